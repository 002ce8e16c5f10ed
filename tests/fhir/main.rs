//! `vault export --format fhir` as a receiver sees it: one bundle that is true to itself, that says what was said
//! and what was not, and that an independent implementation of FHIR R4 takes.
//!
//! Every opening derives a key at the full work factor, so one vault is made for all tests.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod taken;
mod visits;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

const PASSPHRASE: &str = "correct horse battery";

/// A vault with the visits of [`visits::all`], and what an export of it is.
struct Made {
    folder: TempDir,
    records: Vec<Value>,
    bundle: String,
}

/// What became of a run: exit code, standard output, standard error.
type Ran = (i32, String, String);

fn vault_job(folder: &TempDir, job: &str, input: &str) -> Ran {
    let path = folder.path().to_str().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_countercheck"));
    command.args(format!("vault {job} --vault {path}/v --passphrase-file {path}/passphrase").split(' '));
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut into = child.stdin.take().unwrap();
    let input = input.to_owned();
    // It answers while it reads: both at once, or the pipes fill up.
    let writer = std::thread::spawn(move || into.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().ok();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn done((code, out, err): Ran) -> String {
    assert_eq!((code, err.as_str()), (0, ""));
    out
}

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("passphrase"), PASSPHRASE).unwrap();
        done(vault_job(&folder, "create", ""));
        done(vault_job(&folder, "import -", &visits::all()));
        let first = done(vault_job(&folder, "export", ""));
        // A coverage comes in as part of a record: what was said of it follows the history.
        let insured = visits::insured(&first);
        done(vault_job(&folder, "import -", &insured));
        let records = done(vault_job(&folder, "export", ""));
        let records = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let bundle = done(vault_job(&folder, "export --format fhir", ""));
        Made { folder, records, bundle }
    })
}

/// The resources of a bundle, by full URL.
fn resources(bundle: &str) -> BTreeMap<String, Value> {
    let bundle: Value = serde_json::from_str(bundle).unwrap();
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&json!("Bundle"), &json!("collection")));
    let entries = bundle["entry"].as_array().unwrap();
    let found: BTreeMap<String, Value> = entries
        .iter()
        .map(|entry| (entry["fullUrl"].as_str().unwrap().to_owned(), entry["resource"].clone()))
        .collect();
    assert_eq!(found.len(), entries.len(), "an id stands twice");
    found
}

fn of_kind<'a>(resources: &'a BTreeMap<String, Value>, kind: &str) -> Vec<&'a Value> {
    resources.values().filter(|resource| resource["resourceType"] == kind).collect()
}

/// What is of the visit with this marker: the position of its line in [`visits::all`].
fn of_visit<'a>(resources: &'a BTreeMap<String, Value>, at: usize, kind: &str) -> Vec<&'a Value> {
    let visit = made().records[at]["checklist_id"].as_str().unwrap();
    let url = format!("urn:uuid:{visit}");
    let provenance = of_kind(resources, "Provenance")
        .into_iter()
        .find(|provenance| provenance["target"].as_array().unwrap().contains(&json!({"reference": url})))
        .unwrap();
    let said = provenance["target"].as_array().unwrap().iter();
    let said = said.map(|target| &resources[target["reference"].as_str().unwrap()]);
    let found = of_kind(resources, "DetectedIssue").into_iter();
    let found = found.filter(|issue| issue["evidence"][0]["detail"][0]["reference"] == url.as_str());
    said.chain(found).filter(|resource| resource["resourceType"] == kind).collect()
}

/// Every reference below a value.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("reference").and_then(Value::as_str));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether something below a value is empty or null, which FHIR does not know.
fn holds_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty() || fields.values().any(holds_nothing),
        Value::Array(list) => list.is_empty() || list.iter().any(holds_nothing),
        Value::String(text) => text.trim().is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[test]
fn every_reference_is_to_an_entry_and_nothing_is_empty() {
    let resources = resources(&made().bundle);
    for (url, resource) in &resources {
        assert_eq!(*url, format!("urn:uuid:{}", resource["id"].as_str().unwrap()));
        let mut found = Vec::new();
        references(resource, &mut found);
        for reference in found {
            assert!(resources.contains_key(reference), "{}: {reference}", resource["resourceType"]);
        }
        assert!(!holds_nothing(resource), "{resource}");
    }
    let kinds: BTreeSet<&str> =
        resources.values().map(|resource| resource["resourceType"].as_str().unwrap()).collect();
    let expected = [
        "CodeSystem",
        "Coverage",
        "DetectedIssue",
        "Medication",
        "MedicationStatement",
        "Patient",
        "Practitioner",
        "Provenance",
        "Questionnaire",
        "QuestionnaireResponse",
    ];
    assert!(kinds.iter().eq(expected.iter()), "{kinds:?}");
}

