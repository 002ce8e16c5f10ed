//! Every widget on one page: can it be found by its label, does it tell its state, is it drawn?
//!
//! With `COUNTERCHECK_PICTURES=FOLDER` the pages are written there as PNG files, to be looked at.
//! The patients, drugs and numbers are invented.

mod pages;
#[path = "../support/mod.rs"]
mod support;

use std::{env, path::PathBuf};

use countercheck::app::{
    theme::{self, Choice, Theme},
    widgets::{Level, verdict_sign},
};
use eframe::egui::{
    self, Color32, Key, Rect, Ui, UiBuilder, Vec2,
    accesskit::{Role, Toggled},
    pos2, vec2,
};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use pages::{Typed, safety_page, start_page};
use support::{Picture, Raster};

fn harness(scale: f32, size: Vec2, page: fn(&mut Ui, &mut Typed)) -> (Harness<'static, Typed>, Raster) {
    let raster = Raster::default();
    let typed = Typed {
        search: "mar".to_owned(),
        deductible: "$3,000.00".to_owned(),
        share: "300 %".to_owned(),
        ..Typed::default()
    };
    let harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_theme(egui::Theme::Light)
        .renderer(raster.clone())
        .with_context_setup(|ctx| theme::apply(ctx, Choice::Light))
        .build_ui_state(page, typed);
    (harness, raster)
}

/// Keeps the picture when the environment names a folder for it.
fn keep(picture: &Picture, name: &str) {
    if let Some(folder) = env::var_os("COUNTERCHECK_PICTURES") {
        picture.save(&PathBuf::from(folder).join(name));
    }
}

#[test]
fn every_widget_of_the_safety_page_is_found_by_its_label_and_tells_its_state() {
    let (harness, _) = harness(1.0, vec2(1280.0, 800.0), safety_page);
    let toggled = [
        ("Serious infection", Role::CheckBox, Toggled::False, Some("no")),
        ("Minor infection", Role::CheckBox, Toggled::False, Some("not answered")),
        ("Shingles before", Role::CheckBox, Toggled::True, None),
        ("TB, positive test only", Role::CheckBox, Toggled::Mixed, Some("not sure")),
        ("Mild", Role::RadioButton, Toggled::False, Some("A few small areas, little itch")),
        ("Moderate", Role::RadioButton, Toggled::True, Some("Itch most days, some sleep lost")),
    ];
    for (label, role, state, description) in toggled {
        let node = harness.get_by_label(label);
        let node = node.accesskit_node();
        assert_eq!(node.role(), role, "{label}");
        assert_eq!(node.toggled(), Some(state), "{label}");
        assert_eq!(node.description().as_deref(), description, "{label}");
    }
    let selected = [
        ("1 Safety", Role::Tab, true),
        ("2 Coverage & cost", Role::Tab, false),
        ("Infections", Role::ListBoxOption, true),
        ("Prescription", Role::ListBoxOption, false),
    ];
    for (label, role, state) in selected {
        let node = harness.get_by_label(label);
        let node = node.accesskit_node();
        assert_eq!((node.role(), node.is_selected()), (role, Some(state)), "{label}");
    }
    let others = [
        ("Next", Role::Button),
        ("Print", Role::Button),
        ("Avoid: Upadacitinib 15 mg", Role::Button),
        ("Test needed: Pregnancy test before the first dose", Role::Button),
        ("Abrocitinib: Incomplete", Role::Button),
        ("The alternatives", Role::Heading),
        ("Any of these infections, now or before?", Role::Heading),
        ("“Shingles before” added a caution to 4 treatments.", Role::Status),
    ];
    for (label, role) in others {
        assert_eq!(harness.get_by_label(label).accesskit_node().role(), role, "{label}");
    }
    let banner = harness.get_by_label("Avoid: Upadacitinib 15 mg");
    assert_eq!(
        banner.accesskit_node().description().as_deref(),
        Some("Rinvoq, new. and 22 questions still open")
    );
}

#[test]
fn every_widget_of_the_start_page_is_found_by_its_label_and_tells_its_state() {
    let (harness, _) = harness(1.0, vec2(1280.0, 800.0), start_page);
    let search = harness.get_by_label("name, birth date or phone");
    assert_eq!(search.value().as_deref(), Some("mar"));
    assert!(search.is_focused());
    assert_eq!(harness.get_by_label("Deductible").value().as_deref(), Some("$3,000.00"));
    let unsure = harness.get_by_label("Met so far");
    assert_eq!(unsure.accesskit_node().placeholder(), Some("not sure"));
    let wrong = harness.get_by_label("Share after it");
    assert_eq!(
        wrong.accesskit_node().description().as_deref(),
        Some("Coinsurance is 300 %. Enter 0 to 100.")
    );
    let secret = harness.get_by_label("Passphrase");
    assert_eq!(secret.accesskit_node().role(), Role::PasswordInput);
    let first = harness.get_by_label("Marković, Elena");
    assert_eq!(first.accesskit_node().is_selected(), Some(true));
    let second = harness.get_by_label("Martinez, José");
    assert_eq!(second.accesskit_node().is_selected(), Some(false));
    for label in [
        "Add “mar” as a new patient",
        "Nobody by that name",
        "Likely",
        "F1",
        "No concern found",
        "No concern found: Dupilumab 300 mg",
    ] {
        harness.get_by_label(label);
    }
}

