//! Puts what was read of a damaged vault into a new one: numbers without a gap again, and a stand-in for each
//! parent that is lost, so that no child is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params, params_from_iter};
use uuid::Uuid;

use super::RescuedTable;
use super::read::{self, by_row_id, columns, of_parent, values};
use crate::store::about::{PatientField, insert_patient_entry};
use crate::store::error::StoreError;
use crate::store::ids::{PatientId, PriceBatchId, StaffId};
use crate::store::keys::Role;
use crate::store::search::{folded_name, index_words};
use crate::store::staff::ensure_staff;
use crate::store::vault::time_text;

/// What stands for a patient who can't be read.
const NO_PATIENT: &str = "Unreadable patient";
/// What stands for a staff member who can't be read.
const NO_STAFF: &str = "Unreadable name";

/// From a copy that can be read past its holes into a new database, whose references are not checked meanwhile.
pub struct Filler<'a> {
    /// The damaged one.
    pub from: &'a Connection,
    /// The new one.
    pub to: &'a Connection,
    /// The first staff member, to whom is put down what nobody can be named for.
    pub first: StaffId,
    /// An id as old as the vault.
    pub start: Uuid,
    /// When it is done.
    pub now: Timestamp,
    /// What became of each table.
    pub tables: Vec<RescuedTable>,
    /// How many patients, visits and staff members stand for lost ones.
    pub stand_ins: u64,
}

