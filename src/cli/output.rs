//! Writes the one file that was asked for: as a whole or not at all, and never over another unasked.

use std::io::Write;
use std::path::Path;

use uuid::Uuid;

use super::Trouble;

/// Whether a file may be written there.
///
/// # Errors
/// [`Trouble::Input`] for `-`; [`Trouble::Refused`] if a file is there that may not be replaced, or
/// something that is no plain file.
pub fn may_write(path: &Path, force: bool) -> Result<(), Trouble> {
    if path.as_os_str() == "-" {
        return Err(Trouble::Input("-o: expected the name of a file".into()));
    }
    let Ok(there) = path.symlink_metadata() else { return Ok(()) };
    if !force {
        return Err(exists());
    }
    // A file beside it takes its place: that must not befall a folder, a link or a device.
    if !there.is_file() {
        return Err(Trouble::Refused(
            "what is there is no plain file and is not replaced: choose another name".into(),
        ));
    }
    Ok(())
}

fn exists() -> Trouble {
    Trouble::Refused("the file to write exists already: choose another name, or add --force".into())
}

/// Writes a file as a whole or not at all: beside its place first, then into it.
///
/// # Errors
/// [`Trouble::Refused`] if a file came there meanwhile and may not be replaced; [`Trouble::Other`] if
/// it can't be written.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Trouble> {
    // Half of such an id is random: nobody can lay a link there beforehand.
    let beside = path.with_file_name(format!(".countercheck-{}.tmp", Uuid::now_v7().simple()));
    let done = fill(&beside, bytes)
        .and_then(|()| if force { std::fs::rename(&beside, path) } else { place_new(&beside, path) });
    match done {
        Ok(()) => Ok(()),
        Err(error) => {
            let left = match std::fs::remove_file(&beside) {
                Err(left) if left.kind() != std::io::ErrorKind::NotFound => {
                    "; an unfinished file (.countercheck-….tmp) is left beside it"
                }
                Ok(()) | Err(_) => "",
            };
            match error.kind() {
                std::io::ErrorKind::AlreadyExists => Err(exists()),
                _ => Err(Trouble::Other(format!("the file can't be written: {error}{left}"))),
            }
        }
    }
}

fn fill(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    // It is about a patient: for the one who made it alone.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Moves a file to a place where none is. A link can't replace a file that came in between; where
/// the disk knows no links, a last look has to do.
fn place_new(from: &Path, to: &Path) -> std::io::Result<()> {
    match std::fs::hard_link(from, to) {
        Ok(()) => std::fs::remove_file(from),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if to.symlink_metadata().is_ok() => Err(std::io::ErrorKind::AlreadyExists.into()),
        Err(_) => std::fs::rename(from, to),
    }
}
