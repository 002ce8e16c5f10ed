//! What can't be counted is refused with its field and what was expected there.

use countercheck::cli::costs::Job;
use serde_json::{Value, json};

use super::{answer, answer_text, case, ledger};

/// The agreed case `id` with one value set; the path is that of a JSON pointer.
fn with(id: &str, pointer: &str, value: Value) -> Value {
    let mut input = case(id);
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = input.pointer_mut(parent).unwrap_or_else(|| panic!("no {pointer}"));
    match parent {
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        parent => parent[key] = value,
    }
    input
}

fn refused(input: &Value, field: &str, expected: &str) {
    let words = answer(&ledger(), input).unwrap_err();
    assert!(words.starts_with(&format!("{field}: ")) && words.contains(expected), "{field}: {words}");
}

#[test]
fn an_impossible_value_is_refused_with_its_field() {
    let cents = "whole cents from 0 to";
    for (id, pointer, value, field, expected) in [
        ("E1", "/plan/kind", json!("company"), "plan.kind", "commercial, part_d"),
        ("E1", "/plan/kind", json!(null), "plan.kind", "commercial, part_d"),
        ("E1", "/plan/plan_year_reset_month", json!(0), "plan.plan_year_reset_month", "1 to 12"),
        ("E1", "/plan/plan_year_reset_month", json!(13), "plan.plan_year_reset_month", "1 to 12"),
        ("E7", "/plan/plan_year_reset_month", json!(7), "plan.plan_year_reset_month", "expected 1"),
        ("E1", "/plan/deductible/individual_cents", json!(-1), "plan.deductible.individual_cents", cents),
        ("E1", "/plan/deductible/individual_cents", json!(1.5), "plan.deductible.individual_cents", cents),
        ("E1", "/plan/deductible/individual_cents", json!("5"), "plan.deductible.individual_cents", cents),
        ("E1", "/plan/deductible/individual_cents", json!(1e30), "plan.deductible.individual_cents", cents),
        ("E1", "/plan/deductible/individual_cents", json!(null), "plan.deductible.individual_cents", cents),
        (
            "E1",
            "/plan/deductible/met_individual_cents",
            json!(-1),
            "plan.deductible.met_individual_cents",
            cents,
        ),
        (
            "E6",
            "/plan/deductible/family_cents",
            json!(199_999),
            "plan.deductible.individual_cents",
            "family_cents",
        ),
        ("E6", "/plan/oop_max/family_cents", json!(499_999), "plan.oop_max.individual_cents", "family_cents"),
        ("E6", "/plan/oop_max/family_cents", json!(null), "plan.oop_max.family_cents", cents),
        ("E1", "/plan/oop_max/structure", json!("person"), "plan.oop_max.structure", "embedded"),
        ("E1", "/plan/cost_share", json!(null), "plan.cost_share", "copay or coinsurance"),
        ("E1", "/plan/cost_share/type", json!("percent"), "plan.cost_share.type", "copay or coinsurance"),
        ("E1", "/plan/cost_share/rate_bp", json!(10_001), "plan.cost_share.rate_bp", "0 to 10000"),
        ("E1", "/plan/cost_share/rate_bp", json!(-1), "plan.cost_share.rate_bp", "0 to 10000"),
        ("E1", "/plan/cost_share/min_cents", json!(25_001), "plan.cost_share.min_cents", "at most max_cents"),
        ("E1", "/plan/cost_share/per_days", json!(0), "plan.cost_share.per_days", "1 to 365"),
        ("E5", "/plan/cost_share/amount_cents", json!(-5), "plan.cost_share.amount_cents", cents),
        ("E5", "/plan/cost_share/rate_bp", json!(5), "plan.cost_share.rate_bp", "no such field"),
        ("E1", "/plan/assistance", json!("unknown"), "plan.assistance", "counts, accumulator or maximizer"),
        ("E1", "/plan/assistance", json!("maximizer"), "plan.maximizer_cost_share_cents", cents),
        ("E8", "/plan/lis_copay_cents", json!(-1), "plan.lis_copay_cents", cents),
        ("E1", "/fills/0/date", json!("2026-02-30"), "fills[0].date", "YYYY-MM-DD"),
        ("E1", "/fills/0/date", json!("1/5/2026"), "fills[0].date", "YYYY-MM-DD"),
        ("E1", "/fills/0/date", json!("2026-03-01"), "fills[1].date", "order of their dates"),
        ("E1", "/fills/1/date", json!("2026-01-05"), "fills[1].date", "at most one fill"),
        ("E1", "/fills/2/days_supply", json!(0), "fills[2].days_supply", "1 to 365"),
        ("E1", "/fills/2/days_supply", json!(366), "fills[2].days_supply", "1 to 365"),
        ("E1", "/fills/2/days_supply", json!(null), "fills[2].days_supply", "1 to 365"),
        ("E1", "/fills/2/price_cents", json!(-1), "fills[2].price_cents", cents),
        ("E1", "/fills/2/price_cents", json!(100_000_000_000_i64), "fills[2].price_cents", cents),
        ("E1", "/fills/2/line", json!(7), "fills[2].line", "a text"),
        ("E9", "/fills/2/discount_price_cents", json!(-1), "fills[2].discount_price_cents", cents),
        ("E2", "/card/reset_month", json!(0), "card.reset_month", "1 to 12"),
        ("E2", "/card/annual_used_cents", json!(-1), "card.annual_used_cents", cents),
        ("E2", "/card/max_fills_per_year", json!(-1), "card.max_fills_per_year", "0 to 1000"),
        ("E10", "/noncovered_route", json!("barter"), "noncovered_route", "cash, discount or card"),
        ("E10", "/noncovered_route", json!("discount"), "fills[0].discount_price_cents", cents),
        ("E11", "/bridge/scope", json!("always"), "bridge.scope", "until_covered or first_fills"),
        ("E11", "/bridge/fills", json!(null), "bridge.fills", "0 to 1000"),
        ("E12", "/pap/to", json!("2026-02-09"), "pap.to", "on or after from"),
        ("E16", "/lines/brand/card/reset_month", json!(13), "lines.brand.card.reset_month", "1 to 12"),
        ("E16", "/lines/generic/applies_to_drug", json!(1), "lines.generic.applies_to_drug", "true or false"),
        ("E16", "/credits/0/oop_cents", json!(-1), "credits[0].oop_cents", cents),
        ("E16", "/credits/0/date", json!(null), "credits[0].date", "YYYY-MM-DD"),
    ] {
        refused(&with(id, pointer, value), field, expected);
    }
}

