//! What do the readers of a vault promise: lines of an export, keys files, backups?

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use countercheck::cli::vault::import;
use countercheck::store::{
    BackupTo, Credential, ExportFilter, Manifest, NewChecklist, NewPatient, NewStaff, Passphrase, StoreError,
    Vault, WorkFactor,
};
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{NAME, TODAY, content, is_fit_to_show};

const PASSPHRASE: &str = "correct horse battery";

fn now() -> Timestamp {
    "2026-11-25T15:00:00.25Z".parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Lines are taken in or refused with their number. What is refused leaves nothing; what is taken in comes out, and
/// goes into another vault and again into the same one without a change.
pub fn lines(input: &[u8]) {
    thread_local!(static EMPTY: RefCell<Option<Vault>> = const { RefCell::new(None) });
    let mut vault = EMPTY.take().unwrap_or_else(temporary);
    let (saved, ended) = imported(&mut vault, input);
    if let Err((code, message)) = ended {
        assert!(matches!(code, 2 | 5), "{code}: {message}");
        is_fit_to_show(&message, input);
    }
    let there = exported(&vault);
    assert!(there.len() <= saved);
    if saved == 0 {
        assert!(
            vault.recent_patients(1).is_ok_and(|patients| patients.is_empty()),
            "a patient was left behind"
        );
        EMPTY.set(Some(vault));
        return;
    }
    assert!(!there.is_empty(), "what was said to be saved is gone");
    let text = there.concat();
    let mut other = temporary();
    for (vault, where_) in [(&mut other, "another vault"), (&mut vault, "the same vault")] {
        let (again, ended) = imported(vault, text.as_bytes());
        assert_eq!((again, ended), (there.len(), Ok(())), "{where_} refuses what was exported");
        assert_eq!(exported(vault), there, "{where_} exports something else");
    }
}

fn temporary() -> Vault {
    Vault::temporary(now()).unwrap_or_else(|error| panic!("{error}"))
}

/// How many lines were saved, and how it ended: exit code and message.
fn imported(vault: &mut Vault, mut text: &[u8]) -> (usize, Result<(), (u8, String)>) {
    let mut out = Vec::new();
    let ended = import::run(content(), vault, &mut text, &mut out, now);
    let saved = out.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"saved ")).count();
    (saved, ended.map_err(|trouble| (trouble.exit_code(), trouble.to_string())))
}

fn exported(vault: &Vault) -> Vec<String> {
    let lines = vault
        .export(ExportFilter::All)
        .and_then(|records| records.map(|record| record?.to_line()).collect::<Result<Vec<_>, _>>());
    let lines = lines.unwrap_or_else(|error| panic!("what was taken in does not come out: {error}"));
    lines.into_iter().map(|line| String::from_utf8_lossy(&line).into_owned()).collect()
}

/// A vault with one patient and its backup, made once for all inputs.
struct Made {
    folder: TempDir,
    database: Vec<u8>,
    keys: Value,
    backup: Vec<u8>,
    manifest: Manifest,
}

impl Made {
    /// Does something with it.
    fn with(job: impl FnOnce(&Self)) {
        thread_local!(static MADE: RefCell<Option<Made>> = const { RefCell::new(None) });
        MADE.with_borrow_mut(|made| job(made.get_or_insert_with(Self::new)));
    }

    fn new() -> Self {
        Self::try_new().unwrap_or_else(|error| panic!("{error}"))
    }

