//! Notes of the pharmacy: on the question at hand, on the visit, on the patient.
//!
//! Lies above whatever is in front. What is typed is said when one leaves; until then it is kept in the draft.

use eframe::egui::{Frame, Key, Margin, ScrollArea, Ui};
use serde_json::Value;

use super::dates;
use super::desk::visit::{Here, Said, Screen};
use super::desk::{Action, Desk, Page};
use super::keys;
use super::theme::{Type, size};
use super::widgets::{ButtonKind, Tone, button, page_title, text_area, words};
use crate::content::ids::QuestionIx;
use crate::store::{ChecklistId, Known, Patient, PatientField, PatientId};

/// What is typed.
pub struct Draft {
    patient_id: PatientId,
    visit_id: Option<ChecklistId>,
    question: Option<(QuestionIx, String)>,
    visit: Option<String>,
    patient: String,
    focused: bool,
}

/// The patient in front and what is known besides the visits.
fn in_front(desk: &Desk) -> Option<(&Patient, &Known)> {
    match &desk.page {
        Page::Visit(visit) => Some((&visit.patient, &visit.known)),
        // Before the vault has said what is known, nothing of it can be changed.
        Page::Patient(page) => page.record.as_ref().map(|record| (&page.patient, &record.known)),
        Page::Door(_) | Page::Start | Page::PatientForm(_) | Page::Merge(_) => None,
    }
}

impl Draft {
    /// The notes as they stand; `None` when no patient is in front.
    pub fn new(desk: &Desk) -> Option<Self> {
        let (of, known) = in_front(desk)?;
        let (patient_id, visit_id) = (of.id, desk.visit().map(|visit| visit.id));
        let question = desk.visit().and_then(|visit| match (visit.screen, visit.here) {
            (Screen::Safety, Here::Question(ix)) => Some((ix, visit.note_on(Some(ix)).to_owned())),
            (Screen::Safety | Screen::Coverage | Screen::Authorization | Screen::Summary, _) => None,
        });
        let visit = desk.visit().map(|visit| visit.note.clone());
        let patient = known.get(&PatientField::Note).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self { patient_id, visit_id, question, visit, patient, focused: false })
    }

    /// What was typed and differs from what was said.
    pub fn finished(&self, desk: &Desk) -> Vec<Action> {
        let Some((patient, known)) = in_front(desk) else { return Vec::new() };
        let mut said = Vec::new();
        // Notes on one patient or visit never go to another.
        if patient.id != self.patient_id || desk.visit().map(|visit| visit.id) != self.visit_id {
            return said;
        }
        if let Some(visit) = desk.visit() {
            let question = self.question.iter().map(|(ix, text)| (Some(*ix), text));
            for (on, text) in question.chain(self.visit.iter().map(|text| (None, text))) {
                if text.trim() != visit.note_on(on) {
                    said.push(Action::Say(Said::Note(on, text.trim().to_owned())));
                }
            }
        }
        let before = known.get(&PatientField::Note).and_then(Value::as_str).unwrap_or_default();
        let text = self.patient.trim();
        if text != before {
            let value = if text.is_empty() { Value::Null } else { Value::from(text) };
            said.push(Action::SayOfPatient(patient.id, PatientField::Note, value));
        }
        said
    }
}

/// Draws the notes; the answer is whether one leaves them.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft) -> bool {
    let Some((patient, _)) = in_front(desk) else { return true };
    let mut leave = keys::take_from_all(ui.ctx(), Key::Escape) || keys::take_ctrl(ui.ctx(), Key::Enter);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(40, 26)).show(ui, |ui| {
            ui.set_width(ui.available_width().min(760.0));
            page_title(ui, "Notes");
            let born = patient
                .birth_date
                .map_or("birth date not known".to_owned(), |date| format!("born {}", dates::words(date)));
            words(ui, Type::Body, Tone::Muted, &format!("{}, {born}", patient.name));
            ui.add_space(size::PAD);
            let mut first = None;
            if let Some((ix, text)) = &mut draft.question {
                let label = format!("On this question: {}", desk.content.question(*ix).short);
                first = Some(text_area(ui, &label, "who said it, where it stands", 3, text));
                ui.add_space(size::PAD);
            }
            if let Some(text) = &mut draft.visit {
                let field = text_area(ui, "On this visit", "what was agreed, what to call about", 4, text);
                first = first.or(Some(field));
                ui.add_space(size::PAD);
            }
            let field = text_area(ui, "On the patient", "what holds for every visit", 4, &mut draft.patient);
            if !draft.focused {
                first.unwrap_or(field).request_focus();
                draft.focused = true;
            }
            ui.add_space(size::PAD);
            words(
                ui,
                Type::Small,
                Tone::Muted,
                "Notes stay in the vault. They are on no page that is printed.",
            );
            ui.add_space(size::PAD);
            leave |= button(ui, ButtonKind::Primary, "Keep and close", Some("Ctrl Enter")).clicked();
        });
    });
    leave
}
