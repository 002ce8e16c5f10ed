//! The palette finds every command and every patient; what it lists, the keys and the line at the bottom agree.

use std::collections::BTreeSet;

use countercheck::app::command::Command;
use countercheck::app::command::here::Spot;
use countercheck::app::desk::visit::{Here, Screen};
use countercheck::app::desk::{Action, Door, Page};
use countercheck::app::palette::model::{Line, Target, lines};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use serde_json::json;

use crate::hand::{Hand, ctrl, key_event, question};

fn offered(hand: &Hand, typed: &str) -> Vec<Line> {
    let counter = &hand.harness.state().counter;
    lines(&counter.desk, (&counter.situation(), counter.spot()), typed)
}

#[test]
fn what_is_offered_where_and_why_not() {
    let mut at_start = Hand::with_vault();
    let mut in_visit = Hand::at_question("smoking");
    let mut at_coverage = Hand::with_visit();
    at_coverage.key(Key::F4);
    in_visit.ctrl(Key::K);
    at_start.ctrl(Key::K);
    at_coverage.ctrl(Key::K);
    let door = Hand::new();
    for (hand, typed, title, why_not) in [
        (&door, "settings", "Settings: pharmacy, pages, look, lock, folders", None),
        (&door, "new pat", "New patient", Some("unlock the vault first")),
        (&door, "try", "Try it with sample patients", None),
        (&at_start, "new pat", "New patient", None),
        (&at_start, "january", "January list: new plan years, and approvals that end", None),
        (&at_start, "cost", "Coverage and cost", Some("open a visit first")),
        (&at_start, "notes", "Notes: on the question, the visit, the patient", Some("open a patient first")),
        (&at_start, "undo", "Undo the last change", Some("there is nothing to take back")),
        (&in_visit, "cost", "Coverage and cost", None),
        (&in_visit, "next treat", "Show the next treatment large", None),
        (&in_visit, "months", "The months as a table, or as a chart", Some("Coverage and cost")),
        (&at_coverage, "months", "The months as a table, or as a chart", None),
        (&at_coverage, "print at once", "Print the pages of what there is, at once", None),
    ] {
        let all = offered(hand, typed);
        let line = all.iter().find(|line| line.title == title);
        let line = line.unwrap_or_else(|| {
            panic!("{typed}: {:?}", all.iter().map(|line| &line.title).collect::<Vec<_>>())
        });
        assert_eq!(line.why_not, why_not, "{title}");
    }
    assert!(offered(&in_visit, "xyzzy").is_empty());
}

#[test]
fn every_command_is_in_it_and_what_can_be_had_comes_first() {
    let hand = Hand::with_visit();
    let all = offered(&hand, "");
    for command in Command::ALL.into_iter().filter(|command| *command != Command::Palette) {
        let found = all.iter().any(|line| line.title == command.words() && line.keys == command.keys());
        assert!(found, "{command:?}");
    }
    let first_without = all.iter().position(|line| line.why_not.is_some()).unwrap();
    assert!(all.iter().skip(first_without).all(|line| line.why_not.is_some()));
}

#[test]
fn enter_does_what_is_marked_and_escape_does_nothing() {
    let mut hand = Hand::at_question("smoking");
    hand.ctrl(Key::K);
    assert_eq!(hand.focused().unwrap().0, "Show the next treatment large", "the marked line is read out");
    hand.types("cost");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().screen, Screen::Coverage);
    hand.ctrl(Key::K);
    hand.types("safety");
    hand.key(Key::Escape);
    assert_eq!(hand.visit().screen, Screen::Coverage);
    hand.ctrl(Key::K);
    hand.ctrl(Key::K);
    hand.key(Key::F3);
    assert_eq!(hand.visit().screen, Screen::Safety, "closed by its own key");
    assert_eq!(hand.answer_json("smoking"), json!(null), "no letter went behind it");
    hand.types("1");
    assert_eq!(hand.answer_json("smoking"), json!("never"), "and the keys answer questions again");
}

#[test]
fn what_cant_be_had_stays_open_and_says_why() {
    let mut hand = Hand::with_vault();
    hand.ctrl(Key::K);
    hand.types("safety");
    hand.key(Key::Enter);
    assert!(hand.sees("open a visit first · F3"), "{:?}", hand.words());
    assert!(matches!(hand.desk().page, Page::Start));
}

