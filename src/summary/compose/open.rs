//! How is that told which keeps a drug's verdict open? A question by its name, but a medicine that was told and
//! could not be checked by the name as typed: who told it all is not asked for it again. What nobody was sure of
//! is named too, since it can be found out.

use super::{Visit, push_new};
use crate::checklist::answer::{Answer, Intake};
use crate::checklist::evaluate::Look;
use crate::checklist::facts::{Meaning, View, read_intake};
use crate::checklist::truth::Truth;
use crate::content::condition::Condition;
use crate::content::drug::Drug;
use crate::content::ids::{ChoiceSet, QuestionIx, QuestionSet};
use crate::content::question::Choice;
use crate::content::rule::Unknown;

/// What is open for a drug.
pub(super) struct Open {
    /// The questions that are named.
    pub(super) questions: Vec<QuestionIx>,
    /// Medicines that the app could not check, as they were typed.
    pub(super) not_checked: Vec<String>,
}

impl Open {
    /// What these open questions come to.
    pub(super) fn of(visit: &Visit<'_>, ask: QuestionSet) -> Self {
        let mut questions: Vec<QuestionIx> = ask.questions().collect();
        let asked = visit.content.medicines_question().filter(|question| ask.contains(*question));
        let Some(Answer::Medicines(list)) = asked.and_then(|question| visit.checklist.answer(question))
        else {
            return Self { questions, not_checked: Vec::new() };
        };
        let meaning = |intake: &Intake| read_intake(visit.content, intake).meaning;
        let mut not_checked: Vec<String> = Vec::new();
        for intake in list.iter().filter(|intake| meaning(intake) == Meaning::NotRecognized) {
            push_new(&mut not_checked, intake.name.trim().to_owned());
        }
        // A form or a dose that was not told keeps the list open too, and has no words of its own.
        let is_vague = |intake: &Intake| match meaning(intake) {
            Meaning::Known { classes, .. } => classes.certain != classes.possible,
            Meaning::ReviewedNone | Meaning::NotRecognized => false,
        };
        if !not_checked.is_empty() && !list.iter().any(is_vague) {
            questions.retain(|question| Some(*question) != asked);
        }
        Self { questions, not_checked }
    }
}

/// The choices of a many-choice question of which the patient was not sure, and that decide a rule of the drug which is
/// open.
pub(super) fn unsure_choices<'a>(visit: &Visit<'a>, drug: &Drug, question: QuestionIx) -> Vec<&'a Choice> {
    let Some(Answer::Many(many)) = visit.checklist.answer(question) else { return Vec::new() };
    let facts = visit.facts();
    let look = Look { facts: &facts, drug: Some(drug), view: View::Taken };
    let open = drug
        .rules
        .iter()
        .map(|ix| visit.content.rule(*ix))
        .filter(|rule| rule.unknown == Unknown::Ask && look.truth(&rule.when) == Truth::Unknown);
    let asked =
        open.fold(ChoiceSet::NONE, |asked, rule| asked.union(read(visit, drug, question, &rule.when)));
    let choices = &visit.content.question(question).choices;
    many.unsure.intersection(asked).iter().filter_map(|choice| choices.get(choice.position())).collect()
}

/// The choices of a question that a condition reads.
fn read(visit: &Visit<'_>, drug: &Drug, question: QuestionIx, condition: &Condition) -> ChoiceSet {
    match condition {
        Condition::Has(asked, choices) if *asked == question => *choices,
        Condition::HasSelf(asked) if *asked == question => {
            let mut own = ChoiceSet::NONE;
            let of_question = drug.as_choice.iter().filter(|(asked, _)| *asked == question);
            of_question.for_each(|(_, choice)| own.insert(*choice));
            own
        }
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().fold(ChoiceSet::NONE, |all, part| all.union(read(visit, drug, question, part)))
        }
        Condition::Not(inner) => read(visit, drug, question, inner),
        Condition::Named(named) => read(visit, drug, question, &visit.content.condition(*named).when),
        Condition::Always
        | Condition::Has(..)
        | Condition::HasSelf(_)
        | Condition::Is(..)
        | Condition::Number(..)
        | Condition::Age(..)
        | Condition::Takes(..)
        | Condition::OnTreatment(_) => ChoiceSet::NONE,
    }
}

/// At most so many of a list, then how many more, in these words.
pub(super) fn at_most(mut names: Vec<String>, most: usize, more: impl Fn(&str) -> String) -> Vec<String> {
    if let left @ 1.. = names.len().saturating_sub(most) {
        names.truncate(most);
        names.push(more(&left.to_string()));
    }
    names
}
