//! What did the plan answer when a treatment was billed?
//!
//! A claim is kept as the pharmacy's system shows it: amounts in cents, each known or not. Systems differ
//! in what they fill in, so that figures that do not fit together are told of and never refused.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::answer::{InputError, iso_date};
use crate::content::Content;
use crate::content::claim::Figure;
use crate::content::ids::{DrugIx, RejectId};

/// The most claims that a coverage holds.
pub const MOST_CLAIMS: usize = 20;

/// The largest amount that is taken in: a cent below a billion dollars.
const LARGEST: i64 = 99_999_999_999;

/// What a plan answered to one claim.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    /// What was billed.
    pub drug: DrugIx,
    /// The day of the claim.
    pub date: Date,
    /// For how many days, 1 to 365.
    pub days_supply: Option<u16>,
    /// How many packages, 1 to 1000.
    pub packages: Option<u32>,
    /// What came back.
    pub outcome: Outcome,
}

/// What came back.
#[derive(Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The plan pays.
    Paid(PaidClaim),
    /// The plan does not pay: an id of `claims.toml`.
    Rejected(RejectId),
}

/// The figures of a paid claim, in cents. What is `None` is not known; it is not nothing.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct PaidClaim {
    /// What the plan leaves to the patient, before a card that is billed second.
    pub patient_pay: Option<i64>,
    /// What the plan pays.
    pub plan_paid: Option<i64>,
    /// The part of the patient's that falls under the deductible.
    pub to_deductible: Option<i64>,
    /// The part of the patient's that is a fixed amount.
    pub copay: Option<i64>,
    /// The part of the patient's that is a percentage.
    pub coinsurance: Option<i64>,
    /// What is left of the deductible after this claim.
    pub remaining_deductible: Option<i64>,
    /// What the copay card pays.
    pub card_paid: Option<i64>,
}

// What a patient was billed is shown nowhere by accident.
impl std::fmt::Debug for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Claim(…)")
    }
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outcome(…)")
    }
}

impl std::fmt::Debug for PaidClaim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PaidClaim(…)")
    }
}

/// The fields that every claim may have.
const COMMON: [&str; 5] = ["drug", "date", "packages", "days_supply", "result"];
/// The field of a rejected claim.
const CODE: &str = "code";

impl Claim {
    /// Reads a claim.
    ///
    /// # Errors
    /// [`InputError`] for the first field that is missing or not possible.
    pub fn from_json(content: &Content, value: &Value, field: &str) -> Result<Self, InputError> {
        let Value::Object(object) = value else {
            return Err(InputError::new(field, "expected an object with drug, date and result"));
        };
        let at = |name: &str| format!("{field}.{name}");
        let is_paid = match object.get("result").and_then(Value::as_str) {
            Some("paid") => true,
            Some("rejected") => false,
            Some(_) | None => return Err(InputError::new(at("result"), "expected paid or rejected")),
        };
        let own: Vec<&str> = if is_paid { figures().map(|(_, key)| key).collect() } else { vec![CODE] };
        let known = || COMMON.into_iter().chain(own.iter().copied());
        if let Some(stranger) = object.keys().find(|key| known().all(|known| known != key.as_str())) {
            let fields = known().collect::<Vec<_>>().join(", ");
            return Err(InputError::new(at(stranger), format!("there is no such field: expected {fields}")));
        }
        let drug = object.get("drug").and_then(Value::as_str).and_then(|id| content.drug_by_id(id));
        let drug = drug.ok_or_else(|| InputError::new(at("drug"), "expected the id of a drug"))?.ix;
        // Centuries away is a slip, and keeps a year's steps within the calendar.
        let date = object.get("date").and_then(Value::as_str).and_then(iso_date);
        let date = date.filter(|day| (1900..=2200).contains(&day.year())).ok_or_else(|| {
            InputError::new(at("date"), "expected a date that exists, as YYYY-MM-DD, from 1900 to 2200")
        })?;
        let count = |name: &str, most: u64, expected: &str| match known_value(object, name) {
            None => Ok(None),
            Some(value) => match value.as_u64().filter(|count| (1..=most).contains(count)) {
                Some(count) => Ok(Some(count)),
                None => Err(InputError::new(at(name), expected)),
            },
        };
        let days = count("days_supply", 365, "expected whole days from 1 to 365, or unknown")?;
        let packages = count("packages", 1000, "expected a whole number from 1 to 1000, or unknown")?;
        let outcome = if is_paid {
            Outcome::Paid(PaidClaim::from_json(object, field)?)
        } else {
            let code = object.get(CODE).and_then(Value::as_str);
            let reject = code.and_then(|code| content.claims.reject(code)).ok_or_else(|| {
                let ids = content.claims.rejects.iter().map(|reject| reject.id.as_str());
                InputError::new(at(CODE), format!("expected {}", ids.collect::<Vec<_>>().join(", ")))
            })?;
            Outcome::Rejected(reject.id.clone())
        };
        Ok(Self {
            drug,
            date,
            days_supply: days.and_then(|days| u16::try_from(days).ok()),
            packages: packages.and_then(|packages| u32::try_from(packages).ok()),
            outcome,
        })
    }

