//! In which order questions are asked, what stands together on one page, and what one key may answer of it.
//!
//! A page is the part of a screen of the content that is asked in one go: first, of every screen, what the drug at hand
//! needs; then what is left. One key answers only what was shown, is open and says in the content what "none" is: a wrong
//! reassurance is the worst that it could do.

use super::Checklist;
use super::answer::{Answer, Many};
use super::evaluate::Look;
use super::facts::{Facts, View};
use super::progress::{Standing, is_asked, standing};
use super::truth::Truth;
use crate::content::Content;
use crate::content::ids::{QuestionIx, QuestionSet};
use crate::content::question::NoneAnswer;

/// Which of the questions of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Those that come first.
    First,
    /// All others.
    Rest,
}

/// What is asked on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The position of its screen in the content; `None` for a question that stands on no screen.
    pub screen: Option<usize>,
    /// Which questions of the screen.
    pub part: Part,
    /// These questions, in the order of asking; at least one.
    pub questions: Vec<QuestionIx>,
}

impl Page {
    /// Its short name in a list.
    pub fn name<'a>(&self, content: &'a Content) -> &'a str {
        let screen = self.screen.and_then(|at| content.screens.get(at));
        let only = self.questions.first().map(|ix| content.question(*ix).short.as_str());
        screen.map(|screen| screen.name.as_str()).or(only).unwrap_or_default()
    }

    /// The heading above its questions: that of the screen, or the question where it is the only one.
    pub fn title<'a>(&self, content: &'a Content) -> &'a str {
        let screen = self.screen.and_then(|at| content.screens.get(at));
        match (self.questions.as_slice(), screen) {
            ([only], _) => &content.question(*only).ask,
            (_, Some(screen)) => &screen.title,
            (_, None) => "",
        }
    }
}

/// Whether the question is put now: it is asked, and whether it is asked hangs on no question that is still open itself.
pub fn is_put(facts: &Facts<'_>, question: QuestionIx) -> bool {
    let Some(condition) = &facts.content.question(question).asked_when else { return true };
    let look = Look { facts, drug: None, view: View::Taken };
    match look.truth(condition) {
        Truth::True => true,
        Truth::False => false,
        Truth::Unknown => {
            look.open(condition).questions().all(|other| standing(facts, other) != Standing::Open)
        }
    }
}

/// What can be asked now of a set of questions: those that are put or answered, and in the place of one that is not, the
/// open questions on which it hangs. The birth date stays in it.
pub fn askable(facts: &Facts<'_>, set: QuestionSet) -> QuestionSet {
    set.questions().fold(set, |now, ix| {
        if facts.checklist.answer(ix).is_some() || is_put(facts, ix) {
            return now;
        }
        now.without(QuestionSet::of(ix)).union(puts(facts, ix))
    })
}

/// The open questions that decide whether a question is put, as far as they are put themselves.
fn puts(facts: &Facts<'_>, question: QuestionIx) -> QuestionSet {
    let Some(condition) = &facts.content.question(question).asked_when else { return QuestionSet::NONE };
    let look = Look { facts, drug: None, view: View::Taken };
    let above = look.open(condition).questions().filter(|ix| standing(facts, *ix) == Standing::Open);
    above.fold(QuestionSet::NONE, |set, ix| match is_put(facts, ix) {
        true => set.union(QuestionSet::of(ix)),
        false => set.union(puts(facts, ix)),
    })
}

/// All questions in the order of asking.
pub fn in_order(content: &Content) -> Vec<QuestionIx> {
    let placed: Vec<QuestionIx> =
        content.screens.iter().flat_map(|screen| screen.questions.iter().copied()).collect();
    let alone = content.question_indices().filter(|ix| !placed.contains(ix));
    placed.iter().copied().chain(alone).collect()
}

