//! A visit with a queue behind it: how many prompts and keys a new start takes, what one key may answer, what an answer
//! says, and where the focus is.

use std::collections::BTreeMap;

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::Here;
use countercheck::checklist::facts::Facts;
use countercheck::checklist::order::{Part, is_put};
use countercheck::store::NewPatient;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Rect, vec2};
use egui_kittest::kittest::NodeT as _;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::hand::{Hand, content, question};
use crate::refill::second_visit;

/// What a healthy adult who starts one of the tablets answers: question and keys. `0` is said where it can be.
const HEALTHY: [(&str, &str); 27] = [
    ("severity", "3"),
    ("tried_systemic", "3"),
    ("tried_biologic", "1"),
    ("contraception", "y"),
    ("pregnancy_test", "1"),
    ("allergy", "n"),
    ("infection", "0"),
    ("immune_system_weak", "0"),
    ("hepatitis_tests", "1"),
    ("blood_count", "1"),
    ("hemoglobin_g_dl", "13.5\n"),
    ("neutrophils_e9_l", "3.2\n"),
    ("lymphocytes_e9_l", "1.5\n"),
    ("platelets_e9_l", "250\n"),
    ("liver_tests", "1"),
    ("lipids", "1"),
    ("heart", "0"),
    ("clots", "0"),
    ("clot_risks", "0"),
    ("heart_risks", "0"),
    ("smoking", "1"),
    ("cancer", "0"),
    ("liver", "0"),
    ("kidney", "0"),
    ("gut", "0"),
    ("live_vaccine", "0"),
    ("shingles_vaccine", "1"),
];

/// Which screen waits for input: the prescription, a page of questions, or a card.
fn prompt(hand: &Hand) -> String {
    let visit = hand.visit();
    let content = content();
    match visit.here {
        Here::Question(ix) => {
            let pages = visit.pages(&content);
            let page = pages.iter().find(|page| page.questions.contains(&ix)).unwrap();
            format!("{} {:?}", page.name(&content), page.part)
        }
        other => format!("{other:?}"),
    }
}

fn presses(hand: &mut Hand, keys: &str) {
    for line in keys.split_inclusive('\n') {
        hand.types(line.trim_end_matches('\n'));
        if line.ends_with('\n') {
            hand.key(Key::Enter);
        }
    }
}

fn open_for_the_drug(hand: &Hand) -> usize {
    let visit = hand.visit();
    visit.assessment.of(visit.prescription.drug.unwrap()).unwrap().ask.len()
}

/// What a new start took.
#[derive(Debug)]
pub struct Taken {
    /// Keys for the name and birth date of a new patient.
    patient: usize,
    /// Screens that waited for input, the prescription among them, until nothing was open for the drug.
    prompts: Vec<String>,
    /// Keys from the prescription to nothing open for the drug; one with Ctrl counts once.
    keys: usize,
}

/// A new start, from the patient's name to nothing open for the drug.
pub fn new_start(drug: &str, name: &str, pregnancy: &str, tests: &str) -> (Hand, Taken) {
    let mut hand = Hand::with_vault();
    let begun = hand.keys;
    hand.types(name);
    hand.key(Key::Enter);
    hand.types("5/2/1984");
    hand.key(Key::Enter);
    let patient = hand.keys - begun;
    assert_eq!(hand.visit().here, Here::Prescription);
    let mut prompts = vec![prompt(&hand)];
    let begun = hand.keys;
    hand.types(drug);
    hand.types("s1");
    hand.key(Key::Enter);
    while open_for_the_drug(&hand) > 0 {
        let now = prompt(&hand);
        if prompts.last() != Some(&now) {
            prompts.push(now);
        }
        let id = hand.here().unwrap_or_else(|| panic!("no question in front: {prompts:?}"));
        match id.as_str() {
            "pregnancy" => presses(&mut hand, pregnancy),
            "tuberculosis_test" => presses(&mut hand, tests),
            "vaccines_up_to_date" => presses(&mut hand, "y"),
            "medicines" => hand.ctrl(Key::Num0),
            other => {
                let keys = HEALTHY.iter().find(|(asked, _)| *asked == other);
                presses(&mut hand, keys.unwrap_or_else(|| panic!("{other} is not expected")).1);
            }
        }
        // One more key where not all was in sight at the first.
        if hand.answer(&id).is_none() {
            hand.types("0");
        }
        assert!(hand.answer(&id).is_some(), "{id} is still open: {:?}", hand.words());
        assert!(hand.keys < 200, "it never ends: {prompts:?}");
    }
    let taken = Taken { patient, prompts, keys: hand.keys - begun };
    (hand, taken)
}

