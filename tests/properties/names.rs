//! How a typed name is compared, written apart from the library.

/// Letters and digits alone, without regard to case.
pub fn letters(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The name, each time with one number (and its unit) or form word less at its end.
pub fn shortened(typed: &str) -> Vec<String> {
    const FORMS: &str = " tablet tablets tab tabs capsule capsules cap caps cream creams ointment ointments gel \
        gels solution solutions injection injections pen pens syringe syringes inhaler inhalers patch patches \
        spray sprays drops er xr xl sr dr odt ";
    const UNITS: &str = " mg mcg g ml % unit units ";
    let is_number = |word: &str| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        word.chars().any(|c| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
    };
    let mut words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let mut names = Vec::new();
    while words.len() > 1 {
        let last = words[words.len() - 1].clone();
        let before = words[words.len() - 2].clone();
        let ratio: Vec<&str> = last.split('/').collect();
        if FORMS.contains(&format!(" {last} ")) || is_number(&last) {
            words.pop();
        } else if UNITS.contains(&format!(" {last} ")) && before.contains('/') && words.len() > 3 {
            // "40 mg/0.8 mL" is one strength in three words.
            words.truncate(words.len() - 3);
        } else if UNITS.contains(&format!(" {last} ")) && is_number(&before) {
            words.truncate(words.len() - 2);
        } else if ratio.len() == 2 && is_number(ratio[0]) && is_number(ratio[1]) {
            words.pop();
        } else {
            break;
        }
        names.push(words.join(" "));
    }
    names
}
