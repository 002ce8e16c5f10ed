//! The keys of each spot.

use eframe::egui::{Key, Modifiers};

use super::needs::{
    administrator, merged, no_follow_up, no_open_follow_up, no_pages, no_price, no_visit_today, nobody,
    nothing_at_once, nothing_due, nothing_to_plan, nothing_upcoming, own_vault,
};
use super::{Area, HereKey, Spot, Stroke};
use crate::app::command::Command;
use crate::app::desk::Desk;

const fn always(_: &Desk) -> Option<&'static str> {
    None
}

/// Keys that go with what is marked or typed.
const fn hand(keys: &'static str, short: &'static str, words: &'static str) -> HereKey {
    HereKey { keys, short, in_field: None, words, stroke: None, needs: always }
}

const fn stroke(keys: &'static str, short: &'static str, words: &'static str, stroke: Stroke) -> HereKey {
    HereKey { keys, short, in_field: None, words, stroke: Some(stroke), needs: always }
}

const fn plain(keys: &'static str, short: &'static str, words: &'static str, key: Key) -> HereKey {
    stroke(keys, short, words, Stroke { modifiers: Modifiers::NONE, key, letter: None })
}

const fn ctrl(keys: &'static str, short: &'static str, words: &'static str, key: Key) -> HereKey {
    stroke(keys, short, words, Stroke { modifiers: Modifiers::COMMAND, key, letter: None })
}

