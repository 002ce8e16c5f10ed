//! Who may do what with whose key, what is noted of it, and what a key opens afterward.

use crate::*;

const WORK: WorkFactor = WorkFactor::FOR_TESTS;

fn new(name: &str, text: &str) -> NewStaff {
    NewStaff { name: name.to_owned(), passphrase: passphrase(text) }
}

fn open_as(path: &Path, name: &str, text: &str) -> Result<Vault, StoreError> {
    let credential = Credential::Passphrase { staff: Some(name.to_owned()), passphrase: passphrase(text) };
    Vault::open(path, &credential, now())
}

/// A vault with an administrator and a pharmacist, open as the first.
fn two(folder: &Folder) -> (Vault, StaffId, StaffId) {
    let (mut vault, _) = create(&folder.vault());
    let ben = vault.add_staff(&new("Ben Okafor", "other"), WORK, now()).unwrap();
    let dana = vault.staff().id;
    (vault, dana, ben)
}

fn events(vault: &Vault) -> Vec<(StaffId, StaffChange, StaffId)> {
    vault.staff_events().unwrap().iter().map(|event| (event.staff, event.what, event.by)).collect()
}

#[test]
fn a_pharmacist_decides_on_nobodys_key_but_their_own_passphrase() {
    let folder = Folder::new();
    let (vault, dana, ben) = two(&folder);
    drop(vault);
    let mut vault = open_as(&folder.vault(), "Ben Okafor", "other").unwrap();
    assert_eq!(vault.staff().role, Role::Pharmacist);
    let keys = fs::read(folder.keys()).unwrap();
    let refused = [
        vault.add_staff(&new("Cleo", "third"), WORK, now()).map(drop).unwrap_err(),
        vault.remove_staff(dana, now()).unwrap_err(),
        vault.set_role(ben, Role::Administrator, now()).unwrap_err(),
        vault.reset_passphrase(dana, &passphrase("mine"), WORK, now()).unwrap_err(),
        vault.new_recovery_code(WORK, now()).map(drop).unwrap_err(),
        vault.rekey(WORK, now()).map(drop).unwrap_err(),
    ];
    for error in refused {
        assert!(matches!(error, StoreError::NotAllowed { .. }), "{error:?}");
        assert_eq!((error.kind(), error.kind().exit_code()), (ErrorKind::NotAllowed, 5));
        assert!(!error.cure().is_empty());
    }
    assert!(fs::read(folder.keys()).unwrap() == keys);
    let wrong = vault.set_passphrase(&passphrase("othr"), &passphrase("new"), WORK, now()).unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::WrongPassphrase);
    vault.set_passphrase(&passphrase("other"), &passphrase("new"), WORK, now()).unwrap();
    assert_eq!(events(&vault).last(), Some(&(ben, StaffChange::Passphrase, ben)));
    drop(vault);
    assert!(open_as(&folder.vault(), "Ben Okafor", "other").is_err());
    assert!(open_as(&folder.vault(), "Ben Okafor", "new").is_ok());
    assert!(open(&folder.vault()).is_ok());
}

#[test]
fn the_table_says_who_is_an_administrator_and_not_the_keys_file() {
    let folder = Folder::new();
    let (vault, dana, ben) = two(&folder);
    let before = fs::read(folder.keys()).unwrap();
    drop(vault);
    let mut vault = open(&folder.vault()).unwrap();
    vault.set_role(ben, Role::Administrator, now()).unwrap();
    vault.set_role(dana, Role::Pharmacist, now()).unwrap();
    assert_eq!(vault.staff().role, Role::Pharmacist);
    assert!(matches!(vault.set_role(dana, Role::Administrator, now()), Err(StoreError::NotAllowed { .. })));
    drop(vault);
    // The keys file of before still calls them what they were.
    fs::write(folder.keys(), before).unwrap();
    assert_eq!(open(&folder.vault()).unwrap().staff().role, Role::Pharmacist);
    let mut vault = open_as(&folder.vault(), "Ben Okafor", "other").unwrap();
    assert_eq!(vault.staff().role, Role::Administrator);
    for last in [vault.remove_staff(ben, now()), vault.set_role(ben, Role::Pharmacist, now())] {
        assert!(matches!(last, Err(StoreError::LastAdministrator)), "{last:?}");
    }
    assert_eq!(StoreError::LastAdministrator.kind().exit_code(), 5);
    vault.remove_staff(dana, now()).unwrap();
}

