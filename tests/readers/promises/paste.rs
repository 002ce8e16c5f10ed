//! What do the readers of pasted and typed text promise: lists of medicines, fill histories, strengths, conditions?

use std::collections::HashMap;
use std::sync::OnceLock;

use countercheck::checklist::answer::Answer;
use countercheck::checklist::authorization::{Authorization, history};
use countercheck::checklist::medicine_list::{self, Understood};
use countercheck::checklist::{Checklist, Patient, facts, strength};
use countercheck::content::condition::resolve::{Names, resolve};
use countercheck::content::condition::{Condition, parse, print};
use countercheck::content::ids::{ConditionIx, MedicineClassIx, QuestionIx};
use countercheck::exchange::ndc::Ndc;
use countercheck::store::RecoveryCode;
use serde_json::json;

use super::{TODAY, content};

/// Every line of a list stands in what is shown, what is shown as known is what the record reads, and the record takes
/// all of it.
pub fn medicines(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let read = medicine_list::read(content(), &text);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines().take(medicine_list::MOST_LINES) {
        let is_shown = read.iter().any(|one| one.original.lines().any(|own| own == line));
        assert!(is_shown, "{line:?} is gone");
    }
    let passed_over = lines().count().saturating_sub(medicine_list::MOST_LINES);
    let told = read.iter().find_map(|one| match one.understood {
        Understood::NotRead(count) => Some(count),
        _ => None,
    });
    assert_eq!(told.unwrap_or(0), passed_over);
    for one in &read {
        let known = match facts::read_intake(content(), &one.intake).meaning {
            facts::Meaning::Known { .. } => true,
            facts::Meaning::ReviewedNone | facts::Meaning::NotRecognized => false,
        };
        let shown_as_known = matches!(
            one.understood,
            Understood::Recognized(_) | Understood::FormOpen(_) | Understood::DoseOpen(_)
        );
        assert_eq!(known, shown_as_known, "{:?}", one.original);
    }
    let Some(question) = content().medicines_question() else { panic!("there is no question of medicines") };
    let mut checklist = Checklist::new(content(), TODAY, Patient::default());
    checklist.set(question, Some(Answer::Medicines(read.into_iter().map(|one| one.intake).collect())));
    let written = json!({"as_of": TODAY.to_string(), "answers": checklist.answers_json(content())});
    let Some(object) = written.as_object() else { panic!("no object") };
    match Checklist::from_json(content(), object) {
        Ok((again, _)) => assert!(again == checklist, "another list came back"),
        Err(error) => panic!("the record refuses what was pasted: {error}"),
    }
}

/// Every line of a fill history comes as a fill or as it stands, no fill lies in the future, and the record takes what
/// was read and gives it back.
pub fn history(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let rows = history::read(content(), &text, TODAY);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let told = |row: &history::Row| match row.reading {
        history::Reading::NotUnderstood => 1,
        _ => row.tried.dispensed.len(),
    };
    let expected = lines.min(history::MOST_LINES) + usize::from(lines > history::MOST_LINES);
    assert_eq!(rows.iter().map(told).sum::<usize>(), expected, "a line is gone");
    let fills = || rows.iter().flat_map(|row| &row.tried.dispensed);
    assert!(fills().all(|fill| fill.on.known().is_none_or(|on| *on <= TODAY)));
    let mut record = Authorization::default();
    history::add(&mut record.tried, rows);
    let once = record.to_json(content());
    match Authorization::from_json(content(), &once, TODAY, "authorization") {
        Ok(again) => assert!(again == record, "another record came back"),
        Err(error) => panic!("the record refuses what was pasted: {error}"),
    }
    // Pasted again, each fill stands once.
    let lines_again = history::read(content(), &text, TODAY).into_iter();
    let understood = lines_again.filter(|row| row.reading != history::Reading::NotUnderstood);
    history::add(&mut record.tried, understood);
    assert_eq!(record.to_json(content()), once, "the second time something was added");
}

/// A strength, a drug code and a recovery code are read or refused; a code that is read is written as one that reads
/// the same.
pub fn typed(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let read = strength::read(&text);
    drop((read.amount_in_words(), read.has_directions(), read.grams_over(&[])));
    for code in [Ndc::parse(&text), Ndc::parse_padded(&text)].into_iter().flatten() {
        assert_eq!(Ndc::parse(&code.to_string()), Ok(code));
    }
    if let Ok(code) = RecoveryCode::parse(&text) {
        assert!(RecoveryCode::parse(code.reveal()).is_ok_and(|again| again == code));
    }
}

/// A condition is refused with a place in its line, or what is printed of it reads as the same condition.
pub fn condition(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let syntax = match parse::parse(&text) {
        Ok(syntax) => syntax,
        Err(error) => {
            assert!(error.at <= text.chars().count() && !error.expected.is_empty());
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let known = Known::get();
    match resolve(&syntax, &known.names()) {
        Ok(condition) => {
            let line = print::print(content(), &condition);
            let again =
                parse::parse(&line).unwrap_or_else(|error| panic!("what is printed is refused: {error}"));
            let again = resolve(&again, &known.names())
                .unwrap_or_else(|problems| panic!("{line}: what is printed is refused: {problems:?}"));
            assert_eq!(print::print(content(), &again), line, "{text}");
            assert_eq!(flat(again), flat(condition), "{line}");
        }
        Err(problems) => assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.is_empty())),
    }
}

/// Without lists in lists of their own kind, which mean the same and are printed as one.
fn flat(condition: Condition) -> Condition {
    let inner = |parts: Vec<Condition>| parts.into_iter().map(flat);
    match condition {
        Condition::All(parts) => Condition::All(
            inner(parts)
                .flat_map(|part| match part {
                    Condition::All(parts) => parts,
                    other => vec![other],
                })
                .collect(),
        ),
        Condition::Any(parts) => Condition::Any(
            inner(parts)
                .flat_map(|part| match part {
                    Condition::Any(parts) => parts,
                    other => vec![other],
                })
                .collect(),
        ),
        Condition::Not(part) => Condition::Not(Box::new(flat(*part))),
        other => other,
    }
}

/// What conditions may name: all that the rules of the content do.
struct Known {
    questions: HashMap<String, QuestionIx>,
    classes: HashMap<String, MedicineClassIx>,
    conditions: HashMap<String, ConditionIx>,
}

impl Known {
    fn get() -> &'static Self {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        KNOWN.get_or_init(|| {
            let questions = content().question_indices();
            let questions = questions.map(|ix| (content().question(ix).id.to_string(), ix)).collect();
            let mut known = Self { questions, classes: HashMap::new(), conditions: HashMap::new() };
            content().rules().iter().for_each(|rule| known.take(&rule.when));
            content().conditions().iter().for_each(|named| known.take(&named.when));
            known
        })
    }

    fn take(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.take(part)),
            Condition::Not(part) => self.take(part),
            Condition::Named(ix) => {
                self.conditions.insert(content().condition(*ix).name.clone(), *ix);
            }
            Condition::Takes(ix, _) => {
                self.classes.insert(content().medicine_class(*ix).id.to_string(), *ix);
            }
            _ => {}
        }
    }

    fn names(&self) -> Names<'_> {
        Names {
            questions: content().questions(),
            by_id: &self.questions,
            medicine_classes: &self.classes,
            conditions: &self.conditions,
        }
    }
}
