//! `content book` and `content diff`: what a reviewer gets, and that no change is left unsaid.

use std::path::{Path, PathBuf};

use countercheck::cli::Trouble;
use countercheck::cli::content::{Job, run};
use countercheck::cli::summary::PaperName;
use countercheck::content::compare::{compare, to_text};
use countercheck::content::{Files, embedded_files};
use proptest::prelude::*;

use super::content;

fn book(
    folder: Option<&Path>,
    drug: Option<&str>,
    output: Option<&Path>,
    force: bool,
) -> Result<Vec<u8>, Trouble> {
    run(&Job::Book {
        folder: folder.map(Path::to_owned),
        drug: drug.map(ToOwned::to_owned),
        review: None,
        pdf: output.is_some(),
        output: output.map(Path::to_owned),
        paper: PaperName::A4,
        force,
    })
}

fn folder(files: &Files) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn diff(old: &Path, new: &Path) -> Result<String, Trouble> {
    run(&Job::Diff { old: old.to_owned(), new: new.to_owned() }).map(|text| String::from_utf8(text).unwrap())
}

#[test]
fn the_book_of_a_folder_is_that_of_the_same_content() {
    let own = folder(&embedded_files());
    let of_folder = book(Some(own.path()), None, None, false).unwrap();
    assert!(of_folder == book(None, None, None, false).unwrap());
    let text = String::from_utf8(of_folder).unwrap();
    for drug in content().drugs() {
        assert!(text.contains(&format!("\n## {}", drug.name)), "{}", drug.id);
    }
}

#[test]
fn pages_are_written_once_and_not_over_another_file_unasked() {
    let place = tempfile::tempdir().unwrap();
    let path: PathBuf = place.path().join("sheet.pdf");
    assert!(book(None, Some("tapinarof"), Some(&path), false).unwrap().is_empty());
    let first = std::fs::read(&path).unwrap();
    assert!(first.starts_with(b"%PDF"));
    let refused = book(None, Some("tapinarof"), Some(&path), false).unwrap_err();
    assert_eq!(refused.exit_code(), 5);
    book(None, Some("tapinarof"), Some(&path), true).unwrap();
    assert!(std::fs::read(&path).unwrap() == first, "equal content, equal bytes");
    assert_eq!(book(None, Some("aspirin"), None, false).unwrap_err().exit_code(), 2);
}

#[test]
fn the_review_sheet_of_a_drug_is_written_as_text_or_pages() {
    let sheet = |id: &str, pdf: bool| {
        run(&Job::Book {
            folder: None,
            drug: None,
            review: Some(id.to_owned()),
            pdf,
            output: None,
            paper: PaperName::Letter,
            force: false,
        })
    };
    let text = String::from_utf8(sheet("tapinarof", false).unwrap()).unwrap();
    assert!(
        text.starts_with("# Countercheck review sheet tapinarof ") && text.contains("[ ] right"),
        "{text}"
    );
    assert_eq!(text.matches("\n## ").count(), 1, "nothing of another drug");
    let trouble = sheet("aspirin", false).unwrap_err();
    assert_eq!(
        (trouble.exit_code(), trouble.to_string().as_str()),
        (2, "--review: expected the id of a drug")
    );
    if !std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        assert!(sheet("tapinarof", true).unwrap().starts_with(b"%PDF"));
    }
}

#[test]
fn a_content_that_equals_another_says_so_and_a_broken_one_is_named() {
    let (one, other) = (folder(&embedded_files()), folder(&embedded_files()));
    assert_eq!(diff(one.path(), other.path()).unwrap(), "Nothing changed.\n");
    std::fs::write(other.path().join("states.toml"), "as_of = 3").unwrap();
    let trouble = diff(one.path(), other.path()).unwrap_err();
    assert_eq!(trouble.exit_code(), 2);
    assert!(trouble.to_string().starts_with("the newer content folder: states.toml"), "{trouble}");
    let trouble = diff(other.path(), one.path()).unwrap_err();
    assert!(trouble.to_string().starts_with("the older content folder: states.toml"), "{trouble}");
}

