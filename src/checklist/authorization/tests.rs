//! What supports a prior authorization: read and written alike, never guessed, never "no" where unknown.

use std::sync::OnceLock;

use jiff::civil::date;
use serde_json::{Value, json};

use super::fact::Moment;
use super::history::{Reading, Row};
use super::product::{Meaning, meaning, potency};
use super::read::{icd10_text, is_npi};
use super::standing::{State, standings};
use super::ways::{PayerFits, Until, days_left, end, ways};
use super::*;
use crate::checklist::Checklist;
use crate::content::Content;
use crate::content::authorization::Span;

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap())
}

const TODAY: Date = date(2026, 11, 24);

fn read(value: &Value) -> Authorization {
    Authorization::from_json(content(), value, TODAY, "authorization").unwrap()
}

fn full() -> Value {
    json!({
        "onset": "2019-03", "icd10": "L20.9",
        "severity": [
            {"measure": "easi", "value": 21.4, "on": "2026-11-02", "by": "Dr. Duarte"},
            {"measure": "itch", "value": "unknown"},
        ],
        "body_surface": {"percent": 18, "on": "2026-11-02", "by": "Dr. Duarte"},
        "sites": ["hands", "folds"], "impact": "wakes three times a night",
        "tried": [
            {"drug": "triamcinolone", "strength": "0.1 %", "vehicle": "ointment", "site": "arms", "start": "2026-05-01",
             "stop": "2026-06-20", "outcome": "failed", "why": "came back in a week"},
            {"drug": "Protopic", "strength": "0.1 %", "potency": "unknown", "days_used": 10, "outcome": "intolerance",
             "why": "burning", "dispensed": ["2026-07-01", {"on": "2026-08-01", "quantity": "60 g", "days_supply": 30}]},
        ],
        "light": {"kind": "narrowband UVB", "sessions": 24, "outcome": "partial", "barrier": "two hours by car"},
        "steroid_bursts_a_year": 2, "topicals_not_advisable": "unknown", "needle_phobia": false,
        "tests": [{"test": "tuberculosis_test", "on": "2026-09-01", "result": "QuantiFERON negative"}],
        "specialist": {"name": "Dr. Ines Duarte", "npi": "1234567893", "seen_on": "2026-11-02"},
        "why": "needs a fast effect", "why_not_preferred": "unknown",
        "approvals": [{"drug": "Dupixent", "on": "2025-01-01", "until": "2025-12-31"}],
        "denials": [{"code": "75", "why": "step therapy", "on": "2026-11-10", "deadline": "2027-05-09", "payer": "employer",
                     "after_appeal": false}],
    })
}

#[test]
fn what_is_read_is_written_the_same() {
    assert_eq!(read(&full()).to_json(content()), {
        let mut value = full();
        value["tried"][1]["dispensed"][0] = json!({"on": "2026-07-01"});
        value
    });
    assert_eq!(read(&json!({})).to_json(content()), json!({}));
    assert!(read(&json!({})).is_empty());
}

/// Every value of the full record, one after the other, replaced or taken away.
#[test]
fn every_field_may_be_missing_or_unknown_and_nothing_else_is_taken() {
    let full = full();
    let mut fields = 0;
    for (key, value) in full.as_object().unwrap() {
        let mut without = full.clone();
        without.as_object_mut().unwrap().remove(key);
        read(&without);
        let mut unknown = full.clone();
        unknown[key] = json!("unknown");
        read(&unknown);
        let inner: Vec<(String, Value)> = match value {
            Value::Object(_) => vec![(format!("/{key}"), value.clone())],
            Value::Array(list) if list[0].is_object() => {
                list.iter().enumerate().map(|(at, value)| (format!("/{key}/{at}"), value.clone())).collect()
            }
            _ => Vec::new(),
        };
        for (path, object) in inner {
            for name in object.as_object().unwrap().keys() {
                fields += 1;
                let mut changed = full.clone();
                let place = changed.pointer_mut(&path).unwrap().as_object_mut().unwrap();
                let names_the_entry = matches!(name.as_str(), "measure" | "test");
                place.insert(name.clone(), json!("unknown"));
                let result = Authorization::from_json(content(), &changed, TODAY, "authorization");
                assert_eq!(result.is_ok(), !names_the_entry, "{path}/{name}");
                let place = changed.pointer_mut(&path).unwrap().as_object_mut().unwrap();
                place.insert(name.clone(), json!([[]]));
                let error =
                    Authorization::from_json(content(), &changed, TODAY, "authorization").unwrap_err();
                assert!(error.field.contains(name.as_str()), "{path}/{name}: {error}");
                let place = changed.pointer_mut(&path).unwrap().as_object_mut().unwrap();
                place.remove(name);
                place.insert("novelty".into(), json!(1));
                let error =
                    Authorization::from_json(content(), &changed, TODAY, "authorization").unwrap_err();
                assert!(error.field.ends_with("novelty"), "{error}");
            }
        }
    }
    assert!(fields > 40, "{fields}");
}

