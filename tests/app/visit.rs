//! A whole visit by keyboard alone, and what is kept of it.

use std::collections::BTreeMap;

use countercheck::app::desk::visit::{Here, Screen};
use countercheck::app::desk::{Action, Page};
use countercheck::checklist::Checklist;
use countercheck::checklist::answer::Answer;
use countercheck::content::question::Kind;
use countercheck::safety::assess;
use countercheck::store::Field;
use eframe::egui::Key;
use serde_json::{Value, json};

use crate::hand::{Hand, content, question, today};

/// What the patient of the whole visit answers, where it is not simply "no": question and keys.
const SAID: [(&str, &str); 20] = [
    ("severity", "3"),
    ("body_surface_percent", "18\n"),
    ("skin_sites", "AE\n"),
    ("tried_topical_steroid", "3"),
    ("tried_calcineurin_inhibitor", "3"),
    ("tried_light_therapy", "1"),
    ("tried_systemic", "3"),
    ("tried_biologic", "1"),
    ("tried_jak_inhibitor", "1"),
    ("infection", "I\n"),
    ("tuberculosis_test", "1"),
    ("hepatitis_tests", "1"),
    ("smoking", "2"),
    ("liver", "1"),
    ("kidney", "1"),
    ("blood_count", "1"),
    ("hemoglobin_g_dl", "13.5\n"),
    ("neutrophils_e9_l", "3.2\n"),
    ("lymphocytes_e9_l", "1500 per mm3\n"),
    ("medicines", "lisinopril\nibuprofen\n\n"),
];

/// Answers the question in front by keys.
fn answer(hand: &mut Hand) {
    let id = hand.here().expect("a question is in front");
    let content = content();
    let kind = &content.question(question(&id)).kind;
    let said = SAID.iter().find(|(asked, _)| *asked == id).map(|(_, keys)| *keys);
    let keys = said.unwrap_or_else(|| match kind {
        Kind::YesNo | Kind::Many => "n",
        Kind::Choice => "1",
        Kind::Number(_) => "u",
        Kind::Medicines => panic!("the medicines are among what is said"),
    });
    for line in keys.split_inclusive('\n') {
        hand.types(line.trim_end_matches('\n'));
        if line.ends_with('\n') {
            hand.key(Key::Enter);
        }
    }
    assert!(hand.answer(&id).is_some(), "{id} is still open after {keys:?}: {:?}", hand.words());
    let led_on = hand.here() != Some(id) || hand.visit().screen == Screen::Coverage;
    assert!(led_on, "the answer leads on");
}

fn open_for_the_drug(hand: &Hand) -> usize {
    let visit = hand.visit();
    visit.assessment.of(visit.prescription.drug.unwrap()).unwrap().ask.len()
}

