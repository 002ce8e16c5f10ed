//! Draws the safety screen: topics at the left, the question in the middle, verdicts at the right.

use std::collections::HashSet;

use eframe::egui::accesskit::Role;
use eframe::egui::{self, Event, Frame, Key, Margin, Panel, ScrollArea, Ui, UiBuilder, vec2};
use serde_json::Value;

use super::model::{self, Below, Detail, Lead};
use super::number::{Selection, Typed};
use super::page::{self, Asks, Drawn};
use super::steps::{self, StepGroup};
use super::{between, footer, medicines, prescription, since, verdicts};
use crate::app::banner;
use crate::app::desk::visit::{Direction, Here, Screen, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::keys::{self, Press};
use crate::app::theme::{self, Type, size};
use crate::app::widgets::{Selected, Tone, card, group, nav_row, section_title, standing_strip, tab, words};
use crate::checklist::order::Page;
use crate::content::Content;
use crate::content::ids::{DrugIx, QuestionIx};

/// What is half-typed or marked on this screen.
#[derive(Default)]
pub struct Draft {
    pub(super) place: Option<Here>,
    pub(super) drawn: Drawn,
    /// Whether the question in front is to come into sight again, since others of its page were answered.
    pub(super) asks_again: bool,
    /// What was marked as changed since the last visit, and what of it was in sight.
    pub(super) changed: HashSet<QuestionIx>,
    pub(super) seen_since: HashSet<QuestionIx>,
    pub(super) since_rows: Vec<egui::Id>,
    pub(super) numbers: std::collections::HashMap<QuestionIx, Typed>,
    pub(super) wrong: Option<String>,
    /// Whether the cursor stands in the field of the number in front.
    pub types_number: bool,
    pub(super) focus_field: Option<Selection>,
    /// What is typed on the prescription.
    pub prescription: prescription::Draft,
    /// What is typed in the list of medicines.
    pub medicines: medicines::Draft,
    /// The drug that is shown large, when it is not the prescribed one.
    pub shown: Option<DrugIx>,
    /// Whether the findings are shown with all advice and sources.
    pub findings_open: bool,
    /// Whether the first of the alternatives is to get the focus.
    pub(super) wants_alternatives: bool,
    /// Which of the three panes is shown when the window is narrow.
    pub pane: Pane,
    narrow: bool,
    /// How the question was laid out in the last frame; `None` where another pane was shown.
    laid_out: Option<LaidOut>,
}

/// What moves the question to another place in the window, where the toolkit takes it for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LaidOut {
    narrow: bool,
    high: bool,
    low: bool,
}

impl Draft {
    /// Whether one pane is shown at a time.
    pub fn is_narrow(&self) -> bool {
        self.narrow
    }

    /// Goes to the first of the alternatives, wherever the verdicts are scrolled to.
    fn show_alternatives(&mut self) {
        self.wants_alternatives = true;
        if self.narrow {
            self.pane = Pane::Verdicts;
        }
    }

    /// Opens the findings, or folds them; in a narrow window this leads to the verdicts and back.
    pub fn open_findings(&mut self) {
        if self.narrow {
            self.pane = if self.pane == Pane::Verdicts { Pane::Question } else { Pane::Verdicts };
        } else {
            self.findings_open = !self.findings_open;
        }
    }

    /// What is half-typed, for the draft that outlives a lock.
    pub fn to_json(&self, content: &Content) -> Value {
        let numbers = self.numbers.iter().filter(|(_, typed)| typed.is_half_typed());
        let numbers = numbers
            .map(|(ix, typed)| (content.question(*ix).id.as_str().to_owned(), Value::from(typed.text())));
        serde_json::json!({
            "medicine": self.medicines.typed(),
            "numbers": numbers.collect::<serde_json::Map<_, _>>(),
        })
    }

    /// Puts back what was half-typed before a lock.
    pub fn restore(&mut self, content: &Content, visit: &Visit, typed: &Value) {
        self.medicines.restore(typed.get("medicine").and_then(Value::as_str).unwrap_or_default());
        for (id, text) in typed.get("numbers").and_then(Value::as_object).into_iter().flatten() {
            if let (Some(ix), Some(text)) = (content.question_by_id(id), text.as_str()) {
                self.numbers.insert(ix, Typed::restored(visit.checklist.answer(ix), text));
            }
        }
    }

    /// Whether the screen is in front and has its focus at this place already, which it came to by itself.
    pub fn is_at(&self, desk: &Desk, here: Here) -> bool {
        desk.visit().is_some_and(|visit| visit.screen == Screen::Safety) && self.place == Some(here)
    }

