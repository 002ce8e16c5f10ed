//! What goes into a ledger: one plan, the lines of one treatment, and what was or will be filled when.
//!
//! A case is complete: what is not known was asked for, or tried out at both ends, before.

use jiff::civil::Date;

use super::help::{Bridge, BridgeScope, Card, FreeDrug};
use super::money::Cents;
use super::plan::{CardBan, CostShare, Limit, Plan, PlanKind, Structure};

/// One plan, and all fills and other claims that move its counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The plan.
    pub plan: Plan,
    /// Why no card can be used, whatever the lines say.
    pub card_ban: Option<CardBan>,
    /// The drugs, each with what is its own.
    pub lines: Vec<Line>,
    /// The fills by date; on one day in the order given. A line has at most one a day.
    pub fills: Vec<Fill>,
    /// Other claims of this person, by date.
    pub credits: Vec<Credit>,
    /// Money of a charity, for the patient's part of covered fills.
    pub grant: Cents,
    /// A free supply.
    pub bridge: Option<Bridge>,
    /// Free drug.
    pub free_drug: Option<FreeDrug>,
    /// Whether the plan covers the treatment at all.
    pub covered: bool,
    /// The day from which it is covered; `None` if from the beginning.
    pub coverage_from: Option<Date>,
    /// How a fill is paid that the plan does not cover.
    pub noncovered_route: NoncoveredRoute,
    /// Whether a discount price is taken instead of the plan where it is lower for the patient.
    pub use_discount_when_lower: bool,
}

/// One drug of a treatment: the plan's counters are shared, the rest is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name; empty for the only line.
    pub name: String,
    /// The patient's part, where it is not the plan's.
    pub cost_share: Option<CostShare>,
    /// Whether the deductible applies, where it is not as the plan says.
    pub applies_to_drug: Option<bool>,
    /// Its copay card.
    pub card: Option<Card>,
}

/// One fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The day.
    pub date: Date,
    /// Which line: its position.
    pub line: usize,
    /// For how many days, 1 to 365.
    pub days_supply: u16,
    /// The plan's allowed amount for the whole fill.
    pub price: Cents,
    /// The price without a plan, where it is not the same.
    pub cash_price: Option<Cents>,
    /// The price with a discount card.
    pub discount_price: Option<Cents>,
}

/// Another claim of this person: it moves the counters, each by no more than what remains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The day.
    pub date: Date,
    /// Toward the deductible.
    pub deductible: Cents,
    /// Toward the yearly limit.
    pub oop: Cents,
}

/// How a fill is paid that the plan does not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoncoveredRoute {
    /// The pharmacy's own price.
    Cash,
    /// The price with a discount card.
    Discount,
    /// The pharmacy's own price, of which the maker's card pays a part.
    Card,
}

impl NoncoveredRoute {
    /// All routes.
    pub const ALL: [Self; 3] = [Self::Cash, Self::Discount, Self::Card];

    /// The name in files and records.
    pub fn id(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Discount => "discount",
            Self::Card => "card",
        }
    }
}

/// The plan or card year that a day belongs to, by the calendar year in which it began.
pub fn period(day: Date, reset_month: i8) -> i16 {
    if day.month() >= reset_month { day.year() } else { day.year() - 1 }
}

impl Case {
    /// Takes over what is tried out in another case of the same lines: whether the plan covers the treatment,
    /// what becomes of card money, and which cards are at hand.
    pub(super) fn same_unknowns_as(&mut self, other: &Self) {
        self.covered = other.covered;
        self.plan.assistance = other.plan.assistance;
        for (line, other) in self.lines.iter_mut().zip(&other.lines) {
            line.card = other.card;
        }
    }

    /// Whether the plan pays toward a fill of that day.
    pub fn is_covered_on(&self, day: Date) -> bool {
        self.covered && self.plan.kind != PlanKind::None && self.coverage_from.is_none_or(|from| day >= from)
    }

    /// The first fill that has to be paid at a discount price and has none: its position.
    pub fn without_discount_price(&self) -> Option<usize> {
        if self.noncovered_route != NoncoveredRoute::Discount {
            return None;
        }
        let mut bridge = self.bridge.map_or(0, |bridge| bridge.fills);
        let takes_all = self.bridge.is_some_and(|bridge| bridge.scope == BridgeScope::FirstFills);
        self.fills.iter().position(|fill| {
            if self.free_drug.is_some_and(|free| free.holds_on(fill.date)) {
                return false;
            }
            let covered = self.is_covered_on(fill.date);
            if bridge > 0 && (takes_all || !covered) {
                bridge -= 1;
                return false;
            }
            !covered && fill.discount_price.is_none()
        })
    }

    /// What a reader of the result has to know: cards that stand aside, and likely slips of the input.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(ban) = self.card_ban
            && self.lines.iter().any(|line| line.card.is_some())
        {
            notes.push(ban.words().to_owned());
        }
        if let (Some(deductible), Some(oop)) = (&self.plan.deductible, &self.plan.oop_max) {
            let below = |has: bool, oop: Cents, deductible: Cents| has && oop < deductible;
            let both = |has: fn(Structure) -> bool| has(deductible.structure) && has(oop.structure);
            if below(both(Structure::has_individual), oop.individual, deductible.individual)
                || below(both(Structure::has_family), oop.family, deductible.family)
            {
                notes.push("the out-of-pocket maximum is below the deductible: check both".to_owned());
            }
        }
        for (name, limit) in
            [("deductible", &self.plan.deductible), ("out-of-pocket maximum", &self.plan.oop_max)]
        {
            if limit.as_ref().is_some_and(is_overrun) {
                notes.push(format!("more of the {name} is met than there is: taken as met, check it"));
            }
        }
        if let Some(first) = self.fills.first() {
            let year = |day| period(day, self.plan.reset_month);
            if self.credits.iter().any(|credit| year(credit.date) < year(first.date)) {
                notes.push("credits before the plan year of the first fill are left out".to_owned());
            }
        }
        notes
    }
}

fn is_overrun(limit: &Limit) -> bool {
    limit.structure.has_individual() && limit.met.individual > limit.individual
        || limit.structure.has_family() && limit.met.family > limit.family
}
