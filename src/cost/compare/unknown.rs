//! Which values can the unknown fields have, and which of the fields is worth asking for first?
//!
//! Amounts that are met are tried at nothing, at the limit, and at four values evenly between, to the
//! cent; where that makes too many combinations, only at both ends. What contradicts itself is left out.

use std::num::NonZeroU32;

use super::{Range, over};
use crate::cost::case::Case;
use crate::cost::help::Card;
use crate::cost::money::Cents;
use crate::cost::plan::{Assistance, Limit, Structure};
use crate::cost::read::{Open, OpenField};

/// With more combinations than this, amounts are tried at both ends only.
const MOST: usize = 500;
/// Into how many steps the way from nothing to the limit is cut.
const STEPS: NonZeroU32 = match NonZeroU32::new(5) {
    Some(steps) => steps,
    None => NonZeroU32::MIN,
};

/// Whether a field says what was met at the start.
pub fn is_met(what: OpenField) -> bool {
    match what {
        OpenField::DeductibleIndividual
        | OpenField::DeductibleFamily
        | OpenField::OopIndividual
        | OpenField::OopFamily => true,
        OpenField::Assistance | OpenField::Enrolled(_) | OpenField::Covered => false,
    }
}

/// One value that an unknown field can have.
#[derive(Clone, Copy)]
enum Value {
    Met(Cents),
    Assistance(Assistance),
    Card(Option<Card>),
    Covered(Answer),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

/// Every unknown field with the values to try.
pub struct Combinations {
    unknowns: Vec<(OpenField, Vec<Value>)>,
    /// Which limits may contradict each other by what is not known.
    checks: Vec<Check>,
}

/// A counter that both the deductible and the yearly limit have.
#[derive(Clone, Copy)]
enum Check {
    Individual,
    Family,
}

impl Combinations {
    /// The values of the open fields of a case.
    pub fn of(case: &Case, open: &[Open], maximizer_cost_share: Option<Cents>) -> Self {
        let values = |steps| {
            open.iter()
                .map(|open| (open.what, values(case, open.what, maximizer_cost_share, steps)))
                .collect::<Vec<_>>()
        };
        let mut unknowns = values(Some(STEPS));
        if product(&unknowns) > MOST {
            unknowns = values(None);
        }
        Self { unknowns, checks: checks(case, open) }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        product(&self.unknowns)
    }

    /// Puts every combination into the case and notes its cost in `costs`: `None` for one that
    /// contradicts itself. If all do, what contradicts lies in what is known, and none is left out.
    pub fn each(
        &mut self,
        case: &mut Case,
        mut cost: impl FnMut(&Case) -> Cents,
        costs: &mut Vec<Option<Cents>>,
    ) {
        self.try_all(case, &mut cost, costs);
        if costs.iter().all(Option::is_none) {
            costs.clear();
            self.checks.clear();
            self.try_all(case, &mut cost, costs);
        }
    }

    fn try_all(
        &self,
        case: &mut Case,
        cost: &mut impl FnMut(&Case) -> Cents,
        costs: &mut Vec<Option<Cents>>,
    ) {
        for at in 0..self.count() {
            for ((what, values), place) in self.unknowns.iter().zip(self.places(at)) {
                if let Some(value) = values.get(place) {
                    put(case, *what, *value);
                }
            }
            let contradicts = self.checks.iter().any(|check| contradicts(case, *check));
            costs.push((!contradicts).then(|| cost(case)));
        }
    }

    /// Which value each unknown has in a combination; the last changes first.
    fn places(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut rest = self.count();
        self.unknowns.iter().map(move |(_, values)| {
            rest /= values.len().max(1);
            (at / rest.max(1)) % values.len().max(1)
        })
    }

