//! Backups: one file with the database and the keys, made while the vault is open and read back whole before
//! it gets its name.
//!
//! A backup is begun and finished by whoever owns the vault, and made in between by any thread: beginning folds
//! the log into the file and keeps it from being folded again, so that the file stays as it is while it is
//! copied and saving goes on in the log. Which old ones may go is decided in `generations`, what a backup looks
//! like in `archive`, where it goes in `place`.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::archive::{self, Manifest, Summing, Sums, damaged, sum_of};
use super::database::{self, MIGRATIONS, known_version};
use super::error::StoreError;
use super::files::{
    backup_name, create_private, folder_of, make_folder, name_finished, remove_if_there, remove_own,
    with_suffix,
};
use super::generations::removable;
use super::held::HeldFile;
use super::ids::VaultId;
use super::keys::{Keys, ReadFrom};
use super::place::{LastBackup, Place};
use super::secret::DatabaseKey;
use super::vault::{Vault, vault_id};

/// Where a backup goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupTo {
    /// Into the vault's folder for backups, of which old ones are removed.
    Place,
    /// Into a folder, under a name with the time.
    Folder(PathBuf),
    /// To that file.
    File(PathBuf),
}

/// A backup that was made and read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Old backups that were removed.
    pub removed: Vec<PathBuf>,
    mark: String,
}

/// A backup that was begun: all that is needed to make it, on any thread.
pub struct BackupJob {
    database: PathBuf,
    keys: Vec<u8>,
    key: DatabaseKey,
    vault: VaultId,
    schema: u32,
    target: PathBuf,
    /// Whether the backup goes to the vault's own folder.
    tidy: bool,
    now: Timestamp,
}

/// What an open vault knows of its backups.
#[derive(Debug)]
pub(super) struct BackupState {
    /// How many rows were changed, of the connection's count, when all was as in the last backup or as the
    /// vault was opened.
    changes: u64,
    /// Whether the vault was as in the last backup then; looked up once, since all entries are counted for it.
    same: Cell<Option<bool>>,
    /// The same count when a backup was begun that is not finished.
    running: Option<u64>,
}

impl BackupState {
    /// When the vault has just been opened.
    pub fn of(connection: &Connection) -> Self {
        Self { changes: connection.total_changes(), same: Cell::new(None), running: None }
    }
}

/// A backup that is older than this is due when anything at all has changed.
const OLD_SECONDS: i64 = 24 * 60 * 60;

impl Vault {
    /// Makes a backup and waits for it.
    ///
    /// # Errors
    /// As [`Vault::begin_backup`] and [`BackupJob::run`].
    pub fn back_up(&mut self, to: &BackupTo, now: Timestamp) -> Result<Backup, StoreError> {
        let job = self.begin_backup(to, now)?;
        let made = job.run();
        self.finish_backup(made)
    }

