//! When is what due after a treatment began, and which days of the plan are to come?
//!
//! [`plan`] counts from the day of the start: everything that the content asks for after it, as days. Nothing
//! that is due is hidden: what lies in the last eight weeks is planned as late, since nobody may have done it;
//! what is older is left out, since whoever is on treatment for that long has passed it. What comes again and
//! again is planned once, for the next time. [`upcoming`] reads from coverage and approvals when the plan year
//! begins again and when an approval ends. Nothing here knows whether something was done.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::authorization::Authorization;
use super::coverage::Coverage;
use crate::content::Content;
use crate::content::drug::{After, Drug, Due, Test};

/// Something that is due on a day after the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The id of the test, within the drug.
    pub test: String,
    /// Weeks after the start.
    pub week: u32,
    /// The day on which it is due; of a window the first.
    pub due: Date,
    /// The last day of the window, where the content gives one.
    pub until: Option<Date>,
}

/// Days for which something that is due counts as late and not as past.
pub const STILL_DUE: i32 = 56;

/// What is due after `started_on`, by day, as it is to be planned on `today`.
pub fn plan(drug: &Drug, started_on: Date, today: Date) -> Vec<Planned> {
    let mut planned: Vec<Planned> =
        drug.tests.iter().flat_map(|test| of_test(test, started_on, today)).collect();
    // What is due on the same day stays in the order of the content.
    planned.sort_by_key(|one| one.due);
    planned
}

/// The last day of the window in which a test that is due in that week is to be done; `None` when the content
/// gives none, or does not know the test.
pub fn until(drug: &Drug, test: &str, week: u32, started_on: Date) -> Option<Date> {
    let test = drug.tests.iter().find(|other| other.id == test)?;
    let Due::After(after) = &test.due else { return None };
    window(after).filter(|(first, _)| *first == week).and_then(|(_, last)| day(started_on, last))
}

/// When a test that comes again and again is due after it was done on `today`, having been due in `week`.
/// `None` when it does not come again.
pub fn next(drug: &Drug, test: &str, week: u32, started_on: Date, today: Date) -> Option<Planned> {
    let test = drug.tests.iter().find(|other| other.id == test)?;
    let Due::After(After { every_weeks: Some(every), .. }) = &test.due else { return None };
    let after = u32::try_from(days_between(started_on, today) / 7).unwrap_or(0).max(week);
    let week = (after / u32::from(*every) + 1).checked_mul(u32::from(*every))?;
    Some(Planned { test: test.id.clone(), week, due: day(started_on, week)?, until: None })
}

fn of_test(test: &Test, started_on: Date, today: Date) -> Vec<Planned> {
    let Due::After(after) = &test.due else { return Vec::new() };
    let at = |week: u32, last: Option<u32>| {
        let until = last.and_then(|last| day(started_on, last));
        Some(Planned { test: test.id.clone(), week, due: day(started_on, week)?, until })
    };
    let mut all: Vec<Planned> = match window(after) {
        Some((first, last)) => at(first, Some(last)).into_iter().collect(),
        None => after.weeks.iter().filter_map(|week| at(u32::from(*week), None)).collect(),
    };
    all.retain(|one| days_between(one.until.unwrap_or(one.due), today) <= i64::from(STILL_DUE));
    if let Some(every) = after.every_weeks.map(u32::from).filter(|every| *every > 0) {
        // The first time that is not past: to come, or of the last weeks.
        let past = days_between(started_on, today) - i64::from(STILL_DUE);
        let first = u32::try_from(past).map_or(1, |past| past.div_ceil(7 * every).max(1));
        all.extend(first.checked_mul(every).and_then(|week| at(week, None)));
    }
    all
}

fn window(after: &After) -> Option<(u32, u32)> {
    match after.weeks.as_slice() {
        [first, last] if after.is_window => Some((u32::from(*first), u32::from(*last))),
        _ => None,
    }
}

/// The day so many weeks later; `None` past the end of the calendar.
fn day(from: Date, weeks: u32) -> Option<Date> {
    from.checked_add(Span::new().try_days(i64::from(weeks).checked_mul(7)?).ok()?).ok()
}

/// Days from one to the other; negative when the other is earlier.
fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// Days that are to come. `None` is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Upcoming {
    /// The day on which the plan year begins again.
    pub plan_year: Option<Date>,
    /// The last day of an approval.
    pub authorization_ends: Option<Date>,
}

/// What follows from the coverage and the approvals, seen from a day: the next first day of a plan year, after
/// that day, and the first end of an approval that is not followed by a longer one for the same drug.
pub fn upcoming(
    content: &Content,
    coverage: &Coverage,
    authorization: &Authorization,
    as_of: Date,
) -> Upcoming {
    let plan_year = coverage.reset_month(content).and_then(|month| {
        let of_year = |year: i16| Date::new(year, month, 1).ok();
        of_year(as_of.year()).filter(|day| *day > as_of).or_else(|| of_year(as_of.year().checked_add(1)?))
    });
    let mut ends: BTreeMap<String, Date> = BTreeMap::new();
    for approval in &authorization.approvals {
        let Some(until) = approval.until.known() else { continue };
        let last = ends.entry(approval.drug.text().trim().to_lowercase()).or_insert(*until);
        *last = (*last).max(*until);
    }
    let authorization_ends = ends.into_values().filter(|until| *until >= as_of).min();
    Upcoming { plan_year, authorization_ends }
}

#[cfg(test)]
mod tests;
