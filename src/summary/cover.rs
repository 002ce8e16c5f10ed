//! Can every character be printed? Asked of a whole document before anything is laid out.
//!
//! The PDF writer would drop a character without a glyph in silence; here it is named with its place.

use super::document::{Block, Document, Inline, Panel, Part, Table};
use super::error::{Element, Place, SummaryError, UncoveredAt};
use super::fonts::uncovered;

/// # Errors
///
/// [`SummaryError::Uncovered`] with every place that holds a character without a glyph.
pub(super) fn check(document: &Document) -> Result<(), SummaryError> {
    let mut check = Check { places: Vec::new() };
    check.words(&document.title, &Place::Title)?;
    check.words(&document.page_label, &Place::PageLabel)?;
    for line in &document.header.left {
        check.text(line, &Place::HeaderLeft)?;
    }
    for line in &document.header.right {
        check.text(line, &Place::HeaderRight)?;
    }
    for part in &document.parts {
        check.part(part)?;
    }
    if check.places.is_empty() { Ok(()) } else { Err(SummaryError::Uncovered { places: check.places }) }
}

struct Check {
    places: Vec<UncoveredAt>,
}

impl Check {
    fn part(&mut self, part: &Part) -> Result<(), SummaryError> {
        let place = |element| Place::Part { id: part.id.clone(), element };
        if let Some(frame) = &part.frame {
            self.words(&frame.page_label, &Place::PageLabel)?;
        }
        self.words(&part.title, &place(Element::Title))?;
        self.text(&part.lead, &place(Element::Title))?;
        for block in &part.blocks {
            self.block(block, &place)?;
        }
        self.words(&part.footer, &place(Element::Footer))
    }

    fn block(&mut self, block: &Block, place: &impl Fn(Element) -> Place) -> Result<(), SummaryError> {
        match block {
            Block::Heading { text, .. } => self.text(text, &place(Element::Heading)),
            Block::Paragraph { text, .. } => self.text(text, &place(Element::Paragraph)),
            Block::Bullets(entries) | Block::Checks(entries) => self.texts(entries, &place(Element::List)),
            Block::Table(table) => self.table(table, &place(Element::Table)),
            Block::Panel(panel) => self.panel(panel, place),
            Block::Panels(panels) => panels.iter().try_for_each(|panel| self.panel(panel, place)),
            Block::Bars(bars) => bars.iter().try_for_each(|bar| {
                self.text(&bar.label, &place(Element::Bars))?;
                self.text(&bar.amount, &place(Element::Bars))
            }),
            Block::Shares(shares) => {
                let place = place(Element::Shares);
                self.text(&shares.title, &place)?;
                let texts = shares.rows.iter().flat_map(|row| [&row.who, &row.count, &row.difference]);
                texts.into_iter().try_for_each(|text| self.text(text, &place))
            }
            Block::Space => Ok(()),
        }
    }

    fn table(&mut self, table: &Table, place: &Place) -> Result<(), SummaryError> {
        for column in &table.columns {
            self.text(&column.head, place)?;
        }
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        for paragraph in cells.flat_map(|cell| &cell.paragraphs) {
            self.text(&paragraph.text, place)?;
        }
        Ok(())
    }

    fn panel(&mut self, panel: &Panel, place: &impl Fn(Element) -> Place) -> Result<(), SummaryError> {
        self.text(&panel.title, &place(Element::Panel))?;
        panel.blocks.iter().try_for_each(|block| self.block(block, place))
    }

    fn texts(&mut self, texts: &[Vec<Inline>], place: &Place) -> Result<(), SummaryError> {
        texts.iter().try_for_each(|text| self.text(text, place))
    }

    fn text(&mut self, text: &[Inline], place: &Place) -> Result<(), SummaryError> {
        for inline in text {
            match inline {
                Inline::Words { text, .. } => self.words(text, place)?,
                Inline::CheckBox | Inline::Blank { .. } | Inline::Sign(_) => {}
            }
        }
        Ok(())
    }

    fn words(&mut self, words: &str, place: &Place) -> Result<(), SummaryError> {
        for character in uncovered(words)? {
            match self.places.last_mut() {
                Some(last) if last.place == *place => {
                    if !last.characters.contains(&character) {
                        last.characters.push(character);
                    }
                }
                Some(_) | None => {
                    self.places.push(UncoveredAt { place: place.clone(), characters: vec![character] })
                }
            }
        }
        Ok(())
    }
}
