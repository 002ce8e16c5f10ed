//! How do patient and staff stand in a bundle, and who said what when?

use serde_json::{Value, json};
use uuid::Uuid;

use super::terms::{day, derived, entry, reference, standard, text};
use super::{Person, Staff, Visit};

/// A patient.
pub(super) fn patient(person: &Person<'_>) -> Value {
    let phone = match person.phone.map_or(Value::Null, text) {
        Value::Null => Value::Null,
        number => json!([{"system": "phone", "value": number}]),
    };
    entry(
        person.id,
        "Patient",
        [
            ("name", name(person.name)),
            ("telecom", phone),
            ("birthDate", person.birth_date.map_or(Value::Null, day)),
        ],
    )
}

/// A staff member.
pub(super) fn practitioner(staff: &Staff<'_>) -> Value {
    entry(staff.id, "Practitioner", [("name", staff.name.map_or(Value::Null, name))])
}

/// A name as it was typed: which part is the family's is not known.
fn name(typed: &str) -> Value {
    match text(typed) {
        Value::Null => Value::Null,
        name => json!([{"text": name}]),
    }
}

/// Who said it when: one for each checklist.
pub(super) fn provenance(visit: &Visit<'_>, targets: impl Iterator<Item = Uuid>) -> Value {
    let author = json!({"coding": [standard("provenance-participant-type", "author")]});
    let agents: Vec<Value> =
        visit.authors.iter().map(|staff| json!({"type": author, "who": reference(staff.id)})).collect();
    // Answers and rules are read by the content of today; which one the visit began with is told here.
    let version = text(&format!("Countercheck content {}", visit.content_version));
    let began_with = json!({"role": "source", "what": {"type": "Questionnaire", "display": version}});
    entry(
        derived(visit.id, "provenance"),
        "Provenance",
        [
            ("target", targets.map(reference).collect()),
            ("occurredDateTime", day(visit.checklist.as_of)),
            ("recorded", visit.recorded_at.to_string().into()),
            ("agent", agents.into()),
            ("entity", json!([began_with])),
        ],
    )
}
