//! How high is each block, and where may it be parted? Blocks of meaning become slabs.
//!
//! Each block is set into an area whose width is final; pages are filled later. Tables and boxes have
//! their own files.

use std::collections::BTreeMap;

use super::document::{Bar, Block, Inline, Level, Style, Text, Weight, text};
use super::error::SummaryError;
use super::flow::{Glue, Slab, glued, lead};
use super::fonts::clean;
use super::lines::{Align, Place};
use super::page::{Figure, Item, ListMark, Paint, Point, Role, Shape, Tag, Tone};
use super::shape::Figures;
use super::signs::{check_box, rectangle};
use super::style::{Scale, TextStyle};
use super::typesetter::Typesetter;
use super::units::{Pt, pt};

/// Where blocks are set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: Pt,
    pub(super) width: Pt,
    /// No slab may be higher.
    pub(super) height: Pt,
    /// How much of that is taken, at the first slab, by a heading that must stand with it.
    pub(super) above: Pt,
}

impl Area {
    /// The same area below a heading. One that takes half of the height stands alone if it must.
    pub(super) fn below(self, heading: Pt) -> Area {
        Area { above: if heading > self.height / 2.0 { Pt::ZERO } else { heading }, ..self }
    }

    /// How high the first slab may be.
    pub(super) fn first_height(self) -> Pt {
        self.height - self.above
    }
}

/// A paragraph between a heading and a table or list stays with both if it has no more lines.
const SHORT_INTRODUCTION: usize = 3;

/// Entries of a list with no more lines stand at least in twos.
const SHORT_ENTRY: usize = 2;

/// Counts what the structure tree will name. Goes on through all parts.
#[derive(Clone, Default)]
pub(super) struct Counters {
    elements: u32,
    tables: u32,
    lists: u32,
    panels: u32,
    /// The box that is being set, 0 outside of all.
    panel: u32,
    alternatives: BTreeMap<u32, String>,
}

impl Counters {
    /// The tag of a new element.
    pub(super) fn tag(&mut self, role: Role) -> Tag {
        self.elements += 1;
        Tag { element: self.elements, role, panel: self.panel }
    }

    /// The tag of a new figure that is read aloud as these words. Without words there is nothing to read:
    /// it decorates.
    pub(super) fn figure(&mut self, words: String) -> Tag {
        if words.trim().is_empty() {
            return Tag::DECORATION;
        }
        let tag = self.tag(Role::Figure);
        self.alternatives.insert(tag.element, words);
        tag
    }

    /// What is read aloud for a figure.
    pub(super) fn alternative(&self, element: u32) -> Option<&str> {
        self.alternatives.get(&element).map(String::as_str)
    }

    /// Begins a box: what is tagged from here on stands in it. Gives back where it was before, for
    /// [`Counters::leave_panel`].
    pub(super) fn enter_panel(&mut self) -> u32 {
        let outer = self.panel;
        // A box in a box is drawn, but not told apart: readers hear one box.
        if outer == 0 {
            self.panels += 1;
            self.panel = self.panels;
        }
        outer
    }

    /// Ends a box.
    pub(super) fn leave_panel(&mut self, outer: u32) {
        self.panel = outer;
    }

    /// The number of a new table.
    pub(super) fn table(&mut self) -> u32 {
        self.tables += 1;
        self.tables
    }
}

/// Turns a part's blocks into slabs.
pub(super) struct Setter<'a> {
    pub(super) scale: &'a Scale,
    /// Names the part in errors.
    pub(super) part: &'a str,
    pub(super) counters: &'a mut Counters,
    pub(super) texts: &'a mut Typesetter,
}

