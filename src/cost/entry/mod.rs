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

pub use option::{GENERIC_STEP, choices, option_of, prescribed_option, set_fill, usual_fill};
pub use place::{get, set};
pub use plan::{begin_year, forget_tiers, of_payer as plan_of_payer};
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
    plan::begin_year(&mut value);
    ask_for_next_year(&mut value);
    let options = match value.get("options") {
        Some(Value::Array(options)) if !options.is_empty() => option::with_prescribed(known, options),
        Some(_) | None => option::usual(known),
    };
    set(&mut value, "options", Some(Value::Array(options)));
    quick::set_generics(known.content, &mut value);
    value
}

/// The plan year of the first fill.
fn first_year(coverage: &Value) -> Option<i16> {
    let start = get(coverage, "first_fill").and_then(Value::as_str)?.parse::<Date>().ok()?;
    Some(period(start, reset_month(coverage)?))
}

fn reset_month(coverage: &Value) -> Option<i8> {
    let month = get(coverage, "plan.plan_year_reset_month").and_then(Value::as_i64).unwrap_or(1);
    i8::try_from(month).ok().filter(|month| (1..=12).contains(month))
}

/// The plan year after that of the plan's figures, if a coverage reaches into it.
pub fn next_year(coverage: &Value) -> Option<i16> {
    let start = get(coverage, "first_fill").and_then(Value::as_str)?.parse::<Date>().ok()?;
    let months = get(coverage, "months").and_then(Value::as_i64)?;
    let reset_month = reset_month(coverage)?;
    let last = start.checked_add(months.months()).ok()?.yesterday().ok()?;
    let of_figures = get(coverage, "plan.year").and_then(Value::as_i64);
    let of_figures = of_figures.and_then(|year| i16::try_from(year).ok());
    let next = of_figures.unwrap_or_else(|| period(start, reset_month)).checked_add(1)?;
    (period(last, reset_month) >= next).then_some(next)
}

/// Figures of one year hold for no other: the plan is asked for those of the next.
fn ask_for_next_year(coverage: &mut Value) {
    let is_asked = plan::is_bound_to_a_year(coverage) && next_year(coverage).is_some();
    if is_asked && get(coverage, "plan.next_year").is_none_or(Value::is_null) {
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
