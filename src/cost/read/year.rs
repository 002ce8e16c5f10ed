//! Of which plan year are the figures of a plan, and do they hold on the day of the first fill?
//!
//! Limits, shares and copays change with the plan year; those that the law sets change on 1 January. Figures
//! are never carried from one year into another: where the first fill falls into the year after that of the
//! plan's figures, those of the next year hold; where it falls into any other, what is missing is the year.

use jiff::civil::Date;

use super::gaps::Collected;
use super::plan::{NextYear, PLAN, Written};
use crate::content::Content;
use crate::cost::case::period;
use crate::cost::plan::{CostShare, Met, Plan, PlanKind};

/// Where the figures of the next plan year stand below a coverage.
const NEXT: &str = "plan.next_year";
/// Where it stands of which plan year the figures are.
const YEAR: &str = "plan.year";
/// What of a plan changes with its year, below it.
const OF_YEAR: [&str; 4] = ["deductible", "cost_share", "oop_max", "lis_copay_cents"];

/// The days that decide.
#[derive(Clone, Copy)]
pub struct Days {
    /// Of the first fill.
    pub first: Date,
    /// Of asking.
    pub today: Date,
}

/// Makes the figures of the first fill's plan year those of the plan, and notes what is missing of them.
pub fn settle(content: &Content, plan: &mut Written, gaps: &mut Collected, days: Days) {
    if plan.plan.kind == PlanKind::None {
        return;
    }
    let first = period(days.first, plan.plan.reset_month);
    let kind = plan.plan.kind;
    let has_law = |year: i16| has_law(content, kind, year);
    match plan.year {
        Some(year) if year == first => {}
        Some(year) if year + 1 == first => roll(plan, gaps, days),
        Some(_) => miss(gaps, YEAR),
        // Nobody says whether this is the plan's notice for that year, or the law of another.
        None if kind == PlanKind::PartD && !has_law(first) => miss(gaps, YEAR),
        None => {}
    }
    let own = plan.is_bound && !has_law(first);
    let next = plan.next.plan.is_some() && !has_law(first + 1);
    plan.entered =
        [(own, first), (next, first + 1)].into_iter().filter_map(|(is, year)| is.then_some(year)).collect();
}

fn miss(gaps: &mut Collected, path: &str) {
    if !gaps.missing.iter().any(|other| other == path || other == PLAN) {
        gaps.missing.push(path.to_owned());
    }
}

/// The next year has come: its figures hold.
fn roll(plan: &mut Written, gaps: &mut Collected, days: Days) {
    let NextYear { plan: next, gaps: of_next } = std::mem::take(&mut plan.next);
    let is_of_year = |path: &str| {
        let field = path.strip_prefix(PLAN).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
        OF_YEAR.contains(&field.split('.').next().unwrap_or_default())
    };
    gaps.missing.retain(|path| !is_of_year(path));
    gaps.open.retain(|open| !is_of_year(&open.path));
    gaps.missing.extend(of_next.missing);
    match next {
        Some(next) => {
            // A share that is missing is named.
            plan.cost_share = Some(next.cost_share);
            plan.plan = next;
            let begins = Date::new(period(days.first, plan.plan.reset_month), plan.plan.reset_month, 1);
            if begins.is_ok_and(|begins| days.today < begins) {
                // Nothing is met in a year that has not begun: that is known.
                clear_met(&mut plan.plan);
            } else {
                gaps.open.splice(0..0, of_next.open);
            }
        }
        None => {
            plan.cost_share = Some(CostShare::NOTHING);
            miss(gaps, NEXT);
        }
    }
    plan.year = plan.year.map(|year| year + 1);
    plan.path = NEXT;
}

/// Sets what is met of both limits to nothing.
pub fn clear_met(plan: &mut Plan) {
    for limit in [&mut plan.deductible, &mut plan.oop_max].into_iter().flatten() {
        limit.met = Met::default();
    }
}

/// Whether figures of such a plan are known that the law sets for a year.
fn has_law(content: &Content, kind: PlanKind, year: i16) -> bool {
    content.statutory.year(year).is_some_and(|law| match kind {
        PlanKind::PartD => law.part_d.is_some(),
        PlanKind::Commercial => law.marketplace_maximum_oop.is_some(),
        PlanKind::Tricare => law.tricare.is_some(),
        PlanKind::Va => law.va.is_some(),
        PlanKind::Medicaid | PlanKind::Chip | PlanKind::Ihs | PlanKind::None => false,
    })
}