impl Setter<'_> {
    /// The slabs of blocks below each other.
    pub(super) fn blocks(&mut self, blocks: &[Block], area: Area) -> Result<Vec<Slab>, SummaryError> {
        let mut slabs: Vec<Slab> = Vec::new();
        let mut after = Pt::ZERO;
        let mut above = area.above;
        for (index, block) in blocks.iter().enumerate() {
            if matches!(block, Block::Space) {
                after += self.scale.body.line_height / 2.0;
                continue;
            }
            let space = if above > Pt::ZERO { after.max(self.scale.gap * 2.6) } else { Pt::ZERO };
            let mut made = self.block(block, area.below(above + space))?;
            if let Some(first) = made.first_mut() {
                first.before = first.before.max(after);
                after = self.space_after(block);
                if introduces(blocks, index) && made.len() <= SHORT_INTRODUCTION {
                    lead(&mut made);
                }
                above = if glued(&made) > Pt::ZERO { above + space + glued(&made) } else { Pt::ZERO };
            }
            slabs.append(&mut made);
        }
        Ok(slabs)
    }

    fn block(&mut self, block: &Block, area: Area) -> Result<Vec<Slab>, SummaryError> {
        let gap = self.scale.gap;
        match block {
            Block::Heading { level, text } => {
                let before = match level {
                    Level::Two => gap * 2.6,
                    Level::Three => gap * 1.8,
                };
                let tag = self.counters.tag(Role::Heading(*level));
                let style = self.scale.heading(*level);
                let mut slabs = self.lines(text, style, area, before, tag)?;
                lead(&mut slabs);
                Ok(slabs)
            }
            Block::Paragraph { text, style } => {
                let style = match style {
                    Style::Body => self.scale.body,
                    Style::Lead => self.scale.lead,
                    Style::Small => self.scale.small,
                    Style::Muted => self.scale.note,
                };
                let tag = self.counters.tag(Role::Paragraph);
                self.lines(text, style, area, gap * 0.7, tag)
            }
            Block::Bullets(entries) => self.list(entries, ListMark::Dot, area),
            Block::Checks(entries) => self.list(entries, ListMark::CheckBox, area),
            Block::Table(table) => self.table(table, area),
            Block::Panel(panel) => self.panel(panel, area),
            Block::Panels(panels) => self.panels(panels, area),
            Block::Bars(bars) => self.bars(bars, area),
            Block::Shares(shares) => self.shares(shares, area),
            Block::Space => Ok(Vec::new()),
        }
    }

    /// The least space below a block.
    fn space_after(&self, block: &Block) -> Pt {
        let gap = self.scale.gap;
        match block {
            Block::Heading { .. } => gap * 0.3,
            Block::Paragraph { .. } | Block::Space => Pt::ZERO,
            Block::Bullets(_) | Block::Checks(_) => gap,
            Block::Shares(_) => gap * 0.9,
            Block::Table(_) | Block::Panel(_) | Block::Panels(_) | Block::Bars(_) => gap * 1.6,
        }
    }

    /// A text as slabs of one line each. Its first two and last two lines stay together.
    pub(super) fn lines(
        &mut self,
        text: &[Inline],
        style: TextStyle,
        area: Area,
        before: Pt,
        tag: Tag,
    ) -> Result<Vec<Slab>, SummaryError> {
        let paragraph = self.texts.paragraph(text, style, Figures::Proportional)?;
        let lines = paragraph.lines(area.width);
        let count = lines.len();
        let mut slabs = Vec::with_capacity(count);
        for (index, line) in lines.iter().enumerate() {
            let mut items = Vec::new();
            let place = Place { left: area.left, top: Pt::ZERO, width: area.width, align: Align::Left, tag };
            paragraph.draw(line, place, &mut items)?;
            let before = if index == 0 { before } else { Pt::ZERO };
            let mut slab = Slab::new(before, paragraph.line_height(), items);
            if count > 1 && (index == 0 || index + 2 == count) {
                slab.glue = Glue::Lines;
            }
            slabs.push(slab);
        }
        Ok(slabs)
    }

    fn list(&mut self, entries: &[Text], mark: ListMark, area: Area) -> Result<Vec<Slab>, SummaryError> {
        self.counters.lists += 1;
        let list = self.counters.lists;
        let style = self.scale.body;
        let before = match mark {
            ListMark::Dot => self.scale.gap * 0.5,
            ListMark::CheckBox => self.scale.gap,
        };
        let indent = match mark {
            ListMark::Dot => self.scale.indent * 0.72,
            ListMark::CheckBox => self.scale.indent,
        };
        let inner = Area { left: area.left + indent, width: area.width - indent, ..area };
        let mut slabs: Vec<Slab> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let tag = self.counters.tag(Role::ListItem { list });
            let mut made = self.lines(entry, style, inner, before, tag)?;
            if let Some(first) = made.first_mut() {
                let tag = Tag { role: Role::ListMark { list, mark }, ..tag };
                let marks = self.mark(mark, style, area.left, tag)?;
                first.items.splice(0..0, marks);
            }
            // No short entry stands alone below its heading or at the top of a page.
            if (index == 1 || index + 1 == entries.len())
                && made.len() <= SHORT_ENTRY
                && let Some(before) = slabs.last_mut()
            {
                before.glue = Glue::WithNext;
            }
            slabs.append(&mut made);
        }
        Ok(slabs)
    }

    fn mark(
        &mut self,
        mark: ListMark,
        style: TextStyle,
        left: Pt,
        tag: Tag,
    ) -> Result<Vec<Item>, SummaryError> {
        // The dot is a letter, so that copied text keeps the list; the box is a shape.
        let dot = self.texts.paragraph(&text("•"), style, Figures::Proportional)?;
        let mut items = Vec::new();
        for line in dot.lines(self.scale.indent) {
            let place = Place {
                left: left + style.size * 0.1,
                top: Pt::ZERO,
                width: self.scale.indent,
                align: Align::Left,
                tag,
            };
            dot.draw(&line, place, &mut items)?;
        }
        match (mark, items.first()) {
            (ListMark::CheckBox, Some(Item::Glyphs(run))) => {
                Ok(vec![check_box(Point::new(left, run.baseline), style.size, tag)])
            }
            (ListMark::Dot | ListMark::CheckBox, _) => Ok(items),
        }
    }

    /// One slab a bar: label, bar, amount. What is certain is filled, what is open is an outline. Each is
    /// one figure, since a bar without its words says nothing.
    fn bars(&mut self, bars: &[Bar], area: Area) -> Result<Vec<Slab>, SummaryError> {
        let longest = bars.iter().map(|bar| bar.high.max(bar.low)).max().unwrap_or(0).max(1);
        let gutter = self.scale.column_gap;
        let label_width = area.width * 0.32;
        let amount_width = area.width * 0.28;
        let bar_left = area.left + label_width + gutter;
        let bar_width = area.width - label_width - amount_width - gutter * 2.0;
        let strong = TextStyle { weight: Weight::SemiBold, ..self.scale.cell };
        let mut slabs = Vec::with_capacity(bars.len());
        for bar in bars {
            let said = [spoken(&bar.label), spoken(&bar.amount)];
            let said: Vec<String> = said.into_iter().filter(|words| !words.is_empty()).collect();
            let tag = self.counters.figure(said.join(": "));
            let mut items = Vec::new();
            let label = self.column(&bar.label, self.scale.cell, area.left, label_width, tag, &mut items)?;
            // As f64, so that amounts far above any real one still keep their proportion.
            let reach = |amount: u64| bar_width * ((amount as f64 / longest as f64) as f32);
            let (low, high) = (reach(bar.low), reach(bar.high.max(bar.low)));
            let thickness = self.scale.cell.size * 0.9;
            let top = (self.scale.cell.line_height - thickness) / 2.0;
            let mut draw = |from: Pt, to: Pt, paint| {
                if to - from > pt(0.5) {
                    items.push(Item::Shape(Shape {
                        path: rectangle(Point::new(bar_left + from, top), to - from, thickness),
                        paint,
                        tone: Tone::Muted,
                        tag,
                        figure: Figure::Bar,
                    }));
                }
            };
            draw(Pt::ZERO, low, Paint::Fill);
            draw(low, high, Paint::Stroke(pt(0.9)));
            let amount_left = bar_left + bar_width + gutter;
            let amount = self.column(&bar.amount, strong, amount_left, amount_width, tag, &mut items)?;
            let height = label.max(amount).max(self.scale.cell.line_height);
            let space = self.scale.gap * 0.6;
            if height <= area.first_height() {
                slabs.push(Slab::new(space, height, items));
                continue;
            }
            // Beside the bar the words would be higher than a page: they stand above and below it.
            let mut rows = self.lines(&bar.label, self.scale.cell, area, space, tag)?;
            items.retain(|item| matches!(item, Item::Shape(shape) if shape.figure == Figure::Bar));
            rows.push(Slab::new(space, self.scale.cell.line_height, items));
            rows.append(&mut self.lines(&bar.amount, strong, area, Pt::ZERO, tag)?);
            lead(&mut rows);
            rows.iter_mut().rev().take(1).for_each(|last| last.glue = Glue::Free);
            slabs.append(&mut rows);
        }
        Ok(slabs)
    }

    /// Draws a text into a column from the slab's top and returns its height.
    pub(super) fn column(
        &mut self,
        text: &[Inline],
        style: TextStyle,
        left: Pt,
        width: Pt,
        tag: Tag,
        items: &mut Vec<Item>,
    ) -> Result<Pt, SummaryError> {
        let paragraph = self.texts.paragraph(text, style, Figures::Proportional)?;
        let mut top = Pt::ZERO;
        for line in paragraph.lines(width) {
            let place = Place { left, top, width, align: Align::Left, tag };
            paragraph.draw(&line, place, items)?;
            top += paragraph.line_height();
        }
        Ok(top)
    }
}

/// The words of a text, as they are read aloud.
pub(super) fn spoken(text: &[Inline]) -> String {
    let mut spoken = String::new();
    for inline in text {
        match inline {
            Inline::Words { text, .. } => spoken.push_str(&clean(text)),
            Inline::CheckBox | Inline::Blank { .. } | Inline::Sign(_) => {}
        }
    }
    spoken.trim().to_owned()
}

/// Whether a paragraph stands between a heading and the table or list that it is about.
fn introduces(blocks: &[Block], index: usize) -> bool {
    let is_paragraph = |block: &&Block| matches!(block, Block::Paragraph { .. });
    let before = blocks.iter().take(index).rev().find(|block| !is_paragraph(block));
    let behind = blocks.iter().skip(index).find(|block| !is_paragraph(block));
    blocks.get(index).as_ref().is_some_and(is_paragraph)
        && matches!(before, Some(Block::Heading { .. }))
        && matches!(
            behind,
            Some(
                Block::Table(_)
                    | Block::Bullets(_)
                    | Block::Checks(_)
                    | Block::Bars(_)
                    | Block::Shares(_)
                    | Block::Heading { level: Level::Three, .. }
            )
        )
}
