//! Letters that no key has by itself: composed with dead keys or in an input method, they reach the
//! record as they were meant, and nothing half-composed does.

use std::process::Command;

use eframe::egui::{Event, ImeEvent, Key, Modifiers};
use serde_json::Value;

use crate::hand::{Hand, PASSPHRASE, key_event, letter_events};

/// What a keyboard sends for a letter that is composed: the letter without a key.
fn composed(letter: char) -> Vec<Event> {
    vec![Event::Text(letter.to_string())]
}

/// What an input method sends: what is shown under way, then what is meant.
fn by_method(under_way: &[&str], meant: &str) -> Vec<Vec<Event>> {
    let show = |text: &&str| {
        let active_range_chars = Some(0..text.chars().count());
        vec![Event::Ime(ImeEvent::Preedit { text: (*text).to_owned(), active_range_chars })]
    };
    let mut frames: Vec<Vec<Event>> = under_way.iter().map(show).collect();
    frames.push(vec![Event::Ime(ImeEvent::Commit(meant.to_owned()))]);
    frames
}

fn says(hand: &mut Hand, frames: Vec<Vec<Event>>) {
    for events in frames {
        hand.frame(events);
        hand.settle();
    }
}

/// Gives all that came in one slow frame to the app as the window does.
fn at_once(hand: &mut Hand, mut events: Vec<Event>) {
    let ctx = hand.harness.ctx.clone();
    for _ in 0..100 {
        hand.harness.state_mut().counter.admit(&ctx, &mut events);
        if events.is_empty() {
            break;
        }
        hand.frame(std::mem::take(&mut events));
    }
    hand.settle();
}

/// The names of the patients, as `vault export` gives them.
fn exported(hand: &mut Hand) -> Vec<String> {
    hand.ctrl(Key::L);
    assert!(hand.desk().session.is_none());
    let secret = hand.folder().join("passphrase");
    std::fs::write(&secret, PASSPHRASE).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_countercheck"))
        .args(["vault", "export", "--vault"])
        .arg(hand.vault_path())
        .arg("--passphrase-file")
        .arg(&secret)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["patient"]["name"].as_str().map(str::to_owned)
    };
    String::from_utf8(output.stdout).unwrap().lines().filter_map(names).collect()
}

#[test]
fn a_name_with_composed_letters_reaches_the_export() {
    let mut hand = Hand::with_vault();
    for letter in "Zoë Łużéñ Ёлка Ωμέγα".chars() {
        match letter {
            ' ' => says(&mut hand, vec![letter_events(' ')]),
            letter if letter.is_ascii() => hand.types(&letter.to_string()),
            letter => says(&mut hand, vec![composed(letter)]),
        }
    }
    assert_eq!(hand.focused().unwrap().1, "Zoë Łużéñ Ёлка Ωμέγα");
    hand.key(Key::Enter);
    hand.types("5/2/1984");
    hand.key(Key::Enter);
    assert_eq!(exported(&mut hand), ["Zoë Łużéñ Ёлка Ωμέγα"]);
}

#[test]
fn what_an_input_method_commits_is_typed_and_what_it_shows_under_way_is_not() {
    let mut hand = Hand::with_vault();
    hand.types("Ren");
    says(&mut hand, by_method(&["´"], "é"));
    hand.types(" ");
    says(&mut hand, by_method(&["k", "ки", "ким"], "Ким"));
    hand.types(" ");
    says(&mut hand, by_method(&["ω", "ωμ"], "Ωμέγα"));
    // Begun and given up.
    let given_up = ImeEvent::Preedit { text: String::new(), active_range_chars: None };
    says(&mut hand, by_method(&["zz"], "").into_iter().chain([vec![Event::Ime(given_up)]]).collect());
    assert_eq!(hand.focused().unwrap().1, "René Ким Ωμέγα");
    hand.key(Key::Enter);
    hand.types("5/2/1984");
    hand.key(Key::Enter);
    assert_eq!(exported(&mut hand), ["René Ким Ωμέγα"]);
}

/// Enter in the same slow frame must not end the form before the last letters are in it.
#[test]
fn what_is_committed_and_enter_in_one_slow_frame_both_count() {
    let enter = || [true, false].map(|pressed| key_event(Key::Enter, Modifiers::NONE, pressed));
    let last = |event: Event| {
        let mut hand = Hand::with_vault();
        hand.types("Ren");
        at_once(&mut hand, std::iter::once(event).chain(enter()).collect());
        at_once(&mut hand, "5/2/1984".chars().flat_map(letter_events).chain(enter()).collect());
        exported(&mut hand)
    };
    assert_eq!(last(Event::Ime(ImeEvent::Commit("é".into()))), ["René"]);
    assert_eq!(last(Event::Text("é".into())), ["René"]);
    assert_eq!(last(Event::Paste("é".into())), ["René"]);
}

/// A letter of a composition is no answer to the question behind the field.
#[test]
fn a_composition_in_the_search_for_medicines_answers_nothing() {
    let mut hand = Hand::at_question("medicines");
    says(&mut hand, by_method(&["n", "ny"], "ny"));
    assert_eq!(hand.answer_json("medicines"), Value::Null);
    assert_eq!(hand.focused().unwrap().1, "ny");
}
