//! In which language is a part told, and was all of it reviewed?
//!
//! Whoever composes a part for patients takes every text of the content through here, so that a page with
//! a single unreviewed text says so, and one with an untranslated text shows where.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Deref;

use super::words::Words;
use crate::content::language::{Language, Phrase, Standing};

/// The words of one part in its language.
pub(super) struct Teller {
    words: &'static Words,
    /// The worst of what was told so far.
    standing: Cell<Standing>,
}

impl Teller {
    /// The words of a part that nothing was told of yet.
    pub(super) fn new(language: Language) -> Self {
        let words = language.words();
        Self { words, standing: Cell::new(words.standing) }
    }

    /// A text for patients in the language of the part.
    pub(super) fn say<'p>(&self, phrase: &'p Phrase) -> Cow<'p, str> {
        let (text, standing) = phrase.told(self.words.language);
        self.standing.set(self.standing.get().max(standing));
        match standing {
            Standing::Sound | Standing::NotReviewed => Cow::Borrowed(text),
            Standing::NotTranslated => Cow::Owned(format!("{text} {}", self.words.frame.in_english)),
        }
    }

    /// What the part has to say of its translation; nothing if it was reviewed as a whole.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        let frame = &self.words.frame;
        match self.standing.get() {
            Standing::Sound => None,
            Standing::NotReviewed | Standing::NotTranslated => {
                Some(Doubt { at_first: frame.not_reviewed, at_foot: frame.not_reviewed_short })
            }
        }
    }
}

/// What a part says of a translation that was not reviewed.
pub(super) struct Doubt {
    /// At its beginning.
    pub(super) at_first: &'static str,
    /// At the foot of each page.
    pub(super) at_foot: &'static str,
}

impl Deref for Teller {
    type Target = Words;

    fn deref(&self) -> &Words {
        self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::language::{Review, Translation};

    fn phrase(review: Option<Review>) -> Phrase {
        Phrase::new("the tablet", Some(Translation { words: "la tableta".into(), review }))
    }

    #[test]
    fn a_part_in_english_has_no_doubt_about_its_translation() {
        let teller = Teller::new(Language::English);
        assert_eq!(teller.say(&phrase(None)), "the tablet");
        assert!(teller.doubt().is_none());
    }

    #[test]
    fn a_text_without_spanish_is_marked_where_it_stands() {
        let teller = Teller::new(Language::Spanish);
        assert_eq!(teller.say(&Phrase::new("Ask for Mary.", None)), "Ask for Mary. (en inglés)");
        assert!(teller.doubt().is_some());
    }

    #[test]
    fn one_text_that_was_not_reviewed_is_enough_for_a_doubt() {
        let teller = Teller { standing: Cell::new(Standing::Sound), ..Teller::new(Language::Spanish) };
        let review = Review { by: "R. Ruiz".into(), on: jiff::civil::date(2027, 1, 10) };
        assert_eq!(teller.say(&phrase(Some(review))), "la tableta");
        assert!(teller.doubt().is_none());
        teller.say(&phrase(None));
        assert!(teller.doubt().is_some());
    }
}
