//! Which help with the cost can the patient ask for?

use super::super::Visit;
use super::super::teller::Teller;
use crate::content::language::Phrase;
use crate::content::payer::HelpKind;
use crate::content::program::ProgramKind;
use crate::programs::{Match, ProgramMatch, ProgramMatchKind, ProgramQuestion, helps, matches};
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
pub(in super::super) fn lines(visit: &Visit<'_>, words: &Teller) -> Lines {
    let helps = helps(visit.content, visit.coverage);
    let line = |name: &Phrase, what: &Phrase| {
        let name = format!("{}. ", words.say(name));
        vec![Inline::weighted(name, Weight::SemiBold), Inline::words(words.say(what))]
    };
    let mut lines = Lines {
        open: Vec::new(),
        closed: Vec::new(),
        hangs_on_payer: helps.iter().any(|help| help.match_ == Match::Ask),
        card: helps.iter().any(|help| help.help.kind == HelpKind::CopayCard && help.match_ != Match::Closed),
    };
    for help in &helps {
        match help.match_ {
            Match::Open | Match::Depends => lines.open.push(text(words.say(&help.patient))),
            // Four times "it depends" helps nobody: what it is does.
            Match::Ask => lines.open.push(line(&help.help.patient_name, &help.help.patient)),
            Match::Closed => lines.closed.push(text(words.say(&help.patient))),
        }
    }
    lines
}

/// The section of the cost page: programs that may fit, by name, then places to look and what can't be had.
pub(super) fn programs(visit: &Visit<'_>, words: &Teller) -> Vec<Block> {
    let lines = lines(visit, words);
    let mut blocks = vec![Block::heading(words.cost.programs)];
    if lines.hangs_on_payer {
        blocks.push(Block::body(text(words.patient.tell_insurance)));
    }
    let checklist = visit.checklist;
    let asked =
        ProgramQuestion::of(visit.content, checklist.as_of, checklist.patient.birth_date, visit.coverage);
    let mut found = matches(visit.content, &asked);
    found.retain(|found| found.match_ != ProgramMatchKind::Not);
    found.sort_by_key(|found| found.match_ != ProgramMatchKind::Likely);
    let is_named = |found: &&ProgramMatch<'_>| {
        !matches!(found.program.kind, ProgramKind::CharityGrant | ProgramKind::Finder | ProgramKind::Discount)
    };
    let named: Vec<Text> = found.iter().filter(is_named).map(|found| named(visit, words, found)).collect();
    match named.is_empty() {
        false => blocks.push(Block::Checks(named)),
        // Nothing is compared yet: what the kinds of help are is all there is to say.
        true if !lines.open.is_empty() => blocks.push(Block::Checks(lines.open)),
        true => {}
    }
    let reached = |kind: ProgramKind| -> Vec<String> {
        let of_kind = found.iter().filter(|found| found.program.kind == kind);
        of_kind.map(|found| reached(&words.say(&found.program.patient_name), contact(found))).collect()
    };
    for (frame, kind) in
        [(words.cost.charities, ProgramKind::CharityGrant), (words.cost.finders, ProgramKind::Finder)]
    {
        let names = reached(kind);
        if !names.is_empty() {
            blocks.push(Block::body(text(format!("{frame} {}.", names.join(". ")))));
        }
    }
    if !lines.closed.is_empty() {
        blocks.push(Block::Bullets(lines.closed));
    }
    if found.iter().any(|found| is_named(&found)) {
        blocks.extend(papers(visit, words));
    }
    blocks
}

/// What to bring for an application.
fn papers(visit: &Visit<'_>, words: &Teller) -> Vec<Block> {
    let payer = visit.coverage.payer.as_ref();
    let documents = visit.content.programs.documents.iter().filter(|document| {
        document.payers.is_empty() || payer.is_some_and(|payer| document.payers.contains(payer))
    });
    let papers: Vec<Text> = documents.map(|document| text(words.say(&document.patient))).collect();
    vec![Block::heading(words.cost.papers), Block::Checks(papers)]
}

fn contact<'a>(found: &ProgramMatch<'a>) -> &'a str {
    let program = found.program;
    [program.phone.as_str(), program.website.as_str()].into_iter().find(|text| !text.is_empty()).unwrap_or("")
}

fn reached(name: &str, contact: &str) -> String {
    if contact.is_empty() { name.to_owned() } else { format!("{name} ({contact})") }
}

/// One program: its name, how to reach it, what it is, and how sure that it fits.
fn named(visit: &Visit<'_>, words: &Teller, found: &ProgramMatch<'_>) -> Text {
    let of = found.drug.map(|drug| words.say(&visit.content.drug(drug).patient.name));
    let name = words.say(&found.program.patient_name);
    let title = match of {
        Some(drug) => format!("{drug}: {}. ", reached(&name, contact(found))),
        None => format!("{}. ", reached(&name, contact(found))),
    };
    let fits = match found.match_ {
        ProgramMatchKind::Likely => words.cost.program_likely,
        ProgramMatchKind::Ask | ProgramMatchKind::Not => words.cost.program_ask,
    };
    vec![
        Inline::weighted(title, Weight::SemiBold),
        Inline::words(words.say(&found.program.patient)),
        Inline::words(format!(" {fits}")),
    ]
}
