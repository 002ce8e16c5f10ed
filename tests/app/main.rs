//! What the window promises a pharmacist who works it by keyboard: every test opens the real app on a
//! real vault in a temporary folder, presses keys as a keyboard would, and looks at what is drawn,
//! what the app holds and what the vault kept.
//!
//! No display and no renderer is needed; the clock stands still. Patients are invented.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod about;
mod alone;
mod authorization;
mod call;
mod coverage;
mod coverage_keys;
mod door;
mod flow;
mod focus;
mod follow_ups;
mod front;
mod hand;
#[path = "../support/kept.rs"]
mod kept;
mod keyboard;
mod leads;
mod medicines;
mod names;
mod overlay;
mod pages;
mod palette;
mod pictures;
mod preview;
mod prices;
#[cfg(unix)]
mod printing;
mod reach;
mod record;
mod refill;
mod resume;
mod saving;
// Elsewhere keys and paths are written otherwise.
#[cfg(target_os = "linux")]
mod screens;
mod settings;
mod sizes;
mod start;
#[path = "../support/mod.rs"]
mod support;
mod table;
mod tour;
mod traces;
mod undo;
mod vault;
mod visit;
mod way;
