//! One field of a JSON object: is it there, and is its value possible?

use std::num::NonZeroU16;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::gaps::Gaps;
use crate::checklist::answer::{InputError, iso_date};
use crate::content::price::PriceKind;
use crate::cost::case::NoncoveredRoute;
use crate::cost::help::BridgeScope;
use crate::cost::money::{BasisPoints, Cents};
use crate::cost::plan::{PlanKind, Structure};

/// A JSON object whose fields are all known, and where it stands.
pub struct Object<'a> {
    map: &'a Map<String, Value>,
    path: String,
}

impl<'a> Object<'a> {
    /// An object with no other fields than these. The input as a whole has an empty path.
    ///
    /// # Errors
    /// It is no object, or has a field that there is not.
    pub fn new(value: &'a Value, path: impl Into<String>, fields: &[&str]) -> Result<Self, InputError> {
        let path = path.into();
        let Value::Object(map) = value else {
            let at = if path.is_empty() { "the input" } else { path.as_str() };
            return Err(InputError::new(at, format!("expected an object with {}", or(fields))));
        };
        let object = Self { map, path };
        match map.keys().find(|key| !fields.contains(&key.as_str())) {
            Some(stranger) => Err(InputError::new(
                object.at(stranger),
                format!("there is no such field: expected {}", or(fields)),
            )),
            None => Ok(object),
        }
    }

    /// The path of a field.
    pub fn at(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    /// The value of a field; null is no value.
    pub fn get(&self, field: &str) -> Option<&'a Value> {
        self.map.get(field).filter(|value| !value.is_null())
    }

    /// Whether the field stands there, be it null.
    pub fn names(&self, field: &str) -> bool {
        self.map.contains_key(field)
    }

    /// An error at a field.
    pub fn error(&self, field: &str, expected: impl Into<String>) -> InputError {
        InputError::new(self.at(field), expected)
    }

    /// A field that may be left out.
    ///
    /// # Errors
    /// Its value is not possible.
    pub fn optional<T: Field>(&self, gaps: &mut Gaps, field: &str) -> Result<Option<T>, InputError> {
        match self.get(field) {
            None => Ok(None),
            Some(value) if gaps.allow(value) => {
                gaps.miss(&self.at(field));
                Ok(None)
            }
            Some(value) => T::read(value).map(Some).ok_or_else(|| self.error(field, T::expected())),
        }
    }

    /// A field that decides nothing where it is not known.
    ///
    /// # Errors
    /// Its value is not possible.
    pub fn if_known<T: Field>(&self, gaps: &mut Gaps, field: &str) -> Result<Option<T>, InputError> {
        match self.get(field) {
            Some(value) if gaps.allow(value) => Ok(None),
            Some(_) | None => self.optional(gaps, field),
        }
    }

    /// A field that has to be there. Where gaps are collected, something stands in for it.
    ///
    /// # Errors
    /// Its value is not possible; or it is missing, and gaps are refused.
    pub fn required<T: Field>(&self, gaps: &mut Gaps, field: &str) -> Result<T, InputError> {
        if self.get(field).is_none() {
            gaps.need(&self.at(field), T::expected)?;
            return Ok(T::STAND_IN);
        }
        Ok(self.optional(gaps, field)?.unwrap_or(T::STAND_IN))
    }

    /// A list with the path of each item; empty if there is none.
    ///
    /// # Errors
    /// It is no list.
    pub fn list(&self, field: &str) -> Result<Vec<(String, &'a Value)>, InputError> {
        let at = self.at(field);
        match self.get(field) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => Ok(list
                .iter()
                .enumerate()
                .map(|(position, item)| (format!("{at}[{position}]"), item))
                .collect()),
            Some(_) => Err(InputError::new(at, "expected a list")),
        }
    }
}

/// Words as in "a, b or c".
pub fn or(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}

/// A value that a field can have.
pub trait Field: Sized {
    /// What stands in for a missing one where gaps are collected; nothing is counted with it.
    const STAND_IN: Self;

    /// The value, if it is possible.
    fn read(value: &Value) -> Option<Self>;

    /// What is possible.
    fn expected() -> String;
}

