//! Backups: whole, consistent while saving goes on, never over another file, and old ones go by the rule alone.

use crate::*;
use std::io::Read;

/// An instant so many hours after the one of the tests.
pub fn after(hours: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + hours * 3600).unwrap()
}

pub fn note(vault: &mut Vault, checklist: ChecklistId, text: &str) {
    let by = vault.staff().id;
    vault.append(checklist, &Field::Note, &json!(text), by, now()).unwrap();
}

/// A vault with one patient, one checklist and three notes.
pub fn with_notes(folder: &Folder) -> (Vault, ChecklistId) {
    let (mut vault, _) = create(&folder.vault());
    let checklist = begin(&mut vault);
    for number in 0..3 {
        note(&mut vault, checklist, &format!("note {number}"));
    }
    (vault, checklist)
}

pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The notes of a vault's only checklist.
pub fn notes(vault: &Vault) -> usize {
    let patient = vault.recent_patients(1).unwrap().remove(0).id;
    let checklist = vault.checklists_of(patient).unwrap().remove(0).id;
    vault.checklist(checklist).unwrap().history.len()
}

#[test]
fn a_backup_is_a_plain_tar_with_the_vault_and_its_keys_and_names_no_patient() {
    let folder = Folder::new();
    let (mut vault, _) = with_notes(&folder);
    let made = vault.back_up(&BackupTo::Place, now()).unwrap();
    let place = folder.0.path().join("backups");
    assert_eq!(names(&place), ["countercheck-20261125-150000.backup"]);
    assert_eq!(made.path, place.join("countercheck-20261125-150000.backup"));
    assert_eq!((made.manifest.patients, made.manifest.checklists, made.manifest.entries), (1, 1, 3));
    let mut found = BTreeMap::new();
    for entry in tar::Archive::new(fs::File::open(&made.path).unwrap()).entries().unwrap() {
        let mut entry = entry.unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        found.insert(entry.path().unwrap().to_string_lossy().into_owned(), bytes);
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), ["manifest.json", "vault", "vault.keys"]);
    assert_eq!(found["vault.keys"], fs::read(folder.keys()).unwrap());
    let text = String::from_utf8(found["manifest.json"].clone()).unwrap();
    let backups = fs::read_to_string(folder.0.path().join("pharmacy.vault.backups")).unwrap();
    for secret in ["Elena", "Marković", "0142", "1984"] {
        assert!(!text.contains(secret) && !backups.contains(secret));
    }
    // Taken apart by hand it is a vault.
    let apart = folder.0.path().join("apart");
    fs::write(&apart, &found["vault"]).unwrap();
    fs::write(folder.0.path().join("apart.keys"), &found["vault.keys"]).unwrap();
    assert_eq!(notes(&open(&apart).unwrap()), 3);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&made.path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn saving_goes_on_while_a_backup_is_made_and_the_backup_holds_what_was_there_when_it_began() {
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    let job = vault.begin_backup(&BackupTo::Place, now()).unwrap();
    assert!(matches!(vault.begin_backup(&BackupTo::Place, after(1)), Err(StoreError::InUse)));
    let before = fs::read(folder.vault()).unwrap();
    let long = "n".repeat(3000);
    // More than the log takes before it is folded by itself.
    for _ in 0..1500 {
        note(&mut vault, checklist, &long);
    }
    assert!(vault.verify().unwrap().is_whole());
    assert!(fs::read(folder.vault()).unwrap() == before);
    let made = std::thread::spawn(move || job.run()).join().unwrap();
    vault.finish_backup(made).unwrap();
    assert_eq!(vault.last_backup().unwrap().checklists, 1);
    note(&mut vault, checklist, "folds the log again");
    assert!(fs::read(folder.vault()).unwrap() != before);
    assert!(vault.is_backup_due(now()).unwrap(), "1501 notes are not in it");
    drop(vault);
    assert!(!names(folder.0.path()).iter().any(|name| name.ends_with("-wal")));
    let to = folder.0.path().join("restored");
    let from = folder.0.path().join("backups/countercheck-20261125-150000.backup");
    Vault::restore(&from, &to, &typed(PASSPHRASE), now()).unwrap();
    assert_eq!(notes(&open(&to).unwrap()), 3);
    assert_eq!(notes(&open(&folder.vault()).unwrap()), 1504);
}

