//! What must hold for every ledger and payment plan, tried on thousands of random ones.
//!
//! The random numbers are the same in every run; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` in the
//! environment give others and more.

use countercheck::cli::costs::Job;
use countercheck::cost::case::{Case, Fill, period};
use countercheck::cost::ledger::{Ledger, Route, Row, State};
use countercheck::cost::money::Cents;
use countercheck::cost::plan::{Assistance, Limit, Met};
use countercheck::cost::{payment_plan, read};
use jiff::ToSpan;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::random::{self, read_case};
use super::random_cases::cases;
use super::{answer, brute, content, input, ledger};

fn patient(case: &Value) -> Cents {
    Ledger::of(&read_case(case)).total(|row| row.patient)
}

/// The case with one field of it set.
fn with(case: &Value, pointer: &str, value: Value) -> Value {
    let mut case = case.clone();
    match case.pointer_mut(pointer) {
        Some(field) => *field = value,
        None => case[pointer.trim_start_matches('/')] = value,
    }
    case
}

/// The counters before each fill, with its row, and the counters after it.
fn steps(case: &Case) -> Vec<(State, Fill, Row, State)> {
    let mut state = State::start(case);
    let mut credits = case.credits.iter().peekable();
    let mut steps = Vec::new();
    for fill in &case.fills {
        while let Some(credit) = credits.next_if(|credit| credit.date <= fill.date) {
            state.credit(case, credit);
        }
        let before = state.clone();
        let row = state.fill(case, fill);
        steps.push((before, *fill, row, state.clone()));
    }
    steps
}

fn is_within(limit: &Option<Limit>, met: Met) -> bool {
    limit.as_ref().is_none_or(|limit| {
        let individual = met.individual <= limit.individual.max(limit.met.individual);
        let family = met.family <= limit.family.max(limit.met.family);
        (individual || !limit.structure.has_individual()) && (family || !limit.structure.has_family())
    })
}

fn is_maximizer(case: &Case) -> bool {
    matches!(case.plan.assistance, Assistance::Maximizer { .. })
}

