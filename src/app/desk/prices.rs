//! The prices that hold at this counter: those that the vault keeps and those of the pharmacy's overlay.
//!
//! Which one is believed first is decided here; what it is worth to a patient is not.

use std::cmp::Reverse;

use super::{Desk, Pending};
use crate::content::Content;
use crate::content::dose::StrengthAt;
use crate::content::ids::DrugIx;
use crate::content::overlay;
use crate::content::price::{Amount, PriceRecord, is_old};
use crate::store::{PriceBatch, PriceBatchId, PriceEntry, Request};

/// A price that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPrice {
    /// The price.
    pub price: PriceRecord,
    /// What it is a price of, where that is known, and which strength, where that is named. A price with a
    /// code alone is of the product that another price with a code of the same product names.
    pub product: Option<(DrugIx, Option<StrengthAt>)>,
    /// Where it is kept.
    pub origin: Origin,
}

/// Where a price is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the vault, in that batch.
    Vault(PriceBatchId),
    /// In the pharmacy's overlay, a file that is mended by hand.
    Overlay,
}

impl Desk {
    /// The price to believe first for a strength of a drug. Of a strength that is not known, `None`, only the
    /// price of the drug as such, or of a drug with one strength: a price of the wrong product is worse than none.
    ///
    /// A price of the very strength comes first, then a fresh one, then the kind in the order of
    /// [`PriceKind::ALL`](crate::content::price::PriceKind::ALL), then the newest.
    pub fn price_for(&self, drug: DrugIx, strength: Option<StrengthAt>) -> Option<&KeptPrice> {
        let today = (self.clock.today)();
        let only_one = self.content.drug(drug).dose.for_eczema().count() == 1;
        let fits = |kept: &&KeptPrice| match kept.product {
            Some((of, None)) => of == drug,
            Some((of, named)) => of == drug && (named == strength || strength.is_none() && only_one),
            None => false,
        };
        self.prices.iter().filter(fits).max_by_key(|kept| {
            let exact = kept.product.is_some_and(|(_, named)| named.is_some());
            let price = &kept.price;
            (exact, !is_old(price.as_of, today), Reverse(price.kind), price.as_of)
        })
    }

    /// Asks for what the vault keeps. The pharmacist waits for it after a change of theirs.
    pub(super) fn look_for_prices(&mut self, pending: fn() -> Pending) {
        self.send(Request::Prices, pending());
        self.send(Request::PriceBatches, pending());
    }

    pub(super) fn keep_prices(&mut self, rows: Vec<PriceRecord>, source: String) {
        let Some(session) = &self.session else { return };
        let (by, now) = (session.staff.id, (self.clock.now)());
        self.ask(Request::KeepPrices { rows, source, by, now }, Pending::Prices);
    }

    pub(super) fn undo_prices(&mut self, batch: PriceBatchId) {
        let Some(session) = &self.session else { return };
        let (by, now) = (session.staff.id, (self.clock.now)());
        self.ask(Request::UndoPrices { batch, by, now }, Pending::Prices);
    }

    /// Takes what the vault keeps in the place of what it kept before.
    pub(super) fn take_prices(&mut self, entries: Vec<PriceEntry>) {
        self.prices.retain(|kept| kept.origin == Origin::Overlay);
        let kept = entries.into_iter().map(|entry| KeptPrice {
            product: product(&self.content, &entry.price),
            origin: Origin::Vault(entry.batch),
            price: entry.price,
        });
        self.prices.extend(kept);
        name_by_code(&mut self.prices);
    }

    /// Takes the overlay's prices; on a tie the vault's come after and win.
    pub(super) fn take_overlay_prices(&mut self) {
        self.prices.retain(|kept| kept.origin != Origin::Overlay);
        let Some(overlay) = self.overlay.in_use() else { return };
        let own: Vec<KeptPrice> =
            overlay.prices.iter().map(|price| of_overlay(&self.content, price)).collect();
        self.prices.splice(0..0, own);
    }

    /// Nothing of the pharmacy's stays after locking.
    pub(super) fn forget_prices(&mut self) {
        self.prices.clear();
        self.price_batches.clear();
    }

    /// A batch of prices that the vault keeps.
    pub fn price_batch(&self, id: PriceBatchId) -> Option<&PriceBatch> {
        self.price_batches.iter().find(|batch| batch.id == id)
    }
}

/// The treatment and the strength that the ids mean; a strength that is gone makes it no product.
fn product(content: &Content, price: &PriceRecord) -> Option<(DrugIx, Option<StrengthAt>)> {
    let drug = content.drug_by_id(price.drug.as_deref()?)?;
    match &price.strength {
        None => Some((drug.ix, None)),
        Some(id) => {
            let at = drug.dose.strengths.iter().position(|strength| strength.id == *id)?;
            Some((drug.ix, Some(at)))
        }
    }
}

/// All packages of one product share the first two parts of the code.
fn name_by_code(prices: &mut [KeptPrice]) {
    fn of(kept: &KeptPrice) -> Option<&str> {
        kept.price.ndc.as_deref()?.rsplit_once('-').map(|(product, _)| product)
    }
    let named: std::collections::HashMap<String, (DrugIx, Option<StrengthAt>)> =
        prices.iter().filter_map(|kept| Some((of(kept)?.to_owned(), kept.product?))).collect();
    for kept in prices.iter_mut().filter(|kept| kept.price.drug.is_none()) {
        kept.product = of(kept).and_then(|code| named.get(code)).copied();
    }
}

fn of_overlay(content: &Content, price: &overlay::Price) -> KeptPrice {
    let drug = content.drug(price.drug);
    let strength = price.strength.and_then(|at| drug.dose.strengths.get(at));
    KeptPrice {
        price: PriceRecord {
            ndc: None,
            drug: Some(drug.id.to_string()),
            strength: strength.map(|strength| strength.id.clone()),
            package: price.package.clone(),
            amount: Amount::Package(price.cents),
            unit: String::new(),
            days_supply: None,
            kind: price.kind,
            as_of: price.as_of,
            payer: String::new(),
            source: price.source.clone(),
        },
        product: Some((price.drug, price.strength)),
        origin: Origin::Overlay,
    }
}
