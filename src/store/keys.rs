//! `FILE.keys`: who can open the vault, and the database key wrapped for all of them.
//!
//! A JSON text with a checksum, so that a damaged file is not taken for a wrong passphrase. The file is
//! replaced as a whole and the one before stays as `FILE.keys.bak`; it is read when the first is missing
//! or damaged. Names and roles of staff are in the clear, patients never. The checksum finds accidents and keeps
//! nobody out: that is the wrapping's part. The seal, which only who has the database key can make, says for whom
//! the key is wrapped, so that nobody slips in by writing to the file. What a role allows, the database says.

mod first;

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
use super::wrap::{Identity, Recipient};
use first::FirstKeys;

/// The format that this program writes.
const FORMAT: u32 = 2;
/// A hundred staff members fit a hundred times over; more is not a keys file.
const LARGEST_BYTES: u64 = 4 * 1024 * 1024;

/// What a staff member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Works with the records, and decides who else does. The first staff member is one.
    Administrator,
    /// Works with the records.
    #[serde(alias = "member")]
    Pharmacist,
    /// Came in with imported records; has no key here.
    Elsewhere,
}

impl Role {
    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Pharmacist => "member",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// What one secret opens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Way {
    /// An identity, wrapped for the secret; without a recipient it is the database key itself, as the first format
    /// has it.
    wrapped: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipient: Option<String>,
}

/// One staff member's way in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyEntry {
    pub staff: StaffId,
    pub name: String,
    pub role: Role,
    way: Way,
}

impl KeyEntry {
    /// Whether its owner gets the next key of a re-key without typing anything.
    pub fn follows_a_rekey(&self) -> bool {
        self.way.recipient.is_some()
    }
}

/// What `FILE.keys` holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
    format: u32,
    pub vault: VaultId,
    entries: Vec<KeyEntry>,
    recovery: Option<Way>,
    database_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next_key: Option<String>,
    seal: Option<String>,
}

/// What a secret has opened.
#[derive(Debug)]
pub(super) struct Opened {
    /// The key that the database has, unless a re-key was broken off.
    pub key: DatabaseKey,
    /// The key that it has then.
    pub next: Option<DatabaseKey>,
    /// Whether the secret opened the key itself, as in the first format.
    pub in_first_format: bool,
}