impl Filler<'_> {
    /// All tables, in the order in which they point to each other.
    pub fn fill(&mut self) -> Result<(), StoreError> {
        for table in ["staff", "setting", "session", "staff_event", "patient"] {
            self.copy(table)?;
        }
        let patients = self.ids("SELECT id FROM patient");
        self.numbered("patient_entry", ["patient_id", "number"], patients, false)?;
        self.copy("patient_merge")?;
        self.copy("checklist")?;
        // Its ids stand in an index too, on other pages.
        let mut checklists = self.ids("SELECT id FROM checklist");
        checklists.extend(values(self.from, "SELECT id FROM checklist", "id").0);
        self.numbered("entry", ["checklist_id", "number"], checklists, false)?;
        for table in ["printed", "place", "draft", "follow_up"] {
            self.copy(table)?;
        }
        let follow_ups = self.ids("SELECT id FROM follow_up");
        self.numbered("follow_up_event", ["follow_up_id", "number"], follow_ups, true)?;
        self.upcoming()?;
        self.prices()?;
        self.copy("erasure")?;
        self.stand_in_for_checklists()?;
        self.stand_in_for_patients()
    }

    /// What follows from the rows, when those who have keys are there too.
    pub fn finish(&mut self) -> Result<(), StoreError> {
        self.stand_in_for_staff()?;
        self.set_right()
    }

    fn ids(&self, sql: &str) -> BTreeSet<String> {
        values(self.to, sql, "1").0
    }

    /// Adds a row; `false` when it contradicts what the table demands.
    fn insert(&self, table: &str, columns: &[String], row: Vec<Value>) -> Result<bool, StoreError> {
        let marks: Vec<String> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), marks.join(", "));
        match self.to.prepare_cached(&sql)?.execute(params_from_iter(row)) {
            Ok(_) => Ok(true),
            Err(error)
                if matches!(
                    error.sqlite_error_code(),
                    Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch)
                ) =>
            {
                Ok(false)
            }
            Err(other) => Err(other.into()),
        }
    }

    fn note(&mut self, table: &'static str, read: u64, missing: u64, more_may_be_missing: bool) {
        self.tables.push(RescuedTable { table, read, missing, more_may_be_missing });
    }

    fn copy(&mut self, table: &'static str) -> Result<(), StoreError> {
        let columns = columns(self.from, self.to, table);
        if columns.is_empty() {
            self.note(table, 0, 0, true);
            return Ok(());
        }
        let found = by_row_id(self.from, table, &columns);
        let (mut read, mut missing) = (0, found.holes);
        for row in found.rows {
            if self.insert(table, &columns, row)? { read += 1 } else { missing += 1 }
        }
        self.note(table, read, missing, found.end_lost);
        Ok(())
    }

    /// The rows of each parent, numbered anew without a gap. Where the parents are not all known, those that are not
    /// get stand-ins, or if there can be none, `only` the known ones keep their rows.
    fn numbered(
        &mut self,
        table: &'static str,
        key: [&str; 2],
        known: BTreeSet<String>,
        only: bool,
    ) -> Result<(), StoreError> {
        let columns = columns(self.from, self.to, table);
        let place = |name: &str| columns.iter().position(|column| column == name);
        let [parent, numbered] = key;
        let (Some(of), Some(number)) = (place(parent), place(numbered)) else {
            self.note(table, 0, 0, true);
            return Ok(());
        };
        let mut rows: BTreeMap<String, BTreeMap<i64, Vec<Value>>> = BTreeMap::new();
        let mut take = |row: Vec<Value>| {
            if let (Some(Value::Text(of)), Some(Value::Integer(number))) = (row.get(of), row.get(number)) {
                rows.entry(of.clone()).or_default().insert(*number, row);
            }
        };
        let (found, all) = read::in_order(self.from, table, key, &columns);
        let mut parents: BTreeSet<String> = known.clone();
        parents.extend(found.iter().filter_map(|row| match row.get(of) {
            Some(Value::Text(of)) => Some(of.clone()),
            Some(_) | None => None,
        }));
        found.into_iter().for_each(&mut take);
        let mut more = !all;
        if !all {
            parents.extend(read::parents(self.from, table, parent, self.start).0);
            for parent in &parents {
                let found = of_parent(self.from, table, key, &columns, &Value::Text(parent.clone()));
                found.rows.into_iter().for_each(&mut take);
            }
        }
        let (mut read, mut missing) = (0, 0);
        for (parent, rows) in rows {
            if only && !known.contains(&parent) {
                missing += rows.len() as u64;
                continue;
            }
            let last = rows.keys().last().and_then(|last| u64::try_from(*last).ok()).unwrap_or(0);
            let mut next = 1;
            for mut row in rows.into_values() {
                if let Some(number) = row.get_mut(number) {
                    *number = Value::Integer(next);
                }
                if read::is_whole(&row) && self.insert(table, &columns, row)? {
                    next += 1;
                }
            }
            let kept = u64::try_from(next - 1).unwrap_or(0);
            if table == "entry" && kept < last {
                self.warn(&parent)?;
            }
            read += kept;
            missing += last.saturating_sub(kept);
            more |= kept < last;
        }
        self.note(table, read, missing, more);
        Ok(())
    }

    /// Says in a visit that lost something that it did: an older answer may stand where a newer one is missing.
    fn warn(&self, checklist: &str) -> Result<(), StoreError> {
        const WORDS: &str = "Rescued from a damaged vault: something that was said in this visit is missing, and an older \
             answer may stand in its place. Ask everything again.";
        let sql = "INSERT INTO entry (checklist_id, number, field, value, at, by)
                   SELECT checklist_id, number + 1, 'note',
                          json_quote(?2 || coalesce((SELECT char(10) || json_extract(value, '$') FROM current_entry
                              WHERE checklist_id = ?1 AND field = 'note' AND json_type(value) = 'text'), '')),
                          at, by
                   FROM entry WHERE checklist_id = ?1 ORDER BY number DESC LIMIT 1";
        self.to.prepare_cached(sql)?.execute(rusqlite::params![checklist, WORDS])?;
        Ok(())
    }

    /// Worked out from entries when they are said: what can't be read comes again with the next visit.
    fn upcoming(&mut self) -> Result<(), StoreError> {
        let columns = columns(self.from, self.to, "upcoming");
        let (seen, all) = read::parents(self.from, "upcoming", "patient_id", self.start);
        let mut patients = self.ids("SELECT id FROM patient");
        patients.extend(seen);
        let (mut read, mut more) = (0, columns.is_empty() || !all);
        for parent in patients {
            let sql = format!("SELECT {} FROM upcoming WHERE patient_id = ?1", columns.join(", "));
            let rows: Result<Vec<Vec<Value>>, rusqlite::Error> =
                self.from.prepare_cached(&sql).and_then(|mut statement| {
                    let row = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|at| row.get(at)).collect();
                    statement.query_map([parent], row)?.collect()
                });
            match rows {
                Ok(rows) => {
                    for row in rows {
                        read += u64::from(self.insert("upcoming", &columns, row)?);
                    }
                }
                Err(_) => more = true,
            }
        }
        self.note("upcoming", read, 0, more);
        Ok(())
    }

    /// Batches of prices and their prices, both numbered anew.
    fn prices(&mut self) -> Result<(), StoreError> {
        let of_batch = columns(self.from, self.to, "price_batch");
        let of_price = columns(self.from, self.to, "price");
        if of_batch.is_empty() || of_price.is_empty() {
            self.note("price_batch", 0, 0, true);
            self.note("price", 0, 0, true);
            return Ok(());
        }
        let at = |columns: &[String], name: &str| columns.iter().position(|column| column == name);
        let found = by_row_id(self.from, "price_batch", &of_batch);
        let number_of = |row: &[Value], name: &str| match at(&of_batch, name).and_then(|at| row.get(at)) {
            Some(Value::Integer(number)) => Some(*number),
            Some(_) | None => None,
        };
        let batches: BTreeMap<i64, Vec<Value>> =
            found.rows.into_iter().filter_map(|row| Some((number_of(&row, "number")?, row))).collect();
        let (by_price, all) = values(self.from, "SELECT CAST(batch AS TEXT) FROM price", "batch, number");
        let by_price = by_price.iter().filter_map(|text| text.parse().ok());
        let last: i64 = by_price.chain(batches.keys().copied()).max().unwrap_or(0);
        let mut renumbered: BTreeMap<i64, i64> = BTreeMap::new();
        let (mut read, mut missing) = ((0, 0), (0, 0));
        let mut more = (found.end_lost || !all, !all);
        for old in 1..=last {
            let prices = of_parent(self.from, "price", ["batch", "number"], &of_price, &Value::Integer(old));
            let count = i64::try_from(prices.rows.len()).unwrap_or(0);
            missing.1 += prices.holes;
            more.1 |= prices.end_lost && batches.contains_key(&old);
            let new = i64::try_from(renumbered.len()).unwrap_or(0) + 1;
            let row = batches.get(&old);
            let takes_back = row.and_then(|row| number_of(row, "takes_back"));
            let taken_back = takes_back.and_then(|old| renumbered.get(&old).copied());
            // An import without a price, or the taking back of one that is lost, is none.
            if (takes_back.is_none() && count == 0) || (takes_back.is_some() && taken_back.is_none()) {
                missing.0 += 1;
                continue;
            }
            let text = |name: &str, otherwise: String| {
                let found = row.and_then(|row| row.get(at(&of_batch, name)?).cloned());
                found.unwrap_or(Value::Text(otherwise))
            };
            self.to.execute(
                "INSERT INTO price_batch (number, id, kind, takes_back, source, prices, at, by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    new,
                    text("id", PriceBatchId::new(self.now).to_string()),
                    if takes_back.is_some() { "undo" } else { "import" },
                    taken_back,
                    text("source", "unreadable".to_owned()),
                    if takes_back.is_some() { 0 } else { count },
                    text("at", time_text(self.now)),
                    text("by", self.first.to_string()),
                ],
            )?;
            (read.0, missing.0) = (read.0 + 1, missing.0 + u64::from(row.is_none()));
            renumbered.insert(old, new);
            for (number, mut price) in (1i64..).zip(prices.rows) {
                for (name, value) in [("batch", new), ("number", number)] {
                    if let Some(place) = at(&of_price, name).and_then(|at| price.get_mut(at)) {
                        *place = Value::Integer(value);
                    }
                }
                // As it was kept once, it is taken again; anything else would leave a gap.
                if !self.insert("price", &of_price, price)? {
                    return Err(StoreError::Internal { doing: "putting a price into the new vault" });
                }
                read.1 += 1;
            }
        }
        self.note("price_batch", read.0, missing.0, more.0);
        self.note("price", read.1, missing.1, more.1);
        Ok(())
    }

    /// Visits that something points to: of whom they were stands in an index too.
    fn stand_in_for_checklists(&mut self) -> Result<(), StoreError> {
        let lost = self.ids(
            "SELECT * FROM (SELECT checklist_id FROM entry UNION SELECT checklist_id FROM printed
             UNION SELECT checklist_id FROM place UNION SELECT checklist_id FROM upcoming
             UNION SELECT checklist_id FROM follow_up WHERE checklist_id IS NOT NULL
             UNION SELECT started_from FROM checklist WHERE started_from IS NOT NULL
             EXCEPT SELECT id FROM checklist)",
        );
        let index = "INDEXED BY checklist_by_patient WHERE patient_id > ''";
        let patients = self
            .by_row(&format!("SELECT rowid, patient_id FROM checklist {index}"), "patient_id, created_at");
        let created = self
            .by_row(&format!("SELECT rowid, created_at FROM checklist {index}"), "patient_id, created_at");
        let rows: BTreeMap<String, i64> = self
            .by_row("SELECT rowid, id FROM checklist", "id")
            .into_iter()
            .map(|(row, id)| (id, row))
            .collect();
        let nobody = PatientId::new(self.now).to_string();
        for id in lost {
            let row = rows.get(&id);
            let patient = row.and_then(|row| patients.get(row)).unwrap_or(&nobody);
            let now = time_text(self.now);
            let first: Option<(String, Option<String>, String)> = self
                .to
                .query_row(
                    "SELECT at, content_version, by FROM entry WHERE checklist_id = ?1 ORDER BY number LIMIT 1",
                    [&id],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()?;
            let (at, content, by) = first.unwrap_or_else(|| (now, None, self.first.to_string()));
            let at = row.and_then(|row| created.get(row)).unwrap_or(&at);
            self.to.execute(
                "INSERT INTO checklist (id, patient_id, as_of, content_version, created_at, by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id, patient, at.get(..10), content.as_deref().unwrap_or("unreadable"), at, by],
            )?;
            self.stand_ins += 1;
        }
        Ok(())
    }

    /// A text by row, read from both ends up to where it can't be.
    fn by_row(&self, sql: &str, order: &str) -> BTreeMap<i64, String> {
        let mut found = BTreeMap::new();
        for direction in ["ASC", "DESC"] {
            let order = order.replace(", ", &format!(" {direction}, "));
            let Ok(mut statement) = self.from.prepare(&format!("{sql} ORDER BY {order} {direction}")) else {
                continue;
            };
            let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)));
            found.extend(rows.into_iter().flatten().map_while(Result::ok));
        }
        found
    }

    /// Patients who something points to, with the name and the rest that was said of them where that is still there.
    fn stand_in_for_patients(&mut self) -> Result<(), StoreError> {
        let lost = self.ids(
            "SELECT * FROM (SELECT patient_id FROM checklist UNION SELECT patient_id FROM patient_entry
             UNION SELECT patient_id FROM follow_up UNION SELECT patient_id FROM upcoming
             UNION SELECT patient_id FROM patient_merge UNION SELECT into_id FROM patient_merge
             UNION SELECT merged_into FROM patient WHERE merged_into IS NOT NULL
             EXCEPT SELECT id FROM patient)",
        );
        for id in lost {
            let said = |field: PatientField| -> Result<Option<String>, StoreError> {
                let sql =
                    "SELECT value ->> '$' FROM current_patient_entry WHERE patient_id = ?1 AND field = ?2";
                Ok(self.to.query_row(sql, params![id, field.as_str()], |row| row.get(0)).optional()?)
            };
            let name = said(PatientField::Name)?.unwrap_or_else(|| NO_PATIENT.to_owned());
            self.to.execute(
                "INSERT INTO patient (id, name, birth_date, phone, folded_name, created_at, seen_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                params![
                    id,
                    name,
                    said(PatientField::BirthDate)?,
                    said(PatientField::Phone)?,
                    folded_name(&name),
                    time_text(self.now)
                ],
            )?;
            self.stand_ins += 1;
        }
        Ok(())
    }

    fn stand_in_for_staff(&mut self) -> Result<(), StoreError> {
        let lost = self.ids(
            "SELECT * FROM (SELECT by FROM checklist UNION SELECT by FROM entry UNION SELECT by FROM printed
             UNION SELECT by FROM patient_entry UNION SELECT by FROM patient_merge UNION SELECT by FROM price_batch
             UNION SELECT by FROM follow_up UNION SELECT by FROM follow_up_event UNION SELECT by FROM erasure
             UNION SELECT by FROM staff_event UNION SELECT staff_id FROM staff_event
             UNION SELECT staff_id FROM session UNION SELECT staff_id FROM draft
             EXCEPT SELECT id FROM staff)",
        );
        for id in lost {
            ensure_staff(self.to, StaffId::from_row(&id, "staff")?, NO_STAFF, Role::Elsewhere, self.now)?;
            self.stand_ins += 1;
        }
        Ok(())
    }

    /// What follows from the rows: follow-ups from their events, the search index, the first of what was said of a
    /// patient whose entries are lost, or of a time before there were any.
    fn set_right(&self) -> Result<(), StoreError> {
        self.to.execute_batch(
            "INSERT INTO follow_up_event (follow_up_id, number, what, due_on, at, by)
                 SELECT id, 1, CASE state WHEN 'open' THEN 'planned' ELSE state END, due_on, created_at, by
                 FROM follow_up WHERE id NOT IN (SELECT follow_up_id FROM follow_up_event);
             UPDATE follow_up SET due_on = last.due_on,
                    state = CASE last.what WHEN 'done' THEN 'done' WHEN 'dropped' THEN 'dropped' ELSE 'open' END
                 FROM (SELECT follow_up_id, max(number), what, due_on FROM follow_up_event GROUP BY follow_up_id) AS last
                 WHERE last.follow_up_id = follow_up.id;",
        )?;
        type Row = (i64, String, String, Option<String>, Option<String>);
        let mut statement = self.to.prepare("SELECT number, id, name, birth_date, phone FROM patient")?;
        let patients: Vec<Row> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?
            .collect::<Result<_, _>>()?;
        let mut index = self.to.prepare("INSERT INTO patient_search (rowid, words) VALUES (?1, ?2)")?;
        let mut known = self.to.prepare("SELECT 1 FROM patient_entry WHERE patient_id = ?1")?;
        for (number, id, name, birth_date, phone) in patients {
            let date = birth_date.as_deref().and_then(|date| date.parse().ok());
            index.execute(params![number, index_words(&name, date, phone.as_deref())])?;
            if known.exists([&id])? {
                continue;
            }
            let id = PatientId::from_row(&id, "patient")?;
            let said = [
                (PatientField::Name, Some(name)),
                (PatientField::BirthDate, birth_date),
                (PatientField::Phone, phone),
            ];
            for (field, value) in said.into_iter().filter_map(|(field, value)| Some((field, value?))) {
                insert_patient_entry(self.to, id, field, &value.into(), self.first, self.now)?;
            }
        }
        Ok(())
    }
}
