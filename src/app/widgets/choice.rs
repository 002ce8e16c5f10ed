//! One answer that can be given to a question: its key, its words, whether it holds.
//!
//! Lengths in points. The row does not change its state; the caller reads `clicked()` and the keys.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    accesskit::{Role, Toggled},
    pos2, vec2,
};

use super::{
    shape,
    text::{self, Run},
};
use crate::app::theme::{self, Palette, Type, size};

/// What is known about this answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceState {
    /// It was asked and does not hold.
    No,
    /// It holds.
    Yes,
    /// It was asked and the patient is not sure.
    Unsure,
    /// It was not asked yet.
    Unanswered,
}

impl ChoiceState {
    /// The words at the right end of the row; the same words go to the screen reader.
    fn remark(self, choice: Choice) -> Option<&'static str> {
        match (self, choice) {
            (Self::No, Choice::CheckBox) => Some("no"),
            (Self::Unsure, Choice::CheckBox | Choice::Radio) => Some("not sure"),
            // Of several answers one holds: the others need not say that they do not.
            (Self::No, Choice::Radio) | (Self::Yes | Self::Unanswered, _) => None,
        }
    }
}

/// Whether the keyboard's place in the list is on this row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// The next key goes to this row: it wears the focus ring.
    Here,
    /// Another row, or none.
    Elsewhere,
}

/// Whether several answers may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Several may hold; a square box.
    CheckBox,
    /// Exactly one holds; a round box.
    Radio,
}

/// One row, in words.
#[derive(Debug, Clone, Copy)]
pub struct ChoiceRow<'a> {
    /// The letter or digit that gives this answer.
    pub key: &'a str,
    /// The answer.
    pub label: &'a str,
    /// A second line that explains it.
    pub detail: Option<&'a str>,
    /// What is known.
    pub state: ChoiceState,
    /// Whether the keyboard is here.
    pub cursor: Cursor,
    /// Whether several may hold.
    pub multi: Choice,
}

const BOX_LEFT: f32 = 11.0;
const LABEL_LEFT: f32 = 41.0;
const RIGHT_PAD: f32 = 11.0;
const TOP_PAD: f32 = 6.0;
/// The room for the words at the right end of a row of which several may hold.
const REMARK: f32 = 58.0;

/// One answer as a row over the whole width at hand; `clicked()` means that it was chosen.
pub fn choice_row(ui: &mut Ui, row: ChoiceRow<'_>) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let remark = row.state.remark(row.multi).map(|words| {
        let run = Run::new(words, Type::Small, palette.muted);
        text::line(ui, &[run], width / 2.0)
    });
    // Always the same room, so that no answer breaks the words anew.
    let taken = match row.multi {
        Choice::CheckBox => REMARK,
        Choice::Radio => remark.as_ref().map_or(0.0, |words| words.size().x + size::GAP),
    };
    let room = width - LABEL_LEFT - RIGHT_PAD;
    let role = match row.state {
        ChoiceState::Yes => Type::Strong,
        ChoiceState::No | ChoiceState::Unsure | ChoiceState::Unanswered => Type::Body,
    };
    let label = text::paragraph(ui, &[Run::new(row.label, role, palette.ink)], room - taken);
    let detail = row.detail.map(|words| {
        let run = Run::new(words, Type::Small, palette.muted);
        text::paragraph(ui, &[run], room)
    });
    let lines = label.size().y + detail.as_ref().map_or(0.0, |lines| lines.size().y);
    let height = (lines + 2.0 * TOP_PAD).max(size::ROW);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    describe(ui, &response, &row);

    let first_line = rect.top() + TOP_PAD + Type::Body.line_height() / 2.0;
    paint_frame(ui, rect, &response, row.state, palette);
    let side = Vec2::splat(size::BOX);
    let center = pos2(rect.left() + BOX_LEFT + size::BOX / 2.0, first_line);
    paint_box(ui, Rect::from_center_size(center, side), &row, palette);
    let label_at = pos2(rect.left() + LABEL_LEFT, rect.top() + TOP_PAD);
    let below = text::place(ui, label, Align2::LEFT_TOP, label_at).left_bottom();
    if let Some(lines) = detail {
        text::place(ui, lines, Align2::LEFT_TOP, below);
    }
    if let Some(words) = remark {
        let end = pos2(rect.right() - RIGHT_PAD, first_line);
        text::place(ui, words, Align2::RIGHT_CENTER, end);
    }
    shape::reveal(&response);
    if row.cursor == Cursor::Here || response.has_focus() {
        shape::focus_ring(ui.painter(), palette, rect, size::RADIUS);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// Role, state and key for the screen reader.
fn describe(ui: &Ui, response: &Response, row: &ChoiceRow<'_>) {
    let role = match row.multi {
        Choice::CheckBox => Role::CheckBox,
        Choice::Radio => Role::RadioButton,
    };
    let holds = row.state == ChoiceState::Yes;
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(role, enabled, holds, row.label));
    let state = match row.state {
        ChoiceState::Unanswered => Some("not answered"),
        ChoiceState::No | ChoiceState::Yes | ChoiceState::Unsure => row.state.remark(row.multi),
    };
    let spoken: Vec<&str> = state.into_iter().chain(row.detail).collect();
    annotate(ui, response.id, row, &spoken.join(". "));
}

