//! The language that a patient reads: typed by its name, kept as a language tag (BCP 47).

/// Languages spoken at home in the United States, most speakers first (American Community Survey): tag, name, and
/// the name in the language itself.
const LANGUAGES: [(&str, &str, &str); 22] = [
    ("en", "English", "English"),
    ("es", "Spanish", "Español"),
    ("zh", "Chinese", "中文"),
    ("tl", "Tagalog", "Tagalog"),
    ("vi", "Vietnamese", "Tiếng Việt"),
    ("ar", "Arabic", "العربية"),
    ("fr", "French", "Français"),
    ("ko", "Korean", "한국어"),
    ("pt", "Portuguese", "Português"),
    ("ru", "Russian", "Русский"),
    ("ht", "Haitian Creole", "Kreyòl"),
    ("hi", "Hindi", "हिन्दी"),
    ("de", "German", "Deutsch"),
    ("pl", "Polish", "Polski"),
    ("it", "Italian", "Italiano"),
    ("uk", "Ukrainian", "Українська"),
    ("ja", "Japanese", "日本語"),
    ("fa", "Persian", "فارسی"),
    ("ur", "Urdu", "اردو"),
    ("so", "Somali", "Soomaali"),
    ("hmn", "Hmong", "Hmoob"),
    ("ase", "American Sign Language", "ASL"),
];

/// The tag of a typed language: its name, the beginning of one of four letters or more, or the tag itself.
pub fn tag(typed: &str) -> Option<&'static str> {
    let typed = typed.trim().to_lowercase();
    let same = |name: &str| name.to_lowercase() == typed;
    let begins = |name: &str| typed.chars().count() >= 4 && name.to_lowercase().starts_with(&typed);
    let found = LANGUAGES.iter().find(|(tag, name, own)| same(tag) || same(name) || same(own));
    found
        .or_else(|| LANGUAGES.iter().find(|(_, name, own)| begins(name) || begins(own)))
        .map(|(tag, ..)| *tag)
}

/// The name of a language; its tag where it is not one of those known here.
pub fn name(tag: &str) -> String {
    LANGUAGES.iter().find(|(known, ..)| *known == tag).map_or(tag, |(_, name, _)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_name_in_english_and_in_itself() {
        for typed in ["Spanish", "spanish", "español", "ES", " span "] {
            assert_eq!(tag(typed), Some("es"), "{typed}");
        }
        assert_eq!(tag("klingon"), None);
        assert_eq!(tag(""), None);
        assert_eq!(name("vi"), "Vietnamese");
        assert_eq!(name("xx"), "xx");
        for (known, english, _) in LANGUAGES {
            assert_eq!(tag(english), Some(known));
        }
    }
}
