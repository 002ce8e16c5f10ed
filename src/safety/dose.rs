//! What may this patient have of a drug? The rows and limits of its dose table that hold, and those
//! that an open answer would decide.

use crate::checklist::Checklist;
use crate::checklist::evaluate::Look;
use crate::checklist::facts::{Facts, View};
use crate::checklist::truth::Truth;
use crate::content::Content;
use crate::content::condition::Condition;
use crate::content::dose::{AmountLimit, DoseRow, Limit};
use crate::content::drug::Drug;
use crate::content::ids::QuestionSet;

/// The dose table of one drug, read for one patient.
#[derive(Debug)]
pub struct Dose<'a> {
    /// Who the patient is in the table: the rows that hold.
    pub rows: Vec<&'a DoseRow>,
    /// What caps the dose.
    pub limits: Vec<&'a Limit>,
    /// What caps the amount of a cream.
    pub amounts: Vec<&'a AmountLimit>,
    /// The questions that would decide more rows or limits.
    pub ask: QuestionSet,
    /// Whether every row is ruled out: the label has no dose for this patient.
    pub none: bool,
}

/// Reads the dose table of a drug for a patient.
pub fn dose<'a>(content: &Content, checklist: &Checklist, drug: &'a Drug) -> Dose<'a> {
    let facts = Facts::new(content, checklist);
    let look = Look { facts: &facts, drug: Some(drug), view: View::Taken };
    let mut ask = QuestionSet::NONE;
    let table = &drug.dose;
    let mut holds = |when: &Condition| match look.truth(when) {
        Truth::True => true,
        Truth::Unknown => {
            ask = ask.union(look.open(when));
            false
        }
        Truth::False => false,
    };
    let rows: Vec<&DoseRow> = table.rows.iter().filter(|row| holds(&row.when)).collect();
    let limits: Vec<&Limit> = table.limits.iter().filter(|limit| holds(&limit.when)).collect();
    let amounts: Vec<&AmountLimit> = table.amounts.iter().filter(|limit| holds(&limit.when)).collect();
    let none = !table.rows.is_empty() && table.rows.iter().all(|row| look.truth(&row.when) == Truth::False);
    Dose { rows, limits, amounts, ask, none }
}
