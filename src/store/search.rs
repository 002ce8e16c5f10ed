//! Finding a patient while one types: which words of a patient are indexed, and what a query asks for.
//!
//! Letters are compared without case and diacritics. What digits stand for, dates and phone numbers, is in
//! `digits`; slips of typing are in `vocabulary`. Knows no table.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::digits;

/// How many characters of what was typed are read; more are no name.
const LONGEST_TYPED: usize = 200;
/// How many parts of a name are looked for together.
const MOST_WORDS: usize = 8;
/// How many dates are seen in what was typed.
const MOST_DATES: usize = 4;

/// A name without case, diacritics and punctuation, its parts in order: what makes two names equal.
///
/// `Marković, Elena` is turned into `elena markovic`.
pub(super) fn folded_name(name: &str) -> String {
    let parts = |text: &str| folded_words(text).join(" ");
    match name.split_once(',') {
        Some((last, first)) if !last.trim().is_empty() && !first.trim().is_empty() => {
            format!("{} {}", parts(first), parts(last))
        }
        Some(_) | None => parts(name),
    }
}

/// The words by which a name is found: its parts, and what follows an apostrophe.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let mut words = folded_words(name);
    for part in name.split(is_apostrophe).skip(1) {
        words.extend(folded_words(part).into_iter().next());
    }
    words
}

