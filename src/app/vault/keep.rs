//! Where backups go, when the last one was made, and whether everything in the vault can be read.

use eframe::egui::Ui;

use crate::app::command::Command;
use crate::app::command::here::Spot;
use crate::app::dates;
use crate::app::desk::vault::Step;
use crate::app::desk::{Action, Desk};
use crate::app::theme::{Type, size};
use crate::app::widgets::{ButtonKind, Tone, button, card, notice, section_title, words};

/// Draws both.
pub(super) fn ui(ui: &mut Ui, desk: &Desk, spot: Spot, actions: &mut Vec<Action>) {
    // While one types into a form, its letters are no keys.
    let key = |key: &'static str| (spot == Spot::Vault).then_some(key);
    section_title(ui, "Backups");
    card(ui, |ui| backups(ui, desk, key("B"), actions));
    ui.add_space(size::SECTION);
    section_title(ui, "Is everything readable?");
    card(ui, |ui| check(ui, desk, key("V"), actions));
}

fn backups(ui: &mut Ui, desk: &Desk, key: Option<&str>, actions: &mut Vec<Action>) {
    let Some(place) = &desk.vault.backups else {
        words(ui, Type::Note, Tone::Muted, "Sample patients are not backed up.");
        return;
    };
    words(ui, Type::Note, Tone::Ink, &last_words(desk));
    if let Some(problem) = &desk.vault.backup_problem {
        words(ui, Type::NoteStrong, Tone::Alarm, &format!("Not backed up: {problem}"));
    }
    words(
        ui,
        Type::Note,
        Tone::Muted,
        "Made when the vault is opened, locked or closed and something has changed; each is opened and read back. \
         Kept: ten of a day, one a day for two weeks, one a week for two months, one a month for a year.",
    );
    words(ui, Type::Note, Tone::Ink, &format!("They go to {}.", place.folder.display()));
    if place.is_default {
        words(
            ui,
            Type::Small,
            Tone::Muted,
            "This folder is beside the vault: one bad disk takes both. Another disk is better.",
        );
    } else if !place.is_there {
        words(ui, Type::NoteStrong, Tone::Alarm, "This folder is not there now.");
    }
    ui.horizontal_wrapped(|ui| {
        if button(ui, ButtonKind::Plain, "Back up now", key).clicked() {
            actions.push(Action::Vault(Step::BackUp));
        }
        if button(ui, ButtonKind::Plain, "Another folder", Some(Command::Settings.keys())).clicked() {
            actions.push(Action::Run(Command::Settings));
        }
    });
}

/// The last backup in words.
pub fn last_words(desk: &Desk) -> String {
    match desk.vault.backups.as_ref().and_then(|place| place.last.as_ref()) {
        Some(last) => {
            let day = (desk.clock.day_of)(last.at);
            let day = if day == (desk.clock.today)() { "today".to_owned() } else { dates::words(day) };
            let time = (desk.clock.time_of)(last.at).strftime("%H:%M");
            let patients = if last.patients == 1 {
                "1 patient".to_owned()
            } else {
                format!("{} patients", last.patients)
            };
            format!("Last backup {day} {time}, checked: {patients}.")
        }
        None => "No backup was made yet.".to_owned(),
    }
}

fn check(ui: &mut Ui, desk: &Desk, key: Option<&str>, actions: &mut Vec<Action>) {
    match &desk.vault.report {
        None => {
            words(
                ui,
                Type::Note,
                Tone::Muted,
                "Reads keys, every page, every entry and the index, and changes nothing.",
            );
        }
        Some(report) if report.is_whole() => {
            notice(ui, &format!("Everything can be read: {} checks, nothing found.", report.checks.len()));
        }
        Some(report) => {
            words(
                ui,
                Type::NoteStrong,
                Tone::Alarm,
                "Damaged. Restore the last backup, and keep the damaged file.",
            );
            for check in report.checks.iter().filter(|check| !check.problems.is_empty()) {
                words(ui, Type::Note, Tone::Ink, &format!("{}: {}", check.what, check.problems.join("; ")));
            }
        }
    }
    if button(ui, ButtonKind::Plain, "Check now", key).clicked() {
        actions.push(Action::Vault(Step::Verify));
    }
}
