//! How wide is each column, and where may a table be parted? Tables become slabs, one a row.
//!
//! A row is parted only if it is higher than a page (the first one, than what a heading leaves of it).
//! Column shares are wishes: a column becomes as
//! wide as its longest word where the others can spare it, so that words are not broken needlessly.

use std::rc::Rc;
use std::sync::Arc;

use super::blocks::{Area, Setter};
use super::document::{Cell, CellStyle, ColumnKind, Table};
use super::error::SummaryError;
use super::flow::{Glue, Head, Room, Slab};
use super::lines::{Align, LineBox, Paragraph, Place};
use super::page::{Artifact, Item, Line, Point, Role, Tag, Tone};
use super::shape::Figures;
use super::style::Scale;
use super::units::{Pt, pt};

/// Where a column stands.
struct Stand {
    left: Pt,
    width: Pt,
    align: Align,
}

/// A cell's paragraphs, shaped.
struct SetCell {
    paragraphs: Vec<SetParagraph>,
}

/// Each paragraph is an element of its own, so that its words don't run into the next one's.
struct SetParagraph {
    paragraph: Arc<Paragraph>,
    tag: Tag,
}

/// A higher head is not repeated: the rows would find no room below it.
const HIGHEST_REPEATED_HEAD: f32 = 0.4;
/// The least part of a page in which a first row begins below its heading and head.
const LEAST_ROOM: f32 = 0.3;
/// Rows that take less of a page never stand alone at a page's end or beginning.
const LOW_ROW: f32 = 0.1;
/// What a column gets before long words of others, as a part of the letters' size.
const LEAST_WIDTH: f32 = 2.2;
/// A longer word is broken rather than take more of the table's width.
const LARGEST_NEED: f32 = 0.4;

impl Setter<'_> {
    /// The slabs of a table: its head, then its rows.
    pub(super) fn table(&mut self, table: &Table, area: Area) -> Result<Vec<Slab>, SummaryError> {
        let scale = *self.scale;
        let number = self.counters.table();
        let heads = self.set_heads(table, number)?;
        let rows = self.set_rows(table, number)?;
        let stands = stands(table, &heads, &rows, area, &scale);
        let before = scale.gap * 0.8;

        let mut slabs = Vec::new();
        let mut highest = area.height;
        let mut first_highest = area.first_height();
        let mut repeated = None;
        if table.columns.iter().any(|column| !column.head.is_empty()) {
            let rule = Rule::below(area, pt(0.9), Tone::Ink);
            let room = Room::alike(area.height);
            let mut head = pieces(&heads, &stands, scale.row_padding * 0.8, room, rule)?;
            first_highest -= head.iter().map(|slab| slab.height).sum();
            if let [only] = head.as_slice()
                && only.height <= area.height * HIGHEST_REPEATED_HEAD
            {
                highest -= only.height;
                repeated = Some(Rc::new(Head { height: only.height, items: only.items.clone() }));
            }
            if let Some(last) = head.last_mut()
                && !rows.is_empty()
            {
                last.glue = Glue::WithNext;
            }
            slabs.append(&mut head);
        }
        if first_highest < area.height * LEAST_ROOM {
            first_highest = highest;
        }
        for (index, row) in rows.iter().enumerate() {
            let rule = Rule::below(area, scale.thin.thickness, scale.thin.tone);
            let first = if index == 0 { first_highest.min(highest) } else { highest };
            let room = Room { first, others: highest };
            for mut slab in pieces(row, &stands, scale.row_padding, room, rule)? {
                slab.head = repeated.clone();
                slabs.push(slab);
            }
        }
        if let Some(first) = slabs.first_mut() {
            first.before = before;
        }
        pair(&mut slabs, area.height * LOW_ROW);
        Ok(slabs)
    }

    fn set_heads(&mut self, table: &Table, number: u32) -> Result<Vec<SetCell>, SummaryError> {
        let mut heads = Vec::with_capacity(table.columns.len());
        for (index, column) in table.columns.iter().enumerate() {
            let tag = self.counters.tag(Role::TableHead { table: number, column: count(index) });
            let style = self.scale.table_head;
            let paragraph = self.texts.paragraph(&column.head, style, figures(column.kind))?;
            heads.push(SetCell { paragraphs: vec![SetParagraph { paragraph, tag }] });
        }
        Ok(heads)
    }

    fn set_rows(&mut self, table: &Table, number: u32) -> Result<Vec<Vec<SetCell>>, SummaryError> {
        let mut rows = Vec::with_capacity(table.rows.len());
        for (index, row) in table.rows.iter().enumerate() {
            if row.cells.len() > table.columns.len() {
                return Err(SummaryError::SurplusCells {
                    part: self.part.to_owned(),
                    row: index + 1,
                    cells: row.cells.len(),
                    columns: table.columns.len(),
                });
            }
            let mut cells = Vec::with_capacity(row.cells.len());
            for (position, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
                let role = role(cell, number, index, position);
                cells.push(self.set_cell(cell, figures(column.kind), role)?);
            }
            rows.push(cells);
        }
        Ok(rows)
    }

    fn set_cell(&mut self, cell: &Cell, figures: Figures, role: Role) -> Result<SetCell, SummaryError> {
        let mut paragraphs = Vec::with_capacity(cell.paragraphs.len());
        for paragraph in &cell.paragraphs {
            let style = match paragraph.style {
                CellStyle::Strong => self.scale.cell_strong,
                CellStyle::Plain => self.scale.cell,
                CellStyle::Muted => self.scale.cell_note,
            };
            let tag = self.counters.tag(role);
            let paragraph = self.texts.paragraph(&paragraph.text, style, figures)?;
            paragraphs.push(SetParagraph { paragraph, tag });
        }
        Ok(SetCell { paragraphs })
    }
}

