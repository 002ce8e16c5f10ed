//! One call to the plan: what to ask, the most useful first, and which field takes each answer.
//!
//! Two questions that one field answers are one. A question leads to its field; Enter there leads to the next
//! question, so that a call is worked through without looking for fields.

use eframe::egui::Ui;
use serde_json::Value;

use super::form::{self, Group, Row, Seen};
use super::inputs::key;
use super::{Draft, model};
use crate::app::command::here::Focus;
use crate::app::desk::Desk;
use crate::app::theme::Type;
use crate::app::widgets::{ButtonKind, Tone, asking_row, button, words};
use crate::content::Content;
use crate::cost::compare::{Ask, Comparison};
use crate::cost::entry::get;

/// One thing to ask.
pub struct Question {
    /// What is asked, and what the answer is good for.
    pub ask: Ask,
    /// The field that takes the answer.
    pub place: Option<Place>,
}

/// The field that takes an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The option that has to be shown in full for it.
    pub option: Option<usize>,
    /// What tells its row from all others.
    pub key: String,
}

/// A call that is under way.
#[derive(Default)]
pub struct Call {
    /// The fields that it led to.
    visited: Vec<String>,
    /// The question that is in front, and its field.
    at: Option<(String, String)>,
}

impl Call {
    /// The question that the field with this key answers, if it is the one in front.
    pub fn question_at(&self, key: &str) -> Option<&str> {
        self.at.as_ref().filter(|(_, at)| at == key).map(|(question, _)| question.as_str())
    }

    /// The field of the question in front.
    pub fn field(&self) -> Option<&str> {
        self.at.as_ref().map(|(_, key)| key.as_str())
    }
}

/// What is worth asking, the most useful first; what one field answers stands once.
pub fn questions(
    content: &Content,
    coverage: &Value,
    selected: usize,
    comparison: &Comparison,
) -> Vec<Question> {
    let mut forms: Vec<(usize, Vec<Group>)> = Vec::new();
    let mut questions: Vec<Question> = Vec::new();
    for ask in comparison.asks() {
        let option = option_of(&ask.path);
        let shown = option.unwrap_or(selected);
        if !forms.iter().any(|(of, _)| *of == shown) {
            forms.push((shown, form::groups(Seen { content, selected: shown, incomes: &[] }, coverage)));
        }
        let groups = forms.iter().find(|(of, _)| *of == shown).map(|(_, groups)| groups.as_slice());
        let row = groups.and_then(|groups| row_in(groups, coverage, &ask.path));
        let place = row.map(|row| Place { option, key: key(row) });
        if place.is_none() || !questions.iter().any(|question| question.place == place) {
            questions.push(Question { ask, place });
        }
    }
    questions
}

fn option_of(path: &str) -> Option<usize> {
    path.strip_prefix("options.").and_then(|rest| rest.split('.').next()?.parse().ok())
}

/// The row that takes the answer about a path: that of the path itself, or of the nearest above it, or the
/// first below it.
pub fn row_in<'g>(groups: &'g [Group], coverage: &Value, path: &str) -> Option<&'g Row> {
    let wanted = path_of_row(coverage, path);
    let rows = || groups.iter().flat_map(|group| &group.rows);
    let above = rows()
        .filter(|row| wanted == row.path || wanted.starts_with(&format!("{}.", row.path)))
        .max_by_key(|row| row.path.len());
    above.or_else(|| rows().find(|row| row.path.starts_with(&format!("{wanted}."))))
}

/// The path of the row for a path of the coverage, where the form asks in another way.
fn path_of_row(coverage: &Value, path: &str) -> String {
    let has_payer = get(coverage, "payer").and_then(Value::as_str).is_some_and(|payer| payer != "unknown");
    // Who pays decides which plan it is, and so which of its fields there are.
    if ["plan", "plan.kind"].contains(&path) || path.starts_with("plan.") && !has_payer {
        return "payer".to_owned();
    }
    // Whose payments count is asked once, for both limits and both years.
    if path.starts_with("plan.") && path.ends_with(".structure") {
        return "plan.people".to_owned();
    }
    // The first fills cost what the others cost.
    if let Some((line, _)) = path.split_once(".first.") {
        return format!("{line}.maintenance");
    }
    path.replace(".maintenance.1", ".packages_a_year").replace(".maintenance.0", ".packages_a_year")
}

/// Leads to the field of a question.
pub fn go(content: &Content, coverage: &Value, draft: &mut Draft, question: &Question) {
    let Some(place) = &question.place else { return };
    let words = model::question_words(content, coverage, &question.ask);
    draft.selected = place.option.unwrap_or(draft.selected);
    let call = draft.call.get_or_insert_default();
    call.visited.push(place.key.clone());
    call.at = Some((words, place.key.clone()));
    draft.typed.focus_on(Some(place.key.clone()));
}

/// Leads to the next question of the call; after the last one the call is over.
pub fn next(content: &Content, coverage: &Value, draft: &mut Draft, comparison: &Comparison) {
    let all = questions(content, coverage, draft.selected, comparison);
    let visited = draft.call.as_ref().map(|call| call.visited.as_slice()).unwrap_or_default();
    let next = all
        .iter()
        .find(|question| question.place.as_ref().is_some_and(|place| !visited.contains(&place.key)));
    match next {
        Some(question) => go(content, coverage, draft, question),
        None => {
            draft.call = None;
            draft.typed.focus_on(None);
        }
    }
}

/// Draws the script. Each entry leads to the field that takes its answer.
pub fn ui(ui: &mut Ui, desk: &Desk, coverage: &Value, questions: &[Question], draft: &mut Draft) {
    super::costs::panel(ui, "One call: what to ask, the most useful first", |ui| {
        if questions.is_empty() {
            words(ui, Type::Body, Tone::Muted, "Nothing: these figures need no further answer.");
            return;
        }
        let has_place = questions.iter().any(|question| question.place.is_some());
        // In a field the letter would only be typed.
        let cap = (Focus::of(ui.ctx()) == Focus::Elsewhere).then_some("A");
        if has_place && button(ui, ButtonKind::Quiet, "Answer the first", cap).clicked() {
            draft.call = None;
            draft.next_question = true;
        }
        let said =
            "Enter on a question leads to the field that takes its answer, and Enter there to the next.";
        words(ui, Type::Small, Tone::Muted, said);
        for (at, question) in questions.iter().enumerate() {
            let asked = model::question_words(&desk.content, coverage, &question.ask);
            let weight = model::weight_words(question.ask.weight);
            let number = format!("{}.", at + 1);
            let row = ui.push_id(("ask", &question.ask.path), |ui| asking_row(ui, &number, &asked, &weight));
            if row.inner.clicked() {
                draft.call = None;
                go(&desk.content, coverage, draft, question);
            }
        }
    });
}

#[cfg(test)]
mod tests;
