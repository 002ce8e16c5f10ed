//! What was half-typed when the vault was locked, kept until the same staff member comes back.
//!
//! One draft for each staff member, as the screens wrote it; what it holds is not known here.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::error::StoreError;
use super::vault::{Vault, json, time_text};

impl Vault {
    /// Keeps what the staff member who opened the vault had half-typed; nothing for `Value::Null`.
    ///
    /// # Errors
    /// Full or read-only disk.
    pub fn keep_draft(&mut self, draft: &Value, now: Timestamp) -> Result<(), StoreError> {
        let by = self.staff.id.to_string();
        if draft.is_null() {
            self.connection.prepare_cached("DELETE FROM draft WHERE staff_id = ?1")?.execute([by])?;
            return Ok(());
        }
        let sql = "INSERT INTO draft (staff_id, draft, at) VALUES (?1, ?2, ?3)
                   ON CONFLICT (staff_id) DO UPDATE SET draft = excluded.draft, at = excluded.at";
        self.connection.prepare_cached(sql)?.execute(params![by, draft.to_string(), time_text(now)])?;
        Ok(())
    }

    /// What the staff member who opened the vault had half-typed; nothing where work has gone on since: then the
    /// program was stopped without a lock, and what is older than the last step would come back over what was said.
    ///
    /// # Errors
    /// Damage.
    pub fn draft(&self) -> Result<Option<Value>, StoreError> {
        let sql = "SELECT draft FROM draft WHERE staff_id = ?1
                   AND NOT EXISTS (SELECT 1 FROM place WHERE place.at > draft.at)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let text: Option<String> =
            statement.query_row([self.staff.id.to_string()], |row| row.get(0)).optional()?;
        text.map(|text| json(&text, "draft")).transpose()
    }
}
