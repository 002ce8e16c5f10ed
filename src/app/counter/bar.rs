//! What stands in the bar at the top: whose visit it is, and the way to its screens.
//!
//! Name and birth date are what a patient is told apart by: they are never cut. Where there is too little room, the
//! name of the app goes first, then the long names of the screens, then the key on the button; then the bar gets a
//! second line.

use eframe::egui::accesskit::Role;
use eframe::egui::{Align, Layout, Ui, vec2};

use crate::app::command::Command;
use crate::app::desk::Action;
use crate::app::desk::visit::{Screen, Visit};
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, Selected, Tone, button, button_width, group, one_line, tab, tab_width, width_of, words,
};
use crate::app::{dates, safety};

/// The height of one line of the bar.
const LINE: f32 = 39.0;
/// Between the app, the patient and the screens.
const APART: f32 = 18.0;
/// In a bar narrower than this the app gives its room to whoever works here.
const TIGHT: f32 = 600.0;
/// In a window lower than this the bar has no button that has a key and stands on the screen it leads to.
const LOW: f32 = 400.0;
const APP: &str = "Countercheck";
const SAVE: &str = "Save PDF";
/// The screens of a visit: the name, and the name where there is little room.
const SCREENS: [(Screen, &str, &str); 4] = [
    (Screen::Safety, "1 Safety", "Safety"),
    (Screen::Coverage, "2 Coverage & cost", "Cost"),
    (Screen::Authorization, "3 Authorization", "Prior auth."),
    (Screen::Summary, "4 Summary", "Summary"),
];

/// One line of the bar; its height does not hang on what was there before.
pub(super) fn line<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let room = vec2(ui.available_width(), LINE);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), contents).inner
}

/// The bar where no visit is open: the app, and then what the page puts there.
pub(super) fn plain<R>(ui: &mut Ui, after: impl FnOnce(&mut Ui) -> R) -> R {
    line(ui, |ui| {
        if ui.available_width() > TIGHT {
            words(ui, Type::Strong, Tone::Ink, APP);
            ui.add_space(APART - size::GAP);
        }
        after(ui)
    })
}

/// The bar at the door: the app alone.
pub(super) fn door(ui: &mut Ui) {
    line(ui, |ui| words(ui, Type::Strong, Tone::Ink, APP));
}

/// The pharmacy at the left and who works there at the right, before what needs the `taken` width at the right end.
pub(super) fn names(ui: &mut Ui, taken: f32, pharmacy: &str, staff: &str) {
    let room = (ui.available_width() - taken).max(0.0);
    let staff_width = width_of(ui, Type::Body, staff).min(room / 2.0).ceil();
    let pharmacy_width = (room - staff_width - 2.0 * size::GAP).max(0.0);
    for (width, name) in [(pharmacy_width, pharmacy), (staff_width, staff)] {
        ui.allocate_ui_with_layout(vec2(width, LINE), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(width);
            if !name.is_empty() {
                one_line(ui, Type::Body, Tone::Muted, name);
            }
        });
    }
}

/// The bar of a visit.
pub(super) fn visit(ui: &mut Ui, visit: &Visit, actions: &mut Vec<Action>) -> Option<Command> {
    let who = Who::of(visit);
    let plan = Plan::choose(ui.available_width(), &Widths::measure(ui, &who));
    if plan.lines == 2 {
        ui.spacing_mut().item_spacing.y = 2.0;
        who.wrapped(ui);
        if ui.ctx().content_rect().height() < LOW {
            ui.horizontal(|ui| tabs(ui, visit, plan, actions));
            return None;
        }
        return line(ui, |ui| ways(ui, visit, plan, actions));
    }
    line(ui, |ui| {
        if plan.app {
            words(ui, Type::Strong, Tone::Ink, APP);
            ui.add_space(APART - size::GAP);
        }
        for (role, tone, text) in &who.parts {
            words(ui, *role, *tone, text);
        }
        ways(ui, visit, plan, actions)
    })
}

/// The way to the four screens, at the right end, in reading order.
fn ways(ui: &mut Ui, visit: &Visit, plan: Plan, actions: &mut Vec<Action>) -> Option<Command> {
    let wanted = Widths::of_ways(ui, plan);
    ui.add_space((ui.available_width() - wanted).max(0.0));
    tabs(ui, visit, plan, actions);
    let cap = plan.cap.then_some(Command::Print.keys());
    button(ui, ButtonKind::Plain, SAVE, cap).clicked().then_some(Command::Print)
}

