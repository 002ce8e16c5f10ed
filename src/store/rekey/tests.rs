//! A re-key that is broken off after each of its steps, and what it leaves to whom.

use super::*;
use crate::store::{Credential, Field, NewChecklist, NewPatient, NewStaff, Notice, Passphrase, StaffId};
use jiff::civil::date;
use serde_json::json;
use std::path::{Path, PathBuf};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const WORK: WorkFactor = WorkFactor::FOR_TESTS;

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

fn new_staff(name: &str, text: &str) -> NewStaff {
    NewStaff { name: name.to_owned(), passphrase: passphrase(text) }
}

fn open_as(path: &Path, name: &str, text: &str) -> Result<Vault, StoreError> {
    let credential = Credential::Passphrase { staff: Some(name.to_owned()), passphrase: passphrase(text) };
    Vault::open(path, &credential, NOW)
}

/// A vault with two staff members, 30 patients and something said of each.
fn made(folder: &Path) -> (PathBuf, Vault, RecoveryCode, StaffId) {
    let path = folder.join("v");
    let (mut vault, code) = Vault::create(&path, &new_staff("Ann", "one"), WORK, NOW).unwrap();
    let ben = vault.add_staff(&new_staff("Ben", "two"), WORK, NOW).unwrap();
    let by = vault.staff().id;
    for number in 0..30 {
        let name = format!("Elena {number}");
        let patient = vault.add_patient(&NewPatient { name, birth_date: None, phone: None }, NOW).unwrap();
        let new = NewChecklist {
            patient,
            as_of: date(2026, 11, 25),
            content_version: "1".to_owned(),
            started_from: None,
        };
        let checklist = vault.new_checklist(&new, &[], by, NOW).unwrap();
        vault.append(checklist, &Field::Note, &json!("n".repeat(500)), by, NOW).unwrap();
    }
    (path, vault, code, ben)
}

fn is_whole(vault: &Vault) {
    assert_eq!(vault.recent_patients(100).unwrap().len(), 30);
    assert_eq!(vault.patients_matching("elena 17", 10).unwrap().patients.len(), 1);
    let report = vault.verify().unwrap();
    assert!(report.is_whole(), "{report:#?}");
}

#[test]
fn a_rekey_that_stops_after_any_step_opens_and_holds_everything() {
    for steps in 0..=3 {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut vault, code, _) = made(folder.path());
        let next = DatabaseKey::generate().unwrap();
        let expected = if steps == 3 { next.digits() } else { vault.key.digits() };
        if steps >= 1 {
            vault.write_beside(&next, NOW).unwrap();
        }
        if steps >= 2 {
            vault.announce(&next).unwrap();
        }
        if steps >= 3 {
            vault.replace_database(next).unwrap();
        }
        drop(vault);
        // Whoever comes first finds it; and again, when it is at its end.
        for _ in 0..2 {
            let vault = open_as(&path, "Ben", "two").unwrap();
            assert_eq!(vault.notices(), []);
            assert_eq!(*vault.key.digits(), *expected, "{steps}");
            assert!(!vault.keys.as_ref().unwrap().is_between_keys());
            assert!(!vault.files.unfinished().exists());
            is_whole(&vault);
        }
        let vault = Vault::open(&path, &Credential::Recovery(code), NOW).unwrap();
        let events: Vec<_> = vault.staff_events().unwrap().into_iter().map(|event| event.what).collect();
        assert_eq!(events.contains(&StaffChange::ReKeyed), steps == 3);
    }
}

#[test]
fn a_rekey_that_stops_before_its_end_opens_with_the_recovery_code_too() {
    for steps in [2, 3] {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut vault, code, _) = made(folder.path());
        let next = DatabaseKey::generate().unwrap();
        vault.write_beside(&next, NOW).unwrap();
        vault.announce(&next).unwrap();
        if steps == 3 {
            vault.replace_database(next).unwrap();
        }
        drop(vault);
        is_whole(&Vault::open(&path, &Credential::Recovery(code), NOW).unwrap());
        is_whole(&open_as(&path, "Ann", "one").unwrap());
    }
}

