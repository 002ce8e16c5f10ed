//! Draws what one listed medicine needs: its form, dose, since when, whether it will be stopped.

use eframe::egui::{self, Ui};

use super::medicines::{Draft, toggle_reviewed, toggle_stopping, with, without};
use crate::app::desk::Desk;
use crate::app::theme::Type;
use crate::app::widgets::{ButtonKind, Field, Tone, button, section_title, text_field, words};
use crate::checklist::answer::{Course, Intake, Reading, bounded};
use crate::checklist::facts::{Meaning, read_intake};
use crate::content::Content;
use crate::content::decimal::Decimal;
use crate::content::ids::MedicineIx;

/// The entries that a line can be mapped to: the one that the name finds and its siblings.
pub(super) fn forms(content: &Content, intake: &Intake) -> Vec<MedicineIx> {
    let found = match intake.reading {
        Reading::As(medicine) => Some(medicine),
        Reading::ByName | Reading::ReviewedNone => {
            content.medicines.find(&intake.name).map(|found| found.medicine)
        }
    };
    let Some(medicine) = found.and_then(|ix| content.medicines.get(ix)) else {
        // Not recognized: what it is near to, for the pharmacist to decide. Of a whole line that was
        // pasted, what its first word is near to.
        let first = intake.name.split_whitespace().find(|word| word.chars().any(char::is_alphabetic));
        let near =
            [intake.name.as_str(), first.unwrap_or_default()].map(|name| content.medicines.search(name, 3));
        let hits = near.into_iter().find(|hits| !hits.is_empty()).unwrap_or_default();
        return hits.into_iter().map(|hit| hit.medicine).collect();
    };
    if medicine.see_also.is_empty() {
        return Vec::new();
    }
    let mut forms: Vec<MedicineIx> = found.into_iter().chain(medicine.see_also.iter().copied()).collect();
    forms.sort_by_key(|ix| ix.position());
    forms
}

pub(super) fn details(
    ui: &mut Ui,
    desk: &Desk,
    listed: &[Intake],
    at: usize,
    intake: &Intake,
    draft: &mut Draft,
    changed: &mut Option<Vec<Intake>>,
) {
    let content = &desk.content;
    let meaning = read_intake(content, intake).meaning;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 8)).show(ui, |ui| {
        let forms = forms(content, intake);
        if !forms.is_empty() {
            let mapped =
                matches!(intake.reading, Reading::As(_)) || content.medicines.find(&intake.name).is_some();
            section_title(ui, if mapped { "Which form?" } else { "Did you mean?" });
            ui.horizontal_wrapped(|ui| {
                for (number, form) in forms.iter().enumerate() {
                    let Some(medicine) = content.medicines.get(*form) else { continue };
                    let chosen = intake.reading == Reading::As(*form);
                    let kind = if chosen { ButtonKind::Primary } else { ButtonKind::Plain };
                    let label = form_name(medicine);
                    if button(ui, kind, label, Some(&(number + 1).to_string())).clicked() {
                        *changed = Some(with(listed, at, |intake| intake.reading = Reading::As(*form)));
                    }
                }
            });
        }
        ui.horizontal_wrapped(|ui| {
            let stopping =
                if intake.course == Course::Stopping { "Goes on after all" } else { "Will be stopped" };
            if button(ui, ButtonKind::Plain, stopping, Some("S")).clicked() {
                *changed = Some(with(listed, at, toggle_stopping));
            }
            if matches!(meaning, Meaning::NotRecognized | Meaning::ReviewedNone) {
                let label = if meaning == Meaning::NotRecognized {
                    "Looked up: no relevant interaction"
                } else {
                    "Not looked up"
                };
                if button(ui, ButtonKind::Plain, label, Some("R")).clicked() {
                    *changed = Some(with(listed, at, toggle_reviewed));
                }
            }
            if button(ui, ButtonKind::Quiet, "Remove", Some("Del")).clicked() {
                *changed = Some(without(listed, at));
            }
        });
        ui.horizontal_top(|ui| {
            dose_field(ui, listed, at, intake, draft, changed);
            since_field(ui, desk, listed, at, intake, draft, changed);
        });
        if let Some(wrong) = &draft.wrong {
            words(ui, Type::Small, Tone::Alarm, wrong);
        }
        if let Some(written) = &intake.written {
            words(ui, Type::Small, Tone::Muted, &format!("As pasted: {written}"));
        }
        if let Meaning::Known { found, .. } = meaning
            && let Some(medicine) = content.medicines.get(found.medicine)
            && !medicine.note.is_empty()
        {
            words(ui, Type::Small, Tone::Muted, &medicine.note);
        }
    });
}

