//! Which PDF operators draw an item? One page's items become a content stream.
//!
//! PDF measures from the bottom left corner, pages here from the top left. A PDF reader advances by the
//! widths in the file, so each run carries corrections, for kerning mostly, that keep every glyph within
//! a thousandth of its size of where it was laid out. Everything stands in marked content: that of its
//! element, by a number that the structure tree refers to, or that of what isn't read aloud.

use std::borrow::Cow;

use pdf_writer::types::{ArtifactSubtype, ArtifactType, TextRenderingMode};
use pdf_writer::{Content, Name, Settings, Str, TextStr};

use super::embed::Embedded;
use super::structure::kind;
use crate::summary::document::Weight;
use crate::summary::error::SummaryError;
use crate::summary::fonts::face;
use crate::summary::page::{
    Artifact, Figure, Glyph, GlyphRun, Item, Line, Page, Paint, Point, Role, Segment, Shape, Tag, Tone,
};
use crate::summary::units::{Pt, pt};

/// A page's operators, and what each of its marked contents is: the number is the place in the list.
pub(super) struct Written {
    pub(super) operators: Vec<u8>,
    pub(super) marks: Vec<Tag>,
}

/// One page's operators so far.
struct Sheet<'a> {
    height: Pt,
    fonts: &'a mut Embedded,
    content: Content,
    marks: Vec<Tag>,
    /// Whose marked content is open.
    open: Option<Tag>,
    font: Option<(Weight, Pt)>,
    fill: Option<Tone>,
    stroke: Option<Tone>,
    thickness: Option<Pt>,
}

/// The operators of a page. The glyphs that it shows are added to those of the fonts.
pub(super) fn page(page: &Page, fonts: &mut Embedded) -> Result<Written, SummaryError> {
    let mut sheet = Sheet {
        height: page.size.height,
        fonts,
        content: Content::with_settings_and_capacity(Settings { pretty: false }, page.items.len() * BYTES),
        marks: Vec::new(),
        open: None,
        font: None,
        fill: None,
        stroke: None,
        thickness: None,
    };
    for item in &page.items {
        sheet.mark(tag(item));
        match item {
            Item::Glyphs(run) => sheet.run(run)?,
            Item::Line(line) => sheet.line(line),
            Item::Shape(shape) => {
                sheet.shape(shape);
                match shape.figure {
                    // Without a letter in its place, a reader that copies the text takes the
                    // gap for the edge of a column and tears the line apart.
                    Figure::CheckBox => sheet.ghost('□', shape)?,
                    Figure::Blank => sheet.ghost('_', shape)?,
                    Figure::Sign(_) | Figure::Frame | Figure::Bar | Figure::Mark(_) => {}
                }
            }
        }
    }
    sheet.end_mark();
    Ok(Written { operators: sheet.content.finish().into_vec(), marks: sheet.marks })
}

/// About so many bytes an item takes.
const BYTES: usize = 160;
/// The size of letters below a line to write on: that of small print.
const GHOST_SIZE: f32 = 9.5;

/// What an item is to somebody who listens. A verdict's sign decorates: its word always follows it, and
/// with a word of its own it would be heard twice.
fn tag(item: &Item) -> Tag {
    match item {
        Item::Shape(Shape { figure: Figure::Sign(_), tag: Tag { role, .. }, .. })
            if *role != Role::Figure =>
        {
            Tag::DECORATION
        }
        Item::Glyphs(_) | Item::Line(_) | Item::Shape(_) => item.tag(),
    }
}

/// What is not read aloud, as PDF tells it apart.
fn artifact(artifact: Artifact) -> (ArtifactType, Option<ArtifactSubtype<'static>>) {
    match artifact {
        Artifact::Header => (ArtifactType::Pagination, Some(ArtifactSubtype::Header)),
        Artifact::Footer => (ArtifactType::Pagination, Some(ArtifactSubtype::Footer)),
        Artifact::RepeatedHead => (ArtifactType::Pagination, None),
        Artifact::Decoration => (ArtifactType::Layout, None),
    }
}

/// Glyphs in one row without a jump.
struct Part {
    /// From the run's beginning.
    at: Pt,
    /// Above the baseline.
    rise: Pt,
    /// The glyphs as the file numbers them, two bytes each.
    codes: Vec<u8>,
    /// Before which byte of `codes` the pen goes back, and how far, in thousandths of the size.
    back: Vec<(usize, f32)>,
}

