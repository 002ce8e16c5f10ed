//! Follow-ups: what is due after a treatment began, of one patient or of all; planned, ticked, moved, exported.
//!
//! Lies above whatever is in front, like the prices. Days are worked out in `checklist::follow_up`; which rows
//! there are and in which words is in [`model`]. What is shown is what the vault has answered.

mod export;
pub mod model;
mod propose;

use eframe::egui::{Frame, Key, Margin, ScrollArea, Ui};
use jiff::civil::Date;

use super::command::Command;
use super::command::here::Spot;
use super::dates;
use super::desk::follow_ups::{AHEAD, MOST, PLAN_YEAR_AHEAD, Step};
use super::desk::{Action, Desk};
use super::keys::{self, Press};
use super::summary::kept_folder;
use super::theme::{Type, size};
use super::widgets::{
    ButtonKind, Field, FieldState, ListRow, Place, Selected, Tone, button, card, empty_state, list, list_row,
    long_list, notice, page_title, section_title, text_field, words,
};
use crate::store::{
    FollowUpChange, FollowUpId, FollowUpState, Patient, PatientId, UpcomingDay, UpcomingKind,
};
use export::Export;
use model::{Line, lines};
use propose::propose;

/// Which list is shown.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// One patient's: that of [`FollowUps::of`](super::desk::follow_ups::FollowUps::of).
    Patient,
    /// What is late or due in the next days, of all patients.
    #[default]
    Due,
    /// New plan years and ends of approvals.
    Upcoming,
}

/// Which list is shown, and what is half-typed.
#[derive(Default)]
pub struct Draft {
    shown: Shown,
    /// Where Esc leads back to, from a patient's list.
    back: Option<Shown>,
    marked: usize,
    revealed: bool,
    moving: Option<Moving>,
    /// The day of the start as typed, and for whom; `None` while it stands as it was found.
    start: Option<(PatientId, String)>,
    again: bool,
    focused: bool,
    export: Export,
}

/// A follow-up that is being moved.
struct Moving {
    id: FollowUpId,
    due: Date,
    typed: String,
    wrong: Option<&'static str>,
    focused: bool,
}

impl Draft {
    /// A list, from its top.
    pub fn showing(shown: Shown) -> Self {
        Self { shown, revealed: true, ..Self::default() }
    }

    /// Where one is, as far as keys depend on it.
    pub fn spot(&self) -> Spot {
        match (self.moving.is_some(), self.shown) {
            (true, _) => Spot::Moving,
            (false, Shown::Patient) => Spot::FollowUps,
            (false, Shown::Due) => Spot::Due,
            (false, Shown::Upcoming) => Spot::Upcoming,
        }
    }

    /// Whether the follow-ups of one patient are shown, and not those of all.
    pub fn is_of_one(&self) -> bool {
        self.shown == Shown::Patient
    }

    /// Whether a file is being saved.
    pub fn is_saving(&self) -> bool {
        self.export.is_under_way()
    }

    fn show(&mut self, shown: Shown, back: Option<Shown>) {
        let export = std::mem::take(&mut self.export);
        *self = Self { back, export, ..Self::showing(shown) };
    }
}

/// What was pressed that means something to the marked row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Open,
    Tick,
    Move,
    Drop,
}

/// Draws the page; answers whether it is to be closed.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) -> bool {
    let mut closed = false;
    if keys::take_from_all(ui.ctx(), Key::Escape) {
        match (draft.moving.take(), draft.back.take()) {
            (Some(_), back) => draft.back = back,
            (None, Some(shown)) => draft.show(shown, None),
            (None, None) => closed = true,
        }
    }
    Frame::new().inner_margin(Margin::symmetric(30, 20)).show(ui, |ui| {
        ui.set_width(ui.available_width().min(980.0));
        match draft.shown {
            Shown::Patient => of_patient(ui, desk, draft, actions),
            Shown::Due => due(ui, desk, draft, actions),
            Shown::Upcoming => upcoming(ui, desk, draft, actions),
        }
    });
    closed
}

fn born(patient: &Patient) -> String {
    patient.birth_date.map_or("birth date not known".into(), |date| format!("born {}", dates::words(date)))
}

