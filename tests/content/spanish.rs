//! The Spanish of the content: whole, true to its English in figures, and easy to read.

use countercheck::content::language::Standing;
use countercheck::content::load::load;
use countercheck::content::{Files, embedded_files};

use crate::words::{masked, spanish_grade};

const HARDEST: f64 = 7.0;

/// Every Spanish text as it stands in the files: the file, the English, the Spanish.
fn texts() -> Vec<(String, String, String)> {
    let mut texts = Vec::new();
    for (file, text) in embedded_files().iter().filter(|(file, _)| file.starts_with("es/")) {
        let table: toml::Table = toml::from_str(text).unwrap();
        for entry in table["text"].as_array().unwrap() {
            let word = |field: &str| entry[field].as_str().unwrap().to_owned();
            texts.push((file.clone(), word("en"), word("es")));
        }
    }
    texts
}

/// What is wrong with the content after a change of one file.
fn errors_with(file: &str, change: impl Fn(&str) -> String) -> String {
    let mut files: Files = embedded_files();
    let text = files.get(file).unwrap_or_else(|| panic!("no file {file}"));
    let changed = change(text);
    assert_ne!(*text, changed, "nothing was changed");
    files.insert(file.to_owned(), changed);
    load(&files).map(|_| String::new()).unwrap_or_else(|errors| errors.to_string())
}

#[test]
fn whoever_reads_spanish_at_grade_seven_can_read_every_spanish_text() {
    let names = crate::masked_names();
    let mut graded: Vec<(f64, String)> = texts()
        .into_iter()
        .map(|(file, _, spanish)| (masked(&spanish, &names), format!("{file}: {spanish}")))
        // Of a few words, one long one makes a hard text.
        .filter(|(text, _)| text.split_whitespace().count() > 12)
        .map(|(text, place)| (spanish_grade(&text), place))
        .collect();
    graded.sort_by(|a, b| b.0.total_cmp(&a.0));
    assert!(graded.len() > 300, "{}", graded.len());
    println!("the hardest: {:.1} {}", graded[0].0, graded[0].1);
    let hard: Vec<String> = graded
        .iter()
        .filter(|(grade, _)| *grade > HARDEST)
        .map(|(grade, text)| format!("{grade:.1} {text}"))
        .collect();
    assert!(hard.is_empty(), "{} texts are too hard:\n{}", hard.len(), hard.join("\n"));
}

#[test]
fn a_spanish_text_ends_as_its_english_does_and_opens_its_questions() {
    let ends = |text: &str| text.chars().next_back().filter(|c| ".?!".contains(*c));
    for (file, english, spanish) in texts() {
        assert_eq!(ends(&english), ends(&spanish), "{file}: {english} / {spanish}");
        assert_eq!(spanish.matches('?').count(), spanish.matches('¿').count(), "{file}: {spanish}");
        assert_ne!(spanish.trim(), "", "{file}: {english}");
    }
}

#[test]
fn no_spanish_text_calls_a_medicine_safe() {
    for (file, english, spanish) in texts() {
        let lower = spanish.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        // "Seguro" is also the insurance, and "no es seguro" says the opposite.
        for word in ["inofensivo", "inofensiva", "segura", "seguras"] {
            assert!(!words.contains(&word), "{file}: {english} / {spanish}");
        }
        for phrase in ["es seguro", "son seguros", "sin riesgo", "sin peligro", "ningún riesgo"] {
            let negated = lower.contains(&format!("no {phrase}")) || lower.contains(&format!("si {phrase}"));
            assert!(!lower.contains(phrase) || negated, "{file}: {english} / {spanish}");
        }
    }
}

#[test]
fn a_text_without_spanish_is_an_error_of_loading_that_says_where_to_add_it() {
    let said = errors_with("drugs/upadacitinib.toml", |text| {
        text.replacen("a tablet, once a day", "a tablet, each morning", 1)
    });
    assert!(
        said.contains("drugs/upadacitinib.toml: upadacitinib: `patient.en.how_taken` has no Spanish"),
        "{said}"
    );
    assert!(said.contains("es/drugs/upadacitinib.toml"), "{said}");
}

#[test]
fn a_translation_of_what_nobody_says_any_more_is_an_error() {
    let said = errors_with("es/names.toml", |text| {
        format!("{text}\n[[text]]\nen = \"An old text.\"\nes = \"Un texto viejo.\"\nreviewed = false\n")
    });
    assert!(said.contains("es/names.toml: An old text.: no text for patients says this"), "{said}");
}

#[test]
fn another_figure_or_place_and_a_bare_mark_of_review_are_errors() {
    let with = |entry: &str| {
        let entry = entry.to_owned();
        errors_with("es/names.toml", move |text| text.replacen("[[text]]", &format!("{entry}\n[[text]]"), 1))
    };
    let said =
        with("[[text]]\nen = \"Fever over 100.4 °F\"\nes = \"Fiebre de más de 104 °F\"\nreviewed = false\n");
    assert!(said.contains("`es` has other figures (104) than `en` (100.4)"), "{said}");
    let said = with("[[text]]\nen = \"With {medicines}\"\nes = \"Con otros\"\nreviewed = false\n");
    assert!(said.contains("other places in braces"), "{said}");
    let said = errors_with("es/names.toml", |text| text.replacen("reviewed = false", "reviewed = true", 1));
    assert!(said.contains("`reviewed` says by whom and when"), "{said}");
}

#[test]
fn a_review_with_name_and_day_is_taken_and_the_text_counts_as_sound() {
    let mut files = embedded_files();
    let text = files["es/names.toml"].replace(
        "reviewed = false",
        "reviewed = { by = \"R. Ruiz, certified translator\", on = \"2027-01-10\" }",
    );
    files.insert("es/names.toml".into(), text);
    let content = load(&files).unwrap();
    let name = &content.drug_by_id("phototherapy").unwrap().patient.name;
    let spanish = countercheck::content::language::Language::Spanish;
    assert_eq!(name.told(spanish), ("Terapia de luz", Standing::Sound));
    let shipped = crate::content().drug_by_id("phototherapy").unwrap();
    assert_eq!(shipped.patient.name.told(spanish).1, Standing::NotReviewed);
}
