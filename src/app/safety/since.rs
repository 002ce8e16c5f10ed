//! The short way of a refill or a switch: what was said last time, to be marked where it changed, and said again where not.
//!
//! Only what was in sight is said again, and never a result that has to be newer.

use std::collections::HashSet;

use eframe::egui::{Align, FocusDirection, Key, Layout, Ui, vec2};
use jiff::civil::Date;

use super::earlier::{earlier_words, takes_equals};
use super::model::LETTERS;
use super::ui::Draft;
use crate::app::dates;
use crate::app::desk::visit::{Direction, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::keys::{self, Press};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    Below, ButtonKind, Choice, ChoiceRow, ChoiceState, Cursor, Tone, button, choice_row, section_title, words,
};
use crate::content::Content;
use crate::content::ids::QuestionIx;
use crate::content::phrase::capitalized;

/// One answer of the last visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinceRow {
    /// The question.
    pub question: QuestionIx,
    /// The question, in short.
    pub label: String,
    /// The answer and its day.
    pub detail: String,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The day of the newest of these answers.
    pub on: Option<Date>,
    /// What can be said again.
    pub rows: Vec<SinceRow>,
    /// What has to be asked anew, in short.
    pub anew: Vec<String>,
}

/// What was said at the last visit and is open today.
pub fn since(content: &Content, visit: &Visit) -> Since {
    let rows: Vec<SinceRow> = visit
        .still_so(content)
        .into_iter()
        .map(|(ix, _)| SinceRow {
            question: ix,
            label: capitalized(&content.question(ix).short),
            detail: earlier_words(content, visit, ix).unwrap_or_default(),
        })
        .collect();
    let is_offered = |ix: &QuestionIx| rows.iter().any(|row| row.question == *ix);
    let anew = visit
        .earlier
        .keys()
        .filter(|ix| visit.checklist.answer(**ix).is_none() && !is_offered(ix))
        .map(|ix| content.question(*ix).short.clone());
    Since { on: visit.earlier.values().map(|earlier| earlier.on).max(), anew: anew.collect(), rows }
}

/// Draws the page.
pub fn ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let content = &desk.content;
    let since = since(content, visit);
    let day = since.on.map(dates::words).unwrap_or_default();
    let ask = format!("What has changed since {day}?");
    let explain = "Mark what has changed: it is asked again. “=” says that the rest is still so.";
    draft.drawn.title(ui, &ask, explain, Below::AnyOf);
    let mut ids = std::mem::take(&mut draft.since_rows);
    let focused = ui.memory(|memory| memory.focused());
    let mut at = ids.iter().position(|id| Some(*id) == focused);
    ui.add_space(size::GAP);
    let (mut still_so, mut next, mut marked) = (takes_equals(ui), false, None);
    for press in presses {
        match press {
            Press::Char('=') => still_so = true,
            Press::Char(c) => marked = LETTERS.chars().position(|letter| letter == *c),
            Press::Space => marked = at,
            Press::Enter => next = true,
            Press::Down | Press::Up => {
                ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
                let last = ids.len().saturating_sub(1);
                at = Some(match (at, press) {
                    (None, _) => 0,
                    (Some(at), Press::Up) => at.saturating_sub(1),
                    (Some(at), _) => (at + 1).min(last),
                });
                if let Some(id) = at.and_then(|at| ids.get(at)) {
                    ui.memory_mut(|memory| memory.request_focus(*id));
                }
            }
            Press::Left | Press::Escape => actions.push(Action::Step(Direction::Back)),
            Press::Right => actions.push(Action::Step(Direction::Forth)),
            Press::Backspace | Press::Delete => draft.changed.clear(),
            Press::PageUp | Press::PageDown | Press::Home | Press::End => {}
        }
    }
    if at.is_some() && keys::take_from_all(ui.ctx(), Key::Space) {
        marked = at;
    }
    next |= at.is_some() && keys::take_from_all(ui.ctx(), Key::Enter);
    ids.clear();
    if let Some(row) = rows(ui, &since.rows, &mut draft.seen_since, &draft.changed, &mut ids).or(marked)
        && let Some(row) = since.rows.get(row)
        && !draft.changed.remove(&row.question)
    {
        draft.changed.insert(row.question);
    }
    draft.since_rows = ids;
    ui.add_space(size::GAP);
    if !since.anew.is_empty() {
        section_title(ui, "To be asked anew: it was of that time, or not sure");
        words(ui, Type::Note, Tone::Ink, &capitalized(&since.anew.join(", ")));
        ui.add_space(size::GAP);
    }
    ui.horizontal_wrapped(|ui| {
        still_so |= button(ui, ButtonKind::Primary, "The rest is still so", Some("=")).clicked();
        next |= button(ui, ButtonKind::Plain, "Ask each", Some("Enter")).clicked();
    });
    let is_said = |ix: QuestionIx| draft.seen_since.contains(&ix) && !draft.changed.contains(&ix);
    let answers = visit.still_so_of(content, is_said);
    if still_so && !answers.is_empty() {
        actions.push(Action::AnswerAll(answers));
    } else if still_so || next {
        actions.push(Action::Next);
    }
}

/// The rows in two columns; answers with the one that was clicked.
fn rows(
    ui: &mut Ui,
    rows: &[SinceRow],
    seen: &mut HashSet<QuestionIx>,
    changed: &HashSet<QuestionIx>,
    ids: &mut Vec<eframe::egui::Id>,
) -> Option<usize> {
    let columns: usize = if ui.available_width() > 460.0 { 2 } else { 1 };
    let gap = 16.0;
    let width = (ui.available_width() - gap * (columns as f32 - 1.0)) / columns as f32;
    let in_column = rows.len().div_ceil(columns).max(1);
    let letters: Vec<String> = LETTERS.to_uppercase().chars().map(String::from).collect();
    let mut clicked = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for (column, rows) in rows.chunks(in_column).enumerate() {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 5.0;
                for (below, row) in rows.iter().enumerate() {
                    let at = column * in_column + below;
                    let is_changed = changed.contains(&row.question);
                    let detail = match is_changed {
                        true => format!("Changed: to be asked again. {}", row.detail),
                        false => row.detail.clone(),
                    };
                    let response = choice_row(
                        ui,
                        ChoiceRow {
                            key: letters.get(at).map(String::as_str).unwrap_or_default(),
                            label: &row.label,
                            detail: Some(&detail),
                            state: if is_changed { ChoiceState::Yes } else { ChoiceState::Unanswered },
                            cursor: Cursor::Elsewhere,
                            multi: Choice::CheckBox,
                        },
                    );
                    if response.clicked() {
                        clicked = Some(at);
                    }
                    if ui.clip_rect().expand(1.0).contains_rect(response.rect) {
                        seen.insert(row.question);
                    }
                    ids.push(response.id);
                }
            });
        }
    });
    clicked
}
