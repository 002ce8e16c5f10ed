//! The bar at the bottom: what is saved, and the keys that matter most where one is.

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Align, Layout, Ui};

use super::Counter;
use crate::app::command::here::{Focus, fitted};
use crate::app::desk::Action;
use crate::app::desk::saving::Indicator;
use crate::app::theme::Type;
use crate::app::widgets::{ButtonKind, Tone, button, one_line, width_of, words};

impl Counter {
    /// The keys that matter most where one is and do something now.
    pub fn keys_here(&self, focus: Focus) -> Vec<String> {
        self.spot().area().line(&self.desk, &self.situation(), focus)
    }

    pub(super) fn bottom(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            let (saved, failed) = match self.desk.saving.indicator() {
                Indicator::Nothing => ("Nothing leaves this computer".to_owned(), false),
                Indicator::Saving => ("Saving…".to_owned(), false),
                Indicator::Saved(at) => (format!("Saved {}", at.strftime("%H:%M:%S")), false),
                Indicator::Failed(why) => (format!("Not saved: {why}"), true),
            };
            let shown = words(ui, Type::Small, if failed { Tone::Alarm } else { Tone::Muted }, &saved);
            // Heard without being looked for: at once where it is an alarm.
            let live = if failed { Live::Assertive } else { Live::Polite };
            ui.ctx().accesskit_node_builder(shown.id, |node| {
                node.set_role(Role::Status);
                node.set_label(saved.as_str());
                node.set_live(live);
            });
            if failed && button(ui, ButtonKind::Quiet, "Try again", None).clicked() {
                actions.push(Action::RetrySaving);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let room = ui.available_width();
                let line = fitted(self.keys_here(Focus::of(ui.ctx())), |line| {
                    width_of(ui, Type::Small, line) <= room
                });
                one_line(ui, Type::Small, Tone::Muted, &line);
            });
        });
    }
}
