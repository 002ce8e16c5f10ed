//! A form whose record is JSON: what is half-typed in it, and how its lines are worked by keyboard.
//!
//! What is typed counts at once; it is said, and so saved, when one leaves the line. What can't be read stays
//! in its line, marked, and the last value that could be read goes on counting. Nothing is known here of what
//! the record is about.

use std::collections::BTreeMap;

use eframe::egui::{Align, CursorIcon, Key, Layout, Sense, Ui, vec2};
use serde_json::Value;

use super::keys;
use super::theme::{Type, size};
use super::widgets::{Field, FieldInput, FieldState, Tone, select_all, text_field, width_of, words};

/// What is half-typed in a form.
#[derive(Default)]
pub struct HalfTyped {
    /// The record with what was typed and is not said yet.
    edited: Option<Value>,
    /// Texts that are being typed or can't be read, by line.
    texts: BTreeMap<String, Text>,
    /// Texts that were half-typed before a lock, until their lines are drawn.
    restored: BTreeMap<String, String>,
    /// The line that is being typed into: nothing is wrong there yet.
    typing: Option<String>,
    /// The line that gets the focus next.
    focus: Option<String>,
    /// The line that has it.
    focused: Option<String>,
    /// The line that had it last.
    last: Option<String>,
    /// The line that lost it to the pointer, while that is down: what stands beside it can still be chosen.
    pointed_away: Option<String>,
}

/// A text that is being typed, or that can't be read.
struct Text {
    text: String,
    /// The record when typing began: a half-typed word changes nothing of it for good.
    base: Value,
    /// What the line showed then.
    began: String,
    /// What was expected instead.
    why: Option<String>,
}

/// One line of a form.
pub struct Line<'a> {
    /// What tells it from all others.
    pub key: &'a str,
    /// What stands beside it.
    pub label: &'a str,
    /// What it shows; empty if nothing is said.
    pub text: String,
    /// Whether somebody said that it is not known.
    pub is_unsure: bool,
    /// `Align::Max` for amounts, `Align::Min` for words.
    pub align: Align,
    /// The part of the width that the field takes, 0 to 1.
    pub share: f32,
    /// Why what it shows does not fit to what another line shows; the words stand below it.
    pub wrong: Option<&'a str>,
}

/// What became of a line in a frame.
pub struct Drawn {
    /// Whether one left it: what was typed is to be said.
    pub left: bool,
    /// Whether one is in it, or points from it at what stands beside it.
    pub is_attended: bool,
}

impl HalfTyped {
    /// The record with what was typed, or as it was said.
    pub fn record(&self, said: impl FnOnce() -> Value) -> Value {
        self.edited.clone().unwrap_or_else(said)
    }

    /// Puts another record in the place of what was typed.
    pub fn replace(&mut self, record: Value) {
        self.texts.retain(|_, text| text.why.is_some());
        self.edited = Some(record);
    }

    /// Takes what was typed and not said yet. What can't be read stays in its line.
    pub fn finish(&mut self) -> Option<Value> {
        let edited = self.edited.take()?;
        self.texts.retain(|_, text| text.why.is_some());
        self.typing = None;
        Some(edited)
    }

    /// Forgets all that can't be read.
    pub fn forget_texts(&mut self) {
        self.texts.clear();
    }

    /// The texts that can't be read yet, by line, for the draft that outlives a lock.
    pub fn to_json(&self) -> Value {
        let restored = self.restored.iter().map(|(key, text)| (key.clone(), Value::from(text.as_str())));
        let texts = self.texts.iter().map(|(key, text)| (key.clone(), Value::from(text.text.as_str())));
        Value::Object(restored.chain(texts).collect())
    }

    /// Puts texts back that were half-typed before a lock: each as soon as its line is drawn.
    pub fn restore(&mut self, texts: &Value) {
        for (key, text) in texts.as_object().into_iter().flatten() {
            if let Some(text) = text.as_str() {
                self.restored.insert(key.clone(), text.to_owned());
            }
        }
    }

    /// Whether nothing is half-typed, so that undo is not the field's own.
    pub fn is_untouched(&self) -> bool {
        self.typing.is_none() && self.edited.is_none()
    }

