//! How does a page become a picture? The same glyphs at the same places as in the file, filled by tiny-skia.

use eframe::egui::ColorImage;
use tiny_skia::{FillRule, Paint as Ink, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use crate::summary::{GlyphRun, Item, OutlineSegment, Page, Paint, Segment, Tone, outline};

/// A page is drawn so many rows of pixels at a time. Megabytes that are taken beside the picture, and given back at once,
/// stay with the process: the system's allocator keeps for the next time what was freed in such pieces.
const BAND: u32 = 128;
/// No letter reaches farther from its baseline than so many times its size.
const REACH: f32 = 2.0;

/// A page as a picture, at so many pixels a point.
pub fn picture(page: &Page, scale: f32) -> Option<ColorImage> {
    let width = (page.size.width.0 * scale).ceil() as u32;
    let height = (page.size.height.0 * scale).ceil() as u32;
    let size = [usize::try_from(width).ok()?, usize::try_from(height).ok()?];
    let [row, rows] = size;
    let mut pixels = Vec::with_capacity(row * rows);
    let mut band = Pixmap::new(width, height.min(BAND))?;
    for top in (0..height).step_by(BAND as usize) {
        draw(page, scale, top, &mut band);
        let drawn = [row, usize::try_from(band.height()).ok()?];
        let drawn = ColorImage::from_rgba_premultiplied(drawn, band.data());
        // The last band reaches past the page.
        let left = row * rows - pixels.len();
        pixels.extend(drawn.pixels.into_iter().take(left));
    }
    Some(ColorImage::new(size, pixels))
}

/// Draws what of a page lies in a band of the picture that begins at this row.
fn draw(page: &Page, scale: f32, top: u32, pixmap: &mut Pixmap) {
    pixmap.fill(tiny_skia::Color::WHITE);
    let to_pixels = Transform::from_scale(scale, scale).post_translate(0.0, -(top as f32));
    // In points; a band holds few of a page's letters.
    let band = top as f32 / scale..=(top + pixmap.height()) as f32 / scale;
    for item in &page.items {
        match item {
            Item::Glyphs(run) => {
                let reach = REACH * run.size.0;
                let (above, below) = (run.baseline.0 - reach, run.baseline.0 + reach);
                if below >= *band.start() && above <= *band.end() {
                    glyphs(pixmap, run, to_pixels);
                }
            }
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

#[cfg(test)]
mod tests {
    use eframe::egui::Color32;

    use super::*;
    use crate::content::Content;
    use crate::summary::book::book;
    use crate::summary::{PageSetup, Paper, PrintSize, lay_out};

    #[test]
    fn a_picture_that_is_drawn_in_bands_is_that_which_is_drawn_at_once() {
        let content = Content::embedded().unwrap_or_else(|errors| panic!("{errors}"));
        let setup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };
        let pages = lay_out(&book(&content, content.drugs().first().map(|drug| drug.ix)), setup).unwrap();
        for page in pages.iter().take(3) {
            for scale in [0.15, 0.97, 1.7] {
                let picture = picture(page, scale).unwrap();
                let [width, height] = picture.size.map(|side| u32::try_from(side).unwrap());
                let mut whole = Pixmap::new(width, height).unwrap();
                draw(page, scale, 0, &mut whole);
                let whole = ColorImage::from_rgba_premultiplied(picture.size, whole.data());
                let ink = whole.pixels.iter().filter(|pixel| **pixel != Color32::WHITE).count();
                // The edge of a letter that reaches over two bands may be rounded otherwise.
                let others =
                    picture.pixels.iter().zip(&whole.pixels).filter(|(one, other)| one != other).count();
                assert!(ink > 500 && others * 10_000 <= whole.pixels.len(), "{scale}: {others} of {ink}");
            }
        }
    }
}
