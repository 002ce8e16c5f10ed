//! Does the plan hold what the content asks for, and never lose what may still be due?

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::checklist::sample::content;

fn drug(id: &str) -> &'static Drug {
    content().drug_by_id(id).unwrap()
}

fn lines(id: &str, started_on: Date, today: Date) -> Vec<(String, u32, String)> {
    let shown = |one: Planned| {
        let until = one.until.map_or(String::new(), |until| format!(" to {until}"));
        (one.test, one.week, format!("{}{until}", one.due))
    };
    plan(drug(id), started_on, today).into_iter().map(shown).collect()
}

fn line(test: &str, week: u32, due: &str) -> (String, u32, String) {
    (test.to_owned(), week, due.to_owned())
}

#[test]
fn a_new_start_has_everything_that_the_content_asks_for_in_the_order_of_the_days() {
    let start = date(2026, 11, 24);
    assert_eq!(
        lines("upadacitinib", start, start),
        [
            line("blood-count-liver-after", 4, "2026-12-22 to 2027-02-16"),
            line("lipids", 12, "2027-02-16"),
            line("reassess", 12, "2027-02-16 to 2027-03-16"),
            line("skin-after", 52, "2027-11-23"),
            line("tuberculosis-after", 52, "2027-11-23"),
        ]
    );
    assert_eq!(
        lines("topical-corticosteroid", start, start),
        [line("look-again", 2, "2026-12-08 to 2026-12-22")]
    );
    // A week is seven days also over the end of a leap February.
    assert_eq!(lines("dupilumab", date(2027, 12, 31), start), [line("reassess", 16, "2028-04-21")]);
}

#[test]
fn on_treatment_what_is_late_is_planned_and_what_is_past_is_not() {
    let start = date(2026, 9, 1);
    let of = |today: Date| lines("abrocitinib", start, today);
    let yearly = [line("skin-after", 52, "2027-08-31"), line("tuberculosis-after", 52, "2027-08-31")];
    let [skin, tuberculosis] = yearly.clone();
    let weeks = [
        line("blood-count-after", 4, "2026-09-29"),
        line("lipids", 4, "2026-09-29"),
        line("reassess", 12, "2026-11-24"),
    ];
    let [blood, lipids, reassess] = weeks;
    let all = [blood, lipids, reassess.clone(), skin.clone(), tuberculosis.clone()];
    assert_eq!(of(date(2026, 11, 24)), all, "56 days late");
    assert_eq!(of(date(2026, 11, 25)), [reassess, skin, tuberculosis]);
    // Two years later: that of this year, which nobody can know of, and then the next.
    assert_eq!(of(date(2028, 8, 29))[0], line("skin-after", 104, "2028-08-29"));
    assert_eq!(of(date(2028, 10, 24))[0], line("skin-after", 104, "2028-08-29"));
    assert_eq!(of(date(2028, 10, 25))[0], line("skin-after", 156, "2029-08-28"));
}

#[test]
fn what_is_done_once_a_year_comes_again_a_year_after_the_day_of_the_start() {
    let start = date(2026, 9, 1);
    let again = |week, today| {
        next(drug("abrocitinib"), "skin-after", week, start, today).map(|one| (one.week, one.due))
    };
    assert_eq!(again(52, date(2027, 8, 20)), Some((104, date(2028, 8, 29))), "done early");
    assert_eq!(again(52, date(2027, 10, 20)), Some((104, date(2028, 8, 29))), "done late");
    assert_eq!(again(52, date(2029, 1, 1)), Some((156, date(2029, 8, 28))), "done very late");
    assert_eq!(next(drug("abrocitinib"), "reassess", 12, start, start), None);
    assert_eq!(next(drug("abrocitinib"), "no such test", 52, start, start), None);
    assert_eq!(until(drug("upadacitinib"), "reassess", 12, start), Some(date(2026, 12, 22)));
    assert_eq!(until(drug("upadacitinib"), "lipids", 12, start), None);
}

fn of_plan(coverage: serde_json::Value, as_of: Date) -> Option<Date> {
    let coverage = Coverage::from_json(content(), &coverage, "coverage").unwrap();
    upcoming(content(), &coverage, &Authorization::default(), as_of).plan_year
}

