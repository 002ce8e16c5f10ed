//! What does the patient take home? Two or three pages in plain words (grade 6 to 8).
//!
//! The drugs that were talked about, the prescribed one first; how much it helps and harms; what to ask the
//! doctor; when to call.
//! It tells nobody what to take, holds no price and no hint to the professional, and never says that
//! a medicine is without risk. Of a drug that is shown, what is cut is said to be cut.

use std::collections::BTreeMap;

use super::choices::{Cut, Most, Shown, choices, in_use, shown};
use super::cost::programs;
use super::numbers;
use super::open::unsure_choices;
use super::phrase::fill;
use super::screening::Screening;
use super::teller::Teller;
use super::words::PatientWords;
use super::{Others, PartKind, Visit, push_new};
use crate::checklist::answer::Answer;
use crate::content::drug::{Drug, Due};
use crate::content::ids::QuestionIx;
use crate::content::language::{Language, Phrase};
use crate::safety::{Basis, DrugAssessment};
use crate::summary::{Block, Density, Inline, Panel, Part, Style, Text, Weight, text};

/// Up to how many bytes of "call us today" the two boxes stand side by side.
const SIDE_BY_SIDE: usize = 300;
/// How many questions to the doctor come from findings.
const ASKS: usize = 5;

/// Composes the part.
pub(super) fn part(visit: &Visit<'_>, words: &Teller, others: Others) -> Part {
    let page = &words.patient;
    let shown = shown(visit);
    let mut blocks = vec![Block::heading(page.choices)];
    let (table, cut) = choices(visit, words, &shown, Most::in_full(others));
    blocks.push(table);
    let some = shown.drugs.len() < visit.assessment.drugs.len();
    let elsewhere = match (others, cut, some) {
        (Others::Printed, Cut::Cut, true) => Some(page.more_and_others),
        (Others::Printed, Cut::Cut, false) => Some(page.more),
        (Others::Printed, Cut::Whole, true) => Some(page.others),
        (Others::LeftOut, _, true) => Some(page.others_ask_us),
        (Others::Printed | Others::LeftOut, _, false) => None,
    };
    blocks.extend(elsewhere.map(note));
    blocks.extend(ruled_out(visit, words));
    blocks.extend(checks(page.ask, asks(visit, words, &shown, ASKS)));
    blocks.extend(boxed_warning(visit, words));
    blocks.extend(calls(visit, words, &shown, usize::MAX, Boxes::BesideWhereShort));
    blocks.extend(next_visit(visit, words));
    // Behind what to ask and when to call: that has to be found on the first pages.
    blocks.extend(numbers::section(visit, words));
    blocks.extend(cost(visit, words));
    blocks.extend(next(visit, words, &shown));
    with_blocks(visit, page, blocks)
}

/// The part around its blocks, in full or in short.
pub(super) fn with_blocks(visit: &Visit<'_>, page: &PatientWords, blocks: Vec<Block>) -> Part {
    Part {
        id: PartKind::Patient.id().to_owned(),
        title: page.title.to_owned(),
        lead: vec![Inline::words(page.lead), Inline::bold(page.do_not_stop)],
        footer: fill(page.footer, &[("version", &visit.content.version)]),
        density: Density::Comfortable,
        frame: None,
        blocks,
    }
}

/// That the prescribed drug must not be used, where its figures and what comes after a start would stand.
pub(super) fn ruled_out(visit: &Visit<'_>, words: &Teller) -> Option<Block> {
    let drug = visit.ruled_out()?;
    let said = fill(words.patient.ruled_out, &[("drug", &named(words, drug))]);
    Some(Block::body(vec![Inline::bold(said)]))
}

/// A heading with lines to tick; nothing where there is no line.
pub(super) fn checks(heading: &str, lines: Vec<Text>) -> Vec<Block> {
    if lines.is_empty() { Vec::new() } else { vec![Block::heading(heading), Block::Checks(lines)] }
}

/// What is said beside the point.
pub(super) fn note(words: &str) -> Block {
    Block::Paragraph { text: text(words), style: Style::Muted }
}

