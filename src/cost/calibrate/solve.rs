//! Which values of one field make the ledger come to a claim's figures?
//!
//! Every figure of a fill rises or falls with every field, so that the values that fit are one interval,
//! and its two ends are found by halving. Amounts are cents, rates basis points.

use crate::cost::case::Case;
use crate::cost::claim::Answered;
use crate::cost::ledger::State;
use crate::cost::money::{BasisPoints, Cents};
use crate::cost::plan::{CostShare, Structure};

/// A field of a plan that a claim can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What is left of this person's deductible.
    DeductibleIndividual,
    /// What is left of the family's.
    DeductibleFamily,
    /// What is left of this person's yearly limit.
    OopIndividual,
    /// What is left of the family's.
    OopFamily,
    /// The percentage past the deductible.
    Rate,
    /// The fixed amount past the deductible.
    Copay,
}

impl Place {
    /// Whether it is of the deductible.
    pub fn is_deductible(self) -> bool {
        match self {
            Self::DeductibleIndividual | Self::DeductibleFamily => true,
            Self::OopIndividual | Self::OopFamily | Self::Rate | Self::Copay => false,
        }
    }

    /// Whether it is of the yearly limit.
    pub fn is_oop(self) -> bool {
        match self {
            Self::OopIndividual | Self::OopFamily => true,
            Self::DeductibleIndividual | Self::DeductibleFamily | Self::Rate | Self::Copay => false,
        }
    }

    /// Whether it is the patient's part past the deductible.
    pub fn is_share(self) -> bool {
        !self.is_deductible() && !self.is_oop()
    }

    /// The largest value that it can have under a case.
    pub fn largest(self, case: &Case) -> i64 {
        let plan = &case.plan;
        let amount = match self {
            Self::DeductibleIndividual => plan.deductible.map(|limit| limit.individual),
            Self::DeductibleFamily => plan.deductible.map(|limit| limit.family),
            Self::OopIndividual => plan.oop_max.map(|limit| limit.individual),
            Self::OopFamily => plan.oop_max.map(|limit| limit.family),
            Self::Rate => return 10_000,
            Self::Copay => Some(Cents::LARGEST),
        };
        amount.unwrap_or_default().get()
    }

    /// Puts a value into a case.
    pub fn put(self, case: &mut Case, value: i64) {
        let cents = Cents::new(value).unwrap_or_default();
        let (deductible, oop) = (case.plan.deductible.as_mut(), case.plan.oop_max.as_mut());
        match self {
            Self::DeductibleIndividual => {
                if let Some(limit) = deductible {
                    limit.met.individual = limit.individual.less(cents);
                }
            }
            Self::DeductibleFamily => {
                if let Some(limit) = deductible {
                    limit.met.family = limit.family.less(cents);
                }
            }
            Self::OopIndividual => {
                if let Some(limit) = oop {
                    limit.met.individual = limit.individual.less(cents);
                }
            }
            Self::OopFamily => {
                if let Some(limit) = oop {
                    limit.met.family = limit.family.less(cents);
                }
            }
            Self::Rate => {
                let bounds = match case.plan.cost_share {
                    CostShare::Coinsurance { min, max, per_days, .. } => (min, max, per_days),
                    CostShare::Copay { .. } => (None, None, None),
                };
                let (min, max, per_days) = bounds;
                let rate = u16::try_from(value).ok().and_then(BasisPoints::new).unwrap_or(BasisPoints::ZERO);
                case.plan.cost_share = CostShare::Coinsurance { rate, min, max, per_days };
            }
            Self::Copay => {
                let per_days = match case.plan.cost_share {
                    CostShare::Copay { per_days, .. } => per_days,
                    CostShare::Coinsurance { .. } => None,
                };
                case.plan.cost_share = CostShare::Copay { amount: cents, per_days };
            }
        }
    }
}

/// What the ledger makes of the one fill of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// What the plan leaves to the patient and to help.
    pub obligation: Cents,
    /// What is left to the patient and to a card.
    pub patient: Cents,
    /// What of the obligation falls under the deductible.
    pub deductible: Cents,
    /// The rest of the obligation.
    pub share: Cents,
    /// What is left of the deductible afterwards.
    pub left: Cents,
}

