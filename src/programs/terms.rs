//! Does a patient fit the terms of a program? Each term is true, false or unknown, with words.

use super::income::{self, IncomeLimits};
use super::question::ProgramQuestion;
use crate::checklist::household::Income;
use crate::checklist::truth::Truth;
use crate::content::Content;
use crate::content::ids::DrugIx;
use crate::content::payer::{Door, Payer, PayerKind};
use crate::content::phrase::capitalized;
use crate::content::program::{IncomeTest, OpenTerm, Program, ProgramKind, Requirement};

/// One term of a program, held against what is known.
pub(super) struct Rule {
    /// What it is about.
    pub subject: Subject,
    /// Whether the patient fits it.
    pub truth: Truth,
    /// Why, for the pharmacist.
    pub says: String,
    /// The fields that would decide it, while it is unknown.
    pub ask: Vec<String>,
}

/// What a term is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Payer,
    State,
    Age,
    Label,
    Income,
    Step,
    Open,
}

/// The field of the payer.
pub(super) const PAYER: &str = "payer";
const STATE: &str = "household.state";
const PEOPLE: &str = "household.people";
const INCOME: &str = "household.income_cents";
const BIRTH_DATE: &str = "patient.birth_date";
/// While nobody knows who pays.
pub(super) const PAYER_NOT_KNOWN: &str = "The payer decides, and is not known.";

impl Rule {
    fn new(subject: Subject, truth: Truth, says: impl Into<String>) -> Self {
        Self { subject, truth, says: says.into(), ask: Vec::new() }
    }

    fn asking(self, fields: impl IntoIterator<Item = String>) -> Self {
        let ask = if self.truth == Truth::Unknown { fields.into_iter().collect() } else { Vec::new() };
        Self { ask, ..self }
    }
}

/// The terms of a program, for a drug where it is for certain ones.
pub(super) fn rules(
    content: &Content,
    question: &ProgramQuestion<'_>,
    program: &Program,
    drug: Option<DrugIx>,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    rules.extend(payer(question, program));
    rules.extend(state(content, question, program));
    rules.extend(age(question, program));
    if let Some(drug) = drug.filter(|_| program.on_label_only) {
        rules.push(label(question, drug));
    }
    rules.extend(tested_income(content, question, program));
    rules.extend(program.requires.iter().filter_map(|required| step(content, question, program, required)));
    rules.extend(program.open.iter().filter_map(|open| open_term(question, open)));
    rules
}

fn payer(question: &ProgramQuestion<'_>, program: &Program) -> Option<Rule> {
    if program.payers_allowed.is_empty() && program.payers_excluded.is_empty() {
        return None;
    }
    let Some(payer) = question.payer else {
        let rule = Rule::new(Subject::Payer, Truth::Unknown, PAYER_NOT_KNOWN);
        return Some(rule.asking([PAYER.to_owned()]));
    };
    let name = &payer.name;
    // The loader keeps the lists in line with the law; should one slip, the law holds.
    let is_barred = program.kind == ProgramKind::CopayCard && payer.kind == PayerKind::Government;
    let (truth, says) = if is_barred || program.payers_excluded.contains(&payer.id) {
        let says = match closed(program, payer) {
            Some(why) => format!("{name}: {why}"),
            None => format!("{name}: the terms exclude it."),
        };
        (Truth::False, says)
    } else if program.payers_allowed.contains(&payer.id) {
        (Truth::True, format!("{name}: the terms take it."))
    } else {
        (Truth::Unknown, format!("{name}: the terms that were seen do not name it; ask the program."))
    };
    Some(Rule::new(Subject::Payer, truth, says))
}

/// Why the whole kind of help is closed to a payer.
fn closed<'p>(program: &Program, payer: &'p Payer) -> Option<&'p str> {
    let kind = program.kind.help()?;
    let of_payer = payer.helps.iter().find(|help| help.kind == kind && help.door == Door::Closed)?;
    Some(of_payer.why.as_str())
}

