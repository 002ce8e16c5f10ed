//! The treatments that are assessed, side by side.

use super::dose::DoseTable;
use super::fact::{Benefit, BoxedItem, Fact, FactKind, SideEffect, Study};
use super::fill::Fill;
use super::ids::{ChoiceIx, DrugId, DrugIx, MedicineIx, QuestionIx, RuleClassId, RuleIx, SourceIx};
use super::language::Phrase;

/// One treatment.
#[derive(Clone, Debug)]
pub struct Drug {
    /// Its id.
    pub id: DrugId,
    /// Its place in the order of assessment.
    pub ix: DrugIx,
    /// Its name, as the first word of a line.
    pub name: String,
    /// Brand names, the best known first.
    pub brands: Vec<String>,
    /// The rule classes it belongs to.
    pub classes: Vec<RuleClassId>,
    /// Its own entry in the medicine list.
    pub medicine: Option<MedicineIx>,
    /// What it is, short: "JAK inhibitor".
    pub kind: String,
    /// What it acts on.
    pub target: String,
    /// How it gets into the body.
    pub route: String,
    /// How often it is used, in professional words.
    pub how_often: String,
    /// Whom the label means.
    pub for_whom: String,
    /// Its place among the treatments.
    pub place: String,
    /// What these facts rest on.
    pub sources: Vec<SourceIx>,
    /// The words for the patient.
    pub patient: DrugWords,
    /// The boxed warning, where there is one.
    pub boxed_warning: Option<BoxedWarning>,
    /// What can be prescribed, and who may have how much of it.
    pub dose: DoseTable,
    /// How it is dispensed.
    pub fills: Vec<Fill>,
    /// Where its figures come from.
    pub studies: Vec<Study>,
    /// How much it helps.
    pub benefits: Vec<Benefit>,
    /// What it can do to the patient.
    pub side_effects: Vec<SideEffect>,
    /// Everything else that is known, by kind.
    pub facts: Vec<Fact>,
    /// Tests and follow-up, before and after the start.
    pub tests: Vec<Test>,
    /// Its rules, in the order in which findings are listed.
    pub rules: Vec<RuleIx>,
    /// For each many-choice question about drugs: which of its choices is this drug.
    pub as_choice: Vec<(QuestionIx, ChoiceIx)>,
}

impl Drug {
    /// The name with the best known brand: "Upadacitinib (Rinvoq)".
    pub fn name_with_brand(&self) -> String {
        match self.brands.first() {
            Some(brand) => format!("{} ({brand})", self.name),
            None => self.name.clone(),
        }
    }

    /// The facts of one kind.
    pub fn facts_of(&self, kind: FactKind) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| fact.kind == kind)
    }
}

/// A drug in plain words.
#[derive(Clone, Debug)]
pub struct DrugWords {
    /// Its name, as a patient finds it on the package.
    pub name: Phrase,
    /// What it is: "a tablet that calms the immune system".
    pub what: Phrase,
    /// How it is taken: "a tablet, once a day".
    pub how_taken: Phrase,
    /// How a sentence refers to it: "the tablet".
    pub referred_to: Phrase,
    /// What to call 911 for.
    pub emergency: Vec<Phrase>,
    /// What to call the pharmacy or doctor for on the same day.
    pub call_today: Vec<Phrase>,
    /// What to tell at the next visit.
    pub next_visit: Vec<Phrase>,
}

/// The label's boxed warning.
#[derive(Clone, Debug)]
pub struct BoxedWarning {
    /// In professional words, with the population that it comes from.
    pub text: String,
    /// What it rests on.
    pub sources: Vec<SourceIx>,
    /// In plain words.
    pub patient: Phrase,
    /// The label's items, each with the people in whom it was seen.
    pub items: Vec<BoxedItem>,
}

/// A test or a look at the patient, before or after the start.
#[derive(Clone, Debug)]
pub struct Test {
    /// Unique within the drug.
    pub id: String,
    /// When it is due.
    pub due: Due,
    /// The question that holds its answer, where there is one.
    pub question: Option<QuestionIx>,
    /// What is tested.
    pub what: String,
    /// How and how often.
    pub advice: String,
    /// What it rests on.
    pub sources: Vec<SourceIx>,
    /// In plain words: "a test for TB".
    pub patient: Phrase,
}

/// When a test is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Before the first dose.
    Before,
    /// After the start.
    After(After),
}

/// When after the start a test is due. All empty: when signs appear, or when something else happens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct After {
    /// So many weeks after the start, ascending.
    pub weeks: Vec<u16>,
    /// Whether the two weeks are the first and the last of one stretch of time, and not two dates.
    pub is_window: bool,
    /// Again and again: so many weeks apart, first so many after the start.
    pub every_weeks: Option<u16>,
}

impl After {
    /// The weeks between two years' days, as `every_weeks` has them.
    pub const YEAR: u16 = 52;

    /// The weeks in words: "4 and 12", or "4 to 12" for one stretch; empty without one.
    pub fn weeks_words(&self) -> String {
        let weeks: Vec<String> = self.weeks.iter().map(ToString::to_string).collect();
        weeks.join(if self.is_window { " to " } else { " and " })
    }

    /// When it is due, in words for the pharmacist.
    pub fn words(&self) -> String {
        let again = self.every_weeks.map(|every| match every {
            Self::YEAR => "once a year".to_owned(),
            every => format!("every {every} weeks"),
        });
        match (self.weeks.is_empty(), again) {
            (true, None) => "after the start, on signs or when something changes".to_owned(),
            (true, Some(again)) => format!("after the start, {again}"),
            (false, None) => format!("week {} after the start", self.weeks_words()),
            (false, Some(again)) => format!("week {} after the start, then {again}", self.weeks_words()),
        }
    }
}

/// A class of drugs that share rules.
#[derive(Clone, Debug)]
pub struct RuleClass {
    /// Its id.
    pub id: RuleClassId,
    /// Its name.
    pub name: String,
    /// What the class does.
    pub about: String,
    /// What that rests on.
    pub sources: Vec<SourceIx>,
    /// The same in plain words.
    pub patient: Phrase,
}
