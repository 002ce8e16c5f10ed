//! Which backups of a vault have had their time: a pure function from instants to what may go.
//!
//! Kept are: of the last 24 hours the newest 10, the newest of each of the last 14 days, 8 weeks and 12
//! months, the newest two of all, and whatever claims to be made later than now: a clock that was set back
//! never costs a backup. Days, weeks (from Monday) and months are those of UTC. Knows no files.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How many of the last 24 hours are kept.
const OF_THE_DAY: usize = 10;
const DAYS: i64 = 14;
const WEEKS: i64 = 8;
const MONTHS: i64 = 12;
/// How many are kept however old they are.
const ALWAYS: usize = 2;

/// The positions of those that may go.
pub(super) fn removable(made: &[Timestamp], now: Timestamp) -> Vec<usize> {
    let mut newest_first: Vec<(usize, Timestamp)> = made.iter().copied().enumerate().collect();
    newest_first.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    let today = numbers(now);
    let (mut days, mut weeks, mut months) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut of_the_day = 0;
    let mut go = Vec::new();
    for (rank, (position, at)) in newest_first.into_iter().enumerate() {
        if at > now {
            continue;
        }
        let (day, week, month) = numbers(at);
        // The first that comes of a day is its newest. Every set is asked, for it is to know this one too.
        let first_of_day = today.0 - day < DAYS && days.insert(day);
        let first_of_week = today.1 - week < WEEKS && weeks.insert(week);
        let first_of_month = today.2 - month < MONTHS && months.insert(month);
        let recent = now.as_second() - at.as_second() < 24 * 60 * 60 && of_the_day < OF_THE_DAY;
        of_the_day += usize::from(recent);
        if !(first_of_day || first_of_week || first_of_month || recent || rank < ALWAYS) {
            go.push(position);
        }
    }
    go
}

/// The day, the week and the month of an instant, each counted from a fixed one.
fn numbers(at: Timestamp) -> (i64, i64, i64) {
    let date: Date = at.to_zoned_datetime(TimeZone::UTC).date();
    // 1970-01-01 was a Thursday.
    let day = at.as_second().div_euclid(24 * 60 * 60);
    let month = i64::from(date.year()) * 12 + i64::from(date.month());
    (day, (day + 3).div_euclid(7), month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 60 * 60;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn now() -> Timestamp {
        "2026-11-25T18:12:04Z".parse().unwrap()
    }

    fn kept(made: &[Timestamp], now: Timestamp) -> Vec<Timestamp> {
        let go = removable(made, now);
        made.iter().enumerate().filter(|(position, _)| !go.contains(position)).map(|(_, at)| *at).collect()
    }

    #[test]
    fn two_years_of_hourly_backups_leave_a_day_two_weeks_two_months_and_a_year() {
        let start = now().as_second() - 2 * 365 * 24 * HOUR;
        let mut held = Vec::new();
        for hour in 0..2 * 365 * 24 {
            let now = at(start + hour * HOUR);
            held.push(now);
            held = kept(&held, now);
        }
        let last = held.last().copied().unwrap();
        let within = |hours: i64| {
            held.iter().filter(|made| last.as_second() - made.as_second() < hours * HOUR).count()
        };
        assert_eq!(within(10), 10);
        assert!(within(14 * 24) >= 10 + 13, "{held:?}");
        let oldest = last.as_second() - held.first().unwrap().as_second();
        assert!(oldest > 320 * 24 * HOUR, "{held:?}");
        assert!((30..=10 + 14 + 8 + 12).contains(&held.len()), "{}", held.len());
        // No hole is longer than a month, and none of the last two months longer than a week and a day.
        for pair in held.windows(2) {
            let hole = pair[1].as_second() - pair[0].as_second();
            let old = last.as_second() - pair[1].as_second() > 42 * 24 * HOUR;
            assert!(hole <= if old { 31 } else { 8 } * 24 * HOUR, "{pair:?}");
        }
    }

    #[test]
    fn a_vault_that_is_backed_up_once_in_a_while_keeps_its_last_two() {
        let made = [at(0), at(1000), at(2000)];
        assert_eq!(removable(&made, now()), [0]);
        assert_eq!(removable(&made[..2], now()), [] as [usize; 0]);
    }

    proptest! {
        #[test]
        fn what_may_go_is_never_new_and_never_all(
            ages in proptest::collection::vec(-400 * 24 * HOUR..800 * 24 * HOUR, 0..200)
        ) {
            let made: Vec<Timestamp> = ages.iter().map(|age| at(now().as_second() - age)).collect();
            let go = removable(&made, now());
            let left = kept(&made, now());
            // The newest two, and all that claim to come from the future, stay.
            let mut sorted = made.clone();
            sorted.sort();
            for newest in sorted.iter().rev().take(2) {
                prop_assert!(left.contains(newest));
            }
            prop_assert!(go.iter().all(|position| made[*position] <= now()));
            // Doing it again does nothing, and there is a bound to what is left.
            prop_assert!(removable(&left, now()).is_empty());
            let past = left.iter().filter(|made| **made <= now()).count();
            prop_assert!(past <= 2 + OF_THE_DAY + (DAYS + WEEKS + MONTHS) as usize);
            // Every day of two weeks, every week of two months and every month of a year that had one has one.
            for (whole, span, of) in [
                (24 * HOUR, DAYS, 0),
                (7 * 24 * HOUR, WEEKS, 1),
                (28 * 24 * HOUR, MONTHS, 2),
            ] {
                let number = |made: &Timestamp| match of {
                    0 => numbers(*made).0,
                    1 => numbers(*made).1,
                    _ => numbers(*made).2,
                };
                let young = |made: &&Timestamp| now().as_second() - made.as_second() < whole * (span - 1);
                for one in made.iter().filter(|made| **made <= now()).filter(young) {
                    prop_assert!(left.iter().any(|other| number(other) == number(one)));
                }
            }
        }
    }
}
