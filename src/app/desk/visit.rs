//! One open visit: its answers, what follows from them, and the way back.
//!
//! Every change recomputes the assessment from scratch; nothing is kept beside it. Undo is another
//! change, so that the record shows both.

mod again;
mod earlier;
mod typed;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::checklist::answer::{Answer, InputError};
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::facts::Facts;
use crate::checklist::prescription::Prescription;
use crate::checklist::progress::{Standing, is_asked, standing};
use crate::checklist::{Checklist, Patient};
pub use again::Remembered;
pub use earlier::{Earlier, carried_over};
use earlier::{carried_answers, earlier_answers};
pub use typed::typed_number;

use crate::content::Content;
use crate::content::ids::{DrugIx, QuestionIx};
use crate::content::phrase::capitalized;
use crate::content::question::Kind;
use crate::content::rule::Level;
use crate::safety::{Assessment, assess_with};
use crate::store::{self, Change, ChecklistId, Field, How, Known, Record};

/// Which of the four screens of a visit is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// A question.
    Question(QuestionIx),
}

/// Something that was said, with its new value.
#[derive(Clone, PartialEq)]
pub enum Said {
    /// An answer, or that it is taken back; and how a number was typed, if in another unit.
    Answer(QuestionIx, Option<Answer>, Option<String>),
    /// The prescription.
    Prescription(Prescription),
    /// The coverage.
    Coverage(Coverage),
    /// What supports a prior authorization.
    Authorization(Box<Authorization>),
    /// A note on a question, or on the visit; empty takes it away.
    Note(Option<QuestionIx>, String),
}

