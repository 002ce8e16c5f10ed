//! What would a year of each option cost this patient, at least and at most?
//!
//! Every option runs as its own scenario from the same starting counters. What is not known but bounded is
//! tried out (`unknown`); what can't be counted without leaves the option without a total and is named.
//! Amounts are cents. Which programs could help is not known here.

mod ask;
mod report;
mod scenario;
mod unknown;

use super::case::Fill;
use super::ledger::{Row, State};
use super::money::Cents;
use super::read::{Question, WrittenCoverage, WrittenOption};
use crate::content::price::PriceKind;
pub use ask::{Ask, Weight};
use scenario::Scenario;
use unknown::Combinations;

/// What every option would cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// By option, in the order asked.
    pub options: Vec<OptionCost>,
}

/// What one option would cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionCost {
    /// Its id.
    pub id: String,
    /// In the months asked for; `None` if something is missing.
    pub total: Option<Range>,
    /// In a full plan year of maintenance, with nothing met and no help that comes once.
    pub maintenance_year: Option<Range>,
    /// By calendar month, also those with nothing to pay; empty if something is missing.
    pub months: Vec<MonthCost>,
    /// The weakest of what it rests on: the prices, and figures of a plan year that were entered since no law
    /// of that year is known.
    pub weakest_source: Option<PriceKind>,
    /// The fields that are not known and were tried out, by their paths below the coverage.
    pub unknown: Vec<String>,
    /// The fields without which nothing can be counted.
    pub missing: Vec<String>,
    /// The fields without which a full plan year of maintenance can't be counted: figures of a plan year that
    /// the months asked for do not reach.
    pub missing_for_year: Vec<String>,
    /// For each of `unknown`: how wide a range is left once it is known, at its worst; `None` if something
    /// is missing.
    pub widths_left: Vec<Option<Cents>>,
    /// The unknown whose worst answer leaves the narrowest range.
    pub narrow: Option<String>,
    /// What cards, charities and Extra Help would pay in the months asked for; `None` if something is
    /// missing.
    pub programs_pay: Option<Range>,
    /// What a reader has to know.
    pub notes: Vec<String>,
}

/// The least and the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub low: Cents,
    /// The most.
    pub high: Cents,
}

impl Range {
    fn only(amount: Cents) -> Self {
        Self { low: amount, high: amount }
    }

    fn with(self, amount: Cents) -> Self {
        Self { low: self.low.min(amount), high: self.high.max(amount) }
    }

    /// How far the two ends are apart.
    pub fn width(self) -> Cents {
        self.high.less(self.low)
    }
}

/// What is paid in one calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCost {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
    /// At least and at most.
    pub range: Range,
}

/// Counts what every option would cost.
pub fn compare(question: &Question) -> Comparison {
    let coverage = &question.coverage;
    Comparison { options: coverage.options.iter().map(|option| option_cost(coverage, option)).collect() }
}

fn option_cost(coverage: &WrittenCoverage, option: &WrittenOption) -> OptionCost {
    let mut notes = coverage.notes.clone();
    notes.extend(option.notes.iter().cloned());
    let known = Scenario::of(coverage, option);
    // What the months lack comes first.
    let missing_for_year = if known.missing.is_empty() { known.missing_for_year.clone() } else { Vec::new() };
    // A price past its shelf life is weaker than what was entered.
    let weakest_source = match option.weakest_price {
        Some(_) if known.rests_on_entered && !option.is_weakest_price_old => Some(PriceKind::Entered),
        kind => kind,
    };
    let mut cost = OptionCost {
        id: option.id.clone(),
        total: None,
        maintenance_year: None,
        months: Vec::new(),
        weakest_source,
        unknown: known.open.iter().map(|open| open.path.clone()).collect(),
        missing: known.missing.clone(),
        missing_for_year,
        widths_left: Vec::new(),
        narrow: None,
        programs_pay: None,
        notes,
    };
    cost.notes.extend(
        known.too_far.map(|year| format!("the figures of {year} can't be known yet: count fewer months")),
    );
    if let Some(horizon) = coverage.horizon
        && known.missing.is_empty()
    {
        cost.notes.extend(known.notes());
        count(known, scenario::months(horizon), &mut cost);
    }
    cost
}

