//! What does a pasted list of medicines hold? Lines of any program → medicines to be listed.
//!
//! A line is taken apart into name, strength and directions. No form and no dose is guessed: what the
//! line does not say stays open. A line that is not understood to the end, or that names more than one
//! medicine, is kept as it stands and is not recognized, so that no rule takes it for something that it
//! may not be. Nothing that was pasted is dropped.

mod words;

use super::answer::{Intake, Reading};
use super::facts::{Meaning, read_intake};
use crate::content::Content;
use crate::content::ids::MedicineIx;
use crate::content::medicine::{Form, Found, Unstated, key};
use words::{Kind, Word};

/// The most lines that are read.
pub const MOST_LINES: usize = 300;
/// The most letters of a line that are taken over.
const MOST_LETTERS: usize = 300;
/// A longer line, in bytes, is none of a list of medicines, and is not taken apart.
const LONGEST_LINE: usize = 2_000;
/// The most words of a name, and of the form behind it.
const MOST_WORDS: usize = 8;

/// One medicine of a pasted list.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// The line as it was pasted; with the lines below it that hold its directions.
    pub original: String,
    /// What would be listed.
    pub intake: Intake,
    /// The strength as written: of one tablet or tube, never of a day.
    pub strength: Option<String>,
    /// What else the line says: directions, quantity, dates.
    pub directions: Option<String>,
    /// How far it was understood.
    pub understood: Understood,
}

/// How far a line was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Understood {
    /// The medicine is known, under this name.
    Recognized(String),
    /// The name is known, but not which form is meant.
    FormOpen(String),
    /// The name is known, and a rule needs the daily dose, which has to be said.
    DoseOpen(String),
    /// Nobody knows the name.
    NotRecognized,
    /// It begins with a name that is known, but words behind it could make it another medicine.
    MoreThanAName,
    /// It names more than one medicine.
    Several,
    /// So many lines more were pasted and not read.
    NotRead(usize),
}

// What a patient takes is shown nowhere by accident.
impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Line(…)")
    }
}

/// Reads a list, one medicine a line. A line of directions alone belongs to the line above it. A line of
/// several known medicines, parted by commas, becomes several. Lines past [`MOST_LINES`] come as one that
/// was not read.
pub fn read(content: &Content, text: &str) -> Vec<Line> {
    let mut read: Vec<Line> = Vec::new();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.by_ref().take(MOST_LINES) {
        let one = match line.len() {
            ..=LONGEST_LINE => one(content, line),
            _ => not_read(content, line, Understood::NotRecognized),
        };
        let unknown = one.understood == Understood::NotRecognized;
        match read.last_mut().filter(|_| unknown && words::is_directions(line)) {
            Some(above) => add_directions(content, above, line),
            None => match parts(content, line, &one) {
                Some(parts) => read.extend(parts),
                None => read.push(one),
            },
        }
    }
    let left = lines.count();
    if left > 0 {
        let words = format!("{left} more lines were pasted and not read");
        read.push(kept(&words, &words, Understood::NotRead(left)));
    }
    read
}

/// Whether what would be listed stands in the list already: the same name, read alike.
pub fn is_listed(listed: &[Intake], line: &Line) -> bool {
    let same =
        |known: &Intake| key(&known.name) == key(&line.intake.name) && known.reading == line.intake.reading;
    listed.iter().any(same)
}

/// A line as it stands, as a medicine that nobody knows.
fn kept(name: &str, original: &str, understood: Understood) -> Line {
    let name: String = plain(name).chars().take(MOST_LETTERS).collect();
    let name = name.trim();
    let mut intake = Intake::named(if name.is_empty() { "a line without words" } else { name });
    intake.written = written(original, &intake.name);
    Line { original: original.to_owned(), intake, strength: None, directions: None, understood }
}

fn written(original: &str, name: &str) -> Option<String> {
    let line: String = plain(original).chars().take(MOST_LETTERS).collect();
    let line = line.trim();
    // The record takes no line without words.
    (!line.is_empty() && line != name).then(|| line.to_owned())
}

