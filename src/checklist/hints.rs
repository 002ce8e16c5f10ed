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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::sample::{content, visit};
    use serde_json::{Value, json};

    /// The hints as "medicine: question, question".
    fn hinted(answers: Value) -> Vec<String> {
        let checklist = visit(None, answers);
        let facts = Facts::new(content(), &checklist);
        let words = |hint: Hint| {
            let medicine = content().medicines.get(hint.medicine).unwrap();
            let mut denied: Vec<&str> =
                hint.denied.iter().map(|(question, _)| content().question(*question).id.as_str()).collect();
            denied.dedup();
            format!("{} {}: {}", hint.listed, medicine.id, denied.join(", "))
        };
        hints(&facts).into_iter().map(words).collect()
    }

    #[test]
    fn a_medicine_whose_usual_reasons_are_all_denied_asks_to_look_again() {
        let answers = json!({"medicines": ["vitamin D", "Eliquis", "metformin"],
            "clots": [], "heart": [], "heart_risks": []});
        assert_eq!(hinted(answers), ["1 apixaban: clots, heart", "2 metformin: heart_risks"]);
    }

    #[test]
    fn one_reason_that_is_answered_yes_or_still_open_is_enough_for_silence() {
        for other in [
            json!({"clots": ["leg-clot"], "heart": []}),
            json!({"clots": [], "heart": ["irregular-heartbeat"]}),
            json!({"clots": []}),
            json!({"clots": "unsure", "heart": []}),
            json!({"clots": [], "heart": {"yes": [], "unsure": ["irregular-heartbeat"]}}),
        ] {
            let mut answers = other;
            answers["medicines"] = json!(["apixaban"]);
            assert_eq!(hinted(answers.clone()), [""; 0], "{answers}");
        }
    }

    #[test]
    fn what_is_stopped_not_recognized_or_of_open_form_gives_no_hint() {
        let none = json!({"clots": [], "heart": [], "heart_risks": [], "infection": [], "conditions": []});
        for medicine in [
            json!({"name": "apixaban", "stopping": true}),
            json!("Zzyzx tea"),
            json!({"name": "apixaban tea", "reviewed": "none"}),
            json!("ketoconazole"),
        ] {
            let mut answers = none.clone();
            answers["medicines"] = json!([medicine]);
            assert_eq!(hinted(answers), [""; 0], "{medicine}");
        }
    }
}
