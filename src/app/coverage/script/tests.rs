//! Every question of a call leads to a field that can take its answer.

use jiff::civil::date;
use serde_json::json;

use super::super::shown::{choices, shown};
use super::super::take::take;
use super::*;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::checklist::{Checklist, Patient};
use crate::cost::compare::compare;
use crate::cost::entry::{self, Known};
use crate::cost::read;

/// Who is asked about: a visit with its coverage as it stands.
struct Case {
    name: String,
    checklist: Checklist,
    prescription: Prescription,
    coverage: Value,
}

impl Case {
    fn known<'a>(&'a self, content: &'a Content) -> Known<'a> {
        Known { content, checklist: &self.checklist, prescription: &self.prescription }
    }

    fn questions(&self, content: &Content) -> Vec<Question> {
        let asked = entry::question(&self.checklist, self.coverage.clone());
        let question =
            read::question(content, &asked).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        questions(content, &self.coverage, 0, &compare(&question))
    }

    fn row(&self, content: &Content, place: &Place) -> Row {
        let seen = Seen { content, selected: place.option.unwrap_or(0), incomes: &[] };
        let rows = form::groups(seen, &self.coverage).into_iter().flat_map(|group| group.rows);
        let mut found = rows.filter(|row| key(row) == place.key);
        found.next().unwrap_or_else(|| panic!("{}: no row {}", self.name, place.key))
    }
}

fn fresh(content: &Content, name: &str, drug: &str, coverage: &Value) -> Case {
    let patient = Patient { name: None, birth_date: Some(date(1984, 5, 2)) };
    let checklist = Checklist::new(content, date(2026, 11, 25), patient);
    let prescription =
        Prescription { drug: content.drug_by_id(drug).map(|drug| drug.ix), ..Prescription::default() };
    let known = Known { content, checklist: &checklist, prescription: &prescription };
    let coverage = Coverage::from_json(content, coverage, "coverage").unwrap();
    let coverage = entry::complete(known, &coverage);
    Case { name: format!("{name}, {drug}"), checklist, prescription, coverage }
}

/// A visit before anything was said, with each payer, after each quick entry, and those of the samples.
fn cases(content: &Content) -> Vec<Case> {
    let mut cases = Vec::new();
    for drug in content.drugs().iter().filter(|drug| !drug.fills.is_empty()) {
        let drug = drug.id.as_str();
        cases.push(fresh(content, "nothing said", drug, &json!({"payer": "employer"})));
    }
    for drug in content.guide.compare_with.iter().map(|ix| content.drug(*ix).id.as_str()) {
        cases.push(fresh(content, "nothing said", drug, &json!({})));
        for quick in &content.guide.quick {
            let mut case = fresh(content, &quick.id, drug, &json!({}));
            entry::apply_quick(content, quick, &mut case.coverage).unwrap();
            cases.push(case);
        }
    }
    for payer in &content.payers {
        let payer = payer.id.as_str();
        cases.push(fresh(content, payer, "dupilumab", &json!({"payer": payer})));
        let with_help = json!({"payer": payer, "options": [{
            "id": "dupilumab", "name": "Dupilumab", "covered": "unknown", "noncovered_route": "discount",
            "bridge": {"fills": "unknown", "scope": "unknown"}, "pap": {"from": "2027-01-02"},
            "grant": {"balance_cents": "unknown"},
            "lines": [{"drug": "dupilumab", "maintenance": [2, 28, "unknown"], "first": [[1, 14, "unknown"]],
                "cost_share": "unknown", "applies_to_drug": "unknown",
                "card": {"enrolled": "unknown", "annual_max_cents": "unknown", "per_fill_max_cents": "unknown",
                    "min_patient_pay_cents": "unknown", "annual_used_cents": "unknown",
                    "adjustment_program_max_cents": "unknown"}}],
        }]});
        cases.push(fresh(content, payer, "dupilumab", &with_help));
    }
    let samples: Vec<Value> =
        serde_json::from_str(include_str!("../../../../assets/samples/patients.json")).unwrap();
    for sample in samples.iter().filter(|sample| sample.get("coverage").is_some()) {
        let drug = sample["prescription"]["drug"].as_str().unwrap_or("upadacitinib");
        cases.push(fresh(content, sample["name"].as_str().unwrap(), drug, &sample["coverage"]));
    }
    cases
}

#[test]
fn every_question_of_all_samples_payers_and_quick_entries_leads_to_a_field_that_takes_its_answer() {
    let content = Content::embedded().unwrap();
    let mut count = 0;
    let mut seen = std::collections::BTreeSet::new();
    for case in cases(&content) {
        for question in case.questions(&content) {
            let path = &question.ask.path;
            let about = format!("{}: {path}", case.name);
            let place = question.place.as_ref().unwrap_or_else(|| panic!("{about}: no field"));
            let row = case.row(&content, place);
            assert!(content.guide.field(path).is_some(), "{about}: no words to ask with");
            count += 1;
            if !seen.insert((case.coverage["payer"].to_string(), path.clone())) {
                continue;
            }
            // Some answer that the field takes puts the question to rest.
            let known = case.known(&content);
            let chosen: Vec<String> =
                choices(known, &case.coverage, &row).into_iter().map(|one| one.1).collect();
            let typed = ["100", "$100", "none", "1/2/2027", "12"].map(ToOwned::to_owned);
            let rests = chosen.into_iter().chain(typed).any(|text| {
                let mut next = case.coverage.clone();
                if take(known, &mut next, &row, &text).is_err() {
                    return false;
                }
                let asked = entry::question(&case.checklist, next.clone());
                let Ok(question) = read::question(&content, &asked) else { return false };
                !compare(&question).asks().iter().any(|ask| ask.path == *path)
            });
            assert!(rests, "{about}: {} does not take an answer", place.key);
        }
    }
    assert!(count > 500, "{count}");
}

#[test]
fn the_first_question_of_a_fresh_visit_leads_to_the_payer_and_that_of_a_quick_entry_to_who_is_on_the_plan() {
    let content = Content::embedded().unwrap();
    let case = fresh(&content, "fresh", "upadacitinib", &json!({}));
    let first = &case.questions(&content)[0];
    assert_eq!((first.ask.path.as_str(), first.place.as_ref().unwrap().key.as_str()), ("plan", "payer"));

    let bronze = content.guide.quick.iter().find(|quick| quick.id == "bronze").unwrap();
    let mut case = fresh(&content, "bronze", "upadacitinib", &json!({}));
    entry::apply_quick(&content, bronze, &mut case.coverage).unwrap();
    let places: Vec<(String, String)> = case
        .questions(&content)
        .into_iter()
        .map(|question| (question.ask.path, question.place.unwrap().key))
        .collect();
    let to_people = places.iter().filter(|(_, key)| key == "plan.people").count();
    assert_eq!(to_people, 1, "both limits have one structure: asked once. {places:?}");
}

#[test]
fn a_field_that_says_that_nobody_knows_is_shown_so() {
    let content = Content::embedded().unwrap();
    let mut case = fresh(&content, "fresh", "upadacitinib", &json!({"payer": "employer"}));
    let row = Row {
        path: "options.0.bridge.fills".into(),
        ..form::row("", form::Kind::Count(1, 24, form::Empty::LeftOut))
    };
    let mut coverage = case.coverage.clone();
    take(case.known(&content), &mut coverage, &row, "?").unwrap();
    case.coverage = coverage;
    assert!(shown(case.known(&content), &case.coverage, &row).is_unsure);
    assert_eq!(case.coverage["options"][0]["bridge"]["scope"], "until_covered", "what a bridge is for");
}
