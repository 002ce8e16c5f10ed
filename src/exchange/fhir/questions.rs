//! How do questions and answers become a Questionnaire and its responses?
//!
//! "Not sure" is an answer with a code of its own, an unanswered question has no item. Where only some choices
//! are not sure, they stand below that answer. A number takes no code: there "not sure" is an item beside it,
//! whose `linkId` ends in `.unsure`.

use serde_json::{Value, json};

use super::Visit;
use super::terms::{NONE, System, UNSURE, coding, entry, object, reference, shared, text, urn};
use crate::checklist::answer::{Answer, decimal_json};
use crate::checklist::facts::Facts;
use crate::checklist::progress::{Standing, standing};
use crate::content::Content;
use crate::content::ids::{ChoiceIx, ChoiceSet};
use crate::content::question::{Kind, Question};

const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";

fn said((code, words): (&str, &str)) -> Value {
    coding(System::Said, code, words)
}

fn unsure_link(question: &Question) -> String {
    format!("{}.{}", question.id, UNSURE.0)
}

/// The name of the questions that are the same in every version.
fn url() -> String {
    urn(shared("questionnaire"))
}

/// What is asked at the counter.
pub(super) fn questionnaire(content: &Content) -> Value {
    let items: Vec<Value> = content.questions().iter().flat_map(asked).collect();
    let id = shared(&format!("questionnaire/{}", content.version));
    entry(
        id,
        "Questionnaire",
        [
            ("url", url().into()),
            ("version", text(&content.version)),
            ("name", "CountercheckQuestionnaire".into()),
            ("title", "Countercheck: eczema treatments, questions at the counter".into()),
            ("status", "active".into()),
            ("subjectType", json!(["Patient"])),
            ("item", items.into()),
        ],
    )
}

/// The items of a question: one, and for a number one more for "not sure".
fn asked(question: &Question) -> Vec<Value> {
    let item = |kind: &str, repeats: bool, options: Vec<Value>, below: Value, unit: Value| {
        object([
            ("linkId", question.id.as_str().into()),
            ("extension", unit),
            ("text", text(&question.ask)),
            ("type", kind.into()),
            ("repeats", if repeats { true.into() } else { Value::Null }),
            ("answerOption", options.into()),
            ("item", below),
        ])
    };
    let option = |coding: Value| json!({"valueCoding": coding});
    let options = |ends: &[(&str, &str)]| -> Vec<Value> {
        choices(question, ChoiceSet::first(question.choices.len()))
            .chain(ends.iter().map(|end| said(*end)))
            .map(option)
            .collect()
    };
    match &question.kind {
        Kind::YesNo | Kind::Choice => {
            vec![item("choice", false, options(&[UNSURE]), Value::Null, Value::Null)]
        }
        Kind::Many => {
            let below = object([
                ("linkId", unsure_link(question).into()),
                ("text", text(&format!("Not sure about: {}", question.short))),
                ("type", "choice".into()),
                (
                    "enableWhen",
                    json!([{"question": question.id.as_str(), "operator": "=", "answerCoding": said(UNSURE)}]),
                ),
                ("repeats", true.into()),
                ("answerOption", options(&[]).into()),
            ]);
            vec![item("choice", true, options(&[NONE, UNSURE]), json!([below]), Value::Null)]
        }
        Kind::Number(number) => {
            let unit = json!([{"url": UNIT, "valueCoding": object([("display", text(&number.unit))])}]);
            let beside = object([
                ("linkId", unsure_link(question).into()),
                ("text", text(&format!("Not sure: {}", question.short))),
                ("type", "choice".into()),
                ("answerOption", json!([option(said(UNSURE))])),
            ]);
            vec![item("quantity", false, Vec::new(), Value::Null, unit), beside]
        }
        Kind::Medicines => {
            vec![item("open-choice", true, options(&[NONE, UNSURE]), Value::Null, Value::Null)]
        }
    }
}

fn choices(question: &Question, set: ChoiceSet) -> impl Iterator<Item = Value> {
    set.iter().filter_map(|choice| code_of(question, choice))
}

/// Yes and no are the same for every question, the other choices its own.
fn code_of(question: &Question, choice: ChoiceIx) -> Option<Value> {
    let choice = question.choices.get(choice.position())?;
    Some(match question.kind {
        Kind::YesNo => coding(System::Said, choice.id.as_str(), &choice.label),
        Kind::Choice | Kind::Many | Kind::Number(_) | Kind::Medicines => {
            coding(System::Choice, &format!("{}.{}", question.id, choice.id), &choice.label)
        }
    })
}

/// What was answered at a visit.
pub(super) fn response(content: &Content, visit: &Visit<'_>) -> Value {
    let facts = Facts::new(content, visit.checklist);
    let is_open = content.question_indices().any(|ix| standing(&facts, ix) == Standing::Open);
    let items: Vec<Value> = content
        .question_indices()
        .filter_map(|ix| Some(answered(content.question(ix), visit.checklist.answer(ix)?)))
        .collect();
    entry(
        visit.id,
        "QuestionnaireResponse",
        [
            ("questionnaire", format!("{}|{}", url(), content.version).into()),
            ("status", if is_open { "in-progress" } else { "completed" }.into()),
            ("subject", reference(visit.patient.id)),
            ("authored", visit.answered_at.to_string().into()),
            ("author", reference(visit.by)),
            ("item", items.into()),
        ],
    )
}

fn answered(question: &Question, answer: &Answer) -> Value {
    let code = |coding: Value| json!({"valueCoding": coding});
    let mut link = question.id.to_string();
    let answers: Vec<Value> = match answer {
        Answer::Unsure => {
            if matches!(question.kind, Kind::Number(_)) {
                link = unsure_link(question);
            }
            vec![code(said(UNSURE))]
        }
        Answer::Choice(choice) => code_of(question, *choice).into_iter().map(code).collect(),
        Answer::Many(many) => {
            let mut answers: Vec<Value> = choices(question, many.yes).map(code).collect();
            let unsure: Vec<Value> = choices(question, many.unsure).map(code).collect();
            if !unsure.is_empty() {
                let below = json!([{"linkId": unsure_link(question), "answer": unsure}]);
                answers.push(json!({"valueCoding": said(UNSURE), "item": below}));
            }
            if answers.is_empty() { vec![code(said(NONE))] } else { answers }
        }
        Answer::Number(number) => {
            let unit = match &question.kind {
                Kind::Number(number) => text(&number.unit),
                Kind::YesNo | Kind::Choice | Kind::Many | Kind::Medicines => Value::Null,
            };
            vec![json!({"valueQuantity": object([("value", decimal_json(*number)), ("unit", unit)])})]
        }
        Answer::Medicines(list) if list.is_empty() => vec![code(said(NONE))],
        Answer::Medicines(list) => {
            list.iter().map(|intake| object([("valueString", text(&intake.name))])).collect()
        }
    };
    object([("linkId", link.into()), ("answer", answers.into())])
}
