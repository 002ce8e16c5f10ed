//! What is an answer on the disk held against? The same row in the same encrypted database, without the rest.

#![allow(dead_code, reason = "each bench takes what it needs")]

use std::path::Path;

use countercheck::store::{ChecklistId, Field, NewChecklist, NewPatient, StaffId, Vault};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde_json::json;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A database with the settings of a vault, and one table with the columns of an entry.
pub fn bare(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\";", "5a".repeat(32))).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA locking_mode = EXCLUSIVE;
             CREATE TABLE entry (checklist_id TEXT, number INTEGER, field TEXT, value TEXT, at TEXT, by TEXT, how TEXT,
                                 PRIMARY KEY (checklist_id, number)) STRICT, WITHOUT ROWID;",
        )
        .unwrap();
    connection
}

/// The bare insert of the row of an answer.
pub fn insert_bare(connection: &Connection, checklist: ChecklistId, number: u32, by: StaffId) {
    connection
        .prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'said')")
        .unwrap()
        .execute(params![
            checklist.to_string(),
            number,
            "answer:smoking",
            "\"never\"",
            "1970-01-01T00:00:00.000000Z",
            by.to_string()
        ])
        .unwrap();
}

/// A checklist in a vault, and who fills it in.
pub fn begun(vault: &mut Vault) -> (ChecklistId, StaffId) {
    let by = vault.staff().id;
    let patient = NewPatient { name: "Elena".to_owned(), birth_date: None, phone: None };
    let patient = vault.add_patient(&patient, NOW).unwrap();
    let as_of = jiff::civil::date(2026, 11, 25);
    let new = NewChecklist { patient, as_of, content_version: "1".to_owned(), started_from: None };
    (vault.new_checklist(&new, &[], by, NOW).unwrap(), by)
}

/// The answer itself, as the window files it.
pub fn answer(vault: &mut Vault, checklist: ChecklistId, by: StaffId) {
    vault.append(checklist, &Field::answer("smoking"), &json!("never"), by, NOW).unwrap();
}
