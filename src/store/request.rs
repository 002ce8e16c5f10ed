//! What can be asked of the vault's thread, and what it answers: two closed lists.
//!
//! Who does it, and in which order, is in `worker`.

use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::about::{PatientField, PatientRecord};
use super::backup::Backup;
use super::erase::Erased;
use super::error::StoreError;
use super::events::StaffEvent;
use super::field::Field;
use super::find::Found;
use super::follow_ups::{DueFollowUp, FollowUp, FollowUpChange, NewFollowUp};
use super::ids::{ChecklistId, FollowUpId, PatientId, PriceBatchId, PrintedId, StaffId};
use super::keys::Role;
use super::patients::{NewPatient, Patient};
use super::place::BackupPlace;
use super::prices::{PriceBatch, PriceEntry};
use super::record::{Change, Checklist, NewChecklist, Printed, Record, VisitHistory};
use super::rekey::Rekeyed;
use super::rescue::Rescued;
use super::restore::Restored;
use super::secret::{Passphrase, RecoveryCode, WorkFactor};
use super::session::Notice;
use super::staff::{NewStaff, Staff};
use super::standing::{Interrupted, Standing};
use super::upcoming::{Upcoming, UpcomingKind};
use super::vault::Credential;
use super::verify::Report;
use crate::content::Files;
use crate::content::load::ContentError;
use crate::content::price::PriceRecord;

/// Which request a reply answers; later requests have larger ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub(super) u64);

/// Everything that can be asked of the vault. The fields are the parameters of [`Vault`](super::Vault)'s methods, `now`
/// always the caller's clock.
#[expect(missing_docs, reason = "the fields are described at the methods whose parameters they are")]
pub enum Request {
    /// Make a vault and keep it open.
    Create { path: PathBuf, first: NewStaff, work: WorkFactor, now: Timestamp },
    /// Open a vault; an open one is closed first.
    Open { path: PathBuf, credential: Credential, now: Timestamp },
    /// Open a vault that is gone when closed.
    OpenTemporary { now: Timestamp },
    /// Close the vault and forget the key.
    Lock,
    /// Give one more staff member a key.
    AddStaff { new: NewStaff, work: WorkFactor, now: Timestamp },
    /// Change the passphrase of the staff member who opened the vault.
    SetPassphrase { present: Passphrase, new: Passphrase, work: WorkFactor, now: Timestamp },
    /// Patients who match what was typed so far.
    Search { typed: String, limit: u32 },
    /// The patients who were seen last.
    Recent { limit: u32 },
    /// How far the last visits of these patients are.
    Standings { patients: Vec<PatientId> },
    /// The visit that was interrupted.
    Interrupted { now: Timestamp },
    /// Add a patient.
    AddPatient { patient: NewPatient, now: Timestamp },
    /// Correct a patient.
    UpdatePatient { id: PatientId, patient: NewPatient, now: Timestamp },
    /// Begin a checklist.
    NewChecklist { new: NewChecklist, start: Vec<Change>, by: StaffId, now: Timestamp },
    /// Add one entry.
    Append { checklist: ChecklistId, field: Field, value: Value, by: StaffId, now: Timestamp },
    /// Add several entries, all or none.
    AppendAll { checklist: ChecklistId, changes: Vec<Change>, by: StaffId, now: Timestamp },
    /// A checklist with all that is known of it.
    Load { checklist: ChecklistId },
    /// The checklists of a patient.
    ChecklistsOf { patient: PatientId },
    /// Keep where one left a checklist.
    SetPlace { checklist: ChecklistId, place: Value, now: Timestamp },
    /// A patient with all that is known besides the visits.
    PatientRecord { patient: PatientId },
    /// All that was said in a patient's visits, and what was handed out.
    HistoryOf { patient: PatientId },
    /// Say something of a patient.
    SayOfPatient { patient: PatientId, field: PatientField, value: Value, now: Timestamp },
    /// Patients of that name.
    Named { name: String },
    /// Make one patient an alias of another.
    MergePatients { patient: PatientId, into: PatientId, now: Timestamp },
    /// Take that back.
    PartPatients { patient: PatientId, now: Timestamp },
    /// Keep what was half-typed, and then close the vault.
    LockWithDraft { draft: Value, now: Timestamp },
    /// What was half-typed; it stays in the vault until the next lock.
    Draft,
    /// Keep a summary as it is handed out.
    KeepPrinted { checklist: ChecklistId, document: Value, by: StaffId, now: Timestamp },
    /// The summaries that were handed out.
    Printed { checklist: ChecklistId },
    /// The prices that hold.
    Prices,
    /// Keep prices as one batch.
    KeepPrices { rows: Vec<PriceRecord>, source: String, by: StaffId, now: Timestamp },
    /// Take back a batch of prices.
    UndoPrices { batch: PriceBatchId, by: StaffId, now: Timestamp },
    /// The batches of prices, the latest first.
    PriceBatches,
    /// The files of a folder that a pharmacy adds to the content; of no vault.
    ReadFolder { folder: PathBuf },
    /// All settings.
    Settings,
    /// Keep a setting.
    SetSetting { key: String, value: Value, now: Timestamp },
    /// Check the whole vault.
    Verify,
    /// Make a backup in a folder, without one in the vault's own; answered when it is done, later requests
    /// before it.
    Backup { folder: Option<PathBuf>, now: Timestamp },
    /// Where backups go.
    BackupPlace,
    /// Choose where backups go.
    SetBackupFolder { folder: Option<PathBuf> },
    /// Make a backup in the vault's own folder if it is time for one.
    BackUpIfDue { now: Timestamp },
    /// Write a patient's records into a file.
    ExportTo { patient: PatientId, folder: PathBuf, now: Timestamp },
    /// Erase a patient.
    Erase { patient: PatientId, now: Timestamp },
    /// Put what can still be read of a damaged vault in its place; an open one is closed first.
    RescueInPlace { path: PathBuf, credential: Credential, now: Timestamp },
    /// Put what can still be read of a damaged vault into a new one; an open one is closed first.
    Rescue { from: PathBuf, to: PathBuf, credential: Credential, now: Timestamp },
    /// Put a backup in the place of a vault; an open one is closed first.
    Restore { from: PathBuf, path: PathBuf, credential: Credential, now: Timestamp },
    /// Take somebody's key away.
    RemoveStaff { id: StaffId, now: Timestamp },
    /// Make somebody an administrator or a pharmacist.
    SetRole { id: StaffId, role: Role, now: Timestamp },
    /// Give another staff member a new passphrase.
    ResetPassphrase { id: StaffId, new: Passphrase, work: WorkFactor, now: Timestamp },
    /// Make a new recovery code.
    NewRecoveryCode { work: WorkFactor, now: Timestamp },
    /// Give the database a new key. Takes as long as writing the whole vault.
    Rekey { work: WorkFactor, now: Timestamp },
    /// What happened to the keys.
    StaffEvents,
    /// Plan what follows from a start.
    PlanFollowUps {
        patient: PatientId,
        checklist: Option<ChecklistId>,
        drug: String,
        started_on: Date,
        items: Vec<NewFollowUp>,
        now: Timestamp,
    },
    /// Move, tick, drop or open follow-ups again, in that order.
    ChangeFollowUps { changes: Vec<(FollowUpId, FollowUpChange)>, now: Timestamp },
    /// The follow-ups of a patient.
    FollowUpsOf { patient: PatientId },
    /// What is open and due up to a day.
    DueFollowUps { until: Date, limit: u32 },
    /// Keep a day that follows from a visit.
    SetUpcoming { checklist: ChecklistId, kind: UpcomingKind, on: Option<Date> },
    /// What happens from a day on up to another one.
    UpcomingUntil { from: Date, to: Date, limit: u32 },
}

