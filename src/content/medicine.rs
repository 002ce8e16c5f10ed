//! The list of medicines that people take, and how a typed name finds its entry.
//!
//! An entry without classes is recognized and has no listed interaction; that does not mean that
//! none exists. A name that is not found is never guessed at: the screen offers what is near, and
//! a person decides.

use std::collections::HashMap;

use super::decimal::Decimal;
use super::ids::{ChoiceIx, MedicineClassId, MedicineClassSet, MedicineId, MedicineIx, QuestionIx, SourceIx};
use super::language::Phrase;
use super::nearness::begins_within;
use super::source::Confidence;

/// A class of interacting medicines.
#[derive(Clone, Debug)]
pub struct MedicineClass {
    /// Its id.
    pub id: MedicineClassId,
    /// Its name: "strong CYP3A4 inhibitor".
    pub name: String,
    /// What it does.
    pub about: String,
    /// The same in plain words.
    pub patient: Phrase,
}

/// One entry: a generic or a fixed combination, in one form where the form matters.
#[derive(Clone, Debug)]
pub struct Medicine {
    /// Its id.
    pub id: MedicineId,
    /// Generic names, brands and abbreviations; the first is the one that is shown.
    pub names: Vec<String>,
    /// Usual typing errors.
    pub misspellings: Vec<String>,
    /// Names of this entry that do not tell the form.
    pub ask_form: Vec<String>,
    /// The same ingredient in another form or dose.
    pub see_also: Vec<MedicineIx>,
    /// What most who take it have; alternatives, one is enough.
    pub suggests: Vec<(QuestionIx, ChoiceIx)>,
    /// Its classes, whatever the dose.
    pub classes: MedicineClassSet,
    /// Classes that hang on the daily dose.
    pub by_dose: Option<ByDose>,
    /// What the classes rest on.
    pub source: SourceIx,
    /// How sure the classes are.
    pub confidence: Confidence,
    /// What a pharmacist should know about the entry.
    pub note: String,
}

impl Medicine {
    /// The name that is shown.
    pub fn name(&self) -> &str {
        self.names.first().map_or(self.id.as_str(), String::as_str)
    }
}

/// Classes that hang on the daily dose (aspirin).
#[derive(Clone, Debug)]
pub struct ByDose {
    /// The dose in mg a day up to which the lower classes hold.
    pub up_to: Decimal,
    /// Classes at or below it.
    pub at_most: MedicineClassSet,
    /// Classes above it.
    pub above: MedicineClassSet,
    /// What a missing dose means.
    pub unstated: Unstated,
}

/// What it means that no dose is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unstated {
    /// The dose is unknown, and so are all its classes.
    Unknown,
    /// The product says it: at most the bound.
    AtMost,
}

/// Which classes an intake surely has and which it may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassFacts {
    /// Surely.
    pub certain: MedicineClassSet,
    /// Surely or perhaps; holds `certain`.
    pub possible: MedicineClassSet,
}

/// What a typed name finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The entry.
    pub medicine: MedicineIx,
    /// Whether the name tells which form is meant.
    pub form: Form,
}

/// Whether a name tells the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// It does, or there is only one.
    Told,
    /// It does not: the entry and its siblings are all meant.
    Open,
}

/// All medicines, by name.
#[derive(Clone, Debug, Default)]
pub struct Medicines {
    list: Vec<Medicine>,
    by_key: HashMap<String, Found>,
    /// Every name for the search: its key, the name, the entry.
    names: Vec<(String, String, MedicineIx)>,
}

impl Medicines {
    /// Builds the index. Answers each name that two entries share.
    pub fn new(list: Vec<Medicine>) -> (Self, Vec<(String, MedicineIx, MedicineIx)>) {
        let mut by_key: HashMap<String, Found> = HashMap::new();
        let mut names = Vec::new();
        let mut shared = Vec::new();
        for (position, medicine) in list.iter().enumerate() {
            let Ok(position) = u16::try_from(position) else {
                break;
            };
            let ix = MedicineIx(position);
            let open: Vec<String> = medicine.ask_form.iter().map(|name| key(name)).collect();
            let id = medicine.id.as_str().to_owned();
            for (name, searched) in std::iter::once((&id, false))
                .chain(medicine.names.iter().map(|name| (name, true)))
                .chain(medicine.misspellings.iter().map(|name| (name, true)))
            {
                let key = key(name);
                let form = if open.contains(&key) { Form::Open } else { Form::Told };
                match by_key.get(&key) {
                    Some(found) if found.medicine != ix => shared.push((name.clone(), found.medicine, ix)),
                    Some(_) => {}
                    None => {
                        by_key.insert(key.clone(), Found { medicine: ix, form });
                    }
                }
                if searched {
                    names.push((key, name.clone(), ix));
                }
            }
        }
        (Self { list, by_key, names }, shared)
    }

