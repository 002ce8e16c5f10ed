//! The prescription at hand, as far as it is known.

use serde_json::{Map, Value};

use super::answer::InputError;
use crate::content::Content;
use crate::content::ids::DrugIx;

/// What was prescribed. Every field may be missing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Prescription {
    /// The drug.
    pub drug: Option<DrugIx>,
    /// The strength as written; empty when it is not known.
    pub strength: String,
    /// Who prescribed it; empty when it is not known.
    pub prescriber: String,
    /// The prescriber's fax or phone number; empty when it is not known.
    pub fax: String,
    /// Whether it is a new start, a refill or a switch.
    pub kind: Option<PrescriptionKind>,
}

/// What a prescription is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrescriptionKind {
    /// The first of this drug.
    New,
    /// More of the same.
    Refill,
    /// Instead of another drug.
    Switch,
}

impl PrescriptionKind {
    /// All kinds, in the order shown.
    pub const ALL: [Self; 3] = [Self::New, Self::Refill, Self::Switch];

    /// The name in records.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Refill => "refill",
            Self::Switch => "switch",
        }
    }

    /// The words on screen and paper.
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "new start",
            Self::Refill => "refill",
            Self::Switch => "switch",
        }
    }
}

impl std::fmt::Debug for Prescription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Prescription(…)")
    }
}

impl Prescription {
    /// Reads a prescription.
    ///
    /// # Errors
    /// [`InputError`] for the first field that is not possible.
    pub fn from_json(content: &Content, value: &Value, field: &str) -> Result<Self, InputError> {
        let Value::Object(object) = value else {
            return Err(InputError::new(field, "expected an object"));
        };
        let mut prescription = Self::default();
        for (key, value) in object {
            let inner = format!("{field}.{key}");
            let Some(text) = value.as_str() else { return Err(InputError::new(inner, "expected a text")) };
            match key.as_str() {
                "drug" => {
                    let drug = content.drug_by_id(text);
                    let drug = drug.ok_or_else(|| InputError::new(inner, "expected the id of a drug"))?;
                    prescription.drug = Some(drug.ix);
                }
                "strength" => text.clone_into(&mut prescription.strength),
                "prescriber" => text.clone_into(&mut prescription.prescriber),
                "fax" => text.clone_into(&mut prescription.fax),
                "kind" => {
                    let kind = PrescriptionKind::ALL.into_iter().find(|kind| kind.id() == text);
                    prescription.kind =
                        Some(kind.ok_or_else(|| InputError::new(inner, "expected new, refill or switch"))?);
                }
                _ => {
                    return Err(InputError::new(
                        inner,
                        "there is no such field: expected drug, strength, prescriber, fax or kind",
                    ));
                }
            }
        }
        Ok(prescription)
    }

    /// The prescription as JSON, without what is missing.
    pub fn to_json(&self, content: &Content) -> Value {
        let mut object = Map::new();
        if let Some(drug) = self.drug {
            object.insert("drug".into(), content.drug(drug).id.as_str().into());
        }
        for (key, text) in
            [("strength", &self.strength), ("prescriber", &self.prescriber), ("fax", &self.fax)]
        {
            if !text.is_empty() {
                object.insert(key.into(), text.as_str().into());
            }
        }
        if let Some(kind) = self.kind {
            object.insert("kind".into(), kind.id().into());
        }
        Value::Object(object)
    }
}
