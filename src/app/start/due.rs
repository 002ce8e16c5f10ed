//! What is due, at the right of the start page: the first of the list, and whose plan year begins again.

use eframe::egui::Ui;
use jiff::ToSpan;

use crate::app::command::Command;
use crate::app::desk::Desk;
use crate::app::desk::follow_ups::{AHEAD, PLAN_YEAR_AHEAD};
use crate::app::follow_ups::Shown;
use crate::app::follow_ups::model::{due_lines, new_year};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ListRow, Place, Selected, Tone, action_row, card, list, list_row, section_title, words,
};
use crate::store::Patient;

/// Which list of follow-ups is to be opened.
pub enum Open {
    /// That of a patient.
    Patient(Box<Patient>),
    /// One of all patients.
    List(Shown),
}

/// So many rows stand on the start page; the list has all.
const ROWS: usize = 5;
/// Days ahead of which the start page tells.
const NEAR: i32 = 7;

/// Draws what is due; answers with what is to be opened.
pub fn due_now(ui: &mut Ui, desk: &Desk) -> Option<Open> {
    let mut open = None;
    let lines = due_lines(desk);
    if !lines.is_empty() {
        section_title(ui, "Due now");
        let near = (desk.clock.today)().saturating_add(NEAR.days());
        let shown = lines.iter().filter(|(line, _)| line.due <= near).count().min(ROWS);
        list(ui, "Due now", |ui| {
            for (at, (line, patient)) in lines.iter().take(shown).enumerate() {
                // How late it is stands at the right; the day is on the page that this leads to.
                let of = line.of.split(" · ").next().unwrap_or_default();
                let below = format!("{} · {of}", line.what);
                let row = ListRow {
                    title: &patient.name,
                    matches: &[],
                    below: &below,
                    right: &line.when.words,
                    right_below: "",
                    right_tone: if line.when.is_late { Tone::Alarm } else { Tone::Muted },
                    selected: Selected::No,
                    place: Place::of(at, shown + 1),
                };
                if ui.push_id(line.id, |ui| list_row(ui, &row)).inner.clicked() {
                    open = Some(Open::Patient(Box::new((*patient).clone())));
                }
            }
            let all = format!("All {} of the next {AHEAD} days", lines.len());
            let place = Place::of(shown, shown + 1);
            if action_row(ui, &all, Some(Command::DueList.keys()), place).clicked() {
                open = Some(Open::List(Shown::Due));
            }
        });
        ui.add_space(size::SECTION);
    } else {
        section_title(ui, "Due now");
        card(ui, |ui| {
            let line = format!(
                "Nothing is due in the next {AHEAD} days. F10 in a visit plans what follows from a start: tests, a look \
                 at the skin, a call."
            );
            words(ui, Type::Note, Tone::Muted, &line);
        });
        ui.add_space(size::SECTION);
    }
    if let Some(year) = new_year(&desk.follow_ups.upcoming, PLAN_YEAR_AHEAD) {
        section_title(ui, &year.title);
        let row = ListRow {
            title: &year.what,
            matches: &[],
            below: year.below,
            right: &year.right,
            right_below: "",
            right_tone: Tone::Muted,
            selected: Selected::No,
            place: Place::Only,
        };
        if list(ui, &year.title, |ui| list_row(ui, &row)).inner.clicked() {
            open = Some(Open::List(Shown::Upcoming));
        }
        ui.add_space(size::SECTION);
    }
    open
}
