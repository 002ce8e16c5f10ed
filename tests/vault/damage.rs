//! Files that are not vaults, are damaged, or lack their keys: said plainly, and left as they are.

use crate::*;

#[test]
fn other_files_are_not_vaults_and_stay_as_they_are() {
    let folder = Folder::new();
    let missing = open(&folder.vault()).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    let plain = [b"SQLite format 3\0".as_slice(), &[7; 8176]].concat();
    let contents = [b"".as_slice(), b"hello", &[b'a'; 8192], &plain];
    for content in contents {
        fs::write(folder.vault(), content).unwrap();
        let error = open(&folder.vault()).unwrap_err();
        assert_eq!((error.kind(), error.kind().exit_code()), (ErrorKind::NotAVault, 4), "{error}");
        assert_eq!(folder_bytes(folder.0.path()).len(), 1);
        assert!(fs::read(folder.vault()).unwrap() == content);
    }
}

#[test]
fn a_missing_or_damaged_keys_file_is_replaced_by_its_copy_and_that_is_said() {
    let folder = Folder::new();
    drop(create(&folder.vault()));
    let keys = fs::read(folder.keys()).unwrap();
    let backup = folder.0.path().join("pharmacy.vault.keys.bak");
    fs::write(folder.keys(), &keys[..keys.len() / 2]).unwrap();
    let vault = open(&folder.vault()).unwrap();
    assert_eq!(vault.notices(), [Notice::KeysDamagedCopyUsed]);
    let report = vault.verify().unwrap();
    assert!(report.checks[0].problems == ["pharmacy.vault.keys is damaged"], "{report:?}");
    drop(vault);
    fs::remove_file(folder.keys()).unwrap();
    assert_eq!(open(&folder.vault()).unwrap().notices(), [Notice::KeysMissingCopyUsed]);
    fs::remove_file(&backup).unwrap();
    assert!(matches!(open(&folder.vault()), Err(StoreError::KeysMissing { .. })));
    fs::write(folder.keys(), &keys).unwrap();
    assert!(open(&folder.vault()).unwrap().notices().is_empty());
}

#[test]
fn keys_of_another_vault_do_not_open_this_one() {
    let folder = Folder::new();
    drop(create(&folder.vault()));
    let other = folder.0.path().join("other");
    drop(create(&other));
    fs::copy(folder.0.path().join("other.keys"), folder.keys()).unwrap();
    let before = fs::read(folder.vault()).unwrap();
    let error = open(&folder.vault()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(fs::read(folder.vault()).unwrap() == before);
}

#[test]
fn no_cut_and_no_flipped_bit_of_a_file_makes_it_panic_or_changes_it() {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    let checklist = begin(&mut vault);
    let by = vault.staff().id;
    for number in 0..200 {
        vault.append(checklist, &Field::Note, &json!(format!("note {number}")), by, now()).unwrap();
    }
    drop(vault);
    let (database, keys) = (fs::read(folder.vault()).unwrap(), fs::read(folder.keys()).unwrap());
    assert!(database.len() > 8 * 4096);
    let copy = folder.0.path().join("pharmacy.vault.keys.bak");

    // Some cuts and flips; all of them would take minutes.
    let (mut refused, mut found_by_verify) = (0, 0);
    for (path, whole) in [(folder.vault(), &database), (folder.keys(), &keys)] {
        if path == folder.keys() {
            fs::remove_file(&copy).unwrap();
        }
        for step in 0..40 {
            let at = whole.len() * step / 40;
            let mut flipped = whole.clone();
            flipped[at] ^= 0x10;
            for damaged in [whole[..at].to_vec(), flipped] {
                fs::write(&path, &damaged).unwrap();
                match open(&folder.vault()) {
                    Err(error) => {
                        refused += 1;
                        let kind = error.kind();
                        assert!(matches!(kind, ErrorKind::Damaged | ErrorKind::NotAVault), "{error} at {at}");
                        assert!(fs::read(&path).unwrap() == damaged, "changed on the disk, at {at}");
                    }
                    // A page that opening does not read: reading all of it finds it. That it was opened is noted.
                    Ok(vault) => {
                        found_by_verify += 1;
                        match vault.verify() {
                            Ok(report) => assert!(!report.is_whole(), "not found at {at}"),
                            Err(error) => assert_eq!(error.kind(), ErrorKind::Damaged),
                        }
                    }
                }
            }
            fs::write(folder.vault(), &database).unwrap();
            fs::write(&path, whole).unwrap();
        }
    }
    assert_eq!((refused + found_by_verify, found_by_verify > 20), (160, true), "{refused} {found_by_verify}");
    fs::write(&copy, &keys).unwrap();
    assert!(open(&folder.vault()).unwrap().verify().unwrap().is_whole());
}
