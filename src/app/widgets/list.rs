//! A list of records: two lines at the left, two at the right, the letters that matched marked.
//!
//! Lengths in points; ranges in bytes of the title. What a row stands for is the caller's.

use std::ops::Range;

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Frame, Id, InnerResponse, Rect, Response, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo,
    accesskit::Role,
    pos2,
    text::{CCursor, CharIndex},
    vec2,
};

use super::{
    button,
    nav::Selected,
    shape,
    text::{self, Run, Tone},
};
use crate::app::theme::{self, Type, size};

/// Where a row stands in its list: the ends share the list's round corners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first of several.
    First,
    /// Between others.
    Middle,
    /// The last of several.
    Last,
    /// The only one.
    Only,
}

impl Place {
    /// The place of row `index`, counted from zero, in a list of `count`.
    #[must_use]
    pub fn of(index: usize, count: usize) -> Self {
        match (index, count.saturating_sub(index + 1)) {
            (0, 0) => Self::Only,
            (0, _) => Self::First,
            (_, 0) => Self::Last,
            _ => Self::Middle,
        }
    }

    fn corners(self) -> CornerRadius {
        let round = size::CARD_RADIUS;
        let (top, bottom) = match self {
            Self::First => (round, 0),
            Self::Middle => (0, 0),
            Self::Last => (0, round),
            Self::Only => (round, round),
        };
        CornerRadius { nw: top, ne: top, sw: bottom, se: bottom }
    }

    fn has_row_below(self) -> bool {
        match self {
            Self::First | Self::Middle => true,
            Self::Last | Self::Only => false,
        }
    }
}

/// One record, in words.
#[derive(Debug, Clone, Copy)]
pub struct ListRow<'a> {
    /// The name.
    pub title: &'a str,
    /// The parts of the title that matched the search, in bytes; an impossible range is left out.
    pub matches: &'a [Range<usize>],
    /// The second line.
    pub below: &'a str,
    /// At the right end; alone it stands in the middle of the height.
    pub right: &'a str,
    /// Beneath it; may be empty.
    pub right_below: &'a str,
    /// The color of the words at the right.
    pub right_tone: Tone,
    /// Whether Enter opens this one.
    pub selected: Selected,
    /// Where it stands.
    pub place: Place,
}

/// Where the rows of a list leave word of what they are, for the list around them.
const KIND: &str = "what the rows of the list are";

fn tell(ui: &Ui, kind: Role) {
    ui.data_mut(|data| data.insert_temp(Id::unique(KIND), Some(kind)));
}

/// The white box with round corners that holds rows, one against the other. A screen reader is told what
/// its rows make of it, something to choose from or to read, and by `name` what they are.
pub fn list<R>(ui: &mut Ui, name: &str, rows: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let theme = theme::of(ui.ctx());
    let radius = CornerRadius::same(size::CARD_RADIUS);
    let shown = Frame::new().fill(theme.palette.surface).corner_radius(radius).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.data_mut(|data| data.insert_temp(Id::unique(KIND), None::<Role>));
        let drawn = rows(ui);
        let kind = ui.data(|data| data.get_temp::<Option<Role>>(Id::unique(KIND))).flatten();
        if let Some(kind) = kind {
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(kind);
                node.set_label(name);
            });
        }
        drawn
    });
    // The border comes last: a selected row must not paint over it.
    let border = Stroke::new(size::LINE, theme.palette.line);
    ui.painter().rect_stroke(shown.response.rect, radius, border, StrokeKind::Inside);
    shown
}

/// Draws only those of many rows that are in sight, so that a list of any length is drawn at once. Inside of
/// a [`list`]; `show` draws the row at a position. The row at `reveal` is scrolled into view.
pub fn long_list(ui: &mut Ui, count: usize, reveal: Option<usize>, mut show: impl FnMut(&mut Ui, usize)) {
    let (top, sight) = (ui.cursor().top(), ui.clip_rect());
    let rows = |y: f32| ((y - top) / size::LIST_ROW).max(0.0);
    // A row more at each end: Tab leads to it, and it comes into sight.
    let first = (rows(sight.top()).floor() as usize).saturating_sub(1).min(count);
    let last = (rows(sight.bottom()).ceil() as usize).saturating_add(1).min(count);
    let height = |rows: usize| rows as f32 * size::LIST_ROW;
    ui.add_space(height(first));
    for at in first..last {
        ui.push_id(at, |ui| show(ui, at));
    }
    ui.add_space(height(count.saturating_sub(last)));
    if let Some(at) = reveal {
        let row = Rect::from_min_size(
            pos2(ui.min_rect().left(), top + height(at)),
            vec2(ui.available_width(), size::LIST_ROW),
        );
        ui.scroll_to_rect(row, None);
    }
}

/// One record as a row over the whole width at hand.
pub fn list_row(ui: &mut Ui, row: &ListRow<'_>) -> Response {
    tell(ui, Role::ListBox);
    let response = record(ui, row, Role::ListBoxOption, Sense::click());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(row.selected == Selected::Yes);
    });
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The same, to be read and not opened.
pub fn read_row(ui: &mut Ui, row: &ListRow<'_>) -> Response {
    tell(ui, Role::List);
    record(ui, row, Role::ListItem, Sense::hover())
}

