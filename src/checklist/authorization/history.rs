//! What does a pasted fill history hold? Lines of any system → treatments with their fills.
//!
//! A line is taken apart into name, strength, form, date, quantity and days' supply. What is not
//! understood is kept as it stands, as a row of its own: nothing that was pasted is dropped, and nothing
//! is guessed.

use jiff::civil::Date;

use super::product::{Meaning, meaning, vehicle};
use super::read::{LONGEST, MOST};
use super::{Fact, Fill, Tried};
use crate::checklist::answer::iso_date;
use crate::content::Content;
use crate::content::medicine::key;

/// The most lines that are read: as many as a record takes, with the row that tells of those that were not read.
pub const MOST_LINES: usize = MOST - 1;
/// The most letters of a line that are kept as they stand.
const MOST_LETTERS: usize = 500;

/// One treatment of a fill history.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The treatment with its fills; of a line that was not understood, the whole line as its name.
    pub tried: Tried,
    /// How far it was understood.
    pub reading: Reading,
}

/// How far a row was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The treatment is known, under this name.
    Recognized(String),
    /// The name is known, but not which form is meant.
    FormOpen(String),
    /// The line was taken apart, but nobody knows the name.
    NotRecognized,
    /// The line is not one of a fill.
    NotUnderstood,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row(…)")
    }
}

/// Reads a fill history, one fill a line. Fills of the same product come together in one row, in the
/// order of their first line. Lines past [`MOST_LINES`] come as one row that is not understood.
pub fn read(content: &Content, text: &str, as_of: Date) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.by_ref().take(MOST_LINES) {
        let Some(one) = fill(line, as_of) else {
            rows.push(not_understood(line));
            continue;
        };
        let same = |row: &&mut Row| row.reading != Reading::NotUnderstood && is_same(&row.tried, &one);
        match rows.iter_mut().find(same) {
            Some(row) => row.tried.dispensed.extend(one.dispensed),
            None => {
                let reading = match meaning(content, &one) {
                    Meaning::Known(product) => Reading::Recognized(product.name),
                    Meaning::FormOpen(name) => Reading::FormOpen(name),
                    Meaning::NotRecognized => Reading::NotRecognized,
                };
                rows.push(Row { tried: one, reading });
            }
        }
    }
    let left = lines.count();
    if left > 0 {
        rows.push(not_understood(&format!("{left} more lines were pasted and not read")));
    }
    for row in &mut rows {
        row.tried.dispensed.sort_by_key(|fill| fill.on.known().copied());
    }
    rows
}

/// Adds rows to what was tried: fills of a product that stands there already go into its row, each day once.
pub fn add(tried: &mut Vec<Tried>, rows: impl IntoIterator<Item = Row>) {
    for row in rows {
        let same = |known: &&mut Tried| row.reading != Reading::NotUnderstood && is_same(known, &row.tried);
        let Some(known) = tried.iter_mut().find(same) else {
            tried.push(row.tried);
            continue;
        };
        for fill in row.tried.dispensed {
            if !known.dispensed.contains(&fill) {
                known.dispensed.push(fill);
            }
        }
        known.dispensed.sort_by_key(|fill| fill.on.known().copied());
    }
}

fn not_understood(line: &str) -> Row {
    let plain: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let kept: String = plain.trim().chars().take(MOST_LETTERS).collect();
    let name = match kept.trim_end() {
        "" => "a line without words".to_owned(),
        kept => named(kept),
    };
    Row { tried: Tried { drug: Fact::Known(name), ..Tried::default() }, reading: Reading::NotUnderstood }
}

/// A name as it stands. One word of the record means that nothing is known, and is put in quotes to stay a name.
fn named(name: &str) -> String {
    if name == "unknown" { format!("“{name}”") } else { name.to_owned() }
}

fn is_same(one: &Tried, other: &Tried) -> bool {
    let same = |a: &Fact<String>, b: &Fact<String>| key(a.text()) == key(b.text());
    same(&one.drug, &other.drug) && same(&one.strength, &other.strength) && same(&one.vehicle, &other.vehicle)
}

