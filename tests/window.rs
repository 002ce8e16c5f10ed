//! The real program in a real window: found, printed, titled and closed as promised.
//!
//! Runs under Xvfb with a display and a home folder of its own; where Xvfb or xdotool is missing it says
//! that it was skipped. It waits for what it can see and never for a fixed time, because machines that
//! build are slow.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "window/clipboard.rs"]
mod clipboard;
#[path = "window/desktop.rs"]
mod desktop;
#[path = "window/portal.rs"]
mod portal;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use desktop::{
    Keyboard, PATIENCE, PROGRAM, Running, close, display, ends, is_there, picture_of, program, started,
    stderr, wait_for,
};
use serde_json::Value;

/// The words of a PDF; `None` where pdftotext is missing.
fn words_of(pdf: &Path) -> Option<String> {
    let output =
        is_there("pdftotext").then(|| Command::new("pdftotext").arg(pdf).arg("-").output().unwrap())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The program with the sample patients, in a window that has the focus.
struct Samples {
    _server: Running,
    home: tempfile::TempDir,
    running: Running,
    keyboard: Keyboard,
    window: String,
}

fn samples() -> Samples {
    let (server, display) = display();
    let home = tempfile::tempdir().unwrap();
    let mut running = started(home.path(), &display, &["--demo"]);
    let keyboard = Keyboard::on(display);
    let window = keyboard.window(&mut running);
    Samples { _server: server, home, running, keyboard, window }
}

#[test]
fn a_sample_patient_is_opened_and_printed_in_a_real_window_by_keyboard() {
    if !is_there("Xvfb") || !is_there("xdotool") {
        println!("skipped: Xvfb and xdotool are not both here");
        return;
    }
    let Samples { _server, home, mut running, keyboard, window } = samples();

    // At rest the samples are there: what is typed before goes nowhere, and Enter opens whoever stands first.
    keyboard.settles();
    keyboard.sees("the patient", |keys| keys.types("Elena"));
    keyboard.sees("the visit", |keys| keys.presses("Return"));
    let file = prints(&keyboard, home.path(), &[]);

    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("eczema-summary-20") && !name.to_lowercase().contains("elena"), "{name}");
    if let Some(text) = words_of(&file) {
        assert!(text.contains("Elena Marković"), "{text}");
        assert!(text.contains("For the dermatologist"), "{text}");
    }

    let title = keyboard.xdotool(&["getwindowname", &window]).unwrap();
    assert_eq!(title, "Countercheck", "the title holds no patient");
    assert_eq!(picture_of(&keyboard, &window), Some((128, 128)), "the window has a picture of its own");

    close(&keyboard, &window);
    let status = ends(&mut running);
    assert!(status.success(), "{status}: {}", stderr(&mut running));
    let said = stderr(&mut running);
    assert!(!said.contains("Elena") && !said.contains("panicked"), "{said}");
    let left: Vec<_> = std::fs::read_dir(home.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("countercheck-demo"))
        .collect();
    assert!(left.is_empty(), "the temporary vault is gone: {left:?}");
}

const SECRET: &str = "linden gravel orbit saddle";

/// The only record of a vault, as `vault export` gives it.
fn exported(home: &Path, vault: &Path) -> Value {
    let secret = home.join("secret");
    std::fs::write(&secret, SECRET).unwrap();
    let output = Command::new(PROGRAM)
        .args(["vault", "export", "--vault"])
        .arg(vault)
        .arg("--passphrase-file")
        .arg(&secret)
        .env("HOME", home)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1, "{text}");
    lines.into_iter().next().unwrap()
}

/// Prints to a PDF that was not there before.
fn prints(keyboard: &Keyboard, home: &Path, before: &[PathBuf]) -> PathBuf {
    keyboard.presses("F5");
    keyboard.settles();
    keyboard.presses("ctrl+p");
    wait_for("a new PDF", || {
        let files = std::fs::read_dir(home).ok()?;
        let new = files
            .flatten()
            .map(|file| file.path())
            .find(|path| path.extension().is_some_and(|end| end == "pdf") && !before.contains(path))?;
        let bytes = std::fs::read(&new).ok()?;
        bytes.trim_ascii_end().ends_with(b"%%EOF").then_some(new)
    })
}

