//! Checklists in the vault: what was said, by whom, when, and what was handed out.
//!
//! Every change is one more entry; the current state is the latest entry of each field, and undo is
//! another entry with the value before. Values are JSON that this module does not read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde_json::Value;

use super::error::StoreError;
use super::field::Field;
use super::ids::{ChecklistId, PatientId, PrintedId, StaffId};
use super::patients::{FAMILY, see_patient_of};
use super::record::{Before, Change, Checklist, Entry, How, NewChecklist, Printed, Record, VisitHistory};
use super::vault::{Vault, json, time, time_text};

impl Vault {
    /// Begins a checklist, with what is said in it from the start (`[]` for an empty one).
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`].
    pub fn new_checklist(
        &mut self,
        new: &NewChecklist,
        start: &[Change],
        by: StaffId,
        now: Timestamp,
    ) -> Result<ChecklistId, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let signature = Signature { by, at: now, content: self.content_version.as_deref() };
        let id = insert_visit(&transaction, new, start, &signature)?;
        transaction.commit()?;
        Ok(id)
    }

    /// Adds one entry; it is on the disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::UnknownChecklist`], full or read-only disk.
    pub fn append(
        &mut self,
        checklist: ChecklistId,
        field: &Field,
        value: &Value,
        by: StaffId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.append_all(checklist, &[Change::said(field.clone(), value.clone())], by, now)
    }

    /// Adds several entries, all or none. Whose visit it is was seen last then.
    ///
    /// # Errors
    /// [`StoreError::UnknownChecklist`], full or read-only disk.
    pub fn append_all(
        &mut self,
        checklist: ChecklistId,
        changes: &[Change],
        by: StaffId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let signature = Signature { by, at: now, content: self.content_version.as_deref() };
        let mut added =
            changes.iter().try_for_each(|change| insert_entry(&transaction, checklist, change, &signature));
        added = added.and_then(|()| see_patient_of(&transaction, checklist, now));
        if added.is_ok() {
            added = transaction.commit().map_err(StoreError::from);
        } else {
            transaction.rollback()?;
        }
        added.map_err(|error| self.name_unknown(checklist, error))
    }

    /// A checklist with its patient, current state, history and place.
    ///
    /// # Errors
    /// [`StoreError::UnknownChecklist`], damage.
    pub fn checklist(&self, id: ChecklistId) -> Result<Record, StoreError> {
        let checklist = self.checklist_row(id)?;
        let patient = self.patient(self.stands_for(checklist.patient)?)?;
        let (current, history) = (self.current(id)?, self.history(id)?);
        let before = self.before(&checklist)?;
        let known = self.known_of(patient.id)?;
        let namesakes = self.namesakes(&patient)?.len();
        let place = self.place(id)?;
        Ok(Record { patient, checklist, current, history, place, before, known, namesakes })
    }

    /// The checklists of a patient, the latest first.
    ///
    /// # Errors
    /// Damage. A patient who is not there has none.
    pub fn checklists_of(&self, patient: PatientId) -> Result<Vec<Checklist>, StoreError> {
        // Also those of the patients who turned out to be this one.
        let sql = format!(
            "SELECT {CHECKLIST} FROM checklist WHERE patient_id IN ({FAMILY}) ORDER BY created_at DESC, rowid DESC"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([patient.to_string()])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(checklist_of(row)?);
        }
        Ok(all)
    }

    /// A patient's visits with all that was said in them and what was handed out, the latest first.
    ///
    /// # Errors
    /// Damage.
    pub fn history_of(&self, patient: PatientId) -> Result<Vec<VisitHistory>, StoreError> {
        let visits = self.checklists_of(patient)?.into_iter().map(|checklist| {
            let (history, printed) = (self.history(checklist.id)?, self.printed(checklist.id)?);
            Ok(VisitHistory { checklist, history, printed })
        });
        visits.collect()
    }

    /// Keeps where one left a checklist.
    ///
    /// # Errors
    /// [`StoreError::UnknownChecklist`], full or read-only disk.
    pub fn set_place(
        &mut self,
        checklist: ChecklistId,
        place: &Value,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO place (checklist_id, place, at) VALUES (?1, ?2, ?3)
                   ON CONFLICT (checklist_id) DO UPDATE SET place = excluded.place, at = excluded.at";
        let kept = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut s| s.execute(params![checklist.to_string(), place.to_string(), time_text(now)]));
        kept.map(drop).map_err(|error| self.name_unknown(checklist, error.into()))
    }

    /// Where one left a checklist.
    ///
    /// # Errors
    /// Damage.
    pub fn place(&self, checklist: ChecklistId) -> Result<Option<Value>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT place FROM place WHERE checklist_id = ?1")?;
        let text: Option<String> =
            statement.query_row([checklist.to_string()], |row| row.get(0)).optional()?;
        text.map(|text| json(&text, "place")).transpose()
    }

    /// Keeps a summary as it is handed out.
    ///
    /// # Errors
    /// [`StoreError::UnknownChecklist`], full or read-only disk.
    pub fn keep_printed(
        &mut self,
        checklist: ChecklistId,
        document: &Value,
        by: StaffId,
        now: Timestamp,
    ) -> Result<PrintedId, StoreError> {
        let printed = Printed { id: PrintedId::new(now), document: document.clone(), at: now, by };
        let kept = insert_printed(&self.connection, checklist, &printed);
        kept.map_err(|error| self.name_unknown(checklist, error))?;
        Ok(printed.id)
    }

    /// The summaries that were handed out for a checklist, the first one first.
    ///
    /// # Errors
    /// Damage.
    pub fn printed(&self, checklist: ChecklistId) -> Result<Vec<Printed>, StoreError> {
        let sql = "SELECT id, document, at, by FROM printed WHERE checklist_id = ?1 ORDER BY at, rowid";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([checklist.to_string()])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(Printed {
                id: PrintedId::from_row(&row.get::<_, String>(0)?, "printed")?,
                document: json(&row.get::<_, String>(1)?, "printed")?,
                at: time(&row.get::<_, String>(2)?, "printed")?,
                by: StaffId::from_row(&row.get::<_, String>(3)?, "printed")?,
            });
        }
        Ok(all)
    }

    /// The row of a checklist.
    pub(super) fn checklist_row(&self, id: ChecklistId) -> Result<Checklist, StoreError> {
        let sql = format!("SELECT {CHECKLIST} FROM checklist WHERE id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([id.to_string()])?;
        rows.next()?.map_or(Err(StoreError::UnknownChecklist), checklist_of)
    }

    /// Everything that was said in a checklist, in order.
    pub(super) fn history(&self, id: ChecklistId) -> Result<Vec<Entry>, StoreError> {
        let sql = "SELECT number, field, value, at, by, how, said_on, content_version FROM entry
                   WHERE checklist_id = ?1 ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.to_string()])?;
        let mut history = Vec::new();
        while let Some(row) = rows.next()? {
            let value: Option<String> = row.get(2)?;
            history.push(Entry {
                number: row.get(0)?,
                field: field_of(&row.get::<_, String>(1)?)?,
                value: value.map_or(Ok(Value::Null), |text| json(&text, "entry"))?,
                at: time(&row.get::<_, String>(3)?, "entry")?,
                by: StaffId::from_row(&row.get::<_, String>(4)?, "entry")?,
                how: how_of(&row.get::<_, String>(5)?, row.get(6)?)?,
                content_version: row.get(7)?,
            });
        }
        Ok(history)
    }

    /// What was said last in the visits that a checklist goes back to.
    fn before(&self, checklist: &Checklist) -> Result<BTreeMap<Field, Before>, StoreError> {
        let mut before = BTreeMap::new();
        let mut from = checklist.started_from;
        for _ in 0..MOST_VISITS_BACK {
            let Some(id) = from else { break };
            let earlier = self.checklist_row(id)?;
            let mut on = BTreeMap::new();
            for entry in self.history(id)? {
                let day = match entry.how {
                    How::Carried(day) => day,
                    How::Said | How::Undone | How::Redone => earlier.as_of,
                };
                on.insert(entry.field, day);
            }
            for (field, value) in self.current(id)? {
                let on = on.get(&field).copied().unwrap_or(earlier.as_of);
                before.entry(field).or_insert(Before { value, on });
            }
            from = earlier.started_from;
        }
        Ok(before)
    }

    /// What holds in a checklist, by field.
    pub(super) fn current(&self, id: ChecklistId) -> Result<BTreeMap<Field, Value>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT field, value FROM current_entry WHERE checklist_id = ?1")?;
        let mut rows = statement.query([id.to_string()])?;
        let mut current = BTreeMap::new();
        while let Some(row) = rows.next()? {
            current.insert(field_of(&row.get::<_, String>(0)?)?, json(&row.get::<_, String>(1)?, "entry")?);
        }
        Ok(current)
    }

    /// A refused foreign key says only that it was refused: name the checklist if it is that.
    fn name_unknown(&self, checklist: ChecklistId, error: StoreError) -> StoreError {
        match self.checklist_row(checklist) {
            Err(StoreError::UnknownChecklist) => StoreError::UnknownChecklist,
            Ok(_) | Err(_) => error,
        }
    }
}