    /// Begins a backup: until [`Vault::finish_backup`] the file stays as it is, and saving goes on.
    ///
    /// # Errors
    /// [`StoreError::NoBackupFolder`], [`StoreError::WouldOverwrite`], [`StoreError::Temporary`], [`StoreError::Gone`], or
    /// [`StoreError::InUse`] when one is running.
    pub fn begin_backup(&mut self, to: &BackupTo, now: Timestamp) -> Result<BackupJob, StoreError> {
        if self.is_temporary() {
            return Err(StoreError::Temporary);
        }
        if self.backups.running.is_some() {
            return Err(StoreError::InUse);
        }
        if !self.is_there() {
            return Err(StoreError::Gone { path: self.path().to_owned() });
        }
        let place = Place::read(&self.files);
        let own = place.folder_of(&self.files);
        if *to == BackupTo::Place && place.folder.is_none() && !own.exists() {
            // Only the default one: a folder that was chosen and is gone may be on a disk that is not connected,
            // and one of that name on this disk would be mistaken for it.
            make_folder(&own).map_err(|e| StoreError::from_io("Making the folder for backups", e))?;
        }
        let target = match to {
            BackupTo::Place => free_name(&own, now),
            BackupTo::Folder(folder) => free_name(folder, now),
            BackupTo::File(file) => file.clone(),
        };
        let folder = folder_of(&target);
        if !folder.is_dir() {
            return Err(StoreError::NoBackupFolder { path: folder.to_owned() });
        }
        if target.symlink_metadata().is_ok() {
            return Err(StoreError::WouldOverwrite { path: target });
        }
        let tidy = *to != BackupTo::File(target.clone()) && same_folder(folder, &own);
        let (_, read_from) = Keys::read(&self.files.keys())?;
        let keys = match read_from {
            ReadFrom::Current => self.files.keys(),
            ReadFrom::BackupForMissing | ReadFrom::BackupForDamaged => backup_name(&self.files.keys()),
        };
        let keys = fs::read(keys).map_err(|e| StoreError::from_io("Reading the keys file", e))?;
        database::checkpoint(&self.connection)?;
        database::fold_by_itself(&self.connection, false)?;
        self.backups.running = Some(self.connection.total_changes());
        Ok(BackupJob {
            database: self.files.database().to_owned(),
            keys,
            key: self.key.clone(),
            vault: self.id,
            schema: known_version(MIGRATIONS),
            target,
            tidy,
            now,
        })
    }

    /// Ends a backup, whatever became of it, and notes it.
    ///
    /// # Errors
    /// That of the backup; or `FILE.backups` can't be written.
    pub fn finish_backup(&mut self, made: Result<Backup, StoreError>) -> Result<Backup, StoreError> {
        let changes = self.backups.running.take().unwrap_or(self.backups.changes);
        database::fold_by_itself(&self.connection, true)?;
        let made = made?;
        let name = made.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let folder = std::path::absolute(folder_of(&made.path));
        let last = LastBackup {
            vault: self.id,
            folder: folder.map_err(|e| StoreError::from_io("Noting the backup", e))?,
            name: name.unwrap_or_default(),
            at: made.manifest.made_at,
            patients: made.manifest.patients,
            checklists: made.manifest.checklists,
            mark: made.mark.clone(),
        };
        Place { last: Some(last), ..Place::read(&self.files) }.write(&self.files)?;
        self.backups.changes = changes;
        self.backups.same.set(Some(true));
        Ok(made)
    }

    /// Whether a backup is being made.
    pub fn is_backing_up(&self) -> bool {
        self.backups.running.is_some()
    }

    /// Whether something was changed since the vault was opened or the last backup was made; or, when that is
    /// older than a day, since then at all.
    ///
    /// # Errors
    /// Damage.
    pub fn is_backup_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        if self.is_temporary() || self.is_backing_up() {
            return Ok(false);
        }
        if self.connection.total_changes() != self.backups.changes {
            return Ok(true);
        }
        let last = self.last_backup();
        let age = last.as_ref().map(|last| now.as_second() - last.at.as_second());
        // A clock that was set back makes an age of less than nothing, which says nothing.
        if age.is_some_and(|age| (0..OLD_SECONDS).contains(&age)) {
            return Ok(false);
        }
        if let Some(same) = self.backups.same.get() {
            return Ok(!same);
        }
        let mark = mark(&self.connection)?;
        let same = last.is_some_and(|last| last.mark == mark);
        self.backups.same.set(Some(same));
        Ok(!same)
    }
}

