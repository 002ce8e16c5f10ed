//! The list of keys, from the one source of shortcuts: first those of where one is.

use eframe::egui::{self, Align, Layout, Ui};

use super::command::Command;
use super::command::here::{Area, Spot};
use super::theme::Type;
use super::widgets::{Tone, key_cap, section_title, words};

/// Draws the list, in two columns where there is room.
pub fn all_keys(ui: &mut Ui, spot: Spot) {
    let two = ui.available_width() > 640.0;
    let width = if two { 410.0 } else { ui.available_width() };
    let anywhere = |ui: &mut Ui| {
        column(ui, width, |ui| {
            section_title(ui, "Anywhere (on a Mac, Ctrl is the command key)");
            for command in Command::ALL {
                row(ui, command.keys(), command.words());
            }
        });
    };
    let here = |ui: &mut Ui| {
        column(ui, width, |ui| {
            area(ui, spot.area());
            for other in Spot::ALL.into_iter().filter(|other| *other != spot) {
                area(ui, other.area());
            }
        });
    };
    if two {
        ui.horizontal_top(|ui| {
            anywhere(ui);
            here(ui);
        });
    } else {
        here(ui);
        anywhere(ui);
    }
}

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        contents(ui);
    });
}

fn area(ui: &mut Ui, area: &Area) {
    section_title(ui, area.title);
    for key in area.keys {
        row(ui, key.keys, key.words);
    }
}

fn row(ui: &mut Ui, keys: &str, meaning: &str) {
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(egui::vec2(92.0, 26.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(92.0);
            key_cap(ui, keys);
        });
        words(ui, Type::Note, Tone::Ink, meaning);
    });
}
