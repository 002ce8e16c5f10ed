//! Adding or correcting a patient, and the page with a patient's visits.

use eframe::egui::{self, Align, Key, Ui};

use super::dates;
use super::desk::{Action, Desk, Page, PatientPage};
use super::keys;
use super::theme::{Type, size};
use super::widgets::{
    ButtonKind, Field, FieldInput, FieldState, ListRow, Place, Selected, Tone, button, card, list, list_row,
    page_title, section_title, text_field, words,
};
use crate::store::{NewPatient, PatientId};

/// What is being typed about a patient.
#[derive(Default)]
pub struct Draft {
    /// The name.
    pub name: String,
    /// The birth date as typed.
    pub birth_date: String,
    /// The phone number.
    pub phone: String,
    wrong_name: Option<String>,
    wrong_date: Option<String>,
    focused: bool,
    marked: usize,
}

impl Draft {
    /// For a new patient of this name.
    pub fn new(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    /// For correcting a patient.
    pub fn of(patient: &crate::store::Patient) -> Self {
        Self {
            name: patient.name.clone(),
            birth_date: patient.birth_date.map(|date| date.to_string()).unwrap_or_default(),
            phone: patient.phone.clone().unwrap_or_default(),
            ..Self::default()
        }
    }
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
            if !draft.focused {
                if draft.name.is_empty() { &name } else { &date }.request_focus();
                draft.focused = true;
            }
            ui.add_space(size::PAD);
            ui.horizontal(|ui| {
                let label = if who.is_some() { "Save" } else { "Add and begin the visit" };
                go |= button(ui, ButtonKind::Primary, label, Some("Enter")).clicked();
                back |= button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
            });
        });
    });
    if back {
        actions.push(Action::Leave);
    } else if go && !desk.busy {
        match read(desk, draft) {
            Some(patient) => actions.push(match who {
                Some(id) => Action::UpdatePatient(id, patient),
                None => Action::AddPatient(patient),
            }),
            None => draft.focused = false,
        }
    }
    actions
}

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
        draft.wrong_date = Some(
            "This is no date that exists. Type month/day/year, such as 5/2/1984, or leave it empty.".into(),
        );
    } else if birth_date.is_some_and(|date| date > (desk.clock.today)()) {
        draft.wrong_date = Some("The birth date lies in the future.".into());
    }
    if draft.wrong_name.is_some() || draft.wrong_date.is_some() {
        return None;
    }
    let phone = Some(draft.phone.trim()).filter(|phone| !phone.is_empty()).map(ToOwned::to_owned);
    Some(NewPatient { name, birth_date, phone })
}

/// Draws the page with the visits.
pub fn visits_ui(ui: &mut Ui, desk: &Desk, page: &PatientPage, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    let today = (desk.clock.today)();
    let new_allowed = !page.visits.iter().any(|visit| visit.as_of == today);
    let rows = page.visits.len();
    let mut enter = false;
    let mut new = false;
    let mut correct = false;
    for press in keys::take_all(ui.ctx()) {
        match press {
            keys::Press::Down => draft.marked = (draft.marked + 1).min(rows.saturating_sub(1)),
            keys::Press::Up => draft.marked = draft.marked.saturating_sub(1),
            keys::Press::Enter => enter = true,
            keys::Press::Char('v') => new = true,
            keys::Press::Char('e') => correct = true,
            keys::Press::Escape => actions.push(Action::Leave),
            _ => {}
        }
    }
    narrow(ui, |ui| {
        page_title(ui, &page.patient.name);
        let born = page
            .patient
            .birth_date
            .map_or("birth date not known".into(), |date| format!("born {}", dates::words(date)));
        words(ui, Type::Body, Tone::Muted, &born);
        ui.add_space(size::PAD);
        if new_allowed {
            new |= button(ui, ButtonKind::Primary, "New visit from the last answers", Some("V")).clicked();
            words(
                ui,
                Type::Note,
                Tone::Muted,
                "Look again at what ages: tests, vaccines, pregnancy, medicines.",
            );
            ui.add_space(size::PAD);
        }
        correct |= button(ui, ButtonKind::Plain, "Correct name, birth date or phone", Some("E")).clicked();
        ui.add_space(size::PAD);
        section_title(ui, "Visits");
        list(ui, |ui| {
            for (at, visit) in page.visits.iter().enumerate() {
                let marked = at == draft.marked;
                let title = dates::words(visit.as_of);
                let content = format!("content {}", visit.content_version);
                let row = ListRow {
                    title: &title,
                    matches: &[],
                    below: if visit.as_of == today { "today" } else { "earlier visit" },
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
    });
    if correct {
        *draft = Draft::of(&page.patient);
        actions.push(Action::Show(Page::PatientForm(Some(page.patient.id))));
    } else if new && new_allowed {
        actions.push(Action::NewVisit(page.patient.id, page.visits.first().map(|visit| visit.id)));
    }
    actions
}
