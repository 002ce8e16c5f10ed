//! The page on the vault itself: staff, keys, backups, the check, and erasing a patient.

use countercheck::app::desk::{Action, Page};
use countercheck::store::{Credential, Role, Vault};
use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;

use crate::hand::{Hand, PASSPHRASE, passphrase};

const BEN: &str = "four other words here";

/// Presses the button of this name.
fn presses(hand: &mut Hand, name: &str) {
    hand.harness.get_by_label(name).click();
    hand.settle();
}

fn with_ben() -> Hand {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::B);
    hand.types("a");
    hand.types("Ben Ito");
    hand.key(Key::Tab);
    hand.types(BEN);
    hand.key(Key::Tab);
    hand.types(BEN);
    hand.key(Key::Enter);
    assert!(hand.sees("Ben Ito"), "{:?}", hand.words());
    hand
}

fn opens(hand: &Hand, staff: &str, typed: &str) -> bool {
    let credential = Credential::Passphrase { staff: Some(staff.to_owned()), passphrase: passphrase(typed) };
    Vault::open(&hand.vault_path(), &credential, "2026-11-24T15:30:00Z".parse().unwrap()).is_ok()
}

#[test]
fn an_administrator_adds_staff_who_unlock_with_their_own_passphrase_and_sign_what_they_say() {
    let mut hand = with_ben();
    hand.ctrl(Key::L);
    hand.types(BEN);
    hand.key(Key::Tab);
    hand.types("Ben Ito");
    hand.key(Key::Enter);
    let session = hand.desk().session.as_ref().unwrap();
    assert_eq!((session.staff.name.as_str(), session.staff.role), ("Ben Ito", Role::Pharmacist));
    hand.types("elena");
    hand.key(Key::Enter);
    hand.goes_to("smoking");
    hand.types("1");
    hand.goes_to("smoking");
    hand.ctrl(Key::R);
    assert!(hand.sees("Ben Ito"), "{:?}", hand.words());
    hand.key(Key::Escape);
    // A pharmacist has the own passphrase, and nothing else of the keys.
    hand.ctrl(Key::B);
    hand.types("a");
    assert!(!hand.sees("Name, as it is printed") && hand.sees("An administrator adds and removes staff"));
}

#[test]
fn the_own_passphrase_changes_only_with_the_present_one() {
    let mut hand = Hand::with_vault();
    hand.ctrl(Key::B);
    for (present, again) in [("not it", BEN), (PASSPHRASE, "something else"), (PASSPHRASE, BEN)] {
        hand.types("p");
        hand.types(present);
        hand.key(Key::Tab);
        hand.types(BEN);
        hand.key(Key::Tab);
        hand.types(again);
        hand.key(Key::Enter);
        if present == "not it" {
            assert!(hand.sees("The passphrase is not right"), "{:?}", hand.words());
            hand.key(Key::Enter);
        } else if again != BEN {
            assert!(hand.sees("The two passphrases differ"), "{:?}", hand.words());
            hand.key(Key::Escape);
        }
    }
    assert!(hand.sees("Your passphrase is changed."), "{:?}", hand.words());
    hand.ctrl(Key::L);
    assert!(!opens(&hand, "A. Okafor, PharmD", PASSPHRASE));
    assert!(opens(&hand, "A. Okafor, PharmD", BEN));
}

#[test]
fn removed_and_with_a_new_key_nobody_gets_back_in() {
    let mut hand = with_ben();
    let old_keys = std::fs::read(hand.folder().join("pharmacy.vault.keys")).unwrap();
    hand.key(Key::ArrowDown);
    presses(&mut hand, "Remove");
    hand.key(Key::Enter);
    assert!(hand.sees("removed"), "{:?}", hand.words());
    presses(&mut hand, "New key for the vault");
    hand.key(Key::Enter);
    assert!(hand.sees("Write down the recovery code"), "{:?}", hand.words());
    hand.key(Key::Enter);
    hand.ctrl(Key::L);
    assert!(!opens(&hand, "Ben Ito", BEN));
    assert!(opens(&hand, "A. Okafor, PharmD", PASSPHRASE));
    for name in ["pharmacy.vault.keys", "pharmacy.vault.keys.bak"] {
        std::fs::write(hand.folder().join(name), &old_keys).unwrap();
    }
    assert!(!opens(&hand, "Ben Ito", BEN), "the keys of before open nothing any more");
}

