//! What can go wrong with a vault, in words for the pharmacist, and what to do about it.
//!
//! No error carries patient data: paths and names of staff members are all that is named.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::ids::ChecklistId;

/// Why the vault did not do what was asked. Nothing was changed when it is returned.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The passphrase opens none of the entries that were tried.
    #[error("The passphrase is not right for “{staff}”.")]
    WrongPassphrase {
        /// The staff member whose entry was tried.
        staff: String,
    },
    /// The recovery code is well formed and does not open this vault.
    #[error("The recovery code is not the one of this vault.")]
    WrongRecoveryCode,
    /// The recovery code was mistyped.
    #[error("The recovery code is mistyped: {why}.")]
    MistypedRecoveryCode {
        /// What is wrong with it, without the code itself.
        why: &'static str,
    },
    /// Nobody of that name has a key here.
    #[error("No staff member called “{staff}” has a key to this vault.")]
    UnknownStaff {
        /// The name that was given.
        staff: String,
    },
    /// A staff member of that name has a key already.
    #[error("A staff member called “{staff}” is in this vault already.")]
    StaffExists {
        /// The name that was given.
        staff: String,
    },
    /// It is for somebody else to do, or in another way.
    #[error("This is not allowed: {what}.")]
    NotAllowed {
        /// Who may, or how it is done.
        what: &'static str,
    },
    /// Without this one nobody could add or remove staff any more.
    #[error("This is the only administrator who can open the vault, and one has to stay.")]
    LastAdministrator,
    /// A field that must not be empty is.
    #[error("The {what} is empty.")]
    Empty {
        /// What is empty, for example "passphrase".
        what: &'static str,
    },
    /// There is no file at that path.
    #[error("There is no vault at {}.", path.display())]
    NoVault {
        /// The path that was given.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{} is not a vault.", path.display())]
    NotAVault {
        /// The path that was given.
        path: PathBuf,
    },
    /// Neither `FILE.keys` nor its earlier copy is there.
    #[error("The keys file {} is missing, so the vault cannot be opened.", path.display())]
    KeysMissing {
        /// The path of the keys file.
        path: PathBuf,
    },
    /// `FILE.keys` cannot be read, nor can its earlier copy.
    #[error("The keys file {} is damaged, and its copy is missing or damaged too.", path.display())]
    KeysDamaged {
        /// The path of the keys file.
        path: PathBuf,
    },
    /// The keys file belongs to another vault.
    #[error("The keys file {} belongs to another vault.", path.display())]
    KeysOfAnotherVault {
        /// The path of the keys file.
        path: PathBuf,
    },
    /// Bytes of the database are not what was written.
    #[error("The vault is damaged: {what}.")]
    Damaged {
        /// What was found, without patient data.
        what: String,
    },
    /// A newer version of the program made it.
    #[error(
        "The vault was made by a newer version of Countercheck (its format is {found}, this version knows {known})."
    )]
    NewerVersion {
        /// The format in the file.
        found: u32,
        /// The newest format that this program knows.
        known: u32,
    },
    /// Another program, or another window, has it open.
    #[error("The vault is in use by another window or program.")]
    InUse,
    /// A file is in the way.
    #[error("{} exists already and is not overwritten.", path.display())]
    WouldOverwrite {
        /// The file that is in the way.
        path: PathBuf,
    },
    /// The folder, the file or the medium refuses to be written.
    #[error("The vault's folder or medium cannot be written.")]
    ReadOnly,
    /// No room is left.
    #[error("The disk is full. Nothing that was saved before is lost.")]
    DiskFull,
    /// No patient has that id.
    #[error("There is no such patient in this vault.")]
    UnknownPatient,
    /// Two patients cannot be made one, or parted.
    #[error("The two records can't be merged or parted: {why}.")]
    CannotMerge {
        /// Why not, without patient data.
        why: &'static str,
    },
    /// No checklist has that id.
    #[error("There is no such checklist in this vault.")]
    UnknownChecklist,
    /// No import of prices has that id, or it was taken back before.
    #[error("There is no such import of prices, or it was taken back already.")]
    UnknownPriceBatch,
    /// No follow-up has that id, or it is not open.
    #[error("There is no such open follow-up in this vault.")]
    UnknownFollowUp,
    /// A line of an export is not one.
    #[error("This is not a record of an export: {why}.")]
    BadRecord {
        /// What is wrong, without values.
        why: String,
    },
    /// The same checklist has different histories here and in the record.
    #[error("Checklist {checklist} was changed both here and in the record that is imported.")]
    Diverged {
        /// The checklist.
        checklist: ChecklistId,
    },
    /// There is no backup at that path.
    #[error("There is no backup at {}.", path.display())]
    NoBackup {
        /// The path that was given.
        path: PathBuf,
    },
    /// The file is no backup of a vault.
    #[error("{} is not a backup of a vault.", path.display())]
    NotABackup {
        /// The path that was given.
        path: PathBuf,
    },
    /// A backup is not what was written.
    #[error("The backup {} is damaged: {what}.", path.display())]
    BackupDamaged {
        /// The backup.
        path: PathBuf,
        /// What was found.
        what: &'static str,
    },
    /// The folder that backups go to is not there.
    #[error("The folder for backups is not there: {}.", path.display())]
    NoBackupFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A restore was interrupted when files were being replaced.
    #[error("Restoring {} was interrupted, so it is neither what it was nor the backup.", path.display())]
    HalfRestored {
        /// The vault.
        path: PathBuf,
    },
    /// The file of the open vault was moved or removed, or its disk was taken away.
    #[error("The vault is no longer at {}, so what is typed now is not safe.", path.display())]
    Gone {
        /// Where it was opened.
        path: PathBuf,
    },
    /// A vault that is gone when closed has no keys to keep.
    #[error("The vault with sample patients is temporary and can't be backed up.")]
    Temporary,
    /// Asked of the worker while no vault is open.
    #[error("The vault is locked.")]
    Locked,
    /// The operating system refused something that has no better name.
    #[error("{doing} failed: {source}.")]
    Io {
        /// What was being done, for example "Reading the keys file".
        doing: &'static str,
        /// The system's own words.
        source: io::Error,
    },
    /// The database refused something that has no better name.
    #[error("The database refused ({reason}).")]
    Database {
        /// SQLite's name for the refusal; never a value.
        reason: String,
    },
    /// A mistake of the program.
    #[error("Countercheck made a mistake while {doing}.")]
    Internal {
        /// What was being done.
        doing: &'static str,
    },
}

