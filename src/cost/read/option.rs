//! Reads one option of a comparison: its drugs, their fills and prices, and what help it has.

use jiff::civil::Date;

use super::fields::{Object, Words};
use super::gaps::{Collected, Gaps, OpenField};
use super::{help, plan, small};
use crate::checklist::answer::InputError;
use crate::content::price::{PriceKind, is_old};
use crate::cost::case::{Line, NoncoveredRoute};
use crate::cost::help::{Bridge, Card, FreeDrug};
use crate::cost::money::Cents;
use crate::cost::plan::{CardBan, CostShare};
use crate::cost::schedule::{Schedule, Supply};

/// The most options that are compared at once.
const MOST_OPTIONS: usize = 30;
/// The most drugs of one option.
const MOST_LINES: usize = 6;
/// The most cards of one option that may or may not be at hand: each doubles the work.
const MOST_OPEN_CARDS: usize = 3;
/// The patient's part of a line in the plan's next year.
pub const NEXT_SHARE: &str = "next_year_cost_share";

/// An option as it was written. What is open has a stand-in.
pub struct WrittenOption {
    /// Its id.
    pub id: String,
    /// What it is called, where it was said.
    pub name: Option<String>,
    /// Its path below the coverage, `options.0`.
    pub path: String,
    /// Its drugs.
    pub lines: Vec<WrittenLine>,
    /// A free supply.
    pub bridge: Option<Bridge>,
    /// Free drug.
    pub free_drug: Option<FreeDrug>,
    /// Money of a charity.
    pub grant: Cents,
    /// Whether the plan covers it, as far as it is known.
    pub covered: bool,
    /// From when it is covered.
    pub coverage_from: Option<Date>,
    /// How a fill is paid that is not covered.
    pub noncovered_route: NoncoveredRoute,
    /// Whether a lower discount price is taken instead of the plan.
    pub use_discount_when_lower: bool,
    /// What is not known.
    pub gaps: Collected,
    /// The weakest of the prices; `None` if there is none.
    pub weakest_price: Option<PriceKind>,
    /// The day of the weakest of the prices, the oldest of equals; `None` if it has none.
    pub weakest_price_day: Option<Date>,
    /// Whether that price is past its shelf life: then it is worth less than what was typed.
    pub is_weakest_price_old: bool,
    /// What a reader of the option has to know.
    pub notes: Vec<String>,
}

/// One drug of an option.
pub struct WrittenLine {
    /// The id of the drug, as it was written.
    pub drug: String,
    /// What the ledger needs of it.
    pub line: Line,
    /// Its own share in the plan's next year, where it has one of its own in this.
    pub next_share: NextShare,
    /// Its fills.
    pub schedule: Schedule,
    /// The price of a package without a plan.
    pub cash_per_package: Option<Cents>,
    /// The price of a package with a discount card.
    pub discount_per_package: Option<Cents>,
}

/// The share of a line in the plan's next year.
#[derive(Clone, Debug, Default)]
pub struct NextShare {
    /// The share, if it was written.
    pub share: Option<CostShare>,
    /// What is not known of it.
    pub missing: Vec<String>,
}

/// How far a price can be trusted: the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Trust {
    is_fresh: bool,
    /// The best kind has the highest number.
    rank: usize,
}

/// Where the prices of one line come from.
#[derive(Clone, Copy)]
struct Price {
    trust: Trust,
    kind: PriceKind,
    day: Option<Date>,
}

impl Price {
    /// Of two that are worth the same, the older is weaker, and one without a day the weakest.
    fn is_weaker_than(&self, other: &Self) -> bool {
        (self.trust, self.day) < (other.trust, other.day)
    }
}

/// Reads the options.
///
/// # Errors
/// [`InputError`] for the first field that is not possible.
pub fn options(
    coverage: &Object<'_>,
    card_ban: Option<CardBan>,
    as_of: Date,
) -> Result<Vec<WrittenOption>, InputError> {
    if coverage.get("options").is_none() {
        return Err(coverage.error("options", "expected a list of options"));
    }
    let list = coverage.list("options")?;
    if list.len() > MOST_OPTIONS {
        return Err(coverage.error("options", format!("expected at most {MOST_OPTIONS} options")));
    }
    list.into_iter()
        .enumerate()
        .map(|(at, (path, value))| {
            let object = Object::new(
                value,
                path,
                &[
                    "id",
                    "name",
                    "on_label",
                    "lines",
                    "bridge",
                    "pap",
                    "grant",
                    "covered",
                    "coverage_from",
                    "noncovered_route",
                    "use_discount_when_lower",
                ],
            )?;
            option(&object, format!("options.{at}"), card_ban, as_of)
        })
        .collect()
}

