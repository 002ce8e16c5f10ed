//! A copy of a damaged database that can be read past its lost pages.
//!
//! The damaged file is never written: its log has to be folded in, which changes pages, so a copy takes it. One
//! page that does not decrypt stops a connection for good; therefore each such page of the copy is replaced by an
//! empty one, encrypted with the same key and salt for the same place, which SQLite calls damaged and goes on.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::store::database::{self, MIGRATIONS, PAGE_BYTES};
use crate::store::error::StoreError;
use crate::store::files::{make_private, remove_own, with_suffix};
use crate::store::secret::DatabaseKey;

/// The copy; its files go when it is dropped.
pub struct Readable {
    /// Reads the copy; a lost page is an error of that query alone.
    pub connection: Connection,
    /// How many pages the file has, whole or not.
    pub pages: u64,
    /// The pages that could not be read.
    pub lost: BTreeSet<u64>,
    /// Whether there was a log that could not be folded in.
    pub log_lost: bool,
    _files: Parts,
}

/// The files beside the rescued vault that are needed meanwhile.
struct Parts {
    copy: PathBuf,
}

impl Parts {
    fn names(&self) -> [PathBuf; 6] {
        ["", "-wal", "-journal", ".donor", ".donor-wal", ".donor-journal"]
            .map(|end| with_suffix(&self.copy, end))
    }

    fn donor(&self) -> PathBuf {
        with_suffix(&self.copy, ".donor")
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        // Encrypted all of them, and never a vault.
        self.names().iter().for_each(|path| remove_own(path));
    }
}

impl Readable {
    /// Copies the database at `from` to `copy`, and opens it.
    pub fn make(from: &Path, copy: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        let files = Parts { copy: copy.to_owned() };
        files.names().iter().try_for_each(|path| crate::store::files::remove_if_there(path))?;
        let copying = |e| StoreError::from_io("Copying the damaged vault", e);
        make_private(copy)?;
        fs::copy(from, copy).map_err(copying)?;
        let log = with_suffix(from, "-wal");
        let mut log_lost = false;
        if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
            fs::copy(&log, with_suffix(copy, "-wal")).map_err(copying)?;
            log_lost = fold_log(copy, key).is_err();
            remove_own(&with_suffix(copy, "-wal"));
        }
        let file = File::options().read(true).write(true).open(copy).map_err(copying)?;
        let pages = file.metadata().map_err(copying)?.len() / PAGE_BYTES;
        // Half a page at the end is none.
        file.set_len(pages * PAGE_BYTES).map_err(copying)?;
        let lost = unreadable(copy, key)?;
        if pages == 0 || lost.contains(&1) {
            return Err(StoreError::Damaged {
                what: "its first page is lost, and nothing can be read without it".to_owned(),
            });
        }
        let mut salt = [0u8; 16];
        (&file).seek(SeekFrom::Start(0)).and_then(|_| (&file).read_exact(&mut salt)).map_err(copying)?;
        let pragma = with_salt(key, salt);
        if let Some(last) = lost.last() {
            empty_pages(&files.donor(), &pragma, *last)?;
            replace_pages(&file, &files.donor(), &lost)?;
        }
        let mut readable = Self { connection: open(copy, key)?, pages, lost, log_lost, _files: files };
        if !readable.knows_its_tables() {
            readable.take_schema_of_a_new_vault(&file, &pragma, key)?;
        }
        Ok(readable)
    }

    fn schema(connection: &Connection) -> Vec<(String, i64)> {
        let read = |order: &str| -> Vec<(String, i64)> {
            let sql = format!("SELECT name, rootpage FROM sqlite_schema ORDER BY rowid {order}");
            let Ok(mut statement) = connection.prepare(&sql) else {
                return Vec::new();
            };
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.into_iter().flatten().map_while(Result::ok).collect()
        };
        let mut all = read("ASC");
        all.extend(read("DESC"));
        all.sort();
        all.dedup();
        all
    }

    fn knows_its_tables(&self) -> bool {
        let known = Self::schema(&self.connection);
        // What every version had; that the newer tables are there shows when they are read.
        let version = database::version(&self.connection).unwrap_or(0);
        let newest = database::known_version(MIGRATIONS);
        let expected: &[&str] =
            if version == newest { &super::TABLES } else { &["staff", "patient", "entry"] };
        expected.iter().all(|table| known.iter().any(|(name, _)| name == table))
    }

    /// A page of the list of tables is lost. In a vault that was made by this version it stands as in a new one,
    /// so a new one has it; whether it does so here is seen by the tables that are still known.
    fn take_schema_of_a_new_vault(
        &mut self,
        file: &File,
        pragma: &str,
        key: &DatabaseKey,
    ) -> Result<(), StoreError> {
        let donor = self._files.donor();
        remove_own(&donor);
        make_private(&donor)?;
        let made = database::make_with(&donor, pragma, MIGRATIONS)?;
        database::checkpoint(&made)?;
        let theirs = Self::schema(&made);
        let ours = Self::schema(&self.connection);
        let mut pages = BTreeSet::new();
        let mut statement =
            made.prepare("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' AND pageno > 1")?;
        for page in statement.query_map([], |row| row.get::<_, i64>(0))? {
            pages.insert(u64::try_from(page?).unwrap_or(0));
        }
        drop(statement);
        drop(made);
        let contradicts =
            ours.iter().any(|one| theirs.iter().any(|(name, root)| *name == one.0 && *root != one.1));
        let missing: BTreeSet<u64> =
            pages.iter().copied().filter(|page| self.lost.contains(page) || *page > self.pages).collect();
        if contradicts || missing.is_empty() {
            return Ok(());
        }
        replace_pages(file, &donor, &missing)?;
        // Between the end of a file that was cut short and what was put behind it.
        let hole: BTreeSet<u64> = (self.pages + 1..missing.last().copied().unwrap_or(0))
            .filter(|page| !missing.contains(page))
            .collect();
        if let Some(last) = hole.last() {
            remove_own(&donor);
            empty_pages(&donor, pragma, *last)?;
            replace_pages(file, &donor, &hole)?;
        }
        self.connection = open(&self._files.copy, key)?;
        Ok(())
    }
}

