//! What the palette offers for what is typed: commands, keys of the screen at hand, and patients; each with its key,
//! and with what has to be done first where it can't be had.

use unicode_normalization::UnicodeNormalization;

use crate::app::command::here::{HereKey, OUTSIDE, Spot, Stroke};
use crate::app::command::{Command, Situation};
use crate::app::desk::Desk;
use crate::app::patient::born_words;
use crate::content::phrase::capitalized;
use crate::store::Patient;

/// What a line leads to.
#[derive(Clone)]
pub enum Target {
    /// Something that can be done from anywhere.
    Command(Command),
    /// A key of the screen at hand.
    Here(Stroke),
    /// A patient.
    Patient(Box<Patient>),
}

/// A line of the palette.
pub struct Line {
    /// What it does, or who it is.
    pub title: String,
    /// Its keys; for a patient what a record is told apart by.
    pub keys: String,
    /// Why it can't be had; `None` where it can.
    pub why_not: Option<&'static str>,
    /// What it leads to.
    pub target: Target,
}

/// The lines for what is typed: first what can be had, then patients, then what can't be had and why.
pub fn lines(desk: &Desk, (situation, spot): (&Situation, Spot), typed: &str) -> Vec<Line> {
    let wanted: Vec<String> = typed.split_whitespace().map(folded).collect();
    let mut all: Vec<Line> = Vec::new();
    for key in spot.area().keys {
        if let Some(stroke) = key.stroke {
            let target = Target::Here(stroke);
            all.push(Line {
                title: chosen_words(key),
                keys: key.keys.to_owned(),
                why_not: key.why_not(desk),
                target,
            });
        }
    }
    for command in Command::ALL {
        // It is what one is in.
        if command != Command::Palette {
            all.push(Line {
                title: command.words().to_owned(),
                keys: command.keys().to_owned(),
                why_not: command.why_not(situation),
                target: Target::Command(command),
            });
        }
    }
    // Keys of other screens are known here too, with where they are heard.
    for other in Spot::ALL.into_iter().filter(|other| *other != spot && !wanted.is_empty()) {
        let area = other.area();
        for key in area.keys.iter().filter(|key| key.words != "Back") {
            if let Some(stroke) = key.stroke
                && all.iter().all(|line| line.title != chosen_words(key))
            {
                all.push(Line {
                    title: chosen_words(key),
                    keys: key.keys.to_owned(),
                    why_not: Some(area.title),
                    target: Target::Here(stroke),
                });
            }
        }
    }
    all.retain(|line| has_all(&line.title, &wanted));
    let (mut can, cannot): (Vec<Line>, Vec<Line>) = all.into_iter().partition(|line| line.why_not.is_none());
    // A list that was found for another text shows another patient.
    let is_current = desk.lookup.found_for == typed && !wanted.is_empty();
    let found = desk.lookup.patients.iter().filter(|_| is_current).map(|patient| Line {
        title: format!("{}, {}", patient.name, born_words(patient)),
        keys: "patient".to_owned(),
        why_not: None,
        target: Target::Patient(Box::new(patient.clone())),
    });
    can.extend(found);
    can.extend(cannot);
    can
}

/// What a key does, for those who choose it by name: where the cursor stands makes no difference to them.
fn chosen_words(key: &HereKey) -> String {
    key.words.strip_prefix(OUTSIDE).map_or_else(|| key.words.to_owned(), capitalized)
}

/// What was found, in words: for those who hear the list.
pub fn count_words(lines: &[Line]) -> String {
    let patients = lines.iter().filter(|line| matches!(line.target, Target::Patient(_))).count();
    let commands = lines.len() - patients;
    let counted = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        several => format!("{several} {one}s"),
    };
    match (commands, patients) {
        (0, 0) => "Nothing has all of these words.".to_owned(),
        (commands, 0) => format!("{}.", counted(commands, "command")),
        (0, patients) => format!("{}.", counted(patients, "patient")),
        (commands, patients) => {
            format!("{}, {}.", counted(commands, "command"), counted(patients, "patient"))
        }
    }
}

/// Whether each typed word is the beginning of a word.
fn has_all(title: &str, wanted: &[String]) -> bool {
    let folded = folded(title);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    wanted.iter().all(|wanted| words.iter().any(|word| word.starts_with(wanted.as_str())))
}

/// Lower case, without accents.
fn folded(text: &str) -> String {
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_words_are_beginnings_of_words_in_any_order_and_without_accents() {
        for (title, typed, expected) in [
            ("Save the pages as PDF", "pdf", true),
            ("Save the pages as PDF", "pa sav", true),
            ("Save the pages as PDF", "ages", false),
            ("José Martínez, born 2 May 1984", "martinez jose", true),
            ("Prior authorization", "", true),
            ("Prior authorization", "prior x", false),
        ] {
            let wanted: Vec<String> = typed.split_whitespace().map(folded).collect();
            assert_eq!(has_all(title, &wanted), expected, "{title} {typed}");
        }
    }
}
