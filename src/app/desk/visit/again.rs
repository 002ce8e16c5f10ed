//! What can be taken back in a visit that was opened again: its steps, read from its history.
//!
//! Only as far as the history says it without doubt. What began as an answer of an earlier visit is where that ends,
//! and what does not fit the content of today is not offered at all. What one key said is one step here, too.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Here, Said, Screen, Step, Visit};
use crate::checklist::answer::Answer;
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::store::{Entry, Field, How, Record};

/// The steps of a visit, for [`Visit::remember`].
#[derive(Default)]
pub struct Remembered {
    undo: Vec<Kept>,
    redo: Vec<Kept>,
}

/// A step, and the fields that it is about.
struct Kept {
    fields: Vec<Field>,
    step: Step,
}

impl Remembered {
    /// Reads the steps from the history of a visit.
    pub fn of(content: &Content, record: &Record) -> Self {
        let mut steps = Self::default();
        let mut holds: BTreeMap<&Field, (&Value, bool)> = BTreeMap::new();
        // How a number was typed goes with the number.
        let entries: Vec<&Entry> =
            record.history.iter().filter(|entry| !matches!(entry.field, Field::Typed(_))).collect();
        let together = entries.chunk_by(|one, next| is_one_step(record, one, next));
        for entries in together.flat_map(apart_where_said_twice) {
            let Some(first) = entries.first() else { continue };
            let before: Vec<(&Value, bool)> = entries
                .iter()
                .map(|entry| {
                    let carried = matches!(entry.how, How::Carried(_));
                    holds.insert(&entry.field, (&entry.value, carried)).unwrap_or((&Value::Null, false))
                })
                .collect();
            let fields: Vec<Field> = entries.iter().map(|entry| entry.field.clone()).collect();
            match first.how {
                How::Said => {
                    steps.redo.clear();
                    let was_carried = before.iter().any(|(_, carried)| *carried);
                    let values = before.iter().map(|(before, _)| *before);
                    let step = step(content, record, entries, values);
                    match step.filter(|_| !was_carried) {
                        Some(step) => steps.undo.push(Kept { fields, step }),
                        None => steps.undo.clear(),
                    }
                }
                How::Undone | How::Carried(_) => shift(&mut steps.undo, &mut steps.redo, &fields),
                How::Redone => shift(&mut steps.redo, &mut steps.undo, &fields),
            }
        }
        steps
    }
}

/// Whether two entries that follow each other were one step: answers that one key gave, or took back, were written in
/// one transaction, which has one time. What a visit began with was never said by a key.
fn is_one_step(record: &Record, one: &Entry, next: &Entry) -> bool {
    let way = |entry: &Entry| match entry.how {
        How::Said => 0,
        // What is taken back to an answer of an earlier visit is called carried again.
        How::Undone | How::Carried(_) => 1,
        How::Redone => 2,
    };
    let are_answers = [one, next].iter().all(|entry| matches!(entry.field, Field::Answer(_)));
    let is_together = (one.at, one.by, way(one)) == (next.at, next.by, way(next));
    are_answers && is_together && one.at != record.checklist.created_at
}

/// One step says nothing twice: entries that do were brought in with times that are not fine enough.
fn apart_where_said_twice<'e>(entries: &'e [&'e Entry]) -> impl Iterator<Item = &'e [&'e Entry]> {
    let fields: BTreeSet<&Field> = entries.iter().map(|entry| &entry.field).collect();
    entries.chunks(if fields.len() == entries.len() { fields.len().max(1) } else { 1 })
}

/// Moves the last step about these fields, if there is one, from one side to the other.
fn shift(from: &mut Vec<Kept>, to: &mut Vec<Kept>, fields: &[Field]) {
    let about = |steps: &[Kept], field: &Field| steps.iter().rposition(|kept| kept.fields.contains(field));
    let whole = fields.first().and_then(|first| about(from, first)).filter(|at| {
        from.get(*at).is_some_and(|kept| {
            kept.fields.len() == fields.len() && fields.iter().all(|field| kept.fields.contains(field))
        })
    });
    if let Some(at) = whole {
        to.push(from.remove(at));
        return;
    }
    // Only a part of a step was taken back: from then on it is as many steps as it has answers.
    for field in fields {
        if let Some(at) = about(from, field) {
            let (its, rest): (Vec<Kept>, Vec<Kept>) =
                from.remove(at).singly().into_iter().partition(|kept| kept.fields.contains(field));
            to.extend(its);
            from.splice(at..at, rest);
        }
    }
}

impl Kept {
    /// The same as one step for each answer.
    fn singly(self) -> Vec<Self> {
        match (self.step.before, self.step.after) {
            (Said::Answers(before), Said::Answers(after)) => {
                let steps = before.into_iter().zip(after).map(|((ix, before), (_, after))| {
                    let (before, after) = (Said::Answer(ix, before, None), Said::Answer(ix, after, None));
                    Step::read(before, after)
                });
                self.fields
                    .into_iter()
                    .zip(steps)
                    .map(|(field, step)| Self { fields: vec![field], step })
                    .collect()
            }
            (before, after) => vec![Self { fields: self.fields, step: Step { before, after, ..self.step } }],
        }
    }
}

/// What entries that belong together changed, with the values before; `None` where one does not fit the content of
/// today.
fn step<'v>(
    content: &Content,
    record: &Record,
    entries: &[&Entry],
    before: impl Iterator<Item = &'v Value>,
) -> Option<Step> {
    let read = |entry: &Entry, value: &Value| said(content, record, &entry.field, value);
    let mut steps = Vec::new();
    for (entry, before) in entries.iter().zip(before) {
        steps.push((read(entry, before)?, read(entry, &entry.value)?));
    }
    match steps.len() {
        1 => steps.pop().map(|(before, after)| Step::read(before, after)),
        _ => {
            let (before, after): (Vec<_>, Vec<_>) = steps.into_iter().unzip();
            Some(Step::read(together(before)?, together(after)?))
        }
    }
}

/// Answers that were given by one key.
fn together(said: Vec<Said>) -> Option<Said> {
    let answer = |said| match said {
        Said::Answer(ix, answer, _) => Some((ix, answer)),
        _ => None,
    };
    said.into_iter().map(answer).collect::<Option<_>>().map(Said::Answers)
}

impl Step {
    /// A step of which only the record tells: it leads to where it was said.
    fn read(before: Said, after: Said) -> Self {
        let question = before.questions().next();
        let (here, screen) = match (&before, question) {
            (Said::Note(Some(question), _), _) => (Here::Question(*question), Screen::Safety),
            (_, Some(question)) => (Here::Question(question), Screen::Safety),
            (Said::Coverage(_), None) => (Here::Prescription, Screen::Coverage),
            (Said::Authorization(_), None) => (Here::Prescription, Screen::Authorization),
            (_, None) => (Here::Prescription, Screen::Safety),
        };
        Self { before, after, here, screen, carried: BTreeMap::new() }
    }
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
        let of = |steps: Vec<Kept>| steps.into_iter().map(|kept| kept.step).collect();
        (self.undo, self.redo) = (of(steps.undo), of(steps.redo));
    }
}
