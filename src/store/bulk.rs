//! Adding very many patients and visits at once, for benches and tests: how fast is a large vault?
//!
//! The rows are written by the functions that write them one by one; only what makes each durable by itself is left out.

use jiff::Timestamp;
use rusqlite::TransactionBehavior;

use super::checklists::{Signature, insert_visit};
use super::error::StoreError;
use super::ids::{ChecklistId, PatientId};
use super::patients::{NewPatient, insert_patient};
use super::record::{Change, NewChecklist};
use super::vault::Vault;

impl Vault {
    /// Adds patients in one transaction: all of them or, when one can't be added, none.
    ///
    /// # Errors
    /// [`StoreError::Empty`] when one has no name.
    #[doc(hidden)]
    pub fn add_patients(
        &mut self,
        patients: impl IntoIterator<Item = NewPatient>,
        now: Timestamp,
    ) -> Result<Vec<PatientId>, StoreError> {
        let by = self.staff.id;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut added = Vec::new();
        for patient in patients {
            let id = PatientId::new(now);
            insert_patient(&transaction, id, &patient, by, now)?;
            added.push(id);
        }
        transaction.commit()?;
        Ok(added)
    }

    /// Adds visits in one transaction, each with what is said in it and when: all of them or, when one can't be
    /// added, none.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`].
    #[doc(hidden)]
    pub fn add_visits(
        &mut self,
        visits: impl IntoIterator<Item = (NewChecklist, Timestamp)>,
        said: &[Change],
    ) -> Result<Vec<ChecklistId>, StoreError> {
        let by = self.staff.id;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut added = Vec::new();
        for (new, at) in visits {
            let signature = Signature { by, at, content: self.content_version.as_deref() };
            added.push(insert_visit(&transaction, &new, said, &signature)?);
        }
        transaction.commit()?;
        Ok(added)
    }
}
