//! Draws the verdicts at the right: the findings of the drug at hand, what to ask, the other treatments.
//! The verdict itself stands above, on the banner.

use eframe::egui::{Align, Response, ScrollArea, Ui};

use super::dose;
use super::model::{self, Below};
use super::ui::Draft;
use crate::app::command::Command;
use crate::app::desk::visit::{Direction, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    Level, Selected, Tone, finding_card, nav_list, nav_row, notice_slot, section_title, verdict_row, words,
};
use crate::content::ids::DrugIx;
use crate::content::overlay::age_words;

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
pub fn ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    below: &Below,
    draft: &mut Draft,
    actions: &mut Vec<Action>,
) {
    ScrollArea::vertical().id_salt("verdicts").auto_shrink([false, false]).show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        let large = shown(visit, draft);
        match large.and_then(|drug| visit.assessment.of(drug)) {
            Some(assessed) => {
                change(ui, visit);
                findings(ui, visit, below, draft, actions);
                dose::ui(ui, desk, visit, assessed.drug);
                notes(ui, desk, assessed.drug);
                to_ask(ui, visit, below, actions);
            }
            None => change(ui, visit),
        }
        ui.add_space(size::GAP);
        section_title(ui, if large.is_some() { "The alternatives" } else { "All treatments" });
        ui.spacing_mut().item_spacing.y = 0.0;
        for row in model::alternatives(&desk.content, visit, large) {
            let clicked = verdict_row(ui, row.level, row.words, &row.name, &row.brand, &row.open);
            if std::mem::take(&mut draft.wants_alternatives) {
                clicked.request_focus();
                clicked.scroll_to_me(Some(Align::Min));
            }
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

/// What the last answer changed, on a place of its own: what stands below never moves for it.
fn change(ui: &mut Ui, visit: &Visit) {
    let words = visit.changed.as_deref().unwrap_or("What an answer changes is said here.");
    notice_slot(ui, CHANGE_LINES, words);
}

/// As many as the words take at their longest, but for long names.
const CHANGE_LINES: u8 = 3;

fn findings(ui: &mut Ui, visit: &Visit, below: &Below, draft: &mut Draft, actions: &mut Vec<Action>) {
    for card in &below.shown {
        let because = match card.key {
            Some(key) => format!("Alt {}  {}", key.to_ascii_uppercase(), card.because),
            None => card.because.clone(),
        };
        let response = finding_card(ui, card.level, &card.title, &card.body, &because);
        if let Some(key) = card.key {
            set_key(ui, &response, key);
        }
        if let (true, Some(lead)) = (response.clicked(), card.leads_to) {
            actions.push(lead.action(visit));
        }
    }
    if !below.folded.is_empty() {
        let (titles, how) = below.fold_words();
        let response = finding_card(ui, Level::Caution, &titles, "", &how);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_keyboard_shortcut(Command::Findings.keys());
        });
        if response.clicked() {
            draft.findings_open = true;
        }
    } else if !(below.shown.is_empty() || draft.findings_open || draft.is_narrow()) {
        words(ui, Type::Small, Tone::Muted, "F6 opens the findings with all advice and sources.");
    }
}

fn to_ask(ui: &mut Ui, visit: &Visit, below: &Below, actions: &mut Vec<Action>) {
    if below.asks.is_empty() {
        return;
    }
    ui.add_space(size::GAP);
    section_title(ui, "What to ask");
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        nav_list(ui, "What to ask", |ui| {
            for ask in &below.asks {
                let key = ask.key.map(|key| format!("Alt {}", key.to_ascii_uppercase())).unwrap_or_default();
                let response = nav_row(ui, &ask.label, &key, Selected::No);
                if let Some(key) = ask.key {
                    set_key(ui, &response, key);
                }
                if response.clicked() {
                    actions.push(ask.leads_to.action(visit));
                }
            }
        });
    });
}

/// Tells screen readers the key that does the same.
fn set_key(ui: &Ui, response: &Response, key: char) {
    let key = format!("Alt+{}", key.to_ascii_uppercase());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(key));
}
