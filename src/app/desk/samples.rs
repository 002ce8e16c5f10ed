//! Sample patients for trying the app without a vault of one's own. They are made up.

use jiff::Span;
use jiff::civil::Date;
use serde_json::Value;

use crate::checklist::answer::iso_date;
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::follow_up::{Planned, Upcoming, upcoming};
use crate::content::Content;
use crate::store::{Change, Field, NewPatient};

/// A sample patient and what was said at the visit.
pub struct Sample {
    /// The patient.
    pub patient: NewPatient,
    /// Answers, prescription, coverage, and what supports a prior authorization.
    pub start: Vec<Change>,
    /// What is due of an earlier start.
    pub follow_ups: Vec<SampleFollowUp>,
    /// The days that follow from the plan.
    pub upcoming: Upcoming,
}

/// Something that is due for a sample patient, counted from the day on which the samples are opened.
pub struct SampleFollowUp {
    /// The id of the drug.
    pub drug: String,
    /// The day on which the treatment began.
    pub started_on: Date,
    /// What is due.
    pub planned: Planned,
}

static SAMPLES: &str = include_str!("../../../assets/samples/patients.json");

/// The sample patients. Those that are born a number of days ago are so from `today` on.
pub fn samples(content: &Content, today: Date) -> Vec<Sample> {
    let all: Vec<Value> = serde_json::from_str(SAMPLES).unwrap_or_default();
    all.iter().filter_map(|sample| read(content, sample, today)).collect()
}

fn read(content: &Content, sample: &Value, today: Date) -> Option<Sample> {
    let text = |key: &str| sample.get(key).and_then(Value::as_str);
    let birth_date = text("birth_date").and_then(iso_date).filter(|birth| *birth <= today);
    let patient = NewPatient {
        name: text("name")?.to_owned(),
        birth_date,
        phone: text("phone").map(ToOwned::to_owned),
    };
    let mut start = Vec::new();
    for (field, key) in [(Field::Prescription, "prescription"), (Field::Coverage, "coverage")] {
        if let Some(value) = sample.get(key) {
            start.push(Change::said(field, value.clone()));
        }
    }
    // It holds days, which may be to come where the clock is wrong.
    if let Some(value) = sample.get("authorization")
        && Authorization::from_json(content, value, today, "authorization").is_ok()
    {
        start.push(Change::said(Field::Authorization, value.clone()));
    }
    for (id, value) in sample.get("answers").and_then(Value::as_object).into_iter().flatten() {
        if content.question_by_id(id).is_some() {
            start.push(Change::said(Field::answer(id), value.clone()));
        }
    }
    let coverage =
        sample.get("coverage").and_then(|value| Coverage::from_json(content, value, "coverage").ok());
    let support = Authorization::default();
    let upcoming = coverage.map(|coverage| upcoming(content, &coverage, &support, today)).unwrap_or_default();
    let due = sample.get("follow_ups").and_then(Value::as_array).into_iter().flatten();
    let follow_ups = due.filter_map(|due| follow_up(due, today)).collect();
    Some(Sample { patient, start, follow_ups, upcoming })
}

fn follow_up(value: &Value, today: Date) -> Option<SampleFollowUp> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let number = |key: &str| value.get(key).and_then(Value::as_i64);
    let week = u32::try_from(number("week")?).ok()?;
    let due = today.checked_add(Span::new().try_days(number("due_in_days")?).ok()?).ok()?;
    let started_on = due.checked_sub(Span::new().try_weeks(i64::from(week)).ok()?).ok()?;
    let planned = Planned { test: text("test")?, week, due, until: None };
    Some(SampleFollowUp { drug: text("drug")?, started_on, planned })
}
