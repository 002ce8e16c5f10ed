//! What medicines do to an assessment: classes, doses, forms, stopping, and being on treatment.

use super::*;
use crate::checklist::sample::{content, visit};
use serde_json::{Value, json};

const ADULT: Option<&str> = Some("1984-05-02");

fn assessed(drug: &str, answers: Value) -> DrugAssessment {
    let drug = content().drug_by_id(drug).unwrap();
    assess(content(), &visit(ADULT, answers)).of(drug.ix).unwrap().clone()
}

/// The findings of a drug that rest on the medicines, with nothing else answered.
fn with_medicines(drug: &str, list: Value) -> Vec<String> {
    let medicines = content().medicines_question().unwrap();
    let assessed = assessed(drug, json!({"medicines": list}));
    assessed.findings.iter().filter(|f| f.because.contains(medicines)).map(|f| f.id(content())).collect()
}

fn asks_for_medicines(drug: &str, list: Value) -> bool {
    assessed(drug, json!({"medicines": list})).ask.contains(content().medicines_question().unwrap())
}

#[test]
fn aspirin_counts_by_its_dose_and_asks_for_it_where_it_is_not_stated() {
    for (medicine, rules, asks) in [
        (json!("aspirin"), vec![], true),
        (json!({"name": "aspirin", "daily_mg": 81}), vec!["abrocitinib.low-dose-aspirin"], false),
        (
            json!({"name": "aspirin", "daily_mg": 81.001}),
            vec!["abrocitinib.antiplatelet", "oral-jak.perforation-risk"],
            false,
        ),
        (json!("baby aspirin"), vec!["abrocitinib.low-dose-aspirin"], false),
        (
            json!({"name": "baby aspirin", "daily_mg": 162}),
            vec!["abrocitinib.antiplatelet", "oral-jak.perforation-risk"],
            false,
        ),
    ] {
        assert_eq!(with_medicines("abrocitinib", json!([medicine])), rules, "{medicine}");
        assert_eq!(asks_for_medicines("abrocitinib", json!([medicine])), asks, "{medicine}");
    }
}

#[test]
fn a_name_that_does_not_tell_the_form_is_asked_for_and_as_settles_it() {
    let jak = |list| with_medicines("upadacitinib", list);
    assert_eq!(jak(json!(["tacrolimus"])), [""; 0]);
    assert!(asks_for_medicines("upadacitinib", json!(["tacrolimus"])));
    assert_eq!(
        with_medicines("phototherapy", json!(["tacrolimus"])),
        [""; 0],
        "the ointment is not sure either"
    );
    let capsules = json!([{"name": "tacrolimus", "as": "tacrolimus-oral"}]);
    assert_eq!(jak(capsules.clone()), ["jak.immunosuppressant"]);
    let ointment = json!([{"name": "tacrolimus", "as": "tacrolimus-topical"}]);
    assert_eq!(jak(ointment.clone()), [""; 0]);
    assert!(!asks_for_medicines("upadacitinib", ointment));
}

#[test]
fn a_name_that_is_not_recognized_stays_open_until_it_is_looked_up() {
    for (medicine, asks) in [
        (json!("Zzyzx tea"), true),
        (json!({"name": "Zzyzx tea", "stopping": true}), true),
        (json!({"name": "Zzyzx tea", "reviewed": "none"}), false),
        (json!({"name": "Zzyzx tea", "as": "vitamin-e"}), false),
        (json!({"name": "Zzyzx tea", "as": "vitamin-e", "reviewed": "none"}), false),
        (json!({"name": "warfarin", "reviewed": "none"}), false),
    ] {
        assert_eq!(asks_for_medicines("prednisone", json!([medicine])), asks, "{medicine}");
    }
    let known = json!([{"name": "warfarin", "reviewed": "none"}]);
    assert_eq!(
        with_medicines("prednisone", known),
        ["prednisone.bleeding"],
        "a known name is not reviewed away"
    );
}

#[test]
fn a_medicine_that_will_be_stopped_is_a_caution_to_confirm_and_no_longer_in_the_way() {
    let stopping = |drug: &str, list| with_medicines(drug, list);
    let clopidogrel = || json!([{"name": "Plavix", "stopping": true}]);
    assert_eq!(stopping("abrocitinib", clopidogrel()), ["stopping.clopidogrel"]);
    assert_eq!(stopping("upadacitinib", clopidogrel()), [""; 0], "it was never in the way");
    let twice = json!([{"name": "Plavix", "stopping": true}, "clopidogrel"]);
    assert_eq!(stopping("abrocitinib", twice), ["abrocitinib.antiplatelet"], "taken wins");
    let two = json!([{"name": "rifampin", "stopping": true}, {"name": "Dupixent", "stopping": true}]);
    assert_eq!(stopping("upadacitinib", two), ["stopping.rifampin", "stopping.dupilumab"]);
    let any_dose = json!([{"name": "aspirin", "stopping": true}]);
    assert_eq!(stopping("abrocitinib", any_dose), ["stopping.aspirin"]);
    // A product of 81 mg is an NSAID only where more than that is stated.
    let product = |dose: Value| json!([{"name": "aspirin 81 mg", "daily_mg": dose, "stopping": true}]);
    assert_eq!(stopping("prednisone", product(json!(81))), [""; 0]);
    assert_eq!(stopping("prednisone", product(json!(81.001))), ["stopping.aspirin-81-mg"]);
    let any_form = json!([{"name": "tacrolimus", "stopping": true}]);
    assert_eq!(stopping("upadacitinib", any_form), ["stopping.tacrolimus-topical"]);
}

