//! What the desk does when the vault's thread has answered.

use super::edits::Edits;
use super::follow_ups::{Asked, FollowUps, as_new};
use super::overlay::OverlayState;
use super::patients::Lookup;
use super::saving::Saving;
use super::standing::Standings;
use super::vault::{Step, UnkeptDraft, VaultState};
use super::visit::{Remembered, Visit, carried_over};
use super::{Desk, Door, Message, OpenWhat, Page, Pending};
use crate::store::{self, NewChecklist, NewPatient, PatientId, Reply, Request, Session, StoreError};

impl Desk {
    /// Takes what the vault's thread has answered. Called before each frame.
    pub fn receive(&mut self) {
        self.hear_of_look();
        for (id, reply) in self.worker.replies() {
            let Some(pending) = self.pending.remove(&id) else { continue };
            self.busy = self.busy && self.pending.values().any(Pending::is_waited_for);
            self.take(pending, reply);
            // Whatever was still on its way when the vault was locked.
            if self.locking && !matches!(self.page, Page::Door(_)) {
                self.page = Page::Door(Door::Unlock);
            }
        }
    }

    /// Whether a request is on its way.
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    fn take(&mut self, pending: Pending, reply: Reply) {
        let (pending, reply) = match (pending, reply) {
            (pending, Reply::Failed(error)) => return self.failed(pending, error),
            (Pending::FollowUps(asked), reply) => return self.take_follow_ups(asked, reply),
            (Pending::Mending, reply) => return self.take_mended(reply),
            (Pending::Vault(asked), reply) => return self.take_vault(asked, reply),
            other => other,
        };
        match reply {
            Reply::Created { session, code } => {
                self.opened(session);
                self.page = Page::Door(Door::ShowCode(code));
            }
            Reply::Opened(session) => {
                let temporary = session.temporary;
                self.opened(session);
                // Only a temporary vault ever gets sample patients.
                if temporary && !self.samples.is_empty() {
                    self.add_samples();
                } else {
                    self.samples.clear();
                    self.open_start();
                }
            }
            Reply::Locked => self.locked(),
            Reply::Patients(found) => match pending {
                Pending::LookedUp(typed) => self.lookup.take(typed, found),
                pending => {
                    self.similar_from = found.similar_from;
                    self.patients = found.patients;
                    if let Pending::Patients(typed) = pending {
                        self.found_for = typed;
                    }
                    self.look_for_standings();
                }
            },
            Reply::Standings(standings) => self.take_standings(standings),
            Reply::Interrupted(found) => self.take_interrupted(found),
            Reply::PatientAdded(id) => match pending {
                Pending::SamplePatient(at) => self.add_sample_visit(at, id),
                _ => self.begin_visit(id, Vec::new(), None),
            },
            Reply::ChecklistBegun(checklist) => match pending {
                Pending::SampleVisit(at, patient) => {
                    self.add_sample_follow_ups(at, patient, checklist);
                    if !self.pending.values().any(|pending| {
                        matches!(pending, Pending::SamplePatient(_) | Pending::SampleVisit(..))
                    }) {
                        self.open_start();
                    }
                }
                _ => self.ask(Request::Load { checklist }, Pending::Loaded),
            },
            Reply::Saved => self.saved(pending),
            Reply::Loaded(record) => match pending {
                Pending::CopyFrom(patient) => {
                    let start = carried_over(&self.content, &record, (self.clock.today)());
                    self.begin_visit(patient, start, Some(record.checklist.id));
                }
                _ => self.loaded(*record),
            },
            Reply::Checklists(visits) => {
                if let Pending::Visits(patient, what) = pending {
                    self.visits(*patient, visits, what);
                }
            }
            Reply::Settings(settings) => self.settings = settings.into_iter().collect(),
            Reply::Folder(read) => {
                self.overlay = OverlayState::of(read, &self.content);
                self.take_overlay_prices();
            }
            Reply::Prices(entries) => self.take_prices(entries),
            Reply::PriceBatches(batches) => self.price_batches = batches,
            Reply::PricesKept(_) => {
                // Until both have come, the screen goes on waiting.
                self.busy = true;
                self.look_for_prices(|| Pending::Prices);
            }
            Reply::Draft(draft) => {
                let session = self.session.as_ref().filter(|session| !session.temporary);
                let unkept = self.unkept_draft.take_if(|unkept| {
                    session
                        .is_some_and(|session| session.staff.id == unkept.by && session.path == unkept.path)
                });
                self.draft = unkept.map(|unkept| unkept.draft).or(draft);
            }
            Reply::LockedWithoutDraft(draft, error) => {
                if let Some(session) = &self.session {
                    let (by, path) = (session.staff.id, session.path.clone());
                    self.unkept_draft = Some(UnkeptDraft { by, path, draft });
                }
                self.message = Some(Message {
                    what: format!("Locked, but what was half-typed could not be kept in the vault. {error}"),
                    cure: "It is kept in this window until it is closed: unlock and finish it.".into(),
                });
                self.locked();
            }
            Reply::PatientRecord(record) => self.take_patient_record(*record),
            Reply::History(history) => self.history = Some(history),
            Reply::Named(named) => {
                if let Pending::Namesakes(new) = pending {
                    self.add_unless_named(new, named);
                }
            }
            Reply::Superseded
            | Reply::Staff(_)
            | Reply::RecoveryCode(_)
            | Reply::Rekeyed(_)
            | Reply::StaffEvents(_)
            | Reply::PrintedKept(_)
            | Reply::Printed(_)
            | Reply::Verified(_)
            | Reply::BackedUp(_)
            | Reply::BackupPlace(_)
            | Reply::NoBackupDue
            | Reply::Erased(_)
            | Reply::Restored(_)
            | Reply::Rescued(_)
            | Reply::Exported(_)
            | Reply::RescuedInPlace(..)
            | Reply::Failed(_)
            | Reply::FollowUpsPlanned(_)
            | Reply::FollowUps(_)
            | Reply::DueFollowUps(_)
            | Reply::Upcoming(_) => {}
        }
    }

