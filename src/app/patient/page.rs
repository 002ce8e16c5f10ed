//! The page of one patient: what is known, the visits, and the records that turned out to be of the same person.

use std::path::PathBuf;

use eframe::egui::Ui;

use super::language;
use super::narrow;
use super::{Draft, born_words};
use crate::app::dates;
use crate::app::desk::vault::Step;
use crate::app::desk::{Action, Desk, Page, PatientPage};
use crate::app::keys;
use crate::app::summary::kept_folder;
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, ListRow, Place, Selected, Tone, button, card, list, list_row, notice, page_title,
    section_title, words,
};
use crate::store::{PatientField, Role};

/// Draws the page.
pub fn visits_ui(ui: &mut Ui, desk: &Desk, page: &PatientPage, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    let today = (desk.clock.today)();
    let new_allowed = !page.visits.iter().any(|visit| visit.as_of == today);
    let rows = page.visits.len();
    let (mut enter, mut new, mut correct) = (false, false, false);
    let (mut double, mut part, mut export) = (false, false, false);
    for press in keys::take_all(ui.ctx()) {
        match press {
            keys::Press::Down => draft.marked = (draft.marked + 1).min(rows.saturating_sub(1)),
            keys::Press::Up => draft.marked = draft.marked.saturating_sub(1),
            keys::Press::Enter => enter = true,
            keys::Press::Char('v') => new = true,
            keys::Press::Char('e') => correct = true,
            keys::Press::Char('m') => double = true,
            keys::Press::Char('p') => part = true,
            keys::Press::Char('x') => export = true,
            keys::Press::Escape => actions.push(Action::Leave),
            _ => {}
        }
    }
    let merged = page.record.as_ref().map(|record| record.merged.as_slice()).unwrap_or_default();
    narrow(ui, |ui| {
        page_title(ui, &page.patient.name);
        words(ui, Type::Body, Tone::Muted, &born_words(&page.patient));
        ui.add_space(size::PAD);
        namesakes(ui, page);
        about(ui, page);
        if new_allowed {
            new |= button(ui, ButtonKind::Primary, "New visit from the last answers", Some("V")).clicked();
            words(
                ui,
                Type::Note,
                Tone::Muted,
                "Tests, vaccines, pregnancy, infections, weight and medicines are asked again, with the last answer \
                 beside them.",
            );
            ui.add_space(size::PAD);
        }
        ui.horizontal_wrapped(|ui| {
            correct |= button(ui, ButtonKind::Plain, "Correct or add to it", Some("E")).clicked();
            double |= button(ui, ButtonKind::Plain, "Same person twice", Some("M")).clicked();
            export |= button(ui, ButtonKind::Plain, "Export the record", Some("X")).clicked();
            let role = desk.session.as_ref().map(|session| session.staff.role);
            if role == Some(Role::Administrator) && button(ui, ButtonKind::Quiet, "Erase…", None).clicked()
            {
                actions.push(Action::AskToErase(page.patient.clone()));
            }
        });
        ui.add_space(size::PAD);
        section_title(ui, "Visits");
        list(ui, "Visits", |ui| {
            for (at, visit) in page.visits.iter().enumerate() {
                let marked = at == draft.marked;
                let title = dates::words(visit.as_of);
                let content = format!("content {}", visit.content_version);
                let other = merged.iter().any(|patient| patient.id == visit.patient);
                let below = match (visit.as_of == today, other) {
                    (true, _) => "today",
                    (false, true) => "earlier visit, from the other record",
                    (false, false) => "earlier visit",
                };
                let row = ListRow {
                    title: &title,
                    matches: &[],
                    below,
                    right: &content,
                    right_below: "",
                    right_tone: Tone::Muted,
                    selected: Selected::from(marked),
                    place: Place::of(at, rows),
                };
                if list_row(ui, &row).clicked() || (enter && marked) {
                    actions.push(Action::OpenVisit(visit.id));
                }
            }
        });
        if let Some(last) = merged.last() {
            ui.add_space(size::PAD);
            section_title(ui, "Records that were made part of this one");
            card(ui, |ui| {
                for patient in merged {
                    let line = format!("{}, {}", patient.name, born_words(patient));
                    words(ui, Type::Note, Tone::Ink, &line);
                }
                let label = format!("Part {} again", last.name);
                part |= button(ui, ButtonKind::Quiet, &label, Some("P")).clicked();
                words(
                    ui,
                    Type::Small,
                    Tone::Muted,
                    "Each gets its own visits back. A visit that was begun since then keeps what it took over: look at it.",
                );
            });
        }
    });
    if correct && page.record.is_some() {
        *draft = Draft::of(&page.patient, page.known());
        actions.push(Action::Show(Page::PatientForm(Some(page.patient.id))));
    } else if export && !desk.busy {
        let folder = PathBuf::from(kept_folder(desk));
        actions.push(Action::Vault(Step::Export(page.patient.id, folder)));
    } else if double {
        actions.push(Action::LookForDouble(Box::new(page.patient.clone())));
    } else if let (true, Some(last)) = (part, merged.last()) {
        actions.push(Action::Part(last.id, page.patient.id));
    } else if new && new_allowed {
        actions.push(Action::NewVisit(page.patient.id, page.visits.first().map(|visit| visit.id)));
    }
    actions
}

fn namesakes(ui: &mut Ui, page: &PatientPage) {
    let others = page.record.as_ref().map(|record| record.namesakes.as_slice()).unwrap_or_default();
    if others.is_empty() {
        return;
    }
    let who: Vec<String> = others.iter().map(born_words).collect();
    let line = match who.as_slice() {
        [one] => format!("Another patient has this name: {one}. Ask for the birth date."),
        several => {
            format!(
                "{} other patients have this name: {}. Ask for the birth date.",
                several.len(),
                several.join("; ")
            )
        }
    };
    notice(ui, &line);
    ui.add_space(size::PAD);
}

/// What is known besides the visits.
fn about(ui: &mut Ui, page: &PatientPage) {
    let known = page.known();
    let part = |field: PatientField, key: &str| {
        known
            .get(&field)
            .and_then(|value| value.get(key))
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    let joined = |field: PatientField, keys: &[&str]| {
        let parts: Vec<&str> =
            keys.iter().map(|key| part(field, key)).filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    };
    let text =
        |field: PatientField| known.get(&field).and_then(serde_json::Value::as_str).unwrap_or_default();
    let lines = [
        ("Phone", page.patient.phone.clone().unwrap_or_default()),
        ("Reads", language::name(text(PatientField::Language))),
        ("Prescriber", joined(PatientField::Prescriber, &["name", "phone", "fax"])),
        ("Caregiver", joined(PatientField::Caregiver, &["name", "relation", "phone"])),
        ("Note", text(PatientField::Note).to_owned()),
    ];
    if lines.iter().all(|(_, value)| value.is_empty()) {
        return;
    }
    card(ui, |ui| {
        for (label, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
            words(ui, Type::Note, Tone::Ink, &format!("{label}: {value}"));
        }
    });
    ui.add_space(size::PAD);
}
