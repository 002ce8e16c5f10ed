//! Does the prescription at hand fit this patient? Its strength against the dose table, its amount
//! against the limits of a cream, its interval against the labeled ones.
//!
//! Three-valued like the rules: a limit whose condition is unknown asks, and a strength that can't
//! be read is a finding, never a silent pass. Whether a dose is right for the patient stays with the
//! prescriber; this only says what the label's table has.

mod check;
mod words;

use crate::checklist::evaluate::Look;
use crate::checklist::prescription::Prescription;
use crate::checklist::truth::Truth;
use crate::content::dose::{DoseRow, DoseTable, StrengthAt};
use crate::content::drug::Drug;
use crate::content::ids::{DrugIx, QuestionSet};

use self::check::{Check, Found};
use super::{Basis, Finding};

/// What is wrong with a prescription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prescribed {
    /// The drug.
    pub drug: DrugIx,
    /// What was prescribed, as far as the finding is about it: "30 mg".
    pub what: String,
    /// Which of its three sides is meant.
    pub side: Side,
    /// Why, the worst first. Never empty.
    pub reasons: Vec<Reason>,
    /// What the patient may have of the drug, in words; empty when nothing or when unknown.
    pub labeled: String,
}

/// The side of a prescription that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The strength.
    Strength,
    /// The amount of a cream.
    Amount,
    /// The time between shots.
    Interval,
}

impl Side {
    fn id(self) -> &'static str {
        match self {
            Self::Strength => "prescribed-strength",
            Self::Amount => "prescribed-amount",
            Self::Interval => "prescribed-interval",
        }
    }
}

/// Why a prescription does not fit. Numbers are positions in the drug's dose table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The table has no dose of the drug for this patient.
    NoDose,
    /// The product is not labeled for eczema.
    NotForEczema(StrengthAt),
    /// There is no such strength.
    NoSuchStrength,
    /// The table has this strength for others, not for this patient.
    NotForThisPatient,
    /// It is over this limit.
    Limit(usize),
    /// A new start begins with less: by this row.
    StartsLower(usize),
    /// A new start begins with less: by this limit.
    LimitStartsLower(usize),
    /// It can't be read, or could be one of several.
    NotRecognized,
    /// It is over this amount.
    Amount(usize),
    /// It may be over this amount: the time is not said.
    AmountWithoutTime(usize),
    /// More often than any labeled interval of this row.
    TooOften(usize),
    /// At no labeled interval of this row.
    OtherInterval(usize),
    /// At an interval of this row that comes later.
    StepDown(usize),
    /// Another amount at a time than this row has.
    OtherAmount(usize),
    /// For longer than this amount allows.
    TooLong(usize),
}

/// The findings of the prescription, and the questions that would decide more.
pub(super) fn findings(
    look: &Look<'_>,
    drug: &Drug,
    prescription: &Prescription,
) -> (Vec<Finding>, QuestionSet) {
    let mut check = Check::new(look, drug, &prescription.strength);
    check.run(prescription.kind);
    let labeled = labeled(look, &drug.dose, &check.meant);
    let (found, ask) = (check.found, check.ask);
    let findings = Side::ALL.into_iter().filter_map(|side| finding(drug, &labeled, side, &found)).collect();
    (findings, ask)
}

impl Side {
    const ALL: [Self; 3] = [Self::Strength, Self::Amount, Self::Interval];
}

/// What the table has for this patient, in words; empty when nothing, when it depends, or when it goes
/// by product. Of the rows that hold, those that allow what was prescribed say it best.
fn labeled(look: &Look<'_>, table: &DoseTable, meant: &[StrengthAt]) -> String {
    let holding: Vec<&DoseRow> =
        table.rows.iter().filter(|row| look.truth(&row.when) == Truth::True).collect();
    let of_meant: Vec<&DoseRow> =
        holding.iter().copied().filter(|row| row.fits.iter().any(|at| meant.contains(at))).collect();
    let rows = if of_meant.is_empty() { holding } else { of_meant };
    if rows.len() > 2 {
        return String::new();
    }
    let words: Vec<String> = rows
        .into_iter()
        .map(|row| match row.then.as_str() {
            "" => row.start.clone(),
            then => format!("{}, then {then}", row.start),
        })
        .collect();
    words.join("; or ")
}

/// Puts together what was found on one side of the prescription.
fn finding(drug: &Drug, labeled: &str, side: Side, found: &[Found]) -> Option<Finding> {
    let mut of_side: Vec<&Found> = found.iter().filter(|found| found.side == side).collect();
    of_side.sort_by_key(|found| found.level);
    let worst = of_side.first()?;
    let mut medicines: Vec<usize> = Vec::new();
    for at in of_side.iter().flat_map(|found| &found.medicines) {
        if !medicines.contains(at) {
            medicines.push(*at);
        }
    }
    let prescribed = Prescribed {
        drug: drug.ix,
        what: worst.what.clone(),
        side,
        reasons: of_side.iter().map(|found| found.reason).collect(),
        labeled: labeled.to_owned(),
    };
    Some(Finding {
        basis: Basis::Prescribed(Box::new(prescribed)),
        level: worst.level,
        because: of_side.iter().fold(QuestionSet::NONE, |set, found| set.union(found.because)),
        medicines,
    })
}