#[test]
fn a_field_that_there_is_not_is_refused_wherever_it_stands() {
    for (id, pointer) in [
        ("E1", "/paln"),
        ("E1", "/plan/deductable"),
        ("E1", "/plan/deductible/met"),
        ("E1", "/plan/cost_share/percent"),
        ("E1", "/fills/0/price"),
        ("E2", "/card/enrolled"),
        ("E11", "/bridge/from"),
        ("E12", "/pap/until"),
        ("E16", "/lines/brand/name"),
        ("E16", "/credits/0/patient_cents"),
    ] {
        let field = pointer[1..].replace("s/0/", "s[0].").replace('/', ".");
        refused(&with(id, pointer, json!(1)), &field, "there is no such field: expected ");
    }
    refused(&with("E1", "/grant", json!({"left": 1})), "grant.left", "expected balance_cents");
}

#[test]
fn what_is_no_case_at_all_is_refused() {
    for (text, field) in [
        ("7", "the input: expected an object"),
        ("{}", "plan: expected an object"),
        (r#"{"plan":[]}"#, "plan: expected an object"),
        (r#"{"plan":{"kind":"none"}}"#, "fills: expected a list"),
        (r#"{"plan":{"kind":"none"},"fills":{}}"#, "fills: expected a list"),
        (r#"{"plan":{"kind":"none"},"fills":[7]}"#, "fills[0]: expected an object"),
        (r#"{"plan":{"kind":"none"},"fills":[],"lines":[]}"#, "lines: expected an object"),
        (r#"{"plan":{"kind":"none"},"plan":{}}"#, "not JSON"),
        (r#"[{"plan":{"kind":"none"},"fills":[]},{}]"#, "item 1: plan"),
        ("", "not JSON"),
    ] {
        let words = answer_text(&ledger(), text).unwrap_err();
        assert!(words.starts_with(field), "{text}: {words}");
    }
}

#[test]
fn slips_that_can_be_counted_are_noted() {
    for (id, pointer, value, note) in [
        ("E1", "/plan/oop_max/individual_cents", json!(149_999), "out-of-pocket maximum is below"),
        ("E6", "/plan/oop_max/family_cents", json!(900_000), ""),
        ("E1", "/plan/deductible/met_individual_cents", json!(150_001), "more of the deductible is met"),
        (
            "E1",
            "/plan/oop_max/met_individual_cents",
            json!(400_001),
            "more of the out-of-pocket maximum is met",
        ),
        ("E1", "/plan/oop_max/met_individual_cents", json!(400_000), ""),
        (
            "E6",
            "/plan/oop_max/met_family_cents",
            json!(1_000_001),
            "more of the out-of-pocket maximum is met",
        ),
        ("E12", "/card", json!({}), "card ignored: no insurance"),
        ("E16", "/credits/0/date", json!("2025-12-31"), "credits before the plan year"),
    ] {
        let answer = answer(&ledger(), &with(id, pointer, value)).unwrap();
        let notes: Vec<&str> =
            answer["notes"].as_array().map_or(vec![], |notes| notes.iter().flat_map(Value::as_str).collect());
        match note {
            "" => assert_eq!(notes, [""; 0], "{id} {pointer}"),
            note => assert!(notes.len() == 1 && notes[0].contains(note), "{id} {pointer}: {notes:?}"),
        }
    }
}

#[test]
fn impossible_schedules_payment_plans_and_income_tests_are_refused() {
    let cases = super::cases();
    let cents = "whole cents from 0 to";
    type Made = fn(super::Input) -> Job;
    for (job, name, field, value, at, expected) in [
        (Job::Schedule as Made, "schedule", "start", json!("2026-13-01"), "start", "YYYY-MM-DD"),
        (
            Job::Schedule,
            "schedule",
            "horizon_end_exclusive",
            json!(null),
            "horizon_end_exclusive",
            "YYYY-MM-DD",
        ),
        (
            Job::Schedule,
            "schedule",
            "horizon_end_exclusive",
            json!("2036-01-13"),
            "horizon_end_exclusive",
            "10 years",
        ),
        (Job::Schedule, "schedule", "maintenance", json!(null), "maintenance", "packages, days_supply"),
        (Job::Schedule, "schedule", "maintenance", json!([1, 28]), "maintenance", "packages, days_supply"),
        (Job::Schedule, "schedule", "maintenance", json!([0, 28, 5]), "maintenance[0]", "at least one"),
        (Job::Schedule, "schedule", "maintenance", json!([1, 0, 5]), "maintenance[1]", "1 to 365"),
        (Job::Schedule, "schedule", "maintenance", json!([1, 28, -5]), "maintenance[2]", cents),
        (
            Job::Schedule,
            "schedule",
            "maintenance",
            json!([1000, 28, 100_000_000]),
            "maintenance[2]",
            "all packages",
        ),
        (Job::Schedule, "schedule", "first", json!([[1, 14, 5], [1, 400, 5]]), "first[1][1]", "1 to 365"),
        (Job::Schedule, "schedule", "firsts", json!([]), "firsts", "no such field"),
        (
            Job::PaymentPlan,
            "prescription_payment_plan",
            "oop_by_month",
            json!([1]),
            "oop_by_month",
            "12 amounts",
        ),
        (
            Job::PaymentPlan,
            "prescription_payment_plan",
            "oop_by_month",
            json!(null),
            "oop_by_month",
            "12 amounts",
        ),
        (
            Job::PaymentPlan,
            "prescription_payment_plan",
            "threshold_cents",
            json!(null),
            "threshold_cents",
            cents,
        ),
        (
            Job::PaymentPlan,
            "prescription_payment_plan",
            "election_month",
            json!(13),
            "election_month",
            "1 to 12",
        ),
        (Job::PaymentPlan, "prescription_payment_plan", "threshold", json!(1), "threshold", "no such field"),
        (Job::Income, "poverty_level", "year", json!(2024), "year", "expected 2025 or 2026, the years"),
        (Job::Income, "poverty_level", "year", json!("2026"), "year", "expected a year"),
        (Job::Income, "poverty_level", "state", json!("ZZ"), "state", "two letters"),
        (Job::Income, "poverty_level", "state", json!("PR"), "state", "ask the program"),
        (Job::Income, "poverty_level", "household", json!(0), "household", "at least one"),
        (Job::Income, "poverty_level", "income_cents", json!(-1), "income_cents", cents),
        (Job::Income, "poverty_level", "percent", json!(1.5), "percent", "0 to 1000"),
        (Job::Income, "poverty_level", "size", json!(1), "size", "no such field"),
    ] {
        let mut input = cases[name][0].clone();
        input[field] = value;
        let words = answer(&job(super::input()), &input).unwrap_err();
        assert!(words.starts_with(&format!("{at}: ")) && words.contains(expected), "{name} {field}: {words}");
    }
    let mut input = cases["prescription_payment_plan"][0].clone();
    input["oop_by_month"][11] = json!(-1);
    let words = answer(&Job::PaymentPlan(super::input()), &input).unwrap_err();
    assert!(words.starts_with("oop_by_month[11]: "), "{words}");
}

#[test]
fn a_year_of_part_d_that_is_not_known_is_refused_with_what_to_ask_for() {
    let statutory = &super::content().statutory;
    let known = statutory.part_d(2026).unwrap().figures;
    assert_eq!(
        (known.deductible_cents, known.threshold_cents, known.coinsurance_bp),
        (61_500, 210_000, 2500)
    );
    for year in [2025, 2027] {
        let words = statutory.part_d(year).unwrap_err().to_string();
        assert!(
            words.contains("ask for the plan's own figures") && words.contains("notice of change"),
            "{words}"
        );
    }
}
