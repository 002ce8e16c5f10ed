//! What can be prescribed of a drug, and how much of it a patient may have.
//!
//! A strength is labeled for a patient when a [`DoseRow`] that lists it holds; a [`Limit`] that
//! holds takes strengths away, never adds one. Both are conditions like those of the rules and are
//! evaluated alike, in `safety::dose`.

use super::condition::Condition;
use super::decimal::Decimal;
use super::language::Phrase;
use super::rule::{Level, RuleWords};
use super::source::Backing;

/// The position of a strength in the list of its drug.
pub type StrengthAt = usize;

/// Everything about the doses of one drug.
#[derive(Clone, Debug, Default)]
pub struct DoseTable {
    /// What exists of it, also what is not for eczema.
    pub strengths: Vec<Strength>,
    /// Who gets what.
    pub rows: Vec<DoseRow>,
    /// What takes strengths away.
    pub limits: Vec<Limit>,
    /// How much of a cream over how long.
    pub amounts: Vec<AmountLimit>,
    /// The potency classes of a topical steroid, strongest first.
    pub potencies: Vec<Potency>,
}

impl DoseTable {
    /// What can be prescribed for eczema, in the order shown.
    pub fn for_eczema(&self) -> impl Iterator<Item = &Strength> {
        self.strengths.iter().filter(|strength| strength.not_for_eczema.is_none())
    }

    /// The potency class of a strength.
    pub fn potency_of(&self, strength: &Strength) -> Option<&Potency> {
        self.potencies.iter().find(|potency| Some(potency.class) == strength.potency)
    }
}

/// One strength or product.
#[derive(Clone, Debug)]
pub struct Strength {
    /// Unique within the drug.
    pub id: String,
    /// What is shown to choose from: "15 mg extended-release tablet".
    pub name: String,
    /// The amount in one tablet or shot, or in a hundred parts of a cream.
    pub amount: Option<Quantity>,
    /// Lower-case words, one of which stands in a prescription that means it; empty when the amount
    /// is enough.
    pub words: Vec<String>,
    /// Lower-case words for the form, one of which stands in it as well; empty when any form will do.
    pub form: Vec<String>,
    /// Lower-case words that tell of another product with the same name: "butyrate".
    pub except: Vec<String>,
    /// For a topical steroid: 1 is the strongest, 7 the weakest.
    pub potency: Option<u8>,
    /// For what is not labeled for eczema: why.
    pub not_for_eczema: Option<NotForEczema>,
}

/// Why a product that exists is not one for eczema.
#[derive(Clone, Debug)]
pub struct NotForEczema {
    /// In professional words.
    pub why: String,
    /// What that rests on.
    pub sources: Vec<super::ids::SourceIx>,
}

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// How many.
    pub number: Decimal,
    /// Of what.
    pub unit: Unit,
}

/// The unit of a strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milligrams in one tablet or shot.
    Milligrams,
    /// Micrograms in one tablet.
    Micrograms,
    /// Milligrams in one milliliter.
    MilligramsPerMilliliter,
    /// Grams in a hundred grams.
    Percent,
}

impl Unit {
    /// All units, the longer signs first: `mg/mL` begins like `mg`.
    pub const ALL: [Self; 4] =
        [Self::MilligramsPerMilliliter, Self::Milligrams, Self::Micrograms, Self::Percent];

    /// The sign in content files and on screen.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Milligrams => "mg",
            Self::Micrograms => "mcg",
            Self::MilligramsPerMilliliter => "mg/mL",
            Self::Percent => "%",
        }
    }
}

impl Quantity {
    /// So many of it.
    pub fn times(self, count: u32) -> Self {
        let thousandths = self.number.thousandths().saturating_mul(i64::from(count));
        Self { number: Decimal::from_thousandths(thousandths), unit: self.unit }
    }

    /// Reads "15 mg", "0.03 %", "1 mg/mL".
    pub fn parse(text: &str) -> Option<Self> {
        let (number, sign) = text.split_once(' ')?;
        let unit = Unit::ALL.into_iter().find(|unit| unit.sign() == sign)?;
        Some(Self { number: Decimal::parse(number).ok()?, unit })
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.number, self.unit.sign())
    }
}

/// One row of the dose table: who gets what.
#[derive(Clone, Debug)]
pub struct DoseRow {
    /// Unique within the drug.
    pub id: String,
    /// Whom it is for.
    pub when: Condition,
    /// The same in words.
    pub who: String,
    /// The first dose, or the loading dose.
    pub start: String,
    /// What follows; empty when the start goes on.
    pub then: String,
    /// The strengths that it allows; empty when doses are individual.
    pub fits: Vec<StrengthAt>,
    /// Those of a new start, when they are fewer.
    pub starts_with: Vec<StrengthAt>,
    /// For shots: the labeled intervals in weeks.
    pub every_weeks: Vec<u16>,
    /// Those of them with which a start begins.
    pub start_every_weeks: Vec<u16>,
    /// For shots: the amount of each time after the first.
    pub each: Option<Quantity>,
    /// The amount of the first time, where it is another one.
    pub loading: Option<Quantity>,
    /// How sure, and on what.
    pub backing: Backing,
    /// In plain words.
    pub patient: Phrase,
}

/// What takes strengths away from a patient.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Unique within the drug.
    pub id: String,
    /// When it holds.
    pub when: Condition,
    /// The same in words.
    pub who: String,
    /// What it leaves: "At most 15 mg once a day".
    pub says: String,
    /// The strengths that it leaves.
    pub fits: Vec<StrengthAt>,
    /// Those of a new start, when they are fewer.
    pub starts_with: Vec<StrengthAt>,
    /// How much a prescription over it stands in the way.
    pub level: Level,
    /// What to do then.
    pub advice: String,
    /// How sure, and on what.
    pub backing: Backing,
    /// In plain words.
    pub patient: RuleWords,
}

/// How much of a cream a patient may use.
#[derive(Clone, Debug)]
pub struct AmountLimit {
    /// Unique within the drug.
    pub id: String,
    /// When it holds.
    pub when: Condition,
    /// The strengths that it concerns; empty for all.
    pub strengths: Vec<StrengthAt>,
    /// Any one of these: 60 g in 7 days, or 100 g in 14 days.
    pub at_most: Vec<GramsOver>,
    /// Days in a row after which it is stopped, where there is such a limit.
    pub longest_days: Option<u32>,
    /// How much a prescription over it stands in the way.
    pub level: Level,
    /// The limit in words.
    pub says: String,
    /// What to do then.
    pub advice: String,
    /// How sure, and on what.
    pub backing: Backing,
    /// In plain words.
    pub patient: RuleWords,
}

/// An amount of cream over a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GramsOver {
    /// Grams; where tubes are meant, one tube.
    pub grams: u32,
    /// Days that it has to last.
    pub days: u32,
}

/// A potency class of topical steroids.
#[derive(Clone, Debug)]
pub struct Potency {
    /// 1 is the strongest, 7 the weakest.
    pub class: u8,
    /// Its name: "super-high".
    pub name: String,
    /// Products of the class.
    pub examples: String,
    /// Where on the body.
    pub sites: String,
    /// For how long.
    pub weeks: String,
    /// How sure, and on what.
    pub backing: Backing,
}