#[test]
fn a_key_of_the_screen_is_pressed_for_who_looks_for_it_by_name() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::H);
    hand.ctrl(Key::K);
    hand.types("correct");
    hand.key(Key::Enter);
    assert!(matches!(hand.desk().page, Page::PatientForm(Some(_))), "{:?}", hand.words());

    let mut hand = Hand::with_vault();
    hand.ctrl(Key::B);
    hand.ctrl(Key::K);
    hand.types("back up");
    hand.key(Key::Enter);
    hand.settle();
    assert!(hand.sees("Backed up, opened and read back."), "{:?}", hand.words());
}

#[test]
fn a_patient_is_found_in_the_same_field_from_within_another_visit() {
    let mut hand = Hand::with_samples();
    hand.types("harold");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().patient.name, "Harold Whitfield");
    hand.ctrl(Key::K);
    hand.types("markov");
    assert!(hand.sees("Elena Marković, born "), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert_eq!(hand.visit().patient.name, "Elena Marković");
}

#[test]
fn enter_before_the_vault_has_answered_waits_for_the_patient() {
    let mut hand = Hand::with_samples();
    hand.ctrl(Key::K);
    hand.harness.state_mut().listening = false;
    for letter in "markov".chars() {
        hand.frame(crate::hand::letter_events(letter));
    }
    hand.frame(vec![key_event(Key::Enter, Modifiers::NONE, true)]);
    hand.frame(vec![]);
    assert!(matches!(hand.desk().page, Page::Start));
    hand.harness.state_mut().listening = true;
    hand.settle();
    assert_eq!(hand.visit().patient.name, "Elena Marković");
}

#[test]
fn a_screen_reader_hears_a_list_box_with_options_and_how_much_was_found() {
    let mut hand = Hand::with_samples();
    hand.ctrl(Key::K);
    hand.types("mar");
    let nodes: Vec<_> = hand.harness.root().children_recursive().collect();
    let list = nodes.iter().find(|node| node.accesskit_node().role() == Role::ListBox).unwrap();
    let options: Vec<_> = list
        .children_recursive()
        .filter(|node| node.accesskit_node().role() == Role::ListBoxOption)
        .collect();
    assert!(!options.is_empty());
    let chosen: Vec<_> =
        options.iter().filter(|node| node.accesskit_node().is_selected() == Some(true)).collect();
    assert_eq!(chosen.len(), 1, "one is marked");
    let status = nodes.iter().find(|node| {
        node.accesskit_node().role() == Role::Status
            && node.accesskit_node().label().is_some_and(|label| label.contains("patient"))
    });
    assert!(status.is_some(), "{:?}", hand.words());
}

/// Leads to a spot by keyboard, as far as that is possible.
fn at(spot: Spot) -> Option<Hand> {
    let visit = |screen| {
        let mut hand = Hand::with_visit();
        hand.does(Action::Open(screen));
        hand
    };
    Some(match spot {
        Spot::Welcome => Hand::new(),
        Spot::Door => {
            let mut hand = Hand::new();
            hand.does(Action::Show(Page::Door(Door::Create)));
            hand
        }
        Spot::Start => Hand::with_vault(),
        Spot::Form => {
            let mut hand = Hand::with_vault();
            hand.ctrl(Key::N);
            hand
        }
        Spot::Patient => {
            let mut hand = Hand::with_visit();
            hand.ctrl(Key::H);
            hand
        }
        Spot::Prescription => Hand::with_visit(),
        Spot::Question => Hand::at_question("smoking"),
        // On a page on which one key answers others.
        Spot::Number => {
            let mut hand = Hand::at_question("blood_count");
            hand.types("1");
            hand
        }
        Spot::Medicines => Hand::at_question("medicines"),
        Spot::Coverage => visit(Screen::Coverage),
        Spot::Authorization => visit(Screen::Authorization),
        Spot::Summary => visit(Screen::Summary),
        // A long sheet.
        Spot::About => {
            let mut hand = Hand::with_visit();
            hand.types("a");
            hand.key(Key::F7);
            hand
        }
        Spot::Prices | Spot::Due | Spot::Vault | Spot::Settings | Spot::PriceForm => {
            let mut hand = Hand::with_vault();
            match spot {
                Spot::Due => hand.ctrl(Key::D),
                Spot::Vault => hand.ctrl(Key::B),
                Spot::Settings => hand.ctrl(Key::Comma),
                _ => hand.key(Key::F9),
            }
            if spot == Spot::PriceForm {
                hand.ctrl(Key::E);
            }
            hand
        }
        Spot::FollowUps | Spot::Notes | Spot::History => {
            let mut hand = Hand::with_visit();
            match spot {
                Spot::FollowUps => hand.key(Key::F10),
                Spot::Notes => hand.ctrl(Key::M),
                _ => hand.ctrl(Key::R),
            }
            hand
        }
        Spot::Keys => {
            let mut hand = Hand::with_vault();
            hand.ctrl(Key::B);
            hand.types("a");
            hand
        }
        // They need a history of their own; other tests are there.
        Spot::Code
        | Spot::Merge
        | Spot::Since
        | Spot::Boundary
        | Spot::PriceKeep
        | Spot::Upcoming
        | Spot::Moving
        | Spot::Erase
        | Spot::Handed => return None,
    })
}

