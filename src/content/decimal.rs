//! A number with at most three decimals, kept exactly.
//!
//! Weights, percentages and laboratory values are compared with bounds of rules; a binary fraction
//! would put some of them on the wrong side of a bound. The unit stands with the question.

use std::fmt;

/// A decimal number in thousandths: 13.5 is `Decimal(13_500)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i64);

/// Why a text is no [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// It is not a number.
    #[error("not a number")]
    NotANumber,
    /// It has more than three decimals.
    #[error("more than 3 decimals")]
    TooFine,
    /// It is far outside of anything that is measured.
    #[error("too large")]
    TooLarge,
}

impl Decimal {
    /// From thousandths.
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// The number in thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Reads a number as people and JSON write it: `13.5`, `-2`, `1e2`. Zeros at the end do not
    /// count as decimals.
    ///
    /// # Errors
    /// [`DecimalError`] when the text is no number, has more than three decimals, or is so large
    /// that thousandths of it do not fit.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let (text, negative) = match text.strip_prefix('-') {
            Some(rest) => (rest, true),
            None => (text.strip_prefix('+').unwrap_or(text), false),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
                let shown = exponent.strip_prefix('-').unwrap_or(exponent);
                if shown.is_empty() || !shown.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(DecimalError::NotANumber);
                }
                (mantissa, exponent.parse::<i32>().map_err(|_| DecimalError::TooLarge)?)
            }
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = || whole.bytes().chain(fraction.bytes());
        if !digits().any(|b| b.is_ascii_digit()) || !digits().all(|b| b.is_ascii_digit()) {
            return Err(DecimalError::NotANumber);
        }
        // The digits form an integer times ten to a power; move the point to the thousandths.
        let significant: Vec<u8> = digits().collect();
        let last = significant.iter().rposition(|b| *b != b'0');
        let Some(last) = last else { return Ok(Self(0)) };
        let fraction_digits = i32::try_from(fraction.len()).map_err(|_| DecimalError::TooFine)?;
        let dropped = i32::try_from(significant.len() - 1 - last).map_err(|_| DecimalError::TooLarge)?;
        let power = exponent
            .checked_sub(fraction_digits)
            .and_then(|p| p.checked_add(dropped))
            .and_then(|p| p.checked_add(3))
            .ok_or(DecimalError::TooLarge)?;
        let power = u32::try_from(power).map_err(|_| DecimalError::TooFine)?;
        let mut value: i64 = 0;
        for digit in significant.iter().take(last + 1) {
            value = value
                .checked_mul(10)
                .and_then(|v| v.checked_add(i64::from(digit - b'0')))
                .ok_or(DecimalError::TooLarge)?;
        }
        let value = 10i64
            .checked_pow(power)
            .and_then(|factor| value.checked_mul(factor))
            .ok_or(DecimalError::TooLarge)?;
        Ok(Self(if negative { -value } else { value }))
    }

    /// This number times a factor, rounded half up to three decimals: pounds to kilograms. The
    /// factor has up to eight decimals.
    pub fn times(self, factor: Factor) -> Self {
        let product = i128::from(self.0) * i128::from(factor.0);
        let half = i128::from(Factor::ONE.0) / 2;
        let rounded = (product + half).div_euclid(i128::from(Factor::ONE.0));
        Self(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let thousandths = self.0.unsigned_abs();
        let (whole, fraction) = (thousandths / 1000, thousandths % 1000);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:03}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

/// An exact conversion factor between two units, in hundred-millionths: 0.45359237 kg per pound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor(i64);

impl Factor {
    const ONE: Self = Self(100_000_000);

    /// Reads a factor such as `0.45359237`; `None` when it is not a positive number with at most
    /// eight decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if fraction.len() > 8 || whole.is_empty() {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let padded = format!("{fraction:0<8}");
        let fraction: i64 = if padded.bytes().all(|b| b.is_ascii_digit()) {
            padded.parse().ok()?
        } else {
            return None;
        };
        let value = whole.checked_mul(Self::ONE.0)?.checked_add(fraction)?;
        (value > 0).then_some(Self(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_or_refused_with_the_reason() {
        for (text, expected) in [
            ("0", Ok(0)),
            ("-0.0", Ok(0)),
            ("13.5", Ok(13_500)),
            ("1.500000", Ok(1_500)),
            ("0.499", Ok(499)),
            ("1e2", Ok(100_000)),
            ("1.5E+1", Ok(15_000)),
            ("5e-1", Ok(500)),
            ("0e99999999999", Err(DecimalError::TooLarge)),
            ("0.4999", Err(DecimalError::TooFine)),
            ("1.0000000000000000000001", Err(DecimalError::TooFine)),
            ("1e-4", Err(DecimalError::TooFine)),
            ("1e400", Err(DecimalError::TooLarge)),
            ("99999999999999999999", Err(DecimalError::TooLarge)),
            ("", Err(DecimalError::NotANumber)),
            (".", Err(DecimalError::NotANumber)),
            ("1,5", Err(DecimalError::NotANumber)),
            ("1e", Err(DecimalError::NotANumber)),
            ("NaN", Err(DecimalError::NotANumber)),
        ] {
            assert_eq!(Decimal::parse(text).map(Decimal::thousandths), expected, "{text}");
        }
    }

    #[test]
    fn pounds_become_kilograms_with_three_decimals_half_up() {
        let factor = Factor::parse("0.45359237").unwrap();
        let kg = |pounds: &str| Decimal::parse(pounds).unwrap().times(factor).to_string();
        assert_eq!(kg("150"), "68.039");
        assert_eq!(kg("66"), "29.937");
        // 88.185 lb is 40.00024...; 100 lb is 45.359237
        assert_eq!(kg("100"), "45.359");
    }

    #[test]
    fn a_number_is_shown_without_needless_zeros() {
        assert_eq!(Decimal::from_thousandths(13_500).to_string(), "13.5");
        assert_eq!(Decimal::from_thousandths(-7).to_string(), "-0.007");
        assert_eq!(Decimal::from_thousandths(40_000).to_string(), "40");
    }
}
