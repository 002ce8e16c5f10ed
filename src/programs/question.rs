//! What programs want to know of a patient, as far as it is known.

use jiff::civil::Date;

use crate::checklist::coverage::{Coverage, OptionDrug, Steps};
use crate::checklist::facts::Age;
use crate::checklist::household::Household;
use crate::checklist::truth::Truth;
use crate::content::Content;
use crate::content::ids::{DrugIx, PayerId};
use crate::content::payer::{Payer, State};

/// What programs want to know. What is not there is not known.
#[derive(Clone)]
pub struct ProgramQuestion<'a> {
    /// The day of asking.
    pub as_of: Date,
    /// The birth date.
    pub birth_date: Option<Date>,
    /// Who pays.
    pub payer: Option<&'a Payer>,
    /// The state of residence.
    pub state: Option<&'a State>,
    /// The household and its income.
    pub household: Household,
    /// The steps taken.
    pub steps: Steps,
    /// The drugs, once for each option that has them.
    pub drugs: Vec<OptionDrug>,
}

impl std::fmt::Debug for ProgramQuestion<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProgramQuestion(…)")
    }
}

impl<'a> ProgramQuestion<'a> {
    /// What a coverage says, with the drugs of its options.
    pub fn of(content: &'a Content, as_of: Date, birth_date: Option<Date>, coverage: &Coverage) -> Self {
        Self {
            as_of,
            birth_date,
            payer: coverage.payer.as_ref().and_then(|id| content.payer_by_id(id.as_str())),
            state: coverage.state.as_deref().and_then(|id| content.state_by_id(id)),
            household: coverage.household(),
            steps: coverage.steps(),
            drugs: coverage.option_drugs(content),
        }
    }

    /// The drugs, each once, in the order of the options.
    pub fn distinct_drugs(&self) -> Vec<DrugIx> {
        let mut drugs = Vec::new();
        for asked in &self.drugs {
            if !drugs.contains(&asked.drug) {
                drugs.push(asked.drug);
            }
        }
        drugs
    }

    /// The age in completed years.
    pub(super) fn age_years(&self) -> Option<u32> {
        self.birth_date.and_then(|birth| Age::on(birth, self.as_of)).map(Age::years)
    }

    /// Whether the payer is one of these; all are meant where there is none.
    pub(super) fn is_paid_by(&self, payers: &[PayerId]) -> Truth {
        match self.payer {
            _ if payers.is_empty() => Truth::True,
            Some(payer) => Truth::known(payers.contains(&payer.id)),
            None => Truth::Unknown,
        }
    }
}
