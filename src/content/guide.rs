//! What is asked about coverage and cost: what each field means, where to find it, how to ask for it.

use super::fill::FillOf;
use super::ids::{DrugIx, PayerId};
use super::language::Phrase;
use super::source::Backing;

/// Everything about the fields of a coverage, and what stands in a comparison from the start.
#[derive(Clone, Debug, Default)]
pub struct Guide {
    /// The drugs that stand beside the prescribed one.
    pub compare_with: Vec<DrugIx>,
    /// The generic medicines that come first.
    pub generic_step: GenericStep,
    /// Entries that fill in what the law fixes.
    pub quick: Vec<Quick>,
    /// The fields, in the order in which they are asked.
    pub fields: Vec<GuideField>,
}

/// The generic medicines that come before the others.
#[derive(Clone, Debug, Default)]
pub struct GenericStep {
    /// The name of the column, and of the row on the patient's page.
    pub name: Phrase,
    /// What is dispensed.
    pub fills: Vec<FillOf>,
}

/// An entry that fills in what the law fixes for a kind of plan, and leaves the rest unknown.
#[derive(Clone, Debug)]
pub struct Quick {
    /// Its id.
    pub id: String,
    /// The payer.
    pub payer: PayerId,
    /// Which figures.
    pub figures: QuickFigures,
    /// Its name, with `{year}` in the place of the plan year.
    pub name: String,
    /// What it fills in, and what it leaves.
    pub about: String,
    /// How sure, and on what.
    pub backing: Backing,
}

/// Which figures of the law an entry fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuickFigures {
    /// The standard benefit of Medicare Part D.
    PartD,
    /// The highest yearly limit of a Marketplace plan.
    Marketplace,
    /// TRICARE's copays at a retail pharmacy.
    TricareRetail,
}

impl QuickFigures {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::PartD, Self::Marketplace, Self::TricareRetail];

    /// The name in content files.
    pub fn id(self) -> &'static str {
        match self {
            Self::PartD => "part-d",
            Self::Marketplace => "marketplace",
            Self::TricareRetail => "tricare-retail",
        }
    }
}

/// One field of a coverage.
#[derive(Clone, Debug)]
pub struct GuideField {
    /// Its path below the coverage, without the numbers of options and lines.
    pub path: String,
    /// What stands beside it: a word or three.
    pub label: String,
    /// What it means, for the pharmacist.
    pub help: String,
    /// Where to find it: card, letter, claim.
    pub find: String,
    /// How to ask the plan for it.
    pub ask: String,
    /// How the patient asks for it.
    pub patient: Phrase,
}

impl Guide {
    /// What is known of a field, by its path below the coverage; the nearest field above it where
    /// nothing is said of it alone: `options.0.lines.1.card.reset_month` is a matter of the card.
    pub fn field(&self, path: &str) -> Option<&GuideField> {
        // A supply is a list of packages, days and the price of a package: what is not known of the days of
        // a cream is how many packages a year takes, and the first fills cost what the others cost.
        let path = match (path.contains(".first."), path.ends_with(".2")) {
            (true, true) => "options.lines.maintenance".to_owned(),
            _ => path.replace("maintenance.1", "packages_a_year"),
        };
        let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let mut parts: Vec<&str> = path.split(['.', '[', ']']).filter(|part| !part.is_empty()).collect();
        parts.retain(|part| !is_number(part));
        while !parts.is_empty() {
            let path = parts.join(".");
            if let Some(field) = self.fields.iter().find(|field| field.path == path) {
                return Some(field);
            }
            parts.pop();
        }
        None
    }
}
