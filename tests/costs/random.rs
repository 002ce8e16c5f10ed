//! Random cases for the ledger, as the JSON that the command line reads.
//!
//! They use everything that a case can have, so that rules meet each other; amounts are small as often as
//! large, so that limits, minimums and last cents are reached.

use countercheck::cost::case::Case;
use countercheck::cost::read;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

pub fn read_case(case: &Value) -> Case {
    read::case(case).unwrap_or_else(|error| panic!("{error}: {case}"))
}

fn cents(most: i64) -> BoxedStrategy<i64> {
    prop_oneof![1 => Just(0), 2 => 0..=100_i64, 7 => 0..=most].prop_map(move |cents| cents.min(most)).boxed()
}

fn maybe<T: std::fmt::Debug + Clone + 'static>(
    some: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Option<T>> {
    prop::option::of(some).boxed()
}

/// A deductible or a yearly limit; what is met may be more than there is.
pub fn limit(most: i64) -> BoxedStrategy<Value> {
    let parts = (
        prop::sample::select(vec!["individual", "embedded", "aggregate"]),
        cents(most),
        cents(most),
        (0..=110_i64, 0..=110_i64, any::<bool>()),
        prop::bool::weighted(0.9),
    );
    parts
        .prop_map(|(structure, individual, more, (met, met_more, fresh), applies)| {
            let family = individual + more;
            let (met, met_more) = if fresh { (0, 0) } else { (met, met_more) };
            json!({
                "structure": structure,
                "individual_cents": individual,
                "family_cents": family,
                "met_individual_cents": individual * met / 100,
                "met_family_cents": family * met_more / 100,
                "applies_to_drug": applies,
            })
        })
        .boxed()
}

pub fn cost_share() -> BoxedStrategy<Value> {
    let per_days = || maybe(prop::sample::select(vec![28, 30, 90]));
    let copay = (cents(50_000), per_days())
        .prop_map(|(amount, per)| json!({"type": "copay", "amount_cents": amount, "per_days": per}));
    let coinsurance = (0..=10_000_i64, maybe(cents(5000)), maybe(5000..=60_000_i64), per_days()).prop_map(
        |(rate, min, max, per)| {
            json!({"type": "coinsurance", "rate_bp": rate, "min_cents": min, "max_cents": max, "per_days": per})
        },
    );
    prop_oneof![2 => copay, 3 => coinsurance].boxed()
}

pub fn card() -> BoxedStrategy<Value> {
    let parts = (
        maybe(cents(1_500_000)),
        prop::sample::select(vec![0, 500, 1000, 2500]),
        maybe(cents(300_000)),
        cents(500_000),
        1..=12_i64,
        maybe(0..=12_i64),
        maybe(cents(5000)),
    );
    parts
        .prop_map(|(annual, min_pay, per_fill, used, reset, fills, noncovered)| {
            json!({
                "annual_max_cents": annual,
                "min_patient_pay_cents": min_pay,
                "per_fill_max_cents": per_fill,
                "annual_used_cents": used,
                "reset_month": reset,
                "max_fills_per_year": fills,
                "covers_noncovered": noncovered.is_some(),
                "noncovered_min_patient_pay_cents": noncovered.unwrap_or(0),
            })
        })
        .boxed()
}

fn kind() -> BoxedStrategy<&'static str> {
    let others = vec!["part_d", "medicaid", "tricare", "va", "chip", "ihs", "none"];
    prop_oneof![7 => Just("commercial"), 3 => prop::sample::select(others)].boxed()
}

pub fn plan() -> BoxedStrategy<Value> {
    let parts = (
        kind(),
        1..=12_i64,
        maybe(limit(400_000)),
        cost_share(),
        maybe(limit(900_000)),
        prop::sample::select(vec!["counts", "accumulator", "maximizer"]),
        cents(200_000),
        prop::option::weighted(0.2, cents(1500)),
    );
    parts
        .prop_map(|(kind, reset, deductible, share, oop, assistance, maximizer, lis)| {
            json!({
                "kind": kind,
                "plan_year_reset_month": if kind == "part_d" { 1 } else { reset },
                "deductible": deductible,
                "cost_share": share,
                "oop_max": oop,
                "assistance": assistance,
                "maximizer_cost_share_cents": maximizer,
                "lis_copay_cents": lis,
            })
        })
        .boxed()
}

/// The fills of one line: from a day in 2026 on, at one interval, each at a price of its own or at one.
fn fills() -> BoxedStrategy<Vec<(Date, Value)>> {
    let parts = (
        0..365_i64,
        prop::sample::select(vec![14_i64, 28, 30, 31, 90]),
        prop_oneof![
            prop::collection::vec(cents(800_000), 1..14),
            (cents(800_000), 1..14_usize).prop_map(|(price, count)| vec![price; count])
        ],
        (0..=200_i64, 0..=120_i64),
    );
    parts
        .prop_map(|(start, days, prices, (cash, discount))| {
            let mut day = date(2026, 1, 1) + start.days();
            let mut fills = Vec::new();
            for price in prices {
                let fill = json!({
                    "date": day.to_string(),
                    "days_supply": days,
                    "price_cents": price,
                    "cash_price_cents": (cash > 20).then_some(price * cash / 100),
                    "discount_price_cents": price * discount / 100,
                });
                fills.push((day, fill));
                day += days.days();
            }
            fills
        })
        .boxed()
}

