//! What was said of a patient, when, by whom, and with which content, as rows to read; the latest first.
//!
//! Made from scratch out of the vault's entries; it draws nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::checklist::answer::Answer;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::content::phrase::capitalized;
use crate::store::{
    Checklist, ChecklistId, Entry, Field, How, PatientEntry, PatientField, PatientRecord, Printed, PrintedId,
    Staff, StaffId, VisitHistory,
};
use crate::summary::compose::answer_words;

/// One step of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// When, in UTC.
    pub at: Timestamp,
    /// By whom.
    pub who: String,
    /// What it is about.
    pub what: String,
    /// What was said, with what stood there before.
    pub said: String,
    /// How it came about, and with which content.
    pub how: String,
    /// The question that it answers.
    pub question: Option<String>,
    /// The document that was handed out.
    pub printed: Option<(ChecklistId, PrintedId)>,
}

/// Everything that happened to a patient's record, the latest first.
pub fn rows(content: &Content, record: &PatientRecord, visits: &[VisitHistory], staff: &[Staff]) -> Vec<Row> {
    let names = Names(staff.iter().map(|staff| (staff.id, staff.name.as_str())).collect());
    let mut rows = of_patient(&record.history, &names);
    for visit in visits {
        rows.push(Row {
            at: visit.checklist.created_at,
            who: names.of(visit.checklist.by),
            what: "Visit begun".to_owned(),
            said: format!("of {}", visit.checklist.as_of),
            how: format!("content {}", visit.checklist.content_version),
            question: None,
            printed: None,
        });
        rows.extend(of_visit(content, visit, &names));
        rows.extend(visit.printed.iter().map(|printed| of_printed(&visit.checklist, printed, &names)));
    }
    // Of the same moment, the later one of the record stays first.
    rows.reverse();
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    rows
}

struct Names<'a>(BTreeMap<StaffId, &'a str>);

impl Names<'_> {
    fn of(&self, id: StaffId) -> String {
        self.0
            .get(&id)
            .map_or_else(|| "somebody who is not in this vault".to_owned(), |name| (*name).to_owned())
    }
}

fn of_patient(history: &[PatientEntry], names: &Names<'_>) -> Vec<Row> {
    let mut before: BTreeMap<PatientField, &Value> = BTreeMap::new();
    history
        .iter()
        .map(|entry| {
            let said = plain(&entry.value);
            let row = Row {
                at: entry.at,
                who: names.of(entry.by),
                what: format!("Patient: {}", of_field(entry.field)),
                said: with_before(said, before.get(&entry.field).map(|value| plain(value))),
                how: String::new(),
                question: None,
                printed: None,
            };
            before.insert(entry.field, &entry.value);
            row
        })
        .collect()
}

fn of_visit(content: &Content, visit: &VisitHistory, names: &Names<'_>) -> Vec<Row> {
    let mut before: BTreeMap<&Field, &Value> = BTreeMap::new();
    let mut rows = Vec::new();
    for entry in &visit.history {
        // How a number was typed is told with the number.
        if matches!(entry.field, Field::Typed(_)) {
            continue;
        }
        let said = |value: &Value| value_words(content, &visit.checklist, &entry.field, value);
        rows.push(Row {
            at: entry.at,
            who: names.of(entry.by),
            what: what(content, &entry.field),
            said: with_before(said(&entry.value), before.get(&entry.field).map(|value| said(value))),
            how: how_words(entry, &visit.checklist),
            question: match &entry.field {
                Field::Answer(id) | Field::NoteOn(id) => Some(id.clone()),
                Field::Typed(_)
                | Field::Prescription
                | Field::Coverage
                | Field::Authorization
                | Field::Note => None,
            },
            printed: None,
        });
        before.insert(&entry.field, &entry.value);
    }
    rows
}

fn of_printed(checklist: &Checklist, printed: &Printed, names: &Names<'_>) -> Row {
    let title = printed.document.get("title").and_then(Value::as_str).unwrap_or("the pages");
    Row {
        at: printed.at,
        who: names.of(printed.by),
        what: "Saved as PDF".to_owned(),
        said: format!("{title}, visit of {}", checklist.as_of),
        how: String::new(),
        question: None,
        printed: Some((checklist.id, printed.id)),
    }
}

fn with_before(said: String, before: Option<String>) -> String {
    match before {
        Some(before) if before != said && !before.is_empty() => format!("{said} (before: {before})"),
        Some(_) | None => said,
    }
}

fn how_words(entry: &Entry, checklist: &Checklist) -> String {
    let how = match entry.how {
        How::Said => String::new(),
        How::Undone => "undone".to_owned(),
        How::Redone => "made again".to_owned(),
        How::Carried(on) => format!("carried over from {on}"),
    };
    // The version of the visit stands at its beginning; only another one is worth a word.
    let version = entry.content_version.as_ref().filter(|version| **version != checklist.content_version);
    match (how.is_empty(), version) {
        (true, None) => String::new(),
        (true, Some(version)) => format!("content {version}"),
        (false, None) => how,
        (false, Some(version)) => format!("{how}, content {version}"),
    }
}

fn what(content: &Content, field: &Field) -> String {
    let short = |id: &str| match content.question_by_id(id) {
        Some(ix) => capitalized(&content.question(ix).short),
        None => id.to_owned(),
    };
    match field {
        Field::Answer(id) | Field::Typed(id) => short(id),
        Field::NoteOn(id) => format!("Note on {}", short(id).to_lowercase()),
        Field::Prescription => "Prescription".to_owned(),
        Field::Coverage => "Coverage and cost".to_owned(),
        Field::Authorization => "Prior authorization".to_owned(),
        Field::Note => "Note on the visit".to_owned(),
    }
}

fn value_words(content: &Content, checklist: &Checklist, field: &Field, value: &Value) -> String {
    if value.is_null() {
        return "taken back".to_owned();
    }
    match field {
        Field::Answer(id) => {
            let read = content.question_by_id(id).and_then(|ix| {
                let question = content.question(ix);
                let answer = Answer::from_json(content, question, value, checklist.as_of, id).ok()?;
                Some(answer_words(question, &answer))
            });
            read.unwrap_or_else(|| plain(value))
        }
        Field::Prescription => match Prescription::from_json(content, value, "prescription") {
            Ok(prescription) => prescription_words(content, &prescription),
            Err(_) => plain(value),
        },
        Field::Coverage => {
            let payer = value.get("payer").and_then(Value::as_str).unwrap_or("unknown");
            format!("payer {}", payer.replace('_', " "))
        }
        Field::Authorization => {
            let count = value.as_object().map_or(0, serde_json::Map::len);
            if count == 1 { "1 part filled in".to_owned() } else { format!("{count} parts filled in") }
        }
        Field::Typed(_) | Field::Note | Field::NoteOn(_) => plain(value),
    }
}

fn prescription_words(content: &Content, prescription: &Prescription) -> String {
    let drug = prescription.drug.map_or("no drug", |drug| content.drug(drug).name.as_str());
    let kind = prescription.kind.map_or("", |kind| kind.words());
    let parts = [drug, prescription.strength.trim(), kind];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
}

fn of_field(field: PatientField) -> &'static str {
    match field {
        PatientField::Name => "name",
        PatientField::BirthDate => "birth date",
        PatientField::Phone => "phone",
        PatientField::Language => "language",
        PatientField::Prescriber => "prescriber",
        PatientField::Caregiver => "caregiver",
        PatientField::Note => "note",
    }
}

/// A value without the signs of JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "taken back".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            fields.values().map(plain).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
        }
    }
}
