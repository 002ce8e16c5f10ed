//! What all drugs share in the rule book: questions, named conditions, classes of medicines, the
//! article, the law, claims, and the sources.

use super::assistance::assistance;
use super::authorization::authorization;
use super::claims::claims;
use super::law::law;
use super::{Book, for_patient, mark, mark_column, named, said, section, sure};
use crate::content::article::{Statement, Status};
use crate::content::condition::print::print;
use crate::content::ids::MedicineClassIx;
use crate::content::medicine::Unstated;
use crate::content::question::{Kind, NoneAnswer, Question};
use crate::summary::{Block, Cell, CellStyle, Column, Density, Part, Row, Table, text};

pub fn parts(book: &Book<'_>) -> Vec<Part> {
    let part = |id: &str, title: &str, lead: &str, blocks: Vec<Block>| Part {
        id: id.to_owned(),
        title: title.to_owned(),
        lead: text(lead),
        footer: book.footer(),
        density: Density::Compact,
        frame: None,
        blocks,
    };
    vec![
        part(
            "questions",
            "Questions",
            "In the order of asking, with the words at the counter.",
            questions(book),
        ),
        part(
            "medicine-classes",
            "Classes of medicines",
            "Which listed medicines bring a class that a rule reads. A medicine that is not here has no listed interaction; that does not mean that none exists.",
            medicine_classes(book),
        ),
        part(
            "article",
            "The article",
            "What the app says in the place of each sentence, as paragraph.sentence.",
            article(book),
        ),
        part(
            "law",
            "What the law sets",
            "By plan year. A group that is not listed for a year is not known, and is asked for.",
            law(book),
        ),
        part(
            "coverage",
            "Questions about coverage and cost",
            "What each field means, where to find it, and how to ask for it.",
            guide(book),
        ),
        part(
            "assistance",
            "Assistance programs",
            "The terms that are matched, by kind of help. What was not seen has to be asked, and keeps a program from being likely.",
            assistance(book),
        ),
        part(
            "claims",
            "Claims",
            "What a claim comes back with, and what to do next. The numbers of fields are to be checked against the pharmacy's own system.",
            claims(book),
        ),
        part(
            "authorization",
            "Prior authorization",
            "What plans usually ask for, as patterns of many policies. Each plan differs, and its own list decides.",
            authorization(book),
        ),
        part("sources", "Sources", "Those past their date say so wherever they are used.", sources(book)),
    ]
}

fn guide(book: &Book<'_>) -> Vec<Block> {
    let guide = &book.content.guide;
    let fields = guide
        .fields
        .iter()
        .map(|field| {
            let says = Cell::plain(text(field.help.as_str()))
                .with(text(format!("To the plan: {}", field.ask)), CellStyle::Plain)
                .with(for_patient(field.patient.english()), CellStyle::Plain);
            [named(&field.label, &field.path), says, Cell::plain(text(field.find.as_str()))]
        })
        .collect();
    let quick = guide
        .quick
        .iter()
        .map(|quick| {
            let says = Cell::plain(text(quick.about.as_str()));
            [named(&quick.name, &quick.id), says, book.backing(&quick.backing)]
        })
        .collect();
    let mut blocks = section("Quick entries", "Entry", "What it fills in", quick);
    blocks.extend(section("Fields", "Field", "What it means", fields));
    blocks
}

fn questions(book: &Book<'_>) -> Vec<Block> {
    let content = book.content;
    let mut blocks = Vec::new();
    for topic in &content.topics {
        let asked = content.questions().get(topic.questions.clone()).unwrap_or_default();
        let rows = asked
            .iter()
            .map(|question| {
                let asked_when = question.asked_when.as_ref().map(|when| print(content, when));
                let below = match asked_when {
                    Some(when) => format!("asked when {when}"),
                    None => String::new(),
                };
                let first = named(question.id.as_str(), &below);
                [first, answers(question), Cell::default()]
            })
            .collect();
        blocks.extend(section(&topic.name, "Question", "Words and answers", rows));
    }
    let rows = content
        .conditions()
        .iter()
        .map(|condition| {
            let when = format!("when {}", print(content, &condition.when));
            [
                named(&condition.name, ""),
                said(&condition.says, "").with(text(when), CellStyle::Plain),
                Cell::default(),
            ]
        })
        .collect();
    blocks.extend(section("Named conditions", "Name", "What it means", rows));
    blocks
}

