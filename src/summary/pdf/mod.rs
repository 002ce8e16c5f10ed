//! How do the pages become a PDF file? Positions are taken as they are; nothing is measured again.
//!
//! | file | question |
//! |---|---|
//! | `ops` | which operators draw an item? |
//! | `embed` | which glyphs does the file carry? |
//! | `structure` | what is each item to somebody who listens? |
//! | `outline` | which bookmarks are there? |
//! | `metadata` | what does the file say about itself? |
//! | `pack` | how small does it become? |
//!
//! Equal pages give equal bytes: no clock, no random numbers, fixed font names and a file id made from
//! the content. Only the glyphs in use are embedded.

mod embed;
mod metadata;
mod ops;
mod outline;
mod pack;
mod structure;

use jiff::civil::Date;
use pdf_writer::types::PageMode;
use pdf_writer::writers::{Catalog, Resources};
use pdf_writer::{Name, Rect, TextStr};

use self::embed::Embedded;
use self::pack::{File, Trailer, integer};
use super::document::Document;
use super::error::SummaryError;
use super::page::Page;

/// What a reader's window shows about the file.
#[derive(Clone, PartialEq, Eq)]
pub struct PdfMeta {
    /// The title.
    pub title: String,
    /// Who made it: the pharmacy.
    pub author: String,
    /// The language of the words, as a BCP 47 tag.
    pub language: String,
    /// The date of the summary.
    pub date: Date,
}

impl PdfMeta {
    /// The title and language of a document, with its author and date.
    pub fn of(document: &Document, author: impl Into<String>, date: Date) -> PdfMeta {
        PdfMeta {
            title: document.title.clone(),
            author: author.into(),
            language: document.language.clone(),
            date,
        }
    }
}

/// Writes pages as a PDF 1.7 file.
pub(super) fn write(pages: &[Page], meta: &PdfMeta) -> Result<Vec<u8>, SummaryError> {
    let failed = |error: std::io::Error| SummaryError::Pdf { reason: error.to_string() };
    let mut file = File::new();
    let mut fonts = Embedded::default();
    let (above, resources) = (file.number(), file.number());
    let (mut sheets, mut marks) = (Vec::with_capacity(pages.len()), Vec::with_capacity(pages.len()));
    for (index, page) in pages.iter().enumerate() {
        let written = ops::page(page, &mut fonts)?;
        let content = file.stream(&written.operators, |_| {}).map_err(failed)?;
        let number = file.number();
        let mut sheet = file.object(number).page(number);
        sheet.parent(above).media_box(Rect::new(0.0, 0.0, page.size.width.0, page.size.height.0));
        sheet.contents(content).struct_parents(integer(index));
        sheet.pair(Name(b"Resources"), resources);
        // The order in which a reader goes through what can be chosen: that of the structure tree.
        sheet.pair(Name(b"Tabs"), Name(b"S"));
        drop(sheet);
        sheets.push(number);
        marks.push(written.marks);
    }
    let fonts = fonts.write(&mut file)?;
    let mut tree = file.object(above).pages(above);
    tree.kids(sheets.iter().copied()).count(integer(sheets.len()));
    drop(tree);
    let mut shared = file.object(resources).indirect(resources).start::<Resources<'_>>();
    shared.fonts().pairs(fonts.iter().map(|(name, font)| (Name(name.as_bytes()), *font)));
    drop(shared);

    let structure = structure::write(&mut file, pages, &marks, &sheets);
    let outline = outline::write(&mut file, pages, &sheets);
    let machine_readable = metadata::machine_readable(&mut file, pages, meta);
    let number = file.number();
    let mut catalog = file.object(number).indirect(number).start::<Catalog<'_>>();
    catalog.pages(above).lang(TextStr(&meta.language)).metadata(machine_readable);
    catalog.viewer_preferences().display_doc_title(true);
    catalog.mark_info().marked(true);
    catalog.pair(Name(b"StructTreeRoot"), structure);
    match outline {
        Some(outline) => catalog.outlines(outline).page_mode(PageMode::UseOutlines),
        None => catalog.page_mode(PageMode::UseNone),
    };
    drop(catalog);
    let trailer = Trailer {
        catalog: number,
        information: metadata::information(&mut file, meta),
        fingerprint: metadata::fingerprint(&file, pages, meta),
    };
    file.finish(&trailer).map_err(failed)
}
