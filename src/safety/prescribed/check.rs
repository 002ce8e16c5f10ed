//! Holds a prescription against the dose table: which strength it means, whether a row has it for this
//! patient, which limits it passes.

use super::{Reason, Side, words};
use crate::checklist::evaluate::Look;
use crate::checklist::prescription::PrescriptionKind;
use crate::checklist::strength::{self, Portion, Read};
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
    /// The strengths that are meant, as far as that is known.
    pub meant: Vec<StrengthAt>,
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
            meant: Vec::new(),
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
        let start = self.is_start(kind);
        match self.meant(start) {
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
                self.strengths(&strengths, start);
                self.each_time(&strengths, start);
                self.intervals(&strengths, kind);
                self.amounts(&strengths);
                self.meant = strengths;
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

    /// Whether doses are days or weeks apart: shots, not tablets.
    fn is_by_weeks(&self) -> bool {
        self.table.rows.iter().any(|row| !row.every_weeks.is_empty())
    }

    /// Amounts of a day for tablets, of one shot for what is given weeks apart, the parts of a cream.
    /// A loading dose is left out where the table has it for this start.
    fn doses(&self, start: bool) -> Vec<Quantity> {
        let portions = &self.read.portions;
        if self.is_by_weeks() {
            return portions
                .iter()
                .enumerate()
                .filter(|(at, portion)| !self.is_loading(*at, **portion, start))
                .map(|(_, portion)| portion.one)
                .collect();
        }
        let daily: Vec<Quantity> = portions
            .iter()
            .map(|portion| match portion.one.unit {
                Unit::Milligrams | Unit::Micrograms => portion.total().times(self.read.a_day),
                Unit::Percent | Unit::MilligramsPerMilliliter => portion.one,
            })
            .collect();
        if self.read.together && daily.iter().all(|one| one.unit == Unit::Milligrams) {
            let sum: i64 = daily.iter().map(|one| one.number.thousandths()).sum();
            return vec![Quantity { number: Decimal::from_thousandths(sum), unit: Unit::Milligrams }];
        }
        daily
    }

    /// Whether an amount is the first dose that the table has for this patient: at a start, and with
    /// another amount after it or without an interval. "60 mg every 4 weeks" is none.
    fn is_loading(&self, at: usize, portion: Portion, start: bool) -> bool {
        let alone = at + 1 == self.read.portions.len();
        // The name of a product is no direction for the first day.
        let is_product = !self.read.has_directions()
            && self.table.strengths.iter().any(|strength| strength.amount == Some(portion.one));
        start
            && !is_product
            && !(alone && self.read.every_weeks.is_some())
            && self.table.rows.iter().any(|row| {
                row.loading.is_some_and(|loading| loading == portion.one || loading == portion.total())
                    && self.look.truth(&row.when) != Truth::False
            })
    }

    fn meant(&self, start: bool) -> Meant {
        if self.text.is_empty() {
            return Meant::Nothing;
        }
        let named = |words: &[String]| words.is_empty() || words.iter().any(|word| self.read.says(word));
        let strengths = || self.table.strengths.iter().enumerate();
        let possible: Vec<StrengthAt> = strengths()
            .filter(|(_, strength)| named(&strength.words) && named(&strength.form))
            .filter(|(_, strength)| !strength.except.iter().any(|word| self.read.says(word)))
            .map(|(at, _)| at)
            .collect();
        // What is named by a word is meant rather than what only has the same amount.
        let told = |at: StrengthAt| {
            self.table.strengths.get(at).map_or(0, |strength| {
                usize::from(!strength.words.is_empty()) + usize::from(!strength.form.is_empty())
            })
        };
        let doses = self.doses(start);
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
        if doses.is_empty() && !self.read.portions.is_empty() {
            // Only a loading dose is written.
            return Meant::Nothing;
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
                unmatched = unmatched.or(Some(wanted));
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
        let both = self.read.portions.len() > 1 && meant.len() > 1;
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

    /// The rows that hold and allow one of these strengths.
    fn holding(&self, meant: &[StrengthAt]) -> Vec<(usize, &DoseRow)> {
        let rows = self.rows(|row| row.fits.iter().any(|at| meant.contains(at)));
        rows.into_iter()
            .filter(|(_, truth)| *truth == Truth::True)
            .filter_map(|(at, _)| Some((at, self.table.rows.get(at)?)))
            .collect()
    }

    fn because_of(&self, row: usize) -> QuestionSet {
        self.table.rows.get(row).map_or(QuestionSet::NONE, |row| self.look.because(&row.when, Truth::True))
    }

    /// The amount of each shot day, where the prescription says more than what is in the box.
    fn each_time(&mut self, meant: &[StrengthAt], start: bool) {
        if !self.is_by_weeks() || !self.read.has_directions() {
            return;
        }
        let totals: Vec<Quantity> = self
            .read
            .portions
            .iter()
            .enumerate()
            .filter(|(at, portion)| !self.is_loading(*at, **portion, start))
            .map(|(_, portion)| portion.total())
            .collect();
        let rows = self.holding(meant);
        let Some((row, first)) = rows.first().copied() else { return };
        let Some(each) = first.each else { return };
        let labeled = |total: Quantity| rows.iter().any(|(_, row)| row.each == Some(total));
        let Some(other) = totals.into_iter().find(|total| !labeled(*total)) else { return };
        let level = if other.number > each.number { Level::Avoid } else { Level::Caution };
        let because = self.because_of(row);
        self.add(Side::Strength, Reason::OtherAmount(row), level, other.to_string(), because);
    }

    fn intervals(&mut self, meant: &[StrengthAt], kind: Option<PrescriptionKind>) {
        let Some(weeks) = self.read.every_weeks.filter(|_| self.is_by_weeks()) else { return };
        let rows = self.holding(meant);
        let Some((row, _)) = rows.first().copied() else { return };
        let refill = kind == Some(PrescriptionKind::Refill);
        let fits = |row: &DoseRow| match refill {
            true => row.every_weeks.contains(&weeks),
            false => row.start_every_weeks.contains(&weeks),
        };
        if rows.iter().any(|(_, row)| row.every_weeks.is_empty() || fits(row)) {
            return;
        }
        let step_down = rows.iter().any(|(_, row)| row.every_weeks.contains(&weeks));
        let shortest = rows.iter().flat_map(|(_, row)| row.every_weeks.iter()).min();
        let because = self.because_of(row);
        let what = format!("every {}", words::in_weeks(weeks));
        let (reason, level) = if step_down {
            (Reason::StepDown(row), Level::Caution)
        } else if shortest.is_some_and(|shortest| weeks < *shortest) {
            (Reason::TooOften(row), Level::Avoid)
        } else {
            (Reason::OtherInterval(row), Level::Caution)
        };
        self.add(Side::Interval, reason, level, what, because);
    }

    fn amounts(&mut self, meant: &[StrengthAt]) {
        let table = self.table;
        for (at, limit) in table.amounts.iter().enumerate() {
            let concerned =
                limit.strengths.is_empty() || meant.iter().any(|meant| limit.strengths.contains(meant));
            if !concerned {
                continue;
            }
            let amount = self.read.amount_in_words();
            let over = amount.as_ref().and_then(|what| match self.read.grams_over(&limit.at_most) {
                Some(false) => None,
                Some(true) => Some((Reason::Amount(at), limit.level, what.clone())),
                None => Some((Reason::AmountWithoutTime(at), Level::Caution, what.clone())),
            });
            let too_long = self
                .read
                .lasts_days
                .filter(|days| limit.longest_days.is_some_and(|longest| *days > longest))
                .map(|days| (Reason::TooLong(at), limit.level, format!("{days} days")));
            for (reason, level, what) in over.into_iter().chain(too_long) {
                match self.look.truth(&limit.when) {
                    Truth::True => {
                        let because = self.look.because(&limit.when, Truth::True);
                        self.add(Side::Amount, reason, level, what, because);
                    }
                    Truth::Unknown => self.ask = self.ask.union(self.look.open(&limit.when)),
                    Truth::False => {}
                }
            }
        }
    }
}