fn answers(question: &Question) -> Cell {
    let mut cell =
        Cell::strong(text(question.ask.as_str())).with(text(question.why.as_str()), CellStyle::Plain);
    match &question.kind {
        Kind::YesNo => cell = cell.with(text("yes, no"), CellStyle::Muted),
        Kind::Number(number) => {
            let bounds = format!("{} to {} {}", number.min, number.max, number.unit);
            cell = cell.with(text(bounds), CellStyle::Muted);
        }
        Kind::Medicines => cell = cell.with(text("a list of medicines"), CellStyle::Muted),
        Kind::Choice | Kind::Many => {
            for choice in &question.choices {
                let detail =
                    if choice.detail.is_empty() { String::new() } else { format!(" ({})", choice.detail) };
                let line = format!("{}: {}{detail}", choice.id, choice.label);
                cell = cell.with(text(line), CellStyle::Muted);
            }
        }
    }
    if let Some(choice) = question.count_as_unknown.and_then(|ix| question.choices.get(ix.position())) {
        let line = format!("A result that can't be found out may count as {}", choice.id);
        cell = cell.with(text(line), CellStyle::Muted);
    }
    let none = match question.none {
        Some(NoneAnswer::Nothing) => Some("that nothing of it applies".to_owned()),
        Some(NoneAnswer::Choice(choice)) => {
            question.choices.get(choice.position()).map(|choice| choice.id.to_string())
        }
        None => None,
    };
    if let Some(none) = none {
        let line = format!("“None of these”, said once of a screen, answers here: {none}");
        cell = cell.with(text(line), CellStyle::Muted);
    }
    cell.with(for_patient(question.patient.english()), CellStyle::Plain)
}

fn medicine_classes(book: &Book<'_>) -> Vec<Block> {
    let content = book.content;
    let list = content.medicines.list();
    let members = |at: usize| -> String {
        let of_class = |class: MedicineClassIx| class.position() == at;
        let names: Vec<String> = list
            .iter()
            .filter_map(|medicine| {
                let name = medicine.name();
                if medicine.classes.iter().any(of_class) {
                    return Some(name.to_owned());
                }
                // Some classes hang on the dose: say from which on.
                let dose = medicine.by_dose.as_ref()?;
                let unstated = match dose.unstated {
                    Unstated::Unknown => "",
                    Unstated::AtMost => ", or not stated",
                };
                if dose.at_most.iter().any(of_class) {
                    Some(format!("{name} (up to {} mg a day{unstated})", dose.up_to))
                } else if dose.above.iter().any(of_class) {
                    Some(format!("{name} (over {} mg a day)", dose.up_to))
                } else {
                    None
                }
            })
            .collect();
        if names.is_empty() { "No listed medicine.".to_owned() } else { names.join(", ") }
    };
    let rows = content
        .medicine_classes()
        .iter()
        .enumerate()
        .map(|(at, class)| {
            let first =
                named(&class.name, class.id.as_str()).with(text(class.about.as_str()), CellStyle::Plain);
            let says =
                Cell::plain(text(members(at))).with(for_patient(class.patient.english()), CellStyle::Plain);
            [first, says, Cell::default()]
        })
        .collect();
    section("Classes", "Class", "Medicines", rows)
}

/// Beside whose figures a statement stands on the patient's page, or why it does not.
fn numbers(book: &Book<'_>, statement: &Statement) -> Option<String> {
    if !statement.not_in_numbers.is_empty() {
        return Some(format!("Not beside the figures: {}", statement.not_in_numbers));
    }
    let drugs: Vec<&str> =
        statement.numbers.iter().map(|drug| book.content.drug(*drug).name.as_str()).collect();
    (!drugs.is_empty()).then(|| format!("Beside the figures of {}", drugs.join(", ")))
}

fn article(book: &Book<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for page in &book.content.article.pages {
        let rows = page
            .statements
            .iter()
            .map(|statement| {
                let of: Vec<String> = statement
                    .of
                    .iter()
                    .map(|(paragraph, sentence)| format!("{paragraph}.{sentence}"))
                    .collect();
                let first = named(&statement.id, &format!("{} for {}", statement.status.id(), of.join(", ")));
                let mut says = said(&statement.text, statement.patient.english());
                if let Status::Dated(why) | Status::Replaced(why) = &statement.status {
                    says = says.with(text(format!("Why: {why}")), CellStyle::Plain);
                }
                if !statement.places.is_empty() {
                    let places: Vec<&str> =
                        statement.places.iter().map(|place| place.path.as_str()).collect();
                    says = says.with(text(format!("Also: {}", places.join(", "))), CellStyle::Muted);
                }
                if let Some(numbers) = numbers(book, statement) {
                    says = says.with(text(numbers), CellStyle::Muted);
                }
                [first, says, book.backing(&statement.backing)]
            })
            .collect();
        blocks.extend(section(&page.title, "Statement", "What the app says", rows));
    }
    blocks
}

fn sources(book: &Book<'_>) -> Vec<Block> {
    let rows = book
        .content
        .sources()
        .iter()
        .map(|source| {
            let age = if book.today > source.check_by { "past its date: check" } else { "" };
            let check = Cell::plain(text(source.check_by.to_string())).with(text(age), CellStyle::Muted);
            Row {
                cells: vec![
                    Cell::strong(text(source.id.as_str())),
                    Cell::plain(text(source.title.as_str()))
                        .with(text(source.section.as_str()), CellStyle::Muted),
                    Cell::plain(text(source.as_of.as_str())),
                    Cell::plain(text(sure(source.confidence))),
                    check,
                    mark(),
                ],
            }
        })
        .collect();
    let columns = vec![
        Column::words("Source", 5),
        Column::words("Document, section", 9),
        Column::words("As of", 3),
        Column::words("How sure", 3),
        Column::words("Check by", 3),
        mark_column(),
    ];
    vec![Block::Table(Table { columns, rows })]
}
