//! The screen that gathers what supports a prior authorization: fields at the left; at the right what plans
//! usually want and is still missing, and what can be done after a denial, and until when.

mod form;

use eframe::egui::{Align, Frame, Layout, Margin, Panel, ScrollArea, Ui, vec2};
use serde_json::{Value, json};

use super::banner;
use super::desk::visit::{Said, Screen, Visit};
use super::desk::{Action, Desk};
use super::form::{Drawn, HalfTyped, Line, offered};
use super::keys::{self, Press};
use super::panes::{self, Pane, Scroll};
use super::theme::{self, Type, size};
use super::widgets::{
    ButtonKind, TagTone, Tone, button, card, divider, link, notice, page_title, section_title, tag,
    text_area, words,
};
use crate::checklist::authorization::history::{self, Reading};
use crate::checklist::authorization::standing::{State, standings};
use crate::checklist::authorization::ways::{PayerFits, Until, days_left, ways};
use crate::checklist::authorization::{Authorization, Denial};
use crate::content::phrase::capitalized;
use crate::cost::entry::set;
use form::{Group, Row};

/// What is half-typed on this screen.
#[derive(Default)]
pub struct Draft {
    /// What is half-typed of the record.
    typed: HalfTyped,
    /// A fill history that was pasted and not taken over.
    history: Option<String>,
    to_say: bool,
    was_shown: bool,
    /// Which side is shown when the window is narrow.
    pane: Pane,
}

const LEFT: f32 = 400.0;
/// What stands in the place of a field's help while no field has the focus: where the keys lead then.
const NO_FIELD: &str = "No field has the focus. ↑ ↓: back into the fields. Enter: the pages. Esc: back.";
/// The height of the place for what a field means and takes.
const HELP: f32 = 200.0;
/// How much of the room that place takes at most.
const HELP_SHARE: f32 = 0.36;

impl Draft {
    /// What can't be read yet and what was pasted, for the draft that outlives a lock.
    pub fn to_json(&self) -> Value {
        serde_json::json!({"texts": self.typed.to_json(), "history": self.history})
    }

    /// Puts back what was half-typed before a lock.
    pub fn restore(&mut self, typed: &Value) {
        self.typed.restore(typed.get("texts").unwrap_or(&Value::Null));
        self.history = typed.get("history").and_then(Value::as_str).map(ToOwned::to_owned);
    }

    /// What was typed and not said yet.
    pub fn finished(&mut self, desk: &Desk, visit: &Visit) -> Option<Said> {
        let edited = self.typed.finish()?;
        let as_of = visit.checklist.as_of;
        let record = Authorization::from_json(&desk.content, &edited, as_of, "authorization").ok()?;
        (record != visit.authorization).then(|| Said::Authorization(Box::new(record)))
    }

    /// Whether no text is half-typed.
    pub fn is_untouched(&self) -> bool {
        self.typed.is_untouched()
    }

    /// The cursor goes to the first open field when the screen is shown again.
    pub fn come_back(&mut self) {
        self.was_shown = false;
    }
}

/// Draws the screen.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, draft: &mut Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    let record = draft.typed.record(|| visit.authorization.to_json(&desk.content));
    let is_narrow = ui.available_width() < panes::NARROW;
    let scroll = Scroll::take(ui.ctx());
    for press in keys::take_all(ui.ctx()) {
        match press {
            // It led out of a field, which had the focus until now.
            Press::Escape if draft.typed.was_focused() => {}
            Press::Escape if is_narrow && draft.pane == Pane::Figures => {
                draft.pane = Pane::Fields;
                draft.was_shown = false;
            }
            Press::Enter | Press::Right => actions.push(Action::Open(Screen::Summary)),
            Press::Escape | Press::Left => actions.push(Action::Open(Screen::Coverage)),
            Press::Down | Press::Up => draft.was_shown = false,
            _ => {}
        }
    }
    let groups = form::groups(&desk.content, &record);
    if !draft.was_shown {
        draft.was_shown = true;
        let rows = groups.iter().flat_map(|group| &group.rows);
        let open =
            rows.into_iter().find(|row| form::shown(&desk.content, &record, row).0.is_empty()).map(key);
        draft.typed.focus_on(open);
    }
    let surface = theme::of(ui.ctx()).palette.surface;
    let side = Frame::new().fill(surface).inner_margin(Margin::symmetric(18, 14));
    let mut say = false;
    if is_narrow {
        let before = draft.pane;
        panes::turn(&mut draft.pane, scroll.is_some(), draft.typed.wants_focus());
        panes::tabs(ui, &mut draft.pane, ["Fields", "What plans want · PgDn"]);
        actions.extend(banner::with_way(ui, desk, visit));
        match draft.pane {
            Pane::Fields => side.show(ui, |ui| say = left(ui, desk, visit, &groups, &record, draft)).inner,
            Pane::Figures => {
                say = draft.typed.hide(ui);
                right(ui, desk, visit, &record, scroll.filter(|_| before == Pane::Figures), &mut actions);
            }
        }
    } else {
        Panel::left("support")
            .exact_size(LEFT.min(ui.available_width() * 0.45))
            .resizable(false)
            .frame(side)
            .show(ui, |ui| say = left(ui, desk, visit, &groups, &record, draft));
        actions.extend(banner::with_way(ui, desk, visit));
        right(ui, desk, visit, &record, scroll, &mut actions);
    }
    say |= std::mem::take(&mut draft.to_say);
    if say && let Some(said) = draft.finished(desk, visit) {
        actions.push(Action::Say(said));
    }
    actions
}

