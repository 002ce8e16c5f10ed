//! How does a vault grow? Opening, searching, reading a record, filing an answer, a backup and the check, in vaults of
//! three sizes, each ten times the one before: times, and the most memory that each took.
//!
//! Run with `cargo bench --bench scale`: up to 200,000 patients and 1,000,000 checklists of ten answers, or with
//! `cargo bench --bench scale -- PATIENTS …` for other numbers of patients, each with five checklists. Needs three times
//! the disk of the largest vault, in the folder that `TMPDIR` names. Each vault is measured by a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench stops at the first surprise, and prints"
)]

#[path = "support/agreed.rs"]
mod agreed;
#[path = "support/keys.rs"]
mod keys;
#[path = "../tests/support/people.rs"]
mod people;
#[path = "support/processor.rs"]
mod processor;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use countercheck::store::{
    BackupTo, Change, ChecklistId, Credential, Field, NewChecklist, NewFollowUp, NewPatient, NewStaff,
    Passphrase, PatientId, UpcomingKind, Vault, WorkFactor,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use keys::keystrokes;
use people::People;

/// Checklists of each patient, one a year, and what was said in each.
const VISITS: usize = 5;
const ANSWERS: usize = 10;
/// Of so many patients one has a day on which the plan year begins, and one has follow-ups.
const ONE_WITH_PLAN_YEAR: usize = 5;
const ONE_WITH_FOLLOW_UPS: usize = 20;
/// So many visits are added in one transaction.
const AT_ONCE: usize = 5_000;
/// The first visit, and the day on which all is measured.
const FIRST: Timestamp = Timestamp::constant(1_637_000_000, 0);
const NOW: Timestamp = Timestamp::constant(1_795_000_000, 0);
/// What the screen asks for.
const LIMIT: u32 = 12;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [what, path, count] = arguments.as_slice()
        && what == "measure"
    {
        measure(Path::new(path), count.parse().unwrap());
        return;
    }
    // Without `--bench` this is a test that the bench still runs.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let usual = if is_bench { vec![2_000, 20_000, 200_000] } else { vec![200] };
    let chosen: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let counts = if chosen.is_empty() { usual } else { chosen };
    let mut columns = Vec::new();
    for count in &counts {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault");
        let begun = Instant::now();
        make(&path, *count);
        let bytes = std::fs::metadata(&path).unwrap().len();
        println!(
            "{count} patients, {} checklists, {} answers: {} MB, made in {:.0?}",
            count * VISITS,
            count * VISITS * ANSWERS,
            bytes / 1_000_000,
            begun.elapsed()
        );
        columns.push(measured(&path, *count));
    }
    let heads: Vec<String> = counts.iter().map(|count| format!("{count} / {}", count * VISITS)).collect();
    println!("\n| patients / checklists | {} |", heads.join(" | "));
    println!("|---|{}", "---|".repeat(counts.len()));
    for (at, (what, _)) in columns[0].iter().enumerate() {
        let cells: Vec<&str> = columns.iter().map(|rows| rows[at].1.as_str()).collect();
        println!("| {what} | {} |", cells.join(" | "));
    }
}

fn passphrase() -> Passphrase {
    Passphrase::new("one".to_owned()).unwrap()
}

/// The key derivation is the cheapest that there is: it takes the same for every vault.
fn open(path: &Path, now: Timestamp) -> Vault {
    Vault::open(path, &Credential::Passphrase { staff: None, passphrase: passphrase() }, now).unwrap()
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::UTC).date()
}

/// What is said in each visit: the first answers of the agreed case of average size.
fn said() -> Vec<Change> {
    let answers = agreed::average_case().answers_json(agreed::content());
    answers.into_iter().take(ANSWERS).map(|(id, value)| Change::said(Field::answer(id), value)).collect()
}

