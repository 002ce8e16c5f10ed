//! Whom does the patient ask what, for a field of the coverage that is not known? The words are content.

use super::super::phrase::fill;
use super::super::teller::Teller;
use super::super::{Visit, push_new};
use super::figures::Priced;
use crate::summary::{Inline, Text, Weight};

/// Who knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// The insurance.
    Plan,
    /// The pharmacy.
    Us,
    /// The drug maker's program.
    Maker,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) whom: Whom,
    /// The medicine that it is about; `None` if it is about all.
    about: Option<String>,
    question: String,
}

/// The length of the line for an answer, in widths of the letter m.
const ROOM_EM: u8 = 15;

/// What to ask for a field, by its path below the coverage.
pub(super) fn asked(visit: &Visit<'_>, words: &Teller, path: &str) -> Asked {
    match visit.content.guide.field(path) {
        Some(field) => {
            Asked { whom: whom(path), about: None, question: words.say(&field.patient).into_owned() }
        }
        // The question that is never wrong.
        None => Asked { whom: Whom::Plan, about: None, question: words.cost.question_of_all.to_owned() },
    }
}

/// Who knows the value of a field.
fn whom(path: &str) -> Whom {
    let parts: Vec<&str> = path.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    match parts.as_slice() {
        ["payer" | "plan", ..] => Whom::Plan,
        ["options", "covered" | "coverage_from"] => Whom::Plan,
        [
            "options",
            "lines",
            "cost_share" | "next_year_cost_share" | "applies_to_drug" | "maintenance" | "first",
            ..,
        ] => Whom::Plan,
        ["options", "lines", "card", ..] | ["options", "bridge" | "pap" | "grant", ..] => Whom::Maker,
        _ => Whom::Us,
    }
}

/// The same of one option, where the field is the option's own.
fn asked_of(visit: &Visit<'_>, words: &Teller, path: &str, one: &Priced<'_>) -> Asked {
    let about = path.starts_with("options.").then(|| one.name.clone());
    Asked { about, ..asked(visit, words, path) }
}

/// Everything to ask, each once: what narrows most options first, then what nothing can be counted
/// without, then the rest.
pub(super) fn all(visit: &Visit<'_>, words: &Teller, priced: &[Priced<'_>]) -> Vec<Asked> {
    let mut narrowing: Vec<(Asked, usize)> = Vec::new();
    for one in priced {
        let Some(path) = &one.cost.narrow else { continue };
        let asked = asked_of(visit, words, path, one);
        match narrowing.iter_mut().find(|(other, _)| *other == asked) {
            Some((_, count)) => *count += 1,
            None => narrowing.push((asked, 1)),
        }
    }
    // Stable: of equals the cheaper option's comes first.
    narrowing.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut all: Vec<Asked> = narrowing.into_iter().map(|(asked, _)| asked).collect();
    let paths_of: [fn(&Priced<'_>) -> Vec<String>; 3] = [
        |one| one.cost.missing.clone(),
        |one| one.cost.unknown.clone(),
        |one| one.cost.missing_for_year.clone(),
    ];
    for paths in paths_of {
        for one in priced {
            for path in paths(one) {
                push_new(&mut all, asked_of(visit, words, &path, one));
            }
        }
    }
    all
}

/// An option that can't be told, and what to ask for.
pub(super) fn not_told(visit: &Visit<'_>, words: &Teller, one: &Priced<'_>) -> Text {
    let page = &words.cost;
    let first = asked(visit, words, one.first_to_ask().unwrap_or_default());
    let frame = match first.whom {
        Whom::Plan => page.ask_plan,
        Whom::Us => page.ask_us,
        Whom::Maker => page.ask_maker,
    };
    vec![
        Inline::weighted(format!("{}: ", one.name), Weight::SemiBold),
        Inline::words(fill(frame, &[("question", &first.question)])),
    ]
}

impl Asked {
    /// As an entry of a list.
    pub(super) fn entry(&self) -> Text {
        let about = self.about.iter().map(|name| Inline::weighted(format!("{name}: "), Weight::SemiBold));
        about.chain([Inline::words(self.question.as_str())]).collect()
    }
}

/// An entry with room for the answer.
pub(super) fn with_room(mut entry: Text) -> Text {
    entry.extend([Inline::words(" "), Inline::Blank { width_em: ROOM_EM }]);
    entry
}
