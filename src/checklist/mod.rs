//! What the patient said at one visit: typed answers, and what follows from them without any rule.
//!
//! [`answer`] holds one answer and its JSON form, [`Checklist`] all of one visit, [`facts`] what
//! conditions read from them (age, medicines), [`evaluate`] whether a condition holds, [`progress`]
//! which questions are open, [`follow_up`] what is due after a start, and [`hints`] where a medicine and an answer do not fit together.
//! Nothing here knows a rule, a verdict, a file or the screen.

pub mod answer;
pub mod authorization;
pub mod claim;
pub mod coverage;
pub mod evaluate;
pub mod facts;
pub mod follow_up;
pub mod hints;
pub mod household;
pub mod medicine_list;
pub mod order;
pub mod prescription;
pub mod progress;
#[cfg(test)]
pub(crate) mod sample;
pub mod strength;
pub mod truth;

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::content::Content;
use crate::content::ids::QuestionIx;
use answer::{Answer, InputError, iso_date};

/// The fields of an input that are not the checklist's: name and value, in the order written.
pub type OtherFields<'a> = Vec<(&'a String, &'a Value)>;

/// Who the patient is, as far as it was told.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Patient {
    /// The name.
    pub name: Option<String>,
    /// The birth date; never after the day of the visit.
    pub birth_date: Option<Date>,
}

impl std::fmt::Debug for Patient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Patient(…)")
    }
}

/// One visit of one patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The day of the visit. Ages and "since" are counted to it.
    pub as_of: Date,
    /// The patient.
    pub patient: Patient,
    /// By question, in the order of asking; `None` is unanswered.
    answers: Vec<Option<Answer>>,
}

impl Checklist {
    /// A visit at which nothing was answered yet.
    pub fn new(content: &Content, as_of: Date, patient: Patient) -> Self {
        Self { as_of, patient, answers: vec![None; content.questions().len()] }
    }

    /// The answer to a question; `None` when it is unanswered.
    pub fn answer(&self, question: QuestionIx) -> Option<&Answer> {
        self.answers.get(question.position()).and_then(Option::as_ref)
    }

    /// Gives, changes or takes back (`None`) an answer.
    pub fn set(&mut self, question: QuestionIx, answer: Option<Answer>) {
        if let Some(place) = self.answers.get_mut(question.position()) {
            *place = answer;
        }
    }

    /// Reads `as_of`, `patient` and `answers` of an object and answers with the other fields.
    ///
    /// # Errors
    /// [`InputError`] for the first field that is not possible.
    pub fn from_json<'a>(
        content: &Content,
        object: &'a Map<String, Value>,
    ) -> Result<(Self, OtherFields<'a>), InputError> {
        let as_of = match object.get("as_of") {
            Some(value) => value.as_str().and_then(iso_date),
            None => return Err(InputError::new("as_of", "expected the day of the visit, as YYYY-MM-DD")),
        };
        let as_of =
            as_of.ok_or_else(|| InputError::new("as_of", "expected a date that exists, as YYYY-MM-DD"))?;
        let patient = match object.get("patient") {
            Some(value) => patient(value, as_of)?,
            None => Patient::default(),
        };
        let mut checklist = Self::new(content, as_of, patient);
        if let Some(answers) = object.get("answers") {
            let Value::Object(answers) = answers else {
                return Err(InputError::new("answers", "expected an object: question id → answer"));
            };
            for (id, value) in answers {
                let field = format!("answers.{id}");
                let Some(ix) = content.question_by_id(id) else {
                    return Err(InputError::new(
                        field,
                        "there is no such question: `content list` names them",
                    ));
                };
                let answer = Answer::from_json(content, content.question(ix), value, as_of, &field)?;
                checklist.set(ix, Some(answer));
            }
        }
        let rest = object
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "as_of" | "patient" | "answers"))
            .collect();
        Ok((checklist, rest))
    }

    /// The answers as a JSON object, in the order of asking.
    pub fn answers_json(&self, content: &Content) -> Map<String, Value> {
        content
            .question_indices()
            .filter_map(|ix| {
                let question = content.question(ix);
                Some((question.id.to_string(), self.answer(ix)?.to_json(content, question)))
            })
            .collect()
    }
}

fn patient(value: &Value, as_of: Date) -> Result<Patient, InputError> {
    let Value::Object(object) = value else {
        return Err(InputError::new("patient", "expected an object with name and birth_date"));
    };
    let mut patient = Patient::default();
    for (key, value) in object {
        let field = format!("patient.{key}");
        match key.as_str() {
            "name" => match value.as_str() {
                Some(name) => patient.name = Some(name.to_owned()),
                None => return Err(InputError::new(field, "expected a text")),
            },
            "birth_date" => {
                let date = value.as_str().and_then(iso_date);
                let date = date
                    .ok_or_else(|| InputError::new(&field, "expected a date that exists, as YYYY-MM-DD"))?;
                if date > as_of {
                    return Err(InputError::new(field, "expected a day on or before as_of"));
                }
                patient.birth_date = Some(date);
            }
            _ => return Err(InputError::new(field, "there is no such field: expected name or birth_date")),
        }
    }
    Ok(patient)
}