/// Somebody of this name unlocks, who is not the first of the staff.
fn unlocks_as(hand: &mut Hand, name: &str, typed: &str) {
    hand.types(typed);
    hand.key(Key::Tab);
    hand.types(name);
    hand.key(Key::Enter);
    assert!(hand.desk().session.is_some(), "{:?}", hand.words());
}

#[test]
fn a_new_recovery_code_that_was_left_on_the_screen_is_seen_again_by_nobody_else() {
    let mut hand = with_ben();
    presses(&mut hand, "New recovery code");
    hand.key(Key::Enter);
    let code = hand.desk().vault.code.as_ref().unwrap().reveal().to_owned();
    assert!(hand.sees(&code));
    crate::hand::later(11);
    hand.settle();
    assert!(hand.desk().session.is_none() && !hand.sees(&code), "{:?}", hand.words());
    unlocks_as(&mut hand, "Ben Ito", BEN);
    assert!(!hand.sees(&code), "{:?}", hand.words());
    hand.ctrl(Key::B);
    assert!(!hand.sees(&code), "{:?}", hand.words());
    hand.key(Key::Escape);
    hand.ctrl(Key::L);
    hand.unlocks();
    assert!(hand.sees(&code), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert!(!hand.sees(&code));
}

#[test]
fn a_recovery_code_that_waits_is_forgotten_when_a_newer_one_is_made() {
    let mut hand = with_ben();
    hand.key(Key::ArrowDown);
    presses(&mut hand, "Make an administrator");
    presses(&mut hand, "New recovery code");
    hand.key(Key::Enter);
    let old = hand.desk().vault.code.as_ref().unwrap().reveal().to_owned();
    crate::hand::later(11);
    hand.settle();
    unlocks_as(&mut hand, "Ben Ito", BEN);
    hand.ctrl(Key::B);
    presses(&mut hand, "New recovery code");
    hand.key(Key::Enter);
    assert!(hand.sees("Write down the recovery code"), "{:?}", hand.words());
    hand.key(Key::Enter);
    hand.key(Key::Escape);
    hand.ctrl(Key::L);
    hand.unlocks();
    assert!(hand.desk().vault.code.is_none() && !hand.sees(&old), "it opens nothing any more");
}

#[test]
fn locking_makes_a_backup_of_what_has_changed_and_the_start_page_tells_of_it() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::F);
    hand.ctrl(Key::L);
    let folder = hand.folder().join("backups");
    let backups = || std::fs::read_dir(&folder).unwrap().count();
    let made = backups();
    assert!(made >= 1);
    hand.unlocks();
    assert!(hand.desk().vault.backups.as_ref().unwrap().last.is_some());
    hand.ctrl(Key::F);
    assert!(hand.sees("Last backup today"), "{:?}", hand.words());
    hand.ctrl(Key::L);
    assert_eq!(backups(), made, "nothing has changed");
}

#[test]
fn a_backup_that_could_not_be_made_is_said_and_stops_nothing() {
    let mut hand = Hand::with_visit();
    std::fs::remove_dir_all(hand.folder().join("backups")).ok();
    std::fs::write(hand.folder().join("backups"), "a file in the way").unwrap();
    hand.ctrl(Key::L);
    assert!(hand.desk().session.is_none());
    hand.unlocks();
    hand.ctrl(Key::F);
    assert!(hand.sees("Not backed up"), "{:?}", hand.words());
}

