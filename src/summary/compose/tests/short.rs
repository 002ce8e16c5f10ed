//! What the short form promises.

use super::*;
use crate::summary::to_text;

fn setup(print_size: PrintSize) -> PageSetup {
    PageSetup { paper: Paper::Letter, print_size }
}

fn short(made: &Made, language: Language, setup: PageSetup) -> Document {
    compose(&Visit { language, form: Form::Short(setup), ..made.visit() }, &[PartKind::Patient])
}

#[test]
fn the_short_form_is_one_page_for_every_case_in_both_languages() {
    for (made, drug) in cases(40) {
        for language in Language::ALL {
            let document = short(&made, language, setup(PrintSize::Normal));
            let pages = lay_out(&document, setup(PrintSize::Normal)).unwrap();
            assert_eq!(pages.len(), 1, "{} in {}", drug.id, language.name());
        }
    }
}

#[test]
fn the_short_form_keeps_the_verdict_all_that_is_an_emergency_and_says_that_there_is_more() {
    for (made, drug) in cases(40) {
        for print_size in [PrintSize::Normal, PrintSize::Large] {
            let text = to_text(&short(&made, Language::English, setup(print_size)));
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let assessed = made.assessment.of(drug.ix).unwrap();
            assert!(text.contains(assessed.verdict.patient_words().english()), "{}", drug.id);
            for sign in &drug.patient.emergency {
                assert!(text.contains(sign.english()), "{}: {sign}", drug.id);
            }
            assert!(text.contains("Do not stop a medicine on your own."), "{}", drug.id);
            assert!(text.contains("This is the short form."), "{}", drug.id);
            if let Some(finding) = assessed.findings.first() {
                let said = finding.words(content(), &made.checklist).patient;
                assert!(text.contains(said.english()), "{}: {said}", drug.id);
            }
            if drug.boxed_warning.is_some() {
                assert!(text.contains("oxed warning"), "{}", drug.id);
            }
        }
    }
}

#[test]
fn signs_that_are_cut_from_the_short_form_are_counted() {
    let made = elena();
    let drug = made.visit().prescribed().unwrap();
    let document = short(&made, Language::English, setup(PrintSize::Large));
    let words = words_of(&document.parts[0]);
    let told = drug.patient.call_today.iter().filter(|sign| words.contains(sign.english())).count();
    let all = drug.patient.call_today.len();
    assert!(told < all, "nothing was cut: make the visit longer");
    assert!(words.contains("more signs ("), "{words}");
}

#[test]
fn the_short_form_has_no_figures_of_trials() {
    let document = short(&elena(), Language::English, setup(PrintSize::Normal));
    assert!(!words_of(&document.parts[0]).contains("of 100"));
    assert!(words_of(&compose(&elena().visit(), &[PartKind::Patient]).parts[0]).contains("48 of 100"));
}

#[test]
fn the_short_form_tells_the_emergencies_of_what_is_taken_now_and_counts_the_medicines_that_it_leaves_out() {
    let made = Made::from(&json!({
        "as_of": "2026-11-25",
        "patient": {"birth_date": "1984-05-02"},
        "answers": {
            "considering": ["dupilumab", "tralokinumab", "lebrikizumab", "nemolizumab", "ruxolitinib"],
            "medicines": ["prednisone"],
        },
        "prescription": {"drug": "upadacitinib", "kind": "new"},
    }));
    for print_size in [PrintSize::Normal, PrintSize::Large] {
        let document = short(&made, Language::English, setup(print_size));
        let words = words_of(&document.parts[0]);
        for id in ["upadacitinib", "prednisone"] {
            for sign in &content().drug_by_id(id).unwrap().patient.emergency {
                assert!(words.contains(sign.english()), "{id}: {sign}: {words}");
            }
        }
        assert!(words.contains("More medicines that are not on this page: "), "{words}");
    }
}
