//! What are the pages made from, and did any of it change? Only then are they composed and laid out again.
//!
//! The document is a function of [`Inputs`] and of nothing else, so that no input can be forgotten when they are
//! compared. What is kept of them is for this comparison alone: nothing is shown from it.

use std::sync::Arc;

use super::preview::Preview;
use crate::app::coverage::live::Counted;
use crate::checklist::Checklist;
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::safety::assess_with;
use crate::summary::compose::{self, Form, Language, PartKind, Pharmacy};
use crate::summary::{Document, PageSetup, Typesetter};

/// All that the pages are made from.
#[derive(Clone, PartialEq)]
pub struct Inputs {
    /// What the app knows.
    pub content: Same<Content>,
    /// What was answered.
    pub checklist: Checklist,
    /// What was prescribed.
    pub prescription: Prescription,
    /// Who pays, as it was said.
    pub coverage: Coverage,
    /// What was counted of it; a comparison is never changed, another one takes its place.
    pub counted: Option<Same<Counted>>,
    /// What supports a prior authorization.
    pub authorization: Authorization,
    /// What stands at the top of each page.
    pub pharmacy: Pharmacy,
    /// The parts that were chosen.
    pub parts: Vec<PartKind>,
    /// The language of what the patient takes home.
    pub language: Language,
    /// How much the patient's part says.
    pub form: Form,
    /// The paper and the print.
    pub setup: PageSetup,
}

/// Something shared that never changes: it is the same while it is the very one.
pub struct Same<T>(pub Arc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Inputs {
    /// The words of the pages.
    pub fn document(&self) -> Document {
        let content = &self.content.0;
        let counted = self.counted.as_ref().map(|counted| &counted.0);
        // The options that were counted, also those that stand there from the start.
        let said = counted
            .and_then(|counted| counted.asked.get("coverage"))
            .and_then(|said| Coverage::from_json(content, said, "coverage").ok());
        let costs = counted
            .map(|counted| compose::Costs { question: &counted.question, comparison: &counted.comparison });
        let visit = compose::Visit {
            content,
            checklist: &self.checklist,
            assessment: &assess_with(content, &self.checklist, &self.prescription),
            prescription: &self.prescription,
            coverage: said.as_ref().unwrap_or(&self.coverage),
            costs,
            authorization: &self.authorization,
            pharmacy: &self.pharmacy,
            language: self.language,
            form: self.form,
        };
        compose::compose(&visit, &self.parts)
    }
}

/// The document that is shown, and what it was made from.
#[derive(Default)]
pub struct Made {
    of: Option<(Inputs, Document)>,
    typesetter: Typesetter,
    times: usize,
}

impl Made {
    /// Makes the pages again if anything that they are made from changed.
    pub fn update(&mut self, inputs: Inputs, preview: &mut Preview) {
        if self.of.as_ref().is_some_and(|(of, _)| *of == inputs) {
            return;
        }
        let document = inputs.document();
        preview.show(self.typesetter.lay_out(&document, inputs.setup));
        self.of = Some((inputs, document));
        self.times += 1;
    }

    /// The document, as it lies on the pages.
    pub fn document(&self) -> Option<&Document> {
        self.of.as_ref().map(|(_, document)| document)
    }

    /// How often the pages were made, for tests of how seldom that is.
    pub fn times(&self) -> usize {
        self.times
    }
}
