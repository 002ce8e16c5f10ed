//! Who pays, what a year costs, and which help that opens.

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::Said;
use countercheck::checklist::prescription::Prescription;
use countercheck::content::payer::HelpKind;
use countercheck::content::price::{Amount, PriceKind, PriceRecord};
use countercheck::programs::{self, Match};
use countercheck::store::Field;
use eframe::egui::Key;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::hand::{Hand, content};

fn at_coverage() -> Hand {
    let mut hand = Hand::with_visit();
    hand.key(Key::F4);
    hand
}

/// An employer plan: $3,000 deductible, then 30 %, at most $6,000 a year, nothing met.
pub fn employer(hand: &mut Hand) {
    hand.enters("Coverage", "emp");
    hand.enters("Plan year starts", "jan");
    hand.enters("Who is on the plan", "one");
    hand.enters("Deductible", "3000");
    hand.enters("Met so far", "0");
    hand.enters("Share after it", "30%");
    hand.enters("Out-of-pocket max", "6000");
    hand.enters("Met so far", "0");
    hand.enters("Card money counts?", "counts");
}

fn kept_coverage(hand: &mut Hand) -> Value {
    hand.kept().current[&Field::Coverage].clone()
}

#[test]
fn the_cursor_is_in_the_first_field_and_a_plan_typed_field_by_field_gives_a_year_to_the_cent() {
    let mut hand = at_coverage();
    assert_eq!(hand.focused().unwrap().0, "Coverage");
    assert!(hand.sees("can't be told yet"));
    employer(&mut hand);
    hand.enters("Price a package", "6750");
    hand.enters("Plan covers it", "y");
    // One patient, two plan years: 6,000 dollars in each.
    assert!(hand.sees("$12,000.00"), "{:?}", hand.words());
    assert!(hand.sees("A full plan year after the start: $6,000.00."));
    assert!(hand.sees("1 January starts a new plan year inside these months."));
    let kept = kept_coverage(&mut hand);
    assert_eq!(kept["plan"]["deductible"]["individual_cents"], 300_000);
    assert_eq!(kept["options"][0]["lines"][0]["maintenance"], json!([1, 30, 675_000]));
    assert_eq!(kept["options"][0]["lines"][0]["price"]["kind"], "entered");
}

#[test]
fn what_is_not_known_makes_a_range_and_the_most_useful_question_is_answered_with_one_key() {
    let mut hand = at_coverage();
    employer(&mut hand);
    hand.enters("Price a package", "6750");
    assert!(hand.sees("about $12,000 – $87,750"), "{:?}", hand.words());
    assert!(
        hand.sees("Most useful to ask: Upadacitinib: is this drug on the formulary"),
        "{:?}",
        hand.words()
    );
    hand.key(Key::Escape);
    hand.types("a");
    assert_eq!(hand.focused().unwrap().0, "Plan covers it");
    hand.types("y");
    assert!(hand.sees("$12,000.00"), "what is typed counts at once: {:?}", hand.words());
}

#[test]
fn the_claim_comes_first_and_fills_in_price_coverage_and_the_deductible() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    hand.enters("Claim", "paid");
    hand.enters("Patient paid", "1084.20");
    hand.enters("Plan paid", "5665.80");
    assert!(hand.sees("The claim's price: $6,750.00 a package."), "{:?}", hand.words());
    hand.tabs_to("Use it as the price");
    hand.key(Key::Enter);
    hand.enters("Who is on the plan", "one");
    hand.enters("Deductible", "3000");
    hand.enters("Share after it", "10%");
    hand.enters("Out-of-pocket max", "6000");
    assert!(hand.sees("Fits a deductible with"), "{:?}", hand.words());
    let kept = kept_coverage(&mut hand);
    assert_eq!(kept["claims"][0]["patient_pay_cents"], 108_420);
    let line = &kept["options"][0]["lines"][0];
    assert_eq!(line["maintenance"][2], 675_000);
    assert_eq!(line["price"]["kind"], "claim");
    assert_eq!(kept["options"][0]["covered"], true);
}