#[test]
fn who_was_removed_has_no_key_is_still_named_and_may_come_back() {
    let folder = Folder::new();
    let (mut vault, dana, ben) = two(&folder);
    let checklist = begin(&mut vault);
    vault.append(checklist, &Field::Note, &json!("by Ben"), ben, now()).unwrap();
    let old_keys = fs::read(folder.keys()).unwrap();
    vault.remove_staff(ben, now()).unwrap();
    assert!(matches!(vault.remove_staff(ben, now()), Err(StoreError::UnknownStaff { .. })));
    let all = vault.all_staff().unwrap();
    assert_eq!(all.iter().map(|staff| staff.removed_at).collect::<Vec<_>>(), [None, Some(now())]);
    assert_eq!(vault.checklist(checklist).unwrap().history[0].by, ben);
    drop(vault);
    assert!(matches!(open_as(&folder.vault(), "Ben Okafor", "other"), Err(StoreError::UnknownStaff { .. })));
    // Nor with the keys of before: the table says that they are gone.
    fs::write(folder.keys(), old_keys).unwrap();
    assert!(matches!(open_as(&folder.vault(), "Ben Okafor", "other"), Err(StoreError::UnknownStaff { .. })));
    let mut vault = open(&folder.vault()).unwrap();
    assert_eq!(vault.add_staff(&new("Ben Okafor", "again"), WORK, now()).unwrap(), ben);
    assert_eq!(vault.all_staff().unwrap().len(), 2);
    assert_eq!(
        events(&vault),
        [
            (dana, StaffChange::Added, dana),
            (ben, StaffChange::Added, dana),
            (ben, StaffChange::Removed, dana),
            (ben, StaffChange::Returned, dana),
        ]
    );
    assert!(vault.verify().unwrap().is_whole());
    drop(vault);
    assert!(open_as(&folder.vault(), "Ben Okafor", "again").is_ok());
}

#[test]
fn an_administrator_resets_the_passphrase_of_another_and_not_their_own() {
    let folder = Folder::new();
    let (mut vault, dana, ben) = two(&folder);
    vault.reset_passphrase(ben, &passphrase("fresh"), WORK, now()).unwrap();
    assert_eq!(events(&vault).last(), Some(&(ben, StaffChange::Passphrase, dana)));
    let own = vault.reset_passphrase(dana, &passphrase("fresh"), WORK, now()).unwrap_err();
    assert!(matches!(own, StoreError::NotAllowed { .. }));
    drop(vault);
    assert!(open_as(&folder.vault(), "Ben Okafor", "fresh").is_ok());
    assert!(open_as(&folder.vault(), "Ben Okafor", "other").is_err());
}

#[test]
fn a_new_recovery_code_takes_the_place_of_the_old() {
    let folder = Folder::new();
    let (mut vault, old) = create(&folder.vault());
    let code = vault.new_recovery_code(WORK, now()).unwrap();
    drop(vault);
    let opened = Vault::open(&folder.vault(), &Credential::Recovery(old), now());
    assert!(matches!(opened, Err(StoreError::WrongRecoveryCode)));
    let vault = Vault::open(&folder.vault(), &Credential::Recovery(code), now()).unwrap();
    assert_eq!(vault.staff().role, Role::Administrator);
    assert_eq!(events(&vault).last().map(|event| event.1), Some(StaffChange::Recovery));
    assert!(open_is_in_use(&folder));
}

fn open_is_in_use(folder: &Folder) -> bool {
    matches!(open(&folder.vault()), Err(StoreError::InUse))
}

#[test]
fn the_recovery_code_opens_as_the_first_administrator_who_is_left() {
    let folder = Folder::new();
    let (mut vault, code) = create(&folder.vault());
    let ben = vault.add_staff(&new("Ben Okafor", "other"), WORK, now()).unwrap();
    vault.set_role(ben, Role::Administrator, now()).unwrap();
    let dana = vault.staff().id;
    drop(vault);
    open_as(&folder.vault(), "Ben Okafor", "other").unwrap().remove_staff(dana, now()).unwrap();
    let vault = Vault::open(&folder.vault(), &Credential::Recovery(code), now()).unwrap();
    assert_eq!((vault.staff().id, vault.staff().role), (ben, Role::Administrator));
}

