//! Records that leave the vault and come into one: a JSON object for each checklist.
//!
//! A record is matched by ids. A checklist that is known already takes the entries that follow its own
//! history; one that was changed in both places is refused, never mixed. The other formats (FHIR, the
//! input of `assess`) are in `exchange`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::checklists::{Signature, insert_checklist, insert_entry, insert_printed, own_visit};
use super::error::StoreError;
use super::field::Field;
use super::ids::{ChecklistId, PatientId, PrintedId, StaffId};
use super::keys::Role;
use super::moved::{
    ExportFollowUp, ExportKnown, insert_follow_ups, insert_known, is_possible, known_to_export,
};
use super::patients::{NewPatient, insert_patient};
use super::record::{Change, Checklist, Entry, How, Printed};
use super::staff::ensure_staff;
use super::vault::{Vault, time_text};

/// Which checklists are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFilter {
    /// All of them.
    All,
    /// Those of one patient.
    Patient(PatientId),
}

/// A checklist as it is exported.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportRecord {
    /// The checklist's id.
    pub checklist_id: ChecklistId,
    /// The patient's id.
    pub patient_id: PatientId,
    /// The patient.
    pub patient: ExportPatient,
    /// The day of the visit.
    pub as_of: Date,
    /// The version of the content it began with.
    pub content_version: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Who began it.
    pub by: StaffId,
    /// The earlier visit of the patient whose answers it began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_from: Option<ChecklistId>,
    /// The current answers, by question.
    pub answers: Map<String, Value>,
    /// The current values of the other fields: prescription, coverage, authorization, note.
    pub fields: Map<String, Value>,
    /// Everything that was said, in order.
    pub history: Vec<ExportEntry>,
    /// The summaries that were handed out.
    pub printed: Vec<ExportPrinted>,
    /// The follow-ups that were planned at the visit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<ExportFollowUp>,
    /// The names behind the ids of staff.
    pub staff: BTreeMap<StaffId, String>,
}

/// The patient of an exported checklist.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportPatient {
    /// The name.
    pub name: String,
    /// The birth date, when it is known.
    pub birth_date: Option<Date>,
    /// The phone number, when there is one.
    pub phone: Option<String>,
    /// What else is known: `language`, `prescriber`, `caregiver`, `note`.
    #[serde(default, skip_serializing_if = "ExportKnown::is_empty")]
    pub known: ExportKnown,
}

/// An entry of an exported checklist.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportEntry {
    /// What it is about.
    pub field: Field,
    /// The value; null when it was taken back.
    pub value: Value,
    /// When, in UTC.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
    /// How it came about, where it was not simply said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<HowWord>,
    /// The day on which it was said in the earlier visit that it was carried over from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_on: Option<Date>,
    /// The version of the content that the program had, where that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_version: Option<String>,
}

/// The word for how an entry came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HowWord {
    /// A change was taken back.
    Undone,
    /// It was made again.
    Redone,
    /// It comes from an earlier visit.
    Carried,
}

impl FromStr for HowWord {
    type Err = super::field::UnknownField;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "undone" => Ok(Self::Undone),
            "redone" => Ok(Self::Redone),
            "carried" => Ok(Self::Carried),
            _ => Err(super::field::UnknownField),
        }
    }
}

/// The word for how an entry came about, and the day on which it was said in an earlier visit.
fn how_words(how: How) -> (Option<HowWord>, Option<Date>) {
    match how {
        How::Said => (None, None),
        How::Undone => (Some(HowWord::Undone), None),
        How::Redone => (Some(HowWord::Redone), None),
        How::Carried(on) => (Some(HowWord::Carried), Some(on)),
    }
}

/// How an exported entry came about; `None` when what it says contradicts itself.
fn how_of(entry: &ExportEntry) -> Option<How> {
    match (entry.how, entry.said_on) {
        (None, None) => Some(How::Said),
        (Some(HowWord::Undone), None) => Some(How::Undone),
        (Some(HowWord::Redone), None) => Some(How::Redone),
        (Some(HowWord::Carried), Some(on)) => Some(How::Carried(on)),
        (None | Some(_), _) => None,
    }
}

/// A summary that was handed out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportPrinted {
    /// Its id.
    pub id: PrintedId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
    /// The finished document.
    pub document: Value,
}

impl ExportRecord {
    /// The line of an export, with its end.
    ///
    /// # Errors
    /// [`StoreError::Internal`]; values that were read from the vault can always be written.
    pub fn to_line(&self) -> Result<Vec<u8>, StoreError> {
        let mut line = serde_json::to_vec(self)
            .map_err(|_| StoreError::Internal { doing: "writing a checklist as JSON" })?;
        line.push(b'\n');
        Ok(line)
    }
}

impl fmt::Debug for ExportRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExportRecord({}, …)", self.checklist_id)
    }
}

/// What an import did with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// The checklist is new here.
    Added,
    /// Entries or printed documents were added to a checklist that was here.
    Extended,
    /// All of it was here already.
    Known,
}

