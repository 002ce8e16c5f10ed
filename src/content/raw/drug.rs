//! A drug's file as written: what it is, whom it is for, its doses, figures, side effects and facts.

use serde::Deserialize;

use super::{ByLanguage, Rule, RuleWords, Says};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drug {
    pub id: String,
    pub name: String,
    pub brands: Vec<String>,
    pub classes: Vec<String>,
    pub medicine: Option<String>,
    pub kind: String,
    pub target: String,
    pub route: String,
    pub how_often: String,
    pub for_whom: String,
    pub place: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<DrugWords>,
    pub boxed_warning: Option<BoxedWarning>,
    #[serde(default)]
    pub strength: Vec<Strength>,
    #[serde(default)]
    pub dose: Vec<Dose>,
    #[serde(default)]
    pub limit: Vec<Limit>,
    #[serde(default)]
    pub amount: Vec<Amount>,
    #[serde(default)]
    pub potency: Vec<Potency>,
    #[serde(default)]
    pub fill: Vec<Fill>,
    #[serde(default)]
    pub study: Vec<Study>,
    #[serde(default)]
    pub benefit: Vec<Benefit>,
    #[serde(default)]
    pub side_effect: Vec<SideEffect>,
    #[serde(default)]
    pub fact: Vec<Fact>,
    #[serde(default)]
    pub test: Vec<Test>,
    #[serde(default)]
    pub rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrugWords {
    pub what: String,
    pub how_taken: String,
    pub referred_to: String,
    pub emergency: Vec<String>,
    pub call_today: Vec<String>,
    pub next_visit: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxedWarning {
    pub text: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<Says>,
    #[serde(default)]
    pub item: Vec<BoxedItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxedItem {
    pub id: String,
    pub title: String,
    pub from: String,
    pub says: String,
    pub advice: String,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strength {
    pub id: String,
    pub name: String,
    pub amount: Option<String>,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub form: Vec<String>,
    #[serde(default)]
    pub except: Vec<String>,
    pub potency: Option<u8>,
    pub not_for_eczema: Option<String>,
    #[serde(default)]
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    pub id: String,
    pub when: String,
    pub who: String,
    pub start: String,
    pub then: String,
    pub fits: Vec<String>,
    pub starts_with: Option<Vec<String>>,
    #[serde(default)]
    pub every_weeks: Vec<u16>,
    pub start_every_weeks: Option<Vec<u16>>,
    pub each: Option<String>,
    pub loading: Option<String>,
    pub confidence: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<Says>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub id: String,
    pub when: String,
    pub who: String,
    pub says: String,
    pub fits: Vec<String>,
    pub starts_with: Option<Vec<String>>,
    pub level: String,
    pub advice: String,
    pub confidence: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<RuleWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    pub id: String,
    pub when: String,
    #[serde(default)]
    pub strengths: Vec<String>,
    pub at_most: Vec<(u32, u32)>,
    pub longest_days: Option<u32>,
    pub level: String,
    pub says: String,
    pub advice: String,
    pub confidence: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<RuleWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Potency {
    pub class: u8,
    pub name: String,
    pub examples: String,
    pub sites: String,
    pub weeks: String,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    pub id: String,
    pub package: String,
    pub holds: Option<(String, String)>,
    pub strength: String,
    #[serde(default)]
    pub doses: Vec<String>,
    #[serde(default)]
    pub generic: bool,
    #[serde(default)]
    pub first: Vec<(u32, u16)>,
    pub then: Option<(u32, u16)>,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    pub id: String,
    pub name: String,
    pub when: String,
    pub who: String,
    pub arms: Vec<String>,
    #[serde(default)]
    pub people: Vec<u32>,
    pub limits: String,
    pub confidence: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<StudyWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyWords {
    pub who: String,
    pub arms: Vec<String>,
    pub limits: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    pub id: String,
    pub study: String,
    pub measure: String,
    pub of: Vec<String>,
    pub patient: ByLanguage<BenefitWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenefitWords {
    pub measure: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideEffect {
    pub id: String,
    pub name: String,
    pub serious: bool,
    pub act: String,
    pub signs: Vec<String>,
    #[serde(default)]
    pub figures: Vec<Figures>,
    pub note: Option<String>,
    pub confidence: String,
    pub sources: Vec<String>,
    pub patient: Option<ByLanguage<SideEffectWords>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideEffectWords {
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    pub study: String,
    pub of: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub id: String,
    pub kind: String,
    pub text: String,
    pub phone: Option<String>,
    pub confidence: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    pub id: String,
    pub when: String,
    pub question: Option<String>,
    pub weeks: Option<Vec<u16>>,
    #[serde(default)]
    pub window: bool,
    pub every_weeks: Option<u16>,
    pub what: String,
    pub advice: String,
    pub sources: Vec<String>,
    pub patient: ByLanguage<Says>,
}
