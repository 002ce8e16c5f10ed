//! What stands where on the paper? Pages of positioned glyphs, lines and shapes.
//!
//! Both the PDF writer and the preview draw exactly these items and measure nothing themselves.
//! Positions are points from the page's top left corner, y downward. The item kinds are closed: a
//! new one breaks every renderer at compile time.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::document::{Level, VerdictSign, Weight};
use super::units::{Pt, inch, mm};

/// The paper and how large the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageSetup {
    /// The paper.
    pub paper: Paper,
    /// How large the words are.
    pub print_size: PrintSize,
}

/// A paper size, upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// US Letter, 8.5 by 11 inches.
    Letter,
    /// A4, 210 by 297 millimeters.
    A4,
}

/// How large the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintSize {
    /// Body text of 11 points.
    Normal,
    /// Body text of 16 points on pages for patients.
    Large,
}

impl Paper {
    /// Its width and height.
    pub const fn size(self) -> Size {
        match self {
            Paper::Letter => Size { width: inch(8.5), height: inch(11.0) },
            Paper::A4 => Size { width: mm(210.0), height: mm(297.0) },
        }
    }
}

/// A width and a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: Pt,
    /// From top to bottom.
    pub height: Pt,
}

/// A point on the page, from its top left corner, y downward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: Pt,
    /// From the top edge.
    pub y: Pt,
}

impl Point {
    /// The point at `x`, `y`.
    pub const fn new(x: Pt, y: Pt) -> Point {
        Point { x, y }
    }
}

/// One page.
#[derive(Clone, PartialEq)]
pub struct Page {
    /// The paper.
    pub size: Size,
    /// The language of its words, as a BCP 47 tag.
    pub language: String,
    /// The title of the part that begins on this page, if one does: its bookmark.
    pub opens: Option<String>,
    /// What stands on it, in reading order.
    pub items: Vec<Item>,
    /// What is read aloud in the place of each [`Role::Figure`] on it, by the figure's element. A tag is
    /// copied with every item, so the words are kept here.
    pub alternatives: BTreeMap<u32, String>,
}

/// Something drawn. Later items lie on top of earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Words on one line, in one face.
    Glyphs(GlyphRun),
    /// A straight line.
    Line(Line),
    /// A filled or stroked path.
    Shape(Shape),
}

/// Words on one line, in one face, already shaped.
#[derive(Clone, PartialEq)]
pub struct GlyphRun {
    /// Where the first glyph begins.
    pub x: Pt,
    /// Where the letters stand.
    pub baseline: Pt,
    /// The size of the letters.
    pub size: Pt,
    /// Which face.
    pub face: Weight,
    /// How dark.
    pub tone: Tone,
    /// The glyphs in visual order.
    pub glyphs: Vec<Glyph>,
    /// The words that they show.
    pub text: String,
    /// What the words are in the document.
    pub tag: Tag,
}

impl GlyphRun {
    /// How far it reaches to the right of `x`.
    pub fn width(&self) -> Pt {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// One glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u16,
    /// From its own place to the next glyph's.
    pub advance: Pt,
    /// How far right of its place it is drawn; not zero only for accents.
    pub dx: Pt,
    /// How far above its place it is drawn; not zero only for accents.
    pub rise: Pt,
    /// Where its character begins in the run's text, in bytes.
    pub start: u32,
    /// Where it ends. Empty for a second glyph of the same character.
    pub end: u32,
}

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Where it begins.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
    /// How thick it is.
    pub thickness: Pt,
    /// How dark.
    pub tone: Tone,
    /// What it is in the document.
    pub tag: Tag,
}

/// A filled or stroked path.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its contour.
    pub path: Vec<Segment>,
    /// How it is drawn.
    pub paint: Paint,
    /// How dark.
    pub tone: Tone,
    /// What it is in the document.
    pub tag: Tag,
    /// What it depicts.
    pub figure: Figure,
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Begin here.
    Move(Point),
    /// A straight line to here.
    Line(Point),
    /// A cubic curve: two control points, then the end.
    Curve(Point, Point, Point),
    /// Back to the beginning. Always the last step of a path that has it.
    Close,
}

/// How a path is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// Filled (non-zero rule).
    Fill,
    /// An unbroken outline of this thickness.
    Stroke(Pt),
    /// An outline of dashes.
    Dashed {
        /// How thick.
        thickness: Pt,
        /// How long the dashes are.
        dash: Pt,
        /// How long the gaps between them are.
        gap: Pt,
    },
}

/// What a shape depicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Part of a verdict's sign.
    Sign(VerdictSign),
    /// An empty check box.
    CheckBox,
    /// The frame of a box.
    Frame,
    /// A line to write on.
    Blank,
    /// Part of a bar.
    Bar,
    /// One of 100 people.
    Mark(Mark),
}

/// How one of 100 people is drawn. The kinds differ by shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Counted.
    Filled,
    /// Less than one more is counted.
    Part,
    /// Not counted.
    Empty,
}

/// How dark something is. Signs and words never differ by this alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Black: a laser printer and a fax draw every other tone as dots.
    Ink,
    /// Gray that is still read easily.
    Muted,
    /// Light gray, for thin lines.
    Hairline,
    /// The paper's white, on top of something dark.
    Paper,
}

impl Tone {
    /// Its color as red, green and blue.
    pub const fn rgb(self) -> [u8; 3] {
        match self {
            Tone::Ink => [0, 0, 0],
            Tone::Muted => [75, 85, 99],
            Tone::Hairline => [190, 195, 203],
            Tone::Paper => [255, 255, 255],
        }
    }
}

