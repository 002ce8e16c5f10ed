//! What was tried, taken and answered, and who pays? The record behind the findings.
//!
//! Everything that was said stands here in words, and so does what was not: a medicine that the app
//! could not check, a question that was not asked, an answer that the patient was not sure of.

use super::answers::{Said, said};
use super::phrase::{fill, inside};
use super::words::Professional;
use super::{Visit, push_new};
use crate::checklist::answer::{Answer, Course, Intake};
use crate::checklist::facts::{Meaning, read_intake};
use crate::checklist::hints::hints;
use crate::content::ids::{MedicineClassSet, QuestionIx};
use crate::content::medicine::Form;
use crate::content::phrase::capitalized;
use crate::content::question::{Kind, Topic};
use crate::programs::helps;
use crate::summary::{Block, Cell, Column, Inline, Row, Style, Table, Text, Weight, text};

/// The topic of what was tried before.
const TRIED: &str = "tried";

/// The blocks of the record, in the order of print.
pub(super) fn blocks(visit: &Visit<'_>, words: &Professional) -> Vec<Block> {
    let mut blocks = tried(visit, words);
    blocks.extend(medicines(visit, words));
    blocks.extend(hints_to_check(visit, words));
    blocks.extend(answers(visit, words));
    blocks.extend(coverage(visit, words));
    blocks
}

fn small(words: impl Into<String>) -> Block {
    Block::Paragraph { text: text(words), style: Style::Small }
}

fn topic_questions<'a>(visit: &Visit<'a>, topic: &Topic) -> impl Iterator<Item = QuestionIx> + use<'a> {
    let range = topic.questions.clone();
    visit.content.question_indices().filter(move |ix| range.contains(&ix.position()))
}

// --- Tried before

fn tried(visit: &Visit<'_>, words: &Professional) -> Vec<Block> {
    let outcomes = tried_outcomes(visit, words);
    if outcomes.is_empty() {
        return Vec::new();
    }
    let rows = outcomes.into_iter().map(|(outcome, treatments)| {
        let cells = [capitalized(&treatments.join(", ")), outcome].map(|cell| Cell::plain(text(cell)));
        Row { cells: cells.into() }
    });
    let columns = vec![Column::words(words.record.treatment, 5), Column::words(words.record.outcome, 3)];
    let table = Table { columns, rows: rows.collect() };
    vec![Block::heading(words.record.tried), Block::Table(table)]
}

/// The same in one line: "topical steroid: not enough; light therapy: not tried".
pub(super) fn tried_answers(visit: &Visit<'_>, words: &Professional) -> String {
    let outcomes = tried_outcomes(visit, words);
    let parts: Vec<String> = outcomes
        .iter()
        .map(|(outcome, treatments)| format!("{}: {outcome}", treatments.join(", ")))
        .collect();
    parts.join("; ")
}

/// The outcomes with their treatments, as answered.
fn tried_outcomes(visit: &Visit<'_>, words: &Professional) -> Vec<(String, Vec<String>)> {
    let Some(topic) = visit.content.topics.iter().find(|topic| topic.id == TRIED) else {
        return Vec::new();
    };
    let facts = visit.facts();
    // Treatments with the same outcome share a row, in the order in which the outcomes come up.
    let mut outcomes: Vec<(String, Vec<String>)> = Vec::new();
    for ix in topic_questions(visit, topic) {
        let short = visit.content.question(ix).short.as_str();
        let treatment = short.strip_suffix(" tried").unwrap_or(short).to_owned();
        match said(visit.content, visit.checklist, &facts, ix, words) {
            outcome @ (Said::Known(_) | Said::NotSure) => {
                let outcome = outcome.in_words(words);
                match outcomes.iter_mut().find(|(other, _)| *other == outcome) {
                    Some((_, treatments)) => treatments.push(treatment),
                    None => outcomes.push((outcome, vec![treatment])),
                }
            }
            // Under "Not asked", with all the others.
            Said::NotAsked | Said::Needless => {}
        }
    }
    outcomes
}

// --- Medicines

