//! A summary as it was handed out: the document with the paper and the print that it was set for, so that the same
//! pages can be made of it again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::Document;
use super::page::{PageSetup, Paper, PrintSize};

/// A summary as it was handed out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    /// The words.
    pub document: Document,
    /// The paper and the print.
    pub setup: PageSetup,
    /// The pharmacy, as the file names its author.
    pub author: String,
    /// The day of the visit: the date of the file.
    pub day: Date,
}

impl Handed {
    /// Reads what was kept. Before the paper was kept with it, the document stood there alone: it is taken for a
    /// normal print on Letter of that `day`.
    ///
    /// # Errors
    /// What the reader of a newer or older form says, without words of the document.
    pub fn from_json(kept: &Value, day: Date) -> Result<Self, String> {
        let unreadable = |_| "it was written in a form that this version does not read".to_owned();
        if kept.get("document").is_some() {
            return serde_json::from_value(kept.clone()).map_err(unreadable);
        }
        let document: Document = serde_json::from_value(kept.clone()).map_err(unreadable)?;
        let setup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };
        let author = String::new();
        Ok(Self { document, setup, author, day })
    }

    /// As it is kept.
    pub fn to_json(&self) -> Value {
        // A document of strings and numbers always serializes.
        serde_json::to_value(self).unwrap_or(Value::Null)
    }
}
