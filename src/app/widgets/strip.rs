//! A strip with one cell a question: what is known, what is not sure, what was not asked.
//!
//! Lengths in points. The cells differ in height as well as in color: full, half, a line at the foot, nothing.

use eframe::egui::{CornerRadius, Rect, Response, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use crate::app::theme;

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Answered.
    Known,
    /// Answered with "not sure", at least in part.
    Unsure,
    /// Not asked yet.
    Open,
    /// Another answer makes it needless.
    Needless,
}

const HEIGHT: f32 = 12.0;
const GAP: f32 = 1.5;
const LOW: f32 = 2.0;

/// The strip over the whole width at hand; `words` says the same to screen readers.
pub fn standing_strip(ui: &mut Ui, cells: &[Cell], words: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words));
    let step = (width + GAP) / cells.len().max(1) as f32;
    let gap = if step > 2.0 * GAP { GAP } else { 0.0 };
    let painter = ui.painter();
    for (at, cell) in cells.iter().enumerate() {
        let left = rect.left() + at as f32 * step;
        let right = left + step - gap;
        let (height, color) = match cell {
            Cell::Known => (HEIGHT, palette.accent),
            Cell::Unsure => (HEIGHT / 2.0, palette.incomplete.strong),
            Cell::Open => (LOW, palette.control_line),
            Cell::Needless => continue,
        };
        let bar = Rect::from_min_max(pos2(left, rect.bottom() - height), pos2(right, rect.bottom()));
        painter.rect_filled(bar, CornerRadius::ZERO, color);
    }
    response
}
