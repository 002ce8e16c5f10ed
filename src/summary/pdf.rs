//! How do the pages become a PDF file? Positions are taken as they are; nothing is measured again.
//!
//! Equal pages give equal bytes: no clock, no random numbers, fixed font names and a file id made from
//! the content. Only the glyphs in use are embedded. The structure tree isn't written yet; the items'
//! tags are ready for it.

use std::sync::OnceLock;

use jiff::civil::Date;
use lopdf::{Dictionary, Object, StringFormat};
use printpdf::{FontId, Op, ParsedFont, PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Rect};

use super::document::{Document, Weight};
use super::error::SummaryError;
use super::fonts::{WEIGHTS, face, index};
use super::ops::Writer;
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
    let mut pdf = PdfDocument::new(&meta.title);
    let mut writer = Writer::default();
    let mut sheets = Vec::with_capacity(pages.len());
    for page in pages {
        sheets.push(sheet(page, &mut writer)?);
    }
    for weight in WEIGHTS {
        if writer.used(weight) {
            let font = PdfFont::new(parsed(weight)?.clone());
            pdf.resources.fonts.map.insert(font_id(weight), font);
        }
    }
    for (number, page) in (1..).zip(pages) {
        if let Some(title) = &page.opens {
            pdf.add_bookmark(title, number);
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
    finish(&mut file, pages, meta)?;
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| SummaryError::Pdf { reason: error.to_string() })?;
    Ok(bytes)
}

fn sheet(page: &Page, writer: &mut Writer) -> Result<PdfPage, SummaryError> {
    let size = Rect::from_wh(printpdf::Pt(page.size.width.0), printpdf::Pt(page.size.height.0));
    let ops: Vec<Op> = writer.page(page)?;
    Ok(PdfPage { media_box: size.clone(), trim_box: size.clone(), crop_box: size, ops })
}

/// A face's name in the file: six capitals, since it also marks the subset.
pub(super) fn font_id(weight: Weight) -> FontId {
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
fn finish(file: &mut lopdf::Document, pages: &[Page], meta: &PdfMeta) -> Result<(), SummaryError> {
    let failed = |error: lopdf::Error| SummaryError::Pdf { reason: error.to_string() };
    file.version = "1.7".to_owned();
    let catalog = file.catalog_mut().map_err(failed)?;
    catalog.set("Lang", literal(&meta.language));
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    catalog.set("ViewerPreferences", preferences);
    // printpdf writes the page mode as a string, which readers ignore.
    let mode = if pages.iter().any(|page| page.opens.is_some()) { "UseOutlines" } else { "UseNone" };
    catalog.set("PageMode", Object::Name(mode.as_bytes().to_vec()));

    // A whole new dictionary: printpdf's claims a PDF/X version that the file doesn't have.
    let date = literal(&format!("D:{}000000Z", meta.date.strftime("%Y%m%d")));
    let mut info = Dictionary::new();
    info.set("Title", text_string(&meta.title));
    info.set("Author", text_string(&meta.author));
    info.set("Creator", literal("Countercheck"));
    info.set("Producer", literal("Countercheck"));
    info.set("CreationDate", date.clone());
    info.set("ModDate", date);
    let place = file.trailer.get(b"Info").and_then(Object::as_reference).map_err(failed)?;
    file.set_object(place, info);

    let id = Object::String(fingerprint(file, meta).to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

/// A number that stands for the content: FNV-1a of 128 bits. It names the file and guards nothing.
fn fingerprint(file: &lopdf::Document, meta: &PdfMeta) -> [u8; 16] {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut hash = OFFSET;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
        }
    };
    add(meta.title.as_bytes());
    add(meta.author.as_bytes());
    add(meta.language.as_bytes());
    add(meta.date.to_string().as_bytes());
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            add(&stream.content);
        }
    }
    hash.to_be_bytes()
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
pub(super) fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    [0xfe, 0xff].into_iter().chain(units).collect()
}
