//! What the page on a prior authorization promises.

use super::*;

const WITH: [PartKind; 1] = [PartKind::Authorization];

fn record() -> Value {
    json!({
        "onset": "2012", "icd10": "L20.9",
        "severity": [{"measure": "easi", "value": 21.4, "on": "2026-11-02", "by": "Dr. Duarte"},
                     {"measure": "itch", "value": "unknown"}],
        "body_surface": {"percent": 18, "on": "2026-11-02", "by": "Dr. Duarte"},
        "sites": ["hands", "folds"], "impact": "wakes three times a night",
        "tried": [
            {"drug": "Triamcinolone acetonide", "strength": "0.1 %", "vehicle": "ointment", "site": "arms", "start": "2026-05-01",
             "stop": "2026-06-20", "outcome": "failed", "why": "came back within a week"},
            {"drug": "Protopic", "strength": "0.1 %", "outcome": "intolerance", "why": "burning", "start": "2026-06",
             "dispensed": [{"on": "2026-07-01", "quantity": "60 g", "days_supply": 30}, "2026-08-01"]},
            {"drug": "Grandmother’s salve"},
        ],
        "light": {"barrier": "two hours by car"}, "steroid_bursts_a_year": 2, "needle_phobia": "unknown",
        "tests": [{"test": "tuberculosis_test", "on": "2026-09-01", "result": "QuantiFERON negative"}],
        "specialist": {"name": "Dr. Ines Duarte", "npi": "1234567893", "seen_on": "2026-11-02"},
        "why": "needs a tablet",
        "approvals": [{"drug": "Dupixent", "on": "2025-01-01", "until": "2025-12-31"}],
        "denials": [{"code": "75", "why": "step therapy", "on": "2026-11-10", "deadline": "2027-05-01", "payer": "employer",
                     "after_appeal": false}],
    })
}

fn made(record: Option<Value>, drug: Option<&str>) -> Made {
    let mut input: Value = serde_json::from_str(ELENA).unwrap();
    input["prescription"]["drug"] = json!(drug.unwrap_or("upadacitinib"));
    if drug.is_none() {
        input.as_object_mut().unwrap().remove("prescription");
    }
    if let Some(record) = record {
        input["authorization"] = record;
    }
    Made::from(&input)
}

fn page(record: Option<Value>, drug: Option<&str>) -> String {
    words_of(&made(record, drug).part(PartKind::Authorization, &WITH))
}

