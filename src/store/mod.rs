//! The vault: what was said at the counter, kept encrypted, durable and searchable.
//!
//! [`Vault`] opens one file with a [`Passphrase`] or the [`RecoveryCode`] and keeps staff, patients,
//! checklists and their entries; every call that returns `Ok` is on the disk. [`Worker`] owns a vault on a
//! thread of its own for the app. Times are given by the caller, in UTC. The values of entries are JSON
//! that only `checklist` and `content` understand; verdicts and costs are not kept but in documents that
//! were printed. What each table is for stands in `db/schema.md`.
//!
//! Invariants: an entry or a price is never changed or removed, but when a patient is erased; nothing is overwritten when a vault is made; a file
//! that does not open is left as it was; no patient data is in errors, in `Debug`, or unencrypted on disk.

mod about;
mod answer;
mod archive;
mod backup;
mod bulk;
mod checklists;
mod database;
mod digits;
mod drafts;
mod erase;
mod error;
mod events;
mod field;
mod files;
mod find;
pub mod folder;
mod follow_ups;
mod generations;
mod held;
mod ids;
mod keys;
mod merge;
mod moved;
mod patients;
mod place;
mod prices;
mod record;
mod rekey;
mod request;
mod rescue;
mod restore;
mod search;
mod secret;
mod session;
mod settings;
mod staff;
mod standing;
mod strength;
mod transfer;
mod unlock;
mod upcoming;
mod vault;
mod verify;
mod vocabulary;
mod worker;
mod wrap;

pub use about::{Known, PatientEntry, PatientField, PatientRecord};
pub use archive::{Manifest, Sum, Sums};
pub use backup::{Backup, BackupJob, BackupTo};
pub use erase::Erased;
pub use error::{ErrorKind, StoreError};
pub use events::{StaffChange, StaffEvent};
pub use field::Field;
pub use files::make_folder;
pub use find::Found;
pub use follow_ups::{DueFollowUp, FollowUp, FollowUpChange, FollowUpEvent, FollowUpState, NewFollowUp};
pub use ids::{ChecklistId, FollowUpId, PatientId, PriceBatchId, PrintedId, StaffId, VaultId};
pub use keys::Role;
pub use moved::{ExportFollowUp, ExportFollowUpEvent, ExportKnown};
pub use patients::{NewPatient, Patient};
pub use place::{BackupPlace, LastBackup};
pub use prices::{BatchKind, PriceBatch, PriceEntry};
pub use record::{Before, Change, Checklist, Entry, How, NewChecklist, Printed, Record, VisitHistory};
pub use rekey::Rekeyed;
pub use request::{Reply, Request, RequestId, Session};
pub use rescue::{Rescued, RescuedTable};
pub use restore::Restored;
pub use secret::{Passphrase, RecoveryCode, WorkFactor};
pub use session::Notice;
pub use staff::{NewStaff, Staff};
pub use standing::{Interrupted, Standing};
pub use strength::{Strength, strength};
pub use transfer::{
    Export, ExportEntry, ExportFilter, ExportPatient, ExportPrinted, ExportRecord, Imported,
    ImportedChecklist,
};
pub use upcoming::{Upcoming, UpcomingDay, UpcomingKind};
pub use vault::{Credential, Vault};
pub use verify::{Check, Report};
pub use worker::Worker;
