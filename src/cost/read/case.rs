//! Reads a case for the ledger.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fields::{Days, Field, Object};
use super::gaps::Gaps;
use super::{help, plan};
use crate::checklist::answer::InputError;
use crate::cost::case::{Case, Credit, Fill, Line, NoncoveredRoute};
use crate::cost::help::Card;
use crate::cost::money::Cents;
use crate::cost::plan::{Assistance, PlanKind};

const FIELDS: [&str; 14] = [
    "id",
    "title",
    "plan",
    "fills",
    "card",
    "lines",
    "grant",
    "bridge",
    "pap",
    "covered",
    "coverage_from",
    "noncovered_route",
    "use_discount_when_lower",
    "credits",
];

const FILL: [&str; 6] =
    ["date", "line", "days_supply", "price_cents", "cash_price_cents", "discount_price_cents"];

/// Reads a case.
///
/// # Errors
/// [`InputError`] for the first field that is missing or not possible.
pub fn case(value: &Value) -> Result<Case, InputError> {
    let gaps = &mut Gaps::Refused;
    let object = Object::new(value, "", &FIELDS)?;
    for field in ["id", "title"] {
        if object.get(field).is_some_and(|text| !text.is_string()) {
            return Err(object.error(field, "expected a text"));
        }
    }
    let Some(written) = object.get("plan") else {
        return Err(object.error("plan", "expected an object with kind and cost_share"));
    };
    let written = plan::plan(written, "plan", gaps, None)?;
    let card = card(object.get("card"), "card", gaps)?;
    let mut lines = Lines::read(object.get("lines"), card, gaps)?;
    let fills = fills(&object, &mut lines)?;
    let case = Case {
        card_ban: written.plan.kind.card_ban(),
        plan: written.plan,
        lines: lines.list,
        fills,
        credits: credits(&object, gaps)?,
        grant: match object.get("grant") {
            Some(value) => help::grant(value, "grant".to_owned(), gaps)?,
            None => Cents::ZERO,
        },
        bridge: match object.get("bridge") {
            Some(value) => Some(help::bridge(value, "bridge".to_owned(), gaps)?),
            None => None,
        },
        free_drug: match object.get("pap") {
            Some(value) => Some(help::free_drug(value, "pap".to_owned(), gaps)?),
            None => None,
        },
        covered: object.optional(gaps, "covered")?.unwrap_or(true),
        coverage_from: object.optional(gaps, "coverage_from")?,
        noncovered_route: object.optional(gaps, "noncovered_route")?.unwrap_or(NoncoveredRoute::Cash),
        use_discount_when_lower: object.optional(gaps, "use_discount_when_lower")?.unwrap_or(false),
    };
    if written.cost_share.is_none() && needs_cost_share(&case) {
        return Err(object.error("plan.cost_share", "expected an object with type copay or coinsurance"));
    }
    if let Some(at) = case.without_discount_price() {
        return Err(InputError::new(
            format!("fills[{at}].discount_price_cents"),
            format!("{}, by which the fill is paid", Cents::expected()),
        ));
    }
    Ok(case)
}

/// Whether the plan's own cost share can come into a fill.
fn needs_cost_share(case: &Case) -> bool {
    let of_plan = |fill: &Fill| case.lines.get(fill.line).is_none_or(|line| line.cost_share.is_none());
    let by_plan = match case.plan.assistance {
        Assistance::Counts | Assistance::Accumulator => case.covered && case.plan.kind != PlanKind::None,
        Assistance::Maximizer { .. } => false,
    };
    by_plan && case.fills.iter().any(of_plan)
}

fn card(value: Option<&Value>, path: &str, gaps: &mut Gaps) -> Result<Option<Card>, InputError> {
    match value {
        Some(value) => help::card(&Object::new(value, path, &help::CARD)?, gaps).map(Some),
        None => Ok(None),
    }
}

