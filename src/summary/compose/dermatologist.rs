//! What is asked of the prescriber, and on which findings?
//!
//! First a box that is read in 30 seconds, then every drug with its findings in professional words
//! and their sources, the tests that are missing, and the record behind them. The advice of a rule
//! that fired for several drugs is printed once, at the first of them. US English.

use super::answers::said;
use super::record;
use super::sources::{Bibliography, cited};
use super::words::{Words, capitalized, fill, inside};
use super::{PartKind, Visit, push_new, sign};
use crate::checklist::answer::Answer;
use crate::content::drug::{Drug, Due};
use crate::content::ids::{QuestionIx, SourceIx};
use crate::content::rule::Level;
use crate::safety::{Basis, DrugAssessment, Finding, FindingWords, questions_to_ask};
use crate::summary::{
    Block, Cell, CellStyle, Column, Density, Inline, Panel, Part, Row, Style, Table, Text, Weight, text,
};

/// How many findings stand in the box.
const PROBLEMS: usize = 2;
/// How many open questions are named in the box, and in the row of a drug that was not prescribed.
const OPEN: usize = 8;

/// Composes the part.
pub(super) fn part(visit: &Visit<'_>, words: &Words) -> Part {
    let page = &words.dermatologist;
    let bibliography = Bibliography::new(visit.content, words, visit.as_of(), &all_sources(visit));
    let mut blocks =
        vec![request(visit, words), Block::heading(page.findings), findings(visit, words, &bibliography)];
    blocks.extend(missing_tests(visit, words));
    blocks.extend(record::blocks(visit, words));
    blocks.extend(source_list(page.sources, &bibliography));
    Part {
        id: PartKind::Dermatologist.id().to_owned(),
        title: page.title.to_owned(),
        lead: text(page.lead),
        footer: fill(
            page.footer,
            &[("version", &visit.content.version), ("date", &words.short_day(visit.content.as_of))],
        ),
        density: Density::Compact,
        blocks,
    }
}

fn words_of(visit: &Visit<'_>, finding: &Finding) -> FindingWords {
    finding.words(visit.content, visit.checklist)
}

/// A finding's title as the middle of a sentence. A medicine keeps its capital where it is typed so.
fn title_inside(visit: &Visit<'_>, finding: &Finding) -> String {
    let title = words_of(visit, finding).title;
    let medicines = finding.medicine_names(visit.content, visit.checklist);
    match title.strip_prefix(capitalized(&medicines).as_str()) {
        Some(rest) if !medicines.is_empty() => format!("{medicines}{rest}"),
        _ => inside(&title),
    }
}

/// A missing test by the short name of its question, with the answer where there is one: "hepatitis
/// tests (antibody only)".
fn test_name(visit: &Visit<'_>, question: QuestionIx) -> String {
    let asked = visit.content.question(question);
    let Some(Answer::Choice(choice)) = visit.checklist.answer(question) else { return asked.short.clone() };
    match asked.choices.get(choice.position()) {
        Some(answer) if asked.count_as_unknown != Some(*choice) => {
            format!("{} ({})", asked.short, answer.said)
        }
        Some(_) | None => asked.short.clone(),
    }
}

fn test_names(visit: &Visit<'_>, assessed: &DrugAssessment) -> Vec<String> {
    assessed.tests.questions().map(|question| test_name(visit, question)).collect()
}

/// The open questions by their short names, at most so many, then how many more.
fn open_names(visit: &Visit<'_>, words: &Words, assessed: &DrugAssessment, most: usize) -> Vec<String> {
    let birth_date = assessed.ask.has_birth_date().then(|| words.dermatologist.birth_date.to_owned());
    let questions = questions_to_ask(assessed).map(|ix| visit.content.question(ix).short.clone());
    let mut names: Vec<String> = birth_date.into_iter().chain(questions).collect();
    let more = names.len().saturating_sub(most);
    if more > 0 {
        names.truncate(most);
        names.push(fill(words.dermatologist.open_more, &[("n", &more.to_string())]));
    }
    names
}

// --- The box

fn request(visit: &Visit<'_>, words: &Words) -> Block {
    let page = &words.dermatologist;
    let prescription = visit.prescription;
    let mut blocks: Vec<Block> = Vec::new();
    let (name, fax) = (prescription.prescriber.trim(), prescription.fax.trim());
    let prescriber = match (name.is_empty(), fax.is_empty()) {
        (true, true) => None,
        (false, true) => Some(fill(page.prescribed_by, &[("name", name)])),
        (true, false) => Some(fill(page.fax, &[("fax", fax)])),
        (false, false) => Some(fill(page.prescriber_reached, &[("name", name), ("fax", fax)])),
    };
    blocks.extend(prescriber.map(|line| Block::body(text(line))));
    let (title, tests) = match (visit.prescribed(), visit.assessed().first()) {
        (Some(drug), Some((_, assessed))) => {
            blocks.extend(problems(visit, words, drug, assessed));
            (prescription_line(visit, drug), test_names(visit, assessed))
        }
        (Some(drug), None) => (prescription_line(visit, drug), Vec::new()),
        (None, _) => (page.nothing_prescribed.to_owned(), Vec::new()),
    };
    blocks.push(Block::body(asked_of_you(visit, words, &tests)));
    let phone = visit.pharmacy.phone.trim();
    let reply =
        if phone.is_empty() { page.reply.to_owned() } else { fill(page.reply_phone, &[("phone", phone)]) };
    blocks.push(Block::body(vec![
        Inline::words(reply),
        Inline::Blank { width_em: 9 },
        Inline::words(page.date),
        Inline::Blank { width_em: 5 },
    ]));
    Block::Panel(Panel { title: text(title), blocks })
}