/// The earlier visit, if it is of the same record: two records of one patient may be parted again, and neither may
/// go on leading to the other then.
pub(super) fn own_visit(
    connection: &Connection,
    visit: Option<ChecklistId>,
    patient: PatientId,
) -> Result<Option<ChecklistId>, StoreError> {
    let Some(visit) = visit else { return Ok(None) };
    let sql = "SELECT EXISTS (SELECT 1 FROM checklist WHERE id = ?1 AND patient_id = ?2)";
    let is_own = connection
        .prepare_cached(sql)?
        .query_row(params![visit.to_string(), patient.to_string()], |row| row.get::<_, bool>(0))?;
    Ok(is_own.then_some(visit))
}

/// How many visits back an answer is looked for.
const MOST_VISITS_BACK: u32 = 12;

/// Adds a visit with what is said in it from the start; the caller commits.
pub(super) fn insert_visit(
    connection: &Connection,
    new: &NewChecklist,
    start: &[Change],
    signature: &Signature<'_>,
) -> Result<ChecklistId, StoreError> {
    let (id, now) = (ChecklistId::new(signature.at), time_text(signature.at));
    let seen = connection
        .prepare_cached("UPDATE patient SET seen_at = max(seen_at, ?2) WHERE id = ?1")?
        .execute(params![new.patient.to_string(), now])?;
    if seen == 0 {
        return Err(StoreError::UnknownPatient);
    }
    let checklist = Checklist {
        id,
        patient: new.patient,
        as_of: new.as_of,
        content_version: new.content_version.clone(),
        created_at: signature.at,
        by: signature.by,
        started_from: own_visit(connection, new.started_from, new.patient)?,
    };
    insert_checklist(connection, &checklist)?;
    start.iter().try_for_each(|change| insert_entry(connection, id, change, signature))?;
    Ok(id)
}

