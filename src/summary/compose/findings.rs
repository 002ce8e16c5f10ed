//! What stands in the way of each drug, and on which source? The table of all drugs, the prescribed
//! one first.
//!
//! What was found stands whole in the words of the content: a finding that says no with its advice
//! (printed once, at the first drug that it is about), the others by their titles. Nothing is ranked
//! but by the verdict.

use super::open::{Open, at_most, unsure_choices};
use super::phrase::{fill, inside};
use super::sources::{Bibliography, Short};
use super::words::Professional;
use super::{Visit, push_new, sign};
use crate::checklist::answer::Answer;
use crate::content::drug::Drug;
use crate::content::ids::{QuestionIx, SourceIx};
use crate::content::phrase::capitalized;
use crate::content::rule::Level;
use crate::safety::{Basis, DrugAssessment, Finding, Verdict};
use crate::summary::{Block, Cell, CellParagraph, CellStyle, Column, Inline, Row, Table, Text, Weight, text};

/// How many open questions are named in the box, and in the row of a drug that was not prescribed.
pub(super) const OPEN: usize = 8;

/// The table of every drug.
pub(super) fn table(visit: &Visit<'_>, words: &Professional, bibliography: &Bibliography<'_>) -> Block {
    let page = &words.dermatologist;
    let mut printed: Vec<&Basis> = Vec::new();
    let mut rows = Vec::new();
    for group in groups(visit) {
        let Some((first, assessed)) = group.first() else { continue };
        let why = why(visit, words, assessed, &mut printed, Some(first.ix) == visit.prescription.drug);
        for (number, reason) in why.into_iter().enumerate() {
            // Every row of a drug names it, so that it is read alone after a page break.
            let style = if number == 0 { CellStyle::Strong } else { CellStyle::Muted };
            let names: Vec<&str> = group.iter().map(|(drug, _)| drug.name.as_str()).collect();
            let mut sources: Vec<Short> = Vec::new();
            for (drug, _) in &group {
                let short = bibliography.short(drug, &reason.sources);
                short.into_iter().for_each(|short| push_new(&mut sources, short));
            }
            // Labels first, in the order of the drugs; then the numbers in theirs.
            sources.sort_by_key(Short::number);
            let sources: Vec<String> = sources.into_iter().map(|short| short.to_string()).collect();
            let cells = vec![
                Cell::default().with(text(names.join(", ")), style),
                status(page.also, number, reason.verdict),
                Cell { paragraphs: reason.paragraphs },
                Cell::default().with(text(sources.join(" ")), CellStyle::Muted),
            ];
            rows.push(Row { cells });
        }
    }
    Block::Table(Table {
        columns: vec![
            Column::words(page.option, 9),
            Column::words(page.status, 8),
            Column::words(page.why, 31),
            Column::words(page.source, 12),
        ],
        rows,
    })
}

/// A drug has one verdict, which stands at its first reason, the worst. A further finding that says no has its level in
/// words; all others begin with what they are.
fn status(also: &str, number: usize, level: Verdict) -> Cell {
    let words = level.words();
    match (number, level) {
        (0, _) => Cell::plain(vec![sign(level), Inline::weighted(format!(" {words}"), Weight::SemiBold)]),
        (_, Verdict::Contraindicated | Verdict::Avoid) => {
            Cell::default().with(text(fill(also, &[("level", &inside(words))])), CellStyle::Muted)
        }
        (_, Verdict::NeedsTest | Verdict::Incomplete | Verdict::Caution | Verdict::NoConcern) => {
            Cell::default()
        }
    }
}