#[test]
fn an_error_names_the_field_and_never_what_stood_there() {
    for (path, value, expected) in [
        ("/severity/0/value", json!(72.1), "authorization.severity[0].value: expected 0 to 72 (EASI)"),
        (
            "/severity/0/on",
            json!("2026-11-25"),
            "authorization.severity[0].on: expected a day on or before as_of",
        ),
        ("/severity/0/measure", json!("Elena"), "authorization.severity[0].measure: expected easi, iga"),
        ("/body_surface/percent", json!(101), "authorization.body_surface.percent: expected 0 to 100"),
        ("/sites", json!(["hands", "hands"]), "authorization.sites: expected a list of face"),
        ("/icd10", json!("Elena"), "authorization.icd10: expected an ICD-10 code"),
        ("/onset", json!("2027"), "authorization.onset: expected a time on or before as_of"),
        ("/tried/0/stop", json!("2026-04"), "authorization.tried[0].stop: expected a time on or after start"),
        ("/tried/1/potency", json!(8), "authorization.tried[1].potency: expected"),
        ("/tried/0/outcome", json!("Elena"), "authorization.tried[0].outcome: expected failed"),
        ("/tried/1/dispensed/0", json!("2026-02-30"), "authorization.tried[1].dispensed[0]: expected a date"),
        ("/specialist/npi", json!("1234567890"), "authorization.specialist.npi: expected an NPI"),
        ("/denials/0/payer", json!("Elena"), "authorization.denials[0].payer: expected employer"),
        ("/why", json!(""), "authorization.why: expected a text"),
        ("/why", json!("x".repeat(1001)), "authorization.why: expected a text"),
    ] {
        let mut changed = full();
        *changed.pointer_mut(path).unwrap() = value;
        let error = Authorization::from_json(content(), &changed, TODAY, "authorization").unwrap_err();
        assert!(error.to_string().starts_with(expected), "{expected} <> {error}");
        assert!(!error.to_string().contains("Elena"));
    }
    let error = Authorization::from_json(content(), &json!([]), TODAY, "authorization").unwrap_err();
    assert_eq!(error.field, "authorization");
}

#[test]
fn codes_numbers_and_times_are_read_in_their_forms_only() {
    for (text, code) in [("l20.9", Some("L20.9")), ("L209", Some("L20.9")), ("L20", Some("L20"))] {
        assert_eq!(icd10_text(text).as_deref(), code);
    }
    for text in ["", "L", "20.9", "L20.9-", "L20.12345", "élan"] {
        assert_eq!(icd10_text(text), None, "{text}");
    }
    assert!(is_npi("1234567893") && !is_npi("1234567890") && !is_npi("123456789") && !is_npi("12345678９3"));
    assert_eq!(Moment::parse("2019"), Some(Moment::Year(2019)));
    assert_eq!(Moment::parse("2019-03").and_then(Moment::latest), Some(date(2019, 3, 31)));
    for text in ["19", "2019-13", "2019-3", "2019-02-30", "2019-03-01-01", "0000", ""] {
        assert_eq!(Moment::parse(text), None, "{text}");
    }
}

