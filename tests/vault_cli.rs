//! The vault jobs as a script sees them: what is printed, which exit code, and what is on the disk after.
//!
//! Every opening derives a key at the full work factor, so vaults are copied from one that is made once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use countercheck::store::{Credential, NewStaff, Passphrase, RecoveryCode, Vault, WorkFactor};
use serde_json::Value;

const PASSPHRASE: &str = "correct horse battery";

/// What became of a run.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn is(self, code: i32, says: &str) -> Self {
        assert_eq!(self.code, code, "{}", self.err);
        assert!(self.err.contains(says), "{says} <> {}", self.err);
        assert!(!self.err.contains("Elena") && !self.err.contains(PASSPHRASE), "{}", self.err);
        self
    }

    fn done(self) -> String {
        let ran = self.is(0, "");
        assert_eq!(ran.err, "");
        ran.out
    }
}

/// A folder with a passphrase file and what vaults a test puts there.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::write(folder.path("passphrase"), format!("{PASSPHRASE}\nnot this line\n")).unwrap();
        folder
    }

    /// A folder with an empty vault called `v`.
    fn with_vault() -> Self {
        static MADE: OnceLock<(Folder, String)> = OnceLock::new();
        let (made, said) = MADE.get_or_init(|| {
            let folder = Self::new();
            let said = folder.run("vault create --vault {}/v --passphrase-file {}/passphrase", b"").done();
            (folder, said)
        });
        // For a script: the code is the last line, alone.
        assert_eq!(said.lines().count(), 2, "{said}");
        assert!(RecoveryCode::parse(said.lines().last().unwrap()).is_ok());
        let folder = Self::new();
        for name in ["v", "v.keys", "v.keys.bak"] {
            fs::copy(made.path(name), folder.path(name)).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A run with what is typed, `{}` being this folder.
    fn command(&self, typed: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countercheck"));
        let folder = self.0.path().to_str().unwrap();
        command.args(typed.split(' ').map(|word| word.replace("{}", folder)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, typed: &str, input: &[u8]) -> Ran {
        self.ran(&mut self.command(typed), input)
    }

    /// A run by somebody who is in this folder.
    fn run_inside(&self, typed: &str) -> Ran {
        self.ran(self.command(typed).current_dir(self.0.path()), b"")
    }

    fn ran(&self, command: &mut Command, input: &[u8]) -> Ran {
        let mut child = command.spawn().unwrap();
        // A refusal may come before everything is read.
        child.stdin.take().unwrap().write_all(input).ok();
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// A vault job on the vault `v` with the right passphrase.
    fn vault(&self, job: &str, input: &[u8]) -> Ran {
        self.run(&format!("vault {job} --vault {{}}/v --passphrase-file {{}}/passphrase"), input)
    }

    fn bytes(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = fs::read_dir(self.0.path()).unwrap().map(|file| file.unwrap().path());
        files.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }
}

fn visit(name: &str, severity: &str) -> String {
    format!(
        r#"{{"as_of":"2026-11-24","patient":{{"name":"Elena {name}","birth_date":"1984-05-02"}},"answers":{{"severity":"{severity}","medicines":["aspirin",{{"name":"Elena's tea","reviewed":"none"}}]}}}}"#
    )
}

fn saved_ids(out: &str) -> Vec<String> {
    out.lines().map(|line| line.strip_prefix("saved ").unwrap().to_owned()).collect()
}

fn exported_ids(out: &str) -> Vec<String> {
    let id = |line: &str| {
        serde_json::from_str::<Value>(line).unwrap()["checklist_id"].as_str().unwrap().to_owned()
    };
    out.lines().map(id).collect()
}

#[test]
fn what_is_imported_is_exported_and_comes_into_a_second_vault_unchanged() {
    let folder = Folder::with_vault();
    let three = [visit("One", "mild"), visit("Two", "moderate"), visit("One", "severe")].join("\n");
    fs::write(folder.path("three"), three).unwrap();
    let ids = saved_ids(&folder.vault("import {}/three", b"").done());
    assert_eq!(ids.len(), 3);
    let exported = folder.vault("export", b"").done();
    assert_eq!(exported_ids(&exported), ids);
    let first: Value = serde_json::from_str(exported.lines().next().unwrap()).unwrap();
    assert_eq!(first["patient"]["name"], "Elena One");
    assert_eq!(first["answers"]["severity"], "mild");
    assert_eq!(first["staff"][first["by"].as_str().unwrap()], "Pharmacist");

    let patient = first["patient_id"].as_str().unwrap();
    let of_one = folder.vault(&format!("export --patient {patient} --format json"), b"").done();
    assert_eq!(exported_ids(&of_one), [ids[0].clone(), ids[2].clone()]);

    let access = "--vault {}/second --passphrase-file {}/passphrase --staff Ben";
    folder.run(&format!("vault create {access}"), b"").done();
    for _ in 0..2 {
        let said = folder.run(&format!("vault import - {access}"), exported.as_bytes()).done();
        assert_eq!(saved_ids(&said), ids);
    }
    assert_eq!(folder.run(&format!("vault export {access}"), b"").done(), exported);
}

#[test]
fn a_wrong_passphrase_or_name_ends_with_3_and_changes_nothing() {
    let folder = Folder::with_vault();
    let before = folder.bytes();
    let typed = "vault verify --vault {}/v --passphrase-file -";
    folder.run(typed, b"correct horse\n").is(3, "passphrase is not right");
    folder.run(&format!("{typed} --staff Nobody"), b"correct horse\n").is(3, "Nobody");
    assert!(folder.bytes() == before);
    // The same with the right one works, also without the end of the line.
    folder.run(typed, PASSPHRASE.as_bytes()).done();
}

#[test]
fn what_is_no_vault_ends_with_4_and_stays_as_it_is() {
    let folder = Folder::new();
    fs::write(folder.path("v"), "a letter").unwrap();
    let before = folder.bytes();
    for job in ["verify", "export", "import -"] {
        folder.vault(job, visit("One", "mild").as_bytes()).is(4, "is not a vault");
    }
    folder.run("vault verify --vault {}/nothing --passphrase-file {}/passphrase", b"").is(4, "no vault at");
    assert!(folder.bytes() == before);
}

#[test]
fn making_a_vault_never_overwrites() {
    let folder = Folder::new();
    fs::write(folder.path("v"), "precious").unwrap();
    let before = folder.bytes();
    let ran = folder.vault("create", b"").is(5, "exists already");
    assert_eq!(ran.out, "");
    assert!(folder.bytes() == before);
}

#[test]
fn a_bad_line_ends_an_import_with_its_number_and_field_and_keeps_the_lines_before() {
    let folder = Folder::with_vault();
    let lines = [visit("One", "mild"), visit("Two", "dreadful"), visit("Three", "mild")].join("\n");
    let ran = folder.vault("import -", lines.as_bytes()).is(2, "line 2: answers.severity: expected mild");
    let ids = saved_ids(&ran.out);
    assert_eq!(ids.len(), 1);
    assert_eq!(exported_ids(&folder.vault("export", b"").done()), ids);
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_opened() {
    let folder = Folder::new();
    let access = "--vault {}/v --passphrase-file";
    for (typed, says) in [
        (format!("vault import - {access} -"), "can't give both"),
        ("vault verify --vault {}/v".to_owned(), "no terminal"),
        (
            format!("vault export --format fhir --patient Elena {access} {{}}/passphrase"),
            "--patient: expected",
        ),
        (format!("vault export --patient Elena {access} {{}}/passphrase"), "--patient: expected"),
        (format!("vault import {{}}/nothing {access} {{}}/passphrase"), "can't be read"),
        (format!("vault create {access} {{}}/nothing"), "--passphrase-file: it can't be read"),
        (format!("vault create {access} -"), "passphrase is empty"),
        ("vault create --passphrase-file {}/passphrase".to_owned(), "--vault: expected"),
        ("assess - --vault {}/v".to_owned(), "--vault: this command opens no vault"),
        ("--staff Ben --vault {}/v".to_owned(), "--staff: expected together with --passphrase-file"),
        (format!("--demo {access} {{}}/passphrase"), "cannot be used with"),
    ] {
        // A file that is no vault, where one is to be opened: opening it would end with 4.
        if !typed.starts_with("vault create") {
            fs::write(folder.path("v"), "a letter").unwrap();
        } else if folder.path("v").exists() {
            fs::remove_file(folder.path("v")).unwrap();
        }
        let ran = folder.run(&typed, b"").is(2, says);
        assert_eq!(ran.out, "", "{typed}");
        assert!(folder.bytes().len() <= 2, "{typed}");
    }
}

#[test]
fn a_second_process_is_refused_while_the_first_goes_on() {
    let folder = Folder::with_vault();
    let typed = "vault import - --vault {}/v --passphrase-file {}/passphrase";
    let mut first = folder.command(typed).spawn().unwrap();
    let mut input = first.stdin.take().unwrap();
    let mut said = BufReader::new(first.stdout.take().unwrap()).lines();
    writeln!(input, "{}", visit("One", "mild")).unwrap();
    // Said as soon as it is saved, not when the input ends.
    assert!(said.next().unwrap().unwrap().starts_with("saved "));
    folder.vault("export", b"").is(5, "in use");
    writeln!(input, "{}", visit("Two", "mild")).unwrap();
    drop(input);
    assert_eq!(said.count(), 1);
    assert!(first.wait().unwrap().success());
}

#[test]
fn verify_says_what_it_checked_and_ends_with_4_when_a_bit_was_flipped() {
    let folder = Folder::with_vault();
    let lines: Vec<String> = (0..40).map(|number| visit(&format!("No. {number}"), "severe")).collect();
    folder.vault("import -", lines.join("\n").as_bytes()).done();
    let healthy: Value = serde_json::from_str(&folder.vault("verify", b"").done()).unwrap();
    assert_eq!(healthy["whole"], true);
    let checks = healthy["checks"].as_array().unwrap();
    for what in ["Keys", "Pages", "Schema", "History"] {
        let found = checks.iter().find(|check| check["what"].as_str().unwrap().starts_with(what)).unwrap();
        assert_eq!(found["problems"], Value::Array(Vec::new()), "{what}");
    }

    let mut bytes = fs::read(folder.path("v")).unwrap();
    let at = bytes.len() - 100;
    bytes[at] ^= 1;
    fs::write(folder.path("v"), &bytes).unwrap();
    let ran = folder.vault("verify", b"").is(4, "damaged");
    let damaged: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(damaged["whole"], false);
    assert!(!ran.out.contains("Elena"));
    // The keys file counts too: without its copy the next accident would be the last.
    let folder = Folder::with_vault();
    fs::write(folder.path("v.keys.bak"), "{").unwrap();
    folder.vault("verify", b"").is(4, "damaged");
}

#[test]
fn a_backup_is_saved_once_restored_and_the_vault_before_it_is_kept() {
    let folder = Folder::with_vault();
    folder.vault("import -", visit("One", "mild").as_bytes()).done();
    let first = folder.vault("export", b"").done();
    fs::create_dir(folder.path("to")).unwrap();
    let said = folder.vault("backup {}/to", b"").done();
    let made = said.strip_prefix("saved ").unwrap().trim_end();
    let name = Path::new(made).file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("countercheck-20") && name.ends_with(".backup"), "{name}");
    folder.vault(&format!("backup {made}"), b"").is(5, "exists already");
    assert_eq!(
        folder.vault("backup {}/mine", b"").done(),
        format!("saved {}\n", folder.path("mine").display())
    );
    folder.vault("backup {}/no/where", b"").is(2, "folder for backups is not there");
    let checked = folder.run("vault verify --backup {}/mine --passphrase-file {}/passphrase", b"").done();
    assert_eq!(serde_json::from_str::<Value>(&checked).unwrap()["entries"], 2);

    folder.vault("import -", visit("Two", "mild").as_bytes()).done();
    let restored: Value =
        serde_json::from_str(&folder.vault(&format!("restore {made}"), b"").done()).unwrap();
    assert_eq!((&restored["patients"], &restored["checklists"]), (&Value::from(1), &Value::from(1)));
    assert_eq!(restored["restored"], folder.path("v").to_str().unwrap());
    assert_eq!(restored["kept_aside"].as_array().unwrap().len(), 4);
    assert_eq!(folder.vault("export", b"").done(), first);

    let wrong = format!("vault restore {made} --vault {{}}/v --passphrase-file -");
    folder.run(&wrong, b"wrong\n").is(3, "passphrase is not right");
    folder.vault("restore {}/nothing", b"").is(4, "no backup at");
    folder.vault("restore {}/v", b"").is(4, "not a backup");
    let mut bytes = fs::read(made).unwrap();
    let at = bytes.len() - 5000;
    bytes[at] ^= 1;
    fs::write(made, &bytes).unwrap();
    folder.vault(&format!("restore {made}"), b"").is(4, "is damaged");
    // A damaged vault names its last backup.
    let mut bytes = fs::read(folder.path("v")).unwrap();
    bytes[100] ^= 1;
    fs::write(folder.path("v"), &bytes).unwrap();
    folder.vault("export", b"").is(4, "the last verified backup is ");
    folder.vault("rescue {}/rescued", b"").is(4, "first page is lost");
    bytes[100] ^= 1;
    bytes[5 * 4096 + 100] ^= 1;
    fs::write(folder.path("v"), &bytes).unwrap();
    folder.vault("rescue {}/mine", b"").is(5, "exists already");
    let said: Value = serde_json::from_str(&folder.vault("rescue {}/rescued", b"").done()).unwrap();
    assert_eq!(said["lost_pages"], 1);
    folder.run("vault verify --vault {}/rescued --passphrase-file {}/passphrase", b"").done();
}

#[test]
fn a_patient_is_erased_only_when_it_is_meant_by_an_administrator_and_what_still_holds_them_is_named() {
    let folder = Folder::with_vault();
    folder.vault("import -", [visit("One", "mild"), visit("Two", "mild")].join("\n").as_bytes()).done();
    let exported = folder.vault("export", b"").done();
    let id = serde_json::from_str::<Value>(exported.lines().next().unwrap()).unwrap()["patient_id"].clone();
    let id = id.as_str().unwrap();
    fs::create_dir(folder.path("backups")).unwrap();
    let mut made = ["backup {}", "backup {}/backups"].map(|job| {
        let said = folder.vault(job, b"").done();
        said.strip_prefix("saved ").unwrap().trim_end().to_owned()
    });
    made.sort();

    let before = folder.bytes();
    folder.vault(&format!("erase --patient {id}"), b"").is(2, "--yes");
    folder.vault("erase --patient Elena --yes", b"").is(2, "--patient: expected");
    let nobody = "01890000-0000-7000-8000-000000000000";
    folder.vault(&format!("erase --patient {nobody} --yes"), b"").is(2, "no such patient");
    assert!(folder.bytes().keys().eq(before.keys()));
    let typed = |text: &str| Passphrase::new(text.to_owned()).unwrap();
    let credential = Credential::Passphrase { staff: None, passphrase: typed(PASSPHRASE) };
    let mut vault = Vault::open(&folder.path("v"), &credential, jiff::Timestamp::now()).unwrap();
    let ben = NewStaff { name: "Ben".to_owned(), passphrase: typed("other") };
    vault.add_staff(&ben, WorkFactor::FOR_TESTS, jiff::Timestamp::now()).unwrap();
    drop(vault);
    let as_ben = format!("vault erase --patient {id} --yes --vault {{}}/v --staff Ben --passphrase-file -");
    folder.run(&as_ben, b"other\n").is(5, "administrator");

    let erased: Value =
        serde_json::from_str(&folder.vault(&format!("erase --patient {id} --yes"), b"").done()).unwrap();
    assert_eq!((&erased["erased"], &erased["checklists"]), (&Value::from(id), &Value::from(1)));
    assert_eq!(erased["still_in"], Value::from(made.to_vec()));
    assert_eq!(folder.vault("export", b"").done(), exported.lines().nth(1).unwrap().to_owned() + "\n");
}

#[test]
fn names_without_a_folder_are_files_of_the_folder_that_one_is_in() {
    let folder = Folder::with_vault();
    folder.vault("import -", visit("One", "mild").as_bytes()).done();
    let access = "--vault v --passphrase-file passphrase";
    let by_the_program = folder.run_inside(&format!("vault backup . {access}")).done();
    let by_the_program = by_the_program.strip_prefix("saved ./").unwrap().trim_end().to_owned();
    assert_eq!(folder.run_inside(&format!("vault backup mine {access}")).done(), "saved mine\n");
    fs::copy(folder.path("v"), folder.path("v.before-v9")).unwrap();

    let exported = folder.run_inside(&format!("vault export {access}")).done();
    let line: Value = serde_json::from_str(exported.lines().next().unwrap()).unwrap();
    let erase = format!("vault erase --patient {} --yes {access}", line["patient_id"].as_str().unwrap());
    let erased: Value = serde_json::from_str(&folder.run_inside(&erase).done()).unwrap();
    let here = folder.0.path().canonicalize().unwrap();
    let mut held = [by_the_program.as_str(), "mine", "v.before-v9"].map(|name| here.join(name));
    held.sort();
    assert_eq!(erased["still_in"], Value::from(held.map(|path| path.display().to_string()).to_vec()));
}

#[test]
fn a_reader_that_goes_away_ends_an_export_quietly() {
    let folder = Folder::with_vault();
    let lines: Vec<String> = (0..200).map(|number| visit(&format!("No. {number}"), "mild")).collect();
    assert_eq!(folder.vault("import -", lines.join("\n").as_bytes()).done().lines().count(), 200);
    let mut child =
        folder.command("vault export --vault {}/v --passphrase-file {}/passphrase").spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with('{'));
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(1), ""));
}

/// Feeds an import without an end, kills it after `enough` lines were saved, and answers with all that
/// it said was saved.
fn import_and_kill(folder: &Folder, round: usize, enough: usize) -> Vec<String> {
    let typed = "vault import - --vault {}/v --passphrase-file {}/passphrase";
    let mut child: Child = folder.command(typed).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        for number in 0.. {
            if writeln!(input, "{}", visit(&format!("{round}-{number}"), "moderate")).is_err() {
                break;
            }
        }
    });
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut ids = Vec::new();
    let mut line = String::new();
    while said.read_line(&mut line).unwrap() > 0 {
        // The last line may be cut off by the kill; then it was not said.
        if let Some(id) = line.strip_prefix("saved ").and_then(|rest| rest.strip_suffix('\n')) {
            ids.push(id.to_owned());
        }
        line.clear();
        if ids.len() == enough {
            std::thread::sleep(Duration::from_micros(311 * round as u64));
            child.kill().unwrap();
        }
    }
    assert!(!child.wait().unwrap().success());
    feeder.join().unwrap();
    assert!(ids.len() >= enough, "the import ended by itself");
    ids
}

