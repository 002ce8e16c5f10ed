//! Every finding is one key from its answers, every open question one key away, also in a narrow window; and the strip
//! says what is known.

use std::collections::BTreeSet;

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::Here;
use countercheck::checklist::facts::Facts;
use countercheck::checklist::order::{Part, askable, is_put};
use countercheck::content::ids::QuestionIx;
use countercheck::content::rule::Level;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, vec2};
use egui_kittest::kittest::NodeT as _;
use jiff::civil::{Date, date};
use serde_json::json;

use crate::hand::{Hand, content, question};

#[test]
fn from_every_open_question_of_the_drug_one_key_leads_to_it_and_answers_nothing() {
    for drug in ["a", "b", "d", "o"] {
        let mut hand = Hand::with_visit();
        hand.types(drug);
        let asks: Vec<QuestionIx> = {
            let visit = hand.visit();
            let ask = visit.assessment.of(visit.prescription.drug.unwrap()).unwrap().ask;
            let content = content();
            askable(&Facts::new(&content, &visit.checklist), ask).questions().collect()
        };
        assert!(!asks.is_empty(), "{drug}");
        let mut used = BTreeSet::new();
        for ix in asks {
            hand.does(Action::Go(Here::Prescription));
            let short = content().question(ix).short.to_lowercase();
            let key = hand
                .harness
                .root()
                .children_recursive()
                .filter_map(|node| {
                    let node = node.accesskit_node();
                    let is_it = node.label().unwrap_or_default().to_lowercase() == short;
                    let key = node.data().keyboard_shortcut()?.strip_prefix("Alt+")?.to_owned();
                    is_it.then_some(key)
                })
                .next()
                .unwrap_or_else(|| panic!("{drug}: {short} has no key"));
            assert!(used.insert(key.clone()), "{key} twice");
            hand.alt(key.to_lowercase().chars().next().unwrap());
            assert_eq!(hand.visit().here, Here::Question(ix), "{drug}: Alt {key}");
        }
        assert!(hand.visit().checklist.answers_json(&content()).is_empty(), "{drug}");
        assert!(hand.visit().prescription.kind.is_none(), "no letter reached the prescription");
    }
}

#[test]
fn from_a_finding_one_key_leads_back_to_its_answers_one_after_the_other() {
    let mut hand = Hand::with_visit();
    hand.types("as1");
    hand.goes_to("pregnancy");
    hand.types("d");
    hand.goes_to("contraception");
    hand.types("n");
    hand.goes_to("severity");
    assert!(hand.sees("Alt 1  Because: pregnancy, birth control"), "{:?}", hand.words());
    hand.alt('1');
    assert_eq!(hand.here().as_deref(), Some("pregnancy"));
    hand.alt('1');
    assert_eq!(hand.here().as_deref(), Some("contraception"));
    hand.alt('1');
    assert_eq!(hand.here().as_deref(), Some("pregnancy"));
    let focused = hand.focused().unwrap().0;
    assert_eq!(focused, content().question(question("pregnancy")).ask, "it is read aloud");
}

/// A visit of somebody born on that day, with a drug from 12 years on, at a question.
fn at_severity_of(birth_date: Option<Date>) -> Hand {
    let mut hand = Hand::with_vault();
    hand.begin_visit_of(birth_date);
    hand.types("as1");
    hand.goes_to("severity");
    hand
}

#[test]
fn from_a_finding_about_the_age_one_key_leads_to_the_birth_date_and_another_back() {
    let mut hand = at_severity_of(Some(date(2020, 5, 2)));
    assert!(hand.sees("Alt 1  Because: birth date ·"), "{:?}", hand.words());
    hand.alt('1');
    assert_eq!(hand.focused().unwrap(), ("Birth date".to_owned(), "2020-05-02".to_owned()));
    hand.key(Key::Escape);
    assert_eq!(hand.here().as_deref(), Some("severity"), "nothing was changed");
    let ask = content().question(question("severity")).ask.clone();
    assert_eq!(hand.focused().unwrap().0, ask, "it is read aloud again");
    hand.alt('1');
    hand.ctrl(Key::A);
    hand.types("5/2/1984");
    hand.key(Key::Enter);
    assert_eq!(hand.here().as_deref(), Some("severity"));
    assert_eq!(hand.visit().checklist.patient.birth_date, Some(date(1984, 5, 2)));
    assert!(!hand.sees("Because: birth date ·"), "{:?}", hand.words());
    // It is a correction like any other: the patient's page takes it back.
    hand.ctrl(Key::H);
    hand.ctrl(Key::Z);
    assert_eq!(hand.kept().patient.birth_date, Some(date(2020, 5, 2)));
}

