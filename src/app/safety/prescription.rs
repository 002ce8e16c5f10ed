//! Draws the prescription: which drug and strength, whether it is new, and who prescribed it.

use eframe::egui::{self, Align, Layout, Rect, Ui};

use super::model::LETTERS;
use crate::app::desk::visit::{Direction, Said, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::keys::Press;
use crate::app::theme::size;
use crate::app::widgets::{
    Below, ButtonKind, Choice, ChoiceRow, ChoiceState, Cursor, Field, button, choice_row, section_title,
    text_field,
};
use crate::checklist::prescription::{Prescription, PrescriptionKind};
use crate::content::drug::Drug;
use crate::content::ids::DrugIx;

/// What is half-typed on the prescription.
#[derive(Default)]
pub struct Draft {
    strength: Option<String>,
    amount: Option<AmountDraft>,
    prescriber: Option<String>,
    fax: Option<String>,
    /// What a key has chosen, or laid open, and is to be seen.
    reveal: Option<Reveal>,
}

/// A part of the card that comes into sight.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reveal {
    /// The strengths, and new, refill or switch below them.
    Strengths,
    /// New, refill or switch.
    Kinds,
}

/// An amount of cream that is being typed, and the strength that it goes with.
struct AmountDraft {
    strength: String,
    typed: String,
}

impl AmountDraft {
    /// The strength with its amount, as it stands in a prescription.
    fn finished(&self) -> String {
        match self.typed.trim() {
            "" => self.strength.clone(),
            amount => format!("{}, {amount}", self.strength),
        }
    }
}

impl Draft {
    /// The prescription with what is half-typed in its fields, which one is about to leave.
    pub fn finished(&mut self, current: &Prescription) -> Prescription {
        let mut wanted = current.clone();
        if let Some(typed) = self.strength.take().filter(|typed| !typed.trim().is_empty()) {
            typed.trim().clone_into(&mut wanted.strength);
        }
        if let Some(amount) = self.amount.take() {
            wanted.strength = amount.finished();
        }
        for (draft, field) in
            [(&mut self.prescriber, &mut wanted.prescriber), (&mut self.fax, &mut wanted.fax)]
        {
            if let Some(typed) = draft.take() {
                typed.trim().clone_into(field);
            }
        }
        wanted
    }
}

/// The keys for new, refill and switch; none of them stands for a drug.
const KINDS: [(PrescriptionKind, char, &str); 3] = [
    (PrescriptionKind::New, 's', "New start"),
    (PrescriptionKind::Refill, 'r', "Refill"),
    (PrescriptionKind::Switch, 'w', "Switch"),
];

