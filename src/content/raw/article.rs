//! The article's statements and the known holes, as written.

use serde::Deserialize;

use super::ByLanguage;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub title: String,
    pub author: String,
    pub as_of: String,
    pub source: String,
    pub sentences: Vec<u16>,
    pub page: Vec<Page>,
    pub statement: Vec<Statement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub id: String,
    pub title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub id: String,
    pub page: String,
    pub of: Vec<String>,
    pub text: String,
    pub status: String,
    pub why: Option<String>,
    #[serde(rename = "where")]
    pub places: Vec<String>,
    pub confidence: String,
    pub sources: Vec<String>,
    pub numbers: Option<Vec<String>>,
    pub not_in_numbers: Option<String>,
    pub patient: ByLanguage<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holes {
    pub as_of: String,
    pub hole: Vec<Hole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hole {
    pub id: String,
    pub drugs: Vec<String>,
    pub title: String,
    pub about: String,
    pub sources: Vec<String>,
}
