//! The keys file: what is read from it, what is damage, and what a change leaves of it.

use super::*;
use crate::store::secret::Passphrase;
use jiff::Timestamp;

fn keys() -> Keys {
    let now = Timestamp::UNIX_EPOCH;
    let passphrase = Passphrase::new("one".to_owned()).unwrap();
    let secret = Secret::Passphrase(&passphrase);
    let first = (StaffId::new(now), "Ann", secret);
    let key = DatabaseKey::generate().unwrap();
    Keys::new(VaultId::new(now), &key, first, secret, WorkFactor::FOR_TESTS).unwrap()
}

#[test]
fn no_flipped_bit_in_the_keys_file_passes_for_a_wrong_passphrase() {
    let keys = keys();
    let text = as_text(&keys).unwrap().into_bytes();
    let path = Path::new("vault.keys");
    let mut refused = 0;
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut flipped = text.clone();
            flipped[at] ^= 1 << bit;
            match parse(&flipped, path) {
                // Only spaces between the fields may change without a loss.
                Ok(read) => assert_eq!(checksum(&read).unwrap(), checksum(&keys).unwrap()),
                Err(StoreError::KeysDamaged { .. }) => refused += 1,
                Err(other) => panic!("{other:?} at byte {at}"),
            }
        }
    }
    assert!(refused > text.len() * 7);
    for end in 0..text.len() - 2 {
        assert!(matches!(parse(&text[..end], path), Err(StoreError::KeysDamaged { .. })), "cut at {end}");
    }
}

#[test]
fn a_newer_format_is_called_newer_and_not_damaged() {
    let text = br#"{"checksum":"sha3:00","keys":{"format":3,"tokens":[]}}"#;
    let error = parse(text, Path::new("vault.keys")).unwrap_err();
    assert!(matches!(error, StoreError::NewerVersion { found: 3, known: 2 }), "{error:?}");
}

#[test]
fn a_damaged_keys_file_is_put_aside_and_its_good_copy_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.keys");
    let keys = keys();
    keys.write_first(&path).unwrap();
    fs::write(&path, "{").unwrap();
    assert!(matches!(Keys::read(&path).unwrap().1, ReadFrom::BackupForDamaged));
    keys.write_next(&path).unwrap();
    assert_eq!(fs::read(folder.path().join("v.keys.damaged")).unwrap(), b"{");
    assert!(Keys::read_one(&backup_name(&path)).is_ok());
    assert!(matches!(Keys::read(&path).unwrap().1, ReadFrom::Current));
    fs::remove_file(&path).unwrap();
    assert!(matches!(Keys::read(&path).unwrap().1, ReadFrom::BackupForMissing));
    fs::remove_file(backup_name(&path)).unwrap();
    assert!(matches!(Keys::read(&path), Err(StoreError::KeysMissing { .. })));
}
