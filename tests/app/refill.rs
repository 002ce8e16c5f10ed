//! The short way of a refill or a switch: what was said last time, marked where it changed.

use countercheck::app::desk::visit::Here;
use countercheck::app::desk::{Action, Page};
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use jiff::ToSpan;
use serde_json::{Value, json};

use crate::flow::new_start;
use crate::hand::{Hand, later, today};

/// A second visit, hundred days after a start with all questions of the drug answered.
pub fn second_visit() -> Hand {
    let (mut hand, _) = new_start("a", "Elena Marković", "d\n", "1");
    hand.ctrl(Key::F);
    hand.ctrl(Key::L);
    later(100 * 24 * 60);
    hand.unlocks();
    hand.ctrl(Key::A);
    hand.types("elena");
    hand.key(Key::Enter);
    assert!(matches!(hand.desk().page, Page::Patient(_)), "{:?}", hand.words());
    hand.types("v");
    hand
}

#[test]
fn a_refill_shows_what_was_said_last_time_and_one_key_says_again_what_was_not_marked() {
    for kind in ["r", "w"] {
        let mut hand = second_visit();
        hand.does(Action::Go(Here::Prescription));
        let begun = hand.keys;
        hand.types(kind);
        hand.key(Key::Enter);
        assert_eq!(hand.visit().here, Here::Since);
        let then = today().saturating_sub(100.days()).strftime("%-d %B %Y").to_string();
        assert!(hand.sees(&format!("What has changed since {then}?")), "{:?}", hand.words());
        assert!(hand.sees("To be asked anew: it was of that time, or not sure"));
        // The second row is birth control: that has changed.
        let rows: Vec<String> = hand
            .harness
            .root()
            .children_recursive()
            .filter(|node| node.accesskit_node().role() == Role::CheckBox)
            .filter_map(|node| node.accesskit_node().label())
            .collect();
        assert_eq!(&rows[..3], ["Pregnancy", "Birth control", "Infections"]);
        assert!(!rows.contains(&"TB test".to_owned()), "a result of that time is not said again");
        hand.types("b");
        assert!(hand.sees("Changed: to be asked again."));
        hand.types("=");
        assert_eq!(hand.answer_json("pregnancy"), json!(["could-become-pregnant"]));
        assert_eq!(hand.answer_json("infection"), json!([]));
        assert_eq!(hand.answer_json("medicines"), json!([]));
        assert_eq!(hand.answer_json("contraception"), Value::Null, "what has changed is asked");
        assert_eq!(hand.answer_json("tuberculosis_test"), Value::Null);
        assert_eq!(hand.answer_json("hemoglobin_g_dl"), Value::Null);
        println!("{kind}: {} keys to what has to be asked anew", hand.keys - begun);
        assert!(hand.keys - begun <= 4);
        assert!(matches!(hand.visit().here, Here::Question(_)));
        hand.ctrl(Key::Z);
        assert_eq!(hand.answer_json("pregnancy"), Value::Null, "one step");
        assert_eq!(hand.answer_json("infection"), Value::Null);
        assert_eq!(hand.visit().here, Here::Since, "and one is where one was");
    }
}

#[test]
fn a_new_start_has_no_short_way_and_a_mark_on_pregnancy_leaves_what_hangs_on_it_open() {
    let mut hand = second_visit();
    hand.does(Action::Go(Here::Prescription));
    hand.types("s");
    hand.key(Key::Enter);
    assert!(matches!(hand.visit().here, Here::Question(_)), "a new start is asked as one");
    hand.does(Action::Go(Here::Prescription));
    hand.types("r");
    hand.key(Key::Enter);
    hand.types("a=");
    assert_eq!(hand.answer_json("pregnancy"), Value::Null);
    assert_eq!(hand.answer_json("contraception"), Value::Null, "it hangs on an answer that is open");
    assert_eq!(hand.answer_json("infection"), json!([]));
}