/// Whether copying a run's glyphs gives its words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    AsMapped,
    /// A glyph stands for two characters in this file: the run carries its words beside them.
    Otherwise,
}

/// The text of one glyph. A space that must not break is copied as a space.
fn shown<'a>(run: &'a GlyphRun, glyph: &Glyph) -> Cow<'a, str> {
    let range = glyph.start as usize..glyph.end as usize;
    breakable(run.text.get(range).unwrap_or_default())
}

fn breakable(text: &str) -> Cow<'_, str> {
    if text.contains('\u{a0}') { Cow::Owned(text.replace('\u{a0}', " ")) } else { Cow::Borrowed(text) }
}

impl Sheet<'_> {
    /// What is drawn from here on is this.
    fn mark(&mut self, tag: Tag) {
        if self.open == Some(tag) {
            return;
        }
        self.end_mark();
        let name = Name(kind(tag.role).as_bytes());
        let mut mark = self.content.begin_marked_content_with_properties(name);
        let mut properties = mark.properties();
        if let Role::Artifact(kind) = tag.role {
            let (kind, subtype) = artifact(kind);
            let mut artifact = properties.artifact();
            artifact.kind(kind);
            if let Some(subtype) = subtype {
                artifact.subtype(subtype);
            }
        } else {
            properties.identify(i32::try_from(self.marks.len()).unwrap_or(i32::MAX));
            self.marks.push(tag);
        }
        self.open = Some(tag);
    }

    fn end_mark(&mut self) {
        if self.open.take().is_some() {
            self.content.end_marked_content();
        }
    }

    fn run(&mut self, run: &GlyphRun) -> Result<(), SummaryError> {
        let mut copied = Copied::AsMapped;
        let mut parts: Vec<Part> = Vec::with_capacity(1);
        // Where the glyph belongs, and where the reader's pen will be: thousandths of the size.
        let (mut place, mut pen) = (0.0_f32, 0.0_f32);
        let mut open = false;
        for glyph in &run.glyphs {
            let shown = shown(run, glyph);
            let code = self.fonts.code(run.face, glyph.id, &shown)?;
            if !code.faithful {
                copied = Copied::Otherwise;
            }
            let moved = glyph.dx != Pt::ZERO || glyph.rise != Pt::ZERO;
            if moved || !open {
                // An accent is placed by itself, and what follows it begins anew.
                let at = place + glyph.dx / run.size * 1000.0;
                parts.push(Part {
                    at: run.size * (at / 1000.0),
                    rise: glyph.rise,
                    codes: Vec::with_capacity(run.glyphs.len() * 2),
                    back: Vec::new(),
                });
                pen = place;
                open = !moved;
            }
            if let Some(part) = parts.last_mut() {
                let astray = (pen - place).round();
                if astray.abs() >= 1.0 && !part.codes.is_empty() {
                    part.back.push((part.codes.len(), astray));
                    pen -= astray;
                }
                part.codes.extend(code.number.to_be_bytes());
            }
            place += glyph.advance / run.size * 1000.0;
            pen += code.width;
        }
        self.text(run, &parts, copied);
        Ok(())
    }

    fn text(&mut self, run: &GlyphRun, parts: &[Part], copied: Copied) {
        self.fill_with(run.tone);
        if copied == Copied::Otherwise {
            let mut mark = self.content.begin_marked_content_with_properties(Name(b"Span"));
            mark.properties().actual_text(TextStr(&breakable(&run.text)));
        }
        self.content.begin_text();
        self.font(run.face, run.size);
        let mut from = (0.0, 0.0);
        for part in parts {
            let to = (rounded(run.x + part.at), rounded(self.height - run.baseline + part.rise));
            self.content.next_line(hundredths(to.0 - from.0), hundredths(to.1 - from.1));
            from = to;
            self.glyphs(part);
        }
        self.content.end_text();
        if copied == Copied::Otherwise {
            self.content.end_marked_content();
        }
    }

    fn glyphs(&mut self, part: &Part) {
        if part.back.is_empty() {
            self.content.show(Str(&part.codes));
            return;
        }
        let mut shown = self.content.show_positioned();
        let mut items = shown.items();
        let mut from = 0;
        for (before, back) in &part.back {
            items.show(Str(part.codes.get(from..*before).unwrap_or_default()));
            items.adjust(*back);
            from = *before;
        }
        items.show(Str(part.codes.get(from..).unwrap_or_default()));
    }

    /// Letters that are copied but not seen, as wide as a shape.
    fn ghost(&mut self, letter: char, shape: &Shape) -> Result<(), SummaryError> {
        let weight = Weight::Regular;
        let Some(glyph) = face(weight)?.glyph(letter) else {
            return Ok(());
        };
        let Some(extent) = shape.extent() else {
            return Ok(());
        };
        let (left, right, bottom) = (extent.from.x, extent.to.x, extent.to.y);
        let code = self.fonts.code(weight, glyph, letter.encode_utf8(&mut [0; 4]))?;
        let em = (code.width / 1000.0).max(0.001);
        let width = right - left;
        let letters = match shape.figure {
            Figure::Blank => (width / (pt(GHOST_SIZE) * em)).floor().max(1.0),
            Figure::CheckBox | Figure::Sign(_) | Figure::Frame | Figure::Bar | Figure::Mark(_) => 1.0,
        };
        self.content.begin_text();
        self.content.set_text_rendering_mode(TextRenderingMode::Invisible);
        self.font(weight, pt(rounded(width / letters * (1.0 / em))));
        self.content.next_line(rounded(left), rounded(self.height - bottom));
        self.content.show(Str(&code.number.to_be_bytes().repeat(letters as usize)));
        self.content.set_text_rendering_mode(TextRenderingMode::Fill);
        self.content.end_text();
        Ok(())
    }

    fn font(&mut self, weight: Weight, size: Pt) {
        if self.font != Some((weight, size)) {
            self.font = Some((weight, size));
            self.content.set_font(Name(Embedded::name(weight).as_bytes()), size.0);
        }
    }

    fn line(&mut self, line: &Line) {
        self.stroke_with(line.tone, line.thickness);
        self.path([&Segment::Move(line.from), &Segment::Line(line.to)]);
        self.content.stroke();
    }

    fn shape(&mut self, shape: &Shape) {
        match shape.paint {
            Paint::Fill => {
                self.fill_with(shape.tone);
                self.path(&shape.path);
                self.content.fill_nonzero();
            }
            Paint::Stroke(thickness) => {
                self.stroke_with(shape.tone, thickness);
                self.path(&shape.path);
                self.content.stroke();
            }
            Paint::Dashed { thickness, dash, gap } => {
                self.stroke_with(shape.tone, thickness);
                self.content.set_dash_pattern([rounded(dash), rounded(gap)], 0.0);
                self.path(&shape.path);
                self.content.stroke();
                self.content.set_dash_pattern([], 0.0);
            }
        }
    }

    fn path<'a>(&mut self, segments: impl IntoIterator<Item = &'a Segment>) {
        let height = self.height;
        let at = |point: &Point| (rounded(point.x), rounded(height - point.y));
        for segment in segments {
            match segment {
                Segment::Move(to) => {
                    let (x, y) = at(to);
                    self.content.move_to(x, y);
                }
                Segment::Line(to) => {
                    let (x, y) = at(to);
                    self.content.line_to(x, y);
                }
                Segment::Curve(first, second, to) => {
                    let ((x1, y1), (x2, y2), (x3, y3)) = (at(first), at(second), at(to));
                    self.content.cubic_to(x1, y1, x2, y2, x3, y3);
                }
                Segment::Close => {
                    self.content.close_path();
                }
            }
        }
    }

    fn fill_with(&mut self, tone: Tone) {
        if self.fill != Some(tone) {
            self.fill = Some(tone);
            let [r, g, b] = color(tone);
            self.content.set_fill_rgb(r, g, b);
        }
    }

    fn stroke_with(&mut self, tone: Tone, thickness: Pt) {
        if self.stroke != Some(tone) {
            self.stroke = Some(tone);
            let [r, g, b] = color(tone);
            self.content.set_stroke_rgb(r, g, b);
        }
        if self.thickness != Some(thickness) {
            self.thickness = Some(thickness);
            self.content.set_line_width(rounded(thickness));
        }
    }
}

/// To a hundredth of a point: finer than any printer, and short in the file.
fn rounded(length: Pt) -> f32 {
    hundredths(length.0)
}

fn hundredths(number: f32) -> f32 {
    (number * 100.0).round() / 100.0
}

fn color(tone: Tone) -> [f32; 3] {
    tone.rgb().map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0)
}
