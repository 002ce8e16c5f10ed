//! What can be taken back outside of a visit: corrections of patients, and changes of settings.
//!
//! Taking back is another entry in the record of a patient, as in a visit. Nothing here outlives a lock.

use std::path::PathBuf;

use serde_json::Value;

use super::steps::Steps;
use super::vault::Step;
use super::{Desk, Page, Pending};
use crate::app::settings::look::{Look, LookFile};
use crate::store::{ChecklistId, NewPatient, Patient, PatientField, PatientId, Request, StoreError};

/// What can be taken back of settings and patients.
#[derive(Default)]
pub struct Edits {
    settings: Steps<SettingChange>,
    patients: Steps<Correction>,
    /// What became of the last correction, in words.
    pub said: Option<String>,
    /// What became of the last change of a setting, in words.
    pub setting_said: Option<String>,
}

/// A setting with its value before and after.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingChange {
    /// Of the pharmacy, in the vault; null where nothing is set.
    Pharmacy(&'static str, Value, Value),
    /// Where backups go; `None` is the usual folder.
    Backups(Option<PathBuf>, Option<PathBuf>),
    /// How the window looks.
    Look(Look, Look),
}

impl SettingChange {
    fn reversed(self) -> Self {
        match self {
            Self::Pharmacy(key, before, after) => Self::Pharmacy(key, after, before),
            Self::Backups(before, after) => Self::Backups(after, before),
            Self::Look(before, after) => Self::Look(after, before),
        }
    }

    fn is_none(&self) -> bool {
        match self {
            Self::Pharmacy(_, before, after) => before == after,
            Self::Backups(before, after) => before == after,
            Self::Look(before, after) => before == after,
        }
    }
}

/// A correction of a patient.
#[derive(Clone, PartialEq)]
pub(super) struct Correction {
    id: PatientId,
    before: (NewPatient, Vec<(PatientField, Value)>),
    after: (NewPatient, Vec<(PatientField, Value)>),
}

impl Correction {
    fn name(&self) -> &str {
        &self.after.0.name
    }
}

fn as_typed(patient: &Patient) -> NewPatient {
    NewPatient { name: patient.name.clone(), birth_date: patient.birth_date, phone: patient.phone.clone() }
}

impl Desk {
    /// Corrects a patient; what was known before is kept, so that it can be taken back.
    pub(super) fn correct_patient(
        &mut self,
        id: PatientId,
        patient: NewPatient,
        known: Vec<(PatientField, Value)>,
    ) {
        let record = self.patient_record.as_ref().filter(|record| record.patient.id == id);
        let known_before = |record: &crate::store::PatientRecord| {
            let of = |field: PatientField| record.known.get(&field).cloned().unwrap_or(Value::Null);
            known.iter().map(|(field, _)| (*field, of(*field))).collect()
        };
        let before = record.map(|record| (as_typed(&record.patient), known_before(record)));
        let after = (patient, known);
        let correction = before.map(|before| Correction { id, before, after: after.clone() });
        let changed = correction.filter(|correction| correction.before != correction.after);
        self.send_correction(id, after, changed.map(Box::new));
    }

    /// Shows the form of a patient, which leads back to a visit. What is known is asked for, so that a correction can
    /// be taken back.
    pub(super) fn correct_from(&mut self, visit: ChecklistId, patient: PatientId) {
        self.form_of = Some(visit);
        self.page = Page::PatientForm(Some(patient));
        self.send(Request::PatientRecord { patient }, Pending::PatientRecord);
    }

    fn send_correction(
        &mut self,
        id: PatientId,
        (patient, known): (NewPatient, Vec<(PatientField, Value)>),
        done: Option<Box<Correction>>,
    ) {
        for (field, value) in known {
            self.say_of_patient(id, field, value);
        }
        let now = (self.clock.now)();
        self.ask(Request::UpdatePatient { id, patient, now }, Pending::PatientUpdated(done));
    }

    /// The vault has the correction.
    pub(super) fn corrected(&mut self, done: Option<Box<Correction>>) {
        if let Some(done) = done {
            let name = done.name().to_owned();
            self.edits.patients.did(*done);
            self.edits.said = Some(format!("Corrected: {name}. Ctrl Z takes it back."));
        }
        match (&self.page, self.form_of.take()) {
            (Page::Patient(page), _) => self.show_merged(page.patient.id),
            (Page::PatientForm(_), Some(checklist)) => {
                self.ask(Request::Load { checklist }, Pending::Loaded);
            }
            (Page::Door(_) | Page::Start | Page::PatientForm(_) | Page::Merge(_) | Page::Visit(_), _) => {
                self.open_start();
            }
        }
    }

