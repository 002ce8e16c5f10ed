//! Making and opening a vault.
//!
//! Opening asks first (keys, passphrase, lock, pages) and writes last, so that a refusal leaves every
//! file as it was. Staff, settings, patients and checklists
//! have modules of their own.

use std::cell::Cell;
use std::fmt;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use uuid::Uuid;

use super::backup::BackupState;
use super::database::{self, MIGRATIONS};
use super::error::StoreError;
use super::events::{self, StaffChange};
use super::files::{self, TemporaryFolder, VaultFiles, VaultLock, make_folder};
use super::ids::{StaffId, VaultId};
use super::keys::{Keys, ReadFrom, Role};
use super::place::with_last_backup;
use super::restore::refuse_half_restored;
use super::secret::{DatabaseKey, Passphrase, RecoveryCode, Secret, WorkFactor};
use super::session::{self, Notice, OpenedWith};
use super::staff::{NewStaff, Staff, ensure_staff, staff_name};
use super::unlock::{Unlocked, unlock};
use super::vocabulary::Vocabulary;

/// What a vault is opened with.
#[derive(Debug)]
pub enum Credential {
    /// A staff member's passphrase; without a name, that of the first staff member.
    Passphrase {
        /// Whose it is.
        staff: Option<String>,
        /// What was typed.
        passphrase: Passphrase,
    },
    /// The printed code; opens as the first administrator.
    Recovery(RecoveryCode),
}

/// An open vault. Dropping it closes it and gives the lock back.
pub struct Vault {
    // The order matters: the connection closes first, then the lock is given back, then a temporary folder goes.
    pub(super) connection: Connection,
    pub(super) files: VaultFiles,
    pub(super) id: VaultId,
    pub(super) key: DatabaseKey,
    /// As they are on the disk; nobody else changes them while the lock is held. A temporary vault has none.
    pub(super) keys: Option<Keys>,
    pub(super) staff: Staff,
    pub(super) opened_with: OpenedWith,
    pub(super) content_version: Option<String>,
    /// The words of all names, once a search has needed them.
    pub(super) vocabulary: Cell<Option<Vocabulary>>,
    pub(super) backups: BackupState,
    notices: Vec<Notice>,
    _lock: VaultLock,
    temporary: Option<TemporaryFolder>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("id", &self.id).field("staff", &self.staff).finish_non_exhaustive()
    }
}

impl Vault {
    /// Makes a vault at `path` with its first staff member, who becomes the administrator, and returns it
    /// open with the recovery code, which is shown this once.
    ///
    /// # Errors
    /// [`StoreError::WouldOverwrite`] when any file of a vault is at that path; otherwise read-only, full
    /// disk. Whatever the error, nothing is left behind.
    pub fn create(
        path: &Path,
        first: &NewStaff,
        work: WorkFactor,
        now: Timestamp,
    ) -> Result<(Self, RecoveryCode), StoreError> {
        let name = staff_name(&first.name)?;
        let files = VaultFiles::new(path);
        refuse_to_overwrite(&files)?;
        if let Some(folder) =
            path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        {
            make_folder(folder).map_err(|e| StoreError::from_io("Making the vault's folder", e))?;
        }
        let lock_was_there = files.lock().exists();
        let lock = VaultLock::take(&files)?;
        let made = (|| {
            refuse_to_overwrite(&files)?;
            let key = DatabaseKey::generate()?;
            let code = RecoveryCode::generate()?;
            let (vault, staff) = (VaultId::new(now), StaffId::new(now));
            let entry = (staff, name, Secret::Passphrase(&first.passphrase));
            let keys = Keys::new(vault, &key, entry, Secret::Recovery(&code), work)?;
            let first = Staff::new(staff, name, Role::Administrator);
            make_files(&files, &key, Some(&keys), vault, &first, MIGRATIONS, now)?;
            // Without the code, which nobody has seen yet, a vault that does not open is worth nothing.
            let opened = database::open(&files, &key, MIGRATIONS).and_then(|connection| {
                events::note(&connection, staff, StaffChange::Added, Some(Role::Administrator), staff, now)?;
                session::begin(&connection, staff, OpenedWith::Passphrase, now)?;
                Ok(connection)
            });
            let connection = opened.inspect_err(|_| {
                files.all_that_would_be_overwritten().iter().for_each(|path| files::remove_own(path));
            })?;
            Ok((connection, (key, keys), vault, first, code))
        })();
        let (connection, (key, keys), id, staff, code) = match made {
            Ok(made) => made,
            Err(error) => {
                drop(lock);
                if !lock_was_there {
                    files::remove_own(&files.lock());
                }
                return Err(error);
            }
        };
        let vault = Self {
            backups: BackupState::of(&connection),
            connection,
            files,
            id,
            key,
            keys: Some(keys),
            staff,
            opened_with: OpenedWith::Passphrase,
            content_version: None,
            notices: Vec::new(),
            vocabulary: Cell::default(),
            _lock: lock,
            temporary: None,
        };
        Ok((vault, code))
    }