#[test]
fn all_that_was_entered_stands_on_the_page_with_its_date() {
    let page = page(Some(record()), Some("upadacitinib"));
    for line in [
        "Diagnosis: Atopic dermatitis (eczema), ICD-10 L20.9, since 2012.",
        "Specialist: Dr. Ines Duarte, NPI 1234567893, seen 2 Nov 2026.",
        "EASI | 21.4 of 72 | 2 Nov 2026 | Dr. Duarte",
        "Itch (worst) | not known |  | ",
        "Body surface | 18 % | 2 Nov 2026 | Dr. Duarte",
        "Where it is: hands, skin folds.",
        "At its worst, as answered: moderate.",
        "Effect on sleep, work or school: wakes three times a night.",
        "Triamcinolone acetonide 0.1 % ointment\ntopical steroid, potency class 3 of 7 | arms | 1 May 2026 to 20 Jun 2026, 51 days | failed\ncame back within a week",
        "Protopic 0.1 %\ntopical calcineurin inhibitor |  | June 2026 to not known, 30 days by what was dispensed\nDispensed: 1 Jul 2026 (60 g, 30 days), 1 Aug 2026 | not tolerated\nburning",
        "Grandmother’s salve\nnot recognized: as written |  | days of use not known | not entered",
        "In its way: two hours by car",
        "Courses of steroid tablets or shots a year: 2.",
        "Reason: needs a tablet.",
        "Needle phobia: not known.",
        "TB test | Not sure | 1 Sep 2026 | QuantiFERON negative",
        "Hepatitis B and C | Not done |  | ",
        "Approved: Dupixent, from 1 Jan 2025, until 31 Dec 2025.",
        "Denied: 10 Nov 2026, Employer plan, code 75, step therapy, answer to a request.",
        "Appeal until 1 May 2027 (157 days left). This is the date of the notice, and it holds.",
        "9 May 2027 (165 days left)",
        "4 months from the notice that denies the appeal",
        "Reviewed by the prescriber: ",
        "not a plan’s form",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    // Part D is the payer of the coverage, but the employer's plan denied.
    assert!(!page.contains("Redetermination"));
}

#[test]
fn what_is_missing_stands_first_with_a_box_and_what_to_get() {
    let part = made(Some(record()), Some("upadacitinib")).part(PartKind::Authorization, &WITH);
    let tables = part.blocks.iter().filter_map(|block| match block {
        Block::Table(table) if of_text(&table.columns[0].head) == "Wanted" => Some(table),
        _ => None,
    });
    let rows: Vec<String> = tables.flat_map(|table| &table.rows).map(|row| of_cell(&row.cells[2])).collect();
    let missing = rows.iter().take_while(|cell| cell.contains("Missing: ")).count();
    assert!(missing >= 3, "{rows:?}");
    assert!(rows.iter().skip(missing).all(|cell| !cell.starts_with(" Missing")), "{rows:?}");
    let page = words_of(&part);
    // Protopic was not tolerated; nothing systemic was tried, and the fear of needles is not known.
    assert!(page.contains("One systemic medicine tried"));
    assert!(page.contains("Missing: Product, start and stop, and how it went; or why it can't be used"));
    assert!(page.contains("EASI 21.4"), "{page}");
}

#[test]
fn a_page_with_nothing_entered_says_so_and_shows_what_is_wanted() {
    let page = page(None, Some("dupilumab"));
    assert!(page.contains("Nothing was entered for a prior authorization yet."));
    assert!(page.contains("code from the prescriber missing"));
    assert!(page.contains("No therapy was entered."));
    assert!(page.contains("A topical steroid of medium strength or higher tried"));
    assert!(page.contains("No denial was entered."));
    assert!(page.contains("65 days from the notice"), "the coverage is Part D");
    assert!(!page.contains("Only with: "));
}

#[test]
fn without_a_prescription_or_without_policies_no_criterion_is_made_up() {
    assert!(page(Some(record()), None).contains("What plans want goes by drug"));
    let of_cream = page(Some(record()), Some("tapinarof"));
    assert!(of_cream.contains("No policies of plans were read for this treatment."));
    assert!(!of_cream.contains("Usually"));
}

#[test]
fn every_criterion_and_way_stands_on_the_page_and_is_laid_out_in_every_size() {
    for group in &content().authorization.groups {
        for drug in &group.drugs {
            let id = content().drug(*drug).id.as_str();
            let made = made(Some(record()), Some(id));
            let page = words_of(&made.part(PartKind::Authorization, &WITH));
            for criterion in &group.criteria {
                let concerned = criterion.only_for.is_empty() || criterion.only_for.contains(drug);
                assert_eq!(
                    page.contains(&criterion.typical),
                    concerned || criterion.typical == "As labeled." && page.contains("As labeled."),
                    "{id}: {}",
                    criterion.id
                );
            }
            for print_size in [PrintSize::Normal, PrintSize::Large] {
                for paper in [Paper::Letter, Paper::A4] {
                    lay_out(&compose(&made.visit(), &WITH), PageSetup { paper, print_size }).unwrap();
                }
            }
        }
    }
}

#[test]
fn an_unknown_payer_leaves_every_way_with_its_payers_named() {
    let mut record = record();
    record["denials"][0]["payer"] = json!("unknown");
    let mut input: Value = serde_json::from_str(ELENA).unwrap();
    input["authorization"] = record;
    input.as_object_mut().unwrap().remove("coverage");
    let page = words_of(&Made::from(&input).part(PartKind::Authorization, &WITH));
    assert!(page.contains("Only with: Employer plan, "), "{page}");
    for way in &content().authorization.ways {
        assert!(page.contains(&way.name), "{}", way.id);
    }
}

#[test]
fn what_stands_in_the_way_of_the_drug_is_said_before_all_that_supports_it() {
    let part = made(Some(record()), Some("upadacitinib")).part(PartKind::Authorization, &WITH);
    let first = of_blocks(&part.blocks[..2]);
    let found = "Found for this patient, to be settled before this is sent: avoid: carbamazepine (Tegretol 200 mg tablets): makes upadacitinib too weak (label 7.2).";
    assert!(first.starts_with(found), "{first}");
    assert!(first.contains("The safety check is not finished: "), "{first}");
    for (made, drug) in cases(90) {
        let page = words_of(&made.part(PartKind::Authorization, &WITH));
        let (top, _) = page.split_once("Diagnosis: ").unwrap();
        let assessed = made.assessment.of(drug.ix).unwrap();
        let says_no = |level| assessed.findings.iter().filter(|finding| finding.level == level).count();
        assert_eq!(
            top.matches("contraindicated: ").count(),
            says_no(Level::Contraindicated),
            "{}: {top}",
            drug.id
        );
        assert!(top.matches("avoid: ").count() >= says_no(Level::Avoid), "{}: {top}", drug.id);
        let open = match assessed.ask.len() {
            0 => String::new(),
            1 => "1 question is open".to_owned(),
            n => format!("{n} questions are open"),
        };
        assert!(top.contains(&open) && open.is_empty() != top.contains("not finished"), "{}: {top}", drug.id);
    }
}

#[test]
fn what_was_answered_stands_there_and_not_only_that_it_was() {
    let page = page(Some(record()), Some("upadacitinib"));
    assert!(page.contains("Answered: severity (moderate)"), "{page}");
    assert!(page.contains("Answered: age (42 years)"), "{page}");
    for (made, drug) in cases(90) {
        let page = words_of(&made.part(PartKind::Authorization, &WITH));
        for line in page.lines().filter_map(|line| line.split_once("Answered: ")) {
            assert!(line.1.starts_with("not tried") || line.1.contains('('), "{}: {}", drug.id, line.1);
        }
    }
}
