//! What is known of a patient besides the visits: language, prescriber, caregiver, notes; and how it came about.
//!
//! Every change is one more entry of the patient, as in a checklist; the latest of each field holds. What a value
//! means is not known here, but that name, birth date and phone are in the patient's row too.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde_json::Value;

use super::error::StoreError;
use super::ids::{PatientId, StaffId};
use super::patients::{FAMILY, Patient};
use super::vault::{Vault, json, time, time_text};

/// One thing that is known of a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PatientField {
    /// The name.
    Name,
    /// The birth date.
    BirthDate,
    /// A phone number.
    Phone,
    /// The language that the patient reads, as a language tag.
    Language,
    /// The prescriber: name, phone, fax.
    Prescriber,
    /// Who cares for the patient: name, relation, phone.
    Caregiver,
    /// A note of the pharmacy on the patient.
    Note,
}

impl PatientField {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::BirthDate,
        Self::Phone,
        Self::Language,
        Self::Prescriber,
        Self::Caregiver,
        Self::Note,
    ];

    /// The word in the table and in exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::BirthDate => "birth_date",
            Self::Phone => "phone",
            Self::Language => "language",
            Self::Prescriber => "prescriber",
            Self::Caregiver => "caregiver",
            Self::Note => "note",
        }
    }

    /// Whether it stands in the patient's row, and is changed with it alone.
    pub(super) const fn is_of_the_row(self) -> bool {
        match self {
            Self::Name | Self::BirthDate | Self::Phone => true,
            Self::Language | Self::Prescriber | Self::Caregiver | Self::Note => false,
        }
    }
}

impl fmt::Display for PatientField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PatientField {
    type Err = super::field::UnknownField;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|field| field.as_str() == text).ok_or(super::field::UnknownField)
    }
}

/// Something that was said of a patient.
#[derive(Clone, PartialEq)]
pub struct PatientEntry {
    /// Its place in the patient's history, from 1 without a gap.
    pub number: u32,
    /// What it is about.
    pub field: PatientField,
    /// The value; `Value::Null` when it was taken back.
    pub value: Value,
    /// When, in UTC.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

impl fmt::Debug for PatientEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PatientEntry({}, {}, …)", self.number, self.field)
    }
}

/// The current values of a patient's fields.
pub type Known = BTreeMap<PatientField, Value>;

/// A patient with all that is known besides the visits.
#[derive(Clone, Debug, PartialEq)]
pub struct PatientRecord {
    /// The patient; of several who turned out to be one, the one that stays.
    pub patient: Patient,
    /// The latest value of each field.
    pub known: Known,
    /// Everything that was said of the patient, in order.
    pub history: Vec<PatientEntry>,
    /// Those who turned out to be this patient.
    pub merged: Vec<Patient>,
    /// Other patients of the same name, case and diacritics apart.
    pub namesakes: Vec<Patient>,
}

impl Vault {
    /// Says something of a patient; the same again says nothing.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], full or read-only disk. Name, birth date and phone are refused: they are
    /// corrected with [`Vault::update_patient`].
    pub fn say_of_patient(
        &mut self,
        id: PatientId,
        field: PatientField,
        value: &Value,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if field.is_of_the_row() {
            return Err(StoreError::Internal { doing: "keeping what is known of a patient" });
        }
        self.patient(id)?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        insert_patient_entry(&transaction, id, field, value, self.staff.id, now)?;
        transaction.commit()?;
        Ok(())
    }

    /// A patient with all that is known besides the visits.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], damage.
    pub fn patient_record(&self, id: PatientId) -> Result<PatientRecord, StoreError> {
        let patient = self.patient(self.stands_for(id)?)?;
        let merged =
            format!("FROM patient p WHERE p.id IN ({FAMILY}) AND p.id <> ?1 ORDER BY p.number LIMIT ?2");
        let merged = self.patients_where(&merged, &patient.id.to_string(), u32::MAX)?;
        let namesakes = self.namesakes(&patient)?;
        Ok(PatientRecord {
            known: self.known_of(patient.id)?,
            history: self.family_history(patient.id, &merged)?,
            merged,
            namesakes,
            patient,
        })
    }