/// Takes one line apart; `None` when it has no name or no date, or more than one date.
fn fill(line: &str, as_of: Date) -> Option<Tried> {
    let mut line = Line::new(line);
    let dates: Vec<usize> = (0..line.words.len()).filter(|at| looks_like_date(line.word(*at))).collect();
    let [date_at] = dates.as_slice() else { return None };
    let on = date(line.word(*date_at)).filter(|on| *on <= as_of)?;
    line.take(*date_at);
    line.labeled();
    line.measured();
    line.bare(*date_at);
    let (name, vehicle) = line.name();
    let is_kept = |text: &str| text.chars().nth(LONGEST).is_none();
    let all_kept = [Some(&name), line.strength.as_ref(), line.quantity.as_ref()];
    if !name.chars().any(char::is_alphabetic) || !all_kept.into_iter().flatten().all(|text| is_kept(text)) {
        return None;
    }
    let text = |text: Option<String>| text.map_or(Fact::NotAsked, Fact::Known);
    let fill = Fill {
        on: Fact::Known(on),
        quantity: text(line.quantity),
        days_supply: line.days.map_or(Fact::NotAsked, Fact::Known),
    };
    Some(Tried {
        drug: Fact::Known(named(&name)),
        strength: text(line.strength),
        vehicle: text(vehicle.map(ToOwned::to_owned)),
        dispensed: vec![fill],
        ..Tried::default()
    })
}

/// A line that is taken apart: its words, and what was found in them.
struct Line {
    words: Vec<String>,
    taken: Vec<bool>,
    strength: Option<String>,
    quantity: Option<String>,
    days: Option<u32>,
}

impl Line {
    fn new(line: &str) -> Self {
        let words = words(line);
        Self { taken: vec![false; words.len()], words, strength: None, quantity: None, days: None }
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map(String::as_str).unwrap_or_default()
    }

    fn lower(&self, at: usize) -> String {
        self.word(at).trim_matches(|c: char| matches!(c, '.' | ':' | '#')).to_lowercase()
    }

    fn is_free(&self, at: usize) -> bool {
        self.taken.get(at) == Some(&false)
    }

    fn take(&mut self, at: usize) {
        if let Some(taken) = self.taken.get_mut(at) {
            *taken = true;
        }
    }

    /// Numbers behind a word that says what they are: "qty 60 g", "DS: 30".
    fn labeled(&mut self) {
        for at in 0..self.words.len() {
            let number = self.lower(at + 1);
            let Some((number, glued)) = number_with_unit(&number).filter(|_| self.is_free(at + 1)) else {
                continue;
            };
            match self.lower(at).as_str() {
                "qty" | "quantity" | "disp" | "dispensed" => {
                    let next = self.lower(at + 2);
                    let apart = glued.is_empty() && unit_of_amount(&next).is_some();
                    let unit = unit_of_amount(if glued.is_empty() { &next } else { glued });
                    self.quantity = Some(unit.map_or(number.to_owned(), |unit| format!("{number} {unit}")));
                    (at..=at + 1 + usize::from(apart)).for_each(|at| self.take(at));
                }
                "ds" | "supply" if whole(number).is_some() && glued.is_empty() && !self.counted(at) => {
                    self.days = whole(number);
                    let days = (0..at).rev().take_while(|at| is_days(&self.lower(*at))).count();
                    (at - days..=at + 1).for_each(|at| self.take(at));
                }
                _ => {}
            }
        }
    }

    /// Whether the number stands before the word: "30 days supply".
    fn counted(&self, label: usize) -> bool {
        let before = (0..label).rev().map(|at| self.lower(at)).find(|word| !is_days(word));
        before.is_some_and(|word| number_with_unit(&word).is_some_and(|(_, unit)| unit.is_empty()))
    }

    /// Numbers with a unit: "0.1%", "60 g", "30 days supply".
    fn measured(&mut self) {
        for at in 0..self.words.len() {
            let text = self.lower(at);
            let Some((number, glued)) = number_with_unit(&text).filter(|_| self.is_free(at)) else {
                continue;
            };
            let apart = glued.is_empty();
            let unit = if apart { self.lower(at + 1) } else { glued.to_owned() };
            let last = at + usize::from(apart);
            match unit.as_str() {
                "days" | "day" | "d" | "ds" if self.days.is_none() && whole(number).is_some() => {
                    self.days = whole(number);
                    (at..=last).for_each(|at| self.take(at));
                    if self.lower(last + 1).starts_with("suppl") {
                        self.take(last + 1);
                    }
                }
                unit if self.strength.is_none() && is_strength(unit) => {
                    // "300 mg/2 mL" has a blank in its unit.
                    let more = unit.ends_with(|c: char| c.is_ascii_digit()) && self.lower(last + 1) == "ml";
                    self.strength = Some(format!("{number} {unit}{}", if more { " mL" } else { "" }));
                    (at..=last + usize::from(more)).for_each(|at| self.take(at));
                }
                unit if self.quantity.is_none() => {
                    if let Some(unit) = unit_of_amount(unit) {
                        self.quantity = Some(format!("{number} {unit}"));
                        (at..=last).for_each(|at| self.take(at));
                    }
                }
                _ => {}
            }
        }
    }

