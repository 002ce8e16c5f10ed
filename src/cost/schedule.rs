//! On which days is what filled, from a start to a day before which it ends?
//!
//! A fill comes on the day on which the supply before it ends. Supplies are days, prices cents.

use std::num::NonZeroU16;

use jiff::ToSpan;
use jiff::civil::Date;

use super::money::Cents;

/// What is filled at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// How many packages.
    pub packages: u32,
    /// For how many days they last.
    pub days: NonZeroU16,
    /// What one package costs.
    pub price_per_package: Cents,
}

impl Supply {
    /// What all packages cost.
    pub fn price(&self) -> Cents {
        self.price_per_package.times(self.packages)
    }
}

/// The fills of one drug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The first fills, each once: a loading dose, or another interval at the beginning.
    pub first: Vec<Supply>,
    /// Every fill after those.
    pub maintenance: Supply,
}

impl Schedule {
    /// The fills from `start` on, before `end`.
    pub fn fills(&self, start: Date, end: Date) -> impl Iterator<Item = (Date, Supply)> {
        let mut supplies = self.first.iter().copied().chain(std::iter::repeat(self.maintenance));
        let mut next = Some(start);
        std::iter::from_fn(move || {
            let (day, supply) = (next.filter(|day| *day < end)?, supplies.next()?);
            // Past the end of the calendar nothing follows.
            next = day.checked_add(i64::from(supply.days.get()).days()).ok();
            Some((day, supply))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn supply(packages: u32, days: u16) -> Supply {
        let price_per_package = Cents::new(650_000).unwrap();
        Supply { packages, days: NonZeroU16::new(days).unwrap(), price_per_package }
    }

    #[test]
    fn a_year_has_as_many_fills_as_supplies_begin_in_it() {
        for (days, count) in [(30, 13), (28, 14), (90, 5), (365, 1)] {
            let schedule = Schedule { first: vec![], maintenance: supply(1, days) };
            let fills: Vec<_> = schedule.fills(date(2026, 3, 2), date(2027, 3, 2)).collect();
            assert_eq!(fills.len(), count, "{days} days");
        }
    }

    #[test]
    fn the_first_fills_come_once_and_in_order() {
        let schedule = Schedule { first: vec![supply(2, 14), supply(4, 14)], maintenance: supply(1, 28) };
        let fills: Vec<_> = schedule.fills(date(2026, 12, 20), date(2027, 2, 1)).collect();
        assert_eq!(
            fills,
            [
                (date(2026, 12, 20), supply(2, 14)),
                (date(2027, 1, 3), supply(4, 14)),
                (date(2027, 1, 17), supply(1, 28)),
            ]
        );
        assert_eq!(fills[0].1.price(), Cents::new(1_300_000).unwrap());
        assert_eq!(schedule.fills(date(2026, 12, 20), date(2026, 12, 20)).count(), 0, "the end is not in it");
        assert_eq!(schedule.fills(Date::MAX, Date::MAX).count(), 0);
    }
}