    /// Other patients of the same name, case and diacritics apart.
    ///
    /// # Errors
    /// Damage.
    pub fn namesakes(&self, of: &Patient) -> Result<Vec<Patient>, StoreError> {
        let mut all = self.patients_named(&of.name)?;
        all.retain(|other| other.id != of.id);
        Ok(all)
    }

    /// Patients of that name, case and diacritics apart.
    ///
    /// # Errors
    /// Damage.
    pub fn patients_named(&self, name: &str) -> Result<Vec<Patient>, StoreError> {
        let from = "FROM patient p WHERE p.folded_name = ?1 ORDER BY p.number LIMIT ?2";
        let mut named: Vec<Patient> = Vec::new();
        for patient in self.patients_where(from, &super::search::folded_name(name), 100)? {
            // Also what a record was called before it was made part of another.
            let patient = self.patient(self.stands_for(patient.id)?)?;
            if named.iter().all(|known| known.id != patient.id) {
                named.push(patient);
            }
        }
        Ok(named)
    }

    /// Everything that was said of a patient, in order.
    ///
    /// # Errors
    /// Damage.
    pub fn patient_history(&self, id: PatientId) -> Result<Vec<PatientEntry>, StoreError> {
        let sql =
            "SELECT number, field, value, at, by FROM patient_entry WHERE patient_id = ?1 ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.to_string()])?;
        let mut history = Vec::new();
        while let Some(row) = rows.next()? {
            let value: Option<String> = row.get(2)?;
            history.push(PatientEntry {
                number: row.get(0)?,
                field: field_of(&row.get::<_, String>(1)?)?,
                value: value.map_or(Ok(Value::Null), |text| json(&text, TABLE))?,
                at: time(&row.get::<_, String>(3)?, TABLE)?,
                by: StaffId::from_row(&row.get::<_, String>(4)?, TABLE)?,
            });
        }
        Ok(history)
    }

    /// Everything that was said of a patient and of those who turned out to be that patient, by its time.
    fn family_history(&self, id: PatientId, merged: &[Patient]) -> Result<Vec<PatientEntry>, StoreError> {
        let mut history = self.patient_history(id)?;
        for other in merged {
            history.extend(self.patient_history(other.id)?);
        }
        history.sort_by_key(|entry| entry.at);
        Ok(history)
    }

    /// The latest value of each field of a patient; what was never said of the patient, but of one who turned out
    /// to be the same, is known too.
    pub(super) fn known_of(&self, id: PatientId) -> Result<Known, StoreError> {
        let sql = format!(
            "SELECT field, value FROM current_patient_entry WHERE patient_id IN ({FAMILY})
             ORDER BY patient_id <> ?1 DESC, at"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([id.to_string()])?;
        let mut known = Known::new();
        while let Some(row) = rows.next()? {
            known.insert(field_of(&row.get::<_, String>(0)?)?, json(&row.get::<_, String>(1)?, TABLE)?);
        }
        Ok(known)
    }
}

const TABLE: &str = "patient_entry";

/// Adds an entry with the next number, unless it says what holds already; the caller commits.
pub(super) fn insert_patient_entry(
    connection: &Connection,
    id: PatientId,
    field: PatientField,
    value: &Value,
    by: StaffId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let value = if value.is_null() { None } else { Some(value.to_string()) };
    let holds: Option<String> = connection
        .prepare_cached("SELECT value FROM current_patient_entry WHERE patient_id = ?1 AND field = ?2")?
        .query_row(params![id.to_string(), field.as_str()], |row| row.get(0))
        .optional()?;
    if holds == value {
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT INTO patient_entry (patient_id, number, field, value, at, by)
             VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM patient_entry WHERE patient_id = ?1), ?2, ?3, ?4, ?5)",
        )?
        .execute(params![id.to_string(), field.as_str(), value, time_text(at), by.to_string()])?;
    Ok(())
}

fn field_of(text: &str) -> Result<PatientField, StoreError> {
    text.parse().map_err(|_| StoreError::damaged_row(TABLE))
}