/// Every drug, the prescribed one alone and first; neighbors with the same findings and the same
/// open questions together.
fn groups<'a>(visit: &Visit<'a>) -> Vec<Vec<(&'a Drug, &'a DrugAssessment)>> {
    let mut groups: Vec<Vec<(&Drug, &DrugAssessment)>> = Vec::new();
    for (drug, assessed) in visit.assessed() {
        let same = |(first, other): &(&Drug, &DrugAssessment)| {
            Some(first.ix) != visit.prescription.drug
                && other.findings == assessed.findings
                && (other.ask, other.tests) == (assessed.ask, assessed.tests)
        };
        match groups.last_mut().filter(|group| group.first().is_some_and(same)) {
            Some(group) => group.push((drug, assessed)),
            None => groups.push(vec![(drug, assessed)]),
        }
    }
    groups
}

/// One row's reason for a verdict.
struct Reason {
    verdict: Verdict,
    paragraphs: Vec<CellParagraph>,
    sources: Vec<SourceIx>,
}

/// Why a drug has its verdict: for the prescribed drug a row for each finding that says no and each
/// kind of the others, for any other drug one row. `printed` holds what is
/// printed already.
fn why<'a>(
    visit: &Visit<'_>,
    words: &Professional,
    assessed: &'a DrugAssessment,
    printed: &mut Vec<&'a Basis>,
    prescribed: bool,
) -> Vec<Reason> {
    let page = &words.dermatologist;
    let mut reasons: Vec<Reason> = Vec::new();
    let mut again: Vec<&Finding> = Vec::new();
    let reason = |verdict, text: Text, findings: &[&Finding]| {
        let mut sources = Vec::new();
        for source in findings.iter().flat_map(|finding| finding.sources(visit.content)) {
            push_new(&mut sources, source);
        }
        Reason { verdict, paragraphs: vec![CellParagraph { text, style: CellStyle::Plain }], sources }
    };
    for finding in &assessed.findings {
        match finding.level {
            Level::Contraindicated | Level::Avoid if printed.contains(&&finding.basis) => again.push(finding),
            Level::Contraindicated | Level::Avoid => {
                printed.push(&finding.basis);
                let title = capitalized(&title(visit, finding));
                let advice = finding.words(visit.content, visit.checklist).advice;
                let sentence =
                    vec![Inline::weighted(format!("{title}. "), Weight::SemiBold), Inline::words(advice)];
                reasons.push(reason(finding.level.into(), sentence, &[finding]));
            }
            // Named together below.
            Level::NeedsTest | Level::Caution => {}
        }
    }
    let at = |level| -> Vec<&Finding> {
        assessed.findings.iter().filter(|finding| finding.level == level).collect()
    };
    let titles = |findings: &[&Finding]| {
        findings.iter().map(|finding| title_inside(visit, finding)).collect::<Vec<_>>().join("; ")
    };
    let (tests, cautions) = (at(Level::NeedsTest), at(Level::Caution));
    let mut caution_titles = Vec::new();
    for finding in &cautions {
        let title = title_inside(visit, finding);
        // A caution that stands in full at a drug above is named by what comes before its colon.
        let head = title.split(": ").next().filter(|_| finding.medicines.is_empty());
        caution_titles.push(match head {
            Some(head) if printed.contains(&&finding.basis) => head.to_owned(),
            Some(_) | None => title,
        });
        printed.push(&finding.basis);
    }
    let most = if prescribed { usize::MAX } else { OPEN };
    let open = open_names(visit, words, assessed, most).join(", ");
    let worst_again = again.first().map_or(Verdict::Avoid, |finding| finding.level.into());
    for (verdict, label, list, findings) in [
        (worst_again, page.advice_above, titles(&again), again.as_slice()),
        (Verdict::NeedsTest, page.missing, test_names(visit, assessed).join(", "), &tests),
        (Verdict::Incomplete, page.open, open, &[]),
        (Verdict::Incomplete, page.not_checked, not_checked(visit, words, assessed, most).join(", "), &[]),
        (Verdict::Caution, page.caution, caution_titles.join("; "), &cautions),
    ] {
        if !list.is_empty() {
            let label = Inline::weighted(label, Weight::SemiBold);
            reasons.push(reason(verdict, vec![label, Inline::words(format!("{list}."))], findings));
        }
    }
    if reasons.is_empty() {
        reasons.push(reason(assessed.verdict, text(page.nothing_open), &[]));
    }
    if prescribed {
        return reasons;
    }
    let mut one = Reason { verdict: assessed.verdict, paragraphs: Vec::new(), sources: Vec::new() };
    for reason in reasons {
        one.paragraphs.extend(reason.paragraphs);
        reason.sources.into_iter().for_each(|source| push_new(&mut one.sources, source));
    }
    vec![one]
}