/// The fields, as far as they are in sight, and below them what the one with the focus means: at a place of its own, so that
/// no field moves when another one gets the focus.
fn left(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    groups: &[Group],
    record: &Value,
    draft: &mut Draft,
) -> bool {
    let room = ui.available_height();
    let area = ScrollArea::vertical().id_salt("support").auto_shrink([false, false]);
    let area = area.max_height(room - HELP.min(room * HELP_SHARE));
    let mut entered = None;
    let mut say = area
        .show(ui, |ui| {
            ui.set_width(ui.available_width() - 8.0);
            fields(ui, desk, visit, groups, record, draft, &mut entered)
        })
        .inner;
    divider(ui);
    let help = ScrollArea::vertical().auto_shrink([false, false]);
    match entered {
        Some(row) => {
            let help = help.id_salt(("help", key(row)));
            say |= help.show(ui, |ui| below(ui, desk, visit, record, row, draft)).inner;
        }
        None => {
            help.id_salt("no field").show(ui, |ui| notice(ui, NO_FIELD));
        }
    }
    say
}

/// What the field with the focus means and takes. The answer is whether an answer was chosen.
fn below(ui: &mut Ui, desk: &Desk, visit: &Visit, record: &Value, row: &Row, draft: &mut Draft) -> bool {
    let content = &desk.content;
    let key = key(row);
    ui.spacing_mut().item_spacing.y = 3.0;
    words(ui, Type::NoteStrong, Tone::Ink, &row.label);
    let choices = form::choices(content, &row.kind);
    let names: Vec<&str> = choices.iter().map(|(_, name)| name.as_str()).collect();
    let typed = draft.typed.text(&key).unwrap_or_default().trim().to_lowercase();
    let chosen = offered(ui, &key, &names, &typed).and_then(|at| names.get(at).copied());
    words(ui, Type::Small, Tone::Muted, &row.help);
    words(ui, Type::Small, Tone::Muted, "? not sure · empty: take it back · Enter next");
    let Some(chosen) = chosen else { return false };
    let chosen = form::with_choice(content, record, row, chosen);
    draft.typed.choose(&key, chosen, record, |next, text| take_in(desk, visit, next, row, text));
    true
}

/// Takes a text into a record. A value can be of the right form and still be none that there is.
fn take_in(desk: &Desk, visit: &Visit, next: &mut Value, row: &Row, text: &str) -> Result<(), String> {
    form::take(&desk.content, next, row, text)?;
    let read = Authorization::from_json(&desk.content, next, visit.checklist.as_of, "authorization");
    read.map(|_| ()).map_err(|error| format!("{}.", capitalized(&error.expected)))
}

/// What plans want, as far as it is in sight.
fn right(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    record: &Value,
    scroll: Option<Scroll>,
    actions: &mut Vec<Action>,
) {
    let height = ui.available_height();
    ScrollArea::vertical().id_salt("wanted").auto_shrink([false, false]).show(ui, |ui| {
        if let Some(scroll) = scroll {
            scroll.apply(ui, height);
        }
        Frame::new().inner_margin(Margin::symmetric(24, 18)).show(ui, |ui| {
            ui.set_width(ui.available_width().min(900.0));
            support(ui, desk, visit, record);
            if button(ui, ButtonKind::Primary, "Next: the pages", Some("F5")).clicked() {
                actions.push(Action::Open(Screen::Summary));
            }
        });
    });
}

/// What tells a row from all others.
fn key(row: &Row) -> String {
    format!("{} {}", row.path, row.label)
}

