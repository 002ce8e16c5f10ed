//! What `countercheck costs` answers: the agreed cases to the cent, what must always hold, and what is
//! refused, with its field.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod agreed;
mod brute;
mod calibrate;
mod command;
mod compare;
mod gaps;
mod oracle;
mod properties;
mod random;
#[path = "../support/random_cases.rs"]
mod random_cases;
mod refused;
mod years;

use std::sync::OnceLock;

use countercheck::cli::costs::{Input, Job};
use countercheck::content::Content;
use serde_json::Value;

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

fn input() -> Input {
    Input { file: "-".into() }
}

/// The answer of a job to one input, or the words with which it is refused.
fn answer(job: &Job, input: &Value) -> Result<Value, String> {
    answer_text(job, &input.to_string())
}

fn answer_text(job: &Job, text: &str) -> Result<Value, String> {
    match job.run(content(), text.as_bytes()) {
        Ok(answer) => Ok(serde_json::from_str(&answer).unwrap()),
        Err(trouble) => {
            assert_eq!(trouble.exit_code(), 2, "{trouble}");
            Err(trouble.to_string())
        }
    }
}

fn ledger() -> Job {
    Job::Ledger(input())
}

/// The agreed cases.
fn cases() -> Value {
    serde_json::from_str(include_str!("cases.json")).unwrap()
}

/// An agreed case by its id.
fn case(id: &str) -> Value {
    let cases = cases();
    let found = cases["cases"].as_array().unwrap().iter().find(|case| case["case"]["id"] == id);
    found.unwrap_or_else(|| panic!("no case {id}"))["case"].clone()
}
