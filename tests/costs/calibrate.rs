//! A claim that the ledger made is traced back to the figures that it was made with.

use countercheck::checklist::claim::Claim;
use countercheck::cost::calibrate::{Answer, Asked, Calibration, Fit, Implied, LineOf, Whose, calibrate};
use countercheck::cost::claim::Answered;
use countercheck::cost::ledger::State;
use countercheck::cost::plan::CostShare;
use countercheck::cost::read;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::compare::with;
use super::random::{self, read_case};
use super::{content, random_cases};

mod signs;

const DAY: &str = "2026-01-05";
const DEDUCTIBLE: &str = "/plan/deductible/met_individual_cents";
const OOP: &str = "/plan/oop_max/met_individual_cents";
const RATE: &str = "/plan/cost_share/rate_bp";

fn claim(figures: Value) -> Claim {
    let mut claim = json!({"drug": "tacrolimus", "date": DAY, "days_supply": 30, "result": "paid"});
    for (key, value) in figures.as_object().unwrap() {
        let is_figure = !["drug", "date", "days_supply", "packages"].contains(&key.as_str());
        let key = if is_figure { format!("{key}_cents") } else { key.clone() };
        claim[key] = value.clone();
    }
    Claim::from_json(content(), &claim, "claim").unwrap_or_else(|error| panic!("{error}: {claim}"))
}

fn held(coverage: &Value, claim: &Claim) -> Calibration {
    let question = json!({"as_of": "2026-11-24", "coverage": coverage});
    let question = read::question(content(), &question).unwrap_or_else(|error| panic!("{error}"));
    let drug = content().drug(claim.drug).id.as_str();
    let line = LineOf::find(&question.coverage, drug);
    calibrate(&Asked { coverage: &question.coverage, line, claim })
}

/// The sample: $1,500 deductible, then 20 % up to $250 a fill, $4,000 in a year. Figures are changed, and
/// the claim is paid by the plan as much as it leaves of $6,500.
fn sample(changes: &[(&str, Value)], mut figures: Value) -> Calibration {
    figures["plan_paid"] = json!(650_000 - figures["patient_pay"].as_i64().unwrap());
    held(&with(changes), &claim(figures))
}

fn told(answers: &[Answer]) -> Vec<&str> {
    answers.iter().map(|answer| answer.words.as_str()).collect()
}

fn set(answer: &Answer) -> Vec<(&str, &Value)> {
    answer.sets.iter().map(|setting| (setting.path.as_str(), &setting.value)).collect()
}

fn unknown() -> Value {
    json!("unknown")
}

#[test]
fn a_plan_that_fits_is_told_to_fit_and_one_that_is_a_cent_off_too() {
    let fits = sample(&[], json!({"patient_pay": 175_000}));
    assert!(fits.fits() && fits.answers.is_empty());
    assert_eq!(fits.words, ["The plan as written comes to the $1,750.00 of the claim."]);
    assert_eq!(fits.allowed.map(|cents| cents.get()), Some(650_000));
    let cent = sample(&[], json!({"patient_pay": 175_001}));
    assert!(cent.fits() && cent.words[0].contains("a cent of rounding"), "{:?}", cent.words);
}

#[test]
fn a_plan_that_does_not_fit_says_by_how_much_where_and_what_would() {
    let off = sample(&[], json!({"patient_pay": 66_200, "to_deductible": 41_200, "coinsurance": 25_000}));
    assert!(!off.fits());
    assert_eq!(
        off.words[0],
        "The plan as written leaves $1,750.00 to the patient; the claim leaves $662.00, $1,088.00 less. \
         Under the deductible: $1,500.00 by the plan, $412.00 by the claim."
    );
    assert_eq!(told(&off.answers), ["Fits a deductible with $412.00 left."]);
    assert_eq!(set(&off.answers[0]), [("plan.deductible.met_individual_cents", &json!(108_800))]);
}

