//! The counter's state: which vault is open, which patient, what was said, what is saved.
//!
//! Screens draw from it and hand back [`Action`]s; only [`Desk::apply`] changes it, and only
//! [`Desk::receive`] takes replies of the vault's thread. It draws nothing and waits for nothing.
//! Half-typed text is not here: it belongs to the screen that shows it.

mod action;
pub mod edits;
pub mod follow_ups;
pub mod overlay;
mod page;
mod patients;
mod pending;
pub mod prices;
mod replies;
pub mod samples;
pub mod saving;
mod standing;
mod steps;
pub mod vault;
pub mod visit;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::Value;

use super::settings::look::{Look, LookFile};
use crate::content::Content;
use crate::store::{
    self, Change, ChecklistId, NewChecklist, PatientId, PriceBatch, Request, RequestId, Session, StoreError,
    WorkFactor, Worker,
};
pub use action::Action;
use edits::Edits;
use follow_ups::FollowUps;
use overlay::OverlayState;
pub use page::{Door, MergePage, Message, Page, PatientPage};
use patients::Lookup;
use pending::{OpenWhat, Pending};
use prices::KeptPrice;
use saving::Saving;
use standing::Standings;
use vault::{Damage, UnkeptDraft, VaultState};
use visit::{Leaving, Said, Screen, Visit};

/// The clock and the calendar, given from outside.
#[derive(Clone, Copy)]
pub struct Clock {
    /// The time in UTC.
    pub now: fn() -> Timestamp,
    /// The day at the counter.
    pub today: fn() -> Date,
    /// The time of day at the counter.
    pub time: fn() -> Time,
    /// The day at the counter on which something happened.
    pub day_of: fn(Timestamp) -> Date,
    /// The time of day at the counter at which something happened.
    pub time_of: fn(Timestamp) -> Time,
}

/// The state of the counter.
pub struct Desk {
    /// What the app knows.
    pub content: Arc<Content>,
    /// The clock.
    pub clock: Clock,
    /// What is in front of the pharmacist.
    pub page: Page,
    /// The open vault.
    pub session: Option<Session>,
    /// The vault that is opened or made.
    pub path: PathBuf,
    /// What was found or seen last.
    pub patients: Vec<store::Patient>,
    /// From which of [`Desk::patients`] on the name is only similar to what was looked for.
    pub similar_from: usize,
    /// What was looked for; empty for the patients seen last.
    pub looked_for: String,
    /// What [`Desk::patients`] were found for; another text than `looked_for` until the vault answers.
    pub found_for: String,
    /// How far the patients that are listed are, and which visit was interrupted.
    pub standings: Standings,
    /// What the palette has looked for, and found.
    pub lookup: Lookup,
    /// All settings.
    pub settings: HashMap<String, Value>,
    /// How the window looks; kept outside of the vault, since it holds before one is open.
    pub look: Look,
    /// Where that is kept.
    look_file: Option<LookFile>,
    /// Which renderer draws the window, in words; nothing where there is no window.
    pub renderer: String,
    /// What can be taken back of settings and of corrections of patients.
    pub edits: Edits,
    /// What the pharmacy adds to the content.
    pub overlay: OverlayState,
    /// The prices that hold, those of the overlay first.
    pub prices: Vec<KeptPrice>,
    /// The batches of prices in the vault, the latest first.
    pub price_batches: Vec<PriceBatch>,
    /// All that is known of the patient in front besides the visits, when it was asked for.
    pub patient_record: Option<store::PatientRecord>,
    /// That patient's visits with all that was said, when it was asked for.
    pub history: Option<Vec<store::VisitHistory>>,
    /// Patients who have the name of the one that is being added.
    pub namesakes: Vec<store::Patient>,
    /// The visit to which the form of a patient leads back; nothing where it was opened from elsewhere.
    pub form_of: Option<ChecklistId>,
    /// The patient of whom another record is looked for.
    pub double_of: Option<store::Patient>,
    /// What is half-typed, to be kept with the next lock.
    pub half_typed: Value,
    /// What was half-typed when the vault was locked, until the screens have it again.
    pub draft: Option<Value>,
    /// What was half-typed and could not be kept in the vault.
    unkept_draft: Option<UnkeptDraft>,
    /// Whether the vault is being closed: nothing may be shown any more.
    locking: bool,
    /// Why the vault did not open, when its files are at fault.
    pub damage: Option<Damage>,
    /// What is known of the vault itself.
    pub vault: VaultState,
    /// What is due, and whose follow-ups are looked at.
    pub follow_ups: FollowUps,
    /// How far saving is.
    pub saving: Saving,
    /// What there is to say.
    pub message: Option<Message>,
    /// Whether the vault is working on something that the pharmacist waits for.
    pub busy: bool,
    worker: Worker,
    pending: HashMap<RequestId, Pending>,
    samples: Vec<samples::Sample>,
    work: WorkFactor,
}

