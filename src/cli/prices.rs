//! `countercheck prices`: what an import of prices would do to what the vault keeps.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::passphrase::StandardInput;
use super::vault::Access;
use super::{Trouble, is_standard_input, pretty};
use crate::content::Content;
use crate::content::decimal::Decimal;
use crate::content::price::{PriceKey, PriceRecord};
use crate::exchange::prices::{self, Amount, FileKind, Preview, PriceRow};

/// What to do with prices.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// Reads a price list or a NADAC file and says what an import would do; with --vault also which rows
    /// are kept there already. Keeps nothing
    Check {
        /// A CSV file, or - for standard input
        file: PathBuf,
    },
}

/// Does the job; the answer is JSON. With a vault the rows that it keeps already are told from the new ones;
/// nothing is written to it.
///
/// # Errors
/// [`Trouble::Input`] when the file as a whole can't be read, and what opening the vault refuses.
pub fn run(content: &Content, job: &Job, access: &Access, today: Date) -> Result<String, Trouble> {
    let Job::Check { file } = job;
    let trouble = |why: &dyn std::fmt::Display| Trouble::Input(format!("{}: {why}", file.display()));
    let kept = kept(access, file)?;
    let opened = open(file).map_err(|error| trouble(&error))?;
    let keys = kept.keys().cloned().collect();
    let preview = prices::preview(content, opened, &keys, today).map_err(|error| trouble(&error))?;
    Ok(pretty(&to_json(content, &preview, &kept)))
}

/// What the vault keeps; nothing without one.
fn kept(access: &Access, file: &Path) -> Result<HashMap<PriceKey, PriceRecord>, Trouble> {
    if access.vault.is_none() {
        return match access.first_given() {
            Some(option) => Err(Trouble::Input(format!("{option}: expected together with --vault"))),
            None => Ok(HashMap::new()),
        };
    }
    let standard_input = if is_standard_input(file) { StandardInput::Taken } else { StandardInput::Free };
    let prices = access.open(standard_input)?.prices()?;
    Ok(prices.into_iter().map(|entry| (entry.price.key(), entry.price)).collect())
}

fn open(file: &Path) -> io::Result<Box<dyn Read>> {
    if is_standard_input(file) {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(std::fs::File::open(file)?))
}

fn to_json(content: &Content, preview: &Preview, kept: &HashMap<PriceKey, PriceRecord>) -> Value {
    let rows = |rows: &[PriceRow]| -> Vec<Value> {
        rows.iter().map(|row| row_to_json(row.line, &row.record(content))).collect()
    };
    let matched = preview.matched.iter().map(|row| {
        let mut json = row_to_json(row.line, &row.record(content));
        let old = kept.get(&row.key(content)).map(amount_to_json);
        if let (Value::Object(fields), Some(old)) = (&mut json, old) {
            fields.insert("kept".to_owned(), Value::Object(old));
        }
        json
    });
    let rejected = preview.rejected.iter().map(|one| json!({"line": one.line, "reason": one.reason}));
    json!({
        "kind": match preview.kind {
            FileKind::Prices => "prices",
            FileKind::Nadac => "nadac",
        },
        "matched": matched.collect::<Vec<_>>(),
        "new": rows(&preview.new),
        "rejected": rejected.collect::<Vec<_>>(),
        "rejected_count": preview.rejected_count,
        "passed_over": preview.passed_over,
    })
}

fn row_to_json(line: u64, price: &PriceRecord) -> Value {
    let before = [
        ("line", json!(line)),
        ("ndc", json!(price.ndc)),
        ("drug", json!(price.drug)),
        ("strength", json!(price.strength)),
        ("package", json!(price.package)),
    ];
    let after = [
        ("price_kind", json!(price.kind.id())),
        ("unit", json!(price.unit)),
        ("days_supply", json!(price.days_supply)),
        ("as_of", json!(price.as_of.to_string())),
        ("payer", json!(price.payer)),
        ("source", json!(price.source)),
    ];
    let named = |(field, value): (&str, Value)| (field.to_owned(), value);
    let fields = before.into_iter().map(named).chain(amount_to_json(price));
    Value::Object(fields.chain(after.into_iter().map(named)).collect())
}

fn amount_to_json(price: &PriceRecord) -> Map<String, Value> {
    // Text, since a binary fraction would not be exact.
    let (quantity, per_unit) = match price.amount {
        Amount::Total { quantity_thousandths, .. } => {
            (Some(Decimal::from_thousandths(quantity_thousandths).to_string()), None)
        }
        Amount::Package(_) => (None, None),
        Amount::PerUnit(price) => (None, Some(format!("{}.{:05}", price / 100_000, price % 100_000))),
    };
    let fields = [
        ("price_cents", json!(price.amount.cents())),
        ("quantity", json!(quantity)),
        ("dollars_per_unit", json!(per_unit)),
    ];
    fields.map(|(field, value)| (field.to_owned(), value)).into_iter().collect()
}
