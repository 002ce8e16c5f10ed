//! Where a listed medicine and an answer do not fit together: "takes apixaban, but no clot?".
//!
//! A hint never changes a verdict; it asks to look at the answer again.

use super::answer::{Answer, Course};
use super::facts::{Facts, Meaning, MedicineList};
use crate::content::ids::{ChoiceIx, MedicineIx, QuestionIx};
use crate::content::medicine::Form;

/// A medicine that most take for something that the answers deny.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The position of the medicine in the order typed.
    pub listed: usize,
    /// The entry of the list.
    pub medicine: MedicineIx,
    /// What most who take it have, each denied by an answer.
    pub denied: Vec<(QuestionIx, ChoiceIx)>,
}

/// All hints, in the order of the medicines. One of a medicine's alternatives answered yes is
/// enough for silence, and so is one that is open: then the question itself is still to be asked.
pub fn hints(facts: &Facts<'_>) -> Vec<Hint> {
    let MedicineList::Listed(list) = facts.medicines() else { return Vec::new() };
    let mut hints = Vec::new();
    for (listed, read) in list.iter().enumerate() {
        let Meaning::Known { found, .. } = read.meaning else { continue };
        if found.form == Form::Open || read.course == Course::Stopping {
            continue;
        }
        let Some(medicine) = facts.content.medicines.get(found.medicine) else { continue };
        let denied = medicine.suggests.iter().all(|(question, choice)| denies(facts, *question, *choice));
        if !medicine.suggests.is_empty() && denied {
            hints.push(Hint { listed, medicine: found.medicine, denied: medicine.suggests.clone() });
        }
    }
    hints
}

fn denies(facts: &Facts<'_>, question: QuestionIx, choice: ChoiceIx) -> bool {
    match facts.checklist.answer(question) {
        Some(Answer::Many(many)) => !many.yes.contains(choice) && !many.unsure.contains(choice),
        Some(Answer::Choice(chosen)) => *chosen != choice,
        None | Some(Answer::Unsure | Answer::Number(_) | Answer::Medicines(_)) => false,
    }
}