    /// Opens the vault at `path`.
    ///
    /// # Errors
    /// Each way to fail has its own [`StoreError`]; in all of them every file is as it was.
    pub fn open(path: &Path, credential: &Credential, now: Timestamp) -> Result<Self, StoreError> {
        let files = VaultFiles::new(path);
        refuse_half_restored(&files)?;
        if !path.exists() {
            return Err(StoreError::NoVault { path: path.to_owned() });
        }
        let (keys, read_from) = read_keys(&files)?;
        let early_lock = VaultLock::take_existing(&files)?;
        let vault = keys.vault;
        let unlocked = unlock(keys, credential, &files)?;
        let lock = match early_lock {
            Some(lock) => lock,
            None => VaultLock::take(&files)?,
        };
        let connection = database::open(&files, &unlocked.key, MIGRATIONS)
            .map_err(|error| with_last_backup(&files, error))?;
        let id = vault_id(&connection)?;
        if id != vault {
            return Err(StoreError::KeysOfAnotherVault { path: files.keys() });
        }
        // Keys are written before the table, so that a crash between the two locks nobody out. That the file calls
        // somebody an administrator makes nobody one.
        for entry in unlocked.keys.entries() {
            ensure_staff(&connection, entry.staff, &entry.name, Role::Pharmacist, now)?;
        }
        let (staff, opened_with) = unlocked.who(&connection)?;
        let mut notices = match read_from {
            ReadFrom::Current => Vec::new(),
            ReadFrom::BackupForMissing => vec![Notice::KeysMissingCopyUsed],
            ReadFrom::BackupForDamaged => vec![Notice::KeysDamagedCopyUsed],
        };
        if !unlocked.keys.has_recovery() {
            notices.push(Notice::NoRecoveryCode);
        }
        notices.extend(session::begin(&connection, staff.id, opened_with, now)?);
        unlocked.bring_forward(&files, read_from);
        let Unlocked { key, keys, .. } = unlocked;
        let vault = Self {
            backups: BackupState::of(&connection),
            connection,
            files,
            id,
            key,
            keys: Some(keys),
            staff,
            opened_with,
            content_version: None,
            notices,
            vocabulary: Cell::default(),
            _lock: lock,
            temporary: None,
        };
        vault.tidy_if_left();
        Ok(vault)
    }

    /// Opens a vault in a temporary folder, encrypted with a key that nobody keeps; it is gone when dropped.
    ///
    /// # Errors
    /// Read-only or full temporary folder.
    pub fn temporary(now: Timestamp) -> Result<Self, StoreError> {
        let folder = TemporaryFolder::make(&format!("countercheck-demo-{}", Uuid::new_v4().simple()))?;
        let files = VaultFiles::new(&folder.path().join("demo"));
        let lock = VaultLock::take(&files)?;
        let key = DatabaseKey::generate()?;
        let (id, staff_id) = (VaultId::new(now), StaffId::new(now));
        let staff = Staff::new(staff_id, "Sample Pharmacist", Role::Administrator);
        make_files(&files, &key, None, id, &staff, MIGRATIONS, now)?;
        let connection = database::open(&files, &key, MIGRATIONS)?;
        let notices = Vec::new();
        Ok(Self {
            backups: BackupState::of(&connection),
            connection,
            files,
            id,
            key,
            keys: None,
            staff,
            opened_with: OpenedWith::Passphrase,
            content_version: None,
            notices,
            vocabulary: Cell::default(),
            _lock: lock,
            temporary: Some(folder),
        })
    }