impl BackupJob {
    /// Copies the vault, opens the copy and reads all of it, writes the backup and reads it back; then it gets its
    /// name, and old ones go where that was asked for.
    ///
    /// # Errors
    /// Damage of the vault or of the medium, full or read-only disk, a folder that is gone. Nothing of the backup
    /// is left then.
    pub fn run(&self) -> Result<Backup, StoreError> {
        // Its name says whose it is, so that what a crash left can be told from what another vault is making.
        let copy = self.copy_beside(&self.target);
        let unfinished = with_suffix(&self.target, UNFINISHED);
        let made = (|| {
            remove_if_there(&copy)?;
            remove_if_there(&unfinished)?;
            self.make(&copy, &unfinished)
        })();
        remove_own(&copy);
        if made.is_err() {
            remove_own(&unfinished);
        }
        let (manifest, mark) = made?;
        let removed = if self.tidy { self.tidy_up(&manifest) } else { Vec::new() };
        Ok(Backup { path: self.target.clone(), manifest, removed, mark })
    }

    fn copy_beside(&self, target: &Path) -> PathBuf {
        with_suffix(target, &format!(".{}{UNFINISHED}", self.vault))
    }

    fn make(&self, copy: &Path, unfinished: &Path) -> Result<(Manifest, String), StoreError> {
        let sum = self.copy_database(copy)?;
        let (contents, mark) = read_back(copy, &self.key, self.vault, true)?;
        let manifest = Manifest {
            format: Manifest::FORMAT,
            vault_id: self.vault,
            made_at: self.now,
            schema_version: self.schema,
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            patients: contents.patients,
            checklists: contents.checklists,
            entries: contents.entries,
            files: Sums { keys: sum_of(&self.keys), database: sum },
        };
        archive::write(unfinished, &manifest, &self.keys, copy)?;
        if archive::read(unfinished, |_, _| Ok(()))? != manifest {
            return Err(damaged(unfinished, "it can't be read back as it was written"));
        }
        name_finished(unfinished, &self.target)?;
        Ok((manifest, mark))
    }

    /// Copies the database, down to the disk.
    ///
    /// Closing any handle of a file gives up the locks that this process holds on it by POSIX's rules, SQLite's
    /// among them; what keeps a second window out is `FILE.lock`, which is another file.
    fn copy_database(&self, to: &Path) -> Result<archive::Sum, StoreError> {
        let reading = |e| StoreError::from_io("Reading the vault", e);
        let writing = |e| StoreError::from_io("Writing the backup", e);
        let mut from = HeldFile::open(&self.database).map_err(reading)?;
        let stamp = |file: &File| Ok((file.metadata()?.len(), file.metadata()?.modified()?));
        let before = stamp(from.file()).map_err(reading)?;
        let mut copy = create_private(to)?;
        let mut summing = Summing::default();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let read = from.read(&mut buffer).map_err(reading)?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
                break;
            };
            summing.take(piece);
            copy.write_all(piece).map_err(writing)?;
        }
        copy.sync_all().map_err(writing)?;
        if stamp(from.file()).map_err(reading)? != before {
            return Err(StoreError::Internal { doing: "copying the vault, which changed meanwhile" });
        }
        Ok(summing.sum())
    }

    /// Removes what has had its time, and what a crash left unfinished. Only what is named as ours are and says
    /// that it is of this vault; what can't be removed stays until the next time.
    fn tidy_up(&self, made: &Manifest) -> Vec<PathBuf> {
        let folder = folder_of(&self.target);
        let ours = backups_in(folder, self.vault);
        let times: Vec<Timestamp> = ours.iter().map(|(_, manifest)| manifest.made_at).collect();
        let mut removed = Vec::new();
        for position in removable(&times, made.made_at) {
            if let Some((path, _)) = ours.get(position)
                && *path != self.target
                && fs::remove_file(path).is_ok()
            {
                removed.push(path.clone());
            }
        }
        for path in files_in(folder) {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            let Some(target) = name.strip_suffix(UNFINISHED).filter(|name| name.starts_with(PREFIX)) else {
                continue;
            };
            let is_copy = target.strip_suffix(&format!(".{}", self.vault)).is_some_and(is_ours);
            let is_backup = is_ours(target)
                && archive::manifest_of(&path).is_ok_and(|manifest| manifest.vault_id == self.vault);
            if is_copy || is_backup {
                remove_own(&path);
            }
        }
        removed
    }
}

