//! `countercheck costs …`: what a treatment costs, from JSON to JSON.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::{Trouble, answers};
use crate::checklist::answer::InputError;
use crate::checklist::household::{limit_cents, poverty_cents};
use crate::content::Content;
use crate::cost::ledger::Ledger;
use crate::cost::read::{self, IncomeTest};
use crate::cost::{compare, payment_plan, report};
use crate::programs::{self, ProgramQuestion};

/// The jobs about costs.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// Goes through fills in order: what plan, card, charity and patient pay of each
    Ledger(Input),
    /// Says on which days what is filled
    Schedule(Input),
    /// Says what the Medicare Prescription Payment Plan bills each month
    PaymentPlan(Input),
    /// Says whether an income is within a percentage of the poverty level
    Income(Input),
    /// Says what a year of each option costs at least and at most
    Compare(Input),
}

/// Where the input is.
#[derive(Debug, clap::Args)]
pub struct Input {
    /// A file, or - for standard input
    pub file: PathBuf,
}

impl Job {
    /// The file with the input of the job.
    pub fn file(&self) -> &Path {
        let (Self::Ledger(input)
        | Self::Schedule(input)
        | Self::PaymentPlan(input)
        | Self::Income(input)
        | Self::Compare(input)) = self;
        &input.file
    }

    fn one(&self, content: &Content, value: &Value) -> Result<Value, InputError> {
        match self {
            Self::Ledger(_) => {
                let case = read::case(value)?;
                Ok(report::ledger(&case, &Ledger::of(&case)))
            }
            Self::Schedule(_) => Ok(report::schedule(&read::schedule(value)?)),
            Self::PaymentPlan(_) => {
                let (oop, election) = read::payment_plan(value)?;
                Ok(report::payment_plan(&payment_plan::bills(&oop, &election)))
            }
            Self::Income(_) => within(content, &read::income(value)?),
            Self::Compare(_) => {
                let question = read::question(content, value)?;
                let (as_of, birth_date) = (question.as_of, question.birth_date);
                let asked = ProgramQuestion::of(content, as_of, birth_date, &question.coverage.who);
                Ok(compare::compare(&question).to_json(programs::report(content, &asked)))
            }
        }
    }

    /// Answers one object, or each of a list, in order. One that can't be used refuses all.
    ///
    /// # Errors
    /// [`Trouble::Input`] with the field and what was expected; in a list also the position, from 0.
    pub fn run(&self, content: &Content, input: &[u8]) -> Result<String, Trouble> {
        answers(input, |value| self.one(content, value))
    }
}

fn within(content: &Content, test: &IncomeTest) -> Result<Value, InputError> {
    if content.state_by_id(&test.state).is_none() {
        return Err(InputError::new("state", "expected the two letters of a state"));
    }
    let levels = &content
        .statutory
        .poverty(test.year)
        .map_err(|error| InputError::new("year", error.to_string()))?
        .figures;
    let level = levels.in_state(&test.state).ok_or_else(|| {
        InputError::new(
            "state",
            "expected a state: the poverty levels do not speak of this territory; ask the program which it takes",
        )
    })?;
    let poverty = poverty_cents(level, test.people);
    let is_within = test.income.get() <= limit_cents(poverty, test.percent);
    Ok(json!({"within": is_within, "fpl_cents": poverty}))
}
