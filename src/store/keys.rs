//! `FILE.keys`: who can open the vault, each with the database key wrapped for them.
//!
//! A JSON text with a checksum, so that a damaged file is not taken for a wrong passphrase. The file is
//! replaced as a whole and the one before stays as `FILE.keys.bak`; it is read when the first is missing
//! or damaged. Names and roles of staff are in the clear, patients never. The checksum finds accidents,
//! it keeps nobody out: that is the wrapping's part.

use std::fs;
use std::io;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::files::{backup_name, replace, with_suffix, write_new};
use super::ids::{StaffId, VaultId};
use super::secret::{DatabaseKey, Secret, WorkFactor};

/// The format that this program writes.
const FORMAT: u32 = 1;
/// A hundred staff members fit a hundred times over; more is not a keys file.
const LARGEST_BYTES: u64 = 4 * 1024 * 1024;

/// What a staff member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The first staff member: adds others.
    Administrator,
    /// Works with the records.
    Member,
    /// Came in with imported records; has no key here.
    Elsewhere,
}

impl Role {
    /// The word in the file and in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// One staff member's way in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyEntry {
    pub staff: StaffId,
    pub name: String,
    pub role: Role,
    wrapped: String,
}

/// What `FILE.keys` holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
    format: u32,
    pub vault: VaultId,
    entries: Vec<KeyEntry>,
    recovery: String,
}

/// The text of the file: the keys and the checksum over them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysFile {
    checksum: String,
    keys: Keys,
}

/// Read first, so that a newer format is told from damage.
#[derive(Deserialize)]
struct AnyFormat {
    keys: FormatOnly,
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

/// Which of the two files was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadFrom {
    /// `FILE.keys` itself.
    Current,
    /// `FILE.keys.bak`, because the current one is missing.
    BackupForMissing,
    /// `FILE.keys.bak`, because the current one is damaged.
    BackupForDamaged,
}

impl Keys {
    /// New keys with their first staff member and the recovery code.
    pub fn new(
        vault: VaultId,
        key: &DatabaseKey,
        first: (StaffId, &str, Secret<'_>),
        recovery: Secret<'_>,
        work: WorkFactor,
    ) -> Result<Self, StoreError> {
        let recovery = STANDARD.encode(key.wrap(recovery, work)?);
        let mut keys = Self { format: FORMAT, vault, entries: Vec::new(), recovery };
        let (staff, name, secret) = first;
        keys.add(staff, name, Role::Administrator, STANDARD.encode(key.wrap(secret, work)?));
        Ok(keys)
    }

    /// Everybody who has a key, the first staff member first.
    pub fn entries(&self) -> &[KeyEntry] {
        &self.entries
    }

    /// The entry of that name, or the first.
    pub fn entry(&self, name: Option<&str>) -> Option<&KeyEntry> {
        match name {
            Some(name) => self.entries.iter().find(|entry| entry.name == name),
            None => self.entries.first(),
        }
    }

    /// Wraps the key for one more staff member.
    pub fn wrap_for(
        &mut self,
        key: &DatabaseKey,
        staff: StaffId,
        name: &str,
        secret: Secret<'_>,
        work: WorkFactor,
    ) -> Result<(), StoreError> {
        let wrapped = STANDARD.encode(key.wrap(secret, work)?);
        self.add(staff, name, Role::Member, wrapped);
        Ok(())
    }

    /// Wraps the key anew for a staff member who has one.
    pub fn rewrap_for(
        &mut self,
        key: &DatabaseKey,
        staff: StaffId,
        secret: Secret<'_>,
        work: WorkFactor,
    ) -> Result<(), StoreError> {
        let wrapped = STANDARD.encode(key.wrap(secret, work)?);
        let entry = self.entries.iter_mut().find(|entry| entry.staff == staff);
        let entry = entry.ok_or(StoreError::Internal { doing: "changing a passphrase" })?;
        entry.wrapped = wrapped;
        Ok(())
    }

    fn add(&mut self, staff: StaffId, name: &str, role: Role, wrapped: String) {
        self.entries.push(KeyEntry { staff, name: name.to_owned(), role, wrapped });
    }

    /// Opens the key with a staff member's secret; `None` when it is not theirs.
    pub fn open_entry(
        entry: &KeyEntry,
        secret: Secret<'_>,
        path: &Path,
    ) -> Result<Option<DatabaseKey>, StoreError> {
        open(&entry.wrapped, secret, path)
    }

    /// Opens the key with the recovery code; `None` when it is another vault's.
    pub fn open_recovery(&self, secret: Secret<'_>, path: &Path) -> Result<Option<DatabaseKey>, StoreError> {
        open(&self.recovery, secret, path)
    }

    /// Writes the first keys of a vault, and their copy, so that one bad sector is not the end of it.
    pub fn write_first(&self, path: &Path) -> Result<(), StoreError> {
        let text = self.to_text()?;
        write_new(path, text.as_bytes())?;
        write_new(&backup_name(path), text.as_bytes())
    }

    /// Replaces the keys. What is there now becomes the copy; if it is damaged it is put aside and the
    /// good copy stays.
    pub fn write_next(&self, path: &Path) -> Result<(), StoreError> {
        match fs::read(path) {
            Ok(bytes) if parse(&bytes, path).is_ok() => replace(&backup_name(path), &bytes)?,
            Ok(bytes) => replace(&with_suffix(path, ".damaged"), &bytes)?,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(StoreError::from_io("Reading the keys file", e)),
        }
        replace(path, self.to_text()?.as_bytes())
    }

    /// Reads the keys, or their copy when they are missing or damaged.
    ///
    /// # Errors
    /// Missing, damaged, or written by a newer version.
    pub fn read(path: &Path) -> Result<(Self, ReadFrom), StoreError> {
        let (first, because) = match Self::read_one(path) {
            Ok(keys) => return Ok((keys, ReadFrom::Current)),
            Err(e @ StoreError::KeysMissing { .. }) => (e, ReadFrom::BackupForMissing),
            Err(e @ StoreError::KeysDamaged { .. }) => (e, ReadFrom::BackupForDamaged),
            Err(other) => return Err(other),
        };
        match Self::read_one(&backup_name(path)) {
            Ok(keys) => Ok((keys, because)),
            // The file that one looks for is the first; only when it is gone does the damaged copy matter.
            Err(StoreError::KeysDamaged { .. }) => Err(StoreError::KeysDamaged { path: path.to_owned() }),
            Err(StoreError::KeysMissing { .. }) => Err(first),
            Err(other) => Err(other),
        }
    }

    /// Reads one keys file without looking for its copy.
    pub fn read_one(path: &Path) -> Result<Self, StoreError> {
        let size = match fs::metadata(path) {
            Ok(metadata) => metadata.len(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::KeysMissing { path: path.to_owned() });
            }
            Err(e) => return Err(StoreError::from_io("Reading the keys file", e)),
        };
        if size > LARGEST_BYTES {
            return Err(StoreError::KeysDamaged { path: path.to_owned() });
        }
        let bytes = fs::read(path).map_err(|e| StoreError::from_io("Reading the keys file", e))?;
        parse(&bytes, path)
    }