/// The statement that gives the key together with the salt that the file begins with.
fn with_salt(key: &DatabaseKey, salt: [u8; 16]) -> Zeroizing<String> {
    let plain = key.pragma();
    let mut text = Zeroizing::new(String::with_capacity(160));
    text.push_str(plain.strip_suffix("'\";").unwrap_or(&plain));
    for byte in salt {
        text.push_str(&format!("{byte:02x}"));
    }
    text.push_str("'\";");
    text
}

fn fold_log(copy: &Path, key: &DatabaseKey) -> Result<(), StoreError> {
    let connection = database::connect(copy, &key.pragma())?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    database::checkpoint(&connection)
}

/// The pages that do not decrypt.
fn unreadable(copy: &Path, key: &DatabaseKey) -> Result<BTreeSet<u64>, StoreError> {
    let connection = open(copy, key)?;
    let mut statement = connection.prepare("PRAGMA cipher_integrity_check")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut lost = BTreeSet::new();
    for line in lines {
        let line = line?;
        let page = line.split("page ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
        // A complaint without a page is about the whole file.
        lost.insert(page.unwrap_or(1));
    }
    Ok(lost)
}

fn open(copy: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let path = std::path::absolute(copy).map_err(|e| StoreError::from_io("Opening the copy", e))?;
    let connection = Connection::open_with_flags(database::immutable(&path), flags)?;
    database::unlock(&connection, &key.pragma())?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // Lets SQLite begin with those tables that it can find, and with fewer pages than the first one says.
    connection.execute_batch(
        "PRAGMA writable_schema = ON; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;",
    )?;
    Ok(connection)
}

/// Makes a database of the same key and salt with empty pages up to `last`.
fn empty_pages(path: &Path, pragma: &str, last: u64) -> Result<(), StoreError> {
    const ROW: u64 = 1000;
    make_private(path)?;
    let connection = database::connect(path, pragma)?;
    // Freed pages are filled with zeros.
    connection.execute_batch(
        "PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON; PRAGMA auto_vacuum = NONE; CREATE TABLE filler (bytes);",
    )?;
    for _ in 0..last / ROW + 1 {
        let bytes = i64::try_from((ROW + 1) * PAGE_BYTES).unwrap_or(0);
        connection.execute("INSERT INTO filler VALUES (zeroblob(?1))", [bytes])?;
    }
    connection.execute_batch("DROP TABLE filler")?;
    connection.close().map_err(|(_, error)| StoreError::from(error))
}

fn replace_pages(mut file: &File, donor: &Path, pages: &BTreeSet<u64>) -> Result<(), StoreError> {
    let copied = (|| {
        let mut donor = File::open(donor)?;
        let mut page = vec![0; usize::try_from(PAGE_BYTES).unwrap_or(0)];
        for number in pages {
            let at = SeekFrom::Start((number - 1) * PAGE_BYTES);
            donor.seek(at)?;
            donor.read_exact(&mut page)?;
            file.seek(at)?;
            file.write_all(&page)?;
        }
        Ok(())
    })();
    copied.map_err(|e| StoreError::from_io("Copying the damaged vault", e))
}
