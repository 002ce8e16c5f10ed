//! What happened to whose key, when, and by whom: rows that are only added.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::ids::StaffId;
use super::keys::Role;
use super::vault::{Vault, time, time_text};

const TABLE: &str = "staff_event";

/// What may happen to a staff member's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StaffChange {
    /// They got their first key.
    Added,
    /// Their key was taken away.
    Removed,
    /// They were removed and have a key again.
    Returned,
    /// They got another role.
    Role,
    /// They got another passphrase: their own doing, or a reset when somebody else did it.
    Passphrase,
    /// A new recovery code took the place of the old.
    Recovery,
    /// The database got a new key, and with it a new recovery code.
    ReKeyed,
}

impl StaffChange {
    const ALL: [Self; 7] = [
        Self::Added,
        Self::Removed,
        Self::Returned,
        Self::Role,
        Self::Passphrase,
        Self::Recovery,
        Self::ReKeyed,
    ];

    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Returned => "returned",
            Self::Role => "role",
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery",
            Self::ReKeyed => "re-keyed",
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffEvent {
    /// Whose key it was; for a recovery code and a re-key, who did it.
    pub staff: StaffId,
    /// What happened.
    pub what: StaffChange,
    /// The role that they have since, where it was one.
    pub role: Option<Role>,
    /// When, in UTC.
    pub at: Timestamp,
    /// Who did it.
    pub by: StaffId,
}

impl Vault {
    /// What happened to the keys, the first first. Vaults of earlier versions begin with nothing.
    ///
    /// # Errors
    /// Damage.
    pub fn staff_events(&self) -> Result<Vec<StaffEvent>, StoreError> {
        let sql = "SELECT staff_id, what, value, at, by FROM staff_event ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get(1)?;
            let what = StaffChange::ALL.into_iter().find(|what| what.as_str() == word);
            events.push(StaffEvent {
                staff: StaffId::from_row(&row.get::<_, String>(0)?, TABLE)?,
                what: what.ok_or_else(|| StoreError::damaged_row(TABLE))?,
                role: row
                    .get::<_, Option<String>>(2)?
                    .map(|word| Role::from_row(&word, TABLE))
                    .transpose()?,
                at: time(&row.get::<_, String>(3)?, TABLE)?,
                by: StaffId::from_row(&row.get::<_, String>(4)?, TABLE)?,
            });
        }
        Ok(events)
    }
}

/// Adds an event.
pub(super) fn note(
    connection: &Connection,
    staff: StaffId,
    what: StaffChange,
    role: Option<Role>,
    by: StaffId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO staff_event (staff_id, what, value, at, by) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = connection.prepare_cached(sql)?;
    let role = role.map(Role::as_str);
    statement.execute(params![staff.to_string(), what.as_str(), role, time_text(now), by.to_string()])?;
    Ok(())
}
