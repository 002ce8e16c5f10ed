//! Exact amounts of price files: up to five decimals for a unit, three for a quantity.

/// A decimal with a bound on its decimals, as an integer of that unit; `None` for anything else.
fn scaled(text: &str, decimals: usize) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text).trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = whole.len() <= 9 && fraction.len() <= decimals && !(whole.is_empty() && fraction.is_empty());
    if !fits || !digits(whole) || !digits(fraction) || text.ends_with('.') {
        return None;
    }
    format!("{whole}{fraction:0<decimals$}").parse().ok()
}

/// Dollars for one unit, in hundred-thousandths of a dollar.
pub fn per_unit(text: &str) -> Option<i64> {
    scaled(text, 5)
}

/// A quantity above zero, in thousandths.
pub fn quantity(text: &str) -> Option<i64> {
    scaled(text, 3).filter(|thousandths| *thousandths > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_finer_than_allowed_or_no_number_is_refused() {
        assert_eq!(
            (per_unit("0.12345"), per_unit("$225.09"), per_unit("1.5")),
            (Some(12_345), Some(22_509_000), Some(150_000))
        );
        assert_eq!((quantity("60"), quantity("0.5"), quantity("0")), (Some(60_000), Some(500), None));
        for text in ["0.123456", "-1", "1,5", "", "5.", "x"] {
            assert_eq!(per_unit(text), None, "{text}");
        }
    }
}
