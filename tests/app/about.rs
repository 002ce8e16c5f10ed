//! "About these medicines": all that is known, found by a word, without leaving the visit behind.

use countercheck::app::about::model::{Basis, Item, Topic, entries, sheet};
use countercheck::app::desk::visit::Here;
use countercheck::content::Content;
use eframe::egui::{Key, vec2};

use crate::hand::{Hand, content, today};

#[test]
fn the_pages_open_on_the_prescribed_drug_and_escape_leads_back_to_the_question() {
    let mut hand = Hand::with_visit();
    hand.types("a1");
    hand.key(Key::Enter);
    let before = hand.here();
    assert!(before.is_some());
    hand.key(Key::F7);
    assert!(hand.sees("Upadacitinib (Rinvoq)"), "{:?}", hand.words());
    assert!(hand.sees("Dose table"));
    assert!(hand.sees("Boxed warning"));
    hand.key(Key::Escape);
    assert_eq!(hand.here(), before, "one is where one was");
    hand.types("1");
    assert!(hand.answer(&before.unwrap()).is_some(), "and the keys answer questions again");
}

#[test]
fn a_word_finds_every_place_that_has_it_and_letters_answer_nothing_meanwhile() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    let answers = hand.visit().checklist.answers_json(&content());
    hand.key(Key::F7);
    hand.types("grapefruit");
    assert!(hand.words().iter().any(|line| line.starts_with("Only what has “grapefruit”")));
    assert!(hand.words().iter().any(|line| line.to_lowercase().contains("grapefruit")));
    assert_eq!(hand.visit().checklist.answers_json(&content()), answers);
    hand.key(Key::Escape);
    assert!(
        !hand.words().iter().any(|line| line.starts_with("Only what has")),
        "Esc clears the search first"
    );
    hand.key(Key::Escape);
    assert_eq!(hand.visit().here, Here::Prescription);
}

#[test]
fn what_is_not_there_is_said_and_nothing_is_drawn_in_its_place() {
    let mut hand = Hand::with_vault();
    hand.key(Key::F7);
    hand.types("xyzzy");
    assert!(hand.sees("Nothing has “xyzzy”. Esc clears the search."), "{:?}", hand.words());
    assert!(hand.sees("Nothing found"));
}

#[test]
fn the_arrows_lead_from_sheet_to_sheet_and_a_command_leads_away() {
    let mut hand = Hand::with_visit();
    hand.key(Key::F7);
    let first = &content().article.pages[0].title;
    let second = &content().article.pages[1].title;
    assert!(hand.words().iter().filter(|line| *line == first).count() >= 2, "in the list and as the title");
    hand.key(Key::ArrowDown);
    assert!(hand.words().iter().filter(|line| *line == second).count() >= 2);
    hand.key(Key::F4);
    assert!(!hand.words().iter().any(|line| line == second), "coverage is in front");
}

#[test]
fn in_a_visit_the_dose_rows_that_hold_for_the_patient_are_marked() {
    let mut hand = Hand::with_visit();
    hand.types("a1");
    hand.key(Key::F7);
    assert!(hand.sees("Holds for this patient"));
    let mut hand = Hand::with_vault();
    hand.key(Key::F7);
    hand.types("rinvoq");
    assert!(!hand.sees("Holds for this patient"), "nobody is there");
}

#[test]
fn a_narrow_window_and_large_letters_show_the_pages_too() {
    for (size, scale) in [(vec2(700.0, 640.0), 1.0), (vec2(853.0, 533.0), 1.5)] {
        let mut hand = Hand::with_vault_of_size(size, scale);
        hand.key(Key::F7);
        hand.types("dupixent");
        assert!(hand.sees("Dupilumab (Dupixent)"), "{:?}", hand.words());
    }
}

fn basis(content: &Content) -> Basis<'_> {
    Basis { content, today: today(), checklist: None, overlay: None, renderer: "OpenGL" }
}

