//! Which treatments stand on the patient's page, and what is to be talked about first with each?
//!
//! Nothing that was found is hidden: what is cut is counted, and [`Cut`] tells the page to say where
//! it stands.

use super::open::{Open, at_most};
use super::phrase::fill;
use super::teller::Teller;
use super::{Others, Visit, push_new, sign};
use crate::checklist::answer::Answer;
use crate::checklist::facts::{Meaning, MedicineList};
use crate::content::drug::Drug;
use crate::content::ids::RuleClassId;
use crate::safety::{DrugAssessment, Verdict};
use crate::summary::{Block, Cell, CellStyle, Column, Inline, Row, Table, Text, text};

/// How much of each drug stands in the table.
#[derive(Clone, Copy)]
pub(super) struct Most {
    /// Findings of the prescribed drug.
    pub(super) of_prescribed: usize,
    /// Findings of any other drug.
    pub(super) of_other: usize,
    /// Open questions that are named.
    pub(super) needs: usize,
}

impl Most {
    /// On the pages in full: less where the rest stands on another page.
    pub(super) fn in_full(others: Others) -> Self {
        match others {
            Others::Printed => Self { of_prescribed: 2, of_other: 1, needs: 3 },
            Others::LeftOut => Self { of_prescribed: usize::MAX, of_other: usize::MAX, needs: 3 },
        }
    }
}

pub(super) type Assessed<'a> = (&'a Drug, &'a DrugAssessment);

/// The drugs on the page.
pub(super) struct Shown<'a> {
    /// In the order shown.
    pub(super) drugs: Vec<Assessed<'a>>,
    /// Whether they are all there are.
    pub(super) range: Range,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// Those that were named: prescribed, talked about, or in use.
    Named,
    /// None was named, so it is all.
    All,
}

/// Which drugs stand on the page.
pub(super) fn shown<'a>(visit: &Visit<'a>) -> Shown<'a> {
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
pub(super) fn considered(visit: &Visit<'_>, drug: &Drug) -> bool {
    drug.as_choice.iter().any(|(question, choice)| {
        visit.content.question(*question).orders_only
            && matches!(visit.checklist.answer(*question), Some(Answer::Many(many)) if many.yes.contains(*choice))
    })
}

/// Whether the patient takes the drug already.
pub(super) fn in_use(visit: &Visit<'_>, drug: &Drug) -> bool {
    let facts = visit.facts();
    let MedicineList::Listed(list) = facts.medicines() else { return false };
    list.iter().any(|read| match read.meaning {
        Meaning::Known { found, .. } => drug.medicine == Some(found.medicine),
        Meaning::ReviewedNone | Meaning::NotRecognized => false,
    })
}

/// Drugs of one row: with one name each and the same words behind them.
struct Choice<'a> {
    drugs: Vec<&'a Drug>,
    classes: &'a [RuleClassId],
    verdict: Verdict,
    says: Vec<String>,
    needs: Vec<String>,
    not_checked: Vec<String>,
}

/// Whether the table holds all that was found for its drugs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Whole,
    Cut,
}

/// The table of what was talked about.
pub(super) fn choices(visit: &Visit<'_>, words: &Teller, shown: &Shown<'_>, limit: Most) -> (Block, Cut) {
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
                one.not_checked.into_iter().for_each(|name| push_new(&mut row.not_checked, name));
            }
            None => rows.push(one),
        }
    }
    let most = |row: &Choice<'_>| {
        if row.holds_prescribed(visit) { limit.of_prescribed } else { limit.of_other }
    };
    let cut = if rows.iter().any(|row| row.says.len() > most(row)) { Cut::Cut } else { Cut::Whole };
    let table = Block::Table(Table {
        columns: vec![Column::words(words.patient.medicine, 5), Column::words(words.patient.talk, 12)],
        rows: rows
            .iter()
            .map(|row| Row {
                cells: vec![names(visit, words, row), talk(words, row, most(row), limit.needs)],
            })
            .collect(),
    });
    (table, cut)
}

impl Choice<'_> {
    fn holds_prescribed(&self, visit: &Visit<'_>) -> bool {
        self.drugs.iter().any(|drug| Some(drug.ix) == visit.prescription.drug)
    }
}

fn choice<'a>(visit: &Visit<'_>, words: &Teller, drug: &'a Drug, assessed: &DrugAssessment) -> Choice<'a> {
    let mut says = Vec::new();
    for finding in &assessed.findings {
        push_new(&mut says, words.say(&finding.words(visit.content, visit.checklist).patient).into_owned());
    }
    let birth_date = assessed.ask.has_birth_date().then(|| words.patient.birth_date.to_owned());
    let open = Open::of(visit, assessed.ask);
    let questions = open.questions.into_iter();
    let questions = questions.map(|ix| words.say(&visit.content.question(ix).patient).into_owned());
    Choice {
        drugs: vec![drug],
        classes: &drug.classes,
        verdict: assessed.verdict,
        says,
        needs: birth_date.into_iter().chain(questions).collect(),
        not_checked: open.not_checked,
    }
}

fn names(visit: &Visit<'_>, words: &Teller, row: &Choice<'_>) -> Cell {
    let mut cell = Cell::default();
    for drug in &row.drugs {
        let mut name: Text = vec![Inline::bold(words.say(&drug.patient.name))];
        name.extend(drug.brands.first().map(|brand| Inline::words(format!(" ({brand})"))));
        cell = cell.with(name, CellStyle::Plain);
    }
    if let [only] = row.drugs.as_slice() {
        cell = cell.with(text(words.say(&only.patient.how_taken)), CellStyle::Muted);
        if in_use(visit, only) {
            cell = cell.with(text(words.patient.in_use), CellStyle::Muted);
        }
    }
    cell
}

fn talk(words: &Teller, row: &Choice<'_>, most: usize, most_needs: usize) -> Cell {
    let page = &words.patient;
    let mut first =
        vec![sign(row.verdict), Inline::bold(format!(" {}", words.say(&row.verdict.patient_words())))];
    let said: Vec<&str> = row.says.iter().take(most).map(String::as_str).collect();
    if !said.is_empty() {
        first.push(Inline::words(format!(" {}", said.join(" "))));
    }
    if let more @ 1.. = row.says.len() - said.len() {
        first.push(Inline::words(fill(page.and_more_found, &[("n", &more.to_string())])));
    }
    if !row.needs.is_empty() {
        let needs = at_most(row.needs.clone(), most_needs, |n| match n {
            "1" => page.and_one_more.to_owned(),
            n => fill(page.and_more, &[("n", n)]),
        });
        first.push(Inline::words(fill(page.we_still_need, &[("list", &words.list(&needs))])));
    }
    if !row.not_checked.is_empty() {
        let names =
            at_most(row.not_checked.clone(), most_needs, |n| fill(page.and_more_not_checked, &[("n", n)]));
        first.push(Inline::words(fill(page.not_checked, &[("list", &words.list(&names))])));
    }
    Cell::plain(first)
}
