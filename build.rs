//! Packs the content into the program: a megabyte of text takes a quarter of that. On Windows, gives the program its icon,
//! version and manifest.

use std::fs::{self, File};
use std::io::{Error, Result};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};

#[cfg(windows)]
#[path = "packaging/windows/resources.rs"]
mod resources;

fn main() -> Result<()> {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=db");
    pack(&folder("CARGO_MANIFEST_DIR")?.join("assets/content"), &folder("OUT_DIR")?.join("content.tar.gz"))?;
    // Built on Windows, and for it.
    #[cfg(windows)]
    if std::env::var_os("CARGO_CFG_WINDOWS").is_some() {
        resources::embed()?;
    }
    Ok(())
}

fn folder(variable: &str) -> Result<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .ok_or_else(|| Error::other(format!("{variable} is not set")))
}

/// Writes all files below a folder into an archive: the same files make the same bytes, whenever and wherever.
fn pack(root: &Path, to: &Path) -> Result<()> {
    let packed = GzBuilder::new().mtime(0).write(File::create(to)?, Compression::best());
    let mut archive = tar::Builder::new(packed);
    let mut files = Vec::new();
    collect(root, "", &mut files)?;
    files.sort();
    for (name, path) in files {
        // A file that is no text fails the build, and not the program.
        let text = fs::read_to_string(&path).map_err(|e| Error::new(e.kind(), format!("{name}: {e}")))?;
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, text.as_bytes())?;
    }
    archive.into_inner()?.finish()?;
    Ok(())
}

/// The files below a folder, with their names below the first.
fn collect(folder: &Path, below: &str, files: &mut Vec<(String, PathBuf)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => collect(&entry.path(), &format!("{name}/"), files)?,
            false => files.push((name, entry.path())),
        }
    }
    Ok(())
}
