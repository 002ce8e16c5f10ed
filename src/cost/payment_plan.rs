//! What is billed each month under the Medicare Prescription Payment Plan?
//!
//! It changes when money is paid, not how much. Amounts are cents, by calendar month from January. From
//! the month of election on the patient pays nothing at the counter.

use std::num::NonZeroU32;

use super::money::Cents;

/// Amounts from January to December.
pub type Year = [Cents; 12];

/// From when the plan holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Election {
    /// The first month, 1 to 12.
    pub month: u8,
    /// What the patient paid at the counter in this year before that month.
    pub incurred_before: Cents,
    /// What the patient pays in a year before the rest is free.
    pub threshold: Cents,
}

/// The bills of the year for what the patient's fills cost by month; months before the election have none.
pub fn bills(oop: &Year, election: &Election) -> Year {
    let mut bills = Year::default();
    let mut owed = Cents::ZERO;
    let months_left = (1..=12_u32).rev().filter_map(NonZeroU32::new);
    for (at, ((bill, new), left)) in bills.iter_mut().zip(oop).zip(months_left).enumerate() {
        let month = at + 1;
        let first = usize::from(election.month);
        if month < first {
            continue;
        }
        owed = owed.plus(*new);
        // December bills all that is left, also of a year that cost more than the threshold.
        let most = match month == first && month < 12 {
            true => election.threshold.less(election.incurred_before).share(1, left),
            false => owed.share(1, left),
        };
        *bill = owed.min(most);
        owed = owed.less(*bill);
    }
    bills
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(cents: [i64; 12]) -> Year {
        cents.map(|cents| Cents::new(cents).unwrap())
    }

    #[test]
    fn the_published_example_comes_out() {
        let oop = year([50_000, 50_000, 50_000, 50_000, 0, 0, 0, 0, 0, 0, 0, 0]);
        let threshold = Cents::new(200_000).unwrap();
        let bills = bills(&oop, &Election { month: 1, incurred_before: Cents::ZERO, threshold });
        assert_eq!(bills[..3], year([16_667, 7576, 12_576, 0, 0, 0, 0, 0, 0, 0, 0, 0])[..3]);
        assert_eq!(bills.into_iter().sum::<Cents>(), threshold);
    }

    #[test]
    fn one_large_fill_is_spread_over_the_months_that_are_left() {
        let oop = year([0, 0, 0, 208_625, 1375, 0, 0, 0, 0, 0, 0, 0]);
        let threshold = Cents::new(210_000).unwrap();
        let bills = bills(&oop, &Election { month: 4, incurred_before: Cents::ZERO, threshold });
        assert_eq!(
            bills,
            year([0, 0, 0, 23_333, 23_333, 23_333, 23_334, 23_333, 23_334, 23_333, 23_334, 23_333])
        );
    }

    #[test]
    fn who_elects_in_december_or_past_the_threshold_gets_one_bill() {
        let oop = year([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 700]);
        for (threshold, expected) in [(210_000, 700), (700, 700), (0, 700)] {
            let threshold = Cents::new(threshold).unwrap();
            let bills = bills(&oop, &Election { month: 12, incurred_before: Cents::ZERO, threshold });
            assert_eq!(bills[11], Cents::new(expected).unwrap());
        }
    }
}
