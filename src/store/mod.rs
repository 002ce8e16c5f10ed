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
mod archive;
mod backup;
mod checklists;
mod database;
mod drafts;
mod erase;
mod error;
mod field;
mod files;
pub mod folder;
mod generations;
mod ids;
mod keys;
mod merge;
mod patients;
mod place;
mod prices;
mod record;
mod request;
mod rescue;
mod restore;
mod search;
mod secret;
mod settings;
mod staff;
mod transfer;
mod vault;
mod verify;
mod worker;

pub use about::{Known, PatientEntry, PatientField, PatientRecord};
pub use archive::{Manifest, Sum, Sums};
pub use backup::{Backup, BackupJob, BackupTo};
pub use erase::Erased;
pub use error::{ErrorKind, StoreError};
pub use field::Field;
pub use ids::{ChecklistId, PatientId, PriceBatchId, PrintedId, StaffId, VaultId};
pub use keys::Role;
pub use patients::{NewPatient, Patient};
pub use place::{BackupPlace, LastBackup};
pub use prices::{BatchKind, PriceBatch, PriceEntry};
pub use record::{Before, Change, Checklist, Entry, How, NewChecklist, Printed, Record, VisitHistory};
pub use request::{Reply, Request, RequestId, Session};
pub use rescue::{Rescued, RescuedTable};
pub use restore::Restored;
pub use secret::{Passphrase, RecoveryCode, WorkFactor};
pub use staff::{NewStaff, Staff};
pub use transfer::{
    Export, ExportEntry, ExportFilter, ExportPatient, ExportPrinted, ExportRecord, Imported,
    ImportedChecklist,
};
pub use vault::{Credential, Notice, Vault};
pub use verify::{Check, Report};
pub use worker::Worker;
