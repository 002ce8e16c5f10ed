//! The way through the pages of a visit: where an answer leads, what one key leaves open, and what is in sight on arrival.

use countercheck::app::desk::visit::Here;
use countercheck::checklist::order::Part;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Rect, Shape};
use egui_kittest::kittest::NodeT as _;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::hand::{Hand, content, question};

/// The page of questions that is in front: its name, and which part of its screen.
fn page(hand: &Hand) -> (String, Part) {
    let (visit, content) = (hand.visit(), content());
    let Here::Question(ix) = visit.here else { panic!("no question is in front: {:?}", visit.here) };
    let pages = visit.pages(&content);
    let page = pages.iter().find(|page| page.questions.contains(&ix)).unwrap();
    (page.name(&content).to_owned(), page.part)
}

/// Where the first thing with this role and name is, if it is there.
fn find(hand: &Hand, of: impl Fn(Role, &str) -> bool) -> Option<Rect> {
    let mut nodes = hand.harness.root().children_recursive();
    let found = nodes.find(|node| {
        let node = node.accesskit_node();
        of(node.role(), &node.label().unwrap_or_default())
    });
    found.map(|node| node.rect())
}

/// Whether a place lies whole between the banner and the buttons below the questions.
fn is_in_sight(hand: &Hand, rect: Rect) -> bool {
    let banner = find(hand, |role, label| role == Role::Button && label.contains(": Upadacitinib")).unwrap();
    let next = find(hand, |role, label| role == Role::Button && label == "Next").unwrap();
    rect.top() >= banner.bottom() && rect.bottom() <= next.top() + 1.0
}

/// The head of a question.
fn head(hand: &Hand, id: &str) -> Rect {
    let ask = content().question(question(id)).ask.clone();
    let is_head = |role: Role| matches!(role, Role::Group | Role::RadioGroup);
    find(hand, |role, label| is_head(role) && label == ask).unwrap_or_else(|| panic!("{id} is not here"))
}

/// A visit for the first tablet, new, with its first strength, at a question.
fn at(id: &str) -> Hand {
    let mut hand = Hand::with_visit();
    hand.types("as1");
    hand.goes_to(id);
    hand
}

/// A page of questions for the alternatives is asked to its end, also while questions of the drug are open.
#[test]
fn an_answer_for_the_alternatives_leads_to_the_next_question_of_the_same_page() {
    let mut hand = Hand::with_vault();
    hand.begin_visit_of(Some(date(2011, 5, 2)));
    hand.types("bs1");
    hand.goes_to("body_surface_percent");
    let here = page(&hand);
    assert_eq!(here, ("Eczema and tried".to_owned(), Part::Rest));
    hand.types("12");
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("body_surface_percent").to_string(), "12");
    assert_eq!(page(&hand), here);
    assert_eq!(hand.here().as_deref(), Some("skin_sites"), "the next one");
    hand.types("n");
    assert_eq!(page(&hand), here);
}

#[test]
fn what_was_passed_over_is_asked_before_an_answer_leads_away_from_its_page() {
    let mut hand = at("heart");
    hand.key(Key::Enter);
    assert_eq!(hand.here().as_deref(), Some("clots"));
    hand.types("nnn1");
    assert_eq!(hand.answer_json("smoking"), json!("never"));
    assert_eq!(hand.here().as_deref(), Some("heart"), "it is still open");
    // But Enter alone never turns in a circle.
    hand.key(Key::Enter);
    assert_ne!(page(&hand).0, "Heart and clots");
    hand.goes_to("heart");
    hand.types("n");
    assert_ne!(page(&hand).0, "Heart and clots");
}

