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

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};
use x11rb::wrapper::ConnectionExt as _;

const PROGRAM: &str = env!("CARGO_BIN_EXE_countercheck");
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that does not outlive the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn is_there(tool: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(tool).is_file()))
}

/// Asks again until there is an answer or patience ends.
fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A display that nobody else uses: Xvfb finds the number itself.
fn display() -> (Running, String) {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
    assert!(!number.trim().is_empty(), "Xvfb did not start");
    (Running(server), format!(":{}", number.trim()))
}

/// The program, away from the home, the desktop and the viewers of whoever runs the test.
fn program(home: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_clear().env("HOME", home).env("PATH", "").env("TMPDIR", home).env("TZ", "UTC");
    for keep in ["LD_LIBRARY_PATH", "LIBGL_DRIVERS_PATH", "RUST_BACKTRACE"] {
        if let Some(value) = std::env::var_os(keep) {
            command.env(keep, value);
        }
    }
    command
}

struct Keyboard {
    display: String,
}

impl Keyboard {
    fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").env("DISPLAY", &self.display).args(arguments).output().unwrap();
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn presses(&self, key: &str) {
        self.xdotool(&["key", "--clearmodifiers", key]);
    }

    fn types(&self, text: &str) {
        self.xdotool(&["type", "--delay", "20", text]);
    }
}

fn pdf_in(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?;
    files.flatten().map(|file| file.path()).find(|path| path.extension().is_some_and(|end| end == "pdf"))
}

/// A PDF that is written to its end.
fn whole_pdf_in(folder: &Path) -> Option<PathBuf> {
    let path = pdf_in(folder)?;
    let bytes = std::fs::read(&path).ok()?;
    let end = bytes.get(bytes.len().checked_sub(16)?..)?;
    end.windows(5).any(|part| part == b"%%EOF").then_some(path)
}

fn ends(program: &mut Running) -> ExitStatus {
    wait_for("the program to end", || program.0.try_wait().unwrap())
}

#[test]
fn a_sample_patient_is_opened_and_printed_in_a_real_window_by_keyboard() {
    if !is_there("Xvfb") || !is_there("xdotool") {
        println!("skipped: Xvfb and xdotool are not both here");
        return;
    }
    let (_server, display) = display();
    let home = tempfile::tempdir().unwrap();
    let child = program(home.path())
        .arg("--demo")
        .env("DISPLAY", &display)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let keyboard = Keyboard { display };
    let window = wait_for("the window", || {
        assert!(running.0.try_wait().unwrap().is_none(), "{}", stderr(&mut running));
        let found = keyboard.xdotool(&["search", "--onlyvisible", "--name", "^Countercheck$"])?;
        found.lines().next().map(str::to_owned)
    });
    wait_for("the focus", || {
        keyboard.xdotool(&["windowfocus", &window]);
        (keyboard.xdotool(&["getwindowfocus"])? == window).then_some(())
    });

    // Whether the samples are there yet can't be seen from outside, so the way is gone again until it
    // leads to a file; each step is harmless where it comes too early.
    let begun = Instant::now();
    let file = loop {
        keyboard.presses("ctrl+f");
        keyboard.presses("ctrl+a");
        keyboard.types("Elena");
        keyboard.presses("Return");
        let round = Instant::now();
        let file = loop {
            keyboard.presses("F5");
            keyboard.presses("ctrl+p");
            let file = pdf_in(home.path());
            if file.is_some() || round.elapsed() > Duration::from_secs(10) {
                break file;
            }
            std::thread::sleep(Duration::from_millis(300));
        };
        if file.is_some() {
            break wait_for("the whole file", || whole_pdf_in(home.path()));
        }
        assert!(running.0.try_wait().unwrap().is_none(), "{}", stderr(&mut running));
        assert!(begun.elapsed() < 3 * PATIENCE, "no PDF in the home folder");
    };

    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("eczema-summary-20") && !name.to_lowercase().contains("elena"), "{name}");
    if is_there("pdftotext") {
        let output = Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("Elena Marković"), "{text}");
        assert!(text.contains("For the dermatologist"), "{text}");
    }

    let title = keyboard.xdotool(&["getwindowname", &window]).unwrap();
    assert_eq!(title, "Countercheck", "the title holds no patient");

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

/// Asks the window to close, as its close button does; this needs no window manager.
fn close(keyboard: &Keyboard, window: &str) {
    let window: u32 = window.parse().unwrap();
    let (connection, _) = x11rb::rust_connection::RustConnection::connect(Some(&keyboard.display)).unwrap();
    let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
    let request = [atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), request);
    connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
    connection.sync().unwrap();
}

fn stderr(running: &mut Running) -> String {
    let mut text = String::new();
    if let Some(mut pipe) = running.0.stderr.take()
        && running.0.try_wait().ok().flatten().is_some()
    {
        pipe.read_to_string(&mut text).ok();
    }
    text
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