    /// All entries.
    pub fn list(&self) -> &[Medicine] {
        &self.list
    }

    /// The entry at an index.
    pub fn get(&self, ix: MedicineIx) -> Option<&Medicine> {
        self.list.get(ix.position())
    }

    /// The entry with this id.
    pub fn by_id(&self, id: &str) -> Option<MedicineIx> {
        let found = self.by_key.get(&key(id))?;
        (self.get(found.medicine)?.id.as_str() == id).then_some(found.medicine)
    }

    /// What a name as typed finds: by its letters and digits, if need be without strengths and form
    /// words at its end. No more is dropped than it takes: "ruxolitinib tablets 15 mg" is the name
    /// "ruxolitinib tablets", and not the cream that the first word alone stands for.
    pub fn find(&self, typed: &str) -> Option<Found> {
        shorter_and_shorter(typed).find_map(|name| self.by_key.get(&key(name)).copied())
    }

    /// The classes of an entry at a dose, in the form that the entry stands for.
    pub fn classes(&self, ix: MedicineIx, daily_mg: Option<Decimal>) -> ClassFacts {
        let Some(medicine) = self.get(ix) else {
            return ClassFacts::default();
        };
        let base = ClassFacts { certain: medicine.classes, possible: medicine.classes };
        let Some(by_dose) = &medicine.by_dose else {
            return base;
        };
        let (certain, possible) = match daily_mg {
            Some(dose) if dose > by_dose.up_to => (by_dose.above, by_dose.above),
            Some(_) => (by_dose.at_most, by_dose.at_most),
            None => match by_dose.unstated {
                Unstated::AtMost => (by_dose.at_most, by_dose.at_most),
                Unstated::Unknown => {
                    (by_dose.at_most.intersection(by_dose.above), by_dose.at_most.union(by_dose.above))
                }
            },
        };
        ClassFacts { certain: base.certain.union(certain), possible: base.possible.union(possible) }
    }

    /// The classes when the form is open: what the entry and its siblings have in common is sure,
    /// what only some have is possible.
    pub fn classes_of_open_form(&self, ix: MedicineIx, daily_mg: Option<Decimal>) -> ClassFacts {
        let mut facts = self.classes(ix, daily_mg);
        for sibling in self.get(ix).map(|medicine| medicine.see_also.as_slice()).unwrap_or_default() {
            let other = self.classes(*sibling, daily_mg);
            facts.certain = facts.certain.intersection(other.certain);
            facts.possible = facts.possible.union(other.possible);
        }
        facts
    }

    /// Every class that the entry can have: any dose that fits the product, and any form if the
    /// form is open. A product of at most so many mg counts as more only where that dose is stated.
    pub fn classes_at_most(&self, found: Found, daily_mg: Option<Decimal>) -> MedicineClassSet {
        let any_dose = |ix: MedicineIx| {
            let Some(medicine) = self.get(ix) else { return MedicineClassSet::NONE };
            let Some(dose) = &medicine.by_dose else { return medicine.classes };
            let above = match dose.unstated {
                Unstated::AtMost if daily_mg.is_none_or(|mg| mg <= dose.up_to) => MedicineClassSet::NONE,
                Unstated::AtMost | Unstated::Unknown => dose.above,
            };
            medicine.classes.union(dose.at_most).union(above)
        };
        let own = any_dose(found.medicine);
        match found.form {
            Form::Told => own,
            Form::Open => self
                .get(found.medicine)
                .map(|medicine| medicine.see_also.as_slice())
                .unwrap_or_default()
                .iter()
                .fold(own, |classes, sibling| classes.union(any_dose(*sibling))),
        }
    }

