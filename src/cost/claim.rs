//! What does a paid claim say in the terms of a ledger, and what did the plan do with the card's money?
//!
//! The patient pay amount of a plan's answer stands before a card that is billed second: patient and plan
//! together pay the allowed amount. Some write down what was left after the card; then the card's money
//! belongs to both. Which it is follows from the other figures or has to be asked ([`Answered::ask`]).
//! Amounts are cents.

use jiff::civil::Date;

use super::case::period;
use super::money::Cents;
use super::plan::{Plan, Structure};
use crate::checklist::claim::{Claim, PaidClaim};
use crate::content::ids::DrugIx;

/// A paid claim in the terms of a ledger.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answered {
    /// The plan's allowed amount for the whole fill.
    pub allowed: Option<Cents>,
    /// What the plan leaves to the patient and to a card.
    pub patient: Option<Cents>,
    /// The part of that under the deductible.
    pub to_deductible: Option<Cents>,
    /// The part of that which is a fixed amount.
    pub copay: Option<Cents>,
    /// The part of that which is a percentage.
    pub coinsurance: Option<Cents>,
    /// What is left of the deductible after the claim.
    pub remaining_deductible: Option<Cents>,
    /// What the card pays.
    pub card: Option<Cents>,
    /// What has to be asked, since the figures do not tell.
    pub ask: Option<String>,
}

/// Whether the patient pay amount stands before or after the card.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Before,
    After,
    /// The figures do not tell: taken as before.
    Unsettled,
}

impl Answered {
    /// Reads a paid claim.
    pub fn of(paid: &PaidClaim) -> Self {
        let cents = |amount: Option<i64>| amount.and_then(Cents::new);
        let (pay, plan, card) = (cents(paid.patient_pay), cents(paid.plan_paid), cents(paid.card_paid));
        let reading = reading(paid);
        let patient = match reading {
            Reading::Before | Reading::Unsettled => pay,
            Reading::After => pay.map(|pay| pay.plus(card.unwrap_or_default())),
        };
        let allowed = patient.zip(plan).map(|(patient, plan)| patient.plus(plan));
        let ask = (reading == Reading::Unsettled).then(|| {
            let other = |allowed: Cents| {
                format!(", and the allowed amount is {}", allowed.plus(card.unwrap_or_default()))
            };
            format!(
                "ask: the patient pay amount is taken as the plan's answer, before the card; if it is what was left after the card, {} more belongs to it{}",
                card.unwrap_or_default(),
                allowed.map_or_else(String::new, other)
            )
        });
        Self {
            allowed,
            patient,
            to_deductible: cents(paid.to_deductible),
            copay: cents(paid.copay),
            coinsurance: cents(paid.coinsurance),
            remaining_deductible: cents(paid.remaining_deductible),
            card,
            ask,
        }
    }

    /// What the patient's part past the deductible is, as far as the claim says.
    pub fn share(&self) -> Option<Cents> {
        match (self.copay, self.coinsurance) {
            (None, None) => None,
            (copay, coinsurance) => Some(copay.unwrap_or_default().plus(coinsurance.unwrap_or_default())),
        }
    }
}

fn reading(paid: &PaidClaim) -> Reading {
    let (Some(pay), Some(card)) = (paid.patient_pay, paid.card_paid.filter(|card| *card > 0)) else {
        return Reading::Before;
    };
    if let Some(parts) = paid.parts() {
        if (pay - parts).abs() <= 1 {
            return Reading::Before;
        }
        if (pay.saturating_add(card) - parts).abs() <= 1 {
            return Reading::After;
        }
    }
    // A card pays no more than there is to pay, and no part is more than the whole.
    let largest = [paid.to_deductible, paid.copay, paid.coinsurance].into_iter().flatten().max();
    if card > pay || largest.is_some_and(|part| part > pay.saturating_add(1)) {
        return Reading::After;
    }
    Reading::Unsettled
}

/// What two fills say of the card's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardMoney {
    /// The deductible did not fall by what the card paid.
    MayNotCount,
    /// It did.
    SeemsToCount,
}

/// A sign of what the plan does with the card's money.
#[derive(Clone, PartialEq, Eq)]
pub struct Sign {
    /// Of which drug the claims are.
    pub drug: DrugIx,
    /// What they say.
    pub money: CardMoney,
    /// The same in words, with the figures.
    pub words: String,
}

