//! Follow-ups: every step stays, the list shows what its last step says, and merged patients have one list.

use crate::*;

fn items(list: &[(&str, u32, &str)]) -> Vec<NewFollowUp> {
    list.iter()
        .map(|(test, week, due)| NewFollowUp {
            test: (*test).to_owned(),
            week: *week,
            due_on: due.parse().unwrap(),
        })
        .collect()
}

fn plan(vault: &mut Vault, patient: PatientId, list: &[(&str, u32, &str)]) -> usize {
    vault.plan_follow_ups(patient, None, "abrocitinib", date(2026, 11, 24), &items(list), now()).unwrap()
}

fn lines(found: &[FollowUp]) -> Vec<(String, String, FollowUpState)> {
    found.iter().map(|one| (one.test.clone(), one.due_on.to_string(), one.state)).collect()
}

fn line(test: &str, due: &str, state: FollowUpState) -> (String, String, FollowUpState) {
    (test.to_owned(), due.to_owned(), state)
}

const PLAN: [(&str, u32, &str); 2] = [("reassess", 12, "2027-02-16"), ("blood", 4, "2026-12-22")];

#[test]
fn what_is_planned_twice_is_there_once_and_in_the_order_of_the_days() {
    let mut vault = Vault::temporary(now()).unwrap();
    let patient = vault.add_patient(&elena(), now()).unwrap();
    assert_eq!(plan(&mut vault, patient, &PLAN), 2);
    assert_eq!(plan(&mut vault, patient, &[PLAN[0], PLAN[1], ("skin", 52, "2027-11-23")]), 1);
    let open = FollowUpState::Open;
    assert_eq!(
        lines(&vault.follow_ups_of(patient).unwrap()),
        [
            line("blood", "2026-12-22", open),
            line("reassess", "2027-02-16", open),
            line("skin", "2027-11-23", open)
        ]
    );
    let nobody: PatientId = "019abcde-0000-7000-8000-000000000000".parse().unwrap();
    let error = vault.plan_follow_ups(nobody, None, "abrocitinib", date(2026, 11, 24), &items(&PLAN), now());
    assert!(matches!(error, Err(StoreError::UnknownPatient)));
}

#[test]
fn every_step_is_an_event_and_the_row_says_what_the_last_one_says_also_after_opening_again() {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    let patient = vault.add_patient(&elena(), now()).unwrap();
    plan(&mut vault, patient, &PLAN);
    let id = vault.follow_ups_of(patient).unwrap()[0].id;
    let day = date(2026, 12, 29);
    let steps = [
        (FollowUpChange::Moved(day), FollowUpState::Open),
        (FollowUpChange::Done, FollowUpState::Done),
        (FollowUpChange::Reopened, FollowUpState::Open),
        (FollowUpChange::Dropped, FollowUpState::Dropped),
    ];
    for (change, state) in steps {
        // The second time it is so already.
        for _ in 0..2 {
            vault.change_follow_ups(&[(id, change)], now()).unwrap_or(());
            let (found, events) = vault.follow_up(id).unwrap();
            assert_eq!((found.due_on, found.state), (day, state));
            assert_eq!(events.last().unwrap().change, Some(change));
        }
    }
    let moved = vault.change_follow_ups(&[(id, FollowUpChange::Moved(date(2027, 1, 1)))], now());
    assert!(matches!(moved, Err(StoreError::UnknownFollowUp)), "a dropped one is not moved");
    drop(vault);
    let vault = open(&folder.vault()).unwrap();
    let (found, events) = vault.follow_up(id).unwrap();
    assert_eq!(found.state, FollowUpState::Dropped);
    let changes: Vec<Option<FollowUpChange>> = events.iter().map(|event| event.change).collect();
    let mut expected = vec![None];
    expected.extend(steps.map(|(change, _)| Some(change)));
    assert_eq!(changes, expected);
    assert!(events.iter().all(|event| event.by == vault.staff().id && event.at == now()));
    let report = vault.verify().unwrap();
    assert!(report.is_whole(), "{report:#?}");
    assert!(!format!("{found:?} {:?}", items(&PLAN)).contains("blood"), "no patient data in Debug");
}

#[test]
fn several_changes_are_made_all_or_none() {
    let mut vault = Vault::temporary(now()).unwrap();
    let patient = vault.add_patient(&elena(), now()).unwrap();
    plan(&mut vault, patient, &PLAN);
    let all = vault.follow_ups_of(patient).unwrap();
    vault.change_follow_ups(&[(all[1].id, FollowUpChange::Done)], now()).unwrap();
    let day = date(2027, 1, 1);
    let both = [(all[0].id, FollowUpChange::Dropped), (all[1].id, FollowUpChange::Moved(day))];
    assert!(vault.change_follow_ups(&both, now()).is_err());
    assert_eq!(vault.follow_up(all[0].id).unwrap().0.state, FollowUpState::Open);
}

