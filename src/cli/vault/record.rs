//! Reads a line of `vault export`: every field by its name, every answer against the content.
//!
//! Errors name the field and what was expected, never what stood there. Whether the record is true to
//! itself (the answers follow from the history, everybody is named) is the store's part. A note is kept as
//! it is.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::checklist::answer::{Answer, InputError, iso_date};
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::store::{
    ExportEntry, ExportFollowUp, ExportFollowUpEvent, ExportKnown, ExportPatient, ExportPrinted,
    ExportRecord, Field, StaffId,
};

const FIELDS: [&str; 14] = [
    "checklist_id",
    "patient_id",
    "patient",
    "as_of",
    "content_version",
    "created_at",
    "by",
    "started_from",
    "answers",
    "fields",
    "history",
    "printed",
    "follow_ups",
    "staff",
];
const ID: &str = "expected an id, as an export writes it";
const TIME: &str = "expected a time, as 2026-11-24T15:00:00Z";
const DATE: &str = "expected a date that exists, as YYYY-MM-DD";

/// Whether an object wants to be a line of an export; an input of `assess` has none of these fields.
pub fn is_record(object: &Map<String, Value>) -> bool {
    ["checklist_id", "patient_id", "history"].iter().any(|field| object.contains_key(*field))
}

/// Reads a line of an export.
///
/// # Errors
/// [`InputError`] for the first field that is not possible.
pub fn read(content: &Content, object: &Map<String, Value>) -> Result<ExportRecord, InputError> {
    let line = Object::of(object, String::new(), &FIELDS)?;
    let as_of = line.date("as_of")?;
    // Before the history, which says the same: the current answer has the plainer name.
    let (answers, fields) = (line.object("answers")?, line.object("fields")?);
    for (question, value) in answers {
        let path = format!("answers.{question}");
        check(content, as_of, &Field::answer(question), value, &path, &path)?;
    }
    for (name, value) in fields {
        let path = format!("fields.{name}");
        let field = match name.parse() {
            Ok(Field::Answer(_)) | Err(_) => {
                return Err(InputError::new(path, "there is no such field"));
            }
            Ok(field) => field,
        };
        check(content, as_of, &field, value, &path, &path)?;
    }
    Ok(ExportRecord {
        checklist_id: line.parsed("checklist_id", ID)?,
        patient_id: line.parsed("patient_id", ID)?,
        patient: patient(&line, as_of)?,
        as_of,
        content_version: line.text("content_version")?.to_owned(),
        created_at: line.parsed("created_at", TIME)?,
        by: line.parsed("by", ID)?,
        started_from: if line.has("started_from") { Some(line.parsed("started_from", ID)?) } else { None },
        answers: answers.clone(),
        fields: fields.clone(),
        history: line.list("history", |value, path| history_entry(content, as_of, value, path))?,
        printed: line.list("printed", printed)?,
        follow_ups: if line.has("follow_ups") { line.list("follow_ups", follow_up)? } else { Vec::new() },
        staff: staff(line.object("staff")?)?,
    })
}

fn patient(line: &Object<'_>, as_of: Date) -> Result<ExportPatient, InputError> {
    let value = line.value("patient")?;
    let patient = Object::read(value, "patient".to_owned(), &["name", "birth_date", "phone", "known"])?;
    let birth_date = if patient.has("birth_date") { Some(patient.date("birth_date")?) } else { None };
    if birth_date.is_some_and(|birth| birth > as_of) {
        return Err(patient.wrong("birth_date", "expected a day on or before as_of"));
    }
    Ok(ExportPatient {
        name: patient.text("name")?.to_owned(),
        birth_date,
        phone: if patient.has("phone") { Some(patient.text("phone")?.to_owned()) } else { None },
        known: if patient.has("known") {
            patient.object("known")?.clone().into_iter().collect()
        } else {
            ExportKnown::new()
        },
    })
}

fn history_entry(
    content: &Content,
    as_of: Date,
    value: &Value,
    path: String,
) -> Result<ExportEntry, InputError> {
    let fields = ["field", "value", "at", "by", "how", "said_on", "content_version"];
    let entry = Object::read(value, path, &fields)?;
    let field: Field = entry.parsed("field", "expected what an export writes there")?;
    let said = entry.value("value")?;
    // Null: what was said was taken back.
    if !said.is_null() {
        check(content, as_of, &field, said, &entry.path("field"), &entry.path("value"))?;
    }
    let (at, by) = (entry.parsed::<Timestamp>("at", TIME)?, entry.parsed("by", ID)?);
    Ok(ExportEntry {
        field,
        value: said.clone(),
        at,
        by,
        how: if entry.has("how") {
            Some(entry.parsed("how", "expected undone, redone or carried")?)
        } else {
            None
        },
        said_on: if entry.has("said_on") { Some(entry.date("said_on")?) } else { None },
        content_version: if entry.has("content_version") {
            Some(entry.text("content_version")?.to_owned())
        } else {
            None
        },
    })
}

fn printed(value: &Value, path: String) -> Result<ExportPrinted, InputError> {
    let printed = Object::read(value, path, &["id", "at", "by", "document"])?;
    Ok(ExportPrinted {
        id: printed.parsed("id", ID)?,
        at: printed.parsed("at", TIME)?,
        by: printed.parsed("by", ID)?,
        document: printed.value("document")?.clone(),
    })
}

