//! What the start page shows, as data: the visit that was interrupted, the patients who were found, what is to be
//! said of this computer.

use std::ops::Range;

use jiff::Timestamp;

use crate::app::dates;
use crate::app::desk::Desk;
use crate::app::desk::overlay::OverlayState;
use crate::app::desk::prices::Origin;
use crate::app::desk::visit::Screen;
use crate::app::patient::born_words;
use crate::app::safety::steps::page_name;
use crate::app::vault::keep;
use crate::checklist::order::Progress;
use crate::content::price::is_old;
use crate::store::{ChecklistId, Patient};

/// A row of the list.
pub struct Row {
    /// The name.
    pub title: String,
    /// Where what was typed is in it, in bytes.
    pub matches: Vec<Range<usize>>,
    /// Birth date and end of the phone number.
    pub below: String,
    /// The last visit.
    pub right: String,
    /// How far it is.
    pub right_below: String,
    /// What it opens.
    pub opens: Opens,
}

/// What a row opens.
#[derive(Clone)]
pub enum Opens {
    /// The visit that was interrupted, where it was left.
    Visit(ChecklistId),
    /// A patient.
    Patient(Box<Patient>),
    /// The form of a new patient of this name.
    New(String),
}

/// The list under the search.
pub struct List {
    /// What stands above the first row that is not the interrupted visit.
    pub title: &'static str,
    /// Whether the first row is the visit that was interrupted.
    pub is_interrupted_first: bool,
    /// All rows, in order.
    pub rows: Vec<Row>,
    /// From which row on the names are only similar.
    pub similar_from: usize,
}

impl List {
    /// The row that Enter means before one was chosen: the first, but no patient whose name is only similar. Who
    /// types a new name and Enter must not be in another patient's record.
    pub fn first_marked(&self) -> Option<usize> {
        let adds = matches!(self.rows.first().map(|row| &row.opens), Some(Opens::New(_)));
        (self.similar_from > 0 || adds).then_some(0)
    }
}

/// The list for what is typed.
pub fn list(desk: &Desk, typed: &str) -> List {
    let typed = typed.trim();
    let alone = desk.double_of.is_none();
    let interrupted = if typed.is_empty() && alone { interrupted(desk) } else { None };
    let is_interrupted_first = interrupted.is_some();
    let patients = desk.patients.iter().map(|patient| of_patient(desk, patient, typed));
    let new = (!typed.is_empty() && alone).then(|| Row {
        title: format!("Add “{typed}” as a new patient"),
        matches: Vec::new(),
        below: String::new(),
        right: String::new(),
        right_below: String::new(),
        opens: Opens::New(typed.to_owned()),
    });
    List {
        title: if typed.is_empty() { "Seen last" } else { "" },
        is_interrupted_first,
        similar_from: desk.similar_from + usize::from(is_interrupted_first),
        rows: interrupted.into_iter().chain(patients).chain(new).collect(),
    }
}

fn interrupted(desk: &Desk) -> Option<Row> {
    let found = desk.standings.interrupted.as_ref()?;
    let (screen, question) = found.place;
    // The name that the list of pages in the visit has for it.
    let page = question.map(|ix| page_name(&desk.content, ix));
    let place = match (screen, page) {
        (Screen::Safety, Some(page)) => format!("stopped at “{page}”"),
        (Screen::Safety, None) => "stopped at the prescription".to_owned(),
        (Screen::Coverage, _) => "stopped at coverage and cost".to_owned(),
        (Screen::Authorization, _) => "stopped at prior authorization".to_owned(),
        (Screen::Summary, _) => "stopped at the pages".to_owned(),
    };
    let touched = when(desk, found.last.touched_at);
    let how_far = found.last.progress.map(|progress| format!(", {}", progress_words(progress)));
    Some(Row {
        title: format!("Continue with {}", found.patient.name),
        matches: Vec::new(),
        below: below(&found.patient),
        right: place,
        right_below: format!("{touched}{}", how_far.unwrap_or_default()),
        opens: Opens::Visit(found.visit),
    })
}

fn progress_words(progress: Progress) -> String {
    format!("{} of {} answered", progress.answered, progress.of)
}

