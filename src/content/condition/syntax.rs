//! A condition as written: names are still texts, each with its place in the line.

use std::ops::Range;

/// A text and where it stands in the line, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned {
    /// The text.
    pub text: String,
    /// Its place.
    pub span: Range<usize>,
}

/// The written form of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// `always`
    Always,
    /// `a and b`
    All(Vec<Syntax>),
    /// `a or b`
    Any(Vec<Syntax>),
    /// `not a`
    Not(Box<Syntax>),
    /// `infection has (hiv, hepatitis-b)`, `clots has any`, `allergy has self`
    Has(Spanned, Vec<Spanned>),
    /// `liver in (moderate, severe)`, `liver = mild`: one of these choices
    In(Spanned, Vec<Spanned>),
    /// `age_years >= 12`, `weight_kg < 40`
    Compare(Spanned, super::Comparison, Spanned),
    /// `takes(class)`
    Takes(Spanned),
    /// `takes_other(class)`
    TakesOther(Spanned),
    /// `on-treatment`, `on-treatment >= 90 days`
    OnTreatment(Option<u32>),
    /// A named condition.
    Name(Spanned),
}
