//! How far is the last visit of each patient who is listed, and which visit was interrupted?
//!
//! Read beside a search and never within it, so that the letters that one types wait for nothing. What an answer
//! means is not known here: the app counts.

use std::collections::BTreeMap;
use std::fmt;

use jiff::{Timestamp, ToSpan};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::error::StoreError;
use super::field::Field;
use super::ids::{ChecklistId, PatientId};
use super::patients::Patient;
use super::record::Checklist;
use super::vault::{Vault, time, time_text};

/// How far a visit is.
#[derive(Clone)]
pub struct Standing {
    /// Whose it is: the record that stays, where several were made one.
    pub patient: PatientId,
    /// The visit.
    pub checklist: Checklist,
    /// What holds, by field.
    pub current: BTreeMap<Field, Value>,
    /// When something was last said in it, or where one was last changed; else when it was begun.
    pub touched_at: Timestamp,
    /// Whether pages were handed out since something was said last.
    pub is_handed_out: bool,
}

/// A visit that was left without pages, and where.
#[derive(Clone)]
pub struct Interrupted {
    /// Whose it is.
    pub patient: Patient,
    /// How far it is.
    pub standing: Standing,
    /// Where one left it, as the screen wrote it.
    pub place: Option<Value>,
}

impl fmt::Debug for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standing").field("checklist", &self.checklist.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interrupted").field("standing", &self.standing).finish_non_exhaustive()
    }
}

/// A visit that nobody touched for so many hours was not interrupted but left.
const HOURS: i64 = 16;
/// A visit that was begun more days ago is not offered, also when it was opened again.
const DAYS: i64 = 7;

impl Vault {
    /// The last visit of each of these patients who has one.
    ///
    /// # Errors
    /// Damage.
    pub fn standings(&self, patients: &[PatientId]) -> Result<Vec<Standing>, StoreError> {
        let mut all = Vec::new();
        for patient in patients {
            if let Some(last) = self.checklists_of(*patient)?.into_iter().next() {
                all.push(self.standing(*patient, last)?);
            }
        }
        Ok(all)
    }

