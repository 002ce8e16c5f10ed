//! The national average drug acquisition cost, as CMS publishes it: over a hundred megabytes a year,
//! of which the rows of the app's own drugs are kept, the newest of each code.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use jiff::civil::Date;

use super::lines::{Fields, Lines, Row};
use super::money::per_unit;
use super::product::{Found, Names};
use super::typed::day;
use super::{Amount, Preview, PriceRow, PricesError, field};
use crate::content::Content;
use crate::content::price::{PriceKey, PriceKind};
use crate::exchange::ndc::Ndc;

/// Where each column is.
pub struct Columns {
    description: usize,
    ndc: usize,
    per_unit: usize,
    effective: usize,
    unit: usize,
}

impl Columns {
    /// The columns of a NADAC file; `None` for another file.
    pub fn of(header: &[String]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|column| column == name);
        Some(Self {
            description: find("ndcdescription")?,
            ndc: find("ndc")?,
            per_unit: find("nadacperunit")?,
            effective: find("effectivedate")?,
            unit: find("pricingunit")?,
        })
    }
}

pub fn read<R: Read>(
    (content, names): (&Content, &Names),
    lines: &mut Lines<R>,
    columns: &Columns,
    today: Date,
    kept: &HashSet<PriceKey>,
    preview: &mut Preview,
) -> Result<(), PricesError> {
    let mut newest: HashMap<Ndc, PriceRow> = HashMap::new();
    while let Some((line, row)) = lines.next()? {
        let fields = match row {
            Row::Blank => continue,
            Row::Broken(why) => {
                preview.reject(line, why.to_owned());
                continue;
            }
            Row::Fields(fields) => fields,
        };
        // Most rows are about other drugs: they cost one look at the first letters.
        if names.begin(field(&fields, Some(columns.description))).is_none() {
            preview.passed_over += 1;
            continue;
        }
        match price_row((content, names), &fields, columns, line, today) {
            Err(reason) => preview.reject(line, reason),
            Ok(None) => preview.passed_over += 1,
            Ok(Some((ndc, row))) => match newest.get_mut(&ndc) {
                Some(known) if known.as_of >= row.as_of => {}
                Some(known) => *known = row,
                None => drop(newest.insert(ndc, row)),
            },
        }
    }
    let mut rows: Vec<PriceRow> = newest.into_values().collect();
    rows.sort_by_key(|row| row.line);
    rows.into_iter().for_each(|row| preview.take(content, row, kept));
    Ok(())
}

fn price_row(
    (content, names): (&Content, &Names),
    fields: &Fields<'_>,
    columns: &Columns,
    line: u64,
    today: Date,
) -> Result<Option<(Ndc, PriceRow)>, String> {
    let description = field(fields, Some(columns.description));
    let Found::Product(product) = names.product(content, description) else { return Ok(None) };
    let ndc = Ndc::parse_padded(field(fields, Some(columns.ndc))).map_err(|error| format!("NDC: {error}"))?;
    let price = per_unit(field(fields, Some(columns.per_unit)))
        .ok_or("NADAC Per Unit: expected dollars with at most 5 decimals")?;
    let as_of = day(field(fields, Some(columns.effective))).ok_or("Effective Date: expected a day")?;
    if as_of > today {
        return Err("Effective Date: the day is in the future".to_owned());
    }
    let row = PriceRow {
        line,
        ndc: Some(ndc.clone()),
        product: Some(product),
        package: description.to_owned(),
        amount: Amount::PerUnit(price),
        unit: field(fields, Some(columns.unit)).to_owned(),
        days_supply: None,
        kind: PriceKind::Nadac,
        as_of,
        payer: String::new(),
        source: "NADAC".to_owned(),
    };
    Ok(Some((ndc, row)))
}