fn option(
    object: &Object<'_>,
    path: String,
    card_ban: Option<CardBan>,
    as_of: Date,
) -> Result<WrittenOption, InputError> {
    let refused = &mut Gaps::Refused;
    let mut gaps = Gaps::collected();
    let mut notes = Vec::new();
    let Words(id) = object.required(refused, "id")?;
    let name = object.optional::<Words>(refused, "name")?.map(|Words(name)| name);
    object.if_known::<bool>(&mut gaps, "on_label")?;

    let list = match object.get("lines") {
        Some(value) if gaps.allow(value) => Vec::new(),
        Some(_) | None => object.list("lines")?,
    };
    if list.is_empty() {
        gaps.miss(&object.at("lines"));
    } else if list.len() > MOST_LINES {
        return Err(object.error("lines", format!("expected at most {MOST_LINES} lines")));
    }
    let mut lines = Vec::new();
    let mut weakest: Option<Price> = None;
    for (at, (line_path, value)) in list.into_iter().enumerate() {
        let line = Object::new(
            value,
            line_path,
            &[
                "drug",
                "first",
                "maintenance",
                "price",
                "cash_price_cents",
                "discount_price_cents",
                "cost_share",
                NEXT_SHARE,
                "applies_to_drug",
                "card",
            ],
        )?;
        let Words(drug) = line.required(refused, "drug")?;
        let price = price(&line, &drug, as_of, &mut notes)?;
        weakest =
            Some(weakest.map_or(price, |other| if price.is_weaker_than(&other) { price } else { other }));
        lines.push(self::line(&line, drug, at, card_ban, &mut gaps)?);
        if gaps.open_cards() > MOST_OPEN_CARDS {
            return Err(InputError::new(
                format!("{}.enrolled", line.at("card")),
                format!("expected true or false: at most {MOST_OPEN_CARDS} of an option may be unknown"),
            ));
        }
    }

    let below = |field: &str| object.get(field).filter(|value| !value.is_string());
    for field in ["bridge", "pap", "grant"] {
        // A text here is "unknown", or an error that says what is expected.
        if let Some(value) = object.get(field).filter(|value| value.is_string()) {
            match gaps.allow(value) {
                true => gaps.miss(&object.at(field)),
                false => return Err(object.error(field, "expected an object")),
            }
        }
    }
    let bridge =
        below("bridge").map(|value| help::bridge(value, object.at("bridge"), &mut gaps)).transpose()?;
    let free_drug =
        below("pap").map(|value| help::free_drug(value, object.at("pap"), &mut gaps)).transpose()?;
    let grant = below("grant").map(|value| help::grant(value, object.at("grant"), &mut gaps)).transpose()?;
    let covered = match object.get("covered") {
        Some(value) if gaps.allow(value) => {
            gaps.leave_open(&object.at("covered"), OpenField::Covered);
            true
        }
        Some(_) | None => object.optional(refused, "covered")?.unwrap_or(true),
    };
    Ok(WrittenOption {
        id,
        name,
        path,
        lines,
        bridge,
        free_drug,
        grant: grant.unwrap_or_default(),
        covered,
        coverage_from: object.optional(&mut gaps, "coverage_from")?,
        noncovered_route: object.optional(&mut gaps, "noncovered_route")?.unwrap_or(NoncoveredRoute::Cash),
        use_discount_when_lower: object.optional(&mut gaps, "use_discount_when_lower")?.unwrap_or(false),
        gaps: gaps.into_collected(),
        weakest_price: weakest.map(|price| price.kind),
        weakest_price_day: weakest.and_then(|price| price.day),
        is_weakest_price_old: weakest.is_some_and(|price| !price.trust.is_fresh),
        notes,
    })
}

