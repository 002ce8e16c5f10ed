//! Every command of the app with its keys: the one source of shortcuts and of the F1 list.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

/// Something that can be done from anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The list of keys.
    Help,
    /// The prescription of the open visit.
    Prescription,
    /// The safety questions.
    Safety,
    /// Insurance and help with the cost.
    Coverage,
    /// What supports a prior authorization.
    Authorization,
    /// The pages.
    Summary,
    /// Show the findings in full, or fold them.
    Findings,
    /// Everything that the app knows, to read and to search.
    About,
    /// The pharmacy's prices.
    Prices,
    /// Staff, keys, backups.
    Vault,
    /// Notes on the question, the visit, the patient.
    Notes,
    /// Everything that was said of the patient.
    History,
    /// What is due for the patient at hand.
    FollowUps,
    /// What is due, of all patients.
    DueList,
    /// A new patient.
    NewPatient,
    /// Finding a patient.
    Find,
    /// The pages, to print them.
    Paper,
    /// The pages, to save them.
    Print,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// The other visits of the patient.
    Visits,
    /// Close the vault.
    Lock,
}

impl Command {
    /// All commands, in the order of the F1 list.
    pub const ALL: [Self; 22] = [
        Self::Help,
        Self::Prescription,
        Self::Safety,
        Self::Coverage,
        Self::Authorization,
        Self::Summary,
        Self::Findings,
        Self::About,
        Self::Prices,
        Self::Notes,
        Self::History,
        Self::FollowUps,
        Self::DueList,
        Self::Find,
        Self::NewPatient,
        Self::Visits,
        // Before Ctrl P, which egui would find in it.
        Self::Paper,
        Self::Print,
        Self::Undo,
        Self::Redo,
        Self::Vault,
        Self::Lock,
    ];

    /// What it does, for the list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Help => "Show or hide this list",
            Self::Prescription => "Prescription",
            Self::Safety => "Safety questions",
            Self::Coverage => "Coverage and cost",
            Self::Authorization => "Prior authorization",
            Self::Summary => "Summary",
            Self::Findings => "Open or fold the findings",
            Self::About => "About these medicines: read and search",
            Self::Prices => "Prices of this pharmacy: look, import, add",
            Self::Vault => "Vault and staff: keys, lock, backups",
            Self::Notes => "Notes: on the question, the visit, the patient",
            Self::History => "History: who said what, and when",
            Self::FollowUps => "Follow-ups of this patient",
            Self::DueList => "What is due, of all patients",
            Self::NewPatient => "New patient",
            Self::Find => "Find a patient",
            Self::Paper => "Print the pages",
            Self::Print => "Save the pages as PDF",
            Self::Undo => "Undo the last change",
            Self::Redo => "Redo it",
            Self::Visits => "All visits of this patient",
            Self::Lock => "Lock",
        }
    }

    /// Its keys, as they stand on the keyboard.
    pub fn keys(self) -> &'static str {
        match self {
            Self::Help => "F1",
            Self::Prescription => "F2",
            Self::Safety => "F3",
            Self::Coverage => "F4",
            Self::Authorization => "F8",
            Self::Summary => "F5",
            Self::Findings => "F6",
            Self::About => "F7",
            Self::Prices => "F9",
            Self::Vault => "Ctrl ,",
            Self::Notes => "Ctrl M",
            Self::History => "Ctrl R",
            Self::FollowUps => "F10",
            Self::DueList => "Ctrl D",
            Self::NewPatient => "Ctrl N",
            Self::Find => "Ctrl F",
            Self::Paper => "Ctrl Shift P",
            Self::Print => "Ctrl P",
            Self::Undo => "Ctrl Z",
            Self::Redo => "Ctrl Y",
            Self::Visits => "Ctrl H",
            Self::Lock => "Ctrl L",
        }
    }

    fn shortcut(self) -> KeyboardShortcut {
        let (modifiers, key) = match self {
            Self::Help => (Modifiers::NONE, Key::F1),
            Self::Prescription => (Modifiers::NONE, Key::F2),
            Self::Safety => (Modifiers::NONE, Key::F3),
            Self::Coverage => (Modifiers::NONE, Key::F4),
            Self::Authorization => (Modifiers::NONE, Key::F8),
            Self::Summary => (Modifiers::NONE, Key::F5),
            Self::Findings => (Modifiers::NONE, Key::F6),
            Self::About => (Modifiers::NONE, Key::F7),
            Self::Prices => (Modifiers::NONE, Key::F9),
            Self::Vault => (Modifiers::COMMAND, Key::Comma),
            Self::Notes => (Modifiers::COMMAND, Key::M),
            Self::History => (Modifiers::COMMAND, Key::R),
            Self::FollowUps => (Modifiers::NONE, Key::F10),
            Self::DueList => (Modifiers::COMMAND, Key::D),
            Self::NewPatient => (Modifiers::COMMAND, Key::N),
            Self::Find => (Modifiers::COMMAND, Key::F),
            Self::Paper => (Modifiers::COMMAND | Modifiers::SHIFT, Key::P),
            Self::Print => (Modifiers::COMMAND, Key::P),
            Self::Undo => (Modifiers::COMMAND, Key::Z),
            Self::Redo => (Modifiers::COMMAND, Key::Y),
            Self::Visits => (Modifiers::COMMAND, Key::H),
            Self::Lock => (Modifiers::COMMAND, Key::L),
        };
        KeyboardShortcut::new(modifiers, key)
    }

    /// The commands whose keys were pressed. While one types in a field, its own undo wins.
    pub fn pressed(ctx: &Context, typing: bool) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|command| !(typing && matches!(command, Self::Undo | Self::Redo)))
            .filter(|command| ctx.input_mut(|input| input.consume_shortcut(&command.shortcut())))
            .collect()
    }
}

