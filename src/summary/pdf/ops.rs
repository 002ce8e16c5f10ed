//! Which PDF operators draw an item? One page's items become printpdf operations.
//!
//! PDF measures from the bottom left corner, pages here from the top left. A PDF reader advances by
//! whole thousandths of the size, so each run carries corrections that keep every glyph within a
//! thousandth of where it was laid out. Everything stands in marked content: that of its element, by a
//! number that the structure tree refers to, or that of what isn't read aloud.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, DictItem, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle, Polygon,
    PolygonRing, Rgb, TextItem, TextMatrix, TextRenderingMode, WindingOrder,
};

use super::structure::kind;
use super::{font_id, utf16};
use crate::summary::document::Weight;
use crate::summary::error::SummaryError;
use crate::summary::fonts::{WEIGHTS, face, index};
use crate::summary::page::{
    Artifact, Figure, Glyph, GlyphRun, Item, Line, Page, Paint, Point, Role, Segment, Shape, Tag, Tone,
};
use crate::summary::units::{Pt, pt};

/// Turns pages into operations and remembers which glyphs show which words.
#[derive(Default)]
pub(super) struct Writer {
    /// For each face, the text that a glyph gives when it is copied.
    copied: [BTreeMap<u16, String>; WEIGHTS.len()],
}

/// A page's operations, and what each of its marked contents is: the number is the place in the list.
pub(super) struct Written {
    pub(super) ops: Vec<Op>,
    pub(super) marks: Vec<Tag>,
}

/// One page's operations so far.
struct Sheet {
    height: Pt,
    ops: Vec<Op>,
    marks: Vec<Tag>,
    /// Whose marked content is open.
    open: Option<Tag>,
    fill: Option<Tone>,
    stroke: Option<Tone>,
}

impl Writer {
    /// Whether any page so far used a face.
    pub(super) fn used(&self, weight: Weight) -> bool {
        self.copied.get(index(weight)).is_some_and(|glyphs| !glyphs.is_empty())
    }

    /// The operations of a page.
    pub(super) fn page(&mut self, page: &Page) -> Result<Written, SummaryError> {
        let mut sheet = Sheet {
            height: page.size.height,
            ops: Vec::with_capacity(page.items.len() * 8),
            marks: Vec::new(),
            open: None,
            fill: None,
            stroke: None,
        };
        for item in &page.items {
            sheet.mark(tag(item));
            match item {
                Item::Glyphs(run) => self.run(run, &mut sheet)?,
                Item::Line(line) => sheet.line(line),
                Item::Shape(shape) => {
                    sheet.shape(shape);
                    match shape.figure {
                        // Without a letter in its place, a reader that copies the text takes the
                        // gap for the edge of a column and tears the line apart.
                        Figure::CheckBox => self.ghost('□', shape, &mut sheet)?,
                        Figure::Blank => self.ghost('_', shape, &mut sheet)?,
                        Figure::Sign(_) | Figure::Frame | Figure::Bar | Figure::Mark(_) => {}
                    }
                }
            }
        }
        sheet.end_mark();
        Ok(Written { ops: sheet.ops, marks: sheet.marks })
    }

    fn run(&mut self, run: &GlyphRun, sheet: &mut Sheet) -> Result<(), SummaryError> {
        let face = face(run.face)?;
        let metrics = face.font.glyph_metrics();
        let mut faithful = Copied::AsMapped;
        let mut parts: Vec<Part> = Vec::new();
        // Where the glyph belongs, and where the reader's pen will be: thousandths of the size.
        let (mut place, mut pen) = (0.0_f32, 0.0_f32);
        let mut open = false;
        for glyph in &run.glyphs {
            let shown = shown(run, glyph);
            let copied = self.register(run.face, glyph.id, &shown);
            if *copied != shown {
                faithful = Copied::Otherwise;
            }
            let mut code = Codepoint::with_cid(glyph.id, 0.0, copied.clone());
            let advance = glyph.advance / run.size * 1000.0;
            let moved = glyph.dx != Pt::ZERO || glyph.rise != Pt::ZERO;
            if moved || !open {
                // An accent is placed by itself, and what follows it begins anew.
                let at = place + glyph.dx / run.size * 1000.0;
                parts.push(Part { at: run.size * (at / 1000.0), rise: glyph.rise, codes: Vec::new() });
                pen = place;
                open = !moved;
            }
            place += advance;
            let units = metrics.h_advance(harfrust::GlyphId::from(glyph.id));
            // As the width stands in the file: cut, not rounded.
            pen += (units * (1000.0 / face.units_per_em)).trunc();
            let astray = (pen - place).round();
            if astray.abs() >= 1.0 && open {
                code.offset = astray;
                pen -= astray;
            }
            if let Some(part) = parts.last_mut() {
                part.codes.push(code);
            }
        }
        sheet.text(run, parts, faithful);
        Ok(())
    }

