//! Exact amounts of price files: up to five decimals for a unit, three for a quantity, whole cents for
//! a package.

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

/// Cents for so much of something at a price for one unit, rounded half up.
pub fn total_cents(per_unit: i64, quantity_thousandths: i64) -> Option<i64> {
    // Hundred-thousandths of a dollar times thousandths: a cent is a million of these.
    let product = i128::from(per_unit) * i128::from(quantity_thousandths);
    i64::try_from((product + 500_000).div_euclid(1_000_000)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_costs_its_units_to_the_cent_with_half_a_cent_up() {
        let cents = |price: &str, units: &str| total_cents(per_unit(price)?, quantity(units)?);
        assert_eq!(cents("0.12345", "60"), Some(741));
        assert_eq!(cents("0.00005", "100"), Some(1), "half a cent is a cent");
        assert_eq!(cents("0.00004", "100"), Some(0));
        assert_eq!(cents("225.09", "30"), Some(675_270));
        assert_eq!(cents("1.5", "0.5"), Some(75));
        assert_eq!(cents("0.123456", "60"), None, "six decimals");
        assert_eq!(cents("-1", "60"), None);
        assert_eq!(cents("1", "0"), None);
        assert_eq!(cents("1,5", "2"), None);
    }
}