/// The drug with the brand that a patient finds on the package.
pub(super) fn named(words: &Teller, drug: &Drug) -> String {
    let name = words.say(&drug.patient.name);
    drug.brands.first().map_or_else(|| name.to_string(), |brand| format!("{name} ({brand})"))
}

// --- What to ask, and when to call

/// At most so many questions from findings, the worst first, and what is always asked.
pub(super) fn asks(visit: &Visit<'_>, words: &Teller, shown: &Shown<'_>, most: usize) -> Vec<Text> {
    let page = &words.patient;
    let mut asked: Vec<String> = Vec::new();
    let mut list: Vec<Text> = Vec::new();
    for (drug, assessed) in &shown.drugs {
        // Without the row of the table it must be clear which medicine is meant; the prescribed one
        // needs no name.
        let named = Some(drug.ix) != visit.prescription.drug && shown.drugs.len() > 1;
        for ask in asks_of(visit, words, drug, assessed) {
            if list.len() >= most || asked.contains(&ask) {
                continue;
            }
            let about = named
                .then(|| Inline::weighted(format!("{}: ", words.say(&drug.patient.name)), Weight::SemiBold));
            list.push(about.into_iter().chain([Inline::words(ask.as_str())]).collect());
            asked.push(ask);
        }
    }
    list.extend(ask_unsure(visit, words));
    match visit.prescribed() {
        None => list.push(text(page.ask_which)),
        // Nothing is started, so that there is nothing to look after.
        Some(_) if visit.ruled_out().is_some() => list.push(text(page.ask_instead)),
        Some(drug) => {
            let mut later = drug.tests.iter().filter(|test| matches!(test.due, Due::After(_))).peekable();
            if later.peek().is_some() {
                let blood = if later.any(|test| test.question.is_some()) { page.ask_blood_tests } else { "" };
                let ask = if visit.goes_on() { page.ask_next_check } else { page.ask_follow_up };
                list.push(text(format!("{ask}{blood}")));
            }
        }
    }
    list
}

/// What the patient was not sure of and the prescribed drug hangs on, as one question. The choices have English words
/// alone, so that another language names what they are about.
fn ask_unsure(visit: &Visit<'_>, words: &Teller) -> Option<Text> {
    let drug = visit.prescribed()?;
    let assessed = visit.assessment.of(drug.ix)?;
    let named = |question: QuestionIx| {
        let unsure = unsure_choices(visit, drug, question);
        let about = words.say(&visit.content.question(question).patient);
        let labels: Vec<&str> = unsure.iter().map(|choice| choice.label.as_str()).collect();
        match (unsure.is_empty(), words.language) {
            (true, _) => None,
            (false, Language::English) => Some(format!("{about} ({})", labels.join(", "))),
            (false, Language::Spanish) => Some(about.into_owned()),
        }
    };
    let list: Vec<String> = assessed.ask.questions().filter_map(named).collect();
    (!list.is_empty()).then(|| text(fill(words.patient.ask_unsure, &[("list", &list.join("; "))])))
}

/// What to ask about one drug, the worst first. Tests that were not done are one question together.
fn asks_of(visit: &Visit<'_>, words: &Teller, drug: &Drug, assessed: &DrugAssessment) -> Vec<String> {
    let not_done: Vec<QuestionIx> =
        assessed.tests.questions().filter(|question| not_done(visit, *question)).collect();
    let mut asks: Vec<String> = Vec::new();
    for finding in &assessed.findings {
        let test = match &finding.basis {
            Basis::Rule(rule) => visit.content.rule(*rule).test,
            Basis::Stopping { .. } | Basis::Prescribed(_) => None,
        };
        let ask = match test {
            Some(test) if not_done.len() > 1 && not_done.contains(&test) => {
                let tests: Vec<String> =
                    not_done.iter().map(|question| test_words(visit, words, drug, *question)).collect();
                let ask = if visit.goes_on() { words.patient.ask_tests_due } else { words.patient.ask_tests };
                fill(ask, &[("list", &words.list(&tests))])
            }
            Some(_) | None => words.say(&finding.words(visit.content, visit.checklist).ask).into_owned(),
        };
        push_new(&mut asks, ask);
    }
    asks
}

