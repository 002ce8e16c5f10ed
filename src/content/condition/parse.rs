//! Reads the one line of a condition.
//!
//! `and` binds closer than `or`; commas stand only inside of lists. A mistake is reported with its
//! place in the line and what was expected there.

use winnow::ascii::multispace0;
use winnow::combinator::{alt, cut_err, delimited, eof, opt, preceded, repeat, separated, terminated};
use winnow::error::{ContextError, ErrMode, StrContext, StrContextValue};
use winnow::prelude::*;
use winnow::stream::LocatingSlice;
use winnow::token::{one_of, take_while};

use super::Comparison;
use super::syntax::{Spanned, Syntax};

/// Nesting beyond this is a mistake, and would only use up the stack.
const DEEPEST: usize = 32;

/// Words of the notation, which can't name a question or a condition.
const RESERVED: [&str; 6] = ["and", "or", "not", "has", "in", "days"];

/// A condition that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {}: expected {expected}\n    {line}\n    {}^", at + 1, " ".repeat(*at))]
pub struct SyntaxError {
    /// The line.
    pub line: String,
    /// Where reading stopped, in characters from 0.
    pub at: usize,
    /// What could have stood there.
    pub expected: String,
}

type Input<'a> = LocatingSlice<&'a str>;
type Parsed<T> = Result<T, ErrMode<ContextError>>;

/// Reads a condition.
///
/// # Errors
/// [`SyntaxError`] with the place and what was expected.
pub fn parse(line: &str) -> Result<Syntax, SyntaxError> {
    let depth = line
        .chars()
        .scan(0usize, |depth, c| {
            match c {
                '(' => *depth += 1,
                ')' => *depth = depth.saturating_sub(1),
                _ => {}
            }
            Some(*depth)
        })
        .max()
        .unwrap_or(0);
    let nots = line.split_whitespace().filter(|word| *word == "not").count();
    if depth > DEEPEST || nots > DEEPEST {
        return Err(SyntaxError { line: line.into(), at: 0, expected: format!("at most {DEEPEST} levels") });
    }
    let mut whole = delimited(multispace0, any, (multispace0, end));
    whole.parse(LocatingSlice::new(line)).map_err(|error| {
        let at = line.get(..error.offset()).unwrap_or(line).chars().count();
        let expected: Vec<String> = error
            .inner()
            .context()
            .filter_map(|context| match context {
                StrContext::Expected(value) => Some(value.to_string()),
                _ => None,
            })
            .collect();
        let expected = if expected.is_empty() { "a condition".to_owned() } else { expected.join(" or ") };
        SyntaxError { line: line.into(), at, expected }
    })
}

fn expected(what: &'static str) -> StrContext {
    StrContext::Expected(StrContextValue::Description(what))
}

fn end(input: &mut Input<'_>) -> Parsed<()> {
    eof.context(expected("`and`, `or` or the end")).void().parse_next(input)
}

fn any(input: &mut Input<'_>) -> Parsed<Syntax> {
    let first = all.parse_next(input)?;
    // After `or` something must follow, so that a mistake is reported there.
    let more: Vec<Syntax> =
        repeat(0.., preceded((multispace0, keyword("or"), multispace0), cut_err(all))).parse_next(input)?;
    Ok(one_or(first, more, Syntax::Any))
}

fn all(input: &mut Input<'_>) -> Parsed<Syntax> {
    let first = not.parse_next(input)?;
    let more: Vec<Syntax> =
        repeat(0.., preceded((multispace0, keyword("and"), multispace0), cut_err(not))).parse_next(input)?;
    Ok(one_or(first, more, Syntax::All))
}

fn one_or(first: Syntax, more: Vec<Syntax>, many: fn(Vec<Syntax>) -> Syntax) -> Syntax {
    if more.is_empty() {
        return first;
    }
    let mut parts = vec![first];
    parts.extend(more);
    many(parts)
}

fn not(input: &mut Input<'_>) -> Parsed<Syntax> {
    let nots: Vec<()> = repeat(0.., terminated(keyword("not"), multispace0)).parse_next(input)?;
    let inner = atom.parse_next(input)?;
    Ok(nots.into_iter().fold(inner, |inner, ()| Syntax::Not(Box::new(inner))))
}

fn atom(input: &mut Input<'_>) -> Parsed<Syntax> {
    multispace0.parse_next(input)?;
    if input.starts_with('(') {
        return delimited(
            ('(', multispace0),
            cut_err(any),
            cut_err((multispace0, ')').context(expected("`)`, `and` or `or`"))),
        )
        .parse_next(input);
    }
    let subject = word
        .verify(|word: &Spanned| !RESERVED.contains(&word.text.as_str()))
        .context(expected("a question, a named condition, `takes(…)` or `(`"))
        .parse_next(input)?;
    match subject.text.as_str() {
        "always" => Ok(Syntax::Always),
        "takes" => Ok(Syntax::Takes(in_parentheses(input)?)),
        "takes_other" => Ok(Syntax::TakesOther(in_parentheses(input)?)),
        "on-treatment" => Ok(Syntax::OnTreatment(opt(days).parse_next(input)?)),
        _ => about(subject, input),
    }
}

