//! What digits and months that were typed stand for: a birth date in any usual form, or a phone number.
//!
//! All becomes questions to the index (`search` says what is in it). In a date the month stands first, as in
//! the US, but where the first number is no month, and after dots both ways are asked. What is no date of
//! the calendar asks for nothing, so that it never finds the day before or after.

use std::ops::Range;

use jiff::civil::Date;

/// Four digits that are a year; others are the end of a phone number.
const YEARS: Range<i16> = 1850..2150;
/// The longest phone number that there is.
const LONGEST_PHONE: usize = 15;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a typed chunk is digits and what stands between those of a date or a phone number.
pub(super) fn is_number(chunk: &str) -> bool {
    chunk.contains(|c: char| c.is_ascii_digit())
        && chunk.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '(' | ')' | '+' | ','))
}

/// Whether a chunk is a country code alone, which everybody has.
pub(super) fn is_country_code(chunk: &str) -> bool {
    chunk.starts_with('+') && groups(chunk) == ["1"]
}

/// The ways to read neighboring chunks of digits, as questions; none when they can be nothing.
pub(super) fn numbers(chunks: &[&str]) -> Vec<String> {
    let each: Option<Vec<String>> = chunks.iter().map(|chunk| any(&one_number(chunk))).collect();
    let mut ways: Vec<String> = each.map(|each| each.join(" AND ")).into_iter().collect();
    let [_, _, ..] = chunks else { return ways };
    let groups: Vec<&str> = chunks.iter().flat_map(|chunk| groups(chunk)).collect();
    let is_year = |digits: &str| digits.len() < 4 || YEARS.contains(&value(digits));
    // Not beside what each number finds alone: that is so much that the date would drown in it.
    match (groups.as_slice(), lengths(&groups).as_slice()) {
        ([first, second, year], [1 | 2, 1 | 2, 1..=4]) if is_year(year) => {
            return three(first, second, year, false);
        }
        ([year, month, day], [4, 1 | 2, 1 | 2]) if is_year(year) => {
            return year_first(year, month, day, false);
        }
        _ => {}
    }
    ways.extend(phone(&groups, false));
    ways
}

/// The dates with the month in letters: which chunks each takes up, and its questions. Those of three parts,
/// or else those of two; `Mar 14 Jan` may be born on either day.
pub(super) fn dates_with_month_name(chunks: &[&str]) -> Vec<(Range<usize>, Vec<String>)> {
    let of_chunk = |(at, chunk): (usize, &&str)| parts(chunk).into_iter().map(move |part| (at, part));
    let parts: Vec<(usize, Part)> = chunks.iter().enumerate().flat_map(of_chunk).collect();
    let chunk_of = |at: usize| parts.get(at).map(|(chunk, _)| *chunk);
    for count in [3, 2] {
        let mut found = Vec::new();
        for (from, window) in parts.windows(count).enumerate() {
            let (Some((first, _)), Some((last, _))) = (window.first(), window.last()) else { continue };
            let cuts_first = from.checked_sub(1).and_then(chunk_of) == Some(*first);
            if cuts_first || chunk_of(from + count) == Some(*last) {
                continue;
            }
            let window: Vec<Part> = window.iter().map(|(_, part)| part.clone()).collect();
            found.extend(named_month(&window).map(|asked| (*first..last + 1, asked)));
        }
        if !found.is_empty() {
            // A day that is not in the calendar is not taken for less than was typed.
            found.retain(|(_, asked)| !asked.is_empty());
            return found;
        }
    }
    Vec::new()
}

/// A part of a chunk.
#[derive(Clone, PartialEq)]
enum Part {
    Digits(String),
    Month(i8),
    Other,
}

fn parts(chunk: &str) -> Vec<Part> {
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut runs: Vec<(bool, String)> = Vec::new();
    let mut before = (false, false);
    for c in chunk.chars() {
        let now = kind(c);
        if now == (false, false) {
            before = now;
            continue;
        }
        let ordinal = now.1 && before.0;
        match runs.last_mut() {
            Some((_, run)) if now == before => run.push(c),
            _ => runs.push((ordinal, c.to_string())),
        }
        before = now;
    }
    let mut parts = Vec::new();
    for (after_digits, run) in runs {
        let run = run.to_lowercase();
        if run.starts_with(|c: char| c.is_ascii_digit()) {
            parts.push(Part::Digits(run));
        } else if !(after_digits && matches!(run.as_str(), "st" | "nd" | "rd" | "th")) {
            parts.push(month_named(&run).map_or(Part::Other, Part::Month));
        }
    }
    parts
}

