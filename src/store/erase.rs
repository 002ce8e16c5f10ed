//! A patient erased: every row about them, and what a deleted row leaves behind in the file.
//!
//! Erasing is for a patient who asks for it, or an end of the time that records are kept; it is the only way in
//! which anything leaves a vault. All rows go in one transaction, through the table `erasing` that opens the
//! triggers for this patient alone; then the file is written anew, so that nothing of them is in free space.
//! Backups that were made before hold the patient still: they are named, not changed.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{TransactionBehavior, params};

use super::backup::backups_in;
use super::database;
use super::error::StoreError;
use super::files::folder_of;
use super::ids::PatientId;
use super::keys::Role;
use super::patients::FAMILY;
use super::place::Place;
use super::vault::{Vault, time_text};

/// What became of an erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// How many checklists went.
    pub checklists: u64,
    /// Backups where they are known to be, and copies beside the vault, that were made since the patient came in, by
    /// name. A backup that was carried elsewhere is not known.
    pub still_in: Vec<PathBuf>,
    /// Whether the file could be written anew. If not, the rows are gone, and what they leave in free space of the
    /// encrypted file goes when the vault is opened the next time.
    pub tidied: bool,
}

impl Vault {
    /// Erases a patient, with all who turned out to be that patient.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] for all but administrators, [`StoreError::UnknownPatient`], [`StoreError::InUse`] while
    /// a backup is being made; full or read-only disk. Nothing was erased then.
    pub fn erase_patient(&mut self, id: PatientId, now: Timestamp) -> Result<Erased, StoreError> {
        if self.staff.role != Role::Administrator {
            return Err(StoreError::NotAllowed { what: "only an administrator erases a patient" });
        }
        if self.is_backing_up() {
            return Err(StoreError::InUse);
        }
        let stays = self.stands_for(id)?;
        let since = self.came_in(stays)?;
        let by = self.staff.id;
        // Deleted bytes are overwritten with zeros in the same transaction.
        self.connection.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(&format!("INSERT INTO erasing (patient_id) {FAMILY}"), [stays.to_string()])?;
        transaction.execute_batch(ROWS)?;
        let checklists = transaction
            .execute("DELETE FROM checklist WHERE patient_id IN (SELECT patient_id FROM erasing)", [])?;
        transaction.execute_batch(REST)?;
        transaction.execute(
            "INSERT INTO erasure (checklists, at, by) VALUES (?1, ?2, ?3)",
            params![i64::try_from(checklists).unwrap_or(i64::MAX), time_text(now), by.to_string()],
        )?;
        // Before the commit, so that a crash behind it is made good when the vault is opened.
        Place { untidy: true, ..Place::read(&self.files) }.write(&self.files)?;
        transaction.commit()?;
        // The words of the names, and a row number that may be given again.
        self.vocabulary.take();
        let tidied = self.tidy_up().is_ok();
        Ok(Erased { checklists: checklists as u64, still_in: self.still_in(since), tidied })
    }

    /// When the first of the patient's records came in.
    fn came_in(&self, stays: PatientId) -> Result<Timestamp, StoreError> {
        let family = self.patients_where(
            &format!("FROM patient p WHERE p.id IN ({FAMILY}) LIMIT ?2"),
            &stays.to_string(),
            u32::MAX,
        )?;
        family.iter().map(|patient| patient.created_at).min().ok_or(StoreError::UnknownPatient)
    }

    /// Ends an erasure that a full disk or a crash kept from being ended.
    pub(super) fn tidy_if_left(&self) {
        if Place::read(&self.files).untidy {
            // The rows are gone whatever comes of it, and the next opening tries again.
            self.tidy_up().ok();
        }
    }

    fn tidy_up(&self) -> Result<(), StoreError> {
        self.write_anew()?;
        Place { untidy: false, ..Place::read(&self.files) }.write(&self.files)
    }

    /// Writes index and file anew and empties the log. A page that was written over keeps bytes of the past in
    /// its free space, from before this erasure too: only a new file has none.
    fn write_anew(&self) -> Result<(), StoreError> {
        self.connection
            .execute("INSERT INTO patient_search (patient_search) VALUES ('optimize')", [])
            .map_err(StoreError::from)?;
        database::checkpoint(&self.connection)?;
        self.connection.execute_batch("VACUUM")?;
        database::checkpoint(&self.connection)
    }

