//! What a coverage begins with.

use jiff::civil::date;

use super::*;
use crate::checklist::Patient;
use crate::checklist::answer::Answer;
use crate::checklist::prescription::PrescriptionKind;
use crate::content::decimal::Decimal;
use crate::content::ids::PayerId;
use crate::cost::compare::compare;
use crate::cost::read;

struct Sitting {
    content: Content,
    checklist: Checklist,
    prescription: Prescription,
}

impl Sitting {
    fn of(birth: Option<jiff::civil::Date>, drug: &str, strength: &str) -> Self {
        let content = Content::embedded().unwrap();
        let patient = Patient { name: None, birth_date: birth };
        let checklist = Checklist::new(&content, date(2026, 11, 25), patient);
        let drug = content.drug_by_id(drug).map(|drug| drug.ix);
        let prescription = Prescription { drug, strength: strength.into(), ..Prescription::default() };
        Self { content, checklist, prescription }
    }

    fn known(&self) -> Known<'_> {
        Known { content: &self.content, checklist: &self.checklist, prescription: &self.prescription }
    }

    fn complete(&self, payer: Option<&str>) -> Value {
        let mut coverage = Coverage::default();
        coverage.payer = payer.map(PayerId::new);
        complete(self.known(), &coverage)
    }
}

fn ids(coverage: &Value) -> Vec<&str> {
    coverage["options"].as_array().unwrap().iter().map(|option| option["id"].as_str().unwrap()).collect()
}

#[test]
fn the_prescribed_drug_comes_first_and_the_generic_step_is_always_a_column() {
    let adult = Sitting::of(Some(date(1984, 5, 2)), "abrocitinib", "100 mg once a day");
    let coverage = adult.complete(Some("employer"));
    assert_eq!(ids(&coverage), ["abrocitinib", "upadacitinib", "dupilumab", "ruxolitinib", GENERIC_STEP]);
    assert_eq!(coverage["options"][0]["lines"][0]["price"]["source"], "bottle of 30 tablets, 100 mg");

    let mut said =
        Coverage::from_json(&adult.content, &coverage, "coverage").unwrap().to_json(&adult.content);
    said["options"].as_array_mut().unwrap().retain(|option| option["id"] == "dupilumab");
    let said = Coverage::from_json(&adult.content, &said, "coverage").unwrap();
    assert_eq!(ids(&complete(adult.known(), &said)), ["abrocitinib", "dupilumab", GENERIC_STEP]);
}

#[test]
fn what_the_label_gives_this_patient_decides_the_package_and_what_is_unclear_is_asked() {
    let adult = Sitting::of(Some(date(1984, 5, 2)), "dupilumab", "");
    let line = &adult.complete(None)["options"][0]["lines"][0];
    assert_eq!(line["first"], json!([[1, 14, "unknown"]]));
    assert_eq!(line["maintenance"], json!([1, 28, "unknown"]));

    // The weight decides for a child.
    let child = Sitting::of(Some(date(2016, 5, 2)), "dupilumab", "");
    assert_eq!(child.complete(None)["options"][0]["lines"], UNKNOWN);
    let mut child = child;
    let weight = child.content.question_by_id("weight_kg").unwrap();
    child.checklist.set(weight, Some(Answer::Number(Decimal::parse("40").unwrap())));
    assert_eq!(
        child.complete(None)["options"][0]["lines"][0]["price"]["source"],
        "carton of 2, 200 mg/1.14 mL"
    );

    let cream = Sitting::of(Some(date(1984, 5, 2)), "ruxolitinib", "");
    assert_eq!(cream.complete(None)["options"][0]["lines"][0]["maintenance"], json!([1, UNKNOWN, UNKNOWN]));
}

#[test]
fn a_refill_takes_no_first_doses_again() {
    let mut adult = Sitting::of(Some(date(1984, 5, 2)), "dupilumab", "");
    adult.prescription.kind = Some(PrescriptionKind::Refill);
    assert_eq!(adult.complete(None)["options"][0]["lines"][0].get("first"), None);
}

#[test]
fn every_payer_begins_with_a_comparison_that_names_what_is_missing_and_has_no_total() {
    let adult = Sitting::of(Some(date(1984, 5, 2)), "upadacitinib", "15 mg");
    let payers = adult.content.payers.iter().map(|payer| Some(payer.id.as_str().to_owned())).chain([None]);
    for payer in payers {
        let coverage = adult.complete(payer.as_deref());
        let asked = question(&adult.checklist, coverage);
        let asked =
            read::question(&adult.content, &asked).unwrap_or_else(|error| panic!("{payer:?}: {error}"));
        for option in compare(&asked).options {
            assert_eq!(option.total, None, "{payer:?} {}", option.id);
            assert!(!option.missing.is_empty(), "{payer:?} {}", option.id);
            for path in option.missing.iter().chain(&option.unknown) {
                assert!(adult.content.guide.field(path).is_some(), "{path} has no words");
            }
        }
    }
}

