//! What a fact rests on, how sure it is, and how long it may be believed.

use jiff::civil::Date;

use super::ids::SourceId;

/// One document and section.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// The document.
    pub title: String,
    /// The section; empty when the document has none.
    pub section: String,
    /// The date of the text that was relied on: a year, a month, or a day.
    pub as_of: String,
    /// How sure.
    pub confidence: Confidence,
    /// Past this day the text has to be looked at again.
    pub check_by: Date,
}

impl Source {
    /// The source in one line: title, section, date, and a word where it is weak or old.
    pub fn line(&self, today: Date) -> String {
        let section =
            if self.section.is_empty() { String::new() } else { format!(", section {}", self.section) };
        let age = if today > self.check_by { "check: as of" } else { "as of" };
        let confidence = match self.confidence {
            Confidence::High => "",
            Confidence::Medium => ", secondary",
            Confidence::Low => ", check the label",
        };
        format!("{}{section} ({age} {}{confidence})", self.title, self.as_of)
    }
}

/// How sure a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Label or guideline text that was seen.
    High,
    /// A secondary source.
    Medium,
    /// A single weak source: shown as "check the label".
    Low,
}
