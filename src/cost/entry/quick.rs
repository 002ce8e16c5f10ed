//! Entries that fill in what the law fixes for a kind of plan and a year, and leave the rest unknown.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{UNKNOWN, forget_tiers, get, plan_of_payer, set};
use crate::content::Content;
use crate::content::fill::Fill;
use crate::content::guide::{Quick, QuickFigures};

/// Fills in a coverage. What was met so far stays, if the plan is of the same kind.
///
/// # Errors
/// In words, when the figures of the plan year are not known: they are never carried forward.
pub fn apply(content: &Content, quick: &Quick, coverage: &mut Value) -> Result<(), String> {
    let first_fill = get(coverage, "first_fill").and_then(Value::as_str).and_then(|day| day.parse().ok());
    let year = first_fill.map(Date::year).ok_or("The day of the first fill is not known: enter it first.")?;
    let mut plan = plan_of_payer(content.payer_by_id(quick.payer.as_str()));
    let of_year = content.statutory.year(year);
    let not_known = || {
        format!(
            "The figures of {year} are not known here: enter the plan's own, from its notice of change for {year}."
        )
    };
    match quick.figures {
        QuickFigures::PartD => {
            let law = &of_year.and_then(|year| year.part_d.as_ref()).ok_or_else(not_known)?.figures;
            let limit = |cents: i64| json!({"structure": "individual", "individual_cents": cents});
            set(&mut plan, "deductible", Some(limit(law.deductible_cents)));
            set(&mut plan, "cost_share", Some(json!({"type": "coinsurance", "rate_bp": law.coinsurance_bp})));
            set(&mut plan, "oop_max", Some(limit(law.threshold_cents)));
        }
        QuickFigures::Marketplace => {
            let law = &of_year
                .and_then(|year| year.marketplace_maximum_oop.as_ref())
                .ok_or_else(not_known)?
                .figures;
            let limit = json!({"individual_cents": law.individual_cents, "family_cents": law.family_cents});
            set(&mut plan, "oop_max", Some(limit));
        }
        QuickFigures::TricareRetail => {
            let law = &of_year.and_then(|year| year.tricare.as_ref()).ok_or_else(not_known)?.figures.retail;
            let copay =
                |cents: i64| json!({"type": "copay", "amount_cents": cents, "per_days": law.per_days});
            set(&mut plan, "cost_share", Some(copay(law.brand_cents)));
            // The yearly cap goes by the group that the family belongs to: it has to be asked, unless it was.
            let same = get(coverage, "plan.kind") == get(&plan, "kind");
            let known = get(coverage, "plan.oop_max").filter(|cap| same && cap.is_object()).cloned();
            set(&mut plan, "oop_max", Some(known.unwrap_or_else(|| json!(UNKNOWN))));
        }
    }
    set(&mut plan, "year", Some(json!(year)));
    let is_same = ["kind", "year"].iter().all(|of| get(coverage, &format!("plan.{of}")) == get(&plan, of));
    if let Some(next) = get(coverage, "plan.next_year").filter(|_| is_same).cloned() {
        set(&mut plan, "next_year", Some(next));
    }
    set(&mut plan, "quick", Some(json!(quick.id)));
    keep_what_was_met(coverage, &mut plan);
    let has_tiers_of_law = |figures: QuickFigures| figures == QuickFigures::TricareRetail;
    let was_filled_in = of(content, coverage).is_some_and(|before| has_tiers_of_law(before.figures));
    if was_filled_in || get(coverage, "plan.kind") != get(&plan, "kind") {
        forget_tiers(coverage);
    }
    set(coverage, "payer", Some(json!(quick.payer.as_str())));
    set(coverage, "plan", Some(plan));
    set_generics(content, coverage);
    super::ask_for_next_year(coverage);
    Ok(())
}

/// The entry that filled in the plan of a coverage.
fn of<'a>(content: &'a Content, coverage: &Value) -> Option<&'a Quick> {
    let id = get(coverage, "plan.quick").and_then(Value::as_str)?;
    content.guide.quick.iter().find(|quick| quick.id == id)
}

/// Gives generics the copay of their tier where the law sets one for the plan's year: the plan's own is that
/// of a brand. What a line says of itself stays.
pub fn set_generics(content: &Content, coverage: &mut Value) {
    if of(content, coverage).is_none_or(|quick| quick.figures != QuickFigures::TricareRetail) {
        return;
    }
    let year = get(coverage, "plan.year").and_then(Value::as_i64).and_then(|year| i16::try_from(year).ok());
    let law = year.and_then(|year| content.statutory.year(year)).and_then(|law| law.tricare.as_ref());
    let Some(law) = law.map(|law| law.figures.retail) else { return };
    let copay = |cents: i64| json!({"type": "copay", "amount_cents": cents, "per_days": law.per_days});
    // Who has other copays than these has other ones for generics too.
    if get(coverage, "plan.cost_share") != Some(&copay(law.brand_cents)) {
        return;
    }
    for (option, line) in generic_lines(content, coverage) {
        let path = format!("options.{option}.lines.{line}.cost_share");
        if get(coverage, &path).is_none_or(Value::is_null) {
            set(coverage, &path, Some(copay(law.generic_cents)));
        }
    }
}

/// What was typed as met outlives a plan of the same kind.
fn keep_what_was_met(coverage: &Value, plan: &mut Value) {
    if get(coverage, "plan.kind") != get(plan, "kind") {
        return;
    }
    for limit in ["deductible", "oop_max"] {
        if !get(plan, limit).is_some_and(Value::is_object) {
            continue;
        }
        for field in ["structure", "met_individual_cents", "met_family_cents"] {
            if let Some(known) = get(coverage, &format!("plan.{limit}.{field}")).cloned() {
                set(plan, &format!("{limit}.{field}"), Some(known));
            }
        }
    }
}

/// The positions of lines whose package exists as a generic.
fn generic_lines(content: &Content, coverage: &Value) -> Vec<(usize, usize)> {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut found = Vec::new();
    for (at, option) in list(get(coverage, "options")).iter().enumerate() {
        for (line_at, line) in list(get(option, "lines")).iter().enumerate() {
            let drug = get(line, "drug").and_then(Value::as_str).and_then(|id| content.drug_by_id(id));
            let all_generic = |fills: &[Fill]| !fills.is_empty() && fills.iter().all(|fill| fill.is_generic);
            if drug.is_some_and(|drug| all_generic(&drug.fills)) {
                found.push((at, line_at));
            }
        }
    }
    found
}