/// "Upadacitinib 15 mg (Rinvoq), new start".
fn prescription_line(visit: &Visit<'_>, drug: &Drug) -> String {
    let mut line = drug.name.clone();
    let strength = visit.prescription.strength.trim();
    if !strength.is_empty() {
        line.push_str(&format!(" {strength}"));
    }
    if let Some(brand) = drug.brands.first() {
        line.push_str(&format!(" ({brand})"));
    }
    if let Some(kind) = visit.prescription.kind {
        line.push_str(&format!(", {}", kind.words()));
    }
    line
}

/// The one or two worst findings of the prescribed drug, or what stands there instead.
fn problems(visit: &Visit<'_>, words: &Words, drug: &Drug, assessed: &DrugAssessment) -> Vec<Block> {
    let page = &words.dermatologist;
    let line = |label: &str, content: String| {
        Block::body(vec![Inline::weighted(label, Weight::SemiBold), Inline::words(content)])
    };
    let stand = |levels: &[Level]| -> Vec<&Finding> {
        assessed.findings.iter().filter(|finding| levels.contains(&finding.level)).collect()
    };
    let named = |findings: &[&Finding]| {
        let mut titles: Vec<String> = findings
            .iter()
            .take(PROBLEMS)
            .map(|finding| {
                let title = title_inside(visit, finding);
                match cited(visit.content, drug, &finding.sources(visit.content), words) {
                    Some(source) => format!("{title} ({source})"),
                    None => title,
                }
            })
            .collect();
        if let more @ 1.. = findings.len().saturating_sub(PROBLEMS) {
            titles.push(fill(page.more_below, &[("n", &more.to_string())]));
        }
        format!("{}.", titles.join("; "))
    };
    let mut lines = Vec::new();
    let problems = stand(&[Level::Contraindicated, Level::Avoid]);
    let cautions = stand(&[Level::Caution]);
    let tests = test_names(visit, assessed);
    if !problems.is_empty() {
        lines.push(line(page.problem, named(&problems)));
    } else if !tests.is_empty() {
        lines.push(line(page.needed, format!("{}.", tests.join(", "))));
    } else if !cautions.is_empty() {
        lines.push(line(page.caution, named(&cautions)));
    }
    if !assessed.ask.is_empty() {
        lines.push(line(page.open, format!("{}.", open_names(visit, words, assessed, OPEN).join(", "))));
    } else if lines.is_empty() {
        lines.push(Block::body(text(page.nothing_found)));
    }
    lines
}

fn asked_of_you(visit: &Visit<'_>, words: &Words, tests: &[String]) -> Text {
    let page = &words.dermatologist;
    let mut asked = vec![Inline::weighted(page.asked_of_you, Weight::SemiBold)];
    let blank = Inline::Blank { width_em: 8 };
    if visit.prescription.drug.is_some() {
        asked.extend([Inline::CheckBox, Inline::words(page.proceed)]);
        asked.extend([Inline::CheckBox, Inline::words(page.change_to), blank.clone(), Inline::words("   ")]);
    } else {
        asked.extend([Inline::CheckBox, Inline::words(page.prescribe), blank.clone(), Inline::words("   ")]);
    }
    asked.push(Inline::CheckBox);
    asked.push(Inline::words(fill(page.order, &[("list", &tests.join(", "))])));
    if tests.is_empty() {
        asked.push(blank);
    }
    asked
}

// --- Every drug

fn findings(visit: &Visit<'_>, words: &Words, bibliography: &Bibliography<'_>) -> Block {
    let page = &words.dermatologist;
    let mut advised: Vec<&Basis> = Vec::new();
    let mut rows = Vec::new();
    for (drug, assessed) in visit.assessed() {
        let status = vec![
            sign(assessed.verdict),
            Inline::weighted(format!(" {}", assessed.verdict.words()), Weight::SemiBold),
        ];
        let mut sources: Vec<SourceIx> = Vec::new();
        for finding in &assessed.findings {
            finding.sources(visit.content).into_iter().for_each(|source| push_new(&mut sources, source));
        }
        let source = bibliography
            .short(drug, &sources)
            .into_iter()
            .fold(Cell::default(), |cell, label| cell.with(text(label), CellStyle::Muted));
        let cells = vec![
            Cell::strong(text(drug.name.as_str())),
            Cell::plain(status),
            why(visit, words, drug, assessed, &mut advised),
            source,
        ];
        rows.push(Row { cells });
    }
    Block::Table(Table {
        columns: vec![
            Column::words(page.option, 10),
            Column::words(page.status, 9),
            Column::words(page.why, 28),
            Column::words(page.source, 12),
        ],
        rows,
    })
}

