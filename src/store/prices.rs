//! Prices of the pharmacy: kept in batches that are never changed, and taken back as a batch.
//!
//! A price that is kept again replaces the one before by standing after it; both stay. They are the
//! pharmacy's and not the patients': an export of records does not hold them.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::error::StoreError;
use super::ids::{PriceBatchId, StaffId};
use super::vault::{Vault, time, time_text};
use crate::content::price::{Amount, PriceKind, PriceRecord};

/// A price that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceEntry {
    /// The batch that it came with.
    pub batch: PriceBatchId,
    /// Its place in the batch, from 1.
    pub number: u32,
    /// The price.
    pub price: PriceRecord,
}

/// Prices that were kept together, or that an earlier batch was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceBatch {
    /// The id.
    pub id: PriceBatchId,
    /// What it did.
    pub kind: BatchKind,
    /// Where the prices came from, in words: a file's name, or that they were typed.
    pub source: String,
    /// How many prices it holds.
    pub prices: u32,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchKind {
    /// It added prices, which hold unless it was taken back.
    Import {
        /// Whether a later batch took it back.
        taken_back: bool,
    },
    /// It took back that batch.
    Undo(PriceBatchId),
}

impl Vault {
    /// Keeps prices as one batch, all or none.
    ///
    /// # Errors
    /// [`StoreError::Empty`] without a price, full or read-only disk.
    pub fn keep_prices(
        &mut self,
        prices: &[PriceRecord],
        source: &str,
        by: StaffId,
        now: Timestamp,
    ) -> Result<PriceBatchId, StoreError> {
        if prices.is_empty() {
            return Err(StoreError::Empty { what: "list of prices" });
        }
        let batch = NewBatch { kind: "import", takes_back: None, source, prices: prices.len(), by, now };
        self.in_one(|transaction| {
            let (id, number) = batch.insert(transaction)?;
            for (at, price) in (1u32..).zip(prices) {
                insert_price(transaction, number, at, price)?;
            }
            Ok(id)
        })
    }

    /// Takes back a batch, as another batch.
    ///
    /// # Errors
    /// [`StoreError::UnknownPriceBatch`] when there is none that could be taken back, full or read-only disk.
    pub fn undo_prices(
        &mut self,
        batch: PriceBatchId,
        by: StaffId,
        now: Timestamp,
    ) -> Result<PriceBatchId, StoreError> {
        self.in_one(|transaction| {
            let sql = "SELECT number, source FROM price_batch AS import WHERE id = ?1 AND kind = 'import'
                       AND NOT EXISTS (SELECT 1 FROM price_batch WHERE takes_back = import.number)";
            let found: Option<(i64, String)> = transaction
                .query_row(sql, [batch.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let (number, source) = found.ok_or(StoreError::UnknownPriceBatch)?;
            let undo =
                NewBatch { kind: "undo", takes_back: Some(number), source: &source, prices: 0, by, now };
            undo.insert(transaction).map(|(id, _)| id)
        })
    }

    /// The prices that hold, in the order in which they were kept.
    ///
    /// # Errors
    /// Damage.
    pub fn prices(&self) -> Result<Vec<PriceEntry>, StoreError> {
        self.read_prices("SELECT * FROM current_price ORDER BY batch, number")
    }

    /// All prices that were ever kept, also those that were replaced or taken back.
    ///
    /// # Errors
    /// Damage.
    pub fn price_trace(&self) -> Result<Vec<PriceEntry>, StoreError> {
        self.read_prices(
            "SELECT price.*, price_batch.id AS batch_id FROM price
             JOIN price_batch ON price_batch.number = price.batch ORDER BY price.batch, price.number",
        )
    }

    /// The batches, the latest first.
    ///
    /// # Errors
    /// Damage.
    pub fn price_batches(&self) -> Result<Vec<PriceBatch>, StoreError> {
        let sql = "SELECT batch.id, taken.id, batch.source, batch.prices, batch.at, batch.by,
                       EXISTS (SELECT 1 FROM price_batch AS undo WHERE undo.takes_back = batch.number)
                   FROM price_batch AS batch
                   LEFT JOIN price_batch AS taken ON taken.number = batch.takes_back
                   ORDER BY batch.number DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let taken: Option<String> = row.get(1)?;
            all.push(PriceBatch {
                id: PriceBatchId::from_row(&row.get::<_, String>(0)?, BATCH)?,
                kind: match taken {
                    Some(id) => BatchKind::Undo(PriceBatchId::from_row(&id, BATCH)?),
                    None => BatchKind::Import { taken_back: row.get(6)? },
                },
                source: row.get(2)?,
                prices: row.get(3)?,
                at: time(&row.get::<_, String>(4)?, BATCH)?,
                by: StaffId::from_row(&row.get::<_, String>(5)?, BATCH)?,
            });
        }
        Ok(all)
    }

    fn read_prices(&self, sql: &str) -> Result<Vec<PriceEntry>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(entry(row)?);
        }
        Ok(all)
    }

    /// Does it in one transaction, which is rolled back unless all of it was done.
    fn in_one<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

const PRICE: &str = "price";
const BATCH: &str = "price_batch";