struct Step {
    before: Said,
    after: Said,
    here: Here,
    screen: Screen,
    /// The day of the answer before, where it was carried over from an earlier visit.
    carried: Option<Date>,
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
        let carried = match &said {
            Said::Answer(question, ..) => self.carried.get(question).copied(),
            Said::Prescription(_) | Said::Coverage(_) | Said::Authorization(_) | Said::Note(..) => None,
        };
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
        // What was carried over is so again: nobody has said it today.
        let how = step.carried.map_or(How::Undone, How::Carried);
        changes.iter_mut().for_each(|change| change.how = how);
        if let (Said::Answer(question, ..), Some(on)) = (&step.before, step.carried) {
            self.carried.insert(*question, on);
        }
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
            Said::Answer(question, answer, typed) => {
                let asked = content.question(question);
                let id = asked.id.as_str();
                let value = answer.as_ref().map_or(Value::Null, |answer| answer.to_json(content, asked));
                self.checklist.set(question, answer);
                self.carried.remove(&question);
                let after = assess_with(content, &self.checklist, &self.prescription);
                self.changed = changed_words(content, &asked.short, &self.assessment, &after);
                self.assessment = after;
                let mut changes = vec![Change::said(Field::answer(id), value)];
                // Without a unit of its own, an earlier one must not stand beside the new number.
                if matches!(&asked.kind, Kind::Number(number) if number.also.is_some()) {
                    let value = typed.map_or(Value::Null, Value::from);
                    changes.push(Change::said(Field::Typed(id.to_owned()), value));
                }
                changes
            }
            Said::Prescription(prescription) => {
                let value = prescription.to_json(content);
                let after = assess_with(content, &self.checklist, &prescription);
                // Which drug is meant changes no verdict; what is prescribed of it may.
                let same_drug = self.prescription.drug == prescription.drug;
                self.changed = same_drug
                    .then(|| changed_words(content, "the prescription", &self.assessment, &after))
                    .flatten();
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

    /// The question that comes next: first what is open for the prescribed drug, then the rest;
    /// after the one where one is, then from the start. `None` when nothing is open.
    pub fn next_question(&self, content: &Content) -> Option<QuestionIx> {
        let facts = Facts::new(content, &self.checklist);
        let matter = self
            .prescription
            .drug
            .and_then(|drug| self.assessment.of(drug))
            .map(|assessed| assessed.ask)
            .unwrap_or_default();
        let open: Vec<QuestionIx> =
            content.question_indices().filter(|ix| standing(&facts, *ix) == Standing::Open).collect();
        let from = match self.here {
            Here::Prescription => 0,
            Here::Question(ix) => ix.position(),
        };
        let after = |of_drug: bool| {
            let fits = |ix: &&QuestionIx| !of_drug || matter.contains(**ix);
            open.iter()
                .filter(fits)
                .find(|ix| ix.position() > from || self.here == Here::Prescription)
                .or_else(|| open.iter().find(fits))
                .copied()
        };
        after(true).or_else(|| after(false))
    }

    /// The neighbor of where one is among all that is asked, for going back and forth.
    pub fn neighbor(&self, content: &Content, direction: Direction) -> Here {
        let facts = Facts::new(content, &self.checklist);
        let mut places = vec![Here::Prescription];
        places.extend(
            content
                .question_indices()
                .filter(|ix| is_asked(&facts, *ix) || self.checklist.answer(*ix).is_some())
                .map(Here::Question),
        );
        let at = places.iter().position(|place| *place == self.here).unwrap_or(0);
        let wanted = match direction {
            Direction::Back => at.saturating_sub(1),
            Direction::Forth => (at + 1).min(places.len() - 1),
        };
        places.get(wanted).copied().unwrap_or(Here::Prescription)
    }

    /// Where one is, for the vault.
    pub fn place_json(&self, content: &Content) -> Value {
        let screen = match self.screen {
            Screen::Safety => "safety",
            Screen::Coverage => "coverage",
            Screen::Authorization => "authorization",
            Screen::Summary => "summary",
        };
        match self.here {
            Here::Prescription => serde_json::json!({ "screen": screen }),
            Here::Question(ix) => {
                serde_json::json!({ "screen": screen, "question": content.question(ix).id.as_str() })
            }
        }
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

fn same(one: &Said, other: &Said) -> bool {
    match (one, other) {
        (Said::Answer(question, answer, _), Said::Answer(other_question, other_answer, _)) => {
            question == other_question && answer == other_answer
        }
        (Said::Prescription(one), Said::Prescription(other)) => one == other,
        (Said::Coverage(one), Said::Coverage(other)) => one == other,
        (Said::Authorization(one), Said::Authorization(other)) => one == other,
        (Said::Note(on, one), Said::Note(other_on, other)) => on == other_on && one == other,
        (
            Said::Answer(..)
            | Said::Prescription(_)
            | Said::Coverage(_)
            | Said::Authorization(_)
            | Said::Note(..),
            _,
        ) => false,
    }
}

fn place_from_json(content: &Content, place: Option<&Value>) -> (Screen, Here) {
    let text = |key: &str| place.and_then(|place| place.get(key)).and_then(Value::as_str);
    let screen = match text("screen") {
        Some("coverage") => Screen::Coverage,
        Some("authorization") => Screen::Authorization,
        Some("summary") => Screen::Summary,
        Some(_) | None => Screen::Safety,
    };
    let here =
        text("question").and_then(|id| content.question_by_id(id)).map_or(Here::Prescription, Here::Question);
    (screen, here)
}

/// What an answer changed, in one line: "Infections: added a caution to 4 treatments."
fn changed_words(content: &Content, short: &str, before: &Assessment, after: &Assessment) -> Option<String> {
    let mut parts = Vec::new();
    for (level, name) in [
        (Level::Contraindicated, "a contraindication"),
        (Level::Avoid, "an “avoid”"),
        (Level::NeedsTest, "a missing test"),
        (Level::Caution, "a caution"),
    ] {
        let gained = drugs_that_gained(content, level, before, after);
        let lost = drugs_that_gained(content, level, after, before);
        if gained > 0 {
            parts.push(format!("added {name} to {}", treatments(gained)));
        }
        if lost > 0 {
            parts.push(format!("took {name} from {}", treatments(lost)));
        }
    }
    if parts.is_empty() {
        return None;
    }
    Some(format!("{}: {}.", capitalized(short), parts.join(", ")))
}

fn drugs_that_gained(content: &Content, level: Level, before: &Assessment, after: &Assessment) -> usize {
    after
        .drugs
        .iter()
        .filter(|assessed| {
            let old = before.of(assessed.drug);
            assessed.findings.iter().filter(|finding| finding.level == level).any(|finding| {
                let id = finding.id(content);
                !old.is_some_and(|old| old.findings.iter().any(|known| known.id(content) == id))
            })
        })
        .count()
}

fn treatments(count: usize) -> String {
    if count == 1 { "1 treatment".into() } else { format!("{count} treatments") }
}

impl Visit {
    /// Goes to the next open question; to the coverage when none is open.
    pub fn go_to_next(&mut self, content: &Content) {
        match self.next_question(content) {
            Some(question) => self.here = Here::Question(question),
            None => self.screen = Screen::Coverage,
        }
    }
}
