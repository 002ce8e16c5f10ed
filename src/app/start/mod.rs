//! Finding a patient: search as one types, the patients seen last, and adding a new one.

pub mod due;
pub mod model;

use eframe::egui::{self, Key, Ui};

use super::command::Command;
use super::desk::{Action, Desk, Page};
use super::keys;
use super::patient::born_words;
use super::theme::{Type, size};
use super::widgets::{
    ButtonKind, ListRow, Place, Selected, Tone, action_row, button, card, empty_state, list as list_box,
    list_row, notice, search_field, section_title, select_all, words,
};
use model::{Opens, Row};

/// What is typed, and the marked row.
#[derive(Default)]
pub struct Draft {
    /// What is looked for.
    pub typed: String,
    /// The row that was chosen; without one, [`model::List::first_marked`] is.
    marked: Option<usize>,
    focused: bool,
    /// What was looked for before is done with: what is typed next takes its place.
    is_done: bool,
    /// Enter was pressed before the vault had answered.
    enter_waits: bool,
    /// Which list of follow-ups is to be opened.
    pub open: Option<due::Open>,
}

impl Draft {
    /// Puts the cursor into the search again.
    pub fn focus(&mut self) {
        self.focused = false;
    }

    /// Whether nothing is typed into the search.
    pub fn is_untouched(&self) -> bool {
        self.typed.is_empty()
    }

    /// One comes back from another page: another patient is looked for now.
    pub fn come_back(&mut self) {
        self.focus();
        self.is_done = true;
    }
}

/// Draws the start page. The name to add comes with [`Page::PatientForm`] through `new_name`.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, new_name: &mut Option<String>) -> Vec<Action> {
    let mut actions = Vec::new();
    let wide = ui.available_width() > 900.0;
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(40, 26)).show(ui, |ui| {
            let whole = ui.available_width();
            let left = if wide { (whole - size::SECTION) * 0.62 } else { whole };
            ui.horizontal_top(|ui| {
                ui.allocate_ui_with_layout(
                    egui::vec2(left, 0.0),
                    egui::Layout::top_down(egui::Align::Min),
                    |ui| {
                        ui.set_width(left);
                        found(ui, desk, draft, new_name, &mut actions);
                    },
                );
                if wide {
                    ui.add_space(size::SECTION - size::GAP);
                    ui.allocate_ui_with_layout(
                        egui::vec2(ui.available_width(), 0.0),
                        egui::Layout::top_down(egui::Align::Min),
                        |ui| beside(ui, desk, draft, &mut actions),
                    );
                }
            });
            if !wide {
                ui.add_space(size::SECTION);
                beside(ui, desk, draft, &mut actions);
            }
        });
    });
    actions
}

