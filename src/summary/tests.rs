//! Promises of the whole way from a document to its pages, its file and its plain text.

mod files;
#[path = "../../tests/summary/golden.rs"]
mod golden;
#[path = "../../tests/support/kept.rs"]
mod kept;
mod pages;
mod placement;
mod properties;
pub(super) mod sample;
mod shares;
mod tags;
mod tree;

use super::*;

/// A document of one part with these blocks.
fn document(density: Density, blocks: Vec<Block>) -> Document {
    Document {
        title: "Title".to_owned(),
        language: "en".to_owned(),
        page_label: "Page {page} of {pages}".to_owned(),
        header: Header {
            left: [vec![Inline::bold("Pharmacy")], text("(555) 010-0142")],
            right: [vec![Inline::bold("Ana Díaz")], text("25 November 2026")],
        },
        parts: vec![Part {
            id: "patient".to_owned(),
            title: "What we said".to_owned(),
            lead: Text::new(),
            footer: "Prepared for a talk.".to_owned(),
            density,
            frame: None,
            blocks,
        }],
    }
}

/// A table of this many rows and two columns.
fn table(rows: usize) -> Block {
    Block::Table(Table {
        columns: vec![Column::words("Medicine", 1), Column::figures("Dose", 1)],
        rows: (1..=rows)
            .map(|number| Row {
                cells: vec![
                    Cell::strong(text(format!("Medicine {number}"))),
                    Cell::plain(text(format!("{number} mg"))),
                ],
            })
            .collect(),
    })
}

const LETTER: PageSetup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };

fn runs(page: &Page) -> impl Iterator<Item = &GlyphRun> {
    page.items.iter().filter_map(|item| match item {
        Item::Glyphs(run) => Some(run),
        Item::Line(_) | Item::Shape(_) => None,
    })
}
