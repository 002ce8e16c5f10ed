//! What does a patient take home on one sheet?
//!
//! The prescribed drug first, what to talk about, what to ask and when to call. What a page has no room for is
//! counted, and the page says that there is more; never cut are the verdicts of the drugs that it names, what to
//! call 911 for, and that no medicine is stopped alone. How much fits is tried by laying it out: see
//! [`Room::ALL`].

use super::Visit;
use super::choices::{Most, Shown, choices, shown};
use super::patient::{
    Boxes, asks, boxed_warning, calls, checks, named, note, ruled_out, tests_first, with_blocks,
};
use super::phrase::fill;
use super::teller::Teller;
use crate::summary::{Block, Inline, Part, PrintSize};

/// How much a page has room for.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Drugs in the table, the prescribed one first.
    drugs: usize,
    /// Findings of the prescribed drug; of the others one.
    findings: usize,
    /// Questions to the doctor that come from findings.
    asks: usize,
    /// Signs for which to call on the same day.
    today: usize,
    warning: Warning,
}

/// How a boxed warning stands there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Warning {
    /// In its words.
    Told,
    /// That there is one, and to ask for it.
    Named,
}

impl Room {
    /// From the most to the least.
    pub(super) const ALL: [Self; 7] = [
        Self { drugs: 5, findings: 3, asks: 5, today: usize::MAX, warning: Warning::Told },
        Self { drugs: 4, findings: 2, asks: 4, today: usize::MAX, warning: Warning::Told },
        Self { drugs: 3, findings: 2, asks: 3, today: 8, warning: Warning::Told },
        Self { drugs: 3, findings: 1, asks: 3, today: 6, warning: Warning::Named },
        Self { drugs: 2, findings: 1, asks: 2, today: 4, warning: Warning::Named },
        Self { drugs: 1, findings: 1, asks: 1, today: 3, warning: Warning::Named },
        Self { drugs: 1, findings: 1, asks: 0, today: 2, warning: Warning::Named },
    ];
}

/// Composes the part.
pub(super) fn part(visit: &Visit<'_>, words: &Teller, room: Room, print_size: PrintSize) -> Part {
    let page = &words.patient;
    let boxes = match print_size {
        PrintSize::Normal => Boxes::BesideWhereShort,
        PrintSize::Large => Boxes::Below,
    };
    let all = shown(visit);
    // What is taken now stands last: the signs to call for are those of all.
    let drugs = all.drugs.iter().copied().take(room.drugs).collect();
    let shown = Shown { drugs, range: all.range };
    let most = Most { of_prescribed: room.findings, of_other: 1, needs: 2 };
    let (table, _) = choices(visit, words, &shown, most);
    let mut blocks = vec![Block::heading(page.choices), table];
    let left_out = all.drugs.len() - shown.drugs.len();
    if left_out > 0 {
        blocks.push(note(&fill(page.more_medicines, &[("n", &left_out.to_string())])));
    } else if all.drugs.len() < visit.assessment.drugs.len() {
        blocks.push(note(page.others_ask_us));
    }
    blocks.extend(ruled_out(visit, words));
    blocks.extend(checks(page.ask, asks(visit, words, &shown, room.asks)));
    blocks.extend(tests_first(visit, words, &all).map(Block::body));
    match room.warning {
        Warning::Told => blocks.extend(boxed_warning(visit, words)),
        Warning::Named => {
            let drug = visit.prescribed().filter(|drug| drug.boxed_warning.is_some());
            blocks.extend(drug.map(|drug| {
                let said = fill(page.boxed_warning_named, &[("drug", &named(words, drug))]);
                Block::body(vec![Inline::bold(said)])
            }));
        }
    }
    blocks.extend(calls(visit, words, &all, room.today, boxes));
    blocks.push(note(page.short_form));
    with_blocks(visit, page, blocks)
}
