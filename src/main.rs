//! Reads the arguments and starts the app or a job without a window.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use countercheck::cli::{self, Arguments};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Some(command) = &arguments.command else {
        eprintln!("the window is not built yet");
        return ExitCode::FAILURE;
    };
    match cli::run(command) {
        Ok(text) => match std::io::stdout().lock().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&format!("the result can't be written: {error}"), 1),
        },
        Err(trouble) => failed(&trouble.to_string(), trouble.exit_code()),
    }
}

fn failed(message: &str, code: u8) -> ExitCode {
    eprintln!("countercheck: {message}");
    ExitCode::from(code)
}