fn tried(value: Value) -> Tried {
    read(&json!({ "tried": [value] })).tried.remove(0)
}

#[test]
fn potency_and_days_are_derived_where_they_are_known_and_never_guessed() {
    let class = |value: Value| potency(content(), &tried(value));
    assert_eq!(class(json!({"drug": "Triamcinolone acetonide 0.1% ointment"})), Some(3));
    assert_eq!(class(json!({"drug": "triamcinolone", "strength": "0.1 %", "vehicle": "cream"})), Some(4));
    assert_eq!(class(json!({"drug": "triamcinolone", "strength": "0.1 %"})), None, "cream or ointment");
    assert_eq!(class(json!({"drug": "clobetasol", "strength": "0.05 %"})), Some(1));
    assert_eq!(class(json!({"drug": "hydrocortisone butyrate 0.1 % cream"})), None);
    assert_eq!(class(json!({"drug": "something", "potency": 2})), Some(2), "as it was said");
    assert_eq!(class(json!({"drug": "hydrocortisone and iodoquinol 1 % cream"})), None);
    let days = |value: Value| tried(value).days();
    assert_eq!(days(json!({"start": "2026-05-01", "stop": "2026-05-01"})), Some(1));
    assert_eq!(days(json!({"start": "2026-05-01", "stop": "2026-05"})), None);
    assert_eq!(days(json!({"start": "2026-05-01", "stop": "2026-06-20", "days_used": 14})), Some(14));
    let fills = json!([{"on": "2026-07-01", "days_supply": 30}, {"days_supply": 15}, {"on": "2026-08-01"}]);
    assert_eq!(days(json!({"dispensed": fills})), Some(45));
    assert_eq!(days(json!({"dispensed": ["2026-07-01"]})), None);
}

#[test]
fn a_name_is_a_kind_only_where_it_is_known() {
    let kinds = |text: &str| match meaning(content(), &tried(json!({"drug": text}))) {
        Meaning::Known(product) => {
            let all = &content().authorization.kinds;
            product.kinds.iter().map(|at| all[*at].id.as_str()).collect::<Vec<_>>().join(" ")
        }
        Meaning::FormOpen(_) => "open".to_owned(),
        Meaning::NotRecognized => "?".to_owned(),
    };
    for (text, expected) in [
        ("Protopic", "calcineurin-inhibitor"),
        ("tacrolimus 0.1% ointment", "calcineurin-inhibitor"),
        ("tacrolimus", "open"),
        ("Tacrolimus capsules", "immunosuppressant"),
        ("Dupixent 300 mg/2 mL pen", "biologic"),
        ("methotrexate", "immunosuppressant"),
        ("prednisone 20 mg", "systemic-steroid"),
        ("triamcinolone", "open"),
        ("Triamcinolone acetonide 0.1% crm", "topical-steroid"),
        ("Kenalog-40", "systemic-steroid"),
        ("Light therapy", "light"),
        ("Rinvoq", "jak-inhibitor"),
        ("atorvastatin", ""),
        ("grandmother's salve", "?"),
    ] {
        assert_eq!(kinds(text), expected, "{text}");
    }
}

fn pasted(text: &str) -> Vec<Row> {
    history::read(content(), text, TODAY)
}

