//! What stands in the way of each drug, and why: content × answers → assessment.
//!
//! A pure function from scratch, three-valued throughout. It decides nothing: each finding names
//! its rule, the answers and the sources, so that a professional can check it. It knows nothing of
//! costs, of the screen, or of how often it is called.

pub mod dose;
pub mod prescribed;
pub mod report;

use jiff::civil::Date;

use crate::checklist::Checklist;
use crate::checklist::answer::{Answer, Course};
use crate::checklist::evaluate::Look;
use crate::checklist::facts::{Facts, Meaning, MedicineList, View};
use crate::checklist::prescription::Prescription;
use crate::checklist::truth::Truth;
use crate::content::Content;
use crate::content::drug::Drug;
use crate::content::ids::{DrugIx, MedicineIx, QuestionSet, RuleIx, SourceIx};
use crate::content::language::{Language, Phrase};
use crate::content::phrase::{capitalized, listed};
use crate::content::rule::{Level, Rule, Stopping, Unknown};
use prescribed::Prescribed;

/// The worst that was found for a drug; worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// A contraindication.
    Contraindicated,
    /// The label or the article says to avoid it.
    Avoid,
    /// A test is missing.
    NeedsTest,
    /// A question that matters is open.
    Incomplete,
    /// A caution.
    Caution,
    /// No concern found in the answers given; never "safe".
    NoConcern,
}

impl Verdict {
    /// All verdicts, worst first.
    pub const ALL: [Self; 6] = [
        Self::Contraindicated,
        Self::Avoid,
        Self::NeedsTest,
        Self::Incomplete,
        Self::Caution,
        Self::NoConcern,
    ];

    /// The name on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Contraindicated => Level::Contraindicated.id(),
            Self::Avoid => Level::Avoid.id(),
            Self::NeedsTest => Level::NeedsTest.id(),
            Self::Incomplete => "incomplete",
            Self::Caution => Level::Caution.id(),
            Self::NoConcern => "no-concern",
        }
    }

    /// The word on screen and on the dermatologist's page.
    pub fn words(self) -> &'static str {
        match self {
            Self::Contraindicated => "Contraindicated",
            Self::Avoid => "Avoid",
            Self::NeedsTest => "Test needed",
            Self::Incomplete => "Incomplete",
            Self::Caution => "Caution",
            Self::NoConcern => "No concern found",
        }
    }

    /// The words on the patient's page.
    pub fn patient_words(self) -> Phrase {
        let (english, spanish) = match self {
            Self::Contraindicated => ("Must not be used.", "No se debe usar."),
            Self::Avoid => ("Talk before starting.", "Hable antes de empezar."),
            Self::NeedsTest => ("A test comes first.", "Primero hay que hacer una prueba."),
            Self::Incomplete => ("Not finished.", "No está terminado."),
            Self::Caution => ("Use with care.", "Usar con cuidado."),
            Self::NoConcern => (
                "No concern found in the answers given.",
                "No se encontró ningún problema en las respuestas dadas.",
            ),
        };
        Phrase::not_reviewed(english, spanish)
    }
}

impl From<Level> for Verdict {
    fn from(level: Level) -> Self {
        match level {
            Level::Contraindicated => Self::Contraindicated,
            Level::Avoid => Self::Avoid,
            Level::NeedsTest => Self::NeedsTest,
            Level::Caution => Self::Caution,
        }
    }
}

/// All drugs for one checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The day of the visit.
    pub as_of: Date,
    /// Every drug, in the order of the content.
    pub drugs: Vec<DrugAssessment>,
}

/// One drug for one checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrugAssessment {
    /// The drug.
    pub drug: DrugIx,
    /// The worst that was found.
    pub verdict: Verdict,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
    /// The questions whose open answers matter.
    pub ask: QuestionSet,
    /// The questions of the tests that are missing.
    pub tests: QuestionSet,
}

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was applied.
    pub basis: Basis,
    /// How much it stands in the way.
    pub level: Level,
    /// The questions whose answers made it so.
    pub because: QuestionSet,
    /// The listed medicines that made it so: positions in the order typed.
    pub medicines: Vec<usize>,
}

/// What a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A rule that holds.
    Rule(RuleIx),
    /// A medicine that will be stopped, and would stand in the way if it were not.
    Stopping {
        /// The medicine.
        medicine: MedicineIx,
        /// The rules that it would fulfill.
        rules: Vec<RuleIx>,
    },
    /// What was prescribed does not fit this patient.
    Prescribed(Box<Prescribed>),
}

