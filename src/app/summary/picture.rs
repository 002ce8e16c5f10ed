//! How does a page become a picture? The same glyphs at the same places as in the file, filled by tiny-skia.

use eframe::egui::ColorImage;
use tiny_skia::{FillRule, Paint as Ink, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use crate::summary::{GlyphRun, Item, OutlineSegment, Page, Paint, Segment, Tone, outline};

/// A page as a picture, at so many pixels a point.
pub fn picture(page: &Page, scale: f32) -> Option<ColorImage> {
    let width = (page.size.width.0 * scale).ceil() as u32;
    let height = (page.size.height.0 * scale).ceil() as u32;
    let mut pixmap = Pixmap::new(width, height)?;
    pixmap.fill(tiny_skia::Color::WHITE);
    let to_pixels = Transform::from_scale(scale, scale);
    for item in &page.items {
        match item {
            Item::Glyphs(run) => glyphs(&mut pixmap, run, to_pixels),
            Item::Line(line) => {
                let mut path = PathBuilder::new();
                path.move_to(line.from.x.0, line.from.y.0);
                path.line_to(line.to.x.0, line.to.y.0);
                if let Some(path) = path.finish() {
                    let stroke = Stroke { width: line.thickness.0, ..Stroke::default() };
                    pixmap.stroke_path(&path, &ink(line.tone), &stroke, to_pixels, None);
                }
            }
            Item::Shape(shape) => {
                let Some(path) = path(&shape.path) else { continue };
                match shape.paint {
                    Paint::Fill => {
                        pixmap.fill_path(&path, &ink(shape.tone), FillRule::Winding, to_pixels, None);
                    }
                    Paint::Stroke(thickness) => {
                        let stroke = Stroke { width: thickness.0, ..Stroke::default() };
                        pixmap.stroke_path(&path, &ink(shape.tone), &stroke, to_pixels, None);
                    }
                    Paint::Dashed { thickness, dash, gap } => {
                        let dash = StrokeDash::new(vec![dash.0, gap.0], 0.0);
                        let stroke = Stroke { width: thickness.0, dash, ..Stroke::default() };
                        pixmap.stroke_path(&path, &ink(shape.tone), &stroke, to_pixels, None);
                    }
                }
            }
        }
    }
    let size = [usize::try_from(width).ok()?, usize::try_from(height).ok()?];
    Some(ColorImage::from_rgba_premultiplied(size, pixmap.data()))
}

fn ink(tone: Tone) -> Ink<'static> {
    let [red, green, blue] = tone.rgb();
    let mut ink = Ink::default();
    ink.set_color_rgba8(red, green, blue, 255);
    ink.anti_alias = true;
    ink
}

fn path(segments: &[Segment]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in segments {
        match segment {
            Segment::Move(to) => path.move_to(to.x.0, to.y.0),
            Segment::Line(to) => path.line_to(to.x.0, to.y.0),
            Segment::Curve(one, two, to) => {
                path.cubic_to(one.x.0, one.y.0, two.x.0, two.y.0, to.x.0, to.y.0);
            }
            Segment::Close => path.close(),
        }
    }
    path.finish()
}

fn glyphs(pixmap: &mut Pixmap, run: &GlyphRun, to_pixels: Transform) {
    let mut x = run.x.0;
    for glyph in &run.glyphs {
        let at = (x + glyph.dx.0, run.baseline.0 - glyph.rise.0);
        x += glyph.advance.0;
        let Ok(outline) = outline(run.face, glyph.id) else { continue };
        let mut path = PathBuilder::new();
        for segment in &outline.segments {
            match *segment {
                OutlineSegment::Move(x, y) => path.move_to(x, y),
                OutlineSegment::Line(x, y) => path.line_to(x, y),
                OutlineSegment::Quad(cx, cy, x, y) => path.quad_to(cx, cy, x, y),
                OutlineSegment::Close => path.close(),
            }
        }
        let Some(path) = path.finish() else { continue };
        // Font units grow upward, the page downward.
        let size = run.size.0 / outline.units_per_em;
        let place = Transform::from_row(size, 0.0, 0.0, -size, at.0, at.1).post_concat(to_pixels);
        pixmap.fill_path(&path, &ink(run.tone), FillRule::Winding, place, None);
    }
}