/// All words by which a patient is found, with spaces between.
pub(super) fn index_words(name: &str, birth_date: Option<Date>, phone: Option<&str>) -> String {
    let mut words = name_words(name);
    if let Some(date) = birth_date {
        let (year, month, day) = (date.year(), date.month(), date.day());
        words.push(format!("{year:04}{month:02}{day:02}"));
        words.push(format!("{month:02}{day:02}{year:04}"));
        words.push(format!("{month:02}{day:02}{:02}", year.rem_euclid(100)));
    }
    let digits: String = phone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    for length in [4, 7, 10, digits.len()] {
        if let Some(end) = digits.len().checked_sub(length).and_then(|from| digits.get(from..)) {
            words.push(end.to_owned());
        }
    }
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// One way to read what was typed.
pub(super) struct Reading {
    /// Parts of a name, folded, each whole or the beginning of one.
    pub words: Vec<String>,
    /// What the numbers ask for, each a question in brackets.
    numbers: Vec<String>,
}

/// The ways to read what was typed: as it stands, and with a month and numbers as a date (`May 1984` may be
/// a name and a year too). None when nothing was typed that could be found.
pub(super) fn readings(typed: &str) -> Vec<Reading> {
    let end = typed.char_indices().nth(LONGEST_TYPED).map_or(typed.len(), |(at, _)| at);
    let typed = typed.get(..end).unwrap_or_default();
    let chunks: Vec<&str> = typed.split_whitespace().collect();
    let mut readings: Vec<Reading> = Vec::from_iter(Reading::of(&chunks));
    for (place, date) in digits::dates_with_month_name(&chunks).into_iter().take(MOST_DATES) {
        let before = chunks.get(..place.start).unwrap_or_default();
        let after = chunks.get(place.end..).unwrap_or_default();
        let rest = [Reading::of(before), Reading::of(after)];
        if let [Some(mut reading), Some(after)] = rest {
            reading.words.extend(after.words);
            reading.numbers.extend(after.numbers);
            reading.numbers.extend(digits::any(&date));
            readings.push(reading);
        }
    }
    readings.retain(|reading| !reading.words.is_empty() || !reading.numbers.is_empty());
    readings
}

impl Reading {
    /// `None` when there is a number that can be nothing: no patient has it.
    fn of(chunks: &[&str]) -> Option<Self> {
        let mut reading = Self { words: Vec::new(), numbers: Vec::new() };
        let mut rest = chunks;
        while let Some((chunk, after)) = rest.split_first() {
            let numbers: Vec<&str> =
                rest.iter().copied().take_while(|chunk| digits::is_number(chunk)).collect();
            if numbers.is_empty() {
                reading.words.extend(folded_words(chunk));
                rest = after;
                continue;
            }
            rest = rest.get(numbers.len()..).unwrap_or_default();
            let known: Vec<&str> =
                numbers.into_iter().filter(|chunk| !digits::is_country_code(chunk)).collect();
            if !known.is_empty() {
                reading.numbers.push(digits::any(&digits::numbers(&known))?);
            }
        }
        reading.words.truncate(MOST_WORDS);
        Some(reading)
    }

    /// The question to the index, with what `word` asks for each part of the name, by its position.
    pub(super) fn question(&self, word: impl Fn(usize, &str) -> String) -> String {
        let words = self.words.iter().enumerate().map(|(at, typed)| word(at, typed));
        words.chain(self.numbers.iter().cloned()).collect::<Vec<_>>().join(" AND ")
    }
}

/// What was typed, as questions to the index: the first asks for whole name parts, the second for all but one
/// whole (every Johnson has a part that begins with `John`, and would stand beside John Johnson), the last for
/// beginnings. Empty when nothing was typed that could be found.
pub(super) fn questions(readings: &[Reading]) -> Vec<String> {
    let ask = |ways: fn(&Reading) -> Vec<String>| {
        let all: Vec<String> = readings.iter().flat_map(ways).map(|way| format!("({way})")).collect();
        all.join(" OR ")
    };
    if readings.is_empty() {
        return Vec::new();
    }
    let beginnings = ask(|reading| vec![reading.question(|_, typed| digits::beginning(typed))]);
    let most_words = readings.iter().map(|reading| reading.words.len()).max().unwrap_or(0);
    if most_words == 0 {
        return vec![beginnings];
    }
    let whole = ask(|reading| vec![reading.question(|_, typed| digits::word(typed))]);
    if most_words == 1 {
        return vec![whole, beginnings];
    }
    let all_but_one = |reading: &Reading| {
        let but = |one: usize| {
            let ask =
                |at, typed: &str| if at == one { digits::beginning(typed) } else { digits::word(typed) };
            reading.question(ask)
        };
        (0..reading.words.len().max(1)).map(but).collect()
    };
    vec![whole, ask(all_but_one), beginnings]
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`')
}

/// The words of a text: runs of letters and digits, folded. An apostrophe joins (`O'Brien` is `obrien`).
fn folded_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd() {
        if is_combining_mark(c) || is_apostrophe(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            continue;
        }
        for lower in c.to_lowercase() {
            match spelled_out(lower) {
                Some(letters) => word.push_str(letters),
                // Lower case may bring a mark of its own, as that of the Turkish capital İ does.
                None if is_combining_mark(lower) => {}
                None => word.push(lower),
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Letters that Unicode does not take apart, as they are typed on a US keyboard.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ŋ' => "ng",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Whether a patient of those words is found, by the index itself.
    fn finds(typed: &str, words: &str) -> bool {
        let index = crate::store::digits::tests::index(&[words]);
        questions(&readings(typed)).iter().any(|question| !index(question).is_empty())
    }

    #[test]
    fn a_patient_is_found_by_what_one_would_type() {
        let words = index_words("Elena Marković", Some(date(1984, 5, 2)), Some("(614) 555-0142"));
        let found = [
            "marko",
            "MARKOVIĆ",
            "ma el",
            "elena m",
            "1984-05-02",
            "5/2/1984",
            "05/02/1984",
            "5/2/84",
            "5-2-1984",
            "1984",
            "1984-5",
            "1984-05",
            "5/2",
            "5/",
            "5/2/",
            "05021984",
            "19840502",
            "0142",
            "01",
            "555-0142",
            "5550142",
            "614-555-0142",
            "(614) 555-0142",
            "+1 614 555 0142",
            "elena 5/2/84",
            "e 0142",
            "1984-0",
            "1984-05-0",
            "may 2 1984",
            "2 May, 1984 elena",
            "Elena 02.05.1984",
            "5 2 1984",
            "614-5",
            "614.555.01",
            "(614)555",
            "(614) 5",
            "614 555 01",
            "1-614-555",
            "1 614 555 0142",
            "+1614555",
            "16145550142",
            "555.01",
        ];
        for typed in found {
            assert!(finds(typed, &words), "{typed} in {words}");
        }
        let not_found = [
            "arko",
            "marks",
            "1985",
            "2/5/1984",
            "0143",
            "elena 1985",
            "+1 elenas",
            "",
            "  ",
            "--",
            "142",
            "+1",
            "615-5",
            "1-615",
        ];
        for typed in not_found {
            assert!(!finds(typed, &words), "{typed} in {words}");
        }
    }

    #[test]
    fn names_that_are_months_are_found_as_names_too() {
        for (name, typed) in [
            ("May Lee", "may"),
            ("May Lee", "may lee"),
            ("May Lee", "lee may 5/2/84"),
            ("May Lee", "may 1984"),
            ("May Lee", "may 0142"),
            ("May Lee", "may may 2 1984"),
            ("May Lee", "may 2 1984 may"),
            ("April Marsh", "apr mar"),
            ("June August", "august june may 2"),
            ("Elena Marsh", "may 1984"),
            ("Elena Marsh", "elena 2may1984"),
        ] {
            let words = index_words(name, Some(date(1984, 5, 2)), Some("614 555 0142"));
            assert!(finds(typed, &words), "{typed} in {words}");
        }
        let words = index_words("Elena Marsh", Some(date(1984, 5, 2)), None);
        for typed in ["may", "may lee", "may 2 1985", "may 1985", "june 2", "elena may"] {
            assert!(!finds(typed, &words), "{typed} in {words}");
        }
    }

    #[test]
    fn a_long_paste_makes_a_short_question() {
        let questions = questions(&readings(&"ab ".repeat(100_000)));
        assert!(questions.iter().all(|question| question.len() < 1000));
        assert!(!finds("a\0\"* OR b", &index_words("Ann", None, None)));
    }

    #[test]
    fn letters_of_other_alphabets_and_marks_fold_alike() {
        let pairs = [
            ("Łukasz Żółć", "lukasz zolc"),
            ("Søren Đorđević", "soren dordevic"),
            ("Groß", "GROSS"),
            ("İpek Işık", "ipek isik"),
            ("Ελένη Παπαδοπούλου", "ελενη παπαδοπουλου"),
            ("Юрий", "юрии"),
            ("Marković, Elena", "elena markovic"),
            ("O’Brien", "O'Brien"),
        ];
        for (one, other) in pairs {
            assert_eq!(folded_name(one), folded_name(other), "{one}");
        }
        assert_ne!(folded_name("Lee Kim"), folded_name("Kim Lee"));
    }

    #[test]
    fn part_of_a_name_after_an_apostrophe_or_a_dash_is_found() {
        let words = index_words("Siobhán O'Brien-Jones", None, None);
        for typed in ["obr", "o'brien", "brien", "jones", "siobhan o'b", "brien-jones"] {
            assert!(finds(typed, &words), "{typed} in {words}");
        }
    }
}
