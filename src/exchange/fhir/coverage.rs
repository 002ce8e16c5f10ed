//! How does what is known of the insurance become a Coverage?
//!
//! Only what is a figure is told: an amount that is not known is left out, never nothing. The plan year is that
//! of the day of the visit.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Visit;
use super::terms::{System, coding, day, derived, entry, object, reference, standard, text};
use crate::content::Content;
use crate::content::payer::{Payer, PayerKind};

const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// The id of a visit's Coverage.
pub(super) fn id(visit: &Visit<'_>) -> Option<Uuid> {
    visit.coverage.map(|_| derived(visit.id, "coverage"))
}

/// What a visit knows of the insurance.
pub(super) fn of(content: &Content, visit: &Visit<'_>) -> Option<Value> {
    let (id, coverage) = (id(visit)?, visit.coverage?);
    let payer = coverage.payer.as_ref().and_then(|payer| content.payer_by_id(payer.as_str()));
    let written = coverage.to_json(content);
    let plan = written.get("plan").unwrap_or(&Value::Null);
    let (kind, payor) = match payer {
        Some(payer) => {
            let mut codes = vec![coding(System::Payer, payer.id.as_str(), &payer.name)];
            let pays_alone = payer.kind == PayerKind::None;
            if pays_alone {
                codes.insert(0, standard("coverage-selfpay", "pay"));
            }
            let payor = match pays_alone {
                true => reference(visit.patient.id),
                false => object([("display", text(&payer.name))]),
            };
            (object([("coding", codes.into()), ("text", text(&payer.name))]), payor)
        }
        None => {
            let unknown = json!([{"url": ABSENT, "valueCode": "unknown"}]);
            (Value::Null, json!({"extension": unknown, "display": "Not known"}))
        }
    };
    Some(entry(
        id,
        "Coverage",
        [
            ("status", "active".into()),
            ("type", kind),
            ("beneficiary", reference(visit.patient.id)),
            ("period", year_of(plan, payer, visit.checklist.as_of).unwrap_or_default()),
            ("payor", json!([payor])),
            ("costToBeneficiary", limits(plan).into()),
        ],
    ))
}

/// The plan year of a day, where it is known when it begins.
fn year_of(plan: &Value, payer: Option<&Payer>, as_of: Date) -> Option<Value> {
    let written = plan.get("plan_year_reset_month").and_then(Value::as_i64);
    let month = match written {
        Some(month) => i8::try_from(month).ok()?,
        None => payer?.plan.year_begins?,
    };
    let this_year = Date::new(as_of.year(), month, 1).ok()?;
    let start = if this_year <= as_of { this_year } else { this_year.checked_sub(1.year()).ok()? };
    let end = start.checked_add(1.year()).ok()?.checked_sub(1.day()).ok()?;
    Some(object([("start", day(start)), ("end", day(end))]))
}

/// The limits whose figures are known, each for whom it counts.
fn limits(plan: &Value) -> Vec<Value> {
    let kinds =
        [("deductible", "deductible", "Deductible"), ("oop_max", "maxoutofpocket", "Out-of-pocket maximum")];
    let mut known = Vec::new();
    for (field, code, words) in kinds {
        let Some(limit) = plan.get(field) else { continue };
        // Where only one of the two counts, the other's figure means nothing.
        let structure = limit.get("structure").and_then(Value::as_str);
        let for_whom = [
            ("individual_cents", "one person", structure != Some("aggregate")),
            ("family_cents", "family", structure != Some("individual")),
        ];
        for (figure, whom, counts) in for_whom {
            let cents = limit.get(figure).and_then(Value::as_u64);
            let Some(cents) = cents.filter(|_| counts) else { continue };
            known.push(json!({
                "type": {
                    "coding": [standard("coverage-copay-type", code)],
                    "text": format!("{words}, {whom}, in a plan year"),
                },
                "valueMoney": {"value": dollars(cents), "currency": "USD"},
            }));
        }
    }
    known
}

/// Whole cents as an exact number of dollars with two decimals.
fn dollars(cents: u64) -> Value {
    let text = format!("{}.{:02}", cents / 100, cents % 100);
    text.parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::sample::content;
    use jiff::civil::date;

    #[test]
    fn the_plan_year_is_that_of_the_visit() {
        let year = |month: Value, day: Date| {
            year_of(&json!({"plan_year_reset_month": month}), None, day)
                .map(|period| period.to_string())
                .unwrap_or_default()
        };
        let july = r#"{"start":"2026-07-01","end":"2027-06-30"}"#;
        assert_eq!(year(json!(7), date(2026, 7, 1)), july);
        assert_eq!(year(json!(7), date(2027, 6, 30)), july);
        assert_eq!(year(json!(1), date(2024, 2, 29)), r#"{"start":"2024-01-01","end":"2024-12-31"}"#);
        for unknown in [json!("unknown"), json!(null), json!(13), json!(0), json!(300)] {
            assert_eq!(year(unknown, date(2026, 7, 1)), "");
        }
        let fixed = content().payers.iter().find(|payer| payer.plan.year_begins == Some(1)).unwrap();
        assert!(year_of(&Value::Null, Some(fixed), date(2026, 7, 1)).is_some());
    }

    #[test]
    fn a_limit_is_told_for_whom_it_counts_and_only_where_it_is_known() {
        let limits = |plan: Value| -> Vec<(String, String)> {
            let told = |limit: &Value| {
                (limit["type"]["text"].as_str().unwrap().to_owned(), limit["valueMoney"]["value"].to_string())
            };
            super::limits(&plan).iter().map(told).collect()
        };
        let plan = json!({
            "deductible": {"structure": "aggregate", "individual_cents": 0, "family_cents": 300_005},
            "oop_max": {"structure": "embedded", "individual_cents": 900_000, "family_cents": "unknown"},
        });
        assert_eq!(
            limits(plan),
            [
                ("Deductible, family, in a plan year".to_owned(), "3000.05".to_owned()),
                ("Out-of-pocket maximum, one person, in a plan year".to_owned(), "9000.00".to_owned()),
            ]
        );
        assert!(limits(json!("unknown")).is_empty());
        assert!(limits(json!({"deductible": "unknown", "oop_max": {"individual_cents": -1}})).is_empty());
    }
}