impl fmt::Debug for Request {
    /// Its name alone: what it carries is about patients, or secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create { .. } => "Create",
            Self::Open { .. } => "Open",
            Self::OpenTemporary { .. } => "OpenTemporary",
            Self::Lock => "Lock",
            Self::AddStaff { .. } => "AddStaff",
            Self::SetPassphrase { .. } => "SetPassphrase",
            Self::Search { .. } => "Search",
            Self::Recent { .. } => "Recent",
            Self::Standings { .. } => "Standings",
            Self::Interrupted { .. } => "Interrupted",
            Self::AddPatient { .. } => "AddPatient",
            Self::UpdatePatient { .. } => "UpdatePatient",
            Self::NewChecklist { .. } => "NewChecklist",
            Self::Append { .. } => "Append",
            Self::AppendAll { .. } => "AppendAll",
            Self::Load { .. } => "Load",
            Self::ChecklistsOf { .. } => "ChecklistsOf",
            Self::SetPlace { .. } => "SetPlace",
            Self::PatientRecord { .. } => "PatientRecord",
            Self::HistoryOf { .. } => "HistoryOf",
            Self::SayOfPatient { .. } => "SayOfPatient",
            Self::Named { .. } => "Named",
            Self::MergePatients { .. } => "MergePatients",
            Self::PartPatients { .. } => "PartPatients",
            Self::LockWithDraft { .. } => "LockWithDraft",
            Self::Draft => "Draft",
            Self::KeepPrinted { .. } => "KeepPrinted",
            Self::Printed { .. } => "Printed",
            Self::Prices => "Prices",
            Self::KeepPrices { .. } => "KeepPrices",
            Self::UndoPrices { .. } => "UndoPrices",
            Self::PriceBatches => "PriceBatches",
            Self::ReadFolder { .. } => "ReadFolder",
            Self::Settings => "Settings",
            Self::SetSetting { .. } => "SetSetting",
            Self::Verify => "Verify",
            Self::Backup { .. } => "Backup",
            Self::BackupPlace => "BackupPlace",
            Self::SetBackupFolder { .. } => "SetBackupFolder",
            Self::BackUpIfDue { .. } => "BackUpIfDue",
            Self::ExportTo { .. } => "ExportTo",
            Self::Erase { .. } => "Erase",
            Self::RescueInPlace { .. } => "RescueInPlace",
            Self::Rescue { .. } => "Rescue",
            Self::Restore { .. } => "Restore",
            Self::RemoveStaff { .. } => "RemoveStaff",
            Self::SetRole { .. } => "SetRole",
            Self::ResetPassphrase { .. } => "ResetPassphrase",
            Self::NewRecoveryCode { .. } => "NewRecoveryCode",
            Self::Rekey { .. } => "Rekey",
            Self::StaffEvents => "StaffEvents",
            Self::PlanFollowUps { .. } => "PlanFollowUps",
            Self::ChangeFollowUps { .. } => "ChangeFollowUps",
            Self::FollowUpsOf { .. } => "FollowUpsOf",
            Self::DueFollowUps { .. } => "DueFollowUps",
            Self::SetUpcoming { .. } => "SetUpcoming",
            Self::UpcomingUntil { .. } => "UpcomingUntil",
        })
    }
}

