//! What every reader of untrusted input promises, on its seeds and on thousands of damaged copies of them.
//!
//! The seeds are those of the fuzzer (`fuzz/corpus`), which looks for hours where this looks for seconds. The random
//! numbers are the same in every run; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` in the environment give others and more.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "readers/promises/mod.rs"]
mod promises;
#[path = "support/random_cases.rs"]
mod random_cases;

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;

/// The seeds of a target, by name.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// A part of a seed, with some bits the other way and a piece of another seed put in.
fn damaged(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let flips = prop::collection::vec((any::<Index>(), 0..8u8), 0..4);
    let piece = (any::<Index>(), any::<Index>(), 0..40_usize);
    let seed = prop::sample::select(seeds.clone());
    (seed, prop::sample::select(seeds), flips, prop::option::of(piece), prop::option::of(any::<Index>()))
        .prop_map(|(mut text, other, flips, piece, end)| {
            if let Some((from, to, length)) = piece.filter(|_| !other.is_empty()) {
                let from = from.index(other.len());
                let to = to.index(text.len() + 1);
                text.splice(to..to, other[from..other.len().min(from + length)].iter().copied());
            }
            for (at, bit) in flips {
                let length = text.len().max(1);
                text.get_mut(at.index(length)).into_iter().for_each(|byte| *byte ^= 1 << bit);
            }
            text.truncate(end.map_or(text.len(), |end| end.index(text.len() + 1)));
            text
        })
}

/// Holds every seed to a promise, then so many damaged ones and as many bytes of no meaning.
fn holds(target: &str, promise: fn(&[u8]), count: u32) {
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{target}: no seeds");
    seeds.iter().for_each(|seed| promise(seed));
    let junk = prop::collection::vec(any::<u8>(), 0..200);
    let inputs = prop_oneof![3 => damaged(seeds), 1 => junk];
    let mut runner = TestRunner::new(random_cases::cases(count));
    let ended = runner.run(&inputs, |input| {
        promise(&input);
        Ok(())
    });
    ended.unwrap_or_else(|error| panic!("{target}: {error}"));
}

#[test]
fn a_checklist_is_answered_always_alike_or_refused_and_survives_the_way_to_json_and_back() {
    holds("assess", promises::fields::assess, 1000);
}

#[test]
fn prescription_coverage_and_authorization_of_a_record_come_back_as_they_were_read() {
    holds("fields", promises::fields::fields, 2000);
}

#[test]
fn costs_add_up_or_are_refused() {
    holds("costs", promises::fields::costs, 300);
}

#[test]
fn every_row_of_a_price_list_is_taken_refused_or_passed_over() {
    holds("prices", promises::files::prices, 1000);
}

#[test]
fn a_pharmacys_own_folder_is_read_alike_each_time_or_refused() {
    holds("overlay", promises::files::overlay, 2000);
}

#[test]
fn every_line_of_a_pasted_list_of_medicines_stands_in_what_is_shown_and_recorded() {
    holds("medicine_list", promises::paste::medicines, 400);
}

#[test]
fn every_line_of_a_pasted_fill_history_stands_in_the_record() {
    holds("history", promises::paste::history, 1000);
}

#[test]
fn strengths_and_codes_are_read_or_refused() {
    holds("typed", promises::paste::typed, 3000);
}

#[test]
fn a_condition_is_printed_as_it_was_read_or_refused_with_a_place() {
    holds("condition", promises::paste::condition, 3000);
}

#[test]
fn a_vault_gives_back_every_line_that_it_took_in_and_keeps_nothing_of_one_that_it_refused() {
    holds("import", promises::vault::lines, 200);
}

#[test]
fn a_vault_opens_only_for_those_whom_it_knows_whatever_stands_in_its_keys_file() {
    holds("keys", promises::vault::keys, 150);
}

#[test]
fn a_changed_backup_is_put_back_whole_or_refused_without_a_trace() {
    holds("backup", promises::vault::backup, 100);
}
