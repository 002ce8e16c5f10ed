//! What a payer fixes of every plan, and what has to be asked of each.

use serde_json::{Map, Value, json};

use super::{UNKNOWN, get, set};
use crate::content::payer::Payer;

/// A plan of a payer before anything was asked: what every plan of that payer has, and `"unknown"` for
/// what plans differ in. Without a payer nothing is known of the plan.
pub fn of_payer(payer: Option<&Payer>) -> Value {
    let Some(payer) = payer else { return json!(UNKNOWN) };
    let mut plan = Map::new();
    plan.insert("kind".into(), json!(payer.plan.kind));
    if let Some(month) = payer.plan.year_begins {
        plan.insert("plan_year_reset_month".into(), json!(month));
    }
    for part in &payer.plan.asks {
        let is_limit = ["deductible", "oop_max"].contains(&part.as_str());
        let unknown = match payer.plan.each_alone && is_limit {
            true => json!({"structure": "individual"}),
            false => json!(UNKNOWN),
        };
        plan.insert(part.clone(), unknown);
    }
    Value::Object(plan)
}

/// Writes what of the plan changes with its year as not known of the next one.
pub fn ask_for_next_year(coverage: &mut Value) {
    let mut next = Map::new();
    for part in ["deductible", "oop_max"] {
        let Some(limit) = get(coverage, &format!("plan.{part}")) else { continue };
        let unknown = match limit.get("structure") {
            Some(structure) => json!({"structure": structure}),
            None => json!(UNKNOWN),
        };
        next.insert(part.to_owned(), unknown);
    }
    next.insert("cost_share".into(), json!(UNKNOWN));
    set(coverage, "plan.next_year", Some(Value::Object(next)));
}
