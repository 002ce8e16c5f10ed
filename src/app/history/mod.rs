//! The history of a patient's record: everything that was said, when and by whom, and what was handed out.
//!
//! Lies above whatever is in front. Opened on a question, it begins with that question alone. What was handed out
//! can be looked at and saved again as it was.

mod model;
mod reprint;

use eframe::egui::{Frame, Margin, Panel, ScrollArea, Ui};

use super::command::here::Spot;
use super::dates;
use super::desk::visit::{Here, Screen};
use super::desk::{Desk, Page};
use super::keys::{self, Press};
use super::theme::Type;
use super::widgets::{
    ButtonKind, ListRow, Place, Selected, Tone, button, empty_state, list, list_row, long_list, page_title,
    words,
};
use crate::content::phrase::capitalized;
use crate::store::PatientId;
pub use model::{Row, rows};

/// What is shown.
#[derive(Default)]
pub struct Draft {
    question: Option<String>,
    marked: usize,
    moved: bool,
    reprint: Option<reprint::Reprint>,
}

/// The patient in front.
pub fn patient_in_front(desk: &Desk) -> Option<PatientId> {
    match &desk.page {
        Page::Visit(visit) => Some(visit.patient.id),
        Page::Patient(page) => Some(page.patient.id),
        Page::Door(_) | Page::Start | Page::PatientForm(_) | Page::Merge(_) => None,
    }
}

impl Draft {
    /// The history of the patient in front; of the question in front, where there is one.
    pub fn new(desk: &Desk) -> Self {
        let question = desk.visit().and_then(|visit| match (visit.screen, visit.here) {
            (Screen::Safety, Here::Question(ix)) => Some(desk.content.question(ix).id.as_str().to_owned()),
            (Screen::Safety | Screen::Coverage | Screen::Authorization | Screen::Summary, _) => None,
        });
        Self { question, ..Self::default() }
    }

    /// Where one is, as far as keys depend on it.
    pub fn spot(&self) -> Spot {
        if self.reprint.is_some() { Spot::Handed } else { Spot::History }
    }
}

/// Draws the history; the answer is whether one leaves it.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft) -> bool {
    if let Some(reprint) = &mut draft.reprint {
        if reprint::ui(ui, desk, reprint) {
            draft.reprint = None;
        }
        return false;
    }
    let (Some(record), Some(visits)) = (&desk.patient_record, &desk.history) else {
        words(ui, Type::Body, Tone::Muted, "Reading the record…");
        return keys::take_all(ui.ctx()).contains(&Press::Escape);
    };
    let staff = desk.session.as_ref().map(|session| session.all_staff.as_slice()).unwrap_or_default();
    let mut all = rows(&desk.content, record, visits, staff);
    if let Some(question) = &draft.question {
        all.retain(|row| row.question.as_ref() == Some(question));
    }
    let mut leave = false;
    let mut enter = false;
    for press in keys::take_all(ui.ctx()) {
        match press {
            Press::Escape => leave = true,
            Press::Down => (draft.marked, draft.moved) = (draft.marked + 1, true),
            Press::Up => (draft.marked, draft.moved) = (draft.marked.saturating_sub(1), true),
            Press::PageDown => (draft.marked, draft.moved) = (draft.marked + 10, true),
            Press::PageUp => (draft.marked, draft.moved) = (draft.marked.saturating_sub(10), true),
            Press::Enter => enter = true,
            Press::Char('a') => draft.question = None,
            _ => {}
        }
    }
    draft.marked = draft.marked.min(all.len().saturating_sub(1));
    Panel::top("history head")
        .resizable(false)
        .frame(Frame::new().inner_margin(Margin::symmetric(40, 18)))
        .show(ui, |ui| {
            let of = draft.question.as_ref().and_then(|id| desk.content.question_by_id(id));
            let title = match of {
                Some(ix) => format!("History of one question: {}", desk.content.question(ix).short),
                None => "History of the record".to_owned(),
            };
            page_title(ui, &title);
            let born = record
                .patient
                .birth_date
                .map_or("birth date not known".to_owned(), |date| format!("born {}", dates::words(date)));
            words(ui, Type::Body, Tone::Muted, &format!("{}, {born}", record.patient.name));
            if draft.question.is_some()
                && button(ui, ButtonKind::Plain, "The whole record", Some("A")).clicked()
            {
                draft.question = None;
            }
        });
    if all.is_empty() {
        Frame::new().inner_margin(Margin::symmetric(40, 6)).show(ui, |ui| {
            empty_state(
                ui,
                "Nothing was said yet",
                "Every answer, note and page that is saved is listed here.",
            );
        });
        return leave;
    }
    let reveal = std::mem::take(&mut draft.moved).then_some(draft.marked);
    let mut chosen = None;
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 40, right: 40, top: 14, bottom: 14 }).show(ui, |ui| {
            let count = all.len();
            list(ui, "What was said and done", |ui| {
                long_list(ui, count, reveal, |ui, at| {
                    let Some(row) = all.get(at) else { return };
                    let day = (desk.clock.day_of)(row.at);
                    let when =
                        format!("{} {}", dates::words(day), (desk.clock.time_of)(row.at).strftime("%H:%M"));
                    let title = format!("{}: {}", row.what, row.said);
                    let below = [row.who.as_str(), row.how.as_str()];
                    let below =
                        below.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ");
                    let drawn = ListRow {
                        title: &capitalized(&title),
                        matches: &[],
                        below: &below,
                        right: &when,
                        right_below: if row.printed.is_some() {
                            "Enter: look at it, save it again"
                        } else {
                            ""
                        },
                        right_tone: Tone::Muted,
                        selected: Selected::from(at == draft.marked),
                        place: Place::of(at, count),
                    };
                    if list_row(ui, &drawn).clicked() || enter && at == draft.marked {
                        chosen = row.printed;
                    }
                })
            });
        });
    });
    if let Some((checklist, printed)) = chosen {
        let kept = visits
            .iter()
            .find(|visit| visit.checklist.id == checklist)
            .and_then(|visit| visit.printed.iter().find(|kept| kept.id == printed));
        draft.reprint = kept.map(|kept| reprint::Reprint::new(desk, kept));
    }
    leave
}
