//! Days that follow from what was said last of a patient's plan and approvals, kept so that the list before a
//! new plan year need not read every entry.
//!
//! The caller works a day out; here it is kept, replaced, and found again. A plan year comes every year: its day
//! is carried on for two years after it was said, and then nobody knows whether the patient still comes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::error::StoreError;
use super::ids::{ChecklistId, PatientId};
use super::patients::Patient;
use super::vault::Vault;

/// What happens on a day that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UpcomingKind {
    /// The plan year begins again.
    PlanYear,
    /// An approval ends.
    AuthorizationEnds,
}

/// A day that is to come for a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpcomingDay {
    /// The patient; of merged ones the one that stays.
    pub patient: Patient,
    /// What happens.
    pub kind: UpcomingKind,
    /// The day.
    pub on: Date,
}

impl UpcomingKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::PlanYear => "plan-year",
            Self::AuthorizationEnds => "authorization-ends",
        }
    }

    fn read(text: &str) -> Option<Self> {
        [Self::PlanYear, Self::AuthorizationEnds].into_iter().find(|kind| kind.as_str() == text)
    }
}

const TABLE: &str = "upcoming";
/// Years for which a plan year is believed to go on as it was said.
const YEARS: i16 = 2;

impl Vault {
    /// Keeps the day on which something happens, as it follows from a visit; `None` when it is not known. What
    /// a later visit said stays.
    ///
    /// # Errors
    /// [`StoreError::UnknownChecklist`], full or read-only disk.
    pub fn set_upcoming(
        &mut self,
        checklist: ChecklistId,
        kind: UpcomingKind,
        on: Option<Date>,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // The visit's own patient, also when that one was merged: so the day goes along when they part.
        let sql = "SELECT patient_id, EXISTS (
                       SELECT 1 FROM upcoming JOIN checklist AS other ON other.id = upcoming.checklist_id
                       WHERE upcoming.patient_id = this.patient_id AND upcoming.kind = ?2 AND other.as_of > this.as_of)
                   FROM checklist AS this WHERE id = ?1";
        let found: Option<(String, bool)> = transaction
            .query_row(sql, params![checklist.to_string(), kind.as_str()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let (patient, is_later_there) = found.ok_or(StoreError::UnknownChecklist)?;
        if is_later_there {
            return Ok(());
        }
        let sql = "DELETE FROM upcoming WHERE patient_id = ?1 AND kind = ?2";
        transaction.execute(sql, params![patient, kind.as_str()])?;
        if let Some(on) = on {
            transaction.execute(
                "INSERT INTO upcoming (patient_id, kind, on_day, checklist_id) VALUES (?1, ?2, ?3, ?4)",
                params![patient, kind.as_str(), on.to_string(), checklist.to_string()],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// What happens from a day on up to another one, each kind once for each patient, by day and name.
    ///
    /// # Errors
    /// Damage.
    pub fn upcoming_until(&self, from: Date, to: Date) -> Result<Vec<UpcomingDay>, StoreError> {
        let damaged = || StoreError::damaged_row(TABLE);
        let sql = "SELECT patient_id, kind, on_day FROM upcoming WHERE on_day <= ?1 ORDER BY on_day";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([to.to_string()])?;
        let mut found: BTreeMap<(PatientId, UpcomingKind), Date> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let kind = UpcomingKind::read(&row.get::<_, String>(1)?).ok_or_else(damaged)?;
            let on: Date = row.get::<_, String>(2)?.parse().map_err(|_| damaged())?;
            let again = if kind == UpcomingKind::PlanYear { YEARS } else { 0 };
            let Some(on) = carried_on(on, from, again).filter(|on| *on <= to) else { continue };
            let patient = PatientId::from_row(&row.get::<_, String>(0)?, TABLE)?;
            // What was said of the one that was merged may be older: the last day in the list stands.
            found.insert((self.stands_for(patient)?, kind), on);
        }
        let mut days = Vec::new();
        for ((patient, kind), on) in found {
            days.push(UpcomingDay { patient: self.patient(patient)?, kind, on });
        }
        days.sort_by(|one, other| (one.on, &one.patient.name).cmp(&(other.on, &other.patient.name)));
        Ok(days)
    }
}

/// The first day from `from` on that is `on` or, up to so many years later, the same day of a year.
fn carried_on(on: Date, from: Date, years: i16) -> Option<Date> {
    (0..=years)
        .filter_map(|later| Date::new(on.year().checked_add(later)?, on.month(), on.day()).ok())
        .find(|day| *day >= from)
}
