//! What was said is there after reopening, patients are found, and nobody shows in `Debug`.

use crate::*;

#[test]
fn what_was_said_survives_closing_and_opening() {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    let checklist = begin(&mut vault);
    let by = vault.staff().id;
    assert_eq!(vault.staff().role, Role::Administrator);
    let severity = Field::answer("severity");
    vault.append(checklist, &severity, &json!("moderate"), by, now()).unwrap();
    vault.append(checklist, &severity, &json!("severe"), by, now()).unwrap();
    vault.append(checklist, &Field::answer("weight_kg"), &typed_number("71.50"), by, now()).unwrap();
    let changes = [
        Change::said(Field::answer("weight_kg"), Value::Null),
        Change::said(Field::Prescription, json!({"drug": "x", "kind": "new"})),
    ];
    vault.append_all(checklist, &changes, by, now()).unwrap();
    vault.set_place(checklist, &json!({"topic": "heart"}), now()).unwrap();
    vault.set_setting("pharmacy", &json!({"name": "Main Street"}), now()).unwrap();
    let document = json!({"pages": [1, 2]});
    vault.keep_printed(checklist, &document, by, now()).unwrap();
    let before = vault.checklist(checklist).unwrap();
    drop(vault);

    let vault = open(&folder.vault()).unwrap();
    let after = vault.checklist(checklist).unwrap();
    assert_eq!(before, after);
    assert_eq!(after.patient.name, "Elena Marković");
    assert_eq!(after.current.len(), 2);
    assert_eq!(after.current.get(&severity), Some(&json!("severe")));
    assert_eq!(after.history.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(after.history[2].value.to_string(), "71.50", "a number stays as it was typed");
    assert_eq!((after.history[3].value.clone(), after.history[3].by), (Value::Null, by));
    assert_eq!(after.history[0].at, now());
    assert_eq!(after.place, Some(json!({"topic": "heart"})));
    assert_eq!(vault.setting("pharmacy").unwrap(), Some(json!({"name": "Main Street"})));
    assert_eq!(vault.setting("nothing").unwrap(), None);
    assert_eq!(vault.printed(checklist).unwrap()[0].document, document);
    assert_eq!(vault.checklists_of(after.patient.id).unwrap(), [after.checklist]);
    let report = vault.verify().unwrap();
    assert!(report.is_whole() && report.checks.len() == 9, "{report:#?}");
}

#[test]
fn entries_for_a_checklist_that_is_not_there_are_refused_by_name() {
    let mut vault = Vault::temporary(now()).unwrap();
    let by = vault.staff().id;
    let nobody: ChecklistId = "01890000-0000-7000-8000-000000000000".parse().unwrap();
    let change = Change::said(Field::Note, json!("x"));
    let errors = [
        vault.append(nobody, &Field::Note, &json!("x"), by, now()).unwrap_err(),
        vault.append_all(nobody, &[change], by, now()).unwrap_err(),
        vault.set_place(nobody, &json!(1), now()).unwrap_err(),
        vault.keep_printed(nobody, &json!(1), by, now()).unwrap_err(),
        vault.checklist(nobody).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, StoreError::UnknownChecklist), "{error:?}");
    }
}

