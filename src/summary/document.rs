//! What does the printed page say? Blocks of meaning: headings, paragraphs, tables, boxes.
//!
//! A document is kept as it was printed, so it is plain data that serializes. It knows nothing of
//! sizes, positions, fonts or pages, and holds no drug knowledge: whoever composes it has already
//! chosen the words. `Debug` never shows words, because most of them are about one patient.

mod shares;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use shares::{Marks, Share, Shares};

/// A whole summary: every part with the header that stands on each of its pages.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The title of the file, as a reader's window shows it.
    pub title: String,
    /// The language of the words, as a BCP 47 tag (`en`, `es`).
    pub language: String,
    /// The page number's words, with `{page}` and `{pages}` in their places: `Page {page} of {pages}`.
    pub page_label: String,
    /// What stands at the top of every page.
    pub header: Header,
    /// The parts in the order of print. Each begins a new page.
    pub parts: Vec<Part>,
}

/// The top of every page: two lines on each side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The pharmacy: its name, then how to reach it and the pharmacist.
    pub left: [Text; 2],
    /// The patient and the date of birth, then the date of the summary.
    pub right: [Text; 2],
}

/// One part of a summary, for one reader.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Which part it is (`patient`, `cost`, …): names it in errors, never printed.
    pub id: String,
    /// The large title of its first page, and its bookmark.
    pub title: String,
    /// The sentence or two below the title; may be empty.
    pub lead: Text,
    /// What stands at the foot of each of its pages, left of the page number.
    pub footer: String,
    /// For whom it is set.
    pub density: Density,
    /// What frames it, where it is in another language than the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// What stands around a part in another language than the document.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// The language of its words, as a BCP 47 tag.
    pub language: String,
    /// The page number's words, as in [`Document::page_label`].
    pub page_label: String,
    /// What stands at the top of its pages.
    pub header: Header,
}

/// How closely a part is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    /// For patients: nothing is smaller than the body text.
    Comfortable,
    /// For professionals: tables, notes, header and footer are smaller than the body text.
    Compact,
}

/// One block of meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Block {
    /// A heading below the part's title.
    Heading {
        /// Its rank.
        level: Level,
        /// Its words.
        text: Text,
    },
    /// One paragraph.
    Paragraph {
        /// Its words.
        text: Text,
        /// How it is set.
        style: Style,
    },
    /// A list with a dot before each entry.
    Bullets(Vec<Text>),
    /// A list with an empty check box before each entry.
    Checks(Vec<Text>),
    /// A table, its head repeated on each page that it reaches.
    Table(Table),
    /// A box with a title.
    Panel(Panel),
    /// Boxes side by side, equally high.
    Panels(Vec<Panel>),
    /// Horizontal bars on one scale, with their amounts in words.
    Bars(Vec<Bar>),
    /// Counts of 100 people in groups that were compared, with a row of marks each.
    Shares(Shares),
    /// Half a line of nothing.
    Space,
}

/// The rank of a heading; the part's title is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A section of a part.
    Two,
    /// A section of a section.
    Three,
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// Running text.
    Body,
    /// What introduces: larger and gray.
    Lead,
    /// Smaller, where the part is compact.
    Small,
    /// A note: gray, and smaller where the part is compact.
    Muted,
}

/// A table. On a page there is room for a dozen columns of short words, in one of two boxes side by side
/// for five.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its columns from left to right.
    pub columns: Vec<Column>,
    /// Its rows. A row with fewer cells than columns ends with empty ones; surplus cells are an error.
    pub rows: Vec<Row>,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What stands above it.
    pub head: Text,
    /// Its width in proportion to the other columns' shares. A column still becomes as wide as its
    /// longest word where the others can spare it.
    pub share: u16,
    /// What it holds.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Words, left aligned.
    Words,
    /// Amounts, right aligned, with figures of one width.
    Figures,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its cells from left to right.
    pub cells: Vec<Cell>,
}

/// One cell: paragraphs below each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// From top to bottom.
    pub paragraphs: Vec<CellParagraph>,
}

/// One paragraph of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellParagraph {
    /// Its words.
    pub text: Text,
    /// How it is set.
    pub style: CellStyle,
}

/// How a cell's paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellStyle {
    /// What the row is about: its regular words are printed semi-bold.
    Strong,
    /// Running text.
    Plain,
    /// A note: gray, and smaller where the part is compact.
    Muted,
}

/// A box with a title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Its title; may be empty.
    pub title: Text,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// One bar: from `low` to `high` on a scale that all bars of a block share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// What it stands for.
    pub label: Text,
    /// Where it is certain up to, in any one unit (cents).
    pub low: u64,
    /// Where it may reach, in the same unit, not below `low`.
    pub high: u64,
    /// The amount in words.
    pub amount: Text,
}

/// A line of inline content.
pub type Text = Vec<Inline>;

