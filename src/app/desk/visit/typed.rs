//! A number as it is typed at the counter, with or without its unit.

use crate::checklist::answer::{Answer, bounded};
use crate::content::question::Kind;

/// A number as typed, with an optional unit: "150 lb", "68", "1,500 per mm³", "1.5 x10^9/L".
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
    if unit.is_empty() || is_same_unit(unit, &number.unit) {
        return bounded(&digits, number.min, number.max, &number.unit)
            .map(|value| (Answer::Number(value), None));
    }
    match &number.also {
        Some((other, factor)) if is_same_unit(unit, other) => {
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

/// Whether two units are one: "pounds" and "lb", "cells/µL" and "per mm³", "K/uL" and "×10⁹/L".
fn is_same_unit(typed: &str, unit: &str) -> bool {
    one_way(typed) == one_way(unit)
}

/// A unit in one of its spellings. A microliter is a cubic millimeter; thousands in one of them are
/// ×10⁹ in a liter.
fn one_way(unit: &str) -> String {
    let unit = unit.to_lowercase().replace("per", "/");
    let folded: String = unit.chars().filter_map(folded).collect();
    let folded = folded.strip_prefix("cells").unwrap_or(&folded);
    match folded {
        "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" => "kg",
        "lbs" | "pound" | "pounds" => "lb",
        "percent" | "/cent" => "%",
        "mm3" | "ul" | "/ul" | "cmm" | "/cmm" | "/microliter" | "/cubicmillimeter" => "/mm3",
        "10e9/l" | "g/l" | "giga/l" | "109/liter" | "k/ul" | "k/mm3" | "k/cmm" | "thou/ul" | "thou/mm3"
        | "thousand/ul" | "thousand/mm3" | "thousands/ul" | "103/ul" | "103/mm3" | "10e3/ul" | "10e3/mm3" => {
            "109/l"
        }
        other => other,
    }
    .to_owned()
}

/// A sign of a unit without what one types differently: raised digits, signs of multiplication and
/// power, dots, blanks, and the two signs for micro.
fn folded(sign: char) -> Option<char> {
    match sign {
        '⁰' => Some('0'),
        '³' => Some('3'),
        '⁹' => Some('9'),
        '\u{b5}' | '\u{3bc}' => Some('u'),
        '×' | 'x' | '*' | '^' | '.' | '(' | ')' | ' ' | '\u{a0}' => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Content;

    /// Question, what is typed, the number in the question's unit and what is kept of the unit typed;
    /// or that it is refused.
    type Row = (&'static str, &'static str, Option<(&'static str, &'static str)>);

    #[test]
    fn a_number_is_read_in_every_unit_that_a_report_or_a_scale_gives() {
        let content = Content::embedded().unwrap_or_else(|errors| panic!("{errors}"));
        let (weight, neutrophils, hemoglobin, skin) =
            ("weight_kg", "neutrophils_e9_l", "hemoglobin_g_dl", "body_surface_percent");
        let rows: [Row; 61] = [
            (weight, "68", Some(("68", ""))),
            (weight, "68 kg", Some(("68", ""))),
            (weight, "68kgs", Some(("68", ""))),
            (weight, "68.5 Kg.", Some(("68.5", ""))),
            (weight, "68,5 kilos", Some(("68.5", ""))),
            (weight, "68 kilograms", Some(("68", ""))),
            (weight, "150 lb", Some(("68.039", "150 lb"))),
            (weight, "150lbs", Some(("68.039", "150 lb"))),
            (weight, "150 lbs.", Some(("68.039", "150 lb"))),
            (weight, "150 LBS", Some(("68.039", "150 lb"))),
            (weight, "150 pounds", Some(("68.039", "150 lb"))),
            (weight, "1 pound", None),
            (weight, "68 g", None),
            (weight, "68 stone", None),
            (weight, "lb", None),
            (weight, "1,500 lb", None),
            (skin, "12", Some(("12", ""))),
            (skin, "12 %", Some(("12", ""))),
            (skin, "12 percent", Some(("12", ""))),
            (skin, "120 %", None),
            (hemoglobin, "13.2", Some(("13.2", ""))),
            (hemoglobin, "13.2 g/dL", Some(("13.2", ""))),
            (hemoglobin, "13.2 G/DL", Some(("13.2", ""))),
            (hemoglobin, "13.2 g per dl", Some(("13.2", ""))),
            // A tenfold other unit is none of this question.
            (hemoglobin, "132 g/L", None),
            (hemoglobin, "13.2 g/L", None),
            (hemoglobin, "8.2 mmol/L", None),
            (neutrophils, "1.5", Some(("1.5", ""))),
            (neutrophils, "1.5 ×10⁹/L", Some(("1.5", ""))),
            (neutrophils, "1.5 x10^9/L", Some(("1.5", ""))),
            (neutrophils, "1.5x10^9/L", Some(("1.5", ""))),
            (neutrophils, "1.5 x 10^9 / L", Some(("1.5", ""))),
            (neutrophils, "1.5 X10^9/l", Some(("1.5", ""))),
            (neutrophils, "1.5 10^9/L", Some(("1.5", ""))),
            (neutrophils, "1.5 10*9/L", Some(("1.5", ""))),
            (neutrophils, "1.5 x10E9/L", Some(("1.5", ""))),
            (neutrophils, "1.5 10⁹ per L", Some(("1.5", ""))),
            (neutrophils, "1.5 G/L", Some(("1.5", ""))),
            (neutrophils, "1.5 K/\u{b5}L", Some(("1.5", ""))),
            (neutrophils, "1.5 K/\u{3bc}L", Some(("1.5", ""))),
            (neutrophils, "1.5 K/uL", Some(("1.5", ""))),
            (neutrophils, "1.5K/mm3", Some(("1.5", ""))),
            (neutrophils, "1.5 thou/uL", Some(("1.5", ""))),
            (neutrophils, "1.5 10^3/\u{b5}L", Some(("1.5", ""))),
            (neutrophils, "1.5 x10³/\u{3bc}L", Some(("1.5", ""))),
            (neutrophils, "1500 per mm³", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1,500 /mm3", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500 mm3", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500/mm^3", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500 cells/mm3", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500 cells/mm³", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500 cells per mm3", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500 /uL", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500/\u{b5}L", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500 cells/\u{3bc}L", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500 per microliter", Some(("1.5", "1500 per mm³"))),
            (neutrophils, "1500", None),
            (neutrophils, "1500 K/uL", None),
            (neutrophils, "1.5 x10^6/L", None),
            (neutrophils, "1.5 /L", None),
            (neutrophils, "1.5 %", None),
        ];
        for (question, typed, expected) in rows {
            let ix = content.question_by_id(question).unwrap_or_else(|| panic!("no question {question}"));
            let read = typed_number(&content.question(ix).kind, typed);
            let read = read.ok().and_then(|(answer, unit)| match answer {
                Answer::Number(number) => Some((number.to_string(), unit.unwrap_or_default())),
                _ => None,
            });
            let expected = expected.map(|(number, unit)| (number.to_owned(), unit.to_owned()));
            assert_eq!(read, expected, "{question}: {typed}");
        }
    }
}
