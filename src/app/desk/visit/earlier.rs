//! What a visit takes over from an earlier one, and what has to be looked at again.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::checklist::Checklist;
use crate::checklist::answer::{Answer, Course, Reading};
use crate::content::Content;
use crate::content::ids::QuestionIx;
use crate::store::{Change, Field, How, Record};

/// An answer of an earlier visit.
#[derive(Clone, PartialEq)]
pub struct Earlier {
    /// What was answered.
    pub answer: Answer,
    /// The day on which it was said.
    pub on: Date,
}

impl Earlier {
    /// The answer, said again today: a medicine that is still on the list was not stopped, and what was looked up may have
    /// been found out since.
    pub fn again(&self) -> Answer {
        let Answer::Medicines(list) = &self.answer else { return self.answer.clone() };
        let list = list.iter().cloned().map(|mut intake| {
            intake.course = Course::Taken;
            if intake.reading == Reading::ReviewedNone {
                intake.reading = Reading::ByName;
            }
            intake
        });
        Answer::Medicines(list.collect())
    }
}

/// What was answered before and has to be looked at again.
pub(super) fn earlier_answers(
    content: &Content,
    record: &Record,
    checklist: &Checklist,
) -> BTreeMap<QuestionIx, Earlier> {
    let mut earlier = BTreeMap::new();
    for (field, said) in &record.before {
        let Field::Answer(id) = field else { continue };
        let Some(ix) = content.question_by_id(id).filter(|ix| checklist.answer(*ix).is_none()) else {
            continue;
        };
        // What no longer fits the content, or the day, is not offered.
        if let Ok(answer) = Answer::from_json(content, content.question(ix), &said.value, checklist.as_of, id)
        {
            earlier.insert(ix, Earlier { answer, on: said.on });
        }
    }
    earlier
}

/// The days of the answers that stand from an earlier visit.
pub(super) fn carried_answers(content: &Content, record: &Record) -> BTreeMap<QuestionIx, Date> {
    let mut carried = BTreeMap::new();
    for entry in &record.history {
        let Field::Answer(id) = &entry.field else { continue };
        let Some(ix) = content.question_by_id(id) else { continue };
        match entry.how {
            How::Carried(on) => carried.insert(ix, on),
            How::Said | How::Undone | How::Redone => carried.remove(&ix),
        };
    }
    carried
}

/// An answer that was said so many days ago is asked again, also of questions that do not age.
const LASTS_DAYS: i32 = 365;

/// What a visit on `today` begins with: what was said before, but what ages or was said more than a year ago, and the note
/// on that visit. Of the prescription, whether it is a start or a refill is asked anew.
pub fn carried_over(content: &Content, record: &Record, today: Date) -> Vec<Change> {
    let mut on = BTreeMap::new();
    for entry in &record.history {
        let day = match entry.how {
            How::Carried(day) => day,
            How::Said | How::Undone | How::Redone => record.checklist.as_of,
        };
        on.insert(&entry.field, day);
    }
    let stays = |id: &str| content.question_by_id(id).is_some_and(|ix| !content.question(ix).ages);
    record
        .current
        .iter()
        .filter(|(field, _)| match field {
            Field::Answer(id) | Field::Typed(id) => stays(id),
            Field::NoteOn(_) | Field::Prescription | Field::Coverage | Field::Authorization => true,
            Field::Note => false,
        })
        .map(|(field, value)| {
            let day = on.get(field).copied().unwrap_or(record.checklist.as_of);
            let mut value = value.clone();
            if let (Field::Prescription, Some(prescription)) = (field, value.as_object_mut()) {
                prescription.shift_remove("kind");
            }
            Change { field: field.clone(), value, how: How::Carried(day) }
        })
        .filter(|change| match (&change.field, change.how) {
            (Field::Answer(_) | Field::Typed(_), How::Carried(day)) => {
                day.saturating_add(LASTS_DAYS.days()) >= today
            }
            (_, _) => true,
        })
        .collect()
}
