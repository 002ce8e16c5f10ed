//! A backup back in its place: only when it is whole, with what was there kept, and never half.

use crate::backup::{after, names, note, notes, with_notes};
use crate::*;

/// A closed vault with three notes in its backup and one more in itself.
fn backed_up(folder: &Folder) -> PathBuf {
    let (mut vault, checklist) = with_notes(folder);
    let made = vault.back_up(&BackupTo::Place, now()).unwrap();
    note(&mut vault, checklist, "after the backup");
    made.path
}

#[test]
fn what_was_there_is_kept_aside_and_opens_under_its_new_name() {
    let folder = Folder::new();
    let backup = backed_up(&folder);
    let restored = Vault::restore(&backup, &folder.vault(), &typed(PASSPHRASE), after(3)).unwrap();
    assert_eq!(restored.manifest.entries, 3);
    let aside = folder.0.path().join("pharmacy.vault.replaced-20261125-180000");
    let kept: Vec<PathBuf> = ["", ".keys", ".keys.bak", ".backups"]
        .map(|ending| PathBuf::from(format!("{}{ending}", aside.display())))
        .into();
    assert_eq!(restored.kept_aside, kept);
    let vault = open(&folder.vault()).unwrap();
    assert!(vault.verify().unwrap().is_whole());
    assert_eq!(notes(&vault), 3);
    assert_eq!(notes(&open(&aside).unwrap()), 4);
    assert_eq!(vault.last_backup().unwrap().at, now());
    assert!(!names(folder.0.path()).iter().any(|name| name.contains("restoring")));
}

#[test]
fn a_log_that_a_crash_left_goes_with_the_old_vault() {
    let folder = Folder::new();
    let (mut vault, checklist) = with_notes(&folder);
    let backup = vault.back_up(&BackupTo::Place, now()).unwrap().path;
    note(&mut vault, checklist, "in the log alone");
    let crashed = Folder::new();
    for (from, bytes) in folder_bytes(folder.0.path()) {
        fs::write(crashed.0.path().join(from.file_name().unwrap()), bytes).unwrap();
    }
    Vault::restore(&backup, &crashed.vault(), &typed(PASSPHRASE), after(3)).unwrap();
    assert_eq!(notes(&open(&crashed.vault()).unwrap()), 3);
    assert_eq!(notes(&open(&crashed.0.path().join("pharmacy.vault.replaced-20261125-180000")).unwrap()), 4);
}

#[test]
fn a_vault_in_use_or_a_wrong_passphrase_refuses_and_nothing_is_changed() {
    let folder = Folder::new();
    let backup = backed_up(&folder);
    let vault = open(&folder.vault()).unwrap();
    let error = Vault::restore(&backup, &folder.vault(), &typed(PASSPHRASE), now()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InUse);
    drop(vault);
    let before = names(folder.0.path());
    let error = Vault::restore(&backup, &folder.vault(), &typed("wrong"), now()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongPassphrase);
    let new = folder.0.path().join("new");
    assert!(Vault::restore(&backup, &new, &typed("wrong"), now()).is_err());
    assert_eq!(names(folder.0.path()), before);
    assert_eq!(notes(&open(&folder.vault()).unwrap()), 4);
    for (name, kind) in [("nothing", ErrorKind::NotFound), ("pharmacy.vault", ErrorKind::NotAVault)] {
        let error = Vault::restore(&folder.0.path().join(name), &new, &typed(PASSPHRASE), now()).unwrap_err();
        assert_eq!((error.kind(), error.kind().exit_code()), (kind, 4), "{error}");
    }
    // Onto a computer that has nothing yet.
    let far = folder.0.path().join("new/folder/pharmacy.vault");
    let restored = Vault::restore(&backup, &far, &typed(PASSPHRASE), now()).unwrap();
    assert_eq!(restored.kept_aside, [] as [PathBuf; 0]);
    assert_eq!(notes(&open(&far).unwrap()), 3);
}

#[test]
fn no_cut_and_no_flipped_bit_of_a_backup_is_restored() {
    let folder = Folder::new();
    let backup = backed_up(&folder);
    let whole = fs::read(&backup).unwrap();
    let before = notes(&open(&folder.vault()).unwrap());
    let bad = folder.0.path().join("bad.backup");
    let to = folder.0.path().join("to");
    let (mut refused, mut same) = (0, 0);
    // Near the beginning every byte matters; further on some are tried.
    let places = (0..4096).step_by(23).chain((4096..whole.len()).step_by(whole.len() / 40));
    for at in places {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        for damaged in [&whole[..at], &flipped] {
            fs::write(&bad, damaged).unwrap();
            match Vault::check_backup(&bad, &typed(PASSPHRASE)) {
                Err(error) => {
                    refused += 1;
                    let kind = error.kind();
                    assert!(matches!(kind, ErrorKind::Damaged | ErrorKind::NotAVault), "{error} at {at}");
                    assert!(Vault::restore(&bad, &to, &typed(PASSPHRASE), now()).is_err());
                    assert!(!to.exists());
                }
                // The tar's own padding: nothing of the vault is there.
                Ok(manifest) => {
                    same += 1;
                    assert_eq!(manifest.entries, 3);
                }
            }
        }
    }
    assert!(refused > 300 && same < 120, "{refused} {same}");
    assert_eq!(notes(&open(&folder.vault()).unwrap()), before);
}

#[test]
fn a_restore_that_was_interrupted_says_so_and_ends_when_it_is_done_again() {
    let folder = Folder::new();
    let backup = backed_up(&folder);
    // As it is when the computer stops between keys and database: second names, the marker, new keys.
    let aside = folder.0.path().join("pharmacy.vault.replaced-20261125-180000");
    for ending in ["", ".keys", ".keys.bak"] {
        let from = format!("{}{ending}", folder.vault().display());
        fs::copy(from, format!("{}{ending}", aside.display())).unwrap();
    }
    fs::write(folder.0.path().join("pharmacy.vault.restoring"), "20261125-180000").unwrap();
    fs::write(folder.keys(), "half").unwrap();
    let error = open(&folder.vault()).unwrap_err();
    assert!(matches!(error, StoreError::HalfRestored { .. }), "{error:?}");
    let restored = Vault::restore(&backup, &folder.vault(), &typed(PASSPHRASE), after(9)).unwrap();
    assert_eq!(restored.kept_aside[0], aside);
    assert_eq!(notes(&open(&folder.vault()).unwrap()), 3);
    assert_eq!(notes(&open(&aside).unwrap()), 4);
    // One that stopped before anything was touched is no matter.
    fs::write(folder.0.path().join("pharmacy.vault.restoring"), "").unwrap();
    assert!(open(&folder.vault()).is_ok());
}