    fn try_new() -> Result<Self, StoreError> {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let path = folder.path().join("pharmacy.vault");
        let passphrase = Passphrase::new(PASSPHRASE.to_owned())?;
        let first = NewStaff { name: "Dana Reyes".to_owned(), passphrase };
        let (mut vault, _) = Vault::create(&path, &first, WorkFactor::FOR_TESTS, now())?;
        let patient = NewPatient { name: NAME.to_owned(), birth_date: Some(date(1984, 5, 2)), phone: None };
        let patient = vault.add_patient(&patient, now())?;
        let content_version = content().version.clone();
        let new = NewChecklist { patient, as_of: TODAY, content_version, started_from: None };
        let by = vault.staff().id;
        vault.new_checklist(&new, &[], by, now())?;
        let made = vault.back_up(&BackupTo::File(folder.path().join("one.backup")), now())?;
        drop(vault);
        let read = |path: PathBuf| fs::read(path).unwrap_or_else(|error| panic!("{error}"));
        let file: Value = serde_json::from_slice(&read(folder.path().join("pharmacy.vault.keys")))
            .unwrap_or_else(|error| panic!("{error}"));
        Ok(Self {
            database: read(path),
            keys: file["keys"].clone(),
            backup: read(made.path),
            manifest: made.manifest,
            folder,
        })
    }
}

fn credential() -> Credential {
    let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap_or_else(|error| panic!("{error}"));
    Credential::Passphrase { staff: None, passphrase }
}

/// Whatever stands in a keys file, a vault that opens is the one that was made, opened by somebody whom it knows, with
/// the role that it knows; else all files stay as they are. The input is a keys file, changes to one (JSON, laid over
/// the keys, with the right checksum), or behind a `*` cuts in its text.
pub fn keys(input: &[u8]) {
    Made::with(|made| {
        let path = made.folder.path().join("pharmacy.vault");
        let text = match (input.split_first(), json_of(input)) {
            (Some((b'*', cuts)), _) => cut(&keys_text(&made.keys), cuts),
            (_, Some(changes)) if changes.get("keys").is_none() => {
                keys_text(&laid_over(&made.keys, &changes))
            }
            _ => input.to_vec(),
        };
        write(&path, &made.database);
        write(&path.with_extension("vault.keys"), &text);
        for left in ["vault.keys.bak", "vault-wal", "vault-shm", "vault-journal"] {
            fs::remove_file(path.with_extension(left)).ok();
        }
        let before = files(made.folder.path());
        match Vault::open(&path, &credential(), now()) {
            Ok(vault) => {
                assert_eq!(vault.id(), made.manifest.vault_id);
                let staff = vault.all_staff().unwrap_or_else(|error| panic!("{error}"));
                assert!(staff.contains(vault.staff()));
                assert!(vault.staff().name == "Dana Reyes", "somebody who was never added opened it");
                assert!(vault.recent_patients(2).is_ok_and(|patients| patients.len() == 1));
            }
            Err(error) => {
                is_fit_to_show(&error.to_string(), input);
                assert!(
                    files(made.folder.path()) == before,
                    "a vault that does not open was changed: {error}"
                );
            }
        }
    });
}

/// A backup of which anything was changed is refused and leaves no file, or it is put back with the patient that it
/// holds; checking it says the same as putting it back. The input is a backup, changes to its parts (JSON:
/// `manifest`, `keys`, with the right sums), or behind a `*` cuts in the file, behind a `+` in its database, with the
/// right sums.
pub fn backup(input: &[u8]) {
    Made::with(|made| {
        let bytes = match (input.split_first(), json_of(input)) {
            (Some((b'*', cuts)), _) => cut(&made.backup, cuts),
            (Some((b'+', cuts)), _) => backup_of(made, &json!({}), &cut(&made.database, cuts)),
            (_, Some(changes)) => backup_of(made, &changes, &made.database),
            _ => input.to_vec(),
        };
        let folder = made.folder.path().join("restored");
        fs::remove_dir_all(&folder).ok();
        fs::create_dir(&folder).unwrap_or_else(|error| panic!("{error}"));
        let from = made.folder.path().join("changed.backup");
        write(&from, &bytes);
        let checked = Vault::check_backup(&from, &credential());
        let path = folder.join("pharmacy.vault");
        match Vault::restore(&from, &path, &credential(), now()) {
            Ok(restored) => {
                assert!(checked.is_ok_and(|manifest| manifest == restored.manifest), "checked otherwise");
                let vault =
                    Vault::open(&path, &credential(), now()).unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(vault.id(), made.manifest.vault_id);
                let patients = vault.recent_patients(2).unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(patients.iter().map(|patient| patient.name.as_str()).collect::<Vec<_>>(), [NAME]);
            }
            Err(error) => {
                is_fit_to_show(&error.to_string(), input);
                assert!(
                    checked.is_err_and(|other| other.to_string() == error.to_string()),
                    "checked otherwise"
                );
                assert!(files(&folder).is_empty(), "what was refused left a file: {error}");
            }
        }
    });
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{error}"));
}

