//! What stands at the right of the cost screen, in words: rows of the table, the chart, what to ask.

use jiff::civil::Date;
use serde_json::Value;

use crate::app::dates;
use crate::app::desk::visit::Visit;
use crate::app::widgets::{Chart, ChartMonth, Level};
use crate::content::Content;
use crate::content::payer::PayerKind;
use crate::content::phrase::capitalized;
use crate::content::price::{self, PriceKind};
use crate::cost::compare::{Ask, Comparison, OptionCost, Range, Weight};
use crate::cost::entry::{GENERIC_STEP, get};
use crate::cost::money::Cents;

/// One treatment in the table.
pub struct Row {
    /// Its position among the options.
    pub at: usize,
    /// Its name.
    pub title: String,
    /// Brand and package.
    pub below: String,
    /// Price of a fill, highest month, the patient's year, what programs pay: each with a second line.
    pub figures: [(String, String); 4],
    /// Its verdict, the worst where it is of several drugs.
    pub verdict: Option<(Level, String)>,
    /// All of it as a sentence.
    pub spoken: String,
}

/// An amount without cents that are none: "$6,000", "$77.20".
pub fn short(amount: Cents) -> String {
    amount.to_string().trim_end_matches(".00").to_owned()
}

/// A range: "$6,000.00", or "about $6,000 – $12,000".
pub fn range_words(range: Range) -> String {
    match range.low == range.high {
        true => range.low.to_string(),
        false => format!("about {}", bounds(range)),
    }
}

/// The bounds of a range, in whole dollars: its cents would feign what nobody knows. It is no narrower than it is.
pub fn bounds(range: Range) -> String {
    let [low, high] = [range.low.get() / 100, (range.high.get() + 99) / 100];
    let [low, high] = [low, high].map(|dollars| Cents::new(dollars * 100).unwrap_or(Cents::LARGEST));
    format!("{} – {}", short(low), short(high))
}

/// The most that something may be, in whole dollars.
fn up_to(high: Cents) -> String {
    let dollars = (high.get() + 99) / 100;
    format!("up to {}", short(Cents::new(dollars * 100).unwrap_or(Cents::LARGEST)))
}

/// The rows of a comparison, in the order of the options.
pub fn rows(content: &Content, visit: &Visit, coverage: &Value, comparison: &Comparison) -> Vec<Row> {
    let as_of = visit.checklist.as_of;
    comparison
        .options
        .iter()
        .enumerate()
        .map(|(at, cost)| {
            let option = get(coverage, &format!("options.{at}")).unwrap_or(&Value::Null);
            let title = text(option, "name").unwrap_or_else(|| cost.id.clone());
            let below = below(content, visit, option);
            let figures = [
                price_of_a_fill(option, as_of),
                (highest_month(cost), String::new()),
                pays(cost),
                (programs_pay(content, coverage, option, cost), String::new()),
            ];
            let verdict = verdict(content, visit, option);
            let [price, highest, pays, programs] = &figures;
            let spoken = format!(
                "Price a fill {} {}; highest month {}; patient pays {}, {}; programs {}; safety {}",
                price.0,
                price.1,
                highest.0,
                pays.0,
                pays.1,
                programs.0,
                verdict.as_ref().map_or("not assessed", |(_, words)| words)
            );
            Row { at, title, below, figures, verdict, spoken }
        })
        .collect()
}

fn text(value: &Value, field: &str) -> Option<String> {
    get(value, field).and_then(Value::as_str).map(ToOwned::to_owned)
}

