//! What the safety screen shows, in words: the answers of a question, verdicts and findings.
//!
//! Made from scratch for each frame out of the visit; it draws nothing and changes nothing.

use jiff::civil::Date;

use crate::app::desk::Action;
use crate::app::desk::visit::{Here, Visit};
use crate::app::widgets::{ChoiceState, Level};
use crate::checklist::answer::Answer;
use crate::checklist::facts::Facts;
use crate::checklist::hints::hints;
use crate::checklist::order::askable;
use crate::content::Content;
use crate::content::drug::Drug;
use crate::content::ids::{ChoiceIx, DrugIx, QuestionIx, QuestionSet};
use crate::content::phrase::capitalized;
use crate::content::question::{Kind, Question};
use crate::safety::{Basis, DrugAssessment, Finding, Verdict};

/// The letters that stand for choices: N, U and Y have meanings of their own.
pub const LETTERS: &str = "abcdefghijklmopqrstvwxz";

/// One answer on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceModel {
    /// The choice.
    pub choice: ChoiceIx,
    /// The key that gives it.
    pub key: String,
    /// Its words.
    pub label: String,
    /// What is meant.
    pub detail: String,
    /// What is known.
    pub state: ChoiceState,
}

/// A column of answers with its heading; the heading is empty where there are no groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceColumn {
    /// The heading.
    pub name: String,
    /// The answers from top to bottom.
    pub choices: Vec<ChoiceModel>,
}

/// The answers of a question, in columns, with the keys in the order shown.
pub fn choice_columns(question: &Question, answer: Option<&Answer>) -> Vec<ChoiceColumn> {
    let order: Vec<(String, Vec<ChoiceIx>)> = if question.groups.is_empty() {
        vec![(String::new(), all_choices(question))]
    } else {
        question.groups.iter().map(|group| (group.name.clone(), group.choices.clone())).collect()
    };
    let mut letters = LETTERS.chars();
    let mut digit = 0;
    order
        .into_iter()
        .map(|(name, choices)| ChoiceColumn {
            name,
            choices: choices
                .into_iter()
                .filter_map(|choice| {
                    let words = question.choices.get(choice.position())?;
                    let key = match question.kind {
                        Kind::YesNo => words.label.chars().next().unwrap_or_default().to_string(),
                        Kind::Many => {
                            letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default()
                        }
                        Kind::Choice | Kind::Number(_) | Kind::Medicines => {
                            digit += 1;
                            digit.to_string()
                        }
                    };
                    let mut detail = words.detail.clone();
                    if question.count_as_unknown == Some(choice) {
                        let also = "also when the result can't be found out";
                        detail = if detail.is_empty() { also.into() } else { format!("{detail}; {also}") };
                    }
                    Some(ChoiceModel {
                        choice,
                        key,
                        label: words.label.clone(),
                        detail,
                        state: state(choice, answer),
                    })
                })
                .collect(),
        })
        .collect()
}

fn all_choices(question: &Question) -> Vec<ChoiceIx> {
    question.choices.iter().filter_map(|choice| question.choice_named(choice.id.as_str())).collect()
}

fn state(choice: ChoiceIx, answer: Option<&Answer>) -> ChoiceState {
    match answer {
        Some(Answer::Choice(chosen)) if *chosen == choice => ChoiceState::Yes,
        Some(Answer::Choice(_)) => ChoiceState::No,
        Some(Answer::Many(many)) if many.yes.contains(choice) => ChoiceState::Yes,
        Some(Answer::Many(many)) if many.unsure.contains(choice) => ChoiceState::Unsure,
        Some(Answer::Many(_)) => ChoiceState::No,
        None | Some(Answer::Unsure | Answer::Number(_) | Answer::Medicines(_)) => ChoiceState::Unanswered,
    }
}

