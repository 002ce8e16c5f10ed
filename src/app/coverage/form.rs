//! Which fields stand at the left, as data: their paths, how each is typed, and in which group.
//!
//! The coverage is JSON as it stands in a record, completed by `cost::entry`. A field that does not matter
//! for this plan is not asked.

use serde_json::Value;

use super::card;
use crate::content::Content;
use crate::content::payer::{Payer, PayerKind};
use crate::content::price::PriceKind;
use crate::cost::entry::{self, get};

/// Fields that belong together.
pub struct Group {
    /// What stands above them.
    pub title: String,
    /// Which of the options it is about.
    pub option: Option<usize>,
    /// The fields.
    pub rows: Vec<Row>,
}

/// One field.
pub struct Row {
    /// Its path below the coverage.
    pub path: String,
    /// The path under which the guide has its words, where that is another one.
    pub guide: Option<String>,
    /// Another name than the guide has for it.
    pub label: Option<String>,
    /// How it is typed.
    pub kind: Kind,
}

/// How a field is typed, and what an empty one means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Who pays.
    Payer,
    /// Two letters of a state.
    State,
    /// Whose amounts count toward both limits.
    People,
    /// A yearly limit: an amount, or none.
    Limit,
    /// An amount in cents.
    Amount(Empty),
    /// A limit of a card: an amount, or none; an empty field is not known.
    Cap,
    /// A percentage or a copay.
    Share(Empty),
    /// A month.
    Month,
    /// A day.
    Day(Empty),
    /// A whole number between bounds.
    Count(u32, u32, Empty),
    /// Yes or no.
    YesNo(Empty),
    /// One of several answers.
    Choice(Vec<(&'static str, &'static str)>, Empty),
    /// Whether the patient has the card of a line.
    Card,
    /// The package of a line.
    Package,
    /// How many packages of a line a year takes.
    PackagesAYear,
    /// The price of a package of a line.
    Price,
    /// Whether the income is at or below an amount of cents.
    IncomeAtMost(i64),
    /// What the plan answered when a drug was billed: the drug's id.
    Claim(String),
}

/// What an empty field means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// The field is left out: there is none, or the usual holds.
    LeftOut,
    /// It is not known.
    Unknown,
}

const HAS_FAMILY: [&str; 2] = ["embedded", "aggregate"];

/// The words for whose amounts count.
pub const PEOPLE: [(&str, &str); 3] = [
    ("individual", "One person"),
    ("embedded", "Family, each with a limit"),
    ("aggregate", "Family, one limit"),
];

/// What the form depends on besides the coverage.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// What the app knows.
    pub content: &'a Content,
    /// The option that is shown in full.
    pub selected: usize,
    /// Amounts of a yearly income, in cents, that decide about programs.
    pub incomes: &'a [i64],
}

/// The groups of a coverage, in the order of asking.
pub fn groups(seen: Seen<'_>, coverage: &Value) -> Vec<Group> {
    let payer = get(coverage, "payer").and_then(Value::as_str).and_then(|id| seen.content.payer_by_id(id));
    let mut groups = vec![Group {
        title: "Insurance".into(),
        option: None,
        rows: vec![row("payer", Kind::Payer), row("household.state", Kind::State)],
    }];
    let options = get(coverage, "options").and_then(Value::as_array).map_or(0, Vec::len);
    // What the claim said is the surest thing there is: it comes before what one has to look for.
    groups.extend(super::claims::group(seen, coverage));
    groups.push(plan(payer, coverage));
    groups.extend(next_year(coverage));
    if payer.is_some_and(|payer| payer.kind != PayerKind::None) || get(coverage, "credits").is_some() {
        groups.push(visits(coverage));
    }
    let takes_cards = payer.is_none_or(|payer| payer.kind == PayerKind::Commercial);
    let mut at: Vec<usize> = (0..options).collect();
    // The option that one works on stands first.
    at.sort_by_key(|at| *at != seen.selected);
    groups.extend(at.into_iter().map(|at| option(seen, coverage, at, takes_cards)));
    groups.push(household(seen));
    groups.push(steps(payer));
    groups
}

/// A field with the guide's own words.
pub fn row(path: impl Into<String>, kind: Kind) -> Row {
    Row { path: path.into(), guide: None, label: None, kind }
}

