//! The way through a visit: which place comes next, which lies beside, and how the vault remembers where one was.
//!
//! The prescription; for a refill or a switch what changed since the last visit; what the prescribed drug needs; a card
//! that says so when nothing of it is open any more; and only then what is left, for the alternatives.

use serde_json::{Value, json};

use super::{Direction, Earlier, Here, Leaving, Screen, Visit};
use crate::checklist::Checklist;
use crate::checklist::answer::Answer;
use crate::checklist::facts::Facts;
use crate::checklist::order::{self, Page, Part};
use crate::checklist::prescription::PrescriptionKind;
use crate::checklist::progress::{Standing, standing};
use crate::content::Content;
use crate::content::ids::{QuestionIx, QuestionSet};
use crate::safety::assess_with;

impl Visit {
    /// The questions that the prescribed drug needs: all that would be open for it if nothing were answered, so that a
    /// page does not lose a question by an answer; and all that are.
    pub fn first_questions(&self, content: &Content) -> QuestionSet {
        let Some(drug) = self.prescription.drug else { return QuestionSet::NONE };
        let blank = Checklist::new(content, self.checklist.as_of, self.checklist.patient.clone());
        let ask = |assessment: &crate::safety::Assessment| {
            assessment.of(drug).map(|assessed| assessed.ask).unwrap_or_default()
        };
        ask(&assess_with(content, &blank, &self.prescription)).union(ask(&self.assessment))
    }

    /// All pages with what is put or answered, and the question where one is.
    pub fn pages(&self, content: &Content) -> Vec<Page> {
        let here = match self.here {
            Here::Question(ix) => Some(ix),
            Here::Prescription | Here::Since | Here::Boundary => None,
        };
        order::pages(&Facts::new(content, &self.checklist), self.first_questions(content), here)
    }

    /// Whether the prescription is one of a patient whose last visit is to be looked at first.
    pub fn is_short_way(&self) -> bool {
        let again =
            matches!(self.prescription.kind, Some(PrescriptionKind::Refill | PrescriptionKind::Switch));
        again && !self.earlier.is_empty()
    }

    /// The answers of the last visit that can be said again in one go: not what needs a newer result, not what was not
    /// sure, and not what is not asked any more.
    pub fn still_so(&self, content: &Content) -> Vec<(QuestionIx, Answer)> {
        self.still_so_of(content, |_| true)
    }

    /// The same of some of the questions. What hangs on one that is left open stays open with it.
    pub fn still_so_of(
        &self,
        content: &Content,
        of: impl Fn(QuestionIx) -> bool,
    ) -> Vec<(QuestionIx, Answer)> {
        let earlier = |ix: QuestionIx| self.earlier.get(&ix).filter(|_| of(ix)).map(Earlier::again);
        order::still_so(content, &self.checklist, earlier)
    }

    /// The place that comes next; `None` when nothing is open. On a page of questions that is one of the same page as long
    /// as there is one: what stands before the eyes is asked to its end.
    pub fn next_place(&self, content: &Content, leaving: Leaving) -> Option<Here> {
        if self.here == Here::Prescription && self.is_short_way() && !self.still_so(content).is_empty() {
            return Some(Here::Since);
        }
        let facts = Facts::new(content, &self.checklist);
        let first = self.first_questions(content);
        let is_open = |ix: &QuestionIx| standing(&facts, *ix) == Standing::Open;
        if let Here::Question(ix) = self.here
            && let Some(next) = self.next_on_page(content, ix, leaving, is_open)
        {
            return Some(Here::Question(next));
        }
        let open: Vec<(Part, QuestionIx)> = order::pages(&facts, first, None)
            .iter()
            .flat_map(|page| page.questions.iter().map(|ix| (page.part, *ix)))
            .filter(|(_, ix)| is_open(ix))
            .collect();
        let order = order::in_order(content);
        let position = |ix: QuestionIx| order.iter().position(|other| *other == ix);
        let from = match self.here {
            Here::Question(ix) => position(ix),
            Here::Prescription | Here::Since | Here::Boundary => None,
        };
        let next = |part: Part| {
            let of_part = || open.iter().filter(|(of, _)| *of == part).map(|(_, ix)| *ix);
            of_part().find(|ix| position(*ix) > from).or_else(|| of_part().next())
        };
        if let Some(ix) = next(Part::First) {
            return Some(Here::Question(ix));
        }
        let rest = next(Part::Rest)?;
        let is_past = match self.here {
            Here::Question(ix) => !first.contains(ix),
            Here::Boundary => true,
            Here::Prescription | Here::Since => false,
        };
        Some(if is_past { Here::Question(rest) } else { Here::Boundary })
    }

