//! Draws the answers that can be given to one question, in columns, and says what a key or click on one answers.

use eframe::egui::{self, Align, Id, Layout, Rect, Ui};

use super::model::{self, ChoiceColumn};
use crate::app::desk::Action;
use crate::app::desk::visit::Said;
use crate::app::widgets::{Choice, ChoiceRow, Cursor, choice_row, section_title};
use crate::checklist::answer::{Answer, Many};
use crate::content::ids::{ChoiceIx, QuestionIx};
use crate::content::question::{Kind, Question};

/// One answer as it was drawn last, for the keys of the next frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// The question.
    pub question: QuestionIx,
    /// The answer.
    pub choice: ChoiceIx,
    /// What can have the focus.
    pub id: Id,
    /// Its place.
    pub rect: Rect,
    /// Whether all of it was in sight.
    pub is_in_sight: bool,
}

/// Whether a question's answers show the keys that give them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// The keys go to this question.
    Shown,
    /// They go to another one.
    Hidden,
}

const GAP: f32 = 16.0;
/// So much of a row may lie beyond the edge: its border and the air around it.
const EDGE: f32 = 4.0;
/// Below this width there is one column.
const ROOMY: f32 = 460.0;
/// A longer explanation needs a wider column, in letters.
const SHORT_DETAIL: usize = 24;

/// What happened to the answers of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// The one that was clicked.
    pub clicked: Option<ChoiceIx>,
    /// Whether one got the focus.
    pub focused: bool,
}

/// Draws the answers, and remembers them in `rows`.
pub(super) fn choices(
    ui: &mut Ui,
    asked: &Question,
    ix: QuestionIx,
    answer: Option<&Answer>,
    keys: Keys,
    rows: &mut Vec<Row>,
) -> Touched {
    let width = ui.available_width();
    let columns = in_columns(model::choice_columns(asked, answer), width);
    let kind = if asked.kind == Kind::Many { Choice::CheckBox } else { Choice::Radio };
    let count = if width > ROOMY { columns.len().max(1) } else { 1 };
    let column_width = (width - GAP * (count as f32 - 1.0)) / count as f32;
    let mut touched = Touched::default();
    let mut draw = |ui: &mut Ui, column: &ChoiceColumn| {
        ui.set_width(column_width);
        ui.spacing_mut().item_spacing.y = 4.0;
        if !column.name.is_empty() {
            section_title(ui, &column.name);
        }
        for choice in &column.choices {
            let row = ChoiceRow {
                key: if keys == Keys::Shown { &choice.key } else { "" },
                label: &choice.label,
                detail: Some(choice.detail.as_str()).filter(|detail| !detail.is_empty()),
                state: choice.state,
                cursor: Cursor::Elsewhere,
                multi: kind,
            };
            let response = choice_row(ui, row);
            if response.clicked() {
                touched.clicked = Some(choice.choice);
            }
            touched.focused |= response.gained_focus();
            let is_in_sight = ui.clip_rect().expand(EDGE).contains_rect(response.rect);
            let (id, rect) = (response.id, response.rect);
            rows.push(Row { question: ix, choice: choice.choice, id, rect, is_in_sight });
        }
    };
    if count == 1 {
        for column in &columns {
            ui.vertical(|ui| draw(ui, column));
        }
    } else {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for column in &columns {
                let wanted = egui::vec2(column_width, 0.0);
                ui.allocate_ui_with_layout(wanted, Layout::top_down(Align::Min), |ui| draw(ui, column));
            }
        });
    }
    touched
}

/// A list without groups stands in two columns, a short one with few words in three.
fn in_columns(mut columns: Vec<ChoiceColumn>, width: f32) -> Vec<ChoiceColumn> {
    let [only] = columns.as_mut_slice() else { return columns };
    let is_short = only.choices.iter().all(|choice| choice.detail.chars().count() < SHORT_DETAIL);
    let wanted = match only.choices.len() {
        0 | 1 => 1,
        3 | 5 | 6 if is_short => 3,
        _ => 2,
    };
    if width <= ROOMY || wanted == 1 {
        return columns;
    }
    let mut left = std::mem::take(&mut only.choices);
    let mut parted = Vec::new();
    for column in 0..wanted {
        let rest = left.split_off(left.len().div_ceil(wanted - column).min(left.len()));
        parted.push(ChoiceColumn { name: String::new(), choices: std::mem::replace(&mut left, rest) });
    }
    parted
}

/// What choosing an answer says: it ticks or unticks one of several, and leads on from one of one.
pub(super) fn picked(asked: &Question, ix: QuestionIx, answer: Option<&Answer>, choice: ChoiceIx) -> Action {
    match asked.kind {
        Kind::Many => toggled(ix, answer, choice),
        Kind::YesNo | Kind::Choice | Kind::Number(_) | Kind::Medicines => {
            Action::AnswerAndMove(ix, Answer::Choice(choice), None)
        }
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

/// Says "not sure" of one of several, or takes that back.
pub(super) fn unsure(ix: QuestionIx, answer: Option<&Answer>, choice: ChoiceIx) -> Action {
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