#[test]
fn a_fill_history_is_taken_apart_whatever_its_columns_are() {
    for line in [
        "Triamcinolone acetonide 0.1% ointment 05/01/2026 80 g 30 days",
        "Triamcinolone acetonide 0.1 % oint\t2026-05-01\t80 g\t30",
        "5/1/26 TRIAMCINOLONE ACETONIDE OINTMENT 0.1% qty 80g DS 30",
        "Triamcinolone acetonide,0.1 %,ointment,2026-05-01,80 g,30",
        "\"Triamcinolone acetonide\"; 0.1% ; Ointment ; 2026-05-01 ; Qty: 80 gm ; Days supply: 30",
        "2026-05-01 | triamcinolone acetonide 0.1 % ointment | 80 grams | 30 day supply",
    ] {
        let rows = pasted(line);
        assert_eq!(rows.len(), 1, "{line}");
        let json = read(&json!({})).to_json(content());
        assert_eq!(json, json!({}));
        let record = Authorization { tried: vec![rows[0].tried.clone()], ..Authorization::default() };
        let mut json = record.to_json(content())["tried"][0].clone();
        json["drug"] = json["drug"].as_str().unwrap().to_lowercase().into();
        let expected = json!({
            "drug": "triamcinolone acetonide", "strength": "0.1 %", "vehicle": "ointment",
            "dispensed": [{"on": "2026-05-01", "quantity": "80 g", "days_supply": 30}],
        });
        assert_eq!(json, expected, "{line}");
        assert_eq!(rows[0].reading, Reading::Recognized("triamcinolone cream".into()), "{line}");
        assert_eq!(potency(content(), &rows[0].tried), Some(3));
    }
}

#[test]
fn fills_of_one_product_are_one_row_and_what_is_not_understood_stays() {
    let text = "Drug Strength Date Qty DS\n\
        clobetasol 0.05% ointment 2026-06-01 60 15\n\
        \n\
        Dupixent 300 mg/2 mL pen 7/1/2026 2 28\n\
        CLOBETASOL 0.05% ointment 5/1/2026 60 15\n\
        Grandmother's salve 2026-03-01 1 jar\n\
        tacrolimus 0.1 % 2026-04-01 60 30\n\
        clobetasol 0.05% ointment 2026-13-01 60 15\n\
        clobetasol 0.05% ointment 2027-01-01 60 15\n\
        two dates 2026-01-01 2026-02-01";
    let rows = pasted(text);
    let lines = |reading: fn(&Reading) -> bool| rows.iter().filter(|row| reading(&row.reading)).count();
    assert_eq!(lines(|reading| matches!(reading, Reading::Recognized(_))), 2);
    assert_eq!(lines(|reading| *reading == Reading::NotRecognized), 1);
    assert_eq!(lines(|reading| matches!(reading, Reading::FormOpen(_))), 1);
    assert_eq!(lines(|reading| *reading == Reading::NotUnderstood), 4);
    let clobetasol = &rows[1].tried;
    assert_eq!(clobetasol.dispensed.len(), 2);
    assert_eq!(clobetasol.dispensed[0].on, Fact::Known(date(2026, 5, 1)), "in the order of days");
    assert_eq!(clobetasol.days(), Some(30));
    assert_eq!(rows[2].tried.strength.text(), "300 mg/2 mL");
    assert_eq!(rows[2].tried.vehicle.text(), "pen");
    assert_eq!(rows[0].tried.drug.text(), "Drug Strength Date Qty DS");
    assert!(rows.iter().any(|row| row.tried.drug.text() == "two dates 2026-01-01 2026-02-01"));
    // Every row can be kept.
    let record =
        Authorization { tried: rows.into_iter().map(|row| row.tried).collect(), ..Authorization::default() };
    assert_eq!(read(&record.to_json(content())).tried.len(), 8);
}

#[test]
fn what_is_pasted_twice_is_there_once() {
    let text = "clobetasol 0.05% ointment 2026-06-01 60 15\nDupixent 300 mg/2 mL pen 7/1/2026 2 28";
    let mut tried = vec![tried(
        json!({"drug": "Clobetasol", "strength": "0.05 %", "vehicle": "ointment", "outcome": "failed"}),
    )];
    for _ in 0..2 {
        history::add(&mut tried, pasted(text));
    }
    assert_eq!(tried.len(), 2);
    assert_eq!((tried[0].dispensed.len(), tried[0].outcome), (1, Fact::Known(Outcome::Failed)));
}

