//! Who works in a vault: staff members, their names in the records and their keys.
//!
//! Keys are written before the table, so that a crash between the two locks nobody out. What a role may
//! do in the app is not known here.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::error::StoreError;
use super::ids::StaffId;
use super::keys::{Keys, Role};
use super::secret::{Passphrase, Secret, WorkFactor};
use super::vault::{Vault, time_text};

/// Somebody who is to get a key.
#[derive(Debug)]
pub struct NewStaff {
    /// As it stands on printed pages; unique in the vault.
    pub name: String,
    /// What they will type.
    pub passphrase: Passphrase,
}

/// Somebody who is or was named in the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The id that entries name.
    pub id: StaffId,
    /// The name as it was given.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

impl Vault {
    /// Everybody who is named in the records, the first staff member first.
    ///
    /// # Errors
    /// Damage.
    pub fn all_staff(&self) -> Result<Vec<Staff>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT id, name, role FROM staff ORDER BY rowid")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let role = match row.get::<_, String>(2)?.as_str() {
                "administrator" => Role::Administrator,
                "member" => Role::Member,
                "elsewhere" => Role::Elsewhere,
                _ => return Err(StoreError::damaged_row("staff")),
            };
            let id = StaffId::from_row(&row.get::<_, String>(0)?, "staff")?;
            all.push(Staff { id, name: row.get(1)?, role });
        }
        Ok(all)
    }

    /// Gives one more staff member a key.
    ///
    /// # Errors
    /// [`StoreError::StaffExists`], [`StoreError::Empty`]; or the keys file cannot be replaced.
    pub fn add_staff(
        &mut self,
        new: &NewStaff,
        work: WorkFactor,
        now: Timestamp,
    ) -> Result<StaffId, StoreError> {
        let name = staff_name(&new.name)?;
        let (mut keys, _) = Keys::read(&self.files.keys())?;
        if keys.entry(Some(name)).is_some() {
            return Err(StoreError::StaffExists { staff: name.to_owned() });
        }
        let id = StaffId::new(now);
        keys.wrap_for(&self.key, id, name, Secret::Passphrase(&new.passphrase), work)?;
        keys.write_next(&self.files.keys())?;
        ensure_staff(&self.connection, id, name, Role::Member, now)?;
        Ok(id)
    }

    /// Gives the staff member who opened the vault a new passphrase. Backups and the `.bak` of the keys
    /// still open with the old one.
    ///
    /// # Errors
    /// The keys file cannot be read or replaced.
    pub fn set_passphrase(&mut self, passphrase: &Passphrase, work: WorkFactor) -> Result<(), StoreError> {
        let (mut keys, _) = Keys::read(&self.files.keys())?;
        keys.rewrap_for(&self.key, self.staff.id, Secret::Passphrase(passphrase), work)?;
        keys.write_next(&self.files.keys())
    }
}

/// Adds somebody to the table unless they are there.
pub(super) fn ensure_staff(
    connection: &Connection,
    id: StaffId,
    name: &str,
    role: Role,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO staff (id, name, role, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING";
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(params![id.to_string(), name, role.as_str(), time_text(now)])?;
    Ok(())
}

/// The name without spaces around it.
pub(super) fn staff_name(name: &str) -> Result<&str, StoreError> {
    let name = name.trim();
    if name.is_empty() { Err(StoreError::Empty { what: "staff member's name" }) } else { Ok(name) }
}