/// Every file of a folder but for the lock, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}"));
    let files = entries.map_while(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file());
    let files = files.filter(|path| path.extension().is_none_or(|ending| ending != "lock"));
    files.map(|path| (path.clone(), fs::read(path).unwrap_or_default())).collect()
}

fn json_of(input: &[u8]) -> Option<Value> {
    serde_json::from_slice(input).ok().filter(Value::is_object)
}

/// The changes laid over a value: fields into objects, by position into lists, `null` as it is.
fn laid_over(under: &Value, changes: &Value) -> Value {
    let Value::Object(changes) = changes else { return changes.clone() };
    let mut changed = under.clone();
    for (key, change) in changes {
        match &mut changed {
            Value::Object(fields) => {
                let before = fields.get(key).cloned().unwrap_or(Value::Null);
                fields.insert(key.clone(), laid_over(&before, change));
            }
            Value::Array(list) => match key.parse::<usize>() {
                Ok(at) if at < list.len() => list[at] = laid_over(&list[at], change),
                // A copy of the first, changed: somebody more.
                _ => list.extend(list.first().map(|first| laid_over(first, change))),
            },
            other => *other = Value::Object(changes.clone()),
        }
    }
    changed
}

/// A keys file with the checksum that fits: it finds accidents, and keeps nobody out.
fn keys_text(keys: &Value) -> Vec<u8> {
    let mut keys = keys.clone();
    if let Value::Object(fields) = &mut keys {
        // The sum is over the fields in the order in which the program writes them.
        fields.shift_remove("seal").map(|seal| fields.insert("seal".to_owned(), seal));
    }
    let sum = keys
        .to_string()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    json!({"checksum": format!("fnv1a64:{sum:016x}"), "keys": keys}).to_string().into_bytes()
}

fn sum_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The backup with changed parts, and the sums that fit.
fn backup_of(made: &Made, changes: &Value, database: &[u8]) -> Vec<u8> {
    let keys = match changes.get("keys") {
        Some(changes) => keys_text(&laid_over(&made.keys, changes)),
        None => keys_text(&made.keys),
    };
    let mut manifest = serde_json::to_value(&made.manifest).unwrap_or_default();
    manifest["files"] = json!({
        "vault.keys": {"bytes": keys.len(), "sha256": sum_of(&keys)},
        "vault": {"bytes": database.len(), "sha256": sum_of(database)},
    });
    if let Some(changes) = changes.get("manifest") {
        manifest = laid_over(&manifest, changes);
    }
    let manifest =
        json!({"sha256": sum_of(manifest.to_string().as_bytes()), "manifest": manifest}).to_string();
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in
        [("manifest.json", manifest.as_bytes()), ("vault.keys", keys.as_slice()), ("vault", database)]
    {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        tar.append_data(&mut header, name, bytes).unwrap_or_else(|error| panic!("{error}"));
    }
    tar.into_inner().unwrap_or_else(|error| panic!("{error}"))
}

/// Bytes with cuts: each is a place (three bytes), how much is taken out there, how much is put in, and that.
fn cut(bytes: &[u8], mut cuts: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    while let [high, middle, low, out, put, rest @ ..] = cuts {
        let place = usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low);
        let begin = place % (changed.len() + 1);
        let end = (begin + usize::from(*out)).min(changed.len());
        let (put, rest) = rest.split_at(rest.len().min(usize::from(*put)));
        changed.splice(begin..end, put.iter().copied());
        cuts = rest;
    }
    changed
}
