//! The files of a vault: their names, the lock, and how one is replaced so that a crash leaves the old
//! or the new one, never half.
//!
//! Knows nothing of what is in them.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::StoreError;

/// Where the parts of one vault are.
#[derive(Clone, Debug)]
pub(super) struct VaultFiles {
    database: PathBuf,
}

impl VaultFiles {
    pub fn new(database: &Path) -> Self {
        Self { database: database.to_owned() }
    }

    /// `FILE`, the database.
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// `FILE.keys`.
    pub fn keys(&self) -> PathBuf {
        with_suffix(&self.database, ".keys")
    }

    /// `FILE.lock`; empty, and left behind on purpose: removing it would let two programs hold two locks.
    pub fn lock(&self) -> PathBuf {
        with_suffix(&self.database, ".lock")
    }

    /// The database while it is being made; it gets its name when it is whole.
    pub fn unfinished(&self) -> PathBuf {
        with_suffix(&self.database, ".unfinished")
    }

    /// `FILE.backups`: where backups go, and which was the last.
    pub fn backups(&self) -> PathBuf {
        with_suffix(&self.database, ".backups")
    }

    /// That and what SQLite may have beside it.
    pub fn unfinished_parts(&self) -> [PathBuf; 3] {
        ["", "-wal", "-journal"].map(|suffix| with_suffix(&self.unfinished(), suffix))
    }

    /// The log of the database.
    pub fn wal(&self) -> PathBuf {
        with_suffix(&self.database, "-wal")
    }

    /// The copy that is made before the schema becomes `version`.
    pub fn before_version(&self, version: u32) -> PathBuf {
        with_suffix(&self.database, &format!(".before-v{version}"))
    }

    /// Every file whose presence says that a vault is or was here.
    pub fn all_that_would_be_overwritten(&self) -> Vec<PathBuf> {
        vec![self.database.clone(), self.keys(), backup_name(&self.keys()), self.wal()]
    }
}

/// `path` with more at the end of its name.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// The name under which the earlier content of a file is kept.
pub(super) fn backup_name(path: &Path) -> PathBuf {
    with_suffix(path, ".bak")
}

/// The right to use a vault, held until dropped; the system gives it back when the program dies.
#[derive(Debug)]
pub(super) struct VaultLock {
    _file: File,
}

impl VaultLock {
    /// Takes the lock, and makes its file when there is none.
    pub fn take(files: &VaultFiles) -> Result<Self, StoreError> {
        let file = private_options()
            .create(true)
            .truncate(false)
            .open(files.lock())
            .map_err(|e| StoreError::from_io("Making the lock file", e))?;
        Self::hold(file)
    }

    /// Takes the lock when its file exists: a way to see early, and without a trace, that the vault is in use.
    pub fn take_existing(files: &VaultFiles) -> Result<Option<Self>, StoreError> {
        match OpenOptions::new().write(true).open(files.lock()) {
            Ok(file) => Self::hold(file).map(Some),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::from_io("Opening the lock file", e)),
        }
    }

    /// A window that is just closing, or a program that the app has just started and that still shares
    /// its open files, lets go in a moment: ask a few times before saying that the vault is in use.
    fn hold(file: File) -> Result<Self, StoreError> {
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(e)) => {
                    return Err(StoreError::from_io("Locking the vault", e));
                }
            }
        }
        Err(StoreError::InUse)
    }
}

const LOCK_TRIES: u32 = 50;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// Writes a file that must not exist yet, down to the disk.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut file =
        private_options().create_new(true).open(path).map_err(|e| StoreError::from_new_file(path, e))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e| {
        drop(file);
        remove_own(path);
        StoreError::from_io("Writing a file", e)
    })
}

/// Replaces a file as a whole, down to the disk.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let new = with_suffix(path, ".new");
    // Left behind by a crash, never yet in use.
    remove_if_there(&new)?;
    write_new(&new, bytes)?;
    fs::rename(&new, path).map_err(|e| StoreError::from_io("Replacing a file", e))?;
    sync_folder_of(path)
}

/// Gives a finished file its name, unless that name is taken.
pub(super) fn name_finished(unfinished: &Path, finished: &Path) -> Result<(), StoreError> {
    match fs::hard_link(unfinished, finished) {
        Ok(()) => {
            remove_own(unfinished);
        }
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            return Err(StoreError::WouldOverwrite { path: finished.to_owned() });
        }
        // Some file systems have no links. The vault's lock is held, so only a stranger could step in between.
        Err(_) => {
            if finished.exists() {
                return Err(StoreError::WouldOverwrite { path: finished.to_owned() });
            }
            fs::rename(unfinished, finished).map_err(|e| StoreError::from_io("Naming the new vault", e))?;
        }
    }
    sync_folder_of(finished)
}

/// Removes a file that may be there.
pub(super) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(StoreError::from_io("Removing an unfinished file", e)),
    }
}

/// Removes a file that this program has just made, while an error is on its way that matters more than
/// a failure to tidy up.
pub(super) fn remove_own(path: &Path) {
    fs::remove_file(path).ok();
}

/// The folder that a file is in. A name without one is a file of the folder in which the program was started.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// Makes a change of names in the folder durable.
pub(super) fn sync_folder_of(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        File::open(folder_of(path))
            .and_then(|folder| folder.sync_all())
            .map_err(|e| StoreError::from_io("Saving the folder", e))
    }
    #[cfg(not(unix))]
    {
        // Windows keeps names durable by itself and has no such call for a folder.
        let _ = path;
        Ok(())
    }
}

/// For files that only their owner may read.
fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes an empty file that only its owner may read and that must not exist yet.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    create_private(path).map(drop)
}

/// The same, open to be written.
pub(super) fn create_private(path: &Path) -> Result<File, StoreError> {
    private_options().create_new(true).open(path).map_err(|e| StoreError::from_new_file(path, e))
}

/// Makes a folder, and those above it that are missing, for nobody but its owner to enter. One that is there stays
/// as it is.
///
/// # Errors
/// What the system says.
pub fn make_folder(path: &Path) -> std::io::Result<()> {
    folder_builder().recursive(true).create(path)
}

fn folder_builder() -> fs::DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "Windows knows no modes"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// A folder that only its owner may enter; removed with all in it when dropped.
#[derive(Debug)]
pub(super) struct TemporaryFolder {
    path: PathBuf,
}

impl TemporaryFolder {
    pub fn make(name: &str) -> Result<Self, StoreError> {
        let path = std::env::temp_dir().join(name);
        folder_builder().create(&path).map_err(|e| StoreError::from_io("Making a temporary folder", e))?;
        Ok(Self { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What stays behind if this fails is encrypted with a key that is gone.
        fs::remove_dir_all(&self.path).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_file_never_takes_a_name_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let (new, old) = (folder.path().join("new"), folder.path().join("old"));
        fs::write(&new, "new").unwrap();
        fs::write(&old, "old").unwrap();
        assert!(matches!(name_finished(&new, &old), Err(StoreError::WouldOverwrite { .. })));
        assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    }

    #[test]
    fn replacing_leaves_nothing_but_the_new_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        write_new(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(matches!(write_new(&path, b"three"), Err(StoreError::WouldOverwrite { .. })));
    }
}