    fn locked(&mut self) {
        self.session = None;
        self.locking = false;
        self.edits = Edits::default();
        self.standings = Standings::default();
        self.lookup = Lookup::default();
        self.patient_record = None;
        self.history = None;
        self.namesakes.clear();
        self.form_of = None;
        self.double_of = None;
        self.patients.clear();
        self.looked_for.clear();
        self.settings.clear();
        self.overlay = OverlayState::None;
        self.forget_prices();
        self.follow_ups = FollowUps::default();
        let problem = self.vault.backup_problem.take();
        let hidden_code = self.vault.hidden_code.take();
        self.vault = VaultState { backup_problem: problem, hidden_code, ..VaultState::default() };
        // What was refused outlives the lock, to be tried again.
        if !self.saving.has_unsaved() {
            self.saving = Saving::default();
        }
        self.page = Page::Door(if self.path.exists() { Door::Unlock } else { Door::Welcome });
    }

    fn opened(&mut self, session: Session) {
        if let Some((first, rest)) = session.notices.split_first() {
            let rest: Vec<_> = rest.iter().map(|notice| notice.words().into_owned()).collect();
            self.message = Some(Message { what: first.words().into_owned(), cure: rest.join(" ") });
        }
        self.damage = None;
        let (path, temporary) = (session.path.clone(), session.temporary);
        self.session = Some(session);
        self.return_code();
        self.send(Request::Settings, Pending::Settings);
        self.send(Request::Draft, Pending::Quiet);
        self.forget_prices();
        self.look_for_overlay(&path, temporary);
        self.look_for_prices(|| Pending::Quiet);
        self.back_up_if_due();
        self.vault_step(Step::Look);
    }

    fn saved(&mut self, pending: Pending) {
        match pending {
            Pending::Changes(checklist, changes) => {
                self.saving.confirmed((self.clock.time)(), checklist, &changes);
            }
            Pending::Vault(_) => {}
            Pending::OfPatient(patient, field, _) => {
                self.saving.confirmed_of_patient((self.clock.time)(), patient, field);
            }
            Pending::Merged(stays) => self.show_merged(stays),
            Pending::PatientUpdated(done) => self.corrected(done),
            Pending::Setting(..) => self.setting_kept(),
            Pending::Door
            | Pending::Mending
            | Pending::Namesakes(_)
            | Pending::PatientRecord
            | Pending::History
            | Pending::Patients(_)
            | Pending::NewPatient
            | Pending::Standings
            | Pending::LookedUp(_)
            | Pending::Visits(..)
            | Pending::Loaded
            | Pending::CopyFrom(_)
            | Pending::Begun
            | Pending::Settings
            | Pending::Quiet
            | Pending::Prices
            | Pending::Place
            | Pending::SamplePatient(_)
            | Pending::SampleVisit(..)
            | Pending::FollowUps(_) => {}
        }
    }

