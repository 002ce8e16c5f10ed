//! The pharmacy's prices: what is kept, how old it is, importing a file, typing one, taking an import back.
//!
//! Lies above whatever is in front, like the pages about the medicines. What was half-typed or read stays
//! until the vault is locked.

mod form;
mod import;
mod line;
mod pick;
mod reading;

use eframe::egui::{Frame, Key, Margin, Panel, ScrollArea, Ui, UiBuilder};

use super::command::Command;
use super::command::here::Spot;
use super::dates;
use super::desk::prices::KeptPrice;
use super::desk::{Action, Desk};
use super::keys;
use super::theme::{self, Type, size};
use super::widgets::{
    ButtonKind, ListRow, Place, Selected, Tone, button, card, empty_state, list, list_row, long_list, notice,
    page_title, search_field, section_title, words,
};
use crate::content::price::{PriceRecord, is_old};
use crate::store::{BatchKind, PriceBatch, PriceBatchId};
use import::prices;
use line::Line;

/// What is looked for, and what is under way.
#[derive(Default)]
pub struct Draft {
    typed: String,
    marked: usize,
    moved: bool,
    focused: bool,
    pane: Pane,
    waiting: Option<Waiting>,
    /// The import that was kept here last, for undo.
    last: Option<Kept>,
    /// The one that was taken back last, for redo.
    again: Option<Again>,
    said: Option<String>,
}

#[derive(Default)]
enum Pane {
    #[default]
    List,
    Import(Box<import::Draft>),
    Form(Box<form::Draft>),
}

/// An import that was kept.
struct Kept {
    batch: PriceBatchId,
    what: Again,
}

/// What an import held.
#[derive(Clone)]
struct Again {
    rows: Vec<PriceRecord>,
    source: String,
}

/// What the vault was asked for.
struct Waiting {
    /// How many batches there were before: one more says that it was done.
    batches: usize,
    /// What to say then.
    said: String,
    /// What it kept, which can be taken back; nothing where it took something back.
    kept: Option<Again>,
}

const RIGHT: f32 = 330.0;
const NARROW: f32 = 900.0;

impl Draft {
    /// Puts the cursor where typing goes.
    pub fn focus(&mut self) {
        self.focused = false;
        match &mut self.pane {
            Pane::List => {}
            Pane::Import(import) => import.focus(),
            Pane::Form(form) => form.focus(),
        }
    }

    /// The import that was kept here last, unless it was taken back or something else is being done.
    pub fn undo(&self, desk: &Desk) -> Option<Action> {
        let last = desk.price_batch(self.last.as_ref()?.batch)?;
        let can = matches!(self.pane, Pane::List) && can_be_taken_back(last) && !desk.busy;
        can.then_some(Action::UndoPrices(last.id))
    }

    /// The import that was taken back here last, to be kept again as another one.
    pub fn redo(&self, desk: &Desk) -> Option<Action> {
        let again = self.again.as_ref()?;
        let can = matches!(self.pane, Pane::List) && !desk.busy;
        can.then(|| Action::KeepPrices(again.rows.clone(), again.source.clone()))
    }

    /// Where one is, as far as keys depend on it.
    pub fn spot(&self) -> Spot {
        match &self.pane {
            Pane::List => Spot::Prices,
            Pane::Import(import) if import.confirmed().is_some() => Spot::PriceKeep,
            Pane::Import(_) | Pane::Form(_) => Spot::PriceForm,
        }
    }

    /// Notes what the vault is asked for, to know when it was done.
    fn asked(&mut self, desk: &Desk, action: &Action) {
        let (said, kept) = match action {
            Action::KeepPrices(rows, source) => {
                let kept = Again { rows: rows.clone(), source: source.clone() };
                (format!("Kept {} ({source}).", prices(rows.len())), Some(kept))
            }
            Action::UndoPrices(id) => {
                let what = desk.price_batch(*id).map(|batch| batch.source.as_str()).unwrap_or_default();
                (format!("Taken back ({what}). What was kept before holds again."), None)
            }
            _ => return,
        };
        self.said = None;
        self.waiting = Some(Waiting { batches: desk.price_batches.len(), said, kept });
    }

    fn receive(&mut self, desk: &Desk) {
        if desk.busy {
            return;
        }
        let Some(waiting) = self.waiting.take() else { return };
        // What the vault refused it has said; what was typed or read stays, to be tried again.
        if desk.price_batches.len() <= waiting.batches {
            return;
        }
        self.said = Some(waiting.said);
        match waiting.kept {
            Some(what) => {
                self.last = desk.price_batches.first().map(|batch| Kept { batch: batch.id, what });
                self.again = None;
                self.pane = Pane::List;
                self.marked = 0;
            }
            // Only what was kept here is at hand to be kept again.
            None => {
                let is_taken_back = |kept: &mut Kept| {
                    desk.price_batch(kept.batch).is_some_and(|batch| !can_be_taken_back(batch))
                };
                self.again = self.last.take_if(is_taken_back).map(|kept| kept.what);
            }
        }
    }
}

