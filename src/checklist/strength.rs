//! What does the strength of a prescription say, as a pharmacist types it?
//!
//! "15 mg twice daily", "1.5 % cream, 60 g a week", "600 mg, then 300 mg every 2 weeks". Reads what
//! stands there and knows no drug; whether it fits a patient is asked in `safety::prescribed`.

use crate::content::decimal::Decimal;
use crate::content::dose::{GramsOver, Quantity, Unit};

/// A strength as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The amounts, in the order written: of tablets, shots, or a cream.
    pub portions: Vec<Portion>,
    /// Whether the amounts are taken together: "15 mg + 30 mg".
    pub together: bool,
    /// Times a day.
    pub a_day: u32,
    /// Weeks between shots.
    pub every_weeks: Option<u16>,
    /// Days of one round: 7 for "a week", 14 for "every 2 weeks".
    pub round_days: Option<u32>,
    /// Days in all: "for 14 days", "30-day supply".
    pub lasts_days: Option<u32>,
    /// Grams of a cream.
    grams: Option<Decimal>,
    /// Tubes of so many grams.
    tubes: u32,
    /// Tablets or shots whose amount has not come yet.
    pending: u32,
    /// All words, in lower case.
    words: Vec<String>,
}

/// So many tablets or shots of one amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// The amount of one.
    pub one: Quantity,
    /// How many at a time.
    pub count: u32,
}

impl Portion {
    /// All of it: 600 mg for 2 × 300 mg. A cream is not counted.
    pub fn total(self) -> Quantity {
        match self.one.unit {
            Unit::Percent | Unit::MilligramsPerMilliliter => self.one,
            Unit::Milligrams | Unit::Micrograms => self.one.times(self.count),
        }
    }
}

impl Read {
    /// Whether the words of a phrase stand there one after the other.
    pub fn says(&self, phrase: &str) -> bool {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        self.words.windows(wanted.len().max(1)).any(|found| found.iter().eq(wanted.iter()))
    }

    /// Whether it says more than what is in the box: how many, or how often.
    pub fn has_directions(&self) -> bool {
        self.every_weeks.is_some()
            || self.portions.len() > 1
            || self.portions.iter().any(|portion| portion.count > 1)
    }

    /// The grams with their time, as they were read: "60 g in 7 days".
    pub fn amount_in_words(&self) -> Option<String> {
        let grams = self.grams?;
        let tubes = if self.tubes > 1 { format!("{} × ", self.tubes) } else { String::new() };
        let time = match self.round_days.or(self.lasts_days) {
            Some(1) => " a day".to_owned(),
            Some(days) => format!(" in {days} days"),
            None => String::new(),
        };
        Some(format!("{tubes}{grams} g{time}"))
    }

    /// Whether the grams are more than any of these amounts over their times; `None` when that can't be
    /// told, because the time is not said.
    pub fn grams_over(&self, at_most: &[GramsOver]) -> Option<bool> {
        let grams = self.grams?.thousandths().saturating_mul(i64::from(self.tubes));
        let Some(days) = self.round_days.or(self.lasts_days) else {
            // One tube that is within a limit needs no time.
            let largest = at_most.iter().map(|most| i64::from(most.grams) * 1000).max()?;
            return (grams <= largest).then_some(false);
        };
        Some(!at_most.iter().any(|most| {
            let one = i64::from(most.grams) * 1000;
            let within = grams.saturating_mul(i64::from(most.days)) <= one.saturating_mul(i64::from(days));
            // Whole tubes, or a part of one: 100 g in 12 days is no more a week than 60 g, but one
            // tube of 100 g is for 14 days.
            within && (grams <= one || grams % one == 0)
        }))
    }
}

