//! What the keys do on the screen of coverage and cost, in a field and outside of one, and what they leave in its place.

use eframe::egui::{Key, Shape, accesskit::Role, vec2};
use egui_kittest::kittest::NodeT as _;
use serde_json::{Value, json};

use crate::coverage::employer;
use crate::hand::{Hand, content};

fn at_coverage() -> Hand {
    let mut hand = Hand::with_visit();
    hand.key(Key::F4);
    hand
}

fn said(hand: &Hand) -> Value {
    hand.visit().coverage.to_json(&content())
}

/// Where the words stand, from above.
#[track_caller]
fn height_of(hand: &Hand, words: &str) -> f32 {
    let found = hand.harness.root().children_recursive().find(|node| {
        let node = node.accesskit_node();
        node.role() == Role::Label && [node.label(), node.value()].iter().flatten().any(|one| one == words)
            || node.role() == Role::Heading && node.label().as_deref() == Some(words)
    });
    found.unwrap_or_else(|| panic!("no {words}: {:?}", hand.words())).rect().top()
}

/// The caps that are drawn on buttons, or told as their keys.
fn caps(hand: &Hand) -> Vec<String> {
    let nodes = hand.harness.root().children_recursive();
    nodes.filter_map(|node| node.accesskit_node().data().keyboard_shortcut().map(str::to_owned)).collect()
}

/// The line at the bottom.
fn line(hand: &Hand) -> String {
    hand.words().into_iter().find(|words| words.ends_with("F1 all keys")).unwrap()
}

#[test]
fn a_stray_letter_in_a_price_that_is_taken_back_leaves_where_the_price_is_from_and_of_when() {
    let mut hand = Hand::with_samples();
    hand.opens("Elena");
    hand.key(Key::F4);
    let before = said(&hand);
    hand.key(Key::Escape);
    hand.types("1");
    let (label, price) = hand.focused().unwrap();
    assert_eq!(label, "Price a package");
    hand.types("a");
    hand.ctrl(Key::Z);
    assert_eq!(hand.focused().unwrap(), (label, price.clone()));
    hand.key(Key::Enter);
    assert_eq!(said(&hand)["options"], before["options"]);
    // The same amount again, typed out.
    hand.key(Key::ArrowUp);
    assert_eq!(hand.focused().unwrap().1, price);
    hand.types(&price.replace(['$', ','], ""));
    hand.key(Key::Enter);
    assert_eq!(said(&hand)["options"], before["options"]);
}

#[test]
fn a_line_that_could_not_be_read_is_mended_without_taking_back_what_others_said_since() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    hand.enters("Share after it", "300");
    hand.enters("Months", "6");
    assert_eq!(said(&hand)["months"], 6);
    while hand.focused().is_some_and(|(label, _)| label != "Share after it") {
        hand.key(Key::ArrowUp);
    }
    hand.types("30%");
    hand.key(Key::Enter);
    assert_eq!(said(&hand)["plan"]["cost_share"], json!({"type": "coinsurance", "rate_bp": 3000}));
    assert_eq!(said(&hand)["months"], 6);
}

#[test]
fn the_line_at_the_bottom_and_the_key_caps_name_only_keys_that_are_heard_with_this_focus() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    assert!(line(&hand).contains("Enter next field · ? not sure · Esc leave the field"), "{}", line(&hand));
    let has_letter = |caps: &[String]| caps.iter().any(|cap| cap == "A" || cap == "T");
    assert!(
        !line(&hand).contains("A most useful answer") && !line(&hand).contains("T table"),
        "{}",
        line(&hand)
    );
    assert!(!has_letter(&caps(&hand)), "{:?}", caps(&hand));
    hand.key(Key::Escape);
    assert!(
        line(&hand).contains("A most useful answer · 1–9 option · T table · Esc back"),
        "{}",
        line(&hand)
    );
    assert!(has_letter(&caps(&hand)), "{:?}", caps(&hand));
    hand.types("a");
    assert!(hand.focused().is_some(), "A is heard");
}

