//! What is an amount of money? Whole cents, never negative, never a binary fraction.
//!
//! What is read is at most [`Cents::LARGEST`], so that sums over any input that fits into memory stay
//! exact; beyond that arithmetic stops at the end of the range instead of wrapping.

use std::fmt;
use std::iter::Sum;
use std::num::NonZeroU32;

/// An amount in cents, zero or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(i64);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount that is taken in: a cent below a billion dollars.
    pub const LARGEST: Self = Self(99_999_999_999);

    /// An amount from 0 to [`Cents::LARGEST`] cents.
    pub const fn new(cents: i64) -> Option<Self> {
        if cents >= 0 && cents <= Self::LARGEST.0 { Some(Self(cents)) } else { None }
    }

    /// The amount in cents.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What remains after `other` is taken away; nothing if `other` is more.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        if other.0 >= self.0 { Self::ZERO } else { Self(self.0 - other.0) }
    }

    /// So many times the amount.
    #[must_use]
    pub const fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(count as i64))
    }

    /// `part` of `whole` equal parts, to the cent; half a cent goes up, to the patient's disadvantage,
    /// so that no total looks lower than it may be.
    #[must_use]
    pub fn share(self, part: u32, whole: NonZeroU32) -> Self {
        let whole = i128::from(whole.get());
        let doubled = 2 * i128::from(self.0) * i128::from(part) + whole;
        Self(i64::try_from(doubled / (2 * whole)).unwrap_or(i64::MAX))
    }

    /// One of `whole` equal parts, rounded down: what can be paid `whole` times out of the amount.
    #[must_use]
    pub fn part_rounded_down(self, whole: NonZeroU32) -> Self {
        Self(self.0 / i64::from(whole.get()))
    }

    /// This part of the amount, to the cent; half a cent goes up.
    #[must_use]
    pub fn at(self, rate: BasisPoints) -> Self {
        self.share(u32::from(rate.0), BasisPoints::WHOLE)
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

/// Dollars and cents with separators, `$1,234.50`.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dollars = (self.0 / 100).to_string();
        f.write_str("$")?;
        for (at, digit) in dollars.chars().enumerate() {
            if at > 0 && (dollars.len() - at).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{:02}", self.0 % 100)
    }
}

/// A rate in hundredths of a percent, 0 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BasisPoints(u16);

impl BasisPoints {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    const WHOLE: NonZeroU32 = match NonZeroU32::new(10_000) {
        Some(whole) => whole,
        None => NonZeroU32::MIN,
    };

    /// A rate from 0 to 10,000 basis points.
    pub const fn new(rate: u16) -> Option<Self> {
        if rate <= 10_000 { Some(Self(rate)) } else { None }
    }

    /// The rate in basis points.
    pub const fn get(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(cents: i64) -> Cents {
        Cents::new(cents).unwrap()
    }

    #[test]
    fn half_a_cent_goes_up_and_less_than_half_goes_down() {
        let at = |amount, rate| cents(amount).at(BasisPoints::new(rate).unwrap()).get();
        assert_eq!(at(10_020, 1250), 1253, "12.525");
        assert_eq!(at(1, 5000), 1);
        assert_eq!(at(1, 4999), 0);
        assert_eq!(at(3, 3333), 1);
        assert_eq!(at(650_000, 10_000), 650_000);
        assert_eq!(at(Cents::LARGEST.get(), 10_000), Cents::LARGEST.get());
        assert_eq!(at(Cents::LARGEST.get(), 0), 0);
    }

    #[test]
    fn parts_are_exact() {
        let whole = |count| NonZeroU32::new(count).unwrap();
        assert_eq!(cents(200_000).share(1, whole(12)), cents(16_667));
        assert_eq!(cents(1_400_000).part_rounded_down(whole(12)), cents(116_666));
        assert_eq!(Cents(i64::MAX).share(u32::MAX, whole(1)), Cents(i64::MAX), "stops at the end");
    }

    #[test]
    fn a_difference_is_never_below_nothing_and_a_sum_never_wraps() {
        assert_eq!(cents(5).less(cents(7)), Cents::ZERO);
        assert_eq!(cents(7).less(cents(5)), cents(2));
        assert_eq!(Cents(i64::MAX).plus(cents(1)), Cents(i64::MAX));
        assert_eq!(Cents(i64::MAX).times(2), Cents(i64::MAX));
        assert_eq!([cents(1), cents(2)].into_iter().sum::<Cents>(), cents(3));
    }

    #[test]
    fn only_possible_amounts_and_rates_are_made() {
        assert_eq!(Cents::new(-1), None);
        assert_eq!(Cents::new(Cents::LARGEST.get() + 1), None);
        assert_eq!(BasisPoints::new(10_001), None);
    }

    #[test]
    fn amounts_are_shown_as_people_write_them() {
        for (amount, shown) in [
            (0, "$0.00"),
            (7, "$0.07"),
            (123_450, "$1,234.50"),
            (99_999, "$999.99"),
            (100_000_000, "$1,000,000.00"),
        ] {
            assert_eq!(cents(amount).to_string(), shown);
        }
    }
}