/// Without what steers a terminal, and with what parts columns as blanks.
fn plain(text: &str) -> String {
    let blank = |c: char| c.is_control() || matches!(c, '|' | '"');
    text.chars().map(|c| if blank(c) { ' ' } else { c }).collect()
}

/// The medicines of a line that holds nothing but known ones, parted by commas or semicolons.
fn parts(content: &Content, line: &str, whole: &Line) -> Option<Vec<Line>> {
    if !matches!(whole.understood, Understood::Several | Understood::MoreThanAName) {
        return None;
    }
    let parts: Vec<Line> =
        line.split(", ").flat_map(|part| part.split(';')).map(|part| one(content, part)).collect();
    let known = |part: &Line| {
        use Understood::{DoseOpen, FormOpen, MoreThanAName, NotRead, NotRecognized, Recognized, Several};
        match part.understood {
            Recognized(_) | FormOpen(_) | DoseOpen(_) => true,
            NotRecognized | MoreThanAName | Several | NotRead(_) => false,
        }
    };
    (parts.len() > 1 && parts.iter().all(known)).then(|| {
        let whole = |mut part: Line| {
            part.original = line.to_owned();
            part
        };
        parts.into_iter().map(whole).collect()
    })
}

/// Adds a line of directions to the medicine above it.
fn add_directions(content: &Content, above: &mut Line, line: &str) {
    let directions = match above.directions.take() {
        Some(before) => format!("{before}; {line}"),
        None => line.to_owned(),
    };
    above.original = format!("{}\n{line}", above.original);
    above.intake.written = written(&above.original.replace('\n', "; "), &above.intake.name);
    above.directions = Some(plain(&directions));
    if let Some(found) = found(content, &above.intake) {
        leave_dose_open(content, above, found);
        above.understood = understood(content, &above.intake);
    }
}

/// Takes one line apart.
fn one(content: &Content, line: &str) -> Line {
    let text = plain(line);
    let words = words::of(&text);
    let Some(name) = name(content, &text, &words) else {
        return unknown(content, line, &text, &words);
    };
    let behind = words.get(name.end..).unwrap_or_default();
    let last = name.end.checked_sub(1).and_then(|at| words.get(at));
    let salt = behind.first().zip(last).is_some_and(|(word, last)| words::is_salt(&text, last, word));
    let rest = behind.get(usize::from(salt)..).unwrap_or_default();
    if names_another(content, &text, rest, name.found) {
        return not_read(content, line, Understood::Several);
    }
    let alone = is_alone(content, name.found.medicine);
    if !words::are_understood(behind, alone, |word| is_same(content, word, name.found)) {
        return not_read(content, line, Understood::MoreThanAName);
    }
    // As much behind the name as belongs to it: strength and form, in any order.
    let begin = name.end + usize::from(salt);
    let run = rest.iter().take_while(|word| matches!(word.kind, Kind::Amount | Kind::Unit | Kind::Form));
    let reach = begin + words::of_the_product(rest, run.count());
    let slice = |from: usize, to: usize| words::slice(&text, &words, from, to);
    let (bare, full) = (slice(name.start, name.end), slice(name.start, reach));
    let same = |typed: &str| content.medicines.find(typed) == Some(name.found);
    let has_form = words.get(begin..reach).unwrap_or_default().iter().any(|word| word.kind == Kind::Form);
    // A form that the list does not know must not be read as another one.
    let typed = if same(full) || (has_form && !alone) { full } else { bare };
    let mut intake = Intake::named(typed);
    if let Some(form) = form_said(content, &text, &words, &name) {
        intake.reading = Reading::As(form);
    }
    intake.written = written(line, typed);
    let directions = slice(reach, words.len()).trim_matches(|c: char| " ,;:-–—.".contains(c));
    let strength = words::strength(&text, words.get(begin..reach).unwrap_or_default());
    let mut read = Line {
        original: line.to_owned(),
        strength,
        directions: (!directions.is_empty()).then(|| directions.to_owned()),
        understood: Understood::NotRecognized,
        intake,
    };
    if let Some(found) = found(content, &read.intake) {
        leave_dose_open(content, &mut read, found);
    }
    read.understood = understood(content, &read.intake);
    read
}

