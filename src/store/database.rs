//! The encrypted database: how it is opened, what is set, and how its schema moves forward.
//!
//! A connection that is not known to be good writes nothing: everything is checked before the first
//! write, and until then not even the log is folded into the file. Knows no tables but by their version.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::error::StoreError;
use super::files::{VaultFiles, remove_if_there, sync_folder_of, with_suffix};
use super::held::copy_held;
use super::secret::DatabaseKey;

/// "CtCk": says whose file it is, once it is decrypted.
const APPLICATION_ID: i32 = 0x4374_436b;
/// SQLCipher's page size, also the size of the smallest vault.
pub(super) const PAGE_BYTES: u64 = 4096;

/// How much of the file is kept decrypted in memory, in KiB (negative is SQLite's way to say so): the search
/// index of many patients, which is asked again with every key.
const CACHE_KIB: i32 = -32_768;

/// The steps of the schema, in order; the first makes version 1.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../db/migrations/0001_start.sql"),
    include_str!("../../db/migrations/0002_prices.sql"),
    include_str!("../../db/migrations/0003_record.sql"),
];

/// The version of the schema that this program writes.
pub(super) fn known_version(migrations: &[&str]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

/// Makes a database in a new file: the file must exist and be empty.
pub(super) fn make(path: &Path, key: &DatabaseKey, migrations: &[&str]) -> Result<Connection, StoreError> {
    make_with(path, &key.pragma(), migrations)
}

/// The same, with the statement that gives the key.
pub(super) fn make_with(path: &Path, pragma: &str, migrations: &[&str]) -> Result<Connection, StoreError> {
    let mut connection = connect(path, pragma)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    for (version, sql) in (1u32..).zip(migrations) {
        step(&mut connection, version, sql)?;
    }
    settle(&connection)?;
    Ok(connection)
}

/// Opens an existing database and brings it to the newest schema.
///
/// # Errors
/// Not a vault, damaged, newer, in use, read-only: in all of them the file is as it was.
pub(super) fn open(
    files: &VaultFiles,
    key: &DatabaseKey,
    migrations: &[&str],
) -> Result<Connection, StoreError> {
    look_at(files.database())?;
    let mut connection = connect(files.database(), &key.pragma())?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let found = version(&connection)?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(StoreError::NotAVault { path: files.database().to_owned() });
    }
    let known = known_version(migrations);
    if found > known {
        return Err(StoreError::NewerVersion { found, known });
    }
    if found == 0 {
        return Err(StoreError::Damaged { what: "its tables were never made".to_owned() });
    }
    // A medium that became read-only since then.
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(StoreError::ReadOnly);
    }
    settle(&connection)?;
    if found < known {
        copy_before(&connection, files, key, found, known)?;
        for (version, sql) in (1u32..).zip(migrations).skip_while(|(version, _)| *version <= found) {
            step(&mut connection, version, sql)?;
        }
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(connection)
}

/// The version of the schema in the file.
pub(super) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Whether the database has that key: its first page can be read with it.
pub(super) fn fits(files: &VaultFiles, key: &DatabaseKey) -> Result<bool, StoreError> {
    let read = connect(files.database(), &key.pragma()).and_then(|connection| {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        version(&connection)
    });
    match read {
        Ok(_) => Ok(true),
        Err(StoreError::Damaged { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

/// What a file is that has no keys beside it, as far as its first bytes tell.
pub(super) fn looks_like_a_vault(path: &Path) -> bool {
    let Ok(metadata) = fs::metadata(path) else {
        return false;
    };
    let whole_pages = metadata.len() >= PAGE_BYTES && metadata.len().is_multiple_of(PAGE_BYTES);
    // Random bytes are never sixteen times printable in a row, texts and headers of other files mostly are.
    let mut first = [0u8; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    whole_pages
        && read.is_ok()
        && !first.iter().all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace() || *b == 0)
}

/// Refuses what SQLite would take for an empty or a plain database.
fn look_at(path: &Path) -> Result<(), StoreError> {
    let metadata = fs::metadata(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => StoreError::NoVault { path: path.to_owned() },
        _ => StoreError::from_io("Reading the vault", e),
    })?;
    if !metadata.is_file() {
        return Err(StoreError::NotAVault { path: path.to_owned() });
    }
    if metadata.len() < PAGE_BYTES {
        return Err(StoreError::Damaged { what: "the file is cut short".to_owned() });
    }
    let mut first = [0u8; 16];
    // For writing too: SQLite opens a file that it may not write without a word, and fails later, in words of its own.
    let mut file = File::options()
        .read(true)
        .write(true)
        .open(path)
        .map_err(|e| StoreError::from_io("Opening the vault", e))?;
    file.read_exact(&mut first).map_err(|e| StoreError::from_io("Reading the vault", e))?;
    if &first == b"SQLite format 3\0" {
        return Err(StoreError::NotAVault { path: path.to_owned() });
    }
    Ok(())
}

/// Opens a file that nobody writes to, to be read alone: nothing is written to it, nor beside it, and a log
/// beside it is not looked at.
///
/// # Errors
/// Damage, not a vault, newer.
pub(super) fn open_to_read(path: &Path, key: &DatabaseKey) -> Result<(Connection, u32), StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let path = std::path::absolute(path).map_err(|e| StoreError::from_io("Opening the copy", e))?;
    let connection = Connection::open_with_flags(immutable(&path), flags)?;
    unlock(&connection, &key.pragma())?;
    let found = version(&connection)?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(StoreError::NotAVault { path });
    }
    let known = known_version(MIGRATIONS);
    if found > known {
        return Err(StoreError::NewerVersion { found, known });
    }
    Ok((connection, found))
}

/// The address of a file that does not change while it is open; `path` is absolute.
pub(super) fn immutable(path: &Path) -> String {
    #[cfg(unix)]
    let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec();
    #[cfg(not(unix))]
    let bytes = of_windows(&path.to_string_lossy()).into_bytes();
    // With an empty host: without one, a path that begins with two slashes would be taken for a host and what is there.
    let mut address = String::from("file://");
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address.push_str("?immutable=1");
    address
}

/// A path of Windows as an address has it: a disk comes after a slash, a server's folder after two that are there.
#[cfg(any(not(unix), test))]
fn of_windows(path: &str) -> String {
    let path = path.replace('\\', "/");
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// Gives a connection its key, with the statement that does it.
pub(super) fn unlock(connection: &Connection, pragma: &str) -> Result<(), StoreError> {
    // SQLCipher would write about a wrong key to standard error, which belongs to the command line.
    connection.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_log = OFF;")?;
    connection.execute_batch(pragma)?;
    Ok(())
}

/// A connection with its key, that has read nothing yet.
pub(super) fn connect(path: &Path, pragma: &str) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    unlock(&connection, pragma)?;
    connection.busy_timeout(Duration::from_secs(1))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    // One connection owns the file, so the log needs no shared memory file beside it.
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;",
    )?;
    Ok(connection)
}

