//! A comparison done the long way: every combination of what is not known is written into a case of its
//! own and goes through the ledger's command. Slow, simple, and written apart from the program.

use countercheck::cli::costs::Job;
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::compare::compared;
use super::{answer, input, ledger, random};

/// What a comparison must say of one option.
pub struct Expected {
    total: (i64, i64),
    months: Vec<(String, i64, i64)>,
    unknown: Vec<String>,
    narrow: Option<String>,
    /// How many combinations there are, also those left out.
    pub tried: usize,
}

impl Expected {
    pub fn check(&self, option: &Value) {
        assert_eq!(option["missing"], json!([]));
        assert_eq!(option["unknown"], json!(self.unknown));
        assert_eq!(option["total_cents"], json!({"low": self.total.0, "high": self.total.1}));
        let months: Vec<Value> = self
            .months
            .iter()
            .map(|(month, low, high)| json!({"month": month, "low": low, "high": high}))
            .collect();
        assert_eq!(option["months"], json!(months));
        assert_eq!(option["narrow"], json!(self.narrow));
    }
}

/// The unknowns of an option: their paths below the coverage, and the values to try.
fn unknowns(coverage: &Value, at: usize) -> Vec<(String, Vec<Value>)> {
    let plan = &coverage["plan"];
    let mut found = Vec::new();
    // A plan that does not cover the drug is not asked about.
    let limits =
        if coverage["options"][at]["covered"] == false { vec![] } else { vec!["deductible", "oop_max"] };
    for limit in limits.iter().copied() {
        for (met, most) in
            [("met_individual_cents", "individual_cents"), ("met_family_cents", "family_cents")]
        {
            let counts = match plan[limit]["structure"].as_str() {
                Some("individual") => met == "met_individual_cents",
                Some("aggregate") => met == "met_family_cents",
                _ => true,
            };
            if plan[limit][met] == "unknown" && counts {
                let most = plan[limit][most].as_i64().unwrap();
                // To the nearest cent; fifths are never just between two.
                let mut values: Vec<i64> = (0..=5).map(|step| (most * step * 2 + 5) / 10).collect();
                values.dedup();
                found.push((format!("plan.{limit}.{met}"), values.into_iter().map(Value::from).collect()));
            }
        }
    }
    if plan["assistance"] == "unknown" && !limits.is_empty() {
        let mut values = vec![json!("counts"), json!("accumulator")];
        if plan["maximizer_cost_share_cents"].is_i64() {
            values.push(json!("maximizer"));
        }
        found.push(("plan.assistance".to_owned(), values));
    }
    let option = &coverage["options"][at];
    for (line, value) in option["lines"].as_array().unwrap().iter().enumerate() {
        if value["card"]["enrolled"] == "unknown" {
            let values = vec![json!(true), json!(false)];
            found.push((format!("options.{at}.lines.{line}.card.enrolled"), values));
        }
    }
    if option["covered"] == "unknown" {
        found.push((format!("options.{at}.covered"), vec![json!(true), json!(false)]));
    }
    if found.iter().map(|(_, values)| values.len()).product::<usize>() > 500 {
        for (path, values) in &mut found {
            if path.contains(".met_") {
                *values = vec![values[0].clone(), values[values.len() - 1].clone()];
                values.dedup();
            }
        }
    }
    found
}

fn combinations(unknowns: &[(String, Vec<Value>)]) -> Vec<Vec<Value>> {
    unknowns.iter().fold(vec![vec![]], |all, (_, values)| {
        all.iter()
            .flat_map(|chosen| {
                values.iter().map(|value| [chosen.as_slice(), std::slice::from_ref(value)].concat())
            })
            .collect()
    })
}