fn found(
    ui: &mut Ui,
    desk: &Desk,
    draft: &mut Draft,
    new_name: &mut Option<String>,
    actions: &mut Vec<Action>,
) {
    // The arrows and Enter work the list while the cursor stays in the field.
    let down = keys::take(ui.ctx(), Key::ArrowDown);
    let up = keys::take(ui.ctx(), Key::ArrowUp);
    let pressed = keys::take(ui.ctx(), Key::Enter);
    if let Some(double) = &desk.double_of {
        let line = format!(
            "Find the other record of {}, {}, and press Enter. Esc leaves everything as it is.",
            double.name,
            born_words(double)
        );
        notice(ui, &line);
        ui.add_space(size::GAP);
        if keys::take(ui.ctx(), Key::Escape) {
            actions.push(Action::Leave);
        }
    }
    let search = search_field(ui, "name, birth date or phone", &mut draft.typed);
    if !draft.focused {
        search.request_focus();
        search.scroll_to_me(None);
        draft.focused = true;
        if std::mem::take(&mut draft.is_done) {
            select_all(ui.ctx(), search.id, &draft.typed);
        }
    }
    if search.changed() {
        draft.marked = None;
        draft.enter_waits = false;
        actions.push(Action::Search(draft.typed.clone()));
    }
    // A list that was found for another text must not be opened from: it shows another patient.
    let found = desk.looked_for == draft.typed && desk.found_for == draft.typed;
    let enter = found && (pressed || draft.enter_waits);
    draft.enter_waits = !found && (pressed || draft.enter_waits);
    let list = model::list(desk, &draft.typed);
    let first = list.first_marked();
    let marked = draft.marked.or(first);
    let last_row = list.rows.len().saturating_sub(1);
    if down || (enter && marked.is_none()) {
        draft.marked = Some(marked.map_or(0, |marked| marked + 1).min(last_row));
    }
    if up {
        draft.marked = Some(marked.unwrap_or(0).saturating_sub(1));
    }
    // A row that Enter has just marked is opened by the next Enter, once it was seen.
    let enter = enter && marked.is_some();
    let marked = draft.marked.or(marked);
    ui.add_space(2.0);
    if let Some(said) = &desk.edits.said {
        notice(ui, said);
    }
    if list.rows.is_empty() {
        card(ui, |ui| {
            empty_state(
                ui,
                "No patients yet",
                "Type a name and press Enter to add the patient at the counter. Ctrl N works too.",
            );
        });
        return;
    }
    let mut opened = None;
    let (interrupted, rest) = list.rows.split_at(usize::from(list.is_interrupted_first));
    for row in interrupted {
        section_title(ui, "Interrupted");
        let is_opened =
            list_box(ui, "Interrupted", |ui| row_ui(ui, row, marked == Some(0), Place::Only)).inner;
        if is_opened || (enter && marked == Some(0)) {
            opened = Some(row);
        }
        ui.add_space(2.0);
    }
    if !list.title.is_empty() && !rest.is_empty() {
        section_title(ui, list.title);
    }
    let name = if list.title.is_empty() { "Found" } else { list.title };
    list_box(ui, name, |ui| {
        for (at, row) in rest.iter().enumerate() {
            let of_all = at + interrupted.len();
            let is_first_similar = of_all == list.similar_from && matches!(row.opens, Opens::Patient(_));
            if is_first_similar {
                similar_title(ui);
            }
            let is_marked = marked == Some(of_all);
            // Above the first there may be a title.
            let titled = list.similar_from == interrupted.len() && at == 0 && is_first_similar;
            let place = if titled { Place::of(1, rest.len() + 1) } else { Place::of(at, rest.len()) };
            if row_ui(ui, row, is_marked, place) || (enter && is_marked) {
                opened = Some(row);
            }
        }
    });
    match opened.map(|row| &row.opens) {
        Some(Opens::Visit(visit)) => actions.push(Action::OpenVisit(*visit)),
        Some(Opens::Patient(patient)) => actions.push(Action::OpenPatient((**patient).clone())),
        Some(Opens::New(name)) => {
            *new_name = Some(name.clone());
            actions.push(Action::Show(Page::PatientForm(None)));
        }
        None => {}
    }
    ui.add_space(2.0);
    words(
        ui,
        Type::Note,
        Tone::Muted,
        "Two people can share a name: check the birth date before you open a record.",
    );
}

/// Draws a row; answers whether it was clicked.
fn row_ui(ui: &mut Ui, row: &Row, marked: bool, place: Place) -> bool {
    if let Opens::New(_) = row.opens {
        return action_row(ui, &row.title, Some(Command::NewPatient.keys()), place).clicked();
    }
    let drawn = ListRow {
        title: &row.title,
        matches: &row.matches,
        below: &row.below,
        right: &row.right,
        right_below: &row.right_below,
        right_tone: Tone::Muted,
        selected: Selected::from(marked),
        place,
    };
    list_row(ui, &drawn).clicked()
}

/// What stands above the patients whose names are only similar, within the list.
fn similar_title(ui: &mut Ui) {
    egui::Frame::new().inner_margin(egui::Margin { left: 14, right: 14, top: 9, bottom: 5 }).show(ui, |ui| {
        ui.set_width(ui.available_width());
        section_title(ui, "Similar names");
    });
}

/// What is due, and what there is to say of this computer.
fn beside(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    draft.open = due::due_now(ui, desk);
    section_title(ui, "This computer");
    card(ui, |ui| {
        lines_ui(ui, model::computer(desk));
        ui.horizontal_wrapped(|ui| {
            for (label, command) in [("Settings", Command::Settings), ("Vault and staff", Command::Vault)] {
                if button(ui, ButtonKind::Quiet, label, Some(command.keys())).clicked() {
                    actions.push(Action::Run(command));
                }
            }
        });
    });
    const MISTAKES: usize = 8;
    let (lines, below) = model::overlay_lines(desk, MISTAKES);
    if !lines.is_empty() {
        ui.add_space(size::GAP);
        section_title(ui, "Overlay of this pharmacy");
        card(ui, |ui| {
            lines_ui(ui, lines);
            for line in below {
                words(ui, Type::Note, Tone::Ink, &line);
            }
        });
    }
}

/// Draws lines; those that ask for something stand out.
fn lines_ui(ui: &mut Ui, lines: Vec<(String, bool)>) {
    for (line, asks) in lines {
        let (role, tone) = if asks { (Type::NoteStrong, Tone::Alarm) } else { (Type::Note, Tone::Muted) };
        words(ui, role, tone, &line);
    }
}