    /// The question is laid out in another way, or was out of sight: what of it had the focus lost it, and gets it again.
    fn lay_out(&mut self, ctx: &egui::Context, now: LaidOut) {
        if self.laid_out.replace(now) == Some(now) {
            return;
        }
        let focused = ctx.memory(|memory| memory.focused());
        if focused.is_none_or(|id| ctx.text_edit_focused() || self.is_of_question(id)) {
            self.drawn.wants_focus = true;
            self.focus_field.get_or_insert(Selection::AsItWas);
            self.medicines.focus_again();
        }
    }

    /// Whether it is the head of a question, or an answer.
    fn is_of_question(&self, id: egui::Id) -> bool {
        self.drawn.heads.contains(&id) || self.drawn.rows.iter().any(|row| row.id == id)
    }

    /// One comes back from another screen: the cursor goes where it was.
    pub fn come_back(&mut self) {
        self.place = None;
    }
}

/// The panes of a narrow window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list of topics.
    Topics,
    /// The question.
    #[default]
    Question,
    /// The verdicts.
    Verdicts,
}

const LEFT: f32 = 216.0;
const RIGHT: f32 = 372.0;
const NARROW: f32 = 920.0;
/// At both sides of the questions.
const SIDE: i8 = 30;

/// Draws the screen.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    arrive(ui, visit, draft);
    draft.narrow = ui.available_width() < NARROW;
    draft.types_number &= ui.ctx().text_edit_focused();
    let below = below(desk, visit, draft);
    if let Some(lead) = takes_lead(ui, &below) {
        actions.push(lead.action(visit));
    }
    let presses = presses(ui, draft);
    let pages = visit.pages(&desk.content);
    let groups = steps::step_groups(&desk.content, visit, &pages);
    for press in &presses {
        match press {
            Press::PageDown => verdicts::show_next(desk, visit, &mut draft.shown, Direction::Forth),
            Press::PageUp => verdicts::show_next(desk, visit, &mut draft.shown, Direction::Back),
            Press::End => draft.show_alternatives(),
            // Where one is, one comes to again.
            Press::Home => (draft.pane, draft.asks_again) = (Pane::Question, true),
            Press::Char('[') => actions.extend(other_page(&groups, Direction::Back)),
            Press::Char(']') => actions.extend(other_page(&groups, Direction::Forth)),
            _ => {}
        }
    }
    let palette = theme::of(ui.ctx()).palette.clone();
    let side = Frame::new().fill(palette.surface);
    if draft.narrow {
        // In a low window they are scrolled with the question: F6 leads to the verdicts and back.
        if !theme::is_low(ui.ctx()) || draft.pane != Pane::Question {
            pane_tabs(ui, draft);
        }
        verdict(ui, desk, visit, draft, &mut actions);
        if draft.pane != Pane::Question {
            draft.laid_out = None;
        }
        match draft.pane {
            Pane::Topics => steps_ui(ui, desk, visit, (&pages, &groups), &mut actions),
            Pane::Question => middle(ui, desk, visit, &pages, draft, &presses, &mut actions),
            Pane::Verdicts => {
                let margin = Margin { left: 16, right: 8, top: 8, bottom: 0 };
                Frame::new()
                    .inner_margin(margin)
                    .show(ui, |ui| verdicts::ui(ui, desk, visit, &below, draft, &mut actions));
            }
        }
        if draft.pane != Pane::Question && presses.contains(&Press::Escape) {
            draft.pane = Pane::Question;
        }
    } else {
        Panel::left("topics")
            .exact_size(LEFT)
            .resizable(false)
            .frame(side.inner_margin(Margin::symmetric(10, 14)))
            .show(ui, |ui| steps_ui(ui, desk, visit, (&pages, &groups), &mut actions));
        let right = RIGHT.min(ui.available_width() * 0.42);
        verdict(ui, desk, visit, draft, &mut actions);
        // Drawn before what stands at its right, so that Tab and screen readers come to it first.
        let room = ui.available_rect_before_wrap();
        let beside = room.with_max_x(room.right() - right);
        // On a large screen the questions stand in the middle of what is left.
        let spare = (beside.width() - size::READ - 2.0 * f32::from(SIDE)).max(0.0);
        let beside = beside.shrink2(vec2(spare / 2.0, 0.0));
        let mut beside = ui.new_child(UiBuilder::new().max_rect(beside));
        middle(&mut beside, desk, visit, &pages, draft, &presses, &mut actions);
        Panel::right("verdicts")
            .exact_size(right)
            .resizable(false)
            .frame(side.inner_margin(Margin { left: 16, right: 8, top: 16, bottom: 0 }))
            .show(ui, |ui| verdicts::ui(ui, desk, visit, &below, draft, &mut actions));
    }
    // What was chosen has to be seen: it stands on the pane of the question, and it gets the focus.
    if actions.iter().any(|action| matches!(action, Action::Go(here) if draft.place != Some(*here))) {
        draft.pane = Pane::Question;
    } else if actions.iter().any(|action| matches!(action, Action::Go(_))) && draft.pane != Pane::Question {
        draft.pane = Pane::Question;
        draft.place = None;
    }
    actions
}

