//! Every command of the app, with its keys and whether it can be had here: the one source of shortcuts, of the F1
//! list, of the line at the bottom and of the palette.
//!
//! A [`Command`] is heard everywhere; the keys that mean something on one screen alone are in [`here`].

pub mod here;

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

/// Something that can be done from anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The list of keys.
    Help,
    /// Everything that can be done, and patients, to be found by typing.
    Palette,
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
    /// The pages of what there is, on paper at once, from anywhere in a visit.
    Finish,
    /// Show the findings in full, or fold them.
    Findings,
    /// Everything that the app knows, to read and to search.
    About,
    /// The pharmacy's prices.
    Prices,
    /// How the window looks, what stands on the pages, when the vault locks.
    Settings,
    /// Everything larger.
    Larger,
    /// Everything smaller.
    Smaller,
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
    /// Whose plan year begins again, and whose approval ends.
    PlanYears,
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

/// What is in front, as far as commands depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Whether a vault is open, and nobody stands at its door.
    pub open: bool,
    /// Whether a patient is in front: a visit or the page of one.
    pub patient: bool,
    /// Whether a visit is.
    pub visit: bool,
    /// Whether something lies above the page.
    pub covered: bool,
    /// Why nothing can be taken back here; `None` where something can.
    pub no_undo: Option<&'static str>,
    /// Why nothing can be made again here; `None` where something can.
    pub no_redo: Option<&'static str>,
}

/// A command in words and keys.
struct About {
    words: &'static str,
    /// For the line at the bottom.
    short: &'static str,
    keys: &'static str,
    shortcut: KeyboardShortcut,
}

const CTRL: Modifiers = Modifiers::COMMAND;

impl Command {
    /// All commands, in the order of the F1 list.
    pub const ALL: [Self; 28] = [
        Self::Help,
        Self::Palette,
        Self::Prescription,
        Self::Safety,
        Self::Coverage,
        Self::Authorization,
        Self::Summary,
        Self::Finish,
        Self::Findings,
        Self::About,
        Self::Prices,
        Self::Notes,
        Self::History,
        Self::FollowUps,
        Self::DueList,
        Self::PlanYears,
        Self::Find,
        Self::NewPatient,
        Self::Visits,
        // Before Ctrl P, which egui would find in it.
        Self::Paper,
        Self::Print,
        Self::Undo,
        Self::Redo,
        Self::Settings,
        Self::Larger,
        Self::Smaller,
        Self::Vault,
        Self::Lock,
    ];

    fn about(self) -> About {
        let of = |words, short, keys, modifiers, key| About {
            words,
            short,
            keys,
            shortcut: KeyboardShortcut::new(modifiers, key),
        };
        let plain = |words, short, keys, key| of(words, short, keys, Modifiers::NONE, key);
        match self {
            Self::Help => plain("Show or hide this list", "all keys", "F1", Key::F1),
            Self::Palette => {
                of("All commands, and patients: type to find", "find anything", "Ctrl K", CTRL, Key::K)
            }
            Self::Prescription => plain("Prescription", "prescription", "F2", Key::F2),
            Self::Safety => plain("Safety questions", "questions", "F3", Key::F3),
            Self::Coverage => plain("Coverage and cost", "cost", "F4", Key::F4),
            Self::Authorization => plain("Prior authorization", "authorization", "F8", Key::F8),
            Self::Summary => plain("Summary", "pages", "F5", Key::F5),
            Self::Finish => of(
                "Print the pages of what there is, at once",
                "print the pages",
                "Ctrl Enter",
                CTRL,
                Key::Enter,
            ),
            Self::Findings => plain("Open or fold the findings", "findings", "F6", Key::F6),
            Self::About => plain("About these medicines: read and search", "medicines", "F7", Key::F7),
            Self::Prices => plain("Prices of this pharmacy: look, import, add", "prices", "F9", Key::F9),
            Self::Settings => {
                let words = "Settings: pharmacy, pages, look, lock, folders";
                of(words, "settings", "Ctrl ,", CTRL, Key::Comma)
            }
            Self::Larger => of("Larger text", "larger", "Ctrl +", CTRL, Key::Plus),
            Self::Smaller => of("Smaller text", "smaller", "Ctrl −", CTRL, Key::Minus),
            Self::Vault => {
                of("Vault and staff: keys, backups, check", "vault and staff", "Ctrl B", CTRL, Key::B)
            }
            Self::Notes => {
                of("Notes: on the question, the visit, the patient", "notes", "Ctrl M", CTRL, Key::M)
            }
            Self::History => of("History: who said what, and when", "history", "Ctrl R", CTRL, Key::R),
            Self::FollowUps => plain("Follow-ups of this patient", "follow-ups", "F10", Key::F10),
            Self::DueList => of("What is due, of all patients", "due", "Ctrl D", CTRL, Key::D),
            Self::PlanYears => {
                let words = "January list: new plan years, and approvals that end";
                of(words, "plan years", "Ctrl J", CTRL, Key::J)
            }
            Self::NewPatient => of("New patient", "new", "Ctrl N", CTRL, Key::N),
            Self::Find => of("Find a patient", "find", "Ctrl F", CTRL, Key::F),
            Self::Paper => of("Print the pages", "print", "Ctrl Shift P", CTRL | Modifiers::SHIFT, Key::P),
            Self::Print => of("Save the pages as PDF", "save", "Ctrl P", CTRL, Key::P),
            Self::Undo => of("Undo the last change", "undo", "Ctrl Z", CTRL, Key::Z),
            Self::Redo => of("Redo it", "redo", "Ctrl Y", CTRL, Key::Y),
            Self::Visits => of("All visits of this patient", "visits", "Ctrl H", CTRL, Key::H),
            Self::Lock => of("Lock", "lock", "Ctrl L", CTRL, Key::L),
        }
    }

