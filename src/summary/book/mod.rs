//! The rule book: everything that the content holds, for a pharmacist to review on paper.
//!
//! One part a drug with its facts, doses, tests and rules as the program evaluates them, then what
//! all drugs share. Each line has its sources with date and how sure they are, and a box to mark it.
//! `drug` and `facts` make the parts of a drug, `shared` the rest, `review` the sheet of one drug with room to sign each
//! line; the same document becomes a PDF or Markdown.

mod assistance;
mod authorization;
mod claims;
mod drug;
mod facts;
mod law;
mod review;
mod shared;

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Block, Cell, CellStyle, Column, Document, Header, Inline, Row, Table, Text, text};
use crate::content::Content;
use crate::content::ids::{DrugIx, SourceIx};
use crate::content::source::{Backing, Confidence, Source};

pub use review::review;

/// Composes the rule book: of all drugs, or the sheet of one.
pub fn book(content: &Content, only: Option<DrugIx>) -> Document {
    let book = Book::of(content);
    let drugs = content.drugs().iter().filter(|drug| only.is_none_or(|only| only == drug.ix));
    let mut parts: Vec<_> = drugs.map(|drug| drug::part(&book, drug)).collect();
    if only.is_none() {
        parts.extend(shared::parts(&book));
    }
    Document { parts, ..book.document() }
}

/// The content, the day by which its age is told, and the sources that were named so far.
struct Book<'a> {
    content: &'a Content,
    today: Date,
    told: RefCell<BTreeSet<SourceIx>>,
}

impl<'a> Book<'a> {
    fn of(content: &'a Content) -> Self {
        Self { content, today: content.as_of, told: RefCell::default() }
    }

    /// A document without parts.
    fn document(&self) -> Document {
        let content = self.content;
        Document {
            title: format!("Countercheck rule book {}", content.version),
            language: "en".to_owned(),
            page_label: "Page {page} of {pages}".to_owned(),
            header: Header {
                left: [
                    vec![Inline::bold("Countercheck rule book")],
                    text(format!("Content {}, as of {}", content.version, content.as_of)),
                ],
                right: [text("For review by a pharmacist"), text("Nothing here is about a patient")],
            },
            parts: Vec::new(),
        }
    }

    /// The sources that were named so far, in the order of the content.
    fn told(&self) -> Vec<SourceIx> {
        self.told.borrow().iter().copied().collect()
    }

    fn footer(&self) -> String {
        format!("Countercheck {}. Mark a box where something is to be mended.", self.content.version)
    }

    /// A source in a few words: "rinvoq-label-7.1 (secondary, check: as of 2023-11)".
    fn source(&self, ix: SourceIx) -> String {
        self.told.borrow_mut().insert(ix);
        let source = self.content.source(ix);
        format!("{} ({})", source.id, self.age(source))
    }

    fn source_list(&self, sources: &[SourceIx]) -> String {
        sources.iter().map(|ix| self.source(*ix)).collect::<Vec<_>>().join("; ")
    }

    fn age(&self, source: &Source) -> String {
        let age = if self.today > source.check_by { "check: as of" } else { "as of" };
        format!("{}, {age} {}", sure(source.confidence), source.as_of)
    }

    /// The cell of what something rests on.
    fn sources(&self, sources: &[SourceIx]) -> Cell {
        Cell::default().with(text(self.source_list(sources)), CellStyle::Muted)
    }

    /// The same, with how sure the line itself is.
    fn backing(&self, backing: &Backing) -> Cell {
        Cell::plain(text(sure(backing.confidence)))
            .with(text(self.source_list(&backing.sources)), CellStyle::Muted)
    }
}

fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "seen",
        Confidence::Medium => "secondary",
        Confidence::Low => "check the label",
    }
}

/// A box to mark.
fn mark() -> Cell {
    Cell::plain(vec![Inline::CheckBox])
}

/// The column of these boxes.
fn mark_column() -> Column {
    Column::words("Mark", 1)
}

/// A table whose rows end with what they rest on and a box to mark; nothing without rows.
fn table(first: &str, second: &str, rows: Vec<[Cell; 3]>) -> Option<Block> {
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|[first, second, basis]| Row { cells: vec![first, second, basis, mark()] })
        .collect();
    (!rows.is_empty()).then(|| {
        let columns = vec![
            Column::words(first, 9),
            Column::words(second, 21),
            Column::words("Basis", 9),
            mark_column(),
        ];
        Block::Table(Table { columns, rows })
    })
}

/// A heading and a table below it; nothing without rows.
fn section(heading: &str, first: &str, second: &str, rows: Vec<[Cell; 3]>) -> Vec<Block> {
    match table(first, second, rows) {
        Some(table) => vec![Block::heading(heading), table],
        None => Vec::new(),
    }
}

/// Professional words, then the same for the patient.
fn said(professional: &str, patient: &str) -> Cell {
    let cell = Cell::plain(text(professional));
    if patient.is_empty() { cell } else { cell.with(for_patient(patient), CellStyle::Plain) }
}

fn for_patient(words: &str) -> Text {
    vec![Inline::weighted(format!("Patient: {words}"), super::Weight::Italic)]
}

/// The name of a line, with its id or condition below.
fn named(name: &str, below: &str) -> Cell {
    let cell = Cell::strong(text(name));
    if below.is_empty() { cell } else { cell.with(text(below), CellStyle::Muted) }
}

#[cfg(test)]
mod tests;
