//! Follow-ups: what is to be done or asked so many weeks after a treatment began, and what became of it.
//!
//! Every step is one more event; the row of a follow-up holds what its last event says. Nothing is deleted: what
//! is not wanted is dropped, and can be opened again. What a drug and a test are is not known here.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::error::StoreError;
use super::ids::{ChecklistId, FollowUpId, PatientId, StaffId};
use super::patients::{FAMILY, Patient};
use super::vault::{Vault, time, time_text};

/// Something that is to be planned.
#[derive(Clone, PartialEq, Eq)]
pub struct NewFollowUp {
    /// The id of the test, within the drug.
    pub test: String,
    /// Weeks after the start.
    pub week: u32,
    /// The day on which it is due.
    pub due_on: Date,
}

/// A follow-up as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The id.
    pub id: FollowUpId,
    /// Whose it is; an alias, where the patient was merged after it was planned.
    pub patient: PatientId,
    /// The visit at which it was planned.
    pub checklist: Option<ChecklistId>,
    /// The id of the drug.
    pub drug: String,
    /// The id of the test, within the drug.
    pub test: String,
    /// Weeks after the start, as planned.
    pub week: u32,
    /// The day on which the treatment began.
    pub started_on: Date,
    /// The day on which it is due.
    pub due_on: Date,
    /// Whether it is still to be done.
    pub state: FollowUpState,
}

/// Whether a follow-up is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FollowUpState {
    /// It is to be done.
    Open,
    /// It was done.
    Done,
    /// It is not wanted.
    Dropped,
}

/// What becomes of a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpChange {
    /// It is due on another day.
    Moved(Date),
    /// It was done.
    Done,
    /// It is not wanted.
    Dropped,
    /// It is to be done after all.
    Reopened,
}

/// One step in the life of a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUpEvent {
    /// What became of it; `None` when it was planned.
    pub change: Option<FollowUpChange>,
    /// The day on which it was due from then on.
    pub due_on: Date,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// A follow-up with the patient under whose name it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueFollowUp {
    /// The follow-up.
    pub follow_up: FollowUp,
    /// The patient; of merged ones the one that stays.
    pub patient: Patient,
}

impl fmt::Debug for NewFollowUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewFollowUp(…)")
    }
}

impl fmt::Debug for FollowUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FollowUp").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

impl FollowUpState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    fn read(text: &str) -> Option<Self> {
        [Self::Open, Self::Done, Self::Dropped].into_iter().find(|state| state.as_str() == text)
    }
}

impl FollowUpChange {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Moved(_) => "moved",
            Self::Done => "done",
            Self::Dropped => "dropped",
            Self::Reopened => "reopened",
        }
    }

    fn state(self) -> FollowUpState {
        match self {
            Self::Moved(_) | Self::Reopened => FollowUpState::Open,
            Self::Done => FollowUpState::Done,
            Self::Dropped => FollowUpState::Dropped,
        }
    }

    fn read(what: &str, due_on: Date) -> Option<Option<Self>> {
        let all = [Self::Moved(due_on), Self::Done, Self::Dropped, Self::Reopened];
        match what {
            "planned" => Some(None),
            _ => all.into_iter().find(|change| change.as_str() == what).map(Some),
        }
    }
}

const TABLE: &str = "follow_up";
const COLUMNS: &str =
    "f.id, f.patient_id, f.checklist_id, f.drug, f.test, f.week, f.started_on, f.due_on, f.state";

