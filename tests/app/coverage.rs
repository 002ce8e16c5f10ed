//! Who pays, and which help that opens.

use countercheck::content::payer::HelpKind;
use countercheck::programs::{self, Match};
use countercheck::store::Field;
use eframe::egui::Key;
use serde_json::json;

use crate::hand::{Hand, content};

fn at_coverage() -> Hand {
    let mut hand = Hand::with_visit();
    hand.key(Key::F4);
    hand
}

/// The letter of a payer on the screen.
fn letter(hand: &Hand, id: &str) -> String {
    let letters = countercheck::app::safety::model::LETTERS;
    let at = hand.desk().content.payers.iter().position(|payer| payer.id.as_str() == id).unwrap();
    letters.chars().nth(at).unwrap().to_string()
}

#[test]
fn an_unknown_payer_leaves_every_help_to_be_asked_about() {
    let hand = at_coverage();
    let helps = HelpKind::ALL.len();
    assert_eq!(hand.words().iter().filter(|words| *words == "Ask").count(), helps, "{:?}", hand.words());
    assert!(hand.sees("The payer is not known yet"));
    assert!(!hand.words().contains(&"Closed".to_owned()) && !hand.words().contains(&"Open".to_owned()));
}

#[test]
fn medicare_closes_the_copay_card_and_shows_reason_and_source() {
    let mut hand = at_coverage();
    let key = letter(&hand, "part_d");
    hand.types(&key);
    let content = content();
    let coverage = hand.visit().coverage.clone();
    let helps = programs::helps(&content, &coverage);
    let card = helps.iter().find(|help| help.help.kind == HelpKind::CopayCard).unwrap();
    assert_eq!(card.match_, Match::Closed);
    assert!(hand.words().contains(&"Closed".to_owned()));
    assert!(hand.sees(&card.why), "{:?}", hand.words());
    assert!(!card.sources.is_empty());
    for source in &card.sources {
        assert!(hand.sees(&content.source(*source).line(crate::hand::today())));
    }
}

#[test]
fn u_says_that_the_payer_is_not_known_and_the_record_says_so_too() {
    let mut hand = at_coverage();
    hand.types("a");
    assert!(hand.visit().coverage.payer.is_some());
    hand.types("u");
    assert!(hand.visit().coverage.payer.is_none());
    let record = hand.kept();
    assert_eq!(record.current[&Field::Coverage]["payer"], json!("unknown"));
}

#[test]
fn the_state_is_typed_by_name_or_letters_and_a_wrong_one_is_said_and_not_taken() {
    for (typed, state) in [("ohio", Some("OH")), ("tx", Some("TX")), ("new mexico", Some("NM"))] {
        let mut hand = at_coverage();
        hand.tabs_to("State");
        hand.types(typed);
        assert_eq!(
            hand.visit().coverage.state.as_deref(),
            state,
            "{typed} {:?} {:?}",
            hand.focused(),
            hand.words()
        );
    }
    let mut hand = at_coverage();
    hand.tabs_to("State");
    hand.types("zz");
    assert!(hand.sees("No state begins so."), "{:?}", hand.words());
    assert_eq!(hand.visit().coverage.state, None);
    assert_eq!(hand.visit().coverage.payer, None, "letters in the field choose no payer");
}
