//! What is chosen, and what stands beside it.

use std::sync::OnceLock;

use super::*;
use crate::content::Content;

fn drug(id: &str) -> &'static Drug {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    let content = CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")));
    content.drug_by_id(id).unwrap()
}

fn of_all(_: &Condition) -> Truth {
    Truth::Unknown
}

/// Each group's words, count and difference, the last two in people of 100.
fn rows<'a>(measure: &Measure<'a>) -> Vec<(&'a str, Option<i64>, Option<i64>)> {
    let people = |thousandths: Option<i64>| thousandths.map(|thousandths| thousandths / 1000);
    let arms = measure.arms();
    arms.iter()
        .map(|arm| (arm.words.map_or("nobody", Phrase::english), people(arm.of), people(arm.difference)))
        .collect()
}

fn words<'a>(measures: &[Measure<'a>]) -> Vec<&'a str> {
    measures.iter().map(|measure| measure.words.english()).collect()
}

#[test]
fn the_prescribed_strength_stands_beside_the_comparison_which_is_last() {
    let chosen = choose(drug("upadacitinib"), "15 mg once daily", &of_all);
    assert_eq!(
        rows(&chosen.benefits[0]),
        [("the 15 mg tablet", Some(48), Some(40)), ("a tablet without medicine", Some(8), None)]
    );
    assert!(!chosen.other_strength);
    let chosen = choose(drug("upadacitinib"), "2 tablets of 15 mg", &of_all);
    assert_eq!(rows(&chosen.benefits[0])[0], ("the 30 mg tablet", Some(62), Some(54)));
}

#[test]
fn a_strength_that_does_not_say_which_group_it_is_shows_all_and_one_that_was_not_studied_says_so() {
    for (strength, other) in
        [("", false), ("as directed", false), ("15 mg twice daily", false), ("45 mg", true), ("15 mg", false)]
    {
        let chosen = choose(drug("upadacitinib"), strength, &of_all);
        assert_eq!(chosen.other_strength, other, "{strength}");
        let groups = if strength == "15 mg" { 2 } else { 3 };
        assert!(chosen.benefits.iter().all(|measure| measure.arms().len() == groups), "{strength}");
    }
    let shots = choose(drug("dupilumab"), "300 mg", &of_all);
    assert!(!shots.other_strength, "its groups are not told apart by strength");
    assert_eq!(shots.side_effects[0].arms().len(), 2);
}

#[test]
fn of_studies_that_asked_the_same_the_one_that_looks_worse_is_told() {
    let chosen = choose(drug("upadacitinib"), "15 mg", &of_all);
    assert_eq!(chosen.benefits[1].study.id, "measure-up-2");
    assert_eq!(rows(&chosen.benefits[1])[0], ("the 15 mg tablet", Some(60), Some(47)));
    let mut twin = drug("upadacitinib").clone();
    let mut study = twin.studies[0].clone();
    study.id = "twin".to_owned();
    twin.studies.push(study);
    let of = ["9", "16", "9"].map(|figure| Decimal::parse(figure).ok());
    let acne = twin.side_effects.iter_mut().find(|effect| effect.id == "acne").unwrap();
    acne.figures.push((twin.studies.len() - 1, of.to_vec()));
    let told = |drug: &Drug| {
        let chosen = choose(drug, "15 mg", &of_all);
        chosen.side_effects.iter().find(|measure| measure.words.english() == "acne").unwrap().study.id.clone()
    };
    assert_eq!(told(&twin), "label-16-weeks");
    let acne = twin.side_effects.iter_mut().find(|effect| effect.id == "acne").unwrap();
    acne.figures.reverse();
    assert_eq!(told(&twin), "label-16-weeks", "in any order");
}

