//! A table of treatments with what each would cost: one row a treatment, figures at the right.
//!
//! Lengths in points. Where there is little room, the lesser columns are left out; a screen reader hears
//! the whole row, and goes through all of its cells. Nothing is known about money: all cells are words.

use eframe::egui::{Align2, CursorIcon, Rect, Response, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use super::level::Level;
use super::list::{Place, paint_ground};
use super::nav::Selected;
use super::sign::{chip_width, paint_chip};
use super::table::{self, Cell, cells};
use super::text::{self, Run};
use crate::app::theme::{self, Type, size};

/// The columns of figures, from the left.
pub const FIGURES: usize = 4;

/// One treatment, in words.
#[derive(Debug, Clone, Copy)]
pub struct CompareRow<'a> {
    /// The sign that stands for it in the chart, and the key that chooses it.
    pub mark: &'a str,
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
    let rect = table::plain_row(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(width, 33.0), Sense::hover());
        let all = [name].into_iter().chain(figures).chain([verdict]);
        cells(ui, &all.map(|words| (Cell::ColumnHead, rect, words)).collect::<Vec<_>>());
        rect
    });
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

/// One row; it is chosen by a button that is as large as the row.
pub fn compare_row(ui: &mut Ui, row: &CompareRow<'_>) -> Response {
    let name = with_more(row.title, row.below);
    table::row(ui, &name, |ui, head| {
        let wanted = vec2(ui.available_width(), 52.0);
        let (rect, response) = head.show(ui, |ui| ui.allocate_exact_size(wanted, Sense::click()));
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, row.title));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_selected(row.selected == Selected::Yes);
            node.set_description(row.spoken);
            node.set_keyboard_shortcut(row.mark);
        });
        tell_figures(ui, rect, row);
        paint_row(ui, rect, &response, row);
        response.on_hover_cursor(CursorIcon::PointingHand)
    })
}

fn paint_row(ui: &Ui, rect: Rect, response: &Response, row: &CompareRow<'_>) {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = rect.width();
    paint_ground(ui, response, row.selected, row.place);
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
    let mark = text::line(ui, &[Run::new(row.mark, Type::SmallStrong, palette.muted)], MARK);
    text::place(ui, mark, Align2::LEFT_CENTER, pos2(left, high));
    let left = left + MARK;
    let title = text::line(ui, &[Run::new(row.title, Type::Strong, palette.ink)], right - left);
    text::place(ui, title, Align2::LEFT_CENTER, pos2(left, high));
    let below = text::line(ui, &[Run::new(row.below, Type::Small, palette.muted)], right - left);
    text::place(ui, below, Align2::LEFT_CENTER, pos2(left, low));
}

fn with_more(words: &str, below: &str) -> String {
    if below.is_empty() { words.to_owned() } else { format!("{words}, {below}") }
}

/// All figures of a row and its verdict, those too that are left out for want of room.
fn tell_figures(ui: &Ui, place: Rect, row: &CompareRow<'_>) {
    let figures = row.figures.map(|(words, below)| with_more(words, below));
    let verdict = row.verdict.map_or("not assessed", |(_, words)| words);
    let all = figures.iter().map(String::as_str).chain([verdict]);
    cells(ui, &all.map(|words| (Cell::Figure, place, words)).collect::<Vec<_>>());
}

/// The width of the sign before the name.
const MARK: f32 = 16.0;
/// The figure that is asked for: what the patient pays.
const PAYS: usize = 2;
