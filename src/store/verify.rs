//! Whether a vault is whole: what was checked, how much of it, and what was found.
//!
//! Reads everything and repairs nothing. What the values mean is not checked here.

use rusqlite::Connection;

use super::database::{self, MIGRATIONS, known_version};
use super::error::StoreError;
use super::files::backup_name;
use super::keys::Keys;
use super::vault::{Vault, vault_id};

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked, in words, with how much of it.
    pub what: String,
    /// What is wrong, without patient data; empty when it is whole.
    pub problems: Vec<String>,
}

/// Everything that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The checks, in the order in which they were made.
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether nothing was found.
    pub fn is_whole(&self) -> bool {
        self.checks.iter().all(|check| check.problems.is_empty())
    }
}

impl Vault {
    /// Checks the keys file and its copy, every page, the schema, that every record points to records that are
    /// there, that every value and price is readable, that no history or batch of prices has a gap, that merges,
    /// follow-ups and erasures are as they should be, and the search index.
    ///
    /// # Errors
    /// Only when nothing can be checked; whatever is found is in the report.
    pub fn verify(&self) -> Result<Report, StoreError> {
        // While a backup is copied the file stays as it is, and on a full disk it can't grow; what is in the log is
        // read too.
        if !self.is_backing_up() {
            match database::checkpoint(&self.connection) {
                Ok(()) | Err(StoreError::DiskFull) => {}
                Err(other) => return Err(other),
            }
        }
        let mut checks = Vec::new();
        if !self.is_temporary() {
            checks.push(self.check_keys());
        }
        checks.push(check("Pages: every page decrypts and the tree is whole", || pages(&self.connection)));
        checks.push(check("Schema: version and owner", || self.schema()));
        checks.push(check("References: every record points to records that are there", || {
            problems(
                &self.connection,
                "checklist",
                "SELECT 'a row of ' || \"table\" || ' points nowhere' FROM pragma_foreign_key_check",
            )
        }));
        checks.push(check("Values: every value, field and time can be read", || self.values()));
        checks.push(check("History: no entry is missing", || {
            problems(
                &self.connection,
                "entry",
                "SELECT 'checklist ' || checklist_id || ' has a gap' FROM entry
                 GROUP BY checklist_id HAVING max(number) <> count(*) OR min(number) <> 1",
            )
        }));
        checks.push(check(
            "Patients: every entry can be read, none is missing, and no merge goes in a circle",
            || self.patients_whole(),
        ));
        checks.push(check("Erasure: none was left half done", || {
            problems(&self.connection, "erasure", "SELECT 'a patient is half erased' FROM erasing")
        }));
        checks.push(check("Prices: every price can be read and no batch lacks one", || {
            self.price_batches_whole()
        }));
        checks.push(check("Follow-ups: each is as its last event says", || self.follow_ups_whole()));
        checks.push(check("Search: every patient is in the index", || {
            problems(
                &self.connection,
                "patient",
                "SELECT 'the index has ' || i.n || ' of ' || p.n || ' patients'
                 FROM (SELECT count(*) n FROM patient_search_docsize) i, (SELECT count(*) n FROM patient) p WHERE i.n <> p.n",
            )
        }));
        Ok(Report { checks })
    }

    fn check_keys(&self) -> Check {
        let path = self.files.keys();
        let mut problems = Vec::new();
        let mut people = 0;
        for path in [path.clone(), backup_name(&path)] {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            match Keys::read_one(&path) {
                Ok(keys) if keys.vault != self.id => {
                    problems.push(format!("{name} belongs to another vault"))
                }
                Ok(keys) => people = people.max(keys.entries().len()),
                Err(StoreError::KeysMissing { .. }) => problems.push(format!("{name} is missing")),
                Err(StoreError::KeysDamaged { .. }) => problems.push(format!("{name} is damaged")),
                Err(other) => problems.push(format!("{name}: {other}")),
            }
        }
        Check { what: format!("Keys: {people} staff and the recovery code, and the copy"), problems }
    }

    fn schema(&self) -> Result<(u64, Vec<String>), StoreError> {
        let (found, known) = (database::version(&self.connection)?, known_version(MIGRATIONS));
        let mut problems = Vec::new();
        if found != known {
            problems.push(format!("the schema is version {found} and not {known}"));
        }
        if vault_id(&self.connection)? != self.id {
            problems.push("the vault has lost its id".to_owned());
        }
        Ok((u64::from(found), problems))
    }

