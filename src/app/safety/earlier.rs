//! What was said before: the answer of an earlier visit that has to be looked at again, the day of one that was
//! carried over, and the note on the question.

use eframe::egui::{Event, Ui};

use crate::app::dates;
use crate::app::desk::visit::{Earlier, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::keys::Press;
use crate::app::theme::size;
use crate::app::widgets::{ButtonKind, button, notice, notice_slot};
use crate::checklist::answer::{Answer, Course, Intake, Reading};
use crate::content::Content;
use crate::content::ids::QuestionIx;
use crate::content::phrase::capitalized;
use crate::summary::compose::answer_words;

/// The answer of an earlier visit, in words: "On 3 Sep 2026: negative, within a year."
pub fn earlier_words(content: &Content, visit: &Visit, ix: QuestionIx) -> Option<String> {
    let earlier = visit.earlier.get(&ix)?;
    let question = content.question(ix);
    let answer = match &earlier.answer {
        Answer::Medicines(list) if !list.is_empty() => {
            list.iter().map(intake_words).collect::<Vec<_>>().join(", ")
        }
        answer => answer_words(question, answer),
    };
    Some(format!("On {}: {}.", dates::words(earlier.on), capitalized(answer.trim_end_matches('.'))))
}

/// What there is to say of an earlier visit about a question; empty when there is nothing.
fn line(content: &Content, visit: &Visit, ix: QuestionIx) -> String {
    if let Some(on) = visit.carried.get(&ix) {
        return format!("Carried over from {}. Answer again if it has changed.", dates::words(*on));
    }
    let Some(earlier) = earlier_words(content, visit, ix) else { return String::new() };
    match (visit.checklist.answer(ix).is_some(), content.question(ix).anew) {
        (true, _) => earlier,
        (false, true) => {
            format!("{earlier} It was true of that time. Ask for a newer result, and answer anew.")
        }
        (false, false) => format!("{earlier} Until somebody has looked at it, it does not count."),
    }
}

/// Draws what an earlier visit says about the question, and takes the key that says that it is still so. In a visit that
/// began from an earlier one the place is always kept free, so that nothing moves when there is no more to say.
pub fn ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    ix: QuestionIx,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    if !visit.returns {
        return;
    }
    let content = &desk.content;
    notice_slot(ui, 2, &line(content, visit, ix));
    let again = visit
        .earlier
        .get(&ix)
        .filter(|_| visit.checklist.answer(ix).is_none() && !content.question(ix).anew)
        .map(Earlier::again);
    let mut still_so = again.is_some() && (takes_equals(ui) || presses.contains(&Press::Char('=')));
    ui.scope(|ui| {
        if again.is_none() {
            ui.set_invisible();
        }
        still_so |= button(ui, ButtonKind::Plain, "Still so", Some("=")).clicked();
    });
    if let (true, Some(answer)) = (still_so, again) {
        actions.push(Action::AnswerAndMove(ix, answer, None));
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

/// Draws the note on the question, where there is one.
pub fn note(ui: &mut Ui, visit: &Visit, ix: QuestionIx) {
    let note = visit.note_on(Some(ix));
    if !note.is_empty() {
        ui.add_space(size::GAP);
        notice(ui, &format!("Note: {note}"));
    }
}

/// The sign begins no answer and no medicine, so that it is taken also while the cursor stands in a field.
pub(super) fn takes_equals(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !matches!(event, Event::Text(text) if text == "="));
        input.events.len() < before
    })
}
