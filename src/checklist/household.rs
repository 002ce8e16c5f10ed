//! How many people live on which income, and is that within a limit?
//!
//! Programs count households and incomes each in their own way, so that a result is "likely within",
//! never "eligible". Amounts are whole cents a year.

use serde_json::Value;

use super::answer::InputError;
use super::truth::Truth;
use crate::content::statutory::PovertyLevel;

/// The largest income that is taken in: a cent below a billion dollars.
const LARGEST_CENTS: i64 = 99_999_999_999;
/// The most people of a household.
const MOST_PEOPLE: u64 = 1000;
/// The fields of a household besides the state.
const FIELDS: [&str; 4] = ["people", "income_cents", "income_at_most_cents", "income_above_cents"];

/// A household, as far as it is known.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Household {
    /// How many people; at least one.
    pub people: Option<u32>,
    /// What they live on.
    pub income: Income,
}

/// The income of a household in a year, in cents: known exactly, or by answers to "at or below $X?".
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Income {
    /// The figure.
    pub exact: Option<i64>,
    /// An amount that it does not exceed.
    pub at_most: Option<i64>,
    /// An amount that it exceeds.
    pub above: Option<i64>,
}

impl std::fmt::Debug for Household {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Household(…)")
    }
}

impl std::fmt::Debug for Income {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Income(…)")
    }
}

impl Income {
    /// Whether it is at or below so many cents.
    pub fn is_within(self, limit_cents: i64) -> Truth {
        if let Some(exact) = self.exact {
            return Truth::known(exact <= limit_cents);
        }
        if self.at_most.is_some_and(|bound| bound <= limit_cents) {
            return Truth::True;
        }
        if self.above.is_some_and(|bound| bound >= limit_cents) {
            return Truth::False;
        }
        Truth::Unknown
    }
}

impl Household {
    /// Reads a household; the state is read elsewhere. What is left out or `"unknown"` is not known.
    ///
    /// # Errors
    /// [`InputError`] for the first field that is not possible, there is not, or contradicts another.
    pub fn from_json(value: &Value, field: &str) -> Result<Self, InputError> {
        let at = |name: &str| format!("{field}.{name}");
        let fields = || format!("{} or state", FIELDS.join(", "));
        let Value::Object(object) = value else {
            return Err(InputError::new(field, format!("expected an object with {}", fields())));
        };
        if let Some(other) = object.keys().find(|key| *key != "state" && !FIELDS.contains(&key.as_str())) {
            let expected = format!("there is no such field: expected {}", fields());
            return Err(InputError::new(at(other), expected));
        }
        let given = |name: &str| object.get(name).filter(|value| !value.is_null() && *value != "unknown");
        let cents = |name: &str| match given(name) {
            None => Ok(None),
            Some(value) => match value.as_i64().filter(|cents| (0..=LARGEST_CENTS).contains(cents)) {
                Some(cents) => Ok(Some(cents)),
                None => Err(InputError::new(
                    at(name),
                    format!("expected whole cents from 0 to {LARGEST_CENTS}, or unknown"),
                )),
            },
        };
        let people = match given("people") {
            None => None,
            Some(value) => {
                let people = value.as_u64().filter(|people| (1..=MOST_PEOPLE).contains(people));
                let people = people.and_then(|people| u32::try_from(people).ok());
                Some(people.ok_or_else(|| {
                    let expected = format!(
                        "expected a whole number, at least one and at most {MOST_PEOPLE}, or unknown"
                    );
                    InputError::new(at("people"), expected)
                })?)
            }
        };
        let income = Income {
            exact: cents("income_cents")?,
            at_most: cents("income_at_most_cents")?,
            above: cents("income_above_cents")?,
        };
        let contradicts = |name: &str, expected: &str| Err(InputError::new(at(name), expected));
        match income {
            Income { at_most: Some(at_most), above: Some(above), .. } if above >= at_most => {
                contradicts("income_above_cents", "expected less than income_at_most_cents")
            }
            Income { exact: Some(exact), at_most: Some(at_most), .. } if exact > at_most => {
                contradicts("income_at_most_cents", "expected no less than income_cents")
            }
            Income { exact: Some(exact), above: Some(above), .. } if exact <= above => {
                contradicts("income_above_cents", "expected less than income_cents")
            }
            _ => Ok(Self { people, income }),
        }
    }
}

