//! Which words does the summary of one visit hold? A visit → a [`Document`] of blocks of meaning.
//!
//! | file | question |
//! |---|---|
//! | `patient` | what does the patient take home? |
//! | `short` | what does the patient take home on one sheet? |
//! | `choices` | which treatments stand on the patient's page, and what about each? |
//! | `numbers` | of 100 people, how many does a drug help, and how many have a side effect? |
//! | `cost` | what may a year cost the patient? |
//! | `authorization` | what supports a prior authorization, what is missing, and until when? |
//! | `dermatologist` | what is asked of the prescriber? |
//! | `open` | how is that told which keeps a verdict open? |
//! | `findings` | what stands in the way of each drug, and on which source? |
//! | `screening` | which tests come before a first dose, and which of them are missing? |
//! | `record` | what was tried, taken and answered, and who pays? |
//! | `answers` | how does one answer read inside of a line? |
//! | `sources` | what does a finding rest on, short and in full? |
//! | `phrase` | how are words put together? |
//! | `teller` | in which language is a part told, and was all of it reviewed? |
//! | `words` | what do the pages themselves say, by language? |
//!
//! Pure functions of the visit: no clock, no file, no size or position. Findings come from the
//! assessment as they are; nothing is judged, ranked or left out here because of what it says.

mod answers;
mod authorization;
mod choices;
mod cost;
mod dermatologist;
mod findings;
mod numbers;
mod open;
mod patient;
mod phrase;
mod record;
mod screening;
mod short;
mod sources;
mod teller;
mod words;

use jiff::civil::Date;

use super::{Block, Document, Frame, Header, Inline, PageSetup, Part, Text, VerdictSign, lay_out, text};
use crate::checklist::Checklist;
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::facts::Facts;
use crate::checklist::prescription::{Prescription, PrescriptionKind};
use crate::content::Content;
use crate::content::drug::Drug;
pub use crate::content::language::Language;
use crate::cost::compare::Comparison;
use crate::cost::read::Question;
use crate::safety::{Assessment, DrugAssessment, Verdict};
pub use answers::answer_words;
use phrase::fill;
use short::Room;
use teller::Teller;
use words::{PROFESSIONAL, Words};

/// All that a summary is made from.
#[derive(Clone, Copy)]
pub struct Visit<'a> {
    /// What the app knows.
    pub content: &'a Content,
    /// What the patient said.
    pub checklist: &'a Checklist,
    /// What was found, for this very checklist.
    pub assessment: &'a Assessment,
    /// The prescription at hand.
    pub prescription: &'a Prescription,
    /// Who pays.
    pub coverage: &'a Coverage,
    /// What the treatments would cost, where it was worked out.
    pub costs: Option<Costs<'a>>,
    /// What supports a prior authorization.
    pub authorization: &'a Authorization,
    /// Where the visit took place.
    pub pharmacy: &'a Pharmacy,
    /// The language of the patient's pages; the pages for professionals are in US English.
    pub language: Language,
    /// How much the patient's part says.
    pub form: Form,
}

/// How much the patient's part says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// All that a patient should know.
    #[default]
    Full,
    /// What fits on one page of this paper and print. In large print the least may still take two.
    Short(PageSetup),
}

// What a patient said is shown nowhere by accident.
impl std::fmt::Debug for Visit<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Visit(…)")
    }
}

/// What was compared, and what came out.
#[derive(Clone, Copy)]
pub struct Costs<'a> {
    /// The plan and the options.
    pub question: &'a Question,
    /// What each option would cost, in the order of the question, in cents.
    pub comparison: &'a Comparison,
}

/// The pharmacy, as it stands at the top of each page. What is empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pharmacy {
    /// Its name.
    pub name: String,
    /// Its phone number.
    pub phone: String,
    /// The pharmacist.
    pub pharmacist: String,
}

/// One part of the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// The patient's page.
    Patient,
    /// The cost of a year.
    Cost,
    /// The dermatologist's page.
    Dermatologist,
    /// Support for a prior authorization.
    Authorization,
}

impl PartKind {
    /// All parts, in the order of print.
    pub const ALL: [Self; 4] = [Self::Patient, Self::Cost, Self::Dermatologist, Self::Authorization];

    /// The name on the command line and in the document.
    pub fn id(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Cost => "cost",
            Self::Dermatologist => "dermatologist",
            Self::Authorization => "authorization",
        }
    }
}

/// Composes the parts in the order of print, each once.
pub fn compose(visit: &Visit<'_>, parts: &[PartKind]) -> Document {
    let words = visit.language.words();
    let others = if parts.contains(&PartKind::Dermatologist) { Others::Printed } else { Others::LeftOut };
    let composed = PartKind::ALL.into_iter().filter(|kind| parts.contains(kind)).map(|kind| -> Part {
        match kind {
            PartKind::Patient => match visit.form {
                Form::Full => told(visit, |words| patient::part(visit, words, others)),
                Form::Short(setup) => on_one_page(visit, words, setup),
            },
            PartKind::Cost => told(visit, |words| cost::part(visit, words)),
            PartKind::Dermatologist => professional(visit, dermatologist::part(visit, &PROFESSIONAL)),
            PartKind::Authorization => professional(visit, authorization::part(visit, &PROFESSIONAL)),
        }
    });
    document(visit, words, composed.collect())
}

