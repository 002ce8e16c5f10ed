//! What is known that supports a prior authorization: severity, what was tried, tests, denials.
//!
//! Every field may be not asked, not known, or known. `read` and `write` are its JSON forms,
//! [`fact`] the three states, [`history`] what a pasted fill history holds, [`product`] what the
//! name of a treatment means, [`standing`] what plans want that is still missing, [`ways`] what can be
//! done after a denial, and until when.

pub mod fact;
pub mod history;
pub mod product;
mod read;
pub mod standing;
pub mod ways;
mod write;

use jiff::civil::Date;

use crate::content::decimal::Decimal;
use crate::content::ids::{PayerId, QuestionIx};
use fact::{Fact, Moment};

/// All that supports a prior authorization of the prescribed drug.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Authorization {
    /// When the eczema began.
    pub onset: Fact<Moment>,
    /// The diagnosis code, ICD-10.
    pub icd10: Fact<String>,
    /// Scores, in the order written.
    pub severity: Vec<Score>,
    /// How much skin is affected.
    pub body_surface: BodySurface,
    /// Where it is: ids of places of the content.
    pub sites: Fact<Vec<String>>,
    /// What it does to sleep, work or school.
    pub impact: Fact<String>,
    /// What was tried.
    pub tried: Vec<Tried>,
    /// Light therapy.
    pub light: LightTherapy,
    /// Courses of steroid tablets or shots a year.
    pub steroid_bursts_a_year: Fact<u32>,
    /// Why creams are not advisable.
    pub topicals_not_advisable: Fact<String>,
    /// Whether needle phobia is diagnosed.
    pub needle_phobia: Fact<bool>,
    /// Tests with their dates.
    pub tests: Vec<TestDone>,
    /// The specialist who prescribes or was asked.
    pub specialist: Specialist,
    /// Why this drug.
    pub why: Fact<String>,
    /// Why not the one that the plan prefers.
    pub why_not_preferred: Fact<String>,
    /// Approvals so far.
    pub approvals: Vec<Approval>,
    /// Denials so far.
    pub denials: Vec<Denial>,
}

/// A score of a scale of severity.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// The id of the scale.
    pub measure: String,
    /// Points.
    pub value: Fact<Decimal>,
    /// The day on which it was taken.
    pub on: Fact<Date>,
    /// Who took it.
    pub by: Fact<String>,
}

/// How much skin is affected.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct BodySurface {
    /// Percent of the body surface.
    pub percent: Fact<Decimal>,
    /// The day on which it was judged.
    pub on: Fact<Date>,
    /// Who judged it.
    pub by: Fact<String>,
}

/// One treatment that was tried.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tried {
    /// The treatment as written; for a line of a fill history that was not understood, the whole line.
    pub drug: Fact<String>,
    /// Its strength as written.
    pub strength: Fact<String>,
    /// Cream, ointment, tablet, …
    pub vehicle: Fact<String>,
    /// The potency class of a topical steroid where it was said: 1 is the strongest, 7 the weakest.
    pub potency: Fact<u8>,
    /// Where it was used.
    pub site: Fact<String>,
    /// When it was begun.
    pub start: Fact<Moment>,
    /// When it was stopped.
    pub stop: Fact<Moment>,
    /// Days of use where they were said.
    pub days_used: Fact<u32>,
    /// What this pharmacy dispensed.
    pub dispensed: Vec<Fill>,
    /// How it went.
    pub outcome: Fact<Outcome>,
    /// What happened, or why it can't be used.
    pub why: Fact<String>,
}

/// One fill.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fill {
    /// The day.
    pub on: Fact<Date>,
    /// How much, as written: "80 g".
    pub quantity: Fact<String>,
    /// For how many days.
    pub days_supply: Fact<u32>,
}

/// How a treatment went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did not help.
    Failed,
    /// It helped, but not enough.
    Partial,
    /// It was stopped for a side effect.
    Intolerance,
    /// It can't be used.
    Contraindicated,
    /// It helps, or helped.
    Helped,
}

