//! `countercheck assess`: checklists in, assessments out.

use serde_json::Value;

use super::{Trouble, answers};
use crate::checklist::Checklist;
use crate::checklist::answer::InputError;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::safety::{assess_with, report};

/// Assesses one checklist, or each of a list, in order. One that can't be used refuses all.
///
/// # Errors
/// [`Trouble::Input`] with the field and what was expected; in a list also the position, from 0.
pub fn run(content: &Content, text: &[u8]) -> Result<String, Trouble> {
    answers(text, |value| one(content, value))
}

fn one(content: &Content, value: &Value) -> Result<Value, InputError> {
    let (checklist, prescription) = visit(content, value)?;
    let assessment = assess_with(content, &checklist, &prescription);
    Ok(report::to_json(content, &checklist, &assessment))
}

/// Reads a checklist that stands alone, with the prescription at hand where one is given.
///
/// # Errors
/// [`InputError`] for the first field that is not possible.
fn visit(content: &Content, value: &Value) -> Result<(Checklist, Prescription), InputError> {
    let Value::Object(object) = value else {
        return Err(InputError::new("the input", "expected an object with as_of, patient and answers"));
    };
    let (checklist, rest) = Checklist::from_json(content, object)?;
    let mut prescription = Prescription::default();
    for (field, value) in rest {
        match field.as_str() {
            "prescription" => prescription = Prescription::from_json(content, value, field)?,
            _ => {
                return Err(InputError::new(
                    field,
                    "there is no such field: expected as_of, patient, answers or prescription",
                ));
            }
        }
    }
    Ok((checklist, prescription))
}
