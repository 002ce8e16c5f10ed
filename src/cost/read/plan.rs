//! Reads a plan, its limits and cost shares.

use serde_json::Value;

use super::fields::{Days, Field, Month, Object, PlanYear, Words, or};
use super::gaps::{Collected, Gaps, OpenField};
use crate::checklist::answer::InputError;
use crate::cost::money::Cents;
use crate::cost::plan::{Assistance, CostShare, Limit, Met, Plan, PlanKind, Structure};

const FIELDS: [&str; 8] =
    ["kind", RESET, "deductible", "cost_share", "oop_max", "assistance", MAXIMIZER, LIS];

/// What changes with the plan year, and may be known of the next one.
const NEXT_FIELDS: [&str; 4] = ["deductible", "cost_share", "oop_max", LIS];

const NEXT: &str = "next_year";
/// For which plan year the figures are.
const YEAR: &str = "year";
/// The quick entry that filled it in: for the record.
const QUICK: &str = "quick";
/// What only a comparison looks at: a case for the ledger has one plan, and asks for no other year's.
const COMPARED: [&str; 3] = [NEXT, YEAR, QUICK];

const RESET: &str = "plan_year_reset_month";
const MAXIMIZER: &str = "maximizer_cost_share_cents";
const LIS: &str = "lis_copay_cents";

const LIMIT: [&str; 6] = [
    "structure",
    "individual_cents",
    "family_cents",
    "met_individual_cents",
    "met_family_cents",
    "applies_to_drug",
];

/// A plan as it was written.
pub struct Written {
    /// The plan. Without a cost share of its own it has one of nothing.
    pub plan: Plan,
    /// The patient's part for every line that has none of its own, if it was written.
    pub cost_share: Option<CostShare>,
    /// What a maximizer would set, if it was written.
    pub maximizer_cost_share: Option<Cents>,
    /// Whether nothing was said of when the plan year begins.
    pub is_reset_assumed: bool,
    /// For which plan year the figures are, if that was written.
    pub year: Option<i16>,
    /// Whether the figures hold for one plan year only, so that those of the next have to be known too.
    pub is_bound: bool,
    /// The plan in the year after that, from its notice of change.
    pub next: NextYear,
    /// Where the figures of `plan` stand below the coverage.
    pub path: &'static str,
    /// The plan years whose figures were entered, where the law of that year is not known.
    pub entered: Vec<i16>,
}

/// Where a plan stands below a coverage.
pub(super) const PLAN: &str = "plan";

/// A plan in its next year.
#[derive(Clone, Debug, Default)]
pub struct NextYear {
    /// The plan, if anything was written of it. Without a cost share of its own it has one of nothing.
    pub plan: Option<Plan>,
    /// What is not known of it, and what of it may be met.
    pub gaps: Collected,
}

/// Reads a plan. `usual_kind` is meant where none is written.
///
/// # Errors
/// [`InputError`] for the first field that is not possible, or missing where gaps are refused.
pub fn plan(
    value: &Value,
    path: &str,
    gaps: &mut Gaps,
    usual_kind: Option<PlanKind>,
) -> Result<Written, InputError> {
    let compared: &[&str] = if matches!(gaps, Gaps::Collected(_)) { &COMPARED } else { &[] };
    let fields: Vec<&str> = FIELDS.iter().chain(compared).copied().collect();
    let object = Object::new(value, path, &fields)?;
    let kind = match usual_kind {
        Some(kind) => object.optional(gaps, "kind")?.unwrap_or(kind),
        None => object.required(gaps, "kind")?,
    };
    let reset_month = object.optional(gaps, RESET)?.unwrap_or(Month::STAND_IN).0;
    if kind == PlanKind::PartD && reset_month != 1 {
        return Err(object.error(RESET, "expected 1: a Part D year begins in January"));
    }
    let (deductible, applies_to_drug) = match present(&object, gaps, "deductible") {
        Some(value) => {
            let open = [OpenField::DeductibleIndividual, OpenField::DeductibleFamily];
            let (limit, applies) = limit(value, &object.at("deductible"), gaps, open)?;
            (Some(limit), applies)
        }
        None => (None, true),
    };
    let cost_share = match present(&object, gaps, "cost_share") {
        Some(value) => Some(cost_share(value, &object.at("cost_share"), gaps)?),
        None => None,
    };
    let oop_max = match present(&object, gaps, "oop_max") {
        Some(value) => {
            let open = [OpenField::OopIndividual, OpenField::OopFamily];
            Some(limit(value, &object.at("oop_max"), gaps, open)?.0)
        }
        None => None,
    };
    let assistance = assistance(&object, gaps, kind)?;
    let maximizer_cost_share = object.if_known(gaps, MAXIMIZER)?;
    let lis_copay = object.optional(gaps, LIS)?;
    let own = cost_share.unwrap_or(CostShare::NOTHING);
    let plan = Plan {
        kind,
        reset_month,
        deductible,
        applies_to_drug,
        oop_max,
        cost_share: own,
        assistance,
        lis_copay,
    };
    let is_reset_assumed = object.get(RESET).is_none();
    let next = next_year(&object, &plan)?;
    let year = object.optional::<PlanYear>(gaps, YEAR)?.map(|PlanYear(year)| year);
    object.if_known::<Words>(gaps, QUICK)?;
    // Medicare's figures are set anew for each year; others are where somebody says of which year they are.
    let is_bound = kind != PlanKind::None && (kind == PlanKind::PartD || object.get(YEAR).is_some());
    Ok(Written {
        plan,
        cost_share,
        maximizer_cost_share,
        is_reset_assumed,
        year,
        is_bound,
        next,
        path: PLAN,
        entered: Vec::new(),
    })
}

