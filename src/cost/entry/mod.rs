//! How does a coverage begin, before anything was typed, and what do a payer or a quick entry fill in?
//!
//! A coverage is JSON as it stands in a record. What is fixed is filled in; everything else is written as
//! `"unknown"`, so that a part that nobody asked about never counts as "there is none".

mod option;
mod place;
mod plan;
mod quick;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::checklist::Checklist;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::cost::case::period;
use crate::cost::plan::PlanKind;

pub use option::{GENERIC_STEP, choices, option_of, prescribed_option, set_fill, usual_fill};
pub use place::{get, set};
pub use plan::of_payer as plan_of_payer;
pub use quick::apply as apply_quick;

/// For how many months costs are counted where nothing is said.
const MONTHS: u32 = 12;

/// What is not known.
pub const UNKNOWN: &str = "unknown";

/// All that a coverage begins with.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// What the app knows.
    pub content: &'a Content,
    /// What the patient said.
    pub checklist: &'a Checklist,
    /// What was prescribed.
    pub prescription: &'a Prescription,
}

/// The coverage with all that it needs for a comparison: what was said, and for the rest what is usual
/// (twelve months from the visit; the prescribed drug, those that are compared with it, the generic step)
/// or not known.
pub fn complete(known: Known<'_>, coverage: &Coverage) -> Value {
    let mut value = coverage.to_json(known.content);
    let has = |value: &Value, field: &str| value.get(field).is_some_and(|found| !found.is_null());
    if !has(&value, "plan") {
        let payer = coverage.payer.as_ref().and_then(|id| known.content.payer_by_id(id.as_str()));
        set(&mut value, "plan", Some(plan_of_payer(payer)));
    }
    if !has(&value, "first_fill") {
        set(&mut value, "first_fill", Some(json!(known.checklist.as_of.to_string())));
    }
    if !has(&value, "months") {
        set(&mut value, "months", Some(json!(MONTHS)));
    }
    ask_for_next_year(known.content, &mut value);
    let options = match value.get("options") {
        Some(Value::Array(options)) if !options.is_empty() => option::with_prescribed(known, options),
        Some(_) | None => option::usual(known),
    };
    set(&mut value, "options", Some(Value::Array(options)));
    value
}

/// The plan year that a coverage reaches into beside that of the first fill.
pub fn next_year(coverage: &Value) -> Option<i16> {
    let start = get(coverage, "first_fill").and_then(Value::as_str)?.parse::<Date>().ok()?;
    let months = get(coverage, "months").and_then(Value::as_i64)?;
    let reset_month = get(coverage, "plan.plan_year_reset_month").and_then(Value::as_i64).unwrap_or(1);
    let reset_month = i8::try_from(reset_month).ok()?;
    let last = start.checked_add(months.months()).ok()?.yesterday().ok()?;
    let next = period(start, reset_month) + 1;
    (period(last, reset_month) >= next).then_some(next)
}

/// Figures that the law sets for one year hold for no other: where the next year's are not known, the plan
/// is asked for its own.
fn ask_for_next_year(content: &Content, coverage: &mut Value) {
    let is_medicare = get(coverage, "plan.kind").is_some_and(|kind| kind == PlanKind::PartD.id());
    let Some(next) = next_year(coverage).filter(|_| is_medicare) else { return };
    if content.statutory.part_d(next).is_err() && get(coverage, "plan.next_year").is_none() {
        plan::ask_for_next_year(coverage);
    }
}

/// The question of a comparison about a coverage.
pub fn question(checklist: &Checklist, coverage: Value) -> Value {
    let mut patient = Map::new();
    if let Some(birth_date) = checklist.patient.birth_date {
        patient.insert("birth_date".into(), json!(birth_date.to_string()));
    }
    json!({"as_of": checklist.as_of.to_string(), "patient": patient, "coverage": coverage})
}

#[cfg(test)]
mod tests;
