//! Draws the list of medicines: search as one types, and what each name was recognized as.
//!
//! A name that is not recognized is kept and shown; nothing is corrected silently.

use eframe::egui::{Key, Modifiers, Ui};

use super::medicine_details::{details, forms};
use super::medicine_paste::{self, Outcome, Pasted};

use crate::app::desk::visit::{Direction, Said, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::keys::{self, Press};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, ListRow, Place, Selected, Tone, action_row, button, list, list_row, notice, search_field,
    section_title, words,
};
use crate::checklist::answer::{Answer, Course, Intake, Reading};
use crate::checklist::facts::{Meaning, read_intake};
use crate::content::Content;
use crate::content::ids::{MedicineIx, QuestionIx};
use crate::content::medicine::{Form, Hit, key};
use crate::safety::report::medicine_name;

/// What is half-typed or marked in the list.
#[derive(Default)]
pub struct Draft {
    typed: String,
    marked_hit: Option<usize>,
    marked_row: Option<usize>,
    focus_field: bool,
    pasted: Option<Pasted>,
    pub(super) focus_dose: bool,
    pub(super) focus_since: bool,
    pub(super) dose: Option<(usize, String)>,
    pub(super) since: Option<(usize, String)>,
    pub(super) wrong: Option<String>,
}

impl Draft {
    /// What is typed into the field or pasted, for the draft that outlives a lock.
    pub fn typed(&self) -> &str {
        self.pasted.as_ref().map_or(&self.typed, Pasted::text)
    }

    /// Puts back what was half-typed before a lock. A field holds one line; more were pasted.
    pub fn restore(&mut self, typed: &str) {
        if typed.contains('\n') {
            self.pasted = Some(Pasted::new(typed));
        } else {
            typed.clone_into(&mut self.typed);
        }
    }

    /// One has come to the question: the cursor goes into the field.
    pub fn arrive(&mut self) {
        self.focus_field = true;
        self.marked_row = None;
    }

    /// The field, or that of a line, is drawn at another place: the cursor goes there.
    pub fn focus_again(&mut self) {
        match (&self.dose, &self.since) {
            (Some(_), _) => self.focus_dose = true,
            (None, Some(_)) => self.focus_since = true,
            (None, None) => self.focus_field = true,
        }
    }

    /// One comes back from another screen: what is half-typed about a line is still there.
    pub fn come_back(&mut self) {
        if self.dose.is_none() && self.since.is_none() {
            self.arrive();
        }
    }
}

const HITS: usize = 7;

