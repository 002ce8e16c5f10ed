//! What the section in numbers promises.

use super::*;
use crate::summary::Shares;

/// The patient's page with this drug prescribed, from its figures to what comes behind them.
fn section(made: &Made) -> Vec<Block> {
    let blocks = made.part(PartKind::Patient, &BOTH).blocks;
    let heading = |words: &str| {
        blocks.iter().position(|block| match block {
            Block::Heading { text, .. } => of_text(text).starts_with(words),
            _ => false,
        })
    };
    let Some(begin) = heading("In numbers") else { return Vec::new() };
    let end = heading("Ask about help with the cost").unwrap();
    assert!(heading("Ask your skin doctor").is_none_or(|asked| asked < begin));
    blocks[begin..end].to_vec()
}

fn prescribed(drug: &Drug, more: &Value) -> Made {
    let mut input = json!({"as_of": "2026-11-25", "prescription": {"drug": drug.id.as_str()}});
    let fields = more.as_object().unwrap().clone();
    input.as_object_mut().unwrap().extend(fields);
    Made::from(&input)
}

fn shares(blocks: &[Block]) -> Vec<&Shares> {
    let shares = blocks.iter().filter_map(|block| match block {
        Block::Shares(shares) => Some(shares),
        _ => None,
    });
    shares.collect()
}

#[test]
fn the_prescribed_drug_stands_in_numbers_behind_what_to_ask_with_benefit_first() {
    let told = of_blocks(&section(&elena()));
    let mut from = 0;
    for words in [
        "In numbers: Upadacitinib",
        "Who took part: teens and adults, for 16 weeks.",
        "How much it helps",
        "Had clear or almost clear skin after 16 weeks",
        "The 15 mg tablet: 48 of 100, 40 more than without it",
        "A tablet without medicine: 8 of 100",
        "Had much less eczema after 16 weeks",
        "The 15 mg tablet: 60 of 100, 47 more than without it",
        "Side effects",
        "Acne",
        "The 15 mg tablet: 10 of 100, 8 more than without it",
        "Shingles",
        "An allergic reaction of any kind",
        "The 15 mg tablet: 2 of 100, the same",
        "There can be others too, also serious ones.",
        "What studies can’t tell: how it will go for you. The study was too short to show what comes later. Only people who were picked took part.",
        "It does not work for everyone.",
        "From ",
        "Measure Up 1 and 2, 2021; the label (check: as of 2023-11); ",
        "questions about JAK inhibitors for eczema (as of 2024).",
        "Figures by a secondary source: check.",
    ] {
        let at = told.get(from..).and_then(|rest| rest.find(words));
        from += at.unwrap_or_else(|| panic!("“{words}” is missing or out of order in {told}"));
    }
    assert!(!told.contains("30 mg"));
}

#[test]
fn figures_are_counts_of_100_and_never_percentages_and_what_is_not_known_is_never_an_empty_row() {
    let mut rows = 0;
    for drug in content().drugs() {
        for age in ["2018-11-25", "1984-05-02", ""] {
            let patient = if age.is_empty() { json!({}) } else { json!({"birth_date": age}) };
            let section = section(&prescribed(drug, &json!({"patient": patient})));
            let told = of_blocks(&section);
            assert!(!told.contains('%') && !told.contains("times"), "{}: {told}", drug.id);
            for row in shares(&section).iter().flat_map(|shares| &shares.rows) {
                let count = of_text(&row.count);
                assert_eq!(row.of_hundred.is_none(), count == "not known", "{}: {count}", drug.id);
                assert!(row.of_hundred.is_none() || count.ends_with(" of 100"), "{count}");
                rows += 1;
            }
            assert!(told.starts_with("In numbers"), "{}", drug.id);
        }
    }
    assert!(rows > 200, "{rows}");
}

#[test]
fn a_drug_without_figures_says_so_and_never_as_good_news() {
    let none = ["topical-corticosteroid", "roflumilast", "phototherapy", "prednisone"];
    for drug in content().drugs() {
        let section = section(&prescribed(drug, &json!({})));
        let told = of_blocks(&section);
        if none.contains(&drug.id.as_str()) {
            assert_eq!(section.len(), 2, "one sentence: {told}");
            assert!(told.contains("We have no figures for it: that does not mean that"), "{told}");
        } else {
            assert!(!shares(&section).is_empty(), "{}", drug.id);
            assert!(told.contains("What studies can’t tell: ") && told.contains("From "), "{told}");
        }
        let helps = told.contains("We have no figures of how much it helps: ask your doctor.");
        assert_eq!(helps, drug.benefits.is_empty() && !drug.studies.is_empty(), "{}", drug.id);
    }
    let child = json!({"patient": {"birth_date": "2018-11-25"}});
    let tablet = content().drug_by_id("upadacitinib").unwrap();
    let told = of_blocks(&section(&prescribed(tablet, &child)));
    assert!(told.contains("had no people of your age, so we show no figures"), "{told}");
    assert!(!told.contains(" of 100"));
}

