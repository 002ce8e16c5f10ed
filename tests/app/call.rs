//! One call to the plan: by keyboard, question by question; and what does not fit together is marked.

use eframe::egui::{Key, vec2};
use egui_kittest::kittest::NodeT as _;
use serde_json::{Value, json};

use crate::hand::{Hand, content};
use countercheck::store::Field;

fn at_coverage() -> Hand {
    let mut hand = Hand::with_visit();
    hand.key(Key::F4);
    hand
}

fn kept_coverage(hand: &mut Hand) -> Value {
    hand.kept().current[&Field::Coverage].clone()
}

/// The names of the fields that are marked as wrong, with what is said of them.
fn marked(hand: &Hand) -> Vec<(String, String)> {
    let nodes = hand.harness.root().children_recursive();
    nodes
        .filter(|node| node.accesskit_node().data().invalid().is_some())
        .map(|node| {
            let node = node.accesskit_node();
            (node.label().unwrap_or_default(), node.description().unwrap_or_default())
        })
        .collect()
}

#[test]
fn a_call_begins_with_who_pays_and_enter_leads_from_answer_to_question() {
    let mut hand = at_coverage();
    hand.key(Key::Escape);
    hand.types("a");
    assert_eq!(hand.focused().unwrap().0, "Coverage", "the first thing to know is the plan");
    assert!(hand.sees("On the call: "), "{:?}", hand.words());
    hand.types("emp");
    hand.key(Key::Enter);
    let mut visited = Vec::new();
    for _ in 0..4 {
        let field = hand.focused().unwrap_or_else(|| panic!("lost after {visited:?}")).0;
        assert!(hand.sees("On the call: "), "{field}");
        assert!(!visited.contains(&field), "{field} is asked twice");
        let answer = match field.as_str() {
            "Plan year starts" => "jan",
            "Who is on the plan" => "one",
            "Share after it" => "30%",
            _ => "3000",
        };
        hand.types(answer);
        hand.key(Key::Enter);
        visited.push(field);
    }
    assert!(visited.contains(&"Deductible".to_owned()), "{visited:?}");
}

#[test]
fn after_the_bronze_quick_entry_the_call_asks_who_is_on_the_plan_in_its_own_field() {
    let mut hand = at_coverage();
    hand.tabs_to("Marketplace bronze");
    hand.key(Key::Enter);
    hand.tabs_to("Does one person have an out-of-pocket maximum of their own, or only the family together?");
    hand.key(Key::Enter);
    assert_eq!(hand.focused().unwrap().0, "Who is on the plan");
    hand.types("1");
    hand.key(Key::Enter);
    let kept = kept_coverage(&mut hand);
    assert_eq!(kept["plan"]["oop_max"]["structure"], "individual");
}

#[test]
fn every_question_can_be_reached_by_tab_also_those_behind_the_eighth() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    let buttons = |hand: &Hand| -> Vec<String> {
        let content = content();
        let asks: Vec<String> = content.guide.fields.iter().map(|field| field.ask.to_lowercase()).collect();
        let labels = hand.harness.root().children_recursive().filter_map(|node| {
            let node = node.accesskit_node();
            (node.role() == eframe::egui::accesskit::Role::Button).then(|| node.label())
        });
        let is_asked = |label: &String| asks.iter().any(|ask| label.to_lowercase().ends_with(ask.as_str()));
        labels.flatten().filter(is_asked).collect()
    };
    let all = buttons(&hand);
    assert!(all.len() > 8, "{all:?}");
    let last = all.last().unwrap().clone();
    hand.tabs_to(&last);
    hand.key(Key::Enter);
    assert!(hand.focused().is_some_and(|(label, _)| !label.is_empty() && label != last), "{last}");
    assert!(hand.sees(&format!("On the call: {last}")), "{:?}", hand.words());
}

#[test]
fn the_free_supply_is_asked_for_in_words_and_can_be_said_not_to_be_known() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    hand.enters("Bridge fills", "?");
    assert!(hand.sees("how many free fills does the program send?"), "{:?}", hand.words());
    hand.enters("Bridge is for", "?");
    assert!(hand.sees("only until the plan covers the drug, or as the first fills"), "{:?}", hand.words());
    assert!(!hand.sees("bridge.scope") && !hand.sees("bridge.fills"), "no path is shown");
    hand.enters("Bridge fills", "2");
    hand.enters("Bridge is for", "the");
    let bridge = kept_coverage(&mut hand)["options"][0]["bridge"].clone();
    assert_eq!(bridge, json!({"fills": 2, "scope": "first_fills"}));
}

