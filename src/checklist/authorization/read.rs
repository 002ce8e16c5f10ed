//! Reads what supports a prior authorization from JSON, field by field.
//!
//! Any field may be missing or `"unknown"`; a field that is not known at all, or a value that is not
//! possible, is an error that names its path and never repeats what stood there.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fact::{Fact, Moment};
use super::{
    Approval, Authorization, BodySurface, Denial, Fill, LightTherapy, Outcome, Score, Specialist, TestDone,
    Tried,
};
use crate::checklist::answer::{InputError, bounded, iso_date};
use crate::content::Content;
use crate::content::decimal::Decimal;
use crate::content::ids::PayerId;

/// The longest text of a field, in characters.
pub(super) const LONGEST: usize = 1_000;
/// The most entries of a list.
pub(super) const MOST: usize = 500;
/// The most that a count can be: days, sessions, bursts.
const LARGEST: u32 = 36_600;

const DATE: &str = "expected a date that exists, as YYYY-MM-DD, or \"unknown\"";
const PAST: &str = "expected a day on or before as_of";

impl Authorization {
    /// Reads what supports a prior authorization, as of the day of the visit.
    ///
    /// # Errors
    /// [`InputError`] for the first field that is not possible.
    pub fn from_json(content: &Content, value: &Value, as_of: Date, field: &str) -> Result<Self, InputError> {
        let reader = Reader { content, as_of };
        let object = reader.object(
            value,
            field.to_owned(),
            &[
                "onset",
                "icd10",
                "severity",
                "body_surface",
                "sites",
                "impact",
                "tried",
                "light",
                "steroid_bursts_a_year",
                "topicals_not_advisable",
                "needle_phobia",
                "tests",
                "specialist",
                "why",
                "why_not_preferred",
                "approvals",
                "denials",
            ],
        )?;
        Ok(Self {
            onset: object.moment("onset")?,
            icd10: object.fact("icd10", icd10)?,
            severity: object.list("severity", |entry| reader.score(entry))?,
            body_surface: object.inner("body_surface", |inner| reader.body_surface(inner))?,
            sites: object.fact("sites", |value| reader.sites(value))?,
            impact: object.text("impact")?,
            tried: object.list("tried", |entry| reader.tried(entry))?,
            light: object.inner("light", |inner| reader.light(inner))?,
            steroid_bursts_a_year: object.fact("steroid_bursts_a_year", |value| count(value, 366))?,
            topicals_not_advisable: object.text("topicals_not_advisable")?,
            needle_phobia: object.yes_no("needle_phobia")?,
            tests: object.list("tests", |entry| reader.test(entry))?,
            specialist: object.inner("specialist", |inner| reader.specialist(inner))?,
            why: object.text("why")?,
            why_not_preferred: object.text("why_not_preferred")?,
            approvals: object.list("approvals", |entry| reader.approval(entry))?,
            denials: object.list("denials", |entry| reader.denial(entry))?,
        })
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    content: &'a Content,
    as_of: Date,
}

/// A value with where it stands.
struct Entry<'v> {
    value: &'v Value,
    path: String,
}

