//! Which figures of a drug stand on the patient's page, and which groups beside each other?
//!
//! Only studies of people like the patient count. Of studies that asked the same of like people, the one
//! in which the drug looks worse is told: whoever takes the better one is choosing. What has no figure is
//! never a zero, and figures stay as they are: nothing is rounded here.

use crate::checklist::strength;
use crate::checklist::truth::Truth;
use crate::content::condition::Condition;
use crate::content::decimal::Decimal;
use crate::content::dose::Quantity;
use crate::content::drug::Drug;
use crate::content::fact::{Percents, Study};
use crate::content::language::Phrase;
use crate::content::source::Confidence;

/// How many benefits are told.
const BENEFITS: usize = 2;
/// How many side effects are told for their difference; serious ones that have figures come on top.
const SIDE_EFFECTS: usize = 4;

/// What is told of one drug.
pub(super) struct Chosen<'a> {
    /// How much it helps, the most direct question first.
    pub(super) benefits: Vec<Measure<'a>>,
    /// Side effects, the largest difference first within those of one group of people.
    pub(super) side_effects: Vec<Measure<'a>>,
    /// Side effects that have figures and are left out.
    pub(super) left_out: usize,
    /// Whether it is not known if the people of a study are of the patient's age.
    pub(super) age_open: bool,
    /// Whether there are figures, but of other people than this patient only.
    pub(super) other_people: bool,
    /// Whether the prescribed strength is not among those that were studied.
    pub(super) other_strength: bool,
}

/// One thing that was counted in one study.
#[derive(Clone)]
pub(super) struct Measure<'a> {
    /// What was counted, in the patient's words.
    pub(super) words: &'a Phrase,
    /// The study.
    pub(super) study: &'a Study,
    /// How sure the figures are: as sure as the weaker of the study and the line.
    pub(super) confidence: Confidence,
    of: &'a Percents,
    /// The groups that had the drug and are shown.
    drug_arms: Vec<usize>,
    serious: bool,
}

/// One group of a measure.
pub(super) struct Arm<'a> {
    /// Who it is, in the patient's words; `None` for the people without the drug whom no study had.
    pub(super) words: Option<&'a Phrase>,
    /// Of 100 people, in thousandths; `None` where it is not known.
    pub(super) of: Option<i64>,
    /// The same less that of the comparison; `None` for the comparison itself, and where one is not known.
    pub(super) difference: Option<i64>,
}

impl<'a> Measure<'a> {
    fn new(words: &'a Phrase, study: &'a Study, of: &'a Percents, strength: &str) -> Self {
        let drug_arms = match meant(study, strength) {
            Meant::Arms(arms) => arms,
            Meant::NotStudied | Meant::NotTold => (0..drug_arms(study)).collect(),
        };
        Self { words, study, confidence: study.backing.confidence, of, drug_arms, serious: false }
    }

    /// The groups in the order shown: those with the drug, then the comparison.
    pub(super) fn arms(&self) -> Vec<Arm<'a>> {
        let arm = |at: usize, difference| Arm {
            words: self.study.patient_arms.get(at),
            of: self.figure(at),
            difference,
        };
        let mut arms: Vec<Arm<'a>> = self.drug_arms.iter().map(|at| arm(*at, self.difference(*at))).collect();
        arms.push(match comparison(self.study) {
            Some(at) => arm(at, None),
            None => Arm { words: None, of: None, difference: None },
        });
        arms
    }

    /// Whether both are about the same people in the same groups, so that one line introduces both.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let groups = |measure: &Self| (&measure.study.patient_who, &measure.study.patient_arms);
        groups(self) == groups(other)
    }

    fn figure(&self, arm: usize) -> Option<i64> {
        self.of.get(arm).copied().flatten().map(Decimal::thousandths)
    }

    fn difference(&self, arm: usize) -> Option<i64> {
        Some(self.figure(arm)? - self.figure(comparison(self.study)?)?)
    }

    /// The largest difference of a group with the drug that is shown.
    fn largest(&self) -> Option<i64> {
        self.drug_arms.iter().filter_map(|at| self.difference(*at)).max()
    }

    /// Whether a group with the drug that is shown has a figure.
    fn is_known(&self) -> bool {
        self.drug_arms.iter().any(|at| self.figure(*at).is_some())
    }

    /// What is told first: the largest difference; behind them what has none, the largest count first.
    fn rank(&self) -> (bool, i64) {
        match self.largest() {
            Some(difference) => (false, -difference),
            None => {
                let count = self.drug_arms.iter().filter_map(|at| self.figure(*at)).max();
                (true, -count.unwrap_or_default())
            }
        }
    }
}

/// Chooses the figures of a drug for a patient; `strength` is the prescribed one as it was typed, and empty
/// where there is none.
pub(super) fn choose<'a>(drug: &'a Drug, strength: &str, holds: &dyn Fn(&Condition) -> Truth) -> Chosen<'a> {
    let fits = |study: &Study| holds(&study.when) != Truth::False;
    let benefits = benefits(drug, strength, &fits);
    let (side_effects, left_out) = side_effects(drug, strength, &fits);
    let none = benefits.is_empty() && side_effects.is_empty();
    let shown = || benefits.iter().chain(&side_effects);
    let other_strength = shown().any(|measure| matches!(meant(measure.study, strength), Meant::NotStudied));
    let age_open = shown().any(|measure| holds(&measure.study.when) == Truth::Unknown);
    let other_people = none && !drug.studies.is_empty() && !drug.studies.iter().any(fits);
    Chosen { other_people, other_strength, left_out, age_open, benefits, side_effects }
}