/// The plan in its next year: what is written changes, the rest stays. What is not known of it is missing;
/// an amount of this year is never taken in its place.
fn next_year(object: &Object<'_>, plan: &Plan) -> Result<NextYear, InputError> {
    let mut gaps = Gaps::collected();
    let own = &mut gaps;
    let Some(value) = present(object, own, NEXT) else {
        return Ok(NextYear { plan: None, gaps: gaps.into_collected() });
    };
    let object = Object::new(value, object.at(NEXT), &NEXT_FIELDS)?;
    let mut next = plan.clone();
    next.deductible = None;
    if let Some(value) = present(&object, own, "deductible") {
        let open = [OpenField::DeductibleIndividual, OpenField::DeductibleFamily];
        let (limit, applies) = limit(value, &object.at("deductible"), own, open)?;
        next.deductible = Some(limit);
        let says = Object::new(value, object.at("deductible"), &LIMIT)?.get("applies_to_drug").is_some();
        next.applies_to_drug = if says { applies } else { plan.applies_to_drug };
    }
    next.oop_max = None;
    if let Some(value) = present(&object, own, "oop_max") {
        let open = [OpenField::OopIndividual, OpenField::OopFamily];
        next.oop_max = Some(limit(value, &object.at("oop_max"), own, open)?.0);
    }
    next.cost_share = CostShare::NOTHING;
    match present(&object, own, "cost_share") {
        Some(value) => next.cost_share = cost_share(value, &object.at("cost_share"), own)?,
        None if object.get("cost_share").is_none() => own.miss(&object.at("cost_share")),
        None => {}
    }
    next.lis_copay = object.optional(own, LIS)?;
    // The law sets the copay of Extra Help anew for each year. Who has it this year is asked for the next.
    if plan.lis_copay.is_some() && object.get(LIS).is_none() {
        own.miss(&object.at(LIS));
    }
    Ok(NextYear { plan: Some(next), gaps: gaps.into_collected() })
}

/// An object below, unless it is left out or not known.
fn present<'a>(object: &Object<'a>, gaps: &mut Gaps, field: &str) -> Option<&'a Value> {
    match object.get(field) {
        Some(value) if gaps.allow(value) => {
            gaps.miss(&object.at(field));
            None
        }
        value => value,
    }
}

fn limit(
    value: &Value,
    path: &str,
    gaps: &mut Gaps,
    [individual_open, family_open]: [OpenField; 2],
) -> Result<(Limit, bool), InputError> {
    let object = Object::new(value, path, &LIMIT)?;
    let structure: Structure = object.required(gaps, "structure")?;
    let counts = [structure.has_individual(), structure.has_family()].map(Counts::from);
    let [individual_counts, family_counts] = counts;
    let individual = amount(&object, gaps, "individual_cents", individual_counts)?;
    let family = amount(&object, gaps, "family_cents", family_counts)?;
    let written = |field| object.get(field).and_then(Cents::read);
    if let (Some(individual), Some(family)) = (written("individual_cents"), written("family_cents"))
        && individual > family
    {
        return Err(object.error("individual_cents", "expected at most family_cents"));
    }
    let met = Met {
        individual: met(&object, gaps, "met_individual_cents", individual_counts, individual_open)?,
        family: met(&object, gaps, "met_family_cents", family_counts, family_open)?,
    };
    // A yearly limit is one for all drugs: there the field says nothing.
    let applies = object.optional(gaps, "applies_to_drug")?.unwrap_or(true);
    Ok((Limit { structure, individual, family, met }, applies))
}

