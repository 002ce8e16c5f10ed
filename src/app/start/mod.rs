//! Finding a patient: search as one types, the patients seen last, and adding a new one.

pub mod due;

use std::ops::Range;

use eframe::egui::{self, Key, Ui};

use super::dates;
use super::desk::overlay::OverlayState;
use super::desk::{Action, Desk, Page};
use super::keys;
use super::patient::born_words;
use super::theme::{Type, size};
use super::widgets::{
    ListRow, Place, Selected, Tone, action_row, card, empty_state, list, list_row, notice, search_field,
    section_title, words,
};
use crate::store::Patient;

/// What is typed, and the marked row.
#[derive(Default)]
pub struct Draft {
    /// What is looked for.
    pub typed: String,
    /// The row that was chosen; without one, [`first_marked`] is.
    marked: Option<usize>,
    focused: bool,
    /// Enter was pressed before the vault had answered.
    enter_waits: bool,
    /// Which list of follow-ups is to be opened.
    pub open: Option<due::Open>,
}

impl Draft {
    /// Puts the cursor into the search again.
    pub fn focus(&mut self) {
        self.focused = false;
    }
}

/// Draws the start page. The name to add comes with [`Page::PatientForm`] through `new_name`.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, new_name: &mut Option<String>) -> Vec<Action> {
    let mut actions = Vec::new();
    let wide = ui.available_width() > 900.0;
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(40, 26)).show(ui, |ui| {
            let whole = ui.available_width();
            let left = if wide { (whole - size::SECTION) * 0.62 } else { whole };
            ui.horizontal_top(|ui| {
                ui.allocate_ui_with_layout(
                    egui::vec2(left, 0.0),
                    egui::Layout::top_down(egui::Align::Min),
                    |ui| {
                        ui.set_width(left);
                        found(ui, desk, draft, new_name, &mut actions);
                    },
                );
                if wide {
                    ui.add_space(size::SECTION - size::GAP);
                    ui.allocate_ui_with_layout(
                        egui::vec2(ui.available_width(), 0.0),
                        egui::Layout::top_down(egui::Align::Min),
                        |ui| beside(ui, desk, draft),
                    );
                }
            });
            if !wide {
                ui.add_space(size::SECTION);
                beside(ui, desk, draft);
            }
        });
    });
    actions
}

fn found(
    ui: &mut Ui,
    desk: &Desk,
    draft: &mut Draft,
    new_name: &mut Option<String>,
    actions: &mut Vec<Action>,
) {
    // The arrows and Enter work the list while the cursor stays in the field.
    let down = keys::take(ui.ctx(), Key::ArrowDown);
    let up = keys::take(ui.ctx(), Key::ArrowUp);
    let pressed = keys::take(ui.ctx(), Key::Enter);
    if let Some(double) = &desk.double_of {
        let line = format!(
            "Find the other record of {}, {}, and press Enter. Esc leaves everything as it is.",
            double.name,
            born_words(double)
        );
        notice(ui, &line);
        ui.add_space(size::GAP);
        if keys::take(ui.ctx(), Key::Escape) {
            actions.push(Action::Leave);
        }
    }
    let search = search_field(ui, "name, birth date or phone", &mut draft.typed);
    if !draft.focused {
        search.request_focus();
        draft.focused = true;
    }
    if search.changed() {
        draft.marked = None;
        draft.enter_waits = false;
        actions.push(Action::Search(draft.typed.clone()));
    }
    // A list that was found for another text must not be opened from: it shows another patient.
    let found = desk.looked_for == draft.typed && desk.found_for == draft.typed;
    let enter = found && (pressed || draft.enter_waits);
    draft.enter_waits = !found && (pressed || draft.enter_waits);
    let typed = draft.typed.trim();
    let addable = !typed.is_empty() && desk.double_of.is_none();
    let rows = desk.patients.len() + usize::from(addable);
    let marked = draft.marked.or(first_marked(desk));
    let last_row = rows.saturating_sub(1);
    if down || (enter && marked.is_none()) {
        draft.marked = Some(marked.map_or(0, |marked| marked + 1).min(last_row));
    }
    if up {
        draft.marked = Some(marked.unwrap_or(0).saturating_sub(1));
    }
    // A row that Enter has just marked is opened by the next Enter, once it was seen.
    let enter = enter && marked.is_some();
    let marked = draft.marked.or(marked);
    ui.add_space(2.0);
    if rows == 0 {
        card(ui, |ui| {
            empty_state(
                ui,
                "No patients yet",
                "Type a name and press Enter to add the patient at the counter. Ctrl N works too.",
            );
        });
        return;
    }
    if typed.is_empty() {
        section_title(ui, "Seen last");
    }
    list(ui, |ui| {
        for (at, patient) in desk.patients.iter().enumerate() {
            if at == desk.similar_from {
                similar_title(ui);
            }
            let marked = marked == Some(at);
            let ranges = matches(&patient.name, typed);
            let below = below(patient);
            let seen = seen_words(desk, patient);
            let row = ListRow {
                title: &patient.name,
                matches: &ranges,
                below: &below,
                right: &seen,
                right_below: "",
                right_tone: Tone::Muted,
                selected: Selected::from(marked),
                place: place(desk, at, rows),
            };
            if list_row(ui, &row).clicked() || (enter && marked) {
                actions.push(Action::OpenPatient(patient.clone()));
            }
        }
        if addable {
            let label = format!("Add “{typed}” as a new patient");
            let last = desk.patients.len();
            let clicked = action_row(ui, &label, Some("Ctrl N"), Place::of(last, rows)).clicked();
            if clicked || (enter && marked >= Some(last)) {
                *new_name = Some(typed.to_owned());
                actions.push(Action::Show(Page::PatientForm(None)));
            }
        }
    });
    ui.add_space(2.0);
    words(
        ui,
        Type::Note,
        Tone::Muted,
        "Two people can share a name: check the birth date before you open a record.",
    );
}

