//! The settings: how the window looks, what stands on the pages, when the vault locks, where folders are.
//!
//! [`model`] says what can be set, this draws it. A change holds at once, can be taken back, and says when it is on
//! the disk. A field is taken when one leaves it.

pub mod look;
pub mod model;

use std::collections::HashMap;

use eframe::egui::{Align, Event, EventFilter, Frame, Key, Layout, Margin, ScrollArea, Ui, vec2};

use super::desk::edits::SettingChange;
use super::desk::{Action, Desk};
use super::keys;
use super::summary::save::Saver;
use super::theme::{Type, size};
use super::widgets::{
    ButtonKind, Choice, ChoiceRow, ChoiceState, Cursor, FieldState, Tone, button, card, choice_row, notice,
    page_title, section_title, text_field, words,
};
use model::{Field, FieldId, Item, Options, Section};

/// What is half-typed.
#[derive(Default)]
pub struct Draft {
    typed: HashMap<FieldId, String>,
    saver: Saver,
    focused: bool,
    /// The field that has the cursor.
    cursor: Option<FieldId>,
}

impl Draft {
    /// Whether nothing is half-typed where the cursor is, so that undo means the settings.
    pub fn is_untouched(&self) -> bool {
        self.cursor.is_none_or(|id| !self.typed.contains_key(&id))
    }

    /// What is typed into fields that were not left yet.
    pub fn finished(&self, desk: &Desk) -> Vec<Action> {
        let read = |(id, typed): (&FieldId, &String)| model::read(desk, *id, typed).ok().flatten();
        self.typed.iter().filter_map(read).map(Action::ChangeSetting).collect()
    }
}

/// Options of a choice stand beside each other, each so wide.
const OPTION: f32 = 164.0;

/// Draws the settings; the answer is whether one leaves them.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) -> bool {
    if keys::take_from_all(ui.ctx(), Key::Escape) {
        return true;
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(40, 26)).show(ui, |ui| {
            page_title(ui, "Settings");
            // Always there, so that nothing below moves when a change is saved.
            let said = desk.edits.setting_said.as_deref();
            notice(
                ui,
                said.unwrap_or("Each change counts as soon as it is made. Ctrl Z takes the last one back."),
            );
            ui.add_space(size::GAP);
            let all = model::sections(desk);
            draft.cursor = None;
            let whole = ui.available_width();
            if whole <= 980.0 {
                for section in &all {
                    section_ui(ui, desk, section, draft, actions);
                }
                return;
            }
            let column = (whole - size::SECTION) / 2.0;
            let (left, right) = all.split_at(all.len().min(3));
            ui.horizontal_top(|ui| {
                for sections in [left, right] {
                    ui.allocate_ui_with_layout(vec2(column, 0.0), Layout::top_down(Align::Min), |ui| {
                        ui.set_width(column);
                        for section in sections {
                            section_ui(ui, desk, section, draft, actions);
                        }
                    });
                    ui.add_space(size::SECTION - size::GAP);
                }
            });
        });
    });
    false
}

fn section_ui(ui: &mut Ui, desk: &Desk, section: &Section, draft: &mut Draft, actions: &mut Vec<Action>) {
    section_title(ui, section.title);
    card(ui, |ui| {
        for item in &section.items {
            match item {
                Item::Field(field) => field_ui(ui, desk, field, draft, actions),
                Item::Choice(options) => choice_ui(ui, options, draft, actions),
                Item::Words(line) => {
                    words(ui, Type::Note, Tone::Muted, line);
                }
                Item::Alarm(line) => {
                    words(ui, Type::NoteStrong, Tone::Alarm, line);
                }
                Item::Go(label, command) => {
                    if button(ui, ButtonKind::Plain, label, Some(command.keys())).clicked() {
                        actions.push(Action::Run(*command));
                    }
                }
            }
        }
    });
    ui.add_space(size::GAP);
}

