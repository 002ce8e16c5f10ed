//! Finding a patient.

use std::collections::BTreeSet;

use countercheck::app::desk::{Action, Page};
use eframe::egui::{Event, Key, Modifiers};

use crate::hand::{Hand, key_event, letter_events};

#[test]
fn at_least_eight_sample_patients_open_and_their_prescribed_drugs_show_five_verdicts_or_more() {
    let mut hand = Hand::with_samples();
    let patients = hand.desk().patients.clone();
    assert!(patients.len() >= 8, "{}", patients.len());
    let mut verdicts = BTreeSet::new();
    for patient in patients {
        let name = patient.name.clone();
        hand.does(Action::OpenPatient(patient));
        assert_eq!(hand.visit().patient.name, name, "{:?}", hand.desk().message);
        let visit = hand.visit();
        if let Some(assessed) = visit.prescribed().and_then(|drug| visit.assessment.of(drug)) {
            verdicts.insert(assessed.verdict);
            let banner = format!("{}: ", assessed.verdict.words());
            assert!(hand.sees(&banner), "{name}: no banner {banner}");
        }
        hand.does(Action::Leave);
    }
    assert!(verdicts.len() >= 5, "{verdicts:?}");
}

#[test]
fn a_patient_is_found_by_name_without_its_accents_by_birth_date_and_opened_by_enter() {
    for typed in ["markov", "elena mar", "5/2/1984"] {
        let mut hand = Hand::with_samples();
        hand.types(typed);
        hand.key(Key::Enter);
        assert_eq!(hand.visit().patient.name, "Elena Marković", "{typed}");
    }
}

#[test]
fn the_arrows_choose_among_the_patients_that_were_found() {
    let mut hand = Hand::with_samples();
    hand.types("whitfield");
    let found: Vec<String> = hand.desk().patients.iter().map(|patient| patient.name.clone()).collect();
    assert_eq!(found.len(), 2);
    hand.key(Key::ArrowDown);
    hand.key(Key::ArrowDown);
    hand.key(Key::ArrowUp);
    hand.key(Key::Enter);
    assert_eq!(hand.visit().patient.name, found[1]);
}

/// Enter comes faster than the vault: the list still shows the patients who were seen last.
#[test]
fn enter_before_the_vault_has_answered_never_opens_another_patient() {
    let mut hand = Hand::with_samples();
    assert_ne!(hand.desk().patients[0].name, "Harold Whitfield", "or the test could not fail");
    hand.harness.state_mut().listening = false;
    for letter in "harold".chars() {
        hand.frame(letter_events(letter));
    }
    hand.frame(vec![key_event(Key::Enter, Modifiers::NONE, true)]);
    hand.frame(vec![]);
    assert!(matches!(hand.desk().page, Page::Start));
    hand.harness.state_mut().listening = true;
    hand.settle();
    assert_eq!(hand.visit().patient.name, "Harold Whitfield");
}

#[test]
fn a_name_typed_with_a_slip_shows_similar_ones_and_enter_marks_before_it_opens() {
    let mut hand = Hand::with_samples();
    hand.types("markovci");
    assert!(hand.sees("Similar names"), "{:?}", hand.words());
    assert_eq!((hand.desk().patients[0].name.as_str(), hand.desk().similar_from), ("Elena Marković", 0));
    hand.key(Key::Enter);
    assert!(matches!(hand.desk().page, Page::Start), "a new name and Enter open nobody");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().patient.name, "Elena Marković");

    let mut hand = Hand::with_samples();
    hand.types("markovci");
    hand.key(Key::ArrowDown);
    hand.key(Key::Enter);
    assert_eq!(hand.visit().patient.name, "Elena Marković", "a row that was chosen opens at once");
}