impl<'a> Reader<'a> {
    fn object<'v>(
        self,
        value: &'v Value,
        path: String,
        known: &[&str],
    ) -> Result<Object<'a, 'v>, InputError> {
        let Value::Object(fields) = value else {
            return Err(InputError::new(path, format!("expected an object with {}", known.join(", "))));
        };
        if let Some(other) = fields.keys().find(|key| !known.contains(&key.as_str())) {
            let expected = format!("there is no such field: expected {}", known.join(", "));
            return Err(InputError::new(format!("{path}.{other}"), expected));
        }
        Ok(Object { reader: self, fields, path })
    }

    fn score(self, entry: Entry<'_>) -> Result<Score, InputError> {
        let object = self.object(entry.value, entry.path, &["measure", "value", "on", "by"])?;
        let measures = &self.content.authorization.measures;
        let ids = || measures.iter().map(|measure| measure.id.as_str()).collect::<Vec<_>>().join(", ");
        let measure = object.fields.get("measure").and_then(Value::as_str);
        let measure = measure.and_then(|id| self.content.authorization.measure(id));
        let measure = measure.ok_or_else(|| object.wrong("measure", format!("expected {}", ids())))?;
        Ok(Score {
            measure: measure.id.clone(),
            value: object.fact("value", |value| number(value, measure.max, &measure.name))?,
            on: object.past("on")?,
            by: object.text("by")?,
        })
    }

    fn body_surface(self, entry: Entry<'_>) -> Result<BodySurface, InputError> {
        let object = self.object(entry.value, entry.path, &["percent", "on", "by"])?;
        Ok(BodySurface {
            percent: object
                .fact("percent", |value| number(value, Decimal::from_thousandths(100_000), "%"))?,
            on: object.past("on")?,
            by: object.text("by")?,
        })
    }

    fn sites(self, value: &Value) -> Result<Vec<String>, String> {
        let known = &self.content.authorization;
        let expected = || {
            let ids: Vec<&str> = known.sites.iter().map(|site| site.id.as_str()).collect();
            format!("expected a list of {}, each once, or \"unknown\"", ids.join(", "))
        };
        let mut sites: Vec<String> = Vec::new();
        for item in value.as_array().ok_or_else(expected)? {
            let site = item.as_str().and_then(|id| known.site(id)).ok_or_else(expected)?;
            if sites.contains(&site.id) {
                return Err(expected());
            }
            sites.push(site.id.clone());
        }
        Ok(sites)
    }

    fn tried(self, entry: Entry<'_>) -> Result<Tried, InputError> {
        let object = self.object(
            entry.value,
            entry.path,
            &[
                "drug",
                "strength",
                "vehicle",
                "potency",
                "site",
                "start",
                "stop",
                "days_used",
                "dispensed",
                "outcome",
                "why",
            ],
        )?;
        let tried = Tried {
            drug: object.text("drug")?,
            strength: object.text("strength")?,
            vehicle: object.text("vehicle")?,
            potency: object.fact("potency", |value| {
                let class = count(value, 7)?;
                let class = u8::try_from(class).ok().filter(|class| *class > 0);
                class.ok_or_else(|| "expected a potency class, 1 to 7, or \"unknown\"".to_owned())
            })?,
            site: object.text("site")?,
            start: object.moment("start")?,
            stop: object.moment("stop")?,
            days_used: object.fact("days_used", |value| count(value, LARGEST))?,
            dispensed: object.list("dispensed", |entry| self.fill(entry))?,
            outcome: object.outcome("outcome")?,
            why: object.text("why")?,
        };
        let first = tried.start.known().and_then(|start| start.earliest());
        let last = tried.stop.known().and_then(|stop| stop.latest());
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            return Err(object.wrong("stop", "expected a time on or after start"));
        }
        Ok(tried)
    }

    /// A fill, or its date alone.
    fn fill(self, entry: Entry<'_>) -> Result<Fill, InputError> {
        if let Value::String(text) = entry.value {
            let wrong = |expected: &str| InputError::new(entry.path.as_str(), expected);
            let date = iso_date(text)
                .ok_or_else(|| wrong("expected a date that exists, as YYYY-MM-DD, or an object"))?;
            if date > self.as_of {
                return Err(wrong(PAST));
            }
            return Ok(Fill { on: Fact::Known(date), ..Fill::default() });
        }
        let object = self.object(entry.value, entry.path, &["on", "quantity", "days_supply"])?;
        Ok(Fill {
            on: object.past("on")?,
            quantity: object.text("quantity")?,
            days_supply: object.fact("days_supply", |value| count(value, LARGEST))?,
        })
    }

    fn light(self, entry: Entry<'_>) -> Result<LightTherapy, InputError> {
        let object = self.object(entry.value, entry.path, &["kind", "sessions", "outcome", "barrier"])?;
        Ok(LightTherapy {
            kind: object.text("kind")?,
            sessions: object.fact("sessions", |value| count(value, LARGEST))?,
            outcome: object.outcome("outcome")?,
            barrier: object.text("barrier")?,
        })
    }

    fn test(self, entry: Entry<'_>) -> Result<TestDone, InputError> {
        let object = self.object(entry.value, entry.path, &["test", "on", "result"])?;
        let tests = &self.content.authorization.tests;
        let id = |at: usize| tests.get(at).map(|test| self.content.question(test.question).id.as_str());
        let named = object.fields.get("test").and_then(Value::as_str);
        let found = (0..tests.len()).find(|at| named.is_some() && id(*at) == named);
        let test = found.and_then(|at| tests.get(at)).ok_or_else(|| {
            let ids: Vec<&str> = (0..tests.len()).filter_map(id).collect();
            object.wrong("test", format!("expected {}", ids.join(", ")))
        })?;
        Ok(TestDone { test: test.question, on: object.past("on")?, result: object.text("result")? })
    }

    fn specialist(self, entry: Entry<'_>) -> Result<Specialist, InputError> {
        let object = self.object(entry.value, entry.path, &["name", "npi", "seen_on"])?;
        Ok(Specialist {
            name: object.text("name")?,
            npi: object.fact("npi", npi)?,
            seen_on: object.past("seen_on")?,
        })
    }

    fn approval(self, entry: Entry<'_>) -> Result<Approval, InputError> {
        let object = self.object(entry.value, entry.path, &["drug", "on", "until"])?;
        Ok(Approval { drug: object.text("drug")?, on: object.past("on")?, until: object.date("until")? })
    }

    fn denial(self, entry: Entry<'_>) -> Result<Denial, InputError> {
        let known = ["code", "why", "on", "deadline", "payer", "after_appeal"];
        let object = self.object(entry.value, entry.path, &known)?;
        Ok(Denial {
            code: object.text("code")?,
            why: object.text("why")?,
            on: object.past("on")?,
            deadline: object.date("deadline")?,
            payer: object.fact("payer", |value| {
                let payers = &self.content.payers;
                let ids = || payers.iter().map(|payer| payer.id.as_str()).collect::<Vec<_>>().join(", ");
                let known = value.as_str().filter(|id| self.content.payer_by_id(id).is_some());
                known.map(PayerId::new).ok_or_else(|| format!("expected {} or unknown", ids()))
            })?,
            after_appeal: object.yes_no("after_appeal")?,
        })
    }
}