proptest! {
    #![proptest_config(cases(1500))]

    // (1) to (4)
    #[test]
    fn every_cent_of_a_fill_is_paid_by_somebody_once(case in random::case()) {
        let case = read_case(&case);
        for row in Ledger::of(&case).rows {
            let paid = [row.patient, row.card, row.grant, row.subsidy, row.plan];
            let amounts = [row.price, row.deductible, row.cost_share, row.obligation];
            prop_assert!(paid.into_iter().chain(amounts).all(|amount| amount >= Cents::ZERO), "{:?}", row);
            prop_assert_eq!(paid.into_iter().sum::<Cents>(), row.price, "{:?}", row);
            prop_assert!(row.patient <= row.obligation && row.obligation <= row.price, "{:?}", row);
            if row.route == Route::Insurance {
                prop_assert_eq!(row.deductible.plus(row.cost_share), row.obligation, "{:?}", row);
            }
        }
    }

    // (5), (6)
    #[test]
    fn a_card_keeps_to_its_limits_and_leaves_the_patient_the_least_to_pay(case in random::case()) {
        let case = read_case(&case);
        for (_, fill, row, after) in steps(&case) {
            let Some(card) = case.lines[fill.line].card else {
                prop_assert_eq!(row.card, Cents::ZERO);
                continue;
            };
            prop_assert!(case.card_ban.is_none() || row.card == Cents::ZERO, "a card where none may be");
            prop_assert!(card.per_fill_max.is_none_or(|most| row.card <= most));
            let used = after.cards[fill.line].used;
            prop_assert!(card.annual_max.is_none_or(|most| used <= most.max(card.annual_used)));
            prop_assert!(card.max_fills_per_year.is_none_or(|most| after.cards[fill.line].fills <= most));
            if row.card > Cents::ZERO {
                let least = match row.route {
                    Route::Insurance => card.min_patient_pay,
                    _ => card.noncovered_min_patient_pay.unwrap(),
                };
                prop_assert!(row.patient.plus(row.grant) >= least.min(row.obligation.less(row.subsidy)));
            }
        }
    }

    // (7), (8) first half, (10), (12)
    #[test]
    fn no_counter_passes_its_limit_and_past_the_yearly_limit_and_on_free_fills_nothing_moves(
        case in random::case(),
    ) {
        let case = read_case(&case);
        for (before, fill, row, after) in steps(&case) {
            prop_assert!(is_within(&case.plan.deductible, after.deductible), "{:?}", row);
            prop_assert!(is_within(&case.plan.oop_max, after.oop), "{:?}", row);
            let year = |day| period(day, case.plan.reset_month);
            let card_year = |day| case.lines[fill.line].card.map(|card| period(day, card.reset_month));
            let earlier = || case.fills.iter().take_while(|other| **other != fill);
            let same_year = earlier().last().is_some_and(|last| year(last.date) == year(fill.date));
            let of_line = earlier().filter(|other| other.line == fill.line).last();
            let same_card_year = of_line.is_none_or(|last| card_year(last.date) == card_year(fill.date));
            if let Some(limit) = &case.plan.oop_max {
                let full = same_year && limit.remaining(before.oop) == Cents::ZERO;
                if full && row.route == Route::Insurance && !is_maximizer(&case) {
                    prop_assert_eq!(row.patient, Cents::ZERO);
                }
            }
            if same_year && same_card_year && matches!(row.route, Route::FreeDrug | Route::Bridge) {
                let used = |state: &State| state.cards.iter().map(|card| card.used).collect::<Vec<_>>();
                prop_assert_eq!(before.deductible, after.deductible);
                prop_assert_eq!(before.oop, after.oop);
                prop_assert_eq!(before.grant, after.grant);
                prop_assert_eq!(used(&before), used(&after));
            }
        }
    }

    // (8) second half, (9)
    #[test]
    fn a_plan_year_costs_no_more_than_what_was_left_of_its_limit(case in random::case()) {
        let case = read_case(&case);
        let Some(limit) = case.plan.oop_max else { return Ok(()) };
        let mut first_of: Option<(i16, Cents)> = None;
        let mut paid = Cents::ZERO;
        for (before, fill, row, _) in steps(&case) {
            let year = period(fill.date, case.plan.reset_month);
            if first_of.is_none_or(|(current, _)| current != year) {
                let fresh = if first_of.is_none() { before.oop } else { Met::default() };
                first_of = Some((year, limit.remaining(fresh)));
                paid = Cents::ZERO;
            }
            if row.route != Route::Insurance {
                continue;
            }
            paid = paid.plus(match case.plan.assistance {
                Assistance::Counts => row.patient,
                Assistance::Accumulator => row.patient.plus(row.grant),
                Assistance::Maximizer { .. } => Cents::ZERO,
            });
            prop_assert!(paid <= first_of.unwrap().1, "{:?}", row);
        }
    }

    // (11)
    #[test]
    fn a_new_plan_year_begins_with_full_limits(case in random::case()) {
        let case = read_case(&case);
        let mut state = Ledger::of(&case).end;
        let last = case.fills.last().unwrap();
        let later = case.credits.iter().map(|credit| credit.date).fold(last.date, jiff::civil::Date::max);
        let next_year = later.checked_add(1.year()).unwrap();
        state.fill(&case, &Fill { date: next_year, price: Cents::ZERO, ..*last });
        for (limit, met) in [(case.plan.deductible, state.deductible), (case.plan.oop_max, state.oop)] {
            if let Some(limit) = limit {
                let full = Limit { met: Met::default(), ..limit }.remaining(Met::default());
                prop_assert_eq!(limit.remaining(met), full);
            }
        }
    }

    // (14)
    #[test]
    fn a_ledger_may_be_cut_anywhere_and_gone_on_with(case in random::case(), cut in any::<Index>()) {
        let whole = read_case(&case);
        let expected = Ledger::of(&whole);
        let at = cut.index(whole.fills.len() + 1);
        let (mut first, mut second) = (whole.clone(), whole.clone());
        second.fills = first.fills.split_off(at);
        let until = second.fills.first().map_or(jiff::civil::Date::MAX, |fill| fill.date);
        let (early, late): (Vec<_>, Vec<_>) =
            whole.credits.iter().copied().partition(|credit| credit.date < until);
        (first.credits, second.credits) = (early, late);
        let mut rows = Vec::new();
        let mut state = State::start(&whole);
        for half in [&first, &second] {
            state.run(half, |_, row| rows.push(row));
        }
        prop_assert_eq!(rows, expected.rows);
        prop_assert_eq!(state, expected.end);
    }

    // (16)
    #[test]
    fn fills_that_are_not_in_the_order_of_their_dates_are_refused(
        mut case in random::case(),
        pick in any::<Index>(),
    ) {
        let fills = case["fills"].as_array_mut().unwrap();
        prop_assume!(fills.len() > 1);
        let at = pick.index(fills.len() - 1);
        prop_assume!(fills[at]["date"] != fills[at + 1]["date"]);
        fills.swap(at, at + 1);
        let words = answer(&ledger(), &case).unwrap_err();
        prop_assert!(words.starts_with(&format!("fills[{}].date: ", at + 1)), "{}", words);
    }

    #[test]
    fn a_payment_plan_bills_all_of_it_and_nothing_else(plan in random::payment_plan()) {
        let (oop, election) = read::payment_plan(&plan).unwrap();
        let bills = payment_plan::bills(&oop, &election);
        let before = usize::from(election.month) - 1;
        prop_assert_eq!(bills.iter().copied().sum::<Cents>(), oop.iter().skip(before).copied().sum());
        prop_assert!(bills.iter().take(before).all(|bill| *bill == Cents::ZERO));
        let mut owed = Cents::ZERO;
        for (bill, new) in bills.iter().zip(&oop).skip(before) {
            owed = owed.plus(*new);
            prop_assert!(*bill <= owed, "billed before it was owed");
            owed = owed.less(*bill);
        }
        prop_assert_eq!(owed, Cents::ZERO);
    }
}

