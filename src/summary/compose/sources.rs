//! What does a finding rest on? Sources as short labels beside it and in full at the end.
//!
//! Sections of one document and date stand together and share a number. A text past its shelf life
//! says so in both places.

use jiff::civil::Date;

use super::phrase::fill;
use super::words::Professional;
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
    words: &'a Professional,
    today: Date,
    entries: Vec<Entry<'a>>,
}

/// One document: its sections by date and certainty.
struct Entry<'a> {
    title: &'a str,
    editions: Vec<Edition>,
}

/// Sections that were read in one edition, in words: "check: as of 2023-11, secondary".
struct Edition {
    read: String,
    sources: Vec<SourceIx>,
}

impl<'a> Bibliography<'a> {
    /// Numbers the sources.
    pub(super) fn new(
        content: &'a Content,
        words: &'a Professional,
        today: Date,
        sources: &[SourceIx],
    ) -> Self {
        let mut bibliography = Self { content, words, today, entries: Vec::new() };
        for ix in sources {
            bibliography.add(*ix);
        }
        bibliography
    }

    fn add(&mut self, ix: SourceIx) {
        let source = self.content.source(ix);
        let age = age(source, self.today, self.words);
        let read = match source.confidence {
            Confidence::High => age,
            Confidence::Medium => format!("{age}, {}", self.words.dermatologist.secondary),
            Confidence::Low => format!("{age}, {}", self.words.dermatologist.check_the_label),
        };
        let edition = Edition { read, sources: vec![ix] };
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.title == source.title) else {
            self.entries.push(Entry { title: &source.title, editions: vec![edition] });
            return;
        };
        match entry.editions.iter_mut().find(|other| other.read == edition.read) {
            Some(other) => super::push_new(&mut other.sources, ix),
            None => entry.editions.push(edition),
        }
    }

    /// Each entry: its number, "\[3\]", and its line: document, sections, dates, and a word where it is
    /// weak or old.
    pub(super) fn lines(&self) -> impl Iterator<Item = (String, String)> {
        self.entries.iter().enumerate().map(|(at, entry)| {
            let editions: Vec<String> = entry.editions.iter().map(|edition| self.edition(edition)).collect();
            let editions = editions.join("; ");
            // No colon where the document has no sections.
            let colon = if editions.starts_with('(') { "" } else { ":" };
            (number(at), format!("{}{colon} {editions}", entry.title))
        })
    }

    fn edition(&self, edition: &Edition) -> String {
        let sections = edition.sources.iter().map(|ix| section_in_full(self.content.source(*ix)));
        let sections: Vec<String> = sections.filter(|section| !section.is_empty()).collect();
        if sections.is_empty() {
            format!("({})", edition.read)
        } else {
            format!("{} ({})", sections.join("; "), edition.read)
        }
    }

    /// The sources of one drug's findings, in short. A label of another drug that a shared rule cites
    /// as well stands only in full.
    pub(super) fn short(&self, drug: &Drug, sources: &[SourceIx]) -> Vec<Short> {
        let mut labels: Vec<(String, String, Vec<String>)> = Vec::new();
        let mut numbers: Vec<Short> = Vec::new();
        for ix in sources {
            let source = self.content.source(*ix);
            match label_of(source) {
                Some(brand) if self.is_of_another_drug(brand, drug) => {}
                Some(brand) => {
                    let name = fill(self.words.dermatologist.label, &[("brand", brand)]);
                    let age = age(source, self.today, self.words);
                    let section = section(source, self.words);
                    match labels.iter_mut().find(|(other, date, _)| *other == name && *date == age) {
                        Some((.., sections)) => {
                            section.into_iter().for_each(|section| super::push_new(sections, section));
                        }
                        None => labels.push((name, age, section.into_iter().collect())),
                    }
                }
                None => {
                    let at = self
                        .entries
                        .iter()
                        .position(|entry| entry.editions.iter().any(|edition| edition.sources.contains(ix)));
                    at.into_iter().for_each(|at| super::push_new(&mut numbers, Short::Number(at)));
                }
            }
        }
        let labels = labels.into_iter().map(|(name, age, sections)| {
            let parts = [name, sections.join("; "), format!("({age})")];
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            Short::Label(parts.join(" "))
        });
        labels.chain(numbers).collect()
    }

    fn is_of_another_drug(&self, brand: &str, drug: &Drug) -> bool {
        let has = |drug: &Drug| drug.brands.iter().any(|own| brand.starts_with(own.as_str()));
        !has(drug) && self.content.drugs().iter().any(has)
    }
}

