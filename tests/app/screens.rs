//! What does each screen say, and offer? Every stop of the tour as a screen reader finds it, in files of
//! `tests/app/screens`: role, name, state, value, in the order in which it is read.
//!
//! With `COUNTERCHECK_RENEW_GOLDENS` set the files are written anew instead of compared.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::accesskit::{Role, Toggled};
use egui_kittest::kittest::{AccessKitNode, NodeT as _};

use crate::hand::{Glass, Hand};
use crate::kept::{RENEW, differs};
use crate::tour::tour;

/// What is on the screen, a line each, what lies inside of something further in.
fn outline(hand: &Hand) -> String {
    let mut text = String::new();
    let root = hand.harness.root();
    tell(&mut text, &root.accesskit_node(), 0);
    masked(&text, hand)
}

fn tell(text: &mut String, node: &AccessKitNode<'_>, depth: usize) {
    let line = line(node);
    let inside = match &line {
        Some(line) => {
            text.push_str(&"  ".repeat(depth));
            text.push_str(line);
            text.push('\n');
            depth + 1
        }
        // Boxes that only hold others together on the screen say nothing.
        None => depth,
    };
    for child in node.children() {
        tell(text, &child, inside);
    }
}

/// Role, name, state and value; nothing for what is told by its parent or by nothing.
fn line(node: &AccessKitNode<'_>) -> Option<String> {
    let role = node.role();
    let name = node.label().unwrap_or_default();
    let value = node.value().unwrap_or_default();
    let is_silent = matches!(role, Role::ScrollBar | Role::TextRun | Role::Window)
        || (name.is_empty() && value.is_empty() && matches!(role, Role::GenericContainer | Role::Unknown));
    if is_silent {
        return None;
    }
    let mut line = format!("{role:?}");
    match role {
        // A text says itself by its value.
        Role::Label if name.is_empty() => write!(line, ": {value}").ok()?,
        Role::Label => write!(line, ": {name}").ok()?,
        _ => {
            if !name.is_empty() {
                write!(line, " “{name}”").ok()?;
            }
            if !value.is_empty() {
                write!(line, " = {value}").ok()?;
            }
        }
    }
    match node.toggled() {
        Some(Toggled::True) => line.push_str(", on"),
        Some(Toggled::False) => line.push_str(", off"),
        Some(Toggled::Mixed) => line.push_str(", in part"),
        None => {}
    }
    if node.is_selected() == Some(true) {
        line.push_str(", selected");
    }
    if node.is_disabled() {
        line.push_str(", disabled");
    }
    if node.is_focused() {
        line.push_str(", focused");
    }
    Some(line.replace('\n', " / "))
}

/// The same without what chance and the home of whoever runs the test have made.
fn masked(text: &str, hand: &Hand) -> String {
    let folder = hand.vault_path();
    let folder = folder.parent().and_then(Path::to_str).unwrap();
    let text = text.replace(folder, "FOLDER");
    let line = |line: &str| match line.split_once("TextInput “Folder” = ") {
        Some((before, _)) => format!("{before}TextInput “Folder” = FOLDER\n"),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// The code is in groups of letters and digits with dashes between them.
fn without_code(text: &str) -> String {
    let is_code = |word: &str| word.len() > 20 && word.contains('-') && !word.contains(char::is_lowercase);
    let lines =
        text.lines().map(|line| line.split(' ').map(|word| if is_code(word) { "CODE" } else { word }));
    lines
        .flat_map(|words| words.collect::<Vec<_>>().join(" ").chars().chain(['\n']).collect::<Vec<_>>())
        .collect()
}

fn file(stop: &str) -> PathBuf {
    let name = stop.replace(' ', "-");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/app/screens/{name}.txt"))
}

#[test]
fn every_screen_says_and_offers_what_it_did() {
    let mut differ = Vec::new();
    let stops = tour(Glass::USUAL, |stop, hand| {
        // The code is made by chance, and is what must not be kept.
        let now = match stop {
            "recovery code" => without_code(&outline(hand)),
            _ => outline(hand),
        };
        differ.extend(differs(&file(stop), &now).map(|difference| format!("{stop}, {difference}")));
    });
    let kept = fs::read_dir(file("start").parent().unwrap()).unwrap().count();
    assert_eq!(kept, stops, "files that no stop has");
    assert!(
        differ.is_empty(),
        "{}\nIf they are meant to, write the files anew and read what changed: {RENEW}=1 cargo test --test app screens",
        differ.join("\n")
    );
}
