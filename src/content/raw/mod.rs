//! The content files exactly as written. Unknown fields are errors; nothing is resolved here.

mod article;
mod authorization;
pub mod claim;
mod drug;
mod guide;
mod program;
pub mod statutory;

pub use article::*;
pub use authorization::*;
pub use drug::*;
pub use guide::*;
pub use program::*;

use serde::Deserialize;

/// Words for patients, in English. Their Spanish stands in `es/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLanguage<T> {
    pub en: T,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overview {
    pub version: String,
    pub as_of: String,
    pub topics: Vec<String>,
    pub drugs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    #[serde(default)]
    pub source: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub section: String,
    pub as_of: String,
    pub confidence: String,
    pub check_by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub id: String,
    pub name: String,
    pub question: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub id: String,
    pub kind: String,
    pub ask: String,
    pub why: String,
    pub short: String,
    pub asked_when: Option<String>,
    #[serde(default)]
    pub orders_only: bool,
    #[serde(default)]
    pub ages: bool,
    #[serde(default)]
    pub anew: bool,
    pub count_as_unknown: Option<String>,
    pub none: Option<String>,
    pub patient: ByLanguage<String>,
    #[serde(default)]
    pub groups: Vec<Group>,
    #[serde(default)]
    pub choice: Vec<Choice>,
    pub unit: Option<String>,
    pub min: Option<String>,
    pub max: Option<String>,
    pub also: Option<Also>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screens {
    pub screen: Vec<Screen>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    pub id: String,
    pub name: String,
    pub title: String,
    pub questions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Also {
    pub unit: String,
    pub factor: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub name: String,
    pub choices: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub detail: String,
    pub said: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    pub condition: Vec<NamedCondition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedCondition {
    pub name: String,
    pub when: String,
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MedicineClasses {
    pub class: Vec<MedicineClass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MedicineClass {
    pub id: String,
    pub name: String,
    pub about: String,
    pub patient: ByLanguage<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medicines {
    pub medicine: Vec<Medicine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medicine {
    pub id: String,
    pub names: Vec<String>,
    #[serde(default)]
    pub misspellings: Vec<String>,
    #[serde(default)]
    pub ask_form: Vec<String>,
    #[serde(default)]
    pub see_also: Vec<String>,
    #[serde(default)]
    pub suggests: Vec<String>,
    pub classes: Vec<String>,
    pub by_daily_mg: Option<ByDailyMg>,
    pub source: String,
    pub confidence: String,
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByDailyMg {
    pub up_to: String,
    pub at_most: Vec<String>,
    pub above: Vec<String>,
    pub unstated: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleClass {
    pub id: String,
    pub name: String,
    pub about: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<ClassWords>,
    pub rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassWords {
    pub about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    pub level: String,
    pub when: String,
    pub unknown: Option<String>,
    pub test: Option<String>,
    #[serde(rename = "for")]
    pub only_for: Option<Vec<String>>,
    #[serde(default)]
    pub counts_stopping: bool,
    pub title: String,
    pub advice: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<RuleWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleWords {
    pub says: String,
    pub ask: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payers {
    pub help: Vec<Help>,
    pub payer: Vec<Payer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Help {
    pub id: String,
    pub name: String,
    pub about: String,
    pub patient: ByLanguage<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payer {
    pub id: String,
    pub name: String,
    pub detail: String,
    pub kind: String,
    pub plan: PlanOfPayer,
    pub ask: Vec<String>,
    pub sources: Vec<String>,
    pub help: Vec<PayerHelp>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanOfPayer {
    pub kind: String,
    pub year_begins: Option<i8>,
    #[serde(default)]
    pub each_alone: bool,
    #[serde(default)]
    pub asks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayerHelp {
    pub kind: String,
    pub door: String,
    pub why: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct States {
    pub as_of: String,
    pub state: Vec<State>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(default)]
    pub sources: Vec<String>,
}

/// Spanish texts, each beside the English that it was translated from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spanish {
    pub text: Vec<SpanishText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanishText {
    pub en: String,
    pub es: String,
    pub reviewed: Reviewed,
}

/// Whether a qualified translator reviewed a text: `false`, or who and when.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Reviewed {
    Mark(bool),
    By { by: String, on: String },
}
