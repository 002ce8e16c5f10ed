//! What stands on the page of follow-ups: which rows, in which words, and what may be planned.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::app::dates;
use crate::app::desk::Desk;
use crate::app::desk::visit::Visit;
use crate::checklist::facts::Facts;
use crate::checklist::follow_up::{Planned, plan, until};
use crate::checklist::prescription::PrescriptionKind;
use crate::content::Content;
use crate::content::drug::Drug;
use crate::content::ids::DrugIx;
use crate::exchange::calendar::Event;
use crate::store::{FollowUp, FollowUpId, FollowUpState, Patient, Upcoming, UpcomingKind};

/// When something is due, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// "3 days late", "today", "Friday", "16 February 2027".
    pub words: String,
    /// Whether it is past its last day.
    pub is_late: bool,
}

/// One follow-up as a row.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: FollowUpId,
    /// What is to be done.
    pub what: String,
    /// Of which treatment, in which week; and the days of a window.
    pub of: String,
    /// When.
    pub when: When,
    /// Whether it is still to be done.
    pub state: FollowUpState,
    /// The day from which it is due.
    pub due: Date,
    /// The last day, where there are several.
    pub until: Option<Date>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Line {
    /// A follow-up in words. Of a drug or test that this content does not know, the ids.
    pub fn new(content: &Content, one: &FollowUp, today: Date) -> Self {
        let drug = content.drug_by_id(&one.drug);
        let until = last_day(drug, one);
        let when = match one.state {
            FollowUpState::Open => when(one.due_on, until, today),
            FollowUpState::Done => When { words: "done".into(), is_late: false },
            FollowUpState::Dropped => When { words: "dropped".into(), is_late: false },
        };
        let name = drug.map_or(one.drug.as_str(), |drug| drug.name.as_str());
        let of = format!("{name}, week {} · {}", one.week, days(one.due_on, until));
        let what = drug.and_then(|drug| what(drug, &one.test)).unwrap_or(&one.test).to_owned();
        Self { id: one.id, what, of, when, state: one.state, due: one.due_on, until }
    }

    /// The same for a calendar.
    pub fn event(&self) -> Event {
        Event { id: self.id.to_string(), on: self.due, until: self.until, what: self.what.clone() }
    }
}

/// The rows of a patient's list: what is to be done by day, then what was done or dropped.
pub fn lines(desk: &Desk) -> Vec<Line> {
    let today = (desk.clock.today)();
    let mut lines: Vec<Line> =
        desk.follow_ups.list.iter().map(|one| Line::new(&desk.content, one, today)).collect();
    lines.sort_by_key(|line| (line.state, line.due));
    lines
}

/// The rows of all patients: what is late, and what is due in the next days.
pub fn due_lines(desk: &Desk) -> Vec<(Line, &Patient)> {
    let today = (desk.clock.today)();
    let due = desk.follow_ups.due.iter();
    due.map(|due| (Line::new(&desk.content, &due.follow_up, today), &due.patient)).collect()
}

/// The last day of the window. One that was moved has a day of its own.
fn last_day(drug: Option<&Drug>, one: &FollowUp) -> Option<Date> {
    let as_planned = one.started_on.checked_add(i64::from(one.week).weeks()).ok() == Some(one.due_on);
    drug.filter(|_| as_planned).and_then(|drug| until(drug, &one.test, one.week, one.started_on))
}

/// What a test is, in words.
pub fn what<'a>(drug: &'a Drug, test: &str) -> Option<&'a str> {
    drug.tests.iter().find(|other| other.id == test).map(|test| test.what.as_str())
}

/// "22 December 2026", or "from 22 December 2026 to 16 February 2027".
pub fn days(due: Date, until: Option<Date>) -> String {
    match until {
        Some(until) => format!("due from {} to {}", dates::words(due), dates::words(until)),
        None => format!("due {}", dates::words(due)),
    }
}

