//! Days that follow from what was said last of a patient's plan and approvals, kept so that the list before a
//! new plan year need not read every entry.
//!
//! The caller works a day out; here it is kept, replaced, and found again. A plan year comes every year: its day
//! is carried on for two years after it was said, and then nobody knows whether the patient still comes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
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

/// The days that are to come for all patients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upcoming {
    /// For how many patients each kind of thing happens on each day that has any.
    pub counts: BTreeMap<(Date, UpcomingKind), usize>,
    /// The first of them, by day and name.
    pub days: Vec<UpcomingDay>,
}

impl UpcomingKind {
    const ALL: [Self; 2] = [Self::PlanYear, Self::AuthorizationEnds];

    const fn as_str(self) -> &'static str {
        match self {
            Self::PlanYear => "plan-year",
            Self::AuthorizationEnds => "authorization-ends",
        }
    }

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
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

    /// What happens from a day on up to another one, each kind once for each patient: how often, and the first
    /// `limit` of it with its patients, by day and name. A large pharmacy has thousands whose plan year begins on
    /// one day, so that they are counted where they stand and only the first are read.
    ///
    /// # Errors
    /// Damage.
    pub fn upcoming_until(&self, from: Date, to: Date, limit: u32) -> Result<Upcoming, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let carried = |kind: UpcomingKind, on: Date| {
            let again = if kind == UpcomingKind::PlanYear { YEARS } else { 0 };
            carried_on(on, from, again).filter(|on| *on <= to)
        };
        // What was said of an earlier day is carried on to none of these, however long its months are.
        let since = from.saturating_sub(YEARS.years()).saturating_sub(1.day());
        let (merged, said_of_merged) = self.upcoming_of_merged(since, to)?;
        // Of several that became one the last day in the list stands.
        let mut of_one: BTreeMap<(PatientId, UpcomingKind), Date> = BTreeMap::new();
        let mut groups = self.upcoming_by_day(since, to)?;
        for (patient, kind, on) in said_of_merged {
            if let Some(count) = groups.get_mut(&(on, kind)) {
                *count = count.saturating_sub(1);
            }
            if let Some(on) = carried(kind, on) {
                of_one.insert((self.stands_for(patient)?, kind), on);
            }
        }
        let mut found = Upcoming::default();
        let mut places: Vec<(Date, UpcomingKind, PatientId)> =
            of_one.into_iter().map(|((patient, kind), on)| (on, kind, patient)).collect();
        for (on, kind, _) in &places {
            *found.counts.entry((*on, *kind)).or_default() += 1;
        }
        let groups = groups.into_iter().filter(|(_, count)| *count > 0);
        let mut groups: Vec<(Date, UpcomingKind, Date, usize)> = groups
            .filter_map(|((said, kind), count)| Some((carried(kind, said)?, kind, said, count)))
            .collect();
        groups.sort_unstable();
        let mut read = 0;
        for (on, kind, said, count) in groups {
            *found.counts.entry((on, kind)).or_default() += count;
            if read < limit {
                let patients = self.upcoming_on(said, kind, &merged, limit - read)?;
                read += patients.len();
                places.extend(patients.into_iter().map(|patient| (on, kind, patient)));
            }
        }
        places.sort_unstable_by_key(|(on, ..)| *on);
        for (on, kind, patient) in places.into_iter().take(limit) {
            found.days.push(UpcomingDay { patient: self.patient(patient)?, kind, on });
        }
        found.days.sort_by(|one, other| (one.on, &one.patient.name).cmp(&(other.on, &other.patient.name)));
        Ok(found)
    }

    /// For how many patients each kind was said of each day between two, merged ones counted like others.
    fn upcoming_by_day(
        &self,
        since: Date,
        to: Date,
    ) -> Result<BTreeMap<(Date, UpcomingKind), usize>, StoreError> {
        let mut groups = BTreeMap::new();
        let mut statement = self.connection.prepare_cached(BY_DAY)?;
        for kind in UpcomingKind::ALL {
            let mut rows = statement.query(params![since.to_string(), to.to_string(), kind.as_str()])?;
            while let Some(row) = rows.next()? {
                let count: u32 = row.get(1)?;
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                groups.insert((day(&row.get::<_, String>(0)?)?, kind), count);
            }
        }
        Ok(groups)
    }

    /// Some patients of whom a kind was said of that day, without those of `merged`.
    fn upcoming_on(
        &self,
        said: Date,
        kind: UpcomingKind,
        merged: &BTreeSet<PatientId>,
        limit: usize,
    ) -> Result<Vec<PatientId>, StoreError> {
        let mut statement = self.connection.prepare_cached(ON_DAY)?;
        let mut rows = statement.query(params![said.to_string(), kind.as_str()])?;
        let mut patients = Vec::new();
        while patients.len() < limit
            && let Some(row) = rows.next()?
        {
            let patient = PatientId::from_row(&row.get::<_, String>(0)?, TABLE)?;
            if !merged.contains(&patient) {
                patients.push(patient);
            }
        }
        Ok(patients)
    }

    /// Who turned out to be another or was found to be one, and what was said of them, by day.
    fn upcoming_of_merged(
        &self,
        since: Date,
        to: Date,
    ) -> Result<(BTreeSet<PatientId>, Vec<Said>), StoreError> {
        let mut statement = self.connection.prepare_cached(OF_MERGED)?;
        let mut rows = statement.query(params![since.to_string(), to.to_string()])?;
        let (mut merged, mut said) = (BTreeSet::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let patient = PatientId::from_row(&row.get::<_, String>(0)?, TABLE)?;
            let kind = UpcomingKind::read(&row.get::<_, String>(1)?);
            let kind = kind.ok_or_else(|| StoreError::damaged_row(TABLE))?;
            said.push((patient, kind, day(&row.get::<_, String>(2)?)?));
            merged.insert(patient);
        }
        Ok((merged, said))
    }
}