    fn failed(&mut self, pending: Pending, error: StoreError) {
        match pending {
            Pending::Changes(checklist, changes) => return self.saving.refused(checklist, changes, &error),
            Pending::Vault(asked) => return self.vault_failed(asked, &error),
            Pending::OfPatient(patient, field, value) => {
                return self.saving.refused_of_patient((patient, field, value), &error);
            }
            // Where one left is no loss, and it is tried again with the next step; nor is what stands beside a name.
            Pending::Place | Pending::Standings => return,
            Pending::Setting(key, before) => return self.setting_refused(key, before, &error),
            // Kept before the lock, looked for after it: unlocking looks for them again.
            Pending::Prices if matches!(error, StoreError::Locked) => return,
            Pending::FollowUps(Asked::Of(..) | Asked::Lists) if matches!(error, StoreError::Locked) => return,
            Pending::Door | Pending::Mending => self.not_opened(&error),
            Pending::Namesakes(_)
            | Pending::PatientRecord
            | Pending::History
            | Pending::Merged(_)
            | Pending::Patients(_)
            | Pending::NewPatient
            | Pending::PatientUpdated(_)
            | Pending::LookedUp(_)
            | Pending::Visits(..)
            | Pending::Loaded
            | Pending::CopyFrom(_)
            | Pending::Begun
            | Pending::Settings
            | Pending::Quiet
            | Pending::Prices
            | Pending::SamplePatient(_)
            | Pending::SampleVisit(..)
            | Pending::FollowUps(_) => {}
        }
        self.tell(&error);
    }

    fn visits(&mut self, patient: store::Patient, mut visits: Vec<store::Checklist>, what: OpenWhat) {
        let today = (self.clock.today)();
        visits.sort_by_key(|visit| std::cmp::Reverse((visit.as_of, visit.created_at)));
        let todays = visits.iter().find(|visit| visit.as_of == today).map(|visit| visit.id);
        match (what, todays) {
            (OpenWhat::TodaysVisit, Some(checklist)) => {
                self.ask(Request::Load { checklist }, Pending::Loaded)
            }
            (OpenWhat::TodaysVisit, None) if visits.is_empty() => {
                self.begin_visit(patient.id, Vec::new(), None);
            }
            (OpenWhat::TodaysVisit, None) | (OpenWhat::Page, _) => {
                self.show_patient(patient, visits);
            }
        }
    }

    /// Shows all visits of the patient whose visit is open.
    pub fn show_visits(&mut self) {
        if let Some(visit) = self.visit() {
            let patient = visit.patient.clone();
            let request = Request::ChecklistsOf { patient: patient.id };
            self.ask(request, Pending::Visits(Box::new(patient), OpenWhat::Page));
        }
    }

    fn loaded(&mut self, record: store::Record) {
        // What was said on another day is left as it was said.
        let is_todays = record.checklist.as_of == (self.clock.today)();
        let steps = is_todays.then(|| Remembered::of(&self.content, &record));
        match Visit::open(&self.content, record) {
            Ok(mut visit) => {
                visit.remember(steps.unwrap_or_default());
                self.page = Page::Visit(Box::new(visit));
            }
            Err(error) => {
                self.message = Some(Message {
                    what: format!("This visit can't be shown: {error}."),
                    cure: "It was probably written by another version of Countercheck. It is kept as it is; \
                           open it with that version, or start a new visit."
                        .into(),
                });
            }
        }
    }

    fn add_samples(&mut self) {
        let now = (self.clock.now)();
        let patients: Vec<NewPatient> = self.samples.iter().map(|sample| sample.patient.clone()).collect();
        for (at, patient) in patients.into_iter().enumerate() {
            self.ask(Request::AddPatient { patient, now }, Pending::SamplePatient(at));
        }
    }

    fn add_sample_visit(&mut self, at: usize, patient: PatientId) {
        let Some(session) = &self.session else { return };
        let (by, now) = (session.staff.id, (self.clock.now)());
        let Some(sample) = self.samples.get_mut(at) else { return };
        let start = std::mem::take(&mut sample.start);
        let new = NewChecklist {
            patient,
            as_of: (self.clock.today)(),
            content_version: self.content.version.clone(),
            started_from: None,
        };
        self.ask(Request::NewChecklist { new, start, by, now }, Pending::SampleVisit(at, patient));
    }

    /// What the sample is in the midst of: follow-ups, and the days that follow from the plan.
    fn add_sample_follow_ups(&mut self, at: usize, patient: PatientId, checklist: store::ChecklistId) {
        let Some(sample) = self.samples.get_mut(at) else { return };
        let (planned, days) = (std::mem::take(&mut sample.follow_ups), sample.upcoming);
        let now = (self.clock.now)();
        for one in planned {
            let request = Request::PlanFollowUps {
                patient,
                checklist: Some(checklist),
                drug: one.drug,
                started_on: one.started_on,
                items: vec![as_new(one.planned)],
                now,
            };
            self.ask(request, Pending::FollowUps(Asked::Plan));
        }
        self.set_upcoming(checklist, days);
    }
}
