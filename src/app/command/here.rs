//! Which keys mean something on one screen alone? Each spot with its keys, in words for the F1 list, in fewer for the
//! line at the bottom, and as what the palette presses for those who look for it by name.
//!
//! A key that is shown anywhere stands here or in [`Command`]; a test of the screens looks at each key cap.

mod areas;
mod needs;

use eframe::egui::{Context, Event, Key, Modifiers};

use super::{Command, Situation};
use crate::app::desk::Desk;

/// Where one is, as far as keys depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Nothing is there yet.
    Welcome,
    /// Making a vault, or opening one.
    Door,
    /// A recovery code that is shown this once.
    Code,
    /// Finding a patient.
    Start,
    /// Adding a patient, or correcting one.
    Form,
    /// The page of a patient.
    Patient,
    /// Two records of one patient.
    Merge,
    /// What was prescribed.
    Prescription,
    /// A question.
    Question,
    /// A question whose field has the cursor: what is typed there is a number.
    Number,
    /// What has changed since the last visit.
    Since,
    /// Between the questions for the prescription and those for the alternatives.
    Boundary,
    /// The question for medicines.
    Medicines,
    /// Coverage and cost.
    Coverage,
    /// Prior authorization.
    Authorization,
    /// The pages.
    Summary,
    /// The pages about the medicines.
    About,
    /// The pharmacy's prices.
    Prices,
    /// A price that is typed, or a file that is imported.
    PriceForm,
    /// A file of prices that was read.
    PriceKeep,
    /// The follow-ups of a patient.
    FollowUps,
    /// What is due, of all patients.
    Due,
    /// New plan years and ends of approvals.
    Upcoming,
    /// A follow-up that is moved.
    Moving,
    /// Whether a patient is to be erased.
    Erase,
    /// Staff, keys, backups.
    Vault,
    /// A form about staff or keys.
    Keys,
    /// Notes.
    Notes,
    /// The history of a record.
    History,
    /// Pages as they were handed out.
    Handed,
    /// The settings.
    Settings,
}

/// Where the cursor is, as far as keys depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// In a field that one types into: letters and digits are its own.
    Field,
    /// On something else, or nowhere.
    Elsewhere,
}

impl Focus {
    /// Where it is now.
    pub fn of(ctx: &Context) -> Self {
        if ctx.text_edit_focused() { Self::Field } else { Self::Elsewhere }
    }
}

/// How the words of a key begin that is heard while one types in no field.
pub const OUTSIDE: &str = "Outside of the fields: ";

/// What is pressed, for those who choose by name.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    modifiers: Modifiers,
    key: Key,
    letter: Option<&'static str>,
}

impl Stroke {
    /// What a keyboard would send.
    pub fn events(self) -> Vec<Event> {
        let key = |pressed| Event::Key {
            key: self.key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: self.modifiers,
        };
        let letter = self.letter.map(|letter| Event::Text(letter.to_owned()));
        [key(true)].into_iter().chain(letter).chain([key(false)]).collect()
    }
}

/// A key of one screen.
#[derive(Clone, Copy, Debug)]
pub struct HereKey {
    /// As it stands on the keyboard.
    pub keys: &'static str,
    /// For the line at the bottom; empty where it does not stand there.
    pub short: &'static str,
    /// The same while one types into a field, where it means something else there or nothing.
    pub in_field: Option<&'static str>,
    /// What it does.
    pub words: &'static str,
    /// What presses it; nothing for those that only mean something together with what is marked or typed.
    pub stroke: Option<Stroke>,
    needs: fn(&Desk) -> Option<&'static str>,
}

impl HereKey {
    /// Why it can't be had now, at its own spot; `None` where it can.
    pub fn why_not(&self, desk: &Desk) -> Option<&'static str> {
        (self.needs)(desk)
    }
}

/// A spot with its keys.
pub struct Area {
    /// Where.
    pub spot: Spot,
    /// Its name.
    pub title: &'static str,
    /// The keys that mean something there.
    pub keys: &'static [HereKey],
    /// Commands that one wants most there, for the line at the bottom.
    pub commands: &'static [Command],
}

impl Area {
    /// The keys that matter most here, are heard with this focus and can be had now, each with what it does; the last is
    /// that of the list of all.
    pub fn line(&self, desk: &Desk, situation: &Situation, focus: Focus) -> Vec<String> {
        let short = |key: &HereKey| match focus {
            Focus::Field => key.in_field.unwrap_or(key.short),
            Focus::Elsewhere => key.short,
        };
        let here = self.keys.iter().filter(|key| !short(key).is_empty() && key.why_not(desk).is_none());
        let here = here.map(|key| (key.keys, short(key)));
        let more = self.commands.iter().chain([&Command::Help]).filter(|one| one.is_available(situation));
        let more = more.map(|one| (one.keys(), one.short()));
        here.chain(more).map(|(keys, short)| format!("{} {short}", joined(keys))).collect()
    }
}

/// Between two keys of the line at the bottom.
const BETWEEN: &str = " · ";