#[test]
fn the_list_of_new_plan_years_is_found_by_name_and_has_a_key() {
    for by_name in [true, false] {
        let mut hand = Hand::with_samples();
        if by_name {
            hand.ctrl(Key::K);
            hand.types("plan year");
            hand.key(Key::Enter);
        } else {
            hand.opens("Elena");
            hand.ctrl(Key::J);
        }
        assert!(hand.sees("New plan years and approvals that end"), "{:?}", hand.words());
        assert!(hand.sees("Harold Whitfield"), "{:?}", hand.words());
    }
}

/// Where the list of keys, or the palette itself, was scrolled to when it was closed says nothing.
#[test]
fn palette_and_list_of_keys_open_at_their_first_line() {
    fn top_of(hand: &Hand, role: Role) -> f32 {
        let mut nodes = hand.harness.root().children_recursive();
        nodes.find(|node| node.accesskit_node().role() == role).unwrap().rect().top()
    }
    // On this page no other list stands behind.
    let mut hand = Hand::with_vault();
    hand.ctrl(Key::K);
    let first = top_of(&hand, Role::ListBoxOption);
    hand.key(Key::Escape);
    hand.key(Key::F1);
    let title = |hand: &Hand| {
        let mut nodes = hand.harness.root().children_recursive();
        let title = "Anywhere (on a Mac, Ctrl is the command key)";
        nodes.find(|node| node.accesskit_node().label().as_deref() == Some(title)).unwrap().rect().top()
    };
    let key_list = title(&hand);
    hand.key(Key::PageDown);
    assert!(title(&hand) < key_list - 50.0);
    hand.key(Key::Escape);
    hand.ctrl(Key::K);
    assert_eq!(top_of(&hand, Role::ListBoxOption), first, "after the list of keys was scrolled");
    hand.key(Key::PageDown);
    hand.key(Key::PageDown);
    hand.key(Key::PageDown);
    assert!(top_of(&hand, Role::ListBoxOption) < first);
    hand.key(Key::Escape);
    hand.ctrl(Key::K);
    assert_eq!(top_of(&hand, Role::ListBoxOption), first, "after it was scrolled itself");
    hand.key(Key::Escape);
    hand.key(Key::F1);
    assert_eq!(title(&hand), key_list);
}

/// Everything that tells whether a key did something.
fn trace(hand: &Hand) -> (Vec<String>, Option<(Screen, Here)>, Option<String>) {
    let place = hand.desk().visit().map(|visit| (visit.screen, visit.here));
    (hand.words(), place, hand.focused().map(|(label, _)| label))
}

#[test]
fn every_key_of_the_list_that_can_be_pressed_does_something_where_it_stands() {
    let mut pressed = 0;
    for spot in Spot::ALL {
        let Some(first) = at(spot) else { continue };
        assert_eq!(first.harness.state().counter.spot(), spot);
        for key in spot.area().keys {
            let Some(stroke) = key.stroke else { continue };
            // These do what they say only where there is something to do it to; other tests have that.
            let needs_more = matches!(
                (spot, key.keys),
                (Spot::FollowUps | Spot::Due, _)
                    | (Spot::Coverage, "A" | "PgUp" | "Home" | "End")
                    | (Spot::Authorization, "PgDn" | "PgUp" | "Home" | "End")
                    | (Spot::Summary, "PgDn" | "PgUp" | "Home" | "End" | "O" | "C" | "0")
                    | (Spot::About, "PgUp")
                    | (Spot::Patient, "V" | "P")
                    | (Spot::History, "A")
                    | (Spot::Question, "PgUp" | "PgDn" | "Home")
            );
            if needs_more && key.keys != "Esc" {
                continue;
            }
            let mut hand = at(spot).unwrap();
            hand.settle();
            saves_beside(&mut hand);
            let before = trace(&hand);
            let shown = hand.harness.output().shapes.clone();
            hand.frame(stroke.events());
            hand.settle();
            let is_other = trace(&hand) != before || hand.harness.output().shapes != shown;
            assert!(is_other, "{spot:?}: {} does nothing ({})", key.keys, key.words);
            pressed += 1;
        }
    }
    assert!(pressed >= 45, "{pressed}");
}