/// Draws the card.
pub fn ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    screen: &mut super::ui::Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let current = &visit.prescription;
    let mut wanted = current.clone();
    let ask = "What was prescribed, or asked about?";
    let explain = "Its verdict stands large, and its questions come first. The others are assessed too.";
    screen.drawn.title(ui, ask, explain, Below::OneOf);
    let draft = &mut screen.prescription;
    ui.add_space(size::GAP);
    // Of the frame before: only now it is drawn.
    let reveal = draft.reveal.take();
    for press in presses {
        match press {
            Press::Enter => actions.push(Action::Next),
            Press::Escape => actions.push(Action::Leave),
            Press::Right => actions.push(Action::Step(Direction::Forth)),
            Press::Backspace | Press::Delete => wanted = Prescription::default(),
            Press::Char(c) => draft.reveal = by_key(desk, *c, &mut wanted),
            Press::Up
            | Press::Down
            | Press::Left
            | Press::Space
            | Press::PageUp
            | Press::PageDown
            | Press::Home
            | Press::End => {}
        }
    }
    drugs(ui, desk, current, &mut wanted);
    let top_of_strengths = ui.cursor().top();
    if let Some(drug) = current.drug {
        strengths(ui, desk, drug, current, &mut wanted, draft);
    }
    let top_of_kinds = ui.cursor().top();
    section_title(ui, "New, refill or switch");
    ui.horizontal_wrapped(|ui| {
        for (kind, key, label) in KINDS {
            let key = key.to_uppercase().to_string();
            let chosen = current.kind == Some(kind);
            let state = if chosen { ChoiceState::Yes } else { ChoiceState::Unanswered };
            ui.allocate_ui(egui::vec2(170.0, size::ROW), |ui| {
                let row = ChoiceRow {
                    key: &key,
                    label,
                    detail: None,
                    state,
                    cursor: Cursor::Elsewhere,
                    multi: Choice::Radio,
                };
                if choice_row(ui, row).clicked() {
                    wanted.kind = (!chosen).then_some(kind);
                }
            });
        }
    });
    if let Some(reveal) = reveal {
        let top = match reveal {
            Reveal::Strengths => top_of_strengths,
            Reveal::Kinds => top_of_kinds,
        };
        let rect = Rect::from_x_y_ranges(ui.min_rect().x_range(), top..=ui.min_rect().bottom());
        ui.scroll_to_rect(rect, None);
    }
    ui.add_space(size::GAP);
    ui.horizontal_top(|ui| {
        let half = (ui.available_width() - 16.0) / 2.0;
        typed(
            ui,
            half,
            "Prescriber (optional)",
            &current.prescriber,
            &mut draft.prescriber,
            &mut wanted.prescriber,
        );
        ui.add_space(8.0);
        typed(
            ui,
            half,
            "Prescriber's fax or phone (optional)",
            &current.fax,
            &mut draft.fax,
            &mut wanted.fax,
        );
    });
    if wanted != *current {
        // Before the way on, which a key of the same frame may have asked for.
        actions.insert(0, Action::Say(Said::Prescription(wanted)));
    }
}

/// How much room the way on takes below the card.
pub(super) const FOOTER: f32 = size::BUTTON + 2.0 * size::PAD;

/// The way on, below the card.
pub(super) fn footer(ui: &mut Ui, actions: &mut Vec<Action>) {
    if button(ui, ButtonKind::Primary, "Next", Some("Enter")).clicked() {
        actions.push(Action::Next);
    }
}

/// Takes a letter or digit; answers with what is to come into sight for it.
fn by_key(desk: &Desk, c: char, wanted: &mut Prescription) -> Option<Reveal> {
    if let Some((kind, ..)) = KINDS.iter().find(|(_, key, _)| *key == c) {
        wanted.kind = Some(*kind);
        return Some(Reveal::Kinds);
    }
    if let Some(digit) = c.to_digit(10).filter(|digit| *digit > 0) {
        let drug = wanted.drug.map(|drug| desk.content.drug(drug));
        let at = usize::try_from(digit - 1).ok();
        if let Some(strength) = drug.zip(at).and_then(|(drug, at)| drug.dose.for_eczema().nth(at)) {
            wanted.strength.clone_from(&strength.name);
        }
        return Some(Reveal::Strengths);
    }
    let at = LETTERS.chars().position(|letter| letter == c)?;
    choose(desk.content.drugs().get(at)?.ix, wanted);
    Some(Reveal::Strengths)
}

fn choose(drug: DrugIx, wanted: &mut Prescription) {
    if wanted.drug != Some(drug) {
        wanted.drug = Some(drug);
        wanted.strength.clear();
    }
}

fn drugs(ui: &mut Ui, desk: &Desk, current: &Prescription, wanted: &mut Prescription) {
    let all = desk.content.drugs();
    let columns = if ui.available_width() > 460.0 { 2 } else { 1 };
    let gap = 16.0;
    let width = (ui.available_width() - gap * (columns as f32 - 1.0)) / columns as f32;
    let in_column = all.len().div_ceil(columns);
    let mut letters = LETTERS.chars();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for column in all.chunks(in_column) {
            ui.allocate_ui_with_layout(egui::vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 5.0;
                for drug in column {
                    let key = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
                    let chosen = current.drug == Some(drug.ix);
                    let label = drug.name_with_brand();
                    let state = if chosen { ChoiceState::Yes } else { ChoiceState::Unanswered };
                    let row = ChoiceRow {
                        key: &key,
                        label: &label,
                        detail: None,
                        state,
                        cursor: Cursor::Elsewhere,
                        multi: Choice::Radio,
                    };
                    if choice_row(ui, row).clicked() {
                        if chosen {
                            wanted.drug = None;
                            wanted.strength.clear();
                        } else {
                            choose(drug.ix, wanted);
                        }
                    }
                }
            });
        }
    });
    ui.add_space(size::GAP);
}

