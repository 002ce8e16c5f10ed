//! Which treatments stand in a comparison, and what is known of each before a price was typed.

use serde_json::{Value, json};

use super::{Known, UNKNOWN, get, set};
use crate::checklist::evaluate::Look;
use crate::checklist::facts::{Facts, View};
use crate::checklist::prescription::PrescriptionKind;
use crate::checklist::strength;
use crate::checklist::truth::Truth;
use crate::content::dose::StrengthAt;
use crate::content::drug::Drug;
use crate::content::fill::{Fill, Supply};

/// The id of the option with the generic medicines.
pub const GENERIC_STEP: &str = "generic-step";

/// The options where none were chosen: the prescribed drug, those that are compared with it, and the
/// generic step.
pub(super) fn usual(known: Known<'_>) -> Vec<Value> {
    let guide = &known.content.guide;
    let prescribed = known.prescription.drug;
    let others = guide.compare_with.iter().copied().filter(|drug| Some(*drug) != prescribed);
    let drugs = prescribed.into_iter().chain(others).map(|ix| known.content.drug(ix));
    let mut options: Vec<Value> = drugs.filter_map(|drug| option_of(known, drug)).collect();
    options.push(generic_step(known));
    options
}

/// The options that were chosen. The prescribed drug always stands among them, and first; the generic step
/// always stands among them.
pub(super) fn with_prescribed(known: Known<'_>, options: &[Value]) -> Vec<Value> {
    let mut options = options.to_vec();
    // It is called as it is called now, also where it was kept under another name.
    let name = known.content.guide.generic_step.name.english();
    for option in &mut options {
        if get(option, "id").is_some_and(|id| id == GENERIC_STEP) && get(option, "name").is_some() {
            set(option, "name", Some(json!(name)));
        }
    }
    let has_id = |option: &Value, id: &str| get(option, "id").and_then(Value::as_str) == Some(id);
    if let Some(drug) = known.prescription.drug.map(|ix| known.content.drug(ix)) {
        match options.iter().position(|option| has_id(option, drug.id.as_str())) {
            Some(0) => {}
            Some(at) => {
                let option = options.remove(at);
                options.insert(0, option);
            }
            None => {
                if let Some(option) = option_of(known, drug) {
                    options.insert(0, option);
                }
            }
        }
    }
    if !options.iter().any(|option| has_id(option, GENERIC_STEP)) {
        options.push(generic_step(known));
    }
    options
}

/// The position of the prescribed drug among the options.
pub fn prescribed_option(known: Known<'_>, coverage: &Value) -> Option<usize> {
    let id = known.content.drug(known.prescription.drug?).id.as_str();
    let options = get(coverage, "options")?.as_array()?;
    options.iter().position(|option| get(option, "id").and_then(Value::as_str) == Some(id))
}

/// The drugs that can be added to a comparison: those that a pharmacy dispenses and that do not stand
/// there yet.
pub fn choices<'a>(known: Known<'a>, coverage: &Value) -> Vec<&'a Drug> {
    let options = get(coverage, "options").and_then(Value::as_array).cloned().unwrap_or_default();
    let stands_there =
        |id: &str| options.iter().any(|option| get(option, "id").and_then(Value::as_str) == Some(id));
    known
        .content
        .drugs()
        .iter()
        .filter(|drug| !drug.fills.is_empty() && !stands_there(drug.id.as_str()))
        .collect()
}

/// An option of one drug: nothing is known of prices and of whether the plan covers it. `None` for a drug
/// that no pharmacy dispenses.
pub fn option_of(known: Known<'_>, drug: &Drug) -> Option<Value> {
    if drug.fills.is_empty() {
        return None;
    }
    let lines = match usual_fill(known, drug) {
        Some(fill) => json!([line(known, drug, fill)]),
        None => json!(UNKNOWN),
    };
    Some(json!({
        "id": drug.id.as_str(),
        "name": drug.name,
        "covered": UNKNOWN,
        "lines": lines,
    }))
}

