//! What does the toolkit keep of what was typed, and when must it forget it?
//!
//! Each text field remembers what stood in it, for its own undo: under the name of the field, whoever the patient
//! is and whoever is at the counter. And what is copied would lie on the system's clipboard, where other programs
//! and histories of copied text find it. Here both end where they have to.

use std::mem::{self, Discriminant, discriminant};

use eframe::egui::{Context, Event, OutputCommand};
use zeroize::Zeroizing;

use super::desk::{Desk, Door, Page};
use super::widgets::forget_fields;
use crate::store::{ChecklistId, PatientId, StaffId};

/// What stands on the clipboard in the place of what was copied in the window.
pub const HELD: &str = "What is copied in Countercheck stays in its window.";

/// Who is at the counter, and on which page: what was typed belongs to them.
#[derive(PartialEq)]
struct Front {
    staff: Option<StaffId>,
    page: Discriminant<Page>,
    door: Option<Discriminant<Door>>,
    patient: Option<PatientId>,
    visit: Option<ChecklistId>,
}

impl Front {
    fn of(desk: &Desk) -> Self {
        let (patient, door) = match &desk.page {
            Page::Visit(visit) => (Some(visit.patient.id), None),
            Page::Patient(page) => (Some(page.patient.id), None),
            Page::PatientForm(who) => (*who, None),
            Page::Merge(page) => (Some(page.stays.id), None),
            Page::Door(door) => (None, Some(discriminant(door))),
            Page::Start => (None, None),
        };
        Self {
            staff: desk.session.as_ref().map(|session| session.staff.id),
            page: discriminant(&desk.page),
            door,
            patient,
            visit: desk.visit().map(|visit| visit.id),
        }
    }
}

/// What was copied in the window, and who was in front last.
#[derive(Default)]
pub struct Traces {
    front: Option<Front>,
    copied: Zeroizing<String>,
}

impl Traces {
    /// Before a frame's events are taken: what was copied here is pasted here.
    pub fn admit(&self, events: &mut [Event]) {
        for event in events {
            if let Event::Paste(text) = event
                && *text == HELD
            {
                text.clone_from(&self.copied);
            }
        }
    }

    /// Before a frame is drawn: where another staff member, patient or page is in front, no field can bring back what
    /// was typed before, and nothing that was copied outlives the lock.
    pub fn forget(&mut self, ctx: &Context, desk: &Desk) {
        let front = Front::of(desk);
        if front.staff.is_none() {
            self.copied = Zeroizing::default();
        }
        if self.front.as_ref() != Some(&front) {
            forget_fields(ctx);
            self.front = Some(front);
        }
    }

    /// After a frame was drawn: what was copied is kept here, and what was only marked goes nowhere.
    pub fn hold(&mut self, ctx: &Context) {
        ctx.output_mut(|output| self.hold_back(&mut output.commands));
    }

    fn hold_back(&mut self, commands: &mut Vec<OutputCommand>) {
        commands.retain_mut(|command| match command {
            OutputCommand::CopyText(text) => {
                self.copied = Zeroizing::new(mem::replace(text, HELD.to_owned()));
                true
            }
            OutputCommand::CopyImage(_) | OutputCommand::TextSelectionSettled(_) => false,
            OutputCommand::OpenUrl(_) => true,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_here_is_pasted_here_and_never_reaches_the_clipboard() {
        let mut traces = Traces::default();
        let mut commands = vec![
            OutputCommand::TextSelectionSettled("Elena".to_owned()),
            OutputCommand::CopyText("Elena Marković".to_owned()),
        ];
        traces.hold_back(&mut commands);
        assert!(matches!(commands.as_slice(), [OutputCommand::CopyText(text)] if text == HELD));

        let mut events = [Event::Paste(HELD.to_owned()), Event::Paste("of another program".to_owned())];
        traces.admit(&mut events);
        let pasted = events.map(|event| match event {
            Event::Paste(text) => text,
            other => panic!("{other:?}"),
        });
        assert_eq!(pasted, ["Elena Marković", "of another program"]);
    }
}
