//! What is saved, and what the bar at the bottom says of it.

use countercheck::app::desk::saving::{Indicator, Saving};
use countercheck::app::desk::{Action, Page};
use countercheck::store::{Change, ChecklistId, Field, StoreError};
use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use serde_json::json;

use crate::hand::{Hand, letter_events};

#[test]
fn the_bar_says_saving_until_the_vault_has_confirmed_and_then_when_it_did() {
    let mut hand = Hand::at_question("smoking");
    assert!(hand.sees("Nothing leaves this computer"));
    hand.harness.state_mut().listening = false;
    hand.frame(letter_events('1'));
    for _ in 0..5 {
        hand.frame(vec![]);
        assert!(hand.sees("Saving…") && !hand.sees("Saved "));
    }
    hand.harness.state_mut().listening = true;
    hand.settle();
    assert!(hand.sees("Saved 12:34:56"), "{:?}", hand.words());
}

#[test]
fn saved_is_not_said_while_a_later_answer_is_on_its_way() {
    let mut hand = Hand::at_question("smoking");
    hand.types("1");
    hand.harness.state_mut().listening = false;
    hand.goes_to("immune_system_weak");
    hand.frame(letter_events('n'));
    hand.frame(vec![]);
    assert!(hand.sees("Saving…") && !hand.sees("Saved "));
}

/// An answer that the vault did not take is kept over a lock, and saved when it is tried again.
#[test]
fn a_refused_answer_is_kept_shown_as_not_saved_and_saved_when_tried_again() {
    let mut hand = Hand::at_question("smoking");
    let checklist = hand.visit().id;
    let said = Change::said(Field::answer("smoking"), json!("past"));
    let saving = &mut hand.harness.state_mut().counter.desk.saving;
    saving.sent();
    saving.refused(checklist, vec![said], &StoreError::DiskFull);
    hand.settle();
    assert!(matches!(hand.desk().saving.indicator(), Indicator::Failed(_)));
    hand.ctrl(Key::L);
    assert!(hand.sees("Not saved: The disk is full."), "{:?}", hand.words());
    hand.harness.get_by_label("Try again").click();
    hand.settle();
    assert!(hand.desk().saving.has_unsaved(), "nothing is lost by trying while it is locked");
    hand.tabs_to("Passphrase");
    hand.unlocks();
    hand.ctrl(Key::L);
    assert!(hand.desk().saving.has_unsaved(), "locking again does not lose it");
    hand.unlocks();
    hand.harness.get_by_label("Try again").click();
    hand.settle();
    assert!(hand.sees("Saved 12:34:56"), "{:?}", hand.words());
    assert!(!hand.desk().saving.has_unsaved());
    let record = hand.kept();
    assert_eq!(record.current[&Field::answer("smoking")], json!("past"));
}

#[test]
fn an_answer_is_in_the_vault_the_moment_it_is_given_and_not_when_the_visit_is_left() {
    let mut hand = Hand::at_question("smoking");
    hand.types("2");
    let path = hand.desk().session.as_ref().unwrap().path.clone();
    let copy = tempfile::tempdir().unwrap();
    for suffix in ["", "-wal", ".keys"] {
        let from = std::path::PathBuf::from(format!("{}{suffix}", path.display()));
        if from.exists() {
            std::fs::copy(&from, copy.path().join(from.file_name().unwrap())).unwrap();
        }
    }
    let credential = countercheck::store::Credential::Passphrase {
        staff: None,
        passphrase: crate::hand::passphrase(crate::hand::PASSPHRASE),
    };
    let copied = copy.path().join(path.file_name().unwrap());
    let vault = countercheck::store::Vault::open(&copied, &credential, jiff::Timestamp::UNIX_EPOCH).unwrap();
    let record = vault.checklist(hand.visit().id).unwrap();
    assert_eq!(record.current[&Field::answer("smoking")], json!("past"));
}

#[test]
fn giving_the_same_answer_again_adds_nothing_to_the_history() {
    let mut hand = Hand::at_question("smoking");
    hand.types("2");
    hand.goes_to("smoking");
    hand.types("2");
    assert_eq!(hand.kept().history.len(), 1);
}

#[test]
fn a_second_window_on_the_same_vault_is_told_so_and_changes_nothing() {
    let hand = Hand::with_visit();
    let mut other = Hand::new();
    other.harness.state_mut().counter.desk.path = hand.vault_path();
    other.does(Action::Show(Page::Door(countercheck::app::desk::Door::Unlock)));
    other.types(crate::hand::PASSPHRASE);
    other.key(Key::Enter);
    assert!(other.sees("in use by another window"), "{:?}", other.words());
    assert!(other.desk().session.is_none());
}

fn refused(saving: &mut Saving, checklist: ChecklistId, value: &str) {
    saving.sent();
    let change = Change::said(Field::Note, json!(value));
    saving.refused(checklist, vec![change], &StoreError::DiskFull);
}

#[test]
fn what_was_refused_comes_back_in_order_and_a_later_success_does_not_hide_the_failure() {
    let checklist = Hand::with_visit().visit().id;
    let mut saving = Saving::default();
    assert_eq!(saving.indicator(), Indicator::Nothing);
    refused(&mut saving, checklist, "first");
    refused(&mut saving, checklist, "second");
    saving.sent();
    let other = Change::said(Field::Coverage, json!({}));
    saving.confirmed(jiff::civil::time(9, 0, 0, 0), checklist, &[other]);
    let Indicator::Failed(why) = saving.indicator() else { panic!("{:?}", saving.indicator()) };
    assert_eq!(why, "The disk is full. Nothing that was saved before is lost.");
    let back: Vec<_> = saving
        .take_refused()
        .into_iter()
        .flat_map(|(_, changes)| changes)
        .map(|change| change.value)
        .collect();
    assert_eq!(back, [json!("first"), json!("second")]);
    assert!(!saving.has_unsaved());
}
