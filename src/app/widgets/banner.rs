//! The verdict on the prescribed drug, to be read from two meters, at arm's length, and by a screen reader.
//!
//! Lengths in points. The word keeps its size on the glass: where the window is low because everything is drawn
//! larger, it is not drawn larger still, and one line says what two say elsewhere. The height hangs on the width, not on
//! which verdict it is, so that nothing below moves when an answer changes it.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Galley, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
    accesskit::{Live, Role},
    pos2, vec2,
};

use super::{
    level::Level,
    shape,
    sign::verdict_sign,
    text::{self, Run},
};
use crate::app::theme::{self, Palette, Type, size};

/// Beside the longest word there must be so much room for drug and details, or they stand below it.
const BESIDE: f32 = 170.0;
/// Between the word and what stands beside it.
const APART: f32 = 32.0;
/// The word is never smaller than this part of its full size: 28 points.
const SMALLEST: f32 = 28.0 / 48.0;

/// The verdict on a drug. A click opens its findings.
///
/// `detail` stands behind the drug's name (brand, new or refill); `open_text` says how many
/// questions are still open, if any. Screen readers read the banner when the verdict changes.
pub fn verdict_banner(
    ui: &mut Ui,
    level: Level,
    words: &str,
    drug: &str,
    detail: &str,
    open_text: Option<&str>,
) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let colors = palette.level(level);
    let scale = scale(ui);
    let sign = (size::BANNER_SIGN * scale).round();
    let plan = Plan::new(ui, sign, scale);
    let head = Run::new(words, Type::Banner, colors.strong).scaled(scale);
    let head = text::paragraph(ui, &[head], plan.head_room);
    let aside = if detail.is_empty() { String::new() } else { format!(" · {detail}") };
    let name = Run::new(drug, Type::Name, palette.ink);
    let aside = Run::new(&aside, Type::LeadPlain, palette.ink);
    let room = plan.room(&head);
    // In one line each: broken into two it would move all below it when the last question is answered.
    let lines = match (plan.is_low, open_text) {
        // What is not known comes before what can be read on the prescription.
        (true, Some(open)) => {
            let open = format!(" · {}", open.strip_prefix("and ").unwrap_or(open));
            vec![text::line(ui, &[name, Run::new(&open, Type::LeadPlain, palette.ink), aside], room)]
        }
        (true, None) => vec![text::line(ui, &[name, aside], room)],
        (false, _) => {
            let open = Run::new(open_text.unwrap_or(" "), Type::Note, palette.ink);
            vec![text::paragraph(ui, &[name, aside], room), text::line(ui, &[open], room)]
        }
    };

    let (rect, response) = ui.allocate_exact_size(plan.size(&head, &lines), Sense::click());
    let spoken = format!("{words}: {drug}");
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &spoken));
    let more: Vec<&str> = [detail].into_iter().filter(|detail| !detail.is_empty()).chain(open_text).collect();
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(Live::Polite);
        if !more.is_empty() {
            node.set_description(more.join(". "));
        }
    });

    frame(ui, rect, colors.soft, colors.strong);
    let sign = plan.place(ui, rect, sign, head, lines);
    verdict_sign(ui.painter(), sign, level);
    finish(ui, palette, rect, response)
}

/// What stands in the place of the banner while no drug is chosen: what to do. A click does it.
pub fn no_verdict_banner(ui: &mut Ui, title: &str, body: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let scale = scale(ui);
    let plan = Plan::new(ui, (size::BANNER_SIGN * scale).round(), scale);
    let width = ui.available_width() - 2.0 * size::PAD;
    let title_run = Run::new(title, Type::Title, palette.muted);
    let galleys = match plan.is_low {
        true => {
            let body = format!("  {body}");
            vec![text::line(ui, &[title_run, Run::new(&body, Type::Body, palette.muted)], width)]
        }
        false => {
            let body = Run::new(body, Type::Body, palette.muted);
            vec![text::paragraph(ui, &[title_run], width), text::paragraph(ui, &[body], width)]
        }
    };
    let lines: f32 = galleys.iter().map(|line| line.size().y).sum();
    // As high as the banner that will stand here, so that nothing moves when a drug is chosen.
    let height = plan.height.max(lines + 2.0 * plan.pad);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, title));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(Live::Polite);
        node.set_description(body);
    });
    frame(ui, rect, palette.surface, palette.control_line);
    let mut at = pos2(rect.left() + size::PAD, rect.center().y - lines / 2.0);
    for line in galleys {
        at = text::place(ui, line, Align2::LEFT_TOP, at).left_bottom();
    }
    finish(ui, palette, rect, response)
}

