//! Draws which programs to ask for, which kinds of help the payer leaves open, and what the state's law says.

use eframe::egui::{Align, Layout, Ui};
use serde_json::Value;

use super::Draft;
use super::costs::panel;
use crate::app::desk::Desk;
use crate::app::desk::visit::Visit;
use crate::app::theme::{Type, size};
use crate::app::widgets::{TagTone, Tone, link, section_title, tag, words};
use crate::checklist::claim::Outcome;
use crate::checklist::coverage::Coverage;
use crate::content::ids::PayerId;
use crate::content::payer::PayerKind;
use crate::content::program::ProgramKind;
use crate::cost::entry::get;
use crate::programs::{self, Match, ProgramMatch, ProgramMatchKind, ProgramQuestion};

/// Draws both boxes.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, coverage: &Value, draft: &mut Draft) {
    let content = &desk.content;
    let said = Coverage::from_json(content, coverage, "coverage").unwrap_or_default();
    let as_of = visit.checklist.as_of;
    let asked = ProgramQuestion::of(content, as_of, visit.checklist.patient.birth_date, &said);
    panel(ui, "Programs to ask for", |ui| {
        let mut found = programs::matches(content, &asked);
        // Places to look are no programs: they come last.
        found.sort_by_key(|found| match (found.program.kind, found.match_) {
            (_, ProgramMatchKind::Not) => 3,
            (ProgramKind::Finder | ProgramKind::Discount, _) => 2,
            (_, ProgramMatchKind::Likely) => 0,
            (_, ProgramMatchKind::Ask) => 1,
        });
        let (fits, closed): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|found| found.match_ != ProgramMatchKind::Not);
        for found in &fits {
            program(ui, desk, &said, found);
        }
        if let Some(overlay) = desk.overlay.in_use() {
            for own in programs::overlay_matches(overlay, &asked) {
                let program = own.program;
                head(ui, &program.name, own.match_);
                let drug = own.drug.map(|drug| content.drug(drug).name.clone()).unwrap_or_default();
                let age = age_words(&crate::app::dates::words(program.as_of), own.is_old);
                facts(ui, &[&drug, &program.phone, &program.website, &age]);
                words(ui, Type::Small, Tone::Muted, &own.because.join(" "));
                words(ui, Type::Small, Tone::Ink, &program.about);
            }
        }
        if !closed.is_empty() {
            let count = closed.len();
            let label = match draft.shows_closed {
                true => "Hide those that do not fit".to_owned(),
                false => format!("{count} do not fit: show why"),
            };
            if link(ui, &label).clicked() {
                draft.shows_closed = !draft.shows_closed;
            }
        }
        if draft.shows_closed {
            for found in &closed {
                program(ui, desk, &said, found);
            }
        }
        documents(ui, desk, &said);
        alternative_funding(ui, desk, coverage, &said, draft);
    });
    panel(ui, "Help with the cost: what law and terms leave open", |ui| kinds(ui, desk, visit, &said));
}

fn head(ui: &mut Ui, name: &str, match_: ProgramMatchKind) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let tone = match match_ {
                ProgramMatchKind::Likely => TagTone::Good,
                ProgramMatchKind::Ask => TagTone::Ask,
                ProgramMatchKind::Not => TagTone::Neutral,
            };
            tag(ui, tone, match_.word());
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                words(ui, Type::NoteStrong, Tone::Ink, name);
            });
        });
    });
}

/// Of when terms are; terms that are past their time say that they have to be looked at.
fn age_words(as_of: &str, is_old: bool) -> String {
    if is_old { format!("check: terms of {as_of}") } else { format!("terms of {as_of}") }
}

/// The facts that there are, in one line.
fn facts(ui: &mut Ui, all: &[&str]) {
    let known: Vec<&str> = all.iter().copied().filter(|fact| !fact.is_empty()).collect();
    words(ui, Type::Small, Tone::Muted, &known.join(" · "));
}

fn program(ui: &mut Ui, desk: &Desk, said: &Coverage, found: &ProgramMatch<'_>) {
    let program = found.program;
    head(ui, &program.name, found.match_);
    let drug = found.drug.map(|drug| desk.content.drug(drug).name.clone()).unwrap_or_default();
    let age = age_words(&program.as_of, found.is_old);
    facts(ui, &[&drug, &program.phone, &program.hours, &program.website, &age]);
    words(ui, Type::Small, Tone::Ink, &found.because.join(" "));
    if found.match_ != ProgramMatchKind::Not {
        words(ui, Type::Small, Tone::Ink, &program.about);
        words(ui, Type::Small, Tone::Muted, &program.amounts.says);
        let all = &desk.content.programs.documents;
        let asked = program.documents.iter().filter_map(|at| all.get(*at));
        let asked: Vec<&str> =
            asked.filter(|one| fits(said, &one.payers)).map(|one| one.says.as_str()).collect();
        if !asked.is_empty() {
            words(ui, Type::Small, Tone::Muted, &format!("Asks for: {}.", asked.join("; ")));
        }
    }
    if !found.ask.is_empty() {
        let labels: Vec<String> = found
            .ask
            .iter()
            .map(|path| match desk.content.guide.field(path) {
                Some(field) => field.label.clone(),
                None => "Birth date".to_owned(),
            })
            .collect();
        words(ui, Type::Small, Tone::Accent, &format!("Ask: {}", labels.join(", ")));
    }
}

