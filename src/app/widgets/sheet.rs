//! How does a page look in a list of pages? Small, with its number, and marked where it is the one in view.
//!
//! Lengths in points. What stands on the page, and who makes its picture, is the caller's.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Rect, Response, Sense, Stroke, StrokeKind, TextureId, Ui, Vec2,
    WidgetInfo, accesskit::Role, pos2, vec2,
};

use super::{
    nav::Selected,
    shape,
    text::{self, Run},
};
use crate::app::theme::{self, Type, size};

/// How wide a page is in the list.
pub const SHEET: f32 = 76.0;
const NUMBER: f32 = 26.0;
const PAD: f32 = 6.0;

/// One page of the list.
#[derive(Clone, Copy, Debug)]
pub struct SheetRow {
    /// Its number, from 1.
    pub number: usize,
    /// Whether it is the one in view.
    pub selected: Selected,
    /// Its height over its width.
    pub ratio: f32,
    /// Its picture, once it is made.
    pub picture: Option<TextureId>,
}

/// A page of the list; `clicked()` means that it is to be shown.
pub fn sheet_row(ui: &mut Ui, row: SheetRow) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let paper = vec2(SHEET, SHEET * row.ratio);
    let wanted = vec2(NUMBER + SHEET + PAD, paper.y + 2.0 * PAD);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let label = format!("Go to page {}", row.number);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, enabled, &label));
    let is_selected = row.selected == Selected::Yes;
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_selected));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let sheet = Rect::from_min_size(pos2(rect.left() + NUMBER, rect.top() + PAD), paper);
    ui.painter().rect_filled(sheet, CornerRadius::ZERO, theme::PAPER);
    if let Some(picture) = row.picture {
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(picture, sheet, whole, theme::AS_IT_IS);
    }
    // Not by color alone: a thick frame, and the number on a filled ground.
    let (line, ink) = match row.selected {
        Selected::Yes => (Stroke::new(2.0 * size::FOCUS, palette.accent), palette.on_accent),
        Selected::No if response.hovered() => (Stroke::new(size::LINE, palette.control_line), palette.ink),
        Selected::No => (Stroke::new(size::LINE, palette.line), palette.muted),
    };
    ui.painter().rect_stroke(sheet, CornerRadius::ZERO, line, StrokeKind::Outside);
    let words = row.number.to_string();
    let words = text::line(ui, &[Run::new(&words, Type::SmallStrong, ink)], NUMBER);
    let middle = pos2(rect.left() + NUMBER / 2.0 - 3.0, sheet.top() + 9.0);
    if is_selected {
        let ground = Rect::from_center_size(middle, words.size().max(Vec2::splat(12.0)) + vec2(6.0, 1.0));
        ui.painter().rect_filled(ground, CornerRadius::same(size::CAP_RADIUS), palette.accent);
    }
    text::place(ui, words, Align2::CENTER_CENTER, middle);
    shape::reveal(&response);
    if response.has_focus() {
        shape::focus_ring(
            ui.painter(),
            palette,
            rect.shrink(size::FOCUS_GAP + size::FOCUS),
            size::CAP_RADIUS,
        );
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}
