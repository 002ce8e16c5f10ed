//! What the law sets for each plan year, in the rule book.

use super::{Book, named, section};
use crate::content::statutory::{
    ExtraHelp, HighDeductible, Limits, LowestCopays, PartD, PovertyLevel, PovertyLevels, Stated,
    StatutoryYear, TierCopays, Tricare, VaCopays,
};
use crate::cost::money::Cents;
use crate::summary::{Block, Cell, text};

/// A table for each year, the newest first.
pub fn law(book: &Book<'_>) -> Vec<Block> {
    let years = book.content.statutory.years.iter().rev();
    years.flat_map(|year| section(&year.year.to_string(), "Group", "Amounts", rows(book, year))).collect()
}

fn rows(book: &Book<'_>, year: &StatutoryYear) -> Vec<[Cell; 3]> {
    fn row<T>(
        book: &Book<'_>,
        name: &str,
        group: Option<&Stated<T>>,
        said: fn(&T) -> String,
    ) -> Option<[Cell; 3]> {
        group.map(|stated| {
            [named(name, ""), Cell::plain(text(said(&stated.figures))), book.backing(&stated.backing)]
        })
    }
    [
        row(book, "Federal poverty level", year.poverty.as_ref(), poverty),
        row(book, "Medicare Part D, standard benefit", year.part_d.as_ref(), part_d),
        row(book, "Extra Help", year.extra_help.as_ref(), extra_help),
        row(book, "Extra Help, lowest copays", year.extra_help_lowest.as_ref(), lowest),
        row(book, "High-deductible plans", year.hdhp.as_ref(), high_deductible),
        row(book, "Marketplace, highest yearly limit", year.marketplace_maximum_oop.as_ref(), limits),
        row(book, "TRICARE", year.tricare.as_ref(), tricare),
        row(book, "Veterans Affairs", year.va.as_ref(), veterans),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// An amount of cents in words.
pub fn dollars(cents: i64) -> String {
    Cents::new(cents).map_or_else(String::new, |cents| cents.to_string())
}

fn poverty(levels: &PovertyLevels) -> String {
    let one = |place: &str, level: PovertyLevel| {
        format!(
            "{place} {} and {} for each further person",
            dollars(level.one_cents),
            dollars(level.more_cents)
        )
    };
    format!(
        "One person in {}; {}; {}. Not for {}.",
        one("the 48 states and DC", levels.contiguous),
        one("Alaska", levels.alaska),
        one("Hawaii", levels.hawaii),
        levels.not_for.join(", ")
    )
}

fn part_d(benefit: &PartD) -> String {
    format!(
        "Deductible up to {}, then {}.{:02} % until {} a year, then nothing.",
        dollars(benefit.deductible_cents),
        benefit.coinsurance_bp / 100,
        benefit.coinsurance_bp % 100,
        dollars(benefit.threshold_cents)
    )
}

fn extra_help(copays: &ExtraHelp) -> String {
    format!(
        "Deductible {}; a generic {}, a brand {}, in an institution {}.",
        dollars(copays.deductible_cents),
        dollars(copays.generic_cents),
        dollars(copays.brand_cents),
        dollars(copays.institution_cents)
    )
}

fn lowest(copays: &LowestCopays) -> String {
    format!("A generic {}, a brand {}.", dollars(copays.generic_cents), dollars(copays.brand_cents))
}

fn limits(limits: &Limits) -> String {
    format!(
        "{} for one person, {} for a family",
        dollars(limits.individual_cents),
        dollars(limits.family_cents)
    )
}

fn high_deductible(plan: &HighDeductible) -> String {
    format!(
        "Lowest deductible {}. Highest yearly limit {}. Into a health savings account {}.",
        limits(&plan.minimum_deductible),
        limits(&plan.maximum_oop),
        limits(&plan.hsa_limit)
    )
}

fn tricare(copays: &Tricare) -> String {
    let tiers = |tiers: &TierCopays| {
        format!(
            "for {} days a generic {}, a brand {}, not on the list {}",
            tiers.per_days,
            dollars(tiers.generic_cents),
            dollars(tiers.brand_cents),
            dollars(tiers.nonformulary_cents)
        )
    };
    format!(
        "Retail: {}. Mail: {}. Military pharmacy {}, active duty {}.",
        tiers(&copays.retail),
        tiers(&copays.mail),
        dollars(copays.military_pharmacy_cents),
        dollars(copays.active_duty_cents)
    )
}

fn veterans(copays: &VaCopays) -> String {
    format!(
        "For {} days: tier 1 {}, tier 2 {}, tier 3 {}; at most {} a year; priority group 1 {}.",
        copays.per_days,
        dollars(copays.tier_1_cents),
        dollars(copays.tier_2_cents),
        dollars(copays.tier_3_cents),
        dollars(copays.yearly_cap_cents),
        dollars(copays.priority_group_1_cents)
    )
}
