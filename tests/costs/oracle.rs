//! An independent implementation says the same over thousands of random cases.

use std::io::Write;
use std::process::{Command, Stdio};

use countercheck::cli::costs::Job;
use proptest::strategy::{Strategy, ValueTree};
use serde_json::Value;

use super::random_cases::cases;
use super::{answer, input, random};

const CASES: usize = 3000;
const PLANS: usize = 500;

/// What the other implementation answers; `None` where there is no Python.
fn oracle(inputs: &[Value]) -> Option<Vec<Value>> {
    let mut python = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/costs/oracle.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut into = python.stdin.take().unwrap();
    let lines: String = inputs.iter().map(|input| format!("{input}\n")).collect();
    // It answers while it reads: both at once, or the pipes fill up.
    let writer = std::thread::spawn(move || into.write_all(lines.as_bytes()));
    let done = python.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(done.status.success());
    let answers = std::str::from_utf8(&done.stdout).unwrap();
    Some(answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn an_independent_implementation_comes_to_the_same_cent() {
    let mut runner = proptest::test_runner::TestRunner::new(cases(1));
    let mut sample = |strategy: &dyn Fn() -> proptest::strategy::BoxedStrategy<Value>, count: usize| {
        let strategy = strategy();
        (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect::<Vec<_>>()
    };
    let mut inputs = sample(&random::case, CASES);
    inputs.extend(sample(&random::payment_plan, PLANS));
    let Some(expected) = oracle(&inputs) else {
        println!("skipped: python3 is not here");
        return;
    };
    assert_eq!(expected.len(), inputs.len());
    let mut routes = std::collections::BTreeSet::new();
    for (at, (case, expected)) in inputs.iter().zip(&expected).enumerate() {
        let job = if at < CASES { Job::Ledger(input()) } else { Job::PaymentPlan(input()) };
        let mut got = answer(&job, case).unwrap_or_else(|error| panic!("{error}: {case}"));
        got.as_object_mut().unwrap().remove("notes");
        assert_eq!(got, *expected, "case {at}: {case}");
        let fills = got["fills"].as_array().into_iter().flatten();
        routes.extend(fills.map(|fill| fill["route"].as_str().unwrap().to_owned()));
    }
    let all = [
        "bridge_free",
        "discount_card",
        "insurance",
        "noncovered_card",
        "noncovered_cash",
        "noncovered_discount",
        "pap_free",
    ];
    assert!(routes.iter().eq(all.iter()), "a route was never taken: {routes:?}");
}