fn ends_well(keyboard: &Keyboard, window: &str, mut running: Running) {
    close(keyboard, window);
    let status = ends(&mut running);
    let said = stderr(&mut running);
    assert!(status.success() && !said.contains("panicked"), "{status}: {said}");
}

/// Makes a vault in a program that was started for the first time; the program, its window and the vault.
fn first_start(keyboard: &Keyboard, home: &Path) -> (Running, String, PathBuf) {
    let mut running = started(home, &keyboard.display, &[]);
    let window = keyboard.window(&mut running);
    keyboard.settles();
    keyboard.sees("the form of a new vault", |keys| keys.presses("Return"));
    for text in ["A. Okafor, PharmD", SECRET] {
        keyboard.types(text);
        keyboard.presses("Tab");
    }
    keyboard.types(SECRET);
    keyboard.settles();
    keyboard.sees("that the vault is made", |keys| keys.presses("Return"));
    let vault = home.join(".local/share/countercheck/patients.vault");
    wait_for("the vault", || vault.is_file().then_some(()));
    // The recovery code, and then the start page: neither moves until a key comes.
    keyboard.settles();
    keyboard.sees("the start page", |keys| keys.presses("Return"));
    (running, window, vault)
}

/// Logging off asks every program by this signal.
#[test]
fn what_is_half_typed_when_the_system_asks_the_program_to_end_is_there_when_it_is_started_again() {
    if !is_there("Xvfb") || !is_there("xdotool") {
        println!("skipped: Xvfb and xdotool are not both here");
        return;
    }
    let (_server, display) = display();
    let home = tempfile::tempdir().unwrap();
    let keyboard = Keyboard::on(display);
    let (mut running, _, vault) = first_start(&keyboard, home.path());
    keyboard.sees("a name", |keys| keys.types("Noor El-S"));
    let asked = Command::new("kill").arg("-TERM").arg(running.0.id().to_string()).status().unwrap();
    assert!(asked.success());
    let status = ends(&mut running);
    assert!(status.success(), "{status}: {}", stderr(&mut running));

    // The name stands in its field again, and what is typed goes on behind it.
    let mut running = started(home.path(), &keyboard.display, &[]);
    let window = keyboard.window(&mut running);
    keyboard.settles();
    keyboard.types(SECRET);
    keyboard.sees("that the vault opens", |keys| keys.presses("Return"));
    keyboard.presses("End");
    keyboard.sees("the rest of the name", |keys| keys.types("ayed"));
    keyboard.sees("the form of a new patient", |keys| keys.presses("Return"));
    keyboard.types("4/9/1979");
    keyboard.sees("the visit", |keys| keys.presses("Return"));
    ends_well(&keyboard, &window, running);
    assert_eq!(exported(home.path(), &vault)["patient"]["name"], "Noor El-Sayed");
}

