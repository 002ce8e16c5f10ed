//! What the patient said: one typed answer to one question, and its form in JSON.
//!
//! The forms are those of the command line and of the vault. An answer that is not possible never
//! becomes an [`Answer`]; the error says what would have been possible and does not repeat what
//! was given, which may be about a patient.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::content::decimal::{Decimal, DecimalError};
use crate::content::ids::{ChoiceIx, ChoiceSet, MedicineIx};
use crate::content::question::{Kind, Question};
use crate::content::{Content, ids::MedicineId};

/// An answer to one question.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The patient or the pharmacist can't say.
    Unsure,
    /// One choice; also the answer to a yes-no question.
    Choice(ChoiceIx),
    /// What applies; every choice that is neither here nor unsure does not apply.
    Many(Many),
    /// A number in the unit of the question.
    Number(Decimal),
    /// What is taken; an empty list is "takes nothing else".
    Medicines(Vec<Intake>),
}

/// The answer to a many-choice question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Many {
    /// What applies.
    pub yes: ChoiceSet,
    /// What could not be said. No choice is in both.
    pub unsure: ChoiceSet,
}

/// A medicine as it was listed.
#[derive(Clone, PartialEq, Eq)]
pub struct Intake {
    /// The name as typed.
    pub name: String,
    /// How the name is read.
    pub reading: Reading,
    /// The daily dose in mg, where a rule needs it.
    pub daily_mg: Option<Decimal>,
    /// Since when it is taken.
    pub since: Option<Date>,
    /// Whether it is taken on or will be stopped before the new drug starts.
    pub course: Course,
    /// The line as it stood in a list that was pasted, with its directions; no rule reads it.
    pub written: Option<String>,
}

/// How the name of a medicine is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// By the medicine list.
    ByName,
    /// As the entry that the pharmacist named.
    As(MedicineIx),
    /// Looked up by the pharmacist: no relevant interaction. Counts where the list does not know the name.
    ReviewedNone,
}

/// Whether a medicine goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It is taken on.
    Taken,
    /// It will be stopped before the new drug starts.
    Stopping,
}

// What a patient said is shown nowhere by accident.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answer(…)")
    }
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Intake(…)")
    }
}

/// A value that is not possible where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {expected}")]
pub struct InputError {
    /// The path of the field, for example `answers.severity`.
    pub field: String,
    /// What was expected there.
    pub expected: String,
}

impl InputError {
    /// An error at a field.
    pub fn new(field: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { field: shown(field.into()), expected: expected.into() }
    }
}

/// Whoever wrote the input may have named the field: what steers a terminal is not passed on to one,
/// and no more than fits on a few lines.
fn shown(field: String) -> String {
    const MOST: usize = 200;
    let plain = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    if field.chars().nth(MOST).is_none() {
        return if field.contains(char::is_control) { field.chars().map(plain).collect() } else { field };
    }
    field.chars().take(MOST).map(plain).chain(['…']).collect()
}

impl Answer {
    /// Reads an answer to a question.
    ///
    /// # Errors
    /// [`InputError`] at `field` or below it, saying what would have been possible.
    pub fn from_json(
        content: &Content,
        question: &Question,
        value: &Value,
        as_of: Date,
        field: &str,
    ) -> Result<Self, InputError> {
        if value.as_str() == Some("unsure") {
            return Ok(Self::Unsure);
        }
        match &question.kind {
            Kind::YesNo | Kind::Choice => value
                .as_str()
                .and_then(|id| question.choice_named(id))
                .map(Self::Choice)
                .ok_or_else(|| InputError::new(field, format!("expected {}", choice_words(question)))),
            Kind::Many => many(question, value, field).map(Self::Many),
            Kind::Number(number) => {
                let Value::Number(typed) = value else {
                    return Err(InputError::new(
                        field,
                        format!(
                            "expected a number from {} to {} ({}) or \"unsure\"",
                            number.min, number.max, number.unit
                        ),
                    ));
                };
                bounded(&typed.to_string(), number.min, number.max, &number.unit)
                    .map(Self::Number)
                    .map_err(|expected| InputError::new(field, expected))
            }
            Kind::Medicines => {
                let Value::Array(list) = value else {
                    return Err(InputError::new(field, "expected a list of medicines or \"unsure\""));
                };
                list.iter()
                    .enumerate()
                    .map(|(at, item)| intake(content, item, as_of, &format!("{field}[{at}]")))
                    .collect::<Result<Vec<_>, _>>()
                    .map(Self::Medicines)
            }
        }
    }

