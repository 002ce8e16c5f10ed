//! How do check boxes, verdict signs and frames look? Drawn as paths, never as letters.
//!
//! A font may lack a sign or draw it small; a path prints alike everywhere. The signs differ by shape
//! alone, so that they survive a black and white copy and a fax. What a verdict is called isn't
//! known here.

use super::document::VerdictSign;
use super::page::{Figure, Item, Paint, Point, Segment, Shape, Tag, Tone};
use super::units::{Pt, pt};

/// The height of a capital letter of the font, as a part of the size: signs are as high.
const CAPITAL: f32 = 0.727;
/// How far from its center a quarter circle's control points are, as a part of the radius.
const ROUND: f32 = 0.552_285;

/// An empty check box for words of `size` that begin at `at` on their baseline.
pub(super) fn check_box(at: Point, size: Pt, tag: Tag) -> Item {
    let side = size * 0.84;
    let bottom = at.y + size * 0.07;
    let corner = Point::new(at.x + size * 0.05, bottom - side);
    Item::Shape(Shape {
        path: rounded(corner, side, side, size * 0.09),
        paint: Paint::Stroke(pt(0.9)),
        tone: Tone::Ink,
        tag,
        figure: Figure::CheckBox,
    })
}

/// A line to write on.
pub(super) fn write_on(from: Point, width: Pt, tag: Tag) -> Item {
    Item::Shape(Shape {
        path: vec![Segment::Move(from), Segment::Line(Point::new(from.x + width, from.y))],
        paint: Paint::Stroke(pt(0.75)),
        tone: Tone::Ink,
        tag,
        figure: Figure::Blank,
    })
}

/// A rounded frame.
pub(super) fn frame(corner: Point, width: Pt, height: Pt) -> Item {
    Item::Shape(Shape {
        path: rounded(corner, width, height, pt(4.5)),
        paint: Paint::Stroke(pt(0.9)),
        tone: Tone::Ink,
        tag: Tag::DECORATION,
        figure: Figure::Frame,
    })
}

/// A filled rectangle without rounded corners.
pub(super) fn rectangle(corner: Point, width: Pt, height: Pt) -> Vec<Segment> {
    let Point { x, y } = corner;
    vec![
        Segment::Move(corner),
        Segment::Line(Point::new(x + width, y)),
        Segment::Line(Point::new(x + width, y + height)),
        Segment::Line(Point::new(x, y + height)),
        Segment::Close,
    ]
}

fn rounded(corner: Point, width: Pt, height: Pt, radius: Pt) -> Vec<Segment> {
    let radius = radius.min(width / 2.0).min(height / 2.0);
    let away = radius * (1.0 - ROUND);
    let Point { x, y } = corner;
    let (right, bottom) = (x + width, y + height);
    let p = Point::new;
    vec![
        Segment::Move(p(x + radius, y)),
        Segment::Line(p(right - radius, y)),
        Segment::Curve(p(right - away, y), p(right, y + away), p(right, y + radius)),
        Segment::Line(p(right, bottom - radius)),
        Segment::Curve(p(right, bottom - away), p(right - away, bottom), p(right - radius, bottom)),
        Segment::Line(p(x + radius, bottom)),
        Segment::Curve(p(x + away, bottom), p(x, bottom - away), p(x, bottom - radius)),
        Segment::Line(p(x, y + radius)),
        Segment::Curve(p(x, y + away), p(x + away, y), p(x + radius, y)),
        Segment::Close,
    ]
}

