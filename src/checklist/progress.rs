//! Which questions are put to the patient, and which of them are open.

use super::Checklist;
use super::answer::Answer;
use super::evaluate::Look;
use super::facts::{Facts, View};
use super::truth::Truth;
use crate::content::Content;
use crate::content::ids::QuestionIx;

/// Where one question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not asked yet.
    Open,
    /// Answered, at least in part, with "not sure".
    Unsure,
    /// Answered.
    Known,
    /// Another answer makes it needless.
    NotAsked,
}

/// Where a question stands. An answer to a question that was not asked is kept and counts.
pub fn standing(facts: &Facts<'_>, question: QuestionIx) -> Standing {
    match facts.checklist.answer(question) {
        Some(Answer::Unsure) => Standing::Unsure,
        Some(Answer::Many(many)) if !many.unsure.is_empty() => Standing::Unsure,
        Some(Answer::Choice(_) | Answer::Many(_) | Answer::Number(_) | Answer::Medicines(_)) => {
            Standing::Known
        }
        None if is_asked(facts, question) => Standing::Open,
        None => Standing::NotAsked,
    }
}

/// Whether the question is put: its condition holds or is still unknown.
pub fn is_asked(facts: &Facts<'_>, question: QuestionIx) -> bool {
    let look = Look { facts, drug: None, view: View::Taken };
    match &facts.content.question(question).asked_when {
        Some(condition) => look.truth(condition) != Truth::False,
        None => true,
    }
}

/// How far one topic or the whole is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions with an answer, "not sure" among them.
    pub answered: usize,
    /// Of these: "not sure".
    pub unsure: usize,
    /// Questions that are asked or answered.
    pub of: usize,
}

/// How far the questions at these positions are.
pub fn progress(content: &Content, checklist: &Checklist, questions: std::ops::Range<usize>) -> Progress {
    let facts = Facts::new(content, checklist);
    content.question_indices().filter(|ix| questions.contains(&ix.position())).fold(
        Progress::default(),
        |progress, ix| match standing(&facts, ix) {
            Standing::Open => Progress { of: progress.of + 1, ..progress },
            Standing::Unsure => {
                Progress { answered: progress.answered + 1, unsure: progress.unsure + 1, of: progress.of + 1 }
            }
            Standing::Known => Progress { answered: progress.answered + 1, of: progress.of + 1, ..progress },
            Standing::NotAsked => progress,
        },
    )
}
