//! A backup put in the place of a vault, and what was there kept aside.
//!
//! Everything is read and opened before anything is touched. Then, in this order, so that a crash at any moment
//! leaves the old vault or the new one under the name, or a message that says what to do:
//!
//! 1. The old files get second names (`FILE.replaced-…`). The old vault is whole under both.
//! 2. `FILE.restoring` is written, which names them. From here on the vault does not open: it says that a restore
//!    was interrupted, and doing it again ends it. The old vault is whole under its second name.
//! 3. The old log goes first: it would be taken for that of the new database. Then keys, their copy, database.
//! 4. `FILE.restoring` goes. The new vault is whole under the name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::archive::{self, Manifest, damaged};
use super::backup::{Contents, read_back};
use super::error::StoreError;
use super::files::{
    TemporaryFolder, VaultFiles, VaultLock, backup_name, make_folder, remove_if_there, remove_own,
    sync_folder_of, with_suffix, write_new,
};
use super::keys::Keys;
use super::rescue::Rescued;
use super::unlock::unlock;
use super::vault::{Credential, Vault};

/// A vault that was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The vault.
    pub path: PathBuf,
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// What was there before, under its new names.
    pub kept_aside: Vec<PathBuf>,
}

/// The endings of the files that a vault is made of, the database first.
const PARTS: [&str; 6] = ["", ".keys", ".keys.bak", "-wal", "-journal", ".backups"];

impl Vault {
    /// Puts the backup `from` in the place of the vault at `path`, which is closed, or where none is.
    ///
    /// # Errors
    /// [`StoreError::NoBackup`], [`StoreError::NotABackup`], [`StoreError::BackupDamaged`]; a wrong passphrase for the
    /// backup; [`StoreError::InUse`]; read-only or full disk. Nothing was changed then, unless names could not be
    /// changed half way: then the vault says [`StoreError::HalfRestored`] until it is done again.
    pub fn restore(
        from: &Path,
        path: &Path,
        credential: &Credential,
        now: Timestamp,
    ) -> Result<Restored, StoreError> {
        archive::manifest_of(from)?;
        let files = VaultFiles::new(path);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            make_folder(folder).map_err(|e| StoreError::from_io("Making the vault's folder", e))?;
        }
        let lock_was_there = files.lock().exists();
        let lock = VaultLock::take(&files)?;
        let new = VaultFiles::new(&with_suffix(path, ".restoring-vault"));
        let restored = (|| {
            // Left behind by a crash; the lock says that nobody is restoring now.
            remove_if_there(new.database())?;
            remove_if_there(&new.keys())?;
            let manifest = take_apart_and_check(from, &new, credential)?;
            let kept_aside = put_in_place(&files, &new, now)?;
            Ok(Restored { path: path.to_owned(), manifest, kept_aside })
        })();
        if restored.is_err() {
            remove_own(new.database());
            remove_own(&new.keys());
            drop(lock);
            if !lock_was_there {
                remove_own(&files.lock());
            }
        }
        restored
    }

    /// Puts what can still be read of the damaged vault at `path` in its place; the damaged files are kept aside. The
    /// second part of the answer names them.
    ///
    /// # Errors
    /// As [`Vault::rescue`]; nothing was changed then.
    pub fn rescue_in_place(
        path: &Path,
        credential: &Credential,
        now: Timestamp,
    ) -> Result<(Rescued, Vec<PathBuf>), StoreError> {
        let files = VaultFiles::new(path);
        let new = VaultFiles::new(&with_suffix(path, ".rescued-vault"));
        let parts = || PARTS.iter().chain(&[".lock"]).map(|suffix| with_suffix(new.database(), suffix));
        // Left behind by a crash: nobody opens a vault of that name.
        parts().try_for_each(|part| remove_if_there(&part))?;
        let rescued = Vault::rescue(path, new.database(), credential, now)?;
        let put = VaultLock::take(&files).and_then(|_lock| put_in_place(&files, &new, now));
        parts().for_each(|part| remove_own(&part));
        put.map(|kept| (rescued, kept))
    }

    /// Checks a backup as [`Vault::restore`] would, and puts it nowhere.
    ///
    /// # Errors
    /// As [`Vault::restore`].
    pub fn check_backup(from: &Path, credential: &Credential) -> Result<Manifest, StoreError> {
        archive::manifest_of(from)?;
        let folder = TemporaryFolder::make(&format!("countercheck-check-{}", Uuid::new_v4().simple()))?;
        take_apart_and_check(from, &VaultFiles::new(&folder.path().join("vault")), credential)
    }
}