    /// The answer as JSON, in the form that [`Answer::from_json`] reads.
    pub fn to_json(&self, content: &Content, question: &Question) -> Value {
        let ids = |set: ChoiceSet| {
            Value::from(
                set.iter()
                    .filter_map(|choice| question.choices.get(choice.position()))
                    .map(|choice| choice.id.as_str())
                    .collect::<Vec<_>>(),
            )
        };
        match self {
            Self::Unsure => Value::from("unsure"),
            Self::Choice(choice) => question
                .choices
                .get(choice.position())
                .map_or(Value::Null, |choice| choice.id.as_str().into()),
            Self::Many(many) if many.unsure.is_empty() => ids(many.yes),
            Self::Many(many) => Value::Object(Map::from_iter([
                ("yes".into(), ids(many.yes)),
                ("unsure".into(), ids(many.unsure)),
            ])),
            Self::Number(number) => decimal_json(*number),
            Self::Medicines(list) => list.iter().map(|intake| intake.to_json(content)).collect(),
        }
    }
}

impl Intake {
    /// A medicine by its name alone.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            reading: Reading::ByName,
            daily_mg: None,
            since: None,
            course: Course::Taken,
            written: None,
        }
    }

    fn to_json(&self, content: &Content) -> Value {
        let mut object = Map::from_iter([("name".to_owned(), Value::from(self.name.as_str()))]);
        match self.reading {
            Reading::ByName => {}
            Reading::As(ix) => {
                if let Some(medicine) = content.medicines.get(ix) {
                    object.insert("as".into(), medicine.id.as_str().into());
                }
            }
            Reading::ReviewedNone => {
                object.insert("reviewed".into(), "none".into());
            }
        }
        if let Some(dose) = self.daily_mg {
            object.insert("daily_mg".into(), decimal_json(dose));
        }
        if let Some(since) = self.since {
            object.insert("since".into(), since.to_string().into());
        }
        if self.course == Course::Stopping {
            object.insert("stopping".into(), true.into());
        }
        if let Some(written) = &self.written {
            object.insert("written".into(), written.as_str().into());
        }
        match object.len() {
            1 => Value::from(self.name.as_str()),
            _ => Value::Object(object),
        }
    }
}