/// The row that Enter means before one was chosen: the first, but no patient whose name is only similar. Who
/// types a new name and Enter must not be in another patient's record.
fn first_marked(desk: &Desk) -> Option<usize> {
    (desk.similar_from > 0 || desk.patients.is_empty()).then_some(0)
}

/// What stands above the patients whose names are only similar, within the list.
fn similar_title(ui: &mut Ui) {
    egui::Frame::new().inner_margin(egui::Margin { left: 14, right: 14, top: 9, bottom: 5 }).show(ui, |ui| {
        ui.set_width(ui.available_width());
        section_title(ui, "Similar names");
    });
}

/// Where a row stands; above the first there may be a title.
fn place(desk: &Desk, at: usize, rows: usize) -> Place {
    if at == 0 && desk.similar_from == 0 { Place::of(1, rows + 1) } else { Place::of(at, rows) }
}

fn below(patient: &Patient) -> String {
    let born = born_words(patient);
    match patient.phone.as_deref().map(last_digits).filter(|end| !end.is_empty()) {
        Some(end) => format!("{born} · …{end}"),
        None => born,
    }
}

fn last_digits(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(4)).collect()
}

fn seen_words(desk: &Desk, patient: &Patient) -> String {
    let day = (desk.clock.day_of)(patient.seen_at);
    if day == (desk.clock.today)() { "seen today".into() } else { format!("seen {}", dates::words(day)) }
}

/// Where the typed words begin a word of the name.
fn matches(name: &str, typed: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for wanted in typed.split_whitespace() {
        let wanted: Vec<char> = wanted.to_lowercase().chars().map(folded).collect();
        let mut word_begins = true;
        for (start, c) in name.char_indices() {
            if word_begins && c.is_alphanumeric() {
                let rest = name.get(start..).unwrap_or_default();
                let mut end = start;
                let mut fits = true;
                let mut chars = rest.char_indices();
                for wanted_char in &wanted {
                    match chars.next() {
                        Some((at, c)) if c.to_lowercase().next().map(folded) == Some(*wanted_char) => {
                            end = start + at + c.len_utf8();
                        }
                        _ => {
                            fits = false;
                            break;
                        }
                    }
                }
                if fits && end > start {
                    found.push(start..end);
                }
            }
            word_begins = !c.is_alphanumeric();
        }
    }
    found.sort_by_key(|range| range.start);
    found.dedup_by(|next, before| next.start < before.end);
    found
}

/// A letter without its accent.
fn folded(c: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    std::iter::once(c).nfd().next().unwrap_or(c)
}

/// What is due, and what there is to say of this computer.
fn beside(ui: &mut Ui, desk: &Desk, draft: &mut Draft) {
    draft.open = due::due_now(ui, desk);
    this_computer(ui, desk);
}

