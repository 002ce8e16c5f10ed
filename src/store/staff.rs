//! Who works in a vault: staff members, their names in the records, their roles and their keys.
//!
//! The table says who may do what; an administrator decides who has a key, everybody changes their own passphrase.
//! Keys are written before the table, so that a crash between the two locks nobody out and lets nobody in who was
//! just removed. Nobody goes from the table: entries name them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::StoreError;
use super::events::{StaffChange, note};
use super::ids::StaffId;
use super::keys::{Keys, Role};
use super::secret::{Passphrase, RecoveryCode, Secret, WorkFactor};
use super::session::OpenedWith;
use super::vault::{Vault, time, time_text};

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
    /// Since when they have no key any more, in UTC.
    pub removed_at: Option<Timestamp>,
}

impl Staff {
    /// Somebody who has just come.
    pub(super) fn new(id: StaffId, name: &str, role: Role) -> Self {
        Self { id, name: name.to_owned(), role, removed_at: None }
    }
}

impl Role {
    /// Reads the word of a row.
    pub(super) fn from_row(word: &str, table: &'static str) -> Result<Self, StoreError> {
        let known = [Self::Administrator, Self::Pharmacist, Self::Elsewhere];
        known.into_iter().find(|role| role.as_str() == word).ok_or_else(|| StoreError::damaged_row(table))
    }
}

impl Vault {
    /// Everybody who is named in the records, the first staff member first; also those who were removed.
    ///
    /// # Errors
    /// Damage.
    pub fn all_staff(&self) -> Result<Vec<Staff>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("{SELECT} ORDER BY rowid"))?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(from_row(row)?);
        }
        Ok(all)
    }

    /// Whether somebody can open the vault: who was left without a key by a re-key needs a new passphrase.
    pub fn has_key(&self, staff: StaffId) -> bool {
        self.keys.as_ref().is_some_and(|keys| keys.entry_of(staff).is_some())
    }

    /// Gives one more staff member a key; who was removed and has the same name is that person again. For
    /// administrators.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::StaffExists`], [`StoreError::Empty`]; or the keys file cannot be
    /// replaced.
    pub fn add_staff(
        &mut self,
        new: &NewStaff,
        work: WorkFactor,
        now: Timestamp,
    ) -> Result<StaffId, StoreError> {
        self.as_administrator("only an administrator adds staff")?;
        let name = staff_name(&new.name)?;
        let mut namesakes = self.all_staff()?;
        namesakes.retain(|staff| staff.role != Role::Elsewhere && staff.name == name);
        if namesakes.iter().any(|staff| staff.removed_at.is_none()) {
            return Err(StoreError::StaffExists { staff: name.to_owned() });
        }
        let removed = namesakes.pop();
        let id = removed.as_ref().map_or_else(|| StaffId::new(now), |staff| staff.id);
        let secret = Secret::Passphrase(&new.passphrase);
        self.change_keys(|keys, key| keys.put(key, (id, name, Role::Pharmacist), secret, work))?;
        let by = self.staff.id;
        let transaction = self.connection.transaction()?;
        let what = if removed.is_some() {
            let sql = "UPDATE staff SET removed_at = NULL, role = ?2 WHERE id = ?1";
            transaction.execute(sql, params![id.to_string(), Role::Pharmacist.as_str()])?;
            StaffChange::Returned
        } else {
            ensure_staff(&transaction, id, name, Role::Pharmacist, now)?;
            StaffChange::Added
        };
        note(&transaction, id, what, Some(Role::Pharmacist), by, now)?;
        transaction.commit()?;
        Ok(id)
    }

    /// Takes a staff member's key away; the records go on naming them. Whoever has an old copy of the keys file and
    /// their passphrase can still open the vault, until a re-key. For administrators.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::LastAdministrator`], [`StoreError::UnknownStaff`]; or the keys file
    /// cannot be replaced.
    pub fn remove_staff(&mut self, id: StaffId, now: Timestamp) -> Result<(), StoreError> {
        self.as_administrator("only an administrator removes staff")?;
        let staff = self.present(id)?;
        self.refuse_the_last_administrator(&staff)?;
        self.change_keys(|keys, key| keys.remove(key, id))?;
        let by = self.staff.id;
        let transaction = self.connection.transaction()?;
        let sql = "UPDATE staff SET removed_at = ?2 WHERE id = ?1";
        transaction.execute(sql, params![id.to_string(), time_text(now)])?;
        note(&transaction, id, StaffChange::Removed, None, by, now)?;
        transaction.commit()?;
        Ok(())
    }

    /// Makes a pharmacist an administrator, or an administrator a pharmacist. For administrators.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::LastAdministrator`], [`StoreError::UnknownStaff`].
    pub fn set_role(&mut self, id: StaffId, role: Role, now: Timestamp) -> Result<(), StoreError> {
        self.as_administrator("only an administrator changes what others may do")?;
        let staff = self.present(id)?;
        if role == Role::Elsewhere {
            return Err(StoreError::NotAllowed {
                what: "nobody who has a key here is made one from elsewhere",
            });
        }
        if staff.role == role {
            return Ok(());
        }
        self.refuse_the_last_administrator(&staff)?;
        let by = self.staff.id;
        let transaction = self.connection.transaction()?;
        let sql = "UPDATE staff SET role = ?2 WHERE id = ?1";
        transaction.execute(sql, params![id.to_string(), role.as_str()])?;
        note(&transaction, id, StaffChange::Role, Some(role), by, now)?;
        transaction.commit()?;
        if id == self.staff.id {
            self.staff.role = role;
        }
        // The word in the keys file is for who reads it; what counts is done.
        self.change_keys(|keys, _| {
            keys.set_role(id, role);
            Ok(())
        })
        .ok();
        Ok(())
    }

    /// Gives the staff member who opened the vault a new passphrase. Backups still open with the old one.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`] when `present` is not theirs; or the keys file cannot be replaced.
    pub fn set_passphrase(
        &mut self,
        present: &Passphrase,
        new: &Passphrase,
        work: WorkFactor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let wrong = || StoreError::WrongPassphrase { staff: self.staff.name.clone() };
        let keys = self.keys.as_ref().ok_or(NO_KEYS)?;
        let entry = keys.entry_of(self.staff.id).ok_or_else(wrong)?;
        keys.open_entry(entry, Secret::Passphrase(present), &self.files.keys())?.ok_or_else(wrong)?;
        self.give_passphrase(self.staff.clone(), new, work, now)
    }

    /// Gives another staff member a new passphrase, which they type themselves. Who opened the vault with the
    /// recovery code gives it to themselves in this way. For administrators.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], [`StoreError::UnknownStaff`]; or the keys file cannot be replaced.
    pub fn reset_passphrase(
        &mut self,
        id: StaffId,
        new: &Passphrase,
        work: WorkFactor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.as_administrator("only an administrator sets the passphrase of somebody else")?;
        if id == self.staff.id && self.opened_with != OpenedWith::Recovery {
            return Err(StoreError::NotAllowed {
                what: "one's own passphrase is changed with the present one",
            });
        }
        let staff = self.present(id)?;
        self.give_passphrase(staff, new, work, now)
    }

    /// Makes a new recovery code, which is shown this once; the old one no longer opens the keys file. For
    /// administrators.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`]; or the keys file cannot be replaced.
    pub fn new_recovery_code(
        &mut self,
        work: WorkFactor,
        now: Timestamp,
    ) -> Result<RecoveryCode, StoreError> {
        self.as_administrator("only an administrator makes a new recovery code")?;
        let code = RecoveryCode::generate()?;
        self.change_keys(|keys, key| keys.set_recovery(key, Secret::Recovery(&code), work))?;
        let by = self.staff.id;
        note(&self.connection, by, StaffChange::Recovery, None, by, now)?;
        Ok(code)
    }

    /// Refuses what only an administrator may do; what that is stands in the error.
    pub(super) fn as_administrator(&self, what: &'static str) -> Result<(), StoreError> {
        match self.staff.role {
            Role::Administrator => Ok(()),
            Role::Pharmacist | Role::Elsewhere => Err(StoreError::NotAllowed { what }),
        }
    }

    fn give_passphrase(
        &mut self,
        staff: Staff,
        new: &Passphrase,
        work: WorkFactor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let secret = Secret::Passphrase(new);
        self.change_keys(|keys, key| keys.put(key, (staff.id, &staff.name, staff.role), secret, work))?;
        note(&self.connection, staff.id, StaffChange::Passphrase, None, self.staff.id, now)
    }

    /// Changes the keys and writes them; when that fails they are as they were.
    fn change_keys(
        &mut self,
        change: impl FnOnce(&mut Keys, &super::secret::DatabaseKey) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut keys = self.keys.clone().ok_or(NO_KEYS)?;
        change(&mut keys, &self.key)?;
        keys.write_next(&self.files.keys())?;
        // Once more, so that the copy does not open with what opens the file no more.
        keys.write_next(&self.files.keys()).ok();
        self.keys = Some(keys);
        Ok(())
    }

    /// Somebody who works here.
    fn present(&self, id: StaffId) -> Result<Staff, StoreError> {
        let staff = find_staff(&self.connection, id)?;
        staff
            .filter(|staff| staff.role != Role::Elsewhere && staff.removed_at.is_none())
            .ok_or(StoreError::UnknownStaff { staff: String::new() })
    }

    /// There is always an administrator who can open the vault.
    fn refuse_the_last_administrator(&self, staff: &Staff) -> Result<(), StoreError> {
        let another = self.all_staff()?.into_iter().any(|other| {
            other.id != staff.id
                && other.role == Role::Administrator
                && other.removed_at.is_none()
                && self.has_key(other.id)
        });
        match staff.role {
            Role::Administrator if !another => Err(StoreError::LastAdministrator),
            Role::Administrator | Role::Pharmacist | Role::Elsewhere => Ok(()),
        }
    }
}