#[test]
fn each_visit_is_there_once_and_so_is_everybody() {
    let made = made();
    let resources = resources(&made.bundle);
    let ids = |kind: &str| -> BTreeSet<&str> {
        of_kind(&resources, kind).into_iter().map(|resource| resource["id"].as_str().unwrap()).collect()
    };
    let recorded = |field: &str| -> BTreeSet<&str> {
        made.records.iter().map(|record| record[field].as_str().unwrap()).collect()
    };
    assert_eq!(ids("QuestionnaireResponse"), recorded("checklist_id"));
    assert_eq!(ids("Patient"), recorded("patient_id"));
    assert_eq!(ids("Practitioner"), recorded("by"));
    assert_eq!(ids("Provenance").len(), made.records.len());
    assert_eq!(ids("Questionnaire").len(), 1);
    let elena = &resources[&format!("urn:uuid:{}", made.records[0]["patient_id"].as_str().unwrap())];
    assert_eq!(elena["name"], json!([{"text": "Elena Marković"}]));
    assert_eq!(elena["birthDate"], "1984-05-02");
}

#[test]
fn the_same_record_gives_the_same_bytes_and_one_patient_a_part_of_them() {
    let made = made();
    assert!(done(vault_job(&made.folder, "export --format fhir", "")) == made.bundle);
    let patient = made.records[0]["patient_id"].as_str().unwrap();
    let of_one = done(vault_job(&made.folder, &format!("export --format fhir --patient {patient}"), ""));
    let (all, one) = (resources(&made.bundle), resources(&of_one));
    assert_eq!(of_kind(&one, "Patient").len(), 1);
    let own = made.records.iter().filter(|record| record["patient_id"] == patient).count();
    assert_eq!((own, of_kind(&one, "QuestionnaireResponse").len()), (2, 2));
    assert!(one.iter().all(|(url, resource)| all[url] == *resource));
}

#[test]
fn a_patient_that_is_not_there_ends_with_2_and_writes_nothing() {
    let made = made();
    let other = made.records[0]["checklist_id"].as_str().unwrap();
    for (patient, says) in [(other, "no such patient"), ("Elena", "--patient: expected")] {
        let (code, out, err) =
            vault_job(&made.folder, &format!("export --format fhir --patient {patient}"), "");
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains(says) && !err.contains("Elena"), "{err}");
    }
}

/// The codes and texts of an answered item; `None` where it is not there.
fn answers<'a>(response: &'a Value, link: &str) -> Option<Vec<&'a str>> {
    let item = response["item"].as_array()?.iter().find(|item| item["linkId"] == link)?;
    Some(item["answer"].as_array().unwrap().iter().map(said).collect())
}

fn said(answer: &Value) -> &str {
    answer["valueCoding"]["code"].as_str().or_else(|| answer["valueString"].as_str()).unwrap_or("")
}

#[test]
fn not_sure_is_told_and_what_was_not_answered_is_not_there() {
    let resources = resources(&made().bundle);
    let response = of_visit(&resources, 0, "QuestionnaireResponse")[0];
    assert_eq!(answers(response, "smoking").unwrap(), ["unsure"]);
    assert_eq!(answers(response, "weight_kg"), None);
    assert_eq!(answers(response, "weight_kg.unsure").unwrap(), ["unsure"]);
    assert_eq!(answers(response, "severity").unwrap(), ["severity.moderate"]);
    assert_eq!(answers(response, "cancer").unwrap(), ["none"]);
    assert_eq!(answers(response, "infection").unwrap(), ["infection.shingles-before", "unsure"]);
    let infection = response["item"].as_array().unwrap().iter().find(|item| item["linkId"] == "infection");
    let below = &infection.unwrap()["answer"][1]["item"][0];
    assert_eq!((&below["linkId"], said(&below["answer"][0])), (&json!("infection.unsure"), "infection.hiv"));
    assert_eq!(answers(response, "clots"), None);
    assert_eq!(response["status"], "in-progress");
    assert_eq!(response["authored"], made().records[0]["created_at"]);
    // Nothing was answered.
    let silent = of_visit(&resources, 2, "QuestionnaireResponse")[0];
    assert_eq!((&silent["item"], &silent["status"]), (&Value::Null, &json!("in-progress")));
    // All of it "not sure" is an answer to everything.
    let unsure = of_visit(&resources, 1, "QuestionnaireResponse")[0];
    assert_eq!(unsure["status"], "completed");
    assert!(unsure["item"].as_array().unwrap().iter().all(|item| said(&item["answer"][0]) == "unsure"));
}