#[test]
fn what_was_planned_at_a_visit_belongs_to_the_patient_of_that_visit_also_when_merged_and_parted() {
    let mut vault = Vault::temporary(now()).unwrap();
    let one = vault.add_patient(&elena(), now()).unwrap();
    let other = vault.add_patient(&elena(), now()).unwrap();
    let checklist = Some(visit(&mut vault, other, date(2026, 11, 24)));
    vault.merge_patients(other, one, now()).unwrap();
    // The visit is open under the name of the one that stays.
    let start = date(2026, 11, 24);
    assert_eq!(vault.plan_follow_ups(one, checklist, "abrocitinib", start, &items(&PLAN), now()).unwrap(), 2);
    assert_eq!(vault.follow_ups_of(one).unwrap().len(), 2);
    vault.part_patients(other, now()).unwrap();
    assert_eq!(vault.follow_ups_of(one).unwrap().len(), 0);
    assert_eq!(vault.follow_ups_of(other).unwrap().len(), 2);
}

#[test]
fn what_is_due_is_found_up_to_a_day_under_the_patient_who_stays() {
    let mut vault = Vault::temporary(now()).unwrap();
    let elena_id = vault.add_patient(&elena(), now()).unwrap();
    let other = NewPatient { name: "E. Markovic".to_owned(), ..elena() };
    let other_id = vault.add_patient(&other, now()).unwrap();
    plan(&mut vault, elena_id, &PLAN);
    plan(&mut vault, other_id, &[("skin", 3, "2026-12-15")]);
    let due = |vault: &Vault, until: Date| -> Vec<(String, String)> {
        let found = vault.due_follow_ups(until, 10).unwrap();
        found.into_iter().map(|one| (one.patient.name, one.follow_up.test)).collect()
    };
    let pair = |name: &str, test: &str| (name.to_owned(), test.to_owned());
    assert_eq!(due(&vault, date(2026, 12, 14)), []);
    assert_eq!(
        due(&vault, date(2026, 12, 22)),
        [pair("E. Markovic", "skin"), pair("Elena Marković", "blood")]
    );
    assert_eq!(vault.due_follow_ups(date(2028, 1, 1), 1).unwrap().len(), 1, "the limit holds");

    vault.merge_patients(other_id, elena_id, now()).unwrap();
    assert_eq!(due(&vault, date(2026, 12, 15)), [pair("Elena Marković", "skin")]);
    assert_eq!(vault.follow_ups_of(elena_id).unwrap().len(), 3);
    assert_eq!(vault.follow_ups_of(other_id).unwrap().len(), 3);
    // What the other one was planned is not planned again.
    assert_eq!(plan(&mut vault, elena_id, &[("skin", 3, "2026-12-15")]), 0);
    vault.part_patients(other_id, now()).unwrap();
    assert_eq!(vault.follow_ups_of(elena_id).unwrap().len(), 2);
    let id = vault.follow_ups_of(other_id).unwrap()[0].id;
    vault.change_follow_ups(&[(id, FollowUpChange::Done)], now()).unwrap();
    assert_eq!(due(&vault, date(2026, 12, 15)), [], "what was done is not due");
}

fn visit(vault: &mut Vault, patient: PatientId, as_of: Date) -> ChecklistId {
    let new = NewChecklist { patient, as_of, content_version: "1".to_owned(), started_from: None };
    let by = vault.staff().id;
    vault.new_checklist(&new, &[], by, now()).unwrap()
}

#[test]
fn a_day_that_is_to_come_is_replaced_by_the_same_or_a_later_visit_and_never_by_an_earlier_one() {
    let mut vault = Vault::temporary(now()).unwrap();
    let patient = vault.add_patient(&elena(), now()).unwrap();
    let first = visit(&mut vault, patient, date(2026, 3, 2));
    let second = visit(&mut vault, patient, date(2026, 11, 24));
    let days = |vault: &Vault| -> Vec<(UpcomingKind, String)> {
        let found = vault.upcoming_until(date(2026, 11, 24), date(2027, 1, 23), 200).unwrap();
        assert_eq!(found.counts.values().sum::<usize>(), found.days.len());
        found.days.into_iter().map(|day| (day.kind, day.on.to_string())).collect()
    };
    let plan = UpcomingKind::PlanYear;
    let approval = UpcomingKind::AuthorizationEnds;
    vault.set_upcoming(first, plan, Some(date(2026, 12, 1))).unwrap();
    assert_eq!(days(&vault), [(plan, "2026-12-01".to_owned())]);
    vault.set_upcoming(second, plan, Some(date(2027, 1, 1))).unwrap();
    vault.set_upcoming(second, approval, Some(date(2026, 12, 31))).unwrap();
    let both = [(approval, "2026-12-31".to_owned()), (plan, "2027-01-01".to_owned())];
    assert_eq!(days(&vault), both);
    vault.set_upcoming(first, plan, None).unwrap();
    assert_eq!(days(&vault), both, "an old visit was corrected");
    vault.set_upcoming(second, plan, None).unwrap();
    assert_eq!(days(&vault), both[..1]);
    assert_eq!(vault.upcoming_until(date(2027, 1, 1), date(2027, 3, 1), 200).unwrap(), Upcoming::default());
    let nothing: ChecklistId = "019abcde-0000-7000-8000-000000000000".parse().unwrap();
    assert!(matches!(vault.set_upcoming(nothing, plan, None), Err(StoreError::UnknownChecklist)));
}

