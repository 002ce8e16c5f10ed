//! A summary that was handed out, as it was: to look at, and to save again.

use eframe::egui::{Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::dates;
use crate::app::desk::Desk;
use crate::app::keys::{self, Press};
use crate::app::summary::preview::Preview;
use crate::app::summary::save::Saver;
use crate::app::summary::{kept_folder, saved_words};
use crate::app::theme::{self, Type, size};
use crate::app::widgets::{ButtonKind, Tone, button, page_title, words};
use crate::store::Printed;
use crate::summary::Handed;

/// A summary that was handed out, and what is being done with it.
pub struct Reprint {
    handed: Result<Handed, String>,
    when: String,
    preview: Preview,
    saver: Saver,
    zoom: f32,
}

impl Reprint {
    /// Of what was kept.
    pub fn new(desk: &Desk, printed: &Printed) -> Self {
        let day = (desk.clock.day_of)(printed.at);
        let handed = Handed::from_json(&printed.document, day);
        let when = format!("{} {}", dates::words(day), (desk.clock.time_of)(printed.at).strftime("%H:%M"));
        Self { handed, when, preview: Preview::default(), saver: Saver::default(), zoom: 1.0 }
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
            Press::Char('+' | '=') => reprint.zoom = (reprint.zoom * 1.25).min(3.0),
            Press::Char('-') => reprint.zoom = (reprint.zoom / 1.25).max(0.4),
            _ => {}
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
    reprint.preview.lay_out(&handed.document, handed.setup);
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
        if let Some(problem) = reprint.preview.problem() {
            words(ui, Type::Note, Tone::Alarm, problem);
        }
    });
    ScrollArea::both().id_salt("handed pages").auto_shrink([false, false]).show(ui, |ui| {
        Frame::new()
            .inner_margin(Margin::symmetric(26, 20))
            .show(ui, |ui| reprint.preview.ui(ui, reprint.zoom));
    });
    if save {
        reprint.saver.start(ui.ctx(), handed.clone(), reprint.preview.pages(), kept_folder(desk));
    }
    if let Some((saved, _)) = reprint.saver.finished() {
        reprint.saver.show(saved);
    }
    leave
}
