//! What a fact rests on, how sure it is, and how long it may be believed.

use jiff::civil::Date;

use super::ids::{SourceId, SourceIx};

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

    /// The source in a few words: "Rinvoq label 7.2 (check: as of 2023-11)".
    pub fn short(&self, today: Date) -> String {
        let name = match self.title.strip_suffix(LABEL_TITLE).and_then(|title| title.split(" (").next()) {
            Some(brand) => {
                let section = match self.section.split_whitespace().next() {
                    Some("Boxed") => "boxed warning",
                    Some(number) => number,
                    None => "",
                };
                format!("{} label {section}", brand.trim()).trim_end().to_owned()
            }
            None => self.title.clone(),
        };
        if today > self.check_by { format!("{name} (check: as of {})", self.as_of) } else { name }
    }

    /// Whether it is the label of a product with one of these brand names.
    pub fn is_label_of(&self, brands: &[String]) -> bool {
        self.is_label() && brands.iter().any(|brand| self.title.starts_with(brand.as_str()))
    }

    /// Whether it is a product's label.
    pub fn is_label(&self) -> bool {
        self.title.ends_with(LABEL_TITLE)
    }
}

/// How the titles of product labels end.
const LABEL_TITLE: &str = "US prescribing information";

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

impl Confidence {
    /// The letter in content files.
    pub fn letter(self) -> &'static str {
        match self {
            Self::High => "H",
            Self::Medium => "M",
            Self::Low => "L",
        }
    }
}

/// What a fact rests on, and how sure this very fact is: a line can be weaker than the document
/// that it comes from.
#[derive(Clone, Debug)]
pub struct Backing {
    /// How sure.
    pub confidence: Confidence,
    /// The documents and sections.
    pub sources: Vec<SourceIx>,
}

impl Backing {
    /// What stands beside a fact that is not sure enough to be relied on.
    pub fn caveat(&self) -> Option<&'static str> {
        (self.confidence == Confidence::Low).then_some("check the label")
    }
}
