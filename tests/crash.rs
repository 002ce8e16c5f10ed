//! What a crash of the real program leaves behind: no core file, and no words of a patient.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The limit of core files of a running process, soft and hard, as the kernel tells it.
fn core_limits(process: u32) -> Vec<String> {
    let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    line.split_whitespace().skip(4).take(2).map(str::to_owned).collect()
}

#[test]
fn the_program_leaves_no_core_file_and_neither_does_what_it_starts() {
    let own = core_limits(std::process::id());
    if own[1] == "0" {
        println!("skipped: nothing here leaves a core file");
        return;
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_countercheck"))
        .args(["assess", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It waits for its input; how long it takes to get there depends on the machine.
    let begun = Instant::now();
    let limits = loop {
        let limits = core_limits(program.id());
        if limits == ["0", "0"] || begun.elapsed() > Duration::from_secs(30) {
            break limits;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    drop(program.stdin.take());
    program.wait().unwrap();
    assert_eq!(limits, ["0", "0"], "soft and hard; {own:?} before");
}

/// Not a test by itself: what the test below starts in a process of its own.
#[test]
#[ignore = "the test of a panic starts it"]
fn a_panic_that_names_a_patient() {
    countercheck::cli::crash::leave_nothing();
    let name = "Elena Marković".to_owned();
    let cut = name.len() - 1;
    // The words of such a panic quote the whole text.
    println!("{}", &name[..cut]);
}

#[test]
fn a_panic_says_where_and_not_what() {
    let itself = std::env::current_exe().unwrap();
    let output = Command::new(itself)
        .args(["--ignored", "--exact", "--nocapture", "a_panic_that_names_a_patient"])
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("countercheck: an internal error in tests/crash.rs, line "), "{said}");
    for part in ["Elena", "Markovi", "boundary"] {
        assert!(!said.contains(part), "{part} in {said}");
    }
}
