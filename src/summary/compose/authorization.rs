//! What supports a prior authorization? Severity, what was tried, screening, and what is still missing.
//!
//! Prepared for the prescriber, who reviews it; not addressed to a plan and without a plan's form. What
//! was not asked and what nobody knows stay apart, and neither reads as "no". US English.

mod plan;
mod tried;

use jiff::civil::Date;

use super::answers::{Said, said};
use super::dermatologist::{prescription_line, source_list};
use super::findings::title_inside;
use super::phrase::{fill, inside};
use super::sources::{Bibliography, cited};
use super::words::{AuthorizationWords, Professional};
use super::{PartKind, Visit, push_new};
use crate::checklist::authorization::fact::{Fact, Moment};
use crate::checklist::authorization::standing::{body_surface, is_affected, standings};
use crate::checklist::truth::Truth;
use crate::content::ids::SourceIx;
use crate::content::phrase::capitalized;
use crate::content::rule::Level;
use crate::safety::Verdict;
use crate::summary::{
    Block, Cell, CellStyle, Column, Density, Inline, Panel, Part, Row, Style, Table, Weight, text,
};

/// The question on how bad the eczema is.
const SEVERITY: &str = "severity";

/// Composes the part.
pub(super) fn part(visit: &Visit<'_>, words: &Professional) -> Part {
    let page = Page { visit, words, page: &words.authorization };
    let mut blocks = page.to_settle();
    blocks.push(page.request());
    if visit.authorization.is_empty() {
        blocks.push(Block::body(vec![Inline::bold(page.page.nothing_entered)]));
    }
    blocks.extend(page.severity());
    blocks.extend(tried::blocks(&page));
    blocks.extend(page.why());
    blocks.extend(page.tests());
    blocks.extend(plan::attachments(&page));
    blocks.extend(plan::wanted(&page));
    blocks.extend(plan::ways(&page));
    blocks.push(page.signature());
    let bibliography = Bibliography::new(visit.content, words, visit.as_of(), &page.sources());
    blocks.extend(source_list(words.dermatologist.sources, &bibliography));
    Part {
        id: PartKind::Authorization.id().to_owned(),
        title: page.page.title.to_owned(),
        lead: text(page.page.lead),
        footer: fill(
            page.page.footer,
            &[("version", &visit.content.version), ("date", &words.short_day(visit.content.as_of))],
        ),
        density: Density::Compact,
        frame: None,
        blocks,
    }
}

/// What the blocks are made from.
struct Page<'a> {
    visit: &'a Visit<'a>,
    words: &'a Professional,
    page: &'a AuthorizationWords,
}

