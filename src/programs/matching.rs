//! Which programs fit a patient: likely, not, or to be asked about, and why.
//!
//! A program is not to be had if one of its terms is false, has to be asked about while one is unknown, and
//! is likely otherwise; never more than likely, since its sponsor decides.

use super::question::ProgramQuestion;
use super::terms::{self, PAYER, PAYER_NOT_KNOWN, Rule, Subject};
use crate::checklist::truth::Truth;
use crate::content::Content;
use crate::content::ids::DrugIx;
use crate::content::overlay::{self, Overlay};
use crate::content::program::Program;

/// A program, held against what is known of a patient.
#[derive(Clone, Debug)]
pub struct ProgramMatch<'a> {
    /// The program.
    pub program: &'a Program,
    /// The drug; `None` for a program of all drugs.
    pub drug: Option<DrugIx>,
    /// Whether it fits.
    pub match_: ProgramMatchKind,
    /// Which terms decided, for the pharmacist.
    pub because: Vec<String>,
    /// The fields that would decide, by their paths below the coverage; `patient.birth_date` is beside it.
    pub ask: Vec<String>,
    /// Whether it can't be had only for a step that was not taken yet.
    pub is_not_yet: bool,
    /// Whether its terms have to be looked at again.
    pub is_old: bool,
}

/// A program of the pharmacy's own list, held against what is known of a patient.
#[derive(Clone, Debug)]
pub struct OwnProgramMatch<'a> {
    /// The program.
    pub program: &'a overlay::Program,
    /// The drug; `None` for a program of all drugs.
    pub drug: Option<DrugIx>,
    /// Whether it fits, as far as the list says: by drug and payer alone.
    pub match_: ProgramMatchKind,
    /// What decided, for the pharmacist; that it is the pharmacy's own stands first.
    pub because: Vec<String>,
    /// The fields that would decide.
    pub ask: Vec<String>,
    /// Whether its terms have to be looked at again.
    pub is_old: bool,
}

/// Whether a program fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramMatchKind {
    /// All terms that are known here are met.
    Likely,
    /// One is not.
    Not,
    /// It hangs on what is not known.
    Ask,
}

impl ProgramMatchKind {
    /// The name on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Not => "not",
            Self::Ask => "ask",
        }
    }

    /// The word beside a program.
    pub fn word(self) -> &'static str {
        match self {
            Self::Likely => "Likely",
            Self::Not => "Not",
            Self::Ask => "Ask",
        }
    }

    fn of(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::Likely,
            Truth::False => Self::Not,
            Truth::Unknown => Self::Ask,
        }
    }
}

/// The programs for the drugs asked about, in the order of the content: one that is for all drugs once.
pub fn matches<'a>(content: &'a Content, question: &ProgramQuestion<'_>) -> Vec<ProgramMatch<'a>> {
    candidates(content, question)
        .into_iter()
        .map(|(program, drug)| {
            match_of(question, program, drug, terms::rules(content, question, program, drug))
        })
        .collect()
}

/// The programs to look at, each with the drug that it is looked at for.
pub(super) fn candidates<'a>(
    content: &'a Content,
    question: &ProgramQuestion<'_>,
) -> Vec<(&'a Program, Option<DrugIx>)> {
    let drugs = question.distinct_drugs();
    let mut candidates = Vec::new();
    for program in &content.programs.list {
        if program.drugs.is_empty() {
            candidates.push((program, None));
        }
        let of_program = drugs.iter().filter(|drug| program.drugs.contains(drug));
        candidates.extend(of_program.map(|drug| (program, Some(*drug))));
    }
    candidates
}

fn match_of<'a>(
    question: &ProgramQuestion<'_>,
    program: &'a Program,
    drug: Option<DrugIx>,
    rules: Vec<Rule>,
) -> ProgramMatch<'a> {
    let truth = rules.iter().fold(Truth::True, |truth, rule| truth.and(rule.truth));
    let is_not_yet = truth == Truth::False
        && rules.iter().all(|rule| rule.truth != Truth::False || rule.subject == Subject::Step);
    let mut because: Vec<String> = Vec::new();
    let mut ask: Vec<String> = Vec::new();
    for rule in rules.into_iter().filter(|rule| rule.truth == truth) {
        if !because.contains(&rule.says) {
            because.push(rule.says);
        }
        for field in rule.ask {
            if !ask.contains(&field) {
                ask.push(field);
            }
        }
    }
    if because.is_empty() {
        because.push("It asks for nothing that would stand in the way.".to_owned());
    }
    ProgramMatch {
        program,
        drug,
        match_: ProgramMatchKind::of(truth),
        because,
        ask,
        is_not_yet,
        is_old: program.is_old(question.as_of),
    }
}

/// The programs of the pharmacy's own list for the drugs asked about. They say no more than drugs and
/// payers; the rest of their terms stands in their words.
pub fn overlay_matches<'a>(overlay: &'a Overlay, question: &ProgramQuestion<'_>) -> Vec<OwnProgramMatch<'a>> {
    const OWN: &str = "From the pharmacy's own list.";
    let drugs = question.distinct_drugs();
    let mut matches = Vec::new();
    for program in &overlay.programs {
        let truth = question.is_paid_by(&program.payers);
        let says = match (truth, question.payer) {
            (Truth::True, Some(payer)) if !program.payers.is_empty() => {
                Some(format!("{}: the list names it.", payer.name))
            }
            (Truth::False, Some(payer)) => Some(format!("{}: the list does not name it.", payer.name)),
            (Truth::Unknown, _) => Some(PAYER_NOT_KNOWN.to_owned()),
            _ => None,
        };
        let ask = if truth == Truth::Unknown { vec![PAYER.to_owned()] } else { Vec::new() };
        let one = |drug: Option<DrugIx>| OwnProgramMatch {
            program,
            drug,
            match_: ProgramMatchKind::of(truth),
            because: std::iter::once(OWN.to_owned()).chain(says.clone()).collect(),
            ask: ask.clone(),
            is_old: program.is_old(question.as_of),
        };
        if program.drugs.is_empty() {
            matches.push(one(None));
        }
        matches.extend(drugs.iter().filter(|drug| program.drugs.contains(drug)).map(|drug| one(Some(*drug))));
    }
    matches
}
