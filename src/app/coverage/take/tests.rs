//! What typing into the fields of a coverage makes of it.

use jiff::civil::date;
use serde_json::json;

use super::super::form::{Seen, groups};
use super::super::shown::shown;
use super::*;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::checklist::{Checklist, Patient};
use crate::content::Content;
use crate::cost::compare::compare;
use crate::cost::read;

struct Form {
    content: Content,
    checklist: Checklist,
    prescription: Prescription,
    coverage: Value,
}

impl Form {
    fn new() -> Self {
        let content = Content::embedded().unwrap();
        let patient = Patient { name: None, birth_date: Some(date(1984, 5, 2)) };
        let checklist = Checklist::new(&content, date(2026, 11, 25), patient);
        let drug = content.drug_by_id("upadacitinib").map(|drug| drug.ix);
        let prescription = Prescription { drug, strength: "15 mg".into(), ..Prescription::default() };
        let known = Known { content: &content, checklist: &checklist, prescription: &prescription };
        let coverage = entry::complete(known, &Coverage::default());
        Self { content, checklist, prescription, coverage }
    }

    fn known(&self) -> Known<'_> {
        Known { content: &self.content, checklist: &self.checklist, prescription: &self.prescription }
    }

    #[track_caller]
    fn row(&self, path: &str) -> Row {
        // Of one option after the other all fields are shown.
        let of = |selected| {
            let seen = Seen { content: &self.content, selected, incomes: &[5_000_000] };
            groups(seen, &self.coverage).into_iter().flat_map(|group| group.rows)
        };
        let all: Vec<Row> = (0..2).flat_map(of).collect();
        let paths: Vec<String> = all.iter().map(|row| row.path.clone()).collect();
        all.into_iter().find(|row| row.path == path).unwrap_or_else(|| panic!("no {path} in {paths:?}"))
    }

    #[track_caller]
    fn types(&mut self, path: &str, typed: &str) {
        let row = self.row(path);
        let mut coverage = self.coverage.clone();
        take(self.known(), &mut coverage, &row, typed).unwrap_or_else(|why| panic!("{path} {typed}: {why}"));
        self.coverage = coverage;
        let asked = entry::question(&self.checklist, self.coverage.clone());
        if let Err(error) = read::question(&self.content, &asked) {
            panic!("after {path} {typed}: {error}");
        }
    }

    #[track_caller]
    fn shows(&self, path: &str) -> String {
        let row = self.row(path);
        let shown = shown(self.known(), &self.coverage, &row);
        if shown.is_unsure { "?".into() } else { shown.text }
    }

    fn totals(&self) -> Vec<Option<(i64, i64)>> {
        let asked = entry::question(&self.checklist, self.coverage.clone());
        let comparison = compare(&read::question(&self.content, &asked).unwrap());
        let total = |option: &crate::cost::compare::OptionCost| {
            option.total.map(|total| (total.low.get(), total.high.get()))
        };
        comparison.options.iter().map(total).collect()
    }
}

#[test]
fn what_is_typed_is_shown_again_and_counted() {
    let mut form = Form::new();
    for (path, typed, shown) in [
        ("payer", "emp", "Employer plan"),
        ("household.state", "oh", "Ohio"),
        ("plan.plan_year_reset_month", "jan", "January"),
        ("plan.deductible", "3,000", "$3,000.00"),
        ("plan.people", "1", "One person"),
        ("plan.deductible.met_individual_cents", "0", "$0.00"),
        ("plan.cost_share", "30%", "30%"),
        ("plan.oop_max", "$6,000", "$6,000.00"),
        ("plan.oop_max.met_individual_cents", "0", "$0.00"),
        ("plan.assistance", "counts", "Counts"),
        ("first_fill", "12/1/2026", "1 Dec 2026"),
        ("months", "12", "12"),
        ("options.0.lines.0.maintenance", "6750", "$6,750.00"),
        ("options.0.covered", "y", "Yes"),
    ] {
        form.types(path, typed);
        assert_eq!(form.shows(path), shown, "{path}");
    }
    // Two fills in December meet the yearly limit of 6,000 dollars, and those of the new year meet it again.
    assert_eq!(form.totals()[0], Some((1_200_000, 1_200_000)));
    assert_eq!(form.coverage["options"][0]["lines"][0]["price"]["as_of"], "2026-11-25");
}

