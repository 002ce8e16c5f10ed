//! Where is the keyboard, and does one see it? Wherever one comes to, something has the focus, and it is in sight.

use eframe::egui::{Key, vec2};
use egui_kittest::kittest::NodeT as _;

use crate::hand::{Glass, Hand, USUAL};

/// Something that a hand does, with a name.
type Step = (&'static str, fn(&mut Hand));

#[test]
fn the_question_keeps_the_focus_when_text_window_or_pane_change() {
    for id in ["smoking", "body_surface_percent", "medicines"] {
        let mut hand = Hand::at_question(id);
        let first = hand.focused().expect("the question has the focus").0;
        let steps: [Step; 6] = [
            ("larger", |hand| hand.ctrl(Key::Plus)),
            ("larger still", |hand| hand.ctrl(Key::Plus)),
            ("smaller", |hand| (0..2).for_each(|_| hand.ctrl(Key::Minus))),
            ("narrow", |hand| {
                hand.harness.set_size(vec2(800.0, 640.0));
                hand.settle();
            }),
            ("the verdicts and back", |hand| (0..2).for_each(|_| hand.key(Key::F6))),
            ("wide", |hand| {
                hand.harness.set_size(USUAL);
                hand.settle();
            }),
        ];
        for (name, step) in steps {
            step(&mut hand);
            let focused = hand.focused().map(|(label, _)| label);
            assert_eq!(focused.as_ref(), Some(&first), "{id}, {name}: {:?}", hand.words());
        }
    }
}

#[test]
fn what_enter_does_on_the_pages_has_the_focus_and_arrows_scroll() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    hand.key(Key::F5);
    let focused = |hand: &Hand| hand.focused().map(|(label, _)| label);
    assert_eq!(focused(&hand).as_deref(), Some("Save as PDF"));
    hand.key(Key::ArrowDown);
    assert_eq!(focused(&hand).as_deref(), Some("Save as PDF"));
    hand.key(Key::F3);
    hand.key(Key::F5);
    assert_eq!(focused(&hand).as_deref(), Some("Save as PDF"));
}

#[test]
fn what_had_the_focus_gets_it_again_when_what_lay_above_it_goes() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    let focused = |hand: &Hand| hand.focused().map(|(label, _)| label);
    let covers: [Step; 4] = [
        ("about", |hand| hand.key(Key::F7)),
        ("all keys", |hand| hand.key(Key::F1)),
        ("palette", |hand| hand.ctrl(Key::K)),
        ("history", |hand| hand.ctrl(Key::R)),
    ];
    for screen in [Key::F4, Key::F8, Key::F5] {
        hand.key(screen);
        let before = focused(&hand);
        assert!(before.is_some(), "{screen:?}");
        for (name, cover) in covers {
            cover(&mut hand);
            assert_ne!(focused(&hand), before, "{name} on {screen:?}");
            hand.key(Key::Escape);
            assert_eq!(focused(&hand), before, "{name} on {screen:?}");
        }
    }
    // Where nothing had it, the keys of the screen are still heard.
    hand.key(Key::F4);
    hand.enters("Coverage", "emp");
    hand.key(Key::Escape);
    assert_eq!(focused(&hand), None);
    hand.ctrl(Key::K);
    hand.key(Key::Escape);
    assert_eq!(focused(&hand), None);
    // What is chosen by name leads where it says.
    hand.ctrl(Key::K);
    hand.types("most useful");
    hand.key(Key::Enter);
    assert!(focused(&hand).is_some(), "{:?}", hand.words());
}

#[test]
fn the_search_is_in_sight_whenever_it_gets_the_focus() {
    let glass = Glass::of(1280.0, 800.0, 200);
    let mut hand = Hand::with_samples_behind(glass);
    hand.tabs_to("Vault and staff");
    hand.ctrl(Key::F);
    let found = hand.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    let rect = found.unwrap().rect();
    assert!(rect.top() >= 40.0 && rect.bottom() <= glass.points().y - 20.0, "{rect:?}");
}

#[test]
fn what_gets_the_focus_is_scrolled_into_view() {
    let size = vec2(1024.0, 640.0);
    let mut hand = Hand::with_visit_of_size(size);
    hand.types("a");
    hand.goes_to("allergy");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..90 {
        hand.key(Key::Tab);
        let Some(node) =
            hand.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused())
        else {
            continue;
        };
        let (name, rect) = (node.accesskit_node().label().unwrap_or_default(), node.rect());
        let in_the_bar = rect.bottom() < 60.0;
        let inside = in_the_bar || (rect.top() >= 50.0 && rect.bottom() <= size.y - 20.0);
        assert!(inside, "“{name}” has the focus at {rect:?}");
        seen.insert(name);
    }
    assert!(seen.len() > 45, "{}: {seen:?}", seen.len());
}
