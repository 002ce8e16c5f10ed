//! What is to be done about a field that is missing: refuse the input, or go on and tell?

use serde_json::Value;

use crate::checklist::answer::InputError;

/// What to do about gaps.
#[derive(Debug)]
pub enum Gaps {
    /// A gap is an error.
    Refused,
    /// A gap is noted.
    Collected(Collected),
}

/// The gaps of a coverage, by the paths of their fields below it: `options.0.lines.1.maintenance`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// Fields without which nothing can be counted.
    pub missing: Vec<String>,
    /// Fields whose possible values can be tried out.
    pub open: Vec<Open>,
}

/// A field whose value is not known but bounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its path.
    pub path: String,
    /// Which it is.
    pub what: OpenField,
}

/// The fields whose possible values can be tried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenField {
    /// What this person met of the deductible.
    DeductibleIndividual,
    /// What the family met of the deductible.
    DeductibleFamily,
    /// What this person met of the yearly limit.
    OopIndividual,
    /// What the family met of the yearly limit.
    OopFamily,
    /// What becomes of card money.
    Assistance,
    /// Whether the card of a line is at hand: the line's position.
    Enrolled(usize),
    /// Whether the plan covers the treatment.
    Covered,
}

impl Gaps {
    /// An empty collection.
    pub fn collected() -> Self {
        Self::Collected(Collected::default())
    }

    /// What was collected.
    pub fn into_collected(self) -> Collected {
        match self {
            Self::Refused => Collected::default(),
            Self::Collected(collected) => collected,
        }
    }

    /// Whether nothing that is needed is missing.
    pub fn is_complete(&self) -> bool {
        match self {
            Self::Refused => true,
            Self::Collected(collected) => collected.missing.is_empty(),
        }
    }

    /// How many cards may or may not be at hand.
    pub fn open_cards(&self) -> usize {
        match self {
            Self::Refused => 0,
            Self::Collected(collected) => {
                collected.open.iter().filter(|open| matches!(open.what, OpenField::Enrolled(_))).count()
            }
        }
    }

    /// Whether this value is a gap that may stand there.
    pub fn allow(&self, value: &Value) -> bool {
        match self {
            Self::Refused => false,
            Self::Collected(_) => value == "unknown",
        }
    }

    /// Notes a field without which nothing can be counted.
    pub fn miss(&mut self, path: &str) {
        if let Self::Collected(collected) = self {
            collected.missing.push(below_coverage(path));
        }
    }

    /// A field that has to be there is not.
    ///
    /// # Errors
    /// Where gaps are refused.
    pub fn need(&mut self, path: &str, expected: impl Fn() -> String) -> Result<(), InputError> {
        match self {
            Self::Refused => Err(InputError::new(path, expected())),
            Self::Collected(_) => {
                self.miss(path);
                Ok(())
            }
        }
    }

    /// A field whose value may be open is not there or not known. Where gaps are refused, its usual
    /// value is meant.
    pub fn leave_open(&mut self, path: &str, what: OpenField) {
        if let Self::Collected(collected) = self {
            collected.open.push(Open { path: below_coverage(path), what });
        }
    }
}

/// `coverage.options[0].covered` as it stands in an answer: `options.0.covered`.
fn below_coverage(path: &str) -> String {
    path.strip_prefix("coverage.").unwrap_or(path).replace('[', ".").replace(']', "")
}