/// What an open vault says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is gone when closed.
    pub temporary: bool,
    /// Who opened it.
    pub staff: Staff,
    /// Everybody named in the records, also who was removed; [`Reply::Staff`] has them anew.
    pub all_staff: Vec<Staff>,
    /// What was found while opening.
    pub notices: Vec<Notice>,
}

impl Session {
    /// Takes over everybody as they are now; who opened the vault may have another role since.
    pub fn take_staff(&mut self, all: Vec<Staff>) {
        if let Some(own) = all.iter().find(|staff| staff.id == self.staff.id) {
            self.staff = own.clone();
        }
        self.all_staff = all;
    }
}

/// What became of a request.
#[derive(Debug)]
pub enum Reply {
    /// The vault was made and is open.
    Created {
        /// What it says of itself.
        session: Session,
        /// Shown this once.
        code: RecoveryCode,
    },
    /// The vault is open.
    Opened(Session),
    /// The vault is closed; everything before is saved.
    Locked,
    /// The vault is closed, and what was half-typed could not be kept in it: here it is.
    LockedWithoutDraft(Value, StoreError),
    /// The patients who were looked for.
    Patients(Found),
    /// How far the last visits of patients are.
    Standings(Vec<Standing>),
    /// The visit that was interrupted.
    Interrupted(Option<Box<Interrupted>>),
    /// A later search made this one pointless.
    Superseded,
    /// The patient was added.
    PatientAdded(PatientId),
    /// The checklist was begun.
    ChecklistBegun(ChecklistId),
    /// What was sent is on the disk.
    Saved,
    /// A checklist.
    Loaded(Box<Record>),
    /// The checklists of a patient.
    Checklists(Vec<Checklist>),
    /// A patient with all that is known besides the visits.
    PatientRecord(Box<PatientRecord>),
    /// A patient's visits with all that was said in them, the latest first.
    History(Vec<VisitHistory>),
    /// The patients of the name that was asked for.
    Named(Vec<Patient>),
    /// What was half-typed.
    Draft(Option<Value>),
    /// The summary was kept.
    PrintedKept(PrintedId),
    /// The summaries that were handed out.
    Printed(Vec<Printed>),
    /// The prices that hold.
    Prices(Vec<PriceEntry>),
    /// A batch of prices was kept, or taken back by this one.
    PricesKept(PriceBatchId),
    /// The batches of prices, the latest first.
    PriceBatches(Vec<PriceBatch>),
    /// All settings, by key.
    Settings(Vec<(String, Value)>),
    /// The files of the folder; `None` when there is no such folder.
    Folder(Result<Option<Files>, Vec<ContentError>>),
    /// What was checked.
    Verified(Report),
    /// A staff member was added or removed, or got another role or passphrase: everybody, as it is now.
    Staff(Vec<Staff>),
    /// The recovery code from now on, shown this once.
    RecoveryCode(RecoveryCode),
    /// The database has a new key.
    Rekeyed(Rekeyed),
    /// What happened to the keys, the first first.
    StaffEvents(Vec<StaffEvent>),
    /// It was not done.
    Failed(StoreError),
    /// A backup was made and read back.
    BackedUp(Box<Backup>),
    /// Where backups go.
    BackupPlace(BackupPlace),
    /// It is not time for a backup.
    NoBackupDue,
    /// The patient's records are in this file.
    Exported(PathBuf),
    /// The patient is erased.
    Erased(Erased),
    /// What could still be read is in the place of the damaged vault, whose files have these names now.
    RescuedInPlace(Box<Rescued>, Vec<PathBuf>),
    /// What could still be read is in a new vault.
    Rescued(Box<Rescued>),
    /// A backup is in the place of the vault, which is closed.
    Restored(Box<Restored>),
    /// So many follow-ups were planned.
    FollowUpsPlanned(usize),
    /// The follow-ups of a patient, by the day on which they are due.
    FollowUps(Vec<FollowUp>),
    /// What is open and due, the longest due first.
    DueFollowUps(Vec<DueFollowUp>),
    /// Days that are to come, by day.
    Upcoming(Upcoming),
}