fn medicines(visit: &Visit<'_>, words: &Professional) -> Vec<Block> {
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

/// A column that no medicine fills is left out.
fn medicine_table(visit: &Visit<'_>, words: &Professional, list: &[Intake]) -> Block {
    let record = &words.record;
    let since = |intake: &Intake| intake.since.map(|date| words.short_day(date));
    let dose =
        |intake: &Intake| intake.daily_mg.map(|dose| fill(record.mg_a_day, &[("n", &dose.to_string())]));
    let has_since = list.iter().any(|intake| since(intake).is_some());
    let has_dose = list.iter().any(|intake| dose(intake).is_some());
    let plain = |words: Option<String>| Cell::plain(text(words.unwrap_or_default()));
    let rows = list.iter().map(|intake| {
        let course = match intake.course {
            Course::Taken => record.goes_on,
            Course::Stopping => record.will_stop,
        };
        let mut cells = vec![Cell::strong(text(intake.name.trim())), recognized(visit, words, intake)];
        cells.extend(has_since.then(|| plain(since(intake))));
        cells.extend(has_dose.then(|| plain(dose(intake))));
        cells.push(Cell::plain(text(course)));
        Row { cells }
    });
    let mut columns = vec![Column::words(record.as_typed, 9), Column::words(record.recognized_as, 15)];
    columns.extend(has_since.then(|| Column::words(record.since, 5)));
    columns.extend(has_dose.then(|| Column::words(record.dose, 5)));
    columns.push(Column::words(record.course, 3));
    Block::Table(Table { columns, rows: rows.collect() })
}

fn recognized(visit: &Visit<'_>, words: &Professional, intake: &Intake) -> Cell {
    let record = &words.record;
    match read_intake(visit.content, intake).meaning {
        Meaning::NotRecognized => Cell::strong(text(record.not_recognized)),
        Meaning::ReviewedNone => Cell::plain(text(record.reviewed)),
        Meaning::Known { found, classes } => {
            let name = visit.content.medicines.get(found.medicine).map_or("", |medicine| medicine.name());
            let template = match found.form {
                Form::Open => record.form_open,
                Form::Told if classes.possible == MedicineClassSet::NONE => record.no_listed_interaction,
                Form::Told => "{name}",
            };
            Cell::plain(text(fill(template, &[("name", name)])))
        }
    }
}

fn hints_to_check(visit: &Visit<'_>, words: &Professional) -> Vec<Block> {
    let facts = visit.facts();
    let lines: Vec<Block> = hints(&facts)
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
            small(fill(words.record.hint, &[("medicine", &medicine), ("list", &denied.join(", "))]))
        })
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    std::iter::once(Block::heading(words.record.hints)).chain(lines).collect()
}

// --- Answers

/// Every answer by topic, then what the patient was not sure of and what was not asked.
fn answers(visit: &Visit<'_>, words: &Professional) -> Vec<Block> {
    let record = &words.record;
    let facts = visit.facts();
    let mut given: Text = Vec::new();
    let mut is_answered = false;
    let mut not_sure: Vec<&str> = Vec::new();
    let mut not_asked: Vec<&str> = Vec::new();
    for topic in &visit.content.topics {
        let mut known: Vec<String> = Vec::new();
        for ix in topic_questions(visit, topic) {
            let question = visit.content.question(ix);
            let answer = said(visit.content, visit.checklist, &facts, ix, words);
            is_answered |= matches!(answer, Said::Known(_) | Said::NotSure);
            match (answer, &question.kind) {
                // They have their own tables.
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
            given.push(Inline::weighted(format!("{}: ", topic.name), Weight::SemiBold));
            given.push(Inline::words(format!("{}. ", known.join("; "))));
        }
    }
    // What is not sure was answered, and what has a table of its own, too.
    if !is_answered {
        given = text(record.nothing_answered);
    }
    let mut open: Text = Vec::new();
    for (label, list) in [(record.not_sure, not_sure), (record.not_asked, not_asked)] {
        if !list.is_empty() {
            open.push(Inline::weighted(format!("{label}: "), Weight::SemiBold));
            open.push(Inline::words(format!("{}. ", list.join(", "))));
        }
    }
    let paragraph = |text| Block::Paragraph { text, style: Style::Small };
    let said: Vec<Block> = [given, open].into_iter().filter(|text| !text.is_empty()).map(paragraph).collect();
    if said.is_empty() {
        return said;
    }
    std::iter::once(Block::heading(record.answers)).chain(said).collect()
}

// --- Coverage

fn coverage(visit: &Visit<'_>, words: &Professional) -> Vec<Block> {
    let record = &words.record;
    let payer = visit.coverage.payer.as_ref().and_then(|id| visit.content.payer_by_id(id.as_str()));
    let state_name = visit.coverage.state.as_deref().and_then(|id| visit.content.state_by_id(id));
    let mut line: Vec<&str> = Vec::new();
    line.extend(payer.map(|payer| payer.name.as_str()));
    line.extend(state_name.map(|state| state.name.as_str()));
    let known = if line.is_empty() { String::new() } else { format!("{}. ", line.join(", ")) };
    let doors = if payer.is_some() {
        let helps = helps(visit.content, visit.coverage);
        let doors: Vec<String> =
            helps.iter().map(|help| format!("{}: {}.", help.help.name, inside(help.match_.word()))).collect();
        doors.join(" ")
    } else {
        record.payer_unknown.to_owned()
    };
    vec![Block::heading(record.coverage), small(format!("{known}{doors}"))]
}
