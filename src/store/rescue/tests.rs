//! Every page of a small vault damaged, one at a time, and the file cut at every page: what lies on the others is
//! rescued, and the report does not say more than is true.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use serde_json::json;

use super::*;
use crate::content::price::{Amount, PriceKind, PriceRecord};
use crate::store::{
    ErrorKind, Field, NewChecklist, NewPatient, NewStaff, Passphrase, PatientField, WorkFactor,
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const PAGE: usize = 4096;

fn passphrase() -> Passphrase {
    Passphrase::new("one".to_owned()).unwrap()
}

fn credential() -> Credential {
    Credential::Passphrase { staff: None, passphrase: passphrase() }
}

fn price(number: u32) -> PriceRecord {
    PriceRecord {
        ndc: Some(format!("00000-{number:04}-30")),
        drug: None,
        strength: None,
        package: "Bottle of 30".to_owned(),
        amount: Amount::PerUnit(12_345),
        unit: "EA".to_owned(),
        days_supply: None,
        kind: PriceKind::Claim,
        as_of: date(2026, 11, 2),
        payer: "Plan A".to_owned(),
        source: "register".to_owned(),
    }
}

/// The tables that are kept in order of their key.
const IN_ORDER: [&str; 5] = ["patient_entry", "entry", "follow_up_event", "upcoming", "price"];

/// A page of the database, as SQLite's own statistics tell.
struct Page {
    number: u64,
    of: String,
    path: String,
    kind: String,
    cells: u64,
}

struct Small {
    folder: tempfile::TempDir,
    pages: Vec<Page>,
    counts: BTreeMap<&'static str, u64>,
    bytes: Vec<u8>,
}

impl Small {
    fn path(&self) -> PathBuf {
        self.folder.path().join("v")
    }

    /// A vault that has something in every table, some of it over several pages.
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        let first = NewStaff { name: "Ann".to_owned(), passphrase: passphrase() };
        let (mut vault, _) = Vault::create(&path, &first, WorkFactor::FOR_TESTS, NOW).unwrap();
        let by = vault.staff().id;
        let mut last = None;
        for number in 0..40u32 {
            // Minutes apart, as patients come in.
            let at = Timestamp::from_second(i64::from(number) * 60).unwrap();
            let new = NewPatient {
                name: format!("Patient {number} of a small vault"),
                birth_date: Some(date(1984, 5, 2)),
                phone: Some(format!("614-555-{number:04}")),
            };
            let patient = vault.add_patient(&new, at).unwrap();
            vault.say_of_patient(patient, PatientField::Note, &json!("n".repeat(60)), at).unwrap();
            let new = NewChecklist {
                patient,
                as_of: date(2026, 11, 25),
                content_version: "2026.11".to_owned(),
                started_from: last,
            };
            let checklist = vault.new_checklist(&new, &[], by, at).unwrap();
            for answer in 0..8 {
                let field = Field::answer(format!("question-{answer}"));
                vault.append(checklist, &field, &json!(format!("answer {number} {answer}")), by, at).unwrap();
            }
            if number % 8 == 0 {
                let value = json!("long ".repeat(2000));
                vault.append(checklist, &Field::Note, &value, by, at).unwrap();
                vault.keep_printed(checklist, &json!({"pages": "p".repeat(5000)}), by, at).unwrap();
            }
            vault.set_place(checklist, &json!(number), at).unwrap();
            vault.set_setting(&format!("setting-{number}"), &json!("s".repeat(200)), at).unwrap();
            let time = time_text(at);
            let id = format!("01890000-0000-7000-8000-{number:012}");
            vault
                .connection
                .execute_batch(&format!(
                    "INSERT INTO follow_up VALUES ('{id}', '{patient}', '{checklist}', 'd', 't', {number}, '2026-11-25',
                         '{time}', '{by}', '2026-12-25', 'open');
                     INSERT INTO follow_up_event VALUES ('{id}', 1, 'planned', '2026-12-24', '{time}', '{by}'),
                         ('{id}', 2, 'moved', '2026-12-25', '{time}', '{by}');
                     INSERT INTO upcoming VALUES ('{patient}', 'plan-year', '2027-01-01', '{checklist}');
                     INSERT INTO session (staff_id, way, at) VALUES ('{by}', 'passphrase', '{time}');
                     INSERT INTO staff_event (staff_id, what, at, by) VALUES ('{by}', 'passphrase', '{time}', '{by}');",
                ))
                .unwrap();
            let batch = vault.keep_prices(&[price(number), price(number + 100)], "typed", by, at).unwrap();
            if number % 4 == 0 {
                vault.undo_prices(batch, by, at).unwrap();
            }
            if number == 20 {
                let other = vault.patients_matching("0003", 1).unwrap().patients.remove(0).id;
                vault.merge_patients(other, patient, at).unwrap();
            }
            last = Some(checklist);
        }
        vault.keep_draft(&json!("draft"), NOW).unwrap();
        vault
            .connection
            .execute(
                "INSERT INTO erasure (checklists, at, by) VALUES (1, ?2, ?1)",
                [by.to_string(), time_text(NOW)],
            )
            .unwrap();
        let report = vault.verify().unwrap();
        assert!(report.is_whole(), "{report:#?}");
        let mut statement =
            vault.connection.prepare("SELECT pageno, name, path, pagetype, ncell FROM dbstat").unwrap();
        let pages = statement
            .query_map([], |row| {
                Ok(Page {
                    number: row.get::<_, i64>(0)? as u64,
                    of: row.get(1)?,
                    path: row.get(2)?,
                    kind: row.get(3)?,
                    cells: row.get::<_, i64>(4)? as u64,
                })
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        drop(statement);
        let counts = counts(&vault);
        drop(vault);
        let bytes = fs::read(&path).unwrap();
        Self { folder, pages, counts, bytes }
    }

    /// The most rows of a table that may be lost with these pages: those that lie on them and below them, and in a
    /// table that is kept in order of its key the row before and the row behind each: they lie one page higher, and
    /// SQLite looks for them by way of the lost one.
    fn at_most(&self, table: &str, lost: &BTreeSet<u64>) -> u64 {
        let of_table = || self.pages.iter().filter(|page| page.of == table);
        let gone: Vec<&Page> = of_table().filter(|page| lost.contains(&page.number)).collect();
        let is_gone = |page: &Page| {
            gone.iter().any(|lost| {
                let below = if lost.path == "/" { lost.path.clone() } else { format!("{}/", lost.path) };
                page.number == lost.number || (lost.kind == "internal" && page.path.starts_with(&below))
            })
        };
        of_table()
            .filter(|page| is_gone(page))
            .map(|page| {
                let beside = if IN_ORDER.contains(&table) { 2 } else { 0 };
                if page.kind == "overflow" { 1 } else { page.cells + beside }
            })
            .sum()
    }

    fn rescue(&self, name: &str) -> Result<(Rescued, BTreeMap<&'static str, u64>), StoreError> {
        let to = self.folder.path().join(name);
        let before = fs::read(self.path()).unwrap();
        let rescued = Vault::rescue(&self.path(), &to, &credential(), NOW);
        assert!(fs::read(self.path()).unwrap() == before);
        let files = fs::read_dir(self.folder.path()).unwrap();
        let left: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains(".rescuing")), "{left:?}");
        let rescued = rescued?;
        let vault = Vault::open(&to, &credential(), NOW).unwrap();
        let report = vault.verify().unwrap();
        assert!(report.is_whole(), "{report:#?}");
        let counts = counts(&vault);
        drop(vault);
        for ending in ["", ".keys", ".keys.bak", ".lock"] {
            fs::remove_file(with_suffix(&to, ending)).unwrap();
        }
        Ok((rescued, counts))
    }

    /// Rescues a vault that has lost these pages, and holds what came of it against what may be lost.
    fn check(&self, lost: &BTreeSet<u64>) {
        let (rescued, counts) = self.rescue("rescued").unwrap();
        for (table, had) in &self.counts {
            let has = counts[table];
            // An import without any price is none, nor are events of no follow-up.
            let with_it = match *table {
                "price_batch" => 2 * self.at_most("price", lost),
                "follow_up_event" => 2 * self.at_most("follow_up", lost),
                _ => 0,
            };
            let at_most = self.at_most(table, lost) + with_it;
            assert!(has + at_most >= *had, "{table}: {has} of {had}, {at_most} may be lost, pages {lost:?}");
            let said = rescued.tables.iter().find(|said| said.table == *table).unwrap();
            // Stand-ins are rows too, but were not read.
            assert!(said.read <= *had && said.read <= has, "{said:?}");
            let known = said.read + said.missing >= *had || said.more_may_be_missing || *table == "upcoming";
            assert!(known, "{said:?} of {had}, pages {lost:?}");
        }
    }
}

