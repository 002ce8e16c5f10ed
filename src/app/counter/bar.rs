//! What stands in the bar at the top of a visit: whose it is, and the way to its screens.

use eframe::egui::Ui;

use crate::app::command::Command;
use crate::app::desk::Action;
use crate::app::desk::visit::{Screen, Visit};
use crate::app::theme::Type;
use crate::app::widgets::{ButtonKind, Selected, Tone, button, one_line, tab, tab_list};
use crate::app::{dates, safety};

/// Above this width the names of the screens stand in full.
const ROOMY: f32 = 560.0;

/// Whose visit it is; on every screen of it.
pub(super) fn who(ui: &mut Ui, visit: &Visit) {
    one_line(ui, Type::Title, Tone::Ink, &visit.patient.name);
    one_line(ui, Type::Body, Tone::Muted, &safety::model::born_words(visit, dates::words));
    if visit.namesakes > 0 {
        one_line(ui, Type::NoteStrong, Tone::Alarm, "Name shared: check the birth date");
    }
}

/// The way to the four screens of a visit, from right to left.
pub(super) fn screens(ui: &mut Ui, visit: &Visit, actions: &mut Vec<Action>) -> Option<Command> {
    let print = button(ui, ButtonKind::Plain, "Save PDF", Some(Command::Print.keys())).clicked();
    ui.add_space(10.0);
    let is_roomy = ui.available_width() > ROOMY;
    tab_list(ui, "Screens of the visit", |ui| {
        for (screen, label, short) in [
            (Screen::Summary, "4 Summary", "Summary"),
            (Screen::Authorization, "3 Authorization", "Prior auth."),
            (Screen::Coverage, "2 Coverage & cost", "Cost"),
            (Screen::Safety, "1 Safety", "Safety"),
        ] {
            let label = if is_roomy { label } else { short };
            if tab(ui, label, Selected::from(visit.screen == screen)).clicked() {
                actions.push(Action::Open(screen));
            }
        }
    });
    print.then_some(Command::Print)
}
