//! One open visit: its answers, what follows from them, and the way back.
//!
//! Every change recomputes the assessment from scratch; nothing is kept beside it. Undo is another
//! change, so that the record shows both.

mod again;
mod changed;
mod earlier;
mod route;
mod typed;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::checklist::answer::{Answer, InputError};
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::checklist::{Checklist, Patient};
pub use again::Remembered;
use changed::{State, changed_words};
pub use earlier::{Earlier, carried_over};
use earlier::{carried_answers, earlier_answers};
pub(in crate::app::desk) use route::place_from_json;
pub use typed::typed_number;

use crate::content::Content;
use crate::content::ids::{DrugIx, QuestionIx};
use crate::content::question::Kind;
use crate::safety::{Assessment, assess_with};
use crate::store::{self, Change, ChecklistId, Field, How, Known, Record};

/// Which of the four screens of a visit is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Prescription, questions, verdicts.
    Safety,
    /// Insurance and help with the cost.
    Coverage,
    /// What supports a prior authorization.
    Authorization,
    /// The pages.
    Summary,
}

/// Where on the safety screen one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// The prescription.
    Prescription,
    /// What changed since the last visit, for a refill or a switch.
    Since,
    /// A question.
    Question(QuestionIx),
    /// Nothing is open for the prescribed drug; more is, for the alternatives.
    Boundary,
}

/// Something that was said, with its new value.
#[derive(Clone, PartialEq)]
pub enum Said {
    /// An answer, or that it is taken back; and how a number was typed, if in another unit.
    Answer(QuestionIx, Option<Answer>, Option<String>),
    /// Answers to several questions, said by one key.
    Answers(Vec<(QuestionIx, Option<Answer>)>),
    /// The prescription.
    Prescription(Prescription),
    /// The coverage.
    Coverage(Coverage),
    /// What supports a prior authorization.
    Authorization(Box<Authorization>),
    /// A note on a question, or on the visit; empty takes it away.
    Note(Option<QuestionIx>, String),
}

impl Said {
    /// The questions that it answers, or whose answers it takes back.
    fn questions(&self) -> impl Iterator<Item = QuestionIx> {
        let list = match self {
            Self::Answer(question, ..) => vec![*question],
            Self::Answers(answers) => answers.iter().map(|(question, _)| *question).collect(),
            Self::Prescription(_) | Self::Coverage(_) | Self::Authorization(_) | Self::Note(..) => Vec::new(),
        };
        list.into_iter()
    }
}

struct Step {
    before: Said,
    after: Said,
    here: Here,
    screen: Screen,
    /// The days of the answers before, where they were carried over from an earlier visit.
    carried: BTreeMap<QuestionIx, Date>,
}

