//! What does each fill cost, in order: plan, card, charity, subsidy, patient?
//!
//! The order of the steps is fixed and part of what was agreed: resets, free drug, coverage, bridge,
//! deductible, cost share, yearly limit, Extra Help, card, grant, patient, credit, discount. Amounts are
//! cents, and the only rounding is that of the coinsurance. [`State`] is all that one fill leaves for the
//! next: a list of fills may be cut anywhere and gone on with.

use jiff::civil::Date;

use super::case::{Case, Credit, Fill, Line, NoncoveredRoute, period};
use super::help::{BridgeScope, Card};
use super::money::Cents;
use super::plan::{Assistance, Met};

/// All fills of a case, and the counters after the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// A row for each fill.
    pub rows: Vec<Row>,
    /// The counters at the end.
    pub end: State,
}

/// What one fill costs, and who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The day.
    pub date: Date,
    /// The line: its position in the case.
    pub line: usize,
    /// How it was paid.
    pub route: Route,
    /// What the pharmacy gets: `plan + card + grant + subsidy + patient`.
    pub price: Cents,
    /// The part of the obligation that falls under the deductible.
    pub deductible: Cents,
    /// The part of the obligation past the deductible.
    pub cost_share: Cents,
    /// What the plan leaves to the patient and to help.
    pub obligation: Cents,
    /// What the plan pays.
    pub plan: Cents,
    /// What the copay card pays.
    pub card: Cents,
    /// What the charity pays.
    pub grant: Cents,
    /// What Extra Help pays.
    pub subsidy: Cents,
    /// What the patient pays.
    pub patient: Cents,
}

/// How a fill was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Through the plan.
    Insurance,
    /// Free drug of an assistance program.
    FreeDrug,
    /// A free bridge supply.
    Bridge,
    /// At a discount card's price instead of the plan.
    DiscountCard,
    /// Not covered.
    Noncovered(NoncoveredRoute),
}

impl Route {
    /// The name in results.
    pub fn id(self) -> &'static str {
        match self {
            Self::Insurance => "insurance",
            Self::FreeDrug => "pap_free",
            Self::Bridge => "bridge_free",
            Self::DiscountCard => "discount_card",
            Self::Noncovered(NoncoveredRoute::Cash) => "noncovered_cash",
            Self::Noncovered(NoncoveredRoute::Discount) => "noncovered_discount",
            Self::Noncovered(NoncoveredRoute::Card) => "noncovered_card",
        }
    }
}

/// The counters between two fills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What is met of the deductible.
    pub deductible: Met,
    /// What is met of the yearly limit.
    pub oop: Met,
    /// What is left of the grant.
    pub grant: Cents,
    /// How many bridge fills are left.
    pub bridge: u32,
    /// For each line of the case, what its card has paid.
    pub cards: Vec<CardState>,
    /// The plan year of the last claim; `None` before the first.
    plan_year: Option<i16>,
}

/// What the card of one line has paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardState {
    /// In this card year.
    pub used: Cents,
    /// Toward how many fills of this card year.
    pub fills: u32,
    /// The card year of the line's last fill; `None` before the first.
    year: Option<i16>,
}

impl CardState {
    /// Whether the line had a fill.
    pub fn was_at_hand(&self) -> bool {
        self.year.is_some()
    }
}

impl Ledger {
    /// Goes through all fills of a case.
    pub fn of(case: &Case) -> Self {
        let mut end = State::start(case);
        let mut rows = Vec::with_capacity(case.fills.len());
        end.run(case, |_, row| rows.push(row));
        Self { rows, end }
    }

    /// The sum of one amount over all fills.
    pub fn total(&self, amount: impl Fn(&Row) -> Cents) -> Cents {
        self.rows.iter().map(amount).sum()
    }
}

impl State {
    /// The counters before the first fill.
    pub fn start(case: &Case) -> Self {
        let mut state = Self::default();
        state.restart(case);
        state
    }

