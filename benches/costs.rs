//! How long a year's ledger of twelve options takes, and their comparison with three amounts not known.
//! The bars are 100 µs and 40 ms; see README.md beside this.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench stops at the first surprise")]

use countercheck::content::Content;
use countercheck::cost::case::Case;
use countercheck::cost::compare::compare;
use countercheck::cost::ledger::Ledger;
use countercheck::cost::read::{self, Question};
use divan::Bencher;
use serde_json::{Value, json};

fn main() {
    divan::main();
}

const OPTIONS: i64 = 12;

/// A family plan under which everything is reached: deductible, share with bounds, yearly limit, card.
fn plan(met: &Value) -> Value {
    let limit = |individual: i64| {
        json!({"structure": "embedded", "individual_cents": individual, "family_cents": 2 * individual,
            "met_individual_cents": met, "met_family_cents": 0})
    };
    let mut plan = json!({
        "kind": "commercial",
        "plan_year_reset_month": 1,
        "deductible": limit(150_000),
        "cost_share": {"type": "coinsurance", "rate_bp": 2000, "min_cents": 5000, "max_cents": 25_000, "per_days": 30},
        "oop_max": limit(400_000),
        "assistance": "accumulator",
    });
    if met == "unknown" {
        plan["oop_max"]["met_family_cents"] = json!("unknown");
    }
    plan
}

fn card() -> Value {
    json!({"annual_max_cents": 600_000, "min_patient_pay_cents": 500, "reset_month": 1})
}

/// A year of 30-day fills for each option, each at a price of its own.
fn cases() -> Vec<Case> {
    (1..=OPTIONS)
        .map(|option| {
            let schedule = json!({"start": "2026-03-02", "horizon_end_exclusive": "2027-03-02",
                "maintenance": [1, 30, 60_000 * option + 7]});
            let written = read::schedule(&schedule).unwrap();
            let fills: Vec<Value> = written
                .schedule
                .fills(written.start, written.end)
                .map(|(date, supply)| {
                    json!({"date": date.to_string(), "days_supply": 30, "price_cents": supply.price().get()})
                })
                .collect();
            read::case(&json!({"plan": plan(&json!(0)), "card": card(), "fills": fills})).unwrap()
        })
        .collect()
}

fn content() -> Content {
    Content::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

fn question(content: &Content) -> Question {
    let options: Vec<Value> = (1..=OPTIONS)
        .map(|option| {
            json!({"id": option.to_string(), "lines": [{"drug": "brand", "maintenance": [1, 30, 60_000 * option + 7],
                "price": {"kind": "entered", "as_of": "2026-11-20"}, "card": card()}]})
        })
        .collect();
    let coverage = json!({"payer": "employer", "plan": plan(&json!("unknown")), "first_fill": "2026-03-02",
        "months": 12, "options": options});
    read::question(content, &json!({"as_of": "2026-11-24", "coverage": coverage})).unwrap()
}

/// Twelve ledgers of a year.
#[divan::bench]
fn a_years_ledger_of_twelve_options(bencher: Bencher<'_, '_>) {
    let cases = cases();
    bencher.bench(|| {
        for case in &cases {
            divan::black_box(Ledger::of(divan::black_box(case)));
        }
    });
}

/// Twelve options, each over 216 combinations of three amounts, and a year of maintenance.
#[divan::bench]
fn a_comparison_of_twelve_options_with_three_amounts_unknown(bencher: Bencher<'_, '_>) {
    let question = question(&content());
    bencher.bench(|| compare(divan::black_box(&question)));
}

/// Reading what is compared, from JSON that is parsed already.
#[divan::bench]
fn reading_twelve_options(bencher: Bencher<'_, '_>) {
    let content = content();
    bencher.bench(|| question(&content));
}
