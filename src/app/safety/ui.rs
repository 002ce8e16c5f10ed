//! Draws the safety screen: topics at the left, the question in the middle, verdicts at the right.

use eframe::egui::accesskit::Role;
use eframe::egui::{self, Align, Frame, Layout, Margin, Panel, ScrollArea, Ui, UiBuilder};
use serde_json::Value;

use super::model::{self, ChoiceColumn, ChoiceModel};
use super::number::{Selection, Typed, number};
use super::prescription;
use super::verdicts;
use super::{earlier, medicines};
use crate::app::banner;
use crate::app::desk::visit::{Direction, Here, Said, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::keys::{self, Press};
use crate::app::theme::{self, Type, size};
use crate::app::widgets::{
    ButtonKind, Choice, ChoiceRow, Cursor, Selected, Tone, button, card, choice_row, group, nav_row, notice,
    page_title, section_title, tab, words,
};
use crate::checklist::answer::{Answer, Many};
use crate::content::Content;
use crate::content::ids::{ChoiceIx, DrugIx, QuestionIx};
use crate::content::question::{Kind, Question};

/// What is half-typed or marked on this screen.
#[derive(Default)]
pub struct Draft {
    place: Option<Here>,
    cursor: Option<usize>,
    pub(super) numbers: std::collections::HashMap<QuestionIx, Typed>,
    pub(super) wrong: Option<String>,
    pub(super) focus_field: Option<Selection>,
    /// What is typed on the prescription.
    pub prescription: prescription::Draft,
    /// What is typed in the list of medicines.
    pub medicines: medicines::Draft,
    /// The drug that is shown large, when it is not the prescribed one.
    pub shown: Option<DrugIx>,
    /// Whether the findings are shown with all advice and sources.
    pub findings_open: bool,
    /// Which of the three panes is shown when the window is narrow.
    pub pane: Pane,
    narrow: bool,
}

impl Draft {
    /// Whether one pane is shown at a time.
    pub fn is_narrow(&self) -> bool {
        self.narrow
    }

    /// Opens the findings, or folds them; in a narrow window this leads to the verdicts and back.
    pub fn open_findings(&mut self) {
        if self.narrow {
            self.pane = if self.pane == Pane::Verdicts { Pane::Question } else { Pane::Verdicts };
        } else {
            self.findings_open = !self.findings_open;
        }
    }

    /// What is half-typed, for the draft that outlives a lock.
    pub fn to_json(&self, content: &Content) -> Value {
        let numbers = self.numbers.iter().filter(|(_, typed)| typed.is_half_typed());
        let numbers = numbers
            .map(|(ix, typed)| (content.question(*ix).id.as_str().to_owned(), Value::from(typed.text())));
        serde_json::json!({
            "medicine": self.medicines.typed(),
            "numbers": numbers.collect::<serde_json::Map<_, _>>(),
        })
    }

    /// Puts back what was half-typed before a lock.
    pub fn restore(&mut self, content: &Content, visit: &Visit, typed: &Value) {
        self.medicines.restore(typed.get("medicine").and_then(Value::as_str).unwrap_or_default());
        for (id, text) in typed.get("numbers").and_then(Value::as_object).into_iter().flatten() {
            if let (Some(ix), Some(text)) = (content.question_by_id(id), text.as_str()) {
                self.numbers.insert(ix, Typed::restored(visit.checklist.answer(ix), text));
            }
        }
    }

    /// One comes back from another screen: the cursor goes where it was.
    pub fn come_back(&mut self) {
        self.place = None;
    }
}

/// The panes of a narrow window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list of topics.
    Topics,
    /// The question.
    #[default]
    Question,
    /// The verdicts.
    Verdicts,
}

const LEFT: f32 = 216.0;
const RIGHT: f32 = 372.0;
const NARROW: f32 = 920.0;

