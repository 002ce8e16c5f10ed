//! What is prescribed is held against the label's dose table for this patient, and nothing else of
//! an assessment changes with it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::sync::OnceLock;

use countercheck::checklist::Checklist;
use countercheck::checklist::prescription::Prescription;
use countercheck::checklist::strength;
use countercheck::content::Content;
use countercheck::safety::{Verdict, assess, assess_with, report};
use proptest::prelude::*;
use serde_json::{Value, json};

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("\n{errors}")))
}

/// The day of every visit here.
const TODAY: &str = "2026-11-25";
const ADULT: &str = "1984-05-02";

fn assessed(birth_date: &str, answers: &Value, prescription: &Value) -> Value {
    let mut patient = json!({});
    if !birth_date.is_empty() {
        patient["birth_date"] = birth_date.into();
    }
    let input = json!({"as_of": TODAY, "patient": patient, "answers": answers});
    let (checklist, _) = Checklist::from_json(content(), input.as_object().unwrap()).unwrap();
    let prescription = Prescription::from_json(content(), prescription, "prescription").unwrap();
    report::to_json(content(), &checklist, &assess_with(content(), &checklist, &prescription))
}

/// The findings about the prescription: "prescribed-strength avoid".
fn found(birth_date: &str, answers: Value, drug: &str, strength: &str, kind: &str) -> Vec<String> {
    let mut prescription = json!({"drug": drug, "strength": strength});
    if !kind.is_empty() {
        prescription["kind"] = kind.into();
    }
    let report = assessed(birth_date, &answers, &prescription);
    let of_drug = report["drugs"].as_array().unwrap().iter().find(|one| one["drug"] == drug).unwrap();
    let findings = of_drug["findings"].as_array().unwrap().iter();
    findings
        .filter_map(|finding| {
            let rule = finding["rule"].as_str().unwrap();
            let side = rule.strip_prefix(drug).unwrap_or_default().strip_prefix(".prescribed-")?;
            Some(format!("{side} {}", finding["level"].as_str().unwrap()))
        })
        .collect()
}

/// A case: born, answers, drug, strength, kind, what is found.
type Case = (&'static str, Value, &'static str, &'static str, &'static str, &'static [&'static str]);