#[test]
fn a_rejected_claim_says_what_to_do_next() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    hand.enters("Claim", "75");
    let content = content();
    let reject = content.claims.reject("75").unwrap();
    assert!(hand.sees(&reject.means));
    for step in &reject.next {
        assert!(hand.sees(step), "{step}");
    }
    hand.tabs_to("Claim");
    hand.types("70");
    hand.key(Key::Enter);
    assert!(hand.sees("Alternative funding: watch for it"));
    assert_eq!(kept_coverage(&mut hand)["options"][0]["covered"], false);
}

#[test]
fn a_plan_that_leaves_the_drug_out_warns_of_alternative_funding_and_a_letter_can_be_looked_up() {
    let mut hand = at_coverage();
    let warning = "Alternative funding: watch for it";
    hand.enters("Coverage", "emp");
    assert!(!hand.sees(warning));
    hand.tabs_to("A vendor sends the patient to free drug? What to watch for");
    hand.key(Key::Enter);
    assert!(hand.sees(warning) && hand.sees("SHARx"), "{:?}", hand.words());
    hand.tabs_to("Hide what to watch for");
    hand.key(Key::Enter);
    assert!(!hand.sees(warning));
    hand.enters("Plan covers it", "n");
    assert!(hand.sees(warning), "{:?}", hand.words());
    hand.enters("Coverage", "medicaid");
    assert!(!hand.sees(warning) && !hand.sees("What to watch for"), "a public plan has no vendor");
}

#[test]
fn a_program_shows_terms_documents_all_ways_to_reach_it_and_of_when_it_is() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "no insurance");
    let content = content();
    let coverage = hand.visit().coverage.clone();
    let born = Some(date(1984, 5, 2));
    let said = coverage.to_json(&content);
    assert!(said.get("options").is_some(), "the compared drugs are said");
    let asked = programs::ProgramQuestion::of(&content, crate::hand::today(), born, &coverage);
    let mut seen = 0;
    for found in programs::matches(&content, &asked) {
        if found.match_ == programs::ProgramMatchKind::Not {
            continue;
        }
        let program = found.program;
        assert!(hand.sees(&program.about), "{}", program.name);
        assert!(hand.sees(&program.phone) && hand.sees(&program.website), "{}", program.name);
        assert!(hand.sees(&format!("terms of {}", program.as_of)), "{}", program.name);
        let asks = program.documents.iter().map(|at| &content.programs.documents[*at]);
        for document in asks.filter(|one| one.payers.is_empty()) {
            let own = hand
                .words()
                .into_iter()
                .any(|words| words.starts_with("Asks for: ") && words.contains(document.says.as_str()));
            assert!(own, "{}: {}", program.name, document.says);
        }
        seen += usize::from(!program.phone.is_empty() && !program.website.is_empty());
    }
    assert!(seen > 0, "some program has both a phone and a page");
}

#[test]
fn two_claims_tell_that_the_plan_may_not_count_the_card() {
    let mut hand = at_coverage();
    employer(&mut hand);
    let fill = |hand: &mut Hand, day: &str| {
        hand.enters("Claim of", day);
        hand.enters("Patient paid", "1000");
        hand.enters("Plan paid", "5750");
        hand.enters("Deductible left", "2000");
        hand.enters("Card paid", "995");
    };
    hand.enters("Claim", "paid");
    fill(&mut hand, "10/1/2026");
    hand.tabs_to("Another claim of this drug");
    hand.key(Key::Enter);
    fill(&mut hand, "11/1/2026");
    assert!(hand.sees("may not count the card: ask"), "{:?}", hand.words());
    assert_eq!(kept_coverage(&mut hand)["claims"].as_array().unwrap().len(), 2);
}

