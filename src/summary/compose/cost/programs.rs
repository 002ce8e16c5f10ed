//! Which help with the cost can the patient ask for?

use super::super::Visit;
use super::super::words::Words;
use crate::content::payer::HelpKind;
use crate::programs::{Match, helps};
use crate::summary::{Block, Inline, Text, Weight, text};

/// The kinds of help, in plain words.
pub(in super::super) struct Lines {
    /// What can be asked for.
    pub(in super::super) open: Vec<Text>,
    /// What can't be had, and why.
    pub(in super::super) closed: Vec<Text>,
    /// Whether it hangs on a payer who is not known.
    pub(in super::super) hangs_on_payer: bool,
    /// Whether a maker's card is among what can be asked for.
    pub(in super::super) card: bool,
}

/// The kinds of help for the payer of a visit.
pub(in super::super) fn lines(visit: &Visit<'_>) -> Lines {
    let helps = helps(visit.content, visit.coverage);
    let line = |name: &str, words: &str| {
        vec![Inline::weighted(format!("{name}. "), Weight::SemiBold), Inline::words(words)]
    };
    let mut lines = Lines {
        open: Vec::new(),
        closed: Vec::new(),
        hangs_on_payer: helps.iter().any(|help| help.match_ == Match::Ask),
        card: helps.iter().any(|help| help.help.kind == HelpKind::CopayCard && help.match_ != Match::Closed),
    };
    for help in &helps {
        match help.match_ {
            Match::Open | Match::Depends => lines.open.push(text(help.patient.as_str())),
            // Four times "it depends" helps nobody: what it is does.
            Match::Ask => lines.open.push(line(&help.help.name, &help.help.patient)),
            Match::Closed => lines.closed.push(text(help.patient.as_str())),
        }
    }
    lines
}

/// The section of the cost page.
pub(super) fn programs(visit: &Visit<'_>, words: &Words) -> Vec<Block> {
    let lines = lines(visit);
    let mut blocks = vec![Block::heading(words.cost.programs)];
    if lines.hangs_on_payer {
        blocks.push(Block::body(text(words.patient.tell_insurance)));
    }
    if !lines.open.is_empty() {
        blocks.push(Block::Checks(lines.open));
    }
    if !lines.closed.is_empty() {
        blocks.push(Block::Bullets(lines.closed));
    }
    blocks
}
