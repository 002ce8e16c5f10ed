//! What an answer changed, in words: the verdict of the drug at hand before and after, and why.

use crate::checklist::Checklist;
use crate::checklist::facts::Facts;
use crate::checklist::order::askable;
use crate::content::Content;
use crate::content::ids::DrugIx;
use crate::content::phrase::capitalized;
use crate::content::rule::Level;
use crate::safety::{Assessment, DrugAssessment, Finding, Verdict};

/// One state of a visit: what was answered, and what follows.
#[derive(Clone, Copy)]
pub(super) struct State<'a> {
    /// The answers.
    pub checklist: &'a Checklist,
    /// What follows from them.
    pub assessment: &'a Assessment,
}

/// The verdict of the drug at hand before and after, the reason, and what became of the others: "…: Incomplete → Avoid,
/// because …. Also: … → Caution, and 2 more changed." `what` was answered, where that has to be said.
pub(super) fn changed_words(
    content: &Content,
    what: Option<&str>,
    before: State<'_>,
    after: State<'_>,
    drug: Option<DrugIx>,
) -> String {
    let mut parts: Vec<String> = what.map(|what| format!("{}.", capitalized(what))).into_iter().collect();
    let of = |state: State<'_>, drug| state.assessment.of(drug).cloned();
    if let Some(drug) = drug
        && let (Some(old), Some(new)) = (of(before, drug), of(after, drug))
    {
        parts.push(drug_words(content, (before, &old), (after, &new)));
    }
    let others: Vec<String> = after
        .assessment
        .drugs
        .iter()
        .filter(|assessed| Some(assessed.drug) != drug)
        .filter(|assessed| {
            before.assessment.of(assessed.drug).is_some_and(|old| old.verdict != assessed.verdict)
        })
        .map(|assessed| {
            let name = capitalized(&content.drug(assessed.drug).name);
            format!("{name} → {}", assessed.verdict.words())
        })
        .collect();
    match others.as_slice() {
        [] if drug.is_none() => parts.push("No verdict changed.".into()),
        [] => {}
        [one] => parts.push(format!("Also: {one}.")),
        [first, rest @ ..] => parts.push(format!("Also: {first}, and {} more changed.", rest.len())),
    }
    parts.join(" ")
}

/// What became of one drug: the transition of its verdict with its reason, else what its findings gained or lost.
fn drug_words(
    content: &Content,
    (before, old): (State<'_>, &DrugAssessment),
    (after, new): (State<'_>, &DrugAssessment),
) -> String {
    let name = capitalized(&content.drug(new.drug).name);
    let gained = only_in(content, new, old);
    let lost = only_in(content, old, new);
    let titled = |state: State<'_>, finding: &Finding| finding.words(content, state.checklist).title;
    let open = askable(&Facts::new(content, after.checklist), new.ask).len();
    if old.verdict != new.verdict {
        let reason = match (gained.first(), lost.first()) {
            (Some(found), _) if verdict_of(found.level) == new.verdict => titled(after, found),
            (_, Some(gone)) if verdict_of(gone.level) == old.verdict => {
                format!("“{}” holds no longer", titled(before, gone))
            }
            (..) => match open {
                0 => "no question that matters is open any more".to_owned(),
                1 => "1 question that matters is open".to_owned(),
                _ => format!("{open} questions that matter are open"),
            },
        };
        let (from, to) = (old.verdict.words(), new.verdict.words());
        return format!("{name}: {from} → {to}, because {}.", reason.trim_end_matches('.'));
    }
    let stays = new.verdict.words();
    match (gained.first(), lost.first()) {
        (Some(found), _) => {
            let level = level_words(found);
            format!("{name} stays “{stays}”, with {level}: {}.", titled(after, found).trim_end_matches('.'))
        }
        (None, Some(gone)) => {
            format!("{name} stays “{stays}”; gone: {}.", titled(before, gone).trim_end_matches('.'))
        }
        (None, None) if open == 0 => format!("{name} stays “{stays}”."),
        (None, None) => format!("{name} stays “{stays}”, {open} still open."),
    }
}

/// A finding's level as a noun.
fn level_words(finding: &Finding) -> &'static str {
    match finding.level {
        Level::Contraindicated => "a contraindication",
        Level::Avoid => "one more “avoid”",
        Level::NeedsTest => "a missing test",
        Level::Caution => "a caution",
    }
}

/// The verdict that a finding alone would make.
fn verdict_of(level: Level) -> Verdict {
    match level {
        Level::Contraindicated => Verdict::Contraindicated,
        Level::Avoid => Verdict::Avoid,
        Level::NeedsTest => Verdict::NeedsTest,
        Level::Caution => Verdict::Caution,
    }
}

/// The findings of one that the other does not have, worst first.
fn only_in<'a>(content: &Content, one: &'a DrugAssessment, other: &DrugAssessment) -> Vec<&'a Finding> {
    let has = |finding: &Finding| {
        let id = finding.id(content);
        other.findings.iter().any(|known| {
            // A medicine that comes or goes changes what a finding of the same rule says.
            known.id(content) == id && known.level == finding.level && known.medicines == finding.medicines
        })
    };
    one.findings.iter().filter(|finding| !has(finding)).collect()
}
