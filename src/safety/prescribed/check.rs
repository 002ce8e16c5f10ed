//! Holds a prescription against the dose table: which strength it means, whether a row has it for this
//! patient, which limits it passes.

use super::{Reason, Side, words};
use crate::checklist::evaluate::Look;
use crate::checklist::prescription::PrescriptionKind;
use crate::checklist::strength::{self, Read};
use crate::checklist::truth::Truth;
use crate::content::decimal::Decimal;
use crate::content::dose::{DoseRow, DoseTable, Quantity, StrengthAt, Unit};
use crate::content::drug::Drug;
use crate::content::ids::QuestionSet;
use crate::content::rule::Level;

/// One thing that was found, before what belongs together is put together.
pub(super) struct Found {
    pub side: Side,
    pub reason: Reason,
    pub level: Level,
    pub what: String,
    pub because: QuestionSet,
    pub medicines: Vec<usize>,
}

/// A prescription held against the dose table of its drug.
pub(super) struct Check<'a> {
    look: &'a Look<'a>,
    drug: &'a Drug,
    table: &'a DoseTable,
    read: Read,
    text: &'a str,
    /// What does not fit.
    pub found: Vec<Found>,
    /// The questions that would decide more.
    pub ask: QuestionSet,
}

/// Which strengths a prescription means.
enum Meant {
    /// It names none.
    Nothing,
    /// It can't be read.
    Unclear,
    /// An amount that no strength has.
    NoSuch(Quantity),
    /// One of these.
    One(Vec<StrengthAt>),
}

impl<'a> Check<'a> {
    pub(super) fn new(look: &'a Look<'a>, drug: &'a Drug, strength: &'a str) -> Self {
        Self {
            look,
            drug,
            table: &drug.dose,
            read: strength::read(strength),
            text: strength.trim(),
            found: Vec::new(),
            ask: QuestionSet::NONE,
        }
    }

    pub(super) fn run(&mut self, kind: Option<PrescriptionKind>) {
        // Doses that are individual can't be checked: the table says so by allowing none by name.
        if self.table.rows.iter().all(|row| row.fits.is_empty()) {
            return;
        }
        let rows: Vec<(usize, Truth)> = self.rows(|_| true);
        if rows.iter().all(|(_, truth)| *truth == Truth::False) {
            let because = self.because_not(rows.iter().map(|(at, _)| *at));
            self.add(Side::Strength, Reason::NoDose, Level::Avoid, String::new(), because);
            return;
        }
        match self.meant() {
            Meant::Nothing => {}
            Meant::Unclear => self.add(
                Side::Strength,
                Reason::NotRecognized,
                Level::Caution,
                self.text.to_owned(),
                QuestionSet::NONE,
            ),
            Meant::NoSuch(quantity) => self.add(
                Side::Strength,
                Reason::NoSuchStrength,
                Level::Avoid,
                quantity.to_string(),
                QuestionSet::NONE,
            ),
            Meant::One(strengths) => {
                self.strengths(&strengths, self.is_start(kind));
                self.intervals(&strengths);
                self.amounts(&strengths);
            }
        }
    }

    fn add(&mut self, side: Side, reason: Reason, level: Level, what: String, because: QuestionSet) {
        self.found.push(Found { side, reason, level, what, because, medicines: Vec::new() });
    }

    fn rows(&self, with: impl Fn(&DoseRow) -> bool) -> Vec<(usize, Truth)> {
        let rows = self.table.rows.iter().enumerate().filter(|(_, row)| with(row));
        rows.map(|(at, row)| (at, self.look.truth(&row.when))).collect()
    }

    fn because_not(&self, rows: impl Iterator<Item = usize>) -> QuestionSet {
        rows.filter_map(|at| self.table.rows.get(at))
            .fold(QuestionSet::NONE, |set, row| set.union(self.look.because(&row.when, Truth::False)))
    }

    /// Whether this would be the first dose; unknown counts as not, since nothing is asked by it.
    fn is_start(&self, kind: Option<PrescriptionKind>) -> bool {
        match kind {
            Some(PrescriptionKind::New | PrescriptionKind::Switch) => true,
            Some(PrescriptionKind::Refill) => false,
            None => self.look.facts.on_treatment(Some(self.drug), None) == Truth::False,
        }
    }

    /// Amounts that are taken within a day, or at a time where shots are weeks apart.
    fn doses(&self) -> Vec<Quantity> {
        let read = &self.read;
        let daily = self.table.rows.iter().all(|row| row.every_weeks.is_empty());
        let times = if daily { read.at_a_time.saturating_mul(read.a_day) } else { read.at_a_time };
        let in_pieces = |unit: Unit| matches!(unit, Unit::Milligrams | Unit::Micrograms);
        let dose = |number: i64, unit: Unit| Quantity { number: Decimal::from_thousandths(number), unit };
        if read.together && daily && read.quantities.iter().all(|one| one.unit == Unit::Milligrams) {
            let sum: i64 = read.quantities.iter().map(|one| one.number.thousandths()).sum();
            return vec![dose(sum.saturating_mul(i64::from(times)), Unit::Milligrams)];
        }
        read.quantities
            .iter()
            .map(|one| match in_pieces(one.unit) {
                true if daily => dose(one.number.thousandths().saturating_mul(i64::from(times)), one.unit),
                _ => *one,
            })
            .collect()
    }

