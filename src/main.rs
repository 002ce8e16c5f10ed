//! Reads arguments, environment and clock, and starts the app or a job without a window.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use countercheck::app::desk::Clock;
use countercheck::app::window::{self, Start};
use countercheck::cli::{self, Arguments};
use countercheck::content::Content;
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Some(command) = &arguments.command else { return open_window(&arguments) };
    match cli::run(command) {
        Ok(text) => match std::io::stdout().lock().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&format!("the result can't be written: {error}"), 1),
        },
        Err(trouble) => failed(&trouble.to_string(), trouble.exit_code()),
    }
}

fn open_window(arguments: &Arguments) -> ExitCode {
    let content = match Content::embedded() {
        Ok(content) => Arc::new(content),
        Err(errors) => return failed(&format!("the embedded content is damaged:\n{errors}"), 1),
    };
    let Some(vault) = arguments.vault.clone().or_else(usual_vault) else {
        return failed("there is no home folder for the vault: name one with --vault FILE", 1);
    };
    match window::open(&Start { content, clock: clock(), vault, samples: arguments.demo }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string(), 1),
    }
}

fn usual_vault() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "Countercheck")?;
    Some(folders.data_dir().join("patients.vault"))
}

fn clock() -> Clock {
    Clock {
        now: Timestamp::now,
        today: || Timestamp::now().to_zoned_datetime(TimeZone::system()).date(),
        time: || Timestamp::now().to_zoned_datetime(TimeZone::system()).time(),
        day_of: |at| at.to_zoned_datetime(TimeZone::system()).date(),
    }
}

fn failed(message: &str, code: u8) -> ExitCode {
    eprintln!("countercheck: {message}");
    ExitCode::from(code)
}
