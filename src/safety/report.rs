//! An assessment as JSON, in the form of the command line.

use serde_json::{Map, Value, json};

use super::Assessment;
use crate::checklist::Checklist;
use crate::checklist::answer::Intake;
use crate::checklist::facts::{Meaning, read_intake};
use crate::content::Content;
use crate::content::ids::QuestionSet;
use crate::content::medicine::{Form, key};

/// How the birth date is called among the questions.
pub const BIRTH_DATE: &str = "patient.birth_date";

/// The assessment as JSON.
pub fn to_json(content: &Content, checklist: &Checklist, assessment: &Assessment) -> Value {
    let drugs: Vec<Value> = assessment
        .drugs
        .iter()
        .map(|assessed| {
            let findings: Vec<Value> = assessed
                .findings
                .iter()
                .map(|finding| {
                    let sources: Vec<&str> = finding
                        .sources(content)
                        .into_iter()
                        .map(|ix| content.source(ix).id.as_str())
                        .collect();
                    json!({
                        "rule": finding.id(content),
                        "level": finding.level.id(),
                        "title": finding.words(content, checklist).title,
                        "because": question_ids(content, finding.because),
                        "sources": sources,
                    })
                })
                .collect();
            json!({
                "drug": content.drug(assessed.drug).id.as_str(),
                "verdict": assessed.verdict.id(),
                "findings": findings,
                "ask": question_ids(content, assessed.ask),
                "tests": question_ids(content, assessed.tests),
            })
        })
        .collect();
    Value::Object(Map::from_iter([
        ("content_version".to_owned(), Value::from(content.version.as_str())),
        ("as_of".to_owned(), Value::from(assessment.as_of.to_string())),
        ("drugs".to_owned(), Value::from(drugs)),
    ]))
}

/// The ids of a set, the birth date first.
pub fn question_ids(content: &Content, set: QuestionSet) -> Vec<&str> {
    let birth_date = set.has_birth_date().then_some(BIRTH_DATE);
    birth_date.into_iter().chain(set.questions().map(|ix| content.question(ix).id.as_str())).collect()
}

/// The name of a listed medicine: the generic, and the name as typed where that is another. A name
/// that leaves the form open stays as it was typed.
pub fn medicine_name(content: &Content, intake: &Intake) -> String {
    let typed = intake.name.trim();
    let known = match read_intake(content, intake).meaning {
        Meaning::Known { found, .. } if found.form == Form::Told => content.medicines.get(found.medicine),
        Meaning::Known { .. } | Meaning::ReviewedNone | Meaning::NotRecognized => None,
    };
    let Some(medicine) = known else { return typed.to_owned() };
    let name = medicine.name();
    let same = key(typed).starts_with(&key(name))
        || key(name).starts_with(&key(typed))
        || medicine.misspellings.iter().any(|slip| slip.eq_ignore_ascii_case(typed))
        || medicine.id.as_str() == typed;
    if same { name.to_owned() } else { format!("{name} ({typed})") }
}
