//! The cost screen: what is known of the coverage at the left, what a year of each option costs at the right.

mod card;
mod claims;
mod complaint;
mod costs;
mod form;
mod help;
mod income;
mod inputs;
mod kept;
pub mod live;
mod model;
mod script;
mod shown;
mod take;
pub(super) mod text;
mod unsure;

use eframe::egui::{FocusDirection, Frame, Margin, Panel, ScrollArea, Ui};
use serde_json::Value;

use super::banner;
use super::desk::visit::{Said, Screen, Visit};
use super::desk::{Action, Desk};
use super::form::HalfTyped;
use super::keys::{self, Press};
use super::panes::{self, Pane, Scroll};
use super::theme;
use super::widgets::ButtonKind;
use crate::checklist::coverage::Coverage;
use crate::cost::entry::{self, Known};
use crate::programs::{self, ProgramQuestion};
use live::Live;

/// What is half-typed on this screen.
#[derive(Default)]
pub struct Draft {
    /// What is half-typed of the coverage.
    typed: HalfTyped,
    /// What the quick entry said.
    quick: Option<String>,
    /// The option that is shown in full.
    selected: usize,
    /// The option was just chosen: its first field gets the focus.
    to_option: bool,
    /// What was typed here of the income.
    incomes: income::Answers,
    /// The call to the plan that is under way.
    call: Option<script::Call>,
    /// The call goes on to its next question.
    next_question: bool,
    /// The month of the chart whose figures are shown.
    month: Option<usize>,
    is_on_chart: bool,
    as_table: bool,
    /// Whether treatments to add are listed.
    adds: bool,
    /// Whether programs that do not fit are listed.
    shows_closed: bool,
    /// Whether the warning about alternative funding was opened.
    shows_vendors: bool,
    /// What was done outside of a field is to be said.
    to_say: bool,
    was_shown: bool,
    /// The focus goes back to the field that had it last.
    to_fields: bool,
    /// Which side is shown when the window is narrow.
    pane: Pane,
}

impl Draft {
    /// What can't be read yet, for the draft that outlives a lock.
    pub fn to_json(&self) -> Value {
        self.typed.to_json()
    }

    /// Puts back what was half-typed before a lock.
    pub fn restore(&mut self, texts: &Value) {
        self.typed.restore(texts);
    }

    /// What was typed and not said yet: to be said before one leaves the screen.
    pub fn finished(&mut self, desk: &Desk, visit: &Visit) -> Option<Said> {
        let edited = self.typed.finish()?;
        let coverage = Coverage::from_json(&desk.content, &edited, "coverage").ok()?;
        (coverage != visit.coverage).then_some(Said::Coverage(coverage))
    }

    /// Whether no text is half-typed.
    pub fn is_untouched(&self) -> bool {
        self.typed.is_untouched()
    }

    /// The cursor goes to the first field when the screen is shown again.
    pub fn come_back(&mut self) {
        self.was_shown = false;
    }
}

const LEFT: f32 = 285.0;
/// How many amounts of an income are asked about at most.
const MOST_INCOMES: usize = 4;

/// What is known of a visit, for a coverage to begin with.
pub fn known<'a>(desk: &'a Desk, visit: &'a Visit) -> Known<'a> {
    Known { content: &desk.content, checklist: &visit.checklist, prescription: &visit.prescription }
}

/// The coverage of a visit with what is half-typed.
pub fn coverage(desk: &Desk, visit: &Visit, draft: &Draft) -> Value {
    draft.typed.record(|| entry::complete(known(desk, visit), &visit.coverage))
}

/// What is asked of the thread that counts.
pub fn asked(desk: &Desk, visit: &Visit, draft: &Draft) -> Value {
    entry::question(&visit.checklist, coverage(desk, visit, draft))
}