/// Adds a checklist; the caller commits.
pub(super) fn insert_checklist(connection: &Connection, checklist: &Checklist) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO checklist (id, patient_id, as_of, content_version, created_at, by, started_from)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            checklist.id.to_string(),
            checklist.patient.to_string(),
            checklist.as_of.to_string(),
            checklist.content_version,
            time_text(checklist.created_at),
            checklist.by.to_string(),
            checklist.started_from.map(|id| id.to_string())
        ])?;
    Ok(())
}

/// Who adds an entry, when, and what the program knew.
#[derive(Clone, Copy)]
pub(super) struct Signature<'a> {
    pub by: StaffId,
    pub at: Timestamp,
    pub content: Option<&'a str>,
}

/// Adds an entry with the next number.
pub(super) fn insert_entry(
    connection: &Connection,
    checklist: ChecklistId,
    change: &Change,
    signature: &Signature<'_>,
) -> Result<(), StoreError> {
    let value = if change.value.is_null() { None } else { Some(change.value.to_string()) };
    let (how, said_on) = how_text(change.how);
    connection
        .prepare_cached(
            "INSERT INTO entry (checklist_id, number, field, value, at, by, how, said_on, content_version)
             VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM entry WHERE checklist_id = ?1),
                     ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            checklist.to_string(),
            change.field.to_string(),
            value,
            time_text(signature.at),
            signature.by.to_string(),
            how,
            said_on,
            signature.content
        ])?;
    Ok(())
}

/// Adds a printed document.
pub(super) fn insert_printed(
    connection: &Connection,
    checklist: ChecklistId,
    printed: &Printed,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO printed (id, checklist_id, document, at, by) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            printed.id.to_string(),
            checklist.to_string(),
            printed.document.to_string(),
            time_text(printed.at),
            printed.by.to_string()
        ])?;
    Ok(())
}

/// The columns that [`checklist_of`] reads.
const CHECKLIST: &str = "id, patient_id, as_of, content_version, created_at, by, started_from";

