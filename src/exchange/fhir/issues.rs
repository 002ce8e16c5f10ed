//! How do findings become DetectedIssues?
//!
//! A finding is preliminary: a person has to look at it. A treatment whose questions are open gets an issue
//! too, so that no issue is never read as no concern.

use serde_json::{Value, json};
use uuid::Uuid;

use super::medicines::{drug_id, listed, listed_id, prescription_id};
use super::terms::{INCOMPLETE, System, coding, derived, entry, object, reference, text};
use super::{Issue, Open, Visit};
use crate::content::Content;
use crate::content::ids::{DrugIx, QuestionSet};
use crate::content::rule::Level;
use crate::content::source::Source;

/// A source, as the list of sources has it: told there once, since findings are many.
pub(super) fn source(source: &Source) -> Value {
    let section = match source.section.as_str() {
        "" => String::new(),
        section => format!("section {section}, "),
    };
    let definition = format!("{}, {section}as of {}", source.title, source.as_of);
    object([
        ("code", source.id.as_str().into()),
        ("display", text(&source.title)),
        ("definition", text(&definition)),
    ])
}

/// A finding.
pub(super) fn found(content: &Content, visit: &Visit<'_>, at: usize, issue: &Issue) -> Value {
    let severity = match issue.level {
        Level::Contraindicated | Level::Avoid => "high",
        Level::NeedsTest => "moderate",
        Level::Caution => "low",
    };
    let mut rule = coding(System::Rule, &issue.rule, "");
    if let Some(code) = rule.as_object_mut() {
        code.insert("version".to_owned(), text(&content.version));
    }
    let code = json!({"coding": [rule, coding(System::Level, issue.level.id(), "")]});
    let sources = issue.sources.iter().map(|ix| {
        let source = content.source(*ix);
        let code = json!([coding(System::Source, source.id.as_str(), "")]);
        object([("coding", code), ("text", text(&source.short(visit.checklist.as_of)))])
    });
    let medicines = issue.medicines.iter().filter(|at| **at < listed(content, visit).len());
    let about = medicines.map(|at| listed_id(visit, *at)).collect();
    let id = derived(visit.id, &format!("issue/{at}"));
    Written { id, severity: severity.into(), code, title: &issue.title, about, because: issue.because }.entry(
        content,
        visit,
        issue.drug,
        sources.collect(),
    )
}

/// A treatment for which something is still to be asked.
pub(super) fn open(content: &Content, visit: &Visit<'_>, open: &Open) -> Value {
    let drug = content.drug(open.drug);
    let birth_date = open.ask.has_birth_date().then_some("birth date");
    let asked = open.ask.questions().map(|ix| content.question(ix).short.as_str());
    let asked: Vec<&str> = birth_date.into_iter().chain(asked).collect();
    let title = format!("Not finished, still unknown: {}", asked.join(", "));
    let code = json!({"coding": [coding(System::Level, INCOMPLETE.0, INCOMPLETE.1)]});
    let id = derived(visit.id, &format!("open/{}", drug.id));
    Written { id, severity: Value::Null, code, title: &title, about: Vec::new(), because: open.ask }.entry(
        content,
        visit,
        open.drug,
        Vec::new(),
    )
}

struct Written<'a> {
    id: Uuid,
    severity: Value,
    code: Value,
    title: &'a str,
    about: Vec<Uuid>,
    because: QuestionSet,
}

impl Written<'_> {
    fn entry(self, content: &Content, visit: &Visit<'_>, drug: DrugIx, sources: Vec<Value>) -> Value {
        let prescribed = prescription_id(visit).filter(|_| visit.prescription.drug == Some(drug));
        let implicated = [drug_id(content.drug(drug))].into_iter().chain(prescribed).chain(self.about);
        let questions = self.because.questions().map(|ix| {
            let question = content.question(ix).id.as_str();
            json!({"coding": [coding(System::Question, question, "")]})
        });
        let answers = object([("code", questions.collect()), ("detail", json!([reference(visit.id)]))]);
        let mut evidence = vec![answers];
        if !sources.is_empty() {
            evidence.push(json!({"code": sources}));
        }
        entry(
            self.id,
            "DetectedIssue",
            [
                ("status", "preliminary".into()),
                ("code", self.code),
                ("severity", self.severity),
                ("patient", reference(visit.patient.id)),
                ("implicated", implicated.map(reference).collect()),
                ("evidence", evidence.into()),
                ("detail", text(self.title)),
            ],
        )
    }
}
