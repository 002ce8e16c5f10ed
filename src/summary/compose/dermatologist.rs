//! What is asked of the prescriber, and on which findings?
//!
//! First a box that is read in 30 seconds, then every drug with its findings in professional words
//! and their sources, the tests that are missing, and the record behind them. The advice of a rule
//! that fired for several drugs is printed once, at the first of them. US English.

use super::answers::said;
use super::findings::{self, OPEN, not_checked, open_names, test_name, test_names, title_inside};
use super::phrase::{fill, inside};
use super::record;
use super::screening::Screening;
use super::sources::{Bibliography, cited};
use super::words::Professional;
use super::{PartKind, Visit, push_new};
use crate::content::drug::{Drug, Due};
use crate::content::ids::{QuestionIx, SourceIx};
use crate::content::phrase::capitalized;
use crate::content::rule::Level;
use crate::safety::dose::dose;
use crate::safety::{DrugAssessment, Finding};
use crate::summary::{
    Block, Cell, Column, Density, Inline, Panel, Part, Row, Style, Table, Text, Weight, text,
};

/// How many findings stand in the box.
const PROBLEMS: usize = 2;

/// Composes the part.
pub(super) fn part(visit: &Visit<'_>, words: &Professional) -> Part {
    let page = &words.dermatologist;
    let bibliography = Bibliography::new(visit.content, words, visit.as_of(), &all_sources(visit));
    let mut blocks = vec![
        request(visit, words),
        Block::heading(page.findings),
        findings::table(visit, words, &bibliography),
    ];
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
        frame: None,
        blocks,
    }
}

// --- The box

fn request(visit: &Visit<'_>, words: &Professional) -> Block {
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
            blocks.extend(dose_line(visit, words, drug));
            (prescription_line(visit, drug), Screening::of(visit, drug, assessed))
        }
        (Some(drug), None) => (prescription_line(visit, drug), Screening::default()),
        (None, _) => (page.nothing_prescribed.to_owned(), Screening::default()),
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
pub(super) fn prescription_line(visit: &Visit<'_>, drug: &Drug) -> String {
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
fn problems(visit: &Visit<'_>, words: &Professional, drug: &Drug, assessed: &DrugAssessment) -> Vec<Block> {
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
        let needed = if visit.goes_on() { page.needed_now } else { page.needed };
        lines.push(line(needed, format!("{}.", tests.join(", "))));
    } else if !cautions.is_empty() {
        lines.push(line(page.caution, named(&cautions)));
    }
    // Behind a problem or a missing test the open questions are read in the table.
    if problems.is_empty() && tests.is_empty() && !assessed.ask.is_empty() {
        for (label, names) in [
            (page.open, open_names(visit, words, assessed, OPEN)),
            (page.not_checked, not_checked(visit, words, assessed, OPEN)),
        ] {
            if !names.is_empty() {
                lines.push(line(label, format!("{}.", names.join(", "))));
            }
        }
    } else if lines.is_empty() {
        lines.push(Block::body(text(page.nothing_found)));
    }
    lines
}

/// What the label's dose table has for this patient, and what caps it. Nothing while it is open.
fn dose_line(visit: &Visit<'_>, words: &Professional, drug: &Drug) -> Option<Block> {
    let read = dose(visit.content, visit.checklist, drug);
    let rows = read.rows.iter().map(|row| match row.then.as_str() {
        "" => row.start.clone(),
        then => format!("{}; {}", row.start, inside(then)),
    });
    let limits = read.limits.iter().map(|limit| format!("{}: {}", limit.who, inside(&limit.says)));
    let amounts = read.amounts.iter().map(|limit| limit.says.clone());
    let lines: Vec<String> =
        rows.chain(limits).chain(amounts).map(|line| line.trim_end_matches('.').to_owned()).collect();
    (!lines.is_empty()).then(|| {
        Block::body(vec![
            Inline::weighted(words.dermatologist.dose, Weight::SemiBold),
            Inline::words(format!("{}.", lines.join(". "))),
        ])
    })
}

fn asked_of_you(visit: &Visit<'_>, words: &Professional, tests: &Screening) -> Text {
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
    let named = |questions: &[QuestionIx]| {
        questions.iter().map(|question| test_name(visit, *question)).collect::<Vec<_>>().join(", ")
    };
    let (missing, not_known) = (named(&tests.missing), named(&tests.not_known));
    let order = match (missing.is_empty(), not_known.is_empty()) {
        (_, true) => page.order,
        (true, false) => page.order_open,
        (false, false) => page.order_both,
    };
    asked.push(Inline::words(fill(order, &[("list", &missing), ("open", &not_known)])));
    if missing.is_empty() && not_known.is_empty() {
        asked.push(blank);
    }
    asked
}

// --- Tests

/// Tests that are missing, or whose answer is open, for any drug that needs them.
fn missing_tests(visit: &Visit<'_>, words: &Professional) -> Vec<Block> {
    let page = &words.dermatologist;
    let assessed = visit.assessed();
    let facts = visit.facts();
    let needed: Vec<(&Drug, Screening)> =
        assessed.iter().map(|(drug, assessed)| (*drug, Screening::of(visit, drug, assessed))).collect();
    let rows: Vec<Row> = visit
        .content
        .question_indices()
        .filter_map(|question| {
            let drugs: Vec<&Drug> =
                needed.iter().filter(|(_, tests)| tests.holds(question)).map(|(drug, _)| *drug).collect();
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
    let heading = if visit.goes_on() { page.missing_or_overdue } else { page.missing_tests };
    vec![Block::heading(heading), Block::Table(Table { columns, rows })]
}

/// The numbered sources, run in: they are looked up, not read.
pub(super) fn source_list(heading: &str, bibliography: &Bibliography<'_>) -> Vec<Block> {
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
    if let Some(drug) = visit.prescribed() {
        let read = dose(visit.content, visit.checklist, drug);
        let rows = read.rows.iter().map(|row| &row.backing);
        let limits = read.limits.iter().map(|limit| &limit.backing);
        let amounts = read.amounts.iter().map(|limit| &limit.backing);
        for source in rows.chain(limits).chain(amounts).flat_map(|backing| &backing.sources) {
            push_new(&mut sources, *source);
        }
    }
    sources
}