/// Draws the screen.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    if draft.place != Some(visit.here) {
        match draft.place {
            Some(_) => draft.medicines.arrive(),
            None => draft.medicines.come_back(),
        }
        draft.place = Some(visit.here);
        draft.cursor = None;
        draft.wrong = None;
        draft.focus_field = Some(Selection::All);
        if let Some(focused) = ui.memory(|memory| memory.focused()) {
            ui.memory_mut(|memory| memory.surrender_focus(focused));
        }
    }
    let presses = keys::take_all(ui.ctx());
    for press in &presses {
        match press {
            Press::PageDown => verdicts::show_next(desk, visit, &mut draft.shown, Direction::Forth),
            Press::PageUp => verdicts::show_next(desk, visit, &mut draft.shown, Direction::Back),
            Press::Char('[') => actions.extend(other_topic(desk, visit, Direction::Back)),
            Press::Char(']') => actions.extend(other_topic(desk, visit, Direction::Forth)),
            _ => {}
        }
    }
    let palette = theme::of(ui.ctx()).palette.clone();
    let side = Frame::new().fill(palette.surface);
    draft.narrow = ui.available_width() < NARROW;
    if draft.narrow {
        pane_tabs(ui, draft);
        verdict(ui, desk, visit, draft, &mut actions);
        match draft.pane {
            Pane::Topics => topics(ui, desk, visit, &mut actions),
            Pane::Question => middle(ui, desk, visit, draft, &presses, &mut actions),
            Pane::Verdicts => {
                let margin = Margin { left: 16, right: 8, top: 8, bottom: 0 };
                Frame::new()
                    .inner_margin(margin)
                    .show(ui, |ui| verdicts::ui(ui, desk, visit, draft, &mut actions));
            }
        }
        return actions;
    }
    Panel::left("topics")
        .exact_size(LEFT)
        .resizable(false)
        .frame(side.inner_margin(Margin::symmetric(10, 14)))
        .show(ui, |ui| topics(ui, desk, visit, &mut actions));
    let right = RIGHT.min(ui.available_width() * 0.42);
    verdict(ui, desk, visit, draft, &mut actions);
    // Drawn before what stands at its right, so that Tab and screen readers come to it first.
    let room = ui.available_rect_before_wrap();
    let mut beside = ui.new_child(UiBuilder::new().max_rect(room.with_max_x(room.right() - right)));
    middle(&mut beside, desk, visit, draft, &presses, &mut actions);
    Panel::right("verdicts")
        .exact_size(right)
        .resizable(false)
        .frame(side.inner_margin(Margin { left: 16, right: 8, top: 16, bottom: 0 }))
        .show(ui, |ui| verdicts::ui(ui, desk, visit, draft, &mut actions));
    actions
}

/// The verdict across the room at hand; a click opens the findings, or leads to the prescription.
fn verdict(ui: &mut Ui, desk: &Desk, visit: &Visit, draft: &mut Draft, actions: &mut Vec<Action>) {
    let drug = verdicts::shown(visit, draft);
    if banner::ui(ui, desk, visit, drug).clicked() {
        match drug {
            Some(_) => draft.open_findings(),
            None => actions.push(Action::Go(Here::Prescription)),
        }
    }
}

/// The neighbor of the topic where one is.
fn other_topic(desk: &Desk, visit: &Visit, direction: Direction) -> Option<Action> {
    let rows = model::topic_rows(&desk.content, visit);
    let at = rows.iter().position(|row| row.selected)?;
    let wanted = match direction {
        Direction::Back => at.checked_sub(1)?,
        Direction::Forth => at + 1,
    };
    rows.get(wanted).map(|row| Action::Go(row.here))
}

/// The way to the other panes.
fn pane_tabs(ui: &mut Ui, draft: &mut Draft) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_space(size::PAD);
        group(ui, Role::TabList, "Panes", |ui| {
            for (pane, label) in
                [(Pane::Topics, "Topics"), (Pane::Question, "Question"), (Pane::Verdicts, "Verdicts · F6")]
            {
                if tab(ui, label, Selected::from(draft.pane == pane)).clicked() {
                    draft.pane = pane;
                }
            }
        });
    });
}

fn topics(ui: &mut Ui, desk: &Desk, visit: &Visit, actions: &mut Vec<Action>) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            section_title(ui, &model::progress_words(&desk.content, visit));
        });
        ui.add_space(size::GAP);
        group(ui, Role::ListBox, "Topics", |ui| {
            for row in model::topic_rows(&desk.content, visit) {
                if nav_row(ui, &row.label, &row.right, Selected::from(row.selected)).clicked() {
                    actions.push(Action::Go(row.here));
                }
            }
        });
    });
}

