//! What the keys do on the screen of coverage and cost, in a field and outside of one, and what they leave in its place.

use eframe::egui::Key;
use serde_json::{Value, json};

use crate::hand::{Hand, content};

fn at_coverage() -> Hand {
    let mut hand = Hand::with_visit();
    hand.key(Key::F4);
    hand
}

fn said(hand: &Hand) -> Value {
    hand.visit().coverage.to_json(&content())
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
