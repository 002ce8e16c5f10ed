//! Whom does the patient ask what, for a field of the coverage that is not known?

use super::super::phrase::fill;
use super::super::push_new;
use super::super::words::{CostWords, Words};
use super::figures::Priced;
use crate::summary::{Inline, Text, Weight, text};

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
    pub(super) question: String,
}

/// The length of the line for an answer, in widths of the letter m.
const ROOM_EM: u8 = 15;

/// What to ask for a field, by its path below the coverage; `medicine` is the option that lacks it.
pub(super) fn asked(page: &CostWords, path: &str, medicine: &str) -> Asked {
    let ask = &page.ask_them;
    let parts: Vec<&str> = path.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    let (whom, question) = match parts.as_slice() {
        ["plan", "plan_year_reset_month", ..] => (Whom::Plan, ask.plan_year),
        ["plan", "deductible", "met_individual_cents"] => (Whom::Plan, ask.deductible_met),
        ["plan", "deductible", "met_family_cents"] => (Whom::Plan, ask.deductible_met_family),
        ["plan", "deductible", ..] => (Whom::Plan, ask.deductible),
        ["plan", "oop_max", "met_individual_cents"] => (Whom::Plan, ask.limit_met),
        ["plan", "oop_max", "met_family_cents"] => (Whom::Plan, ask.limit_met_family),
        ["plan", "oop_max", ..] => (Whom::Plan, ask.limit),
        ["plan", "cost_share", ..] => (Whom::Plan, ask.share),
        ["plan", "assistance"] => (Whom::Plan, ask.assistance),
        ["plan", "maximizer_cost_share_cents"] => (Whom::Plan, ask.maximizer),
        ["plan", "lis_copay_cents"] => (Whom::Plan, ask.extra_help),
        ["plan", ..] => (Whom::Plan, ask.plan),
        ["options", "covered"] => (Whom::Plan, ask.covered),
        ["options", "coverage_from"] => (Whom::Plan, ask.covered_from),
        ["options", "lines", "cost_share", ..] => (Whom::Plan, ask.share_of),
        ["options", "lines", "applies_to_drug"] => (Whom::Plan, ask.deductible_applies),
        ["options", "lines", "card", "enrolled"] => (Whom::Maker, ask.enrolled),
        ["options", "lines", "card", ..] => (Whom::Maker, ask.card),
        ["options", "bridge" | "pap" | "grant", ..] => (Whom::Maker, ask.help),
        ["options", ..] => (Whom::Us, ask.price),
        _ => (Whom::Us, ask.start),
    };
    Asked { whom, question: fill(question, &[("medicine", medicine)]) }
}

/// Everything to ask, each once: what narrows most options first, then what nothing can be counted
/// without, then the rest.
pub(super) fn all(page: &CostWords, priced: &[Priced<'_>]) -> Vec<Asked> {
    let mut narrowing: Vec<(Asked, usize)> = Vec::new();
    for one in priced {
        let Some(path) = &one.cost.narrow else { continue };
        let asked = asked(page, path, &one.name);
        match narrowing.iter_mut().find(|(other, _)| *other == asked) {
            Some((_, count)) => *count += 1,
            None => narrowing.push((asked, 1)),
        }
    }
    // Stable: of equals the cheaper option's comes first.
    narrowing.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut all: Vec<Asked> = narrowing.into_iter().map(|(asked, _)| asked).collect();
    for paths in [|one: &Priced<'_>| one.cost.missing.clone(), |one: &Priced<'_>| one.cost.unknown.clone()] {
        for one in priced {
            for path in paths(one) {
                push_new(&mut all, asked(page, &path, &one.name));
            }
        }
    }
    all
}

/// An option that can't be told, and what to ask for.
pub(super) fn not_told(words: &Words, one: &Priced<'_>) -> Text {
    let page = &words.cost;
    let first = match one.first_to_ask() {
        Some(path) => asked(page, path, &one.name),
        None => Asked { whom: Whom::Plan, question: page.question_of_all.to_owned() },
    };
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

/// A question with room for the answer.
pub(super) fn with_room(question: &str) -> Text {
    let mut entry = text(format!("{question} "));
    entry.push(Inline::Blank { width_em: ROOM_EM });
    entry
}
