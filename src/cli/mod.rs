//! The jobs without a window. No command needs a display.
//!
//! Results go to standard output, messages to standard error, and the exit code says what kind of
//! trouble there was ([`Trouble`]). Reading a file or standard input happens here and nowhere below.

pub mod assess;
pub mod content;
pub mod costs;
pub mod crash;
mod output;
pub mod passphrase;
pub mod prices;
pub mod summary;
pub mod vault;

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::checklist::answer::InputError;
use crate::content::Content;
use crate::exchange::json::{self, JsonError};
use crate::store::StoreError;

/// What is typed after `countercheck`.
#[derive(Debug, Parser)]
#[command(
    name = "countercheck",
    version,
    about = "What stands in the way of an eczema treatment, and what it rests on"
)]
pub struct Arguments {
    /// Opens a temporary vault with sample patients; needs no passphrase
    #[arg(long, conflicts_with_all = ["staff", "passphrase_file"])]
    pub demo: bool,
    /// The vault, and who opens it
    #[command(flatten)]
    pub access: vault::Access,
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
    /// What a treatment costs this patient: JSON in, JSON out
    Costs {
        /// Which job
        #[command(subcommand)]
        job: costs::Job,
    },
    /// Prints one visit: pages for the patient and for the dermatologist
    Summary(summary::Options),
    /// What the app knows
    Content {
        /// Which job
        #[command(subcommand)]
        job: content::Job,
    },
    /// What an import of prices would do
    Prices {
        /// Which job
        #[command(subcommand)]
        job: prices::Job,
    },
    /// Makes, checks, fills and exports the encrypted record
    Vault {
        /// Which job
        #[command(subcommand)]
        job: vault::Job,
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
    /// The vault did not do what was asked: the exit code is that of the kind of error.
    #[error("{error} {}", error.cure())]
    Store {
        /// Why not.
        #[from]
        error: StoreError,
    },
    /// A line of the input could not be taken into the vault: the exit code is that of the kind of error.
    #[error("line {line}: {error} {}{}", error.cure(), vault::import::before(*line))]
    Line {
        /// The line, from 1.
        line: u64,
        /// Why not.
        error: StoreError,
    },
    /// The vault opens and is damaged: exit code 4.
    #[error("{0}")]
    Damaged(String),
    /// The result can't be written: exit code 1.
    #[error("the result can't be written: {0}")]
    Output(io::Error),
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
            Self::Store { error } | Self::Line { error, .. } => error.kind().exit_code(),
            Self::Damaged(_) => 4,
            Self::Output(_) | Self::Other(_) => 1,
        }
    }

    /// Whether there is nobody to tell: the reader of the result has had enough and went away.
    pub fn is_quiet(&self) -> bool {
        match self {
            Self::Output(error) => error.kind() == io::ErrorKind::BrokenPipe,
            Self::Input(_)
            | Self::Refused(_)
            | Self::Store { .. }
            | Self::Line { .. }
            | Self::Damaged(_)
            | Self::Other(_) => false,
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

/// Runs a job and writes its result to `out`.
///
/// # Errors
/// [`Trouble`]. Nothing was written, but by `vault import` and `vault export`, whose results come line by
/// line, and by `vault verify`, which also says what is damaged.
pub fn run(arguments: &Arguments, command: &Command, out: &mut dyn Write) -> Result<(), Trouble> {
    if arguments.demo {
        return Err(Trouble::Input("--demo: only the window has sample patients; leave it out".into()));
    }
    match command {
        Command::Assess { file } => {
            no_vault_is_opened(arguments)?;
            write(out, &assess::run(&content()?, &read_input(file)?)?)?;
        }
        Command::Costs { job } => {
            no_vault_is_opened(arguments)?;
            write(out, &job.run(&content()?, &read_input(job.file())?)?)?;
        }
        Command::Summary(options) => {
            no_vault_is_opened(arguments)?;
            let text = read_input(&options.file)?;
            summary::run(&content()?, &text, options)?;
        }
        Command::Content { job } => {
            no_vault_is_opened(arguments)?;
            out.write_all(&content::run(job)?).map_err(Trouble::Output)?;
        }
        Command::Prices { job } => {
            let today = Timestamp::now().to_zoned_datetime(TimeZone::system()).date();
            write(out, &prices::run(&content()?, job, &arguments.access, today)?)?;
        }
        Command::Vault { job } => vault::run(job, &arguments.access, out)?,
    }
    out.flush().map_err(Trouble::Output)
}

/// An option that would do nothing is a misunderstanding: say so instead of ignoring it.
fn no_vault_is_opened(arguments: &Arguments) -> Result<(), Trouble> {
    match arguments.access.first_given() {
        Some(option) => Err(Trouble::Input(format!("{option}: this command opens no vault; leave it out"))),
        None => Ok(()),
    }
}

/// Says something on standard error. Where nobody can read it, the exit code alone has to say it.
pub fn tell(message: &str) {
    writeln!(io::stderr(), "countercheck: {message}").ok();
}

fn write(out: &mut dyn Write, text: &str) -> Result<(), Trouble> {
    out.write_all(text.as_bytes()).map_err(Trouble::Output)
}

fn content() -> Result<Content, Trouble> {
    Content::embedded()
        .map_err(|errors| Trouble::Other(format!("the embedded content is damaged:\n{errors}")))
}

/// Reads a file, or standard input for `-`, up to the largest input that is taken.
fn read_input(file: &Path) -> Result<Vec<u8>, Trouble> {
    let mut text = Vec::new();
    let most = u64::try_from(json::LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let result = if is_standard_input(file) {
        io::stdin().lock().take(most).read_to_end(&mut text)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(most).read_to_end(&mut text))
    };
    match result {
        Ok(_) => Ok(text),
        Err(error) => Err(unreadable(&error)),
    }
}

fn unreadable(error: &io::Error) -> Trouble {
    Trouble::Input(format!("the input can't be read: {error}"))
}

/// Whether a file argument means standard input.
fn is_standard_input(file: &Path) -> bool {
    ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|name| file == Path::new(name))
}

/// Answers one object, or each of a list, in order. One that can't be used refuses all, a list with its
/// position, from 0.
fn answers(input: &[u8], one: impl Fn(&Value) -> Result<Value, InputError>) -> Result<String, Trouble> {
    let answer = match json::read(input)? {
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(at, item)| one(item).map_err(|error| Trouble::Input(format!("item {at}: {error}"))))
            .collect::<Result<Value, _>>()?,
        single => one(&single)?,
    };
    Ok(pretty(&answer))
}

fn pretty(value: &Value) -> String {
    // Serializing a `Value` can't fail; the fallback is the same text without line breaks.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
    text.push('\n');
    text
}
