//! What can stand in the way of a drug.

use super::condition::Condition;
use super::ids::{ConditionIx, QuestionIx, RuleId, SourceIx};
use super::language::Phrase;

/// How much a rule stands in the way; worst first, so that sorting puts the worst on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Section 4 of the label, or its "do not use".
    Contraindicated,
    /// The label's "avoid" or "not recommended", a history named in the boxed warning, an age
    /// outside of the label, or the article's list of who should not take it.
    Avoid,
    /// A test or document that must exist before the first dose is missing or too old.
    NeedsTest,
    /// Use with a talk, a dose change, or monitoring.
    Caution,
}

impl Level {
    /// All levels, worst first.
    pub const ALL: [Self; 4] = [Self::Contraindicated, Self::Avoid, Self::NeedsTest, Self::Caution];

    /// The name in files and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Contraindicated => "contraindicated",
            Self::Avoid => "avoid",
            Self::NeedsTest => "needs-test",
            Self::Caution => "caution",
        }
    }
}

/// What an unknown condition means for the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The verdict is incomplete, and the questions are asked.
    Ask,
    /// The rule is left aside until it is known.
    Skip,
}

/// Whether a medicine that will be stopped before the first dose counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopping {
    /// It does not count; a caution asks to confirm that it has stopped.
    DoesNotCount,
    /// It counts: the rule is about stopping it.
    Counts,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// What it means when it holds.
    pub level: Level,
    /// When it holds.
    pub when: Condition,
    /// What it means when that is unknown.
    pub unknown: Unknown,
    /// How it sees medicines that will be stopped.
    pub stopping: Stopping,
    /// For a missing test: the question that holds the test.
    pub test: Option<QuestionIx>,
    /// What stands in the way. `{medicines}` stands for the medicines that made the rule true.
    pub title: String,
    /// What to do.
    pub advice: String,
    /// What it rests on.
    pub sources: Vec<SourceIx>,
    /// The words for the patient.
    pub patient: RuleWords,
}

/// A rule in plain words.
#[derive(Clone, Debug)]
pub struct RuleWords {
    /// What the patient should know.
    pub says: Phrase,
    /// What the patient should ask the doctor.
    pub ask: Phrase,
}

/// A condition with a name, for use in other conditions.
#[derive(Clone, Debug)]
pub struct NamedCondition {
    /// Its name.
    pub name: String,
    /// When it holds.
    pub when: Condition,
    /// What it means, in one line.
    pub says: String,
    /// Its place in the list.
    pub ix: ConditionIx,
}
