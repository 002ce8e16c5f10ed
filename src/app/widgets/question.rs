//! The head of one question among several on a page: it takes the focus, so that a screen reader says what is asked.
//!
//! Lengths in points. What the keys do is the caller's; arrows lead from here into the answers.

use eframe::egui::{Align2, EventFilter, Rect, Response, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use super::{
    shape,
    text::{self, Run},
};
use crate::app::theme::{self, Type, size};

/// What stands below the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// Answers of which one holds.
    OneOf,
    /// Answers of which several may hold.
    AnyOf,
    /// A field, or several things.
    Field,
}

/// How large the head is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// It is the title of its page.
    Title,
    /// It stands below the title of its page.
    Question,
}

/// Whether the keys go to this question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InFront {
    /// They do: an edge in color stands beside it.
    Yes,
    /// They go to another one.
    No,
}

/// A question in words.
#[derive(Debug, Clone, Copy)]
pub struct QuestionHead<'a> {
    /// The words that are shown.
    pub shown: &'a str,
    /// What is asked, for screen readers.
    pub ask: &'a str,
    /// Where it stands, behind its words: "none of these"; may be empty.
    pub standing: &'a str,
    /// The same in two or three words, where there is no room for all.
    pub brief: &'a str,
    /// What a screen reader says after it.
    pub spoken: &'a str,
    /// What stands below it.
    pub below: Below,
    /// How large it is.
    pub rank: Rank,
    /// Whether the keys go to it.
    pub in_front: InFront,
}

const EDGE_GAP: f32 = 9.0;
/// How much of the width is at least for where a question stands.
const STANDING: f32 = 0.35;
/// Between the head's focus ring and what stands below it.
const BELOW: f32 = 4.0;
/// The room at the right end of a head for what can be done about its answer.
pub const HEAD_ACTIONS: f32 = 150.0;

/// The head over the whole width at hand. It is never clicked.
pub fn question_head(ui: &mut Ui, head: &QuestionHead<'_>) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let (taken, below) = match head.rank {
        Rank::Title => (0.0, 0.0),
        // Always the same room, so that an answer never breaks the question anew.
        Rank::Question => (width * STANDING + size::PAD + HEAD_ACTIONS, BELOW),
    };
    let role = match head.rank {
        Rank::Title => Type::Title,
        Rank::Question => Type::Strong,
    };
    let shown = text::paragraph(ui, &[Run::new(head.shown, role, palette.ink)], width - taken);
    let standing = (head.rank == Rank::Question).then(|| {
        let room = width - HEAD_ACTIONS - shown.size().x - size::PAD;
        let fits = text::width_of(ui, Type::Small, head.standing) <= room;
        let words = if fits { head.standing } else { head.brief };
        text::line(ui, &[Run::new(words, Type::Small, palette.muted)], room)
    });
    let wanted = vec2(width, shown.size().y + below);
    // A field below takes the focus itself.
    let sense = match head.below {
        Below::OneOf | Below::AnyOf => Sense::focusable_noninteractive(),
        Below::Field => Sense::hover(),
    };
    let (all, response) = ui.allocate_exact_size(wanted, sense);
    let rect = all.with_max_y(all.bottom() - below);
    let kind = match head.below {
        Below::OneOf => Role::RadioGroup,
        Below::AnyOf | Below::Field => Role::Group,
    };
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(kind, enabled, head.ask));
    let spoken: Vec<&str> =
        [head.standing, head.spoken].into_iter().filter(|text| !text.is_empty()).collect();
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(spoken.join(". ")));
    // Arrows are the caller's: egui's own would lead to whatever lies nearest.
    let arrows = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));

    let shown = text::place(ui, shown, Align2::LEFT_TOP, rect.min);
    if let Some(standing) = standing {
        text::place(ui, standing, Align2::LEFT_TOP, shown.right_top() + vec2(size::PAD, 2.0));
    }
    if head.in_front == InFront::Yes && head.rank == Rank::Question {
        let left = rect.left() - EDGE_GAP - size::EDGE;
        let edge = Rect::from_min_max(pos2(left, rect.top()), pos2(left + size::EDGE, rect.bottom()));
        ui.painter().rect_filled(edge, 1, palette.accent);
    }
    shape::reveal(&response);
    if response.has_focus() {
        shape::focus_ring(ui.painter(), palette, rect, size::CAP_RADIUS);
    }
    response
}