    /// The open question of the page that comes next. After an answer that may be one further up, which was passed over,
    /// or the one in front itself, where others of its page were answered; without one only a later one.
    fn next_on_page(
        &self,
        content: &Content,
        here: QuestionIx,
        leaving: Leaving,
        is_open: impl Fn(&QuestionIx) -> bool,
    ) -> Option<QuestionIx> {
        let pages = self.pages(content);
        let page = pages.iter().find(|page| page.questions.contains(&here))?;
        let at = page.questions.iter().position(|ix| *ix == here)?;
        let (before, from) = page.questions.split_at_checked(at)?;
        let (front, after) = from.split_first()?;
        let later = after.iter().copied().find(&is_open);
        match leaving {
            Leaving::Unanswered => later,
            Leaving::Answered if is_open(front) => Some(*front),
            Leaving::Answered => later.or_else(|| before.iter().copied().find(&is_open)),
        }
    }

    /// Goes to the next place; to the coverage when nothing is open.
    pub fn go_to_next(&mut self, content: &Content, leaving: Leaving) {
        match self.next_place(content, leaving) {
            Some(place) => self.here = place,
            None => self.screen = Screen::Coverage,
        }
    }

    /// The places in their order, for going back and forth.
    pub fn places(&self, content: &Content) -> Vec<Here> {
        let pages = self.pages(content);
        let questions = |part: Part| {
            pages
                .iter()
                .filter(move |page| page.part == part)
                .flat_map(|page| page.questions.iter().map(|ix| Here::Question(*ix)))
        };
        let is_parted = questions(Part::Rest).next().is_some();
        std::iter::once(Here::Prescription)
            .chain(self.is_short_way().then_some(Here::Since))
            .chain(questions(Part::First))
            .chain(is_parted.then_some(Here::Boundary))
            .chain(questions(Part::Rest))
            .collect()
    }

    /// The neighbor of where one is among all that is asked.
    pub fn neighbor(&self, content: &Content, direction: Direction) -> Here {
        let places = self.places(content);
        let at = places.iter().position(|place| *place == self.here).unwrap_or(0);
        let wanted = match direction {
            Direction::Back => at.saturating_sub(1),
            Direction::Forth => at + 1,
        };
        places.get(wanted).copied().unwrap_or(self.here)
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
            Here::Prescription => json!({ "screen": screen }),
            Here::Since => json!({ "screen": screen, "at": SINCE }),
            Here::Boundary => json!({ "screen": screen, "at": BOUNDARY }),
            Here::Question(ix) => json!({ "screen": screen, "question": content.question(ix).id.as_str() }),
        }
    }
}

const SINCE: &str = "since";
const BOUNDARY: &str = "boundary";

/// Where one was, from the vault.
pub(in crate::app::desk) fn place_from_json(content: &Content, place: Option<&Value>) -> (Screen, Here) {
    let text = |key: &str| place.and_then(|place| place.get(key)).and_then(Value::as_str);
    let screen = match text("screen") {
        Some("coverage") => Screen::Coverage,
        Some("authorization") => Screen::Authorization,
        Some("summary") => Screen::Summary,
        Some(_) | None => Screen::Safety,
    };
    let here = match (text("question").and_then(|id| content.question_by_id(id)), text("at")) {
        (Some(ix), _) => Here::Question(ix),
        (None, Some(SINCE)) => Here::Since,
        (None, Some(BOUNDARY)) => Here::Boundary,
        (None, _) => Here::Prescription,
    };
    (screen, here)
}