#[test]
fn outside_of_the_fields_something_says_so_and_an_arrow_leads_back_to_the_field_that_was_left() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    let left = hand.focused().unwrap().0;
    assert!(!hand.sees("No field has the focus"));
    hand.key(Key::Escape);
    assert!(
        hand.draws("No field has the focus") || hand.sees("No field has the focus"),
        "{:?}",
        hand.words()
    );
    assert_eq!(hand.focused(), None);
    hand.key(Key::ArrowDown);
    assert_eq!(hand.focused().unwrap().0, left);
}

#[test]
fn no_field_moves_against_another_when_one_gets_the_focus() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    let apart = |hand: &Hand| height_of(hand, "Months") - height_of(hand, "State");
    let before = apart(&hand);
    for field in ["Claim", "Plan year starts", "Who is on the plan", "Deductible"] {
        hand.tabs_to(field);
        assert!((apart(&hand) - before).abs() < 0.5, "{field}: {before} {}", apart(&hand));
    }
    hand.key(Key::Escape);
    assert!((apart(&hand) - before).abs() < 0.5);
}

#[test]
fn the_answers_that_can_be_chosen_are_those_that_what_is_typed_may_mean() {
    let mut hand = at_coverage();
    let offered =
        |hand: &Hand, name: &str| hand.words().iter().any(|words| words.ends_with(&format!("  {name}")));
    assert!(offered(&hand, "Employer plan") && offered(&hand, "Medicaid"));
    hand.types("med");
    assert!(!offered(&hand, "Employer plan") && offered(&hand, "Medicaid"), "{:?}", hand.words());
    hand.types("x");
    assert!(offered(&hand, "Employer plan"), "nothing begins so: all are there");
}

#[test]
fn the_figures_are_scrolled_by_key_also_while_one_types() {
    let mut hand = at_coverage();
    let title = "A year for Elena, option by option";
    let top = height_of(&hand, title);
    hand.key(Key::PageDown);
    let below = height_of(&hand, title);
    assert!(below < top - 100.0, "{top} {below}");
    assert_eq!(hand.focused().unwrap().0, "Coverage", "the field keeps the focus");
    hand.key(Key::PageUp);
    assert!((height_of(&hand, title) - top).abs() < 1.0);
    hand.key(Key::Escape);
    hand.key(Key::End);
    assert!(height_of(&hand, title) < below);
    hand.key(Key::Home);
    assert!((height_of(&hand, title) - top).abs() < 1.0);
}

#[test]
fn a_narrow_window_has_the_fields_and_the_figures_on_a_pane_each() {
    for (place, fields, figures, tab) in [
        (Key::F4, "State", "A year for Elena, option by option", "Figures · PgDn"),
        (Key::F8, "Diagnosis code", "What plans usually want", "What plans want · PgDn"),
    ] {
        let mut hand = Hand::with_visit_of_size(vec2(700.0, 640.0));
        hand.key(place);
        let has = |hand: &Hand, words: &str| hand.words().iter().any(|one| one == words);
        assert!(has(&hand, fields) && !has(&hand, figures), "{:?}", hand.words());
        hand.key(Key::PageDown);
        assert!(has(&hand, figures) && !has(&hand, fields), "{:?}", hand.words());
        let top = height_of(&hand, figures);
        hand.key(Key::PageDown);
        assert!(height_of(&hand, figures) < top);
        hand.key(Key::Escape);
        assert!(has(&hand, fields), "Esc leads back to the fields");
        assert!(hand.focused().is_some());
        hand.tabs_to(tab);
        hand.key(Key::Enter);
        assert!(has(&hand, figures) && !has(&hand, fields));
        hand.tabs_to("Fields");
        hand.key(Key::Enter);
        assert!(has(&hand, fields));
    }
}

