//! Undo and redo everywhere: corrections, follow-ups, prices, and a visit that was opened again.

use countercheck::app::desk::Action;
use countercheck::app::desk::Page;
use countercheck::checklist::answer::{Answer, Many};
use countercheck::store::FollowUpState;
use eframe::egui::Key;
use serde_json::{Value, json};

use crate::hand::{Hand, content, question};

/// Corrects the name of the patient whose visit is open, by keyboard.
fn corrects(hand: &mut Hand, name: &str) {
    hand.ctrl(Key::H);
    hand.types("e");
    hand.tabs_to("Name");
    hand.ctrl(Key::A);
    hand.types(name);
    hand.key(Key::Enter);
    assert!(hand.sees(&format!("Corrected: {name}. Ctrl Z takes it back.")), "{:?}", hand.words());
}

#[test]
fn a_correction_of_a_patient_is_taken_back_and_made_again_and_both_stand_in_the_history() {
    let mut hand = Hand::with_visit();
    corrects(&mut hand, "Elena Markovitz");
    hand.ctrl(Key::Z);
    assert_eq!(hand.desk().patients[0].name, "Elena Marković");
    assert!(hand.sees("Taken back: the correction of Elena Markovitz."), "{:?}", hand.words());
    hand.ctrl(Key::Y);
    assert_eq!(hand.desk().patients[0].name, "Elena Markovitz");
    let elena = hand.desk().patients[0].clone();
    hand.does(Action::OpenPatient(elena));
    hand.ctrl(Key::H);
    hand.ctrl(Key::Z);
    assert!(matches!(&hand.desk().page, Page::Patient(page) if page.patient.name == "Elena Marković"));
    hand.ctrl(Key::R);
    let said = hand.words().iter().filter(|line| line.contains("Elena Markovitz")).count();
    assert!(said >= 2, "{:?}", hand.words());
}

#[test]
fn what_is_known_besides_the_name_is_taken_back_with_it() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::H);
    hand.types("e");
    hand.tabs_to("Prescriber");
    hand.types("Dr. Osei");
    hand.key(Key::Enter);
    hand.ctrl(Key::Z);
    let elena = hand.desk().patients[0].clone();
    hand.does(Action::OpenPatient(elena));
    let known = hand.visit().known.get(&countercheck::store::PatientField::Prescriber);
    assert!(known.is_none_or(Value::is_null), "{known:?}");
}

#[test]
fn a_correction_cant_be_taken_back_where_nobody_sees_it() {
    let mut hand = Hand::with_visit();
    corrects(&mut hand, "Elena Markovitz");
    hand.key(Key::F7);
    hand.ctrl(Key::Z);
    hand.key(Key::Escape);
    assert_eq!(hand.desk().patients[0].name, "Elena Markovitz");
    hand.ctrl(Key::L);
    hand.unlocks();
    hand.ctrl(Key::Z);
    assert_eq!(hand.desk().patients[0].name, "Elena Markovitz", "nothing outlives a lock");
}

#[test]
fn ctrl_enter_saves_the_form_and_the_notes() {
    let mut hand = Hand::with_vault();
    hand.types("Ann Lee");
    hand.ctrl(Key::N);
    hand.ctrl(Key::Enter);
    assert_eq!(hand.visit().patient.name, "Ann Lee");
    hand.ctrl(Key::M);
    hand.types("calls back");
    hand.ctrl(Key::Enter);
    assert_eq!(hand.visit().note, "calls back");
    assert!(
        hand.desk()
            .visit()
            .is_some_and(|visit| visit.screen == countercheck::app::desk::visit::Screen::Safety)
    );
}

#[test]
fn a_tick_of_a_follow_up_is_taken_back_and_made_again() {
    let mut hand = Hand::with_visit();
    hand.types("a1s");
    hand.key(Key::F10);
    hand.key(Key::Enter);
    let open = |hand: &Hand| {
        let open = |state: &FollowUpState| *state == FollowUpState::Open;
        hand.desk().follow_ups.list.iter().filter(|one| open(&one.state)).count()
    };
    let planned = open(&hand);
    assert!(planned > 1, "{:?}", hand.words());
    hand.ctrl(Key::Z);
    assert_eq!(open(&hand), 0, "the plan is taken back");
    hand.ctrl(Key::Y);
    assert_eq!(open(&hand), planned);
    hand.key(Key::Delete);
    assert_eq!(open(&hand), planned - 1);
    hand.ctrl(Key::Z);
    assert_eq!(open(&hand), planned);
    hand.ctrl(Key::Y);
    assert_eq!(open(&hand), planned - 1);
    assert!(!hand.sees("Redo"), "nothing is left to make again");
}

