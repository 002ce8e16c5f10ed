//! What the dermatologist's page and the whole document promise.

use super::*;

#[test]
fn every_drug_stands_in_the_dermatologists_table_with_the_word_of_its_verdict() {
    for (made, _) in cases(30) {
        let part = made.part(PartKind::Dermatologist, &BOTH);
        for assessed in &made.assessment.drugs {
            let name = content().drug(assessed.drug).name.as_str();
            let named = |row: &&Row| of_cell(&row.cells[0]).split(", ").any(|other| other == name);
            let row = rows(&part).iter().find(named);
            let status = of_cell(&row.unwrap_or_else(|| panic!("{name} is missing")).cells[1]);
            assert_eq!(status.trim(), assessed.verdict.words(), "{name}");
        }
    }
}

#[test]
fn one_verdict_stands_at_each_drug_however_many_findings_it_has() {
    let mut further = 0;
    for (made, drug) in cases(90) {
        let part = made.part(PartKind::Dermatologist, &BOTH);
        let of_drug = rows(&part).iter().filter(|row| of_cell(&row.cells[0]) == drug.name);
        let statuses: Vec<String> = of_drug.map(|row| of_cell(&row.cells[1]).trim().to_owned()).collect();
        let assessed = made.assessment.of(drug.ix).unwrap();
        let (first, others) = statuses.split_first().unwrap();
        assert_eq!(first, assessed.verdict.words());
        for status in others {
            further += 1;
            assert!(["", "also: contraindicated", "also: avoid"].contains(&status.as_str()), "{status}");
        }
        let says_no = |level| assessed.findings.iter().filter(|finding| finding.level == level).count();
        let said =
            statuses.iter().filter(|status| status.to_lowercase().ends_with("contraindicated")).count();
        assert_eq!(said, says_no(Level::Contraindicated));
    }
    assert!(further > 90, "{further}");
}

#[test]
fn every_finding_of_the_prescribed_drug_stands_on_the_dermatologists_page() {
    let mut levels = std::collections::BTreeMap::new();
    for (made, drug) in cases(90) {
        let part = made.part(PartKind::Dermatologist, &BOTH);
        let page = words_of(&part).to_lowercase();
        let words = |finding: &Finding| finding.words(content(), &made.checklist);
        for finding in &made.assessment.of(drug.ix).unwrap().findings {
            *levels.entry(finding.level).or_insert(0) += 1;
            match (finding.level, &finding.basis) {
                (Level::NeedsTest, crate::safety::Basis::Rule(rule)) => {
                    let test = content().rule(*rule).test.unwrap();
                    assert!(page.contains(&content().question(test).short.to_lowercase()));
                }
                (Level::Contraindicated | Level::Avoid, _) => {
                    let words = words(finding);
                    assert!(page.contains(&words.title.to_lowercase()), "{}", words.title);
                    assert!(page.contains(&words.advice.to_lowercase()), "{}", words.advice);
                }
                (Level::Caution | Level::NeedsTest, _) => {
                    let title = words(finding).title;
                    assert!(page.contains(&title.to_lowercase()), "{title}");
                }
            }
        }
    }
    assert_eq!(levels.len(), 4, "all levels came up: {levels:?}");
}

#[test]
fn a_medicine_that_is_not_recognized_is_said_to_be_unchecked() {
    let page = words_of(&elena().part(PartKind::Dermatologist, &BOTH));
    for line in [
        "Tegretol 200 mg tablets | carbamazepine | 1 Mar 2019 | 400 mg/day | goes on",
        "Zelfanol drops | not recognized: the app could not check it |  |  | goes on",
        "Oldmedin | not on the list; looked up by the pharmacist: no relevant interaction |  |  | goes on",
    ] {
        assert!(page.contains(line), "{line}");
    }
}

#[test]
fn what_was_not_said_is_listed_apart_and_never_reads_as_no() {
    let page = words_of(&elena().part(PartKind::Dermatologist, &BOTH));
    assert!(page.contains("Infections: shingles before; not sure: worms"), "{page}");
    let (_, open) = page.split_once("Not sure: TB test. Not asked: ").unwrap();
    assert!(open.contains("smoking") && open.contains("liver disease"));
    assert!(!page.contains("smoking: "));
}

#[test]
fn only_where_nothing_was_answered_does_the_page_say_so() {
    let page = |answers: Value| {
        let made = Made::from(&json!({"as_of": "2026-11-25", "answers": answers}));
        words_of(&made.part(PartKind::Dermatologist, &BOTH))
    };
    let nothing = "No question was answered yet.";
    assert!(page(json!({})).contains(nothing));
    for (answers, said) in [
        (json!({"tuberculosis_test": "unsure"}), "Not sure: TB test."),
        (json!({"medicines": "unsure"}), "The patient is not sure."),
        (json!({"medicines": []}), "Takes nothing else."),
    ] {
        let page = page(answers.clone());
        assert!(page.contains(said) && !page.contains(nothing), "{answers}: {page}");
    }
}

#[test]
fn hints_stand_on_the_dermatologists_page_and_nowhere_else() {
    let made = elena();
    assert_eq!(hints(&Facts::new(content(), &made.checklist)).len(), 1);
    let hint = "Atorvastatin is on the list";
    assert!(words_of(&made.part(PartKind::Dermatologist, &BOTH)).contains(hint));
    assert!(!words_of(&made.part(PartKind::Patient, &BOTH)).contains("torvastatin"));
}

