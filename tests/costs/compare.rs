//! A comparison is the ledger of each option, over everything that is not known.

use countercheck::cli::costs::Job;
use serde_json::{Value, json};

use super::{answer, input, ledger};

pub fn compared(coverage: &Value) -> Value {
    let asked = json!({"as_of": "2026-11-24", "patient": {"birth_date": "1984-05-02"}, "coverage": coverage});
    answer(&Job::Compare(input()), &asked).unwrap_or_else(|error| panic!("{error}: {coverage}"))
}

fn refused(coverage: &Value) -> String {
    answer(&Job::Compare(input()), &json!({"as_of": "2026-11-24", "coverage": coverage})).unwrap_err()
}

fn option(coverage: &Value) -> Value {
    let answer = compared(coverage);
    assert_eq!(answer["programs"], json!([]));
    answer["options"][0].clone()
}

fn range(low: i64, high: i64) -> Value {
    json!({"low": low, "high": high})
}

/// A private plan: $1,500 deductible, then 20 % up to $250 a fill, $4,000 in a year; $6,500 for 30 days.
fn sample() -> Value {
    json!({
        "payer": "employer",
        "plan": {
            "kind": "commercial",
            "plan_year_reset_month": 1,
            "deductible": {"structure": "individual", "individual_cents": 150_000, "met_individual_cents": 0},
            "cost_share": {"type": "coinsurance", "rate_bp": 2000, "max_cents": 25_000},
            "oop_max": {"structure": "individual", "individual_cents": 400_000, "met_individual_cents": 0},
            "assistance": "counts",
        },
        "first_fill": "2026-01-05",
        "months": 12,
        "household": {"people": 3, "income_cents": 7_100_000, "state": "OH"},
        "options": [{
            "id": "brand",
            "name": "Brand",
            "lines": [{
                "drug": "brand",
                "first": [],
                "maintenance": [1, 30, 650_000],
                "price": {"kind": "entered", "as_of": "2026-11-20", "source": "invoice"},
            }],
        }],
    })
}

/// The sample with values set at JSON pointers.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut coverage = sample();
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = coverage.pointer_mut(parent).unwrap_or_else(|| panic!("no {pointer}"));
        match parent {
            Value::Array(list) => list[key.parse::<usize>().unwrap()] = value.clone(),
            parent => parent[key] = value.clone(),
        }
    }
    coverage
}

const LINE: &str = "/options/0/lines/0";
const MET_DEDUCTIBLE: &str = "/plan/deductible/met_individual_cents";
const MET_OOP: &str = "/plan/oop_max/met_individual_cents";

fn card() -> Value {
    json!({"annual_max_cents": 1_400_000, "min_patient_pay_cents": 500, "enrolled": true})
}

#[test]
fn where_all_is_known_it_is_the_ledger() {
    let option = option(&sample());
    let mut keys: Vec<&str> = option.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "id",
            "maintenance_year_cents",
            "missing",
            "months",
            "narrow",
            "notes",
            "total_cents",
            "unknown",
            "weakest_source"
        ]
    );
    assert_eq!(option["id"], "brand");
    assert_eq!(option["total_cents"], range(400_000, 400_000));
    assert_eq!(option["maintenance_year_cents"], range(400_000, 400_000));
    assert_eq!(option["weakest_source"], "entered");
    assert_eq!(option["unknown"], json!([]));
    assert_eq!(option["missing"], json!([]));
    assert_eq!(option["narrow"], Value::Null);
    let months = option["months"].as_array().unwrap();
    assert_eq!(months.len(), 13, "from January 5 to before January 5");
    assert_eq!(months[0], json!({"month": "2026-01", "low": 175_000, "high": 175_000}));
    // The fill of December 31 is the thirteenth; January has none.
    assert_eq!(months[12], json!({"month": "2027-01", "low": 0, "high": 0}));
}

