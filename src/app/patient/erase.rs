//! Erasing a patient: said twice, because nothing brings it back.

use eframe::egui::{Frame, Key, Margin, Ui};

use super::born_words;
use crate::app::desk::vault::Step;
use crate::app::desk::{Action, Desk};
use crate::app::keys;
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, Field, Tone, button, card, page_title, section_title, text_field, words,
};
use crate::store::Patient;

/// The patient, and what is typed to confirm it.
pub struct Draft {
    patient: Patient,
    typed: String,
    focused: bool,
    asked: bool,
}

/// What has to be typed.
const WORD: &str = "erase";

impl Draft {
    /// Of a patient.
    pub fn new(patient: Patient) -> Self {
        Self { patient, typed: String::new(), focused: false, asked: false }
    }
}

/// Draws the page; the answer is whether one leaves it.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) -> bool {
    let mut leave = keys::take_from_all(ui.ctx(), Key::Escape);
    let mut go = keys::take(ui.ctx(), Key::Enter);
    Frame::new().inner_margin(Margin::symmetric(40, 26)).show(ui, |ui| {
        ui.set_width(ui.available_width().min(680.0));
        if let Some(erased) = desk.vault.erased.as_ref().filter(|_| draft.asked) {
            page_title(ui, "Erased");
            let count = if erased.checklists == 1 { "1 visit".to_owned() } else { format!("{} visits", erased.checklists) };
            words(ui, Type::Body, Tone::Ink, &format!("The patient and {count} are no longer in the vault."));
            if !erased.tidied {
                words(ui, Type::Note, Tone::Alarm, "The file could not be written anew: what is left in its free space goes with the next erasure.");
            }
            ui.add_space(size::GAP);
            if erased.still_in.is_empty() {
                words(ui, Type::Note, Tone::Muted, "No backup that is known here holds them. One that was carried elsewhere may.");
            } else {
                section_title(ui, "These backups still hold them");
                card(ui, |ui| {
                    for path in &erased.still_in {
                        words(ui, Type::Note, Tone::Ink, &path.display().to_string());
                    }
                });
                words(ui, Type::Note, Tone::Muted, "Delete them when the record must be gone everywhere, and make a backup first.");
            }
            ui.add_space(size::PAD);
            leave |= go | button(ui, ButtonKind::Primary, "Close", Some("Enter")).clicked();
            return;
        }
        page_title(ui, "Erase this patient?");
        words(ui, Type::Strong, Tone::Ink, &format!("{}, {}", draft.patient.name, born_words(&draft.patient)));
        words(
            ui,
            Type::Body,
            Tone::Muted,
            "Every visit, note, page and follow-up of this patient goes for good, with the records that were made part of \
             it. This can't be undone. Export the record first if anybody may still ask for it.",
        );
        ui.add_space(size::PAD);
        section_title(ui, "Type the word “erase”");
        let field = text_field(ui, &Field::plain("Type the word erase", "", 200.0), &mut draft.typed);
        if !draft.focused {
            field.request_focus();
            draft.focused = true;
        }
        ui.add_space(size::PAD);
        ui.horizontal(|ui| {
            go |= button(ui, ButtonKind::Plain, "Erase for good", Some("Enter")).clicked();
            leave |= button(ui, ButtonKind::Primary, "Back", Some("Esc")).clicked();
        });
        if go && !desk.busy && draft.typed.trim().eq_ignore_ascii_case(WORD) {
            draft.asked = true;
            actions.push(Action::Vault(Step::Erase(draft.patient.id)));
        }
    });
    leave
}
