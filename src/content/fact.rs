//! What is known of a drug besides its rules: figures, side effects, and facts by kind.

use super::condition::Condition;
use super::decimal::Decimal;
use super::language::Phrase;
use super::source::Backing;

/// One fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Unique within the drug.
    pub id: String,
    /// What it is about.
    pub kind: FactKind,
    /// In professional words.
    pub text: String,
    /// The number of a registry or a reporting line.
    pub phone: Option<String>,
    /// How sure, and on what.
    pub backing: Backing,
    /// In plain words.
    pub patient: Phrase,
}

/// What a fact is about, in the order shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// Forms, and what is in it.
    Identity,
    /// How to take, apply or inject it.
    Use,
    /// What to do about a missed dose.
    MissedDose,
    /// How to keep it.
    Storage,
    /// How fast it works.
    HowFast,
    /// How much it helps, where there are no figures, or their limits.
    HowMuch,
    /// When to look again, step down or stop.
    HowLong,
    /// Its place among the treatments, by guideline.
    Place,
    /// With other treatments of the skin.
    Combination,
    /// With other medicines, besides what the rules say.
    Interactions,
    /// In pregnancy.
    Pregnancy,
    /// While breastfeeding.
    Breastfeeding,
    /// Birth control and fertility.
    Contraception,
    /// In children.
    Children,
    /// From 65 years.
    Older,
    /// Warnings of the label that no rule says.
    Warnings,
    /// About tests, besides the table of tests.
    Tests,
    /// What is not known.
    Unknown,
}

impl FactKind {
    /// All kinds, in the order shown.
    pub const ALL: [Self; 18] = [
        Self::Identity,
        Self::Use,
        Self::MissedDose,
        Self::Storage,
        Self::HowFast,
        Self::HowMuch,
        Self::HowLong,
        Self::Place,
        Self::Combination,
        Self::Interactions,
        Self::Pregnancy,
        Self::Breastfeeding,
        Self::Contraception,
        Self::Children,
        Self::Older,
        Self::Warnings,
        Self::Tests,
        Self::Unknown,
    ];

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Use => "use",
            Self::MissedDose => "missed-dose",
            Self::Storage => "storage",
            Self::HowFast => "how-fast",
            Self::HowMuch => "how-much",
            Self::HowLong => "how-long",
            Self::Place => "place",
            Self::Combination => "combination",
            Self::Interactions => "interactions",
            Self::Pregnancy => "pregnancy",
            Self::Breastfeeding => "breastfeeding",
            Self::Contraception => "contraception",
            Self::Children => "children",
            Self::Older => "older",
            Self::Warnings => "warnings",
            Self::Tests => "tests",
            Self::Unknown => "unknown",
        }
    }

    /// The heading on screen and paper.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Identity => "What it is",
            Self::Use => "How to take or use it",
            Self::MissedDose => "Missed dose",
            Self::Storage => "Storage",
            Self::HowFast => "How fast it works",
            Self::HowMuch => "How much it helps",
            Self::HowLong => "How long, and when to look again",
            Self::Place => "Place among the treatments",
            Self::Combination => "With other treatments",
            Self::Interactions => "With other medicines",
            Self::Pregnancy => "Pregnancy",
            Self::Breastfeeding => "Breastfeeding",
            Self::Contraception => "Birth control and fertility",
            Self::Children => "Children",
            Self::Older => "65 years and older",
            Self::Warnings => "Other warnings",
            Self::Tests => "Tests",
            Self::Unknown => "What is not known",
        }
    }
}

/// Where figures come from: one population, and what was compared in it.
#[derive(Clone, Debug)]
pub struct Study {
    /// Unique within the drug.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whom it was about, as a condition on a patient: figures of children say nothing to an adult.
    pub when: Condition,
    /// Who took part, and for how long.
    pub who: String,
    /// What was compared; the comparison last.
    pub arms: Vec<String>,
    /// People in each arm; empty when not known.
    pub people: Vec<u32>,
    /// What the figures can't tell.
    pub limits: String,
    /// How sure, and on what.
    pub backing: Backing,
    /// Who took part, in plain words.
    pub patient_who: Phrase,
    /// What was compared, in plain words.
    pub patient_arms: Vec<Phrase>,
    /// What the figures can't tell, in plain words.
    pub patient_limits: Phrase,
}

/// Of a hundred people in each arm of a study; `None` where an arm has no figure.
pub type Percents = Vec<Option<Decimal>>;

/// How much a drug helps.
#[derive(Clone, Debug)]
pub struct Benefit {
    /// Unique within the drug.
    pub id: String,
    /// The study: a position in the drug's list.
    pub study: usize,
    /// What was measured.
    pub measure: String,
    /// Percent of each arm.
    pub of: Percents,
    /// What was measured, in plain words: "had clear or almost clear skin after 16 weeks".
    pub patient: Phrase,
}

/// A side effect.
#[derive(Clone, Debug)]
pub struct SideEffect {
    /// Unique within the drug.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it can do lasting harm.
    pub serious: bool,
    /// What the patient does about it.
    pub act: Act,
    /// How the patient notices it, in plain words of the list of that act.
    pub signs: Vec<String>,
    /// Figures by study: its position in the drug's list, and the percent of each arm.
    pub figures: Vec<(usize, Percents)>,
    /// More in professional words; may be empty.
    pub note: String,
    /// How sure, and on what.
    pub backing: Backing,
    /// What was counted, in plain words: "a cold or sore throat". There whenever there are figures, since what
    /// was counted is not always what a patient notices.
    pub patient: Option<Phrase>,
}

/// What a patient does about a side effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Call 911.
    Emergency,
    /// Call the pharmacy or the doctor on the same day.
    Today,
    /// Tell at the next visit.
    NextVisit,
}

impl Act {
    /// All, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Emergency, Self::Today, Self::NextVisit];

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Today => "today",
            Self::NextVisit => "next-visit",
        }
    }

    /// The words on screen and paper.
    pub fn words(self) -> &'static str {
        match self {
            Self::Emergency => "Call 911",
            Self::Today => "Call us today",
            Self::NextVisit => "Tell us at the next visit",
        }
    }
}

/// One item of a boxed warning.
#[derive(Clone, Debug)]
pub struct BoxedItem {
    /// Unique within the warning.
    pub id: String,
    /// What it warns of.
    pub title: String,
    /// The people in whom it was seen.
    pub from: String,
    /// What happened.
    pub says: String,
    /// What the label asks for.
    pub advice: String,
    /// How sure, and on what.
    pub backing: Backing,
}
