//! Where does each page lie on screen, how large, and which one is looked at?
//!
//! Plain geometry without a window: points of the screen, offsets as a scroll area counts them. When the size
//! changes, the spot that was looked at stays where it was.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

/// How large the pages are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zoom {
    /// As the screen opens: over the width at hand, but never larger than on paper.
    Usual,
    /// Over the width at hand.
    Width,
    /// So many percent of the size on paper.
    Percent(f32),
}

/// The smallest zoom, in percent.
pub const LEAST: f32 = 40.0;
/// The largest zoom, in percent.
pub const MOST: f32 = 300.0;
/// What the plus and minus keys go through, in percent.
const STEPS: [f32; 12] = [LEAST, 50.0, 60.0, 75.0, 90.0, 100.0, 125.0, 150.0, 175.0, 200.0, 250.0, MOST];

/// Points of the screen for each point of paper at 100 %: an inch of paper is 96 points wide, as everywhere.
const FULL: f32 = 96.0 / 72.0;
/// Room around the pages.
pub const MARGIN: Vec2 = vec2(26.0, 20.0);
/// Room between two pages.
const BETWEEN: f32 = 16.0;

/// The pages as they lie below each other, from the top left of all that can be scrolled.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheets {
    /// Where each page lies.
    pub pages: Vec<Rect>,
    /// The size of all of it.
    pub size: Vec2,
}

/// A spot of the pages, whatever their size: the page, how far across and down it, and what is left of the way to
/// it in points, for a spot beside a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    page: usize,
    part: Vec2,
    rest: Vec2,
}

impl Sheets {
    /// Lays pages of these sizes (points of paper) below each other, at so many points of the screen for each.
    pub fn of(sizes: &[Vec2], scale: f32, room: Vec2) -> Self {
        let widest = sizes.iter().map(|size| size.x).fold(0.0, f32::max) * scale;
        let width = (widest + 2.0 * MARGIN.x).max(room.x);
        let mut top = MARGIN.y;
        let pages = sizes
            .iter()
            .map(|size| {
                let size = *size * scale;
                let rect = Rect::from_min_size(pos2(((width - size.x) / 2.0).round(), top), size);
                top = rect.bottom() + BETWEEN;
                rect
            })
            .collect();
        Self { pages, size: vec2(width, top - BETWEEN + MARGIN.y) }
    }

    /// How far one can scroll.
    fn farthest(&self, room: Vec2) -> Vec2 {
        (self.size - room).max(Vec2::ZERO)
    }

    fn spot(&self, at: Pos2) -> Option<Spot> {
        let distance = |rect: &Rect| rect.distance_sq_to_pos(at);
        let (page, rect) = self
            .pages
            .iter()
            .enumerate()
            .min_by(|(_, one), (_, two)| distance(one).total_cmp(&distance(two)))?;
        let inside = rect.clamp(at);
        let part = (inside - rect.min) / rect.size().max(Vec2::splat(1.0));
        Some(Spot { page, part, rest: at - inside })
    }

    fn find(&self, spot: Spot) -> Option<Pos2> {
        let rect = self.pages.get(spot.page)?;
        Some(rect.min + spot.part * rect.size() + spot.rest)
    }

    /// The page of which most is in sight; of several alike the first.
    fn looked_at(&self, offset: Vec2, room: Vec2) -> usize {
        let sight = Rect::from_min_size(offset.to_pos2(), room);
        let seen = |rect: &Rect| {
            let height = rect.y_range().intersection(sight.y_range()).span().max(0.0);
            // A page that is seen whole counts as much as a higher one that fills the window.
            height / rect.height().min(room.y).max(1.0)
        };
        let mut best = (0, 0.0);
        for (at, rect) in self.pages.iter().enumerate() {
            let seen = seen(rect);
            if seen > best.1 + 0.001 {
                best = (at, seen);
            }
        }
        best.0
    }
}

/// Where one is among the pages.
#[derive(Clone, Debug)]
pub struct View {
    zoom: Zoom,
    scale: f32,
    room: Vec2,
    offset: Vec2,
    current: usize,
    sheets: Sheets,
    /// Whether the offset was changed here and the scroll area does not know it yet.
    moved: bool,
    goal: Option<Goal>,
}

/// Where a key or a click leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// To a page, from 0.
    Page(usize),
    /// Up or down by so many points.
    By(f32),
}

impl Default for View {
    fn default() -> Self {
        let sheets = Sheets { pages: Vec::new(), size: Vec2::ZERO };
        Self {
            zoom: Zoom::Usual,
            scale: 0.0,
            room: Vec2::ZERO,
            offset: Vec2::ZERO,
            current: 0,
            sheets,
            moved: false,
            goal: None,
        }
    }
}

