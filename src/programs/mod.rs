//! Which help with the cost is open to this patient, and why: kinds of help, and the programs themselves.
//!
//! What the law and the programs' terms say is content. Here it is held against what was named of payer,
//! state, age, label, income and steps taken; what is not known never closes a door and never opens one.
//! [`helps`] answers for the four kinds of help, [`matches()`] for each program ([`ProgramQuestion`] is what
//! it hangs on), [`report()`] writes that as JSON, and [`income_thresholds`] says about which incomes it is
//! worth to ask. [`overlay_matches`] does the same for the pharmacy's own list.

mod income;
mod matching;
mod question;
mod report;
mod terms;

pub use income::{IncomeLimits, income_limits, income_thresholds};
pub use matching::{OwnProgramMatch, ProgramMatch, ProgramMatchKind, matches, overlay_matches};
pub use question::ProgramQuestion;
pub use report::report;

use crate::checklist::coverage::Coverage;
use crate::content::Content;
use crate::content::ids::SourceIx;
use crate::content::language::Phrase;
use crate::content::payer::{Door, Help, HelpKind, State};

/// One kind of help for this patient.
#[derive(Clone, Debug)]
pub struct HelpForPatient<'a> {
    /// The kind.
    pub help: &'a Help,
    /// Whether it can be asked for.
    pub match_: Match,
    /// Why, for the pharmacist.
    pub why: String,
    /// Why, in plain words.
    pub patient: Phrase,
    /// What that rests on.
    pub sources: Vec<SourceIx>,
}

/// Whether a kind of help can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Nothing in the law is in the way.
    Open,
    /// The terms of the program or the plan decide.
    Depends,
    /// It can't be had.
    Closed,
    /// It hangs on the payer, who is not known.
    Ask,
}

impl Match {
    /// The word beside the help.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Depends => "Depends",
            Self::Closed => "Closed",
            Self::Ask => "Ask",
        }
    }
}

impl From<Door> for Match {
    fn from(door: Door) -> Self {
        match door {
            Door::Open => Self::Open,
            Door::Depends => Self::Depends,
            Door::Closed => Self::Closed,
        }
    }
}

/// The kinds of help, in the order shown.
pub fn helps<'a>(content: &'a Content, coverage: &Coverage) -> Vec<HelpForPatient<'a>> {
    HelpKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let help = content.help(kind)?;
            Some(match coverage.payer.as_ref().and_then(|id| content.payer_by_id(id.as_str())) {
                Some(payer) => {
                    let of_payer = payer.helps.iter().find(|help| help.kind == kind)?;
                    HelpForPatient {
                        help,
                        match_: of_payer.door.into(),
                        why: of_payer.why.clone(),
                        patient: of_payer.patient.clone(),
                        sources: of_payer.sources.clone(),
                    }
                }
                None => unknown_payer(content, help),
            })
        })
        .collect()
}

fn unknown_payer<'a>(content: &'a Content, help: &'a Help) -> HelpForPatient<'a> {
    let named = |door: Door| {
        let names: Vec<&str> = content
            .payers
            .iter()
            .filter(|payer| {
                payer.helps.iter().any(|of_payer| of_payer.kind == help.kind && of_payer.door == door)
            })
            .map(|payer| payer.name.as_str())
            .collect();
        names.join(", ")
    };
    let mut why = "The payer is not known, and it decides.".to_owned();
    for (door, words) in
        [(Door::Open, "Open with"), (Door::Depends, "Depends with"), (Door::Closed, "Closed with")]
    {
        let names = named(door);
        if !names.is_empty() {
            why.push_str(&format!(" {words}: {names}."));
        }
    }
    HelpForPatient {
        help,
        match_: Match::Ask,
        why,
        patient: Phrase::not_reviewed(
            "It depends on your insurance. Ask us or your plan.",
            "Depende de su seguro. Pregúntenos o pregunte a su plan.",
        ),
        sources: Vec::new(),
    }
}

/// What the state of residence changes, where the content says something of it.
pub fn state<'a>(content: &'a Content, coverage: &Coverage) -> Option<&'a State> {
    coverage.state.as_deref().and_then(|id| content.state_by_id(id)).filter(|state| !state.notes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::ids::PayerId;

    fn paid_by(payer: &str) -> Coverage {
        let mut coverage = Coverage::default();
        coverage.payer = Some(PayerId::new(payer));
        coverage
    }

    #[test]
    fn an_unknown_payer_leaves_every_door_to_be_asked_about() {
        let content = Content::embedded().unwrap();
        let helps = helps(&content, &Coverage::default());
        assert_eq!(helps.len(), 4);
        assert!(helps.iter().all(|help| help.match_ == Match::Ask));
    }

    #[test]
    fn a_federal_payer_closes_the_copay_card_with_a_reason_and_a_source() {
        let content = Content::embedded().unwrap();
        for payer in ["part_d", "part_d_extra_help", "medicaid", "chip", "tricare", "va", "champva", "ihs"] {
            let helps = helps(&content, &paid_by(payer));
            assert_eq!(helps[0].match_, Match::Closed, "{payer}");
            assert!(!helps[0].why.is_empty() && !helps[0].sources.is_empty(), "{payer}");
        }
        assert_eq!(helps(&content, &paid_by("employer"))[0].match_, Match::Open);
    }
}
