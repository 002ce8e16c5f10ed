//! Reads what is to be compared: who pays, one plan, and the options with their fills.
//!
//! Much of it is not known while the patient stands there. What can be tried out is left open, what can't
//! be counted without is missing; only what is impossible is an error.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::case::credits;
use super::fields::{Count, Field, Object};
use super::gaps::{Collected, Gaps};
use super::option::{self, WrittenOption};
use super::plan::{self, NextYear, Written};
use super::year::{self, Days};
use crate::checklist::answer::InputError;
use crate::checklist::coverage::Coverage;
use crate::content::Content;
use crate::content::payer::{Payer, PayerKind};
use crate::cost::case::Credit;
use crate::cost::plan::{Assistance, CardBan, CostShare, Plan, PlanKind};

/// What is to be compared, for which patient, on which day.
pub struct Question {
    /// The day of asking: prices are old or fresh on it.
    pub as_of: Date,
    /// The patient's birth date, where it is known.
    pub birth_date: Option<Date>,
    /// The plan and the options.
    pub coverage: WrittenCoverage,
}

/// A plan and the options under it.
pub struct WrittenCoverage {
    /// Payer, state, household and steps, which costs do not hang on but programs do.
    pub who: Coverage,
    /// The plan; a stand-in if it is missing.
    pub plan: Written,
    /// Why no card can be used.
    pub card_ban: Option<CardBan>,
    /// What is not known of the plan.
    pub plan_gaps: Collected,
    /// From when to when; `None` if that is missing.
    pub horizon: Option<Horizon>,
    /// What is not known of the rest that all options share.
    pub gaps: Collected,
    /// Other claims of this person.
    pub credits: Vec<Credit>,
    /// What a reader of every option has to know.
    pub notes: Vec<String>,
    /// The options.
    pub options: Vec<WrittenOption>,
}

/// The time over which costs are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// The day of the first fills.
    pub start: Date,
    /// The day before which it ends.
    pub end: Date,
}

/// Reads what is to be compared.
///
/// # Errors
/// [`InputError`] for the first field that is not possible.
pub fn question(content: &Content, value: &Value) -> Result<Question, InputError> {
    let refused = &mut Gaps::Refused;
    let object = Object::new(value, "", &["as_of", "patient", "coverage"])?;
    let as_of = object.required(refused, "as_of")?;
    let birth_date = match object.get("patient") {
        Some(patient) => Object::new(patient, "patient", &["birth_date"])?.optional(refused, "birth_date")?,
        None => None,
    };
    if birth_date.is_some_and(|born| born > as_of) {
        return Err(InputError::new("patient.birth_date", "expected a day on or before as_of"));
    }
    let Some(written) = object.get("coverage") else {
        return Err(object.error("coverage", "expected an object with payer, plan and options"));
    };
    Ok(Question { as_of, birth_date, coverage: coverage(content, written, as_of)? })
}

fn coverage(content: &Content, value: &Value, as_of: Date) -> Result<WrittenCoverage, InputError> {
    const PATH: &str = "coverage";
    let common = Coverage::from_json(content, value, PATH)?;
    let payer = common.payer.as_ref().and_then(|id| content.payer_by_id(id.as_str()));
    // Which fields there are was looked at just now.
    let fields: Vec<&str> = value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let object = Object::new(value, PATH, &fields)?;

    let mut plan_gaps = Gaps::collected();
    let mut notes = Vec::new();
    let mut plan = plan_of(&object, payer, &mut plan_gaps)?;
    let government = payer.is_some_and(|payer| payer.kind == PayerKind::Government);
    let card_ban = match government {
        true => Some(CardBan::Government),
        false => plan.plan.kind.card_ban(),
    };
    if payer.is_some_and(|payer| !fits(payer.kind, plan.plan.kind)) && plan_gaps.is_complete() {
        notes.push("the kind of plan does not fit the payer: check both".to_owned());
    }
    // A Part D year can begin in no other month, and where there is no plan nothing begins.
    if plan.is_reset_assumed && !matches!(plan.plan.kind, PlanKind::PartD | PlanKind::None) {
        notes.push("the plan year is taken to begin in January: ask".to_owned());
    }

    let mut gaps = Gaps::collected();
    let horizon = horizon(&object, &mut gaps)?;
    let mut plan_gaps = plan_gaps.into_collected();
    if let Some(horizon) = horizon {
        year::settle(content, &mut plan, &mut plan_gaps, Days { first: horizon.start, today: as_of });
    }
    let credits = credits(&object, &mut gaps)?;
    let options = option::options(&object, card_ban, as_of)?;
    Ok(WrittenCoverage {
        who: common,
        plan,
        card_ban,
        plan_gaps,
        horizon,
        gaps: gaps.into_collected(),
        credits,
        notes,
        options,
    })
}

fn plan_of(object: &Object<'_>, payer: Option<&Payer>, gaps: &mut Gaps) -> Result<Written, InputError> {
    let usual = payer.and_then(usual_kind);
    let nothing = |kind| Written {
        plan: Plan {
            kind,
            reset_month: 1,
            deductible: None,
            applies_to_drug: true,
            oop_max: None,
            cost_share: CostShare::NOTHING,
            assistance: Assistance::Counts,
            lis_copay: None,
        },
        cost_share: None,
        maximizer_cost_share: None,
        is_reset_assumed: false,
        year: None,
        is_bound: false,
        next: NextYear::default(),
        path: plan::PLAN,
        entered: Vec::new(),
    };
    match object.get("plan") {
        Some(value) if !gaps.allow(value) => plan::plan(value, &object.at("plan"), gaps, usual),
        Some(_) | None if usual == Some(PlanKind::None) => Ok(nothing(PlanKind::None)),
        Some(_) | None => {
            gaps.miss(&object.at("plan"));
            Ok(nothing(PlanKind::Commercial))
        }
    }
}

/// The kind of plan that a payer has, where it has only one.
fn usual_kind(payer: &Payer) -> Option<PlanKind> {
    let same = PlanKind::ALL.into_iter().find(|kind| kind.id() == payer.id.as_str());
    same.or(match payer.kind {
        PayerKind::Commercial => Some(PlanKind::Commercial),
        PayerKind::None => Some(PlanKind::None),
        PayerKind::Government => None,
    })
}

fn fits(payer: PayerKind, plan: PlanKind) -> bool {
    match payer {
        PayerKind::Commercial => plan.card_ban().is_none(),
        // Some government programs are counted as plans of another kind: only no plan does not fit.
        PayerKind::Government => plan.card_ban() == Some(CardBan::Government),
        PayerKind::None => plan == PlanKind::None,
    }
}

fn horizon(object: &Object<'_>, gaps: &mut Gaps) -> Result<Option<Horizon>, InputError> {
    const MOST: u32 = 36;
    let start: Date = object.required(gaps, "first_fill")?;
    let Count(months) = object.required(gaps, "months")?;
    let written = object.get("months").and_then(Count::read);
    if written.is_some() && !(1..=MOST).contains(&months) {
        return Err(object.error("months", format!("expected a whole number from 1 to {MOST}")));
    }
    if written.is_none() || object.get("first_fill").and_then(Date::read).is_none() {
        return Ok(None);
    }
    let end = start.checked_add(i64::from(months).months());
    Ok(Some(Horizon { start, end: end.map_err(|_| object.error("first_fill", Date::expected()))? }))
}
