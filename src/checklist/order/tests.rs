//! One key never says more than was meant: hidden, answered and undeclared questions stay as they are.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::*;
use crate::checklist::sample::{content, visit};

fn ix(id: &str) -> QuestionIx {
    content().question_by_id(id).unwrap()
}

const GROWN: Option<&str> = Some("1984-05-02");

/// `none_of` or `none_on_file`.
type All = fn(&Facts<'_>, &[QuestionIx]) -> Vec<(QuestionIx, Answer)>;

/// What `none_of` and `none_on_file` answer when every question is shown, as JSON.
fn said(answers: &Value, all: All) -> Map<String, Value> {
    let checklist = visit(GROWN, answers.clone());
    let facts = Facts::new(content(), &checklist);
    let everything: Vec<QuestionIx> = content().question_indices().collect();
    all(&facts, &everything)
        .into_iter()
        .map(|(ix, answer)| {
            let question = content().question(ix);
            (question.id.to_string(), answer.to_json(content(), question))
        })
        .collect()
}

#[test]
fn none_of_these_answers_exactly_what_the_content_declares() {
    let expected = json!({
        "immune_system_weak": "no", "allergy": [], "infection": [], "heart": [], "clots": [], "clot_risks": [],
        "heart_risks": [], "cancer": [], "liver": "none", "kidney": "no-known-disease", "gut": [], "eyes": [],
        "conditions": [], "live_vaccine": "none",
    });
    let said = said(&json!({}), none_of);
    let sorted = |map: &Map<String, Value>| {
        let mut list: Vec<(String, Value)> = map.clone().into_iter().collect();
        list.sort_by(|one, other| one.0.cmp(&other.0));
        list
    };
    assert_eq!(sorted(&said), sorted(expected.as_object().unwrap()));
    // A none that would be a statement of its own.
    for id in ["pregnancy", "smoking", "vaccines_up_to_date", "tuberculosis_test", "medicines", "severity"] {
        assert!(!said.contains_key(id), "{id}");
    }
}

#[test]
fn what_was_answered_or_not_sure_is_never_overwritten() {
    let answers = json!({
        "infection": ["hiv"], "heart": "unsure", "clots": {"unsure": ["leg-clot"]}, "liver": "severe", "gut": [],
    });
    let said = said(&answers, none_of);
    for id in ["infection", "heart", "clots", "liver", "gut"] {
        assert!(!said.contains_key(id), "{id}");
    }
    assert!(said.contains_key("cancer"));
}

#[test]
fn none_on_file_says_not_done_of_every_test_that_is_asked_and_of_nothing_else() {
    let said = said(&json!({}), none_on_file);
    assert_eq!(
        Value::from(said),
        json!({
            "tuberculosis_test": "not-done", "hepatitis_tests": "not-done", "blood_count": "not-done",
            "liver_tests": "not-done", "lipids": "not-done",
        }),
        "a pregnancy test is not asked before it is known whether it is needed"
    );
}

#[test]
fn a_hidden_question_is_never_answered_by_one_key() {
    let not_needed = said(&json!({"pregnancy": []}), none_on_file);
    assert!(!not_needed.contains_key("pregnancy_test"));
    let needed = said(&json!({"pregnancy": ["could-become-pregnant"]}), none_on_file);
    assert_eq!(needed.get("pregnancy_test"), Some(&json!("not-done")));
}

#[test]
fn only_what_is_shown_is_answered() {
    let checklist = visit(GROWN, json!({}));
    let facts = Facts::new(content(), &checklist);
    let said = none_of(&facts, &[ix("heart"), ix("smoking")]);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].0, ix("heart"));
}

#[test]
fn a_question_waits_for_the_answer_that_it_hangs_on() {
    for (answers, put) in [
        (json!({}), false),
        (json!({"pregnancy": []}), false),
        (json!({"pregnancy": "unsure"}), true),
        (json!({"pregnancy": {"unsure": ["could-become-pregnant"]}}), true),
        (json!({"pregnancy": ["could-become-pregnant"]}), true),
    ] {
        let checklist = visit(GROWN, answers.clone());
        let facts = Facts::new(content(), &checklist);
        assert_eq!(is_put(&facts, ix("contraception")), put, "{answers}");
    }
    let unborn = visit(None, json!({}));
    assert!(is_put(&Facts::new(content(), &unborn), ix("weight_kg")), "without a birth date it is asked");
}

