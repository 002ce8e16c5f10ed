//! Draws one page of questions, and takes the keys that answer them.
//!
//! The keys go to the question in front, which has the focus; one key more answers all that were shown and say what
//! "none" is. What was not in sight was not shown, and is not answered.

use std::collections::HashSet;

use eframe::egui::{Align, Context, FocusDirection, Id, Layout, Rect, Ui, UiBuilder, Vec2};

use super::choices::{Keys, Row, choices, picked, unsure};
use super::footer::{all_key, answer_all};
use super::model;
use super::number::number;
use super::standing::{answered_words, brief_words, standing_words};
use super::ui::Draft;
use super::{earlier, medicines, steps};
use crate::app::desk::visit::{Direction, Here, Said, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::keys::Press;
use crate::app::theme::{self, Type, size};
use crate::app::widgets::{
    Below, HEAD_ACTIONS, InFront, QuestionHead, Rank, Tone, card, line_slot, link, notice, one_line,
    question_head, section_title, words,
};
use crate::checklist::answer::{Answer, Many};
use crate::checklist::order::{Page, Part};
use crate::content::Content;
use crate::content::ids::{ChoiceIx, QuestionIx};
use crate::content::phrase::capitalized;
use crate::content::question::{Kind, Question};

/// What was drawn last, and what was seen of it.
#[derive(Default)]
pub(super) struct Drawn {
    of: Option<(Option<usize>, Part)>,
    /// The answers, from top to bottom.
    pub rows: Vec<Row>,
    /// The heads of questions, which take the focus and no click.
    pub heads: Vec<Id>,
    /// The answers that were in sight since one came to the page.
    seen: HashSet<(QuestionIx, ChoiceIx)>,
    /// An answer that is to come into sight.
    pub reveal: Option<(QuestionIx, ChoiceIx)>,
    /// Whether the question in front is to get the focus.
    pub wants_focus: bool,
}

impl Drawn {
    /// The head of a page that is no question: what it is about, and below it what that means. It gets the focus when
    /// one comes to it.
    pub(super) fn title(&mut self, ui: &mut Ui, shown: &str, explain: &str, below: Below) {
        let head = QuestionHead {
            shown,
            ask: shown,
            standing: "",
            brief: "",
            spoken: explain,
            below,
            rank: Rank::Title,
            in_front: InFront::Yes,
        };
        let response = question_head(ui, &head);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        self.heads = vec![response.id];
        words(ui, Type::Body, Tone::Muted, explain);
    }

    /// The questions of the page of which every answer was in sight.
    pub(super) fn seen(&self, content: &Content, page: &Page) -> Vec<QuestionIx> {
        page.questions.iter().copied().filter(|ix| self.first_unseen(content, *ix).is_none()).collect()
    }

    /// The first answer of a question that was not in sight yet.
    pub(super) fn first_unseen(&self, content: &Content, ix: QuestionIx) -> Option<ChoiceIx> {
        let columns = model::choice_columns(content.question(ix), None);
        let mut all = columns.iter().flat_map(|column| &column.choices).map(|choice| choice.choice);
        all.find(|choice| !self.seen.contains(&(ix, *choice)))
    }
}

/// Draws the page on which the question stands.
pub(super) fn ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    (page, ix): (&Page, QuestionIx),
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    if draft.drawn.of != Some((page.screen, page.part)) {
        draft.drawn.of = Some((page.screen, page.part));
        draft.drawn.seen.clear();
    }
    let content = &desk.content;
    let asked = content.question(ix);
    match &asked.kind {
        Kind::YesNo | Kind::Choice | Kind::Many => {
            keys(ui.ctx(), content, visit, (page, ix), draft, presses, actions);
        }
        Kind::Number(_) => {
            if let Some(all) = all_key(ui.ctx(), content, page, presses) {
                answer_all(content, visit, (page, ix), draft, all, actions);
            }
        }
        // Its field takes letters, and its own keys say "nothing else".
        Kind::Medicines => {}
    }
    draft.drawn.rows.clear();
    draft.drawn.heads.clear();
    let is_alone = page.questions.len() == 1;
    if is_alone && draft.drawn.wants_focus {
        ui.scroll_to_rect(Rect::from_min_size(ui.min_rect().left_top(), Vec2::ZERO), Some(Align::Min));
    }
    card(ui, |ui| {
        if is_alone {
            head(ui, visit, asked, ix, Rank::Title, InFront::Yes, draft, actions);
            line_slot(ui, Type::Body, Tone::Muted, 2, &asked.why);
            earlier::ui(ui, desk, visit, ix, presses, actions);
        }
        ui.add_space(size::TIGHT);
        if asked.kind == Kind::Medicines {
            medicines::ui(ui, desk, visit, ix, &mut draft.medicines, presses, actions);
        } else {
            for other in &page.questions {
                question(ui, desk, visit, (*other, ix), is_alone, draft, presses, actions);
            }
        }
        earlier::note(ui, visit, ix);
        for hint in model::hint_words(content, visit, ix) {
            ui.add_space(size::GAP);
            notice(ui, &hint);
        }
    });
    draft.drawn.wants_focus = false;
    let drawn = &mut draft.drawn;
    let in_sight = drawn.rows.iter().filter(|row| row.is_in_sight);
    drawn.seen.extend(in_sight.map(|row| (row.question, row.choice)));
    if let Some((question, choice)) = drawn.reveal.take()
        && let Some(row) = drawn.rows.iter().find(|row| (row.question, row.choice) == (question, choice))
    {
        ui.scroll_to_rect(row.rect.expand(size::GAP), Some(Align::Min));
    }
}

