//! Two records of one patient side by side, before one becomes part of the other.

use eframe::egui::Ui;

use super::{born_words, narrow};
use crate::app::dates;
use crate::app::desk::{Action, Desk, MergePage, Page};
use crate::app::keys;
use crate::app::theme::{Type, size};
use crate::app::widgets::{ButtonKind, Tone, button, card, notice, page_title, section_title, words};
use crate::store::Patient;

/// Draws them.
pub fn ui(ui: &mut Ui, desk: &Desk, page: &MergePage) -> Vec<Action> {
    let (mut merge, mut swap, mut back) = (false, false, false);
    for press in keys::take_all(ui.ctx()) {
        match press {
            keys::Press::Enter => merge = true,
            keys::Press::Char('s') => swap = true,
            keys::Press::Escape => back = true,
            _ => {}
        }
    }
    narrow(ui, |ui| {
        page_title(ui, "Are these the same person?");
        words(
            ui,
            Type::Body,
            Tone::Muted,
            "The visits, follow-ups and pages of the second are then found under the first. Nothing is thrown away, \
             and the step can be taken back on the patient's page.",
        );
        ui.add_space(size::PAD);
        if page.stays.birth_date != page.goes.birth_date {
            notice(ui, "The birth dates differ. Two people can share a name: ask before you go on.");
            ui.add_space(size::PAD);
        }
        for (title, patient) in
            [("This record stays", &page.stays), ("This one becomes part of it", &page.goes)]
        {
            section_title(ui, title);
            card(ui, |ui| record(ui, desk, patient));
            ui.add_space(size::PAD);
        }
        ui.horizontal_wrapped(|ui| {
            merge |= button(ui, ButtonKind::Primary, "Same person: make them one", Some("Enter")).clicked();
            swap |= button(ui, ButtonKind::Plain, "Swap", Some("S")).clicked();
            back |= button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
        });
    });
    if back {
        return vec![Action::Leave];
    }
    if swap {
        let page = MergePage { stays: page.goes.clone(), goes: page.stays.clone() };
        return vec![Action::Show(Page::Merge(Box::new(page)))];
    }
    if merge && !desk.busy { vec![Action::Merge(page.stays.id, page.goes.id)] } else { Vec::new() }
}

fn record(ui: &mut Ui, desk: &Desk, patient: &Patient) {
    words(ui, Type::Strong, Tone::Ink, &patient.name);
    words(ui, Type::Note, Tone::Ink, &born_words(patient));
    if let Some(phone) = &patient.phone {
        words(ui, Type::Note, Tone::Ink, phone);
    }
    let seen = (desk.clock.day_of)(patient.seen_at);
    let added = (desk.clock.day_of)(patient.created_at);
    let line = format!("seen {}, in the vault since {}", dates::words(seen), dates::words(added));
    words(ui, Type::Note, Tone::Muted, &line);
}
