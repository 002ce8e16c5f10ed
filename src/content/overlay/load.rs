//! Reads the overlay's files and checks them against the content.

use std::collections::HashSet;

use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::raw;
use super::{Contact, Note, Overlay, Price, Program};
use crate::content::ids::{DrugIx, PayerId};
use crate::content::language::{Phrase, Translation};
use crate::content::load::{ContentError, ContentErrors, read_toml};
use crate::content::price::{PriceKind, cents};
use crate::content::{Content, Files, embedded_files};

const PHARMACY: &str = "pharmacy.toml";
const NOTES: &str = "notes.toml";
const PRICES: &str = "prices.toml";
const PROGRAMS: &str = "programs.toml";

/// The files that an overlay may have.
pub const NAMES: [&str; 4] = [PHARMACY, NOTES, PRICES, PROGRAMS];

/// Loads an overlay from its files.
///
/// # Errors
/// Every mistake that was found. An overlay with a mistake is not used at all.
pub fn load(files: &Files, content: &Content) -> Result<Overlay, ContentErrors> {
    let mut loader = Loader { files, content, errors: Vec::new() };
    let overlay = loader.overlay();
    if loader.errors.is_empty() { Ok(overlay) } else { Err(ContentErrors(loader.errors)) }
}

struct Loader<'a> {
    files: &'a Files,
    content: &'a Content,
    errors: Vec<ContentError>,
}