/// The bar of issue 9: 12 prompts, 60 keys, for each of the two tablets, for a woman of 42 who could become pregnant and for
/// a man, with the results of tests typed and with none on file.
#[test]
fn a_new_start_of_a_healthy_adult_takes_at_most_12_prompts_and_60_keys() {
    let content = content();
    let mut cases = 0;
    for drug in ["a", "b"] {
        for (name, pregnancy) in [("Elena Marković", "d\n"), ("John Osei", "n")] {
            for tests in ["1", "0"] {
                let (hand, taken) = new_start(drug, name, pregnancy, tests);
                let visit = hand.visit();
                let prescribed = content.drug(visit.prescription.drug.unwrap());
                assert!(["upadacitinib", "abrocitinib"].contains(&prescribed.id.as_str()));
                println!(
                    "{}, {name}, tests {}: {} prompts, {} keys, and {} keys for the new patient: {:?}",
                    prescribed.id,
                    if tests == "0" { "none on file" } else { "typed" },
                    taken.prompts.len(),
                    taken.keys,
                    taken.patient,
                    taken.prompts
                );
                assert!(taken.prompts.len() <= 12, "{taken:?}");
                assert!(taken.keys <= 60, "{taken:?}");
                // All its questions are answered, not only those whose answers still matter; no one was skipped.
                let facts = Facts::new(&content, &visit.checklist);
                for ix in visit.first_questions(&content).questions().filter(|ix| is_put(&facts, *ix)) {
                    let id = &content.question(ix).id;
                    let matters = visit.assessment.of(prescribed.ix).unwrap().ask.contains(ix);
                    assert!(!matters, "{id} is open");
                    assert!(visit.checklist.answer(ix).is_some(), "{id} was skipped");
                }
                assert_eq!(hand.answer_json("smoking"), json!("never"), "said, and not by “none”");
                cases += 1;
            }
        }
    }
    assert_eq!(cases, 8);
}

#[test]
fn the_drugs_questions_come_first_and_a_card_stands_before_the_rest() {
    let (mut hand, _) = new_start("a", "John Osei", "n", "1");
    assert_eq!(hand.visit().here, Here::Boundary, "{:?}", hand.here());
    assert!(hand.sees("Done for Upadacitinib"), "{:?}", hand.words());
    let first = hand.visit().first_questions(&content());
    assert!(hand.focused().unwrap().0.starts_with("Done for Upadacitinib"), "it is read aloud");
    hand.key(Key::Enter);
    let Here::Question(ix) = hand.visit().here else { panic!("not on: {:?}", hand.visit().here) };
    assert!(!first.contains(ix), "{}", content().question(ix).id);
    hand.key(Key::Escape);
    assert_eq!(hand.visit().here, Here::Boundary);
    hand.ctrl(Key::L);
    hand.unlocks();
    assert_eq!(hand.visit().here, Here::Boundary, "the place is kept");
}

/// At the page with the heart, the drug chosen.
fn at_the_heart() -> Hand {
    let mut hand = Hand::with_visit();
    hand.types("as1");
    hand.goes_to("heart");
    hand
}

const OF_THE_HEART: [&str; 4] = ["heart", "clots", "clot_risks", "heart_risks"];

#[test]
fn none_of_these_answers_what_is_open_and_in_sight_and_one_undo_takes_all_of_it_back() {
    let mut hand = at_the_heart();
    hand.types("a");
    let before = hand.visit().checklist.answers_json(&content());
    let (mut pressed, mut answered) = (0, 0);
    while OF_THE_HEART.iter().any(|id| hand.answer(id).is_none()) {
        let open = OF_THE_HEART.iter().filter(|id| hand.answer(id).is_none()).count();
        hand.types("0");
        pressed += 1;
        let left = OF_THE_HEART.iter().filter(|id| hand.answer(id).is_none()).count();
        answered += usize::from(left < open);
        assert!(pressed < 6, "{:?}", hand.words());
    }
    assert_eq!(hand.answer_json("heart"), json!(["heart-attack"]), "what was answered stays");
    assert_eq!(hand.answer_json("clots"), json!([]));
    assert_eq!(hand.answer_json("smoking"), Value::Null, "smoking is not a “none”");
    assert_eq!(hand.here().as_deref(), Some("smoking"), "what is left comes to the front");
    for id in ["pregnancy", "cancer", "infection", "liver"] {
        assert_eq!(hand.answer_json(id), Value::Null, "{id} was not shown");
    }
    assert!(answered < 3, "one key answers several");
    for _ in 0..answered {
        assert_ne!(hand.visit().checklist.answers_json(&content()), before);
        hand.ctrl(Key::Z);
    }
    assert_eq!(
        hand.visit().checklist.answers_json(&content()),
        before,
        "one step for all that one key answered"
    );
    let record = hand.kept();
    assert!(record.history.len() >= 7, "said and undone are both kept: {}", record.history.len());
}

