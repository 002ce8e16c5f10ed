//! A backup file: a plain tar with a manifest, the keys and the database, so that any tar can take it apart
//! in ten years too.
//!
//! The manifest comes first and holds the sums of the rest, and one of itself. The two files are what they
//! are in a vault: the database is encrypted, the keys are wrapped. What is in them is not known here.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::files::create_private;
use super::ids::VaultId;

/// The format that this program writes.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
pub(super) const KEYS: &str = "vault.keys";
pub(super) const DATABASE: &str = "vault";
/// A manifest has some hundred bytes; more is none.
const LARGEST_MANIFEST: u64 = 64 * 1024;

/// What a backup says of itself; no patient data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format of the backup.
    pub format: u32,
    /// The vault that it is one of.
    pub vault_id: VaultId,
    /// When it was made, in UTC.
    pub made_at: Timestamp,
    /// The version of the database's schema.
    pub schema_version: u32,
    /// The version of the program that made it.
    pub program_version: String,
    /// How many patients it holds.
    pub patients: u64,
    /// How many checklists it holds.
    pub checklists: u64,
    /// How many entries of checklists it holds.
    pub entries: u64,
    /// The two files.
    pub files: Sums,
}

/// The sums of the two files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// The keys.
    #[serde(rename = "vault.keys")]
    pub keys: Sum,
    /// The database.
    #[serde(rename = "vault")]
    pub database: Sum,
}

/// The length and the sum of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Its length.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// The text of the manifest: the manifest and the sum over it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestFile {
    sha256: String,
    manifest: Manifest,
}

/// Read first, so that a newer format is told from damage.
#[derive(Deserialize)]
struct AnyFormat {
    manifest: FormatOnly,
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

impl Manifest {
    /// The format that this program writes.
    pub(super) const FORMAT: u32 = FORMAT;

    fn sha256(&self) -> Result<String, StoreError> {
        let text = serde_json::to_string(self).map_err(|_| StoreError::Internal { doing: WRITING })?;
        Ok(hex(&Sha256::digest(text.as_bytes())))
    }

    fn to_text(&self) -> Result<String, StoreError> {
        let file = ManifestFile { sha256: self.sha256()?, manifest: self.clone() };
        let mut text =
            serde_json::to_string_pretty(&file).map_err(|_| StoreError::Internal { doing: WRITING })?;
        text.push('\n');
        Ok(text)
    }
}

const WRITING: &str = "writing a backup";

/// A sum that is taken while bytes go by.
#[derive(Default)]
pub(super) struct Summing {
    bytes: u64,
    hasher: Sha256,
}

impl Summing {
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hasher.update(bytes);
    }

    pub fn sum(self) -> Sum {
        Sum { bytes: self.bytes, sha256: hex(&self.hasher.finalize()) }
    }
}

/// The sum of bytes that are at hand.
pub(super) fn sum_of(bytes: &[u8]) -> Sum {
    let mut summing = Summing::default();
    summing.take(bytes);
    summing.sum()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a backup to a file that must not exist yet, down to the disk.
pub(super) fn write(to: &Path, manifest: &Manifest, keys: &[u8], database: &Path) -> Result<(), StoreError> {
    let text = manifest.to_text()?;
    let file = create_private(to)?;
    let written = (|| {
        let mut tar = tar::Builder::new(io::BufWriter::new(file));
        let mut append = |name: &str, bytes: u64, from: &mut dyn Read| {
            let mut header = tar::Header::new_gnu();
            header.set_path(name)?;
            header.set_size(bytes);
            header.set_mode(0o600);
            header.set_mtime(u64::try_from(manifest.made_at.as_second()).unwrap_or(0));
            header.set_cksum();
            tar.append(&header, from)
        };
        append(MANIFEST, text.len() as u64, &mut text.as_bytes())?;
        append(KEYS, keys.len() as u64, &mut &*keys)?;
        // No more than it had when its sum was taken: a tar whose lengths lie can't be taken apart.
        let bytes = manifest.files.database.bytes;
        append(DATABASE, bytes, &mut File::open(database)?.take(bytes))?;
        tar.into_inner()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    })();
    written.map_err(|e| StoreError::from_io("Writing the backup", e))
}

/// What a backup says of itself, the rest of it unread.
///
/// # Errors
/// No backup, damaged, or of a newer version.
pub(super) fn manifest_of(path: &Path) -> Result<Manifest, StoreError> {
    let mut archive = tar::Archive::new(BufReader::new(open(path)?));
    let mut entries = archive.entries().map_err(|e| unreadable(path, e))?;
    first(path, &mut entries)
}

/// Reads a whole backup, gives its files to `take` piece by piece, and holds them against their sums.
///
/// # Errors
/// No backup, damaged, of a newer version, or what `take` says.
pub(super) fn read(
    path: &Path,
    mut take: impl FnMut(&str, &[u8]) -> Result<(), StoreError>,
) -> Result<Manifest, StoreError> {
    let mut archive = tar::Archive::new(BufReader::new(open(path)?));
    let mut entries = archive.entries().map_err(|e| unreadable(path, e))?;
    let manifest = first(path, &mut entries)?;
    for (name, expected) in [(KEYS, &manifest.files.keys), (DATABASE, &manifest.files.database)] {
        let mut file = next(path, &mut entries, name)?.ok_or_else(|| damaged(path, "it is cut short"))?;
        let mut summing = Summing::default();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut buffer).map_err(|_| damaged(path, "it can't be read to its end"))?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
                break;
            };
            summing.take(piece);
            take(name, piece)?;
        }
        if summing.sum() != *expected {
            return Err(damaged(path, "its sums are not those that were taken when it was made"));
        }
    }
    Ok(manifest)
}

