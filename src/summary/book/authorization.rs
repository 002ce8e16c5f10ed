//! What plans ask before they pay, and the ways after a denial, in the rule book.

use super::{Book, named, section};
use crate::content::authorization::{After, Criterion, Group, Need, Way};
use crate::content::condition::print::print;
use crate::content::ids::DrugIx;
use crate::content::phrase::capitalized;
use crate::summary::{Block, Cell, CellStyle, text};

/// A table for each group, the ways, and what their lines refer to.
pub fn authorization(book: &Book<'_>) -> Vec<Block> {
    let known = &book.content.authorization;
    let mut blocks: Vec<Block> = known.groups.iter().flat_map(|group| group_table(book, group)).collect();
    let rows = known.ways.iter().map(|way| way_row(book, way)).collect();
    blocks.extend(section("Ways after a denial", "Way", "For whom, until when", rows));
    let rows = known
        .measures
        .iter()
        .map(|measure| {
            let about = format!("{}. Highest value {}.", measure.about, measure.max);
            [named(&measure.name, &measure.id), Cell::plain(text(about)), book.backing(&measure.backing)]
        })
        .collect();
    blocks.extend(section("Scales of severity", "Scale", "What it is", rows));
    let rows = known.kinds.iter().map(|kind| {
        let class =
            kind.class.map(|ix| format!("medicines of the class {}", book.content.medicine_class(ix).id));
        let members: Vec<String> = drug_names(book, &kind.drugs).into_iter().chain(class).collect();
        [named(&kind.name, &kind.id), Cell::plain(text(members.join(", "))), Cell::default()]
    });
    blocks.extend(section("Kinds of treatment", "Kind", "What belongs to it", rows.collect()));
    let sites = known.sites.iter().map(|site| {
        let counts = if site.critical { "counts whatever the body surface is" } else { "by body surface" };
        [named(&capitalized(&site.name), &site.id), Cell::plain(text(counts)), Cell::default()]
    });
    blocks.extend(section("Places on the body", "Place", "How it counts", sites.collect()));
    let tests = known.tests.iter().map(|test| {
        let question = book.content.question(test.question).id.as_str();
        [named(&test.name, ""), Cell::plain(text(question)), Cell::default()]
    });
    blocks.extend(section("Tests with a date", "Test", "Question", tests.collect()));
    blocks
}

fn drug_names(book: &Book<'_>, drugs: &[DrugIx]) -> Vec<String> {
    drugs.iter().map(|ix| book.content.drug(*ix).name_with_brand()).collect()
}

fn group_table(book: &Book<'_>, group: &Group) -> Vec<Block> {
    let about = Cell::plain(text(group.duration.as_str()))
        .with(text(format!("For {}.", drug_names(book, &group.drugs).join(", "))), CellStyle::Plain)
        .with(text(format!("To attach: {}.", group.attach.join("; "))), CellStyle::Plain);
    let mut rows = vec![[named("The approval", &group.id), about, book.backing(&group.backing)]];
    rows.extend(group.criteria.iter().map(|criterion| criterion_row(book, criterion)));
    section(&group.name, "Wanted", "Usually, and what shows it", rows)
}

fn criterion_row(book: &Book<'_>, criterion: &Criterion) -> [Cell; 3] {
    let mut cell = Cell::plain(text(criterion.typical.as_str()));
    if !criterion.only_for.is_empty() {
        let only = format!("Only for {}.", drug_names(book, &criterion.only_for).join(", "));
        cell = cell.with(text(only), CellStyle::Plain);
    }
    if criterion.any.is_empty() {
        cell = cell.with(text("A record can't show it: it is listed to be thought of"), CellStyle::Muted);
    } else {
        let any: Vec<String> = criterion.any.iter().map(|need| need_words(book, need)).collect();
        let shown = format!("Shown by {}", any.join("; or "));
        cell = cell
            .with(text(shown), CellStyle::Muted)
            .with(text(format!("To get: {}", criterion.obtain)), CellStyle::Muted);
    }
    [named(&criterion.wants, &criterion.id), cell, book.backing(&criterion.backing)]
}

fn need_words(book: &Book<'_>, need: &Need) -> String {
    let content = book.content;
    match need {
        Need::Answers(when) => print(content, when),
        Need::Diagnosis(begins) => format!("a diagnosis code that begins with {begins}"),
        Need::BodySurface { at_least, at_most } => {
            let ends = [
                at_least.map(|least| format!("at least {least} %")),
                at_most.map(|most| format!("at most {most} %")),
            ];
            format!("a body surface of {}", ends.into_iter().flatten().collect::<Vec<_>>().join(" and "))
        }
        Need::CriticalSite => "a critical place on the body".to_owned(),
        Need::Score { measure, at_least } => {
            let name =
                content.authorization.measures.get(*measure).map_or("", |measure| measure.name.as_str());
            format!("{name} {at_least} or more")
        }
        Need::Tried { kinds, weakest, days } => {
            let kinds: Vec<&str> = kinds
                .iter()
                .filter_map(|at| content.authorization.kinds.get(*at))
                .map(|kind| kind.name.as_str())
                .collect();
            let strong = weakest.map_or(String::new(), |class| format!(" of potency class 1 to {class}"));
            format!("{}{strong} for {days} days, or why it can't be used", kinds.join(" or "))
        }
        Need::Test { question, days } => {
            let name = content.authorization.test(*question).map_or("", |test| test.name.as_str());
            let age = days.map_or(String::new(), |days| format!(", not older than {days} days"));
            format!("a date of {name}{age}")
        }
        Need::Specialist => "a specialist's name".to_owned(),
        Need::NeedlePhobia => "a diagnosed fear of needles".to_owned(),
    }
}

fn way_row(book: &Book<'_>, way: &Way) -> [Cell; 3] {
    let payers: Vec<&str> = way
        .payers
        .iter()
        .filter_map(|id| book.content.payer_by_id(id.as_str()))
        .map(|payer| payer.name.as_str())
        .collect();
    let payers = if payers.is_empty() { "all payers".to_owned() } else { payers.join(", ") };
    let mut cell =
        Cell::plain(text(way.about.as_str())).with(text(format!("For {payers}")), CellStyle::Muted);
    if let Some(within) = way.within {
        let after = match within.after {
            After::Denial => "the denial",
            After::AppealDenied => "the denial of the first appeal",
        };
        cell = cell.with(text(format!("Within {} after {after}", within.span)), CellStyle::Muted);
    }
    if !way.decision.is_empty() {
        cell = cell.with(text(format!("Decision: {}", way.decision)), CellStyle::Muted);
    }
    [named(&way.name, &way.id), cell, book.backing(&way.backing)]
}
