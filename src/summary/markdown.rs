//! How does the document read as Markdown? For review where changes are compared line by line.
//!
//! Every character that Markdown would take for a sign is escaped, so that words stay words.

use super::document::{Bar, Block, Cell, Document, Inline, Level, Panel, Part, Table, Text, Weight};
use super::fonts::clean;

/// Writes the document.
pub(super) fn write(document: &Document) -> String {
    let mut out = format!("# {}\n", escaped(&clean(&document.title)));
    for line in document.header.left.iter().chain(&document.header.right) {
        out.push_str(&format!("\n{}\n", inline(line)));
    }
    for part in &document.parts {
        write_part(part, &mut out);
    }
    out
}

fn write_part(part: &Part, out: &mut String) {
    out.push_str(&format!("\n## {}\n", escaped(&clean(&part.title))));
    paragraph(&inline(&part.lead), out);
    part.blocks.iter().for_each(|block| write_block(block, out));
}

fn paragraph(words: &str, out: &mut String) {
    if !words.trim().is_empty() {
        out.push_str(&format!("\n{}\n", at_line_start(words)));
    }
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Heading { level, text } => {
            let signs = match level {
                Level::Two => "###",
                Level::Three => "####",
            };
            out.push_str(&format!("\n{signs} {}\n", inline(text)));
        }
        Block::Paragraph { text, .. } => paragraph(&inline(text), out),
        Block::Bullets(entries) => list("- ", entries, out),
        Block::Checks(entries) => list("- [ ] ", entries, out),
        Block::Table(table) => write_table(table, out),
        Block::Panel(panel) => write_panel(panel, out),
        Block::Panels(panels) => panels.iter().for_each(|panel| write_panel(panel, out)),
        Block::Bars(bars) => {
            out.push('\n');
            for Bar { label, amount, .. } in bars {
                out.push_str(&format!("- {}: {}\n", inline(label), inline(amount)));
            }
        }
        Block::Shares(shares) => {
            paragraph(&inline(&shares.title), out);
            out.push('\n');
            for share in &shares.rows {
                out.push_str(&format!("- {}\n", inline(&share.text())));
            }
        }
        Block::Space => {}
    }
}

fn list(sign: &str, entries: &[Text], out: &mut String) {
    out.push('\n');
    for entry in entries {
        out.push_str(&format!("{sign}{}\n", inline(entry)));
    }
}

fn write_panel(panel: &Panel, out: &mut String) {
    let title = inline(&panel.title);
    if !title.is_empty() {
        out.push_str(&format!("\n#### {title}\n"));
    }
    panel.blocks.iter().for_each(|block| write_block(block, out));
}

fn write_table(table: &Table, out: &mut String) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push('\n');
    out.push_str(&row(table.columns.iter().map(|column| inline(&column.head)).collect()));
    out.push_str(&row(vec!["---".to_owned(); table.columns.len()]));
    for one in &table.rows {
        let mut cells: Vec<String> = one.cells.iter().map(cell).collect();
        cells.resize(table.columns.len().max(cells.len()), String::new());
        out.push_str(&row(cells));
    }
}

fn cell(cell: &Cell) -> String {
    let paragraphs = cell.paragraphs.iter().map(|paragraph| inline(&paragraph.text));
    paragraphs.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("<br>")
}

fn inline(text: &Text) -> String {
    text.iter()
        .map(|piece| match piece {
            Inline::Words { text, weight, .. } => weighted(&escaped(&clean(text)), *weight),
            Inline::CheckBox => "[ ]".to_owned(),
            Inline::Blank { .. } => "\\_\\_\\_\\_\\_\\_\\_\\_".to_owned(),
            Inline::Sign(_) => String::new(),
        })
        .collect()
}

/// Marks words as strong or as another voice. The signs must stand at the words, not at blanks.
fn weighted(words: &str, weight: Weight) -> String {
    let sign = match weight {
        Weight::Regular => return words.to_owned(),
        Weight::SemiBold | Weight::Bold => "**",
        Weight::Italic => "*",
    };
    let inner = words.trim();
    if inner.is_empty() {
        return words.to_owned();
    }
    let before = words.len() - words.trim_start().len();
    let after = words.len() - words.trim_end().len();
    format!("{}{sign}{inner}{sign}{}", " ".repeat(before), " ".repeat(after))
}

fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '|' | '[' | ']' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// What would begin a heading, a list or a quotation at the beginning of a line.
fn at_line_start(words: &str) -> String {
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    let numbered = digits > 0 && words.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
    if words.starts_with(['#', '+', '-', '=']) {
        format!("\\{words}")
    } else if numbered {
        let (number, rest) = words.split_at(digits);
        format!("{number}\\{rest}")
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::text;

    #[test]
    fn signs_stay_words() {
        assert_eq!(inline(&text("a|b *c* _d_ <e> [f]")), "a\\|b \\*c\\* \\_d\\_ \\<e\\> \\[f\\]");
        assert_eq!(at_line_start("# no heading"), "\\# no heading");
        assert_eq!(at_line_start("- no list"), "\\- no list");
        assert_eq!(at_line_start("1. no list"), "1\\. no list");
        assert_eq!(at_line_start("12 weeks"), "12 weeks");
        assert_eq!(inline(&vec![Inline::bold(" strong ")]), " **strong** ");
    }

    #[test]
    fn a_table_keeps_its_columns_and_a_cell_its_paragraphs() {
        use crate::summary::{CellStyle, Column, Row};
        let two = Cell::plain(text("one")).with(text("two"), CellStyle::Muted);
        let table = Table {
            columns: vec![Column::words("A", 1), Column::words("B", 1)],
            rows: vec![Row { cells: vec![two] }],
        };
        let mut out = String::new();
        write_table(&table, &mut out);
        assert_eq!(out, "\n| A | B |\n| --- | --- |\n| one<br>two |  |\n");
    }
}