#[test]
fn a_visit_moves_the_limits_and_its_own_cost_stands_apart() {
    let mut hand = at_coverage();
    employer(&mut hand);
    hand.enters("Price a package", "6750");
    hand.enters("Plan covers it", "y");
    hand.tabs_to("Add a visit or test");
    hand.key(Key::Enter);
    assert!(hand.sees("what they cost is not known yet") && hand.sees("can't be told yet"));
    hand.enters("Day", "11/24/2026");
    hand.enters("Patient's part", "500");
    hand.enters("To deductible", "500");
    assert!(hand.sees("Visits and tests (entered): $500.00 on top of the treatments."), "{:?}", hand.words());
    // The limit of this year is met 500 dollars sooner.
    assert!(hand.sees("$11,500.00"), "{:?}", hand.words());
    hand.tabs_to("Take the last one out");
    hand.key(Key::Enter);
    assert!(hand.sees("$12,000.00"));
}

#[test]
fn a_quick_entry_fills_in_what_the_law_fixes() {
    let mut hand = at_coverage();
    hand.tabs_to("Medicare 2026 standard");
    hand.key(Key::Enter);
    let kept = kept_coverage(&mut hand);
    assert_eq!(kept["payer"], "part_d");
    assert_eq!(kept["plan"]["deductible"], json!({"structure": "individual", "individual_cents": 61_500}));
}

#[test]
fn what_a_quick_entry_fills_in_is_read_before_it_is_chosen_and_without_a_pointer() {
    let mut hand = at_coverage();
    let content = content();
    let about = &content.guide.quick[0].about;
    assert_eq!((hand.draws(about), hand.sees(about)), (false, true), "screen readers are told always");
    hand.tabs_to("Medicare 2026 standard");
    assert!(hand.draws(about), "{:?}", hand.words());
}

#[test]
fn the_way_to_all_fields_of_another_option_stands_above_the_first_of_them() {
    let mut hand = at_coverage();
    assert!(hand.draws("Outside of a field (Esc leaves it), 1 to 9 show one of them"), "{:?}", hand.words());
    let full = |hand: &Hand| hand.words().iter().filter(|words| *words == "Plan covers it").count();
    let before = full(&hand);
    hand.key(Key::Escape);
    hand.types("2");
    assert!(before > 0 && full(&hand) == before, "{:?}", hand.words());
}

#[test]
fn what_cant_be_read_is_marked_and_the_last_value_goes_on_counting() {
    let mut hand = at_coverage();
    employer(&mut hand);
    hand.enters("Price a package", "6750");
    hand.enters("Plan covers it", "y");
    hand.tabs_to("Share after it");
    hand.types("300");
    hand.key(Key::Enter);
    assert!(hand.sees("Type a percentage like 30% or a copay like $50."), "{:?}", hand.words());
    assert!(hand.sees("The figures are old"), "{:?}", hand.words());
    assert!(hand.sees("$12,000.00"));
    assert!(hand.sees("300"), "what was typed is not lost");
}

#[test]
fn a_change_can_be_undone_and_the_history_keeps_both() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "medicaid");
    assert_eq!(hand.visit().coverage.payer.as_ref().unwrap().as_str(), "medicaid");
    hand.ctrl(Key::Z);
    assert!(hand.visit().coverage.payer.is_none(), "{:?}", hand.focused());
    hand.ctrl(Key::Y);
    assert_eq!(kept_coverage(&mut hand)["payer"], "medicaid");
}

