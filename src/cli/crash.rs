//! What may a crash leave behind? No core file with the memory of an open vault in it, and on the terminal the place
//! of the mistake, but never its words: those of a failed slice of text hold the text.
//!
//! On Linux the limit is lowered instead of making the process undumpable: then the portal that shows the dialogs for
//! files could not look at the process any more, and would refuse to show them.

use std::panic::{self, PanicHookInfo};
use std::thread;

/// Sets what holds for the whole process; to be called before anything else.
pub fn leave_nothing() {
    leave_no_core();
    panic::set_hook(Box::new(|about| super::tell(&words(about))));
}

/// Programs that are started from here (the viewer, the printing program) get the same limit.
#[cfg(unix)]
fn leave_no_core() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let nothing = Rlimit { current: Some(0), maximum: Some(0) };
    // Lowering a limit is allowed to everybody; where it fails all the same, a core file is still unlikely.
    setrlimit(Resource::Core, nothing).ok();
}

/// Windows keeps no memory of a crashed program unless somebody has set it up.
#[cfg(not(unix))]
fn leave_no_core() {}

fn words(about: &PanicHookInfo<'_>) -> String {
    let place = about.location().map_or_else(
        || "an unknown place".to_owned(),
        |place| format!("{}, line {}", place.file(), place.line()),
    );
    let thread = thread::current();
    let name = thread.name().unwrap_or("without a name");
    format!(
        "an internal error in {place} (thread {name}). What it says is left out, because it could name a patient"
    )
}