/// Hints that touch a question, in words: "takes apixaban, but no clot and no irregular heartbeat: check".
pub fn hint_words(content: &Content, visit: &Visit, question: QuestionIx) -> Vec<String> {
    let facts = Facts::new(content, &visit.checklist);
    hints(&facts)
        .into_iter()
        .filter(|hint| {
            content.question(question).kind == Kind::Medicines
                || hint.denied.iter().any(|(ix, _)| *ix == question)
        })
        .map(|hint| {
            let name = content.medicines.get(hint.medicine).map_or("", |medicine| medicine.name());
            let denied: Vec<String> = hint
                .denied
                .iter()
                .map(|(ix, choice)| {
                    let asked = content.question(*ix);
                    let label =
                        asked.choices.get(choice.position()).map_or("", |choice| choice.label.as_str());
                    format!("“{label}” ({})", asked.short)
                })
                .collect();
            format!("Takes {name}, but the answers deny {}. Check with the patient.", denied.join(" and "))
        })
        .collect()
}

/// The large verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// The verdict.
    pub level: Level,
    /// Its words.
    pub words: &'static str,
    /// The drug, with the strength if it is the prescribed one.
    pub drug: String,
    /// Brand and kind of prescription.
    pub detail: String,
    /// How much is open.
    pub open: Option<String>,
}

/// The large verdict of a drug.
pub fn banner(content: &Content, visit: &Visit, assessed: &DrugAssessment) -> Banner {
    let drug = content.drug(assessed.drug);
    let is_prescribed = visit.prescription.drug == Some(assessed.drug);
    let mut name = drug.name.clone();
    let mut detail: Vec<String> = drug.brands.first().cloned().into_iter().collect();
    if is_prescribed {
        let strength = visit.prescription.strength.trim();
        if !strength.is_empty() {
            name = format!("{name} {}", short_strength(strength));
        }
        detail.extend(visit.prescription.kind.map(|kind| kind.id().to_owned()));
    } else {
        detail.push("not the prescribed one".into());
    }
    let ask = to_ask(content, visit, assessed);
    let open = match ask.len() {
        0 => Some("no question open".into()),
        1 => Some("and 1 question still open".into()),
        count => Some(format!("and {count} questions still open")),
    };
    let open = match assessed.verdict {
        Verdict::NoConcern => Some("in the answers given".into()),
        Verdict::Contraindicated
        | Verdict::Avoid
        | Verdict::NeedsTest
        | Verdict::Incomplete
        | Verdict::Caution => open,
    };
    Banner {
        level: assessed.verdict,
        words: assessed.verdict.words(),
        drug: name,
        detail: detail.join(" · "),
        open,
    }
}

/// What there is to ask for a drug now: what hangs on an answer that is still open comes when that is given.
fn to_ask(content: &Content, visit: &Visit, assessed: &DrugAssessment) -> QuestionSet {
    askable(&Facts::new(content, &visit.checklist), assessed.ask)
}

/// "15 mg extended-release tablet" is "15 mg" beside the name.
fn short_strength(strength: &str) -> &str {
    let units = ["mg", "mcg", "%"];
    units
        .iter()
        .filter_map(|unit| {
            let end = strength.find(unit)? + unit.len();
            strength.get(..end)
        })
        .min_by_key(|short| short.len())
        .unwrap_or(strength)
}

/// One finding on its card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingCard {
    /// How much it stands in the way.
    pub level: Level,
    /// What stands in the way.
    pub title: String,
    /// What to do.
    pub body: String,
    /// Which answers and sources.
    pub because: String,
    /// Where it leads, if anywhere: to the answer that it rests on; where one is at one of several, to the next.
    pub leads_to: Option<Lead>,
    /// The key that leads there, with Alt.
    pub key: Option<char>,
}

/// Where a finding, or what there is to ask, leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// To a place of the safety screen.
    Here(Here),
    /// To the birth date, on the form of the patient; from there one comes back.
    BirthDate,
}

impl Lead {
    /// What leads there out of a visit.
    pub fn action(self, visit: &Visit) -> Action {
        match self {
            Self::Here(here) => Action::Go(here),
            Self::BirthDate => Action::CorrectFrom(visit.id, visit.patient.id),
        }
    }
}

/// How much a finding's card says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// What stands in the way, the first thing to do, the drug's own source.
    #[default]
    Short,
    /// Everything, every source with its date.
    Full,
}