fn can_be_taken_back(batch: &PriceBatch) -> bool {
    batch.kind == BatchKind::Import { taken_back: false }
}

/// Draws the screen; answers whether it is to be closed.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) -> bool {
    draft.receive(desk);
    let mut closed = false;
    match &mut draft.pane {
        Pane::List => closed = kept(ui, desk, draft, actions),
        Pane::Import(import) => {
            if page(ui, |ui| import::ui(ui, desk, import, actions)) {
                draft.pane = Pane::List;
                draft.focused = false;
            }
        }
        Pane::Form(form) => {
            if page(ui, |ui| form::ui(ui, desk, form, actions)) {
                draft.pane = Pane::List;
                draft.focused = false;
            }
        }
    }
    if let Some(asked) = actions.last() {
        draft.asked(desk, asked);
    }
    closed
}

fn page<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    Frame::new()
        .inner_margin(Margin::symmetric(30, 20))
        .show(ui, |ui| {
            ui.set_width(ui.available_width().min(980.0));
            contents(ui)
        })
        .inner
}

fn kept(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) -> bool {
    if keys::take_from_all(ui.ctx(), Key::Escape) {
        if draft.typed.is_empty() {
            return true;
        }
        draft.typed.clear();
        // The key takes the focus out of the field.
        draft.focused = false;
        draft.marked = 0;
    }
    let mut import = keys::take_ctrl(ui.ctx(), Key::O);
    let mut add = keys::take_ctrl(ui.ctx(), Key::E);
    // While the search is empty there is nothing else in the field to undo.
    if draft.typed.is_empty() {
        if keys::take_ctrl(ui.ctx(), Key::Z) {
            actions.extend(draft.undo(desk));
        }
        if keys::take_ctrl(ui.ctx(), Key::Y) {
            actions.extend(draft.redo(desk));
        }
    }
    let mut newer = None;
    let mut beside = None;
    if !desk.price_batches.is_empty() {
        let side = Frame::new().fill(theme::of(ui.ctx()).palette.surface);
        if ui.available_width() < NARROW {
            let frame = side.inner_margin(Margin::symmetric(20, 10));
            let height = (ui.available_height() * 0.25).min(130.0);
            Panel::top("price-batches").resizable(false).exact_size(height).frame(frame).show(ui, |ui| {
                batches(ui, desk, actions);
            });
        } else {
            beside = Some(side.inner_margin(Margin::symmetric(18, 16)));
        }
    }
    // Drawn before what stands at its right, so that Tab and screen readers come to it first.
    let room = ui.available_rect_before_wrap();
    let taken = if beside.is_some() { RIGHT } else { 0.0 };
    let mut main = ui.new_child(UiBuilder::new().max_rect(room.with_max_x(room.right() - taken)));
    page(&mut main, |ui| {
        ui.horizontal_wrapped(|ui| {
            page_title(ui, "Prices of this pharmacy");
        });
        ui.horizontal_wrapped(|ui| {
            import |= button(ui, ButtonKind::Primary, "Import…", Some("Ctrl O")).clicked();
            add |= button(ui, ButtonKind::Plain, "Add a price", Some("Ctrl E")).clicked();
            for (way, label, command) in [
                (draft.undo(desk), "Undo import", Command::Undo),
                (draft.redo(desk), "Redo import", Command::Redo),
            ] {
                if let Some(way) = way
                    && button(ui, ButtonKind::Plain, label, Some(command.keys())).clicked()
                {
                    actions.push(way);
                }
            }
        });
        if let Some(said) = &draft.said {
            notice(ui, said);
        }
        ui.add_space(size::TIGHT);
        newer = rows(ui, desk, draft);
    });
    if let Some(frame) = beside {
        Panel::right("price-batches").resizable(false).exact_size(RIGHT).frame(frame).show(ui, |ui| {
            batches(ui, desk, actions);
        });
    }
    let today = (desk.clock.today)();
    if let Some(newer) = newer.and_then(|at| desk.prices.get(at)) {
        draft.pane = Pane::Form(Box::new(form::Draft::newer(&desk.content, newer, today)));
    } else if add {
        draft.pane = Pane::Form(Box::new(form::Draft::new(today)));
    } else if import {
        draft.pane = Pane::Import(Box::default());
    }
    if !matches!(draft.pane, Pane::List) {
        draft.said = None;
        ui.ctx().request_discard("another pane");
    }
    false
}

/// The positions of the prices that have what was typed, by treatment and then by trust.
fn found(desk: &Desk, typed: &str) -> Vec<usize> {
    let today = (desk.clock.today)();
    let has =
        |kept: &KeptPrice| typed.trim().is_empty() || Line::of_kept(&desk.content, kept, today).has(typed);
    let mut found: Vec<(usize, &KeptPrice)> =
        desk.prices.iter().enumerate().filter(|(_, kept)| has(kept)).collect();
    found.sort_by_key(|(_, kept)| {
        (kept.product.is_none(), kept.product, kept.price.kind, std::cmp::Reverse(kept.price.as_of))
    });
    found.into_iter().map(|(at, _)| at).collect()
}

