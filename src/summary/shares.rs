//! How is "of 100 people" drawn? A title, and below it a row for each group: 100 small marks, and beside them who
//! it is, the count, and how it differs, as one text, so that readers that copy it don't take columns apart.
//!
//! Filled marks come first. A filled mark, a part of one and an empty one differ by shape, so that a fax or
//! a copy keeps them apart. Where a box is too narrow for marks, the words stand alone: they say it all. A row
//! is one figure, read aloud with the title, so that it is understood by itself.

use super::blocks::{Area, Setter, spoken};
use super::document::{Marks, Shares, Weight};
use super::error::SummaryError;
use super::flow::{Glue, Slab};
use super::page::{Figure, Item, Mark, Paint, Point, Role, Segment, Shape, Tag, Tone};
use super::signs::rectangle;
use super::style::TextStyle;
use super::units::{Pt, pt};

/// From one mark to the next, as a part of the size of the words.
const PITCH: f32 = 0.39;
/// The side of a mark, and the space between groups of ten, as parts of that.
const SIDE: f32 = 0.76;
const BETWEEN_TENS: f32 = 0.7;
/// From one line of marks to the next, as a part of the same.
const LEADING: f32 = 1.3;
/// Marks on one line, and how much room they have to leave for the words: a part of the words' size. The first
/// that do are taken; they are the same in every block, so that the marks of one stand below those of another.
const ON_A_LINE: [(usize, f32); 2] = [(50, 22.0), (25, 16.0)];
/// Between marks and words, as a part of the size of the words.
const GUTTER: f32 = 0.9;

/// Marks in lines.
#[derive(Clone, Copy)]
struct Grid {
    left: Pt,
    pitch: Pt,
    on_a_line: usize,
}

impl Setter<'_> {
    /// One slab for the title and one for each row, glued together.
    pub(super) fn shares(&mut self, shares: &Shares, area: Area) -> Result<Vec<Slab>, SummaryError> {
        let style = self.scale.cell;
        let strong = TextStyle { weight: Weight::SemiBold, ..style };
        let mut slabs = Vec::with_capacity(shares.rows.len() + 1);
        if !shares.title.is_empty() {
            let tag = self.counters.tag(Role::Paragraph);
            slabs = self.lines(&shares.title, strong, area, self.scale.gap * 0.9, tag)?;
        }
        let grid = Grid::new(style.size, area);
        let title = spoken(&shares.title);
        for share in &shares.rows {
            let words = share.text();
            let said = [title.clone(), spoken(&words)].into_iter().filter(|words| !words.is_empty());
            let tag = self.counters.figure(said.collect::<Vec<_>>().join(": "));
            let mut items = Vec::new();
            let mut height = Pt::ZERO;
            let mut left = area.left;
            if let Some(grid) = grid {
                left += grid.width() + style.size * GUTTER;
                if let Some(marks) = share.marks() {
                    height = grid.draw(marks, style.line_height, tag, &mut items);
                }
            }
            let width = area.left + area.width - left;
            height =
                height.max(self.column(&words, style, left, width, tag, &mut items)?).max(style.line_height);
            slabs.push(Slab::new(self.scale.gap * 0.15, height, items));
        }
        let last = slabs.len().saturating_sub(1);
        // Lines of a long title that must not be parted stay glued as such.
        for slab in slabs.iter_mut().take(last).filter(|slab| slab.glue == Glue::Free) {
            slab.glue = Glue::WithNext;
        }
        Ok(slabs)
    }
}

impl Grid {
    /// The marks of a block; `None` where it is too narrow for them.
    fn new(size: Pt, area: Area) -> Option<Grid> {
        ON_A_LINE.iter().find_map(|(on_a_line, words)| {
            let grid = Grid { left: area.left, pitch: size * PITCH, on_a_line: *on_a_line };
            (area.width - grid.width() - size * GUTTER >= size * *words).then_some(grid)
        })
    }

    fn width(self) -> Pt {
        let tens = (self.on_a_line - 1) / 10;
        self.pitch * (self.on_a_line as f32 + tens as f32 * BETWEEN_TENS - (1.0 - SIDE))
    }

    /// Draws the marks, centered on the first line of words where they are not higher, and returns how far
    /// down they reach.
    fn draw(self, marks: Marks, line_height: Pt, tag: Tag, items: &mut Vec<Item>) -> Pt {
        let lines = Marks::ALL.div_ceil(self.on_a_line);
        let height = self.pitch * ((lines - 1) as f32 * LEADING + SIDE);
        let top = ((line_height - height) / 2.0).max(Pt::ZERO);
        for at in 0..Marks::ALL {
            let (line, place) = (at / self.on_a_line, at % self.on_a_line);
            let x = self.left + self.pitch * (place as f32 + (place / 10) as f32 * BETWEEN_TENS);
            let y = top + self.pitch * (line as f32 * LEADING);
            let mark = if at < marks.filled {
                Mark::Filled
            } else if at == marks.filled && marks.part {
                Mark::Part
            } else {
                Mark::Empty
            };
            items.push(mark_at(mark, Point::new(x, y), self.pitch * SIDE, tag));
        }
        // Lines of the next row's marks must not look like more of these: beside higher marks than words, only what
        // is left free here parts them.
        let free = if height > line_height { LEADING * 2.0 - SIDE } else { LEADING - SIDE };
        top + height + self.pitch * free
    }
}

fn mark_at(mark: Mark, corner: Point, side: Pt, tag: Tag) -> Item {
    let line = pt(0.5);
    let (path, paint) = match mark {
        Mark::Filled => (rectangle(corner, side, side), Paint::Fill),
        // The lower left half.
        Mark::Part => (
            vec![
                Segment::Move(corner),
                Segment::Line(Point::new(corner.x + side, corner.y + side)),
                Segment::Line(Point::new(corner.x, corner.y + side)),
                Segment::Close,
            ],
            Paint::Fill,
        ),
        Mark::Empty => {
            let inset = side * 0.12 + line / 2.0;
            let inner = side - inset * 2.0;
            let corner = Point::new(corner.x + inset, corner.y + inset);
            (rectangle(corner, inner, inner), Paint::Stroke(line))
        }
    };
    Item::Shape(Shape { path, paint, tone: Tone::Ink, tag, figure: Figure::Mark(mark) })
}