impl Vault {
    /// Plans what follows from a start, all or nothing; what was planned for that patient before, from that very
    /// start, stays as it is. Answers with how many were planned.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], [`StoreError::UnknownChecklist`], full or read-only disk.
    pub fn plan_follow_ups(
        &mut self,
        patient: PatientId,
        checklist: Option<ChecklistId>,
        drug: &str,
        started_on: Date,
        items: &[NewFollowUp],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        // What an alias was planned is planned for the one that stays, too.
        let of = self.stands_for(patient)?.to_string();
        // A visit has its own patient, also when that one was merged: it goes along when they part.
        let owner = match checklist {
            Some(checklist) => self.patient_of(checklist)?,
            None => patient.to_string(),
        };
        let by = self.staff.id;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut planned = 0;
        for item in items {
            let known = format!(
                "SELECT EXISTS (SELECT 1 FROM follow_up WHERE patient_id IN ({FAMILY})
                     AND drug = ?2 AND test = ?3 AND week = ?4 AND started_on = ?5)"
            );
            let key = params![of, drug, item.test, item.week, started_on.to_string()];
            if transaction.prepare_cached(&known)?.query_row(key, |row| row.get(0))? {
                continue;
            }
            let id = FollowUpId::new(now);
            let sql = "INSERT INTO follow_up (id, patient_id, checklist_id, drug, test, week, started_on, created_at,
                           by, due_on, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'open')";
            transaction.prepare_cached(sql)?.execute(params![
                id.to_string(),
                owner,
                checklist.map(|id| id.to_string()),
                drug,
                item.test,
                item.week,
                started_on.to_string(),
                time_text(now),
                by.to_string(),
                item.due_on.to_string()
            ])?;
            insert_event(&transaction, id, "planned", item.due_on, by, now)?;
            planned += 1;
        }
        transaction.commit()?;
        Ok(planned)
    }

    /// Moves, ticks, drops or opens follow-ups again, all or none. What is so already stays so, without another
    /// event.
    ///
    /// # Errors
    /// [`StoreError::UnknownFollowUp`]; also when one that is not open is moved.
    pub fn change_follow_ups(
        &mut self,
        changes: &[(FollowUpId, FollowUpChange)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let by = self.staff.id;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (id, change) in changes {
            change_one(&transaction, *id, *change, by, now)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// A follow-up and all that became of it, the first event first.
    ///
    /// # Errors
    /// [`StoreError::UnknownFollowUp`], damage.
    pub fn follow_up(&self, id: FollowUpId) -> Result<(FollowUp, Vec<FollowUpEvent>), StoreError> {
        let found = one(&self.connection, id)?;
        let sql = "SELECT what, due_on, at, by FROM follow_up_event WHERE follow_up_id = ?1 ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.to_string()])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            let due_on = date(&row.get::<_, String>(1)?)?;
            let change = FollowUpChange::read(&row.get::<_, String>(0)?, due_on);
            events.push(FollowUpEvent {
                change: change.ok_or_else(|| StoreError::damaged_row(EVENT))?,
                due_on,
                at: time(&row.get::<_, String>(2)?, EVENT)?,
                by: StaffId::from_row(&row.get::<_, String>(3)?, EVENT)?,
            });
        }
        Ok((found, events))
    }

    /// All follow-ups of a patient and of those who turned out to be that patient, by the day on which they are
    /// due; also those that were done or dropped.
    ///
    /// # Errors
    /// [`StoreError::UnknownPatient`], damage.
    pub fn follow_ups_of(&self, patient: PatientId) -> Result<Vec<FollowUp>, StoreError> {
        let of = self.stands_for(patient)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM follow_up f WHERE f.patient_id IN ({FAMILY}) ORDER BY f.due_on, f.rowid"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([of.to_string()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    /// What is open and due up to a day, of all patients, the longest due first.
    ///
    /// # Errors
    /// Damage.
    pub fn due_follow_ups(&self, until: Date, limit: u32) -> Result<Vec<DueFollowUp>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM follow_up f WHERE f.state = 'open' AND f.due_on <= ?1
             ORDER BY f.due_on, f.rowid LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![until.to_string(), limit])?;
        let mut known: BTreeMap<PatientId, Patient> = BTreeMap::new();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let follow_up = read(row)?;
            let patient = match known.get(&follow_up.patient) {
                Some(patient) => patient.clone(),
                None => {
                    let patient = self.patient(self.stands_for(follow_up.patient)?)?;
                    known.insert(follow_up.patient, patient.clone());
                    patient
                }
            };
            found.push(DueFollowUp { follow_up, patient });
        }
        Ok(found)
    }

    fn patient_of(&self, checklist: ChecklistId) -> Result<String, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT patient_id FROM checklist WHERE id = ?1")?;
        let found = statement.query_row([checklist.to_string()], |row| row.get(0)).optional()?;
        found.ok_or(StoreError::UnknownChecklist)
    }

    /// Reads every follow-up with its events, and holds each against its last event.
    pub(super) fn follow_ups_whole(&self) -> Result<(u64, Vec<String>), StoreError> {
        let mut statement = self.connection.prepare("SELECT id FROM follow_up")?;
        let ids = statement.query_map([], |row| row.get::<_, String>(0))?;
        let (mut counted, mut problems) = (0, Vec::new());
        for id in ids {
            let id = id?;
            counted += 1;
            match FollowUpId::from_row(&id, TABLE).and_then(|id| self.follow_up(id)) {
                Ok((found, events)) => {
                    let last = events.last().map(|event| {
                        (event.due_on, event.change.map_or(FollowUpState::Open, FollowUpChange::state))
                    });
                    if last != Some((found.due_on, found.state)) {
                        problems.push(format!("follow-up {id} is not as its last event says"));
                    }
                }
                Err(error) => problems.push(format!("follow-up {id}: {error}")),
            }
        }
        Ok((counted, problems))
    }
}

