//! "About these medicines": everything that the app knows, to read and to search, at any moment.
//!
//! [`model`] makes the sheets from the content; this draws them. With a visit open, the rows of a
//! dose table that hold for the patient are marked.

pub mod model;
pub mod program;
mod sheet;

use eframe::egui::{self, Frame, Key, Margin, Panel, ScrollArea, Ui};

use super::desk::Desk;
use super::keys;
use super::theme::{self, Type, size};
use super::widgets::{
    Selected, Tone, card, empty_state, figure_row, figures_head, link, nav_list, nav_row, page_title,
    search_field, section_title, table, words,
};
use crate::content::ids::DrugIx;
use model::{Basis, Entry, Item, Sheet, Topic};

/// What is looked for, and the sheet that is open.
pub struct Draft {
    typed: String,
    found: Vec<Entry>,
    topic: Option<Topic>,
    sheet: Option<Sheet>,
    focused: bool,
    to_top: bool,
}

impl Draft {
    /// Opens on a drug, or on the first page of the article.
    pub fn new(desk: &Desk, drug: Option<DrugIx>) -> Self {
        let found = model::entries(&basis(desk), "");
        let topic = drug.map(Topic::Drug).or_else(|| found.first().map(|entry| entry.topic));
        Self { typed: String::new(), found, topic, sheet: None, focused: false, to_top: true }
    }

    fn choose(&mut self, topic: Topic) {
        if self.topic != Some(topic) {
            self.topic = Some(topic);
            self.sheet = None;
            self.to_top = true;
        }
    }

    fn look_again(&mut self, desk: &Desk) {
        self.found = model::entries(&basis(desk), &self.typed);
        self.sheet = None;
        self.to_top = true;
        let here = self.found.iter().find(|entry| Some(entry.topic) == self.topic);
        let named = self.found.iter().find(|entry| entry.named);
        self.topic = named.or(here).or(self.found.first()).map(|entry| entry.topic);
    }

    fn step(&mut self, forth: bool) {
        let at = self.found.iter().position(|entry| Some(entry.topic) == self.topic);
        let wanted = match (at, forth) {
            (None, _) => 0,
            (Some(at), true) => (at + 1).min(self.found.len().saturating_sub(1)),
            (Some(at), false) => at.saturating_sub(1),
        };
        if let Some(topic) = self.found.get(wanted).map(|entry| entry.topic) {
            self.choose(topic);
        }
    }
}

fn basis(desk: &Desk) -> Basis<'_> {
    Basis {
        content: &desk.content,
        today: (desk.clock.today)(),
        checklist: desk.visit().map(|visit| &visit.checklist),
        overlay: desk.overlay.in_use(),
        renderer: &desk.renderer,
    }
}

const LEFT: f32 = 300.0;
const NARROW: f32 = 820.0;
/// Lines longer than this are hard to follow.
const WIDEST: f32 = 820.0;

/// Draws the screen; answers whether it is to be closed.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft) -> bool {
    if keys::take_from_all(ui.ctx(), Key::Escape) {
        if draft.typed.is_empty() {
            return true;
        }
        draft.typed.clear();
        // The key takes the focus out of the field.
        draft.focused = false;
        draft.look_again(desk);
    }
    if keys::take_from_all(ui.ctx(), Key::ArrowDown) {
        draft.step(true);
    }
    if keys::take_from_all(ui.ctx(), Key::ArrowUp) {
        draft.step(false);
    }
    let page_down = keys::take_from_all(ui.ctx(), Key::PageDown);
    let page_up = keys::take_from_all(ui.ctx(), Key::PageUp);
    let pages = f32::from(i8::from(page_down) - i8::from(page_up));
    let side = Frame::new().fill(theme::of(ui.ctx()).palette.surface);
    if ui.available_width() < NARROW {
        let frame = side.inner_margin(Margin::symmetric(16, 10));
        let height = (ui.available_height() * 0.45).min(220.0);
        Panel::top("about-list").resizable(false).exact_size(height).frame(frame).show(ui, |ui| {
            entries(ui, desk, draft);
        });
    } else {
        let frame = side.inner_margin(Margin::symmetric(14, 14));
        Panel::left("about-list").exact_size(LEFT).resizable(false).frame(frame).show(ui, |ui| {
            entries(ui, desk, draft);
        });
    }
    sheet_ui(ui, desk, draft, pages);
    false
}

