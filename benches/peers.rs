//! How long do others take for the same? Pages by ReportLab and Typst, rules by three JsonLogic engines, ledgers by the
//! second implementation, each in turns with ours in one run.
//!
//! Run with `cargo bench --bench peers`, after installing what `benches/peers/README.md` says; a peer that is not there is
//! passed over, and said to be. `PYTHON` and `NODE` name other interpreters, `KEEP` a folder that keeps what was made.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise, and prints"
)]

#[path = "support/agreed.rs"]
mod agreed;
#[path = "support/logic.rs"]
mod logic;
#[path = "../tests/summary/made.rs"]
#[allow(dead_code, reason = "the heavy visit is not measured here")]
mod made;
#[path = "support/options.rs"]
mod options;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use agreed::{average_case, cases, content};
use countercheck::cost::ledger::Ledger;
use countercheck::safety::assess;
use countercheck::summary::compose::PartKind;
use countercheck::summary::{PageSetup, Paper, PrintSize, lay_out, to_pdf};
use made::{Made, VISIT};
use serde_json::{Value, json};

/// How often each side is measured, in turns.
const ROUNDS: usize = 5;

fn main() {
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (rounds, runs) = if is_bench { (ROUNDS, 21) } else { (1, 1) };
    let folder = tempfile::tempdir().unwrap();
    let keep = std::env::var_os("KEEP").map(PathBuf::from);
    let folder = keep.as_deref().unwrap_or(folder.path());
    pages(folder, rounds, runs, keep.is_some());
    rules(folder, rounds, runs);
    ledgers(rounds, runs);
}

fn pages(folder: &Path, rounds: usize, runs: usize, keep: bool) {
    const LETTER: PageSetup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };
    let made = Made::from(content(), VISIT);
    let document = made.document(content(), &PartKind::ALL);
    let input = folder.join("document.json");
    std::fs::write(&input, serde_json::to_vec(&document).unwrap()).unwrap();
    let meta = made.meta(&document);
    let pdf = || to_pdf(&lay_out(&document, LETTER).unwrap(), &meta).unwrap();
    let (count, bytes) = (lay_out(&document, LETTER).unwrap().len(), pdf().len());
    if keep {
        std::fs::write(folder.join("countercheck.pdf"), pdf()).unwrap();
    }
    let fonts = root().join("assets/fonts");
    let mut taken = Taken::default();
    for _ in 0..rounds {
        let name = format!("Countercheck, {count} pages, {bytes} bytes");
        taken.note(name, median(runs, || drop(black_box(pdf()))));
        let mut arguments = vec![path(&input), path(&fonts), runs.min(9).to_string()];
        if keep {
            arguments.push(path(folder));
        }
        for said in run("PYTHON", "python3", "pages.py", &arguments) {
            let name = format!("{}, {} pages, {} bytes", text(&said, "peer"), said["pages"], said["bytes"]);
            taken.note_said(name, &said, "ms", 1e-3);
        }
    }
    taken.print("a summary of four parts, from its blocks to the bytes of a PDF");
}

fn rules(folder: &Path, rounds: usize, runs: usize) {
    let input = folder.join("rules.json");
    let data: Vec<Value> = cases().iter().map(|(checklist, _)| logic::data(content(), checklist)).collect();
    let average = cases().iter().position(|(checklist, _)| std::ptr::eq(checklist, average_case())).unwrap();
    let all = json!({"rules": logic::rules(content()), "cases": data, "average": average});
    std::fs::write(&input, serde_json::to_vec(&all).unwrap()).unwrap();
    let truths: Vec<String> =
        cases().iter().map(|(checklist, _)| logic::truths(content(), checklist)).collect();
    let mut taken = Taken::default();
    for _ in 0..rounds {
        let own = median(runs * 50, || drop(black_box(assess(content(), black_box(average_case())))));
        taken.note("Countercheck, with reasons and questions".to_owned(), own);
        let own = median(runs * 50, || drop(black_box(logic::truths(content(), black_box(average_case())))));
        taken.note("Countercheck, true, false or unknown alone".to_owned(), own);
        let arguments = [path(&input), (runs * 10).to_string()];
        let python = run("PYTHON", "python3", "rules.py", &arguments);
        for said in python.into_iter().chain(run("NODE", "node", "rules.mjs", &arguments)) {
            let name = text(&said, "peer");
            if let Some(theirs) = said["truths"].as_array() {
                // What is held against ours has to come to the same.
                for (case, (ours, theirs)) in truths.iter().zip(theirs).enumerate() {
                    assert_eq!(Some(ours.as_str()), theirs.as_str(), "{name}, case {case}");
                }
                assert_eq!(truths.len(), theirs.len(), "{name}");
            }
            taken.note_said(name, &said, "us", 1e-6);
        }
    }
    let count = truths.first().map_or(0, String::len);
    taken.print(&format!("one checklist of average size, {count} rules of drugs"));
}

fn ledgers(rounds: usize, runs: usize) {
    let cases = options::cases();
    let mut taken = Taken::default();
    for _ in 0..rounds {
        let own = median(runs * 50, || {
            for case in &cases {
                black_box(Ledger::of(black_box(case)));
            }
        });
        taken.note("Countercheck".to_owned(), own);
        for said in run("PYTHON", "python3", "ledgers.py", &[]) {
            taken.note_said(text(&said, "peer"), &said, "us", 1e-6);
        }
    }
    taken.print("a year's ledger of twelve options");
}

/// The medians of each round, by who made it.
#[derive(Default)]
struct Taken {
    all: BTreeMap<String, Vec<Duration>>,
    missing: Vec<String>,
}

impl Taken {
    fn note(&mut self, who: String, time: Duration) {
        self.all.entry(who).or_default().push(time);
    }

    /// What a peer said, in a field and in parts of a second.
    fn note_said(&mut self, who: String, said: &Value, field: &str, unit: f64) {
        match said[field].as_f64() {
            Some(time) => self.note(who, Duration::from_secs_f64(time * unit)),
            None if self.missing.contains(&text(said, "peer")) => {}
            None => self.missing.push(text(said, "peer")),
        }
    }

    fn print(self, what: &str) {
        println!("{what}:");
        let own = self.all.iter().find(|(who, _)| who.starts_with("Countercheck"));
        let own = own.map_or(Duration::ZERO, |(_, times)| middle(times.clone()));
        for (who, times) in self.all {
            let time = middle(times);
            println!("  {time:>9.1?}  {:>6.1} times  {who}", time.as_secs_f64() / own.as_secs_f64());
        }
        for who in self.missing {
            println!("  not installed: {who}");
        }
    }
}

/// The lines of JSON that a script of ours says about a peer.
fn run(named_by: &str, usual: &str, script: &str, arguments: &[String]) -> Vec<Value> {
    let program = std::env::var_os(named_by).unwrap_or_else(|| usual.into());
    let script = root().join("benches/peers").join(script);
    let Ok(output) = Command::new(&program).arg(&script).args(arguments).output() else {
        return vec![json!({"peer": format!("{usual} itself"), "missing": true})];
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", script.display());
    output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

fn text(said: &Value, field: &str) -> String {
    said[field].as_str().unwrap_or_default().to_owned()
}

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let times = (0..runs).map(|_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    });
    middle(times.collect())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