/// A question below the edge of the window was not asked.
#[test]
fn what_is_not_in_sight_is_not_answered_by_the_key_for_all() {
    let mut hand = Hand::with_visit_of_size(vec2(1024.0, 640.0));
    hand.types("as1");
    hand.goes_to("heart");
    hand.types("0");
    let answered: Vec<&str> = OF_THE_HEART.into_iter().filter(|id| hand.answer(id).is_some()).collect();
    assert!(answered.len() < 4, "{answered:?}");
    assert_eq!(hand.answer_json("heart_risks"), Value::Null, "it lies below the edge");
    let mut pressed = 1;
    while OF_THE_HEART.iter().any(|id| hand.answer(id).is_none()) {
        hand.types("0");
        pressed += 1;
        assert!(pressed < 12, "{:?}", hand.words());
    }
    assert_eq!(hand.answer_json("smoking"), Value::Null);
}

#[test]
fn none_on_file_counts_every_test_as_not_done_and_each_then_asks_for_the_test() {
    let mut hand = Hand::with_visit();
    hand.types("as1");
    hand.goes_to("blood_count");
    hand.types("1");
    hand.goes_to("tuberculosis_test");
    assert!(hand.sees("None on file"));
    // Each time it holds for all that is in sight.
    for id in ["tuberculosis_test", "hepatitis_tests", "liver_tests", "lipids"] {
        if hand.answer(id).is_none() {
            hand.goes_to(id);
            hand.types("0");
        }
    }
    for id in ["tuberculosis_test", "hepatitis_tests", "liver_tests", "lipids"] {
        assert_eq!(hand.answer_json(id), json!("not-done"), "{id}");
    }
    assert_eq!(hand.answer_json("blood_count"), json!("done-within-3-months"), "what was answered stays");
    assert_eq!(hand.answer_json("hemoglobin_g_dl"), Value::Null, "a value is no “not done”");
    assert_eq!(hand.answer_json("pregnancy_test"), Value::Null, "it stands on another page");
    // Whether a test is missing hangs on what is taken already, and on a known TB.
    hand.goes_to("medicines");
    hand.ctrl(Key::Num0);
    hand.goes_to("infection");
    hand.types("n");
    let visit = hand.visit();
    let tests = visit.assessment.of(visit.prescription.drug.unwrap()).unwrap().tests;
    assert!(tests.contains(question("tuberculosis_test")) && tests.contains(question("liver_tests")));
}

#[test]
fn what_an_answer_changed_is_said_with_the_drug_the_transition_and_the_reason() {
    let mut hand = Hand::with_visit();
    hand.types("as1");
    hand.goes_to("infection");
    hand.types("f");
    assert!(
        hand.sees("Upadacitinib: Incomplete → Contraindicated, because Active TB."),
        "{:?}",
        hand.words()
    );
    assert!(hand.sees("Abrocitinib → Contraindicated"), "and of the others");
    hand.types("f");
    assert!(
        hand.sees("Upadacitinib: Contraindicated → Incomplete, because “Active TB” holds no longer."),
        "{:?}",
        hand.words()
    );
    hand.types("i");
    assert!(hand.sees("Upadacitinib stays “Incomplete”, with a caution:"), "{:?}", hand.words());
    hand.goes_to("immune_system_weak");
    hand.types("n");
    assert!(hand.sees("Upadacitinib stays “Incomplete”, "), "also where nothing came of it");
    let mut hand = Hand::with_visit_of_size(vec2(1280.0, 1400.0));
    hand.types("as1");
    hand.goes_to("heart");
    hand.types("0");
    assert!(hand.sees(" answers. Upadacitinib stays"), "{:?}", hand.words());
}

/// Where things are, by role and name: the heads of the questions, the buttons below, the place for what changed.
fn places(hand: &Hand) -> BTreeMap<String, (i32, i32)> {
    let place = |rect: Rect| (rect.top().round() as i32, rect.bottom().round() as i32);
    hand.harness
        .root()
        .children_recursive()
        .filter_map(|node| {
            let found = node.accesskit_node();
            let label = found.label().unwrap_or_default();
            let name = match found.role() {
                Role::Status => "what changed".to_owned(),
                Role::Button if label.contains(": Upadacitinib 15 mg") => "banner".to_owned(),
                Role::Group | Role::RadioGroup | Role::CheckBox | Role::RadioButton => label,
                Role::Button if ["Next", "None of all these", "Not sure"].contains(&label.as_str()) => label,
                _ => return None,
            };
            Some((name, place(node.rect())))
        })
        .collect()
}