/// The findings of a drug, worst first.
pub fn finding_cards(
    content: &Content,
    visit: &Visit,
    assessed: &DrugAssessment,
    detail: Detail,
) -> Vec<FindingCard> {
    let drug = content.drug(assessed.drug);
    assessed.findings.iter().map(|finding| finding_card(content, visit, drug, finding, detail)).collect()
}

fn finding_card(
    content: &Content,
    visit: &Visit,
    drug: &Drug,
    finding: &Finding,
    detail: Detail,
) -> FindingCard {
    let words = finding.words(content, &visit.checklist);
    let today = visit.checklist.as_of;
    let because = because_words(content, finding.because);
    let prescribed = matches!(finding.basis, Basis::Prescribed(_));
    let because = match (prescribed, because.is_empty()) {
        (true, true) => "Because: the prescription".to_owned(),
        (true, false) => format!("Because: the prescription, {because}"),
        (false, true) => "Holds for every patient".to_owned(),
        (false, false) => format!("Because: {because}"),
    };
    let all = finding.sources(content);
    let (body, sources): (String, Vec<String>) = match detail {
        Detail::Full => (words.advice, all.iter().map(|ix| content.source(*ix).line(today)).collect()),
        Detail::Short => {
            let own: Vec<_> =
                all.iter().filter(|ix| content.source(**ix).is_label_of(&drug.brands)).collect();
            let shown = if own.is_empty() { all.iter().take(1).collect() } else { own };
            (
                first_sentence(&words.advice),
                shown.iter().map(|ix| content.source(**ix).short(today)).collect(),
            )
        }
    };
    FindingCard {
        level: finding.level.into(),
        title: words.title,
        body,
        because: format!("{because} · {}", sources.join("; ")),
        leads_to: match prescribed {
            true => Some(Lead::Here(Here::Prescription)),
            false => answer_behind(finding.because, visit.here),
        },
        key: None,
    }
}

/// The answer that a finding rests on: the first, or the one after that where one is. The birth date only where it is
/// all that the finding rests on: one comes back from it to where one was, and not to the answer after it.
fn answer_behind(because: QuestionSet, here: Here) -> Option<Lead> {
    let all: Vec<QuestionIx> = because.questions().collect();
    let at = all.iter().position(|ix| here == Here::Question(*ix));
    let next = at.map_or(0, |at| (at + 1) % all.len().max(1));
    let answer = all.get(next).map(|ix| Lead::Here(Here::Question(*ix)));
    answer.or(because.has_birth_date().then_some(Lead::BirthDate))
}

/// The keys that lead from the verdicts to answers and questions, with Alt, in the order in which they are given out.
const LEAD_KEYS: &str = "1234567890abcdefghijklmnopqrstuvwxyz";

/// What to ask for the drug that is shown large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The question, in short.
    pub label: String,
    /// Where it is answered.
    pub leads_to: Lead,
    /// The key that leads there, with Alt.
    pub key: Option<char>,
}

/// What stands below the large verdict, each with its key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// The findings that are shown, worst first.
    pub shown: Vec<FindingCard>,
    /// Those that are folded away: they keep their keys.
    pub folded: Vec<FindingCard>,
    /// What to ask.
    pub asks: Vec<Ask>,
}

impl Below {
    /// What the card says in which findings are folded away: each title with its key, and below them how to go on.
    pub fn fold_words(&self) -> (String, String) {
        let titles = self.folded.iter().map(|card| match card.key {
            Some(key) => format!("Alt {} {}", key.to_ascii_uppercase(), card.title),
            None => card.title.clone(),
        });
        // What holds for every patient leads to no answer.
        let keys = match self.folded.iter().any(|card| card.key.is_some()) {
            true => " Alt with its key leads from one to its answer;",
            false => "",
        };
        let count = self.folded.len();
        (
            titles.collect::<Vec<_>>().join(" · "),
            format!("{count} cautions.{keys} F6 opens them all with advice and sources."),
        )
    }

    /// Where a key leads, with Alt.
    pub fn lead_of(&self, key: char) -> Option<Lead> {
        let mut findings = self.shown.iter().chain(&self.folded);
        let finding = findings.find(|card| card.key == Some(key)).and_then(|card| card.leads_to);
        finding.or_else(|| self.asks.iter().find(|ask| ask.key == Some(key)).map(|ask| ask.leads_to))
    }
}

