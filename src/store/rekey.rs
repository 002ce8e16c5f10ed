//! A new key for the whole database, for when somebody who must not read it any more may have a copy of the keys.
//!
//! Four steps, each of which may be the last before a crash; opening the vault then finds the key that fits, and
//! brings it to its end (`unlock`). The database is written anew beside the old one and read back whole before
//! anything is replaced. Whoever has a file of before and a key of before can read what was in it then: no re-key
//! can take that back, and copies of before are not touched.

use std::fs::{self, File};
use std::mem;

use jiff::Timestamp;
use rusqlite::Connection;

use super::database::{self, MIGRATIONS};
use super::error::StoreError;
use super::events::{StaffChange, note};
use super::files::{remove_if_there, remove_own, sync_folder_of};
use super::held::copy_held;
use super::secret::{DatabaseKey, RecoveryCode, Secret, WorkFactor};
use super::staff::{NO_KEYS, Staff};
use super::vault::Vault;

/// What a re-key leaves to be done by people.
#[derive(Debug)]
pub struct Rekeyed {
    /// The recovery code from now on, shown this once.
    pub code: RecoveryCode,
    /// Who needs a new passphrase to have a key again: they have not opened the vault since their key was of the
    /// first format.
    pub without_key: Vec<Staff>,
}

impl Vault {
    /// Gives the database a new key and the vault a new recovery code; the passphrases stay. The vault is as usable
    /// afterward as before. For administrators.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`], full disk, read-only, damage: the vault has its old key then, or, when the last
    /// step fails, the new one and the old recovery code. When not even the vault of before can be opened again,
    /// [`Vault::is_cut_off`] says so.
    pub fn rekey(&mut self, work: WorkFactor, now: Timestamp) -> Result<Rekeyed, StoreError> {
        self.as_administrator("only an administrator gives the vault a new key")?;
        let keys = self.keys.as_ref().ok_or(NO_KEYS)?;
        let left_out: Vec<_> =
            keys.entries().iter().filter(|entry| !entry.follows_a_rekey()).map(|entry| entry.staff).collect();
        let mut without_key = self.all_staff()?;
        without_key.retain(|staff| left_out.contains(&staff.id));
        let code = RecoveryCode::generate()?;
        let next = DatabaseKey::generate()?;
        let written = self.write_beside(&next, now).and_then(|()| self.announce(&next));
        if let Err(error) = written {
            self.give_up();
            return Err(error);
        }
        self.replace_database(next)?;
        self.settle(&code, work)?;
        Ok(Rekeyed { code, without_key })
    }

    /// Whether the vault could not be opened again after a re-key: every call would fail.
    pub fn is_cut_off(&self) -> bool {
        self.connection.path().is_none_or(str::is_empty)
    }

    /// The first step: the whole database under the next key, as a file beside it, read back whole.
    fn write_beside(&mut self, next: &DatabaseKey, now: Timestamp) -> Result<(), StoreError> {
        self.files.unfinished_parts().iter().try_for_each(|path| remove_if_there(path))?;
        database::checkpoint(&self.connection)?;
        let beside = self.files.unfinished();
        let failed = |e| StoreError::from_io("Copying the vault", e);
        copy_held(self.files.database(), &beside)?;
        database::encrypt_anew(&beside, &self.key, next)?;
        let copy = database::open_copy(&beside, next)?;
        let whole = database::damaged_pages(&copy)? == 0
            && database::version(&copy)? == database::version(&self.connection)?
            && contents(&copy)? == contents(&self.connection)?;
        if !whole {
            return Err(StoreError::Damaged { what: "its copy cannot be read back whole".to_owned() });
        }
        // In the copy, so that the event and the key are there together or not at all.
        let by = self.staff.id;
        note(&copy, by, StaffChange::ReKeyed, None, by, now)?;
        copy.close().map_err(|(_, error)| StoreError::from(error))?;
        File::options().write(true).open(&beside).and_then(|file| file.sync_all()).map_err(failed)
    }

    /// The second: everybody who can be given the next key has it, beside the one of now.
    fn announce(&mut self, next: &DatabaseKey) -> Result<(), StoreError> {
        let keys = self.keys.as_mut().ok_or(NO_KEYS)?;
        keys.announce(next)?;
        keys.write_next(&self.files.keys())
    }

    /// The third: the file beside takes the place of the database. The log of the old one is gone by then.
    fn replace_database(&mut self, next: DatabaseKey) -> Result<(), StoreError> {
        let nowhere = Connection::open_in_memory()?;
        if let Err((connection, error)) = mem::replace(&mut self.connection, nowhere).close() {
            self.connection = connection;
            self.give_up();
            return Err(error.into());
        }
        let replaced = match self.files.wal().exists() {
            true => Err(StoreError::InUse),
            false => fs::rename(self.files.unfinished(), self.files.database())
                .map_err(|e| StoreError::from_io("Replacing the vault", e)),
        };
        // From here on only the key that opens the file says what became of it; while that is not known, both keys
        // stay in the keys file.
        if let Err(error) = replaced {
            self.connection = database::open(&self.files, &self.key, MIGRATIONS)?;
            self.give_up();
            return Err(error);
        }
        self.connection = database::open(&self.files, &next, MIGRATIONS)?;
        self.key = next;
        if let Some(keys) = &mut self.keys {
            keys.settle(&self.key)?;
        }
        // Before the old key is forgotten, the file must have its place for good.
        sync_folder_of(self.files.database())
    }

    /// The last: the next key is the only one, and another code opens the vault. Written twice, so that the copy of
    /// the keys file does not hold what the old recovery code opens.
    fn settle(&mut self, code: &RecoveryCode, work: WorkFactor) -> Result<(), StoreError> {
        let keys = self.keys.as_mut().ok_or(NO_KEYS)?;
        let mut with_code = keys.clone();
        with_code.set_recovery(&self.key, Secret::Recovery(code), work)?;
        with_code.write_next(&self.files.keys())?;
        *keys = with_code;
        // The code holds from here on, so that it must be shown.
        keys.write_next(&self.files.keys()).ok();
        Ok(())
    }

    /// Back to the key of before, which the database still has. What can't be tidied up now is when the vault opens.
    fn give_up(&mut self) {
        if let Some(keys) = self.keys.as_mut().filter(|keys| keys.is_between_keys()) {
            keys.take_back();
            keys.write_next(&self.files.keys()).ok();
        }
        self.files.unfinished_parts().iter().for_each(|path| remove_own(path));
    }
}

/// Every table with how many rows it has, the search index and its parts among them, and how it is made.
fn contents(connection: &Connection) -> Result<Vec<(String, String, i64)>, StoreError> {
    let sql = "SELECT name, coalesce(sql, ''), type = 'table' FROM sqlite_schema ORDER BY type, name";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, made): (String, String) = (row.get(0)?, row.get(1)?);
        let count = match row.get(2)? {
            true => {
                let counting = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
                connection.query_row(&counting, [], |row| row.get(0))?
            }
            false => 0,
        };
        all.push((name, made, count));
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
