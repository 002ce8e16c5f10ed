//! The two pages of the gallery: as dense as the safety screen, as wide as the start screen.
//!
//! Patients, drugs and numbers are invented.

use countercheck::app::{
    theme::{self, Type},
    widgets::{
        ButtonKind, Choice, ChoiceRow, ChoiceState, Cursor, Field, FieldInput, FieldState, Level, ListRow,
        Place, Selected, TagTone, Tone, action_row, button, card, choice_row, empty_state, finding_card,
        key_cap, list, list_row, nav_row, notice, page_title, search_field, section_title, tab, tag,
        text_field, verdict_banner, verdict_chip, verdict_row, verdict_sign, words,
    },
};
use eframe::egui::{self, Align, CentralPanel, Frame, Margin, Panel, Rect, Ui, Vec2, vec2};

/// What is typed on the gallery's fields, and what was clicked last.
#[derive(Default)]
pub struct Typed {
    pub search: String,
    pub deductible: String,
    pub met: String,
    pub share: String,
    pub clicked: Option<&'static str>,
}

/// A page as dense as the safety screen.
pub fn safety_page(ui: &mut Ui, typed: &mut Typed) {
    let palette = theme::of(ui.ctx()).palette.clone();
    let bar = Frame::new().fill(palette.surface);
    Panel::top("top").frame(bar.inner_margin(Margin::symmetric(18, 6))).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            words(ui, Type::Strong, Tone::Ink, "Countercheck");
            ui.add_space(10.0);
            words(ui, Type::Name, Tone::Ink, "Elena Marković");
            words(ui, Type::Body, Tone::Muted, "born 2 May 1984 · 42 years");
            ui.add_space(300.0);
            tab(ui, "1 Safety", Selected::Yes);
            tab(ui, "2 Coverage & cost", Selected::No);
            tab(ui, "3 Summary", Selected::No);
            button(ui, ButtonKind::Plain, "Print", Some("Ctrl P"));
        });
    });
    Panel::left("topics")
        .resizable(false)
        .exact_size(216.0)
        .frame(bar.inner_margin(Margin::symmetric(10, 14)))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            section_title(ui, "Questions · 16 of 43");
            ui.add_space(8.0);
            nav_row(ui, "Prescription", "done", Selected::No);
            nav_row(ui, "Infections", "0 of 4", Selected::Yes);
            nav_row(ui, "Heart and clots", "0 of 5", Selected::No);
        });
    Panel::right("verdicts")
        .resizable(false)
        .exact_size(372.0)
        .frame(bar.inner_margin(16))
        .show(ui, verdicts);
    CentralPanel::default()
        .frame(Frame::new().fill(palette.ground).inner_margin(Margin::symmetric(30, 22)))
        .show(ui, |ui| {
            section_title(ui, "Infections · 1 of 4");
            card(ui, |ui| question(ui, typed));
        });
}

fn verdicts(ui: &mut Ui) {
    verdict_banner(
        ui,
        Level::Avoid,
        "Avoid",
        "Upadacitinib 15 mg",
        "Rinvoq, new",
        Some("and 22 questions still open"),
    );
    notice(ui, "“Shingles before” added a caution to 4 treatments.");
    finding_card(
        ui,
        Level::Avoid,
        "Carbamazepine (Tegretol) makes it too weak",
        "Strong CYP3A4 inducer: the label says not together.",
        "Because: medicines · Rinvoq label 7 · as of 2025, secondary",
    );
    finding_card(
        ui,
        Level::NeedsTest,
        "Pregnancy test before the first dose",
        "",
        "Because: pregnancy, pregnancy test · Rinvoq label 5.9",
    );
    finding_card(
        ui,
        Level::Caution,
        "Boxed warning · shingles before · before a systemic · could become pregnant",
        "",
        "4 cautions: open with Enter",
    );
    section_title(ui, "The alternatives");
    ui.spacing_mut().item_spacing.y = 0.0;
    let rows = [
        (Level::Incomplete, "Abrocitinib", "Cibinqo", "23 open"),
        (Level::Contraindicated, "Ruxolitinib", "Opzelura", ""),
        (Level::NeedsTest, "Dupilumab", "Dupixent", "3 open"),
        (Level::NoConcern, "Tralokinumab", "Adbry", ""),
        (Level::Caution, "Topical steroid", "by strength", ""),
        (Level::Avoid, "Cyclosporine", "Neoral", "2 open"),
    ];
    for (level, drug, brand, open) in rows {
        verdict_row(ui, level, level.words(), drug, brand, open);
    }
}

