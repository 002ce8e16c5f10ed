//! The coverage screen: who pays, where the patient lives, and which kinds of help that opens.

use eframe::egui::{Align, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use super::desk::visit::{Said, Screen, Visit};
use super::desk::{Action, Desk};
use super::keys::{self, Press};
use super::safety::model::LETTERS;
use super::theme::{self, Type, size};
use super::widgets::{
    ButtonKind, Choice, ChoiceRow, ChoiceState, Cursor, Field, FieldInput, FieldState, TagTone, Tone, button,
    card, choice_row, page_title, section_title, tag, text_field, words,
};
use crate::checklist::coverage::Coverage;
use crate::content::ids::PayerId;
use crate::content::payer::State;
use crate::programs::{self, Match};

/// What is half-typed on this screen.
#[derive(Default)]
pub struct Draft {
    state: Option<String>,
}

const LEFT: f32 = 380.0;

/// Draws the screen.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    let mut wanted = visit.coverage.clone();
    for press in keys::take_all(ui.ctx()) {
        match press {
            Press::Enter => actions.push(Action::Open(Screen::Summary)),
            Press::Escape | Press::Left => actions.push(Action::Open(Screen::Safety)),
            Press::Right => actions.push(Action::Open(Screen::Summary)),
            Press::Char('u') | Press::Backspace | Press::Delete => wanted.payer = None,
            Press::Char(c) => {
                if let Some(payer) =
                    LETTERS.chars().position(|letter| letter == c).and_then(|at| desk.content.payers.get(at))
                {
                    wanted.payer = Some(payer.id.clone());
                }
            }
            Press::Up | Press::Down | Press::Space | Press::PageUp | Press::PageDown => {}
        }
    }
    let surface = theme::of(ui.ctx()).palette.surface;
    let left = |ui: &mut Ui, wanted: &mut Coverage, draft: &mut Draft| {
        ScrollArea::vertical().id_salt("insurance").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(ui.available_width() - 8.0);
            insurance(ui, desk, visit, wanted, draft);
        });
    };
    let right = |ui: &mut Ui, actions: &mut Vec<Action>| {
        ScrollArea::vertical().id_salt("help").auto_shrink([false, false]).show(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(26, 20)).show(ui, |ui| {
                ui.set_width(ui.available_width().min(900.0));
                help(ui, desk, visit, actions);
            });
        });
    };
    if ui.available_width() < 720.0 {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(20, 16)).show(ui, |ui| {
                insurance(ui, desk, visit, &mut wanted, draft);
                ui.add_space(size::SECTION);
                help(ui, desk, visit, &mut actions);
            });
        });
    } else {
        Panel::left("insurance")
            .exact_size(LEFT.min(ui.available_width() * 0.38))
            .resizable(false)
            .frame(Frame::new().fill(surface).inner_margin(Margin::symmetric(18, 16)))
            .show(ui, |ui| left(ui, &mut wanted, draft));
        right(ui, &mut actions);
    }
    if wanted != visit.coverage {
        actions.push(Action::Say(Said::Coverage(wanted)));
    }
    actions
}

fn insurance(ui: &mut Ui, desk: &Desk, visit: &Visit, wanted: &mut Coverage, draft: &mut Draft) {
    section_title(ui, "Insurance");
    ui.spacing_mut().item_spacing.y = 5.0;
    for (payer, letter) in desk.content.payers.iter().zip(LETTERS.chars()) {
        let chosen = visit.coverage.payer.as_ref() == Some(&payer.id);
        let key = letter.to_uppercase().to_string();
        if payer_row(ui, &key, &payer.name, &payer.detail, chosen) {
            wanted.payer = (!chosen).then(|| PayerId::new(payer.id.as_str()));
        }
    }
    if payer_row(ui, "U", "Not known", "", visit.coverage.payer.is_none()) {
        wanted.payer = None;
    }
    ui.add_space(size::PAD);
    section_title(ui, "State (Tab leads here)");
    let current = visit.coverage.state.as_deref().and_then(|id| desk.content.state_by_id(id));
    let buffer =
        draft.state.get_or_insert_with(|| current.map(|state| state.name.clone()).unwrap_or_default());
    let found = find_state(desk, buffer);
    let wrong = !buffer.trim().is_empty() && found.is_none();
    let field_state = if wrong {
        FieldState::Wrong("No state begins so. Type a name or two letters, or leave it empty.")
    } else {
        FieldState::Plain
    };
    let width = ui.available_width();
    let field = Field {
        label: "State",
        hint: "not known",
        width,
        align: Align::Min,
        state: field_state,
        input: FieldInput::Open,
    };
    let response = text_field(ui, &field, buffer);
    let found = find_state(desk, buffer);
    if response.changed() || response.lost_focus() {
        match found {
            Some(state) => wanted.state = Some(state.id.clone()),
            None if buffer.trim().is_empty() => wanted.state = None,
            None => {}
        }
    }
    if !response.has_focus() && !wrong {
        draft.state = None;
    } else if let Some(state) = found {
        words(ui, Type::Small, Tone::Muted, &state.name);
    }
}

