//! A process that is killed in the middle of saving, of a backup, a restore or an erasure loses nothing that it
//! showed as done, and leaves nothing that is half done.

use crate::backup::{after, names};
use crate::*;
use std::collections::BTreeSet;
use std::process::Child;

const CHILD: &str = "COUNTERCHECK_TEST_CHILD_VAULT";
const JOB: &str = "COUNTERCHECK_TEST_CHILD_JOB";

/// Not a test of its own: works on the vault of a test below until it is killed, and says what is done.
#[test]
#[ignore = "the child process of the tests below"]
fn child_that_works_until_it_is_killed() {
    let (Some(path), Ok(job)) = (std::env::var_os(CHILD), std::env::var(JOB)) else {
        return;
    };
    let path = Path::new(&path);
    match job.as_str() {
        "append" => {
            let mut vault = open(path).unwrap();
            let patient = vault.recent_patients(1).unwrap().remove(0).id;
            let checklist = vault.checklists_of(patient).unwrap().remove(0).id;
            let by = vault.staff().id;
            let from = vault.checklist(checklist).unwrap().history.len() + 1;
            for number in from..from + 100_000 {
                vault.append(checklist, &Field::answer("counter"), &json!(number), by, now()).unwrap();
                println!("saved {number}");
            }
        }
        "back up" => {
            let mut vault = open(path).unwrap();
            let begun =
                vault.last_backup().map_or(0, |last| (last.at.as_second() - now().as_second()) / 3600);
            for hour in begun + 1.. {
                let patient = vault.add_patient(&elena(), now()).unwrap();
                let made =
                    vault.back_up(&BackupTo::Folder(path.parent().unwrap().join("to")), after(hour)).unwrap();
                println!("saved {} {patient}", made.path.display());
            }
        }
        "erase" => {
            let mut vault = open(path).unwrap();
            for patient in vault.recent_patients(1000).unwrap() {
                vault.erase_patient(patient.id, now()).unwrap();
                println!("saved {}", patient.id);
            }
        }
        "restore" => {
            let backup = path.parent().unwrap().join("backup");
            for hour in i64::from(std::process::id()) % 100_000.. {
                Vault::restore(&backup, path, &typed(PASSPHRASE), after(hour)).unwrap();
                println!("saved {hour}");
            }
        }
        other => panic!("{other}"),
    }
}

/// Lets a child work until it has said that so many things are done, and then for some microseconds more; answers
/// with all that it said was done.
fn killed(path: &Path, job: &str, enough: usize, more: u64) -> Vec<String> {
    let mut child: Child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::child_that_works_until_it_is_killed"])
        .args(["--ignored", "--nocapture", "--test-threads=1"])
        .env(CHILD, path)
        .env(JOB, job)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let mut alive = true;
    loop {
        // Without an end it was cut off by the kill, and not said.
        if let Some((_, done)) = line.strip_suffix('\n').and_then(|line| line.split_once("saved ")) {
            said.push(done.to_owned());
        }
        if alive && said.len() >= enough {
            std::thread::sleep(Duration::from_micros(more));
            child.kill().unwrap();
            alive = false;
        }
        line.clear();
        if out.read_line(&mut line).unwrap() == 0 {
            break;
        }
    }
    child.wait().unwrap();
    said
}

/// Scattered over what a step takes, and the same in every run.
fn moment(round: u64, most: u64) -> u64 {
    round.wrapping_mul(0x9E37_79B9_7F4A_7C15) % most
}

fn append_and_kill(rounds: u64) {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    let checklist = begin(&mut vault);
    drop(vault);
    let mut last_acknowledged = 0;
    for round in 0..rounds {
        let said =
            killed(&folder.vault(), "append", 3 + usize::try_from(round % 8).unwrap(), moment(round, 4000));
        let acknowledged: usize = said.last().unwrap().parse().unwrap();
        let vault = open(&folder.vault()).unwrap();
        let history = vault.checklist(checklist).unwrap().history;
        assert!(acknowledged > last_acknowledged);
        let there = history.len();
        assert!(there >= acknowledged, "{acknowledged} were shown as saved, {there} are there");
        for (at, entry) in history.iter().enumerate() {
            assert_eq!(entry.value, json!(at + 1));
        }
        last_acknowledged = acknowledged;
    }
    assert!(open(&folder.vault()).unwrap().verify().unwrap().is_whole());
}

