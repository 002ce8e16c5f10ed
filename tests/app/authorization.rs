//! What supports a prior authorization is gathered, and says what is missing and until when.

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::{Said, Screen};
use countercheck::checklist::prescription::Prescription;
use countercheck::store::Field;
use eframe::egui::Key;
use egui_kittest::kittest::NodeT as _;
use serde_json::json;

use crate::hand::{Hand, content};

fn at_authorization() -> Hand {
    let mut hand = Hand::with_visit();
    let drug = content().drug_by_id("upadacitinib").map(|drug| drug.ix);
    hand.does(Action::Say(Said::Prescription(Prescription { drug, ..Prescription::default() })));
    hand.key(Key::F8);
    assert_eq!(hand.visit().screen, Screen::Authorization);
    hand
}

#[test]
fn what_is_entered_is_kept_and_no_longer_missing() {
    let mut hand = at_authorization();
    assert_eq!(hand.focused().unwrap().0, "Diagnosis code");
    let missing = |hand: &Hand| hand.words().iter().filter(|words| *words == "Missing").count();
    let before = missing(&hand);
    assert!(before > 0, "{:?}", hand.words());
    hand.enters("Diagnosis code", "L20.9");
    hand.enters("EASI", "21");
    // Nobody says of which day it is: no day is made up.
    assert!(hand.visit().authorization.severity[0].on.known().is_none());
    hand.enters("EASI: day", "11/2/2026");
    assert!(missing(&hand) < before, "{:?}", hand.words());
    let kept = hand.kept().current[&Field::Authorization].clone();
    assert_eq!(kept["icd10"], "L20.9");
    assert_eq!(kept["severity"][0], json!({"measure": "easi", "value": 21, "on": "2026-11-02"}));
}

#[test]
fn a_pasted_fill_history_becomes_rows_and_what_is_not_understood_is_kept_as_written() {
    let mut hand = at_authorization();
    hand.tabs_to("Paste a fill history");
    hand.key(Key::Enter);
    hand.tabs_to("Fill history");
    let pasted = "triamcinolone 0.1 % ointment 80 g 2026-03-01 28 days\nsomething else";
    hand.frame(vec![eframe::egui::Event::Paste(pasted.into())]);
    hand.settle();
    assert!(hand.sees("not understood, kept as written: something else"), "{:?}", hand.words());
    hand.tabs_to("Take these over");
    hand.key(Key::Enter);
    let kept = hand.kept().current[&Field::Authorization].clone();
    assert_eq!(kept["tried"].as_array().unwrap().len(), 2, "{kept}");
    assert!(kept.to_string().contains("something else"));
}

#[test]
fn a_denial_with_its_date_names_the_day_until_which_one_can_appeal() {
    let mut hand = at_authorization();
    assert!(hand.sees("180 days from the date of the notice"), "{:?}", hand.words());
    hand.enters("Notice of", "11/20/2026");
    assert!(hand.sees("Until 19 May 2027"), "{:?}", hand.words());
}

#[test]
fn what_cant_be_read_is_marked_and_not_taken_and_undo_takes_back() {
    let mut hand = at_authorization();
    hand.enters("EASI", "900");
    assert!(hand.sees("Expected"), "{:?}", hand.words());
    assert!(hand.visit().authorization.severity.is_empty());
    hand.enters("Diagnosis code", "L20.9");
    hand.ctrl(Key::Z);
    assert!(hand.visit().authorization.is_empty());
}

#[test]
fn the_page_is_printed_once_something_was_entered() {
    let mut hand = at_authorization();
    hand.enters("Diagnosis code", "L20.9");
    let pages = |hand: &Hand| hand.words().iter().filter(|words| words.starts_with("Page ")).count();
    hand.key(Key::F5);
    let with = pages(&hand);
    hand.types("o");
    assert!(pages(&hand) < with);
}