#[test]
fn a_whole_visit_needs_no_pointer_and_is_found_again_after_locking() {
    let mut hand = Hand::with_vault();
    // What is saved goes there, and not into the home folder of whoever runs the tests.
    let folder = hand.folder().display().to_string();
    hand.does(Action::Set("summary.folder", folder.into()));
    hand.types("Elena Marković");
    hand.key(Key::Enter);
    hand.types("5/2/1984");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().here, Here::Prescription);
    hand.types("as1");
    hand.key(Key::Enter);
    let prescription = hand.visit().prescription.clone();
    let content = content();
    assert_eq!(content.drug(prescription.drug.unwrap()).id.as_str(), "upadacitinib");
    assert_eq!(prescription.strength, "15 mg extended-release tablet");

    let mut asked = 0;
    while open_for_the_drug(&hand) > 0 {
        answer(&mut hand);
        asked += 1;
        assert!(asked < 60, "it never ends");
    }
    let for_the_drug = hand.keys;
    while hand.visit().screen == Screen::Safety {
        if hand.visit().here == Here::Boundary {
            hand.key(Key::Enter);
            continue;
        }
        answer(&mut hand);
        asked += 1;
        assert!(asked < 60, "it never ends");
    }
    assert_eq!(hand.visit().screen, Screen::Coverage, "no question is open");
    hand.types("emp");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().coverage.payer.as_ref().unwrap().as_str(), "employer");
    hand.key(Key::F5);
    assert_eq!(hand.visit().screen, Screen::Summary);
    assert!(hand.sees("Page 1 of "));
    println!(
        "keys: {for_the_drug} with the drug's questions answered, {} with all {asked} and the summary",
        hand.keys
    );
    assert!(for_the_drug <= 100, "{for_the_drug} keys");
    assert!(hand.keys <= 120, "{} keys", hand.keys);

    let answers = hand.visit().checklist.answers_json(&content);
    let assessment = hand.visit().assessment.clone();
    let (coverage, id) = (hand.visit().coverage.clone(), hand.visit().id);
    assert_eq!(answers["skin_sites"], json!(["face", "hands"]));
    assert_eq!(answers["infection"], json!(["shingles-before"]));
    assert_eq!(answers["lymphocytes_e9_l"].to_string(), "1.5");
    assert_eq!(answers["medicines"], json!(["lisinopril", "ibuprofen"]));

    let input = json!({
        "as_of": today().to_string(),
        "patient": {"name": "Elena Marković", "birth_date": "1984-05-02"},
        "answers": answers,
    });
    let (checklist, _) = Checklist::from_json(&content, input.as_object().unwrap()).unwrap();
    assert!(assess(&content, &checklist) == assessment, "the same JSON gives the same assessment");

    let record = hand.kept();
    let kept: BTreeMap<String, Value> = record
        .current
        .iter()
        .filter_map(|(field, value)| match field {
            Field::Answer(id) => Some((id.clone(), value.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(Value::from_iter(kept), {
        let sorted: BTreeMap<String, Value> = answers.clone().into_iter().collect();
        Value::from_iter(sorted)
    });
    assert_eq!(record.current[&Field::Typed("lymphocytes_e9_l".to_owned())], json!("1500 per mm³"));
    assert_eq!(record.place.as_ref().unwrap()["screen"], "summary");

    hand.unlocks();
    hand.types("mark");
    hand.key(Key::Enter);
    let visit = hand.visit();
    assert_eq!(visit.id, id);
    assert_eq!(visit.screen, Screen::Summary, "the same place");
    assert_eq!(visit.checklist.answers_json(&content), answers);
    assert!(visit.assessment == assessment);
    assert!(visit.coverage.to_json(&content) == coverage.to_json(&content));
    assert!(visit.prescription == prescription);
}

#[test]
fn leaving_in_the_middle_and_coming_back_leads_to_the_same_question() {
    let mut hand = Hand::at_question("infection");
    hand.types("b");
    hand.ctrl(Key::L);
    hand.unlocks();
    assert_eq!(hand.here().as_deref(), Some("infection"));
    hand.ctrl(Key::F);
    hand.types("elena");
    hand.key(Key::Enter);
    assert_eq!(hand.here().as_deref(), Some("infection"));
    assert!(hand.answer("infection").is_some());
}

#[test]
fn undo_and_redo_restore_answer_and_place_and_each_is_one_more_entry_of_the_history() {
    let mut hand = Hand::at_question("immune_system_weak");
    hand.types("y");
    let after = hand.here();
    assert_ne!(after.as_deref(), Some("immune_system_weak"));
    hand.goes_to("smoking");
    hand.types("3");
    hand.goes_to("smoking");
    hand.types("1");
    assert_eq!(hand.answer_json("smoking"), json!("never"));

    hand.does(countercheck::app::desk::Action::Go(Here::Prescription));
    hand.ctrl(Key::Z);
    assert_eq!(hand.answer_json("smoking"), json!("current"));
    assert_eq!(hand.here().as_deref(), Some("smoking"));
    hand.ctrl(Key::Z);
    assert_eq!(hand.answer_json("smoking"), Value::Null);
    hand.ctrl(Key::Z);
    assert_eq!(hand.answer_json("immune_system_weak"), Value::Null);
    assert_eq!(hand.here().as_deref(), Some("immune_system_weak"));
    hand.ctrl(Key::Z);
    hand.ctrl(Key::Y);
    assert_eq!(hand.answer_json("immune_system_weak"), json!("yes"));
    assert_eq!(hand.here().as_deref(), Some("immune_system_weak"));
    hand.ctrl(Key::Y);
    assert_eq!(hand.answer_json("smoking"), json!("current"));
    assert_eq!(hand.here().as_deref(), Some("smoking"));

    let record = hand.kept();
    let history: Vec<(String, Value)> =
        record.history.iter().map(|entry| (entry.field.to_string(), entry.value.clone())).collect();
    let (weak, smoking) = ("answer:immune_system_weak".to_owned(), "answer:smoking".to_owned());
    assert_eq!(
        history,
        [
            (weak.clone(), json!("yes")),
            (smoking.clone(), json!("current")),
            (smoking.clone(), json!("never")),
            (smoking.clone(), json!("current")),
            (smoking.clone(), Value::Null),
            (weak.clone(), Value::Null),
            (weak, json!("yes")),
            (smoking, json!("current")),
        ]
    );
    assert_eq!(record.place.unwrap()["question"], "smoking", "the place is kept too");
}

#[test]
fn a_new_answer_takes_away_what_could_be_redone() {
    let mut hand = Hand::at_question("immune_system_weak");
    hand.types("y");
    hand.ctrl(Key::Z);
    hand.types("n");
    hand.ctrl(Key::Y);
    assert_eq!(hand.answer_json("immune_system_weak"), json!("no"));
}

#[test]
fn unticking_the_last_choice_makes_the_question_open_again_and_never_none() {
    let mut hand = Hand::at_question("clots");
    hand.types("a");
    assert_eq!(hand.answer_json("clots"), json!(["leg-clot"]));
    hand.types("a");
    assert_eq!(hand.answer_json("clots"), Value::Null);
    assert!(hand.sees("Not answered yet."));
    hand.types("n");
    assert_eq!(hand.answer_json("clots"), json!([]), "none is said with N alone");
    let record = hand.kept();
    let values: Vec<&Value> = record.history.iter().map(|entry| &entry.value).collect();
    assert_eq!(values, [&json!(["leg-clot"]), &Value::Null, &json!([])]);
}

#[test]
fn an_earlier_visit_is_copied_into_a_new_one_and_stays_as_it_was() {
    let mut hand = Hand::at_question("smoking");
    hand.types("3");
    hand.ctrl(Key::H);
    let Page::Patient(page) = &hand.desk().page else { panic!("no visits are shown") };
    assert!(!hand.sees("New visit from the last answers"), "there is one today: {}", page.visits.len());
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("smoking"), json!("current"));
    assert!(matches!(hand.answer("smoking"), Some(Answer::Choice(_))));
}