/// Keys that mean something on one screen only, for the F1 list.
pub const SCREEN_KEYS: [(&str, &str); 25] = [
    ("Y  N  U", "Yes, no or none of these, not sure"),
    ("1–9", "Choose one answer"),
    ("A–Z", "Tick or untick one of several answers"),
    ("?", "Not sure about the marked answer"),
    ("0", "None of all these, or none on file: all that was shown and is open; in a field Ctrl 0"),
    ("Alt 1–9 A–Z", "From a finding to its answer; to what there is to ask"),
    ("↑ ↓", "Move between answers, or between medicines"),
    ("← →", "The question before, the question after"),
    ("[  ]", "The page of questions before, the one after"),
    ("Enter", "Next open question; add a medicine"),
    ("Backspace", "Take the answer back"),
    ("PgUp PgDn", "Show another treatment large"),
    ("=", "Still so: the answer of an earlier visit"),
    ("V  E  M  X", "Patient: new visit; correct; same person twice; export"),
    ("Ctrl 0", "Medicines: takes nothing else"),
    ("S  R  Del", "On a medicine: will be stopped; looked up; remove"),
    ("D  T  1–9", "On a medicine: daily dose; taken since; which form"),
    ("Space  T", "Follow-ups: tick, or open again"),
    ("M  Del  P  X", "Follow-ups: move; drop; plan again; save for a calendar"),
    ("Ctrl O", "Prices: import a file"),
    ("Ctrl E", "Prices: type one"),
    ("A  T", "Costs: answer the most useful question; months as a table"),
    ("PgUp PgDn", "Summary: the page before, the next; Home End: first and last"),
    ("+  −  0", "Summary: larger, smaller, as wide as there is room"),
    ("Esc", "Back"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// egui takes a shortcut also where Shift is held besides.
    #[test]
    fn a_command_with_shift_is_asked_for_before_the_one_without() {
        for (at, command) in Command::ALL.into_iter().enumerate() {
            for later in Command::ALL.into_iter().skip(at + 1) {
                let (one, other) = (command.shortcut(), later.shortcut());
                let is_hidden =
                    one.logical_key == other.logical_key && other.modifiers.matches_logically(one.modifiers);
                assert!(!is_hidden, "{command:?} hides {later:?}");
            }
        }
    }

    #[test]
    fn no_two_commands_share_their_keys() {
        for (at, command) in Command::ALL.into_iter().enumerate() {
            for other in Command::ALL.into_iter().skip(at + 1) {
                assert_ne!(command.shortcut(), other.shortcut());
                assert_ne!(command.keys(), other.keys());
            }
        }
    }
}
