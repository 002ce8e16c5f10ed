//! A number as it is typed at the counter, with or without its unit.

use crate::checklist::answer::{Answer, bounded};
use crate::content::question::Kind;

/// A number as typed, with an optional unit: "150 lb", "68", "1,500 per mm³".
///
/// # Errors
/// What was expected, in words for the screen.
pub fn typed_number(kind: &Kind, typed: &str) -> Result<(Answer, Option<String>), String> {
    let Kind::Number(number) = kind else { return Err("this question takes no number".into()) };
    let typed = typed.trim();
    let end = typed
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+')))
        .unwrap_or(typed.len());
    let (digits, unit) = typed.split_at(end);
    // "1,500" is a thousand and a half; a single comma before one or two digits is a decimal comma.
    let decimals = digits.split_once(',').map(|(_, rest)| rest.len());
    let digits = match decimals {
        Some(3) => digits.replace(',', ""),
        Some(_) => digits.replace(',', "."),
        None => digits.to_owned(),
    };
    let unit = unit.trim();
    if unit.is_empty() || unit.eq_ignore_ascii_case(&number.unit) {
        return bounded(&digits, number.min, number.max, &number.unit)
            .map(|value| (Answer::Number(value), None));
    }
    match &number.also {
        Some((other, factor)) if begins_alike(unit, other) => {
            let value = crate::content::decimal::Decimal::parse(&digits)
                .map_err(|_| format!("expected a number of {other}"))?
                .times(*factor);
            if value < number.min || value > number.max {
                return Err(format!(
                    "expected {} to {} {}; this is {value} {}",
                    number.min, number.max, number.unit, number.unit
                ));
            }
            Ok((Answer::Number(value), Some(format!("{digits} {other}"))))
        }
        Some((other, _)) => Err(format!("expected {} or {other}", number.unit)),
        None => Err(format!("expected {}", number.unit)),
    }
}

/// "lb", "lbs" and "pounds" for lb; "mm3", "/mm³" and "per mm³" for per mm³.
fn begins_alike(typed: &str, unit: &str) -> bool {
    let plain = |text: &str| {
        let text: String =
            text.to_lowercase().replace('³', "3").replace("per", "").replace(['/', ' ', '.'], "");
        text.replace("pounds", "lb")
            .replace("pound", "lb")
            .replace("lbs", "lb")
            .replace("μl", "mm3")
            .replace("ul", "mm3")
    };
    plain(typed) == plain(unit)
}