fn tabs(ui: &mut Ui, visit: &Visit, plan: Plan, actions: &mut Vec<Action>) {
    group(ui, Role::TabList, "Screens of this visit", |ui| {
        for (screen, long, short) in SCREENS {
            let label = if plan.long { long } else { short };
            if tab(ui, label, Selected::from(visit.screen == screen)).clicked() {
                actions.push(Action::Open(screen));
            }
        }
    });
}

/// Whose visit it is.
struct Who {
    parts: Vec<(Type, Tone, String)>,
}

impl Who {
    fn of(visit: &Visit) -> Self {
        let mut parts = vec![
            (Type::Name, Tone::Ink, visit.patient.name.clone()),
            (Type::Body, Tone::Muted, safety::model::born_words(visit, dates::words)),
        ];
        if visit.namesakes > 0 {
            parts.push((Type::NoteStrong, Tone::Alarm, "Name shared: check the birth date".to_owned()));
        }
        Self { parts }
    }

    /// On as many lines as it takes: a part that does not fit beside the others begins a line of its own.
    fn wrapped(&self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            let whole = ui.available_width();
            for (role, tone, text) in &self.parts {
                let width = width_of(ui, *role, text);
                if width > ui.available_size_before_wrap().x && ui.available_size_before_wrap().x < whole {
                    ui.end_row();
                }
                words(ui, *role, *tone, text);
            }
        });
    }
}

/// What of the bar is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Plan {
    lines: u8,
    /// Whether the name of the app stands at the left.
    app: bool,
    /// Whether the screens have their long names.
    long: bool,
    /// Whether the key stands on the button.
    cap: bool,
}

/// From the whole bar to the shortest; the first that fits is shown.
const LADDER: [Plan; 7] = [
    Plan { lines: 1, app: true, long: true, cap: true },
    Plan { lines: 1, app: false, long: true, cap: true },
    Plan { lines: 1, app: false, long: false, cap: true },
    Plan { lines: 1, app: false, long: false, cap: false },
    Plan { lines: 2, app: false, long: true, cap: true },
    Plan { lines: 2, app: false, long: false, cap: true },
    SHORTEST,
];
const SHORTEST: Plan = Plan { lines: 2, app: false, long: false, cap: false };

/// How wide each thing in the bar is.
struct Widths {
    app: f32,
    who: f32,
    /// The ways under each plan of [`LADDER`].
    ways: [f32; 7],
}

impl Widths {
    fn measure(ui: &Ui, who: &Who) -> Self {
        let parts = who.parts.iter().map(|(role, _, text)| width_of(ui, *role, text) + size::GAP);
        Self {
            app: width_of(ui, Type::Strong, APP) + APART,
            who: parts.sum(),
            ways: LADDER.map(|plan| Self::of_ways(ui, plan)),
        }
    }

    fn of_ways(ui: &Ui, plan: Plan) -> f32 {
        let tabs: f32 = SCREENS
            .iter()
            .map(|(_, long, short)| tab_width(ui, if plan.long { long } else { short }) + size::GAP)
            .sum();
        let cap = plan.cap.then_some(Command::Print.keys());
        // The container of the tabs adds nothing, but rounds.
        tabs + button_width(ui, SAVE, cap) + 2.0
    }
}

impl Plan {
    fn choose(room: f32, widths: &Widths) -> Self {
        let fits = |(plan, ways): &(Self, f32)| {
            let app = if plan.app { widths.app } else { 0.0 };
            let beside = if plan.lines == 1 { app + widths.who } else { 0.0 };
            beside + ways <= room
        };
        LADDER.into_iter().zip(widths.ways).find(fits).map_or(SHORTEST, |(plan, _)| plan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_a_patient_apart_goes_last_and_the_app_and_long_words_first() {
        // The widths that are measured for a short name, about.
        let widths =
            Widths { app: 110.0, who: 330.0, ways: [700.0, 700.0, 540.0, 490.0, 700.0, 540.0, 490.0] };
        for (room, lines, app, long, cap) in [
            (1244.0, 1, true, true, true),
            (1140.0, 1, true, true, true),
            (1139.0, 1, false, true, true),
            (1030.0, 1, false, true, true),
            (988.0, 1, false, false, true),
            (869.0, 1, false, false, false),
            (819.0, 2, false, true, true),
            (699.0, 2, false, false, true),
            (476.0, 2, false, false, false),
        ] {
            assert_eq!(Plan::choose(room, &widths), Plan { lines, app, long, cap }, "{room}");
        }
    }
}