/// A verdict's sign for words of `size` that begin at `at` on their baseline.
pub(super) fn sign(sign: VerdictSign, at: Point, size: Pt, tag: Tag) -> Vec<Item> {
    // A little larger than a capital letter, and centered on it.
    let side = size * (CAPITAL + 0.14);
    let corner = Point::new(at.x + size * 0.05, at.y - size * (CAPITAL + 0.07));
    let drawing = Drawing { corner, side, figure: Figure::Sign(sign), tag };
    match sign {
        VerdictSign::Contraindicated => vec![
            drawing.polygon(
                &[
                    (0.29, 0.0),
                    (0.71, 0.0),
                    (1.0, 0.29),
                    (1.0, 0.71),
                    (0.71, 1.0),
                    (0.29, 1.0),
                    (0.0, 0.71),
                    (0.0, 0.29),
                ],
                Tone::Ink,
            ),
            drawing.polygon(&[(0.2, 0.4), (0.8, 0.4), (0.8, 0.6), (0.2, 0.6)], Tone::Paper),
        ],
        VerdictSign::Avoid => vec![
            drawing.polygon(&[(0.5, 0.0), (1.04, 1.0), (-0.04, 1.0)], Tone::Ink),
            drawing.polygon(&[(0.43, 0.34), (0.57, 0.34), (0.55, 0.68), (0.45, 0.68)], Tone::Paper),
            drawing.dot(0.5, 0.81, 0.07, Tone::Paper),
        ],
        VerdictSign::NeedsTest => {
            vec![drawing.polygon(&[(0.5, -0.06), (1.06, 0.5), (0.5, 1.06), (-0.06, 0.5)], Tone::Ink)]
        }
        VerdictSign::Incomplete => vec![
            drawing.circle(Paint::Dashed { thickness: side * 0.1, dash: side * 0.23, gap: side * 0.147 }),
            drawing.stroke(
                &[
                    Step::Move(0.36, 0.4),
                    Step::Curve([0.36, 0.2, 0.64, 0.2, 0.64, 0.4]),
                    Step::Curve([0.64, 0.52, 0.5, 0.5, 0.5, 0.63]),
                ],
                side * 0.1,
            ),
            drawing.dot(0.5, 0.77, 0.06, Tone::Ink),
        ],
        VerdictSign::Caution => vec![
            drawing.polygon(&[(0.03, 0.03), (0.97, 0.03), (0.97, 0.97), (0.03, 0.97)], Tone::Ink),
            drawing.polygon(&[(0.42, 0.17), (0.58, 0.17), (0.56, 0.6), (0.44, 0.6)], Tone::Paper),
            drawing.dot(0.5, 0.77, 0.08, Tone::Paper),
        ],
        VerdictSign::NoConcern => vec![
            drawing.circle(Paint::Stroke(side * 0.1)),
            drawing.polygon(&[(0.28, 0.45), (0.72, 0.45), (0.72, 0.55), (0.28, 0.55)], Tone::Ink),
        ],
    }
}

/// A square in which a sign is drawn, from (0, 0) at its top left to (1, 1).
struct Drawing {
    corner: Point,
    side: Pt,
    figure: Figure,
    tag: Tag,
}

enum Step {
    Move(f32, f32),
    Curve([f32; 6]),
}

impl Drawing {
    fn at(&self, x: f32, y: f32) -> Point {
        Point::new(self.corner.x + self.side * x, self.corner.y + self.side * y)
    }

    fn item(&self, path: Vec<Segment>, paint: Paint, tone: Tone) -> Item {
        Item::Shape(Shape { path, paint, tone, tag: self.tag, figure: self.figure })
    }

    fn polygon(&self, corners: &[(f32, f32)], tone: Tone) -> Item {
        let mut path = Vec::with_capacity(corners.len() + 1);
        for (x, y) in corners {
            let point = self.at(*x, *y);
            path.push(if path.is_empty() { Segment::Move(point) } else { Segment::Line(point) });
        }
        path.push(Segment::Close);
        self.item(path, Paint::Fill, tone)
    }

    fn dot(&self, x: f32, y: f32, radius: f32, tone: Tone) -> Item {
        self.item(self.ring(x, y, radius), Paint::Fill, tone)
    }

    fn circle(&self, paint: Paint) -> Item {
        self.item(self.ring(0.5, 0.5, 0.48), paint, Tone::Ink)
    }

    fn ring(&self, x: f32, y: f32, radius: f32) -> Vec<Segment> {
        let side = self.side * (radius * 2.0);
        rounded(self.at(x - radius, y - radius), side, side, side / 2.0)
    }

    fn stroke(&self, steps: &[Step], thickness: Pt) -> Item {
        let path = steps
            .iter()
            .map(|step| match step {
                Step::Move(x, y) => Segment::Move(self.at(*x, *y)),
                Step::Curve([a, b, c, d, x, y]) => {
                    Segment::Curve(self.at(*a, *b), self.at(*c, *d), self.at(*x, *y))
                }
            })
            .collect();
        self.item(path, Paint::Stroke(thickness), Tone::Ink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_signs_have_the_same_shape() {
        let tag = Tag::DECORATION;
        let drawn: Vec<Vec<Vec<Segment>>> = VerdictSign::ALL
            .iter()
            .map(|kind| {
                sign(*kind, Point::new(pt(0.0), pt(0.0)), pt(10.0), tag)
                    .into_iter()
                    .map(|item| match item {
                        Item::Shape(shape) => shape.path,
                        Item::Glyphs(_) | Item::Line(_) => panic!("a sign is drawn, not written"),
                    })
                    .collect()
            })
            .collect();
        for (index, one) in drawn.iter().enumerate() {
            assert!(drawn[index + 1..].iter().all(|other| other != one));
        }
    }
}