fn annotate(ui: &Ui, id: Id, row: &ChoiceRow<'_>, spoken: &str) {
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_keyboard_shortcut(row.key);
        if row.state == ChoiceState::Unsure {
            node.set_toggled(Toggled::Mixed);
        }
        if !spoken.is_empty() {
            node.set_description(spoken);
        }
    });
}

fn paint_frame(ui: &Ui, rect: Rect, response: &Response, state: ChoiceState, palette: &Palette) {
    let painter = ui.painter();
    let radius = CornerRadius::same(size::RADIUS);
    let hover = response.hovered();
    let (fill, border) = match state {
        ChoiceState::Yes => (palette.accent_soft, palette.accent),
        ChoiceState::Unsure => {
            painter.rect_filled(rect, radius, palette.surface);
            let dashes = Stroke::new(size::LINE, palette.muted);
            return shape::dashed_box(painter, rect, size::RADIUS, dashes);
        }
        ChoiceState::No | ChoiceState::Unanswered if hover => (palette.ground, palette.muted),
        ChoiceState::No | ChoiceState::Unanswered => (palette.surface, palette.control_line),
    };
    let border = Stroke::new(size::LINE, border);
    painter.rect(rect, radius, fill, border, StrokeKind::Inside);
}

/// The box at the left: a filled mark when the answer holds, else the key that gives it.
fn paint_box(ui: &Ui, rect: Rect, row: &ChoiceRow<'_>, palette: &Palette) {
    let painter = ui.painter();
    let radius = match row.multi {
        Choice::CheckBox => CornerRadius::same(size::CAP_RADIUS),
        Choice::Radio => CornerRadius::from(size::BOX / 2.0),
    };
    match (row.state, row.multi) {
        (ChoiceState::Yes, Choice::CheckBox) => {
            painter.rect_filled(rect, radius, palette.accent);
            let at = |x: f32, y: f32| rect.center() + vec2(x, y);
            let check = vec![at(-3.6, 0.2), at(-1.1, 2.7), at(3.7, -2.5)];
            painter.line(check, Stroke::new(1.8, palette.on_accent));
        }
        (ChoiceState::Yes, Choice::Radio) => {
            painter.rect_filled(rect, radius, palette.accent);
            painter.circle_filled(rect.center(), size::BOX / 5.0, palette.on_accent);
        }
        (ChoiceState::No | ChoiceState::Unsure | ChoiceState::Unanswered, _) => {
            let line = Stroke::new(size::LINE, palette.line);
            painter.rect(rect, radius, palette.surface, line, StrokeKind::Inside);
            let letter = match row.state {
                ChoiceState::Unsure => "?",
                ChoiceState::No | ChoiceState::Yes | ChoiceState::Unanswered => row.key,
            };
            let run = Run::new(letter, Type::Key, palette.muted);
            let words = text::line(ui, &[run], rect.width());
            text::place(ui, words, Align2::CENTER_CENTER, rect.center());
        }
    }
}
