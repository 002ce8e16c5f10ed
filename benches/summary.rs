//! How long a whole summary of four parts takes, from the visit to the bytes of its PDF, and each step alone.
//!
//! The bar is 15 ms and 200 KB for the whole; see README.md beside this.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a bench stops at the first surprise")]

#[path = "../tests/summary/made.rs"]
mod made;

use std::sync::OnceLock;

use countercheck::content::Content;
use countercheck::summary::compose::PartKind;
use countercheck::summary::{
    Block, Document, Page, PageSetup, Paper, PrintSize, Typesetter, lay_out, text, to_pdf,
};
use divan::Bencher;
use made::{HEAVY, Made, VISIT};

const LETTER: PageSetup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };
/// What the whole file of an ordinary visit may take, in bytes.
const LARGEST: usize = 200_000;
/// About so many pages it has.
const PAGES: std::ops::RangeInclusive<usize> = 7..=13;

fn main() {
    let (document, made) = ordinary();
    let pages = lay_out(&document, LETTER).unwrap();
    let bytes = to_pdf(&pages, &made.meta(&document)).unwrap().len();
    println!("an ordinary visit: {} pages, {bytes} bytes", pages.len());
    assert!(bytes <= LARGEST && PAGES.contains(&pages.len()));
    divan::main();
}

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

fn composed(visit: &str) -> (Document, Made) {
    let made = Made::from(content(), visit);
    (made.document(content(), &PartKind::ALL), made)
}

fn ordinary() -> (Document, Made) {
    composed(VISIT)
}

fn whole(made: &Made) -> Vec<u8> {
    let document = made.document(content(), &PartKind::ALL);
    to_pdf(&lay_out(&document, LETTER).unwrap(), &made.meta(&document)).unwrap()
}

/// Words, pages and bytes of an ordinary visit.
#[divan::bench]
fn the_whole_summary(bencher: Bencher<'_, '_>) {
    let made = Made::from(content(), VISIT);
    bencher.bench(|| whole(&made));
}

/// The same for a visit with 40 medicines and hundreds of findings.
#[divan::bench]
fn the_whole_summary_of_a_heavy_visit(bencher: Bencher<'_, '_>) {
    let made = Made::from(content(), HEAVY);
    bencher.bench(|| whole(&made));
}

/// What the preview waits for after a note was typed: all pages anew, from texts that are shaped already.
#[divan::bench]
fn laid_out_again_after_one_note_changed(bencher: Bencher<'_, '_>) {
    let (mut document, _) = ordinary();
    let mut typesetter = Typesetter::default();
    let mut typed = 0_u32;
    bencher.bench_local(|| {
        typed += 1;
        if let Some(part) = document.parts.first_mut() {
            if typed > 1 {
                part.blocks.pop();
            }
            part.blocks.push(Block::body(text(format!("Note {typed}: call back on Monday."))));
        }
        typesetter.lay_out(&document, LETTER).unwrap()
    });
}

#[divan::bench]
fn compose_alone(bencher: Bencher<'_, '_>) {
    let made = Made::from(content(), VISIT);
    bencher.bench(|| made.document(content(), &PartKind::ALL));
}

#[divan::bench]
fn lay_out_alone(bencher: Bencher<'_, '_>) {
    let (document, _) = ordinary();
    bencher.bench(|| lay_out(&document, LETTER).unwrap());
}

#[divan::bench]
fn to_pdf_alone(bencher: Bencher<'_, '_>) {
    let (document, made) = ordinary();
    let pages: Vec<Page> = lay_out(&document, LETTER).unwrap();
    let meta = made.meta(&document);
    bencher.bench(|| to_pdf(&pages, &meta).unwrap());
}
