//! `countercheck assess` gives exactly the agreed answers, and refuses what can't be.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use countercheck::checklist::Checklist;
use countercheck::cli;
use countercheck::content::Content;
use countercheck::safety::{assess, report};
use serde_json::{Value, json};

fn content() -> &'static Content {
    static CONTENT: std::sync::OnceLock<Content> = std::sync::OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

fn answered(input: &Value) -> Value {
    let (checklist, rest) = Checklist::from_json(content(), input.as_object().unwrap()).unwrap();
    assert!(rest.is_empty());
    report::to_json(content(), &checklist, &assess(content(), &checklist))
}

/// The fields that the cases agree on.
fn agreed(answer: &Value) -> Value {
    let drugs: Vec<Value> = answer["drugs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|drug| {
            let findings: Vec<Value> = drug["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|f| json!({"rule": f["rule"], "level": f["level"], "because": f["because"]}))
                .collect();
            json!({"drug": drug["drug"], "verdict": drug["verdict"], "findings": findings, "ask": drug["ask"]})
        })
        .collect();
    json!({ "drugs": drugs })
}

#[test]
fn every_agreed_case_comes_out_exactly() {
    let cases: Value = serde_json::from_str(include_str!("cases/assess.json")).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 91, "a case went missing");
    let mut wrong = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let answer = agreed(&answered(&case["input"]));
        let pairs =
            answer["drugs"].as_array().unwrap().iter().zip(case["expected"]["drugs"].as_array().unwrap());
        for (got, expected) in pairs {
            if got != expected {
                wrong.push(format!("case {at}:\n  got      {got}\n  expected {expected}"));
            }
        }
        assert_eq!(
            answer["drugs"].as_array().unwrap().len(),
            case["expected"]["drugs"].as_array().unwrap().len()
        );
    }
    assert!(
        wrong.is_empty(),
        "{} differ, for example\n{}",
        wrong.len(),
        wrong[..wrong.len().min(8)].join("\n")
    );
}

#[test]
fn every_finding_has_a_title_in_words_and_a_source() {
    let cases: Value = serde_json::from_str(include_str!("cases/assess.json")).unwrap();
    let mut findings = 0;
    for case in cases["cases"].as_array().unwrap() {
        for drug in answered(&case["input"])["drugs"].as_array().unwrap() {
            for finding in drug["findings"].as_array().unwrap() {
                findings += 1;
                let title = finding["title"].as_str().unwrap();
                assert!(!title.is_empty() && !title.contains('{'), "{finding}");
                assert!(!finding["sources"].as_array().unwrap().is_empty(), "{finding}");
            }
        }
    }
    assert!(findings > 1000);
}

fn refused(text: &str) -> String {
    match cli::assess::run(content(), text.as_bytes()) {
        Ok(_) => panic!("taken: {}", &text[..text.len().min(120)]),
        Err(trouble) => {
            assert_eq!(trouble.exit_code(), 2);
            trouble.to_string()
        }
    }
}

