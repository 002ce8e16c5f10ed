//! What do plans usually want for this drug, and what of it is shown, missing, or otherwise?
//!
//! Three-valued like the rules: what is not known is missing, never "not met". Nothing here decides
//! whether a plan pays: each plan has its own list.

use super::product::{Meaning, meaning, potency};
use super::{Authorization, Fact, Outcome, Tried};
use crate::checklist::Checklist;
use crate::checklist::answer::Answer;
use crate::checklist::evaluate::Look;
use crate::checklist::facts::{Facts, View};
use crate::checklist::truth::Truth;
use crate::content::Content;
use crate::content::authorization::{Criterion, Group, Need, TriedKind};
use crate::content::decimal::Decimal;
use crate::content::drug::Drug;
use crate::content::ids::{ChoiceIx, DrugIx, QuestionIx};
use crate::content::question::Kind;

/// The safety questions that stand in for what is not in the record.
const BODY_SURFACE: &str = "body_surface_percent";
/// The choice of a question on a treatment that says that it was not tried.
const NOT_TRIED: &str = "not-tried";

/// How one criterion stands.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// What is wanted.
    pub criterion: &'a Criterion,
    /// How it stands.
    pub state: State,
    /// What was entered that shows it or speaks against it; empty when nothing was.
    pub entered: String,
    /// What is missing though it is shown: a date.
    pub lacks: Option<&'static str>,
}

/// How a criterion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What was entered shows it.
    Shown,
    /// It is not known.
    Missing,
    /// What was entered speaks against it.
    Against,
    /// A record can't show it: it is to be thought of.
    Note,
}

impl State {
    /// The word on screen and paper.
    pub fn words(self) -> &'static str {
        match self {
            Self::Shown => "entered",
            Self::Missing => "missing",
            Self::Against => "look again",
            Self::Note => "note",
        }
    }
}

/// How one need stands.
struct Found {
    truth: Truth,
    entered: String,
    lacks: Option<&'static str>,
}

impl Found {
    fn unknown() -> Self {
        Self { truth: Truth::Unknown, entered: String::new(), lacks: None }
    }

    fn known(holds: bool, entered: String) -> Self {
        Self { truth: Truth::known(holds), entered, lacks: None }
    }
}

/// What plans usually want for a drug, and how each criterion stands. `None` for drugs of which no policies
/// were read.
pub fn standings<'a>(
    content: &'a Content,
    checklist: &Checklist,
    drug: DrugIx,
    record: &Authorization,
) -> Option<(&'a Group, Vec<Standing<'a>>)> {
    let group = content.authorization.group_of(drug)?;
    let facts = Facts::new(content, checklist);
    let reader = Reader { content, checklist, facts: &facts, record, drug: content.drug(drug) };
    let concerned =
        |criterion: &&Criterion| criterion.only_for.is_empty() || criterion.only_for.contains(&drug);
    let standings =
        group.criteria.iter().filter(concerned).map(|criterion| reader.standing(criterion)).collect();
    Some((group, standings))
}

struct Reader<'a, 'r> {
    content: &'a Content,
    checklist: &'r Checklist,
    facts: &'r Facts<'r>,
    record: &'r Authorization,
    drug: &'r Drug,
}

