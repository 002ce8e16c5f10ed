//! A table of figures: what is measured at the left, a column for each group at the right.
//!
//! Lengths in points. A screen reader hears each row as a sentence, and can go through its cells.

use eframe::egui::{Align2, Rect, Response, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use super::table::{self, Cell, cells};
use super::text::{self, Run};
use crate::app::theme::{self, Type};

/// The widest that a column becomes.
const COLUMN: f32 = 128.0;
/// The part of the row that stays for what is measured.
const WORDS: f32 = 0.4;

fn column_width(width: f32, columns: usize) -> f32 {
    COLUMN.min(width * (1.0 - WORDS) / columns.max(1) as f32)
}

/// The heads of the columns; that of what is measured may be empty.
pub fn figures_head(ui: &mut Ui, measured: &str, heads: &[String]) {
    let theme = theme::of(ui.ctx());
    let color = theme.palette.muted;
    let width = ui.available_width();
    let column = column_width(width, heads.len());
    let galleys: Vec<_> = heads
        .iter()
        .map(|head| text::paragraph(ui, &[Run::new(head, Type::SmallStrong, color)], column - 12.0))
        .collect();
    let line = Type::SmallStrong.line_height();
    let height = galleys.iter().map(|galley| galley.size().y).fold(line, f32::max);
    let rect = table::plain_row(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let first = (Cell::ColumnHead, before(rect, column, heads.len()), measured);
        let rest = heads.iter().enumerate();
        let rest =
            rest.map(|(at, head)| (Cell::ColumnHead, place(rect, column, heads.len(), at), head.as_str()));
        cells(ui, &std::iter::once(first).chain(rest).collect::<Vec<_>>());
        rect
    });
    let first = text::line(ui, &[Run::new(measured, Type::SmallStrong, color)], width - column);
    text::place(ui, first, Align2::LEFT_BOTTOM, rect.left_bottom());
    for (from_end, galley) in galleys.into_iter().rev().enumerate() {
        let at = pos2(rect.right() - column * from_end as f32, rect.bottom());
        text::place(ui, galley, Align2::RIGHT_BOTTOM, at);
    }
}

/// Where the cell of a column stands.
fn place(row: Rect, column: f32, count: usize, at: usize) -> Rect {
    let left = row.right() - column * (count - at) as f32;
    Rect::from_x_y_ranges(left..=left + column, row.y_range())
}

/// Where what is measured stands.
fn before(row: Rect, column: f32, count: usize) -> Rect {
    row.with_max_x(row.right() - column * count as f32)
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
    table::plain_row(ui, |ui| {
        let wanted = vec2(width, words.size().y.max(first_line));
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, head));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(spoken));
        text::place(ui, words, Align2::LEFT_TOP, rect.min);
        for (from_end, figure) in figures.iter().rev().enumerate() {
            let galley = text::line(ui, &[Run::new(figure, Type::Body, ink)], column);
            let at = pos2(rect.right() - column * from_end as f32, rect.top());
            text::place(ui, galley, Align2::RIGHT_TOP, at);
        }
        let all = figures.iter().enumerate();
        let all =
            all.map(|(at, words)| (Cell::Figure, place(rect, column, figures.len(), at), words.as_str()));
        cells(ui, &all.collect::<Vec<_>>());
        response
    })
}