    /// Whether a name that found an entry also begins a name of the same ingredient in another form:
    /// the bare generic. The rules read it as the entry; a person should still be asked.
    pub fn could_be_a_sibling(&self, typed: &str, found: Found) -> bool {
        let typed = key(typed);
        let siblings =
            self.get(found.medicine).map(|medicine| medicine.see_also.as_slice()).unwrap_or_default();
        siblings
            .iter()
            .filter_map(|ix| self.get(*ix))
            .flat_map(|sibling| &sibling.names)
            .any(|name| key(name).starts_with(&typed))
    }

    /// What a half-typed name could mean, the best first: names that begin so, then names with a
    /// word that begins so, then names within a few typing errors.
    pub fn search(&self, typed: &str, most: usize) -> Vec<Hit<'_>> {
        let wanted = key(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        let lower = typed.trim().to_lowercase();
        let mut hits: Vec<(Nearness, usize, Hit<'_>)> = Vec::new();
        let slips = match wanted.chars().count() {
            0..=3 => 0,
            4..=6 => 1,
            _ => 2,
        };
        for (key, name, medicine) in &self.names {
            let nearness = if *key == wanted {
                Nearness::Same
            } else if key.starts_with(&wanted) {
                Nearness::Begins
            } else if name.to_lowercase().split([' ', '/', '-', '(']).any(|word| word.starts_with(&lower)) {
                Nearness::WordBegins
            } else if slips > 0 && begins_within(key, &wanted, slips) {
                Nearness::Slips
            } else {
                continue;
            };
            hits.push((nearness, key.len(), Hit { name, medicine: *medicine }));
        }
        hits.sort_by(|a, b| (a.0, a.1, a.2.name).cmp(&(b.0, b.1, b.2.name)));
        let mut seen = std::collections::HashSet::new();
        hits.retain(|(_, _, hit)| seen.insert(hit.medicine));
        hits.into_iter().take(most).map(|(_, _, hit)| hit).collect()
    }
}

/// A name that a search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The name that fits what was typed.
    pub name: &'a str,
    /// Its entry.
    pub medicine: MedicineIx,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Same,
    Begins,
    WordBegins,
    Slips,
}

/// A name by its letters and digits alone, in lower case.
pub fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

const UNITS: [&str; 7] = ["units", "unit", "mcg", "mg", "ml", "g", "%"];

const FORM_WORDS: [&str; 35] = [
    "tablet",
    "tablets",
    "tab",
    "tabs",
    "capsule",
    "capsules",
    "cap",
    "caps",
    "cream",
    "creams",
    "ointment",
    "ointments",
    "gel",
    "gels",
    "solution",
    "solutions",
    "injection",
    "injections",
    "pen",
    "pens",
    "syringe",
    "syringes",
    "inhaler",
    "inhalers",
    "patch",
    "patches",
    "spray",
    "sprays",
    "drops",
    "er",
    "xr",
    "xl",
    "sr",
    "dr",
    "odt",
];

/// Whether a word says the form of a medicine and nothing else: "tablets", "cream", "er".
pub fn is_form_word(word: &str) -> bool {
    FORM_WORDS.iter().any(|form| form.eq_ignore_ascii_case(word))
}

/// The name, then each time with one strength or form word less at its end.
fn shorter_and_shorter(typed: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(without_punctuation(typed)), |rest| {
        without_form_word(rest).or_else(|| without_strength(rest)).map(without_punctuation)
    })
}

fn without_punctuation(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | ')' | '('))
}

fn without_form_word(text: &str) -> Option<&str> {
    let start = text
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let word = text.get(start..)?;
    let known = is_form_word(word);
    // "15mg tablets" has a blank before the word; "Xtab" is a name.
    let apart = text.get(..start)?.chars().next_back().is_some_and(|c| !c.is_alphanumeric());
    (known && apart).then(|| text.get(..start)).flatten()
}