#[test]
fn a_quick_entry_fills_in_what_the_law_of_the_year_fixes_and_no_other_year() {
    let adult = Sitting::of(Some(date(1950, 5, 2)), "upadacitinib", "15 mg");
    let quick = |id: &str| adult.content.guide.quick.iter().find(|quick| quick.id == id).unwrap();
    let mut coverage = adult.complete(None);
    apply_quick(&adult.content, quick("medicare"), &mut coverage).unwrap();
    assert_eq!(coverage["payer"], "part_d");
    assert_eq!(coverage["plan"]["deductible"]["individual_cents"], 61_500);
    assert_eq!(coverage["plan"]["oop_max"]["individual_cents"], 210_000);
    assert_eq!(coverage["plan"]["cost_share"], json!({"type": "coinsurance", "rate_bp": 2500}));
    assert_eq!(get(&coverage, "plan.deductible.met_individual_cents"), None);

    for metal in ["bronze", "silver", "gold"] {
        apply_quick(&adult.content, quick(metal), &mut coverage).unwrap();
        assert_eq!(coverage["plan"]["oop_max"]["individual_cents"], 1_060_000);
        assert_eq!(coverage["plan"]["deductible"], UNKNOWN);
        assert_eq!(coverage["plan"]["quick"], metal);
    }

    apply_quick(&adult.content, quick("tricare-retail"), &mut coverage).unwrap();
    let copay = |cents: i64| json!({"type": "copay", "amount_cents": cents, "per_days": 30});
    assert_eq!(coverage["plan"]["cost_share"], copay(4800));
    assert_eq!(coverage["plan"]["oop_max"], UNKNOWN, "the cap goes by the group: it is asked");
    let generic = coverage["options"].as_array().unwrap().last().unwrap();
    assert_eq!(generic["lines"][0]["cost_share"], copay(1600));

    let before = coverage.clone();
    set(&mut coverage, "first_fill", Some(json!("2027-01-02")));
    for quick in &adult.content.guide.quick {
        let error = apply_quick(&adult.content, quick, &mut coverage).unwrap_err();
        assert!(error.contains("2027 are not known") && error.contains("notice of change"), "{error}");
    }
    set(&mut coverage, "first_fill", before.get("first_fill").cloned());
    assert_eq!(coverage, before, "what can't be filled in changes nothing");
}

#[test]
fn what_was_met_outlives_the_same_kind_of_plan() {
    let adult = Sitting::of(Some(date(1950, 5, 2)), "upadacitinib", "15 mg");
    let mut coverage = adult.complete(Some("part_d"));
    set(&mut coverage, "plan.deductible.met_individual_cents", Some(json!(20_000)));
    let medicare = &adult.content.guide.quick[0];
    apply_quick(&adult.content, medicare, &mut coverage).unwrap();
    assert_eq!(get(&coverage, "plan.deductible.met_individual_cents"), Some(&json!(20_000)));
}

#[test]
fn a_year_whose_figures_are_not_known_is_asked_for_and_counted_with_what_was_entered() {
    let adult = Sitting::of(Some(date(1950, 5, 2)), "upadacitinib", "15 mg");
    let mut coverage = adult.complete(Some("part_d"));
    assert_eq!(next_year(&coverage), Some(2027));
    apply_quick(&adult.content, &adult.content.guide.quick[0], &mut coverage).unwrap();
    for (path, value) in [
        ("first_fill", json!("2026-12-01")),
        ("options.0.covered", json!(true)),
        ("options.0.lines.0.maintenance", json!([1, 31, 675_000])),
        ("plan.deductible.met_individual_cents", json!(0)),
        ("plan.oop_max.met_individual_cents", json!(0)),
    ] {
        set(&mut coverage, path, Some(value));
    }
    let count = |coverage: &Value| {
        let asked = question(&adult.checklist, coverage.clone());
        compare(&read::question(&adult.content, &asked).unwrap()).options.swap_remove(0)
    };
    let open = count(&coverage);
    assert_eq!(open.total, None);
    assert!(open.missing.contains(&"plan.next_year.deductible.individual_cents".to_owned()), "{open:?}");

    let limit = |cents: i64| json!({"structure": "individual", "individual_cents": cents});
    set(&mut coverage, "plan.next_year.deductible", Some(limit(70_000)));
    set(&mut coverage, "plan.next_year.oop_max", Some(limit(240_000)));
    set(&mut coverage, "plan.next_year.cost_share", Some(json!({"type": "coinsurance", "rate_bp": 2500})));
    let cost = count(&coverage);
    // 2026: 615 + 25 % of 6,135 is over 2,100. 2027: 700 + 25 % of 6,050 is 2,212.50, then 187.50.
    let cents = |cents: i64| crate::cost::money::Cents::new(cents).unwrap();
    assert_eq!(cost.months[0].range.high, cents(210_000));
    assert_eq!(cost.months[1].range.high, cents(221_250));
    assert_eq!(cost.total.unwrap().high, cents(210_000 + 240_000));
    assert_eq!(cost.maintenance_year.unwrap().high, cents(240_000));
    assert!(cost.notes.iter().all(|note| !note.contains("figures of 2026")), "{:?}", cost.notes);

    // Months that end with the plan year need nothing of the next.
    set(&mut coverage, "plan.next_year", Some(json!(UNKNOWN)));
    set(&mut coverage, "months", Some(json!(1)));
    assert_eq!(count(&coverage).total.unwrap().high, cents(210_000));
}

