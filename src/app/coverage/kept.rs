//! Which price does the pharmacy keep for a line of an option?

use serde_json::{Value, json};

use super::take::set_price;
use super::text;
use crate::app::dates;
use crate::app::desk::Desk;
use crate::content::fill::{BillingUnit, Holding};
use crate::content::price::{Amount, PriceRecord, is_old};
use crate::cost::entry::{get, set};

/// A price for one package of a line.
pub struct Kept {
    /// Cents for a package.
    pub cents: i64,
    /// What it is and of when.
    pub words: String,
    kind: &'static str,
    as_of: String,
}

/// The price that is believed first for a line; `None` without one, or where it can't be told for a package.
pub fn of_line(desk: &Desk, coverage: &Value, line: &str) -> Option<Kept> {
    let text = |field: &str| get(coverage, &format!("{line}.{field}")).and_then(Value::as_str);
    let drug = desk.content.drug_by_id(text("drug")?)?;
    let package = text("price.source").unwrap_or_default();
    let fill = drug.fills.iter().find(|fill| fill.package == package);
    let price = &desk.price_for(drug.ix, fill.map(|fill| fill.strength))?.price;
    let days = get(coverage, &format!("{line}.maintenance.1"));
    let cents = of_package(price, fill.and_then(|fill| fill.holds), days)?;
    let check = if is_old(price.as_of, (desk.clock.today)()) { ", check" } else { "" };
    let of = [price.package.as_str(), price.source.as_str()];
    let of: Vec<&str> = of.into_iter().filter(|words| !words.is_empty()).collect();
    let words = format!(
        "Kept: {} ({}, {}{check}){}",
        text::amount_words(&json!(cents))?,
        price.kind.words(),
        dates::short(price.as_of),
        if of.is_empty() { String::new() } else { format!(": {}", of.join(", ")) }
    );
    Some(Kept { cents, words, kind: price.kind.id(), as_of: price.as_of.to_string() })
}

/// What a package costs, in cents. What is priced by the tablet, milliliter or gram is priced for as many as
/// the package holds; `None` where the content does not say how many.
fn of_package(price: &PriceRecord, holds: Option<Holding>, days: Option<&Value>) -> Option<i64> {
    let holds = holds.filter(|holds| price.unit.eq_ignore_ascii_case(holds.unit.id()));
    let same_days = price.days_supply.map(|of_price| days == Some(&json!(of_price)));
    match (price.amount, holds) {
        (Amount::PerUnit(_), Some(holds)) => price.amount.cents_for(holds.thousandths),
        // One of a package that holds thirty may mean one tablet, or one package: its days tell.
        (Amount::Total { quantity_thousandths, .. }, Some(holds))
            if holds.unit == BillingUnit::Each && quantity_thousandths < holds.thousandths =>
        {
            price.amount.cents().filter(|_| same_days == Some(true))
        }
        // What lasts for another time than as much of the package does is another package. Of a cream nobody
        // knows how long it lasts.
        (Amount::Total { quantity_thousandths, .. }, Some(holds)) => {
            let lasts_as_long = |of_price: u32| {
                let days = days.and_then(Value::as_i64).map(i128::from);
                days.map(|days| i128::from(quantity_thousandths) * days)
                    == Some(i128::from(holds.thousandths) * i128::from(of_price))
            };
            let fits = holds.unit == BillingUnit::Gram || price.days_supply.is_none_or(lasts_as_long);
            price.amount.cents_for(holds.thousandths).filter(|_| fits)
        }
        // A package that lasts for another time is another package.
        (Amount::PerUnit(_) | Amount::Total { .. } | Amount::Package(_), _) => {
            price.amount.cents().filter(|_| same_days != Some(false))
        }
    }
}

impl Kept {
    /// Puts it into the line of a coverage, with where it is from.
    pub fn put(&self, coverage: &mut Value, line: &str) {
        set_price(coverage, line, json!(self.cents));
        set(coverage, &format!("{line}.price.kind"), Some(json!(self.kind)));
        set(coverage, &format!("{line}.price.as_of"), Some(json!(self.as_of)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::price::PriceKind;

    fn price(amount: Amount, unit: &str, days_supply: Option<u32>) -> PriceRecord {
        PriceRecord {
            ndc: None,
            drug: None,
            strength: None,
            package: String::new(),
            amount,
            unit: unit.into(),
            days_supply,
            kind: PriceKind::Nadac,
            as_of: jiff::civil::date(2026, 11, 20),
            payer: String::new(),
            source: String::new(),
        }
    }

    #[test]
    fn a_price_by_the_unit_is_one_of_the_package_where_the_content_says_how_many_it_holds() {
        let content = crate::content::Content::embedded().unwrap();
        let holds = |drug: &str, fill: &str| {
            let drug = content.drug_by_id(drug).unwrap();
            drug.fills.iter().find(|one| one.id == fill).unwrap().holds
        };
        let tablets = holds("upadacitinib", "15-mg-30");
        let per_unit = Amount::PerUnit(22_509_000);
        let of = |price: PriceRecord, holds| of_package(&price, holds, Some(&json!(30)));
        assert_eq!(of(price(per_unit, "EA", None), tablets), Some(675_270));
        assert_eq!(of(price(per_unit, "ea", None), tablets), Some(675_270));
        // Another unit, or a package of which nobody counts what it holds: nothing is guessed.
        assert_eq!(of(price(per_unit, "ML", None), tablets), None);
        assert_eq!(of(price(per_unit, "EA", None), holds("prednisone", "10-mg-course")), None);
        assert_eq!(of(price(per_unit, "EA", None), None), None);
        let carton = holds("dupilumab", "200-mg-2-monthly");
        assert_eq!(of(price(Amount::PerUnit(10_000_000), "ML", None), carton), Some(22_800));

        let total = |count: i64| Amount::Total { cents: 90_000, quantity_thousandths: count * 1000 };
        assert_eq!(of(price(total(30), "EA", None), tablets), Some(90_000));
        assert_eq!(of(price(total(90), "EA", Some(90)), tablets), Some(30_000));
        assert_eq!(of(price(total(30), "EA", Some(90)), tablets), None, "one in three days");
        assert_eq!(of(price(total(1), "EA", None), tablets), None, "a tablet, or a bottle?");
        assert_eq!(of(price(total(1), "EA", Some(30)), tablets), Some(90_000));
        assert_eq!(of(price(total(1), "", Some(90)), tablets), None);
    }
}