impl View {
    /// Lays pages of these sizes out again for the room at hand, and goes where it was asked to. `factor` is what
    /// a wheel has zoomed by, `pointer` where in the room it was.
    pub fn arrange(&mut self, sizes: &[Vec2], room: Vec2, factor: f32, pointer: Option<Vec2>) {
        if (factor - 1.0).abs() > f32::EPSILON {
            self.zoom = Zoom::Percent((self.percent() * factor).clamp(LEAST, MOST));
        }
        let widest = sizes.iter().map(|size| size.x).fold(0.0, f32::max);
        let scale = self.zoom.scale(widest, room.x);
        let before = (self.scale, self.room);
        let sheets = Sheets::of(sizes, scale, room);
        if (scale - before.0).abs() > f32::EPSILON && before.0 > 0.0 {
            // What a window of another width shows begins with the same line; a zoom keeps the middle in its place.
            let focus = match pointer {
                Some(pointer) => pointer,
                None if before.1 == room => room / 2.0,
                None => vec2(room.x / 2.0, 0.0),
            };
            let spot = self.sheets.spot((self.offset + focus).to_pos2());
            if let Some(at) = spot.and_then(|spot| sheets.find(spot)) {
                self.put(at.to_vec2() - focus, sheets.farthest(room));
            }
        }
        (self.scale, self.room, self.sheets) = (scale, room, sheets);
        match self.goal.take() {
            Some(Goal::Page(page)) => {
                let page = page.min(sizes.len().saturating_sub(1));
                if let Some(rect) = self.sheets.pages.get(page) {
                    let top = vec2(self.offset.x, rect.top() - MARGIN.y);
                    self.put(top, self.sheets.farthest(room));
                    self.current = page;
                }
            }
            Some(Goal::By(by)) => {
                self.put(self.offset + vec2(0.0, by), self.sheets.farthest(room));
                self.current = self.sheets.looked_at(self.offset, room);
            }
            None => self.current = self.current.min(sizes.len().saturating_sub(1)),
        }
    }

    fn put(&mut self, offset: Vec2, farthest: Vec2) {
        let offset = offset.clamp(Vec2::ZERO, farthest);
        self.moved |= offset != self.offset;
        self.offset = offset;
    }

    /// The offset that the scroll area must take over, if it was changed here.
    pub fn take_moved(&mut self) -> Option<Vec2> {
        std::mem::take(&mut self.moved).then_some(self.offset)
    }

    /// Takes the offset of the scroll area over. Where somebody has scrolled, another page may be looked at; a page
    /// that a key led to stays the one even where it can't be brought to the top.
    pub fn scrolled(&mut self, offset: Vec2) {
        if (offset - self.offset).length() > 0.5 {
            self.current = self.sheets.looked_at(offset, self.room);
        }
        self.offset = offset;
    }

    /// Where the pages lie.
    pub fn sheets(&self) -> &Sheets {
        &self.sheets
    }

    /// Points of the screen for each point of paper.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The zoom in percent of the size on paper.
    pub fn percent(&self) -> f32 {
        self.scale / FULL * 100.0
    }

    /// The page that is looked at, from 0.
    pub fn current(&self) -> usize {
        self.current
    }

    /// Goes somewhere with the next frame.
    pub fn go(&mut self, goal: Goal) {
        self.goal = Some(goal);
    }

    /// Goes so many pages on, or back.
    pub fn step(&mut self, pages: isize) {
        self.go(Goal::Page(self.current.saturating_add_signed(pages)));
    }

    /// Shows the pages larger or smaller by a step.
    pub fn zoom_step(&mut self, larger: Larger) {
        let now = self.percent();
        let next = match larger {
            Larger::Yes => STEPS.into_iter().find(|step| *step > now + 0.5).unwrap_or(MOST),
            Larger::No => STEPS.into_iter().rev().find(|step| *step < now - 0.5).unwrap_or(LEAST),
        };
        self.zoom = Zoom::Percent(next);
    }

    /// Shows the pages over the width at hand.
    pub fn fit_width(&mut self) {
        self.zoom = Zoom::Width;
    }

    /// How far one scrolls with an arrow key: a fifth of the room.
    pub fn arrow(&self) -> f32 {
        self.room.y / 5.0
    }
}

/// Whether a step of the zoom makes the pages larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Larger {
    /// Larger.
    Yes,
    /// Smaller.
    No,
}

impl Zoom {
    fn scale(self, widest: f32, room: f32) -> f32 {
        let over_the_width = (room - 2.0 * MARGIN.x) / widest.max(1.0);
        let (least, most) = (LEAST / 100.0 * FULL, MOST / 100.0 * FULL);
        match self {
            Self::Usual => over_the_width.clamp(least, FULL),
            Self::Width => over_the_width.clamp(least, most),
            Self::Percent(percent) => (percent / 100.0 * FULL).clamp(least, most),
        }
    }
}

#[cfg(test)]
mod tests;
