//! Who gets in, what a refusal leaves on the disk, and that nothing there can be read.

use crate::*;

#[test]
fn a_wrong_passphrase_changes_nothing_on_disk() {
    let folder = Folder::new();
    drop(create(&folder.vault()));
    fs::remove_file(folder.0.path().join("pharmacy.vault.lock")).unwrap();
    let before = folder_bytes(folder.0.path());
    let error = Vault::open(&folder.vault(), &typed("correct horse"), now()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongPassphrase);
    assert_eq!(error.kind().exit_code(), 3);
    let stranger =
        Credential::Passphrase { staff: Some("Nobody".to_owned()), passphrase: passphrase(PASSPHRASE) };
    assert!(matches!(Vault::open(&folder.vault(), &stranger, now()), Err(StoreError::UnknownStaff { .. })));
    assert!(folder_bytes(folder.0.path()) == before);
    assert!(open(&folder.vault()).is_ok());
}

#[test]
fn the_recovery_code_opens_and_gives_a_new_passphrase() {
    let folder = Folder::new();
    let (vault, code) = create(&folder.vault());
    drop(vault);
    let typed_back = RecoveryCode::parse(&code.reveal().to_lowercase().replace('-', " ")).unwrap();
    let mut vault = Vault::open(&folder.vault(), &Credential::Recovery(typed_back), now()).unwrap();
    let own = vault.staff().id;
    vault.reset_passphrase(own, &passphrase("new"), WorkFactor::FOR_TESTS, now()).unwrap();
    drop(vault);
    assert!(matches!(open(&folder.vault()), Err(StoreError::WrongPassphrase { .. })));
    assert!(Vault::open(&folder.vault(), &typed("new"), now()).is_ok());
    let (_other, code_of_another) = create(&folder.0.path().join("other"));
    let wrong = Vault::open(&folder.vault(), &Credential::Recovery(code_of_another), now()).unwrap_err();
    assert!(matches!(wrong, StoreError::WrongRecoveryCode));
}

#[test]
fn a_second_staff_member_opens_with_their_own_passphrase() {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    let new = NewStaff { name: " Ben Okafor ".to_owned(), passphrase: passphrase("other") };
    let ben = vault.add_staff(&new, WorkFactor::FOR_TESTS, now()).unwrap();
    let again = vault.add_staff(&new, WorkFactor::FOR_TESTS, now()).unwrap_err();
    assert!(matches!(again, StoreError::StaffExists { .. }));
    drop(vault);
    let credential =
        Credential::Passphrase { staff: Some("Ben Okafor".to_owned()), passphrase: passphrase("other") };
    let vault = Vault::open(&folder.vault(), &credential, now()).unwrap();
    assert_eq!((vault.staff().id, vault.staff().role), (ben, Role::Pharmacist));
    assert_eq!(vault.all_staff().unwrap().len(), 2);
}

#[test]
fn creating_never_overwrites_and_leaves_nothing_behind_when_it_fails() {
    for name in ["pharmacy.vault", "pharmacy.vault.keys", "pharmacy.vault.keys.bak", "pharmacy.vault-wal"] {
        let folder = Folder::new();
        fs::write(folder.0.path().join(name), "precious").unwrap();
        let before = folder_bytes(folder.0.path());
        let error = Vault::create(&folder.vault(), &first(), WorkFactor::FOR_TESTS, now()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WouldOverwrite, "{name}");
        assert!(folder_bytes(folder.0.path()) == before, "{name}");
    }
    // Half way: the keys file cannot get its name, which only shows when it is written.
    let folder = Folder::new();
    fs::create_dir(folder.0.path().join("pharmacy.vault.unfinished")).unwrap();
    assert!(Vault::create(&folder.vault(), &first(), WorkFactor::FOR_TESTS, now()).is_err());
    let left: Vec<_> = fs::read_dir(folder.0.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["pharmacy.vault.unfinished"]);
    // A file stands where the folder should be.
    let file = folder.0.path().join("file");
    fs::write(&file, "other").unwrap();
    assert!(Vault::create(&file.join("pharmacy.vault"), &first(), WorkFactor::FOR_TESTS, now()).is_err());
    assert_eq!(fs::read(&file).unwrap(), b"other");
}

#[test]
fn a_folder_that_is_not_there_yet_is_made_for_a_new_vault() {
    let folder = Folder::new();
    let path = folder.0.path().join("new").join("folder").join("pharmacy.vault");
    drop(create(&path));
    assert!(open(&path).is_ok());
}