fn payer_row(ui: &mut Ui, key: &str, name: &str, detail: &str, chosen: bool) -> bool {
    let state = if chosen { ChoiceState::Yes } else { ChoiceState::Unanswered };
    let detail = Some(detail).filter(|detail| !detail.is_empty());
    let row = ChoiceRow { key, label: name, detail, state, cursor: Cursor::Elsewhere, multi: Choice::Radio };
    choice_row(ui, row).clicked()
}

fn find_state<'a>(desk: &'a Desk, typed: &str) -> Option<&'a State> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return None;
    }
    let states = &desk.content.states;
    states
        .iter()
        .find(|state| state.id.to_lowercase() == typed || state.name.to_lowercase() == typed)
        .or_else(|| {
            states.iter().find(|state| typed.len() > 2 && state.name.to_lowercase().starts_with(&typed))
        })
}

fn help(ui: &mut Ui, desk: &Desk, visit: &Visit, actions: &mut Vec<Action>) {
    let content = &desk.content;
    page_title(ui, "Help with the cost");
    let payer = visit.coverage.payer.as_ref().and_then(|id| content.payer_by_id(id.as_str()));
    let lead = match payer {
        Some(payer) => format!(
            "With {}: what the law and the usual terms open or close. The plan and the programs decide.",
            payer.name
        ),
        None => "The payer is not known yet, and it decides. Nothing is ruled out until it is.".to_owned(),
    };
    words(ui, Type::Body, Tone::Muted, &lead);
    ui.add_space(size::GAP);
    for help in programs::helps(content, &visit.coverage) {
        card(ui, |ui| {
            ui.horizontal(|ui| {
                words(ui, Type::Strong, Tone::Ink, &help.help.name);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let tone = match help.match_ {
                        Match::Open => TagTone::Good,
                        Match::Depends | Match::Ask => TagTone::Ask,
                        Match::Closed => TagTone::Neutral,
                    };
                    tag(ui, tone, help.match_.word());
                });
            });
            words(ui, Type::Note, Tone::Muted, &help.help.about);
            words(ui, Type::Body, Tone::Ink, &help.why);
            let sources: Vec<String> =
                help.sources.iter().map(|ix| content.source(*ix).line(visit.checklist.as_of)).collect();
            if !sources.is_empty() {
                words(ui, Type::Small, Tone::Muted, &sources.join("; "));
            }
        });
    }
    if let Some(payer) = payer {
        ui.add_space(size::GAP);
        section_title(ui, "Ask next");
        for question in &payer.ask {
            words(ui, Type::Body, Tone::Ink, &format!("· {question}"));
        }
    }
    if let Some(state) = programs::state(content, &visit.coverage) {
        ui.add_space(size::GAP);
        section_title(ui, &format!("In {}", state.name));
        for note in &state.notes {
            words(ui, Type::Body, Tone::Ink, note);
        }
        let sources: Vec<String> =
            state.sources.iter().map(|ix| content.source(*ix).line(visit.checklist.as_of)).collect();
        words(ui, Type::Small, Tone::Muted, &sources.join("; "));
    }
    ui.add_space(size::PAD);
    if button(ui, ButtonKind::Primary, "Next", Some("Enter")).clicked() {
        actions.push(Action::Open(Screen::Summary));
    }
    ui.add_space(size::PAD);
    words(
        ui,
        Type::Small,
        Tone::Muted,
        "Not a quote, and not a decision on eligibility. What the patient would pay in a year is not computed in this version.",
    );
}