    /// Letters that are copied but not seen, as wide as a shape.
    fn ghost(&mut self, letter: char, shape: &Shape, sheet: &mut Sheet) -> Result<(), SummaryError> {
        let weight = Weight::Regular;
        let face = face(weight)?;
        let Some(glyph) = face.glyph(letter) else {
            return Ok(());
        };
        let Some(extent) = shape.extent() else {
            return Ok(());
        };
        let (left, right, bottom) = (extent.from.x, extent.to.x, extent.to.y);
        let units = face.font.glyph_metrics().h_advance(harfrust::GlyphId::from(glyph));
        let width = right - left;
        let letters = match shape.figure {
            Figure::Blank => (width / (pt(GHOST_SIZE) * (units / face.units_per_em))).floor().max(1.0),
            Figure::CheckBox | Figure::Sign(_) | Figure::Frame | Figure::Bar | Figure::Mark(_) => 1.0,
        };
        let size = width / letters * (face.units_per_em / units.max(1.0));
        let copied = self.register(weight, glyph, &letter.to_string()).clone();
        let codes = vec![Codepoint::with_cid(glyph, 0.0, copied); letters as usize];
        sheet.ops.extend([
            Op::StartTextSection,
            Op::SetTextRenderingMode { mode: TextRenderingMode::Invisible },
            Op::SetFont { font: PdfFontHandle::External(font_id(weight)), size: rounded(size) },
            Op::SetTextMatrix {
                matrix: TextMatrix::Translate(rounded(left), rounded(sheet.height - bottom)),
            },
            Op::ShowText { items: vec![TextItem::GlyphIds(codes)] },
            Op::SetTextRenderingMode { mode: TextRenderingMode::Fill },
            Op::EndTextSection,
        ]);
        Ok(())
    }

    /// The text that copying a glyph gives: whatever it showed first.
    fn register(&mut self, weight: Weight, glyph: u16, shown: &str) -> &String {
        let [regular, semi_bold, bold, italic] = &mut self.copied;
        let face = match weight {
            Weight::Regular => regular,
            Weight::SemiBold => semi_bold,
            Weight::Bold => bold,
            Weight::Italic => italic,
        };
        face.entry(glyph).or_insert_with(|| shown.to_owned())
    }
}

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
fn artifact(artifact: Artifact) -> DictItem {
    let (kind, subtype) = match artifact {
        Artifact::Header => ("Pagination", Some("Header")),
        Artifact::Footer => ("Pagination", Some("Footer")),
        Artifact::RepeatedHead => ("Pagination", None),
        Artifact::Decoration => ("Layout", None),
    };
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let mut map = BTreeMap::from([("Type".to_owned(), name(kind))]);
    if let Some(subtype) = subtype {
        map.insert("Subtype".to_owned(), name(subtype));
    }
    DictItem::Dict { map }
}

/// Glyphs in one row without a jump.
struct Part {
    /// From the run's beginning.
    at: Pt,
    /// Above the baseline.
    rise: Pt,
    codes: Vec<Codepoint>,
}

/// Whether copying a run's glyphs gives its words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    AsMapped,
    /// A glyph stands for two characters in this file: the run carries its words beside them.
    Otherwise,
}

/// The text of one glyph. A space that must not break is copied as a space.
fn shown(run: &GlyphRun, glyph: &Glyph) -> String {
    let range = glyph.start as usize..glyph.end as usize;
    let text = run.text.get(range).unwrap_or_default();
    text.replace('\u{a0}', " ")
}

