//! Which price does the pharmacy keep for a line of an option?

use serde_json::{Value, json};

use super::take::set_price;
use super::text;
use crate::app::dates;
use crate::app::desk::Desk;
use crate::content::price::{Amount, is_old};
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
    let strength = drug.fills.iter().find(|fill| fill.package == package).map(|fill| fill.strength);
    let price = &desk.price_for(drug.ix, strength)?.price;
    // What is priced by the gram is priced for the tube of the line.
    let cents = match (price.amount, grams(package)) {
        (Amount::PerUnit(_) | Amount::Total { .. }, Some(grams)) if price.unit.eq_ignore_ascii_case("GM") => {
            price.amount.cents_for(grams * 1000)?
        }
        // A package that lasts for another time is another package.
        _ if price
            .days_supply
            .is_some_and(|days| get(coverage, &format!("{line}.maintenance.1")) != Some(&json!(days))) =>
        {
            return None;
        }
        _ => price.amount.cents()?,
    };
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

/// The grams of a package whose words begin with them: "60 g tube".
fn grams(package: &str) -> Option<i64> {
    let (number, rest) = package.split_once(' ')?;
    (rest == "g" || rest.starts_with("g ")).then(|| number.parse().ok()).flatten()
}

impl Kept {
    /// Puts it into the line of a coverage, with where it is from.
    pub fn put(&self, coverage: &mut Value, line: &str) {
        set_price(coverage, line, json!(self.cents));
        set(coverage, &format!("{line}.price.kind"), Some(json!(self.kind)));
        set(coverage, &format!("{line}.price.as_of"), Some(json!(self.as_of)));
    }
}