    /// Reads every price, also those that were replaced or taken back, and counts them by batch.
    fn price_batches_whole(&self) -> Result<(u64, Vec<String>), StoreError> {
        let (_, mut found) = problems(
            &self.connection,
            "price_batch",
            "SELECT 'batch ' || id || ' has ' || count(price.number) || ' of ' || prices || ' prices'
             FROM price_batch LEFT JOIN price ON price.batch = price_batch.number
             GROUP BY price_batch.number
             HAVING count(price.number) <> prices OR coalesce(max(price.number), 0) <> prices",
        )?;
        let mut counted = 0;
        match self.price_trace().and_then(|prices| Ok((prices, self.prices()?, self.price_batches()?))) {
            Ok((prices, ..)) => counted = prices.len() as u64,
            Err(error) => found.push(error.to_string()),
        }
        Ok((counted, found))
    }

    /// Reads all that was said of patients besides the visits, also of those who turned out to be another.
    fn patients_whole(&self) -> Result<(u64, Vec<String>), StoreError> {
        let (_, mut found) = problems(
            &self.connection,
            "patient_entry",
            "SELECT 'patient ' || patient_id || ' has a gap' FROM patient_entry
             GROUP BY patient_id HAVING max(number) <> count(*) OR min(number) <> 1",
        )?;
        let mut counted = 0;
        let mut statement = self.connection.prepare("SELECT id FROM patient")?;
        let ids = statement.query_map([], |row| row.get::<_, String>(0))?;
        for id in ids {
            let id = id?;
            let read = super::ids::PatientId::from_row(&id, "patient").and_then(|id| {
                self.patient(id)?;
                self.stands_for(id)?;
                Ok(self.patient_history(id)?.len() as u64)
            });
            match read {
                Ok(entries) => counted += entries,
                Err(error) => found.push(format!("patient {id}: {error}")),
            }
        }
        Ok((counted, found))
    }

    /// Reads every row as the app would.
    fn values(&self) -> Result<(u64, Vec<String>), StoreError> {
        let mut problems = Vec::new();
        let mut counted = 0;
        let mut note = |what: &str, outcome: Result<u64, StoreError>| match outcome {
            Ok(rows) => counted += rows,
            Err(error) => problems.push(format!("{what}: {error}")),
        };
        note("staff", self.all_staff().map(|all| all.len() as u64));
        note("what happened to keys", self.staff_events().map(|all| all.len() as u64));
        note("settings", self.settings().map(|all| all.len() as u64));
        note("patients", self.recent_patients(u32::MAX).map(|all| all.len() as u64));
        let mut statement = self.connection.prepare("SELECT id FROM checklist")?;
        let ids = statement.query_map([], |row| row.get::<_, String>(0))?;
        for id in ids {
            let id = id?;
            let read = super::ids::ChecklistId::from_row(&id, "checklist").and_then(|id| {
                let rows = 1 + self.checklist(id)?.history.len() + self.printed(id)?.len();
                Ok(rows as u64)
            });
            note(&format!("checklist {id}"), read);
        }
        Ok((counted, problems))
    }
}

/// Runs one check; that it cannot be made is a problem too.
fn check(what: &str, run: impl FnOnce() -> Result<(u64, Vec<String>), StoreError>) -> Check {
    match run() {
        Ok((counted, problems)) => Check { what: format!("{what} ({counted})"), problems },
        Err(error) => Check { what: what.to_owned(), problems: vec![error.to_string()] },
    }
}

fn pages(connection: &Connection) -> Result<(u64, Vec<String>), StoreError> {
    let count: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let damaged = database::damaged_pages(connection)?;
    let problems = if damaged == 0 {
        Vec::new()
    } else {
        vec![format!("{damaged} pages or places in the tree are damaged")]
    };
    Ok((u64::try_from(count).unwrap_or(0), problems))
}

/// What a query finds wrong, with the number of rows of the table that it looks at.
fn problems(connection: &Connection, table: &str, sql: &str) -> Result<(u64, Vec<String>), StoreError> {
    let rows: i64 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
    let found: Vec<String> =
        connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, rusqlite::Error>>()?;
    Ok((u64::try_from(rows).unwrap_or(0), found))
}