/// Runs a scenario over everything that is not known of it.
fn count(scenario: Scenario, months: Vec<(i16, i8)>, cost: &mut OptionCost) {
    let Scenario {
        mut case, mut next, mut maintenance, open, missing_for_year, maximizer_cost_share, ..
    } = scenario;
    let of_fill = |fill: &Fill| {
        let month = (fill.date.year(), fill.date.month());
        months.iter().position(|other| *other == month).unwrap_or_default()
    };
    let month_of: Vec<usize> = case.fills.iter().map(of_fill).collect();
    let month_of_next: Vec<usize> = next.iter().flat_map(|next| next.fills.iter()).map(of_fill).collect();
    let mut state = State::default();
    let mut by_month = vec![Cents::ZERO; months.len()];
    let mut ranges: Vec<Option<Range>> = vec![None; months.len()];
    let mut programs_pay: Option<Range> = None;

    let mut combinations = Combinations::of(&case, &open, maximizer_cost_share);
    let mut totals: Vec<Option<Cents>> = Vec::with_capacity(combinations.count());
    combinations.each(
        &mut case,
        |case| {
            by_month.fill(Cents::ZERO);
            let mut help = Cents::ZERO;
            state.restart(case);
            let mut take = |month: Option<&usize>, row: Row| {
                help = help.plus(row.card).plus(row.grant).plus(row.subsidy);
                if let Some(sum) = month.and_then(|month| by_month.get_mut(*month)) {
                    *sum = sum.plus(row.patient);
                }
            };
            state.run(case, |at, row| take(month_of.get(at), row));
            if let Some(next) = &mut next {
                next.same_unknowns_as(case);
                state.run(next, |at, row| take(month_of_next.get(at), row));
            }
            for (range, amount) in ranges.iter_mut().zip(&by_month) {
                *range = Some(range.map_or(Range::only(*amount), |range| range.with(*amount)));
            }
            programs_pay = Some(programs_pay.map_or(Range::only(help), |range| range.with(help)));
            by_month.iter().copied().sum()
        },
        &mut totals,
    );
    cost.total = over(totals.iter().flatten().copied());
    cost.programs_pay = programs_pay;
    cost.widths_left = combinations.widths_left(&totals);
    let narrowest = cost.widths_left.iter().enumerate().filter_map(|(at, left)| left.map(|left| (left, at)));
    // Of equals the first.
    cost.narrow = narrowest.min().and_then(|(_, at)| cost.unknown.get(at).cloned());
    cost.months = months
        .into_iter()
        .zip(ranges)
        .filter_map(|((year, month), range)| range.map(|range| MonthCost { year, month, range }))
        .collect();

    if !missing_for_year.is_empty() {
        return;
    }
    // What was met has no part in a year that begins with nothing met.
    let lasting: Vec<_> = open.into_iter().filter(|open| !unknown::is_met(open.what)).collect();
    let mut combinations = Combinations::of(&maintenance, &lasting, maximizer_cost_share);
    let mut totals = Vec::with_capacity(combinations.count());
    combinations.each(
        &mut maintenance,
        |case| {
            let mut sum = Cents::ZERO;
            state.restart(case);
            state.run(case, |_, row| sum = sum.plus(row.patient));
            sum
        },
        &mut totals,
    );
    cost.maintenance_year = over(totals.into_iter().flatten());
}

fn over(amounts: impl Iterator<Item = Cents>) -> Option<Range> {
    amounts.fold(None, |range: Option<Range>, amount| {
        Some(range.map_or(Range::only(amount), |range| range.with(amount)))
    })
}
