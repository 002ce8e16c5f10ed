//! What is asked at the counter.

use super::condition::Condition;
use super::decimal::{Decimal, Factor};
use super::ids::{ChoiceId, ChoiceIx, QuestionId, QuestionIx};
use super::language::Phrase;

/// A group of questions that belong together, for example "Infections".
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its id, for example `infection`.
    pub id: String,
    /// Its short name in the list.
    pub name: String,
    /// The positions of its questions in the list of all questions.
    pub questions: std::ops::Range<usize>,
}

/// Questions that are asked together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionScreen {
    /// Its id, for example `heart`.
    pub id: String,
    /// Its short name in the list.
    pub name: String,
    /// The heading above its questions.
    pub title: String,
    /// Its questions in the order of asking; at least one.
    pub questions: Vec<QuestionIx>,
}

/// The answer that "none of these" gives to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoneAnswer {
    /// This choice of a choice or yes-no question.
    Choice(ChoiceIx),
    /// Nothing of a many-choice question applies.
    Nothing,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The words at the counter.
    pub ask: String,
    /// Why we ask.
    pub why: String,
    /// Names the question inside of a line: "Because: infections".
    pub short: String,
    /// When it is put to the patient; always, if there is no condition.
    pub asked_when: Option<Condition>,
    /// Whether it only orders and highlights, so that no rule reads it.
    pub orders_only: bool,
    /// Whether its answer ages: a later visit does not count it before somebody has looked at it again.
    pub ages: bool,
    /// Whether the answer is about a span of time or one result, so that a later visit needs another one: "still so" is
    /// no answer then.
    pub anew: bool,
    /// The choice that stands for a result that can't be found out ("count as not done").
    pub count_as_unknown: Option<ChoiceIx>,
    /// What "none of these", said once of a whole screen, answers here; where it is missing, such a "none" leaves the
    /// question open, since its none would be a statement of its own (smoking, pregnancy) or no reassurance at all.
    pub none: Option<NoneAnswer>,
    /// How the patient's page names it: "We still need: …".
    pub patient: Phrase,
    /// Its choices in the order shown; `yes` and `no` for a yes-no question.
    pub choices: Vec<Choice>,
    /// How the choices are grouped on the screen; empty when they are not.
    pub groups: Vec<ChoiceGroup>,
}

/// What kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Yes, no, or not sure.
    YesNo,
    /// One of its choices.
    Choice,
    /// Any number of its choices.
    Many,
    /// A number.
    Number(Number),
    /// The list of what is taken.
    Medicines,
}

/// Bounds of a number question, inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The unit of the answer, for example `kg`.
    pub unit: String,
    /// The least that is possible.
    pub min: Decimal,
    /// The most that is possible.
    pub max: Decimal,
    /// Another unit that may be typed: its name and the factor to the unit of the answer.
    pub also: Option<(String, Factor)>,
}

/// One choice of a question.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its id, unique within the question.
    pub id: ChoiceId,
    /// The words on its button.
    pub label: String,
    /// What is meant, where the label alone is too short.
    pub detail: String,
    /// How the dermatologist's page names it inside of a line.
    pub said: String,
}

/// Choices that stand under one heading.
#[derive(Clone, Debug)]
pub struct ChoiceGroup {
    /// The heading, for example "Now".
    pub name: String,
    /// The choices in order.
    pub choices: Vec<ChoiceIx>,
}
