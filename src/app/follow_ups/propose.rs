//! What may be planned for the prescribed drug, from which start, before it is planned.

use eframe::egui::{Key, Ui};

use super::Draft;
use super::model::{self, Proposal};
use crate::app::desk::follow_ups::Step;
use crate::app::desk::{Action, Desk};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, Field, FieldState, Tone, button, card, section_title, text_field, words,
};
use crate::app::{dates, keys};
use crate::checklist::follow_up::Planned;
use crate::store::PatientId;

/// What would be planned for the prescribed drug, and from which start.
pub fn propose(
    ui: &mut Ui,
    desk: &Desk,
    (patient, proposal): (PatientId, &Proposal<'_>),
    draft: &mut Draft,
    mut go: bool,
    actions: &mut Vec<Action>,
) {
    let found = proposal.started_on.map(|day| day.to_string()).unwrap_or_default();
    let mut typed = match draft.start.take() {
        Some((of, typed)) if of == patient => typed,
        _ => found.clone(),
    };
    // Also while one types the day.
    go |= draft.moving.is_none() && keys::take(ui.ctx(), Key::Enter);
    let mut planned: Vec<Planned> = Vec::new();
    card(ui, |ui| {
        section_title(ui, &format!("To plan: {}", proposal.drug.name_with_brand()));
        words(ui, Type::Note, Tone::Muted, "The treatment begins, or began, on");
        let started_on = dates::read(&typed);
        let state = match (&started_on, typed.trim().is_empty()) {
            (None, false) => FieldState::Wrong("Type a day, such as 11/24/2026."),
            _ => FieldState::Plain,
        };
        let field = Field { state, ..Field::plain("Start of the treatment", "11/24/2026", 320.0) };
        let response = text_field(ui, &field, &mut typed);
        if proposal.started_on.is_none() && !draft.focused {
            response.request_focus();
            draft.focused = true;
        }
        let Some(started_on) = started_on else {
            words(ui, Type::Note, Tone::Ink, proposal.why);
            return;
        };
        let from = format!("From {}.", dates::words(started_on));
        let why = if typed == found { format!("{from} {}", proposal.why) } else { from };
        words(ui, Type::Note, Tone::Muted, &why);
        planned = model::planned(desk, proposal.drug, started_on);
        ui.add_space(size::TIGHT);
        for one in &planned {
            let what = model::what(proposal.drug, &one.test).unwrap_or(&one.test);
            let today = (desk.clock.today)();
            let is_late = model::when(one.due, one.until, today).is_late;
            let late = if is_late { ", not known whether it was done" } else { "" };
            let text = format!("{what}: week {}, {}{late}", one.week, model::days(one.due, one.until));
            words(ui, Type::Body, if is_late { Tone::Alarm } else { Tone::Ink }, &text);
        }
        if planned.is_empty() {
            let text = "Nothing is left to plan from that day: it is planned, or long past.";
            words(ui, Type::Note, Tone::Ink, text);
            return;
        }
        words(ui, Type::Small, Tone::Muted, "What was due more than 8 weeks ago is left out.");
        ui.add_space(size::TIGHT);
        let label = match planned.len() {
            1 => "Plan it".to_owned(),
            several => format!("Plan these {several}"),
        };
        go |= button(ui, ButtonKind::Primary, &label, Some("Enter")).clicked();
        if go && !desk.busy {
            let step = Step::Plan(proposal.drug.ix, started_on, std::mem::take(&mut planned));
            actions.push(Action::FollowUps(step));
        }
    });
    let is_planned = actions.iter().any(|action| matches!(action, Action::FollowUps(Step::Plan(..))));
    draft.again &= !is_planned;
    if typed != found && !is_planned {
        draft.start = Some((patient, typed));
    }
}
