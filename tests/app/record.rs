//! A record for years: answers that age, notes, the history, two records of one patient, and a lock that loses
//! nothing.

use countercheck::app::desk::{Action, Page};
use countercheck::safety::Verdict;
use countercheck::store::{Field, How, NewPatient, PatientField};
use eframe::egui::Key;
use jiff::civil::date;
use serde_json::json;

use crate::hand::{Hand, content, ctrl, key_event, later, question, today};

const DAY: i64 = 24 * 60;

/// A second visit, hundred days after one at which some questions were answered.
fn second_visit() -> Hand {
    let mut hand = Hand::at_question("smoking");
    hand.types("1");
    hand.goes_to("tuberculosis_test");
    hand.types("1");
    hand.goes_to("infection");
    hand.types("n");
    hand.goes_to("medicines");
    hand.types("lisinopril");
    hand.key(Key::Enter);
    hand.key(Key::ArrowDown);
    hand.types("s");
    comes_back(&mut hand, 100);
    hand
}

/// The patient comes back so many days later.
fn comes_back(hand: &mut Hand, days: i64) {
    hand.ctrl(Key::F);
    hand.ctrl(Key::L);
    later(days * DAY);
    hand.unlocks();
    hand.types("elena");
    hand.key(Key::Enter);
    assert!(matches!(hand.desk().page, Page::Patient(_)));
    hand.types("v");
    assert_eq!(hand.visit().checklist.as_of, today());
}

#[test]
fn a_new_visit_keeps_what_lasts_and_asks_again_what_ages() {
    let mut hand = second_visit();
    assert_eq!(hand.answer_json("smoking"), json!("never"));
    assert_eq!(hand.answer_json("tuberculosis_test"), json!(null));
    assert_eq!(hand.answer_json("medicines"), json!(null));
    let drug = content().drug_by_id("upadacitinib").unwrap().ix;
    let assessed = hand.visit().assessment.of(drug).unwrap().clone();
    assert!(assessed.ask.contains(question("tuberculosis_test")), "a test of last time counts no more");
    assert_ne!(assessed.verdict, Verdict::NoConcern);

    hand.goes_to("smoking");
    assert!(hand.sees("Carried over from Nov 24, 2026") || hand.sees("Carried over from"));
    hand.goes_to("tuberculosis_test");
    assert!(hand.sees("It was true of that time."), "{:?}", hand.words());
    hand.types("=");
    assert_eq!(
        hand.answer_json("tuberculosis_test"),
        json!(null),
        "a result of last time is no result of today"
    );
    hand.goes_to("infection");
    assert!(hand.sees("Until somebody has looked at it, it does not count."), "{:?}", hand.words());
    hand.types("=");
    assert_eq!(hand.answer_json("infection"), json!([]));
    hand.goes_to("medicines");
    assert!(hand.sees("Lisinopril (was to be stopped)"), "{:?}", hand.words());
    hand.types("=");
    assert_eq!(hand.answer_json("medicines"), json!(["lisinopril"]), "still taken is not stopped");

    hand.ctrl(Key::L);
    let vault = hand.vault();
    let patient = vault.recent_patients(1).unwrap().remove(0);
    let visits = vault.checklists_of(patient.id).unwrap();
    assert_eq!(visits[0].started_from, Some(visits[1].id));
    let record = vault.checklist(visits[0].id).unwrap();
    let how = |id: &str| {
        record.history.iter().rfind(|entry| entry.field == Field::answer(id)).map(|entry| entry.how)
    };
    assert_eq!(how("smoking"), Some(How::Carried(date(2026, 11, 24))));
    assert_eq!(how("infection"), Some(How::Said), "looked at again, it is said anew");
}

#[test]
fn what_was_said_more_than_a_year_ago_is_asked_again_whatever_it_is() {
    let mut hand = Hand::at_question("smoking");
    hand.types("1");
    comes_back(&mut hand, 366);
    assert_eq!(hand.answer_json("smoking"), json!(null));
    hand.goes_to("smoking");
    assert!(hand.sees("On 24 November 2026: Never."), "{:?}", hand.words());
    hand.types("=");
    assert_eq!(hand.answer_json("smoking"), json!("never"));
}

#[test]
fn a_wrong_key_that_is_undone_leaves_a_carried_answer_carried() {
    let mut hand = second_visit();
    hand.goes_to("smoking");
    hand.types("3");
    hand.ctrl(Key::Z);
    hand.goes_to("smoking");
    assert!(hand.sees("Carried over from"), "{:?}", hand.words());
    hand.ctrl(Key::L);
    let vault = hand.vault();
    let patient = vault.recent_patients(1).unwrap().remove(0);
    let visit = vault.checklists_of(patient.id).unwrap().remove(0);
    let record = vault.checklist(visit.id).unwrap();
    let last = record.history.iter().rfind(|entry| entry.field == Field::answer("smoking")).unwrap();
    assert_eq!((last.how, &last.value), (How::Carried(date(2026, 11, 24)), &json!("never")));
}

