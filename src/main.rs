//! Reads arguments, environment and clock, and starts the app or a job without a window.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::Parser;
use countercheck::cli::{self, Arguments, crash};

fn main() -> ExitCode {
    crash::leave_nothing();
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        // Standard error has it already, with the place.
        window::show(
            "Countercheck ended because of a mistake of its own. What was shown as saved is in the vault.",
        );
        ExitCode::FAILURE
    })
}

fn run() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|refusal| {
        if refusal.use_stderr() {
            window::show(&refusal.to_string());
        }
        refusal.exit()
    });
    let Some(command) = &arguments.command else { return window::open(&arguments) };
    match cli::run(&arguments, command, &mut std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) if trouble.is_quiet() => ExitCode::from(trouble.exit_code()),
        Err(trouble) => failed(&trouble.to_string(), trouble.exit_code()),
    }
}

fn failed(message: &str, code: u8) -> ExitCode {
    cli::tell(message);
    window::show(message);
    ExitCode::from(code)
}

/// The program as it is handed out: without a command it opens its window.
#[cfg(feature = "window")]
mod window {
    use std::path::PathBuf;
    use std::process::ExitCode;
    use std::sync::Arc;

    use countercheck::app::desk::Clock;
    pub use countercheck::app::unseen::show;
    use countercheck::app::window::{self, Renderer, Start};
    use countercheck::cli::Arguments;
    use countercheck::content::Content;
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::failed;

    /// The variable of the environment that says which renderer is tried first.
    const RENDERER: &str = "COUNTERCHECK_RENDERER";

    pub fn open(arguments: &Arguments) -> ExitCode {
        let credential = match arguments.access.for_window() {
            Ok(credential) => credential,
            Err(trouble) => return failed(&trouble.to_string(), trouble.exit_code()),
        };
        let content = match Content::embedded() {
            Ok(content) => Arc::new(content),
            Err(errors) => return failed(&format!("the embedded content is damaged:\n{errors}"), 1),
        };
        let Some(vault) = arguments.access.vault.clone().or_else(usual_vault) else {
            return failed("there is no home folder for the vault: name one with --vault FILE", 1);
        };
        let look = folders().map(|folders| folders.config_dir().join("window.json"));
        let chosen = std::env::var(RENDERER).ok();
        let first = match chosen.as_deref().map(Renderer::by_name) {
            None => Renderer::USUAL,
            Some(Some(first)) => first,
            Some(None) => return failed(&format!("{RENDERER} is opengl or wgpu"), 2),
        };
        let start = Start {
            content,
            clock: clock(),
            vault,
            samples: arguments.demo,
            look,
            first,
            // Whoever chooses wants to know what came of it.
            tells_renderer: chosen.is_some(),
            credential,
        };
        match window::open(start) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error.to_string(), 1),
        }
    }

    fn usual_vault() -> Option<PathBuf> {
        // The local one: a roaming profile would carry the vault to a server.
        Some(folders()?.data_local_dir().join("patients.vault"))
    }

    fn folders() -> Option<directories::ProjectDirs> {
        directories::ProjectDirs::from("", "", "Countercheck")
    }

    fn clock() -> Clock {
        Clock {
            now: Timestamp::now,
            today: || Timestamp::now().to_zoned_datetime(TimeZone::system()).date(),
            time: || Timestamp::now().to_zoned_datetime(TimeZone::system()).time(),
            time_of: |at| at.to_zoned_datetime(TimeZone::system()).time(),
            day_of: |at| at.to_zoned_datetime(TimeZone::system()).date(),
        }
    }
}

/// A build for the commands alone.
#[cfg(not(feature = "window"))]
mod window {
    use std::process::ExitCode;

    use countercheck::cli::Arguments;

    /// Whoever has no window has standard error.
    pub fn show(_: &str) {}

    pub fn open(_: &Arguments) -> ExitCode {
        super::failed("this build has no window: name a command (--help lists them)", 1)
    }
}
