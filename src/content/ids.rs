//! The names by which content refers to content.
//!
//! A text id (`QuestionId`) is what files, the command line and the vault hold; an index
//! (`QuestionIx`) is a resolved reference into one loaded [`Content`](super::Content) and means
//! nothing outside of it. Only the loader makes indices, so that an index always points somewhere.

use std::fmt;

/// Declares one text id: a newtype, so that ids of different things cannot be mixed.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a text as an id; whether the thing exists is checked by the loader.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as written in files and on the command line.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// One of the treatments that are assessed, as in `assets/content/drugs/<id>.toml`.
    DrugId
);
text_id!(
    /// A question, as in `assets/content/questions/`.
    QuestionId
);
text_id!(
    /// A choice of one question; unique within that question only.
    ChoiceId
);
text_id!(
    /// A rule, for example `jak.tb-untreated`.
    RuleId
);
text_id!(
    /// An assistance program, as in `assets/content/programs.toml`.
    ProgramId
);
text_id!(
    /// A class of drugs that share rules, for example `oral-jak`.
    RuleClassId
);
text_id!(
    /// A class of interacting medicines, for example `cyp3a4-strong-inducer`.
    MedicineClassId
);
text_id!(
    /// An entry of the medicine list.
    MedicineId
);
text_id!(
    /// A source: one document and section.
    SourceId
);
text_id!(
    /// A kind of insurance or the lack of it.
    PayerId
);
text_id!(
    /// A way in which a claim is rejected: its code, or a name where it has none.
    RejectId
);

/// Declares one index: a position in one of the lists of a loaded content.
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(in crate::content) u16);

        impl $name {
            /// The position in the list.
            pub fn position(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

index!(
    /// A drug of the loaded content, in the order of assessment.
    DrugIx
);
index!(
    /// A question of the loaded content, in the order of asking.
    QuestionIx
);
index!(
    /// A choice of one question, in the order shown.
    ChoiceIx
);
index!(
    /// A rule of the loaded content.
    RuleIx
);
index!(
    /// A named condition.
    ConditionIx
);
index!(
    /// A class of interacting medicines.
    MedicineClassIx
);
index!(
    /// An entry of the medicine list.
    MedicineIx
);
index!(
    /// A source.
    SourceIx
);

/// A set of choices of one question. A question has at most 64 choices (the loader checks it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ChoiceSet(u64);

impl ChoiceSet {
    /// No choice.
    pub const NONE: Self = Self(0);

    /// The set of the first `count` choices, so of all choices of a question that has `count`.
    pub fn first(count: usize) -> Self {
        if count >= 64 { Self(u64::MAX) } else { Self((1 << count) - 1) }
    }

    /// Adds a choice.
    pub fn insert(&mut self, choice: ChoiceIx) {
        self.0 |= 1 << (choice.0 & 63);
    }

    /// Takes a choice out.
    pub fn remove(&mut self, choice: ChoiceIx) {
        self.0 &= !(1 << (choice.0 & 63));
    }

    /// Whether the choice is in the set.
    pub fn contains(self, choice: ChoiceIx) -> bool {
        self.0 & (1 << (choice.0 & 63)) != 0
    }

    /// The choices that are in both.
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The choices that are in either.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether no choice is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The choices in order.
    pub fn iter(self) -> impl Iterator<Item = ChoiceIx> {
        (0..64).filter(move |bit| self.0 & (1 << bit) != 0).map(ChoiceIx)
    }
}

/// A set of medicine classes. There are at most 64 (the loader checks it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MedicineClassSet(u64);

impl MedicineClassSet {
    /// No class.
    pub const NONE: Self = Self(0);

    /// Adds a class.
    pub fn insert(&mut self, class: MedicineClassIx) {
        self.0 |= 1 << (class.0 & 63);
    }

    /// Whether the class is in the set.
    pub fn contains(self, class: MedicineClassIx) -> bool {
        self.0 & (1 << (class.0 & 63)) != 0
    }

    /// The classes that are in both.
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The classes that are in either.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The classes of this set that are not in the other.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The classes in order.
    pub fn iter(self) -> impl Iterator<Item = MedicineClassIx> {
        (0..64).filter(move |bit| self.0 & (1 << bit) != 0).map(MedicineClassIx)
    }
}

/// A set of questions and the birth date, in the order of asking: the birth date first.
/// There are at most 127 questions (the loader checks it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuestionSet(u128);

impl QuestionSet {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// The birth date alone.
    pub const BIRTH_DATE: Self = Self(1);

    /// One question.
    pub fn of(question: QuestionIx) -> Self {
        Self(2u128 << (question.0 & 127))
    }

    /// What is in either.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this set and not in the other.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the question is in the set.
    pub fn contains(self, question: QuestionIx) -> bool {
        self.0 & Self::of(question).0 != 0
    }

    /// Whether the birth date is in the set.
    pub fn has_birth_date(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether nothing is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many questions (and the birth date) are in the set.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The questions in the order of asking, without the birth date.
    pub fn questions(self) -> impl Iterator<Item = QuestionIx> {
        (0..127u16).filter(move |bit| self.0 & (2u128 << bit) != 0).map(QuestionIx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_set_lists_questions_in_the_order_of_asking_and_keeps_the_birth_date_apart() {
        let set = QuestionSet::of(QuestionIx(46))
            .union(QuestionSet::of(QuestionIx(0)))
            .union(QuestionSet::BIRTH_DATE);
        assert_eq!(set.questions().map(QuestionIx::position).collect::<Vec<_>>(), [0, 46]);
        assert!(set.has_birth_date());
        assert_eq!(set.len(), 3);
        assert!(!set.without(QuestionSet::BIRTH_DATE).has_birth_date());
    }

    #[test]
    fn a_choice_set_of_all_choices_holds_each_and_no_more() {
        let set = ChoiceSet::first(3);
        assert!(set.contains(ChoiceIx(2)));
        assert!(!set.contains(ChoiceIx(3)));
        assert_eq!(ChoiceSet::first(64).iter().count(), 64);
    }
}
