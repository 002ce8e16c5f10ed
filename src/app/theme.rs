//! How everything looks: the only place with colors, text sizes and distances.
//!
//! Lengths are in points (egui's logical pixels). A palette is a plain struct of named colors, so
//! that dark and high contrast are further values of it. This module does not know any widget.

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{
    self, Color32, CornerRadius, FontFamily, FontId, Id, Margin, Shadow, Stroke, TextStyle, Vec2, Visuals,
    style::ScrollAnimation,
};

use super::fonts::{self, Face};

mod palette;

pub use palette::{Pair, Palette};

/// The roles that text plays. Each is one face in one size, named to egui by [`Type::style`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// The word of the verdict, read at arm's length.
    Banner,
    /// The name of the app where it stands alone, as when locked.
    Display,
    /// The question; the head of a page or dialog.
    Title,
    /// The patient in the top bar; the head of an empty place.
    Name,
    /// The prescribed drug on the banner.
    Lead,
    /// What stands behind it.
    LeadPlain,
    /// What is typed into the search field.
    Search,
    /// Names in lists, buttons, chosen answers.
    Strong,
    /// Answers, fields, running text.
    Body,
    /// The same, for asides.
    Italic,
    /// The head of a finding.
    NoteStrong,
    /// The text of a finding; dates and second lines.
    Note,
    /// Section heads, chips.
    SmallStrong,
    /// Sources, counts, the bottom bar.
    Small,
    /// The letter on a key cap.
    Key,
}

impl Type {
    /// Every role.
    pub const ALL: [Self; 15] = [
        Self::Banner,
        Self::Display,
        Self::Title,
        Self::Name,
        Self::Lead,
        Self::LeadPlain,
        Self::Search,
        Self::Strong,
        Self::Body,
        Self::Italic,
        Self::NoteStrong,
        Self::Note,
        Self::SmallStrong,
        Self::Small,
        Self::Key,
    ];

    /// The name under which egui's style holds the font, for egui widgets that ask for one.
    #[must_use]
    pub fn style(self) -> TextStyle {
        let name = match self {
            Self::Banner => "banner",
            Self::Display => "display",
            Self::Title => "title",
            Self::Name => "name",
            Self::Lead => "lead",
            Self::LeadPlain => "lead-plain",
            Self::Search => "search",
            Self::Strong => "strong",
            Self::Body => return TextStyle::Body,
            Self::Italic => "italic",
            Self::NoteStrong => "note-strong",
            Self::Note => "note",
            Self::SmallStrong => "small-strong",
            Self::Small => return TextStyle::Small,
            Self::Key => "key",
        };
        TextStyle::Name(name.into())
    }

    /// The face and size.
    #[must_use]
    pub fn font(self) -> FontId {
        FontId::new(self.size(), self.face().family())
    }

    /// The distance from one line of a paragraph to the next, in whole points.
    #[must_use]
    pub fn line_height(self) -> f32 {
        match self {
            Self::Banner => 34.0,
            Self::Display => 28.0,
            Self::Title => 26.0,
            Self::Search => 24.0,
            Self::Name | Self::Lead | Self::LeadPlain => 21.0,
            Self::Strong | Self::Body | Self::Italic => 20.0,
            Self::NoteStrong | Self::Note => 18.0,
            Self::SmallStrong | Self::Small => 17.0,
            Self::Key => 14.0,
        }
    }

    fn size(self) -> f32 {
        match self {
            Self::Banner => 28.0,
            Self::Display => 22.0,
            Self::Title => 20.0,
            Self::Name => 16.0,
            Self::Lead | Self::LeadPlain => 15.0,
            Self::Search => 17.5,
            Self::Strong | Self::Body | Self::Italic => 14.0,
            Self::NoteStrong | Self::Note => 13.0,
            Self::SmallStrong | Self::Small => 12.0,
            Self::Key => 11.0,
        }
    }