/// What follows a question: `has …`, `in …`, `= …`, `< …`; nothing follows a named condition.
fn about(subject: Spanned, input: &mut Input<'_>) -> Parsed<Syntax> {
    if opt((multispace0, keyword("has"))).parse_next(input)?.is_some() {
        let choices = cut_err(list_or_one).parse_next(input)?;
        return Ok(Syntax::Has(subject, choices));
    }
    if opt((multispace0, keyword("in"))).parse_next(input)?.is_some() {
        let choices = cut_err(preceded(multispace0, list).context(expected("a list in parentheses")))
            .parse_next(input)?;
        return Ok(Syntax::In(subject, choices));
    }
    let Some(comparison) = opt(preceded(multispace0, comparison)).parse_next(input)? else {
        return Ok(Syntax::Name(subject));
    };
    let value =
        cut_err(preceded(multispace0, value).context(expected("a number or a choice"))).parse_next(input)?;
    let is_number = value.text.starts_with(|c: char| c.is_ascii_digit());
    match comparison {
        Comparison::Equal if !is_number => Ok(Syntax::In(subject, vec![value])),
        Comparison::Equal
        | Comparison::Less
        | Comparison::AtMost
        | Comparison::AtLeast
        | Comparison::More => Ok(Syntax::Compare(subject, comparison, value)),
    }
}

fn comparison(input: &mut Input<'_>) -> Parsed<Comparison> {
    alt((
        "<=".value(Comparison::AtMost),
        ">=".value(Comparison::AtLeast),
        '<'.value(Comparison::Less),
        '>'.value(Comparison::More),
        '='.value(Comparison::Equal),
    ))
    .parse_next(input)
}

fn days(input: &mut Input<'_>) -> Parsed<u32> {
    (multispace0, ">=", multispace0).parse_next(input)?;
    let number = cut_err(
        take_while(1.., |c: char| c.is_ascii_digit())
            .try_map(str::parse::<u32>)
            .context(expected("a number of days")),
    )
    .parse_next(input)?;
    cut_err((multispace0, keyword("days")).context(expected("`days`"))).parse_next(input)?;
    Ok(number)
}

fn in_parentheses(input: &mut Input<'_>) -> Parsed<Spanned> {
    cut_err(delimited(
        (multispace0, '('.context(expected("`(`")), multispace0),
        word.context(expected("a medicine class")),
        (multispace0, ')'.context(expected("`)`"))),
    ))
    .parse_next(input)
}

fn list_or_one(input: &mut Input<'_>) -> Parsed<Vec<Spanned>> {
    multispace0.parse_next(input)?;
    if input.starts_with('(') {
        return list.parse_next(input);
    }
    Ok(vec![word.context(expected("a choice, a list in parentheses, `any` or `self`")).parse_next(input)?])
}

fn list(input: &mut Input<'_>) -> Parsed<Vec<Spanned>> {
    delimited(
        ('(', multispace0),
        cut_err(separated(1.., word.context(expected("a choice")), (multispace0, ',', multispace0))),
        cut_err((multispace0, ')').context(expected("`,` or `)`"))),
    )
    .parse_next(input)
}

fn keyword<'a>(text: &'static str) -> impl FnMut(&mut Input<'a>) -> Parsed<()> {
    move |input: &mut Input<'a>| word.verify(|word: &Spanned| word.text == text).void().parse_next(input)
}

fn word(input: &mut Input<'_>) -> Parsed<Spanned> {
    let (text, span) =
        (one_of('a'..='z'), take_while(0.., word_character)).take().with_span().parse_next(input)?;
    Ok(Spanned { text: text.to_owned(), span })
}

fn word_character(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_'
}

fn value(input: &mut Input<'_>) -> Parsed<Spanned> {
    let (text, span) =
        take_while(1.., |c: char| word_character(c) || c == '.').with_span().parse_next(input)?;
    Ok(Spanned { text: text.to_owned(), span })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_reported_with_its_place_and_what_could_stand_there() {
        for (line, at, expected) in [
            ("", 0, "a question"),
            ("infection has hiv and", 21, "a question"),
            ("infection has (hiv hepatitis-b)", 19, "`,` or `)`"),
            ("(always", 7, "`)`"),
            ("always always", 7, "`and`, `or` or the end"),
            ("takes cyp3a4", 6, "`(`"),
            ("liver in moderate", 9, "a list"),
            ("age_years >=", 12, "a number"),
            ("on-treatment >= ninety days", 16, "a number of days"),
            ("a, b", 1, "`and`, `or` or the end"),
        ] {
            let error = parse(line).unwrap_err();
            assert_eq!(error.at, at, "{line}: {error}");
            assert!(error.expected.contains(expected), "{line}: {error}");
        }
    }

    #[test]
    fn and_binds_closer_than_or() {
        let name = |text: &str, start: usize| {
            Syntax::Name(Spanned { text: text.into(), span: start..start + text.len() })
        };
        assert_eq!(
            parse("a or b and not c").unwrap(),
            Syntax::Any(vec![
                name("a", 0),
                Syntax::All(vec![name("b", 5), Syntax::Not(Box::new(name("c", 15)))]),
            ])
        );
    }

    #[test]
    fn endless_nesting_is_refused_without_using_up_the_stack() {
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"not ".repeat(100_000)).is_err());
    }
}
