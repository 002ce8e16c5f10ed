//! The assistance programs exactly as written.

use serde::Deserialize;

use super::ByLanguage;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programs {
    pub program: Vec<Program>,
    pub document: Vec<Document>,
    pub alternative_funding: AlternativeFunding,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub sponsor: String,
    pub drugs: Vec<String>,
    pub payers_allowed: Vec<String>,
    pub payers_excluded: Vec<String>,
    #[serde(default)]
    pub states_only: Vec<String>,
    #[serde(default)]
    pub states_excluded: Vec<String>,
    pub states_note: Option<String>,
    pub age_min: Option<u8>,
    pub on_label_only: bool,
    pub income_tested: bool,
    pub income_percent: Option<u32>,
    pub income_table_year: Option<i16>,
    #[serde(default)]
    pub requires: Vec<Requirement>,
    #[serde(default)]
    pub open: Vec<OpenTerm>,
    pub amounts: String,
    pub min_pay_cents: Option<i64>,
    pub per_fill_max_cents: Option<i64>,
    pub annual_max_cents: Option<i64>,
    pub reset_month: Option<u8>,
    pub covers_noncovered: Option<bool>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub hours: Option<String>,
    pub documents: Vec<String>,
    pub about: String,
    pub as_of: String,
    pub check_by: String,
    pub confidence: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    pub step: String,
    #[serde(default)]
    pub payers: Vec<String>,
    pub after: Option<String>,
    pub above_percent: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenTerm {
    pub says: String,
    #[serde(default)]
    pub payers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub id: String,
    pub says: String,
    #[serde(default)]
    pub payers: Vec<String>,
    pub patient: ByLanguage<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlternativeFunding {
    pub about: String,
    pub signs: Vec<String>,
    pub act: Vec<String>,
    pub confidence: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<String>,
}
