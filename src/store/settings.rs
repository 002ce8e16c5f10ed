//! Settings of the pharmacy, kept in the vault: JSON by key.
//!
//! Which keys there are, and what they mean, the app knows.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::error::StoreError;
use super::vault::{Vault, json, time_text};

impl Vault {
    /// A setting of the pharmacy; `None` when it was never set.
    ///
    /// # Errors
    /// Damage.
    pub fn setting(&self, key: &str) -> Result<Option<Value>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
        let text: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
        text.map(|text| json(&text, "setting")).transpose()
    }

    /// All settings of the pharmacy, by key.
    ///
    /// # Errors
    /// Damage.
    pub fn settings(&self) -> Result<Vec<(String, Value)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT key, value FROM setting ORDER BY key")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push((row.get(0)?, json(&row.get::<_, String>(1)?, "setting")?));
        }
        Ok(all)
    }

    /// Keeps a setting of the pharmacy.
    ///
    /// # Errors
    /// Full or read-only disk.
    pub fn set_setting(&mut self, key: &str, value: &Value, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO setting (key, value, at) VALUES (?1, ?2, ?3)
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at";
        self.connection.prepare_cached(sql)?.execute(params![key, value.to_string(), time_text(now)])?;
        Ok(())
    }
}
