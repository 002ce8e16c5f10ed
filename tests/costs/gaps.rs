//! What a comparison does about fields that are missing, and what it refuses.

use countercheck::cli::costs::Job;
use serde_json::{Value, json};

use super::compare::{compared, option, range, sample, with};
use super::{answer, input};

const LINE: &str = "/options/0/lines/0";

fn refused(coverage: &Value) -> String {
    answer(&Job::Compare(input()), &json!({"as_of": "2026-11-24", "coverage": coverage})).unwrap_err()
}

#[test]
fn what_can_not_be_counted_without_leaves_the_option_without_totals_and_is_named() {
    let line = |field: &str| format!("{LINE}/{field}");
    for (pointer, value, missing) in [
        ("/plan", Value::Null, "plan"),
        ("/plan/cost_share", Value::Null, "plan.cost_share"),
        ("/plan/cost_share", json!("unknown"), "plan.cost_share"),
        ("/plan/cost_share/rate_bp", json!("unknown"), "plan.cost_share.rate_bp"),
        ("/plan/cost_share/type", Value::Null, "plan.cost_share.type"),
        ("/plan/deductible", json!("unknown"), "plan.deductible"),
        ("/plan/deductible/individual_cents", Value::Null, "plan.deductible.individual_cents"),
        ("/plan/deductible/structure", json!("unknown"), "plan.deductible.structure"),
        ("/plan/oop_max/individual_cents", json!("unknown"), "plan.oop_max.individual_cents"),
        ("/plan/plan_year_reset_month", json!("unknown"), "plan.plan_year_reset_month"),
        ("/plan/assistance", json!("maximizer"), "plan.maximizer_cost_share_cents"),
        ("/first_fill", Value::Null, "first_fill"),
        ("/months", json!("unknown"), "months"),
        ("/options/0/lines", Value::Null, "options.0.lines"),
        ("/options/0/lines", json!([]), "options.0.lines"),
        (&line("maintenance"), json!("unknown"), "options.0.lines.0.maintenance"),
        (&line("maintenance"), json!([1, 30, "unknown"]), "options.0.lines.0.maintenance.2"),
        (&line("first"), json!([[2, 14, null]]), "options.0.lines.0.first.0.2"),
        (&line("card"), json!({"annual_max_cents": "unknown"}), "options.0.lines.0.card.annual_max_cents"),
        ("/options/0/coverage_from", json!("unknown"), "options.0.coverage_from"),
        ("/options/0/grant", json!("unknown"), "options.0.grant"),
        ("/options/0/bridge", json!({"fills": 1}), "options.0.bridge.scope"),
    ] {
        let mut changes = vec![(pointer, value)];
        if pointer == "/plan" {
            // An employer's plan is a private one; what it pays is not known.
            changes.push(("/payer", json!("employer")));
        }
        let option = option(&with(&changes));
        assert_eq!(option["missing"], json!([missing]), "{pointer}");
        assert_eq!(option["total_cents"], Value::Null, "{pointer}");
        assert_eq!(option["maintenance_year_cents"], Value::Null, "{pointer}");
        assert_eq!(option["narrow"], Value::Null, "{pointer}");
    }
    let route =
        [("/options/0/covered", json!("unknown")), ("/options/0/noncovered_route", json!("discount"))];
    assert_eq!(option(&with(&route))["missing"], json!(["options.0.lines.0.discount_price_cents"]));
}

#[test]
fn an_option_that_misses_something_does_not_take_the_others_with_it() {
    let mut coverage = sample();
    let mut other = coverage["options"][0].clone();
    other["id"] = json!("generic");
    other["lines"][0]["maintenance"] = json!([1, 30, "unknown"]);
    coverage["options"].as_array_mut().unwrap().insert(0, other);
    let answer = compared(&coverage);
    assert_eq!(answer["options"][0]["total_cents"], Value::Null);
    assert_eq!(answer["options"][0]["missing"], json!(["options.0.lines.0.maintenance.2"]));
    assert_eq!(answer["options"][1]["total_cents"], range(400_000, 400_000));
}

#[test]
fn who_has_no_insurance_or_no_coverage_needs_no_plan() {
    let cash = [
        ("/payer", json!("cash")),
        ("/plan", Value::Null),
        ("/options/0/lines/0/cash_price_cents", json!(700_000)),
    ];
    let option_of = |changes: &[(&str, Value)]| option(&with(changes));
    assert_eq!(option_of(&cash)["total_cents"], range(13 * 700_000, 13 * 700_000));
    let mut uncovered = cash.to_vec();
    uncovered[0].1 = json!("employer");
    uncovered.push(("/options/0/covered", json!(false)));
    let uncovered = option_of(&uncovered);
    assert_eq!(
        (&uncovered["total_cents"], &uncovered["missing"]),
        (&range(13 * 700_000, 13 * 700_000), &json!([]))
    );
    // A line with its own share needs none of the plan.
    let own = option_of(&[
        ("/plan/cost_share", Value::Null),
        ("/options/0/lines/0/cost_share", json!({"type": "copay", "amount_cents": 1000})),
        ("/plan/deductible", Value::Null),
    ]);
    assert_eq!(own["total_cents"], range(13_000, 13_000));
}