impl Field for Cents {
    const STAND_IN: Self = Self::ZERO;

    fn read(value: &Value) -> Option<Self> {
        value.as_i64().and_then(Self::new)
    }

    fn expected() -> String {
        format!("expected whole cents from 0 to {}", Self::LARGEST.get())
    }
}

impl Field for BasisPoints {
    const STAND_IN: Self = Self::ZERO;

    fn read(value: &Value) -> Option<Self> {
        value.as_u64().and_then(|rate| u16::try_from(rate).ok()).and_then(Self::new)
    }

    fn expected() -> String {
        "expected whole basis points from 0 to 10000".to_owned()
    }
}

impl Field for bool {
    const STAND_IN: Self = false;

    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn expected() -> String {
        "expected true or false".to_owned()
    }
}

impl Field for Date {
    const STAND_IN: Self = Self::ZERO;

    fn read(value: &Value) -> Option<Self> {
        // Centuries away is a slip, and keeps a year's steps within the calendar.
        value.as_str().and_then(iso_date).filter(|day| (1900..=2200).contains(&day.year()))
    }

    fn expected() -> String {
        "expected a date that exists, as YYYY-MM-DD, from 1900 to 2200".to_owned()
    }
}

/// A number of days, 1 to 365.
pub struct Days(pub NonZeroU16);

impl Field for Days {
    const STAND_IN: Self = Self(NonZeroU16::MIN);

    fn read(value: &Value) -> Option<Self> {
        let days = value.as_u64().filter(|days| *days <= 365)?;
        NonZeroU16::new(u16::try_from(days).ok()?).map(Self)
    }

    fn expected() -> String {
        "expected whole days from 1 to 365".to_owned()
    }
}

/// A month of the year, 1 to 12.
pub struct Month(pub i8);

impl Field for Month {
    const STAND_IN: Self = Self(1);

    fn read(value: &Value) -> Option<Self> {
        let month = value.as_i64().filter(|month| (1..=12).contains(month))?;
        i8::try_from(month).ok().map(Self)
    }

    fn expected() -> String {
        "expected a month from 1 to 12".to_owned()
    }
}

/// A number of things, 0 to 1000.
pub struct Count(pub u32);

impl Field for Count {
    const STAND_IN: Self = Self(0);

    fn read(value: &Value) -> Option<Self> {
        let count = value.as_u64().filter(|count| *count <= 1000)?;
        u32::try_from(count).ok().map(Self)
    }

    fn expected() -> String {
        "expected a whole number from 0 to 1000".to_owned()
    }
}

/// Text that is not blank.
pub struct Words(pub String);

impl Field for Words {
    const STAND_IN: Self = Self(String::new());

    fn read(value: &Value) -> Option<Self> {
        value.as_str().filter(|text| !text.trim().is_empty()).map(|text| Self(text.to_owned()))
    }

    fn expected() -> String {
        "expected a text".to_owned()
    }
}

/// A plan year, by the calendar year in which it begins.
#[derive(Clone, Copy)]
pub struct PlanYear(pub i16);

impl Field for PlanYear {
    const STAND_IN: Self = Self(2000);

    fn read(value: &Value) -> Option<Self> {
        let year = value.as_i64().filter(|year| (2000..=2200).contains(year))?;
        i16::try_from(year).ok().map(Self)
    }

    fn expected() -> String {
        "expected the calendar year in which the plan year begins, from 2000 to 2200".to_owned()
    }
}

/// A closed set of values with names.
macro_rules! named {
    ($type:ty, $stand_in:expr) => {
        impl Field for $type {
            const STAND_IN: Self = $stand_in;

            fn read(value: &Value) -> Option<Self> {
                let name = value.as_str()?;
                Self::ALL.into_iter().find(|one| one.id() == name)
            }

            fn expected() -> String {
                format!("expected {}", or(&Self::ALL.map(Self::id)))
            }
        }
    };
}

named!(PlanKind, PlanKind::Commercial);
named!(Structure, Structure::Individual);
named!(BridgeScope, BridgeScope::UntilCovered);
named!(NoncoveredRoute, NoncoveredRoute::Cash);
named!(PriceKind, PriceKind::Entered);
