//! How does egui come to look like our theme? Fonts, text sizes, spacing and colors, told to it here.
//!
//! egui holds one style for a light and one for a dark window. Both are ours; which of the two is used
//! follows the system unless one was chosen.

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{
    self, CornerRadius, FontFamily, FontId, Id, Margin, Shadow, Stroke, TextStyle, ThemePreference, Vec2,
    Visuals, style::ScrollAnimation,
};

use super::{Choice, Palette, TextSize, Theme, Type, size};
use crate::app::fonts;

/// What is used in a light window, and what in a dark one.
#[derive(Clone)]
struct Looks {
    light: Arc<Theme>,
    dark: Arc<Theme>,
}

/// Whether the system wants more contrast.
#[derive(Clone, Copy)]
struct Contrast(bool);

/// Makes egui look as chosen, from the next frame on: fonts, text sizes, spacing, colors. May be called
/// again whenever another look is chosen.
///
/// Nothing moves by itself afterwards (no animation, no blinking cursor), because an idle window
/// must not repaint.
pub fn apply(ctx: &egui::Context, choice: Choice) {
    let contrast = ctx.data(|data| data.get_temp::<Contrast>(Id::NULL)).is_some_and(|wanted| wanted.0);
    let (preference, light, dark) = match choice {
        Choice::System if contrast => {
            (ThemePreference::System, Theme::high_contrast(), Theme::high_contrast())
        }
        Choice::System => (ThemePreference::System, Theme::light(), Theme::dark()),
        Choice::Light => (ThemePreference::Light, Theme::light(), Theme::dark()),
        Choice::Dark => (ThemePreference::Dark, Theme::light(), Theme::dark()),
        Choice::HighContrast => (ThemePreference::Dark, Theme::high_contrast(), Theme::high_contrast()),
    };
    install(ctx, &Looks { light: Arc::new(light), dark: Arc::new(dark) });
    ctx.options_mut(|options| {
        options.theme_preference = preference;
        // A system that does not tell is most often a light one.
        options.fallback_theme = egui::Theme::Light;
    });
    ctx.request_repaint();
}

/// Tells whether the system wants more contrast: what looks as the system does so from the next [`apply`] on.
pub fn wants_contrast(ctx: &egui::Context, wanted: bool) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, Contrast(wanted)));
}

/// Draws everything larger or smaller, from the next frame on: words, controls and distances alike.
///
/// egui's own keys for this are switched off: whoever keeps the size also has the keys for it.
pub fn apply_text_size(ctx: &egui::Context, text_size: TextSize) {
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    ctx.set_zoom_factor(text_size.factor());
}

/// The text size in use.
#[must_use]
pub fn text_size(ctx: &egui::Context) -> TextSize {
    TextSize::from_factor(ctx.zoom_factor())
}

/// The theme in use. Before [`apply`] was called it is the light one.
#[must_use]
pub fn of(ctx: &egui::Context) -> Arc<Theme> {
    let looks: Option<Looks> = ctx.data(|data| data.get_temp(Id::NULL));
    match (looks, ctx.theme()) {
        (Some(looks), egui::Theme::Light) => looks.light,
        (Some(looks), egui::Theme::Dark) => looks.dark,
        (None, _) => Arc::new(Theme::light()),
    }
}

fn install(ctx: &egui::Context, looks: &Looks) {
    // Comparing the fonts with those in use reads every byte of them: they are told once.
    let is_first = ctx.data(|data| data.get_temp::<Looks>(Id::NULL)).is_none();
    if is_first {
        ctx.set_fonts(fonts::definitions());
    }
    for (theme, look) in [(egui::Theme::Light, &looks.light), (egui::Theme::Dark, &looks.dark)] {
        ctx.style_mut_of(theme, |style| {
            style.text_styles = text_styles();
            style.animation_time = 0.0;
            style.scroll_animation = ScrollAnimation::none();
            style.visuals = visuals(theme, &look.palette);
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
    }
    ctx.data_mut(|data| data.insert_temp(Id::NULL, looks.clone()));
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
fn visuals(theme: egui::Theme, palette: &Palette) -> Visuals {
    let mut visuals = match theme {
        egui::Theme::Light => Visuals::light(),
        egui::Theme::Dark => Visuals::dark(),
    };
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
        (&mut states.inactive, palette.control_line, palette.surface),
        (&mut states.hovered, palette.muted, palette.ground),
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

/// Whether the window is so low that every line counts.
pub fn is_low(ctx: &egui::Context) -> bool {
    ctx.content_rect().height() < size::LOW
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, RawInput};

    use super::*;

    fn frame(ctx: &Context, system_theme: Option<egui::Theme>) {
        let input = RawInput { system_theme, ..RawInput::default() };
        ctx.run_ui(input, |_| {}).drop_without_applying_deltas();
    }

    #[test]
    fn an_idle_window_has_nothing_that_moves() {
        for choice in Choice::ALL {
            let ctx = Context::default();
            apply(&ctx, choice);
            for theme in [egui::Theme::Light, egui::Theme::Dark] {
                let style = ctx.style_of(theme);
                assert!(style.animation_time.abs() < f32::EPSILON);
                assert!(!style.visuals.text_cursor.blink);
            }
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
    fn a_widget_finds_the_theme_that_was_chosen_whatever_the_system_says() {
        let systems = [None, Some(egui::Theme::Light), Some(egui::Theme::Dark)];
        for (choice, expected) in [
            (Choice::Light, [Theme::light(), Theme::light(), Theme::light()]),
            (Choice::Dark, [Theme::dark(), Theme::dark(), Theme::dark()]),
            (Choice::HighContrast, [Theme::high_contrast(), Theme::high_contrast(), Theme::high_contrast()]),
            (Choice::System, [Theme::light(), Theme::light(), Theme::dark()]),
        ] {
            for (system, expected) in systems.into_iter().zip(expected) {
                let ctx = Context::default();
                apply(&ctx, choice);
                frame(&ctx, system);
                assert_eq!(*of(&ctx), expected, "{choice:?}, the system says {system:?}");
                let ground = ctx.global_style().visuals.panel_fill;
                assert_eq!(ground, expected.palette.ground, "{choice:?}, the system says {system:?}");
            }
        }
    }

    #[test]
    fn another_look_can_be_chosen_while_the_window_is_open() {
        let ctx = Context::default();
        for choice in [Choice::Light, Choice::HighContrast, Choice::Dark, Choice::System] {
            apply(&ctx, choice);
            frame(&ctx, Some(egui::Theme::Dark));
            let expected = match choice {
                Choice::Light => Theme::light(),
                Choice::HighContrast => Theme::high_contrast(),
                Choice::System | Choice::Dark => Theme::dark(),
            };
            assert_eq!(*of(&ctx), expected, "{choice:?}");
        }
    }

    #[test]
    fn the_text_size_is_that_which_was_chosen() {
        let ctx = Context::default();
        assert_eq!(text_size(&ctx), TextSize::USUAL);
        for size in TextSize::STEPS {
            apply_text_size(&ctx, size);
            frame(&ctx, None);
            assert_eq!(text_size(&ctx), size);
            assert!((ctx.pixels_per_point() - size.factor()).abs() < f32::EPSILON);
        }
    }
}