fn line(
    object: &Object<'_>,
    drug: String,
    at: usize,
    card_ban: Option<CardBan>,
    gaps: &mut Gaps,
) -> Result<WrittenLine, InputError> {
    let first = small::first(object, gaps)?;
    let maintenance = small::supply(object.get("maintenance"), &object.at("maintenance"), gaps)?;
    let mut per_package = |field: &str, supplies: &[Supply]| {
        let price = object.optional(gaps, field)?;
        small::check_price(price, supplies.iter().chain([&maintenance]), &object.at(field))?;
        Ok::<_, InputError>(price)
    };
    let cash_per_package = per_package("cash_price_cents", &first)?;
    let discount_per_package = per_package("discount_price_cents", &first)?;
    let cost_share = match object.get("cost_share") {
        Some(value) if gaps.allow(value) => {
            gaps.miss(&object.at("cost_share"));
            None
        }
        Some(value) => Some(plan::cost_share(value, &object.at("cost_share"), gaps)?),
        None => None,
    };
    let mut next_share = NextShare::default();
    if let Some(value) = object.get(NEXT_SHARE).filter(|value| !gaps.allow(value)) {
        // What the next year has says nothing of months that do not reach it.
        let mut own = Gaps::collected();
        next_share.share = Some(plan::cost_share(value, &object.at(NEXT_SHARE), &mut own)?);
        next_share.missing = own.into_collected().missing;
    }
    let applies_to_drug = object.optional(gaps, "applies_to_drug")?;
    let line =
        Line { name: at.to_string(), cost_share, applies_to_drug, card: card(object, at, card_ban, gaps)? };
    Ok(WrittenLine {
        drug,
        line,
        next_share,
        schedule: Schedule { first, maintenance },
        cash_per_package,
        discount_per_package,
    })
}

/// The card of a line, if the patient has it or may have it.
fn card(
    line: &Object<'_>,
    at: usize,
    card_ban: Option<CardBan>,
    gaps: &mut Gaps,
) -> Result<Option<Card>, InputError> {
    let Some(value) = line.get("card") else { return Ok(None) };
    if gaps.allow(value) {
        gaps.miss(&line.at("card"));
        return Ok(None);
    }
    let fields: Vec<&str> = help::CARD.into_iter().chain(["enrolled"]).collect();
    let object = Object::new(value, line.at("card"), &fields)?;
    let enrolled = object.get("enrolled");
    let is_open = enrolled.is_some_and(|value| gaps.allow(value));
    let is_at_hand = is_open || object.optional(&mut Gaps::Refused, "enrolled")?.unwrap_or(true);
    if card_ban.is_some() || !is_at_hand {
        // What is not known of a card that pays nothing is not missing.
        let card = help::card(&object, &mut Gaps::collected())?;
        return Ok(is_at_hand.then_some(card));
    }
    let card = help::card(&object, gaps)?;
    if is_open {
        gaps.leave_open(&object.at("enrolled"), OpenField::Enrolled(at));
    }
    Ok(Some(card))
}

/// Where the prices of a line come from. One without a word of it was typed.
fn price(line: &Object<'_>, drug: &str, as_of: Date, notes: &mut Vec<String>) -> Result<Price, InputError> {
    let gaps = &mut Gaps::collected();
    let mut kind = PriceKind::Entered;
    let mut is_fresh = true;
    let mut day = None;
    if let Some(value) = line.get("price").filter(|value| !gaps.allow(value)) {
        let object = Object::new(value, line.at("price"), &["kind", "as_of", "source"])?;
        object.optional::<Words>(gaps, "source")?;
        kind = object.if_known(gaps, "kind")?.unwrap_or(PriceKind::Entered);
        day = object.optional::<Date>(gaps, "as_of")?;
        match day {
            Some(day) if is_old(day, as_of) => {
                is_fresh = false;
                notes.push(format!("check: price of {drug} as of {day}"));
            }
            Some(_) => {}
            // How old it is can't be told: it is worth no more than one that was typed.
            None => kind = PriceKind::Entered,
        }
    }
    let rank = PriceKind::ALL.iter().rev().position(|other| *other == kind).unwrap_or(0);
    Ok(Price { trust: Trust { is_fresh, rank }, kind, day })
}