/// Makes every commit durable before it returns.
fn settle(connection: &Connection) -> Result<(), StoreError> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::ReadOnly);
    }
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;",
    )?;
    Ok(())
}

/// One step of the schema: all of it or nothing.
fn step(connection: &mut Connection, version: u32, sql: &str) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(sql)?;
    transaction.pragma_update(None, "user_version", version)?;
    if transaction.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(StoreError::Damaged { what: "records point to records that are not there".to_owned() });
    }
    transaction.commit()?;
    Ok(())
}

/// Copies the vault before its schema changes, and reads the copy back whole.
fn copy_before(
    connection: &Connection,
    files: &VaultFiles,
    key: &DatabaseKey,
    found: u32,
    next: u32,
) -> Result<(), StoreError> {
    checkpoint(connection)?;
    let copy = files.before_version(next);
    let unfinished = with_suffix(&copy, ".unfinished");
    remove_if_there(&unfinished)?;
    copy_held(files.database(), &unfinished)?;
    let copied = open_copy(&unfinished, key)?;
    let problems = damaged_pages(&copied)?;
    if problems > 0 || version(&copied)? != found {
        return Err(StoreError::Damaged { what: "its copy cannot be read back whole".to_owned() });
    }
    drop(copied);
    fs::rename(&unfinished, &copy).map_err(|e| StoreError::from_io("Naming the copy", e))?;
    sync_folder_of(&copy)
}

/// Writes every page of a copy anew under another key: page by page, so that whatever a table is, it comes over as it
/// is. The copy is not in use and need not survive a crash half-way.
pub(super) fn encrypt_anew(path: &Path, key: &DatabaseKey, next: &DatabaseKey) -> Result<(), StoreError> {
    let connection = connect(path, &key.pragma())?;
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    connection.execute_batch(&next.rekey_pragma())?;
    connection.close().map_err(|(_, error)| StoreError::from(error))
}

/// Opens a copy that is not in use, without changing how it is kept.
pub(super) fn open_copy(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    connect(path, &key.pragma())
}

/// Folds the log into the file.
pub(super) fn checkpoint(connection: &Connection) -> Result<(), StoreError> {
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 { Ok(()) } else { Err(StoreError::InUse) }
}

/// Whether a commit folds the log into the file when the log has grown long. While it is off, the file stays as
/// it is and the log takes all that is written.
pub(super) fn fold_by_itself(connection: &Connection, on: bool) -> Result<(), StoreError> {
    // 1000 pages is what SQLite does without being asked.
    let pages = if on { 1000 } else { 0 };
    connection.query_row(&format!("PRAGMA wal_autocheckpoint = {pages}"), [], |_| Ok(()))?;
    // Closing would fold it too.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !on)?;
    Ok(())
}