#[test]
fn the_one_open_figure_is_solved_for() {
    let left = sample(&[(DEDUCTIBLE, unknown())], json!({"patient_pay": 66_200}));
    assert_eq!(told(&left.answers), ["Fits a deductible with $412.00 left."]);
    assert!(left.model.is_none(), "what is open has no model");

    let met = sample(&[(DEDUCTIBLE, unknown())], json!({"patient_pay": 25_000}));
    assert_eq!(told(&met.answers), ["Fits a deductible that is met."]);
    assert_eq!(set(&met.answers[0]), [("plan.deductible.met_individual_cents", &json!(150_000))]);

    let no_most = json!({"type": "coinsurance", "rate_bp": "unknown"});
    let rate = sample(&[("/plan/cost_share", no_most)], json!({"patient_pay": 250_000}));
    assert_eq!(told(&rate.answers), ["Fits a coinsurance of 20 %."]);
    assert_eq!(set(&rate.answers[0]), [("plan.cost_share.rate_bp", &json!(2000))]);

    let copay = json!({"type": "copay", "amount_cents": "unknown", "per_days": 28});
    let copay = sample(&[("/plan/cost_share", copay)], json!({"patient_pay": 160_000}));
    assert_eq!(told(&copay.answers), ["Fits a copay of $50.00."], "30 days are two units of 28");

    let oop = sample(&[(OOP, unknown())], json!({"patient_pay": 30_000}));
    assert_eq!(told(&oop.answers), ["Fits a yearly limit with $300.00 left."]);
    assert_eq!(set(&oop.answers[0]), [("plan.oop_max.met_individual_cents", &json!(370_000))]);
    let far = sample(&[(OOP, unknown())], json!({"patient_pay": 175_000}));
    assert_eq!(told(&far.answers), ["Fits a yearly limit with at least $1,750.00 left."]);
    assert!(far.answers[0].sets.is_empty(), "too little is told to be set");
}

#[test]
fn with_several_open_figures_every_reading_that_fits_is_listed() {
    let share = json!({"type": "coinsurance", "rate_bp": "unknown"});
    let open = [(DEDUCTIBLE, unknown()), ("/plan/cost_share", share)];
    let both = sample(&open, json!({"patient_pay": 250_000}));
    assert_eq!(
        told(&both.answers),
        ["Fits a coinsurance of 20 %, if nothing of the deductible is met."],
        "with the deductible met no rate fits to the cent"
    );
    assert!(
        both.answers[0].is_assumed && both.words[0].starts_with("Other values of both"),
        "{:?}",
        both.words
    );
    // The claim's own parts settle it.
    let parts = sample(&open, json!({"patient_pay": 130_000, "to_deductible": 0, "coinsurance": 130_000}));
    assert_eq!(told(&parts.answers), ["Fits a coinsurance of 20 %, with a deductible that is met."]);
    assert_eq!(
        set(&parts.answers[0]),
        [
            ("plan.cost_share.rate_bp", &json!(2000)),
            ("plan.deductible.met_individual_cents", &json!(150_000))
        ]
    );
    let whole = sample(&[("/plan/cost_share", unknown())], json!({"patient_pay": 155_000}));
    assert_eq!(told(&whole.answers), ["Fits a coinsurance of 1 %.", "Fits a copay of $50.00."]);
    assert!(whole.words[0].starts_with("More than one reading fits"), "{:?}", whole.words);
    assert_eq!(
        set(&whole.answers[1]),
        [("plan.cost_share", &json!({"type": "copay", "amount_cents": 5000}))]
    );
    let copay = sample(&[("/plan/cost_share", unknown())], json!({"patient_pay": 155_000, "copay": 5000}));
    assert_eq!(told(&copay.answers), ["Fits a copay of $50.00."]);
}

#[test]
fn a_claim_says_nothing_where_neither_the_deductible_nor_the_share_is_known() {
    let open = [("/plan/deductible", unknown()), ("/plan/cost_share", unknown())];
    let nothing = sample(&open, json!({"patient_pay": 108_420}));
    assert_eq!(told(&nothing.answers), Vec::<&str>::new());
    assert!(nothing.words[0].contains("any amount would fit"), "{:?}", nothing.words);
    let told_by_claim = sample(&open, json!({"patient_pay": 108_420, "to_deductible": 103_420}));
    assert!(told(&told_by_claim.answers).contains(&"Fits a copay of $50.00."), "{:?}", told_by_claim.words);
}

#[test]
fn a_rate_that_nothing_gives_to_the_cent_is_about() {
    let share = json!({"type": "coinsurance", "rate_bp": "unknown"});
    let about = sample(&[("/plan/cost_share", share)], json!({"patient_pay": 250_010}));
    assert_eq!(
        told(&about.answers),
        ["Fits a coinsurance of about 20 % (between 20 % and 20.01 %: no rate gives it to the cent)."]
    );
    assert_eq!(about.answers[0].fit, Fit::About);
}

