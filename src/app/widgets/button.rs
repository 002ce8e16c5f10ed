//! Buttons, and the key caps that tell how to do without them.
//!
//! Lengths in points. Which key does what is the caller's; a cap only shows it.

use eframe::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, accesskit::Role, pos2, vec2,
};

use super::{
    shape,
    text::{self, Run},
};
use crate::app::theme::{self, Palette, Type, size};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do next; at most one on a screen.
    Primary,
    /// Everything else that can be done here.
    Plain,
    /// Seldom wanted: no border until the pointer is on it.
    Quiet,
}

const PAD: f32 = 15.0;
const BEFORE_CAP: f32 = 19.0;
const CAP_PAD: f32 = 5.0;

/// Words that do something, without a frame: for several lesser ones beside each other.
pub fn link(ui: &mut Ui, label: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let words = text::line(ui, &[Run::new(label, Type::Note, palette.accent)], f32::INFINITY);
    let wanted = vec2(words.size().x.ceil(), size::TARGET);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    let place = text::place(ui, words, Align2::LEFT_CENTER, rect.left_center());
    if response.hovered() {
        let line = Stroke::new(size::LINE, palette.accent);
        ui.painter().hline(place.x_range(), place.bottom() - 1.0, line);
    }
    shape::reveal(&response);
    if response.has_focus() {
        shape::focus_ring(ui.painter(), palette, rect, size::CAP_RADIUS);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A question that leads to the field of its answer: its number, its words over as many lines as they take, and
/// below them what the answer is good for.
pub fn asking_row(ui: &mut Ui, number: &str, question: &str, below: &str) -> Response {
    const INDENT: f32 = 22.0;
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let room = ui.available_width() - INDENT;
    let asked = text::paragraph(ui, &[Run::new(question, Type::Note, palette.ink)], room);
    let lesser = text::paragraph(ui, &[Run::new(below, Type::Small, palette.muted)], room);
    let height = (asked.size().y + lesser.size().y + 4.0).max(size::TARGET);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, question));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(below));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(size::CAP_RADIUS), palette.accent_soft);
    }
    let top = rect.top() + 2.0;
    let number = text::line(ui, &[Run::new(number, Type::Note, palette.muted)], INDENT);
    text::place(ui, number, Align2::LEFT_TOP, pos2(rect.left(), top));
    let asked = text::place(ui, asked, Align2::LEFT_TOP, pos2(rect.left() + INDENT, top));
    text::place(ui, lesser, Align2::LEFT_TOP, asked.left_bottom());
    shape::reveal(&response);
    if response.has_focus() {
        shape::focus_ring(ui.painter(), palette, rect, size::CAP_RADIUS);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// How wide a button with these words and this key is.
pub fn button_width(ui: &Ui, label: &str, key_cap: Option<&str>) -> f32 {
    let cap = key_cap.map_or(0.0, |key| cap_size(ui, key).x + BEFORE_CAP);
    (text::width_of(ui, Type::Strong, label) + cap + 2.0 * PAD).ceil()
}

/// A button, with the key that does the same, if there is one (`Enter`, `Ctrl P`).
pub fn button(ui: &mut Ui, kind: ButtonKind, label: &str, key_cap: Option<&str>) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let ink = match kind {
        ButtonKind::Primary => palette.on_accent,
        ButtonKind::Plain => palette.ink,
        ButtonKind::Quiet => palette.accent,
    };
    let words = text::line(ui, &[Run::new(label, Type::Strong, ink)], f32::INFINITY);
    let cap_width = key_cap.map(|key| cap_size(ui, key).x);
    let width = words.size().x + cap_width.map_or(0.0, |cap| cap + BEFORE_CAP) + 2.0 * PAD;
    let (rect, response) = ui.allocate_exact_size(vec2(width.ceil(), size::BUTTON), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    if let Some(key) = key_cap {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(key));
    }

    let (fill, border) = colors(palette, kind, &response);
    ui.painter().rect(
        rect,
        CornerRadius::same(size::RADIUS),
        fill,
        Stroke::new(size::LINE, border),
        StrokeKind::Inside,
    );
    let middle = rect.center().y;
    text::place(ui, words, Align2::LEFT_CENTER, pos2(rect.left() + PAD, middle));
    if let (Some(key), Some(cap)) = (key_cap, cap_width) {
        let left = rect.right() - PAD - cap;
        let at = Rect::from_min_size(pos2(left, middle - size::CAP / 2.0), vec2(cap, size::CAP));
        let cap_colors = match kind {
            ButtonKind::Primary => CapColors::on_accent(palette),
            ButtonKind::Plain | ButtonKind::Quiet => CapColors::plain(palette),
        };
        paint_cap(ui, at, key, cap_colors);
    }
    shape::reveal(&response);
    if response.has_focus() {
        shape::focus_ring(ui.painter(), palette, rect, size::RADIUS);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

fn colors(palette: &Palette, kind: ButtonKind, response: &Response) -> (Color32, Color32) {
    let pressed = response.is_pointer_button_down_on();
    match kind {
        ButtonKind::Primary if response.hovered() => (palette.accent_hover, palette.accent_hover),
        ButtonKind::Primary => (palette.accent, palette.accent),
        ButtonKind::Plain if pressed => (palette.accent_soft, palette.accent),
        ButtonKind::Plain if response.hovered() => (palette.ground, palette.muted),
        ButtonKind::Plain => (palette.surface, palette.control_line),
        ButtonKind::Quiet if pressed || response.hovered() => (palette.accent_soft, palette.accent_soft),
        ButtonKind::Quiet => (theme::CLEAR, theme::CLEAR),
    }
}

/// A key as it stands on the keyboard.
pub fn key_cap(ui: &mut Ui, key: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let wanted = cap_size(ui, key);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Keyboard, true, key));
    paint_cap(ui, rect, key, CapColors::plain(&theme.palette));
    response
}

