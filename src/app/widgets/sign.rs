//! The signs of the six verdicts, and the chips that carry a sign or a word.
//!
//! Every sign has its own shape, so that color never carries the meaning alone; none is a tick,
//! because no verdict is an approval. Lengths in points.

use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo, accesskit::Role, pos2, vec2,
};

use super::{
    level::Level,
    shape,
    text::{self, Run},
};
use crate::app::{
    fonts::Face,
    theme::{self, Pair, Palette, Type, size},
};

/// Draws the sign of a verdict into the largest square in the middle of `rect`.
///
/// It speaks to the eye only; whoever paints it names the verdict in words beside it.
pub fn verdict_sign(painter: &Painter, rect: Rect, level: Level) {
    let palette = &theme::of(painter.ctx()).palette;
    let colors = palette.level(level);
    let side = rect.width().min(rect.height());
    let sign = Sign { painter, center: rect.center(), unit: side / 40.0, colors };
    match level {
        Level::Contraindicated => sign.octagon_with_bar(),
        Level::Avoid => sign.triangle_with_mark(),
        Level::NeedsTest => sign.diamond(),
        Level::Incomplete => sign.dashed_circle_with_question(),
        Level::Caution => sign.square_with_mark(),
        Level::NoConcern => sign.open_circle_with_bar(),
    }
}

/// A sign in a square of 40 units around `center`.
struct Sign<'a> {
    painter: &'a Painter,
    center: Pos2,
    unit: f32,
    colors: Pair,
}

impl Sign<'_> {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.center + self.unit * vec2(x, y)
    }

    fn rect(&self, x: f32, y: f32, width: f32, height: f32) -> Rect {
        Rect::from_center_size(self.at(x, y), self.unit * vec2(width, height))
    }

    fn polygon(&self, corners: &[(f32, f32)]) {
        let points = corners.iter().map(|&(x, y)| self.at(x, y)).collect();
        self.painter.add(Shape::convex_polygon(points, self.colors.strong, Stroke::NONE));
    }

    fn bar(&self, rect: Rect, color: Color32) {
        self.painter.rect_filled(rect, CornerRadius::from(self.unit), color);
    }

    fn stroke(&self, at_least: f32) -> Stroke {
        Stroke::new((3.4 * self.unit).max(at_least), self.colors.strong)
    }

    fn octagon_with_bar(&self) {
        let (near, far) = (7.9, 19.0);
        self.polygon(&[
            (-near, -far),
            (near, -far),
            (far, -near),
            (far, near),
            (near, far),
            (-near, far),
            (-far, near),
            (-far, -near),
        ]);
        self.bar(self.rect(0.0, 0.0, 22.0, 6.4), self.colors.soft);
    }

    fn triangle_with_mark(&self) {
        self.polygon(&[(0.0, -18.0), (19.5, 17.0), (-19.5, 17.0)]);
        self.bar(self.rect(0.0, 1.6, 4.6, 12.8), self.colors.soft);
        self.bar(self.rect(0.0, 12.2, 4.6, 4.0), self.colors.soft);
    }

    fn diamond(&self) {
        self.polygon(&[(0.0, -19.5), (19.5, 0.0), (0.0, 19.5), (-19.5, 0.0)]);
    }

    fn dashed_circle_with_question(&self) {
        let stroke = self.stroke(1.2);
        let radius = 19.4 * self.unit - stroke.width / 2.0;
        // On a chip, nine dashes would melt into one ring.
        let (dashes, letter) = if self.unit < 0.5 { (7, 26.0) } else { (9, 23.0) };
        shape::dashed_ring(self.painter, self.center, radius, dashes, stroke);
        let font = FontId::new(letter * self.unit, Face::Bold.family());
        let mark = self.painter.layout_no_wrap("?".to_owned(), font, self.colors.strong);
        let at = self.center - mark.mesh_bounds.center().to_vec2();
        self.painter.galley(at, mark, self.colors.strong);
    }

    fn square_with_mark(&self) {
        let square = self.rect(0.0, 0.0, 35.0, 35.0);
        let corner = CornerRadius::from(7.0 * self.unit);
        self.painter.rect_filled(square, corner, self.colors.strong);
        self.bar(self.rect(0.0, -3.4, 5.0, 14.4), self.colors.soft);
        self.bar(self.rect(0.0, 9.6, 5.0, 4.8), self.colors.soft);
    }

    fn open_circle_with_bar(&self) {
        let stroke = self.stroke(1.4);
        let radius = 19.0 * self.unit - stroke.width / 2.0;
        self.painter.circle_stroke(self.center, radius, stroke);
        let bar = self.rect(0.0, 0.0, 19.0, 0.0);
        let thick = Vec2::new(0.0, stroke.width / 2.0);
        self.bar(bar.expand2(thick), self.colors.strong);
    }
}

/// A small box with the sign and the words of a verdict.
pub fn verdict_chip(ui: &mut Ui, level: Level, text: &str) -> Response {
    let wanted = vec2(chip_width(ui, text), size::CHIP);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    paint_chip(ui, rect, level, text);
    response
}

const CHIP_PAD: f32 = 9.0;

/// How wide the chip of a verdict with these words is.
pub(super) fn chip_width(ui: &Ui, text: &str) -> f32 {
    let sign = size::CHIP_SIGN + size::TIGHT;
    let palette = &theme::of(ui.ctx()).palette;
    let run = Run::new(text, Type::SmallStrong, palette.ink);
    (text::line(ui, &[run], f32::INFINITY).size().x + sign + 2.0 * CHIP_PAD).ceil()
}

pub(super) fn paint_chip(ui: &Ui, rect: Rect, level: Level, text: &str) {
    let colors = theme::of(ui.ctx()).palette.level(level);
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(size::CHIP_RADIUS), colors.soft);
    let sign = Rect::from_center_size(
        pos2(rect.left() + CHIP_PAD + size::CHIP_SIGN / 2.0, rect.center().y),
        Vec2::splat(size::CHIP_SIGN),
    );
    verdict_sign(painter, sign, level);
    let start = sign.right() + size::TIGHT;
    let run = Run::new(text, Type::SmallStrong, colors.strong);
    let words = text::line(ui, &[run], rect.right() - start);
    text::place(ui, words, Align2::LEFT_CENTER, pos2(start, rect.center().y));
}

/// What a word on a chip without a sign means: how a program fits, how old a price is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagTone {
    /// It turned out well.
    Good,
    /// Somebody should look or ask.
    Ask,
    /// A plain fact.
    Neutral,
}

impl TagTone {
    fn colors(self, palette: &Palette) -> Pair {
        match self {
            Self::Good => palette.good,
            Self::Ask => palette.caution,
            Self::Neutral => palette.incomplete,
        }
    }
}

/// A small box with one or two words and no sign.
pub fn tag(ui: &mut Ui, tone: TagTone, text: &str) -> Response {
    let colors = tone.colors(&theme::of(ui.ctx()).palette);
    let run = Run::new(text, Type::SmallStrong, colors.strong);
    let words = text::line(ui, &[run], ui.available_width());
    let wanted = vec2(words.size().x + 2.0 * CHIP_PAD, size::CHIP);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let radius = CornerRadius::same(size::CHIP_RADIUS);
    ui.painter().rect(rect, radius, colors.soft, Stroke::NONE, StrokeKind::Inside);
    text::place(ui, words, Align2::CENTER_CENTER, rect.center());
    response
}
