//! What may a year cost the patient? A page or more in plain words (grade 6 to 8).
//!
//! | file | question |
//! |---|---|
//! | `figures` | which amounts may be told, and how do they read? |
//! | `months` | what is paid in which month? |
//! | `notes` | what should the patient know of how it was counted? |
//! | `payment_plan` | can it be spread over the year? |
//! | `programs` | which help can be asked for? |
//! | `ask` | whom does the patient ask what? |
//!
//! It says what the patient pays; never what the plan pays the pharmacy, or how much a card holds. It counts
//! nothing itself, prefers no option, and promises nothing: every page of it says that it is an estimate.

mod ask;
mod figures;
mod months;
pub(super) mod notes;
mod payment_plan;
pub(super) mod programs;

use jiff::civil::Date;

use super::phrase::fill;
use super::teller::Teller;
use super::words::CostWords;
use super::{Costs, PartKind, Visit};
use crate::content::payer::PayerKind;
use crate::content::price::PriceKind;
use crate::cost::money::Cents;
use crate::cost::plan::PlanKind;
use crate::cost::read::Horizon;
use crate::summary::{Block, Cell, Column, Density, Part, Row, Style, Table, Text, text};
use ask::{Whom, with_room};
use figures::{Priced, priced};

/// Composes the part.
pub(super) fn part(visit: &Visit<'_>, words: &Teller) -> Part {
    let page = &words.cost;
    let today = words.day(visit.as_of());
    let costs = visit.costs.filter(|costs| !costs.comparison.options.is_empty());
    let (title, lead, blocks) = match costs {
        Some(costs) => (title(page, costs), page.lead, counted(visit, costs, words)),
        None => (page.title.to_owned(), page.lead_nothing, nothing(visit, words)),
    };
    Part {
        id: PartKind::Cost.id().to_owned(),
        title,
        lead: text(fill(lead, &[("date", &today)])),
        footer: fill(page.footer, &[("date", &today), ("version", &visit.content.version)]),
        density: Density::Comfortable,
        frame: None,
        blocks,
    }
}

fn title(page: &CostWords, costs: Costs<'_>) -> String {
    match costs.question.coverage.horizon.map(months_of) {
        Some(1) => page.title_month.to_owned(),
        Some(months) if months != 12 => fill(page.title_months, &[("n", &months.to_string())]),
        Some(_) | None => page.title.to_owned(),
    }
}

/// How many months were asked for.
fn months_of(horizon: Horizon) -> i32 {
    let number = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    number(horizon.end) - number(horizon.start)
}

// --- Where something was compared

fn counted(visit: &Visit<'_>, costs: Costs<'_>, words: &Teller) -> Vec<Block> {
    let page = &words.cost;
    let plan = &costs.question.coverage.plan.plan;
    let priced = priced(visit, words, costs);
    let mut blocks = year(visit, costs, words, &priced);
    blocks.extend(months::months(words, plan, &priced));
    blocks.extend(behind(words, plan.kind, &priced));
    let notes = notes::notes(visit, words, &priced);
    if !notes.is_empty() {
        blocks.extend([Block::heading(page.know), Block::Bullets(notes)]);
    }
    blocks.extend(payment_plan::section(visit, costs, words, &priced));
    blocks.extend(programs::programs(visit, words));
    blocks.extend(questions(visit, words, plan.kind, &priced));
    blocks
}

