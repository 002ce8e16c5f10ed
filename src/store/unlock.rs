//! From what somebody typed to the key that the database has, and to who they are.
//!
//! Brings the keys file forward on the way: an entry of the first format gets the second, and a re-key that was
//! broken off is brought to its end. Neither keeps anybody out when it can't be written.

use rusqlite::Connection;

use super::database;
use super::error::StoreError;
use super::files::{VaultFiles, remove_if_there};
use super::keys::{KeyEntry, Keys, ReadFrom};
use super::secret::{DatabaseKey, Secret, WorkFactor};
use super::session::OpenedWith;
use super::staff::{Staff, find_staff, first_administrator};
use super::vault::Credential;

/// What a credential has opened.
#[derive(Debug)]
pub(super) struct Unlocked {
    /// The key that the database has.
    pub key: DatabaseKey,
    /// The keys as they are from now on, whether or not they could be written.
    pub keys: Keys,
    entry: Option<KeyEntry>,
    changed: bool,
}

/// Tries the credential. Writes nothing.
pub(super) fn unlock(
    mut keys: Keys,
    credential: &Credential,
    files: &VaultFiles,
) -> Result<Unlocked, StoreError> {
    let path = files.keys();
    let (entry, secret) = match credential {
        Credential::Passphrase { staff, passphrase } => {
            let name = staff.as_deref().map(str::trim);
            let unknown = || StoreError::UnknownStaff { staff: name.unwrap_or_default().to_owned() };
            (Some(keys.entry(name).ok_or_else(unknown)?.clone()), Secret::Passphrase(passphrase))
        }
        Credential::Recovery(code) => (None, Secret::Recovery(code)),
    };
    let opened = match &entry {
        Some(entry) => keys
            .open_entry(entry, secret, &path)?
            .ok_or_else(|| StoreError::WrongPassphrase { staff: entry.name.clone() })?,
        None => keys.open_recovery(secret, &path)?.ok_or(StoreError::WrongRecoveryCode)?,
    };
    let mut key = opened.key;
    let mut changed = false;
    if keys.is_between_keys() {
        // A re-key was broken off: before the database got its next key, or after.
        changed = true;
        match opened.next {
            Some(next) if !database::fits(files, &key)? && database::fits(files, &next)? => {
                keys.settle(&next)?;
                key = next;
            }
            None if !database::fits(files, &key)? => {
                return Err(match entry {
                    Some(entry) => StoreError::UnknownStaff { staff: entry.name },
                    None => StoreError::WrongRecoveryCode,
                });
            }
            Some(_) | None => keys.take_back(),
        }
    }
    if opened.in_first_format {
        changed = true;
        match &entry {
            Some(entry) => {
                let who = (entry.staff, entry.name.as_str(), entry.role);
                keys.put(&key, who, secret, WorkFactor::STANDARD)?;
            }
            None => keys.set_recovery(&key, secret, WorkFactor::STANDARD)?,
        }
    }
    Ok(Unlocked { key, keys, entry, changed })
}

impl Unlocked {
    /// Who it was, as the database has it: the keys file is believed for nothing but the key.
    pub fn who(&self, connection: &Connection) -> Result<(Staff, OpenedWith), StoreError> {
        let Some(entry) = &self.entry else {
            return Ok((first_administrator(connection)?, OpenedWith::Recovery));
        };
        let staff = find_staff(connection, entry.staff)?.filter(|staff| staff.removed_at.is_none());
        let staff = staff.ok_or_else(|| StoreError::UnknownStaff { staff: entry.name.clone() })?;
        Ok((staff, OpenedWith::Passphrase))
    }

    /// Writes the keys that were brought forward, and tidies up after a re-key that was broken off. When it can't be
    /// written, or the copy was read (which may be an old one), it stays as it is until the next time.
    pub fn bring_forward(&self, files: &VaultFiles, read_from: ReadFrom) {
        if self.changed && read_from == ReadFrom::Current {
            self.keys.write_next(&files.keys()).ok();
        }
        files.unfinished_parts().iter().try_for_each(|path| remove_if_there(path)).ok();
    }
}