    /// The claim as JSON, without what is not known.
    pub fn to_json(&self, content: &Content) -> Value {
        let mut object = Map::new();
        object.insert("drug".into(), content.drug(self.drug).id.as_str().into());
        object.insert("date".into(), self.date.to_string().into());
        if let Some(packages) = self.packages {
            object.insert("packages".into(), packages.into());
        }
        if let Some(days) = self.days_supply {
            object.insert("days_supply".into(), days.into());
        }
        match &self.outcome {
            Outcome::Paid(paid) => {
                object.insert("result".into(), "paid".into());
                for (figure, key) in figures() {
                    if let Some(cents) = paid.figure(figure) {
                        object.insert(key.into(), cents.into());
                    }
                }
            }
            Outcome::Rejected(code) => {
                object.insert("result".into(), "rejected".into());
                object.insert(CODE.into(), code.as_str().into());
            }
        }
        Value::Object(object)
    }

    /// The figures, if it was paid.
    pub fn paid(&self) -> Option<&PaidClaim> {
        match &self.outcome {
            Outcome::Paid(paid) => Some(paid),
            Outcome::Rejected(_) => None,
        }
    }
}

impl PaidClaim {
    fn from_json(object: &Map<String, Value>, field: &str) -> Result<Self, InputError> {
        let mut paid = Self::default();
        for (figure, key) in figures() {
            let Some(value) = known_value(object, key) else { continue };
            let cents = value.as_i64().filter(|cents| (0..=LARGEST).contains(cents)).ok_or_else(|| {
                InputError::new(
                    format!("{field}.{key}"),
                    format!("expected whole cents from 0 to {LARGEST}, or unknown"),
                )
            })?;
            if let Some(place) = paid.place(figure) {
                *place = Some(cents);
            }
        }
        Ok(paid)
    }

    /// A figure in cents, if it is known.
    pub fn figure(&self, figure: Figure) -> Option<i64> {
        let mut copy = *self;
        copy.place(figure).and_then(|place| *place)
    }

    fn place(&mut self, figure: Figure) -> Option<&mut Option<i64>> {
        match figure {
            Figure::PatientPay => Some(&mut self.patient_pay),
            Figure::PlanPaid => Some(&mut self.plan_paid),
            Figure::ToDeductible => Some(&mut self.to_deductible),
            Figure::Copay => Some(&mut self.copay),
            Figure::Coinsurance => Some(&mut self.coinsurance),
            Figure::RemainingDeductible => Some(&mut self.remaining_deductible),
            Figure::CardPaid => Some(&mut self.card_paid),
            // It follows from the deductible and what remains of it, and is not kept beside it.
            Figure::AccumulatedDeductible => None,
        }
    }

