//! How long the answer to one key takes while one looks for a patient among 200,000, in an encrypted vault.
//!
//! The bar is 5 ms for 95 of 100 keys with a warm vault, and 150 ms to open it besides the key derivation. Run
//! with `cargo bench --bench search`, or `cargo bench --bench search -- COUNT` for another number of patients.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise, and prints"
)]

#[path = "support/keys.rs"]
mod keys;
#[path = "../tests/support/people.rs"]
mod people;

use std::time::Instant;

use countercheck::store::{Credential, NewPatient, NewStaff, Passphrase, Vault, WorkFactor};
use jiff::Timestamp;
use keys::{keystrokes, print, timed};
use people::People;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// What the screen asks for.
const LIMIT: u32 = 12;
const ROUNDS: usize = 5;
/// So many are added one by one: the index of a vault in use is not in one piece.
const ONE_BY_ONE: usize = 60;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Without `--bench` this is a test that the bench still runs.
    let usual = if arguments.iter().any(|argument| argument == "--bench") { 200_000 } else { 2_000 };
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(usual);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let passphrase = || Passphrase::new("one".to_owned()).unwrap();
    let people: Vec<NewPatient> = People::new(1).take(count).collect();
    let (many, few) = people.split_at(count.saturating_sub(ONE_BY_ONE));

    let begun = Instant::now();
    let first = NewStaff { name: "Ann".to_owned(), passphrase: passphrase() };
    let (mut vault, _) = Vault::create(&path, &first, WorkFactor::FOR_TESTS, NOW).unwrap();
    vault.add_patients(many.iter().cloned(), NOW).unwrap();
    for patient in few {
        vault.add_patient(patient, NOW).unwrap();
    }
    drop(vault);
    let bytes = std::fs::metadata(&path).unwrap().len();
    println!("{count} patients, {} MB, made in {:.1?}", bytes / 1_000_000, begun.elapsed());

    // The key derivation is the cheapest that there is, and in it.
    let open = || Vault::open(&path, &Credential::Passphrase { staff: None, passphrase: passphrase() }, NOW);
    let opened = (0..ROUNDS).map(|_| timed(|| drop(open().unwrap()))).collect();
    print("opening, and closing again", opened);

    let vault = open().unwrap();
    let cold = timed(|| drop(vault.patients_matching("xqzvvv", LIMIT).unwrap()));
    println!("the first search that reads all names: {cold:.1?}");
    let kinds = keystrokes(&people);
    let mut all = Vec::new();
    for (kind, keys) in &kinds {
        let mut times = Vec::new();
        let mut found = 0;
        for round in 0..=ROUNDS {
            for typed in keys {
                let time = timed(|| found += vault.patients_matching(typed, LIMIT).unwrap().patients.len());
                // The first round makes it warm.
                if round > 0 {
                    times.push(time);
                }
            }
        }
        assert!(found > 0, "{kind}");
        all.extend_from_slice(&times);
        print(kind, times);
    }
    print("all keys", all);
}
