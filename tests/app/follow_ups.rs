//! Follow-ups at the counter: planned from a start, ticked, moved, dropped, taken back, and found again when due.

use std::time::{Duration, Instant};

use countercheck::app::desk::visit::Said;
use countercheck::app::desk::{Action, Page};
use countercheck::checklist::coverage::Coverage;
use countercheck::checklist::prescription::{Prescription, PrescriptionKind};
use countercheck::store::{FollowUp, FollowUpState, UpcomingKind};
use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use serde_json::json;

use crate::hand::{Hand, content, today};

/// A visit at which a drug is prescribed.
fn prescribed(drug: &str, kind: Option<PrescriptionKind>) -> Hand {
    let mut hand = Hand::with_visit();
    let drug = content().drug_by_id(drug).map(|drug| drug.ix);
    let prescription = Prescription { drug, kind, ..Prescription::default() };
    hand.does(Action::Say(Said::Prescription(prescription)));
    hand
}

fn states(hand: &Hand) -> Vec<(String, u32, FollowUpState)> {
    let list = hand.desk().follow_ups.list.iter();
    list.map(|one| (one.test.clone(), one.week, one.state)).collect()
}

fn of<'a>(hand: &'a Hand, test: &str) -> &'a FollowUp {
    hand.desk().follow_ups.list.iter().find(|one| one.test == test).unwrap()
}

#[track_caller]
fn sees_all(hand: &Hand, all: &[&str]) {
    for words in all {
        assert!(hand.sees(words), "{words}: {:?}", hand.words());
    }
}

#[test]
fn the_start_page_says_what_is_late_what_is_near_and_whose_plan_year_begins_again() {
    let mut hand = Hand::with_samples();
    sees_all(
        &hand,
        &[
            "Due now",
            "Dana Whitfield",
            "CBC with platelets · Abrocitinib, week 4",
            "3 days late",
            "José Martinez",
            "today",
            "Friday",
            "Before 1 January",
            "7 patients start a new plan year",
            "prior authorization, cards and deductibles begin again",
        ],
    );
    hand.harness.get_by_label("7 patients start a new plan year").click();
    hand.settle();
    sees_all(&hand, &["New plan years and approvals that end", "Harold Whitfield", "1 January 2027"]);
    hand.key(Key::Escape);
    assert!(!hand.sees("New plan years and approvals") && matches!(hand.desk().page, Page::Start));
}

#[test]
fn what_follows_a_new_start_is_planned_with_two_keys_and_is_in_the_vault() {
    let mut hand = prescribed("upadacitinib", Some(PrescriptionKind::New));
    hand.key(Key::F10);
    sees_all(
        &hand,
        &[
            "Follow-ups of Elena Marković",
            "To plan: Upadacitinib (Rinvoq)",
            "From 24 November 2026. The day of this visit",
            "CBC and liver tests: week 4, due from 22 December 2026 to 16 February 2027",
            "Lipids: week 12, due 16 February 2027",
            "Skin check: week 52, due 23 November 2027",
        ],
    );
    assert!(hand.desk().follow_ups.list.is_empty(), "nothing is planned before it is confirmed");
    hand.key(Key::Enter);
    assert_eq!(hand.desk().follow_ups.list.len(), 5);
    assert!(!hand.sees("To plan:") && hand.sees("Upadacitinib, week 12 · due 16 February 2027"));
    hand.key(Key::Enter);
    assert_eq!(hand.desk().follow_ups.list.len(), 5, "Enter again plans nothing");
    hand.key(Key::Escape);
    assert!(!hand.sees("Follow-ups of") && matches!(hand.desk().page, Page::Visit(_)));

    let patient = hand.visit().patient.id;
    let visit = hand.visit().id;
    hand.ctrl(Key::L);
    assert!(hand.desk().follow_ups.list.is_empty() && hand.desk().follow_ups.of.is_none());
    let vault = hand.vault();
    let kept = vault.follow_ups_of(patient).unwrap();
    assert_eq!(kept.len(), 5);
    assert!(kept.iter().all(|one| one.started_on == today() && one.checklist == Some(visit)));
    assert!(vault.verify().unwrap().is_whole());
}

