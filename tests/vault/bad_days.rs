//! Bad days: each has its own words, and on none of them anything is lost that was saved.

use crate::backup::{after, names, note, notes, with_notes};
use crate::*;

/// A medium of its own; `None`, with a word, where this user may mount none.
struct Medium(tempfile::TempDir);

impl Medium {
    fn of(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "none"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        eprintln!("skipped: this user may not mount a medium");
        None
    }

    fn remount(&self, how: &str) {
        let status =
            Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(self.0.path()).status();
        assert!(status.unwrap().success());
    }

    fn vault(&self) -> PathBuf {
        self.0.path().join("pharmacy.vault")
    }
}

impl Drop for Medium {
    fn drop(&mut self) {
        Command::new("umount").arg(self.0.path()).status().ok();
    }
}

#[test]
fn a_second_window_or_program_is_told_that_the_vault_is_in_use() {
    let folder = Folder::new();
    let (vault, _) = with_notes(&folder);
    assert_eq!(open(&folder.vault()).unwrap_err().kind(), ErrorKind::InUse);
    drop(vault);
    // A program that holds nothing but the lock, as a tool for backups might.
    let lock = fs::OpenOptions::new().write(true).open(folder.0.path().join("pharmacy.vault.lock")).unwrap();
    lock.lock().unwrap();
    let error = open(&folder.vault()).unwrap_err();
    assert_eq!((error.kind(), error.kind().exit_code()), (ErrorKind::InUse, 5));
    let to = folder.0.path().join("to");
    let rescued = Vault::rescue(&folder.vault(), &to, &typed(PASSPHRASE), now()).unwrap_err();
    assert_eq!(rescued.kind(), ErrorKind::InUse);
    drop(lock);
    assert_eq!(notes(&open(&folder.vault()).unwrap()), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_medium_that_can_only_be_read_is_said_to_be_so_and_gives_all_it_has_when_rescued() {
    let Some(medium) = Medium::of("8m") else { return };
    let folder = Folder::new();
    drop(with_notes(&folder));
    for (path, bytes) in folder_bytes(folder.0.path()) {
        fs::write(medium.0.path().join(path.file_name().unwrap()), bytes).unwrap();
    }
    let mut vault = open(&medium.vault()).unwrap();
    let backup = folder.0.path().join("from-medium");
    vault.back_up(&BackupTo::File(backup.clone()), now()).unwrap();
    drop(vault);
    medium.remount("ro");
    let before = folder_bytes(medium.0.path());
    let opened = open(&medium.vault()).unwrap_err();
    assert_eq!(opened.kind(), ErrorKind::ReadOnly, "{opened}");
    let restored = Vault::restore(&backup, &medium.vault(), &typed(PASSPHRASE), after(1)).unwrap_err();
    assert_eq!(restored.kind(), ErrorKind::ReadOnly, "{restored}");
    let new = medium.0.path().join("new");
    let created = Vault::create(&new, &first(), WorkFactor::FOR_TESTS, now()).unwrap_err();
    assert_eq!(created.kind(), ErrorKind::ReadOnly, "{created}");
    let to = folder.0.path().join("rescued");
    Vault::rescue(&medium.vault(), &to, &typed(PASSPHRASE), now()).unwrap();
    assert_eq!(notes(&open(&to).unwrap()), 3);
    assert!(folder_bytes(medium.0.path()) == before);
    // A backup to it says so too, and the vault goes on.
    let (mut vault, checklist) = {
        let other = folder.0.path().join("other");
        let (mut vault, _) = create(&other);
        let checklist = begin(&mut vault);
        (vault, checklist)
    };
    let refused = vault.back_up(&BackupTo::Folder(medium.0.path().to_owned()), now()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ReadOnly, "{refused}");
    note(&mut vault, checklist, "goes on");
    medium.remount("rw");
    assert_eq!(notes(&open(&medium.vault()).unwrap()), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_medium_says_so_loses_nothing_that_was_saved_and_goes_on_when_there_is_room() {
    let Some(medium) = Medium::of("2m") else { return };
    let (mut vault, _) = create(&medium.vault());
    let checklist = begin(&mut vault);
    let by = vault.staff().id;
    let long = json!("n".repeat(3000));
    let room = medium.0.path().join("room");
    fs::write(&room, vec![1; 300_000]).unwrap();
    let mut saved = 0;
    let error = loop {
        match vault.append(checklist, &Field::Note, &long, by, now()) {
            Ok(()) => saved += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert!(saved > 20, "{saved}");
    assert_eq!(vault.checklist(checklist).unwrap().history.len(), saved);
    // Neither a backup nor an erasure leaves anything half done.
    let refused = vault.back_up(&BackupTo::Folder(medium.0.path().to_owned()), now()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::DiskFull, "{refused}");
    assert!(
        !names(medium.0.path()).iter().any(|name| name.contains("backup")),
        "{:?}",
        names(medium.0.path())
    );
    fs::remove_file(&room).unwrap();
    vault.append(checklist, &Field::Note, &long, by, now()).unwrap();
    drop(vault);
    let vault = open(&medium.vault()).unwrap();
    assert_eq!(vault.checklist(checklist).unwrap().history.len(), saved + 1);
    assert!(vault.verify().unwrap().is_whole());
    drop(vault);
    // And a vault elsewhere that is backed up to it.
    fs::write(&room, vec![1; 1_000_000]).ok();
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    let before = names(medium.0.path());
    let refused = vault.back_up(&BackupTo::Folder(medium.0.path().to_owned()), now()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::DiskFull, "{refused}");
    assert_eq!(names(medium.0.path()), before);
    note(&mut vault, checklist, "goes on");
    assert!(vault.back_up(&BackupTo::Place, now()).is_ok());
}

#[test]
fn a_file_that_was_cut_short_is_damaged_stays_as_it_is_and_its_backup_comes_back() {
    let folder = Folder::new();
    let (mut vault, _) = with_notes(&folder);
    let backup = vault.back_up(&BackupTo::Place, now()).unwrap().path;
    drop(vault);
    let whole = fs::read(folder.vault()).unwrap();
    for left in [whole.len() / 2, whole.len() - 1, 100, 0] {
        fs::write(folder.vault(), &whole[..left]).unwrap();
        let error = open(&folder.vault()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Damaged, "{error}");
        assert!(error.to_string().contains("countercheck-20261125-150000.backup"), "{error}");
        assert!(fs::read(folder.vault()).unwrap() == whole[..left]);
    }
    let restored = Vault::restore(&backup, &folder.vault(), &typed(PASSPHRASE), after(1)).unwrap();
    assert_eq!(fs::read(&restored.kept_aside[0]).unwrap(), b"");
    assert_eq!(notes(&open(&folder.vault()).unwrap()), 3);
}

#[test]
fn lost_keys_come_back_from_a_backup() {
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    let backup = vault.back_up(&BackupTo::Place, now()).unwrap().path;
    note(&mut vault, checklist, "after the backup");
    drop(vault);
    for path in [folder.keys(), folder.0.path().join("pharmacy.vault.keys.bak")] {
        fs::remove_file(path).unwrap();
    }
    let error = open(&folder.vault()).unwrap_err();
    assert!(matches!(error, StoreError::KeysMissing { .. }), "{error:?}");
    assert!(error.cure().contains("every backup holds it"), "{}", error.cure());
    // With any tar; what was said since is there.
    let mut archive = tar::Archive::new(fs::File::open(backup).unwrap());
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        if entry.path().unwrap().as_os_str() == "vault.keys" {
            entry.unpack(folder.keys()).unwrap();
        }
    }
    assert_eq!(notes(&open(&folder.vault()).unwrap()), 4);
}

#[test]
fn a_vault_with_its_key_changed_is_damaged_and_not_touched() {
    let folder = Folder::new();
    drop(with_notes(&folder));
    // The keys name this vault and open: the database is of another key.
    let other = folder.0.path().join("other");
    drop(create(&other));
    fs::copy(&other, folder.vault()).unwrap();
    let before = fs::read(folder.vault()).unwrap();
    let error = open(&folder.vault()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged, "{error}");
    let to = folder.0.path().join("to");
    let error = Vault::rescue(&folder.vault(), &to, &typed(PASSPHRASE), now()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged, "{error}");
    assert!(fs::read(folder.vault()).unwrap() == before && !to.exists());
}

#[test]
fn a_backup_of_a_newer_version_is_called_newer_and_not_damaged() {
    let folder = Folder::new();
    drop(with_notes(&folder));
    let newer = folder.0.path().join("countercheck-20291125-150000.backup");
    let text = br#"{"sha3":"00","manifest":{"format":2,"parts":[]}}"#;
    let mut tar = tar::Builder::new(fs::File::create(&newer).unwrap());
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    tar.append_data(&mut header, "manifest.json", text.as_slice()).unwrap();
    tar.finish().unwrap();
    let error = Vault::restore(&newer, &folder.vault(), &typed(PASSPHRASE), now()).unwrap_err();
    assert!(matches!(error, StoreError::NewerVersion { found: 2, known: 1 }), "{error:?}");
    assert_eq!(notes(&open(&folder.vault()).unwrap()), 3);
}

#[test]
fn a_clock_that_was_set_back_loses_nothing_and_keeps_the_order() {
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    let by = vault.staff().id;
    vault.back_up(&BackupTo::Place, now()).unwrap();
    vault.append(checklist, &Field::Note, &json!("a year before"), by, after(-24 * 365)).unwrap();
    drop(vault);
    let mut vault = Vault::open(&folder.vault(), &typed(PASSPHRASE), after(-24 * 365)).unwrap();
    let record = vault.checklist(checklist).unwrap();
    assert_eq!(record.history.len(), 4);
    assert_eq!(record.current.get(&Field::Note), Some(&json!("a year before")));
    let made = vault.back_up(&BackupTo::Place, after(-24 * 365)).unwrap();
    assert_eq!(made.removed, [] as [PathBuf; 0]);
    assert_eq!(names(&folder.0.path().join("backups")).len(), 2);
    assert!(vault.verify().unwrap().is_whole());
}

#[cfg(unix)]
#[test]
fn a_vault_whose_folder_is_removed_while_it_is_open_does_not_say_that_it_saves() {
    let folder = Folder::new();
    let inner = folder.0.path().join("inner");
    let path = inner.join("pharmacy.vault");
    drop(create(&path));
    let mut worker = Worker::spawn("1".to_owned(), || {}).unwrap();
    let mut ask = |request: Request| {
        let id = worker.send(request);
        for _ in 0..2000 {
            if let Some((_, reply)) = worker.replies().into_iter().find(|(answered, _)| *answered == id) {
                return reply;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("no reply");
    };
    let opened = ask(Request::Open { path: path.clone(), credential: typed(PASSPHRASE), now: now() });
    assert!(matches!(opened, Reply::Opened(_)), "{opened:?}");
    assert!(matches!(ask(Request::AddPatient { patient: elena(), now: now() }), Reply::PatientAdded(_)));
    let away = folder.0.path().join("away");
    fs::rename(&inner, &away).unwrap();
    let refused = ask(Request::AddPatient { patient: elena(), now: now() });
    let Reply::Failed(StoreError::Gone { path: gone }) = refused else { panic!("{refused:?}") };
    assert_eq!(gone, path);
    assert!(matches!(ask(Request::Backup { folder: None, now: now() }), Reply::Failed(_)));
    // Back again, all that was said is there: the program still wrote to the same file.
    fs::rename(&away, &inner).unwrap();
    assert!(matches!(ask(Request::AddPatient { patient: elena(), now: now() }), Reply::PatientAdded(_)));
    drop(worker);
    assert_eq!(open(&path).unwrap().recent_patients(10).unwrap().len(), 3);
}