#[test]
fn a_name_that_is_typed_right_is_under_no_title_and_opens_at_once() {
    let mut hand = Hand::with_samples();
    hand.types("elena markovic");
    assert!(!hand.sees("Similar names"), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert_eq!(hand.visit().patient.name, "Elena Marković");
}

#[test]
fn a_name_that_is_not_found_is_added_with_enter_and_the_cursor_waits_in_the_birth_date() {
    let mut hand = Hand::with_samples();
    hand.types("Zoë Łukasz");
    assert!(hand.sees("Add “Zoë Łukasz” as a new patient"));
    hand.key(Key::Enter);
    assert_eq!(hand.focused().unwrap().0, "Birth date");
    hand.types("13/2/1984");
    hand.key(Key::Enter);
    assert!(hand.sees("This is no date that exists."), "{:?}", hand.words());
    for _ in 0..9 {
        hand.key(Key::Backspace);
    }
    hand.types("2/13/84");
    hand.key(Key::Enter);
    assert!(hand.sees("The year has two digits"), "{:?}", hand.words());
    for _ in 0..2 {
        hand.key(Key::Backspace);
    }
    hand.types("1984");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().patient.name, "Zoë Łukasz");
    assert_eq!(hand.visit().checklist.patient.birth_date, Some(jiff::civil::date(1984, 2, 13)));
}

#[test]
fn ctrl_n_begins_a_new_patient_with_what_was_typed_and_escape_adds_nobody() {
    let mut hand = Hand::with_vault();
    hand.types("Ann Lee");
    hand.ctrl(Key::N);
    assert!(hand.words().contains(&"Ann Lee".to_owned()));
    hand.key(Key::Escape);
    assert!(matches!(hand.desk().page, Page::Start));
    assert!(hand.desk().patients.is_empty());
}

#[test]
fn the_search_hears_letters_and_never_takes_them_for_commands() {
    let mut hand = Hand::with_samples();
    hand.types("Yu? n");
    assert!(hand.words().contains(&"Yu? n".to_owned()), "{:?}", hand.words());
    let pasted = vec![Event::Paste("Kim".to_owned())];
    hand.frame(pasted);
    hand.settle();
    assert!(hand.words().contains(&"Yu? nKim".to_owned()), "{:?}", hand.words());
}

#[test]
fn a_second_visit_on_the_same_day_is_not_begun_by_opening_the_patient_again() {
    let mut hand = Hand::with_visit();
    let visit = hand.visit().id;
    hand.ctrl(Key::F);
    hand.types("elena");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().id, visit);
    hand.ctrl(Key::H);
    assert!(matches!(&hand.desk().page, Page::Patient(page) if page.visits.len() == 1));
}

/// What one looked for before must not stand before the name of the next patient.
#[test]
fn the_search_is_empty_after_a_visit_of_a_patient_who_was_added_by_it() {
    for by_ctrl_n in [false, true] {
        let mut hand = Hand::with_vault();
        hand.types("Test Person");
        if by_ctrl_n {
            hand.ctrl(Key::N)
        } else {
            hand.key(Key::Enter)
        }
        hand.key(Key::Enter);
        assert_eq!(hand.visit().patient.name, "Test Person");
        hand.key(Key::Escape);
        assert!(matches!(hand.desk().page, Page::Start));
        assert_eq!(hand.focused().unwrap().1, "", "{by_ctrl_n}");
        assert!(hand.sees("Seen last"), "{:?}", hand.words());
        hand.types("Anna Berg");
        hand.ctrl(Key::N);
        assert!(hand.words().contains(&"Anna Berg".to_owned()), "{:?}", hand.words());
        hand.key(Key::Enter);
        assert_eq!(hand.visit().patient.name, "Anna Berg");
    }
}

#[test]
fn a_name_that_was_not_added_after_all_is_selected_so_that_the_next_one_takes_its_place() {
    let mut hand = Hand::with_vault();
    hand.types("Ann Lee");
    hand.ctrl(Key::N);
    hand.key(Key::Escape);
    assert_eq!(hand.focused().unwrap().1, "Ann Lee");
    hand.types("Bo");
    assert_eq!(hand.focused().unwrap().1, "Bo");
    hand.ctrl(Key::K);
    hand.key(Key::Escape);
    hand.types("b");
    assert_eq!(hand.focused().unwrap().1, "Bob", "the palette alone leads nowhere");
}