/// One piece of inline content.
#[derive(Clone, PartialEq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Inline {
    /// Words.
    Words {
        /// The words. Line breaks become spaces, other control characters are left out.
        text: String,
        /// How heavy they are.
        #[serde(default, skip_serializing_if = "Weight::is_regular")]
        weight: Weight,
        /// How dark they are.
        #[serde(default, skip_serializing_if = "Shade::is_ink")]
        tone: Shade,
    },
    /// An empty check box. The words after it stay on its line.
    CheckBox,
    /// A line to write on.
    Blank {
        /// Its length in widths of the letter m, about.
        width_em: u8,
    },
    /// The sign of a verdict. Its word must follow: the sign itself can't be read aloud.
    Sign(VerdictSign),
}

/// How heavy words are: each is one face of the font.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Running text.
    #[default]
    Regular,
    /// Table heads, the first words of a cell.
    SemiBold,
    /// Headings and what must be seen.
    Bold,
    /// Titles of works and words from another language.
    Italic,
}

impl Weight {
    fn is_regular(&self) -> bool {
        *self == Weight::Regular
    }
}

/// How dark words are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shade {
    /// Black.
    #[default]
    Ink,
    /// Gray that is still read easily (7:1 on white).
    Muted,
}

impl Shade {
    fn is_ink(&self) -> bool {
        *self == Shade::Ink
    }
}

/// The sign of a verdict, told apart by its shape alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictSign {
    /// A filled octagon with a bar.
    Contraindicated,
    /// A filled triangle with an exclamation mark.
    Avoid,
    /// A filled diamond.
    NeedsTest,
    /// A dashed circle with a question mark.
    Incomplete,
    /// A filled square with an exclamation mark.
    Caution,
    /// An open circle with a bar; never a tick, since nothing found is not safe.
    NoConcern,
}

impl VerdictSign {
    /// Every sign, the worst verdict first.
    pub const ALL: [VerdictSign; 6] = [
        VerdictSign::Contraindicated,
        VerdictSign::Avoid,
        VerdictSign::NeedsTest,
        VerdictSign::Incomplete,
        VerdictSign::Caution,
        VerdictSign::NoConcern,
    ];
}

impl Inline {
    /// Regular black words.
    pub fn words(text: impl Into<String>) -> Inline {
        Inline::weighted(text, Weight::Regular)
    }

    /// Bold black words.
    pub fn bold(text: impl Into<String>) -> Inline {
        Inline::weighted(text, Weight::Bold)
    }

    /// Black words of a weight.
    pub fn weighted(text: impl Into<String>, weight: Weight) -> Inline {
        Inline::Words { text: text.into(), weight, tone: Shade::Ink }
    }

    /// Regular gray words.
    pub fn muted(text: impl Into<String>) -> Inline {
        Inline::Words { text: text.into(), weight: Weight::Regular, tone: Shade::Muted }
    }
}

/// A text of regular black words.
pub fn text(words: impl Into<String>) -> Text {
    vec![Inline::words(words)]
}

impl Part {
    /// The language of its words.
    pub fn language<'a>(&'a self, document: &'a Document) -> &'a str {
        self.frame.as_ref().map_or(&document.language, |frame| &frame.language)
    }

    /// The page number's words on its pages.
    pub fn page_label<'a>(&'a self, document: &'a Document) -> &'a str {
        self.frame.as_ref().map_or(&document.page_label, |frame| &frame.page_label)
    }

    /// What stands at the top of its pages.
    pub fn header<'a>(&'a self, document: &'a Document) -> &'a Header {
        self.frame.as_ref().map_or(&document.header, |frame| &frame.header)
    }
}

impl Block {
    /// A heading of a section.
    pub fn heading(words: impl Into<String>) -> Block {
        Block::Heading { level: Level::Two, text: text(words) }
    }

    /// A paragraph of running text.
    pub fn body(text: Text) -> Block {
        Block::Paragraph { text, style: Style::Body }
    }
}

impl Column {
    /// A column of words.
    pub fn words(head: impl Into<String>, share: u16) -> Column {
        Column { head: text(head), share, kind: ColumnKind::Words }
    }

    /// A column of amounts.
    pub fn figures(head: impl Into<String>, share: u16) -> Column {
        Column { head: text(head), share, kind: ColumnKind::Figures }
    }
}

impl Cell {
    /// A cell of one paragraph of running text.
    pub fn plain(text: Text) -> Cell {
        Cell::default().with(text, CellStyle::Plain)
    }

    /// A cell of one paragraph that names its row.
    pub fn strong(text: Text) -> Cell {
        Cell::default().with(text, CellStyle::Strong)
    }

    /// This cell with one more paragraph below.
    #[must_use]
    pub fn with(mut self, text: Text, style: CellStyle) -> Cell {
        self.paragraphs.push(CellParagraph { text, style });
        self
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("language", &self.language)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame").field("language", &self.language).finish_non_exhaustive()
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("id", &self.id)
            .field("density", &self.density)
            .field("blocks", &self.blocks)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Inline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Inline::Words { text, weight, tone } => {
                write!(f, "{} characters, {weight:?}, {tone:?}", text.chars().count())
            }
            Inline::CheckBox => f.write_str("CheckBox"),
            Inline::Blank { width_em } => write!(f, "Blank({width_em})"),
            Inline::Sign(sign) => write!(f, "Sign({sign:?})"),
        }
    }
}
