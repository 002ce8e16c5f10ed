//! The jobs without a window. No command needs a display.
//!
//! Results go to standard output, messages to standard error, and the exit code says what kind of
//! trouble there was ([`Trouble`]). Reading a file or standard input happens here and nowhere below.

pub mod assess;
pub mod content;
pub mod summary;

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};
use serde_json::Value;

use crate::checklist::answer::InputError;
use crate::content::Content;
use crate::exchange::json::{self, JsonError};

/// What is typed after `countercheck`.
#[derive(Debug, Parser)]
#[command(
    name = "countercheck",
    version,
    about = "What stands in the way of an eczema treatment, and what it rests on"
)]
pub struct Arguments {
    /// Opens a temporary vault with sample patients; needs no passphrase
    #[arg(long)]
    pub demo: bool,
    /// The vault to open
    #[arg(long, value_name = "FILE")]
    pub vault: Option<PathBuf>,
    /// A job without a window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The jobs without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Assesses one checklist, or a list of them: JSON in, JSON out
    Assess {
        /// A file, or - for standard input
        file: PathBuf,
    },
    /// Prints one visit: pages for the patient and for the dermatologist
    Summary(summary::Options),
    /// What the app knows
    Content {
        /// Which job
        #[command(subcommand)]
        job: content::Job,
    },
}

/// What went wrong, by exit code.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The input can't be used: exit code 2.
    #[error("{0}")]
    Input(String),
    /// It would do harm: overwrite a file, or write what another has in use. Exit code 5.
    #[error("{0}")]
    Refused(String),
    /// Anything else: exit code 1.
    #[error("{0}")]
    Other(String),
}

impl Trouble {
    /// The exit code of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Input(_) => 2,
            Self::Refused(_) => 5,
            Self::Other(_) => 1,
        }
    }
}

impl From<JsonError> for Trouble {
    fn from(error: JsonError) -> Self {
        Self::Input(error.to_string())
    }
}

impl From<InputError> for Trouble {
    fn from(error: InputError) -> Self {
        Self::Input(error.to_string())
    }
}

/// Runs a job and answers with what goes to standard output.
///
/// # Errors
/// [`Trouble`]: then nothing was written.
pub fn run(command: &Command) -> Result<String, Trouble> {
    match command {
        Command::Assess { file } => assess::run(&content()?, &read_input(file)?),
        Command::Summary(options) => {
            let text = read_input(&options.file)?;
            summary::run(&content()?, &text, options).map(|()| String::new())
        }
        Command::Content { job } => content::run(job),
    }
}

fn content() -> Result<Content, Trouble> {
    Content::embedded()
        .map_err(|errors| Trouble::Other(format!("the embedded content is damaged:\n{errors}")))
}

/// Reads a file, or standard input for `-`, up to the largest input that is taken.
fn read_input(file: &Path) -> Result<Vec<u8>, Trouble> {
    let mut text = Vec::new();
    let most = u64::try_from(json::LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let result = if file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut text)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(most).read_to_end(&mut text))
    };
    match result {
        Ok(_) => Ok(text),
        Err(error) => Err(Trouble::Input(format!("the input can't be read: {error}"))),
    }
}

fn pretty(value: &Value) -> String {
    // Serializing a `Value` can't fail; the fallback is the same text without line breaks.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
    text.push('\n');
    text
}