fn middle(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    ScrollArea::vertical().id_salt("question").auto_shrink([false, false]).show(ui, |ui| {
        let margin = if draft.narrow { Margin::symmetric(12, 6) } else { Margin::symmetric(30, 14) };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width().min(860.0));
            match visit.here {
                Here::Prescription => {
                    section_title(ui, "Prescription");
                    card(ui, |ui| {
                        prescription::ui(ui, desk, visit, &mut draft.prescription, presses, actions)
                    });
                }
                Here::Question(ix) => {
                    section_title(ui, &model::where_words(&desk.content, ix));
                    card(ui, |ui| question(ui, desk, visit, ix, draft, presses, actions));
                }
            }
        });
    });
}

fn question(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    ix: QuestionIx,
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let asked = desk.content.question(ix);
    let answer = visit.checklist.answer(ix);
    page_title(ui, &asked.ask);
    words(ui, Type::Body, Tone::Muted, &asked.why);
    ui.add_space(size::GAP);
    earlier::ui(ui, desk, visit, ix, presses, actions);
    match &asked.kind {
        Kind::YesNo | Kind::Choice | Kind::Many => choices(ui, asked, ix, answer, draft, presses, actions),
        Kind::Number(_) => number(ui, asked, ix, answer, draft, presses, actions),
        Kind::Medicines => medicines::ui(ui, desk, visit, ix, &mut draft.medicines, presses, actions),
    }
    earlier::note(ui, visit, ix);
    for hint in model::hint_words(&desk.content, visit, ix) {
        ui.add_space(size::GAP);
        notice(ui, &hint);
    }
}

/// Where the rows stand: what a key or an arrow reaches.
fn flat(columns: &[ChoiceColumn]) -> Vec<ChoiceModel> {
    columns.iter().flat_map(|column| column.choices.iter().cloned()).collect()
}

fn choices(
    ui: &mut Ui,
    asked: &Question,
    ix: QuestionIx,
    answer: Option<&Answer>,
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let mut columns = model::choice_columns(asked, answer);
    let all = flat(&columns);
    let many = asked.kind == Kind::Many;
    // A long list without groups is easier to see in two columns.
    if let [only] = columns.as_mut_slice()
        && only.choices.len() > 8
        && ui.available_width() > 460.0
    {
        let second = only.choices.split_off(only.choices.len().div_ceil(2));
        columns.push(ChoiceColumn { name: String::new(), choices: second });
    }
    let mut clicked: Option<ChoiceIx> = None;
    for press in presses {
        match press {
            Press::Down => {
                draft.cursor = Some(draft.cursor.map_or(0, |at| (at + 1).min(all.len().saturating_sub(1))))
            }
            Press::Up => draft.cursor = Some(draft.cursor.map_or(0, |at| at.saturating_sub(1))),
            Press::Space => clicked = draft.cursor.and_then(|at| all.get(at)).map(|row| row.choice),
            Press::Enter => match draft.cursor.and_then(|at| all.get(at)) {
                Some(row) if !many => clicked = Some(row.choice),
                Some(_) | None => actions.push(Action::Next),
            },
            Press::Char('u') => actions.push(Action::AnswerAndMove(ix, Answer::Unsure, None)),
            Press::Char('n') if many => {
                actions.push(Action::AnswerAndMove(ix, Answer::Many(Many::default()), None));
            }
            Press::Char('?') if many => {
                if let Some(row) = draft.cursor.and_then(|at| all.get(at)) {
                    actions.push(unsure(ix, answer, row.choice));
                }
            }
            Press::Char(c) => {
                let at = all.iter().position(|row| row.key.to_lowercase() == c.to_string());
                if let Some(at) = at {
                    draft.cursor = Some(at);
                    clicked = all.get(at).map(|row| row.choice);
                }
            }
            other => common(*other, ix, answer, actions),
        }
    }
    let gap = 16.0;
    let count = if ui.available_width() > 460.0 { columns.len().max(1) } else { 1 };
    let width = (ui.available_width() - gap * (count as f32 - 1.0)) / count as f32;
    let mut at = 0;
    let mut draw = |ui: &mut Ui, column: &ChoiceColumn| {
        ui.set_width(width);
        if !column.name.is_empty() {
            section_title(ui, &column.name);
        }
        ui.spacing_mut().item_spacing.y = 6.0;
        for choice in &column.choices {
            let cursor = if draft.cursor == Some(at) { Cursor::Here } else { Cursor::Elsewhere };
            let detail = Some(choice.detail.as_str()).filter(|detail| !detail.is_empty());
            let kind = if many { Choice::CheckBox } else { Choice::Radio };
            let row = ChoiceRow {
                key: &choice.key,
                label: &choice.label,
                detail,
                state: choice.state,
                cursor,
                multi: kind,
            };
            let response = choice_row(ui, row);
            if response.clicked() {
                clicked = Some(choice.choice);
                draft.cursor = Some(at);
            }
            // Only when a key led there: a row that is higher than the room would be scrolled to for ever.
            if cursor == Cursor::Here && !presses.is_empty() {
                response.scroll_to_me(None);
            }
            at += 1;
        }
    };
    if count == 1 {
        for column in &columns {
            ui.vertical(|ui| draw(ui, column));
        }
    } else {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for column in &columns {
                ui.allocate_ui_with_layout(egui::vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    draw(ui, column)
                });
            }
        });
    }
    if let Some(choice) = clicked {
        actions.push(if many {
            toggled(ix, answer, choice)
        } else {
            Action::AnswerAndMove(ix, Answer::Choice(choice), None)
        });
    }
    ui.add_space(size::PAD);
    let none = if many { Some("None of these") } else { None };
    buttons(ui, ix, answer, none, actions);
}