/// Assesses every drug, without a prescription.
pub fn assess(content: &Content, checklist: &Checklist) -> Assessment {
    assess_with(content, checklist, &Prescription::default())
}

/// Assesses every drug; for the prescribed one, its strength and amount too.
pub fn assess_with(content: &Content, checklist: &Checklist, prescription: &Prescription) -> Assessment {
    let facts = Facts::new(content, checklist);
    let drugs = content
        .drugs()
        .iter()
        .map(|drug| {
            let prescribed = (prescription.drug == Some(drug.ix)).then_some(prescription);
            assess_drug(content, &facts, drug, prescribed)
        })
        .collect();
    Assessment { as_of: checklist.as_of, drugs }
}

fn assess_drug(
    content: &Content,
    facts: &Facts<'_>,
    drug: &Drug,
    prescription: Option<&Prescription>,
) -> DrugAssessment {
    let mut findings = Vec::new();
    let mut ask = QuestionSet::NONE;
    let mut tests = QuestionSet::NONE;
    for ix in &drug.rules {
        let rule = content.rule(*ix);
        let look = Look { facts, drug: Some(drug), view: view(rule) };
        match look.truth(&rule.when) {
            Truth::True => {
                let mut medicines = Vec::new();
                look.medicines_behind(&rule.when, &mut medicines);
                findings.push(Finding {
                    basis: Basis::Rule(*ix),
                    level: rule.level,
                    because: look.because(&rule.when, Truth::True),
                    medicines,
                });
                if let Some(test) = rule.test {
                    tests = tests.union(QuestionSet::of(test));
                }
            }
            Truth::Unknown => match rule.unknown {
                Unknown::Ask => ask = ask.union(look.open(&rule.when)),
                Unknown::Skip => {}
            },
            Truth::False => {}
        }
    }
    if let Some(prescription) = prescription {
        let look = Look { facts, drug: Some(drug), view: View::Taken };
        let (prescribed, open) = prescribed::findings(&look, drug, prescription);
        findings.extend(prescribed);
        ask = ask.union(open);
    }
    findings.extend(stopping(content, facts, drug));
    // Stable: within a level the order of the rules stays, then come the prescription and last the
    // stopping medicines.
    findings.sort_by_key(|finding| finding.level);
    let open = if ask.is_empty() { Verdict::NoConcern } else { Verdict::Incomplete };
    let verdict = findings.first().map_or(open, |worst| open.min(worst.level.into()));
    DrugAssessment { drug: drug.ix, verdict, findings, ask, tests }
}

fn view(rule: &Rule) -> View {
    match rule.stopping {
        Stopping::Counts => View::TakenAndStopping,
        Stopping::DoesNotCount => View::Taken,
    }
}

/// A caution for each medicine that will be stopped and would stand in the way if it were not.
fn stopping(content: &Content, facts: &Facts<'_>, drug: &Drug) -> Vec<Finding> {
    let MedicineList::Listed(list) = facts.medicines() else { return Vec::new() };
    if !list.iter().any(|read| read.course == Course::Stopping) {
        return Vec::new();
    }
    let look = Look { facts, drug: Some(drug), view: View::IfNotStopped };
    let mut by_medicine: Vec<(usize, MedicineIx, Vec<RuleIx>)> = Vec::new();
    for ix in &drug.rules {
        let rule = content.rule(*ix);
        if rule.stopping == Stopping::Counts || look.truth(&rule.when) != Truth::True {
            continue;
        }
        let mut behind = Vec::new();
        look.medicines_behind(&rule.when, &mut behind);
        for at in behind {
            let Some(read) = list.get(at) else { continue };
            let (Course::Stopping, Meaning::Known { found, .. }) = (read.course, read.meaning) else {
                continue;
            };
            match by_medicine.iter_mut().find(|(_, medicine, _)| *medicine == found.medicine) {
                Some((first, _, rules)) => {
                    *first = at.min(*first);
                    if !rules.contains(ix) {
                        rules.push(*ix);
                    }
                }
                None => by_medicine.push((at, found.medicine, vec![*ix])),
            }
        }
    }
    by_medicine.sort_by_key(|(at, ..)| *at);
    let because = content.medicines_question().map_or(QuestionSet::NONE, QuestionSet::of);
    by_medicine
        .into_iter()
        .map(|(at, medicine, rules)| Finding {
            basis: Basis::Stopping { medicine, rules },
            level: Level::Caution,
            because,
            medicines: vec![at],
        })
        .collect()
}