#[test]
fn the_key_for_all_stays_where_something_is_open_and_names_what_it_cannot_answer() {
    let mut hand = at("pregnancy");
    assert!(hand.draws("Not by 0: pregnancy (none: N)."), "{:?}", hand.words());
    let mut pressed = 0;
    while hand.answer("allergy").is_none() {
        hand.types("0");
        pressed += 1;
        assert_eq!(page(&hand).0, "Pregnancy, allergy");
        assert!(pressed < 4, "{:?}", hand.words());
    }
    assert_eq!(hand.answer_json("pregnancy"), Value::Null);
    assert_eq!(hand.here().as_deref(), Some("pregnancy"), "it is what is left");
    assert!(is_in_sight(&hand, head(&hand, "pregnancy")), "{:?}", head(&hand, "pregnancy"));
    assert!(hand.draws("0 has nothing to answer here. Not by 0: pregnancy (none: N)."), "{:?}", hand.words());
    hand.types("0");
    assert_eq!(hand.here().as_deref(), Some("pregnancy"), "it does not go on over it");
    hand.types("n");
    assert_ne!(page(&hand).0, "Pregnancy, allergy");
}

#[test]
fn the_key_for_all_shows_and_answers_also_what_was_passed_over() {
    let mut hand = at("infection");
    hand.key(Key::Enter);
    assert_eq!(hand.here().as_deref(), Some("immune_system_weak"));
    let mut pressed = 0;
    while hand.answer("infection").is_none() || hand.answer("immune_system_weak").is_none() {
        assert_eq!(page(&hand).0, "Infections", "{:?}", hand.words());
        hand.types("0");
        pressed += 1;
        assert!(pressed < 5, "{:?}", hand.words());
    }
    assert_eq!(hand.answer_json("infection"), json!([]));
    assert_ne!(page(&hand).0, "Infections", "then it leads on");
}

#[test]
fn a_question_with_a_page_of_its_own_is_in_sight_when_one_comes_to_it() {
    let mut hand = at("smoking");
    hand.goes_to("considering");
    let head = head(&hand, "considering");
    assert!(is_in_sight(&hand, head), "{head:?}");
    let ask = content().question(question("considering")).ask.clone();
    assert_eq!(hand.focused().unwrap().0, ask);
}

/// In the window as it opens: the way on stands below the card, and what a key chooses is in sight.
#[test]
fn the_prescription_shows_what_each_key_chose_and_the_way_on_and_is_done_only_with_its_kind() {
    let standing = |hand: &Hand| {
        let mut nodes = hand.harness.root().children_recursive();
        let is_it = |label: Option<String>| label.as_deref() == Some("Prescription");
        let found = nodes.find(|node| {
            let node = node.accesskit_node();
            node.role() == Role::ListBoxOption && is_it(node.label())
        });
        found.unwrap().accesskit_node().description().unwrap_or_default()
    };
    let next = |hand: &Hand| find(hand, |role, label| role == Role::Button && label == "Next").unwrap();
    let mut hand = Hand::with_visit();
    assert!(next(&hand).bottom() < 800.0 - 30.0, "{:?}", next(&hand));
    let before = next(&hand);
    for (key, chosen) in [("a", "15 mg extended-release tablet"), ("1", "15 mg extended-release tablet")] {
        hand.types(key);
        for shown in [chosen, "New start", "Refill", "Switch"] {
            let row = find(&hand, |role, label| role == Role::RadioButton && label.starts_with(shown));
            let row = row.unwrap_or_else(|| panic!("{shown}: {:?}", hand.words()));
            assert!(is_in_sight(&hand, row), "{shown} after {key}: {row:?}");
        }
        assert_eq!(next(&hand), before);
        assert_eq!(standing(&hand), "in part");
    }
    // Far up, the kind is out of sight until its key is pressed.
    hand.tabs_to("Dupilumab (Dupixent)");
    hand.types("s");
    let kind = find(&hand, |role, label| role == Role::RadioButton && label == "New start").unwrap();
    assert!(is_in_sight(&hand, kind), "{kind:?}");
    assert_eq!(standing(&hand), "done");
}

