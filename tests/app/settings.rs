//! Settings: what can be set, that it holds at once, is taken back by a key, and is on the disk when that is said.

use std::fs;

use countercheck::app::desk::edits::SettingChange;
use countercheck::app::settings::look::Look;
use countercheck::app::settings::model::{FieldId, Item, read, sections};
use countercheck::app::theme::{Choice, TextSize};
use eframe::egui::Key;
use eframe::egui::accesskit::Toggled;
use egui_kittest::kittest::NodeT as _;
use serde_json::{Value, json};

use crate::hand::Hand;

/// Each choice with what holds, and each field with its text.
fn shown(hand: &Hand) -> Vec<(String, String)> {
    let items = sections(hand.desk()).into_iter().flat_map(|section| section.items);
    items
        .filter_map(|item| match item {
            Item::Field(field) => Some((field.label.to_owned(), field.value)),
            Item::Choice(choice) => {
                let holds: Vec<String> = choice
                    .options
                    .into_iter()
                    .filter(|(_, holds, _)| *holds)
                    .map(|(words, ..)| words)
                    .collect();
                Some((choice.label.to_owned(), holds.join("+")))
            }
            Item::Words(_) | Item::Alarm(_) | Item::Go(..) => None,
        })
        .collect()
}

fn holds(hand: &Hand, label: &str) -> String {
    shown(hand).into_iter().find(|(of, _)| of == label).map(|(_, value)| value).unwrap_or_default()
}

#[test]
fn everything_has_a_value_before_anything_is_set() {
    let mut hand = Hand::with_vault();
    let folder = hand.folder().join("backups").display().to_string();
    let expected = [
        ("Colors", "As the system"),
        ("Size of text", "100 %"),
        ("Pharmacy", ""),
        ("Phone", ""),
        ("Pharmacist", ""),
        ("Paper", "Letter"),
        ("Print", "Usual"),
        ("Patient's pages", "English"),
        ("Minutes until it locks", "5"),
        ("Folder for backups", &folder),
    ];
    let expected: Vec<(String, String)> =
        expected.into_iter().map(|(label, value)| (label.to_owned(), value.to_owned())).collect();
    assert_eq!(shown(&hand), expected);
    hand.ctrl(Key::L);
    let labels: Vec<String> = shown(&hand).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["Colors", "Size of text"], "the rest is of the vault");
}

#[test]
fn what_is_typed_is_read_or_said_to_be_wrong() {
    let hand = Hand::with_vault();
    let set = |key: &'static str, value: Value| Ok(Some(SettingChange::Pharmacy(key, Value::Null, value)));
    let wrong = || Err("Type a number from 1 to 60.".to_owned());
    let away = hand.folder().join("elsewhere");
    for (id, typed, expected) in [
        (FieldId::Name, " Linden Street Pharmacy ", set("pharmacy.name", json!("Linden Street Pharmacy"))),
        (FieldId::Phone, "", Ok(None)),
        (FieldId::Pharmacist, "B. Ito", set("pharmacy.pharmacist", json!("B. Ito"))),
        (FieldId::Autolock, "12", set("autolock.minutes", json!(12))),
        (FieldId::Autolock, "5", Ok(None)),
        (FieldId::Autolock, "0", wrong()),
        (FieldId::Autolock, "61", wrong()),
        (FieldId::Autolock, "soon", wrong()),
        (FieldId::Backups, "", Ok(None)),
        (
            FieldId::Backups,
            away.to_str().unwrap(),
            Ok(Some(SettingChange::Backups(None, Some(away.clone())))),
        ),
    ] {
        assert_eq!(read(hand.desk(), id, typed), expected, "{typed:?}");
    }
}

#[test]
fn a_field_is_kept_when_one_leaves_it_and_undo_and_redo_reach_the_disk_too() {
    let mut hand = Hand::with_vault();
    hand.ctrl(Key::Comma);
    hand.tabs_to("Pharmacy");
    hand.types("Linden");
    hand.key(Key::Tab);
    assert_eq!(hand.desk().setting("pharmacy.name"), "Linden");
    assert!(hand.sees("Saved 12:34:56."), "{:?}", hand.words());
    hand.tabs_to("Minutes until it locks");
    hand.ctrl(Key::A);
    hand.types("90");
    hand.key(Key::Tab);
    assert!(hand.sees("Type a number from 1 to 60."), "{:?}", hand.words());
    assert_eq!(holds(&hand, "Minutes until it locks"), "5", "nothing was set");
    hand.ctrl(Key::Z);
    assert_eq!(hand.desk().setting("pharmacy.name"), "");
    hand.ctrl(Key::Y);
    assert_eq!(hand.desk().setting("pharmacy.name"), "Linden");
    hand.ctrl(Key::Z);
    hand.key(Key::Escape);
    hand.ctrl(Key::L);
    assert_eq!(hand.vault().setting("pharmacy.name").unwrap(), Some(Value::Null), "taken back on the disk");
}

