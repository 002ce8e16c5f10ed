//! Finding patients while one types: what was typed as it stands first, then what is near to it.
//!
//! The index is asked in a few questions, from the narrowest to the widest, until there are enough. Names are
//! compared with slips only when the exact questions found too few, so that a name that is typed right never
//! stands behind a similar one.

use super::digits::{any, beginning, word};
use super::error::StoreError;
use super::patients::Patient;
use super::search::{Reading, name_words, questions, readings};
use super::vault::Vault;
use super::vocabulary::{Near, Vocabulary};

/// Ordered by row and not by rank: ranking reads every match before it shows the first.
const MATCHING: &str = "FROM patient_search JOIN patient p ON p.number = patient_search.rowid
    WHERE patient_search MATCH ?1 ORDER BY patient_search.rowid DESC LIMIT ?2";
/// After so many new patients the vocabulary is read anew rather than learned name by name.
const MOST_LEARNED: i64 = 300;

/// Patients who were looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The patients, the best first.
    pub patients: Vec<Patient>,
    /// From which place on, counted from zero, the name is only similar to what was typed; the number of
    /// patients when none is.
    pub similar_from: usize,
}

impl Found {
    /// Patients none of whom is only similar.
    pub fn exact(patients: Vec<Patient>) -> Self {
        Self { similar_from: patients.len(), patients }
    }
}

impl Vault {
    /// Patients whose name, birth date or phone matches what was typed so far: whole name parts first, then
    /// all but one whole, then beginnings, then names that a slip or two would make match; in each the latest added first. Nothing
    /// typed gives the recent ones.
    ///
    /// # Errors
    /// Damage.
    pub fn patients_matching(&self, typed: &str, limit: u32) -> Result<Found, StoreError> {
        if typed.trim().is_empty() {
            return Ok(Found::exact(self.recent_patients(limit)?));
        }
        let readings = readings(typed);
        let mut search = Search { vault: self, limit, found: Vec::new() };
        for question in questions(&readings) {
            search.ask(&question)?;
        }
        let similar_from = search.found.len();
        // A month is read as a date here, if it can be: "May 1984" is not near to Mary.
        if let Some(reading) = readings.last().filter(|reading| !reading.words.is_empty())
            && !search.is_full()
        {
            let near = self.near(&reading.words, search.found.is_empty())?;
            let [nearest @ .., all] = similar_questions(reading, &near);
            for question in nearest {
                search.ask(&question)?;
            }
            // Beside somebody who matches, only what is nearest is worth showing.
            if similar_from == 0 {
                search.ask(&all)?;
            }
            if search.found.is_empty() {
                search.ask(&widest_question(reading, &near))?;
            }
        }
        Ok(Found { patients: search.found, similar_from })
    }

    /// Takes a name that was corrected into the vocabulary. New patients are found there without that.
    pub(super) fn learn_name(&mut self, name: &str) {
        if let Some(vocabulary) = self.vocabulary.get_mut() {
            vocabulary.learn(&name_words(name));
        }
    }

    fn near(&self, words: &[String], is_last_resort: bool) -> Result<Vec<Near>, StoreError> {
        let vocabulary = self.current_vocabulary()?;
        let mut near: Vec<Near> = words.iter().map(|word| vocabulary.near(word, is_last_resort)).collect();
        self.vocabulary.set(Some(vocabulary));
        for (at, near) in near.iter_mut().enumerate() {
            // A name that answers to another typed word does not answer to this one too: of "Joes Jones" the
            // first is near to the second, which every Jones has.
            let others = words.iter().enumerate().filter(|(other, _)| *other != at);
            near.nearest.retain(|name| !others.clone().any(|(_, typed)| name == typed));
        }
        Ok(near)
    }

