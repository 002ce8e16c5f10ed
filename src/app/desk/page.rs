//! What can be in front of the pharmacist, and what there is to say.

use super::visit::Visit;
use crate::store::{self, PatientId, RecoveryCode};

/// What is in front of the pharmacist.
pub enum Page {
    /// No vault is open.
    Door(Door),
    /// Finding a patient.
    Start,
    /// Adding a patient, or correcting one.
    PatientForm(Option<PatientId>),
    /// One patient's visits.
    Patient(Box<PatientPage>),
    /// Two records of one patient, before they are made one.
    Merge(Box<MergePage>),
    /// A visit.
    Visit(Box<Visit>),
}

/// The ways into a vault.
pub enum Door {
    /// Nothing is there yet: create one, or try it.
    Welcome,
    /// Making a vault.
    Create,
    /// The recovery code of a vault that was just made; shown this once.
    ShowCode(RecoveryCode),
    /// Opening the vault at the path.
    Unlock,
}

/// One patient and the visits so far.
pub struct PatientPage {
    /// The patient.
    pub patient: store::Patient,
    /// The visits, the latest first.
    pub visits: Vec<store::Checklist>,
    /// What is known besides the visits; until the vault has answered, nothing.
    pub record: Option<store::PatientRecord>,
}

impl PatientPage {
    /// What is known besides the visits.
    pub fn known(&self) -> &store::Known {
        static NOTHING: store::Known = store::Known::new();
        self.record.as_ref().map_or(&NOTHING, |record| &record.known)
    }
}

/// Two records that are of one patient.
pub struct MergePage {
    /// The one that stays.
    pub stays: store::Patient,
    /// The one that becomes part of it.
    pub goes: store::Patient,
}

/// Something to be said to the pharmacist: what happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What happened.
    pub what: String,
    /// What to do.
    pub cure: String,
}
