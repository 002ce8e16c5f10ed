//! What we know: drugs, questions, rules, medicines, payers and their sources.
//!
//! All of it is data in `assets/content`, embedded in the program, validated as a whole when it is
//! loaded ([`Content::embedded`], [`load::load`]) and immutable afterwards. This module evaluates
//! nothing and knows no patient; it answers "what does the app know about X?".

pub mod article;
pub mod authorization;
pub mod claim;
pub mod compare;
pub mod condition;
pub mod decimal;
pub mod dose;
pub mod drug;
pub mod fact;
pub mod fill;
pub mod guide;
pub mod ids;
pub mod language;
pub mod load;
pub mod medicine;
mod nearness;
pub mod overlay;
pub mod payer;
pub mod phrase;
pub mod price;
pub mod program;
pub mod question;
mod raw;
pub mod rule;
mod satisfy;
pub mod source;
pub mod statutory;

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;
use jiff::civil::Date;
use tar::Archive;

use article::{Article, Hole, Holes};
use authorization::AuthorizationContent;
use claim::Claims;
use drug::{Drug, RuleClass};
use guide::Guide;
use ids::{ConditionIx, DrugIx, MedicineClassIx, QuestionIx, RuleIx, SourceIx};
use language::Reviewed;
use load::ContentErrors;
use medicine::{MedicineClass, Medicines};
use payer::{Help, HelpKind, Payer, State};
use program::Programs;
use question::{Question, QuestionScreen, Topic};
use rule::{NamedCondition, Rule};
use source::Source;
use statutory::Statutory;

/// The content files, as `build.rs` packs them.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.tar.gz"));

/// The content files: path below the content folder → text.
pub type Files = BTreeMap<String, String>;

/// All that the app knows, loaded and checked.
#[derive(Debug)]
pub struct Content {
    /// The version, for example `2026.11`.
    pub version: String,
    /// The day on which it was last looked at as a whole.
    pub as_of: Date,
    /// The topics in the order of asking.
    pub topics: Vec<Topic>,
    /// What is asked together, in the order of asking; a question that stands on none has a screen of its own.
    pub screens: Vec<QuestionScreen>,
    questions: Vec<Question>,
    drugs: Vec<Drug>,
    classes: Vec<RuleClass>,
    rules: Vec<Rule>,
    conditions: Vec<NamedCondition>,
    medicine_classes: Vec<MedicineClass>,
    /// The medicine list.
    pub medicines: Medicines,
    medicines_question: Option<QuestionIx>,
    sources: Vec<Source>,
    /// The article, statement by statement.
    pub article: Article,
    /// What is known not to be known.
    pub holes: Holes,
    /// The payers in the order shown.
    pub payers: Vec<Payer>,
    /// The kinds of help, in the order of [`HelpKind::ALL`].
    pub helps: Vec<Help>,
    /// The states and territories by name.
    pub states: Vec<State>,
    /// The date of what the states' notes say.
    pub states_as_of: String,
    /// What plans ask before they pay, and the ways after a denial.
    pub authorization: AuthorizationContent,
    /// What the law sets by plan year.
    pub statutory: Statutory,
    /// What is asked about coverage and cost.
    pub guide: Guide,
    /// The assistance programs.
    pub programs: Programs,
    /// What a claim can come back with.
    pub claims: Claims,
    /// How much of it there is in Spanish.
    pub spanish: Reviewed,
}

impl Content {
    /// Loads the content that is embedded in the program.
    ///
    /// # Errors
    /// All that is wrong with it. A test keeps the shipped content free of errors.
    pub fn embedded() -> Result<Self, ContentErrors> {
        load::load(&embedded_files())
    }

    /// The questions in the order of asking.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The questions with their indices.
    pub fn question_indices(&self) -> impl Iterator<Item = QuestionIx> + use<> {
        (0..self.questions.len()).filter_map(|at| u16::try_from(at).ok()).map(QuestionIx)
    }