#[test]
fn a_mild_steroid_that_was_not_tolerated_is_no_trial_of_a_stronger_one_and_an_unknown_name_none_against() {
    let state = |tried: Value| {
        let record = read(&json!({"tried": [tried]}));
        let drug = content().drug_by_id("dupilumab").unwrap().ix;
        let checklist = checklist(json!({}), None);
        let (_, all) = standings(content(), &checklist, drug, &record).unwrap();
        let of_steroid = all.iter().find(|one| one.criterion.wants.contains("topical steroid")).unwrap();
        of_steroid.state
    };
    let mild =
        json!({"drug": "hydrocortisone", "strength": "1 %", "vehicle": "cream", "outcome": "intolerance"});
    assert_ne!(state(mild), State::Shown);
    let strong =
        json!({"drug": "clobetasol", "strength": "0.05 %", "vehicle": "ointment", "outcome": "intolerance"});
    assert_eq!(state(strong), State::Shown);
    let nobody_knows = json!({"drug": "zzz", "outcome": "helped", "days_used": 90});
    assert_eq!(state(nobody_knows), State::Missing);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_loss_of_a_line(text in "([a-z0-9 ,;|/.%#:-]{0,40}\n){0,6}") {
        let rows = pasted(&text);
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        let kept: usize = rows
            .iter()
            .map(|row| match row.reading {
                Reading::NotUnderstood => 1,
                Reading::Recognized(_) | Reading::FormOpen(_) | Reading::NotRecognized => row.tried.dispensed.len(),
            })
            .sum();
        proptest::prop_assert_eq!(kept, lines);
    }
}

fn checklist(answers: Value, birth_date: Option<&str>) -> Checklist {
    let mut input = json!({"as_of": "2026-11-24", "answers": answers});
    if let Some(birth_date) = birth_date {
        input["patient"] = json!({"birth_date": birth_date});
    }
    Checklist::from_json(content(), input.as_object().unwrap()).unwrap().0
}

/// The state of a criterion for a drug.
fn state(drug: &str, criterion: &str, answers: Value, record: Value) -> State {
    let drug = content().drug_by_id(drug).unwrap().ix;
    let checklist = checklist(answers, Some("1984-05-02"));
    let record = read(&record);
    let (_, standings) = standings(content(), &checklist, drug, &record).unwrap();
    standings.iter().find(|standing| standing.criterion.id == criterion).unwrap().state
}

#[test]
fn with_nothing_entered_every_criterion_is_missing_and_none_is_against() {
    for group in &content().authorization.groups {
        for drug in &group.drugs {
            let empty = Authorization::default();
            let (_, all) = standings(content(), &checklist(json!({}), None), *drug, &empty).unwrap();
            for standing in all {
                let expected = if standing.criterion.any.is_empty() { State::Note } else { State::Missing };
                assert_eq!(standing.state, expected, "{}.{}", group.id, standing.criterion.id);
                assert!(standing.entered.is_empty());
            }
        }
    }
    let other = content().drug_by_id("tapinarof").unwrap().ix;
    let empty = Authorization::default();
    assert!(standings(content(), &checklist(json!({}), None), other, &empty).is_none());
}

#[test]
fn severity_and_extent_are_shown_by_any_of_their_signs() {
    let extent = |record: Value| state("dupilumab", "extent", json!({}), record);
    assert_eq!(extent(json!({"body_surface": {"percent": 10}})), State::Shown);
    assert_eq!(extent(json!({"body_surface": {"percent": 9.9}})), State::Missing, "scores may still show it");
    assert_eq!(extent(json!({"sites": ["hands"]})), State::Shown);
    assert_eq!(extent(json!({"severity": [{"measure": "iga", "value": 3}]})), State::Shown);
    let all_low = json!({"body_surface": {"percent": 2}, "sites": ["trunk"], "severity": [
        {"measure": "easi", "value": 4}, {"measure": "iga", "value": 2}, {"measure": "scorad", "value": 20}]});
    assert_eq!(extent(all_low), State::Against);
    // The latest score counts.
    let older = json!({"severity": [{"measure": "easi", "value": 4, "on": "2026-11-01"},
        {"measure": "easi", "value": 30, "on": "2025-11-01"}]});
    assert_eq!(extent(older), State::Missing);
    // The safety answers stand in.
    let answers = json!({"body_surface_percent": 25});
    assert_eq!(state("ruxolitinib", "extent", answers.clone(), json!({})), State::Against);
    assert_eq!(state("dupilumab", "extent", answers, json!({})), State::Shown);
    let sites = json!({"skin_sites": {"yes": [], "unsure": ["hands"]}});
    assert_eq!(state("dupilumab", "extent", sites, json!({})), State::Missing);
}

