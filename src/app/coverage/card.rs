//! Which terms of a maker's card have to be known for an option, and which are not asked of it?
//!
//! A term that is not known is written so: it counts neither as "no limit" nor as nothing. A term that can't
//! matter, because the plan covers the drug or counts the card's money, is not written.

use serde_json::{Value, json};

use crate::cost::entry::{UNKNOWN, get, set};

/// The terms that every card has.
const TERMS: [&str; 4] =
    ["min_patient_pay_cents", "annual_max_cents", "annual_used_cents", "per_fill_max_cents"];
/// The most that a card pays in a year once the plan does not count its money.
pub(super) const UNCOUNTED: &str = "adjustment_program_max_cents";
/// Whether a card pays where the plan does not.
pub(super) const NOT_COVERED: &str = "covers_noncovered";
/// What it leaves to pay then.
pub(super) const LEAVES_NOT_COVERED: &str = "noncovered_min_patient_pay_cents";

/// A card that the patient has or may have; `None` for none. What it pays is not known before it is typed.
pub fn set_card(coverage: &mut Value, path: &str, enrolled: Option<Value>) {
    let Some(enrolled) = enrolled else { return set(coverage, path, None) };
    if get(coverage, path).is_none() {
        for field in TERMS {
            set(coverage, &format!("{path}.{field}"), Some(json!(UNKNOWN)));
        }
    }
    set(coverage, &format!("{path}.enrolled"), Some(enrolled));
}

/// Whether the plan may leave card money out of its limits: it says so, or nobody knows.
pub fn may_be_uncounted(coverage: &Value) -> bool {
    get(coverage, "plan.assistance").is_none_or(|assistance| assistance != "counts")
}

/// Whether fills of an option may be left to the maker's card alone.
pub fn is_left_to_card(coverage: &Value, option: &str) -> bool {
    let by_card = get(coverage, &format!("{option}.noncovered_route")).is_some_and(|route| route == "card");
    by_card && may_be_uncovered(coverage, option)
}

/// Whether fills of an option may be ones that the plan does not cover.
pub fn may_be_uncovered(coverage: &Value, option: &str) -> bool {
    get(coverage, &format!("{option}.covered")) != Some(&Value::Bool(true))
        || get(coverage, &format!("{option}.coverage_from")).is_some()
}

/// Writes what has to be asked of the cards after a change, and takes back what is not to be asked any more.
/// `before` is the coverage before it: that there is no such limit can have been said, and stays.
pub fn settle(before: &Value, coverage: &mut Value) {
    let list = |value: &Value, path: &str| get(value, path).and_then(Value::as_array).map_or(0, Vec::len);
    for option in (0..list(coverage, "options")).map(|at| format!("options.{at}")) {
        for line in 0..list(coverage, &format!("{option}.lines")) {
            let card = format!("{option}.lines.{line}.card");
            if !get(coverage, &card).is_some_and(Value::is_object) {
                continue;
            }
            let term = |field: &str| format!("{card}.{field}");
            let had_card = get(before, &card).is_some_and(Value::is_object);
            let is_new = !had_card || !may_be_uncounted(before);
            ask(coverage, &term(UNCOUNTED), may_be_uncounted(coverage), is_new);
            let alone = is_left_to_card(coverage, &option);
            ask(coverage, &term(NOT_COVERED), alone, true);
            let pays = alone && get(coverage, &term(NOT_COVERED)) == Some(&Value::Bool(true));
            ask(coverage, &term(LEAVES_NOT_COVERED), pays, true);
        }
    }
}

/// Writes a term as not known where it is wanted and nothing is said of it; takes that back where it is not.
fn ask(coverage: &mut Value, path: &str, is_wanted: bool, is_new: bool) {
    let said = get(coverage, path);
    let is_unknown = said.is_some_and(|said| said == UNKNOWN);
    if is_wanted && is_new && said.is_none() {
        set(coverage, path, Some(json!(UNKNOWN)));
    } else if !is_wanted && is_unknown {
        set(coverage, path, None);
    }
}