/// The words at the counter of the question in front, where its page has several.
pub(super) fn ask(ui: &mut Ui, content: &Content, (page, ix): (&Page, QuestionIx)) {
    if page.questions.len() > 1 {
        line_slot(ui, Type::Name, Tone::Ink, 2, &content.question(ix).ask);
    }
}

/// Whether the words at the counter stand in the header.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// They do.
    InHeader,
    /// They stand still above the answers, and the header is scrolled with these.
    Above,
}

/// What stands above the questions: where one is and, of several, the words at the counter of the one in front.
pub(super) fn header(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    (page, ix): (&Page, QuestionIx),
    asks: Asks,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let content = &desk.content;
    let asked = content.question(ix);
    place_row(ui, content, visit, (page, ix), actions);
    if asks == Asks::InHeader {
        ask(ui, content, (page, ix));
    }
    if page.questions.len() > 1 {
        line_slot(ui, Type::Note, Tone::Muted, 2, &asked.why);
        earlier::ui(ui, desk, visit, ix, presses, actions);
    }
}

/// One question of the page: its head, its answers or its field.
#[expect(clippy::too_many_arguments, reason = "a drawing function passes on what the frame has")]
fn question(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    (ix, front): (QuestionIx, QuestionIx),
    is_alone: bool,
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let asked = desk.content.question(ix);
    let answer = visit.checklist.answer(ix);
    let in_front = if ix == front { InFront::Yes } else { InFront::No };
    ui.spacing_mut().item_spacing.y = 4.0;
    let top = ui.cursor().top();
    let scope = ui.push_id(ix.position(), |ui| {
        let parent =
            (!is_alone).then(|| head(ui, visit, asked, ix, Rank::Question, in_front, draft, actions));
        let parent = parent.or_else(|| draft.drawn.heads.last().copied());
        let builder = parent.map_or_else(UiBuilder::new, |id| UiBuilder::new().accessibility_parent(id));
        ui.scope_builder(builder, |ui| {
            // Before the answers, so that Tab comes to it where it stands.
            if !is_alone {
                head_actions(ui, asked, (ix, front), visit, top, actions);
            }
            match &asked.kind {
                Kind::YesNo | Kind::Choice | Kind::Many => {
                    let keys = if ix == front { Keys::Shown } else { Keys::Hidden };
                    let touched = choices(ui, asked, ix, answer, keys, &mut draft.drawn.rows);
                    if touched.focused || touched.clicked.is_some() {
                        draft.come_to(ix, front, actions);
                    }
                    if let Some(choice) = touched.clicked {
                        actions.push(picked(asked, ix, answer, choice));
                    }
                }
                Kind::Number(_) => {
                    number(ui, asked, (ix, front), answer, draft, presses, actions);
                    ui.add_space(size::TIGHT);
                }
                Kind::Medicines => {}
            }
        });
    });
    let rect = Rect::from_x_y_ranges(scope.response.rect.x_range(), top..=ui.cursor().top());
    // One that is alone on its page has its head above: `ui` brings all of it into sight.
    if ix == front && draft.drawn.wants_focus && !is_alone {
        // What is not all in sight comes to the top, so that what follows is in sight too.
        if !ui.clip_rect().expand(size::TIGHT).contains_rect(rect) {
            let air = if theme::is_low(ui.ctx()) { 0.0 } else { size::TIGHT };
            ui.scroll_to_rect(rect.expand(air), Some(Align::Min));
        }
    }
    ui.add_space(size::GAP);
}