/// When something is due, seen from today. What has several days is late after the last one.
pub fn when(due: Date, until: Option<Date>, today: Date) -> When {
    let late = days_between(until.unwrap_or(due), today);
    let words = match (late, days_between(today, due)) {
        (1, _) => "1 day late".to_owned(),
        (2.., _) => format!("{late} days late"),
        (_, 0) => "today".to_owned(),
        (_, ..0) => until.map_or_else(String::new, |until| format!("until {}", dates::short(until))),
        (_, 1) => "tomorrow".to_owned(),
        (_, 2..=6) => weekday(due.weekday()).to_owned(),
        (_, 7..) => dates::words(due),
    };
    When { words, is_late: late > 0 }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// The day that was typed for a follow-up that is moved: a date, or so many days later ("+7"), counted from the
/// day on which it is due, or from today where that is past.
///
/// # Errors
/// What was expected, in words.
pub fn moved_to(typed: &str, due: Date, today: Date) -> Result<Date, &'static str> {
    const EXPECTED: &str = "Type a day, such as 12/8/2026, or days from then on, such as +7.";
    let typed = typed.trim();
    let day = match typed.strip_prefix('+') {
        Some(days) => {
            let days: u16 = days.trim().parse().map_err(|_| EXPECTED)?;
            due.max(today).checked_add(i64::from(days).days()).map_err(|_| EXPECTED)?
        }
        None => dates::read(typed).ok_or(EXPECTED)?,
    };
    if day < today { Err("That day is past. Type one from today on.") } else { Ok(day) }
}

/// What may be planned for the patient of the open visit.
pub struct Proposal<'a> {
    /// The prescribed drug.
    pub drug: &'a Drug,
    /// The day of the start, as far as it is known without asking.
    pub started_on: Option<Date>,
    /// Where that day is from, or that it is to be asked.
    pub why: &'static str,
}

/// What may be planned: the prescribed drug of the open visit of this patient, unless something of it is planned
/// or done. `again` proposes it all the same.
pub fn proposal<'a>(desk: &'a Desk, again: bool) -> Option<Proposal<'a>> {
    let visit = desk.visit()?;
    let of = desk.follow_ups.of.as_ref().filter(|of| of.id == visit.patient.id && desk.follow_ups.is_known);
    of?;
    let drug = desk.content.drug(visit.prescribed()?);
    let is_there = |one: &FollowUp| one.drug == drug.id.as_str() && one.state != FollowUpState::Dropped;
    if !again && desk.follow_ups.list.iter().any(is_there) {
        return None;
    }
    let (started_on, why) = start(&desk.content, visit, drug.ix);
    Some(Proposal { drug, started_on, why })
}

/// The day on which the treatment began, and where it is from.
fn start(content: &Content, visit: &Visit, drug: DrugIx) -> (Option<Date>, &'static str) {
    let since = Facts::new(content, &visit.checklist).treated_since(content.drug(drug));
    match (visit.prescription.kind, since) {
        (Some(PrescriptionKind::New | PrescriptionKind::Switch), _) => (
            Some(visit.checklist.as_of),
            "The day of this visit: type another one where the first dose is later.",
        ),
        (Some(PrescriptionKind::Refill) | None, Some(since)) => {
            (Some(since), "As it stands in the list of medicines.")
        }
        (Some(PrescriptionKind::Refill), None) => (None, "A refill: type the day of the first dose."),
        (None, None) => (None, "Whether it is a new start is not said: type the day of the first dose."),
    }
}

/// What would be planned from a start, without what is planned or done already.
pub fn planned(desk: &Desk, drug: &Drug, started_on: Date) -> Vec<Planned> {
    let is_there = |new: &Planned| {
        desk.follow_ups.list.iter().any(|old| {
            old.state != FollowUpState::Dropped
                && old.started_on == started_on
                && (old.drug.as_str(), &old.test, old.week) == (drug.id.as_str(), &new.test, new.week)
        })
    };
    let mut all = plan(drug, started_on, (desk.clock.today)());
    all.retain(|new| !is_there(new));
    all
}

