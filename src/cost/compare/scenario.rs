//! One option as a case for the ledger: its fills over the time asked for, and over a plan year of
//! maintenance, and what is not known of it.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::cost::case::{Case, Credit, Fill, Line, NoncoveredRoute, period};
use crate::cost::money::Cents;
use crate::cost::plan::{Assistance, Plan, PlanKind, Structure};
use crate::cost::read::{
    Horizon, NEXT_SHARE, Open, OpenField, WrittenCoverage, WrittenLine, WrittenOption, clear_met,
};

/// Where the figures of a plan stand below a coverage, those of its next year apart.
const PLAN: &str = "plan";

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
    /// What a plan year of maintenance can't be counted without: figures of the year after the first.
    pub missing_for_year: Vec<String>,
    /// The plan years whose figures were entered, where no law of them is known, and that the months or the
    /// year of maintenance rest on.
    pub entered: Vec<i16>,
    /// The first plan year of the months asked for of which nothing can be known yet.
    pub too_far: Option<i16>,
    /// Whether the months asked for rest on one of these.
    pub rests_on_entered: bool,
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
        let is_rolled = coverage.plan.path != PLAN;
        let all_fills = coverage.horizon.map(|horizon| fills(option, horizon, Part::All)).unwrap_or_default();
        let years = Years::of(coverage, option, &all_fills);
        let mut missing_for_year = Vec::new();
        let mut too_far = None;
        if may_be_covered {
            missing.extend(coverage.plan_gaps.missing.iter().cloned());
            let needs_share = !matches!(plan.assistance, Assistance::Maximizer { .. })
                && coverage.plan.cost_share.is_none()
                && option.lines.iter().any(|line| line.line.cost_share.is_none());
            let named = ["plan", "plan.cost_share"];
            let is_named = missing.iter().any(|path| named.contains(&path.as_str()));
            if needs_share && !is_named && !missing.iter().any(|path| path.starts_with("plan.cost_share.")) {
                missing.push("plan.cost_share".to_owned());
            }
            open.extend(coverage.plan_gaps.open.iter().cloned());
            if is_rolled {
                missing.extend(without_next_share(option));
            }
            // What the next plan year has says nothing of months that do not reach it.
            let of_next = missing_of_next(coverage, option);
            if years.reach_next {
                missing.extend(of_next.iter().cloned());
            }
            if years.reach_more && coverage.plan.is_bound {
                // No notice of change tells of two years ahead.
                missing.push("months".to_owned());
                too_far = years.first.map(|first| first + 2);
            }
            missing_for_year = of_next;
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

        let mut case = Case {
            plan: plan.clone(),
            card_ban: coverage.card_ban,
            lines: if is_rolled {
                next_lines(option)
            } else {
                option.lines.iter().map(|line| line.line.clone()).collect()
            },
            fills: all_fills,
            credits: credits(coverage),
            grant: option.grant,
            bridge: option.bridge,
            free_drug: option.free_drug,
            covered: option.covered,
            coverage_from: option.coverage_from,
            noncovered_route: option.noncovered_route,
            use_discount_when_lower: option.use_discount_when_lower,
        };
        let maintenance = maintenance(&case, coverage, option);
        let next = next_plan(coverage).and_then(|next| split(&mut case, next, next_lines(option)));
        let is_of_months = |year: &i16| may_be_covered && (Some(*year) == years.first || years.reach_next);
        let is_of_year =
            |year: &i16| may_be_covered && Some(*year) != years.first && missing_for_year.is_empty();
        let entered = &coverage.plan.entered;
        Self {
            rests_on_entered: entered.iter().any(is_of_months),
            entered: entered.iter().filter(|year| is_of_months(year) || is_of_year(year)).copied().collect(),
            maximizer_cost_share: coverage.plan.maximizer_cost_share,
            case,
            next,
            maintenance,
            open,
            missing,
            missing_for_year,
            too_far,
        }
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
        notes.extend(self.new_plan_years());
        let as_entered = |year: &i16| format!("{year} is counted with the plan's figures as entered");
        notes.extend(self.entered.iter().map(as_entered));
        if let Some(fill) = self.maintenance.fills.first().filter(|_| !self.missing_for_year.is_empty()) {
            notes.push(format!(
                "a full plan year can't be told before the figures of {} are known: ask for those of its notice of change",
                period(fill.date, self.case.plan.reset_month)
            ));
        }
        notes
    }

    /// Which plan years are counted with the figures of another: only of a plan whose figures are not bound to
    /// a year.
    fn new_plan_years(&self) -> Vec<String> {
        let plan = &self.case.plan;
        let year = |fill: &Fill| period(fill.date, plan.reset_month);
        let (Some(first), true) = (self.case.fills.first().map(year), plan.kind != PlanKind::None) else {
            return Vec::new();
        };
        let (own, figures) = match &self.next {
            None => (first, "this one"),
            Some(_) => (first + 1, "the year before"),
        };
        let fills = self.case.fills.iter().chain(self.next.iter().flat_map(|next| &next.fills));
        let mut later: Vec<i16> = fills.map(year).filter(|year| *year > own).collect();
        later.sort_unstable();
        later.dedup();
        later
            .into_iter()
            .map(|year| {
                format!(
                    "a new plan year begins on {}: it is counted with the figures of {figures}",
                    date(year, plan.reset_month, 1)
                )
            })
            .collect()
    }
}

