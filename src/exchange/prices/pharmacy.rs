//! A pharmacy's own price list: columns in any order, one price a row.

use std::collections::HashSet;
use std::io::Read;

use jiff::civil::Date;

use super::lines::{Fields, Lines, Row};
use super::money::{per_unit, quantity, total_cents};
use super::product::{Found, Names, Product};
use super::{Amount, Preview, PriceKey, PriceRow, PricesError, field};
use crate::checklist::answer::iso_date;
use crate::content::Content;
use crate::content::price::{PriceKind, cents};
use crate::exchange::ndc::Ndc;

/// Where each column is.
pub struct Columns {
    ndc: Option<usize>,
    drug: Option<usize>,
    strength: Option<usize>,
    package: Option<usize>,
    price: usize,
    kind: usize,
    quantity: usize,
    unit: usize,
    days_supply: usize,
    as_of: usize,
    payer: Option<usize>,
    source: Option<usize>,
}

impl Columns {
    pub fn of(header: &[String]) -> Result<Self, PricesError> {
        let find = |name: &str| header.iter().position(|column| column == name);
        let (ndc, drug) = (find("ndc"), find("drug"));
        let (strength, package) = (find("strength"), find("package"));
        let required = ["price", "pricekind", "quantity", "unit", "dayssupply", "asof"];
        let shown = ["price", "price_kind", "quantity", "unit", "days_supply", "as_of"];
        let mut missing: Vec<&str> = required
            .iter()
            .zip(shown)
            .filter(|(name, _)| find(name).is_none())
            .map(|(_, shown)| shown)
            .collect();
        if ndc.is_none() && (drug.is_none() || strength.is_none() || package.is_none()) {
            missing.insert(0, "ndc");
        }
        let at = |name: &str| find(name).ok_or(());
        let columns = (|| {
            Ok::<_, ()>(Self {
                ndc,
                drug,
                strength,
                package,
                price: at("price")?,
                kind: at("pricekind")?,
                quantity: at("quantity")?,
                unit: at("unit")?,
                days_supply: at("dayssupply")?,
                as_of: at("asof")?,
                payer: find("payer"),
                source: find("source"),
            })
        })();
        match columns {
            Ok(columns) if missing.is_empty() => Ok(columns),
            Ok(_) | Err(()) => Err(PricesError::Header { missing: missing.join(", ") }),
        }
    }
}

pub fn read<R: Read>(
    known: (&Content, &Names),
    lines: &mut Lines<R>,
    columns: &Columns,
    today: Date,
    kept: &HashSet<PriceKey>,
    preview: &mut Preview,
) -> Result<(), PricesError> {
    let mut seen = HashSet::new();
    while let Some((line, row)) = lines.next()? {
        match row {
            Row::Blank => {}
            Row::Broken(why) => preview.reject(line, why.to_owned()),
            Row::Fields(fields) => match price_row(known, &fields, columns, line, today) {
                Err(reason) => preview.reject(line, reason),
                Ok(row) if !seen.insert(row.key()) => {
                    preview.reject(line, "the same price stands above already: take one out".to_owned());
                }
                Ok(row) => preview.take(row, kept),
            },
        }
    }
    Ok(())
}

fn price_row(
    known: (&Content, &Names),
    fields: &Fields<'_>,
    columns: &Columns,
    line: u64,
    today: Date,
) -> Result<PriceRow, String> {
    let of = |at: Option<usize>| field(fields, at);
    let ndc = match of(columns.ndc) {
        "" => None,
        text => Some(Ndc::parse(text).map_err(|error| format!("ndc: {error}"))?),
    };
    let product = match of(columns.drug) {
        "" => None,
        drug => Some(product(known, drug, of(columns.strength), of(columns.package))?),
    };
    if ndc.is_none() && (product.is_none() || of(columns.package).is_empty()) {
        return Err("expected an ndc, or drug, strength and package".to_owned());
    }
    let kind = of(Some(columns.kind)).to_lowercase().replace(['_', ' '], "-");
    let kind = PriceKind::from_id(&kind)
        .ok_or_else(|| format!("price_kind: expected one of {}", PriceKind::ids()))?;
    let quantity_thousandths = quantity(of(Some(columns.quantity)))
        .ok_or("quantity: expected a number above zero with at most 3 decimals")?;
    let price = of(Some(columns.price));
    let cents = match kind {
        PriceKind::Nadac => per_unit(price)
            .and_then(|per_unit| total_cents(per_unit, quantity_thousandths))
            .ok_or("price: expected dollars for one unit with at most 5 decimals, like 0.12345")?,
        _ => cents(price).ok_or("price: expected dollars with at most 2 decimals, like 1,234.50")?,
    };
    let days_supply = match of(Some(columns.days_supply)) {
        "" => None,
        text => {
            let days = text.parse::<u32>().ok().filter(|days| (1..=365).contains(days));
            Some(days.ok_or("days_supply: expected 1 to 365")?)
        }
    };
    let as_of = day(of(Some(columns.as_of))).ok_or("as_of: expected a day, as YYYY-MM-DD or MM/DD/YYYY")?;
    if as_of > today {
        return Err("as_of: the day is in the future".to_owned());
    }
    Ok(PriceRow {
        line,
        ndc,
        product,
        package: of(columns.package).to_owned(),
        amount: Amount::Total { cents, quantity_thousandths },
        unit: of(Some(columns.unit)).to_owned(),
        days_supply,
        kind,
        as_of,
        payer: of(columns.payer).to_owned(),
        source: of(columns.source).to_owned(),
    })
}

/// The product that a row names.
fn product(
    (content, names): (&Content, &Names),
    drug: &str,
    strength: &str,
    package: &str,
) -> Result<Product, String> {
    match names.product(content, &format!("{drug} {strength} {package}")) {
        Found::Product(product) => Ok(product),
        Found::NotForEczema(name) => Err(format!("strength: {name} is not for eczema")),
        Found::Unknown => Err("drug: not one of the treatments: `content list` names them".to_owned()),
        Found::NoSuchStrength(drug) => {
            let drug = content.drug(drug);
            let strengths: Vec<&str> = drug.dose.for_eczema().map(|one| one.name.as_str()).collect();
            Err(format!("strength: expected one of {}: {}", drug.id, strengths.join("; ")))
        }
    }
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