/// As many keys of the line as there is room for: the last stays, and those before it go first.
pub fn fitted(mut parts: Vec<String>, fits: impl Fn(&str) -> bool) -> String {
    loop {
        let line = parts.join(BETWEEN);
        let Some(before_last) = parts.len().checked_sub(2).filter(|_| !fits(&line)) else { return line };
        parts.remove(before_last);
    }
}

/// `Ctrl Shift P` as it stands within a sentence: `Ctrl+Shift+P`.
fn joined(keys: &str) -> String {
    keys.replace("Ctrl ", "Ctrl+").replace("Shift ", "Shift+")
}

impl Spot {
    /// Every spot, in the order of the F1 list.
    pub const ALL: [Self; 31] = [
        Self::Start,
        Self::Prescription,
        Self::Question,
        Self::Number,
        Self::Since,
        Self::Boundary,
        Self::Medicines,
        Self::Coverage,
        Self::Authorization,
        Self::Summary,
        Self::Patient,
        Self::Form,
        Self::Merge,
        Self::FollowUps,
        Self::Due,
        Self::Moving,
        Self::Upcoming,
        Self::Prices,
        Self::PriceForm,
        Self::PriceKeep,
        Self::About,
        Self::Notes,
        Self::History,
        Self::Handed,
        Self::Settings,
        Self::Vault,
        Self::Keys,
        Self::Erase,
        Self::Code,
        Self::Door,
        Self::Welcome,
    ];

    /// Its keys.
    pub fn area(self) -> &'static Area {
        match self {
            Self::Welcome => &areas::WELCOME,
            Self::Door => &areas::DOOR,
            Self::Code => &areas::CODE,
            Self::Start => &areas::START,
            Self::Form => &areas::FORM,
            Self::Patient => &areas::PATIENT,
            Self::Merge => &areas::MERGE,
            Self::Prescription => &areas::PRESCRIPTION,
            Self::Question => &areas::QUESTION,
            Self::Number => &areas::NUMBER,
            Self::Since => &areas::SINCE,
            Self::Boundary => &areas::BOUNDARY,
            Self::Medicines => &areas::MEDICINES,
            Self::Coverage => &areas::COVERAGE,
            Self::Authorization => &areas::AUTHORIZATION,
            Self::Summary => &areas::SUMMARY,
            Self::About => &areas::ABOUT,
            Self::Prices => &areas::PRICES,
            Self::PriceForm => &areas::PRICE_FORM,
            Self::PriceKeep => &areas::PRICE_KEEP,
            Self::FollowUps => &areas::FOLLOW_UPS,
            Self::Due => &areas::DUE,
            Self::Upcoming => &areas::UPCOMING,
            Self::Moving => &areas::MOVING,
            Self::Erase => &areas::ERASE,
            Self::Vault => &areas::VAULT,
            Self::Keys => &areas::KEYS,
            Self::Notes => &areas::NOTES,
            Self::History => &areas::HISTORY,
            Self::Handed => &areas::HANDED,
            Self::Settings => &areas::SETTINGS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::summary::parts::Switch;

    #[test]
    fn every_spot_has_an_area_of_its_own_and_no_key_means_two_things_there() {
        for spot in Spot::ALL {
            let area = spot.area();
            assert_eq!(area.spot, spot);
            for (at, key) in area.keys.iter().enumerate() {
                assert!(!key.words.is_empty());
                for other in &area.keys[at + 1..] {
                    assert_ne!(key.keys, other.keys, "{spot:?}");
                }
            }
        }
    }

    #[test]
    fn what_the_palette_presses_is_what_stands_on_the_key() {
        let mut strokes = 0;
        for key in Spot::ALL.into_iter().flat_map(|spot| spot.area().keys) {
            let Some(stroke) = key.stroke else { continue };
            strokes += 1;
            let name = match stroke.key {
                Key::Escape => "Esc",
                Key::Delete => "Del",
                Key::PageUp => "PgUp",
                Key::PageDown => "PgDn",
                Key::Plus => "+",
                Key::Minus => "−",
                other => other.name(),
            };
            let expected = if stroke.modifiers.is_none() { name.to_owned() } else { format!("Ctrl {name}") };
            assert_eq!(key.keys, expected);
        }
        assert_eq!(strokes, 86);
    }

    #[test]
    fn the_switches_of_the_pages_have_the_letters_that_they_hear() {
        for switch in Switch::ALL {
            let letter = switch.key().to_uppercase().to_string();
            assert!(areas::SUMMARY.keys.iter().any(|key| key.keys == letter), "{letter}");
        }
    }

    #[test]
    fn a_line_without_room_keeps_the_way_to_all_keys_and_what_comes_first() {
        let parts = || ["↑ ↓ choose", "Enter open", "Ctrl+N new", "F1 all keys"].map(str::to_owned).to_vec();
        for (room, line) in [
            (100, "↑ ↓ choose · Enter open · Ctrl+N new · F1 all keys"),
            (40, "↑ ↓ choose · Enter open · F1 all keys"),
            (25, "↑ ↓ choose · F1 all keys"),
            (20, "F1 all keys"),
            (3, "F1 all keys"),
        ] {
            assert_eq!(fitted(parts(), |line| line.chars().count() <= room), line, "{room}");
        }
        assert_eq!(fitted(Vec::new(), |_| false), "");
    }
}