/// The pages with what is put or answered, and with the question `here`, wherever that stands: those with the questions of
/// `first`, then the others. Without any `first` nothing is parted.
pub fn pages(facts: &Facts<'_>, first: QuestionSet, here: Option<QuestionIx>) -> Vec<Page> {
    let content = facts.content;
    let is_shown =
        |ix: &QuestionIx| is_put(facts, *ix) || facts.checklist.answer(*ix).is_some() || here == Some(*ix);
    let mut screens: Vec<(Option<usize>, Vec<QuestionIx>)> =
        content.screens.iter().enumerate().map(|(at, screen)| (Some(at), screen.questions.clone())).collect();
    let placed = |ix: &QuestionIx| content.screens.iter().any(|screen| screen.questions.contains(ix));
    screens.extend(content.question_indices().filter(|ix| !placed(ix)).map(|ix| (None, vec![ix])));
    let nothing_first = first.questions().next().is_none();
    let mut pages = Vec::new();
    for part in [Part::First, Part::Rest] {
        for (screen, questions) in &screens {
            let questions: Vec<QuestionIx> = questions
                .iter()
                .copied()
                .filter(|ix| (nothing_first || first.contains(*ix)) == (part == Part::First))
                .filter(is_shown)
                .collect();
            if !questions.is_empty() {
                pages.push(Page { screen: *screen, part, questions });
            }
        }
    }
    pages
}

/// How many questions have an answer, and how many are put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions with an answer, "not sure" among them.
    pub answered: usize,
    /// Questions that are put now or have an answer.
    pub of: usize,
}

impl Progress {
    /// How far the questions of these pages are.
    pub fn of_pages(checklist: &Checklist, pages: &[Page]) -> Self {
        let all = || pages.iter().flat_map(|page| &page.questions);
        let answered = all().filter(|ix| checklist.answer(**ix).is_some()).count();
        Self { answered, of: all().count() }
    }
}

/// Whether one key may answer the question: it is asked, put and open.
fn may_be_answered(facts: &Facts<'_>, question: QuestionIx) -> bool {
    standing(facts, question) == Standing::Open && is_asked(facts, question) && is_put(facts, question)
}

/// What "none of these" answers of the questions that are shown.
pub fn none_of(facts: &Facts<'_>, shown: &[QuestionIx]) -> Vec<(QuestionIx, Answer)> {
    let none = |ix: QuestionIx| {
        let answer = match facts.content.question(ix).none? {
            NoneAnswer::Nothing => Answer::Many(Many::default()),
            NoneAnswer::Choice(choice) => Answer::Choice(choice),
        };
        may_be_answered(facts, ix).then_some((ix, answer))
    };
    shown.iter().filter_map(|ix| none(*ix)).collect()
}

/// What "none on file" answers of the questions that are shown: the choice that stands for a result that can't be found.
pub fn none_on_file(facts: &Facts<'_>, shown: &[QuestionIx]) -> Vec<(QuestionIx, Answer)> {
    let missing = |ix: QuestionIx| {
        let choice = facts.content.question(ix).count_as_unknown?;
        may_be_answered(facts, ix).then_some((ix, Answer::Choice(choice)))
    };
    shown.iter().filter_map(|ix| missing(*ix)).collect()
}

/// Whether nothing of the answer was left open.
fn is_sure(answer: &Answer) -> bool {
    match answer {
        Answer::Unsure => false,
        Answer::Many(many) => many.unsure.is_empty(),
        Answer::Choice(_) | Answer::Number(_) | Answer::Medicines(_) => true,
    }
}

/// What can be said of the answers of an earlier visit in one go: those that are still asked when the ones before them are
/// said, in the order of asking, without what needs a newer result
/// (`anew`) and what was not sure.
pub fn still_so(
    content: &Content,
    checklist: &Checklist,
    earlier: impl Fn(QuestionIx) -> Option<Answer>,
) -> Vec<(QuestionIx, Answer)> {
    let mut after = checklist.clone();
    let mut said = Vec::new();
    for ix in in_order(content) {
        let is_open = {
            let facts = Facts::new(content, &after);
            may_be_answered(&facts, ix)
        };
        if is_open
            && !content.question(ix).anew
            && let Some(answer) = earlier(ix).filter(is_sure)
        {
            after.set(ix, Some(answer.clone()));
            said.push((ix, answer));
        }
    }
    said
}

#[cfg(test)]
mod tests;