/// What a cell is to its table. The first one names its row if it begins in strong words.
fn role(cell: &Cell, table: u32, row: usize, column: usize) -> Role {
    let row = u32::try_from(row).unwrap_or(u32::MAX);
    match cell.paragraphs.first() {
        Some(first) if column == 0 && first.style == CellStyle::Strong => Role::RowHead { table, row },
        Some(_) | None => Role::TableCell { table, row, column: count(column) },
    }
}

/// Keeps the first two rows together, and the last two, where they are low.
fn pair(slabs: &mut [Slab], low: Pt) {
    let rows = slabs.iter().position(|slab| slab.glue == Glue::Free).unwrap_or(slabs.len());
    let Some(rows) = slabs.get_mut(rows..) else { return };
    let count = rows.len();
    for first in [0, count.saturating_sub(2)] {
        if let Some([one, other]) = rows.get_mut(first..first + 2)
            && one.height.max(other.height) <= low
        {
            one.glue = Glue::WithNext;
        }
    }
}

/// A line below a row, over the table's width.
#[derive(Clone, Copy)]
struct Rule {
    left: Pt,
    right: Pt,
    thickness: Pt,
    tone: Tone,
}

impl Rule {
    fn below(area: Area, thickness: Pt, tone: Tone) -> Rule {
        Rule { left: area.left, right: area.left + area.width, thickness, tone }
    }

    fn at(self, y: Pt) -> Item {
        Item::Line(Line {
            from: Point::new(self.left, y),
            to: Point::new(self.right, y),
            thickness: self.thickness,
            tone: self.tone,
            tag: Tag::DECORATION,
        })
    }
}