/// A bar an option; those that can't be told, with what to ask.
fn year(visit: &Visit<'_>, costs: Costs<'_>, words: &Teller, priced: &[Priced<'_>]) -> Vec<Block> {
    let page = &words.cost;
    let mut blocks = vec![Block::heading(match costs.question.coverage.horizon {
        Some(horizon) => {
            let values = [("n", months_of(horizon).to_string()), ("date", words.day(horizon.start))];
            fill(page.year, &values.each_ref().map(|(key, value)| (*key, value.as_str())))
        }
        None => page.year_open.to_owned(),
    })];
    let bars: Vec<_> = priced.iter().filter_map(|one| one.bar(page)).collect();
    let has_outline = bars.iter().any(|bar| bar.low < bar.high);
    if !bars.is_empty() {
        blocks.push(Block::Bars(bars));
    }
    if has_outline {
        blocks.push(Block::Paragraph { text: text(page.bars), style: Style::Muted });
    }
    // What a doctor's visit costs is no part of what a medicine costs.
    let visits: Cents = costs.question.coverage.credits.iter().map(|credit| credit.oop).sum();
    if visits > Cents::ZERO {
        let said = fill(page.visits, &[("amount", &visits.to_string())]);
        blocks.push(Block::body(text(said)));
    }
    let open: Vec<Text> = priced
        .iter()
        .filter(|one| one.total().is_none())
        .map(|one| ask::not_told(visit, words, one))
        .collect();
    if !open.is_empty() {
        blocks.push(Block::Bullets(open));
    }
    blocks
}

/// What a later year costs, and where the prices are from.
fn behind(words: &Teller, plan: PlanKind, priced: &[Priced<'_>]) -> Vec<Block> {
    let page = &words.cost;
    let rows: Vec<Row> = priced
        .iter()
        .filter(|one| one.cost.total.is_some())
        .map(|one| {
            let after = match (one.cost.maintenance_year, one.year_after()) {
                (_, Some(range)) => one.about(page, range),
                (Some(_), None) => page.ask.to_owned(),
                (None, None) => page.not_yet.to_owned(),
            };
            // What else was entered is told below: this is where the price is from.
            let source = source(words, one.option.weakest_price, one.option.weakest_price_day);
            Row {
                cells: vec![
                    Cell::strong(text(one.name.as_str())),
                    Cell::plain(text(after)),
                    Cell::plain(text(source)),
                ],
            }
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let year_after = if plan == PlanKind::None { page.year_after_alone } else { page.year_after };
    let columns =
        vec![Column::words(page.medicine, 5), Column::words(year_after, 6), Column::words(page.price, 6)];
    vec![Block::heading(page.behind), Block::Table(Table { columns, rows })]
}

/// Where the weakest of an option's prices is from, and of when.
fn source(words: &Teller, kind: Option<PriceKind>, day: Option<Date>) -> String {
    let sources = &words.cost.sources;
    let source = match kind {
        Some(PriceKind::Claim) => sources.claim,
        Some(PriceKind::RealTimeBenefit) => sources.benefit_check,
        Some(PriceKind::PlanPortal) => sources.plan_portal,
        Some(PriceKind::UsualAndCustomary) => sources.pharmacy,
        Some(PriceKind::DiscountCard) => sources.discount_card,
        Some(PriceKind::Nadac | PriceKind::List | PriceKind::AverageWholesale) => sources.reference,
        Some(PriceKind::Entered) | None => sources.entered,
    };
    match day {
        Some(day) => fill(words.cost.dated, &[("source", source), ("date", &words.short_day(day))]),
        None => fill(words.cost.undated, &[("source", source)]),
    }
}

/// What to ask the plan, with room for the answers, and what others have to find out.
fn questions(visit: &Visit<'_>, words: &Teller, plan: PlanKind, priced: &[Priced<'_>]) -> Vec<Block> {
    let page = &words.cost;
    let mut all = ask::all(visit, words, priced);
    let others: Vec<Text> =
        all.extract_if(.., |asked| asked.whom != Whom::Plan).map(|asked| asked.entry()).collect();
    let mut of_plan: Vec<Text> = all.iter().map(|asked| with_room(asked.entry())).collect();
    if plan != PlanKind::None {
        of_plan.push(with_room(text(page.question_of_all)));
    }
    let mut blocks = Vec::new();
    if !of_plan.is_empty() {
        blocks.extend([Block::heading(page.questions), Block::Checks(of_plan)]);
    }
    if !others.is_empty() {
        blocks.extend([Block::heading(page.open), Block::Checks(others)]);
    }
    blocks
}

// --- Where nothing was compared

/// What a plan is asked for where nothing is known of it.
const ASKED_FIRST: [&str; 5] = [
    "plan.deductible.individual_cents",
    "plan.deductible.met_individual_cents",
    "plan.cost_share",
    "plan.oop_max.individual_cents",
    "plan.oop_max.met_individual_cents",
];

/// What it takes to make the page.
fn nothing(visit: &Visit<'_>, words: &Teller) -> Vec<Block> {
    let page = &words.cost;
    let payer = visit.coverage.payer.as_ref().and_then(|id| visit.content.payer_by_id(id.as_str()));
    let has_plan = payer.is_none_or(|payer| payer.kind != PayerKind::None);
    let mut needed = Vec::new();
    if payer.is_none() {
        needed.push(text(page.needed_insurance));
    }
    if has_plan {
        needed.extend([text(page.needed_plan), text(page.needed_met)]);
    }
    needed.push(text(page.needed_medicines));
    let mut blocks = vec![Block::heading(page.needed), Block::Bullets(needed)];
    if has_plan {
        let paths =
            ASKED_FIRST.into_iter().chain(programs::lines(visit, words).card.then_some("plan.assistance"));
        let mut list: Vec<Text> = paths.map(|path| ask::asked(visit, words, path).entry()).collect();
        list.push(text(page.question_of_all));
        let list = list.into_iter().map(with_room).collect();
        blocks.extend([Block::heading(page.questions), Block::Checks(list)]);
    }
    blocks.extend(programs::programs(visit, words));
    blocks
}