    /// What it does, for the list.
    pub fn words(self) -> &'static str {
        self.about().words
    }

    /// The same in a word or two, for the line at the bottom.
    pub fn short(self) -> &'static str {
        self.about().short
    }

    /// Its keys, as they stand on the keyboard.
    pub fn keys(self) -> &'static str {
        self.about().keys
    }

    fn shortcut(self) -> KeyboardShortcut {
        self.about().shortcut
    }

    /// Whether it can be had where one is.
    pub fn is_available(self, at: &Situation) -> bool {
        self.why_not(at).is_none()
    }

    /// Why it can't be had where one is, and what to do first; `None` where it can.
    pub fn why_not(self, at: &Situation) -> Option<&'static str> {
        const VAULT: &str = "unlock the vault first";
        const PATIENT: &str = "open a patient first";
        const VISIT: &str = "open a visit first";
        const COVERED: &str = "go back to the visit first (Esc)";
        let needs = |there: bool, why: &'static str| (!there).then_some(why);
        match self {
            Self::Help | Self::Palette | Self::About | Self::Settings | Self::Larger | Self::Smaller => None,
            Self::Prices
            | Self::Vault
            | Self::FollowUps
            | Self::DueList
            | Self::PlanYears
            | Self::Find
            | Self::NewPatient
            | Self::Lock => needs(at.open, VAULT),
            Self::Notes | Self::History => needs(at.open, VAULT).or(needs(at.patient, PATIENT)),
            Self::Prescription
            | Self::Safety
            | Self::Coverage
            | Self::Authorization
            | Self::Summary
            | Self::Paper
            | Self::Print
            | Self::Visits => needs(at.visit, VISIT),
            // What can't be seen must not change; and there the keys mean what is half-typed.
            Self::Findings | Self::Finish => needs(at.visit, VISIT).or(needs(!at.covered, COVERED)),
            Self::Undo => needs(at.open || at.covered, VAULT).or(at.no_undo),
            Self::Redo => needs(at.open || at.covered, VAULT).or(at.no_redo),
        }
    }

    /// The commands whose keys were pressed. While one types in a field, its own undo wins; keys that a form has
    /// a meaning of its own for stay there for it.
    pub fn pressed(ctx: &Context, typing: bool, at: &Situation) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|command| !(typing && matches!(command, Self::Undo | Self::Redo)))
            .filter(|command| *command != Self::Finish || command.is_available(at))
            .filter(|command| {
                ctx.input_mut(|input| {
                    // On many keyboards the plus is above the equals sign, and Shift is left out.
                    let larger = *command == Self::Larger && input.consume_key(CTRL, Key::Equals);
                    input.consume_shortcut(&command.shortcut()) || larger
                })
            })
            .collect()
    }
}

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

    #[test]
    fn each_command_says_where_it_can_be_had_and_what_to_do_first_elsewhere() {
        let door = Situation::default();
        let start = Situation {
            open: true,
            no_undo: Some("nothing to undo"),
            no_redo: Some("nothing to redo"),
            ..door
        };
        let patient = Situation { patient: true, ..start };
        let visit = Situation { visit: true, no_undo: None, ..patient };
        let above = Situation { covered: true, ..visit };
        let count =
            |at: &Situation| Command::ALL.into_iter().filter(|command| command.is_available(at)).count();
        assert_eq!([door, start, patient, visit, above].map(|at| count(&at)), [6, 14, 16, 27, 25]);
        for (command, at, why) in [
            (Command::Prices, door, Some("unlock the vault first")),
            (Command::Undo, door, Some("unlock the vault first")),
            (Command::Settings, door, None),
            (Command::Notes, start, Some("open a patient first")),
            (Command::Coverage, patient, Some("open a visit first")),
            (Command::Undo, patient, Some("nothing to undo")),
            (Command::Undo, visit, None),
            (Command::Redo, visit, Some("nothing to redo")),
            (Command::Finish, above, Some("go back to the visit first (Esc)")),
            (Command::Print, above, None),
        ] {
            assert_eq!(command.why_not(&at), why, "{command:?}");
        }
    }
}
