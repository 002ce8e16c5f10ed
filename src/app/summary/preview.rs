//! Draws the pages on screen: below each other, and small in a list of all pages beside them.
//!
//! The window only shows pictures, and makes at most one a frame: first of the pages in sight, then of those in the
//! list. Until a picture is made for a new size, the one of the old size stands in its place.

use eframe::egui::{
    self, CornerRadius, Frame, Margin, Panel, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, pos2,
    vec2,
};

use super::pictures::Pictures;
use super::problem;
use super::view::{Goal, Larger, View};
use crate::app::keys::Press;
use crate::app::theme::{self, Type, size};
use crate::app::widgets::{
    SHEET, Selected, SheetRow, Tone, explain, fitted, link, nav_list, one_line, sheet_row, words,
};
use crate::summary::{Page, SummaryError};

/// How wide the list of pages is.
const LIST: f32 = 132.0;
/// From this width on there is a list.
const WITH_LIST: f32 = 760.0;

/// The pages of a document, and where one is among them.
#[derive(Default)]
pub struct Preview {
    pages: Vec<Page>,
    problem: Option<SummaryError>,
    view: View,
    large: Pictures,
    small: Pictures,
    listed: usize,
}

/// A picture that is to be made.
struct Wanted {
    page: usize,
    pixels: f32,
}

impl Preview {
    /// Shows these pages from now on, or why there are none. Pictures of pages that did not change are kept.
    pub fn show(&mut self, laid_out: Result<Vec<Page>, SummaryError>) {
        let (pages, problem) = match laid_out {
            Ok(pages) => (pages, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let before = std::mem::replace(&mut self.pages, pages);
        self.problem = problem;
        for pictures in [&mut self.large, &mut self.small] {
            let now = &self.pages;
            pictures.turn(now.len(), |at| before.get(at).is_some() && before.get(at) == now.get(at));
        }
    }

    /// The pages.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Why there are none.
    pub fn problem(&self) -> Option<&SummaryError> {
        self.problem.as_ref()
    }

    /// How many pictures were made of pages, and of small ones for the list.
    pub fn pictures_made(&self) -> (usize, usize) {
        (self.large.made(), self.small.made())
    }

    /// Where one is among the pages.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Does what a key asks for; whether it is one of those that move among the pages or zoom.
    pub fn key(&mut self, press: Press) -> bool {
        match press {
            Press::Char('+' | '=') => self.view.zoom_step(Larger::Yes),
            Press::Char('-') => self.view.zoom_step(Larger::No),
            Press::Char('0') => self.view.fit_width(),
            Press::PageUp => self.view.step(-1),
            Press::PageDown => self.view.step(1),
            Press::Home => self.view.go(Goal::Page(0)),
            Press::End => self.view.go(Goal::Page(usize::MAX)),
            Press::Up => self.view.go(Goal::By(-self.view.arrow())),
            Press::Down => self.view.go(Goal::By(self.view.arrow())),
            _ => return false,
        }
        true
    }

    /// Shows the list where there is room, and the pages; where there are none, why.
    pub fn ui(&mut self, ui: &mut Ui) {
        if let Some(problem) = &self.problem {
            problem::ui(ui, problem);
            return;
        }
        let mut small = Vec::new();
        if ui.available_width() >= WITH_LIST {
            let line = theme::of(ui.ctx()).palette.line;
            let panel =
                Panel::left("list of pages").exact_size(LIST).resizable(false).show_separator_line(false);
            let shown = panel.frame(Frame::new().inner_margin(Margin::same(0))).show(ui, |ui| self.list(ui));
            small = shown.inner;
            let edge = shown.response.rect;
            ui.painter().vline(edge.right() - 0.5, edge.y_range(), Stroke::new(size::LINE, line));
        }
        let bar = Frame::new().inner_margin(Margin::symmetric(18, 4));
        let panel = Panel::bottom("zoom").resizable(false).show_separator_line(false);
        fitted(ui, panel.frame(bar), |ui| self.bar(ui));
        let (large, is_steady) = self.sheets(ui);
        self.make_one(ui.ctx(), large, small, is_steady);
    }

    /// The line below the pages: which page, how large, and the same by mouse as by keys.
    fn bar(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let place = format!("{} of {}", self.view.current() + 1, self.pages.len());
            one_line(ui, Type::Small, Tone::Muted, &place);
            ui.add_space(size::PAD);
            one_line(ui, Type::Small, Tone::Muted, &format!("Zoom {:.0} %", self.view.percent()));
            for (label, key, hint) in [
                ("Smaller", '-', "Show the pages smaller: −, or Ctrl and the wheel"),
                ("Larger", '+', "Show the pages larger: +, or Ctrl and the wheel"),
                ("Fit width", '0', "Show the pages as wide as there is room: 0"),
            ] {
                ui.add_space(size::TIGHT);
                if explain(link(ui, label), hint).clicked() {
                    self.key(Press::Char(key));
                    ui.ctx().request_repaint();
                }
            }
        });
    }