#[test]
fn claims_stand_in_a_coverage_and_change_no_comparison() {
    let claim = json!({"drug": "tacrolimus", "date": "2026-01-05", "result": "rejected", "code": "75"});
    let with_claims = with(&[("/claims", json!([claim]))]);
    assert_eq!(compared(&with_claims), compared(&sample()));
    assert!(refused(&with(&[("/claims", json!([{}]))])).starts_with("coverage.claims[0].result: "));
}

#[test]
fn what_is_impossible_is_refused_with_its_field() {
    for (pointer, value, field, expected) in [
        ("/payer", json!("company"), "coverage.payer", "employer"),
        ("/paln", json!(1), "coverage.paln", "no such field"),
        ("/plan/kind", json!("company"), "coverage.plan.kind", "commercial"),
        ("/plan/met", json!(1), "coverage.plan.met", "no such field"),
        (
            "/plan/deductible/met_individual_cents",
            json!(-1),
            "coverage.plan.deductible.met_individual_cents",
            "cents",
        ),
        ("/plan/assistance", json!("maybe"), "coverage.plan.assistance", "counts"),
        ("/first_fill", json!("2026-02-30"), "coverage.first_fill", "YYYY-MM-DD"),
        ("/months", json!(0), "coverage.months", "1 to 36"),
        ("/months", json!(37), "coverage.months", "1 to 36"),
        ("/household/people", json!(0), "coverage.household.people", "at least one"),
        ("/household/income_cents", json!(-1), "coverage.household.income_cents", "cents"),
        ("/household/state", json!("ZZ"), "coverage.household.state", "two letters"),
        ("/steps", json!({"pa_sent": true}), "coverage.steps.pa_sent", "no such field"),
        ("/household/income_above_cents", json!(8_000_000), "coverage.household.income_above_cents", "less"),
        ("/steps", json!({"appeal": 1}), "coverage.steps.appeal", "true, false"),
        ("/options", Value::Null, "coverage.options", "a list"),
        ("/options/0/id", Value::Null, "coverage.options[0].id", "a text"),
        ("/options/0/covered", json!(1), "coverage.options[0].covered", "true or false"),
        ("/options/0/price", json!(1), "coverage.options[0].price", "no such field"),
        ("/options/0/bridge", json!("two"), "coverage.options[0].bridge", "an object"),
        ("/options/0/on_label", json!("maybe"), "coverage.options[0].on_label", "true or false"),
        ("/options/0/lines/0/drug", json!(""), "coverage.options[0].lines[0].drug", "a text"),
        ("/options/0/lines/0/first", json!([[1, 30]]), "coverage.options[0].lines[0].first[0]", "packages"),
        (
            "/options/0/lines/0/maintenance",
            json!([1, 400, 5]),
            "coverage.options[0].lines[0].maintenance[1]",
            "365",
        ),
        ("/options/0/lines/0/price/kind", json!("guess"), "coverage.options[0].lines[0].price.kind", "claim"),
        (
            "/options/0/lines/0/card",
            json!({"enrolled": 1}),
            "coverage.options[0].lines[0].card.enrolled",
            "true or",
        ),
        (
            "/options/0/lines/0/card",
            json!({"bin": 1}),
            "coverage.options[0].lines[0].card.bin",
            "no such field",
        ),
    ] {
        let words = refused(&with(&[(pointer, value)]));
        assert!(words.starts_with(&format!("{field}: ")) && words.contains(expected), "{pointer}: {words}");
    }
    let mut many = sample();
    many["options"] = vec![many["options"][0].clone(); 31].into();
    assert!(refused(&many).starts_with("coverage.options: expected at most 30"));
    let line = sample()["options"][0]["lines"][0].clone();
    let words = refused(&with(&[("/options/0/lines", vec![line; 7].into())]));
    assert!(words.starts_with("coverage.options[0].lines: expected at most 6"), "{words}");
    let mut line = sample()["options"][0]["lines"][0].clone();
    line["card"] = json!({"enrolled": "unknown"});
    let words = refused(&with(&[("/options/0/lines", vec![line; 4].into())]));
    assert!(words.starts_with("coverage.options[0].lines[3].card.enrolled: "), "{words}");
    for (asked, field) in [
        (json!({}), "as_of: "),
        (json!({"as_of": "2026-11-24"}), "coverage: expected an object"),
        (json!({"as_of": "2026-11-24", "patient": {"birth_date": "2026-11-25"}}), "patient.birth_date: "),
        (json!({"as_of": "2026-11-24", "patient": {"sex": "f"}}), "patient.sex: "),
        (json!({"as_of": "2026-11-24", "coverage": []}), "coverage: expected an object"),
        (json!([{"as_of": "2026-11-24", "coverage": sample()}, {}]), "item 1: as_of: "),
    ] {
        let words = answer(&Job::Compare(input()), &asked).unwrap_err();
        assert!(words.starts_with(field), "{asked}: {words}");
    }
}