/// Takes the keys of a list of so many rows.
fn pressed(ui: &Ui, draft: &mut Draft, rows: usize) -> (Option<Wanted>, Vec<Press>) {
    let last = rows.saturating_sub(1);
    draft.marked = draft.marked.min(last);
    let (mut wanted, mut rest) = (None, Vec::new());
    if draft.moving.is_some() {
        return (wanted, rest);
    }
    for press in keys::take_all(ui.ctx()) {
        match press {
            Press::Down | Press::Up => {
                let down = press == Press::Down;
                draft.marked =
                    if down { (draft.marked + 1).min(last) } else { draft.marked.saturating_sub(1) };
                draft.revealed = true;
            }
            Press::Enter => wanted = Some(Wanted::Open),
            Press::Space | Press::Char('t') => wanted = Some(Wanted::Tick),
            Press::Char('m') => wanted = Some(Wanted::Move),
            Press::Delete => wanted = Some(Wanted::Drop),
            other => rest.push(other),
        }
    }
    (wanted, rest)
}

/// Does to a follow-up what was asked for.
fn change(draft: &mut Draft, line: &Line, wanted: Wanted, actions: &mut Vec<Action>) {
    let change = match (wanted, line.state) {
        (Wanted::Tick, FollowUpState::Open) => FollowUpChange::Done,
        (Wanted::Tick, FollowUpState::Done | FollowUpState::Dropped) => FollowUpChange::Reopened,
        (Wanted::Drop, FollowUpState::Open) => FollowUpChange::Dropped,
        (Wanted::Move, FollowUpState::Open) => {
            let (id, due) = (line.id, line.due);
            draft.moving = Some(Moving { id, due, typed: String::new(), wrong: None, focused: false });
            return;
        }
        (Wanted::Move | Wanted::Drop | Wanted::Open, _) => return,
    };
    actions.push(Action::FollowUps(Step::Change(line.id, change)));
}

/// The buttons that do the same as the keys, for those who use a mouse.
fn buttons(ui: &mut Ui, line: Option<&Line>) -> Option<Wanted> {
    let mut wanted = None;
    let is_open = line.map(|line| line.state == FollowUpState::Open);
    if let Some(is_open) = is_open {
        let tick = if is_open { "Done" } else { "To be done after all" };
        if button(ui, ButtonKind::Plain, tick, Some("Space")).clicked() {
            wanted = Some(Wanted::Tick);
        }
        if is_open && button(ui, ButtonKind::Plain, "Move", Some("M")).clicked() {
            wanted = Some(Wanted::Move);
        }
        if is_open && button(ui, ButtonKind::Plain, "Drop", Some("Del")).clicked() {
            wanted = Some(Wanted::Drop);
        }
    }
    wanted
}

/// The button of the last step, and that of the calendar; answers whether it is to be saved.
fn undo_and_export(ui: &mut Ui, desk: &Desk, any: bool, actions: &mut Vec<Action>) -> bool {
    let (undo, redo) = desk.follow_ups.ways();
    if undo && button(ui, ButtonKind::Plain, "Undo", Some(Command::Undo.keys())).clicked() && !desk.busy {
        actions.push(Action::FollowUps(Step::Undo));
    }
    if redo && button(ui, ButtonKind::Plain, "Redo", Some(Command::Redo.keys())).clicked() && !desk.busy {
        actions.push(Action::FollowUps(Step::Redo));
    }
    any && button(ui, ButtonKind::Plain, "Save for a calendar", Some("X")).clicked()
}

/// Saves what is open, and says what became of it.
fn save_calendar(ui: &mut Ui, desk: &Desk, draft: &mut Draft, save: bool, lines: &[&Line]) {
    if save {
        let open = lines.iter().filter(|line| line.state == FollowUpState::Open);
        let events: Vec<_> = open.map(|line| line.event()).collect();
        let (now, today) = ((desk.clock.now)(), (desk.clock.today)());
        draft.export.start(ui.ctx(), &events, kept_folder(desk), now, today);
    }
    match draft.export.shown() {
        Some(Ok(path)) => {
            let path = path.display();
            notice(
                ui,
                &format!("Saved: {path}. It names no patient: the number leads back to the row here."),
            );
        }
        Some(Err(why)) => {
            words(ui, Type::Note, Tone::Alarm, &format!("Not saved: {why}"));
        }
        None => {}
    }
}

