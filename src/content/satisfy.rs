//! Can a condition hold, and can it be ruled out? Found by trying answers, for the loader: a rule
//! that can never fire is a mistake in the table, not a reassurance.
//!
//! Answers to one many-choice question are tried independently of each other, and medicines of
//! each class too, so that "it can hold" may be said of a contradiction that is hidden deep, but
//! "it can't hold" is never said of a rule that could fire.

use std::collections::{BTreeMap, HashSet};

use super::condition::{AgeUnit, Condition, Counting};
use super::decimal::Decimal;
use super::ids::{ChoiceIx, ChoiceSet, ConditionIx, MedicineClassIx, QuestionIx};
use super::rule::NamedCondition;

/// Whether some answers fulfill the condition.
pub fn can_hold(condition: &Condition, named: &[NamedCondition]) -> bool {
    search(condition, named, Wanted::True)
}

/// Whether some answers rule the condition out.
pub fn can_fail(condition: &Condition, named: &[NamedCondition]) -> bool {
    search(condition, named, Wanted::False)
}

/// Adds the questions that the condition names.
pub fn questions_read(condition: &Condition, named: &[NamedCondition], read: &mut HashSet<QuestionIx>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| questions_read(part, named, read));
        }
        Condition::Not(inner) => questions_read(inner, named, read),
        Condition::Named(ix) => {
            if let Some(condition) = named.get(ix.position()) {
                questions_read(&condition.when, named, read);
            }
        }
        Condition::Has(question, _)
        | Condition::HasSelf(question)
        | Condition::Is(question, _)
        | Condition::Number(question, ..) => {
            read.insert(*question);
        }
        Condition::Always | Condition::Age(..) | Condition::Takes(..) | Condition::OnTreatment(_) => {}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    True,
    False,
}

/// Something that an answer decides.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Variable {
    /// The one choice of a question; values are positions of choices.
    Choice(usize),
    /// Whether a many-choice answer includes one of these; values 0 and 1.
    Has(usize, Vec<usize>),
    /// Whether it includes the drug itself.
    HasSelf(usize),
    /// A number in thousandths.
    Number(usize),
    /// The age in months.
    Age,
    /// Whether a class is taken: by this drug itself only, or by another.
    Takes(usize, u8),
    /// Days on treatment; -1 is "not on treatment".
    Days,
}

type World = BTreeMap<Variable, i64>;

fn search(condition: &Condition, named: &[NamedCondition], wanted: Wanted) -> bool {
    let mut values: BTreeMap<Variable, Vec<i64>> = BTreeMap::new();
    collect(condition, named, &mut values);
    let values: Vec<(Variable, Vec<i64>)> = values.into_iter().collect();
    // Beyond this the table is too wide to try out; then nothing is claimed.
    let combinations = values.iter().try_fold(1usize, |all, (_, values)| all.checked_mul(values.len()));
    match combinations {
        Some(count) if count <= 2_000_000 => {}
        _ => return true,
    }
    let mut world = World::new();
    try_all(&values, &mut world, &mut |world| holds(condition, named, world) == (wanted == Wanted::True))
}

fn try_all(
    values: &[(Variable, Vec<i64>)],
    world: &mut World,
    found: &mut impl FnMut(&World) -> bool,
) -> bool {
    let Some(((variable, options), rest)) = values.split_first() else {
        return found(world);
    };
    for option in options {
        world.insert(variable.clone(), *option);
        if try_all(rest, world, found) {
            return true;
        }
    }
    false
}

fn has(question: QuestionIx, choices: ChoiceSet) -> Variable {
    Variable::Has(question.position(), choices.iter().map(ChoiceIx::position).collect())
}

fn takes(class: MedicineClassIx, counting: Counting) -> Variable {
    let counting = match counting {
        Counting::Every => 0,
        Counting::Others => 1,
    };
    Variable::Takes(class.position(), counting)
}

fn months(unit: AgeUnit, bound: u32) -> i64 {
    match unit {
        AgeUnit::Years => i64::from(bound) * 12,
        AgeUnit::Months => i64::from(bound),
    }
}

fn collect(condition: &Condition, named: &[NamedCondition], values: &mut BTreeMap<Variable, Vec<i64>>) {
    let mut around = |variable: Variable, options: &[i64]| {
        let known = values.entry(variable).or_default();
        for option in options {
            if !known.contains(option) {
                known.push(*option);
            }
        }
    };
    match condition {
        Condition::Always => {}
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| collect(part, named, values))
        }
        Condition::Not(inner) => collect(inner, named, values),
        Condition::Named(ix) => {
            if let Some(condition) = lookup(*ix, named) {
                collect(condition, named, values);
            }
        }
        Condition::Has(question, choices) => around(has(*question, *choices), &[0, 1]),
        Condition::HasSelf(question) => around(Variable::HasSelf(question.position()), &[0, 1]),
        Condition::Is(question, choices) => {
            let mentioned: Vec<i64> =
                choices.iter().filter_map(|c| i64::try_from(c.position()).ok()).collect();
            around(Variable::Choice(question.position()), &mentioned);
            // -1 stands for any choice that the condition does not name.
            around(Variable::Choice(question.position()), &[-1]);
        }
        Condition::Number(question, _, bound) => {
            let at = bound.thousandths();
            around(Variable::Number(question.position()), &[at - 1, at, at + 1]);
        }
        Condition::Age(unit, _, bound) => {
            let at = months(*unit, *bound);
            around(Variable::Age, &[at - 1, at, at + 12]);
        }
        Condition::Takes(class, counting) => around(takes(*class, *counting), &[0, 1]),
        Condition::OnTreatment(days) => {
            around(Variable::Days, &[-1, 0]);
            if let Some(days) = days {
                around(Variable::Days, &[i64::from(*days)]);
            }
        }
    }
}

fn lookup(ix: ConditionIx, named: &[NamedCondition]) -> Option<&Condition> {
    named.get(ix.position()).map(|condition| &condition.when)
}

fn holds(condition: &Condition, named: &[NamedCondition], world: &World) -> bool {
    let value = |variable: &Variable| world.get(variable).copied().unwrap_or(0);
    match condition {
        Condition::Always => true,
        Condition::All(parts) => parts.iter().all(|part| holds(part, named, world)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, named, world)),
        Condition::Not(inner) => !holds(inner, named, world),
        Condition::Named(ix) => lookup(*ix, named).is_some_and(|condition| holds(condition, named, world)),
        Condition::Has(question, choices) => value(&has(*question, *choices)) == 1,
        Condition::HasSelf(question) => value(&Variable::HasSelf(question.position())) == 1,
        Condition::Is(question, choices) => {
            let chosen = value(&Variable::Choice(question.position()));
            choices.iter().any(|choice| i64::try_from(choice.position()) == Ok(chosen))
        }
        Condition::Number(question, comparison, bound) => {
            comparison.holds(Decimal::from_thousandths(value(&Variable::Number(question.position()))), *bound)
        }
        Condition::Age(unit, comparison, bound) => {
            let age = match unit {
                AgeUnit::Years => value(&Variable::Age) / 12,
                AgeUnit::Months => value(&Variable::Age),
            };
            comparison.holds(age, i64::from(*bound))
        }
        Condition::Takes(class, counting) => value(&takes(*class, *counting)) == 1,
        Condition::OnTreatment(days) => value(&Variable::Days) >= days.map_or(0, i64::from),
    }
}
