//! How do the listed medicines and the prescription become MedicationStatements?
//!
//! A name stays as it was typed. It gets a code only where it means one entry of the medicine list: an open
//! form or a name that is not recognized has none.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Visit;
use super::terms::{System, coding, day, derived, entry, object, reference, shared, standard, text};
use crate::checklist::answer::{Answer, Course, Intake, decimal_json};
use crate::checklist::facts::{Meaning, read_intake};
use crate::checklist::prescription::{Prescription, PrescriptionKind};
use crate::content::Content;
use crate::content::decimal::Decimal;
use crate::content::drug::Drug;
use crate::content::medicine::Form;
use crate::content::phrase::capitalized;

/// The id of a treatment's Medication.
pub(super) fn drug_id(drug: &Drug) -> Uuid {
    shared(&format!("drug/{}", drug.id))
}

/// A treatment that is assessed, so that a finding can point to it.
pub(super) fn treatment(drug: &Drug) -> Value {
    entry(drug_id(drug), "Medication", [("code", concept(drug))])
}

fn concept(drug: &Drug) -> Value {
    let code = coding(System::Drug, drug.id.as_str(), &drug.name);
    object([("coding", json!([code])), ("text", text(&drug.name_with_brand()))])
}

/// The medicines that were listed; none where the list is unanswered or not sure.
pub(super) fn listed<'a>(content: &Content, visit: &Visit<'a>) -> &'a [Intake] {
    match content.medicines_question().and_then(|ix| visit.checklist.answer(ix)) {
        Some(Answer::Medicines(list)) => list,
        Some(Answer::Unsure | Answer::Choice(_) | Answer::Many(_) | Answer::Number(_)) | None => &[],
    }
}

/// The id of the statement about a listed medicine, by its position.
pub(super) fn listed_id(visit: &Visit<'_>, at: usize) -> Uuid {
    derived(visit.id, &format!("medicine/{at}"))
}

/// The id of the statement about the prescription; `None` where there is no prescription.
pub(super) fn prescription_id(visit: &Visit<'_>) -> Option<Uuid> {
    (*visit.prescription != Prescription::default()).then(|| derived(visit.id, "prescription"))
}

/// The statement about a listed medicine.
pub(super) fn taken(content: &Content, visit: &Visit<'_>, at: usize, intake: &Intake) -> Value {
    let meaning = read_intake(content, intake).meaning;
    let code = match meaning {
        Meaning::Known { found, .. } if found.form == Form::Told => {
            content.medicines.get(found.medicine).map_or(Value::Null, |medicine| {
                json!([coding(System::Medicine, medicine.id.as_str(), medicine.name())])
            })
        }
        Meaning::Known { .. } | Meaning::ReviewedNone | Meaning::NotRecognized => Value::Null,
    };
    let (status, will_stop) = match intake.course {
        Course::Taken => ("active", None),
        // It will be stopped, and nobody knows yet that it was: a program that reads this must count it.
        Course::Stopping => {
            ("active", Some("Will be stopped before the new drug starts: confirm the day of the last dose."))
        }
    };
    let about = match meaning {
        Meaning::ReviewedNone => Some("Looked up by the pharmacist: no relevant interaction."),
        Meaning::NotRecognized => Some("Not recognized: it could interact with anything."),
        Meaning::Known { found, .. } if found.form == Form::Open => {
            Some("The name does not tell which form is meant.")
        }
        Meaning::Known { .. } => None,
    };
    let written = intake.written.as_ref().map(|line| format!("As it stood in a list: {line}"));
    let notes = will_stop.into_iter().chain(about).map(ToOwned::to_owned).chain(written);
    let notes: Vec<Value> = notes.map(|words| json!({"text": words})).collect();
    let since = intake.since.map_or(Value::Null, |since| object([("start", day(since))]));
    entry(
        listed_id(visit, at),
        "MedicationStatement",
        [
            ("status", status.into()),
            ("medicationCodeableConcept", object([("coding", code), ("text", text(&intake.name))])),
            ("subject", reference(visit.patient.id)),
            ("effectivePeriod", since),
            ("dateAsserted", day(visit.checklist.as_of)),
            ("derivedFrom", json!([reference(visit.id)])),
            ("note", notes.into()),
            ("dosage", intake.daily_mg.map(a_day).into_iter().collect()),
        ],
    )
}

fn a_day(mg: Decimal) -> Value {
    let quantity = |value: Value, unit: &str, code: &str| json!({"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": code});
    let rate = json!({
        "numerator": quantity(decimal_json(mg), "mg", "mg"),
        "denominator": quantity(1.into(), "day", "d"),
    });
    json!({"text": format!("{mg} mg a day"), "doseAndRate": [{"rateRatio": rate}]})
}

/// The statement about what was prescribed.
pub(super) fn prescribed(content: &Content, visit: &Visit<'_>) -> Option<Value> {
    let id = prescription_id(visit)?;
    let prescription = visit.prescription;
    // A new start is not taken yet, a refill is; else it was not said.
    let status = match prescription.kind {
        Some(PrescriptionKind::New | PrescriptionKind::Switch) => "intended",
        Some(PrescriptionKind::Refill) => "active",
        None => "unknown",
    };
    let drug = match prescription.drug {
        Some(drug) => concept(content.drug(drug)),
        None => json!({"coding": [standard("data-absent-reason", "unknown")], "text": "Not known"}),
    };
    let kind = prescription.kind.map(|kind| json!({"text": format!("{}.", capitalized(kind.words()))}));
    let strength = match text(&prescription.strength) {
        Value::Null => Value::Null,
        strength => json!([{"text": strength}]),
    };
    Some(entry(
        id,
        "MedicationStatement",
        [
            ("status", status.into()),
            ("category", json!({"text": "Prescription at hand"})),
            ("medicationCodeableConcept", drug),
            ("subject", reference(visit.patient.id)),
            ("dateAsserted", day(visit.checklist.as_of)),
            ("informationSource", object([("display", text(&prescription.prescriber))])),
            ("note", kind.into_iter().collect()),
            ("dosage", strength),
        ],
    ))
}