/// Draws the question.
pub fn ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    ix: QuestionIx,
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let content = &desk.content;
    let answer = visit.checklist.answer(ix);
    let listed: Vec<Intake> = match answer {
        Some(Answer::Medicines(list)) => list.clone(),
        None | Some(Answer::Unsure | Answer::Choice(_) | Answer::Many(_) | Answer::Number(_)) => Vec::new(),
    };
    let mut changed: Option<Vec<Intake>> = None;
    let typing = ui.ctx().text_edit_focused();
    let nothing_else = ui.ctx().input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Num0));
    let not_sure = ui.ctx().input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Num9));

    let in_field = typing && draft.dose.is_none() && draft.since.is_none();
    if let Some(text) = pasted_list(ui, content, draft, typing, in_field) {
        draft.pasted = Some(Pasted::new(&text));
        leave_field(ui);
    }
    if let Some(pasted) = &mut draft.pasted {
        let outcome = medicine_paste::ui(ui, content, &listed, pasted, presses);
        if matches!(outcome, Outcome::Open) {
            return;
        }
        draft.pasted = None;
        draft.arrive();
        if let Outcome::Add(more) = outcome {
            let all = Answer::Medicines(listed.into_iter().chain(more).collect());
            actions.push(Action::Say(Said::Answer(ix, Some(all), None)));
        }
        return;
    }

    // While the cursor is in the field, arrows and Enter work the suggestions below it.
    let hits = content.medicines.search(&draft.typed, HITS);
    let rows = if draft.typed.trim().is_empty() { 0 } else { hits.len() + 1 };
    let field_focused = in_field;
    let mut enter = false;
    if field_focused {
        enter = keys::take(ui.ctx(), Key::Enter);
        if keys::take(ui.ctx(), Key::ArrowDown) {
            if rows == 0 {
                leave_field(ui);
                draft.marked_row = (!listed.is_empty()).then_some(0);
            } else {
                let at = draft.marked_hit.unwrap_or_else(|| proposed(content, &draft.typed, &hits));
                draft.marked_hit = Some((at + 1).min(rows - 1));
            }
        }
        if keys::take(ui.ctx(), Key::ArrowUp) {
            let at = draft.marked_hit.unwrap_or_else(|| proposed(content, &draft.typed, &hits));
            draft.marked_hit = Some(at.saturating_sub(1));
        }
        if keys::take(ui.ctx(), Key::Escape) {
            leave_field(ui);
        }
    }
    // An empty field has nothing of its own to take back: what was listed is meant.
    if in_field && draft.typed.is_empty() {
        for (key, action) in [(Key::Z, Action::Undo), (Key::Y, Action::Redo)] {
            if keys::take_ctrl(ui.ctx(), key) {
                actions.push(action);
            }
        }
    }
    // "Takes nothing else" and "not sure" have no line that could be removed.
    let bare = listed.is_empty() && answer.is_some();
    let mut take_back = bare
        && (presses.iter().any(|press| matches!(press, Press::Backspace | Press::Delete))
            || (field_focused && draft.typed.is_empty() && keys::take(ui.ctx(), Key::Backspace)));
    let response = search_field(ui, "generic, brand, or as the patient says it", &mut draft.typed);
    if draft.focus_field {
        response.request_focus();
        draft.focus_field = false;
    }
    if response.changed() {
        draft.marked_hit = None;
    }
    let marked = draft.marked_hit.unwrap_or_else(|| proposed(content, &draft.typed, &hits));
    let mut add: Option<String> = None;
    if rows > 0 {
        suggestions(ui, content, &draft.typed, &hits, marked, enter, &mut add);
    } else if enter {
        actions.push(Action::Next);
    }
    if let Some(name) = add {
        let mut list = listed.clone();
        list.push(Intake::named(name));
        changed = Some(list);
        draft.typed.clear();
        draft.marked_hit = None;
        draft.focus_field = true;
    }
    rows_ui(ui, desk, &listed, draft, presses, &mut changed, actions);
    ui.add_space(size::GAP);
    let mut none = nothing_else;
    let mut unsure = not_sure;
    ui.horizontal_wrapped(|ui| {
        if button(ui, ButtonKind::Primary, "Next", Some("Enter")).clicked() {
            actions.push(Action::Next);
        }
        if listed.is_empty() {
            none |= button(ui, ButtonKind::Plain, "Takes nothing else", Some("Ctrl 0")).clicked();
            unsure |= button(ui, ButtonKind::Plain, "Not sure", Some("Ctrl 9")).clicked();
        }
        if button(ui, ButtonKind::Plain, "Paste a list", Some("Ctrl V")).clicked() {
            medicine_paste::ask_for_clipboard(ui);
        }
        take_back |= bare && button(ui, ButtonKind::Quiet, "Take back", Some("Bksp")).clicked();
    });
    let state = match answer {
        None => "Not answered yet.",
        Some(Answer::Unsure) => "Answered: not sure. It stays open, and the page says so.",
        Some(Answer::Medicines(list)) if list.is_empty() => "Answered: takes nothing else.",
        Some(_) => "No listed interaction does not mean that none exists.",
    };
    words(ui, Type::Small, Tone::Muted, state);
    if let Some(list) = changed {
        // With the last one taken out the question is open again: an empty list would say "nothing".
        let answer = (!list.is_empty()).then_some(Answer::Medicines(list));
        actions.push(Action::Say(Said::Answer(ix, answer, None)));
    } else if take_back {
        actions.push(Action::Say(Said::Answer(ix, None, None)));
    } else if none && listed.is_empty() {
        actions.push(Action::AnswerAndMove(ix, Answer::Medicines(Vec::new()), None));
    } else if unsure && listed.is_empty() {
        actions.push(Action::AnswerAndMove(ix, Answer::Unsure, None));
    }
}

fn leave_field(ui: &Ui) {
    if let Some(focused) = ui.memory(|memory| memory.focused()) {
        ui.memory_mut(|memory| memory.surrender_focus(focused));
    }
}

