//! Which slab goes on which page? Slabs are lines, rows and boxes that can't be torn.
//!
//! Heights in points. The same rules fill a page and a box that is higher than a page. What a slab
//! shows is not known here.

use std::rc::Rc;

use super::page::{Artifact, Item, Tag};
use super::units::{Pt, pt};

/// Something that stays whole: a line, a table's row, a box.
pub(super) struct Slab {
    /// The space above it; none at the top of a page.
    pub(super) before: Pt,
    pub(super) height: Pt,
    /// Placed from the slab's top.
    pub(super) items: Vec<Item>,
    pub(super) glue: Glue,
    /// A table's head, repeated where a page begins with this slab.
    pub(super) head: Option<Rc<Head>>,
}

/// Whether a page may end below a slab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glue {
    /// It may.
    Free,
    /// It should not: the next one belongs to it.
    WithNext,
}

/// A table's head.
pub(super) struct Head {
    pub(super) height: Pt,
    /// Placed from the head's top.
    pub(super) items: Vec<Item>,
}

/// A filled page or box.
pub(super) struct Stack {
    pub(super) height: Pt,
    /// Placed from the stack's top.
    pub(super) items: Vec<Item>,
}

/// Rounding must not push a slab that just fits onto the next page.
const TOLERANCE: Pt = pt(0.05);

impl Slab {
    /// A slab that a page may end below.
    pub(super) fn new(before: Pt, height: Pt, items: Vec<Item>) -> Slab {
        Slab { before, height, items, glue: Glue::Free, head: None }
    }
}

/// Fills stacks that are `height` high. What is glued stays together unless it is higher than that.
pub(super) fn fill(slabs: Vec<Slab>, height: Pt) -> Vec<Stack> {
    let mut filling = Filling { height, done: Vec::new(), open: None };
    let mut slabs = slabs.into_iter();
    loop {
        let mut chain = Vec::new();
        for slab in slabs.by_ref() {
            let glue = slab.glue;
            chain.push(slab);
            if glue == Glue::Free {
                break;
            }
        }
        if chain.is_empty() {
            break;
        }
        let needed: Pt = chain.iter().map(|slab| slab.before + slab.height).sum();
        if !filling.has_room(needed) {
            filling.close();
        }
        for slab in chain {
            filling.place(slab);
        }
    }
    filling.close();
    filling.done
}

struct Filling {
    height: Pt,
    done: Vec<Stack>,
    open: Option<Stack>,
}

impl Filling {
    fn has_room(&self, needed: Pt) -> bool {
        match &self.open {
            Some(open) => open.height + needed <= self.height + TOLERANCE,
            None => true,
        }
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
    }

    fn place(&mut self, slab: Slab) {
        if !self.has_room(slab.before + slab.height) {
            self.close();
        }
        let (stack, before) = match &mut self.open {
            Some(open) => (open, slab.before),
            closed => (closed.insert(begin(slab.head.as_deref())), Pt::ZERO),
        };
        let top = stack.height + before;
        stack.items.extend(slab.items.into_iter().map(|mut item| {
            item.lower(top);
            item
        }));
        stack.height = top + slab.height;
    }
}

/// A new stack, with the head of the table that goes on in it.
fn begin(head: Option<&Head>) -> Stack {
    let mut stack = Stack { height: Pt::ZERO, items: Vec::new() };
    if let Some(head) = head {
        stack.height = head.height;
        stack.items.extend(head.items.iter().cloned().map(|mut item| {
            item.retag(Tag::artifact(Artifact::RepeatedHead));
            item
        }));
    }
    stack
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slab(height: f32, glue: Glue) -> Slab {
        Slab { glue, ..Slab::new(pt(2.0), pt(height), Vec::new()) }
    }

    fn heights(slabs: Vec<Slab>, height: f32) -> Vec<f32> {
        fill(slabs, pt(height)).iter().map(|stack| stack.height.0).collect()
    }

    #[test]
    fn the_space_above_is_dropped_at_the_top_of_a_page() {
        assert_eq!(heights(vec![slab(10.0, Glue::Free), slab(10.0, Glue::Free)], 30.0), [22.0]);
        assert_eq!(heights(vec![slab(10.0, Glue::Free), slab(10.0, Glue::Free)], 20.0), [10.0, 10.0]);
    }

    #[test]
    fn a_heading_moves_to_the_next_page_with_what_it_stands_above() {
        let slabs = vec![slab(10.0, Glue::Free), slab(5.0, Glue::WithNext), slab(10.0, Glue::Free)];
        assert_eq!(heights(slabs, 25.0), [10.0, 17.0]);
    }

    #[test]
    fn what_is_glued_but_higher_than_a_page_is_parted() {
        let slabs = vec![slab(10.0, Glue::WithNext), slab(10.0, Glue::WithNext), slab(10.0, Glue::Free)];
        assert_eq!(heights(slabs, 25.0), [22.0, 10.0]);
    }

    #[test]
    fn a_table_that_goes_on_repeats_its_head() {
        let head = Rc::new(Head { height: pt(4.0), items: Vec::new() });
        let row = |height| Slab { head: Some(head.clone()), ..Slab::new(pt(0.0), pt(height), Vec::new()) };
        let slabs = vec![slab(4.0, Glue::WithNext), row(10.0), row(10.0), row(10.0)];
        assert_eq!(heights(slabs, 24.5), [24.0, 14.0]);
    }
}
