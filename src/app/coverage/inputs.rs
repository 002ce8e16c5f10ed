//! Draws the fields at the left, and takes what is typed into them.
//!
//! What is typed counts at once; it is said, and so saved, when one leaves the field. What can't be read
//! stays in its field, marked, and the last value that could be read goes on counting.

use eframe::egui::{Align, Key, ScrollArea, Ui, vec2};
use serde_json::{Value, json};

use super::complaint::Complaint;
use super::form::{self, Group, Kind, Row, Seen};
use super::live::Counted;
use super::script::{self, Call};
use super::shown::{self, Shown};
use super::take;
use super::{Draft, card, claims, income, kept, unsure};
use crate::app::desk::Desk;
use crate::app::form::{Drawn, Line, offered};
use crate::app::theme::{Type, size};
use crate::app::widgets::{Tone, divider, explain, link, notice, section_title, words};
use crate::checklist::answer::InputError;
use crate::cost::entry::{self, Known};

/// What stands above the options that are not worked on: how all of their fields come into sight.
const IN_SHORT: &str = "The other options stand in short. Outside of a field (Esc leaves it), 1 to 9 show one of them \
                        with all of its fields.";

/// What stands in the place of a field's help while no field has the focus: where the keys lead then.
const NO_FIELD: &str = "No field has the focus. A: the most useful question. 1 to 9: an option. T: the months as a \
                        table. ↑ ↓: back into the fields. Esc: back.";
/// The height of the place for what a field means and takes: of fixed height, so that no field moves when another
/// one gets the focus.
const HELP: f32 = 270.0;
/// How much of the room that place takes at most.
const HELP_SHARE: f32 = 0.42;

/// Draws the fields, and below them what the one with the focus means. The answer is whether what was typed is now
/// to be said.
pub fn ui(ui: &mut Ui, all: &Beside<'_>, coverage: &Value, draft: &mut Draft) -> bool {
    let Beside { known, incomes, .. } = *all;
    let seen = Seen { content: known.content, selected: draft.selected, incomes };
    let groups = form::groups(seen, coverage);
    let room = ui.available_height();
    let fields = ScrollArea::vertical().id_salt("insurance").auto_shrink([false, false]);
    let fields = fields.max_height(room - HELP.min(room * HELP_SHARE));
    let mut say = false;
    let mut entered = None;
    fields.show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        say = all_fields(ui, all, &groups, coverage, draft, &mut entered);
    });
    divider(ui);
    let help = ScrollArea::vertical().auto_shrink([false, false]);
    match entered {
        Some(row) => {
            let help = help.id_salt(("help", key(row)));
            say |= help.show(ui, |ui| below(ui, known, coverage, row, draft)).inner;
        }
        None => {
            help.id_salt("no field").show(ui, |ui| notice(ui, NO_FIELD));
        }
    }
    say
}

/// The groups of fields; `entered` is the field that has the focus.
fn all_fields<'g>(
    ui: &mut Ui,
    all: &Beside<'_>,
    groups: &'g [Group],
    coverage: &Value,
    draft: &mut Draft,
    entered: &mut Option<&'g Row>,
) -> bool {
    let known = all.known;
    let order: Vec<String> = groups.iter().flat_map(|group| group.rows.iter().map(key)).collect();
    let complaint = all.error.map(|error| Complaint::of(error).in_rows(groups, coverage));
    let call = draft.call.as_ref().and_then(Call::field);
    let is_asked = call.is_some() && call == draft.typed.focused();
    let leads_on = is_asked && ui.input(|input| input.key_pressed(Key::Enter));
    let mut say = draft.typed.step(ui, &order);
    if leads_on && let Some(counted) = all.counted {
        // On the phone one goes by the questions, not by the order of the fields.
        script::next(known.content, coverage, draft, &counted.comparison);
    }
    let mut is_told = false;
    for group in groups {
        if group.option.is_some_and(|option| option != draft.selected)
            && !std::mem::replace(&mut is_told, true)
        {
            // Said once, above the first of them.
            words(ui, Type::Small, Tone::Muted, IN_SHORT);
        }
        section_title(ui, &group.title);
        if group.title == "Insurance" {
            say |= quick(ui, known, coverage, draft);
        }
        ui.spacing_mut().item_spacing.y = 6.0;
        for row in &group.rows {
            let wrong = complaint.as_ref().filter(|complaint| complaint.is_about(row));
            let drawn = field(ui, known, coverage, row, wrong.map(|wrong| wrong.why.as_str()), draft);
            say |= drawn.left;
            if drawn.is_attended {
                *entered = Some(row);
            }
            if row.kind == Kind::Price {
                say |= kept_price(ui, all, coverage, row, draft);
            }
        }
        if group.rows.iter().any(|row| matches!(row.kind, Kind::Claim(_))) {
            let used = claims::follows(ui, known.content, coverage, draft.selected, all.counted);
            if let Some(mut used) = used {
                card::settle(coverage, &mut used);
                draft.typed.replace(used);
                say = true;
            }
        }
        if group.title == form::VISITS {
            say |= more_visits(ui, known, coverage, draft);
        }
        ui.add_space(size::PAD);
    }
    say
}

