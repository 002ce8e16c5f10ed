//! Turns the names of a written condition into references, and finds what could never hold.

use std::collections::HashMap;

use super::syntax::{Spanned, Syntax};
use super::{AgeUnit, Comparison, Condition, Counting};
use crate::content::decimal::Decimal;
use crate::content::ids::{ChoiceIx, ChoiceSet, ConditionIx, MedicineClassIx, QuestionIx};
use crate::content::question::{Kind, Question};

/// What a condition may refer to.
pub struct Names<'a> {
    /// All questions, in the order of asking.
    pub questions: &'a [Question],
    /// The questions by id.
    pub by_id: &'a HashMap<String, QuestionIx>,
    /// The medicine classes by id.
    pub medicine_classes: &'a HashMap<String, MedicineClassIx>,
    /// The named conditions that were read before this one, so that none refers to itself.
    pub conditions: &'a HashMap<String, ConditionIx>,
}

/// Resolves a condition, or says each thing that is wrong with it.
///
/// # Errors
/// One line for each name, choice or bound that does not fit.
pub fn resolve(syntax: &Syntax, names: &Names<'_>) -> Result<Condition, Vec<String>> {
    let mut problems = Vec::new();
    let condition = names.resolve(syntax, &mut problems);
    match condition {
        Some(condition) if problems.is_empty() => Ok(condition),
        _ => Err(problems),
    }
}

