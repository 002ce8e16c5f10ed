//! What can still be read of a damaged vault, in a new one with the same keys.
//!
//! The damaged file is read, never written. Every page stands by itself and says whether it is what was written,
//! so that what lies on other pages is as good as ever; what lay on a lost one is gone, and the report says how
//! much, where that can be known. Only without the first page nothing can be read.

mod copy;
mod fill;
mod read;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use super::database::{self, MIGRATIONS, known_version};
use super::error::StoreError;
use super::files::{
    VaultFiles, VaultLock, backup_name, make_private, name_finished, remove_if_there, remove_own,
    with_suffix, write_new,
};
use super::keys::{Keys, ReadFrom};
use super::place::with_last_backup;
use super::secret::DatabaseKey;
use super::staff::ensure_staff;
use super::unlock::unlock;
use super::vault::{Credential, Vault, read_keys, refuse_to_overwrite, time_text};
use copy::Readable;
use fill::Filler;

/// The tables that are rescued. The search index is built anew.
pub(super) const TABLES: [&str; 18] = [
    "staff",
    "setting",
    "session",
    "staff_event",
    "patient",
    "patient_entry",
    "patient_merge",
    "checklist",
    "entry",
    "printed",
    "place",
    "draft",
    "follow_up",
    "follow_up_event",
    "upcoming",
    "price_batch",
    "price",
    "erasure",
];

/// A vault that holds what could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// The new vault.
    pub path: PathBuf,
    /// How many pages the damaged file has.
    pub pages: u64,
    /// How many of them could not be read.
    pub lost_pages: u64,
    /// Whether the log, with what was saved last, could not be read.
    pub log_lost: bool,
    /// What became of each table.
    pub tables: Vec<RescuedTable>,
    /// How many patients, visits and staff members stand for lost ones that something points to.
    pub stand_ins: u64,
}

/// What became of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RescuedTable {
    /// Its name, as in `db/schema.md`.
    pub table: &'static str,
    /// How many rows are in the new vault.
    pub read: u64,
    /// How many are known to be missing.
    pub missing: u64,
    /// Whether more may be missing than is known: its end could not be seen, or nothing of it.
    pub more_may_be_missing: bool,
}

impl Vault {
    /// Puts what can be read of the vault at `from` into a new one at `to`, which opens with the same passphrases.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the first page is lost, a wrong passphrase, [`StoreError::InUse`],
    /// [`StoreError::WouldOverwrite`]; read-only or full disk. Nothing is left at `to` then; `from` is as it was always.
    pub fn rescue(
        from: &Path,
        to: &Path,
        credential: &Credential,
        now: Timestamp,
    ) -> Result<Rescued, StoreError> {
        let (files, new) = (VaultFiles::new(from), VaultFiles::new(to));
        if !from.exists() {
            return Err(StoreError::NoVault { path: from.to_owned() });
        }
        refuse_to_overwrite(&new)?;
        let (keys, read_from) = read_keys(&files)?;
        // A medium that can't be written can't be in use either.
        let _in_use = match VaultLock::take_existing(&files) {
            Err(StoreError::InUse) => return Err(StoreError::InUse),
            other => other.ok(),
        };
        let key = unlock(keys.clone(), credential, &files)?.key;
        let lock_was_there = new.lock().exists();
        let lock = VaultLock::take(&new)?;
        let rescued = Readable::make(from, &with_suffix(to, ".rescuing"), &key)
            .map_err(|error| with_last_backup(&files, error))
            .and_then(|damaged| {
                let text = match read_from {
                    ReadFrom::Current => files.keys(),
                    ReadFrom::BackupForMissing | ReadFrom::BackupForDamaged => backup_name(&files.keys()),
                };
                let text = fs::read(text).map_err(|e| StoreError::from_io("Reading the keys file", e))?;
                put_into_new(&damaged, &new, &keys, &text, &key, now)
            });
        if rescued.is_err() {
            drop(lock);
            if !lock_was_there {
                remove_own(&new.lock());
            }
        }
        rescued
    }
}

fn put_into_new(
    damaged: &Readable,
    new: &VaultFiles,
    keys: &Keys,
    keys_text: &[u8],
    key: &DatabaseKey,
    now: Timestamp,
) -> Result<Rescued, StoreError> {
    let (found, known) = (database::version(&damaged.connection)?, known_version(MIGRATIONS));
    if found > known {
        return Err(StoreError::NewerVersion { found, known });
    }
    let unfinished = new.unfinished();
    let parts = ["", "-wal", "-journal"].map(|suffix| with_suffix(&unfinished, suffix));
    let copies = [new.keys(), backup_name(&new.keys())];
    let mut keys_written = false;
    let made = (|| {
        parts.iter().try_for_each(|path| remove_if_there(path))?;
        make_private(&unfinished)?;
        let connection = database::make(&unfinished, key, MIGRATIONS)?;
        // Children come before stand-ins for their parents.
        connection.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")?;
        let created: Option<String> =
            damaged.connection.query_row("SELECT created_at FROM vault", [], |row| row.get(0)).ok();
        connection.execute(
            "INSERT INTO vault (id, created_at) VALUES (?1, ?2)",
            params![keys.vault.to_string(), created.unwrap_or_else(|| time_text(now))],
        )?;
        let first = keys.entries().first().ok_or(StoreError::Internal { doing: "rescuing a vault" })?;
        let mut filler = Filler {
            from: &damaged.connection,
            to: &connection,
            first: first.staff,
            start: Uuid::try_parse(&keys.vault.to_string()).unwrap_or(Uuid::nil()),
            now,
            tables: Vec::new(),
            stand_ins: 0,
        };
        filler.fill()?;
        for entry in keys.entries() {
            ensure_staff(&connection, entry.staff, &entry.name, entry.role, now)?;
        }
        filler.finish()?;
        let Filler { tables, stand_ins, .. } = filler;
        connection.execute_batch("COMMIT; PRAGMA foreign_keys = ON")?;
        database::checkpoint(&connection)?;
        connection.close().map_err(|(_, error)| StoreError::from(error))?;
        keys_written = true;
        copies.iter().try_for_each(|path| write_new(path, keys_text))?;
        name_finished(&unfinished, new.database())?;
        // Tables that came with a later version than the file is of were never there.
        let tables = tables.into_iter().filter(|table| found == known || table.read + table.missing > 0);
        Ok(Rescued {
            path: new.database().to_owned(),
            pages: damaged.pages,
            lost_pages: damaged.lost.len() as u64,
            log_lost: damaged.log_lost,
            tables: tables.collect(),
            stand_ins,
        })
    })();
    if made.is_err() {
        parts.iter().for_each(|path| remove_own(path));
        if keys_written {
            copies.iter().for_each(|path| remove_own(path));
        }
    }
    made
}

#[cfg(test)]
mod tests;
