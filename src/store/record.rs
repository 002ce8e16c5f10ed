//! What the vault knows of one visit, as values.
//!
//! `Debug` shows ids and fields, never what was said. How they are kept is in `checklists`.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::about::Known;
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
    /// The earlier visit of the patient whose answers it begins with.
    pub started_from: Option<ChecklistId>,
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
    /// The earlier visit of the patient whose answers it began with.
    pub started_from: Option<ChecklistId>,
}

/// How an entry came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was said.
    Said,
    /// A change was taken back.
    Undone,
    /// A change that was taken back was made again.
    Redone,
    /// It comes from an earlier visit, where it was said on that day.
    Carried(Date),
}

/// Something to be said in a checklist; `Value::Null` takes back what was said.
#[derive(Clone, PartialEq)]
pub struct Change {
    /// What it is about.
    pub field: Field,
    /// The new value.
    pub value: Value,
    /// How it came about.
    pub how: How,
}

impl Change {
    /// Something that is said.
    pub fn said(field: Field, value: Value) -> Self {
        Self { field, value, how: How::Said }
    }
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
    /// How it came about.
    pub how: How,
    /// The version of the content that the program had; `None` before that was kept: the checklist's.
    pub content_version: Option<String>,
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
    /// What was said last in the earlier visits that this one goes back to.
    pub before: BTreeMap<Field, Before>,
    /// What is known of the patient besides the visits.
    pub known: Known,
    /// How many other patients have the same name.
    pub namesakes: usize,
}

/// A visit with all that was said in it, and what was handed out.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitHistory {
    /// The visit.
    pub checklist: Checklist,
    /// Everything that was said, in order.
    pub history: Vec<Entry>,
    /// What was handed out, the first one first.
    pub printed: Vec<Printed>,
}

/// Something that was said in an earlier visit.
#[derive(Clone, PartialEq)]
pub struct Before {
    /// The value.
    pub value: Value,
    /// The day on which it was said.
    pub on: Date,
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
