//! Two patients who turned out to be one: made one, and parted again.
//!
//! The one becomes an alias of the other: its visits, follow-ups and notes are found there, and nothing is
//! rewritten, so that the step can be taken back. Every merge and every parting stays in the record.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::error::StoreError;
use super::ids::PatientId;
use super::vault::{Vault, time_text};

impl Vault {
    /// Makes `patient` an alias of `into`.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`]; [`StoreError::CannotMerge`] when they are the same, or when one of them is
    /// an alias already.
    pub fn merge_patients(
        &mut self,
        patient: PatientId,
        into: PatientId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.stands_for(patient)? != patient || self.stands_for(into)? != into {
            return Err(StoreError::CannotMerge { why: "one of them was merged already" });
        }
        if patient == into {
            return Err(StoreError::CannotMerge { why: "it is the same record" });
        }
        self.note_merge(patient, into, "merged", now)
    }

    /// Takes the merge of a patient back.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`]; [`StoreError::CannotMerge`] when the patient is no alias.
    pub fn part_patients(&mut self, patient: PatientId, now: Timestamp) -> Result<(), StoreError> {
        match alias_of(&self.connection, patient)? {
            Some(into) => self.note_merge(patient, into, "parted", now),
            None => Err(StoreError::CannotMerge { why: "it was not merged" }),
        }
    }

    /// Whom an id stands for: the patient that stays, or the patient itself.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], damage.
    pub fn stands_for(&self, patient: PatientId) -> Result<PatientId, StoreError> {
        let mut at = patient;
        // A damaged file could hold a circle.
        for _ in 0..64 {
            match alias_of(&self.connection, at)? {
                Some(into) => at = into,
                None => return Ok(at),
            }
        }
        Err(StoreError::damaged_row("patient"))
    }

    fn note_merge(
        &mut self,
        patient: PatientId,
        into: PatientId,
        what: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let by = self.staff.id.to_string();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let alias = (what == "merged").then(|| into.to_string());
        transaction.execute(
            "UPDATE patient SET merged_into = ?2 WHERE id = ?1",
            params![patient.to_string(), alias],
        )?;
        transaction.execute(
            "UPDATE patient SET seen_at = max(seen_at, ?2) WHERE id = ?1",
            params![into.to_string(), time_text(now)],
        )?;
        transaction.execute(
            "INSERT INTO patient_merge (patient_id, into_id, what, at, by) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![patient.to_string(), into.to_string(), what, time_text(now), by],
        )?;
        transaction.commit()?;
        Ok(())
    }
}

/// Whose alias a patient is.
fn alias_of(connection: &Connection, patient: PatientId) -> Result<Option<PatientId>, StoreError> {
    let row: Option<Option<String>> = connection
        .prepare_cached("SELECT merged_into FROM patient WHERE id = ?1")?
        .query_row([patient.to_string()], |row| row.get(0))
        .optional()?;
    let into = row.ok_or(StoreError::UnknownPatient)?;
    into.map(|id| PatientId::from_row(&id, "patient")).transpose()
}