    /// For each unknown: how wide a range it leaves of the others once it is known, at its worst value.
    pub fn widths_left(&self, costs: &[Option<Cents>]) -> Vec<Option<Cents>> {
        let widest_left = |unknown: usize, values: usize| {
            let left = |value: usize| {
                let fixed = costs
                    .iter()
                    .enumerate()
                    .filter(move |(at, _)| self.places(*at).nth(unknown) == Some(value));
                over(fixed.filter_map(|(_, cost)| *cost)).map(Range::width)
            };
            (0..values).filter_map(left).max()
        };
        let unknowns = self.unknowns.iter().enumerate();
        unknowns.map(|(at, (_, values))| widest_left(at, values.len())).collect()
    }
}

fn product(unknowns: &[(OpenField, Vec<Value>)]) -> usize {
    unknowns.iter().fold(1, |count: usize, (_, values)| count.saturating_mul(values.len().max(1)))
}

fn values(
    case: &Case,
    what: OpenField,
    maximizer_cost_share: Option<Cents>,
    steps: Option<NonZeroU32>,
) -> Vec<Value> {
    let up_to = |limit: Option<Cents>| {
        let limit = limit.unwrap_or_default();
        let mut amounts: Vec<Cents> = match steps {
            Some(steps) => (0..=steps.get()).map(|step| limit.share(step, steps)).collect(),
            None => vec![Cents::ZERO, limit],
        };
        amounts.dedup();
        amounts.into_iter().map(Value::Met).collect()
    };
    let (deductible, oop) = (case.plan.deductible.as_ref(), case.plan.oop_max.as_ref());
    match what {
        OpenField::DeductibleIndividual => up_to(deductible.map(|limit| limit.individual)),
        OpenField::DeductibleFamily => up_to(deductible.map(|limit| limit.family)),
        OpenField::OopIndividual => up_to(oop.map(|limit| limit.individual)),
        OpenField::OopFamily => up_to(oop.map(|limit| limit.family)),
        OpenField::Assistance => [Assistance::Counts, Assistance::Accumulator]
            .into_iter()
            .chain(maximizer_cost_share.map(|cost_share| Assistance::Maximizer { cost_share }))
            .map(Value::Assistance)
            .collect(),
        OpenField::Enrolled(line) => {
            let card = case.lines.get(line).and_then(|line| line.card);
            vec![Value::Card(card), Value::Card(None)]
        }
        OpenField::Covered => vec![Value::Covered(Answer::Yes), Value::Covered(Answer::No)],
    }
}

fn put(case: &mut Case, what: OpenField, value: Value) {
    let (deductible, oop) = (case.plan.deductible.as_mut(), case.plan.oop_max.as_mut());
    match (what, value) {
        (OpenField::DeductibleIndividual, Value::Met(amount)) => {
            if let Some(limit) = deductible {
                limit.met.individual = amount;
            }
        }
        (OpenField::DeductibleFamily, Value::Met(amount)) => {
            if let Some(limit) = deductible {
                limit.met.family = amount;
            }
        }
        (OpenField::OopIndividual, Value::Met(amount)) => {
            if let Some(limit) = oop {
                limit.met.individual = amount;
            }
        }
        (OpenField::OopFamily, Value::Met(amount)) => {
            if let Some(limit) = oop {
                limit.met.family = amount;
            }
        }
        (OpenField::Assistance, Value::Assistance(assistance)) => case.plan.assistance = assistance,
        (OpenField::Enrolled(at), Value::Card(card)) => {
            if let Some(line) = case.lines.get_mut(at) {
                line.card = card;
            }
        }
        (OpenField::Covered, Value::Covered(answer)) => case.covered = answer == Answer::Yes,
        // The values of a field are all of its kind.
        (
            OpenField::DeductibleIndividual
            | OpenField::DeductibleFamily
            | OpenField::OopIndividual
            | OpenField::OopFamily
            | OpenField::Assistance
            | OpenField::Enrolled(_)
            | OpenField::Covered,
            Value::Met(_) | Value::Assistance(_) | Value::Card(_) | Value::Covered(_),
        ) => {}
    }
}

/// The counters that both limits have, and of which one at least is not known.
fn checks(case: &Case, open: &[Open]) -> Vec<Check> {
    let (Some(deductible), Some(oop)) = (&case.plan.deductible, &case.plan.oop_max) else {
        return Vec::new();
    };
    let both = |has: fn(Structure) -> bool| has(deductible.structure) && has(oop.structure);
    let any = |fields: [OpenField; 2]| open.iter().any(|open| fields.contains(&open.what));
    let mut checks = Vec::new();
    if both(Structure::has_individual) && any([OpenField::DeductibleIndividual, OpenField::OopIndividual]) {
        checks.push(Check::Individual);
    }
    if both(Structure::has_family) && any([OpenField::DeductibleFamily, OpenField::OopFamily]) {
        checks.push(Check::Family);
    }
    checks
}

/// What counts toward the deductible counts toward the yearly limit too.
fn contradicts(case: &Case, check: Check) -> bool {
    let met = |limit: &Option<Limit>| {
        limit.map(|limit| match check {
            Check::Individual => limit.met.individual,
            Check::Family => limit.met.family,
        })
    };
    met(&case.plan.oop_max) < met(&case.plan.deductible)
}