/// Whether something that is for some payers is for this one; with none named it is for all.
fn fits(said: &Coverage, payers: &[PayerId]) -> bool {
    payers.is_empty() || said.payer.as_ref().is_none_or(|payer| payers.contains(payer))
}

/// What most programs ask for.
fn documents(ui: &mut Ui, desk: &Desk, said: &Coverage) {
    ui.add_space(size::GAP);
    section_title(ui, "Documents that most of them ask for");
    for document in desk.content.programs.documents.iter().filter(|one| fits(said, &one.payers)) {
        words(ui, Type::Small, Tone::Ink, &format!("· {}", document.says));
    }
}

/// The warning where the plan leaves the drug out, by a claim or as somebody said: that is how it begins. With
/// other private plans it can be opened, for a letter of a vendor comes without a claim too.
fn alternative_funding(ui: &mut Ui, desk: &Desk, coverage: &Value, said: &Coverage, draft: &mut Draft) {
    let warning = &desk.content.programs.alternative_funding;
    if !is_left_out(desk, coverage, said) {
        let payer = said.payer.as_ref().and_then(|id| desk.content.payer_by_id(id.as_str()));
        if payer.is_some_and(|payer| payer.kind != PayerKind::Commercial) {
            return;
        }
        let label = match draft.shows_vendors {
            true => "Hide what to watch for",
            false => "A vendor sends the patient to free drug? What to watch for",
        };
        if link(ui, label).clicked() {
            draft.shows_vendors = !draft.shows_vendors;
        }
        if !draft.shows_vendors {
            return;
        }
    }
    ui.add_space(size::GAP);
    section_title(ui, "Alternative funding: watch for it");
    words(ui, Type::Small, Tone::Ink, &warning.about);
    for said in warning.signs.iter().chain(&warning.act) {
        words(ui, Type::Small, Tone::Ink, &format!("· {said}"));
    }
}

/// Whether a private plan leaves one of the drugs out that makers send for free.
fn is_left_out(desk: &Desk, coverage: &Value, said: &Coverage) -> bool {
    let is_rejected = said.claims.iter().any(|claim| match &claim.outcome {
        Outcome::Rejected(id) => id.as_str() == super::claims::NOT_COVERED,
        Outcome::Paid(_) => false,
    });
    let payer = said.payer.as_ref().and_then(|id| desk.content.payer_by_id(id.as_str()));
    let is_private = payer.is_none_or(|payer| payer.kind == PayerKind::Commercial);
    let options = get(coverage, "options").and_then(Value::as_array);
    let is_said = options.into_iter().flatten().any(|option| {
        let id = get(option, "id").and_then(Value::as_str);
        let drug = id.and_then(|id| desk.content.drug_by_id(id));
        let is_sent = drug.is_some_and(|drug| drug.fills.iter().any(|fill| !fill.is_generic));
        is_sent && get(option, "covered") == Some(&Value::Bool(false))
    });
    is_rejected || is_private && is_said
}

fn kinds(ui: &mut Ui, desk: &Desk, visit: &Visit, said: &Coverage) {
    let content = &desk.content;
    let payer = said.payer.as_ref().and_then(|id| content.payer_by_id(id.as_str()));
    let lead = match payer {
        Some(payer) => format!("With {}: what the law and the usual terms open or close.", payer.name),
        None => "The payer is not known yet, and it decides. Nothing is ruled out until it is.".to_owned(),
    };
    words(ui, Type::Note, Tone::Muted, &lead);
    for help in programs::helps(content, said) {
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            words(ui, Type::Strong, Tone::Ink, &help.help.name);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let tone = match help.match_ {
                    Match::Open => TagTone::Good,
                    Match::Depends | Match::Ask => TagTone::Ask,
                    Match::Closed => TagTone::Neutral,
                };
                tag(ui, tone, help.match_.word());
            });
        });
        words(ui, Type::Note, Tone::Ink, &help.why);
        sources(ui, desk, visit, &help.sources);
    }
    if let Some(payer) = payer {
        ui.add_space(size::GAP);
        section_title(ui, "Ask next");
        for question in &payer.ask {
            words(ui, Type::Note, Tone::Ink, &format!("· {question}"));
        }
    }
    if let Some(state) = programs::state(content, said) {
        ui.add_space(size::GAP);
        section_title(ui, &format!("In {}", state.name));
        for note in &state.notes {
            words(ui, Type::Note, Tone::Ink, note);
        }
        sources(ui, desk, visit, &state.sources);
    }
}

fn sources(ui: &mut Ui, desk: &Desk, visit: &Visit, sources: &[crate::content::ids::SourceIx]) {
    let lines: Vec<String> =
        sources.iter().map(|ix| desk.content.source(*ix).line(visit.checklist.as_of)).collect();
    if !lines.is_empty() {
        words(ui, Type::Small, Tone::Muted, &lines.join("; "));
    }
}
