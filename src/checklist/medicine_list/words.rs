//! What is each word of a pasted line: an amount, a unit, a form, a direction, or something else?
//!
//! Knows how lists are written, and no medicine.

use std::ops::Range;

use crate::content::medicine::is_form_word;

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, with or without its unit: "10", "10mg", "250/50", "#30", a date.
    Amount,
    /// A unit: "mg", "units".
    Unit,
    /// A form of a product: "tablet", "ointment", "HFA".
    Form,
    /// How often and how: "daily", "bid", "qty".
    Directions,
    /// Begins words of any kind: "take", "for", "sig".
    Opens,
    /// No letter or digit: a bullet.
    Sign,
    /// Anything else: a name, or what could change what a name means.
    Other,
}

/// A word of a line.
#[derive(Clone, Debug)]
pub(super) struct Word {
    lower: String,
    /// Where it stands, without the signs around it.
    place: Range<usize>,
    /// What it says.
    pub(super) kind: Kind,
}

impl Word {
    /// In lower case, without the signs around it.
    pub(super) fn lower(&self) -> &str {
        &self.lower
    }
}

/// The words of a line. "1.Name" and "1)Name" are two.
pub(super) fn of(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let begin = at;
        at += part.len();
        let mut from = begin;
        if words.iter().all(|word: &Word| word.kind == Kind::Sign)
            && let Some(behind) = numbered(part)
        {
            words.push(word(text, begin..begin + behind));
            from = begin + behind;
        }
        if text.get(from..at).is_some_and(|part| !part.trim().is_empty()) {
            words.push(word(text, from..at));
        }
    }
    words
}

/// The length of "1." or "1)" before a letter.
fn numbered(part: &str) -> Option<usize> {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let rest = part.get(digits..)?;
    let letter = rest.chars().nth(1).is_some_and(char::is_alphabetic);
    (digits > 0 && digits < 4 && letter && rest.starts_with(['.', ')'])).then_some(digits + 1)
}

fn word(text: &str, part: Range<usize>) -> Word {
    let all = text.get(part.clone()).unwrap_or_default();
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '%' | '#' | '+' | '&');
    let from = all.find(inside).unwrap_or(all.len());
    let to = all.trim_end_matches(|c| !inside(c)).len().max(from);
    let place = part.start + from..part.start + to;
    let lower = text.get(place.clone()).unwrap_or_default().to_lowercase();
    // "tablet(s)", whose last bracket is gone.
    let lower = lower.strip_suffix("(s").map_or(lower.clone(), |one| format!("{one}s"));
    Word { kind: kind(&lower), lower, place }
}

/// The text from a word up to another one, as it is written.
pub(super) fn slice<'a>(text: &'a str, words: &[Word], from: usize, to: usize) -> &'a str {
    let (Some(first), Some(last)) = (words.get(from), to.checked_sub(1).and_then(|at| words.get(at))) else {
        return "";
    };
    text.get(first.place.start..last.place.end).unwrap_or_default()
}

/// What a word says by itself.
pub(super) fn kind(lower: &str) -> Kind {
    if !lower.chars().any(char::is_alphanumeric) && lower != "%" {
        // "+" and "&" join two medicines.
        return if lower.is_empty() { Kind::Sign } else { Kind::Other };
    }
    if is_amount(lower) {
        Kind::Amount
    } else if is_unit(lower) {
        Kind::Unit
    } else if is_form_word(lower) || FORMS.contains(&lower) {
        Kind::Form
    } else if OPENS.contains(&lower) {
        Kind::Opens
    } else if DIRECTIONS.contains(&lower) || is_every_hours(lower) {
        Kind::Directions
    } else {
        Kind::Other
    }
}

/// "10", "1,000", "0.1%", "40mg/0.8ml", "100-62.5-25", "#30", "x30", "5/1/2026", "q8h" not.
fn is_amount(word: &str) -> bool {
    let word = word.strip_prefix(['#', 'x']).unwrap_or(word);
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.split(['/', '-', '–']).all(|part| {
            let unit = part.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
            unit.is_empty() || is_unit(unit) || COUNTED.contains(&unit)
        })
}

/// "mg", "mg/ml", and "mg/2" of "300 mg/2 mL".
fn is_unit(word: &str) -> bool {
    let unit = |part: &str| part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned();
    word.starts_with(|c: char| !c.is_ascii_digit())
        && word.split('/').all(|part| {
            let unit = unit(part);
            UNITS.contains(&unit.as_str()) || (unit.is_empty() && !part.is_empty())
        })
}