/// Whether the answer to a test's question is that it was not done.
fn not_done(visit: &Visit<'_>, question: QuestionIx) -> bool {
    match (visit.checklist.answer(question), visit.content.question(question).count_as_unknown) {
        (Some(Answer::Choice(choice)), Some(not_done)) => *choice == not_done,
        (Some(_) | None, _) => false,
    }
}

pub(super) fn boxed_warning(visit: &Visit<'_>, words: &Teller) -> Option<Block> {
    let drug = visit.prescribed()?;
    let warning = drug.boxed_warning.as_ref()?;
    Some(Block::Panel(Panel {
        title: text(fill(words.patient.boxed_warning, &[("drug", &named(words, drug))])),
        blocks: vec![Block::body(text(words.say(&warning.patient)))],
    }))
}

/// When to call. With a prescription it is about that drug and what is in use, so that nobody looks
/// for signs of a medicine that is only talked about; without one, about every drug that is shown.
/// Where the boxes of when to call stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Boxes {
    /// Side by side where both are short.
    BesideWhereShort,
    /// Below each other: in large letters a column holds two words.
    Below,
}

/// At most so many signs to call for today are told; those to call 911 for all are.
pub(super) fn calls(
    visit: &Visit<'_>,
    words: &Teller,
    shown: &Shown<'_>,
    most_today: usize,
    boxes: Boxes,
) -> Vec<Block> {
    let page = &words.patient;
    let about = |drug: &Drug| match visit.prescription.drug {
        Some(prescribed) => drug.ix == prescribed || in_use(visit, drug),
        None => true,
    };
    let merged = |phrases: fn(&Drug) -> &[Phrase]| {
        let mut all = Vec::new();
        for (drug, _) in shown.drugs.iter().filter(|(drug, _)| about(drug)) {
            phrases(drug).iter().for_each(|phrase| push_new(&mut all, words.say(phrase)));
        }
        all
    };
    let emergency = merged(|drug| drug.patient.emergency.as_slice()).join(" · ");
    let mut today = merged(|drug| drug.patient.call_today.as_slice());
    if let more @ 1.. = today.len().saturating_sub(most_today) {
        today.truncate(most_today);
        today.push(fill(page.more_signs, &[("n", &more.to_string())]).into());
    }
    let today = today.join(" · ");
    // Side by side where both are short; a long list would be a column beside an empty box.
    let beside = boxes == Boxes::BesideWhereShort && today.len() <= SIDE_BY_SIDE && !emergency.is_empty();
    let panels = [(page.emergency, emergency), (page.today, today)]
        .into_iter()
        .filter(|(_, phrases)| !phrases.is_empty())
        .map(|(title, phrases)| Panel { title: text(title), blocks: vec![Block::body(text(phrases))] });
    if beside { vec![Block::Panels(panels.collect())] } else { panels.map(Block::Panel).collect() }
}

/// What to tell at the next visit. Of one medicine; of several it would be a list of everything that a
/// body can have.
fn next_visit(visit: &Visit<'_>, words: &Teller) -> Option<Block> {
    let prescribed = visit.prescribed().map(|drug| {
        let phrases: Vec<_> = drug.patient.next_visit.iter().map(|phrase| words.say(phrase)).collect();
        phrases.join(" · ")
    });
    prescribed.filter(|phrases| !phrases.is_empty()).map(|phrases| {
        let title = Inline::weighted(words.patient.next_visit, Weight::SemiBold);
        Block::body(vec![title, Inline::words(phrases)])
    })
}

// --- Help with the cost