#[test]
fn every_fact_every_statement_and_every_source_can_be_read_on_some_sheet() {
    let content = content();
    let mut texts = String::new();
    for entry in entries(&basis(&content), "") {
        for section in sheet(&basis(&content), entry.topic, "").sections {
            assert!(!section.items.is_empty(), "{}: {}", entry.title, section.heading);
            for item in section.items {
                match item {
                    Item::Text(text) => texts
                        .push_str(&format!("{}\n{}\n{}\n{}\n", text.head, text.text, text.plain, text.basis)),
                    Item::Row(row) => texts.push_str(&format!("{}\n{:?}\n", row.spoken, row.figures)),
                    Item::Head(heads) => texts.push_str(&heads.join("\n")),
                    Item::Go(label, _) => texts.push_str(&label),
                }
            }
        }
    }
    for drug in content.drugs() {
        for fact in &drug.facts {
            assert!(
                texts.contains(&fact.text) && texts.contains(fact.patient.english()),
                "{}: {}",
                drug.id,
                fact.id
            );
        }
        for effect in &drug.side_effects {
            assert!(texts.contains(&effect.name), "{}: {}", drug.id, effect.id);
        }
        for row in &drug.dose.rows {
            assert!(texts.contains(row.patient.english()), "{}: {}", drug.id, row.id);
        }
    }
    for page in &content.article.pages {
        for statement in &page.statements {
            assert!(texts.contains(&statement.text), "{}", statement.id);
        }
    }
    for source in content.sources() {
        assert!(texts.contains(&source.line(today())), "{}", source.id);
    }
}

#[test]
fn a_search_keeps_only_what_has_every_word_and_no_accent_hides_it() {
    let content = content();
    let found = entries(&basis(&content), "shingles vaccine");
    assert!(!found.is_empty() && found.len() < entries(&basis(&content), "").len());
    for entry in found {
        let sheet = sheet(&basis(&content), entry.topic, "shingles vaccine");
        assert!(!sheet.sections.is_empty(), "{}", entry.title);
    }
    assert_eq!(entries(&basis(&content), "EÇZEMÁ").len(), entries(&basis(&content), "eczema").len());
    assert!(entries(&basis(&content), "zzzz").is_empty());
    assert!(entries(&basis(&content), "").iter().any(|entry| entry.topic == Topic::Holes));
}

#[test]
fn the_page_of_the_program_says_what_runs_what_is_in_it_and_what_it_does_not_check() {
    let content = content();
    let said = |topic: Topic| {
        let sheet = sheet(&basis(&content), topic, "");
        let items = sheet.sections.into_iter().flat_map(|section| section.items);
        let lines = items.map(|item| match item {
            Item::Text(text) => format!("{}: {}", text.head, text.text),
            Item::Go(label, _) => label,
            Item::Head(_) | Item::Row(_) => String::new(),
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let program = said(Topic::Program);
    for part in [
        env!("CARGO_PKG_VERSION"),
        content.version.as_str(),
        "Drawn with: OpenGL",
        "Sources and their age",
        "Medicines against each other",
        "What the app does not know",
        &format!("{} holes as of {}", content.holes.list.len(), content.holes.as_of),
    ] {
        assert!(program.contains(part), "{part}: {program}");
    }
    let parts = said(Topic::Parts);
    for part in ["Inter, the typeface", "OpenSSL 3", "SQLCipher 4", "egui 0.37"] {
        assert!(parts.contains(part), "{part}");
    }
}

#[test]
fn from_the_page_of_the_program_one_key_leads_to_the_sources() {
    let mut hand = Hand::with_vault();
    hand.key(Key::F7);
    hand.types("about this program");
    assert!(hand.sees("What it does not check"), "{:?}", hand.words());
    hand.key(Key::Escape);
    hand.tabs_to("Parts and their licenses");
    hand.key(Key::Enter);
    assert!(hand.sees("Apache-2.0 OR MIT: ") || hand.sees("MIT OR Apache-2.0: "), "{:?}", hand.words());
}
