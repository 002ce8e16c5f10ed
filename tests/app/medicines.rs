//! The list of medicines: found as typed, never corrected silently, never lost.

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::Said;
use countercheck::checklist::answer::{Answer, Many};
use countercheck::checklist::facts::{Facts, Meaning, MedicineList};
use eframe::egui::{Event, Key};
use serde_json::{Value, json};

use crate::hand::{Hand, content, question};

/// The ids of the entries that the listed names mean; `None` for a name that is not recognized.
fn meant(hand: &Hand) -> Vec<Option<String>> {
    let content = content();
    let facts = Facts::new(&content, &hand.visit().checklist);
    let MedicineList::Listed(list) = facts.medicines() else { return Vec::new() };
    list.iter()
        .map(|read| match read.meaning {
            Meaning::Known { found, .. } => {
                Some(content.medicines.get(found.medicine).unwrap().id.to_string())
            }
            Meaning::ReviewedNone | Meaning::NotRecognized => None,
        })
        .collect()
}

#[test]
fn a_medicine_is_found_by_generic_name_brand_and_misspelling() {
    for typed in ["apixaban", "eliquis", "Eliqu", "eliquist", "apixiban"] {
        let mut hand = Hand::at_question("medicines");
        hand.types(typed);
        hand.key(Key::Enter);
        assert_eq!(meant(&hand), [Some("apixaban".to_owned())], "{typed}");
        assert_eq!(hand.focused().unwrap().1, "", "the field is ready for the next one");
    }
}

#[test]
fn every_letter_goes_into_the_search_and_none_of_them_is_an_answer() {
    for typed in ["naproxen", "Yaz", "unknown pill 2?", "ibuprofen"] {
        let mut hand = Hand::at_question("medicines");
        hand.types(typed);
        assert_eq!(hand.focused().unwrap().1, typed);
        assert_eq!(hand.answer_json("medicines"), Value::Null);
    }
}

#[test]
fn a_name_that_is_not_recognized_stays_as_typed_is_shown_so_and_keeps_rules_open() {
    let mut hand = Hand::at_question("medicines");
    hand.types("Zzqxol 5");
    assert!(hand.sees("not recognized, so it can't be checked"));
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("medicines"), json!(["Zzqxol 5"]));
    assert_eq!(meant(&hand), [None]);
    assert!(hand.sees("not recognized: rules about medicines stay open"), "{:?}", hand.words());
    let upadacitinib = content().drug_by_id("upadacitinib").unwrap().ix;
    let asks =
        |hand: &Hand| hand.visit().assessment.of(upadacitinib).unwrap().ask.contains(question("medicines"));
    assert!(asks(&hand));
    hand.key(Key::ArrowDown);
    hand.types("r");
    assert_eq!(hand.answer_json("medicines"), json!([{"name": "Zzqxol 5", "reviewed": "none"}]));
    assert!(hand.sees("looked up: no relevant interaction"));
    assert!(!asks(&hand));
}

#[test]
fn a_similar_name_is_offered_and_not_taken_unless_chosen() {
    let mut hand = Hand::at_question("medicines");
    hand.types("simvastatim");
    assert!(hand.sees("did you mean this?"), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("medicines"), json!(["simvastatim"]), "as typed");
    hand.types("simvastatim");
    hand.key(Key::ArrowUp);
    for _ in 0..8 {
        hand.key(Key::ArrowUp);
    }
    hand.key(Key::Enter);
    assert_eq!(meant(&hand), [None, Some("simvastatin".to_owned())]);
}

#[test]
fn the_form_is_asked_for_where_ointment_and_capsules_differ() {
    let mut hand = Hand::at_question("medicines");
    hand.types("tacrolimus");
    hand.key(Key::Enter);
    assert!(hand.sees("which form?"), "{:?}", hand.words());
    assert!(hand.sees("the form is open"));
    hand.key(Key::ArrowDown);
    assert!(hand.sees("Which form?"));
    hand.types("1");
    assert!(!hand.sees("the form is open"));
    assert_eq!(meant(&hand), [Some("tacrolimus-oral".to_owned())]);
    hand.types("2");
    assert_eq!(meant(&hand), [Some("tacrolimus-topical".to_owned())]);
    assert_eq!(hand.answer_json("medicines"), json!([{"name": "tacrolimus", "as": "tacrolimus-topical"}]));
}

