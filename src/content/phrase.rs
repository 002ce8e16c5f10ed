//! How is a phrase of the content put into a line: with a capital at its beginning, or as one of a list?

use super::language::Language;

/// The text with a capital first letter, but for abbreviations that have none ("eGFR").
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(_), Some(second)) if second.is_uppercase() => text.to_owned(),
        (Some(first), _) => first.to_uppercase().chain(chars).collect(),
        (None, _) => String::new(),
    }
}

/// "a", "a and b", "a, b and c".
pub fn listed(items: &[impl AsRef<str>], language: Language) -> String {
    let names: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} {} {last}", before.join(", "), and_before(last, language)),
    }
}

/// The word for "and". In Spanish it is "e" before the sound of an i, but for the diphthong of "hierro".
fn and_before(next: &str, language: Language) -> &'static str {
    match language {
        Language::English => "and",
        Language::Spanish => {
            let next = next.to_lowercase();
            let begins = |letters: &[&str]| letters.iter().any(|letters| next.starts_with(letters));
            if begins(&["i", "í", "hi", "hí"]) && !begins(&["hie", "hia", "io", "ia"]) { "e" } else { "y" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_with_and_as_the_language_has_it() {
        assert_eq!(listed(&["a", "b", "c"], Language::English), "a, b and c");
        assert_eq!(listed(&["a"], Language::Spanish), "a");
        assert_eq!(listed(&[] as &[&str], Language::Spanish), "");
        assert_eq!(listed(&["riñón", "hígado"], Language::Spanish), "riñón e hígado");
        assert_eq!(listed(&["fiebre", "infecciones"], Language::Spanish), "fiebre e infecciones");
        assert_eq!(listed(&["agua", "hierro"], Language::Spanish), "agua y hierro");
    }

    #[test]
    fn a_line_begins_with_a_capital_but_an_abbreviation_stays_as_it_is() {
        assert_eq!(capitalized("carbamazepine: too weak"), "Carbamazepine: too weak");
        assert_eq!(capitalized("élan"), "Élan");
        assert_eq!(capitalized("eGFR under 15"), "eGFR under 15");
        assert_eq!(capitalized(""), "");
    }
}