#[test]
fn whatever_was_said_to_be_saved_is_there_after_ten_kills() {
    let folder = Folder::with_vault();
    let mut said = Vec::new();
    for round in 0..10 {
        said.extend(import_and_kill(&folder, round, 3 + 2 * round));
    }
    let exported = exported_ids(&folder.vault("export", b"").done());
    let lost: Vec<&String> = said.iter().filter(|id| !exported.contains(id)).collect();
    assert!(lost.is_empty(), "{} of {} are lost", lost.len(), said.len());
    assert!(said.len() >= 120);
    let report: Value = serde_json::from_str(&folder.vault("verify", b"").done()).unwrap();
    assert_eq!(report["whole"], true);
    assert!(Path::exists(&folder.path("v.keys")));
}

#[test]
fn sample_patients_are_refused_where_there_is_no_window() {
    let folder = Folder::with_vault();
    for job in ["content check", "assess -", "vault export --vault {}/v"] {
        folder.run(&format!("--demo {job}"), b"").is(2, "--demo: only the window");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_exit_code_tells_what_a_full_or_closed_standard_error_can_not() {
    let folder = Folder::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let (_, closed) = std::io::pipe().unwrap();
    for nobody in [Stdio::from(full), Stdio::from(closed)] {
        let ended = folder.command("assess {}/nothing").stderr(nobody).status().unwrap();
        assert_eq!(ended.code(), Some(2));
    }
}