#[test]
fn clicks_keys_and_typing_reach_the_widgets() {
    let (mut harness, _) = harness(1.0, vec2(1280.0, 800.0), safety_page);
    harness.get_by_label("Cold sores before").click();
    harness.run();
    assert_eq!(harness.state().clicked, Some("Cold sores before"));
    harness.get_by_label("Next").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().clicked, Some("Next"));

    let (mut harness, _) = self::harness(1.0, vec2(1280.0, 800.0), start_page);
    harness.get_by_label("name, birth date or phone").type_text("tí");
    harness.run();
    assert_eq!(harness.state().search, "martí");
}

#[test]
fn a_page_that_nobody_touches_is_not_drawn_again() {
    for page in [safety_page, start_page] {
        let (mut harness, _) = harness(1.0, vec2(1280.0, 800.0), page);
        harness.state_mut().clicked = Some("nothing");
        harness.run();
        harness.step();
        for viewport in harness.output().viewport_output.values() {
            assert_eq!(viewport.repaint_delay, std::time::Duration::MAX);
        }
    }
}

#[test]
fn the_pages_are_drawn_in_the_colors_of_the_theme_at_every_scale() {
    let palette = Theme::light().palette;
    for (scale, suffix) in [(1.0, "1x"), (1.5, "1.5x")] {
        let size = vec2(1280.0, 800.0);
        let (harness, raster) = harness(scale, size, safety_page);
        let picture = raster.picture(&harness);
        keep(&picture, &format!("gallery-safety-{suffix}.png"));
        let next = harness.get_by_label("Next").rect();
        let probes = [
            (next.left_center() + vec2(5.0, 0.0), palette.accent),
            (
                harness.get_by_label("Avoid: Upadacitinib 15 mg").rect().right_center() - vec2(6.0, 0.0),
                palette.avoid.soft,
            ),
            (
                harness.get_by_label("Shingles before").rect().right_center() - vec2(6.0, 0.0),
                palette.accent_soft,
            ),
            (harness.get_by_label("Infections").rect().left_center() + vec2(4.0, 0.0), palette.accent_soft),
        ];
        for (at, color) in probes {
            let at = at.to_vec2() * scale;
            assert_eq!(picture.at(at.x as usize, at.y as usize), color, "{at:?} at {suffix}");
        }

        let (harness, raster) = self::harness(scale, size, start_page);
        keep(&raster.picture(&harness), &format!("gallery-start-{suffix}.png"));
    }
}

/// Whoever sees no color must still tell the verdicts apart, on a chip as on the banner.
#[test]
fn the_six_signs_differ_in_shape_and_not_only_in_color() {
    for side in [12.0, 40.0] {
        let shapes = Level::ALL.map(|level| silhouette(level, side));
        for (position, one) in shapes.iter().enumerate() {
            assert!(one.iter().any(|&inked| inked), "sign {position} is empty");
            for (other_position, other) in shapes.iter().enumerate().skip(position + 1) {
                let differ = one.iter().zip(other).filter(|(a, b)| a != b).count();
                assert!(
                    differ * 10 >= one.len(),
                    "signs {position} and {other_position} differ in {differ} of {} pixels",
                    one.len()
                );
            }
        }
    }
}

/// Which pixels of the sign have its color, at 2 pixels to the point.
fn silhouette(level: Level, side: f32) -> Vec<bool> {
    let raster = Raster::default();
    let harness = Harness::builder()
        .with_size(Vec2::splat(side))
        .with_pixels_per_point(2.0)
        .with_theme(egui::Theme::Light)
        .renderer(raster.clone())
        .with_context_setup(|ctx| theme::apply(ctx, Choice::Light))
        .build_ui(move |ui| {
            let whole = Rect::from_min_size(pos2(0.0, 0.0), Vec2::splat(side));
            ui.scope_builder(UiBuilder::new().max_rect(whole), |ui| {
                verdict_sign(ui.painter(), whole, level);
            });
        });
    let strong = Theme::light().palette.level(level).strong;
    let near = |pixel: &Color32| {
        let parts = pixel.to_array().into_iter().zip(strong.to_array());
        parts.map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>() < 180
    };
    raster.picture(&harness).pixels.iter().map(near).collect()
}
