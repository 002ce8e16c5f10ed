//! Follow-ups at this counter: what is due, whose list is looked at, what is planned, ticked and taken back.
//!
//! The vault keeps them; here stands what it answered last. Each step asks for the lists again, so that nothing
//! is shown that is not on the disk. What follows from coverage and approvals goes to the vault from here, too.

use jiff::ToSpan;
use jiff::civil::Date;

use super::steps::Steps;
use super::{Desk, Pending};
use crate::checklist::follow_up::{Planned, next, upcoming};
use crate::content::ids::DrugIx;
use crate::store::{
    self, Change, ChecklistId, DueFollowUp, Field, FollowUp, FollowUpChange, FollowUpId, FollowUpState,
    NewFollowUp, PatientId, Reply, Request, Upcoming, UpcomingKind,
};

/// What is known of follow-ups.
#[derive(Default)]
pub struct FollowUps {
    /// Whose follow-ups are looked at.
    pub of: Option<store::Patient>,
    /// That patient's, also those that were done or dropped, by day; empty until the vault has answered.
    pub list: Vec<FollowUp>,
    /// Whether the vault has answered for that patient.
    pub is_known: bool,
    /// What is late, and what is due in the next days, of all patients, the longest due first.
    pub due: Vec<DueFollowUp>,
    /// New plan years and ends of approvals that are to come: how many, and the first of them.
    pub upcoming: Upcoming,
    steps: Steps<Made>,
}

/// What was changed, and what takes it back.
#[derive(Clone)]
pub(super) struct Made {
    changes: Vec<(FollowUpId, FollowUpChange)>,
    back: Vec<(FollowUpId, FollowUpChange)>,
}

impl FollowUps {
    /// Whether there is a step to take back, and one to make again.
    pub fn ways(&self) -> (bool, bool) {
        self.steps.ways()
    }
}

/// What is asked of follow-ups.
pub enum Step {
    /// Look at those of a patient.
    LookAt(Box<store::Patient>),
    /// Look at what is due and what is to come, of all patients.
    LookForDue,
    /// Plan what follows from a start, for the patient of the open visit.
    Plan(DrugIx, Date, Vec<Planned>),
    /// Move, tick, drop or open one again.
    Change(FollowUpId, FollowUpChange),
    /// Take the last step back.
    Undo,
    /// Make it again.
    Redo,
}

/// Why the vault was asked.
pub(super) enum Asked {
    /// For a patient's list; and which were there before something was planned.
    Of(PatientId, Option<Vec<FollowUpId>>),
    /// For what is due or to come.
    Lists,
    /// To plan.
    Plan,
    /// To change something; and what takes it back.
    Change(Option<Made>),
}

impl Asked {
    /// Whether the pharmacist waits for it.
    pub(super) fn is_waited_for(&self) -> bool {
        matches!(self, Self::Plan | Self::Change(_))
    }
}

/// Days ahead that the list of what is due holds.
pub const AHEAD: i32 = 14;
/// Days ahead in which a new plan year is told.
pub const PLAN_YEAR_AHEAD: i32 = 60;
/// Rows of the list of what is due, and of that of new plan years; more than a pharmacy has to do in two weeks.
pub const MOST: u32 = 200;

impl Desk {
    pub(super) fn follow_up(&mut self, step: Step) {
        match step {
            Step::LookAt(patient) => {
                let other = self.follow_ups.of.as_ref().is_none_or(|of| of.id != patient.id);
                if other {
                    self.follow_ups.list.clear();
                    self.follow_ups.is_known = false;
                    self.follow_ups.steps.clear();
                }
                self.follow_ups.of = Some(*patient);
                self.look_for_follow_ups(None);
            }
            Step::LookForDue => self.look_for_due(),
            Step::Plan(drug, started_on, items) => self.plan_follow_ups(drug, started_on, items),
            Step::Change(id, change) => self.change_follow_up(id, change),
            Step::Undo => {
                if let Some(made) = self.follow_ups.steps.undo() {
                    self.change_follow_ups(made.back);
                }
            }
            Step::Redo => {
                if let Some(made) = self.follow_ups.steps.redo() {
                    self.change_follow_ups(made.changes);
                }
            }
        }
    }

