//! In which language does a patient read it? A text in US English, and its Spanish where there is one.
//!
//! Spanish stands in `es/`, file by file like the English, each text beside the English that it was
//! translated from. A content without the Spanish of a text is not loaded, and a changed English text
//! has no Spanish any more: nobody reads an older meaning.

use std::fmt;

use jiff::civil::Date;

/// The language of what a patient takes home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// US English.
    #[default]
    English,
    /// Spanish as it is read in the United States.
    Spanish,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// The tag of the language (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Its name, in English.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Spanish",
        }
    }

    /// The language of a tag, whatever region it names: `es`, `es-US`, `es-MX`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL.into_iter().find(|known| known.tag().eq_ignore_ascii_case(language))
    }
}

/// A text for patients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    english: String,
    spanish: Option<Translation>,
}

/// A text in another language than the one that it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The words.
    pub words: String,
    /// Who reviewed it, if anybody did.
    pub review: Option<Review>,
}

/// A review by a qualified translator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The translator, with the qualification.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// How many texts are translated, and how many of them a qualified translator reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// All.
    pub texts: usize,
    /// Those that were reviewed.
    pub reviewed: usize,
}

/// What a text in a language rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Written in that language, or reviewed by a qualified translator.
    Sound,
    /// Translated, but not reviewed by a qualified translator.
    NotReviewed,
    /// Not translated: the English words stand there.
    NotTranslated,
}

impl Phrase {
    /// A text with its Spanish.
    pub fn new(english: impl Into<String>, spanish: Option<Translation>) -> Self {
        Self { english: english.into(), spanish }
    }

    /// A text of the program itself, whose Spanish was not reviewed.
    pub fn not_reviewed(english: &str, spanish: &str) -> Self {
        Self::new(english, Some(Translation { words: spanish.to_owned(), review: None }))
    }

    /// The English words.
    pub fn english(&self) -> &str {
        &self.english
    }

    /// The Spanish words, with their review.
    pub fn spanish(&self) -> Option<&Translation> {
        self.spanish.as_ref()
    }

    /// The words in a language, and what they rest on. What is not translated is in English.
    pub fn told(&self, language: Language) -> (&str, Standing) {
        match (language, &self.spanish) {
            (Language::English, _) => (&self.english, Standing::Sound),
            (Language::Spanish, Some(Translation { words, review: Some(_) })) => (words, Standing::Sound),
            (Language::Spanish, Some(Translation { words, review: None })) => (words, Standing::NotReviewed),
            (Language::Spanish, None) => (&self.english, Standing::NotTranslated),
        }
    }

    /// The phrase with its words changed alike in each language.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str, Language) -> String) -> Self {
        Self {
            english: change(&self.english, Language::English),
            spanish: self.spanish.as_ref().map(|translation| Translation {
                words: change(&translation.words, Language::Spanish),
                review: translation.review.clone(),
            }),
        }
    }

    /// The phrase with `{place}` filled in by another phrase, each language by its own. It is translated only
    /// if both are, and reviewed only if both are.
    #[must_use]
    pub fn filled(&self, place: &str, by: &Phrase) -> Self {
        let place = format!("{{{place}}}");
        let spanish = match (&self.spanish, &by.spanish) {
            (Some(own), Some(other)) => Some(Translation {
                words: contracted(&own.words.replace(&place, &other.words)),
                review: own.review.clone().filter(|_| other.review.is_some()),
            }),
            (Some(_), None) | (None, _) => None,
        };
        Self { english: self.english.replace(&place, &by.english), spanish }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

/// Spanish joins "de" and "a" with the article that follows: "la dosis del ungüento".
pub fn contracted(text: &str) -> String {
    text.replace(" de el ", " del ").replace(" a el ", " al ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(english: &str, spanish: &str, review: Option<Review>) -> Phrase {
        Phrase::new(english, Some(Translation { words: spanish.into(), review }))
    }

    #[test]
    fn a_language_is_known_by_its_tag_whatever_the_region() {
        for (tag, language) in [
            ("es", Some(Language::Spanish)),
            ("es-MX", Some(Language::Spanish)),
            ("ES_us", Some(Language::Spanish)),
            ("en-US", Some(Language::English)),
            ("est", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
    }

    #[test]
    fn what_is_not_translated_is_english_and_says_so() {
        let phrase = Phrase::new("the tablet", None);
        assert_eq!(phrase.told(Language::Spanish), ("the tablet", Standing::NotTranslated));
        assert_eq!(phrase.told(Language::English), ("the tablet", Standing::Sound));
    }

    #[test]
    fn a_filled_phrase_is_reviewed_only_if_both_are_and_joins_de_with_el() {
        let review = Some(Review { by: "R. Ruiz".into(), on: jiff::civil::date(2027, 1, 10) });
        let question = both("Is the dose of {it} right?", "¿Es correcta la dosis de {it} ?", review.clone());
        let open = question.filled("it", &both("the ointment", "el ungüento", None));
        assert_eq!(
            open.told(Language::Spanish),
            ("¿Es correcta la dosis del ungüento ?", Standing::NotReviewed)
        );
        assert_eq!(open.english(), "Is the dose of the ointment right?");
        let sound = question.filled("it", &both("the cream", "la crema", review));
        assert_eq!(sound.told(Language::Spanish), ("¿Es correcta la dosis de la crema ?", Standing::Sound));
        assert_eq!(
            question.filled("it", &Phrase::new("x", None)).told(Language::Spanish).1,
            Standing::NotTranslated
        );
    }
}
