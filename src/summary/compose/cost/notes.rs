//! What does a comparison note that the patient should know, in plain words?
//!
//! What it notes for the pharmacist alone (slips of the input) is left out, and so is a note that is not
//! known here: a test makes every note and looks whether it is known.

use jiff::civil::Date;

use super::super::phrase::fill;
use super::super::words::Words;
use super::super::{Visit, push_new};
use super::figures::Priced;
use crate::cost::plan::CardBan;
use crate::summary::{Text, text};

/// What a note is to the patient.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Something to know.
    Patient(String),
    /// It explains the word "about".
    About,
    /// For the pharmacist alone.
    Pharmacist,
}

/// The notes of all options. One that is not of all of them says of which it is.
pub(super) fn notes(visit: &Visit<'_>, words: &Words, priced: &[Priced<'_>]) -> Vec<Text> {
    let mut all: Vec<(String, Vec<&str>)> = Vec::new();
    let mut is_about = false;
    for one in priced {
        let mut of_one = Vec::new();
        for note in &one.cost.notes {
            match meaning(visit, words, note) {
                Some(Meaning::Patient(said)) => push_new(&mut of_one, said),
                // Without an amount there is no "about" to explain.
                Some(Meaning::About) => is_about |= one.total().or(one.year_after()).is_some(),
                Some(Meaning::Pharmacist) | None => {}
            }
        }
        for said in of_one {
            match all.iter_mut().find(|(other, _)| *other == said) {
                Some((_, names)) => names.push(&one.name),
                None => all.push((said, vec![&one.name])),
            }
        }
    }
    let about = is_about.then(|| text(words.cost.notes.about));
    let others = all.into_iter().map(|(said, names)| match names.len() == priced.len() {
        true => text(said),
        false => text(format!("{}: {said}", names.join(", "))),
    });
    about.into_iter().chain(others).collect()
}

/// What a note of a comparison is to the patient; `None` if it is not known here.
pub(super) fn meaning(visit: &Visit<'_>, words: &Words, note: &str) -> Option<Meaning> {
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
        let drug = visit.content.drug_by_id(drug).map_or(drug, |drug| drug.name.as_str());
        let values = [("drug", drug), ("date", &day(as_of)?)];
        return said(&fill(plain.old_price, &values));
    }
    if let Some(begins) = note
        .strip_prefix("a new plan year begins on ")
        .and_then(|rest| rest.strip_suffix(": it is counted with the figures of this one"))
    {
        return said(&fill(plain.new_plan_year, &[("date", &day(begins)?)]));
    }
    if let Some((next, first)) = note
        .strip_suffix(": ask for those of its notice of change")
        .and_then(|rest| rest.split_once(" is counted with the plan's figures of "))
    {
        return said(&fill(plain.next_figures, &[("next", next), ("first", first)]));
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
            || starts("credits before the plan year") =>
        {
            Some(Meaning::Pharmacist)
        }
        () => None,
    }
}
