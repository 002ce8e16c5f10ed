//! Results as JSON, in the agreed form. Amounts are whole cents.

use serde_json::{Map, Value, json};

use super::case::Case;
use super::ledger::{Ledger, Row};
use super::money::Cents;
use super::payment_plan::Year;
use super::plan::{Limit, Met};
use super::read::WrittenSchedule;

/// A ledger. Months without a fill are not listed; `notes` is there only where there is one.
pub fn ledger(case: &Case, ledger: &Ledger) -> Value {
    let name = |row: &Row| case.lines.get(row.line).map_or("", |line| line.name.as_str());
    let fills: Vec<Value> = ledger
        .rows
        .iter()
        .map(|row| {
            json!({
                "date": row.date.to_string(),
                "line": name(row),
                "route": row.route.id(),
                "price": row.price.get(),
                "deductible": row.deductible.get(),
                "cost_share": row.cost_share.get(),
                "obligation": row.obligation.get(),
                "plan": row.plan.get(),
                "card": row.card.get(),
                "grant": row.grant.get(),
                "subsidy": row.subsidy.get(),
                "patient": row.patient.get(),
            })
        })
        .collect();
    let total = |amount: fn(&Row) -> Cents| ledger.total(amount).get();
    let mut result = json!({
        "fills": fills,
        "patient_cents_by_month": by_month(&ledger.rows),
        "totals_cents": {
            "price": total(|row| row.price),
            "plan": total(|row| row.plan),
            "card": total(|row| row.card),
            "grant": total(|row| row.grant),
            "subsidy": total(|row| row.subsidy),
            "patient": total(|row| row.patient),
        },
        "end_state": {
            "deductible_met": met(&case.plan.deductible, ledger.end.deductible),
            "oop_met": met(&case.plan.oop_max, ledger.end.oop),
            "card_used_by_line": card_used(case, ledger),
            "grant_left": ledger.end.grant.get(),
        },
    });
    let notes = case.notes();
    if let Value::Object(fields) = &mut result
        && !notes.is_empty()
    {
        fields.insert("notes".to_owned(), notes.into());
    }
    result
}

/// The fills of a schedule; other prices than the plan's only where they were written.
pub fn schedule(written: &WrittenSchedule) -> Value {
    let fills: Vec<Value> = written
        .schedule
        .fills(written.start, written.end)
        .map(|(day, supply)| {
            let mut fill = Map::from_iter([
                ("date".to_owned(), Value::from(day.to_string())),
                ("days_supply".to_owned(), supply.days.get().into()),
                ("price_cents".to_owned(), supply.price().get().into()),
            ]);
            for (name, per_package) in [
                ("cash_price_cents", written.cash_per_package),
                ("discount_price_cents", written.discount_per_package),
            ] {
                if let Some(price) = per_package {
                    fill.insert(name.to_owned(), price.times(supply.packages).get().into());
                }
            }
            Value::Object(fill)
        })
        .collect();
    json!({ "fills": fills })
}

/// The bills of a payment plan.
pub fn payment_plan(bills: &Year) -> Value {
    json!({ "bills": bills.map(Cents::get) })
}

/// A month as it stands in results: `2026-12`.
pub fn month_name(year: i16, month: i8) -> String {
    format!("{year:04}-{month:02}")
}

fn by_month(rows: &[Row]) -> Value {
    let mut months: Vec<(String, Cents)> = Vec::new();
    for row in rows {
        let name = month_name(row.date.year(), row.date.month());
        match months.last_mut().filter(|(last, _)| *last == name) {
            Some((_, sum)) => *sum = sum.plus(row.patient),
            None => months.push((name, row.patient)),
        }
    }
    months.into_iter().map(|(name, sum)| (name, Value::from(sum.get()))).collect::<Map<_, _>>().into()
}

fn met(limit: &Option<Limit>, met: Met) -> Value {
    match limit {
        Some(_) => json!({"ind": met.individual.get(), "fam": met.family.get()}),
        None => Value::Null,
    }
}

/// What the card of each line has paid that has one and had a fill.
fn card_used(case: &Case, ledger: &Ledger) -> Value {
    let cards = case.lines.iter().zip(&ledger.end.cards);
    cards
        .filter(|(_, card)| card.was_at_hand())
        .map(|(line, card)| (line.name.clone(), Value::from(card.used.get())))
        .collect::<Map<_, _>>()
        .into()
}
