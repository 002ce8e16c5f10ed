//! Follow-ups as an iCalendar file (RFC 5545), for the calendar of the pharmacy.
//!
//! Calendars are synchronized to clouds and telephones, where a patient's data does not belong: an event names
//! what is to be done and the end of the follow-up's id, and never the patient, the drug or the diagnosis. The
//! follow-up is found in the program by that end. Days are whole days, without an hour and so without a time zone.

use jiff::Timestamp;
use jiff::civil::Date;

/// What is due on a day.
#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    /// The id of the follow-up: an import again replaces the event instead of doubling it.
    pub id: String,
    /// The day, or the first of several.
    pub on: Date,
    /// The last day, where there are several; it is told, and no event of weeks is made of it.
    pub until: Option<Date>,
    /// What is to be done: "blood count". No patient, no drug.
    pub what: String,
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Event(…)")
    }
}

/// Letters and digits at the end of an id by which a follow-up is found again.
const SHORT: usize = 4;

/// The end of an id, which is random; its beginning is the time at which it was made.
pub fn short_id(id: &str) -> &str {
    let start = id.char_indices().rev().nth(SHORT - 1).map_or(0, |(at, _)| at);
    id.get(start..).unwrap_or(id)
}

/// The events as a file, written at `stamp`.
pub fn calendar(events: &[Event], stamp: Timestamp) -> String {
    let stamp = stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut file = String::new();
    let head =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Countercheck//Follow-ups//EN", "CALSCALE:GREGORIAN"];
    for text in head {
        line(&mut file, text);
    }
    for event in events {
        let what = escaped(&event.what);
        let until =
            event.until.map_or_else(String::new, |day| format!("until {}\\, ", day.strftime("%-d %b %Y")));
        line(&mut file, "BEGIN:VEVENT");
        line(&mut file, &format!("UID:{}@countercheck.invalid", escaped(&event.id)));
        line(&mut file, &format!("DTSTAMP:{stamp}"));
        line(&mut file, &format!("DTSTART;VALUE=DATE:{}", event.on.strftime("%Y%m%d")));
        let short = escaped(short_id(&event.id));
        line(&mut file, &format!("SUMMARY:Countercheck: {what} ({until}follow-up {short})"));
        // Nobody is busy all day for it.
        line(&mut file, "TRANSP:TRANSPARENT");
        line(&mut file, "END:VEVENT");
    }
    line(&mut file, "END:VCALENDAR");
    file
}

/// Backslash, semicolon and comma mean something in a text; a line break ends it. Other control characters are
/// not allowed in one and are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Octets of a line without its end.
const LONGEST: usize = 75;

/// Adds a line, folded where it is too long: the rest goes on in the next one, after a space. A letter is never
/// cut in two.
fn line(file: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LONGEST {
            file.push_str("\r\n ");
            used = 1;
        }
        file.push(c);
        used += c.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn event(what: &str) -> Event {
        let id = "019abcde-0000-7000-8000-0000000f1a2b".to_owned();
        Event { id, on: date(2026, 12, 22), until: None, what: what.to_owned() }
    }

    fn stamp() -> Timestamp {
        "2026-11-24T15:00:00.5Z".parse().unwrap()
    }

    #[test]
    fn a_follow_up_becomes_a_whole_day_without_a_patient() {
        let window = Event { until: Some(date(2026, 12, 31)), ..event("skin; again, \\ \r\n soon\u{7}") };
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Countercheck//Follow-ups//EN",
            "CALSCALE:GREGORIAN",
            "BEGIN:VEVENT",
            "UID:019abcde-0000-7000-8000-0000000f1a2b@countercheck.invalid",
            "DTSTAMP:20261124T150000Z",
            "DTSTART;VALUE=DATE:20261222",
            "SUMMARY:Countercheck: CBC with platelets (follow-up 1a2b)",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:019abcde-0000-7000-8000-0000000f1a2b@countercheck.invalid",
            "DTSTAMP:20261124T150000Z",
            "DTSTART;VALUE=DATE:20261222",
            "SUMMARY:Countercheck: skin\\; again\\, \\\\ \\n soon (until 31 Dec 2026\\, follow",
            " -up 1a2b)",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(calendar(&[event("CBC with platelets"), window], stamp()), expected.join("\r\n"));
    }

    #[test]
    fn the_end_of_an_id_is_what_is_shown() {
        for (id, short) in [("0123456", "3456"), ("abc", "abc"), ("", ""), ("ééééé", "éééé")] {
            assert_eq!(short_id(id), short);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_to_be_done_no_line_is_too_long_and_unfolding_gives_it_back(what in any::<String>()) {
            let file = calendar(&[event(&what)], stamp());
            prop_assert!(file.ends_with("\r\n"));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LONGEST && !line.chars().any(char::is_control), "{line:?}");
            }
            let unfolded = file.replace("\r\n ", "");
            let summary = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:Countercheck: "));
            let told = summary.and_then(|line| line.strip_suffix(" (follow-up 1a2b)")).unwrap();
            prop_assert_eq!(told, escaped(&what));
            prop_assert_eq!(unfolded.split("\r\n").count(), 13);
        }
    }
}
