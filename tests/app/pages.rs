//! The pages: what they say of an unfinished visit, and that the file holds what the screen shows.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use countercheck::app::desk::visit::Screen;
use countercheck::app::desk::{Action, Desk};
use countercheck::safety::Verdict;
use countercheck::store::Field;
use countercheck::summary::compose::{self, Form, Language, PartKind, Pharmacy};
use countercheck::summary::{
    Document, Handed, PageSetup, Paper, PdfMeta, PrintSize, lay_out, to_pdf, to_text,
};
use eframe::egui::Key;
use serde_json::json;

use crate::alone::alone;
use crate::hand::{Hand, today};

const LETTER: PageSetup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };
const BOTH: [PartKind; 2] = [PartKind::Patient, PartKind::Dermatologist];

fn pharmacy(desk: &Desk) -> Pharmacy {
    Pharmacy {
        name: String::new(),
        phone: String::new(),
        pharmacist: desk.session.as_ref().unwrap().staff.name.clone(),
    }
}

/// The document of the open visit, composed as the screen does.
fn document(hand: &Hand) -> Document {
    let pharmacy = pharmacy(hand.desk());
    let visit = hand.visit();
    let composed = compose::Visit {
        content: &hand.desk().content,
        checklist: &visit.checklist,
        assessment: &visit.assessment,
        prescription: &visit.prescription,
        coverage: &visit.coverage,
        costs: None,
        authorization: &visit.authorization,
        pharmacy: &pharmacy,
        language: Language::English,
        form: Form::Full,
    };
    compose::compose(&composed, &BOTH)
}

#[test]
fn the_pages_of_an_unanswered_visit_never_say_no_concern_found() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    hand.key(Key::F5);
    assert!(hand.sees("Page 1 of "));
    let visit = hand.visit();
    let words = Verdict::NoConcern.words().to_lowercase();
    let patient_words = Verdict::NoConcern.patient_words().english().to_lowercase();
    for drug in &visit.assessment.drugs {
        assert!(!drug.ask.is_empty() && drug.verdict != Verdict::NoConcern, "every drug has open questions");
    }
    let text = to_text(&document(&hand)).to_lowercase();
    assert!(text.contains(&Verdict::Incomplete.words().to_lowercase()));
    assert!(!text.contains(&patient_words), "{text}");
    // The dermatologist's page explains its signs; as a verdict of a drug the words must not stand.
    for line in text.lines().filter(|line| line.contains(&words)) {
        for drug in hand.desk().content.drugs() {
            assert!(!line.contains(&drug.name.to_lowercase()), "{line}");
        }
    }
}

#[test]
fn the_cost_page_is_one_of_the_pages_that_a_key_adds() {
    let mut hand = Hand::with_visit();
    hand.key(Key::F5);
    let pages = |hand: &Hand| -> u32 {
        let words = hand.words();
        let last = words.iter().find_map(|words| words.strip_prefix("Page 1 of ")).unwrap();
        last.parse().unwrap()
    };
    let before = pages(&hand);
    hand.types("c");
    assert!(pages(&hand) > before);
    hand.types("c");
    assert_eq!(pages(&hand), before);
}

/// For every sample: a drug with an open question is never printed with the words of none.
#[test]
fn no_sample_patient_is_told_of_no_concern_where_a_question_is_open() {
    let mut hand = Hand::with_samples();
    for patient in hand.desk().patients.clone() {
        hand.does(Action::OpenPatient(patient));
        for drug in &hand.visit().assessment.drugs {
            assert!(drug.verdict != Verdict::NoConcern || drug.ask.is_empty());
        }
        let prescribed = hand.visit().prescribed().and_then(|drug| hand.visit().assessment.of(drug)).cloned();
        hand.key(Key::F5);
        assert!(hand.sees("Page 1 of "), "{}", hand.visit().patient.name);
        if prescribed.is_some_and(|drug| !drug.ask.is_empty()) {
            let text = to_text(&document(&hand));
            assert!(
                !text.contains(Verdict::NoConcern.patient_words().english()),
                "{}",
                hand.visit().patient.name
            );
        }
        hand.does(Action::Leave);
    }
}

#[test]
fn pages_are_chosen_by_letter_and_with_none_chosen_nothing_is_shown_or_saved() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    hand.key(Key::F5);
    let pages = |hand: &Hand| hand.words().iter().filter(|words| words.starts_with("Page ")).count();
    let both = pages(&hand);
    hand.types("p");
    let dermatologist = pages(&hand);
    hand.types("pd");
    let patient = pages(&hand);
    assert_eq!(both, dermatologist + patient);
    hand.types("l");
    assert!(pages(&hand) > patient, "large print needs more pages");
    hand.types("p");
    assert_eq!(pages(&hand), 0);
    assert!(hand.sees("Nothing chosen"));
    hand.key(Key::Enter);
    assert!(!hand.sees("Saved: "));
}

/// Waits until the file is there and said to be.
fn saves(hand: &mut Hand, folder: &Path) -> PathBuf {
    let begun = Instant::now();
    while !hand.sees("Saved: ") {
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", hand.words());
        assert!(!hand.sees("Not saved"), "{:?}", hand.words());
        std::thread::sleep(Duration::from_millis(5));
        hand.frame(vec![]);
    }
    hand.settle();
    let files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "pdf"))
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files.into_iter().next().unwrap()
}