/// The head of a question, which gets the focus when it comes to the front.
#[expect(clippy::too_many_arguments, reason = "a drawing function passes on what the frame has")]
fn head(
    ui: &mut Ui,
    visit: &Visit,
    asked: &Question,
    ix: QuestionIx,
    rank: Rank,
    in_front: InFront,
    draft: &mut Draft,
    actions: &mut Vec<Action>,
) -> Id {
    let (below, takes_focus) = match asked.kind {
        Kind::YesNo | Kind::Choice => (Below::OneOf, true),
        Kind::Many => (Below::AnyOf, true),
        Kind::Number(_) | Kind::Medicines => (Below::Field, false),
    };
    let short = capitalized(&asked.short);
    let shown = match rank {
        Rank::Title => &asked.ask,
        Rank::Question => &short,
    };
    let standing = standing_words(visit, asked, ix);
    let brief = brief_words(visit, ix);
    let head = QuestionHead {
        shown,
        ask: &asked.ask,
        standing: &standing,
        brief: &brief,
        spoken: &asked.why,
        below,
        rank,
        in_front,
    };
    let response = question_head(ui, &head);
    if in_front == InFront::Yes && takes_focus && draft.drawn.wants_focus {
        response.request_focus();
    }
    draft.drawn.heads.push(response.id);
    if response.gained_focus()
        && let (InFront::No, Here::Question(front)) = (in_front, visit.here)
    {
        draft.come_to(ix, front, actions);
    }
    response.id
}

/// The keys on a question with answers to choose from.
fn keys(
    ctx: &Context,
    content: &Content,
    visit: &Visit,
    (page, ix): (&Page, QuestionIx),
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let asked = content.question(ix);
    let answer = visit.checklist.answer(ix);
    let many = asked.kind == Kind::Many;
    if let Some(all) = all_key(ctx, content, page, presses) {
        answer_all(content, visit, (page, ix), draft, all, actions);
    }
    let focused = ctx.memory(|memory| memory.focused());
    let mut at = draft.drawn.rows.iter().position(|row| Some(row.id) == focused);
    let pick = |row: Row, draft: &mut Draft, actions: &mut Vec<Action>| {
        draft.come_to(row.question, ix, actions);
        let (asked, answer) = (content.question(row.question), visit.checklist.answer(row.question));
        actions.push(picked(asked, row.question, answer, row.choice));
    };
    for press in presses {
        let row = at.and_then(|at| draft.drawn.rows.get(at)).copied();
        match press {
            Press::Down | Press::Up => {
                // egui's own way with arrows would lead to whatever lies nearest.
                ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
                at = moved(&draft.drawn.rows, at, ix, *press);
                if let Some(row) = at.and_then(|at| draft.drawn.rows.get(at)).copied() {
                    ctx.memory_mut(|memory| memory.request_focus(row.id));
                    draft.come_to(row.question, ix, actions);
                }
            }
            Press::Space => {
                if let Some(row) = row {
                    pick(row, draft, actions);
                }
            }
            Press::Enter => match row {
                Some(row) if content.question(row.question).kind != Kind::Many => {
                    pick(row, draft, actions);
                }
                Some(_) | None => actions.push(Action::Next),
            },
            Press::Char('u') => actions.push(Action::AnswerAndMove(ix, Answer::Unsure, None)),
            Press::Char('n') if many => {
                actions.push(Action::AnswerAndMove(ix, Answer::Many(Many::default()), None));
            }
            Press::Char('?') if many => {
                if let Some(row) = row.filter(|row| row.question == ix) {
                    actions.push(unsure(ix, answer, row.choice));
                }
            }
            Press::Char(c) => {
                let choice = choice_of_key(asked, answer, *c);
                let row =
                    draft.drawn.rows.iter().find(|row| row.question == ix && Some(row.choice) == choice);
                if let Some(row) = row.copied() {
                    if many {
                        ctx.memory_mut(|memory| memory.request_focus(row.id));
                    }
                    pick(row, draft, actions);
                }
            }
            other => common(*other, ix, answer, actions),
        }
    }
}

