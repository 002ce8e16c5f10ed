//! How long one answer takes until it is on the disk, beside a bare insert of the same row by the same encrypted
//! database with the same settings. The bar is 1.5 times as long.
//!
//! Both are timed in turns, so that a disk that is busy is so for both. Run with `cargo bench --bench vault`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise, and prints"
)]

#[path = "support/answers.rs"]
mod answers;

use std::time::{Duration, Instant};

use answers::{answer, bare, begun, insert_bare};
use countercheck::store::Vault;
use jiff::Timestamp;

fn main() {
    // Without `--bench` this is a test that the bench still runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 2_000 } else { 20 };
    let folder = tempfile::tempdir().unwrap();
    let connection = bare(&folder.path().join("bare"));
    let mut vault = Vault::temporary(Timestamp::UNIX_EPOCH).unwrap();
    let (checklist, by) = begun(&mut vault);
    let (mut bare, mut ours): (Vec<Duration>, Vec<Duration>) = Default::default();
    for round in 1..=rounds {
        let begun = Instant::now();
        insert_bare(&connection, checklist, round, by);
        bare.push(begun.elapsed());
        let begun = Instant::now();
        answer(&mut vault, checklist, by);
        ours.push(begun.elapsed());
    }
    let (bare, ours) = (median(bare), median(ours));
    println!(
        "a bare insert {bare:.1?}, an answer {ours:.1?}: {:.2} times",
        ours.as_secs_f64() / bare.as_secs_f64()
    );
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}
