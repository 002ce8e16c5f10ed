//! How far the patients who are listed are, and which visit was interrupted: what the start page says beside names.
//!
//! The vault gives what was said; what is asked of each patient is counted here.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::visit::{Here, Screen, place_from_json};
use super::{Desk, Pending};
use crate::checklist::answer::Answer;
use crate::checklist::facts::Facts;
use crate::checklist::order::{Progress, pages};
use crate::checklist::{Checklist, Patient};
use crate::content::Content;
use crate::content::ids::{QuestionIx, QuestionSet};
use crate::store::{self, ChecklistId, Field, PatientId, Request, Standing};

/// What is known of the patients who are listed.
#[derive(Default)]
pub struct Standings {
    of: HashMap<PatientId, LastVisit>,
    /// The visit that was interrupted.
    pub interrupted: Option<Interrupted>,
}

/// How far a patient's last visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastVisit {
    /// Its day.
    pub day: Date,
    /// When something was done in it last.
    pub touched_at: Timestamp,
    /// Whether pages were handed out since something was said last.
    pub is_handed_out: bool,
    /// How many questions have an answer; nothing where the record does not fit the content.
    pub progress: Option<Progress>,
}

/// A visit that was left without pages.
pub struct Interrupted {
    /// Whose it is.
    pub patient: store::Patient,
    /// Its id.
    pub visit: ChecklistId,
    /// How far it is.
    pub last: LastVisit,
    /// The screen on which it was left, and the question.
    pub place: (Screen, Option<QuestionIx>),
}

impl Standings {
    /// What was known may be so no more: somebody was in a visit.
    pub(super) fn forget(&mut self) {
        self.of.clear();
    }

    /// How far a patient's last visit is, where that is known.
    pub fn of(&self, patient: PatientId) -> Option<&LastVisit> {
        self.of.get(&patient)
    }
}

impl Desk {
    /// Asks how far the patients are who are listed, as far as that is not known since the page was opened: most of
    /// a list stays when one more letter is typed. Nobody waits for it.
    pub(super) fn look_for_standings(&mut self) {
        let ids = self.patients.iter().map(|patient| patient.id);
        let patients: Vec<PatientId> = ids.filter(|id| !self.standings.of.contains_key(id)).collect();
        if !patients.is_empty() {
            self.send(Request::Standings { patients }, Pending::Standings);
        }
    }

    /// Asks for the visit that was interrupted. Sample patients were not: nobody has worked with them before.
    pub(super) fn look_for_interrupted(&mut self) {
        if self.session.as_ref().is_some_and(|session| !session.temporary) {
            let now = (self.clock.now)();
            self.send(Request::Interrupted { now }, Pending::Standings);
        }
    }

    pub(super) fn take_standings(&mut self, standings: Vec<Standing>) {
        for standing in standings {
            let patient = self.patients.iter().find(|patient| patient.id == standing.patient);
            let birth_date = patient.and_then(|patient| patient.birth_date);
            let last = last_visit(&self.content, &standing, birth_date);
            self.standings.of.insert(standing.patient, last);
        }
    }

    pub(super) fn take_interrupted(&mut self, found: Option<Box<store::Interrupted>>) {
        self.standings.interrupted = found.map(|found| {
            let last = last_visit(&self.content, &found.standing, found.patient.birth_date);
            let place = place(&self.content, found.place.as_ref());
            Interrupted { visit: found.standing.checklist.id, patient: found.patient, last, place }
        });
    }
}

fn last_visit(content: &Content, standing: &Standing, birth_date: Option<Date>) -> LastVisit {
    LastVisit {
        day: standing.checklist.as_of,
        touched_at: standing.touched_at,
        is_handed_out: standing.is_handed_out,
        progress: progress(content, standing, birth_date),
    }
}

fn progress(content: &Content, standing: &Standing, birth_date: Option<Date>) -> Option<Progress> {
    let as_of = standing.checklist.as_of;
    let patient = Patient { name: None, birth_date: birth_date.filter(|birth| *birth <= as_of) };
    let mut checklist = Checklist::new(content, as_of, patient);
    for (field, value) in &standing.current {
        let Field::Answer(id) = field else { continue };
        let ix = content.question_by_id(id)?;
        let answer = Answer::from_json(content, content.question(ix), value, as_of, id).ok()?;
        checklist.set(ix, Some(answer));
    }
    // Counted as in the visit itself, whatever is asked first there.
    let pages = pages(&Facts::new(content, &checklist), QuestionSet::NONE, None);
    Some(Progress::of_pages(&checklist, &pages))
}

fn place(content: &Content, place: Option<&Value>) -> (Screen, Option<QuestionIx>) {
    let (screen, here) = place_from_json(content, place);
    let question = match here {
        Here::Question(ix) => Some(ix),
        Here::Prescription | Here::Since | Here::Boundary => None,
    };
    (screen, question)
}