/// The month that begins so, from three letters on.
fn month_named(letters: &str) -> Option<i8> {
    let is_it = |month: &&str| letters.len() >= 3 && month.starts_with(letters);
    (1i8..).zip(MONTHS.iter()).find(|(_, month)| is_it(month)).map(|(number, _)| number)
}

/// What a month in letters asks for with the numbers around it; `None` when they are no date at all.
fn named_month(parts: &[Part]) -> Option<Vec<String>> {
    let is_day = |digits: &str| digits.len() <= 2;
    let is_year = |digits: &str| digits.len() == 4 && YEARS.contains(&value(digits));
    match parts {
        [Part::Month(month), Part::Digits(day), Part::Digits(year)]
        | [Part::Digits(day), Part::Month(month), Part::Digits(year)]
            if is_day(day) && (is_year(year) || year.len() < 4) =>
        {
            Some(with_year(*month, number(day)?, year).into_iter().collect())
        }
        [Part::Digits(year), Part::Month(month), Part::Digits(day)] if is_year(year) && is_day(day) => {
            Some(year_first(year, &month.to_string(), day, false))
        }
        [Part::Month(month), Part::Digits(day)] | [Part::Digits(day), Part::Month(month)] if is_day(day) => {
            Some(days(*month, day, false))
        }
        [Part::Month(month), Part::Digits(year)] | [Part::Digits(year), Part::Month(month)]
            if is_year(year) =>
        {
            Some(vec![beginning(&format!("{year}{month:02}"))])
        }
        _ => None,
    }
}

/// The ways to read one chunk of digits.
fn one_number(chunk: &str) -> Vec<String> {
    let groups = groups(chunk);
    let ended = chunk.ends_with(['-', '/', '.']);
    let dotted = chunk.contains('.') && !chunk.contains(['-', '/']);
    if chunk.starts_with('+') {
        return phone(&groups, groups.first().is_some_and(|first| first.starts_with('1')));
    }
    match (groups.as_slice(), lengths(&groups).as_slice()) {
        ([year, month], [4, 1 | 2]) if YEARS.contains(&value(year)) => {
            let months = if month.len() == 2 || ended { months(month, true) } else { months(month, false) };
            months.into_iter().map(|month| beginning(&format!("{year}{month:02}"))).collect()
        }
        ([year, month, day], [4, 1 | 2, 1 | 2]) => year_first(year, month, day, ended),
        ([month], [1]) if ended => match number(month) {
            Some(month @ 1..) => vec![beginning(&format!("{month:02}"))],
            _ => Vec::new(),
        },
        (["1", area], [1, 2]) if number(area) > Some(31) => vec![beginning(area)],
        ([first, second], [1 | 2, 1 | 2]) => two(first, second, dotted, ended),
        ([first, second, year], [1 | 2, 1 | 2, 1..=4]) => three(first, second, year, dotted),
        _ => phone(&groups, false),
    }
}

/// A phone number, or digits that are not separated; the country code may be left out, there or here.
fn phone(groups: &[&str], says_code: bool) -> Vec<String> {
    let digits = groups.concat();
    if digits.len() > LONGEST_PHONE {
        return Vec::new();
    }
    let mut ways = vec![beginning(&digits)];
    let has_code = match groups {
        ["1", area, ..] => says_code || area.len() == 3,
        _ => says_code || digits.len() == 11,
    };
    if let Some(without) = digits.strip_prefix('1').filter(|rest| has_code && !rest.is_empty()) {
        ways.push(beginning(without));
    }
    ways
}

/// Month and day, in this order or, where it can't be or after dots, the other.
fn two(first: &str, second: &str, dotted: bool, ended: bool) -> Vec<String> {
    let Some(first) = number(first) else { return Vec::new() };
    let month_first = (1..=12).contains(&first);
    let mut ways = if month_first { days(first, second, ended) } else { Vec::new() };
    if dotted || !month_first {
        let months = months(second, ended || second.len() == 2);
        let real = months.into_iter().filter(|month| exists(LEAP_YEAR, *month, first));
        ways.extend(real.map(|month| beginning(&format!("{month:02}{first:02}"))));
    }
    ways
}

/// Month, day and (the beginning of) a year, in this order or the other, as in [`two`].
fn three(first: &str, second: &str, year: &str, dotted: bool) -> Vec<String> {
    let (Some(first), Some(second)) = (number(first), number(second)) else { return Vec::new() };
    let month_first = (1..=12).contains(&first);
    let mut ways = Vec::new();
    if month_first {
        ways.extend(with_year(first, second, year));
    }
    if (dotted || !month_first) && first != second {
        ways.extend(with_year(second, first, year));
    }
    ways
}

