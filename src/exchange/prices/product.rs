//! Which product of which treatment a description means.
//!
//! A price of the wrong product is worse than none: what is an ointment for eczema is also a capsule after
//! a transplant, and a cream may hold an antibiotic too. Name, form and strength all have to be those of the dose table.

use crate::checklist::strength::{self, Read};
use crate::content::Content;
use crate::content::dose::{Quantity, Strength, Unit};
use crate::content::drug::Drug;
use crate::content::ids::DrugIx;

/// A strength of a treatment, by its place in the dose table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product {
    /// The treatment.
    pub drug: DrugIx,
    /// The strength.
    pub strength: usize,
}

/// What a description was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A strength that is for eczema.
    Product(Product),
    /// A strength that is not for eczema, by its name.
    NotForEczema(String),
    /// A treatment, with a strength or form that its dose table does not have.
    NoSuchStrength(DrugIx),
    /// No treatment that is known.
    Unknown,
}

/// The names under which products are listed, for a quick look at a description.
pub struct Names(Vec<(String, DrugIx)>);

impl Names {
    /// Generic and brand names, and for a treatment of many drugs the names of its strengths.
    pub fn of(content: &Content) -> Self {
        let mut names: Vec<(String, DrugIx)> = Vec::new();
        for drug in content.drugs() {
            let own = std::iter::once(drug.id.as_str()).chain(drug.brands.iter().map(String::as_str));
            let parts = drug
                .dose
                .for_eczema()
                .filter(|strength| strength.amount.is_some())
                .flat_map(|strength| strength.words.iter().map(String::as_str));
            for name in own.chain(parts) {
                let name = name.to_lowercase();
                if name.is_ascii() && !names.iter().any(|(known, _)| *known == name) {
                    names.push((name, drug.ix));
                }
            }
        }
        Self(names)
    }

    /// The treatment whose name a description begins with; lists begin with the name. A name that goes on
    /// with a dash or a stroke is of a combination.
    pub fn begin(&self, description: &str) -> Option<DrugIx> {
        let description = description.trim_start();
        let found = self.0.iter().find(|(name, _)| {
            let begins = description.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
            let next = description.get(name.len()..).and_then(|rest| rest.chars().next());
            begins && !next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '-' | '/' | '+'))
        });
        found.map(|(_, drug)| *drug)
    }

    /// What a description means.
    pub fn product(&self, content: &Content, description: &str) -> Found {
        let Some(drug) = self.begin(description) else { return Found::Unknown };
        strength_of(content.drug(drug), &strength::read(description))
    }
}

fn strength_of(drug: &Drug, read: &Read) -> Found {
    let says = |words: &[String]| words.is_empty() || words.iter().any(|word| read.says(word));
    let excluded = |strength: &Strength| strength.except.iter().any(|word| read.says(word));
    let fits = |strength: &Strength| {
        says(&strength.words) && says(&strength.form) && !excluded(strength) && has_amount(strength, read)
    };
    // What is told by more words is meant rather than what only has the same amount.
    let told = |strength: &Strength| {
        usize::from(!strength.words.is_empty()) + usize::from(!strength.form.is_empty())
    };
    let possible = drug.dose.strengths.iter().enumerate().filter(|(_, strength)| fits(strength));
    match possible.max_by_key(|(at, strength)| (told(strength), std::cmp::Reverse(*at))) {
        Some((_, strength)) if strength.not_for_eczema.is_some() => {
            Found::NotForEczema(strength.name.clone())
        }
        Some((at, _)) => Found::Product(Product { drug: drug.ix, strength: at }),
        None => Found::NoSuchStrength(drug.ix),
    }
}

/// Whether one of the amounts that stand there is that of the strength. One without an amount is told by
/// its words alone.
fn has_amount(strength: &Strength, read: &Read) -> bool {
    let Some(amount) = strength.amount else { return true };
    read.portions.iter().any(|portion| {
        let per_shot = Quantity { unit: Unit::Milligrams, ..portion.one };
        amount == portion.one || portion.one.unit == Unit::MilligramsPerMilliliter && amount == per_shot
    })
}
