//! The figures of a plan year exactly as written.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatutoryYear {
    pub year: i16,
    pub poverty: Option<Poverty>,
    pub part_d: Option<PartD>,
    pub extra_help: Option<ExtraHelp>,
    pub extra_help_lowest: Option<LowestCopays>,
    pub hdhp: Option<HighDeductible>,
    pub marketplace: Option<Marketplace>,
    pub tricare: Option<Tricare>,
    pub va: Option<VaCopays>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poverty {
    pub contiguous: PovertyLevel,
    pub alaska: PovertyLevel,
    pub hawaii: PovertyLevel,
    pub not_for: Vec<String>,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PovertyLevel {
    pub one_cents: i64,
    pub more_cents: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartD {
    pub deductible_cents: i64,
    pub threshold_cents: i64,
    pub coinsurance_bp: u16,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraHelp {
    pub deductible_cents: i64,
    pub generic_cents: i64,
    pub brand_cents: i64,
    pub institution_cents: i64,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LowestCopays {
    pub generic_cents: i64,
    pub brand_cents: i64,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub individual_cents: i64,
    pub family_cents: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HighDeductible {
    pub minimum_deductible: Limits,
    pub maximum_oop: Limits,
    pub hsa_limit: Limits,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marketplace {
    pub maximum_oop: Limits,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tricare {
    pub retail: TierCopays,
    pub mail: TierCopays,
    pub military_pharmacy_cents: i64,
    pub active_duty_cents: i64,
    pub confidence: String,
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierCopays {
    pub per_days: u16,
    pub generic_cents: i64,
    pub brand_cents: i64,
    pub nonformulary_cents: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaCopays {
    pub per_days: u16,
    pub tier_1_cents: i64,
    pub tier_2_cents: i64,
    pub tier_3_cents: i64,
    pub yearly_cap_cents: i64,
    pub priority_group_1_cents: i64,
    pub confidence: String,
    pub sources: Vec<String>,
}
