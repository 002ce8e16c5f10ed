//! One drug in the rule book: what it is, its doses, its tests and every rule that applies to it.

use super::{Book, facts, for_patient, mark, mark_column, named, said, section};
use crate::content::condition::print::print;
use crate::content::drug::{Drug, Due};
use crate::content::fill::Supply;
use crate::content::language::Phrase;
use crate::content::rule::{Rule, Stopping, Unknown};
use crate::summary::{Block, Cell, CellStyle, Column, Density, Inline, Part, Row, Style, Table, Text, text};

/// What it is and whom it is for.
pub fn in_short(drug: &Drug) -> Text {
    text(format!("{}, {}. {}", drug.kind, drug.route, drug.for_whom))
}

/// Everything that is known of it.
pub fn blocks(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let mut blocks = head(book, drug);
    blocks.extend(boxed_warning(book, drug));
    blocks.extend(rules(book, drug));
    blocks.extend(doses(book, drug));
    blocks.extend(fills(book, drug));
    blocks.extend(tests(book, drug));
    blocks.extend(facts::figures(book, drug));
    blocks.extend(facts::side_effects(book, drug));
    blocks.extend(facts::facts(book, drug));
    blocks.extend(facts::holes(book, drug));
    blocks
}

pub fn part(book: &Book<'_>, drug: &Drug) -> Part {
    let mut blocks = blocks(book, drug);
    blocks.push(Block::heading("Review"));
    blocks.push(Block::body(vec![
        Inline::words("Reviewed by "),
        Inline::Blank { width_em: 14 },
        Inline::words(" on "),
        Inline::Blank { width_em: 8 },
        Inline::words("   "),
        Inline::CheckBox,
        Inline::words(" right   "),
        Inline::CheckBox,
        Inline::words(" to be mended where marked"),
    ]));
    Part {
        id: format!("drug-{}", drug.id),
        title: drug.name_with_brand(),
        lead: in_short(drug),
        footer: book.footer(),
        density: Density::Compact,
        frame: None,
        blocks,
    }
}

fn head(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let row = |name: &str, words: String| Row {
        cells: vec![Cell::strong(text(name)), Cell::plain(text(words)), mark()],
    };
    let words = &drug.patient;
    let list = |list: &[Phrase]| list.iter().map(Phrase::english).collect::<Vec<_>>().join("; ");
    let rows = vec![
        row("Brands", drug.brands.join("; ")),
        row("Acts on", drug.target.clone()),
        row("How often", drug.how_often.clone()),
        row("Place", drug.place.clone()),
        row("For the patient", format!("{}; {}", words.what, words.how_taken)),
        row("Call 911 for", list(&words.emergency)),
        row("Call us today for", list(&words.call_today)),
        row("Tell us at the next visit", list(&words.next_visit)),
        row("Basis", book.source_list(&drug.sources)),
    ];
    let columns = vec![Column::words("In short", 3), Column::words("", 14), mark_column()];
    vec![Block::Table(Table { columns, rows })]
}

fn boxed_warning(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let Some(warning) = &drug.boxed_warning else { return Vec::new() };
    let rows = warning
        .items
        .iter()
        .map(|item| {
            let says = Cell::plain(text(item.says.as_str()))
                .with(text(format!("Seen in: {}", item.from)), CellStyle::Plain)
                .with(text(format!("What to do: {}", item.advice)), CellStyle::Plain);
            [named(&item.title, &item.id), says, book.backing(&item.backing)]
        })
        .collect();
    let mut blocks = section("Boxed warning", "Item", "What it says", rows);
    blocks.push(Block::Paragraph { text: text(warning.text.as_str()), style: Style::Small });
    blocks.push(Block::Paragraph { text: for_patient(warning.patient.english()), style: Style::Small });
    blocks
}

fn rules(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let rows = drug.rules.iter().map(|ix| rule(book, book.content.rule(*ix))).collect();
    section("Rules, in the order of assessment", "Rule", "What it says", rows)
}