/// What an item is in the document, for the structure tree: items with one `element` belong
/// together, also across lines and pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Counts the document's elements in reading order.
    pub element: u32,
    /// What the element is.
    pub role: Role,
    /// Counts the document's boxes: the one that it stands in, 0 outside of all. A box in a box counts as
    /// part of the outer one.
    pub panel: u32,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The title of a part.
    Title,
    /// A heading.
    Heading(Level),
    /// A paragraph.
    Paragraph,
    /// The words of one entry of a list.
    ListItem {
        /// Counts the document's lists.
        list: u32,
    },
    /// What stands before the words of an entry, with the same element.
    ListMark {
        /// Counts the document's lists.
        list: u32,
        /// What it looks like.
        mark: ListMark,
    },
    /// One cell of a table's head.
    TableHead {
        /// Counts the document's tables.
        table: u32,
        /// The column, from 0.
        column: u16,
    },
    /// A paragraph of a cell that says what its row is about. It stands in the first column.
    RowHead {
        /// Counts the document's tables.
        table: u32,
        /// The row, from 0.
        row: u32,
    },
    /// A paragraph of one cell of a table.
    TableCell {
        /// Counts the document's tables.
        table: u32,
        /// The row, from 0.
        row: u32,
        /// The column, from 0.
        column: u16,
    },
    /// The title of a box.
    PanelTitle,
    /// Something drawn, with the words in it: as a whole it is read aloud as [`Page::alternatives`] says.
    /// It stands on one page.
    Figure,
    /// Not part of the text: it is left out when the text is read aloud.
    Artifact(Artifact),
}

/// What stands before each entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListMark {
    /// A dot.
    Dot,
    /// An empty check box.
    CheckBox,
}

/// What is left out when the text is read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// The top of the page.
    Header,
    /// The foot of the page.
    Footer,
    /// A table's head, again on a later page.
    RepeatedHead,
    /// Lines and frames.
    Decoration,
}

impl Tag {
    /// The tag of lines and frames.
    pub const DECORATION: Tag = Tag::artifact(Artifact::Decoration);

    /// The tag of what is not part of the text.
    pub const fn artifact(artifact: Artifact) -> Tag {
        Tag { element: 0, role: Role::Artifact(artifact), panel: 0 }
    }
}

/// The rectangle that something takes on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Its top left corner.
    pub from: Point,
    /// Its bottom right corner.
    pub to: Point,
}

impl Extent {
    /// The rectangle around points; `None` without any.
    fn around(points: impl IntoIterator<Item = Point>) -> Option<Extent> {
        let whole = |point| Extent { from: point, to: point };
        points.into_iter().map(whole).reduce(Extent::with)
    }

    /// The rectangle around both.
    #[must_use]
    pub fn with(self, other: Extent) -> Extent {
        let from = Point::new(self.from.x.min(other.from.x), self.from.y.min(other.from.y));
        let to = Point::new(self.to.x.max(other.to.x), self.to.y.max(other.to.y));
        Extent { from, to }
    }
}

impl Shape {
    /// The rectangle around the ends of its steps; `None` for an empty path.
    pub fn extent(&self) -> Option<Extent> {
        Extent::around(self.path.iter().filter_map(|segment| match segment {
            Segment::Move(to) | Segment::Line(to) | Segment::Curve(_, _, to) => Some(*to),
            Segment::Close => None,
        }))
    }
}

impl Item {
    /// What it is in the document.
    pub fn tag(&self) -> Tag {
        match self {
            Item::Glyphs(run) => run.tag,
            Item::Line(line) => line.tag,
            Item::Shape(shape) => shape.tag,
        }
    }

    /// The rectangle that it takes; letters reach from a size above their baseline to a third of it below.
    pub fn extent(&self) -> Option<Extent> {
        match self {
            Item::Glyphs(run) => Some(Extent {
                from: Point::new(run.x, run.baseline - run.size),
                to: Point::new(run.x + run.width(), run.baseline + run.size / 3.0),
            }),
            Item::Line(line) => Extent::around([line.from, line.to]),
            Item::Shape(shape) => shape.extent(),
        }
    }

    /// Gives it another place in the document.
    pub(super) fn retag(&mut self, tag: Tag) {
        match self {
            Item::Glyphs(run) => run.tag = tag,
            Item::Line(line) => line.tag = tag,
            Item::Shape(shape) => shape.tag = tag,
        }
    }

    /// Moves it downward.
    pub(super) fn lower(&mut self, by: Pt) {
        match self {
            Item::Glyphs(run) => run.baseline += by,
            Item::Line(line) => {
                line.from.y += by;
                line.to.y += by;
            }
            Item::Shape(shape) => {
                for segment in &mut shape.path {
                    match segment {
                        Segment::Move(point) | Segment::Line(point) => point.y += by,
                        Segment::Curve(first, second, end) => {
                            first.y += by;
                            second.y += by;
                            end.y += by;
                        }
                        Segment::Close => {}
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("size", &self.size).field("items", &self.items).finish_non_exhaustive()
    }
}

impl fmt::Debug for GlyphRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GlyphRun")
            .field("x", &self.x)
            .field("baseline", &self.baseline)
            .field("size", &self.size)
            .field("face", &self.face)
            .field("glyphs", &self.glyphs.len())
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}
