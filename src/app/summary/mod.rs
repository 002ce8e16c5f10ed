//! The summary screen: which parts, which paper, the pages as they will be printed, and saving.

pub mod preview;
pub mod save;

use eframe::egui::{Frame, Margin, Panel, ScrollArea, Ui};

use super::coverage::live::Live;
use super::desk::visit::{Screen, Visit};
use super::desk::{Action, Desk};
use super::keys::{self, Press};
use super::theme::{self, Type, size};
use super::widgets::{
    ButtonKind, Choice, ChoiceRow, ChoiceState, Cursor, Field, Tone, button, choice_row, notice,
    section_title, text_field, words,
};
use crate::checklist::coverage::Coverage;
use crate::summary::compose::{self, Form, Language, PartKind, Pharmacy};
use crate::summary::{Document, Handed, PageSetup, Paper, PrintSize};
use preview::Preview;
use save::{Saved, Saver, Viewer};

/// What is chosen and half-typed on this screen.
pub struct Draft {
    patient: bool,
    /// The cost page; where nothing is chosen it is there once there is something to tell.
    cost: Option<bool>,
    dermatologist: bool,
    /// What supports a prior authorization; where nothing is chosen it is there once something was entered.
    authorization: Option<bool>,
    setup: PageSetup,
    zoom: f32,
    folder: Option<String>,
    name: Option<String>,
    phone: Option<String>,
    preview: Preview,
    saver: Saver,
    /// Whether saving was asked for from another screen.
    pub save_now: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            patient: true,
            cost: None,
            dermatologist: true,
            authorization: None,
            setup: PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal },
            zoom: 1.0,
            folder: None,
            name: None,
            phone: None,
            preview: Preview::default(),
            saver: Saver::default(),
            save_now: false,
        }
    }
}

const LEFT: f32 = 330.0;

/// The keys of the settings that stand at the top of each page.
pub const PHARMACY_NAME: &str = "pharmacy.name";
/// See [`PHARMACY_NAME`].
pub const PHARMACY_PHONE: &str = "pharmacy.phone";
const FOLDER: &str = "summary.folder";

/// Draws the screen.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, live: &Live, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    let has_costs = has_costs(live);
    let has_support = !visit.authorization.is_empty();
    let mut save = std::mem::take(&mut draft.save_now);
    for press in keys::take_all(ui.ctx()) {
        match press {
            Press::Enter => save = true,
            Press::Escape | Press::Left => actions.push(Action::Open(Screen::Authorization)),
            Press::Char('p') => draft.patient = !draft.patient,
            Press::Char('c') => draft.cost = Some(!draft.cost.unwrap_or(has_costs)),
            Press::Char('o') => draft.authorization = Some(!draft.authorization.unwrap_or(has_support)),
            Press::Char('d') => draft.dermatologist = !draft.dermatologist,
            Press::Char('l') => draft.setup.print_size = other_size(draft.setup.print_size),
            Press::Char('a') => draft.setup.paper = other_paper(draft.setup.paper),
            Press::Char('+' | '=') => draft.zoom = (draft.zoom * 1.25).min(3.0),
            Press::Char('-') => draft.zoom = (draft.zoom / 1.25).max(0.4),
            _ => {}
        }
    }
    let document = document(desk, visit, live, draft);
    draft.preview.lay_out(&document, draft.setup);
    let surface = theme::of(ui.ctx()).palette.surface;
    let narrow = ui.available_width() < 640.0;
    let panel = if narrow {
        Panel::top("options")
    } else {
        Panel::left("options").exact_size(LEFT.min(ui.available_width() * 0.38))
    };
    panel.resizable(false).frame(Frame::new().fill(surface).inner_margin(Margin::symmetric(18, 16))).show(
        ui,
        |ui| {
            ScrollArea::vertical()
                .id_salt("options")
                .max_height(if narrow { 260.0 } else { f32::INFINITY })
                .show(ui, |ui| {
                    ui.set_width(ui.available_width() - 8.0);
                    options(ui, (desk, visit, live), draft, &mut save, &mut actions);
                });
        },
    );
    ScrollArea::both().id_salt("pages").auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(26, 20)).show(ui, |ui| {
            if document.parts.is_empty() {
                super::widgets::empty_state(ui, "Nothing chosen", "Choose at least one of the pages.");
                return;
            }
            draft.preview.ui(ui, draft.zoom);
        });
    });
    if save && !document.parts.is_empty() {
        let folder = folder(desk, draft);
        let handed = Handed {
            document: document.clone(),
            setup: draft.setup,
            author: pharmacy(desk).name,
            day: visit.checklist.as_of,
        };
        draft.saver.start(ui.ctx(), handed, draft.preview.pages(), folder);
    }
    if let Some((saved, handed)) = draft.saver.finished() {
        if let Saved::Done { .. } = saved {
            actions.push(Action::KeepPrinted(handed.to_json()));
        }
        draft.saver.show(saved);
    }
    actions
}

fn other_size(size: PrintSize) -> PrintSize {
    match size {
        PrintSize::Normal => PrintSize::Large,
        PrintSize::Large => PrintSize::Normal,
    }
}

fn other_paper(paper: Paper) -> Paper {
    match paper {
        Paper::Letter => Paper::A4,
        Paper::A4 => Paper::Letter,
    }
}

