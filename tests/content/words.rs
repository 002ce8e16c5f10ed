//! How hard a text is to read, after Flesch and Kincaid, and the words that are not to stand in it.

/// The school grade that a text asks for: 0.39 words per sentence + 11.8 syllables per word − 15.59
/// (Kincaid and others, 1975). A text without a full stop is one sentence.
pub fn grade(text: &str) -> f64 {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    if words.is_empty() {
        return 0.0;
    }
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    0.39 * words.len() as f64 / sentences(text) as f64 + 11.8 * syllables as f64 / words.len() as f64 - 15.59
}

/// The sentences of a text, at least one.
fn sentences(text: &str) -> usize {
    let parts = text.split(['.', '?', '!', ':', ';', '\n']);
    parts.filter(|part| part.chars().any(char::is_alphabetic)).count().max(1)
}

/// The syllables of an English word, by its groups of vowels.
pub fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(|c| c.is_ascii_alphabetic()).collect();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut groups = 0;
    let mut before = ' ';
    for c in word.chars() {
        if is_vowel(c) && !is_vowel(before) {
            groups += 1;
        }
        before = c;
    }
    // A silent e at the end: "take", "moved", "eyes"; but not "table", "needed", "doses".
    let ends = |ending: &str| word.len() > ending.len() && word.ends_with(ending);
    let before_end = |offset: usize| word.chars().rev().nth(offset).unwrap_or(' ');
    let is_silent_e = ends("e") && !is_vowel(before_end(1)) && (!ends("le") || is_vowel(before_end(2)));
    let is_silent_ed = ends("ed") && !is_vowel(before_end(2)) && !"td".contains(before_end(2));
    let is_silent_es = ends("es") && !is_vowel(before_end(2)) && !"szcgxh".contains(before_end(2));
    let silent = is_silent_e || is_silent_ed || is_silent_es;
    // Vowels that stand together but are spoken apart, as in "radio"; but not in "-tion".
    let count = |parts: &[&str]| parts.iter().map(|part| word.matches(part).count()).sum::<usize>();
    let apart = count(&["ia", "io", "iu", "eo", "ua"])
        .saturating_sub(count(&["tion", "sion", "cian", "cial", "tial", "quar", "geon", "peop"]));
    (groups + apart).saturating_sub(usize::from(silent && groups > 1)).max(1)
}

/// The school grade that a Spanish text asks for: -0.205 sentences + 0.049 syllables, both in 100 words,
/// − 3.407 (Crawford, 1984). A text without a full stop is one sentence.
pub fn spanish_grade(text: &str) -> f64 {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    if words.is_empty() {
        return 0.0;
    }
    let syllables: usize = words.iter().map(|word| spanish_syllables(word)).sum();
    let hundreds = words.len() as f64 / 100.0;
    -0.205 * sentences(text) as f64 / hundreds + 0.049 * syllables as f64 / hundreds - 3.407
}

/// The syllables of a Spanish word: its vowels, where two that glide together are one.
pub fn spanish_syllables(word: &str) -> usize {
    let word = word.to_lowercase().replace("qu", "q").replace("gue", "ge").replace("gui", "gi");
    let word = match word.strip_suffix('y') {
        Some(before) => format!("{before}i"),
        None => word,
    };
    let is_strong = |c: char| "aeoáéó".contains(c);
    let is_stressed_weak = |c: char| "íú".contains(c);
    let mut count = 0;
    let mut before: Option<char> = None;
    for c in word.chars() {
        let is_vowel = "aeiouáéíóúü".contains(c);
        if is_vowel {
            let apart = before.is_none_or(|before| {
                (is_strong(before) && is_strong(c))
                    || (is_stressed_weak(before) && is_strong(c))
                    || (is_strong(before) && is_stressed_weak(c))
            });
            count += usize::from(apart);
        }
        before = is_vowel.then_some(c);
    }
    count.max(1)
}

/// The text with each of these names, in any case, written as "it", the longest first.
pub fn masked(text: &str, names: &[String]) -> String {
    let mut masked = text.to_owned();
    for name in names {
        let mut from = 0;
        while let Some(at) = masked.get(from..).and_then(|rest| find_word(rest, name)) {
            masked.replace_range(from + at..from + at + name.len(), "it");
            from += at + 2;
        }
    }
    masked
}

fn find_word(text: &str, name: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    lower.match_indices(&name).map(|(at, _)| at).find(|at| {
        let before = lower[..*at].chars().next_back();
        let after = lower[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// The words of a text in lower case.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[test]
fn syllables_are_those_that_are_spoken() {
    for (word, count) in [
        ("the", 1),
        ("take", 1),
        ("table", 2),
        ("tablet", 2),
        ("moved", 1),
        ("needed", 2),
        ("eyes", 1),
        ("doses", 2),
        ("medicine", 3),
        ("infection", 3),
        ("serious", 3),
        ("immune", 2),
        ("radio", 3),
        ("people", 2),
        ("biologic", 4),
        ("special", 2),
        ("you", 1),
        ("TB", 1),
        ("16", 1),
    ] {
        assert_eq!(syllables(word), count, "{word}");
    }
}

#[test]
fn long_words_in_long_sentences_are_harder() {
    assert!(grade("You have a cold. Wait until you are well.") < 3.0);
    let hard = "Immunosuppressive pharmacotherapy necessitates appropriate preliminary investigations, \
        particularly tuberculosis and hepatitis serology.";
    assert!(grade(hard) > 16.0);
    let names = ["tuberculosis".to_owned(), "TB".to_owned()];
    assert_eq!(masked("Tuberculosis, TB and STB", &names), "it, it and STB");
}

#[test]
fn spanish_syllables_are_those_that_are_spoken() {
    for (word, count) in [
        ("tableta", 3),
        ("día", 2),
        ("cuidado", 3),
        ("médico", 3),
        ("aéreo", 4),
        ("sangre", 2),
        ("siguiente", 3),
        ("aquí", 2),
        ("oír", 2),
        ("y", 1),
        ("hoy", 1),
        ("infección", 3),
        ("medicamento", 5),
        ("TB", 1),
    ] {
        assert_eq!(spanish_syllables(word), count, "{word}");
    }
}

#[test]
fn long_spanish_words_in_long_sentences_are_harder() {
    assert!(spanish_grade("Tome la tableta con agua. No la rompa. Llame si se siente mal.") < 4.0);
    let hard = "La administración concomitante de inmunosupresores sistémicos requiere investigaciones \
        preliminares apropiadas, particularmente determinaciones serológicas de hepatitis.";
    assert!(spanish_grade(hard) > 10.0);
}
