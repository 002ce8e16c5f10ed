//! What a vault promises, seen from outside: nothing that was saved is lost, nothing readable is on the
//! disk, and whatever is wrong with a file is said plainly and leaves it as it was.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod access;
mod backup;
mod bad_days;
mod damage;
mod finding;
mod follow_ups;
mod killed;
mod old;
#[path = "../support/people.rs"]
mod people;
mod prices;
#[path = "../support/random_cases.rs"]
mod random_cases;
mod records;
mod restore;
mod staff;
mod transfer;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use countercheck::store::*;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

const PASSPHRASE: &str = "correct horse battery";

fn now() -> Timestamp {
    "2026-11-25T15:00:00.25Z".parse().unwrap()
}

fn first() -> NewStaff {
    NewStaff { name: "Dana Reyes".to_owned(), passphrase: passphrase(PASSPHRASE) }
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

fn typed(text: &str) -> Credential {
    Credential::Passphrase { staff: None, passphrase: passphrase(text) }
}

/// A number with the digits that were typed; the macro would make a binary fraction of it.
fn typed_number(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn create(path: &Path) -> (Vault, RecoveryCode) {
    Vault::create(path, &first(), WorkFactor::FOR_TESTS, now()).unwrap()
}

fn open(path: &Path) -> Result<Vault, StoreError> {
    Vault::open(path, &typed(PASSPHRASE), now())
}

fn elena() -> NewPatient {
    NewPatient {
        name: "Elena Marković".to_owned(),
        birth_date: Some(date(1984, 5, 2)),
        phone: Some("(614) 555-0142".to_owned()),
    }
}

fn begin(vault: &mut Vault) -> ChecklistId {
    let patient = vault.add_patient(&elena(), now()).unwrap();
    let new = NewChecklist {
        patient,
        as_of: date(2026, 11, 25),
        content_version: "2026.11".to_owned(),
        started_from: None,
    };
    let by = vault.staff().id;
    vault.new_checklist(&new, &[], by, now()).unwrap()
}

/// Every file of the folder with its bytes.
fn folder_bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn vault(&self) -> PathBuf {
        self.0.path().join("pharmacy.vault")
    }

    fn keys(&self) -> PathBuf {
        self.0.path().join("pharmacy.vault.keys")
    }
}
