//! Which amounts may be told, and how do they read?
//!
//! An amount is what the patient pays. A range that is too wide helps nobody and would be remembered by one
//! of its ends: it is not told, and neither is what lies within it.

use super::super::phrase::fill;
use super::super::teller::Teller;
use super::super::words::CostWords;
use super::super::{Costs, Visit};
use crate::cost::compare::{OptionCost, Range};
use crate::cost::entry::GENERIC_STEP;
use crate::cost::money::Cents;
use crate::cost::read::WrittenOption;
use crate::summary::{Bar, text};

/// A wider range is not told, in cents.
const WIDEST_CENTS: i64 = 100_000;

/// One option: as it was asked for, and what it would cost.
pub(super) struct Priced<'a> {
    /// What the patient calls it.
    pub(super) name: String,
    pub(super) option: &'a WrittenOption,
    pub(super) cost: &'a OptionCost,
}

/// The options from low to high; those that can't be told stand behind, in the order asked.
pub(super) fn priced<'a>(visit: &Visit<'a>, words: &Teller, costs: Costs<'a>) -> Vec<Priced<'a>> {
    let mut all: Vec<Priced<'_>> = costs
        .question
        .coverage
        .options
        .iter()
        .zip(&costs.comparison.options)
        .map(|(option, cost)| Priced { name: called(visit, words, option), option, cost })
        .collect();
    all.sort_by_key(|priced| match priced.total() {
        Some(range) => (0, range.low, range.high),
        None => (1, Cents::ZERO, Cents::ZERO),
    });
    all
}

/// What a patient calls an option, in the language of the page. A name that the program did not give itself stays as
/// it was given.
fn called(visit: &Visit<'_>, words: &Teller, option: &WrittenOption) -> String {
    let given = option.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if option.id == GENERIC_STEP {
        return words.say(&visit.content.guide.generic_step.name).into_owned();
    }
    let drug = visit.content.drug_by_id(&option.id);
    match (drug.filter(|drug| given.is_none_or(|name| name == drug.name)), given) {
        (Some(drug), _) => words.say(&drug.patient.name).into_owned(),
        (None, given) => given.unwrap_or(&option.id).to_owned(),
    }
}

impl Priced<'_> {
    /// What it costs in the months asked for, if that may be told.
    pub(super) fn total(&self) -> Option<Range> {
        self.cost.total.filter(may_be_told)
    }

    /// What it costs in a full plan year of maintenance, if that may be told.
    pub(super) fn year_after(&self) -> Option<Range> {
        self.cost.maintenance_year.filter(may_be_told)
    }

    /// What it costs in a month, if that may be told.
    pub(super) fn month(&self, year: i16, month: i8) -> Option<Range> {
        self.total()?;
        let of_month = self.cost.months.iter().find(|other| (other.year, other.month) == (year, month))?;
        Some(of_month.range).filter(may_be_told)
    }

    /// The field to ask for before any other, by its path.
    pub(super) fn first_to_ask(&self) -> Option<&str> {
        let cost = self.cost;
        cost.missing.first().or(cost.narrow.as_ref()).or(cost.unknown.first()).map(String::as_str)
    }

    /// Its bar, if it has one.
    pub(super) fn bar(&self, page: &CostWords) -> Option<Bar> {
        let range = self.total()?;
        let length = |amount: Cents| u64::try_from(amount.get()).unwrap_or_default();
        Some(Bar {
            label: text(self.name.as_str()),
            low: length(range.low),
            high: length(range.high),
            amount: text(self.about(page, range)),
        })
    }

    /// An amount over all of the option's time. It is "about" so much while anything is not known.
    pub(super) fn about(&self, page: &CostWords, range: Range) -> String {
        let amount = amount(page, range);
        if self.cost.unknown.is_empty() { amount } else { fill(page.about, &[("amount", &amount)]) }
    }
}

fn may_be_told(range: &Range) -> bool {
    range.width().get() <= WIDEST_CENTS
}

/// "$5.00", "$5 to $8": a range is in whole dollars, since its cents would feign what nobody knows, and no
/// narrower than it is.
pub(super) fn amount(page: &CostWords, range: Range) -> String {
    if range.width() == Cents::ZERO {
        return range.low.to_string();
    }
    let below = range.low.get() / 100 * 100;
    let above = (range.high.get() + 99) / 100 * 100;
    let [low, high] = [below, above].map(|cents| {
        let amount = Cents::new(cents).unwrap_or(Cents::LARGEST).to_string();
        amount.strip_suffix(".00").map(str::to_owned).unwrap_or(amount)
    });
    fill(page.range, &[("low", &low), ("high", &high)])
}

/// "Jan 2027".
pub(super) fn month_name(words: &Teller, year: i16, month: i8) -> String {
    let at = usize::from(month.unsigned_abs()).saturating_sub(1);
    let name: String = words.months.get(at).copied().unwrap_or_default().chars().take(3).collect();
    format!("{name} {year}")
}