/// The size of the word, as a part of its full size.
fn scale(ui: &Ui) -> f32 {
    if !theme::is_low(ui.ctx()) {
        return 1.0;
    }
    (1.0 / ui.ctx().zoom_factor()).clamp(SMALLEST, 1.0)
}

/// Where word and lines go. Nothing here hangs on what is said, but on the widest of all verdicts: so that the
/// lines are where they were when the verdict changes.
struct Plan {
    width: f32,
    /// Left of the word.
    indent: f32,
    pad: f32,
    head_room: f32,
    is_beside: bool,
    is_low: bool,
    /// The least height.
    height: f32,
}

impl Plan {
    fn new(ui: &Ui, sign: f32, scale: f32) -> Self {
        let width = ui.available_width();
        let indent = size::PAD + sign + size::PAD * scale;
        let is_low = theme::is_low(ui.ctx());
        let pad = if is_low { size::TIGHT / 2.0 } else { size::GAP };
        let widths = Level::ALL.map(|level| text::width_of(ui, Type::Banner, level.words()) * scale);
        let widest = widths.into_iter().fold(0.0, f32::max);
        let head_room = width - indent - size::PAD;
        let is_beside = head_room - widest - APART >= BESIDE;
        let head = (Type::Banner.line_height() * scale).round();
        let name = Type::Name.line_height();
        let lines = if is_low { name } else { name + Type::Note.line_height() };
        let inside = match (is_beside, is_low) {
            (true, true) => head,
            // Beside a long verdict the name takes two lines.
            (true, false) => head.max(lines + name),
            (false, _) => head + lines,
        };
        Self { width, indent, pad, head_room, is_beside, is_low, height: inside + 2.0 * pad }
    }

    /// How wide the lines may be.
    fn room(&self, head: &Galley) -> f32 {
        if self.is_beside { self.head_room - head.size().x - APART } else { self.head_room }
    }

    fn size(&self, head: &Galley, lines: &[Arc<Galley>]) -> Vec2 {
        let below: f32 = lines.iter().map(|line| line.size().y).sum();
        let inside = if self.is_beside { head.size().y.max(below) } else { head.size().y + below };
        vec2(self.width, (inside + 2.0 * self.pad).max(self.height))
    }

    fn place(&self, ui: &Ui, rect: Rect, sign: f32, head: Arc<Galley>, lines: Vec<Arc<Galley>>) -> Rect {
        let height: f32 = lines.iter().map(|line| line.size().y).sum();
        let top = match self.is_beside {
            true => rect.center().y - head.size().y / 2.0,
            false => rect.top() + self.pad,
        };
        let head = text::place(ui, head, Align2::LEFT_TOP, pos2(rect.left() + self.indent, top));
        let mut at = match self.is_beside {
            true => pos2(head.right() + APART, rect.center().y - height / 2.0),
            false => head.left_bottom(),
        };
        for line in lines {
            at = text::place(ui, line, Align2::LEFT_TOP, at).left_bottom();
        }
        let corner = pos2(rect.left() + size::PAD, head.center().y - sign / 2.0);
        Rect::from_min_size(corner, Vec2::splat(sign))
    }
}

fn frame(ui: &Ui, rect: Rect, fill: Color32, border: Color32) {
    let radius = CornerRadius::same(size::CARD_RADIUS);
    ui.painter().rect(rect, radius, fill, Stroke::new(size::LINE, border), StrokeKind::Inside);
}

fn finish(ui: &Ui, palette: &Palette, rect: Rect, response: Response) -> Response {
    shape::reveal(&response);
    if response.has_focus() {
        shape::focus_ring(ui.painter(), palette, rect, size::CARD_RADIUS);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}