#[test]
fn the_whole_vault_is_checked_and_the_minutes_of_the_lock_are_kept() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::B);
    hand.types("v");
    assert!(hand.sees("Everything can be read"), "{:?}", hand.words());
    hand.ctrl(Key::Comma);
    hand.tabs_to("Minutes until it locks");
    hand.ctrl(Key::A);
    hand.types("12");
    hand.key(Key::Tab);
    assert_eq!(hand.harness.state().counter.autolock_minutes(), 12);
    hand.key(Key::Escape);
    hand.ctrl(Key::L);
    let kept = hand.vault().setting("autolock.minutes").unwrap();
    assert_eq!(kept, Some(serde_json::json!(12)));
}

#[test]
fn a_patient_is_erased_only_after_the_word_was_typed() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::H);
    presses(&mut hand, "Erase…");
    assert!(hand.sees("Erase this patient?"), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert!(hand.sees("Erase this patient?"), "not yet");
    hand.types("erase");
    hand.key(Key::Enter);
    assert!(hand.sees("The patient and 1 visit are no longer in the vault."), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert!(matches!(hand.desk().page, Page::Start));
    hand.does(Action::Search("elena".into()));
    assert!(hand.desk().patients.is_empty());
}

#[test]
fn closing_the_window_keeps_what_is_half_typed_and_backs_up() {
    let mut hand = Hand::at_question("medicines");
    hand.types("lisino");
    hand.harness.state_mut().counter.close();
    hand.settle();
    assert!(hand.vault().draft().unwrap().is_some());
    assert!(std::fs::read_dir(hand.folder().join("backups")).unwrap().count() >= 1);
}

/// Flips a bit in the middle of each page from the second on.
fn damages(hand: &Hand) {
    let path = hand.vault_path();
    let mut bytes = std::fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    for page in [pages / 2, pages / 2 + 1] {
        bytes[page * 4096 + 2000] ^= 1;
    }
    std::fs::write(&path, bytes).unwrap();
}

#[test]
fn a_vault_whose_first_page_is_lost_is_restored_from_its_last_backup_at_the_door() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::L);
    let mut bytes = std::fs::read(hand.vault_path()).unwrap();
    bytes[100] ^= 1;
    std::fs::write(hand.vault_path(), bytes).unwrap();
    hand.types(PASSPHRASE);
    hand.key(Key::Enter);
    assert!(hand.sees("damaged"), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert!(hand.desk().session.is_none());
    hand.types(PASSPHRASE);
    presses(&mut hand, "Restore the last backup");
    assert!(hand.sees("Restored: 1 patient and 1 visit."), "{:?}", hand.words());
    hand.key(Key::Enter);
    hand.unlocks();
    hand.ctrl(Key::F);
    assert!(hand.sees("Elena Marković"), "{:?}", hand.words());
}

#[test]
fn what_can_be_read_of_a_damaged_vault_is_put_in_its_place_at_the_door() {
    let mut hand = Hand::at_question("smoking");
    hand.types("1");
    hand.ctrl(Key::L);
    damages(&hand);
    let before = std::fs::read(hand.vault_path()).unwrap();
    let credential = Credential::Passphrase { staff: None, passphrase: passphrase(PASSPHRASE) };
    hand.does(Action::Rescue(credential));
    assert!(hand.sees("Rescued: "), "{:?}", hand.words());
    hand.key(Key::Enter);
    hand.unlocks();
    hand.ctrl(Key::B);
    hand.types("v");
    assert!(hand.sees("Everything can be read"), "{:?}", hand.words());
    let kept = std::fs::read_dir(hand.folder()).unwrap().flatten().any(|file| {
        file.file_name().to_string_lossy().contains(".replaced-")
            && std::fs::read(file.path()).unwrap() == before
    });
    assert!(kept, "the damaged file stays beside it");
}