fn cost(visit: &Visit<'_>, words: &Teller) -> Vec<Block> {
    let page = &words.patient;
    let mut lines = programs::lines(visit, words);
    if lines.hangs_on_payer {
        lines.open.push(text(page.ask_plan_covered));
    }
    if lines.card {
        lines.open.push(text(page.ask_plan_card));
    }
    if lines.open.is_empty() && lines.closed.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(page.cost)];
    if lines.hangs_on_payer {
        blocks.push(Block::body(text(page.tell_insurance)));
    }
    if !lines.open.is_empty() {
        blocks.push(Block::Checks(lines.open));
    }
    if !lines.closed.is_empty() {
        blocks.push(Block::Bullets(lines.closed));
    }
    blocks
}

// --- What happens next

fn next(visit: &Visit<'_>, words: &Teller, shown: &Shown<'_>) -> Vec<Block> {
    let page = &words.patient;
    let Some(drug) = visit.prescribed().filter(|_| visit.ruled_out().is_none()) else { return Vec::new() };
    let mut points: Vec<Text> = tests_first(visit, words, shown).into_iter().collect();
    points.extend(follow_up(words, drug));
    if points.is_empty() { Vec::new() } else { vec![Block::heading(page.next), Block::Bullets(points)] }
}

/// The tests that the prescribed drug needs before the first dose: those that are missing, then those whose result
/// is not known here.
pub(super) fn tests_first(visit: &Visit<'_>, words: &Teller, shown: &Shown<'_>) -> Option<Text> {
    let drug = visit.prescribed().filter(|_| visit.ruled_out().is_none())?;
    let (_, assessed) = shown.drugs.iter().find(|(other, _)| other.ix == drug.ix)?;
    let screening = Screening::of(visit, drug, assessed);
    let named = |questions: &[QuestionIx]| {
        let tests: Vec<String> =
            questions.iter().map(|question| test_words(visit, words, drug, *question)).collect();
        words.list(&tests)
    };
    let (missing, not_known) = (named(&screening.missing), named(&screening.not_known));
    let page = &words.patient;
    let of_kind = if visit.goes_on() { &page.tests_due } else { &page.tests_first };
    let template = match (missing.is_empty(), not_known.is_empty()) {
        (true, true) => return None,
        (false, true) => of_kind.missing,
        (true, false) => of_kind.not_known,
        (false, false) => of_kind.both,
    };
    Some(text(fill(template, &[("list", &missing), ("open", &not_known)])))
}

/// How a missing test is called for this drug.
fn test_words(visit: &Visit<'_>, words: &Teller, drug: &Drug, question: QuestionIx) -> String {
    let test = drug.tests.iter().find(|test| test.due == Due::Before && test.question == Some(question));
    let said = test.map_or(&visit.content.question(question).patient, |test| &test.patient);
    words.say(said).into_owned()
}

/// What is due after the start, by weeks, then what has no week.
fn follow_up(words: &Teller, drug: &Drug) -> Vec<Text> {
    let page = &words.patient;
    let mut by_weeks: BTreeMap<(&[u16], String), Vec<String>> = BTreeMap::new();
    let mut later: Vec<String> = Vec::new();
    for test in &drug.tests {
        match &test.due {
            Due::Before => {}
            Due::After(after) if after.weeks.is_empty() => later.push(words.say(&test.patient).into_owned()),
            Due::After(after) => {
                let numbers: Vec<String> = after.weeks.iter().map(u16::to_string).collect();
                let weeks = match (after.is_window, numbers.as_slice()) {
                    (true, [first, last]) => {
                        fill(page.weeks_from_to, &[("first", first.as_str()), ("last", last.as_str())])
                    }
                    _ => words.list(&numbers),
                };
                by_weeks
                    .entry((&after.weeks, weeks))
                    .or_default()
                    .push(words.say(&test.patient).into_owned());
            }
        }
    }
    let mut points: Vec<Text> = by_weeks
        .iter()
        .map(|((_, weeks), tests)| {
            let values = [("weeks", weeks.as_str()), ("list", &words.list(tests))];
            text(fill(page.after_weeks, &values))
        })
        .collect();
    if !later.is_empty() {
        points.push(text(fill(page.later, &[("list", &later.join("; "))])));
    }
    points
}
