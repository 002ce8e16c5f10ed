//! The assistance programs in the rule book: their terms as the program evaluates them, and their words.

use super::law::dollars;
use super::{Book, for_patient, named, said, section};
use crate::content::ids::PayerId;
use crate::content::program::{Amounts, IncomeTest, Program, ProgramKind, Requirement};
use crate::summary::{Block, Cell, CellStyle, text};

/// A table for each kind of program, the documents, and the warning about alternative funding.
pub fn assistance(book: &Book<'_>) -> Vec<Block> {
    let programs = &book.content.programs;
    let mut blocks = Vec::new();
    for kind in ProgramKind::ALL {
        let of_kind = programs.list.iter().filter(|program| program.kind == kind);
        let rows = of_kind.map(|program| row(book, program)).collect();
        blocks.extend(section(kind.heading(), "Program", "Terms", rows));
    }
    let rows = programs
        .documents
        .iter()
        .map(|document| {
            let with = with_payers(&document.payers);
            let says = said(&document.says, document.patient.english()).with(text(with), CellStyle::Muted);
            [named(&document.id, ""), says, Cell::default()]
        })
        .collect();
    blocks.extend(section("Documents that programs ask for", "Document", "Words", rows));
    let funding = &programs.alternative_funding;
    let mut says = Cell::plain(text(funding.about.as_str()));
    for sign in &funding.signs {
        says = says.with(text(format!("Sign: {sign}")), CellStyle::Plain);
    }
    for act in &funding.act {
        says = says.with(text(format!("Do: {act}")), CellStyle::Plain);
    }
    let says = says.with(for_patient(funding.patient.english()), CellStyle::Plain);
    let basis = funding.backing.as_ref().map(|backing| book.backing(backing)).unwrap_or_default();
    let rows = vec![[named("Alternative funding", ""), says, basis]];
    blocks.extend(section("A warning", "About", "Words", rows));
    blocks
}

fn row(book: &Book<'_>, program: &Program) -> [Cell; 3] {
    let drugs: Vec<&str> = program.drugs.iter().map(|ix| book.content.drug(*ix).name.as_str()).collect();
    let drugs = if drugs.is_empty() { "any drug".to_owned() } else { drugs.join(", ") };
    let reach = [&program.phone, &program.website, &program.hours];
    let reach: Vec<&str> = reach.into_iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    let first = named(&program.name, program.id.as_str())
        .with(text(format!("{}; {drugs}", program.sponsor)), CellStyle::Plain)
        .with(text(reach.join("; ")), CellStyle::Plain);
    let mut says = Cell::plain(text(program.about.as_str()))
        .with(text(program.amounts.says.as_str()), CellStyle::Plain)
        .with(text(amounts(&program.amounts)), CellStyle::Muted);
    for term in terms(program) {
        says = says.with(text(term), CellStyle::Muted);
    }
    for open in &program.open {
        says = says.with(text(format!("Ask: {}{}", open.says, with_payers(&open.payers))), CellStyle::Plain);
    }
    let says = says.with(for_patient(program.patient.english()), CellStyle::Plain);
    let age = if program.is_old(book.today) { "check: terms as of" } else { "terms as of" };
    let basis =
        book.backing(&program.backing).with(text(format!("{age} {}", program.as_of)), CellStyle::Muted);
    [first, says, basis]
}

/// The figures that are counted with.
fn amounts(amounts: &Amounts) -> String {
    let mut parts = Vec::new();
    for (words, cents) in [
        ("at least", amounts.min_pay_cents),
        ("up to a fill", amounts.per_fill_max_cents),
        ("up to a year", amounts.annual_max_cents),
    ] {
        parts.extend(cents.map(|cents| format!("{words} {}", dollars(cents))));
    }
    parts.extend(amounts.reset_month.map(|month| format!("the year begins in month {month}")));
    parts.extend(amounts.covers_noncovered.map(|covers| {
        if covers { "also without coverage of the plan" } else { "only with coverage of the plan" }.to_owned()
    }));
    parts.join("; ")
}

/// The terms that are matched.
fn terms(program: &Program) -> Vec<String> {
    let mut terms = Vec::new();
    let mut list = |words: &str, ids: &[String]| {
        if !ids.is_empty() {
            terms.push(format!("{words}: {}", ids.join(", ")));
        }
    };
    list("Takes", &ids(&program.payers_allowed));
    list("Excludes", &ids(&program.payers_excluded));
    list("Only residents of", &program.states_only);
    list("Not residents of", &program.states_excluded);
    if !program.states_note.is_empty() {
        terms.push(program.states_note.clone());
    }
    terms.extend(program.age_min.map(|years| format!("From {years} years of age")));
    if program.on_label_only {
        terms.push("Only for a use on the label".to_owned());
    }
    match program.income {
        IncomeTest::None => {}
        IncomeTest::LimitNotSeen => terms.push("Income tested, limit not seen".to_owned()),
        IncomeTest::UpTo { percent, table_year } => {
            let year = table_year.map_or("table not seen".to_owned(), |year| format!("table of {year}"));
            terms.push(format!("Income up to {percent}% of the poverty level ({year})"));
        }
    }
    terms.extend(program.requires.iter().map(required));
    terms
}

fn required(required: &Requirement) -> String {
    let mut words = format!("Step: {}", required.step.id());
    if let Some(after) = required.after {
        words.push_str(&format!(" after {}", after.id()));
    }
    if let Some(percent) = required.above_percent {
        words.push_str(&format!(" above {percent}% of the poverty level"));
    }
    words + &with_payers(&required.payers)
}

fn with_payers(payers: &[PayerId]) -> String {
    if payers.is_empty() { String::new() } else { format!(" (with {})", ids(payers).join(", ")) }
}

fn ids(payers: &[PayerId]) -> Vec<String> {
    payers.iter().map(ToString::to_string).collect()
}
