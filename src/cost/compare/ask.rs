//! What is worth asking the plan, the most useful first?
//!
//! First what the first option, or several of them, can't be counted without; then what makes ranges
//! narrower, by dollars over all options; then what only one of the others lacks. The first option is the
//! one that the patient came for.

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
        let of_first: Vec<&str> =
            self.options.first().into_iter().flat_map(OptionCost::missing_answers).collect();
        for option in &self.options {
            for path in option.missing_answers() {
                match asks.iter_mut().find(|ask| ask.path == path) {
                    Some(Ask { weight: Weight::Missing { options }, .. }) => *options += 1,
                    Some(_) => {}
                    None => {
                        asks.push(Ask { path: path.to_owned(), weight: Weight::Missing { options: 1 } });
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
            Weight::Missing { options } if options > 1 || of_first.contains(&ask.path.as_str()) => {
                (0, Reverse(options), Reverse(Cents::ZERO))
            }
            Weight::Narrows(Cents::ZERO) => (3, Reverse(0), Reverse(Cents::ZERO)),
            Weight::Narrows(sum) => (1, Reverse(0), Reverse(sum)),
            Weight::Missing { options } => (2, Reverse(options), Reverse(Cents::ZERO)),
        });
        asks
    }
}

impl OptionCost {
    /// What is missing, as one would ask for it: the price of the first fills is that of the others.
    pub fn missing_answers(&self) -> impl Iterator<Item = &str> {
        let has_price_of = |first: &str| {
            let line = first.split(".first.").next().unwrap_or_default();
            self.missing.iter().any(|path| *path == format!("{line}.maintenance.2"))
        };
        let is_repeated =
            move |path: &&String| path.contains(".first.") && path.ends_with(".2") && has_price_of(path);
        self.missing.iter().filter(move |path| !is_repeated(path)).map(String::as_str)
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
            missing_for_year: Vec::new(),
            widths_left: unknown.iter().map(|(_, left)| Cents::new(*left)).collect(),
            narrow: None,
            programs_pay: None,
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_the_first_or_several_lack_is_asked_first_then_what_narrows_most_and_then_what_one_lacks() {
        let comparison = Comparison {
            options: vec![
                option(&["options.0.lines.0.first.0.2", "options.0.lines.0.maintenance.2"], &[], 0),
                option(&["plan.cost_share", "options.1.lines.0.maintenance.2"], &[], 0),
                option(&["plan.cost_share"], &[], 0),
                option(&[], &[("small", 900), ("large", 100), ("nothing", 1000)], 1000),
                option(&[], &[("small", 900), ("large", 950), ("nothing", 1000)], 1000),
            ],
        };
        let asks = comparison.asks();
        let paths: Vec<&str> = asks.iter().map(|ask| ask.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "plan.cost_share",
                "options.0.lines.0.maintenance.2",
                "large",
                "small",
                "options.1.lines.0.maintenance.2",
                "nothing"
            ]
        );
        assert_eq!(asks[2].weight, Weight::Narrows(Cents::new(950).unwrap()));
    }
}