fn state(content: &Content, question: &ProgramQuestion<'_>, program: &Program) -> Option<Rule> {
    if program.states_only.is_empty() && program.states_excluded.is_empty() {
        return None;
    }
    let names = |ids: &[String]| {
        let names: Vec<&str> =
            ids.iter().filter_map(|id| content.state_by_id(id)).map(|state| state.name.as_str()).collect();
        names.join(", ")
    };
    let mut says = Vec::new();
    if !program.states_only.is_empty() {
        says.push(format!("only residents of {}", names(&program.states_only)));
    }
    if !program.states_excluded.is_empty() {
        says.push(format!("not residents of {}", names(&program.states_excluded)));
    }
    let says = says.join(", ");
    Some(match question.state {
        None => Rule::new(Subject::State, Truth::Unknown, format!("The state is not known: {says}."))
            .asking([STATE.to_owned()]),
        Some(state) => {
            let fits = (program.states_only.is_empty() || program.states_only.contains(&state.id))
                && !program.states_excluded.contains(&state.id);
            Rule::new(Subject::State, Truth::known(fits), format!("{}: {says}.", state.name))
        }
    })
}

fn age(question: &ProgramQuestion<'_>, program: &Program) -> Option<Rule> {
    let least = program.age_min?;
    Some(match question.age_years() {
        None => Rule::new(
            Subject::Age,
            Truth::Unknown,
            format!("The birth date is not known: only from {least} years."),
        )
        .asking([BIRTH_DATE.to_owned()]),
        Some(years) => Rule::new(
            Subject::Age,
            Truth::known(years >= u32::from(least)),
            format!("Only from {least} years of age."),
        ),
    })
}

/// One drug may stand in several options: only what they agree on is known.
fn label(question: &ProgramQuestion<'_>, drug: DrugIx) -> Rule {
    let of_drug = || question.drugs.iter().filter(|asked| asked.drug == drug);
    let open: Vec<String> = of_drug()
        .filter(|asked| asked.on_label.is_none())
        .map(|asked| format!("options.{}.on_label", asked.option))
        .collect();
    let all = |value: bool| of_drug().all(|asked| asked.on_label == Some(value));
    if !open.is_empty() || of_drug().next().is_none() {
        let says = "Only a use on the label counts: whether this is one is not known.";
        return Rule::new(Subject::Label, Truth::Unknown, says).asking(open);
    }
    if all(true) {
        Rule::new(Subject::Label, Truth::True, "The use is on the label, as it asks.")
    } else if all(false) {
        Rule::new(Subject::Label, Truth::False, "Only a use on the label counts: this one is not.")
    } else {
        let says = "Only a use on the label counts: one option is on it, another is not; look at each.";
        Rule::new(Subject::Label, Truth::Unknown, says)
    }
}

fn tested_income(content: &Content, question: &ProgramQuestion<'_>, program: &Program) -> Option<Rule> {
    let percent = match program.income {
        IncomeTest::None => return None,
        IncomeTest::LimitNotSeen => {
            let says = "The income is tested, and the limit was not seen: ask the program.";
            return Some(Rule::new(Subject::Income, Truth::Unknown, says));
        }
        IncomeTest::UpTo { percent, .. } => percent,
    };
    let within = within_percent(content, question, program, percent);
    let limit = format!("{percent}% of the federal poverty level");
    let says = match (within.truth, within.limits) {
        (Truth::True, Some(limits)) => {
            format!("The income is likely within {limit} ({}).", dollars(limits.lowest))
        }
        (Truth::False, Some(limits)) => {
            format!("The income is likely above {limit} ({}).", dollars(limits.highest))
        }
        _ => format!("The income has to be at or below {limit}{}", within.why_not),
    };
    Some(Rule::new(Subject::Income, within.truth, says).asking(within.ask))
}

/// Whether the income is within a percentage of the poverty level.
struct Within {
    truth: Truth,
    limits: Option<IncomeLimits>,
    /// What follows the limit in words while it is unknown.
    why_not: String,
    ask: Vec<String>,
}