const PREFIX: &str = "countercheck-";
const SUFFIX: &str = ".backup";
const UNFINISHED: &str = ".unfinished";
const STAMP: &str = "%Y%m%d-%H%M%S";

/// Whether a name is one that this program gives.
fn is_ours(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(SUFFIX))
        .map(|stamp| stamp.split_once('_').map_or(stamp, |(stamp, _)| stamp))
        .is_some_and(|stamp| DateTime::strptime(STAMP, stamp).is_ok())
}

/// The name of a backup of that second; the second one of it, made when somebody locks at once after unlocking, is
/// numbered.
fn free_name(folder: &Path, now: Timestamp) -> PathBuf {
    let stamp = now.to_zoned_datetime(TimeZone::UTC).strftime(STAMP).to_string();
    let names = (1u32..100).map(|number| match number {
        1 => format!("{PREFIX}{stamp}{SUFFIX}"),
        _ => format!("{PREFIX}{stamp}_{number}{SUFFIX}"),
    });
    let mut paths = names.map(|name| folder.join(name));
    let first = folder.join(format!("{PREFIX}{stamp}{SUFFIX}"));
    paths.find(|path| path.symlink_metadata().is_err()).unwrap_or(first)
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.map(|file| file.path()).collect()
}

/// The backups in a folder that are of that vault, by name and by what they say.
pub(super) fn backups_in(folder: &Path, vault: VaultId) -> Vec<(PathBuf, Manifest)> {
    let mut found: Vec<(PathBuf, Manifest)> = files_in(folder)
        .into_iter()
        .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_ours))
        .filter_map(|path| archive::manifest_of(&path).ok().map(|manifest| (path, manifest)))
        .filter(|(_, manifest)| manifest.vault_id == vault)
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

fn same_folder(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        (_, _) => false,
    }
}

/// How much a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contents {
    pub patients: u64,
    pub checklists: u64,
    pub entries: u64,
}

/// Opens a copy to be read alone, reads every page of it, and counts what it holds. The mark is made of a
/// database of the newest schema only.
pub(super) fn read_back(
    path: &Path,
    key: &DatabaseKey,
    vault: VaultId,
    with_mark: bool,
) -> Result<(Contents, String), StoreError> {
    let (connection, _) = database::open_to_read(path, key)?;
    let problems = database::damaged_pages(&connection)?;
    if problems > 0 {
        return Err(StoreError::Damaged {
            what: format!("{problems} pages or places in the tree are damaged"),
        });
    }
    if vault_id(&connection)? != vault {
        return Err(StoreError::Damaged { what: "it has lost its id".to_owned() });
    }
    let count = |table: &str| -> Result<u64, StoreError> {
        let count: i64 =
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    };
    let contents =
        Contents { patients: count("patient")?, checklists: count("checklist")?, entries: count("entry")? };
    let mark = if with_mark { mark(&connection)? } else { String::new() };
    Ok((contents, mark))
}

/// Changes with everything that is kept, but not when somebody only opens the vault.
fn mark(connection: &Connection) -> Result<String, StoreError> {
    const SQL: &str = "SELECT concat_ws(' ',
        (SELECT count(*) FROM entry), (SELECT count(*) FROM patient_entry), (SELECT count(*) FROM printed),
        (SELECT count(*) FROM follow_up_event), (SELECT count(*) FROM upcoming), (SELECT count(*) FROM patient),
        (SELECT max(seen_at) FROM patient), (SELECT max(number) FROM patient_merge),
        (SELECT max(number) FROM price_batch), (SELECT max(number) FROM staff_event), (SELECT count(*) FROM staff),
        (SELECT max(number) FROM erasure), (SELECT max(at) FROM setting), (SELECT max(at) FROM place),
        (SELECT count(*) FROM checklist))";
    let text: String = connection.query_row(SQL, [], |row| row.get(0))?;
    Ok(sum_of(text.as_bytes()).sha256)
}
