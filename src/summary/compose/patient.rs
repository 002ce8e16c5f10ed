//! What does the patient take home? One or two pages in plain words (grade 6 to 8).
//!
//! The drugs that were talked about, the prescribed one first; what to ask the doctor; when to call.
//! It tells nobody what to take, holds no price and no hint to the professional, and never says that
//! a medicine is without risk. Of a drug that is shown, what is cut is said to be cut.

use std::collections::BTreeMap;

use super::words::{PatientWords, Words, capitalized, fill};
use super::{Others, PartKind, Visit, push_new, sign};
use crate::checklist::answer::Answer;
use crate::checklist::facts::{Meaning, MedicineList};
use crate::content::drug::{Drug, Due};
use crate::content::ids::{QuestionIx, RuleClassId};
use crate::content::payer::HelpKind;
use crate::programs::{Match, helps};
use crate::safety::{Basis, DrugAssessment, Verdict, questions_to_ask};
use crate::summary::{
    Block, Cell, CellStyle, Column, Density, Inline, Panel, Part, Row, Style, Table, Text, Weight, text,
};

/// How many findings of one drug stand in the table, where the others stand on another page.
const SAYS_OF_PRESCRIBED: usize = 3;
const SAYS_OF_OTHER: usize = 2;
/// How many open questions of one drug are named.
const NEEDS: usize = 4;
/// Up to how many bytes of "call us today" the two boxes stand side by side.
const SIDE_BY_SIDE: usize = 300;
/// How many questions to the doctor come from findings.
const ASKS: usize = 8;

type Assessed<'a> = (&'a Drug, &'a DrugAssessment);

/// The drugs on the page, and whether they are all there are.
struct Shown<'a> {
    drugs: Vec<Assessed<'a>>,
    range: Range,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Range {
    /// Those that were named: prescribed, talked about, or in use.
    Named,
    /// None was named, so it is all.
    All,
}

/// Composes the part.
pub(super) fn part(visit: &Visit<'_>, words: &Words, others: Others) -> Part {
    let page = &words.patient;
    let shown = shown(visit);
    let mut blocks = vec![Block::heading(page.choices), choices(visit, words, &shown, others)];
    if shown.range == Range::Named && shown.drugs.len() < visit.assessment.drugs.len() {
        blocks.push(note(match others {
            Others::Printed => page.others_on_dermatologists_page,
            Others::LeftOut => page.others_ask_us,
        }));
    }
    blocks.push(Block::heading(page.ask));
    blocks.push(Block::Checks(asks(visit, words, &shown)));
    blocks.extend(boxed_warning(visit, page));
    blocks.extend(calls(page, &shown));
    blocks.extend(cost(visit, page));
    blocks.extend(next(visit, words, &shown));
    Part {
        id: PartKind::Patient.id().to_owned(),
        title: page.title.to_owned(),
        lead: text(page.lead),
        footer: fill(page.footer, &[("version", &visit.content.version)]),
        density: Density::Comfortable,
        blocks,
    }
}

fn note(words: &str) -> Block {
    Block::Paragraph { text: text(words), style: Style::Muted }
}

fn shown<'a>(visit: &Visit<'a>) -> Shown<'a> {
    let all = visit.assessed();
    let named = |wanted: &dyn Fn(&Drug) -> bool| -> Vec<Assessed<'a>> {
        all.iter().copied().filter(|(drug, _)| wanted(drug)).collect()
    };
    let mut drugs = named(&|drug| Some(drug.ix) == visit.prescription.drug);
    for other in named(&|drug| considered(visit, drug)).into_iter().chain(named(&|drug| in_use(visit, drug)))
    {
        if !drugs.iter().any(|(drug, _)| drug.ix == other.0.ix) {
            drugs.push(other);
        }
    }
    if drugs.is_empty() {
        Shown { drugs: all, range: Range::All }
    } else {
        Shown { drugs, range: Range::Named }
    }
}

/// Whether the drug was named as one that is talked about.
fn considered(visit: &Visit<'_>, drug: &Drug) -> bool {
    drug.as_choice.iter().any(|(question, choice)| {
        visit.content.question(*question).orders_only
            && matches!(visit.checklist.answer(*question), Some(Answer::Many(many)) if many.yes.contains(*choice))
    })
}