#[test]
fn a_rule_that_became_milder_is_the_first_thing_that_is_said() {
    let mut files = embedded_files();
    let drug = files.get_mut("drugs/upadacitinib.toml").unwrap();
    *drug = drug.replacen("level = \"contraindicated\"", "level = \"caution\"", 1);
    for file in ["drugs/upadacitinib.toml", "es/drugs/upadacitinib.toml"] {
        let text = files.get_mut(file).unwrap();
        *text = text.replacen("Take one tablet a day.", "Take a tablet a day.", 1);
    }
    let shared = files.get_mut("sources/shared.toml").unwrap();
    *shared = shared.replacen("as_of = \"2024\"", "as_of = \"2025\"", 1);
    let text = diff(folder(&embedded_files()).path(), folder(&files).path()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Rule upadacitinib.allergy (drugs/upadacitinib.toml)");
    assert_eq!(lines[1], "  level: was contraindicated, is caution");
    assert!(lines.contains(&"Fact how-to-take of upadacitinib (drugs/upadacitinib.toml)"), "{text}");
    assert_eq!(lines.last(), Some(&"3 changed, 1 new, 1 gone"));
}

#[test]
fn a_list_that_is_parted_otherwise_a_figure_in_quotes_and_an_empty_table_are_changes() {
    let file = |text: &str| Files::from([("states.toml".to_owned(), text.to_owned())]);
    let differ = |old: &str, new: &str| !compare(&file(old), &file(new)).unwrap().is_empty();
    assert!(differ("notes = [\"a; b\"]", "notes = [\"a\", \"b\"]"));
    assert!(differ("max = 3", "max = \"3\""));
    assert!(differ("max = [3]", "max = [\"3\"]"));
    assert!(differ("max = 3", "max = 3\n[more]"));
    assert!(!differ("max = 3", "max   = 3"));
}

#[test]
fn a_dose_that_changes_is_told_before_the_title_of_a_rule() {
    let mut files = embedded_files();
    let drug = files.get_mut("drugs/upadacitinib.toml").unwrap();
    *drug = drug.replacen("title = \"Under 12 years", "title = \"Below 12 years", 1).replacen(
        "fits = [\"15-mg\", \"30-mg\"]",
        "fits = [\"15-mg\"]",
        1,
    );
    let text = to_text(&compare(&embedded_files(), &files).unwrap());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Dose 12-to-64-years of upadacitinib (drugs/upadacitinib.toml)", "{text}");
    assert_eq!(lines[1], "  strengths that fit: was [“15-mg”; “30-mg”], is [“15-mg”]");
    assert!(lines.contains(&"Rule upadacitinib.age (drugs/upadacitinib.toml)"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A letter that changes anywhere in any file is told, unless it says the same to a reader of TOML.
    #[test]
    fn no_change_of_a_letter_goes_unsaid(file in 0usize..40, place in 0.0f64..1.0, letter in "[a-z0-9 ]") {
        let files: Vec<(String, String)> =
            embedded_files().into_iter().filter(|(name, _)| name != "medicines.toml").collect();
        let (name, text) = &files[file % files.len()];
        let at = (place * text.len() as f64) as usize;
        let Some(at) = (at..text.len()).find(|at| text.as_bytes()[*at].is_ascii_alphanumeric()) else {
            return Ok(());
        };
        let mut changed = text.clone();
        changed.replace_range(at..=at, &letter);
        let (old, new) = (
            Files::from([(name.clone(), text.clone())]),
            Files::from([(name.clone(), changed.clone())]),
        );
        let (Ok(before), Ok(after)) = (text.parse::<toml::Table>(), changed.parse::<toml::Table>()) else {
            prop_assert!(compare(&old, &new).is_err());
            return Ok(());
        };
        let changes = compare(&old, &new).unwrap();
        prop_assert_eq!(changes.is_empty(), before == after, "{}", to_text(&changes));
    }
}