#[test]
fn after_a_rekey_the_passphrases_open_and_what_is_old_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut vault, old_code, ben) = made(folder.path());
    let copy = folder.path().join("copy");
    fs::copy(vault.files.keys(), &copy).unwrap();
    vault.remove_staff(ben, NOW).unwrap();
    let rekeyed = vault.rekey(WORK, NOW).unwrap();
    assert_eq!((rekeyed.without_key.len(), vault.is_cut_off()), (0, false));
    // Usable at once.
    let new = NewPatient { name: "Late".to_owned(), birth_date: None, phone: None };
    vault.add_patient(&new, NOW).unwrap();
    drop(vault);
    assert_eq!(open_as(&path, "Ann", "one").unwrap().recent_patients(100).unwrap().len(), 31);
    assert!(matches!(open_as(&path, "Ben", "two"), Err(StoreError::UnknownStaff { .. })));
    // Neither with the keys of now nor with their copy.
    for keys in ["v.keys", "v.keys.bak"] {
        fs::copy(folder.path().join(keys), folder.path().join("kept")).unwrap();
        fs::copy(folder.path().join("kept"), folder.path().join("v.keys")).unwrap();
        let code = RecoveryCode::parse(old_code.reveal()).unwrap();
        let opened = Vault::open(&path, &Credential::Recovery(code), NOW);
        assert!(matches!(opened, Err(StoreError::WrongRecoveryCode)), "{keys}");
        let code = RecoveryCode::parse(rekeyed.code.reveal()).unwrap();
        assert!(Vault::open(&path, &Credential::Recovery(code), NOW).is_ok(), "{keys}");
    }
    fs::copy(&copy, folder.path().join("v.keys")).unwrap();
    for (name, text) in [("Ben", "two"), ("Ann", "one")] {
        let error = open_as(&path, name, text).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    }
}

#[test]
fn who_has_a_key_of_the_first_format_is_named_and_gets_a_new_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut vault, code, ben) = made(folder.path());
    let ann = vault.staff().id;
    let (one, id, files) = (passphrase("one"), vault.id(), vault.files.clone());
    let people = [(ann, "Ann"), (ben, "Ben")];
    let first = crate::store::keys::first_format_text(id, &vault.key, &people, Secret::Passphrase(&one));
    fs::write(files.keys(), first).unwrap();
    drop(vault);
    vault = open_as(&path, "Ann", "one").unwrap();
    let next = DatabaseKey::generate().unwrap();
    let left_out = |vault: &Vault| vault.all_staff().unwrap().iter().any(|staff| staff.id == ben);
    assert!(left_out(&vault) && vault.has_key(ben));
    // Broken off before its end: the recovery code of the first format holds the old key and opens nothing.
    vault.write_beside(&next, NOW).unwrap();
    vault.announce(&next).unwrap();
    vault.replace_database(next).unwrap();
    drop(vault);
    assert!(matches!(open_as(&path, "Ben", "one"), Err(StoreError::UnknownStaff { .. })));
    assert!(matches!(
        Vault::open(&path, &Credential::Recovery(code), NOW),
        Err(StoreError::WrongRecoveryCode)
    ));
    vault = open_as(&path, "Ann", "one").unwrap();
    assert_eq!(vault.notices(), [Notice::NoRecoveryCode]);
    assert!(!vault.has_key(ben));
    vault.reset_passphrase(ben, &passphrase("three"), WORK, NOW).unwrap();
    vault.new_recovery_code(WORK, NOW).unwrap();
    assert!(vault.rekey(WORK, NOW).unwrap().without_key.is_empty());
    drop(vault);
    is_whole(&open_as(&path, "Ben", "three").unwrap());
}

#[test]
fn a_rekey_that_cannot_be_written_leaves_the_vault_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut vault, code, _) = made(folder.path());
    // A folder stands where the next keys file would be written.
    let in_the_way = folder.path().join("v.keys.new");
    fs::create_dir(&in_the_way).unwrap();
    assert!(vault.rekey(WORK, NOW).is_err());
    assert!(!vault.files.unfinished().exists());
    is_whole(&vault);
    fs::remove_dir(&in_the_way).unwrap();
    drop(vault);
    is_whole(&Vault::open(&path, &Credential::Recovery(code), NOW).unwrap());
}
