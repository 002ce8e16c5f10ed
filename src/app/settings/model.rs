//! What can be set, as data: sections of fields and choices with what holds now, and what is typed read into changes.
//!
//! What belongs to the pharmacy is in the vault and can be set only while that is open; how the window looks is beside
//! it and can always be.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::app::command::Command;
use crate::app::counter::draft::{AUTOLOCK, AUTOLOCK_MINUTES, MOST_MINUTES};
use crate::app::desk::Desk;
use crate::app::desk::edits::SettingChange;
use crate::app::desk::overlay::{FOLDER, OverlayState};
use crate::app::settings::look::Look;
use crate::app::start::model::overlay_lines;
use crate::app::summary::parts::{LANGUAGE, PAPER, PRINT_SIZE};
use crate::app::summary::{PHARMACIST, PHARMACY_NAME, PHARMACY_PHONE};
use crate::app::theme::{Choice, TextSize};
use crate::app::vault::keep;
use crate::content::overlay::Contact;

/// A group of settings.
pub struct Section {
    /// Its head.
    pub title: &'static str,
    /// What is in it.
    pub items: Vec<Item>,
}

/// Something in a section.
pub enum Item {
    /// Something to be typed.
    Field(Field),
    /// One of several.
    Choice(Options),
    /// Something to be read.
    Words(String),
    /// Something that is wrong.
    Alarm(String),
    /// The way to another page.
    Go(&'static str, Command),
}

/// What is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldId {
    /// The pharmacy's name.
    Name,
    /// Its phone.
    Phone,
    /// Whose name stands on the pages.
    Pharmacist,
    /// Minutes until the vault locks by itself.
    Autolock,
    /// Where backups go.
    Backups,
}

/// A field with what holds.
pub struct Field {
    /// Which.
    pub id: FieldId,
    /// Its name.
    pub label: &'static str,
    /// What holds.
    pub value: String,
    /// Shown while it is empty.
    pub hint: String,
}

/// A choice between a few.
pub struct Options {
    /// Its name.
    pub label: &'static str,
    /// Each with whether it holds, and what choosing it changes.
    pub options: Vec<(String, bool, SettingChange)>,
}

/// Everything that can be set now.
pub fn sections(desk: &Desk) -> Vec<Section> {
    let mut all = vec![window(desk)];
    if desk.session.is_some() {
        all.extend([pharmacy(desk), pages(desk), lock(desk), backups(desk), overlay(desk)]);
    } else {
        let words = "Unlock the vault to set what belongs to the pharmacy: its name, pages, lock, backups.";
        all.push(Section { title: "Pharmacy", items: vec![Item::Words(words.to_owned())] });
    }
    all
}

fn window(desk: &Desk) -> Section {
    let look = desk.look;
    let themes = Choice::ALL.map(|theme| {
        let change = SettingChange::Look(look, Look { theme, ..look });
        (theme.words().to_owned(), theme == look.theme, change)
    });
    let sizes = TextSize::STEPS.map(|text_size| {
        let change = SettingChange::Look(look, Look { text_size, ..look });
        (format!("{} %", text_size.percent()), text_size == look.text_size, change)
    });
    let note = "Kept on this computer, outside of the vault, and in force before it is unlocked.";
    Section {
        title: "This window",
        items: vec![
            Item::Choice(Options { label: "Colors", options: themes.into() }),
            Item::Choice(Options { label: "Size of text", options: sizes.into() }),
            Item::Words(note.to_owned()),
        ],
    }
}

fn pharmacy(desk: &Desk) -> Section {
    let contact = desk.overlay.in_use().and_then(|overlay| overlay.pharmacy.as_ref());
    let hint = |part: fn(&Contact) -> &String| match contact.map(part).filter(|part| !part.is_empty()) {
        Some(part) => format!("{part} (from the overlay)"),
        None => String::new(),
    };
    let field =
        |id, label, key, hint| Item::Field(Field { id, label, value: desk.setting(key).to_owned(), hint });
    let own = desk.session.as_ref().map(|session| session.staff.name.clone()).unwrap_or_default();
    Section {
        title: "Head of the pages",
        items: vec![
            field(FieldId::Name, "Pharmacy", PHARMACY_NAME, hint(|contact| &contact.name)),
            field(FieldId::Phone, "Phone", PHARMACY_PHONE, hint(|contact| &contact.phone)),
            field(FieldId::Pharmacist, "Pharmacist", PHARMACIST, format!("whoever is signed in: {own}")),
        ],
    }
}

fn pages(desk: &Desk) -> Section {
    let choice = |label, key: &'static str, options: &[(&str, &'static str)]| {
        let kept = desk.setting(key);
        let usual = options.first().map(|(_, id)| *id).unwrap_or_default();
        let is_known = options.iter().any(|(_, id)| *id == kept);
        let holds = if is_known { kept } else { usual };
        let before = desk.settings.get(key).cloned().unwrap_or(Value::Null);
        let options = options.iter().map(|(words, id)| {
            let change = SettingChange::Pharmacy(key, before.clone(), Value::from(*id));
            ((*words).to_owned(), *id == holds, change)
        });
        Item::Choice(Options { label, options: options.collect() })
    };
    Section {
        title: "Pages to begin with",
        items: vec![
            choice("Paper", PAPER, &[("Letter", "letter"), ("A4", "a4")]),
            choice("Print", PRINT_SIZE, &[("Usual", "normal"), ("Large", "large")]),
            choice("Patient's pages", LANGUAGE, &[("English", "en"), ("Spanish", "es")]),
            Item::Words(
                "Each visit begins with these and can have others. The language that is known of a patient comes \
                 before the one here."
                    .to_owned(),
            ),
        ],
    }
}

