//! What can be taken back in a visit that was opened again: its steps, read from its history.
//!
//! Only as far as the history says it without doubt. What began as an answer of an earlier visit is where that ends,
//! and what does not fit the content of today is not offered at all.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Here, Said, Screen, Step, Visit};
use crate::checklist::answer::Answer;
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::store::{Field, How, Record};

/// The steps of a visit, for [`Visit::remember`].
#[derive(Default)]
pub struct Remembered {
    undo: Vec<(Field, Step)>,
    redo: Vec<(Field, Step)>,
}

impl Remembered {
    /// Reads the steps from the history of a visit.
    pub fn of(content: &Content, record: &Record) -> Self {
        let mut steps = Self::default();
        let mut holds: BTreeMap<&Field, (&Value, bool)> = BTreeMap::new();
        for entry in &record.history {
            // How a number was typed goes with the number.
            if matches!(entry.field, Field::Typed(_)) {
                continue;
            }
            let carried = matches!(entry.how, How::Carried(_));
            let before = holds.insert(&entry.field, (&entry.value, carried));
            match entry.how {
                How::Said => {
                    steps.redo.clear();
                    let (before, was_carried) = before.unwrap_or((&Value::Null, false));
                    let step = step(content, record, &entry.field, (before, &entry.value));
                    match step.filter(|_| !was_carried) {
                        Some(step) => steps.undo.push((entry.field.clone(), step)),
                        None => steps.undo.clear(),
                    }
                }
                How::Undone | How::Carried(_) => shift(&mut steps.undo, &mut steps.redo, &entry.field),
                How::Redone => shift(&mut steps.redo, &mut steps.undo, &entry.field),
            }
        }
        steps
    }
}

/// Moves the last step about a field, if there is one, from one side to the other.
fn shift(from: &mut Vec<(Field, Step)>, to: &mut Vec<(Field, Step)>, field: &Field) {
    if let Some(at) = from.iter().rposition(|(of, _)| of == field) {
        to.push(from.remove(at));
    }
}

fn step(
    content: &Content,
    record: &Record,
    field: &Field,
    (before, after): (&Value, &Value),
) -> Option<Step> {
    let (before, after) = (said(content, record, field, before)?, said(content, record, field, after)?);
    let (here, screen) = match &before {
        Said::Answer(question, ..) | Said::Note(Some(question), _) => {
            (Here::Question(*question), Screen::Safety)
        }
        Said::Coverage(_) => (Here::Prescription, Screen::Coverage),
        Said::Authorization(_) => (Here::Prescription, Screen::Authorization),
        _ => (Here::Prescription, Screen::Safety),
    };
    Some(Step { before, after, here, screen, carried: Default::default() })
}

/// What a value of a field says; `None` where it does not fit the content of today.
fn said(content: &Content, record: &Record, field: &Field, value: &Value) -> Option<Said> {
    let as_of = record.checklist.as_of;
    let text = || value.as_str().unwrap_or_default().to_owned();
    Some(match field {
        Field::Answer(id) => {
            let ix = content.question_by_id(id)?;
            let answer = match value {
                Value::Null => None,
                value => Some(Answer::from_json(content, content.question(ix), value, as_of, id).ok()?),
            };
            Said::Answer(ix, answer, None)
        }
        Field::Prescription => Said::Prescription(match value {
            Value::Null => Prescription::default(),
            value => Prescription::from_json(content, value, "prescription").ok()?,
        }),
        Field::Coverage => Said::Coverage(match value {
            Value::Null => Coverage::default(),
            value => Coverage::from_json(content, value, "coverage").ok()?,
        }),
        Field::Authorization => Said::Authorization(Box::new(match value {
            Value::Null => Authorization::default(),
            value => Authorization::from_json(content, value, as_of, "authorization").ok()?,
        })),
        Field::Note => Said::Note(None, text()),
        Field::NoteOn(id) => Said::Note(Some(content.question_by_id(id)?), text()),
        Field::Typed(_) => return None,
    })
}

impl Visit {
    /// Whether there is a change to take back, and one to make again.
    pub fn ways(&self) -> (bool, bool) {
        (!self.undo.is_empty(), !self.redo.is_empty())
    }

    /// Takes over the steps that were made before the visit was opened.
    pub fn remember(&mut self, steps: Remembered) {
        let of = |steps: Vec<(Field, Step)>| steps.into_iter().map(|(_, step)| step).collect();
        (self.undo, self.redo) = (of(steps.undo), of(steps.redo));
    }
}
