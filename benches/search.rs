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

#[path = "../tests/support/people.rs"]
mod people;

use std::time::{Duration, Instant};

use countercheck::store::{Credential, NewPatient, NewStaff, Passphrase, Vault, WorkFactor};
use jiff::Timestamp;
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

/// What stands in the field after each key, by what is typed.
fn keystrokes(people: &[NewPatient]) -> Vec<(&'static str, Vec<String>)> {
    let mut chance = People::new(2);
    let mut looked_for = Vec::new();
    while looked_for.len() < 20 {
        let at = usize::try_from(chance.below(people.len() as u64)).unwrap();
        looked_for.extend(people.get(at).filter(|one| one.birth_date.is_some() && one.phone.is_some()));
    }
    let names = looked_for.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let last_first = names.iter().filter_map(|name| name.split_once(' ')).map(|(a, b)| format!("{b} {a}"));
    let last_first: Vec<String> = last_first.collect();
    let slips: Vec<String> = names
        .iter()
        .map(|name| {
            let words: Vec<&str> = name.split(' ').collect();
            let wrong = usize::try_from(chance.below(words.len() as u64)).unwrap();
            let each = words.iter().enumerate();
            let each =
                each.map(|(at, word)| if at == wrong { chance.slip(word) } else { (*word).to_owned() });
            each.collect::<Vec<_>>().join(" ")
        })
        .collect();
    let mut dates = Vec::new();
    for (at, one) in looked_for.iter().enumerate() {
        let Some(born) = one.birth_date else { continue };
        dates.push(match at % 5 {
            0 => born.strftime("%-m/%-d/%Y").to_string(),
            1 => born.strftime("%Y-%m-%d").to_string(),
            2 => born.strftime("%B %-d, %Y").to_string(),
            3 => born.strftime("%d.%m.%Y").to_string(),
            _ => born.strftime("%-d %b %Y").to_string(),
        });
    }
    let phones = looked_for.iter().filter_map(|one| one.phone.as_deref()).enumerate();
    let phones = phones.map(|(at, phone)| match at % 3 {
        0 => phone.to_owned(),
        1 => phone[phone.len() - 8..].to_owned(),
        _ => phone[phone.len() - 4..].to_owned(),
    });
    vec![
        ("names, key by key", typed(names.iter())),
        ("last name first, key by key", typed(last_first.iter())),
        ("names with a slip, key by key", typed(slips.iter())),
        ("birth dates, key by key", typed(dates.iter())),
        ("phones, key by key", typed(phones.collect::<Vec<_>>().iter())),
    ]
}

/// All beginnings.
fn typed<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let beginnings =
        |text: &'a String| text.char_indices().map(|(at, c)| text[..at + c.len_utf8()].to_owned());
    texts.flat_map(beginnings).collect()
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |hundredth: usize| times.get((times.len() * hundredth / 100).min(times.len() - 1)).unwrap();
    println!("{what}: median {:.2?}, 95 of 100 {:.2?}, longest {:.2?}", at(50), at(95), at(100));
}
