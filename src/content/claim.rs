//! What can a claim come back with, and what does the pharmacist do next?

use super::ids::RejectId;
use super::language::Phrase;
use super::payer::HelpKind;
use super::source::Backing;

/// What is known of answers to claims.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// The ways to be rejected, in the order shown.
    pub rejects: Vec<Reject>,
    /// The figures of a paid claim, in the order of [`Figure::ALL`].
    pub returned: Vec<Returned>,
}

impl Claims {
    /// A way to be rejected, by its id.
    pub fn reject(&self, id: &str) -> Option<&Reject> {
        self.rejects.iter().find(|reject| reject.id.as_str() == id)
    }

    /// What a figure of a paid claim is.
    pub fn returned(&self, figure: Figure) -> Option<&Returned> {
        self.returned.iter().find(|returned| returned.figure == figure)
    }
}

/// A way in which a claim is rejected.
#[derive(Clone, Debug)]
pub struct Reject {
    /// Its id: the code, or a name where it has none.
    pub id: RejectId,
    /// The code of the standard; `None` where it comes as a message only.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// What it means.
    pub means: String,
    /// What to do next, in order.
    pub next: Vec<String>,
    /// Where that leads, what is tried first in front.
    pub leads_to: Vec<LeadsTo>,
    /// The same in plain words.
    pub patient: Phrase,
    /// How sure, and on what.
    pub backing: Backing,
}

/// Where a rejected claim leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadsTo {
    /// To something that is done with the plan or the prescriber.
    Step(Step),
    /// To a kind of help with the cost.
    Help(HelpKind),
}

impl LeadsTo {
    /// Where a name in content files leads.
    pub fn from_id(id: &str) -> Option<Self> {
        let step = Step::ALL.into_iter().find(|step| step.id() == id).map(Self::Step);
        step.or_else(|| HelpKind::ALL.into_iter().find(|kind| kind.id() == id).map(Self::Help))
    }

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Step(step) => step.id(),
            Self::Help(kind) => kind.id(),
        }
    }
}

/// What is done after a rejected claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The prescriber asks for prior authorization.
    PriorAuthorization,
    /// An exception is asked for: from the list, from step therapy, from a limit.
    Exception,
    /// A decision is appealed.
    Appeal,
    /// The prescriber orders another drug.
    OtherDrug,
    /// Another pharmacy fills it.
    OtherPharmacy,
    /// The day of the next fill is waited for.
    Wait,
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 6] = [
        Self::PriorAuthorization,
        Self::Exception,
        Self::Appeal,
        Self::OtherDrug,
        Self::OtherPharmacy,
        Self::Wait,
    ];

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::PriorAuthorization => "prior-authorization",
            Self::Exception => "exception",
            Self::Appeal => "appeal",
            Self::OtherDrug => "other-drug",
            Self::OtherPharmacy => "other-pharmacy",
            Self::Wait => "wait",
        }
    }

    /// The words on screen and paper.
    pub fn words(self) -> &'static str {
        match self {
            Self::PriorAuthorization => "Prior authorization",
            Self::Exception => "Exception",
            Self::Appeal => "Appeal",
            Self::OtherDrug => "Another drug",
            Self::OtherPharmacy => "Another pharmacy",
            Self::Wait => "Wait for the day of the next fill",
        }
    }
}

/// A figure of a paid claim: an amount in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// What the plan leaves to the patient.
    PatientPay,
    /// What the plan pays.
    PlanPaid,
    /// The part of the patient's that falls under the deductible.
    ToDeductible,
    /// The part of the patient's that is a fixed amount.
    Copay,
    /// The part of the patient's that is a percentage.
    Coinsurance,
    /// What is left of the deductible after the claim.
    RemainingDeductible,
    /// What is met of the deductible.
    AccumulatedDeductible,
    /// What the copay card pays.
    CardPaid,
}

impl Figure {
    /// All figures, in the order shown.
    pub const ALL: [Self; 8] = [
        Self::PatientPay,
        Self::PlanPaid,
        Self::ToDeductible,
        Self::Copay,
        Self::Coinsurance,
        Self::RemainingDeductible,
        Self::AccumulatedDeductible,
        Self::CardPaid,
    ];

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::PatientPay => "patient_pay",
            Self::PlanPaid => "plan_paid",
            Self::ToDeductible => "to_deductible",
            Self::Copay => "copay",
            Self::Coinsurance => "coinsurance",
            Self::RemainingDeductible => "remaining_deductible",
            Self::AccumulatedDeductible => "accumulated_deductible",
            Self::CardPaid => "card_paid",
        }
    }
}

/// What a figure of a paid claim is, and where it is found.
#[derive(Clone, Debug)]
pub struct Returned {
    /// Which figure.
    pub figure: Figure,
    /// The field of the standard; `None` where it has none of its own.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// What it says.
    pub about: String,
    /// How sure, and on what.
    pub backing: Backing,
}