fn plan(payer: Option<&Payer>, coverage: &Value) -> Group {
    let mut rows = Vec::new();
    let has_plan = payer.is_some_and(|payer| payer.kind != PayerKind::None);
    if let Some(payer) = payer.filter(|_| has_plan) {
        let asks = |part: &str| {
            payer.plan.asks.iter().any(|asked| asked == part)
                || get(coverage, &format!("plan.{part}")).is_some()
        };
        if payer.plan.year_begins.is_none() {
            rows.push(row("plan.plan_year_reset_month", Kind::Month));
        }
        let has_limit = asks("deductible") || asks("oop_max");
        if has_limit && !payer.plan.each_alone {
            rows.push(row("plan.people", Kind::People));
        }
        if asks("deductible") || payer.plan.kind == "commercial" {
            limit(coverage, "deductible", &mut rows);
        }
        if get(coverage, "plan.deductible.applies_to_drug").is_some() {
            rows.push(row("plan.deductible.applies_to_drug", Kind::YesNo(Empty::Unknown)));
        }
        share(coverage, "plan.cost_share", Empty::Unknown, &mut rows);
        limit(coverage, "oop_max", &mut rows);
        if asks("lis_copay_cents") {
            rows.push(row("plan.lis_copay_cents", Kind::Amount(Empty::Unknown)));
        }
        // Whose figures hold for one year alone: from another year on, its own are asked for.
        if payer.plan.kind == "part_d" || get(coverage, "plan.year").is_some() {
            rows.push(row("plan.year", Kind::Count(2000, 2200, Empty::LeftOut)));
        }
        if payer.kind == PayerKind::Commercial {
            let kinds = vec![
                ("counts", "Counts"),
                ("accumulator", "No: accumulator"),
                ("maximizer", "No: maximizer"),
            ];
            rows.push(row("plan.assistance", Kind::Choice(kinds, Empty::LeftOut)));
            if is(coverage, "plan.assistance", "maximizer") {
                rows.push(row("plan.maximizer_cost_share_cents", Kind::Amount(Empty::LeftOut)));
            }
        }
    }
    rows.push(row("first_fill", Kind::Day(Empty::LeftOut)));
    rows.push(row("months", Kind::Count(1, 36, Empty::LeftOut)));
    Group { title: "The plan".into(), option: None, rows }
}

/// The group of other claims: visits and tests.
pub const VISITS: &str = "Visits and tests (entered)";

/// Other claims that the same plan pays: they move the limits, and their cost stands apart.
fn visits(coverage: &Value) -> Group {
    let count = get(coverage, "credits").and_then(Value::as_array).map_or(0, Vec::len);
    let rows = (0..count).flat_map(|at| {
        [
            row(format!("credits.{at}.date"), Kind::Day(Empty::Unknown)),
            row(format!("credits.{at}.oop_cents"), Kind::Amount(Empty::Unknown)),
            row(format!("credits.{at}.deductible_cents"), Kind::Amount(Empty::Unknown)),
        ]
    });
    Group { title: VISITS.into(), option: None, rows: rows.collect() }
}

/// What changes with the plan year, where the months reach into the next one and its figures are asked for.
fn next_year(coverage: &Value) -> Option<Group> {
    let year = entry::next_year(coverage)?;
    get(coverage, "plan.next_year")?;
    let mut rows = Vec::new();
    limit_itself(coverage, "plan.next_year.deductible", &mut rows);
    share(coverage, "plan.next_year.cost_share", Empty::Unknown, &mut rows);
    limit_itself(coverage, "plan.next_year.oop_max", &mut rows);
    if get(coverage, "plan.lis_copay_cents").is_some() {
        rows.push(row("plan.next_year.lis_copay_cents", Kind::Amount(Empty::LeftOut)));
    }
    Some(Group { title: format!("The plan in {year}: from its notice of change"), option: None, rows })
}

fn is(coverage: &Value, path: &str, text: &str) -> bool {
    get(coverage, path).and_then(Value::as_str) == Some(text)
}

/// The rows of a limit: what it is, for the family too where each has one, and how much is met.
fn limit(coverage: &Value, which: &str, rows: &mut Vec<Row>) {
    let structure = limit_itself(coverage, &format!("plan.{which}"), rows);
    let amount = |field: &str| get(coverage, &format!("plan.{which}.{field}")).is_some_and(Value::is_i64);
    if structure != "aggregate" && amount("individual_cents") {
        rows.push(row(format!("plan.{which}.met_individual_cents"), Kind::Amount(Empty::LeftOut)));
    }
    if HAS_FAMILY.contains(&structure) && amount("family_cents") {
        rows.push(row(format!("plan.{which}.met_family_cents"), Kind::Amount(Empty::LeftOut)));
    }
}

