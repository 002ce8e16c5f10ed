//! What the toolkit remembers of what was typed or copied, and who may not find it.

use countercheck::app::desk::{Action, Door, Page};
use countercheck::app::traces::HELD;
use countercheck::store::NewPatient;
use eframe::egui::{Event, Key, OutputCommand};

use crate::hand::{Hand, PASSPHRASE};

/// Longer than a field waits before it remembers what stands in it, for its undo.
fn waits(hand: &mut Hand) {
    for _ in 0..8 {
        hand.frame(Vec::new());
    }
}

#[test]
fn the_passphrase_of_a_colleague_is_not_brought_back_at_the_door() {
    let mut hand = Hand::with_vault();
    hand.ctrl(Key::L);
    hand.types(PASSPHRASE);
    waits(&mut hand);
    hand.key(Key::Enter);
    assert!(hand.desk().session.is_some());
    hand.ctrl(Key::L);
    assert!(matches!(hand.desk().page, Page::Door(Door::Unlock)));
    for _ in 0..3 {
        hand.ctrl(Key::Z);
    }
    hand.key(Key::Enter);
    assert!(hand.desk().session.is_none(), "unlocked by undo");
    assert!(hand.sees("The passphrase is empty."), "{:?}", hand.words());
}

#[test]
fn a_passphrase_that_was_not_right_is_not_brought_back_either() {
    let mut hand = Hand::with_vault();
    hand.ctrl(Key::L);
    hand.types("correct hors");
    waits(&mut hand);
    hand.key(Key::Enter);
    assert!(hand.sees("The passphrase is not right"), "{:?}", hand.words());
    hand.key(Key::Enter);
    hand.ctrl(Key::Z);
    hand.key(Key::Enter);
    assert!(hand.sees("The passphrase is empty."), "{:?}", hand.words());
}

#[test]
fn the_undo_of_a_note_brings_back_nothing_of_another_patient() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::M);
    hand.types("fears needles");
    waits(&mut hand);
    hand.key(Key::Escape);
    let patient = NewPatient { name: "Jonas Weber".to_owned(), birth_date: None, phone: None };
    hand.does(Action::AddNamesake(patient));
    assert_eq!(hand.visit().patient.name, "Jonas Weber");
    hand.ctrl(Key::M);
    for _ in 0..3 {
        hand.ctrl(Key::Z);
        assert_eq!(hand.focused(), Some(("On this visit".to_owned(), String::new())));
    }
}

#[test]
fn the_undo_of_a_field_still_brings_back_what_was_typed_there() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::M);
    hand.types("fears needles");
    waits(&mut hand);
    for _ in 0.." needles".len() {
        hand.key(Key::Backspace);
    }
    assert!(!hand.sees("needles"));
    for _ in 0..8 {
        hand.ctrl(Key::Z);
    }
    assert!(hand.sees("fears needles"), "{:?}", hand.words());
}

#[test]
fn what_is_copied_stays_in_the_window_and_is_gone_after_the_lock() {
    let mut hand = Hand::with_vault();
    hand.types("Elena");
    hand.ctrl(Key::A);
    hand.frame(vec![Event::Copy]);
    let copied: Vec<String> = hand
        .harness
        .output()
        .platform_output
        .commands
        .iter()
        .map(|command| match command {
            OutputCommand::CopyText(text) | OutputCommand::TextSelectionSettled(text) => text.clone(),
            OutputCommand::CopyImage(_) | OutputCommand::OpenUrl(_) => panic!("only text was copied"),
        })
        .collect();
    assert_eq!(copied, [HELD]);
    hand.settle();
    hand.key(Key::Delete);
    assert!(!hand.sees("Elena"));
    hand.frame(vec![Event::Paste(HELD.to_owned())]);
    hand.settle();
    assert!(hand.sees("Elena"), "{:?}", hand.words());

    hand.ctrl(Key::A);
    hand.key(Key::Delete);
    hand.ctrl(Key::L);
    hand.unlocks();
    hand.frame(vec![Event::Paste(HELD.to_owned())]);
    hand.settle();
    assert!(!hand.sees("Elena") && !hand.sees(HELD), "{:?}", hand.words());
}