impl Loader<'_> {
    fn overlay(&mut self) -> Overlay {
        self.strangers();
        let pharmacy = self.read::<raw::Pharmacy>(PHARMACY).map(|raw| {
            self.words(PHARMACY, "", "name", &raw.name);
            Contact { name: raw.name, phone: raw.phone, fax: raw.fax, address: raw.address }
        });
        let notes: Vec<raw::Note> = self.read::<raw::Notes>(NOTES).map(|raw| raw.note).unwrap_or_default();
        self.once(NOTES, "note", notes.iter().map(|note| note.id.clone()).collect());
        let notes = notes.into_iter().filter_map(|note| self.note(note)).collect();
        let prices: Vec<raw::Price> =
            self.read::<raw::Prices>(PRICES).map(|raw| raw.price).unwrap_or_default();
        self.once(PRICES, "price", prices.iter().map(|price| price.id.clone()).collect());
        let prices = prices.into_iter().filter_map(|price| self.price(price)).collect();
        let programs: Vec<raw::Program> =
            self.read::<raw::Programs>(PROGRAMS).map(|raw| raw.program).unwrap_or_default();
        self.once(PROGRAMS, "program", programs.iter().map(|program| program.id.clone()).collect());
        let programs = programs.into_iter().filter_map(|program| self.program(program)).collect();
        Overlay { pharmacy, notes, prices, programs }
    }

    fn error(&mut self, file: &str, entry: &str, problem: impl Into<String>) {
        self.errors.push(ContentError { file: file.into(), entry: entry.into(), problem: problem.into() });
    }

    fn strangers(&mut self) {
        let known = embedded_files();
        let strangers: Vec<&String> =
            self.files.keys().filter(|file| !NAMES.contains(&file.as_str())).collect();
        for file in strangers {
            let problem = if file.contains('/') || known.contains_key(file) {
                "an overlay adds, it can't change or silence what the app knows: take the file out".to_owned()
            } else {
                format!("nothing reads this file: an overlay may have {}", NAMES.join(", "))
            };
            self.error(file, "", problem);
        }
    }

    /// A file that may be missing.
    fn read<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let text = self.files.get(file)?;
        match read_toml(text) {
            Ok(value) => Some(value),
            Err((line, message)) => {
                let problem = format!("{message}: mend the line or take the field out");
                self.error(file, &format!("line {line}"), problem);
                None
            }
        }
    }

    fn words(&mut self, file: &str, entry: &str, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.error(file, entry, format!("`{field}` is empty: write it"));
        }
    }

    fn once(&mut self, file: &str, what: &str, ids: Vec<String>) {
        let mut seen = HashSet::new();
        for id in ids {
            self.words(file, what, "id", &id);
            if !seen.insert(id.clone()) {
                self.error(file, &id, format!("the {what} is defined twice: take one out"));
            }
        }
    }

    fn date(&mut self, file: &str, entry: &str, field: &str, text: &str) -> Option<Date> {
        let date = text.parse::<Date>().ok();
        if date.is_none() {
            self.error(file, entry, format!("`{field}` is no date: `{text}`; write YYYY-MM-DD"));
        }
        date
    }

    fn drug(&mut self, file: &str, entry: &str, id: &str) -> Option<DrugIx> {
        let drug = self.content.drug_by_id(id).map(|drug| drug.ix);
        if drug.is_none() {
            let known: Vec<&str> = self.content.drugs().iter().map(|drug| drug.id.as_str()).collect();
            self.error(file, entry, format!("there is no drug `{id}`: write one of {}", known.join(", ")));
        }
        drug
    }

    fn drugs(&mut self, file: &str, entry: &str, ids: &[String]) -> Vec<DrugIx> {
        ids.iter().filter_map(|id| self.drug(file, entry, id)).collect()
    }

    /// Both dates of an entry; the second may be missing.
    fn dates(
        &mut self,
        file: &str,
        entry: &str,
        as_of: &str,
        check_by: Option<&String>,
    ) -> Option<(Date, Option<Date>)> {
        let as_of = self.date(file, entry, "as_of", as_of);
        let check_by = match check_by {
            Some(text) => Some(self.date(file, entry, "check_by", text)?),
            None => None,
        };
        if let (Some(as_of), Some(check_by)) = (as_of, check_by)
            && check_by < as_of
        {
            self.error(file, entry, "`check_by` is before `as_of`: mend one");
        }
        as_of.map(|as_of| (as_of, check_by))
    }

    fn note(&mut self, raw: raw::Note) -> Option<Note> {
        self.words(NOTES, &raw.id, "text", &raw.text);
        let drugs = self.drugs(NOTES, &raw.id, &raw.drugs);
        let (as_of, check_by) = self.dates(NOTES, &raw.id, &raw.as_of, raw.check_by.as_ref())?;
        Some(Note { id: raw.id, drugs, text: raw.text, by: raw.by, as_of, check_by })
    }

    fn price(&mut self, raw: raw::Price) -> Option<Price> {
        self.words(PRICES, &raw.id, "package", &raw.package);
        self.words(PRICES, &raw.id, "source", &raw.source);
        let amount = cents(&raw.dollars);
        if amount.is_none() {
            let problem = format!("`dollars` is no amount: `{}`; write `1234.50`", raw.dollars);
            self.error(PRICES, &raw.id, problem);
        }
        let kind = PriceKind::from_id(&raw.kind);
        if kind.is_none() {
            let problem = format!("`{}` is no kind of price: write one of {}", raw.kind, PriceKind::ids());
            self.error(PRICES, &raw.id, problem);
        }
        let as_of = self.date(PRICES, &raw.id, "as_of", &raw.as_of);
        let drug = self.drug(PRICES, &raw.id, &raw.drug)?;
        let strengths = &self.content.drug(drug).dose.strengths;
        let strength = match &raw.strength {
            None => None,
            Some(id) => {
                let at = strengths.iter().position(|strength| strength.id == *id);
                if at.is_none() {
                    let known: Vec<&str> = strengths.iter().map(|strength| strength.id.as_str()).collect();
                    let problem = format!("there is no strength `{id}`: write one of {}", known.join(", "));
                    self.error(PRICES, &raw.id, problem);
                }
                Some(at?)
            }
        };
        Some(Price {
            id: raw.id,
            drug,
            strength,
            package: raw.package,
            cents: amount?,
            kind: kind?,
            as_of: as_of?,
            source: raw.source,
        })
    }

    fn program(&mut self, raw: raw::Program) -> Option<Program> {
        for (field, text) in [("name", &raw.name), ("about", &raw.about), ("patient.en", &raw.patient.en)] {
            self.words(PROGRAMS, &raw.id, field, text);
        }
        let drugs = self.drugs(PROGRAMS, &raw.id, &raw.drugs);
        let mut payers = Vec::new();
        for id in &raw.payers {
            match self.content.payer_by_id(id) {
                Some(payer) => payers.push(PayerId::new(payer.id.as_str())),
                None => {
                    let known: Vec<&str> =
                        self.content.payers.iter().map(|payer| payer.id.as_str()).collect();
                    let problem = format!("there is no payer `{id}`: write one of {}", known.join(", "));
                    self.error(PROGRAMS, &raw.id, problem);
                }
            }
        }
        let (as_of, check_by) = self.dates(PROGRAMS, &raw.id, &raw.as_of, raw.check_by.as_ref())?;
        Some(Program {
            id: raw.id,
            name: raw.name,
            drugs,
            payers,
            about: raw.about,
            phone: raw.phone,
            website: raw.website,
            as_of,
            check_by,
            // The pharmacy's own words: nobody else reviews them.
            patient: Phrase::new(
                raw.patient.en,
                raw.patient.es.map(|words| Translation { words, review: None }),
            ),
        })
    }
}