    /// Whether a line that one has left can't be read.
    pub fn has_wrong(&self) -> bool {
        self.typing.is_none() && self.texts.values().any(|text| text.why.is_some())
    }

    /// The line that gets the focus next.
    pub fn focus_on(&mut self, key: Option<String>) {
        self.focus = key;
    }

    /// Whether a line had the focus in the last frame.
    pub fn was_focused(&self) -> bool {
        self.focused.is_some()
    }

    /// The line that had the focus in the last frame.
    pub fn focused(&self) -> Option<&str> {
        self.focused.as_deref()
    }

    /// What is being typed into a line, or can't be read in it; nothing while it shows what was said.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(|typed| typed.text.as_str())
    }

    /// The line that had the focus last, be it left since.
    pub fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Whether a line is about to get the focus.
    pub fn wants_focus(&self) -> bool {
        self.focus.is_some()
    }

    /// The lines are not drawn: none of them has the focus. The answer is whether one was left.
    pub fn hide(&mut self, ui: &Ui) -> bool {
        if self.focused.take().is_none() {
            return false;
        }
        self.typing = None;
        surrender_focus(ui);
        true
    }

    /// Enter and the arrows lead from line to line; Escape leaves the lines. Called before the lines are drawn.
    /// The answer is whether a line was left.
    pub fn step(&mut self, ui: &Ui, order: &[String]) -> bool {
        let focused = self.focused.take();
        if !is_pointing(ui) {
            self.pointed_away = None;
        }
        let Some(focused) = focused.filter(|_| ui.ctx().text_edit_focused()) else { return false };
        let at = order.iter().position(|line| *line == focused).unwrap_or(0);
        let next = keys::take(ui.ctx(), Key::Enter) || keys::take(ui.ctx(), Key::ArrowDown);
        let back = keys::take(ui.ctx(), Key::ArrowUp);
        let leave = keys::take(ui.ctx(), Key::Escape);
        if next && at + 1 < order.len() {
            self.focus = order.get(at + 1).cloned();
        } else if back && at > 0 {
            self.focus = order.get(at - 1).cloned();
        }
        if !(leave || next || back) {
            return false;
        }
        surrender_focus(ui);
        true
    }

    /// Draws a line and takes what is typed: `take` puts a text into a record, or says what was expected.
    pub fn line(
        &mut self,
        ui: &mut Ui,
        line: Line<'_>,
        record: &Value,
        take: impl FnOnce(&mut Value, &str) -> Result<(), String>,
    ) -> Drawn {
        let key = line.key;
        let restored = self.restored.remove(key);
        let typed = self.texts.get(key);
        let is_unsure = line.is_unsure && typed.is_none();
        let shown = line.text;
        let typed_text = typed.map_or_else(|| shown.clone(), |typed| typed.text.clone());
        let was_restored = restored.is_some();
        let mut buffer = restored.unwrap_or(typed_text);
        let is_wrong = self.typing.as_deref() != Some(key);
        let wrong = typed.and_then(|typed| typed.why.clone()).filter(|_| is_wrong);
        let wrong = wrong.or_else(|| line.wrong.filter(|_| is_wrong).map(ToOwned::to_owned));
        let state = match (&wrong, is_unsure) {
            // The words stand below, over the width of the whole form.
            (Some(_), _) => FieldState::Wrong(""),
            (None, true) => FieldState::Unsure,
            (None, false) => FieldState::Plain,
        };
        let response = ui
            .push_id(key, |ui| {
                ui.horizontal(|ui| {
                    let width = size::FIELD.max(ui.available_width() * line.share);
                    let room = (ui.available_width() - width - size::GAP).max(40.0);
                    let middle = Layout::left_to_right(Align::Center);
                    ui.allocate_ui_with_layout(vec2(room, size::ROW), middle, |ui| {
                        ui.set_width(room);
                        words(ui, Type::Note, Tone::Muted, line.label);
                    });
                    let field = Field {
                        label: line.label,
                        hint: "",
                        width,
                        align: line.align,
                        state,
                        input: FieldInput::Open,
                    };
                    text_field(ui, &field, &mut buffer)
                })
                .inner
            })
            .inner;
        let is_wanted = self.focus.as_deref() == Some(key);
        if is_wanted {
            self.focus = None;
            response.request_focus();
        }
        if is_wanted || response.gained_focus() {
            // What comes next is in sight with it.
            ui.scroll_to_rect(response.rect.expand2(vec2(0.0, size::ROW)), None);
            select_all(ui.ctx(), response.id, &buffer);
        }
        let has_focus = response.has_focus();
        if has_focus {
            self.focused = Some(key.to_owned());
            self.last = Some(key.to_owned());
        }
        if response.changed() || was_restored {
            self.typed(key, (buffer, shown), record, take);
        }
        if response.changed() {
            // While one types, nothing is wrong yet.
            self.typing = Some(key.to_owned());
        }
        let left = response.lost_focus();
        if left {
            self.typing = None;
            if is_pointing(ui) {
                self.pointed_away = Some(key.to_owned());
            }
            // What could be read is shown as it was understood.
            if self.texts.get(key).is_some_and(|typed| typed.why.is_none()) {
                self.texts.remove(key);
            }
        }
        if let Some(why) = &wrong {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(why.as_str()));
            words(ui, Type::Small, Tone::Alarm, why);
        }
        let attended = self.focused.as_deref().or(self.pointed_away.as_deref());
        Drawn { left, is_attended: attended == Some(key) }
    }

    /// Takes a text, of a line that shows the second one while nothing is typed.
    fn typed(
        &mut self,
        key: &str,
        (text, shown): (String, String),
        record: &Value,
        take: impl FnOnce(&mut Value, &str) -> Result<(), String>,
    ) {
        // What was left unread goes on from what was said since, in this line or another.
        let before = self.texts.remove(key).filter(|_| self.typing.as_deref() == Some(key));
        let (base, began) =
            before.map_or_else(|| (record.clone(), shown), |before| (before.base, before.began));
        let mut next = base.clone();
        // Back at what stood there, as after the field's own undo: nothing was typed.
        let is_back = !text.is_empty() && text == began;
        let why = if is_back { None } else { take(&mut next, &text).err() };
        self.edited = Some(if why.is_none() { next } else { base.clone() });
        self.texts.insert(key.to_owned(), Text { text, base, began, why });
    }

    /// Takes an answer that was pointed at, as if it had been typed; the line gets the focus again.
    pub fn choose(
        &mut self,
        key: &str,
        text: String,
        record: &Value,
        take: impl FnOnce(&mut Value, &str) -> Result<(), String>,
    ) {
        self.typed(key, (text, String::new()), record, take);
        self.texts.remove(key);
        self.typing = None;
        self.focus = Some(key.to_owned());
    }
}

