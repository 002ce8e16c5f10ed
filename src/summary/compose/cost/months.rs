//! What is paid in which month? Months below each other, options side by side.

use super::super::teller::Teller;
use super::figures::{Priced, amount, month_name};
use crate::cost::plan::{Plan, PlanKind};
use crate::summary::{Block, Cell, CellStyle, Column, Row, Table, text};

/// More options than this stand in another table: in large print an amount of theirs would be broken.
const MOST_COLUMNS: usize = 4;

/// One column of amounts.
pub(super) struct Amounts<'a> {
    /// What stands above it.
    pub(super) head: &'a str,
    /// One a month.
    pub(super) cells: Vec<String>,
}

/// The months of all options; nothing where no option can be told.
pub(super) fn months(words: &Teller, plan: &Plan, priced: &[Priced<'_>]) -> Vec<Block> {
    let page = &words.cost;
    let Some(told) = priced.iter().find(|priced| priced.total().is_some()) else { return Vec::new() };
    let months: Vec<(i16, i8)> = told.cost.months.iter().map(|month| (month.year, month.month)).collect();
    let heads: Vec<Cell> = months
        .iter()
        .enumerate()
        .map(|(at, (year, month))| {
            let cell = Cell::plain(text(month_name(words, *year, *month)));
            // The year in which it begins was running already.
            let begins = at > 0 && *month == plan.reset_month && plan.kind != PlanKind::None;
            if begins { cell.with(text(page.new_plan_year), CellStyle::Muted) } else { cell }
        })
        .collect();
    let columns: Vec<Amounts<'_>> = priced
        .iter()
        .map(|priced| Amounts {
            head: &priced.name,
            cells: months
                .iter()
                .map(|(year, month)| match priced.month(*year, *month) {
                    Some(range) => amount(page, range),
                    None => page.ask.to_owned(),
                })
                .collect(),
        })
        .collect();
    let mut blocks = vec![Block::heading(page.months)];
    blocks.extend(tables(words, &heads, &columns));
    blocks
}

/// Amounts by month, in tables of as many columns as are readable, about equally wide.
pub(super) fn tables(words: &Teller, heads: &[Cell], columns: &[Amounts<'_>]) -> Vec<Block> {
    let count = columns.len().div_ceil(MOST_COLUMNS).max(1);
    let each = columns.len().div_ceil(count).max(1);
    let mut blocks = Vec::new();
    for columns in columns.chunks(each) {
        if !blocks.is_empty() {
            blocks.push(Block::Space);
        }
        let amounts = columns.iter().map(|column| Column::figures(column.head, 4));
        let rows = heads.iter().enumerate().map(|(at, head)| {
            let amounts = columns.iter().map(|column| {
                Cell::plain(text(column.cells.get(at).map(String::as_str).unwrap_or_default()))
            });
            Row { cells: [head.clone()].into_iter().chain(amounts).collect() }
        });
        blocks.push(Block::Table(Table {
            columns: [Column::words(words.cost.month, 5)].into_iter().chain(amounts).collect(),
            rows: rows.collect(),
        }));
    }
    blocks
}
