//! Draws a question that takes a number: typed with or without its unit, kept until it fits.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{self, Align, Key, Ui};

use super::page::common;
use super::ui::Draft;
use crate::app::desk::Action;
use crate::app::desk::visit::{Direction, Said, typed_number};
use crate::app::keys::{self, Press};
use crate::app::theme::Type;
use crate::app::widgets::{Field, FieldInput, FieldState, Tone, text_field, words};
use crate::checklist::answer::Answer;
use crate::content::ids::QuestionIx;
use crate::content::phrase::capitalized;
use crate::content::question::{Kind, Question};

/// What is selected in a field that gets the cursor.
#[derive(Clone, Copy)]
pub(super) enum Selection {
    /// Everything: what is typed replaces it.
    All,
    /// What was: it is to be corrected.
    AsItWas,
}

/// What is typed into the field of a number.
pub(super) struct Typed {
    /// The answer that stood there when typing began; with another one the text is out of date.
    over: String,
    text: String,
}

impl Typed {
    /// What was half-typed before a lock, over the answer that stands there now.
    pub(super) fn restored(answer: Option<&Answer>, text: &str) -> Self {
        Self { over: answered(answer), text: text.to_owned() }
    }

    /// Whether it differs from the answer.
    pub(super) fn is_half_typed(&self) -> bool {
        self.text != self.over
    }

    /// What is typed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// The number that was answered; empty if there is none.
fn answered(answer: Option<&Answer>) -> String {
    match answer {
        Some(Answer::Number(number)) => number.to_string(),
        None | Some(Answer::Unsure | Answer::Choice(_) | Answer::Many(_) | Answer::Medicines(_)) => {
            String::new()
        }
    }
}

/// Draws the field and, where the question is the one in `front`, takes what was typed.
pub(super) fn number(
    ui: &mut Ui,
    asked: &Question,
    (ix, front): (QuestionIx, QuestionIx),
    answer: Option<&Answer>,
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let Kind::Number(kind) = &asked.kind else { return };
    let answered = answered(answer);
    let fresh = || Typed { over: answered.clone(), text: answered.clone() };
    let typed = draft.numbers.entry(ix).or_insert_with(fresh);
    if typed.over != answered {
        *typed = fresh();
    }
    let buffer = &mut typed.text;
    let in_front = ix == front;
    let presses = if in_front { presses } else { &[] };
    // U means "not sure" as long as nothing is typed: no unit begins with it.
    let unsure_typed = in_front
        && buffer.trim().is_empty()
        && ui.ctx().text_edit_focused()
        && ui.ctx().input_mut(|input| {
            let before = input.events.len();
            input
                .events
                .retain(|event| !matches!(event, egui::Event::Text(text) if text.eq_ignore_ascii_case("u")));
            input.events.len() < before
        });
    let cleared = in_front
        && answer.is_some()
        && buffer.is_empty()
        && ui.ctx().text_edit_focused()
        && keys::take(ui.ctx(), Key::Backspace);
    if cleared {
        actions.push(Action::Say(Said::Answer(ix, None, None)));
    }
    let typing = in_front && ui.ctx().text_edit_focused();
    let enter = in_front && (keys::take(ui.ctx(), Key::Enter) || presses.contains(&Press::Enter));
    let escape = typing && keys::take(ui.ctx(), Key::Escape);
    for (key, direction) in [(Key::ArrowUp, Direction::Back), (Key::ArrowDown, Direction::Forth)] {
        if typing && keys::take(ui.ctx(), key) {
            actions.push(Action::Step(direction));
        }
    }
    let unit = match &kind.also {
        Some((other, _)) => {
            format!("{} to {} {}; {other} too: type the unit after the number", kind.min, kind.max, kind.unit)
        }
        None => format!("{} to {} {}", kind.min, kind.max, kind.unit),
    };
    let wrong = draft.wrong.clone().filter(|_| in_front);
    let state = match (&wrong, answer) {
        (Some(why), _) => FieldState::Wrong(why),
        (None, Some(Answer::Unsure)) => FieldState::Unsure,
        (None, _) => FieldState::Plain,
    };
    let width = 220.0f32.min(ui.available_width());
    let field = Field {
        label: &asked.ask,
        hint: &kind.unit,
        width,
        align: Align::Min,
        state,
        input: FieldInput::Open,
    };
    // Each number has a field of its own, so that Ctrl+Z in one never brings back another.
    let response = ui
        .horizontal(|ui| {
            let response = ui.push_id(ix.position(), |ui| text_field(ui, &field, buffer)).inner;
            words(ui, Type::Small, Tone::Muted, &unit);
            response
        })
        .inner;
    let left = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Tab));
    if left && buffer.trim() != answered && !buffer.trim().is_empty() {
        // Tab leads on from a field that looks answered; what it holds has to be so.
        // One that is out of bounds stays half-typed and open, as its head says.
        if let Ok((answer, typed)) = typed_number(&asked.kind, buffer) {
            actions.push(Action::Say(Said::Answer(ix, Some(answer), typed)));
        }
    }
    if in_front && let Some(selection) = draft.focus_field.take() {
        response.request_focus();
        if let (Selection::All, Some(mut state)) =
            (selection, egui::text_edit::TextEditState::load(ui.ctx(), response.id))
        {
            let end = CCursor::new(buffer.chars().count());
            state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
            state.store(ui.ctx(), response.id);
        }
    }
    if in_front {
        draft.types_number = ui.memory(|memory| memory.has_focus(response.id));
    }
    if response.changed() {
        draft.wrong = None;
    }
    if escape {
        response.surrender_focus();
    }
    if unsure_typed || presses.contains(&Press::Char('u')) {
        actions.push(Action::AnswerAndMove(ix, Answer::Unsure, None));
    } else if enter {
        if buffer.trim().is_empty() && !answered.is_empty() {
            // What was cleared must not stand as an answer behind the empty field.
            actions.push(Action::Say(Said::Answer(ix, None, None)));
            draft.focus_field = Some(Selection::AsItWas);
        } else if buffer.trim().is_empty() {
            actions.push(Action::Next);
        } else {
            match typed_number(&asked.kind, buffer) {
                Ok((answer, typed)) => {
                    draft.numbers.remove(&ix);
                    actions.push(Action::AnswerAndMove(ix, answer, typed));
                }
                Err(expected) => {
                    draft.wrong = Some(format!("{}.", capitalized(&expected)));
                    draft.focus_field = Some(Selection::AsItWas);
                }
            }
        }
    }
    for press in presses {
        common(*press, ix, answer, actions);
    }
    if response.gained_focus() {
        draft.come_to(ix, front, actions);
    }
}
