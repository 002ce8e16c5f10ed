//! Adding very many patients at once, for benches and tests: how fast is the search in a large vault?

use jiff::Timestamp;
use rusqlite::TransactionBehavior;

use super::error::StoreError;
use super::ids::PatientId;
use super::patients::{NewPatient, insert_patient};
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
    ) -> Result<(), StoreError> {
        let by = self.staff.id;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for patient in patients {
            insert_patient(&transaction, PatientId::new(now), &patient, by, now)?;
        }
        transaction.commit()?;
        Ok(())
    }
}