#[test]
fn nothing_jumps_while_one_answers() {
    for (id, keys) in [
        ("heart", ["a", "c", "a", "c"]),
        ("infection", ["f", "i", "f", "i"]),
        ("cancer", ["c", "d", "c", "d"]),
    ] {
        // High enough for all of these answers: where one lies below the edge, it is brought into sight.
        let mut hand = Hand::with_visit_of_size(vec2(1280.0, 1100.0));
        hand.types("as1");
        hand.goes_to(id);
        let before = places(&hand);
        assert!(before.contains_key("banner") && before.contains_key("what changed"), "{before:?}");
        assert!(before.len() > 12, "{before:?}");
        for key in keys {
            hand.types(key);
            assert_eq!(places(&hand), before, "{id}: {key}");
        }
        hand.types("a");
        hand.key(Key::Backspace);
        assert_eq!(places(&hand), before, "{id}: taken back");
    }
    // The place for an earlier answer is kept free when it has been looked at.
    let mut hand = second_visit();
    hand.goes_to("infection");
    let before = places(&hand);
    hand.types("b");
    assert_eq!(places(&hand), before, "an earlier answer was shown");
}

#[test]
fn a_new_question_takes_the_focus_and_arrows_move_it_through_the_page() {
    let mut hand = at_the_heart();
    let ask = |id: &str| content().question(question(id)).ask.clone();
    assert_eq!(hand.focused().unwrap().0, ask("heart"));
    hand.key(Key::ArrowDown);
    assert_eq!(hand.focused().unwrap().0, "Heart attack");
    for expected in ["Stroke or mini-stroke", "Other heart disease", "Irregular heartbeat"] {
        hand.key(Key::ArrowDown);
        assert_eq!(hand.focused().unwrap().0, expected);
        assert_eq!(hand.here().as_deref(), Some("heart"));
    }
    hand.key(Key::ArrowDown);
    assert_eq!(hand.focused().unwrap().0, "Clot in a leg");
    assert_eq!(hand.here().as_deref(), Some("clots"), "the keys go to the question where the focus is");
    hand.key(Key::Space);
    assert_eq!(hand.answer_json("clots"), json!(["leg-clot"]));
    assert_eq!(hand.answer_json("heart"), Value::Null);
    hand.key(Key::ArrowUp);
    assert_eq!(hand.focused().unwrap().0, "Irregular heartbeat");
    hand.types("n");
    assert_eq!(hand.answer_json("heart"), json!([]), "N is the question's own");
    assert_eq!(hand.focused().unwrap().0, ask("clot_risks"), "what is open next is read aloud");
}

#[test]
fn a_number_that_is_left_by_tab_is_said_and_never_only_looks_answered() {
    let mut hand = Hand::at_question("blood_count");
    hand.types("1");
    assert_eq!(hand.here().as_deref(), Some("hemoglobin_g_dl"));
    hand.types("13.5");
    hand.key(Key::Tab);
    assert_eq!(hand.answer_json("hemoglobin_g_dl").to_string(), "13.5");
    assert_eq!(hand.here().as_deref(), Some("neutrophils_e9_l"), "the field with the cursor is in front");
    hand.types("99");
    hand.key(Key::Tab);
    assert_eq!(hand.answer_json("neutrophils_e9_l"), Value::Null, "out of bounds");
}

/// A child is asked what a grown patient is not; nobody is asked what was ruled out.
#[test]
fn the_pages_hold_what_is_asked_of_this_patient() {
    let mut hand = Hand::with_vault();
    let birth_date = Some(date(2013, 5, 2));
    hand.does(Action::AddNamesake(NewPatient { name: "Mia".into(), birth_date, phone: None }));
    hand.types("as1");
    let shown = |hand: &Hand| -> Vec<String> {
        let content = content();
        let pages = hand.visit().pages(&content);
        let first = pages.iter().filter(|page| page.part == Part::First);
        first.flat_map(|page| &page.questions).map(|ix| content.question(*ix).id.to_string()).collect()
    };
    assert!(shown(&hand).contains(&"weight_kg".to_owned()));
    assert!(
        !shown(&hand).contains(&"contraception".to_owned()),
        "not before it is known whether it is needed"
    );
    hand.goes_to("pregnancy");
    hand.types("d");
    assert!(shown(&hand).contains(&"contraception".to_owned()));
}
