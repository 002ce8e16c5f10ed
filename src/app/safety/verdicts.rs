//! Draws the verdicts at the right: the prescribed drug large, its findings, what to ask, the rest.

use eframe::egui::{ScrollArea, Ui};

use super::dose;
use super::model::{self, Detail, FindingCard};
use super::ui::Draft;
use crate::app::desk::visit::{Direction, Here, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    Level, Selected, Tone, card, empty_state, finding_card, nav_list, nav_row, notice, section_title,
    verdict_banner, verdict_row, words,
};
use crate::content::ids::DrugIx;
use crate::content::overlay::age_words;
use crate::content::phrase::capitalized;

/// The drug that is shown large.
pub fn shown(visit: &Visit, draft: &Draft) -> Option<DrugIx> {
    draft.shown.or(visit.prescription.drug)
}

/// Shows the neighbor of the large drug large.
pub fn show_next(desk: &Desk, visit: &Visit, shown: &mut Option<DrugIx>, direction: Direction) {
    let drugs: Vec<DrugIx> = desk.content.drugs().iter().map(|drug| drug.ix).collect();
    let current = shown.or(visit.prescription.drug);
    let at = current.and_then(|drug| drugs.iter().position(|other| *other == drug));
    let next = match (at, direction) {
        (None, _) => 0,
        (Some(at), Direction::Forth) => (at + 1) % drugs.len().max(1),
        (Some(at), Direction::Back) => (at + drugs.len().saturating_sub(1)) % drugs.len().max(1),
    };
    *shown = drugs.get(next).copied().filter(|drug| Some(*drug) != visit.prescription.drug);
}

/// Draws the pane.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, draft: &mut Draft, actions: &mut Vec<Action>) {
    ScrollArea::vertical().id_salt("verdicts").auto_shrink([false, false]).show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        let large = shown(visit, draft);
        match large.and_then(|drug| visit.assessment.of(drug)) {
            Some(assessed) => {
                let banner = model::banner(&desk.content, visit, assessed);
                let clicked = verdict_banner(
                    ui,
                    banner.level,
                    banner.words,
                    &banner.drug,
                    &banner.detail,
                    banner.open.as_deref(),
                );
                if clicked.clicked() {
                    draft.findings_open = !draft.findings_open;
                }
                change(ui, visit);
                findings(ui, desk, visit, assessed, draft, actions);
                dose::ui(ui, desk, visit, assessed.drug);
                notes(ui, desk, assessed.drug);
                to_ask(ui, desk, assessed, actions);
            }
            None => {
                card(ui, |ui| {
                    empty_state(ui, "No drug chosen", "Choose the prescribed drug (F2) to see its verdict large.");
                });
                change(ui, visit);
            }
        }
        ui.add_space(size::GAP);
        section_title(ui, if large.is_some() { "The alternatives" } else { "All treatments" });
        ui.spacing_mut().item_spacing.y = 0.0;
        for row in model::alternatives(&desk.content, visit, large) {
            let clicked = verdict_row(ui, row.level, row.words, &row.name, &row.brand, &row.open);
            if clicked.clicked() {
                draft.shown = (Some(row.drug) != visit.prescription.drug).then_some(row.drug);
            }
        }
        ui.add_space(size::PAD);
        words(
            ui,
            Type::Small,
            Tone::Muted,
            "For discussion with the dermatologist. Every verdict rests on the answers given and on the sources named.",
        );
        ui.add_space(size::SECTION);
    });
}

/// What the pharmacy itself has noted on the drug.
fn notes(ui: &mut Ui, desk: &Desk, drug: DrugIx) {
    let Some(overlay) = desk.overlay.in_use() else { return };
    let today = (desk.clock.today)();
    let mut notes = overlay.notes_of(drug).peekable();
    if notes.peek().is_none() {
        return;
    }
    ui.add_space(size::GAP);
    section_title(ui, "Notes of this pharmacy");
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for note in notes {
            words(ui, Type::Note, Tone::Ink, &note.text);
            let by = if note.by.is_empty() { String::new() } else { format!("{}, ", note.by) };
            let age = age_words(note.as_of, note.is_old(today));
            words(ui, Type::Small, Tone::Muted, &format!("{by}{age}"));
        }
    });
}

fn change(ui: &mut Ui, visit: &Visit) {
    if let Some(changed) = &visit.changed {
        notice(ui, changed);
    }
}

fn findings(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    assessed: &crate::safety::DrugAssessment,
    draft: &mut Draft,
    actions: &mut Vec<Action>,
) {
    let detail = if draft.findings_open || draft.is_narrow() { Detail::Full } else { Detail::Short };
    let cards = model::finding_cards(&desk.content, visit, assessed, detail);
    let (cautions, worse): (Vec<_>, Vec<_>) =
        cards.into_iter().partition(|card| card.level == Level::Caution);
    let mut shown: Vec<&FindingCard> = worse.iter().collect();
    let fold = detail == Detail::Short && cautions.len() > 1;
    if !fold {
        shown.extend(&cautions);
    }
    for card in shown {
        let clicked = finding_card(ui, card.level, &card.title, &card.body, &card.because).clicked();
        if let (true, Some(here)) = (clicked, card.leads_to) {
            actions.push(Action::Go(here));
        }
    }
    if fold {
        let titles: Vec<&str> = cautions.iter().map(|card| card.title.as_str()).collect();
        let count = format!("{} cautions: F6 opens all findings with advice and sources", cautions.len());
        if finding_card(ui, Level::Caution, &titles.join(" · "), "", &count).clicked() {
            draft.findings_open = true;
        }
    } else if detail == Detail::Short && !(worse.is_empty() && cautions.is_empty()) {
        words(ui, Type::Small, Tone::Muted, "F6 opens the findings with all advice and sources.");
    }
}

fn to_ask(ui: &mut Ui, desk: &Desk, assessed: &crate::safety::DrugAssessment, actions: &mut Vec<Action>) {
    if assessed.ask.is_empty() {
        return;
    }
    ui.add_space(size::GAP);
    section_title(ui, "What to ask");
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if assessed.ask.has_birth_date() {
            words(ui, Type::Note, Tone::Ink, "The birth date: Ctrl H leads to the patient, E corrects it.");
        }
        const SHOWN: usize = 4;
        let mut questions = assessed.ask.questions();
        nav_list(ui, "What to ask", |ui| {
            for question in questions.by_ref().take(SHOWN) {
                let asked = desk.content.question(question);
                let topic = desk.content.topic_of(question).map_or("", |topic| topic.name.as_str());
                if nav_row(ui, &capitalized(&asked.short), topic, Selected::No).clicked() {
                    actions.push(Action::Go(Here::Question(question)));
                }
            }
        });
        match questions.count() {
            0 => {}
            more => {
                words(ui, Type::Note, Tone::Muted, &format!("and {more} more: Enter leads through them"));
            }
        }
    });
}
