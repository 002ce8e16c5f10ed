//! What does a field show of a coverage, and which answers can be chosen from in it?

use serde_json::{Value, json};

use super::form::{Kind, PEOPLE, Row, structure};
use super::text::{self, Choice};
use super::unsure;
use crate::content::fill::Fill;
use crate::cost::entry::{Known, UNKNOWN, get};

/// What a field shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its text; empty if nothing is said.
    pub text: String,
    /// Whether somebody said that it is not known.
    pub is_unsure: bool,
}

impl Shown {
    fn of(text: Option<String>) -> Self {
        Self { text: text.unwrap_or_default(), is_unsure: false }
    }
}

/// The answers that can be chosen from; empty where one types freely.
pub fn choices(known: Known<'_>, coverage: &Value, row: &Row) -> Vec<Choice> {
    let own = |list: &[(&str, &str)]| -> Vec<Choice> {
        list.iter().map(|(id, words)| ((*id).to_owned(), (*words).to_owned())).collect()
    };
    match &row.kind {
        Kind::Payer => known
            .content
            .payers
            .iter()
            .map(|payer| (payer.id.as_str().to_owned(), payer.name.clone()))
            .collect(),
        Kind::People => own(&PEOPLE),
        Kind::Month => text::months().into_iter().map(|(at, name)| (at.to_string(), name)).collect(),
        Kind::YesNo(_) | Kind::Card | Kind::IncomeAtMost(_) => own(&[("yes", "Yes"), ("no", "No")]),
        Kind::Choice(list, _) => own(list),
        Kind::Package => fills(known, coverage, row)
            .iter()
            .map(|fill| (fill.id.clone(), fill_words(known, coverage, row, fill)))
            .collect(),
        Kind::Claim(_) => super::claims::answers(known.content),
        Kind::State
        | Kind::Limit
        | Kind::Amount(_)
        | Kind::Cap
        | Kind::Share(_)
        | Kind::Day(_)
        | Kind::Count(..)
        | Kind::PackagesAYear
        | Kind::Price => Vec::new(),
    }
}

/// The ways to dispense the drug of a line, or of an option without lines.
pub(super) fn fills<'a>(known: Known<'a>, coverage: &Value, row: &Row) -> &'a [Fill] {
    let option = row.path.trim_end_matches(".lines");
    let id = get(coverage, &format!("{}.drug", row.path)).or_else(|| get(coverage, &format!("{option}.id")));
    id.and_then(Value::as_str)
        .and_then(|id| known.content.drug_by_id(id))
        .map(|drug| drug.fills.as_slice())
        .unwrap_or_default()
}

/// The package, and whom it is for where another row of the dose table has the same one.
fn fill_words(known: Known<'_>, coverage: &Value, row: &Row, fill: &Fill) -> String {
    let all = fills(known, coverage, row);
    let is_alone = all.iter().filter(|other| other.package == fill.package).count() == 1;
    match (&fill.then, is_alone) {
        (Some(then), false) => format!("{}, {} days", fill.package, then.days),
        (Some(_) | None, _) => fill.package.clone(),
    }
}

/// What a field shows. What is not known and was not said to be is empty: nobody was asked yet.
pub fn shown(known: Known<'_>, coverage: &Value, row: &Row) -> Shown {
    let Shown { text, is_unsure } = value_of(known, coverage, row);
    Shown { text, is_unsure: is_unsure && unsure::is_said(coverage, &row.path) }
}