/// The row to which an arrow leads: into the answers of the question in front, from there on through the page.
fn moved(rows: &[Row], at: Option<usize>, front: QuestionIx, press: Press) -> Option<usize> {
    let last = rows.len().checked_sub(1)?;
    match (at, press) {
        (None, _) => rows.iter().position(|row| row.question == front),
        (Some(at), Press::Up) => Some(at.saturating_sub(1)),
        (Some(at), _) => Some((at + 1).min(last)),
    }
}

fn choice_of_key(asked: &Question, answer: Option<&Answer>, c: char) -> Option<ChoiceIx> {
    let columns = model::choice_columns(asked, answer);
    let all = columns.iter().flat_map(|column| &column.choices);
    all.filter(|choice| choice.key.to_lowercase() == c.to_string()).map(|choice| choice.choice).next()
}

/// The keys that mean the same on every question.
pub(super) fn common(press: Press, ix: QuestionIx, answer: Option<&Answer>, actions: &mut Vec<Action>) {
    match press {
        Press::Left => actions.push(Action::Step(Direction::Back)),
        Press::Right => actions.push(Action::Step(Direction::Forth)),
        Press::Escape => actions.push(Action::Step(Direction::Back)),
        Press::Backspace | Press::Delete if answer.is_some() => {
            actions.push(Action::Say(Said::Answer(ix, None, None)));
        }
        Press::Char(_)
        | Press::Enter
        | Press::Up
        | Press::Down
        | Press::Space
        | Press::Backspace
        | Press::Delete
        | Press::PageUp
        | Press::PageDown
        | Press::Home
        | Press::End => {}
    }
}

/// Where one is, how the question in front is answered, and what can be done about that answer. Always as high.
fn place_row(
    ui: &mut Ui,
    content: &Content,
    visit: &Visit,
    (page, ix): (&Page, QuestionIx),
    actions: &mut Vec<Action>,
) {
    let asked = content.question(ix);
    let answer = visit.checklist.answer(ix);
    ui.horizontal(|ui| {
        ui.set_min_height(size::TARGET);
        section_title(ui, &steps::where_words(content, page, ix));
        // The list of medicines says it itself.
        if asked.kind == Kind::Medicines {
            return;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if page.questions.len() == 1 && answer.is_some() && link(ui, "Take back").clicked() {
                actions.push(Action::Say(Said::Answer(ix, None, None)));
            }
            one_line(ui, Type::Small, Tone::Muted, answered_words(answer));
        });
    });
}

/// What can be done about the answer of the question in front: at the end of its head, and after its answers for whoever
/// goes on by Tab.
fn head_actions(
    ui: &mut Ui,
    asked: &Question,
    (ix, front): (QuestionIx, QuestionIx),
    visit: &Visit,
    top: f32,
    actions: &mut Vec<Action>,
) {
    let right = ui.max_rect().right();
    // Made for every question, so that the others keep their ids, and the focus, when another one comes to the front.
    let [mut none, mut back] = [right - HEAD_ACTIONS / 2.0, right].map(|right| {
        let line = top..=top + Type::Strong.line_height();
        let rect = Rect::from_x_y_ranges(right - HEAD_ACTIONS / 2.0..=right, line);
        let layout = Layout::right_to_left(Align::Center);
        ui.new_child(UiBuilder::new().max_rect(rect).layout(layout))
    });
    if ix != front {
        return;
    }
    if asked.kind == Kind::Many && link(&mut none, "None here").clicked() {
        actions.push(none_here(ix));
    }
    if visit.checklist.answer(ix).is_some() && link(&mut back, "Take back").clicked() {
        actions.push(Action::Say(Said::Answer(ix, None, None)));
    }
}

/// Says "none of these" of one question.
pub(super) fn none_here(ix: QuestionIx) -> Action {
    Action::AnswerAndMove(ix, Answer::Many(Many::default()), None)
}

impl Draft {
    /// The answer of another question of the page is worked: that question comes to the front and leaves the focus where
    /// it is.
    pub(super) fn come_to(&mut self, ix: QuestionIx, front: QuestionIx, actions: &mut Vec<Action>) {
        if ix != front && self.place != Some(Here::Question(ix)) {
            self.place = Some(Here::Question(ix));
            actions.push(Action::Go(Here::Question(ix)));
        }
    }
}
