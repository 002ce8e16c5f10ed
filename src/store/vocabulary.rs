//! Which name is near to one that was typed with a slip: the words of all names, in memory.
//!
//! Near is what one slip makes of it, two from eight letters on: a letter too few, too many or wrong, or two
//! that changed places. What is typed may be the beginning of a word as well. There are far fewer words than
//! patients, and most are ruled out by their letters, without reading them. Knows no table.

use std::cmp::Reverse;

/// How many near words are asked for in the place of one.
const MOST: usize = 20;
/// From how many letters on a second slip is forgiven.
const LETTERS_OF_TWO_SLIPS: usize = 8;
/// Fewer letters are near to too much.
const FEWEST_LETTERS: usize = 3;

/// The distinct words of all names.
pub(super) struct Vocabulary {
    words: Vec<Word>,
    /// The row of the last patient whose name is in here.
    pub last_row: i64,
}

struct Word {
    /// One bit for each letter that it has.
    mask: u64,
    letters: Box<[char]>,
    /// How many patients have it, about: nobody is taken off.
    patients: u32,
}

/// What there is for a typed word.
pub(super) struct Near {
    /// Whether there is a word that is it or begins with it.
    pub is_known: bool,
    /// Whole words that are one slip away.
    pub nearest: Vec<String>,
    /// All that are near, the nearest first, then the most frequent, not more than a question can hold.
    pub all: Vec<String>,
}

impl Vocabulary {
    /// Without words yet, of the patients up to that row.
    pub(super) fn up_to(last_row: i64) -> Self {
        Self { words: Vec::new(), last_row }
    }

    /// Adds a word that is not in it yet, as read from the index.
    pub(super) fn add(&mut self, word: &str, patients: u32) {
        // Dates and phone numbers are no names.
        if word.starts_with(|c: char| !c.is_ascii_digit()) {
            let letters: Box<[char]> = word.chars().collect();
            self.words.push(Word { mask: mask(&letters), letters, patients });
        }
    }

    /// Learns the words of one more name.
    pub(super) fn learn(&mut self, words: &[String]) {
        for word in words {
            let letters: Vec<char> = word.chars().collect();
            let mask = mask(&letters);
            match self.words.iter_mut().find(|known| known.mask == mask && *known.letters == *letters) {
                Some(known) => known.patients = known.patients.saturating_add(1),
                None => self.add(word, 1),
            }
        }
    }

    /// The words near to what was typed. Three letters are near to too much: they are looked at only when
    /// `is_last_resort`, and then only with whole words.
    pub(super) fn near(&self, typed: &str, is_last_resort: bool) -> Near {
        let typed: Vec<char> = typed.chars().collect();
        let wanted = mask(&typed);
        let slips = match typed.len() {
            LETTERS_OF_TWO_SLIPS.. => 2,
            length if length > FEWEST_LETTERS || (length == FEWEST_LETTERS && is_last_resort) => 1,
            _ => 0,
        };
        let is_digit = typed.first().is_some_and(char::is_ascii_digit);
        let mut near = Near { is_known: is_digit, nearest: Vec::new(), all: Vec::new() };
        let mut found: Vec<(usize, Reverse<u32>, &Word)> = Vec::new();
        for word in &self.words {
            let missing = (wanted & !word.mask).count_ones() as usize;
            if missing > slips || word.letters.len() + slips < typed.len() {
                continue;
            }
            if word.letters.starts_with(&typed) {
                near.is_known = true;
            } else if let Some(distance) = distance(&typed, &word.letters, slips) {
                found.push((distance, Reverse(word.patients), word));
            }
        }
        if typed.len() == FEWEST_LETTERS {
            found.retain(|(distance, ..)| *distance == WHOLE_WORD_ONE_SLIP);
        }
        // The word itself makes the order the same in every run.
        found.sort_unstable_by(|one, other| {
            (one.0, one.1, &one.2.letters).cmp(&(other.0, other.1, &other.2.letters))
        });
        found.truncate(MOST);
        let text = |word: &Word| word.letters.iter().collect::<String>();
        let nearest = found.iter().take_while(|(distance, ..)| *distance == WHOLE_WORD_ONE_SLIP);
        near.nearest = nearest.map(|(.., word)| text(word)).collect();
        near.all = found.iter().map(|(.., word)| text(word)).collect();
        near
    }
}

const WHOLE_WORD_ONE_SLIP: usize = 2;

/// How far a word is from what was typed: twice the slips, and one more when only its beginning is near.
fn distance(typed: &[char], word: &[char], most: usize) -> Option<usize> {
    (1..=most).find_map(|slips| {
        if is_within(typed, word, slips, End::OfWord) {
            Some(2 * slips)
        } else if is_within(typed, word, slips, End::Anywhere) {
            Some(2 * slips + 1)
        } else {
            None
        }
    })
}

