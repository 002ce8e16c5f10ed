//! Which slab goes on which page? Slabs are lines, rows and boxes that can't be torn.
//!
//! Heights in points. The same rules fill a page and a box that is higher than a page. First it is
//! decided where each page begins, then the pages are filled. What a slab shows is not known here, but
//! for whether it begins a section.

use std::ops::Range;
use std::rc::Rc;

use super::page::{Artifact, Item, Role, Tag};
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
    /// It should not: the next one belongs to it. Where all that belongs together is higher than a
    /// page, it is parted here first.
    WithNext,
    /// It should not: both are lines of one paragraph, of which one would be left alone.
    Lines,
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

/// Filled stacks, none of them empty.
pub(super) struct Filled {
    pub(super) stacks: Vec<Stack>,
    /// What the last one would hold if it were not given more for the looks.
    pub(super) rest: Pt,
}

/// How high the stacks may become.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// The first one, which may stand below a heading.
    pub(super) first: Pt,
    pub(super) others: Pt,
}

/// Rounding must not push a slab that just fits onto the next page.
const TOLERANCE: Pt = pt(0.05);
/// A last page that holds less than this part of a page looks forgotten.
const FORGOTTEN: f32 = 0.16;
/// What the page before the last must keep when something is taken from it.
const KEPT: f32 = 0.55;

impl Slab {
    /// A slab that a page may end below.
    pub(super) fn new(before: Pt, height: Pt, items: Vec<Item>) -> Slab {
        Slab { before, height, items, glue: Glue::Free, head: None }
    }

    fn begins_section(&self) -> bool {
        self.items.first().is_some_and(|item| matches!(item.tag().role, Role::Heading(_)))
    }
}

/// Glues the lines of a heading together, and to what they stand above.
pub(super) fn lead(heading: &mut [Slab]) {
    for slab in heading.iter_mut() {
        slab.glue = Glue::Lines;
    }
    if let Some(last) = heading.last_mut() {
        last.glue = Glue::WithNext;
    }
}

/// How high what stands at the end is that is glued to what comes next.
pub(super) fn glued(slabs: &[Slab]) -> Pt {
    slabs.iter().rev().take_while(|slab| slab.glue != Glue::Free).map(|slab| slab.before + slab.height).sum()
}

impl Room {
    /// Stacks of one height.
    pub(super) fn alike(height: Pt) -> Room {
        Room { first: height, others: height }
    }
}

/// Fills stacks. What is glued stays together unless it is higher than a stack.
pub(super) fn fill(slabs: Vec<Slab>, room: Room) -> Filled {
    let (starts, rest) = starts(&slabs, room);
    let mut stacks = Vec::with_capacity(starts.len());
    let mut slabs = slabs.into_iter();
    for (page, start) in starts.iter().enumerate() {
        let count = starts.get(page + 1).map_or(usize::MAX, |next| next - start);
        let mut stack: Option<Stack> = None;
        for slab in slabs.by_ref().take(count) {
            let (stack, before) = match &mut stack {
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
        stacks.extend(stack);
    }
    Filled { stacks, rest }
}

/// The number of the slab with which each stack begins, and how much is in the last one that has to be.
fn starts(slabs: &[Slab], room: Room) -> (Vec<usize>, Pt) {
    let mut plan = Plan { slabs, room, starts: Vec::new() };
    for chain in chains(slabs, 0..slabs.len(), |glue| glue != Glue::Free) {
        plan.add(chain);
    }
    let rest = plan.starts.last().map_or(Pt::ZERO, |last| plan.height(*last..slabs.len()));
    plan.settle();
    (plan.starts, rest)
}

/// Parts slabs where they are not glued.
fn chains(slabs: &[Slab], range: Range<usize>, glued: impl Fn(Glue) -> bool) -> Vec<Range<usize>> {
    let mut chains = Vec::new();
    let mut start = range.start;
    for at in range.clone() {
        let ends = slabs.get(at).is_none_or(|slab| !glued(slab.glue));
        if ends || at + 1 == range.end {
            chains.push(start..at + 1);
            start = at + 1;
        }
    }
    chains
}

/// Where stacks begin, as far as it is decided.
struct Plan<'a> {
    slabs: &'a [Slab],
    room: Room,
    starts: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Placed {
    Yes,
    No,
}

impl Plan<'_> {
    /// How high these slabs are as a stack of their own.
    fn height(&self, range: Range<usize>) -> Pt {
        let slabs = self.slabs.get(range).unwrap_or_default();
        let head = slabs.first().and_then(|slab| slab.head.as_ref()).map_or(Pt::ZERO, |head| head.height);
        let first = slabs.first().map_or(Pt::ZERO, |slab| slab.before);
        slabs.iter().map(|slab| slab.before + slab.height).sum::<Pt>() - first + head
    }

    /// Whether slabs up to `end` fit into the open stack.
    fn fits(&self, end: usize) -> bool {
        let room = if self.starts.len() > 1 { self.room.others } else { self.room.first };
        self.starts.last().is_some_and(|start| self.height(*start..end) <= room + TOLERANCE)
    }

    /// Adds what should stay together.
    fn add(&mut self, chain: Range<usize>) {
        if self.place(chain.clone()) == Placed::Yes {
            return;
        }
        // Higher than a stack: parted between paragraphs first, then anywhere.
        for lines in chains(self.slabs, chain, |glue| glue == Glue::Lines) {
            if self.place(lines.clone()) == Placed::No {
                for slab in lines {
                    // One that is higher than a stack begins its own all the same.
                    self.place(slab..slab + 1);
                }
            }
        }
    }

    /// Adds slabs to the open stack or begins one with them. Where they fit neither, an empty one is open
    /// after it.
    fn place(&mut self, range: Range<usize>) -> Placed {
        if self.starts.is_empty() || !self.fits(range.end) {
            // A stack that was begun for them in vain is not left empty.
            if self.starts.last() != Some(&range.start) {
                self.starts.push(range.start);
            }
            if !self.fits(range.end) {
                return Placed::No;
            }
        }
        Placed::Yes
    }

    /// Gives a last stack that looks forgotten more to hold: the whole section whose end it holds, or
    /// else some more of what stands before it.
    fn settle(&mut self) {
        let [.., before, last] = self.starts.as_slice() else { return };
        let (before, last, end) = (*before, *last, self.slabs.len());
        let room = self.room.others;
        if self.height(last..end) >= room * FORGOTTEN {
            return;
        }
        let may_begin = |at: usize| {
            self.slabs.get(at - 1).is_some_and(|slab| slab.glue == Glue::Free)
                && self.height(at..end) <= room
                && self.height(before..at) >= room * KEPT
        };
        let candidates: Vec<usize> = (before + 1..last).rev().filter(|at| may_begin(*at)).collect();
        let section = candidates.iter().find(|at| self.slabs.get(**at).is_some_and(Slab::begins_section));
        let filled = || candidates.iter().find(|at| self.height(**at..end) >= room * FORGOTTEN);
        if let Some(start) = section.or_else(filled).copied()
            && let Some(last) = self.starts.last_mut()
        {
            *last = start;
        }
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
mod tests;
