//! Under which terms was a claim counted: what is known of the plan, and what is open?

use super::Asked;
use super::solve::{Place, principal};
use crate::cost::case::{Case, Fill, Line, NoncoveredRoute, period};
use crate::cost::claim::Answered;
use crate::cost::money::Cents;
use crate::cost::plan::{Assistance, CostShare, Limit, Met, Structure};
use crate::cost::read::OpenField;

/// A claim as a case of one fill, with what is open of it.
pub struct Terms {
    /// The fill under the plan; what is open has a stand-in.
    pub case: Case,
    /// What is open.
    pub open: Vec<Place>,
    /// Where the plan's figures stand, below the coverage.
    pub plan_path: &'static str,
    /// Where the patient's part past the deductible stands, below the coverage.
    pub share_path: String,
    /// Whether nothing is known of it.
    pub is_share_open: bool,
    /// Whether neither the deductible nor the patient's part past it is known, nor told by the claim: then any amount
    /// fits, and says nothing.
    pub any_fits: bool,
    /// How the claim stands to what is counted from now on.
    pub when: When,
    /// What of this fill counted toward the limits: less than the obligation by so much; `None` if not known.
    pub not_counted: Option<Cents>,
}

/// How a claim stands to the first fill that is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It is that fill: what was met before it is what is met at the start.
    First,
    /// It came before, in the same plan year: what it counted is met at the start.
    Before,
    /// What was met at the start does not follow from it.
    Elsewhere,
}

impl Terms {
    /// The terms of a claim with this allowed amount. What had to be assumed goes into `words`.
    pub fn of(asked: &Asked<'_>, price: Cents, claim: &Answered, words: &mut Vec<String>) -> Self {
        let coverage = asked.coverage;
        let mut plan = coverage.plan.plan.clone();
        let misses = |path: &str| {
            let path = format!("{}.{path}", coverage.plan.path);
            let below = format!("{path}.");
            let named = |missing: &String| *missing == path || missing.starts_with(&below);
            coverage.plan_gaps.missing.iter().any(named)
        };
        let is_plan_missing = coverage.plan_gaps.missing.iter().any(|path| path == coverage.plan.path);
        let is_deductible_missing = is_plan_missing || misses("deductible");
        let mut open = Vec::new();

        if is_deductible_missing {
            // Whatever the deductible is, this much of it was left.
            plan.deductible = claim.to_deductible.map(|amount| Limit {
                structure: Structure::Individual,
                individual: amount,
                family: Cents::ZERO,
                met: Met::default(),
            });
            words.push(match claim.to_deductible {
                Some(_) => {
                    "the deductible of the plan is not known: what the claim says of it is taken".to_owned()
                }
                None => {
                    "the deductible of the plan is not known: the claim is read as if nothing of it were left"
                        .to_owned()
                }
            });
        }
        if misses("oop_max") {
            plan.oop_max = None;
            words.push(
                "the yearly limit is not known: the claim is read as if it were not reached".to_owned(),
            );
        }
        for gap in &coverage.plan_gaps.open {
            let has_deductible = plan.deductible.is_some();
            let place = match gap.what {
                OpenField::DeductibleIndividual if has_deductible => Place::DeductibleIndividual,
                OpenField::DeductibleFamily if has_deductible => Place::DeductibleFamily,
                OpenField::OopIndividual if plan.oop_max.is_some() => Place::OopIndividual,
                OpenField::OopFamily if plan.oop_max.is_some() => Place::OopFamily,
                OpenField::DeductibleIndividual
                | OpenField::DeductibleFamily
                | OpenField::OopIndividual
                | OpenField::OopFamily
                | OpenField::Assistance
                | OpenField::Enrolled(_)
                | OpenField::Covered => continue,
            };
            open.push(place);
        }

        let (share, share_path, missing) = share(asked);
        let is_share_open = share.is_none() || missing.contains(&"") || missing.contains(&".type");
        let is_told = claim.to_deductible.or(claim.copay).or(claim.coinsurance).is_some();
        let any_fits = is_deductible_missing && is_share_open && !is_told;
        plan.cost_share = share.unwrap_or(CostShare::NOTHING);
        if is_share_open {
            open.extend([Place::Rate, Place::Copay]);
        } else if missing.contains(&".rate_bp") {
            open.push(Place::Rate);
        } else if missing.contains(&".amount_cents") {
            open.push(Place::Copay);
        }
        if [".min_cents", ".max_cents", ".per_days"].iter().any(|field| missing.contains(field)) {
            words.push("bounds of the patient's part that are not known are left out".to_owned());
        }

        let line = asked.line.as_ref().and_then(super::LineOf::line);
        plan.applies_to_drug =
            line.and_then(|line| line.line.applies_to_drug).unwrap_or(plan.applies_to_drug);
        if !plan.applies_to_drug || matches!(plan.assistance, Assistance::Maximizer { .. }) {
            open.retain(|place| !place.is_deductible());
        }
        if matches!(plan.assistance, Assistance::Maximizer { .. }) {
            // It stands outside of the deductible, the yearly limit and the cost share.
            open.clear();
        }
        let days = asked.claim.days_supply.or_else(|| line.map(|line| line.schedule.maintenance.days.get()));
        let has_days = match plan.cost_share {
            CostShare::Copay { per_days, .. } | CostShare::Coinsurance { per_days, .. } => per_days.is_some(),
        };
        if asked.claim.days_supply.is_none() && has_days {
            words.push("the days' supply of the claim is not known: that of the line is taken".to_owned());
        }
        let when = when(asked, plan.reset_month);
        words.extend(when_words(asked, when));
        let is_assistance_open = coverage.plan_gaps.open.iter().any(|gap| gap.what == OpenField::Assistance);
        let has_card = line.is_some_and(|line| line.line.card.is_some());
        let card = claim.card.or((!has_card).then_some(Cents::ZERO));
        let not_counted = match (plan.assistance, card) {
            (_, Some(Cents::ZERO)) => Some(Cents::ZERO),
            (Assistance::Counts, _) if !is_assistance_open => Some(Cents::ZERO),
            (Assistance::Accumulator, card) => card,
            (Assistance::Counts | Assistance::Maximizer { .. }, _) => None,
        };
        let fill = Fill {
            date: asked.claim.date,
            line: 0,
            days_supply: days.unwrap_or(USUAL_DAYS),
            price,
            cash_price: None,
            discount_price: None,
        };
        let case = Case {
            plan,
            card_ban: None,
            lines: vec![Line { name: String::new(), cost_share: None, applies_to_drug: None, card: None }],
            fills: vec![fill],
            credits: Vec::new(),
            grant: Cents::ZERO,
            bridge: None,
            free_drug: None,
            covered: true,
            coverage_from: None,
            noncovered_route: NoncoveredRoute::Cash,
            use_discount_when_lower: false,
        };
        Self {
            case,
            open,
            plan_path: coverage.plan.path,
            share_path,
            is_share_open,
            any_fits,
            when,
            not_counted,
        }
    }