/// A vault in which the visits of all patients come one after the other, year by year, as they do.
fn make(path: &Path, count: usize) {
    let first = NewStaff { name: "Ann".to_owned(), passphrase: passphrase() };
    let (mut vault, _) = Vault::create(path, &first, WorkFactor::FOR_TESTS, FIRST).unwrap();
    vault.set_content_version("1");
    let patients = vault.add_patients(People::new(1).take(count), FIRST).unwrap();
    let said = said();
    let step = (NOW.as_second() - FIRST.as_second()) / i64::try_from(count * VISITS).unwrap();
    let mut last: Vec<Option<ChecklistId>> = vec![None; count];
    let mut at = FIRST;
    for _ in 0..VISITS {
        for begin in (0..count).step_by(AT_ONCE) {
            let part = begin..count.min(begin + AT_ONCE);
            let visits = part.clone().map(|one| {
                at += SignedDuration::from_secs(step);
                (new_visit(patients[one], last[one], at), at)
            });
            let added = vault.add_visits(visits, &said).unwrap();
            part.zip(added).for_each(|(one, id)| last[one] = Some(id));
        }
    }
    let next_year = Date::new(2027, 1, 1).unwrap();
    for id in last.iter().step_by(ONE_WITH_PLAN_YEAR).flatten() {
        vault.set_upcoming(*id, UpcomingKind::PlanYear, Some(next_year)).unwrap();
    }
    for one in (0..count).step_by(ONE_WITH_FOLLOW_UPS) {
        let weeks = [4_u32, 12, 24].map(|week| NewFollowUp {
            test: "lipids".to_owned(),
            week,
            due_on: day_of(NOW).saturating_add((i64::from(week) * 7 - 30).days()),
        });
        vault.plan_follow_ups(patients[one], last[one], "one", day_of(NOW), &weeks, NOW).unwrap();
    }
}

fn new_visit(patient: PatientId, started_from: Option<ChecklistId>, at: Timestamp) -> NewChecklist {
    NewChecklist { patient, as_of: day_of(at), content_version: "1".to_owned(), started_from }
}

/// What a process of its own found: each thing that was done, with its figures.
fn measured(path: &Path, count: usize) -> Vec<(String, String)> {
    let itself = std::env::current_exe().unwrap();
    let output = Command::new(itself)
        .arg("measure")
        .arg(path)
        .arg(count.to_string())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    let rows = said.lines().filter_map(|line| line.split_once('\t'));
    rows.map(|(what, figures)| (what.to_owned(), figures.to_owned()))
        .inspect(|row| println!("  {row:?}"))
        .collect()
}