#[test]
fn each_step_can_be_taken_back_in_order_and_what_comes_once_a_year_comes_again() {
    let mut hand = prescribed("upadacitinib", Some(PrescriptionKind::New));
    hand.key(Key::F10);
    hand.key(Key::Enter);
    let open = FollowUpState::Open;
    hand.key(Key::Space);
    assert_eq!(of(&hand, "blood-count-liver-after").state, FollowUpState::Done);
    assert!(hand.sees("done"));
    // The list goes on with what is open: the lipids stand first.
    hand.types("m");
    hand.types("+x");
    hand.key(Key::Enter);
    sees_all(&hand, &["Type a day, such as 12/8/2026, or days from then on, such as +7."]);
    hand.key(Key::Backspace);
    hand.types("7");
    sees_all(&hand, &["= 23 February 2027"]);
    hand.key(Key::Enter);
    assert_eq!(of(&hand, "lipids").due_on, date(2027, 2, 23));
    // The window of the other one begins before it now.
    hand.key(Key::Delete);
    assert_eq!(of(&hand, "reassess").state, FollowUpState::Dropped);
    hand.ctrl(Key::Z);
    hand.ctrl(Key::Z);
    hand.ctrl(Key::Z);
    assert_eq!(of(&hand, "reassess").state, open);
    assert_eq!(of(&hand, "lipids").due_on, date(2027, 2, 16));
    assert_eq!(of(&hand, "blood-count-liver-after").state, open);
    hand.ctrl(Key::Z);
    assert!(
        states(&hand).iter().all(|(_, _, state)| *state == FollowUpState::Dropped),
        "the plan is taken back"
    );
    assert!(hand.sees("To plan: Upadacitinib"), "and can be planned again");
    hand.key(Key::Enter);
    assert_eq!(states(&hand).len(), 5);
    assert!(states(&hand).iter().all(|(_, _, state)| *state == open), "{:?}", states(&hand));

    for _ in 0..4 {
        hand.key(Key::ArrowDown);
    }
    hand.types("t");
    let years: Vec<_> = states(&hand).into_iter().filter(|(test, ..)| test == "tuberculosis-after").collect();
    let test = "tuberculosis-after".to_owned();
    assert_eq!(years, [(test.clone(), 52, FollowUpState::Done), (test, 104, open)]);
    assert!(hand.visit().prescription.drug.is_some(), "undo here changed nothing in the visit");
}

#[test]
fn a_refill_asks_for_the_first_dose_and_leaves_out_what_is_long_past() {
    let mut hand = prescribed("abrocitinib", Some(PrescriptionKind::Refill));
    hand.key(Key::F10);
    sees_all(&hand, &["A refill: type the day of the first dose."]);
    hand.key(Key::Enter);
    assert!(hand.desk().follow_ups.list.is_empty(), "nothing is guessed");
    hand.types("9/29/2026");
    sees_all(
        &hand,
        &[
            "CBC with platelets: week 4, due 27 October 2026, not known whether it was done",
            "Does it work? Which dose?: week 12, due 22 December 2026",
        ],
    );
    for _ in 0..9 {
        hand.key(Key::Backspace);
    }
    hand.types("8/1/2026");
    assert!(!hand.sees("CBC with platelets: week 4"), "{:?}", hand.words());
    hand.key(Key::Enter);
    let tests: Vec<String> = states(&hand).into_iter().map(|(test, ..)| test).collect();
    assert_eq!(tests, ["reassess", "skin-after", "tuberculosis-after"]);
}

#[test]
fn a_prescription_of_which_nobody_says_that_it_is_a_start_is_not_counted_from_today() {
    let mut hand = prescribed("abrocitinib", None);
    hand.key(Key::F10);
    sees_all(&hand, &["Whether it is a new start is not said: type the day of the first dose."]);
    let mut hand = Hand::with_samples();
    let dana = hand.desk().patients.iter().find(|one| one.name == "Dana Whitfield").cloned().unwrap();
    hand.does(Action::OpenPatient(dana));
    hand.key(Key::F10);
    assert!(!hand.sees("To plan:"), "it is planned");
    hand.types("p");
    sees_all(&hand, &["From 1 September 2026. As it stands in the list of medicines."]);
}

