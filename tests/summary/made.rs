//! What does the command make a summary from? A visit read from JSON, with its assessment and costs.

use countercheck::checklist::Checklist;
use countercheck::checklist::authorization::Authorization;
use countercheck::checklist::coverage::Coverage;
use countercheck::checklist::prescription::Prescription;
use countercheck::content::Content;
use countercheck::cost::compare::{Comparison, compare};
use countercheck::cost::read::{Question, question};
use countercheck::safety::{Assessment, assess_with};
use countercheck::summary::compose::{Costs, Form, Language, PartKind, Pharmacy, Visit, compose};
use countercheck::summary::{Document, PdfMeta};
use serde_json::{Value, json};

/// The visit of an ordinary morning: one prescription, two medicines, three options of cost.
pub const VISIT: &str = include_str!("visit.json");
/// A visit with all that can come together: 40 medicines, names of three scripts, twelve options of cost.
pub const HEAVY: &str = include_str!("heavy-visit.json");

/// A visit that owns what it is made from.
pub struct Made {
    pub checklist: Checklist,
    pub assessment: Assessment,
    prescription: Prescription,
    coverage: Coverage,
    costs: (Question, Comparison),
    authorization: Authorization,
    pharmacy: Pharmacy,
}

impl Made {
    /// Reads a visit of this folder.
    pub fn from(content: &Content, text: &str) -> Self {
        let input: Value = serde_json::from_str(text).unwrap();
        let (checklist, _) = Checklist::from_json(content, input.as_object().unwrap()).unwrap();
        let prescription = Prescription::from_json(content, &input["prescription"], "prescription").unwrap();
        let asked = json!({"as_of": input["as_of"], "coverage": input["coverage"]});
        let asked = question(content, &asked).unwrap();
        let compared = compare(&asked);
        let of_pharmacy = |field: &str| input["pharmacy"][field].as_str().unwrap().to_owned();
        let authorization = &input["authorization"];
        Self {
            assessment: assess_with(content, &checklist, &prescription),
            coverage: Coverage::from_json(content, &input["coverage"], "coverage").unwrap(),
            costs: (asked, compared),
            authorization: Authorization::from_json(content, authorization, checklist.as_of, "authorization")
                .unwrap(),
            pharmacy: Pharmacy {
                name: of_pharmacy("name"),
                phone: of_pharmacy("phone"),
                pharmacist: of_pharmacy("pharmacist"),
            },
            checklist,
            prescription,
        }
    }

    /// The summary of these parts.
    pub fn document(&self, content: &Content, parts: &[PartKind]) -> Document {
        let (question, comparison) = &self.costs;
        let visit = Visit {
            content,
            checklist: &self.checklist,
            assessment: &self.assessment,
            prescription: &self.prescription,
            coverage: &self.coverage,
            costs: Some(Costs { question, comparison }),
            authorization: &self.authorization,
            pharmacy: &self.pharmacy,
            language: Language::English,
            form: Form::Full,
        };
        compose(&visit, parts)
    }

    /// What the file says about itself.
    pub fn meta(&self, document: &Document) -> PdfMeta {
        PdfMeta::of(document, self.pharmacy.name.as_str(), self.checklist.as_of)
    }
}
