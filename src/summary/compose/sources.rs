//! What does a finding rest on? Sources as short labels beside it and in full at the end.
//!
//! Sections of one document and date stand together and share a number. A text past its shelf life
//! says so in both places.

use jiff::civil::Date;

use super::words::{Words, fill};
use crate::content::Content;
use crate::content::drug::Drug;
use crate::content::ids::SourceIx;
use crate::content::source::{Confidence, Source};

/// How the titles of drug labels end.
const LABEL_TITLE: &str = "US prescribing information";
/// How the section of a boxed warning begins.
const BOXED: &str = "Boxed warning";

/// The sources of one page, numbered in the order of print.
pub(super) struct Bibliography<'a> {
    content: &'a Content,
    words: &'a Words,
    today: Date,
    entries: Vec<Entry<'a>>,
}

/// One document, date and certainty.
struct Entry<'a> {
    title: &'a str,
    age: String,
    confidence: Confidence,
    sources: Vec<SourceIx>,
}

impl<'a> Bibliography<'a> {
    /// Numbers the sources.
    pub(super) fn new(content: &'a Content, words: &'a Words, today: Date, sources: &[SourceIx]) -> Self {
        let mut bibliography = Self { content, words, today, entries: Vec::new() };
        for ix in sources {
            bibliography.add(*ix);
        }
        bibliography
    }

    fn add(&mut self, ix: SourceIx) {
        let source = self.content.source(ix);
        let age = age(source, self.today, self.words);
        let same = |entry: &&mut Entry<'_>| {
            entry.title == source.title && entry.age == age && entry.confidence == source.confidence
        };
        match self.entries.iter_mut().find(same) {
            Some(entry) => super::push_new(&mut entry.sources, ix),
            None => self.entries.push(Entry {
                title: &source.title,
                age,
                confidence: source.confidence,
                sources: vec![ix],
            }),
        }
    }

    /// Each entry: its number, "[3]", and its line: document, sections, date, and a word where it is
    /// weak or old.
    pub(super) fn lines(&self) -> impl Iterator<Item = (String, String)> {
        let page = &self.words.dermatologist;
        self.entries.iter().enumerate().map(|(at, entry)| {
            let sections: Vec<&str> = entry
                .sources
                .iter()
                .map(|ix| self.content.source(*ix).section.as_str())
                .filter(|section| !section.is_empty())
                .collect();
            let sections =
                if sections.is_empty() { String::new() } else { format!(": {}", sections.join("; ")) };
            let certainty = match entry.confidence {
                Confidence::High => String::new(),
                Confidence::Medium => format!(", {}", page.secondary),
                Confidence::Low => format!(", {}", page.check_the_label),
            };
            (number(at), format!("{}{sections} ({}{certainty})", entry.title, entry.age))
        })
    }

    /// The sources of one drug's findings: "Rinvoq label 7.2; 5.1 (as of 2025-04)", other documents
    /// by their number. A label of another drug that a shared rule cites as well stands only in full.
    pub(super) fn short(&self, drug: &Drug, sources: &[SourceIx]) -> Vec<String> {
        let mut labels: Vec<(String, String, Vec<String>)> = Vec::new();
        let mut numbers: Vec<String> = Vec::new();
        for ix in sources {
            let source = self.content.source(*ix);
            match label_of(source) {
                Some(brand) if self.is_of_another_drug(brand, drug) => {}
                Some(brand) => {
                    let name = fill(self.words.dermatologist.label, &[("brand", brand)]);
                    let age = age(source, self.today, self.words);
                    let section = section(source, self.words);
                    match labels.iter_mut().find(|(other, date, _)| (&*other, &*date) == (&name, &age)) {
                        Some((.., sections)) => {
                            section.into_iter().for_each(|section| super::push_new(sections, section));
                        }
                        None => labels.push((name, age, section.into_iter().collect())),
                    }
                }
                None => {
                    let at = self.entries.iter().position(|entry| entry.sources.contains(ix));
                    at.into_iter().for_each(|at| super::push_new(&mut numbers, number(at)));
                }
            }
        }
        let mut lines: Vec<String> = labels
            .into_iter()
            .map(|(name, age, sections)| {
                [name, sections.join("; "), format!("({age})")]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        if !numbers.is_empty() {
            lines.push(numbers.join(" "));
        }
        lines
    }

    fn is_of_another_drug(&self, brand: &str, drug: &Drug) -> bool {
        let has = |drug: &Drug| drug.brands.iter().any(|own| brand.starts_with(own.as_str()));
        !has(drug) && self.content.drugs().iter().any(has)
    }
}

/// The drug's own label among the sources, by brand and section, without its date: "Rinvoq label
/// 7.2".
pub(super) fn cited(content: &Content, drug: &Drug, sources: &[SourceIx], words: &Words) -> Option<String> {
    sources.iter().map(|ix| content.source(*ix)).find_map(|source| {
        let brand = label_of(source).filter(|brand| drug.brands.iter().any(|own| brand.starts_with(own)))?;
        let label = fill(words.dermatologist.label, &[("brand", brand)]);
        Some(match section(source, words) {
            Some(section) => format!("{label} {section}"),
            None => label,
        })
    })
}

fn number(at: usize) -> String {
    format!("[{}]", at + 1)
}

fn age(source: &Source, today: Date, words: &Words) -> String {
    let template =
        if today > source.check_by { words.dermatologist.check_as_of } else { words.dermatologist.as_of };
    fill(template, &[("date", &source.as_of)])
}

/// What a drug label is about: the first words of its title.
fn label_of(source: &Source) -> Option<&str> {
    let title = source.title.strip_suffix(LABEL_TITLE)?;
    Some(title.split(['(', ',']).next().unwrap_or(title).trim())
}

/// The number of the section: "5.1", or the words for a boxed warning; other names stand in full.
fn section(source: &Source, words: &Words) -> Option<String> {
    let first = source.section.split_whitespace().next().unwrap_or_default().trim_end_matches([':', ',']);
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        Some(first.to_owned())
    } else if source.section.starts_with(BOXED) {
        Some(words.dermatologist.boxed.to_owned())
    } else {
        None
    }
}
