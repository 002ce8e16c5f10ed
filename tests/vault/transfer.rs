//! Records that leave one vault and come into another.

use crate::*;

type Edit = fn(&mut Value);

#[test]
fn an_export_comes_back_equal_in_a_new_vault_and_twice_is_once() {
    let mut vault = Vault::temporary(now()).unwrap();
    let by = vault.staff().id;
    let one = begin(&mut vault);
    vault.append(one, &Field::answer("severity"), &json!("moderate"), by, now()).unwrap();
    vault.append(one, &Field::answer("weight_kg"), &typed_number("13.50"), by, now()).unwrap();
    vault.append(one, &Field::answer("severity"), &Value::Null, by, now()).unwrap();
    vault.append(one, &Field::Coverage, &json!({"payer": "unknown"}), by, now()).unwrap();
    vault.keep_printed(one, &json!({"title": "Summary"}), by, now()).unwrap();
    begin(&mut vault);
    let patient = vault.checklist(one).unwrap().patient.id;
    vault.say_of_patient(patient, PatientField::Language, &json!("es"), now()).unwrap();
    vault.say_of_patient(patient, PatientField::Note, &json!("hard of hearing"), now()).unwrap();
    let due_on = date(2026, 12, 23);
    let item = NewFollowUp { test: "lipids".to_owned(), week: 4, due_on };
    let started = date(2026, 11, 25);
    vault.plan_follow_ups(patient, Some(one), "abrocitinib", started, &[item], now()).unwrap();
    let planned = vault.follow_ups_of(patient).unwrap().remove(0).id;
    vault.change_follow_ups(&[(planned, FollowUpChange::Done)], now()).unwrap();
    let lines = |vault: &Vault| -> Vec<String> {
        let records = vault.export(ExportFilter::All).unwrap();
        records.map(|record| serde_json::to_string(&record.unwrap()).unwrap()).collect()
    };
    let exported = lines(&vault);
    assert_eq!(exported.len(), 2);
    let shown: Value = serde_json::from_str(&exported[0]).unwrap();
    assert_eq!(shown["answers"].to_string(), r#"{"weight_kg":13.50}"#);
    assert_eq!(shown["patient"]["birth_date"], "1984-05-02");

    let mut other = Vault::temporary(now()).unwrap();
    for expected in [Imported::Added, Imported::Known] {
        for line in &exported {
            let record: ExportRecord = serde_json::from_str(line).unwrap();
            assert_eq!(other.import_export_record(&record).unwrap().outcome, expected);
        }
    }
    assert_eq!(lines(&other), exported);
    assert_eq!(other.follow_up(planned).unwrap(), vault.follow_up(planned).unwrap());
    assert_eq!(other.patient_record(patient).unwrap().known, vault.patient_record(patient).unwrap().known);
    assert!(other.verify().unwrap().is_whole());
    assert_eq!(other.recent_patients(10).unwrap().len(), 2);

    // More was said in the first vault: the second takes what follows; what differs is refused.
    vault.append(one, &Field::Note, &json!("later"), by, now()).unwrap();
    let longer: ExportRecord = serde_json::from_str(&lines(&vault)[0]).unwrap();
    assert_eq!(other.import_export_record(&longer).unwrap().outcome, Imported::Extended);
    assert_eq!(lines(&other), lines(&vault));
    let own = other.staff().id;
    vault.append(one, &Field::Note, &json!("one way"), by, now()).unwrap();
    other.append(one, &Field::Note, &json!("the other"), own, now()).unwrap();
    let diverged: ExportRecord = serde_json::from_str(&lines(&vault)[0]).unwrap();
    let before = lines(&other);
    assert!(matches!(other.import_export_record(&diverged), Err(StoreError::Diverged { .. })));
    assert_eq!(lines(&other), before);
    let patient = vault.checklist(one).unwrap().patient.id;
    assert_eq!(vault.export(ExportFilter::Patient(patient)).unwrap().count(), 1);
}

#[test]
fn a_record_that_contradicts_itself_is_refused_and_adds_nothing() {
    let mut vault = Vault::temporary(now()).unwrap();
    let by = vault.staff().id;
    let checklist = begin(&mut vault);
    vault.append(checklist, &Field::answer("severity"), &json!("mild"), by, now()).unwrap();
    let record = vault.export(ExportFilter::All).unwrap().next().unwrap().unwrap();
    let good = serde_json::to_value(&record).unwrap();
    let mut other = Vault::temporary(now()).unwrap();
    let edits: [(&str, Edit); 4] = [
        ("an answer without history", |r| r["answers"]["pregnancy"] = json!("no")),
        ("nobody named", |r| r["staff"] = json!({})),
        ("a patient without a name", |r| r["patient"]["name"] = json!(" ")),
        ("a time too fine", |r| r["history"][0]["at"] = json!("2026-11-25T15:00:00.1234567Z")),
    ];
    for (what, edit) in edits {
        let mut bad = good.clone();
        edit(&mut bad);
        let bad: ExportRecord = serde_json::from_value(bad).unwrap();
        let error = other.import_export_record(&bad).unwrap_err();
        assert!(matches!(error, StoreError::BadRecord { .. }), "{what}: {error:?}");
        assert_eq!(error.kind().exit_code(), 2);
    }
    assert!(other.recent_patients(10).unwrap().is_empty());
    let mut unknown = good.clone();
    unknown["extra"] = json!(1);
    assert!(serde_json::from_value::<ExportRecord>(unknown).is_err());
    assert!(other.import_export_record(&record).is_ok());
}
