//! What a claim comes back with, in the rule book.

use super::{Book, for_patient, named, section};
use crate::content::claim::{LeadsTo, Reject};
use crate::summary::{Block, Cell, CellStyle, text};

/// A table of the ways to be rejected, and one of the figures of a paid claim.
pub fn claims(book: &Book<'_>) -> Vec<Block> {
    let claims = &book.content.claims;
    let rejects = claims
        .rejects
        .iter()
        .map(|reject| {
            let code = reject.code.as_ref().map_or_else(String::new, |code| format!("reject {code}"));
            [named(&reject.name, &code), said(book, reject), book.backing(&reject.backing)]
        })
        .collect();
    let returned = claims
        .returned
        .iter()
        .map(|returned| {
            let code = returned.code.as_ref().map_or_else(String::new, |code| format!("field {code}"));
            let about = Cell::plain(text(returned.about.as_str()));
            [named(&returned.name, &code), about, book.backing(&returned.backing)]
        })
        .collect();
    let mut blocks = section("Rejected claims", "Reject", "What it means, and what to do next", rejects);
    blocks.extend(section("Figures of a paid claim", "Figure", "What it says", returned));
    blocks
}

fn said(book: &Book<'_>, reject: &Reject) -> Cell {
    let mut cell = Cell::plain(text(reject.means.as_str()));
    for next in &reject.next {
        cell = cell.with(text(format!("• {next}")), CellStyle::Plain);
    }
    let leads: Vec<&str> = reject.leads_to.iter().map(|leads| words(book, *leads)).collect();
    let leads = text(format!("Leads to: {}", leads.join(", ")));
    cell.with(leads, CellStyle::Muted).with(for_patient(reject.patient.english()), CellStyle::Plain)
}

fn words<'a>(book: &Book<'a>, leads: LeadsTo) -> &'a str {
    match leads {
        LeadsTo::Step(step) => step.words(),
        LeadsTo::Help(kind) => book.content.help(kind).map_or(kind.id(), |help| help.name.as_str()),
    }
}