fn this_computer(ui: &mut Ui, desk: &Desk) {
    let today = (desk.clock.today)();
    section_title(ui, "This computer");
    let kept = match &desk.session {
        Some(session) if session.temporary => {
            "Sample patients, all made up, in a temporary vault. Nothing is kept.".to_owned()
        }
        Some(session) => format!("Encrypted: {}", session.path.display()),
        None => String::new(),
    };
    let backup = crate::app::vault::keep::last_words(desk);
    let old = desk.content.sources().iter().filter(|source| source.check_by < today).count();
    let content = match old {
        0 => format!("Content {}. No source is past its check date.", desk.content.version),
        1 => format!("Content {}. 1 source is past its check date and says so.", desk.content.version),
        several => format!(
            "Content {}. {several} sources are past their check date and say so.",
            desk.content.version
        ),
    };
    let holes =
        format!("{} known holes: F7 lists them and the age of each source.", desk.content.holes.list.len());
    card(ui, |ui| {
        words(ui, Type::Note, Tone::Muted, &kept);
        if let Some(problem) = &desk.vault.backup_problem {
            words(ui, Type::NoteStrong, Tone::Alarm, &format!("Not backed up: {problem}"));
        } else if desk.vault.backups.is_some() {
            words(ui, Type::Note, Tone::Muted, &backup);
        }
        words(ui, Type::Note, Tone::Muted, &content);
        words(ui, Type::Note, Tone::Muted, &holes);
    });
    overlay(ui, desk);
}

/// Whether the pharmacy's own overlay is in use, and if not, what is to be mended.
fn overlay(ui: &mut Ui, desk: &Desk) {
    match &desk.overlay {
        OverlayState::None => {}
        OverlayState::InUse(overlay) => {
            ui.add_space(size::GAP);
            section_title(ui, "Overlay of this pharmacy");
            let today = (desk.clock.today)();
            let count = |count: usize, one: &str| match count {
                1 => format!("1 {one}"),
                several => format!("{several} {one}s"),
            };
            let parts = [
                count(overlay.notes.len(), "note"),
                count(overlay.prices.len(), "price"),
                count(overlay.programs.len(), "program"),
            ];
            let old = match overlay.aging(today) {
                0 => String::new(),
                old => format!(" {} past the check date.", count(old, "entry").replace("entrys", "entries")),
            };
            card(ui, |ui| {
                if let Some(contact) = &overlay.pharmacy {
                    let all = [&contact.name, &contact.phone, &contact.fax, &contact.address];
                    let known: Vec<&str> =
                        all.into_iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
                    words(ui, Type::Note, Tone::Muted, &known.join(" · "));
                }
                let line = format!("In use: {}.{old}", parts.join(", "));
                words(ui, Type::Note, Tone::Muted, &line);
            });
        }
        OverlayState::Broken(mistakes) => {
            ui.add_space(size::GAP);
            section_title(ui, "Overlay of this pharmacy");
            card(ui, |ui| {
                let count = match mistakes.len() {
                    1 => "1 mistake".to_owned(),
                    several => format!("{several} mistakes"),
                };
                let line = format!("Not used: {count}. Everything else works without it.");
                words(ui, Type::NoteStrong, Tone::Alarm, &line);
                const SHOWN: usize = 8;
                for mistake in mistakes.iter().take(SHOWN) {
                    words(ui, Type::Note, Tone::Ink, &mistake.to_string());
                }
                if let more @ 1.. = mistakes.len().saturating_sub(SHOWN) {
                    let line = format!("and {more} more: `countercheck content check FOLDER` lists them");
                    words(ui, Type::Note, Tone::Ink, &line);
                }
                words(ui, Type::Small, Tone::Muted, "Mend the files, then lock and unlock.");
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typed_beginning_of_a_word_is_marked_also_without_its_accent() {
        let marked = |name: &str, typed: &str| -> Vec<String> {
            matches(name, typed).into_iter().map(|range| name[range].to_owned()).collect()
        };
        assert_eq!(marked("Elena Marković", "mar"), ["Mar"]);
        assert_eq!(marked("Mára O'Brien", "mar"), ["Már"]);
        assert_eq!(marked("Elena Marković", "ma el"), ["El", "Ma"]);
        assert!(marked("Elena", "len").is_empty());
    }
}
