//! Draws the fields at the left, and takes what is typed into them.
//!
//! What is typed counts at once; it is said, and so saved, when one leaves the field. What can't be read
//! stays in its field, marked, and the last value that could be read goes on counting.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{self, Align, Key, Layout, Ui, vec2};
use serde_json::Value;

use super::form::{self, Group, Kind, Row, Seen};
use super::live::Counted;
use super::take::{self, Shown};
use super::{Draft, Typed, claims, kept};
use crate::app::desk::Desk;
use crate::app::keys;
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    Field, FieldInput, FieldState, Tone, link, notice, section_title, text_field, words,
};
use crate::cost::entry::{self, Known};

/// Draws the fields. The answer is whether what was typed is now to be said.
pub fn ui(ui: &mut Ui, all: &Beside<'_>, coverage: &Value, draft: &mut Draft) -> bool {
    let Beside { known, incomes, .. } = *all;
    let seen = Seen { content: known.content, selected: draft.selected, incomes };
    let groups = form::groups(seen, coverage);
    let order: Vec<String> = groups.iter().flat_map(|group| group.rows.iter().map(key)).collect();
    let mut say = steps_by_key(ui, &order, draft);
    draft.focused = None;
    for group in &groups {
        head(ui, group, draft);
        if group.title == "Insurance" {
            say |= quick(ui, known, coverage, draft);
        }
        ui.spacing_mut().item_spacing.y = 6.0;
        for row in &group.rows {
            say |= field(ui, known, coverage, row, draft);
            if row.kind == Kind::Price {
                say |= kept_price(ui, all, coverage, row, draft);
            }
        }
        if group.rows.iter().any(|row| matches!(row.kind, Kind::Claim(_))) {
            let used = claims::follows(ui, known.content, coverage, draft.selected, all.counted);
            say |= used.is_some();
            draft.edited = used.or(draft.edited.take());
        }
        ui.add_space(size::PAD);
    }
    say
}

/// What stands beside the coverage and is shown with its fields.
pub struct Beside<'a> {
    /// What a coverage begins with.
    pub known: Known<'a>,
    /// Amounts of a yearly income, in cents, that decide about programs.
    pub incomes: &'a [i64],
    /// What was counted last.
    pub counted: Option<&'a Counted>,
    /// The prices that the pharmacy keeps.
    pub desk: &'a Desk,
}

/// A price that the pharmacy keeps, where the field has none or an older one.
fn kept_price(ui: &mut Ui, all: &Beside<'_>, coverage: &Value, row: &Row, draft: &mut Draft) -> bool {
    let line = row.path.trim_end_matches(".maintenance");
    let Some(kept) = kept::of_line(all.desk, coverage, line) else { return false };
    if entry::get(coverage, &format!("{line}.maintenance.2")).and_then(Value::as_i64) == Some(kept.cents) {
        return false;
    }
    words(ui, Type::Small, Tone::Muted, &kept.words);
    if !ui.push_id(line, |ui| link(ui, "Use the kept price")).inner.clicked() {
        return false;
    }
    let mut next = coverage.clone();
    kept.put(&mut next, line);
    draft.edited = Some(next);
    true
}

/// The first field of the chosen option, the plan or the claim in which nothing stands: there one goes on.
pub fn first_open(known: Known<'_>, coverage: &Value, selected: usize) -> Option<String> {
    let seen = Seen { content: known.content, selected, incomes: &[] };
    let rows = form::groups(seen, coverage).into_iter().flat_map(|group| group.rows);
    rows.into_iter().find(|row| take::shown(known, coverage, row).text.is_empty()).map(|row| key(&row))
}

/// What tells a row from all others: two rows may ask for one path.
fn key(row: &Row) -> String {
    match &row.kind {
        Kind::IncomeAtMost(limit) => format!("{} {limit}", row.path),
        Kind::Package => format!("{} package", row.path),
        _ => row.path.clone(),
    }
}

/// Enter and the arrows lead from field to field; Escape leaves the fields.
fn steps_by_key(ui: &Ui, order: &[String], draft: &mut Draft) -> bool {
    let Some(focused) = draft.focused.clone().filter(|_| ui.ctx().text_edit_focused()) else { return false };
    let at = order.iter().position(|row| *row == focused).unwrap_or(0);
    let next = keys::take(ui.ctx(), Key::Enter) || keys::take(ui.ctx(), Key::ArrowDown);
    let back = keys::take(ui.ctx(), Key::ArrowUp);
    let leave = keys::take(ui.ctx(), Key::Escape);
    if next && at + 1 < order.len() {
        draft.focus = order.get(at + 1).cloned();
    } else if back && at > 0 {
        draft.focus = order.get(at - 1).cloned();
    }
    if leave || next || back {
        if let Some(id) = ui.ctx().memory(|memory| memory.focused()) {
            ui.ctx().memory_mut(|memory| memory.surrender_focus(id));
        }
        return true;
    }
    false
}

fn head(ui: &mut Ui, group: &Group, draft: &Draft) {
    let is_other = group.option.is_some_and(|option| option != draft.selected);
    if is_other {
        // Only the one that one works on stands in full.
        section_title(ui, &group.title).on_hover_text("Choose it in the table to see all of its fields");
    } else {
        section_title(ui, &group.title);
    }
}

