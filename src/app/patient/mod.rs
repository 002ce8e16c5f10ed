//! Adding or correcting a patient. The page of a patient and the merging of two records lie beside it.

pub mod erase;
pub mod language;
pub mod merge;
pub mod page;

use eframe::egui::{self, Align, Key, Ui};

use serde_json::{Value, json};

use super::dates;
use super::desk::{Action, Desk};
use super::keys;
use super::theme::{Type, size};
use super::widgets::{
    ButtonKind, Field, FieldInput, FieldState, Tone, button, card, link, notice, page_title, section_title,
    text_field, words,
};
use crate::store::{Known, NewPatient, Patient, PatientField, PatientId};

/// What is being typed about a patient.
#[derive(Default)]
pub struct Draft {
    /// The name.
    pub name: String,
    /// The birth date as typed.
    pub birth_date: String,
    /// The phone number.
    pub phone: String,
    details: [String; DETAILS.len()],
    /// The name that the vault was asked about, before it is added.
    asked: Option<String>,
    wrong_name: Option<String>,
    wrong_date: Option<String>,
    wrong_language: Option<String>,
    focused: bool,
    marked: usize,
}

/// What else is kept of a patient: the words before its line, where it belongs, and its part there.
const DETAILS: [(&str, PatientField, &str); 7] = [
    ("Reads (language)", PatientField::Language, ""),
    ("Prescriber", PatientField::Prescriber, "name"),
    ("Prescriber's phone", PatientField::Prescriber, "phone"),
    ("Prescriber's fax", PatientField::Prescriber, "fax"),
    ("Caregiver", PatientField::Caregiver, "name"),
    ("Caregiver is (mother, husband, …)", PatientField::Caregiver, "relation"),
    ("Caregiver's phone", PatientField::Caregiver, "phone"),
];

impl Draft {
    /// For a new patient of this name.
    pub fn new(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    /// For correcting a patient.
    pub fn of(patient: &Patient, known: &Known) -> Self {
        let detail = |(_, field, part): (&str, PatientField, &str)| {
            let value = known.get(&field);
            let text = if part.is_empty() { value } else { value.and_then(|value| value.get(part)) };
            let text = text.and_then(Value::as_str).unwrap_or_default();
            if field == PatientField::Language { language::name(text) } else { text.to_owned() }
        };
        Self {
            details: DETAILS.map(detail),
            name: patient.name.clone(),
            birth_date: patient.birth_date.map(|date| date.to_string()).unwrap_or_default(),
            phone: patient.phone.clone().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What is typed, for the draft that outlives a lock.
    pub fn to_json(&self) -> Value {
        json!({"name": self.name, "birth_date": self.birth_date, "phone": self.phone, "details": self.details})
    }

    /// What was typed before a lock.
    pub fn from_json(typed: &Value) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let details = typed.get("details");
        Self {
            name: text(typed.get("name")),
            birth_date: text(typed.get("birth_date")),
            phone: text(typed.get("phone")),
            details: std::array::from_fn(|at| text(details.and_then(|details| details.get(at)))),
            ..Self::default()
        }
    }

    /// What is known besides the visits, as it is typed.
    fn known(&self) -> [(PatientField, Value); 3] {
        let fields = [PatientField::Language, PatientField::Prescriber, PatientField::Caregiver];
        fields.map(|field| {
            let mut value = Value::Null;
            for ((_, of, part), typed) in DETAILS.iter().zip(&self.details) {
                let typed = typed.trim();
                if *of != field || typed.is_empty() {
                    continue;
                }
                match (part.is_empty(), &mut value) {
                    (true, _) => value = language::tag(typed).map_or(Value::Null, Value::from),
                    (false, Value::Object(parts)) => {
                        parts.insert((*part).to_owned(), Value::from(typed));
                    }
                    (false, _) => value = json!({ *part: typed }),
                }
            }
            (field, value)
        })
    }
}

/// "born 2 May 1984", or that it is not known.
pub fn born_words(patient: &Patient) -> String {
    patient
        .birth_date
        .map_or("birth date not known".to_owned(), |date| format!("born {}", dates::words(date)))
}

fn field(ui: &mut Ui, label: &str, hint: &str, buffer: &mut String, wrong: Option<&str>) -> egui::Response {
    section_title(ui, label);
    let state = wrong.map_or(FieldState::Plain, FieldState::Wrong);
    let width = ui.available_width();
    let response = text_field(
        ui,
        &Field { label, hint, width, align: Align::Min, state, input: FieldInput::Open },
        buffer,
    );
    ui.add_space(size::TIGHT);
    response
}

fn narrow<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    egui::ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let room = ui.available_width();
            let width = room.min(620.0);
            ui.add_space(40.0);
            ui.horizontal_top(|ui| {
                ui.add_space(((room - width) / 2.0).max(0.0));
                ui.allocate_ui_with_layout(egui::vec2(width, 0.0), egui::Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    contents(ui)
                })
                .inner
            })
            .inner
        })
        .inner
}