/// Findings and questions below the large verdict. In short, several cautions are folded into one card.
pub fn below(content: &Content, visit: &Visit, assessed: &DrugAssessment, detail: Detail) -> Below {
    let cards = finding_cards(content, visit, assessed, detail);
    let (mut cautions, mut shown): (Vec<_>, Vec<_>) =
        cards.into_iter().partition(|card| card.level == Level::Caution);
    // Also those that are folded away get their keys, and keep them when they are opened.
    let mut keys = LEAD_KEYS.chars();
    for card in shown.iter_mut().chain(&mut cautions).filter(|card| card.leads_to.is_some()) {
        card.key = keys.next();
    }
    let mut folded = Vec::new();
    if detail == Detail::Short && cautions.len() > 1 {
        folded = cautions;
    } else {
        shown.extend(cautions);
    }
    let ask = to_ask(content, visit, assessed);
    let birth_date = ask.has_birth_date().then_some((BIRTH_DATE, Lead::BirthDate));
    let questions =
        ask.questions().map(|ix| (content.question(ix).short.as_str(), Lead::Here(Here::Question(ix))));
    let asks = birth_date.into_iter().chain(questions).map(|(short, leads_to)| Ask {
        label: capitalized(short),
        leads_to,
        key: keys.next(),
    });
    Below { asks: asks.collect(), shown, folded }
}

/// "Interrupt it. Call the prescriber." is "Interrupt it."; "e.g. this" is not an end.
fn first_sentence(text: &str) -> String {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(". ")).map(|at| from + at) {
        let before = text.get(..at).unwrap_or_default();
        let next_is_capital =
            text.get(at + 2..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
        if next_is_capital && !before.ends_with("e.g") && !before.ends_with("vs") {
            return text.get(..=at).unwrap_or(text).to_owned();
        }
        from = at + 2;
    }
    text.to_owned()
}

/// What the birth date is called among the questions.
const BIRTH_DATE: &str = "birth date";

/// The questions of a set, in short: "birth date, infections".
pub fn because_words(content: &Content, set: QuestionSet) -> String {
    let birth_date = set.has_birth_date().then_some(BIRTH_DATE);
    let questions = set.questions().map(|ix| content.question(ix).short.as_str());
    birth_date.into_iter().chain(questions).collect::<Vec<_>>().join(", ")
}

/// A drug in the list of alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The drug.
    pub drug: DrugIx,
    /// Its verdict.
    pub level: Level,
    /// The verdict's words.
    pub words: &'static str,
    /// Its name.
    pub name: String,
    /// Its brand.
    pub brand: String,
    /// How much is open.
    pub open: String,
}

/// All drugs but the one that is shown large.
pub fn alternatives(content: &Content, visit: &Visit, shown: Option<DrugIx>) -> Vec<Alternative> {
    visit
        .assessment
        .drugs
        .iter()
        .filter(|assessed| Some(assessed.drug) != shown)
        .map(|assessed| {
            let drug: &Drug = content.drug(assessed.drug);
            Alternative {
                drug: assessed.drug,
                level: assessed.verdict,
                words: assessed.verdict.words(),
                name: drug.name.clone(),
                brand: drug.brands.first().cloned().unwrap_or_default(),
                open: match to_ask(content, visit, assessed).len() {
                    0 => String::new(),
                    open => format!("{open} open"),
                },
            }
        })
        .collect()
}

/// The day in the bar at the top: "born 2 May 1984 · 42 years".
pub fn born_words(visit: &Visit, date_words: fn(Date) -> String) -> String {
    let Some(birth) = visit.checklist.patient.birth_date else { return "birth date not known".into() };
    let age = crate::checklist::facts::Age::on(birth, visit.checklist.as_of);
    let age = match age.map(|age| (age.years(), age.months())) {
        Some((0, 1)) => "1 month".to_owned(),
        Some((0, months)) => format!("{months} months"),
        Some((1, _)) => "1 year".to_owned(),
        Some((years, _)) => format!("{years} years"),
        None => String::new(),
    };
    format!("born {} · {age}", date_words(birth))
}