impl Outcome {
    /// All, in the order shown.
    pub const ALL: [Self; 5] =
        [Self::Failed, Self::Partial, Self::Intolerance, Self::Contraindicated, Self::Helped];

    /// The name in records.
    pub fn id(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Partial => "partial",
            Self::Intolerance => "intolerance",
            Self::Contraindicated => "contraindicated",
            Self::Helped => "helped",
        }
    }

    /// The words on screen and paper.
    pub fn words(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Partial => "helped too little",
            Self::Intolerance => "not tolerated",
            Self::Contraindicated => "can't be used",
            Self::Helped => "helped",
        }
    }
}

/// Light therapy.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LightTherapy {
    /// Which light.
    pub kind: Fact<String>,
    /// How many sessions.
    pub sessions: Fact<u32>,
    /// How it went.
    pub outcome: Fact<Outcome>,
    /// What stands in its way: the distance, work, a light-sensitive skin.
    pub barrier: Fact<String>,
}

/// A test that was done.
#[derive(Clone, PartialEq, Eq)]
pub struct TestDone {
    /// The question that holds its result.
    pub test: QuestionIx,
    /// The day.
    pub on: Fact<Date>,
    /// Kind and result as written.
    pub result: Fact<String>,
}

/// The specialist who prescribes or was asked.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Specialist {
    /// The name.
    pub name: Fact<String>,
    /// The national provider identifier, ten digits.
    pub npi: Fact<String>,
    /// The day of the last visit.
    pub seen_on: Fact<Date>,
}

/// An approval.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Approval {
    /// For which drug.
    pub drug: Fact<String>,
    /// From when.
    pub on: Fact<Date>,
    /// Until when.
    pub until: Fact<Date>,
}

/// A denial.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Denial {
    /// The code of the claim or letter.
    pub code: Fact<String>,
    /// The reason as written.
    pub why: Fact<String>,
    /// The date of the notice.
    pub on: Fact<Date>,
    /// The date until which the notice says to appeal.
    pub deadline: Fact<Date>,
    /// The payer who denied.
    pub payer: Fact<PayerId>,
    /// Whether it is the answer to an appeal.
    pub after_appeal: Fact<bool>,
}

// What a patient said is shown nowhere by accident.
impl std::fmt::Debug for Authorization {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authorization(…)")
    }
}

impl std::fmt::Debug for Tried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tried(…)")
    }
}

impl Authorization {
    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The latest score of a scale: of those with a day the latest, else the last one written.
    pub fn score(&self, measure: &str) -> Option<&Score> {
        let of_measure = self.severity.iter().filter(|score| score.measure == measure);
        of_measure.max_by_key(|score| score.on.known().copied())
    }

    /// The latest time that a test was done.
    pub fn test(&self, question: QuestionIx) -> Option<&TestDone> {
        let of_test = self.tests.iter().filter(|test| test.test == question);
        of_test.max_by_key(|test| test.on.known().copied())
    }
}

impl Tried {
    /// Whether the days of use are those of what was dispensed, since nobody said when it was used.
    pub fn days_are_dispensed(&self) -> bool {
        let day = |moment: &Fact<Moment>| moment.known().and_then(|moment| moment.day());
        self.days_used.known().is_none() && !(day(&self.start).is_some() && day(&self.stop).is_some())
    }

    /// Days of use: as said, else from start to stop, else the days' supply of all that was dispensed.
    pub fn days(&self) -> Option<u32> {
        if let Fact::Known(days) = self.days_used {
            return Some(days);
        }
        let day = |moment: &Fact<Moment>| moment.known().and_then(|moment| moment.day());
        if let (Some(start), Some(stop)) = (day(&self.start), day(&self.stop)) {
            let between = start.duration_until(stop).as_hours() / 24;
            return u32::try_from(between + 1).ok();
        }
        let supplies: Vec<u32> =
            self.dispensed.iter().filter_map(|fill| fill.days_supply.known().copied()).collect();
        // Refills may overlap: it is what was dispensed, which is told beside it.
        (!supplies.is_empty()).then(|| supplies.iter().fold(0, |sum, days| u32::saturating_add(sum, *days)))
    }
}

#[cfg(test)]
mod tests;
