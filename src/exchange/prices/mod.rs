//! Prices from files: a pharmacy's own list, or the national average drug acquisition cost (NADAC).
//!
//! Only reads and previews: what would be new, what is there already, and which rows are refused, each
//! with its line and why. A price that is typed in a form is read by the same rules ([`read_typed`]).
//! Nothing is kept here. A file is read line by line, so that its size does not
//! matter; no quoted field may reach over a line. Which of the two kinds a file is, its header says.

mod lines;
mod money;
mod nadac;
mod pharmacy;
mod product;
mod typed;

use std::collections::HashSet;
use std::io::Read;

use jiff::civil::Date;

use crate::content::Content;
pub use crate::content::price::Amount;
use crate::content::price::{PriceKey, PriceKind, PriceRecord};
use crate::exchange::ndc::Ndc;
use lines::{Fields, Lines};
use product::Names;
pub use product::Product;
pub use typed::{Refused, Typed, read_typed};

/// Why a file as a whole can't be read.
#[derive(Debug, thiserror::Error)]
pub enum PricesError {
    /// It has no line.
    #[error("the file is empty: expected a line with the names of the columns")]
    Empty,
    /// Its first line names neither the columns of a price list nor those of NADAC.
    #[error(
        "the first line does not name the columns: expected {missing} (price lists: ndc or drug, strength and package; \
         price, price_kind, quantity, unit, days_supply, as_of)"
    )]
    Header {
        /// The columns that are missing.
        missing: String,
    },
    /// It is no text.
    #[error("the file is no table of text: it holds binary data")]
    Binary,
    /// Its lines end with a carriage return alone.
    #[error("the lines of the file end as on old Macs: save it again as CSV in UTF-8")]
    LineEnds,
    /// The system could not read it.
    #[error("the file can't be read: {0}")]
    Io(#[from] std::io::Error),
}

/// A row that could be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRow {
    /// The line in the file, from 1.
    pub line: u64,
    /// The code, where the file has one.
    pub ndc: Option<Ndc>,
    /// The treatment and its strength; `None` where the file has only a code.
    pub product: Option<Product>,
    /// The package or description as written; may be empty.
    pub package: String,
    /// How much money for how much of it.
    pub amount: Amount,
    /// The unit: EA, ML, GM.
    pub unit: String,
    /// Days that it lasts; `None` where the file does not say.
    pub days_supply: Option<u32>,
    /// Where the amount comes from.
    pub kind: PriceKind,
    /// Of which day it is.
    pub as_of: Date,
    /// With which payer; may be empty.
    pub payer: String,
    /// Who said so; may be empty.
    pub source: String,
}

impl PriceRow {
    /// The row as it is kept.
    pub fn record(&self, content: &Content) -> PriceRecord {
        let drug = self.product.map(|product| content.drug(product.drug));
        let strength =
            self.product.and_then(|product| drug.and_then(|drug| drug.dose.strengths.get(product.strength)));
        PriceRecord {
            ndc: self.ndc.as_ref().map(ToString::to_string),
            drug: drug.map(|drug| drug.id.to_string()),
            strength: strength.map(|strength| strength.id.clone()),
            package: self.package.clone(),
            amount: self.amount,
            unit: self.unit.clone(),
            days_supply: self.days_supply,
            kind: self.kind,
            as_of: self.as_of,
            payer: self.payer.clone(),
            source: self.source.clone(),
        }
    }

    /// What makes two rows the same price.
    pub fn key(&self, content: &Content) -> PriceKey {
        self.record(content).key()
    }
}

/// A row that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The line in the file, from 1.
    pub line: u64,
    /// Why, and what was expected.
    pub reason: String,
}

/// Which kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A pharmacy's own list.
    Prices,
    /// The national average drug acquisition cost.
    Nadac,
}

/// What an import would do.
#[derive(Debug)]
pub struct Preview {
    /// Which kind of file it is.
    pub kind: FileKind,
    /// Rows that are kept already, with the same amount or another one.
    pub matched: Vec<PriceRow>,
    /// Rows that would be new.
    pub new: Vec<PriceRow>,
    /// Rows that are refused; at most [`MOST_REJECTED`].
    pub rejected: Vec<Rejected>,
    /// Rows that are refused in all.
    pub rejected_count: u64,
    /// Rows of other products than the app's own (NADAC): passed over.
    pub passed_over: u64,
}

/// More refused rows than this are counted, not listed.
pub const MOST_REJECTED: usize = 1000;

/// Reads a file and says what an import would do.
///
/// # Errors
/// [`PricesError`] when the file as a whole can't be read; single rows are refused in the preview.
pub fn preview(
    content: &Content,
    file: impl Read,
    kept: &HashSet<PriceKey>,
    today: Date,
) -> Result<Preview, PricesError> {
    let mut lines = Lines::new(file);
    let header = lines.header()?;
    let names = Names::of(content);
    let mut preview = Preview {
        kind: FileKind::Prices,
        matched: Vec::new(),
        new: Vec::new(),
        rejected: Vec::new(),
        rejected_count: 0,
        passed_over: 0,
    };
    match nadac::Columns::of(&header) {
        Some(columns) => {
            preview.kind = FileKind::Nadac;
            nadac::read((content, &names), &mut lines, &columns, today, kept, &mut preview)?;
        }
        None => {
            let columns = pharmacy::Columns::of(&header)?;
            pharmacy::read((content, &names), &mut lines, &columns, today, kept, &mut preview)?;
        }
    }
    Ok(preview)
}

impl Preview {
    fn reject(&mut self, line: u64, reason: String) {
        self.rejected_count += 1;
        if self.rejected.len() < MOST_REJECTED {
            self.rejected.push(Rejected { line, reason });
        }
    }

    fn take(&mut self, content: &Content, row: PriceRow, kept: &HashSet<PriceKey>) {
        if kept.contains(&row.key(content)) {
            self.matched.push(row);
        } else {
            self.new.push(row);
        }
    }
}

/// A field by its position; empty where the row is too short.
fn field<'a>(fields: &'a Fields<'_>, at: Option<usize>) -> &'a str {
    at.and_then(|at| fields.get(at)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