fn rule(book: &Book<'_>, rule: &Rule) -> [Cell; 3] {
    let unknown = match rule.unknown {
        Unknown::Ask => "",
        Unknown::Skip => "; left aside while unknown",
    };
    let stopping = match rule.stopping {
        Stopping::DoesNotCount => "",
        Stopping::Counts => "; counts medicines that will be stopped",
    };
    let test = rule.test.map(|test| format!("; test: {}", book.content.question(test).id));
    let level = format!("{}{unknown}{stopping}{}", rule.level.id(), test.unwrap_or_default());
    let first = named(rule.id.as_str(), &level)
        .with(text(format!("when {}", print(book.content, &rule.when))), CellStyle::Plain);
    let says = Cell::strong(text(rule.title.as_str()))
        .with(text(rule.advice.as_str()), CellStyle::Plain)
        .with(for_patient(rule.patient.says.english()), CellStyle::Plain)
        .with(for_patient(&format!("asks: {}", rule.patient.ask)), CellStyle::Plain);
    [first, says, book.sources(&rule.sources)]
}

fn fills(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let packages = |supply: &Supply| {
        let word = if supply.packages == 1 { "package" } else { "packages" };
        format!("{} {word} for {} days", supply.packages, supply.days)
    };
    let rows = drug
        .fills
        .iter()
        .map(|fill| {
            let first: Vec<String> = fill.first.iter().map(packages).collect();
            let then = fill
                .then
                .as_ref()
                .map_or("as much as is used: the packages of a year are asked".to_owned(), packages);
            let says = match first.is_empty() {
                true => then,
                false => format!("First {}; then {then}", first.join(", ")),
            };
            let doses: Vec<&str> = fill
                .doses
                .iter()
                .filter_map(|at| drug.dose.rows.get(*at))
                .map(|row| row.id.as_str())
                .collect();
            let mut says = Cell::plain(text(says));
            if !doses.is_empty() {
                says = says.with(text(format!("For {}", doses.join(", "))), CellStyle::Muted);
            }
            if fill.is_generic {
                says = says.with(text("A generic"), CellStyle::Muted);
            }
            [named(&fill.package, &fill.id), says, book.backing(&fill.backing)]
        })
        .collect();
    section("How it is dispensed", "Package", "Fills", rows)
}