#[test]
fn the_daily_dose_is_asked_for_where_the_class_hangs_on_it() {
    let mut hand = Hand::at_question("medicines");
    hand.types("aspirin");
    hand.key(Key::Enter);
    assert!(hand.sees("which daily dose?"), "{:?}", hand.words());
    hand.key(Key::ArrowDown);
    hand.types("d");
    assert_eq!(hand.focused().unwrap(), ("Daily dose in mg".to_owned(), String::new()));
    hand.types("8x");
    hand.key(Key::Enter);
    assert!(hand.sees("Dose: expected a number"), "{:?}", hand.words());
    assert_eq!(hand.answer_json("medicines"), json!(["aspirin"]));
    hand.types("d");
    hand.key(Key::Backspace);
    hand.types("1");
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("medicines").to_string(), r#"[{"name":"aspirin","daily_mg":81}]"#);
    assert!(!hand.sees("the dose is open"));
    hand.types("t");
    hand.types("5/2/2026");
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("medicines")[0]["since"], "2026-05-02");
    hand.types("s");
    assert_eq!(hand.answer_json("medicines")[0]["stopping"], true);
    assert!(hand.sees("will be stopped"));
}

#[test]
fn a_medicine_that_speaks_of_a_clot_is_asked_about_where_clots_are_denied() {
    let mut hand = Hand::at_question("heart");
    hand.types("n");
    hand.goes_to("clots");
    hand.types("n");
    hand.goes_to("medicines");
    hand.types("apixaban");
    hand.key(Key::Enter);
    assert!(hand.sees("Takes apixaban, but the answers deny"), "{:?}", hand.words());
    hand.goes_to("clots");
    assert!(hand.sees("Takes apixaban, but the answers deny"));
    hand.types("a");
    assert!(!hand.sees("but the answers deny"), "one of them is enough");
}

#[test]
fn half_typed_text_survives_a_jump_to_another_screen_and_back() {
    let mut hand = Hand::at_question("medicines");
    hand.types("lisino");
    for away in [Key::F4, Key::F5, Key::F2] {
        hand.key(away);
        hand.goes_to("medicines");
        assert!(hand.words().contains(&"lisino".to_owned()), "{away:?}: {:?}", hand.words());
    }
    let mut hand = Hand::at_question("medicines");
    hand.types("aspirin");
    hand.key(Key::Enter);
    hand.key(Key::ArrowDown);
    hand.types("d");
    hand.types("81");
    hand.key(Key::F4);
    hand.key(Key::F3);
    assert_eq!(hand.answer_json("medicines").to_string(), r#"[{"name":"aspirin","daily_mg":81}]"#);
}

#[test]
fn half_typed_text_of_one_patient_never_shows_at_another() {
    let mut hand = Hand::at_question("medicines");
    hand.types("lisino");
    hand.ctrl(Key::F);
    hand.begin_visit();
    hand.goes_to("medicines");
    assert!(!hand.words().contains(&"lisino".to_owned()));
}

#[test]
fn taking_out_the_last_medicine_makes_the_question_open_again_and_never_none() {
    let mut hand = Hand::at_question("medicines");
    for name in ["ibuprofen", "lisinopril"] {
        hand.types(name);
        hand.key(Key::Enter);
    }
    hand.key(Key::ArrowDown);
    hand.key(Key::Delete);
    assert_eq!(hand.answer_json("medicines"), json!(["lisinopril"]));
    hand.key(Key::Delete);
    assert_eq!(hand.answer_json("medicines"), Value::Null);
    assert!(hand.sees("Not answered yet."));
    hand.ctrl(Key::Num0);
    assert_eq!(hand.answer_json("medicines"), json!([]));
}

/// Ctrl 0 after a medicine was listed would wipe the list.
#[test]
fn a_listed_medicine_is_not_wiped_by_takes_nothing_else() {
    let mut hand = Hand::at_question("medicines");
    hand.types("ibuprofen");
    hand.key(Key::Enter);
    hand.ctrl(Key::Num0);
    hand.ctrl(Key::Num9);
    assert_eq!(hand.answer_json("medicines"), json!(["ibuprofen"]));
}

#[test]
fn enter_in_the_empty_field_leads_on() {
    let mut hand = Hand::at_question("medicines");
    let none = Answer::Many(Many::default());
    hand.does(Action::Say(Said::Answer(question("heart"), Some(none), None)));
    hand.types("ibuprofen");
    hand.key(Key::Enter);
    assert_eq!(hand.here().as_deref(), Some("medicines"));
    hand.key(Key::Enter);
    assert_ne!(hand.here().as_deref(), Some("medicines"));
}

/// A list as another program prints it, with what is known, what is open and what nobody knows.
const LIST: &str = "Current medications:\r
1. Lisinopril 10 mg tablet - Take 1 tablet by mouth daily #30\r
2. Tacrolimus 1 mg twice daily\r
\r
3. Aspirin 81 mg, take 2 tablets daily\r
4. Zzqxol XR 5 mg po bid\r
Rx#7061234 PREDNISONE 5MG TABS\r
     Take 1 tablet every morning\r
";

fn pastes(hand: &mut Hand, text: &str) {
    hand.frame(vec![Event::Paste(text.to_owned())]);
    hand.settle();
}

#[test]
fn a_pasted_list_is_looked_at_line_by_line_before_any_of_it_is_listed() {
    let mut hand = Hand::at_question("medicines");
    pastes(&mut hand, LIST);
    assert_eq!(hand.answer_json("medicines"), Value::Null, "nothing is listed yet");
    for line in LIST.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(hand.sees(line), "{line}: {:?}", hand.words());
    }
    for part in [
        "6 medicines: 2 recognized, 1 with the form to be chosen, 1 with the daily dose to be said, 2 not \
         recognized and kept as written",
        "tacrolimus ointment: which form?",
        "aspirin: which daily dose?",
        "Add 6 medicines",
    ] {
        assert!(hand.sees(part), "{part}: {:?}", hand.words());
    }
    // The heading is no medicine.
    hand.key(Key::Space);
    assert!(hand.sees("left out") && hand.sees("Add 5 medicines"));
    hand.key(Key::ArrowDown);
    assert!(hand.sees("Directions: Take 1 tablet by mouth daily #30"));
    hand.key(Key::Enter);
    assert_eq!(
        meant(&hand),
        [Some("lisinopril"), Some("tacrolimus-topical"), Some("aspirin"), None, Some("prednisone")]
            .map(|id| id.map(str::to_owned))
    );
    let listed = hand.answer_json("medicines");
    assert_eq!(listed[0]["name"], "Lisinopril 10 mg tablet");
    assert_eq!(listed[3]["name"], "Zzqxol XR 5 mg");
    assert!(listed[0]["written"].as_str().unwrap().starts_with("1. Lisinopril"));
    assert!(listed.as_array().unwrap().iter().all(|one| one.get("daily_mg").is_none()), "no dose is guessed");
    assert!(hand.sees("not recognized: rules about medicines stay open"));
    assert!(hand.sees("the form is open"));
    assert!(hand.sees("the dose is open"));
    assert_eq!(hand.focused().unwrap().1, "", "the field is ready for the next one");
    hand.ctrl(Key::Z);
    assert_eq!(hand.answer_json("medicines"), Value::Null, "all of it was one step");
    hand.ctrl(Key::Y);
    assert_eq!(meant(&hand).len(), 5, "and is made again in one");
}

