//! Which help with the cost is at hand: card, grant, free supply?
//!
//! All amounts are cents. Whether a patient may have any of it is not decided here; that a card stands
//! aside where a government pays is ([`super::plan::PlanKind::card_ban`]).

use std::num::NonZeroU32;

use jiff::civil::Date;

use super::money::Cents;
use super::plan::Assistance;

/// A maker's copay card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// What the patient pays of each fill in any case.
    pub min_patient_pay: Cents,
    /// The most that it pays of one fill.
    pub per_fill_max: Option<Cents>,
    /// The most that it pays in a card year.
    pub annual_max: Option<Cents>,
    /// What it paid in this card year before the first fill.
    pub annual_used: Cents,
    /// The month, 1 to 12, on whose first day the card year begins.
    pub reset_month: i8,
    /// How many fills it pays toward in a card year.
    pub max_fills_per_year: Option<u32>,
    /// What the patient pays of each fill that the plan does not cover; `None` if the card pays toward
    /// covered fills only.
    pub noncovered_min_patient_pay: Option<Cents>,
    /// The most that it pays in a card year where the plan does not count its money.
    pub adjustment_program_max: Option<Cents>,
}

impl Card {
    /// The most that it pays in a card year under a plan that treats its money so.
    pub fn yearly_max(&self, assistance: Assistance) -> Option<Cents> {
        let lowered = match assistance {
            Assistance::Counts => None,
            Assistance::Accumulator | Assistance::Maximizer { .. } => self.adjustment_program_max,
        };
        match (self.annual_max, lowered) {
            (Some(usual), Some(lowered)) => Some(usual.min(lowered)),
            (usual, lowered) => usual.or(lowered),
        }
    }
}

/// The patient's part that a plan with a maximizer sets: what the card can pay for each of the fills of a
/// card year, rounded down.
pub fn maximizer_cost_share(annual_max: Cents, fills: NonZeroU32) -> Cents {
    annual_max.part_rounded_down(fills)
}

/// A maker's short free supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// How many fills.
    pub fills: u32,
    /// Which ones.
    pub scope: BridgeScope,
}

/// Which fills a bridge pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BridgeScope {
    /// Those that the plan does not cover yet.
    UntilCovered,
    /// The first ones, covered or not.
    FirstFills,
}

impl BridgeScope {
    /// Both scopes.
    pub const ALL: [Self; 2] = [Self::UntilCovered, Self::FirstFills];

    /// The name in files and records.
    pub fn id(self) -> &'static str {
        match self {
            Self::UntilCovered => "until_covered",
            Self::FirstFills => "first_fills",
        }
    }
}

/// Free drug from a patient assistance program: every fill from one day to another, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeDrug {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl FreeDrug {
    /// Whether a fill of that day is free.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}
