//! Which checklists are assessed? The agreed cases of the tests, each with the size of its answer.

#![allow(dead_code, reason = "each bench takes what it needs")]

use std::sync::OnceLock;

use countercheck::checklist::Checklist;
use countercheck::content::Content;
use countercheck::exchange::json;
use countercheck::safety::assess;
use serde_json::Value;

/// What the program knows, loaded once.
pub fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// The agreed cases, each with how many findings and open questions it has.
pub fn cases() -> &'static Vec<(Checklist, usize)> {
    static CASES: OnceLock<Vec<(Checklist, usize)>> = OnceLock::new();
    CASES.get_or_init(|| {
        let text = include_bytes!("../../tests/cases/assess.json");
        let cases: Value = json::read(text).unwrap();
        let cases = cases["cases"].as_array().unwrap();
        cases
            .iter()
            .map(|case| {
                let (checklist, _) =
                    Checklist::from_json(content(), case["input"].as_object().unwrap()).unwrap();
                let drugs = assess(content(), &checklist).drugs;
                (checklist, drugs.iter().map(|drug| drug.findings.len() + drug.ask.len()).sum())
            })
            .collect()
    })
}

/// The checklist with the middle number of findings and open questions.
pub fn average_case() -> &'static Checklist {
    let mut cases: Vec<_> = cases().iter().collect();
    cases.sort_by_key(|(_, size)| *size);
    let (checklist, _) = cases.get(cases.len() / 2).unwrap();
    checklist
}
