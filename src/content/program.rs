//! Assistance programs: who pays or sends what, to whom, and what their terms ask for.
//!
//! Whether a program is likely to fit a patient is worked out elsewhere (`programs`). Amounts are cents,
//! and only those that were read in the terms; what was not seen is words that say so. Never the numbers
//! of a card.

use jiff::civil::Date;

use super::ids::{DrugIx, PayerId, ProgramId};
use super::language::Phrase;
use super::payer::HelpKind;
use super::source::Backing;

/// All that is known of assistance.
#[derive(Clone, Debug, Default)]
pub struct Programs {
    /// The programs in the order shown.
    pub list: Vec<Program>,
    /// The documents that programs ask for.
    pub documents: Vec<Document>,
    /// The warning about alternative funding.
    pub alternative_funding: AlternativeFunding,
}

/// One program.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its id.
    pub id: ProgramId,
    /// Its name.
    pub name: String,
    /// Its name for patients: proper names stay, what describes is translated.
    pub patient_name: Phrase,
    /// Which kind of help it is.
    pub kind: ProgramKind,
    /// Who runs it.
    pub sponsor: String,
    /// The drugs; empty for all.
    pub drugs: Vec<DrugIx>,
    /// The payers that its terms take; with none here and none excluded, the payer does not matter.
    pub payers_allowed: Vec<PayerId>,
    /// The payers that its terms exclude. What stands in neither list has to be asked.
    pub payers_excluded: Vec<PayerId>,
    /// Only residents of these states, by two letters; empty for all.
    pub states_only: Vec<String>,
    /// Not residents of these states.
    pub states_excluded: Vec<String>,
    /// What else the state changes; may be empty.
    pub states_note: String,
    /// From how many years of age.
    pub age_min: Option<u8>,
    /// Whether only a use on the label counts.
    pub on_label_only: bool,
    /// Whether the income is tested, and how.
    pub income: IncomeTest,
    /// Steps that have to be taken before.
    pub requires: Vec<Requirement>,
    /// What can't be known here and decides: funds that close, terms that were not seen.
    pub open: Vec<OpenTerm>,
    /// What it pays or sends.
    pub amounts: Amounts,
    /// Its phone number; may be empty, like the two that follow.
    pub phone: String,
    /// Its page.
    pub website: String,
    /// When somebody answers the phone.
    pub hours: String,
    /// The documents that it asks for: positions in [`Programs::documents`].
    pub documents: Vec<usize>,
    /// What it does and asks for, for the pharmacist.
    pub about: String,
    /// The same in plain words.
    pub patient: Phrase,
    /// Of when its terms are: a year, a month, or a day.
    pub as_of: String,
    /// Past this day they have to be looked at again.
    pub check_by: Date,
    /// How sure, and on what.
    pub backing: Backing,
}

impl Program {
    /// Whether its terms have to be looked at again.
    pub fn is_old(&self, today: Date) -> bool {
        today > self.check_by
    }

    /// Whether it is for a drug.
    pub fn is_for(&self, drug: DrugIx) -> bool {
        self.drugs.is_empty() || self.drugs.contains(&drug)
    }
}

/// Which kind of help a program is, in the order shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgramKind {
    /// The maker's copay card.
    CopayCard,
    /// The maker's free supply while the plan decides.
    Bridge,
    /// Free drug from the maker.
    FreeDrug,
    /// A grant of an independent charity.
    CharityGrant,
    /// Help of a state, or of Social Security.
    State,
    /// A low price without insurance.
    Discount,
    /// A place to look for programs.
    Finder,
}

impl ProgramKind {
    /// All kinds, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::CopayCard,
        Self::Bridge,
        Self::FreeDrug,
        Self::CharityGrant,
        Self::State,
        Self::Discount,
        Self::Finder,
    ];

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::CopayCard => "copay-card",
            Self::Bridge => "bridge",
            Self::FreeDrug => "free-drug",
            Self::CharityGrant => "charity-grant",
            Self::State => "state",
            Self::Discount => "discount",
            Self::Finder => "finder",
        }
    }

    /// The heading on screen and paper.
    pub fn heading(self) -> &'static str {
        match self {
            Self::CopayCard => "Copay cards",
            Self::Bridge => "Bridge supplies",
            Self::FreeDrug => "Free drug",
            Self::CharityGrant => "Charity grants",
            Self::State => "State and federal help",
            Self::Discount => "Low prices without insurance",
            Self::Finder => "Where to look for more",
        }
    }

    /// The kind of help whose doors the payers open or close.
    pub fn help(self) -> Option<HelpKind> {
        match self {
            Self::CopayCard => Some(HelpKind::CopayCard),
            Self::Bridge => Some(HelpKind::Bridge),
            Self::FreeDrug => Some(HelpKind::FreeDrug),
            Self::CharityGrant => Some(HelpKind::CharityGrant),
            Self::State | Self::Discount | Self::Finder => None,
        }
    }
}

