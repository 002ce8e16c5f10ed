//! The summary screen: which parts, which paper, the pages as they will be printed, printing and saving.

mod cloud;
pub mod inputs;
pub mod parts;
mod picture;
pub mod pictures;
pub mod preview;
pub mod print;
mod problem;
pub mod save;
pub mod system;
pub mod view;

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Context, FocusDirection, Frame, Margin, Panel, ScrollArea, Ui, UiBuilder};

use super::banner;
use super::coverage::live::Live;
use super::desk::visit::{Screen, Visit};
use super::desk::{Action, Desk};
use super::keys::{self, Press};
use super::theme::{self, Type, size};
use super::widgets::{
    ButtonKind, Field, Selected, Tone, button, button_width, group, notice, section_title, tab, text_field,
    words,
};
use crate::store::ChecklistId;
use crate::summary::Handed;
use crate::summary::compose::Pharmacy;
use inputs::{Inputs, Made, Same};
use parts::{Choices, Switch};
use preview::Preview;
use print::Printer;
use save::{Saved, Saver, Viewer};

/// What is chosen and half-typed on this screen.
#[derive(Default)]
pub struct Draft {
    choices: Choices,
    folder: Option<String>,
    name: Option<String>,
    phone: Option<String>,
    made: Made,
    preview: Preview,
    saver: Saver,
    printer: Printer,
    /// The visit of what is being saved or printed.
    of: Option<ChecklistId>,
    /// What was asked for from another screen.
    pub now: Option<Way>,
    /// Which of the two is shown where there is no room for both.
    pane: Pane,
    /// How high the ways out at the foot of the choices are.
    ways_out: f32,
    /// Whether the first way out has had the focus since one came here.
    was_focused: bool,
}

/// The panes of a narrow window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    /// What is chosen, and the ways out.
    #[default]
    Choices,
    /// The pages.
    Pages,
}

/// How the pages leave the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As a file.
    Save,
    /// On paper.
    Print,
}

impl Draft {
    /// What was handed out since the last frame, whatever screen is in front: it is kept with its visit.
    pub fn handed_out(&mut self) -> Vec<Action> {
        let saved = self.saver.finished().and_then(|(saved, handed)| {
            let is_there = matches!(saved, Saved::Done { .. });
            self.saver.show(saved);
            is_there.then_some(handed)
        });
        let handed = saved.into_iter().chain(self.printer.finished()).collect();
        self.keep(handed)
    }

    /// What is on its way when the vault is closed or another visit takes this one's place. Nobody will hear what
    /// becomes of it, and what was handed out must not be missing from the record.
    pub fn give_up(&mut self) -> Vec<Action> {
        let handed = self.saver.give_up().into_iter().chain(self.printer.give_up()).collect();
        self.keep(handed)
    }

    fn keep(&self, handed: Vec<Handed>) -> Vec<Action> {
        let Some(visit) = self.of else { return Vec::new() };
        handed.iter().map(|handed| Action::KeepPrinted(visit, handed.to_json())).collect()
    }

    /// One comes to the screen: what Enter does there gets the focus.
    pub fn come_back(&mut self) {
        self.was_focused = false;
    }

    /// Whether a thread of this screen is at work.
    pub fn is_waiting(&self) -> bool {
        self.printer.is_waiting()
    }

    /// How often the pages were made, and how they are shown: for tests.
    pub fn shown(&self) -> (&Made, &Preview) {
        (&self.made, &self.preview)
    }
}

const LEFT: f32 = 330.0;
/// In a window narrower than this, as on the safety screen, one pane is shown at a time: pages at less than two thirds of
/// their size can't be read.
const NARROW: f32 = 920.0;

/// The keys of the settings that stand at the top of each page.
pub const PHARMACY_NAME: &str = "pharmacy.name";
/// See [`PHARMACY_NAME`].
pub const PHARMACY_PHONE: &str = "pharmacy.phone";
/// The key of the setting: whose name stands on the pages; empty for whoever is signed in.
pub const PHARMACIST: &str = "pharmacy.pharmacist";
const FOLDER: &str = "summary.folder";
/// The button that lets the system ask for a folder.
const CHOOSE: &str = "Choose…";
/// The key of the setting: the printer that was chosen; empty for the system's usual one.
pub const PRINTER: &str = "summary.printer";