#[test]
fn a_limit_of_one_person_above_the_family_s_is_marked_at_both_fields_in_words() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    hand.enters("Who is on the plan", "2");
    hand.enters("Deductible", "5000");
    hand.enters("Deductible, family", "3000");
    let said = "One person's limit can't be higher than the family's.";
    assert_eq!(
        marked(&hand),
        [("Deductible".to_owned(), said.to_owned()), ("Deductible, family".to_owned(), said.to_owned())]
    );
    assert!(hand.sees("Deductible and Deductible, family: One person's limit"), "{:?}", hand.words());
    assert!(hand.sees("The figures below are old"));
    assert!(!hand.words().iter().any(|words| words.contains("_cents")), "no path is shown");
    hand.enters("Deductible, family", "6000");
    assert_eq!(marked(&hand), []);
}

#[test]
fn the_least_above_the_most_and_free_drug_that_ends_before_it_begins_are_marked() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    hand.enters("Share after it", "30%");
    hand.enters("At least, per fill", "200");
    hand.enters("At most, per fill", "100");
    let names = |hand: &Hand| marked(hand).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&hand), ["At least, per fill", "At most, per fill"]);
    hand.enters("At most, per fill", "300");
    hand.enters("Free drug from", "2/1/2027");
    hand.enters("Free drug to", "1/1/2027");
    assert_eq!(names(&hand), ["Free drug from", "Free drug to"]);
    assert!(hand.sees("can't come before the first"), "{:?}", hand.words());
}

#[test]
fn a_card_that_may_pay_for_what_the_plan_leaves_out_is_asked_for_and_never_taken_for_nothing() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    hand.enters("Card money counts?", "counts");
    hand.enters("Price a package", "2100");
    hand.enters("Cash price", "2100");
    hand.enters("Copay card", "y");
    hand.enters("Card leaves to pay", "0");
    hand.enters("Card pays a year", "9000");
    hand.enters("Card used so far", "0");
    hand.enters("Card pays a fill", "none");
    hand.enters("Plan covers it", "n");
    assert!(!hand.sees("Pays if not covered"), "cash is paid, as long as nothing else is said");
    hand.enters("If not covered", "maker");
    assert!(hand.sees("can't be told yet"), "whether the card pays is not known: {:?}", hand.words());
    hand.enters("Pays if not covered", "y");
    hand.enters("Leaves, not covered", "25");
    // The card pays 2,075 of each 2,100 dollars until its 9,000 of a year are gone.
    let card = kept_coverage(&mut hand)["options"][0]["lines"][0]["card"].clone();
    let expected = json!({
        "enrolled": true, "min_patient_pay_cents": 0, "annual_max_cents": 900_000, "annual_used_cents": 0,
        "covers_noncovered": true, "noncovered_min_patient_pay_cents": 2_500,
    });
    assert_eq!(card, expected);
}

#[test]
fn that_a_card_has_no_limit_is_said_and_shown_and_less_money_for_a_plan_that_does_not_count_it_is_asked() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    hand.enters("Copay card", "y");
    hand.enters("Card pays a fill", "none");
    let shows = |hand: &Hand, name: &str| {
        let mut nodes = hand.harness.root().children_recursive();
        nodes.find_map(|node| {
            let node = node.accesskit_node();
            (node.label().as_deref() == Some(name)).then(|| node.value().unwrap_or_default())
        })
    };
    assert_eq!(shows(&hand, "Card pays a fill").as_deref(), Some("none"));
    hand.enters("Pays a year, uncounted", "4000");
    assert_eq!(shows(&hand, "Pays a year, uncounted").as_deref(), Some("$4,000.00"));
    hand.enters("Pays a year, uncounted", "?");
    hand.enters("Card money counts?", "counts");
    assert_eq!(shows(&hand, "Pays a year, uncounted"), None, "it can't matter");
    let card = kept_coverage(&mut hand)["options"][0]["lines"][0]["card"].clone();
    assert_eq!(card.get("adjustment_program_max_cents"), None, "and so it keeps no total back");
    assert_eq!(card.get("per_fill_max_cents"), None);
    assert_eq!(card["annual_max_cents"], "unknown");
}

#[test]
fn the_call_works_in_a_narrow_window_too() {
    let mut hand = Hand::with_visit_of_size(vec2(700.0, 640.0));
    hand.key(Key::F4);
    hand.key(Key::Escape);
    hand.types("a");
    assert_eq!(hand.focused().unwrap().0, "Coverage");
}