/// The text of the file: the keys and the checksum over them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysFile<K> {
    checksum: String,
    keys: K,
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
        let mut keys = Self {
            format: FORMAT,
            vault,
            entries: Vec::new(),
            recovery: Some(way(recovery, work)?),
            database_key: None,
            next_key: None,
            seal: None,
        };
        let (staff, name, secret) = first;
        keys.put(key, (staff, name, Role::Administrator), secret, work)?;
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

    /// The entry of a staff member.
    pub fn entry_of(&self, staff: StaffId) -> Option<&KeyEntry> {
        self.entries.iter().find(|entry| entry.staff == staff)
    }

    /// Whether a recovery code opens the vault.
    pub fn has_recovery(&self) -> bool {
        self.recovery.is_some()
    }

    /// Gives somebody a key, or another one: what opened theirs before opens nothing of this file any more.
    pub fn put(
        &mut self,
        key: &DatabaseKey,
        (staff, name, role): (StaffId, &str, Role),
        secret: Secret<'_>,
        work: WorkFactor,
    ) -> Result<(), StoreError> {
        let entry = KeyEntry { staff, name: name.to_owned(), role, way: way(secret, work)? };
        match self.entries.iter_mut().find(|entry| entry.staff == staff) {
            Some(there) => *there = entry,
            None => self.entries.push(entry),
        }
        self.wrap_anew(key)
    }

    /// Takes somebody's key away.
    pub fn remove(&mut self, key: &DatabaseKey, staff: StaffId) -> Result<(), StoreError> {
        self.entries.retain(|entry| entry.staff != staff);
        self.wrap_anew(key)
    }

    /// Notes somebody's role; the database is what counts.
    pub fn set_role(&mut self, staff: StaffId, role: Role) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.staff == staff) {
            entry.role = role;
        }
    }

    /// Lets another recovery code open the vault, and no longer the one before.
    pub fn set_recovery(
        &mut self,
        key: &DatabaseKey,
        secret: Secret<'_>,
        work: WorkFactor,
    ) -> Result<(), StoreError> {
        self.recovery = Some(way(secret, work)?);
        self.wrap_anew(key)
    }

    /// Whether a re-key was begun: the database has its key or the next one.
    pub fn is_between_keys(&self) -> bool {
        self.next_key.is_some()
    }

    /// Adds the key that the database is about to have, for everybody who can be given it.
    pub fn announce(&mut self, next: &DatabaseKey) -> Result<(), StoreError> {
        self.next_key = Some(STANDARD.encode(next.wrap_for(&self.recipients()?)?));
        Ok(())
    }

    /// Forgets that key: the database did not get it.
    pub fn take_back(&mut self) {
        self.next_key = None;
    }

    /// Makes that key the only one, once the database has it. Whoever has the old one itself has nothing now.
    pub fn settle(&mut self, next: &DatabaseKey) -> Result<(), StoreError> {
        self.entries.retain(KeyEntry::follows_a_rekey);
        self.recovery = self.recovery.take().filter(|way| way.recipient.is_some());
        self.next_key = None;
        self.wrap_anew(next)
    }

    /// Opens the key with a staff member's secret; `None` when it is not theirs.
    pub fn open_entry(
        &self,
        entry: &KeyEntry,
        secret: Secret<'_>,
        path: &Path,
    ) -> Result<Option<Opened>, StoreError> {
        self.open(&entry.way, secret, path)
    }

    /// Opens the key with the recovery code; `None` when it is another vault's, or there is none.
    pub fn open_recovery(&self, secret: Secret<'_>, path: &Path) -> Result<Option<Opened>, StoreError> {
        match &self.recovery {
            Some(way) => self.open(way, secret, path),
            None => Ok(None),
        }
    }

    fn open(&self, way: &Way, secret: Secret<'_>, path: &Path) -> Result<Option<Opened>, StoreError> {
        let damaged = || StoreError::KeysDamaged { path: path.to_owned() };
        let decoded = |text: &str| STANDARD.decode(text).map_err(|_| damaged());
        let wrapped = decoded(&way.wrapped)?;
        let opened = if way.recipient.is_none() {
            let key = DatabaseKey::unwrap(&wrapped, secret).map_err(|_| damaged())?;
            key.map(|key| Opened { key, next: None, in_first_format: true })
        } else if let Some(identity) = Identity::unwrap(&wrapped, secret).map_err(|_| damaged())? {
            let with =
                |text: &str| DatabaseKey::unwrap_with(&decoded(text)?, &identity).map_err(|_| damaged());
            let key = with(self.database_key.as_deref().ok_or_else(damaged)?)?;
            let next = self.next_key.as_deref().map(with).transpose()?;
            Some(Opened { key, next, in_first_format: false })
        } else {
            None
        };
        match opened {
            Some(opened) if self.is_sealed_with(&opened.key) => Ok(Some(opened)),
            Some(_) => Err(damaged()),
            None => Ok(None),
        }
    }

    /// Wraps the key for everybody who is here now.
    fn wrap_anew(&mut self, key: &DatabaseKey) -> Result<(), StoreError> {
        let recipients = self.recipients()?;
        (self.database_key, self.seal) = if recipients.is_empty() {
            (None, None)
        } else {
            let seal = key.seal(&self.sealed_text())?;
            (Some(STANDARD.encode(key.wrap_for(&recipients)?)), Some(STANDARD.encode(seal)))
        };
        Ok(())
    }

    fn is_sealed_with(&self, key: &DatabaseKey) -> bool {
        let text = self.sealed_text();
        match self.seal.as_deref().map(|seal| STANDARD.decode(seal)) {
            Some(Ok(seal)) => key.has_sealed(&text, &seal),
            Some(Err(_)) => false,
            None => text.is_empty(),
        }
    }

    /// For whom the key is wrapped, a line each.
    fn sealed_text(&self) -> String {
        let staff = self.entries.iter().map(|entry| (entry.staff.to_string(), &entry.way));
        let recovery = self.recovery.iter().map(|way| ("recovery".to_owned(), way));
        let lines = staff.chain(recovery).filter_map(|(who, way)| Some((who, way.recipient.as_ref()?)));
        lines.map(|(who, recipient)| format!("{who} {recipient}\n")).collect()
    }

    fn recipients(&self) -> Result<Vec<Recipient>, StoreError> {
        let ways = self.entries.iter().map(|entry| &entry.way).chain(&self.recovery);
        ways.filter_map(|way| way.recipient.as_deref())
            .map(|text| text.parse().map_err(|_| StoreError::Internal { doing: "wrapping the key" }))
            .collect()
    }

    /// Writes the first keys of a vault, and their copy, so that one bad sector is not the end of it.
    pub fn write_first(&self, path: &Path) -> Result<(), StoreError> {
        let text = as_text(self)?;
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
        replace(path, as_text(self)?.as_bytes())
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
}

