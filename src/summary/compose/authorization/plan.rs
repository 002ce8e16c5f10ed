//! What do plans usually want, what of it is missing, and which ways are open after a denial?

use super::{Page, Visit, fill, noted};
use crate::checklist::authorization::Denial;
use crate::checklist::authorization::standing::{Standing, State, standings};
use crate::checklist::authorization::ways::{OpenWay, PayerFits, Until, days_left, ways as of_content};
use crate::content::phrase::capitalized;
use crate::summary::{Block, Cell, CellStyle, Column, Inline, Row, Style, Table, Text, Weight, text};

/// What to attach to a request, with boxes to tick.
pub(super) fn attachments(page: &Page<'_>) -> Vec<Block> {
    let visit = page.visit;
    let group = visit.prescription.drug.and_then(|drug| visit.content.authorization.group_of(drug));
    let Some(group) = group.filter(|group| !group.attach.is_empty()) else { return Vec::new() };
    let entries = group.attach.iter().map(|line| text(line.as_str())).collect();
    vec![Block::heading(page.page.attach), Block::Checks(entries)]
}

/// What plans usually want, and how it stands.
pub(super) fn wanted(page: &Page<'_>) -> Vec<Block> {
    let (visit, words) = (page.visit, page.page);
    let small = |words: &str| Block::Paragraph { text: text(words), style: Style::Small };
    let found = visit
        .prescription
        .drug
        .map(|drug| standings(visit.content, visit.checklist, drug, visit.authorization));
    let heading = Block::heading(words.wanted);
    let (group, standings) = match found {
        None => return vec![heading, small(words.wanted_by_drug)],
        Some(None) => return vec![heading, small(words.no_policies)],
        Some(Some(found)) => found,
    };
    // What is missing is what the page is for: it stands first.
    let order = [State::Missing, State::Against, State::Shown, State::Note];
    let rows = order
        .into_iter()
        .flat_map(|state| standings.iter().filter(move |standing| standing.state == state))
        .map(|standing| Row {
            cells: vec![
                Cell::strong(text(standing.criterion.wants.as_str())),
                Cell::plain(text(standing.criterion.typical.as_str())),
                stands(page, standing),
            ],
        })
        .collect();
    let columns = vec![
        Column::words(words.criterion, 5),
        Column::words(words.usually, 8),
        Column::words(words.here, 7),
    ];
    let about = fill(
        words.patterns,
        &[("group", &group.name), ("date", &page.day(visit.content.authorization.as_of))],
    );
    vec![heading, small(&about), Block::Table(Table { columns, rows }), small(&group.duration)]
}

fn stands(page: &Page<'_>, standing: &Standing<'_>) -> Cell {
    let words = page.page;
    let lacks = standing.lacks.map(|lacks| fill(words.lacks, &[("what", lacks)])).unwrap_or_default();
    let entered = capitalized(&standing.entered);
    match standing.state {
        State::Missing => {
            let obtain = Cell::plain(vec![
                Inline::CheckBox,
                Inline::weighted(format!(" {}", words.missing), Weight::SemiBold),
                Inline::words(standing.criterion.obtain.as_str()),
            ]);
            let so_far = match standing.entered.as_str() {
                "" => String::new(),
                entered => fill(words.so_far, &[("entered", entered)]),
            };
            noted(obtain, &so_far)
        }
        State::Against => {
            let look = Inline::weighted(words.look_again, Weight::SemiBold);
            noted(Cell::plain(vec![look, Inline::words(entered)]), &lacks)
        }
        State::Shown if lacks.is_empty() => Cell::plain(text(entered)),
        State::Shown => {
            let lacks: Text = vec![Inline::CheckBox, Inline::words(format!(" {lacks}"))];
            Cell::plain(text(entered)).with(lacks, CellStyle::Plain)
        }
        State::Note => Cell::plain(Vec::new()),
    }
}

/// The latest denial: that with the latest date, else the last one written.
fn latest<'a>(visit: &Visit<'a>) -> Option<&'a Denial> {
    visit.authorization.denials.iter().max_by_key(|denial| denial.on.known().copied())
}

/// The ways that are open to this patient.
pub(super) fn open_ways<'a>(visit: &Visit<'a>) -> Vec<OpenWay<'a>> {
    of_content(visit.content, visit.coverage.payer.as_ref(), latest(visit))
}

