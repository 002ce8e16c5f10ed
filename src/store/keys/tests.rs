//! The keys file: what is read from it, what is damage, and what a change leaves of it.

use super::*;
use crate::store::secret::Passphrase;
use jiff::Timestamp;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const WORK: WorkFactor = WorkFactor::FOR_TESTS;

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

fn made() -> (Keys, DatabaseKey) {
    let one = passphrase("one");
    let secret = Secret::Passphrase(&one);
    let first = (StaffId::new(NOW), "Ann", secret);
    let key = DatabaseKey::generate().unwrap();
    (Keys::new(VaultId::new(NOW), &key, first, secret, WORK).unwrap(), key)
}

fn keys() -> Keys {
    made().0
}

fn opened(keys: &Keys, name: &str, text: &str) -> Result<Option<Opened>, StoreError> {
    let entry = keys.entry(Some(name)).unwrap();
    keys.open_entry(entry, Secret::Passphrase(&passphrase(text)), Path::new("vault.keys"))
}

#[test]
fn no_flipped_bit_in_the_keys_file_passes_for_a_wrong_passphrase() {
    let keys = keys();
    every_flip_is_damage(as_text(&keys).unwrap().into_bytes(), &keys);
}

#[test]
fn no_flipped_bit_in_a_keys_file_of_the_first_format_does_either() {
    let one = passphrase("one");
    let key = DatabaseKey::generate().unwrap();
    let people = [(StaffId::new(NOW), "Ann"), (StaffId::new(NOW), "Ben")];
    let text = first_format_text(VaultId::new(NOW), &key, &people, Secret::Passphrase(&one));
    let keys = parse(text.as_bytes(), Path::new("vault.keys")).unwrap();
    let roles: Vec<Role> = keys.entries().iter().map(|entry| entry.role).collect();
    assert_eq!(roles, [Role::Administrator, Role::Pharmacist]);
    let open = opened(&keys, "Ben", "one").unwrap().unwrap();
    assert!(open.in_first_format && *open.key.digits() == *key.digits());
    every_flip_is_damage(text.into_bytes(), &keys);
}

/// One bit after the other, and every cut.
fn every_flip_is_damage(text: Vec<u8>, keys: &Keys) {
    let path = Path::new("vault.keys");
    let mut refused = 0;
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut flipped = text.clone();
            flipped[at] ^= 1 << bit;
            match parse(&flipped, path) {
                // Only spaces between the fields may change without a loss.
                Ok(read) => assert_eq!(checksum(&read).unwrap(), checksum(keys).unwrap()),
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

#[test]
fn nobody_slips_in_by_writing_to_the_file() {
    let (mut keys, key) = made();
    let (ben, two) = (StaffId::new(NOW), passphrase("two"));
    keys.put(&key, (ben, "Ben", Role::Pharmacist), Secret::Passphrase(&two), WORK).unwrap();
    assert!(opened(&keys, "Ann", "one").unwrap().is_some());
    // Somebody else's public key in the place of Ben's, one more, or Ben's under Ann's id: what is wrapped next
    // would be wrapped for them.
    let own = Identity::generate().recipient();
    let (mut other, mut more, mut swapped) = (keys.clone(), keys.clone(), keys.clone());
    other.entries[1].way.recipient = Some(own.clone());
    more.entries.push(KeyEntry { staff: StaffId::new(NOW), ..keys.entries[1].clone() });
    more.entries[2].way.recipient = Some(own);
    swapped.entries[1].staff = keys.entries[0].staff;
    for changed in [other, more, swapped] {
        assert!(matches!(opened(&changed, "Ann", "one"), Err(StoreError::KeysDamaged { .. })));
    }
    let mut without = keys.clone();
    without.seal = None;
    assert!(matches!(opened(&without, "Ann", "one"), Err(StoreError::KeysDamaged { .. })));
}

#[test]
fn a_next_key_is_for_those_who_are_there_and_then_the_only_one() {
    let (mut keys, key) = made();
    let (ben, two) = (StaffId::new(NOW), passphrase("two"));
    keys.put(&key, (ben, "Ben", Role::Pharmacist), Secret::Passphrase(&two), WORK).unwrap();
    let old = keys.clone();
    keys.remove(&key, ben).unwrap();
    let next = DatabaseKey::generate().unwrap();
    keys.announce(&next).unwrap();
    let text = as_text(&keys).unwrap();
    assert!(keys.is_between_keys() && parse(text.as_bytes(), Path::new("v")).unwrap().is_between_keys());
    let both = opened(&keys, "Ann", "one").unwrap().unwrap();
    assert_eq!((&*both.key.digits(), &*both.next.unwrap().digits()), (&*key.digits(), &*next.digits()));
    keys.settle(&next).unwrap();
    let only = opened(&keys, "Ann", "one").unwrap().unwrap();
    assert!(only.next.is_none() && *only.key.digits() == *next.digits());
    assert!(*opened(&old, "Ben", "two").unwrap().unwrap().key.digits() == *key.digits());
    assert!(opened(&keys, "Ann", "two").unwrap().is_none());
}