/// "q8h", "q12hr", "q6-8h", "q4w".
fn is_every_hours(word: &str) -> bool {
    word.strip_prefix('q').is_some_and(|rest| {
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        unit.len() < rest.len() && matches!(unit, "" | "h" | "hr" | "hrs" | "d" | "w" | "wk" | "wks" | "mo")
    })
}

/// What may stand before a name and says nothing of it: numbers, dates, labels, bullets.
pub(super) fn is_noise(lower: &str) -> bool {
    let number = lower.strip_prefix("rx").map(|rest| rest.trim_start_matches(['#', ':'])).unwrap_or(lower);
    let digits =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || "./-".contains(c));
    lower.is_empty() || NOISE.contains(&lower) || digits(number.trim_start_matches('#'))
}

/// Whether a line holds directions and nothing that could be a name: it belongs to the line above it.
pub(super) fn is_directions(line: &str) -> bool {
    let words = of(line);
    let mut words = words.iter().filter(|word| word.kind != Kind::Sign);
    let first = words.next();
    let opens = |word: &Word| word.kind == Kind::Opens && !matches!(word.lower(), "start" | "started");
    let free = |word: &Word| matches!(word.lower(), "for" | "last" | "prescriber" | "dr");
    first.is_some_and(opens)
        && (first.is_some_and(free)
            || words
                .take_while(|word| !free(word))
                .all(|word| word.kind != Kind::Other || WITHIN_DIRECTIONS.contains(&word.lower())))
}

/// Whether a word behind a name, parted from it by a blank alone, is a salt.
pub(super) fn is_salt(text: &str, name_end: &Word, word: &Word) -> bool {
    let between = text.get(name_end.place.end..word.place.start).unwrap_or_default();
    between.trim().is_empty() && SALTS.contains(&word.lower())
}

/// Whether nothing behind a name could change what the name means: only amounts, units, forms and
/// directions, up to a word that begins free text. `salts`: a salt may stand there. `same`: another
/// name of the same medicine may.
pub(super) fn are_understood(behind: &[Word], salts: bool, same: impl Fn(&str) -> bool) -> bool {
    let mut before: Option<&Word> = None;
    for word in behind {
        let fits = match word.kind {
            // "#3" directly behind a name is a part of it.
            Kind::Amount => before.is_some() || !(word.lower.starts_with('#') && word.lower.len() == 2),
            Kind::Unit | Kind::Form | Kind::Directions | Kind::Sign => true,
            Kind::Opens => return true,
            Kind::Other => {
                let hour = matches!(word.lower(), "am" | "pm")
                    && before.is_some_and(|before| before.kind == Kind::Amount);
                hour || salts && SALTS.contains(&word.lower()) || same(word.lower())
            }
        };
        if !fits {
            return false;
        }
        before = Some(word);
    }
    true
}

/// How many of the words that follow a name are its strength and form: not the "1" of "1 tablet daily".
pub(super) fn of_the_product(behind: &[Word], run: usize) -> usize {
    let mut reach = 0;
    let mut at = 0;
    while at < run {
        let Some(word) = behind.get(at) else { break };
        let next = behind.get(at + 1).filter(|_| at + 1 < run);
        match word.kind {
            Kind::Form => at += 1,
            Kind::Amount if has_unit(&word.lower) => at += 1,
            Kind::Amount if next.is_some_and(|next| next.kind == Kind::Unit) => at += 2,
            Kind::Unit if at > 0 => at += 1,
            Kind::Amount | Kind::Unit | Kind::Directions | Kind::Opens | Kind::Sign | Kind::Other => break,
        }
        reach = at;
    }
    reach
}

fn has_unit(word: &str) -> bool {
    let unit =
        |part: &str| part.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c)).to_owned();
    !word.starts_with(['#', 'x']) && word.split(['/', '-', '–']).any(|part| is_unit(&unit(part)))
}

/// The strength among the words of a product.
pub(super) fn strength(text: &str, product: &[Word]) -> Option<String> {
    let from = product.iter().position(|word| word.kind == Kind::Amount)?;
    let behind = product.get(from..)?;
    let len = behind.iter().take_while(|word| matches!(word.kind, Kind::Amount | Kind::Unit)).count();
    Some(slice(text, product, from, from + len).to_owned())
}

/// How a form is spelled otherwise: "capsule" for "capsules", "tab" for "tablets".
pub(super) fn spellings(form: &str) -> Vec<String> {
    let long = match form {
        "tab" | "tabs" => "tablet",
        "cap" | "caps" => "capsule",
        "oint" => "ointment",
        "inj" => "injection",
        "soln" => "solution",
        other => other,
    };
    let one = long.strip_suffix('s').unwrap_or(long);
    vec![form.to_owned(), one.to_owned(), format!("{one}s")]
}