#[test]
fn no_patient_shows_in_debug_or_in_an_error() {
    let mut vault = Vault::temporary(now()).unwrap();
    let checklist = begin(&mut vault);
    let by = vault.staff().id;
    vault.append(checklist, &Field::Note, &json!("Marković said"), by, now()).unwrap();
    let record = vault.checklist(checklist).unwrap();
    let exported = vault.export(ExportFilter::All).unwrap().next().unwrap().unwrap();
    let shown = format!("{:?} {record:?} {exported:?} {vault:?} {:?}", elena(), record.history);
    let typed = "Elena".to_owned();
    let request = Request::Search { typed, limit: 1 };
    let shown = format!("{shown} {request:?}");
    for secret in ["Elena", "Markovi", "1984", "0142", "said"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn a_patient_is_found_while_one_types() {
    let mut vault = Vault::temporary(now()).unwrap();
    let id = vault.add_patient(&elena(), now()).unwrap();
    let others =
        [("Marko Elling", date(1985, 2, 5), "614-555-0199"), ("Maria Perez", date(1950, 12, 31), "")];
    for (name, birth_date, phone) in others {
        let new =
            NewPatient { name: name.to_owned(), birth_date: Some(birth_date), phone: Some(phone.to_owned()) };
        vault.add_patient(&new, now()).unwrap();
    }
    let names = |vault: &Vault, typed: &str| -> Vec<String> {
        vault.patients_matching(typed, 10).unwrap().into_iter().map(|patient| patient.name).collect()
    };
    let only_elena = [
        "elena",
        "1984-05-02",
        "5/2/1984",
        "5/2/84",
        "0142",
        "555-0142",
        "614-555-0142",
        "markovic",
        "MARKOVIĆ e",
    ];
    for typed in only_elena {
        assert_eq!(names(&vault, typed), ["Elena Marković"], "{typed}");
    }
    assert_eq!(
        names(&vault, "marko"),
        ["Marko Elling", "Elena Marković"],
        "the whole name part stands first"
    );
    assert_eq!(names(&vault, "ma el"), ["Marko Elling", "Elena Marković"]);
    assert_eq!(names(&vault, "614555").len(), 2);
    assert_eq!(vault.patients_matching("ma", 2).unwrap().len(), 2);
    for nobody in ["zz", "*", "\"", "a\" OR b", "ma)", "NEAR(", "-", "words:ma", "1984-05-03"] {
        let expected = if nobody == "ma)" { 3 } else { 0 };
        assert_eq!(names(&vault, nobody).len(), expected, "{nobody}");
    }
    assert_eq!(names(&vault, "").len(), 3, "nothing typed shows the recent ones");

    let corrected = NewPatient { name: "Elena Novak".to_owned(), birth_date: None, phone: None };
    vault.update_patient(id, &corrected, now()).unwrap();
    assert!(names(&vault, "markovic").is_empty() && names(&vault, "0142").is_empty());
    assert_eq!(names(&vault, "novak"), ["Elena Novak"]);
    assert!(vault.verify().unwrap().is_whole());
}

#[test]
fn a_namesake_is_the_same_patient_only_with_the_same_birth_date() {
    let mut vault = Vault::temporary(now()).unwrap();
    let id = vault.add_patient(&elena(), now()).unwrap();
    let found = |name: &str, day| {
        let patient = vault.patient_by_name_and_birth_date(name, date(1984, 5, day)).unwrap();
        patient.map(|patient| patient.id)
    };
    assert_eq!(found("MARKOVIC, elena", 2), Some(id));
    assert_eq!(found("Elena Marković", 3), None);
    assert_eq!(found("Elena", 2), None);
}

#[test]
fn the_patient_seen_last_stands_first() {
    let mut vault = Vault::temporary(now()).unwrap();
    let by = vault.staff().id;
    let at = |hours: i64| now() + jiff::SignedDuration::from_hours(hours);
    let first = vault.add_patient(&elena(), at(0)).unwrap();
    let second = vault.add_patient(&elena(), at(1)).unwrap();
    let recent = |vault: &Vault| vault.recent_patients(5).unwrap().iter().map(|p| p.id).collect::<Vec<_>>();
    assert_eq!(recent(&vault), [second, first]);
    let new = NewChecklist {
        patient: first,
        as_of: date(2026, 11, 25),
        content_version: "1".to_owned(),
        started_from: None,
    };
    let start = [Change::said(Field::answer("a"), json!("yes"))];
    let checklist = vault.new_checklist(&new, &start, by, at(2)).unwrap();
    assert_eq!(recent(&vault), [first, second]);
    assert_eq!(vault.checklist(checklist).unwrap().current.len(), 1);
}