fn within_percent(
    content: &Content,
    question: &ProgramQuestion<'_>,
    program: &Program,
    percent: u32,
) -> Within {
    let table_year = match program.income {
        IncomeTest::UpTo { table_year, .. } => table_year,
        IncomeTest::None | IncomeTest::LimitNotSeen => None,
    };
    let income = question.household.income;
    let unknown =
        |why_not: String, ask: Vec<String>, limits| Within { truth: Truth::Unknown, limits, why_not, ask };
    let (Some(state), Some(people)) = (question.state, question.household.people) else {
        let mut ask = Vec::new();
        let mut missing = Vec::new();
        for (is_missing, field, name) in [
            (question.state.is_none(), STATE, "state"),
            (question.household.people.is_none(), PEOPLE, "people in the household"),
            (income == Income::default(), INCOME, "income"),
        ] {
            if is_missing {
                ask.push(field.to_owned());
                missing.push(name);
            }
        }
        return unknown(format!(": {} not known.", missing.join(", ")), ask, None);
    };
    match income::limits(content, percent, table_year, question.as_of, state, people) {
        Err(words) => unknown(format!(": {words}."), Vec::new(), None),
        Ok(limits) => match limits.holds(income) {
            Truth::Unknown if income.exact.is_some() => {
                let why = format!(
                    ", which is {} or {} by the year of the table: ask the program.",
                    dollars(limits.lowest),
                    dollars(limits.highest)
                );
                unknown(why, Vec::new(), Some(limits))
            }
            Truth::Unknown => {
                let why = format!(": is it at or below {}?", dollars(limits.lowest));
                unknown(why, vec![INCOME.to_owned()], Some(limits))
            }
            truth => Within { truth, limits: Some(limits), why_not: String::new(), ask: Vec::new() },
        },
    }
}

/// A step that has to be taken, where the payer, an earlier step and the income ask for it.
fn step(
    content: &Content,
    question: &ProgramQuestion<'_>,
    program: &Program,
    required: &Requirement,
) -> Option<Rule> {
    match question.is_paid_by(&required.payers) {
        Truth::False => return None,
        Truth::Unknown => {
            let rule = Rule::new(Subject::Step, Truth::Unknown, PAYER_NOT_KNOWN);
            return Some(rule.asking([PAYER.to_owned()]));
        }
        Truth::True => {}
    }
    let as_truth = |taken: Option<bool>| taken.map_or(Truth::Unknown, Truth::known);
    let taken = as_truth(question.steps.taken(required.step));
    let asked_after = required.after.map(|after| (after, as_truth(question.steps.taken(after))));
    let below = required.above_percent.map(|percent| {
        let within = within_percent(content, question, program, percent);
        (percent, within)
    });
    let spared = |truth: Option<Truth>| truth.unwrap_or(Truth::False);
    let truth = taken
        .or(spared(asked_after.map(|(_, truth)| !truth)))
        .or(spared(below.as_ref().map(|(_, within)| within.truth)));
    let mut ask = Vec::new();
    if taken == Truth::Unknown {
        ask.push(format!("steps.{}", required.step.field()));
    }
    if let Some((after, Truth::Unknown)) = asked_after {
        ask.push(format!("steps.{}", after.field()));
    }
    let mut condition = String::new();
    if let Some((after, _)) = asked_after {
        condition.push_str(&format!("where {}, ", after.words()));
    }
    if let Some((percent, within)) = below {
        condition.push_str(&format!("with an income above {percent}% of the poverty level, "));
        ask.extend(within.ask);
    }
    let words = required.step.words();
    let says = match truth {
        // It is not asked for here.
        Truth::True if taken != Truth::True => return None,
        Truth::True => format!("{words}, as it asks."),
        Truth::False => format!("{condition}it helps once {words}: not so yet."),
        Truth::Unknown => format!("{condition}it helps once {words}: not known."),
    };
    Some(Rule::new(Subject::Step, truth, capitalized(&says)).asking(ask))
}

fn open_term(question: &ProgramQuestion<'_>, open: &OpenTerm) -> Option<Rule> {
    match question.is_paid_by(&open.payers) {
        Truth::True => Some(Rule::new(Subject::Open, Truth::Unknown, open.says.clone())),
        Truth::False => None,
        Truth::Unknown => {
            let rule = Rule::new(Subject::Open, Truth::Unknown, PAYER_NOT_KNOWN);
            Some(rule.asking([PAYER.to_owned()]))
        }
    }
}

/// An amount of cents as people write it, without cents where there are none: `$62,600`.
pub(super) fn dollars(cents: i64) -> String {
    let whole = (cents / 100).to_string();
    let mut text = String::from("$");
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if cents % 100 != 0 {
        text.push_str(&format!(".{:02}", cents % 100));
    }
    text
}
