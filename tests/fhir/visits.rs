//! The visits of the vault that is exported, and what the command line says of each.

use countercheck::cli::assess;
use countercheck::content::Content;
use countercheck::content::question::{Kind, Question};
use serde_json::{Map, Value, json};

fn content() -> Content {
    Content::embedded().unwrap()
}

fn visit(name: &str, answers: Value, prescription: Option<Value>) -> String {
    let mut visit = json!({
        "as_of": "2026-11-24",
        "patient": {"name": name, "birth_date": "1984-05-02"},
        "answers": answers,
    });
    if let Some(prescription) = prescription {
        visit["prescription"] = prescription;
    }
    visit.to_string()
}

/// The lines of an import: what stands first is named by the tests, what follows has every kind of answer.
pub fn all() -> String {
    let content = content();
    let elena = json!({
        "severity": "moderate",
        "smoking": "unsure",
        "weight_kg": "unsure",
        "cancer": [],
        "infection": {"yes": ["shingles-before"], "unsure": ["hiv"]},
        "medicines": [
            "aspirin",
            {"name": "Tegretol", "since": "2025-01-31", "stopping": true},
            "\u{a0}grandma's tea",
            {"name": "prednisone", "daily_mg": 7.5},
            {"name": "Nobody's drops", "reviewed": "none"},
        ],
    });
    let prescription =
        json!({"drug": "upadacitinib", "strength": "30 mg", "prescriber": "Dr. Chen", "kind": "new"});
    let answered = |answer: &dyn Fn(&Question) -> Value| -> Value {
        content.questions().iter().map(|question| (question.id.to_string(), answer(question))).collect()
    };
    let mut lines = vec![
        visit("Elena Marković", elena, Some(prescription)),
        visit("Elena Marković", answered(&|_| json!("unsure")), None),
        visit("Somebody Silent", json!({}), None),
        visit("Nobody Else", answered(&|question| answers(question).remove(0)), None),
    ];
    let most = content.questions().iter().map(|question| answers(question).len()).max().unwrap();
    for at in 0..most {
        let one = |question: &Question| answers(question).into_iter().cycle().nth(at).unwrap();
        let drug = &content.drugs()[at % content.drugs().len()];
        let prescription = json!({"drug": drug.id.as_str(), "kind": "refill", "strength": "as before"});
        lines.push(visit(&format!("Patient No. {at}"), answered(&one), Some(prescription)));
    }
    lines.push(visit("Patient without a drug", json!({}), Some(json!({"prescriber": "Dr. Chen"}))));
    lines.join("\n")
}

/// Every kind of answer that a question takes; the one that says least first.
fn answers(question: &Question) -> Vec<Value> {
    let ids: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
    match &question.kind {
        Kind::YesNo | Kind::Choice => ids.into_iter().map(Value::from).collect(),
        Kind::Many => {
            let (first, rest) = ids.split_first().unwrap();
            let partly = json!({"yes": [], "unsure": [first]});
            vec![json!([]), json!(ids), partly, json!({"yes": rest, "unsure": [first]})]
        }
        Kind::Number(number) => {
            [number.min, number.max].map(|bound| serde_json::from_str(&bound.to_string()).unwrap()).into()
        }
        Kind::Medicines => vec![json!([]), json!(["ibuprofen", {"name": "warfarin", "as": "warfarin"}])],
    }
}

/// The records of an export, some with what was said of their coverage added.
pub fn insured(exported: &str) -> String {
    let coverages = [
        json!({
            "payer": "employer",
            "plan": {
                "plan_year_reset_month": 7,
                "deductible": {"structure": "individual", "individual_cents": 150_000, "met_individual_cents": "unknown"},
                "oop_max": "unknown",
            },
            "household": {"state": "OH"},
        }),
        json!({"payer": "unknown"}),
        Value::Null,
        json!({"payer": "cash"}),
    ];
    let added = |(line, coverage): (&str, Value)| {
        let mut record: Value = serde_json::from_str(line).unwrap();
        if !coverage.is_null() {
            record["fields"]["coverage"] = coverage.clone();
            let entry = json!({
                "field": "coverage", "value": coverage, "at": "2026-11-24T18:00:00Z", "by": record["by"],
            });
            record["history"].as_array_mut().unwrap().push(entry);
        }
        record.to_string()
    };
    exported.lines().zip(coverages).map(added).collect::<Vec<_>>().join("\n")
}

/// What `assess` says of a record: drug, rule and level of every finding, and each drug that is still open.
pub fn assessed(record: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut input = Map::new();
    input.insert("as_of".into(), record["as_of"].clone());
    input.insert("patient".into(), json!({"birth_date": record["patient"]["birth_date"]}));
    input.insert("answers".into(), record["answers"].clone());
    if let Some(prescription) = record["fields"].get("prescription") {
        input.insert("prescription".into(), prescription.clone());
    }
    let said = assess::run(&content(), Value::Object(input).to_string().as_bytes()).unwrap();
    let said: Value = serde_json::from_str(&said).unwrap();
    let mut told = Vec::new();
    for drug in said["drugs"].as_array().unwrap() {
        for finding in drug["findings"].as_array().unwrap() {
            told.push((text(&drug["drug"]), text(&finding["rule"]), text(&finding["level"])));
        }
        if !drug["ask"].as_array().unwrap().is_empty() {
            told.push((text(&drug["drug"]), "incomplete".to_owned(), "incomplete".to_owned()));
        }
    }
    told.sort();
    told
}
