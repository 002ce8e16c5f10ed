//! Finding a patient while one types: which words of a patient are indexed, and what a query asks for.
//!
//! Letters are compared without case and diacritics. A date is found as `1984-05-02`, `5/2/1984`, `5/2/84`
//! or the beginning of any of them (month first, as in the US), a phone by its last four or seven digits
//! or the whole. Knows no table.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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

/// All words by which a patient is found, with spaces between.
pub(super) fn index_words(name: &str, birth_date: Option<Date>, phone: Option<&str>) -> String {
    let mut words = folded_words(name);
    for part in name.split(is_apostrophe).skip(1) {
        words.extend(folded_words(part).into_iter().next());
    }
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

/// What was typed, as questions to the index: the first asks for whole name parts, the second for
/// beginnings. Empty when nothing was typed that could be found.
pub(super) fn questions(typed: &str) -> Vec<String> {
    let mut whole = Vec::new();
    let mut beginnings = Vec::new();
    let mut has_name = false;
    for chunk in typed.split_whitespace() {
        if is_number_like(chunk) {
            let starts = number_starts(chunk);
            if !starts.is_empty() {
                let any: Vec<String> = starts.iter().map(|start| format!("\"{start}\"*")).collect();
                let any = format!("({})", any.join(" OR "));
                whole.push(any.clone());
                beginnings.push(any);
            }
            continue;
        }
        for word in folded_words(chunk) {
            has_name = true;
            whole.push(format!("\"{word}\""));
            beginnings.push(format!("\"{word}\"*"));
        }
    }
    if beginnings.is_empty() {
        return Vec::new();
    }
    let mut questions = Vec::new();
    if has_name {
        questions.push(whole.join(" AND "));
    }
    questions.push(beginnings.join(" AND "));
    questions
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

fn is_number_like(chunk: &str) -> bool {
    chunk.contains(|c: char| c.is_ascii_digit())
        && chunk.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '(' | ')' | '+' | ','))
}

/// The beginnings of indexed digits that a date or a phone number stands for; none for a country code.
fn number_starts(chunk: &str) -> Vec<String> {
    let groups: Vec<&str> =
        chunk.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let open = chunk.ends_with(['-', '/', '.']);
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let padded = |group: &str| format!("{group:0>2}");
    match (groups.as_slice(), lengths.as_slice()) {
        (["1"], _) if chunk.starts_with('+') => Vec::new(),
        ([year, month], [4, 1 | 2]) => day_or_month(year, month, open),
        ([year, month, day], [4, 1 | 2, 1 | 2]) => {
            day_or_month(&format!("{year}{}", padded(month)), day, open)
        }
        ([month], [1]) if open => vec![padded(month)],
        ([month, day], [1 | 2, 1 | 2]) => day_or_month(&padded(month), day, open),
        ([month, day, year], [1 | 2, 1 | 2, 1..=4]) => {
            vec![format!("{}{}{year}", padded(month), padded(day))]
        }
        _ => vec![groups.concat()],
    }
}

/// A last group of one digit may be a whole day or month, or the first half of one.
fn day_or_month(before: &str, group: &str, open: bool) -> Vec<String> {
    let whole = format!("{before}{group:0>2}");
    if group.len() == 2 || open { vec![whole] } else { vec![whole, format!("{before}{group}")] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn finds(typed: &str, words: &str) -> bool {
        // The index's own rule: every AND part has a word that is equal to it or begins with it.
        let has = |part: &str| {
            let part = part.trim_matches(['(', ')']);
            words.split(' ').any(|word| match part.strip_suffix('*') {
                Some(start) => word.starts_with(start.trim_matches('"')),
                None => word == part.trim_matches('"'),
            })
        };
        let any = |part: &str| part.split(" OR ").any(has);
        questions(typed).iter().any(|question| question.split(" AND ").all(any))
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
        ];
        for typed in found {
            assert!(finds(typed, &words), "{typed} in {words}");
        }
        let not_found =
            ["arko", "marks", "1985", "2/5/1984", "0143", "elena 1985", "+1 elenas", "", "  ", "--", "142"];
        for typed in not_found {
            assert!(!finds(typed, &words), "{typed} in {words}");
        }
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