impl Assessment {
    /// The assessment of one drug.
    pub fn of(&self, drug: DrugIx) -> Option<&DrugAssessment> {
        self.drugs.iter().find(|assessed| assessed.drug == drug)
    }
}

impl Finding {
    /// The id: that of the rule, or `stopping.<medicine id>`.
    pub fn id(&self, content: &Content) -> String {
        match &self.basis {
            Basis::Rule(ix) => content.rule(*ix).id.to_string(),
            Basis::Stopping { medicine, .. } => {
                let id = content.medicines.get(*medicine).map_or("", |medicine| medicine.id.as_str());
                format!("stopping.{id}")
            }
            Basis::Prescribed(prescribed) => prescribed.id(content),
        }
    }

    /// What it rests on.
    pub fn sources(&self, content: &Content) -> Vec<SourceIx> {
        match &self.basis {
            Basis::Rule(ix) => content.rule(*ix).sources.clone(),
            Basis::Stopping { rules, .. } => {
                let mut sources = Vec::new();
                for source in rules.iter().flat_map(|ix| &content.rule(*ix).sources) {
                    if !sources.contains(source) {
                        sources.push(*source);
                    }
                }
                sources
            }
            Basis::Prescribed(prescribed) => prescribed.sources(content),
        }
    }

    /// The four texts with the medicines named.
    pub fn words(&self, content: &Content, checklist: &Checklist) -> FindingWords {
        let medicines = self.medicine_names(content, checklist);
        let named = self.named_medicines(content, checklist);
        let told = |phrase: &Phrase| {
            phrase.map(|text, language| capitalized(&text.replace("{medicines}", &listed(&named, language))))
        };
        match &self.basis {
            Basis::Rule(ix) => {
                let rule = content.rule(*ix);
                let filled = |text: &str| capitalized(&text.replace("{medicines}", &medicines));
                FindingWords {
                    title: filled(&rule.title),
                    advice: filled(&rule.advice),
                    patient: told(&rule.patient.says),
                    ask: told(&rule.patient.ask),
                }
            }
            Basis::Stopping { rules, .. } => {
                let reasons: Vec<String> = rules
                    .iter()
                    .map(|ix| content.rule(*ix).title.replace("{medicines}", &medicines))
                    .collect();
                FindingWords {
                    title: capitalized(&format!("{medicines}: confirm that it has stopped")),
                    advice: format!(
                        "Confirm the day of the last dose before the first dose. If it goes on: {}.",
                        reasons.join("; ")
                    ),
                    patient: told(&Phrase::not_reviewed(
                        "{medicines} has to be stopped first, if your doctor agrees. Do not stop it on your own.",
                        "Primero hay que dejar {medicines}, si su médico está de acuerdo. No lo deje por su cuenta.",
                    )),
                    ask: told(&Phrase::not_reviewed(
                        "When do I stop {medicines}, and how long do I wait?",
                        "¿Cuándo dejo {medicines} y cuánto tiempo espero?",
                    )),
                }
            }
            Basis::Prescribed(prescribed) => {
                let words = prescribed.words(content, &medicines);
                FindingWords { patient: told(&words.patient), ask: told(&words.ask), ..words }
            }
        }
    }

    /// The medicines behind it, as a pharmacist would name them: "carbamazepine (Tegretol)".
    pub fn medicine_names(&self, content: &Content, checklist: &Checklist) -> String {
        listed(&self.named_medicines(content, checklist), Language::English)
    }

    /// The same, one by one.
    fn named_medicines(&self, content: &Content, checklist: &Checklist) -> Vec<String> {
        let Some(Answer::Medicines(list)) = content.medicines_question().and_then(|ix| checklist.answer(ix))
        else {
            return Vec::new();
        };
        let mut names: Vec<String> = Vec::new();
        for intake in self.medicines.iter().filter_map(|at| list.get(*at)) {
            let name = report::medicine_name(content, intake);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingWords {
    /// What stands in the way.
    pub title: String,
    /// What to do.
    pub advice: String,
    /// What the patient should know.
    pub patient: Phrase,
    /// What the patient should ask the doctor.
    pub ask: Phrase,
}

#[cfg(test)]
mod tests;