/// The field for the new day of a follow-up that is being moved.
fn moving(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    let Some(moving) = &mut draft.moving else { return };
    let enter = keys::take(ui.ctx(), Key::Enter);
    let today = (desk.clock.today)();
    card(ui, |ui| {
        section_title(ui, "Move it to");
        let state = moving.wrong.map_or(FieldState::Plain, FieldState::Wrong);
        let field = Field { state, ..Field::plain("Move it to", "12/8/2026, or +7 for a week later", 320.0) };
        let response = text_field(ui, &field, &mut moving.typed);
        if !moving.focused {
            response.request_focus();
            moving.focused = true;
        }
        if response.changed() {
            moving.wrong = None;
        }
        if let Ok(day) = model::moved_to(&moving.typed, moving.due, today) {
            words(ui, Type::Note, Tone::Muted, &format!("= {}", dates::words(day)));
        }
    });
    ui.add_space(size::TIGHT);
    if enter && !desk.busy {
        match model::moved_to(&moving.typed, moving.due, today) {
            Ok(day) => {
                actions.push(Action::FollowUps(Step::Change(moving.id, FollowUpChange::Moved(day))));
                draft.moving = None;
            }
            Err(wrong) => {
                moving.wrong = Some(wrong);
                moving.focused = false;
            }
        }
    }
}

fn of_patient(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    let Some(patient) = &desk.follow_ups.of else { return };
    let lines = lines(desk);
    let (mut wanted, rest) = pressed(ui, draft, lines.len());
    let mut save = rest.contains(&Press::Char('x')) && !lines.is_empty();
    let visit = desk.visit().filter(|visit| visit.patient.id == patient.id);
    let mut again = rest.contains(&Press::Char('p'));
    page_title(ui, &format!("Follow-ups of {}", patient.name));
    words(ui, Type::Body, Tone::Muted, &born(patient));
    ui.add_space(size::TIGHT);
    let proposal = model::proposal(desk, draft.again);
    ui.horizontal_wrapped(|ui| {
        wanted = wanted.or(buttons(ui, lines.get(draft.marked)));
        save |= undo_and_export(ui, desk, !lines.is_empty(), actions);
        if proposal.is_none() && visit.is_some_and(|visit| visit.prescribed().is_some()) {
            again |= button(ui, ButtonKind::Plain, "Plan again from another day", Some("P")).clicked();
        }
        if visit.is_none() && button(ui, ButtonKind::Plain, "Open the patient", None).clicked() {
            actions.push(Action::OpenPatient(patient.clone()));
        }
    });
    draft.again |= again;
    save_calendar(ui, desk, draft, save, &lines.iter().collect::<Vec<_>>());
    moving(ui, desk, draft, actions);
    ui.add_space(size::TIGHT);
    ScrollArea::vertical().id_salt("follow-ups").auto_shrink([false, false]).show(ui, |ui| {
        if let Some(proposal) = &proposal {
            let go = wanted == Some(Wanted::Open);
            propose(ui, desk, (patient.id, proposal), draft, go, actions);
            ui.add_space(size::GAP);
        }
        if lines.is_empty() && proposal.is_none() && desk.follow_ups.is_known {
            let body = match visit {
                Some(_) => "Say what is prescribed (F2): then this page counts the days from the start.",
                None => "They are planned in a visit, once it is said what is prescribed: F10 there.",
            };
            card(ui, |ui| empty_state(ui, "No follow-ups yet", body));
        }
        if let Some(clicked) = rows(ui, "Follow-ups", draft, &lines.iter().map(of_one).collect::<Vec<_>>()) {
            draft.marked = clicked;
        }
    });
    if let (Some(wanted), Some(line), false) = (wanted, lines.get(draft.marked), desk.busy) {
        change(draft, line, wanted, actions);
    }
}

/// One row in words: title, below, right, and whether it is late.
struct RowWords {
    title: String,
    below: String,
    right: String,
    is_late: bool,
}

fn of_one(line: &Line) -> RowWords {
    RowWords {
        title: line.what.clone(),
        below: line.of.clone(),
        right: line.when.words.clone(),
        is_late: line.when.is_late,
    }
}

/// Draws the rows; answers with the one that was clicked.
fn rows(ui: &mut Ui, name: &str, draft: &mut Draft, all: &[RowWords]) -> Option<usize> {
    if all.is_empty() {
        return None;
    }
    let reveal = std::mem::take(&mut draft.revealed).then_some(draft.marked);
    let mut clicked = None;
    list(ui, name, |ui| {
        long_list(ui, all.len(), reveal, |ui, at| {
            let Some(words) = all.get(at) else { return };
            let row = ListRow {
                title: &words.title,
                matches: &[],
                below: &words.below,
                right: &words.right,
                right_below: "",
                right_tone: if words.is_late { Tone::Alarm } else { Tone::Muted },
                selected: Selected::from(at == draft.marked),
                place: Place::of(at, all.len()),
            };
            if list_row(ui, &row).clicked() {
                clicked = Some(at);
            }
        });
    });
    clicked
}