fn strengths(
    ui: &mut Ui,
    desk: &Desk,
    drug: DrugIx,
    current: &Prescription,
    wanted: &mut Prescription,
    draft: &mut Draft,
) {
    let drug = desk.content.drug(drug);
    if drug.dose.strengths.is_empty() {
        return;
    }
    section_title(ui, "Strength");
    ui.spacing_mut().item_spacing.y = 5.0;
    let split = split_amount(drug, &current.strength);
    for (at, strength) in drug.dose.for_eczema().enumerate() {
        let key = if at < 9 { (at + 1).to_string() } else { String::new() };
        let chosen = split.is_some_and(|(name, _)| name == strength.name);
        let state = if chosen { ChoiceState::Yes } else { ChoiceState::Unanswered };
        let row = ChoiceRow {
            key: &key,
            label: &strength.name,
            detail: None,
            state,
            cursor: Cursor::Elsewhere,
            multi: Choice::Radio,
        };
        if choice_row(ui, row).clicked() {
            if chosen {
                wanted.strength.clear();
            } else {
                wanted.strength.clone_from(&strength.name);
            }
            draft.strength = None;
            draft.amount = None;
        }
    }
    if let Some((name, amount)) = split
        && !drug.dose.amounts.is_empty()
    {
        let width = ui.available_width();
        let buffer = draft
            .amount
            .get_or_insert_with(|| AmountDraft { strength: name.to_owned(), typed: amount.to_owned() });
        let field = Field::plain("Amount and time", "amount and time: 60 g a week", width);
        let response = text_field(ui, &field, &mut buffer.typed);
        if response.lost_focus() {
            wanted.strength = buffer.finished();
        }
        if !response.has_focus() {
            draft.amount = None;
        }
    }
    let known = split.is_some();
    let other = if known { String::new() } else { current.strength.clone() };
    let width = ui.available_width();
    let buffer = draft.strength.get_or_insert_with(|| other.clone());
    let field = Field::plain("Another strength", "another strength, as written", width);
    let response = text_field(ui, &field, buffer);
    if response.lost_focus() {
        let typed = buffer.trim().to_owned();
        if !typed.is_empty() {
            wanted.strength = typed;
        } else if !known {
            wanted.strength.clear();
        }
        draft.strength = None;
    } else if !response.has_focus() {
        draft.strength = None;
    }
    ui.add_space(size::GAP);
}

/// The strength of the list that was chosen, and the amount written after it.
fn split_amount<'a>(drug: &'a Drug, strength: &'a str) -> Option<(&'a str, &'a str)> {
    drug.dose.for_eczema().find_map(|known| {
        let rest = strength.strip_prefix(known.name.as_str())?;
        match rest.strip_prefix(", ") {
            Some(amount) => Some((known.name.as_str(), amount)),
            None => rest.is_empty().then_some((known.name.as_str(), "")),
        }
    })
}

/// A field whose text is said when one leaves it.
fn typed(
    ui: &mut Ui,
    width: f32,
    label: &str,
    current: &str,
    draft: &mut Option<String>,
    wanted: &mut String,
) {
    ui.allocate_ui_with_layout(egui::vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        section_title(ui, label);
        let buffer = draft.get_or_insert_with(|| current.to_owned());
        let field = Field::plain(label, "", width);
        let response = text_field(ui, &field, buffer);
        if response.lost_focus() {
            buffer.trim().clone_into(wanted);
            *draft = None;
        } else if !response.has_focus() {
            *draft = None;
        }
    });
}