#[test]
fn a_note_is_kept_whichever_key_leads_away_from_it() {
    for key in [Key::F4, Key::F7, Key::F10] {
        let mut hand = Hand::at_question("smoking");
        hand.ctrl(Key::M);
        hand.types("call her");
        hand.key(key);
        assert_eq!(hand.visit().note_on(Some(question("smoking"))), "call her", "{key:?}");
    }
    let mut hand = Hand::at_question("smoking");
    hand.ctrl(Key::H);
    hand.ctrl(Key::M);
    hand.types("hard of hearing");
    hand.ctrl(Key::L);
    let patient = hand.vault().recent_patients(1).unwrap().remove(0).id;
    let known = hand.vault().patient_record(patient).unwrap().known;
    assert_eq!(known.get(&PatientField::Note), Some(&json!("hard of hearing")));
}

#[test]
fn an_answer_that_was_not_looked_at_again_is_offered_at_the_visit_after_too() {
    let mut hand = second_visit();
    comes_back(&mut hand, 1);
    hand.goes_to("tuberculosis_test");
    let offered = hand.visit().earlier.get(&question("tuberculosis_test")).unwrap().on;
    assert_eq!(offered, date(2026, 11, 24), "the day on which it was said, not that of the visit between");
}

#[test]
fn notes_on_question_visit_and_patient_are_kept_and_shown_where_they_belong() {
    let mut hand = Hand::at_question("smoking");
    hand.ctrl(Key::M);
    hand.types("stopped in May");
    hand.key(Key::Tab);
    hand.types("call on Friday");
    hand.key(Key::Tab);
    hand.types("hard of hearing");
    hand.key(Key::Escape);
    assert!(hand.sees("Note: stopped in May"));
    hand.ctrl(Key::Z);
    assert!(!hand.sees("Note: stopped in May") || hand.visit().note.is_empty(), "a note can be undone");
    hand.ctrl(Key::Y);
    let record = hand.kept();
    assert_eq!(record.current.get(&Field::NoteOn("smoking".into())), Some(&json!("stopped in May")));
    assert_eq!(record.current.get(&Field::Note), Some(&json!("call on Friday")));
    assert_eq!(record.known.get(&PatientField::Note), Some(&json!("hard of hearing")));
}

#[test]
fn the_history_says_who_said_what_and_what_was_undone() {
    let mut hand = Hand::at_question("smoking");
    hand.types("3");
    hand.goes_to("smoking");
    hand.types("1");
    hand.ctrl(Key::Z);
    hand.goes_to("smoking");
    hand.ctrl(Key::R);
    assert!(hand.sees("History of one question"), "{:?}", hand.words());
    for part in ["A. Okafor, PharmD", "undone", "before: never"] {
        assert!(hand.sees(part), "{part}: {:?}", hand.words());
    }
    assert!(!hand.sees("Patient: name"));
    hand.types("a");
    assert!(hand.sees("Patient: name: Elena Marković"), "{:?}", hand.words());
    hand.key(Key::Escape);
    assert_eq!(hand.here().as_deref(), Some("smoking"));
}

#[test]
fn a_second_patient_of_the_same_name_is_asked_about_before_it_is_added() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::N);
    hand.types("elena markovic");
    hand.key(Key::Tab);
    hand.types("5/2/1984");
    hand.key(Key::Enter);
    assert!(matches!(hand.desk().page, Page::PatientForm(None)));
    assert!(hand.sees("A patient of this name and birth date is here already"), "{:?}", hand.words());
    hand.frame(vec![key_event(Key::Enter, ctrl(), true)]);
    hand.settle();
    assert_eq!(hand.visit().namesakes, 1);
    assert!(hand.sees("Name shared: check the birth date"));
}

