//! One option as a case for the ledger: its fills over the time asked for, and over a plan year of
//! maintenance, and what is not known of it.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::cost::case::{Case, Credit, Fill, NoncoveredRoute, period};
use crate::cost::money::Cents;
use crate::cost::plan::{Assistance, Met, Plan, PlanKind, Structure};
use crate::cost::read::{Horizon, Open, OpenField, WrittenCoverage, WrittenOption};

/// An option ready to be run.
pub struct Scenario {
    /// Over the time asked for.
    pub case: Case,
    /// What follows in the next plan year, where the plan's figures of that year are known.
    pub next: Option<Case>,
    /// Over a plan year of maintenance.
    pub maintenance: Case,
    /// What is not known and can be tried out, in the order of the fields.
    pub open: Vec<Open>,
    /// What can't be counted without, in the order of the fields.
    pub missing: Vec<String>,
    /// What a maximizer would set.
    pub maximizer_cost_share: Option<Cents>,
}

impl Scenario {
    /// An option under a plan. Without a horizon it has no fills.
    pub fn of(coverage: &WrittenCoverage, option: &WrittenOption) -> Self {
        let plan = &coverage.plan.plan;
        let is_open = |what| option.gaps.open.iter().any(|open| open.what == what);
        let may_be_covered = (option.covered || is_open(OpenField::Covered)) && plan.kind != PlanKind::None;
        let may_be_uncovered = !option.covered
            || is_open(OpenField::Covered)
            || plan.kind == PlanKind::None
            || option.coverage_from.is_some();

        let mut open = Vec::new();
        let mut missing = Vec::new();
        // What the plan would pay says nothing of a drug that it does not cover.
        if may_be_covered {
            // What the next plan year has says nothing of months that do not reach it.
            let is_reached = reaches_next_year(coverage);
            let matters = |path: &&String| is_reached || !path.starts_with("plan.next_year");
            missing.extend(coverage.plan_gaps.missing.iter().filter(matters).cloned());
            let needs_share = !matches!(plan.assistance, Assistance::Maximizer { .. })
                && coverage.plan.cost_share.is_none()
                && option.lines.iter().any(|line| line.line.cost_share.is_none());
            let named = ["plan", "plan.cost_share"];
            let is_named = missing.iter().any(|path| named.contains(&path.as_str()));
            if needs_share && !is_named && !missing.iter().any(|path| path.starts_with("plan.cost_share.")) {
                missing.push("plan.cost_share".to_owned());
            }
            open.extend(coverage.plan_gaps.open.iter().cloned());
        }
        missing.extend(coverage.gaps.missing.iter().cloned());
        missing.extend(option.gaps.missing.iter().cloned());
        if may_be_uncovered && option.noncovered_route == NoncoveredRoute::Discount {
            let without =
                option.lines.iter().enumerate().filter(|(_, line)| line.discount_per_package.is_none());
            missing.extend(without.map(|(at, _)| format!("{}.lines.{at}.discount_price_cents", option.path)));
        }
        let mut seen = std::collections::HashSet::new();
        missing.retain(|path| seen.insert(path.clone()));
        let is_insured = plan.kind != PlanKind::None;
        let matters = |open: &&Open| is_insured || open.what != OpenField::Covered;
        open.extend(option.gaps.open.iter().filter(matters).cloned());

        let case = Case {
            plan: plan.clone(),
            card_ban: coverage.card_ban,
            lines: option.lines.iter().map(|line| line.line.clone()).collect(),
            fills: coverage.horizon.map(|horizon| fills(option, horizon, Part::All)).unwrap_or_default(),
            credits: credits(coverage),
            grant: option.grant,
            bridge: option.bridge,
            free_drug: option.free_drug,
            covered: option.covered,
            coverage_from: option.coverage_from,
            noncovered_route: option.noncovered_route,
            use_discount_when_lower: option.use_discount_when_lower,
        };
        let mut case = case;
        let maintenance = maintenance(&case, coverage, option);
        let next = coverage.plan.next.as_ref().and_then(|next| split(&mut case, next));
        let maximizer_cost_share = coverage.plan.maximizer_cost_share;
        Self { case, next, maintenance, open, missing, maximizer_cost_share }
    }