/// A number as JSON writes it, exactly.
pub fn decimal_json(number: Decimal) -> Value {
    number.to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

fn choice_words(question: &Question) -> String {
    let mut words: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
    words.push("unsure");
    let last = words.pop().unwrap_or_default();
    format!("{} or {last}", words.join(", "))
}

/// A number as typed, within bounds.
///
/// # Errors
/// What was expected.
pub fn bounded(text: &str, min: Decimal, max: Decimal, unit: &str) -> Result<Decimal, String> {
    match Decimal::parse(text) {
        Ok(number) if number >= min && number <= max => Ok(number),
        Ok(_) | Err(DecimalError::TooLarge) => Err(format!("expected {min} to {max} ({unit})")),
        Err(DecimalError::TooFine) => Err("expected a number with at most 3 decimals".into()),
        Err(DecimalError::NotANumber) => Err(format!("expected a number from {min} to {max} ({unit})")),
    }
}

fn many(question: &Question, value: &Value, field: &str) -> Result<Many, InputError> {
    match value {
        Value::Array(list) => Ok(Many { yes: choice_set(question, list, field)?, unsure: ChoiceSet::NONE }),
        Value::Object(object) => {
            if object.is_empty() {
                return Err(InputError::new(
                    field,
                    "expected at least one of \"yes\" and \"unsure\" in the object",
                ));
            }
            let mut many = Many::default();
            for (key, value) in object {
                let inner = format!("{field}.{key}");
                let Value::Array(list) = value else {
                    return Err(InputError::new(inner, "expected a list of choices"));
                };
                match key.as_str() {
                    "yes" => many.yes = choice_set(question, list, &inner)?,
                    "unsure" => many.unsure = choice_set(question, list, &inner)?,
                    _ => {
                        return Err(InputError::new(
                            inner,
                            "there is no such field: expected \"yes\" or \"unsure\"",
                        ));
                    }
                }
            }
            if !many.yes.intersection(many.unsure).is_empty() {
                return Err(InputError::new(
                    field,
                    "expected each choice under \"yes\" or under \"unsure\", not both",
                ));
            }
            Ok(many)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Err(InputError::new(
            field,
            format!(
                "expected a list of choices ({}), an object with \"yes\" and \"unsure\", or \"unsure\"",
                {
                    let ids: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
                    ids.join(", ")
                }
            ),
        )),
    }
}

fn choice_set(question: &Question, list: &[Value], field: &str) -> Result<ChoiceSet, InputError> {
    let mut set = ChoiceSet::NONE;
    for (at, item) in list.iter().enumerate() {
        let choice = item.as_str().and_then(|id| question.choice_named(id)).ok_or_else(|| {
            let ids: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
            InputError::new(format!("{field}[{at}]"), format!("expected one of {}", ids.join(", ")))
        })?;
        if set.contains(choice) {
            return Err(InputError::new(format!("{field}[{at}]"), "expected each choice once"));
        }
        set.insert(choice);
    }
    Ok(set)
}

fn intake(content: &Content, value: &Value, as_of: Date, field: &str) -> Result<Intake, InputError> {
    const NAME: &str = "expected the name of a medicine";
    let object = match value {
        Value::String(name) if !name.trim().is_empty() => return Ok(Intake::named(name.as_str())),
        Value::Object(object) => object,
        Value::String(_) => return Err(InputError::new(field, NAME)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
            return Err(InputError::new(field, "expected a name or an object with a name"));
        }
    };
    let mut intake = Intake::named("");
    let mut reviewed = false;
    for (key, value) in object {
        let inner = format!("{field}.{key}");
        match key.as_str() {
            "name" => match value.as_str() {
                Some(name) if !name.trim().is_empty() => name.clone_into(&mut intake.name),
                _ => return Err(InputError::new(inner, NAME)),
            },
            "as" => {
                let ix = value.as_str().and_then(|id| medicine_by_id(content, id));
                intake.reading = Reading::As(ix.ok_or_else(|| {
                    InputError::new(inner, "expected the id of an entry of the medicine list")
                })?);
            }
            "reviewed" => match value.as_str() {
                Some("none") => reviewed = true,
                _ => return Err(InputError::new(inner, "expected \"none\"")),
            },
            "daily_mg" => {
                let most = Decimal::from_thousandths(1_000_000_000);
                let Value::Number(typed) = value else {
                    return Err(InputError::new(inner, "expected a number of mg a day"));
                };
                let dose = bounded(&typed.to_string(), Decimal::from_thousandths(0), most, "mg a day");
                intake.daily_mg = Some(dose.map_err(|expected| InputError::new(inner, expected))?);
            }
            "since" => {
                let date = value.as_str().and_then(iso_date);
                let date = date
                    .ok_or_else(|| InputError::new(&inner, "expected a date that exists, as YYYY-MM-DD"))?;
                if date > as_of {
                    return Err(InputError::new(inner, "expected a day on or before as_of"));
                }
                intake.since = Some(date);
            }
            "stopping" => match value {
                Value::Bool(true) => intake.course = Course::Stopping,
                Value::Bool(false) => intake.course = Course::Taken,
                Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                    return Err(InputError::new(inner, "expected true or false"));
                }
            },
            "written" => match value.as_str() {
                Some(line) if !line.trim().is_empty() => intake.written = Some(line.to_owned()),
                _ => return Err(InputError::new(inner, "expected the line as it was written")),
            },
            _ => {
                return Err(InputError::new(
                    inner,
                    "there is no such field: expected name, as, reviewed, daily_mg, since, stopping or written",
                ));
            }
        }
    }
    if intake.name.is_empty() {
        return Err(InputError::new(format!("{field}.name"), NAME));
    }
    // What the pharmacist named always wins over "no relevant interaction".
    if reviewed && intake.reading == Reading::ByName {
        intake.reading = Reading::ReviewedNone;
    }
    Ok(intake)
}

fn medicine_by_id(content: &Content, id: &str) -> Option<MedicineIx> {
    let ix = content.medicines.by_id(id)?;
    let wanted = MedicineId::new(id);
    content.medicines.get(ix).filter(|medicine| medicine.id == wanted).map(|_| ix)
}

/// A date as `YYYY-MM-DD` and in no other form.
pub fn iso_date(text: &str) -> Option<Date> {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    if shape { text.parse().ok() } else { None }
}