/// Entries that fill in what the law fixes.
fn quick(ui: &mut Ui, known: Known<'_>, coverage: &Value, draft: &mut Draft) -> bool {
    let payer = entry::get(coverage, "payer").and_then(Value::as_str).filter(|id| *id != entry::UNKNOWN);
    let year = entry::get(coverage, "first_fill")
        .and_then(Value::as_str)
        .and_then(|day| day.get(..4))
        .unwrap_or_default()
        .to_owned();
    let mut chosen = None;
    let mut fitting =
        known.content.guide.quick.iter().filter(|quick| payer.is_none_or(|id| quick.payer.as_str() == id));
    let Some(first) = fitting.next() else { return false };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
        for quick in std::iter::once(first).chain(fitting) {
            let name = quick.name.replace("{year}", &year);
            if link(ui, &name).on_hover_text(&quick.about).clicked() {
                chosen = Some(quick);
            }
        }
    });
    if let Some(said) = &draft.quick {
        notice(ui, said);
    }
    let Some(quick) = chosen else { return false };
    let mut filled = coverage.clone();
    match entry::apply_quick(known.content, quick, &mut filled) {
        Ok(()) => {
            draft.texts.clear();
            draft.quick = Some(quick.about.clone());
            draft.edited = Some(filled);
            true
        }
        Err(why) => {
            draft.quick = Some(why);
            false
        }
    }
}

fn field(ui: &mut Ui, known: Known<'_>, coverage: &Value, row: &Row, draft: &mut Draft) -> bool {
    let key = key(row);
    let label = row.label(known.content);
    let Shown { text, is_unsure } = take::shown(known, coverage, row);
    let typed = draft.texts.get(&key);
    let mut buffer = typed.map_or_else(|| text.clone(), |typed| typed.text.clone());
    let wrong = typed.and_then(|typed| typed.why.clone()).filter(|_| draft.left.as_deref() != Some(&key));
    let state = match (&wrong, is_unsure && typed.is_none()) {
        (Some(_), _) => FieldState::Wrong(""),
        (None, true) => FieldState::Unsure,
        (None, false) => FieldState::Plain,
    };
    let is_choice = !take::choices(known, coverage, row).is_empty();
    let response = ui
        .push_id(&key, |ui| {
            ui.horizontal(|ui| {
                let width = size::FIELD.max(ui.available_width() * 0.45);
                let room = (ui.available_width() - width - size::GAP).max(40.0);
                ui.allocate_ui_with_layout(
                    vec2(room, size::ROW),
                    Layout::left_to_right(Align::Center),
                    |ui| {
                        ui.set_width(room);
                        words(ui, Type::Note, Tone::Muted, &label);
                    },
                );
                let align = if is_choice || row.kind == Kind::State { Align::Min } else { Align::Max };
                let field = Field { label: &label, hint: "", width, align, state, input: FieldInput::Open };
                text_field(ui, &field, &mut buffer)
            })
            .inner
        })
        .inner;
    if draft.focus.as_ref() == Some(&key) {
        draft.focus = None;
        response.request_focus();
        response.scroll_to_me(Some(Align::Center));
        select_all(ui, &response, &buffer);
    } else if response.gained_focus() {
        response.scroll_to_me(Some(Align::Center));
        select_all(ui, &response, &buffer);
    }
    if response.has_focus() {
        draft.focused = Some(key.clone());
    }
    if response.changed() {
        let base = draft.texts.remove(&key).map_or_else(|| coverage.clone(), |typed| typed.base);
        typing(known, row, key.clone(), buffer, base, draft);
    }
    let mut say = false;
    if response.lost_focus() {
        draft.left = None;
        // What could be read is shown as it was understood.
        if draft.texts.get(&key).is_some_and(|typed| typed.why.is_none()) {
            draft.texts.remove(&key);
        }
        say = true;
    }
    if let Some(why) = &wrong {
        words(ui, Type::Small, Tone::Alarm, why);
    }
    if response.has_focus() {
        say |= ui.scope(|ui| help(ui, known, coverage, row, &key, draft)).inner;
    }
    say
}

fn select_all(ui: &Ui, response: &egui::Response, buffer: &str) {
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), response.id).unwrap_or_default();
    let end = CCursor::new(buffer.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
    state.store(ui.ctx(), response.id);
}

/// Takes a text that is being typed. It is read on top of the coverage as it was when typing began, so that
/// a half-typed word changes nothing for good.
fn typing(known: Known<'_>, row: &Row, key: String, text: String, base: Value, draft: &mut Draft) {
    let mut next = base.clone();
    let why = take::take(known, &mut next, row, &text).err();
    draft.edited = Some(if why.is_none() { next } else { base.clone() });
    // While one types, nothing is wrong yet.
    draft.left = Some(key.clone());
    draft.texts.insert(key, Typed { text, base, why });
}

/// What the field means, where to find it, and what can be chosen.
fn help(ui: &mut Ui, known: Known<'_>, coverage: &Value, row: &Row, key: &str, draft: &mut Draft) -> bool {
    ui.spacing_mut().item_spacing.y = 3.0;
    let mut say = false;
    for (at, choice) in take::choices(known, coverage, row).into_iter().enumerate() {
        let name = format!("{}  {}", at + 1, choice.1);
        let pressed = ui.push_id((key, at), |ui| button_row(ui, &name)).inner;
        if pressed {
            let base = draft.texts.remove(key).map_or_else(|| coverage.clone(), |typed| typed.base);
            typing(known, row, key.to_owned(), choice.1, base, draft);
            draft.texts.remove(key);
            draft.left = None;
            say = true;
        }
    }
    if let Some((help, find)) = row.help(known.content) {
        words(ui, Type::Small, Tone::Muted, help);
        words(ui, Type::Small, Tone::Muted, &format!("Where: {find}"));
    }
    words(ui, Type::Small, Tone::Muted, "? not sure · empty: take it back · Enter next");
    ui.add_space(4.0);
    say
}

/// One of the answers to choose from. It takes no focus: the field keeps it.
fn button_row(ui: &mut Ui, name: &str) -> bool {
    let response = words(ui, Type::Note, Tone::Accent, name);
    response.interact(egui::Sense::CLICK).on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
