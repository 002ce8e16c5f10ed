//! What the pages promise of the tests that come before a first dose.

use super::*;

/// The patient's words and the box of the dermatologist's page.
fn told(made: &Made) -> (String, String) {
    let patient = words_of(&made.part(PartKind::Patient, &BOTH));
    let part = made.part(PartKind::Dermatologist, &BOTH);
    let Some(Block::Panel(panel)) = part.blocks.first() else { panic!("no box") };
    (patient, of_blocks(&panel.blocks))
}

#[test]
fn a_test_whose_result_is_not_known_is_named_behind_those_that_are_missing() {
    let (patient, the_box) = told(&elena());
    // One not done, one not sure, one not asked.
    assert!(
        patient.contains("Before the first dose: blood tests for hepatitis B and C and a blood count."),
        "{patient}"
    );
    let (_, open) = patient.split_once("Also, unless done lately: ").unwrap();
    let expected =
        "a pregnancy test, if you could become pregnant, a test for TB and a blood test for the liver.";
    assert!(open.starts_with(expected), "{open}");
    let ordered =
        "order hepatitis tests, blood count, and, unless done lately: pregnancy test, TB test, liver tests";
    assert!(the_box.contains(ordered), "{the_box}");
}

#[test]
fn where_no_test_is_known_to_be_missing_those_with_no_known_result_are_named_alone() {
    let made = Made::from(&json!({"as_of": "2026-11-25", "answers": {"medicines": []},
        "prescription": {"drug": "upadacitinib", "kind": "new"}}));
    let (patient, the_box) = told(&made);
    assert!(patient.contains("Before the first dose, unless done lately: "), "{patient}");
    assert!(the_box.contains("order, unless done lately: pregnancy test, TB test"), "{the_box}");
}

#[test]
fn a_test_that_was_not_done_is_missing_also_while_something_else_is_open() {
    // Whether the patient has hepatitis, or takes the drug already, was not asked: no rule holds yet.
    let made = Made::from(&json!({"as_of": "2026-11-25",
        "answers": {"hepatitis_tests": "not-done", "blood_count": "older"},
        "prescription": {"drug": "upadacitinib", "kind": "new"}}));
    assert!(made.assessment.of(made.prescription.drug.unwrap()).unwrap().tests.is_empty());
    let (_, the_box) = told(&made);
    let ordered = "order hepatitis tests, blood count (more than 3 months ago), and, unless done lately: ";
    assert!(the_box.contains(ordered), "{the_box}");
    let page = words_of(&made.part(PartKind::Dermatologist, &BOTH));
    assert!(
        page.contains("CBC with differential | upadacitinib, abrocitinib | more than 3 months ago"),
        "{page}"
    );
}

#[test]
fn box_table_and_patients_page_name_the_same_tests() {
    for (made, drug) in cases(90) {
        let (patient, the_box) = told(&made);
        let part = made.part(PartKind::Dermatologist, &BOTH);
        let table = part.blocks.iter().find_map(|block| match block {
            Block::Table(table) if of_text(&table.columns[0].head) == "Test" => Some(table),
            _ => None,
        });
        let rows = table.map_or(&[][..], |table| table.rows.as_slice());
        let name = crate::summary::compose::phrase::inside(&drug.name);
        let needs = |row: &&Row| of_cell(&row.cells[1]).split(", ").any(|other| other == name);
        for row in rows.iter().filter(needs) {
            let what = of_cell(&row.cells[0]);
            let test = drug.tests.iter().find(|test| test.what == what).unwrap();
            let short = &content().question(test.question.unwrap()).short;
            assert!(the_box.contains(short.as_str()), "{}: {short}: {the_box}", drug.id);
            // Of a drug that must not be used the patient is told no tests.
            if made.assessment.of(drug.ix).unwrap().verdict != Verdict::Contraindicated {
                assert!(patient.contains(test.patient.english()), "{}: {what}: {patient}", drug.id);
            }
        }
    }
}

#[test]
fn a_treatment_that_goes_on_is_not_spoken_of_as_if_it_began() {
    // What a finding says of a test stands as its rule has it; these are the words of the page.
    for (language, begins) in [
        (
            Language::English,
            ["Before the first dose", "If we start", "before I start", "before a first dose"],
        ),
        (
            Language::Spanish,
            ["Antes de la primera dosis", "Si empezamos", "antes de que yo empiece", "before a first dose"],
        ),
    ] {
        let page = |kind: &str| {
            let mut input: Value = serde_json::from_str(ELENA).unwrap();
            input["prescription"]["kind"] = json!(kind);
            let made = Made::from(&input);
            let document = compose(&Visit { language, ..made.visit() }, &BOTH);
            document.parts.iter().map(words_of).collect::<String>()
        };
        let (refill, new) = (page("refill"), page("new"));
        for words in begins {
            assert!(!refill.contains(words), "{words}: {refill}");
            assert!(new.contains(words), "{words}: {new}");
        }
        assert!(refill.contains("Missing or overdue"), "{refill}");
    }
}