fn quick<'a>(sitting: &'a Sitting, id: &str) -> &'a crate::content::guide::Quick {
    sitting.content.guide.quick.iter().find(|quick| quick.id == id).unwrap()
}

fn again(sitting: &Sitting, coverage: &Value) -> Value {
    let said = Coverage::from_json(&sitting.content, coverage, "coverage").unwrap();
    complete(sitting.known(), &said)
}

#[test]
fn the_law_of_one_year_stays_in_it_when_the_first_fill_moves_into_another() {
    let adult = Sitting::of(Some(date(1950, 5, 2)), "upadacitinib", "15 mg");
    let mut coverage = adult.complete(None);
    apply_quick(&adult.content, quick(&adult, "medicare"), &mut coverage).unwrap();
    assert_eq!(coverage["plan"]["year"], 2026);
    for (path, value) in [
        ("options.0.covered", json!(true)),
        ("options.0.lines.0.maintenance", json!([1, 30, 675_000])),
        ("first_fill", json!("2027-01-05")),
    ] {
        set(&mut coverage, path, Some(value));
    }
    let coverage = again(&adult, &coverage);
    assert_eq!(next_year(&coverage), Some(2027));
    let asked = question(&adult.checklist, coverage);
    let cost = compare(&read::question(&adult.content, &asked).unwrap()).options.swap_remove(0);
    assert_eq!(cost.total, None);
    assert!(cost.missing.iter().all(|path| path.starts_with("plan.next_year.")), "{:?}", cost.missing);
    assert_eq!(cost.missing.len(), 3);
}

#[test]
fn medicare_that_is_typed_is_of_the_year_of_the_first_fill() {
    let adult = Sitting::of(Some(date(1950, 5, 2)), "upadacitinib", "15 mg");
    let mut coverage = adult.complete(Some("part_d"));
    assert_eq!(coverage["plan"]["year"], 2026);
    set(&mut coverage, "first_fill", Some(json!("2027-01-05")));
    coverage = again(&adult, &coverage);
    assert_eq!(coverage["plan"]["year"], 2027, "nothing was typed of 2026");
    set(&mut coverage, "plan.oop_max.individual_cents", Some(json!(240_000)));
    set(&mut coverage, "first_fill", Some(json!("2026-12-01")));
    assert_eq!(again(&adult, &coverage)["plan"]["year"], 2027);
    assert_eq!(adult.complete(Some("employer"))["plan"].get("year"), None);

    let help = adult.complete(Some("part_d_extra_help"));
    assert_eq!(get(&help, "plan.next_year.lis_copay_cents"), Some(&json!(UNKNOWN)));
}

#[test]
fn copays_of_tricare_are_those_of_its_tiers_and_leave_with_it() {
    let adult = Sitting::of(Some(date(1984, 5, 2)), "upadacitinib", "15 mg");
    let mut coverage = adult.complete(None);
    let first = coverage["options"][0].clone();
    set(&mut coverage, "options", Some(json!([first])));
    apply_quick(&adult.content, quick(&adult, "tricare-retail"), &mut coverage).unwrap();
    let copay = |cents: i64| json!({"type": "copay", "amount_cents": cents, "per_days": 30});
    // The generic step comes later, and has the copay of a generic.
    let mut coverage = again(&adult, &coverage);
    assert_eq!(coverage["options"][1]["id"], GENERIC_STEP);
    assert_eq!(coverage["options"][1]["lines"][0]["cost_share"], copay(1600));
    assert_eq!(coverage["options"][0]["lines"][0].get("cost_share"), None, "a brand has the plan's");

    // A cap that was typed stays with another click.
    let cap = json!({"structure": "aggregate", "family_cents": 400_000});
    set(&mut coverage, "plan.oop_max", Some(cap.clone()));
    apply_quick(&adult.content, quick(&adult, "tricare-retail"), &mut coverage).unwrap();
    assert_eq!(coverage["plan"]["oop_max"], cap);

    for id in ["medicare", "bronze"] {
        let mut other = coverage.clone();
        apply_quick(&adult.content, quick(&adult, id), &mut other).unwrap();
        let other = again(&adult, &other);
        assert_eq!(other["options"][1]["lines"][0].get("cost_share"), None, "{id}");
    }
}
