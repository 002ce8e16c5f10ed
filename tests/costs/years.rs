//! The figures of one plan year are never those of another.

use countercheck::cli::costs::Job;
use serde_json::{Value, json};

use super::compare::{compared, option, range, with};
use super::{answer, input};

fn limit(cents: i64) -> Value {
    json!({"structure": "individual", "individual_cents": cents, "met_individual_cents": 0})
}

/// Medicare from December 2026 on, with the standard benefit of 2026: $675.00 for 30 days.
fn medicare(changes: &[(&str, Value)]) -> Value {
    let mut all = vec![
        ("/payer", json!("part_d")),
        ("/plan/kind", json!("part_d")),
        ("/plan/assistance", Value::Null),
        ("/plan/deductible", limit(61_500)),
        ("/plan/cost_share", json!({"type": "coinsurance", "rate_bp": 2500})),
        ("/plan/oop_max", limit(210_000)),
        ("/first_fill", json!("2026-12-01")),
        ("/options/0/lines/0/price", json!({"kind": "claim", "as_of": "2026-11-20"})),
    ];
    all.extend(changes.iter().cloned());
    with(&all)
}

/// What a quick entry asks for of a year whose figures are not known.
fn asked_for() -> Value {
    json!({"deductible": {"structure": "individual"}, "oop_max": {"structure": "individual"},
        "cost_share": "unknown"})
}

fn figures_of_2027() -> Value {
    json!({"deductible": {"structure": "individual", "individual_cents": 70_000},
        "oop_max": {"structure": "individual", "individual_cents": 240_000},
        "cost_share": {"type": "coinsurance", "rate_bp": 2500}})
}

const NEXT: [&str; 3] = [
    "plan.next_year.deductible.individual_cents",
    "plan.next_year.oop_max.individual_cents",
    "plan.next_year.cost_share",
];

fn has_note(option: &Value, words: &str) -> bool {
    option["notes"].as_array().unwrap().iter().any(|note| note.as_str().unwrap().contains(words))
}

#[test]
fn a_full_plan_year_is_not_told_while_figures_of_that_year_are_missing_and_these_are_named() {
    let one = |next: Value| option(&medicare(&[("/months", json!(1)), ("/plan/next_year", next)]));
    for (next, missing) in [
        (asked_for(), json!(NEXT)),
        (json!("unknown"), json!(["plan.next_year"])),
        (Value::Null, json!(["plan.next_year"])),
        (json!({}), json!(["plan.next_year.cost_share"])),
    ] {
        let cost = one(next);
        assert_eq!(cost["total_cents"], range(210_000, 210_000), "December needs nothing of 2027");
        assert_eq!(cost["maintenance_year_cents"], Value::Null, "{missing}");
        assert_eq!(cost["missing"], missing);
        assert!(has_note(&cost, "before the figures of 2027 are known"), "{cost}");
    }
    let told = one(figures_of_2027());
    assert_eq!(told["maintenance_year_cents"], range(240_000, 240_000));
    assert_eq!(told["missing"], json!([]));
    // The month that is counted rests on the law of its year and on the claim.
    assert_eq!(told["weakest_source"], "claim");

    // A private plan of which somebody said that its next year is not known.
    let private = option(&with(&[("/plan/next_year", json!("unknown"))]));
    assert_eq!(private["total_cents"], range(400_000, 400_000));
    assert_eq!(private["maintenance_year_cents"], Value::Null);
    assert_eq!(private["missing"], json!(["plan.next_year"]));
}