fn pharmacy(desk: &Desk) -> Pharmacy {
    Pharmacy {
        name: desk.pharmacy_name().to_owned(),
        phone: desk.pharmacy_phone().to_owned(),
        pharmacist: desk.session.as_ref().map(|session| session.staff.name.clone()).unwrap_or_default(),
    }
}

/// Whether anything can be told of what a year costs.
fn has_costs(live: &Live) -> bool {
    live.last().is_some_and(|counted| counted.comparison.options.iter().any(|cost| cost.total.is_some()))
}

fn document(desk: &Desk, visit: &Visit, live: &Live, draft: &Draft) -> Document {
    let pharmacy = pharmacy(desk);
    // What is printed is what was counted of what is said: never a half-typed figure.
    let counted = live.last().filter(|_| !live.is_old());
    let costs = counted
        .map(|counted| compose::Costs { question: &counted.question, comparison: &counted.comparison });
    let parts: Vec<PartKind> = [
        (draft.patient, PartKind::Patient),
        (draft.cost.unwrap_or(has_costs(live)), PartKind::Cost),
        (draft.dermatologist, PartKind::Dermatologist),
        (draft.authorization.unwrap_or(!visit.authorization.is_empty()), PartKind::Authorization),
    ]
    .into_iter()
    .filter_map(|(chosen, kind)| chosen.then_some(kind))
    .collect();
    // The options that were counted, also those that stand there from the start.
    let said = counted
        .and_then(|counted| counted.asked.get("coverage"))
        .and_then(|said| Coverage::from_json(&desk.content, said, "coverage").ok());
    let composed = compose::Visit {
        content: &desk.content,
        checklist: &visit.checklist,
        assessment: &visit.assessment,
        prescription: &visit.prescription,
        coverage: said.as_ref().unwrap_or(&visit.coverage),
        costs,
        authorization: &visit.authorization,
        pharmacy: &pharmacy,
        language: Language::English,
        form: Form::Full,
    };
    compose::compose(&composed, &parts)
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

fn options(
    ui: &mut Ui,
    (desk, visit, live): (&Desk, &Visit, &Live),
    draft: &mut Draft,
    save: &mut bool,
    actions: &mut Vec<Action>,
) {
    section_title(ui, "Pages");
    ui.spacing_mut().item_spacing.y = 5.0;
    tick(ui, "P", "Patient's page", &mut draft.patient);
    let mut cost = draft.cost.unwrap_or(has_costs(live));
    let before = cost;
    tick(ui, "C", "Cost page", &mut cost);
    if cost != before {
        draft.cost = Some(cost);
    }
    tick(ui, "D", "Dermatologist's page", &mut draft.dermatologist);
    let mut support = draft.authorization.unwrap_or(!visit.authorization.is_empty());
    let before = support;
    tick(ui, "O", "Prior authorization", &mut support);
    if support != before {
        draft.authorization = Some(support);
    }
    let mut a4 = draft.setup.paper == Paper::A4;
    tick(ui, "A", "A4 instead of Letter", &mut a4);
    draft.setup.paper = if a4 { Paper::A4 } else { Paper::Letter };
    let mut large = draft.setup.print_size == PrintSize::Large;
    tick(ui, "L", "Large print", &mut large);
    draft.setup.print_size = if large { PrintSize::Large } else { PrintSize::Normal };
    ui.add_space(size::GAP);
    setting(ui, desk, "Pharmacy", PHARMACY_NAME, &mut draft.name, actions);
    setting(ui, desk, "Phone", PHARMACY_PHONE, &mut draft.phone, actions);
    ui.add_space(size::GAP);
    section_title(ui, "Save in the folder");
    let width = ui.available_width();
    let kept = folder(desk, draft);
    let buffer = draft.folder.get_or_insert(kept);
    let field = Field::plain("Folder", "", width);
    let response = text_field(ui, &field, buffer);
    if response.lost_focus() {
        actions.push(Action::Set(FOLDER, buffer.trim().into()));
    }
    if let Some(chosen) = draft.saver.chosen_folder() {
        actions.push(Action::Set(FOLDER, chosen.clone().into()));
        draft.folder = Some(chosen);
    }
    ui.horizontal_wrapped(|ui| {
        *save |= button(ui, ButtonKind::Primary, "Save as PDF", Some("Ctrl P")).clicked();
        if button(ui, ButtonKind::Plain, "Choose…", None).clicked() {
            draft.saver.choose_folder(ui.ctx());
        }
    });
    words(
        ui,
        Type::Small,
        Tone::Muted,
        "The file is not encrypted, and its name does not hold the patient's.",
    );
    ui.add_space(size::GAP);
    saved_words(ui, draft.saver.shown());
    if let Some(problem) = draft.preview.problem() {
        words(ui, Type::Note, Tone::Alarm, problem);
    }
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

fn tick(ui: &mut Ui, key: &str, label: &str, on: &mut bool) {
    let state = if *on { ChoiceState::Yes } else { ChoiceState::No };
    let row =
        ChoiceRow { key, label, detail: None, state, cursor: Cursor::Elsewhere, multi: Choice::CheckBox };
    if choice_row(ui, row).clicked() {
        *on = !*on;
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
