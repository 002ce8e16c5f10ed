//! How long a year's ledger of twelve options takes, and their comparison with three amounts not known.
//! The bars are 100 µs and 40 ms; see README.md beside this.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench stops at the first surprise")]

#[path = "support/options.rs"]
mod options;

use countercheck::content::Content;
use countercheck::cost::compare::compare;
use countercheck::cost::ledger::Ledger;
use divan::Bencher;
use options::{cases, question};

fn main() {
    divan::main();
}

fn content() -> Content {
    Content::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

/// Twelve ledgers of a year.
#[divan::bench]
fn a_years_ledger_of_twelve_options(bencher: Bencher<'_, '_>) {
    let cases = cases();
    bencher.bench(|| {
        for case in &cases {
            divan::black_box(Ledger::of(divan::black_box(case)));
        }
    });
}

/// Twelve options, each over 216 combinations of three amounts, and a year of maintenance.
#[divan::bench]
fn a_comparison_of_twelve_options_with_three_amounts_unknown(bencher: Bencher<'_, '_>) {
    let question = question(&content());
    bencher.bench(|| compare(divan::black_box(&question)));
}

/// Reading what is compared, from JSON that is parsed already.
#[divan::bench]
fn reading_twelve_options(bencher: Bencher<'_, '_>) {
    let content = content();
    bencher.bench(|| question(&content));
}
