//! The pharmacy's own overlay at the counter: in use, broken, or not there.

use countercheck::app::desk::overlay::OverlayState;
use countercheck::app::desk::visit::Said;
use countercheck::app::desk::{Action, Page};
use countercheck::checklist::prescription::Prescription;
use eframe::egui::Key;

use crate::hand::{Hand, content};

const NOTE: &str = "[[note]]\nid = \"stock\"\ndrugs = [\"ruxolitinib\"]\ntext = \"We stock the 60 g tube only.\"\nas_of = \"2026-11-20\"\n";

/// A window whose vault has an overlay beside it, opened anew so that it is read.
fn with_overlay(files: &[(&str, &str)]) -> Hand {
    let mut hand = Hand::with_vault();
    let folder = hand.folder().join("overlay");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    hand.ctrl(Key::L);
    hand.unlocks();
    hand
}

#[test]
fn an_overlay_in_use_is_said_on_the_start_page_and_its_note_stands_by_the_drug() {
    let pharmacy = "name = \"Linden Street Pharmacy\"\nphone = \"(555) 010-0142\"\n";
    let mut hand = with_overlay(&[("notes.toml", NOTE), ("pharmacy.toml", pharmacy)]);
    assert!(hand.sees("In use: 1 note, 0 prices, 0 programs."), "{:?}", hand.words());
    assert!(hand.sees("Linden Street Pharmacy"));
    hand.begin_visit();
    assert!(!hand.sees("We stock the 60 g tube only."));
    let drug = content().drug_by_id("ruxolitinib").unwrap().ix;
    let wanted = Prescription { drug: Some(drug), ..Prescription::default() };
    hand.does(Action::Say(Said::Prescription(wanted)));
    assert!(hand.sees("We stock the 60 g tube only."), "{:?}", hand.words());
    hand.key(Key::F7);
    assert!(hand.sees("Added by this pharmacy"));
}

#[test]
fn a_broken_overlay_never_stops_the_app_and_says_what_to_mend() {
    let broken = NOTE.replace("ruxolitinib", "ruxolitinip");
    let mut hand = with_overlay(&[("notes.toml", &broken), ("rules.toml", "")]);
    assert!(matches!(hand.desk().page, Page::Start));
    assert!(hand.sees("Not used: 2 mistakes. Everything else works without it."), "{:?}", hand.words());
    assert!(hand.sees("notes.toml: stock: there is no drug `ruxolitinip`"));
    assert!(hand.sees("rules.toml: nothing reads this file"));
    hand.begin_visit();
    assert!(hand.desk().visit().is_some());
    // Mended, it is in use from the next time on.
    std::fs::write(hand.folder().join("overlay/notes.toml"), NOTE).unwrap();
    std::fs::remove_file(hand.folder().join("overlay/rules.toml")).unwrap();
    hand.ctrl(Key::L);
    assert!(matches!(hand.desk().overlay, OverlayState::None), "nothing stays after locking");
    hand.unlocks();
    assert!(hand.desk().overlay.in_use().is_some());
}

#[test]
fn an_overlay_changes_no_verdict() {
    let assessed = |hand: &mut Hand| {
        hand.begin_visit();
        hand.visit().assessment.clone()
    };
    let with = assessed(&mut with_overlay(&[("notes.toml", NOTE)]));
    assert!(with == assessed(&mut Hand::with_vault()));
}

#[test]
fn without_an_overlay_and_with_sample_patients_nothing_is_said_of_one() {
    assert!(!Hand::with_vault().sees("Overlay of this pharmacy"));
    assert!(!Hand::with_samples().sees("Overlay of this pharmacy"));
}
