//! A process that is killed in the middle of saving loses nothing that it showed as saved.

use crate::*;

const CHILD: &str = "COUNTERCHECK_TEST_CHILD_VAULT";

/// Not a test of its own: appends to the vault of the test below until it is killed, and says what is saved.
#[test]
#[ignore = "the child process of the test below"]
fn child_that_appends_until_it_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let mut vault = open(Path::new(&path)).unwrap();
    let patient = vault.recent_patients(1).unwrap().remove(0).id;
    let checklist = vault.checklists_of(patient).unwrap().remove(0).id;
    let by = vault.staff().id;
    let from = vault.checklist(checklist).unwrap().history.len() + 1;
    for number in from..from + 100_000 {
        vault.append(checklist, &Field::answer("counter"), &json!(number), by, now()).unwrap();
        println!("saved {number}");
    }
}

#[test]
fn whatever_was_shown_as_saved_is_there_after_a_kill() {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    let checklist = begin(&mut vault);
    drop(vault);
    let mut last_acknowledged = 0;
    for round in 0..20u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "killed::child_that_appends_until_it_is_killed",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(CHILD, folder.vault())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = 0;
        let mut note = |line: std::io::Result<String>| {
            let line = line.unwrap_or_default();
            if let Some((_, number)) = line.split_once("saved ") {
                acknowledged = number.parse().unwrap();
                return true;
            }
            false
        };
        let mut seen = 0;
        while seen < 5 + round {
            match lines.next() {
                Some(line) => seen += u64::from(note(line)),
                None => panic!("the child ended by itself"),
            }
        }
        std::thread::sleep(Duration::from_micros(137 * round));
        child.kill().unwrap();
        lines.for_each(|line| {
            note(line);
        });
        child.wait().unwrap();

        let vault = open(&folder.vault()).unwrap();
        let history = vault.checklist(checklist).unwrap().history;
        assert!(acknowledged > last_acknowledged);
        assert!(
            history.len() >= acknowledged,
            "{acknowledged} were shown as saved, {} are there",
            history.len()
        );
        for (at, entry) in history.iter().enumerate() {
            assert_eq!(entry.value, json!(at + 1));
        }
        last_acknowledged = acknowledged;
    }
    assert!(open(&folder.vault()).unwrap().verify().unwrap().is_whole());
}
