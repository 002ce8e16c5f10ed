//! What an exported record carries besides the visit: what is known of the patient, and the follow-ups that were
//! planned at the visit, with all that became of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::about::{Known, PatientField, insert_patient_entry};
use super::error::StoreError;
use super::files::write_new;
use super::follow_ups::insert_event;
use super::ids::{ChecklistId, FollowUpId, PatientId, StaffId};
use super::transfer::ExportFilter;
use super::vault::{Vault, time_text};

/// What is known of a patient besides name, birth date and phone, by the field's word.
pub type ExportKnown = BTreeMap<String, Value>;

/// A follow-up that was planned at the visit.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportFollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// The id of the drug.
    pub drug: String,
    /// The id of the test, within the drug.
    pub test: String,
    /// Weeks after the start, as planned.
    pub week: u32,
    /// The day on which the treatment began.
    pub started_on: Date,
    /// What became of it, the planning first.
    pub events: Vec<ExportFollowUpEvent>,
}

/// One step in the life of a follow-up.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportFollowUpEvent {
    /// `planned`, `moved`, `done`, `dropped` or `reopened`.
    pub what: String,
    /// The day on which it was due from then on.
    pub due_on: Date,
    /// When, in UTC.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// The state that a follow-up has after a step of that word; `None` when there is no such step.
fn state_after(what: &str) -> Option<&'static str> {
    match what {
        "planned" | "moved" | "reopened" => Some("open"),
        "done" => Some("done"),
        "dropped" => Some("dropped"),
        _ => None,
    }
}

/// Whether a follow-up is true to itself: planned first and once, and made of steps that there are.
pub(super) fn is_possible(follow_up: &ExportFollowUp) -> bool {
    let words = || follow_up.events.iter().map(|event| event.what.as_str());
    words().next() == Some("planned")
        && words().skip(1).all(|what| what != "planned" && state_after(what).is_some())
        && !follow_up.drug.is_empty()
        && !follow_up.test.is_empty()
}

/// What is known besides what stands in the patient's row.
pub(super) fn known_to_export(known: Known) -> ExportKnown {
    let fields = known.into_iter().filter(|(field, _)| !field.is_of_the_row());
    fields.map(|(field, value)| (field.as_str().to_owned(), value)).collect()
}

/// Takes in what is known of a patient who is new here; the caller commits.
pub(super) fn insert_known(
    connection: &Connection,
    patient: PatientId,
    known: &ExportKnown,
    by: StaffId,
    at: Timestamp,
) -> Result<(), StoreError> {
    for (word, value) in known {
        let field: PatientField = word.parse().map_err(|_| unknown_field())?;
        if field.is_of_the_row() {
            return Err(unknown_field());
        }
        insert_patient_entry(connection, patient, field, value, by, at)?;
    }
    Ok(())
}

fn unknown_field() -> StoreError {
    StoreError::BadRecord { why: "it knows something of the patient that there is no field for".to_owned() }
}

/// Takes in follow-ups, and of those that are here what became of them since; the caller commits. The answer is
/// whether anything was new.
pub(super) fn insert_follow_ups(
    connection: &Connection,
    patient: PatientId,
    checklist: ChecklistId,
    follow_ups: &[ExportFollowUp],
) -> Result<bool, StoreError> {
    let mut is_new = false;
    for follow_up in follow_ups {
        let (Some(first), Some(last)) = (follow_up.events.first(), follow_up.events.last()) else { continue };
        let id = follow_up.id.to_string();
        let known: Option<i64> = connection
            .prepare_cached(
                "SELECT count(number) FROM follow_up LEFT JOIN follow_up_event ON follow_up_id = id
                 WHERE id = ?1 GROUP BY id",
            )?
            .query_row([&id], |row| row.get(0))
            .optional()?;
        let state = state_after(&last.what).unwrap_or("open");
        if known.is_none() {
            let sql = "INSERT INTO follow_up (id, patient_id, checklist_id, drug, test, week, started_on, created_at,
                           by, due_on, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                       ON CONFLICT DO NOTHING";
            let added = connection.prepare_cached(sql)?.execute(params![
                id,
                patient.to_string(),
                checklist.to_string(),
                follow_up.drug,
                follow_up.test,
                follow_up.week,
                follow_up.started_on.to_string(),
                time_text(first.at),
                first.by.to_string(),
                last.due_on.to_string(),
                state
            ])?;
            // The same was planned here on its own: that one goes on.
            if added == 0 {
                continue;
            }
        }
        let known = known.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        for event in follow_up.events.iter().skip(known) {
            insert_event(connection, follow_up.id, &event.what, event.due_on, event.by, event.at)?;
            is_new = true;
        }
        if follow_up.events.len() > known {
            connection
                .prepare_cached("UPDATE follow_up SET due_on = ?2, state = ?3 WHERE id = ?1")?
                .execute(params![id, last.due_on.to_string(), state])?;
        }
    }
    Ok(is_new)
}

impl Vault {
    /// Writes a patient's records into a new file of a folder, as lines of an export, for its owner to read alone. The
    /// name of the file tells the time and not the patient.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], damage, [`StoreError::WouldOverwrite`]; a full disk or a folder that can't be written.
    pub fn export_to(
        &self,
        patient: PatientId,
        folder: &Path,
        now: Timestamp,
    ) -> Result<PathBuf, StoreError> {
        let mut lines = Vec::new();
        for record in self.export(ExportFilter::Patient(patient))? {
            lines.extend(record?.to_line()?);
        }
        let stamp = now.to_zoned_datetime(TimeZone::UTC).strftime("%Y%m%d-%H%M%S");
        let path = folder.join(format!("countercheck-record-{stamp}.jsonl"));
        write_new(&path, &lines)?;
        Ok(path)
    }

    /// The follow-ups that were planned at a visit.
    pub(super) fn follow_ups_to_export(
        &self,
        checklist: ChecklistId,
    ) -> Result<Vec<ExportFollowUp>, StoreError> {
        let sql = "SELECT id FROM follow_up WHERE checklist_id = ?1 ORDER BY created_at, rowid";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([checklist.to_string()], |row| row.get::<_, String>(0))?;
        let mut all = Vec::new();
        for id in ids {
            let (follow_up, events) = self.follow_up(FollowUpId::from_row(&id?, "follow_up")?)?;
            let events = events.into_iter().map(|event| ExportFollowUpEvent {
                what: event.change.map_or("planned", super::FollowUpChange::as_str).to_owned(),
                due_on: event.due_on,
                at: event.at,
                by: event.by,
            });
            all.push(ExportFollowUp {
                id: follow_up.id,
                events: events.collect(),
                drug: follow_up.drug,
                test: follow_up.test,
                week: follow_up.week,
                started_on: follow_up.started_on,
            });
        }
        Ok(all)
    }
}