/// What is drawn as text: the words, their place, and whether some of them were cut.
fn drawn(hand: &Hand) -> Vec<(String, Rect, bool)> {
    let shapes = hand.harness.output().shapes.iter();
    let texts = shapes.filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) => {
            Some((text.galley.text().to_owned(), text.visual_bounding_rect(), text.galley.elided))
        }
        _ => None,
    });
    texts.collect()
}

#[test]
fn where_a_question_stands_is_said_beside_its_words_and_is_never_cut() {
    let mut hand = at("infection");
    let on_line = |hand: &Hand| -> Vec<(String, Rect, bool)> {
        let line = head(hand, "infection");
        let first = |rect: &Rect| rect.top() >= line.top() - 1.0 && rect.bottom() <= line.bottom() + 1.0;
        let mut words: Vec<_> = drawn(hand).into_iter().filter(|(_, rect, _)| first(rect)).collect();
        words.retain(|(_, rect, _)| rect.left() >= line.left() - 1.0 && rect.right() <= line.right() + 1.0);
        words
    };
    let before = on_line(&hand);
    let of = |words: &[(String, Rect, bool)], text: &str| {
        let found = words.iter().find(|(shown, ..)| shown == text);
        found.unwrap_or_else(|| panic!("no “{text}” among {words:?}")).1
    };
    let (title, standing) = (of(&before, "Infections"), of(&before, "not answered"));
    assert!(standing.left() > title.right() && standing.left() - title.right() < 24.0, "{before:?}");
    // The ring around the head, four points further out than its words, touches no answer.
    let row = find(&hand, |role, _| role == Role::CheckBox).unwrap();
    assert!(row.top() - head(&hand, "infection").top() >= 20.0 + 4.0 + 2.0, "{row:?}");
    hand.types("bcdefghij");
    let after = on_line(&hand);
    assert!(after.iter().all(|(.., is_cut)| !is_cut), "{after:?}");
    of(&after, "9 ticked");
    hand.types("bcdefghi");
    let last = on_line(&hand);
    assert!(last.iter().all(|(shown, _, is_cut)| !is_cut && shown != "1 ticked"), "one has room: {last:?}");
}

/// A digit that is typed into a field is part of the number.
#[test]
fn in_the_field_of_a_number_the_key_for_all_is_named_as_it_works_there() {
    let mut hand = at("blood_count");
    hand.types("1");
    assert_eq!(hand.here().as_deref(), Some("hemoglobin_g_dl"));
    let cap = |hand: &Hand| {
        let mut nodes = hand.harness.root().children_recursive();
        let found = nodes.find(|node| node.accesskit_node().label().as_deref() == Some("None on file"));
        found.unwrap().accesskit_node().data().keyboard_shortcut().unwrap_or_default().to_owned()
    };
    let line = |hand: &Hand, part: &str| hand.words().iter().any(|words| words.contains(part));
    assert_eq!(cap(&hand), "Ctrl 0");
    assert!(line(&hand, "Ctrl+0 none of all") && !line(&hand, "· 0 none of all"), "{:?}", hand.words());
    hand.key(Key::Escape);
    assert_eq!(cap(&hand), "0", "the cursor has left the field");
    assert!(line(&hand, "· 0 none of all"), "{:?}", hand.words());
}

#[test]
fn one_key_leads_to_the_alternatives_and_one_back_to_the_question() {
    let mut hand = at("infection");
    hand.types("a");
    let ask = content().question(question("infection")).ask.clone();
    hand.key(Key::End);
    let name = hand.focused().unwrap().0;
    let row = find(&hand, |role, label| role == Role::Button && label == name).unwrap();
    assert!(name.contains("brocitinib"), "the first of the others: {name}");
    let banner = find(&hand, |role, label| role == Role::Button && label.contains(": Upadacitinib")).unwrap();
    assert!(row.top() >= banner.bottom() && row.bottom() < 800.0 - 30.0, "{row:?}");
    assert_eq!(hand.answer_json("infection"), json!(["serious-now"]), "it answers nothing");
    hand.key(Key::Home);
    assert_eq!(hand.focused().unwrap().0, ask);
}