fn measure(path: &Path, count: usize) {
    // Some of all patients, from the first to the last.
    let some = |most: usize| -> Vec<NewPatient> {
        People::new(1).take(count).step_by((count / most).max(1)).take(most).collect()
    };
    let said = said();
    let (looked_for, typed) = (some(500), keystrokes(&some(100)));
    println!("in memory before\t{} MB", memory("VmRSS"));

    let opened = row(5, |_| {
        // Closing is not in it.
        let mut vault = None;
        timed(|| vault = Some(open(path, NOW)))
    });
    println!("opening, besides the key derivation\t{opened}");
    let mut vault = open(path, NOW);
    let today = day_of(NOW);
    let lists = row(5, |_| {
        timed(|| {
            let recent = vault.recent_patients(LIMIT).unwrap();
            let ids: Vec<PatientId> = recent.iter().map(|patient| patient.id).collect();
            vault.standings(&ids).unwrap();
            vault.interrupted(NOW).unwrap();
            vault.due_follow_ups(today.saturating_add(14.days()), 200).unwrap();
        })
    });
    println!("what the start asks for: recent patients, how far they are, what is due\t{lists}");
    let upcoming = row(5, |_| {
        timed(|| drop(vault.upcoming_until(today, today.saturating_add(60.days()), 200).unwrap()))
    });
    println!("what the start asks for: new plan years\t{upcoming}");
    let first = row(1, |_| timed(|| drop(vault.patients_matching("xqzvvv", LIMIT).unwrap())));
    println!("the first search, which reads all words of names\t{first}");
    let typed: Vec<String> = typed.into_iter().flat_map(|(_, typed)| typed).collect();
    let warm = || row(typed.len(), |at| timed(|| drop(vault.patients_matching(&typed[at], LIMIT).unwrap())));
    warm();
    println!("a key in the search\t{}", warm());

    let found: Vec<PatientId> = looked_for
        .iter()
        .flat_map(|one| vault.patients_matching(&one.name, 1).unwrap().patients)
        .map(|patient| patient.id)
        .collect();
    let mut last = Vec::new();
    let read = row(found.len(), |at| {
        timed(|| {
            let visits = vault.checklists_of(found[at]).unwrap();
            last.push(vault.checklist(visits[0].id).unwrap().checklist);
        })
    });
    println!("a record opened: visits, and all that is known of the last one\t{read}");
    let history = row(found.len(), |at| timed(|| drop(vault.history_of(found[at]).unwrap())));
    println!("the whole history of a patient\t{history}");
    let by = vault.staff().id;
    let begun = row(200, |at| {
        let before = &last[at % last.len()];
        let new = new_visit(before.patient, Some(before.id), NOW);
        timed(|| assert!(vault.new_checklist(&new, &said, by, NOW).is_ok()))
    });
    println!("a visit begun with ten answers, on the disk\t{begun}");
    let filed = row(2_000, |at| {
        let (one, change) = (&last[at % last.len()], &said[at % said.len()]);
        timed(|| vault.append(one.id, &change.field, &change.value, by, NOW).unwrap())
    });
    println!("an answer filed, on the disk\t{filed}");

    let to = path.with_extension("backup");
    let backup = row(1, |_| timed(|| drop(vault.back_up(&BackupTo::File(to.clone()), NOW).unwrap())));
    std::fs::remove_file(&to).unwrap();
    println!("a backup, read back whole\t{backup}");
    drop(vault);
    let later = NOW + SignedDuration::from_hours(48);
    let vault = open(path, later);
    let due = row(1, |_| timed(|| assert!(vault.is_backup_due(later).is_ok())));
    println!("whether a backup is due after two days without a change\t{due}");
    let verify = row(1, |_| timed(|| assert!(vault.verify().unwrap().is_whole())));
    println!("the check of the whole vault\t{verify}");
}

/// Does something so many times: the median and 95 of 100, of the processor and by the clock, and the most memory
/// meanwhile. What others do on the same machine makes the clock run on, and hardly the processor.
fn row(times: usize, mut work: impl FnMut(usize) -> Taken) -> String {
    // Where the system does not let it be forgotten, the most is that of all before.
    std::fs::write("/proc/self/clear_refs", "5").ok();
    let (mut processor, mut clock): (Vec<Duration>, Vec<Duration>) = (0..times).map(&mut work).unzip();
    let most = memory("VmHWM");
    processor.sort_unstable();
    clock.sort_unstable();
    let at = |taken: &[Duration], hundredth: usize| {
        let all = taken.len();
        short(taken[(all * hundredth / 100).min(all - 1)])
    };
    let said = |taken: &[Duration]| match times {
        0..20 => at(taken, 50),
        _ => format!("{} (95: {})", at(taken, 50), at(taken, 95)),
    };
    format!("{}; by the clock {}; {most} MB", said(&processor), said(&clock))
}

/// Of the processor, and by the clock.
type Taken = (Duration, Duration);

fn timed(work: impl FnOnce()) -> Taken {
    let (begun, before) = (Instant::now(), processor::used());
    work();
    let (after, clock) = (processor::used(), begun.elapsed());
    // Elsewhere only the clock is there.
    (after.zip(before).map_or(clock, |(after, before)| after.saturating_sub(before)), clock)
}

fn short(time: Duration) -> String {
    match time.as_micros() {
        0..100_000 => format!("{:.2} ms", time.as_secs_f64() * 1000.0),
        100_000..1_000_000 => format!("{:.0} ms", time.as_secs_f64() * 1000.0),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

/// A figure of this process as Linux tells it, in MB.
fn memory(figure: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) * 1024 / 1_000_000
}
