//! How a verdict and its findings are shown in lists: a row for each alternative, a card for each finding.
//!
//! Lengths in points. All words come from the caller; nothing here judges.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Rect, Response, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2,
    vec2,
};

use super::{
    level::Level,
    shape, sign,
    text::{self, Run},
};
use crate::app::theme::{self, Type, size};

/// One finding: what it is, what it means, which answers and source it rests on.
///
/// `body` may be empty. A click opens the source.
pub fn finding_card(ui: &mut Ui, level: Level, title: &str, body: &str, because: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let room = width - 2.0 * size::PAD;
    let title_lines = Run::new(title, Type::NoteStrong, palette.ink);
    let mut blocks = vec![(0.0, text::paragraph(ui, &[title_lines], room))];
    if !body.is_empty() {
        let run = Run::new(body, Type::Note, palette.ink);
        blocks.push((1.0, text::paragraph(ui, &[run], room)));
    }
    if !because.is_empty() {
        let run = Run::new(because, Type::Small, palette.muted);
        blocks.push((4.0, text::paragraph(ui, &[run], room)));
    }
    let lines: f32 = blocks.iter().map(|(gap, block)| gap + block.size().y).sum();
    let (top, bottom) = (9.0, 8.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, lines + top + bottom), Sense::click());
    let spoken = format!("{}: {title}", level.words());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &spoken));
    let more: Vec<&str> = [body, because].into_iter().filter(|text| !text.is_empty()).collect();
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(more.join(" ")));

    paint_edged(ui, rect, level, response.hovered());
    let mut at = rect.min + vec2(size::PAD, top);
    for (gap, block) in blocks {
        at.y += gap;
        at = text::place(ui, block, Align2::LEFT_TOP, at).left_bottom();
    }
    shape::reveal(&response);
    if response.has_focus() {
        shape::focus_ring(ui.painter(), palette, rect, size::RADIUS);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A quiet box whose left edge has the color of the level and bends around the corners.
fn paint_edged(ui: &Ui, rect: Rect, level: Level, hovered: bool) {
    let palette = &theme::of(ui.ctx()).palette;
    let painter = ui.painter();
    let round = size::RADIUS;
    let left = |radius: u8| CornerRadius { nw: radius, sw: radius, ..CornerRadius::ZERO };
    // Only the left end is painted in color: beneath the right corners it would shine through.
    let end = rect.with_max_x(rect.left() + 2.0 * f32::from(round));
    painter.rect_filled(end, left(round), palette.level(level).strong);
    let inner = rect.with_min_x(rect.left() + size::EDGE);
    let corners = CornerRadius { ne: round, se: round, ..left(round - 2) };
    let fill = if hovered { palette.accent_soft } else { palette.ground };
    painter.rect_filled(inner, corners, fill);
}

/// An alternative on one line: name, brand, how much is open, verdict; a click opens its findings.
///
/// `aside` (the brand) and `open_text` may be empty. Rows have a hairline below them.
pub fn verdict_row(
    ui: &mut Ui,
    level: Level,
    words: &str,
    drug: &str,
    aside: &str,
    open_text: &str,
) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::NAV), Sense::click());
    let spoken = format!("{drug}: {words}");
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &spoken));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(open_text));
    if response.hovered() {
        ui.painter().rect_filled(rect, 0, palette.ground);
    }
    let middle = rect.center().y;
    let chip_size = vec2(sign::chip_width(ui, words), size::CHIP);
    let chip_end = pos2(rect.right() - 2.0, middle);
    let chip = Align2::RIGHT_CENTER.anchor_size(chip_end, chip_size);
    sign::paint_chip(ui, chip, level, words);
    let open = Run::new(open_text, Type::Small, palette.muted);
    let open = text::line(ui, &[open], width / 3.0);
    let open_end = pos2(chip.left() - size::PAD - 2.0, middle);
    let open = text::place(ui, open, Align2::RIGHT_CENTER, open_end);
    let start = pos2(rect.left() + 2.0, middle);
    let room = open.left() - size::GAP - start.x;
    let name = Run::new(drug, Type::Strong, palette.ink);
    let name = text::line(ui, &[name], room);
    let name = text::place(ui, name, Align2::LEFT_CENTER, start);
    let beside = pos2(name.right() + size::GAP, middle);
    // Whole or not at all: the first letter of a brand says nothing.
    let aside = text::line(ui, &[Run::new(aside, Type::Small, palette.muted)], f32::INFINITY);
    if beside.x + aside.size().x <= open.left() - size::GAP {
        text::place(ui, aside, Align2::LEFT_CENTER, beside);
    }
    let hairline = Stroke::new(size::LINE, palette.line);
    let base = rect.bottom() - size::LINE / 2.0;
    ui.painter().hline(rect.x_range(), base, hairline);
    shape::reveal(&response);
    if response.has_focus() {
        // The rows touch each other: the ring stays inside so that no row hides it.
        let inside = rect.shrink(size::FOCUS_GAP + size::FOCUS);
        shape::focus_ring(ui.painter(), palette, inside, size::CHIP_RADIUS);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}
