//! Going from one place to another: the three steps at the top, the topics at the left.
//!
//! Lengths in points. Where an entry leads is the caller's business.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Response, Sense, Ui, UiBuilder, WidgetInfo, accesskit::Role, pos2, vec2,
};

use super::{
    shape,
    text::{self, Run},
};
use crate::app::theme::{self, Type, size};

/// Whether an entry is the one that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selected {
    /// It is open.
    Yes,
    /// Another one is.
    No,
}

impl From<bool> for Selected {
    fn from(open: bool) -> Self {
        if open { Self::Yes } else { Self::No }
    }
}

const TAB_PAD: f32 = 15.0;
const NAV_PAD: f32 = 10.0;

/// Controls that screen readers announce as one thing: tabs, options, the rows of a table.
pub fn group<R>(ui: &mut Ui, role: Role, label: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().accessibility_role(role).accessibility_label(label);
    ui.scope_builder(builder, contents).inner
}

/// How wide a tab with these words is, open or not.
pub fn tab_width(ui: &Ui, label: &str) -> f32 {
    (text::width_of(ui, Type::Strong, label) + 2.0 * TAB_PAD).ceil()
}

/// The topics: holds [`nav_row`]s and nothing else, and is told as one list of them.
pub fn nav_list<R>(ui: &mut Ui, label: &str, rows: impl FnOnce(&mut Ui) -> R) -> R {
    group(ui, Role::ListBox, label, rows)
}

/// One of the steps at the top of the window.
pub fn tab(ui: &mut Ui, label: &str, selected: Selected) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let (role, color) = match selected {
        Selected::Yes => (Type::Strong, palette.accent),
        Selected::No => (Type::Body, palette.muted),
    };
    let words = text::line(ui, &[Run::new(label, role, color)], f32::INFINITY);
    let wanted = vec2((words.size().x + 2.0 * TAB_PAD).ceil(), size::ROW);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    announce(ui, &response, Role::Tab, label, selected);
    paint_ground(ui, &response, selected);
    text::place(ui, words, Align2::CENTER_CENTER, rect.center());
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// One topic in the left pane, with its progress at the right end.
pub fn nav_row(ui: &mut Ui, label: &str, right_text: &str, selected: Selected) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::NAV), Sense::click());
    announce(ui, &response, Role::ListBoxOption, label, selected);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(right_text));
    paint_ground(ui, &response, selected);
    let (role, color) = match selected {
        Selected::Yes => (Type::Strong, palette.accent),
        Selected::No => (Type::Body, palette.ink),
    };
    let middle = rect.center().y;
    let progress = Run::new(right_text, Type::Small, palette.muted);
    let progress = text::line(ui, &[progress], width / 2.0);
    let end = pos2(rect.right() - NAV_PAD, middle);
    let taken = text::place(ui, progress, Align2::RIGHT_CENTER, end);
    let start = pos2(rect.left() + NAV_PAD, middle);
    let room = taken.left() - size::GAP - start.x;
    let words = text::line(ui, &[Run::new(label, role, color)], room);
    text::place(ui, words, Align2::LEFT_CENTER, start);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

fn announce(ui: &Ui, response: &Response, role: Role, label: &str, selected: Selected) {
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(role, enabled, label));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected == Selected::Yes);
    });
}

fn paint_ground(ui: &Ui, response: &Response, selected: Selected) {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let fill = match selected {
        Selected::Yes => palette.accent_soft,
        Selected::No if response.hovered() => palette.ground,
        Selected::No => theme::CLEAR,
    };
    let radius = CornerRadius::same(size::RADIUS);
    ui.painter().rect_filled(response.rect, radius, fill);
    shape::reveal(response);
    if response.has_focus() {
        shape::focus_ring(ui.painter(), palette, response.rect, size::RADIUS);
    }
}
