//! Draws what stands below a page of questions, always in sight: the way on, and the one key that answers all that was
//! shown.
//!
//! That key answers what was in sight, is open, and says in the content what "none" is. Before it is pressed, its
//! answers are named.

use eframe::egui::{Context, Key, Modifiers, Ui};

use super::page::{Drawn, none_here};
use super::ui::Draft;
use crate::app::desk::Action;
use crate::app::desk::visit::{Here, Visit};
use crate::app::keys::Press;
use crate::app::theme::{Type, size};
use crate::app::widgets::{ButtonKind, Tone, button, line_slot};
use crate::checklist::answer::Answer;
use crate::checklist::facts::Facts;
use crate::checklist::order::{Page, none_of, none_on_file};
use crate::checklist::progress::{Standing, standing};
use crate::content::Content;
use crate::content::ids::QuestionIx;
use crate::content::question::{Kind, Question};

/// What one key says of all that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AllKey {
    /// "None of these".
    NoneOf,
    /// "None on file".
    NoneOnFile,
}

impl AllKey {
    /// What the key says on this page, if anything.
    fn of(content: &Content, page: &Page) -> Option<Self> {
        let count = |has: fn(&Question) -> bool| {
            page.questions.iter().filter(|ix| has(content.question(**ix))).count()
        };
        // A page of tests has several; with one alone its own key is as short.
        if count(|question| question.count_as_unknown.is_some()) > 1 {
            return Some(Self::NoneOnFile);
        }
        (count(|question| question.none.is_some()) > 0).then_some(Self::NoneOf)
    }

    fn words(self) -> &'static str {
        match self {
            Self::NoneOf => "None of all these",
            Self::NoneOnFile => "None on file",
        }
    }

    /// What it answers now: of what was seen, what is open and has such an answer.
    fn answers(self, content: &Content, visit: &Visit, seen: &[QuestionIx]) -> Vec<(QuestionIx, Answer)> {
        let facts = Facts::new(content, &visit.checklist);
        match self {
            Self::NoneOf => none_of(&facts, seen),
            Self::NoneOnFile => none_on_file(&facts, seen),
        }
    }
}

/// Whether one key can say "none of all these", or "none on file", of the page where one is.
pub fn can_answer_all(content: &Content, visit: &Visit) -> bool {
    let Here::Question(ix) = visit.here else { return false };
    let page = visit.pages(content).into_iter().find(|page| page.questions.contains(&ix));
    page.is_some_and(|page| AllKey::of(content, &page).is_some())
}

/// Takes the key that answers all that was shown.
pub(super) fn all_key(ctx: &Context, content: &Content, page: &Page, presses: &[Press]) -> Option<AllKey> {
    let with_ctrl = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Num0));
    AllKey::of(content, page).filter(|_| with_ctrl || presses.contains(&Press::Char('0')))
}

/// Answers what was in sight; then what is left of the page comes into sight, from the question in front on.
pub(super) fn answer_all(
    content: &Content,
    visit: &Visit,
    (page, front): (&Page, QuestionIx),
    draft: &mut Draft,
    all: AllKey,
    actions: &mut Vec<Action>,
) {
    let answers = all.answers(content, visit, &draft.drawn.seen(content, page));
    let is_said = |ix: QuestionIx| answers.iter().any(|(said, _)| *said == ix);
    let left: Vec<QuestionIx> = all
        .answers(content, visit, &page.questions)
        .into_iter()
        .map(|(ix, _)| ix)
        .filter(|ix| !is_said(*ix))
        .collect();
    if left.contains(&front) {
        // More of the same question: the first answer of it that was not seen.
        draft.drawn.reveal = draft.drawn.first_unseen(content, front).map(|choice| (front, choice));
    } else if let (Some(next), true) = (left.first(), answers.is_empty()) {
        actions.push(Action::Go(Here::Question(*next)));
    } else {
        // Where one stays at the question in front, it comes into sight again.
        draft.asks_again = true;
    }
    if !answers.is_empty() {
        actions.push(Action::AnswerAll(answers));
    }
}

/// How much room the buttons below a page take; the list of medicines has its own.
pub(super) fn footer_height(content: &Content, page: &Page, ix: QuestionIx) -> f32 {
    let words = if all_of(content, page).is_some() { 2.0 * Type::Small.line_height() } else { 0.0 };
    match content.question(ix).kind {
        Kind::Medicines => 0.0,
        Kind::YesNo | Kind::Choice | Kind::Many | Kind::Number(_) => {
            size::BUTTON + words + 2.0 * size::PAD + size::GAP
        }
    }
}