#[test]
fn a_review_of_heart_events_is_never_told_without_its_limits() {
    for drug in content().drugs() {
        let told = of_blocks(&section(&prescribed(drug, &json!({}))));
        let review = told.contains("no clear difference in heart attack");
        assert_eq!(review, drug.classes.iter().any(|class| class.as_str() == "jak"), "{}", drug.id);
        assert_eq!(review, told.contains("So the review can't settle it."), "{}", drug.id);
        assert_eq!(review, told.contains("The warning stays as it is."), "{}", drug.id);
    }
    let cream = content().drug_by_id("ruxolitinib").unwrap();
    let itch = "With plain cream it was about a quarter.";
    for (born, told) in [("2018-11-25", false), ("1984-05-02", true)] {
        let made = prescribed(cream, &json!({"patient": {"birth_date": born}}));
        assert_eq!(of_blocks(&section(&made)).contains(itch), told, "figures of teens and adults");
    }
}

#[test]
fn without_a_prescription_at_most_two_that_are_talked_about_stand_in_numbers() {
    let talked = |drugs: Value| {
        section(&Made::from(&json!({"as_of": "2026-11-25", "answers": {"considering": drugs}})))
    };
    let headings = |blocks: &[Block]| of_blocks(blocks).matches("In numbers: ").count();
    assert_eq!(headings(&talked(json!([]))), 0);
    assert_eq!(headings(&talked(json!(["dupilumab"]))), 1);
    assert_eq!(headings(&talked(json!(["dupilumab", "abrocitinib", "tralokinumab"]))), 2);
    assert_eq!(headings(&section(&elena())), 1, "with one prescribed, only that");
    let all = talked(json!(["abrocitinib"]));
    assert!(of_blocks(&all).contains("The 200 mg tablet"), "no strength, so each");
}

#[test]
fn a_source_asks_to_be_checked_from_the_day_after_its_date() {
    let drug = content().drug_by_id("dupilumab").unwrap();
    let on = |day: &str| {
        let input = json!({"as_of": day, "prescription": {"drug": drug.id.as_str()}});
        of_blocks(&section(&Made::from(&input)))
    };
    assert!(on("2026-11-24").contains("the label (as of 2026-04)"), "{}", on("2026-11-24"));
    assert!(on("2027-05-01").contains("the label (check: as of 2026-04)"));
}

#[test]
fn the_dermatologists_page_has_no_rows_of_marks() {
    for (made, _) in cases(15) {
        for kind in [PartKind::Cost, PartKind::Dermatologist, PartKind::Authorization] {
            assert!(shares(&made.part(kind, &PartKind::ALL).blocks).is_empty());
        }
    }
}

#[test]
fn a_drug_that_must_not_be_used_has_no_figures_and_nothing_that_reads_like_a_plan() {
    let (mut ruled_out, mut to_avoid) = (0, 0);
    for (made, drug) in cases(90) {
        let verdict = made.assessment.of(drug.ix).unwrap().verdict;
        let page = words_of(&made.part(PartKind::Patient, &BOTH));
        let not_like_you = page.contains("may not have had what is told about you above");
        if verdict == Verdict::Contraindicated {
            ruled_out += 1;
            for plan in [
                "In numbers",
                " of 100",
                "An article on",
                "What happens next",
                "Before the first dose",
                "If we start",
            ] {
                assert!(!page.contains(plan), "{}: {plan}: {page}", drug.id);
            }
            assert!(page.contains("As things stand, ") && page.contains(" must not be used."), "{page}");
            assert!(page.contains("What could I use in its place?"), "{page}");
        } else {
            assert!(page.contains("In numbers") && !page.contains("As things stand, "), "{page}");
            let has_figures = page.contains(" of 100");
            assert_eq!(not_like_you, verdict == Verdict::Avoid && has_figures, "{}: {page}", drug.id);
            to_avoid += usize::from(not_like_you);
        }
    }
    assert!(ruled_out > 5 && to_avoid > 5, "{ruled_out} {to_avoid}");
}

#[test]
fn a_drug_that_is_talked_about_and_must_not_be_used_has_no_figures_either() {
    let made = Made::from(&json!({"as_of": "2026-11-25", "answers": {
        "considering": ["dupilumab", "upadacitinib"], "infection": ["tuberculosis-active"]}}));
    let told = of_blocks(&section(&made));
    let tablet = content().drug_by_id("upadacitinib").unwrap();
    assert_eq!(made.assessment.of(tablet.ix).unwrap().verdict, Verdict::Contraindicated);
    assert!(told.contains("In numbers: Dupilumab") && !told.contains("In numbers: Upadacitinib"), "{told}");
}

#[test]
fn a_difference_names_what_it_is_compared_with_and_every_study_is_compared_with_no_medicine() {
    for drug in content().drugs() {
        for study in drug.studies.iter().filter(|study| study.arms.len() > 1) {
            let last = study.patient_arms.last().unwrap().english();
            assert!(last.contains("without medicine"), "{}: {last}", drug.id);
        }
    }
    let told = of_blocks(&section(&elena()));
    assert!(told.contains("48 of 100, 40 more than without it"), "{told}");
    // Two counts of 100 beside each other would be added up.
    assert!(!told.contains("more of 100") && !told.contains("fewer of 100"), "{told}");
}