/// The checklist of an imported record, and what was done with it; it is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedChecklist {
    /// The checklist.
    pub checklist: ChecklistId,
    /// What was done.
    pub outcome: Imported,
}

/// The records of an export, read one at a time.
pub struct Export<'a> {
    vault: &'a Vault,
    checklists: std::vec::IntoIter<ChecklistId>,
    staff: BTreeMap<StaffId, String>,
}

impl Iterator for Export<'_> {
    type Item = Result<ExportRecord, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let id = self.checklists.next()?;
        Some(self.vault.export_record(id, &self.staff))
    }
}

impl Vault {
    /// The checklists as records, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], damage; each record can fail on its own.
    pub fn export(&self, filter: ExportFilter) -> Result<Export<'_>, StoreError> {
        let checklists = match filter {
            ExportFilter::All => {
                let sql = "SELECT id FROM checklist ORDER BY created_at, rowid";
                let mut statement = self.connection.prepare(sql)?;
                let texts = statement.query_map([], |row| row.get::<_, String>(0))?;
                texts.map(|text| ChecklistId::from_row(&text?, "checklist")).collect::<Result<Vec<_>, _>>()?
            }
            ExportFilter::Patient(patient) => {
                self.patient(patient)?;
                self.checklists_of(patient)?.into_iter().rev().map(|checklist| checklist.id).collect()
            }
        };
        let staff = self.all_staff()?.into_iter().map(|staff| (staff.id, staff.name)).collect();
        Ok(Export { vault: self, checklists: checklists.into_iter(), staff })
    }

    /// Takes in a record of an export; doing it twice is doing it once.
    ///
    /// The patient is matched by id and kept as known here.
    ///
    /// # Errors
    /// [`StoreError::BadRecord`] when it contradicts itself, [`StoreError::Diverged`] when the checklist was
    /// changed both here and there.
    pub fn import_export_record(&mut self, record: &ExportRecord) -> Result<ImportedChecklist, StoreError> {
        check(record)?;
        let id = record.checklist_id;
        let here = match self.checklist_row(id) {
            Ok(checklist) if self.is_same_patient(checklist.patient, record.patient_id)? => true,
            Ok(_) => {
                return Err(StoreError::BadRecord {
                    why: "its checklist belongs to another patient here".to_owned(),
                });
            }
            Err(StoreError::UnknownChecklist) => false,
            Err(other) => return Err(other),
        };
        let known: Vec<ExportEntry> = self.history(id)?.into_iter().map(export_entry).collect();
        if known.iter().zip(&record.history).any(|(here, there)| here != there) {
            return Err(StoreError::Diverged { checklist: id });
        }
        let known_printed: Vec<PrintedId> = self.printed(id)?.into_iter().map(|printed| printed.id).collect();

        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (id, name) in &record.staff {
            ensure_staff(&transaction, *id, name, Role::Elsewhere, record.created_at)?;
        }
        add_patient_if_new(&transaction, record)?;
        if !here {
            insert_checklist(&transaction, &checklist_of(&transaction, record)?)?;
        }
        let mut outcome = if here { Imported::Known } else { Imported::Added };
        let mut more = || {
            if outcome == Imported::Known {
                outcome = Imported::Extended;
            }
        };
        for entry in record.history.iter().skip(known.len()) {
            let how = how_of(entry).unwrap_or(How::Said);
            let change = Change { field: entry.field.clone(), value: entry.value.clone(), how };
            let content = entry.content_version.as_deref();
            insert_entry(&transaction, id, &change, &Signature { by: entry.by, at: entry.at, content })?;
            more();
        }
        for printed in record.printed.iter().filter(|printed| !known_printed.contains(&printed.id)) {
            let ExportPrinted { id: printed_id, at, by, ref document } = *printed;
            insert_printed(
                &transaction,
                id,
                &Printed { id: printed_id, document: document.clone(), at, by },
            )?;
            more();
        }
        if insert_follow_ups(&transaction, record.patient_id, id, &record.follow_ups)? {
            more();
        }
        transaction.commit()?;
        Ok(ImportedChecklist { checklist: id, outcome })
    }

    fn is_same_patient(&self, here: PatientId, there: PatientId) -> Result<bool, StoreError> {
        let there = match self.stands_for(there) {
            Ok(there) => there,
            Err(StoreError::UnknownPatient) => return Ok(false),
            Err(other) => return Err(other),
        };
        Ok(self.stands_for(here)? == there)
    }

    fn export_record(
        &self,
        id: ChecklistId,
        names: &BTreeMap<StaffId, String>,
    ) -> Result<ExportRecord, StoreError> {
        let record = self.checklist(id)?;
        let printed = self.printed(id)?.into_iter().map(|printed| {
            let Printed { id, document, at, by } = printed;
            ExportPrinted { id, at, by, document }
        });
        let printed: Vec<ExportPrinted> = printed.collect();
        let (answers, fields) = split(record.current);
        let history: Vec<ExportEntry> = record.history.into_iter().map(export_entry).collect();
        let mut named: Vec<StaffId> = vec![record.checklist.by];
        named.extend(history.iter().map(|entry| entry.by));
        named.extend(printed.iter().map(|printed| printed.by));
        let follow_ups = self.follow_ups_to_export(id)?;
        named.extend(follow_ups.iter().flat_map(|follow_up| &follow_up.events).map(|event| event.by));
        let staff = named.iter().filter_map(|id| names.get(id).map(|name| (*id, name.clone()))).collect();
        Ok(ExportRecord {
            checklist_id: id,
            // Of several who turned out to be one, the one that stays.
            patient_id: record.patient.id,
            patient: ExportPatient {
                name: record.patient.name,
                birth_date: record.patient.birth_date,
                phone: record.patient.phone,
                known: known_to_export(record.known),
            },
            as_of: record.checklist.as_of,
            content_version: record.checklist.content_version,
            created_at: record.checklist.created_at,
            by: record.checklist.by,
            started_from: record.checklist.started_from,
            answers,
            fields,
            history,
            printed,
            follow_ups,
            staff,
        })
    }
}