/// Reads a strength as it was typed.
pub fn read(text: &str) -> Read {
    let tokens = tokens(text);
    let mut read = Read { a_day: 1, tubes: 1, pending: 1, ..Read::default() };
    read.words = tokens.iter().filter_map(Token::word).map(ToOwned::to_owned).collect();
    let mut at = 0;
    while at < tokens.len() {
        let rest = tokens.get(at..).unwrap_or_default();
        at += amount(rest, &mut read).or_else(|| time(rest, &mut read)).unwrap_or(1);
    }
    // "15 mg, 2 tablets daily": the count came after its amount.
    let pending = read.pending;
    if let Some(last) = read.portions.last_mut()
        && last.count == 1
    {
        last.count = pending;
    }
    read
}

/// A number, a word, or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Number(Decimal),
    Word(String),
    Sign(char),
}

impl Token {
    fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Number(_) | Self::Sign(_) => None,
        }
    }

    fn is(&self, words: &[&str]) -> bool {
        self.word().is_some_and(|word| words.contains(&word))
    }

    /// A number, also in letters.
    fn number(&self) -> Option<Decimal> {
        let whole = match self {
            Self::Number(number) => return Some(*number),
            Self::Word(word) => match word.as_str() {
                "a" | "an" | "one" | "each" => 1,
                "two" | "other" => 2,
                "three" => 3,
                "four" => 4,
                "five" => 5,
                "six" => 6,
                "seven" => 7,
                "eight" => 8,
                _ => return None,
            },
            Self::Sign(_) => return None,
        };
        Some(Decimal::from_thousandths(whole * 1000))
    }

    fn whole(&self) -> Option<u32> {
        let thousandths = self.number()?.thousandths();
        (thousandths % 1000 == 0).then(|| u32::try_from(thousandths / 1000).ok()).flatten()
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let digit_ahead = |next: Option<&char>| next.is_some_and(char::is_ascii_digit);
        if c.is_ascii_digit() || c == '.' && digit_ahead(chars.peek()) {
            let mut number = String::from(c);
            loop {
                match chars.peek() {
                    Some(next) if next.is_ascii_digit() => number.push(*next),
                    Some('.') if !number.contains('.') => {
                        let mut ahead = chars.clone();
                        ahead.next();
                        if !digit_ahead(ahead.peek()) {
                            break;
                        }
                        number.push('.');
                    }
                    _ => break,
                }
                chars.next();
            }
            match Decimal::parse(&number) {
                Ok(number) => tokens.push(Token::Number(number)),
                // Too long or too fine to be a strength: a word that nothing matches.
                Err(_) => tokens.push(Token::Word(number)),
            }
        } else if c.is_alphabetic() {
            let mut word: String = c.to_lowercase().collect();
            while let Some(next) = chars.next_if(|next| next.is_alphabetic()) {
                word.extend(next.to_lowercase());
            }
            tokens.push(Token::Word(word));
        } else if matches!(c, '%' | '/' | '+' | '&' | '×' | '-' | '#') {
            tokens.push(Token::Sign(c));
        }
    }
    tokens
}

const GRAMS: [&str; 5] = ["g", "gm", "gms", "gram", "grams"];
const MILLIGRAMS: [&str; 4] = ["mg", "mgs", "milligram", "milligrams"];
const MICROGRAMS: [&str; 4] = ["mcg", "ug", "µg", "μg"];
const PIECES: [&str; 14] = [
    "tablet", "tablets", "tab", "tabs", "capsule", "capsules", "pill", "pills", "pen", "pens", "syringe",
    "syringes", "shot", "shots",
];
/// More tablets than this are what is dispensed, not what is taken at a time.
const MOST_AT_A_TIME: u32 = 4;