/// Where in the word what was typed may end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    OfWord,
    Anywhere,
}

/// Whether at most so many slips lead from one to the other.
fn is_within(typed: &[char], word: &[char], slips: usize, end: End) -> bool {
    // Letters that agree are never part of a slip that could not stand after them as well.
    let equal = typed.iter().zip(word).take_while(|(one, other)| one == other).count();
    let (typed, word) = (typed.get(equal..).unwrap_or_default(), word.get(equal..).unwrap_or_default());
    if typed.is_empty() && (word.is_empty() || end == End::Anywhere) {
        return true;
    }
    let Some(left) = slips.checked_sub(1) else { return false };
    if word.len() + slips < typed.len() || (end == End::OfWord && typed.len() + slips < word.len()) {
        return false;
    }
    match (typed, word) {
        ([], []) => true,
        ([], [_, word @ ..]) => is_within(typed, word, left, end),
        ([_, typed @ ..], []) => is_within(typed, word, left, end),
        ([one, less_typed @ ..], [other, less_word @ ..]) => {
            let is_swapped = match (less_typed, less_word) {
                ([two, typed @ ..], [second, word @ ..]) => {
                    one == second && two == other && is_within(typed, word, left, end)
                }
                _ => false,
            };
            is_swapped
                || is_within(less_typed, less_word, left, end)
                || is_within(less_typed, word, left, end)
                || is_within(typed, less_word, left, end)
        }
    }
}

/// A bit for each letter; those of other alphabets share bits, which only makes less be ruled out.
fn mask(letters: &[char]) -> u64 {
    letters.iter().fold(0, |mask, letter| mask | 1u64 << (u32::from(*letter) % u64::BITS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::up_to(0);
        for word in words {
            vocabulary.add(word, 1);
        }
        vocabulary
    }

    #[test]
    fn one_slip_is_forgiven_and_two_in_a_long_word() {
        let known = ["elena", "markovic", "smith", "smithson", "nguyen", "kim", "юрии", "19840502"];
        let vocabulary = vocabulary(&known);
        for (typed, nearest) in [
            ("elna", "elena"),
            ("eleena", "elena"),
            ("elema", "elena"),
            ("leena", "elena"),
            ("lena", "elena"),
            ("xlena", "elena"),
            ("smiht", "smith"),
            ("nguyne", "nguyen"),
            ("юири", "юрии"),
        ] {
            let near = vocabulary.near(typed, false);
            assert_eq!(near.nearest.first().map(String::as_str), Some(nearest), "{typed}");
            assert!(!near.is_known, "{typed}");
        }
        assert_eq!(vocabulary.near("mrakovci", false).all, ["markovic"]);
        assert_eq!(vocabulary.near("makrov", false).all, ["markovic"], "the beginning has the slip");
        assert_eq!(vocabulary.near("smitz", false).all, ["smith", "smithson"], "the whole word first");
        assert!(vocabulary.near("elnaa", false).all.is_empty(), "two slips in a short word");
        assert!(vocabulary.near("kin", false).all.is_empty());
        assert_eq!(vocabulary.near("kin", true).all, ["kim"], "three letters as the last resort");
        assert!(vocabulary.near("smit", false).is_known);
        assert!(vocabulary.near("1984", false).all.is_empty());
    }

    #[test]
    fn the_most_frequent_of_many_near_words_are_kept() {
        let mut vocabulary = Vocabulary::up_to(0);
        for letter in 'a'..='z' {
            vocabulary.add(&format!("mar{letter}x"), 1);
        }
        vocabulary.learn(&["marzx".to_owned()]);
        let near = vocabulary.near("marx", false);
        assert_eq!((near.all.len(), near.all.first().map(String::as_str)), (MOST, Some("marzx")));
    }

    /// The textbook table of the distance with swapped neighbors, of every beginning of `word`.
    fn table(typed: &[char], word: &[char]) -> Vec<usize> {
        let mut d = vec![vec![0; word.len() + 1]; typed.len() + 1];
        for i in 0..=typed.len() {
            for j in 0..=word.len() {
                if i == 0 || j == 0 {
                    d[i][j] = i + j;
                    continue;
                }
                let other = usize::from(typed[i - 1] != word[j - 1]);
                d[i][j] = (d[i - 1][j - 1] + other).min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                if i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1] {
                    d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
                }
            }
        }
        d[typed.len()].clone()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]
        #[test]
        fn the_distance_is_that_of_the_textbook(typed in "[abc]{0,9}", word in "[abc]{0,9}") {
            let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
            let table = table(&typed, &word);
            for slips in 0..=2 {
                prop_assert_eq!(is_within(&typed, &word, slips, End::OfWord), table[word.len()] <= slips);
                let nearest = table.iter().min().copied().unwrap_or_default();
                prop_assert_eq!(is_within(&typed, &word, slips, End::Anywhere), nearest <= slips);
            }
        }
    }
}
