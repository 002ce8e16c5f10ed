//! The vault: what was said at the counter, kept encrypted, durable and searchable.
//!
//! [`Vault`] opens one file with a [`Passphrase`] or the [`RecoveryCode`] and keeps staff, patients,
//! checklists and their entries; every call that returns `Ok` is on the disk. [`Worker`] owns a vault on a
//! thread of its own for the app. Times are given by the caller, in UTC. The values of entries are JSON
//! that only `checklist` and `content` understand; verdicts and costs are not kept but in documents that
//! were printed. What each table is for stands in `db/schema.md`.
//!
//! Invariants: an entry or a price is never changed or removed; nothing is overwritten when a vault is made; a file
//! that does not open is left as it was; no patient data is in errors, in `Debug`, or unencrypted on disk.

mod about;
mod checklists;
mod database;
mod drafts;
mod error;
mod field;
mod files;
pub mod folder;
mod follow_ups;
mod ids;
mod keys;
mod merge;
mod patients;
mod prices;
mod record;
mod request;
mod search;
mod secret;
mod settings;
mod staff;
mod transfer;
mod upcoming;
mod vault;
mod verify;
mod worker;

pub use about::{Known, PatientEntry, PatientField, PatientRecord};
pub use error::{ErrorKind, StoreError};
pub use field::Field;
pub use follow_ups::{DueFollowUp, FollowUp, FollowUpChange, FollowUpEvent, FollowUpState, NewFollowUp};
pub use ids::{ChecklistId, FollowUpId, PatientId, PriceBatchId, PrintedId, StaffId, VaultId};
pub use keys::Role;
pub use patients::{NewPatient, Patient};
pub use prices::{BatchKind, PriceBatch, PriceEntry};
pub use record::{Before, Change, Checklist, Entry, How, NewChecklist, Printed, Record, VisitHistory};
pub use request::{Reply, Request, RequestId, Session};
pub use secret::{Passphrase, RecoveryCode, WorkFactor};
pub use staff::{NewStaff, Staff};
pub use transfer::{
    Export, ExportEntry, ExportFilter, ExportPatient, ExportPrinted, ExportRecord, Imported,
    ImportedChecklist,
};
pub use upcoming::{UpcomingDay, UpcomingKind};
pub use vault::{Credential, Notice, Vault};
pub use verify::{Check, Report};
pub use worker::Worker;