    fn face(self) -> Face {
        match self {
            Self::Banner | Self::Display | Self::Title | Self::Name => Face::Bold,
            Self::Lead | Self::Strong | Self::NoteStrong | Self::SmallStrong => Face::SemiBold,
            Self::Italic => Face::Italic,
            Self::LeadPlain | Self::Search | Self::Body | Self::Note | Self::Small | Self::Key => {
                Face::Regular
            }
        }
    }
}

/// Distances and sizes, in points.
pub mod size {
    /// Between a sign and its word.
    pub const TIGHT: f32 = 6.0;
    /// Between widgets.
    pub const GAP: f32 = 8.0;
    /// Inside small boxes: findings, notices, list rows.
    pub const PAD: f32 = 14.0;
    /// Between sections.
    pub const SECTION: f32 = 24.0;
    /// Inside a card.
    pub const CARD_PAD: i8 = 26;
    /// Corners of controls.
    pub const RADIUS: u8 = 8;
    /// Corners of cards, lists, the banner, the search field.
    pub const CARD_RADIUS: u8 = 12;
    /// Corners of chips.
    pub const CHIP_RADIUS: u8 = 6;
    /// Corners of key caps and check boxes.
    pub const CAP_RADIUS: u8 = 5;
    /// Hairlines and borders.
    pub const LINE: f32 = 1.0;
    /// Width of the focus ring.
    pub const FOCUS: f32 = 2.0;
    /// Air between a control and its focus ring.
    pub const FOCUS_GAP: f32 = 2.0;
    /// Width of the colored edge of a finding.
    pub const EDGE: f32 = 3.0;
    /// Height of an answer, a field, a tab, at least.
    pub const ROW: f32 = 32.0;
    /// Height of an entry in the left pane and of an alternative.
    pub const NAV: f32 = 34.0;
    /// Height of a button.
    pub const BUTTON: f32 = 40.0;
    /// Height of the search field.
    pub const SEARCH: f32 = 52.0;
    /// Height of a row with two lines.
    pub const LIST_ROW: f32 = 61.0;
    /// What one can point at is never smaller (WCAG 2.2, target size).
    pub const TARGET: f32 = 24.0;
    /// Side of a check box and of a key cap in a row.
    pub const BOX: f32 = 20.0;
    /// Height of a key cap on a button.
    pub const CAP: f32 = 18.0;
    /// Height of a chip.
    pub const CHIP: f32 = 20.0;
    /// Side of the verdict sign on a chip.
    pub const CHIP_SIGN: f32 = 13.0;
    /// Side of the verdict sign on the banner.
    pub const BANNER_SIGN: f32 = 40.0;
    /// A dash of the "not sure" border, and the gap after it.
    pub const DASH: (f32, f32) = (3.0, 2.0);
    /// Width of a small field.
    pub const FIELD: f32 = 112.0;
}

/// Everything about the looks that a widget asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The colors.
    pub palette: Palette,
}

impl Theme {
    /// Dark words on light paper.
    #[must_use]
    pub fn light() -> Self {
        Self { palette: Palette::light() }
    }
}

/// Makes egui look like `theme`, from the next frame on: fonts, text sizes, spacing, colors.
///
/// Nothing moves by itself afterwards (no animation, no blinking cursor), because an idle window
/// must not repaint.
pub fn apply(theme: &Theme, ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    ctx.set_theme(egui::Theme::Light);
    ctx.all_styles_mut(|style| {
        style.text_styles = text_styles();
        style.animation_time = 0.0;
        style.scroll_animation = ScrollAnimation::none();
        style.visuals = visuals(&theme.palette);
        style.interaction.selectable_labels = false;
        let spacing = &mut style.spacing;
        spacing.scroll =
            egui::style::ScrollStyle { foreground_color: false, ..egui::style::ScrollStyle::floating() };
        spacing.item_spacing = Vec2::splat(size::GAP);
        spacing.button_padding = Vec2::new(size::PAD, size::TIGHT);
        spacing.interact_size = Vec2::splat(size::TARGET);
        spacing.window_margin = Margin::same(size::CARD_PAD);
        spacing.menu_margin = Margin::same(8);
        spacing.text_edit_width = size::FIELD;
    });
    let shared = Arc::new(theme.clone());
    ctx.data_mut(|data| data.insert_temp(Id::NULL, shared));
}

