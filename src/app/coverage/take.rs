//! What does typing into a field make of the coverage?

use serde_json::{Value, json};

use super::form::{Empty, Kind, Row, structure};
use super::shown::{choices, fills};
use super::text::{self, Share};
use super::{card, income, unsure};
use crate::content::payer::State;
use crate::cost::entry::{self, Known, UNKNOWN, get, set};

/// The limits of a plan, of this year and of the next.
const LIMITS: [&str; 4] = ["deductible", "oop_max", "next_year.deductible", "next_year.oop_max"];

/// What is expected where there may be no limit.
const AMOUNT_OR_NONE: &str = "Type dollars, like 3,000, or “none”.";

/// Puts what was typed into the coverage. Empty text takes back what was said, `?` says that it is not
/// known.
///
/// # Errors
/// What was expected, in words; the coverage stays as it was.
pub fn take(known: Known<'_>, coverage: &mut Value, row: &Row, typed: &str) -> Result<(), String> {
    let before = coverage.clone();
    take_one(known, coverage, row, typed)?;
    if row.kind == Kind::Card {
        unsure::forget(coverage, &row.path);
    }
    unsure::say(coverage, &row.path, typed.trim() == "?");
    card::settle(&before, coverage);
    Ok(())
}

fn take_one(known: Known<'_>, coverage: &mut Value, row: &Row, typed: &str) -> Result<(), String> {
    let typed = typed.trim();
    if typed.is_empty() || typed == "?" {
        take_back(coverage, row, typed == "?");
        return Ok(());
    }
    let choice = || text::choose(typed, &choices(known, coverage, row)).cloned();
    let yes = |id: &str| json!(id == "yes");
    match &row.kind {
        Kind::Payer => {
            let (id, _) = choice()?;
            set_payer(known, coverage, &id);
        }
        Kind::State => {
            let state = find_state(&known.content.states, typed).ok_or_else(|| {
                "No state begins so. Type a name or two letters, or leave it empty.".to_owned()
            })?;
            set(coverage, &row.path, Some(json!(state.id)));
        }
        Kind::People => {
            let (id, _) = choice()?;
            set_structure(coverage, &id);
        }
        Kind::Limit => set_limit(coverage, &row.path, typed)?,
        Kind::Amount(empty) => match (*empty, typed.eq_ignore_ascii_case("none")) {
            // Where an empty field means "not known", that there is none has to be said.
            (Empty::Unknown, true) => set(coverage, &row.path, Some(json!(0))),
            (Empty::Unknown | Empty::LeftOut, _) => set(coverage, &row.path, Some(text::amount(typed)?)),
        },
        Kind::Cap => {
            let is_none = ["none", "no"].contains(&typed.to_lowercase().as_str());
            let amount = if is_none { None } else { Some(text::amount(typed).map_err(|_| AMOUNT_OR_NONE)?) };
            set(coverage, &row.path, amount);
        }
        Kind::Share(_) => set_share(coverage, &row.path, text::share(typed)?),
        Kind::Month => {
            let (id, _) = choice()?;
            set(coverage, &row.path, id.parse::<i64>().ok().map(|month| json!(month)));
        }
        Kind::Day(_) => set(coverage, &row.path, Some(text::day(typed)?)),
        Kind::Count(least, most, _) => {
            set(coverage, &row.path, Some(json!(text::count(typed, *least, *most)?)));
            begin_bridge(coverage, &row.path);
        }
        Kind::YesNo(_) => {
            let (id, _) = choice()?;
            set(coverage, &row.path, Some(yes(&id)));
        }
        Kind::Choice(..) => {
            let (id, _) = choice()?;
            set(coverage, &row.path, Some(json!(id)));
        }
        Kind::Card => {
            let (id, _) = choice()?;
            card::set_card(coverage, &row.path, (id == "yes").then(|| json!(true)));
        }
        Kind::Package => {
            let (id, _) = choice()?;
            set_package(known, coverage, row, &id);
        }
        Kind::PackagesAYear => {
            let (each, days) = text::yearly(text::count(typed, 1, 60)?);
            let line = row.path.trim_end_matches(".packages_a_year");
            set(coverage, &format!("{line}.maintenance.0"), Some(json!(each)));
            set(coverage, &format!("{line}.maintenance.1"), Some(json!(days)));
        }
        Kind::Price => {
            let line = row.path.trim_end_matches(".maintenance");
            let amount = text::amount(typed)?;
            // The same amount again says nothing new: it stays of whom and of when it was.
            if get(coverage, &format!("{}.2", row.path)) == Some(&amount) {
                return Ok(());
            }
            set_price(coverage, line, amount);
            // Whatever stood there was of a claim, a list or a file; this one is of whoever types it.
            set(coverage, &format!("{line}.price.kind"), Some(json!("entered")));
            let today = known.checklist.as_of.to_string();
            set(coverage, &format!("{line}.price.as_of"), Some(json!(today)));
        }
        Kind::Claim(drug) => {
            let (id, _) = choice()?;
            super::claims::say(known, coverage, &row.path, drug, &id);
        }
        Kind::IncomeAtMost(limit) => {
            let (id, _) = choice()?;
            income::say(coverage, *limit, id == "yes");
        }
    }
    Ok(())
}