#[test]
fn a_field_that_is_emptied_is_not_known_again_and_never_none() {
    let mut form = Form::new();
    form.types("payer", "employer plan");
    form.types("plan.deductible", "3000");
    form.types("plan.deductible", "");
    assert_eq!(form.coverage["plan"]["deductible"], UNKNOWN);
    assert_eq!(form.shows("plan.deductible"), "");
    form.types("plan.deductible", "none");
    assert_eq!(form.coverage["plan"].get("deductible"), None);
    assert_eq!(form.shows("plan.deductible"), "none");
    form.types("plan.cost_share", "$50");
    form.types("plan.cost_share", "?");
    assert_eq!(form.coverage["plan"]["cost_share"], UNKNOWN);
    form.types("options.0.covered", "n");
    form.types("options.0.covered", "");
    assert_eq!(form.coverage["options"][0]["covered"], UNKNOWN);
    form.types("options.0.lines.0.maintenance", "10");
    form.types("options.0.lines.0.maintenance", "?");
    assert_eq!(form.coverage["options"][0]["lines"][0]["maintenance"], json!([1, 30, UNKNOWN]));
}

#[test]
fn not_sure_is_shown_only_where_somebody_said_so() {
    let mut form = Form::new();
    form.types("payer", "employer plan");
    for path in ["plan.deductible", "plan.cost_share", "options.0.lines.0.maintenance", "options.0.covered"] {
        assert_eq!(form.shows(path), "", "{path}: nobody was asked");
        form.types(path, "?");
        assert_eq!(form.shows(path), "?", "{path}");
    }
    // It goes with its option, whatever its place, and through the record.
    let mut kept = form.coverage.clone();
    let options = kept["options"].as_array_mut().unwrap();
    options.swap(0, 1);
    form.coverage = Coverage::from_json(&form.content, &kept, "coverage").unwrap().to_json(&form.content);
    assert_eq!(form.shows("options.1.covered"), "?");
    assert_eq!(form.shows("options.0.covered"), "");
    // Another plan was not asked about.
    form.types("payer", "medicaid");
    form.types("payer", "employer plan");
    assert_eq!(form.shows("plan.deductible"), "");
    assert!(form.totals().iter().all(Option::is_none), "what is not sure is not known");
}

#[test]
fn the_amount_that_stands_there_stays_of_whom_and_of_when_it_was() {
    let mut form = Form::new();
    let line = "options.0.lines.0";
    set_price(&mut form.coverage, line, json!(610_000));
    set(&mut form.coverage, &format!("{line}.price.kind"), Some(json!("claim")));
    let before = form.coverage.clone();
    form.types(&format!("{line}.maintenance"), "6,100.00");
    assert_eq!(form.coverage, before);
}

#[test]
fn a_card_counts_for_nothing_before_it_is_known_what_it_pays() {
    let mut form = Form::new();
    form.types("payer", "employer plan");
    form.types("options.0.lines.0.card", "yes");
    for field in ["min_patient_pay_cents", "annual_max_cents", "annual_used_cents", "per_fill_max_cents"] {
        assert_eq!(form.coverage["options"][0]["lines"][0]["card"][field], UNKNOWN);
    }
    form.types("options.0.lines.0.card.per_fill_max_cents", "none");
    assert_eq!(form.coverage["options"][0]["lines"][0]["card"].get("per_fill_max_cents"), None);
    assert_eq!(form.shows("options.0.lines.0.card.per_fill_max_cents"), "none", "said, and shown");
    form.types("options.0.lines.0.card.annual_max_cents", "6000");
    form.types("options.0.lines.0.card", "?");
    assert_eq!(form.coverage["options"][0]["lines"][0]["card"]["enrolled"], UNKNOWN);
    assert_eq!(form.coverage["options"][0]["lines"][0]["card"]["annual_max_cents"], 600_000, "not lost");
    form.types("options.0.lines.0.card", "no");
    assert_eq!(form.coverage["options"][0]["lines"][0].get("card"), None);
}