/// Draws the screen.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, live: &Live, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    draft.choices.follow(desk);
    draft.printer.look(ui.ctx());
    // What was asked for from another screen waits for the figures that belong on the pages, and paper for the printers:
    // where the system has no usual one, the only one is named.
    let waits = live.is_counting() || draft.now == Some(Way::Print) && draft.printer.is_looking();
    let mut way = if waits { None } else { draft.now.take() };
    for press in keys::take_all(ui.ctx()) {
        if matches!(press, Press::Up | Press::Down) {
            // They scroll: egui's own way with arrows would move the focus besides.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        let switch = Switch::ALL.into_iter().find(|switch| press == Press::Char(switch.key()));
        match (press, switch) {
            (_, Some(switch)) => {
                draft.choices.turn(switch, visit, live);
                draft.pane = Pane::Choices;
            }
            (Press::Enter, _) => way = Some(Way::Save),
            (Press::Escape | Press::Left, _) => actions.push(Action::Open(Screen::Authorization)),
            (press, _) => {
                if draft.preview.key(press) {
                    draft.pane = Pane::Pages;
                }
            }
        }
    }
    draft.made.update(inputs(desk, visit, live, &draft.choices), &mut draft.preview);
    let surface = theme::of(ui.ctx()).palette.surface;
    let narrow = ui.available_width() < NARROW;
    let scrolled = |ui: &mut Ui, draft: &mut Draft, actions: &mut Vec<Action>| {
        ScrollArea::vertical().id_salt("options").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(ui.available_width() - 8.0);
            draft.choices.ui(ui, visit, live);
            options(ui, desk, draft, actions);
        });
    };
    let side = Frame::new().fill(surface);
    if narrow {
        pane_tabs(ui, draft);
        actions.extend(banner::with_way(ui, desk, visit));
        if draft.pane == Pane::Choices {
            side.inner_margin(Margin { left: 18, right: 8, top: 6, bottom: 0 }).show(ui, |ui| {
                hand_over_ui(ui, draft, &mut way);
                scrolled(ui, draft, &mut actions);
            });
        }
    } else {
        let panel = Panel::left("options").exact_size(LEFT.min(ui.available_width() * 0.38));
        panel.resizable(false).frame(side.inner_margin(Margin::symmetric(18, 14))).show(ui, |ui| {
            // Drawn before what stands below it, so that Tab and screen readers come to it first. How high that is, is
            // known from the frame before.
            let room = ui.available_rect_before_wrap();
            let choices = room.with_max_y(room.bottom() - draft.ways_out);
            scrolled(&mut ui.new_child(UiBuilder::new().max_rect(choices)), draft, &mut actions);
            let hand_over = Panel::bottom("hand over").resizable(false).show_separator_line(false);
            let frame = Frame::new().inner_margin(Margin { top: 10, ..Margin::ZERO });
            let shown = hand_over.frame(frame).show(ui, |ui| hand_over_ui(ui, draft, &mut way));
            let height = shown.response.rect.height();
            if (height - draft.ways_out).abs() > 0.5 {
                draft.ways_out = height;
                ui.ctx().request_discard("the ways out need other room");
            }
        });
        actions.extend(banner::with_way(ui, desk, visit));
    }
    if narrow && draft.pane == Pane::Choices {
        // The pages are on the other pane.
    } else if draft.made.document().is_none_or(|document| document.parts.is_empty()) {
        super::widgets::empty_state(ui, "Nothing chosen", "Choose at least one of the pages.");
    } else {
        draft.preview.ui(ui);
    }
    if let Some(way) = way {
        hand_over(ui.ctx(), desk, visit, draft, way);
    }
    actions
}

/// The way to the other pane of a narrow window.
fn pane_tabs(ui: &mut Ui, draft: &mut Draft) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_space(size::PAD);
        group(ui, Role::TabList, "Panes", |ui| {
            for (pane, label) in [(Pane::Choices, "Choices"), (Pane::Pages, "Pages")] {
                if tab(ui, label, Selected::from(draft.pane == pane)).clicked() {
                    draft.pane = pane;
                }
            }
        });
    });
}

/// Prints the pages or saves them; where they can't be, says why.
fn hand_over(ctx: &Context, desk: &Desk, visit: &Visit, draft: &mut Draft, way: Way) {
    let Some(document) = draft.made.document().filter(|document| !document.parts.is_empty()) else { return };
    let handed = Handed {
        document: document.clone(),
        setup: draft.choices.setup(),
        author: pharmacy(desk).name,
        day: visit.checklist.as_of,
    };
    draft.saver.clear();
    draft.printer.clear();
    ctx.request_repaint();
    if let Some(problem) = draft.preview.problem() {
        draft.saver.show(Saved::of_pages(problem));
        return;
    }
    draft.of = Some(visit.id);
    let folder = folder(desk, draft);
    let pages = draft.preview.pages();
    match way {
        Way::Save => draft.saver.start(ctx, handed, pages, folder),
        Way::Print => draft.printer.start(ctx, handed, pages, desk.setting(PRINTER), folder),
    }
}

fn inputs(desk: &Desk, visit: &Visit, live: &Live, choices: &Choices) -> Inputs {
    // What is printed is what was counted of what is said: never a half-typed figure.
    let counted = live.last().filter(|_| !live.is_old());
    Inputs {
        content: Same(Arc::clone(&desk.content)),
        checklist: visit.checklist.clone(),
        prescription: visit.prescription.clone(),
        coverage: visit.coverage.clone(),
        counted: counted.map(|counted| Same(Arc::clone(counted))),
        authorization: visit.authorization.clone(),
        pharmacy: pharmacy(desk),
        parts: choices.parts(visit, live),
        language: choices.language(visit),
        form: choices.form(),
        setup: choices.setup(),
    }
}