    /// Every field that could be another than written.
    pub fn all(&self) -> Vec<Place> {
        let plan = &self.case.plan;
        if matches!(plan.assistance, Assistance::Maximizer { .. }) {
            return Vec::new();
        }
        let mut all = Vec::new();
        let of = |limit: &Limit, individual, family| {
            let counters = [
                limit.structure.has_individual().then_some(individual),
                limit.structure.has_family().then_some(family),
            ];
            counters.into_iter().flatten()
        };
        if let Some(limit) = plan.deductible.as_ref().filter(|_| plan.applies_to_drug) {
            all.extend(of(limit, Place::DeductibleIndividual, Place::DeductibleFamily));
        }
        match plan.cost_share {
            CostShare::Coinsurance { .. } => all.push(Place::Rate),
            CostShare::Copay { .. } => all.push(Place::Copay),
        }
        if let Some(limit) = &plan.oop_max {
            all.extend(of(limit, Place::OopIndividual, Place::OopFamily));
        }
        all
    }

    /// The counter of the deductible that is tried out where another field is asked for, if it is open.
    pub fn open_deductible(&self) -> Option<Place> {
        let structure = self.case.plan.deductible.as_ref()?.structure;
        let place = principal(structure, Place::DeductibleIndividual, Place::DeductibleFamily);
        let one_open = || self.open.iter().copied().find(|place| place.is_deductible());
        if self.open.contains(&place) { Some(place) } else { one_open() }
    }
}

const USUAL_DAYS: u16 = 30;

/// The patient's part past the deductible, where it stands, and which of its fields are missing.
fn share(asked: &Asked<'_>) -> (Option<CostShare>, String, Vec<&'static str>) {
    const FIELDS: [&str; 7] =
        ["", ".type", ".rate_bp", ".amount_cents", ".min_cents", ".max_cents", ".per_days"];
    let missing_of = |path: &str, missing: &[String]| -> Vec<&'static str> {
        FIELDS
            .into_iter()
            .filter(|field| missing.iter().any(|one| *one == format!("{path}{field}")))
            .collect()
    };
    if let Some(of) = &asked.line
        && let Some(line) = of.line()
    {
        let path = format!("{}.cost_share", of.path());
        let missing = missing_of(&path, &of.option.gaps.missing);
        if line.line.cost_share.is_some() || !missing.is_empty() {
            return (line.line.cost_share, path, missing);
        }
    }
    let path = format!("{}.cost_share", asked.coverage.plan.path);
    let missing = missing_of(&path, &asked.coverage.plan_gaps.missing);
    (asked.coverage.plan.cost_share, path, missing)
}

fn when(asked: &Asked<'_>, reset_month: i8) -> When {
    let Some(horizon) = asked.coverage.horizon else { return When::First };
    let day = asked.claim.date;
    if day == horizon.start {
        When::First
    } else if day < horizon.start && period(day, reset_month) == period(horizon.start, reset_month) {
        When::Before
    } else {
        When::Elsewhere
    }
}

fn when_words(asked: &Asked<'_>, when: When) -> Option<String> {
    let day = asked.claim.date;
    match when {
        When::First => None,
        When::Before => Some(format!(
            "the plan's figures are taken as they stood before the claim of {day}: if they were read later, it is in them already"
        )),
        When::Elsewhere => Some(format!(
            "the claim of {day} is after the first fill that is counted, or of another plan year: what is met at the start does not follow from it"
        )),
    }
}
