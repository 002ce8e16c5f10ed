//! Shows a pasted list of medicines before any of it is listed: each line, and how far it is understood.
//!
//! Nothing is listed until one says so, and then all of it in one step. What is left out is named.

use eframe::egui::{self, Event, Ui, ViewportCommand};

use crate::app::keys::Press;
use crate::app::theme::{Type, size};
use crate::app::widgets::{
    ButtonKind, ListRow, Place, Selected, Tone, button, list, list_row, notice, section_title, words,
};
use crate::checklist::answer::Intake;
use crate::checklist::medicine_list::{Line, Understood, is_listed, read};
use crate::content::Content;

/// A pasted list that waits to be looked at.
pub(super) struct Pasted {
    text: String,
    rows: Option<Vec<Row>>,
    marked: usize,
}

struct Row {
    line: Line,
    taken: Taken,
}

/// Whether a line will be listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Yes,
    LeftOut,
    ListedAlready,
}

/// What is to become of a pasted list.
pub(super) enum Outcome {
    /// It is still looked at.
    Open,
    /// Nothing of it is listed.
    Forget,
    /// These are listed.
    Add(Vec<Intake>),
}

impl Pasted {
    /// A list that was just pasted.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), rows: None, marked: 0 }
    }

    /// As it was pasted.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Whether a text is more than one name: several lines, or one with more behind the name.
pub(super) fn is_list(content: &Content, text: &str) -> bool {
    match read(content, text).as_slice() {
        [] => false,
        [only] => only.intake.written.is_some(),
        [_, _, ..] => true,
    }
}

/// Takes what is pasted in this frame, if `wanted` says so of it.
pub(super) fn taken(ui: &Ui, wanted: impl Fn(&str) -> bool) -> Option<String> {
    ui.ctx().input_mut(|input| {
        let at = input.events.iter().position(|event| matches!(event, Event::Paste(text) if wanted(text)))?;
        match input.events.remove(at) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    })
}

/// Asks the window for what is on the clipboard.
pub(super) fn ask_for_clipboard(ui: &Ui) {
    ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
}

/// Draws the lines, and answers with what is to become of them.
pub(super) fn ui(
    ui: &mut Ui,
    content: &Content,
    listed: &[Intake],
    pasted: &mut Pasted,
    presses: &[Press],
) -> Outcome {
    let Pasted { text, rows, marked } = pasted;
    let rows = rows.get_or_insert_with(|| {
        let row = |line: Line| {
            let taken = if is_listed(listed, &line) { Taken::ListedAlready } else { Taken::Yes };
            Row { line, taken }
        };
        read(content, text).into_iter().map(row).collect()
    });
    let mut outcome = Outcome::Open;
    let mut moved = false;
    let mut add = false;
    for press in presses {
        match press {
            Press::Down => (*marked, moved) = ((*marked + 1).min(rows.len().saturating_sub(1)), true),
            Press::Up => (*marked, moved) = (marked.saturating_sub(1), true),
            Press::Space | Press::Delete | Press::Backspace => toggle(rows.get_mut(*marked)),
            Press::Enter => add = true,
            Press::Escape => outcome = Outcome::Forget,
            _ => {}
        }
    }
    section_title(ui, "Pasted: look at each line");
    notice(ui, &summary(rows));
    let count = rows.iter().filter(|row| row.taken == Taken::Yes).count();
    let label = if count == 1 { "Add 1 medicine".to_owned() } else { format!("Add {count} medicines") };
    ui.horizontal_wrapped(|ui| {
        add |= count > 0 && button(ui, ButtonKind::Primary, &label, Some("Enter")).clicked();
        let toggled = match rows.get(*marked).map(|row| row.taken) {
            Some(Taken::Yes) => Some("Leave this line out"),
            Some(Taken::LeftOut | Taken::ListedAlready) => Some("Take this line in"),
            None => None,
        };
        if let Some(label) = toggled
            && button(ui, ButtonKind::Plain, label, Some("Space")).clicked()
        {
            toggle(rows.get_mut(*marked));
        }
        if button(ui, ButtonKind::Quiet, "Forget what was pasted", Some("Esc")).clicked() {
            outcome = Outcome::Forget;
        }
    });
    ui.add_space(size::GAP);
    let mut clicked = None;
    list(ui, "What was pasted", |ui| {
        for (at, row) in rows.iter().enumerate() {
            let (reading, tone) = reading(&row.line.understood);
            let right = match row.taken {
                Taken::Yes => "",
                Taken::LeftOut => "left out",
                Taken::ListedAlready => "listed already, left out",
            };
            let shown = ListRow {
                title: &row.line.intake.name,
                matches: &[],
                below: &row.line.original.replace('\n', "; "),
                right: &reading,
                right_below: right,
                right_tone: tone,
                selected: Selected::from(at == *marked),
                place: Place::of(at, rows.len()),
            };
            let response = ui.push_id(at, |ui| list_row(ui, &shown)).inner;
            if response.clicked() {
                clicked = Some(at);
            }
            if moved && at == *marked {
                response.scroll_to_me(None);
            }
        }
    });
    if let Some(at) = clicked {
        *marked = at;
    }
    if let Some(row) = rows.get(*marked) {
        details(ui, &row.line);
    }
    if add && count > 0 {
        let taken = rows.iter().filter(|row| row.taken == Taken::Yes);
        return Outcome::Add(taken.map(|row| row.line.intake.clone()).collect());
    }
    outcome
}