/// The verdict across the room at hand; a click opens the findings, or leads to the prescription.
fn verdict(ui: &mut Ui, desk: &Desk, visit: &Visit, draft: &mut Draft, actions: &mut Vec<Action>) {
    let drug = verdicts::shown(visit, draft);
    if banner::ui(ui, desk, visit, drug).clicked() {
        match drug {
            Some(_) => draft.open_findings(),
            None => actions.push(Action::Go(Here::Prescription)),
        }
    }
}

/// One has come to another place: what was marked is forgotten, and the question there gets the focus.
fn arrive(ui: &Ui, visit: &Visit, draft: &mut Draft) {
    let asks_again = std::mem::take(&mut draft.asks_again);
    if draft.place == Some(visit.here) && !asks_again {
        return;
    }
    match draft.place {
        Some(_) => {
            draft.medicines.arrive();
            draft.pane = Pane::Question;
        }
        None => draft.medicines.come_back(),
    }
    draft.place = Some(visit.here);
    draft.wrong = None;
    draft.focus_field = Some(Selection::All);
    draft.drawn.wants_focus = true;
    if let Some(focused) = ui.memory(|memory| memory.focused()) {
        ui.memory_mut(|memory| memory.surrender_focus(focused));
    }
}

/// The single keys of the frame. Heads and answers of questions have the focus only to be read: Enter and the space bar are
/// the page's there.
fn presses(ui: &Ui, draft: &Draft) -> Vec<Press> {
    let mut presses = keys::take_all(ui.ctx());
    let focused = ui.memory(|memory| memory.focused());
    if focused.is_some_and(|id| draft.is_of_question(id)) {
        for (key, press) in [(Key::Enter, Press::Enter), (Key::Space, Press::Space)] {
            if keys::take_from_all(ui.ctx(), key) {
                presses.push(press);
            }
        }
    }
    presses
}

/// What stands below the large verdict.
fn below(desk: &Desk, visit: &Visit, draft: &Draft) -> Below {
    let detail = if draft.findings_open || draft.is_narrow() { Detail::Full } else { Detail::Short };
    let large = verdicts::shown(visit, draft).and_then(|drug| visit.assessment.of(drug));
    large.map(|assessed| model::below(&desk.content, visit, assessed, detail)).unwrap_or_default()
}

/// Takes a key with Alt that leads from the verdicts to an answer or a question. Its letter answers nothing.
fn takes_lead(ui: &Ui, below: &Below) -> Option<Lead> {
    // There Alt with a letter types another one into a field.
    let types = ui.ctx().text_edit_focused() && ui.ctx().os() == egui::os::OperatingSystem::Mac;
    ui.input_mut(|input| {
        let pressed = input.events.iter().find_map(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } if modifiers.alt && !modifiers.ctrl => {
                let mut name = key.name().chars();
                let one = name.next().filter(|_| name.next().is_none())?;
                one.is_ascii_alphanumeric().then(|| one.to_ascii_lowercase())
            }
            _ => None,
        });
        let key = pressed.filter(|key| !types || key.is_ascii_digit())?;
        input.events.retain(|event| match event {
            Event::Key { pressed: true, modifiers, .. } => !modifiers.alt,
            Event::Text(_) => false,
            _ => true,
        });
        below.lead_of(key)
    })
}

/// The neighbor of the page where one is.
fn other_page(groups: &[StepGroup], direction: Direction) -> Option<Action> {
    let rows: Vec<_> = groups.iter().flat_map(|group| &group.rows).collect();
    let at = rows.iter().position(|row| row.selected)?;
    let wanted = match direction {
        Direction::Back => at.checked_sub(1)?,
        Direction::Forth => at + 1,
    };
    rows.get(wanted).map(|row| Action::Go(row.here))
}

/// The way to the other panes.
fn pane_tabs(ui: &mut Ui, draft: &mut Draft) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_space(size::PAD);
        group(ui, Role::TabList, "Panes", |ui| {
            for (pane, label) in
                [(Pane::Topics, "Topics"), (Pane::Question, "Question"), (Pane::Verdicts, "Verdicts · F6")]
            {
                if tab(ui, label, Selected::from(draft.pane == pane)).clicked() {
                    draft.pane = pane;
                }
            }
        });
    });
}

