//! What a payer fixes of every plan, and what has to be asked of each.

use serde_json::{Map, Value, json};

use super::{UNKNOWN, get, set};
use crate::content::payer::Payer;
use crate::cost::plan::PlanKind;
use crate::cost::read::NEXT_SHARE;

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
    if get(coverage, "plan.lis_copay_cents").is_some() {
        next.insert("lis_copay_cents".into(), json!(UNKNOWN));
    }
    set(coverage, "plan.next_year", Some(Value::Object(next)));
}

/// Whether the figures of a plan hold for one year only: those of Medicare, and those of which somebody says
/// of which year they are.
pub fn is_bound_to_a_year(coverage: &Value) -> bool {
    get(coverage, "plan.kind").is_some_and(|kind| kind == PlanKind::PartD.id())
        || get(coverage, "plan.year").is_some_and(|year| !year.is_null())
}

/// Notes of which year the figures of Medicare are that will be typed: that of the first fill, as long as
/// none is there.
pub fn begin_year(coverage: &mut Value) {
    let is_medicare = get(coverage, "plan.kind").is_some_and(|kind| kind == PlanKind::PartD.id());
    let is_known = |path: &str| get(coverage, path).is_some_and(|value| value != UNKNOWN && !value.is_null());
    let has_figures = OF_YEAR.iter().any(|path| is_known(path));
    let Some(year) = super::first_year(coverage).filter(|_| is_medicare && !has_figures) else { return };
    set(coverage, "plan.year", Some(json!(year)));
}

/// What says that figures of a year were typed.
const OF_YEAR: [&str; 7] = [
    "plan.deductible.individual_cents",
    "plan.deductible.met_individual_cents",
    "plan.cost_share",
    "plan.oop_max.individual_cents",
    "plan.oop_max.met_individual_cents",
    "plan.lis_copay_cents",
    "plan.next_year.oop_max.individual_cents",
];

/// Takes away what the lines say of a plan's tiers: under another plan it says nothing.
pub fn forget_tiers(coverage: &mut Value) {
    let options = get(coverage, "options").and_then(Value::as_array).map_or(0, Vec::len);
    for option in 0..options {
        let lines = get(coverage, &format!("options.{option}.lines")).and_then(Value::as_array);
        for line in 0..lines.map_or(0, Vec::len) {
            for field in ["cost_share", NEXT_SHARE, "applies_to_drug"] {
                set(coverage, &format!("options.{option}.lines.{line}.{field}"), None);
            }
        }
    }
}