    /// What is left behind the date without a unit is quantity, then days' supply, as lists have them.
    fn bare(&mut self, date_at: usize) {
        for at in date_at + 1..self.words.len() {
            let text = self.lower(at);
            let plain = number_with_unit(&text).is_some_and(|(_, unit)| unit.is_empty());
            if !plain || !self.is_free(at) {
                continue;
            }
            if self.quantity.is_none() {
                self.quantity = Some(text);
                self.take(at);
            } else if self.days.is_none() && whole(&text).is_some() {
                self.days = whole(&text);
                self.take(at);
            }
        }
    }

    /// What is left: the name, and the form that stands behind it.
    fn name(&self) -> (String, Option<&'static str>) {
        let mut name: Vec<&str> = Vec::new();
        let mut form = None;
        for (at, word) in self.words.iter().enumerate().filter(|(at, _)| self.is_free(*at)) {
            match vehicle(self.lower(at).as_str()) {
                Some(found) if form.is_none() && !name.is_empty() => form = Some(found),
                Some(_) | None => name.push(word),
            }
        }
        (name.join(" "), form)
    }
}

fn is_days(word: &str) -> bool {
    matches!(word, "day" | "days" | "days'" | "day's")
}

fn is_strength(unit: &str) -> bool {
    matches!(unit, "%" | "mg" | "mcg") || unit.starts_with("mg/")
}

/// The unit of what was dispensed.
fn unit_of_amount(word: &str) -> Option<&'static str> {
    match word {
        "g" | "gm" | "gms" | "gram" | "grams" => Some("g"),
        "ml" => Some("mL"),
        "tab" | "tabs" | "tablet" | "tablets" => Some("tablets"),
        "cap" | "caps" | "capsule" | "capsules" => Some("capsules"),
        "pen" | "pens" => Some("pens"),
        "syringe" | "syringes" => Some("syringes"),
        _ => None,
    }
}

/// The words of a line: parted at blanks, and at the signs that part columns.
fn words(line: &str) -> Vec<String> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '|' | ';' | '"'))
        .flat_map(|part| part.split(", "))
        .flat_map(columns)
        .map(|word| word.trim_matches(|c: char| matches!(c, ',' | '(' | ')' | '[' | ']')))
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// Parts at commas, but for the comma of "1,500".
fn columns(word: &str) -> Vec<&str> {
    let of_thousands = word.split_once(',').is_some_and(|(before, after)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(before) && before.len() <= 3 && digits(after) && after.len() == 3
    });
    if of_thousands { vec![word] } else { word.split(',').collect() }
}

fn looks_like_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// A date as `2026-05-01`, `05/01/2026` or `5/1/26`: with strokes in the US order.
fn date(word: &str) -> Option<Date> {
    if let Some(date) = iso_date(word) {
        return Some(date);
    }
    let parts: Vec<&str> = word.split(['/', '-']).collect();
    let [month, day, year] = parts.as_slice() else { return None };
    let number = |text: &str, most: usize| (text.len() <= most).then(|| text.parse::<i16>().ok()).flatten();
    let year = match year.len() {
        2 => 2000 + number(year, 2)?,
        4 => number(year, 4)?,
        _ => return None,
    };
    let (month, day) = (number(month, 2)?, number(day, 2)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// "0.1%" → ("0.1", "%"); "60" → ("60", ""); `None` for what does not begin with a number.
fn number_with_unit(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(word.len());
    let (number, unit) = word.split_at_checked(end)?;
    let digits = number.bytes().any(|b| b.is_ascii_digit());
    (digits && !looks_like_date(word)).then_some((number, unit))
}

fn whole(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|number| *number <= 3_660)
}

#[cfg(test)]
mod tests;
