//! Why can't this be printed? Every way in which laying out or writing a page can fail.
//!
//! No message holds words of the document: they may be about a patient. A character that can't be
//! printed is named by its code alone.

use std::fmt;

use super::document::Weight;

/// Why a document could not be laid out or written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SummaryError {
    /// Some characters have no glyph in the font.
    #[error("Some letters can't be printed: {}.", list(places))]
    Uncovered {
        /// Where they stand and which they are, in the order of print.
        places: Vec<UncoveredAt>,
    },
    /// A face that ships with the program can't be read.
    #[error("The {weight:?} letters that come with this program are damaged.")]
    Font {
        /// Which face.
        weight: Weight,
    },
    /// A table row has more cells than the table has columns.
    #[error("Row {row} of a table in part “{part}” has {cells} cells for {columns} columns.")]
    SurplusCells {
        /// The part's id.
        part: String,
        /// The row, counted from 1.
        row: usize,
        /// How many cells it has.
        cells: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A header or footer would take too much of the page.
    #[error("There are too many words in {place}.")]
    TooLong {
        /// Which one.
        place: Place,
    },
    /// The PDF writer refused.
    #[error("The PDF file could not be written: {reason}.")]
    Pdf {
        /// What the writer said.
        reason: String,
    },
}

impl SummaryError {
    /// What to do about it.
    pub fn cure(&self) -> &'static str {
        match self {
            SummaryError::Uncovered { .. } => {
                "Write these words in Latin, Greek or Cyrillic letters, then print again."
            }
            SummaryError::TooLong { .. } => "Shorten the names there, then print again.",
            SummaryError::Font { .. } => "Install the program again.",
            SummaryError::SurplusCells { .. } | SummaryError::Pdf { .. } => {
                "This is a fault of the program. Please report it; the record itself is safe."
            }
        }
    }
}

/// Characters without a glyph, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct UncoveredAt {
    /// Where they stand.
    pub place: Place,
    /// Which they are, each once.
    pub characters: Vec<char>,
}

/// A place in a document, named without its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file's title.
    Title,
    /// The pharmacy's lines at the top of the page.
    HeaderLeft,
    /// The patient's lines at the top of the page.
    HeaderRight,
    /// The page number's words.
    PageLabel,
    /// A part: its title, lead or footer, or one of its blocks.
    Part {
        /// The part's id.
        id: String,
        /// What of it.
        element: Element,
    },
}

/// What of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// Its title or the lead below it.
    Title,
    /// Its footer.
    Footer,
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A list of points or check boxes.
    List,
    /// A table.
    Table,
    /// A box.
    Panel,
    /// A bar chart.
    Bars,
    /// Counts of 100 people.
    Shares,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Title => f.write_str("the document's title"),
            Place::HeaderLeft => f.write_str("the pharmacy's lines at the top of the page"),
            Place::HeaderRight => f.write_str("the patient's lines at the top of the page"),
            Place::PageLabel => f.write_str("the page number"),
            Place::Part { id, element } => write!(f, "{element} of part “{id}”"),
        }
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Element::Title => "the title",
            Element::Footer => "the footer",
            Element::Heading => "a heading",
            Element::Paragraph => "a paragraph",
            Element::List => "a list",
            Element::Table => "a table",
            Element::Panel => "a box",
            Element::Bars => "a chart",
            Element::Shares => "the counts of 100 people",
        })
    }
}

fn list(places: &[UncoveredAt]) -> String {
    let one = |at: &UncoveredAt| {
        let codes: Vec<String> =
            at.characters.iter().map(|character| format!("U+{:04X}", u32::from(*character))).collect();
        format!("{} in {}", codes.join(", "), at.place)
    };
    places.iter().map(one).collect::<Vec<_>>().join("; ")
}
