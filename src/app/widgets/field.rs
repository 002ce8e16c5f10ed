//! What one types into: the large search field and the small fields of a form.
//!
//! Lengths in points. A field holds text as it was typed; whether it is a date or an amount of
//! money is judged elsewhere and comes back as `FieldState::Wrong`.

use eframe::egui::{
    Align, Align2, Context, CornerRadius, Frame, Id, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui,
    UiBuilder,
    layers::ShapeIdx,
    pos2,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
    vec2,
};

use super::{
    shape,
    text::{self, Run},
};
use crate::app::theme::{self, Palette, Type, size};

/// What is known about the text in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldState<'a> {
    /// Typed, or still to be typed.
    Plain,
    /// Asked, and nobody is sure: a dashed border and "not sure" while it is empty.
    Unsure,
    /// It cannot be used; the words below the field say why and what to do.
    Wrong(&'a str),
}

/// Whether others may read over the shoulder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldInput {
    /// Shown as typed.
    Open,
    /// Shown as dots: a passphrase.
    Secret,
}

/// A small field, in words.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// Its name for the screen reader; the words beside it are drawn by the caller.
    pub label: &'a str,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// Its width in points.
    pub width: f32,
    /// `Align::Max` for amounts and dates in a column, `Align::Min` for words.
    pub align: Align,
    /// What is known.
    pub state: FieldState<'a>,
    /// Whether it is shown.
    pub input: FieldInput,
}

const SEARCH_PAD: f32 = 17.0;
const FIELD_PAD: f32 = 9.0;

/// The large search field; `placeholder` stays at its right end and names it for screen readers.
///
/// The response is the one of the text: `changed()`, `has_focus()`.
pub fn search_field(ui: &mut Ui, placeholder: &str, buffer: &mut String) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let wanted = vec2(ui.available_width(), size::SEARCH);
    let (outer, rect, frame) = begin(ui, wanted);
    let hint = Run::new(placeholder, Type::Note, palette.muted);
    let hint = text::line(ui, &[hint], rect.width() / 2.0);
    let end = pos2(rect.right() - SEARCH_PAD, rect.center().y);
    let hint = text::place(ui, hint, Align2::RIGHT_CENTER, end);
    let inner = inside(rect, SEARCH_PAD).with_max_x(hint.left() - size::PAD);
    let edit = TextEdit::singleline(buffer).font(Type::Search.font()).align(Align2::LEFT_CENTER);
    let response = show(ui, inner, edit, placeholder, outer);
    let border = border(palette, &response, FieldState::Plain);
    finish(ui, frame, rect, size::CARD_RADIUS, border);
    response
}

impl<'a> Field<'a> {
    /// A field for words, shown as typed.
    pub fn plain(label: &'a str, hint: &'a str, width: f32) -> Self {
        Self { label, hint, width, align: Align::Min, state: FieldState::Plain, input: FieldInput::Open }
    }
}

/// A small field. The response is the one of the text: `changed()`, `lost_focus()`.
pub fn text_field(ui: &mut Ui, field: &Field<'_>, buffer: &mut String) -> Response {
    let width = field.width.min(ui.available_width());
    // Named by its label, so that it keeps the focus when something appears or goes above it.
    ui.push_id(field.label, |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let response = bare_field(ui, field, buffer, width);
            // Words that need the width of the whole form are drawn by the caller.
            if let FieldState::Wrong(why) = field.state
                && !why.is_empty()
            {
                text::words(ui, Type::Small, text::Tone::Alarm, why);
            }
            response
        })
        .inner
    })
    .inner
}

/// A field of several lines for running text, with its name above; Enter begins a new line.
pub fn text_area(ui: &mut Ui, label: &str, hint: &str, rows: usize, buffer: &mut String) -> Response {
    ui.push_id(label, |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            text::words(ui, Type::NoteStrong, text::Tone::Muted, label);
            let theme = theme::of(ui.ctx());
            let height = Type::Body.line_height() * rows as f32 + 2.0 * FIELD_PAD;
            let (outer, rect, frame) = begin(ui, vec2(ui.available_width(), height));
            let inner = rect.shrink(FIELD_PAD);
            if buffer.is_empty() {
                let run = Run::new(hint, Type::Body, theme.palette.muted);
                let words = text::line(ui, &[run], inner.width());
                text::place(ui, words, Align2::LEFT_TOP, inner.left_top());
            }
            let id = ui.scope_id().with(label);
            let response = ui
                .scope_builder(UiBuilder::new().max_rect(inner), |ui| {
                    eframe::egui::ScrollArea::vertical().id_salt("text").show(ui, |ui| {
                        let edit = TextEdit::multiline(buffer).font(Type::Body.font()).id(id);
                        ui.add(edit.frame(Frame::NONE).desired_width(inner.width()).desired_rows(rows))
                    })
                })
                .inner
                .inner;
            if outer.clicked() {
                response.request_focus();
            }
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
            let border = border(&theme.palette, &response, FieldState::Plain);
            finish(ui, frame, rect, size::RADIUS, border);
            response
        })
        .inner
    })
    .inner
}

