//! A price in words, as it stands in a list: of what, how much, how old.

use jiff::civil::Date;

use crate::app::desk::prices::{KeptPrice, Origin};
use crate::content::Content;
use crate::content::decimal::Decimal;
use crate::content::dose::StrengthAt;
use crate::content::ids::DrugIx;
use crate::content::overlay::age_words;
use crate::content::price::{Amount, PriceRecord, is_old};
use crate::cost::money::Cents;

/// One price in words.
pub struct Line {
    /// Treatment and strength.
    pub title: String,
    /// Package, code, kind, payer, days and source.
    pub below: String,
    /// How much money for how much of it.
    pub amount: String,
    /// "as of …", or "check: as of …".
    pub age: String,
    /// Whether it is past its shelf life.
    pub old: bool,
}

impl Line {
    /// The words of a price that is kept.
    pub fn of_kept(content: &Content, kept: &KeptPrice, today: Date) -> Self {
        let mut line = Self::new(content, &kept.price, kept.product, today);
        if kept.origin == Origin::Overlay {
            line.below.push_str(" · from the overlay folder");
        }
        line
    }

    /// The words of a price of an import.
    pub fn of_record(content: &Content, price: &PriceRecord, today: Date) -> Self {
        let drug = price.drug.as_deref().and_then(|id| content.drug_by_id(id));
        let product = drug.map(|drug| {
            let named = |id: &String| drug.dose.strengths.iter().position(|strength| strength.id == *id);
            (drug.ix, price.strength.as_ref().and_then(named))
        });
        Self::new(content, price, product, today)
    }

    fn new(
        content: &Content,
        price: &PriceRecord,
        product: Option<(DrugIx, Option<StrengthAt>)>,
        today: Date,
    ) -> Self {
        let old = is_old(price.as_of, today);
        Self {
            title: title(content, price, product),
            below: below(price),
            amount: amount(price),
            age: age_words(price.as_of, old),
            old,
        }
    }

    /// Whether every word that was typed stands in it.
    pub fn has(&self, typed: &str) -> bool {
        let all = format!("{} {} {} {}", self.title, self.below, self.amount, self.age).to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }
}

fn title(content: &Content, price: &PriceRecord, product: Option<(DrugIx, Option<StrengthAt>)>) -> String {
    let Some((drug, strength)) = product else {
        // An id that this content does not know, or a code alone.
        return match (&price.drug, &price.ndc) {
            (Some(drug), _) => format!("{drug}, not a treatment of this content"),
            (None, Some(ndc)) => format!("NDC {ndc}, treatment not known"),
            (None, None) => "Treatment not known".to_owned(),
        };
    };
    let drug = content.drug(drug);
    match strength.and_then(|at| drug.dose.strengths.get(at)) {
        Some(strength) => format!("{}, {}", drug.name_with_brand(), strength.name),
        None => drug.name_with_brand(),
    }
}

fn below(price: &PriceRecord) -> String {
    let days = price.days_supply.map(|days| if days == 1 { "1 day".into() } else { format!("{days} days") });
    let ndc = price.ndc.as_ref().map(|ndc| format!("NDC {ndc}"));
    let parts = [
        price.package.clone(),
        ndc.unwrap_or_default(),
        price.kind.words().to_owned(),
        price.payer.clone(),
        days.unwrap_or_default(),
        price.source.clone(),
    ];
    let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    known.join(" · ")
}

/// "$6,000.00 for 30 EA", "$0.07315 for 1 GM", "$64.90".
pub fn amount(price: &PriceRecord) -> String {
    let of = |number: String| format!("{number} {}", price.unit).trim_end().to_owned();
    match price.amount {
        Amount::Total { cents, quantity_thousandths } => {
            let number = Decimal::from_thousandths(quantity_thousandths).to_string();
            format!("{} for {}", dollars(cents), of(number))
        }
        Amount::Package(cents) => dollars(cents),
        Amount::PerUnit(price) => {
            format!("${}.{:05} for {}", price / 100_000, price % 100_000, of("1".to_owned()))
        }
    }
}

fn dollars(cents: i64) -> String {
    Cents::new(cents).map_or_else(|| "an amount that can't be".to_owned(), |cents| cents.to_string())
}