/// A line whose name nobody knows: with the name for itself, where it can be told from the rest.
fn unknown(content: &Content, line: &str, text: &str, words: &[Word]) -> Line {
    let begin = words.iter().take_while(|word| words::is_noise(word.lower())).count();
    let name_words = words.get(begin..).unwrap_or_default().iter();
    let end = begin + name_words.take_while(|word| word.kind == Kind::Other).count();
    let behind = words.get(end..).unwrap_or_default();
    if end == begin || !words::are_understood(behind, false, |_| false) {
        return not_read(content, line, Understood::NotRecognized);
    }
    let run = behind.iter().take_while(|word| matches!(word.kind, Kind::Amount | Kind::Unit | Kind::Form));
    let reach = end + words::of_the_product(behind, run.count());
    let name = words::slice(text, words, begin, reach);
    if content.medicines.find(name).is_some() || name.chars().count() > MOST_LETTERS {
        return not_read(content, line, Understood::NotRecognized);
    }
    let mut read = kept(name, line, Understood::NotRecognized);
    read.strength = words::strength(text, words.get(end..reach).unwrap_or_default());
    let directions = words::slice(text, words, reach, words.len()).trim();
    read.directions = (!directions.is_empty()).then(|| directions.to_owned());
    read
}

/// The whole line as its name. It must stay unrecognized, whatever its letters would be read as.
fn not_read(content: &Content, line: &str, why: Understood) -> Line {
    let read = kept(line, line, why.clone());
    match content.medicines.find(&read.intake.name) {
        None => read,
        Some(_) => kept(&format!("not understood: {line}"), line, why),
    }
}

/// Where the name of a known medicine stands in a line.
struct Name {
    start: usize,
    end: usize,
    found: Found,
}

/// The longest name that stands at the beginning of a line, behind bullets, numbers and labels.
fn name(content: &Content, text: &str, words: &[Word]) -> Option<Name> {
    for start in 0..words.len() {
        for end in (start + 1..=words.len().min(start + MOST_WORDS)).rev() {
            if let Some(found) = exactly(content, words::slice(text, words, start, end)) {
                return Some(Name { start, end, found });
            }
        }
        if !words::is_noise(words.get(start)?.lower()) {
            return None;
        }
    }
    None
}

/// The entry that has this name, with nothing left out.
fn exactly(content: &Content, name: &str) -> Option<Found> {
    let found = content.medicines.find(name)?;
    let medicine = content.medicines.get(found.medicine)?;
    let wanted = key(name);
    let own = |known: &String| key(known) == wanted;
    (medicine.names.iter().any(own) || medicine.misspellings.iter().any(own)).then_some(found)
}

/// Whether two entries are one, or one names the other as another form of itself.
fn is_kin(content: &Content, one: MedicineIx, other: MedicineIx) -> bool {
    let names = |from: MedicineIx, to: MedicineIx| {
        content.medicines.get(from).is_some_and(|medicine| medicine.see_also.contains(&to))
    };
    one == other || names(one, other) || names(other, one)
}

/// Whether the ingredient has one entry only.
fn is_alone(content: &Content, ix: MedicineIx) -> bool {
    let has_siblings = content.medicines.get(ix).is_none_or(|medicine| !medicine.see_also.is_empty());
    !has_siblings && content.medicines.list().iter().all(|other| !other.see_also.contains(&ix))
}

fn is_same(content: &Content, word: &str, found: Found) -> bool {
    exactly(content, word).is_some_and(|other| is_kin(content, found.medicine, other.medicine))
}