/// A case for the ledger of one option, with nothing unknown left in the coverage.
fn case(coverage: &Value, at: usize, start: Date, end: Date) -> Value {
    let option = &coverage["options"][at];
    let mut lines = Map::new();
    let mut fills = Vec::new();
    for (number, line) in option["lines"].as_array().unwrap().iter().enumerate() {
        let name = format!("line {number}");
        let mut schedule = json!({"start": start.to_string(), "horizon_end_exclusive": end.to_string(),
            "first": line["first"], "maintenance": line["maintenance"]});
        for price in ["cash_price_cents", "discount_price_cents"] {
            schedule[price] = line[price].clone();
        }
        let made = answer(&Job::Schedule(input()), &schedule).unwrap();
        for fill in made["fills"].as_array().unwrap() {
            let mut fill = fill.clone();
            fill["line"] = json!(name);
            fills.push(fill);
        }
        let mut own = Map::new();
        for field in ["cost_share", "applies_to_drug"] {
            if !line[field].is_null() {
                own.insert(field.into(), line[field].clone());
            }
        }
        if line["card"].is_object() && line["card"]["enrolled"] != false {
            let mut card = line["card"].clone();
            card.as_object_mut().unwrap().remove("enrolled");
            own.insert("card".into(), card);
        }
        lines.insert(name, own.into());
    }
    fills.sort_by_key(|fill| fill["date"].as_str().unwrap().to_owned());
    let mut case =
        json!({"plan": coverage["plan"], "fills": fills, "lines": lines, "credits": coverage["credits"]});
    for field in
        ["bridge", "pap", "grant", "covered", "coverage_from", "noncovered_route", "use_discount_when_lower"]
    {
        case[field] = option[field].clone();
    }
    case
}

/// What is not known of a plan and decides nothing is left out.
fn forget(plan: &mut Value) {
    if let Some(fields) = plan.as_object_mut() {
        fields.retain(|_, value| value != "unknown");
        fields.values_mut().for_each(forget);
    }
}

fn contradicts(plan: &Value, unknowns: &[(String, Vec<Value>)]) -> bool {
    let counts = |limit: &str, met: &str| match plan[limit]["structure"].as_str() {
        Some("individual") => met == "met_individual_cents",
        Some("aggregate") => met == "met_family_cents",
        Some(_) => true,
        None => false,
    };
    ["met_individual_cents", "met_family_cents"].iter().any(|met| {
        counts("deductible", met)
            && counts("oop_max", met)
            && unknowns.iter().any(|(path, _)| path.ends_with(met))
            && plan["oop_max"][met].as_i64() < plan["deductible"][met].as_i64()
    })
}

/// One option of a coverage the long way.
pub fn brute(coverage: &Value, at: usize) -> Expected {
    let start: Date = coverage["first_fill"].as_str().unwrap().parse().unwrap();
    let end = start + coverage["months"].as_i64().unwrap().months();
    let mut names = Vec::new();
    let mut day = start;
    while day < end {
        names.push(day.to_string()[..7].to_owned());
        day = day.last_of_month() + 1.day();
    }
    let unknowns = unknowns(coverage, at);
    let all = combinations(&unknowns);
    let mut done: Vec<(Vec<Value>, i64, Vec<i64>)> = Vec::new();
    for strict in [true, false] {
        for chosen in &all {
            let mut known = coverage.clone();
            for ((path, _), value) in unknowns.iter().zip(chosen) {
                *known.pointer_mut(&format!("/{}", path.replace('.', "/"))).unwrap() = value.clone();
            }
            forget(&mut known["plan"]);
            if strict && contradicts(&known["plan"], &unknowns) {
                continue;
            }
            let result = answer(&ledger(), &case(&known, at, start, end)).unwrap();
            let by_month = &result["patient_cents_by_month"];
            let months = names.iter().map(|name| by_month[name].as_i64().unwrap_or(0)).collect();
            done.push((chosen.clone(), result["totals_cents"]["patient"].as_i64().unwrap(), months));
        }
        if !done.is_empty() {
            break;
        }
    }
    let ends = |amounts: Vec<i64>| (*amounts.iter().min().unwrap(), *amounts.iter().max().unwrap());
    // At the worst value of an unknown the range of the others is widest.
    let mut narrow: Option<(i64, &String)> = None;
    for (number, (path, values)) in unknowns.iter().enumerate() {
        let widest = values
            .iter()
            .filter_map(|value| {
                let of_value = done.iter().filter(|(chosen, ..)| chosen[number] == *value);
                let totals: Vec<i64> = of_value.map(|(_, total, _)| *total).collect();
                (!totals.is_empty()).then(|| ends(totals))
            })
            .map(|(low, high)| high - low)
            .max()
            .unwrap();
        if narrow.is_none_or(|(width, _)| widest < width) {
            narrow = Some((widest, path));
        }
    }
    Expected {
        total: ends(done.iter().map(|(_, total, _)| *total).collect()),
        months: names
            .iter()
            .enumerate()
            .map(|(number, name)| {
                let (low, high) = ends(done.iter().map(|(_, _, months)| months[number]).collect());
                (name.clone(), low, high)
            })
            .collect(),
        unknown: unknowns.iter().map(|(path, _)| path.clone()).collect(),
        narrow: narrow.map(|(_, path)| path.clone()),
        tried: all.len(),
    }
}

