//! How a phrase of the content begins when it opens a line.

/// The text with a capital first letter, but for abbreviations that have none ("eGFR").
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(_), Some(second)) if second.is_uppercase() => text.to_owned(),
        (Some(first), _) => first.to_uppercase().chain(chars).collect(),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::capitalized;

    #[test]
    fn a_line_begins_with_a_capital_but_an_abbreviation_stays_as_it_is() {
        assert_eq!(capitalized("carbamazepine: too weak"), "Carbamazepine: too weak");
        assert_eq!(capitalized("élan"), "Élan");
        assert_eq!(capitalized("eGFR under 15"), "eGFR under 15");
        assert_eq!(capitalized(""), "");
    }
}