fn generic_step(known: Known<'_>) -> Value {
    let step = &known.content.guide.generic_step;
    let lines: Vec<Value> = step
        .fills
        .iter()
        .filter_map(|of| {
            let drug = known.content.drug(of.drug);
            drug.fills.get(of.fill).map(|fill| line(known, drug, fill))
        })
        .collect();
    json!({"id": GENERIC_STEP, "name": step.name.english(), "covered": UNKNOWN, "lines": lines})
}

fn line(known: Known<'_>, drug: &Drug, fill: &Fill) -> Value {
    let mut line = json!({"drug": drug.id.as_str()});
    set_fill(known, &mut line, drug, fill);
    line
}

/// Writes packages and days of a way to dispense into a line. The price of a package stays if it was
/// known; another package has another price, so it is asked again where the package changed.
pub fn set_fill(known: Known<'_>, line: &mut Value, drug: &Drug, fill: &Fill) {
    let supply = |supply: &Supply| json!([supply.packages, supply.days, UNKNOWN]);
    // Who goes on does not take the first doses again.
    let is_refill =
        known.prescription.drug == Some(drug.ix) && known.prescription.kind == Some(PrescriptionKind::Refill);
    let first: Vec<Value> = match is_refill {
        true => Vec::new(),
        false => fill.first.iter().map(supply).collect(),
    };
    // A cream is used when needed: one package at a time, for a time that is not known.
    let then = fill.then.as_ref().map_or_else(|| json!([1, UNKNOWN, UNKNOWN]), supply);
    super::set(line, "first", (!first.is_empty()).then(|| Value::Array(first)));
    super::set(line, "maintenance", Some(then));
    super::set(line, "price", Some(json!({"source": fill.package})));
}

/// The way in which a drug would be dispensed to this patient: by the strength that was prescribed and by
/// the rows of the dose table that hold. `None` where that is not clear.
pub fn usual_fill<'a>(known: Known<'_>, drug: &'a Drug) -> Option<&'a Fill> {
    let facts = Facts::new(known.content, known.checklist);
    let look = Look { facts: &facts, drug: Some(drug), view: View::Taken };
    let row_truth = |at: &usize| drug.dose.rows.get(*at).map_or(Truth::Unknown, |row| look.truth(&row.when));
    let meant = if known.prescription.drug == Some(drug.ix) {
        meant(drug, &known.prescription.strength)
    } else {
        Vec::new()
    };
    let fits: Vec<&Fill> =
        drug.fills.iter().filter(|fill| meant.is_empty() || meant.contains(&fill.strength)).collect();
    let holds =
        |fill: &&&Fill| !fill.doses.is_empty() && fill.doses.iter().any(|at| row_truth(at) == Truth::True);
    if let Some(fill) = fits.iter().find(holds) {
        return Some(fill);
    }
    let possible: Vec<&Fill> = fits
        .into_iter()
        .filter(|fill| fill.doses.is_empty() || fill.doses.iter().any(|at| row_truth(at) != Truth::False))
        .collect();
    // Strengths that differ by patient are a question; sizes of the same tube are not.
    let first = *possible.first()?;
    let is_clear = possible.iter().all(|fill| fill.doses == first.doses && fill.then == first.then);
    is_clear.then_some(first)
}

/// The strengths that a prescription's words mean; empty where they can't be read.
fn meant(drug: &Drug, written: &str) -> Vec<StrengthAt> {
    let strengths = drug.dose.strengths.iter().enumerate();
    let by_name = |(at, strength): (usize, &crate::content::dose::Strength)| {
        written.strip_prefix(strength.name.as_str()).map(|_| at)
    };
    if let Some(at) = strengths.clone().find_map(by_name) {
        return vec![at];
    }
    let read = strength::read(written);
    strengths
        .filter(|(_, strength)| read.portions.iter().any(|portion| Some(portion.one) == strength.amount))
        .map(|(at, _)| at)
        .collect()
}