/// The name of an entry that tells the form.
fn form_name(medicine: &crate::content::medicine::Medicine) -> &str {
    medicine
        .names
        .iter()
        .find(|name| !medicine.ask_form.contains(name))
        .map_or(medicine.name(), String::as_str)
}

fn dose_field(
    ui: &mut Ui,
    listed: &[Intake],
    at: usize,
    intake: &Intake,
    draft: &mut Draft,
    changed: &mut Option<Vec<Intake>>,
) {
    ui.vertical(|ui| {
        section_title(ui, "Daily dose, mg (D)");
        let current = intake.daily_mg.map(|dose| dose.to_string()).unwrap_or_default();
        let (_, buffer) = match &mut draft.dose {
            Some(open) if open.0 == at => open,
            slot => slot.insert((at, current.clone())),
        };
        let field = small_field("Daily dose in mg");
        let response = text_field(ui, &field, buffer);
        if std::mem::take(&mut draft.focus_dose) {
            response.request_focus();
        }
        let typed = buffer.trim().to_owned();
        // Also when the field was left by a jump to another screen, where it was not drawn.
        if response.lost_focus() || (!response.has_focus() && typed != current) {
            let most = Decimal::from_thousandths(1_000_000_000);
            match (typed.is_empty(), bounded(&typed, Decimal::from_thousandths(0), most, "mg a day")) {
                (true, _) => *changed = changed_if(listed, at, |intake| intake.daily_mg = None),
                (false, Ok(dose)) => *changed = changed_if(listed, at, |intake| intake.daily_mg = Some(dose)),
                (false, Err(expected)) => draft.wrong = Some(format!("Dose: {expected}.")),
            }
        }
        if response.changed() {
            draft.wrong = None;
        }
        if !response.has_focus() && draft.wrong.is_none() {
            draft.dose = None;
        }
    });
}

fn since_field(
    ui: &mut Ui,
    desk: &Desk,
    listed: &[Intake],
    at: usize,
    intake: &Intake,
    draft: &mut Draft,
    changed: &mut Option<Vec<Intake>>,
) {
    ui.vertical(|ui| {
        section_title(ui, "Taken since (T)");
        let current = intake.since.map(|date| date.to_string()).unwrap_or_default();
        let (_, buffer) = match &mut draft.since {
            Some(open) if open.0 == at => open,
            slot => slot.insert((at, current.clone())),
        };
        let field = small_field("Taken since");
        let response = text_field(ui, &field, buffer);
        if std::mem::take(&mut draft.focus_since) {
            response.request_focus();
        }
        let typed = buffer.trim().to_owned();
        if response.lost_focus() || (!response.has_focus() && typed != current) {
            let as_of = desk.visit().map_or((desk.clock.today)(), |visit| visit.checklist.as_of);
            match (typed.is_empty(), crate::app::dates::read(&typed)) {
                (true, _) => *changed = changed_if(listed, at, |intake| intake.since = None),
                (false, Some(date)) if date <= as_of => {
                    *changed = changed_if(listed, at, |intake| intake.since = Some(date));
                }
                (false, Some(_)) => draft.wrong = Some("Taken since: a day on or before the visit.".into()),
                (false, None) => draft.wrong = Some("Taken since: a date such as 5/2/2026.".into()),
            }
        }
        if response.changed() {
            draft.wrong = None;
        }
        if !response.has_focus() && draft.wrong.is_none() {
            draft.since = None;
        }
    });
}

fn small_field(label: &str) -> Field<'_> {
    Field::plain(label, "", 150.0)
}

fn changed_if(listed: &[Intake], at: usize, change: impl FnOnce(&mut Intake)) -> Option<Vec<Intake>> {
    let list = with(listed, at, change);
    (list != listed).then_some(list)
}