/// An amount at the beginning: how many tokens it takes.
fn amount(tokens: &[Token], read: &mut Read) -> Option<usize> {
    let (first, rest) = tokens.split_first()?;
    if matches!(first, Token::Sign('+' | '&')) || first.is(&["plus", "and"]) {
        let second = rest.first()?;
        if matches!(second, Token::Number(_)) && !read.portions.is_empty() {
            read.together = true;
        }
        return Some(1);
    }
    // "2 tablets", "two 15 mg tablets", "2 x 15 mg"
    if let Some(count) = first.whole().filter(|count| (1..=MOST_AT_A_TIME).contains(count)) {
        let of_pieces = rest.first().is_some_and(|next| next.is(&PIECES));
        let times = rest.first().is_some_and(|next| *next == Token::Sign('×') || next.is(&["x"]));
        let tubes = rest.first().is_some_and(|next| next.is(&["tube", "tubes"]));
        let before = |at: usize, units: &[&str]| {
            matches!(rest.get(at), Some(Token::Number(_)))
                && rest.get(at + 1).is_some_and(|unit| unit.is(units))
        };
        if tubes || before(0, &GRAMS) || times && before(1, &GRAMS) {
            read.tubes = count;
            return Some(if tubes || times { 2 } else { 1 });
        }
        let before_amount = before(0, &MILLIGRAMS);
        if of_pieces || times || before_amount {
            read.pending = count;
            return Some(if of_pieces || times { 2 } else { 1 });
        }
    }
    // "60 g tube x 2", "300 mg pen x 2"
    if first.is(&["x"]) || *first == Token::Sign('×') {
        let count = rest.first()?.whole()?;
        match read.portions.last_mut() {
            _ if read.grams.is_some() => read.tubes = count,
            Some(last) if count <= MOST_AT_A_TIME => last.count = count,
            Some(_) | None => return None,
        }
        return Some(2);
    }
    let Token::Number(number) = first else { return None };
    let unit = rest.first()?;
    let count = read.pending;
    let portion = |number: Decimal, unit: Unit| Portion { one: Quantity { number, unit }, count };
    if unit == &Token::Sign('%') || unit.is(&["percent"]) {
        read.portions.push(portion(*number, Unit::Percent));
        read.pending = 1;
        return Some(2);
    }
    if unit.is(&GRAMS) {
        read.grams = Some(*number);
        return Some(2);
    }
    if unit.is(&MICROGRAMS) {
        read.portions.push(portion(*number, Unit::Micrograms));
        read.pending = 1;
        return Some(2);
    }
    if !unit.is(&MILLIGRAMS) {
        return None;
    }
    let (unit, taken) = match (rest.get(1), rest.get(2), rest.get(3)) {
        (Some(Token::Sign('/')), Some(per), _) if per.is(&["ml"]) => (Unit::MilligramsPerMilliliter, 4),
        // 15 mg in a gram are 1.5 %.
        (Some(Token::Sign('/')), Some(per), _) if per.is(&GRAMS) => {
            let percent = Decimal::from_thousandths(number.thousandths() / 10);
            read.portions.push(portion(percent, Unit::Percent));
            read.pending = 1;
            return Some(4);
        }
        // "300 mg/2 mL" is a shot of 300 mg.
        (Some(Token::Sign('/')), Some(Token::Number(_)), Some(per)) if per.is(&["ml"]) => {
            (Unit::Milligrams, 5)
        }
        _ => (Unit::Milligrams, 2),
    };
    read.portions.push(portion(*number, unit));
    read.pending = 1;
    Some(taken)
}

