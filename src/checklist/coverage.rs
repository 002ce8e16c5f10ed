//! Which insurance the patient has, as far as it is known.
//!
//! Payer, state and claims are read here; what a plan, prices and a household are stays as it was given,
//! so that nothing is lost on the way through a record.

use serde_json::{Map, Value};

use super::answer::InputError;
use super::claim::{Claim, claims};
use crate::content::Content;
use crate::content::ids::PayerId;

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

/// The fields of a coverage besides payer and claims.
const FIELDS: [&str; 7] = ["plan", "first_fill", "months", "household", "steps", "options", "credits"];

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
                    let Value::Object(household) = value else {
                        return Err(InputError::new(
                            inner,
                            "expected an object with people, income_cents and state",
                        ));
                    };
                    coverage.state = state(content, household.get("state"), format!("{inner}.state"))?;
                    if let Some(other) = household
                        .keys()
                        .find(|key| !matches!(key.as_str(), "people" | "income_cents" | "state"))
                    {
                        return Err(InputError::new(
                            format!("{inner}.{other}"),
                            "there is no such field: expected people, income_cents or state",
                        ));
                    }
                    coverage.rest.insert(key.clone(), value.clone());
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