fn toggle(row: Option<&mut Row>) {
    if let Some(row) = row {
        row.taken = match row.taken {
            Taken::Yes => Taken::LeftOut,
            Taken::LeftOut | Taken::ListedAlready => Taken::Yes,
        };
    }
}

/// "5 lines: 3 recognized, 1 with the form to be chosen, 1 not recognized; 1 left out."
fn summary(rows: &[Row]) -> String {
    let count =
        |wanted: fn(&Understood) -> bool| rows.iter().filter(|row| wanted(&row.line.understood)).count();
    let parts = [
        (count(|read| matches!(read, Understood::Recognized(_))), "recognized"),
        (count(|read| matches!(read, Understood::FormOpen(_))), "with the form to be chosen"),
        (count(|read| matches!(read, Understood::DoseOpen(_))), "with the daily dose to be said"),
        (
            count(|read| match read {
                Understood::NotRecognized | Understood::MoreThanAName => true,
                Understood::Several | Understood::NotRead(_) => true,
                Understood::Recognized(_) | Understood::FormOpen(_) | Understood::DoseOpen(_) => false,
            }),
            "not recognized and kept as written",
        ),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let left = rows.iter().filter(|row| row.taken != Taken::Yes).count();
    let left = if left > 0 { format!("; {left} left out") } else { String::new() };
    let all = if rows.len() == 1 { "1 medicine".to_owned() } else { format!("{} medicines", rows.len()) };
    format!("{all}: {}{left}. No dose is taken from directions.", parts.join(", "))
}

fn reading(understood: &Understood) -> (String, Tone) {
    match understood {
        Understood::Recognized(name) => (name.clone(), Tone::Muted),
        Understood::FormOpen(name) => (format!("{name}: which form?"), Tone::Alarm),
        Understood::DoseOpen(name) => (format!("{name}: which daily dose?"), Tone::Alarm),
        Understood::NotRecognized => ("not recognized".into(), Tone::Alarm),
        Understood::MoreThanAName => ("not recognized: more than a name".into(), Tone::Alarm),
        Understood::Several => ("not recognized: names several".into(), Tone::Alarm),
        Understood::NotRead(_) => ("not read".into(), Tone::Alarm),
    }
}

/// The marked line, with nothing cut off.
fn details(ui: &mut Ui, line: &Line) {
    let what = match &line.understood {
        Understood::Recognized(_) => "",
        Understood::FormOpen(_) => "Choose the form in the list afterwards: until then its rules stay open.",
        Understood::DoseOpen(_) => {
            "Say the daily dose in the list afterwards: it is not taken from directions."
        }
        Understood::NotRecognized => {
            "Kept as written: rules about medicines stay open until it is looked up."
        }
        Understood::MoreThanAName => {
            "It begins with a known name, and the words behind it could make it another medicine. Kept as \
             written: rules about medicines stay open."
        }
        Understood::Several => {
            "Kept as one line, and rules about medicines stay open: better leave it out and add each by itself."
        }
        Understood::NotRead(_) => "Paste the rest by itself: until then rules about medicines stay open.",
    };
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 8)).show(ui, |ui| {
        for original in line.original.lines() {
            words(ui, Type::Small, Tone::Ink, &format!("As pasted: {original}"));
        }
        let parts = [("Strength", &line.strength), ("Directions", &line.directions)];
        for (label, text) in parts {
            if let Some(text) = text {
                words(ui, Type::Small, Tone::Muted, &format!("{label}: {text}"));
            }
        }
        if !what.is_empty() {
            words(ui, Type::Small, Tone::Alarm, what);
        }
    });
}
