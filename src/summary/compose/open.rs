//! How is that told which keeps a drug's verdict open? A question by its name, but a medicine that was told and
//! could not be checked by the name as typed: who told it all is not asked for it again.

use super::{Visit, push_new};
use crate::checklist::answer::{Answer, Intake};
use crate::checklist::facts::{Meaning, read_intake};
use crate::content::ids::{QuestionIx, QuestionSet};

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

/// At most so many of a list, then how many more, in these words.
pub(super) fn at_most(mut names: Vec<String>, most: usize, more: impl Fn(&str) -> String) -> Vec<String> {
    if let left @ 1.. = names.len().saturating_sub(most) {
        names.truncate(most);
        names.push(more(&left.to_string()));
    }
    names
}