/// Draws the form.
pub fn form_ui(ui: &mut Ui, desk: &Desk, who: Option<PatientId>, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    let mut go = keys::take(ui.ctx(), Key::Enter);
    let mut back = keys::take(ui.ctx(), Key::Escape);
    // Saves like Enter; and where somebody of that name is here already, all the same.
    let ctrl_enter = keys::take_ctrl(ui.ctx(), Key::Enter);
    go |= ctrl_enter;
    let mut anyway = ctrl_enter && is_asked(desk, draft);
    let by_key = anyway;
    narrow(ui, |ui| {
        card(ui, |ui| {
            page_title(ui, if who.is_some() { "Correct the patient" } else { "New patient" });
            ui.add_space(size::PAD);
            let name = field(ui, "Name", "first and last name", &mut draft.name, draft.wrong_name.as_deref());
            let date =
                field(ui, "Birth date", "5/2/1984", &mut draft.birth_date, draft.wrong_date.as_deref());
            field(ui, "Phone (optional)", "", &mut draft.phone, None);
            match dates::read(&draft.birth_date) {
                Some(read) => words(ui, Type::Note, Tone::Muted, &format!("Born {}.", dates::words(read))),
                None => words(
                    ui,
                    Type::Note,
                    Tone::Muted,
                    "Month, day, year. Without a birth date every rule about age stays unknown.",
                ),
            };
            if who.is_some() {
                let language = draft.wrong_language.clone();
                for ((label, of, _), typed) in DETAILS.iter().zip(&mut draft.details) {
                    let wrong = language.as_deref().filter(|_| *of == PatientField::Language);
                    field(ui, label, "", typed, wrong);
                }
            }
            if !draft.focused {
                if draft.name.is_empty() { &name } else { &date }.request_focus();
                draft.focused = true;
            }
            ui.add_space(size::PAD);
            anyway = namesakes(ui, desk, draft, &mut actions);
            ui.horizontal(|ui| {
                let label = if who.is_some() { "Save" } else { "Add and begin the visit" };
                go |= button(ui, ButtonKind::Primary, label, Some("Enter")).clicked();
                back |= button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
            });
        });
    });
    anyway |= by_key;
    if back {
        actions.push(desk.form_of.map_or(Action::Leave, Action::OpenVisit));
    } else if (go || anyway) && !desk.busy {
        match (read(desk, draft), who) {
            (Some(patient), Some(id)) => {
                actions.push(Action::CorrectPatient(id, patient, draft.known().into()));
            }
            (Some(patient), None) if anyway => actions.push(Action::AddNamesake(patient)),
            (Some(patient), None) => {
                draft.asked = Some(draft.name.clone());
                actions.push(Action::AddPatient(patient));
            }
            (None, _) => draft.focused = false,
        }
    }
    actions
}

/// Whether others of the name that is typed are known: what the vault said of another name says nothing.
fn is_asked(desk: &Desk, draft: &Draft) -> bool {
    !desk.namesakes.is_empty() && draft.asked.as_ref() == Some(&draft.name)
}

/// Who has that name already: before a second record of the same person is made. The answer is whether this is
/// somebody else all the same.
fn namesakes(ui: &mut Ui, desk: &Desk, draft: &Draft, actions: &mut Vec<Action>) -> bool {
    if !is_asked(desk, draft) {
        return false;
    }
    let born = dates::read(&draft.birth_date);
    let same = |patient: &Patient| born.is_some() && patient.birth_date == born;
    let line = if desk.namesakes.iter().any(same) {
        "A patient of this name and birth date is here already. Open that record, or add another person."
    } else {
        "A patient of this name is here already. Is it the same person?"
    };
    notice(ui, line);
    for patient in &desk.namesakes {
        let phone = patient.phone.as_deref().map(|phone| format!(", {phone}")).unwrap_or_default();
        let label = format!("Open {}, {}{phone}", patient.name, born_words(patient));
        if link(ui, &label).clicked() {
            actions.push(Action::OpenPatient(patient.clone()));
        }
    }
    let other = button(ui, ButtonKind::Plain, "Somebody else: add", Some("Ctrl Enter")).clicked();
    ui.add_space(size::PAD);
    other
}

const NO_DATE: &str =
    "This is no date that exists. Type month/day/year, such as 5/2/1984, or leave it empty.";
const SHORT_YEAR: &str =
    "The year has two digits, which could be of two centuries. Type all four, such as 5/2/1984.";

fn read(desk: &Desk, draft: &mut Draft) -> Option<NewPatient> {
    draft.wrong_name = None;
    draft.wrong_date = None;
    let name = draft.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        draft.wrong_name = Some("Type the name.".into());
    }
    let typed = draft.birth_date.trim();
    let birth_date = dates::read(typed);
    if birth_date.is_none() && !typed.is_empty() {
        let wrong = if dates::lacks_century(typed) { SHORT_YEAR } else { NO_DATE };
        draft.wrong_date = Some(wrong.into());
    } else if birth_date.is_some_and(|date| date > (desk.clock.today)()) {
        draft.wrong_date = Some("The birth date lies in the future.".into());
    }
    draft.wrong_language = draft
        .details
        .first()
        .filter(|typed| !typed.trim().is_empty() && language::tag(typed).is_none())
        .map(|_| "Type the language by its name, such as Spanish.".to_owned());
    if draft.wrong_name.is_some() || draft.wrong_date.is_some() || draft.wrong_language.is_some() {
        return None;
    }
    let phone = Some(draft.phone.trim()).filter(|phone| !phone.is_empty()).map(ToOwned::to_owned);
    Some(NewPatient { name, birth_date, phone })
}