fn value_of(known: Known<'_>, coverage: &Value, row: &Row) -> Shown {
    let value = get(coverage, &row.path);
    let unknown = Shown { text: String::new(), is_unsure: value.is_some_and(|value| value == UNKNOWN) };
    let chosen = |id: &str| {
        let all = choices(known, coverage, row);
        Shown::of(all.into_iter().find(|(known, _)| known == id).map(|(_, words)| words))
    };
    let yes_no = |value: &Value| value.as_bool().map(|yes| if yes { "Yes" } else { "No" }.to_owned());
    match &row.kind {
        Kind::People => structure(coverage).map_or_else(Shown::default, chosen),
        Kind::Limit => {
            let amount = |field: &str| get(coverage, &format!("{}.{field}", row.path));
            // Where each person has a limit, that of the family has a field of its own.
            let amount = match get(coverage, &format!("{}.structure", row.path)).and_then(Value::as_str) {
                Some("embedded" | "individual") => amount("individual_cents"),
                Some("aggregate") => amount("family_cents"),
                Some(_) | None => amount("individual_cents").or_else(|| amount("family_cents")),
            }
            .and_then(text::amount_words);
            match (value, amount) {
                (None, _) => Shown::of(Some("none".into())),
                (Some(_), None) => Shown { text: String::new(), is_unsure: true },
                (Some(_), amount) => Shown::of(amount),
            }
        }
        Kind::Card => match get(coverage, &format!("{}.enrolled", row.path)) {
            Some(enrolled) if enrolled == UNKNOWN => Shown { text: String::new(), is_unsure: true },
            Some(enrolled) => Shown::of(yes_no(enrolled)),
            None => Shown::of(value.map(|_| "Yes".to_owned())),
        },
        Kind::IncomeAtMost(limit) => {
            let within = super::income::is_within(coverage, *limit);
            Shown::of(within.map(|within| if within { "Yes" } else { "No" }.to_owned()))
        }
        Kind::PackagesAYear => {
            let line = row.path.trim_end_matches(".packages_a_year");
            let number = |at: usize| {
                let number = get(coverage, &format!("{line}.maintenance.{at}")).and_then(Value::as_u64);
                number.and_then(|number| u32::try_from(number).ok())
            };
            match (number(0), number(1)) {
                (Some(each), Some(days)) => Shown::of(Some(text::packages_a_year(each, days).to_string())),
                _ => Shown { text: String::new(), is_unsure: true },
            }
        }
        Kind::Price => match get(coverage, &format!("{}.2", row.path)).and_then(text::amount_words) {
            None => Shown { text: String::new(), is_unsure: true },
            amount => Shown::of(amount),
        },
        Kind::Package => {
            let source = get(coverage, &format!("{}.price.source", row.path)).and_then(Value::as_str);
            let by_source =
                fills(known, coverage, row).iter().find(|fill| Some(fill.package.as_str()) == source);
            let days = get(coverage, &format!("{}.maintenance.1", row.path));
            let exact = fills(known, coverage, row).iter().find(|fill| {
                Some(fill.package.as_str()) == source
                    && fill.then.as_ref().is_some_and(|then| days == Some(&json!(then.days)))
            });
            match exact.or(by_source) {
                Some(fill) => Shown::of(Some(fill_words(known, coverage, row, fill))),
                None => Shown { text: String::new(), is_unsure: true },
            }
        }
        Kind::Claim(_) => {
            super::claims::answer_of(coverage, &row.path).map_or_else(Shown::default, |id| chosen(&id))
        }
        Kind::State => match value.and_then(Value::as_str).and_then(|id| known.content.state_by_id(id)) {
            Some(state) => Shown::of(Some(state.name.clone())),
            None => Shown::default(),
        },
        _ if unknown.is_unsure => unknown,
        // That there is no such limit was said: it is not the same as nobody knows.
        Kind::Cap if value.is_none() => Shown::of(Some("none".into())),
        Kind::Amount(_) | Kind::Cap => Shown::of(value.and_then(text::amount_words)),
        Kind::Share(_) => Shown::of(value.and_then(text::share_words)),
        Kind::Day(_) => Shown::of(value.and_then(text::day_words)),
        Kind::Count(..) => Shown::of(value.and_then(Value::as_u64).map(|number| number.to_string())),
        Kind::Month => {
            value.and_then(Value::as_i64).map_or_else(Shown::default, |at| chosen(&at.to_string()))
        }
        Kind::YesNo(_) => Shown::of(value.and_then(yes_no)),
        Kind::Payer | Kind::Choice(..) => value.and_then(Value::as_str).map_or_else(Shown::default, chosen),
    }
}