impl Page<'_> {
    fn day(&self, date: Date) -> String {
        self.words.short_day(date)
    }

    fn moment(&self, moment: Moment) -> String {
        match moment {
            Moment::Year(year) => year.to_string(),
            Moment::Month(year, month) => self.words.month_of_year(year, month),
            Moment::Day(date) => self.day(date),
        }
    }

    /// A fact in words: what is known, "not known", or nothing when it was not asked.
    fn said<T>(&self, fact: &Fact<T>, known: impl Fn(&T) -> String) -> String {
        match fact {
            Fact::Known(value) => known(value),
            Fact::Unknown => self.page.not_known.to_owned(),
            Fact::NotAsked => String::new(),
        }
    }

    fn text(&self, fact: &Fact<String>) -> String {
        self.said(fact, Clone::clone)
    }

    fn date(&self, fact: &Fact<Date>) -> String {
        self.said(fact, |date| self.day(*date))
    }

    /// "Label: words.", or nothing when it was not asked.
    fn line(&self, label: &str, said: &str) -> Option<Block> {
        let said = said.trim_end_matches('.');
        (!said.is_empty()).then(|| {
            let label = Inline::weighted(format!("{label}: "), Weight::SemiBold);
            let text = vec![label, Inline::words(format!("{said}."))];
            Block::Paragraph { text, style: Style::Small }
        })
    }

    // --- What stands in the way

    /// What has to be settled before this is sent. A page that supports a drug would else read as if nothing
    /// stood in its way.
    fn to_settle(&self) -> Vec<Block> {
        let (visit, page) = (self.visit, self.page);
        let Some(drug) = visit.prescribed() else { return Vec::new() };
        let Some(assessed) = visit.assessment.of(drug.ix) else { return Vec::new() };
        let found: Vec<String> = assessed
            .findings
            .iter()
            .filter(|finding| matches!(finding.level, Level::Contraindicated | Level::Avoid))
            .map(|finding| {
                let level = inside(Verdict::from(finding.level).words());
                let title = title_inside(visit, finding);
                match cited(visit.content, drug, &finding.sources(visit.content), self.words) {
                    Some(source) => format!("{level}: {title} ({source})"),
                    None => format!("{level}: {title}"),
                }
            })
            .collect();
        let mut blocks = Vec::new();
        if !found.is_empty() {
            blocks.push(Block::body(vec![
                Inline::bold(page.settle_first),
                Inline::words(format!("{}.", found.join("; "))),
            ]));
        }
        match assessed.ask.len() {
            0 => {}
            1 => blocks.push(Block::body(vec![Inline::bold(page.one_open)])),
            n => blocks.push(Block::body(vec![Inline::bold(fill(page.open, &[("n", &n.to_string())]))])),
        }
        blocks
    }

    // --- The box

    fn request(&self) -> Block {
        let (visit, page) = (self.visit, self.page);
        let record = visit.authorization;
        let mut blocks: Vec<Block> = Vec::new();
        let prescriber = visit.prescription.prescriber.trim();
        let specialist = &record.specialist;
        let npi = self.text(&specialist.npi);
        let seen = self.date(&specialist.seen_on);
        let mut who = self.text(&specialist.name);
        if !npi.is_empty() {
            who = format!("{who}, NPI {npi}");
        }
        if !seen.is_empty() {
            who = format!("{who}, {} {seen}", page.seen_on);
        }
        let diagnosis = match &record.icd10 {
            Fact::Known(code) => format!("{}, ICD-10 {code}", page.diagnosis_is),
            Fact::Unknown | Fact::NotAsked => format!("{}, {}", page.diagnosis_is, page.code_missing),
        };
        let since = self.said(&record.onset, |moment| self.moment(*moment));
        let diagnosis =
            if since.is_empty() { diagnosis } else { format!("{diagnosis}, {} {since}", page.since) };
        for (label, said) in [
            (page.diagnosis, diagnosis.as_str()),
            (page.prescriber, prescriber),
            (page.specialist, who.trim_start_matches(", ")),
        ] {
            blocks.extend(self.line(label, said));
        }
        let title = match visit.prescribed() {
            Some(drug) => prescription_line(visit, drug),
            None => self.words.dermatologist.nothing_prescribed.to_owned(),
        };
        Block::Panel(Panel { title: text(title), blocks })
    }

    // --- Severity

    fn severity(&self) -> Vec<Block> {
        let (visit, page) = (self.visit, self.page);
        let record = visit.authorization;
        let plain = |words: String| Cell::plain(text(words));
        let mut rows: Vec<Row> = Vec::new();
        for score in &record.severity {
            let Some(measure) = visit.content.authorization.measure(&score.measure) else { continue };
            let value = self.said(&score.value, |value| {
                fill(page.of, &[("n", &value.to_string()), ("max", &measure.max.to_string())])
            });
            let name = Cell::strong(text(measure.name.as_str()));
            rows.push(Row {
                cells: vec![name, plain(value), plain(self.date(&score.on)), plain(self.text(&score.by))],
            });
        }
        let surface = &record.body_surface;
        if let Some((percent, _)) = body_surface(visit.content, visit.checklist, record) {
            let told = surface.percent.known().is_none().then_some(page.told);
            let by = told.map_or_else(|| self.text(&surface.by), ToOwned::to_owned);
            let name = Cell::strong(text(page.body_surface));
            rows.push(Row {
                cells: vec![name, plain(format!("{percent} %")), plain(self.date(&surface.on)), plain(by)],
            });
        }
        let columns = vec![
            Column::words(page.scale, 4),
            Column::words(page.value, 3),
            Column::words(page.date, 3),
            Column::words(page.by, 6),
        ];
        let mut blocks = vec![Block::heading(page.severity)];
        if rows.is_empty() {
            blocks.push(Block::Paragraph { text: text(page.no_scores), style: Style::Small });
        } else {
            blocks.push(Block::Table(Table { columns, rows }));
        }
        let affected: Vec<&str> = visit
            .content
            .authorization
            .sites
            .iter()
            .filter(|site| is_affected(visit.content, visit.checklist, record, &site.id) == Truth::True)
            .map(|site| site.name.as_str())
            .collect();
        let sites = if affected.is_empty() {
            self.said(&record.sites, |_| self.words.record.none.to_owned())
        } else {
            affected.join(", ")
        };
        blocks.extend(self.line(page.sites, &sites));
        let severity = visit.content.question_by_id(SEVERITY);
        if let Some(Said::Known(severity)) =
            severity.map(|ix| said(visit.content, visit.checklist, &visit.facts(), ix, self.words))
        {
            blocks.extend(self.line(page.severity_answer, &severity));
        }
        blocks.extend(self.line(page.impact, &self.text(&record.impact)));
        blocks
    }

    // --- Why this one

    fn why(&self) -> Vec<Block> {
        let (record, page) = (self.visit.authorization, self.page);
        let phobia = self.said(&record.needle_phobia, |yes| {
            (if *yes { page.diagnosed } else { page.not_diagnosed }).to_owned()
        });
        let lines: Vec<Block> = [
            (page.why, self.text(&record.why)),
            (page.why_not_preferred, self.text(&record.why_not_preferred)),
            (page.topicals_not_advisable, self.text(&record.topicals_not_advisable)),
            (page.needle_phobia, phobia),
        ]
        .into_iter()
        .filter_map(|(label, said)| self.line(label, &said))
        .collect();
        if lines.is_empty() {
            return Vec::new();
        }
        std::iter::once(Block::heading(page.why_heading)).chain(lines).collect()
    }

    // --- Screening

    fn tests(&self) -> Vec<Block> {
        let (visit, page) = (self.visit, self.page);
        let facts = visit.facts();
        let rows = visit.content.authorization.tests.iter().filter_map(|test| {
            let answer = said(visit.content, visit.checklist, &facts, test.question, self.words);
            let done = visit.authorization.test(test.question);
            // Another answer makes it needless, and nobody did it.
            if answer == Said::Needless && done.is_none() {
                return None;
            }
            let date = done.map_or_else(String::new, |done| self.date(&done.on));
            let result = done.map_or_else(String::new, |done| self.text(&done.result));
            let cells = [date, result].map(|words| Cell::plain(text(words)));
            let name = Cell::strong(text(test.name.as_str()));
            let answer = Cell::plain(text(capitalized(&answer.in_words(self.words))));
            Some(Row { cells: [name, answer].into_iter().chain(cells).collect() })
        });
        let columns = vec![
            Column::words(page.test, 4),
            Column::words(page.answered, 5),
            Column::words(page.date, 3),
            Column::words(page.result, 6),
        ];
        vec![Block::heading(page.tests), Block::Table(Table { columns, rows: rows.collect() })]
    }

    fn signature(&self) -> Block {
        Block::body(vec![
            Inline::words(self.page.reviewed),
            Inline::Blank { width_em: 14 },
            Inline::words(self.words.dermatologist.date),
            Inline::Blank { width_em: 6 },
        ])
    }

    /// What the page rests on, in the order of print.
    fn sources(&self) -> Vec<SourceIx> {
        let visit = self.visit;
        let mut sources = Vec::new();
        let group = visit
            .prescription
            .drug
            .and_then(|drug| standings(visit.content, visit.checklist, drug, visit.authorization));
        if let Some((group, standings)) = &group {
            let criteria = standings.iter().flat_map(|standing| &standing.criterion.backing.sources);
            group.backing.sources.iter().chain(criteria).for_each(|ix| push_new(&mut sources, *ix));
        }
        for open in plan::open_ways(visit) {
            open.way.backing.sources.iter().for_each(|ix| push_new(&mut sources, *ix));
        }
        sources
    }
}

/// A cell with a note below; an empty note is left out.
fn noted(cell: Cell, note: &str) -> Cell {
    if note.is_empty() { cell } else { cell.with(text(note), CellStyle::Muted) }
}

/// Words that go on inside of a sentence.
fn lower(words: &str) -> String {
    inside(words)
}
