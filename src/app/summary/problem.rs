//! What stands where the pages would be, when they can't be printed? What is wrong, where, and what to do.

use eframe::egui::{Frame, Margin, ScrollArea, Ui};

use crate::app::theme::{Type, size};
use crate::app::widgets::{Tone, card, page_title, words};
use crate::summary::{Element, Place, SummaryError};

/// Says it in the place of the pages.
pub fn ui(ui: &mut Ui, problem: &SummaryError) {
    ScrollArea::vertical().id_salt("problem").auto_shrink([false, false]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(26, 20)).show(ui, |ui| {
            card(ui, |ui| {
                ui.set_max_width(620.0);
                page_title(ui, "These pages can't be printed yet");
                ui.add_space(size::GAP);
                for (what, cure) in lines(problem) {
                    words(ui, Type::Strong, Tone::Alarm, &what);
                    words(ui, Type::Body, Tone::Ink, cure);
                    ui.add_space(size::GAP);
                }
                words(ui, Type::Body, Tone::Ink, problem.cure());
            });
        });
    });
}

/// What is wrong at each place, and where it was typed.
fn lines(problem: &SummaryError) -> Vec<(String, &'static str)> {
    match problem {
        SummaryError::Uncovered { places } => places
            .iter()
            .map(|at| {
                let what = SummaryError::Uncovered { places: vec![at.clone()] }.to_string();
                (what, typed_in(&at.place))
            })
            .collect(),
        SummaryError::TooLong { place } => vec![(problem.to_string(), typed_in(place))],
        SummaryError::Font { .. } | SummaryError::SurplusCells { .. } | SummaryError::Pdf { .. } => {
            vec![(problem.to_string(), "")]
        }
    }
}

/// Where the words of a place were typed.
fn typed_in(place: &Place) -> &'static str {
    match place {
        Place::HeaderLeft => {
            "The pharmacy and its phone are typed on this screen; the pharmacist's name is that of the staff member."
        }
        Place::HeaderRight => "The patient's name is corrected on the patient's page: Ctrl H, then E.",
        Place::Title | Place::PageLabel => "It comes with the program.",
        Place::Part { element: Element::Footer | Element::Title, .. } => "It comes with the content.",
        Place::Part { .. } => {
            "It was typed in this visit: in the prescription (F2), an answer (F3), the coverage (F4) or the prior \
             authorization (F8)."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::UncoveredAt;

    #[test]
    fn a_letter_that_cannot_be_printed_is_named_with_its_place_and_where_it_was_typed() {
        let at = |place| UncoveredAt { place, characters: vec!['王'] };
        let part = Place::Part { id: "patient".into(), element: Element::List };
        let problem = SummaryError::Uncovered { places: vec![at(Place::HeaderRight), at(part)] };
        let lines = lines(&problem);
        assert_eq!(lines.len(), 2);
        assert!(
            lines[0].0.contains("U+738B") && lines[0].0.contains("the patient's lines"),
            "{}",
            lines[0].0
        );
        assert!(lines[0].1.contains("patient's page"));
        assert!(
            lines[1].0.contains("a list of part “patient”") && lines[1].1.contains("F2"),
            "{:?}",
            lines[1]
        );
    }
}
