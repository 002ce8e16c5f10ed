//! What the desk does about patients besides their visits: namesakes, what is known of them, their history, and two
//! records that are of one patient.

use serde_json::Value;

use super::{Desk, Message, OpenWhat, Page, PatientPage, Pending};
use crate::store::{self, NewPatient, PatientField, PatientId, PatientRecord, Request};

/// What the palette has looked for among the patients, and found.
#[derive(Default)]
pub struct Lookup {
    /// What was typed.
    pub typed: String,
    /// What the patients were found for; another text until the vault answers.
    pub found_for: String,
    /// Who was found.
    pub patients: Vec<store::Patient>,
}

impl Lookup {
    pub(super) fn take(&mut self, typed: String, found: store::Found) {
        self.found_for = typed;
        self.patients = found.patients;
    }
}

/// So many patients stand in the palette.
const LOOKED_UP: u32 = 6;

impl Desk {
    /// Looks for patients in the palette; nobody for an empty text.
    pub(super) fn look_up(&mut self, typed: String) {
        self.lookup.typed.clone_from(&typed);
        if typed.trim().is_empty() || self.session.is_none() {
            self.lookup = Lookup::default();
            return;
        }
        let request = Request::Search { typed: typed.clone(), limit: LOOKED_UP };
        self.send(request, Pending::LookedUp(typed));
    }

    /// Whether a patient is chosen as another record of the one that is looked for.
    pub(super) fn is_double(&self, patient: &store::Patient) -> bool {
        self.double_of.as_ref().is_some_and(|double| double.id != patient.id)
    }

    pub(super) fn say_of_patient(&mut self, patient: PatientId, field: PatientField, value: Value) {
        if self.session.is_none() {
            return;
        }
        let known = match &mut self.page {
            Page::Visit(visit) if visit.patient.id == patient => Some(&mut visit.known),
            Page::Patient(page) => page
                .record
                .as_mut()
                .filter(|record| record.patient.id == patient)
                .map(|record| &mut record.known),
            Page::Visit(_) | Page::Door(_) | Page::Start | Page::PatientForm(_) | Page::Merge(_) => None,
        };
        if let Some(known) = known {
            if value.is_null() {
                known.remove(&field);
            } else {
                known.insert(field, value.clone());
            }
        }
        self.saving.sent();
        let now = (self.clock.now)();
        let request = Request::SayOfPatient { patient, field, value: value.clone(), now };
        self.send(request, Pending::OfPatient(patient, field, value));
    }

    /// Asks for all that was said of a patient.
    pub(super) fn read_history(&mut self, patient: PatientId) {
        self.patient_record = None;
        self.history = None;
        self.send(Request::PatientRecord { patient }, Pending::PatientRecord);
        self.ask(Request::HistoryOf { patient }, Pending::History);
    }

    /// Adds the patient, unless somebody of that name is here: then the form asks.
    pub(super) fn add_unless_named(&mut self, new: NewPatient, named: Vec<store::Patient>) {
        if named.is_empty() {
            let now = (self.clock.now)();
            self.ask(Request::AddPatient { patient: new, now }, Pending::NewPatient);
        } else {
            self.namesakes = named;
        }
    }

    /// What is known of a patient has come.
    pub(super) fn take_patient_record(&mut self, record: PatientRecord) {
        if let Page::Patient(page) = &mut self.page
            && page.patient.id == record.patient.id
        {
            page.record = Some(record.clone());
        }
        self.patient_record = Some(record);
    }

    /// Shows the page of a patient.
    pub(super) fn show_patient(&mut self, patient: store::Patient, visits: Vec<store::Checklist>) {
        let id = patient.id;
        self.page = Page::Patient(Box::new(PatientPage { patient, visits, record: None }));
        self.send(Request::PatientRecord { patient: id }, Pending::PatientRecord);
    }

    /// Two records were made one, or parted: the one that stays is shown with all its visits.
    pub(super) fn show_merged(&mut self, stays: PatientId) {
        let patient = match &self.page {
            Page::Merge(page) if page.stays.id == stays => page.stays.clone(),
            Page::Patient(page) if page.patient.id == stays => page.patient.clone(),
            Page::Merge(_)
            | Page::Patient(_)
            | Page::Visit(_)
            | Page::Door(_)
            | Page::Start
            | Page::PatientForm(_) => {
                return;
            }
        };
        let request = Request::ChecklistsOf { patient: stays };
        self.ask(request, Pending::Visits(Box::new(patient), OpenWhat::Page));
    }

    /// Says that something could not be done.
    pub(super) fn tell(&mut self, error: &store::StoreError) {
        self.message = Some(Message { what: error.to_string(), cure: error.cure().to_owned() });
    }
}