/// The rows of how high a limit is, of this plan year or the next, and whose payments count toward it. Nothing
/// is met yet of the next year's.
fn limit_itself<'c>(coverage: &'c Value, path: &str, rows: &mut Vec<Row>) -> &'c str {
    let structure = get(coverage, &format!("{path}.structure")).and_then(Value::as_str).unwrap_or_default();
    rows.push(row(path, Kind::Limit));
    if structure == "embedded" {
        rows.push(row(format!("{path}.family_cents"), Kind::Amount(Empty::LeftOut)));
    }
    structure
}

fn share(coverage: &Value, path: &str, empty: Empty, rows: &mut Vec<Row>) {
    rows.push(row(path, Kind::Share(empty)));
    let is_percentage = is(coverage, &format!("{path}.type"), "coinsurance");
    let is_copay = is(coverage, &format!("{path}.type"), "copay");
    let rows_of = |field: &str, kind| {
        let mut row = row(format!("{path}.{field}"), kind);
        let place = format!("plan.cost_share.{field}");
        // The guide has the bounds of a share once, for the plan's, the next year's and a drug's own.
        row.guide = Some(place);
        row
    };
    if is_percentage {
        rows.push(rows_of("min_cents", Kind::Amount(Empty::LeftOut)));
        rows.push(rows_of("max_cents", Kind::Amount(Empty::LeftOut)));
    }
    let has_bound = |field: &str| get(coverage, &format!("{path}.{field}")).is_some();
    if is_copay || has_bound("min_cents") || has_bound("max_cents") {
        rows.push(rows_of("per_days", Kind::Count(1, 365, Empty::LeftOut)));
    }
}

