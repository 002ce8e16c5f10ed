//! What do the readers of JSON promise: checklists, prescriptions, coverages, authorizations, costs?

use std::path::PathBuf;

use countercheck::checklist::Checklist;
use countercheck::checklist::answer::InputError;
use countercheck::checklist::authorization::{Authorization, product};
use countercheck::checklist::claim::Claim;
use countercheck::checklist::coverage::Coverage;
use countercheck::checklist::prescription::Prescription;
use countercheck::cli;
use countercheck::cli::costs::{Input, Job};
use countercheck::exchange::json;
use serde_json::{Map, Value};

use super::{TODAY, content, is_fit_to_show, is_refused};

/// An input of `assess` is answered, always alike, or refused; its checklist survives the way to JSON and back.
pub fn assess(input: &[u8]) {
    match cli::assess::run(content(), input) {
        Ok(answer) => {
            assert!(json::read(answer.as_bytes()).is_ok(), "the answer is no JSON");
            assert!(
                cli::assess::run(content(), input).is_ok_and(|again| again == answer),
                "answered otherwise"
            );
        }
        Err(trouble) => is_refused(&trouble, input),
    }
    let Ok(Value::Object(object)) = json::read(input) else { return };
    let Ok((checklist, _)) = Checklist::from_json(content(), &object) else { return };
    let mut written = Map::new();
    written.insert("as_of".to_owned(), checklist.as_of.to_string().into());
    written.extend(object.get("patient").map(|patient| ("patient".to_owned(), patient.clone())));
    written.insert("answers".to_owned(), checklist.answers_json(content()).into());
    let Value::Object(written) = read_again(&Value::Object(written)) else {
        panic!("an object became another")
    };
    match Checklist::from_json(content(), &written) {
        Ok((again, _)) => assert!(again == checklist, "another checklist came back"),
        Err(error) => panic!("what was written is refused: {error}"),
    }
}

/// Prescription, coverage (with claims and household) and authorization of a record are refused, or come back from
/// JSON as they were; what is worked out of them can be.
pub fn fields(input: &[u8]) {
    let Ok(Value::Object(object)) = json::read(input) else { return };
    let content = content();
    for (field, value) in &object {
        match field.as_str() {
            "prescription" => {
                let read = |value: &Value| Prescription::from_json(content, value, field);
                if let Some((first, again)) = comes_back(input, value, read, |read| read.to_json(content)) {
                    assert!(again == first, "another prescription came back");
                }
            }
            "coverage" => {
                let read = |value: &Value| Coverage::from_json(content, value, field);
                if let Some((first, again)) = comes_back(input, value, read, |read| read.to_json(content)) {
                    let told = |one: &Coverage| {
                        (one.household(), one.steps(), one.reset_month(content), one.option_drugs(content))
                    };
                    assert!(told(&again) == told(&first) && again.claims == first.claims);
                    let months = first.reset_month(content);
                    assert!(months.is_none_or(|month| (1..=12).contains(&month)));
                    let paid = first.claims.iter().filter_map(Claim::paid);
                    paid.for_each(|claim| drop((claim.doubts(), claim.parts())));
                }
            }
            "authorization" => {
                let read = |value: &Value| Authorization::from_json(content, value, TODAY, field);
                if let Some((first, again)) = comes_back(input, value, read, |read| read.to_json(content)) {
                    assert!(again == first, "another authorization came back");
                    for tried in &first.tried {
                        drop((
                            product::meaning(content, tried),
                            product::potency(content, tried),
                            tried.days(),
                        ));
                    }
                }
            }
            _ => {}
        }
    }
}

/// What was read, and what was read of what is written of it, which is written alike.
fn comes_back<T>(
    input: &[u8],
    value: &Value,
    read: impl Fn(&Value) -> Result<T, InputError>,
    write: impl Fn(&T) -> Value,
) -> Option<(T, T)> {
    let first = match read(value) {
        Ok(first) => first,
        Err(error) => {
            is_fit_to_show(&error.to_string(), input);
            return None;
        }
    };
    let written = write(&first);
    match read(&read_again(&written)) {
        Ok(again) => {
            assert_eq!(write(&again), written, "it is written otherwise the second time");
            Some((first, again))
        }
        Err(error) => panic!("what was written is refused: {error}"),
    }
}

/// A value as it is after a way through a file.
fn read_again(value: &Value) -> Value {
    json::read(value.to_string().as_bytes())
        .unwrap_or_else(|error| panic!("what was written is no JSON: {error}"))
}

/// Every job of `costs` answers or refuses; every cent of a fill is paid once, and no range ends before it begins.
pub fn costs(input: &[u8]) {
    let file = || Input { file: PathBuf::new() };
    let jobs = [
        Job::Ledger(file()),
        Job::Schedule(file()),
        Job::PaymentPlan(file()),
        Job::Income(file()),
        Job::Compare(file()),
    ];
    for job in jobs {
        match job.run(content(), input) {
            Ok(answer) => {
                let answer = json::read(answer.as_bytes()).unwrap_or_else(|error| panic!("no JSON: {error}"));
                adds_up(&answer);
            }
            Err(trouble) => is_refused(&trouble, input),
        }
    }
}

fn adds_up(value: &Value) {
    match value {
        Value::Object(fields) => {
            let cents = |name: &str| fields.get(name).and_then(Value::as_i64);
            if let (Some(low), Some(high)) = (cents("low"), cents("high")) {
                assert!(0 <= low && low <= high, "from {low} to {high}");
            }
            let payers = ["plan", "card", "grant", "subsidy", "patient"].map(cents);
            if let (Some(price), Some(paid)) = (cents("price"), payers.into_iter().sum::<Option<i64>>()) {
                assert_eq!(price, paid, "{fields:?}");
            }
            fields.values().for_each(adds_up);
        }
        Value::Array(list) => list.iter().for_each(adds_up),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
