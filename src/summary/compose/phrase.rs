//! How are words put together? Templates filled in, lists, capitals, days.
//!
//! Nothing here knows a page or a patient.

use jiff::civil::Date;

use super::words::Words;
use crate::content::phrase::listed;

/// A template with its places filled in.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => text.push_str(value),
            // Not ours: left as it stands, like the page number's places.
            None => text.extend(["{", name, "}"]),
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// The text as the middle of a sentence: without a capital, unless its first word is an
/// abbreviation ("TB", "eGFR", "CYP2C19").
pub(super) fn inside(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let word_ends = |c: char| !c.is_alphabetic();
    let abbreviation = match chars.clone().next() {
        None => true,
        Some(second) if word_ends(second) => first != 'A',
        Some(_) => {
            let word = chars.as_str().split(|c: char| c.is_whitespace()).next().unwrap_or_default();
            word.chars().any(|c| c.is_uppercase() || c.is_ascii_digit())
        }
    };
    if abbreviation { text.to_owned() } else { first.to_lowercase().chain(chars).collect() }
}

impl Words {
    /// A day in full: "2 May 1984".
    pub(super) fn day(&self, date: Date) -> String {
        let (day, year) = (date.day().to_string(), date.year().to_string());
        fill(self.frame.day, &[("day", &day), ("month", self.month(date)), ("year", &year)])
    }

    /// A day with a short month: "2 May 1984", "25 Nov 2026".
    pub(super) fn short_day(&self, date: Date) -> String {
        let month: String = self.month(date).chars().take(3).collect();
        format!("{} {month} {}", date.day(), date.year())
    }

    /// A month: "March 2019".
    pub(super) fn month_of_year(&self, year: i16, month: i8) -> String {
        let (first, year) = (Date::new(year, month, 1), year.to_string());
        match first {
            Ok(date) => fill(self.frame.month, &[("month", self.month(date)), ("year", &year)]),
            Err(_) => year,
        }
    }

    fn month(&self, date: Date) -> &'static str {
        let at = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        self.months.get(at).copied().unwrap_or_default()
    }

    /// A list as the language ends it: "a, b and c".
    pub(super) fn list(&self, items: &[impl AsRef<str>]) -> String {
        listed(items, self.language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::language::Language;
    use jiff::civil::date;

    #[test]
    fn days_read_as_on_paper() {
        let words = Language::English.words();
        assert_eq!(words.day(date(2026, 11, 25)), "25 November 2026");
        assert_eq!(words.day(date(1984, 5, 2)), "2 May 1984");
        assert_eq!(words.short_day(date(2026, 9, 3)), "3 Sep 2026");
    }

    #[test]
    fn typed_braces_are_never_filled_in_and_foreign_places_stay() {
        assert_eq!(fill("a {x} b", &[("x", "{y} {")]), "a {y} { b");
        assert_eq!(fill("{page} of {n}", &[("n", "2")]), "{page} of 2");
        assert_eq!(fill("open {", &[]), "open {");
    }

    #[test]
    fn only_words_lose_their_capital_inside_of_a_sentence() {
        for (title, expected) in [
            ("Current or past smoker", "current or past smoker"),
            ("A condition that", "a condition that"),
            ("TB treated before", "TB treated before"),
            ("HIV: not studied", "HIV: not studied"),
            ("eGFR 15 to 29", "eGFR 15 to 29"),
            ("CYP2C19 poor", "CYP2C19 poor"),
            ("65 years or older", "65 years or older"),
            ("", ""),
        ] {
            assert_eq!(inside(title), expected);
        }
    }

    #[test]
    fn a_language_says_days_months_and_lists_in_its_own_way() {
        let words = Language::Spanish.words();
        assert_eq!(words.day(date(1984, 5, 2)), "2 de mayo de 1984");
        assert_eq!(words.month_of_year(2019, 3), "marzo de 2019");
        assert_eq!(words.list(&["a", "b", "c"]), "a, b y c");
        assert_eq!(Language::English.words().list(&["a", "b", "c"]), "a, b and c");
    }
}