/// Whether the patient takes the drug already.
fn in_use(visit: &Visit<'_>, drug: &Drug) -> bool {
    let facts = visit.facts();
    let MedicineList::Listed(list) = facts.medicines() else { return false };
    list.iter().any(|read| match read.meaning {
        Meaning::Known { found, .. } => drug.medicine == Some(found.medicine),
        Meaning::ReviewedNone | Meaning::NotRecognized => false,
    })
}

// --- Your choices, at a glance

/// Drugs of one row: with one name each and the same words behind them.
struct Choice<'a> {
    drugs: Vec<&'a Drug>,
    classes: &'a [RuleClassId],
    verdict: Verdict,
    says: Vec<String>,
    needs: Vec<String>,
}

fn choices(visit: &Visit<'_>, words: &Words, shown: &Shown<'_>, others: Others) -> Block {
    let mut rows: Vec<Choice<'_>> = Vec::new();
    for (drug, assessed) in &shown.drugs {
        let one = choice(visit, words, drug, assessed);
        // Named drugs stand alone. Of all fifteen, those of a kind that read alike share a row.
        let alike = |row: &&mut Choice<'_>| {
            (row.classes, row.verdict, &row.says) == (one.classes, one.verdict, &one.says)
        };
        let same = match shown.range {
            Range::Named => None,
            Range::All => rows.iter_mut().find(alike),
        };
        match same {
            Some(row) => {
                row.drugs.extend(one.drugs);
                one.needs.into_iter().for_each(|need| push_new(&mut row.needs, need));
            }
            None => rows.push(one),
        }
    }
    Block::Table(Table {
        columns: vec![Column::words(words.patient.medicine, 3), Column::words(words.patient.talk, 6)],
        rows: rows
            .iter()
            .map(|row| Row { cells: vec![names(visit, words, row), talk(visit, words, row, others)] })
            .collect(),
    })
}

fn choice<'a>(visit: &Visit<'_>, words: &Words, drug: &'a Drug, assessed: &DrugAssessment) -> Choice<'a> {
    let mut says = Vec::new();
    for finding in &assessed.findings {
        push_new(&mut says, finding.words(visit.content, visit.checklist).patient);
    }
    let birth_date = assessed.ask.has_birth_date().then(|| words.patient.birth_date.to_owned());
    let questions = questions_to_ask(assessed).map(|ix| visit.content.question(ix).patient.clone());
    Choice {
        drugs: vec![drug],
        classes: &drug.classes,
        verdict: assessed.verdict,
        says,
        needs: birth_date.into_iter().chain(questions).collect(),
    }
}

fn names(visit: &Visit<'_>, words: &Words, row: &Choice<'_>) -> Cell {
    let mut cell = Cell::default();
    for drug in &row.drugs {
        let mut name: Text = vec![Inline::bold(drug.name.as_str())];
        name.extend(drug.brands.first().map(|brand| Inline::words(format!(" ({brand})"))));
        cell = cell.with(name, CellStyle::Plain);
    }
    if let [only] = row.drugs.as_slice() {
        cell = cell.with(text(only.patient.how_taken.as_str()), CellStyle::Muted);
        if in_use(visit, only) {
            cell = cell.with(text(words.patient.in_use), CellStyle::Muted);
        }
    }
    cell
}

fn talk(visit: &Visit<'_>, words: &Words, row: &Choice<'_>, others: Others) -> Cell {
    let page = &words.patient;
    let prescribed = row.drugs.iter().any(|drug| Some(drug.ix) == visit.prescription.drug);
    let most = match others {
        Others::LeftOut => usize::MAX,
        Others::Printed if prescribed => SAYS_OF_PRESCRIBED,
        Others::Printed => SAYS_OF_OTHER,
    };
    let mut first = vec![sign(row.verdict), Inline::bold(format!(" {}", row.verdict.patient_words()))];
    let said: Vec<&str> = row.says.iter().take(most).map(String::as_str).collect();
    if !said.is_empty() {
        first.push(Inline::words(format!(" {}", said.join(" "))));
    }
    if row.says.len() > most {
        first.push(Inline::words(format!(" {}", page.more_on_dermatologists_page)));
    }
    let cell = Cell::plain(first);
    if row.needs.is_empty() {
        return cell;
    }
    let mut needs: Vec<String> = row.needs.iter().take(NEEDS).cloned().collect();
    if let more @ 1.. = row.needs.len() - needs.len() {
        needs.push(fill(page.and_more, &[("n", &more.to_string())]));
    }
    cell.with(text(fill(page.we_still_need, &[("list", &words.list(&needs))])), CellStyle::Plain)
}

