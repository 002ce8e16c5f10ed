//! A pharmacy's own overlay: it adds, it is checked, and no verdict ever hangs on it.

use countercheck::cli::content::{Job, run};
use countercheck::content::Files;
use countercheck::content::overlay::{Overlay, age_words, load};
use countercheck::content::price::PriceKind;
use countercheck::store::folder;
use jiff::civil::date;

use super::content;
use super::mistakes::sample_overlay;

fn sample() -> Overlay {
    load::load(&sample_overlay(), content()).unwrap()
}

#[test]
fn what_a_pharmacy_adds_is_found_by_drug() {
    let overlay = sample();
    let drug = |id: &str| content().drug_by_id(id).unwrap().ix;
    assert_eq!(overlay.pharmacy.as_ref().unwrap().name, "Linden Street Pharmacy");
    assert_eq!(overlay.notes_of(drug("ruxolitinib")).count(), 1);
    assert_eq!(overlay.notes_of(drug("upadacitinib")).count(), 0);
    let price = overlay.prices_of(drug("tacrolimus")).next().unwrap();
    assert_eq!((price.cents, price.kind), (6490, PriceKind::UsualAndCustomary));
    assert_eq!(overlay.programs_of(drug("prednisone")).count(), 1, "for all drugs");
}

#[test]
fn what_is_past_its_date_says_so() {
    let overlay = sample();
    assert!(!overlay.notes[1].is_old(date(2026, 9, 15)));
    assert!(overlay.notes[0].is_old(date(2026, 9, 15)), "its day has not come: a slip");
    assert_eq!(overlay.aging(date(2026, 11, 25)), 1, "the note of September");
    assert_eq!(overlay.aging(date(2027, 3, 1)), 3, "the price after 90 days and the program as well");
    let note = &overlay.notes[1];
    assert_eq!(age_words(note.as_of, note.is_old(date(2026, 11, 25))), "check: as of 2026-09-01");
}

#[test]
fn every_file_may_be_missing_and_an_empty_folder_adds_nothing() {
    assert_eq!(load::load(&Files::new(), content()).unwrap(), Overlay::default());
    for name in load::NAMES {
        let mut files = sample_overlay();
        assert!(files.remove(name).is_some());
        load::load(&files, content()).unwrap();
    }
}

#[test]
fn the_check_command_knows_an_overlay_folder_and_names_its_mistakes() {
    let place = tempfile::tempdir().unwrap();
    for (name, text) in sample_overlay() {
        std::fs::write(place.path().join(name), text).unwrap();
    }
    let check = || run(&Job::Check { folder: Some(place.path().to_owned()) });
    let answer: serde_json::Value = serde_json::from_slice(&check().unwrap()).unwrap();
    assert_eq!(answer["pharmacy"], "Linden Street Pharmacy");
    assert_eq!((&answer["notes"], &answer["prices"], &answer["programs"]), (&2.into(), &1.into(), &1.into()));
    std::fs::write(place.path().join("notes.toml"), "note = 3").unwrap();
    let trouble = check().unwrap_err();
    assert_eq!(trouble.exit_code(), 2);
    assert!(trouble.to_string().starts_with("notes.toml: line 1:"), "{trouble}");
}

#[test]
fn a_folder_that_is_none_a_binary_file_and_a_huge_one_are_named() {
    let place = tempfile::tempdir().unwrap();
    assert!(folder::read(&place.path().join("nowhere"), folder::LARGEST_OVERLAY).unwrap().is_none());
    let file = place.path().join("file");
    std::fs::write(&file, "x").unwrap();
    assert!(folder::read(&file, folder::LARGEST_OVERLAY).unwrap_err()[0].problem.contains("it is a file"));
    std::fs::remove_file(&file).unwrap();
    std::fs::write(place.path().join("notes.toml"), b"\xff\xfe").unwrap();
    std::fs::write(place.path().join("prices.toml"), vec![b'#'; 2 * 1024 * 1024]).unwrap();
    std::fs::write(place.path().join("readme.txt"), "not read").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(place.path(), place.path().join("circle")).unwrap();
    let errors = folder::read(place.path(), folder::LARGEST_OVERLAY).unwrap_err();
    let files: Vec<&str> = errors.iter().map(|error| error.file.as_str()).collect();
    assert_eq!(files, ["notes.toml", "prices.toml"]);
    assert!(errors[1].problem.contains("larger than 1 MiB"), "{}", errors[1]);
}