    fn change_follow_ups(&mut self, changes: Vec<(FollowUpId, FollowUpChange)>) {
        let now = (self.clock.now)();
        let pending = Pending::FollowUps(Asked::Change(None));
        self.ask(Request::ChangeFollowUps { changes, now }, pending);
        self.look_for_follow_ups(None);
    }

    /// Asks for what is due and what is to come, of all patients.
    pub(super) fn look_for_due(&mut self) {
        let today = (self.clock.today)();
        let ahead = |days: i32| today.saturating_add(days.days());
        let due = Request::DueFollowUps { until: ahead(AHEAD), limit: MOST };
        self.send(due, Pending::FollowUps(Asked::Lists));
        let upcoming = Request::UpcomingUntil { from: today, to: ahead(PLAN_YEAR_AHEAD), limit: MOST };
        self.send(upcoming, Pending::FollowUps(Asked::Lists));
    }

    /// Asks for the list that is looked at, and for what is due.
    fn look_for_follow_ups(&mut self, before: Option<Vec<FollowUpId>>) {
        if let Some(of) = &self.follow_ups.of {
            let patient = of.id;
            let pending = Pending::FollowUps(Asked::Of(patient, before));
            self.send(Request::FollowUpsOf { patient }, pending);
        }
        self.look_for_due();
    }

    fn plan_follow_ups(&mut self, drug: DrugIx, started_on: Date, items: Vec<Planned>) {
        let Some((patient, checklist)) = self.visit().map(|visit| (visit.patient.id, visit.id)) else {
            return;
        };
        // It is for the list that is in sight, and for no other.
        if self.follow_ups.of.as_ref().is_none_or(|of| of.id != patient) {
            return;
        }
        let now = (self.clock.now)();
        let drug = self.content.drug(drug).id.to_string();
        let is_it = |old: &FollowUp, new: &Planned| {
            (&old.drug, &old.test, old.week, old.started_on) == (&drug, &new.test, new.week, started_on)
        };
        // What was dropped before is wanted after all.
        let dropped: Vec<FollowUpId> = self
            .follow_ups
            .list
            .iter()
            .filter(|old| old.state == FollowUpState::Dropped && items.iter().any(|new| is_it(old, new)))
            .map(|old| old.id)
            .collect();
        let list = self.follow_ups.list.iter().map(|old| old.id);
        let before: Vec<FollowUpId> = list.filter(|id| !dropped.contains(id)).collect();
        if !dropped.is_empty() {
            let changes = dropped.into_iter().map(|id| (id, FollowUpChange::Reopened)).collect();
            let pending = Pending::FollowUps(Asked::Change(None));
            self.ask(Request::ChangeFollowUps { changes, now }, pending);
        }
        let checklist = Some(checklist);
        let items = items.into_iter().map(as_new).collect();
        let request = Request::PlanFollowUps { patient, checklist, drug, started_on, items, now };
        self.ask(request, Pending::FollowUps(Asked::Plan));
        self.look_for_follow_ups(Some(before));
    }