/// The groups of fields; `entered` is the field that has the focus.
fn fields<'g>(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    groups: &'g [Group],
    record: &Value,
    draft: &mut Draft,
    entered: &mut Option<&'g Row>,
) -> bool {
    let order: Vec<String> = groups.iter().flat_map(|group| group.rows.iter().map(key)).collect();
    let mut say = draft.typed.step(ui, &order);
    for group in groups {
        ui.horizontal(|ui| {
            section_title(ui, &group.title);
            if let Some(at) = group.tried
                && ui.push_id(at, |ui| link(ui, "Take it out")).inner.clicked()
            {
                let mut next = record.clone();
                set(&mut next, &format!("tried.{at}"), None);
                draft.typed.forget_texts();
                draft.typed.replace(next);
                draft.to_say = true;
            }
        });
        ui.spacing_mut().item_spacing.y = 6.0;
        for row in &group.rows {
            let drawn = field(ui, desk, visit, record, row, draft);
            say |= drawn.left;
            if drawn.is_attended {
                *entered = Some(row);
            }
        }
        if let Some(at) = group.tried {
            let list = format!("tried.{at}.dispensed");
            let next = format!("{list}.{}.on", form::list_of(record, &list));
            let label = format!("Fill {}: day", form::list_of(record, &list) + 1);
            more(ui, "Add a fill", &list, &format!("{next} {label}"), record, draft);
        }
        let is_last_of = |list: &str| {
            let last = form::list_of(record, list).max(1) - 1;
            group.rows.first().is_some_and(|row| row.path.starts_with(&format!("{list}.{last}.")))
        };
        for (list, link, first) in [
            (form::APPROVALS, "Add another approval", "drug Approved drug"),
            (form::DENIALS, "Add another denial", "code Code"),
        ] {
            let count = form::list_of(record, list);
            // Another one only once the first has something in it.
            if count > 0 && is_last_of(list) {
                more(ui, link, list, &format!("{list}.{count}.{first}"), record, draft);
            }
        }
        if group.title == "Severity" {
            ui.add_space(size::GAP);
            more_tried(ui, desk, visit, record, draft);
        }
        ui.add_space(size::PAD);
    }
    say
}

/// Adds an empty entry to a list of the record, and leads into its first field.
fn more(ui: &mut Ui, label: &str, list: &str, first: &str, record: &Value, draft: &mut Draft) {
    if !ui.push_id(list, |ui| link(ui, label)).inner.clicked() {
        return;
    }
    let mut next = record.clone();
    form::push(&mut next, list, json!({}));
    draft.typed.focus_on(Some(first.to_owned()));
    draft.typed.replace(next);
    draft.to_say = true;
}

fn field(ui: &mut Ui, desk: &Desk, visit: &Visit, record: &Value, row: &Row, draft: &mut Draft) -> Drawn {
    let key = key(row);
    let (text, is_unsure) = form::shown(&desk.content, record, row);
    let line =
        Line { key: &key, label: &row.label, text, is_unsure, align: Align::Min, share: 0.58, wrong: None };
    draft.typed.line(ui, line, record, |next, text| take_in(desk, visit, next, row, text))
}

/// Adds treatments: one by one, or from a fill history that is pasted.
fn more_tried(ui: &mut Ui, desk: &Desk, visit: &Visit, record: &Value, draft: &mut Draft) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(16.0, 0.0);
        if link(ui, "Add a treatment that was tried").clicked() {
            let mut next = record.clone();
            let at = next.get("tried").and_then(Value::as_array).map_or(0, Vec::len);
            form::push(&mut next, "tried", json!({"drug": "unknown"}));
            draft.typed.focus_on(Some(format!("tried.{at}.drug Treatment")));
            draft.typed.replace(next);
            draft.to_say = true;
        }
        let label = if draft.history.is_some() { "Forget what was pasted" } else { "Paste a fill history" };
        if link(ui, label).clicked() {
            draft.history = match draft.history {
                Some(_) => None,
                None => Some(String::new()),
            };
        }
    });
    let Some(pasted) = &mut draft.history else { return };
    words(ui, Type::Small, Tone::Muted, "One fill a line: drug, strength, date, quantity, days' supply.");
    text_area(ui, "Fill history", "", 4, pasted);
    let rows = history::read(&desk.content, pasted, visit.checklist.as_of);
    for row in &rows {
        let name = row.tried.drug.text();
        let read = match &row.reading {
            Reading::Recognized(known) => format!("{name}: {known}"),
            Reading::FormOpen(known) => format!("{name}: {known}, which form is not clear"),
            Reading::NotRecognized => format!("{name}: not recognized, kept as written"),
            Reading::NotUnderstood => format!("not understood, kept as written: {name}"),
        };
        words(ui, Type::Small, Tone::Ink, &format!("· {read}"));
        // To be checked by eye: a number without a unit is a guess.
        for fill in &row.tried.dispensed {
            let on = fill.on.known().map(|day| super::dates::words(*day)).unwrap_or_default();
            let quantity = fill.quantity.text();
            let quantity = if quantity.is_empty() { "not read" } else { quantity };
            let days = fill.days_supply.known().map_or("not read".to_owned(), u32::to_string);
            let said = format!("   {on}: quantity {quantity}, days' supply {days}");
            words(ui, Type::Small, Tone::Muted, &said);
        }
    }
    if !rows.is_empty() && link(ui, "Take these over").clicked() {
        let as_of = visit.checklist.as_of;
        let mut taken = Authorization::from_json(&desk.content, record, as_of, "authorization")
            .unwrap_or_else(|_| visit.authorization.clone());
        history::add(&mut taken.tried, rows);
        draft.typed.replace(taken.to_json(&desk.content));
        draft.history = None;
        draft.to_say = true;
    }
}