fn option(seen: Seen<'_>, coverage: &Value, at: usize, takes_cards: bool) -> Group {
    let path = |field: &str| format!("options.{at}.{field}");
    let title = get(coverage, &path("name")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_full = seen.selected == at;
    let mut rows = Vec::new();
    let lines = get(coverage, &path("lines")).and_then(Value::as_array).map_or(0, Vec::len);
    if lines == 0 {
        rows.push(row(path("lines"), Kind::Package));
    }
    for line in 0..lines {
        line_rows(seen, coverage, &path(&format!("lines.{line}")), is_full, takes_cards, &mut rows);
    }
    if is_full {
        rows.push(row(path("covered"), Kind::YesNo(Empty::Unknown)));
        if get(coverage, &path("covered")) == Some(&Value::Bool(true)) {
            rows.push(row(path("coverage_from"), Kind::Day(Empty::LeftOut)));
        }
        if card::may_be_uncovered(coverage, &format!("options.{at}")) {
            let routes =
                vec![("cash", "Cash price"), ("discount", "Discount card"), ("card", "Maker's card")];
            rows.push(row(path("noncovered_route"), Kind::Choice(routes, Empty::LeftOut)));
        }
        rows.push(row(path("use_discount_when_lower"), Kind::YesNo(Empty::LeftOut)));
        rows.push(row(path("on_label"), Kind::YesNo(Empty::LeftOut)));
        rows.push(row(path("grant.balance_cents"), Kind::Amount(Empty::LeftOut)));
        rows.push(row(path("bridge.fills"), Kind::Count(1, 24, Empty::LeftOut)));
        if get(coverage, &path("bridge")).is_some() {
            let scopes = vec![("until_covered", "While not covered"), ("first_fills", "The first fills")];
            rows.push(row(path("bridge.scope"), Kind::Choice(scopes, Empty::Unknown)));
        }
        rows.push(row(path("pap.from"), Kind::Day(Empty::LeftOut)));
        rows.push(row(path("pap.to"), Kind::Day(Empty::LeftOut)));
    }
    Group { title, option: Some(at), rows }
}

fn line_rows(
    seen: Seen<'_>,
    coverage: &Value,
    line: &str,
    is_full: bool,
    takes_cards: bool,
    rows: &mut Vec<Row>,
) {
    let path = |field: &str| format!("{line}.{field}");
    let drug =
        get(coverage, &path("drug")).and_then(Value::as_str).and_then(|id| seen.content.drug_by_id(id));
    if is_full && drug.is_some_and(|drug| drug.fills.len() > 1) {
        rows.push(row(line, Kind::Package));
    }
    if drug.is_none_or(|drug| drug.fills.iter().any(|fill| fill.then.is_none())) {
        rows.push(row(path("packages_a_year"), Kind::PackagesAYear));
    }
    rows.push(row(path("maintenance"), Kind::Price));
    let is_priced = get(coverage, &path("maintenance.2")).is_some_and(Value::is_i64);
    if is_full && is_priced {
        let kinds = PriceKind::ALL.map(|kind| (kind.id(), kind.words())).to_vec();
        let mut from = row(path("price.kind"), Kind::Choice(kinds, Empty::LeftOut));
        from.label = Some("Price from".into());
        rows.push(from);
        let mut day = row(path("price.as_of"), Kind::Day(Empty::LeftOut));
        day.label = Some("Price of".into());
        rows.push(day);
    }
    if !is_full {
        return;
    }
    rows.push(row(path("cash_price_cents"), Kind::Amount(Empty::LeftOut)));
    rows.push(row(path("discount_price_cents"), Kind::Amount(Empty::LeftOut)));
    share(coverage, &path("cost_share"), Empty::LeftOut, rows);
    if get(coverage, &path("cost_share")).is_some() && get(coverage, "plan.next_year").is_some() {
        share(coverage, &path("next_year_cost_share"), Empty::LeftOut, rows);
    }
    rows.push(row(path("applies_to_drug"), Kind::YesNo(Empty::LeftOut)));
    let has_generic = drug.is_some_and(|drug| drug.fills.iter().all(|fill| fill.is_generic));
    if takes_cards && !has_generic {
        rows.push(row(path("card"), Kind::Card));
        if get(coverage, &path("card")).is_some() {
            let term = |field: &str| path(&format!("card.{field}"));
            rows.push(row(term("min_patient_pay_cents"), Kind::Amount(Empty::Unknown)));
            rows.push(row(term("annual_max_cents"), Kind::Cap));
            rows.push(row(term("annual_used_cents"), Kind::Amount(Empty::Unknown)));
            rows.push(row(term("per_fill_max_cents"), Kind::Cap));
            if card::may_be_uncounted(coverage) {
                rows.push(row(term(card::UNCOUNTED), Kind::Cap));
            }
            let option = line.split(".lines.").next().unwrap_or_default();
            if card::is_left_to_card(coverage, option) {
                rows.push(row(term(card::NOT_COVERED), Kind::YesNo(Empty::Unknown)));
                if get(coverage, &term(card::NOT_COVERED)) == Some(&Value::Bool(true)) {
                    rows.push(row(term(card::LEAVES_NOT_COVERED), Kind::Amount(Empty::Unknown)));
                }
            }
        }
    }
}

fn household(seen: Seen<'_>) -> Group {
    let mut rows = vec![row("household.people", Kind::Count(1, 30, Empty::LeftOut))];
    for limit in seen.incomes {
        let mut asked = row("household.income_at_most_cents", Kind::IncomeAtMost(*limit));
        asked.label = crate::cost::money::Cents::new(*limit)
            .map(|limit| format!("Income ≤ {}?", limit.to_string().trim_end_matches(".00")));
        rows.push(asked);
    }
    rows.push(row("household.income_cents", Kind::Amount(Empty::LeftOut)));
    Group { title: "Household (for programs)".into(), option: None, rows }
}

fn steps(payer: Option<&Payer>) -> Group {
    let is_medicare = payer.is_none_or(|payer| payer.plan.kind == "part_d");
    let mut names = vec!["pa_submitted", "pa_denied", "appeal"];
    if is_medicare {
        names.extend(["payment_plan_elected", "extra_help_denied"]);
    }
    let rows = names.into_iter().map(|name| row(format!("steps.{name}"), Kind::YesNo(Empty::LeftOut)));
    Group { title: "Steps taken (for programs)".into(), option: None, rows: rows.collect() }
}

impl Row {
    /// What stands beside it.
    pub fn label(&self, content: &Content) -> String {
        match (&self.label, content.guide.field(self.guided())) {
            (Some(label), _) => label.clone(),
            (None, Some(field)) => field.label.clone(),
            (None, None) => self.path.clone(),
        }
    }

    /// What it means and where to find it.
    pub fn help<'a>(&self, content: &'a Content) -> Option<(&'a str, &'a str)> {
        content.guide.field(self.guided()).map(|field| (field.help.as_str(), field.find.as_str()))
    }

    fn guided(&self) -> &str {
        self.guide.as_deref().unwrap_or(&self.path)
    }
}

/// The structure of the plan's limits, if one says it.
pub fn structure(coverage: &Value) -> Option<&str> {
    ["plan.deductible.structure", "plan.oop_max.structure"]
        .into_iter()
        .find_map(|path| get(coverage, path).and_then(Value::as_str))
        .filter(|structure| *structure != entry::UNKNOWN)
}