#[test]
fn whatever_was_shown_as_saved_is_there_after_a_kill() {
    append_and_kill(50);
}

#[test]
#[ignore = "takes minutes"]
fn whatever_was_shown_as_saved_is_there_after_a_thousand_kills() {
    append_and_kill(1000);
}

#[test]
fn a_kill_during_a_backup_leaves_whole_backups_and_a_whole_vault() {
    let folder = Folder::new();
    drop(create(&folder.vault()));
    let to = folder.0.path().join("to");
    fs::create_dir(&to).unwrap();
    let (mut made, mut patients) = (BTreeSet::new(), 0);
    for round in 0..20 {
        for said in killed(&folder.vault(), "back up", 1, moment(round, 60_000)) {
            made.insert(said.split_once(".backup ").unwrap().0.to_owned() + ".backup");
            patients += 1;
        }
        let vault = open(&folder.vault()).unwrap();
        assert!(vault.recent_patients(1000).unwrap().len() >= patients);
        // What was not said may have been made, and is whole then; the last one may not have been noted.
        let whole: Vec<String> = names(&to).into_iter().filter(|name| name.ends_with(".backup")).collect();
        for name in &whole {
            Vault::check_backup(&to.join(name), &typed(PASSPHRASE)).unwrap();
        }
        assert!(made.iter().all(|path| Path::new(path).exists()));
        for name in whole.iter().filter(|name| !made.contains(&to.join(name).display().to_string())) {
            fs::remove_file(to.join(name)).unwrap();
        }
        assert!(vault.verify().unwrap().is_whole());
    }
    // What the kills left goes with the next backup of the vault's own folder.
    let mut vault = open(&folder.vault()).unwrap();
    vault.set_backup_folder(Some(&to)).unwrap();
    vault.back_up(&BackupTo::Place, after(100_000)).unwrap();
    assert!(names(&to).iter().all(|name| name.ends_with(".backup")), "{:?}", names(&to));
}

#[test]
fn a_kill_during_an_erasure_leaves_each_patient_whole_or_gone() {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    let by = vault.staff().id;
    for _ in 0..60 {
        let checklist = begin(&mut vault);
        vault.append(checklist, &Field::Note, &json!("said"), by, now()).unwrap();
    }
    drop(vault);
    let mut gone = 0;
    for round in 0..12 {
        let said = killed(&folder.vault(), "erase", 1, moment(round, 15_000));
        let vault = open(&folder.vault()).unwrap();
        gone += said.len();
        let left = vault.recent_patients(1000).unwrap();
        assert!(left.len() <= 60 - gone, "{} are left of 60, and {gone} were erased", left.len());
        gone = 60 - left.len();
        assert!(said.iter().all(|id| left.iter().all(|patient| patient.id.to_string() != *id)));
        for patient in &left {
            let checklist = vault.checklists_of(patient.id).unwrap().remove(0).id;
            assert_eq!(vault.checklist(checklist).unwrap().history.len(), 1);
        }
        let report = vault.verify().unwrap();
        assert!(report.is_whole(), "{report:#?}");
    }
    assert!((12..60).contains(&gone), "{gone}");
}

#[test]
fn a_kill_during_a_restore_leaves_the_old_vault_the_new_one_or_says_to_do_it_again() {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    begin(&mut vault);
    let backup = folder.0.path().join("backup");
    vault.back_up(&BackupTo::File(backup.clone()), now()).unwrap();
    drop(vault);
    let mut again = 0;
    for round in 0..30 {
        killed(&folder.vault(), "restore", 1, moment(round, 40_000));
        match open(&folder.vault()) {
            Ok(vault) => assert!(vault.verify().unwrap().is_whole()),
            Err(StoreError::HalfRestored { .. }) => {
                again += 1;
                let restored = Vault::restore(&backup, &folder.vault(), &typed(PASSPHRASE), now()).unwrap();
                assert!(open(&restored.kept_aside[0]).unwrap().verify().unwrap().is_whole());
            }
            Err(other) => panic!("{other:?}"),
        }
        assert_eq!(open(&folder.vault()).unwrap().recent_patients(10).unwrap().len(), 1);
        for name in names(folder.0.path()).iter().filter(|name| name.contains(".replaced-")) {
            fs::remove_file(folder.0.path().join(name)).unwrap();
        }
    }
    eprintln!("{again} of 30 restores were done again");
}
