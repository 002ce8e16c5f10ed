//! A summary that was handed out, as it was: to look at, and to save again.

use eframe::egui::{Frame, Margin, Panel, Ui};

use crate::app::dates;
use crate::app::desk::Desk;
use crate::app::keys::{self, Press};
use crate::app::summary::preview::Preview;
use crate::app::summary::save::{Saved, Saver};
use crate::app::summary::{kept_folder, saved_words};
use crate::app::theme::{self, Type, size};
use crate::app::widgets::{ButtonKind, Tone, button, page_title, words};
use crate::store::Printed;
use crate::summary::{Handed, lay_out};

/// A summary that was handed out, and what is being done with it.
pub struct Reprint {
    handed: Result<Handed, String>,
    when: String,
    preview: Preview,
    saver: Saver,
    is_laid_out: bool,
}

impl Reprint {
    /// Of what was kept.
    pub fn new(desk: &Desk, printed: &Printed) -> Self {
        let day = (desk.clock.day_of)(printed.at);
        let handed = Handed::from_json(&printed.document, day);
        let when = format!("{} {}", dates::words(day), (desk.clock.time_of)(printed.at).strftime("%H:%M"));
        Self { handed, when, preview: Preview::default(), saver: Saver::default(), is_laid_out: false }
    }
}

/// Draws it; the answer is whether one leaves it.
pub fn ui(ui: &mut Ui, desk: &Desk, reprint: &mut Reprint) -> bool {
    let mut leave = false;
    let mut save = keys::take_ctrl(ui.ctx(), eframe::egui::Key::S);
    for press in keys::take_all(ui.ctx()) {
        match press {
            Press::Escape | Press::Left => leave = true,
            Press::Enter => save = true,
            press => {
                reprint.preview.key(press);
            }
        }
    }
    let handed = match &reprint.handed {
        Ok(handed) => handed,
        Err(why) => {
            Frame::new().inner_margin(Margin::symmetric(40, 26)).show(ui, |ui| {
                page_title(ui, "These pages can't be shown");
                words(ui, Type::Body, Tone::Ink, &format!("They are kept, but {why}."));
                leave |= button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
            });
            return leave;
        }
    };
    if !reprint.is_laid_out {
        reprint.preview.show(lay_out(&handed.document, handed.setup));
        reprint.is_laid_out = true;
    }
    let surface = theme::of(ui.ctx()).palette.surface;
    let frame = Frame::new().fill(surface).inner_margin(Margin::symmetric(18, 16));
    Panel::left("handed out").exact_size(300.0).resizable(false).frame(frame).show(ui, |ui| {
        page_title(ui, "As it was handed out");
        words(ui, Type::Body, Tone::Muted, &reprint.when);
        ui.add_space(size::PAD);
        words(
            ui,
            Type::Note,
            Tone::Muted,
            "The words are those of that day. Answers that changed since then are not in it.",
        );
        ui.add_space(size::PAD);
        save |= button(ui, ButtonKind::Primary, "Save as PDF again", Some("Enter")).clicked();
        leave |= button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
        ui.add_space(size::PAD);
        saved_words(ui, reprint.saver.shown());
    });
    reprint.preview.ui(ui);
    if let Some(problem) = reprint.preview.problem().filter(|_| save) {
        reprint.saver.show(Saved::of_pages(problem));
    } else if save {
        reprint.saver.start(ui.ctx(), handed.clone(), reprint.preview.pages(), kept_folder(desk));
    }
    if let Some((saved, _)) = reprint.saver.finished() {
        reprint.saver.show(saved);
    }
    leave
}
