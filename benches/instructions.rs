//! How many instructions does each thing take? They hardly vary with what else the machine does, as seconds do.
//!
//! `cargo bench --bench instructions` runs each row twice under valgrind's callgrind, once so many times and once twice
//! as many, and prints the difference for one time; `-- ROW` only rows with that in their name. What is counted is all
//! that the process does, on any thread, but not what the system does for it, as writing to a disk.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise, and prints"
)]

#[path = "support/agreed.rs"]
mod agreed;
#[path = "support/answers.rs"]
mod answers;
#[path = "support/keys.rs"]
mod keys;
#[path = "../tests/summary/made.rs"]
#[allow(dead_code, reason = "the heavy visit is not measured here")]
mod made;
#[path = "support/options.rs"]
mod options;
#[path = "../tests/support/people.rs"]
mod people;
#[path = "support/window.rs"]
mod window;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use agreed::{average_case, cases, content};
use countercheck::cost::compare::compare;
use countercheck::cost::ledger::Ledger;
use countercheck::safety::assess;
use countercheck::store::{Credential, NewStaff, Passphrase, Vault, WorkFactor};
use countercheck::summary::compose::PartKind;
use countercheck::summary::{PageSetup, Paper, PrintSize, lay_out, to_pdf};
use jiff::Timestamp;
use made::{Made, VISIT};
use people::People;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// Patients of the vault that is searched.
const PATIENTS: usize = 200_000;

/// What is done again and again, and for how many things each time stands.
struct Work {
    units: u64,
    once: Box<dyn FnMut()>,
}

/// A row of the table: its name, how often it is done, and what makes it ready. The folder is empty but for `search`,
/// where it holds a vault.
struct Row {
    name: &'static str,
    times: u64,
    ready: fn(&Path) -> Work,
}

const ROWS: [Row; 13] = [
    Row { name: "rules: all drugs, the checklist of average size", times: 100, ready: rules },
    Row { name: "rules: all drugs, the largest checklist", times: 100, ready: largest },
    Row { name: "ledgers: a year of twelve options", times: 100, ready: ledgers },
    Row { name: "comparison: twelve options, three amounts unknown", times: 2, ready: comparison },
    Row { name: "summary: four parts, to the bytes of a PDF", times: 2, ready: summary },
    Row { name: "answer: filed in the vault", times: 200, ready: answer },
    Row { name: "answer: a bare insert of the same row", times: 200, ready: bare },
    Row { name: SEARCH, times: 1, ready: search },
    Row { name: "frame: safety", times: 40, ready: |_| frame(0) },
    Row { name: "frame: medicine search", times: 40, ready: |_| frame(1) },
    Row { name: "frame: pasted list", times: 40, ready: |_| frame(2) },
    Row { name: "frame: coverage and cost", times: 40, ready: |_| frame(3) },
    Row { name: "frame: summary", times: 40, ready: |_| frame(4) },
];
const SEARCH: &str = "search: a key, 200,000 patients";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [what, row, times, folder] = arguments.as_slice()
        && what == "run"
    {
        let row = &ROWS[row.parse::<usize>().unwrap()];
        run(row, times.parse().unwrap(), Path::new(folder));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    if !arguments.iter().any(|argument| argument == "--bench") {
        // A test that the bench still runs.
        make(folder.path(), 500);
        for row in &ROWS {
            let empty = tempfile::tempdir().unwrap();
            run(row, 1, if row.name == SEARCH { folder.path() } else { empty.path() });
        }
        return;
    }
    let chosen: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    println!("| row | instructions |\n|---|---|");
    for (at, row) in ROWS.iter().enumerate() {
        if !chosen.is_empty() && !chosen.iter().any(|part| row.name.contains(part.as_str())) {
            continue;
        }
        if row.name == SEARCH {
            make(folder.path(), PATIENTS);
        }
        let (few, units) = counted(at, row.times, folder.path());
        let (many, _) = counted(at, 2 * row.times, folder.path());
        println!("| {} | {} |", row.name, grouped(many.saturating_sub(few) / row.times / units));
    }
}

