//! The keys of one frame, for screens that are worked by single keys.
//!
//! A key that a screen takes is gone: a field that gets the focus in the same frame must not see
//! the letter that moved the focus there.
//!
//! A key can move to another question. Keys that were pressed while a slow frame was drawn come all
//! at once; [`Queue`] gives them to one frame after the other, so that each finds what the one
//! before it led to.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, ImeEvent, Key, Modifiers};

/// A key that was pressed without a modifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// A letter (in lower case), digit or sign.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
    /// The space bar.
    Space,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
}

/// Keys that wait for the next frame.
#[derive(Default)]
pub struct Queue {
    waiting: VecDeque<Event>,
}

impl Queue {
    /// Leaves one key in `events`, what belongs to it, and all that came before the next key; the
    /// rest waits. Letters that go into the field that has the focus come together.
    pub fn admit(&mut self, ctx: &Context, events: &mut Vec<Event>) {
        self.waiting.extend(events.drain(..));
        let typing = ctx.text_edit_focused();
        let mut letters_only = typing;
        let mut keys = 0;
        while let Some(event) = self.waiting.front() {
            let begins = match event {
                Event::Key { pressed: true, .. } => true,
                // The letter of the key before it, or one that was composed, without a key.
                Event::Text(_) => !matches!(events.last(), Some(Event::Key { pressed: true, .. })),
                event => is_letters(event),
            };
            if begins {
                let of_a_key = matches!(self.waiting.get(1), Some(Event::Text(_)));
                let letter = is_letters(event) || of_a_key;
                letters_only = letters_only && letter;
                if keys > 0 && !letters_only {
                    return;
                }
                keys += 1;
            }
            events.extend(self.waiting.pop_front());
        }
    }

    /// Whether a key waits, so that another frame is needed.
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }
}

/// Whether an event types something into a field: a key, an input method, the clipboard.
fn is_letters(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Ime(ImeEvent::Commit(_)) | Event::Paste(_))
}

/// Takes all single keys of the frame. Not while one types in a field; Enter and the space bar not
/// while a button or row has the focus, which they press.
pub fn take_all(ctx: &Context) -> Vec<Press> {
    if ctx.text_edit_focused() {
        return Vec::new();
    }
    let on_control = is_on_control(ctx);
    ctx.input_mut(|input| {
        let mut taken = Vec::new();
        input.events.retain(|event| match press(event) {
            Some(Press::Enter | Press::Space) if on_control => true,
            Some(press) => {
                taken.push(press);
                false
            }
            None => true,
        });
        taken
    })
}

/// Takes one of the keys that do not type anything, also while one types in a field. Enter not
/// while a button or row has the focus.
pub fn take(ctx: &Context, key: Key) -> bool {
    !(key == Key::Enter && is_on_control(ctx)) && take_from_all(ctx, key)
}

/// Takes one of the keys that do not type anything, wherever the focus is.
pub fn take_from_all(ctx: &Context, key: Key) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key))
}

/// Takes a key with Ctrl, wherever the focus is.
pub fn take_ctrl(ctx: &Context, key: Key) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, key))
}

/// Takes away every key of the frame: nothing that lies behind a message may hear it.
pub fn drop_all(ctx: &Context) {
    ctx.input_mut(|input| {
        input.events.retain(|event| !matches!(event, Event::Key { pressed: true, .. } | Event::Text(_)));
    });
}

/// Presses a key for somebody who has chosen by name what it does: what had the focus must not take it.
pub fn press_for(ctx: &Context, events: Vec<Event>) {
    ctx.memory_mut(eframe::egui::Memory::stop_text_input);
    ctx.input_mut(|input| input.events.extend(events));
}

/// Whether something that Enter presses has the focus: all but a field.
fn is_on_control(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.focused()).is_some() && !ctx.text_edit_focused()
}

fn press(event: &Event) -> Option<Press> {
    match event {
        Event::Text(text) => {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(' '), None) => None,
                (Some(one), None) => one.to_lowercase().next().map(Press::Char),
                _ => None,
            }
        }
        Event::Key { key, pressed: true, modifiers, .. } if modifiers.is_none() => match key {
            Key::Enter => Some(Press::Enter),
            Key::Escape => Some(Press::Escape),
            Key::ArrowUp => Some(Press::Up),
            Key::ArrowDown => Some(Press::Down),
            Key::ArrowLeft => Some(Press::Left),
            Key::ArrowRight => Some(Press::Right),
            Key::Space => Some(Press::Space),
            Key::Backspace => Some(Press::Backspace),
            Key::Delete => Some(Press::Delete),
            Key::PageUp => Some(Press::PageUp),
            Key::PageDown => Some(Press::PageDown),
            Key::Home => Some(Press::Home),
            Key::End => Some(Press::End),
            _ => None,
        },
        _ => None,
    }
}
