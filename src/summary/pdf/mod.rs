//! How do the pages become a PDF file? Positions are taken as they are; nothing is measured again.
//!
//! | file | question |
//! |---|---|
//! | `ops` | which operators draw an item? |
//! | `structure` | what is each item to somebody who listens? |
//! | `outline` | which bookmarks are there? |
//! | `metadata` | what does the file say about itself? |
//! | `pack` | how small does it become? |
//!
//! Equal pages give equal bytes: no clock, no random numbers, fixed font names and a file id made from
//! the content. Only the glyphs in use are embedded.

mod metadata;
mod ops;
mod outline;
mod pack;
mod structure;

use std::sync::OnceLock;

use jiff::civil::Date;
use lopdf::{Object, ObjectId, SaveOptions, StringFormat, dictionary};
use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Rect};

use self::ops::Writer;
use self::pack::pack;
use super::document::{Document, Weight};
use super::error::SummaryError;
use super::fonts::{WEIGHTS, face, index};
use super::page::{Page, Tag};

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

/// So many objects are compressed together. More would save little, and a reader unpacks all for one.
const OBJECTS_A_STREAM: usize = 200;

/// Writes pages as a PDF 1.7 file.
pub(super) fn write(pages: &[Page], meta: &PdfMeta) -> Result<Vec<u8>, SummaryError> {
    let mut pdf = PdfDocument::new(&meta.title);
    let mut writer = Writer::default();
    let mut sheets = Vec::with_capacity(pages.len());
    let mut marks = Vec::with_capacity(pages.len());
    for page in pages {
        let written = writer.page(page)?;
        let size = Rect::from_wh(printpdf::Pt(page.size.width.0), printpdf::Pt(page.size.height.0));
        sheets.push(PdfPage {
            media_box: size.clone(),
            trim_box: size.clone(),
            crop_box: size,
            ops: written.ops,
        });
        marks.push(written.marks);
    }
    for weight in WEIGHTS {
        if writer.used(weight) {
            let font = PdfFont::new(parsed(weight)?.clone());
            pdf.resources.fonts.map.insert(font_id(weight), font);
        }
    }
    pdf.with_pages(sheets);

    let mut warnings = Vec::new();
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut file = pdf.to_lopdf_document(&options, &mut warnings);
    if !warnings.is_empty() {
        // The warnings themselves may quote words, so they are only counted.
        return Err(SummaryError::Pdf { reason: format!("the writer warned {} times", warnings.len()) });
    }
    finish(&mut file, pages, &marks, meta)?;
    pack(&mut file).map_err(|error| SummaryError::Pdf { reason: error.to_string() })?;
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(OBJECTS_A_STREAM)
        .compression_level(6)
        .build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options)
        .map_err(|error| SummaryError::Pdf { reason: error.to_string() })?;
    Ok(bytes)
}

/// A face's name in the file: six capitals, since it also marks the subset.
fn font_id(weight: Weight) -> FontId {
    let name = match weight {
        Weight::Regular => "INREGU",
        Weight::SemiBold => "INSEMI",
        Weight::Bold => "INBOLD",
        Weight::Italic => "INITAL",
    };
    FontId(name.to_owned())
}

/// A face as printpdf reads it, read once.
fn parsed(weight: Weight) -> Result<&'static ParsedFont, SummaryError> {
    static PARSED: [OnceLock<Option<ParsedFont>>; 4] = [const { OnceLock::new() }; 4];
    let bytes = face(weight)?.bytes;
    PARSED
        .get(index(weight))
        .and_then(|slot| slot.get_or_init(|| ParsedFont::from_bytes(bytes, 0, &mut Vec::new())).as_ref())
        .ok_or(SummaryError::Font { weight })
}

/// Sets what printpdf leaves out or writes wrongly.
fn finish(
    file: &mut lopdf::Document,
    pages: &[Page],
    marks: &[Vec<Tag>],
    meta: &PdfMeta,
) -> Result<(), SummaryError> {
    file.version = "1.7".to_owned();
    let catalog = file.catalog_mut().map_err(failed)?;
    catalog.set("Lang", text_string(&meta.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    let sheets: Vec<ObjectId> = file.page_iter().collect();
    structure::write(file, pages, marks, &sheets)?;
    outline::write(file, pages, &sheets)?;
    metadata::write(file, pages, meta)?;

    let fingerprint = metadata::fingerprint(file, pages, meta).to_vec();
    let id = Object::String(fingerprint, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

fn failed(error: lopdf::Error) -> SummaryError {
    SummaryError::Pdf { reason: error.to_string() }
}

/// A string of ASCII characters.
fn literal(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// A string of any characters.
fn text_string(text: &str) -> Object {
    if text.is_ascii() { literal(text) } else { Object::String(utf16(text), StringFormat::Hexadecimal) }
}

/// UTF-16, big end first, with its mark: what PDF calls a text string.
fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    [0xfe, 0xff].into_iter().chain(units).collect()
}
