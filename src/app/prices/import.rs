//! Importing prices: which file, what it would do, and nothing before it is confirmed.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use eframe::egui::{Context, Key, ScrollArea, Ui};
use jiff::civil::Date;

use super::line::{Line, amount};
use super::reading::{Found, Reading};
use crate::app::desk::prices::Origin;
use crate::app::desk::{Action, Desk};
use crate::app::keys;
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, Field, FieldState, ListRow, Place, Selected, Tone, button, card, list, long_list, page_title,
    read_row, section_title, text_field, words,
};
use crate::content::Content;
use crate::content::price::PriceRecord;
use crate::exchange::prices::FileKind;

/// An import, as far as it is.
#[derive(Default)]
pub struct Draft {
    path: String,
    why_not: Option<String>,
    focused: bool,
    choosing: Option<Receiver<Option<PathBuf>>>,
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    Asking,
    Reading(Reading),
    Read(Box<Found>),
}

/// What a list has to have, for the import and the empty page.
pub const COLUMNS: &str = "A price list is a CSV file whose first line names the columns, in any order: ndc, \
    or drug, strength and package; price, price_kind, quantity, unit, days_supply, as_of. payer and source may \
    be there too. A NADAC file of CMS is read as it is, whatever its size: only its rows on these treatments \
    are taken.";

impl Draft {
    /// The prices that would be kept, and what the batch is called, once they were looked at.
    pub fn confirmed(&self) -> Option<(Vec<PriceRecord>, String)> {
        match &self.state {
            State::Read(found) => Some((found.to_keep(), found.source.clone())),
            State::Asking | State::Reading(_) => None,
        }
    }

    /// Puts the cursor into the field for the path again.
    pub fn focus(&mut self) {
        self.focused = false;
    }

    fn start(&mut self, ctx: &Context, desk: &Desk) {
        // What a file manager copies may stand in quotation marks.
        let path = self.path.trim().trim_matches(['"', '\'']);
        if path.is_empty() {
            self.why_not = Some("Type where the file is, or choose it.".into());
            return;
        }
        let kept = desk.prices.iter().filter(|kept| kept.origin != Origin::Overlay);
        let kept = kept.map(|kept| (kept.price.key(), kept.price.clone())).collect();
        let today = (desk.clock.today)();
        match Reading::start(ctx, Arc::clone(&desk.content), PathBuf::from(path), kept, today) {
            Ok(reading) => {
                self.why_not = None;
                self.state = State::Reading(reading);
            }
            Err(why) => self.why_not = Some(why),
        }
    }

    fn choose(&mut self, ctx: &Context) {
        if self.choosing.is_some() {
            return;
        }
        let (done, choosing) = channel();
        let ctx = ctx.clone();
        let work = move || {
            let dialog = rfd::FileDialog::new()
                .set_title("Import prices from")
                .add_filter("Tables of text", &["csv", "txt", "tsv"]);
            done.send(dialog.pick_file()).ok();
            ctx.request_repaint();
        };
        if std::thread::Builder::new().name("choose prices".into()).spawn(work).is_ok() {
            self.choosing = Some(choosing);
        }
    }

    fn receive(&mut self, ctx: &Context, desk: &Desk) {
        if let Some(chosen) = self.choosing.as_ref().and_then(|choosing| choosing.try_recv().ok()) {
            self.choosing = None;
            if let Some(path) = chosen {
                self.path = path.display().to_string();
                self.start(ctx, desk);
            }
        }
        if let State::Reading(reading) = &self.state
            && let Some(finished) = reading.finished()
        {
            self.state = match finished {
                Ok(found) => State::Read(Box::new(found)),
                Err(why) => {
                    self.why_not = Some(why);
                    self.focused = false;
                    State::Asking
                }
            };
        }
    }
}

/// Draws the import; answers whether it was left.
pub fn ui(ui: &mut Ui, desk: &Desk, draft: &mut Draft, actions: &mut Vec<Action>) -> bool {
    draft.receive(ui.ctx(), desk);
    let mut back = keys::take_from_all(ui.ctx(), Key::Escape);
    let mut go = keys::take(ui.ctx(), Key::Enter);
    match &draft.state {
        State::Asking => {
            back |= ask(ui, draft, &mut go);
            if go && !back {
                draft.start(ui.ctx(), desk);
            }
            back
        }
        State::Reading(reading) => {
            page_title(ui, &reading.words());
            words(ui, Type::Body, Tone::Muted, "Everything else goes on meanwhile: F9 leads back here.");
            ui.add_space(size::GAP);
            back |= button(ui, ButtonKind::Plain, "Stop", Some("Esc")).clicked();
            if back {
                draft.state = State::Asking;
                draft.focused = false;
            }
            false
        }
        State::Read(found) => {
            back |= preview(ui, desk, found, &mut go);
            // While the vault is at work, a second Enter must not keep it twice.
            if go && !back && !desk.busy {
                let rows = found.to_keep();
                if !rows.is_empty() {
                    actions.push(Action::KeepPrices(rows, found.source.clone()));
                }
            }
            back
        }
    }
}

