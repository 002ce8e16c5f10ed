//! Reads a folder of TOML files: a content, or a pharmacy's overlay.
//!
//! Every file that can't be read is named with what to do, like any other mistake in them. Links in a
//! circle, pipes and huge files are not followed, waited for or loaded.

use std::path::Path;

use crate::content::Files;
use crate::content::load::ContentError;

/// The largest file of a content, in bytes.
pub const LARGEST: u64 = 8 * 1024 * 1024;
/// The largest file of an overlay, in bytes.
pub const LARGEST_OVERLAY: u64 = 1024 * 1024;
/// More files than this are not what was meant.
const MOST_FILES: usize = 1000;

/// Reads every file of a folder that ends in `.toml` and has at most so many bytes. `None` when there
/// is no such folder.
///
/// # Errors
/// Each file that can't be read, by name.
pub fn read(folder: &Path, largest: u64) -> Result<Option<Files>, Vec<ContentError>> {
    match std::fs::metadata(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(vec![mistake("", format!("the folder can't be read: {error}"))]),
        Ok(found) if !found.is_dir() => {
            return Err(vec![mistake("", "it is a file: put a folder there".to_owned())]);
        }
        Ok(_) => {}
    }
    let mut found = Found { files: Files::new(), unreadable: Vec::new() };
    if let Err(error) = collect(folder, folder, largest, &mut found, 0) {
        found.unreadable.push(mistake("", format!("the folder can't be read: {error}")));
    }
    if found.unreadable.is_empty() {
        return Ok(Some(found.files));
    }
    found.unreadable.sort_by(|one, other| one.file.cmp(&other.file));
    Err(found.unreadable)
}

struct Found {
    files: Files,
    unreadable: Vec<ContentError>,
}

fn mistake(file: &str, problem: String) -> ContentError {
    ContentError { file: file.to_owned(), entry: String::new(), problem }
}

fn collect(root: &Path, folder: &Path, largest: u64, found: &mut Found, depth: usize) -> std::io::Result<()> {
    // Content is two levels deep; a link to a parent folder must not lead on for ever.
    if depth > 3 {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let is_link = entry.file_type()?.is_symlink();
        if path.is_dir() {
            // A link could lead to the neighbors, or in a circle.
            if !is_link {
                collect(root, &path, largest, found, depth + 1)?;
            }
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
            let file = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if found.files.len() + found.unreadable.len() >= MOST_FILES {
                return Err(std::io::Error::other(format!("it has more than {MOST_FILES} files")));
            }
            match text_of(&path, largest) {
                Ok(text) => drop(found.files.insert(file, text)),
                Err(error) => {
                    let problem = format!("it can't be read ({error}): put a text in UTF-8 there");
                    found.unreadable.push(mistake(&file, problem));
                }
            }
        }
    }
    Ok(())
}

fn text_of(path: &Path, largest: u64) -> std::io::Result<String> {
    let there = std::fs::metadata(path)?;
    // A pipe or a device of that name would be waited for.
    if !there.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    if there.len() > largest {
        return Err(std::io::Error::other(format!("it is larger than {} MiB", largest / 1024 / 1024)));
    }
    std::fs::read_to_string(path)
}
