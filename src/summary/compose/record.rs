//! What was tried, taken and answered, and who pays? The record behind the findings.
//!
//! Everything that was said stands here in words, and so does what was not: a medicine that the app
//! could not check, a question that was not asked, an answer that the patient was not sure of.

use super::answers::{Said, said};
use super::words::{Words, capitalized, fill, inside};
use super::{Visit, push_new};
use crate::checklist::answer::{Answer, Course, Intake};
use crate::checklist::facts::{Meaning, read_intake};
use crate::checklist::hints::hints;
use crate::content::ids::{MedicineClassSet, QuestionIx, SourceIx};
use crate::content::medicine::Form;
use crate::content::question::{Kind, Topic};
use crate::programs::{helps, state};
use crate::summary::{Block, Cell, CellStyle, Column, Inline, Row, Style, Table, Weight, text};

/// The topic of what was tried before.
const TRIED: &str = "tried";

/// The blocks of the record, in the order of print.
pub(super) fn blocks(visit: &Visit<'_>, words: &Words) -> Vec<Block> {
    let mut blocks = tried(visit, words);
    blocks.extend(medicines(visit, words));
    blocks.extend(hints_to_check(visit, words));
    blocks.extend(answers(visit, words));
    blocks.extend(coverage(visit, words));
    blocks
}

/// What the coverage rests on.
pub(super) fn sources(visit: &Visit<'_>) -> Vec<SourceIx> {
    let mut sources = Vec::new();
    if visit.coverage.payer.is_some() {
        for help in helps(visit.content, visit.coverage) {
            help.sources.into_iter().for_each(|source| push_new(&mut sources, source));
        }
    }
    if let Some(state) = state(visit.content, visit.coverage) {
        state.sources.iter().for_each(|source| push_new(&mut sources, *source));
    }
    sources
}

fn small(words: impl Into<String>) -> Block {
    Block::Paragraph { text: text(words), style: Style::Small }
}

fn labeled(label: &str, words: String) -> Block {
    let text = vec![Inline::weighted(format!("{label}: "), Weight::SemiBold), Inline::words(words)];
    Block::Paragraph { text, style: Style::Small }
}

fn topic_questions<'a>(visit: &Visit<'a>, topic: &Topic) -> impl Iterator<Item = QuestionIx> + use<'a> {
    let range = topic.questions.clone();
    visit.content.question_indices().filter(move |ix| range.contains(&ix.position()))
}

// --- Tried before

