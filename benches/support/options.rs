//! What do twelve options of a year cost? The cases and the question that ledgers and comparisons are timed with.

#![allow(dead_code, reason = "each bench takes what it needs")]

use countercheck::content::Content;
use countercheck::cost::case::Case;
use countercheck::cost::read::{self, Question};
use serde_json::{Value, json};

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
pub fn cases() -> Vec<Case> {
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

/// The same twelve options as a comparison, with three amounts not known.
pub fn question(content: &Content) -> Question {
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