/// The poverty level of a household, in cents a year.
pub fn poverty_cents(level: PovertyLevel, people: u32) -> i64 {
    level.one_cents.saturating_add(level.more_cents.saturating_mul(i64::from(people.saturating_sub(1))))
}

/// The highest income that is at or below so many percent of a poverty level, exactly: both in cents.
pub fn limit_cents(poverty_cents: i64, percent: u32) -> i64 {
    i64::try_from(i128::from(poverty_cents) * i128::from(percent) / 100).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LEVEL: PovertyLevel = PovertyLevel { one_cents: 1_596_000, more_cents: 568_000 };

    fn exactly(cents: i64) -> Income {
        Income { exact: Some(cents), ..Income::default() }
    }

    #[test]
    fn at_the_limit_is_within_and_a_cent_above_is_not() {
        assert_eq!(poverty_cents(LEVEL, 1), 1_596_000);
        assert_eq!(poverty_cents(LEVEL, 4), 3_300_000);
        let limit = limit_cents(poverty_cents(LEVEL, 1), 400);
        assert_eq!(exactly(6_384_000).is_within(limit), Truth::True);
        assert_eq!(exactly(6_384_001).is_within(limit), Truth::False);
        assert_eq!(exactly(0).is_within(limit_cents(1_596_000, 0)), Truth::True);
        // 138 % of $1.01 is $1.3938: $1.39 is within, $1.40 is not.
        assert_eq!(limit_cents(101, 138), 139);
    }

    #[test]
    fn a_bound_decides_what_lies_beyond_it_and_nothing_else() {
        let at_most = Income { at_most: Some(500), ..Income::default() };
        let between = Income { at_most: Some(500), above: Some(300), exact: None };
        assert_eq!(at_most.is_within(500), Truth::True);
        assert_eq!(at_most.is_within(499), Truth::Unknown);
        assert_eq!(between.is_within(300), Truth::False);
        assert_eq!(between.is_within(301), Truth::Unknown);
        assert_eq!(Income::default().is_within(i64::MAX), Truth::Unknown);
    }

    #[test]
    fn a_contradiction_and_what_is_not_possible_name_their_field() {
        let read = |value| Household::from_json(&value, "h").map_err(|error| error.field);
        for (value, field) in [
            (json!({"people": 0}), "h.people"),
            (json!({"people": 1001}), "h.people"),
            (json!({"income_cents": -1}), "h.income_cents"),
            (json!({"income_cents": 1.5}), "h.income_cents"),
            (json!({"income_at_most_cents": "5"}), "h.income_at_most_cents"),
            (json!({"income_at_most_cents": 5, "income_above_cents": 5}), "h.income_above_cents"),
            (json!({"income_cents": 6, "income_at_most_cents": 5}), "h.income_at_most_cents"),
            (json!({"income_cents": 5, "income_above_cents": 5}), "h.income_above_cents"),
            (json!({"pets": 1}), "h.pets"),
            (json!([]), "h"),
        ] {
            assert_eq!(read(value.clone()), Err(field.to_owned()), "{value}");
        }
        let known = read(json!({"people": 3, "income_at_most_cents": 5, "income_above_cents": 4})).unwrap();
        assert_eq!(known.people, Some(3));
        assert_eq!(known.income, Income { exact: None, at_most: Some(5), above: Some(4) });
        let unknown = json!({"people": "unknown", "income_cents": "unknown", "state": "OH"});
        assert_eq!(read(unknown), Ok(Household::default()));
        assert_eq!(read(json!({"people": null})), Ok(Household::default()));
    }
}
