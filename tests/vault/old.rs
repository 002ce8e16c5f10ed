//! Vaults that earlier versions of the program made, kept as they were written: each opens, holds all that it
//! held, and is copied before it is brought forward.

use crate::*;

/// The recovery code of the vault of the second schema.
const CODE: &str = "HXXVE-EXHJN-47V67-K4WWC-VFC4A-3EAV6";

/// The vault of that schema, copied to where it can be changed.
fn copied(version: u32, folder: &Folder) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vault/old/v{version}"));
    for name in ["patients.vault", "patients.vault.keys"] {
        fs::copy(from.join(name), folder.0.path().join(name)).unwrap();
    }
    let keys = folder.0.path().join("patients.vault.keys");
    fs::copy(&keys, folder.0.path().join("patients.vault.keys.bak")).unwrap();
    folder.0.path().join("patients.vault")
}

#[test]
fn a_vault_of_the_first_schema_opens_with_all_that_it_holds() {
    let folder = Folder::new();
    let path = copied(1, &folder);
    let vault = Vault::open(&path, &typed("a vault of the first schema"), now()).unwrap();
    let patient = vault.recent_patients(10).unwrap().remove(0);
    assert_eq!((patient.name.as_str(), patient.birth_date), ("Elena", Some(date(1984, 5, 2))));
    let checklist = vault.checklists_of(patient.id).unwrap().remove(0);
    let record = vault.checklist(checklist.id).unwrap();
    assert_eq!(record.current.get(&Field::answer("severity")), Some(&json!("mild")));
    assert_eq!(record.history[0].how, How::Said);
    assert_eq!(vault.prices().unwrap(), []);
    // What was in the patient's row is the beginning of the patient's history.
    let known = vault.patient_record(patient.id).unwrap();
    assert_eq!(known.history.len(), 2);
    assert_eq!(known.known.get(&PatientField::Name), Some(&json!("Elena")));
    let report = vault.verify().unwrap();
    assert!(report.is_whole(), "{report:#?}");
}

#[test]
fn a_vault_of_the_second_schema_exports_what_it_exported_then() {
    let folder = Folder::new();
    let path = copied(2, &folder);
    let before =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault/old/v2/export.jsonl"))
            .unwrap();
    let vault = Vault::open(&path, &typed("a vault of the second schema"), now()).unwrap();
    let lines: Vec<String> = vault
        .export(ExportFilter::All)
        .unwrap()
        .map(|record| serde_json::to_string(&record.unwrap()).unwrap())
        .collect();
    assert_eq!(lines, before.lines().collect::<Vec<_>>());
    let report = vault.verify().unwrap();
    assert!(report.is_whole(), "{report:#?}");
    drop(vault);
    let recovered = Vault::open(&path, &Credential::Recovery(RecoveryCode::parse(CODE).unwrap()), now());
    assert_eq!(recovered.unwrap().recent_patients(10).unwrap().len(), 2);
}

#[test]
fn an_old_vault_is_copied_before_it_is_brought_forward_and_only_then() {
    for version in [1, 2] {
        let folder = Folder::new();
        let path = copied(version, &folder);
        let was = fs::read(&path).unwrap();
        let passphrase =
            ["a vault of the first schema", "a vault of the second schema"][version as usize - 1];
        drop(Vault::open(&path, &typed(passphrase), now()).unwrap());
        let copies: Vec<PathBuf> = folder_bytes(folder.0.path())
            .into_keys()
            .filter(|path| path.to_string_lossy().contains(".before-v"))
            .collect();
        let [copy] = copies.as_slice() else { panic!("{copies:?}") };
        assert_eq!(fs::read(copy).unwrap(), was);
        fs::remove_file(copy).unwrap();
        drop(Vault::open(&path, &typed(passphrase), now()).unwrap());
        assert!(!copy.exists());
    }
}

#[test]
fn an_old_vault_is_rescued_into_one_of_today_whatever_page_is_lost() {
    for (version, passphrase) in [(1, "a vault of the first schema"), (2, "a vault of the second schema")] {
        let folder = Folder::new();
        let path = copied(version, &folder);
        let whole = fs::read(&path).unwrap();
        let pages = whole.len() / 4096;
        let to = folder.0.path().join("rescued");
        let mut all = 0;
        // Opening one derives keys at the full work factor, so some of the pages have to do.
        for page in [0].into_iter().chain((2..=pages).step_by(5)) {
            let mut bytes = whole.clone();
            // Page 0: none is lost.
            if page > 0 {
                bytes[page * 4096 - 2000] ^= 1;
            }
            fs::write(&path, &bytes).unwrap();
            let rescued = Vault::rescue(&path, &to, &typed(passphrase), now()).unwrap();
            assert_eq!(rescued.lost_pages, u64::from(page > 0));
            let vault = Vault::open(&to, &typed(passphrase), now()).unwrap();
            let report = vault.verify().unwrap();
            assert!(report.is_whole(), "{report:#?}");
            let patients = vault.recent_patients(10).unwrap();
            let entries: u64 =
                rescued.tables.iter().filter(|table| table.table == "entry").map(|table| table.read).sum();
            if page == 0 {
                assert_eq!(rescued.stand_ins, 0);
                assert!(vault.patient_record(patients[0].id).unwrap().history.len() >= 2);
                all = entries;
            }
            assert!(entries <= all && all > 0);
            drop(vault);
            for ending in ["", ".keys", ".keys.bak", ".lock"] {
                fs::remove_file(format!("{}{ending}", to.display())).unwrap();
            }
        }
    }
}