/// An object, with where it stands.
struct Object<'a, 'v> {
    reader: Reader<'a>,
    fields: &'v Map<String, Value>,
    path: String,
}

impl<'v> Object<'_, 'v> {
    fn wrong(&self, field: &str, expected: impl Into<String>) -> InputError {
        InputError::new(format!("{}.{field}", self.path), expected)
    }

    fn fact<T>(
        &self,
        field: &str,
        read: impl Fn(&'v Value) -> Result<T, String>,
    ) -> Result<Fact<T>, InputError> {
        match self.fields.get(field) {
            None => Ok(Fact::NotAsked),
            Some(Value::String(text)) if text == "unknown" => Ok(Fact::Unknown),
            Some(value) => read(value).map(Fact::Known).map_err(|expected| self.wrong(field, expected)),
        }
    }

    fn text(&self, field: &str) -> Result<Fact<String>, InputError> {
        self.fact(field, text)
    }

    fn yes_no(&self, field: &str) -> Result<Fact<bool>, InputError> {
        let expected = || "expected true, false or \"unknown\"".to_owned();
        self.fact(field, |value| value.as_bool().ok_or_else(expected))
    }

    fn date(&self, field: &str) -> Result<Fact<Date>, InputError> {
        self.fact(field, |value| value.as_str().and_then(iso_date).ok_or_else(|| DATE.to_owned()))
    }

    /// A day that has been.
    fn past(&self, field: &str) -> Result<Fact<Date>, InputError> {
        let date = self.date(field)?;
        match date.known() {
            Some(date) if *date > self.reader.as_of => Err(self.wrong(field, PAST)),
            Some(_) | None => Ok(date),
        }
    }

    fn moment(&self, field: &str) -> Result<Fact<Moment>, InputError> {
        self.fact(field, |value| {
            let expected = "expected a time as YYYY, YYYY-MM or YYYY-MM-DD, or \"unknown\"";
            let moment = value.as_str().and_then(Moment::parse).ok_or_else(|| expected.to_owned())?;
            let begun = moment.earliest().is_some_and(|first| first <= self.reader.as_of);
            if begun { Ok(moment) } else { Err("expected a time on or before as_of".to_owned()) }
        })
    }

    fn outcome(&self, field: &str) -> Result<Fact<Outcome>, InputError> {
        self.fact(field, |value| {
            let found = Outcome::ALL.into_iter().find(|outcome| Some(outcome.id()) == value.as_str());
            found.ok_or_else(|| {
                let ids: Vec<&str> = Outcome::ALL.into_iter().map(Outcome::id).collect();
                format!("expected {} or unknown", ids.join(", "))
            })
        })
    }

    /// An object of fields that are all not asked when it is missing, and not known when it is
    /// `"unknown"` as a whole.
    fn inner<T: Default>(
        &self,
        field: &str,
        read: impl Fn(Entry<'v>) -> Result<T, InputError>,
    ) -> Result<T, InputError> {
        match self.fields.get(field) {
            None => Ok(T::default()),
            Some(Value::String(text)) if text == "unknown" => Ok(T::default()),
            Some(value) => read(Entry { value, path: format!("{}.{field}", self.path) }),
        }
    }

    fn list<T>(
        &self,
        field: &str,
        read: impl Fn(Entry<'v>) -> Result<T, InputError>,
    ) -> Result<Vec<T>, InputError> {
        let list = match self.fields.get(field) {
            None => return Ok(Vec::new()),
            Some(Value::String(text)) if text == "unknown" => return Ok(Vec::new()),
            Some(value) => {
                value.as_array().ok_or_else(|| self.wrong(field, "expected a list or \"unknown\""))?
            }
        };
        if list.len() > MOST {
            return Err(self.wrong(field, format!("expected at most {MOST} entries")));
        }
        let entry = |(at, value)| Entry { value, path: format!("{}.{field}[{at}]", self.path) };
        list.iter().enumerate().map(entry).map(read).collect()
    }
}

fn text(value: &Value) -> Result<String, String> {
    let expected = || format!("expected a text of at most {LONGEST} characters, or \"unknown\"");
    let text = value.as_str().map(str::trim).filter(|text| !text.is_empty()).ok_or_else(expected)?;
    if text.chars().nth(LONGEST).is_some() { Err(expected()) } else { Ok(text.to_owned()) }
}

/// Reads a diagnosis code: a letter, two digits or letters, and up to four more behind a point.
pub(super) fn icd10(value: &Value) -> Result<String, String> {
    let expected = || "expected an ICD-10 code, as L20.9, or \"unknown\"".to_owned();
    icd10_text(value.as_str().ok_or_else(expected)?).ok_or_else(expected)
}

/// The code in its usual form; `None` when it is none.
pub fn icd10_text(text: &str) -> Option<String> {
    let code: String = text.trim().to_uppercase().chars().filter(|c| *c != '.').collect();
    let letters = code.bytes().all(|b| b.is_ascii_alphanumeric());
    let begins = code.bytes().next()?.is_ascii_uppercase() && code.as_bytes().get(1)?.is_ascii_digit();
    if !letters || !begins || !(3..=7).contains(&code.len()) {
        return None;
    }
    let (category, rest) = code.split_at_checked(3)?;
    Some(if rest.is_empty() { category.to_owned() } else { format!("{category}.{rest}") })
}

fn npi(value: &Value) -> Result<String, String> {
    let expected = || "expected an NPI of ten digits whose last one fits, or \"unknown\"".to_owned();
    value.as_str().filter(|text| is_npi(text)).map(ToOwned::to_owned).ok_or_else(expected)
}

/// Whether ten digits are a national provider identifier: their last one is a check digit (Luhn, with
/// 80840 before them, which adds 24).
pub fn is_npi(text: &str) -> bool {
    if text.len() != 10 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = text
        .bytes()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0');
            match at % 2 {
                0 => digit * 2 / 10 + digit * 2 % 10,
                _ => digit,
            }
        })
        .sum();
    (sum + 24).is_multiple_of(10)
}

fn number(value: &Value, max: Decimal, unit: &str) -> Result<Decimal, String> {
    let none = Decimal::from_thousandths(0);
    let Value::Number(typed) = value else {
        return Err(format!("expected a number from 0 to {max} ({unit}) or \"unknown\""));
    };
    bounded(&typed.to_string(), none, max, unit)
}

fn count(value: &Value, most: u32) -> Result<u32, String> {
    let whole = value.as_u64().and_then(|number| u32::try_from(number).ok());
    whole
        .filter(|number| *number <= most)
        .ok_or_else(|| format!("expected a whole number from 0 to {most}, or \"unknown\""))
}
