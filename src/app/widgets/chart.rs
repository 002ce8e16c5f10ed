//! Bars by month, one for each treatment: solid for what is certain, striped for what it may reach.
//!
//! Lengths in points, amounts in any one unit. A bar is told by the sign below it, which the legend has too, and by
//! its color; where the colors begin again, by notches. What is uncertain is told by stripes. The month that is
//! pointed at stands on a darker ground.

use eframe::egui::{
    Align2, Color32, CornerRadius, EventFilter, Painter, Rect, Response, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};

use super::shape;
use super::text::{self, Run};
use crate::app::theme::{self, Type, size};

/// One month.
#[derive(Debug, Clone)]
pub struct ChartMonth {
    /// Its short name.
    pub name: String,
    /// What begins with it, if something does.
    pub begins: Option<String>,
    /// By treatment: at least and at most; `None` where nothing is known.
    pub bars: Vec<Option<(u64, u64)>>,
}

/// A chart of months.
#[derive(Debug, Clone)]
pub struct Chart {
    /// The months, in order.
    pub months: Vec<ChartMonth>,
    /// The names of the treatments, in the order of the bars.
    pub names: Vec<String>,
    /// The words of an amount on the scale.
    pub scale: fn(u64) -> String,
    /// All of it as sentences, for a screen reader.
    pub spoken: String,
}

const HEIGHT: f32 = 168.0;
const BELOW: f32 = 22.0;
const ABOVE: f32 = 16.0;
const AT_LEFT: f32 = 62.0;
/// The room that the sign below a bar takes.
const SIGN: eframe::egui::Vec2 = vec2(7.0, 10.0);
/// The most lines of signs: where bars are thin, neighbors stand on different ones.
const MOST_LINES: f32 = 4.0;

/// The sign of a treatment: 1 to 9, then A to Z.
#[must_use]
pub fn mark(at: usize) -> char {
    "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().nth(at).unwrap_or('*')
}

/// The width of a bar where so many stand in a month of that width.
fn bar_width(month: f32, count: usize) -> f32 {
    ((month - 4.0) / count.max(1) as f32).min(12.0)
}

/// How many lines of signs keep those of neighbors apart.
fn lines_of_signs(bar: f32) -> usize {
    (SIGN.x / bar.max(0.1)).ceil().clamp(1.0, MOST_LINES) as usize
}

/// Draws the chart; the response is that of the whole, with the month beneath the pointer.
pub fn months_chart(ui: &mut Ui, chart: &Chart, marked: Option<usize>) -> (Response, Option<usize>) {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let wide = (width - AT_LEFT - 4.0) / chart.months.len().max(1) as f32;
    let bar = bar_width(wide, chart.names.len());
    let lines = lines_of_signs(bar);
    let below = BELOW + SIGN.y * lines as f32;
    let wanted = vec2(width, HEIGHT + below + ABOVE);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, "Chart of what the patient pays each month"));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(chart.spoken.as_str()));
    shape::reveal(&response);
    if response.has_focus() {
        // The arrows lead through the months, not to the next control.
        let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        shape::focus_ring(ui.painter(), palette, rect, size::RADIUS);
    }
    let plot = Rect::from_min_max(
        pos2(rect.left() + AT_LEFT, rect.top() + ABOVE),
        pos2(rect.right() - 4.0, rect.bottom() - below),
    );
    let most = chart.months.iter().flat_map(|month| month.bars.iter().flatten()).map(|bar| bar.1).max();
    let (step, steps) = scale(most.unwrap_or(0));
    let top = step.saturating_mul(steps);
    let height = |amount: u64| plot.height() * (amount as f32 / top.max(1) as f32);
    for line in 0..=steps {
        let y = plot.bottom() - height(step * line);
        ui.painter().hline(plot.x_range(), y, Stroke::new(size::LINE, palette.line));
        let words = (chart.scale)(step * line);
        let galley = text::line(ui, &[Run::new(&words, Type::Key, palette.muted)], AT_LEFT);
        text::place(ui, galley, Align2::RIGHT_CENTER, pos2(plot.left() - 8.0, y));
    }
    let pointed = response.hover_pos().filter(|at| plot.x_range().contains(at.x)).map(|at| {
        let month = ((at.x - plot.left()) / wide) as usize;
        month.min(chart.months.len().saturating_sub(1))
    });
    for (at, month) in chart.months.iter().enumerate() {
        let left = plot.left() + wide * at as f32;
        let column = Rect::from_min_max(pos2(left, plot.top()), pos2(left + wide, plot.bottom()));
        if pointed.or(marked) == Some(at) {
            ui.painter().rect_filled(column, CornerRadius::same(4), palette.accent_soft);
        }
        let galley = text::line(ui, &[Run::new(&month.name, Type::Key, palette.muted)], wide);
        text::place(ui, galley, Align2::CENTER_CENTER, pos2(column.center().x, rect.bottom() - BELOW / 2.0));
        if let Some(begins) = &month.begins {
            let mark = Stroke::new(size::LINE, palette.ink);
            let line = [pos2(left, rect.top() + 4.0), pos2(left, plot.bottom())];
            ui.painter().extend(eframe::egui::Shape::dashed_line(&line, mark, 3.0, 2.0));
            let galley = text::line(ui, &[Run::new(begins, Type::Key, palette.ink)], plot.right() - left);
            text::place(ui, galley, Align2::LEFT_CENTER, pos2(left + 4.0, rect.top() + 8.0));
        }
        let start = column.center().x - bar * month.bars.len() as f32 / 2.0;
        for (series, amounts) in month.bars.iter().enumerate() {
            let Some((low, high)) = amounts else { continue };
            let x = start + bar * series as f32;
            let color = palette.series(series);
            let base = plot.bottom();
            let part = |from: u64, to: u64| {
                Rect::from_min_max(
                    pos2(x + 0.5, base - height(to)),
                    pos2((x + bar - 1.0).max(x + 1.5), base - height(from)),
                )
            };
            if high > low {
                striped(ui.painter(), part(*low, *high), color);
            }
            // Nothing to pay is a fact too: a thin line stands for it.
            let solid = part(0, *low).with_max_y(base);
            let solid = if *high == 0 { solid.with_min_y(base - 1.5) } else { solid };
            ui.painter().rect_filled(solid, CornerRadius::ZERO, color);
            notches(ui.painter(), part(0, *high), palette.round(series), palette.surface);
            let sign = mark(series).to_string();
            let sign = text::line(ui, &[Run::new(&sign, Type::Key, palette.ink)], SIGN.x * 2.0);
            let y = base + SIGN.y * (0.5 + (series % lines) as f32);
            text::place(ui, sign, Align2::CENTER_CENTER, pos2(x + bar / 2.0, y));
        }
    }
    (response, pointed)
}