fn with_answers(answers: &str) -> String {
    format!(r#"{{"as_of":"2026-11-24","patient":{{"birth_date":"1984-05-02"}},"answers":{answers}}}"#)
}

#[test]
fn what_is_not_possible_is_refused_with_its_field_and_what_was_expected() {
    for (answers, field, expected) in [
        (r#"{"sevrity":"mild"}"#, "answers.sevrity", "no such question"),
        (r#"{"severity":"dreadful"}"#, "answers.severity", "mild, moderate, severe or unsure"),
        (r#"{"severity":null}"#, "answers.severity", "mild"),
        (r#"{"severity":["mild"]}"#, "answers.severity", "mild"),
        (r#"{"immune_system_weak":true}"#, "answers.immune_system_weak", "yes, no or unsure"),
        (r#"{"body_surface_percent":100.001}"#, "answers.body_surface_percent", "0 to 100"),
        (r#"{"body_surface_percent":-0.001}"#, "answers.body_surface_percent", "0 to 100"),
        (r#"{"body_surface_percent":20.0001}"#, "answers.body_surface_percent", "3 decimals"),
        (r#"{"body_surface_percent":20.00000000000000000001}"#, "answers.body_surface_percent", "3 decimals"),
        (r#"{"body_surface_percent":1e400}"#, "answers.body_surface_percent", "0 to 100"),
        (r#"{"body_surface_percent":"20"}"#, "answers.body_surface_percent", "a number"),
        (r#"{"weight_kg":1.999}"#, "answers.weight_kg", "2 to 350"),
        (r#"{"infection":{}}"#, "answers.infection", "at least one"),
        (r#"{"infection":["hiv","hiv"]}"#, "answers.infection[1]", "once"),
        (r#"{"infection":["flu"]}"#, "answers.infection[0]", "serious-now"),
        (r#"{"infection":{"yes":["hiv"],"unsure":["hiv"]}}"#, "answers.infection", "not both"),
        (r#"{"infection":{"maybe":[]}}"#, "answers.infection.maybe", "no such field"),
        (r#"{"infection":"none"}"#, "answers.infection", "list of choices"),
        (r#"{"medicines":["  "]}"#, "answers.medicines[0]", "name"),
        (r#"{"medicines":"aspirin"}"#, "answers.medicines", "list"),
        (r#"{"medicines":[{"as":"aspirin"}]}"#, "answers.medicines[0].name", "name"),
        (r#"{"medicines":[{"name":"x","as":"Aspirin "}]}"#, "answers.medicines[0].as", "id"),
        (r#"{"medicines":[{"name":"x","reviewed":"yes"}]}"#, "answers.medicines[0].reviewed", "none"),
        (r#"{"medicines":[{"name":"x","daily_mg":-1}]}"#, "answers.medicines[0].daily_mg", "0 to"),
        (r#"{"medicines":[{"name":"x","daily_mg":"81"}]}"#, "answers.medicines[0].daily_mg", "number"),
        (
            r#"{"medicines":[{"name":"x","since":"2026-02-30"}]}"#,
            "answers.medicines[0].since",
            "date that exists",
        ),
        (
            r#"{"medicines":[{"name":"x","since":"2026-11-25"}]}"#,
            "answers.medicines[0].since",
            "on or before",
        ),
        (
            r#"{"medicines":[{"name":"x","stopping":"yes"}]}"#,
            "answers.medicines[0].stopping",
            "true or false",
        ),
        (r#"{"medicines":[{"name":"x","dose":1}]}"#, "answers.medicines[0].dose", "no such field"),
        ("[]", "answers", "object"),
    ] {
        let message = refused(&with_answers(answers));
        assert!(message.starts_with(field) && message.contains(expected), "{answers}: {message}");
    }
    for (text, field) in [
        (r#"{}"#, "as_of"),
        (r#"{"as_of":"2026-02-29"}"#, "as_of"),
        (r#"{"as_of":"24.11.2026"}"#, "as_of"),
        (r#"{"as_of":"2026-11-24","patient":{"birth_date":"2026-11-25"}}"#, "patient.birth_date"),
        (r#"{"as_of":"2026-11-24","patient":{"birth_date":"1984-02-30"}}"#, "patient.birth_date"),
        (r#"{"as_of":"2026-11-24","patient":{"sex":"f"}}"#, "patient.sex"),
        (r#"{"as_of":"2026-11-24","patient":null}"#, "patient"),
        (r#"{"as_of":"2026-11-24","coverage":{}}"#, "coverage"),
        (r#"7"#, "the input"),
        (r#"[{"as_of":"2026-11-24"},{"as_of":"2026-13-01"}]"#, "item 1: as_of"),
    ] {
        let message = refused(text);
        assert!(message.starts_with(field), "{text}: {message}");
    }
}

#[test]
fn a_field_that_steers_a_terminal_or_fills_it_is_named_without_doing_so() {
    let message = refused(&with_answers(r#"{"\u001b[2J\u0007":1}"#));
    assert!(message.starts_with("answers.\u{fffd}[2J\u{fffd}: there is no such question"), "{message}");
    let message = refused(&with_answers(&format!(r#"{{"{}":1}}"#, "é".repeat(100_000))));
    assert!(message.chars().count() < 300, "{} characters", message.chars().count());
}

#[test]
fn truncated_huge_and_deep_input_is_refused() {
    let whole = with_answers(r#"{"infection":["hiv"],"medicines":["aspirin"]}"#);
    for cut in 0..whole.len() {
        refused(&whole[..cut]);
    }
    refused(&"[".repeat(1_000_000));
    refused(&with_answers(&format!("{{\"medicines\":{}1{}}}", "[".repeat(500), "]".repeat(500))));
}

#[test]
fn a_list_is_answered_by_a_list_in_order() {
    let text = r#"[{"as_of":"2026-11-24"},{"as_of":"2026-11-23"}]"#;
    let answer: Value = serde_json::from_str(&cli::assess::run(content(), text.as_bytes()).unwrap()).unwrap();
    assert_eq!(answer[0]["as_of"], "2026-11-24");
    assert_eq!(answer[1]["as_of"], "2026-11-23");
    assert_eq!(cli::assess::run(content(), b"[]").unwrap().trim(), "[]");
}

#[test]
fn answers_survive_the_way_to_json_and_back() {
    let cases: Value = serde_json::from_str(include_str!("cases/assess.json")).unwrap();
    for case in cases["cases"].as_array().unwrap() {
        let (checklist, _) = Checklist::from_json(content(), case["input"].as_object().unwrap()).unwrap();
        let again = json!({
            "as_of": checklist.as_of.to_string(),
            "patient": case["input"]["patient"],
            "answers": checklist.answers_json(content()),
        });
        let (again, _) = Checklist::from_json(content(), again.as_object().unwrap()).unwrap();
        assert!(again == checklist);
    }
}
