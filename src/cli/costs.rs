//! `countercheck costs …`: what a treatment costs, from JSON to JSON.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::Value;

use super::{Trouble, pretty};
use crate::checklist::answer::InputError;
use crate::cost::ledger::Ledger;
use crate::cost::{read, report};
use crate::exchange::json;

/// The jobs about costs.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// Goes through fills in order: what plan, card, charity and patient pay of each
    Ledger(Input),
}

/// Where the input is.
#[derive(Debug, clap::Args)]
pub struct Input {
    /// A file, or - for standard input
    pub file: PathBuf,
}

impl Job {
    /// The input of the job.
    pub fn file(&self) -> &PathBuf {
        match self {
            Self::Ledger(input) => &input.file,
        }
    }

    fn one(&self, value: &Value) -> Result<Value, InputError> {
        match self {
            Self::Ledger(_) => {
                let case = read::case(value)?;
                Ok(report::ledger(&case, &Ledger::of(&case)))
            }
        }
    }

    /// Answers one object, or each of a list, in order. One that can't be used refuses all.
    ///
    /// # Errors
    /// [`Trouble::Input`] with the field and what was expected; in a list also the position, from 0.
    pub fn run(&self, text: &[u8]) -> Result<String, Trouble> {
        match json::read(text)? {
            Value::Array(list) => {
                let answers = list
                    .iter()
                    .enumerate()
                    .map(|(at, item)| {
                        self.one(item).map_err(|error| Trouble::Input(format!("item {at}: {error}")))
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(pretty(&Value::from(answers)))
            }
            single => Ok(pretty(&self.one(&single)?)),
        }
    }
}
