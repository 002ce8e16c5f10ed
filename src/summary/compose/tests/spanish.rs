//! What the pages in Spanish promise.

use super::*;
use crate::content::embedded_files;
use crate::summary::to_text;

const ALL: [PartKind; 4] = PartKind::ALL;

fn in_spanish(made: &Made, parts: &[PartKind]) -> Document {
    compose(&Visit { language: Language::Spanish, ..made.visit() }, parts)
}

/// English texts for patients of four words and more: shorter ones may stand in a Spanish sentence.
fn english_texts() -> Vec<String> {
    let mut texts = Vec::new();
    for (_, text) in embedded_files().iter().filter(|(file, _)| file.starts_with("es/")) {
        let table: toml::Table = toml::from_str(text).unwrap();
        let entries = table["text"].as_array().unwrap();
        let words = |entry: &toml::Value, field: &str| entry[field].as_str().unwrap().to_owned();
        // Proper names are the same in both.
        let differ = entries.iter().filter(|entry| words(entry, "en") != words(entry, "es"));
        texts.extend(differ.map(|entry| words(entry, "en")));
    }
    texts.retain(|text| text.split_whitespace().count() > 3);
    texts
}

#[test]
fn no_english_text_of_the_content_stands_on_a_patients_page_in_spanish() {
    let texts = english_texts();
    assert!(texts.len() > 800);
    for (made, drug) in cases(40) {
        let document = in_spanish(&made, &[PartKind::Patient, PartKind::Cost]);
        for part in &document.parts {
            let words = words_of(part);
            for text in &texts {
                assert!(!words.contains(text.as_str()), "{}: {text}", drug.id);
            }
            // But for the proper names of programs ("GPS for NEMLUVIO").
            for english in [" the ", " your ", " with ", "Ask ", " we "] {
                assert!(!words.contains(english), "{}: {english}: {words}", drug.id);
            }
        }
    }
}

#[test]
fn the_medicines_that_are_compared_have_their_spanish_names_on_the_cost_page() {
    let option = |id: &str, drug: &str, name: &str| {
        serde_json::json!({"id": id, "name": name, "lines": [{
            "drug": drug, "first": [], "maintenance": [1, 30, 50_000],
            "price": {"kind": "entered", "as_of": "2026-11-20"},
        }]})
    };
    let options = [
        option("ruxolitinib", "ruxolitinib", "Ruxolitinib cream"),
        option("generic-step", "tacrolimus", "Generic step"),
        option("dupilumab", "dupilumab", "Our own name"),
    ];
    let made = Made::from(&serde_json::json!({"as_of": "2026-11-25", "coverage": {
        "payer": "cash", "first_fill": "2026-12-01", "months": 12, "options": options,
    }}));
    let document = in_spanish(&made, &[PartKind::Cost]);
    let page = to_text(&document);
    assert!(page.contains("Ruxolitinib en crema") && page.contains("Ungüentos genéricos"), "{page}");
    assert!(!page.contains("Ruxolitinib cream") && !page.contains("Generic"), "{page}");
    assert!(page.contains("Our own name"), "{page}");
}

#[test]
fn a_page_in_spanish_says_at_its_beginning_and_foot_that_nobody_reviewed_it() {
    let document = in_spanish(&elena(), &[PartKind::Patient, PartKind::Cost]);
    assert_eq!(document.language, "es");
    for part in &document.parts {
        let first = match &part.blocks[0] {
            Block::Paragraph { text, .. } => of_text(text),
            _ => panic!("{}: no paragraph first", part.id),
        };
        assert!(first.contains("no la ha revisado un traductor calificado"), "{}: {first}", part.id);
        assert!(part.footer.ends_with("Traducción sin revisar."), "{}", part.footer);
    }
    let english = compose(&elena().visit(), &ALL);
    assert!(english.parts.iter().all(|part| !words_of(part).contains("revis")));
}

#[test]
fn the_pages_for_professionals_stay_english_with_an_english_frame() {
    let spanish = in_spanish(&elena(), &ALL);
    let english = compose(&elena().visit(), &ALL);
    for (part, other) in spanish.parts.iter().zip(&english.parts).skip(2) {
        let frame = part.frame.as_ref().unwrap();
        assert_eq!((frame.language.as_str(), frame.page_label.as_str()), ("en", "Page {page} of {pages}"));
        assert_eq!(of_text(&frame.header.right[0]), "Elena Marković, born 2\u{a0}May\u{a0}1984");
        assert!(part.blocks == other.blocks, "{}", part.id);
    }
    assert_eq!(
        of_text(&spanish.header.right[0]),
        "Elena Marković, fecha de nacimiento: 2\u{a0}de\u{a0}mayo\u{a0}de\u{a0}1984"
    );
    assert!(spanish.parts.iter().take(2).all(|part| part.frame.is_none()));
}

#[test]
fn a_page_in_spanish_has_as_many_entries_as_the_one_in_english() {
    for (made, drug) in cases(40) {
        let [spanish, english] = [in_spanish(&made, &ALL), compose(&made.visit(), &ALL)];
        for (part, other) in spanish.parts.iter().zip(&english.parts) {
            let (ours, theirs) = (checks(part).len(), checks(other).len());
            assert_eq!(ours, theirs, "{}: {}", drug.id, part.id);
            let lines = |part: &Part| of_blocks(&part.blocks).lines().count();
            let doubt = usize::from(part.frame.is_none());
            assert_eq!(lines(part), lines(other) + doubt, "{}: {}", drug.id, part.id);
        }
    }
}

#[test]
fn the_text_for_the_patient_keeps_the_names_that_stand_on_the_packages() {
    let words = words_of(&in_spanish(&elena(), &ALL).parts[0]);
    for name in ["Upadacitinib (Rinvoq)", "carbamazepine", "Dupilumab (Dupixent)", "Tacrolimus en ungüento"]
    {
        assert!(words.contains(name), "{name}: {words}");
    }
}

#[test]
fn a_page_in_spanish_has_no_english_between_its_words() {
    let words = words_of(&in_spanish(&elena(), &ALL).parts[0]);
    assert!(words.contains("Guttman-Yassky y otros, Measure Up 1 and 2, 2021"), "{words}");
    assert!(words.contains("No deje de tomar ningún medicamento por su cuenta."), "{words}");
    for (made, drug) in cases(40) {
        for part in &in_spanish(&made, &[PartKind::Patient, PartKind::Cost]).parts {
            let words = words_of(part);
            assert!(!words.contains("and others"), "{}: {words}", drug.id);
            // The title of an English document stays, and says that it is English.
            for (_, behind) in
                words.match_indices(" alone").map(|(at, found)| words.split_at(at + found.len()))
            {
                assert!(behind.starts_with(" (en inglés"), "{}: {words}", drug.id);
            }
        }
    }
}