/// Approvals and denials so far, and the ways with their dates.
pub(super) fn ways(page: &Page<'_>) -> Vec<Block> {
    let (visit, words) = (page.visit, page.page);
    let record = visit.authorization;
    let mut blocks = vec![Block::heading(words.ways)];
    for approval in &record.approvals {
        let drug = page.text(&approval.drug);
        let (on, until) = (page.date(&approval.on), page.date(&approval.until));
        let parts = [(drug, ""), (on, words.from), (until, words.until)];
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(part, _)| !part.is_empty())
            .map(|(part, before)| format!("{before}{part}"))
            .collect();
        blocks.extend(page.line(words.approval, &said.join(", ")));
    }
    for denial in &record.denials {
        blocks.extend(page.line(words.denial, &denied(page, denial)));
        if let Some(deadline) = denial.deadline.known() {
            let left = left(page, *deadline);
            let line = vec![
                Inline::bold(format!("{} {}", words.by_notice, page.day(*deadline))),
                Inline::words(format!(" ({left}).{}", words.notice_holds)),
            ];
            blocks.push(Block::Paragraph { text: line, style: Style::Small });
        }
    }
    if record.denials.is_empty() {
        blocks.push(Block::Paragraph { text: text(words.not_denied), style: Style::Small });
    }
    let rows = open_ways(visit)
        .into_iter()
        .map(|open| {
            let payer = match open.payer {
                PayerFits::Yes => String::new(),
                PayerFits::PayerNotKnown => {
                    let names: Vec<&str> = open
                        .way
                        .payers
                        .iter()
                        .filter_map(|id| visit.content.payer_by_id(id.as_str()))
                        .map(|payer| payer.name.as_str())
                        .collect();
                    fill(words.if_payer, &[("payers", &names.join(", "))])
                }
            };
            let name = noted(Cell::strong(text(open.way.name.as_str())), &payer);
            let about = Cell::plain(text(open.way.about.as_str()));
            let decision = match open.way.decision.as_str() {
                "" => String::new(),
                decision => fill(words.decision, &[("decision", decision)]),
            };
            Row { cells: vec![name, noted(about, &decision), Cell::plain(text(until(page, open.until)))] }
        })
        .collect();
    let columns =
        vec![Column::words(words.way, 5), Column::words(words.about, 10), Column::words(words.ask_until, 5)];
    blocks.push(Block::Table(Table { columns, rows }));
    blocks
}

fn denied(page: &Page<'_>, denial: &Denial) -> String {
    let words = page.page;
    let payer = page.said(&denial.payer, |id| {
        page.visit.content.payer_by_id(id.as_str()).map_or_else(String::new, |payer| payer.name.clone())
    });
    let appeal = page
        .said(&denial.after_appeal, |yes| (if *yes { words.of_appeal } else { words.of_request }).to_owned());
    let appeal = if appeal == words.not_known { words.appeal_not_known.to_owned() } else { appeal };
    let code = page.text(&denial.code);
    let code = if code.is_empty() { code } else { fill(words.code, &[("code", &code)]) };
    let on = match page.date(&denial.on) {
        on if on.is_empty() => words.no_date.to_owned(),
        on => on,
    };
    let parts: Vec<String> = [on, payer, code, page.text(&denial.why), appeal]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

fn left(page: &Page<'_>, day: jiff::civil::Date) -> String {
    let words = page.page;
    match days_left(page.visit.as_of(), day) {
        passed if passed < 0 => words.passed.to_owned(),
        0 => words.last_day.to_owned(),
        1 => words.one_day_left.to_owned(),
        days => fill(words.days_left, &[("n", &days.to_string())]),
    }
}

fn until(page: &Page<'_>, until: Until) -> String {
    let words = page.page;
    let span = |template: &str, span: crate::content::authorization::Span| {
        fill(template, &[("span", &span.to_string())])
    };
    match until {
        Until::NotStated => words.see_notice.to_owned(),
        Until::AfterNotice(time) => span(words.after_notice, time),
        Until::Day(day) => format!("{} ({})", page.day(day), left(page, day)),
        Until::AfterAppeal(time) => span(words.after_appeal, time),
        Until::DayIfAppeal(day) => fill(words.day_if_appeal, &[("day", &page.day(day))]),
        Until::Used => words.used.to_owned(),
    }
}