fn take_back(coverage: &mut Value, row: &Row, is_unsure: bool) {
    let unknown = || Some(json!(UNKNOWN));
    match &row.kind {
        Kind::Payer => {
            set(coverage, "payer", unknown());
            set(coverage, "plan", Some(entry::plan_of_payer(None)));
            unsure::forget(coverage, "plan");
            entry::forget_tiers(coverage);
        }
        Kind::State => set(coverage, &row.path, None),
        Kind::People => {
            for limit in LIMITS {
                set(coverage, &format!("plan.{limit}.structure"), None);
            }
        }
        Kind::Limit => {
            let structure = get(coverage, &format!("{}.structure", row.path)).cloned();
            set(
                coverage,
                &row.path,
                Some(structure.map_or_else(|| json!(UNKNOWN), |structure| json!({"structure": structure}))),
            );
        }
        Kind::Card => {
            let path = &row.path;
            card::set_card(coverage, path, is_unsure.then(|| json!(UNKNOWN)));
        }
        Kind::Package => {}
        Kind::Claim(_) => super::claims::take_back(coverage, &row.path),
        Kind::PackagesAYear => {
            let line = row.path.trim_end_matches(".packages_a_year");
            set(coverage, &format!("{line}.maintenance.1"), unknown());
        }
        Kind::Price => {
            let line = row.path.trim_end_matches(".maintenance").to_owned();
            set_price(coverage, &line, json!(UNKNOWN));
            set(coverage, &format!("{line}.price.kind"), None);
            set(coverage, &format!("{line}.price.as_of"), None);
        }
        Kind::IncomeAtMost(limit) => income::take_back(coverage, *limit),
        Kind::Amount(empty)
        | Kind::Share(empty)
        | Kind::Day(empty)
        | Kind::Count(_, _, empty)
        | Kind::YesNo(empty)
        | Kind::Choice(_, empty) => {
            let is_unknown = is_unsure || *empty == Empty::Unknown;
            set(coverage, &row.path, is_unknown.then(|| json!(UNKNOWN)));
            if is_unknown {
                begin_bridge(coverage, &row.path);
            }
            // A free supply or grant of nothing is none.
            for whole in ["bridge", "pap", "grant"] {
                if !is_unknown && let Some((option, _)) = row.path.split_once(&format!(".{whole}.")) {
                    let of_whole = format!("{option}.{whole}");
                    let is_empty = get(coverage, &of_whole)
                        .and_then(Value::as_object)
                        .is_some_and(|map| map.keys().all(|field| field == "scope"));
                    if is_empty {
                        set(coverage, &of_whole, None);
                    }
                }
            }
        }
        Kind::Cap => set(coverage, &row.path, unknown()),
        Kind::Month => set(coverage, &row.path, is_unsure.then(|| json!(UNKNOWN))),
    }
}

/// A free supply that the maker sends while the plan decides, until somebody says that it is otherwise.
fn begin_bridge(coverage: &mut Value, path: &str) {
    let Some(option) = path.strip_suffix(".bridge.fills") else { return };
    let scope = format!("{option}.bridge.scope");
    if get(coverage, &scope).is_none() {
        set(coverage, &scope, Some(json!("until_covered")));
    }
}

/// Who pays. A plan of another kind is begun anew; what the new payer fixes holds.
fn set_payer(known: Known<'_>, coverage: &mut Value, id: &str) {
    let payer = known.content.payer_by_id(id);
    let fresh = entry::plan_of_payer(payer);
    let is_other = get(coverage, "payer").and_then(Value::as_str) != Some(id);
    // What an entry filled in is what the law fixes for its payer, not for another.
    let is_filled_in = is_other && get(coverage, "plan.quick").is_some();
    let same = !is_filled_in
        && get(coverage, "plan.kind").is_some()
        && get(coverage, "plan.kind") == fresh.get("kind");
    if !same || !is_other {
        if !same {
            set(coverage, "plan", Some(fresh));
            unsure::forget(coverage, "plan");
            // What a drug's tier costs under one plan says nothing of another.
            entry::forget_tiers(coverage);
        }
    } else {
        if let Some(month) = fresh.get("plan_year_reset_month") {
            set(coverage, "plan.plan_year_reset_month", Some(month.clone()));
        }
        // Extra Help belongs to its payer.
        set(coverage, "plan.lis_copay_cents", fresh.get("lis_copay_cents").cloned());
        if fresh.get("lis_copay_cents").is_none() {
            set(coverage, "plan.next_year.lis_copay_cents", None);
        }
    }
    set(coverage, "payer", Some(json!(id)));
    entry::begin_year(coverage);
}