// --- In short

/// A finding's title with its medicines named, as it stands in the content.
fn title(visit: &Visit<'_>, finding: &Finding) -> String {
    let medicines = finding.medicine_names(visit.content, visit.checklist);
    match &finding.basis {
        Basis::Rule(rule) => visit.content.rule(*rule).title.replace("{medicines}", &medicines),
        Basis::Stopping { .. } => {
            let title = finding.words(visit.content, visit.checklist).title;
            let rest = title.strip_prefix(capitalized(&medicines).as_str());
            rest.map_or_else(|| title.clone(), |rest| format!("{medicines}{rest}"))
        }
        Basis::Prescribed(_) => finding.words(visit.content, visit.checklist).title,
    }
}

/// A finding's title as the middle of a sentence. A medicine at its front is named as it is.
pub(super) fn title_inside(visit: &Visit<'_>, finding: &Finding) -> String {
    let title = title(visit, finding);
    let medicines = finding.medicine_names(visit.content, visit.checklist);
    if !medicines.is_empty() && title.starts_with(&medicines) { title } else { inside(&title) }
}

/// A missing test by the short name of its question, with the answer where there is one: "hepatitis
/// tests (antibody only)".
pub(super) fn test_name(visit: &Visit<'_>, question: QuestionIx) -> String {
    let asked = visit.content.question(question);
    let Some(Answer::Choice(choice)) = visit.checklist.answer(question) else { return asked.short.clone() };
    match asked.choices.get(choice.position()) {
        Some(answer) if asked.count_as_unknown != Some(*choice) => {
            format!("{} ({})", asked.short, answer.said)
        }
        Some(_) | None => asked.short.clone(),
    }
}

/// The missing tests by their short names.
pub(super) fn test_names(visit: &Visit<'_>, assessed: &DrugAssessment) -> Vec<String> {
    assessed.tests.questions().map(|question| test_name(visit, question)).collect()
}

/// The open questions by their short names, at most so many, then how many more.
pub(super) fn open_names(
    visit: &Visit<'_>,
    words: &Professional,
    assessed: &DrugAssessment,
    most: usize,
) -> Vec<String> {
    let birth_date = assessed.ask.has_birth_date().then(|| words.dermatologist.birth_date.to_owned());
    let questions = Open::of(visit, assessed.ask).questions;
    let named = |ix: QuestionIx| {
        let short = &visit.content.question(ix).short;
        // Of the others it stands among the answers.
        let drug = visit.prescribed().filter(|drug| drug.ix == assessed.drug);
        let unsure: Vec<&str> = drug
            .map(|drug| unsure_choices(visit, drug, ix))
            .unwrap_or_default()
            .iter()
            .map(|choice| choice.said.as_str())
            .collect();
        if unsure.is_empty() {
            short.clone()
        } else {
            format!("{short} ({}: {})", inside(words.record.not_sure), unsure.join(", "))
        }
    };
    let questions = questions.into_iter().map(named);
    let names = birth_date.into_iter().chain(questions).collect();
    at_most(names, most, |n| fill(words.dermatologist.open_more, &[("n", n)]))
}

/// The medicines that could not be checked and may matter to the drug, as typed.
pub(super) fn not_checked(
    visit: &Visit<'_>,
    words: &Professional,
    assessed: &DrugAssessment,
    most: usize,
) -> Vec<String> {
    let names = Open::of(visit, assessed.ask).not_checked;
    at_most(names, most, |n| fill(words.dermatologist.not_checked_more, &[("n", n)]))
}