    /// The visit that was touched last and of which no pages were handed out; `None` where none was touched in the
    /// hours before `now`.
    ///
    /// # Errors
    /// Damage.
    pub fn interrupted(&self, now: Timestamp) -> Result<Option<Interrupted>, StoreError> {
        let first = ChecklistId::first_of(now.saturating_sub((DAYS * 24).hours()).unwrap_or(now));
        let since = now.saturating_sub(HOURS.hours()).unwrap_or(now);
        let sql = "SELECT id FROM (
                SELECT c.id AS id, c.created_at AS begun, place.at AS placed,
                       (SELECT at FROM entry WHERE checklist_id = c.id ORDER BY number DESC LIMIT 1) AS said,
                       (SELECT max(at) FROM printed WHERE checklist_id = c.id) AS handed
                FROM checklist c LEFT JOIN place ON place.checklist_id = c.id WHERE c.id >= ?1)
            WHERE (handed IS NULL OR handed < coalesce(said, begun))
              AND max(begun, coalesce(placed, ''), coalesce(said, '')) >= ?2
            ORDER BY max(begun, coalesce(placed, ''), coalesce(said, '')) DESC, id DESC LIMIT 1";
        let found: Option<String> = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![first.to_string(), time_text(since)], |row| row.get(0))
            .optional()?;
        let Some(id) = found else { return Ok(None) };
        let checklist = self.checklist_row(ChecklistId::from_row(&id, "checklist")?)?;
        let patient = self.patient(self.stands_for(checklist.patient)?)?;
        let place = self.place(checklist.id)?;
        let standing = self.standing(patient.id, checklist)?;
        Ok(Some(Interrupted { patient, standing, place }))
    }

    fn standing(&self, patient: PatientId, checklist: Checklist) -> Result<Standing, StoreError> {
        let last = |sql: &str| -> Result<Option<Timestamp>, StoreError> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let at: Option<Option<String>> =
                statement.query_row([checklist.id.to_string()], |row| row.get(0)).optional()?;
            at.flatten().map(|at| time(&at, "entry")).transpose()
        };
        let said = last("SELECT at FROM entry WHERE checklist_id = ?1 ORDER BY number DESC LIMIT 1")?;
        let placed = last("SELECT at FROM place WHERE checklist_id = ?1")?;
        let handed = last("SELECT max(at) FROM printed WHERE checklist_id = ?1")?;
        let begun = checklist.created_at;
        Ok(Standing {
            patient,
            current: self.current(checklist.id)?,
            touched_at: [Some(begun), said, placed].into_iter().flatten().max().unwrap_or(begun),
            is_handed_out: handed.is_some_and(|handed| handed >= said.unwrap_or(begun)),
            checklist,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::store::{Change, NewChecklist, NewPatient};

    const DAY: &str = "2026-11-24T15:00:00Z";

    fn at(minutes: i64) -> Timestamp {
        DAY.parse::<Timestamp>().unwrap() + minutes.minutes()
    }

    fn visit(vault: &mut Vault, name: &str, minutes: i64) -> (PatientId, ChecklistId) {
        let new = NewPatient { name: name.to_owned(), birth_date: None, phone: None };
        let patient = vault.add_patient(&new, at(minutes)).unwrap();
        let new = NewChecklist {
            patient,
            as_of: date(2026, 11, 24),
            content_version: "1".to_owned(),
            started_from: None,
        };
        let by = vault.staff().id;
        (patient, vault.new_checklist(&new, &[], by, at(minutes)).unwrap())
    }

    fn says(vault: &mut Vault, visit: ChecklistId, minutes: i64) {
        let by = vault.staff().id;
        let change = Change::said(Field::answer("smoking"), json!("never"));
        vault.append_all(visit, &[change], by, at(minutes)).unwrap();
    }

    fn interrupted(vault: &Vault, minutes: i64) -> Option<String> {
        vault.interrupted(at(minutes)).unwrap().map(|found| found.patient.name)
    }

    #[test]
    fn the_visit_that_was_touched_last_is_the_interrupted_one_until_its_pages_are_handed_out() {
        let mut vault = Vault::temporary(at(0)).unwrap();
        let by = vault.staff().id;
        assert_eq!(interrupted(&vault, 0), None);
        let (_, ann) = visit(&mut vault, "Ann", 0);
        let (_, ben) = visit(&mut vault, "Ben", 1);
        assert_eq!(interrupted(&vault, 2).as_deref(), Some("Ben"));
        says(&mut vault, ann, 3);
        assert_eq!(interrupted(&vault, 3).as_deref(), Some("Ann"));
        vault.set_place(ben, &json!({"screen": "coverage"}), at(4)).unwrap();
        let found = vault.interrupted(at(4)).unwrap().unwrap();
        assert_eq!((found.patient.name.as_str(), found.place), ("Ben", Some(json!({"screen": "coverage"}))));
        vault.keep_printed(ben, &json!("pages"), by, at(5)).unwrap();
        // Looking about after that is no more work on it.
        vault.set_place(ben, &json!({"screen": "safety"}), at(6)).unwrap();
        assert_eq!(interrupted(&vault, 6).as_deref(), Some("Ann"));
        says(&mut vault, ben, 7);
        assert_eq!(interrupted(&vault, 7).as_deref(), Some("Ben"), "something was said after the pages");
        assert_eq!(interrupted(&vault, 7 + 16 * 60).as_deref(), Some("Ben"));
        assert_eq!(interrupted(&vault, 8 + 16 * 60), None, "it was left");
    }

    #[test]
    fn a_patient_of_whom_something_was_said_was_seen_last_also_where_the_record_was_made_part_of_another() {
        let mut vault = Vault::temporary(at(0)).unwrap();
        let (ann, of_ann) = visit(&mut vault, "Ann", 0);
        let (ben, of_ben) = visit(&mut vault, "Ben", 1);
        let seen = |vault: &Vault| -> Vec<PatientId> {
            vault.recent_patients(9).unwrap().iter().map(|patient| patient.id).collect()
        };
        assert_eq!(seen(&vault), [ben, ann]);
        says(&mut vault, of_ann, 2);
        assert_eq!(seen(&vault), [ann, ben]);
        let by = vault.staff().id;
        vault.append(of_ben, &Field::Note, &json!("called"), by, at(3)).unwrap();
        assert_eq!(seen(&vault), [ben, ann]);
        let (_, of_cid) = visit(&mut vault, "Cid", 4);
        says(&mut vault, of_cid, 4);
        vault.merge_patients(ann, ben, at(5)).unwrap();
        says(&mut vault, of_cid, 6);
        says(&mut vault, of_ann, 7);
        assert_eq!(vault.recent_patients(9).unwrap()[0].id, ben);
        // The clock of the computer was put back meanwhile.
        says(&mut vault, of_ann, 1);
        assert_eq!(vault.recent_patients(9).unwrap()[0].seen_at, at(7));
    }

    #[test]
    fn each_patient_has_the_standing_of_the_last_visit_and_nobody_else_one() {
        let mut vault = Vault::temporary(at(0)).unwrap();
        let by = vault.staff().id;
        let (ann, first) = visit(&mut vault, "Ann", 0);
        says(&mut vault, first, 1);
        let as_of = date(2026, 11, 25);
        let new = NewChecklist { patient: ann, as_of, content_version: "1".to_owned(), started_from: None };
        let second = vault.new_checklist(&new, &[], by, at(60)).unwrap();
        let nobody = NewPatient { name: "Nobody".to_owned(), birth_date: None, phone: None };
        let nobody = vault.add_patient(&nobody, at(0)).unwrap();
        let found = vault.standings(&[nobody, ann]).unwrap();
        let [standing] = found.as_slice() else { panic!("{}", found.len()) };
        assert_eq!((standing.patient, standing.checklist.id), (ann, second));
        assert!(standing.current.is_empty() && !standing.is_handed_out);
        says(&mut vault, second, 61);
        vault.keep_printed(second, &json!("pages"), by, at(62)).unwrap();
        let standing = vault.standings(&[ann]).unwrap().remove(0);
        assert!(standing.is_handed_out);
        assert_eq!(standing.current.len(), 1);
        assert_eq!(standing.touched_at, at(61));
    }
}