#[test]
fn months_of_the_next_year_are_not_counted_with_the_law_of_this_one() {
    for (next, missing) in [(Value::Null, json!(["plan.next_year"])), (asked_for(), json!(NEXT))] {
        let cost = option(&medicare(&[("/plan/next_year", next)]));
        assert_eq!(cost["total_cents"], Value::Null);
        assert_eq!(cost["maintenance_year_cents"], Value::Null);
        assert_eq!(cost["missing"], missing);
    }
    let cost = option(&medicare(&[("/plan/next_year", figures_of_2027())]));
    assert_eq!(cost["total_cents"], range(450_000, 450_000));
    // No law of 2027 is known: what was entered is the weakest part of the total.
    assert_eq!(cost["weakest_source"], "entered");
    assert!(has_note(&cost, "2027 is counted with the plan's figures as entered"), "{cost}");
    // A price past its shelf life is weaker yet.
    let old = medicare(&[
        ("/plan/next_year", figures_of_2027()),
        ("/options/0/lines/0/price", json!({"kind": "nadac", "as_of": "2026-01-20"})),
    ]);
    assert_eq!(option(&old)["weakest_source"], "nadac");
    // Twelve months from a day of January have no fill in the year after: nothing of it is asked.
    let january = medicare(&[("/first_fill", json!("2026-01-05")), ("/months", json!(12))]);
    assert_eq!(option(&january)["total_cents"], range(210_000, 210_000));
}

#[test]
fn a_plan_of_2026_says_nothing_of_fills_of_2027_and_of_no_other_year() {
    let moved = |changes: &[(&str, Value)]| {
        let mut all = vec![("/plan/year", json!(2026)), ("/first_fill", json!("2027-01-05"))];
        all.extend(changes.iter().cloned());
        option(&medicare(&all))
    };
    for (next, missing) in [(Value::Null, json!(["plan.next_year"])), (asked_for(), json!(NEXT))] {
        let cost = moved(&[("/plan/next_year", next)]);
        assert_eq!(cost["total_cents"], Value::Null, "never $2,100");
        assert_eq!(cost["missing"], missing);
    }
    let cost = moved(&[("/plan/next_year", figures_of_2027())]);
    assert_eq!(cost["total_cents"], range(240_000, 240_000));
    assert_eq!(cost["weakest_source"], "entered");
    assert_eq!((&cost["maintenance_year_cents"], &cost["missing"]), (&Value::Null, &json!(["plan.year"])));
    // Amounts met are of 2026: they are not carried either.
    let met = moved(&[
        ("/plan/next_year", figures_of_2027()),
        ("/plan/oop_max/met_individual_cents", json!(200_000)),
        ("/plan/deductible/met_individual_cents", json!("unknown")),
    ]);
    assert_eq!((&met["total_cents"], &met["unknown"]), (&range(240_000, 240_000), &json!([])));

    for year in [2025, 2028, 2024] {
        let cost = moved(&[("/plan/year", json!(year)), ("/plan/next_year", figures_of_2027())]);
        assert_eq!(cost["total_cents"], Value::Null, "{year}");
        assert_eq!(cost["missing"], json!(["plan.year"]), "{year}");
    }
    // The same holds for a private plan of which somebody says the year, and for none where nobody does.
    let private = |year: Value| option(&with(&[("/plan/year", year), ("/first_fill", json!("2027-01-05"))]));
    assert_eq!(private(json!(2026))["missing"], json!(["plan.next_year"]));
    assert_eq!(private(Value::Null)["total_cents"], range(400_000, 400_000));
}

#[test]
fn a_year_without_law_is_counted_only_with_figures_that_somebody_says_are_of_it() {
    let year = |year: Value| option(&medicare(&[("/plan/year", year), ("/first_fill", json!("2027-02-01"))]));
    for value in [Value::Null, json!("unknown")] {
        let cost = year(value);
        assert_eq!(cost["total_cents"], Value::Null);
        assert!(cost["missing"].as_array().unwrap().contains(&json!("plan.year")), "{cost}");
    }
    let said = option(&medicare(&[
        ("/plan/year", json!(2027)),
        ("/first_fill", json!("2027-02-01")),
        ("/months", json!(6)),
    ]));
    assert_eq!(said["total_cents"], range(210_000, 210_000));
    assert_eq!(said["weakest_source"], "entered");
    assert!(has_note(&said, "2027 is counted with the plan's figures as entered"), "{said}");
    let words = answer(
        &Job::Compare(input()),
        &json!({"as_of": "2026-11-24", "coverage": medicare(&[("/plan/year", json!(26))])}),
    );
    assert!(words.unwrap_err().starts_with("coverage.plan.year: expected the calendar year"));
}