#[test]
fn what_was_typed_is_said_when_the_other_pane_is_shown() {
    let mut hand = Hand::with_visit_of_size(vec2(700.0, 640.0));
    hand.key(Key::F4);
    hand.types("medicaid");
    hand.key(Key::PageDown);
    assert_eq!(said(&hand)["payer"], "medicaid");
}

#[test]
fn months_that_do_not_begin_with_a_month_say_which_parts_of_the_first_and_the_last_are_counted() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "no insurance");
    hand.enters("Price a package", "6750");
    let from = "The 12 months from 24 November 2026 to 23 November 2027";
    assert!(hand.sees(from), "{:?}", hand.words());
    hand.enters("First fill", "12/1/2026");
    assert!(!hand.sees("months from"), "{:?}", hand.words());
}

#[test]
fn a_range_is_in_whole_dollars_and_each_question_says_in_plain_words_what_it_is_good_for() {
    let mut hand = at_coverage();
    assert!(hand.sees("Fill in the figures that the law sets for:"));
    employer(&mut hand);
    // The law sets none for this payer.
    assert!(!hand.sees("Fill in the figures that the law sets for:"));
    hand.enters("Price a package", "6750.55");
    let ranges: Vec<String> = hand
        .words()
        .into_iter()
        .filter(|words| words.starts_with("about $") || words.starts_with("up to $"))
        .collect();
    assert!(!ranges.is_empty() && ranges.iter().all(|range| !range.contains('.')), "{ranges:?}");
    assert!(hand.sees("$6,750.55"), "what was typed stays to the cent");
    assert!(hand.sees("makes the range narrower by about $"), "{:?}", hand.words());
    for jargon in ["narrows", "tried out", "No total without"] {
        assert!(!hand.sees(jargon), "{jargon}: {:?}", hand.words());
    }
}

/// Texts that are drawn with an ellipsis, as they are seen.
fn cut(hand: &Hand) -> Vec<String> {
    fn of_shape(shape: &Shape, all: &mut Vec<String>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| of_shape(shape, all)),
            Shape::Text(text) if text.galley.elided => {
                let glyphs = text.galley.rows.iter().flat_map(|row| row.glyphs.iter());
                all.push(glyphs.map(|glyph| glyph.chr).collect());
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    for shape in &hand.harness.output().shapes {
        of_shape(&shape.shape, &mut all);
    }
    all
}

#[test]
fn no_brand_is_cut_to_its_first_letters() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    hand.key(Key::Enter);
    let short: Vec<String> = cut(&hand).into_iter().filter(|text| text.chars().count() <= 5).collect();
    assert_eq!(short, Vec::<String>::new());
}

#[test]
fn a_package_that_is_longer_than_its_field_is_seen_to_be_cut() {
    let mut hand = at_coverage();
    hand.key(Key::Escape);
    hand.types("2");
    let package = hand.harness.root().children_recursive().find_map(|node| {
        let node = node.accesskit_node();
        (node.label().as_deref() == Some("Which package")).then(|| node.value()).flatten()
    });
    let package = package.unwrap();
    let is_seen =
        cut(&hand).iter().any(|text| package.starts_with(text.trim_end_matches('…')) && text.len() > 8);
    assert!(is_seen, "{package}: {:?}", cut(&hand));
}

#[test]
fn an_answer_below_the_fields_is_chosen_by_pointer_and_the_field_keeps_the_focus() {
    let mut hand = at_coverage();
    let before = said(&hand)["payer"].clone();
    let (label, empty) = hand.focused().unwrap();
    assert_eq!((label.as_str(), empty.as_str()), ("Coverage", ""));
    hand.clicks("2  High-deductible plan with an HSA");
    assert_eq!(said(&hand)["payer"], "hdhp", "{:?}", hand.words());
    assert_eq!(hand.focused().unwrap().0, "Coverage");
    hand.ctrl(Key::Z);
    assert_eq!(said(&hand)["payer"], before);
}