    /// Sets the counters back to what they are before the first fill.
    pub fn restart(&mut self, case: &Case) {
        self.deductible = case.plan.deductible.map(|limit| limit.met).unwrap_or_default();
        self.oop = case.plan.oop_max.map(|limit| limit.met).unwrap_or_default();
        self.grant = case.grant;
        self.bridge = case.bridge.map_or(0, |bridge| bridge.fills);
        self.plan_year = case.fills.first().map(|fill| period(fill.date, case.plan.reset_month));
        self.cards.clear();
        self.cards.extend(case.lines.iter().map(|line| CardState {
            used: line.card.map(|card| card.annual_used).unwrap_or_default(),
            ..CardState::default()
        }));
    }

    /// Goes through all fills and other claims of a case; `each` gets every fill's position and row.
    pub fn run(&mut self, case: &Case, mut each: impl FnMut(usize, Row)) {
        let mut credits = case.credits.iter().peekable();
        for (at, fill) in case.fills.iter().enumerate() {
            // On one day other claims come first.
            while let Some(credit) = credits.next_if(|credit| credit.date <= fill.date) {
                self.credit(case, credit);
            }
            let row = self.fill(case, fill);
            each(at, row);
        }
        for credit in credits {
            self.credit(case, credit);
        }
    }

    /// Takes in another claim of this person.
    pub fn credit(&mut self, case: &Case, credit: &Credit) {
        // What was met is that of the first fill's plan year: what came before has nothing to add.
        let year = period(credit.date, case.plan.reset_month);
        if self.plan_year.is_some_and(|current| year < current) {
            return;
        }
        self.enter_plan_year(year);
        if let Some(limit) = &case.plan.deductible {
            let counted = credit.deductible.min(limit.remaining(self.deductible));
            self.deductible = self.deductible.plus(counted);
        }
        if let Some(limit) = &case.plan.oop_max {
            self.oop = self.oop.plus(credit.oop.min(limit.remaining(self.oop)));
        }
    }

    /// Goes through one fill.
    pub fn fill(&mut self, case: &Case, fill: &Fill) -> Row {
        // A fill of a line that is not in the case has nothing of its own; readers make none.
        static BARE: Line = Line { name: String::new(), cost_share: None, applies_to_drug: None, card: None };
        let line = case.lines.get(fill.line).unwrap_or(&BARE);
        // Resets come first, on free fills too.
        self.enter_plan_year(period(fill.date, case.plan.reset_month));
        self.enter_card_year(line, fill);
        if case.free_drug.is_some_and(|free| free.holds_on(fill.date)) {
            return free(fill, Route::FreeDrug);
        }
        let covered = case.is_covered_on(fill.date);
        if let Some(bridge) = case.bridge
            && self.bridge > 0
            && (bridge.scope == BridgeScope::FirstFills || !covered)
        {
            self.bridge -= 1;
            return free(fill, Route::Bridge);
        }
        match covered {
            true => self.covered(case, line, fill),
            false => self.noncovered(case, line, fill),
        }
    }

    fn enter_plan_year(&mut self, year: i16) {
        if self.plan_year.is_some_and(|current| current != year) {
            (self.deductible, self.oop) = (Met::default(), Met::default());
        }
        self.plan_year = Some(year);
    }

    fn enter_card_year(&mut self, line: &Line, fill: &Fill) {
        let (Some(card), Some(state)) = (&line.card, self.cards.get_mut(fill.line)) else { return };
        let year = period(fill.date, card.reset_month);
        if state.year.is_some_and(|current| current != year) {
            *state = CardState::default();
        }
        state.year = Some(year);
    }

