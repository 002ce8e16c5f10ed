//! How a drug is dispensed: which package, and for how many days it lasts.

use super::dose::StrengthAt;
use super::ids::DrugIx;
use super::source::Backing;

/// One way in which a drug is dispensed.
#[derive(Clone, Debug)]
pub struct Fill {
    /// Unique within the drug.
    pub id: String,
    /// The package in words: "60 g tube".
    pub package: String,
    /// How much of the drug it holds; `None` where no source counts it.
    pub holds: Option<Holding>,
    /// The strength in it.
    pub strength: StrengthAt,
    /// The rows of the dose table that it serves, by their positions; empty for all.
    pub doses: Vec<usize>,
    /// Whether generics of it exist.
    pub is_generic: bool,
    /// The first fills, where a start takes more.
    pub first: Vec<Supply>,
    /// Every further fill; `None` for what is used when needed: then the packages of a year are asked.
    pub then: Option<Supply>,
    /// How sure, and on what.
    pub backing: Backing,
}

/// How much of a drug a package holds, as it is billed and priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// In thousandths of the unit.
    pub thousandths: i64,
    /// The unit.
    pub unit: BillingUnit,
}

/// The units in which drugs are billed and priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillingUnit {
    /// A tablet or capsule.
    Each,
    /// A milliliter.
    Milliliter,
    /// A gram.
    Gram,
}

impl BillingUnit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Each, Self::Milliliter, Self::Gram];

    /// The name in content files and price lists.
    pub fn id(self) -> &'static str {
        match self {
            Self::Each => "EA",
            Self::Milliliter => "ML",
            Self::Gram => "GM",
        }
    }
}

/// What one fill holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// Packages.
    pub packages: u32,
    /// Days that they last, 1 to 365.
    pub days: u16,
}

/// One way to dispense one drug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FillOf {
    /// The drug.
    pub drug: DrugIx,
    /// The position in its list of fills.
    pub fill: usize,
}
