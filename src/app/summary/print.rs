//! Hands the pages to the system's printing on a thread of its own, and says what became of them.
//!
//! No file is written on the way to the printer. Where the system can't print, the pages are saved like any others
//! and opened in the viewer, so that they are at hand all the same.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::{Context, Ui};

use super::save::{self, Saved};
use super::saved_words;
use super::system::{self, Job, Printers, System, Tools, Way};
use crate::app::theme::Type;
use crate::app::widgets::{Choice, ChoiceRow, ChoiceState, Cursor};
use crate::app::widgets::{Tone, choice_row, link, notice, section_title, words};
use crate::summary::{Handed, Page, PdfMeta, to_pdf};

/// What became of the pages.
#[derive(Clone, Debug)]
pub enum Sent {
    /// The printing system has accepted them.
    Printed {
        /// The job's name, where the system tells it.
        job: Option<String>,
    },
    /// They are to be printed from the viewer.
    Opened {
        /// Why not from here, in words; nothing where the system prints in no other way.
        why: Option<String>,
        /// What became of the file.
        saved: Saved,
    },
}

impl Sent {
    /// Whether the pages have left for the paper or lie in a file.
    pub fn is_handed_out(&self) -> bool {
        matches!(self, Self::Printed { .. } | Self::Opened { saved: Saved::Done { .. }, .. })
    }
}

/// Printing, and what is known of the printers.
#[derive(Default)]
pub struct Printer {
    looking: Option<Receiver<Printers>>,
    printers: Option<Printers>,
    sending: Option<(Receiver<Sent>, Handed)>,
    shown: Option<Sent>,
    choosing: bool,
}

impl Printer {
    /// Asks for the printers, once.
    pub fn look(&mut self, ctx: &Context) {
        if let Some(found) = self.looking.as_ref().and_then(|looking| looking.try_recv().ok()) {
            self.looking = None;
            self.printers = Some(found);
        }
        if self.printers.is_some() || self.looking.is_some() {
            return;
        }
        if System::HERE == System::Windows {
            self.printers = Some(Printers::default());
            return;
        }
        let (done, looking) = channel();
        let ctx = ctx.clone();
        let work = move || {
            done.send(Printers::here(&Tools::here())).ok();
            ctx.request_repaint();
        };
        match std::thread::Builder::new().name("list printers".into()).spawn(work) {
            Ok(_) => self.looking = Some(looking),
            // Without a list the system's usual printer is used.
            Err(_) => self.printers = Some(Printers::default()),
        }
    }

    /// Whether the printers are being asked for.
    pub fn is_looking(&self) -> bool {
        self.looking.is_some()
    }

    /// Whether the printers are being asked for, or pages are on their way.
    pub fn is_waiting(&self) -> bool {
        self.looking.is_some() || self.sending.is_some()
    }

    /// Starts printing on the chosen printer; empty is the system's usual one. What can't be printed goes into the
    /// folder.
    pub fn start(&mut self, ctx: &Context, handed: Handed, pages: &[Page], chosen: &str, folder: String) {
        if self.sending.is_some() {
            return;
        }
        let (done, sending) = channel();
        let meta = PdfMeta::of(&handed.document, &handed.author, handed.day);
        let pages = pages.to_vec();
        let (paper, day) = (handed.setup.paper, handed.day);
        let printer = self.printers.clone().unwrap_or_default().to_name(chosen);
        let ctx = ctx.clone();
        let work = move || {
            let sent = match to_pdf(&pages, &meta) {
                Ok(bytes) => {
                    let job = Job { printer: printer.as_deref(), paper };
                    send(&bytes, job, || save::saved(&bytes, folder.as_ref(), day))
                }
                Err(error) => Sent::Opened { why: None, saved: Saved::of_pages(&error) },
            };
            // The screen may be gone by now; then nobody waits for the answer.
            done.send(sent).ok();
            ctx.request_repaint();
        };
        match std::thread::Builder::new().name("print pages".into()).spawn(work) {
            Ok(_) => {
                self.shown = None;
                self.sending = Some((sending, handed));
            }
            Err(error) => self.shown = Some(Sent::Opened { why: None, saved: Saved::no_thread(&error) }),
        }
    }