impl Sheet {
    /// What is drawn from here on is this.
    fn mark(&mut self, tag: Tag) {
        if self.open == Some(tag) {
            return;
        }
        self.end_mark();
        let properties = if let Role::Artifact(kind) = tag.role {
            artifact(kind)
        } else {
            let number = i64::try_from(self.marks.len()).unwrap_or(i64::MAX);
            self.marks.push(tag);
            DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]) }
        };
        let tag_name = kind(tag.role).to_owned();
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag_name, properties });
        self.open = Some(tag);
    }

    fn end_mark(&mut self) {
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn text(&mut self, run: &GlyphRun, parts: Vec<Part>, copied: Copied) {
        self.fill_with(run.tone);
        if copied == Copied::Otherwise {
            let words = utf16(&run.text.replace('\u{a0}', " "));
            let words = DictItem::String { data: words, literal: false };
            self.ops.push(Op::BeginMarkedContentWithProperties {
                tag: "Span".to_owned(),
                properties: DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), words)]) },
            });
        }
        self.ops.push(Op::StartTextSection);
        self.ops.push(Op::SetFont {
            font: PdfFontHandle::External(font_id(run.face)),
            size: printpdf::Pt(run.size.0),
        });
        for part in parts {
            let x = run.x + part.at;
            let y = self.height - run.baseline + part.rise;
            self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(rounded(x), rounded(y)) });
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(part.codes)] });
        }
        self.ops.push(Op::EndTextSection);
        if copied == Copied::Otherwise {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn line(&mut self, line: &Line) {
        self.stroke_with(line.tone, line.thickness);
        let points = vec![self.point(line.from, Handle::No), self.point(line.to, Handle::No)];
        self.ops.push(Op::DrawLine { line: printpdf::Line { points, is_closed: false } });
    }

    fn shape(&mut self, shape: &Shape) {
        let mut points = Vec::with_capacity(shape.path.len() * 2);
        let mut closed = false;
        for segment in &shape.path {
            match segment {
                Segment::Move(to) | Segment::Line(to) => points.push(self.point(*to, Handle::No)),
                Segment::Curve(first, second, to) => {
                    points.push(self.point(*first, Handle::Yes));
                    points.push(self.point(*second, Handle::Yes));
                    points.push(self.point(*to, Handle::No));
                }
                Segment::Close => closed = true,
            }
        }
        let polygon = |points, mode| Op::DrawPolygon {
            polygon: Polygon {
                rings: vec![PolygonRing { points }],
                mode,
                winding_order: WindingOrder::NonZero,
            },
        };
        match shape.paint {
            Paint::Fill => {
                self.fill_with(shape.tone);
                self.ops.push(polygon(points, PaintMode::Fill));
            }
            Paint::Stroke(thickness) if closed => {
                self.stroke_with(shape.tone, thickness);
                self.ops.push(polygon(points, PaintMode::Stroke));
            }
            Paint::Stroke(thickness) => {
                self.stroke_with(shape.tone, thickness);
                let line = printpdf::Line { points, is_closed: false };
                self.ops.push(Op::DrawLine { line });
            }
            Paint::Dashed { thickness, dash, gap } => {
                self.stroke_with(shape.tone, thickness);

                self.ops.push(Op::SetLineDashPattern {
                    dash: LineDashPattern::new(0.0, &[rounded(dash).0, rounded(gap).0]),
                });
                self.ops.push(polygon(points, PaintMode::Stroke));
                self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::solid() });
            }
        }
    }

    fn fill_with(&mut self, tone: Tone) {
        if self.fill != Some(tone) {
            self.fill = Some(tone);
            self.ops.push(Op::SetFillColor { col: color(tone) });
        }
    }

    fn stroke_with(&mut self, tone: Tone, thickness: Pt) {
        if self.stroke != Some(tone) {
            self.stroke = Some(tone);
            self.ops.push(Op::SetOutlineColor { col: color(tone) });
        }
        self.ops.push(Op::SetOutlineThickness { pt: rounded(thickness) });
    }

    fn point(&self, point: Point, handle: Handle) -> LinePoint {
        LinePoint {
            p: printpdf::Point { x: rounded(point.x), y: rounded(self.height - point.y) },
            bezier: handle == Handle::Yes,
        }
    }
}

/// Whether a point pulls a curve instead of lying on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Handle {
    Yes,
    No,
}

/// To a hundredth of a point: finer than any printer, and short in the file.
fn rounded(length: Pt) -> printpdf::Pt {
    printpdf::Pt((length.0 * 100.0).round() / 100.0)
}

fn color(tone: Tone) -> Color {
    let [r, g, b] = tone.rgb().map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0);
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}