fn line() -> BoxedStrategy<Value> {
    let supply = || (1..4_i64, prop::sample::select(vec![14_i64, 28, 30, 90]), 0..400_000_i64);
    let enrolled = prop::sample::select(vec![json!(true), json!(false), json!("unknown")]);
    let card = (random::card(), enrolled).prop_map(|(mut card, enrolled)| {
        card["enrolled"] = enrolled;
        card
    });
    let own = (prop::option::weighted(0.3, random::cost_share()), prop::option::of(any::<bool>()));
    (
        prop::collection::vec(supply(), 0..3),
        supply(),
        prop::option::of(card),
        own,
        (0..400_000_i64, 0..400_000_i64),
    )
        .prop_map(|(first, maintenance, card, (share, applies), (cash, discount))| {
            json!({"drug": "x", "first": first, "maintenance": maintenance, "card": card, "cost_share": share,
                "applies_to_drug": applies, "cash_price_cents": cash, "discount_price_cents": discount})
        })
        .boxed()
}

/// A coverage of which much is not known, under a private plan.
pub fn coverage() -> BoxedStrategy<Value> {
    let open = prop::collection::vec(prop::bool::weighted(0.35), 5);
    let covered = prop::sample::select(vec![json!(true), json!(true), json!(false), json!("unknown")]);
    let option = (
        prop::collection::vec(line(), 1..3),
        covered,
        prop::sample::select(vec!["cash", "discount", "card"]),
        any::<bool>(),
        prop::option::weighted(0.3, 0..200_000_i64),
        prop::option::weighted(0.2, 0..4_i64),
    );
    (random::plan(), option, 0..365_i64, 1..=15_i64, open)
        .prop_map(|(mut plan, (lines, covered, route, discount, grant, bridge), start, months, open)| {
            plan["kind"] = json!("commercial");
            for (at, (limit, met)) in [
                ("deductible", "met_individual_cents"),
                ("deductible", "met_family_cents"),
                ("oop_max", "met_individual_cents"),
                ("oop_max", "met_family_cents"),
            ]
            .into_iter()
            .enumerate()
            {
                if open[at] && plan[limit].is_object() {
                    plan[limit][met] = json!("unknown");
                }
            }
            if open[4] {
                plan["assistance"] = json!("unknown");
            }
            let first = jiff::civil::date(2026, 1, 1) + start.days();
            json!({
                "payer": "employer",
                "plan": plan,
                "first_fill": first.to_string(),
                "months": months,
                "options": [{
                    "id": "x",
                    "lines": lines,
                    "covered": covered,
                    "noncovered_route": route,
                    "use_discount_when_lower": discount,
                    "grant": grant.map(|balance| json!({"balance_cents": balance})),
                    "bridge": bridge.map(|fills| json!({"scope": "until_covered", "fills": fills})),
                }],
                "credits": [{"date": (first + 40.days()).to_string(), "deductible_cents": 7000, "oop_cents": 9000}],
            })
        })
        .boxed()
}

proptest! {
    #![proptest_config(super::random_cases::cases(400))]

    #[test]
    fn a_comparison_is_the_ledger_of_every_combination_of_what_is_not_known(coverage in coverage()) {
        let expected = brute(&coverage, 0);
        expected.check(&compared(&coverage)["options"][0]);
    }
}
