//! The way into a vault.

use countercheck::app::desk::{Door, Page};
use countercheck::store::{Credential, RecoveryCode, Vault};
use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;

use crate::hand::{Hand, PASSPHRASE, later};

/// Creates a vault by keyboard, up to the recovery code.
fn create(hand: &mut Hand) -> String {
    hand.key(Key::Enter);
    hand.types("A. Okafor, PharmD");
    hand.key(Key::Tab);
    hand.types(PASSPHRASE);
    hand.key(Key::Tab);
    hand.types(PASSPHRASE);
    hand.key(Key::Enter);
    match &hand.desk().page {
        Page::Door(Door::ShowCode(code)) => code.reveal().to_owned(),
        _ => panic!("no recovery code is shown: {:?}", hand.words()),
    }
}

#[test]
fn the_first_start_offers_to_create_a_vault_and_to_try_it_with_sample_patients() {
    let hand = Hand::new();
    hand.harness.get_by_label("Create a vault");
    hand.harness.get_by_label("Try it with sample patients");
    assert!(!hand.vault_path().exists());
}

#[test]
fn a_vault_is_created_by_keyboard_alone_and_the_recovery_code_is_shown_once_and_opens_it() {
    let mut hand = Hand::new();
    let code = create(&mut hand);
    assert!(hand.sees(&code));
    hand.key(Key::Enter);
    assert!(matches!(hand.desk().page, Page::Start));
    assert!(!hand.sees(&code));
    assert!(hand.sees("A. Okafor, PharmD"));
    hand.ctrl(Key::L);
    assert!(matches!(hand.desk().page, Page::Door(Door::Unlock)));
    assert!(!hand.sees(&code));

    hand.tabs_to("Use the recovery code");
    hand.key(Key::Enter);
    hand.types(&code);
    hand.key(Key::Enter);
    assert!(matches!(hand.desk().page, Page::Start), "{:?}", hand.words());
    hand.ctrl(Key::L);
    let code = RecoveryCode::parse(&code).unwrap();
    Vault::open(&hand.vault_path(), &Credential::Recovery(code), jiff::Timestamp::UNIX_EPOCH).unwrap();
}

/// Nobody touches anything for so many minutes.
fn idles(hand: &mut Hand, minutes: i64) {
    later(minutes);
    hand.settle();
}

#[test]
fn a_recovery_code_that_nobody_takes_is_hidden_and_comes_back_to_whoever_unlocks() {
    let mut hand = Hand::new();
    let code = create(&mut hand);
    idles(&mut hand, 6);
    assert!(hand.sees(&code), "it takes time to write it down");
    idles(&mut hand, 5);
    assert!(matches!(hand.desk().page, Page::Door(Door::Unlock)) && hand.desk().session.is_none());
    assert!(!hand.sees(&code));
    assert!(hand.sees("A recovery code was shown when this vault locked."), "{:?}", hand.words());
    hand.unlocks();
    assert!(hand.sees(&code), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert!(!hand.sees(&code) && matches!(hand.desk().page, Page::Start));
    hand.ctrl(Key::L);
    assert!(hand.desk().session.is_none() && !hand.sees("A recovery code was shown"));
    hand.unlocks();
    assert!(!hand.sees(&code), "it was written down");
}

#[test]
fn a_mistyped_recovery_code_is_refused_in_words_before_the_vault_is_touched() {
    let mut hand = Hand::with_vault();
    hand.ctrl(Key::L);
    hand.tabs_to("Use the recovery code");
    hand.key(Key::Enter);
    hand.types("ABCD-1234");
    hand.key(Key::Enter);
    assert!(hand.sees("The recovery code is mistyped"), "{:?}", hand.words());
    assert!(hand.sees("ABCD-1234"), "what was typed stays to be corrected");
}

#[test]
fn a_wrong_passphrase_says_so_in_words_and_the_right_one_still_opens_everything() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::L);
    let before = std::fs::read(hand.vault_path()).unwrap();
    hand.types("correct horse");
    hand.key(Key::Enter);
    assert!(hand.sees("The passphrase is not right for “A. Okafor, PharmD”."), "{:?}", hand.words());
    assert_eq!(std::fs::read(hand.vault_path()).unwrap(), before);
    hand.key(Key::Enter);
    assert!(!hand.sees("The passphrase is not right"));
    hand.unlocks();
    assert_eq!(hand.desk().patients.len(), 1);
}

#[test]
fn two_different_passphrases_an_empty_one_and_a_missing_name_are_refused_in_words() {
    let mut hand = Hand::new();
    hand.key(Key::Enter);
    hand.key(Key::Enter);
    assert!(hand.sees("Type your name."), "{:?}", hand.words());
    hand.types("Dana");
    hand.key(Key::Enter);
    assert!(hand.sees("The passphrase is empty."), "{:?}", hand.words());
    hand.key(Key::Tab);
    hand.types("one");
    hand.key(Key::Tab);
    hand.types("two");
    hand.key(Key::Enter);
    assert!(hand.sees("The two passphrases differ."), "{:?}", hand.words());
    assert!(hand.sees("Dana"), "the name stays");
    assert!(!hand.vault_path().exists());
}

#[test]
fn a_passphrase_is_never_readable_on_the_screen() {
    let mut hand = Hand::new();
    hand.key(Key::Enter);
    hand.types("Dana");
    hand.key(Key::Tab);
    hand.types("hunter2");
    assert!(!hand.sees("hunter2"), "{:?}", hand.words());
}

/// Enter belongs to the button that has the focus, not to the page.
#[test]
fn a_button_that_was_reached_by_tab_is_pressed_by_enter_and_by_space() {
    for key in [Key::Enter, Key::Space] {
        let mut hand = Hand::new();
        hand.key(Key::Enter);
        hand.types("Dana");
        hand.tabs_to("Back");
        hand.key(key);
        assert!(matches!(hand.desk().page, Page::Door(Door::Welcome)), "{key:?}");
    }
    let mut hand = Hand::new();
    hand.tabs_to("Try it with sample patients");
    hand.key(Key::Enter);
    assert!(hand.desk().session.as_ref().unwrap().temporary);
}

#[test]
fn escape_leads_back_to_the_welcome() {
    let mut hand = Hand::new();
    hand.key(Key::Enter);
    hand.key(Key::Escape);
    assert!(matches!(hand.desk().page, Page::Door(Door::Welcome)));
}

#[test]
fn locking_leaves_no_patient_on_the_screen_and_what_is_half_typed_comes_back_to_who_typed_it() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::F);
    hand.types("mark");
    assert!(hand.sees("Elena Marković"));
    hand.ctrl(Key::L);
    for part in ["Elena", "Marković", "mark", "1984"] {
        assert!(!hand.sees(part), "{part} is still shown");
    }
    hand.unlocks();
    assert!(hand.words().contains(&"mark".to_owned()), "{:?}", hand.words());
    assert!(hand.sees("Elena Marković"));
}

#[test]
fn sample_patients_never_get_into_a_vault_of_ones_own() {
    let mut hand = Hand::with_vault();
    hand.ctrl(Key::L);
    hand.does(countercheck::app::desk::Action::OpenSamples);
    assert!(!hand.desk().patients.is_empty());
    hand.ctrl(Key::L);
    hand.unlocks();
    assert!(!hand.desk().session.as_ref().unwrap().temporary);
    hand.ctrl(Key::L);
    assert_eq!(hand.vault().recent_patients(5).unwrap().len(), 0);
}