    /// Where the patient still is: backups by what they say, copies beside the vault by the time of the file. What
    /// has no time is named too.
    fn still_in(&self, since: Timestamp) -> Vec<PathBuf> {
        let place = Place::read(&self.files);
        // One folder must not be named twice, by its whole name and by that from where the program was started.
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let beside = whole(folder_of(self.path()));
        let mut folders = vec![whole(&place.folder_of(&self.files)), beside.clone()];
        folders.extend(place.last.as_ref().map(|last| last.folder.clone()));
        folders.sort();
        folders.dedup();
        let mut found: Vec<PathBuf> = folders
            .iter()
            .flat_map(|folder| backups_in(folder, self.id))
            .filter(|(_, manifest)| manifest.made_at >= since)
            .map(|(path, _)| path)
            .collect();
        // It may have been given a name of its own.
        let last = place.last.filter(|last| last.at >= since).map(|last| last.folder.join(last.name));
        found.extend(last.filter(|path| path.exists()));
        let Some(name) = self.path().file_name() else { return found };
        let name = name.to_string_lossy().into_owned();
        for file in fs::read_dir(beside).into_iter().flatten().flatten() {
            let file_name = file.file_name().to_string_lossy().into_owned();
            let is_copy = file_name.strip_prefix(&name).is_some_and(|rest| {
                let of_keys = rest.contains(".keys") || rest.ends_with(".backups");
                !of_keys && COPIES.iter().any(|copy| rest.starts_with(copy))
            });
            let changed = file.metadata().and_then(|metadata| metadata.modified()).ok();
            let changed = changed.and_then(|changed| Timestamp::try_from(changed).ok());
            // Some file systems keep no fractions of a second.
            if is_copy && changed.is_none_or(|changed| changed.as_second() >= since.as_second()) {
                found.push(file.path());
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

/// How the names of copies of a vault go on after its own.
const COPIES: [&str; 4] = [".before-v", ".replaced-", ".unfinished", ".restoring-vault"];

/// Everything that hangs on a checklist or a follow-up, before those themselves: the triggers look them up.
/// Of drafts it is not known whom they are about, so all go.
const ROWS: &str = "
    DELETE FROM draft;
    DELETE FROM upcoming WHERE patient_id IN (SELECT patient_id FROM erasing);
    DELETE FROM follow_up_event WHERE follow_up_id IN
        (SELECT id FROM follow_up WHERE patient_id IN (SELECT patient_id FROM erasing));
    DELETE FROM follow_up WHERE patient_id IN (SELECT patient_id FROM erasing);
    DELETE FROM place WHERE checklist_id IN
        (SELECT id FROM checklist WHERE patient_id IN (SELECT patient_id FROM erasing));
    DELETE FROM printed WHERE checklist_id IN
        (SELECT id FROM checklist WHERE patient_id IN (SELECT patient_id FROM erasing));
    DELETE FROM entry WHERE checklist_id IN
        (SELECT id FROM checklist WHERE patient_id IN (SELECT patient_id FROM erasing));";

const REST: &str = "
    DELETE FROM patient_entry WHERE patient_id IN (SELECT patient_id FROM erasing);
    DELETE FROM patient_merge
        WHERE patient_id IN (SELECT patient_id FROM erasing) OR into_id IN (SELECT patient_id FROM erasing);
    DELETE FROM patient_search WHERE rowid IN
        (SELECT number FROM patient WHERE id IN (SELECT patient_id FROM erasing));
    UPDATE patient SET merged_into = NULL WHERE id IN (SELECT patient_id FROM erasing);
    DELETE FROM patient WHERE id IN (SELECT patient_id FROM erasing);
    DELETE FROM erasing;";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{
        Change, ChecklistId, Credential, Field, NewChecklist, NewPatient, NewStaff, Passphrase, PatientField,
        WorkFactor,
    };
    use jiff::civil::date;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn add(vault: &mut Vault, name: &str, phone: &str) -> (PatientId, ChecklistId) {
        let new = NewPatient {
            name: name.to_owned(),
            birth_date: Some(date(1984, 5, 2)),
            phone: Some(phone.to_owned()),
        };
        let patient = vault.add_patient(&new, NOW).unwrap();
        let by = vault.staff().id;
        let as_of = date(2026, 11, 25);
        let new = NewChecklist { patient, as_of, content_version: "1".to_owned(), started_from: None };
        let start = [Change::said(Field::answer("severity"), json!(format!("severity-of-{name}")))];
        (patient, vault.new_checklist(&new, &start, by, NOW).unwrap())
    }

    /// Every page of the file as it is when it is decrypted, free ones too.
    fn decrypted(vault: &mut Vault) -> Vec<u8> {
        vault.connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec()
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn nothing_readable_of_an_erased_patient_is_left_in_the_decrypted_file() {
        let mut vault = Vault::temporary(NOW).unwrap();
        let by = vault.staff().id;
        // Others before and after, so that the pages are shared with them.
        for number in 0..40 {
            add(&mut vault, &format!("Neighbor{number}"), "614-555-0100");
        }
        let (patient, checklist) = add(&mut vault, "Zebedia Quux", "(937) 555-7788");
        let (alias, other) = add(&mut vault, "Zebediah Quuux", "(937) 555-7799");
        vault.merge_patients(alias, patient, NOW).unwrap();
        for number in 0..40 {
            add(&mut vault, &format!("Follower{number}"), "614-555-0100");
        }
        let corrected = NewPatient {
            name: "Zebedia Quuxley".to_owned(),
            birth_date: Some(date(1984, 5, 3)),
            phone: Some("(937) 555-6677".to_owned()),
        };
        vault.update_patient(patient, &corrected, NOW).unwrap();
        vault.say_of_patient(patient, PatientField::Note, &json!("afraid of Zneedles"), NOW).unwrap();
        vault.keep_draft(&json!("Zdraft"), NOW).unwrap();
        vault.keep_draft(&json!("another Zdraft"), NOW).unwrap();
        vault.set_place(checklist, &json!("Zplace"), NOW).unwrap();
        vault.keep_printed(other, &json!("Zprinted ".repeat(3000)), by, NOW).unwrap();
        for number in 0..30 {
            let value = json!(format!("Zanswer {number} {}", "z".repeat(number * 150)));
            vault.append(checklist, &Field::Note, &value, by, NOW).unwrap();
        }
        database::checkpoint(&vault.connection).unwrap();
        let traces = [
            "ebedi",
            "uux",
            "Zebedi",
            "zebedi",
            "Quux",
            "quux",
            "1984-05-03",
            "05031984",
            "937) 555",
            "5557788",
            "5557799",
            "5556677",
            "Zneedles",
            "Zdraft",
            "Zplace",
            "Zprinted",
            "Zanswer",
            "zzzzzz",
            "severity-of-Z",
        ];
        let before = decrypted(&mut vault);
        let found: Vec<&str> = traces.into_iter().filter(|trace| holds(&before, trace)).collect();
        // What the index makes of words is compressed by what they share: some of it is not one piece.
        assert!(found.len() >= 14, "{found:?}");

        let erased = vault.erase_patient(alias, NOW).unwrap();
        assert_eq!((erased.checklists, erased.tidied), (2, true));
        let after = decrypted(&mut vault);
        for trace in traces.into_iter().chain([patient, alias].map(|id| id.to_string().leak() as &str)) {
            assert!(!holds(&after, trace), "{trace}");
        }
        // In the index a word is kept as what follows its neighbor's beginning: beginnings of each are gone too.
        for typed in ["zebed", "quux", "0503", "7788", "6677"] {
            assert!(vault.patients_matching(typed, 10).unwrap().patients.is_empty(), "{typed}");
        }
        assert!(holds(&after, "Neighbor7") && holds(&after, "Follower39"));
        assert_eq!(vault.patients_matching("neighbor", 100).unwrap().patients.len(), 40);
        assert!(matches!(vault.patient(patient), Err(StoreError::UnknownPatient)));
        assert!(matches!(vault.erase_patient(patient, NOW), Err(StoreError::UnknownPatient)));
        let report = vault.verify().unwrap();
        assert!(report.is_whole(), "{report:#?}");
        let kept: (i64, i64) = vault
            .connection
            .query_row("SELECT count(*), sum(checklists) FROM erasure", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(kept, (1, 2));
        let log = crate::store::files::with_suffix(vault.path(), "-wal");
        assert!(fs::metadata(log).map_or(0, |log| log.len()) == 0);
    }

    #[test]
    fn what_a_crash_behind_an_erasure_left_goes_when_the_vault_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        let passphrase = || Passphrase::new("one".to_owned()).unwrap();
        let first = NewStaff { name: "Ann".to_owned(), passphrase: passphrase() };
        let (mut vault, _) = Vault::create(&path, &first, WorkFactor::FOR_TESTS, NOW).unwrap();
        for number in 0..30 {
            add(&mut vault, &format!("Zebedia{number}"), "614-555-0100");
        }
        vault.connection.execute_batch("PRAGMA secure_delete = OFF; DELETE FROM setting").unwrap();
        let note = json!("Zleftover".repeat(3000));
        vault.set_setting("note", &note, NOW).unwrap();
        vault.connection.execute("DELETE FROM setting", []).unwrap();
        assert!(holds(&decrypted(&mut vault), "Zleftover"));
        Place { untidy: true, ..Place::read(&vault.files) }.write(&vault.files).unwrap();
        drop(vault);
        let credential = Credential::Passphrase { staff: None, passphrase: passphrase() };
        let mut vault = Vault::open(&path, &credential, NOW).unwrap();
        assert!(!holds(&decrypted(&mut vault), "Zleftover") && !Place::read(&vault.files).untidy);
        assert!(vault.verify().unwrap().is_whole());
    }

    #[test]
    fn the_triggers_let_nothing_else_go_while_a_patient_is_erased() {
        let mut vault = Vault::temporary(NOW).unwrap();
        let (one, _) = add(&mut vault, "One", "1");
        add(&mut vault, "Two", "2");
        let transaction = vault.connection.transaction().unwrap();
        transaction.execute("INSERT INTO erasing VALUES (?1)", [one.to_string()]).unwrap();
        for table in ["entry", "checklist", "patient", "patient_entry"] {
            assert!(transaction.execute(&format!("DELETE FROM {table}"), []).is_err(), "{table}");
        }
    }
}