    fn change_follow_up(&mut self, id: FollowUpId, change: FollowUpChange) {
        let due = self.follow_ups.due.iter().map(|due| &due.follow_up);
        let Some(old) = self.follow_ups.list.iter().chain(due).find(|old| old.id == id).cloned() else {
            return;
        };
        let back = match (change, old.state) {
            (FollowUpChange::Moved(_), _) => FollowUpChange::Moved(old.due_on),
            (FollowUpChange::Done | FollowUpChange::Dropped, FollowUpState::Open) => FollowUpChange::Reopened,
            (_, FollowUpState::Done) => FollowUpChange::Done,
            (_, FollowUpState::Dropped) => FollowUpChange::Dropped,
            (FollowUpChange::Reopened, FollowUpState::Open) => return,
        };
        let now = (self.clock.now)();
        let made = Made { changes: vec![(id, change)], back: vec![(id, back)] };
        let pending = Pending::FollowUps(Asked::Change(Some(made)));
        self.ask(Request::ChangeFollowUps { changes: vec![(id, change)], now }, pending);
        if change == FollowUpChange::Done {
            self.plan_the_next(&old);
        }
        self.look_for_follow_ups(None);
    }

    /// What comes again and again is planned for the next time once it was done.
    fn plan_the_next(&mut self, done: &FollowUp) {
        let today = (self.clock.today)();
        let Some(drug) = self.content.drug_by_id(&done.drug) else { return };
        let Some(next) = next(drug, &done.test, done.week, done.started_on, today) else { return };
        let request = Request::PlanFollowUps {
            patient: done.patient,
            checklist: done.checklist,
            drug: done.drug.clone(),
            started_on: done.started_on,
            items: vec![as_new(next)],
            now: (self.clock.now)(),
        };
        self.ask(request, Pending::FollowUps(Asked::Plan));
    }

    /// Takes what the vault answered.
    pub(super) fn take_follow_ups(&mut self, asked: Asked, reply: Reply) {
        match (asked, reply) {
            (Asked::Of(patient, before), Reply::FollowUps(list)) => {
                if self.follow_ups.of.as_ref().is_some_and(|of| of.id == patient) {
                    if let Some(before) = before {
                        let new = list
                            .iter()
                            .filter(|one| one.state == FollowUpState::Open && !before.contains(&one.id));
                        let ids: Vec<FollowUpId> = new.map(|one| one.id).collect();
                        if !ids.is_empty() {
                            let all = |change| ids.iter().map(|id| (*id, change)).collect();
                            let changes = all(FollowUpChange::Reopened);
                            self.follow_ups.steps.did(Made { changes, back: all(FollowUpChange::Dropped) });
                        }
                    }
                    self.follow_ups.list = list;
                    self.follow_ups.is_known = true;
                }
            }
            (Asked::Lists, Reply::DueFollowUps(due)) => self.follow_ups.due = due,
            (Asked::Lists, Reply::Upcoming(upcoming)) => self.follow_ups.upcoming = upcoming,
            (Asked::Change(Some(made)), Reply::Saved) => self.follow_ups.steps.did(made),
            (Asked::Of(..) | Asked::Lists | Asked::Plan | Asked::Change(_), _) => {}
        }
    }

    /// Tells the vault which days follow from what was said of coverage and approvals.
    pub(super) fn note_upcoming(&mut self, checklist: ChecklistId, changes: &[Change]) {
        let says = |change: &Change| matches!(change.field, Field::Coverage | Field::Authorization);
        if !changes.iter().any(says) {
            return;
        }
        let Some(visit) = self.visit().filter(|visit| visit.id == checklist) else { return };
        let as_of = visit.checklist.as_of;
        let days = upcoming(&self.content, &visit.coverage, &visit.authorization, as_of);
        self.set_upcoming(checklist, days);
    }

    pub(super) fn set_upcoming(
        &mut self,
        checklist: ChecklistId,
        days: crate::checklist::follow_up::Upcoming,
    ) {
        for (kind, on) in [
            (UpcomingKind::PlanYear, days.plan_year),
            (UpcomingKind::AuthorizationEnds, days.authorization_ends),
        ] {
            // Like the place: it follows from what is saved, and is worked out again with the next change.
            self.send(Request::SetUpcoming { checklist, kind, on }, Pending::Place);
        }
    }
}

pub(super) fn as_new(planned: Planned) -> NewFollowUp {
    NewFollowUp { test: planned.test, week: planned.week, due_on: planned.due }
}
