//! How large is a box? A frame around blocks, alone or with others side by side.
//!
//! A box stays whole where it fits on a page; a higher one goes on in a second frame.

use super::blocks::{Area, Setter};
use super::document::Panel;
use super::error::SummaryError;
use super::flow::{Room, Slab, Stack, fill, glued, lead};
use super::page::{Item, Point, Role};
use super::signs::frame;
use super::style::Scale;
use super::units::{Pt, pt};

/// Between boxes side by side.
const GUTTER: Pt = pt(10.5);
/// Below the titles of boxes side by side: with more space, readers that copy text would take the boxes
/// for a table and read the titles first.
const SIDE_BY_SIDE_TITLE_GAP: Pt = Pt::ZERO;
/// Boxes narrower than so many times the body's size don't stand side by side.
const NARROWEST: f32 = 12.0;

impl Setter<'_> {
    /// The slabs of one box: one, or several if it is higher than a page.
    pub(super) fn panel(&mut self, panel: &Panel, area: Area) -> Result<Vec<Slab>, SummaryError> {
        let padding = self.scale.panel_padding;
        let stacks = self.stacks(panel, area, self.scale.gap * 0.4)?;
        let slabs = stacks.into_iter().map(|stack| {
            let height = stack.height + padding * 2.0;
            let items = framed(stack, area, height, padding);
            Slab::new(self.scale.gap * 2.0, height, items)
        });
        Ok(slabs.collect())
    }

    /// The slabs of boxes side by side: one for each row of boxes.
    pub(super) fn panels(&mut self, panels: &[Panel], area: Area) -> Result<Vec<Slab>, SummaryError> {
        let padding = self.scale.panel_padding;
        let mut slabs = Vec::new();
        let mut area = area;
        for row in panels.chunks(abreast(self.scale, area).max(1)) {
            let width = (area.width - GUTTER * (row.len() - 1) as f32) / row.len() as f32;
            let mut boxes = Vec::with_capacity(row.len());
            let mut left = area.left;
            for panel in row {
                let inner = Area { left, width, ..area };
                boxes.push((self.stacks(panel, inner, SIDE_BY_SIDE_TITLE_GAP)?, inner));
                left += width + GUTTER;
            }
            let highest = boxes.iter().map(|(stacks, _)| stacks.len()).max().unwrap_or(0);
            // One higher than a page goes on in a second row of frames, beside what the others have left.
            for index in 0..highest {
                let pieces = || boxes.iter().filter_map(|(stacks, _)| stacks.get(index));
                let height = pieces().map(|stack| stack.height).fold(Pt::ZERO, Pt::max) + padding * 2.0;
                let mut items = Vec::new();
                for (stacks, inner) in &mut boxes {
                    if let Some(stack) = stacks.get_mut(index) {
                        let stack = Stack { height: stack.height, items: std::mem::take(&mut stack.items) };
                        items.append(&mut framed(stack, *inner, height, padding));
                    }
                }
                slabs.push(Slab::new(self.scale.gap * 2.0, height, items));
            }
            // The heading stands above the first row alone.
            area = area.below(Pt::ZERO);
        }
        Ok(slabs)
    }

    /// A box's content, cut where it is higher than a page.
    fn stacks(&mut self, panel: &Panel, area: Area, title_gap: Pt) -> Result<Vec<Stack>, SummaryError> {
        let padding = self.scale.panel_padding;
        let inner = Area {
            left: area.left + padding,
            width: area.width - padding * 2.0,
            height: area.height - padding * 2.0,
            above: area.above,
        };
        let outer = self.counters.enter_panel();
        let mut slabs = Vec::new();
        if !panel.title.is_empty() {
            let tag = self.counters.tag(Role::PanelTitle);
            let style = self.scale.panel_title;
            slabs = self.lines(&panel.title, style, inner, Pt::ZERO, tag)?;
            lead(&mut slabs);
        }
        let mut blocks = self.blocks(&panel.blocks, inner.below(inner.above + glued(&slabs)))?;
        self.counters.leave_panel(outer);
        if let Some(first) = blocks.first_mut() {
            first.before = title_gap;
        }
        slabs.append(&mut blocks);
        Ok(fill(slabs, Room { first: inner.first_height(), others: inner.height }).stacks)
    }
}

/// A frame and what it holds, from the frame's top.
fn framed(stack: Stack, area: Area, height: Pt, padding: Pt) -> Vec<Item> {
    let mut items = vec![frame(Point::new(area.left, Pt::ZERO), area.width, height)];
    items.extend(stack.items.into_iter().map(|mut item| {
        item.lower(padding);
        item
    }));
    items
}

/// How many boxes stand side by side.
fn abreast(scale: &Scale, area: Area) -> usize {
    let narrowest = scale.body.size * NARROWEST + GUTTER;
    // A ratio of two lengths on one page: small and positive.
    ((area.width + GUTTER) / narrowest) as usize
}
