//! What does the patient take home? From blocks of meaning to positioned pages, to PDF and plain text.
//!
//! | file | question |
//! |---|---|
//! | `document` | what does the page say? |
//! | `cover` | can every character be printed? |
//! | `style`, `units` | how large and how far apart? |
//! | `fonts`, `shape`, `lines` | which glyphs, how wide, where do lines break? |
//! | `signs` | how do boxes and verdict signs look? |
//! | `blocks`, `table`, `panel`, `shares` | how high is each block, where may it be parted? |
//! | `flow`, `layout` | which page does it stand on? |
//! | `page` | what stands where on the paper? |
//! | `pdf` | how do the pages become a file? |
//! | `text`, `markdown` | how does it read without a page? |
//! | `compose`, `book` | which words: a visit's summary, the rule book? |
//!
//! Words are laid out once: the PDF and the preview draw the same [`Page`]s and measure nothing.
//! Lengths are points. Everything here is a function of its arguments: no clock, no files, no cache
//! but the fonts. Which words a document holds is decided by whoever composes it.

mod blocks;
pub mod book;
pub mod compose;
mod cover;
mod document;
mod error;
mod flow;
mod fonts;
mod handed;
mod layout;
mod lines;
mod markdown;
mod page;
mod panel;
mod pdf;
mod shape;
mod shares;
mod signs;
mod style;
mod table;
mod text;
mod typesetter;
mod units;

pub use document::{
    Bar, Block, Cell, CellParagraph, CellStyle, Column, ColumnKind, Density, Document, Frame, Header, Inline,
    Level, Marks, Panel, Part, Row, Shade, Share, Shares, Style, Table, Text, VerdictSign, Weight, text,
};
pub use error::{Element, Place, SummaryError, UncoveredAt};
pub use fonts::{Outline, OutlineSegment, clean, outline, uncovered};
pub use handed::Handed;
pub use page::{
    Artifact, Extent, Figure, Glyph, GlyphRun, Item, Line, ListMark, Mark, Page, PageSetup, Paint, Paper,
    Point, PrintSize, Role, Segment, Shape, Size, Tag, Tone,
};
pub use pdf::PdfMeta;
pub use typesetter::Typesetter;
pub use units::{Pt, inch, mm, pt};

/// Lays a document out on paper.
///
/// # Errors
///
/// [`SummaryError::Uncovered`] if a character can't be printed, before anything is laid out;
/// [`SummaryError::TooLong`] if header or footer would fill the page;
/// [`SummaryError::SurplusCells`] if a table is malformed; [`SummaryError::Font`] if the program is
/// damaged.
pub fn lay_out(document: &Document, setup: PageSetup) -> Result<Vec<Page>, SummaryError> {
    Typesetter::default().lay_out(document, setup)
}

/// Writes pages as a PDF file. Equal pages and meta data give equal bytes.
///
/// # Errors
///
/// [`SummaryError::Pdf`] if the writer refuses; [`SummaryError::Font`] if the program is damaged.
pub fn to_pdf(pages: &[Page], meta: &PdfMeta) -> Result<Vec<u8>, SummaryError> {
    pdf::write(pages, meta)
}

/// The document as plain text of 78 columns, its lines ending with `\n`.
pub fn to_text(document: &Document) -> String {
    text::write(document)
}

/// The document as Markdown.
pub fn to_markdown(document: &Document) -> String {
    markdown::write(document)
}

#[cfg(test)]
mod tests;
