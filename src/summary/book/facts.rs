//! Figures, side effects, facts and holes of one drug in the rule book.

use super::{Book, mark, mark_column, named, said, section};
use crate::content::condition::print::print;
use crate::content::decimal::Decimal;
use crate::content::drug::Drug;
use crate::content::fact::{FactKind, SideEffect, Study};
use crate::summary::{Block, Cell, CellStyle, Column, Level, Row, Style, Table, text};

pub fn figures(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (at, study) in drug.studies.iter().enumerate() {
        let benefits = drug.benefits.iter().filter(|benefit| benefit.study == at);
        let mut rows: Vec<Row> = benefits
            .map(|benefit| {
                row(named(&benefit.measure, &format!("Patient: {}", benefit.patient)), &benefit.of)
            })
            .collect();
        rows.extend(drug.side_effects.iter().flat_map(|effect| {
            let of_study = effect.figures.iter().filter(move |(of_study, _)| *of_study == at);
            of_study.map(|(_, of)| row(effect_name(effect), of))
        }));
        blocks.extend(study_blocks(book, study, rows));
    }
    if blocks.is_empty() {
        return blocks;
    }
    let mut all = vec![Block::heading("Figures")];
    all.append(&mut blocks);
    all
}

/// What was counted, for both readers.
fn effect_name(effect: &SideEffect) -> Cell {
    match &effect.patient {
        Some(patient) => named(&effect.name, &format!("Patient: {}", patient.english())),
        None => Cell::plain(text(effect.name.as_str())),
    }
}

fn row(first: Cell, of: &[Option<Decimal>]) -> Row {
    let mut cells = vec![first];
    cells.extend(of.iter().map(|figure| {
        Cell::plain(text(figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure} %"))))
    }));
    cells.push(mark());
    Row { cells }
}

fn study_blocks(book: &Book<'_>, study: &Study, rows: Vec<Row>) -> Vec<Block> {
    let mut columns = vec![Column::words("Of 100 people", 7)];
    for (at, arm) in study.arms.iter().enumerate() {
        let head = match study.people.get(at) {
            Some(people) => format!("{arm} ({people})"),
            None => arm.clone(),
        };
        columns.push(Column::figures(head, 3));
    }
    columns.push(mark_column());
    let note = format!(
        "{}. For a patient with: {}. Limits: {} Patient: {} {}: {}.",
        study.who.trim_end_matches('.'),
        print(book.content, &study.when),
        study.limits,
        study.patient_limits.english(),
        super::sure(study.backing.confidence),
        book.source_list(&study.backing.sources)
    );
    let mut blocks = vec![
        Block::Heading { level: Level::Three, text: text(study.name.as_str()) },
        Block::Paragraph { text: text(note), style: Style::Small },
    ];
    if !rows.is_empty() {
        blocks.push(Block::Table(Table { columns, rows }));
    }
    blocks
}

pub fn side_effects(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let rows = drug
        .side_effects
        .iter()
        .map(|effect| {
            let serious = if effect.serious { "serious; " } else { "" };
            let below = format!("{serious}{}", effect.act.words().to_lowercase());
            let signs = format!("{}.", effect.signs.join("; "));
            [named(&effect.name, &below), said(&effect.note, &signs), book.backing(&effect.backing)]
        })
        .collect();
    section("Side effects", "Side effect", "Note, and how the patient notices it", rows)
}

pub fn facts(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let rows = FactKind::ALL
        .into_iter()
        .flat_map(|kind| drug.facts_of(kind))
        .map(|fact| {
            let mut says = said(&fact.text, fact.patient.english());
            if let Some(phone) = &fact.phone {
                says = says.with(text(format!("Phone {phone}")), CellStyle::Plain);
            }
            [named(fact.kind.heading(), &fact.id), says, book.backing(&fact.backing)]
        })
        .collect();
    section("Facts", "About", "What is known", rows)
}

pub fn holes(book: &Book<'_>, drug: &Drug) -> Vec<Block> {
    let rows = book
        .content
        .holes_of(drug.ix)
        .map(|hole| {
            [
                named(&hole.title, &hole.id),
                Cell::plain(text(hole.about.as_str())),
                book.sources(&hole.sources),
            ]
        })
        .collect();
    section("Known holes", "Hole", "What that may change", rows)
}
