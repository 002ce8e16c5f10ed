//! What is one price: of which product, how much money for how much of it, from where and of which day?
//!
//! Everything that names a thing of the content is its id as text, so that a price that was kept years ago
//! can still be read after a treatment has gone.

use jiff::civil::Date;

use super::PriceKind;

/// How much money for how much of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// For a whole quantity.
    Total {
        /// Cents for all of it.
        cents: i64,
        /// How much it is, in thousandths of the unit.
        quantity_thousandths: i64,
    },
    /// For one unit, in hundred-thousandths of a dollar: whole cents would lose a gram's price.
    PerUnit(i64),
    /// Cents for a package whose quantity is known in words only.
    Package(i64),
}

impl Amount {
    /// Cents for the package, where it is priced as a whole.
    pub fn cents(self) -> Option<i64> {
        match self {
            Self::Total { cents, .. } | Self::Package(cents) => Some(cents),
            Self::PerUnit(_) => None,
        }
    }

    /// Cents for so many thousandths of the unit, rounded half up; `None` where it can't be told.
    pub fn cents_for(self, quantity_thousandths: i64) -> Option<i64> {
        let (product, whole) = match self {
            Self::Total { cents, quantity_thousandths: of } => {
                (i128::from(cents) * i128::from(quantity_thousandths), i128::from(of))
            }
            // Hundred-thousandths of a dollar times thousandths: a cent is a million of these.
            Self::PerUnit(price) => (i128::from(price) * i128::from(quantity_thousandths), 1_000_000),
            Self::Package(_) => return None,
        };
        if whole <= 0 || product < 0 {
            return None;
        }
        i64::try_from((2 * product + whole) / (2 * whole)).ok()
    }
}

/// One price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRecord {
    /// The National Drug Code with dashes, in its billing form (5-4-2 or 6-4-2), where it is known.
    pub ndc: Option<String>,
    /// The treatment's id; `None` where only a code is known.
    pub drug: Option<String>,
    /// The strength's id within the treatment.
    pub strength: Option<String>,
    /// The package or description as written; may be empty.
    pub package: String,
    /// How much money for how much of it.
    pub amount: Amount,
    /// The unit: EA, ML, GM.
    pub unit: String,
    /// Days that it lasts; `None` where nobody says.
    pub days_supply: Option<u32>,
    /// Where the amount comes from.
    pub kind: PriceKind,
    /// Of which day it is.
    pub as_of: Date,
    /// With which payer; may be empty.
    pub payer: String,
    /// Who said so; may be empty.
    pub source: String,
}

impl PriceRecord {
    /// What it is a price of: the code, or else treatment, strength and package.
    pub fn item(&self) -> String {
        match &self.ndc {
            Some(ndc) => ndc.clone(),
            None => {
                let text = |id: &Option<String>| id.clone().unwrap_or_default();
                format!("{}/{}/{}", text(&self.drug), text(&self.strength), self.package.to_lowercase())
            }
        }
    }

    /// What makes two records the same price: what it is of, kind, payer and day.
    pub fn key(&self) -> PriceKey {
        PriceKey { item: self.item(), kind: self.kind, payer: self.payer.clone(), as_of: self.as_of }
    }
}

/// What makes two records the same price.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PriceKey {
    item: String,
    kind: PriceKind,
    payer: String,
    as_of: Date,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_costs_its_part_to_the_cent_with_half_a_cent_up() {
        let unit = |price: i64, thousandths: i64| Amount::PerUnit(price).cents_for(thousandths);
        assert_eq!(unit(12_345, 60_000), Some(741));
        assert_eq!(unit(5, 100_000), Some(1), "half a cent is a cent");
        assert_eq!(unit(4, 100_000), Some(0));
        assert_eq!(unit(22_509_000, 30_000), Some(675_270));
        assert_eq!(unit(150_000, 500), Some(75));
        let tube = Amount::Total { cents: 1001, quantity_thousandths: 60_000 };
        assert_eq!(tube.cents_for(120_000), Some(2002));
        assert_eq!(tube.cents_for(30_000), Some(501), "half a cent goes up");
        assert_eq!((tube.cents(), Amount::PerUnit(1).cents()), (Some(1001), None));
        assert_eq!(Amount::Package(1001).cents_for(60_000), None, "how much it holds is not known");
        assert_eq!(Amount::Total { cents: 1, quantity_thousandths: 0 }.cents_for(1), None);
        assert_eq!(Amount::PerUnit(i64::MAX).cents_for(i64::MAX), None, "more than can be counted");
    }
}