/// The section of the drug's own label among the sources: "label 7.2".
pub(super) fn cited(
    content: &Content,
    drug: &Drug,
    sources: &[SourceIx],
    words: &Professional,
) -> Option<String> {
    sources.iter().map(|ix| content.source(*ix)).find_map(|source| {
        let brand = label_of(source)?;
        let own = drug.brands.iter().any(|own| brand.starts_with(own));
        let section = section(source, words).filter(|_| own)?;
        Some(if section == words.dermatologist.boxed {
            words.dermatologist.boxed_warning.to_owned()
        } else {
            fill(words.dermatologist.own_label, &[("section", &section)])
        })
    })
}

/// One source beside a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Short {
    /// A drug label: "Rinvoq label 7.2; 5.1 (as of 2025-04)".
    Label(String),
    /// Another document, by its place in the list.
    Number(usize),
}

impl Short {
    /// The place in the list of what is named by it.
    pub(super) fn number(&self) -> Option<usize> {
        match self {
            Self::Label(_) => None,
            Self::Number(at) => Some(*at),
        }
    }
}

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Label(label) => f.write_str(label),
            Self::Number(at) => f.write_str(&number(*at)),
        }
    }
}

fn number(at: usize) -> String {
    format!("[{}]", at + 1)
}

fn age(source: &Source, today: Date, words: &Professional) -> String {
    let template =
        if today > source.check_by { words.dermatologist.check_as_of } else { words.dermatologist.as_of };
    fill(template, &[("date", &source.as_of)])
}

/// What a drug label is about: the first words of its title.
fn label_of(source: &Source) -> Option<&str> {
    let title = source.title.strip_suffix(LABEL_TITLE)?;
    Some(title.split(['(', ',']).next().unwrap_or(title).trim())
}

/// The section's number and name; of a drug label's subsections the numbers alone, which find them.
fn section_in_full(source: &Source) -> String {
    match subsections(source) {
        Some(numbers) if label_of(source).is_some() => numbers,
        Some(_) | None => source.section.clone(),
    }
}

/// The number of the section: "5.1", or the word for a boxed warning; other names stand in full.
fn section(source: &Source, words: &Professional) -> Option<String> {
    let first = source.section.split_whitespace().next().unwrap_or_default().trim_end_matches([':', ',']);
    if let Some(numbers) = subsections(source) {
        Some(numbers)
    } else if first.starts_with(|c: char| c.is_ascii_digit()) {
        Some(first.to_owned())
    } else if source.section.starts_with(BOXED) {
        Some(words.dermatologist.boxed.to_owned())
    } else {
        None
    }
}

/// The numbers of a section that begins with one of the form "5.1": "8.1; 8.2".
fn subsections(source: &Source) -> Option<String> {
    let is_number = |word: &&str| {
        word.split_once('.').is_some_and(|(section, part)| {
            [section, part]
                .iter()
                .all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        })
    };
    let mut words = source.section.split_whitespace().map(|word| word.trim_end_matches([':', ',']));
    let first = words.next().filter(is_number)?;
    let others: Vec<&str> = words.filter(is_number).collect();
    Some(std::iter::once(first).chain(others).collect::<Vec<_>>().join("; "))
}