fn amount(object: &Object<'_>, gaps: &mut Gaps, field: &str, counts: Counts) -> Result<Cents, InputError> {
    match counts {
        Counts::Yes => object.required(gaps, field),
        Counts::No => Ok(object.if_known(gaps, field)?.unwrap_or_default()),
    }
}

/// Whether an amount counts toward a limit of that structure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Yes,
    No,
}

impl From<bool> for Counts {
    fn from(counts: bool) -> Self {
        if counts { Self::Yes } else { Self::No }
    }
}

fn met(
    object: &Object<'_>,
    gaps: &mut Gaps,
    field: &str,
    counts: Counts,
    open: OpenField,
) -> Result<Cents, InputError> {
    let value = object.get(field).filter(|value| !gaps.allow(value));
    match (value, counts) {
        (Some(_), _) => Ok(object.optional(gaps, field)?.unwrap_or_default()),
        (None, Counts::Yes) => {
            gaps.leave_open(&object.at(field), open);
            Ok(Cents::ZERO)
        }
        (None, Counts::No) => Ok(Cents::ZERO),
    }
}

fn assistance(object: &Object<'_>, gaps: &mut Gaps, kind: PlanKind) -> Result<Assistance, InputError> {
    const FIELD: &str = "assistance";
    let value = object.get(FIELD).filter(|value| !gaps.allow(value));
    match value.map(|value| value.as_str()) {
        None => {
            // Where no card can be used, there is no card money that could count.
            if kind.card_ban().is_none() {
                gaps.leave_open(&object.at(FIELD), OpenField::Assistance);
            }
            Ok(Assistance::Counts)
        }
        Some(Some("counts")) => Ok(Assistance::Counts),
        Some(Some("accumulator")) => Ok(Assistance::Accumulator),
        Some(Some("maximizer")) => {
            Ok(Assistance::Maximizer { cost_share: object.required(gaps, MAXIMIZER)? })
        }
        Some(_) => {
            Err(object.error(FIELD, format!("expected {}", or(&["counts", "accumulator", "maximizer"]))))
        }
    }
}

/// Reads a cost share.
///
/// # Errors
/// [`InputError`] for the first field that is not possible, or missing where gaps are refused.
pub fn cost_share(value: &Value, path: &str, gaps: &mut Gaps) -> Result<CostShare, InputError> {
    const COPAY: [&str; 3] = ["type", "amount_cents", "per_days"];
    const COINSURANCE: [&str; 5] = ["type", "rate_bp", "min_cents", "max_cents", "per_days"];
    const ALL: [&str; 6] = ["type", "amount_cents", "rate_bp", "min_cents", "max_cents", "per_days"];
    let object = Object::new(value, path, &ALL)?;
    let kind = object.get("type");
    if kind.is_none_or(|kind| gaps.allow(kind)) {
        gaps.need(&object.at("type"), || "expected copay or coinsurance".to_owned())?;
        return Ok(CostShare::NOTHING);
    }
    match kind.and_then(Value::as_str) {
        Some("copay") => {
            let object = Object::new(value, path, &COPAY)?;
            Ok(CostShare::Copay {
                amount: object.required(gaps, "amount_cents")?,
                per_days: object.optional(gaps, "per_days")?.map(|Days(days)| days),
            })
        }
        Some("coinsurance") => {
            let object = Object::new(value, path, &COINSURANCE)?;
            let rate = object.required(gaps, "rate_bp")?;
            let min: Option<Cents> = object.optional(gaps, "min_cents")?;
            let max: Option<Cents> = object.optional(gaps, "max_cents")?;
            if let (Some(min), Some(max)) = (min, max)
                && min > max
            {
                return Err(object.error("min_cents", "expected at most max_cents"));
            }
            let per_days = object.optional(gaps, "per_days")?.map(|Days(days)| days);
            Ok(CostShare::Coinsurance { rate, min, max, per_days })
        }
        Some(_) | None => Err(object.error("type", "expected copay or coinsurance")),
    }
}