fn counts(vault: &Vault) -> BTreeMap<&'static str, u64> {
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        vault.connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap() as u64
    };
    TABLES.into_iter().map(|table| (table, count(table))).collect()
}

#[test]
fn a_whole_vault_is_rescued_whole() {
    let small = Small::make();
    small.check(&BTreeSet::new());
    let (rescued, mut counts) = small.rescue("again").unwrap();
    // The rescued vault was opened to be counted.
    *counts.get_mut("session").unwrap() -= 1;
    assert_eq!(counts, small.counts);
    assert_eq!((rescued.lost_pages, rescued.stand_ins, rescued.log_lost), (0, 0, false));
    assert!(
        rescued.tables.iter().all(|table| table.missing == 0 && !table.more_may_be_missing),
        "{rescued:#?}"
    );
}

#[test]
fn with_any_page_damaged_all_that_lies_on_others_is_rescued() {
    let small = Small::make();
    let pages = small.bytes.len() / PAGE;
    assert!(pages > 80);
    for page in 0..pages {
        let mut bytes = small.bytes.clone();
        bytes[page * PAGE + 1234] ^= 1;
        fs::write(small.path(), &bytes).unwrap();
        match Vault::open(&small.path(), &credential(), NOW) {
            Err(error) => assert_eq!(error.kind(), ErrorKind::Damaged, "{error}"),
            Ok(vault) => assert!(vault.verify().map_or(true, |report| !report.is_whole()), "page {page}"),
        }
        fs::remove_file(with_suffix(&small.path(), "-wal")).ok();
        fs::write(small.path(), &bytes).unwrap();
        if page == 0 {
            let error = small.rescue("rescued").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Damaged);
            assert!(error.to_string().contains("first page"), "{error}");
        } else {
            small.check(&BTreeSet::from([page as u64 + 1]));
        }
    }
}

