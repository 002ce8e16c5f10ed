//! What the vault knows of one visit, as values.
//!
//! `Debug` shows ids and fields, never what was said. How they are kept is in `checklists`.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::field::Field;
use super::ids::{ChecklistId, PatientId, PrintedId, StaffId};
use super::patients::Patient;

/// What a checklist begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChecklist {
    /// Whose visit it is.
    pub patient: PatientId,
    /// The day of the visit; it stays.
    pub as_of: Date,
    /// The version of the content it begins with.
    pub content_version: String,
}

/// One visit of one patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The id.
    pub id: ChecklistId,
    /// Whose visit it is.
    pub patient: PatientId,
    /// The day of the visit.
    pub as_of: Date,
    /// The version of the content it began with.
    pub content_version: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Who began it.
    pub by: StaffId,
}

/// Something to be said in a checklist; `Value::Null` takes back what was said.
#[derive(Clone, PartialEq)]
pub struct Change {
    /// What it is about.
    pub field: Field,
    /// The new value.
    pub value: Value,
}

/// Something that was said.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// Its place in the checklist's history, from 1 without a gap.
    pub number: u32,
    /// What it is about.
    pub field: Field,
    /// The value; `Value::Null` when it was taken back.
    pub value: Value,
    /// When, in UTC.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// A summary as it was handed out.
#[derive(Clone, PartialEq)]
pub struct Printed {
    /// The id.
    pub id: PrintedId,
    /// The finished document.
    pub document: Value,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// A checklist with all that is known of it.
#[derive(Clone, PartialEq)]
pub struct Record {
    /// The patient.
    pub patient: Patient,
    /// The visit.
    pub checklist: Checklist,
    /// The latest value of each field, without those that were taken back.
    pub current: BTreeMap<Field, Value>,
    /// Everything that was said, in order.
    pub history: Vec<Entry>,
    /// Where one left it, as the screen wrote it.
    pub place: Option<Value>,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({}, …)", self.field)
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({}, {}, …)", self.number, self.field)
    }
}

impl fmt::Debug for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Printed({}, …)", self.id)
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({}, {} entries, …)", self.checklist.id, self.history.len())
    }
}
