//! Rebuilds the library when a content file is added or removed, since the whole folder is embedded;
//! on Windows, gives the program its icon, version and manifest.

#[cfg(windows)]
#[path = "packaging/windows/resources.rs"]
mod resources;

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=db");
    // Built on Windows, and for it.
    #[cfg(windows)]
    if std::env::var_os("CARGO_CFG_WINDOWS").is_some() {
        resources::embed()?;
    }
    Ok(())
}