fn lock(desk: &Desk) -> Section {
    let mut items = Vec::new();
    if let Some(session) = &desk.session {
        items.push(Item::Words(format!("Signed in: {}.", session.staff.name)));
    }
    items.push(Item::Go("Vault and staff", Command::Vault));
    items.push(Item::Field(Field {
        id: FieldId::Autolock,
        label: "Minutes until it locks",
        value: minutes(desk).to_string(),
        hint: String::new(),
    }));
    let words = "Without a touch for so long, the vault locks by itself. What is half-typed is kept in it.";
    items.push(Item::Words(words.to_owned()));
    Section { title: "Staff and lock", items }
}

fn minutes(desk: &Desk) -> u64 {
    let kept = desk.settings.get(AUTOLOCK).and_then(Value::as_u64);
    kept.filter(|minutes| (1..=MOST_MINUTES).contains(minutes)).unwrap_or(AUTOLOCK_MINUTES)
}

fn backups(desk: &Desk) -> Section {
    let Some(place) = &desk.vault.backups else {
        let words = "Sample patients are not backed up.".to_owned();
        return Section { title: "Backups", items: vec![Item::Words(words)] };
    };
    let mut items = vec![Item::Field(Field {
        id: FieldId::Backups,
        label: "Folder for backups",
        value: place.folder.display().to_string(),
        hint: "empty: the folder beside the vault".to_owned(),
    })];
    if !place.is_default && !place.is_there {
        items.push(Item::Alarm("This folder is not there now.".to_owned()));
    } else if place.is_default {
        let words = "This folder is beside the vault: one bad disk takes both. Another disk is better.";
        items.push(Item::Words(words.to_owned()));
    }
    if let Some(problem) = &desk.vault.backup_problem {
        items.push(Item::Alarm(format!("Not backed up: {problem}")));
    }
    items.push(Item::Words(keep::last_words(desk)));
    Section { title: "Backups", items }
}

fn overlay(desk: &Desk) -> Section {
    let beside = desk.session.as_ref().and_then(|session| session.path.parent());
    let folder = beside.map(|beside| beside.join(FOLDER));
    let mut items = Vec::new();
    match (&folder, desk.session.as_ref().is_some_and(|session| session.temporary)) {
        (_, true) => items.push(Item::Words("Sample patients have no overlay.".to_owned())),
        (Some(folder), false) => items.push(Item::Words(folder_words(folder, &desk.overlay))),
        (None, false) => {}
    }
    let (lines, mistakes) = overlay_lines(desk, usize::MAX);
    items.extend(
        lines.into_iter().map(|(line, alarm)| if alarm { Item::Alarm(line) } else { Item::Words(line) }),
    );
    items.extend(mistakes.into_iter().map(Item::Words));
    Section { title: "Overlay of this pharmacy", items }
}

fn folder_words(folder: &Path, overlay: &OverlayState) -> String {
    match overlay {
        OverlayState::None => {
            format!(
                "None. Put files into {}: contact, notes, prices, programs of your own.",
                folder.display()
            )
        }
        OverlayState::InUse(_) | OverlayState::Broken(_) => format!("In {}.", folder.display()),
    }
}

/// What a typed text changes; nothing where it says what holds.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read(desk: &Desk, id: FieldId, typed: &str) -> Result<Option<SettingChange>, String> {
    let typed = typed.trim();
    let text = |key: &'static str| {
        let before = desk.settings.get(key).cloned().unwrap_or(Value::Null);
        let holds = before.as_str().unwrap_or_default() == typed;
        (!holds).then(|| SettingChange::Pharmacy(key, before, Value::from(typed)))
    };
    Ok(match id {
        FieldId::Name => text(PHARMACY_NAME),
        FieldId::Phone => text(PHARMACY_PHONE),
        FieldId::Pharmacist => text(PHARMACIST),
        FieldId::Autolock => {
            let read = typed.parse::<u64>().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
            let Some(read) = read else { return Err(format!("Type a number from 1 to {MOST_MINUTES}.")) };
            let before = desk.settings.get(AUTOLOCK).cloned().unwrap_or(Value::Null);
            (read != minutes(desk)).then(|| SettingChange::Pharmacy(AUTOLOCK, before, read.into()))
        }
        FieldId::Backups => {
            let Some(place) = &desk.vault.backups else { return Ok(None) };
            let folder = (!typed.is_empty()).then(|| PathBuf::from(typed));
            let before = (!place.is_default).then(|| place.folder.clone());
            let holds = folder == before || folder.as_ref() == Some(&place.folder);
            (!holds).then_some(SettingChange::Backups(before, folder))
        }
    })
}