/// The lines of a case by name. A fill of a line that is not listed has nothing of its own but the card
/// of the case.
struct Lines {
    list: Vec<Line>,
    positions: HashMap<String, usize>,
    card: Option<Card>,
}

impl Lines {
    fn read(value: Option<&Value>, card_of_case: Option<Card>, gaps: &mut Gaps) -> Result<Self, InputError> {
        let mut lines = Self { list: Vec::new(), positions: HashMap::new(), card: card_of_case };
        let none = Map::new();
        let listed = match value {
            None => &none,
            Some(Value::Object(listed)) => listed,
            Some(_) => return Err(InputError::new("lines", "expected an object with a field for each line")),
        };
        for (name, value) in listed {
            let path = format!("lines.{name}");
            let object = Object::new(value, &*path, &["cost_share", "applies_to_drug", "card"])?;
            let own = Line {
                name: name.clone(),
                cost_share: match object.get("cost_share") {
                    Some(value) => Some(plan::cost_share(value, &object.at("cost_share"), gaps)?),
                    None => None,
                },
                applies_to_drug: object.optional(gaps, "applies_to_drug")?,
                // A card that is said to be none takes the place of the case's.
                card: match object.names("card") {
                    true => card(object.get("card"), &object.at("card"), gaps)?,
                    false => lines.card,
                },
            };
            lines.add(own);
        }
        Ok(lines)
    }

    fn add(&mut self, line: Line) -> usize {
        let at = self.list.len();
        self.positions.insert(line.name.clone(), at);
        self.list.push(line);
        at
    }

    fn position(&mut self, name: &str) -> usize {
        match self.positions.get(name) {
            Some(at) => *at,
            None => {
                let card = self.card;
                self.add(Line { name: name.to_owned(), cost_share: None, applies_to_drug: None, card })
            }
        }
    }
}

fn fills(object: &Object<'_>, lines: &mut Lines) -> Result<Vec<Fill>, InputError> {
    let gaps = &mut Gaps::Refused;
    if object.get("fills").is_none() {
        return Err(object.error("fills", "expected a list of fills"));
    }
    let mut fills: Vec<Fill> = Vec::new();
    let mut last_of: HashMap<usize, Date> = HashMap::new();
    for (path, value) in object.list("fills")? {
        let object = Object::new(value, path, &FILL)?;
        let line = match object.get("line") {
            None => lines.position(""),
            Some(name) => {
                lines.position(name.as_str().ok_or_else(|| object.error("line", "expected a text"))?)
            }
        };
        let date = object.required(gaps, "date")?;
        if fills.last().is_some_and(|last| date < last.date) {
            return Err(object.error("date", "expected fills in the order of their dates"));
        }
        if last_of.insert(line, date) == Some(date) {
            return Err(object.error("date", "expected at most one fill of a line on one day"));
        }
        let Days(days) = object.required(gaps, "days_supply")?;
        fills.push(Fill {
            date,
            line,
            days_supply: days.get(),
            price: object.required(gaps, "price_cents")?,
            cash_price: object.optional(gaps, "cash_price_cents")?,
            discount_price: object.optional(gaps, "discount_price_cents")?,
        });
    }
    Ok(fills)
}

/// Reads other claims, in the order of their dates.
///
/// # Errors
/// [`InputError`] for the first field that is not possible, or missing where gaps are refused.
pub fn credits(object: &Object<'_>, gaps: &mut Gaps) -> Result<Vec<Credit>, InputError> {
    let mut credits = Vec::new();
    for (path, value) in object.list("credits")? {
        let object = Object::new(value, path, &["date", "deductible_cents", "oop_cents"])?;
        credits.push(Credit {
            date: object.required(gaps, "date")?,
            deductible: object.optional(gaps, "deductible_cents")?.unwrap_or_default(),
            oop: object.optional(gaps, "oop_cents")?.unwrap_or_default(),
        });
    }
    credits.sort_by_key(|credit| credit.date);
    Ok(credits)
}
