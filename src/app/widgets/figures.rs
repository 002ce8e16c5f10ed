//! A table of figures: what is measured at the left, a column for each group at the right.
//!
//! Lengths in points. Each row is one thing to a screen reader, which reads it as a sentence.

use eframe::egui::{Align2, Response, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use super::text::{self, Run};
use crate::app::theme::{self, Type};

/// The widest that a column becomes.
const COLUMN: f32 = 104.0;
/// The part of the row that stays for what is measured.
const WORDS: f32 = 0.4;

fn column_width(width: f32, columns: usize) -> f32 {
    COLUMN.min(width * (1.0 - WORDS) / columns.max(1) as f32)
}

/// The heads of the columns.
pub fn figures_head(ui: &mut Ui, heads: &[String]) {
    let theme = theme::of(ui.ctx());
    let color = theme.palette.muted;
    let width = ui.available_width();
    let column = column_width(width, heads.len());
    let galleys: Vec<_> = heads
        .iter()
        .map(|head| text::paragraph(ui, &[Run::new(head, Type::SmallStrong, color)], column - 12.0))
        .collect();
    let height = galleys.iter().map(|galley| galley.size().y).fold(0.0, f32::max);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let spoken = heads.join(", ");
    response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, &spoken));
    for (from_end, galley) in galleys.into_iter().rev().enumerate() {
        let at = pos2(rect.right() - column * from_end as f32, rect.bottom());
        text::place(ui, galley, Align2::RIGHT_BOTTOM, at);
    }
}

/// One row: what is measured, and its figure in each column. `spoken` is the row as a sentence.
pub fn figure_row(ui: &mut Ui, head: &str, figures: &[String], spoken: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let ink = theme.palette.ink;
    let width = ui.available_width();
    let column = column_width(width, figures.len());
    let room = width - column * figures.len() as f32;
    let words = text::paragraph(ui, &[Run::new(head, Type::Body, ink)], room);
    let first_line = Type::Body.line_height();
    let (rect, response) =
        ui.allocate_exact_size(vec2(width, words.size().y.max(first_line)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, spoken));
    text::place(ui, words, Align2::LEFT_TOP, rect.min);
    for (from_end, figure) in figures.iter().rev().enumerate() {
        let galley = text::line(ui, &[Run::new(figure, Type::Body, ink)], column);
        let at = pos2(rect.right() - column * from_end as f32, rect.top());
        text::place(ui, galley, Align2::RIGHT_TOP, at);
    }
    response
}
