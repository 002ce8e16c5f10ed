//! Draws the card between what the prescribed drug needs and what is left for the alternatives.

use eframe::egui::Ui;

use super::ui::Draft;
use crate::app::desk::visit::{Direction, Screen, Visit};
use crate::app::desk::{Action, Desk};
use crate::app::keys::Press;
use crate::app::theme::size;
use crate::app::widgets::{Below, ButtonKind, button};
use crate::checklist::facts::Facts;
use crate::checklist::order::{Page, Part};
use crate::checklist::progress::{Standing, standing};
use crate::content::phrase::capitalized;

/// Draws the card.
pub fn ui(
    ui: &mut Ui,
    desk: &Desk,
    visit: &Visit,
    pages: &[Page],
    draft: &mut Draft,
    presses: &[Press],
    actions: &mut Vec<Action>,
) {
    let facts = Facts::new(&desk.content, &visit.checklist);
    let open = |part: Part| {
        let of_part = pages.iter().filter(move |page| page.part == part);
        of_part.flat_map(|page| &page.questions).filter(|ix| standing(&facts, **ix) == Standing::Open).count()
    };
    let name = visit.prescription.drug.map(|drug| capitalized(&desk.content.drug(drug).name));
    let name = name.unwrap_or_else(|| "The prescription".to_owned());
    let title = match open(Part::First) {
        0 => format!("Done for {name}"),
        1 => format!("{name}: 1 question is still open"),
        first => format!("{name}: {first} questions are still open"),
    };
    let more = match open(Part::Rest) {
        0 => "Nothing else is open.".to_owned(),
        1 => "1 more question, for the alternatives or for detail.".to_owned(),
        rest => format!("{rest} more questions, for the alternatives or for detail."),
    };
    let unsure = visit.prescription.drug.and_then(|drug| visit.assessment.of(drug)).map_or(0, |assessed| {
        assessed.ask.questions().filter(|ix| standing(&facts, *ix) != Standing::Open).count()
    });
    let unsure = match unsure {
        0 => String::new(),
        1 => "1 answer is not sure and stays open: the page says so. ".to_owned(),
        count => format!("{count} answers are not sure and stay open: the page says so. "),
    };
    let body = format!("{unsure}{more}");
    draft.drawn.title(ui, &title, &body, Below::AnyOf);
    ui.add_space(size::PAD);
    let mut next = presses.contains(&Press::Enter);
    ui.horizontal_wrapped(|ui| {
        next |= button(ui, ButtonKind::Primary, "More for the alternatives", Some("Enter")).clicked();
        if button(ui, ButtonKind::Plain, "Coverage & cost", Some("F4")).clicked() {
            actions.push(Action::Open(Screen::Coverage));
        }
        if button(ui, ButtonKind::Plain, "Summary", Some("F5")).clicked() {
            actions.push(Action::Open(Screen::Summary));
        }
    });
    if next {
        actions.push(Action::Next);
    }
    for press in presses {
        match press {
            Press::Left | Press::Escape => actions.push(Action::Step(Direction::Back)),
            Press::Right => actions.push(Action::Step(Direction::Forth)),
            _ => {}
        }
    }
}
