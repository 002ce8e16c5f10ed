//! A table of treatments with what each would cost: one row a treatment, figures at the right.
//!
//! Lengths in points. Where there is little room, the lesser columns are left out; a screen reader finds
//! every cell, and hears the whole row. Nothing is known about money: all cells are words.

use eframe::egui::{Align2, CursorIcon, Response, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use super::level::Level;
use super::list::{Place, paint_ground, tell_row};
use super::nav::Selected;
use super::sign::{chip_width, paint_chip};
use super::text::{self, Run};
use crate::app::theme::{self, Type, size};

/// The columns of figures, from the left.
pub const FIGURES: usize = 4;

/// One treatment, in words.
#[derive(Debug, Clone, Copy)]
pub struct CompareRow<'a> {
    /// Its name.
    pub title: &'a str,
    /// The second line: brand, package.
    pub below: &'a str,
    /// The figures, each with a second line that may be empty; the third is the one that is asked for.
    pub figures: [(&'a str, &'a str); FIGURES],
    /// Its verdict.
    pub verdict: Option<(Level, &'a str)>,
    /// The whole row as a sentence.
    pub spoken: &'a str,
    /// Whether it is the one that is shown in full.
    pub selected: Selected,
    /// Where it stands.
    pub place: Place,
}

/// The widths of the figures' columns; nothing for one that is left out.
fn widths(width: f32) -> ([f32; FIGURES], f32) {
    // "No concern found", with its sign.
    const VERDICT: f32 = 150.0;
    match width {
        width if width >= 800.0 => ([106.0, 100.0, 206.0, 114.0], VERDICT),
        width if width >= 600.0 => ([0.0, 100.0, 206.0, 0.0], VERDICT),
        _ => ([0.0, 0.0, 200.0, 0.0], VERDICT),
    }
}

/// The heads of the columns: the name, the figures, the verdict.
pub fn compare_head(ui: &mut Ui, name: &str, figures: [&str; FIGURES], verdict: &str) {
    let theme = theme::of(ui.ctx());
    let color = theme.palette.muted;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 33.0), Sense::hover());
    let spoken = format!("{name}, {}, {verdict}", figures.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
    let [a, b, c, d] = figures;
    tell_row(ui, &response, Role::ColumnHeader, &[name, a, b, c, d, verdict]);
    let (columns, last) = widths(width);
    let mut right = rect.right() - size::PAD;
    let mut head = |words: &str, column: f32, ui: &Ui| {
        if column > 0.0 {
            let galley = text::line(ui, &[Run::new(words, Type::SmallStrong, color)], column - size::GAP);
            text::place(ui, galley, Align2::RIGHT_CENTER, pos2(right, rect.center().y));
            right -= column;
        }
    };
    head(verdict, last, ui);
    for (words, column) in figures.iter().zip(columns).rev() {
        head(words, column, ui);
    }
    let galley = text::line(ui, &[Run::new(name, Type::SmallStrong, color)], right - rect.left());
    text::place(ui, galley, Align2::LEFT_CENTER, pos2(rect.left() + size::PAD, rect.center().y));
    let line = eframe::egui::Stroke::new(size::LINE, theme.palette.line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

/// One row.
pub fn compare_row(ui: &mut Ui, row: &CompareRow<'_>) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 52.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Row, enabled, row.title));
    let figure = |(words, below): (&str, &str)| match below {
        "" => words.to_owned(),
        below => format!("{words}, {below}"),
    };
    let name = figure((row.title, row.below));
    let [a, b, c, d] = row.figures.map(figure);
    let verdict = row.verdict.map_or("", |(_, words)| words);
    tell_row(ui, &response, Role::Cell, &[&name, &a, &b, &c, &d, verdict]);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(row.selected == Selected::Yes);
        node.set_description(row.spoken);
    });
    paint_ground(ui, &response, row.selected, row.place);
    let (columns, last) = widths(width);
    let (middle, high, low) = (rect.center().y, rect.center().y - 9.0, rect.center().y + 9.0);
    let mut right = rect.right() - size::PAD;
    if last > 0.0 {
        if let Some((level, words)) = row.verdict {
            let chip = eframe::egui::Rect::from_center_size(
                pos2(right - chip_width(ui, words) / 2.0, middle),
                vec2(chip_width(ui, words), size::CHIP),
            );
            paint_chip(ui, chip, level, words);
        }
        right -= last;
    }
    for (at, ((words, below), column)) in row.figures.iter().zip(columns).enumerate().rev() {
        if column <= 0.0 {
            continue;
        }
        let role = if at == PAYS { Type::Strong } else { Type::Body };
        let y = if below.is_empty() { middle } else { high };
        let room = column - size::GAP;
        let galley = text::line(ui, &[Run::new(words, role, palette.ink)], room);
        text::place(ui, galley, Align2::RIGHT_CENTER, pos2(right, y));
        let galley = text::line(ui, &[Run::new(below, Type::Small, palette.muted)], room);
        text::place(ui, galley, Align2::RIGHT_CENTER, pos2(right, low));
        right -= column;
    }
    let left = rect.left() + size::PAD;
    let title = text::line(ui, &[Run::new(row.title, Type::Strong, palette.ink)], right - left);
    text::place(ui, title, Align2::LEFT_CENTER, pos2(left, high));
    let below = text::line(ui, &[Run::new(row.below, Type::Small, palette.muted)], right - left);
    text::place(ui, below, Align2::LEFT_CENTER, pos2(left, low));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The figure that is asked for: what the patient pays.
const PAYS: usize = 2;