fn entries(ui: &mut Ui, desk: &Desk, draft: &mut Draft) {
    let search = search_field(ui, "search", &mut draft.typed);
    if !draft.focused {
        search.request_focus();
        draft.focused = true;
    }
    if search.changed() {
        draft.look_again(desk);
    }
    let mut chosen = None;
    ScrollArea::vertical().id_salt("about-entries").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        nav_list(ui, "Medicines and facts", |ui| {
            let mut group = "";
            for entry in &draft.found {
                if entry.group != group {
                    group = entry.group;
                    ui.add_space(size::GAP);
                    section_title(ui, group);
                }
                let selected = Selected::from(draft.topic == Some(entry.topic));
                let response = nav_row(ui, &entry.title, &entry.detail, selected);
                if response.clicked() {
                    chosen = Some(entry.topic);
                }
                if selected == Selected::Yes && draft.to_top {
                    response.scroll_to_me(None);
                }
            }
        });
        if draft.found.is_empty() {
            ui.add_space(size::GAP);
            let text = format!("Nothing has “{}”. Esc clears the search.", draft.typed.trim());
            words(ui, Type::Note, Tone::Muted, &text);
        }
    });
    if let Some(topic) = chosen {
        draft.choose(topic);
    }
}

fn sheet_ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, pages: f32) {
    if draft.sheet.is_none()
        && let Some(topic) = draft.topic
    {
        draft.sheet = Some(model::sheet(&basis(desk), topic, &draft.typed));
    }
    let mut area = ScrollArea::vertical().id_salt(("about-sheet", draft.topic)).auto_shrink([false, false]);
    if std::mem::take(&mut draft.to_top) {
        area = area.vertical_scroll_offset(0.0);
    }
    let height = ui.available_height();
    let mut gone = None;
    area.show(ui, |ui| {
        if pages != 0.0 {
            ui.scroll_with_delta(egui::vec2(0.0, -pages * height * 0.9));
        }
        Frame::new().inner_margin(Margin::symmetric(30, 22)).show(ui, |ui| {
            ui.set_width(ui.available_width().min(WIDEST));
            match &draft.sheet {
                Some(sheet) => gone = draw(ui, sheet),
                None => {
                    empty_state(ui, "Nothing found", "Try another word, or Esc to see everything.");
                }
            }
        });
    });
    if let Some(topic) = gone {
        draft.choose(topic);
    }
}

/// Draws a sheet; answers with the one that was asked for instead.
fn draw(ui: &mut Ui, sheet: &Sheet) -> Option<Topic> {
    let mut gone = None;
    page_title(ui, &sheet.title);
    words(ui, Type::Body, Tone::Muted, &sheet.lead);
    ui.add_space(size::GAP);
    for section in &sheet.sections {
        section_title(ui, &section.heading);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let mut at = 0;
            while let Some(item) = section.items.get(at) {
                if at > 0 {
                    ui.add_space(size::GAP);
                }
                let rest = section.items.get(at..).unwrap_or_default();
                let figures = rest.iter().take_while(|item| item.is_figures()).count();
                if figures > 0 {
                    let rows = rest.get(..figures).unwrap_or_default();
                    table(ui, &section.heading, |ui| rows.iter().for_each(|row| draw_figures(ui, row)));
                } else {
                    gone = gone.or(draw_item(ui, item));
                }
                at += figures.max(1);
            }
        });
        ui.add_space(size::GAP);
    }
    ui.add_space(size::SECTION);
    gone
}

/// A line of a table of figures.
fn draw_figures(ui: &mut Ui, item: &Item) {
    match item {
        Item::Head(arms) => figures_head(ui, "", arms),
        Item::Row(row) => {
            figure_row(ui, &row.head, &row.figures, &row.spoken);
        }
        Item::Text(_) | Item::Go(..) => {}
    }
}

fn draw_item(ui: &mut Ui, item: &Item) -> Option<Topic> {
    match item {
        Item::Text(text) => {
            if let Some(mark) = &text.mark {
                words(ui, Type::SmallStrong, Tone::Accent, mark);
            }
            if !text.head.is_empty() {
                words(ui, Type::Strong, Tone::Ink, &text.head);
            }
            if !text.text.is_empty() {
                words(ui, Type::Body, Tone::Ink, &text.text);
            }
            if !text.plain.is_empty() {
                words(ui, Type::Italic, Tone::Ink, &format!("In plain words: {}", text.plain));
            }
            if !text.basis.is_empty() {
                words(ui, Type::Small, Tone::Muted, &text.basis);
            }
        }
        Item::Head(_) | Item::Row(_) => draw_figures(ui, item),
        Item::Go(label, topic) => return link(ui, label).clicked().then_some(*topic),
    }
    None
}