/// A time at the beginning: how many tokens it takes.
fn time(tokens: &[Token], read: &mut Read) -> Option<usize> {
    let (first, rest) = tokens.split_first()?;
    let second = rest.first();
    let of_a_week = |words: &[Token]| {
        words.first().is_some_and(|word| word.is(&["weekly"]))
            || words.first().is_some_and(|word| word.is(&["a", "per", "each", "every"]))
                && words.get(1).is_some_and(|word| word.is(&["week", "month"]))
    };
    let times_a_day = |count: u32, taken: usize, read: &mut Read| {
        if !of_a_week(tokens.get(taken..).unwrap_or_default()) {
            read.a_day = count.max(read.a_day);
        }
        Some(taken)
    };
    match first.word() {
        Some("twice" | "bid") => return times_a_day(2, 1, read),
        Some("thrice" | "tid") => return times_a_day(3, 1, read),
        Some("qid") => return times_a_day(4, 1, read),
        Some("b" | "t" | "q") if rest.first()?.is(&["i"]) && rest.get(1)?.is(&["d"]) => {
            let count = match first.word() {
                Some("b") => 2,
                Some("t") => 3,
                _ => 4,
            };
            return times_a_day(count, 3, read);
        }
        // "every 2 weeks", "q2w", "q 12 h", "every other week"
        Some("every" | "q") => {
            let count = second?.whole();
            let unit = if count.is_some() { rest.get(1) } else { second }?;
            let taken = if count.is_some() { 3 } else { 2 };
            let count = count.unwrap_or(1);
            if unit.is(&["week", "weeks", "w", "wk", "wks"]) {
                read.every_weeks = u16::try_from(count).ok();
                read.round_days = count.checked_mul(7);
            } else if unit.is(&["hour", "hours", "h", "hr", "hrs"]) && (1..=24).contains(&count) {
                read.a_day = (24 / count).max(read.a_day);
            } else if unit.is(&["day", "days", "d"]) {
                read.round_days = Some(count);
                if count % 7 == 0 {
                    read.every_weeks = u16::try_from(count / 7).ok();
                }
            } else {
                return None;
            }
            return Some(taken);
        }
        Some("weekly") => {
            read.every_weeks = Some(1);
            read.round_days = Some(7);
            return Some(1);
        }
        Some("per" | "a" | "each") | None if second.is_some_and(|unit| unit.is(&["week", "wk"])) => {
            if matches!(first, Token::Number(_)) {
                return duration(tokens, read);
            }
            read.every_weeks = read.every_weeks.or(Some(1));
            read.round_days = Some(7);
            return Some(2);
        }
        Some("per" | "a" | "each") if second.is_some_and(|unit| unit.is(&["day"])) => {
            read.round_days = read.round_days.or(Some(1));
            return Some(2);
        }
        _ => {}
    }
    // "2 times a day", "3x daily"
    if let Some(count) = first.whole()
        && second.is_some_and(|word| word.is(&["times", "time", "x"]))
        && rest.get(1).is_some_and(|word| word.is(&["a", "per", "daily", "day"]))
    {
        return times_a_day(count.min(24), 2, read);
    }
    duration(tokens, read)
}

