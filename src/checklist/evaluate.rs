//! Does a condition hold for these answers, which answers made it so, and which would decide it?

use super::answer::Answer;
use super::facts::{Facts, View};
use super::truth::Truth;
use crate::content::condition::Condition;
use crate::content::drug::Drug;
use crate::content::ids::{ChoiceSet, QuestionIx, QuestionSet};

/// One look at the facts: for a drug (or for none, when a question asks whether it is put), with
/// the medicines that a rule sees.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// What is known.
    pub facts: &'a Facts<'a>,
    /// The drug that is assessed.
    pub drug: Option<&'a Drug>,
    /// The medicines that count.
    pub view: View,
}

impl Look<'_> {
    /// Whether the condition holds.
    pub fn truth(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::Always => Truth::True,
            Condition::All(parts) => {
                let mut all = Truth::True;
                for part in parts {
                    all = all.and(self.truth(part));
                    if all == Truth::False {
                        break;
                    }
                }
                all
            }
            Condition::Any(parts) => {
                let mut any = Truth::False;
                for part in parts {
                    any = any.or(self.truth(part));
                    if any == Truth::True {
                        break;
                    }
                }
                any
            }
            Condition::Not(inner) => !self.truth(inner),
            Condition::Named(named) => self.truth(&self.facts.content.condition(*named).when),
            Condition::Has(question, choices) => self.has(*question, *choices),
            Condition::HasSelf(question) => self.has(*question, self.own_choice(*question)),
            Condition::Is(question, choices) => match self.facts.checklist.answer(*question) {
                Some(Answer::Choice(choice)) => Truth::known(choices.contains(*choice)),
                None | Some(Answer::Unsure | Answer::Many(_) | Answer::Number(_) | Answer::Medicines(_)) => {
                    Truth::Unknown
                }
            },
            Condition::Number(question, comparison, bound) => match self.facts.checklist.answer(*question) {
                Some(Answer::Number(number)) => Truth::known(comparison.holds(*number, *bound)),
                None | Some(Answer::Unsure | Answer::Many(_) | Answer::Choice(_) | Answer::Medicines(_)) => {
                    Truth::Unknown
                }
            },
            Condition::Age(unit, comparison, bound) => match self.facts.age {
                Some(age) => Truth::known(comparison.holds(age.in_unit(*unit), *bound)),
                None => Truth::Unknown,
            },
            Condition::Takes(class, counting) => self.facts.takes(*class, *counting, self.drug, self.view),
            Condition::OnTreatment(days) => self.facts.on_treatment(self.drug, *days),
        }
    }

    fn has(&self, question: QuestionIx, choices: ChoiceSet) -> Truth {
        match self.facts.checklist.answer(question) {
            Some(Answer::Many(many)) => {
                if !many.yes.intersection(choices).is_empty() {
                    Truth::True
                } else if !many.unsure.intersection(choices).is_empty() {
                    Truth::Unknown
                } else {
                    Truth::False
                }
            }
            None | Some(Answer::Unsure | Answer::Choice(_) | Answer::Number(_) | Answer::Medicines(_)) => {
                Truth::Unknown
            }
        }
    }

    fn own_choice(&self, question: QuestionIx) -> ChoiceSet {
        let mut own = ChoiceSet::NONE;
        for (asked, choice) in self.drug.map(|drug| drug.as_choice.as_slice()).unwrap_or_default() {
            if *asked == question {
                own.insert(*choice);
            }
        }
        own
    }

    /// The questions whose answers made a condition true or false: below a true "any" only its true
    /// parts, below a true "all" all of them, and the mirror image where it is false.
    pub fn because(&self, condition: &Condition, decided: Truth) -> QuestionSet {
        match condition {
            Condition::Always => QuestionSet::NONE,
            Condition::All(parts) => self.because_parts(parts, decided, Truth::False),
            Condition::Any(parts) => self.because_parts(parts, decided, Truth::True),
            Condition::Not(inner) => self.because(inner, !decided),
            Condition::Named(named) => self.because(&self.facts.content.condition(*named).when, decided),
            Condition::Has(..)
            | Condition::HasSelf(_)
            | Condition::Is(..)
            | Condition::Number(..)
            | Condition::Age(..)
            | Condition::Takes(..)
            | Condition::OnTreatment(_) => self.read_by(condition),
        }
    }

    /// `enough` is the value of one part that decides the whole: true for "any", false for "all".
    fn because_parts(&self, parts: &[Condition], decided: Truth, enough: Truth) -> QuestionSet {
        parts
            .iter()
            .filter(|part| decided != enough || self.truth(part) == enough)
            .fold(QuestionSet::NONE, |set, part| set.union(self.because(part, decided)))
    }

    /// The questions whose unknown answers keep a condition unknown.
    pub fn open(&self, condition: &Condition) -> QuestionSet {
        match condition {
            Condition::Always => QuestionSet::NONE,
            Condition::All(parts) | Condition::Any(parts) => parts
                .iter()
                .filter(|part| self.truth(part) == Truth::Unknown)
                .fold(QuestionSet::NONE, |set, part| set.union(self.open(part))),
            Condition::Not(inner) => self.open(inner),
            Condition::Named(named) => self.open(&self.facts.content.condition(*named).when),
            Condition::Has(..)
            | Condition::HasSelf(_)
            | Condition::Is(..)
            | Condition::Number(..)
            | Condition::Age(..)
            | Condition::Takes(..)
            | Condition::OnTreatment(_) => self.read_by(condition),
        }
    }

    /// The question that a single comparison reads.
    fn read_by(&self, condition: &Condition) -> QuestionSet {
        match condition {
            Condition::Has(question, _)
            | Condition::HasSelf(question)
            | Condition::Is(question, _)
            | Condition::Number(question, ..) => QuestionSet::of(*question),
            Condition::Age(..) => QuestionSet::BIRTH_DATE,
            Condition::Takes(..) | Condition::OnTreatment(_) => {
                self.facts.content.medicines_question().map_or(QuestionSet::NONE, QuestionSet::of)
            }
            Condition::Always
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Named(_) => QuestionSet::NONE,
        }
    }

    /// The listed medicines that made a true condition true: positions in the order typed, each once.
    pub fn medicines_behind(&self, condition: &Condition, found: &mut Vec<usize>) {
        match condition {
            Condition::All(parts) => parts.iter().for_each(|part| self.medicines_behind(part, found)),
            Condition::Any(parts) => parts
                .iter()
                .filter(|part| self.truth(part) == Truth::True)
                .for_each(|part| self.medicines_behind(part, found)),
            Condition::Named(named) => {
                self.medicines_behind(&self.facts.content.condition(*named).when, found)
            }
            Condition::Takes(class, counting) => {
                for at in self.facts.bringing(*class, *counting, self.drug, self.view) {
                    if !found.contains(&at) {
                        found.push(at);
                    }
                }
            }
            Condition::Always
            | Condition::Not(_)
            | Condition::Has(..)
            | Condition::HasSelf(_)
            | Condition::Is(..)
            | Condition::Number(..)
            | Condition::Age(..)
            | Condition::OnTreatment(_) => {}
        }
    }
}