/// A day of a year of which at least one digit is known.
fn with_year(month: i8, day: i8, year: &str) -> Option<String> {
    let whole = year.len() == 4;
    let in_year = if whole { value(year) } else { LEAP_YEAR };
    let digits = format!("{month:02}{day:02}{year}");
    exists(in_year, month, day).then(|| if whole { word(&digits) } else { beginning(&digits) })
}

/// The ISO order.
fn year_first(year: &str, month: &str, day: &str, ended: bool) -> Vec<String> {
    let (Some(month), in_year) = (number(month), value(year)) else { return Vec::new() };
    let Some(whole) = number(day) else { return Vec::new() };
    let mut ways = Vec::new();
    if exists(in_year, month, whole) {
        ways.push(word(&format!("{year}{month:02}{whole:02}")));
    }
    if is_half_of_a_day(day, month, ended) {
        ways.push(beginning(&format!("{year}{month:02}{day}")));
    }
    ways
}

/// Days of a month; a last group of one digit may be a whole day or the first half of one.
fn days(month: i8, day: &str, ended: bool) -> Vec<String> {
    let Some(whole) = number(day) else { return Vec::new() };
    let mut ways = Vec::new();
    if exists(LEAP_YEAR, month, whole) {
        ways.push(beginning(&format!("{month:02}{whole:02}")));
    }
    if is_half_of_a_day(day, month, ended) {
        ways.push(beginning(&format!("{month:02}{day}")));
    }
    ways
}

fn is_half_of_a_day(digit: &str, month: i8, ended: bool) -> bool {
    let last = if month == 2 { 2 } else { 3 };
    digit.len() == 1
        && !ended
        && (1..=12).contains(&month)
        && number(digit).is_some_and(|digit| digit <= last)
}

/// The months that a group is, or, while it is typed, begins.
fn months(group: &str, ended: bool) -> Vec<i8> {
    let is_it = |month: &i8| {
        let two = format!("{month:02}");
        number(group) == Some(*month) || (!ended && two.starts_with(group))
    };
    (1..=12).filter(is_it).collect()
}

/// A year that has all days of the calendar.
const LEAP_YEAR: i16 = 2000;

fn exists(year: i16, month: i8, day: i8) -> bool {
    Date::new(year, month, day).is_ok()
}

fn groups(chunk: &str) -> Vec<&str> {
    chunk.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect()
}

fn lengths(groups: &[&str]) -> Vec<usize> {
    groups.iter().map(|group| group.len()).collect()
}

/// The number of one or two digits.
fn number(digits: &str) -> Option<i8> {
    digits.parse().ok()
}

/// The number of at most four digits.
fn value(digits: &str) -> i16 {
    digits.parse().unwrap_or(0)
}

/// The question for a whole word of the index.
pub(super) fn word(word: &str) -> String {
    format!("\"{word}\"")
}

/// The question for what begins so.
pub(super) fn beginning(start: &str) -> String {
    format!("\"{start}\"*")
}

