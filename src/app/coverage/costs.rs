//! Draws the right side: the table, the chart, what to ask, and which help is open.

use eframe::egui::{Align, CornerRadius, Frame, Layout, Margin, Stroke, Ui};
use serde_json::Value;

use super::complaint::Complaint;
use super::form::{self, Seen};
use super::live::{Counted, Live};
use super::script::{self, Question};
use super::{Draft, help, model, unsure};
use crate::app::command::here::Focus;
use crate::app::desk::Desk;
use crate::app::desk::visit::Visit;
use crate::app::theme::{self, Type, size};
use crate::app::widgets::{
    ButtonKind, Place, Selected, Tone, button, chart_legend, compare_head, compare_row, link, list, mark,
    months_chart, notice, page_title, section_title, spans, table, words,
};
use crate::cost::compare::{MonthCost, OptionCost};
use crate::cost::entry::{self, Known, get};

/// Draws the costs of the options.
pub fn ui(ui: &mut Ui, desk: &Desk, visit: &Visit, coverage: &Value, live: &Live, draft: &mut Draft) {
    let name = visit.patient.name.split_whitespace().next().unwrap_or("this patient");
    page_title(ui, &format!("A year for {name}, option by option"));
    if let Some(error) = live.error() {
        let groups =
            form::groups(Seen { content: &desk.content, selected: draft.selected, incomes: &[] }, coverage);
        let said = Complaint::of(error).in_rows(&groups, coverage).words(&desk.content, coverage);
        let old = if live.last().is_some() { " The figures below are old: of before that." } else { "" };
        notice(ui, &format!("This can't be counted. {said}{old}"));
    }
    let Some(counted) = live.last() else {
        if live.error().is_none() {
            words(ui, Type::Body, Tone::Muted, "Counting…");
        }
        return;
    };
    // What is shown is what was counted, be it a moment older than what is typed.
    let of = get(&counted.asked, "coverage").unwrap_or(coverage);
    let questions = script::questions(&desk.content, of, draft.selected, &counted.comparison);
    lead(ui, desk, of, &questions);
    if draft.typed.has_wrong() {
        notice(ui, "A field at the left can't be read. The figures are old: they go by its last value.");
    }
    ui.add_space(2.0);
    table(ui, "What each treatment costs", |ui| options(ui, desk, visit, of, counted, draft));
    visits(ui, of);
    others(ui, super::known(desk, visit), coverage, draft);
    let is_wide = ui.available_width() >= 700.0;
    if is_wide {
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::PAD;
            column(ui, width * 0.56 - size::PAD, |ui| {
                chart(ui, of, counted, draft);
                chosen(ui, desk, of, counted, draft);
            });
            column(ui, width * 0.44, |ui| {
                script::ui(ui, desk, of, &questions, draft);
                help::ui(ui, desk, visit, of, draft);
            });
        });
    } else {
        chart(ui, of, counted, draft);
        chosen(ui, desk, of, counted, draft);
        script::ui(ui, desk, of, &questions, draft);
        help::ui(ui, desk, visit, of, draft);
    }
    words(
        ui,
        Type::Small,
        Tone::Muted,
        "An estimate from the facts entered. The plan decides: not a quote, and not a decision on eligibility. \
         Claims of other people in the family are not counted. Only a test claim is exact.",
    );
}

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(eframe::egui::vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        contents(ui);
    });
}

/// A white box with less air than a card: many of them stand beside each other.
pub(super) fn panel(ui: &mut Ui, title: &str, contents: impl FnOnce(&mut Ui)) {
    let palette = theme::of(ui.ctx()).palette.clone();
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(size::LINE, palette.line))
        .corner_radius(CornerRadius::same(size::CARD_RADIUS))
        .inner_margin(Margin::symmetric(16, 13))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 5.0;
            section_title(ui, title);
            contents(ui);
        });
}

fn lead(ui: &mut Ui, desk: &Desk, coverage: &Value, questions: &[Question]) {
    let lead = model::lead(&desk.content, coverage, questions.iter().map(|question| &question.ask));
    let mut parts = vec![(Type::Body, Tone::Muted, lead.open.as_str())];
    if !lead.ask.is_empty() {
        parts.push((Type::Body, Tone::Muted, " Most useful to ask: "));
        parts.push((Type::Strong, Tone::Ink, &lead.ask));
    }
    if !lead.reset.is_empty() {
        parts.push((Type::Body, Tone::Muted, " "));
        parts.push((Type::Body, Tone::Muted, &lead.reset));
    }
    spans(ui, &parts);
}