    fn covered(&mut self, case: &Case, line: &Line, fill: &Fill) -> Row {
        let plan = &case.plan;
        let price = fill.price;
        let (deductible, cost_share) = match plan.assistance {
            Assistance::Maximizer { cost_share } => (Cents::ZERO, price.min(cost_share)),
            Assistance::Counts | Assistance::Accumulator => self.obligation(case, line, fill),
        };
        let obligation = deductible.plus(cost_share);
        let subsidy = plan.lis_copay.map_or(Cents::ZERO, |copay| obligation.less(copay));
        let left = obligation.less(subsidy);
        let card = self.card_pays(case, line, fill.line, left, |card| card.min_patient_pay);
        let grant = left.less(card).min(self.grant);
        let patient = left.less(card).less(grant);

        // Equal is not lower: what goes through the plan counts toward its limits.
        if case.use_discount_when_lower
            && let Some(price) = fill.discount_price.filter(|price| *price < patient)
        {
            return paid_alone(fill, Route::DiscountCard, price);
        }

        let counted = match plan.assistance {
            Assistance::Counts => obligation,
            Assistance::Accumulator => obligation.less(card),
            Assistance::Maximizer { .. } => Cents::ZERO,
        };
        if plan.deductible.is_some() {
            self.deductible = self.deductible.plus(deductible.min(counted));
        }
        if plan.oop_max.is_some() {
            self.oop = self.oop.plus(counted);
        }
        self.grant = self.grant.less(grant);
        self.card_paid(fill.line, card);
        Row {
            date: fill.date,
            line: fill.line,
            route: Route::Insurance,
            price,
            deductible,
            cost_share,
            obligation,
            plan: price.less(obligation),
            card,
            grant,
            subsidy,
            patient,
        }
    }

    /// What a plan that has a deductible and a yearly limit leaves of a fill: the part under the
    /// deductible, and the part past it.
    fn obligation(&self, case: &Case, line: &Line, fill: &Fill) -> (Cents, Cents) {
        let plan = &case.plan;
        let applies = line.applies_to_drug.unwrap_or(plan.applies_to_drug);
        let deductible = match &plan.deductible {
            Some(limit) if applies => fill.price.min(limit.remaining(self.deductible)),
            Some(_) | None => Cents::ZERO,
        };
        let rest = fill.price.less(deductible);
        let share = line.cost_share.as_ref().unwrap_or(&plan.cost_share).of(rest, fill.days_supply);
        match &plan.oop_max {
            Some(limit) => {
                let obligation = deductible.plus(share).min(limit.remaining(self.oop));
                let deductible = deductible.min(obligation);
                (deductible, obligation.less(deductible))
            }
            None => (deductible, share),
        }
    }

    fn noncovered(&mut self, case: &Case, line: &Line, fill: &Fill) -> Row {
        let route = case.noncovered_route;
        let cash = fill.cash_price.unwrap_or(fill.price);
        let (price, card) = match route {
            NoncoveredRoute::Cash => (cash, Cents::ZERO),
            NoncoveredRoute::Discount => (fill.discount_price.unwrap_or(cash), Cents::ZERO),
            NoncoveredRoute::Card => {
                let min_pay = |card: &Card| card.noncovered_min_patient_pay.unwrap_or(cash);
                (cash, self.card_pays(case, line, fill.line, cash, min_pay))
            }
        };
        // Nothing of it counts toward the plan's limits.
        self.card_paid(fill.line, card);
        Row { card, patient: price.less(card), ..paid_alone(fill, Route::Noncovered(route), price) }
    }

    fn card_pays(
        &self,
        case: &Case,
        line: &Line,
        at: usize,
        left: Cents,
        min_pay: impl Fn(&Card) -> Cents,
    ) -> Cents {
        let (Some(card), None, Some(state)) = (&line.card, case.card_ban, self.cards.get(at)) else {
            return Cents::ZERO;
        };
        if card.max_fills_per_year.is_some_and(|most| state.fills >= most) {
            return Cents::ZERO;
        }
        let mut pays = left.less(min_pay(card));
        if let Some(most) = card.per_fill_max {
            pays = pays.min(most);
        }
        if let Some(most) = card.yearly_max(case.plan.assistance) {
            pays = pays.min(most.less(state.used));
        }
        pays
    }

    fn card_paid(&mut self, at: usize, amount: Cents) {
        if amount > Cents::ZERO
            && let Some(state) = self.cards.get_mut(at)
        {
            state.used = state.used.plus(amount);
            state.fills = state.fills.saturating_add(1);
        }
    }
}

fn free(fill: &Fill, route: Route) -> Row {
    paid_alone(fill, route, Cents::ZERO)
}

fn paid_alone(fill: &Fill, route: Route, price: Cents) -> Row {
    let none = Cents::ZERO;
    Row {
        date: fill.date,
        line: fill.line,
        route,
        price,
        deductible: none,
        cost_share: none,
        obligation: price,
        plan: none,
        card: none,
        grant: none,
        subsidy: none,
        patient: price,
    }
}
