//! What groups and heads other things: cards, section heads, notices, empty places.
//!
//! Lengths in points. A card does not know what is in it.

use eframe::egui::{
    self, Align, CornerRadius, Frame, InnerResponse, Layout, Margin, Panel, Response, Sense, Stroke, Ui,
    WidgetInfo,
    accesskit::{Live, Role},
    vec2,
};

use super::text::{self, Run, Tone};
use crate::app::theme::{self, Type, size};

/// A white box with room inside, as wide as the place at hand.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let theme = theme::of(ui.ctx());
    let pad = if ui.available_width() < TIGHT_CARD { size::CARD_PAD / 2 } else { size::CARD_PAD };
    Frame::new()
        .fill(theme.palette.surface)
        .stroke(Stroke::new(size::LINE, theme.palette.line))
        .corner_radius(CornerRadius::same(size::CARD_RADIUS))
        .inner_margin(Margin::same(pad))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
}

/// A panel at the upper or lower edge, always as high as what is in it. egui gives a panel the height that it had in the
/// frame before and cuts what is higher: where that changes, the frame is drawn again before anybody sees it.
pub fn fitted<R>(ui: &mut Ui, panel: Panel, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let mut fits = true;
    let shown = panel.show(ui, |ui| {
        let given = ui.max_rect().height();
        let drawn = contents(ui);
        fits = (ui.min_rect().height() - given).abs() < 0.5;
        drawn
    });
    if !fits {
        ui.ctx().request_discard("a panel needs another height");
        if !ui.ctx().will_discard() {
            ui.ctx().request_repaint();
        }
    }
    shown.inner
}

/// A card narrower than this needs its width for words.
const TIGHT_CARD: f32 = 500.0;

/// The small head above a group of things.
pub fn section_title(ui: &mut Ui, text: &str) -> Response {
    text::labeled(ui, Role::Heading, Type::SmallStrong, Tone::Muted, text)
}

const NOTICE_PAD: egui::Vec2 = vec2(10.0, 7.0);

/// A strip that says what just changed; screen readers read it when it appears.
pub fn notice(ui: &mut Ui, text: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let run = Run::new(text, Type::Small, palette.accent);
    let lines = text::paragraph(ui, &[run], width - 2.0 * NOTICE_PAD.x);
    let wanted = vec2(width, lines.size().y + 2.0 * NOTICE_PAD.y);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    let radius = CornerRadius::same(size::RADIUS);
    ui.painter().rect_filled(rect, radius, palette.accent_soft);
    let at = rect.min + NOTICE_PAD;
    ui.painter().galley(at, lines, palette.accent);
    response
}

/// Says more about a control than its name, to the eye while the pointer or the keyboard is on it, and always to
/// screen readers. It is the only way to say what does not stand on the screen, and only on what the keyboard comes to.
pub fn explain(response: Response, text: &str) -> Response {
    explain_aloud(response, text, text)
}

/// The same, where screen readers are told more than the eye, which has the rest in sight.
pub fn explain_aloud(response: Response, shown: &str, spoken: &str) -> Response {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(spoken));
    if response.has_focus() {
        response.show_tooltip_text(shown);
        return response;
    }
    response.on_hover_text(shown)
}

/// What stands where nothing is yet: what this place is for, and what to do.
pub fn empty_state(ui: &mut Ui, title: &str, body: &str) -> Response {
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(size::SECTION);
        text::labeled(ui, Role::Heading, Type::Name, Tone::Ink, title);
        text::words(ui, Type::Body, Tone::Muted, body);
        ui.add_space(size::SECTION);
    })
    .response
}
