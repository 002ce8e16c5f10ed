//! Patients in the vault: adding, correcting, and reading them; `find` has the search.
//!
//! Two patients are the same only by id; a name and a birth date that agree are a question to the
//! pharmacist, or to the import. What is known of a patient besides, and the merging of two who turned out to be
//! one, are in `about` and `merge`. The row of a patient holds what holds now; how it came about is in the
//! patient's entries.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde_json::Value;

use super::about::{PatientField, insert_patient_entry};
use super::error::StoreError;
use super::ids::{ChecklistId, PatientId, StaffId};
use super::search::{folded_name, index_words};
use super::vault::{Vault, time, time_text};

/// What is asked of a new patient, and what can be corrected.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPatient {
    /// The name as it is printed.
    pub name: String,
    /// The birth date, when it is known.
    pub birth_date: Option<Date>,
    /// A phone number as it was given.
    pub phone: Option<String>,
}

/// A patient of the vault.
#[derive(Clone, PartialEq, Eq)]
pub struct Patient {
    /// The id.
    pub id: PatientId,
    /// The name as it is printed.
    pub name: String,
    /// The birth date, when it is known.
    pub birth_date: Option<Date>,
    /// A phone number as it was given.
    pub phone: Option<String>,
    /// When the patient was added.
    pub created_at: Timestamp,
    /// When the patient was added or corrected, or something was said in a visit, whichever is last.
    pub seen_at: Timestamp,
}

impl fmt::Debug for NewPatient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPatient(…)")
    }
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patient").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The ids of a patient and of all who turned out to be that patient, with the id as `?1`.
pub(super) const FAMILY: &str = "WITH RECURSIVE family (id) AS (
        SELECT ?1 UNION SELECT patient.id FROM patient JOIN family ON patient.merged_into = family.id)
    SELECT id FROM family";

const COLUMNS: &str = "p.id, p.name, p.birth_date, p.phone, p.created_at, p.seen_at";

impl Vault {
    /// Adds a patient.
    ///
    /// # Errors
    /// [`StoreError::Empty`] without a name.
    pub fn add_patient(&mut self, new: &NewPatient, now: Timestamp) -> Result<PatientId, StoreError> {
        let id = PatientId::new(now);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        insert_patient(&transaction, id, new, self.staff.id, now)?;
        transaction.commit()?;
        Ok(id)
    }

    /// Corrects a patient's name, birth date and phone.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], [`StoreError::Empty`] without a name.
    pub fn update_patient(
        &mut self,
        id: PatientId,
        new: &NewPatient,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (name, phone) = cleaned(new)?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number: Option<i64> = transaction
            .query_row(
                "UPDATE patient SET name = ?2, birth_date = ?3, phone = ?4, folded_name = ?5, seen_at = ?6
                 WHERE id = ?1 RETURNING number",
                params![
                    id.to_string(),
                    name,
                    new.birth_date.map(|d| d.to_string()),
                    phone,
                    folded_name(name),
                    time_text(now)
                ],
                |row| row.get(0),
            )
            .optional()?;
        let number = number.ok_or(StoreError::UnknownPatient)?;
        transaction.execute(
            "UPDATE patient_search SET words = ?2 WHERE rowid = ?1",
            params![number, index_words(name, new.birth_date, phone)],
        )?;
        for (field, value) in said_of(name, new.birth_date, phone) {
            insert_patient_entry(&transaction, id, field, &value, self.staff.id, now)?;
        }
        transaction.commit()?;
        self.learn_name(name);
        Ok(())
    }

    /// The patient of that id.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], damage.
    pub fn patient(&self, id: PatientId) -> Result<Patient, StoreError> {
        let found = self.patients_where("FROM patient p WHERE p.id = ?1 LIMIT ?2", &id.to_string(), 1)?;
        found.into_iter().next().ok_or(StoreError::UnknownPatient)
    }

    /// The patients who were seen last, the latest first.
    ///
    /// # Errors
    /// Damage.
    pub fn recent_patients(&self, limit: u32) -> Result<Vec<Patient>, StoreError> {
        self.patients_where(
            "FROM patient p WHERE ?1 = '' AND p.merged_into IS NULL ORDER BY p.seen_at DESC, p.number DESC LIMIT ?2",
            "",
            limit,
        )
    }