/// Whose amounts count, for both limits. An amount of the other kind is taken over, not lost.
fn set_structure(coverage: &mut Value, structure: &str) {
    for limit in LIMITS {
        let path = format!("plan.{limit}");
        if get(coverage, &path).is_none() {
            continue;
        }
        set(coverage, &format!("{path}.structure"), Some(json!(structure)));
        let field = |name: &str| format!("{path}.{name}");
        let (wanted, other) = match structure {
            "aggregate" => ("family_cents", "individual_cents"),
            _ => ("individual_cents", "family_cents"),
        };
        if get(coverage, &field(wanted)).is_none()
            && let Some(amount) = get(coverage, &field(other)).cloned()
        {
            set(coverage, &field(wanted), Some(amount));
        }
        match structure {
            "individual" => {
                set(coverage, &field("family_cents"), None);
                set(coverage, &field("met_family_cents"), None);
            }
            "aggregate" => {
                set(coverage, &field("individual_cents"), None);
                set(coverage, &field("met_individual_cents"), None);
            }
            _ => {}
        }
    }
}

fn set_limit(coverage: &mut Value, path: &str, typed: &str) -> Result<(), String> {
    if ["none", "no"].contains(&typed.to_lowercase().as_str()) {
        set(coverage, path, None);
        return Ok(());
    }
    let amount = text::amount(typed).map_err(|_| AMOUNT_OR_NONE)?;
    let known = structure(coverage).map(ToOwned::to_owned);
    let field = match known.as_deref() {
        Some("aggregate") => "family_cents",
        Some(_) | None => "individual_cents",
    };
    set(coverage, &format!("{path}.{field}"), Some(amount));
    if let Some(structure) = known {
        set(coverage, &format!("{path}.structure"), Some(json!(structure)));
    }
    Ok(())
}

fn set_share(coverage: &mut Value, path: &str, share: Share) {
    let mut new = match share {
        Share::Rate(rate) => json!({"type": "coinsurance", "rate_bp": rate}),
        Share::Copay(cents) => json!({"type": "copay", "amount_cents": cents}),
    };
    let kept: &[&str] = match share {
        Share::Rate(_) => &["min_cents", "max_cents", "per_days"],
        Share::Copay(_) => &["per_days"],
    };
    for field in kept {
        if let Some(value) = get(coverage, &format!("{path}.{field}")).cloned() {
            set(&mut new, field, Some(value));
        }
    }
    set(coverage, path, Some(new));
}

fn set_package(known: Known<'_>, coverage: &mut Value, row: &Row, id: &str) {
    let Some(fill) = fills(known, coverage, row).iter().find(|fill| fill.id == id) else { return };
    let line_path = match row.path.strip_suffix(".lines") {
        Some(option) => {
            let drug = get(coverage, &format!("{option}.id")).cloned();
            set(coverage, &row.path, Some(json!([{"drug": drug}])));
            format!("{}.0", row.path)
        }
        None => row.path.clone(),
    };
    let Some(mut line) = get(coverage, &line_path).cloned() else { return };
    let drug = line.get("drug").and_then(Value::as_str).and_then(|id| known.content.drug_by_id(id));
    if let Some(drug) = drug {
        entry::set_fill(known, &mut line, drug, fill);
        set(coverage, &line_path, Some(line));
        unsure::forget(coverage, &line_path);
    }
}

/// The price of a package, for the first fills as for those that follow.
pub(super) fn set_price(coverage: &mut Value, line: &str, price: Value) {
    let first = get(coverage, &format!("{line}.first")).and_then(Value::as_array).map_or(0, Vec::len);
    for at in 0..first {
        set(coverage, &format!("{line}.first.{at}.2"), Some(price.clone()));
    }
    set(coverage, &format!("{line}.maintenance.2"), Some(price));
}

fn find_state<'a>(states: &'a [State], typed: &str) -> Option<&'a State> {
    let typed = typed.to_lowercase();
    states
        .iter()
        .find(|state| state.id.to_lowercase() == typed || state.name.to_lowercase() == typed)
        .or_else(|| {
            states.iter().find(|state| typed.len() > 2 && state.name.to_lowercase().starts_with(&typed))
        })
}

#[cfg(test)]
mod tests;
