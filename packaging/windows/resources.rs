//! What does Windows show of the program before it runs? Icon, version and manifest, for `build.rs`.

use std::io;

/// English (United States), as Windows numbers languages.
const US_ENGLISH: u16 = 0x0409;

/// Embeds icon, version information and manifest into the program, not into tests.
///
/// # Errors
/// Without a resource compiler (`rc.exe` of the Windows SDK, or `windres` for the GNU target), or if it refuses.
pub fn embed() -> io::Result<()> {
    println!("cargo:rerun-if-changed=packaging/windows");
    winresource::WindowsResource::new()
        .set_language(US_ENGLISH)
        .set("ProductName", "Countercheck")
        .set("FileDescription", "Countercheck")
        .set("CompanyName", "The Countercheck authors")
        .set("LegalCopyright", "The Countercheck authors. MIT or Apache-2.0")
        .set("InternalName", "countercheck")
        .set("OriginalFilename", "countercheck.exe")
        .set_icon("assets/icons/countercheck.ico")
        .set_manifest_file("packaging/windows/countercheck.manifest")
        .compile_for("countercheck")
}
