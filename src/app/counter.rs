//! The whole window: the bar at the top, the screen, the bar at the bottom, and what lies above them.

mod above;
mod bar;
mod bottom;
mod commands;
pub mod draft;
mod over;

use std::mem::{Discriminant, discriminant};

use eframe::egui::{self, Frame, Id, Margin, Panel, Ui, UiBuilder, vec2};

use super::command::Command;
use super::desk::visit::{Here, Said, Screen};
use super::desk::{Action, Desk, Door, Page};
use super::settings::look::Look;
use super::theme::{self, size};
use super::widgets::{ButtonKind, button, button_width, fitted};
use super::{
    about, authorization, coverage, door, follow_ups, history, keys, notes, patient, prices, safety,
    settings, start, summary, vault,
};
use above::Top;
use draft::LastSeen;
pub use over::Over;

/// The window's content: the desk, and what is half-typed on each screen.
pub struct Counter {
    /// The state.
    pub desk: Desk,
    door: door::Draft,
    start: start::Draft,
    form: patient::Draft,
    safety: safety::ui::Draft,
    coverage: coverage::Draft,
    authorization: authorization::Draft,
    costs: coverage::live::Live,
    summary: summary::Draft,
    prices: prices::Draft,
    visit: Option<crate::store::ChecklistId>,
    top: Option<Top>,
    over: Option<Over>,
    keys: keys::Queue,
    /// What had the focus where something lies above it now.
    covered_focus: Option<Id>,
    /// What is to get it back.
    focus_again: Option<Id>,
    last_seen: LastSeen,
    is_locking: bool,
    restoring: Option<(crate::store::ChecklistId, serde_json::Value)>,
    shown_look: Look,
}

impl Counter {
    /// A window on a desk.
    pub fn new(desk: Desk) -> Self {
        Self {
            shown_look: desk.look,
            desk,
            door: door::Draft::fresh(),
            start: start::Draft::default(),
            form: patient::Draft::default(),
            safety: safety::ui::Draft::default(),
            coverage: coverage::Draft::default(),
            authorization: authorization::Draft::default(),
            costs: coverage::live::Live::default(),
            summary: summary::Draft::default(),
            prices: prices::Draft::default(),
            visit: None,
            top: None,
            over: None,
            keys: keys::Queue::default(),
            covered_focus: None,
            focus_again: None,
            last_seen: LastSeen::never(),
            is_locking: false,
            restoring: None,
        }
    }

    /// What lies above the page in front, if anything does.
    pub fn over(&self) -> Option<&Over> {
        self.over.as_ref()
    }

    /// Called with the events of each frame before it: one key a frame.
    pub fn admit(&mut self, ctx: &egui::Context, events: &mut Vec<egui::Event>) {
        self.keys.admit(ctx, events);
    }