#[test]
fn a_steroid_that_will_be_stopped_still_counts_for_the_advice_to_taper_it() {
    let steroid = json!([{"name": "prednisone", "stopping": true}]);
    assert_eq!(with_medicines("dupilumab", steroid.clone()), ["ad-biologic.steroid-taper"]);
    assert_eq!(with_medicines("upadacitinib", steroid), ["stopping.prednisone"]);
}

#[test]
fn a_drug_is_no_interaction_of_itself() {
    let rinvoq = || json!(["Rinvoq"]);
    assert!(!with_medicines("upadacitinib", rinvoq()).contains(&"jak.other-jak".to_owned()));
    assert!(with_medicines("abrocitinib", rinvoq()).contains(&"jak.other-jak".to_owned()));
    assert!(with_medicines("ruxolitinib", rinvoq()).contains(&"jak.other-jak".to_owned()));
    assert!(with_medicines("dupilumab", rinvoq()).contains(&"ad-biologic.jak".to_owned()));
    assert_eq!(with_medicines("dupilumab", json!(["Dupixent"])), [""; 0]);
    assert_eq!(with_medicines("nemolizumab", json!(["Dupixent"])), ["ad-biologic.other-biologic"]);
    let tablets = with_medicines("ruxolitinib", json!(["ruxolitinib tablets 15 mg"]));
    assert_eq!(tablets, ["jak.other-jak"], "the tablets are not the cream");
}

#[test]
fn on_treatment_the_tests_before_the_first_dose_are_no_longer_missing() {
    let untested = |list| {
        let answers = json!({"medicines": list, "infection": [], "tuberculosis_test": "not-done",
            "hepatitis_tests": "not-done", "blood_count": "older"});
        assessed("upadacitinib", answers)
    };
    let start = untested(json!([]));
    assert_eq!(start.verdict, Verdict::NeedsTest);
    let tests: Vec<&str> = start.tests.questions().map(|ix| content().question(ix).id.as_str()).collect();
    assert_eq!(tests, ["tuberculosis_test", "hepatitis_tests", "blood_count"]);
    let taken = untested(json!(["Rinvoq"]));
    assert!(taken.tests.is_empty());
    assert!(taken.findings.iter().any(|finding| finding.id(content()) == "oral-jak.on-treatment"));
    let stopping = untested(json!([{"name": "Rinvoq", "stopping": true}]));
    assert_eq!(stopping.tests, start.tests, "who stops and starts again is a new start");
    assert_eq!(untested(json!(["Cibinqo"])).tests, start.tests, "another drug is another treatment");
}

#[test]
fn the_first_three_months_end_on_the_90th_day_and_are_open_without_a_date() {
    let since = |since: Value| {
        with_medicines("abrocitinib", json!([since, "Plavix"]))
            .into_iter()
            .filter(|rule| rule.starts_with("abrocitinib."))
            .collect::<Vec<_>>()
    };
    // 26 August is 90 days before 24 November.
    assert_eq!(since(json!({"name": "Cibinqo", "since": "2026-08-27"})), ["abrocitinib.antiplatelet"]);
    assert_eq!(since(json!({"name": "Cibinqo", "since": "2026-08-26"})), ["abrocitinib.antiplatelet-later"]);
    assert_eq!(since(json!("Cibinqo")), [""; 0]);
    assert!(asks_for_medicines("abrocitinib", json!(["Cibinqo", "Plavix"])));
    assert_eq!(
        since(json!({"name": "Cibinqo", "since": "2020-01-01", "stopping": true})),
        ["abrocitinib.antiplatelet"]
    );
}

#[test]
fn a_finding_names_the_medicines_as_the_list_and_the_patient_call_them() {
    let answers = json!({"medicines": ["Tegretol", "rifampin", "carbamazepine"]});
    let checklist = visit(ADULT, answers);
    let drug = content().drug_by_id("upadacitinib").unwrap();
    let assessment = assess(content(), &checklist);
    let finding = assessment
        .of(drug.ix)
        .unwrap()
        .findings
        .iter()
        .find(|finding| finding.id(content()) == "upadacitinib.strong-inducer")
        .unwrap();
    assert_eq!(
        finding.medicine_names(content(), &checklist),
        "carbamazepine (Tegretol), rifampin and carbamazepine"
    );
    let words = finding.words(content(), &checklist);
    for text in [words.title.as_str(), &words.advice, words.patient.english(), words.ask.english()] {
        assert!(!text.contains(['{', '}']), "{text}");
    }
    assert!(words.title.starts_with("Carbamazepine (Tegretol)"), "{}", words.title);
}

#[test]
fn verdicts_are_ordered_worst_first_and_each_has_words() {
    assert!(Verdict::ALL.is_sorted());
    let words: std::collections::BTreeSet<&str> =
        Verdict::ALL.iter().flat_map(|v| [v.id(), v.words()]).collect();
    assert_eq!(words.len(), 12);
    for verdict in Verdict::ALL {
        let text = format!("{} {}", verdict.words(), verdict.patient_words()).to_lowercase();
        assert!(!text.contains("safe") && !text.contains("ok "), "{text}");
    }
}
