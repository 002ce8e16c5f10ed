//! Which amounts does the law set for a plan year?
//!
//! All amounts are cents, rates basis points. A year, or a group of a year, that is not known is an
//! error in words and never last year's figure: they change on 1 January.

use super::source::Backing;

/// The years that are known, in order.
#[derive(Clone, Debug, Default)]
pub struct Statutory {
    /// Each with what is known of it.
    pub years: Vec<StatutoryYear>,
}

/// What is known of one plan year.
#[derive(Clone, Debug)]
pub struct StatutoryYear {
    /// The plan year.
    pub year: i16,
    /// The federal poverty level.
    pub poverty: Option<Stated<PovertyLevels>>,
    /// The standard benefit of Medicare Part D.
    pub part_d: Option<Stated<PartD>>,
    /// Copays with Extra Help.
    pub extra_help: Option<Stated<ExtraHelp>>,
    /// Copays with Extra Help, full Medicaid, and an income up to the poverty level.
    pub extra_help_lowest: Option<Stated<LowestCopays>>,
    /// High-deductible plans and health savings accounts.
    pub hdhp: Option<Stated<HighDeductible>>,
    /// The most that a plan of the Marketplace may leave to patients in a year.
    pub marketplace_maximum_oop: Option<Stated<Limits>>,
    /// Copays of TRICARE.
    pub tricare: Option<Stated<Tricare>>,
    /// Copays of Veterans Affairs.
    pub va: Option<Stated<VaCopays>>,
}

/// Figures, how sure they are, and on what they rest.
#[derive(Clone, Debug)]
pub struct Stated<T> {
    /// The figures.
    pub figures: T,
    /// How sure, and on what.
    pub backing: Backing,
}

/// The federal poverty level of a year.
#[derive(Clone, Debug)]
pub struct PovertyLevels {
    /// In the 48 contiguous states and the District of Columbia.
    pub contiguous: PovertyLevel,
    /// In Alaska.
    pub alaska: PovertyLevel,
    /// In Hawaii.
    pub hawaii: PovertyLevel,
    /// States and territories, by two letters, of which the table does not speak.
    pub not_for: Vec<String>,
}

/// The poverty level by people in a household, in cents a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PovertyLevel {
    /// For one person.
    pub one_cents: i64,
    /// For each further person.
    pub more_cents: i64,
}

impl PovertyLevels {
    /// The level in a state, by its two letters; `None` where the table does not speak of it.
    pub fn in_state(&self, state: &str) -> Option<PovertyLevel> {
        if self.not_for.iter().any(|other| other == state) {
            return None;
        }
        Some(match state {
            "AK" => self.alaska,
            "HI" => self.hawaii,
            _ => self.contiguous,
        })
    }
}

/// The standard benefit of Medicare Part D.
#[derive(Clone, Copy, Debug)]
pub struct PartD {
    /// The highest deductible that a plan may have.
    pub deductible_cents: i64,
    /// The patient's part after the deductible, in basis points.
    pub coinsurance_bp: u16,
    /// What the patient pays in a year before the rest is free.
    pub threshold_cents: i64,
}

/// Copays with Extra Help, for a fill.
#[derive(Clone, Copy, Debug)]
pub struct ExtraHelp {
    /// The deductible.
    pub deductible_cents: i64,
    /// For a generic, at most.
    pub generic_cents: i64,
    /// For a brand, at most.
    pub brand_cents: i64,
    /// For those who live in an institution.
    pub institution_cents: i64,
}

/// Copays of those with the lowest income, for a fill.
#[derive(Clone, Copy, Debug)]
pub struct LowestCopays {
    /// For a generic, at most.
    pub generic_cents: i64,
    /// For a brand, at most.
    pub brand_cents: i64,
}

/// A limit for one person, and one for a family.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For one person.
    pub individual_cents: i64,
    /// For a family.
    pub family_cents: i64,
}

/// High-deductible plans and health savings accounts.
#[derive(Clone, Copy, Debug)]
pub struct HighDeductible {
    /// The lowest deductible.
    pub minimum_deductible: Limits,
    /// The highest yearly limit.
    pub maximum_oop: Limits,
    /// What may be paid into a health savings account in a year.
    pub hsa_limit: Limits,
}

/// Copays of TRICARE.
#[derive(Clone, Copy, Debug)]
pub struct Tricare {
    /// In a retail pharmacy.
    pub retail: TierCopays,
    /// By mail.
    pub mail: TierCopays,
    /// In a pharmacy of the military.
    pub military_pharmacy_cents: i64,
    /// On active duty.
    pub active_duty_cents: i64,
}

/// Copays by tier.
#[derive(Clone, Copy, Debug)]
pub struct TierCopays {
    /// For how many days' supply.
    pub per_days: u16,
    /// For a generic.
    pub generic_cents: i64,
    /// For a brand.
    pub brand_cents: i64,
    /// For what is not on the list.
    pub nonformulary_cents: i64,
}

/// Copays of Veterans Affairs.
#[derive(Clone, Copy, Debug)]
pub struct VaCopays {
    /// For how many days' supply.
    pub per_days: u16,
    /// For preferred generics.
    pub tier_1_cents: i64,
    /// For other generics.
    pub tier_2_cents: i64,
    /// For brands.
    pub tier_3_cents: i64,
    /// The most in a calendar year.
    pub yearly_cap_cents: i64,
    /// For priority group 1.
    pub priority_group_1_cents: i64,
}

/// A figure of a year that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotStated {
    /// Medicare Part D.
    #[error(
        "Medicare Part D of {year} is not known here: ask for the plan's own figures, from its notice of change for {year}"
    )]
    PartD {
        /// The plan year.
        year: i16,
    },
    /// The poverty level.
    #[error("expected {}, the years whose poverty level is known here", years(.known))]
    Poverty {
        /// The years that are known.
        known: Vec<i16>,
    },
}

fn years(known: &[i16]) -> String {
    known.iter().map(i16::to_string).collect::<Vec<_>>().join(" or ")
}

impl Statutory {
    /// What is known of a plan year.
    pub fn year(&self, year: i16) -> Option<&StatutoryYear> {
        self.years.iter().find(|known| known.year == year)
    }

    /// The standard benefit of Medicare Part D in a plan year.
    ///
    /// # Errors
    /// [`NotStated::PartD`] if it is not known.
    pub fn part_d(&self, year: i16) -> Result<&Stated<PartD>, NotStated> {
        self.year(year).and_then(|known| known.part_d.as_ref()).ok_or(NotStated::PartD { year })
    }

    /// The poverty levels of a year.
    ///
    /// # Errors
    /// [`NotStated::Poverty`] if they are not known.
    pub fn poverty(&self, year: i16) -> Result<&Stated<PovertyLevels>, NotStated> {
        let levels = self.year(year).and_then(|known| known.poverty.as_ref());
        levels.ok_or_else(|| {
            let known = self.years.iter().filter(|known| known.poverty.is_some());
            NotStated::Poverty { known: known.map(|known| known.year).collect() }
        })
    }
}