fn benefits<'a>(drug: &'a Drug, strength: &str, fits: &dyn Fn(&Study) -> bool) -> Vec<Measure<'a>> {
    let measures = drug.benefits.iter().filter_map(|benefit| {
        let study = drug.studies.get(benefit.study).filter(|study| fits(study))?;
        Some(Measure::new(&benefit.patient, study, &benefit.of, strength))
    });
    let mut chosen: Vec<Measure<'a>> = Vec::new();
    for measure in measures.filter(Measure::is_known) {
        match chosen.iter_mut().find(|known| known.words == measure.words) {
            Some(known) if known.is_beside(&measure) => {
                if measure.largest() < known.largest() {
                    *known = measure;
                }
            }
            // Asked less directly, or of people less like the patient: the content has it below.
            Some(_) => {}
            None => chosen.push(measure),
        }
    }
    chosen.truncate(BENEFITS);
    together(chosen)
}

/// Those that are told, and how many with figures are not. Of several studies the one in which the drug looks
/// worse is told; a known difference is worse than none.
fn side_effects<'a>(
    drug: &'a Drug,
    strength: &str,
    fits: &dyn Fn(&Study) -> bool,
) -> (Vec<Measure<'a>>, usize) {
    let mut ranked: Vec<Measure<'a>> = Vec::new();
    for effect in &drug.side_effects {
        let Some(words) = &effect.patient else { continue };
        let measures = effect.figures.iter().filter_map(|(study, of)| {
            let study = drug.studies.get(*study).filter(|study| fits(study))?;
            let measure = Measure::new(words, study, of, strength);
            let confidence = measure.confidence.max(effect.backing.confidence);
            Some(Measure { confidence, serious: effect.serious, ..measure })
        });
        let mut measures = measures.filter(Measure::is_known);
        let Some(first) = measures.next() else { continue };
        let worst = measures
            .fold(first, |worst, other| if other.largest() > worst.largest() { other } else { worst });
        ranked.push(worst);
    }
    // Stable: of two that are alike the content's order decides.
    ranked.sort_by_key(Measure::rank);
    let all = ranked.len();
    let mut place = 0;
    ranked.retain(|measure| {
        place += 1;
        place <= SIDE_EFFECTS || measure.serious
    });
    let left_out = all - ranked.len();
    (together(ranked), left_out)
}

/// The same measures, those of the same people below each other.
fn together(measures: Vec<Measure<'_>>) -> Vec<Measure<'_>> {
    let mut groups: Vec<Vec<Measure<'_>>> = Vec::new();
    for measure in measures {
        let group = groups.iter_mut().find(|group| group.iter().any(|other| other.is_beside(&measure)));
        match group {
            Some(group) => group.push(measure),
            None => groups.push(vec![measure]),
        }
    }
    groups.into_iter().flatten().collect()
}

/// The comparison, which stands last where there is one.
fn comparison(study: &Study) -> Option<usize> {
    (study.arms.len() > 1).then(|| study.arms.len() - 1)
}

fn drug_arms(study: &Study) -> usize {
    comparison(study).unwrap_or(study.arms.len())
}

/// What the prescribed strength says of a study's groups.
enum Meant {
    /// It is that of these groups.
    Arms(Vec<usize>),
    /// The groups are told apart by strength, and none had this one.
    NotStudied,
    /// It does not say: it was not read, or the groups are not told apart by it.
    NotTold,
}

fn meant(study: &Study, strength: &str) -> Meant {
    let read = strength::read(strength);
    if read.together || read.a_day != 1 {
        return Meant::NotTold;
    }
    let is_seldom =
        read.every_weeks.is_some() || read.round_days.is_some_and(|days| days != 1) || read.says("other");
    let amounts: Vec<(usize, Quantity)> =
        study.arms.iter().enumerate().filter_map(|(at, arm)| Some((at, Quantity::parse(arm)?))).collect();
    let wanted: Vec<Quantity> = read.portions.iter().map(|portion| portion.total()).collect();
    let found: Vec<usize> =
        amounts.iter().filter(|(_, amount)| wanted.contains(amount)).map(|(at, _)| *at).collect();
    let all = wanted.iter().all(|wanted| amounts.iter().any(|(_, amount)| amount == wanted));
    match (amounts.is_empty() || wanted.is_empty(), found.is_empty()) {
        (true, _) => Meant::NotTold,
        // The groups took it every day: less often is another treatment.
        _ if is_seldom => Meant::NotStudied,
        (false, true) => Meant::NotStudied,
        // One of two amounts was not studied: then the strength alone does not say which group it is.
        (false, false) if !all => Meant::NotTold,
        (false, false) => Meant::Arms(found),
    }
}

#[cfg(test)]
mod tests;