fn pharmacy(desk: &Desk) -> Pharmacy {
    Pharmacy {
        name: desk.pharmacy_name().to_owned(),
        phone: desk.pharmacy_phone().to_owned(),
        pharmacist: match desk.setting(PHARMACIST) {
            "" => desk.session.as_ref().map(|session| session.staff.name.clone()).unwrap_or_default(),
            set => set.to_owned(),
        },
    }
}

fn folder(desk: &Desk, draft: &Draft) -> String {
    let typed = draft.folder.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
    typed.map_or_else(|| kept_folder(desk), ToOwned::to_owned)
}

/// The folder that pages were saved in last, or the usual one.
pub fn kept_folder(desk: &Desk) -> String {
    let kept = Some(desk.setting(FOLDER)).filter(|kept| !kept.is_empty());
    kept.map_or_else(save::usual_folder, ToOwned::to_owned)
}

/// The two ways out, always in sight, and what became of the last one.
fn hand_over_ui(ui: &mut Ui, draft: &mut Draft, way: &mut Option<Way>) {
    // In a low window what became of the pages must leave room for the switches.
    let room = (ui.ctx().content_rect().height() * 0.22).max(90.0);
    ScrollArea::vertical().id_salt("outcome").max_height(room).show(ui, |ui| {
        if draft.now == Some(Way::Print) {
            notice(ui, "The pages will be printed …");
        }
        draft.printer.words(ui);
        saved_words(ui, draft.saver.shown());
    });
    ui.horizontal_wrapped(|ui| {
        let save = button(ui, ButtonKind::Primary, "Save as PDF", Some("Ctrl P"));
        if !std::mem::replace(&mut draft.was_focused, true) {
            save.request_focus();
        }
        if save.clicked() {
            *way = Some(Way::Save);
        }
        if button(ui, ButtonKind::Plain, "Print", Some("Ctrl Shift P")).clicked() {
            *way = Some(Way::Print);
        }
    });
}

/// The printer, what stands on each page, and the folder.
fn options(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) {
    ui.add_space(size::GAP);
    if let Some(printer) = draft.printer.choice(ui, desk.setting(PRINTER)) {
        actions.push(Action::Set(PRINTER, printer.into()));
        ui.ctx().request_repaint();
    }
    setting(ui, desk, "Pharmacy", PHARMACY_NAME, &mut draft.name, actions);
    setting(ui, desk, "Phone", PHARMACY_PHONE, &mut draft.phone, actions);
    ui.add_space(size::GAP);
    section_title(ui, "Save in the folder");
    let kept = folder(desk, draft);
    let buffer = draft.folder.get_or_insert(kept);
    let (response, chooses) = ui
        .horizontal(|ui| {
            ui.set_min_height(size::BUTTON);
            let width = ui.available_width() - button_width(ui, CHOOSE, None) - size::GAP;
            let response = text_field(ui, &Field::plain("Folder", "", width), buffer);
            (response, button(ui, ButtonKind::Plain, CHOOSE, None).clicked())
        })
        .inner;
    // The usual folder is not chosen by passing by.
    if response.lost_focus() && buffer.trim() != kept_folder(desk) {
        actions.push(Action::Set(FOLDER, buffer.trim().into()));
    }
    if let Some(cloud) = cloud::cloud_of(buffer) {
        let warning = format!("This folder goes to {cloud}, it seems: the pages would leave this computer.");
        words(ui, Type::Note, Tone::Alarm, &warning);
    }
    if let Some(chosen) = draft.saver.chosen_folder() {
        actions.push(Action::Set(FOLDER, chosen.clone().into()));
        draft.folder = Some(chosen);
    }
    if chooses {
        draft.saver.choose_folder(ui.ctx());
    }
    words(
        ui,
        Type::Small,
        Tone::Muted,
        "A saved file is not encrypted, and its name does not hold the patient's. Printing writes none; where this computer can't print, the file is saved and opened instead.",
    );
}

/// What became of the file.
pub fn saved_words(ui: &mut Ui, saved: Option<&Saved>) {
    match saved {
        Some(Saved::Done { path, viewer }) => {
            let viewer = match viewer {
                Viewer::Started => "It opens in your viewer.",
                Viewer::Missing => {
                    "This computer has no viewer for it, or it did not start: open it from the folder."
                }
            };
            notice(ui, &format!("Saved: {}. {viewer}", path.display()));
        }
        Some(Saved::Failed { why, cure }) => {
            words(ui, Type::Note, Tone::Alarm, &format!("Not saved: {why}"));
            words(ui, Type::Note, Tone::Ink, cure);
        }
        None => {}
    }
}

fn setting(
    ui: &mut Ui,
    desk: &Desk,
    label: &str,
    key: &'static str,
    draft: &mut Option<String>,
    actions: &mut Vec<Action>,
) {
    section_title(ui, label);
    let width = ui.available_width();
    let buffer = draft.get_or_insert_with(|| desk.setting(key).to_owned());
    let field = Field::plain(label, "stands at the top of each page", width);
    let response = text_field(ui, &field, buffer);
    if response.changed() {
        actions.push(Action::Set(key, buffer.trim().into()));
    }
    if !response.has_focus() {
        *draft = None;
    }
}