/// Runs the one fill of a case.
pub fn count(case: &Case) -> Counted {
    let mut state = State::start(case);
    let row = case.fills.first().map(|fill| state.fill(case, fill));
    let of = |amount: fn(&crate::cost::ledger::Row) -> Cents| row.as_ref().map(amount).unwrap_or_default();
    Counted {
        obligation: of(|row| row.obligation),
        patient: of(|row| row.obligation.less(row.subsidy)),
        deductible: of(|row| row.deductible),
        share: of(|row| row.cost_share),
        left: case.plan.deductible.map(|limit| limit.remaining(state.deductible)).unwrap_or_default(),
    }
}

/// A figure of a fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is left to the patient and to a card.
    Patient,
    /// The part under the deductible.
    Deductible,
    /// The part past it.
    Share,
    /// What is left of the deductible.
    Left,
}

impl Part {
    fn of(self, counted: &Counted) -> i64 {
        match self {
            Self::Patient => counted.patient,
            Self::Deductible => counted.deductible,
            Self::Share => counted.share,
            Self::Left => counted.left,
        }
        .get()
    }

    /// Whether it falls while a field rises; it may also stay the same.
    fn falls_with(self, place: Place) -> bool {
        match self {
            Self::Patient | Self::Deductible => false,
            Self::Share => place.is_deductible(),
            Self::Left => place.is_oop(),
        }
    }
}

/// What the ledger has to come to.
pub type Targets = Vec<(Part, Cents)>;

/// The figures of a claim that the ledger can be held against. Extra Help comes after the plan's own
/// figures, so that only what is left to the patient can be compared there.
pub fn targets(case: &Case, claim: &Answered) -> Targets {
    let mut targets = Vec::new();
    targets.extend(claim.patient.map(|amount| (Part::Patient, amount)));
    if case.plan.lis_copay.is_none() && case.plan.deductible.is_some() {
        targets.extend(claim.to_deductible.map(|amount| (Part::Deductible, amount)));
        targets.extend(claim.remaining_deductible.map(|amount| (Part::Left, amount)));
    }
    if case.plan.lis_copay.is_none() {
        targets.extend(claim.share().map(|amount| (Part::Share, amount)));
    }
    targets
}

/// An interval of values, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least.
    pub least: i64,
    /// The most.
    pub most: i64,
}

/// The values of a field with which every target is met, up to so many cents; `None` if there are none.
pub fn interval(case: &Case, place: Place, targets: &[(Part, Cents)], off: i64) -> Option<Interval> {
    let mut case = case.clone();
    let mut found = Interval { least: 0, most: place.largest(&case) };
    for (part, target) in targets {
        let sign = if part.falls_with(place) { -1 } else { 1 };
        let mut of = |value: i64| {
            place.put(&mut case, value);
            sign * part.of(&count(&case))
        };
        let target = sign * target.get();
        let least = first(found, |value| of(value) >= target - off);
        let beyond = first(found, |value| of(value) > target + off);
        found = Interval { least, most: beyond - 1 };
        if found.least > found.most {
            return None;
        }
    }
    Some(found)
}

/// The two neighboring rates between which the patient's part lies, if no rate meets it.
pub fn between(case: &Case, targets: &[(Part, Cents)]) -> Option<Interval> {
    let (_, patient) = targets.iter().find(|(part, _)| *part == Part::Patient)?;
    let others: Targets =
        targets.iter().copied().filter(|(part, _)| matches!(part, Part::Deductible | Part::Left)).collect();
    let all = interval(case, Place::Rate, &others, 1)?;
    let mut case = case.clone();
    let above = first(all, |value| {
        Place::Rate.put(&mut case, value);
        count(&case).patient > *patient
    });
    Place::Rate.put(&mut case, all.least);
    let has_below = above > all.least && count(&case).patient < *patient;
    (has_below && above <= all.most).then_some(Interval { least: above - 1, most: above })
}

/// The first value of an interval that holds; one past its end if none does. All after one that holds do.
fn first(range: Interval, mut holds: impl FnMut(i64) -> bool) -> i64 {
    let (mut low, mut high) = (range.least, range.most.saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The counter of a limit that binds this person first, where none is known: the family's only where the
/// person has none.
pub fn principal(structure: Structure, individual: Place, family: Place) -> Place {
    if structure.has_individual() { individual } else { family }
}