/// Why a drug has its verdict. `advised` holds the rules whose advice is printed already.
fn why<'a>(
    visit: &Visit<'_>,
    words: &Words,
    drug: &Drug,
    assessed: &'a DrugAssessment,
    advised: &mut Vec<&'a Basis>,
) -> Cell {
    let page = &words.dermatologist;
    let mut cell = Cell::default();
    let mut again: Vec<String> = Vec::new();
    let mut cautions: Vec<String> = Vec::new();
    for finding in &assessed.findings {
        match finding.level {
            Level::Contraindicated | Level::Avoid if advised.contains(&&finding.basis) => {
                again.push(title_inside(visit, finding));
            }
            Level::Contraindicated | Level::Avoid => {
                advised.push(&finding.basis);
                let FindingWords { title, advice, .. } = words_of(visit, finding);
                let sentence =
                    vec![Inline::weighted(format!("{title}. "), Weight::SemiBold), Inline::words(advice)];
                cell = cell.with(sentence, CellStyle::Plain);
            }
            // Named together below, by the tests that are missing.
            Level::NeedsTest => {}
            Level::Caution => cautions.push(title_inside(visit, finding)),
        }
    }
    let most = if Some(drug.ix) == visit.prescription.drug { usize::MAX } else { OPEN };
    let lists = [
        (page.advice_above, again.join("; ")),
        (page.missing, test_names(visit, assessed).join(", ")),
        (page.caution, cautions.join("; ")),
        (page.open, open_names(visit, words, assessed, most).join(", ")),
    ];
    for (label, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let line = vec![Inline::weighted(label, Weight::SemiBold), Inline::words(format!("{list}."))];
        cell = cell.with(line, CellStyle::Plain);
    }
    if cell.paragraphs.is_empty() {
        cell = Cell::plain(text(page.nothing_open));
    }
    cell
}

// --- Tests

/// Tests that are missing, or whose answer is open, for any drug that needs them.
fn missing_tests(visit: &Visit<'_>, words: &Words) -> Vec<Block> {
    let page = &words.dermatologist;
    let assessed = visit.assessed();
    let facts = visit.facts();
    let needs = |drug: &Drug, assessed: &DrugAssessment, question: QuestionIx| {
        let tested = drug.rules.iter().any(|rule| visit.content.rule(*rule).test == Some(question));
        assessed.tests.contains(question) || (tested && assessed.ask.contains(question))
    };
    let rows: Vec<Row> = visit
        .content
        .question_indices()
        .filter_map(|question| {
            let drugs: Vec<&Drug> = assessed
                .iter()
                .filter(|(drug, assessed)| needs(drug, assessed, question))
                .map(|(drug, _)| *drug)
                .collect();
            let test = drugs
                .iter()
                .flat_map(|drug| &drug.tests)
                .find(|test| test.due == Due::Before && test.question == Some(question));
            let name = match (test, drugs.is_empty()) {
                (_, true) => return None,
                (Some(test), false) => test.what.clone(),
                (None, false) => capitalized(&visit.content.question(question).short),
            };
            let names: Vec<String> = drugs.iter().map(|drug| inside(&drug.name)).collect();
            let last = said(visit.content, visit.checklist, &facts, question, words).in_words(words);
            let cells = [name, names.join(", "), last].map(|cell| Cell::plain(text(cell)));
            Some(Row { cells: cells.into() })
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        Column::words(page.test, 3),
        Column::words(page.needed_for, 4),
        Column::words(page.last_known, 4),
    ];
    vec![Block::heading(page.missing_tests), Block::Table(Table { columns, rows })]
}

/// The numbered sources, run in: they are looked up, not read.
fn source_list(heading: &str, bibliography: &Bibliography<'_>) -> Vec<Block> {
    let mut list: Text = Vec::new();
    for (number, line) in bibliography.lines() {
        list.push(Inline::weighted(number, Weight::SemiBold));
        list.push(Inline::words(format!(" {line}  ")));
    }
    if list.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(heading), Block::Paragraph { text: list, style: Style::Muted }]
}

/// What the page rests on, in the order of print.
fn all_sources(visit: &Visit<'_>) -> Vec<SourceIx> {
    let mut sources = Vec::new();
    for (_, assessed) in visit.assessed() {
        for finding in &assessed.findings {
            finding.sources(visit.content).into_iter().for_each(|source| push_new(&mut sources, source));
        }
    }
    record::sources(visit).into_iter().for_each(|source| push_new(&mut sources, source));
    sources
}
