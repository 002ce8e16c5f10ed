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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::sample::{content, visit};
    use serde_json::{Value, json};

    fn ids(set: QuestionSet) -> Vec<&'static str> {
        let birth_date = set.has_birth_date().then_some("birth date");
        birth_date.into_iter().chain(set.questions().map(|ix| content().question(ix).id.as_str())).collect()
    }

    /// What a rule of a drug says of these answers: its truth, and what it rests on or hangs on.
    fn look(drug: &str, rule: &str, answers: Value) -> (Truth, Vec<&'static str>) {
        let checklist = visit(None, answers);
        let facts = Facts::new(content(), &checklist);
        let drug = content().drug_by_id(drug).unwrap();
        let found = drug.rules.iter().find(|ix| content().rule(**ix).id.as_str() == rule).unwrap();
        let when = &content().rule(*found).when;
        let look = Look { facts: &facts, drug: Some(drug), view: View::Taken };
        match look.truth(when) {
            Truth::Unknown => (Truth::Unknown, ids(look.open(when))),
            decided => (decided, ids(look.because(when, decided))),
        }
    }

    #[test]
    fn a_finding_names_the_true_parts_of_an_or_and_all_parts_of_an_and() {
        let rule = |answers| look("upadacitinib", "jak.tb-untreated", answers);
        let latent = json!({"infection": ["tuberculosis-latent"], "tuberculosis_treated": "no"});
        assert_eq!(rule(latent), (Truth::True, vec!["infection", "tuberculosis_treated"]));
        let both = json!({"infection": ["tuberculosis-before"], "tuberculosis_test": "positive",
            "tuberculosis_treated": "no"});
        let all = vec!["infection", "tuberculosis_test", "tuberculosis_treated"];
        assert_eq!(rule(both), (Truth::True, all));
        let by_test = json!({"infection": [], "tuberculosis_test": "positive", "tuberculosis_treated": "no"});
        assert_eq!(rule(by_test), (Truth::True, vec!["tuberculosis_test", "tuberculosis_treated"]));
    }

    #[test]
    fn what_is_open_names_only_the_unknown_parts_and_nothing_once_it_is_ruled_out() {
        let rule = |answers| look("upadacitinib", "jak.tb-untreated", answers);
        let all = vec!["infection", "tuberculosis_test", "tuberculosis_treated"];
        assert_eq!(rule(json!({})), (Truth::Unknown, all));
        let tested = json!({"tuberculosis_test": "not-done"});
        assert_eq!(rule(tested), (Truth::Unknown, vec!["infection", "tuberculosis_treated"]));
        let positive = json!({"tuberculosis_test": "positive"});
        assert_eq!(rule(positive), (Truth::Unknown, vec!["tuberculosis_treated"]));
        let treated = json!({"tuberculosis_treated": "yes"});
        assert_eq!(rule(treated), (Truth::False, vec!["tuberculosis_treated"]));
        let unsure = json!({"infection": {"unsure": ["tuberculosis-latent"]}, "tuberculosis_test": "not-done",
            "tuberculosis_treated": "no"});
        assert_eq!(rule(unsure), (Truth::Unknown, vec!["infection"]));
    }

    #[test]
    fn below_a_not_the_reasons_are_those_of_the_opposite() {
        let rule = |answers| look("upadacitinib", "oral-jak.tb-test", answers);
        let missing = json!({"tuberculosis_test": "not-done", "infection": [], "medicines": []});
        assert_eq!(rule(missing), (Truth::True, vec!["infection", "tuberculosis_test", "medicines"]));
        let known = json!({"tuberculosis_test": "not-done", "infection": ["tuberculosis-active"]});
        assert_eq!(rule(known), (Truth::False, vec!["infection"]));
        let taken = json!({"tuberculosis_test": "not-done", "infection": [], "medicines": ["Rinvoq"]});
        assert_eq!(rule(taken), (Truth::False, vec!["medicines"]));
    }

    #[test]
    fn a_choice_that_was_not_said_is_no_but_one_that_is_unsure_is_not() {
        let rule = |answers| look("upadacitinib", "jak.hiv", answers);
        assert_eq!(rule(json!({"infection": ["worms"]})).0, Truth::False);
        assert_eq!(rule(json!({"infection": {"unsure": ["hiv"]}})).0, Truth::Unknown);
        assert_eq!(rule(json!({"infection": {"yes": ["hiv"], "unsure": ["worms"]}})).0, Truth::True);
        assert_eq!(rule(json!({"infection": {"unsure": ["worms"]}})).0, Truth::False);
        assert_eq!(rule(json!({"infection": "unsure"})).0, Truth::Unknown);
    }

    #[test]
    fn an_allergy_counts_for_the_drug_it_is_to() {
        let allergy = || json!({"allergy": ["tacrolimus"]});
        assert_eq!(look("tacrolimus", "tacrolimus.allergy", allergy()), (Truth::True, vec!["allergy"]));
        assert_eq!(look("pimecrolimus", "pimecrolimus.allergy", allergy()).0, Truth::False);
        assert_eq!(look("dupilumab", "ad-biologic.allergy-self", allergy()).0, Truth::False);
        let unsure = json!({"allergy": {"unsure": ["dupilumab"]}});
        assert_eq!(look("dupilumab", "ad-biologic.allergy-self", unsure.clone()).0, Truth::Unknown);
        assert_eq!(look("nemolizumab", "ad-biologic.allergy-self", unsure).0, Truth::False);
    }

    #[test]
    fn a_number_on_its_bound_is_compared_exactly() {
        for (value, truth) in [("7.999", Truth::True), ("8", Truth::False), ("8.000", Truth::False)] {
            let value: Value = serde_json::from_str(value).unwrap();
            let answers = json!({"blood_count": "done-within-3-months", "hemoglobin_g_dl": value});
            assert_eq!(look("upadacitinib", "oral-jak.hemoglobin", answers).0, truth, "{value}");
        }
        let older = json!({"blood_count": "older", "hemoglobin_g_dl": 5});
        assert_eq!(look("upadacitinib", "oral-jak.hemoglobin", older), (Truth::False, vec!["blood_count"]));
    }
}
