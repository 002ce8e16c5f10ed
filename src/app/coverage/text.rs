//! How is a field of a coverage typed and shown: amounts, percentages, months, days, choices?
//!
//! Every reading gives a value or says what was expected, in words for beneath the field.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::app::dates;
use crate::content::price;
use crate::cost::money::Cents;

/// One of several answers: its value in a record, and its words.
pub type Choice = (String, String);

/// An amount as typed: "$3,000", "38.60".
pub fn amount(typed: &str) -> Result<Value, String> {
    price::cents(typed)
        .map(|cents| json!(cents))
        .ok_or_else(|| "Type dollars, like 3,000 or 38.60.".to_owned())
}

/// An amount as it is shown.
pub fn amount_words(value: &Value) -> Option<String> {
    value.as_i64().and_then(Cents::new).map(|cents| cents.to_string())
}

/// A share as typed: "30%" or "$50".
pub fn share(typed: &str) -> Result<Share, String> {
    const EXPECTED: &str = "Type a percentage like 30% or a copay like $50.";
    let typed = typed.trim();
    if let Some(percent) = typed.strip_suffix('%') {
        // Hundredths of a percent are written like cents.
        let rate = price::cents(percent.trim()).filter(|rate| *rate <= 10_000 && !percent.contains('$'));
        return rate.map(Share::Rate).ok_or_else(|| EXPECTED.to_owned());
    }
    match typed.starts_with('$') {
        true => price::cents(typed).map(Share::Copay).ok_or_else(|| EXPECTED.to_owned()),
        false => Err(EXPECTED.to_owned()),
    }
}

/// What a patient pays after the deductible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Basis points.
    Rate(i64),
    /// Cents.
    Copay(i64),
}

/// A share as it is shown.
pub fn share_words(share: &Value) -> Option<String> {
    match share.get("type")?.as_str()? {
        "copay" => amount_words(share.get("amount_cents")?),
        "coinsurance" => {
            let rate = share.get("rate_bp")?.as_u64()?;
            let hundredths = match rate % 100 {
                0 => String::new(),
                rest => format!(".{rest:02}").trim_end_matches('0').to_owned(),
            };
            Some(format!("{}{hundredths}%", rate / 100))
        }
        _ => None,
    }
}

/// A day as typed, in any of the forms in which dates are read.
pub fn day(typed: &str) -> Result<Value, String> {
    dates::read(typed)
        .map(|day| json!(day.to_string()))
        .ok_or_else(|| "Type a date like 12/1/2026.".to_owned())
}

/// A day as it is shown.
pub fn day_words(value: &Value) -> Option<String> {
    let day = value.as_str()?.parse::<Date>().ok()?;
    Some(format!("{} {}", dates::short(day), day.year()))
}

/// A whole number between bounds.
pub fn count(typed: &str, least: u32, most: u32) -> Result<u32, String> {
    let number = typed.trim().parse::<u32>().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("Type a whole number from {least} to {most}."))
}

/// The answer that is meant: by its number in the list, its words, or how they begin.
pub fn choose<'c>(typed: &str, choices: &'c [Choice]) -> Result<&'c Choice, String> {
    let typed = typed.trim().to_lowercase();
    if let Some(at) = typed.parse::<usize>().ok().filter(|at| *at >= 1)
        && let Some(choice) = choices.get(at - 1)
    {
        return Ok(choice);
    }
    let words = |choice: &&Choice| choice.1.to_lowercase();
    if let Some(choice) = choices.iter().find(|choice| words(choice) == typed || choice.0 == typed) {
        return Ok(choice);
    }
    let begins: Vec<&Choice> = choices.iter().filter(|choice| words(choice).starts_with(&typed)).collect();
    match begins.as_slice() {
        [only] => Ok(only),
        [] => Err("Type the first letters of one of these, or its number.".to_owned()),
        [..] => Err("More than one begins so: type on, or its number.".to_owned()),
    }
}

/// The names of the months, with their numbers.
pub fn months() -> Vec<(i64, String)> {
    let names = crate::summary::compose::Language::English.months();
    (1..).zip(names.iter().map(|name| (*name).to_owned())).collect()
}

/// Packages of one fill and days between fills, so that so many packages are filled in 365 days; the
/// nearest that a schedule can have, where none is exact. At least one package.
pub fn yearly(packages: u32) -> (u32, u32) {
    let wanted = packages.max(1);
    let plans = (1..=12u32).flat_map(|each| (1..=365u32).map(move |days| (each, days)));
    let best = plans.min_by_key(|(each, days)| {
        let filled = each * YEAR.div_ceil(*days);
        // Of equals few packages at a time, and no longer between them than an even spread.
        (filled.abs_diff(wanted), filled < wanted, *each, *days)
    });
    best.unwrap_or((1, YEAR))
}

/// How many packages a schedule fills in 365 days.
pub fn packages_a_year(each: u32, days: u32) -> u32 {
    each.saturating_mul(YEAR.div_ceil(days.max(1)))
}

const YEAR: u32 = 365;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_percentage_or_a_copay_and_never_a_bare_number() {
        assert_eq!(share("30%"), Ok(Share::Rate(3000)));
        assert_eq!(share(" 12.5 % "), Ok(Share::Rate(1250)));
        assert_eq!(share("$50"), Ok(Share::Copay(5000)));
        assert_eq!(share("$1,250.10"), Ok(Share::Copay(125_010)));
        for wrong in ["30", "101%", "$30%", "-5%", "%", "$", "half"] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
        assert_eq!(share_words(&json!({"type": "coinsurance", "rate_bp": 3000})).as_deref(), Some("30%"));
        assert_eq!(share_words(&json!({"type": "coinsurance", "rate_bp": 1250})).as_deref(), Some("12.5%"));
        assert_eq!(share_words(&json!({"type": "coinsurance", "rate_bp": 5})).as_deref(), Some("0.05%"));
        assert_eq!(share_words(&json!({"type": "copay", "amount_cents": 5000})).as_deref(), Some("$50.00"));
    }

    #[test]
    fn as_many_packages_are_filled_in_a_year_as_were_said_where_a_schedule_can() {
        for wanted in 1..=42 {
            let (each, days) = yearly(wanted);
            assert_eq!(packages_a_year(each, days), wanted, "{each} every {days} days");
        }
        assert_eq!(yearly(8), (1, 46));
        assert_eq!(yearly(12), (1, 31));
        let (each, days) = yearly(43);
        assert_eq!(packages_a_year(each, days), 44, "no schedule has 43: the next that has more");
    }

    #[test]
    fn a_choice_is_found_by_number_by_words_and_by_its_beginning() {
        let choices: Vec<Choice> =
            ["Employer plan", "Medicaid", "Medicare Part D", "Medicare Part D, Extra Help"]
                .iter()
                .map(|words| (words.to_lowercase(), (*words).to_owned()))
                .collect();
        assert_eq!(choose("2", &choices).unwrap().1, "Medicaid");
        assert_eq!(choose("emp", &choices).unwrap().1, "Employer plan");
        assert_eq!(choose("medicare part d", &choices).unwrap().1, "Medicare Part D");
        assert!(choose("med", &choices).unwrap_err().contains("More than one"));
        assert!(choose("9", &choices).is_err());
    }
}
