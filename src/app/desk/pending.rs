//! Why a request was sent to the vault: what to do with its answer.

use serde_json::Value;

use super::edits::Correction;
use super::{follow_ups, vault};
use crate::store::{self, Change, ChecklistId, NewPatient, PatientField, PatientId};

/// Why a request was sent.
pub(super) enum Pending {
    Door,
    Mending,
    Namesakes(NewPatient),
    OfPatient(PatientId, PatientField, Value),
    PatientRecord,
    History,
    Merged(PatientId),
    Patients(String),
    NewPatient,
    PatientUpdated(Option<Box<Correction>>),
    Standings,
    LookedUp(String),
    Setting(&'static str, Value),
    Visits(Box<store::Patient>, OpenWhat),
    Loaded,
    CopyFrom(PatientId),
    Begun,
    Changes(ChecklistId, Vec<Change>),
    Settings,
    Quiet,
    Prices,
    Place,
    SamplePatient(usize),
    SampleVisit(usize, PatientId),
    FollowUps(follow_ups::Asked),
    Vault(vault::Asked),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OpenWhat {
    TodaysVisit,
    Page,
}

impl Pending {
    /// Whether the pharmacist sees that something is under way.
    pub(super) fn is_waited_for(&self) -> bool {
        match self {
            Self::Door
            | Self::Mending
            | Self::Namesakes(_)
            | Self::History
            | Self::Merged(_)
            | Self::NewPatient
            | Self::PatientUpdated(_)
            | Self::Visits(..)
            | Self::Loaded
            | Self::CopyFrom(_)
            | Self::Begun
            | Self::Prices
            | Self::SamplePatient(_)
            | Self::SampleVisit(..) => true,
            Self::FollowUps(asked) => asked.is_waited_for(),
            Self::Vault(asked) => asked.is_waited_for(),
            Self::OfPatient(..)
            | Self::PatientRecord
            | Self::Patients(_)
            | Self::Changes(..)
            | Self::Settings
            | Self::Setting(..)
            | Self::Standings
            | Self::LookedUp(_)
            | Self::Quiet
            | Self::Place => false,
        }
    }
}