/// How many complaints SQLCipher and SQLite have about the pages of the file, the log not counted.
pub(super) fn damaged_pages(connection: &Connection) -> Result<usize, StoreError> {
    let complaints = |sql: &str| -> Result<Vec<String>, rusqlite::Error> {
        connection.prepare(sql)?.query_map([], |row| row.get::<_, String>(0))?.collect()
    };
    let ciphered = complaints("PRAGMA cipher_integrity_check")?.len();
    let structural = complaints("PRAGMA integrity_check")?.iter().filter(|line| *line != "ok").count();
    Ok(ciphered + structural)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::files::make_private;

    const NEXT: &str =
        "CREATE TABLE extra (id TEXT NOT NULL PRIMARY KEY) STRICT; INSERT INTO extra VALUES ('x');";

    fn made(folder: &Path) -> (VaultFiles, DatabaseKey) {
        let files = VaultFiles::new(&folder.join("v"));
        let key = DatabaseKey::generate().unwrap();
        make_private(files.database()).unwrap();
        make(files.database(), &key, MIGRATIONS).unwrap();
        (files, key)
    }

    #[test]
    fn a_copy_is_opened_by_its_address_whatever_its_path_begins_with() {
        for (path, address) in [
            (r"C:\Users\dana k\v", "/C:/Users/dana k/v"),
            (r"\\server\share\v", "//server/share/v"),
            (r"\\?\C:\v", "//?/C:/v"),
        ] {
            assert_eq!(of_windows(path), address);
        }
        let folder = tempfile::tempdir().unwrap();
        let (files, key) = made(folder.path());
        let whole = files.database().to_owned();
        assert!(immutable(&whole).starts_with("file:///"));
        // Two slashes are one on Linux; to an address they are what a host comes after.
        #[cfg(target_os = "linux")]
        let whole = Path::new(&format!("/{}", whole.display())).to_owned();
        assert!(open_to_read(&whole, &key).is_ok());
    }

    #[test]
    fn an_older_file_is_copied_and_brought_forward() {
        let folder = tempfile::tempdir().unwrap();
        let (files, key) = made(folder.path());
        let steps = [MIGRATIONS, &[NEXT]].concat();
        let opened = open(&files, &key, &steps).unwrap();
        let last = known_version(MIGRATIONS);
        assert_eq!(version(&opened).unwrap(), last + 1);
        drop(opened);
        let copy = VaultFiles::new(&files.before_version(last + 1));
        assert_eq!(version(&open(&copy, &key, MIGRATIONS).unwrap()).unwrap(), last);
        let newer = open(&files, &key, MIGRATIONS).unwrap_err();
        let StoreError::NewerVersion { found, known } = newer else { panic!("{newer:?}") };
        assert_eq!((found, known), (last + 1, last));
    }

    #[test]
    fn a_step_that_fails_half_way_leaves_the_old_schema() {
        let folder = tempfile::tempdir().unwrap();
        let (files, key) = made(folder.path());
        let broken = format!("{NEXT} INSERT INTO nowhere VALUES (1);");
        let steps = [MIGRATIONS, &[broken.as_str()]].concat();
        assert!(open(&files, &key, &steps).is_err());
        let opened = open(&files, &key, MIGRATIONS).unwrap();
        assert_eq!(version(&opened).unwrap(), known_version(MIGRATIONS));
        assert!(opened.prepare("SELECT * FROM extra").is_err());
    }

    #[test]
    fn a_damaged_file_is_never_migrated() {
        let folder = tempfile::tempdir().unwrap();
        let (files, key) = made(folder.path());
        let mut bytes = fs::read(files.database()).unwrap();
        let last = bytes.len() - 100;
        bytes[last] ^= 1;
        fs::write(files.database(), &bytes).unwrap();
        let steps = [MIGRATIONS, &[NEXT]].concat();
        let error = open(&files, &key, &steps).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
        assert!(fs::read(files.database()).unwrap() == bytes);
    }

    #[test]
    fn a_program_that_has_the_key_and_the_file_open_keeps_this_one_out() {
        let folder = tempfile::tempdir().unwrap();
        let (files, key) = made(folder.path());
        let other = connect(files.database(), &key.pragma()).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let error = open(&files, &key, MIGRATIONS).unwrap_err();
        assert!(matches!(error, StoreError::InUse), "{error:?}");
        drop(other);
        assert!(open(&files, &key, MIGRATIONS).is_ok());
    }

    #[test]
    fn the_settings_that_make_an_answer_durable_are_on() {
        let folder = tempfile::tempdir().unwrap();
        let (files, key) = made(folder.path());
        let opened = open(&files, &key, MIGRATIONS).unwrap();
        let number = |name: &str| opened.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        let text = |name: &str| opened.pragma_query_value(None, name, |row| row.get::<_, String>(0)).unwrap();
        assert_eq!((number("synchronous"), number("foreign_keys"), number("temp_store")), (2, 1, 2));
        assert_eq!((text("journal_mode").as_str(), text("locking_mode").as_str()), ("wal", "exclusive"));
        assert!(!text("cipher_version").is_empty());
    }
}
