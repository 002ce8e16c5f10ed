//! Reads a database that a connection holds open, for a copy of it.
//!
//! SQLite locks bytes from the first gigabyte on, and leaves the page that they lie on empty. On Windows a locked byte
//! can't be read through any other handle, not even one of the same program: a plain copy of a vault that reaches past
//! that place would fail there. So that page is not read; a copy has zeros in its place, as the file itself.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use super::error::StoreError;
use super::files::create_private;

/// The page on which SQLite's locks lie, in bytes from the beginning of the file (SQLite file format, section 1.3.1).
const LOCKED: Range<u64> = 0x4000_0000..0x4000_0000 + 4096;

/// A database file that is read beside the connection that holds it.
pub(super) struct HeldFile {
    file: File,
    at: u64,
}

impl HeldFile {
    /// Opens it for reading. The log has to be in the database already, and nothing may be written meanwhile.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: File::open(path)?, at: 0 })
    }

    /// The file itself, to ask for its length and times.
    pub fn file(&self) -> &File {
        &self.file
    }
}

impl Read for HeldFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let is_locked = LOCKED.contains(&self.at);
        let until = match self.at {
            at if is_locked => LOCKED.end.min(self.file.metadata()?.len().max(at)),
            at if at < LOCKED.start => LOCKED.start,
            _ => u64::MAX,
        };
        let room = usize::try_from(until - self.at).unwrap_or(usize::MAX).min(buffer.len());
        let Some(piece) = buffer.get_mut(..room) else { return Ok(0) };
        let read = if is_locked {
            piece.fill(0);
            self.file.seek(SeekFrom::Start(self.at + piece.len() as u64))?;
            piece.len()
        } else {
            self.file.read(piece)?
        };
        self.at += read as u64;
        Ok(read)
    }
}

/// Copies a database that a connection holds, down to the disk, into a file that must not exist yet.
pub(super) fn copy_held(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut copy = create_private(to)?;
    HeldFile::open(from)
        .and_then(|mut from| io::copy(&mut from, &mut copy))
        .and_then(|_| copy.sync_all())
        .map_err(|e| StoreError::from_io("Copying the vault", e))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// A file with words around the page of the locks and on it, and nothing else: it takes no room on the disk.
    fn sparse(folder: &Path, length: u64) -> std::path::PathBuf {
        let path = folder.join("held");
        let mut file = File::create(&path).unwrap();
        file.set_len(length).unwrap();
        for (at, word) in
            [(0, "first"), (LOCKED.start - 6, "before"), (LOCKED.start, "lock"), (LOCKED.end, "after")]
        {
            if at < length {
                file.seek(SeekFrom::Start(at)).unwrap();
                file.write_all(word.as_bytes()).unwrap();
            }
        }
        file.set_len(length).unwrap();
        path
    }

    #[test]
    fn a_copy_has_every_byte_but_those_of_the_locks_which_are_never_read() {
        for length in
            [3, LOCKED.start - 1, LOCKED.start, LOCKED.start + 700, LOCKED.end, LOCKED.end + 100_000]
        {
            let folder = tempfile::tempdir().unwrap();
            let path = sparse(folder.path(), length);
            // The part around the locks is enough: from a piece before it to the end.
            let begin = LOCKED.start.saturating_sub(5_000).min(length);
            let mut plain = Vec::new();
            let mut file = File::open(&path).unwrap();
            file.seek(SeekFrom::Start(begin)).unwrap();
            file.read_to_end(&mut plain).unwrap();
            let mut held = HeldFile::open(&path).unwrap();
            held.file.seek(SeekFrom::Start(begin)).unwrap();
            held.at = begin;
            let mut copied = Vec::new();
            held.read_to_end(&mut copied).unwrap();
            let locks = LOCKED.start.min(length) - begin..LOCKED.end.min(length) - begin;
            let locks = usize::try_from(locks.start).unwrap()..usize::try_from(locks.end).unwrap();
            plain[locks].fill(0);
            assert_eq!(copied.len(), plain.len(), "{length}");
            assert!(copied == plain, "{length}");
        }
    }

    #[test]
    fn a_small_file_is_copied_as_it_is_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = sparse(folder.path(), 70_000);
        let copy = folder.path().join("copy");
        copy_held(&path, &copy).unwrap();
        assert!(std::fs::read(&path).unwrap() == std::fs::read(&copy).unwrap());
        assert!(matches!(copy_held(&path, &copy), Err(StoreError::WouldOverwrite { .. })), "it was there");
    }
}