fn options(ui: &mut Ui, desk: &Desk, visit: &Visit, coverage: &Value, counted: &Counted, draft: &mut Draft) {
    let rows = model::rows(&desk.content, visit, coverage, &counted.comparison);
    let months = get(coverage, "months").and_then(Value::as_u64).unwrap_or(12);
    let pays = format!("Patient pays, {months} months");
    list(ui, "What each option costs", |ui| {
        compare_head(ui, "Option", ["Price a fill", "Highest month", &pays, "Programs pay"], "Safety");
        let count = rows.len();
        for row in &rows {
            let figures = row.figures.each_ref().map(|(words, below)| (words.as_str(), below.as_str()));
            let mark = mark(row.at).to_string();
            let shown = crate::app::widgets::CompareRow {
                mark: &mark,
                title: &row.title,
                below: &row.below,
                figures,
                verdict: row.verdict.as_ref().map(|(level, words)| (*level, words.as_str())),
                spoken: &row.spoken,
                selected: Selected::from(draft.selected == row.at),
                place: if row.at + 1 == count { Place::Last } else { Place::Middle },
            };
            if ui.push_id(row.at, |ui| compare_row(ui, &shown)).inner.clicked() {
                draft.selected = row.at;
                draft.to_option = true;
            }
        }
    });
}

/// What visits and tests cost, apart from the treatments.
fn visits(ui: &mut Ui, coverage: &Value) {
    let Some(said) = model::visits_words(coverage) else { return };
    words(ui, Type::Body, Tone::Ink, &said);
}

/// Adds a treatment to the comparison, or takes the chosen one out of it.
fn others(ui: &mut Ui, known: Known<'_>, coverage: &Value, draft: &mut Draft) {
    let id_of = |at: usize| get(coverage, &format!("options.{at}.id")).and_then(Value::as_str);
    let chosen = id_of(draft.selected);
    let stays = chosen == Some(entry::GENERIC_STEP)
        || entry::prescribed_option(known, coverage) == Some(draft.selected);
    let mut next = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = eframe::egui::vec2(16.0, 0.0);
        let label = if draft.adds { "Add nothing" } else { "Add a treatment" };
        if link(ui, label).clicked() {
            draft.adds = !draft.adds;
        }
        if !stays && link(ui, "Take the chosen one out").clicked() {
            let mut fewer = coverage.clone();
            unsure::forget(&mut fewer, &format!("options.{}", draft.selected));
            entry::set(&mut fewer, &format!("options.{}", draft.selected), None);
            next = Some((fewer, 0));
        }
        if draft.adds {
            for drug in entry::choices(known, coverage) {
                if link(ui, &drug.name_with_brand()).clicked()
                    && let Some(option) = entry::option_of(known, drug)
                {
                    let mut more = coverage.clone();
                    let options = get(&more, "options").and_then(Value::as_array).cloned();
                    let mut options = options.unwrap_or_default();
                    // The generic step stays the last column.
                    let at = options.len().saturating_sub(1);
                    options.insert(at, option);
                    entry::set(&mut more, "options", Some(Value::Array(options)));
                    next = Some((more, at));
                }
            }
        }
    });
    if let Some((coverage, selected)) = next {
        draft.adds = false;
        draft.typed.replace(coverage);
        draft.selected = selected;
        draft.to_say = true;
    }
}

fn chart(ui: &mut Ui, coverage: &Value, counted: &Counted, draft: &mut Draft) {
    panel(ui, "What the patient pays, month by month (striped: depends on what is unknown)", |ui| {
        let chart = model::chart(coverage, &counted.comparison);
        if chart.months.is_empty() {
            words(
                ui,
                Type::Body,
                Tone::Muted,
                "No option can be counted yet: see at the right what is missing.",
            );
            return;
        }
        let (response, pointed) = months_chart(ui, &chart, draft.month);
        draft.is_on_chart = response.has_focus();
        if response.clicked() {
            draft.month = pointed.or(draft.month);
            response.request_focus();
        }
        let last = chart.months.len().saturating_sub(1);
        draft.month = draft.month.map(|month| month.min(last));
        chart_legend(ui, &chart.names);
        if let Some(said) = model::partial_words(coverage) {
            words(ui, Type::Small, Tone::Muted, &said);
        }
        let months = counted.comparison.options.iter().find(|cost| !cost.months.is_empty());
        let said = pointed.or(draft.month).and_then(|at| months.and_then(|cost| cost.months.get(at)));
        let said = said.map_or_else(
            || "Point at a month, or press ← → on the chart, for its figures.".to_owned(),
            |month| model::month_words(coverage, &counted.comparison, (month.year, month.month)),
        );
        words(ui, Type::Small, Tone::Ink, &said);
        let label = if draft.as_table { "Hide the table" } else { "Show as a table" };
        // In a field the letter would only be typed.
        let cap = (Focus::of(ui.ctx()) == Focus::Elsewhere).then_some("T");
        if button(ui, ButtonKind::Quiet, label, cap).clicked() {
            draft.as_table = !draft.as_table;
        }
        if draft.as_table {
            month_table(ui, &chart.names, counted);
        }
    });
}