/// What plans usually want, and the ways after a denial.
fn support(ui: &mut Ui, desk: &Desk, visit: &Visit, record: &Value) {
    let content = &desk.content;
    let as_of = visit.checklist.as_of;
    let known = Authorization::from_json(content, record, as_of, "authorization")
        .unwrap_or_else(|_| visit.authorization.clone());
    page_title(ui, "What plans usually want");
    match visit.prescription.drug.map(|drug| (drug, standings(content, &visit.checklist, drug, &known))) {
        None => {
            words(
                ui,
                Type::Body,
                Tone::Muted,
                "Choose the prescribed drug (F2): what plans want goes by it.",
            );
        }
        Some((drug, None)) => {
            let name = &content.drug(drug).name;
            let said = format!("No patterns of policies are held for {name}: ask the plan for its list.");
            words(ui, Type::Body, Tone::Muted, &said);
        }
        Some((_, Some((group, mut all)))) => {
            let lead = format!(
                "{}: patterns of many policies, as of {}. Each plan differs, and its own list decides.",
                group.name,
                super::dates::words(content.authorization.as_of)
            );
            words(ui, Type::Body, Tone::Muted, &lead);
            all.sort_by_key(|standing| match standing.state {
                State::Missing => 0,
                State::Against => 1,
                State::Shown => 2,
                State::Note => 3,
            });
            card(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                for standing in &all {
                    ui.horizontal(|ui| {
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            let tone = match standing.state {
                                State::Shown => TagTone::Good,
                                State::Missing | State::Against => TagTone::Ask,
                                State::Note => TagTone::Neutral,
                            };
                            tag(ui, tone, &capitalized(standing.state.words()));
                            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                                words(ui, Type::NoteStrong, Tone::Ink, &standing.criterion.wants);
                            });
                        });
                    });
                    words(ui, Type::Small, Tone::Muted, &standing.criterion.typical);
                    let more = match standing.state {
                        State::Missing => standing.criterion.obtain.clone(),
                        State::Shown | State::Against | State::Note => String::new(),
                    };
                    for said in [standing.entered.as_str(), more.as_str()] {
                        if !said.is_empty() {
                            words(ui, Type::Small, Tone::Ink, &capitalized(said));
                        }
                    }
                    ui.add_space(4.0);
                }
            });
            notice(ui, &group.duration);
        }
    }
    ui.add_space(size::GAP);
    section_title(ui, "After a denial: ways, and until when");
    let denial: Option<&Denial> = known.denials.iter().max_by_key(|denial| denial.on.known().copied());
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for open in ways(content, visit.coverage.payer.as_ref(), denial) {
            words(ui, Type::NoteStrong, Tone::Ink, &open.way.name);
            let day = |day: jiff::civil::Date| {
                let left = days_left(as_of, day);
                let left = if left < 0 { "past".to_owned() } else { format!("{left} days left") };
                format!("until {} ({left})", super::dates::words(day))
            };
            let until = match open.until {
                Until::NotStated => String::new(),
                Until::AfterNotice(span) => format!("{span} from the date of the notice: enter it"),
                Until::Day(on) => day(on),
                Until::AfterAppeal(span) => format!("{span} from the notice that denies the first appeal"),
                Until::DayIfAppeal(on) => format!("{}, if the denial was the answer to an appeal", day(on)),
                Until::Used => "used: the denial is the answer to it".to_owned(),
            };
            let payer = match open.payer {
                PayerFits::Yes => "",
                PayerFits::PayerNotKnown => "Only with some payers: who pays is not known.",
            };
            for said in [until.as_str(), open.way.decision.as_str(), open.way.about.as_str(), payer] {
                if !said.is_empty() {
                    words(ui, Type::Small, Tone::Ink, &capitalized(said));
                }
            }
            ui.add_space(4.0);
        }
    });
}