fn follow_up(value: &Value, path: String) -> Result<ExportFollowUp, InputError> {
    let follow_up = Object::read(value, path, &["id", "drug", "test", "week", "started_on", "events"])?;
    let week = follow_up.value("week")?.as_u64().and_then(|week| u32::try_from(week).ok());
    Ok(ExportFollowUp {
        id: follow_up.parsed("id", ID)?,
        drug: follow_up.text("drug")?.to_owned(),
        test: follow_up.text("test")?.to_owned(),
        week: week.ok_or_else(|| follow_up.wrong("week", "expected a number of weeks"))?,
        started_on: follow_up.date("started_on")?,
        events: follow_up.list("events", |value, path| {
            let event = Object::read(value, path, &["what", "due_on", "at", "by"])?;
            Ok(ExportFollowUpEvent {
                what: event.text("what")?.to_owned(),
                due_on: event.date("due_on")?,
                at: event.parsed("at", TIME)?,
                by: event.parsed("by", ID)?,
            })
        })?,
    })
}

fn staff(names: &Map<String, Value>) -> Result<BTreeMap<StaffId, String>, InputError> {
    names
        .iter()
        .map(|(id, name)| match (id.parse(), name.as_str()) {
            (Ok(id), Some(name)) => Ok((id, name.to_owned())),
            (Ok(_) | Err(_), _) => Err(InputError::new("staff", "expected an object: id → name")),
        })
        .collect()
}

/// Checks what was said in a field. `name` is where the field is named, `path` where its value stands.
fn check(
    content: &Content,
    as_of: Date,
    field: &Field,
    value: &Value,
    name: &str,
    path: &str,
) -> Result<(), InputError> {
    let question = |id: &str| {
        content
            .question_by_id(id)
            .map(|ix| content.question(ix))
            .ok_or_else(|| InputError::new(name, "there is no such question: `content list` names them"))
    };
    match field {
        Field::Answer(id) => Answer::from_json(content, question(id)?, value, as_of, path).map(drop),
        Field::Typed(id) => {
            question(id)?;
            if value.is_string() { Ok(()) } else { Err(InputError::new(path, "expected a text")) }
        }
        Field::Prescription => Prescription::from_json(content, value, path).map(drop),
        Field::Coverage => Coverage::from_json(content, value, path).map(drop),
        Field::Authorization => Authorization::from_json(content, value, as_of, path).map(drop),
        Field::NoteOn(id) => {
            question(id)?;
            if value.is_string() { Ok(()) } else { Err(InputError::new(path, "expected a text")) }
        }
        Field::Note => Ok(()),
    }
}

/// An object of the line, with where it stands.
struct Object<'a> {
    fields: &'a Map<String, Value>,
    path: String,
}

impl<'a> Object<'a> {
    fn read(value: &'a Value, path: String, known: &[&str]) -> Result<Self, InputError> {
        match value {
            Value::Object(fields) => Self::of(fields, path, known),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(InputError::new(path, format!("expected an object with {}", known.join(", "))))
            }
        }
    }

    fn of(fields: &'a Map<String, Value>, path: String, known: &[&str]) -> Result<Self, InputError> {
        let object = Self { fields, path };
        match fields.keys().find(|key| !known.contains(&key.as_str())) {
            Some(other) => Err(InputError::new(
                object.path(other),
                format!("there is no such field: expected {}", known.join(", ")),
            )),
            None => Ok(object),
        }
    }

    fn path(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    fn wrong(&self, field: &str, expected: &str) -> InputError {
        InputError::new(self.path(field), expected)
    }

    fn value(&self, field: &str) -> Result<&'a Value, InputError> {
        self.fields.get(field).ok_or_else(|| self.wrong(field, "it is missing"))
    }

    /// Whether the field is there and says something.
    fn has(&self, field: &str) -> bool {
        self.fields.get(field).is_some_and(|value| !value.is_null())
    }

    fn text(&self, field: &str) -> Result<&'a str, InputError> {
        self.value(field)?.as_str().ok_or_else(|| self.wrong(field, "expected a text"))
    }

    fn parsed<T: FromStr>(&self, field: &str, expected: &str) -> Result<T, InputError> {
        let text = self.value(field)?.as_str();
        text.and_then(|text| text.parse().ok()).ok_or_else(|| self.wrong(field, expected))
    }

    fn date(&self, field: &str) -> Result<Date, InputError> {
        self.value(field)?.as_str().and_then(iso_date).ok_or_else(|| self.wrong(field, DATE))
    }

    fn object(&self, field: &str) -> Result<&'a Map<String, Value>, InputError> {
        self.value(field)?.as_object().ok_or_else(|| self.wrong(field, "expected an object"))
    }

    fn list<T>(
        &self,
        field: &str,
        read: impl Fn(&'a Value, String) -> Result<T, InputError>,
    ) -> Result<Vec<T>, InputError> {
        let list = self.value(field)?.as_array().ok_or_else(|| self.wrong(field, "expected a list"))?;
        let path = self.path(field);
        list.iter().enumerate().map(|(at, value)| read(value, format!("{path}[{at}]"))).collect()
    }
}