/// One of several questions; none when there is none.
pub(super) fn any(questions: &[String]) -> Option<String> {
    (!questions.is_empty()).then(|| format!("({})", questions.join(" OR ")))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use rusqlite::Connection;

    use crate::store::search::{index_words, questions, readings};

    /// An index of patients by their words; the answer has their places, counted from one.
    pub(crate) fn index(all: &[&str]) -> impl Fn(&str) -> Vec<i64> + use<> {
        let connection = Connection::open_in_memory().unwrap();
        let make =
            "CREATE VIRTUAL TABLE i USING fts5 (words, content = '', contentless_delete = 1, detail = none,
            prefix = '1 2 3 4 5 6', tokenize = 'ascii')";
        connection.execute_batch(make).unwrap();
        for words in all {
            connection.prepare_cached("INSERT INTO i (words) VALUES (?1)").unwrap().execute([words]).unwrap();
        }
        move |question| {
            let sql = "SELECT rowid FROM i WHERE i MATCH ?1 ORDER BY rowid";
            let mut statement = connection.prepare_cached(sql).unwrap();
            statement.query_map([question], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        }
    }

    /// Who is found among patients of whom only the birth date is known.
    fn born(typed: &str, index: &impl Fn(&str) -> Vec<i64>) -> Vec<i64> {
        let mut found: Vec<i64> =
            questions(&readings(typed)).iter().flat_map(|question| index(question)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// All forms of all days of three years find their day, and those with the whole year no other.
    #[test]
    fn every_form_of_every_day_finds_it() {
        let first = date(1983, 1, 1);
        let days: Vec<Date> = first.series(1.day()).take_while(|day| day.year() < 1986).collect();
        let words: Vec<String> = days.iter().map(|day| index_words("", Some(*day), None)).collect();
        let index = index(&words.iter().map(String::as_str).collect::<Vec<_>>());
        for (place, day) in (1i64..).zip(&days) {
            let (y, m, d) = (day.year(), day.month(), day.day());
            let name = MONTHS[usize::try_from(m).unwrap() - 1];
            let (short, yy) = (&name[..3], y % 100);
            let one_way = [
                format!("{y}-{m:02}-{d:02}"),
                format!("{y}-{m}-{d:02}"),
                format!("{m}/{d}/{y}"),
                format!("{m:02}-{d:02}-{y}"),
                format!("{m} {d} {y}"),
                format!("{name} {d} {y}"),
                format!("{name} {d}, {y}"),
                format!("{d} {short} {y}"),
                format!("{d}-{short}-{y}"),
                format!("{d}. {short}. {y}"),
                format!("{d:02}{}{y}", short.to_uppercase()),
                format!("{d}th of {name} {y}").replace("of ", ""),
                format!("{y} {name} {d:02}"),
                format!("{m}/{d}/{yy}"),
                format!("{m:02}{d:02}{y}"),
                format!("{y}{m:02}{d:02}"),
                format!("{short} {d} {yy}"),
            ];
            for typed in one_way {
                assert_eq!(born(&typed, &index), [place], "{typed}");
            }
            let other_way = Date::new(y, d, m).ok().map(|day| days.iter().position(|one| *one == day));
            let other_way = other_way.flatten().map_or(place, |at| i64::try_from(at).unwrap() + 1);
            for typed in [format!("{m}.{d}.{y}"), format!("{d:02}.{m:02}.{y}"), format!("{d}.{m}.{yy}")] {
                let mut both = vec![place, other_way];
                both.sort_unstable();
                both.dedup();
                assert_eq!(born(&typed, &index), both, "{typed}");
            }
            if d > 12 {
                assert_eq!(born(&format!("{d}/{m}/{y}"), &index), [place]);
                assert_eq!(born(&format!("{d}-{m}-{yy}"), &index), [place]);
            }
            for typed in [
                format!("{name} {y}"),
                format!("{m}/{d}"),
                format!("{short} {d}"),
                format!("{y}"),
                format!("{y}-{m}"),
                format!("{m}/{d}/{}", y / 100),
                format!("{d}.{m}."),
            ] {
                assert!(born(&typed, &index).contains(&place), "{typed} of {day}");
            }
        }
    }

    #[test]
    fn what_is_no_date_of_the_calendar_finds_nobody() {
        let first = date(1983, 1, 1);
        let days: Vec<Date> = first.series(1.day()).take_while(|day| day.year() < 1986).collect();
        let words: Vec<String> =
            days.iter().map(|day| index_words("", Some(*day), Some("231 198 4000"))).collect();
        let index = index(&words.iter().map(String::as_str).collect::<Vec<_>>());
        for typed in [
            "2/31/1984",
            "31/2/1984",
            "31.2.1984",
            "feb 31 1984",
            "31 february 1984",
            "31 april 1984",
            "april 31",
            "2/29/1985",
            "1985-02-29",
            "feb 29, 1985",
            "1984-13-01",
            "13/13/1984",
            "0/5/1984",
            "5/0/1984",
            "may 0 1984",
            "may 32 1984",
            "1984-00-01",
            "2 31 1984",
            "13/32",
        ] {
            assert_eq!(born(typed, &index), [] as [i64; 0], "{typed}");
        }
    }

    /// Every beginning of a date that was typed up to its day is answered, if not with nobody else.
    #[test]
    fn a_date_is_found_from_the_month_on_while_it_is_typed() {
        let words = index_words("", Some(date(1984, 11, 25)), None);
        let index = index(&[&words]);
        for (whole, from) in [
            ("11/25/1984", 1),
            ("1984-11-25", 1),
            ("25/11/1984", 4),
            ("25.11.1984", 4),
            ("nov 25, 1984", 5),
            ("25 nov 1984", 6),
            ("11251984", 1),
        ] {
            for end in from..=whole.len() {
                let typed = &whole[..end];
                assert_eq!(born(typed, &index), [1], "{typed}");
            }
        }
    }
}
