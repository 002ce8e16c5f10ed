//! What a pharmacy adds of its own: its contact, notes on drugs, prices and programs.
//!
//! Files in a folder beside the vault, checked like the content. An overlay adds and can't change or
//! silence anything: rules, questions and verdicts never see it. [`load::load`] reads it.

pub mod load;
mod raw;

use jiff::civil::Date;

use super::ids::{DrugIx, PayerId};
use super::language::Phrase;
use super::price::{self, PriceKind};

/// A pharmacy's own additions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// How to reach the pharmacy.
    pub pharmacy: Option<Contact>,
    /// Its notes on drugs.
    pub notes: Vec<Note>,
    /// Its prices.
    pub prices: Vec<Price>,
    /// Programs that it knows.
    pub programs: Vec<Program>,
}

/// How to reach the pharmacy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its name.
    pub name: String,
    /// Its phone number; may be empty, like all that follows.
    pub phone: String,
    /// Its fax number.
    pub fax: String,
    /// Its address in one line.
    pub address: String,
}

/// A note on one or more drugs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: String,
    /// The drugs; empty for all.
    pub drugs: Vec<DrugIx>,
    /// What it says.
    pub text: String,
    /// Who wrote it; may be empty.
    pub by: String,
    /// When.
    pub as_of: Date,
    /// Past this day it has to be looked at again.
    pub check_by: Option<Date>,
}

/// A price of the pharmacy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// Its id.
    pub id: String,
    /// The drug.
    pub drug: DrugIx,
    /// The strength: its position in the drug's list, where it is named.
    pub strength: Option<usize>,
    /// The package in words: "60 g tube".
    pub package: String,
    /// The amount in cents for the package.
    pub cents: i64,
    /// Where it comes from.
    pub kind: PriceKind,
    /// Of which day it is.
    pub as_of: Date,
    /// Who said so.
    pub source: String,
}

/// A program that the pharmacy knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The drugs; empty for all.
    pub drugs: Vec<DrugIx>,
    /// The payers with which it can be had; empty for all.
    pub payers: Vec<PayerId>,
    /// What it does and asks for.
    pub about: String,
    /// Its phone number; may be empty.
    pub phone: String,
    /// Its page; may be empty.
    pub website: String,
    /// Of which day its terms are.
    pub as_of: Date,
    /// Past this day they have to be looked at again.
    pub check_by: Option<Date>,
    /// The same in plain words.
    pub patient: Phrase,
}

impl Overlay {
    /// The notes on a drug.
    pub fn notes_of(&self, drug: DrugIx) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(move |note| note.drugs.is_empty() || note.drugs.contains(&drug))
    }

    /// The prices of a drug.
    pub fn prices_of(&self, drug: DrugIx) -> impl Iterator<Item = &Price> {
        self.prices.iter().filter(move |price| price.drug == drug)
    }

    /// The programs for a drug.
    pub fn programs_of(&self, drug: DrugIx) -> impl Iterator<Item = &Program> {
        self.programs.iter().filter(move |program| program.drugs.is_empty() || program.drugs.contains(&drug))
    }

    /// How many of its entries are past their date.
    pub fn aging(&self, today: Date) -> usize {
        self.notes.iter().filter(|note| note.is_old(today)).count()
            + self.prices.iter().filter(|price| price.is_old(today)).count()
            + self.programs.iter().filter(|program| program.is_old(today)).count()
    }
}

impl Note {
    /// Whether it has to be looked at again.
    pub fn is_old(&self, today: Date) -> bool {
        // A day that has not come yet is a slip, and no reason to believe it for longer.
        self.as_of > today || self.check_by.is_some_and(|day| today > day)
    }
}

impl Price {
    /// Whether it is past its shelf life.
    pub fn is_old(&self, today: Date) -> bool {
        price::is_old(self.as_of, today)
    }
}

impl Program {
    /// Whether its terms have to be looked at again.
    pub fn is_old(&self, today: Date) -> bool {
        // A day that has not come yet is a slip, and no reason to believe it for longer.
        self.as_of > today || self.check_by.is_some_and(|day| today > day)
    }
}

/// "as of 2026-11-20", or "check: as of 2026-11-20".
pub fn age_words(as_of: Date, old: bool) -> String {
    format!("{} {as_of}", if old { "check: as of" } else { "as of" })
}