/// Whether directions surely say no more than one a day; nothing said counts as that.
pub(super) fn is_once_a_day(directions: &str) -> bool {
    const ONCE: [&str; 26] = [
        "1", "one", "a", "take", "takes", "tab", "tablet", "cap", "capsule", "by", "mouth", "po", "oral",
        "orally", "once", "daily", "day", "each", "every", "qd", "qday", "qam", "morning", "in", "the",
        "sig",
    ];
    let words = of(directions);
    words.iter().filter(|word| word.kind != Kind::Sign).all(|word| ONCE.contains(&word.lower()))
}

const UNITS: [&str; 21] = [
    "mg", "mgs", "mcg", "µg", "μg", "ug", "g", "gm", "gms", "gram", "grams", "ml", "mls", "l", "unit",
    "units", "iu", "u", "meq", "mmol", "%",
];

const FORMS: [&str; 52] = [
    "oral",
    "topical",
    "lotion",
    "foam",
    "shampoo",
    "suspension",
    "susp",
    "syrup",
    "elixir",
    "liquid",
    "soln",
    "powder",
    "packet",
    "packets",
    "lozenge",
    "troche",
    "suppository",
    "suppositories",
    "enema",
    "kit",
    "hfa",
    "diskus",
    "aerosol",
    "nebulizer",
    "neb",
    "nebs",
    "inhalation",
    "inhaled",
    "nasal",
    "eye",
    "ear",
    "ophthalmic",
    "otic",
    "vaginal",
    "rectal",
    "buccal",
    "sublingual",
    "sl",
    "chewable",
    "chew",
    "disintegrating",
    "autoinjector",
    "auto-injector",
    "prefilled",
    "vial",
    "vials",
    "oint",
    "inj",
    "la",
    "cr",
    "ec",
    "transdermal",
];

const OPENS: [&str; 34] = [
    "take",
    "takes",
    "taking",
    "apply",
    "applies",
    "inject",
    "injects",
    "inhale",
    "inhales",
    "use",
    "uses",
    "instill",
    "insert",
    "place",
    "dissolve",
    "give",
    "sig",
    "directions",
    "instructions",
    "for",
    "prn",
    "by",
    "since",
    "start",
    "started",
    "filled",
    "prescribed",
    "prescriber",
    "dispense",
    "dispensed",
    "last",
    "dr",
    "qty",
    "refills",
];

const DIRECTIONS: [&str; 65] = [
    "daily", "once", "twice", "thrice", "times", "time", "day", "days", "week", "weeks", "weekly", "month",
    "months", "monthly", "every", "each", "other", "per", "a", "an", "at", "the", "morning", "noon",
    "evening", "night", "nightly", "bedtime", "hs", "bid", "tid", "qid", "qd", "od", "qod", "qday", "qam",
    "qpm", "qhs", "ac", "pc", "po", "orally", "mouth", "sc", "sq", "subq", "im", "iv", "one", "two", "three",
    "four", "half", "puff", "puffs", "refill", "before", "after", "meals", "as", "needed", "supply",
    "quantity", "hours",
];

/// Labels, and words that begin directions where a name may still follow.
const NOISE: [&str; 34] = [
    "rx",
    "otc",
    "med",
    "meds",
    "medication",
    "medications",
    "medicine",
    "medicines",
    "drug",
    "drugs",
    "name",
    "home",
    "current",
    "active",
    "list",
    "take",
    "takes",
    "taking",
    "use",
    "uses",
    "using",
    "on",
    "continue",
    "cont",
    "tab",
    "tabs",
    "tablet",
    "cap",
    "caps",
    "capsule",
    "x",
    "o",
    "apply",
    "refill",
];

/// Salts that name the same medicine.
const SALTS: [&str; 17] = [
    "hcl",
    "hydrochloride",
    "hbr",
    "hydrobromide",
    "sodium",
    "potassium",
    "calcium",
    "besylate",
    "maleate",
    "mesylate",
    "fumarate",
    "tartrate",
    "succinate",
    "sulfate",
    "citrate",
    "bitartrate",
    "monohydrate",
];

/// What stands behind a number without a blank.
const COUNTED: [&str; 13] =
    ["am", "pm", "h", "hr", "hrs", "x", "ct", "tab", "tabs", "cap", "caps", "day", "days"];

/// What stands in directions besides, and is no name.
const WITHIN_DIRECTIONS: [&str; 20] = [
    "with", "without", "food", "water", "milk", "and", "or", "in", "to", "into", "on", "affected", "area",
    "areas", "skin", "thin", "layer", "needed", "both", "pm",
];
