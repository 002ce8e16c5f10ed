//! What was said before: the answer of an earlier visit that has to be looked at again, the day of one that was
//! carried over, and the note on the question.

use eframe::egui::{Event, Ui};

use crate::app::dates;
use crate::app::desk::visit::Visit;
use crate::app::desk::{Action, Desk};
use crate::app::keys::Press;
use crate::app::theme::{Type, size};
use crate::app::widgets::{ButtonKind, Tone, button, notice, words};
use crate::checklist::answer::{Answer, Course, Intake, Reading};
use crate::content::ids::QuestionIx;
use crate::content::phrase::capitalized;
use crate::summary::compose::answer_words;

/// The answer of an earlier visit, in words: "On 3 Sep 2026: negative, within a year."
pub fn earlier_words(desk: &Desk, visit: &Visit, ix: QuestionIx) -> Option<String> {
    if visit.checklist.answer(ix).is_some() {
        return None;
    }
    let earlier = visit.earlier.get(&ix)?;
    let question = desk.content.question(ix);
    let answer = match &earlier.answer {
        Answer::Medicines(list) if !list.is_empty() => {
            list.iter().map(intake_words).collect::<Vec<_>>().join(", ")
        }
        answer => answer_words(question, answer),
    };
    Some(format!("On {}: {}.", dates::words(earlier.on), capitalized(answer.trim_end_matches('.'))))
}

/// Draws the answer of an earlier visit, and takes the key that says that it is still so.
pub fn ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    ix: QuestionIx,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    if let Some(on) = visit.carried.get(&ix) {
        let line = format!("Carried over from {}. Answer again if it has changed.", dates::words(*on));
        words(ui, Type::Small, Tone::Muted, &line);
        ui.add_space(size::GAP);
    }
    let Some(line) = earlier_words(desk, visit, ix) else { return };
    notice(ui, &line);
    if desk.content.question(ix).anew {
        words(
            ui,
            Type::Small,
            Tone::Muted,
            "It was true of that time. Ask for a newer result, and answer anew.",
        );
        ui.add_space(size::GAP);
        return;
    }
    let mut still_so = takes_equals(ui) || presses.contains(&Press::Char('='));
    ui.horizontal(|ui| {
        still_so |= button(ui, ButtonKind::Plain, "Still so", Some("=")).clicked();
        words(ui, Type::Small, Tone::Muted, "Until somebody has looked at it, it does not count.");
    });
    ui.add_space(size::GAP);
    if still_so && let Some(earlier) = visit.earlier.get(&ix) {
        actions.push(Action::AnswerAndMove(ix, again(&earlier.answer), None));
    }
}

/// A medicine as it was listed: "cyclosporine (was to be stopped)".
fn intake_words(intake: &Intake) -> String {
    let name = intake.name.trim();
    match (intake.course, intake.reading) {
        (Course::Stopping, _) => format!("{name} (was to be stopped)"),
        (Course::Taken, Reading::ReviewedNone) => format!("{name} (was looked up)"),
        (Course::Taken, Reading::ByName | Reading::As(_)) => name.to_owned(),
    }
}

/// The answer, said again today: a medicine that is still on the list was not stopped, and what was looked up may have
/// been found out since.
fn again(answer: &Answer) -> Answer {
    let Answer::Medicines(list) = answer else { return answer.clone() };
    let list = list.iter().cloned().map(|mut intake| {
        intake.course = Course::Taken;
        if intake.reading == Reading::ReviewedNone {
            intake.reading = Reading::ByName;
        }
        intake
    });
    Answer::Medicines(list.collect())
}

/// Draws the note on the question, where there is one.
pub fn note(ui: &mut Ui, visit: &Visit, ix: QuestionIx) {
    let note = visit.note_on(Some(ix));
    if !note.is_empty() {
        ui.add_space(size::GAP);
        notice(ui, &format!("Note: {note}"));
    }
}

/// The sign begins no answer and no medicine, so that it is taken also while the cursor stands in a field.
fn takes_equals(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !matches!(event, Event::Text(text) if text == "="));
        input.events.len() < before
    })
}