/// What was said of a patient: which kind, and which day.
type Said = (PatientId, UpcomingKind, Date);

const BY_DAY: &str =
    "SELECT on_day, count(*) FROM upcoming WHERE on_day BETWEEN ?1 AND ?2 AND kind = ?3 GROUP BY on_day";
const ON_DAY: &str = "SELECT patient_id FROM upcoming WHERE on_day = ?1 AND kind = ?2";
const OF_MERGED: &str = "SELECT patient_id, kind, on_day FROM upcoming
    WHERE patient_id IN (SELECT id FROM patient WHERE merged_into IS NOT NULL
                         UNION ALL SELECT merged_into FROM patient WHERE merged_into IS NOT NULL)
      AND on_day BETWEEN ?1 AND ?2
    ORDER BY on_day";

fn day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::damaged_row(TABLE))
}

/// The first day from `from` on that is `on` or, up to so many years later, the same day of a year.
fn carried_on(on: Date, from: Date, years: i16) -> Option<Date> {
    (0..=years)
        .filter_map(|later| Date::new(on.year().checked_add(later)?, on.month(), on.day()).ok())
        .find(|day| *day >= from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_come_is_found_by_its_day_and_no_table_is_read_whole() {
        let vault = Vault::temporary(jiff::Timestamp::UNIX_EPOCH).unwrap();
        for sql in [BY_DAY, ON_DAY, OF_MERGED] {
            let mut statement = vault.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let parameters = vec![""; statement.parameter_count()];
            let rows = statement.query_map(rusqlite::params_from_iter(parameters), |row| row.get(3)).unwrap();
            let plan: Vec<String> = rows.map(Result::unwrap).collect();
            // The partial index holds merged patients alone.
            let whole =
                plan.iter().filter(|step| step.starts_with("SCAN") && !step.contains("patient_by_merge"));
            assert_eq!(whole.count(), 0, "{plan:#?}");
            assert!(plan.iter().any(|step| step.starts_with("SEARCH upcoming")), "{plan:#?}");
        }
    }
}
