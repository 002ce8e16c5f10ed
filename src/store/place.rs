//! Where the backups of a vault go and which was the last: `FILE.backups`, a JSON text beside the vault.
//!
//! It is read without a passphrase, so that a damaged vault can still name its last verified backup, and holds
//! no patient data. Losing it costs nothing but the choice of the folder.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::files::{VaultFiles, replace};
use super::ids::VaultId;
use super::keys::Keys;
use super::vault::Vault;

/// The folder beside the vault that backups go to until another is chosen.
const DEFAULT_FOLDER: &str = "backups";

/// What `FILE.backups` holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    /// The folder that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// The last backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastBackup>,
    /// Whether somebody was erased and the file not yet written anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untidy: bool,
}

/// The last backup that was verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// The vault that it is one of: a file may have been left behind by another one of the same name.
    pub(super) vault: VaultId,
    /// The folder that it was made in.
    pub folder: PathBuf,
    /// The file's name.
    pub name: String,
    /// When it was made, in UTC.
    pub at: Timestamp,
    /// How many patients it holds.
    pub patients: u64,
    /// How many checklists it holds.
    pub checklists: u64,
    /// Changes with what is in the vault; tells nothing by itself.
    pub(super) mark: String,
}

/// Where the backups of a vault go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupPlace {
    /// The folder.
    pub folder: PathBuf,
    /// Whether nobody has chosen one. It is beside the vault then: one bad disk takes both, so another is better.
    pub is_default: bool,
    /// Whether it is there now; the default one is made when it is needed.
    pub is_there: bool,
    /// The last backup that was verified, wherever it went.
    pub last: Option<LastBackup>,
}

impl Place {
    /// What is known; nothing when the file is missing or can't be read.
    pub fn read(files: &VaultFiles) -> Self {
        let text = fs::read(files.backups()).unwrap_or_default();
        let mut place: Self = serde_json::from_slice(&text).unwrap_or_default();
        // Without its keys a vault still has its last backup.
        if let Ok((keys, _)) = Keys::read(&files.keys()) {
            place.last = place.last.filter(|last| last.vault == keys.vault);
        }
        place
    }

    /// Replaces the file.
    pub fn write(&self, files: &VaultFiles) -> Result<(), StoreError> {
        // The only thing that has no text is a folder whose name is none.
        let mut text =
            serde_json::to_string_pretty(self).map_err(|_| StoreError::Empty { what: "folder's name" })?;
        text.push('\n');
        replace(&files.backups(), text.as_bytes())
    }

    /// The folder that backups go to.
    pub fn folder_of(&self, files: &VaultFiles) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| {
            let beside = files.database().parent().unwrap_or(Path::new(""));
            beside.join(DEFAULT_FOLDER)
        })
    }
}

impl Vault {
    /// Where backups go, and which was the last.
    pub fn backup_place(&self) -> BackupPlace {
        let place = Place::read(&self.files);
        let folder = place.folder_of(&self.files);
        BackupPlace {
            is_default: place.folder.is_none(),
            is_there: folder.is_dir(),
            last: place.last,
            folder,
        }
    }

    /// Chooses the folder that backups go to; the default one for `None`.
    ///
    /// # Errors
    /// [`StoreError::NoBackupFolder`] when it is not there, [`StoreError::Temporary`]; read-only or full disk.
    pub fn set_backup_folder(&mut self, folder: Option<&Path>) -> Result<(), StoreError> {
        if self.is_temporary() {
            return Err(StoreError::Temporary);
        }
        let folder = folder
            .map(|folder| {
                if !folder.is_dir() {
                    return Err(StoreError::NoBackupFolder { path: folder.to_owned() });
                }
                // The program may be started from elsewhere the next time.
                std::path::absolute(folder).map_err(|e| StoreError::from_io("Choosing the folder", e))
            })
            .transpose()?;
        Place { folder, ..Place::read(&self.files) }.write(&self.files)
    }

    /// The last backup of this vault that was verified.
    pub fn last_backup(&self) -> Option<LastBackup> {
        Place::read(&self.files).last
    }

    /// The last backup of the vault at `path` that was verified, without opening it.
    pub fn last_backup_of(path: &Path) -> Option<LastBackup> {
        Place::read(&VaultFiles::new(path)).last
    }
}

impl LastBackup {
    /// The backup in words, for a message about a damaged vault.
    pub fn words(&self) -> String {
        let at = self.at.to_zoned_datetime(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string();
        format!("the last verified backup is {} of {at}", self.folder.join(&self.name).display())
    }
}

/// Lets an error about a damaged vault name the last backup.
pub(super) fn with_last_backup(files: &VaultFiles, error: StoreError) -> StoreError {
    match (error, Place::read(files).last) {
        (StoreError::Damaged { what }, Some(last)) => {
            StoreError::Damaged { what: format!("{what}; {}", last.words()) }
        }
        (error, _) => error,
    }
}
