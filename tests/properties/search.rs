//! Looks for answers that make a rule hold and for answers that rule it out, by trying what its
//! condition names: each choice and none, both sides of each bound, each medicine class.

use std::collections::{BTreeMap, BTreeSet};

use countercheck::content::condition::{AgeUnit, Condition};
use countercheck::content::drug::Drug;
use countercheck::content::ids::{ChoiceSet, QuestionIx};
use countercheck::content::question::Kind;
use countercheck::content::rule::Rule;
use countercheck::safety::Basis;
use jiff::ToSpan;
use serde_json::{Value, json};

use super::checklists::{Draft, calm, content, decimal};

/// What was found.
#[derive(Default)]
pub struct Found {
    /// A checklist in which the rule holds.
    pub holds: Option<Draft>,
    /// A checklist in which it is known not to hold.
    pub fails: Option<Draft>,
}

/// What a condition names.
#[derive(Default)]
struct Named {
    answers: BTreeMap<QuestionIx, BTreeSet<String>>,
    months: BTreeSet<u32>,
    classes: BTreeSet<String>,
    on_treatment: BTreeSet<u32>,
}

pub fn search(drug: &Drug, rule: &Rule) -> Found {
    let mut named = Named::default();
    collect(&rule.when, drug, &mut named);
    let mut found = Found::default();
    try_all(drug, rule, &named.alternatives(drug), calm().clone(), &mut found);
    found
}

fn try_all(drug: &Drug, rule: &Rule, rest: &[Vec<Change>], draft: Draft, found: &mut Found) {
    if found.holds.is_some() && found.fails.is_some() {
        return;
    }
    let Some((first, rest)) = rest.split_first() else {
        let assessment = draft.assessment();
        let assessed = assessment.of(drug.ix).unwrap();
        let holds = assessed.findings.iter().any(|finding| match &finding.basis {
            Basis::Rule(ix) => content().rule(*ix).id == rule.id,
            Basis::Stopping { .. } | Basis::Prescribed(_) => false,
        });
        // Everything is answered in these checklists, so that what does not hold is false.
        assert!(assessed.ask.is_empty(), "{}: something is open in {draft:?}", drug.id);
        let place = if holds { &mut found.holds } else { &mut found.fails };
        place.get_or_insert(draft);
        return;
    };
    for change in first {
        let mut changed = draft.clone();
        match change {
            Change::Answer(id, answer) => {
                changed.answers.insert(id.clone(), answer.clone());
            }
            Change::Months(months) => {
                changed.birth_date = Some(changed.as_of - i64::from(*months).months());
            }
        }
        try_all(drug, rule, rest, changed, found);
    }
}

enum Change {
    Answer(String, Value),
    Months(u32),
}

impl Named {
    /// For each thing that the condition reads: what to try.
    fn alternatives(&self, drug: &Drug) -> Vec<Vec<Change>> {
        let mut all = Vec::new();
        for (question, choices) in &self.answers {
            let question = content().question(*question);
            let id = question.id.to_string();
            let quiet = calm().answers[&id].clone();
            let mut answers = vec![quiet];
            match &question.kind {
                Kind::Many => answers.extend(choices.iter().map(|choice| json!([choice]))),
                Kind::Number(_) => {
                    answers.extend(choices.iter().map(|text| decimal(text.parse::<i64>().unwrap())));
                }
                Kind::YesNo | Kind::Choice => answers.extend(choices.iter().map(|choice| json!(choice))),
                Kind::Medicines => {}
            }
            all.push(answers.into_iter().map(|answer| Change::Answer(id.clone(), answer)).collect());
        }
        if !self.months.is_empty() {
            let around = self.months.iter().flat_map(|months| [months - 1, *months, months + 1]);
            all.push(around.map(Change::Months).collect());
        }
        let lists = self.medicine_lists(drug);
        if !lists.is_empty() {
            all.push(lists.into_iter().map(|list| Change::Answer("medicines".into(), list)).collect());
        }
        all
    }

    fn medicine_lists(&self, drug: &Drug) -> Vec<Value> {
        let medicines = &content().medicines;
        let own = drug.medicine.and_then(|ix| medicines.get(ix));
        let mut lists = Vec::new();
        for class in &self.classes {
            let class = content().medicine_classes().iter().position(|known| known.id.as_str() == class);
            for medicine in medicines.list() {
                let id = medicine.id.as_str();
                let has = class.is_some_and(|at| {
                    medicine.classes.iter().any(|ix| ix.position() == at)
                        || medicine.by_dose.as_ref().is_some_and(|dose| {
                            dose.at_most.iter().chain(dose.above.iter()).any(|ix| ix.position() == at)
                        })
                });
                if has {
                    lists.push(json!([{"name": id, "as": id, "daily_mg": 81}]));
                }
                if lists.len() > 30 {
                    break;
                }
            }
        }
        if let Some(own) = own {
            for days in &self.on_treatment {
                for days in [*days, days.saturating_sub(1)] {
                    let since = (calm().as_of - i64::from(days).days()).to_string();
                    let taken = json!({"name": own.id.as_str(), "since": since});
                    let with_other: Vec<Value> = lists
                        .iter()
                        .filter(|list| list.as_array().unwrap().len() == 1)
                        .map(|list| json!([list[0], taken]))
                        .collect();
                    lists.extend(with_other);
                    lists.push(json!([taken]));
                }
            }
        }
        if !lists.is_empty() || !self.on_treatment.is_empty() {
            lists.insert(0, json!([]));
        }
        lists
    }
}

fn choice_ids(question: QuestionIx, choices: ChoiceSet) -> impl Iterator<Item = String> {
    choices.iter().map(move |choice| content().question(question).choices[choice.position()].id.to_string())
}

fn collect(condition: &Condition, drug: &Drug, named: &mut Named) {
    match condition {
        Condition::Always => {}
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| collect(part, drug, named));
        }
        Condition::Not(inner) => collect(inner, drug, named),
        Condition::Named(ix) => collect(&content().condition(*ix).when, drug, named),
        Condition::Has(question, choices) | Condition::Is(question, choices) => {
            named.answers.entry(*question).or_default().extend(choice_ids(*question, *choices));
        }
        Condition::HasSelf(question) => {
            named.answers.entry(*question).or_default().insert(drug.id.to_string());
        }
        Condition::Number(question, _, bound) => {
            let around = [-1, 0, 1].map(|step| (bound.thousandths() + step).to_string());
            named.answers.entry(*question).or_default().extend(around);
        }
        Condition::Age(AgeUnit::Years, _, years) => {
            named.months.insert(years * 12);
        }
        Condition::Age(AgeUnit::Months, _, months) => {
            named.months.insert(*months);
        }
        Condition::Takes(class, _) => {
            named.classes.insert(content().medicine_class(*class).id.to_string());
        }
        Condition::OnTreatment(days) => {
            named.on_treatment.insert(days.unwrap_or(0));
        }
    }
}
