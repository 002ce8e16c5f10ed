//! What conditions read besides plain answers: the age, and what the listed medicines mean.

use jiff::civil::Date;

use super::Checklist;
use super::answer::{Answer, Course, Intake, Reading};
use super::truth::Truth;
use crate::content::Content;
use crate::content::condition::{AgeUnit, Counting};
use crate::content::decimal::Decimal;
use crate::content::drug::Drug;
use crate::content::ids::{MedicineClassIx, MedicineClassSet, MedicineIx};
use crate::content::medicine::{ClassFacts, Form, Found};

/// An age on the day of the visit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Age {
    months: u32,
}

impl Age {
    /// The age on a day, by completed months; `None` before birth.
    ///
    /// A day that a month lacks is reached on the first of the next month: born on 29 February,
    /// one is a year older on 1 March.
    pub fn on(birth: Date, day: Date) -> Option<Self> {
        let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        let reached = i32::from(day.day() < birth.day());
        u32::try_from(months(day) - months(birth) - reached).ok().map(|months| Self { months })
    }

    /// Completed years.
    pub fn years(self) -> u32 {
        self.months / 12
    }

    /// Completed months.
    pub fn months(self) -> u32 {
        self.months
    }

    /// The age in a unit.
    pub fn in_unit(self, unit: AgeUnit) -> u32 {
        match unit {
            AgeUnit::Years => self.years(),
            AgeUnit::Months => self.months(),
        }
    }
}

/// Which of the listed medicines a rule sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Those that are taken on.
    Taken,
    /// Those that will be stopped as well, as they are.
    TakenAndStopping,
    /// Those that will be stopped as well, at any dose and in any form: what would stand in the
    /// way if one of them were not stopped after all.
    IfNotStopped,
}

/// A listed medicine, read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// What the name means.
    pub meaning: Meaning,
    /// Whether it goes on.
    pub course: Course,
    /// Since when it is taken.
    pub since: Option<Date>,
    /// The daily dose in mg, if it was stated.
    pub daily_mg: Option<Decimal>,
}

/// What the name of a listed medicine means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// An entry of the list.
    Known {
        /// The entry, and whether the form is open.
        found: Found,
        /// Its classes.
        classes: ClassFacts,
    },
    /// Looked up by the pharmacist: no relevant interaction.
    ReviewedNone,
    /// Not recognized: it could be anything.
    NotRecognized,
}

/// What the list of medicines says.
pub enum MedicineList {
    /// Unanswered, or not sure.
    Unknown,
    /// In the order typed.
    Listed(Vec<Read>),
}

/// Classes over all medicines that a view sees.
#[derive(Clone, Copy, Default)]
struct Summed {
    certain: MedicineClassSet,
    possible: MedicineClassSet,
}

/// What conditions read from one checklist.
pub struct Facts<'a> {
    pub(super) content: &'a Content,
    pub(super) checklist: &'a Checklist,
    pub(super) age: Option<Age>,
    medicines: MedicineList,
    anything: Truth,
    taken: Summed,
    with_stopping: Summed,
    if_not_stopped: Summed,
}

impl<'a> Facts<'a> {
    /// Reads a checklist.
    pub fn new(content: &'a Content, checklist: &'a Checklist) -> Self {
        let age = checklist.patient.birth_date.and_then(|birth| Age::on(birth, checklist.as_of));
        let medicines = read_medicines(content, checklist);
        let mut facts = Self {
            content,
            checklist,
            age,
            medicines,
            anything: Truth::False,
            taken: Summed::default(),
            with_stopping: Summed::default(),
            if_not_stopped: Summed::default(),
        };
        facts.anything = match &facts.medicines {
            MedicineList::Unknown => Truth::Unknown,
            // Even one that is stopping: the app can't know what it is.
            MedicineList::Listed(list) if list.iter().any(|read| read.meaning == Meaning::NotRecognized) => {
                Truth::Unknown
            }
            MedicineList::Listed(_) => Truth::False,
        };
        facts.taken = facts.sum(View::Taken, None);
        facts.with_stopping = facts.sum(View::TakenAndStopping, None);
        facts.if_not_stopped = facts.sum(View::IfNotStopped, None);
        facts
    }

    /// The age on the day of the visit, if the birth date is known.
    pub fn age(&self) -> Option<Age> {
        self.age
    }

    /// What the list of medicines says.
    pub fn medicines(&self) -> &MedicineList {
        &self.medicines
    }

    fn sum(&self, view: View, leaving_out: Option<MedicineIx>) -> Summed {
        let mut summed = Summed::default();
        let MedicineList::Listed(list) = &self.medicines else { return summed };
        for read in list {
            let Meaning::Known { found, .. } = read.meaning else { continue };
            if leaving_out == Some(found.medicine) {
                continue;
            }
            let facts = self.classes_in(read, view);
            summed.certain = summed.certain.union(facts.certain);
            summed.possible = summed.possible.union(facts.possible);
        }
        summed
    }

    /// The classes that one listed medicine brings into a view.
    fn classes_in(&self, read: &Read, view: View) -> ClassFacts {
        let Meaning::Known { found, classes } = read.meaning else { return ClassFacts::default() };
        match (read.course, view) {
            (Course::Taken, _) | (Course::Stopping, View::TakenAndStopping) => classes,
            (Course::Stopping, View::Taken) => ClassFacts::default(),
            (Course::Stopping, View::IfNotStopped) => {
                let all = self.content.medicines.classes_at_most(found, read.daily_mg);
                ClassFacts { certain: all, possible: all }
            }
        }
    }

