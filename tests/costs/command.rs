//! The commands as a script sees them.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use super::{case, cases};

fn run(arguments: &[&str], text: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_countercheck"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn each_job_reads_standard_input_or_a_file_and_writes_json() {
    let cases = cases();
    let written = |output: Output| {
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let schedule = &cases["schedule"][0];
    let fills = written(run(&["costs", "schedule", "-"], &schedule.to_string()));
    assert_eq!(fills["fills"][0]["date"], schedule["expected_dates"][0]);
    let plan = &cases["prescription_payment_plan"][0];
    let bills = written(run(&["costs", "payment-plan", "-"], &plan.to_string()));
    assert_eq!(bills, json!({"bills": plan["expected_bills"]}));
    let income = written(run(&["costs", "income", "-"], &cases["poverty_level"][0].to_string()));
    assert_eq!(income, json!({"within": true, "fpl_cents": 1_596_000}));
    let asked = json!({"as_of": "2026-11-24", "coverage": {"payer": "unknown", "options": []}});
    let compared = written(run(&["costs", "compare", "-"], &asked.to_string()));
    assert_eq!(compared, json!({"options": [], "programs": []}));

    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, case("E1").to_string()).unwrap();
    let ledger = written(run(&["costs", "ledger", file.path().to_str().unwrap()], ""));
    assert_eq!(ledger["totals_cents"]["patient"], 400_000);
}

#[test]
fn bad_input_ends_with_exit_code_2_the_field_and_nothing_written() {
    let list = json!([case("E1"), {"plan": {"kind": "company"}}]);
    let output = run(&["costs", "ledger", "-"], &list.to_string());
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("item 1: plan.kind: expected commercial"), "{words}");
    for job in ["schedule", "payment-plan", "income", "compare"] {
        let output = run(&["costs", job, "-"], r#"{"sum": 1}"#);
        assert_eq!(output.status.code(), Some(2), "{job}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8(output.stderr).unwrap().contains("sum: there is no such field"), "{job}");
    }
    let output = run(&["--vault", "v", "costs", "ledger", "-"], "{}");
    assert_eq!(output.status.code(), Some(2), "an option that would do nothing");
}