proptest! {
    #![proptest_config(cases(2500))]

    // (13)
    #[test]
    fn a_card_never_makes_a_year_dearer_where_its_money_counts_or_nothing_does(
        case in random::case(),
        card in random::card(),
        maximizer in any::<bool>(),
    ) {
        let assistance = if maximizer { "maximizer" } else { "counts" };
        let case = with(&case, "/plan/assistance", json!(assistance));
        let mut without = with(&case, "/use_discount_when_lower", json!(false));
        without["card"] = Value::Null;
        if let Some(lines) = without.get_mut("lines").and_then(Value::as_object_mut) {
            lines.values_mut().for_each(|line| { line.as_object_mut().unwrap().remove("card"); });
        }
        let with_card = with(&without, "/card", card);
        prop_assert!(patient(&with_card) <= patient(&without));
    }

    // (13)
    #[test]
    fn extra_help_never_makes_a_year_dearer(case in random::plain(), copay in 0..5000_i64) {
        let case = with(&with(&case, "/plan/kind", json!("part_d")), "/plan/plan_year_reset_month", json!(1));
        let without = with(&case, "/plan/lis_copay_cents", Value::Null);
        let helped = with(&case, "/plan/lis_copay_cents", json!(copay));
        prop_assert!(patient(&helped) <= patient(&without));
    }

    // (13)
    #[test]
    fn a_card_changes_nothing_where_a_government_or_nobody_pays(
        case in random::case(),
        card in random::card(),
        kind in prop::sample::select(vec!["part_d", "medicaid", "tricare", "va", "chip", "ihs", "none"]),
    ) {
        let case = with(&with(&case, "/plan/kind", json!(kind)), "/plan/plan_year_reset_month", json!(1));
        let mut without = with(&case, "/card", Value::Null);
        if let Some(lines) = without.get_mut("lines").and_then(Value::as_object_mut) {
            lines.values_mut().for_each(|line| { line.as_object_mut().unwrap().remove("card"); });
        }
        let with_card = with(&without, "/card", card);
        let (with_card, without) = (read_case(&with_card), read_case(&without));
        prop_assert_eq!(Ledger::of(&with_card).rows, Ledger::of(&without).rows);
        prop_assert!(with_card.notes().iter().any(|note| note.starts_with("card ignored: ")));
    }

    // (17)
    #[test]
    fn a_year_with_an_accumulator_costs_at_least_what_it_costs_where_card_money_counts(
        case in random::plain(),
    ) {
        let counts = with(&case, "/plan/assistance", json!("counts"));
        let accumulator = with(&case, "/plan/assistance", json!("accumulator"));
        prop_assert!(patient(&accumulator) >= patient(&counts));
    }

    // With a card, or with Extra Help, it can: the yearly limit is met sooner, and fewer fills carry the
    // least that the patient pays.
    #[test]
    fn a_higher_rate_never_makes_a_year_cheaper_where_there_is_no_card(
        case in random::plain(),
        rates in (0..=10_000_i64, 0..=10_000_i64),
    ) {
        let case = with(&with(&case, "/card", Value::Null), "/plan/lis_copay_cents", Value::Null);
        let at = |rate: i64| {
            let share = json!({"type": "coinsurance", "rate_bp": rate});
            patient(&with(&case, "/plan/cost_share", share))
        };
        prop_assert!(at(rates.0.min(rates.1)) <= at(rates.0.max(rates.1)));
    }

    #[test]
    fn what_a_maker_pays_less_under_an_accumulator_is_a_lower_yearly_maximum(
        case in random::plain(),
        card in random::card(),
        most in 0..500_000_i64,
        assistance in prop::sample::select(vec!["counts", "accumulator", "maximizer"]),
    ) {
        let case = with(&case, "/plan/assistance", json!(assistance));
        let mut lowered = card.clone();
        lowered["adjustment_program_max_cents"] = most.into();
        let mut plainly = card;
        let usual = plainly["annual_max_cents"].as_i64().unwrap_or(i64::MAX);
        if assistance != "counts" {
            plainly["annual_max_cents"] = usual.min(most).into();
        }
        let rows = |card: Value| Ledger::of(&read_case(&with(&case, "/card", card))).rows;
        prop_assert_eq!(rows(lowered), rows(plainly));
    }
}