/// Draws the screen.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, live: &Live, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    let known = known(desk, visit);
    let coverage = coverage(desk, visit, draft);
    let options = entry::get(&coverage, "options").and_then(Value::as_array).map_or(0, Vec::len);
    draft.selected = draft.selected.min(options.saturating_sub(1));
    if !draft.was_shown {
        draft.was_shown = true;
        draft.typed.focus_on(inputs::first_open(known, &coverage, draft.selected));
    }
    let is_narrow = ui.available_width() < panes::NARROW;
    let scroll = Scroll::take(ui.ctx());
    take_keys(ui, draft, is_narrow, &mut actions);
    if std::mem::take(&mut draft.to_fields) {
        let last = draft.typed.last().filter(|last| inputs::has(known, &coverage, draft.selected, last));
        let last = last.unwrap_or("payer").to_owned();
        draft.typed.focus_on(Some(last));
    }
    if std::mem::take(&mut draft.to_option) {
        let selected = draft.selected;
        let wanted = inputs::field_of(
            known,
            &coverage,
            selected,
            &format!("options.{selected}.lines.0.maintenance.2"),
        )
        .or_else(|| inputs::field_of(known, &coverage, selected, &format!("options.{selected}.lines")));
        draft.typed.focus_on(wanted);
    }
    if std::mem::take(&mut draft.next_question)
        && let Some(counted) = live.last()
    {
        script::next(&desk.content, &coverage, draft, &counted.comparison);
    }
    let said = Coverage::from_json(&desk.content, &coverage, "coverage").unwrap_or_default();
    let birth_date = visit.checklist.patient.birth_date;
    let asked = ProgramQuestion::of(&desk.content, visit.checklist.as_of, birth_date, &said);
    let mut incomes = programs::income_thresholds(&desk.content, &asked);
    incomes.truncate(MOST_INCOMES);
    let incomes = draft.incomes.amounts(&coverage, &incomes);
    let counted = live.last().map(AsRef::as_ref);
    let beside = inputs::Beside { known, incomes: &incomes, counted, error: live.error(), desk };
    let surface = theme::of(ui.ctx()).palette.surface;
    let side = Frame::new().fill(surface).inner_margin(Margin::symmetric(18, 14));
    let mut say = false;
    if is_narrow {
        let before = draft.pane;
        panes::turn(&mut draft.pane, scroll.is_some(), draft.typed.wants_focus());
        panes::tabs(ui, &mut draft.pane, ["Fields", "Figures · PgDn"]);
        actions.extend(banner::with_way(ui, desk, visit));
        match draft.pane {
            Pane::Fields => side.show(ui, |ui| say = inputs::ui(ui, &beside, &coverage, draft)).inner,
            Pane::Figures => {
                say = draft.typed.hide(ui);
                let scroll = scroll.filter(|_| before == Pane::Figures);
                figures(ui, desk, visit, (&coverage, live), scroll, draft, &mut actions);
            }
        }
    } else {
        Panel::left("insurance")
            .exact_size(LEFT)
            .resizable(false)
            .frame(side)
            .show(ui, |ui| say = inputs::ui(ui, &beside, &coverage, draft));
        actions.extend(banner::with_way(ui, desk, visit));
        figures(ui, desk, visit, (&coverage, live), scroll, draft, &mut actions);
    }
    say |= std::mem::take(&mut draft.to_say);
    if say && let Some(said) = draft.finished(desk, visit) {
        actions.push(Action::Say(said));
    }
    actions
}

/// What a year costs, and which help is open.
fn figures(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    (coverage, live): (&Value, &Live),
    scroll: Option<Scroll>,
    draft: &mut Draft,
    actions: &mut Vec<Action>,
) {
    let height = ui.available_height();
    ScrollArea::vertical().id_salt("costs").auto_shrink([false, false]).show(ui, |ui| {
        if let Some(scroll) = scroll {
            scroll.apply(ui, height);
        }
        Frame::new().inner_margin(Margin::symmetric(24, 18)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            costs::ui(ui, desk, visit, coverage, live, draft);
            ui.add_space(theme::size::PAD);
            if super::widgets::button(ui, ButtonKind::Primary, "Next: the pages", Some("F5")).clicked() {
                actions.push(Action::Open(Screen::Summary));
            }
        });
    });
}

/// Single keys, while no field has the focus.
fn take_keys(ui: &Ui, draft: &mut Draft, is_narrow: bool, actions: &mut Vec<Action>) {
    for press in keys::take_all(ui.ctx()) {
        let step = |month: Option<usize>, forth: bool| match (month, forth) {
            (None, _) => Some(0),
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => Some(at.saturating_sub(1)),
        };
        match press {
            Press::Left | Press::Right if draft.is_on_chart => {
                draft.month = step(draft.month, press == Press::Right);
            }
            // It led out of a field, which had the focus until now.
            Press::Escape if draft.typed.was_focused() => {}
            Press::Escape if is_narrow && draft.pane == Pane::Figures => draft.to_fields = true,
            Press::Enter | Press::Right => actions.push(Action::Open(Screen::Summary)),
            Press::Escape | Press::Left => actions.push(Action::Open(Screen::Safety)),
            Press::Char('t') => draft.as_table = !draft.as_table,
            Press::Char('a') => {
                draft.call = None;
                draft.next_question = true;
            }
            Press::Char(digit @ '1'..='9') => {
                draft.selected = digit.to_digit(10).map_or(0, |digit| digit as usize - 1);
                draft.to_option = true;
            }
            Press::Down | Press::Up => {
                draft.to_fields = true;
                // The toolkit would lead on from there to the next control.
                ui.ctx().memory_mut(|memory| memory.move_focus(FocusDirection::None));
            }
            Press::Char(_)
            | Press::Space
            | Press::Backspace
            | Press::Delete
            | Press::PageUp
            | Press::PageDown
            | Press::Home
            | Press::End => {}
        }
    }
}