#[test]
fn a_trial_counts_by_kind_strength_days_and_outcome() {
    let step = |row: Value| state("dupilumab", "topical-steroid", json!({}), json!({"tried": [row]}));
    let row = |strength: &str, days: Value, outcome: &str| json!({"drug": "triamcinolone", "strength": strength, "vehicle": "cream", "days_used": days, "outcome": outcome});
    assert_eq!(step(row("0.1 %", json!(28), "failed")), State::Shown);
    assert_eq!(step(row("0.1 %", json!(28), "partial")), State::Shown);
    assert_eq!(step(row("0.1 %", json!(27), "failed")), State::Against);
    assert_eq!(step(row("0.1 %", json!("unknown"), "failed")), State::Missing);
    assert_eq!(step(row("0.1 %", json!(28), "unknown")), State::Missing);
    assert_eq!(step(row("0.1 %", json!(3), "intolerance")), State::Shown);
    assert_eq!(step(row("0.1 %", json!("unknown"), "contraindicated")), State::Shown);
    assert_eq!(step(row("0.1 %", json!(60), "helped")), State::Against);
    assert_eq!(
        step(json!({"drug": "hydrocortisone 1 % cream", "days_used": 60, "outcome": "failed"})),
        State::Against
    );
    // What nobody recognizes may be it, and never shows it.
    assert_eq!(step(json!({"drug": "salve", "days_used": 60, "outcome": "failed"})), State::Missing);
    // Another kind is neither.
    assert_eq!(step(json!({"drug": "methotrexate", "days_used": 90, "outcome": "failed"})), State::Missing);
    let said = |answer: &str| {
        state("dupilumab", "topical-steroid", json!({"tried_topical_steroid": answer}), json!({}))
    };
    assert_eq!(said("not-tried"), State::Against);
    assert_eq!(said("not-enough"), State::Missing, "a date and a product are still to be had");
}

#[test]
fn a_tablet_asks_for_a_systemic_trial_or_a_fear_of_needles_and_for_dated_tests() {
    let oral =
        |criterion: &str, answers: Value, record: Value| state("upadacitinib", criterion, answers, record);
    let dupixent = json!({"tried": [{"drug": "Dupixent", "start": "2026-01-01", "stop": "2026-04-30", "outcome": "failed"}]});
    assert_eq!(oral("systemic", json!({}), dupixent), State::Shown);
    assert_eq!(oral("systemic", json!({}), json!({"needle_phobia": true})), State::Shown);
    assert_eq!(oral("systemic", json!({}), json!({"needle_phobia": false})), State::Missing);
    let tb =
        |on: &str| oral("tb-date", json!({}), json!({"tests": [{"test": "tuberculosis_test", "on": on}]}));
    assert_eq!(tb("2025-11-24"), State::Shown);
    assert_eq!(tb("2025-11-23"), State::Against);
    assert_eq!(tb("unknown"), State::Missing);
    assert_eq!(oral("tb", json!({"tuberculosis_test": "negative-within-year"}), json!({})), State::Shown);
    assert_eq!(oral("tb", json!({"tuberculosis_test": "unsure"}), json!({})), State::Missing);
    assert_eq!(oral("age-and-weight", json!({}), json!({})), State::Shown);
    assert_eq!(oral("not-combined", json!({"medicines": ["Dupixent"]}), json!({})), State::Against);
    assert_eq!(oral("not-combined", json!({"medicines": ["Zelfanol"]}), json!({})), State::Missing);
    assert_eq!(oral("specialist", json!({}), json!({"specialist": {"name": "Dr. Duarte"}})), State::Shown);
    assert_eq!(oral("risks", json!({}), json!({})), State::Note);
}