struct NewBatch<'a> {
    kind: &'static str,
    takes_back: Option<i64>,
    source: &'a str,
    prices: usize,
    by: StaffId,
    now: Timestamp,
}

impl NewBatch<'_> {
    fn insert(&self, connection: &Connection) -> Result<(PriceBatchId, i64), StoreError> {
        let id = PriceBatchId::new(self.now);
        let sql = "INSERT INTO price_batch (number, id, kind, takes_back, source, prices, at, by)
                   SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7 FROM price_batch";
        let prices = i64::try_from(self.prices).unwrap_or(i64::MAX);
        let (at, by) = (time_text(self.now), self.by.to_string());
        connection.prepare_cached(sql)?.execute(params![
            id.to_string(),
            self.kind,
            self.takes_back,
            self.source,
            prices,
            at,
            by
        ])?;
        Ok((id, connection.last_insert_rowid()))
    }
}

fn insert_price(
    connection: &Connection,
    batch: i64,
    number: u32,
    price: &PriceRecord,
) -> Result<(), StoreError> {
    let (cents, per_unit, quantity) = match price.amount {
        Amount::Total { cents, quantity_thousandths } => (Some(cents), None, Some(quantity_thousandths)),
        Amount::PerUnit(price) => (None, Some(price), None),
        Amount::Package(cents) => (Some(cents), None, None),
    };
    let sql = "INSERT INTO price (batch, number, item, ndc, drug, strength, package, unit, cents, per_unit,
                   quantity, days_supply, kind, as_of, payer, source)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    connection.prepare_cached(sql)?.execute(params![
        batch,
        number,
        price.item(),
        price.ndc,
        price.drug,
        price.strength,
        price.package,
        price.unit,
        cents,
        per_unit,
        quantity,
        price.days_supply,
        price.kind.id(),
        price.as_of.to_string(),
        price.payer,
        price.source
    ])?;
    Ok(())
}

fn entry(row: &Row<'_>) -> Result<PriceEntry, StoreError> {
    let damaged = || StoreError::damaged_row(PRICE);
    let (cents, per_unit) = (row.get::<_, Option<i64>>("cents")?, row.get::<_, Option<i64>>("per_unit")?);
    let amount = match (cents, per_unit, row.get::<_, Option<i64>>("quantity")?) {
        (Some(cents), None, Some(quantity_thousandths)) => Amount::Total { cents, quantity_thousandths },
        (Some(cents), None, None) => Amount::Package(cents),
        (None, Some(price), None) => Amount::PerUnit(price),
        (Some(_) | None, Some(_), _) | (None, None, _) => return Err(damaged()),
    };
    let price = PriceRecord {
        ndc: row.get("ndc")?,
        drug: row.get("drug")?,
        strength: row.get("strength")?,
        package: row.get("package")?,
        amount,
        unit: row.get("unit")?,
        days_supply: row.get("days_supply")?,
        kind: PriceKind::from_id(&row.get::<_, String>("kind")?).ok_or_else(damaged)?,
        as_of: row.get::<_, String>("as_of")?.parse::<Date>().map_err(|_| damaged())?,
        payer: row.get("payer")?,
        source: row.get("source")?,
    };
    let item: String = row.get("item")?;
    if item != price.item() {
        return Err(damaged());
    }
    let batch = PriceBatchId::from_row(&row.get::<_, String>("batch_id")?, BATCH)?;
    Ok(PriceEntry { batch, number: row.get("number")?, price })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(cents: i64) -> PriceRecord {
        PriceRecord {
            ndc: Some("00074-2306-30".to_owned()),
            drug: None,
            strength: None,
            package: String::new(),
            amount: Amount::Package(cents),
            unit: String::new(),
            days_supply: None,
            kind: PriceKind::List,
            as_of: jiff::civil::date(2026, 11, 2),
            payer: String::new(),
            source: String::new(),
        }
    }

    #[test]
    fn the_database_itself_refuses_to_change_delete_or_add_to_what_was_kept() {
        let now = Timestamp::UNIX_EPOCH;
        let mut vault = Vault::temporary(now).unwrap();
        let by = vault.staff().id;
        let kept = vault.keep_prices(&[price(1), price(2)], "a.csv", by, now).unwrap();
        vault.undo_prices(kept, by, now).unwrap();
        for sql in [
            "UPDATE price SET cents = 3",
            "DELETE FROM price",
            "UPDATE price_batch SET source = 'b.csv'",
            "DELETE FROM price_batch",
            "INSERT INTO price SELECT batch, 3, item, ndc, drug, strength, package, unit, cents, per_unit,
                 quantity, days_supply, kind, as_of, payer, source FROM price WHERE number = 1",
            "INSERT INTO price_batch SELECT 5, 'x', kind, takes_back, source, prices, at, by
                 FROM price_batch WHERE number = 1",
            "INSERT INTO price_batch SELECT 3, 'x', 'undo', 2, source, 0, at, by
                 FROM price_batch WHERE number = 1",
        ] {
            assert!(vault.connection.execute(sql, []).is_err(), "{sql}");
        }
        assert_eq!(vault.price_trace().unwrap().len(), 2);
        assert!(vault.verify().unwrap().is_whole());
    }
}