/// The names of the treatments with their colors, below the chart.
pub fn chart_legend(ui: &mut Ui, names: &[String]) {
    let theme = theme::of(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        for (series, name) in names.iter().enumerate() {
            let name = format!("{} {name}", mark(series));
            let run = [Run::new(&name, Type::Small, theme.palette.ink)];
            let galley = text::line(ui, &run, f32::INFINITY);
            let wanted = vec2(galley.size().x + 24.0, 18.0);
            let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
            let square = Rect::from_center_size(pos2(rect.left() + 5.0, rect.center().y), vec2(9.0, 9.0));
            ui.painter().rect_filled(square, CornerRadius::same(2), theme.palette.series(series));
            notches(ui.painter(), square, theme.palette.round(series), theme.palette.surface);
            text::place(ui, galley, Align2::LEFT_CENTER, pos2(rect.left() + 15.0, rect.center().y));
        }
    });
}

/// Cuts below the top of a bar: as many as the colors have begun again.
fn notches(painter: &Painter, rect: Rect, count: usize, ground: Color32) {
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    for at in 0..count {
        let y = rect.top() + 2.5 + 3.0 * at as f32;
        inside.hline(rect.x_range(), y, Stroke::new(1.5, ground));
    }
}

/// A bar of stripes with an edge.
fn striped(painter: &Painter, rect: Rect, color: Color32) {
    let stroke = Stroke::new(1.0, color);
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let mut y = rect.top() - rect.width();
    while y < rect.bottom() + rect.width() {
        inside.line_segment([pos2(rect.left(), y + rect.width()), pos2(rect.right(), y)], stroke);
        y += 4.0;
    }
    painter.rect_stroke(rect, CornerRadius::ZERO, stroke, StrokeKind::Inside);
}

/// A round step and how many of it reach over the largest amount.
fn scale(most: u64) -> (u64, u64) {
    let mut step = 100;
    loop {
        for factor in [1, 2, 5] {
            let round = step * factor;
            if round * 4 >= most {
                return (round, most.div_ceil(round).max(1));
            }
        }
        step *= 10;
        if step > u64::MAX / 100 {
            return (most.max(1), 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{bar_width, lines_of_signs, mark, scale};
    use std::collections::BTreeSet;

    #[test]
    fn each_of_thirty_treatments_has_a_sign_of_its_own_and_signs_of_neighbors_do_not_touch() {
        let signs: BTreeSet<char> = (0..30).map(mark).collect();
        assert_eq!(signs.len(), 30);
        assert_eq!((mark(0), mark(8), mark(9)), ('1', '9', 'A'));
        for count in 1..=12 {
            let bar = bar_width(38.0, count);
            assert!(bar * lines_of_signs(bar) as f32 >= 7.0, "{count}: {bar}");
        }
    }

    #[test]
    fn the_scale_has_few_round_steps_and_reaches_over_the_largest_amount() {
        for most in [0, 1, 99, 100, 101, 412_500, 600_000, 1_200_000, 8_775_000, u64::MAX / 1000] {
            let (step, steps) = scale(most);
            assert!(step * steps >= most && (1..=4).contains(&steps), "{most}: {steps} of {step}");
        }
        assert_eq!(scale(600_000), (200_000, 3));
    }
}