    /// What of the patient's part falls under the deductible and past it, in cents, if all of it is known.
    /// A plan has a copay or a coinsurance: of the two, one is enough.
    pub fn parts(&self) -> Option<i64> {
        let share = match (self.copay, self.coinsurance) {
            (None, None) => return None,
            (copay, coinsurance) => copay.unwrap_or(0).saturating_add(coinsurance.unwrap_or(0)),
        };
        Some(self.to_deductible?.saturating_add(share))
    }

    /// What does not fit together, in words. Never a reason to refuse a claim: systems differ in what
    /// they fill in.
    pub fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        let (pay, card) = (self.patient_pay, self.card_paid.unwrap_or(0));
        if let (Some(pay), Some(parts)) = (pay, self.parts()) {
            let fits = |whole: i64| (whole - parts).abs() <= 1;
            if !fits(pay) && !fits(pay.saturating_add(card)) {
                doubts.push(
                    "the parts (deductible, copay, coinsurance) do not add up to the patient pay amount: check them"
                        .to_owned(),
                );
            }
        }
        if let (Some(pay), Some(deductible), None) = (pay, self.to_deductible, self.parts())
            && deductible > pay.saturating_add(card)
        {
            doubts.push("more went to the deductible than the patient pays: check both".to_owned());
        }
        if pay == Some(0) && self.plan_paid == Some(0) {
            doubts.push("neither the patient nor the plan pays anything: check both".to_owned());
        }
        doubts
    }
}

/// The figures that are kept, with their names in records.
fn figures() -> impl Iterator<Item = (Figure, &'static str)> {
    Figure::ALL.into_iter().filter_map(|figure| {
        let key = match figure {
            Figure::PatientPay => "patient_pay_cents",
            Figure::PlanPaid => "plan_paid_cents",
            Figure::ToDeductible => "to_deductible_cents",
            Figure::Copay => "copay_cents",
            Figure::Coinsurance => "coinsurance_cents",
            Figure::RemainingDeductible => "remaining_deductible_cents",
            Figure::CardPaid => "card_paid_cents",
            Figure::AccumulatedDeductible => return None,
        };
        Some((figure, key))
    })
}

/// A value that is there and known.
fn known_value<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null() && *value != "unknown")
}