    /// The patient of that name (case and diacritics apart) and that birth date, the first added.
    ///
    /// # Errors
    /// Damage.
    pub fn patient_by_name_and_birth_date(
        &self,
        name: &str,
        birth_date: Date,
    ) -> Result<Option<Patient>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM patient p WHERE p.folded_name = ?1 AND p.birth_date = ?2 AND p.merged_into IS NULL
             ORDER BY p.number LIMIT 1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![folded_name(name), birth_date.to_string()])?;
        rows.next()?.map(patient_of).transpose()
    }

    /// Patients by the part of a query that follows the columns, with `?1` and `?2` for value and limit.
    pub(super) fn patients_where(
        &self,
        from: &str,
        value: &str,
        limit: u32,
    ) -> Result<Vec<Patient>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("SELECT {COLUMNS} {from}"))?;
        let mut rows = statement.query(params![value, limit])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(patient_of(row)?);
        }
        Ok(found)
    }
}

/// Adds a patient with that id; the caller commits.
pub(super) fn insert_patient(
    connection: &Connection,
    id: PatientId,
    new: &NewPatient,
    by: StaffId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (name, phone) = cleaned(new)?;
    connection
        .prepare_cached(
            "INSERT INTO patient (id, name, birth_date, phone, folded_name, created_at, seen_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        )?
        .execute(params![
            id.to_string(),
            name,
            new.birth_date.map(|d| d.to_string()),
            phone,
            folded_name(name),
            time_text(now)
        ])?;
    let number = connection.last_insert_rowid();
    connection
        .prepare_cached("INSERT INTO patient_search (rowid, words) VALUES (?1, ?2)")?
        .execute(params![number, index_words(name, new.birth_date, phone)])?;
    for (field, value) in
        said_of(name, new.birth_date, phone).into_iter().filter(|(_, value)| !value.is_null())
    {
        insert_patient_entry(connection, id, field, &value, by, now)?;
    }
    Ok(())
}

/// Notes when the patient of a visit was seen last, also in the record that this patient turned out to be; the caller
/// commits.
pub(super) fn see_patient_of(
    connection: &Connection,
    checklist: ChecklistId,
    now: Timestamp,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "WITH RECURSIVE seen (id) AS (
                SELECT patient_id FROM checklist WHERE id = ?1
                UNION SELECT patient.merged_into FROM patient JOIN seen ON patient.id = seen.id)
             UPDATE patient SET seen_at = max(seen_at, ?2) WHERE id IN (SELECT id FROM seen)",
        )?
        .execute(params![checklist.to_string(), time_text(now)])?;
    Ok(())
}

/// What a form with name, birth date and phone says of a patient.
fn said_of(name: &str, birth_date: Option<Date>, phone: Option<&str>) -> [(PatientField, Value); 3] {
    [
        (PatientField::Name, Value::from(name)),
        (PatientField::BirthDate, birth_date.map_or(Value::Null, |date| Value::from(date.to_string()))),
        (PatientField::Phone, phone.map_or(Value::Null, Value::from)),
    ]
}

fn cleaned(new: &NewPatient) -> Result<(&str, Option<&str>), StoreError> {
    let name = new.name.trim();
    if name.is_empty() {
        return Err(StoreError::Empty { what: "patient's name" });
    }
    Ok((name, new.phone.as_deref().map(str::trim).filter(|phone| !phone.is_empty())))
}

fn patient_of(row: &Row<'_>) -> Result<Patient, StoreError> {
    const TABLE: &str = "patient";
    let birth_date: Option<String> = row.get(2)?;
    let birth_date =
        birth_date.map(|text| text.parse().map_err(|_| StoreError::damaged_row(TABLE))).transpose()?;
    Ok(Patient {
        id: PatientId::from_row(&row.get::<_, String>(0)?, TABLE)?,
        name: row.get(1)?,
        birth_date,
        phone: row.get(3)?,
        created_at: time(&row.get::<_, String>(4)?, TABLE)?,
        seen_at: time(&row.get::<_, String>(5)?, TABLE)?,
    })
}