#[test]
fn the_plan_year_begins_in_the_month_that_was_said_or_that_the_payer_fixes() {
    let day = date(2026, 11, 24);
    assert_eq!(of_plan(json!({}), day), None);
    assert_eq!(of_plan(json!({"payer": "employer"}), day), None, "each employer has its own");
    assert_eq!(of_plan(json!({"payer": "part_d"}), day), Some(date(2027, 1, 1)));
    for (month, expected) in [
        (json!(1), Some(date(2027, 1, 1))),
        (json!(12), Some(date(2026, 12, 1))),
        (json!(11), Some(date(2027, 11, 1))),
        (json!("unknown"), None),
        (json!(13), None),
    ] {
        let coverage = json!({"payer": "employer", "plan": {"plan_year_reset_month": month}});
        assert_eq!(of_plan(coverage, day), expected, "{month}");
    }
    let july = json!({"payer": "employer", "plan": {"plan_year_reset_month": 7}});
    assert_eq!(of_plan(july, date(2026, 7, 1)), Some(date(2027, 7, 1)), "it has begun today");
}

#[test]
fn the_first_approval_that_ends_counts_unless_a_longer_one_follows_it() {
    let ends = |approvals: serde_json::Value| {
        let day = date(2026, 11, 24);
        let support =
            Authorization::from_json(content(), &json!({"approvals": approvals}), day, "a").unwrap();
        upcoming(content(), &Coverage::default(), &support, day).authorization_ends
    };
    assert_eq!(ends(json!([])), None);
    assert_eq!(ends(json!([{"drug": "dupilumab", "until": "2026-11-23"}])), None, "it has ended");
    assert_eq!(ends(json!([{"drug": "dupilumab"}])), None);
    let two = json!([
        {"drug": "dupilumab", "on": "2025-12-01", "until": "2026-12-01"},
        {"drug": "Dupilumab", "on": "2026-11-20", "until": "2027-11-20"},
        {"drug": "tralokinumab", "until": "2028-01-01"},
    ]);
    assert_eq!(ends(two), Some(date(2027, 11, 20)));
}

fn days() -> impl Strategy<Value = Date> {
    (0i64..80_000).prop_map(|days| date(1900, 1, 1).checked_add(days.days()).unwrap())
}

proptest! {
    #[test]
    fn nothing_that_may_still_be_due_is_hidden_and_nothing_older_is_shown(
        start in days(), ago in -400i64..4_000, at in 0usize..100,
    ) {
        let drugs = content().drugs();
        let drug = &drugs[at % drugs.len()];
        let today = start.checked_add(ago.days()).unwrap();
        let planned = plan(drug, start, today);
        prop_assert!(planned.is_sorted_by_key(|one| one.due));
        for one in &planned {
            prop_assert_eq!(days_between(start, one.due), i64::from(one.week) * 7);
            prop_assert!(one.until.is_none_or(|until| until > one.due));
            prop_assert!(days_between(one.until.unwrap_or(one.due), today) <= i64::from(STILL_DUE));
        }
        for test in &drug.tests {
            let Due::After(after) = &test.due else { continue };
            let of_test: Vec<&Planned> = planned.iter().filter(|one| one.test == test.id).collect();
            let weeks = if after.is_window { &after.weeks[1..] } else { &after.weeks[..] };
            let open = weeks.iter().filter(|week| i64::from(**week) * 7 + i64::from(STILL_DUE) >= ago).count();
            let again = usize::from(after.every_weeks.is_some());
            prop_assert_eq!(of_test.len(), open + again, "{}", test.id);
            if let Some(every) = after.every_weeks {
                // The one before it is past, or there is none.
                let last = of_test.last().unwrap();
                let before = i64::from(last.week) - i64::from(every);
                prop_assert!(before == 0 || ago - before * 7 > i64::from(STILL_DUE));
            }
        }
    }

    #[test]
    fn the_next_plan_year_is_the_first_of_its_month_within_a_year(day in days(), month in 1i8..=12) {
        let coverage = json!({"plan": {"plan_year_reset_month": month}});
        let next = of_plan(coverage, day).unwrap();
        prop_assert!(next > day && next.day() == 1 && next.month() == month);
        prop_assert!(days_between(day, next) <= 366);
    }
}
