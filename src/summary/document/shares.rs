//! Of 100 people, how many? Counts of groups that were compared, all of one denominator.

use serde::{Deserialize, Serialize};

use super::{Inline, Text};

/// What was counted, and how many of 100 people it was in each group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// What was counted; may be empty.
    pub title: Text,
    /// The groups in the order shown.
    pub rows: Vec<Share>,
}

/// How many of 100 people it was in one group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Which group.
    pub who: Text,
    /// How many of 100 people, in thousandths of one: 8.7 of 100 is 8,700. `None` where it is not known:
    /// then nothing is drawn, since an empty row would read as nobody.
    pub of_hundred: Option<u32>,
    /// The same in words.
    pub count: Text,
    /// How it differs from the group that it is compared with, in words; may be empty.
    pub difference: Text,
}

/// The marks of one row: of [`Marks::ALL`], how many are filled, and whether the next one is in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// People that are counted in whole.
    pub filled: usize,
    /// Whether there is less than one more. It is neither dropped nor made a whole one.
    pub part: bool,
}

impl Marks {
    /// How many marks a row has.
    pub const ALL: usize = 100;
}

impl Share {
    /// What is drawn; `None` where the count is not known.
    pub fn marks(&self) -> Option<Marks> {
        let thousandths = self.of_hundred?.min(100_000);
        let filled = usize::try_from(thousandths / 1000).unwrap_or(Marks::ALL);
        Some(Marks { filled, part: thousandths % 1000 > 0 })
    }

    /// The row as one text, put together of its own words. It stands beside the marks and says all that they
    /// show, since a page without marks and a reader that speaks have nothing else.
    pub fn text(&self) -> Text {
        let mut all = Text::new();
        for (before, piece) in [("", &self.who), (": ", &self.count), (", ", &self.difference)] {
            if piece.iter().all(is_blank) {
                continue;
            }
            if !all.is_empty() {
                all.push(Inline::words(before));
            }
            all.extend(piece.iter().cloned());
        }
        all
    }
}

fn is_blank(inline: &Inline) -> bool {
    matches!(inline, Inline::Words { text, .. } if text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(of_hundred: Option<u32>) -> Share {
        Share { who: Text::new(), of_hundred, count: Text::new(), difference: Text::new() }
    }

    #[test]
    fn what_is_less_than_one_is_neither_nobody_nor_somebody_and_what_is_not_known_has_no_marks() {
        let marks = |thousandths| share(Some(thousandths)).marks().unwrap();
        assert_eq!(marks(0), Marks { filled: 0, part: false });
        assert_eq!(marks(300), Marks { filled: 0, part: true });
        assert_eq!(marks(8_700), Marks { filled: 8, part: true });
        assert_eq!(marks(100_000), Marks { filled: 100, part: false });
        assert_eq!(marks(u32::MAX), Marks { filled: 100, part: false });
        assert_eq!(share(None).marks(), None);
    }

    #[test]
    fn a_row_without_a_difference_ends_with_its_count() {
        let words = |who: &str, count: &str, difference: &str| {
            let [who, count, difference] = [who, count, difference].map(super::super::text);
            let row = Share { who, of_hundred: None, count, difference };
            row.text()
                .iter()
                .map(|inline| match inline {
                    Inline::Words { text, .. } => text.clone(),
                    Inline::CheckBox | Inline::Blank { .. } | Inline::Sign(_) => String::new(),
                })
                .collect::<String>()
        };
        assert_eq!(words("Cream", "2 of 100", "1 more"), "Cream: 2 of 100, 1 more");
        assert_eq!(words("Cream", "2 of 100", ""), "Cream: 2 of 100");
        assert_eq!(words("", "2 of 100", ""), "2 of 100");
    }
}