/// A vault with sample patients opens with nothing.
pub(super) const NO_KEYS: StoreError =
    StoreError::NotAllowed { what: "a vault with sample patients is gone when it closes and has no keys" };

const SELECT: &str = "SELECT id, name, role, removed_at FROM staff";

fn from_row(row: &Row<'_>) -> Result<Staff, StoreError> {
    Ok(Staff {
        id: StaffId::from_row(&row.get::<_, String>(0)?, "staff")?,
        name: row.get(1)?,
        role: Role::from_row(&row.get::<_, String>(2)?, "staff")?,
        removed_at: row.get::<_, Option<String>>(3)?.map(|text| time(&text, "staff")).transpose()?,
    })
}

/// Somebody by their id.
pub(super) fn find_staff(connection: &Connection, id: StaffId) -> Result<Option<Staff>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    statement.query_row([id.to_string()], |row| Ok(from_row(row))).optional()?.transpose()
}

/// Who the recovery code stands for.
pub(super) fn first_administrator(connection: &Connection) -> Result<Staff, StoreError> {
    let sql = format!("{SELECT} WHERE role = 'administrator' AND removed_at IS NULL ORDER BY rowid LIMIT 1");
    let found = connection.query_row(&sql, [], |row| Ok(from_row(row))).optional()?.transpose()?;
    found.ok_or_else(|| StoreError::damaged_row("staff"))
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