#[test]
fn another_payer_begins_another_plan_and_the_same_kind_keeps_what_was_typed() {
    let mut form = Form::new();
    form.types("payer", "employer plan");
    form.types("plan.deductible", "1700");
    form.types("payer", "marketplace");
    assert_eq!(form.coverage["plan"]["deductible"]["individual_cents"], 170_000);
    assert_eq!(form.coverage["plan"]["plan_year_reset_month"], 1);
    form.types("payer", "medicaid");
    assert_eq!(form.coverage["plan"].get("deductible"), None);
    form.types("payer", "");
    assert_eq!(form.coverage["plan"], UNKNOWN);
}

#[test]
fn a_family_meets_one_limit_or_each_person_meets_their_own() {
    let mut form = Form::new();
    form.types("payer", "employer plan");
    form.types("plan.deductible", "3000");
    form.types("plan.people", "family, one limit");
    assert_eq!(
        form.coverage["plan"]["deductible"],
        json!({"structure": "aggregate", "family_cents": 300_000})
    );
    form.types("plan.deductible.met_family_cents", "500");
    form.types("plan.people", "2");
    assert_eq!(form.coverage["plan"]["deductible"]["individual_cents"], 300_000);
    assert_eq!(form.coverage["plan"]["deductible"]["met_family_cents"], 50_000);
    form.types("plan.deductible.family_cents", "6000");
    form.types("plan.deductible.met_individual_cents", "400");
    form.types("plan.people", "one person");
    let expected =
        json!({"structure": "individual", "individual_cents": 300_000, "met_individual_cents": 40_000});
    assert_eq!(form.coverage["plan"]["deductible"], expected);
}

#[test]
fn packages_of_a_cream_are_asked_by_the_year() {
    let mut form = Form::new();
    let cream = form.coverage["options"].as_array().unwrap().iter().position(|o| o["id"] == "ruxolitinib");
    let path = format!("options.{}.lines.0.packages_a_year", cream.unwrap());
    assert_eq!(form.shows(&path), "");
    form.types(&path, "8");
    assert_eq!(form.shows(&path), "8");
    form.types(&path, "?");
    assert_eq!(form.shows(&path), "?");
    form.types(&path, "");
    assert_eq!(form.shows(&path), "");
}

#[test]
fn what_cant_be_read_changes_nothing_and_says_what_was_expected() {
    let mut form = Form::new();
    form.types("payer", "employer plan");
    for (path, typed, expected) in [
        ("plan.deductible", "three", "none"),
        ("plan.cost_share", "30", "30%"),
        ("first_fill", "soon", "date"),
        ("months", "0", "1 to 36"),
        ("payer", "zzz", "number"),
        ("household.state", "zz", "two letters"),
        ("options.0.covered", "maybe", "first letters"),
        ("household.people", "none", "whole number"),
    ] {
        let row = form.row(path);
        let mut coverage = form.coverage.clone();
        let why = take(form.known(), &mut coverage, &row, typed).unwrap_err();
        assert!(why.contains(expected), "{path}: {why}");
        assert_eq!(coverage, form.coverage, "{path}");
    }
}