/// Takes `15 mg`, `0.1 %`, `40 mg/0.8 mL`, `20` from the end.
fn without_strength(text: &str) -> Option<&str> {
    let (before_unit, unit) = strip_unit(text);
    let before_number = before_unit.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let number = before_unit.get(before_number.len()..)?;
    let has_number = number.contains(|c: char| c.is_ascii_digit());
    let rest = if has_number { before_number } else { before_unit };
    if let Some(first) = rest.trim_end().strip_suffix('/') {
        return without_strength(first.trim_end());
    }
    let apart = rest.chars().next_back().is_some_and(|c| c.is_whitespace() || matches!(c, '(' | ',' | ';'));
    let whole = has_number || unit == Unit::PartOfRatio;
    (whole && apart).then_some(rest)
}

#[derive(PartialEq, Eq)]
enum Unit {
    None,
    Plain,
    PartOfRatio,
}

fn strip_unit(text: &str) -> (&str, Unit) {
    for unit in UNITS {
        let Some(start) = text.len().checked_sub(unit.len()) else {
            continue;
        };
        let (Some(before), Some(end)) = (text.get(..start), text.get(start..)) else {
            continue;
        };
        if !end.eq_ignore_ascii_case(unit) {
            continue;
        }
        let trimmed = before.trim_end();
        match trimmed.chars().next_back() {
            Some(c) if c.is_ascii_digit() => return (trimmed, Unit::Plain),
            Some('/') => return (before, Unit::PartOfRatio),
            _ => {}
        }
    }
    (text, Unit::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strengths_and_form_words_are_dropped_from_the_end_and_nothing_else() {
        for (typed, rest) in [
            ("Rinvoq 15 mg tablets", "Rinvoq"),
            ("Tacrolimus 0.1 % ointment", "Tacrolimus"),
            ("Tacrolimus 0.1% ointment", "Tacrolimus"),
            ("Dupixent 300 mg/2 mL pen", "Dupixent"),
            ("Humira 40mg/0.8ml", "Humira"),
            ("prednisolone 15 mg/mL solution", "prednisolone"),
            ("metformin ER 500", "metformin"),
            ("insulin lispro 100 units", "insulin lispro"),
            ("vitamin B12", "vitamin B12"),
            ("Xtab", "Xtab"),
            ("Herbal mix no. 7", "Herbal mix no"),
            ("eye drops", "eye"),
            ("15 mg", "15 mg"),
            ("é 5 %", "é"),
        ] {
            assert_eq!(shorter_and_shorter(typed).last(), Some(rest), "{typed}");
        }
    }

    #[test]
    fn no_more_is_dropped_than_it_takes_to_find_the_name() {
        let content = crate::content::Content::embedded().unwrap();
        for (typed, id, form) in [
            ("Rinvoq 15 mg tablets", "upadacitinib", Form::Told),
            ("ruxolitinib tablets 15 mg", "ruxolitinib-oral", Form::Told),
            ("Tacrolimus capsules 1 mg", "tacrolimus-oral", Form::Told),
            ("Tacrolimus 0.1 % ointment", "tacrolimus-topical", Form::Open),
            ("aspirin 81 mg tablets", "aspirin-81-mg", Form::Told),
            ("Dilt-XR 120 mg capsules", "diltiazem", Form::Told),
            ("Tylenol 4 tablets", "acetaminophen-codeine", Form::Told),
        ] {
            let found = content.medicines.find(typed).unwrap();
            assert_eq!(content.medicines.get(found.medicine).unwrap().id.as_str(), id, "{typed}");
            assert_eq!(found.form, form, "{typed}");
        }
        assert_eq!(content.medicines.find("15 mg tablets"), None);
    }

    #[test]
    fn a_bare_generic_that_also_begins_the_name_of_another_form_is_told_apart_from_a_brand() {
        let content = crate::content::Content::embedded().unwrap();
        let could_be = |typed: &str| {
            let found = content.medicines.find(typed).unwrap();
            content.medicines.could_be_a_sibling(typed, found)
        };
        assert!(could_be("ruxolitinib"));
        assert!(!could_be("Opzelura"));
        assert!(!could_be("Jakafi"));
        assert!(!could_be("cetirizine"));
    }

    #[test]
    fn a_name_is_compared_by_letters_and_digits_alone() {
        assert_eq!(key(" St. John's Wort "), key("st johns wort"));
        assert_ne!(key("aspirin 81 mg"), key("aspirin"));
    }
}