/// How many start a new plan year, how many approvals end, and before which day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewYear {
    /// "Before 1 January", or "In the next 60 days" when the days differ.
    pub title: String,
    /// "7 patients start a new plan year".
    pub what: String,
    /// What begins again.
    pub below: &'static str,
    /// "2 approvals end"; empty for none.
    pub right: String,
}

/// What is to be told of new plan years and of approvals that end; `None` for nothing.
pub fn new_year(upcoming: &Upcoming, ahead: i32) -> Option<NewYear> {
    let of = |kind| upcoming.counts.iter().filter(move |((_, of), _)| *of == kind);
    let count = |kind| of(kind).map(|(_, count)| count).sum::<usize>();
    let (starts, ends) = (count(UpcomingKind::PlanYear), count(UpcomingKind::AuthorizationEnds));
    let mut days = of(UpcomingKind::PlanYear).map(|((day, _), _)| *day);
    let same = days.next().filter(|_| days.next().is_none());
    let title = match same {
        Some(day) => format!("Before {}", dates::day_and_month(day)),
        None => format!("In the next {ahead} days"),
    };
    let ending = match ends {
        0 => String::new(),
        1 => "1 approval ends".to_owned(),
        several => format!("{several} approvals end"),
    };
    let began = match starts {
        0 => String::new(),
        1 => "1 patient starts a new plan year".to_owned(),
        several => format!("{several} patients start a new plan year"),
    };
    match (starts, ends) {
        (0, 0) => None,
        (0, _) => Some(NewYear {
            title,
            what: ending,
            below: "a new prior authorization takes weeks: ask now",
            right: String::new(),
        }),
        (_, _) => Some(NewYear {
            title,
            what: began,
            below: "prior authorization, cards and deductibles begin again",
            right: ending,
        }),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn lateness_and_nearness_are_told_as_one_says_them() {
        let today = date(2026, 11, 24);
        let said = |due: Date, until: Option<Date>| {
            let when = when(due, until, today);
            (when.words, when.is_late)
        };
        for (due, words, is_late) in [
            (date(2026, 11, 21), "3 days late", true),
            (date(2026, 11, 23), "1 day late", true),
            (date(2026, 11, 24), "today", false),
            (date(2026, 11, 25), "tomorrow", false),
            (date(2026, 11, 27), "Friday", false),
            (date(2026, 11, 30), "Monday", false),
            (date(2026, 12, 1), "1 December 2026", false),
        ] {
            assert_eq!(said(due, None), (words.to_owned(), is_late), "{due}");
        }
        let window = |due, until| said(due, Some(until));
        assert_eq!(window(date(2026, 11, 1), date(2026, 12, 1)), ("until 1 Dec".to_owned(), false));
        assert_eq!(window(date(2026, 11, 1), today), ("until 24 Nov".to_owned(), false));
        assert_eq!(window(date(2026, 11, 1), date(2026, 11, 22)), ("2 days late".to_owned(), true));
        assert_eq!(window(date(2026, 11, 27), date(2026, 12, 22)), ("Friday".to_owned(), false));
    }

    #[test]
    fn a_day_is_moved_to_a_date_or_by_days_and_never_into_the_past() {
        let (due, today) = (date(2026, 11, 21), date(2026, 11, 24));
        for (typed, expected) in [
            ("12/8/2026", Some(date(2026, 12, 8))),
            ("+7", Some(date(2026, 12, 1))),
            ("+ 0", Some(today)),
            ("11/23/2026", None),
            ("+x", None),
            ("+70000", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(moved_to(typed, due, today).ok(), expected, "{typed}");
        }
        assert_eq!(moved_to("+7", date(2026, 12, 1), today), Ok(date(2026, 12, 8)));
    }
}
