//! How words become lines of glyphs, in the roles and colors of the theme.
//!
//! Lengths in points. This module does not know what the words mean.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, Galley, Pos2, Rect, Response, Sense, Ui, WidgetInfo,
    accesskit::Role,
    text::{LayoutJob, TextFormat, TextWrapping},
};

use crate::app::theme::{self, Palette, Type, size};

/// The color of a line of text, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Read first.
    Ink,
    /// Read second.
    Muted,
    /// Can be followed or is selected.
    Accent,
    /// Late, failed, refused.
    Alarm,
}

impl Tone {
    pub(super) fn color(self, palette: &Palette) -> Color32 {
        match self {
            Self::Ink => palette.ink,
            Self::Muted => palette.muted,
            Self::Accent => palette.accent,
            Self::Alarm => palette.avoid.strong,
        }
    }
}

/// A paragraph in one role and tone, wrapped at the width at hand.
pub fn words(ui: &mut Ui, role: Type, tone: Tone, text: &str) -> Response {
    labeled(ui, Role::Label, role, tone, text)
}

/// A paragraph of several kinds of words.
pub fn spans(ui: &mut Ui, spans: &[(Type, Tone, &str)]) -> Response {
    let palette = theme::of(ui.ctx()).palette.clone();
    let runs: Vec<Run<'_>> =
        spans.iter().map(|(role, tone, text)| Run::new(text, *role, tone.color(&palette))).collect();
    let galley = paragraph(ui, &runs, ui.available_width().min(size::READ));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    let spoken: String = spans.iter().map(|(_, _, text)| *text).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    ui.painter().galley(rect.min, galley, palette.ink);
    response
}

/// One line in one role and tone; what does not fit into the width at hand ends in an ellipsis, and
/// screen readers still read all of it.
pub fn one_line(ui: &mut Ui, role: Type, tone: Tone, text: &str) -> Response {
    let color = tone.color(&theme::of(ui.ctx()).palette);
    let galley = line(ui, &[Run::new(text, role, color)], ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().galley(rect.min, galley, color);
    response
}

/// How wide a text is on one line.
pub fn width_of(ui: &Ui, role: Type, text: &str) -> f32 {
    let ink = theme::of(ui.ctx()).palette.ink;
    line(ui, &[Run::new(text, role, ink)], f32::INFINITY).size().x
}

/// The one title of a page, such as the question.
pub fn page_title(ui: &mut Ui, text: &str) -> Response {
    labeled(ui, Role::Heading, Type::Title, Tone::Ink, text)
}

pub(super) fn labeled(ui: &mut Ui, kind: Role, role: Type, tone: Tone, text: &str) -> Response {
    let color = tone.color(&theme::of(ui.ctx()).palette);
    let width = ui.available_width().min(size::READ);
    let galley = paragraph(ui, &[Run::new(text, role, color)], width);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(kind, true, text));
    ui.painter().galley(rect.min, galley, color);
    response
}

/// A stretch of text in one role and color.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'a> {
    text: &'a str,
    role: Type,
    color: Color32,
    scale: f32,
}

impl<'a> Run<'a> {
    pub(super) fn new(text: &'a str, role: Type, color: Color32) -> Self {
        Self { text, role, color, scale: 1.0 }
    }

    /// The same, larger or smaller than its role says.
    pub(super) fn scaled(self, scale: f32) -> Self {
        Self { scale, ..self }
    }
}

/// Lines of text, broken between words at `width`.
pub(super) fn paragraph(ui: &Ui, runs: &[Run<'_>], width: f32) -> Arc<Galley> {
    let lines = TextWrapping { max_width: width.max(1.0), ..TextWrapping::default() };
    ui.painter().layout_job(job(runs, lines))
}

/// One line; what does not fit into `width` ends in an ellipsis.
pub(super) fn line(ui: &Ui, runs: &[Run<'_>], width: f32) -> Arc<Galley> {
    ui.painter().layout_job(job(runs, TextWrapping::truncate_at_width(width.max(1.0))))
}

fn job(runs: &[Run<'_>], wrap: TextWrapping) -> LayoutJob {
    let mut job = LayoutJob { wrap, ..LayoutJob::default() };
    for run in runs {
        let mut font = run.role.font();
        font.size *= run.scale;
        let line_height = Some((run.role.line_height() * run.scale).round());
        let format = TextFormat { line_height, ..TextFormat::simple(font, run.color) };
        job.append(run.text, 0.0, format);
    }
    job
}

/// Paints `galley` so that its `anchor` lies at `at`; tells where it is.
pub(super) fn place(ui: &Ui, galley: Arc<Galley>, anchor: Align2, at: Pos2) -> Rect {
    let rect = anchor.anchor_size(at, galley.size());
    let fallback = theme::of(ui.ctx()).palette.ink;
    ui.painter().galley(rect.min, galley, fallback);
    rect
}