/// The row of buttons below the answers.
pub(super) fn buttons(
    ui: &mut Ui,
    ix: QuestionIx,
    answer: Option<&Answer>,
    none: Option<&str>,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_wrapped(|ui| {
        if button(ui, ButtonKind::Primary, "Next", Some("Enter")).clicked() {
            actions.push(Action::Next);
        }
        if let Some(none) = none
            && button(ui, ButtonKind::Plain, none, Some("N")).clicked()
        {
            actions.push(Action::AnswerAndMove(ix, Answer::Many(Many::default()), None));
        }
        if button(ui, ButtonKind::Plain, "Not sure", Some("U")).clicked() {
            actions.push(Action::AnswerAndMove(ix, Answer::Unsure, None));
        }
        if answer.is_some() && button(ui, ButtonKind::Quiet, "Take back", Some("Bksp")).clicked() {
            actions.push(Action::Say(Said::Answer(ix, None, None)));
        }
    });
    let state = match answer {
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
    };
    words(ui, Type::Small, Tone::Muted, state);
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

fn current_many(answer: Option<&Answer>) -> Many {
    match answer {
        Some(Answer::Many(many)) => *many,
        None | Some(Answer::Unsure | Answer::Choice(_) | Answer::Number(_) | Answer::Medicines(_)) => {
            Many::default()
        }
    }
}

/// Ticks or unticks. With nothing left the question is open again: nothing ticked is not "none".
fn toggled(ix: QuestionIx, answer: Option<&Answer>, choice: ChoiceIx) -> Action {
    let mut many = current_many(answer);
    many.unsure.remove(choice);
    if many.yes.contains(choice) {
        many.yes.remove(choice);
    } else {
        many.yes.insert(choice);
    }
    said_many(ix, many)
}

fn unsure(ix: QuestionIx, answer: Option<&Answer>, choice: ChoiceIx) -> Action {
    let mut many = current_many(answer);
    many.yes.remove(choice);
    if many.unsure.contains(choice) {
        many.unsure.remove(choice);
    } else {
        many.unsure.insert(choice);
    }
    said_many(ix, many)
}

fn said_many(ix: QuestionIx, many: Many) -> Action {
    let nothing = many.yes.is_empty() && many.unsure.is_empty();
    Action::Say(Said::Answer(ix, (!nothing).then_some(Answer::Many(many)), None))
}
