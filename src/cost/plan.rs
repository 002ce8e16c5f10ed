//! What is an insurance plan, as far as it decides what a fill costs the patient?
//!
//! Limits, met amounts and copays are cents, rates basis points, supplies days. Where the figures come
//! from (a card, a letter, the law of a year) is not known here.

use std::num::NonZeroU16;

use super::money::{BasisPoints, Cents};

/// What kind of payer stands behind the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanKind {
    /// A private plan.
    Commercial,
    /// Medicare Part D.
    PartD,
    /// Medicaid.
    Medicaid,
    /// The military's plan.
    Tricare,
    /// Veterans Affairs.
    Va,
    /// The Children's Health Insurance Program.
    Chip,
    /// The Indian Health Service.
    Ihs,
    /// No insurance: the patient pays alone.
    None,
}

impl PlanKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Commercial,
        Self::PartD,
        Self::Medicaid,
        Self::Tricare,
        Self::Va,
        Self::Chip,
        Self::Ihs,
        Self::None,
    ];

    /// The name in files and records.
    pub fn id(self) -> &'static str {
        match self {
            Self::Commercial => "commercial",
            Self::PartD => "part_d",
            Self::Medicaid => "medicaid",
            Self::Tricare => "tricare",
            Self::Va => "va",
            Self::Chip => "chip",
            Self::Ihs => "ihs",
            Self::None => "none",
        }
    }

    /// Why a maker's copay card can't be used with such a plan; `None` if it can.
    pub fn card_ban(self) -> Option<CardBan> {
        match self {
            Self::Commercial => None,
            Self::PartD | Self::Medicaid | Self::Tricare | Self::Va | Self::Chip | Self::Ihs => {
                Some(CardBan::Government)
            }
            Self::None => Some(CardBan::NoInsurance),
        }
    }
}

/// Why a maker's copay card can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardBan {
    /// A government program pays: the law bars the card.
    Government,
    /// Nobody pays a part that the card could add to.
    NoInsurance,
}

impl CardBan {
    /// The words in a ledger's notes.
    pub fn words(self) -> &'static str {
        match self {
            Self::Government => "card ignored: government payer",
            Self::NoInsurance => "card ignored: no insurance",
        }
    }
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What kind of payer.
    pub kind: PlanKind,
    /// The month, 1 to 12, on whose first day the plan year begins.
    pub reset_month: i8,
    /// What the patient pays alone first; `None` if there is no deductible.
    pub deductible: Option<Limit>,
    /// Whether the deductible applies to a line that does not say otherwise.
    pub applies_to_drug: bool,
    /// The most that the patient pays in a plan year; `None` if there is no such limit.
    pub oop_max: Option<Limit>,
    /// The patient's part past the deductible, of a line that has none of its own.
    pub cost_share: CostShare,
    /// What becomes of card money.
    pub assistance: Assistance,
    /// The copay of Extra Help for a fill.
    pub lis_copay: Option<Cents>,
}

/// A yearly limit, and how much of it was met when the first fill came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Whose amounts count toward it.
    pub structure: Structure,
    /// For one person. Nothing where only the family's counts.
    pub individual: Cents,
    /// For the family. Nothing where only the person's counts.
    pub family: Cents,
    /// What was met at the start.
    pub met: Met,
}

impl Limit {
    /// What remains of the limit after `met`. More met than the limit leaves nothing.
    pub fn remaining(&self, met: Met) -> Cents {
        let (individual, family) = (self.individual.less(met.individual), self.family.less(met.family));
        match self.structure {
            Structure::Individual => individual,
            Structure::Embedded => individual.min(family),
            Structure::Aggregate => family,
        }
    }
}

/// Whose amounts count toward a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// Only this person's.
    Individual,
    /// This person has a limit within the family's; whichever is met first.
    Embedded,
    /// Only the family's together.
    Aggregate,
}

impl Structure {
    /// All structures.
    pub const ALL: [Self; 3] = [Self::Individual, Self::Embedded, Self::Aggregate];

    /// The name in files and records.
    pub fn id(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Embedded => "embedded",
            Self::Aggregate => "aggregate",
        }
    }

    /// Whether this person's own amounts count.
    pub fn has_individual(self) -> bool {
        match self {
            Self::Individual | Self::Embedded => true,
            Self::Aggregate => false,
        }
    }

    /// Whether the family's amounts count.
    pub fn has_family(self) -> bool {
        match self {
            Self::Embedded | Self::Aggregate => true,
            Self::Individual => false,
        }
    }
}

