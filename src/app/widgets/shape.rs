//! Outlines that egui has no ready shape for: a dashed rounded box, a dashed ring, the focus ring.
//!
//! Lengths in points. Only geometry and strokes; nothing is known about widgets.

use std::f32::consts::{FRAC_PI_2, TAU};

use eframe::egui::{CornerRadius, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Vec2, pos2};

use crate::app::theme::{Palette, size};

/// Points along a quarter of a corner; enough for radii up to 20 points at 3 times the size.
const CORNER_STEPS: u8 = 8;

/// A rounded box with a dashed border, drawn inside of `rect`.
pub(super) fn dashed_box(painter: &Painter, rect: Rect, radius: u8, stroke: Stroke) {
    let outline = rounded_outline(rect.shrink(stroke.width / 2.0), f32::from(radius));
    let mut dashes = Vec::new();
    let (dash, gap) = size::DASH;
    Shape::dashed_line_many(&outline, stroke, dash, gap, &mut dashes);
    painter.extend(dashes);
}

/// A circle of `count` dashes with gaps nearly as long.
pub(super) fn dashed_ring(painter: &Painter, center: Pos2, radius: f32, count: u8, stroke: Stroke) {
    let period = TAU / f32::from(count.max(1));
    for dash in 0..count {
        let start = period * f32::from(dash);
        let arc = (0..=CORNER_STEPS)
            .map(|step| {
                let part = f32::from(step) / f32::from(CORNER_STEPS);
                center + radius * Vec2::angled(start + period * 0.56 * part)
            })
            .collect();
        painter.line(arc, stroke);
    }
}

/// Scrolls to what has just got the focus: where the keyboard is must be seen.
pub(super) fn reveal(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// The ring around what has the focus, with a little air between.
pub(super) fn focus_ring(painter: &Painter, palette: &Palette, rect: Rect, radius: u8) {
    let air = size::FOCUS_GAP;
    painter.rect_stroke(
        rect.expand(air),
        CornerRadius::from(f32::from(radius) + air),
        Stroke::new(size::FOCUS, palette.accent),
        StrokeKind::Outside,
    );
}

fn rounded_outline(rect: Rect, radius: f32) -> Vec<Pos2> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let inner = rect.shrink(radius);
    let corners = [
        (inner.right_top(), -FRAC_PI_2),
        (inner.right_bottom(), 0.0),
        (inner.left_bottom(), FRAC_PI_2),
        (inner.left_top(), 2.0 * FRAC_PI_2),
    ];
    let mut outline = Vec::new();
    for (center, from) in corners {
        for step in 0..=CORNER_STEPS {
            let part = f32::from(step) / f32::from(CORNER_STEPS);
            let turn = from + FRAC_PI_2 * part;
            outline.push(center + radius * Vec2::angled(turn));
        }
    }
    outline.push(pos2(inner.right(), rect.top()));
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_is_closed_and_touches_all_four_sides() {
        let rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(110.0, 52.0));
        let outline = rounded_outline(rect, 8.0);
        let near = |one: f32, other: f32| (one - other).abs() < 0.01;
        assert!(outline.iter().any(|p| near(p.x, 10.0)));
        assert!(outline.iter().any(|p| near(p.x, 110.0)));
        assert!(outline.iter().any(|p| near(p.y, 20.0)));
        assert!(outline.iter().any(|p| near(p.y, 52.0)));
        let (first, last) = (outline[0], outline[outline.len() - 1]);
        assert!(first.distance(last) < 0.01, "{first:?} {last:?}");
    }

    #[test]
    fn a_radius_larger_than_the_box_still_stays_inside() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 6.0));
        for point in rounded_outline(rect, 50.0) {
            assert!(rect.expand(0.01).contains(point), "{point:?}");
        }
    }
}