fn open(path: &Path) -> Result<File, StoreError> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?.is_file(), file)));
    match opened {
        Ok((true, file)) => Ok(file),
        Ok((false, _)) => Err(StoreError::NotABackup { path: path.to_owned() }),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Err(StoreError::NoBackup { path: path.to_owned() }),
        Err(e) => Err(StoreError::from_io("Reading the backup", e)),
    }
}

type Entries<'a> = tar::Entries<'a, BufReader<File>>;

fn first(path: &Path, entries: &mut Entries<'_>) -> Result<Manifest, StoreError> {
    let none = || StoreError::NotABackup { path: path.to_owned() };
    let mut text = Vec::new();
    let file = match next(path, entries, MANIFEST) {
        Ok(Some(file)) => file,
        Ok(None) | Err(_) => return Err(none()),
    };
    file.take(LARGEST_MANIFEST).read_to_end(&mut text).map_err(|_| damaged(path, "it is cut short"))?;
    let any: AnyFormat =
        serde_json::from_slice(&text).map_err(|_| damaged(path, "its manifest can't be read"))?;
    match serde_json::from_slice::<ManifestFile>(&text) {
        Ok(file) if file.manifest.sha256()? != file.sha256 => {
            Err(damaged(path, "its manifest is not what was written"))
        }
        Ok(file) if file.manifest.format == FORMAT => Ok(file.manifest),
        Ok(ManifestFile { manifest: Manifest { format, .. }, .. }) if format < FORMAT => Err(none()),
        Ok(_) => Err(StoreError::NewerVersion { found: any.manifest.format, known: FORMAT }),
        Err(_) if any.manifest.format > FORMAT => {
            Err(StoreError::NewerVersion { found: any.manifest.format, known: FORMAT })
        }
        Err(_) => Err(damaged(path, "its manifest can't be read")),
    }
}

/// The next file, when it is of that name; `None` at the end.
fn next<'a>(
    path: &Path,
    entries: &mut Entries<'a>,
    name: &str,
) -> Result<Option<tar::Entry<'a, BufReader<File>>>, StoreError> {
    let unreadable = || damaged(path, "a part of it can't be read");
    let Some(entry) = entries.next().transpose().map_err(|_| unreadable())? else {
        return Ok(None);
    };
    let is_it = entry.path().is_ok_and(|path| path.as_os_str() == name);
    if is_it && entry.header().entry_type().is_file() { Ok(Some(entry)) } else { Err(unreadable()) }
}

fn unreadable(path: &Path, _: io::Error) -> StoreError {
    StoreError::NotABackup { path: path.to_owned() }
}

/// A backup that is not what was written.
pub(super) fn damaged(path: &Path, what: &'static str) -> StoreError {
    StoreError::BackupDamaged { path: path.to_owned(), what }
}

/// Writes the files of a backup to two new files, down to the disk. What stands there after an error is the
/// caller's to remove.
///
/// # Errors
/// As [`read`]; a file is in the way; full or read-only disk.
pub(super) fn take_apart(path: &Path, keys: &Path, database: &Path) -> Result<Manifest, StoreError> {
    let doing = "Writing what a backup holds";
    let (mut keys, mut database) = (create_private(keys)?, create_private(database)?);
    let manifest = read(path, |name, piece| {
        let file = if name == KEYS { &mut keys } else { &mut database };
        file.write_all(piece).map_err(|e| StoreError::from_io(doing, e))
    })?;
    keys.sync_all().and_then(|()| database.sync_all()).map_err(|e| StoreError::from_io(doing, e))?;
    Ok(manifest)
}