#[test]
fn a_treatment_is_added_and_taken_out_and_the_generic_step_stays() {
    let mut hand = at_coverage();
    hand.tabs_to("Add a treatment");
    hand.key(Key::Enter);
    hand.tabs_to("Tralokinumab (Adbry)");
    hand.key(Key::Enter);
    let ids = |hand: &Hand| -> Vec<String> {
        let kept = hand.visit().coverage.to_json(&content());
        let options = kept["options"].as_array().unwrap();
        options.iter().map(|option| option["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&hand).iter().rev().take(2).collect::<Vec<_>>(), ["generic-step", "tralokinumab"]);
    hand.tabs_to("Take the chosen one out");
    hand.key(Key::Enter);
    assert!(!ids(&hand).contains(&"tralokinumab".to_owned()));
}

#[test]
fn the_months_are_read_by_keyboard_and_stand_in_a_table_too() {
    let mut hand = at_coverage();
    employer(&mut hand);
    hand.enters("Price a package", "6750");
    hand.enters("Plan covers it", "y");
    hand.tabs_to("Chart of what the patient pays each month");
    hand.key(Key::ArrowRight);
    assert!(hand.sees("November 2026: Upadacitinib $4,125.00"), "{:?}", hand.words());
    hand.key(Key::ArrowRight);
    assert!(hand.sees("December 2026: Upadacitinib $1,875.00"), "{:?}", hand.words());
    hand.types("t");
    assert!(hand.sees("Dec 2026: Upadacitinib $1,875.00"), "{:?}", hand.words());
}

#[test]
fn an_unknown_payer_leaves_every_help_to_be_asked_about() {
    let hand = at_coverage();
    let asks = hand.words().iter().filter(|words| *words == "Ask").count();
    assert!(asks >= HelpKind::ALL.len(), "{:?}", hand.words());
    assert!(hand.sees("The payer is not known yet"));
    assert!(!hand.words().contains(&"Closed".to_owned()) && !hand.words().contains(&"Open".to_owned()));
}

#[test]
fn medicare_closes_the_copay_card_and_shows_reason_and_source() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "medicare part d");
    let content = content();
    let coverage = hand.visit().coverage.clone();
    let helps = programs::helps(&content, &coverage);
    let card = helps.iter().find(|help| help.help.kind == HelpKind::CopayCard).unwrap();
    assert_eq!(card.match_, Match::Closed);
    assert!(hand.words().contains(&"Closed".to_owned()));
    assert!(hand.sees(&card.why), "{:?}", hand.words());
    assert!(!card.sources.is_empty());
    for source in &card.sources {
        assert!(hand.sees(&content.source(*source).line(crate::hand::today())));
    }
    assert!(hand.sees("do not fit: show why"), "cards are among them");
}

#[test]
fn an_income_is_asked_as_at_or_below_the_limit_that_decides() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "no insurance");
    hand.enters("State", "ohio");
    hand.enters("People", "3");
    let asked = hand.words().into_iter().find(|words| words.starts_with("Income ≤ $")).unwrap();
    hand.tabs_to(&asked);
    hand.types("y");
    hand.key(Key::Enter);
    let household = kept_coverage(&mut hand)["household"].clone();
    assert!(household["income_at_most_cents"].is_i64(), "{household}");
    assert_eq!(household.get("income_cents"), None, "no exact figure is needed");
}

#[test]
fn one_income_answer_is_cleared_and_the_other_stays() {
    let mut hand = Hand::with_visit();
    // Programs of two makers look at the income, at two amounts.
    let drug = content().drug_by_id("abrocitinib").map(|drug| drug.ix);
    hand.does(Action::Say(Said::Prescription(Prescription { drug, ..Prescription::default() })));
    hand.key(Key::F4);
    hand.enters("Coverage", "no insurance");
    hand.enters("State", "ohio");
    hand.enters("People", "3");
    let mut asked: Vec<String> = Vec::new();
    // The help names the field that has the focus again.
    for words in hand.words().into_iter().filter(|words| words.starts_with("Income ≤ $")) {
        if !asked.contains(&words) {
            asked.push(words);
        }
    }
    let [first, .., last] = asked.as_slice() else { panic!("too few amounts: {asked:?}") };
    hand.enters(first, "n");
    hand.enters(last, "y");
    hand.tabs_to(last);
    hand.key(Key::Backspace);
    hand.key(Key::Enter);
    let household = kept_coverage(&mut hand)["household"].clone();
    assert!(household["income_above_cents"].is_i64(), "{household}");
    assert_eq!(household.get("income_at_most_cents"), None);
}

#[test]
fn a_payer_that_is_taken_back_is_not_known_and_the_record_says_so_too() {
    let mut hand = at_coverage();
    hand.enters("Coverage", "emp");
    assert!(hand.visit().coverage.payer.is_some());
    hand.tabs_to("Coverage");
    hand.types("?");
    hand.key(Key::Enter);
    assert!(hand.visit().coverage.payer.is_none());
    assert_eq!(kept_coverage(&mut hand)["payer"], json!("unknown"));
}