fn question(ui: &mut Ui, typed: &mut Typed) {
    page_title(ui, "Any of these infections, now or before?");
    let why = "These medicines calm the immune system: an infection can flare or return.";
    words(ui, Type::Body, Tone::Muted, why);
    ui.add_space(6.0);
    let now = [
        ("A", "Serious infection", ChoiceState::No),
        ("B", "Minor infection", ChoiceState::Unanswered),
        ("C", "Infected eczema", ChoiceState::Unanswered),
    ];
    let before = [
        ("I", "Shingles before", ChoiceState::Yes),
        ("J", "Cold sores before", ChoiceState::Unanswered),
        ("P", "TB, positive test only", ChoiceState::Unsure),
        ("Q", "TB, was treated", ChoiceState::Unanswered),
    ];
    ui.spacing_mut().item_spacing.x = 16.0;
    ui.columns(2, |columns| {
        for (ui, (title, rows)) in
            columns.iter_mut().zip([("Now", &now[..]), ("Before or known", &before[..])])
        {
            section_title(ui, title);
            ui.spacing_mut().item_spacing.y = 6.0;
            for &(key, label, state) in rows {
                let cursor = match key {
                    "P" => Cursor::Here,
                    _ => Cursor::Elsewhere,
                };
                let row = ChoiceRow { key, label, detail: None, state, cursor, multi: Choice::CheckBox };
                if choice_row(ui, row).clicked() {
                    typed.clicked = Some(label);
                }
            }
        }
    });
    ui.add_space(6.0);
    let radios = [
        ("1", "Mild", "A few small areas, little itch", ChoiceState::No),
        ("2", "Moderate", "Itch most days, some sleep lost", ChoiceState::Yes),
    ];
    for (key, label, detail, state) in radios {
        let row = ChoiceRow {
            key,
            label,
            detail: Some(detail),
            state,
            cursor: Cursor::Elsewhere,
            multi: Choice::Radio,
        };
        choice_row(ui, row);
    }
    ui.add_space(12.0);
    ui.spacing_mut().item_spacing.x = 8.0;
    ui.horizontal(|ui| {
        if button(ui, ButtonKind::Primary, "Next", Some("Enter")).clicked() {
            typed.clicked = Some("Next");
        }
        button(ui, ButtonKind::Plain, "None of these", Some("N"));
        button(ui, ButtonKind::Plain, "Not sure", Some("U"));
        button(ui, ButtonKind::Quiet, "Note", None);
    });
}

/// A page as wide as the start screen, with fields and the signs in two sizes.
pub fn start_page(ui: &mut Ui, typed: &mut Typed) {
    let palette = theme::of(ui.ctx()).palette.clone();
    CentralPanel::default()
        .frame(Frame::new().fill(palette.ground).inner_margin(Margin::symmetric(40, 26)))
        .show(ui, |ui| {
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    records(left, typed);
                    form(right, typed);
                }
            });
        });
}

fn records(ui: &mut Ui, typed: &mut Typed) {
    let found = search_field(ui, "name, birth date or phone", &mut typed.search);
    if typed.clicked.is_none() {
        found.request_focus();
    }
    let rows = [
        ("Marković, Elena", 0..3, "born 2 May 1984 · …4471", "14 of 31 answered"),
        ("Martinez, José", 0..3, "born 19 Sep 1971 · …0238", "printed"),
        ("O’Brien, Mára", 11..15, "born 7 Jan 2011 · …9920", ""),
    ];
    list(ui, "Found", |ui| {
        for (index, (title, range, below, right_below)) in rows.iter().enumerate() {
            let row = ListRow {
                title,
                matches: std::slice::from_ref(range),
                below,
                right: "21 Jun 2026",
                right_below,
                right_tone: match index {
                    2 => Tone::Alarm,
                    _ => Tone::Muted,
                },
                selected: Selected::from(index == 0),
                place: Place::of(index, 4),
            };
            list_row(ui, &row);
        }
        action_row(ui, "Add “mar” as a new patient", Some("Ctrl N"), Place::Last);
    });
    let care = "Two people can share a name: check the birth date before you open a record.";
    words(ui, Type::Note, Tone::Muted, care);
    list(ui, "Nobody", |ui| {
        empty_state(ui, "Nobody by that name", "Check the spelling, or add a new patient.")
    });
}

fn form(ui: &mut Ui, typed: &mut Typed) {
    section_title(ui, "Insurance");
    let field = |label, state| Field {
        label,
        hint: "none",
        width: 112.0,
        align: Align::Max,
        state,
        input: FieldInput::Open,
    };
    let wrong = FieldState::Wrong("Coinsurance is 300 %. Enter 0 to 100.");
    text_field(ui, &field("Deductible", FieldState::Plain), &mut typed.deductible);
    text_field(ui, &field("Met so far", FieldState::Unsure), &mut typed.met);
    text_field(ui, &field("Share after it", wrong), &mut typed.share);
    let secret = Field {
        width: 220.0,
        align: Align::Min,
        input: FieldInput::Secret,
        ..field("Passphrase", FieldState::Plain)
    };
    text_field(ui, &secret, &mut "correct horse".to_owned());
    ui.horizontal(|ui| {
        tag(ui, TagTone::Good, "Likely");
        tag(ui, TagTone::Ask, "Ask");
        tag(ui, TagTone::Neutral, "3 open");
        key_cap(ui, "F1");
    });
    ui.horizontal_wrapped(|ui| {
        for level in Level::ALL {
            verdict_chip(ui, level, level.words());
        }
    });
    let (strip, _) = ui.allocate_exact_size(vec2(ui.available_width(), 60.0), egui::Sense::hover());
    for (step, level) in Level::ALL.into_iter().enumerate() {
        let corner = strip.min + vec2(56.0 * step as f32, 10.0);
        verdict_sign(ui.painter(), Rect::from_min_size(corner, Vec2::splat(40.0)), level);
    }
    for level in Level::ALL {
        let open = (level == Level::Incomplete).then_some("and 3 questions still open");
        verdict_banner(ui, level, level.words(), "Dupilumab 300 mg", "", open);
    }
}