/// The months as tables, each of as many treatments as can be read beside each other.
fn month_table(ui: &mut Ui, names: &[String], counted: &Counted) {
    let options = &counted.comparison.options;
    let Some(first) = options.iter().find(|cost| !cost.months.is_empty()) else { return };
    let heads: Vec<String> =
        names.iter().enumerate().map(|(at, name)| format!("{} {name}", mark(at))).collect();
    let figures: Vec<Vec<String>> =
        first.months.iter().map(|month| options.iter().map(|cost| of_month(cost, month)).collect()).collect();
    let has_range = figures.iter().flatten().any(|figure| figure.contains(" – "));
    let beside = if has_range { 2 } else { 3 };
    for from in (0..options.len()).step_by(beside) {
        let to = (from + beside).min(options.len());
        table(ui, "What the patient pays, month by month", |ui| {
            crate::app::widgets::figures_head(ui, "Month", heads.get(from..to).unwrap_or_default());
            for (month, figures) in first.months.iter().zip(&figures) {
                let head = format!("{} {}", crate::app::dates::month_short(month.month), month.year);
                let figures = figures.get(from..to).unwrap_or_default();
                let names = names.iter().skip(from).zip(figures);
                let spoken: Vec<String> = names.map(|(name, figure)| format!("{name} {figure}")).collect();
                let spoken = format!("{head}: {}", spoken.join(", "));
                crate::app::widgets::figure_row(ui, &head, figures, &spoken);
            }
        });
        ui.add_space(size::GAP);
    }
}

/// What a treatment costs in a month.
fn of_month(cost: &OptionCost, month: &MonthCost) -> String {
    let found = cost.months.iter().find(|one| (one.year, one.month) == (month.year, month.month));
    found.map_or_else(
        || "–".to_owned(),
        |one| match one.range.low == one.range.high {
            true => one.range.low.to_string(),
            false => model::bounds(one.range),
        },
    )
}

/// More of the option that is chosen: what it rests on, and what comes after.
fn chosen(ui: &mut Ui, desk: &Desk, coverage: &Value, counted: &Counted, draft: &mut Draft) {
    let Some(cost) = counted.comparison.options.get(draft.selected) else { return };
    let name = get(coverage, &format!("options.{}.name", draft.selected)).and_then(Value::as_str);
    panel(ui, name.unwrap_or(&cost.id), |ui| {
        match cost.maintenance_year {
            Some(range) => {
                let words_of = model::range_words(range);
                words(ui, Type::Body, Tone::Ink, &format!("A full plan year after the start: {words_of}."));
            }
            None => missing(ui, desk, coverage, cost),
        }
        if !cost.unknown.is_empty() {
            let names: Vec<String> = cost.unknown.iter().map(|path| named(desk, path)).collect();
            let said = format!("Not known, so counted with each possible answer: {}.", names.join(", "));
            words(ui, Type::Note, Tone::Muted, &said);
        }
        for note in &cost.notes {
            words(ui, Type::Note, Tone::Muted, &format!("· {note}"));
        }
    });
}

fn named(desk: &Desk, path: &str) -> String {
    let label = desk.content.guide.field(path).map_or(path, |field| field.label.as_str());
    let of = if path.contains("oop_max") && label.starts_with("Met") {
        " (out-of-pocket)"
    } else if path.contains("deductible") && label.starts_with("Met") {
        " (deductible)"
    } else {
        ""
    };
    format!("{}{of}", crate::content::phrase::capitalized(label))
}

fn missing(ui: &mut Ui, desk: &Desk, coverage: &Value, cost: &OptionCost) {
    let _ = coverage;
    let names: Vec<String> = cost.missing_answers().map(|path| named(desk, path)).collect();
    words(ui, Type::Body, Tone::Ink, &format!("No total yet. Still needed: {}.", names.join(", ")));
}
