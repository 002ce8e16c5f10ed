//! Which insurance the patient has, as far as it is known.
//!
//! Payer, state, household, claims and the steps taken are read here; what a plan and prices are stays as
//! it was given, so that nothing is lost on the way through a record.

use serde_json::{Map, Value};

use super::answer::InputError;
use super::claim::{Claim, claims};
use super::household::Household;
use crate::content::Content;
use crate::content::ids::{DrugIx, PayerId};
use crate::content::program::Step;

/// What is known of the coverage. A missing payer or state is not known.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Who pays.
    pub payer: Option<PayerId>,
    /// The state of residence, two letters.
    pub state: Option<String>,
    /// What the plan answered so far, in the order entered.
    pub claims: Vec<Claim>,
    /// Every other field, as it was given.
    rest: Map<String, Value>,
}

/// Which steps on the way to help were taken, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps([Option<bool>; Step::ALL.len()]);

impl Steps {
    /// Whether a step was taken.
    pub fn taken(self, step: Step) -> Option<bool> {
        Step::ALL.into_iter().zip(self.0).find(|(other, _)| *other == step).and_then(|(_, taken)| taken)
    }

    /// Says whether a step was taken.
    pub fn set(&mut self, step: Step, taken: Option<bool>) {
        for (other, place) in Step::ALL.into_iter().zip(&mut self.0) {
            if other == step {
                *place = taken;
            }
        }
    }
}

/// A drug of one of the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionDrug {
    /// The drug.
    pub drug: DrugIx,
    /// The position of the option.
    pub option: usize,
    /// Whether the option is on the label.
    pub on_label: Option<bool>,
}

/// The fields of a coverage besides payer and claims.
const FIELDS: [&str; 8] =
    ["plan", "first_fill", "months", "household", "steps", "options", "credits", "not_sure"];

impl std::fmt::Debug for Coverage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Coverage(…)")
    }
}

impl Coverage {
    /// Reads a coverage.
    ///
    /// # Errors
    /// [`InputError`] for the first field that is not possible.
    pub fn from_json(content: &Content, value: &Value, field: &str) -> Result<Self, InputError> {
        let Value::Object(object) = value else {
            return Err(InputError::new(field, "expected an object"));
        };
        let mut coverage = Self::default();
        for (key, value) in object {
            let inner = format!("{field}.{key}");
            match key.as_str() {
                "payer" => coverage.payer = payer(content, value, inner)?,
                "claims" => coverage.claims = claims(content, value, &inner)?,
                "household" => {
                    Household::from_json(value, &inner)?;
                    coverage.state = state(content, value.get("state"), format!("{inner}.state"))?;
                    coverage.rest.insert(key.clone(), value.clone());
                }
                "steps" => {
                    steps(value, &inner)?;
                    coverage.rest.insert(key.clone(), value.clone());
                }
                "not_sure" if !value.as_array().is_some_and(|list| list.iter().all(Value::is_string)) => {
                    return Err(InputError::new(inner, "expected a list of fields"));
                }
                other if FIELDS.contains(&other) => {
                    coverage.rest.insert(key.clone(), value.clone());
                }
                _ => {
                    return Err(InputError::new(
                        inner,
                        format!("there is no such field: expected payer, claims, {}", FIELDS.join(", ")),
                    ));
                }
            }
        }
        Ok(coverage)
    }

    /// The household; the state is [`Coverage::state`].
    pub fn household(&self) -> Household {
        // What is kept was read once, so that it can be read again.
        let read = self.rest.get("household").map(|value| Household::from_json(value, "household"));
        read.and_then(Result::ok).unwrap_or_default()
    }

    /// The steps taken.
    pub fn steps(&self) -> Steps {
        let read = self.rest.get("steps").map(|value| steps(value, "steps"));
        read.and_then(Result::ok).unwrap_or_default()
    }

    /// The month, 1 to 12, on whose first day the plan year begins: as it was said, else as the payer fixes it
    /// for every plan. `None` is not known.
    pub fn reset_month(&self, content: &Content) -> Option<i8> {
        let said = self.rest.get("plan").and_then(|plan| plan.get("plan_year_reset_month"));
        let month = match said {
            Some(said) => said.as_i64().and_then(|month| i8::try_from(month).ok()),
            None => content.payer_by_id(self.payer.as_ref()?.as_str())?.plan.year_begins,
        };
        month.filter(|month| (1..=12).contains(month))
    }