#[test]
fn a_prescription_over_the_patients_ceiling_or_without_a_labeled_dose_is_a_finding_of_its_own() {
    let old = "1950-01-15";
    let kidney = json!({"kidney": "egfr-15-29"});
    let cases: Vec<Case> = vec![
        (ADULT, json!({}), "upadacitinib", "15 mg", "new", &[]),
        (ADULT, json!({}), "upadacitinib", "30 mg", "refill", &[]),
        (ADULT, json!({}), "upadacitinib", "30 mg", "new", &["strength caution"]),
        (ADULT, json!({}), "upadacitinib", "15 mg twice a day", "refill", &[]),
        (ADULT, json!({}), "upadacitinib", "30 mg twice a day", "refill", &["strength avoid"]),
        (ADULT, json!({}), "upadacitinib", "45 mg tablet", "new", &["strength avoid"]),
        (ADULT, json!({}), "upadacitinib", "1 mg/mL solution", "new", &["strength avoid"]),
        (ADULT, json!({}), "upadacitinib", "20 mg", "new", &["strength avoid"]),
        (ADULT, json!({}), "upadacitinib", "one tablet", "new", &["strength caution"]),
        (old, json!({}), "upadacitinib", "15 mg", "new", &[]),
        (old, json!({}), "upadacitinib", "30 mg", "refill", &["strength avoid"]),
        (old, json!({}), "upadacitinib", "2 tablets of 15 mg", "refill", &["strength avoid"]),
        (ADULT, kidney.clone(), "upadacitinib", "30 mg", "refill", &["strength avoid"]),
        (ADULT, kidney, "upadacitinib", "15 mg", "new", &[]),
        ("2016-01-01", json!({}), "upadacitinib", "15 mg", "new", &["strength avoid"]),
        (ADULT, json!({}), "abrocitinib", "100 mg", "new", &[]),
        (ADULT, json!({}), "abrocitinib", "200 mg", "new", &["strength caution"]),
        (ADULT, json!({}), "abrocitinib", "200 mg", "refill", &[]),
        (ADULT, json!({"kidney": "egfr-30-59"}), "abrocitinib", "200 mg", "refill", &["strength avoid"]),
        (ADULT, json!({"kidney": "egfr-30-59"}), "abrocitinib", "50 mg", "new", &[]),
        (ADULT, json!({}), "dupilumab", "300 mg every 2 weeks", "new", &[]),
        (ADULT, json!({}), "dupilumab", "600 mg, then 300 mg every 2 weeks", "new", &[]),
        (ADULT, json!({}), "dupilumab", "300 mg every week", "new", &["interval avoid"]),
        (ADULT, json!({}), "dupilumab", "300 mg every 4 weeks", "refill", &["interval caution"]),
        (ADULT, json!({}), "dupilumab", "200 mg pen", "new", &["strength avoid"]),
        ("2016-01-01", json!({"weight_kg": 25}), "dupilumab", "300 mg every 4 weeks", "new", &[]),
        (
            "2016-01-01",
            json!({"weight_kg": 25}),
            "dupilumab",
            "300 mg every 2 weeks",
            "new",
            &["interval avoid"],
        ),
        ("2016-01-01", json!({"weight_kg": 30}), "dupilumab", "300 mg", "new", &["strength avoid"]),
        ("2016-01-01", json!({"weight_kg": 30}), "dupilumab", "200 mg", "new", &[]),
        ("2016-01-01", json!({}), "tacrolimus", "0.1 % ointment", "new", &["strength avoid"]),
        ("2016-01-01", json!({}), "tacrolimus", "0.03 % ointment", "new", &[]),
        ("2010-11-25", json!({}), "tacrolimus", "0.1 % ointment", "new", &[]),
        (ADULT, json!({}), "tacrolimus", "1 mg capsules", "new", &["strength avoid"]),
        (ADULT, json!({}), "ruxolitinib", "Jakafi 5 mg tablet", "new", &["strength avoid"]),
        ("2022-06-01", json!({}), "roflumilast", "0.15 % cream", "new", &["strength avoid"]),
        ("2022-06-01", json!({}), "roflumilast", "0.05 % cream", "new", &[]),
        (ADULT, json!({}), "roflumilast", "0.3 % foam", "new", &["strength avoid"]),
        (ADULT, json!({}), "roflumilast", "0.15 % foam", "new", &["strength avoid"]),
        (ADULT, json!({}), "roflumilast", "500 mcg", "new", &["strength avoid"]),
        (ADULT, json!({}), "roflumilast", "250 mcg tab", "new", &["strength avoid"]),
        (ADULT, json!({}), "ruxolitinib", "1.5 % cream, 60 g a week", "new", &[]),
        (ADULT, json!({}), "ruxolitinib", "1.5 % cream, 100 g in 14 days", "new", &[]),
        (ADULT, json!({}), "ruxolitinib", "1.5 % cream, 100 g a week", "new", &["amount avoid"]),
        (ADULT, json!({}), "ruxolitinib", "15 mg/g cream, two 60 g tubes a week", "new", &["amount avoid"]),
        (ADULT, json!({}), "ruxolitinib", "1.5 % cream, 240 g", "new", &["amount caution"]),
        ("2020-01-01", json!({}), "ruxolitinib", "1.5 % cream, 100 g", "new", &["amount caution"]),
        ("2020-01-01", json!({}), "ruxolitinib", "1.5 % cream, 60 g a week", "new", &["amount avoid"]),
        (ADULT, json!({}), "topical-corticosteroid", "clobetasol 0.05 % cream, 50 g a week", "new", &[]),
        (
            ADULT,
            json!({}),
            "topical-corticosteroid",
            "clobetasol 0.05 % cream, 60 g a week",
            "new",
            &["amount avoid"],
        ),
        ("2018-01-01", json!({}), "topical-corticosteroid", "clobetasol 0.05 %", "new", &["strength avoid"]),
        (ADULT, json!({}), "topical-corticosteroid", "0.05 % cream", "new", &["strength caution"]),
        // A loading dose is for the start alone, and only where the table has one.
        (ADULT, json!({}), "nemolizumab", "60 mg every 4 weeks", "refill", &["strength avoid"]),
        (ADULT, json!({}), "nemolizumab", "60 mg every 4 weeks", "new", &["strength avoid"]),
        (ADULT, json!({}), "nemolizumab", "60 mg, then 30 mg every 4 weeks", "new", &[]),
        (ADULT, json!({}), "nemolizumab", "2 × 30 mg every 4 weeks", "refill", &["strength avoid"]),
        (ADULT, json!({}), "nemolizumab", "30 mg every 8 weeks", "new", &["interval caution"]),
        (ADULT, json!({}), "nemolizumab", "30 mg every 8 weeks", "refill", &[]),
        (ADULT, json!({}), "lebrikizumab", "500 mg every 2 weeks", "refill", &["strength avoid"]),
        (ADULT, json!({}), "lebrikizumab", "500 mg", "new", &[]),
        (ADULT, json!({}), "lebrikizumab", "250 mg every 4 weeks", "refill", &[]),
        (ADULT, json!({}), "lebrikizumab", "250 mg every 4 weeks", "new", &["interval caution"]),
        (
            "2023-06-01",
            json!({"weight_kg": 16}),
            "dupilumab",
            "600 mg, then 300 mg every 4 weeks",
            "new",
            &["strength avoid"],
        ),
        (ADULT, json!({}), "dupilumab", "2 × 300 mg every 2 weeks", "refill", &["strength avoid"]),
        (ADULT, json!({}), "dupilumab", "600 mg (2 × 300 mg), then 300 mg every 2 weeks", "new", &[]),
        (ADULT, json!({}), "tralokinumab", "2 × 150 mg every 2 weeks", "refill", &[]),
        (ADULT, json!({}), "tralokinumab", "150 mg every 2 weeks", "refill", &["strength caution"]),
        (ADULT, json!({}), "tralokinumab", "150 mg/mL syringe", "refill", &[]),
        ("2012-01-01", json!({}), "tralokinumab", "300 mg, then 150 mg every 2 weeks", "new", &[]),
        ("2012-01-01", json!({}), "tralokinumab", "2 × 150 mg every 2 weeks", "refill", &["strength avoid"]),
        (
            "2012-01-01",
            json!({}),
            "tralokinumab",
            "600 mg, then 150 mg every 2 weeks",
            "new",
            &["strength avoid"],
        ),
        ("2012-01-01", json!({}), "tralokinumab", "300 mg/2 mL autoinjector", "new", &["strength avoid"]),
        (
            ADULT,
            json!({}),
            "topical-corticosteroid",
            "hydrocortisone butyrate 0.1 % cream",
            "new",
            &["strength caution"],
        ),
        (
            ADULT,
            json!({}),
            "topical-corticosteroid",
            "clobetasol 0.05 % cream, 50 g a week for 12 weeks",
            "new",
            &["amount avoid"],
        ),
        (
            ADULT,
            json!({}),
            "topical-corticosteroid",
            "clobetasol 0.05 % cream, 50 g a week for 2 weeks",
            "new",
            &[],
        ),
        (ADULT, json!({}), "prednisone", "60 mg a day", "new", &[]),
        (ADULT, json!({}), "phototherapy", "3 times a week", "new", &[]),
        (ADULT, json!({}), "upadacitinib", "", "new", &[]),
    ];
    let mut wrong = Vec::new();
    for (born, answers, drug, strength, kind, expected) in cases {
        let got = found(born, answers.clone(), drug, strength, kind);
        if got != expected {
            wrong
                .push(format!("{drug} {strength} {kind}, born {born}, {answers}: {got:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_steroid_that_is_too_strong_for_the_site_is_a_finding() {
    let face = json!({"skin_sites": ["face"]});
    let found_on = |strength: &str| found(ADULT, face.clone(), "topical-corticosteroid", strength, "new");
    assert_eq!(found_on("Clobetasol 0.05 % ointment").len(), 1);
    assert_eq!(found_on("Triamcinolone 0.1 % ointment").len(), 1);
    assert!(found_on("Hydrocortisone 1 % cream").is_empty());
    assert!(found_on("Desonide 0.05 % cream").is_empty());
}

#[test]
fn what_is_unknown_about_the_patient_is_asked_and_never_taken_for_a_fit() {
    let report = assessed("", &json!({}), &json!({"drug": "tacrolimus", "strength": "0.1 %"}));
    let tacrolimus = report["drugs"].as_array().unwrap().iter().find(|one| one["drug"] == "tacrolimus");
    let ask = &tacrolimus.unwrap()["ask"];
    assert!(ask.as_array().unwrap().iter().any(|id| id == "patient.birth_date"), "{ask}");
    let report =
        assessed(ADULT, &json!({}), &json!({"drug": "upadacitinib", "strength": "30 mg", "kind": "refill"}));
    let upadacitinib = &report["drugs"][0];
    assert!(upadacitinib["ask"].as_array().unwrap().iter().any(|id| id == "kidney"));
    assert!(upadacitinib["ask"].as_array().unwrap().iter().any(|id| id == "medicines"));
}

#[test]
fn a_finding_of_the_prescription_names_the_ceiling_its_reasons_and_its_sources() {
    let prescription = json!({"drug": "upadacitinib", "strength": "30 mg", "kind": "refill"});
    let report = assessed("1950-01-15", &json!({"kidney": "egfr-15-29"}), &prescription);
    let findings = report["drugs"][0]["findings"].as_array().unwrap();
    let finding =
        findings.iter().find(|finding| finding["rule"] == "upadacitinib.prescribed-strength").unwrap();
    let title = finding["title"].as_str().unwrap();
    assert_eq!(title, "30 mg: no labeled dose for this patient");
    assert_eq!(finding["because"], json!(["patient.birth_date", "kidney"]));
    let sources = finding["sources"].as_array().unwrap();
    assert!(sources.iter().any(|id| id == "rinvoq-label-2"), "the limit by kidney: {sources:?}");
    assert!(sources.iter().any(|id| id == "rinvoq-label-8.5"), "the row by age: {sources:?}");
    // Without the age, the limit by kidney alone.
    let report = assessed(ADULT, &json!({"kidney": "egfr-15-29"}), &prescription);
    let findings = report["drugs"][0]["findings"].as_array().unwrap();
    let title = findings.iter().find_map(|finding| {
        (finding["rule"] == "upadacitinib.prescribed-strength").then(|| finding["title"].as_str().unwrap())
    });
    assert_eq!(title, Some("30 mg prescribed: at most 15 mg once a day"));
}

#[test]
fn without_a_prescription_and_for_the_other_drugs_nothing_changes() {
    let answers = json!({"kidney": "egfr-15-29", "medicines": ["clarithromycin"]});
    let input = json!({"as_of": TODAY, "patient": {"birth_date": "1950-01-15"}, "answers": answers});
    let (checklist, _) = Checklist::from_json(content(), input.as_object().unwrap()).unwrap();
    let without = assess(content(), &checklist);
    assert_eq!(assess_with(content(), &checklist, &Prescription::default()), without);
    let prescription = json!({"drug": "upadacitinib", "strength": "30 mg"});
    let prescription = Prescription::from_json(content(), &prescription, "prescription").unwrap();
    let with = assess_with(content(), &checklist, &prescription);
    for (with, without) in with.drugs.iter().zip(&without.drugs) {
        assert_eq!(with == without, content().drug(with.drug).id.as_str() != "upadacitinib");
    }
}

#[test]
fn assess_takes_the_prescription_and_refuses_one_that_is_none() {
    let one = |prescription: Value| {
        let input = json!({"as_of": TODAY, "patient": {}, "answers": {}, "prescription": prescription});
        countercheck::cli::assess::run(content(), input.to_string().as_bytes())
    };
    let text = one(json!({"drug": "upadacitinib", "strength": "45 mg"})).unwrap();
    assert!(text.contains("upadacitinib.prescribed-strength"));
    for (prescription, field) in [
        (json!({"drug": "aspirin"}), "prescription.drug"),
        (json!({"drug": "upadacitinib", "dose": "15 mg"}), "prescription.dose"),
        (json!({"strength": 15}), "prescription.strength"),
        (json!({"kind": "again"}), "prescription.kind"),
        (json!("15 mg"), "prescription"),
    ] {
        let trouble = one(prescription).unwrap_err();
        assert_eq!(trouble.exit_code(), 2);
        assert!(trouble.to_string().starts_with(field), "{trouble}");
    }
}

#[test]
fn every_strength_of_the_list_is_recognized_as_itself() {
    for drug in content().drugs() {
        for strength in drug.dose.for_eczema() {
            let report =
                assessed(ADULT, &json!({}), &json!({"drug": drug.id.as_str(), "strength": strength.name}));
            let of_drug =
                report["drugs"].as_array().unwrap().iter().find(|one| one["drug"] == drug.id.as_str());
            for finding in of_drug.unwrap()["findings"].as_array().unwrap() {
                let title = finding["title"].as_str().unwrap();
                assert!(!title.starts_with("Prescribed strength not recognized"), "{title}");
                let nothing_like_it = title.ends_with(": no labeled dose");
                assert!(!nothing_like_it, "{}: {title}", drug.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is typed as a strength is read without a panic, and only ever adds.
    #[test]
    fn a_prescription_only_ever_adds_to_what_was_found(
        at in 0usize..15,
        text in prop_oneof![
            "[0-9a-z %./×+,-]{0,40}",
            "([0-9]{1,3}(\\.[0-9]{1,2})? ?(mg|%|g|mcg|mg/mL) ?(cream|tablet|pen)?,? ?(twice a day|a week|every [1-8] weeks|in [0-9]{1,2} days)? ?){1,3}",
            "\\PC{0,40}",
        ],
        years in 0i16..95,
        kidney in prop::sample::select(vec!["egfr-60-or-more", "egfr-30-59", "egfr-15-29", "egfr-under-15"]),
    ) {
        let drug = &content().drugs()[at];
        let born = format!("{}-03-01", 2026 - years);
        let input = json!({"as_of": TODAY, "patient": {"birth_date": born}, "answers": {"kidney": kidney}});
        let (checklist, _) = Checklist::from_json(content(), input.as_object().unwrap()).unwrap();
        let prescription = json!({"drug": drug.id.as_str(), "strength": text});
        let prescription = Prescription::from_json(content(), &prescription, "prescription").unwrap();
        let without = assess(content(), &checklist);
        let with = assess_with(content(), &checklist, &prescription);
        let (with, without) = (with.of(drug.ix).unwrap(), without.of(drug.ix).unwrap());
        prop_assert!(with.verdict <= without.verdict);
        for finding in &without.findings {
            prop_assert!(with.findings.contains(finding));
        }
        prop_assert!(without.ask.without(with.ask).is_empty());
        prop_assert!(with.verdict != Verdict::NoConcern || without.verdict == Verdict::NoConcern);
        for finding in &with.findings {
            let words = finding.words(content(), &checklist);
            prop_assert!(!words.title.is_empty() && !words.advice.is_empty());
            prop_assert!(!words.patient.english().is_empty() && !words.ask.english().is_empty());
        }
    }

    #[test]
    fn any_text_is_read_as_a_strength(text in "\\PC{0,200}") {
        strength::read(&text);
    }
}
