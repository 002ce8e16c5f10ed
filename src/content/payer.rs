//! Who pays, and which kinds of help the law or the programs' terms leave open.

use super::ids::{PayerId, SourceIx};
use super::language::Phrase;

/// A kind of insurance, or none.
#[derive(Clone, Debug)]
pub struct Payer {
    /// Its id.
    pub id: PayerId,
    /// Its name in a list.
    pub name: String,
    /// What is meant.
    pub detail: String,
    /// Whose money it is.
    pub kind: PayerKind,
    /// What follows for the plan.
    pub plan: PlanOfPayer,
    /// What the pharmacist asks next.
    pub ask: Vec<String>,
    /// What these facts rest on.
    pub sources: Vec<SourceIx>,
    /// For each kind of help, whether its door is open; in the order of [`HelpKind::ALL`].
    pub helps: Vec<PayerHelp>,
}

/// What is fixed for every plan of a payer, and what each plan has to be asked.
#[derive(Clone, Debug)]
pub struct PlanOfPayer {
    /// Whose rules it is counted by: a kind of plan by its name in records.
    pub kind: String,
    /// The month, 1 to 12, in which every plan year begins; `None` where plans differ.
    pub year_begins: Option<i8>,
    /// Whether each person is insured alone, so that there are no limits of a family.
    pub each_alone: bool,
    /// Which parts the plan may have and are not known before they are asked: their names in a plan's record.
    pub asks: Vec<String>,
}

/// Whose money pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayerKind {
    /// A private plan.
    Commercial,
    /// A federal or state program.
    Government,
    /// The patient alone.
    None,
}

/// A way in which the patient pays less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpKind {
    /// The maker's copay card.
    CopayCard,
    /// Free drug from the maker's patient assistance program.
    FreeDrug,
    /// A grant of an independent charity.
    CharityGrant,
    /// The maker's free supply while the plan decides.
    Bridge,
}

impl HelpKind {
    /// All kinds, in the order shown.
    pub const ALL: [Self; 4] = [Self::CopayCard, Self::FreeDrug, Self::CharityGrant, Self::Bridge];

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::CopayCard => "copay-card",
            Self::FreeDrug => "free-drug",
            Self::CharityGrant => "charity-grant",
            Self::Bridge => "bridge",
        }
    }
}

/// What a kind of help is.
#[derive(Clone, Debug)]
pub struct Help {
    /// Which kind.
    pub kind: HelpKind,
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its name for patients.
    pub patient_name: Phrase,
    /// What it is in plain words.
    pub patient: Phrase,
}

/// Whether one kind of help is open to those with one kind of insurance.
#[derive(Clone, Debug)]
pub struct PayerHelp {
    /// Which kind of help.
    pub kind: HelpKind,
    /// Whether it is open.
    pub door: Door,
    /// Why.
    pub why: String,
    /// What that rests on.
    pub sources: Vec<SourceIx>,
    /// The same in plain words.
    pub patient: Phrase,
}

/// Whether a kind of help can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// It can be asked for.
    Open,
    /// It can't be had.
    Closed,
    /// The terms of the program or the plan decide.
    Depends,
}

/// A state or territory, with what its law changes.
#[derive(Clone, Debug)]
pub struct State {
    /// Two letters.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What to know there.
    pub notes: Vec<String>,
    /// What the notes rest on.
    pub sources: Vec<SourceIx>,
}