/// Does a row so many times, and says how many things each time stands for.
fn run(row: &Row, times: u64, folder: &Path) {
    let mut work = (row.ready)(folder);
    for _ in 0..times {
        (work.once)();
    }
    println!("units {}", work.units);
}

/// The instructions of a process that does a row so many times, and how many things each time stands for.
fn counted(row: usize, times: u64, folder: &Path) -> (u64, u64) {
    let empty = tempfile::tempdir().unwrap();
    let folder = if ROWS[row].name == SEARCH { folder } else { empty.path() };
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args(["run", &row.to_string(), &times.to_string()])
        .arg(folder)
        .output()
        .expect("valgrind is needed");
    let (out, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}");
    let after = |text: &str, word: &str| {
        let (_, rest) = text.split_once(word)?;
        rest.split_whitespace().find_map(|part| part.parse::<u64>().ok())
    };
    (after(&told, "Collected :").unwrap(), after(&out, "units").unwrap())
}

/// A number with commas.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
    parts.join(",")
}

fn one(once: impl FnMut() + 'static) -> Work {
    Work { units: 1, once: Box::new(once) }
}

fn rules(_: &Path) -> Work {
    let checklist = average_case();
    one(move || drop(black_box(assess(content(), black_box(checklist)))))
}

fn largest(_: &Path) -> Work {
    let (checklist, _) = cases().iter().max_by_key(|(_, size)| *size).unwrap();
    one(move || drop(black_box(assess(content(), black_box(checklist)))))
}

fn ledgers(_: &Path) -> Work {
    let cases = options::cases();
    one(move || {
        for case in &cases {
            black_box(Ledger::of(black_box(case)));
        }
    })
}

fn comparison(_: &Path) -> Work {
    let question = options::question(content());
    one(move || drop(black_box(compare(black_box(&question)))))
}

fn summary(_: &Path) -> Work {
    let made = Made::from(content(), VISIT);
    let letter = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };
    one(move || {
        let document = made.document(content(), &PartKind::ALL);
        black_box(to_pdf(&lay_out(&document, letter).unwrap(), &made.meta(&document)).unwrap());
    })
}

fn answer(_: &Path) -> Work {
    let mut vault = Vault::temporary(NOW).unwrap();
    let (checklist, by) = answers::begun(&mut vault);
    one(move || answers::answer(&mut vault, checklist, by))
}

fn bare(folder: &Path) -> Work {
    let connection = answers::bare(&folder.join("bare"));
    let mut vault = Vault::temporary(NOW).unwrap();
    let (checklist, by) = answers::begun(&mut vault);
    let mut number = 0;
    one(move || {
        number += 1;
        answers::insert_bare(&connection, checklist, number, by);
    })
}

fn passphrase() -> Passphrase {
    Passphrase::new("one".to_owned()).unwrap()
}

/// A vault with so many patients.
fn make(folder: &Path, patients: usize) {
    let first = NewStaff { name: "Ann".to_owned(), passphrase: passphrase() };
    let (mut vault, _) = Vault::create(&folder.join("vault"), &first, WorkFactor::FOR_TESTS, NOW).unwrap();
    vault.add_patients(People::new(1).take(patients), NOW).unwrap();
}

/// All that is typed to find some of them, key by key.
fn search(folder: &Path) -> Work {
    let credential = Credential::Passphrase { staff: None, passphrase: passphrase() };
    let vault = Vault::open(&folder.join("vault"), &credential, NOW).unwrap();
    let some: Vec<_> = People::new(1).take(PATIENTS).step_by(400).collect();
    let typed: Vec<String> = keys::keystrokes(&some).into_iter().flat_map(|(_, typed)| typed).collect();
    // The first search that finds nothing reads the words of all names.
    vault.patients_matching("xqzvvv", 12).unwrap();
    Work {
        units: typed.len() as u64,
        once: Box::new(move || {
            for text in &typed {
                black_box(vault.patients_matching(text, 12).unwrap());
            }
        }),
    }
}

/// A frame of one of the busiest screens, with nothing changing.
fn frame(at: usize) -> Work {
    let (_, arrive) = window::BUSIEST[at];
    let mut bench = arrive();
    bench.rest(30);
    one(move || {
        black_box(bench.frame(Vec::new()));
    })
}
