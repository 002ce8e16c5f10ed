//! Dates as people type and read them.

use jiff::civil::Date;

use crate::summary::compose::Language;

/// A date in words, as on the pages: "2 May 1984".
pub fn words(date: Date) -> String {
    Language::English.day(date)
}

/// A date without its year, short: "20 Nov".
pub fn short(date: Date) -> String {
    format!("{} {}", date.day(), month_short(date.month()))
}

/// A date without its year: "1 January".
pub fn day_and_month(date: Date) -> String {
    format!("{} {}", date.day(), month_name(date.month()))
}

/// The name of a month, 1 to 12.
pub fn month_name(month: i8) -> &'static str {
    let at = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
    at.and_then(|at| Language::English.months().get(at).copied()).unwrap_or_default()
}

/// The first three letters of a month's name.
pub fn month_short(month: i8) -> String {
    month_name(month).chars().take(3).collect()
}

/// Reads a date as typed: `1984-05-02`, `5/2/1984`, `05021984`, `2 May 1984`, `May 2, 1984`.
/// Slashes and eight digits are read in the US order: month, day, year.
pub fn read(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if typed.len() == 8 && typed.bytes().all(|b| b.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| typed.get(range)?.parse::<i16>().ok();
        return date(number(4..8)?, number(0..2)?, number(2..4)?);
    }
    let parts: Vec<&str> =
        typed.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let number = |text: &str| text.parse::<i16>().ok();
    match (number(one), number(two), number(three)) {
        (Some(year), Some(month), Some(day)) if one.len() == 4 => date(year, month, day),
        (Some(month), Some(day), Some(year)) if three.len() == 4 => date(year, month, day),
        (Some(day), None, Some(year)) if three.len() == 4 => date(year, month(two)?, day),
        (None, Some(day), Some(year)) if three.len() == 4 => date(year, month(one)?, day),
        _ => None,
    }
}

/// Whether what was typed would be a date if the two digits of its year were four: 5/2/84.
pub fn lacks_century(typed: &str) -> bool {
    let typed = typed.trim();
    let Some(at) = typed.rfind(|c: char| !c.is_ascii_digit()).map(|at| at + 1) else { return false };
    let Some((before, year)) = typed.split_at_checked(at) else { return false };
    year.len() == 2
        && read(typed).is_none()
        && ["19", "20"].iter().any(|age| read(&format!("{before}{age}{year}")).is_some())
}

/// Reads a time in the past as exactly as it is remembered, in the form of a record: `2019`, `2019-03` or a
/// day, typed as 2019, 3/2019, March 2019 or a date.
pub fn moment(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let parts: Vec<&str> = typed.split(['/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| text.parse::<i16>().ok().or_else(|| month(text));
    match parts.as_slice() {
        [only] if year(only) => Some((*only).to_owned()),
        [first, second] => {
            let (year, month) = match (year(first), year(second)) {
                (true, false) => (*first, number(second)?),
                (false, true) => (*second, number(first)?),
                (true, true) | (false, false) => return None,
            };
            (1..=12).contains(&month).then(|| format!("{year}-{month:02}"))
        }
        _ => read(typed).map(|day| day.to_string()),
    }
}

fn month(name: &str) -> Option<i16> {
    let name = name.to_lowercase();
    if name.len() < 3 {
        return None;
    }
    Language::English
        .months()
        .iter()
        .position(|month| month.to_lowercase().starts_with(&name))
        .and_then(|at| i16::try_from(at + 1).ok())
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_exactly_as_it_is_remembered() {
        for (typed, expected) in [
            ("2019", Some("2019")),
            ("3/2019", Some("2019-03")),
            ("2019-03", Some("2019-03")),
            ("March 2019", Some("2019-03")),
            ("3/1/2019", Some("2019-03-01")),
            ("1 Mar 2019", Some("2019-03-01")),
            ("13/2019", None),
            ("long ago", None),
        ] {
            assert_eq!(moment(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_told_from_a_date_that_does_not_exist() {
        for typed in ["5/2/84", "05-02-84", "2 May 84", "May 2, 84", "5.2.84 "] {
            assert!(lacks_century(typed), "{typed}");
        }
        for typed in ["5/2/1984", "13/2/84", "2/30/84", "5/2/4", "84", "050284", "", "5/2/", "1984-05-02"] {
            assert!(!lacks_century(typed), "{typed}");
        }
    }

    #[test]
    fn a_birth_date_is_read_in_every_usual_form() {
        let expected = Date::new(1984, 5, 2).ok();
        for typed in
            ["1984-05-02", "5/2/1984", "05/02/1984", "05021984", "2 May 1984", "May 2, 1984", "5.2.1984"]
        {
            assert_eq!(read(typed), expected, "{typed}");
        }
        for typed in ["", "1984", "2/30/1984", "13/2/1984", "5/2/84", "Ma 2, 1984", "1 2 3 4"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
