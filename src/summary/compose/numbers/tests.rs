//! How counts and differences read.

use proptest::prelude::*;

use super::*;
use crate::content::language::Language;

fn said() -> &'static NumberWords {
    &Language::English.words().numbers
}

#[test]
fn a_count_is_whole_people_or_the_two_numbers_that_it_lies_between() {
    for (of, expected) in [
        (None, "not known"),
        (Some(0), "0 of 100"),
        (Some(300), "fewer than 1 of 100"),
        (Some(999), "fewer than 1 of 100"),
        (Some(1_000), "1 of 100"),
        (Some(12_400), "12 to 13 of 100"),
        (Some(48_000), "48 of 100"),
        (Some(100_000), "100 of 100"),
    ] {
        assert_eq!(count(said(), of), expected);
    }
}

#[test]
fn a_difference_is_told_in_people_and_never_as_none() {
    for (difference, expected) in [
        (40_000, "40 more than without it"),
        (4_500, "4 to 5 more than without it"),
        (500, "less than 1 more than without it"),
        (0, "the same"),
        (-500, "less than 1 fewer than without it"),
        (-2_000, "2 fewer than without it"),
    ] {
        assert_eq!(differs(said(), difference), expected);
    }
}

proptest! {
    #[test]
    fn prop_the_marks_are_the_number_that_the_words_say(of in 0..=100_000_i64) {
        let arm = Arm { words: None, of: Some(of), difference: None };
        let share = share(&Teller::new(Language::English), &arm);
        let marks = share.marks().unwrap();
        let expected = match (marks.filled, marks.part) {
            (0, true) => "fewer than 1 of 100".to_owned(),
            (filled, true) => format!("{filled} to {} of 100", filled + 1),
            (filled, false) => format!("{filled} of 100"),
        };
        prop_assert_eq!(share.count, vec![Inline::bold(expected)]);
    }
}
