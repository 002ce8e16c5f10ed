//! The counter in its window: what the toolkit must forget or not let out, and what happens when a screen breaks.
//!
//! A mistake of the program ends the screen and not the day: the vault is locked, with what was half-typed in it, and
//! the pharmacist is told. Only where that breaks too, or the same happens frame after frame, the program ends.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use eframe::egui::{Context, Event, Ui, ViewportCommand};

use super::counter::Counter;
use super::desk::{Desk, Message};
use super::ending::Ending;
use super::traces::Traces;

/// The counter, and what surrounds it.
pub struct Shell {
    counter: Counter,
    traces: Traces,
    /// How often something broke, ever and since the last frame that was drawn.
    broken: u32,
    broken_in_a_row: u32,
    ending: Ending,
    /// Whether the vault was closed because the program ends: a second time would forget what was half-typed.
    has_closed: bool,
}

impl Shell {
    /// A shell around a counter with this desk.
    pub fn new(desk: Desk) -> Self {
        Self {
            counter: Counter::new(desk),
            traces: Traces::default(),
            broken: 0,
            broken_in_a_row: 0,
            ending: Ending::default(),
            has_closed: false,
        }
    }

    /// The same, which closes when the system asks for it.
    pub fn until(self, ending: Ending) -> Self {
        Self { ending, ..self }
    }

    /// The state of the counter.
    pub fn desk(&self) -> &Desk {
        &self.counter.desk
    }

    /// Called with the events of each frame before it.
    pub fn admit(&mut self, ctx: &Context, events: &mut Vec<Event>) {
        self.traces.admit(events);
        self.guard(|counter| counter.admit(ctx, events));
    }

    /// Takes what the vault has answered, and sees to it that closing loses nothing.
    pub fn receive(&mut self, ctx: &Context) {
        let asked_by_system = self.ending.is_asked();
        let asked = ctx.input(|input| input.viewport().close_requested());
        let closes = (asked || asked_by_system) && !self.has_closed;
        let mut closed = false;
        self.guard(|counter| {
            counter.desk.receive();
            // The system takes no answer: what the vault refuses is lost then, and all else is not.
            if closes && (asked_by_system || counter.desk.may_close()) {
                counter.close();
                closed = true;
            } else if closes {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            }
        });
        self.has_closed |= closed;
        if closed && !asked {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        // What was half-typed may be what breaks the screen: once it is put back, the second time it is left aside. It
        // stays in the vault until the next lock.
        if self.broken > 1 && self.counter.desk.draft.take().is_some() {
            self.broken = 1;
        }
    }

    /// Draws everything and does what was asked for.
    pub fn show(&mut self, ui: &mut Ui) {
        self.traces.forget(ui.ctx(), &self.counter.desk);
        if self.guard(|counter| counter.show(ui)) {
            self.broken_in_a_row = 0;
        }
        self.traces.hold(ui.ctx());
    }

    /// Does a part of the work; the answer is whether it was done to its end.
    fn guard(&mut self, work: impl FnOnce(&mut Counter)) -> bool {
        let counter = &mut self.counter;
        let Err(mistake) = catch_unwind(AssertUnwindSafe(|| work(counter))) else { return true };
        self.broken += 1;
        self.broken_in_a_row += 1;
        let locked = catch_unwind(AssertUnwindSafe(|| counter.close()));
        // The vault's thread still saves all that was sent to it.
        if locked.is_err() || self.broken_in_a_row > 1 {
            resume_unwind(mistake);
        }
        self.counter.desk.message = Some(said(self.broken));
        false
    }
}

fn said(broken: u32) -> Message {
    let half_typed = match broken {
        1 => "What was half-typed comes back when you unlock it.",
        _ => "What was half-typed is left aside this time: it may be what the program can't deal with.",
    };
    Message {
        what: "Countercheck has made a mistake, and locked the vault.".to_owned(),
        cure: format!(
            "Every answer that was shown as saved is kept. {half_typed} If it happens again in the same place, go on \
             with another patient, and tell those who look after the program which screen it was."
        ),
    }
}

#[cfg(test)]
mod tests;
