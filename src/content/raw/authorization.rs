//! `authorization.toml` exactly as written.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authorization {
    pub as_of: String,
    pub measure: Vec<Measure>,
    pub site: Vec<Site>,
    pub kind: Vec<TriedKind>,
    pub test: Vec<DatedTest>,
    pub group: Vec<AuthorizationGroup>,
    pub way: Vec<Way>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    pub id: String,
    pub name: String,
    pub about: String,
    pub max: String,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub id: String,
    pub name: String,
    pub critical: bool,
    pub choice: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriedKind {
    pub id: String,
    pub name: String,
    pub drugs: Vec<String>,
    pub class: Option<String>,
    pub question: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedTest {
    pub question: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationGroup {
    pub id: String,
    pub name: String,
    pub drugs: Vec<String>,
    pub duration: String,
    pub attach: Vec<String>,
    pub criterion: Vec<Criterion>,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub id: String,
    pub wants: String,
    pub typical: String,
    #[serde(default)]
    pub obtain: String,
    #[serde(rename = "for", default)]
    pub only_for: Vec<String>,
    #[serde(default)]
    pub any: Vec<Need>,
    pub confidence: String,
    pub sources: Vec<String>,
}

/// Which fields go with which `need`, serde checks.
#[derive(Deserialize)]
#[serde(tag = "need", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Need {
    Answers { when: String },
    Diagnosis { begins: String },
    BodySurface { at_least: Option<String>, at_most: Option<String> },
    CriticalSite,
    Score { measure: String, at_least: String },
    Tried { kinds: Vec<String>, weakest: Option<u8>, days: u32 },
    Test { test: String, days: Option<u32> },
    Specialist,
    NeedlePhobia,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    pub id: String,
    pub name: String,
    pub payers: Vec<String>,
    pub about: String,
    pub within: Option<Within>,
    #[serde(default)]
    pub decision: String,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Within {
    pub days: Option<u16>,
    pub months: Option<u16>,
    pub after: String,
}