#[test]
fn the_state_is_typed_by_name_or_letters_and_a_wrong_one_is_said_and_not_taken() {
    let mut hand = at_coverage();
    hand.enters("State", "mass");
    assert_eq!(hand.visit().coverage.state.as_deref(), Some("MA"));
    hand.tabs_to("State");
    hand.types("zz");
    hand.key(Key::Enter);
    assert!(hand.sees("No state begins so."), "{:?}", hand.words());
    assert_eq!(hand.visit().coverage.state.as_deref(), Some("MA"));
}

#[test]
fn half_typed_text_is_said_when_a_key_leads_away() {
    let mut hand = at_coverage();
    hand.types("medicaid");
    hand.key(Key::F3);
    assert_eq!(hand.visit().coverage.payer.as_ref().unwrap().as_str(), "medicaid");
}

#[test]
fn a_price_that_the_pharmacy_keeps_is_offered_with_where_it_is_from_and_only_for_the_same_package() {
    let mut hand = at_coverage();
    let record = |days| PriceRecord {
        ndc: None,
        drug: Some("upadacitinib".into()),
        strength: Some("15-mg".into()),
        package: "bottle of 30".into(),
        amount: Amount::Total { cents: 610_000, quantity_thousandths: 30_000 },
        unit: "EA".into(),
        days_supply: Some(days),
        kind: PriceKind::Claim,
        as_of: date(2026, 11, 2),
        payer: String::new(),
        source: "Plan A".into(),
    };
    hand.does(Action::KeepPrices(vec![record(90)], "typed".into()));
    assert!(!hand.sees("Kept: "), "90 days are another package");
    hand.does(Action::KeepPrices(vec![record(30)], "typed".into()));
    assert!(hand.sees("Kept: $6,100.00 (from a claim, 2 Nov): bottle of 30, Plan A"), "{:?}", hand.words());
    hand.tabs_to("Use the kept price");
    hand.key(Key::Enter);
    let line = kept_coverage(&mut hand)["options"][0]["lines"][0].clone();
    assert_eq!(line["maintenance"], json!([1, 30, 610_000]));
    assert_eq!((&line["price"]["kind"], &line["price"]["as_of"]), (&json!("claim"), &json!("2026-11-02")));
}

#[test]
fn a_price_that_is_typed_over_a_kept_one_is_called_entered() {
    let mut hand = at_coverage();
    let record = PriceRecord {
        ndc: None,
        drug: Some("upadacitinib".into()),
        strength: Some("15-mg".into()),
        package: "bottle of 30".into(),
        amount: Amount::Total { cents: 610_000, quantity_thousandths: 30_000 },
        unit: "EA".into(),
        days_supply: Some(30),
        kind: PriceKind::Claim,
        as_of: date(2026, 11, 2),
        payer: String::new(),
        source: "Plan A".into(),
    };
    hand.does(Action::KeepPrices(vec![record], "typed".into()));
    hand.tabs_to("Use the kept price");
    hand.key(Key::Enter);
    hand.tabs_to("Price a package");
    hand.types("5000");
    hand.key(Key::Enter);
    let line = kept_coverage(&mut hand)["options"][0]["lines"][0].clone();
    assert_eq!(line["maintenance"], json!([1, 30, 500_000]));
    assert_eq!((&line["price"]["kind"], &line["price"]["as_of"]), (&json!("entered"), &json!("2026-11-24")));
}

#[test]
fn medicare_of_a_year_that_is_not_known_is_asked_for_and_never_carried_forward() {
    let mut hand = at_coverage();
    hand.tabs_to("Medicare 2026 standard");
    hand.key(Key::Enter);
    hand.enters("Price a package", "6750");
    assert!(hand.sees("The plan in 2027: from its notice of change"), "{:?}", hand.words());
    assert!(hand.sees("How high is the deductible in the next plan year?"), "{:?}", hand.words());
    assert!(!hand.sees("about $"), "no figure for a year that is not known");
    hand.tabs_to("Months");
    hand.types("1");
    hand.key(Key::Enter);
    assert!(hand.sees("about $"), "December alone can be told: {:?}", hand.words());
}