fn due(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    let lines = model::due_lines(desk);
    let (mut wanted, rest) = pressed(ui, draft, lines.len());
    let mut save = rest.contains(&Press::Char('x')) && !lines.is_empty();
    page_title(ui, "Due");
    let late = lines.iter().filter(|(line, _)| line.when.is_late).count();
    let more = if lines.len() >= MOST as usize { " The first ones are shown." } else { "" };
    let text = format!("{} in the next {AHEAD} days or before, {late} of them late.{more}", lines.len());
    words(ui, Type::Body, Tone::Muted, &text);
    ui.add_space(size::TIGHT);
    ui.horizontal_wrapped(|ui| {
        wanted = wanted.or(buttons(ui, lines.get(draft.marked).map(|(line, _)| line)));
        save |= undo_and_export(ui, desk, !lines.is_empty(), actions);
    });
    save_calendar(ui, desk, draft, save, &lines.iter().map(|(line, _)| line).collect::<Vec<_>>());
    moving(ui, desk, draft, actions);
    ui.add_space(size::TIGHT);
    if lines.is_empty() {
        let body = "F10 in a visit plans what follows a start: tests, and whether it works.";
        card(ui, |ui| empty_state(ui, "Nothing is due", body));
        return;
    }
    let all: Vec<RowWords> = lines.iter().map(|(line, patient)| of_all(line, patient)).collect();
    let scroll = ScrollArea::vertical().id_salt("due").auto_shrink([false, false]);
    if let Some(clicked) = scroll.show(ui, |ui| rows(ui, "What is due", draft, &all)).inner {
        draft.marked = clicked;
        wanted = Some(Wanted::Open);
    }
    let Some((line, patient)) = lines.get(draft.marked) else { return };
    match wanted {
        Some(Wanted::Open) => {
            actions.push(Action::FollowUps(Step::LookAt(Box::new((*patient).clone()))));
            draft.show(Shown::Patient, Some(Shown::Due));
        }
        Some(wanted) if !desk.busy => change(draft, line, wanted, actions),
        Some(_) | None => {}
    }
}

/// A row among those of all patients: whose it is comes first.
fn of_all(line: &Line, patient: &Patient) -> RowWords {
    RowWords {
        title: patient.name.clone(),
        below: format!("{} · {}, {}", born(patient), line.what, line.of),
        ..of_one(line)
    }
}

fn upcoming(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    let days = &desk.follow_ups.upcoming.days;
    let count: usize = desk.follow_ups.upcoming.counts.values().sum();
    let (wanted, _) = pressed(ui, draft, days.len());
    page_title(ui, "New plan years and approvals that end");
    let more = if count > days.len() {
        format!(" There are {count}; the first {} are shown.", days.len())
    } else {
        String::new()
    };
    let text = format!(
        "In the next {PLAN_YEAR_AHEAD} days, as it was last said. With a plan year prior authorization, cards and \
         deductibles begin again: ask before it does.{more}"
    );
    words(ui, Type::Body, Tone::Muted, &text);
    ui.add_space(size::TIGHT);
    if days.is_empty() {
        card(ui, |ui| {
            empty_state(ui, "None that is known", "The plan year is asked for with the coverage (F4).")
        });
        return;
    }
    let all: Vec<RowWords> = days.iter().map(of_day).collect();
    let scroll = ScrollArea::vertical().id_salt("upcoming").auto_shrink([false, false]);
    let clicked = scroll.show(ui, |ui| rows(ui, "New plan years", draft, &all)).inner;
    let chosen = clicked.or((wanted == Some(Wanted::Open)).then_some(draft.marked));
    if let Some(day) = chosen.and_then(|at| days.get(at)) {
        actions.push(Action::OpenPatient(day.patient.clone()));
    }
}

fn of_day(day: &UpcomingDay) -> RowWords {
    let what = match day.kind {
        UpcomingKind::PlanYear => "a new plan year begins",
        UpcomingKind::AuthorizationEnds => "the approval ends",
    };
    RowWords {
        title: day.patient.name.clone(),
        below: format!("{} · {what}", born(&day.patient)),
        right: dates::words(day.on),
        is_late: false,
    }
}
