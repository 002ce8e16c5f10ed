//! What would the rules be in JsonLogic, a language of conditions that other engines know?
//!
//! JsonLogic has two values and ours has three, so that each condition becomes two: one that is true where it surely
//! holds, and one that is true where it surely does not; neither is true where it is unknown. What a list of medicines
//! means, and the age, are not conditions: the data say them, so that the other engine has less to do.

#![allow(dead_code, reason = "each bench takes what it needs")]

use countercheck::checklist::Checklist;
use countercheck::checklist::answer::Answer;
use countercheck::checklist::evaluate::Look;
use countercheck::checklist::facts::{Facts, View};
use countercheck::checklist::truth::Truth;
use countercheck::content::Content;
use countercheck::content::condition::{AgeUnit, Comparison, Condition, Counting};
use countercheck::content::decimal::Decimal;
use countercheck::content::drug::Drug;
use countercheck::content::ids::{ChoiceIx, ChoiceSet, QuestionIx};
use countercheck::content::rule::{Rule, Stopping};
use serde_json::{Map, Number, Value, json};

/// Which of the two conditions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Surely {
    Holds,
    DoesNot,
}

/// Every rule of every drug, in one order: `{"drug", "rule", "holds", "fails"}`.
pub fn rules(content: &Content) -> Value {
    let each = applied(content).map(|(drug, rule)| {
        let said = Said { content, drug, view: view(rule) };
        json!({
            "drug": drug.id.as_str(),
            "rule": rule.id.as_str(),
            "holds": said.that(&rule.when, Surely::Holds),
            "fails": said.that(&rule.when, Surely::DoesNot),
        })
    });
    each.collect()
}

/// What our own evaluation says of the same rules in the same order: a letter each, `T`, `F` or `U`.
pub fn truths(content: &Content, checklist: &Checklist) -> String {
    let facts = Facts::new(content, checklist);
    let each = applied(content).map(|(drug, rule)| {
        let look = Look { facts: &facts, drug: Some(drug), view: view(rule) };
        match look.truth(&rule.when) {
            Truth::True => 'T',
            Truth::False => 'F',
            Truth::Unknown => 'U',
        }
    });
    each.collect()
}

/// The data of one checklist: the answers that are known, and what follows from birth date and medicines.
pub fn data(content: &Content, checklist: &Checklist) -> Value {
    let facts = Facts::new(content, checklist);
    let mut data = Map::new();
    for (ix, question) in content.question_indices().zip(content.questions()) {
        let value = match checklist.answer(ix) {
            Some(Answer::Choice(choice)) => id(content, ix, *choice).into(),
            Some(Answer::Number(number)) => decimal(*number),
            Some(Answer::Many(many)) => {
                json!({"yes": ids(content, ix, many.yes), "unsure": ids(content, ix, many.unsure)})
            }
            None | Some(Answer::Unsure | Answer::Medicines(_)) => Value::Null,
        };
        data.insert(question.id.as_str().to_owned(), value);
    }
    for unit in [AgeUnit::Years, AgeUnit::Months] {
        let age = facts.age().map(|age| age.in_unit(unit));
        data.insert(unit.name().to_owned(), age.into());
    }
    for (drug, rule) in applied(content) {
        let look = Look { facts: &facts, drug: Some(drug), view: view(rule) };
        Said { content, drug, view: view(rule) }.listed(&rule.when, &look, &mut data);
    }
    data.into()
}

/// Every drug with each of its rules.
fn applied(content: &Content) -> impl Iterator<Item = (&Drug, &Rule)> {
    content.drugs().iter().flat_map(move |drug| drug.rules.iter().map(move |ix| (drug, content.rule(*ix))))
}

fn view(rule: &Rule) -> View {
    match rule.stopping {
        Stopping::Counts => View::TakenAndStopping,
        Stopping::DoesNotCount => View::Taken,
    }
}

/// A condition of a rule of a drug, said in another language.
struct Said<'a> {
    content: &'a Content,
    drug: &'a Drug,
    view: View,
}

