//! When the vault locks by itself, where backups go, and whether everything in it can be read.

use std::path::PathBuf;

use eframe::egui::Ui;

use super::Draft;
use crate::app::counter::draft::{AUTOLOCK, AUTOLOCK_MINUTES, MOST_MINUTES};
use crate::app::dates;
use crate::app::desk::vault::Step;
use crate::app::desk::{Action, Desk};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, Field, FieldState, Tone, button, card, notice, section_title, text_field, words,
};

/// Draws all three.
pub(super) fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    section_title(ui, "Lock");
    card(ui, |ui| lock(ui, desk, draft, actions));
    ui.add_space(size::SECTION);
    section_title(ui, "Backups");
    card(ui, |ui| backups(ui, desk, draft, actions));
    ui.add_space(size::SECTION);
    section_title(ui, "Is everything readable?");
    card(ui, |ui| check(ui, desk, actions));
}

fn lock(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    words(
        ui,
        Type::Note,
        Tone::Muted,
        "Minutes without a touch until the vault locks by itself. What is half-typed is kept in it.",
    );
    let kept = desk.settings.get(AUTOLOCK).and_then(serde_json::Value::as_u64).unwrap_or(AUTOLOCK_MINUTES);
    let buffer = draft.minutes.get_or_insert_with(|| kept.to_string());
    let read = buffer.trim().parse::<u64>().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
    let why = format!("Type a number from 1 to {MOST_MINUTES}.");
    let state = if read.is_some() { FieldState::Plain } else { FieldState::Wrong(&why) };
    let response =
        text_field(ui, &Field { state, ..Field::plain("Minutes until it locks", "", 90.0) }, buffer);
    if response.lost_focus() {
        if let Some(minutes) = read.filter(|minutes| *minutes != kept) {
            actions.push(Action::Set(AUTOLOCK, minutes.into()));
        }
        draft.minutes = None;
    }
}

fn backups(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
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
    let buffer = draft.folder.get_or_insert_with(|| place.folder.display().to_string());
    let width = ui.available_width();
    let response = text_field(ui, &Field::plain("Folder for backups", "", width), buffer);
    let typed = PathBuf::from(buffer.trim());
    if response.lost_focus() && typed != place.folder {
        let folder = (!typed.as_os_str().is_empty()).then_some(typed);
        actions.push(Action::Vault(Step::SetBackupFolder(folder)));
        draft.folder = None;
    }
    if let Some(chosen) = draft.saver.chosen_folder() {
        actions.push(Action::Vault(Step::SetBackupFolder(Some(PathBuf::from(chosen)))));
        draft.folder = None;
    }
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
        if button(ui, ButtonKind::Plain, "Back up now", Some("B")).clicked() {
            actions.push(Action::Vault(Step::BackUp));
        }
        if button(ui, ButtonKind::Plain, "Choose…", None).clicked() {
            draft.saver.choose_folder(ui.ctx());
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

fn check(ui: &mut Ui, desk: &Desk, actions: &mut Vec<Action>) {
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
    if button(ui, ButtonKind::Plain, "Check now", Some("V")).clicked() {
        actions.push(Action::Vault(Step::Verify));
    }
}
