//! What an entry of a checklist is about, and how that is written in the vault and in exports.
//!
//! Whether a question of that id exists, and what its answer means, is not known here.

use std::fmt;
use std::str::FromStr;

/// One thing that can be said in a checklist; the latest entry for it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The answer to the question of that id.
    Answer(String),
    /// How the number that answers the question of that id was typed, when it was in another unit.
    Typed(String),
    /// The prescription at hand.
    Prescription,
    /// The plan, the household and the prices.
    Coverage,
    /// What supports a prior authorization.
    Authorization,
    /// A note of the pharmacist on the visit.
    Note,
    /// A note of the pharmacist on the question of that id.
    NoteOn(String),
}

/// A text that names no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a field of a checklist")]
pub struct UnknownField;

const ANSWER: &str = "answer:";
const TYPED: &str = "typed:";
const NOTE_ON: &str = "note:";

impl Field {
    /// The answer to a question.
    pub fn answer(question: impl Into<String>) -> Self {
        Self::Answer(question.into())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(question) => write!(f, "{ANSWER}{question}"),
            Self::Typed(question) => write!(f, "{TYPED}{question}"),
            Self::Prescription => f.write_str("prescription"),
            Self::Coverage => f.write_str("coverage"),
            Self::Authorization => f.write_str("authorization"),
            Self::Note => f.write_str("note"),
            Self::NoteOn(question) => write!(f, "{NOTE_ON}{question}"),
        }
    }
}

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, UnknownField> {
        type OfQuestion = fn(String) -> Field;
        let of_questions: [(&str, OfQuestion); 3] =
            [(ANSWER, Self::Answer), (TYPED, Self::Typed), (NOTE_ON, Self::NoteOn)];
        for (prefix, of) in of_questions {
            match text.strip_prefix(prefix) {
                Some("") => return Err(UnknownField),
                Some(question) => return Ok(of(question.to_owned())),
                None => {}
            }
        }
        match text {
            "prescription" => Ok(Self::Prescription),
            "coverage" => Ok(Self::Coverage),
            "authorization" => Ok(Self::Authorization),
            "note" => Ok(Self::Note),
            _ => Err(UnknownField),
        }
    }
}

impl serde::Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Field {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_read_back_as_it_was_written() {
        let fields = [
            Field::answer("severity"),
            Field::Prescription,
            Field::Coverage,
            Field::Authorization,
            Field::Note,
            Field::Typed("weight_kg".to_owned()),
            Field::NoteOn("severity".to_owned()),
        ];
        for field in fields {
            assert_eq!(field.to_string().parse(), Ok(field));
        }
        assert_eq!("answer:".parse::<Field>(), Err(UnknownField));
        assert_eq!("Answer:severity".parse::<Field>(), Err(UnknownField));
    }
}
