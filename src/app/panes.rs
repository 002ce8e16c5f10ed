//! Fields at the left, and at the right what follows from them: what does a window show that has no room for both,
//! and how is the right side scrolled by key?

use eframe::egui::{Context, Key, Ui, accesskit::Role, vec2};

use super::keys;
use super::theme::size;
use super::widgets::{Selected, group, tab};

/// Narrower than so many points, one side is shown at a time.
pub const NARROW: f32 = 760.0;

/// The sides of a narrow window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// What is known.
    #[default]
    Fields,
    /// What follows from it.
    Figures,
}

/// Shows the figures where these are scrolled, and the fields where one of them gets the focus.
pub fn turn(pane: &mut Pane, scrolls: bool, focuses: bool) {
    if scrolls {
        *pane = Pane::Figures;
    }
    if focuses {
        *pane = Pane::Fields;
    }
}

/// The way to the other side: the name of the fields, and that of the rest.
pub fn tabs(ui: &mut Ui, pane: &mut Pane, [fields, figures]: [&str; 2]) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_space(size::PAD);
        group(ui, Role::TabList, "Panes", |ui| {
            for (one, label) in [(Pane::Fields, fields), (Pane::Figures, figures)] {
                if tab(ui, label, Selected::from(*pane == one)).clicked() {
                    *pane = one;
                }
            }
        });
    });
}

/// How the keys of a frame scroll the right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// One page on.
    Forth,
    /// One page back.
    Back,
    /// To the beginning.
    Begin,
    /// To the end.
    End,
}

impl Scroll {
    /// Takes a key that scrolls. Also while one types in a field, but for Home and End, which are the field's own.
    pub fn take(ctx: &Context) -> Option<Self> {
        let pages = [(Key::PageDown, Self::Forth), (Key::PageUp, Self::Back)];
        let ends = [(Key::Home, Self::Begin), (Key::End, Self::End)];
        let ends = ends.into_iter().filter(|_| !ctx.text_edit_focused());
        pages
            .into_iter()
            .chain(ends)
            .find_map(|(key, scroll)| keys::take_from_all(ctx, key).then_some(scroll))
    }

    /// Scrolls the area that is being drawn, of which so many points are in sight.
    pub fn apply(self, ui: &Ui, height: f32) {
        // More than any page is long: the area stops at its end.
        const ALL: f32 = 1e6;
        let by = match self {
            Self::Forth => -0.9 * height,
            Self::Back => 0.9 * height,
            Self::Begin => ALL,
            Self::End => -ALL,
        };
        ui.scroll_with_delta(vec2(0.0, by));
    }
}
