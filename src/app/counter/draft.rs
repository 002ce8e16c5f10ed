//! What is half-typed when the vault is locked, and putting it back when the same staff member has returned.
//!
//! Also when it locks by itself: after some minutes in which nobody touched anything.

use std::time::Duration;

use eframe::egui;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Counter;
use super::over::Over;
use crate::app::desk::{Action, Door, Page};
use crate::app::{notes, patient};
use crate::store::{ChecklistId, PatientId};

/// The key of the setting: minutes until the vault locks by itself.
pub const AUTOLOCK: &str = "autolock.minutes";
/// What holds until it is set.
pub const AUTOLOCK_MINUTES: u64 = 5;
/// So many minutes more there are while a recovery code is shown: it is copied by hand, and not at the keyboard.
const CODE_MINUTES: u64 = 5;
/// The longest time that can be set.
pub const MOST_MINUTES: u64 = 60;

/// When somebody was last seen at the counter: by the window's own clock, which no correction of the time moves,
/// and by the computer's, which goes on while it sleeps.
pub struct LastSeen {
    window: f64,
    clock: Timestamp,
}

impl LastSeen {
    /// Nobody yet.
    pub fn never() -> Self {
        Self { window: 0.0, clock: Timestamp::MIN }
    }

    fn is_never(&self) -> bool {
        self.clock == Timestamp::MIN
    }

    /// Seconds since then, by the clock that says more.
    fn seconds_until(&self, window: f64, clock: Timestamp) -> f64 {
        if self.is_never() {
            return 0.0;
        }
        (window - self.window).max(clock.duration_since(self.clock).as_secs_f64())
    }
}

impl Counter {
    /// Minutes until the vault locks by itself.
    pub fn autolock_minutes(&self) -> u64 {
        let set = self.desk.settings.get(AUTOLOCK).and_then(Value::as_u64);
        set.filter(|minutes| (1..=MOST_MINUTES).contains(minutes)).unwrap_or(AUTOLOCK_MINUTES)
    }

    /// Locks the vault when nobody has touched anything for long enough. Sample patients are not locked away: they
    /// would be gone.
    pub(super) fn lock_when_idle(&mut self, ctx: &egui::Context) {
        let (window, touched) = ctx.input(|input| (input.time, !input.events.is_empty()));
        let clock = (self.desk.clock.now)();
        // Before this touch: whoever wakes a sleeping computer is not the one who left it.
        let idle = self.last_seen.seconds_until(window, clock);
        if touched || self.last_seen.is_never() {
            self.last_seen = LastSeen { window, clock };
        }
        let open = self.desk.session.as_ref().is_some_and(|session| !session.temporary);
        let of_new_vault = matches!(self.desk.page, Page::Door(Door::ShowCode(_)));
        // At the door there is nothing to lock, but the recovery code of a vault that was just made.
        if !open || matches!(self.desk.page, Page::Door(_)) && !of_new_vault {
            self.is_locking = false;
            return;
        }
        // What is under way may bring a recovery code, which nobody would have seen.
        if self.desk.busy {
            return;
        }
        let shows_code = of_new_vault || self.desk.vault.code.is_some();
        let minutes = self.autolock_minutes() + if shows_code { CODE_MINUTES } else { 0 };
        let limit = minutes as f64 * 60.0;
        if idle < limit {
            let left = limit - self.last_seen.seconds_until(window, clock);
            ctx.request_repaint_after(Duration::from_secs_f64(left.max(0.0)));
        } else if !self.is_locking {
            self.is_locking = true;
            self.finish_now();
            self.apply(Action::Lock);
        }
    }

    /// The window closes: what is half-typed goes into the vault, and what has changed into a backup.
    pub fn close(&mut self) {
        if self.desk.session.is_some() {
            self.finish_now();
            self.apply(Action::Lock);
        }
    }

    /// What is half-typed, and where; null when nothing is worth keeping.
    pub(super) fn half_typed(&self) -> Value {
        // A visit that was not read yet when the vault locks again: what was half-typed in it waits on.
        if let Some((_, draft)) = &self.restoring {
            return draft.clone();
        }
        let content = &self.desk.content;
        match &self.desk.page {
            Page::Door(_) | Page::Patient(_) | Page::Merge(_) => Value::Null,
            Page::Start if self.start.typed.is_empty() => Value::Null,
            Page::Start => json!({"page": "start", "typed": self.start.typed}),
            Page::PatientForm(who) => {
                json!({
                    "page": "form",
                    "who": who.map(|id| id.to_string()),
                    "of": self.desk.form_of.map(|visit| visit.to_string()),
                    "typed": self.form.to_json(),
                })
            }
            Page::Visit(visit) => json!({
                "page": "visit",
                "visit": visit.id.to_string(),
                "safety": self.safety.to_json(content),
                "coverage": self.coverage.to_json(),
                "authorization": self.authorization.to_json(),
                // What is typed in them was said before; they are only opened again.
                "notes": matches!(self.over, Some(Over::Notes(_))),
            }),
        }
    }

    /// Puts back what was half-typed: the page at once, the rest of a visit when it has been read.
    pub(super) fn restore(&mut self) {
        if let Some(draft) = self.desk.draft.take() {
            let text = |key: &str| draft.get(key).and_then(Value::as_str);
            match text("page") {
                Some("start") => {
                    text("typed").unwrap_or_default().clone_into(&mut self.start.typed);
                    self.apply(Action::Search(self.start.typed.clone()));
                }
                Some("form") => {
                    self.form = patient::Draft::from_json(draft.get("typed").unwrap_or(&Value::Null));
                    let who: Option<PatientId> = text("who").and_then(|id| id.parse().ok());
                    let of = text("of").and_then(|id| id.parse::<ChecklistId>().ok());
                    self.apply(match (who, of) {
                        (Some(who), Some(visit)) => Action::CorrectFrom(visit, who),
                        (who, _) => Action::Show(Page::PatientForm(who)),
                    });
                }
                Some("visit") => {
                    if let Some(id) = text("visit").and_then(|id| id.parse::<ChecklistId>().ok()) {
                        self.apply(Action::OpenVisit(id));
                        self.restoring = Some((id, draft));
                    }
                }
                Some(_) | None => {}
            }
        }
        let open = self.desk.visit().map(|visit| visit.id);
        if let Some((id, draft)) = self.restoring.take_if(|(id, _)| Some(*id) == open) {
            self.restore_visit(id, &draft);
        }
    }

    fn restore_visit(&mut self, id: ChecklistId, draft: &Value) {
        self.forget_other_visit();
        let Some(visit) = self.desk.visit().filter(|visit| visit.id == id) else { return };
        let part = |key: &str| draft.get(key).unwrap_or(&Value::Null);
        self.safety.restore(&self.desk.content, visit, part("safety"));
        self.coverage.restore(part("coverage"));
        self.authorization.restore(part("authorization"));
        if part("notes") == &Value::Bool(true)
            && let Some(notes) = notes::Draft::new(&self.desk)
        {
            self.over = Some(Over::Notes(Box::new(notes)));
        }
    }
}