impl Desk {
    /// A desk with a closed vault at a path.
    ///
    /// # Errors
    /// [`StoreError`] when the vault's thread can't be started.
    pub fn new(
        content: Arc<Content>,
        clock: Clock,
        path: PathBuf,
        work: WorkFactor,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self, StoreError> {
        let page = Page::Door(if path.exists() { Door::Unlock } else { Door::Welcome });
        Ok(Self {
            clock,
            page,
            session: None,
            path,
            patients: Vec::new(),
            similar_from: 0,
            looked_for: String::new(),
            found_for: String::new(),
            standings: Standings::default(),
            lookup: Lookup::default(),
            settings: HashMap::new(),
            look: Look::default(),
            look_file: None,
            renderer: String::new(),
            edits: Edits::default(),
            overlay: OverlayState::None,
            prices: Vec::new(),
            price_batches: Vec::new(),
            patient_record: None,
            history: None,
            namesakes: Vec::new(),
            form_of: None,
            double_of: None,
            half_typed: Value::Null,
            draft: None,
            unkept_draft: None,
            locking: false,
            damage: None,
            vault: VaultState::default(),
            follow_ups: FollowUps::default(),
            saving: Saving::default(),
            message: None,
            busy: false,
            worker: Worker::spawn(content.version.clone(), wake)?,
            content,
            pending: HashMap::new(),
            samples: Vec::new(),
            work,
        })
    }

    /// Keeps how the window looks in a file, and looks as that says. `wake` is called when something became of it.
    pub fn keep_look_in(&mut self, path: PathBuf, wake: impl Fn() + Send + 'static) {
        match Look::read(&path) {
            Ok(look) => self.look = look,
            Err(why) => {
                self.message = Some(Message {
                    what: "How this window looked can't be read: it has the usual look.".into(),
                    cure: format!(
                        "{}: {why}. Choose colors and size again in the settings (Ctrl ,); that writes it anew.",
                        path.display()
                    ),
                });
            }
        }
        // Without a thread what is chosen holds until the window closes.
        self.look_file = LookFile::at(path, wake).ok();
    }

    /// The open visit.
    pub fn visit(&self) -> Option<&Visit> {
        match &self.page {
            Page::Visit(visit) => Some(visit),
            Page::Door(_) | Page::Start | Page::PatientForm(_) | Page::Patient(_) | Page::Merge(_) => None,
        }
    }

    fn visit_mut(&mut self) -> Option<&mut Visit> {
        match &mut self.page {
            Page::Visit(visit) => Some(visit),
            Page::Door(_) | Page::Start | Page::PatientForm(_) | Page::Patient(_) | Page::Merge(_) => None,
        }
    }

    /// A setting that is a text; empty when it is not set.
    pub fn setting(&self, key: &str) -> &str {
        self.settings.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn send(&mut self, request: Request, pending: Pending) {
        let id = self.worker.send(request);
        self.pending.insert(id, pending);
    }

    fn ask(&mut self, request: Request, pending: Pending) {
        self.busy = true;
        self.send(request, pending);
    }

    /// Does what a screen asked for.
    pub fn apply(&mut self, action: Action) {
        let now = (self.clock.now)();
        match action {
            Action::Show(page) => {
                self.form_of = None;
                self.page = page;
            }
            Action::CreateVault(path, first) => {
                self.path.clone_from(&path);
                let work = self.work;
                self.ask(Request::Create { path, first, work, now }, Pending::Door);
            }
            Action::CodeWritten => self.open_start(),
            Action::Unlock(credential) => {
                let path = self.path.clone();
                self.ask(Request::Open { path, credential, now }, Pending::Door);
            }
            Action::RestoreLast(credential) => self.restore_last(credential),
            Action::Rescue(credential) => {
                let path = self.path.clone();
                self.ask(Request::RescueInPlace { path, credential, now }, Pending::Mending);
            }
            Action::OpenSamples => {
                self.samples = samples::samples(&self.content, (self.clock.today)());
                self.ask(Request::OpenTemporary { now }, Pending::Door);
            }
            Action::Lock => {
                self.back_up_if_due();
                let draft = std::mem::take(&mut self.half_typed);
                self.locking = true;
                self.hide_code();
                // At once, whatever is still being backed up: nobody else may read on.
                if self.session.as_ref().is_some_and(|session| !session.temporary) {
                    self.page = Page::Door(Door::Unlock);
                }
                self.ask(Request::LockWithDraft { draft, now }, Pending::Door);
            }
            Action::Search(typed) => {
                self.edits.said = None;
                self.looked_for.clone_from(&typed);
                self.refresh_patients();
            }
            Action::AddPatient(patient) => {
                let name = patient.name.clone();
                self.ask(Request::Named { name }, Pending::Namesakes(patient));
            }
            Action::SayOfPatient(patient, field, value) => self.say_of_patient(patient, field, value),
            Action::ReadHistory(patient) => self.read_history(patient),
            Action::LookForDouble(patient) => {
                self.double_of = Some(*patient);
                self.open_start();
            }
            Action::Merge(stays, goes) => {
                self.double_of = None;
                let request = Request::MergePatients { patient: goes, into: stays, now };
                self.ask(request, Pending::Merged(stays));
            }
            Action::Part(patient, from) => {
                self.ask(Request::PartPatients { patient, now }, Pending::Merged(from));
            }
            Action::AddNamesake(patient) => {
                self.namesakes.clear();
                self.ask(Request::AddPatient { patient, now }, Pending::NewPatient);
            }
            Action::CorrectPatient(id, patient, known) => self.correct_patient(id, patient, known),
            Action::CorrectFrom(visit, patient) => self.correct_from(visit, patient),
            Action::UndoCorrection => self.undo_correction(),
            Action::RedoCorrection => self.redo_correction(),
            Action::ChangeSetting(change) => self.change_setting(change),
            Action::UndoSetting => self.undo_setting(),
            Action::RedoSetting => self.redo_setting(),
            Action::LookUp(typed) => self.look_up(typed),
            Action::OpenPatient(patient) if self.is_double(&patient) => {
                if let Some(stays) = self.double_of.clone() {
                    self.page = Page::Merge(Box::new(MergePage { stays, goes: patient }));
                }
            }
            Action::OpenPatient(patient) => {
                self.double_of = None;
                self.edits.said = None;
                self.namesakes.clear();
                let request = Request::ChecklistsOf { patient: patient.id };
                self.ask(request, Pending::Visits(Box::new(patient), OpenWhat::TodaysVisit));
            }
            Action::OpenVisit(checklist) => self.ask(Request::Load { checklist }, Pending::Loaded),
            Action::NewVisit(patient, None) => self.begin_visit(patient, Vec::new(), None),
            Action::NewVisit(patient, Some(checklist)) => {
                self.ask(Request::Load { checklist }, Pending::CopyFrom(patient));
            }
            Action::Say(said) => self.change(|visit, content| visit.say(content, said)),
            Action::AnswerAndMove(question, answer, typed) => {
                self.say_and_move(Said::Answer(question, Some(answer), typed));
            }
            Action::AnswerAll(answers) => {
                let answers = answers.into_iter().map(|(ix, answer)| (ix, Some(answer)));
                self.say_and_move(Said::Answers(answers.collect()));
            }
            Action::Next => self.go(|visit, content| visit.go_to_next(content, Leaving::Unanswered)),
            Action::Step(direction) => {
                self.go(|visit, content| visit.here = visit.neighbor(content, direction));
            }
            Action::Go(here) => {
                self.go(|visit, _| (visit.here, visit.screen) = (here, Screen::Safety));
            }
            Action::Open(screen) => self.go(|visit, _| visit.screen = screen),
            Action::Undo => {
                self.change(Visit::undo);
                self.keep_place();
            }
            Action::Redo => {
                self.change(Visit::redo);
                self.keep_place();
            }
            Action::Leave => self.leave(),
            // While nobody has unlocked, what was refused has to wait.
            Action::RetrySaving if self.session.is_none() => {}
            Action::RetrySaving => {
                let of_patients = self.saving.take_refused_of_patients();
                for (checklist, changes) in self.saving.take_refused() {
                    self.save(checklist, changes);
                }
                for (patient, field, value) in of_patients {
                    self.say_of_patient(patient, field, value);
                }
            }
            Action::Set(key, value) => {
                self.settings.insert(key.to_owned(), value.clone());
                self.send(Request::SetSetting { key: key.to_owned(), value, now }, Pending::Quiet);
            }
            Action::KeepPrinted(checklist, document) => {
                if let Some(session) = &self.session {
                    let by = session.staff.id;
                    self.send(Request::KeepPrinted { checklist, document, by, now }, Pending::Quiet);
                }
            }
            Action::KeepPrices(rows, source) => self.keep_prices(rows, source),
            Action::UndoPrices(batch) => self.undo_prices(batch),
            Action::FollowUps(step) => self.follow_up(step),
            // The window does it: it asks first, or knows what the command means where one is.
            Action::AskToErase(_) | Action::Run(_) => {}
            Action::Vault(step) => self.vault_step(step),
            Action::CloseMessage => self.message = None,
        }
    }

    /// Whether nothing would be lost by closing the window; says so if something would. What is
    /// still on its way is saved before the vault closes.
    pub fn may_close(&mut self) -> bool {
        let refused = self.saving.has_refused();
        if refused {
            self.message = Some(Message {
                what: "Not everything is saved, and it would be lost.".into(),
                cure: "Choose “Try again” at the bottom left. If the vault still refuses, save the pages as PDF, \
                       and write down what is missing."
                    .into(),
            });
        }
        !refused
    }

    fn leave(&mut self) {
        match &self.page {
            Page::Door(_) => {
                self.page = Page::Door(if self.path.exists() { Door::Unlock } else { Door::Welcome })
            }
            Page::Start => {
                self.double_of = None;
                self.open_start();
            }
            Page::Visit(_) | Page::Patient(_) | Page::PatientForm(_) | Page::Merge(_) => {
                self.namesakes.clear();
                self.open_start();
            }
        }
    }

    /// Says something and goes to what is open next.
    fn say_and_move(&mut self, said: Said) {
        self.change(|visit, content| {
            let changes = visit.say(content, said);
            visit.go_to_next(content, Leaving::Answered);
            changes
        });
        self.keep_place();
    }

    /// Goes somewhere in the visit, and has the vault remember it.
    fn go(&mut self, go: impl FnOnce(&mut Visit, &Content)) {
        let content = Arc::clone(&self.content);
        if let Some(visit) = self.visit_mut() {
            go(visit, &content);
        }
        self.keep_place();
    }

    fn change(&mut self, change: impl FnOnce(&mut Visit, &Content) -> Vec<Change>) {
        let content = Arc::clone(&self.content);
        let Some(visit) = self.visit_mut() else { return };
        let changes = change(visit, &content);
        let checklist = visit.id;
        if !changes.is_empty() {
            self.save(checklist, changes);
        }
    }

    fn save(&mut self, checklist: ChecklistId, changes: Vec<Change>) {
        let Some(session) = &self.session else { return };
        let (by, now) = (session.staff.id, (self.clock.now)());
        self.saving.sent();
        self.note_upcoming(checklist, &changes);
        let pending = Pending::Changes(checklist, changes.clone());
        self.send(Request::AppendAll { checklist, changes, by, now }, pending);
    }

    fn keep_place(&mut self) {
        let now = (self.clock.now)();
        let Some(visit) = self.visit() else { return };
        let (checklist, place) = (visit.id, visit.place_json(&self.content));
        self.send(Request::SetPlace { checklist, place, now }, Pending::Place);
    }

    fn begin_visit(&mut self, patient: PatientId, start: Vec<Change>, started_from: Option<ChecklistId>) {
        let Some(session) = &self.session else { return };
        let (by, now) = (session.staff.id, (self.clock.now)());
        let content_version = self.content.version.clone();
        let as_of = (self.clock.today)();
        let new = NewChecklist { patient, as_of, content_version, started_from };
        self.ask(Request::NewChecklist { new, start, by, now }, Pending::Begun);
    }

    fn open_start(&mut self) {
        self.page = Page::Start;
        self.standings.forget();
        self.refresh_patients();
        self.look_for_due();
        self.look_for_interrupted();
    }

    fn refresh_patients(&mut self) {
        let request = if self.looked_for.trim().is_empty() {
            Request::Recent { limit: 12 }
        } else {
            Request::Search { typed: self.looked_for.clone(), limit: 12 }
        };
        self.send(request, Pending::Patients(self.looked_for.clone()));
    }
}
