//! What is in front says whose it is: no patient's name stands above pages of the pharmacy or of other patients.

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::Screen;
use eframe::egui::{Key, Modifiers};

use crate::hand::{Hand, ctrl, key_event};

/// Whether the bar at the top names the patient, and offers the screens and the file of the visit.
fn bar_of_the_visit(hand: &Hand) -> [bool; 3] {
    let words = hand.words();
    let has = |name: &str| words.iter().any(|words| words == name);
    [has("Elena Marković"), has("1 Safety"), has("Save PDF")]
}

#[test]
fn no_patient_is_named_above_pages_that_are_not_about_that_patient() {
    for (key, modifiers, is_about) in [
        (Key::D, ctrl(), false),
        (Key::B, ctrl(), false),
        (Key::Comma, ctrl(), false),
        (Key::F7, Modifiers::NONE, false),
        (Key::F9, Modifiers::NONE, false),
        (Key::F10, Modifiers::NONE, true),
        (Key::M, ctrl(), true),
        (Key::R, ctrl(), true),
    ] {
        let mut hand = Hand::with_samples();
        hand.opens("Elena");
        assert_eq!(bar_of_the_visit(&hand), [true; 3]);
        hand.frame(vec![key_event(key, modifiers, true)]);
        hand.settle();
        assert!(hand.harness.state().counter.over().is_some(), "{key:?}");
        let [_, tab, save] = bar_of_the_visit(&hand);
        assert_eq!([tab, save], [is_about; 2], "{key:?}: {:?}", hand.words());
        let born = hand.words().iter().any(|words| words == "born 2 May 1984 · 42 years");
        assert_eq!(born, is_about, "{key:?}: {:?}", hand.words());
        hand.key(Key::Escape);
        assert_eq!(bar_of_the_visit(&hand), [true; 3], "{key:?}");
    }
}

#[test]
fn follow_ups_of_another_patient_stand_below_no_name_of_this_one() {
    let mut hand = Hand::with_samples();
    hand.opens("Elena");
    hand.ctrl(Key::D);
    hand.key(Key::Enter);
    assert!(hand.sees("Follow-ups of Dana Whitfield"), "{:?}", hand.words());
    assert!(!hand.sees("born 2 May 1984 · 42 years"), "{:?}", hand.words());
}

/// A file of pages that nobody looks at is not what Ctrl P asks for.
#[test]
fn what_lies_above_the_pages_is_left_before_they_are_saved() {
    let mut hand = Hand::with_samples();
    hand.opens("Elena");
    let folder = hand.folder().join("pages");
    hand.does(Action::Set("summary.folder", folder.display().to_string().into()));
    hand.does(Action::Open(Screen::Summary));
    hand.ctrl(Key::D);
    hand.ctrl(Key::P);
    assert!(hand.harness.state().counter.over().is_none());
    assert_eq!(hand.visit().screen, Screen::Summary);
    std::thread::sleep(std::time::Duration::from_millis(300));
    hand.settle();
    assert!(!folder.exists(), "nothing was saved");
}
