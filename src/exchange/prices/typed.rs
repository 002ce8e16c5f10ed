//! One price as somebody typed it, in a row of a file or in a form: is every part of it possible?

use std::fmt;

use jiff::civil::Date;

use super::money::{per_unit, quantity};
use super::product::Product;
use super::{Amount, PriceRow};
use crate::checklist::answer::iso_date;
use crate::content::price::{PriceKind, cents};
use crate::exchange::ndc::Ndc;

/// The parts of a price as text; what is not known is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// The National Drug Code in any of its forms.
    pub ndc: &'a str,
    /// The package in words.
    pub package: &'a str,
    /// Dollars: for the quantity, or for one unit where the kind is NADAC.
    pub price: &'a str,
    /// The id of the kind, in any case, with dashes, underscores or blanks.
    pub kind: &'a str,
    /// How many units.
    pub quantity: &'a str,
    /// The unit: EA, ML, GM.
    pub unit: &'a str,
    /// Days that it lasts.
    pub days_supply: &'a str,
    /// Of which day it is.
    pub as_of: &'a str,
    /// With which payer.
    pub payer: &'a str,
    /// Who said so.
    pub source: &'a str,
}

/// The part that can't be used, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The column; empty where it is about several.
    pub column: &'static str,
    /// What was expected.
    pub reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.column.is_empty() {
            write!(f, "{}: ", self.column)?;
        }
        f.write_str(&self.reason)
    }
}

fn refused(column: &'static str, reason: impl Into<String>) -> Refused {
    Refused { column, reason: reason.into() }
}

/// Reads one price; its line is 0.
///
/// # Errors
/// [`Refused`] for the first part that can't be used.
pub fn read_typed(product: Option<Product>, typed: &Typed<'_>, today: Date) -> Result<PriceRow, Refused> {
    let ndc = match typed.ndc {
        "" => None,
        text => Some(Ndc::parse(text).map_err(|error| refused("ndc", error.to_string()))?),
    };
    if ndc.is_none() && (product.is_none() || typed.package.is_empty()) {
        return Err(refused("", "expected an ndc, or drug, strength and package"));
    }
    let kind = PriceKind::from_id(&typed.kind.to_lowercase().replace(['_', ' '], "-"))
        .ok_or_else(|| refused("price_kind", format!("expected one of {}", PriceKind::ids())))?;
    let quantity_thousandths = quantity(typed.quantity)
        .ok_or_else(|| refused("quantity", "expected a number above zero with at most 3 decimals"))?;
    let cents = match kind {
        PriceKind::Nadac => per_unit(typed.price)
            .and_then(|price| Amount::PerUnit(price).cents_for(quantity_thousandths))
            .ok_or("expected dollars for one unit with at most 5 decimals, like 0.12345"),
        _ => cents(typed.price).ok_or("expected dollars with at most 2 decimals, like 1,234.50"),
    };
    let cents = cents.map_err(|expected| refused("price", expected))?;
    let days_supply = match typed.days_supply {
        "" => None,
        text => {
            let days = text.parse::<u32>().ok().filter(|days| (1..=365).contains(days));
            Some(days.ok_or_else(|| refused("days_supply", "expected 1 to 365"))?)
        }
    };
    let as_of =
        day(typed.as_of).ok_or_else(|| refused("as_of", "expected a day, as YYYY-MM-DD or MM/DD/YYYY"))?;
    if as_of > today {
        return Err(refused("as_of", "the day is in the future"));
    }
    Ok(PriceRow {
        line: 0,
        ndc,
        product,
        package: typed.package.to_owned(),
        amount: Amount::Total { cents, quantity_thousandths },
        unit: typed.unit.to_owned(),
        days_supply,
        kind,
        as_of,
        payer: typed.payer.to_owned(),
        source: typed.source.to_owned(),
    })
}

/// A day as files write it.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some((month, rest)) = text.split_once('/') {
        let (day, year) = rest.split_once('/')?;
        return Date::new(
            year.parse().ok().filter(|year| *year >= 1900)?,
            month.parse().ok()?,
            day.parse().ok()?,
        )
        .ok();
    }
    iso_date(text)
}
