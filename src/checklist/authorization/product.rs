//! What does the name of a treatment that was tried mean: which kind, which potency class?
//!
//! By the medicine list and the dose tables. A name that neither knows is never guessed at: it
//! could be anything, and stays as it was written.

use super::Tried;
use crate::checklist::strength::{self, Read};
use crate::content::Content;
use crate::content::dose::{Quantity, Strength, Unit};
use crate::content::drug::Drug;
use crate::content::ids::DrugIx;
use crate::content::medicine::{Form, Found, key};

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is known.
    Known(Product),
    /// The name is known, but not which form is meant: a cream or a tablet.
    FormOpen(String),
    /// It is not known.
    NotRecognized,
}

/// A treatment that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its name in the content.
    pub name: String,
    /// The kinds that it belongs to: positions in the content.
    pub kinds: Vec<usize>,
    /// For a topical steroid: 1 is the strongest, 7 the weakest, where the product is told.
    pub potency: Option<u8>,
}

/// The ways in which a form is written, by its usual name.
pub(super) const VEHICLES: [(&str, &[&str]); 13] = [
    ("cream", &["cream", "creams", "crm", "crea"]),
    ("ointment", &["ointment", "ointments", "oint", "ont"]),
    ("gel", &["gel"]),
    ("lotion", &["lotion", "lot"]),
    ("foam", &["foam"]),
    ("solution", &["solution", "soln", "sol"]),
    ("spray", &["spray"]),
    ("shampoo", &["shampoo"]),
    ("oil", &["oil"]),
    ("tablets", &["tablet", "tablets", "tab", "tabs"]),
    ("capsules", &["capsule", "capsules", "cap", "caps"]),
    ("injection", &["injection", "inj", "vial"]),
    ("pen", &["pen", "pens", "syringe", "syringes", "autoinjector", "pfs"]),
];

/// The usual name of a form, as a word of a description names it.
pub(super) fn vehicle(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    VEHICLES.into_iter().find(|(_, words)| words.contains(&word.as_str())).map(|(name, _)| name)
}

/// What a treatment that was tried means, by its name, strength and form.
pub fn meaning(content: &Content, tried: &Tried) -> Meaning {
    let name = tried.drug.text();
    if name.is_empty() {
        return Meaning::NotRecognized;
    }
    let whole = format!("{name} {} {}", tried.strength.text(), tried.vehicle.text());
    // "crm" is the cream of the dose table.
    let in_full: Vec<&str> = whole.split_whitespace().map(|word| vehicle(word).unwrap_or(word)).collect();
    let read = strength::read(&in_full.join(" "));
    // What holds a second drug is not the product of the dose table.
    let by_table = if is_combination(name) { None } else { of_table(content, &read) };
    if let Some(found) = find(content, name, &whole) {
        let Some(medicine) = content.medicines.get(found.medicine) else { return Meaning::NotRecognized };
        // Name, form and strength of a dose table tell the form, too.
        if found.form == Form::Open && by_table.is_none() {
            return Meaning::FormOpen(medicine.name().to_owned());
        }
        let own = content.drugs().iter().find(|drug| drug.medicine == Some(found.medicine));
        let classes = content.medicines.classes(found.medicine, None).certain;
        let kinds = kinds(content, |kind| {
            own.is_some_and(|drug| kind.drugs.contains(&drug.ix))
                || kind.class.is_some_and(|class| classes.contains(class))
        });
        let potency = by_table.filter(|(drug, _)| {
            kinds
                .iter()
                .any(|at| content.authorization.kinds.get(*at).is_some_and(|kind| kind.drugs.contains(drug)))
        });
        return Meaning::Known(Product {
            name: medicine.name().to_owned(),
            kinds,
            potency: potency.and_then(|(_, class)| class),
        });
    }
    if let Some((drug, potency)) = by_table {
        let kinds = kinds(content, |kind| kind.drugs.contains(&drug));
        return Meaning::Known(Product { name: content.drug(drug).name.clone(), kinds, potency });
    }
    match content.drugs().iter().find(|drug| is_named(drug, name)) {
        Some(drug) => {
            let kinds = kinds(content, |kind| kind.drugs.contains(&drug.ix));
            Meaning::Known(Product { name: drug.name.clone(), kinds, potency: None })
        }
        None => Meaning::NotRecognized,
    }
}

/// The potency class of a topical steroid: as it was said, else by its product.
pub fn potency(content: &Content, tried: &Tried) -> Option<u8> {
    match (tried.potency.known(), meaning(content, tried)) {
        (Some(class), _) => Some(*class),
        (None, Meaning::Known(product)) => product.potency,
        (None, Meaning::FormOpen(_) | Meaning::NotRecognized) => None,
    }
}

fn kinds(content: &Content, is_of: impl Fn(&crate::content::authorization::TriedKind) -> bool) -> Vec<usize> {
    let all = content.authorization.kinds.iter().enumerate();
    all.filter(|(_, kind)| is_of(kind)).map(|(at, _)| at).collect()
}

/// The entry of the medicine list: by the name with its form, then by the name alone.
fn find(content: &Content, name: &str, whole: &str) -> Option<Found> {
    let form = whole.split(|c: char| !c.is_alphabetic()).find_map(vehicle);
    let letters = name.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().trim();
    let without_form: Vec<&str> = letters.split_whitespace().filter(|word| vehicle(word).is_none()).collect();
    let plain = without_form.join(" ");
    let with_form = form.map(|form| format!("{plain} {form}"));
    let candidates = [with_form.as_deref().unwrap_or_default(), name, letters, plain.as_str()];
    let found: Vec<Found> = candidates
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        .filter_map(|candidate| content.medicines.find(candidate))
        .collect();
    found.iter().find(|found| found.form == Form::Told).or(found.first()).copied()
}

/// A treatment of many drugs, whose dose table tells them by words: the potency where all that fit agree.
fn of_table(content: &Content, read: &Read) -> Option<(DrugIx, Option<u8>)> {
    content.drugs().iter().filter(|drug| drug.medicine.is_none()).find_map(|drug| {
        let mut fitting = drug.dose.for_eczema().filter(|strength| fits(strength, read));
        let first = fitting.next()?;
        let agreed = fitting.all(|other| other.potency == first.potency);
        Some((drug.ix, first.potency.filter(|_| agreed)))
    })
}

fn fits(strength: &Strength, read: &Read) -> bool {
    let says = |words: &[String]| words.iter().any(|word| read.says(word));
    // A word for the product alone could be a tablet: the percentage tells the cream.
    let amount = strength.amount.filter(|amount| amount.unit == Unit::Percent);
    let has_amount = |amount: Quantity| read.portions.iter().any(|portion| portion.one == amount);
    says(&strength.words)
        && (strength.form.is_empty() || says(&strength.form))
        && !says(&strength.except)
        && amount.is_some_and(has_amount)
}

fn is_combination(name: &str) -> bool {
    let letters = name.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    letters.contains(['/', '+', '&', '-'])
        || letters.split_whitespace().any(|word| matches!(word.to_lowercase().as_str(), "and" | "with" | "w"))
}

fn is_named(drug: &Drug, name: &str) -> bool {
    let name = key(name);
    let own = [drug.id.as_str(), drug.name.as_str(), drug.kind.as_str()];
    own.into_iter().chain(drug.brands.iter().map(String::as_str)).any(|known| key(known) == name)
}