fn record(ui: &mut Ui, row: &ListRow<'_>, role: Role, sense: Sense) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::LIST_ROW), sense);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(role, enabled, row.title));
    let more: Vec<&str> =
        [row.below, row.right, row.right_below].into_iter().filter(|text| !text.is_empty()).collect();
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(more.join(". "));
    });
    paint_ground(ui, &response, row.selected, row.place);

    let (high, low) = (rect.center().y - 10.0, rect.center().y + 9.5);
    let right = rect.right() - size::PAD;
    let tone = row.right_tone.color(palette);
    let (first_y, lines) = if row.right_below.is_empty() {
        (rect.center().y, vec![row.right])
    } else {
        (high, vec![row.right, row.right_below])
    };
    let mut taken = right;
    for (line, y) in lines.into_iter().zip([first_y, low]) {
        let words = text::line(ui, &[Run::new(line, Type::Note, tone)], width / 2.0);
        let place = text::place(ui, words, Align2::RIGHT_CENTER, pos2(right, y));
        taken = taken.min(place.left());
    }
    let left = rect.left() + size::PAD;
    let room = taken - size::PAD - left;
    let title = Run::new(row.title, Type::Strong, palette.ink);
    let title = text::line(ui, &[title], room);
    for range in letters(row.title, row.matches) {
        let start = title.pos_from_cursor(CCursor::new(range.start)).left();
        let end = title.pos_from_cursor(CCursor::new(range.end)).left();
        let mark = Rect::from_x_y_ranges(left + start..=left + end, high - 9.0..=high + 8.0);
        let corner = CornerRadius::same(2);
        ui.painter().rect_filled(mark.expand2(vec2(0.5, 0.0)), corner, palette.highlight);
    }
    text::place(ui, title, Align2::LEFT_CENTER, pos2(left, high));
    let below = Run::new(row.below, Type::Note, palette.muted);
    let below = text::line(ui, &[below], room);
    text::place(ui, below, Align2::LEFT_CENTER, pos2(left, low));
    response
}

/// The last row of a list: something to do instead of opening a record, with its key.
pub fn action_row(ui: &mut Ui, label: &str, key: Option<&str>, place: Place) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let wanted = vec2(ui.available_width(), size::BUTTON + 3.0);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let enabled = ui.is_enabled();
    tell(ui, Role::ListBox);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, enabled, label));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(false);
        if let Some(key) = key {
            node.set_keyboard_shortcut(key);
        }
    });
    paint_ground(ui, &response, Selected::No, place);
    let words = Run::new(label, Type::Strong, palette.accent);
    let words = text::line(ui, &[words], rect.width() - 2.0 * size::PAD);
    let start = pos2(rect.left() + size::PAD, rect.center().y);
    let words = text::place(ui, words, Align2::LEFT_CENTER, start);
    if let Some(key) = key {
        let at = pos2(words.right() + 19.0, rect.center().y);
        let cap = Align2::LEFT_CENTER.anchor_size(at, button::cap_size(ui, key));
        button::paint_cap(ui, cap, key, button::CapColors::plain(palette));
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

pub(super) fn paint_ground(ui: &Ui, response: &Response, selected: Selected, place: Place) {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let rect: Rect = response.rect;
    let fill = match selected {
        Selected::Yes => palette.accent_soft,
        Selected::No if response.hovered() => palette.ground,
        Selected::No => theme::CLEAR,
    };
    ui.painter().rect_filled(rect, place.corners(), fill);
    if place.has_row_below() {
        let hairline = Stroke::new(size::LINE, palette.line);
        let base = rect.bottom() - size::LINE / 2.0;
        ui.painter().hline(rect.x_range(), base, hairline);
    }
    shape::reveal(response);
    if response.has_focus() {
        // The rows touch each other: the ring stays inside so that no row hides it.
        let inside = rect.shrink(size::FOCUS_GAP + size::FOCUS);
        shape::focus_ring(ui.painter(), palette, inside, size::RADIUS);
    }
}

/// The ranges that lie in `title`, counted in letters as egui counts its cursor.
fn letters(title: &str, matches: &[Range<usize>]) -> Vec<Range<CharIndex>> {
    let count = |end: usize| title.get(..end).map(|part| CharIndex(part.chars().count()));
    let whole = |range: &Range<usize>| Some(count(range.start)?..count(range.end)?);
    matches.iter().filter_map(whole).filter(|range| range.start < range.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_knows_whether_it_is_an_end_of_its_list() {
        assert_eq!(Place::of(0, 1), Place::Only);
        assert_eq!(Place::of(0, 3), Place::First);
        assert_eq!(Place::of(1, 3), Place::Middle);
        assert_eq!(Place::of(2, 3), Place::Last);
    }

    #[test]
    fn matches_are_counted_in_letters_and_impossible_ones_are_left_out() {
        let title = "O’Brien, Mára";
        type Ends = &'static [(usize, usize)];
        let cases: [(Ends, Ends); 5] = [
            (&[], &[]),
            (&[(0, 1)], &[(0, 1)]),
            (&[(11, 15), (15, 16)], &[(9, 12), (12, 13)]),
            (&[(2, 4)], &[]),
            (&[(40, 50), (4, 4), (0, 4)], &[(0, 2)]),
        ];
        for (bytes, expected) in cases {
            let ranges: Vec<Range<usize>> = bytes.iter().map(|(start, end)| *start..*end).collect();
            let found: Vec<(usize, usize)> =
                letters(title, &ranges).into_iter().map(|range| (range.start.0, range.end.0)).collect();
            assert_eq!(found, expected, "{bytes:?}");
        }
    }
}
