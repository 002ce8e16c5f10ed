//! A comparison is the ledger of each option, over everything that is not known.

use countercheck::cli::costs::Job;
use serde_json::{Value, json};

use super::{answer, input, ledger};

pub fn compared(coverage: &Value) -> Value {
    let asked = json!({"as_of": "2026-11-24", "patient": {"birth_date": "1984-05-02"}, "coverage": coverage});
    answer(&Job::Compare(input()), &asked).unwrap_or_else(|error| panic!("{error}: {coverage}"))
}

pub fn option(coverage: &Value) -> Value {
    let answer = compared(coverage);
    assert_eq!(answer["programs"], json!([]));
    answer["options"][0].clone()
}

pub fn range(low: i64, high: i64) -> Value {
    json!({"low": low, "high": high})
}

/// A private plan: $1,500 deductible, then 20 % up to $250 a fill, $4,000 in a year; $6,500 for 30 days.
pub fn sample() -> Value {
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
pub fn with(changes: &[(&str, Value)]) -> Value {
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
fn the_programs_for_the_drugs_of_the_options_come_with_the_costs() {
    let options = json!([{"id": "o", "on_label": true, "lines": [{"drug": "ruxolitinib"}]}]);
    let answer = compared(&with(&[("/options", options)]));
    assert_eq!(answer["options"][0]["missing"], json!(["options.0.lines.0.maintenance"]));
    let programs = answer["programs"].as_array().unwrap();
    let card = &programs[0];
    assert_eq!(card["program"], "opzelura-card");
    assert_eq!((&card["match"], &card["ask"]), (&json!("likely"), &json!([])));
}
