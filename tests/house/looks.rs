//! Are colors, egui's own widgets and texts for the pointer used only where they may be?
//!
//! A color outside of the theme is one that no contrast was measured for, and that does not change with it. egui's own
//! widgets have neither our looks nor our names for screen readers. A text that shows where the pointer is shows nobody else
//! anything.

use super::scan::paths;
use super::{check_source, product_code};

/// What makes a color, and where egui keeps some of its own.
const COLORS: [&str; 4] = ["Color32", "Rgba", "Hsva", "Visuals"];
/// What is asked for colors and makes new ones.
const COLOR_CALLS: [&str; 6] =
    [".gamma_multiply(", ".linear_multiply(", ".to_opaque(", ".lerp_to_gamma(", ".visuals(", ".visuals_mut("];
/// egui's widgets, as methods of its `Ui`.
const WIDGET_CALLS: [&str; 17] = [
    "ui.label(",
    "ui.button(",
    "ui.small_button(",
    "ui.heading(",
    "ui.checkbox(",
    "ui.radio(",
    "ui.radio_value(",
    "ui.text_edit_singleline(",
    "ui.text_edit_multiline(",
    "ui.separator(",
    "ui.selectable_label(",
    "ui.selectable_value(",
    "ui.hyperlink(",
    "ui.small(",
    "ui.weak(",
    "ui.collapsing(",
    "ui.menu_button(",
];
/// The same, as types.
const WIDGETS: [&str; 8] =
    ["TextEdit", "Checkbox", "RadioButton", "Slider", "DragValue", "ComboBox", "ProgressBar", "Separator"];

/// What egui shows beside the pointer, by the beginnings of its names; and what of them shows no text.
const BESIDE_THE_POINTER: [&str; 4] = ["on_hover_", "on_disabled_hover_", "show_tooltip_", "Tooltip"];
const WITHOUT_TEXT: [&str; 2] = ["on_hover_cursor", "on_hover_and_drag_cursor"];
/// Where the same text is shown beside the keyboard's place and told to screen readers.
const EXPLAINS: &str = "src/app/widgets/card.rs";

fn stray_colors(file: &str, source: &str) -> Vec<String> {
    if file.starts_with("src/app/theme") {
        return Vec::new();
    }
    let code = product_code(file, source);
    let mut complaints = Vec::new();
    for path in paths(&code) {
        let makes = path.windows(2).any(|pair| COLORS.contains(&pair[0].as_str()) && pair[1] != "*");
        if makes {
            let path = path.join("::");
            complaints.push(format!("{file}: `{path}` is a color: give it a name in src/app/theme"));
        }
    }
    for call in COLOR_CALLS.into_iter().filter(|call| code.contains(call)) {
        complaints.push(format!("{file}: `{call}…)` is about colors: they belong to src/app/theme"));
    }
    complaints
}

fn stray_widgets(file: &str, source: &str) -> Vec<String> {
    if !file.starts_with("src/app/") || file.starts_with("src/app/widgets/") {
        return Vec::new();
    }
    let code = product_code(file, source);
    let calls = WIDGET_CALLS.into_iter().filter(|call| code.contains(call)).map(str::to_owned);
    let types = paths(&code).into_iter().flatten().filter(|name| WIDGETS.contains(&name.as_str()));
    calls
        .chain(types)
        .map(|widget| format!("{file}: `{widget}` is egui's own: use one of src/app/widgets"))
        .collect()
}

fn only_for_the_pointer(file: &str, source: &str) -> Vec<String> {
    if file == EXPLAINS {
        return Vec::new();
    }
    let names = paths(&product_code(file, source)).into_iter().flatten();
    names
        .filter(|name| BESIDE_THE_POINTER.iter().any(|beginning| name.starts_with(beginning)))
        .filter(|name| !WITHOUT_TEXT.contains(&name.as_str()))
        .map(|name| {
            format!("{file}: `{name}` is for the pointer alone: use widgets::explain, or say it in words")
        })
        .collect()
}

#[test]
fn no_text_is_for_the_pointer_alone() {
    for text in [
        "fn f(ui: &mut Ui) { title(ui).on_hover_text(\"More\"); }",
        "fn f(ui: &mut Ui) { title(ui).on_hover_ui(|ui| more(ui)); }",
        "fn f(ui: &mut Ui) { title(ui).on_disabled_hover_text(\"Why not\"); }",
        "fn f(ui: &mut Ui) { title(ui).show_tooltip_text(\"More\"); }",
        "fn f(ui: &mut Ui) { egui::Tooltip::for_enabled(&title(ui)).show(more); }",
    ] {
        assert_eq!(only_for_the_pointer("src/app/start/mod.rs", text).len(), 1, "{text}");
        assert_eq!(only_for_the_pointer(EXPLAINS, text), [""; 0], "{text}");
    }
    let harmless = "fn f(ui: &mut Ui) { row(ui).on_hover_cursor(CursorIcon::PointingHand); explain(row(ui), \"More\"); }";
    assert_eq!(only_for_the_pointer("src/app/start/mod.rs", harmless), [""; 0]);
    check_source(only_for_the_pointer);
}

#[test]
fn colors_are_made_in_the_theme_alone() {
    for text in [
        "fn f() { paint(Color32::WHITE) }",
        "fn f() { paint(egui::Color32::from_rgb(1, 2, 3)) }",
        "fn f(ui: &Ui) { let ink = ui.visuals().text_color(); }",
        "fn f(ink: Color32) { paint(ink.gamma_multiply(0.5)) }",
        "fn f() { let visuals = Visuals::dark(); }",
    ] {
        assert_eq!(stray_colors("src/app/widgets/a.rs", text).len(), 1, "{text}");
        assert_eq!(stray_colors("src/app/theme/a.rs", text), [""; 0], "{text}");
    }
    let named = "use eframe::egui::{Color32, Ui}; fn f(ink: Color32) {} // Color32::RED";
    assert_eq!(stray_colors("src/app/widgets/a.rs", named), [""; 0]);
    check_source(stray_colors);
}

#[test]
fn the_screens_use_our_own_widgets() {
    for text in [
        "fn f(ui: &mut Ui) { ui.label(\"Name\"); }",
        "fn f(ui: &mut Ui) { ui.add(TextEdit::singleline(&mut text)); }",
        "fn f(ui: &mut Ui) { ui.separator(); }",
    ] {
        assert_eq!(stray_widgets("src/app/start/mod.rs", text).len(), 1, "{text}");
        assert_eq!(stray_widgets("src/app/widgets/field.rs", text), [""; 0], "{text}");
    }
    check_source(stray_widgets);
}