#[test]
fn a_clock_behind_the_last_opening_is_noticed() {
    let folder = Folder::new();
    drop(create(&folder.vault()));
    let earlier = now() - jiff::SignedDuration::from_hours(24);
    let vault = Vault::open(&folder.vault(), &typed(PASSPHRASE), earlier).unwrap();
    assert_eq!(vault.notices(), [Notice::ClockSetBack { last: "2026-11-25T15:00:00.25Z".parse().unwrap() }]);
    drop(vault);
    assert_eq!(open(&folder.vault()).unwrap().notices(), []);
}

#[test]
fn sample_patients_have_no_keys_to_change() {
    let mut vault = Vault::temporary(now()).unwrap();
    let error = vault.add_staff(&new("Ben", "other"), WORK, now()).unwrap_err();
    assert!(matches!(error, StoreError::NotAllowed { .. }));
    assert!(vault.rekey(WORK, now()).is_err() && !vault.is_cut_off());
    begin(&mut vault);
}

#[cfg(unix)]
#[test]
fn keys_that_cannot_be_written_stay_as_they_were() {
    let folder = Folder::new();
    let (mut vault, dana, ben) = two(&folder);
    fs::create_dir(folder.0.path().join("pharmacy.vault.keys.new")).unwrap();
    assert!(vault.remove_staff(ben, now()).is_err());
    assert!(vault.set_passphrase(&passphrase(PASSPHRASE), &passphrase("new"), WORK, now()).is_err());
    assert!(vault.has_key(ben) && vault.has_key(dana));
    assert!(vault.all_staff().unwrap().iter().all(|staff| staff.removed_at.is_none()));
    drop(vault);
    assert!(open(&folder.vault()).is_ok());
    assert!(open_as(&folder.vault(), "Ben Okafor", "other").is_ok());
}

#[test]
fn after_a_rekey_no_file_of_before_opens_the_vault_and_the_backup_of_before_still_does() {
    let folder = Folder::new();
    let (mut vault, _, ben) = two(&folder);
    let checklist = begin(&mut vault);
    drop(vault);
    let before = folder.0.path().join("before.vault");
    fs::copy(folder.vault(), &before).unwrap();
    fs::copy(folder.keys(), folder.0.path().join("before.vault.keys")).unwrap();
    let mut vault = open(&folder.vault()).unwrap();
    vault.remove_staff(ben, now()).unwrap();
    let rekeyed = vault.rekey(WORK, now()).unwrap();
    assert_eq!(rekeyed.without_key, []);
    let by = vault.staff().id;
    vault.append(checklist, &Field::Note, &json!("after"), by, now()).unwrap();
    assert!(vault.verify().unwrap().is_whole());
    drop(vault);
    let left: Vec<_> = folder_bytes(folder.0.path())
        .into_keys()
        .filter(|path| {
            ["unfinished", "-wal", "-journal", ".new"].iter().any(|end| path.to_string_lossy().ends_with(end))
        })
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // The same vault with the keys of before, which Ben may have kept.
    let mixed = folder.0.path().join("mixed.vault");
    fs::copy(folder.vault(), &mixed).unwrap();
    fs::copy(folder.0.path().join("before.vault.keys"), folder.0.path().join("mixed.vault.keys")).unwrap();
    let error = open_as(&mixed, "Ben Okafor", "other").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(open_as(&before, "Ben Okafor", "other").is_ok());
    assert_eq!(open(&folder.vault()).unwrap().checklist(checklist).unwrap().history.len(), 1);
}

#[test]
fn a_vault_of_the_first_keys_format_gets_the_second_when_it_is_opened() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault/old/v2");
    for in_the_way in [false, true] {
        let folder = Folder::new();
        fs::copy(from.join("patients.vault"), folder.vault()).unwrap();
        fs::copy(from.join("patients.vault.keys"), folder.keys()).unwrap();
        let was = fs::read_to_string(folder.keys()).unwrap();
        assert!(was.contains("\"format\": 1") && !was.contains("recipient"));
        if in_the_way {
            fs::create_dir(folder.0.path().join("pharmacy.vault.keys.new")).unwrap();
        }
        let own = "a vault of the second schema";
        let vault = Vault::open(&folder.vault(), &typed(own), now()).unwrap();
        assert_eq!(vault.staff().role, Role::Administrator);
        drop(vault);
        let text = fs::read_to_string(folder.keys()).unwrap();
        assert_eq!(text == was, in_the_way);
        assert_eq!(text.contains("\"format\": 2"), !in_the_way);
        assert!(Vault::open(&folder.vault(), &typed(own), now()).unwrap().verify().is_ok());
        assert!(fs::read_to_string(folder.keys()).unwrap() == text, "it is written once");
    }
}
