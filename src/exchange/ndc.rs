//! National Drug Codes in the forms in which they are written.
//!
//! Ten digits with dashes (4-4-2, 5-3-2, 5-4-1), eleven for billing (5-4-2), and from 2033 twelve (6-4-2).
//! Ten digits without dashes could be three products: they are refused, not guessed.

use std::fmt;

/// A code, as its three parts padded to a billing form: 5-4-2, or 6-4-2.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ndc {
    /// The maker: 5 or 6 digits.
    labeler: String,
    /// The product: 4 digits.
    product: String,
    /// The package: 2 digits.
    package: String,
}

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NdcError {
    /// It has other characters than digits and dashes.
    #[error("expected digits and dashes")]
    NoDigits,
    /// Ten digits could be three products.
    #[error("10 digits without dashes are ambiguous: write the dashes, or the 11 digits of billing")]
    Ambiguous,
    /// It has another number of digits.
    #[error("expected 10 digits with dashes, 11 digits, or 12 digits")]
    Length,
    /// The parts between the dashes have other lengths.
    #[error("expected dashes as in 4-4-2, 5-3-2, 5-4-1, 5-4-2 or 6-4-2")]
    Parts,
}

impl Ndc {
    /// Reads a code in any of its forms.
    ///
    /// # Errors
    /// [`NdcError`] with what was expected.
    pub fn parse(text: &str) -> Result<Self, NdcError> {
        let text = text.trim();
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || c == '-') {
            return Err(NdcError::NoDigits);
        }
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [digits] => match digits.len() {
                10 => Err(NdcError::Ambiguous),
                11 => Self::cut(digits, 5),
                12 => Self::cut(digits, 6),
                _ => Err(NdcError::Length),
            },
            [labeler, product, package] => match (labeler.len(), product.len(), package.len()) {
                (4, 4, 2) | (5, 3, 2) | (5, 4, 1) | (5, 4, 2) | (6, 4, 2) => Ok(Self {
                    labeler: format!("{labeler:0>5}"),
                    product: format!("{product:0>4}"),
                    package: format!("{package:0>2}"),
                }),
                _ => Err(NdcError::Parts),
            },
            _ => Err(NdcError::Parts),
        }
    }

    /// Reads a code of a file that is known to have eleven digits and may have lost the zeros at its
    /// beginning in a spreadsheet.
    ///
    /// # Errors
    /// [`NdcError`] with what was expected.
    pub fn parse_padded(text: &str) -> Result<Self, NdcError> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::parse(text);
        }
        match text.len() {
            1..=11 => Self::cut(&format!("{text:0>11}"), 5),
            _ => Self::parse(text),
        }
    }

    fn cut(digits: &str, labeler: usize) -> Result<Self, NdcError> {
        let part = |range: std::ops::Range<usize>| digits.get(range).map(ToOwned::to_owned);
        let cut = (|| {
            Some(Self {
                labeler: part(0..labeler)?,
                product: part(labeler..labeler + 4)?,
                package: part(labeler + 4..labeler + 6)?,
            })
        })();
        cut.ok_or(NdcError::Length)
    }

    /// Maker and product without the package: all sizes of one product.
    pub fn product(&self) -> String {
        format!("{}{}", self.labeler, self.product)
    }
}

impl fmt::Display for Ndc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.labeler, self.product, self.package)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, NdcError> {
        Ndc::parse(text).map(|ndc| ndc.to_string())
    }

    #[test]
    fn ten_digits_become_eleven_by_a_zero_in_the_short_part() {
        assert_eq!(read("0074-2310-30").unwrap(), "00074-2310-30");
        assert_eq!(read("50881-007-05").unwrap(), "50881-0007-05");
        assert_eq!(read("12345-6789-1").unwrap(), "12345-6789-01");
        assert_eq!(read("50881-0007-05").unwrap(), "50881-0007-05");
        assert_eq!(read("50881000705").unwrap(), "50881-0007-05");
        assert_eq!(read("012345678901").unwrap(), "012345-6789-01");
        assert_eq!(Ndc::parse("50881-007-05").unwrap().product(), "508810007");
    }

    #[test]
    fn what_is_ambiguous_or_no_code_is_refused_with_what_was_expected() {
        assert_eq!(read("5088100705"), Err(NdcError::Ambiguous));
        assert_eq!(read("123"), Err(NdcError::Length));
        assert_eq!(read("123-4567-89"), Err(NdcError::Parts));
        assert_eq!(read("12345-6789"), Err(NdcError::Parts));
        assert_eq!(read("12345-67890-1"), Err(NdcError::Parts));
        assert_eq!(read("abc"), Err(NdcError::NoDigits));
        assert_eq!(read(""), Err(NdcError::NoDigits));
        assert_eq!(read("１２３４５６７８９０１"), Err(NdcError::NoDigits));
    }

    #[test]
    fn zeros_that_a_spreadsheet_dropped_come_back() {
        assert_eq!(Ndc::parse_padded("74231030").unwrap().to_string(), "00074-2310-30");
        assert_eq!(Ndc::parse_padded("0074-2310-30").unwrap().to_string(), "00074-2310-30");
        assert_eq!(Ndc::parse_padded("x"), Err(NdcError::NoDigits));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_nothing_panics(text in "\\PC{0,20}", digits in "[0-9]{11,12}") {
            if let Ok(ndc) = Ndc::parse(&text) {
                prop_assert_eq!(Ndc::parse(&ndc.to_string()).unwrap(), ndc);
            }
            let ndc = Ndc::parse(&digits).unwrap();
            prop_assert_eq!(ndc.to_string().replace('-', ""), digits);
        }
    }
}
