//! How does one answer read inside of a line? Answers in the professional words of the content.
//!
//! A number keeps its unit. "Not sure" and "not asked" are told apart and are never "no". Lists of
//! medicines are not put into one line: they have their own table.

use super::words::{PROFESSIONAL, Professional};
use crate::checklist::Checklist;
use crate::checklist::answer::Answer;
use crate::checklist::facts::Facts;
use crate::checklist::progress::{Standing, standing};
use crate::content::Content;
use crate::content::ids::{ChoiceSet, QuestionIx};
use crate::content::question::{Kind, Question};

/// What is known of one question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// An answer in words; of a many-choice answer at least one choice can be said.
    Known(String),
    /// The patient or the pharmacist can't say.
    NotSure,
    /// It was not asked yet.
    NotAsked,
    /// Another answer makes it needless.
    Needless,
}

impl Said {
    /// As the last cell of a row.
    pub(super) fn in_words(self, words: &Professional) -> String {
        match self {
            Self::Known(text) => text,
            Self::NotSure => super::phrase::inside(words.record.not_sure),
            Self::NotAsked | Self::Needless => super::phrase::inside(words.record.not_asked),
        }
    }
}

/// The answer to a question in words.
pub(super) fn said(
    content: &Content,
    checklist: &Checklist,
    facts: &Facts<'_>,
    ix: QuestionIx,
    words: &Professional,
) -> Said {
    match checklist.answer(ix) {
        None => match standing(facts, ix) {
            Standing::NotAsked => Said::Needless,
            Standing::Open | Standing::Unsure | Standing::Known => Said::NotAsked,
        },
        Some(answer) => of_answer(content.question(ix), answer, words),
    }
}

/// An answer in professional English words, as it reads inside of a line.
pub fn answer_words(question: &Question, answer: &Answer) -> String {
    of_answer(question, answer, &PROFESSIONAL).in_words(&PROFESSIONAL)
}

fn of_answer(question: &Question, answer: &Answer, words: &Professional) -> Said {
    let choices = |set: ChoiceSet| {
        set.iter()
            .filter_map(|choice| question.choices.get(choice.position()))
            .map(|choice| choice.said.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    match answer {
        Answer::Unsure => Said::NotSure,
        Answer::Choice(choice) => {
            let choice = question.choices.get(choice.position());
            Said::Known(choice.map_or_else(String::new, |choice| choice.said.clone()))
        }
        Answer::Number(number) => Said::Known(with_unit(question, &number.to_string())),
        Answer::Many(many) => {
            let yes = choices(many.yes);
            let unsure = choices(many.unsure);
            let not_sure = super::phrase::inside(words.record.not_sure);
            Said::Known(match (yes.is_empty(), unsure.is_empty()) {
                (true, true) => words.record.none.to_owned(),
                (false, true) => yes,
                (true, false) => format!("{not_sure}: {unsure}"),
                (false, false) => format!("{yes}; {not_sure}: {unsure}"),
            })
        }
        Answer::Medicines(list) => {
            let names: Vec<&str> = list.iter().map(|intake| intake.name.trim()).collect();
            Said::Known(if names.is_empty() { words.record.none.to_owned() } else { names.join(", ") })
        }
    }
}

fn with_unit(question: &Question, number: &str) -> String {
    match &question.kind {
        Kind::Number(bounds) => format!("{number} {}", bounds.unit),
        Kind::YesNo | Kind::Choice | Kind::Many | Kind::Medicines => number.to_owned(),
    }
}
