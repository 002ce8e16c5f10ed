//! Saves follow-ups as a calendar file, on a thread of its own.
//!
//! Like the pages: in the same folder, readable by its owner alone, and never over a file that is there.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

use eframe::egui::Context;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::app::summary::save::write_new;
use crate::exchange::calendar::{Event, calendar};

/// An export, while it is under way and after.
#[derive(Default)]
pub struct Export {
    saving: Option<Receiver<Result<PathBuf, String>>>,
    shown: Option<Result<PathBuf, String>>,
}

impl Export {
    /// Starts saving the events.
    pub fn start(&mut self, ctx: &Context, events: &[Event], folder: String, now: Timestamp, day: Date) {
        if self.saving.is_some() {
            return;
        }
        let (done, saving) = channel();
        let (file, waiting) = (calendar(events, now), ctx.clone());
        let work = move || {
            let saved = write_new(file.as_bytes(), Path::new(&folder), &format!("follow-ups-{day}"), "ics");
            // The screen may be gone by now; then nobody waits for the answer.
            done.send(saved.map_err(|(why, cure)| format!("{why}. {cure}"))).ok();
            waiting.request_repaint();
        };
        match std::thread::Builder::new().name("save calendar".into()).spawn(work) {
            Ok(_) => self.saving = Some(saving),
            Err(error) => self.shown = Some(Err(format!("{error}. Close other programs and try again."))),
        }
    }

    /// What became of the last one.
    pub fn shown(&mut self) -> Option<&Result<PathBuf, String>> {
        if let Some(saved) = self.saving.as_ref().and_then(|saving| saving.try_recv().ok()) {
            self.saving = None;
            self.shown = Some(saved);
        }
        self.shown.as_ref()
    }

    /// Whether the thread is at work.
    pub fn is_under_way(&self) -> bool {
        self.saving.is_some()
    }
}