    /// What a reader of the totals has to know.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.case.notes();
        let plan = &self.case.plan;
        if !self.open.is_empty() {
            notes.push("about: the least and the most over what is not known".to_owned());
        }
        let of_family = [&plan.deductible, &plan.oop_max]
            .into_iter()
            .flatten()
            .any(|limit| Structure::has_family(limit.structure));
        if of_family {
            notes.push("other claims of the family are not counted: with them it costs less".to_owned());
        }
        let has_discount = self.case.fills.iter().any(|fill| fill.discount_price.is_some());
        if self.case.use_discount_when_lower && has_discount {
            notes.push(
                "a discount price is taken fill by fill where it is lower: it brings the plan's limits no nearer"
                    .to_owned(),
            );
        }
        notes.extend(self.new_plan_year());
        notes
    }

    /// The next plan year is counted with the figures of this one.
    fn new_plan_year(&self) -> Option<String> {
        let plan = &self.case.plan;
        let year = |fill: &Fill| period(fill.date, plan.reset_month);
        let first = year(self.case.fills.first()?);
        let next = self.case.fills.iter().map(year).find(|year| *year != first)?;
        match plan.kind {
            PlanKind::None => None,
            PlanKind::PartD => Some(format!(
                "{next} is counted with the plan's figures of {first}: ask for those of its notice of change"
            )),
            PlanKind::Commercial
            | PlanKind::Medicaid
            | PlanKind::Tricare
            | PlanKind::Va
            | PlanKind::Chip
            | PlanKind::Ihs => Some(format!(
                "a new plan year begins on {}: it is counted with the figures of this one",
                date(next, plan.reset_month, 1)
            )),
        }
    }
}

/// Whether the time asked for reaches into another plan year than that of the first fill.
fn reaches_next_year(coverage: &WrittenCoverage) -> bool {
    let reset_month = coverage.plan.plan.reset_month;
    coverage.horizon.is_some_and(|horizon| {
        let last = horizon.end.yesterday().unwrap_or(horizon.end);
        period(last, reset_month) != period(horizon.start, reset_month)
    })
}

/// Takes the fills and claims of later plan years out of a case: they are counted with that year's plan. The
/// counters go on from one to the other, as in one list.
fn split(case: &mut Case, next: &Plan) -> Option<Case> {
    let reset_month = case.plan.reset_month;
    let first = period(case.fills.first()?.date, reset_month);
    let is_later = |day: Date| period(day, reset_month) > first;
    let mut later = case.clone();
    later.plan = next.clone();
    later.fills.retain(|fill| is_later(fill.date));
    later.credits.retain(|credit| is_later(credit.date));
    case.fills.retain(|fill| !is_later(fill.date));
    case.credits.retain(|credit| !is_later(credit.date));
    (!later.fills.is_empty()).then_some(later)
}

/// The calendar months of a time, in order.
pub fn months(horizon: Horizon) -> Vec<(i16, i8)> {
    let mut months = Vec::new();
    let mut day = horizon.start.first_of_month();
    while day < horizon.end {
        months.push((day.year(), day.month()));
        match day.checked_add(1.month()) {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    months
}

/// Which fills of a schedule.
#[derive(Clone, Copy)]
enum Part {
    All,
    Maintenance,
}

/// The fills of all lines by date; on one day in the order of the lines.
fn fills(option: &WrittenOption, horizon: Horizon, part: Part) -> Vec<Fill> {
    let mut fills = Vec::new();
    for (at, line) in option.lines.iter().enumerate() {
        let mut schedule = line.schedule.clone();
        match part {
            Part::All => {}
            Part::Maintenance => schedule.first.clear(),
        }
        let of = |per_package: Option<Cents>, packages| per_package.map(|price| price.times(packages));
        fills.extend(schedule.fills(horizon.start, horizon.end).map(|(date, supply)| Fill {
            date,
            line: at,
            days_supply: supply.days.get(),
            price: supply.price(),
            cash_price: of(line.cash_per_package, supply.packages),
            discount_price: of(line.discount_per_package, supply.packages),
        }));
    }
    fills.sort_by_key(|fill| fill.date);
    fills
}

/// Claims after the end add nothing.
fn credits(coverage: &WrittenCoverage) -> Vec<Credit> {
    let Some(horizon) = coverage.horizon else { return Vec::new() };
    coverage.credits.iter().copied().filter(|credit| credit.date < horizon.end).collect()
}

/// The first full plan year after the start, with maintenance fills only, nothing met, and none of the
/// help that comes once.
fn maintenance(case: &Case, coverage: &WrittenCoverage, option: &WrittenOption) -> Case {
    let mut year = case.clone();
    year.fills = coverage
        .horizon
        .and_then(|horizon| plan_year_after(horizon.start, case.plan.reset_month))
        .map(|horizon| fills(option, horizon, Part::Maintenance))
        .unwrap_or_default();
    if let Some(next) = &coverage.plan.next {
        year.plan = next.clone();
    }
    year.credits.clear();
    year.grant = Cents::ZERO;
    year.bridge = None;
    for limit in [&mut year.plan.deductible, &mut year.plan.oop_max].into_iter().flatten() {
        limit.met = Met::default();
    }
    for card in year.lines.iter_mut().filter_map(|line| line.card.as_mut()) {
        card.annual_used = Cents::ZERO;
    }
    year
}

fn plan_year_after(day: Date, reset_month: i8) -> Option<Horizon> {
    let begin = |year| Date::new(year, reset_month, 1).ok();
    let year = period(day, reset_month) + 1;
    Some(Horizon { start: begin(year)?, end: begin(year + 1)? })
}
