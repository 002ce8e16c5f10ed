//! A pharmacy's own price list: columns in any order, one price a row.

use std::collections::HashSet;
use std::io::Read;

use jiff::civil::Date;

use super::lines::{Fields, Lines, Row};
use super::product::{Found, Names, Product};
use super::typed::{Typed, read_typed};
use super::{Preview, PriceRow, PricesError, field};
use crate::content::Content;
use crate::content::price::PriceKey;

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
                Ok(row) if !seen.insert(row.key(known.0)) => {
                    preview.reject(line, "the same price stands above already: take one out".to_owned());
                }
                Ok(row) => preview.take(known.0, row, kept),
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
    let product = match of(columns.drug) {
        "" => None,
        drug => Some(product(known, drug, of(columns.strength), of(columns.package))?),
    };
    let typed = Typed {
        ndc: of(columns.ndc),
        package: of(columns.package),
        price: of(Some(columns.price)),
        kind: of(Some(columns.kind)),
        quantity: of(Some(columns.quantity)),
        unit: of(Some(columns.unit)),
        days_supply: of(Some(columns.days_supply)),
        as_of: of(Some(columns.as_of)),
        payer: of(columns.payer),
        source: of(columns.source),
    };
    let row = read_typed(product, &typed, today).map_err(|refused| refused.to_string())?;
    Ok(PriceRow { line, ..row })
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