/// Adds a visit or test, or takes the last one out. What it costs is not known before it is typed.
fn more_visits(ui: &mut Ui, known: Known<'_>, coverage: &Value, draft: &mut Draft) -> bool {
    let mut visits = entry::get(coverage, "credits").and_then(Value::as_array).cloned().unwrap_or_default();
    let changed = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
        let adds = link(ui, "Add a visit or test").clicked();
        let takes = !visits.is_empty() && link(ui, "Take the last one out").clicked();
        if adds {
            let date = known.checklist.as_of.to_string();
            visits.push(json!({
                "date": date, "oop_cents": entry::UNKNOWN, "deductible_cents": entry::UNKNOWN,
            }));
            draft.typed.focus_on(Some(format!("credits.{}.date", visits.len() - 1)));
        } else if takes {
            visits.pop();
        }
        adds || takes
    });
    if changed.inner {
        let mut next = coverage.clone();
        // What was said of the one that goes says nothing of one that comes.
        unsure::forget(&mut next, &format!("credits.{}", visits.len()));
        entry::set(&mut next, "credits", (!visits.is_empty()).then_some(Value::Array(visits)));
        draft.typed.replace(next);
    }
    changed.inner
}

/// What stands beside the coverage and is shown with its fields.
pub struct Beside<'a> {
    /// What a coverage begins with.
    pub known: Known<'a>,
    /// Amounts of a yearly income, in cents, that decide about programs.
    pub incomes: &'a [i64],
    /// What was counted last.
    pub counted: Option<&'a Counted>,
    /// Why what is typed can't be counted.
    pub error: Option<&'a InputError>,
    /// The prices that the pharmacy keeps.
    pub desk: &'a Desk,
}

/// A price that the pharmacy keeps, where the field has none or an older one.
fn kept_price(ui: &mut Ui, all: &Beside<'_>, coverage: &Value, row: &Row, draft: &mut Draft) -> bool {
    let line = row.path.trim_end_matches(".maintenance");
    let Some(kept) = kept::of_line(all.desk, coverage, line) else { return false };
    if entry::get(coverage, &format!("{line}.maintenance.2")).and_then(Value::as_i64) == Some(kept.cents) {
        return false;
    }
    words(ui, Type::Small, Tone::Muted, &kept.words);
    if !ui.push_id(line, |ui| link(ui, "Use the kept price")).inner.clicked() {
        return false;
    }
    let mut next = coverage.clone();
    kept.put(&mut next, line);
    draft.typed.replace(next);
    true
}

/// The first field of the chosen option, the plan or the claim in which nothing stands: there one goes on.
pub fn first_open(known: Known<'_>, coverage: &Value, selected: usize) -> Option<String> {
    let seen = Seen { content: known.content, selected, incomes: &[] };
    let rows = form::groups(seen, coverage).into_iter().flat_map(|group| group.rows);
    rows.into_iter().find(|row| shown::shown(known, coverage, row).text.is_empty()).map(|row| key(&row))
}

/// Whether there is such a field.
pub fn has(known: Known<'_>, coverage: &Value, selected: usize, wanted: &str) -> bool {
    let seen = Seen { content: known.content, selected, incomes: &[] };
    form::groups(seen, coverage).iter().flat_map(|group| &group.rows).any(|row| key(row) == wanted)
}

/// The field that takes the answer about a path while an option is shown in full.
pub fn field_of(known: Known<'_>, coverage: &Value, selected: usize, path: &str) -> Option<String> {
    let seen = Seen { content: known.content, selected, incomes: &[] };
    script::row_in(&form::groups(seen, coverage), coverage, path).map(key)
}

/// What tells a row from all others: two rows may ask for one path.
pub(super) fn key(row: &Row) -> String {
    match &row.kind {
        Kind::IncomeAtMost(limit) => format!("{} {limit}", row.path),
        Kind::Package => format!("{} package", row.path),
        _ => row.path.clone(),
    }
}