const fn letter(
    keys: &'static str,
    short: &'static str,
    words: &'static str,
    (key, letter): (Key, &'static str),
) -> HereKey {
    stroke(keys, short, words, Stroke { modifiers: Modifiers::NONE, key, letter: Some(letter) })
}

const fn with(key: HereKey, needs: fn(&Desk) -> Option<&'static str>) -> HereKey {
    HereKey { needs, ..key }
}

/// A key that means something else in a field; nothing there where the words are empty.
const fn in_field(key: HereKey, short: &'static str) -> HereKey {
    HereKey { in_field: Some(short), ..key }
}

const BACK: HereKey = plain("Esc", "back", "Back", Key::Escape);
const CHOOSE: HereKey = hand("↑ ↓", "choose", "Choose");

pub(super) static WELCOME: Area = Area {
    spot: Spot::Welcome,
    title: "First start",
    keys: &[
        plain("Enter", "create", "Create a vault", Key::Enter),
        letter("T", "try it", "Try it with sample patients", (Key::T, "t")),
    ],
    commands: &[Command::Settings],
};
pub(super) static DOOR: Area = Area {
    spot: Spot::Door,
    title: "At the door",
    keys: &[hand("Enter", "go on", "Go on"), BACK],
    commands: &[Command::Settings],
};
pub(super) static CODE: Area = Area {
    spot: Spot::Code,
    title: "A recovery code",
    keys: &[hand("Enter", "it is written down", "The code is written down")],
    commands: &[],
};
pub(super) static START: Area = Area {
    spot: Spot::Start,
    title: "Start",
    keys: &[
        with(CHOOSE, nobody),
        with(hand("Enter", "open", "Open what is marked: at first the visit that was interrupted"), nobody),
    ],
    commands: &[Command::NewPatient, Command::DueList, Command::Palette],
};
pub(super) static FORM: Area = Area {
    spot: Spot::Form,
    title: "The form of a patient",
    keys: &[
        hand("Tab", "next field", "Next field"),
        hand("Enter", "save", "Save"),
        ctrl("Ctrl Enter", "", "Save, also where somebody of that name is here already", Key::Enter),
        BACK,
    ],
    commands: &[],
};
pub(super) static PATIENT: Area = Area {
    spot: Spot::Patient,
    title: "The page of a patient",
    keys: &[
        CHOOSE,
        hand("Enter", "open", "Open the marked visit"),
        with(
            letter("V", "new visit", "New visit of this patient, from the last answers", (Key::V, "v")),
            no_visit_today,
        ),
        letter("E", "correct", "Correct this patient, or add to the record", (Key::E, "e")),
        letter("M", "same person twice", "Same person twice: make two records one", (Key::M, "m")),
        letter("X", "", "Export the record of this patient", (Key::X, "x")),
        with(letter("P", "", "Part the record that was made part of this one", (Key::P, "p")), merged),
        BACK,
    ],
    commands: &[Command::Undo],
};
pub(super) static MERGE: Area = Area {
    spot: Spot::Merge,
    title: "Same person twice",
    keys: &[
        hand("Enter", "make them one", "Make the two records one"),
        letter("S", "swap", "Swap the two records", (Key::S, "s")),
        BACK,
    ],
    commands: &[],
};
pub(super) static PRESCRIPTION: Area = Area {
    spot: Spot::Prescription,
    title: "Prescription",
    keys: &[
        hand("A–Z", "drug", "Choose the drug"),
        hand("1–9", "strength", "Choose the strength"),
        letter("S", "", "A new start", (Key::S, "s")),
        letter("R", "", "A refill", (Key::R, "r")),
        letter("W", "", "A switch from another treatment", (Key::W, "w")),
        plain("Enter", "next", "To the first open question", Key::Enter),
        hand("Backspace", "", "Clear the prescription"),
        hand("Esc", "leave", "Leave the visit; everything said is saved"),
    ],
    commands: &[Command::Finish],
};
pub(super) static QUESTION: Area = Area {
    spot: Spot::Question,
    title: "Questions",
    keys: &[
        hand("Y", "yes", "Yes"),
        hand("N", "no or none", "No, or none of these"),
        hand("U", "not sure", "Not sure"),
        hand("1–9", "", "Choose one answer"),
        hand("A–Z", "", "Tick or untick one of several answers"),
        hand("?", "", "Not sure about the marked answer"),
        with(
            hand("0", "none of all", "None of all these, or none on file: all that was shown and is open"),
            nothing_at_once,
        ),
        hand("Alt 1–9 A–Z", "what to ask", "From a finding to its answer; to what there is to ask"),
        hand("↑ ↓", "move", "Move between answers"),
        hand("Space", "", "Tick or untick the marked answer"),
        hand("← →", "", "The question before, the question after"),
        hand("[ ]", "", "The page of questions before, the one after"),
        hand("Enter", "", "Take the marked answer; next open question"),
        hand("Backspace", "", "Take the answer back"),
        plain("PgDn", "", "Show the next treatment large", Key::PageDown),
        plain("PgUp", "", "Show the treatment before large", Key::PageUp),
        plain("End", "", "To the alternatives at the right", Key::End),
        plain("Home", "", "Back to the question", Key::Home),
        hand("=", "", "Still so: the answer of an earlier visit"),
        hand("Esc", "", "The question before"),
    ],
    commands: &[Command::Finish],
};
pub(super) static NUMBER: Area = Area {
    spot: Spot::Number,
    title: "A number",
    keys: &[
        hand("0–9", "the number", "The number, also with its unit"),
        hand("U", "not sure", "Not sure, while nothing is typed"),
        plain(
            "Enter",
            "take it, or next",
            "Take the number; with nothing typed the next open question",
            Key::Enter,
        ),
        with(
            ctrl(
                "Ctrl 0",
                "none of all",
                "None of all these, or none on file: all that was shown and is open",
                Key::Num0,
            ),
            nothing_at_once,
        ),
        hand("Alt 1–9 A–Z", "what to ask", "From a finding to its answer; to what there is to ask"),
        hand("↑ ↓", "", "The question before, the question after"),
        hand("Backspace", "", "With nothing typed: take the answer back"),
        hand("Esc", "", "Leave the field: then the keys of questions hold"),
    ],
    commands: &[Command::Finish],
};
pub(super) static SINCE: Area = Area {
    spot: Spot::Since,
    title: "Since the last visit",
    keys: &[
        hand("A–Z", "what changed", "Mark what has changed"),
        hand("=", "the rest is still so", "The rest is still so"),
    ],
    commands: &[Command::Finish],
};
pub(super) static BOUNDARY: Area = Area {
    spot: Spot::Boundary,
    title: "Between the prescription and the alternatives",
    keys: &[hand("Enter", "more", "More for the alternatives")],
    commands: &[Command::Coverage, Command::Summary],
};
pub(super) static MEDICINES: Area = Area {
    spot: Spot::Medicines,
    title: "Medicines",
    keys: &[
        hand("Enter", "add, or next", "Add the medicine; with nothing typed the next open question"),
        ctrl("Ctrl 0", "takes nothing", "Takes no other medicine", Key::Num0),
        ctrl("Ctrl 9", "not sure", "Not sure what the patient takes", Key::Num9),
        hand("Ctrl V", "", "Paste a list of medicines, one a line"),
        hand("↑ ↓", "choose", "Choose among what is found, or among the medicines"),
        hand("S", "", "The marked medicine will be stopped"),
        hand("R", "", "The marked medicine was looked up"),
        hand("D", "", "Daily dose of the marked medicine"),
        hand("T", "", "Since when it is taken"),
        hand("1–9", "", "Which form it has"),
        hand("Del", "", "Remove the marked medicine"),
    ],
    commands: &[Command::Finish],
};
const NEXT_FIELD: HereKey =
    in_field(hand("Enter", "the pages", "Next field; outside of the fields to the pages"), "next field");
const NOT_SURE: HereKey = in_field(hand("?", "", "Not sure of the field"), "not sure");
const LEAVE_FIELD: HereKey = in_field(BACK, "leave the field");

pub(super) static COVERAGE: Area = Area {
    spot: Spot::Coverage,
    title: "Coverage and cost",
    keys: &[
        NEXT_FIELD,
        NOT_SURE,
        in_field(
            letter(
                "A",
                "most useful answer",
                "Outside of the fields: answer the most useful question about the cost",
                (Key::A, "a"),
            ),
            "",
        ),
        in_field(hand("1–9", "option", "Outside of the fields: show an option with all of its fields"), ""),
        in_field(
            letter(
                "T",
                "table",
                "Outside of the fields: the months as a table, or as a chart",
                (Key::T, "t"),
            ),
            "",
        ),
        hand("↑ ↓", "", "The field above or below; outside of the fields back into them"),
        LEAVE_FIELD,
        plain("PgDn", "figures", "Scroll the figures; in a narrow window show them", Key::PageDown),
        plain("PgUp", "", "Scroll the figures back", Key::PageUp),
        plain("Home", "", "Outside of the fields: the beginning of the figures", Key::Home),
        plain("End", "", "Outside of the fields: the end of the figures", Key::End),
    ],
    commands: &[Command::Finish],
};
pub(super) static AUTHORIZATION: Area = Area {
    spot: Spot::Authorization,
    title: "Prior authorization",
    keys: &[
        NEXT_FIELD,
        NOT_SURE,
        hand("↑ ↓", "", "The field above or below; outside of the fields back into them"),
        LEAVE_FIELD,
        plain("PgDn", "what plans want", "Scroll what plans want; in a narrow window show it", Key::PageDown),
        plain("PgUp", "", "Scroll it back", Key::PageUp),
        plain("Home", "", "Outside of the fields: the beginning of what plans want", Key::Home),
        plain("End", "", "Outside of the fields: the end of what plans want", Key::End),
    ],
    commands: &[Command::Summary, Command::Finish],
};
pub(super) static SUMMARY: Area = Area {
    spot: Spot::Summary,
    title: "Summary",
    keys: &[
        plain("PgDn", "", "The next page", Key::PageDown),
        plain("PgUp", "", "The page before", Key::PageUp),
        hand("↑ ↓", "scroll", "Scroll"),
        plain("Home", "", "The first page", Key::Home),
        plain("End", "", "The last page", Key::End),
        letter("+", "", "Show the pages larger", (Key::Plus, "+")),
        letter("−", "", "Show the pages smaller", (Key::Minus, "-")),
        letter("0", "", "Show the pages as wide as there is room", (Key::Num0, "0")),
        letter("P", "", "The patient's page: print it or not", (Key::P, "p")),
        letter("C", "", "The cost page: print it or not", (Key::C, "c")),
        letter("D", "", "The dermatologist's page: print it or not", (Key::D, "d")),
        letter("O", "", "Prior authorization: print it or not", (Key::O, "o")),
        letter("S", "", "Short form: the patient's part on one page", (Key::S, "s")),
        letter("E", "", "The patient's pages in Spanish, or in English", (Key::E, "e")),
        letter("A", "", "A4 instead of Letter", (Key::A, "a")),
        letter("L", "", "Large print", (Key::L, "l")),
        BACK,
    ],
    commands: &[Command::Print, Command::Paper],
};
pub(super) static ABOUT: Area = Area {
    spot: Spot::About,
    title: "About these medicines",
    keys: &[
        hand("A–Z", "search", "Type to search"),
        CHOOSE,
        plain("PgDn", "read on", "Read on", Key::PageDown),
        plain("PgUp", "", "Read back", Key::PageUp),
        BACK,
    ],
    commands: &[],
};
pub(super) static PRICES: Area = Area {
    spot: Spot::Prices,
    title: "Prices",
    keys: &[
        hand("A–Z", "search", "Type to search"),
        CHOOSE,
        with(hand("Enter", "newer price", "Type a newer price of the marked one"), no_price),
        ctrl("Ctrl O", "import", "Import a file of prices", Key::O),
        ctrl("Ctrl E", "add", "Add one price by hand", Key::E),
        BACK,
    ],
    commands: &[Command::Undo],
};
pub(super) static PRICE_FORM: Area = Area {
    spot: Spot::PriceForm,
    title: "A price, or a file of prices",
    keys: &[
        hand("Tab", "next field", "Next field"),
        hand("Enter", "go on", "Read the file; keep what is shown"),
        BACK,
    ],
    commands: &[],
};
pub(super) static PRICE_KEEP: Area = Area {
    spot: Spot::PriceKeep,
    title: "A file of prices that was read",
    keys: &[
        hand("Enter", "keep", "Keep the prices that are shown"),
        plain("Esc", "discard", "Discard what was read", Key::Escape),
    ],
    commands: &[],
};
pub(super) static FOLLOW_UPS: Area = Area {
    spot: Spot::FollowUps,
    title: "Follow-ups of a patient",
    keys: &[
        with(hand("Enter", "plan", "Plan what follows from the start"), nothing_to_plan),
        with(CHOOSE, no_follow_up),
        with(hand("Space", "done", "Tick the marked one, or open it again (also T)"), no_follow_up),
        with(letter("M", "move", "Move the marked one to another day", (Key::M, "m")), no_open_follow_up),
        with(plain("Del", "drop", "Drop the marked one", Key::Delete), no_open_follow_up),
        letter("P", "", "Plan again", (Key::P, "p")),
        with(letter("X", "calendar", "Save the list for a calendar", (Key::X, "x")), no_follow_up),
        BACK,
    ],
    commands: &[Command::Undo],
};
pub(super) static DUE: Area = Area {
    spot: Spot::Due,
    title: "What is due",
    keys: &[
        with(CHOOSE, nothing_due),
        with(hand("Enter", "patient", "All of that patient"), nothing_due),
        with(hand("Space", "done", "Tick the marked one (also T)"), nothing_due),
        with(letter("M", "move", "Move the marked one to another day", (Key::M, "m")), nothing_due),
        with(plain("Del", "drop", "Drop the marked one", Key::Delete), nothing_due),
        with(letter("X", "calendar", "Save the list for a calendar", (Key::X, "x")), nothing_due),
        BACK,
    ],
    commands: &[Command::Undo],
};
pub(super) static UPCOMING: Area = Area {
    spot: Spot::Upcoming,
    title: "New plan years",
    keys: &[
        with(CHOOSE, nothing_upcoming),
        with(hand("Enter", "open the patient", "Open the patient"), nothing_upcoming),
        BACK,
    ],
    commands: &[],
};
pub(super) static MOVING: Area = Area {
    spot: Spot::Moving,
    title: "Moving a follow-up",
    keys: &[
        hand("Enter", "move it", "Move it to the day that is typed"),
        plain("Esc", "leave it", "Leave it where it is", Key::Escape),
    ],
    commands: &[],
};
pub(super) static ERASE: Area = Area {
    spot: Spot::Erase,
    title: "Erasing a patient",
    keys: &[hand("Enter", "erase", "Erase for good"), BACK],
    commands: &[],
};
pub(super) static VAULT: Area = Area {
    spot: Spot::Vault,
    title: "Vault and staff",
    keys: &[
        hand("↑ ↓", "staff", "Choose among the staff"),
        with(letter("A", "add", "Add somebody to the staff", (Key::A, "a")), administrator),
        with(letter("P", "own passphrase", "Change your own passphrase", (Key::P, "p")), own_vault),
        with(letter("B", "back up now", "Back up now", (Key::B, "b")), own_vault),
        letter("V", "check", "Check that everything in the vault can be read", (Key::V, "v")),
        BACK,
    ],
    commands: &[Command::Settings],
};
pub(super) static KEYS: Area = Area {
    spot: Spot::Keys,
    title: "A form about staff or keys",
    keys: &[hand("Tab", "next field", "Next field"), hand("Enter", "do it", "Do it"), BACK],
    commands: &[],
};
pub(super) static NOTES: Area = Area {
    spot: Spot::Notes,
    title: "Notes",
    keys: &[
        hand("Tab", "next note", "Next note"),
        ctrl("Ctrl Enter", "keep and close", "Keep the notes and close them", Key::Enter),
        plain("Esc", "keep and close", "Keep the notes and close them", Key::Escape),
    ],
    commands: &[],
};
pub(super) static HISTORY: Area = Area {
    spot: Spot::History,
    title: "History",
    keys: &[
        CHOOSE,
        hand("PgUp PgDn", "", "Ten lines up or down"),
        with(hand("Enter", "look at pages", "Look at pages as they were handed out"), no_pages),
        letter("A", "whole record", "The history of the whole record", (Key::A, "a")),
        BACK,
    ],
    commands: &[],
};
pub(super) static HANDED: Area = Area {
    spot: Spot::Handed,
    title: "Pages as they were handed out",
    keys: &[
        ctrl("Ctrl S", "save", "Save these pages again", Key::S),
        hand("Enter", "", "Save these pages again"),
        BACK,
    ],
    commands: &[],
};
pub(super) static SETTINGS: Area = Area {
    spot: Spot::Settings,
    title: "Settings",
    keys: &[
        hand("Tab", "next", "Next field or choice"),
        hand("↑ ↓", "", "Another answer of the same choice"),
        hand("Space", "choose", "Choose what has the focus"),
        BACK,
    ],
    commands: &[Command::Undo, Command::Redo, Command::Vault],
};