    /// The vocabulary, read or brought up to date, whichever way patients were added.
    fn current_vocabulary(&self) -> Result<Vocabulary, StoreError> {
        let last_row: i64 = self
            .connection
            .prepare_cached("SELECT coalesce(max(number), 0) FROM patient")?
            .query_row([], |row| row.get(0))?;
        let known = self.vocabulary.take();
        match known.filter(|known| (0..=MOST_LEARNED).contains(&(last_row - known.last_row))) {
            Some(mut known) => {
                let sql = "SELECT name FROM patient WHERE number > ?1";
                let mut statement = self.connection.prepare_cached(sql)?;
                let mut rows = statement.query([known.last_row])?;
                while let Some(row) = rows.next()? {
                    known.learn(&name_words(&row.get::<_, String>(0)?));
                }
                known.last_row = last_row;
                Ok(known)
            }
            None => self.read_vocabulary(last_row),
        }
    }

    fn read_vocabulary(&self, last_row: i64) -> Result<Vocabulary, StoreError> {
        let mut vocabulary = Vocabulary::up_to(last_row);
        self.connection.execute_batch(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.patient_word USING fts5vocab(main, patient_search, row)",
        )?;
        // From the letters on: there are more birth dates and phone numbers than names.
        let sql = "SELECT term, doc FROM temp.patient_word WHERE term >= 'a'";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            // A word that was cut short by the index, at 32 KB, may be no text anymore.
            let Ok(word) = row.get::<_, String>(0) else { continue };
            vocabulary.add(&word, row.get(1)?);
        }
        Ok(vocabulary)
    }
}

/// A search under way.
struct Search<'a> {
    vault: &'a Vault,
    limit: u32,
    found: Vec<Patient>,
}

impl Search<'_> {
    fn is_full(&self) -> bool {
        self.found.len() >= self.limit as usize
    }

    /// Adds those who are not found yet, as far as there is room.
    fn ask(&mut self, question: &str) -> Result<(), StoreError> {
        if self.is_full() || question.is_empty() {
            return Ok(());
        }
        for patient in self.vault.patients_where(MATCHING, question, self.limit)? {
            // What a record was called before it was made part of another leads to that one.
            let stays = self.vault.stands_for(patient.id)?;
            let patient = if stays == patient.id { patient } else { self.vault.patient(stays)? };
            if !self.is_full() && !self.found.iter().any(|known| known.id == patient.id) {
                self.found.push(patient);
            }
        }
        Ok(())
    }
}

/// The questions with near words in the place of some typed ones: of all that no name begins with, or, where
/// every typed word is the beginning of one, of one word at a time. The nearest come first, beside whole words
/// and then beside beginnings; then all that are near.
fn similar_questions(reading: &Reading, near: &[Near]) -> [String; 3] {
    let unknown: Vec<usize> =
        near.iter().enumerate().filter(|(_, near)| !near.is_known).map(|(at, _)| at).collect();
    let replaced: Vec<Vec<usize>> =
        if unknown.is_empty() { (0..near.len()).map(|at| vec![at]).collect() } else { vec![unknown] };
    let ask = |words: fn(&Near) -> &[String], other: fn(&str) -> String| {
        let mut each = Vec::new();
        for replaced in &replaced {
            let near_words = |at: usize| near.get(at).map(words).unwrap_or_default();
            if replaced.iter().any(|at| near_words(*at).is_empty()) {
                continue;
            }
            let question = reading.question(|at, typed| match replaced.contains(&at) {
                true => one_of(near_words(at), &[]),
                false => other(typed),
            });
            each.push(format!("({question})"));
        }
        each.join(" OR ")
    };
    let beside_whole = if near.len() > 1 { ask(|near| &near.nearest, word) } else { String::new() };
    [beside_whole, ask(|near| &near.nearest, beginning), ask(|near| &near.all, beginning)]
}

/// Every word as it was typed or near to that.
fn widest_question(reading: &Reading, near: &[Near]) -> String {
    reading.question(|at, typed| {
        one_of(near.get(at).map(|near| near.all.as_slice()).unwrap_or_default(), &[beginning(typed)])
    })
}

fn one_of(words: &[String], others: &[String]) -> String {
    let questions: Vec<String> = words.iter().map(|one| word(one)).chain(others.iter().cloned()).collect();
    any(&questions).unwrap_or_default()
}
