//! The list of keys, from the one source of shortcuts: first those of where one is.

use eframe::egui::{self, Align, Layout, Ui};

use super::command::Command;
use super::command::here::{Area, Spot};
use super::theme::{Type, size};
use super::widgets::{Tone, key_cap, section_title, words};

/// Draws the list, in two columns of about the same height where there is room.
pub fn all_keys(ui: &mut Ui, spot: Spot) {
    let others: Vec<&Area> = Spot::ALL.into_iter().filter(|other| *other != spot).map(Spot::area).collect();
    if ui.available_width() > 640.0 {
        let width = (ui.available_width() / 2.0 - size::GAP).min(410.0);
        let (beside, below) = others.split_at(split(spot.area(), &others));
        ui.horizontal_top(|ui| {
            column(ui, width, |ui| {
                anywhere(ui);
                below.iter().for_each(|other| area(ui, other));
            });
            column(ui, width, |ui| {
                area(ui, spot.area());
                beside.iter().for_each(|other| area(ui, other));
            });
        });
    } else {
        let width = ui.available_width();
        column(ui, width, |ui| {
            area(ui, spot.area());
            others.iter().for_each(|other| area(ui, other));
        });
        column(ui, width, anywhere);
    }
}

/// How many of the other areas stand in the column of the one where one is; the rest stand below the keys that are heard
/// anywhere.
fn split(here: &Area, others: &[&Area]) -> usize {
    let rows = |keys: usize| keys + 1;
    let all: usize = others.iter().map(|area| rows(area.keys.len())).sum();
    let (mut right, mut left) = (rows(here.keys.len()), rows(Command::ALL.len()) + all);
    let more = others.iter().take_while(|area| {
        let area = rows(area.keys.len());
        let goes_right =
            right + area <= left - area || right + area - (left - area) < left.saturating_sub(right);
        if goes_right {
            (right, left) = (right + area, left - area);
        }
        goes_right
    });
    more.count()
}

fn anywhere(ui: &mut Ui) {
    section_title(ui, "Anywhere (on a Mac, Ctrl is the command key)");
    for command in Command::ALL {
        row(ui, command.keys(), command.words());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_columns_are_about_as_long_wherever_one_is() {
        for spot in Spot::ALL {
            let others: Vec<&Area> =
                Spot::ALL.into_iter().filter(|other| *other != spot).map(Spot::area).collect();
            let (right, left) = others.split_at(split(spot.area(), &others));
            let rows = |areas: &[&Area]| areas.iter().map(|area| area.keys.len() + 1).sum::<usize>();
            let right = rows(right) + spot.area().keys.len() + 1;
            let left = rows(left) + Command::ALL.len() + 1;
            assert!(right.abs_diff(left) <= 20, "{spot:?}: {left} and {right} rows");
        }
    }
}