#[test]
fn where_what_is_open_explains_nothing_a_known_figure_is_named() {
    let calibration = sample(&[(DEDUCTIBLE, unknown())], json!({"patient_pay": 5000}));
    assert!(
        calibration.words[0].starts_with("What is not known of the plan can't"),
        "{:?}",
        calibration.words
    );
    assert_eq!(
        told(&calibration.answers),
        ["Fits a yearly limit with $50.00 left, if the deductible is met."]
    );
    let nothing = sample(&[], json!({"patient_pay": 649_999}));
    assert!(nothing.answers.is_empty());
    assert!(nothing.words[1].starts_with("No single figure of the plan"), "{:?}", nothing.words);
}

#[test]
fn a_claim_before_the_first_fill_is_met_already_and_one_after_it_sets_no_amount() {
    let open = [(DEDUCTIBLE, unknown()), ("/first_fill", json!("2026-02-04"))];
    let before = sample(&open, json!({"patient_pay": 66_200}));
    assert_eq!(set(&before.answers[0]), [("plan.deductible.met_individual_cents", &json!(150_000))]);
    assert!(before.words.iter().any(|words| words.contains("as they stood before the claim")));
    for first_fill in ["2026-01-04", "2027-01-05", "2025-12-31"] {
        let open = [(DEDUCTIBLE, unknown()), ("/first_fill", json!(first_fill))];
        let elsewhere = sample(&open, json!({"patient_pay": 66_200}));
        assert_eq!(told(&elsewhere.answers), ["Fits a deductible with $412.00 left."]);
        assert!(elsewhere.answers[0].sets.is_empty(), "{first_fill}");
    }
    // What the card paid counts or not: with an accumulator only the rest is met.
    let card =
        json!({"patient_pay": 66_200, "to_deductible": 41_200, "coinsurance": 25_000, "card_paid": 65_700});
    let met = |assistance: Value| {
        let changes = [open[0].clone(), open[1].clone(), ("/plan/assistance", assistance)];
        let calibration = sample(&changes, card.clone());
        calibration.answers[0].sets.first().map(|setting| setting.value.clone())
    };
    assert_eq!(met(json!("counts")), Some(json!(150_000)));
    assert_eq!(met(json!("accumulator")), Some(json!(109_300)));
    assert_eq!(met(unknown()), None, "it is not known what counted");
}

#[test]
fn the_share_of_the_drug_s_own_line_comes_before_the_plan_s() {
    let line = [
        ("/options/0/lines/0/drug", json!("tacrolimus")),
        ("/options/0/lines/0/cost_share", json!({"type": "copay", "amount_cents": "unknown"})),
    ];
    let own = sample(&line, json!({"patient_pay": 160_000}));
    assert_eq!(told(&own.answers), ["Fits a copay of $100.00."]);
    assert_eq!(set(&own.answers[0]), [("options.0.lines.0.cost_share.amount_cents", &json!(10_000))]);
    let mut figures = json!({"patient_pay": 160_000, "packages": 1});
    let priced = held(&with(&line), &claim(figures.clone()));
    assert_eq!(told(&priced.answers), ["Fits a copay of $100.00."], "the price of the line");
    assert!(priced.words.iter().any(|words| words.contains("price of the line")));
    figures["patient_pay"] = unknown();
    let nothing = held(&with(&line), &claim(figures));
    assert!(nothing.answers.is_empty() && nothing.words[0].contains("is needed"));
}

#[test]
fn a_plan_that_misses_its_limits_is_read_as_far_as_the_claim_tells() {
    let changes =
        [("/plan/deductible", unknown()), (RATE, unknown()), ("/plan/cost_share/max_cents", Value::Null)];
    let told_by_claim = json!({"patient_pay": 250_000, "to_deductible": 150_000, "coinsurance": 100_000});
    let calibration = sample(&changes, told_by_claim);
    assert_eq!(told(&calibration.answers), ["Fits a coinsurance of 20 %."]);
    assert!(calibration.words[0].contains("deductible of the plan is not known"), "{:?}", calibration.words);
    let maximizer = sample(&[("/plan/assistance", json!("maximizer"))], json!({"patient_pay": 175_000}));
    assert!(maximizer.words[0].contains("maximizer"));
    let cash = [("/payer", json!("cash")), ("/plan", Value::Null)];
    assert!(sample(&cash, json!({"patient_pay": 175_000})).words[0].starts_with("Without a plan"));
}