fn ask(ui: &mut Ui, draft: &mut Draft, go: &mut bool) -> bool {
    let mut back = false;
    page_title(ui, "Import prices");
    words(ui, Type::Body, Tone::Muted, COLUMNS);
    words(ui, Type::Body, Tone::Muted, "You see what it would do before anything is kept.");
    ui.add_space(size::GAP);
    card(ui, |ui| {
        section_title(ui, "File");
        let state = draft.why_not.as_deref().map_or(FieldState::Plain, FieldState::Wrong);
        let width = ui.available_width();
        let field = Field { state, ..Field::plain("File", "where the file is", width) };
        let response = text_field(ui, &field, &mut draft.path);
        if !draft.focused {
            response.request_focus();
            draft.focused = true;
        }
        if response.changed() {
            draft.why_not = None;
        }
        ui.add_space(size::GAP);
        ui.horizontal_wrapped(|ui| {
            *go |= button(ui, ButtonKind::Primary, "Read it", Some("Enter")).clicked();
            if button(ui, ButtonKind::Plain, "Choose…", None).clicked() {
                draft.choose(ui.ctx());
            }
            back = button(ui, ButtonKind::Plain, "Back", Some("Esc")).clicked();
        });
    });
    back
}

/// The groups, from the one that needs most thought to the one that needs least.
fn preview(ui: &mut Ui, desk: &Desk, found: &Found, go: &mut bool) -> bool {
    let mut back = false;
    page_title(ui, &format!("Import {}?", found.source));
    words(ui, Type::Body, Tone::Ink, &counts(found));
    ui.add_space(size::TIGHT);
    let keep = found.new.len() + found.changed();
    ui.horizontal_wrapped(|ui| {
        if keep > 0 {
            *go |=
                button(ui, ButtonKind::Primary, &format!("Keep {}", prices(keep)), Some("Enter")).clicked();
        }
        back = button(ui, ButtonKind::Plain, "Discard", Some("Esc")).clicked();
    });
    if keep == 0 {
        words(ui, Type::Note, Tone::Muted, "There is nothing to keep.");
    }
    ui.add_space(size::GAP);
    let today = (desk.clock.today)();
    ScrollArea::vertical().id_salt("prices-preview").auto_shrink([false, false]).show(ui, |ui| {
        rejected(ui, found);
        group(ui, &format!("Kept already: {}", found.matched.len()), found.matched.len(), |ui, at, place| {
            if let Some((line, row, old)) = found.matched.get(at) {
                matched(ui, &desk.content, (*line, row, old), place, today);
            }
        });
        group(ui, &format!("New: {}", found.new.len()), found.new.len(), |ui, at, place| {
            if let Some((line, row)) = found.new.get(at) {
                let shown = Line::of_record(&desk.content, row, today);
                let age = format!("{} · line {line}", shown.age);
                let tone = if shown.old { Tone::Alarm } else { Tone::Muted };
                show(ui, &shown, (&shown.amount, &age), tone, place);
            }
        });
    });
    back
}

fn counts(found: &Found) -> String {
    let mut parts = vec![
        format!("{} new", found.new.len()),
        match (found.matched.len(), found.changed()) {
            (0, _) => "0 kept already".to_owned(),
            (all, 0) => format!("{all} kept already, all the same"),
            (all, changed) => format!("{all} kept already, {changed} of them with something else"),
        },
        format!("{} refused", found.rejected_count),
    ];
    if found.kind == FileKind::Nadac {
        parts.push(format!("{} of other products passed over", found.passed_over));
    }
    format!("{}.", parts.join("; "))
}

fn rejected(ui: &mut Ui, found: &Found) {
    section_title(ui, &format!("Refused: {}", found.rejected_count));
    if !found.rejected.is_empty() {
        const SHOWN: usize = 100;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            for one in found.rejected.iter().take(SHOWN) {
                words(ui, Type::Note, Tone::Ink, &format!("Line {}: {}", one.line, one.reason));
            }
            let shown = u64::try_from(found.rejected.len().min(SHOWN)).unwrap_or(u64::MAX);
            if let more @ 1.. = found.rejected_count.saturating_sub(shown) {
                words(ui, Type::Note, Tone::Muted, &format!("and {more} more"));
            }
        });
    }
    ui.add_space(size::GAP);
}

fn group(ui: &mut Ui, title: &str, count: usize, mut row: impl FnMut(&mut Ui, usize, Place)) {
    section_title(ui, title);
    if count > 0 {
        list(ui, title, |ui| long_list(ui, count, None, |ui, at| row(ui, at, Place::of(at, count))));
    }
    ui.add_space(size::GAP);
}

/// "$5,000.00 for 30 EA → $5,100.00 for 30 EA", or that it is the same.
fn matched(
    ui: &mut Ui,
    content: &Content,
    (line, row, old): (u64, &PriceRecord, &PriceRecord),
    place: Place,
    today: Date,
) {
    let shown = Line::of_record(content, row, today);
    let (amount, what) = if row == old {
        (shown.amount.clone(), "the same".to_owned())
    } else if row.amount == old.amount {
        (shown.amount.clone(), "the same amount, other details".to_owned())
    } else {
        (format!("{} → {}", amount(old), shown.amount), "another amount".to_owned())
    };
    let tone = if row == old { Tone::Muted } else { Tone::Accent };
    show(ui, &shown, (&amount, &format!("{what} · {} · line {line}", shown.age)), tone, place);
}

fn show(ui: &mut Ui, line: &Line, (right, right_below): (&str, &str), right_tone: Tone, place: Place) {
    let (title, below) = (&line.title, &line.below);
    let selected = Selected::No;
    read_row(ui, &ListRow { title, matches: &[], below, right, right_below, right_tone, selected, place });
}

/// "1 price", "12 prices".
pub fn prices(count: usize) -> String {
    if count == 1 { "1 price".into() } else { format!("{count} prices") }
}
