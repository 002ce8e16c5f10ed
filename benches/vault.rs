//! How long one answer takes until it is on the disk, beside a bare insert of the same row by the same encrypted
//! database with the same settings. The bar is 1.5 times as long.
//!
//! Both are timed in turns, so that a disk that is busy is so for both. Run with `cargo bench --bench vault`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise, and prints"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use countercheck::store::{Field, NewChecklist, NewPatient, Vault};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde_json::json;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A database with the settings of a vault, and one table with the columns of an entry.
fn bare(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\";", "5a".repeat(32))).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA locking_mode = EXCLUSIVE;
             CREATE TABLE entry (checklist_id TEXT, number INTEGER, field TEXT, value TEXT, at TEXT, by TEXT, how TEXT,
                                 PRIMARY KEY (checklist_id, number)) STRICT, WITHOUT ROWID;",
        )
        .unwrap();
    connection
}

fn main() {
    // Without `--bench` this is a test that the bench still runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 2_000 } else { 20 };
    let folder = tempfile::tempdir().unwrap();
    let connection = bare(&folder.path().join("bare"));
    let mut vault = Vault::temporary(NOW).unwrap();
    let by = vault.staff().id;
    let patient = NewPatient { name: "Elena".to_owned(), birth_date: None, phone: None };
    let patient = vault.add_patient(&patient, NOW).unwrap();
    let as_of = jiff::civil::date(2026, 11, 25);
    let new = NewChecklist { patient, as_of, content_version: "1".to_owned(), started_from: None };
    let checklist = vault.new_checklist(&new, &[], by, NOW).unwrap();
    let id = checklist.to_string();
    let (mut bare, mut ours): (Vec<Duration>, Vec<Duration>) = Default::default();
    for round in 1..=rounds {
        let begun = Instant::now();
        connection
            .prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'said')")
            .unwrap()
            .execute(params![
                id,
                round,
                "answer:smoking",
                "\"never\"",
                "1970-01-01T00:00:00.000000Z",
                by.to_string()
            ])
            .unwrap();
        bare.push(begun.elapsed());
        let begun = Instant::now();
        vault.append(checklist, &Field::answer("smoking"), &json!("never"), by, NOW).unwrap();
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