    fn meant(&self) -> Meant {
        if self.text.is_empty() {
            return Meant::Nothing;
        }
        let named = |words: &[String]| words.is_empty() || words.iter().any(|word| self.read.says(word));
        let strengths = || self.table.strengths.iter().enumerate();
        let possible: Vec<StrengthAt> = strengths()
            .filter(|(_, strength)| named(&strength.words) && named(&strength.form))
            .map(|(at, _)| at)
            .collect();
        // What is named by a word is meant rather than what only has the same amount.
        let told = |at: StrengthAt| {
            self.table.strengths.get(at).map_or(0, |strength| {
                usize::from(!strength.words.is_empty()) + usize::from(!strength.form.is_empty())
            })
        };
        let doses = self.doses();
        let has = |at: StrengthAt, wanted: Quantity| {
            let amount = self.table.strengths.get(at).and_then(|strength| strength.amount);
            let per_shot = Quantity { unit: Unit::Milligrams, ..wanted };
            amount == Some(wanted) || wanted.unit == Unit::MilligramsPerMilliliter && amount == Some(per_shot)
        };
        let most_told = |ats: Vec<StrengthAt>| -> Vec<StrengthAt> {
            let most = ats.iter().map(|at| told(*at)).max().unwrap_or(0);
            ats.into_iter().filter(|at| told(*at) == most).collect()
        };
        let by_word_alone = |ats: &[StrengthAt]| -> Vec<StrengthAt> {
            let without_amount =
                |at: &&StrengthAt| self.table.strengths.get(**at).is_some_and(|one| one.amount.is_none());
            ats.iter().filter(without_amount).filter(|at| told(**at) > 0).copied().collect()
        };
        let alone = by_word_alone(&possible);
        if !alone.is_empty() {
            return Meant::One(alone);
        }
        if doses.is_empty() {
            let by_word: Vec<StrengthAt> = possible.into_iter().filter(|at| told(*at) > 0).collect();
            return if by_word.is_empty() { Meant::Unclear } else { Meant::One(by_word) };
        }
        let mut one_of: Vec<StrengthAt> = Vec::new();
        let mut unmatched = None;
        for wanted in doses {
            let matching: Vec<StrengthAt> = possible.iter().copied().filter(|at| has(*at, wanted)).collect();
            if matching.is_empty() {
                let loading = self.table.rows.iter().any(|row| row.loading == Some(wanted));
                unmatched = unmatched.or((!loading).then_some(wanted));
            }
            one_of.extend(
                most_told(matching).into_iter().filter(|at| !one_of.contains(at)).collect::<Vec<_>>(),
            );
        }
        let same_unit = |wanted: Quantity| {
            possible
                .iter()
                .filter_map(|at| self.table.strengths.get(*at)?.amount)
                .any(|amount| amount.unit == wanted.unit)
        };
        match unmatched {
            // A cream may be written with other percentages (of the skin); tablets may not.
            Some(wanted) if !one_of.is_empty() && wanted.unit == Unit::Percent => Meant::One(one_of),
            Some(wanted) if same_unit(wanted) => Meant::NoSuch(wanted),
            Some(_) => Meant::Unclear,
            None if one_of.is_empty() => Meant::Nothing,
            None => Meant::One(one_of),
        }
    }

    fn name(&self, at: StrengthAt) -> String {
        let Some(strength) = self.table.strengths.get(at) else { return String::new() };
        match strength.amount {
            Some(amount) if strength.words.is_empty() => amount.to_string(),
            Some(_) | None => strength.name.clone(),
        }
    }

    fn strengths(&mut self, meant: &[StrengthAt], start: bool) {
        // Several may be meant ("triamcinolone"): what stands in the way of all of them does, and
        // what stands in the way of some makes the strength worth asking for.
        let mut judged: Vec<Vec<Found>> = Vec::new();
        for at in meant {
            let before = std::mem::take(&mut self.found);
            self.strength(*at, start);
            judged.push(std::mem::replace(&mut self.found, before));
        }
        let bad = judged.iter().filter(|found| !found.is_empty()).count();
        // Two amounts of one prescription are both meant; one amount that fits two products is not.
        let both = self.read.quantities.len() > 1 && meant.len() > 1;
        if bad == judged.len() || both {
            for found in judged.into_iter().flatten() {
                if !self.found.iter().any(|other| other.reason == found.reason) {
                    self.found.push(found);
                }
            }
        } else if bad > 0 {
            let text = self.text.to_owned();
            self.add(Side::Strength, Reason::NotRecognized, Level::Caution, text, QuestionSet::NONE);
        }
    }