#[test]
fn what_a_crash_left_while_creating_does_not_stop_the_next_try() {
    let folder = Folder::new();
    fs::write(folder.0.path().join("pharmacy.vault.unfinished"), "half").unwrap();
    fs::write(folder.0.path().join("pharmacy.vault.unfinished-wal"), "half").unwrap();
    drop(create(&folder.vault()));
    assert!(open(&folder.vault()).unwrap().verify().unwrap().is_whole());
}

#[test]
fn the_second_window_is_told_that_the_vault_is_in_use() {
    let folder = Folder::new();
    let (vault, _) = create(&folder.vault());
    let error = open(&folder.vault()).unwrap_err();
    assert_eq!((error.kind(), error.kind().exit_code()), (ErrorKind::InUse, 5));
    drop(vault);
    assert!(open(&folder.vault()).is_ok());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said_to_be_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    drop(create(&folder.vault()));
    fs::remove_file(folder.0.path().join("pharmacy.vault.lock")).unwrap();
    fs::set_permissions(folder.0.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let opened = open(&folder.vault());
    let created = Vault::create(&folder.0.path().join("new"), &first(), WorkFactor::FOR_TESTS, now());
    fs::set_permissions(folder.0.path(), fs::Permissions::from_mode(0o700)).unwrap();
    if opened.is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    assert_eq!(opened.unwrap_err().kind(), ErrorKind::ReadOnly);
    assert_eq!(created.unwrap_err().kind(), ErrorKind::ReadOnly);
}

#[cfg(unix)]
#[test]
fn a_vault_that_cannot_be_written_is_said_to_be_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    drop(create(&folder.vault()));
    fs::set_permissions(folder.vault(), fs::Permissions::from_mode(0o400)).unwrap();
    let opened = open(&folder.vault());
    if opened.is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    assert_eq!(opened.unwrap_err().kind(), ErrorKind::ReadOnly);
}

#[test]
fn a_folder_is_not_a_vault() {
    let folder = Folder::new();
    drop(create(&folder.vault()));
    fs::remove_file(folder.vault()).unwrap();
    fs::create_dir(folder.vault()).unwrap();
    assert_eq!(open(&folder.vault()).unwrap_err().kind(), ErrorKind::NotAVault);
}

#[cfg(unix)]
#[test]
fn nothing_readable_is_on_the_disk() {
    let folder = Folder::new();
    let (mut vault, code) = create(&folder.vault());
    let checklist = begin(&mut vault);
    let by = vault.staff().id;
    vault.append(checklist, &Field::Note, &json!("Marković said"), by, now()).unwrap();
    // Open and closed: the log, then the file.
    for open in [true, false] {
        let files = folder_bytes(folder.0.path());
        assert_eq!(files.keys().any(|path| path.to_string_lossy().ends_with("-wal")), open);
        for (path, bytes) in files {
            for secret in
                ["Elena", "markov", "Marković", "1984-05-02", "5550142", "note", PASSPHRASE, code.reveal()]
            {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{secret} in {}", path.display());
            }
        }
        if open {
            vault = Vault::temporary(now()).unwrap();
        }
    }
    drop(vault);
    for path in [folder.vault(), folder.keys()] {
        assert_eq!(rights(&path), 0o600);
    }
}

/// The rights of a file or folder: owner, group, others.
#[cfg(unix)]
fn rights(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn folders_that_are_made_are_for_their_owner_alone_and_others_stay_as_they_are() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let shared = folder.0.path().join("shared");
    fs::create_dir(&shared).unwrap();
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o755)).unwrap();
    let (mut vault, _) = create(&shared.join("new/deep/pharmacy.vault"));
    let backup = vault.back_up(&BackupTo::Place, now()).unwrap().path;
    drop(vault);
    let restored = shared.join("other/deep/pharmacy.vault");
    Vault::restore(&backup, &restored, &typed(PASSPHRASE), now()).unwrap();
    for made in ["new", "new/deep", "new/deep/backups", "other", "other/deep"] {
        assert_eq!(rights(&shared.join(made)), 0o700, "{made}");
    }
    assert_eq!(rights(&shared), 0o755, "a folder that was there");
    assert_eq!(rights(&shared.join("new/deep/pharmacy.vault.lock")), 0o600);
}

#[cfg(unix)]
#[test]
fn a_temporary_vault_is_private_and_gone_afterward() {
    let mut vault = Vault::temporary(now()).unwrap();
    let parent = vault.path().parent().unwrap().to_owned();
    assert_eq!(rights(&parent), 0o700);
    begin(&mut vault);
    assert!(vault.verify().unwrap().is_whole());
    drop(vault);
    assert!(!parent.exists());
}