/// Whether the pointer's button is down or just went up.
fn is_pointing(ui: &Ui) -> bool {
    ui.input(|input| input.pointer.any_down() || input.pointer.any_released())
}

fn surrender_focus(ui: &Ui) {
    if let Some(id) = ui.ctx().memory(|memory| memory.focused()) {
        ui.ctx().memory_mut(|memory| memory.surrender_focus(id));
    }
}

/// The answers that can be chosen for a line, side by side, each with its number: those that what is typed, in lower
/// case, may mean, or else all. The position of the one that was pointed at; it takes no focus.
pub fn offered(ui: &mut Ui, key: &str, names: &[&str], typed: &str) -> Option<usize> {
    let fits =
        |at: usize, name: &str| name.to_lowercase().starts_with(typed) || (at + 1).to_string() == typed;
    let any = names.iter().enumerate().any(|(at, name)| fits(at, name));
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(14.0, 2.0);
        let shown = names.iter().enumerate().filter(|(at, name)| !any || fits(*at, name));
        for (at, name) in shown {
            let answer = format!("{}  {name}", at + 1);
            // One that is broken over lines would stand letter below letter at the end of a row.
            if width_of(ui, Type::Note, &answer) > ui.available_size_before_wrap().x {
                ui.end_row();
            }
            let response = ui.push_id((key, at), |ui| words(ui, Type::Note, Tone::Accent, &answer)).inner;
            let pointed = response.interact(Sense::CLICK).on_hover_cursor(CursorIcon::PointingHand);
            if pointed.clicked() {
                chosen = Some(at);
            }
        }
    });
    chosen
}