fn document(visit: &Visit<'_>, words: &Words, parts: Vec<Part>) -> Document {
    Document {
        // Without the patient's name: a reader lists titles of recent files.
        title: words.frame.file_title.to_owned(),
        language: visit.language.tag().to_owned(),
        page_label: words.frame.page.to_owned(),
        header: header(visit, words),
        parts,
    }
}

/// The patient's part with as much as one page has room for; where none fits, as much as two have.
fn on_one_page(visit: &Visit<'_>, words: &Words, setup: PageSetup) -> Part {
    let [most, rest @ ..] = Room::ALL;
    let mut on_two = None;
    let mut part = told(visit, |words| short::part(visit, words, most, setup.print_size));
    for room in rest {
        let alone = document(visit, words, vec![part.clone()]);
        match lay_out(&alone, setup).map_or(1, |pages| pages.len()) {
            0 | 1 => return part,
            2 => drop(on_two.get_or_insert(part)),
            _ => {}
        }
        part = told(visit, |words| short::part(visit, words, room, setup.print_size));
    }
    let alone = document(visit, words, vec![part.clone()]);
    let is_one_page = lay_out(&alone, setup).is_ok_and(|pages| pages.len() < 2);
    if is_one_page { part } else { on_two.unwrap_or(part) }
}

/// A part for patients, which says where its translation was not reviewed.
fn told(visit: &Visit<'_>, compose: impl FnOnce(&Teller) -> Part) -> Part {
    let words = Teller::new(visit.language);
    let mut part = compose(&words);
    if let Some(doubt) = words.doubt() {
        part.blocks.insert(0, Block::body(vec![Inline::bold(doubt.at_first)]));
        part.footer = format!("{} {}", part.footer, doubt.at_foot);
    }
    part
}

/// A part in US English, whatever the patient reads.
fn professional(visit: &Visit<'_>, mut part: Part) -> Part {
    if visit.language != Language::English {
        let words: &Words = &PROFESSIONAL;
        part.frame = Some(Frame {
            language: words.language.tag().to_owned(),
            page_label: words.frame.page.to_owned(),
            header: header(visit, words),
        });
    }
    part
}

/// Whether what is cut on the patient's page stands on the dermatologist's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Others {
    Printed,
    LeftOut,
}

fn header(visit: &Visit<'_>, words: &Words) -> Header {
    let blank = |label: &str| vec![Inline::words(label), Inline::Blank { width_em: 14 }];
    let pharmacy = visit.pharmacy;
    let reached: Vec<&str> =
        [pharmacy.phone.trim(), pharmacy.pharmacist.trim()].into_iter().filter(|t| !t.is_empty()).collect();
    let left = match pharmacy.name.trim() {
        "" => blank(words.frame.pharmacy),
        name => vec![Inline::bold(name)],
    };
    let patient = &visit.checklist.patient;
    let mut right: Text = match patient.name.as_deref().map(str::trim) {
        None | Some("") => blank(words.frame.patient),
        Some(name) => vec![Inline::bold(name)],
    };
    right.push(Inline::words(match patient.birth_date {
        // A day that is parted at a line's end is read twice.
        Some(birth) => fill(words.frame.born, &[("date", &words.day(birth).replace(' ', "\u{a0}"))]),
        None => words.frame.no_birth_date.to_owned(),
    }));
    Header {
        left: [left, text(reached.join(" · "))], right: [right, text(words.day(visit.checklist.as_of))]
    }
}

impl<'a> Visit<'a> {
    fn as_of(&self) -> Date {
        self.checklist.as_of
    }

    fn facts(&self) -> Facts<'a> {
        Facts::new(self.content, self.checklist)
    }

    /// The prescribed drug.
    fn prescribed(&self) -> Option<&'a Drug> {
        self.prescription.drug.map(|ix| self.content.drug(ix))
    }

    /// The verdict of a drug.
    fn verdict(&self, drug: &Drug) -> Option<Verdict> {
        self.assessment.of(drug.ix).map(|assessed| assessed.verdict)
    }

    /// Whether a treatment goes on that was begun before.
    fn goes_on(&self) -> bool {
        self.prescription.kind == Some(PrescriptionKind::Refill)
    }

    /// The prescribed drug, where it must not be used as things stand. Then nothing of it reads like a plan.
    fn ruled_out(&self) -> Option<&'a Drug> {
        self.prescribed().filter(|drug| self.verdict(drug) == Some(Verdict::Contraindicated))
    }

    /// Every drug with its assessment, the prescribed one first.
    fn assessed(&self) -> Vec<(&'a Drug, &'a DrugAssessment)> {
        let mut all: Vec<_> = self
            .assessment
            .drugs
            .iter()
            .map(|assessed| (self.content.drug(assessed.drug), assessed))
            .collect();
        // Stable: behind the prescribed one the order of the content stays.
        all.sort_by_key(|(drug, _)| Some(drug.ix) != self.prescription.drug);
        all
    }
}

/// The sign of a verdict.
fn sign(verdict: Verdict) -> Inline {
    Inline::Sign(match verdict {
        Verdict::Contraindicated => VerdictSign::Contraindicated,
        Verdict::Avoid => VerdictSign::Avoid,
        Verdict::NeedsTest => VerdictSign::NeedsTest,
        Verdict::Incomplete => VerdictSign::Incomplete,
        Verdict::Caution => VerdictSign::Caution,
        Verdict::NoConcern => VerdictSign::NoConcern,
    })
}

/// Adds what is not there yet.
fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

#[cfg(test)]
mod tests;