const WRITING: &str = "writing the keys file";

/// A new identity that this secret opens.
fn way(secret: Secret<'_>, work: WorkFactor) -> Result<Way, StoreError> {
    let identity = Identity::generate();
    let wrapped = STANDARD.encode(identity.wrap(secret, work)?);
    Ok(Way { wrapped, recipient: Some(identity.recipient()) })
}

fn parse(bytes: &[u8], path: &Path) -> Result<Keys, StoreError> {
    let damaged = || StoreError::KeysDamaged { path: path.to_owned() };
    let any: AnyFormat = serde_json::from_slice(bytes).map_err(|_| damaged())?;
    let (of_now, of_first) = (read_as::<Keys>(bytes), read_as::<FirstKeys>(bytes));
    // A flipped digit of the format is no newer version: one that is writes more than the number.
    let known_fields = of_now.is_some() || of_first.is_some();
    let keys = match (of_now, of_first) {
        (Some((keys, true)), _) if keys.format == FORMAT => keys,
        (Some((keys, true)), _) if keys.format > FORMAT => return Err(newer(keys.format)),
        (_, Some((keys, true))) if keys.format == first::FORMAT => keys.into(),
        _ if any.keys.format > FORMAT && !known_fields => return Err(newer(any.keys.format)),
        _ => return Err(damaged()),
    };
    if keys.entries.is_empty() { Err(damaged()) } else { Ok(keys) }
}

/// The keys, if the text has just the fields of that format, and whether its checksum agrees.
fn read_as<K: Serialize + for<'a> Deserialize<'a>>(bytes: &[u8]) -> Option<(K, bool)> {
    let file = serde_json::from_slice::<KeysFile<K>>(bytes).ok()?;
    let agrees = checksum(&file.keys).is_ok_and(|sum| sum == file.checksum);
    Some((file.keys, agrees))
}

fn checksum(keys: &impl Serialize) -> Result<String, StoreError> {
    let text = serde_json::to_string(keys).map_err(|_| StoreError::Internal { doing: WRITING })?;
    Ok(format!("fnv1a64:{:016x}", fnv1a64(text.as_bytes())))
}

fn as_text<K: Serialize>(keys: K) -> Result<String, StoreError> {
    let file = KeysFile { checksum: checksum(&keys)?, keys };
    let mut text =
        serde_json::to_string_pretty(&file).map_err(|_| StoreError::Internal { doing: WRITING })?;
    text.push('\n');
    Ok(text)
}

fn newer(found: u32) -> StoreError {
    StoreError::NewerVersion { found, known: FORMAT }
}

/// FNV-1a, 64 bits: each step is one-to-one, so a change of one byte always changes the sum.
fn fnv1a64(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What an earlier version would have written for these people.
#[cfg(test)]
pub(super) fn first_format_text(
    vault: VaultId,
    key: &DatabaseKey,
    people: &[(StaffId, &str)],
    secret: Secret<'_>,
) -> String {
    as_text(FirstKeys::as_it_was_written(vault, key, people, secret)).unwrap()
}

#[cfg(test)]
mod tests;