fn any_json() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|n| serde_json::Number::from_f64(n).map_or(Value::Null, Value::Number)),
        prop::sample::select(vec!["unknown", "none", "copay", "individual", "2026-02-29", "2026-11-24", ""])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(vec!["kind", "date", "type", "x"]), inner), 0..4)
                .prop_map(|fields| fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()),
        ]
    })
    .boxed()
}

fn asked() -> BoxedStrategy<Value> {
    brute::coverage().prop_map(|coverage| json!({"as_of": "2026-11-24", "coverage": coverage})).boxed()
}

/// Every place of a value, by its pointer.
pub fn places(value: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, places: &mut Vec<String>) {
        places.push(at.to_owned());
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| walk(value, &format!("{at}/{name}"), places))
            }
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(i, value)| walk(value, &format!("{at}/{i}"), places))
            }
            _ => {}
        }
    }
    let mut places = Vec::new();
    walk(value, "", &mut places);
    places
}

proptest! {
    #![proptest_config(cases(700))]

    #[test]
    fn any_input_is_answered_or_refused(
        mut case in prop_oneof![random::case(), random::payment_plan(), asked()],
        pick in any::<Index>(),
        value in any_json(),
        flips in prop::collection::vec((any::<Index>(), 0..8_u8), 0..4),
    ) {
        let places = places(&case);
        *case.pointer_mut(pick.get::<String>(&places)).unwrap() = value;
        let mut bytes = case.to_string().into_bytes();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let jobs = [Job::Ledger, Job::Schedule, Job::PaymentPlan, Job::Income, Job::Compare];
        for text in [case.to_string().into_bytes(), bytes] {
            for job in jobs {
                match job(input()).run(content(), &text) {
                    Ok(answer) => prop_assert!(serde_json::from_str::<Value>(&answer).is_ok()),
                    Err(trouble) => prop_assert_eq!(trouble.exit_code(), 2),
                }
            }
        }
    }
}