const EVENT: &str = "follow_up_event";

fn one(connection: &Connection, id: FollowUpId) -> Result<FollowUp, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM follow_up f WHERE f.id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row([id.to_string()], |row| Ok(read(row))).optional()?;
    found.ok_or(StoreError::UnknownFollowUp)?
}

fn change_one(
    connection: &Connection,
    id: FollowUpId,
    change: FollowUpChange,
    by: StaffId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let before = one(connection, id)?;
    let due_on = match change {
        FollowUpChange::Moved(_) if before.state != FollowUpState::Open => {
            return Err(StoreError::UnknownFollowUp);
        }
        FollowUpChange::Moved(day) => day,
        FollowUpChange::Done | FollowUpChange::Dropped | FollowUpChange::Reopened => before.due_on,
    };
    let state = change.state();
    if (due_on, state) == (before.due_on, before.state) {
        return Ok(());
    }
    connection
        .prepare_cached("UPDATE follow_up SET due_on = ?2, state = ?3 WHERE id = ?1")?
        .execute(params![id.to_string(), due_on.to_string(), state.as_str()])?;
    insert_event(connection, id, change.as_str(), due_on, by, now)
}

/// Adds an event with the next number; the caller commits.
pub(super) fn insert_event(
    connection: &Connection,
    id: FollowUpId,
    what: &str,
    due_on: Date,
    by: StaffId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO follow_up_event (follow_up_id, number, what, due_on, at, by)
               SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5 FROM follow_up_event WHERE follow_up_id = ?1";
    connection.prepare_cached(sql)?.execute(params![
        id.to_string(),
        what,
        due_on.to_string(),
        time_text(now),
        by.to_string()
    ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<FollowUp, StoreError> {
    let checklist: Option<String> = row.get(2)?;
    Ok(FollowUp {
        id: FollowUpId::from_row(&row.get::<_, String>(0)?, TABLE)?,
        patient: PatientId::from_row(&row.get::<_, String>(1)?, TABLE)?,
        checklist: checklist.map(|id| ChecklistId::from_row(&id, TABLE)).transpose()?,
        drug: row.get(3)?,
        test: row.get(4)?,
        week: row.get(5)?,
        started_on: date(&row.get::<_, String>(6)?)?,
        due_on: date(&row.get::<_, String>(7)?)?,
        state: FollowUpState::read(&row.get::<_, String>(8)?)
            .ok_or_else(|| StoreError::damaged_row(TABLE))?,
    })
}

fn date(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::damaged_row(TABLE))
}
