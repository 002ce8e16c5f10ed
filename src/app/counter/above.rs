//! What lies above everything and stops all else: a message, the list of keys, the palette.

use eframe::egui::{self, Frame, Key, Margin, ScrollArea, Ui};

use super::Counter;
use crate::app::command::here::Stroke;
use crate::app::desk::Action;
use crate::app::palette::{self, Target};
use crate::app::theme::{self, Type, size};
use crate::app::widgets::{ButtonKind, Tone, button, page_title, words};
use crate::app::{help, keys};

/// What was asked for and lies above everything; a message lies above even that.
pub(super) enum Top {
    /// The list of keys.
    Help(Help),
    /// Everything that can be done, and patients, to be found by typing.
    Palette(Box<palette::Draft>),
}

/// Whether the list of keys was only just opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Help {
    /// It begins at its first line.
    Opened,
    /// It stays where it was scrolled to.
    Shown,
}

impl Counter {
    /// Whether something lies above everything, so that nothing behind may hear a key.
    pub(super) fn is_blocked(&self) -> bool {
        self.desk.message.is_some() || self.top.is_some()
    }

    /// Draws it; the answer is a key that is to be pressed for the screen behind.
    pub(super) fn above(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) -> Option<Stroke> {
        if self.desk.message.is_some() {
            self.message(ui, actions);
            return None;
        }
        match self.top.take() {
            Some(Top::Help(help)) => {
                if !self.list_of_keys(ui, help) {
                    self.top = Some(Top::Help(Help::Shown));
                }
                None
            }
            Some(Top::Palette(mut draft)) => {
                let (situation, spot) = (self.situation(), self.spot());
                let mut asked = Vec::new();
                let shown = framed(ui, 680.0, |ui| {
                    palette::ui(ui, &self.desk, (&situation, spot), &mut draft, &mut asked)
                });
                actions.append(&mut asked);
                match shown {
                    palette::Shown::Open => self.top = Some(Top::Palette(draft)),
                    palette::Shown::Closed => {}
                    palette::Shown::Chosen(target) => return self.run(target, actions),
                }
                None
            }
            None => None,
        }
    }

    /// Does what was chosen in the palette.
    fn run(&mut self, target: Target, actions: &mut Vec<Action>) -> Option<Stroke> {
        match target {
            Target::Command(command) => self.command(command, actions),
            Target::Here(stroke) => return Some(stroke),
            Target::Patient(patient) => {
                self.finish_now();
                actions.push(Action::OpenPatient(*patient));
            }
        }
        None
    }

    fn message(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let mut done =
            keys::take_from_all(ui.ctx(), Key::Escape) || keys::take_from_all(ui.ctx(), Key::Enter);
        let Some(message) = self.desk.message.clone() else { return };
        framed(ui, 480.0, |ui| {
            page_title(ui, &message.what);
            words(ui, Type::Body, Tone::Ink, &message.cure);
            ui.add_space(size::PAD);
            done |= button(ui, ButtonKind::Primary, "Close", Some("Enter")).clicked();
        });
        if done {
            actions.push(Action::CloseMessage);
        }
    }

    /// Draws the list of keys; answers whether it is closed.
    fn list_of_keys(&self, ui: &mut Ui, help: Help) -> bool {
        let mut done =
            keys::take_from_all(ui.ctx(), Key::Escape) || keys::take_from_all(ui.ctx(), Key::Enter);
        let room = ui.ctx().content_rect().size() - egui::vec2(120.0, 200.0);
        let step = |down, up, by: f32| {
            let pressed = |key| f32::from(u8::from(keys::take_from_all(ui.ctx(), key)));
            (pressed(up) - pressed(down)) * by
        };
        let by = step(Key::PageDown, Key::PageUp, room.y * 0.9) + step(Key::ArrowDown, Key::ArrowUp, 60.0);
        let spot = self.spot();
        framed(ui, room.x.min(860.0), |ui| {
            page_title(ui, "All keys");
            let mut area =
                ScrollArea::vertical().id_salt("keys").max_height(room.y).min_scrolled_height(room.y);
            if help == Help::Opened {
                area = area.vertical_scroll_offset(0.0);
            }
            area.show(ui, |ui| {
                ui.scroll_with_delta(egui::vec2(0.0, by));
                help::all_keys(ui, spot);
            });
            done |= button(ui, ButtonKind::Primary, "Close", Some("Esc")).clicked();
        });
        done
    }
}

fn framed<R>(ui: &Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = theme::of(ui.ctx()).palette.clone();
    let frame = Frame::new()
        .fill(palette.surface)
        .corner_radius(egui::CornerRadius::same(size::CARD_RADIUS))
        .inner_margin(Margin::same(size::CARD_PAD));
    egui::Modal::new(egui::Id::unique("above"))
        .frame(frame)
        .show(ui.ctx(), |ui| {
            ui.set_width(width.min(ui.ctx().content_rect().width() - 60.0));
            contents(ui)
        })
        .inner
}