    /// The drugs of the options' lines that the content knows, once for each option.
    pub fn option_drugs(&self, content: &Content) -> Vec<OptionDrug> {
        let mut drugs: Vec<OptionDrug> = Vec::new();
        let options = self.rest.get("options").and_then(Value::as_array).into_iter().flatten();
        for (position, option) in options.enumerate() {
            let lines = option.get("lines").and_then(Value::as_array).into_iter().flatten();
            let ids = lines.filter_map(|line| line.get("drug").and_then(Value::as_str));
            for drug in ids.filter_map(|id| content.drug_by_id(id)) {
                let on_label = option.get("on_label").and_then(Value::as_bool);
                let found = OptionDrug { drug: drug.ix, option: position, on_label };
                if !drugs.contains(&found) {
                    drugs.push(found);
                }
            }
        }
        drugs
    }

    /// The coverage as JSON; a payer or state that is not known is `"unknown"`.
    pub fn to_json(&self, content: &Content) -> Value {
        let known = |text: Option<&str>| Value::from(text.unwrap_or("unknown"));
        let mut object =
            Map::from_iter([("payer".to_owned(), known(self.payer.as_ref().map(PayerId::as_str)))]);
        object.extend(self.rest.clone());
        let mut household = match object.remove("household") {
            Some(Value::Object(household)) => household,
            _ => Map::new(),
        };
        household.insert("state".into(), known(self.state.as_deref()));
        object.insert("household".into(), Value::Object(household));
        if !self.claims.is_empty() {
            let claims = self.claims.iter().map(|claim| claim.to_json(content)).collect();
            object.insert("claims".into(), Value::Array(claims));
        }
        Value::Object(object)
    }
}

fn payer(content: &Content, value: &Value, field: String) -> Result<Option<PayerId>, InputError> {
    let ids = || content.payers.iter().map(|payer| payer.id.as_str()).collect::<Vec<_>>().join(", ");
    match value.as_str() {
        Some("unknown") => Ok(None),
        Some(id) if content.payer_by_id(id).is_some() => Ok(Some(PayerId::new(id))),
        _ => Err(InputError::new(field, format!("expected {} or unknown", ids()))),
    }
}

/// Reads the steps taken. What is left out or `"unknown"` is not known.
fn steps(value: &Value, field: &str) -> Result<Steps, InputError> {
    let fields = || Step::ALL.map(Step::field).join(", ");
    let object = match value {
        Value::Null => return Ok(Steps::default()),
        Value::Object(object) => object,
        _ => return Err(InputError::new(field, format!("expected an object with {}", fields()))),
    };
    let mut steps = Steps::default();
    for (key, value) in object {
        let inner = format!("{field}.{key}");
        let Some(step) = Step::ALL.into_iter().find(|step| step.field() == key) else {
            let expected = format!("there is no such field: expected {}", fields());
            return Err(InputError::new(inner, expected));
        };
        match value {
            Value::Bool(taken) => steps.set(step, Some(*taken)),
            Value::Null => {}
            unknown if unknown == "unknown" => {}
            _ => return Err(InputError::new(inner, "expected true, false or unknown")),
        }
    }
    Ok(steps)
}

fn state(content: &Content, value: Option<&Value>, field: String) -> Result<Option<String>, InputError> {
    match value {
        None => Ok(None),
        Some(value) => match value.as_str() {
            Some("unknown") => Ok(None),
            Some(id) if content.state_by_id(id).is_some() => Ok(Some(id.to_owned())),
            _ => Err(InputError::new(field, "expected the two letters of a state, or unknown")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::sample::content;
    use serde_json::json;

    #[test]
    fn a_coverage_with_claims_comes_back_as_it_was_written() {
        let written = json!({
            "payer": "employer",
            "household": {"state": "OH"},
            "months": 12,
            "claims": [
                {"drug": "tacrolimus", "date": "2026-11-02", "result": "rejected", "code": "75"},
                {"drug": "tacrolimus", "date": "2026-11-24", "result": "paid", "patient_pay_cents": 1500},
            ],
        });
        let coverage = Coverage::from_json(content(), &written, "coverage").unwrap();
        assert_eq!(coverage.claims.len(), 2);
        assert_eq!(coverage.to_json(content()), written);
        let none = Coverage::from_json(content(), &json!({"claims": []}), "coverage").unwrap();
        assert!(none.to_json(content()).get("claims").is_none());
    }

    #[test]
    fn a_claim_that_is_not_possible_is_refused_with_its_place() {
        let claims = json!({"claims": [{"drug": "tacrolimus", "date": "2026-11-24", "result": "maybe"}]});
        let error = Coverage::from_json(content(), &claims, "coverage").unwrap_err();
        assert_eq!(error.to_string(), "coverage.claims[0].result: expected paid or rejected");
    }
}
