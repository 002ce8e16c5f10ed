//! What is known of each drug: complete by kind, with figures that add up, and words for patients.

use std::collections::BTreeSet;

use countercheck::content::fact::{Act, FactKind};
use countercheck::content::source::Confidence;

use super::content;

/// What a pharmacist expects to find of every treatment.
const EXPECTED: [FactKind; 12] = [
    FactKind::Identity,
    FactKind::Use,
    FactKind::MissedDose,
    FactKind::Storage,
    FactKind::HowFast,
    FactKind::HowLong,
    FactKind::Place,
    FactKind::Pregnancy,
    FactKind::Breastfeeding,
    FactKind::Children,
    FactKind::Older,
    FactKind::Unknown,
];

#[test]
fn every_drug_has_a_fact_of_each_kind_that_is_asked_for_at_the_counter() {
    for drug in content().drugs() {
        let missing: Vec<&str> = EXPECTED
            .into_iter()
            .filter(|kind| drug.facts_of(*kind).next().is_none())
            .map(FactKind::id)
            .collect();
        // Light has no box to keep.
        let expected: &[&str] =
            if drug.medicine.is_none() && drug.dose.strengths.is_empty() { &["storage"] } else { &[] };
        assert_eq!(missing, expected, "{}", drug.id);
        let helps = !drug.benefits.is_empty() || drug.facts_of(FactKind::HowMuch).next().is_some();
        assert!(helps, "{}: how much it helps, or that no figure is known", drug.id);
    }
}

#[test]
fn every_drug_has_a_dose_table_and_side_effects_for_each_urgency() {
    for drug in content().drugs() {
        assert!(!drug.dose.rows.is_empty(), "{}", drug.id);
        for act in Act::ALL {
            assert!(drug.side_effects.iter().any(|effect| effect.act == act), "{} {}", drug.id, act.id());
        }
        assert!(!drug.patient.next_visit.is_empty(), "{}", drug.id);
    }
}

/// The emergency list and the list for the same day say nothing that no side effect stands behind.
#[test]
fn every_sign_to_call_about_belongs_to_a_side_effect() {
    for drug in content().drugs() {
        let told: BTreeSet<&str> =
            drug.side_effects.iter().flat_map(|effect| &effect.signs).map(String::as_str).collect();
        for sign in drug.patient.emergency.iter().chain(&drug.patient.call_today) {
            assert!(told.contains(sign.english()), "{}: {sign}", drug.id);
        }
    }
}

#[test]
fn boxed_warnings_have_the_labels_items_and_say_in_whom_each_was_seen() {
    let items = |id: &str| -> Vec<&str> {
        let warning = content().drug_by_id(id).unwrap().boxed_warning.as_ref().unwrap();
        assert!(warning.items.iter().all(|item| !item.from.is_empty()));
        warning.items.iter().map(|item| item.id.as_str()).collect()
    };
    let five = ["serious-infections", "mortality", "malignancy", "heart-events", "thrombosis"];
    for drug in ["upadacitinib", "abrocitinib", "ruxolitinib"] {
        assert_eq!(items(drug), five, "{drug}");
    }
    for drug in ["tacrolimus", "pimecrolimus"] {
        assert_eq!(items(drug), ["malignancy", "continuous-use", "age"], "{drug}");
    }
}

#[test]
fn the_weight_bands_of_the_label_leave_no_gap_and_no_overlap() {
    use countercheck::checklist::Checklist;
    use countercheck::safety::dose::dose;
    let drug = content().drug_by_id("dupilumab").unwrap();
    let rows = |birth: &str, kg: &str| -> Vec<&str> {
        let input = format!(
            r#"{{"as_of":"2026-11-25","patient":{{"birth_date":"{birth}"}},"answers":{{"weight_kg":{kg}}}}}"#
        );
        let input: serde_json::Value = serde_json::from_str(&input).unwrap();
        let (checklist, _) = Checklist::from_json(content(), input.as_object().unwrap()).unwrap();
        dose(content(), &checklist, drug).rows.iter().map(|row| row.start.as_str()).collect()
    };
    let two_years = "2024-11-25";
    let ten_years = "2016-11-25";
    for (birth, kg, expected) in [
        (two_years, "4.999", None),
        (two_years, "5", Some("200 mg every 4 weeks")),
        (two_years, "14.999", Some("200 mg every 4 weeks")),
        (two_years, "15", Some("300 mg every 4 weeks")),
        (two_years, "30", None),
        (ten_years, "14.999", None),
        (ten_years, "15", Some("600 mg")),
        (ten_years, "29.999", Some("600 mg")),
        (ten_years, "30", Some("400 mg")),
        (ten_years, "59.999", Some("400 mg")),
        (ten_years, "60", Some("600 mg")),
        ("2026-05-26", "7", None),
        ("2008-11-25", "20", Some("600 mg")),
    ] {
        let found = rows(birth, kg);
        assert_eq!(found.len(), usize::from(expected.is_some()), "{birth} {kg}: {found:?}");
        if let Some(expected) = expected {
            assert!(found[0].starts_with(expected), "{birth} {kg}: {found:?}");
        }
    }
}