#[test]
fn what_is_met_in_a_year_that_has_begun_is_not_known_and_in_one_that_has_not_is_nothing() {
    let coverage = medicare(&[
        ("/plan/year", json!(2026)),
        ("/first_fill", json!("2027-04-01")),
        ("/months", json!(6)),
        ("/plan/next_year", figures_of_2027()),
    ]);
    let on = |day: &str| {
        let asked = json!({"as_of": day, "coverage": coverage});
        answer(&Job::Compare(input()), &asked).unwrap()["options"][0].clone()
    };
    assert_eq!(on("2026-12-31")["unknown"], json!([]));
    let begun = on("2027-03-20");
    assert_eq!(
        begun["unknown"],
        json!([
            "plan.next_year.deductible.met_individual_cents",
            "plan.next_year.oop_max.met_individual_cents"
        ])
    );
    assert_eq!(begun["total_cents"], range(0, 240_000));
}

#[test]
fn two_years_ahead_are_not_counted_with_the_figures_of_one_year_ahead() {
    let far = option(&medicare(&[("/months", json!(25)), ("/plan/next_year", figures_of_2027())]));
    assert_eq!(far["total_cents"], Value::Null);
    assert_eq!(far["missing"], json!(["months"]));
    assert!(has_note(&far, "2028"), "{far}");
    // A private plan goes on as it is, and says so for each year.
    let private = |next: Value| {
        let changes =
            [("/first_fill", json!("2026-12-01")), ("/months", json!(25)), ("/plan/next_year", next)];
        option(&with(&changes))
    };
    let as_it_is = private(Value::Null);
    for day in ["2027-01-01", "2028-01-01"] {
        assert!(
            has_note(
                &as_it_is,
                &format!("a new plan year begins on {day}: it is counted with the figures of this one")
            ),
            "{as_it_is}"
        );
    }
    let next = private(figures_of_2027());
    assert!(
        has_note(&next, "begins on 2028-01-01: it is counted with the figures of the year before"),
        "{next}"
    );
    assert!(!has_note(&next, "begins on 2027-01-01"), "{next}");
    assert_eq!(next["weakest_source"], "entered");
}

#[test]
fn a_drugs_own_share_and_the_copay_of_extra_help_are_asked_for_the_next_year_too() {
    let own = ("/options/0/lines/0/cost_share", json!({"type": "copay", "amount_cents": 1600}));
    let next = ("/plan/next_year", figures_of_2027());
    let cost = option(&medicare(&[own.clone(), next.clone()]));
    assert_eq!(cost["missing"], json!(["options.0.lines.0.next_year_cost_share"]));
    let share = |value: Value| ("/options/0/lines/0/next_year_cost_share", value);
    let partly = share(json!({"type": "copay", "amount_cents": "unknown"}));
    let cost = option(&medicare(&[own.clone(), next.clone(), partly]));
    assert_eq!(cost["missing"], json!(["options.0.lines.0.next_year_cost_share.amount_cents"]));
    let no_deductible = [("/plan/deductible", Value::Null), ("/plan/next_year/deductible", Value::Null)];
    let mut whole = vec![own, next, share(json!({"type": "copay", "amount_cents": 2000}))];
    whole.extend(no_deductible);
    // Two fills in December, eleven after that.
    let cost = option(&medicare(&whole));
    let months = cost["months"].as_array().unwrap();
    assert_eq!((&months[0]["low"], &months[1]["low"]), (&json!(3200), &json!(2000)), "{cost}");

    let help = [("/plan/lis_copay_cents", json!(1265)), ("/plan/next_year", figures_of_2027())];
    let cost = option(&medicare(&help));
    assert_eq!(cost["total_cents"], Value::Null, "$12.65 is the copay of 2026");
    assert_eq!(cost["missing"], json!(["plan.next_year.lis_copay_cents"]));
}

#[test]
fn programs_and_comparisons_take_the_year_and_the_entry_of_a_plan_and_the_ledger_takes_neither() {
    let filled_in = with(&[("/plan/year", json!(2026)), ("/plan/quick", json!("silver"))]);
    assert_eq!(compared(&filled_in)["options"][0]["total_cents"], range(400_000, 400_000));
    let case = json!({"plan": filled_in["plan"], "fills": []});
    let words = answer(&super::ledger(), &case).unwrap_err();
    assert!(words.starts_with("plan.quick: ") || words.starts_with("plan.year: "), "{words}");
}