#[test]
fn places_form_potency_fills_approvals_and_a_second_denial_are_entered_and_kept() {
    let mut hand = at_authorization();
    hand.enters("Judged by", "dermatologist");
    hand.enters("Where it is", "1, hands");
    hand.enters("EASI", "21");
    hand.enters("EASI: by", "Dr. Lee");
    hand.tabs_to("Add a treatment that was tried");
    hand.key(Key::Enter);
    hand.enters("Treatment", "triamcinolone");
    hand.enters("Form", "ointment");
    hand.enters("Potency class", "4");
    hand.tabs_to("Add a fill");
    hand.key(Key::Enter);
    assert_eq!(hand.focused().unwrap().0, "Fill 1: day");
    hand.enters("Fill 1: day", "3/1/2026");
    hand.enters("Fill 1: quantity", "80 g");
    hand.enters("Fill 1: days' supply", "28");
    hand.enters("Approved drug", "dupilumab");
    hand.enters("Approved on", "1/5/2026");
    hand.enters("Approved until", "?");
    hand.enters("Notice of", "11/2/2026");
    hand.enters("Denied by", "emp");
    hand.tabs_to("Add another denial");
    hand.key(Key::Enter);
    hand.types("75");
    hand.key(Key::Enter);
    let kept = hand.kept().current[&Field::Authorization].clone();
    assert_eq!(kept["body_surface"], json!({"by": "dermatologist"}));
    assert_eq!(kept["sites"], json!(["face", "hands"]));
    assert_eq!(kept["severity"][0]["by"], "Dr. Lee");
    let tried = &kept["tried"][0];
    assert_eq!((&tried["vehicle"], &tried["potency"]), (&json!("ointment"), &json!(4)));
    let fill = json!({"on": "2026-03-01", "quantity": "80 g", "days_supply": 28});
    assert_eq!(tried["dispensed"], json!([fill]));
    let approval = json!({"drug": "dupilumab", "on": "2026-01-05", "until": "unknown"});
    assert_eq!(kept["approvals"], json!([approval]));
    assert_eq!(kept["denials"], json!([{"on": "2026-11-02", "payer": "employer"}, {"code": "75"}]));
}

#[test]
fn that_it_is_at_none_of_the_places_is_said_and_that_nobody_knows_too_and_a_wrong_one_is_not_taken() {
    let mut hand = at_authorization();
    let sites = |hand: &Hand| hand.visit().authorization.to_json(&content()).get("sites").cloned();
    hand.enters("Where it is", "elbowish");
    assert!(hand.sees("Type the first letters of one of these"), "{:?}", hand.words());
    assert_eq!(sites(&hand), None);
    hand.enters("Where it is", "none");
    assert_eq!(sites(&hand), Some(json!([])));
    hand.enters("Where it is", "?");
    assert_eq!(sites(&hand), Some(json!("unknown")));
    hand.tabs_to("Where it is");
    hand.types("4");
    hand.key(Key::Enter);
    hand.tabs_to("Where it is");
    hand.key(Key::Backspace);
    hand.key(Key::Enter);
    assert_eq!(sites(&hand), None);
}

#[test]
fn no_field_moves_when_another_gets_the_focus_and_what_it_takes_stands_below_them() {
    let mut hand = at_authorization();
    let height = |hand: &Hand| {
        let mut nodes = hand.harness.root().children_recursive();
        nodes.find(|node| node.accesskit_node().label().as_deref() == Some("EASI")).unwrap().rect().top()
    };
    let before = height(&hand);
    let mut choices = 0;
    for _ in 0..6 {
        assert_eq!(height(&hand), before, "{:?}", hand.focused());
        assert!(hand.draws("? not sure · empty: take it back · Enter next"));
        choices += usize::from(hand.draws("1  "));
        hand.key(Key::Enter);
    }
    assert!(choices >= 1);
    hand.key(Key::Escape);
    assert!(hand.sees("No field has the focus"));
    assert_eq!(height(&hand), before);
}

#[test]
fn places_and_outcomes_are_chosen_by_pointer_too() {
    let mut hand = at_authorization();
    hand.tabs_to("Where it is");
    for place in content().authorization.sites.iter().take(2) {
        let at = content().authorization.sites.iter().position(|one| one.id == place.id).unwrap() + 1;
        hand.clicks(&format!("{at}  {}", place.name));
    }
    assert_eq!(hand.visit().authorization.sites.known().map(Vec::len), Some(2), "{:?}", hand.focused());
}