#[test]
fn the_four_largest_differences_are_told_and_every_serious_one_with_figures() {
    let chosen = choose(drug("upadacitinib"), "15 mg", &of_all);
    assert_eq!(chosen.benefits.len(), 2);
    assert_eq!(
        words(&chosen.side_effects),
        [
            "acne",
            "a cold or sore throat",
            "a higher muscle value in the blood",
            "cold sores",
            "shingles",
            "an allergic reaction of any kind",
        ]
    );
    for id in ["abrocitinib", "dupilumab", "ruxolitinib", "lebrikizumab"] {
        let drug = drug(id);
        let chosen = choose(drug, "", &of_all);
        for effect in drug.side_effects.iter().filter(|effect| effect.serious && !effect.figures.is_empty()) {
            let patient = effect.patient.as_ref().unwrap().english();
            assert!(words(&chosen.side_effects).contains(&patient), "{id}: {}", effect.id);
        }
        let others = chosen.side_effects.iter().filter(|measure| !measure.serious).count();
        assert!(others <= SIDE_EFFECTS && chosen.benefits.len() <= BENEFITS, "{id}");
    }
}

#[test]
fn figures_of_other_people_than_the_patient_are_not_told() {
    let cream = drug("ruxolitinib");
    let of_children = |study: &Study| study.id.starts_with("children");
    let children = &cream.studies.iter().find(|study| of_children(study)).unwrap().when;
    for child in [true, false] {
        let holds = |when: &Condition| Truth::known((when == children) == child);
        let chosen = choose(cream, "", &holds);
        let told = chosen.benefits.iter().chain(&chosen.side_effects);
        assert!(!chosen.benefits.is_empty() && !chosen.side_effects.is_empty());
        assert!(told.clone().all(|measure| of_children(measure.study) == child));
    }
    let nobody = choose(cream, "", &|_| Truth::False);
    assert!(nobody.other_people && nobody.benefits.is_empty() && nobody.side_effects.is_empty());
    let none = choose(drug("prednisone"), "", &of_all);
    assert!(!none.other_people && none.benefits.is_empty() && none.side_effects.is_empty());
}

#[test]
fn what_is_not_known_stays_unknown_and_has_no_difference() {
    let shots = drug("dupilumab");
    let with_steroid = shots.studies.iter().find(|study| study.id == "adults-with-steroid").unwrap();
    let mut one = shots.clone();
    one.side_effects.iter_mut().for_each(|effect| {
        effect.figures.retain(|(study, _)| one.studies[*study].id == with_steroid.id);
    });
    let chosen = choose(&one, "", &of_all);
    let herpes = chosen
        .side_effects
        .iter()
        .find(|measure| measure.words.english() == "herpes in other places")
        .unwrap();
    let of: Vec<_> = rows(herpes).iter().map(|(_, of, difference)| (*of, *difference)).collect();
    assert_eq!(of, [(Some(1), None), (None, None)]);
    // No study had people without it.
    let alone = choose(drug("nemolizumab"), "", &of_all);
    assert_eq!(rows(&alone.side_effects[0]), [("the shots", Some(5), None), ("nobody", None, None)]);
}

#[test]
fn measures_of_the_same_people_stand_below_each_other() {
    let chosen = choose(drug("dupilumab"), "", &of_all);
    let mut who: Vec<&str> =
        chosen.side_effects.iter().map(|measure| measure.study.patient_who.english()).collect();
    who.dedup();
    let mut once = who.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(who.len(), once.len());
    assert_eq!(who.len(), 2);
}

#[test]
fn a_strength_that_is_taken_less_often_is_not_the_one_that_was_studied() {
    for strength in ["15 mg weekly", "15 mg every 2 days", "15 mg every other day"] {
        let chosen = choose(drug("upadacitinib"), strength, &of_all);
        assert!(chosen.other_strength, "{strength}");
        assert_eq!(chosen.benefits[0].arms().len(), 3, "{strength}");
    }
    assert!(!choose(drug("dupilumab"), "300 mg every 2 weeks", &of_all).other_strength);
}

#[test]
fn what_is_left_out_is_counted_and_an_unknown_age_is_told_where_figures_are_of_one() {
    let chosen = choose(drug("upadacitinib"), "15 mg", &of_all);
    let known = drug("upadacitinib").side_effects.iter().filter(|one| one.patient.is_some()).count();
    assert!(chosen.left_out > 0);
    assert_eq!(chosen.side_effects.len() + chosen.left_out, known);
    assert!(chosen.age_open);
    assert!(!choose(drug("upadacitinib"), "15 mg", &|_: &Condition| Truth::True).age_open);
}