#[test]
fn what_is_shown_without_its_date_says_so() {
    let drug = content().drug_by_id("dupilumab").unwrap().ix;
    for (record, lacks) in [
        (json!({"body_surface": {"percent": 12}}), Some("the date of the body surface")),
        (json!({"body_surface": {"percent": 12, "on": "2026-11-01"}}), None),
        (json!({"severity": [{"measure": "easi", "value": 20}]}), Some("the date of the score")),
    ] {
        let (_, all) = standings(content(), &checklist(json!({}), None), drug, &read(&record)).unwrap();
        let extent = all.iter().find(|standing| standing.criterion.id == "extent").unwrap();
        assert_eq!((extent.state, extent.lacks), (State::Shown, lacks));
    }
}

fn until(payer: Option<&str>, denial: Option<Value>, way: &str) -> Option<(PayerFits, Until)> {
    let payer = payer.map(PayerId::new);
    let denial = denial.map(|denial| read(&json!({ "denials": [denial] })).denials.remove(0));
    let open = ways(content(), payer.as_ref(), denial.as_ref());
    open.iter().find(|open| open.way.id == way).map(|open| (open.payer, open.until))
}

#[test]
fn deadlines_run_from_the_notice_by_payer_and_by_the_calendar() {
    let denied = |on: &str| Some(json!({"on": on}));
    let day = |day: Date| Some((PayerFits::Yes, Until::Day(day)));
    assert_eq!(until(Some("employer"), denied("2026-11-10"), "internal-appeal"), day(date(2027, 5, 9)));
    assert_eq!(until(Some("part_d"), denied("2026-11-10"), "part-d-redetermination"), day(date(2027, 1, 14)));
    assert_eq!(until(Some("part_d"), denied("2026-11-10"), "internal-appeal"), None);
    assert_eq!(
        until(None, denied("2026-11-10"), "internal-appeal"),
        Some((PayerFits::PayerNotKnown, Until::Day(date(2027, 5, 9))))
    );
    // The payer who denied, not the one of the coverage.
    let by_plan = Some(json!({"on": "2026-11-10", "payer": "part_d"}));
    assert_eq!(until(Some("employer"), by_plan, "internal-appeal"), None);
    assert_eq!(
        until(Some("employer"), None, "internal-appeal"),
        Some((PayerFits::Yes, Until::AfterNotice(Span::Days(180))))
    );
    assert_eq!(until(Some("cash"), None, "peer-to-peer"), Some((PayerFits::Yes, Until::NotStated)));
}

#[test]
fn an_external_review_runs_from_the_denied_appeal_and_not_from_the_first_denial() {
    let review = |after_appeal: Value| {
        let denial = json!({"on": "2026-10-31", "after_appeal": after_appeal});
        until(Some("employer"), Some(denial), "external-review").unwrap().1
    };
    assert_eq!(review(json!(false)), Until::AfterAppeal(Span::Months(4)));
    // February has no 31st.
    assert_eq!(review(json!(true)), Until::Day(date(2027, 2, 28)));
    assert_eq!(review(json!("unknown")), Until::DayIfAppeal(date(2027, 2, 28)));
    let appealed = Some(json!({"on": "2026-10-31", "after_appeal": true}));
    assert_eq!(until(Some("employer"), appealed, "internal-appeal").unwrap().1, Until::Used);
}

#[test]
fn a_month_is_one_of_the_calendar_and_a_day_that_has_passed_is_counted_back() {
    assert_eq!(end(date(2026, 1, 31), Span::Months(1)), Some(date(2026, 2, 28)));
    assert_eq!(end(date(2027, 10, 31), Span::Months(4)), Some(date(2028, 2, 29)));
    assert_eq!(end(date(2026, 12, 31), Span::Days(1)), Some(date(2027, 1, 1)));
    assert_eq!(end(Date::MAX, Span::Days(1)), None);
    assert_eq!(days_left(TODAY, date(2026, 11, 25)), 1);
    assert_eq!(days_left(TODAY, date(2026, 11, 20)), -4);
}