    /// Draws everything and does what was asked for.
    pub fn show(&mut self, ui: &mut Ui) {
        self.look(ui.ctx());
        self.restore();
        if std::mem::take(&mut self.desk.vault.code_returned) {
            self.show_code();
        }
        self.lock_when_idle(ui.ctx());
        for handed_out in self.summary.handed_out() {
            self.apply(handed_out);
        }
        self.forget_other_visit();
        self.count_costs(ui.ctx());
        let before = self.place();
        let (was_covered, focused) = (self.is_covered(), ui.memory(|memory| memory.focused()));
        let mut actions = Vec::new();
        self.hear_commands(ui.ctx(), &mut actions);
        let palette = theme::of(ui.ctx()).palette.clone();
        let above_and_below = if theme::is_low(ui.ctx()) { 3 } else { 6 };
        let bar = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(18, above_and_below));
        fitted(ui, Panel::top("top").resizable(false).frame(bar), |ui| self.top(ui, &mut actions));
        let panel = Panel::bottom("bottom").resizable(false).frame(bar);
        fitted(ui, panel, |ui| self.bottom(ui, &mut actions));
        let was_blocked = self.is_blocked();
        let stroke = if was_blocked { self.above(ui, &mut actions) } else { None };
        if was_blocked {
            keys::drop_all(ui.ctx());
        }
        // What was chosen by name is pressed, and heard by the screen that it was chosen for.
        let blocked = was_blocked && stroke.is_none();
        if let Some(stroke) = stroke {
            keys::press_for(ui.ctx(), stroke.events());
        }
        let mut closed = false;
        let owner = self.owner();
        egui::CentralPanel::default().frame(Frame::new().fill(palette.ground)).show(ui, |ui| {
            if blocked {
                ui.disable();
            }
            let room = ui.available_rect_before_wrap();
            let spare = (room.width() - size::PAGE).max(0.0);
            let page = UiBuilder::new().max_rect(room.shrink2(vec2(spare / 2.0, 0.0)));
            // Where one has scrolled to on one page says nothing of another.
            ui.scope_builder(page.id_salt(owner), |ui| match &mut self.over {
                Some(Over::About(about)) => closed = about::ui(ui, &self.desk, about),
                Some(Over::Prices) => closed = prices::ui(ui, &self.desk, &mut self.prices, &mut actions),
                Some(Over::Vault(draft)) => closed = vault::ui(ui, &self.desk, draft, &mut actions),
                Some(Over::Settings(draft)) => closed = settings::ui(ui, &self.desk, draft, &mut actions),
                Some(Over::Erase(draft)) => {
                    closed = patient::erase::ui(ui, &self.desk, draft, &mut actions);
                }
                Some(Over::Notes(draft)) => closed = notes::ui(ui, &self.desk, draft),
                Some(Over::History(draft)) => closed = history::ui(ui, &self.desk, draft),
                Some(Over::FollowUps(draft)) => closed = follow_ups::ui(ui, &self.desk, draft, &mut actions),
                None => actions.extend(self.screen(ui)),
            });
        });
        if closed {
            actions.splice(0..0, self.finish_notes());
        }
        if actions.iter().any(leaves_a_field) {
            actions.splice(0..0, self.finish_fields());
        }
        // Whatever leads elsewhere leads away from the pages that lie above.
        closed |= self.over.is_some() && actions.iter().any(leaves_a_field);
        for action in actions {
            self.apply(action);
        }
        if closed {
            self.over = None;
        }
        self.open_from_start();
        if !was_covered && self.is_covered() {
            self.covered_focus = focused;
        }
        let uncovered = closed || was_blocked && !self.is_blocked();
        if uncovered {
            // What lay above had the focus: the cursor goes back to where it was.
            let now = ui.memory(|memory| memory.focused());
            // A key that was chosen by name may have led it elsewhere.
            let again = now.filter(|_| now != focused).or(self.covered_focus.take());
            self.focus_again = again.filter(|_| self.stays_on_fields(&before));
            self.door.focus();
            self.start.focus();
            self.safety.come_back();
        }
        self.give_focus_again(ui.ctx());
        if uncovered || self.place() != before {
            // Drawn at once, so that the next key finds the field or question that it is meant for.
            ui.ctx().request_discard("moved");
        }
        if self.keys.is_waiting() {
            ui.ctx().request_repaint();
        }
    }

    /// A field that is left by a key is never drawn again to say what was typed.
    fn finish_fields(&mut self) -> Vec<Action> {
        let notes = self.finish_notes();
        let Some(visit) = self.desk.visit() else { return notes };
        let current = &visit.prescription;
        let finished = self.safety.prescription.finished(current);
        let prescription = (finished != *current).then_some(Said::Prescription(finished));
        let coverage = self.coverage.finished(&self.desk, visit);
        let support = self.authorization.finished(&self.desk, visit);
        let fields = prescription.into_iter().chain(coverage).chain(support).map(Action::Say);
        notes.into_iter().chain(fields).collect()
    }

    /// Whether something is half-typed, whose own undo comes first.
    fn is_typing(&self, ctx: &egui::Context) -> bool {
        if let Some(Over::Settings(draft)) = &self.over {
            return ctx.text_edit_focused() && !draft.is_untouched();
        }
        let is_untouched = match self.desk.visit().map(|visit| visit.screen) {
            Some(Screen::Coverage) => self.coverage.is_untouched(),
            Some(Screen::Authorization) => self.authorization.is_untouched(),
            Some(Screen::Safety | Screen::Summary) => false,
            // An empty search has nothing to take back: what was corrected before has.
            None => matches!(self.desk.page, Page::Start) && self.start.is_untouched(),
        };
        ctx.text_edit_focused() && !(self.over.is_none() && is_untouched)
    }

    /// Whether one is where one was before this frame, on a screen that does not look for the focus itself.
    fn stays_on_fields(&self, before: &Place) -> bool {
        let is_there = self.desk.visit().is_some_and(|visit| visit.screen != Screen::Safety);
        is_there && !self.is_covered() && self.place().visit == before.visit
    }

    /// What was covered gets the focus again, until the toolkit has forgotten what lay above: it holds that against the
    /// focus for one more pass.
    fn give_focus_again(&mut self, ctx: &egui::Context) {
        let Some(id) = self.focus_again else { return };
        ctx.memory_mut(|memory| memory.request_focus(id));
        match ctx.memory(|memory| memory.top_modal_layer()) {
            Some(_) => ctx.request_repaint(),
            None => self.focus_again = None,
        }
    }

    /// Whether something lies above the page in front, or in its place for now.
    fn is_covered(&self) -> bool {
        self.over.is_some() || self.is_blocked()
    }

    /// Whether costs are being counted, printers listed or pages printed.
    pub fn is_counting(&self) -> bool {
        self.summary.is_waiting()
            || self
                .desk
                .visit()
                .is_some_and(|visit| matches!(visit.screen, Screen::Coverage | Screen::Summary))
                && self.costs.is_counting()
    }

    /// Asks for the costs of the visit, where a screen shows them.
    fn count_costs(&mut self, ctx: &egui::Context) {
        let Some(visit) = self.desk.visit() else {
            // What was counted is about a patient.
            self.costs = coverage::live::Live::default();
            return;
        };
        if matches!(visit.screen, Screen::Coverage | Screen::Summary) {
            let asked = coverage::asked(&self.desk, visit, &self.coverage);
            self.costs.update(ctx, &self.desk.content, asked);
        }
    }

    /// What is in front, to tell whether an action led elsewhere.
    fn place(&self) -> Place {
        let door = match &self.desk.page {
            Page::Door(door) => Some(discriminant(door)),
            Page::Start | Page::PatientForm(_) | Page::Patient(_) | Page::Merge(_) | Page::Visit(_) => None,
        };
        let visit = self.desk.visit().map(|visit| (visit.screen, visit.here));
        Place { page: discriminant(&self.desk.page), door, visit, over: self.over.as_ref().map(discriminant) }
    }

    /// Which page is in front, and whose: what the toolkit keeps of a page is kept for it alone.
    fn owner(&self) -> Owner {
        let patient = match &self.desk.page {
            Page::Visit(visit) => Some(visit.patient.id),
            Page::Patient(page) => Some(page.patient.id),
            Page::Merge(page) => Some(page.stays.id),
            Page::PatientForm(who) => *who,
            Page::Door(_) | Page::Start => None,
        };
        Owner {
            over: self.over.as_ref().map(discriminant),
            page: discriminant(&self.desk.page),
            patient,
            visit: self.desk.visit().map(|visit| (visit.id, visit.screen)),
        }
    }

    /// Half-typed text belongs to one visit and must not show in another; a passphrase belongs to
    /// the door and must not outlive it.
    fn forget_other_visit(&mut self) {
        let typing = matches!(self.desk.page, Page::Door(Door::Create | Door::Unlock));
        if !typing && !self.door.is_empty() {
            self.door = door::Draft::fresh();
        }
        let open = self.desk.visit().map(|visit| visit.id);
        if open.is_some() && open != self.visit {
            self.keep_what_leaves();
            self.visit = open;
            // The patient was found or added: on the start page another one is looked for.
            self.start = start::Draft::default();
            self.desk.looked_for.clear();
            self.safety = safety::ui::Draft::default();
            self.coverage = coverage::Draft::default();
            self.authorization = authorization::Draft::default();
            self.costs = coverage::live::Live::default();
            self.summary = summary::Draft::default();
        }
    }

    /// Whoever unlocks next must not see what was half-typed about a patient.
    fn forget_all(&mut self) {
        self.door = door::Draft::fresh();
        self.start = start::Draft::default();
        self.form = patient::Draft::default();
        self.safety = safety::ui::Draft::default();
        self.coverage = coverage::Draft::default();
        self.authorization = authorization::Draft::default();
        self.costs = coverage::live::Live::default();
        self.summary = summary::Draft::default();
        self.prices = prices::Draft::default();
        self.over = None;
        self.visit = None;
        self.restoring = None;
    }

    fn screen(&mut self, ui: &mut Ui) -> Vec<Action> {
        let mut new_name = None;
        let actions = match &self.desk.page {
            Page::Door(place) => door::ui(ui, &self.desk, place, &mut self.door),
            Page::Start => start::ui(ui, &self.desk, &mut self.start, &mut new_name),
            Page::PatientForm(who) => patient::form_ui(ui, &self.desk, *who, &mut self.form),
            Page::Patient(page) => patient::page::visits_ui(ui, &self.desk, page, &mut self.form),
            Page::Merge(page) => patient::merge::ui(ui, &self.desk, page),
            Page::Visit(visit) => match visit.screen {
                Screen::Safety => safety::ui::ui(ui, &self.desk, visit, &mut self.safety),
                Screen::Coverage => coverage::ui(ui, &self.desk, visit, &self.costs, &mut self.coverage),
                Screen::Authorization => authorization::ui(ui, &self.desk, visit, &mut self.authorization),
                Screen::Summary => summary::ui(ui, &self.desk, visit, &self.costs, &mut self.summary),
            },
        };
        if let Some(name) = new_name {
            self.form = patient::Draft::new(name);
        }
        actions
    }

    fn apply(&mut self, action: Action) {
        match &action {
            Action::Run(command) => {
                let mut asked = Vec::new();
                self.command(*command, &mut asked);
                for action in asked {
                    self.apply(action);
                }
            }
            Action::Show(Page::Door(_)) => self.door = door::Draft::fresh(),
            Action::AskToErase(patient) => {
                let draft = patient::erase::Draft::new(patient.clone());
                self.over = Some(Over::Erase(Box::new(draft)));
            }
            Action::Lock => {
                self.keep_what_leaves();
                self.desk.half_typed = self.half_typed();
                self.forget_all();
            }
            Action::CorrectFrom(..) => {
                if let Some(visit) = self.desk.visit() {
                    self.form = patient::Draft::of(&visit.patient, &visit.known);
                }
                // The form has the focus meanwhile: back in the visit, the cursor goes to where it was.
                self.safety.come_back();
            }
            Action::Go(here) if self.safety.is_at(&self.desk, *here) => {}
            Action::Open(Screen::Safety) | Action::Go(_) => self.safety.come_back(),
            Action::Open(Screen::Coverage) => self.coverage.come_back(),
            Action::Open(Screen::Authorization) => self.authorization.come_back(),
            Action::Open(Screen::Summary) => self.summary.come_back(),
            Action::Leave => {
                if !matches!(self.desk.page, Page::Start) {
                    self.start.come_back();
                }
                self.start.focus();
                self.door = door::Draft::fresh();
            }
            Action::OpenPatient(_) => {
                self.form = patient::Draft::default();
                self.start = start::Draft::default();
                self.over = None;
                self.desk.looked_for.clear();
            }
            _ => {}
        }
        self.desk.apply(action);
    }

    /// Looks as it was chosen.
    fn look(&mut self, ctx: &egui::Context) {
        if self.shown_look != self.desk.look {
            self.shown_look = self.desk.look;
            self.shown_look.apply(ctx);
        }
    }

    fn top(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let pressed = match &self.desk.page {
            Page::Visit(visit) if self.is_about(visit) => bar::visit(ui, visit, actions),
            Page::Visit(_) | Page::Start | Page::PatientForm(_) | Page::Patient(_) | Page::Merge(_) => {
                bar::plain(ui, |ui| self.staff(ui))
            }
            Page::Door(_) => {
                bar::door(ui);
                None
            }
        };
        if let Some(command) = pressed {
            self.command(command, actions);
        }
    }

    fn staff(&self, ui: &mut Ui) -> Option<Command> {
        let keys = [("Prices", Command::Prices), ("Lock", Command::Lock)];
        let buttons: f32 = keys
            .iter()
            .map(|(label, command)| button_width(ui, label, Some(command.keys())) + size::GAP)
            .sum();
        let staff = self.desk.session.as_ref().map_or("", |session| session.staff.name.as_str());
        bar::names(ui, buttons, self.desk.pharmacy_name(), staff);
        let [prices, lock] =
            keys.map(|(label, command)| button(ui, ButtonKind::Plain, label, Some(command.keys())).clicked());
        match (lock, prices) {
            (true, _) => Some(Command::Lock),
            (_, true) => Some(Command::Prices),
            (false, false) => None,
        }
    }
}

/// What is in front.
#[derive(PartialEq)]
struct Place {
    page: Discriminant<Page>,
    door: Option<Discriminant<Door>>,
    visit: Option<(Screen, Here)>,
    over: Option<Discriminant<Over>>,
}

/// Which page is in front, and whose.
#[derive(Debug, Hash)]
struct Owner {
    over: Option<Discriminant<Over>>,
    page: Discriminant<Page>,
    patient: Option<crate::store::PatientId>,
    visit: Option<(crate::store::ChecklistId, Screen)>,
}

/// Whether the field that one types in may not be drawn again.
fn leaves_a_field(action: &Action) -> bool {
    matches!(
        action,
        Action::Show(_)
            | Action::Open(_)
            | Action::Go(_)
            | Action::Next
            | Action::Step(_)
            | Action::CorrectFrom(..)
            | Action::Leave
            | Action::Lock
    )
}