#[test]
fn medicines_are_as_they_were_typed_and_coded_only_where_one_is_meant() {
    let resources = resources(&made().bundle);
    let statements = of_visit(&resources, 0, "MedicationStatement");
    let of = |text: &str| {
        let named = |statement: &&&Value| statement["medicationCodeableConcept"]["text"] == text;
        *statements.iter().find(named).unwrap()
    };
    assert_eq!(statements.len(), 6);
    let code = |text: &str| of(text)["medicationCodeableConcept"]["coding"][0]["code"].clone();
    assert_eq!(code("Tegretol"), "carbamazepine");
    assert_eq!(of("Tegretol")["status"], "active");
    assert_eq!(of("Tegretol")["effectivePeriod"], json!({"start": "2025-01-31"}));
    assert!(of("Tegretol")["note"][0]["text"].as_str().unwrap().starts_with("Will be stopped"));
    assert_eq!(code("grandma's tea"), Value::Null);
    assert_eq!(of("grandma's tea")["status"], "active");
    assert!(of("grandma's tea")["note"][0]["text"].as_str().unwrap().starts_with("Not recognized"));
    let prednisone = &of("prednisone")["dosage"][0];
    assert_eq!(prednisone["text"], "7.5 mg a day");
    assert_eq!(prednisone["doseAndRate"][0]["rateRatio"]["numerator"]["value"].to_string(), "7.5");
    let prescribed = statements.iter().find(|statement| statement.get("category").is_some()).unwrap();
    assert_eq!(prescribed["status"], "intended");
    assert_eq!(prescribed["dosage"], json!([{"text": "30 mg"}]));
    assert_eq!(prescribed["informationSource"], json!({"display": "Dr. Chen"}));
    // "Takes nothing else" is an answer and no statement; so is "not sure".
    for at in [1, 3] {
        assert!(of_visit(&resources, at, "MedicationStatement").is_empty());
    }
}

#[test]
fn each_finding_is_an_issue_and_so_is_each_treatment_that_is_still_open() {
    let resources = resources(&made().bundle);
    for at in 0..made().records.len() {
        let assessed = visits::assessed(&made().records[at]);
        let issues = of_visit(&resources, at, "DetectedIssue");
        let mut told: Vec<(String, String, String)> = Vec::new();
        for issue in &issues {
            assert_eq!(issue["status"], "preliminary");
            let codes = issue["code"]["coding"].as_array().unwrap();
            let drug = &resources[issue["implicated"][0]["reference"].as_str().unwrap()];
            let level = codes.last().unwrap()["code"].as_str().unwrap();
            let severity = match level {
                "contraindicated" | "avoid" => json!("high"),
                "needs-test" => json!("moderate"),
                "caution" => json!("low"),
                _ => Value::Null,
            };
            assert_eq!(issue.get("severity").unwrap_or(&Value::Null), &severity);
            told.push((
                drug["code"]["coding"][0]["code"].as_str().unwrap().to_owned(),
                codes[0]["code"].as_str().unwrap().to_owned(),
                level.to_owned(),
            ));
        }
        told.sort();
        assert_eq!(told, assessed, "visit {at}");
    }
    let issues = of_visit(&resources, 0, "DetectedIssue");
    let stopping = issues.iter().find(|issue| issue["code"]["coding"][0]["code"] == "stopping.carbamazepine");
    let stopping = stopping.unwrap();
    let last = stopping["implicated"].as_array().unwrap().last().unwrap();
    let medicine = &resources[last["reference"].as_str().unwrap()];
    assert_eq!(medicine["medicationCodeableConcept"]["text"], "Tegretol");
    let code = &stopping["evidence"][1]["code"][0]["coding"][0];
    let sources = &resources[code["system"].as_str().unwrap()];
    let source = sources["concept"].as_array().unwrap().iter().find(|source| source["code"] == code["code"]);
    assert!(source.unwrap()["definition"].as_str().unwrap().contains("as of"));
}

#[test]
fn a_coverage_tells_what_is_known_and_nothing_else() {
    let resources = resources(&made().bundle);
    let coverage = |at: usize| of_visit(&resources, at, "Coverage")[0].clone();
    let known = coverage(0);
    assert_eq!(known["status"], "active");
    assert_eq!(known["payor"], json!([{"display": "Employer plan"}]));
    assert_eq!(known["period"], json!({"start": "2026-07-01", "end": "2027-06-30"}));
    let costs = known["costToBeneficiary"].as_array().unwrap();
    assert_eq!(costs.len(), 1);
    assert_eq!(costs[0]["type"]["coding"][0]["code"], "deductible");
    assert_eq!(costs[0]["valueMoney"].to_string(), r#"{"value":1500.00,"currency":"USD"}"#);
    let unknown = coverage(1);
    assert_eq!(unknown["payor"][0]["display"], "Not known");
    assert_eq!((&unknown["period"], &unknown["costToBeneficiary"]), (&Value::Null, &Value::Null));
    let alone = coverage(3);
    assert_eq!(alone["payor"][0], alone["beneficiary"]);
    assert!(of_visit(&resources, 2, "Coverage").is_empty());
}
