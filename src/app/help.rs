//! The list of keys, from the one source of shortcuts.

use eframe::egui::{self, Align, Layout, Ui};

use super::command::{Command, SCREEN_KEYS};
use super::theme::Type;
use super::widgets::{Tone, key_cap, section_title, words};

/// Draws the list, in two columns where there is room.
pub fn all_keys(ui: &mut Ui) {
    let two = ui.available_width() > 640.0;
    let column = |ui: &mut Ui, title: &str, rows: &[(&str, &str)]| {
        ui.vertical(|ui| {
            ui.set_width(if two { 410.0 } else { ui.available_width() });
            ui.spacing_mut().item_spacing.y = 2.0;
            section_title(ui, title);
            for (keys, meaning) in rows {
                ui.horizontal(|ui| {
                    ui.allocate_ui_with_layout(
                        egui::vec2(92.0, 26.0),
                        Layout::left_to_right(Align::Center),
                        |ui| {
                            ui.set_width(92.0);
                            key_cap(ui, keys);
                        },
                    );
                    words(ui, Type::Note, Tone::Ink, meaning);
                });
            }
        });
    };
    let commands = Command::ALL.map(|command| (command.keys(), command.words()));
    if two {
        ui.horizontal_top(|ui| {
            column(ui, "Anywhere (on a Mac, Ctrl is the command key)", &commands);
            column(ui, "On the screen at hand", &SCREEN_KEYS);
        });
    } else {
        column(ui, "Anywhere (on a Mac, Ctrl is the command key)", &commands);
        column(ui, "On the screen at hand", &SCREEN_KEYS);
    }
}