#[test]
fn an_import_of_prices_that_was_taken_back_is_kept_again() {
    let mut hand = Hand::with_vault();
    hand.key(Key::F9);
    hand.ctrl(Key::E);
    hand.key(Key::Escape);
    let folder = hand.folder().to_owned();
    let file = folder.join("list.csv");
    let line = "drug,strength,package,price,price_kind,quantity,unit,days_supply,as_of,source\n\
                upadacitinib,15 mg,bottle of 30,1234.00,usual-and-customary,30,EA,30,2026-11-20,our list\n";
    std::fs::write(&file, line).unwrap();
    hand.ctrl(Key::O);
    hand.types(file.to_str().unwrap());
    hand.key(Key::Enter);
    let begun = std::time::Instant::now();
    while !hand.sees("Keep 1 price") {
        assert!(begun.elapsed().as_secs() < 30, "{:?}", hand.words());
        hand.settle();
    }
    hand.key(Key::Enter);
    assert_eq!(hand.desk().prices.len(), 1, "{:?}", hand.words());
    hand.ctrl(Key::Z);
    assert!(hand.desk().prices.is_empty());
    hand.ctrl(Key::Y);
    assert_eq!(hand.desk().prices.len(), 1);
    hand.ctrl(Key::Z);
    assert!(hand.desk().prices.is_empty(), "and that is taken back again");
}

#[test]
fn a_visit_that_was_opened_again_takes_back_what_was_said_before() {
    let mut hand = Hand::at_question("smoking");
    hand.types("1");
    hand.goes_to("smoking");
    hand.types("2");
    hand.goes_to("infection");
    hand.types("a");
    hand.ctrl(Key::Z);
    assert_eq!(hand.answer_json("infection"), Value::Null);
    hand.ctrl(Key::F);
    hand.types("elena");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().ways(), (true, true));
    hand.ctrl(Key::Y);
    assert_eq!(hand.answer_json("infection"), json!(["serious-now"]));
    for expected in [json!(["serious-now"]), json!("past"), json!("never")] {
        let id = if expected.is_array() { "infection" } else { "smoking" };
        assert_eq!(hand.answer_json(id), expected);
        hand.ctrl(Key::Z);
    }
    assert_eq!(hand.answer_json("smoking"), Value::Null);
    assert_eq!(hand.visit().ways(), (false, true));
    let history = hand.kept().history;
    let hows: Vec<&str> = history
        .iter()
        .map(|entry| match entry.how {
            countercheck::store::How::Said => "said",
            countercheck::store::How::Undone => "undone",
            countercheck::store::How::Redone => "redone",
            countercheck::store::How::Carried(_) => "carried",
        })
        .collect();
    assert_eq!(hows, ["said", "said", "said", "undone", "redone", "undone", "undone", "undone"]);
}

/// Leaves the visit and opens it again.
fn opens_again(hand: &mut Hand) {
    hand.ctrl(Key::F);
    hand.types("elena");
    hand.key(Key::Enter);
    assert!(hand.desk().visit().is_some(), "{:?}", hand.words());
}

/// The answers of the open visit, by question.
fn answers(hand: &Hand) -> Value {
    let visit = hand.visit();
    Value::Object(visit.checklist.answers_json(&content()))
}

#[test]
fn what_one_key_answered_is_one_step_also_in_a_visit_that_was_opened_again() {
    let mut hand = Hand::at_question("heart");
    // What "none of these" says, once all that it answers was in sight.
    let none = |id: &str| (question(id), Answer::Many(Many::default()));
    hand.does(Action::AnswerAll(vec![none("heart"), none("clots"), none("cancer")]));
    let all = answers(&hand);
    assert_eq!(all, json!({"heart": [], "clots": [], "cancer": []}));
    hand.goes_to("smoking");
    hand.types("1");
    opens_again(&mut hand);
    hand.ctrl(Key::Z);
    assert_eq!(answers(&hand), all, "the last key alone");
    hand.ctrl(Key::Z);
    assert_eq!((answers(&hand), hand.visit().ways()), (json!({}), (false, true)));
    // What was taken back together is made again together, whether that was before the visit was opened or since.
    opens_again(&mut hand);
    hand.ctrl(Key::Y);
    assert_eq!(answers(&hand), all);
    hand.ctrl(Key::Z);
    assert_eq!(answers(&hand), json!({}));
    opens_again(&mut hand);
    hand.ctrl(Key::Y);
    hand.ctrl(Key::Y);
    assert_eq!(hand.answer_json("smoking"), json!("never"));
    assert_eq!(hand.visit().ways(), (true, false));
}

#[test]
fn a_visit_of_another_day_is_left_as_it_was_said() {
    let mut hand = Hand::at_question("smoking");
    hand.types("1");
    let visit = hand.visit().id;
    crate::hand::later(24 * 60);
    hand.settle();
    hand.unlocks();
    hand.does(Action::OpenVisit(visit));
    hand.ctrl(Key::Z);
    assert_eq!(hand.answer_json("smoking"), json!("never"));
}