#[test]
fn what_a_quick_entry_filled_in_leaves_with_its_payer() {
    let mut form = Form::new();
    let quick = |form: &mut Form, id: &str| {
        let quick = form.content.guide.quick.iter().find(|quick| quick.id == id).unwrap().clone();
        entry::apply_quick(&form.content, &quick, &mut form.coverage).unwrap();
    };
    quick(&mut form, "tricare-retail");
    let generic = form.coverage["options"].as_array().unwrap().len() - 1;
    let share = format!("options.{generic}.lines.0.cost_share");
    assert!(get(&form.coverage, &share).is_some());
    form.types("payer", "employer plan");
    assert_eq!(get(&form.coverage, &share), None, "$16 is a copay of TRICARE");

    quick(&mut form, "tricare-retail");
    form.types("payer", "");
    assert_eq!(get(&form.coverage, &share), None);

    quick(&mut form, "bronze");
    form.types("payer", "employer plan");
    assert_eq!(form.coverage["plan"]["oop_max"], UNKNOWN, "the law's limit is the Marketplace's");
    assert_eq!(form.coverage["plan"].get("quick"), None);
}

#[test]
fn whose_amounts_count_holds_for_the_next_year_too() {
    let mut form = Form::new();
    form.types("payer", "marketplace");
    let quick = form.content.guide.quick.iter().find(|quick| quick.id == "silver").unwrap().clone();
    entry::apply_quick(&form.content, &quick, &mut form.coverage).unwrap();
    form.types("plan.people", "family, each");
    for limit in ["deductible", "oop_max", "next_year.deductible", "next_year.oop_max"] {
        assert_eq!(
            get(&form.coverage, &format!("plan.{limit}.structure")),
            Some(&json!("embedded")),
            "{limit}"
        );
    }
    form.types("plan.next_year.oop_max", "12,000");
    form.types("plan.people", "family, one limit");
    let expected = json!({"structure": "aggregate", "family_cents": 1_200_000});
    assert_eq!(form.coverage["plan"]["next_year"]["oop_max"], expected);
}

#[test]
fn a_price_that_is_typed_over_that_of_a_claim_is_entered_and_of_today() {
    let mut form = Form::new();
    let line = "options.0.lines.0";
    set_price(&mut form.coverage, line, json!(610_000));
    set(&mut form.coverage, &format!("{line}.price.kind"), Some(json!("claim")));
    set(&mut form.coverage, &format!("{line}.price.as_of"), Some(json!("2026-10-02")));
    form.types(&format!("{line}.maintenance"), "6750");
    let price = &form.coverage["options"][0]["lines"][0]["price"];
    assert_eq!((&price["kind"], &price["as_of"]), (&json!("entered"), &json!("2026-11-25")));
}

#[test]
fn a_family_that_reaches_into_the_next_year_can_say_its_limits_of_that_year() {
    let mut form = Form::new();
    form.types("payer", "marketplace");
    form.coverage["plan"]["oop_max"] =
        json!({"structure": "embedded", "individual_cents": 1_060_000, "family_cents": 2_120_000});
    form.coverage["plan"]["deductible"] =
        json!({"structure": "embedded", "individual_cents": 100_000, "family_cents": 200_000});
    form.coverage["plan"]["next_year"] = json!({
        "deductible": {"structure": "embedded"}, "oop_max": {"structure": "embedded"}, "cost_share": UNKNOWN
    });
    form.types("plan.next_year.deductible.family_cents", "4000");
    assert_eq!(form.shows("plan.next_year.deductible"), "", "one person's is not the family's");
    form.types("plan.next_year.deductible", "2000");
    form.types("plan.next_year.oop_max", "9000");
    form.types("plan.next_year.oop_max.family_cents", "18000");
    form.types("plan.next_year.cost_share", "30%");
    for path in ["deductible.met_individual_cents", "deductible.met_family_cents"] {
        form.types(&format!("plan.{path}"), "0");
    }
    form.types("plan.cost_share", "30%");
    form.types("options.0.lines.0.maintenance", "6750");
    form.types("options.0.covered", "y");
    let asked = entry::question(&form.checklist, form.coverage.clone());
    let comparison = compare(&read::question(&form.content, &asked).unwrap());
    assert_eq!(comparison.options[0].missing, Vec::<String>::new());
    assert_eq!(form.shows("plan.next_year.oop_max.family_cents"), "$18,000.00");
}
