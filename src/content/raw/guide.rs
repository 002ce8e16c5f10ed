//! What is asked about coverage and cost exactly as written.

use serde::Deserialize;

use super::ByLanguage;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    pub compare_with: Vec<String>,
    pub generic_step: GenericStep,
    pub quick: Vec<Quick>,
    pub field: Vec<GuideField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenericStep {
    pub name: String,
    pub fills: Vec<FillOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FillOf {
    pub drug: String,
    pub fill: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quick {
    pub id: String,
    pub payer: String,
    pub fills_in: String,
    pub name: String,
    pub about: String,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideField {
    pub path: String,
    pub label: String,
    pub help: String,
    pub find: String,
    pub ask: String,
    pub patient: ByLanguage<String>,
}
