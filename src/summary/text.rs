//! How does the document read without a page? Plain text, 78 columns, in the order of print.
//!
//! For readers that can't show a PDF and for screen readers. A table is read row by row, each cell
//! behind its column's head. Columns are counted in characters; no font is asked, so every character
//! passes.

use super::document::{
    Bar, Block, Document, Header, Inline, Level, Panel, Part, Shares, Table, Text, VerdictSign,
};
use super::fonts::clean;

const COLUMNS: usize = 78;

/// Writes the document.
pub(super) fn write(document: &Document) -> String {
    let mut writer = Writer { out: String::new(), indent: 0 };
    writer.header(&document.header);
    for part in &document.parts {
        writer.part(part);
    }
    writer.out
}

/// What stands for a verdict's sign. Its word follows in the text.
fn mark(sign: VerdictSign) -> &'static str {
    match sign {
        VerdictSign::Contraindicated => "(X)",
        VerdictSign::Avoid => "(!!)",
        VerdictSign::NeedsTest => "(T)",
        VerdictSign::Incomplete => "(?)",
        VerdictSign::Caution => "(!)",
        VerdictSign::NoConcern => "(-)",
    }
}

struct Writer {
    out: String,
    indent: usize,
}

impl Writer {
    fn header(&mut self, header: &Header) {
        for line in header.left.iter().chain(&header.right) {
            self.paragraph("", &flat(line));
        }
        self.rule('=', COLUMNS);
    }

    fn part(&mut self, part: &Part) {
        self.blank();
        self.title(&clean(&part.title), '=');
        self.paragraph("", &flat(&part.lead));
        self.blocks(&part.blocks);
        self.blank();
        self.paragraph("", &clean(&part.footer));
        self.rule('=', COLUMNS);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                self.blank();
                match level {
                    Level::Two => self.title(&flat(text), '-'),
                    Level::Three => self.paragraph("", &flat(text)),
                }
            }
            Block::Paragraph { text, .. } => {
                self.blank();
                self.paragraph("", &flat(text));
            }
            Block::Bullets(entries) => self.list("- ", entries),
            Block::Checks(entries) => self.list("[ ] ", entries),
            Block::Table(table) => self.table(table),
            Block::Panel(panel) => self.panel(panel),
            Block::Panels(panels) => {
                for panel in panels {
                    self.panel(panel);
                }
            }
            Block::Bars(bars) => self.bars(bars),
            Block::Shares(shares) => self.shares(shares),
            Block::Space => self.blank(),
        }
    }

    fn list(&mut self, mark: &str, entries: &[Text]) {
        self.blank();
        for entry in entries {
            self.paragraph(mark, &flat(entry));
        }
    }

    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            self.blank();
            for (index, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
                let head = flat(&column.head);
                for (number, paragraph) in cell.paragraphs.iter().enumerate() {
                    let words = flat(&paragraph.text);
                    if words.is_empty() {
                        continue;
                    }
                    let words =
                        if number == 0 && !head.is_empty() { format!("{head}: {words}") } else { words };
                    // The first cell says what the row is about; the others belong to it.
                    let depth = usize::from(index > 0) + usize::from(number > 0);
                    self.hanging(&"  ".repeat(depth), 4, &words);
                }
            }
        }
    }

    fn panel(&mut self, panel: &Panel) {
        self.blank();
        self.paragraph("", &flat(&panel.title));
        self.indent += 2;
        self.blocks(&panel.blocks);
        self.indent -= 2;
    }

    fn bars(&mut self, bars: &[Bar]) {
        self.blank();
        for bar in bars {
            self.paragraph("", &format!("{}: {}", flat(&bar.label), flat(&bar.amount)));
        }
    }

    fn shares(&mut self, shares: &Shares) {
        self.blank();
        self.paragraph("", &flat(&shares.title));
        for share in &shares.rows {
            self.paragraph("- ", &flat(&share.text()));
        }
    }

    fn title(&mut self, words: &str, underline: char) {
        self.paragraph("", words);
        let width = words.chars().count().min(COLUMNS - self.indent);
        self.rule(underline, width);
    }

    fn rule(&mut self, sign: char, width: usize) {
        self.pad(self.indent);
        self.out.extend(std::iter::repeat_n(sign, width));
        self.out.push('\n');
    }

    /// One empty line, never two.
    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Words behind a mark; later lines begin below the words.
    fn paragraph(&mut self, mark: &str, words: &str) {
        self.hanging(mark, mark.chars().count(), words);
    }

    /// Words behind a mark; later lines are indented by `hang`.
    fn hanging(&mut self, mark: &str, hang: usize, words: &str) {
        if words.is_empty() {
            return;
        }
        let mut line = mark.to_owned();
        let mut used = self.indent + mark.chars().count();
        let mut fresh = true;
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            for piece in pieces(word, COLUMNS - self.indent - hang) {
                let width = piece.chars().count();
                let space = usize::from(!fresh);
                if !fresh && used + space + width > COLUMNS
                    || used + width > COLUMNS && used > self.indent + hang
                {
                    self.push_line(&line);
                    line = " ".repeat(hang);
                    used = self.indent + hang;
                    fresh = true;
                }
                if !fresh {
                    line.push(' ');
                    used += 1;
                }
                line.push_str(&piece);
                used += width;
                fresh = false;
            }
        }
        self.push_line(&line);
    }

    fn push_line(&mut self, line: &str) {
        self.pad(self.indent);
        self.out.push_str(&line.trim_end().replace('\u{a0}', " "));
        self.out.push('\n');
    }

    fn pad(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }
}

/// A word in pieces of at most `width` characters.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters.chunks(width.max(1)).map(|piece| piece.iter().collect()).collect()
}

/// A text in one line.
fn flat(text: &[Inline]) -> String {
    let mut flat = String::new();
    let mut after_mark = false;
    for inline in text {
        let piece = match inline {
            Inline::Words { text, .. } => clean(text),
            Inline::CheckBox => "[ ]".to_owned(),
            Inline::Blank { width_em } => "_".repeat(usize::from(*width_em).clamp(3, 30)),
            Inline::Sign(sign) => mark(*sign).to_owned(),
        };
        if after_mark && !piece.starts_with(' ') {
            flat.push(' ');
        }
        after_mark = matches!(inline, Inline::CheckBox | Inline::Sign(_));
        flat.push_str(&piece);
    }
    flat.trim().to_owned()
}