#[test]
fn two_records_of_one_person_become_one_and_can_be_parted_again() {
    let mut hand = Hand::with_visit();
    let stays = hand.visit().patient.id;
    let typo = NewPatient { name: "Elena Markovic".into(), birth_date: Some(date(1984, 5, 20)), phone: None };
    hand.does(Action::AddNamesake(typo));
    let goes = hand.visit().patient.id;
    hand.ctrl(Key::F);
    hand.types("1984-05-02");
    hand.key(Key::Enter);
    hand.ctrl(Key::H);
    hand.types("m");
    assert!(hand.sees("Find the other record of Elena"), "{:?}", hand.words());
    hand.types("1984-05-20");
    hand.key(Key::Enter);
    assert!(hand.sees("The birth dates differ"), "{:?}", hand.words());
    hand.key(Key::Enter);
    let Page::Patient(page) = &hand.desk().page else { panic!("not the patient") };
    assert_eq!((page.patient.id, page.visits.len()), (stays, 2));
    assert_eq!(page.record.as_ref().unwrap().merged[0].id, goes);
    hand.ctrl(Key::F);
    hand.types("1984-05-20");
    assert_eq!(hand.desk().patients[0].id, stays, "what the other was found by leads here");
    hand.ctrl(Key::A);
    hand.types("elena");
    assert_eq!(hand.desk().patients.len(), 1, "one person, one row");
    hand.key(Key::Enter);
    hand.ctrl(Key::H);
    hand.types("p");
    let Page::Patient(page) = &hand.desk().page else { panic!("not the patient") };
    assert_eq!(page.visits.len(), 1);
    assert!(page.record.as_ref().unwrap().merged.is_empty());
}

#[test]
fn language_prescriber_and_caregiver_are_kept_with_the_patient() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::H);
    hand.types("e");
    hand.tabs_to("Reads (language)");
    hand.types("klingon");
    hand.key(Key::Enter);
    assert!(hand.sees("Type the language by its name, such as Spanish."));
    hand.tabs_to("Reads (language)");
    hand.ctrl(Key::A);
    hand.types("spanish");
    hand.tabs_to("Prescriber");
    hand.types("Dr. Novak");
    hand.tabs_to("Prescriber's fax");
    hand.types("614-555-0100");
    hand.key(Key::Enter);
    let record = hand.kept();
    assert_eq!(record.known.get(&PatientField::Language), Some(&json!("es")));
    let prescriber = json!({"name": "Dr. Novak", "fax": "614-555-0100"});
    assert_eq!(record.known.get(&PatientField::Prescriber), Some(&prescriber));
}

#[test]
fn five_minutes_without_a_touch_lock_the_vault_and_lose_nothing_half_typed() {
    let mut hand = Hand::at_question("medicines");
    hand.types("lisino");
    let idle = |hand: &mut Hand, seconds: f64| {
        let at = hand.harness.ctx.input(|input| input.time) + seconds;
        hand.harness.input_mut().time = Some(at);
        hand.harness.step();
        hand.harness.input_mut().time = Some(at + 0.01);
        hand.settle();
    };
    idle(&mut hand, 200.0);
    assert!(hand.desk().session.is_some(), "not yet");
    idle(&mut hand, 301.0);
    assert!(hand.desk().session.is_none(), "locked");
    assert!(!hand.sees("lisino") && !hand.sees("Elena"), "{:?}", hand.words());
    hand.unlocks();
    assert_eq!(hand.here().as_deref(), Some("medicines"));
    assert!(hand.words().contains(&"lisino".to_owned()), "{:?}", hand.words());
    // Given back, it is no longer in the vault.
    hand.ctrl(Key::A);
    hand.key(Key::Backspace);
    hand.ctrl(Key::F);
    hand.ctrl(Key::L);
    assert_eq!(hand.vault().draft().unwrap(), None);
}

#[test]
fn a_computer_that_slept_is_locked_when_it_wakes() {
    let mut hand = Hand::at_question("smoking");
    later(6);
    // Also by the key that wakes it.
    hand.frame(vec![key_event(Key::ArrowDown, eframe::egui::Modifiers::NONE, true)]);
    hand.settle();
    assert!(hand.desk().session.is_none());
}

#[test]
fn a_half_written_note_comes_back_after_a_lock() {
    let mut hand = Hand::at_question("smoking");
    hand.ctrl(Key::M);
    hand.types("she said that");
    hand.ctrl(Key::L);
    assert!(!hand.sees("she said that"));
    hand.unlocks();
    assert!(hand.words().contains(&"she said that".to_owned()), "{:?}", hand.words());
}

#[test]
fn the_record_of_a_patient_is_exported_into_a_file_that_says_nothing_by_its_name() {
    let mut hand = Hand::at_question("smoking");
    hand.types("1");
    let folder = hand.folder().join("out");
    std::fs::create_dir(&folder).unwrap();
    hand.does(Action::Set("summary.folder", folder.display().to_string().into()));
    hand.ctrl(Key::H);
    hand.types("x");
    assert!(hand.sees("It is not encrypted"), "{:?}", hand.words());
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().collect();
    assert_eq!(files.len(), 1);
    assert!(!files[0].file_name().to_string_lossy().to_lowercase().contains("mark"));
    let text = std::fs::read_to_string(files[0].path()).unwrap();
    let record: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(record["answers"]["smoking"], json!("never"));
}