    /// The list of all pages; the pictures that it lacks.
    fn list(&mut self, ui: &mut Ui) -> Vec<Wanted> {
        let mut lacking = Vec::new();
        let current = self.view.current();
        let pixels_per_point = ui.ctx().pixels_per_point();
        let mut go = None;
        ScrollArea::vertical().id_salt("list of pages").auto_shrink([false, false]).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: 8, right: 6, top: 12, bottom: 12 }).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                nav_list(ui, "Pages", |ui| {
                    for (at, page) in self.pages.iter().enumerate() {
                        if let Some(title) = &page.opens {
                            if at > 0 {
                                ui.add_space(size::GAP);
                            }
                            words(ui, Type::SmallStrong, Tone::Muted, title);
                        }
                        let row = SheetRow {
                            number: at + 1,
                            selected: Selected::from(at == current),
                            ratio: page.size.height.0 / page.size.width.0.max(1.0),
                            picture: self.small.of(at),
                        };
                        let response = ui.push_id(at, |ui| sheet_row(ui, row)).inner;
                        if response.clicked() {
                            go = Some(at);
                        }
                        if at == current && current != self.listed {
                            response.scroll_to_me(None);
                        }
                        let pixels = SHEET / page.size.width.0.max(1.0) * pixels_per_point;
                        if ui.is_rect_visible(response.rect) && !self.small.has(at, pixels) {
                            lacking.push(Wanted { page: at, pixels });
                        }
                    }
                });
            });
        });
        self.listed = current;
        if let Some(page) = go {
            self.view.go(Goal::Page(page));
            ui.ctx().request_repaint();
        }
        lacking
    }

    /// The pages below each other; the pictures that they lack, and whether their size stays as it was.
    fn sheets(&mut self, ui: &mut Ui) -> (Vec<Wanted>, bool) {
        let palette = theme::of(ui.ctx()).palette.clone();
        let place = ui.available_rect_before_wrap();
        let pointer = ui.ctx().pointer_latest_pos().filter(|pointer| place.contains(*pointer));
        let factor = match pointer {
            Some(_) if ui.is_enabled() => ui.input(egui::InputState::zoom_delta),
            Some(_) | None => 1.0,
        };
        let zoomed_at = pointer.filter(|_| (factor - 1.0).abs() > f32::EPSILON).map(|at| at - place.min);
        let sizes: Vec<Vec2> =
            self.pages.iter().map(|page| vec2(page.size.width.0, page.size.height.0)).collect();
        let before = self.view.scale();
        self.view.arrange(&sizes, place.size(), factor, zoomed_at);
        let is_steady = (before - self.view.scale()).abs() < f32::EPSILON;
        // A scroll area holds a new offset against how far one could scroll before, and would spring back from where a
        // zoom leads.
        ui.spacing_mut().scroll.kinetic.rubber_band = false;
        let mut area = ScrollArea::both().id_salt("pages").auto_shrink([false, false]);
        if let Some(offset) = self.view.take_moved() {
            area = area.scroll_offset(offset);
        }
        let mut lacking = Vec::new();
        let pixels = self.view.scale() * ui.ctx().pixels_per_point();
        let line = Stroke::new(size::LINE, palette.line);
        let mut in_sight = vec![false; sizes.len()];
        let shown = area.show(ui, |ui| {
            let (all, _) = ui.allocate_exact_size(self.view.sheets().size, Sense::hover());
            let sight = ui.clip_rect();
            for (at, sheet) in self.view.sheets().pages.iter().enumerate() {
                let rect = sheet.translate(all.min.to_vec2());
                let response = ui.interact(rect, ui.scope_id().with(("page", at)), Sense::hover());
                let label = format!("Page {} of {}", at + 1, sizes.len());
                response
                    .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, &label));
                if !ui.is_rect_visible(rect) {
                    continue;
                }
                if let Some(seen) = in_sight.get_mut(at) {
                    *seen = true;
                }
                ui.painter().rect_filled(rect, CornerRadius::ZERO, theme::PAPER);
                if let Some(texture) = self.large.of(at) {
                    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                    ui.painter().image(texture, rect, whole, theme::AS_IT_IS);
                }
                ui.painter().rect_stroke(rect, CornerRadius::ZERO, line, StrokeKind::Outside);
                if !self.large.has(at, pixels) {
                    lacking.push((rect.intersect(sight).area(), Wanted { page: at, pixels }));
                }
            }
        });
        let current = self.view.current();
        self.view.scrolled(shown.state.clamped_offset());
        if self.view.current() != current {
            // The list and the line below were drawn for the page before.
            ui.ctx().request_repaint();
        }
        self.large.shed(self.view.current(), |at| in_sight.get(at).copied().unwrap_or(false));
        lacking.sort_by(|(one, _), (two, _)| two.total_cmp(one));
        (lacking.into_iter().map(|(_, wanted)| wanted).collect(), is_steady)
    }

    /// Makes one picture, and asks for a frame for the next. While a wheel zooms, each frame has another size: then
    /// only what has no picture at all gets one.
    fn make_one(&mut self, ctx: &egui::Context, large: Vec<Wanted>, small: Vec<Wanted>, is_steady: bool) {
        if large.is_empty() && small.is_empty() {
            return;
        }
        let mut first = large.into_iter().filter(|wanted| is_steady || self.large.of(wanted.page).is_none());
        let (pictures, wanted) = match first.next() {
            Some(wanted) => (&mut self.large, Some(wanted)),
            None => (&mut self.small, small.into_iter().next()),
        };
        if let Some(wanted) = wanted
            && let Some(page) = self.pages.get(wanted.page)
        {
            pictures.make(ctx, wanted.page, page, wanted.pixels);
        }
        ctx.request_repaint();
    }
}