#[test]
fn every_calendar_month_is_listed_also_those_with_nothing_to_pay() {
    let coverage = with(&[
        ("/first_fill", json!("2026-12-01")),
        ("/options/0/lines/0/maintenance", json!([3, 90, 100])),
    ]);
    let option = option(&coverage);
    let months: Vec<(String, i64)> = option["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| (month["month"].as_str().unwrap().to_owned(), month["low"].as_i64().unwrap()))
        .collect();
    let expected = [
        ("2026-12", 300),
        ("2027-01", 0),
        ("2027-02", 0),
        ("2027-03", 300),
        ("2027-04", 0),
        ("2027-05", 300),
        ("2027-06", 0),
        ("2027-07", 0),
        ("2027-08", 300),
        ("2027-09", 0),
        ("2027-10", 0),
        ("2027-11", 300),
    ];
    assert_eq!(months, expected.map(|(month, cents)| (month.to_owned(), cents)));
    assert!(
        option["notes"][0].as_str().unwrap().contains("a new plan year begins on 2027-01-01"),
        "{option}"
    );
}

#[test]
fn what_was_met_is_tried_from_nothing_to_the_limit() {
    let option = option(&with(&[(MET_OOP, json!("unknown"))]));
    assert_eq!(option["total_cents"], range(0, 400_000));
    assert_eq!(option["maintenance_year_cents"], range(400_000, 400_000), "nothing is met in a new year");
    assert_eq!(option["unknown"], json!(["plan.oop_max.met_individual_cents"]));
    assert_eq!(option["narrow"], "plan.oop_max.met_individual_cents");
    assert_eq!(option["months"][0], json!({"month": "2026-01", "low": 0, "high": 175_000}));
    assert!(option["notes"][0].as_str().unwrap().starts_with("about: "), "{option}");
}

#[test]
fn a_met_amount_that_is_left_out_is_unknown_and_not_nothing() {
    for value in [Value::Null, json!("unknown")] {
        let option = option(&with(&[(MET_OOP, value)]));
        assert_eq!(option["total_cents"], range(0, 400_000));
    }
    let option = option(&with(&[("/plan/assistance", Value::Null)]));
    assert_eq!(option["unknown"], json!(["plan.assistance"]));
}

#[test]
fn combinations_in_which_less_is_met_of_the_yearly_limit_than_of_the_deductible_are_left_out() {
    // Both from nothing: with the deductible met and nothing of the limit, it would be 12 × 250 + 250.
    let both = option(&with(&[(MET_DEDUCTIBLE, json!("unknown")), (MET_OOP, json!("unknown"))]));
    assert_eq!(both["total_cents"], range(0, 400_000));
    // With all of the deductible met at least as much of the limit is met: at most 4,000 - 1,500.
    let met = option(&with(&[(MET_DEDUCTIBLE, json!(150_000)), (MET_OOP, json!("unknown"))]));
    // Tried are 0, 800, 1,600 dollars …: the first two are left out.
    assert_eq!(met["total_cents"], range(0, 240_000));
    // What contradicts itself in what is known leaves nothing out.
    let slip = option(&with(&[
        (MET_DEDUCTIBLE, json!(150_000)),
        ("/plan/oop_max/individual_cents", json!(140_000)),
        (MET_OOP, json!("unknown")),
    ]));
    assert_eq!(slip["total_cents"], range(0, 140_000));
    assert!(slip["notes"].to_string().contains("out-of-pocket maximum is below the deductible"), "{slip}");
}

#[test]
fn an_unknown_family_counts_only_where_the_structure_counts_the_family() {
    let family = |structure: &str| {
        json!({"structure": structure, "individual_cents": 150_000, "family_cents": 300_000,
            "met_individual_cents": 0, "met_family_cents": "unknown"})
    };
    let embedded = option(&with(&[("/plan/deductible", family("embedded"))]));
    assert_eq!(embedded["unknown"], json!(["plan.deductible.met_family_cents"]));
    // The family's part met, 12 × 250 and a begun 13th; nothing met, the yearly limit.
    assert_eq!(embedded["total_cents"], range(325_000, 400_000));
    assert!(embedded["notes"].to_string().contains("other claims of the family"), "{embedded}");
    let individual = option(&with(&[("/plan/deductible", family("individual"))]));
    assert_eq!(individual["unknown"], json!([]));
    let mut aggregate = family("aggregate");
    aggregate["individual_cents"] = Value::Null;
    aggregate["met_individual_cents"] = json!("unknown");
    let aggregate = option(&with(&[("/plan/deductible", aggregate)]));
    assert_eq!(aggregate["unknown"], json!(["plan.deductible.met_family_cents"]));
    assert_eq!(aggregate["total_cents"], range(325_000, 400_000));
}

#[test]
fn what_becomes_of_card_money_is_tried_and_a_maximizer_only_where_its_share_is_given() {
    let card = json!({"annual_max_cents": 600_000, "min_patient_pay_cents": 500});
    let changes = [
        ("/plan/deductible/individual_cents", json!(300_000)),
        ("/plan/oop_max/individual_cents", json!(600_000)),
        ("/plan/cost_share", json!({"type": "coinsurance", "rate_bp": 3000})),
        ("/plan/assistance", json!("unknown")),
        ("/options/0/lines/0/card", card),
    ];
    let two = option(&with(&changes));
    // The agreed hand-worked case: with an accumulator $6,000, where it counts $10.
    assert_eq!(two["total_cents"], range(1000, 600_000));
    assert_eq!(two["narrow"], "plan.assistance");
    let mut with_maximizer = changes.to_vec();
    with_maximizer.push(("/plan/maximizer_cost_share_cents", json!(200_000)));
    let three = option(&with(&with_maximizer));
    // $2,000 a fill for 13 fills, of which the card pays $6,000.
    assert_eq!(three["total_cents"], range(1000, 13 * 200_000 - 600_000));
    // Where a government pays there is no card money to count.
    let government = option(&with(&[
        ("/payer", json!("part_d")),
        ("/plan/kind", json!("part_d")),
        ("/plan/assistance", json!("unknown")),
    ]));
    assert_eq!(government["unknown"], json!([]));
}

#[test]
fn a_card_that_may_be_at_hand_and_a_coverage_that_may_be_given_are_tried() {
    let mut open_card = card();
    open_card["enrolled"] = json!("unknown");
    let enrolled = option(&with(&[("/options/0/lines/0/card", open_card.clone())]));
    assert_eq!(enrolled["unknown"], json!(["options.0.lines.0.card.enrolled"]));
    assert_eq!(enrolled["total_cents"], range(10 * 500, 400_000));
    let mut not = card();
    not["enrolled"] = json!(false);
    assert_eq!(option(&with(&[("/options/0/lines/0/card", not)]))["total_cents"], range(400_000, 400_000));

    let covered =
        option(&with(&[("/options/0/covered", json!("unknown")), ("/options/0/lines/0/card", open_card)]));
    assert_eq!(covered["unknown"], json!(["options.0.lines.0.card.enrolled", "options.0.covered"]));
    assert_eq!(covered["total_cents"], range(5000, 13 * 650_000));
    // Covered or not decides more than the card does.
    assert_eq!(covered["narrow"], "options.0.covered");
}

#[test]
fn with_more_than_five_hundred_combinations_only_the_ends_are_tried() {
    let all = json!("unknown");
    let embedded = |individual: i64, family: i64| {
        json!({"structure": "embedded", "individual_cents": individual, "family_cents": family,
            "met_individual_cents": "unknown", "met_family_cents": "unknown"})
    };
    let three = with(&[("/plan/deductible", embedded(150_000, 300_000)), (MET_OOP, all.clone())]);
    let four = with(&[
        ("/plan/deductible", embedded(150_000, 300_000)),
        ("/plan/oop_max", embedded(400_000, 800_000)),
    ]);
    let brute = |coverage: &Value| super::brute::brute(coverage, 0);
    for (coverage, count) in [(three, 216), (four, 16)] {
        let expected = brute(&coverage);
        assert_eq!(expected.tried, count);
        expected.check(&option(&coverage));
    }
}

#[test]
fn what_can_not_be_counted_without_leaves_the_option_without_totals_and_is_named() {
    let line = |field: &str| format!("{LINE}/{field}");
    for (pointer, value, missing) in [
        ("/plan", Value::Null, "plan"),
        ("/plan/cost_share", Value::Null, "plan.cost_share"),
        ("/plan/cost_share", json!("unknown"), "plan.cost_share"),
        ("/plan/cost_share/rate_bp", json!("unknown"), "plan.cost_share.rate_bp"),
        ("/plan/cost_share/type", Value::Null, "plan.cost_share.type"),
        ("/plan/deductible", json!("unknown"), "plan.deductible"),
        ("/plan/deductible/individual_cents", Value::Null, "plan.deductible.individual_cents"),
        ("/plan/deductible/structure", json!("unknown"), "plan.deductible.structure"),
        ("/plan/oop_max/individual_cents", json!("unknown"), "plan.oop_max.individual_cents"),
        ("/plan/plan_year_reset_month", json!("unknown"), "plan.plan_year_reset_month"),
        ("/plan/assistance", json!("maximizer"), "plan.maximizer_cost_share_cents"),
        ("/first_fill", Value::Null, "first_fill"),
        ("/months", json!("unknown"), "months"),
        ("/options/0/lines", Value::Null, "options.0.lines"),
        ("/options/0/lines", json!([]), "options.0.lines"),
        (&line("maintenance"), json!("unknown"), "options.0.lines.0.maintenance"),
        (&line("maintenance"), json!([1, 30, "unknown"]), "options.0.lines.0.maintenance.2"),
        (&line("first"), json!([[2, 14, null]]), "options.0.lines.0.first.0.2"),
        (&line("card"), json!({"annual_max_cents": "unknown"}), "options.0.lines.0.card.annual_max_cents"),
        ("/options/0/coverage_from", json!("unknown"), "options.0.coverage_from"),
        ("/options/0/grant", json!("unknown"), "options.0.grant"),
        ("/options/0/bridge", json!({"fills": 1}), "options.0.bridge.scope"),
    ] {
        let mut changes = vec![(pointer, value)];
        if pointer == "/plan" {
            // An employer's plan is a private one; what it pays is not known.
            changes.push(("/payer", json!("employer")));
        }
        let option = option(&with(&changes));
        assert_eq!(option["missing"], json!([missing]), "{pointer}");
        assert_eq!(option["total_cents"], Value::Null, "{pointer}");
        assert_eq!(option["maintenance_year_cents"], Value::Null, "{pointer}");
        assert_eq!(option["narrow"], Value::Null, "{pointer}");
    }
    let route =
        [("/options/0/covered", json!("unknown")), ("/options/0/noncovered_route", json!("discount"))];
    assert_eq!(option(&with(&route))["missing"], json!(["options.0.lines.0.discount_price_cents"]));
}

#[test]
fn an_option_that_misses_something_does_not_take_the_others_with_it() {
    let mut coverage = sample();
    let mut other = coverage["options"][0].clone();
    other["id"] = json!("generic");
    other["lines"][0]["maintenance"] = json!([1, 30, "unknown"]);
    coverage["options"].as_array_mut().unwrap().insert(0, other);
    let answer = compared(&coverage);
    assert_eq!(answer["options"][0]["total_cents"], Value::Null);
    assert_eq!(answer["options"][0]["missing"], json!(["options.0.lines.0.maintenance.2"]));
    assert_eq!(answer["options"][1]["total_cents"], range(400_000, 400_000));
}

#[test]
fn who_has_no_insurance_or_no_coverage_needs_no_plan() {
    let cash = [
        ("/payer", json!("cash")),
        ("/plan", Value::Null),
        ("/options/0/lines/0/cash_price_cents", json!(700_000)),
    ];
    let option_of = |changes: &[(&str, Value)]| option(&with(changes));
    assert_eq!(option_of(&cash)["total_cents"], range(13 * 700_000, 13 * 700_000));
    let mut uncovered = cash.to_vec();
    uncovered[0].1 = json!("employer");
    uncovered.push(("/options/0/covered", json!(false)));
    let uncovered = option_of(&uncovered);
    assert_eq!(
        (&uncovered["total_cents"], &uncovered["missing"]),
        (&range(13 * 700_000, 13 * 700_000), &json!([]))
    );
    // A line with its own share needs none of the plan.
    let own = option_of(&[
        ("/plan/cost_share", Value::Null),
        ("/options/0/lines/0/cost_share", json!({"type": "copay", "amount_cents": 1000})),
        ("/plan/deductible", Value::Null),
    ]);
    assert_eq!(own["total_cents"], range(13_000, 13_000));
}

#[test]
fn a_card_stands_aside_where_a_government_pays_whatever_the_plan_is_called() {
    for (payer, kind) in
        [("medicaid", "medicaid"), ("champva", "commercial"), ("state_program", "commercial")]
    {
        let mut open_card = card();
        open_card["enrolled"] = json!("unknown");
        let changes =
            [("/payer", json!(payer)), ("/plan/kind", json!(kind)), ("/options/0/lines/0/card", open_card)];
        let option = option(&with(&changes));
        assert_eq!(option["total_cents"], range(400_000, 400_000), "{payer}");
        assert_eq!(option["unknown"], json!([]), "{payer}");
        assert!(option["notes"].to_string().contains("card ignored: government payer"), "{option}");
    }
    let misfit = option(&with(&[("/payer", json!("cash"))]));
    assert!(misfit["notes"].to_string().contains("does not fit the payer"), "{misfit}");
}

#[test]
fn a_year_of_maintenance_has_neither_loading_doses_nor_help_that_comes_once() {
    let changes = [
        ("/first_fill", json!("2026-07-01")),
        ("/options/0/lines/0/first", json!([[2, 14, 650_000]])),
        ("/options/0/lines/0/maintenance", json!([1, 28, 10_000])),
        ("/options/0/bridge", json!({"scope": "first_fills", "fills": 3})),
        ("/options/0/grant", json!({"balance_cents": 50_000})),
        ("/options/0/lines/0/card", json!({"annual_max_cents": 1000, "annual_used_cents": 1000})),
        (MET_DEDUCTIBLE, json!(150_000)),
        (MET_OOP, json!(390_000)),
    ];
    let option = option(&with(&changes));
    // 14 fills of $100 under the deductible, of which the card pays $10.
    assert_eq!(option["maintenance_year_cents"], range(14 * 10_000 - 1000, 14 * 10_000 - 1000));
}

#[test]
fn the_weakest_price_labels_the_total() {
    let line = |kind: &str, as_of: &str| json!({"drug": kind, "maintenance": [1, 30, 100], "price": {"kind": kind, "as_of": as_of}});
    for (lines, weakest) in [
        (vec![line("claim", "2026-11-20")], "claim"),
        (vec![line("claim", "2026-11-20"), line("nadac", "2026-11-20")], "nadac"),
        (vec![line("entered", "2026-11-20"), line("awp", "2026-11-20")], "entered"),
        // Older than 90 days is weaker than what was typed.
        (vec![line("claim", "2026-08-25"), line("entered", "2026-11-20")], "claim"),
        (vec![line("claim", "2026-08-26"), line("entered", "2026-11-20")], "entered"),
        (vec![json!({"drug": "x", "maintenance": [1, 30, 100]}), line("claim", "2026-11-20")], "entered"),
        (vec![json!({"drug": "x", "maintenance": [1, 30, 100], "price": {"kind": "claim"}})], "entered"),
    ] {
        let old = lines[0]["price"]["as_of"] == "2026-08-25";
        let option = option(&with(&[("/options/0/lines", lines.into())]));
        assert_eq!(option["weakest_source"], weakest);
        assert_eq!(option["notes"].to_string().contains("check: price of claim as of 2026-08-25"), old);
    }
}

#[test]
fn part_d_past_its_year_says_that_the_figures_are_not_those_of_the_next() {
    let changes =
        [("/payer", json!("part_d")), ("/plan/kind", json!("part_d")), ("/first_fill", json!("2026-12-01"))];
    let option = option(&with(&changes));
    assert!(
        option["notes"].to_string().contains("2027 is counted with the plan's figures of 2026"),
        "{option}"
    );
}

#[test]
fn credits_move_the_counters_of_every_option() {
    let mut coverage = with(&[(
        "/credits",
        json!([{"date": "2026-01-05", "deductible_cents": 150_000, "oop_cents": 380_000}]),
    )]);
    let second = coverage["options"][0].clone();
    coverage["options"].as_array_mut().unwrap().push(second);
    for option in compared(&coverage)["options"].as_array().unwrap() {
        assert_eq!(option["total_cents"], range(20_000, 20_000));
    }
}

#[test]
fn a_total_is_that_of_the_ledger_of_its_schedule() {
    let schedule = json!({"start": "2026-01-05", "horizon_end_exclusive": "2027-01-05", "maintenance": [1, 30, 650_000]});
    let fills = answer(&Job::Schedule(input()), &schedule).unwrap();
    let ledger = answer(&ledger(), &json!({"plan": sample()["plan"], "fills": fills["fills"]})).unwrap();
    assert_eq!(ledger["totals_cents"]["patient"], option(&sample())["total_cents"]["low"]);
}

#[test]
fn what_is_impossible_is_refused_with_its_field() {
    for (pointer, value, field, expected) in [
        ("/payer", json!("company"), "coverage.payer", "employer"),
        ("/paln", json!(1), "coverage.paln", "no such field"),
        ("/plan/kind", json!("company"), "coverage.plan.kind", "commercial"),
        ("/plan/met", json!(1), "coverage.plan.met", "no such field"),
        (
            "/plan/deductible/met_individual_cents",
            json!(-1),
            "coverage.plan.deductible.met_individual_cents",
            "cents",
        ),
        ("/plan/assistance", json!("maybe"), "coverage.plan.assistance", "counts"),
        ("/first_fill", json!("2026-02-30"), "coverage.first_fill", "YYYY-MM-DD"),
        ("/months", json!(0), "coverage.months", "1 to 36"),
        ("/months", json!(37), "coverage.months", "1 to 36"),
        ("/household/people", json!(0), "coverage.household.people", "at least one"),
        ("/household/income_cents", json!(-1), "coverage.household.income_cents", "cents"),
        ("/household/state", json!("ZZ"), "coverage.household.state", "two letters"),
        ("/steps", json!({"pa_sent": true}), "coverage.steps.pa_sent", "no such field"),
        ("/steps", json!({"appeal": 1}), "coverage.steps.appeal", "true or false"),
        ("/options", Value::Null, "coverage.options", "a list"),
        ("/options/0/id", Value::Null, "coverage.options[0].id", "a text"),
        ("/options/0/covered", json!(1), "coverage.options[0].covered", "true or false"),
        ("/options/0/price", json!(1), "coverage.options[0].price", "no such field"),
        ("/options/0/bridge", json!("two"), "coverage.options[0].bridge", "an object"),
        ("/options/0/on_label", json!("maybe"), "coverage.options[0].on_label", "true or false"),
        ("/options/0/lines/0/drug", json!(""), "coverage.options[0].lines[0].drug", "a text"),
        ("/options/0/lines/0/first", json!([[1, 30]]), "coverage.options[0].lines[0].first[0]", "packages"),
        (
            "/options/0/lines/0/maintenance",
            json!([1, 400, 5]),
            "coverage.options[0].lines[0].maintenance[1]",
            "365",
        ),
        ("/options/0/lines/0/price/kind", json!("guess"), "coverage.options[0].lines[0].price.kind", "claim"),
        (
            "/options/0/lines/0/card",
            json!({"enrolled": 1}),
            "coverage.options[0].lines[0].card.enrolled",
            "true or",
        ),
        (
            "/options/0/lines/0/card",
            json!({"bin": 1}),
            "coverage.options[0].lines[0].card.bin",
            "no such field",
        ),
    ] {
        let words = refused(&with(&[(pointer, value)]));
        assert!(words.starts_with(&format!("{field}: ")) && words.contains(expected), "{pointer}: {words}");
    }
    let mut many = sample();
    many["options"] = vec![many["options"][0].clone(); 31].into();
    assert!(refused(&many).starts_with("coverage.options: expected at most 30"));
    let line = sample()["options"][0]["lines"][0].clone();
    let words = refused(&with(&[("/options/0/lines", vec![line; 7].into())]));
    assert!(words.starts_with("coverage.options[0].lines: expected at most 6"), "{words}");
    for (asked, field) in [
        (json!({}), "as_of: "),
        (json!({"as_of": "2026-11-24"}), "coverage: expected an object"),
        (json!({"as_of": "2026-11-24", "patient": {"birth_date": "2026-11-25"}}), "patient.birth_date: "),
        (json!({"as_of": "2026-11-24", "patient": {"sex": "f"}}), "patient.sex: "),
        (json!({"as_of": "2026-11-24", "coverage": []}), "coverage: expected an object"),
        (json!([{"as_of": "2026-11-24", "coverage": sample()}, {}]), "item 1: as_of: "),
    ] {
        let words = answer(&Job::Compare(input()), &asked).unwrap_err();
        assert!(words.starts_with(field), "{asked}: {words}");
    }
}
