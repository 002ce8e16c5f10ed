//! Which questions are put to the patient, and which of them are open.

use super::answer::Answer;
use super::evaluate::Look;
use super::facts::{Facts, View};
use super::truth::Truth;
use crate::content::ids::QuestionIx;

/// Where one question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not asked yet.
    Open,
    /// Answered, at least in part, with "not sure".
    Unsure,
    /// Answered.
    Known,
    /// Another answer makes it needless.
    NotAsked,
}

/// Where a question stands. An answer to a question that was not asked is kept and counts.
pub fn standing(facts: &Facts<'_>, question: QuestionIx) -> Standing {
    match facts.checklist.answer(question) {
        Some(Answer::Unsure) => Standing::Unsure,
        Some(Answer::Many(many)) if !many.unsure.is_empty() => Standing::Unsure,
        Some(Answer::Choice(_) | Answer::Many(_) | Answer::Number(_) | Answer::Medicines(_)) => {
            Standing::Known
        }
        None if is_asked(facts, question) => Standing::Open,
        None => Standing::NotAsked,
    }
}

/// Whether the question is put: its condition holds or is still unknown.
pub fn is_asked(facts: &Facts<'_>, question: QuestionIx) -> bool {
    let look = Look { facts, drug: None, view: View::Taken };
    match &facts.content.question(question).asked_when {
        Some(condition) => look.truth(condition) != Truth::False,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::sample::{content, visit};
    use serde_json::{Value, json};

    fn standing_of(id: &str, birth_date: Option<&str>, answers: Value) -> Standing {
        let checklist = visit(birth_date, answers);
        standing(&Facts::new(content(), &checklist), content().question_by_id(id).unwrap())
    }

    #[test]
    fn a_question_is_asked_until_another_answer_makes_it_needless() {
        const ADULT: Option<&str> = Some("1984-05-02");
        for (id, birth_date, answers, expected) in [
            ("weight_kg", None, json!({}), Standing::Open),
            ("weight_kg", ADULT, json!({}), Standing::NotAsked),
            ("weight_kg", Some("2008-11-25"), json!({}), Standing::Open),
            ("weight_kg", Some("2008-11-24"), json!({}), Standing::NotAsked),
            ("contraception", ADULT, json!({}), Standing::Open),
            ("contraception", ADULT, json!({"pregnancy": "unsure"}), Standing::Open),
            ("contraception", ADULT, json!({"pregnancy": ["pregnant"]}), Standing::NotAsked),
            ("contraception", ADULT, json!({"pregnancy": ["could-become-pregnant"]}), Standing::Open),
            (
                "contraception",
                ADULT,
                json!({"pregnancy": {"unsure": ["could-become-pregnant"]}}),
                Standing::Open,
            ),
            ("tuberculosis_treated", ADULT, json!({"infection": []}), Standing::Open),
            ("tuberculosis_treated", ADULT, json!({"tuberculosis_test": "positive"}), Standing::Open),
            (
                "tuberculosis_treated",
                ADULT,
                json!({"infection": [], "tuberculosis_test": "not-done"}),
                Standing::NotAsked,
            ),
            ("hemoglobin_g_dl", ADULT, json!({"blood_count": "older"}), Standing::NotAsked),
        ] {
            assert_eq!(standing_of(id, birth_date, answers.clone()), expected, "{id} after {answers}");
        }
    }

    #[test]
    fn an_answer_counts_even_if_the_question_was_not_asked_and_unsure_is_told_apart() {
        let grown = Some("1984-05-02");
        assert_eq!(standing_of("weight_kg", grown, json!({"weight_kg": 70})), Standing::Known);
        assert_eq!(standing_of("weight_kg", grown, json!({"weight_kg": "unsure"})), Standing::Unsure);
        assert_eq!(standing_of("infection", grown, json!({"infection": []})), Standing::Known);
        let half = json!({"infection": {"yes": ["hiv"], "unsure": ["worms"]}});
        assert_eq!(standing_of("infection", grown, half), Standing::Unsure);
        let settled = json!({"infection": {"yes": ["hiv"], "unsure": []}});
        assert_eq!(standing_of("infection", grown, settled), Standing::Known);
    }
}