#[test]
fn a_plan_year_comes_again_for_two_years_and_merged_patients_are_counted_once() {
    let mut vault = Vault::temporary(now()).unwrap();
    let mut all = Vec::new();
    for (name, year) in [("Ann", 2026), ("Ben", 2025), ("Cid", 2024), ("Ann L.", 2026)] {
        let patient = vault.add_patient(&NewPatient { name: name.to_owned(), ..elena() }, now()).unwrap();
        let checklist = visit(&mut vault, patient, date(year, 3, 2));
        for (kind, day) in [
            (UpcomingKind::PlanYear, date(year + 1, 1, 1)),
            (UpcomingKind::AuthorizationEnds, date(year, 12, 31)),
        ] {
            vault.set_upcoming(checklist, kind, Some(day)).unwrap();
        }
        all.push(patient);
    }
    vault.merge_patients(all[3], all[0], now()).unwrap();
    let names = |from: Date, to: Date| -> Vec<(String, UpcomingKind)> {
        let found = vault.upcoming_until(from, to, 200).unwrap();
        assert_eq!(found.counts.values().sum::<usize>(), found.days.len());
        found.days.into_iter().map(|day| (day.patient.name, day.kind)).collect()
    };
    let of = |name: &str, kind| (name.to_owned(), kind);
    let plan = UpcomingKind::PlanYear;
    assert_eq!(
        names(date(2026, 11, 24), date(2027, 1, 23)),
        [of("Ann", UpcomingKind::AuthorizationEnds), of("Ann", plan), of("Ben", plan), of("Cid", plan)]
    );
    assert_eq!(names(date(2027, 11, 24), date(2028, 1, 23)), [of("Ann", plan), of("Ben", plan)]);
    assert_eq!(names(date(2029, 11, 24), date(2030, 1, 23)), []);
}

#[test]
fn of_many_new_plan_years_all_are_counted_and_the_first_are_listed() {
    let mut vault = Vault::temporary(now()).unwrap();
    let mut all = Vec::new();
    for at in 0..60 {
        let new = NewPatient { name: format!("Person {at:02}"), ..elena() };
        let patient = vault.add_patient(&new, now()).unwrap();
        let checklist = visit(&mut vault, patient, date(2026, 3, 2));
        // Said of another year, a day is carried on to this one; the last ten come first.
        let day = if at < 50 { date(2026 - at % 2, 1, 1) } else { date(2026, 12, 1) };
        vault.set_upcoming(checklist, UpcomingKind::PlanYear, Some(day)).unwrap();
        all.push(patient);
    }
    // Two of the many are one, and one of the first is another.
    vault.merge_patients(all[0], all[1], now()).unwrap();
    vault.merge_patients(all[59], all[2], now()).unwrap();
    let (from, to) = (date(2026, 11, 24), date(2027, 1, 23));
    let found = |limit| vault.upcoming_until(from, to, limit).unwrap();
    let plan = UpcomingKind::PlanYear;
    let counts = [((date(2026, 12, 1), plan), 10), ((date(2027, 1, 1), plan), 48)];
    assert_eq!(found(200).counts.into_iter().collect::<Vec<_>>(), counts);
    assert_eq!(found(200).days.len(), 58);
    let few = found(20);
    assert_eq!(few.counts, found(200).counts, "what is not listed is counted");
    let days: Vec<Date> = few.days.iter().map(|day| day.on).collect();
    assert_eq!(days, [vec![date(2026, 12, 1); 10], vec![date(2027, 1, 1); 10]].concat());
    assert!(found(200).days.is_sorted_by_key(|day| (day.on, day.patient.name.clone())));
    let names: Vec<&str> = few.days.iter().map(|day| day.patient.name.as_str()).collect();
    assert!(names.contains(&"Person 02") && !names.contains(&"Person 59"), "{names:?}");
}