fn lines(option: &Value) -> &[Value] {
    get(option, "lines").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn below(content: &Content, visit: &Visit, option: &Value) -> String {
    let drug_of = |line: &Value| text(line, "drug").and_then(|id| content.drug_by_id(&id));
    let packages: Vec<String> = lines(option).iter().filter_map(|line| text(line, "price.source")).collect();
    if text(option, "id").as_deref() == Some(GENERIC_STEP) {
        let names: Vec<String> =
            lines(option).iter().filter_map(drug_of).map(|drug| drug.name.clone()).collect();
        return capitalized(&names.join(" + ").to_lowercase());
    }
    let drug = match lines(option).first() {
        Some(line) => drug_of(line),
        None => text(option, "id").and_then(|id| content.drug_by_id(&id)),
    };
    let brand = drug.and_then(|drug| drug.brands.first().cloned());
    let prescribed = drug.is_some_and(|drug| visit.prescription.drug == Some(drug.ix));
    let unclear = lines(option).is_empty().then(|| "which package is not clear yet".to_owned());
    let mut parts: Vec<String> = brand.into_iter().chain(packages).chain(unclear).collect();
    if prescribed {
        parts.insert(1.min(parts.len()), "prescribed".into());
    }
    parts.join(" · ")
}

/// The price of one fill of maintenance, of all lines, and where it is from.
fn price_of_a_fill(option: &Value, as_of: Date) -> (String, String) {
    let lines = lines(option);
    let number = |line: &Value, at: usize| get(line, &format!("maintenance.{at}")).and_then(Value::as_i64);
    let prices: Option<Vec<i64>> =
        lines.iter().map(|line| Some(number(line, 0)?.saturating_mul(number(line, 2)?))).collect();
    let Some(prices) = prices.filter(|prices| !prices.is_empty()) else {
        return ("not known".into(), String::new());
    };
    let sum = prices.into_iter().filter_map(Cents::new).sum::<Cents>();
    let from = lines.iter().find_map(|line| {
        let kind = PriceKind::from_id(&text(line, "price.kind")?)?;
        let day = text(line, "price.as_of").and_then(|day| day.parse::<Date>().ok());
        let of = match day {
            Some(day) if price::is_old(day, as_of) => format!(", check: {}", dates::short(day)),
            Some(day) => format!(", {}", dates::short(day)),
            None => String::new(),
        };
        Some(format!("{}{of}", kind_word(kind)))
    });
    (sum.to_string(), from.unwrap_or_default())
}

/// A kind of price in a word or two.
pub fn kind_word(kind: PriceKind) -> &'static str {
    match kind {
        PriceKind::Claim => "claim",
        PriceKind::RealTimeBenefit => "benefit check",
        PriceKind::PlanPortal => "plan portal",
        PriceKind::UsualAndCustomary => "cash price",
        PriceKind::DiscountCard => "discount card",
        PriceKind::Nadac => "NADAC",
        PriceKind::List => "list price",
        PriceKind::AverageWholesale => "AWP",
        PriceKind::Entered => "entered",
    }
}

fn highest_month(cost: &OptionCost) -> String {
    let highest = cost.months.iter().max_by_key(|month| month.range.high);
    highest.map_or_else(
        || "–".to_owned(),
        |month| match month.range.low == month.range.high {
            true => short(month.range.high),
            false => up_to(month.range.high),
        },
    )
}

fn pays(cost: &OptionCost) -> (String, String) {
    let Some(total) = cost.total else {
        let count = cost.missing_answers().count();
        let answers =
            if count == 1 { "1 answer missing".to_owned() } else { format!("{count} answers missing") };
        return ("can't be told yet".into(), answers);
    };
    let mut parts = Vec::new();
    parts.extend(cost.weakest_source.map(|kind| source_words(kind).to_owned()));
    if !cost.unknown.is_empty() {
        parts.push(format!("{} unknown", cost.unknown.len()));
    }
    (range_words(total), parts.join(" · "))
}

/// What a total rests on at its weakest.
pub fn source_words(kind: PriceKind) -> &'static str {
    match kind {
        PriceKind::Claim => "from claim",
        PriceKind::RealTimeBenefit | PriceKind::PlanPortal => "from the plan",
        PriceKind::Entered => "entered",
        PriceKind::UsualAndCustomary | PriceKind::DiscountCard => "pharmacy price",
        PriceKind::Nadac | PriceKind::List | PriceKind::AverageWholesale => "reference price",
    }
}

fn programs_pay(content: &Content, coverage: &Value, option: &Value, cost: &OptionCost) -> String {
    let payer = text(coverage, "payer").and_then(|id| content.payer_by_id(&id));
    let has_card = lines(option).iter().any(|line| get(line, "card").is_some());
    let may_have = payer.is_some_and(|payer| payer.kind == PayerKind::Commercial);
    let is_branded = lines(option).iter().any(|line| {
        let drug = text(line, "drug").and_then(|id| content.drug_by_id(&id));
        drug.is_some_and(|drug| drug.fills.iter().any(|fill| !fill.is_generic))
    });
    match cost.programs_pay {
        Some(range) if range.high > Cents::ZERO => match range.low == range.high {
            true => short(range.high),
            false => up_to(range.high),
        },
        Some(_) | None if may_have && is_branded && !has_card => "without card".into(),
        Some(_) | None => "–".into(),
    }
}