    /// Whether a correction can be taken back or made again where one is: in sight of the patients.
    pub fn patient_ways(&self) -> (bool, bool) {
        let (undo, redo) = self.edits.patients.next();
        let in_sight = |correction: Option<&Correction>| match &self.page {
            Page::Start => correction.is_some(),
            Page::Patient(page) => correction.is_some_and(|correction| correction.id == page.patient.id),
            Page::Door(_) | Page::PatientForm(_) | Page::Merge(_) | Page::Visit(_) => false,
        };
        (in_sight(undo) && !self.busy, in_sight(redo) && !self.busy)
    }

    pub(super) fn undo_correction(&mut self) {
        if let (true, _) = self.patient_ways()
            && let Some(correction) = self.edits.patients.undo()
        {
            let words =
                format!("Taken back: the correction of {}. Ctrl Y makes it again.", correction.name());
            self.say_again(correction.id, correction.before, words);
        }
    }

    pub(super) fn redo_correction(&mut self) {
        if let (_, true) = self.patient_ways()
            && let Some(correction) = self.edits.patients.redo()
        {
            let words = format!("Corrected again: {}. Ctrl Z takes it back.", correction.name());
            self.say_again(correction.id, correction.after, words);
        }
    }

    fn say_again(&mut self, id: PatientId, said: (NewPatient, Vec<(PatientField, Value)>), words: String) {
        if let Page::Patient(page) = &mut self.page {
            let shown = &mut page.patient;
            shown.name.clone_from(&said.0.name);
            (shown.birth_date, shown.phone) = (said.0.birth_date, said.0.phone.clone());
        }
        self.edits.said = Some(words);
        self.send_correction(id, said, None);
    }

    /// A patient is gone for good, and so is what could have been taken back.
    pub(super) fn forget_corrections(&mut self) {
        self.edits.patients.clear();
        self.edits.said = None;
        self.standings.interrupted = None;
    }

    /// Whether a change of a setting can be taken back or made again.
    pub fn setting_ways(&self) -> (bool, bool) {
        self.edits.settings.ways()
    }

    /// Changes a setting: at once, and on the disk as soon as that has answered.
    pub(super) fn change_setting(&mut self, change: SettingChange) {
        if !change.is_none() {
            self.edits.settings.did(change.clone());
            self.make_change(change);
        }
    }

    pub(super) fn undo_setting(&mut self) {
        if let Some(change) = self.edits.settings.undo() {
            self.make_change(change.reversed());
        }
    }

    pub(super) fn redo_setting(&mut self) {
        if let Some(change) = self.edits.settings.redo() {
            self.make_change(change);
        }
    }

    fn make_change(&mut self, change: SettingChange) {
        self.edits.setting_said = None;
        match change {
            // What is of a vault can be changed only while that is open.
            SettingChange::Pharmacy(..) | SettingChange::Backups(..) if self.session.is_none() => {}
            SettingChange::Pharmacy(key, before, value) => {
                self.settings.insert(key.to_owned(), value.clone());
                let now = (self.clock.now)();
                self.saving.sent();
                let request = Request::SetSetting { key: key.to_owned(), value, now };
                self.send(request, Pending::Setting(key, before));
            }
            SettingChange::Backups(_, folder) => self.vault_step(Step::SetBackupFolder(folder)),
            SettingChange::Look(_, look) => {
                self.look = look;
                if let Some(file) = &mut self.look_file {
                    file.keep(look);
                    self.saving.sent();
                }
            }
        }
    }

    /// A setting is on the disk.
    pub(super) fn setting_kept(&mut self) {
        self.saving.confirmed_setting((self.clock.time)());
        self.say_setting_is_saved();
    }

    /// Says beside the settings that all of them are on the disk.
    pub(super) fn say_setting_is_saved(&mut self) {
        let at = (self.clock.time)();
        self.edits.setting_said = Some(format!("Saved {}.", at.strftime("%H:%M:%S")));
    }

    /// A setting was refused: what is shown is what is kept.
    pub(super) fn setting_refused(&mut self, key: &'static str, before: Value, error: &StoreError) {
        self.saving.dropped_setting();
        self.settings.insert(key.to_owned(), before);
        self.tell(error);
    }

    /// Hears what became of the file that says how the window looks.
    pub(super) fn hear_of_look(&mut self) {
        let Some(outcome) = self.look_file.as_mut().and_then(LookFile::heard) else {
            return;
        };
        match outcome {
            Ok(()) => self.setting_kept(),
            Err(why) => {
                self.saving.dropped_setting();
                self.edits.setting_said =
                    Some(format!("It holds until the window closes, and is not saved: {why}"));
            }
        }
    }
}
