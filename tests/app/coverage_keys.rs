//! What the keys do on the screen of coverage and cost, in a field and outside of one, and what they leave in its place.

use eframe::egui::Key;
use serde_json::Value;

use crate::hand::{Hand, content};

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
