//! What do plans usually ask before they pay, and what can be done after a denial?
//!
//! Patterns of many policies: each plan differs. What of it a record already shows is told in
//! `checklist::authorization`.

use jiff::civil::Date;

use super::condition::Condition;
use super::decimal::Decimal;
use super::ids::{ChoiceIx, DrugIx, MedicineClassIx, PayerId, QuestionIx};
use super::source::Backing;

/// All that is known of prior authorization.
#[derive(Clone, Debug)]
pub struct AuthorizationContent {
    /// The day on which the policies were looked at.
    pub as_of: Date,
    /// The scales of severity.
    pub measures: Vec<Measure>,
    /// The places on the body.
    pub sites: Vec<Site>,
    /// The kinds of treatment that are to be tried first.
    pub kinds: Vec<TriedKind>,
    /// The tests whose dates plans ask for.
    pub tests: Vec<DatedTest>,
    /// What plans want, by group of drugs.
    pub groups: Vec<Group>,
    /// The ways after a denial.
    pub ways: Vec<Way>,
}

impl AuthorizationContent {
    /// The scale with this id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// The place with this id.
    pub fn site(&self, id: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.id == id)
    }

    /// The test that a question holds.
    pub fn test(&self, question: QuestionIx) -> Option<&DatedTest> {
        self.tests.iter().find(|test| test.question == question)
    }

    /// The group that a drug belongs to; none for drugs of which no policies were read.
    pub fn group_of(&self, drug: DrugIx) -> Option<&Group> {
        self.groups.iter().find(|group| group.drugs.contains(&drug))
    }
}

/// A scale of severity. It begins at 0.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its id.
    pub id: String,
    /// Its name: "EASI".
    pub name: String,
    /// What it is, with its ends.
    pub about: String,
    /// The highest value, in points.
    pub max: Decimal,
    /// How sure, and on what.
    pub backing: Backing,
}

/// A place on the body.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its id.
    pub id: String,
    /// Its name inside of a sentence.
    pub name: String,
    /// Whether plans count it whatever the body surface is.
    pub critical: bool,
    /// The same place in the safety question on sites.
    pub choice: Option<(QuestionIx, ChoiceIx)>,
}

/// A kind of treatment.
#[derive(Clone, Debug)]
pub struct TriedKind {
    /// Its id.
    pub id: String,
    /// Its name inside of a sentence.
    pub name: String,
    /// The drugs of the content that belong to it.
    pub drugs: Vec<DrugIx>,
    /// The class of listed medicines that belongs to it.
    pub class: Option<MedicineClassIx>,
    /// The safety question on it.
    pub question: Option<QuestionIx>,
}

/// A test whose date plans ask for.
#[derive(Clone, Debug)]
pub struct DatedTest {
    /// The question that holds its result.
    pub question: QuestionIx,
    /// Its name.
    pub name: String,
}

/// What plans usually want for drugs of one group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its drugs.
    pub drugs: Vec<DrugIx>,
    /// For how long an approval usually holds.
    pub duration: String,
    /// What to attach to a request.
    pub attach: Vec<String>,
    /// What is wanted, in the order shown.
    pub criteria: Vec<Criterion>,
    /// How sure the duration is, and on what.
    pub backing: Backing,
}

/// One thing that plans usually want.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Unique within the group.
    pub id: String,
    /// In a few words.
    pub wants: String,
    /// How policies usually put it.
    pub typical: String,
    /// What to get when it is missing; empty for what can't be told from a record.
    pub obtain: String,
    /// The drugs that it concerns; empty for all of the group.
    pub only_for: Vec<DrugIx>,
    /// Any one of these shows it; empty for what can't be told from a record.
    pub any: Vec<Need>,
    /// How sure, and on what.
    pub backing: Backing,
}

/// What shows that a criterion is met.
#[derive(Clone, Debug)]
pub enum Need {
    /// A condition over the answers of the safety checklist.
    Answers(Condition),
    /// A diagnosis code that begins so.
    Diagnosis(String),
    /// The body surface lies between these ends, in percent.
    BodySurface {
        /// At least so much.
        at_least: Option<Decimal>,
        /// At most so much.
        at_most: Option<Decimal>,
    },
    /// A critical site is affected.
    CriticalSite,
    /// A score of a scale is at least so many points.
    Score {
        /// The position of the scale.
        measure: usize,
        /// Points.
        at_least: Decimal,
    },
    /// A treatment of one of these kinds was used for so many days without enough success, or can't be.
    Tried {
        /// Positions of kinds.
        kinds: Vec<usize>,
        /// For a topical steroid: the weakest potency class that counts, 1 to 7.
        weakest: Option<u8>,
        /// Days of use.
        days: u32,
    },
    /// A test has a date, not older than so many days if a number is given.
    Test {
        /// The question of the test.
        question: QuestionIx,
        /// Days before the visit.
        days: Option<u32>,
    },
    /// A specialist is named.
    Specialist,
    /// Needle phobia is diagnosed.
    NeedlePhobia,
}

/// One way after a denial.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The payers that have it; empty for all.
    pub payers: Vec<PayerId>,
    /// What it is.
    pub about: String,
    /// Until when it can be asked for, where the rules say so.
    pub within: Option<Within>,
    /// How long the decision takes; empty when no rule was read.
    pub decision: String,
    /// How sure, and on what.
    pub backing: Backing,
}

/// A time that runs from the date of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// How long.
    pub span: Span,
    /// From the notice of which decision.
    pub after: After,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// So many days.
    Days(u16),
    /// So many months of the calendar.
    Months(u16),
}

/// The decision from whose notice a time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The first denial.
    Denial,
    /// The denial of the first appeal.
    AppealDenied,
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days} days"),
            Self::Months(months) => write!(f, "{months} months"),
        }
    }
}