#[test]
fn an_old_source_says_so_beside_the_finding_and_in_the_list() {
    let page = words_of(&elena().part(PartKind::Dermatologist, &BOTH));
    assert!(page.contains("Rinvoq label 7.2 (check: as of 2023-11)"), "{page}");
    assert!(page.contains("Rinvoq (upadacitinib) US prescribing information: 7.2"));
    // A shared rule cites the other tablet's label too: not in this drug's row.
    let row: String = rows(&elena().part(PartKind::Dermatologist, &BOTH))
        .iter()
        .filter(|row| of_cell(&row.cells[0]) == "Upadacitinib")
        .map(|row| of_cell(&row.cells[3]))
        .collect();
    assert!(row.contains("Rinvoq") && !row.contains("Cibinqo"), "{row}");
}

#[test]
fn the_box_names_prescription_problem_and_what_is_asked() {
    let part = elena().part(PartKind::Dermatologist, &BOTH);
    let Some(Block::Panel(panel)) = part.blocks.first() else { panic!("no box") };
    assert_eq!(of_text(&panel.title), "Upadacitinib 15 mg (Rinvoq), new start");
    let said = of_blocks(&panel.blocks);
    assert!(said.contains("Prescriber: Dr. Ines Duarte, fax or phone (555) 010-0177"));
    assert!(said.contains(
        "Problem: carbamazepine (Tegretol 200 mg tablets): makes upadacitinib too weak (label 7.2)."
    ));
    assert!(said.contains("order hepatitis tests, blood count, and, unless done lately: "), "{said}");
    assert!(said.contains("(555) 010-0142"));
}

#[test]
fn parts_come_once_in_the_order_of_print_and_those_of_later_versions_are_left_out() {
    let made = elena();
    let document = compose(
        &made.visit(),
        &[
            PartKind::Authorization,
            PartKind::Dermatologist,
            PartKind::Cost,
            PartKind::Patient,
            PartKind::Cost,
        ],
    );
    let ids: Vec<&str> = document.parts.iter().map(|part| part.id.as_str()).collect();
    assert_eq!(ids, ["patient", "cost", "dermatologist", "authorization"]);
    assert!(!document.title.contains("Elena"));
}

#[test]
fn a_visit_without_names_leaves_lines_to_write_on() {
    let mut made = Made::from(&json!({"as_of": "2026-11-25"}));
    made.pharmacy = Pharmacy::default();
    let header = compose(&made.visit(), &BOTH).header;
    assert!(matches!(header.left[0].as_slice(), [_, Inline::Blank { .. }]));
    assert!(matches!(header.right[0].as_slice(), [_, Inline::Blank { .. }, _]));
    assert_eq!(of_text(&header.right[1]), "25 November 2026");
}

#[test]
fn a_crowded_visit_still_composes_and_fits_its_pages() {
    let many: Vec<Value> = (0..36).map(|n| json!(format!("Unknownol forte retard {n} mg"))).collect();
    let mut input: Value = serde_json::from_str(ELENA).unwrap();
    input["patient"]["name"] = json!("Maximiliana-Alexandrovna von und zu Hohenfels-Ángström ".repeat(2));
    for (question, answer) in [
        ("heart", json!(["heart-attack", "stroke", "other-heart-disease", "irregular-heartbeat"])),
        ("clots", json!(["leg-clot", "lung-clot", "other-clot", "clotting-disorder"])),
        ("cancer", json!(["lymphoma", "melanoma", "lung", "other-past"])),
        (
            "infection",
            json!(["serious-now", "shingles-now", "hepatitis-b", "hiv", "tuberculosis-active", "worms"]),
        ),
        ("pregnancy", json!(["pregnant", "breastfeeding"])),
        ("gut", json!(["perforation", "diverticulitis"])),
        ("liver", json!("severe")),
        ("smoking", json!("current")),
        ("live_vaccine", json!("planned")),
    ] {
        input["answers"][question] = answer;
    }
    let medicines = input["answers"]["medicines"].as_array_mut().unwrap();
    medicines.extend(many);
    assert!(medicines.len() > 40);
    let made = Made::from(&input);
    let findings: usize = made.assessment.drugs.iter().map(|assessed| assessed.findings.len()).sum();
    assert!(findings > 60, "{findings}");
    let document = compose(&made.visit(), &BOTH);
    for paper in [Paper::Letter, Paper::A4] {
        for print_size in [PrintSize::Normal, PrintSize::Large] {
            assert!(lay_out(&document, PageSetup { paper, print_size }).unwrap().len() > 4);
        }
    }
}

#[test]
fn nobody_is_asked_to_use_a_number_that_is_not_on_the_page() {
    let mut made = elena();
    let page = words_of(&made.part(PartKind::Dermatologist, &BOTH));
    assert!(
        page.contains("Reply by phone (555) 010-0142, or sign and send back with the patient: "),
        "{page}"
    );
    // The pharmacy's own fax number is not known, so there is none to fax back to.
    assert!(!page.contains("fax back"));
    made.pharmacy = Pharmacy::default();
    let page = words_of(&made.part(PartKind::Dermatologist, &BOTH));
    assert!(page.contains("Sign and send back with the patient: ") && !page.contains("by phone"), "{page}");
}
