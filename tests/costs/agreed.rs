//! Every agreed case comes out exactly.

use countercheck::cli::costs::Job;
use serde_json::{Value, json};

use super::{answer, answer_text, cases, input, ledger};

#[test]
fn every_agreed_ledger_comes_out_to_the_cent() {
    let cases = cases();
    let list = cases["cases"].as_array().unwrap();
    assert_eq!(list.len(), 17, "a case went missing");
    for case in list {
        let id = case["case"]["id"].as_str().unwrap();
        let mut got = answer(&ledger(), &case["case"]).unwrap();
        let notes = got.as_object_mut().unwrap().remove("notes");
        assert_eq!(got, case["expected"], "{id}");
        // Only where a card was refused is there anything to add to what was agreed.
        assert_eq!(notes, (id == "E14").then(|| json!(["card ignored: government payer"])), "{id}");
    }
}

#[test]
fn every_agreed_schedule_payment_plan_and_income_test_comes_out_exactly() {
    let cases = cases();
    let each = |name: &str, count: usize| {
        let list = cases[name].as_array().unwrap().clone();
        assert_eq!(list.len(), count, "a case went missing");
        list
    };
    for case in each("schedule", 2) {
        let got = answer(&Job::Schedule(input()), &case).unwrap();
        let fills = got["fills"].as_array().unwrap();
        let supplies =
            case["first"].as_array().unwrap().iter().chain(std::iter::repeat(&case["maintenance"]));
        let expected: Vec<Value> = case["expected_dates"]
            .as_array()
            .unwrap()
            .iter()
            .zip(case["expected_price_cents"].as_array().unwrap())
            .zip(supplies)
            .map(|((date, price), supply)| json!({"date": date, "days_supply": supply[1], "price_cents": price}))
            .collect();
        assert_eq!(*fills, expected, "{}", case["id"]);
    }
    for case in each("prescription_payment_plan", 2) {
        let got = answer(&Job::PaymentPlan(input()), &case).unwrap();
        assert_eq!(got, json!({"bills": case["expected_bills"]}), "{}", case["id"]);
    }
    for case in each("poverty_level", 4) {
        let got = answer(&Job::Income(input()), &case).unwrap();
        assert_eq!(got, json!({"within": case["expected_within"], "fpl_cents": case["fpl_cents"]}), "{case}");
    }
}

#[test]
fn what_was_paid_before_the_election_is_that_of_the_months_before_where_it_is_not_written() {
    let mut case = cases()["prescription_payment_plan"][1].clone();
    let bills = answer(&Job::PaymentPlan(input()), &case).unwrap();
    case.as_object_mut().unwrap().remove("incurred_before_cents");
    case["oop_by_month"][2] = 20_000.into();
    assert_eq!(answer(&Job::PaymentPlan(input()), &case).unwrap(), bills);
}

#[test]
fn other_prices_of_a_schedule_are_those_of_all_its_packages() {
    let asked = json!({"start": "2026-01-01", "horizon_end_exclusive": "2026-01-31", "maintenance": [2, 30, 500],
        "cash_price_cents": 700, "discount_price_cents": 300});
    assert_eq!(
        answer(&Job::Schedule(input()), &asked).unwrap(),
        json!({"fills": [{"date": "2026-01-01", "days_supply": 30, "price_cents": 1000,
            "cash_price_cents": 1400, "discount_price_cents": 600}]})
    );
}

#[test]
fn a_list_is_answered_by_a_list_in_order_and_one_bad_item_refuses_it_with_its_index() {
    let cases = cases();
    let inputs: Vec<Value> =
        cases["cases"].as_array().unwrap().iter().map(|case| case["case"].clone()).collect();
    let answers = answer(&ledger(), &Value::from(inputs.clone())).unwrap();
    for (input, got) in inputs.iter().zip(answers.as_array().unwrap()) {
        assert_eq!(*got, answer(&ledger(), input).unwrap());
    }
    assert_eq!(answers.as_array().unwrap().len(), inputs.len());
    let mut bad = inputs;
    bad[3]["plan"]["kind"] = "company".into();
    let refused = answer(&ledger(), &Value::from(bad)).unwrap_err();
    assert!(refused.starts_with("item 3: plan.kind: expected commercial, part_d,"), "{refused}");
    assert_eq!(answer_text(&ledger(), "[]").unwrap(), json!([]));
}