/// "14 days", "2 weeks": what the grams are for.
fn duration(tokens: &[Token], read: &mut Read) -> Option<usize> {
    let count = tokens.first()?.whole()?;
    let hyphen = usize::from(tokens.get(1) == Some(&Token::Sign('-')));
    let unit = tokens.get(1 + hyphen)?;
    let days = if unit.is(&["day", "days", "d"]) {
        count
    } else if unit.is(&["week", "weeks", "wk", "wks"]) {
        count.checked_mul(7)?
    } else {
        return None;
    };
    read.lasts_days = Some(days);
    Some(2 + hyphen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantities(text: &str) -> Vec<String> {
        read(text).portions.iter().map(|portion| portion.one.to_string()).collect()
    }

    #[test]
    fn amounts_are_read_in_the_ways_that_they_are_written() {
        for (text, expected) in [
            ("15 mg", vec!["15 mg"]),
            ("15mg extended-release tablet", vec!["15 mg"]),
            ("Rinvoq 30 MG TB24", vec!["30 mg"]),
            ("0.03 % ointment", vec!["0.03 %"]),
            (".1% oint", vec!["0.1 %"]),
            ("15 mg/g cream", vec!["1.5 %"]),
            ("300 mg/2 mL pen", vec!["300 mg"]),
            ("150 mg/mL", vec!["150 mg/mL"]),
            ("500 mcg", vec!["500 mcg"]),
            ("600 mg, then 300 mg every 2 weeks", vec!["600 mg", "300 mg"]),
            ("medium strength", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(quantities(text), expected, "{text}");
        }
    }

    #[test]
    fn tablets_and_times_a_day_are_counted_and_what_is_dispensed_is_not() {
        let counted = |text: &str| {
            let read = read(text);
            (read.portions.first().map_or(0, |portion| portion.count), read.a_day)
        };
        assert_eq!(counted("15 mg once a day"), (1, 1));
        assert_eq!(counted("15 mg twice a day"), (1, 2));
        assert_eq!(counted("15 mg BID"), (1, 2));
        assert_eq!(counted("15 mg b.i.d."), (1, 2));
        assert_eq!(counted("15 mg every 12 hours"), (1, 2));
        assert_eq!(counted("15 mg 3 times daily"), (1, 3));
        assert_eq!(counted("2 tablets of 15 mg daily"), (2, 1));
        assert_eq!(counted("2 × 15 mg"), (2, 1));
        assert_eq!(counted("two 15 mg tablets"), (2, 1));
        assert_eq!(counted("15 mg, 2 tablets daily"), (2, 1));
        assert_eq!(counted("300 mg pen x 2"), (2, 1));
        assert_eq!(counted("15 mg, 30 tablets"), (1, 1));
        assert_eq!(counted("0.1 % twice a week"), (1, 1));
        assert_eq!(counted("0.1 % twice weekly"), (1, 1));
        let loading = read("600 mg (2 × 300 mg), then 300 mg every 2 weeks");
        let totals: Vec<String> = loading.portions.iter().map(|one| one.total().to_string()).collect();
        assert_eq!(totals, ["600 mg", "600 mg", "300 mg"]);
        assert!(read("15 mg + 30 mg").together);
        assert!(!read("600 mg, then 300 mg").together);
    }

    #[test]
    fn intervals_and_durations_are_told_apart() {
        let times = |text: &str| {
            let read = read(text);
            (read.every_weeks, read.round_days.or(read.lasts_days))
        };
        assert_eq!(times("300 mg every 2 weeks"), (Some(2), Some(14)));
        assert_eq!(times("300 mg Q4W"), (Some(4), Some(28)));
        assert_eq!(times("300 mg every other week"), (Some(2), Some(14)));
        assert_eq!(times("300 mg every 28 days"), (Some(4), Some(28)));
        assert_eq!(times("60 g a week"), (Some(1), Some(7)));
        assert_eq!(times("100 g in 14 days"), (None, Some(14)));
        assert_eq!(times("60 g, 30-day supply"), (None, Some(30)));
        assert_eq!(times("100 g for 2 weeks"), (None, Some(14)));
        assert_eq!(times("60 g/week"), (Some(1), Some(7)));
    }

    #[test]
    fn grams_are_held_against_every_limit_and_a_missing_time_is_not_taken_for_enough() {
        let limits = [GramsOver { grams: 60, days: 7 }, GramsOver { grams: 100, days: 14 }];
        let over = |text: &str| read(text).grams_over(&limits);
        assert_eq!(over("60 g a week"), Some(false));
        assert_eq!(over("60 g in 6 days"), Some(true));
        assert_eq!(over("100 g every 2 weeks"), Some(false));
        assert_eq!(over("100 g in 12 days"), Some(true));
        assert_eq!(over("120 g in 14 days"), Some(false));
        assert_eq!(over("120 g a week"), Some(true));
        assert_eq!(over("2 tubes of 60 g a week"), Some(true));
        assert_eq!(over("two 60 g tubes per week"), Some(true));
        assert_eq!(over("60 g tube x 2 a week"), Some(true));
        assert_eq!(over("2 x 60 g in 14 days"), Some(false));
        assert_eq!(over("80 g a week for 4 weeks"), Some(true));
        assert_eq!(over("60 g a week for 4 weeks"), Some(false));
        assert_eq!(over("100 g"), Some(false));
        assert_eq!(over("120 g"), None);
        assert_eq!(over("1.5 %"), None);
    }
}