#[test]
fn the_due_list_opens_from_anywhere_and_leads_to_the_patient_and_back() {
    let mut hand = Hand::with_samples();
    hand.ctrl(Key::D);
    sees_all(&hand, &["4 in the next 14 days or before, 2 of them late.", "Dana Whitfield"]);
    let late = &hand.desk().follow_ups.due[0];
    let (id, name) = (late.follow_up.id, late.patient.name.clone());
    assert_eq!(name, "Dana Whitfield");
    hand.key(Key::Space);
    assert!(hand.desk().follow_ups.due.iter().all(|due| due.follow_up.id != id));
    hand.ctrl(Key::Z);
    assert!(hand.desk().follow_ups.due.iter().any(|due| due.follow_up.id == id));
    hand.key(Key::Enter);
    sees_all(&hand, &["Follow-ups of Dana Whitfield", "Open the patient"]);
    assert_eq!(hand.desk().follow_ups.list.len(), 3);
    hand.key(Key::Escape);
    assert!(hand.sees("2 of them late"));
    hand.key(Key::Escape);
    assert!(!hand.sees("of them late") && hand.sees("Due now"));
    // A click on the start page leads there at once.
    hand.harness.query_all_by_label("José Martinez").last().unwrap().click();
    hand.settle();
    sees_all(&hand, &["Follow-ups of José Martinez"]);
    hand.tabs_to("Open the patient");
    hand.key(Key::Enter);
    assert_eq!(hand.visit().patient.name, "José Martinez");
    assert!(!hand.sees("Follow-ups of"));
}

#[test]
fn a_calendar_file_holds_what_is_open_names_no_patient_and_overwrites_nothing() {
    let mut hand = prescribed("upadacitinib", Some(PrescriptionKind::New));
    let folder = hand.folder().join("calendars");
    hand.does(Action::Set("summary.folder", folder.to_str().unwrap().into()));
    hand.key(Key::F10);
    hand.key(Key::Enter);
    hand.key(Key::Space);
    for name in ["follow-ups-2026-11-24.ics", "follow-ups-2026-11-24-2.ics"] {
        hand.types("x");
        let begun = Instant::now();
        while !hand.sees(name) {
            assert!(begun.elapsed() < Duration::from_secs(20), "never {name}: {:?}", hand.words());
            std::thread::sleep(Duration::from_millis(2));
            hand.harness.step();
        }
        let file = std::fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 4, "{file}");
        let short = of(&hand, "lipids").id.to_string();
        let short = &short[short.len() - 4..];
        assert!(file.contains(&format!("SUMMARY:Countercheck: Lipids (follow-up {short})")), "{file}");
        assert!(file.contains("DTSTART;VALUE=DATE:20270216"));
        for private in ["Elena", "Markovi", "padacitinib", "Rinvoq"] {
            assert!(!file.contains(private), "{private}");
        }
    }
}

#[test]
fn what_is_said_of_the_plan_tells_when_it_begins_again() {
    let mut hand = Hand::with_visit();
    let said = |coverage: serde_json::Value| {
        Action::Say(Said::Coverage(Coverage::from_json(&content(), &coverage, "coverage").unwrap()))
    };
    hand.does(said(json!({"payer": "marketplace"})));
    hand.does(Action::Leave);
    let days = &hand.desk().follow_ups.upcoming.days;
    assert_eq!((days[0].kind, days[0].on), (UpcomingKind::PlanYear, date(2027, 1, 1)));
    sees_all(&hand, &["1 patient starts a new plan year"]);
    hand.types("elena");
    hand.key(Key::Enter);
    hand.does(said(json!({"payer": "employer"})));
    hand.ctrl(Key::Z);
    hand.ctrl(Key::F);
    assert!(hand.sees("1 patient starts a new plan year"), "undo is noted, too");
    hand.key(Key::Enter);
    hand.does(said(json!({"payer": "employer"})));
    hand.ctrl(Key::F);
    assert!(!hand.sees("starts a new plan year"), "what is not known is not told");
}