#[test]
fn a_backup_that_fails_leaves_nothing_and_the_vault_goes_on_as_before() {
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    let job = vault.begin_backup(&BackupTo::Place, now()).unwrap();
    fs::remove_dir(folder.0.path().join("backups")).unwrap();
    let failed = job.run();
    assert!(failed.is_err());
    assert!(vault.finish_backup(failed).is_err());
    assert!(!vault.is_backing_up() && vault.last_backup().is_none());
    note(&mut vault, checklist, "one more");
    drop(vault);
    assert!(!names(folder.0.path()).iter().any(|name| name.ends_with("-wal")));
    // A vault that is dropped with a backup begun keeps its file as it is, and loses nothing.
    let mut vault = open(&folder.vault()).unwrap();
    let job = vault.begin_backup(&BackupTo::Place, now()).unwrap();
    note(&mut vault, checklist, "and another");
    drop(vault);
    assert_eq!(job.run().unwrap().manifest.entries, 4);
    assert_eq!(notes(&open(&folder.vault()).unwrap()), 5);
}

#[test]
fn a_damaged_vault_is_not_backed_up_and_a_file_is_never_overwritten() {
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    let file = folder.0.path().join("mine");
    fs::write(&file, "precious").unwrap();
    let error = vault.back_up(&BackupTo::File(file.clone()), now()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldOverwrite);
    let nowhere = folder.0.path().join("no/where");
    let error = vault.back_up(&BackupTo::File(nowhere), now()).unwrap_err();
    assert!(matches!(error, StoreError::NoBackupFolder { .. }), "{error:?}");
    assert_eq!(fs::read(&file).unwrap(), b"precious");
    for _ in 0..50 {
        note(&mut vault, checklist, &"n".repeat(900));
    }
    vault.back_up(&BackupTo::Place, now()).unwrap();
    drop(vault);
    let whole = fs::read(folder.vault()).unwrap();
    let mut bytes = whole.clone();
    let at = bytes.len() - 5000;
    bytes[at] ^= 1;
    fs::write(folder.vault(), &bytes).unwrap();
    let mut vault = open(&folder.vault()).unwrap();
    let error = vault.back_up(&BackupTo::Place, after(1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert_eq!(names(&folder.0.path().join("backups")), ["countercheck-20261125-150000.backup"]);
    drop(vault);
    // One that does not open names its last backup, with a passphrase or without.
    bytes[20] ^= 1;
    fs::write(folder.vault(), &bytes).unwrap();
    let error = open(&folder.vault()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    for part in ["countercheck-20261125-150000.backup", "2026-11-25 15:00 UTC"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(Vault::last_backup_of(&folder.vault()).unwrap().at, now());
}

#[test]
fn old_backups_go_by_the_rule_and_what_is_not_of_this_vault_stays() {
    let folder = Folder::new();
    let (mut vault, _) = with_notes(&folder);
    let place = folder.0.path().join("backups");
    let (mut other, _) = create(&folder.0.path().join("other"));
    other.back_up(&BackupTo::Folder(place.clone()), after(-24 * 400)).unwrap_err();
    fs::create_dir(&place).unwrap();
    other.back_up(&BackupTo::Folder(place.clone()), after(-24 * 400)).unwrap();
    let strangers = ["countercheck-20200101-000000.backup", "notes.txt", "countercheck-20200101-00.backup"];
    strangers.iter().for_each(|name| fs::write(place.join(name), "mine").unwrap());
    let left = place.join(format!("countercheck-20200101-000000.backup.{}.unfinished", vault.id()));
    fs::write(&left, "half").unwrap();
    let foreign = place.join(format!("countercheck-20200101-000000.backup.{}.unfinished", other.id()));
    fs::write(&foreign, "half").unwrap();
    for hour in 0..13 {
        vault.back_up(&BackupTo::Place, after(hour)).unwrap();
    }
    assert!(!left.exists() && foreign.exists());
    // Ten of the last day; the three before are of the same day and the same week.
    let ours = |name: &&String| name.starts_with("countercheck-2026");
    assert_eq!(names(&place).iter().filter(ours).count(), 10);
    assert_eq!(names(&place).len(), 10 + strangers.len() + 2);
    // A clock that was set back, by a year: nothing goes.
    let made = vault.back_up(&BackupTo::Place, after(-24 * 365)).unwrap();
    assert_eq!(made.removed, [] as [PathBuf; 0]);
    // Elsewhere, nothing goes by itself.
    let elsewhere = folder.0.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    for hour in 0..12 {
        vault.back_up(&BackupTo::Folder(elsewhere.clone()), after(hour)).unwrap();
    }
    assert_eq!(names(&elsewhere).len(), 12);
}

#[test]
fn the_folder_is_chosen_kept_and_missed_when_it_is_gone() {
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    let place = vault.backup_place();
    assert!(place.is_default && !place.is_there && place.folder == folder.0.path().join("backups"));
    let stick = folder.0.path().join("stick");
    let error = vault.set_backup_folder(Some(&stick)).unwrap_err();
    assert!(matches!(error, StoreError::NoBackupFolder { .. }));
    fs::create_dir(&stick).unwrap();
    vault.set_backup_folder(Some(&stick)).unwrap();
    vault.back_up(&BackupTo::Place, now()).unwrap();
    drop(vault);
    let mut vault = open(&folder.vault()).unwrap();
    assert!(!vault.is_backup_due(after(1)).unwrap());
    // The stick is pulled: said so, not made anew, and it works again when it is back.
    let away = folder.0.path().join("away");
    fs::rename(&stick, &away).unwrap();
    note(&mut vault, checklist, "more");
    assert!(matches!(vault.back_up(&BackupTo::Place, after(1)), Err(StoreError::NoBackupFolder { .. })));
    assert!(!stick.exists() && !vault.backup_place().is_there);
    assert_eq!(vault.last_backup().unwrap().at, now());
    fs::rename(&away, &stick).unwrap();
    vault.back_up(&BackupTo::Place, after(1)).unwrap();
    assert_eq!(names(&stick).len(), 2);
    vault.set_backup_folder(None).unwrap();
    assert!(vault.backup_place().is_default);
}

#[test]
fn what_another_vault_of_the_same_name_left_is_not_taken_for_ones_own() {
    let folder = Folder::new();
    let (mut vault, _) = with_notes(&folder);
    vault.back_up(&BackupTo::Place, now()).unwrap();
    drop(vault);
    for (path, _) in folder_bytes(folder.0.path()) {
        if !path.to_string_lossy().ends_with(".backups") {
            fs::remove_file(path).unwrap();
        }
    }
    let (vault, _) = create(&folder.vault());
    assert!(vault.last_backup().is_none() && vault.is_backup_due(now()).unwrap());
    assert!(Vault::last_backup_of(&folder.vault()).is_none());
}

#[test]
fn a_backup_is_due_when_something_changed_and_only_then() {
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    assert!(vault.is_backup_due(now()).unwrap());
    vault.back_up(&BackupTo::Place, now()).unwrap();
    assert!(!vault.is_backup_due(after(100)).unwrap());
    note(&mut vault, checklist, "more");
    assert!(vault.is_backup_due(now()).unwrap());
    drop(vault);
    // Opened again: what was changed before counts when the last backup is a day old.
    let vault = open(&folder.vault()).unwrap();
    assert!(!vault.is_backup_due(after(23)).unwrap());
    assert!(vault.is_backup_due(after(24)).unwrap());
    assert!(vault.is_backup_due(after(-1)).unwrap(), "a clock that was set back is no reason to wait");
    drop(vault);
    let mut vault = open(&folder.vault()).unwrap();
    vault.back_up(&BackupTo::Place, after(24)).unwrap();
    drop(vault);
    assert!(!open(&folder.vault()).unwrap().is_backup_due(after(24 * 30)).unwrap());
    let temporary = Vault::temporary(now()).unwrap();
    assert!(!temporary.is_backup_due(now()).unwrap());
}

#[test]
fn the_worker_answers_other_requests_while_a_backup_is_made_and_locking_waits_for_it() {
    let folder = Folder::new();
    drop(with_notes(&folder));
    let mut worker = Worker::spawn("1".to_owned(), || {}).unwrap();
    let path = folder.vault();
    worker.send(Request::Open { path: path.clone(), credential: typed(PASSPHRASE), now: now() });
    let first = worker.send(Request::Backup { folder: None, now: now() });
    let settings = worker.send(Request::Settings);
    let second = worker.send(Request::Backup { folder: None, now: after(1) });
    let lock = worker.send(Request::Lock);
    let locked = worker.send(Request::Backup { folder: None, now: after(2) });
    let mut replies = Vec::new();
    for _ in 0..2000 {
        replies.extend(worker.replies());
        if replies.iter().any(|(id, _)| *id == locked) {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let order: Vec<RequestId> = replies.iter().skip(1).map(|(id, _)| *id).collect();
    assert!(
        order == [settings, first, second, lock, locked] || order == [first, settings, second, lock, locked]
    );
    for (id, reply) in &replies {
        assert_eq!(matches!(reply, Reply::BackedUp(_)), *id == first || *id == second, "{reply:?}");
    }
    assert!(matches!(replies.last(), Some((_, Reply::Failed(StoreError::Locked)))));
    assert_eq!(names(&folder.0.path().join("backups")).len(), 2);
    // Quitting waits too.
    worker.send(Request::Open { path, credential: typed(PASSPHRASE), now: now() });
    worker.send(Request::Backup { folder: None, now: after(3) });
    drop(worker);
    assert_eq!(names(&folder.0.path().join("backups")).len(), 3);
}
