//! Reads cards, bridges, free drug and grants.

use serde_json::Value;

use super::fields::{Count, Field, Month, Object};
use super::gaps::Gaps;
use crate::checklist::answer::InputError;
use crate::cost::help::{Bridge, Card, FreeDrug};
use crate::cost::money::Cents;

/// The fields of a card.
pub const CARD: [&str; 9] = [
    "min_patient_pay_cents",
    "per_fill_max_cents",
    "annual_max_cents",
    "annual_used_cents",
    "reset_month",
    "max_fills_per_year",
    "covers_noncovered",
    "noncovered_min_patient_pay_cents",
    "adjustment_program_max_cents",
];

/// Reads a card from an object that may have further fields.
///
/// # Errors
/// [`InputError`] for the first field that is not possible.
pub fn card(object: &Object<'_>, gaps: &mut Gaps) -> Result<Card, InputError> {
    let covers_noncovered = object.optional(gaps, "covers_noncovered")?.unwrap_or(false);
    let noncovered: Option<Cents> = object.optional(gaps, "noncovered_min_patient_pay_cents")?;
    Ok(Card {
        min_patient_pay: object.optional(gaps, "min_patient_pay_cents")?.unwrap_or_default(),
        per_fill_max: object.optional(gaps, "per_fill_max_cents")?,
        annual_max: object.optional(gaps, "annual_max_cents")?,
        annual_used: object.optional(gaps, "annual_used_cents")?.unwrap_or_default(),
        reset_month: object.optional(gaps, "reset_month")?.unwrap_or(Month::STAND_IN).0,
        max_fills_per_year: object.optional(gaps, "max_fills_per_year")?.map(|Count(count)| count),
        noncovered_min_patient_pay: covers_noncovered.then_some(noncovered.unwrap_or_default()),
        adjustment_program_max: object.optional(gaps, "adjustment_program_max_cents")?,
    })
}

/// Reads a bridge.
///
/// # Errors
/// [`InputError`] for the first field that is not possible, or missing where gaps are refused.
pub fn bridge(value: &Value, path: String, gaps: &mut Gaps) -> Result<Bridge, InputError> {
    let object = Object::new(value, path, &["scope", "fills"])?;
    let Count(fills) = object.required(gaps, "fills")?;
    Ok(Bridge { fills, scope: object.required(gaps, "scope")? })
}

/// Reads from when to when the drug is free.
///
/// # Errors
/// [`InputError`] for the first field that is not possible, or missing where gaps are refused.
pub fn free_drug(value: &Value, path: String, gaps: &mut Gaps) -> Result<FreeDrug, InputError> {
    let object = Object::new(value, path, &["from", "to"])?;
    let from = object.required(gaps, "from")?;
    let to = object.required(gaps, "to")?;
    if from > to && object.get("to").and_then(jiff::civil::Date::read).is_some() {
        return Err(object.error("to", "expected a day on or after from"));
    }
    Ok(FreeDrug { from, to })
}

/// Reads a grant: what is left of it.
///
/// # Errors
/// [`InputError`] for the first field that is not possible, or missing where gaps are refused.
pub fn grant(value: &Value, path: String, gaps: &mut Gaps) -> Result<Cents, InputError> {
    Object::new(value, path, &["balance_cents"])?.required(gaps, "balance_cents")
}