/// What is saved goes beside the vault, and not into the home folder of whoever runs the tests.
fn saves_beside(hand: &mut Hand) {
    let folder = hand.folder().display().to_string();
    if hand.desk().session.is_some() {
        hand.does(Action::Set("summary.folder", folder.into()));
    }
}

#[test]
fn every_command_does_something_where_it_can_be_had_and_nothing_where_it_cant() {
    let spots = [Spot::Start, Spot::Patient, Spot::Question, Spot::Prices];
    for spot in spots {
        for command in Command::ALL {
            let mut hand = at(spot).unwrap();
            saves_beside(&mut hand);
            let counter = &hand.harness.state().counter;
            let can = command.is_available(&counter.situation());
            // Where one is already, and where there is nothing that would look otherwise.
            let stays = matches!(
                (spot, command),
                (Spot::Start, Command::Find)
                    | (Spot::Question, Command::Safety | Command::Findings)
                    | (_, Command::Smaller | Command::Paper | Command::Print)
            );
            let before = (trace(&hand), hand.harness.ctx.zoom_factor(), hand.desk().look);
            let (modifiers, key) = key_of(command);
            hand.frame(vec![key_event(key, modifiers, true)]);
            hand.frame(vec![key_event(key, modifiers, false)]);
            hand.settle();
            let after = (trace(&hand), hand.harness.ctx.zoom_factor(), hand.desk().look);
            if !stays {
                assert_eq!(after != before, can, "{spot:?} {command:?}");
            }
        }
    }
}

/// A command's keys, read from what stands on the keyboard.
fn key_of(command: Command) -> (Modifiers, Key) {
    let keys = command.keys();
    let shift = keys.contains("Shift");
    let modifiers = if keys.starts_with("Ctrl") { ctrl() } else { Modifiers::NONE };
    let name = keys.rsplit(' ').next().unwrap();
    let key = match name {
        "+" => Key::Plus,
        "−" => Key::Minus,
        "," => Key::Comma,
        name => Key::from_name(name).unwrap(),
    };
    (Modifiers { shift, ..modifiers }, key)
}

/// What is drawn on a cap, or told to a screen reader as the key of a button, stands in the registry.
#[test]
fn every_key_that_is_shown_somewhere_is_in_the_registry() {
    let mut caps = BTreeSet::new();
    for spot in Spot::ALL {
        let Some(mut hand) = at(spot) else { continue };
        if spot == Spot::Question {
            hand.does(Action::Go(Here::Question(question("infection"))));
        }
        let known: BTreeSet<&str> = spot
            .area()
            .keys
            .iter()
            .map(|key| key.keys)
            .chain(Command::ALL.into_iter().map(Command::keys))
            .collect();
        for node in hand.harness.root().children_recursive() {
            let node = node.accesskit_node();
            let Some(cap) = node.data().keyboard_shortcut().filter(|cap| !cap.is_empty()) else { continue };
            caps.insert(cap.to_owned());
            let gesture = cap.chars().count() == 1 && {
                let letter = cap.chars().next().unwrap_or(' ');
                letter.is_alphabetic() && known.contains("A–Z")
                    || letter.is_numeric() && known.contains("1–9")
            };
            let named = match cap {
                "Bksp" => "Backspace",
                cap => cap,
            };
            assert!(gesture || known.contains(named), "{spot:?}: {cap} ({:?})", node.label());
        }
    }
    assert!(caps.len() >= 25, "{caps:?}");
}

#[test]
fn nothing_of_a_patient_is_found_before_the_vault_is_open() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::K);
    hand.types("elena");
    assert!(hand.sees("Elena Marković, born"), "{:?}", hand.words());
    hand.key(Key::Escape);
    hand.ctrl(Key::L);
    hand.ctrl(Key::K);
    hand.types("elena");
    assert!(!hand.sees("Marković"), "{:?}", hand.words());
    let targets = offered(&hand, "elena");
    assert!(targets.iter().all(|line| !matches!(line.target, Target::Patient(_))));
}