/// The list at the left: what is known, and the pages.
fn steps_ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    (pages, groups): (&[Page], &[StepGroup]),
    actions: &mut Vec<Action>,
) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(10, 0)).show(ui, |ui| {
            section_title(ui, &steps::progress_words(visit, pages));
            let strip = steps::strip(&desk.content, visit);
            standing_strip(ui, &strip.cells, &strip.words);
            words(ui, Type::Small, Tone::Muted, &strip.words);
        });
        ui.add_space(size::GAP);
        ui.spacing_mut().item_spacing.y = 0.0;
        for step in groups {
            if !step.name.is_empty() {
                ui.add_space(size::GAP);
                ui.horizontal(|ui| {
                    ui.add_space(10.0);
                    section_title(ui, &step.name);
                });
            }
            let name = if step.name.is_empty() { "Questions" } else { step.name.as_str() };
            group(ui, Role::ListBox, name, |ui| {
                for row in &step.rows {
                    if nav_row(ui, &row.label, &row.right, Selected::from(row.selected)).clicked() {
                        actions.push(Action::Go(row.here));
                    }
                }
            });
        }
    });
}

fn middle(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    pages: &[Page],
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let page = match visit.here {
        Here::Question(ix) => pages.iter().find(|page| page.questions.contains(&ix)).map(|page| (page, ix)),
        Here::Prescription | Here::Since | Here::Boundary => None,
    };
    let salt = ("question", page.map(|(page, _)| (page.screen, page.part)), visit.here == Here::Prescription);
    // What is asked stays in sight above the answers; where there is room, also why and what was said before.
    let is_high = ui.available_height() > HIGH;
    let is_low = theme::is_low(ui.ctx());
    draft.lay_out(ui.ctx(), LaidOut { narrow: draft.narrow, high: is_high, low: is_low });
    if is_low {
        // Every line counts: what is asked stands right above its answers.
        ui.spacing_mut().item_spacing.y = 0.0;
    }
    if let Some(page) = page {
        let top = if is_low { 2 } else { 14 };
        Frame::new().inner_margin(Margin { left: SIDE, right: SIDE, top, bottom: 0 }).show(ui, |ui| {
            ui.set_width(ui.available_width().min(size::READ));
            match is_high {
                true => page::header(ui, desk, visit, page, Asks::InHeader, presses, actions),
                false => page::ask(ui, &desk.content, page),
            }
        });
    }
    let is_prescription = visit.here == Here::Prescription;
    let below = match page {
        // There the way on is scrolled with the answers.
        _ if is_low => 0.0,
        Some((page, ix)) => footer::footer_height(&desk.content, page, ix),
        None if is_prescription => prescription::FOOTER,
        None => 0.0,
    };
    let area = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]);
    area.max_height(ui.available_height() - below).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: SIDE, right: SIDE, top: 8, bottom: 14 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = size::GAP;
            ui.set_width(ui.available_width().min(size::READ));
            if is_low && draft.narrow {
                pane_tabs(ui, draft);
            }
            if let (false, Some(page)) = (is_high, page) {
                page::header(ui, desk, visit, page, Asks::Above, presses, actions);
            }
            match (visit.here, page) {
                (Here::Question(_), Some(page)) => {
                    page::ui(ui, desk, visit, page, draft, presses, actions);
                }
                (Here::Since, _) => {
                    section_title(ui, "Since the last visit");
                    card(ui, |ui| since::ui(ui, desk, visit, draft, presses, actions));
                }
                (Here::Boundary, _) => {
                    section_title(ui, "For the prescription");
                    card(ui, |ui| between::ui(ui, desk, visit, pages, draft, presses, actions));
                }
                (Here::Prescription | Here::Question(_), _) => {
                    section_title(ui, "Prescription");
                    card(ui, |ui| prescription::ui(ui, desk, visit, draft, presses, actions));
                }
            }
            if is_low {
                ui.add_space(size::GAP);
                way_on(ui, desk, visit, page, draft, actions);
            }
        });
    });
    if !is_low {
        Frame::new().inner_margin(Margin { left: SIDE, right: SIDE, top: 6, bottom: 6 }).show(ui, |ui| {
            ui.set_width(ui.available_width().min(size::READ));
            way_on(ui, desk, visit, page, draft, actions);
        });
    }
}

/// The buttons that lead on; the cards between two pages have their own.
fn way_on(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    page: Option<(&Page, QuestionIx)>,
    draft: &mut Draft,
    actions: &mut Vec<Action>,
) {
    match page {
        Some(page) => footer::footer(ui, &desk.content, visit, page, draft, actions),
        None if visit.here == Here::Prescription => prescription::footer(ui, actions),
        None => {}
    }
}

/// Above this height also why it is asked stands still above the answers.
const HIGH: f32 = 560.0;
