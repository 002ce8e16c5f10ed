//! How long an assessment of all drugs takes, from a finished checklist to all findings, and how
//! long the content takes to load. The bar is 50 µs for an assessment; see README.md beside this.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench stops at the first surprise")]

use std::sync::OnceLock;

use countercheck::checklist::Checklist;
use countercheck::content::Content;
use countercheck::exchange::json;
use countercheck::safety::assess;
use divan::Bencher;
use divan::counter::ItemsCount;
use serde_json::Value;

fn main() {
    divan::main();
}

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// The agreed cases, each with the size of its answer.
fn cases() -> &'static Vec<(Checklist, usize)> {
    static CASES: OnceLock<Vec<(Checklist, usize)>> = OnceLock::new();
    CASES.get_or_init(|| {
        let text = include_bytes!("../tests/cases/assess.json");
        let cases: Value = json::read(text).unwrap();
        let cases = cases["cases"].as_array().unwrap();
        cases
            .iter()
            .map(|case| {
                let (checklist, _) =
                    Checklist::from_json(content(), case["input"].as_object().unwrap()).unwrap();
                let drugs = assess(content(), &checklist).drugs;
                (checklist, drugs.iter().map(|drug| drug.findings.len() + drug.ask.len()).sum())
            })
            .collect()
    })
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
#[divan::bench]
fn average_case(bencher: Bencher<'_, '_>) {
    let mut cases: Vec<_> = cases().iter().collect();
    cases.sort_by_key(|(_, size)| *size);
    let (checklist, _) = cases.get(cases.len() / 2).unwrap();
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