/// The row that Enter takes: the first suggestion, unless it is only similar to what was typed.
fn proposed(content: &Content, typed: &str, hits: &[Hit<'_>]) -> usize {
    let wanted = key(typed);
    let known = content.medicines.find(typed).is_some();
    match hits.first() {
        Some(hit) if known || key(hit.name).starts_with(&wanted) => 0,
        Some(hit) if hit.name.to_lowercase().contains(&typed.trim().to_lowercase()) => 0,
        Some(_) | None => hits.len(),
    }
}

/// The list that is pasted in this frame. A single name goes into the field.
fn pasted_list(
    ui: &Ui,
    content: &Content,
    draft: &mut Draft,
    typing: bool,
    in_field: bool,
) -> Option<String> {
    if typing && !in_field {
        return None;
    }
    let list = medicine_paste::taken(ui, |text| medicine_paste::is_list(content, text));
    if list.is_none()
        && !typing
        && let Some(name) = medicine_paste::taken(ui, |text| !text.trim().is_empty())
    {
        draft.typed.push_str(name.trim());
        draft.focus_field = true;
    }
    list
}

fn suggestions(
    ui: &mut Ui,
    content: &Content,
    typed: &str,
    hits: &[Hit<'_>],
    marked: usize,
    enter: bool,
    add: &mut Option<String>,
) {
    let rows = hits.len() + 1;
    list(ui, "Medicines that fit", |ui| {
        for (at, hit) in hits.iter().enumerate() {
            let Some(medicine) = content.medicines.get(hit.medicine) else { continue };
            let title = if key(hit.name) == key(medicine.name()) || is_misspelling(content, hit) {
                medicine.name().to_owned()
            } else {
                format!("{} ({})", hit.name, medicine.name())
            };
            let classes = class_words(content, hit.medicine);
            let similar = !key(hit.name).starts_with(&key(typed)) && content.medicines.find(typed).is_none();
            let right = if similar { "did you mean this?" } else { "" };
            let row = ListRow {
                title: &title,
                matches: &[],
                below: &classes,
                right,
                right_below: "",
                right_tone: Tone::Muted,
                selected: Selected::from(at == marked),
                place: Place::of(at, rows),
            };
            if list_row(ui, &row).clicked() || (enter && at == marked) {
                *add = Some(if is_misspelling(content, hit) {
                    medicine.name().to_owned()
                } else {
                    hit.name.to_owned()
                });
            }
        }
        let known = content.medicines.find(typed).is_some();
        let label = if known {
            format!("Add “{}” as typed", typed.trim())
        } else {
            format!("Add “{}” as typed: not recognized, so it can't be checked", typed.trim())
        };
        let key = (marked >= hits.len()).then_some("Enter");
        if action_row(ui, &label, key, Place::of(hits.len(), rows)).clicked()
            || (enter && marked >= hits.len())
        {
            *add = Some(typed.trim().to_owned());
        }
    });
}

fn is_misspelling(content: &Content, hit: &Hit<'_>) -> bool {
    content
        .medicines
        .get(hit.medicine)
        .is_some_and(|medicine| medicine.misspellings.iter().any(|slip| slip == hit.name))
}

fn class_words(content: &Content, medicine: MedicineIx) -> String {
    let Some(entry) = content.medicines.get(medicine) else { return String::new() };
    let all = content
        .medicines
        .classes_at_most(crate::content::medicine::Found { medicine, form: Form::Told }, None);
    let names: Vec<&str> = all.iter().map(|class| content.medicine_class(class).name.as_str()).collect();
    match (names.is_empty(), entry.by_dose.is_some()) {
        (true, _) => "no listed interaction class".into(),
        (false, true) => format!("by dose: {}", names.join(", ")),
        (false, false) => names.join(", "),
    }
}

/// What is listed so far, with what each line needs.
fn rows_ui(
    ui: &mut Ui,
    desk: &Desk,
    listed: &[Intake],
    draft: &mut Draft,
    presses: &[Press],
    changed: &mut Option<Vec<Intake>>,
    actions: &mut Vec<Action>,
) {
    let content = &desk.content;
    if let Some(at) = draft.marked_row
        && at >= listed.len()
    {
        draft.marked_row = listed.len().checked_sub(1);
    }
    for press in presses {
        match (press, draft.marked_row) {
            (Press::Enter, _) if draft.typed.trim().is_empty() => actions.push(Action::Next),
            (Press::Left, _) | (Press::Escape, _) => actions.push(Action::Step(Direction::Back)),
            (Press::Right, _) => actions.push(Action::Step(Direction::Forth)),
            (Press::Down, Some(at)) => draft.marked_row = Some((at + 1).min(listed.len().saturating_sub(1))),
            (Press::Down, None) => draft.marked_row = (!listed.is_empty()).then_some(0),
            (Press::Up, Some(0) | None) => {
                draft.marked_row = None;
                draft.focus_field = true;
            }
            (Press::Up, Some(at)) => draft.marked_row = Some(at - 1),
            (Press::Delete | Press::Backspace, Some(at)) => {
                draft.dose = None;
                draft.since = None;
                *changed = Some(without(listed, at));
            }
            (Press::Char('s'), Some(at)) => *changed = Some(with(listed, at, toggle_stopping)),
            (Press::Char('d'), Some(_)) => draft.focus_dose = true,
            (Press::Char('t'), Some(_)) => draft.focus_since = true,
            (Press::Char('r'), Some(at)) => *changed = Some(with(listed, at, toggle_reviewed)),
            (Press::Char(c), Some(at)) => {
                let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
                let form = digit.and_then(|digit| forms(content, listed.get(at)?).get(digit).copied());
                if let Some(form) = form {
                    *changed = Some(with(listed, at, |intake| intake.reading = Reading::As(form)));
                }
            }
            _ => {}
        }
    }
    if listed.is_empty() {
        return;
    }
    ui.add_space(size::GAP);
    section_title(ui, "Listed");
    list(ui, "Listed", |ui| {
        for (at, intake) in listed.iter().enumerate() {
            let marked = draft.marked_row == Some(at);
            let (below, tone) = reading_words(content, intake);
            let title = medicine_name(content, intake);
            let row = ListRow {
                title: &title,
                matches: &[],
                below: &below,
                right: if intake.course == Course::Stopping { "will be stopped" } else { "" },
                right_below: "",
                right_tone: tone,
                selected: Selected::from(marked),
                place: Place::of(at, listed.len()),
            };
            if list_row(ui, &row).clicked() {
                draft.marked_row = Some(at);
                leave_field(ui);
            }
        }
    });
    if let Some(at) = draft.marked_row
        && let Some(intake) = listed.get(at)
    {
        details(ui, desk, listed, at, intake, draft, changed);
    } else {
        words(
            ui,
            Type::Small,
            Tone::Muted,
            "↓ from the empty field leads into the list: form, dose, since when, will be stopped.",
        );
        for (at, intake) in listed.iter().enumerate() {
            if let Some(question) = open_point(content, intake)
                && changed.is_none()
            {
                notice(ui, &format!("{}: {question} (line {})", medicine_name(content, intake), at + 1));
            }
        }
    }
}

/// What the pharmacist still has to say about a line.
fn open_point(content: &Content, intake: &Intake) -> Option<&'static str> {
    match read_intake(content, intake).meaning {
        Meaning::NotRecognized => Some("not recognized. Correct the name, or look it up and mark it so"),
        Meaning::Known { found, .. } if found.form == Form::Open => Some("which form?"),
        Meaning::Known { found, classes } if classes.certain != classes.possible => content
            .medicines
            .get(found.medicine)
            .and_then(|medicine| medicine.by_dose.as_ref())
            .map(|_| "which daily dose?"),
        Meaning::Known { found, .. } if intake.reading == Reading::ByName => content
            .medicines
            .could_be_a_sibling(&intake.name, found)
            .then_some("which form? It is read as the one named here"),
        Meaning::Known { .. } | Meaning::ReviewedNone => None,
    }
}

fn reading_words(content: &Content, intake: &Intake) -> (String, Tone) {
    match read_intake(content, intake).meaning {
        Meaning::NotRecognized => ("not recognized: rules about medicines stay open".into(), Tone::Alarm),
        Meaning::ReviewedNone => ("looked up: no relevant interaction".into(), Tone::Muted),
        Meaning::Known { found, .. } if found.form == Form::Open => {
            ("the form is open: rules that hang on it stay open".into(), Tone::Alarm)
        }
        Meaning::Known { found, classes } if classes.certain != classes.possible => {
            (format!("the dose is open · {}", class_words(content, found.medicine)), Tone::Alarm)
        }
        Meaning::Known { classes, .. } => {
            let names: Vec<&str> =
                classes.certain.iter().map(|class| content.medicine_class(class).name.as_str()).collect();
            let words = if names.is_empty() {
                "recognized, no listed interaction class".into()
            } else {
                names.join(", ")
            };
            (words, Tone::Muted)
        }
    }
}

pub(super) fn with(listed: &[Intake], at: usize, change: impl FnOnce(&mut Intake)) -> Vec<Intake> {
    let mut list = listed.to_vec();
    if let Some(intake) = list.get_mut(at) {
        change(intake);
    }
    list
}

pub(super) fn without(listed: &[Intake], at: usize) -> Vec<Intake> {
    let mut list = listed.to_vec();
    if at < list.len() {
        list.remove(at);
    }
    list
}

pub(super) fn toggle_stopping(intake: &mut Intake) {
    intake.course = match intake.course {
        Course::Taken => Course::Stopping,
        Course::Stopping => Course::Taken,
    };
}

pub(super) fn toggle_reviewed(intake: &mut Intake) {
    intake.reading = match intake.reading {
        Reading::ByName => Reading::ReviewedNone,
        Reading::ReviewedNone => Reading::ByName,
        Reading::As(medicine) => Reading::As(medicine),
    };
}
