//! Which tests come before a first dose? Those that are known to be missing, and those whose result is not
//! known here.
//!
//! Whoever orders what a page names thinks the list complete. So the patient's page, the box of the prescriber
//! and the table of the tests all ask here.

use super::Visit;
use crate::checklist::evaluate::Look;
use crate::checklist::facts::View;
use crate::checklist::truth::Truth;
use crate::content::drug::Drug;
use crate::content::ids::QuestionIx;
use crate::content::rule::Unknown;
use crate::safety::DrugAssessment;

/// The tests that a drug needs, by their questions, in the order of the content.
#[derive(Default)]
pub(super) struct Screening {
    /// Answered as not done or too old, or with a result that asks for another test.
    pub(super) missing: Vec<QuestionIx>,
    /// Not asked, or not sure: it may have been done.
    pub(super) not_known: Vec<QuestionIx>,
}

impl Screening {
    /// The tests of one drug.
    pub(super) fn of(visit: &Visit<'_>, drug: &Drug, assessed: &DrugAssessment) -> Self {
        let facts = visit.facts();
        let look = Look { facts: &facts, drug: Some(drug), view: View::Taken };
        let mut screening = Self::default();
        for question in visit.content.question_indices() {
            let rules = drug.rules.iter().map(|ix| visit.content.rule(*ix));
            let mut of_test = rules.filter(|rule| rule.test == Some(question)).peekable();
            if of_test.peek().is_none() {
                continue;
            }
            // The test is answered as not done, and only whether that matters hangs on another question: who was
            // not asked about infections may have the one that is tested for. It is no less missing for that.
            let is_lacking = of_test.any(|rule| {
                rule.unknown == Unknown::Ask
                    && look.truth(&rule.when) == Truth::Unknown
                    && !look.open(&rule.when).contains(question)
            });
            if assessed.tests.contains(question) || is_lacking {
                screening.missing.push(question);
            } else if assessed.ask.contains(question) {
                screening.not_known.push(question);
            }
        }
        screening
    }

    /// Whether a test is needed, or may be.
    pub(super) fn holds(&self, question: QuestionIx) -> bool {
        self.missing.contains(&question) || self.not_known.contains(&question)
    }
}