/// Draws what is kept; answers with the position of the price of which a newer one is to be typed.
fn rows(ui: &mut Ui, desk: &Desk, draft: &mut Draft) -> Option<usize> {
    if desk.prices.is_empty() {
        card(ui, |ui| {
            empty_state(ui, "No prices yet", "Import a list of your own or NADAC, or type a price.");
            words(ui, Type::Body, Tone::Muted, import::COLUMNS);
        });
        return None;
    }
    let down = keys::take_from_all(ui.ctx(), Key::ArrowDown);
    let up = keys::take_from_all(ui.ctx(), Key::ArrowUp);
    let enter = keys::take(ui.ctx(), Key::Enter);
    let search = search_field(ui, "treatment, package, code, kind", &mut draft.typed);
    if !draft.focused {
        search.request_focus();
        draft.focused = true;
    }
    if search.changed() {
        (draft.marked, draft.moved) = (0, true);
    }
    let found = found(desk, &draft.typed);
    if down || up {
        let last = found.len().saturating_sub(1);
        draft.marked = if down { (draft.marked + 1).min(last) } else { draft.marked.saturating_sub(1) };
        draft.moved = true;
    }
    let today = (desk.clock.today)();
    let old = desk.prices.iter().filter(|kept| is_old(kept.price.as_of, today)).count();
    section_title(ui, &count(found.len(), desk.prices.len(), old));
    if found.is_empty() {
        let text = format!("Nothing has “{}”. Esc clears the search.", draft.typed.trim());
        words(ui, Type::Note, Tone::Muted, &text);
        return None;
    }
    let mut chosen = enter.then(|| found.get(draft.marked)).flatten().copied();
    let reveal = std::mem::take(&mut draft.moved).then_some(draft.marked);
    ScrollArea::vertical().id_salt("prices").auto_shrink([false, false]).show(ui, |ui| {
        list(ui, "Prices", |ui| {
            long_list(ui, found.len(), reveal, |ui, at| {
                let Some(kept) = found.get(at).and_then(|at| desk.prices.get(*at)) else { return };
                let line = Line::of_kept(&desk.content, kept, today);
                let row = ListRow {
                    title: &line.title,
                    matches: &[],
                    below: &line.below,
                    right: &line.amount,
                    right_below: &line.age,
                    right_tone: if line.old { Tone::Alarm } else { Tone::Muted },
                    selected: Selected::from(at == draft.marked),
                    place: Place::of(at, found.len()),
                };
                if list_row(ui, &row).clicked() {
                    chosen = found.get(at).copied();
                }
            });
        });
    });
    chosen
}

fn count(found: usize, all: usize, old: usize) -> String {
    let kept = if found == all { prices(all) } else { format!("{found} of {}", prices(all)) };
    match old {
        0 => kept,
        old => format!("{kept}; {old} past 90 days, to check"),
    }
}

/// What was imported, typed and taken back, the latest first.
fn batches(ui: &mut Ui, desk: &Desk, actions: &mut Vec<Action>) {
    section_title(ui, "Imports");
    ScrollArea::vertical().id_salt("batches").auto_shrink([false, false]).show(ui, |ui| {
        for batch in &desk.price_batches {
            ui.push_id(batch.id, |ui| one_batch(ui, desk, batch, actions));
        }
    });
}

fn one_batch(ui: &mut Ui, desk: &Desk, batch: &PriceBatch, actions: &mut Vec<Action>) {
    let what = match batch.kind {
        BatchKind::Import { .. } => format!("{}: {}", batch.source, prices(batch.prices as usize)),
        BatchKind::Undo(_) => format!("Took back {}", batch.source),
    };
    words(ui, Type::NoteStrong, Tone::Ink, &what);
    let staff = desk.session.as_ref().and_then(|session| {
        session.all_staff.iter().find(|staff| staff.id == batch.by).map(|staff| staff.name.as_str())
    });
    let day = dates::words((desk.clock.day_of)(batch.at));
    let by = staff.map_or(day.clone(), |name| format!("{day}, {name}"));
    match batch.kind {
        BatchKind::Import { taken_back: true } => {
            words(ui, Type::Small, Tone::Muted, &format!("{by}. Taken back."));
        }
        BatchKind::Undo(_) => {
            words(ui, Type::Small, Tone::Muted, &by);
        }
        BatchKind::Import { taken_back: false } => {
            words(ui, Type::Small, Tone::Muted, &by);
            let label = format!("Take back {}", batch.source);
            if button(ui, ButtonKind::Quiet, &label, None).clicked() && !desk.busy {
                actions.push(Action::UndoPrices(batch.id));
            }
        }
    }
    ui.add_space(size::GAP);
}