/// Whether the words behind a name hold the name of another medicine.
fn names_another(content: &Content, text: &str, behind: &[Word], found: Found) -> bool {
    (0..behind.len()).any(|start| {
        let longest = (start + 1..=behind.len().min(start + MOST_WORDS)).rev();
        let other = longest.filter_map(|end| {
            let words = behind.get(start..end)?;
            let is_form = words.iter().all(|word| word.kind != Kind::Other);
            let other = exactly(content, words::slice(text, behind, start, end))?;
            Some((other.medicine, is_form))
        });
        let first = other.into_iter().next();
        first.is_some_and(|(other, is_form)| !is_form && !is_kin(content, found.medicine, other))
    })
}

/// The entry of the form that the line says, where the name with that form is one of the list:
/// "… 1 mg capsule" for a name that is known with "capsules" behind it.
fn form_said(content: &Content, text: &str, words: &[Word], name: &Name) -> Option<MedicineIx> {
    let behind = words.get(name.end..)?;
    let product = behind.iter().take_while(|word| !matches!(word.kind, Kind::Directions | Kind::Opens));
    let forms = product.filter(|word| word.kind == Kind::Form).map(Word::lower);
    let forms: Vec<&str> = forms.take(MOST_WORDS).collect();
    for end in (name.start + 1..=name.end).rev() {
        let stem = words::slice(text, words, name.start, end);
        for from in 0..forms.len() {
            for to in (from + 1..=forms.len()).rev() {
                let said = forms.get(from..to)?.join(" ");
                for form in words::spellings(&said) {
                    let told = exactly(content, &format!("{stem} {form}"));
                    let told = told.filter(|told| told.form == Form::Told);
                    if let Some(told) =
                        told.filter(|told| is_kin(content, name.found.medicine, told.medicine))
                    {
                        return (told.medicine != name.found.medicine || name.found.form == Form::Open)
                            .then_some(told.medicine);
                    }
                }
            }
        }
    }
    None
}

fn found(content: &Content, intake: &Intake) -> Option<Found> {
    match read_intake(content, intake).meaning {
        Meaning::Known { found, .. } => Some(found),
        Meaning::ReviewedNone | Meaning::NotRecognized => None,
    }
}

/// A product that counts as the small dose when nothing else is said: with directions that may be more
/// than one a day, the dose has to be said.
fn leave_dose_open(content: &Content, line: &mut Line, found: Found) {
    let Some(medicine) = content.medicines.get(found.medicine) else { return };
    let counts_as_small = medicine.by_dose.as_ref().is_some_and(|dose| dose.unstated == Unstated::AtMost);
    let directions = line.directions.as_deref().unwrap_or_default();
    if !counts_as_small || words::is_once_a_day(directions) {
        return;
    }
    let open = |ix: &MedicineIx| {
        let dose = content.medicines.get(*ix).and_then(|sibling| sibling.by_dose.as_ref());
        dose.is_some_and(|dose| dose.unstated == Unstated::Unknown)
    };
    if let Some(sibling) = medicine.see_also.iter().copied().find(open) {
        line.intake.reading = Reading::As(sibling);
    }
}

/// What the list will say of it.
fn understood(content: &Content, intake: &Intake) -> Understood {
    let name =
        |ix: MedicineIx| content.medicines.get(ix).map(|known| known.name().to_owned()).unwrap_or_default();
    match read_intake(content, intake).meaning {
        Meaning::NotRecognized | Meaning::ReviewedNone => Understood::MoreThanAName,
        Meaning::Known { found, .. } if found.form == Form::Open => {
            Understood::FormOpen(name(found.medicine))
        }
        Meaning::Known { found, classes } if classes.certain != classes.possible => {
            Understood::DoseOpen(name(found.medicine))
        }
        Meaning::Known { found, .. }
            if intake.reading == Reading::ByName
                && content.medicines.could_be_a_sibling(&intake.name, found) =>
        {
            Understood::FormOpen(name(found.medicine))
        }
        Meaning::Known { found, .. } => Understood::Recognized(name(found.medicine)),
    }
}

#[cfg(test)]
mod tests;