#[test]
fn a_patient_pay_after_the_card_is_told_from_one_before_it() {
    let answered = |figures: Value| Answered::of(claim(figures).paid().unwrap());
    let allowed = |figures: Value| answered(figures).allowed.map(|cents| cents.get());
    let parts =
        json!({"patient_pay": 1000, "plan_paid": 9000, "to_deductible": 400, "copay": 600, "card_paid": 500});
    assert_eq!(allowed(parts), Some(10_000), "the parts are those before the card");
    let after =
        json!({"patient_pay": 500, "plan_paid": 9000, "to_deductible": 400, "copay": 600, "card_paid": 500});
    assert_eq!(allowed(after), Some(10_000), "the parts are more than is left");
    assert_eq!(allowed(json!({"patient_pay": 500, "plan_paid": 9000, "card_paid": 9500})), Some(19_000));
    let unsettled = answered(json!({"patient_pay": 1000, "plan_paid": 9000, "card_paid": 500}));
    assert_eq!(unsettled.allowed.map(|cents| cents.get()), Some(10_000), "as the plan answers");
    assert!(unsettled.ask.unwrap().contains("$5.00 more belongs to it, and the allowed amount is $105.00"));
    let no_card = answered(json!({"patient_pay": 1000, "plan_paid": 9000, "card_paid": 0}));
    assert!(no_card.ask.is_none());
}

/// A plan whose every figure is known, and what was billed.
fn billed() -> BoxedStrategy<(Value, i64, i64)> {
    let price = prop_oneof![1 => 0..=500_i64, 9 => 0..=800_000_i64];
    (random::plan(), price, prop::sample::select(vec![14_i64, 30, 31, 90]))
        .prop_map(|(mut plan, price, days)| {
            plan.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            if plan["kind"] == "none" || plan["assistance"] == "maximizer" {
                plan["kind"] = json!("commercial");
                plan["assistance"] = json!("counts");
            }
            (plan, price, days)
        })
        .boxed()
}

/// What the ledger makes of the plan, as a claim with these figures known.
fn adjudicated(plan: &Value, price: i64, days: i64, known: [bool; 3]) -> Value {
    let fill = json!({"date": DAY, "days_supply": days, "price_cents": price});
    let case = read_case(&json!({"plan": plan, "fills": [fill]}));
    let mut state = State::start(&case);
    let row = state.fill(&case, &case.fills[0]);
    let patient = row.patient.get();
    let mut figures = json!({"patient_pay": patient, "plan_paid": price - patient, "days_supply": days});
    let [deductible, share, left] = known.map(|known| known && case.plan.lis_copay.is_none());
    if deductible {
        figures["to_deductible"] = row.deductible.get().into();
    }
    if share {
        let name = match case.plan.cost_share {
            CostShare::Copay { .. } => "copay",
            CostShare::Coinsurance { .. } => "coinsurance",
        };
        figures[name] = row.cost_share.get().into();
    }
    if let Some(limit) = case.plan.deductible.filter(|_| left) {
        figures["remaining_deductible"] = limit.remaining(state.deductible).get().into();
    }
    figures
}

/// The fields of a plan that a claim can tell.
fn fields(plan: &Value) -> Vec<&'static str> {
    [
        DEDUCTIBLE,
        "/plan/deductible/met_family_cents",
        OOP,
        "/plan/oop_max/met_family_cents",
        RATE,
        "/plan/cost_share/amount_cents",
    ]
    .into_iter()
    .filter(|pointer| {
        let counter = |limit: &str| {
            plan.pointer(&pointer["/plan".len()..]).is_some() && {
                let structure = plan[limit]["structure"].as_str().unwrap_or_default();
                if pointer.ends_with("family_cents") {
                    structure != "individual"
                } else {
                    structure != "aggregate"
                }
            }
        };
        match pointer.split('/').nth(2).unwrap() {
            "cost_share" => plan.pointer(&pointer["/plan".len()..]).is_some(),
            "deductible" => counter("deductible") && plan["deductible"]["applies_to_drug"] == true,
            other => counter(other),
        }
    })
    .collect()
}

fn coverage(plan: &Value, hidden: &[&str]) -> Value {
    let mut coverage =
        json!({"payer": "unknown", "plan": plan, "first_fill": DAY, "months": 12, "options": []});
    for pointer in hidden {
        *coverage.pointer_mut(pointer).unwrap() = unknown();
    }
    coverage
}

