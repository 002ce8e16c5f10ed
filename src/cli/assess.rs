//! `countercheck assess`: checklists in, assessments out.

use serde_json::Value;

use super::{Trouble, pretty};
use crate::checklist::Checklist;
use crate::checklist::answer::InputError;
use crate::content::Content;
use crate::exchange::json;
use crate::safety::{assess, report};

/// Assesses one checklist, or each of a list, in order. One that can't be used refuses all.
///
/// # Errors
/// [`Trouble::Input`] with the field and what was expected; in a list also the position, from 0.
pub fn run(content: &Content, text: &[u8]) -> Result<String, Trouble> {
    match json::read(text)? {
        Value::Array(list) => {
            let answers = list
                .iter()
                .enumerate()
                .map(|(at, item)| {
                    one(content, item).map_err(|error| Trouble::Input(format!("item {at}: {error}")))
                })
                .collect::<Result<Vec<_>, _>>()?;
            Ok(pretty(&Value::from(answers)))
        }
        single => Ok(pretty(&one(content, &single)?)),
    }
}

fn one(content: &Content, value: &Value) -> Result<Value, InputError> {
    let checklist = checklist(content, value)?;
    Ok(report::to_json(content, &checklist, &assess(content, &checklist)))
}

/// Reads a checklist that stands alone.
///
/// # Errors
/// [`InputError`] for the first field that is not possible.
pub fn checklist(content: &Content, value: &Value) -> Result<Checklist, InputError> {
    let Value::Object(object) = value else {
        return Err(InputError::new("the input", "expected an object with as_of, patient and answers"));
    };
    let (checklist, rest) = Checklist::from_json(content, object)?;
    match rest.first() {
        Some((field, _)) => {
            Err(InputError::new(*field, "there is no such field: expected as_of, patient or answers"))
        }
        None => Ok(checklist),
    }
}