    /// What has just been handed out, as it was.
    pub fn finished(&mut self) -> Option<Handed> {
        let sent = match self.sending.as_ref()?.0.try_recv() {
            Ok(sent) => sent,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Sent::Opened { why: None, saved: Saved::broken_off() },
        };
        let handed = self.sending.take().map(|(_, handed)| handed);
        let is_handed_out = sent.is_handed_out();
        self.shown = Some(sent);
        handed.filter(|_| is_handed_out)
    }

    /// What is still on its way to the printer when nobody will wait for it any more; nothing that failed by now.
    pub fn give_up(&mut self) -> Option<Handed> {
        let (sending, handed) = self.sending.take()?;
        match sending.try_recv() {
            Ok(sent) => sent.is_handed_out().then_some(handed),
            Err(TryRecvError::Empty) => Some(handed),
            Err(TryRecvError::Disconnected) => None,
        }
    }

    /// Forgets what became of the pages before.
    pub fn clear(&mut self) {
        self.shown = None;
    }

    /// The choice among several printers; the answer is the one that was chosen just now.
    pub fn choice(&mut self, ui: &mut Ui, chosen: &str) -> Option<String> {
        let printers = self.printers.as_ref().filter(|printers| printers.names.len() > 1)?;
        section_title(ui, "Printer");
        let usual = printers.usual.as_deref();
        let used = if chosen.is_empty() { usual.unwrap_or_default() } else { chosen };
        if !chosen.is_empty() && printers.names.iter().all(|name| name != chosen) {
            let gone = format!("{chosen} is not among the printers of this computer: choose another one.");
            words(ui, Type::Note, Tone::Alarm, &gone);
            self.choosing = true;
        }
        if used.is_empty() {
            self.choosing = true;
        }
        let mut picked = None;
        for name in printers.names.iter().filter(|name| self.choosing || *name == used) {
            let state = if name == used { ChoiceState::Yes } else { ChoiceState::No };
            let detail = (Some(name.as_str()) == usual).then_some("the usual one of this computer");
            let cursor = Cursor::Elsewhere;
            let row = ChoiceRow { key: "", label: name, detail, state, cursor, multi: Choice::Radio };
            if choice_row(ui, row).clicked() {
                picked = Some(name.clone());
            }
        }
        if picked.is_some() {
            self.choosing = false;
        } else if !self.choosing && link(ui, "Choose another printer").clicked() {
            self.choosing = true;
            ui.ctx().request_repaint();
        }
        picked
    }

    /// Says what becomes of the pages.
    pub fn words(&self, ui: &mut Ui) {
        if self.sending.is_some() {
            notice(ui, "Sending to the printer …");
            return;
        }
        match &self.shown {
            Some(Sent::Printed { job: Some(job) }) => {
                notice(ui, &format!("Sent to the printer: job {job}."));
            }
            Some(Sent::Printed { job: None }) => {
                notice(ui, "Sent to the printer.");
            }
            Some(Sent::Opened { why, saved }) => {
                match (why, saved) {
                    (Some(why), _) => {
                        words(ui, Type::Note, Tone::Alarm, &format!("Not printed: {why}."));
                        words(ui, Type::Note, Tone::Ink, CURE);
                    }
                    (None, Saved::Done { .. }) => {
                        words(
                            ui,
                            Type::Note,
                            Tone::Ink,
                            "This system prints from its viewer: print it from there.",
                        );
                    }
                    (None, Saved::Failed { .. }) => {}
                }
                saved_words(ui, Some(saved));
            }
            None => {}
        }
    }
}

/// What to do where printing failed.
const CURE: &str = "Print it from the viewer, or see that the printer is on, is set up in the system's settings and is \
                    chosen here, and print again.";

/// Prints, and where that fails saves.
fn send(bytes: &[u8], job: Job<'_>, save: impl FnOnce() -> Saved) -> Sent {
    match system::way(System::HERE, &Tools::here(), job) {
        Way::Program { program, arguments } => match system::hand_over(&program, &arguments, bytes) {
            Ok(job) => Sent::Printed { job },
            Err(why) => Sent::Opened { why: Some(why), saved: save() },
        },
        Way::Viewer => Sent::Opened { why: None, saved: save() },
        Way::NoProgram => {
            let why = "this computer has no program that prints (lp or lpr, of CUPS)".to_owned();
            Sent::Opened { why: Some(why), saved: save() }
        }
    }
}
