//! The review sheet of one drug: the same lines as in the rule book, each with a number and room to sign.
//!
//! A pharmacist holds every line against the newest text of its source, ticks "right" or "mend", and writes the
//! date of that text, the day and the initials. Nothing is left out that the book says of the drug, so that what
//! is signed is what the program evaluates; and the sources come first, because a newer text makes all lines of
//! it old.

use super::{Book, drug, mark_column, sure};
use crate::content::Content;
use crate::content::drug::Drug;
use crate::content::ids::DrugIx;
use crate::summary::{
    Block, Cell, CellStyle, Column, Density, Document, Inline, Panel, Part, Row, Style, Table, Text, text,
};

/// How many lines there are for what is to be mended.
const ROOM_TO_MEND: usize = 12;

/// Composes the review sheet of a drug.
pub fn review(content: &Content, drug: DrugIx) -> Document {
    let book = Book::of(content);
    let drug = content.drug(drug);
    let mut lines = Lines::default();
    let mut of_drug = vec![small(drug::in_short(drug))];
    of_drug.extend(drug::blocks(&book, drug));
    let of_drug: Vec<Block> = of_drug.into_iter().map(|block| lines.signed(block)).collect();
    let sources = sources(&book);
    let counted = format!("{} lines and {} sources", lines.count, sources.rows.len());
    let mut blocks = vec![reviewer(&counted), Block::heading("Sources"), Block::Table(sources)];
    blocks.extend(of_drug);
    blocks.extend(ending(&counted));
    Document {
        title: format!("Countercheck review sheet {} {}", drug.id, content.version),
        parts: vec![part(&book, drug, blocks)],
        ..book.document()
    }
}

fn part(book: &Book<'_>, drug: &Drug, blocks: Vec<Block>) -> Part {
    Part {
        id: format!("review-{}", drug.id),
        title: format!("Review: {}", drug.name_with_brand()),
        lead: text(
            "Hold each line against the newest text of its source. Tick right or mend; write the date of that text, \
             the day, and your initials. Begin with what says “check”.",
        ),
        footer: format!("Countercheck {}, review of {}.", book.content.version, drug.id),
        density: Density::Compact,
        frame: None,
        blocks,
    }
}

fn reviewer(counted: &str) -> Block {
    let line = |label: &str, width_em: u8| {
        Block::body(vec![Inline::words(format!("{label} ")), Inline::Blank { width_em }])
    };
    Block::Panel(Panel {
        title: text(format!("Reviewer of {counted}")),
        blocks: vec![
            line("Name, license and state:", 26),
            Block::body(vec![
                Inline::words("Begun on "),
                Inline::Blank { width_em: 8 },
                Inline::words("   Finished on "),
                Inline::Blank { width_em: 8 },
                Inline::words("   Initials as used below: "),
                Inline::Blank { width_em: 5 },
            ]),
        ],
    })
}

/// The sources of all lines that were made so far.
fn sources(book: &Book<'_>) -> Table {
    let rows = book
        .told()
        .into_iter()
        .map(|ix| {
            let source = book.content.source(ix);
            let age = if book.today > source.check_by { "past its date" } else { "to be looked at by" };
            Row {
                cells: vec![
                    Cell::strong(text(source.title.as_str()))
                        .with(text(source.section.as_str()), CellStyle::Plain)
                        .with(text(source.id.as_str()), CellStyle::Muted),
                    Cell::plain(text(format!("{}, {}", source.as_of, sure(source.confidence))))
                        .with(text(format!("{age} {}", source.check_by)), CellStyle::Muted),
                    Cell::plain(vec![Inline::CheckBox, Inline::words(" still the newest")])
                        .with(
                            vec![
                                Inline::CheckBox,
                                Inline::words(" newer, of "),
                                Inline::Blank { width_em: 6 },
                            ],
                            CellStyle::Plain,
                        )
                        .with(on_by(), CellStyle::Plain),
                ],
            }
        })
        .collect();
    let columns = vec![
        Column::words("Document, section", 16),
        Column::words("Text that was read", 8),
        Column::words("Looked up", 9),
    ];
    Table { columns, rows }
}

/// Numbers what is to be checked.
#[derive(Default)]
struct Lines {
    count: usize,
}

impl Lines {
    /// A block with room to sign each of its lines. What is neither a table with boxes nor a small paragraph has
    /// none: a heading.
    fn signed(&mut self, block: Block) -> Block {
        match block {
            Block::Table(table) if table.columns.last() == Some(&mark_column()) => {
                Block::Table(self.signed_table(table))
            }
            Block::Paragraph { text, style: Style::Small } => Block::Table(Table {
                columns: vec![Column::words("", 30), check_column()],
                rows: vec![Row { cells: vec![self.numbered(Cell::plain(text)), check()] }],
            }),
            other => other,
        }
    }

    fn signed_table(&mut self, table: Table) -> Table {
        let Table { mut columns, rows } = table;
        // Shares of a table of figures are small numbers.
        let all: u16 = columns.iter().map(|column| column.share).sum();
        columns.pop();
        columns.push(Column { share: (all / 4).max(4), ..check_column() });
        let rows = rows
            .into_iter()
            .map(|row| {
                let mut cells = row.cells.into_iter();
                let first = self.numbered(cells.next().unwrap_or_default());
                let mut signed = vec![first];
                signed.extend(cells);
                signed.pop();
                signed.push(check());
                Row { cells: signed }
            })
            .collect();
        Table { columns, rows }
    }

    fn numbered(&mut self, mut cell: Cell) -> Cell {
        self.count += 1;
        let number = Inline::bold(format!("{}. ", self.count));
        match cell.paragraphs.first_mut() {
            Some(first) => first.text.insert(0, number),
            None => cell = Cell::plain(vec![number]),
        }
        cell
    }
}

fn check_column() -> Column {
    Column::words("Checked against the source", 10)
}

/// Room to sign one line.
fn check() -> Cell {
    Cell::plain(vec![Inline::CheckBox, Inline::words(" right   "), Inline::CheckBox, Inline::words(" mend")])
        .with(vec![Inline::words("text of "), Inline::Blank { width_em: 6 }], CellStyle::Plain)
        .with(on_by(), CellStyle::Plain)
}

fn on_by() -> Text {
    vec![
        Inline::words("on "),
        Inline::Blank { width_em: 4 },
        Inline::words(" by "),
        Inline::Blank { width_em: 3 },
    ]
}

/// What is to be mended, and the signature.
fn ending(counted: &str) -> Vec<Block> {
    let blank = |width_em: u8| Cell::plain(vec![Inline::Blank { width_em }]);
    let rows = (0..ROOM_TO_MEND).map(|_| Row { cells: vec![blank(3), blank(22), blank(12)] }).collect();
    let columns = vec![
        Column::words("Line", 3),
        Column::words("What it should say", 20),
        Column::words("Source, section, date", 11),
    ];
    vec![
        Block::heading("To be mended, and what is missing"),
        Block::Table(Table { columns, rows }),
        Block::heading("Signature"),
        Block::body(vec![
            Inline::words(format!("Of {counted}, ")),
            Inline::Blank { width_em: 4 },
            Inline::words(" are right and "),
            Inline::Blank { width_em: 4 },
            Inline::words(" are to be mended. Date "),
            Inline::Blank { width_em: 8 },
            Inline::words(" Signature "),
            Inline::Blank { width_em: 14 },
        ]),
    ]
}

fn small(text: Text) -> Block {
    Block::Paragraph { text, style: Style::Small }
}

#[cfg(test)]
mod tests;
