//! The dose of the shown drug for this patient, by the label's table.

use eframe::egui::Ui;

use super::model::because_words;
use crate::app::desk::Desk;
use crate::app::desk::visit::Visit;
use crate::app::theme::{Type, size};
use crate::app::widgets::{Tone, section_title, words};
use crate::content::Content;
use crate::content::ids::DrugIx;
use crate::safety::dose::dose;

/// One line about the dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether it caps the dose, or says that there is none.
    pub caps: bool,
    /// The words.
    pub text: String,
}

/// What the dose table has for the patient: rows, what caps them, and what is open.
pub fn lines(content: &Content, visit: &Visit, drug: DrugIx) -> Vec<Line> {
    let drug = content.drug(drug);
    let read = dose(content, &visit.checklist, drug);
    let mut lines = Vec::new();
    let mut say = |caps: bool, text: String| lines.push(Line { caps, text });
    if read.none {
        say(true, "No labeled dose for this patient.".to_owned());
    }
    for row in &read.rows {
        let start = row.start.trim_end_matches('.');
        say(
            false,
            match row.then.as_str() {
                "" => format!("{}: {start}.", row.who),
                then => format!("{}: {start}. Then {}.", row.who, then.trim_end_matches('.')),
            },
        );
    }
    for limit in &read.limits {
        say(true, format!("{}: {}.", limit.who, limit.says.trim_end_matches('.')));
    }
    for limit in &read.amounts {
        say(true, format!("{}.", limit.says.trim_end_matches('.')));
    }
    if !read.ask.is_empty() && !read.none {
        say(false, format!("Open until answered: {}.", because_words(content, read.ask)));
    }
    lines
}

/// Draws the card; nothing where the app knows no dose table.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, drug: DrugIx) {
    let lines = lines(&desk.content, visit, drug);
    if lines.is_empty() {
        return;
    }
    ui.add_space(size::GAP);
    section_title(ui, "Dose by the label · F7 all about it");
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for line in &lines {
            let role = if line.caps { Type::NoteStrong } else { Type::Note };
            words(ui, role, Tone::Ink, &line.text);
        }
    });
}