#[test]
fn what_is_weak_says_so_and_what_was_not_read_is_listed() {
    let content = content();
    let facts = content.drugs().iter().flat_map(|drug| &drug.facts);
    let weak: Vec<_> = facts.filter(|fact| fact.backing.confidence == Confidence::Low).collect();
    assert!(weak.len() > 20);
    assert!(weak.iter().all(|fact| fact.backing.caveat() == Some("check the label")));
    let holes: Vec<&str> = content.holes.list.iter().map(|hole| hole.id.as_str()).collect();
    for hole in ["cibinqo-label-2026-06", "opzelura-label-2026-06", "rinvoq-label-2026"] {
        assert!(holes.contains(&hole), "{hole}");
    }
    let old = content.aging(content.as_of).count();
    assert!(old > 0 && old < content.sources().len(), "{old}");
}

#[test]
fn every_sentence_of_the_article_has_its_place_and_what_changed_says_why() {
    use countercheck::content::article::Status;
    let article = &content().article;
    let statements = || article.pages.iter().flat_map(|page| &page.statements);
    let covered: BTreeSet<(u16, u16)> = statements().flat_map(|statement| statement.of.clone()).collect();
    let sentences: usize = article.sentences.iter().map(|count| usize::from(*count)).sum();
    assert_eq!(covered.len(), sentences);
    let replaced = statements().filter(|one| matches!(one.status, Status::Replaced(_))).count();
    assert!(replaced > 15, "{replaced}");
    let without: Vec<&str> =
        statements().filter(|one| one.places.is_empty()).map(|one| one.id.as_str()).collect();
    assert_eq!(without, ["dermatologist-decides", "author"], "all others are said or acted on elsewhere");
    // The list of who should avoid them: each item leads to rules.
    let avoid = article.pages.iter().find(|page| page.id == "avoid").unwrap();
    for statement in &avoid.statements {
        let acts = statement.places.iter().any(|place| place.path.starts_with("rule."));
        assert!(acts, "{}", statement.id);
    }
    // The figure for which no source was found is not repeated as a fact.
    let itch = statements().find(|one| one.id == "cream-itch-figures").unwrap();
    assert!(!itch.text.contains("80") && !itch.patient.english().contains("80"));
}

/// Beside the figures of a drug a patient reads what the article says of trials, with its limits.
#[test]
fn what_the_article_says_of_trials_stands_beside_figures_or_says_why_not() {
    let statements = || content().article.pages.iter().flat_map(|page| &page.statements);
    let mut told = 0;
    for statement in statements() {
        let words = format!("{} {}", statement.text, statement.patient).to_lowercase();
        let of_trials = ["trial", "study", "studies", "review", "placebo", "%"];
        let of_trials = of_trials.iter().any(|word| words.contains(word));
        let decided = !statement.numbers.is_empty() || !statement.not_in_numbers.is_empty();
        assert!(decided || !of_trials, "{}: give it `numbers` or `not_in_numbers`", statement.id);
        told += statement.numbers.len();
        for drug in &statement.numbers {
            assert!(!content().drug(*drug).studies.is_empty(), "{}: there are no figures", statement.id);
        }
    }
    assert_eq!(told, 18, "a statement was added or went missing");
    let drugs = |id: &str| &statements().find(|statement| statement.id == id).unwrap().numbers;
    for limit in ["limits-of-the-review", "shorter-than-arthritis", "research-on-heart-events"] {
        assert_eq!(drugs("the-review"), drugs(limit), "a review is not told without its limits");
    }
}

#[test]
fn every_rule_has_a_question_for_the_doctor() {
    for rule in content().rules() {
        assert!(
            rule.patient.ask.english().ends_with('?') || rule.patient.ask.english().contains("? "),
            "{}",
            rule.id
        );
    }
}

#[test]
fn no_line_is_surer_than_all_that_it_rests_on() {
    use countercheck::content::source::Backing;
    let content = content();
    let mut wrong = Vec::new();
    let mut check = |place: String, backing: &Backing| {
        let best = backing.sources.iter().map(|ix| content.source(*ix).confidence).min();
        if best.is_some_and(|best| backing.confidence < best) {
            wrong.push(place);
        }
    };
    for drug in content.drugs() {
        drug.facts.iter().for_each(|fact| check(format!("{} {}", drug.id, fact.id), &fact.backing));
        drug.side_effects.iter().for_each(|one| check(format!("{} {}", drug.id, one.id), &one.backing));
        drug.studies.iter().for_each(|study| check(format!("{} {}", drug.id, study.id), &study.backing));
        drug.dose.rows.iter().for_each(|row| check(format!("{} {}", drug.id, row.id), &row.backing));
        drug.dose.limits.iter().for_each(|one| check(format!("{} {}", drug.id, one.id), &one.backing));
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// A body that reacts all over is a case for 911, whatever touched it.
#[test]
fn hives_all_over_the_body_and_fainting_are_an_emergency_with_every_medicine_that_can_do_it() {
    for drug in content().drugs().iter().filter(|drug| drug.medicine.is_some()) {
        for sign in ["hives all over the body", "fainting"] {
            assert!(drug.patient.emergency.iter().any(|one| one.english() == sign), "{}: {sign}", drug.id);
        }
    }
}
