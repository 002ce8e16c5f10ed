//! What does every reader of untrusted input promise, whatever it is given?
//!
//! Each function takes any bytes and panics where a promise is broken: what is read and written again reads the same,
//! what is refused is refused in words that quote nothing, and nothing that was pasted is dropped. Random inputs come
//! from `tests/readers.rs`; the fuzzer holds its own to the very same promises (`fuzz/`).

pub mod fields;
pub mod files;
pub mod paste;
pub mod vault;

use std::sync::OnceLock;

use countercheck::cli::Trouble;
use countercheck::content::Content;
use countercheck::exchange::json;
use jiff::civil::{Date, date};
use serde_json::Value;

/// Stands in seeds where a patient's name would: no message may hold it.
const NAME: &str = "Qzarkovic";

/// The embedded content, loaded once.
pub fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// The day of every visit and import here.
const TODAY: Date = date(2026, 11, 24);

/// A message that may be shown: it says something, steers no terminal, and quotes no value of the input.
fn is_fit_to_show(message: &str, input: &[u8]) {
    assert!(!message.trim().is_empty(), "refused without a word");
    assert!(!message.chars().any(|c| c.is_control() && c != '\n'), "a control character in {message:?}");
    // The name of a field is told, also one that is not known; what it holds is not.
    let is_field = json::read(input).is_ok_and(|value| has_field(&value));
    assert!(is_field || !message.contains(NAME), "a value was quoted in {message:?}");
}

fn has_field(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(key, value)| key.contains(NAME) || has_field(value)),
        Value::Array(list) => list.iter().any(has_field),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A command that could not use its input says so, with the exit code for that.
fn is_refused(trouble: &Trouble, input: &[u8]) {
    assert_eq!(trouble.exit_code(), 2, "{trouble}");
    is_fit_to_show(&trouble.to_string(), input);
}