/// An open visit.
pub struct Visit {
    /// Whose it is.
    pub patient: store::Patient,
    /// What is known of the patient besides the visits.
    pub known: Known,
    /// How many other patients have the same name.
    pub namesakes: usize,
    /// Its id in the vault.
    pub id: ChecklistId,
    /// What was answered.
    pub checklist: Checklist,
    /// What was prescribed.
    pub prescription: Prescription,
    /// Who pays.
    pub coverage: Coverage,
    /// What supports a prior authorization.
    pub authorization: Authorization,
    /// The note on the visit.
    pub note: String,
    /// The notes on questions.
    pub notes: BTreeMap<QuestionIx, String>,
    /// Answers of earlier visits that age: they count again when somebody has looked at them.
    pub earlier: BTreeMap<QuestionIx, Earlier>,
    /// The day on which an answer that stands was said, where that was in an earlier visit.
    pub carried: BTreeMap<QuestionIx, Date>,
    /// Whether it began from an earlier visit, so that places for what was said then are kept free.
    pub returns: bool,
    /// What follows.
    pub assessment: Assessment,
    /// The screen that is shown.
    pub screen: Screen,
    /// Where on the safety screen one is.
    pub here: Here,
    /// What the last answer changed, in words.
    pub changed: Option<String>,
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl Visit {
    /// Opens a record of the vault.
    ///
    /// # Errors
    /// [`InputError`] when something in the record does not fit the content: then the record is
    /// left as it is and nothing of it is shown.
    pub fn open(content: &Content, record: Record) -> Result<Self, InputError> {
        let as_of = record.checklist.as_of;
        let birth_date = record.patient.birth_date.filter(|birth| *birth <= as_of);
        let patient = Patient { name: Some(record.patient.name.clone()), birth_date };
        let mut checklist = Checklist::new(content, as_of, patient);
        let mut prescription = Prescription::default();
        let mut coverage = Coverage::default();
        let mut authorization = Authorization::default();
        let mut note = String::new();
        let mut notes = BTreeMap::new();
        for (field, value) in &record.current {
            match field {
                Field::Answer(id) => {
                    let path = format!("answers.{id}");
                    let Some(ix) = content.question_by_id(id) else {
                        return Err(InputError::new(
                            path,
                            "this version of the content has no such question",
                        ));
                    };
                    let answer = Answer::from_json(content, content.question(ix), value, as_of, &path)?;
                    checklist.set(ix, Some(answer));
                }
                Field::Prescription => {
                    prescription = Prescription::from_json(content, value, "prescription")?
                }
                Field::Coverage => coverage = Coverage::from_json(content, value, "coverage")?,
                Field::Authorization => {
                    authorization = Authorization::from_json(content, value, as_of, "authorization")?;
                }
                Field::Note => note = value.as_str().unwrap_or_default().to_owned(),
                Field::NoteOn(id) => {
                    if let (Some(ix), Some(text)) = (content.question_by_id(id), value.as_str()) {
                        notes.insert(ix, text.to_owned());
                    }
                }
                Field::Typed(_) => {}
            }
        }
        let (screen, here) = place_from_json(content, record.place.as_ref());
        let earlier = earlier_answers(content, &record, &checklist);
        let carried = carried_answers(content, &record);
        let assessment = assess_with(content, &checklist, &prescription);
        Ok(Self {
            patient: record.patient,
            known: record.known,
            namesakes: record.namesakes,
            id: record.checklist.id,
            checklist,
            prescription,
            coverage,
            authorization,
            note,
            notes,
            returns: !earlier.is_empty() || !carried.is_empty(),
            earlier,
            carried,
            assessment,
            screen,
            here,
            changed: None,
            undo: Vec::new(),
            redo: Vec::new(),
        })
    }

    /// Says something: applies it and answers with what is to be saved. Saying the same again
    /// changes nothing.
    pub fn say(&mut self, content: &Content, said: Said) -> Vec<Change> {
        let before = self.current(&said);
        if same(&before, &said) {
            return Vec::new();
        }
        let carried = said.questions().filter_map(|ix| Some((ix, *self.carried.get(&ix)?))).collect();
        let step = Step { before, after: said.clone(), here: self.here, screen: self.screen, carried };
        self.undo.push(step);
        self.redo.clear();
        self.apply(content, said)
    }

    /// Takes the last change back, as another change.
    pub fn undo(&mut self, content: &Content) -> Vec<Change> {
        let Some(step) = self.undo.pop() else { return Vec::new() };
        (self.here, self.screen) = (step.here, step.screen);
        let mut changes = self.apply(content, step.before.clone());
        for change in &mut changes {
            let question = match &change.field {
                Field::Answer(id) | Field::Typed(id) => content.question_by_id(id),
                Field::Prescription
                | Field::Coverage
                | Field::Authorization
                | Field::Note
                | Field::NoteOn(_) => None,
            };
            // What was carried over is so again: nobody has said it today.
            let carried = question.and_then(|ix| step.carried.get(&ix));
            change.how = carried.map_or(How::Undone, |on| How::Carried(*on));
        }
        self.carried.extend(&step.carried);
        self.redo.push(step);
        changes
    }

    /// Makes the change again that was taken back last.
    pub fn redo(&mut self, content: &Content) -> Vec<Change> {
        let Some(step) = self.redo.pop() else { return Vec::new() };
        (self.here, self.screen) = (step.here, step.screen);
        let mut changes = self.apply(content, step.after.clone());
        changes.iter_mut().for_each(|change| change.how = How::Redone);
        self.undo.push(step);
        changes
    }

    fn current(&self, said: &Said) -> Said {
        match said {
            Said::Answer(question, ..) => {
                Said::Answer(*question, self.checklist.answer(*question).cloned(), None)
            }
            Said::Answers(answers) => {
                let now = |ix: &QuestionIx| (*ix, self.checklist.answer(*ix).cloned());
                Said::Answers(answers.iter().map(|(ix, _)| now(ix)).collect())
            }
            Said::Prescription(_) => Said::Prescription(self.prescription.clone()),
            Said::Coverage(_) => Said::Coverage(self.coverage.clone()),
            Said::Authorization(_) => Said::Authorization(Box::new(self.authorization.clone())),
            Said::Note(on, _) => Said::Note(*on, self.note_on(*on).to_owned()),
        }
    }

    /// The note on a question, or on the visit; empty if there is none.
    pub fn note_on(&self, on: Option<QuestionIx>) -> &str {
        match on {
            Some(question) => self.notes.get(&question).map(String::as_str).unwrap_or_default(),
            None => &self.note,
        }
    }

    fn apply(&mut self, content: &Content, said: Said) -> Vec<Change> {
        match said {
            Said::Answer(question, answer, typed) => self.answer(content, vec![(question, answer)], typed),
            Said::Answers(answers) => self.answer(content, answers, None),
            Said::Prescription(prescription) => {
                let value = prescription.to_json(content);
                let after = assess_with(content, &self.checklist, &prescription);
                // Which drug is meant changes no verdict; what is prescribed of it may.
                let drug = prescription.drug.filter(|drug| self.prescription.drug == Some(*drug));
                self.changed = drug.map(|drug| {
                    let before = State { checklist: &self.checklist, assessment: &self.assessment };
                    let now = State { checklist: &self.checklist, assessment: &after };
                    changed_words(content, None, before, now, Some(drug))
                });
                self.assessment = after;
                self.prescription = prescription;
                vec![Change::said(Field::Prescription, value)]
            }
            Said::Coverage(coverage) => {
                self.changed = None;
                let value = coverage.to_json(content);
                self.coverage = coverage;
                vec![Change::said(Field::Coverage, value)]
            }
            Said::Authorization(authorization) => {
                self.changed = None;
                let value = authorization.to_json(content);
                self.authorization = *authorization;
                vec![Change::said(Field::Authorization, value)]
            }
            Said::Note(on, text) => {
                self.changed = None;
                let value = if text.is_empty() { Value::Null } else { Value::from(text.as_str()) };
                let field = match on {
                    Some(question) => {
                        let id = content.question(question).id.as_str().to_owned();
                        if text.is_empty() {
                            self.notes.remove(&question);
                        } else {
                            self.notes.insert(question, text);
                        }
                        Field::NoteOn(id)
                    }
                    None => {
                        self.note = text;
                        Field::Note
                    }
                };
                vec![Change::said(field, value)]
            }
        }
    }

    /// Gives or takes back answers and says what that changed.
    fn answer(
        &mut self,
        content: &Content,
        answers: Vec<(QuestionIx, Option<Answer>)>,
        mut typed: Option<String>,
    ) -> Vec<Change> {
        let before = self.checklist.clone();
        let what = (answers.len() > 1).then(|| format!("{} answers", answers.len()));
        let mut changes = Vec::new();
        for (question, answer) in answers {
            let asked = content.question(question);
            let id = asked.id.as_str();
            let value = answer.as_ref().map_or(Value::Null, |answer| answer.to_json(content, asked));
            self.checklist.set(question, answer);
            self.carried.remove(&question);
            changes.push(Change::said(Field::answer(id), value));
            // Without a unit of its own, an earlier one must not stand beside the new number.
            if matches!(&asked.kind, Kind::Number(number) if number.also.is_some()) {
                let value = typed.take().map_or(Value::Null, Value::from);
                changes.push(Change::said(Field::Typed(id.to_owned()), value));
            }
        }
        let after = assess_with(content, &self.checklist, &self.prescription);
        let old = State { checklist: &before, assessment: &self.assessment };
        let new = State { checklist: &self.checklist, assessment: &after };
        self.changed = Some(changed_words(content, what.as_deref(), old, new, self.prescription.drug));
        self.assessment = after;
        changes
    }

    /// The drug whose verdict is large.
    pub fn prescribed(&self) -> Option<DrugIx> {
        self.prescription.drug
    }
}

/// Back or forth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To what came before.
    Back,
    /// To what comes after.
    Forth,
}

/// How one leaves a question for the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Something was answered.
    Answered,
    /// The question is passed over, and stays as it is.
    Unanswered,
}

fn same(one: &Said, other: &Said) -> bool {
    match (one, other) {
        (Said::Answer(question, answer, _), Said::Answer(other_question, other_answer, _)) => {
            question == other_question && answer == other_answer
        }
        (Said::Answers(one), Said::Answers(other)) => one == other,
        (Said::Prescription(one), Said::Prescription(other)) => one == other,
        (Said::Coverage(one), Said::Coverage(other)) => one == other,
        (Said::Authorization(one), Said::Authorization(other)) => one == other,
        (Said::Note(on, one), Said::Note(other_on, other)) => on == other_on && one == other,
        (
            Said::Answer(..)
            | Said::Answers(_)
            | Said::Prescription(_)
            | Said::Coverage(_)
            | Said::Authorization(_)
            | Said::Note(..),
            _,
        ) => false,
    }
}
