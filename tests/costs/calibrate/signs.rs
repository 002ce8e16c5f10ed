//! What do claims after each other tell of the card, which the plan may not count?

use countercheck::cost::claim::{CardMoney, card_money};

use super::*;

fn signs(claims: &[Claim]) -> Vec<(CardMoney, String)> {
    let plan = read_case(&json!({"plan": with(&[])["plan"], "fills": []})).plan;
    card_money(claims, &plan).into_iter().map(|sign| (sign.money, sign.words)).collect()
}

fn fill(date: &str, to_deductible: Value, remaining: Value, card: Value) -> Claim {
    claim(json!({
        "date": date, "patient_pay": 100_000, "to_deductible": to_deductible,
        "remaining_deductible": remaining, "card_paid": card,
    }))
}

#[test]
fn a_deductible_that_does_not_fall_by_the_card_s_money_is_a_reason_to_ask() {
    let first = || fill(DAY, json!(100_000), json!(200_000), json!(99_500));
    let second = |deductible, remaining| fill("2026-02-04", deductible, remaining, unknown());
    let stays = signs(&[first(), second(json!(100_000), json!(199_500))]);
    assert_eq!(stays.len(), 1);
    assert_eq!(stays[0].0, CardMoney::MayNotCount);
    assert!(
        stays[0].1.starts_with("Your plan may not count the card: ask. The card paid $995.00 on 2026-01-05")
    );
    assert!(stays[0].1.contains("before the claim of 2026-02-04 the deductible had $2,995.00 left"));
    let unchanged = signs(&[second(unknown(), json!(200_000)), first()]);
    assert_eq!(unchanged[0].0, CardMoney::MayNotCount, "in any order, without the part");
    let falls = signs(&[first(), second(json!(100_000), json!(100_000))]);
    assert_eq!(falls[0].0, CardMoney::SeemsToCount);
    let too_much = [fill(DAY, json!(100_000), unknown(), json!(99_500)), second(json!(100_000), unknown())];
    assert!(signs(&too_much)[0].1.contains("$2,000.00 went to a deductible of $1,500.00"));
}

#[test]
fn claims_that_say_nothing_of_the_card_give_no_sign() {
    let first = || fill(DAY, json!(100_000), json!(200_000), json!(99_500));
    let nothing: [Vec<Claim>; 7] = [
        vec![first()],
        // Another claim came between.
        vec![first(), fill("2026-02-04", json!(50_000), json!(100_000), unknown())],
        // Nothing of the card went under the deductible.
        vec![
            fill(DAY, json!(0), json!(200_000), json!(99_500)),
            fill("2026-02-04", json!(0), json!(200_000), unknown()),
        ],
        // No card.
        vec![
            fill(DAY, json!(100_000), json!(200_000), json!(0)),
            fill("2026-02-04", json!(1), json!(250_000), unknown()),
        ],
        vec![
            fill(DAY, json!(100_000), json!(200_000), unknown()),
            fill("2026-02-04", json!(1), json!(250_000), unknown()),
        ],
        // Another plan year.
        vec![first(), fill("2027-01-05", json!(100_000), json!(199_500), unknown())],
        vec![first(), fill("2026-02-04", unknown(), unknown(), unknown())],
    ];
    for (at, claims) in nothing.iter().enumerate() {
        assert_eq!(signs(claims), [], "{at}");
    }
}
