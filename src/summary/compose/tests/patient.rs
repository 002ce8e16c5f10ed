//! What the patient's page promises.

use super::*;

#[test]
fn a_drug_with_open_questions_never_reads_as_no_concern_found() {
    let mut checked = 0;
    let unanswered = Made::from(&json!({"as_of": "2026-11-25"}));
    for made in cases(60).into_iter().map(|(made, _)| made).chain([unanswered]) {
        let patient = made.part(PartKind::Patient, &BOTH);
        let dermatologist = made.part(PartKind::Dermatologist, &BOTH);
        for assessed in made.assessment.drugs.iter().filter(|assessed| !assessed.ask.is_empty()) {
            let name = content().drug(assessed.drug).name.as_str();
            for row in rows(&patient).iter().chain(rows(&dermatologist)) {
                if of_cell(&row.cells[0]).contains(name) {
                    let said: String = row.cells.iter().map(of_cell).collect();
                    assert!(!said.contains("No concern") && !said.contains("In the answers given"), "{name}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 500, "{checked}");
}

#[test]
fn a_patients_page_alone_cuts_no_finding_and_one_beside_another_says_that_it_does() {
    let made = elena();
    let drug = made.prescription.drug.unwrap();
    let findings = &made.assessment.of(drug).unwrap().findings;
    assert!(findings.len() > 3);
    let says = |finding: &Finding| finding.words(content(), &made.checklist).patient.english().to_owned();
    let alone = words_of(&made.part(PartKind::Patient, &[PartKind::Patient]));
    for finding in findings {
        assert!(alone.contains(&says(finding)), "{}", says(finding));
    }
    assert!(!alone.contains("dermatologist"));
    let beside = words_of(&made.part(PartKind::Patient, &BOTH));
    assert!(
        beside.contains("What is cut short here, and the other treatments, are on the dermatologist’s page.")
    );
    assert!(beside.contains(&format!("More to talk about: {}.", findings.len() - 2)));
}

#[test]
fn the_prescribed_drug_comes_first_then_what_is_talked_about_then_what_is_in_use() {
    let part = elena().part(PartKind::Patient, &BOTH);
    let names: Vec<String> =
        rows(&part).iter().map(|row| of_text(&row.cells[0].paragraphs[0].text)).collect();
    assert_eq!(names, ["Upadacitinib (Rinvoq)", "Dupilumab (Dupixent)", "Tacrolimus ointment (Protopic)"]);
    assert!(of_cell(&rows(&part)[2].cells[0]).ends_with("you use it now"));
    let findings = elena().part(PartKind::Dermatologist, &BOTH);
    assert_eq!(of_cell(&rows(&findings)[0].cells[0]), "Upadacitinib");
}

#[test]
fn a_visit_that_names_no_drug_shows_them_all() {
    let part = Made::from(&json!({"as_of": "2026-11-25"})).part(PartKind::Patient, &BOTH);
    let named: String = rows(&part).iter().map(|row| of_cell(&row.cells[0])).collect();
    for drug in content().drugs() {
        assert!(named.contains(&drug.name), "{}", drug.name);
    }
    assert!(rows(&part).len() < content().drugs().len());
}

#[test]
fn no_page_shows_a_price_or_says_that_a_drug_is_safe() {
    let mut made: Vec<Made> = cases(60).into_iter().map(|(made, _)| made).collect();
    made.push(elena());
    for made in made {
        for kind in BOTH {
            let page = words_of(&made.part(kind, &BOTH)).to_lowercase();
            assert!(!page.contains('$') && !page.contains("617") && !page.contains("safe"), "{page}");
        }
    }
}

#[test]
fn help_that_the_payer_rules_out_is_not_a_thing_to_ask_for() {
    let part = elena().part(PartKind::Patient, &BOTH);
    let copay_card = "A drug maker's copay card can't be used with this insurance. That is the law.";
    assert!(words_of(&part).contains(copay_card));
    assert!(!checks(&part).iter().any(|check| check.contains("card")));
    let unknown = Made::from(&json!({"as_of": "2026-11-25"})).part(PartKind::Patient, &BOTH);
    assert!(checks(&unknown).iter().any(|check| check.contains("count toward my deductible")));
}

#[test]
fn the_boxed_warning_of_the_prescribed_drug_is_told_in_plain_words() {
    let page = words_of(&elena().part(PartKind::Patient, &BOTH));
    let drug = content().drug_by_id("upadacitinib").unwrap();
    let warning = drug.boxed_warning.as_ref().unwrap();
    assert!(
        page.contains("Boxed warning: Upadacitinib (Rinvoq)") && page.contains(warning.patient.english())
    );
    let mut other = elena();
    other.prescription.drug = Some(content().drug_by_id("dupilumab").unwrap().ix);
    assert!(!words_of(&other.part(PartKind::Patient, &BOTH)).contains("Boxed warning: "));
}

#[test]
fn nobody_asks_the_doctor_the_same_twice_or_too_much() {
    for (made, _) in cases(60) {
        let part = made.part(PartKind::Patient, &BOTH);
        let checks = checks(&part);
        let mut once = checks.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), checks.len());
        assert!(checks.len() <= 8 + 1 + 6, "{}", checks.len());
    }
}

#[test]
fn no_heading_stands_over_nothing() {
    let bare = content().drugs().iter().map(|drug| {
        let answers = json!({"medicines": [], "pregnancy": [], "allergy": [], "infection": []});
        let prescription = json!({"drug": drug.id.as_str()});
        Made::from(&json!({"as_of": "2026-11-25", "answers": answers, "prescription": prescription}))
    });
    let mut without_asks = 0;
    for made in bare.chain(cases(60).into_iter().map(|(made, _)| made)) {
        let short = Form::Short(PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal });
        for form in [Form::Full, short] {
            let document = compose(&Visit { form, ..made.visit() }, &[PartKind::Patient]);
            let blocks = &document.parts[0].blocks;
            without_asks += usize::from(!words_of(&document.parts[0]).contains("Ask your skin doctor"));
            for (at, block) in blocks.iter().enumerate() {
                let Block::Heading { text, .. } = block else { continue };
                let below = match blocks.get(at + 1) {
                    Some(Block::Checks(lines) | Block::Bullets(lines)) => !lines.is_empty(),
                    // A section may begin with a heading of the next rank.
                    Some(Block::Heading { level, .. }) => *level == crate::summary::Level::Three,
                    other => other.is_some(),
                };
                assert!(below, "{}", of_text(text));
            }
        }
    }
    assert!(without_asks > 0, "none of them has nothing to ask: the case is not tried");
}

#[test]
fn a_medicine_that_could_not_be_checked_is_told_by_its_name_and_not_asked_for_again() {
    let page = |medicines: Value, language: Language| {
        let made = Made::from(&json!({"as_of": "2026-11-25", "answers": {"medicines": medicines},
            "prescription": {"drug": "upadacitinib", "kind": "new"}}));
        let document = compose(&Visit { language, ..made.visit() }, &BOTH);
        (of_cell(&rows(&document.parts[0])[0].cells[1]), words_of(&document.parts[1]))
    };
    // The list stands last of what is asked, so that only a short row would name it.
    let asked_again = |row: &str| row.contains("all that you take");
    let (row, dermatologist) = page(json!(["Zelfanol drops"]), Language::English);
    assert!(row.contains("Not finished.") && !asked_again(&row), "{row}");
    assert!(row.ends_with("We could not check Zelfanol drops. Bring the package to us."), "{row}");
    assert!(dermatologist.contains("Not checked: Zelfanol drops."), "{dermatologist}");
    assert!(!dermatologist.contains(", medicines."), "{dermatologist}");
    let (row, _) = page(json!(["Zelfanol drops", "Qix", "Oldmed", "Brel"]), Language::Spanish);
    assert!(
        row.ends_with("No pudimos comprobar Zelfanol drops, Qix, Oldmed y 1 más. Tráiganos el envase."),
        "{row}"
    );
    let (_, dermatologist) = page(json!("unsure"), Language::English);
    assert!(
        dermatologist.contains(", medicines.") && !dermatologist.contains("Not checked"),
        "{dermatologist}"
    );
}

#[test]
fn where_only_an_unchecked_medicine_is_open_nothing_else_is_asked_for() {
    let medicines = content().medicines_question().unwrap();
    let ask = crate::content::ids::QuestionSet::of(medicines);
    let open = open::Open::of(&elena().visit(), ask);
    assert!(open.questions.is_empty());
    assert_eq!(open.not_checked, ["Zelfanol drops"]);
    // Nothing was told yet: it is asked for.
    let unanswered = Made::from(&json!({"as_of": "2026-11-25"}));
    assert_eq!(open::Open::of(&unanswered.visit(), ask).questions, [medicines]);
}

#[test]
fn what_is_counted_says_of_what_it_is_more() {
    let mut counted = 0;
    for (made, _) in cases(40) {
        for row in rows(&made.part(PartKind::Patient, &BOTH)) {
            let cell = of_cell(&row.cells[1]);
            let Some((_, needs)) = cell.split_once("We still need: ") else { continue };
            counted += needs.matches(" more question").count();
            let said = needs.matches(" more ").count();
            let whole = [
                " more questions about your health, at the pharmacy.",
                " and 1 more question about your health, at the pharmacy.",
            ];
            assert_eq!(
                said,
                whole.iter().map(|words| needs.matches(words).count()).sum::<usize>(),
                "{needs}"
            );
        }
    }
    assert!(counted > 3, "{counted}");
}

#[test]
fn what_nobody_was_sure_of_and_the_prescribed_drug_hangs_on_is_named_and_asked_for() {
    // "worms" is not sure too, but no rule of this drug asks for it.
    let mut input: Value = serde_json::from_str(ELENA).unwrap();
    input["answers"]["infection"] = json!({"yes": [], "unsure": ["worms", "tuberculosis-latent"]});
    let made = Made::from(&input);
    let question = content().question_by_id("infection").unwrap();
    let question = content().question(question);
    let choice = question.choices.iter().find(|choice| choice.id.as_str() == "tuberculosis-latent").unwrap();
    let dermatologist = words_of(&made.part(PartKind::Dermatologist, &BOTH));
    assert!(dermatologist.contains(&format!("infections (not sure: {})", choice.said)), "{dermatologist}");
    for (language, asked) in [
        (
            Language::English,
            format!(
                "You were not sure about this: infections you have or had ({}). Ask how we can find out.",
                choice.label
            ),
        ),
        (Language::Spanish, "infecciones que tiene o tuvo. Pregunte cómo se puede saber.".to_owned()),
    ] {
        let document = compose(&Visit { language, ..made.visit() }, &BOTH);
        let lines = checks(&document.parts[0]);
        assert!(lines.iter().any(|line| line.ends_with(&asked)), "{lines:?}");
    }
}