/// Takes a backup apart, holds it against its sums, opens it and reads all of it.
fn take_apart_and_check(
    from: &Path,
    to: &VaultFiles,
    credential: &Credential,
) -> Result<Manifest, StoreError> {
    let manifest = archive::take_apart(from, &to.keys(), to.database())?;
    // The sums were right: what does not fit here was made so.
    let of_backup = |error| match error {
        StoreError::KeysDamaged { .. } => damaged(from, "its keys can't be read"),
        other => other,
    };
    let parsed = Keys::read_one(&to.keys()).map_err(of_backup)?;
    if parsed.vault != manifest.vault_id {
        return Err(damaged(from, "its keys belong to another vault"));
    }
    let key = unlock(parsed, credential, to).map_err(of_backup)?.key;
    let (contents, _) =
        read_back(to.database(), &key, manifest.vault_id, false).map_err(|error| match error {
            StoreError::Damaged { .. } | StoreError::NotAVault { .. } => {
                damaged(from, "its database can't be read")
            }
            other => other,
        })?;
    let Manifest { patients, checklists, entries, .. } = manifest;
    if contents != (Contents { patients, checklists, entries }) {
        return Err(damaged(from, "it does not hold what it says"));
    }
    Ok(manifest)
}

/// The file that says that files are being replaced.
fn marker(files: &VaultFiles) -> PathBuf {
    with_suffix(files.database(), ".restoring")
}

/// When the restore began that was interrupted; `None` when none was. A marker that says nothing was not on the
/// disk when the computer stopped, so nothing had been touched yet.
fn interrupted(files: &VaultFiles) -> Option<String> {
    fs::read_to_string(marker(files)).ok().filter(|stamp| !stamp.is_empty())
}

/// Refuses a vault whose files were being replaced when the program or the computer stopped.
pub(super) fn refuse_half_restored(files: &VaultFiles) -> Result<(), StoreError> {
    match interrupted(files) {
        Some(_) => Err(StoreError::HalfRestored { path: files.database().to_owned() }),
        None => Ok(()),
    }
}

fn put_in_place(files: &VaultFiles, new: &VaultFiles, now: Timestamp) -> Result<Vec<PathBuf>, StoreError> {
    let (path, keys) = (files.database(), &new.keys());
    let naming = |e| StoreError::from_io("Putting the backup in its place", e);
    // What is there after an interrupted restore is a mixture; the old vault was kept aside then.
    let aside = match interrupted(files) {
        Some(stamp) => with_suffix(path, &format!(".replaced-{stamp}")),
        None => keep_aside(files, now)?,
    };
    for suffix in ["-wal", "-journal"] {
        remove_if_there(&with_suffix(path, suffix))?;
    }
    sync_folder_of(path)?;
    let copy = with_suffix(keys, ".bak");
    remove_if_there(&copy)?;
    let bytes = fs::read(keys).map_err(naming)?;
    write_new(&copy, &bytes)?;
    fs::rename(keys, files.keys()).map_err(naming)?;
    fs::rename(copy, backup_name(&files.keys())).map_err(naming)?;
    fs::rename(new.database(), path).map_err(naming)?;
    sync_folder_of(path)?;
    remove_if_there(&marker(files))?;
    sync_folder_of(path)?;
    let kept = PARTS.map(|suffix| with_suffix(&aside, suffix));
    Ok(kept.into_iter().filter(|path| path.exists()).collect())
}

/// Gives the files that are there second names, and then says so.
fn keep_aside(files: &VaultFiles, now: Timestamp) -> Result<PathBuf, StoreError> {
    let path = files.database();
    let stamp = now.to_zoned_datetime(TimeZone::UTC).strftime("%Y%m%d-%H%M%S").to_string();
    let aside = with_suffix(path, &format!(".replaced-{stamp}"));
    let parts: Vec<(PathBuf, PathBuf)> =
        PARTS.map(|suffix| (with_suffix(path, suffix), with_suffix(&aside, suffix))).into();
    if let Some((_, taken)) = parts.iter().find(|(_, to)| to.symlink_metadata().is_ok()) {
        return Err(StoreError::WouldOverwrite { path: taken.clone() });
    }
    let kept =
        parts.iter().filter(|(from, _)| from.exists()).try_for_each(|(from, to)| second_name(from, to));
    let noted = kept.and_then(|()| sync_folder_of(path)).and_then(|()| {
        remove_if_there(&marker(files))?;
        write_new(&marker(files), stamp.as_bytes())?;
        sync_folder_of(path)
    });
    if noted.is_err() && interrupted(files).is_none() {
        parts.iter().for_each(|(_, to)| remove_own(to));
    }
    noted.map(|()| aside)
}

/// A second name for a file; where the file system has none, a copy.
fn second_name(from: &Path, to: &Path) -> Result<(), StoreError> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let copied = fs::copy(from, to).and_then(|_| fs::File::options().write(true).open(to)?.sync_all());
    copied.map_err(|e: io::Error| StoreError::from_io("Keeping the vault that is there", e))
}