    /// Whether a medicine of a class is taken.
    pub fn takes(
        &self,
        class: MedicineClassIx,
        counting: Counting,
        drug: Option<&Drug>,
        view: View,
    ) -> Truth {
        let own = drug.and_then(|drug| drug.medicine);
        let summed = match counting {
            Counting::Every => match view {
                View::Taken => self.taken,
                View::TakenAndStopping => self.with_stopping,
                View::IfNotStopped => self.if_not_stopped,
            },
            Counting::Others => self.sum(view, own),
        };
        if summed.certain.contains(class) {
            Truth::True
        } else if summed.possible.contains(class) {
            Truth::Unknown
        } else {
            self.anything
        }
    }

    /// Whether the drug is taken already, for at least so many days if a number is given.
    pub fn on_treatment(&self, drug: Option<&Drug>, days: Option<u32>) -> Truth {
        let MedicineList::Listed(list) = &self.medicines else { return Truth::Unknown };
        let Some(own) = drug.and_then(|drug| drug.medicine) else { return Truth::False };
        list.iter()
            .filter(|read| read.course == Course::Taken)
            .filter(|read| matches!(read.meaning, Meaning::Known { found, .. } if found.medicine == own))
            .map(|read| match (days, read.since) {
                (None, _) => Truth::True,
                (Some(_), None) => Truth::Unknown,
                (Some(days), Some(since)) => {
                    let taken = since.duration_until(self.checklist.as_of).as_hours() / 24;
                    Truth::known(taken >= i64::from(days))
                }
            })
            .fold(Truth::False, Truth::or)
    }

    /// Since when the drug is taken, if it is listed and the day is known; the first day of several.
    pub fn treated_since(&self, drug: &Drug) -> Option<Date> {
        let (MedicineList::Listed(list), Some(own)) = (&self.medicines, drug.medicine) else { return None };
        list.iter()
            .filter(|read| read.course == Course::Taken)
            .filter(|read| matches!(read.meaning, Meaning::Known { found, .. } if found.medicine == own))
            .filter_map(|read| read.since)
            .min()
    }

    /// Which listed medicines surely bring a class into a view: positions in the order typed.
    pub fn bringing(
        &self,
        class: MedicineClassIx,
        counting: Counting,
        drug: Option<&Drug>,
        view: View,
    ) -> impl Iterator<Item = usize> {
        let own = drug.and_then(|drug| drug.medicine);
        let list: &[Read] = match &self.medicines {
            MedicineList::Unknown => &[],
            MedicineList::Listed(list) => list,
        };
        list.iter().enumerate().filter_map(move |(at, read)| {
            let Meaning::Known { found, .. } = read.meaning else { return None };
            if counting == Counting::Others && own == Some(found.medicine) {
                return None;
            }
            self.classes_in(read, view).certain.contains(class).then_some(at)
        })
    }
}

fn read_medicines(content: &Content, checklist: &Checklist) -> MedicineList {
    let listed = content.medicines_question().and_then(|ix| checklist.answer(ix));
    let Some(Answer::Medicines(list)) = listed else { return MedicineList::Unknown };
    let mut read: Vec<Read> = list.iter().map(|intake| read_intake(content, intake)).collect();
    // The same medicine twice: taken wins over stopping.
    let taken: Vec<MedicineIx> = read
        .iter()
        .filter(|read| read.course == Course::Taken)
        .filter_map(|read| match read.meaning {
            Meaning::Known { found, .. } => Some(found.medicine),
            Meaning::ReviewedNone | Meaning::NotRecognized => None,
        })
        .collect();
    for one in &mut read {
        if let Meaning::Known { found, .. } = one.meaning
            && taken.contains(&found.medicine)
        {
            one.course = Course::Taken;
        }
    }
    MedicineList::Listed(read)
}

/// What one listed medicine means.
pub fn read_intake(content: &Content, intake: &Intake) -> Read {
    let medicines = &content.medicines;
    let known = |found: Found| Meaning::Known {
        found,
        classes: match found.form {
            Form::Told => medicines.classes(found.medicine, intake.daily_mg),
            Form::Open => medicines.classes_of_open_form(found.medicine, intake.daily_mg),
        },
    };
    let meaning = match (intake.reading, medicines.find(&intake.name)) {
        (Reading::As(medicine), _) => known(Found { medicine, form: Form::Told }),
        (Reading::ByName | Reading::ReviewedNone, Some(found)) => known(found),
        (Reading::ReviewedNone, None) => Meaning::ReviewedNone,
        (Reading::ByName, None) => Meaning::NotRecognized,
    };
    Read { meaning, course: intake.course, since: intake.since, daily_mg: intake.daily_mg }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_that_a_month_lacks_is_reached_on_the_first_of_the_next_month() {
        let age = |birth: Date, day: Date| Age::on(birth, day).map(|age| (age.years(), age.months()));
        assert_eq!(age(date(2008, 2, 29), date(2026, 2, 28)), Some((17, 17 * 12 + 11)));
        assert_eq!(age(date(2008, 2, 29), date(2026, 3, 1)), Some((18, 18 * 12)));
        assert_eq!(age(date(2026, 1, 31), date(2026, 2, 28)), Some((0, 0)));
        assert_eq!(age(date(2026, 1, 31), date(2026, 3, 1)), Some((0, 1)));
        assert_eq!(age(date(2026, 1, 31), date(2026, 3, 31)), Some((0, 2)));
        assert_eq!(age(date(2026, 11, 24), date(2026, 11, 24)), Some((0, 0)));
        assert_eq!(age(date(2026, 11, 25), date(2026, 11, 24)), None);
    }
}