fn doses(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let table = &drug.dose;
    let ids = |fits: &[usize]| -> String {
        let names: Vec<&str> =
            fits.iter().filter_map(|at| table.strengths.get(*at)).map(|one| one.id.as_str()).collect();
        names.join(", ")
    };
    let starts = |fits: &[usize], starts_with: &[usize]| match fits == starts_with {
        true => String::new(),
        false => format!("; a new start with {}", ids(starts_with)),
    };
    let when = |condition| format!("when {}", print(book.content, condition));
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let mut says = Cell::plain(text(format!("Start: {}", row.start)));
            if !row.then.is_empty() {
                says = says.with(text(format!("Then: {}", row.then)), CellStyle::Plain);
            }
            if !row.fits.is_empty() {
                says = says.with(
                    text(format!("Allows {}{}", ids(&row.fits), starts(&row.fits, &row.starts_with))),
                    CellStyle::Muted,
                );
            }
            if !row.every_weeks.is_empty() {
                let weeks: Vec<String> = row.every_weeks.iter().map(ToString::to_string).collect();
                let at_first: Vec<String> = row.start_every_weeks.iter().map(ToString::to_string).collect();
                let line =
                    format!("Weeks between: {}; at a start {}", weeks.join(" or "), at_first.join(" or "));
                says = says.with(text(line), CellStyle::Muted);
            }
            if let Some(each) = row.each {
                says = says.with(text(format!("Each time {each}")), CellStyle::Muted);
            }
            if let Some(loading) = row.loading {
                says = says.with(text(format!("Loading dose {loading}")), CellStyle::Muted);
            }
            says = says.with(for_patient(row.patient.english()), CellStyle::Plain);
            [
                named(&row.who, &row.id).with(text(when(&row.when)), CellStyle::Plain),
                says,
                book.backing(&row.backing),
            ]
        })
        .collect();
    let mut blocks = section("Dose table", "Who", "Dose", rows);
    let limits = table
        .limits
        .iter()
        .map(|limit| {
            let says = Cell::strong(text(limit.says.as_str()))
                .with(text(limit.advice.as_str()), CellStyle::Plain)
                .with(
                    text(format!(
                        "Leaves {}{}; over it: {}",
                        ids(&limit.fits),
                        starts(&limit.fits, &limit.starts_with),
                        limit.level.id()
                    )),
                    CellStyle::Muted,
                )
                .with(for_patient(limit.patient.says.english()), CellStyle::Plain)
                .with(for_patient(&format!("asks: {}", limit.patient.ask)), CellStyle::Plain);
            [
                named(&limit.who, &limit.id).with(text(when(&limit.when)), CellStyle::Plain),
                says,
                book.backing(&limit.backing),
            ]
        })
        .collect();
    blocks.extend(section("What limits the dose", "Who", "Limit", limits));
    let amounts = table
        .amounts
        .iter()
        .map(|limit| {
            let most: Vec<String> =
                limit.at_most.iter().map(|most| format!("{} g in {} days", most.grams, most.days)).collect();
            let of = match limit.strengths.is_empty() {
                true => String::new(),
                false => format!("Of {}: ", ids(&limit.strengths)),
            };
            let longest =
                limit.longest_days.map(|days| format!(", {days} days in a row")).unwrap_or_default();
            let rule = format!("{of}{}{longest}; over it: {}", most.join(" or "), limit.level.id());
            let says = Cell::strong(text(limit.says.as_str()))
                .with(text(limit.advice.as_str()), CellStyle::Plain)
                .with(text(rule), CellStyle::Muted)
                .with(for_patient(limit.patient.says.english()), CellStyle::Plain)
                .with(for_patient(&format!("asks: {}", limit.patient.ask)), CellStyle::Plain);
            [named(&limit.id, &when(&limit.when)), says, book.backing(&limit.backing)]
        })
        .collect();
    blocks.extend(section("Amount of cream", "Who", "Limit", amounts));
    blocks.extend(strengths(book, drug));
    let potencies = table
        .potencies
        .iter()
        .map(|potency| {
            let says = Cell::plain(text(potency.examples.as_str()))
                .with(text(format!("Where: {}", potency.sites)), CellStyle::Plain)
                .with(text(format!("How long: {}", potency.weeks)), CellStyle::Plain);
            [named(&format!("Class {}", potency.class), &potency.name), says, book.backing(&potency.backing)]
        })
        .collect();
    blocks.extend(section("Potency classes", "Class", "Products", potencies));
    blocks
}

fn strengths(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let rows = drug
        .dose
        .strengths
        .iter()
        .map(|strength| {
            let told = [&strength.words, &strength.form].into_iter().flatten().cloned().collect::<Vec<_>>();
            let told = match told.is_empty() {
                true => String::new(),
                false => format!("Told by the words: {}", told.join(", ")),
            };
            let except = match strength.except.is_empty() {
                true => String::new(),
                false => format!(" Not with the words: {}.", strength.except.join(", ")),
            };
            let potency = strength.potency.map(|class| format!("Potency class {class}. "));
            let says = Cell::plain(text(format!("{}{told}{except}", potency.unwrap_or_default())));
            match &strength.not_for_eczema {
                Some(elsewhere) => [
                    named(&strength.name, &strength.id),
                    says.with(text(format!("Not for eczema: {}", elsewhere.why)), CellStyle::Plain),
                    book.sources(&elsewhere.sources),
                ],
                None => [named(&strength.name, &strength.id), says, Cell::default()],
            }
        })
        .collect();
    section("Strengths", "Strength", "How it is told", rows)
}

fn tests(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let rows = drug
        .tests
        .iter()
        .map(|test| {
            let due = match &test.due {
                Due::Before => "before the first dose".to_owned(),
                Due::After(after) => after.words(),
            };
            [named(&test.what, &due), said(&test.advice, test.patient.english()), book.sources(&test.sources)]
        })
        .collect();
    section("Tests and follow-up", "Test", "What to do", rows)
}