#[test]
fn what_is_listed_already_is_left_out_of_a_pasted_list_and_named_so() {
    let mut hand = Hand::at_question("medicines");
    hand.types("warfarin");
    hand.key(Key::Enter);
    pastes(&mut hand, "warfarin\nibuprofen 200 mg");
    assert!(hand.sees("listed already, left out") && hand.sees("Add 1 medicine"));
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("medicines"), json!(["warfarin", "ibuprofen 200 mg"]));
    hand.ctrl(Key::Z);
    assert_eq!(hand.answer_json("medicines"), json!(["warfarin"]));
}

#[test]
fn a_pasted_list_is_forgotten_with_escape_and_one_name_goes_into_the_field() {
    let mut hand = Hand::at_question("medicines");
    pastes(&mut hand, LIST);
    hand.key(Key::Escape);
    assert_eq!(hand.here().as_deref(), Some("medicines"));
    assert!(!hand.sees("Zzqxol"));
    pastes(&mut hand, "lisino");
    assert_eq!(hand.focused().unwrap().1, "lisino");
    assert_eq!(hand.answer_json("medicines"), Value::Null);
    hand.key(Key::Enter);
    assert_eq!(meant(&hand), [Some("lisinopril".to_owned())]);
    pastes(&mut hand, "Warfarin 5 mg take as directed");
    assert!(hand.sees("Add 1 medicine"), "one line with more than a name is looked at too");
}

#[test]
fn a_pasted_list_that_was_not_added_yet_survives_the_lock() {
    let mut hand = Hand::at_question("medicines");
    pastes(&mut hand, LIST);
    hand.ctrl(Key::L);
    assert!(!hand.sees("Zzqxol"));
    hand.unlocks();
    assert!(hand.sees("Zzqxol XR 5 mg"), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert_eq!(meant(&hand).len(), 6);
}
