//! What is saved, and what is not yet: the honest indicator at the bottom of the window.

use jiff::civil::Time;

use serde_json::Value;

use crate::store::{Change, ChecklistId, PatientField, PatientId, StoreError};

/// Something that was said of a patient besides the visits.
pub type OfPatient = (PatientId, PatientField, Value);

/// How far saving is.
#[derive(Default)]
pub struct Saving {
    /// Changes that were sent and not yet confirmed.
    waiting: usize,
    /// When the last confirmation came.
    saved_at: Option<Time>,
    /// Changes that the vault refused, in order, and why.
    refused: Vec<(ChecklistId, Vec<Change>)>,
    /// What was said of patients and refused, in order.
    of_patients: Vec<OfPatient>,
    why: Option<String>,
}

/// What the indicator says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Indicator {
    /// Nothing was said yet.
    Nothing,
    /// Something is on its way to the disk.
    Saving,
    /// Everything is on the disk since this time.
    Saved(Time),
    /// Something could not be written; it is kept here and can be tried again.
    Failed(String),
}

impl Saving {
    /// A change was sent.
    pub fn sent(&mut self) {
        self.waiting += 1;
    }

    /// Changes are on the disk. What was refused of the same fields before is past: sent again, it would
    /// come after what holds now.
    pub fn confirmed(&mut self, at: Time, checklist: ChecklistId, changes: &[Change]) {
        self.waiting = self.waiting.saturating_sub(1);
        self.saved_at = Some(at);
        for (of, refused) in &mut self.refused {
            if *of == checklist {
                refused.retain(|old| changes.iter().all(|new| new.field != old.field));
            }
        }
        self.refused.retain(|(_, changes)| !changes.is_empty());
        if !self.has_refused() {
            self.why = None;
        }
    }

    /// A change was refused; it is kept.
    pub fn refused(&mut self, checklist: ChecklistId, changes: Vec<Change>, error: &StoreError) {
        self.waiting = self.waiting.saturating_sub(1);
        self.refused.push((checklist, changes));
        self.why = Some(error.to_string());
    }

    /// A setting is on the disk.
    pub fn confirmed_setting(&mut self, at: Time) {
        self.waiting = self.waiting.saturating_sub(1);
        self.saved_at = Some(at);
    }

    /// A setting was refused, and is what it was before.
    pub fn dropped_setting(&mut self) {
        self.waiting = self.waiting.saturating_sub(1);
    }

    /// What was refused, to be sent again in order.
    pub fn take_refused(&mut self) -> Vec<(ChecklistId, Vec<Change>)> {
        self.why = None;
        std::mem::take(&mut self.refused)
    }

    /// What was said of a patient is on the disk.
    pub fn confirmed_of_patient(&mut self, at: Time, patient: PatientId, field: PatientField) {
        self.waiting = self.waiting.saturating_sub(1);
        self.saved_at = Some(at);
        // What was refused of it before is past.
        self.of_patients.retain(|(of, about, _)| (*of, *about) != (patient, field));
        if !self.has_refused() {
            self.why = None;
        }
    }

    /// What was said of a patient was refused; it is kept.
    pub fn refused_of_patient(&mut self, said: OfPatient, error: &StoreError) {
        self.waiting = self.waiting.saturating_sub(1);
        self.of_patients.retain(|(patient, field, _)| (patient, field) != (&said.0, &said.1));
        self.of_patients.push(said);
        self.why = Some(error.to_string());
    }

    /// What was said of patients and refused, to be sent again in order.
    pub fn take_refused_of_patients(&mut self) -> Vec<OfPatient> {
        std::mem::take(&mut self.of_patients)
    }

    /// Whether something is not on the disk yet.
    pub fn has_unsaved(&self) -> bool {
        self.waiting > 0 || self.has_refused()
    }

    /// Whether the vault refused something that would be lost with the window.
    pub fn has_refused(&self) -> bool {
        !self.refused.is_empty() || !self.of_patients.is_empty()
    }

    /// What the indicator says.
    pub fn indicator(&self) -> Indicator {
        match (&self.why, self.waiting, self.saved_at) {
            (Some(why), ..) => Indicator::Failed(why.clone()),
            (None, 0, Some(at)) => Indicator::Saved(at),
            (None, 0, None) => Indicator::Nothing,
            (None, ..) => Indicator::Saving,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use serde_json::json;

    use super::*;
    use crate::store::Field;

    #[test]
    fn an_answer_that_was_refused_is_never_written_after_a_later_one_to_the_same_question() {
        let checklist: ChecklistId = "019abcde-0000-7000-8000-000000000000".parse().unwrap();
        let said = |question: &str, value: &str| Change::said(Field::answer(question), json!(value));
        let mut saving = Saving::default();
        for change in [said("severity", "mild"), said("smoking", "never")] {
            saving.sent();
            saving.refused(checklist, vec![change], &StoreError::DiskFull);
        }
        saving.sent();
        saving.confirmed(time(9, 0, 0, 0), checklist, &[said("severity", "severe")]);
        assert!(matches!(saving.indicator(), Indicator::Failed(_)));
        let again = saving.take_refused();
        assert_eq!(again.iter().map(|(_, changes)| changes.len()).sum::<usize>(), 1);
        assert!(
            again
                .iter()
                .flat_map(|(_, changes)| changes)
                .all(|change| change.field == Field::answer("smoking"))
        );
    }
}
