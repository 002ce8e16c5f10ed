//! The palette: everything that can be done and every patient, found by typing a few letters of it (Ctrl K).
//!
//! [`model`] says what there is for what is typed. The cursor stays in the field; the arrows mark a line, Enter does
//! what it says, Esc closes. A screen reader hears a list box and how much was found.

pub mod model;

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Key, ScrollArea, Ui};

use super::command::Situation;
use super::command::here::Spot;
use super::desk::{Action, Desk};
use super::keys;
use super::theme::Type;
use super::widgets::{Selected, Tone, group, nav_row, search_field, words};
pub use model::Target;
use model::{Line, count_words, lines};

/// What is typed, and the marked line.
#[derive(Default)]
pub struct Draft {
    typed: String,
    marked: usize,
    moved: bool,
    was_shown: bool,
    /// Enter was pressed before the vault had answered.
    enter_waits: bool,
}

/// What became of it.
pub enum Shown {
    /// It stays.
    Open,
    /// It is closed.
    Closed,
    /// Something was chosen.
    Chosen(Target),
}

/// Draws the palette.
pub fn ui(
    ui: &mut Ui,
    desk: &Desk,
    at: (&Situation, Spot),
    draft: &mut Draft,
    actions: &mut Vec<Action>,
) -> Shown {
    if keys::take_from_all(ui.ctx(), Key::Escape) {
        return Shown::Closed;
    }
    let down = keys::take_from_all(ui.ctx(), Key::ArrowDown);
    let up = keys::take_from_all(ui.ctx(), Key::ArrowUp);
    let page_down = keys::take_from_all(ui.ctx(), Key::PageDown);
    let page_up = keys::take_from_all(ui.ctx(), Key::PageUp);
    let enter = keys::take_from_all(ui.ctx(), Key::Enter);
    let field = search_field(ui, "a command, or a patient's name, birth date or phone", &mut draft.typed);
    field.request_focus();
    if field.changed() {
        (draft.marked, draft.moved, draft.enter_waits) = (0, true, false);
        actions.push(Action::LookUp(draft.typed.clone()));
    }
    let lines = lines(desk, at, &draft.typed);
    let last = lines.len().saturating_sub(1);
    const PAGE: usize = 8;
    for (pressed, by) in [(down, 1), (page_down, PAGE)] {
        if pressed {
            (draft.marked, draft.moved) = (draft.marked + by, true);
        }
    }
    for (pressed, by) in [(up, 1), (page_up, PAGE)] {
        if pressed {
            (draft.marked, draft.moved) = (draft.marked.saturating_sub(by), true);
        }
    }
    draft.marked = draft.marked.min(last);
    // While the vault still looks, the first line may be another one in a moment.
    let is_looking = desk.session.is_some()
        && !draft.typed.trim().is_empty()
        && (desk.lookup.found_for != draft.typed || field.changed());
    let waits_for_patients = is_looking && lines.first().is_none_or(|line| line.why_not.is_some());
    let wanted = enter || draft.enter_waits;
    let enter = wanted && !waits_for_patients;
    draft.enter_waits = wanted && waits_for_patients;
    let count = count_words(&lines);
    let found = words(ui, Type::Small, Tone::Muted, &count);
    ui.ctx().accesskit_node_builder(found.id, |node| {
        node.set_role(Role::Status);
        node.set_label(count);
        node.set_live(Live::Polite);
    });
    let clicked = list_ui(ui, &lines, draft, field.id);
    let chosen = clicked.or(enter.then_some(draft.marked)).and_then(|at| lines.get(at));
    match chosen {
        Some(line) if line.why_not.is_none() => Shown::Chosen(line.target.clone()),
        // What can't be had says why where it stands.
        Some(_) | None => Shown::Open,
    }
}

/// Draws the lines; answers with the one that was clicked.
fn list_ui(ui: &mut Ui, lines: &[Line], draft: &mut Draft, field: eframe::egui::Id) -> Option<usize> {
    let moved = std::mem::take(&mut draft.moved);
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 460.0);
    let mut clicked = None;
    // Always of one height: nothing moves while one types.
    let mut area = ScrollArea::vertical().id_salt("found").max_height(height).min_scrolled_height(height);
    if !std::mem::replace(&mut draft.was_shown, true) {
        // It opens at the first line, wherever one was when it was closed.
        area = area.vertical_scroll_offset(0.0);
    }
    area.auto_shrink([false, false]).show(ui, |ui| {
        ui.set_min_height(height);
        group(ui, Role::ListBox, "Commands and patients", |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (at, line) in lines.iter().enumerate() {
                let is_marked = at == draft.marked;
                let right = match line.why_not {
                    Some(why) => format!("{why} · {}", line.keys),
                    None => line.keys.clone(),
                };
                let response =
                    ui.push_id(at, |ui| nav_row(ui, &line.title, &right, Selected::from(is_marked))).inner;
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    if line.why_not.is_some() {
                        node.set_disabled();
                    }
                });
                if is_marked {
                    ui.ctx().accesskit_node_builder(field, |node| {
                        node.set_active_descendant(response.id.accesskit_id());
                    });
                    if moved {
                        response.scroll_to_me(None);
                    }
                }
                if response.clicked() {
                    clicked = Some(at);
                }
            }
        });
    });
    clicked
}