/// Entries that fill in what the law fixes.
fn quick(ui: &mut Ui, known: Known<'_>, coverage: &Value, draft: &mut Draft) -> bool {
    let payer = entry::get(coverage, "payer").and_then(Value::as_str).filter(|id| *id != entry::UNKNOWN);
    let year = entry::get(coverage, "first_fill")
        .and_then(Value::as_str)
        .and_then(|day| day.get(..4))
        .unwrap_or_default()
        .to_owned();
    let mut chosen = None;
    let mut fitting =
        known.content.guide.quick.iter().filter(|quick| payer.is_none_or(|id| quick.payer.as_str() == id));
    let Some(first) = fitting.next() else { return false };
    words(ui, Type::Small, Tone::Muted, "Fill in the figures that the law sets for:");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
        for quick in std::iter::once(first).chain(fitting) {
            let name = quick.name.replace("{year}", &year);
            if explain(link(ui, &name), &quick.about).clicked() {
                chosen = Some(quick);
            }
        }
    });
    if let Some(said) = &draft.quick {
        notice(ui, said);
    }
    let Some(quick) = chosen else { return false };
    let mut filled = coverage.clone();
    match entry::apply_quick(known.content, quick, &mut filled) {
        Ok(()) => {
            draft.typed.forget_texts();
            draft.quick = Some(quick.about.clone());
            card::settle(coverage, &mut filled);
            draft.typed.replace(filled);
            true
        }
        Err(why) => {
            draft.quick = Some(why);
            false
        }
    }
}

fn field(
    ui: &mut Ui,
    known: Known<'_>,
    coverage: &Value,
    row: &Row,
    wrong: Option<&str>,
    draft: &mut Draft,
) -> Drawn {
    let key = key(row);
    let label = row.label(known.content);
    let Shown { text, is_unsure } = shown::shown(known, coverage, row);
    let is_words = row.kind == Kind::State || !shown::choices(known, coverage, row).is_empty();
    let line = Line {
        key: &key,
        label: &label,
        text,
        is_unsure,
        align: if is_words { Align::Min } else { Align::Max },
        // Packages have the longest words.
        share: if row.kind == Kind::Package { 0.62 } else { 0.45 },
        wrong,
    };
    let Draft { typed, incomes, .. } = draft;
    typed.line(ui, line, coverage, |record, text| take_in(known, incomes, record, row, text))
}

/// Takes a text into a record, and remembers what was said of the income in this way.
fn take_in(
    known: Known<'_>,
    incomes: &mut income::Answers,
    record: &mut Value,
    row: &Row,
    text: &str,
) -> Result<(), String> {
    let before = record.clone();
    take::take(known, record, row, text)?;
    if let Kind::IncomeAtMost(limit) = row.kind {
        incomes.settle(limit, text, &before, record);
    }
    Ok(())
}

/// What the field with the focus means, where to find it, and what can be chosen. The answer is whether something was.
fn below(ui: &mut Ui, known: Known<'_>, coverage: &Value, row: &Row, draft: &mut Draft) -> bool {
    let key = key(row);
    ui.spacing_mut().item_spacing.y = 3.0;
    words(ui, Type::NoteStrong, Tone::Ink, &row.label(known.content));
    let asked = draft.call.as_ref().and_then(|call| call.question_at(&key));
    if let Some(asked) = asked {
        notice(ui, &format!("On the call: {asked}"));
    }
    let next = if asked.is_some() { "Enter next question" } else { "Enter next" };
    let choices = shown::choices(known, coverage, row);
    let typed = draft.typed.text(&key).unwrap_or_default().trim().to_lowercase();
    let names: Vec<&str> = choices.iter().map(|(_, name)| name.as_str()).collect();
    let chosen = offered(ui, &key, &names, &typed).and_then(|at| choices.get(at));
    if let Some((help, find)) = row.help(known.content) {
        words(ui, Type::Small, Tone::Muted, help);
        words(ui, Type::Small, Tone::Muted, &format!("Where: {find}"));
    }
    words(ui, Type::Small, Tone::Muted, &format!("? not sure · empty: take it back · {next}"));
    let Some(chosen) = chosen else { return false };
    let Draft { typed, incomes, .. } = draft;
    typed.choose(&key, chosen.1.clone(), coverage, |record, text| take_in(known, incomes, record, row, text));
    true
}
