//! `countercheck prices`: what an import of prices would do.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Trouble, is_standard_input, pretty};
use crate::content::Content;
use crate::content::decimal::Decimal;
use crate::exchange::prices::{self, Amount, FileKind, Preview, PriceRow};

/// What to do with prices.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// Reads a price list or a NADAC file and says what an import would do; keeps nothing
    Check {
        /// A CSV file, or - for standard input
        file: PathBuf,
    },
}

/// Does the job; the answer is JSON.
///
/// # Errors
/// [`Trouble::Input`] when the file as a whole can't be read.
pub fn run(content: &Content, job: &Job, today: Date) -> Result<String, Trouble> {
    let Job::Check { file } = job;
    let trouble = |why: &dyn std::fmt::Display| Trouble::Input(format!("{}: {why}", file.display()));
    let opened = open(file).map_err(|error| trouble(&error))?;
    // No vault is open: nothing is kept that a row could match.
    let preview =
        prices::preview(content, opened, &HashSet::new(), today).map_err(|error| trouble(&error))?;
    Ok(pretty(&to_json(content, &preview)))
}

fn open(file: &Path) -> io::Result<Box<dyn Read>> {
    if is_standard_input(file) {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(std::fs::File::open(file)?))
}

fn to_json(content: &Content, preview: &Preview) -> Value {
    let rows = |rows: &[PriceRow]| rows.iter().map(|row| row_to_json(content, row)).collect::<Vec<_>>();
    let rejected = preview.rejected.iter().map(|one| json!({"line": one.line, "reason": one.reason}));
    json!({
        "kind": match preview.kind {
            FileKind::Prices => "prices",
            FileKind::Nadac => "nadac",
        },
        "matched": rows(&preview.matched),
        "new": rows(&preview.new),
        "rejected": rejected.collect::<Vec<_>>(),
        "rejected_count": preview.rejected_count,
        "passed_over": preview.passed_over,
    })
}

fn row_to_json(content: &Content, row: &PriceRow) -> Value {
    let product = row.product.map(|product| content.drug(product.drug));
    let strength = row.product.and_then(|product| {
        content.drug(product.drug).dose.strengths.get(product.strength).map(|strength| strength.id.as_str())
    });
    // Text, since a binary fraction would not be exact.
    let (cents, quantity, per_unit) = match row.amount {
        Amount::Total { cents, quantity_thousandths } => {
            (Some(cents), Some(Decimal::from_thousandths(quantity_thousandths).to_string()), None)
        }
        Amount::Package(cents) => (Some(cents), None, None),
        Amount::PerUnit(price) => (None, None, Some(format!("{}.{:05}", price / 100_000, price % 100_000))),
    };
    json!({
        "line": row.line,
        "ndc": row.ndc.as_ref().map(ToString::to_string),
        "drug": product.map(|drug| drug.id.as_str()),
        "strength": strength,
        "package": row.package,
        "price_cents": cents,
        "quantity": quantity,
        "dollars_per_unit": per_unit,
        "price_kind": row.kind.id(),
        "unit": row.unit,
        "days_supply": row.days_supply,
        "as_of": row.as_of.to_string(),
        "payer": row.payer,
        "source": row.source,
    })
}
