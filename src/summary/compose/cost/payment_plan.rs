//! Can what is paid be spread over the year? The Medicare Prescription Payment Plan, for those in Part D.
//!
//! It is explained to all of them. Bills are worked out only where every month of a calendar year is counted
//! and known to the cent: a bill that is wrong by a guess would be taken for a promise.

use jiff::civil::Date;

use super::super::phrase::fill;
use super::super::teller::Teller;
use super::super::{Costs, Visit};
use super::figures::{Priced, month_name};
use super::months::{Amounts, tables};
use crate::cost::compare::OptionCost;
use crate::cost::money::Cents;
use crate::cost::payment_plan::{Election, Year, bills};
use crate::cost::plan::PlanKind;
use crate::cost::read::{Horizon, WrittenCoverage, WrittenOption};
use crate::summary::{Block, Cell, Level, text};

/// The explanation and the bills; nothing for other payers.
pub(super) fn section(
    visit: &Visit<'_>,
    costs: Costs<'_>,
    words: &Teller,
    priced: &[Priced<'_>],
) -> Vec<Block> {
    let page = &words.cost;
    let coverage = &costs.question.coverage;
    let is_payer = visit.coverage.payer.as_ref().is_some_and(|payer| payer.as_str() == PlanKind::PartD.id());
    if coverage.plan.plan.kind != PlanKind::PartD && !is_payer {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::heading(page.spread),
        Block::body(text(page.spread_what)),
        Block::body(text(page.spread_when)),
    ];
    let year = coverage.horizon.and_then(whole_year);
    let columns: Vec<Amounts<'_>> = priced
        .iter()
        .filter_map(|one| {
            let bills = bills_of(coverage, one.option, one.cost, year?)?;
            let cells = bills.iter().map(Cents::to_string).collect();
            Some(Amounts { head: &one.name, cells })
        })
        .collect();
    match year {
        Some(year) if !columns.is_empty() => {
            let heads: Vec<Cell> =
                (1..=12).map(|month| Cell::plain(text(month_name(words, year, month)))).collect();
            blocks.push(Block::Heading {
                level: Level::Three,
                text: text(fill(page.spread_bills, &[("year", &year.to_string())])),
            });
            blocks.extend(tables(words, &heads, &columns));
        }
        Some(_) | None => blocks.push(Block::body(text(page.spread_no_bills))),
    }
    blocks
}

/// The calendar year of which every month is counted.
fn whole_year(horizon: Horizon) -> Option<i16> {
    let start = horizon.start;
    let year = if start.month() == 1 { start.year() } else { start.year().checked_add(1)? };
    let end = Date::new(year.checked_add(1)?, 1, 1).ok()?;
    (horizon.end >= end).then_some(year)
}

/// The bills of an option for who signs up in January; `None` if they can't be told to the cent, or if there
/// is nothing to bill.
fn bills_of(
    coverage: &WrittenCoverage,
    option: &WrittenOption,
    cost: &OptionCost,
    year: i16,
) -> Option<Year> {
    let is_exact = cost.unknown.is_empty() && cost.total?.width() == Cents::ZERO;
    // Only what the plan covers is billed.
    let is_billed = option.covered && option.coverage_from.is_none() && !option.use_discount_when_lower;
    let is_first = coverage.horizon.is_some_and(|horizon| horizon.start.year() == year);
    // The bills of a year go by the limit of that year.
    let plan = if is_first { &coverage.plan.plan } else { coverage.plan.next.plan.as_ref()? };
    let limit = plan.oop_max.as_ref()?;
    // What was paid earlier in January is part of a bill that is not known here.
    let is_clean = !is_first || limit.met.individual == Cents::ZERO;
    if !(is_exact && is_billed && is_clean && limit.structure.has_individual()) {
        return None;
    }
    let mut paid = Year::default();
    for (month, amount) in (1_i8..).zip(&mut paid) {
        let counted = cost.months.iter().find(|other| (other.year, other.month) == (year, month))?;
        *amount = counted.range.low;
    }
    let election = Election { month: 1, incurred_before: Cents::ZERO, threshold: limit.individual };
    (paid.iter().copied().sum::<Cents>() > Cents::ZERO).then(|| bills(&paid, &election))
}
