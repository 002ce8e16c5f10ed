//! Is an income within a percentage of the federal poverty level?
//!
//! The level of a year and state is passed in. Programs count households and incomes each in their own
//! way, so that a result is "likely within", never "eligible". Amounts are cents a year.

use super::money::Cents;
use crate::content::statutory::PovertyLevel;

/// The poverty level of a household.
pub fn poverty_level(level: PovertyLevel, people: u32) -> Cents {
    let cents = |cents| Cents::new(cents).unwrap_or_default();
    cents(level.one_cents).plus(cents(level.more_cents).times(people.saturating_sub(1)))
}

/// Whether an income is at or below so many percent of a level, exactly.
pub fn is_within(income: Cents, percent: u32, level: Cents) -> bool {
    i128::from(income.get()) * 100 <= i128::from(level.get()) * i128::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_limit_is_within_and_a_cent_above_is_not() {
        let level = PovertyLevel { one_cents: 1_596_000, more_cents: 568_000 };
        let cents = |cents| Cents::new(cents).unwrap();
        assert_eq!(poverty_level(level, 1), cents(1_596_000));
        assert_eq!(poverty_level(level, 4), cents(3_300_000));
        assert!(is_within(cents(6_384_000), 400, cents(1_596_000)));
        assert!(!is_within(cents(6_384_001), 400, cents(1_596_000)));
        assert!(is_within(Cents::ZERO, 0, cents(1_596_000)));
    }
}