/// Reads the claims of a coverage.
///
/// # Errors
/// [`InputError`] for the first field that is not possible.
pub fn claims(content: &Content, value: &Value, field: &str) -> Result<Vec<Claim>, InputError> {
    let Value::Array(list) = value else {
        return Err(InputError::new(field, "expected a list of claims"));
    };
    if list.len() > MOST_CLAIMS {
        return Err(InputError::new(field, format!("expected at most {MOST_CLAIMS} claims")));
    }
    list.iter()
        .enumerate()
        .map(|(at, value)| Claim::from_json(content, value, &format!("{field}[{at}]")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::sample::content;
    use serde_json::json;

    fn read(value: &Value) -> Result<Claim, String> {
        Claim::from_json(content(), value, "claims[0]").map_err(|error| error.to_string())
    }

    fn paid() -> Value {
        json!({
            "drug": "tacrolimus", "date": "2026-11-24", "packages": 1, "days_supply": 30, "result": "paid",
            "patient_pay_cents": 175_000, "plan_paid_cents": 475_000, "to_deductible_cents": 150_000,
            "coinsurance_cents": 25_000, "remaining_deductible_cents": 0, "card_paid_cents": 174_500,
        })
    }

    fn with(key: &str, value: Value) -> Value {
        let mut claim = paid();
        claim[key] = value;
        claim
    }

    #[test]
    fn a_claim_comes_back_as_it_was_written() {
        let rejected =
            json!({"drug": "tacrolimus", "date": "2026-11-24", "result": "rejected", "code": "75"});
        for claim in [paid(), rejected] {
            assert_eq!(read(&claim).unwrap().to_json(content()), claim);
        }
        for reject in &content().claims.rejects {
            let claim = json!({
                "drug": "tacrolimus", "date": "2026-11-24", "result": "rejected", "code": reject.id.as_str(),
            });
            assert!(read(&claim).unwrap().outcome == Outcome::Rejected(reject.id.clone()));
        }
    }

    #[test]
    fn what_is_unknown_is_not_nothing() {
        for value in [json!("unknown"), Value::Null] {
            let claim = read(&with("patient_pay_cents", value)).unwrap();
            assert_eq!(claim.paid().unwrap().patient_pay, None);
            assert!(claim.to_json(content()).get("patient_pay_cents").is_none());
        }
        let claim = read(&with("packages", json!("unknown"))).unwrap();
        assert_eq!((claim.packages, claim.days_supply), (None, Some(30)));
    }

    #[test]
    fn what_is_impossible_is_refused_with_its_field_and_without_what_was_given() {
        let cents = "whole cents from 0 to";
        for (key, value, expected) in [
            ("drug", json!("moonlight"), "the id of a drug"),
            ("drug", Value::Null, "the id of a drug"),
            ("date", json!("2026-02-30"), "YYYY-MM-DD"),
            ("date", json!("unknown"), "YYYY-MM-DD"),
            ("date", json!("1066-10-14"), "1900 to 2200"),
            ("packages", json!(0), "1 to 1000"),
            ("days_supply", json!(366), "1 to 365"),
            ("days_supply", json!(1.5), "1 to 365"),
            ("result", json!("pending"), "paid or rejected"),
            ("result", Value::Null, "paid or rejected"),
            ("patient_pay_cents", json!(-1), cents),
            ("plan_paid_cents", json!(1.5), cents),
            ("copay_cents", json!("5"), cents),
            ("card_paid_cents", json!(100_000_000_000_i64), cents),
            ("code", json!("75"), "there is no such field"),
            ("accumulated_deductible_cents", json!(1), "there is no such field"),
        ] {
            let words = read(&with(key, value)).unwrap_err();
            assert!(words.starts_with(&format!("claims[0].{key}: ")) && words.contains(expected), "{words}");
            assert!(!words.contains("moonlight"));
        }
        let rejected = |code: Value| {
            read(&json!({"drug": "tacrolimus", "date": "2026-11-24", "result": "rejected", "code": code}))
        };
        let words = rejected(json!("99")).unwrap_err();
        assert_eq!(words, "claims[0].code: expected 70, 75, 76, 79, 608, 40, specialty-pharmacy");
        assert!(rejected(json!(75)).is_err(), "a code is a text");
        assert!(read(&json!([])).is_err());
    }

    #[test]
    fn at_most_twenty_claims_are_kept() {
        let list = |count: usize| Value::Array(vec![paid(); count]);
        assert_eq!(claims(content(), &list(20), "claims").unwrap().len(), 20);
        let words = claims(content(), &list(21), "claims").unwrap_err().to_string();
        assert_eq!(words, "claims: expected at most 20 claims");
        assert!(claims(content(), &paid(), "claims").is_err());
    }

    #[test]
    fn figures_that_do_not_fit_together_are_told_and_kept() {
        let doubts = |claim: Value| read(&claim).unwrap().paid().unwrap().doubts();
        assert_eq!(doubts(paid()), [""; 0]);
        assert!(doubts(with("coinsurance_cents", json!(20_000)))[0].contains("do not add up"));
        let after_card = with("patient_pay_cents", json!(500));
        assert_eq!(doubts(after_card), [""; 0], "what is left after the card fits too");
        let mut more = with("to_deductible_cents", json!(400_000));
        more["coinsurance_cents"] = json!("unknown");
        assert!(doubts(more)[0].contains("more went to the deductible"));
        let mut free = with("patient_pay_cents", json!(0));
        free["plan_paid_cents"] = json!(0);
        assert!(doubts(free).iter().any(|words| words.contains("neither")));
    }

    #[test]
    fn a_claim_is_shown_nowhere_by_accident() {
        let claim = read(&paid()).unwrap();
        assert_eq!(format!("{claim:?} {:?}", claim.outcome), "Claim(…) Outcome(…)");
        assert_eq!(format!("{:?}", claim.paid().unwrap()), "PaidClaim(…)");
    }
}