    fn strength(&mut self, at: StrengthAt, start: bool) {
        let what = self.name(at);
        if self.table.strengths.get(at).is_some_and(|strength| strength.not_for_eczema.is_some()) {
            self.add(Side::Strength, Reason::NotForEczema(at), Level::Avoid, what, QuestionSet::NONE);
            return;
        }
        let rows = self.rows(|row| row.fits.contains(&at));
        if rows.iter().all(|(_, truth)| *truth == Truth::False) {
            let because = self.because_not(rows.iter().map(|(at, _)| *at));
            self.add(Side::Strength, Reason::NotForThisPatient, Level::Avoid, what.clone(), because);
        }
        let labeled = rows.iter().any(|(_, truth)| *truth == Truth::True);
        if !labeled {
            for (row, truth) in &rows {
                if *truth == Truth::Unknown
                    && let Some(row) = self.table.rows.get(*row)
                {
                    self.ask = self.ask.union(self.look.open(&row.when));
                }
            }
        }
        for (limit_at, limit) in self.table.limits.iter().enumerate() {
            let reason = match (limit.fits.contains(&at), start && !limit.starts_with.contains(&at)) {
                (false, _) => Reason::Limit(limit_at),
                (true, true) => Reason::LimitStartsLower(limit_at),
                (true, false) => continue,
            };
            match self.look.truth(&limit.when) {
                Truth::True => {
                    let mut medicines = Vec::new();
                    self.look.medicines_behind(&limit.when, &mut medicines);
                    let level = match reason {
                        Reason::LimitStartsLower(_) => Level::Caution,
                        _ => limit.level,
                    };
                    self.found.push(Found {
                        side: Side::Strength,
                        reason,
                        level,
                        what: what.clone(),
                        because: self.look.because(&limit.when, Truth::True),
                        medicines,
                    });
                }
                Truth::Unknown => self.ask = self.ask.union(self.look.open(&limit.when)),
                Truth::False => {}
            }
        }
        let holding = || rows.iter().filter(|(_, truth)| *truth == Truth::True).map(|(at, _)| *at);
        let starts =
            |at_row: usize| self.table.rows.get(at_row).is_some_and(|row| row.starts_with.contains(&at));
        if start
            && !holding().any(starts)
            && let Some(row) = holding().next()
        {
            let because = self
                .table
                .rows
                .get(row)
                .map_or(QuestionSet::NONE, |row| self.look.because(&row.when, Truth::True));
            self.add(Side::Strength, Reason::StartsLower(row), Level::Caution, what, because);
        }
    }

    fn intervals(&mut self, meant: &[StrengthAt]) {
        let Some(weeks) = self.read.every_weeks else { return };
        let rows: Vec<usize> = self
            .rows(|row| row.fits.iter().any(|at| meant.contains(at)))
            .into_iter()
            .filter(|(_, truth)| *truth == Truth::True)
            .map(|(at, _)| at)
            .collect();
        let labeled: Vec<(usize, &[u16])> = rows
            .iter()
            .filter_map(|at| Some((*at, self.table.rows.get(*at)?.every_weeks.as_slice())))
            .collect();
        let Some((row, _)) = labeled.first().copied() else { return };
        if labeled.iter().any(|(_, every)| every.is_empty() || every.contains(&weeks)) {
            return;
        }
        let shortest = labeled.iter().flat_map(|(_, every)| every.iter()).min();
        let because = self
            .table
            .rows
            .get(row)
            .map_or(QuestionSet::NONE, |row| self.look.because(&row.when, Truth::True));
        let what = format!("every {}", words::in_weeks(weeks));
        if shortest.is_some_and(|shortest| weeks < *shortest) {
            self.add(Side::Interval, Reason::TooOften(row), Level::Avoid, what, because);
        } else {
            self.add(Side::Interval, Reason::OtherInterval(row), Level::Caution, what, because);
        }
    }

    fn amounts(&mut self, meant: &[StrengthAt]) {
        let Some(what) = self.read.amount_in_words() else { return };
        let table = self.table;
        for (at, limit) in table.amounts.iter().enumerate() {
            let concerned =
                limit.strengths.is_empty() || meant.iter().any(|meant| limit.strengths.contains(meant));
            let (reason, level) = match self.read.grams_over(&limit.at_most) {
                Some(false) => continue,
                Some(true) => (Reason::Amount(at), limit.level),
                None => (Reason::AmountWithoutTime(at), Level::Caution),
            };
            if !concerned {
                continue;
            }
            match self.look.truth(&limit.when) {
                Truth::True => {
                    let because = self.look.because(&limit.when, Truth::True);
                    self.add(Side::Amount, reason, level, what.clone(), because);
                }
                Truth::Unknown => self.ask = self.ask.union(self.look.open(&limit.when)),
                Truth::False => {}
            }
        }
    }
}
