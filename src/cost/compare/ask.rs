//! What is worth asking the plan, the most useful first?
//!
//! A field without which an option has no total comes before one that only makes a range wide. Of the
//! latter, the one that narrows the ranges of all options by the most dollars comes first.

use std::cmp::Reverse;

use super::{Comparison, OptionCost};
use crate::cost::money::Cents;

/// One thing to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The path of the field below the coverage.
    pub path: String,
    /// What the answer is good for.
    pub weight: Weight,
}

/// What an answer is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Without it so many options have no total.
    Missing {
        /// How many.
        options: usize,
    },
    /// It makes the ranges narrower by so much in all, at least.
    Narrows(Cents),
}

impl Comparison {
    /// What is worth asking, the most useful first; of equals in the order of the fields.
    pub fn asks(&self) -> Vec<Ask> {
        let mut asks: Vec<Ask> = Vec::new();
        for option in &self.options {
            for path in &option.missing {
                match asks.iter_mut().find(|ask| ask.path == *path) {
                    Some(Ask { weight: Weight::Missing { options }, .. }) => *options += 1,
                    Some(_) => {}
                    None => {
                        asks.push(Ask { path: path.clone(), weight: Weight::Missing { options: 1 } });
                    }
                }
            }
        }
        for (path, narrows) in self.options.iter().flat_map(narrowing) {
            match asks.iter_mut().find(|ask| ask.path == path) {
                Some(Ask { weight: Weight::Narrows(sum), .. }) => *sum = sum.plus(narrows),
                // What is missing for one option is asked first anyway.
                Some(_) => {}
                None => asks.push(Ask { path: path.to_owned(), weight: Weight::Narrows(narrows) }),
            }
        }
        // Stable, so that fields of equal use keep their order.
        asks.sort_by_key(|ask| match ask.weight {
            Weight::Missing { options } => (0, Reverse(options), Reverse(Cents::ZERO)),
            Weight::Narrows(sum) => (1, Reverse(0), Reverse(sum)),
        });
        asks
    }
}

/// What each unknown of an option takes off the width of its range, once it is known.
fn narrowing(option: &OptionCost) -> impl Iterator<Item = (&str, Cents)> {
    let width = option.total.map(super::Range::width).unwrap_or_default();
    option.unknown.iter().enumerate().map(move |(at, path)| {
        let left = option.widths_left.get(at).copied().flatten().unwrap_or(width);
        (path.as_str(), width.less(left))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::compare::Range;

    fn option(missing: &[&str], unknown: &[(&str, i64)], width: i64) -> OptionCost {
        let cents = |cents| Cents::new(cents).unwrap();
        let paths = |list: &[&str]| list.iter().map(|path| (*path).to_owned()).collect();
        OptionCost {
            id: String::new(),
            total: missing.is_empty().then(|| Range { low: Cents::ZERO, high: cents(width) }),
            maintenance_year: None,
            months: Vec::new(),
            weakest_source: None,
            unknown: unknown.iter().map(|(path, _)| (*path).to_owned()).collect(),
            missing: paths(missing),
            widths_left: unknown.iter().map(|(_, left)| Cents::new(*left)).collect(),
            narrow: None,
            programs_pay: None,
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_is_missing_for_most_options_is_asked_first_and_then_what_narrows_most_dollars() {
        let comparison = Comparison {
            options: vec![
                option(&["plan.cost_share", "options.0.lines.0.maintenance.2"], &[], 0),
                option(&["plan.cost_share"], &[], 0),
                option(&[], &[("small", 900), ("large", 100)], 1000),
                option(&[], &[("small", 900), ("large", 950)], 1000),
            ],
        };
        let paths: Vec<String> = comparison.asks().into_iter().map(|ask| ask.path).collect();
        assert_eq!(paths, ["plan.cost_share", "options.0.lines.0.maintenance.2", "large", "small"]);
        assert_eq!(comparison.asks()[2].weight, Weight::Narrows(Cents::new(950).unwrap()));
    }
}