fn bare_field(ui: &mut Ui, field: &Field<'_>, buffer: &mut String, width: f32) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let (outer, rect, frame) = begin(ui, vec2(width, size::ROW));
    let inner = inside(rect, FIELD_PAD);
    let unsure = field.state == FieldState::Unsure && buffer.is_empty();
    let hint = if unsure { "not sure" } else { field.hint };
    if buffer.is_empty() {
        let run = Run::new(hint, Type::Body, palette.muted);
        let words = text::line(ui, &[run], inner.width());
        let (anchor, at) = match field.align {
            Align::Min => (Align2::LEFT_CENTER, inner.left_center()),
            Align::Center => (Align2::CENTER_CENTER, inner.center()),
            Align::Max => (Align2::RIGHT_CENTER, inner.right_center()),
        };
        text::place(ui, words, anchor, at);
    }
    let secret = match field.input {
        FieldInput::Open => false,
        FieldInput::Secret => true,
    };
    let edit = TextEdit::singleline(buffer)
        .font(Type::Body.font())
        .password(secret)
        .align(Align2([field.align, Align::Center]));
    // Of its own, so that what appears or goes above it does not take the focus away.
    let edit = edit.id(ui.scope_id().with(field.label));
    let response = show(ui, inner, edit, field.label, outer);
    describe(ui, &response, field, hint);
    if unsure && !response.has_focus() {
        let radius = CornerRadius::same(size::RADIUS);
        let fill = Frame::new().fill(palette.surface).corner_radius(radius);
        ui.painter().set(frame, fill.paint(rect));
        let dashes = Stroke::new(size::LINE, palette.muted);
        shape::dashed_box(ui.painter(), rect, size::RADIUS, dashes);
    } else {
        let border = border(palette, &response, field.state);
        finish(ui, frame, rect, size::RADIUS, border);
    }
    if !secret && !response.has_focus() && text::width_of(ui, Type::Body, buffer) > inner.width() {
        // Cut where it is seen to be cut; all of it is there once one is in the field.
        ui.painter().rect_filled(inner.shrink2(vec2(0.0, 3.0)), CornerRadius::ZERO, palette.surface);
        let words = text::line(ui, &[Run::new(buffer, Type::Body, palette.ink)], inner.width());
        text::place(ui, words, Align2::LEFT_CENTER, inner.left_center());
    }
    response
}

fn describe(ui: &Ui, response: &Response, field: &Field<'_>, hint: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        if !hint.is_empty() {
            node.set_placeholder(hint);
        }
        if let FieldState::Wrong(why) = field.state {
            node.set_description(why);
            node.set_invalid(eframe::egui::accesskit::Invalid::True);
        }
    });
}

/// Takes the room; the whole of it can be clicked, and the frame is painted later, beneath.
fn begin(ui: &mut Ui, wanted: eframe::egui::Vec2) -> (Response, Rect, ShapeIdx) {
    // Not `Sense::click()`: the frame must not be a second stop of the Tab key.
    let (rect, outer) = ui.allocate_exact_size(wanted, Sense::CLICK);
    let frame = ui.painter().add(eframe::egui::Shape::Noop);
    (outer, rect, frame)
}

/// Where the text goes: the whole height, so that egui centers the line in it.
fn inside(rect: Rect, pad: f32) -> Rect {
    rect.shrink2(vec2(pad, 0.0))
}

fn show(ui: &mut Ui, inner: Rect, edit: TextEdit<'_>, label: &str, outer: Response) -> Response {
    let edit = edit.frame(Frame::NONE).desired_width(inner.width()).min_size(inner.size());
    let response = ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| ui.add(edit)).inner;
    if outer.clicked() {
        response.request_focus();
    }
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label));
    response
}

fn border(palette: &Palette, response: &Response, state: FieldState<'_>) -> Stroke {
    match state {
        _ if response.has_focus() => Stroke::new(size::FOCUS, palette.accent),
        FieldState::Wrong(_) => Stroke::new(size::LINE, palette.avoid.strong),
        FieldState::Plain | FieldState::Unsure if response.hovered() => {
            Stroke::new(size::LINE, palette.muted)
        }
        FieldState::Plain | FieldState::Unsure => Stroke::new(size::LINE, palette.control_line),
    }
}

fn finish(ui: &Ui, frame: ShapeIdx, rect: Rect, radius: u8, border: Stroke) {
    let palette = &theme::of(ui.ctx()).palette;
    let shape = eframe::egui::epaint::RectShape::new(
        rect,
        CornerRadius::same(radius),
        palette.surface,
        border,
        StrokeKind::Inside,
    );
    ui.painter().set(frame, shape);
}

/// Selects all that stands in a field, so that what is typed next takes its place.
pub fn select_all(ctx: &Context, field: Id, buffer: &str) {
    let mut state = TextEditState::load(ctx, field).unwrap_or_default();
    let end = CCursor::new(buffer.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
    state.store(ctx, field);
}

/// Lets no field bring back by its undo what stood in it: egui keeps that by the name of the field, whoever typed it.
pub fn forget_fields(ctx: &Context) {
    ctx.data_mut(|data| data.remove_by_type::<TextEditState>());
}

/// The same for one field, whose earlier text nobody may bring back, not even who typed it: a passphrase or a code.
pub fn remember_nothing(ctx: &Context, field: Id) {
    if let Some(mut state) = TextEdit::load_state(ctx, field) {
        state.clear_undoer();
        state.store(ctx, field);
    }
}