/// What was paid toward a limit in this plan year, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// By this person.
    pub individual: Cents,
    /// By the family, this person among them.
    pub family: Cents,
}

impl Met {
    /// After this person paid `amount` more.
    #[must_use]
    pub fn plus(self, amount: Cents) -> Self {
        Self { individual: self.individual.plus(amount), family: self.family.plus(amount) }
    }
}

/// The patient's part of what is left after the deductible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostShare {
    /// A fixed amount.
    Copay {
        /// For each begun `per_days`, or for the fill.
        amount: Cents,
        /// For how many days' supply.
        per_days: Option<NonZeroU16>,
    },
    /// A percentage.
    Coinsurance {
        /// Of what is left after the deductible.
        rate: BasisPoints,
        /// At least so much for each begun `per_days`, or for the fill.
        min: Option<Cents>,
        /// At most so much for each begun `per_days`, or for the fill.
        max: Option<Cents>,
        /// For how many days' supply the bounds are.
        per_days: Option<NonZeroU16>,
    },
}

impl CostShare {
    /// Where there is no plan: never asked for.
    pub(super) const NOTHING: Self = Self::Copay { amount: Cents::ZERO, per_days: None };

    /// The patient's part of `rest`, in cents, for a supply of `days`. Bounds hold for this part only,
    /// not for the deductible; first the least, then the most, and never more than there is.
    pub fn of(&self, rest: Cents, days: u16) -> Cents {
        let units = |per: Option<NonZeroU16>| per.map_or(1, |per| u32::from(days.div_ceil(per.get())));
        let owed = match *self {
            Self::Copay { amount, per_days } => amount.times(units(per_days)),
            Self::Coinsurance { rate, min, max, per_days } => {
                let units = units(per_days);
                let mut owed = rest.at(rate);
                if let Some(min) = min {
                    owed = owed.max(min.times(units));
                }
                if let Some(max) = max {
                    owed = owed.min(max.times(units));
                }
                owed
            }
        };
        owed.min(rest)
    }
}

/// What becomes of the money of a maker's copay card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assistance {
    /// It counts toward the deductible and the yearly limit as if the patient had paid it.
    Counts,
    /// It counts toward nothing; what the patient pays does.
    Accumulator,
    /// The plan sets the patient's part by what the card can pay, and nothing counts toward anything:
    /// the drug stands outside of the deductible and the yearly limit.
    Maximizer {
        /// The patient's part of each fill.
        cost_share: Cents,
    },
}

impl Assistance {
    /// The name in files and records.
    pub fn id(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Accumulator => "accumulator",
            Self::Maximizer { .. } => "maximizer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(cents: i64) -> Cents {
        Cents::new(cents).unwrap()
    }

    #[test]
    fn a_begun_unit_of_days_counts_as_a_whole_one() {
        let copay = CostShare::Copay { amount: cents(5000), per_days: NonZeroU16::new(30) };
        for (days, owed) in [(1, 5000), (30, 5000), (31, 10_000), (90, 15_000)] {
            assert_eq!(copay.of(cents(100_000), days), cents(owed), "{days} days");
        }
        assert_eq!(copay.of(cents(1840), 30), cents(1840), "never more than there is");
    }

    #[test]
    fn the_most_wins_over_the_least_and_both_over_the_rate() {
        let share = |min, max| CostShare::Coinsurance {
            rate: BasisPoints::new(1000).unwrap(),
            min: Cents::new(min),
            max: Cents::new(max),
            per_days: None,
        };
        assert_eq!(share(2000, 3000).of(cents(10_000), 30), cents(2000));
        assert_eq!(share(2000, 3000).of(cents(100_000), 30), cents(3000));
        assert_eq!(share(2000, 3000).of(cents(25_000), 30), cents(2500));
        assert_eq!(share(2000, 3000).of(cents(500), 30), cents(500));
        assert_eq!(share(2000, 3000).of(Cents::ZERO, 30), Cents::ZERO);
    }

    #[test]
    fn a_limit_that_was_overrun_leaves_nothing() {
        let mut limit = Limit {
            structure: Structure::Embedded,
            individual: cents(100),
            family: cents(300),
            met: Met::default(),
        };
        let met = |individual, family| Met { individual: cents(individual), family: cents(family) };
        assert_eq!(limit.remaining(met(40, 290)), cents(10));
        assert_eq!(limit.remaining(met(400, 0)), Cents::ZERO);
        limit.structure = Structure::Individual;
        assert_eq!(limit.remaining(met(40, 400)), cents(60));
        limit.structure = Structure::Aggregate;
        assert_eq!(limit.remaining(met(400, 100)), cents(200));
    }
}
