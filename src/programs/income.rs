//! Up to which income does a program help, and which limits are worth asking about?
//!
//! Amounts are whole cents a year. Where the terms were not seen to name the year of the poverty table,
//! that of the year asked in and that of the year before may be meant: both are tried.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::question::ProgramQuestion;
use super::terms::{self, Subject};
use crate::checklist::household::{Income, limit_cents, poverty_cents};
use crate::checklist::truth::Truth;
use crate::content::Content;
use crate::content::payer::State;
use crate::content::program::{IncomeTest, Program};

/// The income up to which a program helps, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncomeLimits {
    /// Whoever has no more is within, whichever year's table is meant.
    pub lowest: i64,
    /// Whoever has more is above, whichever year's table is meant.
    pub highest: i64,
}

impl IncomeLimits {
    /// Whether an income is within.
    pub fn holds(self, income: Income) -> Truth {
        match (income.is_within(self.lowest), income.is_within(self.highest)) {
            (Truth::True, _) => Truth::True,
            (_, Truth::False) => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

/// The limits of a program for a household; `None` if it has none that is known.
///
/// # Errors
/// In words, if no poverty level is known for the state or the years.
pub fn income_limits(
    content: &Content,
    program: &Program,
    as_of: Date,
    state: &State,
    people: u32,
) -> Result<Option<IncomeLimits>, String> {
    match program.income {
        IncomeTest::None | IncomeTest::LimitNotSeen => Ok(None),
        IncomeTest::UpTo { percent, table_year } => {
            limits(content, percent, table_year, as_of, state, people).map(Some)
        }
    }
}

/// So many percent of the poverty level, as limits.
pub(super) fn limits(
    content: &Content,
    percent: u32,
    table_year: Option<i16>,
    as_of: Date,
    state: &State,
    people: u32,
) -> Result<IncomeLimits, String> {
    let years = match table_year {
        Some(year) => vec![year],
        None => vec![as_of.year() - 1, as_of.year()],
    };
    let tables: Vec<_> = years.into_iter().filter_map(|year| content.statutory.poverty(year).ok()).collect();
    if tables.is_empty() {
        return Err("no poverty level of these years is known here: ask the program".to_owned());
    }
    let amounts: Option<Vec<i64>> = tables
        .into_iter()
        .map(|table| {
            let level = table.figures.in_state(&state.id)?;
            Some(limit_cents(poverty_cents(level, people), percent))
        })
        .collect();
    let amounts = amounts.unwrap_or_default();
    match (amounts.iter().min(), amounts.iter().max()) {
        (Some(lowest), Some(highest)) => Ok(IncomeLimits { lowest: *lowest, highest: *highest }),
        _ => Err(format!("the poverty levels do not speak of {}: ask the program", state.name)),
    }
}

/// The limits, in cents, that decide about programs for the drugs compared: those that are not ruled out by
/// something else and whose limit is not decided by what is known of the income. Sorted; empty as long as
/// people or state are not known.
pub fn income_thresholds(content: &Content, question: &ProgramQuestion<'_>) -> Vec<i64> {
    let (Some(people), Some(state)) = (question.household.people, question.state) else { return Vec::new() };
    let mut thresholds = BTreeSet::new();
    for (program, drug) in super::matching::candidates(content, question) {
        let rules = terms::rules(content, question, program, drug);
        let is_out = |rule: &terms::Rule| {
            rule.truth == Truth::False && !matches!(rule.subject, Subject::Income | Subject::Step)
        };
        if rules.iter().any(is_out) {
            continue;
        }
        let table_year = match program.income {
            IncomeTest::UpTo { table_year, .. } => table_year,
            IncomeTest::None | IncomeTest::LimitNotSeen => None,
        };
        let of_program = match program.income {
            IncomeTest::UpTo { percent, .. } => Some(percent),
            IncomeTest::None | IncomeTest::LimitNotSeen => None,
        };
        let of_steps = program.requires.iter().filter_map(|required| {
            let counts = question.is_paid_by(&required.payers) == Truth::True
                && question.steps.taken(required.step) != Some(true);
            required.above_percent.filter(|_| counts)
        });
        for percent in of_program.into_iter().chain(of_steps) {
            if let Ok(limits) = limits(content, percent, table_year, question.as_of, state, people) {
                thresholds.extend([limits.lowest, limits.highest]);
            }
        }
    }
    let income = question.household.income;
    thresholds.into_iter().filter(|limit| income.is_within(*limit) == Truth::Unknown).collect()
}