impl Said<'_> {
    fn that(&self, condition: &Condition, surely: Surely) -> Value {
        let holds = surely == Surely::Holds;
        match condition {
            Condition::Always => holds.into(),
            Condition::All(parts) => self.joined(if holds { "and" } else { "or" }, parts, surely),
            Condition::Any(parts) => self.joined(if holds { "or" } else { "and" }, parts, surely),
            Condition::Not(inner) => self.that(inner, if holds { Surely::DoesNot } else { Surely::Holds }),
            Condition::Named(named) => self.that(&self.content.condition(*named).when, surely),
            Condition::Has(question, choices) => self.has(*question, *choices, surely),
            Condition::HasSelf(question) => {
                let mut own = ChoiceSet::NONE;
                let choices = self.drug.as_choice.iter().filter(|(asked, _)| asked == question);
                choices.for_each(|(_, choice)| own.insert(*choice));
                self.has(*question, own, surely)
            }
            Condition::Is(question, choices) => {
                let answer = self.var(*question);
                let is_one = json!({"in": [answer, ids(self.content, *question, *choices)]});
                if holds { is_one } else { json!({"and": [{"!!": [answer]}, {"!": [is_one]}]}) }
            }
            Condition::Number(question, comparison, bound) => {
                compared(&self.var(*question), *comparison, &decimal(*bound), surely)
            }
            Condition::Age(unit, comparison, bound) => {
                compared(&json!({"var": unit.name()}), *comparison, &json!(bound), surely)
            }
            Condition::Takes(..) | Condition::OnTreatment(_) => {
                json!({"==": [{"var": self.name(condition)}, if holds { "yes" } else { "no" }]})
            }
        }
    }

    fn joined(&self, word: &str, parts: &[Condition], surely: Surely) -> Value {
        json!({word: parts.iter().map(|part| self.that(part, surely)).collect::<Vec<_>>()})
    }

    fn var(&self, question: QuestionIx) -> Value {
        json!({"var": self.content.question(question).id.as_str()})
    }

    fn has(&self, question: QuestionIx, choices: ChoiceSet, surely: Surely) -> Value {
        let name = self.content.question(question).id.as_str();
        let among = |list: &str, choice: &String| json!({"in": [choice, {"var": format!("{name}.{list}")}]});
        let choices = ids(self.content, question, choices);
        match surely {
            Surely::Holds if choices.is_empty() => false.into(),
            Surely::Holds => {
                json!({"or": choices.iter().map(|choice| among("yes", choice)).collect::<Vec<_>>()})
            }
            Surely::DoesNot => {
                let said = choices.iter().flat_map(|choice| [among("yes", choice), among("unsure", choice)]);
                let none = said.map(|one| json!({"!": [one]}));
                json!({"and": std::iter::once(json!({"!!": [{"var": name}]})).chain(none).collect::<Vec<_>>()})
            }
        }
    }

    /// What the data call something that hangs on the list of medicines: the same name for the same question.
    fn name(&self, condition: &Condition) -> String {
        match condition {
            Condition::Takes(class, counting) => {
                let class = self.content.medicine_class(*class).id.as_str();
                match counting {
                    Counting::Every => format!("takes-{class}-{:?}", self.view),
                    Counting::Others => {
                        format!("takes-other-{class}-{:?}-{}", self.view, self.drug.id.as_str())
                    }
                }
            }
            Condition::OnTreatment(days) => format!("on-{}-{}", self.drug.id.as_str(), days.unwrap_or(0)),
            Condition::Always
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Named(_)
            | Condition::Has(..)
            | Condition::HasSelf(_)
            | Condition::Is(..)
            | Condition::Number(..)
            | Condition::Age(..) => String::new(),
        }
    }

    /// Puts what a condition asks of the list of medicines into the data.
    fn listed(&self, condition: &Condition, look: &Look<'_>, data: &mut Map<String, Value>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.listed(part, look, data));
            }
            Condition::Not(inner) => self.listed(inner, look, data),
            Condition::Named(named) => self.listed(&self.content.condition(*named).when, look, data),
            Condition::Takes(..) | Condition::OnTreatment(_) => {
                let said = match look.truth(condition) {
                    Truth::True => "yes",
                    Truth::False => "no",
                    Truth::Unknown => "unknown",
                };
                data.insert(self.name(condition), said.into());
            }
            Condition::Always
            | Condition::Has(..)
            | Condition::HasSelf(_)
            | Condition::Is(..)
            | Condition::Number(..)
            | Condition::Age(..) => {}
        }
    }
}

/// Null would count as zero, so that what is not known is asked for first.
fn compared(value: &Value, comparison: Comparison, bound: &Value, surely: Surely) -> Value {
    let sign = match comparison.sign() {
        "=" => "==",
        other => other,
    };
    let holds = json!({sign: [value, bound]});
    let is_known = json!({"!==": [value, null]});
    match surely {
        Surely::Holds => json!({"and": [is_known, holds]}),
        Surely::DoesNot => json!({"and": [is_known, {"!": [holds]}]}),
    }
}

fn decimal(number: Decimal) -> Value {
    number.to_string().parse::<Number>().map_or(Value::Null, Value::Number)
}

fn id(content: &Content, question: QuestionIx, choice: ChoiceIx) -> String {
    let choices = &content.question(question).choices;
    choices.get(choice.position()).map_or_else(String::new, |choice| choice.id.as_str().to_owned())
}

fn ids(content: &Content, question: QuestionIx, choices: ChoiceSet) -> Vec<String> {
    choices.iter().map(|choice| id(content, question, choice)).collect()
}