// --- What to ask, and when to call

fn asks(visit: &Visit<'_>, words: &Words, shown: &Shown<'_>) -> Vec<Text> {
    let page = &words.patient;
    let mut asked: Vec<String> = Vec::new();
    let mut list: Vec<Text> = Vec::new();
    for (drug, assessed) in &shown.drugs {
        // Without the row of the table it must be clear which medicine is meant; the prescribed one
        // needs no name.
        let named = Some(drug.ix) != visit.prescription.drug && shown.drugs.len() > 1;
        for ask in asks_of(visit, words, drug, assessed) {
            if list.len() >= ASKS || asked.contains(&ask) {
                continue;
            }
            let about = named.then(|| Inline::weighted(format!("{}: ", drug.name), Weight::SemiBold));
            list.push(about.into_iter().chain([Inline::words(ask.as_str())]).collect());
            asked.push(ask);
        }
    }
    match visit.prescribed() {
        None => list.push(text(page.ask_which)),
        Some(drug) => {
            let mut later = drug.tests.iter().filter(|test| matches!(test.due, Due::After(_))).peekable();
            if later.peek().is_some() {
                let blood = if later.any(|test| test.question.is_some()) { page.ask_blood_tests } else { "" };
                list.push(text(format!("{}{blood}", page.ask_follow_up)));
            }
        }
    }
    list
}

