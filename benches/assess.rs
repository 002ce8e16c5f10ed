//! How long an assessment of all drugs takes, from a finished checklist to all findings, and how
//! long the content takes to load. The bar is 50 µs for an assessment; see README.md beside this.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench stops at the first surprise")]

#[path = "support/agreed.rs"]
mod agreed;

use agreed::{average_case, cases, content};
use countercheck::content::Content;
use countercheck::safety::assess;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// All agreed cases, one after the other: the time of one is that of an average checklist.
#[divan::bench]
fn all_agreed_cases(bencher: Bencher<'_, '_>) {
    let cases = cases();
    bencher.counter(ItemsCount::new(cases.len())).bench(|| {
        for (checklist, _) in cases {
            divan::black_box(assess(content(), divan::black_box(checklist)));
        }
    });
}

/// The checklist with the middle number of findings and open questions.
#[divan::bench(name = "average_case")]
fn average(bencher: Bencher<'_, '_>) {
    let checklist = average_case();
    bencher.bench(|| assess(content(), divan::black_box(checklist)));
}

/// The checklist with the most findings and open questions.
#[divan::bench]
fn largest_case(bencher: Bencher<'_, '_>) {
    let (checklist, _) = cases().iter().max_by_key(|(_, size)| *size).unwrap();
    bencher.bench(|| assess(content(), divan::black_box(checklist)));
}

/// Reading and checking all content files, once at the start of the program.
#[divan::bench]
fn load_content() -> Content {
    Content::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}
