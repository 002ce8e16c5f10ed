//! Where does a question stand? In words: behind those of its head, and in the line above its page.

use crate::app::desk::visit::Visit;
use crate::checklist::answer::Answer;
use crate::content::ids::QuestionIx;
use crate::content::question::Question;
use crate::summary::compose::answer_words;

/// Where a question stands, behind its words.
pub(super) fn standing_words(visit: &Visit, asked: &Question, ix: QuestionIx) -> String {
    match (visit.checklist.answer(ix), visit.earlier.get(&ix)) {
        (Some(answer), _) => answer_words(asked, answer),
        (None, Some(earlier)) => format!("before: {}", answer_words(asked, &earlier.answer)),
        (None, None) => "not answered".into(),
    }
}

/// The same where it is too long: how many answers of several; "answered" of the others.
pub(super) fn brief_words(visit: &Visit, ix: QuestionIx) -> String {
    let (before, answer) = match (visit.checklist.answer(ix), visit.earlier.get(&ix)) {
        (Some(answer), _) => ("", answer),
        (None, Some(earlier)) => ("before: ", &earlier.answer),
        (None, None) => return String::new(),
    };
    let brief = match answer {
        Answer::Many(many) => match (many.yes.iter().count(), many.unsure.iter().count()) {
            (yes, 0) => format!("{yes} ticked"),
            (yes, unsure) => format!("{yes} ticked, {unsure} not sure"),
        },
        Answer::Unsure => "not sure".into(),
        Answer::Choice(_) | Answer::Number(_) | Answer::Medicines(_) => "answered".into(),
    };
    format!("{before}{brief}")
}

/// What its answer means, in a sentence.
pub(super) fn answered_words(answer: Option<&Answer>) -> &'static str {
    match answer {
        None => "Not answered yet.",
        Some(Answer::Unsure) => "Answered: not sure. It stays open, and the page says so.",
        Some(Answer::Many(many)) if many.yes.is_empty() && many.unsure.is_empty() => {
            "Answered: none of these."
        }
        Some(Answer::Many(many)) if !many.unsure.is_empty() => {
            "What is not ticked and not marked counts as no."
        }
        Some(Answer::Many(_)) => "What is not ticked counts as no.",
        Some(Answer::Choice(_) | Answer::Number(_) | Answer::Medicines(_)) => "Answered.",
    }
}