#[test]
fn a_file_that_is_cut_short_at_any_page_gives_what_lies_before() {
    let small = Small::make();
    let pages = small.bytes.len() / PAGE;
    for left in 0..pages {
        // A piece of the next page is left as well: it is worth nothing.
        fs::write(small.path(), &small.bytes[..left * PAGE + 100]).unwrap();
        if left == 0 {
            assert_eq!(small.rescue("rescued").unwrap_err().kind(), ErrorKind::Damaged);
        } else {
            small.check(&(left as u64 + 1..=pages as u64).collect());
        }
    }
}

#[test]
fn what_is_in_the_log_alone_is_rescued_too_and_the_log_stays() {
    let small = Small::make();
    let mut vault = Vault::open(&small.path(), &credential(), NOW).unwrap();
    vault.set_setting("in the log", &json!(true), NOW).unwrap();
    let crashed = small.folder.path().join("crashed");
    for ending in ["", "-wal", ".keys"] {
        fs::copy(with_suffix(&small.path(), ending), with_suffix(&crashed, ending)).unwrap();
    }
    drop(vault);
    let log = fs::read(with_suffix(&crashed, "-wal")).unwrap();
    let mut bytes = fs::read(&crashed).unwrap();
    let entry =
        small.pages.iter().find(|page| page.of == "entry" && page.kind == "leaf").unwrap().number as usize;
    bytes[entry * PAGE - 2000] ^= 1;
    fs::write(&crashed, &bytes).unwrap();
    let to = small.folder.path().join("rescued");
    let rescued = Vault::rescue(&crashed, &to, &credential(), NOW).unwrap();
    assert_eq!((rescued.lost_pages, rescued.log_lost), (1, false));
    assert!(fs::read(with_suffix(&crashed, "-wal")).unwrap() == log && fs::read(&crashed).unwrap() == bytes);
    let vault = Vault::open(&to, &credential(), NOW).unwrap();
    assert_eq!(vault.setting("in the log").unwrap(), Some(json!(true)));
    let error = Vault::rescue(&crashed, &to, &credential(), NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldOverwrite);
}