impl<'a> Reader<'a, '_> {
    fn standing(&self, criterion: &'a Criterion) -> Standing<'a> {
        if criterion.any.is_empty() {
            return Standing { criterion, state: State::Note, entered: String::new(), lacks: None };
        }
        let found: Vec<Found> = criterion.any.iter().map(|need| self.need(need)).collect();
        let truth = found.iter().fold(Truth::False, |any, found| any.or(found.truth));
        let entered: Vec<&str> = found
            .iter()
            .filter(|found| found.truth == truth || truth == Truth::Unknown)
            .map(|found| found.entered.as_str())
            .filter(|entered| !entered.is_empty())
            .collect();
        let shown = found.iter().find(|found| found.truth == Truth::True);
        Standing {
            criterion,
            state: match truth {
                Truth::True => State::Shown,
                Truth::Unknown => State::Missing,
                Truth::False => State::Against,
            },
            entered: entered.join("; "),
            lacks: shown.and_then(|found| found.lacks),
        }
    }

    fn need(&self, need: &Need) -> Found {
        match need {
            Need::Answers(when) => {
                let look = Look { facts: self.facts, drug: Some(self.drug), view: View::Taken };
                let truth = look.truth(when);
                let mut shorts: Vec<String> = Vec::new();
                if truth != Truth::Unknown {
                    let because = look.because(when, truth);
                    shorts.extend(because.has_birth_date().then(|| self.age()));
                    shorts.extend(because.questions().map(|ix| self.answered(ix)));
                }
                let entered = if shorts.is_empty() {
                    String::new()
                } else {
                    format!("answered: {}", shorts.join(", "))
                };
                Found { truth, entered, lacks: None }
            }
            Need::Diagnosis(begins) => match &self.record.icd10 {
                Fact::Known(code) => Found::known(code.starts_with(begins.as_str()), code.clone()),
                Fact::NotAsked | Fact::Unknown => Found::unknown(),
            },
            Need::BodySurface { at_least, at_most } => self.body_surface(*at_least, *at_most),
            Need::CriticalSite => self.critical_site(),
            Need::Score { measure, at_least } => self.score(*measure, *at_least),
            Need::Tried { kinds, weakest, days } => self.tried(kinds, *weakest, *days),
            Need::Test { question, days } => {
                let Some(on) = self.record.test(*question).and_then(|test| test.on.known()) else {
                    return Found::unknown();
                };
                let age = on.duration_until(self.checklist.as_of).as_hours() / 24;
                let old = days.is_some_and(|days| age > i64::from(days));
                Found::known(!old, format!("{age} days before this visit"))
            }
            Need::Specialist => match &self.record.specialist.name {
                Fact::Known(name) => {
                    let lacks = self.record.specialist.seen_on.known().is_none();
                    let found = Found::known(true, name.clone());
                    Found { lacks: lacks.then_some("the date of the visit"), ..found }
                }
                Fact::NotAsked | Fact::Unknown => Found::unknown(),
            },
            Need::NeedlePhobia => match self.record.needle_phobia {
                Fact::Known(true) => Found::known(true, "needle phobia diagnosed".to_owned()),
                Fact::Known(false) => Found::known(false, String::new()),
                Fact::NotAsked | Fact::Unknown => Found::unknown(),
            },
        }
    }

    /// "age (42 years)".
    fn age(&self) -> String {
        self.facts.age().map_or_else(|| "age".to_owned(), |age| format!("age ({} years)", age.years()))
    }

    /// A question by its short name, with the answer: "severity (moderate)". A plan asks what was answered, not
    /// whether.
    fn answered(&self, ix: QuestionIx) -> String {
        let question = self.content.question(ix);
        let said =
            |choice: ChoiceIx| question.choices.get(choice.position()).map(|choice| choice.said.as_str());
        let answer = match self.checklist.answer(ix) {
            Some(Answer::Choice(choice)) => said(*choice).unwrap_or_default().to_owned(),
            Some(Answer::Number(number)) => match &question.kind {
                Kind::Number(bounds) => format!("{number} {}", bounds.unit),
                Kind::YesNo | Kind::Choice | Kind::Many | Kind::Medicines => number.to_string(),
            },
            Some(Answer::Many(many)) if many.yes.is_empty() && many.unsure.is_empty() => "none".to_owned(),
            Some(Answer::Many(many)) => {
                let yes: Vec<&str> = many.yes.iter().filter_map(said).collect();
                let unsure: Vec<&str> = many.unsure.iter().filter_map(said).collect();
                let unsure = if unsure.is_empty() {
                    String::new()
                } else {
                    format!("not sure: {}", unsure.join(", "))
                };
                let parts = [yes.join(", "), unsure];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
            }
            Some(Answer::Medicines(list)) if list.is_empty() => "none".to_owned(),
            Some(Answer::Medicines(list)) => {
                list.iter().map(|intake| intake.name.trim()).collect::<Vec<_>>().join(", ")
            }
            None | Some(Answer::Unsure) => String::new(),
        };
        if answer.is_empty() { question.short.clone() } else { format!("{} ({answer})", question.short) }
    }

    fn body_surface(&self, at_least: Option<Decimal>, at_most: Option<Decimal>) -> Found {
        let Some((percent, dated)) = body_surface(self.content, self.checklist, self.record) else {
            return Found::unknown();
        };
        let holds =
            at_least.is_none_or(|least| percent >= least) && at_most.is_none_or(|most| percent <= most);
        let found = Found::known(holds, format!("body surface {percent} %"));
        Found { lacks: (!dated).then_some("the date of the body surface"), ..found }
    }

    fn critical_site(&self) -> Found {
        let mut truth = Truth::False;
        let mut named: Vec<&str> = Vec::new();
        for site in self.content.authorization.sites.iter().filter(|site| site.critical) {
            let affected = is_affected(self.content, self.checklist, self.record, &site.id);
            if affected == Truth::True {
                named.push(&site.name);
            }
            truth = truth.or(affected);
        }
        Found { truth, entered: named.join(", "), lacks: None }
    }

    fn score(&self, measure: usize, at_least: Decimal) -> Found {
        let Some(measure) = self.content.authorization.measures.get(measure) else { return Found::unknown() };
        let Some(score) = self.record.score(&measure.id) else { return Found::unknown() };
        match score.value {
            Fact::Known(value) => {
                let found = Found::known(value >= at_least, format!("{} {value}", measure.name));
                Found { lacks: score.on.known().is_none().then_some("the date of the score"), ..found }
            }
            Fact::NotAsked | Fact::Unknown => Found::unknown(),
        }
    }

    fn tried(&self, kinds: &[usize], weakest: Option<u8>, days: u32) -> Found {
        let rows: Vec<(Truth, &Tried)> = self
            .record
            .tried
            .iter()
            .filter_map(|tried| Some((trial(self.content, tried, kinds, weakest, days)?, tried)))
            .collect();
        if rows.is_empty() {
            let all_kinds = &self.content.authorization.kinds;
            let kinds: Vec<&TriedKind> = kinds.iter().filter_map(|at| all_kinds.get(*at)).collect();
            let none = !kinds.is_empty() && kinds.iter().all(|kind| self.said_not_tried(kind));
            return if none {
                Found::known(false, "answered: not tried".to_owned())
            } else {
                Found::unknown()
            };
        }
        let truth = rows.iter().fold(Truth::False, |any, (truth, _)| any.or(*truth));
        let names: Vec<String> = rows
            .iter()
            .filter(|(one, _)| *one == truth)
            .map(|(_, tried)| in_a_few_words(tried))
            .filter(|words| !words.is_empty())
            .collect();
        Found { truth, entered: names.join("; "), lacks: None }
    }

    fn said_not_tried(&self, kind: &TriedKind) -> bool {
        let Some(ix) = kind.question else { return false };
        match self.checklist.answer(ix) {
            Some(Answer::Choice(choice)) => {
                self.content.question(ix).choice_named(NOT_TRIED) == Some(*choice)
            }
            None | Some(Answer::Unsure | Answer::Many(_) | Answer::Number(_) | Answer::Medicines(_)) => false,
        }
    }
}