    /// The vault's id.
    pub fn id(&self) -> VaultId {
        self.id
    }

    /// Where the vault is.
    pub fn path(&self) -> &Path {
        self.files.database()
    }

    /// Whether its file is still where it was opened. On some systems a file can be removed while it is open, and
    /// takes all that is written until it is closed.
    pub fn is_there(&self) -> bool {
        self.files.database().exists()
    }

    /// Whether it is gone when closed.
    pub fn is_temporary(&self) -> bool {
        self.temporary.is_some()
    }

    /// Lets every entry from now on say with which version of the content it was made.
    pub fn set_content_version(&mut self, version: &str) {
        self.content_version = Some(version.to_owned());
    }

    /// Who opened it, with the role that the records say.
    pub fn staff(&self) -> &Staff {
        &self.staff
    }

    /// What was found while opening.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

/// An instant as the tables hold it.
pub(super) fn time_text(at: Timestamp) -> String {
    format!("{at:.6}")
}

/// An instant of a row.
pub(super) fn time(text: &str, table: &'static str) -> Result<Timestamp, StoreError> {
    text.parse().map_err(|_| StoreError::damaged_row(table))
}

/// A JSON value of a row.
pub(super) fn json(text: &str, table: &'static str) -> Result<Value, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::damaged_row(table))
}

/// The id in the database.
pub(super) fn vault_id(connection: &Connection) -> Result<VaultId, StoreError> {
    let text: Option<String> =
        connection.query_row("SELECT id FROM vault", [], |row| row.get(0)).optional()?;
    VaultId::from_row(&text.unwrap_or_default(), "vault")
}

pub(super) fn refuse_to_overwrite(files: &VaultFiles) -> Result<(), StoreError> {
    match files.all_that_would_be_overwritten().into_iter().find(|path| path.symlink_metadata().is_ok()) {
        Some(path) => Err(StoreError::WouldOverwrite { path }),
        None => Ok(()),
    }
}

/// Makes the files of a vault; the database gets its name last, so that a vault is whole or not there.
fn make_files(
    files: &VaultFiles,
    key: &DatabaseKey,
    keys: Option<&Keys>,
    id: VaultId,
    first: &Staff,
    migrations: &[&str],
    now: Timestamp,
) -> Result<(), StoreError> {
    let (unfinished, parts) = (files.unfinished(), files.unfinished_parts());
    // Left behind by a crash; it never was a vault, and the lock says that nobody is making one now.
    parts.iter().try_for_each(|path| files::remove_if_there(path))?;
    files::make_private(&unfinished)?;
    let made = database::make(&unfinished, key, migrations).and_then(|connection| {
        let now_text = time_text(now);
        connection.execute(
            "INSERT INTO vault (id, created_at) VALUES (?1, ?2)",
            params![id.to_string(), now_text],
        )?;
        ensure_staff(&connection, first.id, &first.name, first.role, now)?;
        database::checkpoint(&connection)?;
        connection.close().map_err(|(_, error)| StoreError::from(error))
    });
    let mut keys_written = false;
    let finished = made.and_then(|()| {
        if let Some(keys) = keys {
            keys_written = true;
            keys.write_first(&files.keys())?;
        }
        files::name_finished(&unfinished, files.database())
    });
    if finished.is_err() {
        parts.iter().for_each(|path| files::remove_own(path));
        if keys_written {
            files::remove_own(&files.keys());
            files::remove_own(&files::backup_name(&files.keys()));
        }
    }
    finished
}

pub(super) fn read_keys(files: &VaultFiles) -> Result<(Keys, ReadFrom), StoreError> {
    Keys::read(&files.keys()).map_err(|error| match error {
        StoreError::KeysMissing { .. } if !database::looks_like_a_vault(files.database()) => {
            StoreError::NotAVault { path: files.database().to_owned() }
        }
        other => other,
    })
}