/// A row as one slab, or as several if it is higher than the room. One of more than two lines leaves at
/// least two lines of each of its paragraphs on each side.
fn pieces(
    cells: &[SetCell],
    stands: &[Stand],
    padding: Pt,
    room: Room,
    rule: Rule,
) -> Result<Vec<Slab>, SummaryError> {
    let mut rest: Vec<Vec<(&SetParagraph, LineBox)>> = Vec::with_capacity(cells.len());
    for (cell, stand) in cells.iter().zip(stands) {
        let lines = cell.paragraphs.iter().flat_map(|paragraph| {
            let lines = paragraph.paragraph.lines(stand.width);
            lines.into_iter().map(move |line| (paragraph, line))
        });
        rest.push(lines.collect());
    }
    let mut slabs = Vec::new();
    loop {
        let highest = if slabs.is_empty() { room.first } else { room.others };
        let mut items = Vec::new();
        let mut height = Pt::ZERO;
        if let (false, Some(([], cell)), Some(stand)) =
            (slabs.is_empty(), rest.first().map(Vec::as_slice).zip(cells.first()), stands.first())
        {
            height = name_again(cell, stand, padding, highest, &mut items)?;
        }
        for (lines, stand) in rest.iter_mut().zip(stands) {
            let mut top = Pt::ZERO;
            let taken = fitting(lines, highest - padding * 2.0);
            for (SetParagraph { paragraph, tag }, line) in lines.iter().take(taken) {
                let place = Place {
                    left: stand.left,
                    top: padding + top,
                    width: stand.width,
                    align: stand.align,
                    tag: *tag,
                };
                paragraph.draw(line, place, &mut items)?;
                top += paragraph.line_height();
            }
            lines.drain(..taken);
            height = height.max(top);
        }
        let height = height + padding * 2.0;
        let done = rest.iter().all(Vec::is_empty);
        if done {
            items.push(rule.at(height));
        }
        slabs.push(Slab::new(Pt::ZERO, height, items));
        if done {
            return Ok(slabs);
        }
    }
}

/// What a row that goes on is about: its first words, again.
fn name_again(
    cell: &SetCell,
    stand: &Stand,
    padding: Pt,
    highest: Pt,
    items: &mut Vec<Item>,
) -> Result<Pt, SummaryError> {
    let Some(SetParagraph { paragraph, .. }) = cell.paragraphs.first() else { return Ok(Pt::ZERO) };
    let lines = paragraph.lines(stand.width);
    let height = paragraph.line_height() * lines.len() as f32;
    if height > highest * LOW_ROW {
        return Ok(Pt::ZERO);
    }
    let tag = Tag::artifact(Artifact::RepeatedHead);
    let mut place = Place { left: stand.left, top: padding, width: stand.width, align: stand.align, tag };
    for line in &lines {
        paragraph.draw(line, place, items)?;
        place.top += paragraph.line_height();
    }
    Ok(height)
}

/// How many lines of a cell stand on a page with so much room: all, or as many as fit without leaving one
/// line of a paragraph alone.
fn fitting(lines: &[(&SetParagraph, LineBox)], room: Pt) -> usize {
    let mut top = Pt::ZERO;
    let most = lines
        .iter()
        .take_while(|(set, _)| {
            top += set.paragraph.line_height();
            top <= room
        })
        .count();
    let same = |one: usize, other: usize| match (lines.get(one), lines.get(other)) {
        (Some((one, _)), Some((other, _))) => std::ptr::eq(*one, *other),
        (Some(_) | None, _) => false,
    };
    // Whether the page ends inside of a paragraph with one line of it on either side. What went before is
    // on an earlier page, with two lines or more.
    let tears = |end: usize| {
        let inside = end > 0 && same(end - 1, end);
        inside && ((end == 1 || !same(end - 2, end)) || !same(end - 1, end + 1))
    };
    let whole = (1..=most).rev().find(|end| !tears(*end));
    // At least one line, else a page too low for a line would never be done.
    whole.unwrap_or(most.max(1)).min(lines.len())
}