/// Whether an answer holds the figure that was hidden.
fn holds(answer: &Answer, plan: &Value, hidden: &str) -> bool {
    let at = |pointer: &str| plan.pointer(&pointer["/plan".len()..]).unwrap().as_i64().unwrap();
    let left = || (at(&hidden.replace("met_", "")) - at(hidden)).max(0);
    let whose = if hidden.ends_with("family_cents") { Whose::Family } else { Whose::Person };
    match answer.implied {
        Implied::DeductibleRemaining(of, span) => {
            hidden.contains("deductible")
                && of == whose
                && (span.least.get()..=span.most.get()).contains(&left())
        }
        Implied::OopRemaining(of, span) => {
            hidden.contains("oop_max")
                && of == whose
                && (span.least.get()..=span.most.get()).contains(&left())
        }
        Implied::Rate { least, most } => {
            hidden == RATE && (i64::from(least.get())..=i64::from(most.get())).contains(&at(hidden))
        }
        Implied::Copay(span) => {
            hidden.ends_with("amount_cents") && (span.least.get()..=span.most.get()).contains(&at(hidden))
        }
    }
}

proptest! {
    #![proptest_config(random_cases::cases(400))]

    #[test]
    fn what_a_claim_was_made_with_is_among_the_answers(
        (plan, price, days) in billed(),
        known in any::<[bool; 3]>(),
        pick in any::<prop::sample::Index>(),
    ) {
        let hidden = *pick.get(&fields(&plan));
        let claim = claim(adjudicated(&plan, price, days, known));
        let calibration = held(&coverage(&plan, &[hidden]), &claim);
        prop_assert!(
            calibration.answers.iter().any(|answer| holds(answer, &plan, hidden)),
            "{hidden}: {:?} {:?}", told(&calibration.answers), calibration.words
        );
        for answer in &calibration.answers {
            prop_assert!(answer.fit == Fit::Exact, "{}", answer.words);
        }
    }

    #[test]
    fn a_plan_that_a_claim_was_made_with_fits_it((plan, price, days) in billed(), known in any::<[bool; 3]>()) {
        let calibration = held(&coverage(&plan, &[]), &claim(adjudicated(&plan, price, days, known)));
        prop_assert!(calibration.fits() && calibration.answers.is_empty(), "{:?}", calibration.words);
    }

    /// Whatever is hidden, and whatever the claim says: an answer that is used comes to the claim.
    #[test]
    fn every_answer_that_can_be_used_comes_to_the_claim(
        (plan, price, days) in billed(),
        known in any::<[bool; 3]>(),
        hide in prop::collection::vec(any::<bool>(), 6),
        whole in any::<bool>(),
        other in prop::option::of(0..=100_i64),
    ) {
        let mut hidden: Vec<&str> =
            fields(&plan).into_iter().zip(&hide).filter(|(_, hide)| **hide).map(|(field, _)| field).collect();
        if whole {
            hidden.retain(|pointer| !pointer.contains("cost_share"));
            hidden.push("/plan/cost_share");
        }
        let mut figures = adjudicated(&plan, price, days, known);
        if let Some(percent) = other {
            figures = json!({
                "patient_pay": price * percent / 100, "plan_paid": price - price * percent / 100, "days_supply": days,
            });
        }
        let patient = figures["patient_pay"].as_i64().unwrap();
        let coverage = coverage(&plan, &hidden);
        for answer in held(&coverage, &claim(figures)).answers {
            if answer.sets.is_empty() || answer.fit == Fit::About {
                continue;
            }
            let mut used = coverage.clone();
            for setting in &answer.sets {
                *used.pointer_mut(&format!("/{}", setting.path.replace('.', "/"))).unwrap() = setting.value.clone();
            }
            // What is left open stands aside; a share that is left open is any.
            for limit in ["deductible", "oop_max"] {
                for met in ["met_individual_cents", "met_family_cents"] {
                    if used["plan"][limit][met] == "unknown" {
                        used["plan"][limit][met] = json!(0);
                    }
                }
            }
            let is_oop = answer.sets.iter().any(|setting| setting.path.contains("oop_max"));
            let share = &mut used["plan"]["cost_share"];
            if *share == "unknown" {
                *share = json!({"type": "coinsurance", "rate_bp": "unknown"});
            }
            for (field, most) in [("rate_bp", 10_000), ("amount_cents", price)] {
                if share[field] == "unknown" {
                    share[field] = json!(if is_oop { most } else { 0 });
                }
            }
            let fill = json!({"date": DAY, "days_supply": days, "price_cents": price});
            let case = read_case(&json!({"plan": used["plan"], "fills": [fill]}));
            let row = State::start(&case).fill(&case, &case.fills[0]);
            prop_assert!((row.patient.get() - patient).abs() <= 1, "{}: {} for {patient}", answer.words, row.patient);
        }
    }
}