#[test]
fn as_long_as_a_question_is_open_one_is_put() {
    let mut checklist = visit(None, json!({}));
    let mut answered = 0;
    loop {
        let facts = Facts::new(content(), &checklist);
        let open: Vec<_> =
            content().question_indices().filter(|ix| standing(&facts, *ix) == Standing::Open).collect();
        if open.is_empty() {
            break;
        }
        let next = open.iter().copied().find(|ix| is_put(&facts, *ix));
        let next = next.unwrap_or_else(|| panic!("{} are open and none is put", open.len()));
        checklist.set(next, Some(Answer::Unsure));
        answered += 1;
    }
    assert_eq!(answered, content().questions().len(), "not sure leaves everything asked");
}

#[test]
fn every_question_stands_on_exactly_one_page_that_can_be_reached() {
    let everything = visit(
        None,
        json!({"pregnancy": "unsure", "infection": "unsure", "tuberculosis_test": "unsure",
        "blood_count": "unsure"}),
    );
    let facts = Facts::new(content(), &everything);
    for first in [QuestionSet::NONE, QuestionSet::of(ix("heart")).union(QuestionSet::of(ix("liver")))] {
        let pages = pages(&facts, first, None);
        let all: Vec<QuestionIx> = pages.iter().flat_map(|page| page.questions.iter().copied()).collect();
        let once: HashSet<QuestionIx> = all.iter().copied().collect();
        assert_eq!((all.len(), once.len()), (content().questions().len(), content().questions().len()));
        assert!(pages.is_sorted_by_key(|page| page.part == Part::Rest), "what comes first comes first");
    }
    assert_eq!(in_order(content()).len(), content().questions().len());
}

#[test]
fn still_so_says_again_what_lasts_but_no_result_of_that_time_nothing_unsure_and_nothing_hidden() {
    let before = visit(
        GROWN,
        json!({
            "infection": ["shingles-before"], "tuberculosis_test": "negative-within-year", "clot_risks": "unsure",
            "pregnancy": [], "contraception": "yes", "kidney": "egfr-60-or-more", "medicines": ["lisinopril"],
        }),
    );
    let today = visit(GROWN, json!({"kidney": "egfr-30-59"}));
    let said = still_so(content(), &today, |ix| before.answer(ix).cloned());
    let ids: Vec<&str> = said.iter().map(|(ix, _)| content().question(*ix).id.as_str()).collect();
    assert_eq!(ids, ["pregnancy", "infection", "medicines"]);

    let before = visit(GROWN, json!({"pregnancy": ["could-become-pregnant"], "contraception": "yes"}));
    let said = still_so(content(), &visit(GROWN, json!({})), |ix| before.answer(ix).cloned());
    assert_eq!(said.len(), 2, "what is asked because of an answer that is said again");
}

#[test]
fn progress_counts_what_is_put_or_answered_and_nothing_else() {
    let pregnancy = content().topics.iter().find(|topic| topic.id == "pregnancy").unwrap();
    let at = |answers: Value| {
        let checklist = visit(None, answers);
        let mut pages = pages(&Facts::new(content(), &checklist), QuestionSet::NONE, None);
        for page in &mut pages {
            page.questions.retain(|ix| pregnancy.questions.contains(&ix.position()));
        }
        let found = Progress::of_pages(&checklist, &pages);
        (found.answered, found.of)
    };
    assert_eq!(at(json!({})), (0, 1), "what hangs on an answer is not put before it");
    assert_eq!(at(json!({"pregnancy": []})), (1, 1));
    assert_eq!(at(json!({"pregnancy": [], "contraception": "yes"})), (2, 2));
    assert_eq!(at(json!({"pregnancy": ["could-become-pregnant"]})), (1, 3));
    assert_eq!(at(json!({"severity": "mild"})), (0, 1), "another topic");
}