/// What to ask about one drug, the worst first. Tests that were not done are one question together.
fn asks_of(visit: &Visit<'_>, words: &Words, drug: &Drug, assessed: &DrugAssessment) -> Vec<String> {
    let not_done: Vec<QuestionIx> =
        assessed.tests.questions().filter(|question| not_done(visit, *question)).collect();
    let mut asks: Vec<String> = Vec::new();
    for finding in &assessed.findings {
        let test = match &finding.basis {
            Basis::Rule(rule) => visit.content.rule(*rule).test,
            Basis::Stopping { .. } => None,
        };
        let ask = match test {
            Some(test) if not_done.len() > 1 && not_done.contains(&test) => {
                let tests: Vec<String> =
                    not_done.iter().map(|question| test_words(visit, drug, *question)).collect();
                fill(words.patient.ask_tests, &[("list", &words.list(&tests))])
            }
            Some(_) | None => finding.words(visit.content, visit.checklist).ask,
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

fn boxed_warning(visit: &Visit<'_>, page: &PatientWords) -> Option<Block> {
    let drug = visit.prescribed()?;
    let warning = drug.boxed_warning.as_ref()?;
    Some(Block::Panel(Panel {
        title: text(fill(page.boxed_warning, &[("drug", &drug.name_with_brand())])),
        blocks: vec![Block::body(text(warning.patient.as_str()))],
    }))
}

fn calls(page: &PatientWords, shown: &Shown<'_>) -> Vec<Block> {
    let merged = |phrases: fn(&Drug) -> &[String]| {
        let mut all: Vec<&str> = Vec::new();
        for (drug, _) in &shown.drugs {
            phrases(drug).iter().for_each(|phrase| push_new(&mut all, phrase.as_str()));
        }
        all.join(" · ")
    };
    let emergency = merged(|drug| drug.patient.emergency.as_slice());
    let today = merged(|drug| drug.patient.call_today.as_slice());
    // Side by side where both are short; a long list would be a column beside an empty box.
    let short = today.len() <= SIDE_BY_SIDE && !emergency.is_empty();
    let panels = [(page.emergency, emergency), (page.today, today)]
        .into_iter()
        .filter(|(_, phrases)| !phrases.is_empty())
        .map(|(title, phrases)| Panel { title: text(title), blocks: vec![Block::body(text(phrases))] });
    if short { vec![Block::Panels(panels.collect())] } else { panels.map(Block::Panel).collect() }
}

// --- Help with the cost

fn cost(visit: &Visit<'_>, page: &PatientWords) -> Vec<Block> {
    let helps = helps(visit.content, visit.coverage);
    let line = |name: &str, words: &str| {
        vec![Inline::weighted(format!("{name}. "), Weight::SemiBold), Inline::words(words)]
    };
    let mut checks: Vec<Text> = Vec::new();
    let mut closed: Vec<Text> = Vec::new();
    for help in &helps {
        let name = help.help.name.as_str();
        match help.match_ {
            Match::Open | Match::Depends => checks.push(line(name, &help.patient)),
            // Four times "it depends" helps nobody: what it is does.
            Match::Ask => checks.push(line(name, &help.help.patient)),
            Match::Closed => closed.push(line(name, &help.patient)),
        }
    }
    let card_may_count = helps.iter().any(|help| {
        help.help.kind == HelpKind::CopayCard
            && matches!(help.match_, Match::Open | Match::Depends | Match::Ask)
    });
    let unknown = helps.iter().any(|help| help.match_ == Match::Ask);
    if unknown {
        checks.push(text(page.ask_plan_covered));
    }
    if card_may_count {
        checks.push(text(page.ask_plan_card));
    }
    let mut blocks = vec![Block::heading(page.cost)];
    if unknown {
        blocks.push(Block::body(text(page.tell_insurance)));
    }
    blocks.push(Block::Checks(checks));
    if !closed.is_empty() {
        blocks.push(Block::Bullets(closed));
    }
    blocks
}

// --- What happens next

fn next(visit: &Visit<'_>, words: &Words, shown: &Shown<'_>) -> Vec<Block> {
    let page = &words.patient;
    let mut points: Vec<Text> = Vec::new();
    match visit.prescribed() {
        None => points.push(text(page.take_pages)),
        Some(drug) => {
            let assessed = shown.drugs.iter().find(|(other, _)| other.ix == drug.ix);
            let tests: Vec<String> = assessed
                .into_iter()
                .flat_map(|(_, assessed)| assessed.tests.questions())
                .map(|question| test_words(visit, drug, question))
                .collect();
            if !tests.is_empty() {
                points.push(text(fill(page.tests_first, &[("list", &words.list(&tests))])));
            }
            points.extend(follow_up(words, drug));
        }
    }
    let mut blocks = vec![Block::heading(page.next)];
    if !points.is_empty() {
        blocks.push(Block::Bullets(points));
    }
    blocks.push(Block::body(vec![Inline::bold(page.do_not_stop), Inline::words(format!(" {}", page.guide))]));
    blocks
}

/// How a missing test is called for this drug.
fn test_words(visit: &Visit<'_>, drug: &Drug, question: QuestionIx) -> String {
    let test = drug.tests.iter().find(|test| test.due == Due::Before && test.question == Some(question));
    test.map_or_else(|| visit.content.question(question).patient.clone(), |test| test.patient.clone())
}

/// What is due after the start, by week, then what has no week.
fn follow_up(words: &Words, drug: &Drug) -> Vec<Text> {
    let page = &words.patient;
    let mut by_week: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    let mut later: Vec<String> = Vec::new();
    for test in &drug.tests {
        match &test.due {
            Due::Before => {}
            Due::After(weeks) if weeks.is_empty() => later.push(test.patient.clone()),
            Due::After(weeks) => {
                for week in weeks {
                    by_week.entry(*week).or_default().push(test.patient.clone());
                }
            }
        }
    }
    let mut points: Vec<Text> = by_week
        .iter()
        .map(|(week, tests)| {
            let list = words.list(tests);
            text(capitalized(&fill(page.after_weeks, &[("weeks", &week.to_string()), ("list", &list)])))
        })
        .collect();
    if !later.is_empty() {
        points.push(text(fill(page.later, &[("list", &later.join("; "))])));
    }
    points
}