/// The theme in use. Before [`apply`] was called it is the light one.
#[must_use]
pub fn of(ctx: &egui::Context) -> Arc<Theme> {
    ctx.data(|data| data.get_temp(Id::NULL)).unwrap_or_else(|| Arc::new(Theme::light()))
}

/// No fill at all: what lies beneath shows.
pub const CLEAR: Color32 = Color32::TRANSPARENT;

/// Half of the way from `color` to nothing: the border of a key cap on a filled button.
#[must_use]
pub fn half(color: Color32) -> Color32 {
    color.gamma_multiply(0.5)
}

fn text_styles() -> BTreeMap<TextStyle, FontId> {
    let ours = Type::ALL.map(|role| (role.style(), role.font()));
    let egui_names = [
        (TextStyle::Button, Type::Strong.font()),
        (TextStyle::Heading, Type::Title.font()),
        (TextStyle::Monospace, FontId::new(14.0, FontFamily::Monospace)),
    ];
    ours.into_iter().chain(egui_names).collect()
}

/// egui's own widgets (scroll bars, menus, tooltips, text editing) in our colors.
fn visuals(palette: &Palette) -> Visuals {
    let mut visuals = Visuals::light();
    visuals.override_text_color = Some(palette.ink);
    visuals.weak_text_color = Some(palette.muted);
    visuals.hyperlink_color = palette.accent;
    visuals.panel_fill = palette.ground;
    visuals.window_fill = palette.surface;
    visuals.window_stroke = Stroke::new(size::LINE, palette.line);
    visuals.window_corner_radius = CornerRadius::same(size::CARD_RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(size::RADIUS);
    let shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: palette.shade };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.extreme_bg_color = palette.surface;
    visuals.text_edit_bg_color = Some(palette.surface);
    visuals.faint_bg_color = palette.ground;
    visuals.code_bg_color = palette.ground;
    visuals.error_fg_color = palette.contraindicated.strong;
    visuals.warn_fg_color = palette.caution.strong;
    visuals.selection.bg_fill = palette.highlight;
    visuals.selection.stroke = Stroke::new(size::FOCUS, palette.accent);
    visuals.text_cursor.stroke = Stroke::new(size::FOCUS, palette.accent);
    visuals.text_cursor.blink = false;
    let states = &mut visuals.widgets;
    for (state, border, fill) in [
        (&mut states.noninteractive, palette.line, palette.surface),
        (&mut states.inactive, palette.line, palette.surface),
        (&mut states.hovered, palette.control_line, palette.ground),
        (&mut states.active, palette.accent, palette.accent_soft),
        (&mut states.open, palette.control_line, palette.ground),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(size::LINE, border);
        state.fg_stroke = Stroke::new(size::LINE, palette.ink);
        state.corner_radius = CornerRadius::same(size::RADIUS);
        state.expansion = 0.0;
    }
    // egui paints the handle of a scroll bar with these two fills.
    states.inactive.bg_fill = palette.faint;
    states.hovered.bg_fill = palette.control_line;
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_window_has_nothing_that_moves() {
        let ctx = egui::Context::default();
        apply(&Theme::light(), &ctx);
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let style = ctx.style_of(theme);
            assert!(style.animation_time.abs() < f32::EPSILON);
            assert!(!style.visuals.text_cursor.blink);
        }
    }

    #[test]
    fn every_role_of_text_has_its_own_name_and_font_in_egui() {
        let styles = text_styles();
        for role in Type::ALL {
            assert_eq!(styles.get(&role.style()), Some(&role.font()), "{role:?}");
        }
        assert_eq!(styles.len(), Type::ALL.len() + 3);
    }

    #[test]
    fn a_widget_finds_the_theme_that_was_applied() {
        let ctx = egui::Context::default();
        let mut theme = Theme::light();
        theme.palette.accent = Color32::BROWN;
        apply(&theme, &ctx);
        assert_eq!(of(&ctx).palette.accent, Color32::BROWN);
    }
}