fn how_text(how: How) -> (&'static str, Option<String>) {
    match how {
        How::Said => ("said", None),
        How::Undone => ("undone", None),
        How::Redone => ("redone", None),
        How::Carried(on) => ("carried", Some(on.to_string())),
    }
}

fn how_of(word: &str, said_on: Option<String>) -> Result<How, StoreError> {
    let damaged = || StoreError::damaged_row("entry");
    match (word, said_on) {
        ("said", None) => Ok(How::Said),
        ("undone", None) => Ok(How::Undone),
        ("redone", None) => Ok(How::Redone),
        ("carried", Some(on)) => Ok(How::Carried(on.parse().map_err(|_| damaged())?)),
        (_, _) => Err(damaged()),
    }
}

fn checklist_of(row: &Row<'_>) -> Result<Checklist, StoreError> {
    const TABLE: &str = "checklist";
    let as_of: String = row.get(2)?;
    Ok(Checklist {
        id: ChecklistId::from_row(&row.get::<_, String>(0)?, TABLE)?,
        patient: PatientId::from_row(&row.get::<_, String>(1)?, TABLE)?,
        as_of: as_of.parse().map_err(|_| StoreError::damaged_row(TABLE))?,
        content_version: row.get(3)?,
        created_at: time(&row.get::<_, String>(4)?, TABLE)?,
        by: StaffId::from_row(&row.get::<_, String>(5)?, TABLE)?,
        started_from: row
            .get::<_, Option<String>>(6)?
            .map(|id| ChecklistId::from_row(&id, TABLE))
            .transpose()?,
    })
}

fn field_of(text: &str) -> Result<Field, StoreError> {
    text.parse().map_err(|_| StoreError::damaged_row("entry"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::NewPatient;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn begun() -> (Vault, ChecklistId, StaffId) {
        let mut vault = Vault::temporary(NOW).unwrap();
        let by = vault.staff().id;
        let patient = NewPatient { name: "A".to_owned(), birth_date: None, phone: None };
        let patient = vault.add_patient(&patient, NOW).unwrap();
        let as_of = jiff::civil::date(2026, 11, 25);
        let new = NewChecklist { patient, as_of, content_version: "1".to_owned(), started_from: None };
        let id = vault.new_checklist(&new, &[], by, NOW).unwrap();
        (vault, id, by)
    }

    #[test]
    fn a_full_disk_is_said_to_be_full_and_loses_nothing_that_was_saved() {
        let (mut vault, id, by) = begun();
        let pages = vault.connection.pragma_query_value(None, "page_count", |row| row.get::<_, i64>(0));
        let limit = format!("PRAGMA max_page_count = {}", pages.unwrap());
        vault.connection.query_row(&limit, [], |_| Ok(())).unwrap();
        let note = Value::from("x".repeat(500));
        let mut saved = 0;
        let error = loop {
            match vault.append(id, &Field::Note, &note, by, NOW) {
                Ok(()) => saved += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(error, StoreError::DiskFull), "{error:?}");
        assert!(saved > 0 && vault.checklist(id).unwrap().history.len() == saved);
        vault.connection.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
        vault.append(id, &Field::Note, &note, by, NOW).unwrap();
        assert!(vault.verify().unwrap().is_whole());
    }

    #[test]
    fn the_database_itself_refuses_to_change_or_remove_what_was_said() {
        let (mut vault, id, by) = begun();
        vault.append(id, &Field::Note, &Value::from("said"), by, NOW).unwrap();
        vault.keep_printed(id, &Value::from("page"), by, NOW).unwrap();
        let before = (vault.checklist(id).unwrap(), vault.printed(id).unwrap());
        let refused = [
            "UPDATE entry SET value = '1'",
            "DELETE FROM entry",
            "INSERT OR REPLACE INTO entry (checklist_id, number, field, value, at, by)
             SELECT checklist_id, number, field, '1', at, by FROM entry",
            "INSERT INTO entry (checklist_id, number, field, value, at, by)
             SELECT checklist_id, number + 2, field, value, at, by FROM entry",
            "UPDATE printed SET document = '1'",
            "DELETE FROM printed",
            "UPDATE checklist SET as_of = '2026-01-01'",
            "DELETE FROM checklist",
            "DELETE FROM patient",
        ];
        for sql in refused {
            assert!(vault.connection.execute(sql, []).is_err(), "{sql}");
        }
        assert!((vault.checklist(id).unwrap(), vault.printed(id).unwrap()) == before);
    }
}
