//! The overlay's files exactly as written. Unknown fields are errors.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pharmacy {
    pub name: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub fax: String,
    #[serde(default)]
    pub address: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    pub note: Vec<Note>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub id: String,
    pub drugs: Vec<String>,
    pub text: String,
    #[serde(default)]
    pub by: String,
    pub as_of: String,
    pub check_by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    pub price: Vec<Price>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub id: String,
    pub drug: String,
    pub strength: Option<String>,
    pub package: String,
    pub dollars: String,
    pub kind: String,
    pub as_of: String,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programs {
    pub program: Vec<Program>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    pub id: String,
    pub name: String,
    pub drugs: Vec<String>,
    pub payers: Vec<String>,
    pub about: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub website: String,
    pub as_of: String,
    pub check_by: Option<String>,
    pub patient: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub en: String,
    pub es: Option<String>,
}