impl Names<'_> {
    fn resolve(&self, syntax: &Syntax, problems: &mut Vec<String>) -> Option<Condition> {
        match syntax {
            Syntax::Always => Some(Condition::Always),
            Syntax::All(parts) => self.parts(parts, problems).map(Condition::All),
            Syntax::Any(parts) => self.parts(parts, problems).map(Condition::Any),
            Syntax::Not(inner) => Some(Condition::Not(Box::new(self.resolve(inner, problems)?))),
            Syntax::Has(subject, choices) => self.has(subject, choices, problems),
            Syntax::In(subject, choices) => self.is(subject, choices, problems),
            Syntax::Compare(subject, comparison, bound) => {
                self.compare(subject, *comparison, bound, problems)
            }
            Syntax::Takes(class) => {
                Some(Condition::Takes(self.medicine_class(class, problems)?, Counting::Every))
            }
            Syntax::TakesOther(class) => {
                Some(Condition::Takes(self.medicine_class(class, problems)?, Counting::Others))
            }
            Syntax::OnTreatment(days) => Some(Condition::OnTreatment(*days)),
            Syntax::Name(name) => match self.conditions.get(&name.text) {
                Some(named) => Some(Condition::Named(*named)),
                None => {
                    problems.push(if self.by_id.contains_key(&name.text) {
                        format!("`{0}` is a question: write `{0} = …` or `{0} has …`", name.text)
                    } else {
                        format!(
                            "there is no condition `{}`: define it in conditions.toml, above its use",
                            name.text
                        )
                    });
                    None
                }
            },
        }
    }

    fn parts(&self, parts: &[Syntax], problems: &mut Vec<String>) -> Option<Vec<Condition>> {
        let resolved: Vec<_> = parts.iter().map(|part| self.resolve(part, problems)).collect();
        resolved.into_iter().collect()
    }

    fn question(&self, subject: &Spanned, problems: &mut Vec<String>) -> Option<(QuestionIx, &Question)> {
        let found =
            self.by_id.get(&subject.text).and_then(|ix| Some((*ix, self.questions.get(ix.position())?)));
        if found.is_none() {
            problems.push(format!("there is no question `{}`: use an id of questions/", subject.text));
        }
        found
    }

    fn choices(
        &self,
        question: &Question,
        choices: &[Spanned],
        problems: &mut Vec<String>,
    ) -> Option<ChoiceSet> {
        let mut set = ChoiceSet::NONE;
        let mut good = true;
        for choice in choices {
            match question.choice_named(&choice.text) {
                Some(found) if set.contains(found) => {
                    problems.push(format!("`{}` stands twice in the list: leave one out", choice.text));
                    good = false;
                }
                Some(found) => set.insert(found),
                None => {
                    let known: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
                    problems.push(format!(
                        "`{}` has no choice `{}`: its choices are {}",
                        question.id,
                        choice.text,
                        known.join(", ")
                    ));
                    good = false;
                }
            }
        }
        good.then_some(set)
    }

    fn has(&self, subject: &Spanned, choices: &[Spanned], problems: &mut Vec<String>) -> Option<Condition> {
        let (ix, question) = self.question(subject, problems)?;
        if question.kind != Kind::Many {
            problems.push(format!(
                "`{0}` is no many-choice question: write `{0} = …` or `{0} in (…)`",
                question.id
            ));
            return None;
        }
        match choices {
            [only] if only.text == "any" => {
                Some(Condition::Has(ix, ChoiceSet::first(question.choices.len())))
            }
            [only] if only.text == "self" => Some(Condition::HasSelf(ix)),
            several => Some(Condition::Has(ix, self.choices(question, several, problems)?)),
        }
    }

    fn is(&self, subject: &Spanned, choices: &[Spanned], problems: &mut Vec<String>) -> Option<Condition> {
        let (ix, question) = self.question(subject, problems)?;
        match question.kind {
            Kind::YesNo | Kind::Choice => {
                let set = self.choices(question, choices, problems)?;
                if set == ChoiceSet::first(question.choices.len()) {
                    problems
                        .push(format!("every answer to `{}` fulfills this: name fewer choices", question.id));
                    return None;
                }
                Some(Condition::Is(ix, set))
            }
            Kind::Many => {
                problems.push(format!("`{0}` is a many-choice question: write `{0} has …`", question.id));
                None
            }
            Kind::Number(_) | Kind::Medicines => {
                problems.push(format!(
                    "`{}` has no choices: compare it with a number or use takes(…)",
                    question.id
                ));
                None
            }
        }
    }

    fn compare(
        &self,
        subject: &Spanned,
        comparison: Comparison,
        bound: &Spanned,
        problems: &mut Vec<String>,
    ) -> Option<Condition> {
        let unit = match subject.text.as_str() {
            "age_years" => Some((AgeUnit::Years, 130)),
            "age_months" => Some((AgeUnit::Months, 1560)),
            _ => None,
        };
        if let Some((unit, most)) = unit {
            return match bound.text.parse::<u32>() {
                Ok(age) if age > 0 && age <= most => Some(Condition::Age(unit, comparison, age)),
                _ => {
                    problems.push(format!("`{}` is no age from 1 to {most}", bound.text));
                    None
                }
            };
        }
        let (ix, question) = self.question(subject, problems)?;
        let Kind::Number(number) = &question.kind else {
            problems.push(format!("`{}` is no number question", question.id));
            return None;
        };
        let Ok(value) = Decimal::parse(&bound.text) else {
            problems.push(format!("`{}` is no number with at most 3 decimals", bound.text));
            return None;
        };
        if value < number.min || value > number.max {
            problems.push(format!(
                "the bound {value} lies outside of `{}` ({} to {} {}): the rule could never change",
                question.id, number.min, number.max, number.unit
            ));
            return None;
        }
        Some(Condition::Number(ix, comparison, value))
    }

    fn medicine_class(&self, class: &Spanned, problems: &mut Vec<String>) -> Option<MedicineClassIx> {
        let found = self.medicine_classes.get(&class.text).copied();
        if found.is_none() {
            problems.push(format!(
                "there is no medicine class `{}`: use an id of medicine-classes.toml",
                class.text
            ));
        }
        found
    }
}

impl Question {
    /// The choice with this id. A yes-no question has the choices `yes` and `no`.
    pub fn choice_named(&self, id: &str) -> Option<ChoiceIx> {
        let position = self.choices.iter().position(|choice| choice.id.as_str() == id)?;
        u16::try_from(position).ok().map(ChoiceIx)
    }
}