/// The kinds that a caller tells apart; they pick the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The passphrase, the recovery code or the staff member's name is not right.
    WrongPassphrase,
    /// Some other file, or one without its keys.
    NotAVault,
    /// Bytes are not what was written.
    Damaged,
    /// Made by a newer version.
    NewerVersion,
    /// Open elsewhere.
    InUse,
    /// A file is in the way.
    WouldOverwrite,
    /// Whoever opened the vault may not do that.
    NotAllowed,
    /// The medium refuses to be written.
    ReadOnly,
    /// No room.
    DiskFull,
    /// No such file.
    NotFound,
    /// What was given is not usable.
    BadInput,
    /// Anything else.
    Other,
}

impl ErrorKind {
    /// The exit code of the command line: 3 wrong passphrase; 4 not a vault (or nothing at all), damaged
    /// or newer; 5 refused; 2 bad input; 1 anything else.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::WrongPassphrase => 3,
            Self::NotAVault | Self::NotFound | Self::Damaged | Self::NewerVersion => 4,
            Self::InUse | Self::WouldOverwrite | Self::NotAllowed => 5,
            Self::BadInput => 2,
            Self::ReadOnly | Self::DiskFull | Self::Other => 1,
        }
    }
}

impl StoreError {
    /// The kind of this error.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::WrongPassphrase { .. }
            | Self::WrongRecoveryCode
            | Self::MistypedRecoveryCode { .. }
            | Self::UnknownStaff { .. } => ErrorKind::WrongPassphrase,
            Self::NotAVault { .. } | Self::NotABackup { .. } => ErrorKind::NotAVault,
            Self::BackupDamaged { .. }
            | Self::HalfRestored { .. }
            | Self::KeysMissing { .. }
            | Self::KeysDamaged { .. }
            | Self::KeysOfAnotherVault { .. }
            | Self::Damaged { .. } => ErrorKind::Damaged,
            Self::NewerVersion { .. } => ErrorKind::NewerVersion,
            Self::InUse => ErrorKind::InUse,
            Self::WouldOverwrite { .. } | Self::StaffExists { .. } => ErrorKind::WouldOverwrite,
            Self::NotAllowed { .. } | Self::LastAdministrator => ErrorKind::NotAllowed,
            Self::ReadOnly => ErrorKind::ReadOnly,
            Self::DiskFull => ErrorKind::DiskFull,
            Self::NoVault { .. } | Self::NoBackup { .. } => ErrorKind::NotFound,
            Self::UnknownPatient
            | Self::NoBackupFolder { .. }
            | Self::Temporary
            | Self::UnknownChecklist
            | Self::UnknownPriceBatch
            | Self::UnknownFollowUp
            | Self::Empty { .. }
            | Self::CannotMerge { .. }
            | Self::BadRecord { .. }
            | Self::Diverged { .. } => ErrorKind::BadInput,
            Self::Locked
            | Self::Gone { .. }
            | Self::Io { .. }
            | Self::Database { .. }
            | Self::Internal { .. } => ErrorKind::Other,
        }
    }

    /// What the pharmacist can do about it.
    pub const fn cure(&self) -> &'static str {
        match self {
            Self::WrongPassphrase { .. } => {
                "Check Caps Lock and the keyboard language and try again. The recovery code opens the vault too."
            }
            Self::WrongRecoveryCode => "Look for the code that was printed when this vault was made.",
            Self::MistypedRecoveryCode { .. } => {
                "Compare it with the printed page, group by group. Case, spaces and dashes do not matter."
            }
            Self::UnknownStaff { .. } => "Check the name, or leave it out to open as the first staff member.",
            Self::StaffExists { .. } => "Choose another name, for example with an initial.",
            Self::NotAllowed { .. } => {
                "Nothing was changed. Ask an administrator; the list of staff says who is one."
            }
            Self::LastAdministrator => "Make somebody else an administrator first.",
            Self::Empty { .. } => "Type it and try again.",
            Self::NoVault { .. } => "Check the path, or create a vault there.",
            Self::NotAVault { .. } => {
                "Choose the vault's own file; beside it stands a file of the same name that ends in .keys."
            }
            Self::KeysMissing { .. } => {
                "Put the file that ends in .keys back beside the vault; every backup holds it. The file was not changed."
            }
            Self::KeysDamaged { .. } => {
                "Put the file that ends in .keys back from the last backup. Nothing was changed."
            }
            Self::KeysOfAnotherVault { .. } => {
                "Put back the keys file that belongs to this vault; they are copied only together."
            }
            Self::Damaged { .. } => {
                "Restore the last backup, and keep the damaged file: parts of it can often still be read."
            }
            Self::NewerVersion { .. } => {
                "Install the current version of Countercheck. The file was not changed."
            }
            Self::InUse => "Close the other window, or wait until the other program is done.",
            Self::WouldOverwrite { .. } => "Choose another name, or move the file away first.",
            Self::ReadOnly => {
                "Check the rights of the folder, or copy both files of the vault to a disk that can be written."
            }
            Self::DiskFull => "Free some space and try again.",
            Self::CannotMerge { .. } => {
                "Open the patient again and look at both records; nothing was changed."
            }
            Self::UnknownPatient | Self::UnknownChecklist => "Check the id; it may belong to another vault.",
            Self::UnknownPriceBatch => "Look at the list of imports; nothing was changed.",
            Self::UnknownFollowUp => "Look at the list again; nothing was changed.",
            Self::BadRecord { .. } => "Export the record again; lines of an export are not edited by hand.",
            Self::Diverged { .. } => "Decide which of the two is right; the one here stays as it is.",
            Self::NoBackup { .. } => "Check the path; a disk may have to be connected first.",
            Self::NotABackup { .. } => "Choose a file whose name ends in .backup; nothing was changed.",
            Self::BackupDamaged { .. } => "Use an earlier or a later backup; nothing was changed.",
            Self::NoBackupFolder { .. } => {
                "Connect the disk that it is on, or choose another folder for backups."
            }
            Self::HalfRestored { .. } => {
                "Restore the backup again. What was there before stands beside it, under a name with .replaced."
            }
            Self::Gone { .. } => {
                "Put the folder or the disk back before this window is closed; then it is kept after all."
            }
            Self::Temporary => "Create a vault of your own first.",
            Self::Locked => "Open the vault first.",
            Self::Io { .. } => "Check the disk and try again.",
            Self::Database { .. } | Self::Internal { .. } => {
                "Try again. If it comes back, verify the vault and report it; the answers saved before are safe."
            }
        }
    }

    /// Turns an error of the operating system into one of ours.
    pub(super) fn from_io(doing: &'static str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            // The rest of the kinds need the system's words.
            _ => Self::Io { doing, source },
        }
    }

    /// Turns the failure to make a file that must not exist into one of ours.
    pub(super) fn from_new_file(path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::AlreadyExists {
            return Self::WouldOverwrite { path: path.to_owned() };
        }
        Self::from_io("Making a file", source)
    }

    /// A row that does not hold what this program writes.
    pub(super) fn damaged_row(table: &'static str) -> Self {
        Self::Damaged { what: format!("a row of the table “{table}” cannot be read") }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let Some(code) = error.sqlite_error_code() else {
            return match error {
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Self::Damaged { what: "a row cannot be read".to_owned() },
                // Foreign enum: the rest are mistakes of ours, and their text may hold values.
                _ => Self::Internal { doing: "asking the database" },
            };
        };
        match code {
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => {
                Self::Damaged { what: "a page of the database is not what was written".to_owned() }
            }
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                Self::InUse
            }
            // Foreign enum: SQLite's name of the code says enough, its text may hold values.
            other => Self::Database { reason: format!("{other:?}") },
        }
    }
}