#[test]
fn a_birth_date_that_is_to_be_asked_is_one_key_away_and_a_lock_keeps_the_way_back() {
    let mut hand = at_severity_of(None);
    let key = hand
        .harness
        .root()
        .children_recursive()
        .filter(|node| node.accesskit_node().label().as_deref() == Some("Birth date"))
        .find_map(|node| node.accesskit_node().data().keyboard_shortcut().map(str::to_owned))
        .unwrap();
    hand.alt(key.strip_prefix("Alt+").unwrap().to_lowercase().chars().next().unwrap());
    hand.types("5/2/1984");
    hand.ctrl(Key::L);
    hand.unlocks();
    assert!(hand.sees("5/2/1984"), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert_eq!(hand.here().as_deref(), Some("severity"));
    assert_eq!(hand.visit().checklist.patient.birth_date, Some(date(1984, 5, 2)));
}

/// The key of a finding in the words of the card in which cautions are folded.
fn folded_key(hand: &Hand, title: &str) -> char {
    let words = hand.words();
    let fold = words.iter().find(|words| words.starts_with("Caution: ") && words.contains(" · ")).unwrap();
    let before = fold.split(title).next().unwrap_or_default();
    let key = before.trim_end().chars().next_back().unwrap();
    assert!(before.ends_with(&format!("Alt {key} ")), "{title} has no key: {fold}");
    key
}

#[test]
fn from_each_folded_caution_one_key_leads_to_its_answer_and_f6_opens_it_under_the_same_key() {
    let mut hand = Hand::with_visit();
    hand.types("as1");
    for (id, keys) in [("smoking", "2"), ("heart", "c"), ("infection", "b")] {
        hand.goes_to(id);
        hand.types(keys);
    }
    hand.goes_to("severity");
    let content = content();
    let cautions: Vec<(String, Vec<QuestionIx>)> = {
        let visit = hand.visit();
        let assessed = visit.assessment.of(visit.prescription.drug.unwrap()).unwrap();
        let cautions = assessed.findings.iter().filter(|finding| finding.level == Level::Caution);
        let titled = cautions.map(|finding| {
            let title = finding.words(&content, &visit.checklist).title;
            (title, finding.because.questions().collect::<Vec<_>>())
        });
        titled.filter(|(_, because)| !because.is_empty()).collect()
    };
    assert!(cautions.len() > 1, "{cautions:?}");
    assert!(hand.sees("F6 opens them all with advice and sources."), "{:?}", hand.words());
    let keys: Vec<char> = cautions.iter().map(|(title, _)| folded_key(&hand, title)).collect();
    for ((title, because), key) in cautions.iter().zip(&keys) {
        hand.alt(key.to_ascii_lowercase());
        assert!(because.iter().any(|ix| hand.visit().here == Here::Question(*ix)), "{title}");
        hand.goes_to("severity");
    }
    hand.key(Key::F6);
    for ((title, _), key) in cautions.iter().zip(&keys) {
        let label = format!("Caution: {title}");
        let nodes = hand.harness.root().children_recursive();
        let found =
            nodes.map(|node| node.accesskit_node()).find(|node| node.label().as_ref() == Some(&label));
        let shortcut = found.unwrap().data().keyboard_shortcut().map(str::to_owned);
        assert_eq!(shortcut, Some(format!("Alt+{key}")), "{title}");
    }
}

#[test]
fn the_strip_says_in_words_what_is_known_not_sure_and_not_asked() {
    let mut hand = Hand::with_visit();
    let expected = "0 known · 0 not sure · 35 not asked · 7 only after other answers · 1 not needed";
    assert!(hand.sees(expected), "{:?}", hand.words());
    hand.goes_to("smoking");
    hand.types("1");
    hand.goes_to("clots");
    hand.types("u");
    hand.goes_to("pregnancy");
    hand.types("n");
    let expected = "2 known · 1 not sure · 32 not asked · 5 only after other answers · 3 not needed";
    assert!(hand.sees(expected), "{:?}", hand.words());
}

/// The banner, the list of what to ask, the pages at the left and their head count the same: what can be asked now.
#[test]
fn every_count_of_open_questions_counts_what_can_be_asked_now() {
    let content = content();
    let mut hand = Hand::with_visit();
    hand.types("as1");
    for (id, keys) in [("severity", "2"), ("pregnancy", "d\n"), ("blood_count", "1"), ("infection", "0")] {
        let visit = hand.visit();
        let facts = Facts::new(&content, &visit.checklist);
        let pages = visit.pages(&content);
        let asked = |part: Option<Part>| {
            let pages = pages.iter().filter(move |page| part.is_none_or(|part| page.part == part));
            let questions: Vec<QuestionIx> = pages.flat_map(|page| page.questions.clone()).collect();
            questions
        };
        let open =
            asked(Some(Part::First)).iter().filter(|ix| visit.checklist.answer(**ix).is_none()).count();
        let ask = askable(&facts, visit.assessment.of(visit.prescription.drug.unwrap()).unwrap().ask);
        assert!(ask.questions().all(|ix| is_put(&facts, ix)), "before {id}");
        assert!(ask.len() <= open, "before {id}: all that the drug needs stands on its pages");
        let listed = hand.harness.root().children_recursive().filter(|node| {
            let node = node.accesskit_node();
            let is_key = node.data().keyboard_shortcut().is_some_and(|key| key.starts_with("Alt+"));
            is_key && node.role() == Role::ListBoxOption
        });
        assert_eq!(listed.count(), ask.len(), "before {id}: what to ask");
        assert!(
            hand.sees(&format!("and {} questions still open", ask.len())),
            "before {id}: {:?}",
            hand.words()
        );
        let answered = asked(None).iter().filter(|ix| visit.checklist.answer(**ix).is_some()).count();
        let head = format!("Questions · {answered} of {}", asked(None).len());
        assert!(hand.sees(&head), "before {id}: {head} {:?}", hand.words());
        let left = asked(None).len() - answered;
        assert!(hand.sees(&format!(" · {left} not asked")), "before {id}: {left} {:?}", hand.words());
        hand.goes_to(id);
        hand.types(keys.trim_end());
        if keys.ends_with('\n') {
            hand.key(Key::Enter);
        }
    }
}

#[test]
fn in_a_narrow_window_what_is_chosen_is_shown_and_can_be_answered() {
    let narrow = || {
        let mut hand = Hand::with_visit_of_size(vec2(800.0, 640.0));
        hand.types("as1");
        hand
    };
    let ask = |id: &str| content().question(question(id)).ask.clone();
    let mut hand = narrow();
    hand.tabs_to("Topics");
    hand.key(Key::Enter);
    hand.tabs_to("Heart and clots");
    hand.key(Key::Enter);
    assert!(hand.sees(&ask("heart")), "{:?}", hand.words());
    hand.types("n");
    assert_eq!(hand.answer_json("heart"), json!([]));
    // The same question again: one comes back to it.
    hand.goes_to("heart");
    hand.key(Key::F6);
    assert!(!hand.sees(&ask("heart")));
    hand.types("a");
    assert_eq!(hand.answer_json("heart"), json!([]), "what is not shown is not answered");
    hand.key(Key::Escape);
    assert!(hand.sees(&ask("heart")));
    let mut hand = narrow();
    hand.goes_to("severity");
    hand.key(Key::F6);
    hand.tabs_to("Severity");
    hand.key(Key::Enter);
    assert!(hand.sees(&ask("severity")), "also where it was in front already");
    hand.key(Key::F6);
    hand.alt('2');
    let here = hand.here().unwrap();
    assert!(hand.sees(&ask(&here)), "{here}");
    hand.types("u");
    assert!(hand.answer(&here).is_some());
}
