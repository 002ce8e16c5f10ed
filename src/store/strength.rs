//! How hard a passphrase would be to guess for somebody who has the file: a hint while it is typed, never a rule.
//!
//! Counts what a guesser does not get for free: not what nearly everybody chooses, not one's own name, not rows of the
//! keyboard and repetitions. It knows no dictionary; four words that do not belong together pass for strong, and
//! so do four that do.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

/// How hard it would be to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Nothing is typed yet.
    Empty,
    /// Little more than what nearly everybody chooses.
    Common,
    /// Little more than one's own name.
    OwnName,
    /// Little more than a row of the keyboard, an alphabet, or one thing again and again.
    Repeated,
    /// Too few signs.
    Short,
    /// Enough against chance, not against patience.
    Fair,
    /// Long.
    Good,
    /// Long, of several words.
    Strong,
}

/// What lists of stolen passphrases begin with, and what lies near at a counter. Longer ones first, so that a part of
/// one is not all that is found of it.
const COMMON: [&str; 34] = [
    "correct horse battery staple",
    "administrator",
    "passphrase",
    "countercheck",
    "pharmacist",
    "basketball",
    "pharmacy",
    "football",
    "baseball",
    "superman",
    "princess",
    "sunshine",
    "whatever",
    "trustno1",
    "starwars",
    "computer",
    "password",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "letmein",
    "welcome",
    "charlie",
    "michael",
    "iloveyou",
    "dragon",
    "monkey",
    "master",
    "shadow",
    "qazwsx",
    "secret",
    "summer",
    "winter",
    "admin",
];

/// Rows that fingers walk along, either way.
const ROWS: [&str; 5] = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// As many signs of a row, or of one sign, in a row are no accident.
const RUN: usize = 4;

/// The hint for what is typed so far, for somebody of that name.
pub fn strength(passphrase: &str, name: &str) -> Strength {
    if passphrase.is_empty() {
        return Strength::Empty;
    }
    // All copies are in room that is taken once and wiped.
    let mut plain = Zeroizing::new(String::with_capacity(passphrase.len() * 3));
    plain.extend(passphrase.chars().flat_map(char::to_lowercase));
    let common = without(&plain, COMMON.into_iter());
    let name = name.to_lowercase();
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() >= 3);
    let nameless = without(&common, parts);
    let walked = without_runs(&nameless);
    let mut different = signs_of(&walked);
    different.sort_unstable();
    different.dedup();
    // Something said again and again is as long as its signs are many, twice over.
    let length = walked.chars().count().min(different.len() * 2);
    let words: BTreeSet<&str> =
        walked.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 3).collect();
    match length {
        16.. if words.len() >= 4 => Strength::Strong,
        16.. => Strength::Good,
        10..=15 => Strength::Fair,
        // Why it is weak: whatever was left out last of what would have been enough.
        _ if plain.chars().count() < 10 && common.len() == plain.len() && nameless.len() == common.len() => {
            Strength::Short
        }
        _ if common.len() < plain.len() => Strength::Common,
        _ if nameless.len() < common.len() => Strength::OwnName,
        _ => Strength::Repeated,
    }
}

/// The text with each of the parts counting as one sign.
fn without<'a>(text: &str, parts: impl Iterator<Item = &'a str>) -> Zeroizing<String> {
    let mut left = Zeroizing::new(text.to_owned());
    for part in parts {
        let mut shorter = Zeroizing::new(String::with_capacity(left.len()));
        for (at, piece) in left.split(part).enumerate() {
            if at > 0 {
                // A sign that nobody types, so that what is left on both sides makes no part of its own.
                shorter.push('\u{1}');
            }
            shorter.push_str(piece);
        }
        left = shorter;
    }
    left
}

fn signs_of(text: &str) -> Zeroizing<Vec<char>> {
    let mut signs = Zeroizing::new(Vec::with_capacity(text.len()));
    signs.extend(text.chars());
    signs
}

/// The text with each walk along a row, and each sign that is held down, counting as its first sign.
fn without_runs(text: &str) -> Zeroizing<String> {
    let signs = signs_of(text);
    let mut left = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = signs.as_slice();
    while let [first, ..] = rest {
        left.push(*first);
        let run = longest_run(rest);
        rest = rest.get(if run >= RUN { run } else { 1 }..).unwrap_or_default();
    }
    left
}

/// How many signs from the first go the same way.
fn longest_run(signs: &[char]) -> usize {
    let goes_on = |step: &dyn Fn(char, char) -> bool| {
        1 + signs.windows(2).take_while(|pair| matches!(pair, [one, two] if step(*one, *two))).count()
    };
    let held = goes_on(&|one, two| one == two);
    let walks = ROWS.iter().flat_map(|row| {
        let next = |one: char, two: char| {
            let mut of_row = row.chars().zip(row.chars().skip(1));
            of_row.any(|pair| pair == (one, two))
        };
        [goes_on(&|one, two| next(one, two)), goes_on(&|one, two| next(two, one))]
    });
    walks.fold(held, usize::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_guesser_tries_first_is_weak_however_long_it_is() {
        let weak = [
            ("", Strength::Empty),
            ("mtbkrz", Strength::Short),
            ("tuvxkrpm", Strength::Short),
            ("Password123", Strength::Common),
            ("P@ssw0rd!2026", Strength::Common),
            ("correct horse battery staple", Strength::Common),
            ("pharmacypharmacypharmacy", Strength::Common),
            ("dana.reyes1984", Strength::OwnName),
            ("qwertyuiopasdfghjkl", Strength::Repeated),
            ("aaaaaaaaaaaaaaaaaaaa", Strength::Repeated),
            ("98765432109876543210", Strength::Repeated),
            ("hahahahahahahahaha", Strength::Repeated),
        ];
        for (typed, expected) in weak {
            assert_eq!(strength(typed, "Dana Reyes, PharmD"), expected, "{typed}");
        }
    }

    #[test]
    fn length_and_words_make_it_stronger() {
        for (typed, expected) in [
            ("marble otter", Strength::Fair),
            ("mT7#kq9!vLpe", Strength::Fair),
            ("mT7#kq9!vLpe2xWz@8", Strength::Good),
            ("seventeen marblestones", Strength::Good),
            ("otter marble kitchen tuba", Strength::Strong),
            ("otter-marble-kitchen-tuba", Strength::Strong),
            ("тихий океан жёлтый зонт", Strength::Strong),
        ] {
            assert_eq!(strength(typed, "Dana Reyes"), expected, "{typed}");
        }
        assert!(strength("otter otter otter otter", "") < Strength::Good);
    }
}
