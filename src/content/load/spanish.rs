//! The Spanish of the texts for patients: which English text has it, and is it the same in figures?
//!
//! What stands in `es/` is found by its English words, so a text that two drugs share is translated
//! once, and one whose English was changed has none until somebody looks at it again.

use std::collections::{BTreeMap, BTreeSet};

use super::Loader;
use crate::content::language::{Phrase, Review, Reviewed, Translation};
use crate::content::raw;

/// Where the Spanish stands, below the content folder.
pub(super) const FOLDER: &str = "es/";

/// The Spanish texts by their English.
#[derive(Default)]
pub(super) struct Spanish {
    texts: BTreeMap<String, (Translation, String)>,
    used: BTreeSet<String>,
    /// A file could not be read: what is missing then is told with the file.
    is_whole: bool,
}

impl Loader<'_> {
    pub(super) fn spanish_texts(&mut self) -> Spanish {
        let files: Vec<String> = self.files.keys().filter(|file| file.starts_with(FOLDER)).cloned().collect();
        let mut spanish = Spanish { is_whole: true, ..Spanish::default() };
        for file in files {
            let Some(raw) = self.read::<raw::Spanish>(&file) else {
                spanish.is_whole = false;
                continue;
            };
            for text in raw.text {
                self.spanish_text(&file, text, &mut spanish);
            }
        }
        spanish
    }

    fn spanish_text(&mut self, file: &str, text: raw::SpanishText, spanish: &mut Spanish) {
        let entry = text.en.as_str();
        self.words(file, entry, "es", &text.es);
        if figures(&text.en) != figures(&text.es) {
            let [english, translated] = [&text.en, &text.es].map(|text| figures(text).join(" "));
            let problem = format!("`es` has other figures ({translated}) than `en` ({english}): mend it");
            self.error(file, entry, problem);
        }
        if places(&text.en) != places(&text.es) {
            self.error(file, entry, "`es` fills in other places in braces than `en`: mend it");
        }
        let review = match text.reviewed {
            raw::Reviewed::Mark(false) => None,
            raw::Reviewed::Mark(true) => {
                self.error(
                    file,
                    entry,
                    "`reviewed` says by whom and when: { by = \"…\", on = \"2027-01-31\" }",
                );
                None
            }
            raw::Reviewed::By { by, on } => {
                self.words(file, entry, "reviewed.by", &by);
                self.date(file, entry, &on).map(|on| Review { by, on })
            }
        };
        let translation = Translation { words: text.es, review };
        if spanish.texts.insert(text.en.clone(), (translation, file.to_owned())).is_some() {
            self.error(file, &text.en, "the text is translated twice: take one out");
        }
    }

    /// A text for patients with its Spanish.
    pub(super) fn phrase(
        &mut self,
        file: &str,
        entry: &str,
        field: &str,
        english: impl Into<String>,
    ) -> Phrase {
        let english = english.into();
        let found = self.spanish.texts.get(&english).map(|(translation, _)| translation.clone());
        if found.is_some() {
            self.spanish.used.insert(english.clone());
        } else if self.spanish.is_whole && !english.trim().is_empty() {
            let problem =
                format!("`{field}` has no Spanish: add `en = \"{english}\"` with its `es` to {FOLDER}{file}");
            self.error(file, entry, problem);
        }
        Phrase::new(english, found)
    }

    /// Texts for patients with their Spanish.
    pub(super) fn phrases(
        &mut self,
        file: &str,
        entry: &str,
        field: &str,
        english: Vec<String>,
    ) -> Vec<Phrase> {
        english.into_iter().map(|text| self.phrase(file, entry, field, text)).collect()
    }

    /// A translation of what nobody says any more is of an older text.
    pub(super) fn unused_spanish(&mut self) {
        let unused: Vec<(String, String)> = self
            .spanish
            .texts
            .iter()
            .filter(|(english, _)| !self.spanish.used.contains(*english))
            .map(|(english, (_, file))| (english.clone(), file.clone()))
            .collect();
        for (english, file) in unused {
            self.error(&file, &english, "no text for patients says this: take it out, or mend its `en`");
        }
    }
}

impl Spanish {
    /// How much there is, and how much of it was reviewed.
    pub(super) fn count(&self) -> Reviewed {
        let reviewed = self.texts.values().filter(|(translation, _)| translation.review.is_some());
        Reviewed { texts: self.texts.len(), reviewed: reviewed.count() }
    }
}

/// The figures of a text, sorted: "100.4", "16", "911". A language may name them in another order.
fn figures(text: &str) -> Vec<&str> {
    let mut figures: Vec<&str> = text
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .map(|figure| figure.trim_matches(['.', ',']))
        .filter(|figure| !figure.is_empty())
        .collect();
    figures.sort_unstable();
    figures
}

/// The places in braces, sorted.
fn places(text: &str) -> Vec<&str> {
    let mut places: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place).collect();
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_apart_from_the_stops_behind_them() {
        assert_eq!(figures("Call 911. Fever over 100.4 °F, for 2 days."), ["100.4", "2", "911"]);
        assert_eq!(figures("$1,000 at 1-800-583-6964"), ["1", "1,000", "583", "6964", "800"]);
        assert_eq!(figures("none"), Vec::<&str>::new());
    }

    #[test]
    fn places_in_braces_are_found() {
        assert_eq!(places("With {medicines}, {n} of {medicines}"), ["medicines", "medicines", "n"]);
    }
}