fn verdict(content: &Content, visit: &Visit, option: &Value) -> Option<(Level, String)> {
    let ids = lines(option).iter().filter_map(|line| text(line, "drug"));
    let own = text(option, "id").into_iter();
    let drugs: Vec<_> = ids.chain(own).filter_map(|id| content.drug_by_id(&id)).collect();
    let assessed = drugs.iter().filter_map(|drug| visit.assessment.of(drug.ix));
    let worst = assessed.min_by_key(|assessed| assessed.verdict)?;
    let words = match worst.verdict {
        crate::safety::Verdict::Incomplete => format!("{} open", worst.ask.len()),
        verdict => verdict.words().to_owned(),
    };
    Some((worst.verdict, words))
}

/// What stands below the title: how much is open, what is most useful to ask, what begins anew.
pub struct Lead {
    /// Before the question.
    pub open: String,
    /// The question; empty if nothing is open.
    pub ask: String,
    /// What begins anew inside the months; may be empty.
    pub reset: String,
}

/// The lead of a comparison in which so much is to be asked.
pub fn lead<'a>(content: &Content, coverage: &Value, asks: impl Iterator<Item = &'a Ask>) -> Lead {
    let asks: Vec<&Ask> = asks.collect();
    let open = match asks.len() {
        0 => "Every answer that these figures need is there.".to_owned(),
        1 => "One answer is open.".to_owned(),
        count => format!("{} answers are open.", capitalized(&counted(count))),
    };
    let ask = asks.first().map(|ask| question_words(content, coverage, ask)).unwrap_or_default();
    Lead { open, ask, reset: reset_words(coverage).unwrap_or_default() }
}