pub(super) fn cap_size(ui: &Ui, key: &str) -> Vec2 {
    let ink = theme::of(ui.ctx()).palette.ink;
    let words = text::line(ui, &[Run::new(key, Type::Key, ink)], f32::INFINITY);
    let width = (words.size().x + 2.0 * (CAP_PAD + size::LINE)).ceil();
    vec2(width.max(size::CAP + 1.0), size::CAP)
}

/// The colors of one key cap.
#[derive(Debug, Clone, Copy)]
pub(super) struct CapColors {
    ink: Color32,
    fill: Color32,
    line: Color32,
}

impl CapColors {
    pub(super) fn plain(palette: &Palette) -> Self {
        Self { ink: palette.muted, fill: palette.surface, line: palette.line }
    }

    fn on_accent(palette: &Palette) -> Self {
        Self { ink: palette.on_accent, fill: theme::CLEAR, line: theme::half(palette.on_accent) }
    }
}

/// A cap with a thicker lower edge, as keys have.
pub(super) fn paint_cap(ui: &Ui, rect: Rect, key: &str, colors: CapColors) {
    let painter = ui.painter();
    let radius = CornerRadius::same(size::CAP_RADIUS - 1);
    let line = Stroke::new(size::LINE, colors.line);
    painter.rect(rect, radius, colors.fill, line, StrokeKind::Inside);
    let inset = f32::from(size::CAP_RADIUS) - 2.0;
    let base = rect.bottom() - 1.5 * size::LINE;
    painter.hline(rect.left() + inset..=rect.right() - inset, base, Stroke::new(size::LINE, colors.line));
    let lifted: Pos2 = rect.center() - vec2(0.0, size::LINE / 2.0);
    let run = Run::new(key, Type::Key, colors.ink);
    let words = text::line(ui, &[run], rect.width());
    text::place(ui, words, Align2::CENTER_CENTER, lifted);
}
