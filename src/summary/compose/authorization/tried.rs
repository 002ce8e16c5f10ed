//! Which therapies were tried, for how long, and how did they go?

use super::{Page, lower, noted};
use crate::checklist::authorization::product::{Meaning, meaning, potency};
use crate::checklist::authorization::{Fill, Outcome, Tried};
use crate::summary::{Block, Cell, CellStyle, Column, Row, Style, Table, text};

/// The table, and what stands outside of it.
pub(super) fn blocks(page: &Page<'_>) -> Vec<Block> {
    let words = page.page;
    let record = page.visit.authorization;
    let mut rows: Vec<Row> = record.tried.iter().map(|tried| row(page, tried)).collect();
    let light = &record.light;
    let kind = page.text(&light.kind);
    let sessions =
        page.said(&light.sessions, |count| super::fill(words.sessions, &[("n", &count.to_string())]));
    let outcome = outcome(page, &light.outcome);
    let barrier = page.text(&light.barrier);
    if [&kind, &sessions, &outcome, &barrier].iter().any(|said| !said.is_empty()) {
        let barrier = if barrier.is_empty() { barrier } else { format!("{}: {barrier}", words.barrier) };
        let name = noted(Cell::strong(text(words.light)), &kind);
        let went = noted(Cell::plain(text(outcome)), &barrier);
        rows.push(Row { cells: vec![name, Cell::default(), Cell::plain(text(sessions)), went] });
    }
    let mut blocks = vec![Block::heading(words.tried)];
    if rows.is_empty() {
        blocks.push(Block::Paragraph { text: text(words.nothing_tried), style: Style::Small });
    } else {
        let columns = vec![
            Column::words(words.treatment, 7),
            Column::words(words.where_used, 3),
            Column::words(words.when, 6),
            Column::words(words.outcome, 7),
        ];
        blocks.push(Block::Table(Table { columns, rows }));
    }
    let bursts = page.said(&record.steroid_bursts_a_year, ToString::to_string);
    blocks.extend(page.line(words.bursts, &bursts));
    let answered = super::super::record::tried_answers(page.visit, page.words);
    blocks.extend(page.line(words.tried_answers, &answered));
    blocks
}

fn outcome(page: &Page<'_>, fact: &super::Fact<Outcome>) -> String {
    page.said(fact, |outcome| outcome.words().to_owned())
}

fn row(page: &Page<'_>, tried: &Tried) -> Row {
    let words = page.page;
    let content = page.visit.content;
    let name = match page.text(&tried.drug) {
        name if name.is_empty() => words.no_name.to_owned(),
        name => name,
    };
    let named: Vec<String> = [name, page.text(&tried.strength), page.text(&tried.vehicle)]
        .into_iter()
        .filter(|part| !part.is_empty() && part != words.not_known)
        .collect();
    let mut notes: Vec<String> = Vec::new();
    match meaning(content, tried) {
        Meaning::Known(product) => {
            let kinds: Vec<&str> = product
                .kinds
                .iter()
                .filter_map(|at| content.authorization.kinds.get(*at))
                .map(|kind| kind.name.as_str())
                .collect();
            notes.extend((!kinds.is_empty()).then(|| kinds.join(", ")));
        }
        Meaning::FormOpen(_) => notes.push(words.form_open.to_owned()),
        Meaning::NotRecognized => notes.push(words.not_recognized.to_owned()),
    }
    if let Some(class) = potency(content, tried) {
        notes.push(super::fill(words.potency, &[("n", &class.to_string())]));
    }
    let outcome = outcome(page, &tried.outcome);
    let went = if outcome.is_empty() { words.outcome_missing.to_owned() } else { outcome };
    Row {
        cells: vec![
            noted(Cell::strong(text(named.join(" "))), &notes.join(", ")),
            Cell::plain(text(page.text(&tried.site))),
            when(page, tried),
            noted(Cell::plain(text(went)), &page.text(&tried.why)),
        ],
    }
}

fn when(page: &Page<'_>, tried: &Tried) -> Cell {
    let words = page.page;
    let moment = |fact| page.said(fact, |moment| page.moment(*moment));
    let (start, stop) = (moment(&tried.start), moment(&tried.stop));
    let mut lines: Vec<String> = Vec::new();
    if !start.is_empty() || !stop.is_empty() {
        let or = |text: String| if text.is_empty() { words.not_known.to_owned() } else { text };
        lines.push(super::fill(words.from_to, &[("from", &or(start)), ("to", &or(stop))]));
    }
    lines.push(match tried.days() {
        Some(days) if tried.days_are_dispensed() => {
            super::fill(words.days_dispensed, &[("n", &days.to_string())])
        }
        Some(days) => super::fill(words.days, &[("n", &days.to_string())]),
        None => words.days_missing.to_owned(),
    });
    let cell = Cell::plain(text(lines.join(", ")));
    match dispensed(page, &tried.dispensed) {
        Some(line) => cell.with(text(line), CellStyle::Muted),
        None => cell,
    }
}

/// "Dispensed 2 times here: 1 Jul 2026 (60 g, 30 days), 1 Aug 2026".
fn dispensed(page: &Page<'_>, fills: &[Fill]) -> Option<String> {
    let words = page.page;
    let fills: Vec<String> = fills
        .iter()
        .map(|fill| {
            let days =
                page.said(&fill.days_supply, |days| super::fill(words.days, &[("n", &days.to_string())]));
            let inner: Vec<String> =
                [page.text(&fill.quantity), days].into_iter().filter(|part| !part.is_empty()).collect();
            let on = match page.date(&fill.on) {
                on if on.is_empty() => lower(words.no_date),
                on => on,
            };
            if inner.is_empty() { on } else { format!("{on} ({})", inner.join(", ")) }
        })
        .collect();
    (!fills.is_empty()).then(|| format!("{}: {}", words.dispensed, fills.join(", ")))
}
