//! The programs of a comparison as JSON, in the agreed form.

use serde_json::{Map, Value, json};

use super::matching::{ProgramMatch, matches};
use super::question::ProgramQuestion;
use crate::content::Content;
use crate::content::ids::DrugIx;

/// The programs for the drugs asked about, in the order of the content; one that is for all drugs once for
/// each of them.
pub fn report(content: &Content, question: &ProgramQuestion<'_>) -> Vec<Value> {
    let drugs = question.distinct_drugs();
    let mut rows = Vec::new();
    for found in matches(content, question) {
        match found.drug {
            Some(drug) => rows.push(row(content, &found, drug)),
            None => rows.extend(drugs.iter().map(|drug| row(content, &found, *drug))),
        }
    }
    rows
}

fn row(content: &Content, found: &ProgramMatch<'_>, drug: DrugIx) -> Value {
    let program = found.program;
    let mut because = found.because.clone();
    if found.is_old {
        because.push(format!("check: terms as of {}", program.as_of));
    }
    let mut row = Map::new();
    row.insert("program".into(), json!(program.id.as_str()));
    row.insert("drug".into(), json!(content.drug(drug).id.as_str()));
    row.insert("match".into(), json!(found.match_.id()));
    row.insert("because".into(), json!(because));
    row.insert("ask".into(), json!(found.ask));
    if !program.phone.is_empty() {
        row.insert("phone".into(), json!(program.phone));
    }
    row.insert("as_of".into(), json!(program.as_of));
    Value::Object(row)
}
