//! An independent implementation takes the bundle: the Python package `fhir.resources`, where it is installed.

use std::io::Write;
use std::process::{Command, Stdio};

use super::made;

/// What the check ends with where the package is not installed.
const NOT_HERE: i32 = 77;

#[test]
fn an_independent_implementation_takes_every_entry() {
    let python = std::env::var("COUNTERCHECK_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let started = Command::new(&python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fhir/check.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        println!("skipped: {python} is not here");
        return;
    };
    // It may end before it has read anything.
    child.stdin.take().unwrap().write_all(made().bundle.as_bytes()).ok();
    let output = child.wait_with_output().unwrap();
    if output.status.code() == Some(NOT_HERE) {
        println!("skipped: {python} has no fhir.resources");
        return;
    }
    assert!(output.status.success(), "the check says why above");
    let taken = String::from_utf8(output.stdout).unwrap();
    assert_eq!(taken.trim().parse(), Ok(super::resources(&made().bundle).len()));
}