/// What one key says of the whole page, where it has more than one question.
fn all_of(content: &Content, page: &Page) -> Option<AllKey> {
    AllKey::of(content, page).filter(|_| page.questions.len() > 1)
}

/// The row of buttons below the questions, always in sight, and what the key for all answers.
pub(super) fn footer(
    ui: &mut Ui,
    content: &Content,
    visit: &Visit,
    (page, ix): (&Page, QuestionIx),
    draft: &mut Draft,
    actions: &mut Vec<Action>,
) {
    let asked = content.question(ix);
    if asked.kind == Kind::Medicines {
        return;
    }
    let all = all_of(content, page);
    // In a field a digit is typed, and U only where nothing is.
    let is_typing = matches!(asked.kind, Kind::Number(_)) && draft.types_number;
    let all_cap = if is_typing { "Ctrl 0" } else { "0" };
    let is_alone = page.questions.len() == 1;
    ui.horizontal(|ui| {
        if button(ui, ButtonKind::Primary, "Next", Some("Enter")).clicked() {
            actions.push(Action::Next);
        }
        if let Some(all) = all
            && button(ui, ButtonKind::Plain, all.words(), Some(all_cap)).clicked()
        {
            answer_all(content, visit, (page, ix), draft, all, actions);
        }
        if asked.kind == Kind::Many
            && is_alone
            && button(ui, ButtonKind::Plain, "None of these", Some("N")).clicked()
        {
            actions.push(none_here(ix));
        }
        if button(ui, ButtonKind::Plain, "Not sure", Some("U")).clicked() {
            actions.push(Action::AnswerAndMove(ix, Answer::Unsure, None));
        }
    });
    if let Some(all) = all {
        line_slot(
            ui,
            Type::Small,
            Tone::Muted,
            2,
            &all_words(content, visit, page, &draft.drawn, all, all_cap),
        );
    }
}

/// What the key for all does now, by name, and what of the page it can't answer.
fn all_words(content: &Content, visit: &Visit, page: &Page, drawn: &Drawn, all: AllKey, cap: &str) -> String {
    let answers = all.answers(content, visit, &drawn.seen(content, page));
    let all_answers = all.answers(content, visit, &page.questions);
    let short = |ix: QuestionIx| content.question(ix).short.as_str();
    let is_among = |list: &[(QuestionIx, Answer)], ix: QuestionIx| list.iter().any(|(of, _)| *of == ix);
    let unseen: Vec<&str> =
        all_answers.iter().map(|(ix, _)| *ix).filter(|ix| !is_among(&answers, *ix)).map(short).collect();
    let names: Vec<&str> = answers.iter().map(|(ix, _)| short(*ix)).collect();
    let none = match all {
        AllKey::NoneOf => "none of these",
        AllKey::NoneOnFile => "not done, or not on file",
    };
    let cap = cap.replace("Ctrl ", "Ctrl+");
    let mut words = match (names.is_empty(), unseen.is_empty()) {
        (true, true) => format!("{cap} has nothing to answer here."),
        (true, false) => format!("{cap} first shows the rest of: {}.", unseen.join(", ")),
        (false, true) => format!("{cap} answers “{none}” for: {}.", names.join(", ")),
        (false, false) => {
            format!("{cap} answers “{none}” for: {}; then shows: {}.", names.join(", "), unseen.join(", "))
        }
    };
    let facts = Facts::new(content, &visit.checklist);
    let is_open = |ix: &QuestionIx| standing(&facts, *ix) == Standing::Open;
    let others = page.questions.iter().copied().filter(is_open).filter(|ix| !is_among(&all_answers, *ix));
    let others: Vec<String> = others.map(|ix| own_key(content.question(ix))).collect();
    if !others.is_empty() {
        words.push_str(&format!(" Not by {cap}: {}.", others.join(", ")));
    }
    words
}

/// A question that the key for all can't answer, with the key of its own that says "none" where it has one.
fn own_key(asked: &Question) -> String {
    match asked.kind {
        Kind::Many => format!("{} (none: N)", asked.short),
        Kind::YesNo | Kind::Choice | Kind::Number(_) | Kind::Medicines => asked.short.clone(),
    }
}