fn tried(visit: &Visit<'_>, words: &Words) -> Vec<Block> {
    let Some(topic) = visit.content.topics.iter().find(|topic| topic.id == TRIED) else {
        return Vec::new();
    };
    let facts = visit.facts();
    let mut rows = Vec::new();
    for ix in topic_questions(visit, topic) {
        let short = visit.content.question(ix).short.as_str();
        let treatment = capitalized(short.strip_suffix(" tried").unwrap_or(short));
        match said(visit.content, visit.checklist, &facts, ix, words) {
            outcome @ (Said::Known(_) | Said::NotSure) => {
                let cells = [treatment, outcome.in_words(words)].map(|cell| Cell::plain(text(cell)));
                rows.push(Row { cells: cells.into() });
            }
            // Under "Not asked", with all the others.
            Said::NotAsked | Said::Needless => {}
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec![Column::words(words.record.treatment, 3), Column::words(words.record.outcome, 5)];
    vec![Block::heading(words.record.tried), Block::Table(Table { columns, rows })]
}

// --- Medicines

fn medicines(visit: &Visit<'_>, words: &Words) -> Vec<Block> {
    let record = &words.record;
    let answer = visit.content.medicines_question().and_then(|ix| visit.checklist.answer(ix));
    let body = match answer {
        None => small(format!("{}.", record.not_asked)),
        Some(Answer::Medicines(list)) if list.is_empty() => small(record.takes_nothing),
        Some(Answer::Medicines(list)) => medicine_table(visit, words, list),
        Some(Answer::Unsure | Answer::Choice(_) | Answer::Many(_) | Answer::Number(_)) => {
            small(record.medicines_unsure)
        }
    };
    vec![Block::heading(record.medicines), body]
}

fn medicine_table(visit: &Visit<'_>, words: &Words, list: &[Intake]) -> Block {
    let record = &words.record;
    let rows = list
        .iter()
        .map(|intake| {
            let since = intake.since.map_or_else(String::new, |date| words.short_day(date));
            let dose = intake
                .daily_mg
                .map_or_else(String::new, |dose| fill(record.mg_a_day, &[("n", &dose.to_string())]));
            let course = match intake.course {
                Course::Taken => record.goes_on,
                Course::Stopping => record.will_stop,
            };
            let [since, dose, course] = [since, dose, course.to_owned()].map(|cell| Cell::plain(text(cell)));
            let typed = Cell::strong(text(intake.name.trim()));
            Row { cells: vec![typed, recognized(visit, words, intake), since, dose, course] }
        })
        .collect();
    let columns = vec![
        Column::words(record.as_typed, 6),
        Column::words(record.recognized_as, 9),
        Column::words(record.since, 4),
        Column::words(record.dose, 4),
        Column::words(record.course, 5),
    ];
    Block::Table(Table { columns, rows })
}

fn recognized(visit: &Visit<'_>, words: &Words, intake: &Intake) -> Cell {
    let record = &words.record;
    match read_intake(visit.content, intake).meaning {
        Meaning::NotRecognized => Cell::strong(text(record.not_recognized)),
        Meaning::ReviewedNone => Cell::plain(text(record.reviewed)),
        Meaning::Known { found, classes } => {
            let name = visit.content.medicines.get(found.medicine).map_or("", |medicine| medicine.name());
            let cell = Cell::plain(text(match found.form {
                Form::Told => name.to_owned(),
                Form::Open => fill(record.form_open, &[("name", name)]),
            }));
            if classes.possible == MedicineClassSet::NONE {
                cell.with(text(record.no_listed_interaction), CellStyle::Muted)
            } else {
                cell
            }
        }
    }
}

fn hints_to_check(visit: &Visit<'_>, words: &Words) -> Vec<Block> {
    let facts = visit.facts();
    let lines: Vec<_> = hints(&facts)
        .into_iter()
        .map(|hint| {
            let medicine = visit.content.medicines.get(hint.medicine).map_or("", |medicine| medicine.name());
            let mut denied: Vec<String> = Vec::new();
            for (question, choice) in hint.denied {
                let question = visit.content.question(question);
                let said = question.choices.get(choice.position()).map_or("", |choice| choice.said.as_str());
                push_new(&mut denied, format!("{} ({})", said, question.short));
            }
            let medicine = capitalized(medicine);
            text(fill(words.record.hint, &[("medicine", &medicine), ("list", &denied.join(", "))]))
        })
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    vec![Block::heading(words.record.hints), Block::Bullets(lines)]
}

// --- Answers

/// Every answer by topic, then what the patient was not sure of and what was not asked.
fn answers(visit: &Visit<'_>, words: &Words) -> Vec<Block> {
    let record = &words.record;
    let facts = visit.facts();
    let mut blocks = vec![Block::heading(record.answers)];
    let mut not_sure: Vec<&str> = Vec::new();
    let mut not_asked: Vec<&str> = Vec::new();
    for topic in &visit.content.topics {
        let mut known: Vec<String> = Vec::new();
        for ix in topic_questions(visit, topic) {
            let question = visit.content.question(ix);
            let answer = said(visit.content, visit.checklist, &facts, ix, words);
            match (answer, &question.kind) {
                // They have their own table.
                (Said::Known(_), Kind::Medicines) => {}
                (Said::Known(_), _) if topic.id == TRIED => {}
                (Said::Known(answer), _) if question.short.eq_ignore_ascii_case(&topic.name) => {
                    known.push(answer);
                }
                (Said::Known(answer), Kind::YesNo | Kind::Choice | Kind::Many | Kind::Number(_)) => {
                    known.push(format!("{}: {answer}", question.short));
                }
                (Said::NotSure, _) => not_sure.push(&question.short),
                (Said::NotAsked, _) => not_asked.push(&question.short),
                (Said::Needless, _) => {}
            }
        }
        if !known.is_empty() {
            blocks.push(labeled(&topic.name, format!("{}.", known.join("; "))));
        }
    }
    if blocks.len() == 1 {
        blocks.push(small(record.nothing_answered));
    }
    for (label, list) in [(record.not_sure, not_sure), (record.not_asked, not_asked)] {
        if !list.is_empty() {
            blocks.push(labeled(label, format!("{}.", list.join(", "))));
        }
    }
    blocks
}

// --- Coverage

fn coverage(visit: &Visit<'_>, words: &Words) -> Vec<Block> {
    let record = &words.record;
    let payer = visit.coverage.payer.as_ref().and_then(|id| visit.content.payer_by_id(id.as_str()));
    let state_name = visit.coverage.state.as_deref().and_then(|id| visit.content.state_by_id(id));
    let mut line: Vec<&str> = Vec::new();
    line.extend(payer.map(|payer| payer.name.as_str()));
    line.extend(state_name.map(|state| state.name.as_str()));
    let mut blocks = vec![Block::heading(record.coverage)];
    if !line.is_empty() {
        blocks.push(small(format!("{}.", line.join(", "))));
    }
    blocks.push(small(if payer.is_some() {
        let helps = helps(visit.content, visit.coverage);
        let doors: Vec<String> =
            helps.iter().map(|help| format!("{}: {}.", help.help.name, inside(help.match_.word()))).collect();
        doors.join(" ")
    } else {
        record.payer_unknown.to_owned()
    }));
    if let Some(state) = state(visit.content, visit.coverage) {
        blocks.extend(state.notes.iter().map(|note| small(note.as_str())));
    }
    blocks
}