/// Where each column stands.
fn stands(table: &Table, heads: &[SetCell], rows: &[Vec<SetCell>], area: Area, scale: &Scale) -> Vec<Stand> {
    let columns = table.columns.len();
    if columns == 0 {
        return Vec::new();
    }
    let gap = scale.column_gap.min(area.width / columns as f32 * 0.2);
    let room = area.width - gap * (columns - 1) as f32;
    let needs: Vec<Pt> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            heads
                .get(column)
                .into_iter()
                .chain(cells)
                .flat_map(|cell| &cell.paragraphs)
                .map(|set| set.paragraph.longest_word())
                .fold(Pt::ZERO, Pt::max)
                .min(room * LARGEST_NEED)
        })
        .collect();
    let shares: Vec<f32> = table.columns.iter().map(|column| f32::from(column.share.max(1))).collect();
    let mut left = area.left;
    widths(&shares, &needs, scale.cell.size * LEAST_WIDTH, room)
        .into_iter()
        .zip(&table.columns)
        .map(|(width, column)| {
            let stand = Stand {
                left,
                width,
                align: match column.kind {
                    ColumnKind::Words => Align::Left,
                    ColumnKind::Figures => Align::Right,
                },
            };
            left += width + gap;
            stand
        })
        .collect()
}

/// Shares the room out: each column gets its share, but not less than it needs where there is enough
/// for all needs.
fn widths(shares: &[f32], needs: &[Pt], least: Pt, room: Pt) -> Vec<Pt> {
    let needed: Pt = needs.iter().copied().sum();
    if needed > room {
        // Room for a wide letter or two first, so that the neighbors' long words leave it to all.
        let floors: Vec<Pt> = needs.iter().map(|need| need.min(least)).collect();
        let floor: Pt = floors.iter().copied().sum();
        if floor >= room {
            return floors.iter().map(|need| room * (*need / floor)).collect();
        }
        let spare = (room - floor) / (needed - floor);
        return needs.iter().zip(&floors).map(|(need, floor)| *floor + (*need - *floor) * spare).collect();
    }
    let mut fixed: Vec<Option<Pt>> = vec![None; shares.len()];
    loop {
        let taken: Pt = fixed.iter().flatten().copied().sum();
        let free: f32 =
            shares.iter().zip(&fixed).filter(|(_, fixed)| fixed.is_none()).map(|(share, _)| share).sum();
        let wish = |share: f32| (room - taken) * (share / free.max(f32::EPSILON));
        let mut changed = Changed::No;
        for ((share, need), fixed) in shares.iter().zip(needs).zip(&mut fixed) {
            if fixed.is_none() && wish(*share) < *need {
                *fixed = Some(*need);
                changed = Changed::Yes;
            }
        }
        if changed == Changed::No {
            return shares
                .iter()
                .zip(&fixed)
                .map(|(share, fixed)| fixed.unwrap_or_else(|| wish(*share)))
                .collect();
        }
    }
}

#[derive(PartialEq, Eq)]
enum Changed {
    Yes,
    No,
}

fn figures(kind: ColumnKind) -> Figures {
    match kind {
        ColumnKind::Words => Figures::Proportional,
        ColumnKind::Figures => Figures::Tabular,
    }
}

fn count(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(shares: &[f32], needs: &[f32], room: f32) -> Vec<f32> {
        let needs: Vec<Pt> = needs.iter().map(|need| pt(*need)).collect();
        widths(shares, &needs, pt(20.0), pt(room)).iter().map(|width| width.0.round()).collect()
    }

    #[test]
    fn columns_get_their_shares_where_words_fit() {
        assert_eq!(shared(&[1.0, 2.0, 1.0], &[10.0, 10.0, 10.0], 100.0), [25.0, 50.0, 25.0]);
    }

    #[test]
    fn a_column_with_a_long_word_takes_from_the_others() {
        assert_eq!(shared(&[1.0, 2.0, 1.0], &[40.0, 10.0, 10.0], 100.0), [40.0, 40.0, 20.0]);
    }

    #[test]
    fn needs_beyond_the_room_shrink_alike() {
        assert_eq!(shared(&[1.0, 1.0], &[150.0, 150.0], 100.0), [50.0, 50.0]);
        assert_eq!(shared(&[1.0, 1.0], &[180.0, 20.0], 100.0), [80.0, 20.0]);
    }
}