    fn to_text(&self) -> Result<String, StoreError> {
        let file = KeysFile { checksum: self.checksum()?, keys: self.clone() };
        let mut text =
            serde_json::to_string_pretty(&file).map_err(|_| StoreError::Internal { doing: WRITING })?;
        text.push('\n');
        Ok(text)
    }

    fn checksum(&self) -> Result<String, StoreError> {
        let text = serde_json::to_string(self).map_err(|_| StoreError::Internal { doing: WRITING })?;
        Ok(format!("fnv1a64:{:016x}", fnv1a64(text.as_bytes())))
    }
}

const WRITING: &str = "writing the keys file";

fn parse(bytes: &[u8], path: &Path) -> Result<Keys, StoreError> {
    let damaged = || StoreError::KeysDamaged { path: path.to_owned() };
    let any: AnyFormat = serde_json::from_slice(bytes).map_err(|_| damaged())?;
    let parsed = serde_json::from_slice::<KeysFile>(bytes);
    let whole = parsed.ok().filter(|file| file.keys.checksum().is_ok_and(|sum| sum == file.checksum));
    match whole {
        Some(file) if file.keys.format == FORMAT && !file.keys.entries.is_empty() => Ok(file.keys),
        // A flipped digit of the format is no newer version: one that is writes more than the number.
        Some(file) if file.keys.format > FORMAT => Err(newer(file.keys.format)),
        None if any.keys.format > FORMAT && !bytes_are_of_this_format(bytes) => Err(newer(any.keys.format)),
        Some(_) | None => Err(damaged()),
    }
}

/// Whether the text has just the fields of this format, whatever number it gives.
fn bytes_are_of_this_format(bytes: &[u8]) -> bool {
    serde_json::from_slice::<KeysFile>(bytes).is_ok()
}

fn newer(found: u32) -> StoreError {
    StoreError::NewerVersion { found, known: FORMAT }
}

fn open(wrapped: &str, secret: Secret<'_>, path: &Path) -> Result<Option<DatabaseKey>, StoreError> {
    let damaged = || StoreError::KeysDamaged { path: path.to_owned() };
    let bytes = STANDARD.decode(wrapped).map_err(|_| damaged())?;
    DatabaseKey::unwrap(&bytes, secret).map_err(|_| damaged())
}

/// FNV-1a, 64 bits: each step is one-to-one, so a change of one byte always changes the sum.
fn fnv1a64(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
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
        let text = keys.to_text().unwrap().into_bytes();
        let path = Path::new("vault.keys");
        let mut refused = 0;
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut flipped = text.clone();
                flipped[at] ^= 1 << bit;
                match parse(&flipped, path) {
                    // Only spaces between the fields may change without a loss.
                    Ok(read) => assert_eq!(read.checksum().unwrap(), keys.checksum().unwrap()),
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
        let text = br#"{"checksum":"sha3:00","keys":{"format":2,"tokens":[]}}"#;
        let error = parse(text, Path::new("vault.keys")).unwrap_err();
        assert!(matches!(error, StoreError::NewerVersion { found: 2, known: 1 }), "{error:?}");
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
}