/// The answers and the other fields, each by its own name.
fn split(current: BTreeMap<Field, Value>) -> (Map<String, Value>, Map<String, Value>) {
    let (mut answers, mut fields) = (Map::new(), Map::new());
    for (field, value) in current {
        match field {
            Field::Answer(question) => answers.insert(question, value),
            Field::Typed(_)
            | Field::Prescription
            | Field::Coverage
            | Field::Authorization
            | Field::Note
            | Field::NoteOn(_) => fields.insert(field.to_string(), value),
        };
    }
    (answers, fields)
}

fn export_entry(entry: Entry) -> ExportEntry {
    let Entry { number: _, field, value, at, by, how, content_version } = entry;
    let (how, said_on) = how_words(how);
    ExportEntry { field, value, at, by, how, said_on, content_version }
}

/// A record is true to itself: the current state follows from the history, and everybody is named.
fn check(record: &ExportRecord) -> Result<(), StoreError> {
    let bad = |why: &str| Err(StoreError::BadRecord { why: why.to_owned() });
    let mut current = BTreeMap::new();
    for entry in &record.history {
        if entry.value.is_null() {
            current.remove(&entry.field);
        } else {
            current.insert(entry.field.clone(), entry.value.clone());
        }
    }
    let (answers, fields) = split(current);
    if answers != record.answers {
        return bad("its answers are not those of its history");
    }
    if fields != record.fields {
        return bad("its fields are not those of its history");
    }
    let steps = || record.follow_ups.iter().flat_map(|follow_up| &follow_up.events);
    let by = record.history.iter().map(|e| e.by).chain(record.printed.iter().map(|p| p.by));
    let mut by = by.chain(steps().map(|event| event.by));
    if !record.staff.contains_key(&record.by) || !by.all(|by| record.staff.contains_key(&by)) {
        return bad("it does not name everybody who made an entry");
    }
    if record.staff.values().any(|name| name.trim().is_empty()) || record.patient.name.trim().is_empty() {
        return bad("a name is empty");
    }
    if !record.follow_ups.iter().all(is_possible) {
        return bad("a follow-up was not planned first, or has a step that there is not");
    }
    if record.history.iter().any(|entry| how_of(entry).is_none()) {
        return bad("an entry contradicts itself on how it came about");
    }
    let times = record.history.iter().map(|e| e.at).chain(record.printed.iter().map(|p| p.at));
    let mut times = times.chain(steps().map(|event| event.at));
    let exact = |at: Timestamp| time_text(at).parse().is_ok_and(|read: Timestamp| read == at);
    if !exact(record.created_at) || !times.all(exact) {
        return bad("a time is finer than a microsecond");
    }
    Ok(())
}

fn add_patient_if_new(transaction: &Transaction<'_>, record: &ExportRecord) -> Result<(), StoreError> {
    if exists(transaction, "SELECT 1 FROM patient WHERE id = ?1", &record.patient_id.to_string())? {
        return Ok(());
    }
    let ExportPatient { name, birth_date, phone, known } = record.patient.clone();
    let new = NewPatient { name, birth_date, phone };
    insert_patient(transaction, record.patient_id, &new, record.by, record.created_at)?;
    insert_known(transaction, record.patient_id, &known, record.by, record.created_at)
}

fn exists(connection: &Connection, sql: &str, id: &str) -> Result<bool, StoreError> {
    let found: Option<i64> = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    Ok(found.is_some())
}

fn checklist_of(connection: &Connection, record: &ExportRecord) -> Result<Checklist, StoreError> {
    // The visit that it began with may not be here; what was carried over is.
    let started_from = own_visit(connection, record.started_from, record.patient_id)?;
    Ok(Checklist {
        id: record.checklist_id,
        patient: record.patient_id,
        as_of: record.as_of,
        content_version: record.content_version.clone(),
        created_at: record.created_at,
        by: record.by,
        started_from,
    })
}