fn field_ui(ui: &mut Ui, desk: &Desk, field: &Field, draft: &mut Draft, actions: &mut Vec<Action>) {
    words(ui, Type::NoteStrong, Tone::Ink, field.label);
    let mut buffer = draft.typed.get(&field.id).cloned().unwrap_or_else(|| field.value.clone());
    let wrong = model::read(desk, field.id, &buffer).err();
    let state = wrong.as_deref().map_or(FieldState::Plain, FieldState::Wrong);
    let width = if field.id == FieldId::Autolock { 90.0 } else { ui.available_width() };
    let drawn =
        super::widgets::Field { state, ..super::widgets::Field::plain(field.label, &field.hint, width) };
    let response = text_field(ui, &drawn, &mut buffer);
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if response.changed() {
        draft.typed.insert(field.id, buffer.clone());
    }
    if response.has_focus() {
        draft.cursor = Some(field.id);
    }
    if response.lost_focus() || enter {
        // What can't be used stays to be mended; what can is taken.
        match model::read(desk, field.id, &buffer) {
            Ok(change) => {
                draft.typed.remove(&field.id);
                actions.extend(change.map(Action::ChangeSetting));
            }
            Err(_) => {
                draft.typed.insert(field.id, buffer);
            }
        }
    }
    if field.id == FieldId::Backups {
        if let Some(chosen) = draft.saver.chosen_folder() {
            draft.typed.remove(&FieldId::Backups);
            let change = model::read(desk, FieldId::Backups, &chosen).ok().flatten();
            actions.extend(change.map(Action::ChangeSetting));
        }
        if button(ui, ButtonKind::Plain, "Choose…", None).clicked() {
            draft.saver.choose_folder(ui.ctx());
        }
    }
    ui.add_space(size::TIGHT);
}

fn choice_ui(ui: &mut Ui, options: &Options, draft: &mut Draft, actions: &mut Vec<Action>) {
    words(ui, Type::NoteStrong, Tone::Ink, options.label);
    let mut chosen: Option<SettingChange> = None;
    ui.push_id(options.label, |ui| {
        ui.horizontal_wrapped(|ui| {
            let mut ids = Vec::new();
            for (label, holds, change) in &options.options {
                let drawn =
                    ui.allocate_ui_with_layout(vec2(OPTION, size::ROW), Layout::top_down(Align::Min), |ui| {
                        ui.set_width(OPTION);
                        let state = if *holds { ChoiceState::Yes } else { ChoiceState::No };
                        let cursor = Cursor::Elsewhere;
                        let multi = Choice::Radio;
                        choice_row(ui, ChoiceRow { key: "", label, detail: None, state, cursor, multi })
                    });
                let response = drawn.inner;
                // The arrows mean the choice, and do not lead out of it.
                let filter =
                    EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
                ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
                if !draft.focused && *holds {
                    response.request_focus();
                    draft.focused = true;
                }
                if response.clicked() {
                    chosen = Some(change.clone());
                }
                ids.push(response);
            }
            // The arrows go to the neighbor of the same choice, and choose it.
            let at = ids.iter().position(eframe::egui::Response::has_focus);
            if let Some(step) = at.and_then(|at| arrow(ui, at, ids.len()))
                && let Some((_, _, change)) = options.options.get(step)
                && let Some(response) = ids.get(step)
            {
                response.request_focus();
                chosen = Some(change.clone());
            }
        });
    });
    actions.extend(chosen.map(Action::ChangeSetting));
    ui.add_space(size::TIGHT);
}

/// Where an arrow leads within a choice of so many.
fn arrow(ui: &Ui, at: usize, count: usize) -> Option<usize> {
    let pressed = |wanted: [Key; 2]| {
        ui.ctx().input_mut(|input| {
            let is_wanted = |event: &Event| {
                matches!(event, Event::Key { key, pressed: true, modifiers, .. }
                    if wanted.contains(key) && modifiers.is_none())
            };
            let found = input.events.iter().any(is_wanted);
            input.events.retain(|event| !is_wanted(event));
            found
        })
    };
    if pressed([Key::ArrowRight, Key::ArrowDown]) {
        (at + 1 < count).then_some(at + 1)
    } else if pressed([Key::ArrowLeft, Key::ArrowUp]) {
        at.checked_sub(1)
    } else {
        None
    }
}