fn line(name: &'static str) -> BoxedStrategy<(Value, Vec<(Date, Value)>)> {
    let own = (maybe(cost_share()), maybe(any::<bool>()), maybe(prop::option::weighted(0.7, card())));
    (own, fills())
        .prop_map(move |((share, applies, card), fills)| {
            let mut own = Map::new();
            if let Some(share) = share {
                own.insert("cost_share".into(), share);
            }
            if let Some(applies) = applies {
                own.insert("applies_to_drug".into(), applies.into());
            }
            if let Some(card) = card {
                own.insert("card".into(), card.into());
            }
            let fills = fills
                .into_iter()
                .map(|(day, mut fill)| {
                    fill["line"] = name.into();
                    (day, fill)
                })
                .collect();
            (Value::Object(own), fills)
        })
        .boxed()
}

/// A case of one line that everything pays toward: nothing but a plan, prices, and a card or a grant.
pub fn plain() -> BoxedStrategy<Value> {
    let grant = prop::option::weighted(0.2, cents(300_000));
    (plan(), fills(), maybe(card()), grant)
        .prop_map(|(plan, fills, card, grant)| {
            let fills: Vec<Value> = fills.into_iter().map(|(_, fill)| fill).collect();
            let grant = grant.map(|balance| json!({"balance_cents": balance}));
            json!({"plan": plan, "fills": fills, "card": card, "grant": grant})
        })
        .boxed()
}

/// A case with everything that a case can have.
pub fn case() -> BoxedStrategy<Value> {
    let lines = prop_oneof![
        fills().prop_map(|fills| (Value::Null, fills)),
        (line("brand"), line("generic"), maybe(line("third"))).prop_map(|(brand, generic, third)| {
            let mut lines = Map::new();
            let mut all = Vec::new();
            let third = third.map(|line| ("third", line));
            for (name, (own, fills)) in [("brand", brand), ("generic", generic)].into_iter().chain(third) {
                lines.insert(name.into(), own);
                all.extend(fills);
            }
            all.sort_by_key(|(day, _)| *day);
            (Value::Object(lines), all)
        }),
    ];
    let credit = (0..500_i64, cents(100_000), cents(100_000));
    let help = (
        prop::option::weighted(0.2, cents(300_000)),
        prop::option::weighted(0.2, (prop::sample::select(vec!["until_covered", "first_fills"]), 0..4_i64)),
        prop::option::weighted(0.15, (0..300_i64, 0..300_i64)),
    );
    let coverage = (
        prop::bool::weighted(0.85),
        prop::option::weighted(0.2, 0..400_i64),
        prop::sample::select(vec!["cash", "discount", "card"]),
        prop::bool::weighted(0.25),
    );
    (plan(), lines, maybe(card()), prop::collection::vec(credit, 0..3), help, coverage)
        .prop_map(|(plan, (lines, fills), card, credits, (grant, bridge, free), coverage)| {
            let (covered, coverage_from, route, discount) = coverage;
            let first = fills[0].0;
            let day = |after: i64| (first + after.days()).to_string();
            let credits: Vec<Value> = credits
                .into_iter()
                .map(|(after, deductible, oop)| {
                    json!({"date": day(after), "deductible_cents": deductible, "oop_cents": oop})
                })
                .collect();
            let mut case = json!({
                "id": "random",
                "plan": plan,
                "fills": fills.into_iter().map(|(_, fill)| fill).collect::<Vec<_>>(),
                "card": card,
                "credits": credits,
                "grant": grant.map(|balance| json!({"balance_cents": balance})),
                "bridge": bridge.map(|(scope, fills)| json!({"scope": scope, "fills": fills})),
                "pap": free.map(|(from, days)| json!({"from": day(from), "to": day(from + days)})),
                "covered": covered,
                "coverage_from": coverage_from.map(day),
                "noncovered_route": route,
                "use_discount_when_lower": discount,
            });
            if !lines.is_null() {
                case["lines"] = lines;
            }
            // What is left out and what is null are the same.
            let strip = |value: &mut Value| {
                value.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            };
            strip(&mut case);
            case["fills"].as_array_mut().unwrap().iter_mut().for_each(strip);
            case
        })
        .boxed()
}

/// A year of a payment plan.
pub fn payment_plan() -> BoxedStrategy<Value> {
    let oop = prop::collection::vec(prop_oneof![Just(0), cents(210_000)], 12);
    (oop, cents(300_000), 1..=12_i64, cents(210_000))
        .prop_map(|(oop, threshold, month, before)| {
            // The law lets nobody pay more than the threshold in a year; in December it would show.
            let threshold = if month == 12 { threshold.max(before + oop[11]) } else { threshold };
            json!({
                "oop_by_month": oop,
                "threshold_cents": threshold,
                "election_month": month,
                "incurred_before_cents": before,
            })
        })
        .boxed()
}
