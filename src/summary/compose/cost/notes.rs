//! What does a comparison note that the patient should know, in plain words?
//!
//! What it notes for the pharmacist alone (slips of the input) is left out, and so is a note that is not
//! known here: a test makes every note and looks whether it is known.

use jiff::civil::Date;

use super::super::Visit;
use super::super::phrase::fill;
use super::super::teller::Teller;
use super::figures::Priced;
use crate::cost::plan::CardBan;
use crate::summary::{Text, text};

/// What a note is to the patient.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) enum Meaning {
    /// Something to know.
    Patient(String),
    /// Something to know of the medicine that it names.
    Medicine(String),
    /// It explains the word "about".
    About,
    /// For the pharmacist alone.
    Pharmacist,
}

/// The notes of all options, each once. One that is not of all of them says of which it is.
pub(super) fn notes(visit: &Visit<'_>, words: &Teller, priced: &[Priced<'_>]) -> Vec<Text> {
    let mut all: Vec<(Meaning, Vec<&str>)> = Vec::new();
    for one in priced {
        for meaning in one.cost.notes.iter().filter_map(|note| meaning(visit, words, note)) {
            match all.iter_mut().find(|(other, _)| *other == meaning) {
                Some((_, names)) => names.push(&one.name),
                None => all.push((meaning, vec![&one.name])),
            }
        }
    }
    // Without an amount there is no "about" to explain.
    let is_told = |one: &Priced<'_>| one.total().or(one.year_after()).is_some();
    // An option that can't be counted has fewer notes: it does not make those of the others special.
    let is_of_all = |names: &[&str]| {
        priced.iter().filter(|one| one.cost.total.is_some()).all(|one| names.contains(&one.name.as_str()))
    };
    all.into_iter()
        .filter_map(|(meaning, names)| match meaning {
            Meaning::About => {
                let explains = priced.iter().any(|one| is_told(one) && names.contains(&one.name.as_str()));
                explains.then(|| text(words.cost.notes.about))
            }
            Meaning::Patient(said) if is_of_all(&names) => Some(text(said)),
            Meaning::Patient(said) => Some(text(format!("{}: {said}", names.join(", ")))),
            Meaning::Medicine(said) => Some(text(said)),
            Meaning::Pharmacist => None,
        })
        .collect()
}

/// What a note of a comparison is to the patient; `None` if it is not known here.
pub(in super::super) fn meaning(visit: &Visit<'_>, words: &Teller, note: &str) -> Option<Meaning> {
    let plain = &words.cost.notes;
    let day = |day: &str| day.parse::<Date>().ok().map(|day| words.day(day));
    let said = |said: &str| Some(Meaning::Patient(said.to_owned()));
    if note == CardBan::Government.words() {
        return said(plain.card_government);
    }
    if note == CardBan::NoInsurance.words() {
        return said(plain.card_uninsured);
    }
    if let Some(price) = note.strip_prefix("check: price of ") {
        let (drug, as_of) = price.rsplit_once(" as of ")?;
        let name = visit.content.drug_by_id(drug).map(|drug| words.say(&drug.patient.name));
        let values = [("drug", name.as_deref().unwrap_or(drug)), ("date", &day(as_of)?)];
        return Some(Meaning::Medicine(fill(plain.old_price, &values)));
    }
    if let Some((begins, figures)) = note
        .strip_prefix("a new plan year begins on ")
        .and_then(|rest| rest.split_once(": it is counted with the figures of "))
    {
        let words = if figures == "this one" { plain.new_plan_year } else { plain.later_plan_year };
        return said(&fill(words, &[("date", &day(begins)?)]));
    }
    if let Some(year) = note.strip_suffix(" is counted with the plan's figures as entered") {
        return said(&fill(plain.as_entered, &[("year", year)]));
    }
    if let Some(year) = note
        .strip_prefix("a full plan year can't be told before the figures of ")
        .and_then(|rest| rest.strip_suffix(" are known: ask for those of its notice of change"))
    {
        return said(&fill(plain.no_year_after, &[("year", year)]));
    }
    let starts = |start: &str| note.starts_with(start);
    match () {
        () if starts("about: ") => Some(Meaning::About),
        () if starts("the plan year is taken to begin in January") => said(plain.january),
        () if starts("other claims of the family are not counted") => said(plain.family),
        () if starts("a discount price is taken fill by fill") => said(plain.discount),
        () if starts("the kind of plan does not fit")
            || starts("the out-of-pocket maximum is below the deductible")
            || starts("more of the ")
            || starts("credits before the plan year")
            || starts("the figures of ") =>
        {
            Some(Meaning::Pharmacist)
        }
        () => None,
    }
}
