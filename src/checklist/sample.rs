//! Hand-written checklists over the embedded content, for unit tests alone.

use jiff::civil::date;
use serde_json::{Value, json};

use super::{Checklist, OtherFields};
use crate::content::Content;

pub fn content() -> &'static Content {
    static CONTENT: std::sync::OnceLock<Content> = std::sync::OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// A visit on 24 November 2026 with these answers, of somebody born on this day, if it is told.
pub fn visit(birth_date: Option<&str>, answers: Value) -> Checklist {
    let patient = match birth_date {
        Some(day) => json!({"birth_date": day}),
        None => json!({}),
    };
    let input = json!({"as_of": date(2026, 11, 24).to_string(), "patient": patient, "answers": answers});
    let (checklist, rest): (Checklist, OtherFields<'_>) =
        Checklist::from_json(content(), input.as_object().unwrap()).unwrap();
    assert!(rest.is_empty());
    checklist
}
