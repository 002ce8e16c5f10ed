//! What an amount of money is worth as evidence: kinds of prices, and exact cents.

pub mod record;

use jiff::civil::Date;

pub use record::{Amount, PriceKey, PriceRecord};

/// Where an amount comes from, the best first but for the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriceKind {
    /// The allowed amount of a paid claim.
    Claim,
    /// A real-time benefit check.
    RealTimeBenefit,
    /// The plan's own portal.
    PlanPortal,
    /// The pharmacy's usual and customary price.
    UsualAndCustomary,
    /// A quote of a discount card.
    DiscountCard,
    /// The national average drug acquisition cost: not what a patient pays.
    Nadac,
    /// The wholesale list price.
    List,
    /// The average wholesale price.
    AverageWholesale,
    /// Typed, without saying where it is from.
    Entered,
}

impl PriceKind {
    /// All kinds, the best first but for the last.
    pub const ALL: [Self; 9] = [
        Self::Claim,
        Self::RealTimeBenefit,
        Self::PlanPortal,
        Self::UsualAndCustomary,
        Self::DiscountCard,
        Self::Nadac,
        Self::List,
        Self::AverageWholesale,
        Self::Entered,
    ];

    /// The name in files and records.
    pub fn id(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::RealTimeBenefit => "real-time-benefit",
            Self::PlanPortal => "plan-portal",
            Self::UsualAndCustomary => "usual-and-customary",
            Self::DiscountCard => "discount-card",
            Self::Nadac => "nadac",
            Self::List => "list",
            Self::AverageWholesale => "awp",
            Self::Entered => "entered",
        }
    }

    /// The kind of a name in files and records.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// All names in files and records, for an error that says what was expected.
    pub fn ids() -> String {
        Self::ALL.map(Self::id).join(", ")
    }

    /// The words on screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::Claim => "from a claim",
            Self::RealTimeBenefit => "real-time benefit check",
            Self::PlanPortal => "plan portal",
            Self::UsualAndCustomary => "usual and customary price",
            Self::DiscountCard => "discount card quote",
            Self::Nadac => "NADAC, acquisition cost",
            Self::List => "list price",
            Self::AverageWholesale => "average wholesale price",
            Self::Entered => "entered",
        }
    }
}

/// How many days a price may be believed.
pub const SHELF_LIFE_DAYS: i32 = 90;

/// Whether a price of that day is past its shelf life. A day that has not come yet is a slip, and no
/// reason to believe the price for longer.
pub fn is_old(as_of: Date, today: Date) -> bool {
    as_of > today || as_of.duration_until(today).as_hours() / 24 > i64::from(SHELF_LIFE_DAYS)
}

/// Reads an amount in dollars as people write it, `1,234.50` or `$18`, as cents.
///
/// `None` for anything else: a minus, more than two decimals, a comma in the wrong place, or more than
/// nine digits before the point.
pub fn cents(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text).trim_start();
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    let groups: Vec<&str> = whole.split(',').collect();
    let (first, rest) = groups.split_first()?;
    let grouped =
        rest.is_empty() || (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    let digits: String = groups.concat();
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let possible = grouped
        && !digits.is_empty()
        && digits.len() <= 9
        && is_number(&digits)
        && fraction.len() <= 2
        && is_number(fraction)
        && !(fraction.is_empty() && text.ends_with('.'));
    if !possible {
        return None;
    }
    let dollars: i64 = digits.parse().ok()?;
    let hundredths: i64 = format!("{fraction:0<2}").parse().ok()?;
    Some(dollars * 100 + hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dollars_are_read_to_the_cent_and_what_is_ambiguous_is_refused() {
        for (text, expected) in [
            ("18.40", Some(1840)),
            ("18.4", Some(1840)),
            ("18", Some(1800)),
            ("$1,234.50", Some(123_450)),
            (" $ 6,500 ", Some(650_000)),
            ("0.07", Some(7)),
            ("1.234,50", None),
            ("1,23.00", None),
            ("12,34", None),
            ("-5", None),
            ("1.005", None),
            ("5.", None),
            (".5", None),
            ("", None),
            ("1234567890", None),
            ("5 dollars", None),
        ] {
            assert_eq!(cents(text), expected, "{text}");
        }
    }

    #[test]
    fn a_price_is_old_after_ninety_days() {
        assert!(!is_old(date(2026, 8, 27), date(2026, 11, 25)));
        assert!(is_old(date(2026, 8, 26), date(2026, 11, 25)));
        assert!(is_old(date(2062, 8, 26), date(2026, 11, 25)), "mistyped");
    }
}