#[test]
fn saving_writes_the_previewed_pages_as_pdf_into_the_chosen_folder_and_keeps_the_document() {
    alone(
        "pages::saving_writes_the_previewed_pages_as_pdf_into_the_chosen_folder_and_keeps_the_document",
        &[],
        |_| {
            let mut hand = Hand::with_visit();
            let folder = hand.folder().join("handed out");
            hand.does(Action::Set("summary.folder", json!(folder.display().to_string())));
            hand.types("a");
            hand.ctrl(Key::P);
            assert_eq!(hand.visit().screen, Screen::Summary);
            assert!(!folder.exists(), "the first press shows, the second saves");
            hand.ctrl(Key::P);
            let file = saves(&mut hand, &folder);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                let rights = std::fs::metadata(&folder).unwrap().permissions().mode();
                assert_eq!(rights & 0o777, 0o700, "it was made for the pages, and they name a patient");
            }
            let name = file.file_name().unwrap().to_str().unwrap().to_lowercase();
            for part in ["elena", "marko", "1984"] {
                assert!(!name.contains(part), "{name}");
            }
            let document = document(&hand);
            let pages = lay_out(&document, LETTER).unwrap();
            assert!(lay_out(&document, LETTER).unwrap() == pages);
            let bytes = to_pdf(&pages, &PdfMeta::of(&document, "", today())).unwrap();
            assert_eq!(std::fs::read(&file).unwrap(), bytes, "the file is the previewed pages");
            let count = format!("Page 1 of {}", pages.len());
            assert!(hand.sees(&count));

            let record = hand.kept();
            assert!(record.current.contains_key(&Field::Prescription));
            let printed = hand.vault().printed(record.checklist.id).unwrap();
            assert_eq!(printed.len(), 1);
            let handed = Handed::from_json(&printed[0].document, today()).unwrap();
            assert!(handed.document == document && handed.setup == LETTER);
            // Of what was kept the same file is made again, byte for byte.
            let again = lay_out(&handed.document, handed.setup).unwrap();
            let meta = PdfMeta::of(&handed.document, &handed.author, handed.day);
            assert_eq!(to_pdf(&again, &meta).unwrap(), bytes);
        },
    );
}

#[test]
fn without_a_chosen_folder_the_file_goes_into_the_home_folder() {
    alone("pages::without_a_chosen_folder_the_file_goes_into_the_home_folder", &[], |home| {
        let mut hand = Hand::with_visit();
        hand.types("a");
        hand.key(Key::F5);
        hand.key(Key::Enter);
        saves(&mut hand, home);
    });
}

#[cfg(target_os = "linux")]
#[test]
fn where_there_is_a_folder_for_downloads_the_file_goes_there_and_not_to_the_documents() {
    let test = "pages::where_there_is_a_folder_for_downloads_the_file_goes_there_and_not_to_the_documents";
    alone(test, &[], |home| {
        let (documents, downloads) = (home.join("Documents"), home.join("Got"));
        for folder in [&documents, &downloads, &home.join(".config")] {
            std::fs::create_dir(folder).unwrap();
        }
        let names = "XDG_DOCUMENTS_DIR=\"$HOME/Documents\"\nXDG_DOWNLOAD_DIR=\"$HOME/Got\"\n";
        std::fs::write(home.join(".config/user-dirs.dirs"), names).unwrap();
        let mut hand = Hand::with_visit();
        hand.types("a");
        hand.key(Key::F5);
        hand.tabs_to("Folder");
        hand.key(Key::Tab);
        assert_eq!(hand.desk().setting("summary.folder"), "", "passing by chooses nothing");
        assert!(!hand.sees("would leave this computer"));
        hand.ctrl(Key::P);
        let file = saves(&mut hand, &downloads);
        assert!(hand.sees(&format!("Saved: {}", file.display())), "{:?}", hand.words());
        assert_eq!(std::fs::read_dir(&documents).unwrap().count(), 0);
    });
}

#[test]
fn a_folder_of_a_cloud_is_told_beside_it() {
    let mut hand = Hand::with_visit();
    hand.does(Action::Set("summary.folder", json!("/home/dana/OneDrive - Linden Street Pharmacy")));
    hand.key(Key::F5);
    assert!(hand.sees("This folder goes to OneDrive, it seems"), "{:?}", hand.words());
}

#[test]
fn a_folder_that_cannot_be_written_is_said_in_words_and_nothing_is_kept_as_handed_out() {
    let mut hand = Hand::with_visit();
    let in_the_way = hand.folder().join("a file");
    std::fs::write(&in_the_way, b"other").unwrap();
    hand.does(Action::Set("summary.folder", json!(in_the_way.display().to_string())));
    hand.types("a");
    hand.key(Key::F5);
    hand.key(Key::Enter);
    let begun = Instant::now();
    while !hand.sees("Not saved: the folder can't be made") {
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", hand.words());
        std::thread::sleep(Duration::from_millis(5));
        hand.frame(vec![]);
    }
    assert!(hand.sees("Choose a folder that exists"));
    let record = hand.kept();
    assert!(hand.vault().printed(record.checklist.id).unwrap().is_empty());
    assert_eq!(std::fs::read(&in_the_way).unwrap(), b"other");
}

#[test]
fn pharmacy_and_phone_are_kept_for_the_next_visit() {
    let mut hand = Hand::with_visit();
    hand.key(Key::F5);
    hand.tabs_to("Pharmacy");
    hand.types("Main Street Pharmacy");
    hand.ctrl(Key::L);
    hand.unlocks();
    assert!(hand.sees("Main Street Pharmacy"), "{:?}", hand.words());
}
