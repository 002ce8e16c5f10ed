//! Who reads what the program says on standard error? Nobody, where it was started without a terminal; there, why it
//! does not start is said in a box of the system.
//!
//! On Linux it stays with standard error, which desktops keep in their journal: a box would need the very display
//! that is most often what is missing.

/// Shows why the program ends in a box, where nobody reads standard error; waits until the box is closed.
pub fn show(message: &str) {
    if is_read() {
        return;
    }
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Countercheck")
        .set_description(message)
        .show();
}

/// A program without a console, which the start menu leads to, has no standard error at all; one in a pipe has.
#[cfg(windows)]
fn is_read() -> bool {
    use std::os::windows::io::AsRawHandle as _;
    !std::io::stderr().as_raw_handle().is_null()
}

/// What Finder and Dock start is a child of the first process, and its standard error goes to a log.
#[cfg(target_os = "macos")]
fn is_read() -> bool {
    std::os::unix::process::parent_id() != 1
}

#[cfg(not(any(windows, target_os = "macos")))]
fn is_read() -> bool {
    true
}