fn counted(count: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// How to ask for a field, with the treatment that it is about.
pub fn question_words(content: &Content, coverage: &Value, ask: &Ask) -> String {
    let asked = content.guide.field(&ask.path).map_or(ask.path.as_str(), |field| field.ask.as_str());
    match about(content, coverage, &ask.path) {
        Some(name) => format!("{name}: {}", lower_first(asked)),
        None => asked.to_owned(),
    }
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The treatment that a field is about: the drug of its line, else the option.
pub fn about(content: &Content, coverage: &Value, path: &str) -> Option<String> {
    let rest = path.strip_prefix("options.")?;
    let mut parts = rest.split('.');
    let option = parts.next()?;
    let line = match (parts.next(), parts.next()) {
        (Some("lines"), Some(line)) => Some(line),
        _ => None,
    };
    let of_line = line
        .and_then(|line| get(coverage, &format!("options.{option}.lines.{line}.price.source")))
        .and_then(Value::as_str)
        .filter(|_| get(coverage, &format!("options.{option}.lines.1")).is_some());
    let name = get(coverage, &format!("options.{option}.name")).and_then(Value::as_str);
    let id = get(coverage, &format!("options.{option}.id")).and_then(Value::as_str);
    of_line
        .or(name)
        .map(ToOwned::to_owned)
        .or_else(|| id.and_then(|id| content.drug_by_id(id)).map(|drug| drug.name.clone()))
}

/// What an answer is good for, in words.
pub fn weight_words(weight: Weight) -> String {
    match weight {
        Weight::Missing { options: 1 } => "needed for 1 option".into(),
        Weight::Missing { options } => format!("needed for {options} options"),
        Weight::Narrows(Cents::ZERO) => "makes the range no narrower by itself".into(),
        Weight::Narrows(by) => {
            let dollars = Cents::new((by.get() + 50) / 100 * 100).unwrap_or(Cents::LARGEST);
            format!("makes the range narrower by about {}", short(dollars))
        }
    }
}

/// What is entered of visits and tests: never mixed into the totals of treatments.
pub fn visits_words(coverage: &Value) -> Option<String> {
    let visits = get(coverage, "credits").and_then(Value::as_array).filter(|visits| !visits.is_empty())?;
    let amounts: Option<Vec<Cents>> = visits
        .iter()
        .map(|visit| get(visit, "oop_cents").and_then(Value::as_i64).and_then(Cents::new))
        .collect();
    Some(match amounts {
        Some(amounts) => {
            format!(
                "Visits and tests (entered): {} on top of the treatments.",
                amounts.into_iter().sum::<Cents>()
            )
        }
        None => "Visits and tests (entered): what they cost is not known yet.".to_owned(),
    })
}

fn reset_words(coverage: &Value) -> Option<String> {
    let (start, month) = start_and_reset(coverage)?;
    let months = get(coverage, "months").and_then(Value::as_i64)?;
    let resets = start.checked_add(jiff::Span::new().months(months)).ok().and_then(|end| {
        let this_year = jiff::civil::Date::new(start.year(), month, 1).ok()?;
        let next = match this_year > start {
            true => this_year,
            false => jiff::civil::Date::new(start.year() + 1, month, 1).ok()?,
        };
        (next < end).then_some(next)
    })?;
    Some(format!("{} starts a new plan year inside these months.", dates::day_and_month(resets)))
}

/// Which parts of calendar months the first and the last bar are, where the months do not begin with the first of one.
pub fn partial_words(coverage: &Value) -> Option<String> {
    let start = get(coverage, "first_fill").and_then(Value::as_str)?.parse::<Date>().ok()?;
    let months = get(coverage, "months").and_then(Value::as_i64)?;
    let end = start.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?.yesterday().ok()?;
    let counted = if months == 1 { "1 month".to_owned() } else { format!("{months} months") };
    (start.day() != 1).then(|| {
        format!(
            "The {counted} from {} {} to {} {}: only these parts of the first and of the last month.",
            dates::day_and_month(start),
            start.year(),
            dates::day_and_month(end),
            end.year()
        )
    })
}

fn start_and_reset(coverage: &Value) -> Option<(Date, i8)> {
    let start = get(coverage, "first_fill").and_then(Value::as_str)?.parse::<Date>().ok()?;
    if get(coverage, "plan.kind").and_then(Value::as_str) == Some("none") {
        return None;
    }
    let month = get(coverage, "plan.plan_year_reset_month").and_then(Value::as_i64).unwrap_or(1);
    Some((start, i8::try_from(month).ok()?))
}

/// The chart of a comparison.
pub fn chart(coverage: &Value, comparison: &Comparison) -> Chart {
    let reset = start_and_reset(coverage).map(|(_, month)| month);
    let names: Vec<String> = comparison
        .options
        .iter()
        .enumerate()
        .map(|(at, cost)| {
            get(coverage, &format!("options.{at}.name"))
                .and_then(Value::as_str)
                .map_or_else(|| cost.id.clone(), ToOwned::to_owned)
        })
        .collect();
    let calendar: Vec<(i16, i8)> = comparison
        .options
        .iter()
        .find(|cost| !cost.months.is_empty())
        .map(|cost| cost.months.iter().map(|month| (month.year, month.month)).collect())
        .unwrap_or_default();
    let unsigned = |cents: Cents| u64::try_from(cents.get()).unwrap_or_default();
    let months: Vec<ChartMonth> = calendar
        .iter()
        .enumerate()
        .map(|(at, (year, month))| ChartMonth {
            name: dates::month_short(*month),
            begins: (at > 0 && Some(*month) == reset).then(|| "plan year starts".to_owned()),
            bars: comparison
                .options
                .iter()
                .map(|cost| {
                    let of_month = cost.months.iter().find(|one| (one.year, one.month) == (*year, *month))?;
                    Some((unsigned(of_month.range.low), unsigned(of_month.range.high)))
                })
                .collect(),
        })
        .collect();
    let spoken = calendar.iter().map(|month| month_words(coverage, comparison, *month)).collect::<Vec<_>>();
    Chart { months, names, scale: |cents| scale_words(cents), spoken: spoken.join(" ") }
}

fn scale_words(cents: u64) -> String {
    i64::try_from(cents).ok().and_then(Cents::new).map(short).unwrap_or_default()
}

/// One month in words: "December 2026: Upadacitinib $6,000.00; Dupilumab about …".
pub fn month_words(coverage: &Value, comparison: &Comparison, (year, month): (i16, i8)) -> String {
    let amounts: Vec<String> = comparison
        .options
        .iter()
        .enumerate()
        .filter_map(|(at, cost)| {
            let name =
                get(coverage, &format!("options.{at}.name")).and_then(Value::as_str).unwrap_or(&cost.id);
            let range = cost.months.iter().find(|one| (one.year, one.month) == (year, month))?.range;
            Some(format!("{name} {}", range_words(range)))
        })
        .collect();
    format!("{} {year}: {}.", dates::month_name(month), amounts.join("; "))
}