/// Whether a program looks at the income of the household, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncomeTest {
    /// It does not.
    None,
    /// It does; the limit was not seen.
    LimitNotSeen,
    /// Up to so many percent of the federal poverty level, the limit included.
    UpTo {
        /// Percent.
        percent: u32,
        /// Of which year the level is, where the terms were seen to say so.
        table_year: Option<i16>,
    },
}

/// A step that has to be taken before a program helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The step.
    pub step: Step,
    /// With which payers; empty for all.
    pub payers: Vec<PayerId>,
    /// Only once this other step was taken.
    pub after: Option<Step>,
    /// Only with an income above so many percent of the poverty level.
    pub above_percent: Option<u32>,
}

/// A step on the way to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Prior authorization was asked for.
    PaSubmitted,
    /// It was denied.
    PaDenied,
    /// The denial was appealed.
    Appeal,
    /// The Medicare Prescription Payment Plan was elected.
    PaymentPlanElected,
    /// Extra Help was denied.
    ExtraHelpDenied,
}

impl Step {
    /// All steps, in their order.
    pub const ALL: [Self; 5] =
        [Self::PaSubmitted, Self::PaDenied, Self::Appeal, Self::PaymentPlanElected, Self::ExtraHelpDenied];

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::PaSubmitted => "pa-submitted",
            Self::PaDenied => "pa-denied",
            Self::Appeal => "appeal",
            Self::PaymentPlanElected => "payment-plan-elected",
            Self::ExtraHelpDenied => "extra-help-denied",
        }
    }

    /// The name of its field in a coverage.
    pub fn field(self) -> &'static str {
        match self {
            Self::PaSubmitted => "pa_submitted",
            Self::PaDenied => "pa_denied",
            Self::Appeal => "appeal",
            Self::PaymentPlanElected => "payment_plan_elected",
            Self::ExtraHelpDenied => "extra_help_denied",
        }
    }

    /// What has happened once it was taken.
    pub fn words(self) -> &'static str {
        match self {
            Self::PaSubmitted => "prior authorization was asked for",
            Self::PaDenied => "prior authorization was denied",
            Self::Appeal => "the denial was appealed",
            Self::PaymentPlanElected => "the Medicare Prescription Payment Plan was elected",
            Self::ExtraHelpDenied => "Extra Help was denied",
        }
    }
}

/// Something that can't be known here and decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTerm {
    /// What to ask or to look up.
    pub says: String,
    /// With which payers; empty for all.
    pub payers: Vec<PayerId>,
}

/// What a program pays or sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// In words, with what was not seen.
    pub says: String,
    /// The least that a patient pays for a fill, in cents.
    pub min_pay_cents: Option<i64>,
    /// The most that a card pays for a fill, in cents.
    pub per_fill_max_cents: Option<i64>,
    /// The most that a card pays in a year, in cents.
    pub annual_max_cents: Option<i64>,
    /// The month in which that year begins.
    pub reset_month: Option<u8>,
    /// Whether it pays for a drug that the plan does not cover.
    pub covers_noncovered: Option<bool>,
}

/// A document that programs ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// What it is.
    pub says: String,
    /// With which payers it is asked for; empty for all.
    pub payers: Vec<PayerId>,
    /// The same in plain words.
    pub patient: Phrase,
}

/// A plan excludes the drug, and a vendor sends the patient to the maker's free drug: how to tell, and
/// what to do.
#[derive(Clone, Debug, Default)]
pub struct AlternativeFunding {
    /// What it is.
    pub about: String,
    /// How it shows.
    pub signs: Vec<String>,
    /// What to do.
    pub act: Vec<String>,
    /// The same in plain words.
    pub patient: Phrase,
    /// How sure, and on what; `None` without the file.
    pub backing: Option<Backing>,
}