#[test]
fn from_the_first_start_to_the_pdf_on_disk_and_the_same_answers_after_reopening() {
    if !is_there("Xvfb") || !is_there("xdotool") {
        println!("skipped: Xvfb and xdotool are not both here");
        return;
    }
    let (_server, display) = display();
    let home = tempfile::tempdir().unwrap();
    let keyboard = Keyboard::on(display);

    // A vault, with the first of the staff and a recovery code.
    let (running, window, vault) = first_start(&keyboard, home.path());

    // A patient, a prescription, some answers.
    keyboard.types("Noor El-Sayed");
    keyboard.settles();
    keyboard.sees("the form of a new patient", |keys| keys.presses("Return"));
    keyboard.types("4/9/1979");
    keyboard.sees("the visit", |keys| keys.presses("Return"));
    keyboard.presses("F2");
    keyboard.sees("the prescribed drug", |keys| keys.types("a"));
    keyboard.presses("F3");
    keyboard.settles();
    // Enter leads to the next open question; "not sure" is an answer to each of them.
    keyboard.sees("a question", |keys| keys.presses("Return"));
    for _ in 0..3 {
        keyboard.sees("an answer", |keys| keys.types("u"));
    }
    let first = prints(&keyboard, home.path(), &[]);
    ends_well(&keyboard, &window, running);

    let record = exported(home.path(), &vault);
    assert_eq!(record["patient"]["name"], "Noor El-Sayed");
    assert_eq!(record["patient"]["birth_date"], "1979-04-09");
    let prescription = &record["fields"]["prescription"];
    assert!(prescription["drug"].is_string(), "{prescription}");
    let answers = record["answers"].as_object().unwrap();
    assert!(answers.len() >= 3, "{answers:?}");

    // Opened again with the passphrase: the pages say the same.
    let mut running = started(home.path(), &keyboard.display, &[]);
    let window = keyboard.window(&mut running);
    keyboard.settles();
    keyboard.types(SECRET);
    keyboard.sees("that the vault opens", |keys| keys.presses("Return"));
    keyboard.sees("the patient", |keys| keys.types("Noor"));
    keyboard.sees("the visit again", |keys| keys.presses("Return"));
    let again = prints(&keyboard, home.path(), std::slice::from_ref(&first));
    ends_well(&keyboard, &window, running);
    if let (Some(first), Some(again)) = (words_of(&first), words_of(&again)) {
        assert!(first.contains("Noor El-Sayed"), "{first}");
        assert_eq!(first, again, "what was answered stands on the pages as before");
    }
    assert_eq!(exported(home.path(), &vault)["answers"], record["answers"]);
}

/// Figures for benches/README.md, of a program built with --release:
/// `COUNTERCHECK_PROGRAM=target/release/countercheck cargo test --test window -- --ignored --nocapture`
#[test]
#[ignore = "it measures, and promises nothing: the bars are 200 ms and 150 MB of the built release"]
fn how_long_the_first_frame_takes_and_what_stays_in_memory() {
    if !is_there("Xvfb") || !is_there("xdotool") {
        println!("skipped: Xvfb and xdotool are not both here");
        return;
    }
    let (_server, display) = display();
    let mut firsts = Vec::new();
    for _ in 0..5 {
        let home = tempfile::tempdir().unwrap();
        let begun = Instant::now();
        let mut running = started(home.path(), &display, &[]);
        // An empty window has one color; words have many.
        while desktop::colors(&display).is_none_or(|colors| colors < 12) {
            assert!(begun.elapsed() < PATIENCE && running.0.try_wait().unwrap().is_none());
            std::thread::sleep(Duration::from_millis(2));
        }
        // A tick is a hundredth of a second; of two cores that others use too, the clock tells less.
        let taken = desktop::time_taken(running.0.id()).unwrap_or_default();
        firsts.push((begun.elapsed(), taken * 10));
        drop(running);
        wait_for("an empty display", || {
            desktop::colors(&display).is_some_and(|colors| colors < 12).then_some(())
        });
    }
    firsts.sort_unstable();
    let (clock, processor) = firsts[firsts.len() / 2];
    println!(
        "first frame, median of 5: after {clock:.0?}, of them {processor} ms of the processor; {firsts:.0?}"
    );

    let home = tempfile::tempdir().unwrap();
    let mut running = started(home.path(), &display, &["--demo"]);
    let keyboard = Keyboard::on(display);
    let window = keyboard.window(&mut running);
    keyboard.settles();
    let process = running.0.id();
    let told =
        |screen: &str| println!("resident, {screen}: {} kB", desktop::resident(process).unwrap_or_default());
    told("start");
    keyboard.types("Elena");
    keyboard.settles();
    keyboard.presses("Return");
    keyboard.settles();
    for (key, screen) in [("F3", "safety"), ("F4", "coverage and cost"), ("F5", "summary")] {
        keyboard.presses(key);
        keyboard.settles();
        told(screen);
    }
    ends_well(&keyboard, &window, running);
}

#[test]
fn without_a_display_the_program_says_what_it_needs_and_fails() {
    let home = tempfile::tempdir().unwrap();
    let child = program(home.path())
        .arg("--demo")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let status = ends(&mut running);
    let said = stderr(&mut running);
    assert!(!status.success(), "{said}");
    assert!(said.contains("needs a display"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_job_without_a_window_needs_no_display() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path()).args(["content", "check"]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
