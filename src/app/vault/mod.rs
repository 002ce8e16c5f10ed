//! The vault itself: who works with it and what opens it, its backups, and whether it is whole.
//!
//! Lies above whatever is in front. Everybody changes their own passphrase here; the rest of the keys is for
//! administrators. What is typed into a secret field is wiped when the page closes.

pub mod keep;
mod staff;

use eframe::egui::{Align, Frame, Layout, Margin, ScrollArea, Ui};
use zeroize::Zeroize;

use super::command::here::Spot;
use super::desk::vault::Step;
use super::desk::{Action, Desk};
use super::keys::{self, Press};
use super::theme::{Type, size};
use super::widgets::{ButtonKind, Tone, button, card, notice, page_title, words};
use crate::store::{Role, StaffId};

/// What is typed and marked.
#[derive(Default)]
pub struct Draft {
    marked: usize,
    form: Form,
    name: String,
    present: String,
    passphrase: String,
    again: String,
    wrong: Option<(staff::Wrong, String)>,
    focus: bool,
}

/// What is asked for.
#[derive(Clone, Default, PartialEq, Eq)]
enum Form {
    #[default]
    None,
    /// A new staff member.
    Add,
    /// One's own passphrase.
    Own,
    /// Somebody else's passphrase.
    Reset(StaffId, String),
    /// Whether somebody is to be removed.
    Remove(StaffId, String),
    /// Whether a new recovery code is to be made.
    Code,
    /// Whether the vault is to get a new key.
    Rekey,
}

// What nobody should read later is wiped when the page closes.
impl Drop for Draft {
    fn drop(&mut self) {
        self.forget();
    }
}

impl Draft {
    fn forget(&mut self) {
        self.present.zeroize();
        self.passphrase.zeroize();
        self.again.zeroize();
        self.name.clear();
        self.wrong = None;
    }

    fn show(&mut self, form: Form) {
        self.forget();
        self.form = form;
        self.focus = true;
    }

    /// Where one is, as far as keys depend on it.
    pub fn spot(&self) -> Spot {
        match self.form {
            Form::None => Spot::Vault,
            Form::Add | Form::Own | Form::Reset(..) | Form::Remove(..) | Form::Code | Form::Rekey => {
                Spot::Keys
            }
        }
    }
}

/// Draws the page; the answer is whether one leaves it.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) -> bool {
    let mut leave = false;
    if desk.vault.code.is_some() {
        show_code(ui, desk, actions);
        return false;
    }
    if draft.form == Form::None {
        for press in keys::take_all(ui.ctx()) {
            match press {
                Press::Escape => leave = true,
                Press::Down => draft.marked += 1,
                Press::Up => draft.marked = draft.marked.saturating_sub(1),
                Press::Char('a') if is_administrator(desk) => draft.show(Form::Add),
                Press::Char('p') => draft.show(Form::Own),
                Press::Char('b') => actions.push(Action::Vault(Step::BackUp)),
                Press::Char('v') => actions.push(Action::Vault(Step::Verify)),
                _ => {}
            }
        }
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(40, 26)).show(ui, |ui| {
            page_title(ui, "Vault and staff");
            if let Some(said) = &desk.vault.said {
                notice(ui, said);
            }
            if !desk.vault.without_key.is_empty() {
                let line = format!(
                    "Without a key now, until they get a new passphrase: {}.",
                    desk.vault.without_key.join(", ")
                );
                notice(ui, &line);
            }
            ui.add_space(size::GAP);
            let whole = ui.available_width();
            let wide = whole > 860.0;
            let left = if wide { (whole - size::SECTION) * 0.54 } else { whole };
            let column = Layout::top_down(Align::Min);
            let both = |ui: &mut Ui, draft: &mut Draft, actions: &mut Vec<Action>| {
                ui.allocate_ui_with_layout(eframe::egui::vec2(left, 0.0), column, |ui| {
                    ui.set_width(left);
                    staff::ui(ui, desk, draft, actions);
                });
                ui.add_space(size::SECTION - size::GAP);
                ui.allocate_ui_with_layout(eframe::egui::vec2(ui.available_width(), 0.0), column, |ui| {
                    keep::ui(ui, desk, draft.spot(), actions);
                });
            };
            if wide {
                ui.horizontal_top(|ui| both(ui, draft, actions));
            } else {
                ui.vertical(|ui| both(ui, draft, actions));
            }
        });
    });
    leave
}

fn is_administrator(desk: &Desk) -> bool {
    desk.session
        .as_ref()
        .is_some_and(|session| session.staff.role == Role::Administrator && !session.temporary)
}

/// A new recovery code, shown until it is written down.
fn show_code(ui: &mut Ui, desk: &Desk, actions: &mut Vec<Action>) {
    let Some(code) = &desk.vault.code else { return };
    let mut done = false;
    for press in keys::take_all(ui.ctx()) {
        done |= press == Press::Enter;
    }
    Frame::new().inner_margin(Margin::symmetric(40, 26)).show(ui, |ui| {
        ui.set_width(ui.available_width().min(620.0));
        card(ui, |ui| {
            page_title(ui, "Write down the recovery code");
            words(
                ui,
                Type::Body,
                Tone::Muted,
                "It opens the vault when the passphrase is lost; an older code opens nothing any more. Once you have \
                 written it down it is never shown again: keep it on paper, locked away, not on this computer.",
            );
            ui.add_space(size::SECTION);
            words(ui, Type::Title, Tone::Ink, code.reveal());
            ui.add_space(size::SECTION);
            done |= button(ui, ButtonKind::Primary, "I have written it down", Some("Enter")).clicked();
        });
    });
    if done {
        actions.push(Action::Vault(Step::CodeWritten));
    }
}