    /// The drugs in the order of assessment.
    pub fn drugs(&self) -> &[Drug] {
        &self.drugs
    }

    /// The classes of drugs that share rules.
    pub fn classes(&self) -> &[RuleClass] {
        &self.classes
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The named conditions.
    pub fn conditions(&self) -> &[NamedCondition] {
        &self.conditions
    }

    /// The classes of interacting medicines.
    pub fn medicine_classes(&self) -> &[MedicineClass] {
        &self.medicine_classes
    }

    /// All sources.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// A question.
    #[expect(clippy::indexing_slicing, reason = "only the loader makes indices, for this very list")]
    pub fn question(&self, ix: QuestionIx) -> &Question {
        &self.questions[ix.position()]
    }

    /// A drug.
    #[expect(clippy::indexing_slicing, reason = "only the loader makes indices, for this very list")]
    pub fn drug(&self, ix: DrugIx) -> &Drug {
        &self.drugs[ix.position()]
    }

    /// A rule.
    #[expect(clippy::indexing_slicing, reason = "only the loader makes indices, for this very list")]
    pub fn rule(&self, ix: RuleIx) -> &Rule {
        &self.rules[ix.position()]
    }

    /// A named condition.
    #[expect(clippy::indexing_slicing, reason = "only the loader makes indices, for this very list")]
    pub fn condition(&self, ix: ConditionIx) -> &NamedCondition {
        &self.conditions[ix.position()]
    }

    /// A class of interacting medicines.
    #[expect(clippy::indexing_slicing, reason = "only the loader makes indices, for this very list")]
    pub fn medicine_class(&self, ix: MedicineClassIx) -> &MedicineClass {
        &self.medicine_classes[ix.position()]
    }

    /// A source.
    #[expect(clippy::indexing_slicing, reason = "only the loader makes indices, for this very list")]
    pub fn source(&self, ix: SourceIx) -> &Source {
        &self.sources[ix.position()]
    }

    /// The question with this id.
    pub fn question_by_id(&self, id: &str) -> Option<QuestionIx> {
        self.question_indices().find(|ix| self.question(*ix).id.as_str() == id)
    }

    /// The drug with this id.
    pub fn drug_by_id(&self, id: &str) -> Option<&Drug> {
        self.drugs.iter().find(|drug| drug.id.as_str() == id)
    }

    /// The payer with this id.
    pub fn payer_by_id(&self, id: &str) -> Option<&Payer> {
        self.payers.iter().find(|payer| payer.id.as_str() == id)
    }

    /// The state with these two letters.
    pub fn state_by_id(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id == id)
    }

    /// The known holes that concern a drug.
    pub fn holes_of(&self, drug: DrugIx) -> impl Iterator<Item = &Hole> {
        self.holes.list.iter().filter(move |hole| hole.drugs.is_empty() || hole.drugs.contains(&drug))
    }

    /// The sources that are past their date on a day.
    pub fn aging(&self, today: Date) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(move |source| today > source.check_by)
    }

    /// What a kind of help is.
    pub fn help(&self, kind: HelpKind) -> Option<&Help> {
        self.helps.iter().find(|help| help.kind == kind)
    }

    /// The question that lists what is taken.
    pub fn medicines_question(&self) -> Option<QuestionIx> {
        self.medicines_question
    }

    /// The topic of a question.
    pub fn topic_of(&self, question: QuestionIx) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.questions.contains(&question.position()))
    }
}

/// The embedded files.
pub fn embedded_files() -> Files {
    // What was packed when the program was built can be read; if not, loading names every file that is missing.
    unpacked(PACKED).unwrap_or_default()
}

fn unpacked(packed: &[u8]) -> std::io::Result<Files> {
    let mut files = Files::new();
    for file in Archive::new(GzDecoder::new(packed)).entries()? {
        let mut file = file?;
        let path = file.path()?.to_string_lossy().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        files.insert(path, text);
    }
    Ok(files)
}