/// Which plan years the fills of an option reach into.
struct Years {
    /// That of the first fill.
    first: Option<i16>,
    /// Whether a fill is in the one after that, or later.
    reach_next: bool,
    /// Whether a fill is later than that.
    reach_more: bool,
}

impl Years {
    fn of(coverage: &WrittenCoverage, option: &WrittenOption, fills: &[Fill]) -> Self {
        let year = |day: Date| period(day, coverage.plan.plan.reset_month);
        let first = coverage.horizon.map(|horizon| year(horizon.start));
        // While fills are not known, any day of the time asked for may have one.
        let last_day = match fills.last() {
            Some(fill) if !option.gaps.missing.iter().any(|path| is_of_schedule(path)) => Some(fill.date),
            Some(_) | None => coverage.horizon.map(|horizon| horizon.end.yesterday().unwrap_or(horizon.end)),
        };
        let by = first.zip(last_day).map_or(0, |(first, last)| year(last) - first);
        Self { first, reach_next: by > 0, reach_more: by > 1 }
    }
}

/// Whether a field that is missing leaves the days of the fills open. The price of a package does not.
fn is_of_schedule(path: &str) -> bool {
    let is_supply = path.contains(".maintenance") || path.contains(".first");
    path.ends_with(".lines") || (is_supply && !path.ends_with(".2"))
}

/// The plan of the year after the first fill's, if anything is known of it.
fn next_plan(coverage: &WrittenCoverage) -> Option<&Plan> {
    coverage.plan.next.plan.as_ref()
}

/// What is not known of the year after the first fill's. A plan whose figures are bound to a year says
/// nothing of another; any other is counted on as it is, where nothing is written of its next year.
fn missing_of_next(coverage: &WrittenCoverage, option: &WrittenOption) -> Vec<String> {
    let plan = &coverage.plan;
    let mut missing = plan.next.gaps.missing.clone();
    if !plan.is_bound {
        return missing;
    }
    match plan.next.plan {
        Some(_) => missing.extend(without_next_share(option)),
        None if plan.path != PLAN => missing.push("plan.year".to_owned()),
        None if missing.is_empty() => missing.push("plan.next_year".to_owned()),
        None => {}
    }
    missing
}

/// The lines with a share of their own that is not known of the plan's next year.
fn without_next_share(option: &WrittenOption) -> Vec<String> {
    let mut missing = Vec::new();
    for (at, line) in option.lines.iter().enumerate() {
        match line.next_share.share {
            None if line.line.cost_share.is_some() => {
                missing.push(format!("{}.lines.{at}.{NEXT_SHARE}", option.path));
            }
            Some(_) | None => missing.extend(line.next_share.missing.iter().cloned()),
        }
    }
    missing
}

/// The lines of an option in the plan's next year.
fn next_lines(option: &WrittenOption) -> Vec<Line> {
    let of_next = |line: &WrittenLine| Line {
        cost_share: line.next_share.share.or(line.line.cost_share),
        ..line.line.clone()
    };
    option.lines.iter().map(of_next).collect()
}

/// Takes the fills and claims of later plan years out of a case: they are counted with that year's plan. The
/// counters go on from one to the other, as in one list.
fn split(case: &mut Case, next: &Plan, lines: Vec<Line>) -> Option<Case> {
    let reset_month = case.plan.reset_month;
    let first = period(case.fills.first()?.date, reset_month);
    let is_later = |day: Date| period(day, reset_month) > first;
    let mut later = case.clone();
    later.plan = next.clone();
    later.lines = lines;
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
    if let Some(next) = next_plan(coverage) {
        year.plan = next.clone();
        year.lines = next_lines(option);
    }
    year.credits.clear();
    year.grant = Cents::ZERO;
    year.bridge = None;
    clear_met(&mut year.plan);
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