/// Whether a treatment is a trial that counts; `None` when it is of another kind. What is not recognized
/// could be of any kind.
fn trial(content: &Content, tried: &Tried, kinds: &[usize], weakest: Option<u8>, days: u32) -> Option<Truth> {
    let is_of_kind = match meaning(content, tried) {
        Meaning::Known(product) => {
            if !product.kinds.iter().any(|at| kinds.contains(at)) {
                return None;
            }
            Truth::True
        }
        Meaning::FormOpen(_) | Meaning::NotRecognized => Truth::Unknown,
    };
    let long_enough = tried.days().map_or(Truth::Unknown, |used| Truth::known(used >= days));
    let strong_enough = match (weakest, potency(content, tried)) {
        (None, _) => Truth::True,
        (Some(weakest), Some(class)) => Truth::known(class <= weakest),
        (Some(_), None) => Truth::Unknown,
    };
    let counts = match tried.outcome {
        Fact::Known(Outcome::Failed | Outcome::Partial) => long_enough.and(strong_enough),
        // A mild steroid that was not tolerated says nothing of a stronger one.
        Fact::Known(Outcome::Intolerance | Outcome::Contraindicated) => strong_enough,
        Fact::Known(Outcome::Helped) => Truth::False,
        Fact::NotAsked | Fact::Unknown => Truth::Unknown,
    };
    // What may be another treatment altogether speaks neither for nor against.
    Some(match is_of_kind {
        Truth::True => counts,
        Truth::Unknown | Truth::False => Truth::Unknown,
    })
}

/// A treatment in a few words: "Clobetasol 0.05 %, 30 days, failed".
pub fn in_a_few_words(tried: &Tried) -> String {
    let mut words = tried.drug.text().to_owned();
    let strength = tried.strength.text();
    if !strength.is_empty() {
        words.push_str(&format!(" {strength}"));
    }
    if let Some(days) = tried.days() {
        let dispensed = if tried.days_are_dispensed() { " dispensed" } else { "" };
        words.push_str(&format!(", {days} days{dispensed}"));
    }
    if let Fact::Known(outcome) = tried.outcome {
        words.push_str(&format!(", {}", outcome.words()));
    }
    words
}

/// The body surface in percent, and whether it has a date: of the record, else of the safety answers.
pub fn body_surface(
    content: &Content,
    checklist: &Checklist,
    record: &Authorization,
) -> Option<(Decimal, bool)> {
    match record.body_surface.percent {
        Fact::Known(percent) => Some((percent, record.body_surface.on.known().is_some())),
        Fact::NotAsked | Fact::Unknown => match checklist.answer(content.question_by_id(BODY_SURFACE)?) {
            Some(Answer::Number(percent)) => Some((*percent, false)),
            None | Some(Answer::Unsure | Answer::Many(_) | Answer::Choice(_) | Answer::Medicines(_)) => None,
        },
    }
}

/// Whether a place is affected: by the record, else by the safety answers.
pub fn is_affected(content: &Content, checklist: &Checklist, record: &Authorization, site: &str) -> Truth {
    if let Fact::Known(sites) = &record.sites {
        return Truth::known(sites.iter().any(|known| known == site));
    }
    let Some((question, choice)) = content.authorization.site(site).and_then(|site| site.choice) else {
        return Truth::Unknown;
    };
    match checklist.answer(question) {
        Some(Answer::Many(many)) if many.yes.contains(choice) => Truth::True,
        Some(Answer::Many(many)) if many.unsure.contains(choice) => Truth::Unknown,
        Some(Answer::Many(_)) => Truth::False,
        None | Some(Answer::Unsure | Answer::Choice(_) | Answer::Number(_) | Answer::Medicines(_)) => {
            Truth::Unknown
        }
    }
}
