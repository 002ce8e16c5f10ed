//! A place of fixed height for words that change: nothing below moves when they do.
//!
//! Lengths in points. What does not fit ends in an ellipsis; screen readers hear all of it.

use eframe::egui::{
    CornerRadius, Response, Sense, Stroke, Ui, WidgetInfo,
    accesskit::{Live, Role},
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};

use super::text::Tone;
use crate::app::theme::{self, Type, size};

const PAD: eframe::egui::Vec2 = vec2(10.0, 7.0);

/// Words on so many lines, whatever they are; empty words leave the place empty.
pub fn line_slot(ui: &mut Ui, role: Type, tone: Tone, lines: u8, text: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let color = tone.color(&theme.palette);
    let width = ui.available_width();
    let height = f32::from(lines) * role.line_height();
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    if !text.is_empty() {
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
        let galley = ui.painter().layout_job(job(role, color, lines, width, text));
        ui.painter().galley(rect.min, galley, color);
    }
    response
}

/// A thin line over the whole width, between two parts that are scrolled apart from each other.
pub fn divider(ui: &mut Ui) {
    let line = Stroke::new(size::LINE, theme::of(ui.ctx()).palette.line);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::GAP), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, line);
}

/// A strip of so many lines that says what just changed; screen readers read it when it does.
pub fn notice_slot(ui: &mut Ui, lines: u8, text: &str) -> Response {
    let theme = theme::of(ui.ctx());
    let palette = &theme.palette;
    let width = ui.available_width();
    let height = f32::from(lines) * Type::Small.line_height() + 2.0 * PAD.y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS), palette.accent_soft);
    let job = job(Type::Small, palette.accent, lines, width - 2.0 * PAD.x, text);
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(rect.min + PAD, galley, palette.accent);
    response
}

fn job(role: Type, color: eframe::egui::Color32, lines: u8, width: f32, text: &str) -> LayoutJob {
    let wrap = TextWrapping {
        max_width: width.max(1.0),
        max_rows: usize::from(lines),
        break_anywhere: false,
        ..TextWrapping::default()
    };
    let mut job = LayoutJob { wrap, ..LayoutJob::default() };
    let format =
        TextFormat { line_height: Some(role.line_height()), ..TextFormat::simple(role.font(), color) };
    job.append(text, 0.0, format);
    job
}