/// Looks for signs in every two claims of one drug that follow each other in a plan year. Claims that
/// say nothing of it, as most do, give no sign: that is not a sign that the card counts.
pub fn card_money(claims: &[Claim], plan: &Plan) -> Vec<Sign> {
    let mut paid: Vec<(&Claim, Answered)> =
        claims.iter().filter_map(|claim| Some((claim, Answered::of(claim.paid()?)))).collect();
    paid.sort_by_key(|(claim, _)| claim.date);
    let year = |claim: &Claim| period(claim.date, plan.reset_month);
    paid.iter()
        .enumerate()
        .filter_map(|(at, (claim, first))| {
            let rest = paid.get(at + 1..).unwrap_or_default();
            let (next, second) = rest.iter().find(|(next, _)| next.drug == claim.drug)?;
            if next.date == claim.date || year(next) != year(claim) {
                return None;
            }
            let (money, found) = sign(first, second, plan)?;
            let card = first.card?;
            let (on, then) = (claim.date, next.date);
            let words = match money {
                CardMoney::MayNotCount => format!(
                    "Your plan may not count the card: ask. The card paid {card} on {on}, and {}.",
                    found.words(then)
                ),
                CardMoney::SeemsToCount => format!(
                    "Your plan seems to count the card: it paid {card} on {on}, and {}.",
                    found.words(then)
                ),
            };
            Some(Sign { drug: claim.drug, money, words })
        })
        .collect()
}

/// What was found in the second claim.
enum Found {
    /// So much of the deductible was left when it came, where the first claim left so much.
    LeftBefore(Cents, Cents),
    /// So much of the deductible is left after it, and the first claim left so much.
    LeftAfter(Cents, Cents),
    /// Together more went to the deductible than it is.
    TooMuch(Cents, Cents),
}

impl Found {
    fn words(&self, then: Date) -> String {
        match self {
            Self::LeftBefore(was, expected) => format!(
                "before the claim of {then} the deductible had {was} left; after the first claim it had {expected}"
            ),
            Self::LeftAfter(left, before) => format!(
                "after the claim of {then} the deductible has {left} left; after the first claim it had {before}"
            ),
            Self::TooMuch(sum, limit) => {
                format!("with the claim of {then} {sum} went to a deductible of {limit}")
            }
        }
    }
}

fn sign(first: &Answered, second: &Answered, plan: &Plan) -> Option<(CardMoney, Found)> {
    const CENT: Cents = match Cents::new(1) {
        Some(cent) => cent,
        None => Cents::ZERO,
    };
    let card = first.card.filter(|card| *card > Cents::ZERO)?;
    // A card that paid nothing under the deductible says nothing of it.
    if first.to_deductible == Some(Cents::ZERO) {
        return None;
    }
    if let (Some(after_first), Some(after_second)) = (first.remaining_deductible, second.remaining_deductible)
    {
        match second.to_deductible {
            Some(part) => {
                let before_second = after_second.plus(part);
                let found = Found::LeftBefore(before_second, after_first);
                if before_second > after_first.plus(CENT) {
                    return Some((CardMoney::MayNotCount, found));
                }
                // With less left other claims came between, and hide what became of the card's money.
                let same = before_second.plus(CENT) >= after_first;
                return (same && first.to_deductible.is_some()).then_some((CardMoney::SeemsToCount, found));
            }
            None => {
                // The patient's own money counts in any case.
                let own = first.patient.unwrap_or_default().less(card);
                let unchanged = after_second > Cents::ZERO && after_second.plus(own) >= after_first;
                let found = Found::LeftAfter(after_second, after_first);
                return unchanged.then_some((CardMoney::MayNotCount, found));
            }
        }
    }
    let limit = plan.deductible.as_ref().map(|limit| match limit.structure {
        Structure::Individual | Structure::Embedded => limit.individual,
        Structure::Aggregate => limit.family,
    })?;
    let sum = first.to_deductible?.plus(second.to_deductible?);
    let too_much = limit > Cents::ZERO && sum > limit.plus(CENT);
    too_much.then_some((CardMoney::MayNotCount, Found::TooMuch(sum, limit)))
}
