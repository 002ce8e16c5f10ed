//! Entries that fill in what the law fixes for a kind of plan and a year, and leave the rest unknown.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{get, plan_of_payer, set};
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
            // The yearly cap goes by the group that the family belongs to. Without it a year looks dearer
            // than it is, never cheaper.
            set(&mut plan, "oop_max", None);
            for (option, line) in generic_lines(content, coverage) {
                let path = format!("options.{option}.lines.{line}.cost_share");
                set(coverage, &path, Some(copay(law.generic_cents)));
            }
        }
    }
    keep_what_was_met(coverage, &mut plan);
    let is_known_of = |year: i16| {
        let known = content.statutory.year(year);
        known.is_some_and(|known| match quick.figures {
            QuickFigures::PartD => known.part_d.is_some(),
            QuickFigures::Marketplace => known.marketplace_maximum_oop.is_some(),
            QuickFigures::TricareRetail => known.tricare.is_some(),
        })
    };
    set(coverage, "payer", Some(json!(quick.payer.as_str())));
    set(coverage, "plan", Some(plan));
    if super::next_year(coverage).is_some_and(|next| !is_known_of(next)) {
        super::plan::ask_for_next_year(coverage);
    }
    Ok(())
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