fn of_patient(desk: &Desk, patient: &Patient, typed: &str) -> Row {
    let (right, right_below) = match desk.standings.of(patient.id) {
        Some(last) => {
            let is_today = last.day == (desk.clock.today)();
            let day = if is_today { when(desk, last.touched_at) } else { dates::words(last.day) };
            let how_far = match (last.is_handed_out, last.progress) {
                (true, _) => "pages saved or printed".to_owned(),
                (false, Some(progress)) => progress_words(progress),
                (false, None) => "written by another version".to_owned(),
            };
            (format!("last visit {day}"), how_far)
        }
        None => {
            let day = (desk.clock.day_of)(patient.seen_at);
            let is_today = day == (desk.clock.today)();
            let seen = if is_today { "seen today".into() } else { format!("seen {}", dates::words(day)) };
            (seen, String::new())
        }
    };
    Row {
        title: patient.name.clone(),
        matches: matches(&patient.name, typed),
        below: below(patient),
        right,
        right_below,
        opens: Opens::Patient(Box::new(patient.clone())),
    }
}

/// "today 10:31", or the day.
fn when(desk: &Desk, at: Timestamp) -> String {
    let day = (desk.clock.day_of)(at);
    let time = (desk.clock.time_of)(at).strftime("%H:%M");
    if day == (desk.clock.today)() {
        format!("today {time}")
    } else {
        format!("{} {time}", dates::words(day))
    }
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

/// Where the typed words begin a word of the name.
pub fn matches(name: &str, typed: &str) -> Vec<Range<usize>> {
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

/// What is to be said of this computer, each with whether it asks for something.
pub fn computer(desk: &Desk) -> Vec<(String, bool)> {
    let today = (desk.clock.today)();
    let mut lines = Vec::new();
    match &desk.session {
        Some(session) if session.temporary => {
            lines.push((
                "Sample patients, all made up, in a temporary vault. Nothing is kept.".to_owned(),
                false,
            ));
        }
        Some(session) => lines.push((format!("Encrypted: {}", session.path.display()), false)),
        None => {}
    }
    if let Some(problem) = &desk.vault.backup_problem {
        lines.push((format!("Not backed up: {problem}"), true));
    } else if desk.vault.backups.is_some() {
        lines.push((keep::last_words(desk), false));
    }
    let version = &desk.content.version;
    let old = desk.content.sources().iter().filter(|source| source.check_by < today).count();
    let content = match old {
        0 => format!("Content {version}. No source is past its check date."),
        1 => format!("Content {version}. 1 source is past its check date and says so."),
        several => format!("Content {version}. {several} sources are past their check date and say so."),
    };
    lines.push((content, false));
    lines.extend(old_prices(desk));
    let holes = desk.content.holes.list.len();
    lines.push((
        format!("What the app does not know: {holes} holes. F7 lists them and the age of each source."),
        false,
    ));
    lines
}

/// Which price lists are too old to be believed without a look.
fn old_prices(desk: &Desk) -> Option<(String, bool)> {
    let today = (desk.clock.today)();
    let mut lists: Vec<Origin> = Vec::new();
    let mut prices = 0;
    for kept in desk.prices.iter().filter(|kept| is_old(kept.price.as_of, today)) {
        prices += 1;
        if !lists.contains(&kept.origin) {
            lists.push(kept.origin);
        }
    }
    let words = match (lists.len(), prices) {
        (0, _) => return None,
        (1, 1) => "1 price is older than 90 days: F9 shows it.".to_owned(),
        (1, several) => format!("{several} prices of one list are older than 90 days: F9 shows them."),
        (lists, several) => {
            format!("{lists} price lists are older than 90 days, with {several} prices: F9 shows them.")
        }
    };
    Some((words, true))
}

/// What became of the pharmacy's own overlay: lines, each with whether it asks for something, and at most so many of
/// its mistakes.
pub fn overlay_lines(desk: &Desk, most: usize) -> (Vec<(String, bool)>, Vec<String>) {
    match &desk.overlay {
        OverlayState::None => (Vec::new(), Vec::new()),
        OverlayState::InUse(overlay) => {
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
            let contact = overlay.pharmacy.as_ref().map(|contact| {
                let all = [&contact.name, &contact.phone, &contact.fax, &contact.address];
                let known: Vec<&str> =
                    all.into_iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
                known.join(" · ")
            });
            let in_use = format!("In use: {}.{old}", parts.join(", "));
            (contact.into_iter().chain([in_use]).map(|line| (line, false)).collect(), Vec::new())
        }
        OverlayState::Broken(mistakes) => {
            let count = match mistakes.len() {
                1 => "1 mistake".to_owned(),
                several => format!("{several} mistakes"),
            };
            let line = format!("Not used: {count}. Everything else works without it.");
            let mut below: Vec<String> = mistakes.iter().take(most).map(ToString::to_string).collect();
            if let more @ 1.. = mistakes.len().saturating_sub(most) {
                below.push(format!("and {more} more: `countercheck content check FOLDER` lists them"));
            }
            below.push("Mend the files, then lock and unlock.".to_owned());
            (vec![(line, true)], below)
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
