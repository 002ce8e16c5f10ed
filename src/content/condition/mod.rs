//! When does a rule hold? One line of text in a content file, and the closed set of types it becomes.
//!
//! [`parse`] reads the line into [`syntax`], [`resolve`] turns names into indices of the loaded
//! content (and reports each name that does not exist), [`mod@print`] writes the line back, so that
//! the rule book shows what the program evaluates. Evaluation is not here: it needs answers
//! (`checklist::evaluate`). The grammar stands in ARCHITECTURE.md.

pub mod parse;
pub mod print;
pub mod resolve;
pub mod syntax;

use super::decimal::Decimal;
use super::ids::{ChoiceSet, ConditionIx, MedicineClassIx, QuestionIx};

/// A condition over the answers of one checklist for one drug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Holds for everybody.
    Always,
    /// All parts hold.
    All(Vec<Condition>),
    /// At least one part holds.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// A condition that content names, for example `known-tb`.
    Named(ConditionIx),
    /// The answer to a many-choice question includes at least one of these.
    Has(QuestionIx, ChoiceSet),
    /// The answer to a many-choice question includes the drug that is assessed.
    HasSelf(QuestionIx),
    /// The answer to a choice or yes-no question is one of these.
    Is(QuestionIx, ChoiceSet),
    /// A number compares so with a bound, in the unit of the question.
    Number(QuestionIx, Comparison, Decimal),
    /// The age compares so with a bound.
    Age(AgeUnit, Comparison, u32),
    /// A medicine of this class is taken.
    Takes(MedicineClassIx, Counting),
    /// The drug that is assessed is taken already, for at least so many days if a number is given.
    OnTreatment(Option<u32>),
}

/// Which medicines a `takes` looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// All that are taken.
    Every,
    /// All but the drug that is assessed itself.
    Others,
}

/// How a number compares with a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Less than the bound.
    Less,
    /// At most the bound.
    AtMost,
    /// Exactly the bound.
    Equal,
    /// At least the bound.
    AtLeast,
    /// More than the bound.
    More,
}

impl Comparison {
    /// Whether a value compares so with the bound.
    pub fn holds<T: Ord>(self, value: T, bound: T) -> bool {
        match self {
            Self::Less => value < bound,
            Self::AtMost => value <= bound,
            Self::Equal => value == bound,
            Self::AtLeast => value >= bound,
            Self::More => value > bound,
        }
    }

    /// The sign in a content file.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }
}

/// The unit of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeUnit {
    /// Completed years.
    Years,
    /// Completed months.
    Months,
}

impl AgeUnit {
    /// The name in a content file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Years => "age_years",
            Self::Months => "age_months",
        }
    }
}
