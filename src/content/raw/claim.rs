//! The answers to claims exactly as written.

use serde::Deserialize;

use super::ByLanguage;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    pub reject: Vec<Reject>,
    pub returned: Vec<Returned>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    pub id: String,
    pub code: Option<String>,
    pub name: String,
    pub means: String,
    pub next: Vec<String>,
    pub leads_to: Vec<String>,
    pub patient: ByLanguage<String>,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    pub id: String,
    pub code: Option<String>,
    pub name: String,
    pub about: String,
    pub confidence: String,
    pub sources: Vec<String>,
}
