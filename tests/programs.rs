//! Which programs fit whom: the shipped programs on patients at the counter, and what must hold for all.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "programs/always.rs"]
mod always;
#[path = "support/random_cases.rs"]
mod random_cases;

use std::sync::OnceLock;

use countercheck::checklist::coverage::Coverage;
use countercheck::content::Content;
use countercheck::content::overlay::{self, Overlay};
use countercheck::content::program::{IncomeTest, ProgramKind};
use countercheck::programs::{
    ProgramMatch, ProgramMatchKind, ProgramQuestion, income_limits, income_thresholds, matches,
    overlay_matches, report,
};
use serde_json::{Value, json};

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// What a coverage with one on-label option of a drug asks of the programs.
fn asked(drug: &str, coverage: Value) -> ProgramQuestion<'static> {
    let mut coverage = coverage;
    if coverage.get("options").is_none() {
        coverage["options"] = json!([{"id": "o", "on_label": true, "lines": [{"drug": drug}]}]);
    }
    let coverage = Coverage::from_json(content(), &coverage, "coverage").unwrap();
    ProgramQuestion::of(content(), "2026-11-24".parse().unwrap(), "1984-05-02".parse().ok(), &coverage)
}

fn program(id: &str, question: &ProgramQuestion<'_>) -> ProgramMatch<'static> {
    let all = matches(content(), question);
    all.into_iter().find(|found| found.program.id.as_str() == id).unwrap_or_else(|| panic!("no {id}"))
}

fn is(kind: ProgramMatchKind, id: &str, question: &ProgramQuestion<'_>) -> ProgramMatch<'static> {
    let found = program(id, question);
    assert_eq!(found.match_, kind, "{id}: {:?}", found.because);
    found
}

use ProgramMatchKind::{Ask, Likely, Not};

#[test]
fn a_private_plan_gets_the_card_and_a_federal_one_does_not_by_law() {
    is(Likely, "opzelura-card", &asked("ruxolitinib", json!({"payer": "employer"})));
    for payer in content().payers.iter() {
        let question = asked("ruxolitinib", json!({"payer": payer.id.as_str()}));
        let found = program("opzelura-card", &question);
        match payer.id.as_str() {
            "employer" | "hdhp" | "marketplace" => assert_eq!(found.match_, Likely),
            "fehb" => assert_eq!(found.match_, Ask, "its terms have to be read"),
            other => assert_eq!(found.match_, Not, "{other}"),
        }
    }
    let medicare = is(Not, "opzelura-card", &asked("ruxolitinib", json!({"payer": "part_d"})));
    assert!(medicare.because[0].contains("Anti-Kickback"), "{:?}", medicare.because);
    assert!(medicare.ask.is_empty() && !medicare.is_not_yet);
}

#[test]
fn an_unknown_payer_and_an_unknown_label_are_asked_for() {
    let nothing = json!({"options": [
        {"id": "a", "lines": [{"drug": "ruxolitinib"}]},
        {"id": "b", "on_label": "unknown", "lines": [{"drug": "ruxolitinib"}]},
    ]});
    let found = is(Ask, "opzelura-card", &asked("", nothing));
    assert_eq!(found.ask, ["payer", "options.0.on_label", "options.1.on_label"]);
    let both = json!({"payer": "employer", "options": [
        {"id": "a", "on_label": true, "lines": [{"drug": "ruxolitinib"}]},
        {"id": "b", "on_label": false, "lines": [{"drug": "ruxolitinib"}]},
    ]});
    let found = is(Ask, "opzelura-card", &asked("", both));
    assert!(found.ask.is_empty() && found.because[0].contains("look at each"));
    let off = json!({"payer": "employer", "options": [
        {"id": "a", "on_label": false, "lines": [{"drug": "ruxolitinib"}]},
    ]});
    is(Not, "opzelura-card", &asked("", off));
}

#[test]
fn a_bridge_hangs_on_state_and_steps() {
    let in_state = |state: &str, steps: Value| {
        asked("abrocitinib", json!({"payer": "employer", "household": {"state": state}, "steps": steps}))
    };
    is(Likely, "pfizer-interim-care", &in_state("OH", json!({"pa_submitted": true})));
    is(Not, "pfizer-interim-care", &in_state("MA", json!({"pa_submitted": true})));
    let found = is(Ask, "pfizer-interim-care", &in_state("unknown", json!({})));
    assert_eq!(found.ask, ["household.state", "steps.pa_submitted"]);
    let found = is(Not, "pfizer-interim-care", &in_state("OH", json!({"pa_submitted": false})));
    assert!(found.is_not_yet && found.because[0].contains("not so yet"), "{:?}", found.because);
    let tube = asked("ruxolitinib", json!({"payer": "hdhp", "steps": {"pa_denied": true}}));
    is(Likely, "opzelura-access", &tube);
}

#[test]
fn free_drug_is_tested_against_the_poverty_level_of_its_year_to_the_cent() {
    let with = |income: Value| {
        let mut household = json!({"state": "OH", "people": 1});
        household.as_object_mut().unwrap().extend(income.as_object().unwrap().clone());
        asked("ruxolitinib", json!({"payer": "cash", "household": household}))
    };
    // 400 % of $15,650 of 2025.
    let id = "incytecares-opzelura";
    is(Likely, id, &with(json!({"income_cents": 6_260_000})));
    is(Not, id, &with(json!({"income_cents": 6_260_001})));
    is(Likely, id, &with(json!({"income_at_most_cents": 6_260_000})));
    is(Not, id, &with(json!({"income_above_cents": 6_260_000})));
    let found = is(Ask, id, &with(json!({"income_at_most_cents": 6_260_001})));
    assert_eq!(found.ask, ["household.income_cents"]);
    assert!(found.because[0].contains("$62,600"), "{:?}", found.because);

    let nothing = is(Ask, id, &asked("ruxolitinib", json!({"payer": "cash"})));
    assert_eq!(nothing.ask, ["household.state", "household.people", "household.income_cents"]);
    let island = json!({"payer": "cash", "household": {"state": "PR", "people": 1, "income_cents": 0}});
    let found = is(Ask, id, &asked("ruxolitinib", island));
    assert!(found.ask.is_empty() && found.because[0].contains("Puerto Rico"), "{:?}", found.because);
}

#[test]
fn a_year_of_the_table_that_was_not_seen_is_tried_both_ways() {
    let with = |income: i64| {
        asked(
            "abrocitinib",
            json!({"payer": "cash", "household": {"state": "OH", "people": 1, "income_cents": income}}),
        )
    };
    // 300 % of $15,650 and of $15,960.
    is(Likely, "pfizer-patient-assistance", &with(4_695_000));
    is(Not, "pfizer-patient-assistance", &with(4_788_001));
    let between = is(Ask, "pfizer-patient-assistance", &with(4_788_000));
    assert!(between.because[0].contains("$46,950 or $47,880"), "{:?}", between.because);
}

#[test]
fn medicare_has_steps_of_its_own_and_a_low_income_is_spared_one() {
    let medicare = |income: i64, steps: Value| {
        let household = json!({"state": "OH", "people": 1, "income_cents": income});
        asked("abrocitinib", json!({"payer": "part_d", "household": household, "steps": steps}))
    };
    let sent = json!({"pa_submitted": true, "payment_plan_elected": false});
    let found = is(Not, "pfizer-patient-assistance", &medicare(4_000_000, sent.clone()));
    assert!(found.is_not_yet && found.because[0].contains("138%"), "{:?}", found.because);
    // Up to 138 % the payment plan is not asked for; what charity funds say stays open.
    let found = is(Ask, "pfizer-patient-assistance", &medicare(2_000_000, sent));
    assert!(found.ask.is_empty(), "{:?}", found.ask);
    let none = is(Ask, "pfizer-patient-assistance", &medicare(4_000_000, json!({})));
    assert_eq!(none.ask, ["steps.pa_submitted", "steps.payment_plan_elected"]);
    let cream = |steps: Value| {
        let household = json!({"state": "OH", "people": 1, "income_cents": 100});
        asked("ruxolitinib", json!({"payer": "part_d", "household": household, "steps": steps}))
    };
    is(Likely, "incytecares-opzelura", &cream(json!({"pa_submitted": true, "pa_denied": false})));
    is(
        Not,
        "incytecares-opzelura",
        &cream(json!({"pa_submitted": true, "pa_denied": true, "appeal": false})),
    );
    is(
        Likely,
        "incytecares-opzelura",
        &cream(json!({"pa_submitted": true, "pa_denied": true, "appeal": true})),
    );
    let found = is(Ask, "incytecares-opzelura", &cream(json!({"pa_submitted": true})));
    assert_eq!(found.ask, ["steps.appeal", "steps.pa_denied"]);
}

#[test]
fn a_states_program_hangs_on_state_and_age() {
    let of = |birth: Option<&str>, state: &str| {
        let mut question = asked("dupilumab", json!({"payer": "part_d", "household": {"state": state}}));
        question.birth_date = birth.map(|day| day.parse().unwrap());
        question
    };
    is(Ask, "new-york-epic", &of(Some("1961-11-24"), "NY"));
    is(Not, "new-york-epic", &of(Some("1961-11-25"), "NY"));
    is(Not, "new-york-epic", &of(Some("1950-01-01"), "OH"));
    assert!(is(Ask, "new-york-epic", &of(None, "NY")).ask.contains(&"patient.birth_date".to_owned()));
}

#[test]
fn the_report_has_the_agreed_form_and_old_terms_say_so() {
    let question = asked("ruxolitinib", json!({"payer": "employer"}));
    let rows = report(content(), &question);
    assert_eq!(rows[0]["program"], "opzelura-card");
    for row in &rows {
        let fields: Vec<&String> = row.as_object().unwrap().keys().collect();
        let agreed = ["program", "drug", "match", "because", "ask", "phone", "as_of"];
        assert!(fields.iter().all(|field| agreed.contains(&field.as_str())), "{fields:?}");
        assert_eq!(row["drug"], "ruxolitinib");
        assert!(!row["because"].as_array().unwrap().is_empty());
    }
    assert_eq!(rows[0]["phone"], "1-800-583-6964");
    let last = rows[0]["because"].as_array().unwrap().last().unwrap();
    assert_eq!(last, "check: terms as of 2025");

    let two = json!({"options": [
        {"id": "a", "lines": [{"drug": "ruxolitinib"}, {"drug": "topical-corticosteroid"}]},
        {"id": "b", "lines": [{"drug": "ruxolitinib"}, {"drug": "no such drug"}]},
    ]});
    let rows = report(content(), &asked("", two));
    let of = |id: &str| -> Vec<&Value> {
        rows.iter().filter(|row| row["program"] == id).map(|row| &row["drug"]).collect()
    };
    assert_eq!(of("needymeds"), ["ruxolitinib", "topical-corticosteroid"]);
    assert_eq!(of("opzelura-card"), ["ruxolitinib"]);
    assert_eq!(of("low-price-generics"), ["topical-corticosteroid"]);
    let order: Vec<usize> = rows
        .iter()
        .map(|row| {
            content().programs.list.iter().position(|known| row["program"] == known.id.as_str()).unwrap()
        })
        .collect();
    assert!(order.is_sorted(), "the order of the content");
    assert!(report(content(), &asked("", json!({"options": []}))).is_empty());
}

#[test]
fn only_limits_that_still_decide_are_worth_asking_about() {
    let with = |payer: &str, household: Value| {
        income_thresholds(content(), &asked("ruxolitinib", json!({"payer": payer, "household": household})))
    };
    let home = json!({"state": "OH", "people": 1});
    assert_eq!(with("cash", home.clone()), [6_260_000]);
    // Extra Help, by both tables, and the free cream.
    assert_eq!(with("part_d", home), [2_347_500, 2_394_000, 6_260_000]);
    let bounded = json!({"state": "OH", "people": 1, "income_above_cents": 2_394_000});
    assert_eq!(with("part_d", bounded), [6_260_000]);
    assert!(with("cash", json!({"state": "OH"})).is_empty(), "nobody knows how many people");
    assert!(with("medicaid", json!({"state": "PR", "people": 1})).is_empty());
    let exact = json!({"state": "OH", "people": 1, "income_cents": 5});
    assert!(with("cash", exact).is_empty());
    let pills = json!({"payer": "part_d", "household": {"state": "OH", "people": 1}});
    let thresholds = income_thresholds(content(), &asked("abrocitinib", pills));
    assert!(thresholds.contains(&2_159_700), "138 % of the table of 2025: {thresholds:?}");

    let cream = program("incytecares-opzelura", &asked("ruxolitinib", json!({})));
    let day = "2026-11-24".parse().unwrap();
    let limit =
        |state: &str| income_limits(content(), cream.program, day, content().state_by_id(state).unwrap(), 3);
    assert_eq!(limit("AK").unwrap().unwrap().lowest, 4 * (1_955_000 + 2 * 688_000));
    assert!(limit("GU").unwrap_err().contains("Guam"));
}

#[test]
fn the_pharmacys_own_programs_come_by_drug_and_payer() {
    let files = [(
        "programs.toml".to_owned(),
        r#"
[[program]]
id = "fund"
name = "Fund"
drugs = []
payers = ["cash"]
about = "Pays."
as_of = "2026-10-15"
check_by = "2026-11-01"
patient.en = "Pays."

[[program]]
id = "other"
name = "Other"
drugs = ["tacrolimus"]
payers = []
about = "Pays."
as_of = "2026-10-15"
patient.en = "Pays."
"#
        .to_owned(),
    )]
    .into();
    let own: Overlay = overlay::load::load(&files, content()).unwrap();
    let of = |payer: &str| overlay_matches(&own, &asked("dupilumab", json!({"payer": payer})))[0].clone();
    assert_eq!((of("cash").match_, of("employer").match_, of("unknown").match_), (Likely, Not, Ask));
    assert!(of("cash").is_old && of("cash").because[0].contains("own list"));
    assert_eq!(of("unknown").ask, ["payer"]);
    assert_eq!(overlay_matches(&own, &asked("tacrolimus", json!({}))).len(), 2);
    assert_eq!(overlay_matches(&own, &asked("dupilumab", json!({}))).len(), 1);
}

#[test]
fn every_treatment_with_a_brand_has_programs_and_no_limit_is_guessed() {
    let programs = &content().programs;
    for drug in content().drugs() {
        let own = programs.list.iter().filter(|program| program.drugs.contains(&drug.ix)).count();
        // Light has no maker who helps.
        assert_eq!(own == 0, drug.id.as_str() == "phototherapy", "{}", drug.id);
    }
    for kind in ProgramKind::ALL {
        assert!(programs.list.iter().any(|program| program.kind == kind), "{}", kind.id());
    }
    let limits: Vec<(&str, u32)> = programs
        .list
        .iter()
        .filter_map(|program| match program.income {
            IncomeTest::UpTo { percent, .. } => Some((program.id.as_str(), percent)),
            IncomeTest::None | IncomeTest::LimitNotSeen => None,
        })
        .collect();
    let seen = [("pfizer-patient-assistance", 300), ("incytecares-opzelura", 400), ("extra-help", 150)];
    assert_eq!(limits, seen);
    for program in &programs.list {
        assert!(program.amounts.annual_max_cents.is_none(), "{}: was it seen?", program.id);
        let words = format!("{} {} {}", program.about, program.amounts.says, program.patient);
        for number in ["BIN", "PCN", "Group ID", "Member ID"] {
            assert!(!words.contains(number), "{}: never a card's numbers", program.id);
        }
    }
}