#[test]
fn a_field_is_kept_also_when_a_command_leads_away_from_it() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::Comma);
    hand.tabs_to("Phone");
    hand.types("555 0142");
    hand.key(Key::F4);
    assert_eq!(hand.desk().setting("pharmacy.phone"), "555 0142");
}

#[test]
fn the_arrows_choose_within_a_choice_and_the_pages_begin_with_it() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::Comma);
    for (from, key, label, expected) in [
        ("Letter", Key::ArrowRight, "Paper", "A4"),
        ("Usual", Key::ArrowDown, "Print", "Large"),
        ("English", Key::ArrowRight, "Patient's pages", "Spanish"),
    ] {
        hand.tabs_to(from);
        hand.key(key);
        assert_eq!(holds(&hand, label), expected);
        assert_eq!(hand.focused().unwrap().0, expected, "the focus goes with it");
        hand.key(key);
        assert_eq!(holds(&hand, label), expected, "there it ends");
    }
    hand.key(Key::F5);
    let document = hand.harness.state().counter.pages().shown().0.document().unwrap();
    assert!(document.parts.iter().any(|part| part.language(document) == "es"));
    let switch = |hand: &Hand, name: &str| {
        let nodes = hand.harness.root().children_recursive();
        let found =
            nodes.map(|node| node.accesskit_node()).find(|node| node.label().as_deref() == Some(name));
        found.and_then(|node| node.toggled())
    };
    for name in ["A4 instead of Letter", "Large print", "Patient's pages in Spanish"] {
        assert_eq!(switch(&hand, name), Some(Toggled::True), "{name}");
    }
}

#[test]
fn colors_and_size_hold_at_once_and_are_read_again_from_their_file() {
    let mut hand = Hand::new();
    let path = hand.folder().join("config").join("window.json");
    hand.harness.state_mut().counter.desk.keep_look_in(path.clone(), || {});
    hand.ctrl(Key::Comma);
    assert!(hand.sees("Unlock the vault to set"), "at the door: {:?}", hand.words());
    hand.tabs_to("Dark");
    hand.key(Key::Space);
    assert_eq!(hand.desk().look.theme, Choice::Dark);
    assert!(hand.harness.ctx.global_style().visuals.dark_mode);
    hand.ctrl(Key::Plus);
    assert_eq!(hand.desk().look.text_size, TextSize::of_percent(110));
    assert!((hand.harness.ctx.zoom_factor() - 1.1).abs() < 1e-6);
    let begun = std::time::Instant::now();
    let wanted = Look { theme: Choice::Dark, text_size: TextSize::of_percent(110) };
    while Look::read(&path) != Ok(wanted) {
        assert!(begun.elapsed().as_secs() < 30, "never written");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    while !hand.sees("Saved 12:34:56.") {
        assert!(begun.elapsed().as_secs() < 30, "{:?}", hand.words());
        hand.settle();
    }
    hand.ctrl(Key::Z);
    hand.ctrl(Key::Z);
    assert_eq!(hand.desk().look, Look::default());
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("vault") && text.len() < 200, "{text}");
}

#[test]
fn a_damaged_file_gives_the_usual_look_and_says_so() {
    let mut hand = Hand::new();
    let path = hand.folder().join("window.json");
    fs::write(&path, "{\"theme\": 7}").unwrap();
    hand.harness.state_mut().counter.desk.keep_look_in(path, || {});
    hand.settle();
    assert_eq!(hand.desk().look, Look::default());
    assert!(hand.sees("How this window looked can't be read"), "{:?}", hand.words());
}

#[test]
fn another_folder_for_backups_is_taken_back_too() {
    let mut hand = Hand::with_vault();
    let usual = holds(&hand, "Folder for backups");
    let other = hand.folder().join("other disk");
    fs::create_dir(&other).unwrap();
    hand.ctrl(Key::Comma);
    hand.tabs_to("Folder for backups");
    hand.ctrl(Key::A);
    hand.types(other.to_str().unwrap());
    hand.key(Key::Tab);
    assert_eq!(holds(&hand, "Folder for backups"), other.display().to_string());
    hand.ctrl(Key::Z);
    assert_eq!(holds(&hand, "Folder for backups"), usual);
}

#[test]
fn the_mistakes_of_the_overlay_are_all_listed() {
    let mut hand = Hand::with_vault();
    let overlay = hand.folder().join("overlay");
    fs::create_dir(&overlay).unwrap();
    let note = |at: usize| {
        format!(
            "[[note]]\nid = \"n{at}\"\ndrugs = [\"no-such-drug\"]\ntext = \"x\"\nas_of = \"2026-11-01\"\ncheck_by = \"2027-02-01\"\n"
        )
    };
    let notes: String = (0..12).map(note).collect();
    fs::write(overlay.join("notes.toml"), notes).unwrap();
    hand.ctrl(Key::L);
    hand.unlocks();
    hand.ctrl(Key::Comma);
    assert!(hand.sees("Not used: "), "{:?}", hand.words());
    let listed = hand.words().iter().filter(|line| line.contains("notes.toml")).count();
    assert!(listed >= 12, "{listed}: {:?}", hand.words());
    assert!(hand.sees(&overlay.display().to_string()));
}
